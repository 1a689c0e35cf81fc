/* SPDX-License-Identifier: Apache-2.0 */
/* Reading, searching and saving articles. */
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_help.h"
#include "smm_settings.h"
#include "smm_sql.h"

/* ---- categories ---- */

typedef struct {
    smm_ctx_t *c;
    smm_help_category_fn *fn;
    void *baton;
    const char *want; /* slug, or NULL for all */
    smm_help_category_t *out;
    int found;
} cats_t;

static int on_category(void *baton, const smm_row_t *r)
{
    cats_t *b = baton;
    apr_pool_t *p = b->c->pool;
    smm_help_category_t k;
    k.slug = smm_row_text(r, C_help_categories_slug);
    if (b->want && strcmp(k.slug, b->want)) {
        return 0;
    }
    k.id = smm_row_int(r, C_help_categories_id);
    k.slug = apr_pstrdup(p, k.slug);
    k.name = smm_row_dup(r, C_help_categories_name, p);
    k.summary = smm_row_dup(r, C_help_categories_summary, p);
    k.icon = smm_row_dup(r, C_help_categories_icon, p);
    k.tone = smm_row_dup(r, C_help_categories_tone, p);
    k.articles = smm_row_int(r, C_help_categories_articles);
    if (b->want) {
        *b->out = k;
        b->found = 1;
        return 1;
    }
    b->fn(b->baton, &k);
    return 0;
}

smm_rc_e smm_help_categories(smm_ctx_t *c, smm_help_category_fn *fn, void *baton)
{
    cats_t b = {c, fn, baton, NULL, NULL, 0};
    return smm_db_read(c->db, SQL_help_categories, SMM_ARGS(SMM_I(c->panel->id)), on_category,
                       &b) == SMM_DB_OK
               ? SMM_OK
               : SMM_BUSY;
}

smm_rc_e smm_help_category(smm_ctx_t *c, const char *slug, smm_help_category_t *out)
{
    cats_t b = {c, NULL, NULL, slug, out, 0};
    if (smm_db_read(c->db, SQL_help_categories, SMM_ARGS(SMM_I(c->panel->id)), on_category, &b) !=
        SMM_DB_OK) {
        return SMM_BUSY;
    }
    return b.found ? SMM_OK : SMM_NOT_FOUND;
}

/* ---- articles ---- */

typedef struct {
    smm_ctx_t *c;
    smm_article_fn *fn;
    void *baton;
    smm_article_t *out; /* one article with its body */
    int found;
} arts_t;

/* help_list, help_all and help_article have the same first columns. */
static int on_article(void *baton, const smm_row_t *r)
{
    arts_t *b = baton;
    apr_pool_t *p = b->c->pool;
    smm_article_t a = {0};
    a.id = smm_row_int(r, C_help_article_id);
    a.category_id = smm_row_int(r, C_help_article_category_id);
    a.slug = smm_row_dup(r, C_help_article_slug, p);
    a.title = smm_row_dup(r, C_help_article_title, p);
    a.summary = smm_row_dup(r, C_help_article_summary, p);
    a.category = smm_row_dup(r, C_help_article_category, p);
    a.category_slug = smm_row_dup(r, C_help_article_category_slug, p);
    a.published = smm_row_int(r, C_help_article_published) != 0;
    a.popular = smm_row_int(r, C_help_article_popular) != 0;
    a.votes_up = smm_row_int(r, C_help_article_votes_up);
    a.votes_down = smm_row_int(r, C_help_article_votes_down);
    a.updated = smm_row_int(r, C_help_article_updated);
    if (b->out) {
        a.body = smm_row_dup(r, C_help_article_body, p);
        *b->out = a;
        b->found = 1;
        return 1;
    }
    b->fn(b->baton, &a);
    return 0;
}

smm_rc_e smm_help_list(smm_ctx_t *c, int64_t category, smm_article_fn *fn, void *baton)
{
    arts_t b = {c, fn, baton, NULL, 0};
    return smm_db_read(c->db, SQL_help_list, SMM_ARGS(SMM_I(c->panel->id), SMM_I(category)),
                       on_article, &b) == SMM_DB_OK
               ? SMM_OK
               : SMM_BUSY;
}

smm_rc_e smm_help_all(smm_ctx_t *c, smm_article_fn *fn, void *baton)
{
    arts_t b = {c, fn, baton, NULL, 0};
    return smm_db_read(c->db, SQL_help_all, SMM_ARGS(SMM_I(c->panel->id)), on_article, &b) ==
                   SMM_DB_OK
               ? SMM_OK
               : SMM_BUSY;
}

static smm_rc_e one(smm_ctx_t *c, const char *slug, int64_t id, smm_article_t *out)
{
    arts_t b = {c, NULL, NULL, out, 0};
    if (smm_db_read(c->db, SQL_help_article, SMM_ARGS(SMM_I(c->panel->id), SMM_T(slug), SMM_I(id)),
                    on_article, &b) != SMM_DB_OK) {
        return SMM_BUSY;
    }
    return b.found ? SMM_OK : SMM_NOT_FOUND;
}

smm_rc_e smm_help_by_slug(smm_ctx_t *c, const char *slug, smm_article_t *out)
{
    smm_rc_e rc = one(c, slug, 0, out);
    return rc == SMM_OK && !out->published ? SMM_NOT_FOUND : rc;
}

smm_rc_e smm_help_by_id(smm_ctx_t *c, int64_t id, smm_article_t *out)
{
    return one(c, "", id, out);
}

/* ---- search ---- */

#define MAX_WORDS 8
#define MAX_HITS 20

typedef struct {
    smm_ctx_t *c;
    char *words[MAX_WORDS];
    int n;
    smm_article_t hit[MAX_HITS];
    int score[MAX_HITS], hits;
} search_t;

static char *folded(apr_pool_t *p, const char *s)
{
    char *out = apr_pstrdup(p, s);
    for (char *x = out; *x; x++) {
        if ((unsigned char)*x < 128) {
            *x = (char)apr_tolower(*x);
        }
    }
    return out;
}

/* 3 a word in the title, 2 in the summary, 1 in the text; 0 when one word is nowhere. */
static int score_of(search_t *s, const char *title, const char *summary, const char *plain)
{
    int sum = 0;
    for (int i = 0; i < s->n; i++) {
        int v = strstr(title, s->words[i])     ? 3
                : strstr(summary, s->words[i]) ? 2
                : strstr(plain, s->words[i])   ? 1
                                               : 0;
        if (!v) {
            return 0;
        }
        sum += v;
    }
    return sum;
}

static int on_text(void *baton, const smm_row_t *r)
{
    search_t *s = baton;
    apr_pool_t *p = s->c->pool;
    const char *title = smm_row_text(r, C_help_texts_title),
               *summary = smm_row_text(r, C_help_texts_summary);
    int v = score_of(s, folded(p, title), folded(p, summary),
                     folded(p, smm_row_text(r, C_help_texts_plain)));
    if (!v) {
        return 0;
    }
    /* insertion keeps the best MAX_HITS, earlier rows first among equals */
    int at = s->hits < MAX_HITS ? s->hits : MAX_HITS - 1;
    if (s->hits == MAX_HITS && s->score[at] >= v) {
        return 0;
    }
    while (at > 0 && s->score[at - 1] < v) {
        s->hit[at] = s->hit[at - 1];
        s->score[at] = s->score[at - 1];
        at--;
    }
    smm_article_t a = {0};
    a.id = smm_row_int(r, C_help_texts_id);
    a.slug = smm_row_dup(r, C_help_texts_slug, p);
    a.title = apr_pstrdup(p, title);
    a.summary = apr_pstrdup(p, summary);
    a.category = smm_row_dup(r, C_help_texts_category, p);
    a.category_slug = smm_row_dup(r, C_help_texts_category_slug, p);
    a.published = 1;
    s->hit[at] = a;
    s->score[at] = v;
    s->hits += s->hits < MAX_HITS;
    return 0;
}

smm_rc_e smm_help_search(smm_ctx_t *c, const char *q, smm_article_fn *fn, void *baton)
{
    search_t *s = apr_pcalloc(c->pool, sizeof(*s));
    char *last = NULL;
    s->c = c;
    for (char *w = apr_strtok(folded(c->pool, q), " \t,.?!\"'", &last); w && s->n < MAX_WORDS;
         w = apr_strtok(NULL, " \t,.?!\"'", &last)) {
        s->words[s->n++] = w;
    }
    if (!s->n) {
        return SMM_OK;
    }
    if (smm_db_read(c->db, SQL_help_texts, SMM_ARGS(SMM_I(c->panel->id)), on_text, s) !=
        SMM_DB_OK) {
        return SMM_BUSY;
    }
    for (int i = 0; i < s->hits; i++) {
        fn(baton, &s->hit[i]);
    }
    return SMM_OK;
}

/* ---- writing ---- */

smm_result_t smm_help_save(smm_ctx_t *c, const smm_article_edit_t *in, int64_t *id)
{
    const char *plain, *error;
    smm_help_category_t cat;
    const char *body = smm_help_clean(c->pool, in->body, &plain, &error);
    if (!body) {
        smm_result_t res = smm_fail(SMM_INVALID, "body", "The text is not well-formed XHTML: {0}");
        res.a = error;
        return res;
    }
    smm_rc_e rc = smm_help_category(c, in->category, &cat);
    if (rc != SMM_OK) {
        return smm_fail(rc == SMM_NOT_FOUND ? SMM_INVALID : rc, "category",
                        "Choose one of the categories.");
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    int step;
    if (in->id) {
        step =
            smm_unit_add(u, SQL_help_article_update,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_I(in->id), SMM_I(cat.id),
                                  SMM_T(in->title), SMM_T(in->summary), SMM_T(body), SMM_T(plain),
                                  SMM_I(in->published), SMM_I(in->popular), SMM_I(c->now)));
        smm_unit_outcome(u, SMM_NOT_FOUND);
    } else {
        step = smm_unit_add(
            u, SQL_help_article_insert,
            SMM_ARGS(SMM_I(c->panel->id), SMM_I(cat.id), SMM_T(smm_help_slug(c->pool, in->title)),
                     SMM_T(in->title), SMM_T(in->summary), SMM_T(body), SMM_T(plain),
                     SMM_I(in->published), SMM_I(1000), SMM_I(in->popular), SMM_I(c->now)));
    }
    smm_audit_step(u, c, "help.save", "article", in->id, NULL, in->title, NULL);
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_UNIQUE) {
        return smm_fail(SMM_INVALID, "title", "There is an article with this title already.");
    }
    *id = in->id ? in->id : w.rc == SMM_DB_OK && !w.replayed ? smm_unit_id(u, step) : 0;
    return smm_written_rc(&w) == SMM_OK ? smm_ok() : smm_fail(smm_written_rc(&w), NULL, NULL);
}

smm_rc_e smm_help_vote(smm_ctx_t *c, const char *slug, int up)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_help_vote, SMM_ARGS(SMM_I(c->panel->id), SMM_T(slug), SMM_I(up != 0)));
    smm_unit_outcome(u, SMM_NOT_FOUND);
    smm_written_t w = smm_db_write(c->db, u);
    return smm_written_rc(&w);
}
