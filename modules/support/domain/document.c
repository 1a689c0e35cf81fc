/* SPDX-License-Identifier: Apache-2.0 */
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include "smm_document.h"
#include "smm_help.h"

static const char *attr(apr_pool_t *p, xmlNodePtr n, const char *name)
{
    xmlChar *v = xmlGetNoNsProp(n, (const xmlChar *)name);
    const char *out = apr_pstrdup(p, v ? (const char *)v : "");
    xmlFree(v);
    return out;
}

smm_rc_e smm_document_read(apr_pool_t *p, const char *dir, const char *name, smm_document_t *out,
                           const char **error)
{
    const char *plain;
    xmlDocPtr doc = xmlReadFile(apr_psprintf(p, "%s/%s.xml", dir, name), "UTF-8",
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    *error = NULL;
    if (!doc) {
        *error = apr_psprintf(p, "%s/%s.xml cannot be read or is not well-formed", dir, name);
        return SMM_NOT_FOUND;
    }
    xmlNodePtr root = xmlDocGetRootElement(doc);
    out->title = attr(p, root, "title");
    out->summary = attr(p, root, "summary");
    out->date = attr(p, root, "date");
    xmlBufferPtr buf = xmlBufferCreate();
    for (xmlNodePtr n = root->children; n; n = n->next) {
        xmlNodeDump(buf, doc, n, 0, 0);
    }
    out->body = smm_help_clean(p, (const char *)xmlBufferContent(buf), &plain, error);
    xmlBufferFree(buf);
    xmlFreeDoc(doc);
    return out->body ? SMM_OK : SMM_INVALID;
}
