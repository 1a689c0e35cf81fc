/* SPDX-License-Identifier: Apache-2.0 */
/* Articles: XHTML reduced to an allow-list by libxml2's parser; what is not named here is not kept.
 */
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include "smm_help.h"

static const char *const keep[] = {"p",     "h2",    "h3",         "ul", "ol", "li", "strong",
                                   "em",    "code",  "pre",        "a",  "br", "hr", "table",
                                   "thead", "tbody", "tr",         "th", "td", "dl", "dt",
                                   "dd",    "img",   "blockquote", NULL};
/* the text inside these goes too */
static const char *const drop[] = {"script", "style", "iframe", "object", "embed",
                                   "form",   "head",  "title",  NULL};

static int is_in(const char *const *list, const char *name)
{
    for (; *list; list++) {
        if (!strcmp(*list, name)) {
            return 1;
        }
    }
    return 0;
}

/* A path, a fragment, http(s) or mailto; nothing that runs. */
static int safe_url(const char *u, int image)
{
    if (u[0] == '/' && u[1] != '/' && u[1] != '\\') {
        return 1;
    }
    if (image) {
        return 0;
    }
    return u[0] == '#' || !strncmp(u, "https://", 8) || !strncmp(u, "http://", 7) ||
           !strncmp(u, "mailto:", 7);
}

static void clean_attributes(xmlNodePtr n)
{
    xmlAttrPtr a = n->properties;
    while (a) {
        xmlAttrPtr next = a->next;
        const char *name = (const char *)a->name;
        xmlChar *value = xmlNodeListGetString(n->doc, a->children, 1);
        const char *v = value ? (const char *)value : "";
        int image = !strcmp((const char *)n->name, "img");
        int ok =
            !a->ns &&
            ((!strcmp((const char *)n->name, "a") && !strcmp(name, "href") && safe_url(v, 0)) ||
             (image && !strcmp(name, "src") && safe_url(v, 1)) || (image && !strcmp(name, "alt")) ||
             (!strcmp(name, "id") &&
              strspn(v, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(v)));
        if (value) {
            xmlFree(value);
        }
        if (!ok) {
            xmlRemoveProp(a);
        }
        a = next;
    }
}

/* Children of a node that is not kept take its place. */
static void unwrap(xmlNodePtr n)
{
    xmlNodePtr child = n->children;
    while (child) {
        xmlNodePtr next = child->next;
        xmlUnlinkNode(child);
        xmlAddPrevSibling(n, child);
        child = next;
    }
    xmlUnlinkNode(n);
    xmlFreeNode(n);
}

static void clean_children(xmlNodePtr parent, int depth)
{
    xmlNodePtr n = parent->children;
    while (n) {
        xmlNodePtr next = n->next;
        const char *name = n->type == XML_ELEMENT_NODE ? (const char *)n->name : "";
        if (n->type == XML_CDATA_SECTION_NODE) {
            xmlNodePtr text = xmlNewDocText(n->doc, n->content);
            xmlReplaceNode(n, text);
            xmlFreeNode(n);
        } else if (n->type != XML_ELEMENT_NODE && n->type != XML_TEXT_NODE) {
            xmlUnlinkNode(n);
            xmlFreeNode(n);
        } else if (n->type == XML_ELEMENT_NODE && (depth > 20 || is_in(drop, name))) {
            xmlUnlinkNode(n);
            xmlFreeNode(n);
        } else if (n->type == XML_ELEMENT_NODE) {
            clean_children(n, depth + 1);
            xmlSetNs(n, NULL);
            if (is_in(keep, name)) {
                clean_attributes(n);
                /* nothing names them any more; written out, their addresses would be content */
                xmlFreeNsList(n->nsDef);
                n->nsDef = NULL;
            } else {
                unwrap(n);
            }
        }
        n = next;
    }
}

const char *smm_help_clean(apr_pool_t *p, const char *xhtml, const char **plain, const char **error)
{
    const char *wrapped = apr_pstrcat(p, "<body>", xhtml, "</body>", NULL);
    xmlDocPtr doc = xmlReadMemory(wrapped, (int)strlen(wrapped), NULL, "UTF-8",
                                  XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const char *out;
    *error = NULL;
    if (!doc) {
        const xmlError *e = xmlGetLastError();
        *error = e && e->message
                     ? apr_psprintf(p, "line %d: %s", e->line, apr_pstrdup(p, e->message))
                     : "not well-formed";
        xmlResetLastError();
        return NULL;
    }
    if (doc->intSubset) {
        xmlFreeDoc(doc);
        *error = "a document type is not allowed here";
        return NULL;
    }
    xmlNodePtr root = xmlDocGetRootElement(doc);
    clean_children(root, 0);
    xmlChar *text = xmlNodeGetContent(root);
    *plain = apr_pstrdup(p, text ? (const char *)text : "");
    xmlFree(text);
    xmlBufferPtr buf = xmlBufferCreate();
    for (xmlNodePtr n = root->children; n; n = n->next) {
        xmlNodeDump(buf, doc, n, 0, 0);
    }
    out = apr_pstrmemdup(p, (const char *)xmlBufferContent(buf), (apr_size_t)xmlBufferLength(buf));
    xmlBufferFree(buf);
    xmlFreeDoc(doc);
    return out;
}

const char *smm_help_slug(apr_pool_t *p, const char *title)
{
    char *out = apr_palloc(p, 81);
    int n = 0, dash = 0;
    for (const char *s = title; *s && n < 80; s++) {
        if (apr_isalnum(*s) && (unsigned char)*s < 128) {
            if (dash && n && n < 79) {
                out[n++] = '-';
            }
            dash = 0;
            out[n++] = (char)apr_tolower(*s);
        } else {
            dash = *s != '\'' ? 1 : dash;
        }
    }
    out[n] = 0;
    return n ? out : "article";
}
