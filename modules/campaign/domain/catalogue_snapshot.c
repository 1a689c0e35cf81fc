/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalogue in memory: one immutable copy a panel and revision, shared by all threads of the
 * process. Each use reads the revision (one row) and takes the copy of that revision; one thread at
 * a time loads a new one, the others wait for it. An old copy is freed when its last user has
 * ended.
 */
#include <pthread.h>
#include <string.h>
#include <apr_strings.h>
#include "smm_catalogue_int.h"
#include "smm_memo.h"
#include "smm_nametag.h"
#include "smm_sql.h"

typedef struct copy_t {
    smm_catalogue_t cat;
    apr_pool_t *pool;
    int users; /* the slot counts as one */
} copy_t;

typedef struct slot_t {
    const smm_db_t *db;
    int64_t panel;
    copy_t *copy;
    pthread_mutex_t loading;
    struct slot_t *next;
} slot_t;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* slots and user counts */
static slot_t *slots;
static apr_pool_t *forever;

static void unuse(copy_t *copy)
{
    int left;

    pthread_mutex_lock(&lock);
    left = --copy->users;
    pthread_mutex_unlock(&lock);
    if (!left)
        apr_pool_destroy(copy->pool);
}

static apr_status_t unuse_cleanup(void *copy)
{
    unuse(copy);
    return APR_SUCCESS;
}

static slot_t *slot_of(const smm_db_t *db, int64_t panel)
{
    slot_t *s;

    pthread_mutex_lock(&lock);
    for (s = slots; s && (s->db != db || s->panel != panel); s = s->next)
        ;
    if (!s) {
        if (!forever)
            apr_pool_create_unmanaged_ex(&forever, NULL, NULL);
        s = apr_pcalloc(forever, sizeof(*s));
        s->db = db;
        s->panel = panel;
        pthread_mutex_init(&s->loading, NULL);
        s->next = slots;
        slots = s;
    }
    pthread_mutex_unlock(&lock);
    return s;
}

/* The slot's copy if it is of this revision; counted as used. */
static copy_t *take(slot_t *s, int64_t revision)
{
    copy_t *copy;

    pthread_mutex_lock(&lock);
    copy = s->copy && s->copy->cat.revision == revision ? s->copy : NULL;
    if (copy)
        copy->users++;
    pthread_mutex_unlock(&lock);
    return copy;
}

/* ---- loading -------------------------------------------------------------------------------- */

typedef struct {
    apr_pool_t *p;
    apr_array_header_t *service, *search, *category;
} load_t;

static char *lower(char *s)
{
    for (char *c = s; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c += 32;
    return s;
}

/* Everything that a person may type to find it: number, plain name, name as written, category,
 * short tags. */
static const char *search_text(apr_pool_t *p, const smm_service_t *s)
{
    const char *refill = smm_refill_text(p, s), *speed = smm_speed_text(p, s);

    return lower(apr_psprintf(
        p, "%" APR_INT64_T_FMT " %s | %s | %s %s %s%s%s%s%s%s", (apr_int64_t)s->id,
        smm_nametag_plain(p, s->name), s->name, s->category, refill ? refill : "",
        speed ? speed : "", s->flags & SMM_TAG_BEST ? " best" : "",
        s->flags & SMM_TAG_FAST ? " fast" : "", s->flags & SMM_TAG_NON_DROP ? " non drop" : "",
        s->cancel ? " cancel" : "",
        s->type == SMM_ST_DEFAULT ? "" : apr_pstrcat(p, " ", smm_stype_word(s->type), NULL)));
}

static int load_row(void *baton, const smm_row_t *row)
{
    load_t *l = baton;
    smm_service_row_t r;
    smm_category_t *k;

    smm_service_read(&r, row, l->p);
    k = l->category->nelts ? &APR_ARRAY_IDX(l->category, l->category->nelts - 1, smm_category_t)
                           : NULL;
    if (!k || k->id != r.s.category_id) {
        k = apr_array_push(l->category);
        memset(k, 0, sizeof(*k));
        k->id = r.s.category_id;
        k->name = r.s.category;
        k->icon = smm_category_icon(k->name);
    }
    r.s.category = k->name; /* one copy for all */
    APR_ARRAY_PUSH(l->service, smm_service_t) = r.s;
    APR_ARRAY_PUSH(l->search, const char *) = search_text(l->p, &r.s);
    return 0;
}

static void set_icons(smm_ctx_t *c, load_t *l)
{
    apr_array_header_t *all = smm_categories(c);

    for (int i = 0; i < all->nelts; i++)
        for (int j = 0; j < l->category->nelts; j++) {
            smm_category_t *a = &APR_ARRAY_IDX(all, i, smm_category_t),
                           *b = &APR_ARRAY_IDX(l->category, j, smm_category_t);

            if (a->id == b->id && *a->icon)
                b->icon = apr_pstrdup(l->p, a->icon);
        }
}

static copy_t *load(smm_ctx_t *c, int64_t revision)
{
    apr_pool_t *p;
    apr_array_header_t *news;
    smm_ctx_t own = *c;
    copy_t *copy;
    load_t l;

    /* unmanaged: freed by whichever thread ends its use last, never as anybody's child */
    if (apr_pool_create_unmanaged_ex(&p, NULL, NULL) != APR_SUCCESS)
        return NULL;
    l = (load_t){p, apr_array_make(p, 1024, sizeof(smm_service_t)),
                 apr_array_make(p, 1024, sizeof(const char *)),
                 apr_array_make(p, 32, sizeof(smm_category_t))};
    if (smm_db_read(c->db, SQL_service_all, SMM_ARGS(SMM_I(c->panel->id), SMM_I(0)), load_row,
                    &l) != SMM_DB_OK) {
        apr_pool_destroy(p);
        return NULL;
    }
    set_icons(c, &l);
    own.pool = p;
    news = smm_catalogue_news(&own, SMM_NEWS_KEPT);
    copy = apr_pcalloc(p, sizeof(*copy));
    copy->pool = p;
    copy->cat.news = (const smm_service_change_t *)news->elts;
    copy->cat.nnews = news->nelts;
    copy->cat.revision = revision;
    copy->cat.n = l.service->nelts;
    copy->cat.service = (const smm_service_t *)l.service->elts;
    copy->cat.search = (const char *const *)l.search->elts;
    copy->cat.ncategories = l.category->nelts;
    copy->cat.category = (const smm_category_t *)l.category->elts;
    copy->users = 1;
    return copy;
}

static copy_t *load_into(smm_ctx_t *c, slot_t *s, int64_t revision)
{
    copy_t *copy, *old;

    pthread_mutex_lock(&s->loading);
    copy = take(s, revision); /* another thread was faster */
    if (!copy && (copy = load(c, revision)) != NULL) {
        /* the rows may be newer than the revision that was read before them, never older: the next
           request then sees the newer number and loads again */
        pthread_mutex_lock(&lock);
        old = s->copy;
        s->copy = copy;
        copy->users++;
        pthread_mutex_unlock(&lock);
        if (old)
            unuse(old);
    }
    pthread_mutex_unlock(&s->loading);
    return copy;
}

/* The number of a moment ago when nothing was written since: smm_memo.h. */
static int64_t revision_now(smm_ctx_t *c)
{
    const struct {
        const void *what, *db;
        int64_t panel;
    } key = {&lock, c->db, c->panel->id};
    uint64_t epoch = smm_memo_epoch();
    int64_t revision;
    size_t len;
    const int64_t *kept = smm_memo_get(c->pool, &key, sizeof(key), &len);

    if (kept)
        return *kept;
    revision = smm_catalogue_revision(c);
    if (revision >= 0)
        smm_memo_put(epoch, &key, sizeof(key), &revision, sizeof(revision));
    return revision;
}

const smm_catalogue_t *smm_catalogue_hold(smm_ctx_t *c)
{
    int64_t revision = revision_now(c);
    slot_t *s;
    copy_t *copy;

    if (revision < 0)
        return NULL;
    s = slot_of(c->db, c->panel->id);
    copy = take(s, revision);
    if (!copy)
        copy = load_into(c, s, revision);
    if (!copy)
        return NULL;
    apr_pool_cleanup_register(c->pool, copy, unuse_cleanup, apr_pool_cleanup_null);
    return &copy->cat;
}
