/* SPDX-License-Identifier: Apache-2.0 */
#include <apr_strings.h>
#include <libxml/parser.h>
#include "xml_file.h"

xmlDocPtr xml_file_read(apr_pool_t *p, const char *dir, const char *name, const char **error)
{
    const char *path = apr_psprintf(p, "%s/%s", dir, name);
    xmlDocPtr doc =
        xmlReadFile(path, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!doc) {
        *error = apr_psprintf(p, "%s cannot be read or is not well-formed", path);
    }
    return doc;
}

const char *xml_file_attr(apr_pool_t *p, xmlNodePtr n, const char *name)
{
    xmlChar *v = xmlGetNoNsProp(n, (const xmlChar *)name);
    const char *out = apr_pstrdup(p, v ? (const char *)v : "");
    xmlFree(v);
    return out;
}

const char *xml_file_inner(apr_pool_t *p, xmlNodePtr n)
{
    xmlBufferPtr buf = xmlBufferCreate();
    for (xmlNodePtr child = n->children; child; child = child->next) {
        xmlNodeDump(buf, n->doc, child, 0, 0);
    }
    const char *out =
        apr_pstrmemdup(p, (const char *)xmlBufferContent(buf), (apr_size_t)xmlBufferLength(buf));
    xmlBufferFree(buf);
    return out;
}
