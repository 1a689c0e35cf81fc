/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list without filters, from memory: rendered and compressed once for each revision, language,
 * currency and area, then sent inside every visitor's own frame. One thread renders, the others
 * wait for it; a fragment that is out of date is freed when its last answer was sent.
 */
#include <string.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include "catalogue_int.h"
#include "smm_cfg.h"

#define KEPT 16 /* fragments of one process; the one that was used longest ago goes first */

typedef struct piece_t {
    const server_rec *server; /* its panel, mount and theme */
    int64_t revision;
    char lang[16], area[16];
    int per;
    smm_shown_t shown; /* code "": dollars alone */
    smm_fragment_t f;
    apr_pool_t *pool;
    int users; /* the table counts as one */
    uint64_t used;
} piece_t;

static piece_t *pieces[KEPT];
static uint64_t clock_tick;
static apr_thread_mutex_t *lock, *rendering;

void catalogue_page_init(apr_pool_t *p)
{
    apr_thread_mutex_create(&lock, APR_THREAD_MUTEX_DEFAULT, p);
    apr_thread_mutex_create(&rendering, APR_THREAD_MUTEX_DEFAULT, p);
}

static void unuse(piece_t *x)
{
    int left;

    apr_thread_mutex_lock(lock);
    left = --x->users;
    apr_thread_mutex_unlock(lock);
    if (!left)
        apr_pool_destroy(x->pool);
}

static apr_status_t unuse_cleanup(void *x)
{
    unuse(x);
    return APR_SUCCESS;
}

/* A rate that changed makes another list: the old one goes when nobody asks for it. */
static int same_shown(const piece_t *x, const smm_shown_t *s)
{
    return s ? x->shown.rate_e6 == s->rate_e6 && !strcmp(x->shown.code, s->code) : !*x->shown.code;
}

static int same_list(const piece_t *x, smm_req_t *q, const catalogue_query_t *cq, const char *area)
{
    return x && x->server == q->r->server && x->per == cq->f.per && !strcmp(x->lang, q->lang) &&
           !strcmp(x->area, area) && same_shown(x, smm_req_shown(q));
}

/* The piece of this revision, counted as used. */
static piece_t *take(smm_req_t *q, const smm_catalogue_t *cat, const catalogue_query_t *cq,
                     const char *area)
{
    piece_t *found = NULL;

    apr_thread_mutex_lock(lock);
    for (int i = 0; i < KEPT && !found; i++)
        if (same_list(pieces[i], q, cq, area) && pieces[i]->revision == cat->revision)
            found = pieces[i];
    if (found) {
        found->users++;
        found->used = ++clock_tick;
    }
    apr_thread_mutex_unlock(lock);
    return found;
}

/* Into the place of the same list's older revision, a free one, or the one used longest ago. */
static void keep(piece_t *x, smm_req_t *q, const catalogue_query_t *cq, const char *area)
{
    piece_t *old;
    int at = 0;

    apr_thread_mutex_lock(lock);
    for (int i = 0; i < KEPT; i++) {
        if (same_list(pieces[i], q, cq, area)) {
            at = i;
            break;
        }
        if (!pieces[i] ? pieces[at] != NULL : pieces[at] && pieces[i]->used < pieces[at]->used)
            at = i;
    }
    old = pieces[at];
    pieces[at] = x;
    x->users++;
    x->used = ++clock_tick;
    apr_thread_mutex_unlock(lock);
    if (old)
        unuse(old);
}

static piece_t *render(smm_req_t *q, const smm_catalogue_t *cat, const catalogue_query_t *cq,
                       const char *area)
{
    apr_pool_t *p;
    piece_t *x;
    smm_vm_t *vm;

    if (apr_pool_create_unmanaged_ex(&p, NULL, NULL) != APR_SUCCESS)
        return NULL;
    x = apr_pcalloc(p, sizeof(*x));
    vm = smm_fragment_begin(q, area, "services", "campaign/services");
    catalogue_view_list(q, vm, cat, cq);
    if (smm_fragment_end(q, p, &x->f) != 0) {
        apr_pool_destroy(p);
        return NULL;
    }
    x->pool = p;
    x->server = q->r->server;
    x->revision = cat->revision;
    x->per = cq->f.per;
    if (smm_req_shown(q))
        x->shown = *smm_req_shown(q);
    apr_cpystrn(x->lang, q->lang, sizeof(x->lang));
    apr_cpystrn(x->area, area, sizeof(x->area));
    x->users = 1;
    return x;
}

static piece_t *render_once(smm_req_t *q, const smm_catalogue_t *cat, const catalogue_query_t *cq,
                            const char *area)
{
    piece_t *x;

    apr_thread_mutex_lock(rendering);
    x = take(q, cat, cq, area); /* another thread was faster */
    if (!x && (x = render(q, cat, cq, area)) != NULL)
        keep(x, q, cq, area);
    apr_thread_mutex_unlock(rendering);
    return x;
}

int catalogue_page_whole(smm_req_t *q, const smm_catalogue_t *cat, const catalogue_query_t *cq)
{
    const char *area = catalogue_area(q);
    piece_t *x;

    if (q->wants_xml || q->htmx || !lock || strlen(q->lang) > 15 ||
        smm_cfg_theme_reload(q->r->server))
        return DECLINED;
    x = take(q, cat, cq, area);
    if (!x)
        x = render_once(q, cat, cq, area);
    if (!x)
        return DECLINED;
    apr_pool_cleanup_register(q->r->pool, x, unuse_cleanup, apr_pool_cleanup_null);
    return smm_page_around(q, area, "services", "Services", "campaign/services", &x->f);
}
