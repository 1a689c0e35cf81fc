/* SPDX-License-Identifier: Apache-2.0 */
/* Message catalogues: one XML file a language, English sentences as keys. Read once, then
 * read-only. */
#include <string.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include "view_int.h"

static const char *const FORMS[PLURAL_COUNT] = {"zero", "one", "two", "few", "many", "other"};

static const char *attr(apr_pool_t *p, const xmlNode *n, const char *name)
{
    xmlChar *v = xmlGetNoNsProp((xmlNodePtr)n, (const xmlChar *)name);
    const char *s = v ? apr_pstrdup(p, (const char *)v) : NULL;
    xmlFree(v);
    return s;
}

static plural_rule_e rule_of(const char *name)
{
    if (!name)
        return RULE_ONE_OTHER;
    return !strcmp(name, "arabic")   ? RULE_ARABIC
           : !strcmp(name, "slavic") ? RULE_SLAVIC
           : !strcmp(name, "polish") ? RULE_POLISH
           : !strcmp(name, "french") ? RULE_FRENCH
           : !strcmp(name, "none")   ? RULE_NONE
                                     : RULE_ONE_OTHER;
}

static void read_message(apr_pool_t *p, apr_hash_t *into, apr_hash_t *seen, const xmlNode *n)
{
    const char *c = attr(p, n, "c"), *s = attr(p, n, "s"), *key;
    view_message_t *m;
    const xmlNode *f;
    int i;
    if (!s)
        return;
    key = c && *c ? apr_pstrcat(p, c, "\004", s, NULL) : s;
    if (apr_hash_get(seen, key, APR_HASH_KEY_STRING))
        return; /* the first entry of a file counts, as in an XSLT key */
    apr_hash_set(seen, key, APR_HASH_KEY_STRING, key);
    m = apr_pcalloc(p, sizeof *m);
    for (f = n->children; f; f = f->next) {
        const char *form;
        xmlChar *v;
        if (f->type != XML_ELEMENT_NODE || strcmp((const char *)f->name, "f") ||
            !(form = attr(p, f, "c")))
            continue;
        v = xmlNodeGetContent(f);
        for (i = 0; i < PLURAL_COUNT; i++) {
            if (!strcmp(form, FORMS[i]) && !m->forms[i] && v && *v)
                m->forms[i] = apr_pstrdup(p, (const char *)v);
        }
        xmlFree(v);
    }
    if (!xmlFirstElementChild((xmlNodePtr)n)) {
        xmlChar *v = xmlNodeGetContent(n);
        m->text = v && *v ? apr_pstrdup(p, (const char *)v) : NULL;
        xmlFree(v);
    }
    apr_hash_set(into, key, APR_HASH_KEY_STRING, m);
}

static void read_head(apr_pool_t *p, view_catalog_t *c, const xmlNode *root)
{
    const char *v;
    if ((v = attr(p, root, "name")))
        c->name = v;
    if ((v = attr(p, root, "dir")))
        c->rtl = !strcmp(v, "rtl");
    if ((v = attr(p, root, "plural")))
        c->rule = rule_of(v);
    if ((v = attr(p, root, "group")))
        c->group = v;
    if ((v = attr(p, root, "decimal")))
        c->decimal = v;
    if ((v = attr(p, root, "grouping")))
        c->indian = !strcmp(v, "indian");
    if ((v = attr(p, root, "money")))
        c->money_after = !strcmp(v, "after");
}

static const char *read_file(apr_pool_t *p, view_catalog_t *c, const char *path)
{
    xmlParserCtxtPtr pc = xmlNewParserCtxt();
    xmlDocPtr doc;
    const xmlNode *root, *n;
    const char *error = NULL;
    doc =
        xmlCtxtReadFile(pc, path, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (!root || strcmp((const char *)root->name, "messages")) {
        const xmlError *e = xmlCtxtGetLastError(pc);
        error = apr_psprintf(p, "%s:%d: %s", path, e ? e->line : 1,
                             e && e->message ? e->message : "no <messages>");
    } else {
        apr_hash_t *seen = apr_hash_make(p);
        read_head(p, c, root);
        for (n = root->children; n; n = n->next) {
            if (n->type == XML_ELEMENT_NODE && !strcmp((const char *)n->name, "m"))
                read_message(p, c->messages, seen, n);
        }
    }
    if (doc)
        xmlFreeDoc(doc);
    xmlFreeParserCtxt(pc);
    return error;
}

static view_catalog_t *empty(apr_pool_t *p, const char *lang)
{
    view_catalog_t *c = apr_pcalloc(p, sizeof *c);
    c->lang = c->name = apr_pstrdup(p, lang);
    c->group = ",";
    c->decimal = ".";
    c->messages = apr_hash_make(p);
    return c;
}

const view_catalog_t *smm_catalog_source(apr_pool_t *p)
{
    return empty(p, "en");
}

const view_catalog_t *smm_catalog_read(apr_pool_t *p, const char *root, const char *theme,
                                       const char *lang, const char **error)
{
    view_catalog_t *c = empty(p, lang);
    const char *logical = apr_pstrcat(p, "i18n/", lang, ".xml", NULL);
    const char *base = smm_theme_file(p, root, NULL, logical, 1);
    const char *own = theme ? smm_theme_file(p, theme, NULL, logical, 1) : NULL;
    *error = NULL;
    if (base)
        *error = read_file(p, c, base);
    if (!*error && own)
        *error = read_file(p, c, own);
    return *error ? NULL : c;
}
