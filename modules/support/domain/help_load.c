/* SPDX-License-Identifier: Apache-2.0 */
/* The standard articles: <dir>/index.xml names categories and files, each file is one <article>. */
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include "smm_help.h"
#include "smm_sql.h"

static const char *attr(apr_pool_t *p, xmlNodePtr n, const char *name)
{
    xmlChar *v = xmlGetNoNsProp(n, (const xmlChar *)name);
    const char *out = apr_pstrdup(p, v ? (const char *)v : "");
    xmlFree(v);
    return out;
}

static xmlDocPtr read_xml(apr_pool_t *p, const char *dir, const char *name, const char **error)
{
    const char *path = apr_psprintf(p, "%s/%s", dir, name);
    xmlDocPtr doc =
        xmlReadFile(path, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!doc) {
        *error = apr_psprintf(p, "%s cannot be read or is not well-formed", path);
    }
    return doc;
}

/* Adds one article of a category to the unit. @return 0 on a fault. */
static int add_article(smm_ctx_t *c, smm_unit_t *u, int category_step, const char *dir,
                       const char *slug, int position, const char **error)
{
    xmlDocPtr doc = read_xml(c->pool, dir, apr_psprintf(c->pool, "%s.xml", slug), error);
    if (!doc) {
        return 0;
    }
    xmlNodePtr root = xmlDocGetRootElement(doc);
    xmlBufferPtr buf = xmlBufferCreate();
    for (xmlNodePtr n = root->children; n; n = n->next) {
        xmlNodeDump(buf, doc, n, 0, 0);
    }
    const char *raw = apr_pstrmemdup(c->pool, (const char *)xmlBufferContent(buf),
                                     (apr_size_t)xmlBufferLength(buf));
    xmlBufferFree(buf);
    const char *title = attr(c->pool, root, "title"), *summary = attr(c->pool, root, "summary");
    int popular = *attr(c->pool, root, "popular") == '1';
    xmlFreeDoc(doc);
    const char *plain, *why, *body = smm_help_clean(c->pool, raw, &plain, &why);
    if (!body || !*title) {
        *error = apr_psprintf(c->pool, "%s/%s.xml: %s", dir, slug, body ? "no title" : why);
        return 0;
    }
    smm_unit_add(u, SQL_help_article_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(category_step), SMM_T(slug), SMM_T(title),
                          SMM_T(summary), SMM_T(body), SMM_T(plain), SMM_I(1), SMM_I(position),
                          SMM_I(popular), SMM_I(c->now)));
    return 1;
}

int smm_help_load(smm_ctx_t *c, const char *dir, const char **error)
{
    int64_t have = 0;
    int found = 0, n = 0, k = 0;
    *error = NULL;
    if (smm_db_int(c->db, SQL_help_count, SMM_ARGS(SMM_I(c->panel->id)), &have, &found) !=
        SMM_DB_OK) {
        *error = "the database does not answer";
        return -1;
    }
    if (have) {
        return 0;
    }
    xmlDocPtr doc = read_xml(c->pool, dir, "index.xml", error);
    if (!doc) {
        return -1;
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_help_empty, SMM_ARGS(SMM_I(c->panel->id)));
    for (xmlNodePtr cat = xmlDocGetRootElement(doc)->children; cat && !*error; cat = cat->next) {
        if (cat->type != XML_ELEMENT_NODE) {
            continue;
        }
        int step = smm_unit_add(u, SQL_help_category_insert,
                                SMM_ARGS(SMM_I(c->panel->id), SMM_T(attr(c->pool, cat, "slug")),
                                         SMM_T(attr(c->pool, cat, "name")),
                                         SMM_T(attr(c->pool, cat, "summary")),
                                         SMM_T(attr(c->pool, cat, "icon")),
                                         SMM_T(attr(c->pool, cat, "tone")), SMM_I(++k)));
        for (xmlNodePtr a = cat->children; a && !*error; a = a->next) {
            if (a->type == XML_ELEMENT_NODE) {
                n += add_article(c, u, step, dir, attr(c->pool, a, "slug"), n + 1, error);
            }
        }
    }
    xmlFreeDoc(doc);
    if (*error) {
        return -1;
    }
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_EXPECT) {
        return 0;
    }
    if (w.rc != SMM_DB_OK) {
        *error = "the articles could not be written";
        return -1;
    }
    return n;
}
