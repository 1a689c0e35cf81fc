/* SPDX-License-Identifier: Apache-2.0 */
/* The help centre: categories and articles of a panel (features S1–S10). Bodies are cleaned XHTML.
 */
#ifndef SMM_HELP_H
#define SMM_HELP_H

#include "smm_ctx.h"

#define SMM_HELP_TITLE 120
#define SMM_HELP_SUMMARY 240
#define SMM_HELP_BODY 40000

typedef struct smm_article_t {
    int64_t id, category_id;
    const char *slug, *title, *summary;
    const char *body; /* cleaned XHTML; NULL in lists */
    const char *category, *category_slug;
    int published, popular;
    int64_t votes_up, votes_down, updated;
} smm_article_t;

typedef struct smm_help_category_t {
    int64_t id;
    const char *slug, *name, *summary, *icon, *tone;
    int64_t articles; /* published ones */
} smm_help_category_t;

/**
 * Reduces XHTML to the allow-list: p h2 h3 ul ol li strong em code pre blockquote table thead tbody
 * tr th td a(href http, https, mailto or a path) img(src a path, alt) dl dt dd br hr. Everything
 * else loses its tags (script and style their text too). @return NULL when it is not well-formed,
 * with *error.
 */
SMM_DECLARE(const char *)
smm_help_clean(apr_pool_t *p, const char *xhtml, const char **plain, const char **error);
/** "How to add funds?" → "how-to-add-funds"; ASCII letters, digits and single dashes, ≤ 80. */
SMM_DECLARE(const char *) smm_help_slug(apr_pool_t *p, const char *title);

typedef void smm_help_category_fn(void *baton, const smm_help_category_t *cat);
SMM_DECLARE(smm_rc_e) smm_help_categories(smm_ctx_t *c, smm_help_category_fn *fn, void *baton);
SMM_DECLARE(smm_rc_e) smm_help_category(smm_ctx_t *c, const char *slug, smm_help_category_t *out);

typedef void smm_article_fn(void *baton, const smm_article_t *a);
/** Published articles of a category, in their order; category 0 = the popular ones of all. */
SMM_DECLARE(smm_rc_e)
smm_help_list(smm_ctx_t *c, int64_t category, smm_article_fn *fn, void *baton);
/** Published articles that hold each word of `q` in title, summary or text; titles first; at
 * most 20. */
SMM_DECLARE(smm_rc_e) smm_help_search(smm_ctx_t *c, const char *q, smm_article_fn *fn, void *baton);
/** Every article, drafts too, for staff. */
SMM_DECLARE(smm_rc_e) smm_help_all(smm_ctx_t *c, smm_article_fn *fn, void *baton);
SMM_DECLARE(smm_rc_e) smm_help_by_slug(smm_ctx_t *c, const char *slug, smm_article_t *out);
SMM_DECLARE(smm_rc_e) smm_help_by_id(smm_ctx_t *c, int64_t id, smm_article_t *out);

typedef struct smm_article_edit_t {
    int64_t id; /* 0 = new */
    const char *category, *title, *summary, *body;
    int published, popular;
} smm_article_edit_t;
/** Saves an article: the body is cleaned, the slug is made from the title once and stays. *id = its
 * id. */
SMM_DECLARE(smm_result_t) smm_help_save(smm_ctx_t *c, const smm_article_edit_t *in, int64_t *id);
/** Yes or no to "was this helpful?". */
SMM_DECLARE(smm_rc_e) smm_help_vote(smm_ctx_t *c, const char *slug, int up);

/**
 * Gives a panel without articles the standard ones: `dir` holds index.xml and one file an article.
 * @return number of articles written, 0 when the panel has some already, -1 on a fault (*error).
 */
SMM_DECLARE(int) smm_help_load(smm_ctx_t *c, const char *dir, const char **error);

#endif
