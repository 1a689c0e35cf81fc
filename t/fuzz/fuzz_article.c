/* SPDX-License-Identifier: Apache-2.0 */
/* The cleaner of articles: what it lets through is clean, and stays as it is when cleaned again. */
// fuzz-sources: modules/support/domain/help_clean.c
// fuzz-libs: -lxml2
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include "../../modules/support/domain/smm_help.h"

static int is_one_of(const char *name, const char *const *list)
{
    while (*list && strcmp(*list, name) != 0) {
        list++;
    }
    return *list != NULL;
}

/* Does an address lead out of http, https and mailto? One without a scheme is a path or a fragment.
 */
static int runs(const char *url)
{
    size_t n = strcspn(url, ":/?#");
    return url[n] == ':' && strncmp(url, "http:", 5) != 0 && strncmp(url, "https:", 6) != 0 &&
           strncmp(url, "mailto:", 7) != 0;
}

/* What must not be in a result, looked for in its parsed form: words alone prove nothing. */
static int bad_node(const xmlNode *n)
{
    static const char *const never[] = {"script", "style", "iframe", "object", "embed",
                                        "form",   "svg",   "input",  "link",   "meta",
                                        "base",   "math",  NULL};
    static const char *const allowed[] = {"href", "src", "alt", "id", NULL};
    if (n->type == XML_TEXT_NODE) {
        return 0;
    }
    if (n->type != XML_ELEMENT_NODE || n->ns || n->nsDef ||
        is_one_of((const char *)n->name, never)) {
        return 1;
    }
    for (const xmlAttr *a = n->properties; a; a = a->next) {
        const char *name = (const char *)a->name;
        xmlChar *value = xmlNodeListGetString(n->doc, a->children, 1);
        int fault = a->ns || !is_one_of(name, allowed) ||
                    (name[0] != 'a' && value && runs((const char *)value));
        xmlFree(value);
        if (fault) {
            return 1;
        }
    }
    for (const xmlNode *child = n->children; child; child = child->next) {
        if (bad_node(child)) {
            return 1;
        }
    }
    return 0;
}

static int bad(apr_pool_t *p, const char *out)
{
    const char *whole = apr_pstrcat(p, "<body>", out, "</body>", NULL);
    xmlDocPtr doc = xmlReadMemory(whole, (int)strlen(whole), NULL, "UTF-8", XML_PARSE_NOERROR);
    int fault = doc == NULL || bad_node(xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
    return fault;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static int begun;
    apr_pool_t *p;
    const char *plain = NULL, *error = NULL;

    if (!begun++) {
        apr_initialize();
        xmlInitParser();
    }
    apr_pool_create(&p, NULL);
    const char *in = apr_pstrmemdup(p, (const char *)data, len);
    const char *out = smm_help_clean(p, in, &plain, &error);
    if (out == NULL && error == NULL) {
        abort();
    }
    if (out) {
        const char *twice = smm_help_clean(p, out, &plain, &error);
        if (bad(p, out) || twice == NULL || strcmp(out, twice) != 0) {
            abort();
        }
    }
    smm_help_slug(p, in);
    apr_pool_destroy(p);
    return 0;
}
