/* SPDX-License-Identifier: Apache-2.0 */
/* The standard articles: <dir>/index.xml names categories and files, each file is one <article>. */
#include <string.h>
#include <apr_strings.h>
#include "smm_help.h"
#include "smm_sql.h"
#include "xml_file.h"

/* Adds one article of a category to the unit. @return 0 on a fault. */
static int add_article(smm_ctx_t *c, smm_unit_t *u, int category_step, const char *dir,
                       const char *slug, int position, const char **error)
{
    xmlDocPtr doc = xml_file_read(c->pool, dir, apr_psprintf(c->pool, "%s.xml", slug), error);
    if (!doc) {
        return 0;
    }
    xmlNodePtr root = xmlDocGetRootElement(doc);
    const char *raw = xml_file_inner(c->pool, root);
    const char *title = xml_file_attr(c->pool, root, "title"),
               *summary = xml_file_attr(c->pool, root, "summary");
    int popular = *xml_file_attr(c->pool, root, "popular") == '1';
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
    xmlDocPtr doc = xml_file_read(c->pool, dir, "index.xml", error);
    if (!doc) {
        return -1;
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_help_empty, SMM_ARGS(SMM_I(c->panel->id)));
    for (xmlNodePtr cat = xmlDocGetRootElement(doc)->children; cat && !*error; cat = cat->next) {
        if (cat->type != XML_ELEMENT_NODE) {
            continue;
        }
        int step =
            smm_unit_add(u, SQL_help_category_insert,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_T(xml_file_attr(c->pool, cat, "slug")),
                                  SMM_T(xml_file_attr(c->pool, cat, "name")),
                                  SMM_T(xml_file_attr(c->pool, cat, "summary")),
                                  SMM_T(xml_file_attr(c->pool, cat, "icon")),
                                  SMM_T(xml_file_attr(c->pool, cat, "tone")), SMM_I(++k)));
        for (xmlNodePtr a = cat->children; a && !*error; a = a->next) {
            if (a->type == XML_ELEMENT_NODE) {
                n += add_article(c, u, step, dir, xml_file_attr(c->pool, a, "slug"), n + 1, error);
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
