/* SPDX-License-Identifier: Apache-2.0 */
#include <apr_strings.h>
#include "smm_document.h"
#include "smm_settings.h"
#include "smm_help.h"
#include "xml_file.h"

smm_rc_e smm_document_read(apr_pool_t *p, const char *dir, const char *name, smm_document_t *out,
                           const char **error)
{
    const char *plain;
    *error = NULL;
    xmlDocPtr doc = xml_file_read(p, dir, apr_pstrcat(p, name, ".xml", NULL), error);
    if (!doc) {
        return SMM_NOT_FOUND;
    }
    xmlNodePtr root = xmlDocGetRootElement(doc);
    out->title = xml_file_attr(p, root, "title");
    out->summary = xml_file_attr(p, root, "summary");
    out->date = xml_file_attr(p, root, "date");
    out->body = smm_help_clean(p, xml_file_inner(p, root), &plain, error);
    xmlFreeDoc(doc);
    return out->body ? SMM_OK : SMM_INVALID;
}

void smm_support_settings(void)
{
    static const smm_setting_t settings[] = {
        {"support.email", NULL, 0, "Address that the contact page shows", SMM_SET_EMAIL},
        {NULL, NULL, 0, NULL}};

    smm_settings_add(settings);
}
