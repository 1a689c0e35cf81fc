/* SPDX-License-Identifier: Apache-2.0 */
/* Small XML files of the theme (articles, legal texts) for the files of this folder. */
#ifndef XML_FILE_H
#define XML_FILE_H

#include <apr_pools.h>
#include <libxml/tree.h>

/** Reads `<dir>/<name>` without network or entities. @return NULL with *error; free with
 * xmlFreeDoc(). */
xmlDocPtr xml_file_read(apr_pool_t *p, const char *dir, const char *name, const char **error);
/** An attribute, "" when it is absent. */
const char *xml_file_attr(apr_pool_t *p, xmlNodePtr n, const char *name);
/** What stands inside an element, as text with its tags. */
const char *xml_file_inner(apr_pool_t *p, xmlNodePtr n);

#endif
