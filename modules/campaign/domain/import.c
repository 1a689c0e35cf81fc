/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Imports: compare a price list with the catalogue, show the differences, write them. What the
 * operator decided by hand (smm_service_row_t.kept) is left alone; a service that vanished is
 * switched off.
 */
#include <string.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include "import_int.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"

#define UNIT_ROWS 66 /* a service writes at most three rows: itself and its log */

/* ---- comparing ------------------------------------------------------------------------------ */

int smm_import_rate(const smm_provider_row_t *p, int64_t cost, int64_t *rate)
{
    int64_t v, over;

    if (smm_sell_rate(cost, p->p.markup_bps, &v) || smm_add(v, p->p.markup_fixed, &v))
        return -1;
    over = p->round_to > 1 ? v % p->round_to : 0;
    if (over && smm_add(v, p->round_to - over, &v))
        return -1;
    *rate = v;
    return 0;
}

typedef struct {
    smm_ctx_t *c;
    apr_hash_t *by_service; /* provider's id → smm_service_row_t */
} known_t;

static int read_known(void *baton, const smm_row_t *row)
{
    known_t *k = baton;
    smm_service_row_t *s = apr_palloc(k->c->pool, sizeof(*s));

    smm_service_read(s, row, k->c->pool);
    apr_hash_set(k->by_service, s->s.provider_service, APR_HASH_KEY_STRING, s);
    return 0;
}

static void set_from_row(apr_pool_t *p, const smm_provider_row_t *pv, const smm_import_row_t *r,
                         int64_t rate, smm_service_row_t *will)
{
    smm_service_t *s = &will->s;

    if (!(will->kept & SMM_KEPT_NAME) && (!s->name || strcmp(s->name, r->name) != 0)) {
        s->name = r->name;
        smm_service_tag(p, s);
    }
    if (!(will->kept & SMM_KEPT_RATE))
        s->rate = rate;
    if (!(will->kept & SMM_KEPT_LIMITS)) {
        s->min = r->min;
        s->max = r->max;
    }
    if (!(will->kept & SMM_KEPT_STATUS) && will->absent)
        s->status = SMM_SERVICE_ACTIVE;
    if (!(will->kept & SMM_KEPT_STATUS) && s->status != SMM_SERVICE_OFF &&
        s->status != SMM_SERVICE_DOWN)
        s->status = s->flags & SMM_TAG_SLOW ? SMM_SERVICE_SLOW : SMM_SERVICE_ACTIVE;
    will->absent = 0;
    s->type = r->type;
    s->cost = pv->p.id ? r->cost : 0;
    s->refill = r->refill;
    s->cancel = r->cancel;
    s->dripfeed = r->dripfeed;
    if (!s->description || !(will->kept & SMM_KEPT_NAME))
        s->description = r->description;
}

static void diff(smm_import_line_t *l, const smm_import_row_t *r)
{
    const smm_service_t *a = &l->was.s, *b = &l->will.s;

    l->price = a->rate != b->rate;
    l->limits = a->min != b->min || a->max != b->max;
    l->name = strcmp(a->name, b->name) != 0;
    l->status = a->status != b->status || l->was.absent != l->will.absent;
    l->other = a->type != b->type || a->cost != b->cost || a->refill != b->refill ||
               a->cancel != b->cancel || a->dripfeed != b->dripfeed ||
               strcmp(a->description, b->description) != 0;
    if (!(l->was.kept & SMM_KEPT_CATEGORY) && strcmp(a->category, r->category) != 0) {
        l->category = r->category;
        l->other = 1;
    }
    l->kind =
        l->price || l->limits || l->name || l->status || l->other ? SMM_IM_CHANGED : SMM_IM_SAME;
}

/* One row of the list against what is there. */
static void compare_row(smm_ctx_t *c, const smm_provider_row_t *pv, const smm_import_row_t *r,
                        int64_t position, apr_hash_t *known, apr_hash_t *seen, smm_import_line_t *l)
{
    smm_service_row_t *was = apr_hash_get(known, r->service, APR_HASH_KEY_STRING);
    int64_t rate = 0;

    memset(l, 0, sizeof(*l));
    l->category = NULL;
    l->problem = r->problem;
    if (!l->problem && smm_import_rate(pv, r->cost, &rate))
        l->problem = "its price is too large";
    if (!l->problem && apr_hash_get(seen, r->service, APR_HASH_KEY_STRING))
        l->problem = "its number is in the list twice";
    if (l->problem) {
        l->kind = SMM_IM_REFUSED;
        l->will.s.name = r->name;
        l->will.s.provider_service = r->service;
        if (was) /* a row that cannot be read says nothing about the service: it stays */
            apr_hash_set(seen, r->service, APR_HASH_KEY_STRING, r);
        return;
    }
    apr_hash_set(seen, r->service, APR_HASH_KEY_STRING, r);
    if (was) {
        l->was = l->will = *was;
        set_from_row(c->pool, pv, r, rate, &l->will);
        diff(l, r);
    } else {
        l->kind = SMM_IM_NEW;
        l->category = r->category;
        l->will.s.provider_id = pv->p.id;
        l->will.s.provider_service = r->service;
        l->will.s.position = position;
        set_from_row(c->pool, pv, r, rate, &l->will);
    }
    l->loss = l->will.s.rate < l->will.s.cost;
}

static void switch_off(const smm_service_row_t *was, smm_import_line_t *l)
{
    memset(l, 0, sizeof(*l));
    l->was = l->will = *was;
    l->will.absent = 1;
    l->will.s.status = SMM_SERVICE_OFF;
    l->kind = SMM_IM_OFF;
    l->status = 1;
}

static void count(smm_import_tally_t *t, const smm_import_line_t *l)
{
    switch (l->kind) {
    case SMM_IM_NEW:
        t->added++;
        break;
    case SMM_IM_CHANGED:
        t->changed++;
        break;
    case SMM_IM_SAME:
        t->same++;
        break;
    case SMM_IM_OFF:
        t->switched_off++;
        break;
    case SMM_IM_REFUSED:
        t->refused++;
        if (!t->first_problem)
            t->first_problem = l->problem;
    }
}

smm_result_t smm_import_compare(smm_ctx_t *c, const smm_provider_row_t *pv,
                                const apr_array_header_t *rows, smm_import_plan_t *plan)
{
    known_t k = {c, apr_hash_make(c->pool)};
    apr_hash_t *seen = apr_hash_make(c->pool);

    if (smm_db_read(c->db, SQL_service_of_provider, SMM_ARGS(SMM_I(c->panel->id), SMM_I(pv->p.id)),
                    read_known, &k) != SMM_DB_OK)
        return smm_fail(SMM_BUSY, NULL, "The database cannot be read now. Try again.");
    plan->line = apr_array_make(c->pool, rows->nelts + 8, sizeof(smm_import_line_t));
    memset(&plan->tally, 0, sizeof(plan->tally));
    plan->tally.seen = rows->nelts;
    for (int i = 0; i < rows->nelts; i++)
        compare_row(c, pv, &APR_ARRAY_IDX(rows, i, smm_import_row_t), i, k.by_service, seen,
                    apr_array_push(plan->line));
    for (apr_hash_index_t *h = apr_hash_first(c->pool, k.by_service); h; h = apr_hash_next(h)) {
        const smm_service_row_t *was = apr_hash_this_val(h);

        if (was->absent || was->s.status == SMM_SERVICE_OFF ||
            apr_hash_get(seen, was->s.provider_service, APR_HASH_KEY_STRING))
            continue;
        switch_off(was, apr_array_push(plan->line));
    }
    for (int i = 0; i < plan->line->nelts; i++)
        count(&plan->tally, &APR_ARRAY_IDX(plan->line, i, smm_import_line_t));
    return smm_ok();
}

smm_result_t smm_import_plan(smm_ctx_t *c, const smm_provider_row_t *p, smm_import_plan_t *plan)
{
    apr_array_header_t *rows;
    smm_rc_e rc = smm_import_stored(c, p, &plan->fetched, &rows);

    if (rc == SMM_NOT_FOUND)
        return smm_fail(SMM_NOT_FOUND, NULL, "No price list was fetched yet.");
    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "The stored price list cannot be read. Fetch it again.");
    return smm_import_compare(c, p, rows, plan);
}

/* ---- writing -------------------------------------------------------------------------------- */

typedef struct {
    smm_ctx_t *c;
    const smm_provider_row_t *pv;
    int64_t fetched;
    smm_unit_t *u;
    int rows;          /* services in the open unit */
    apr_hash_t *ids;   /* category name → int64_t id */
    apr_hash_t *slots; /* category name → step of this unit */
    int64_t position;  /* of the next new category */
} writer_t;

static void open_unit(writer_t *w)
{
    w->u = smm_unit_make(w->c->pool);
    w->rows = 0;
    w->slots = apr_hash_make(w->c->pool);
    if (w->pv->p.id) {
        smm_unit_add(w->u, SQL_provider_list_guard,
                     SMM_ARGS(SMM_I(w->c->panel->id), SMM_I(w->pv->p.id), SMM_I(w->fetched)));
        smm_unit_outcome(w->u, SMM_CONFLICT);
    }
}

static smm_result_t close_unit(writer_t *w)
{
    smm_written_t r;
    apr_hash_index_t *h;

    if (!w->rows)
        return smm_ok();
    smm_catalogue_bump(w->u, w->c);
    r = smm_db_write(w->c->db, w->u);
    if (r.rc != SMM_DB_OK)
        return smm_fail(smm_written_rc(&r), NULL,
                        "Something changed while the import was written. What was written stays; "
                        "fetch the list again and go on.");
    if (r.replayed) /* ids of new categories are not known: read them */
        for (int i = 0; i < smm_categories(w->c)->nelts; i++) {
            smm_category_t *k = &APR_ARRAY_IDX(smm_categories(w->c), i, smm_category_t);
            apr_hash_set(w->ids, k->name, APR_HASH_KEY_STRING,
                         apr_pmemdup(w->c->pool, &k->id, sizeof(k->id)));
        }
    else
        for (h = apr_hash_first(w->c->pool, w->slots); h; h = apr_hash_next(h)) {
            int64_t *id = apr_palloc(w->c->pool, sizeof(*id));

            *id = smm_unit_id(w->u, *(int *)apr_hash_this_val(h));
            apr_hash_set(w->ids, apr_hash_this_key(h), APR_HASH_KEY_STRING, id);
        }
    open_unit(w);
    return smm_ok();
}

/* The category's id in s, or the step that makes it. */
static int category(writer_t *w, const char *name, smm_service_t *s)
{
    int64_t *id = apr_hash_get(w->ids, name, APR_HASH_KEY_STRING);
    int *slot = apr_hash_get(w->slots, name, APR_HASH_KEY_STRING);

    if (id) {
        s->category_id = *id;
        return -1;
    }
    if (!slot) {
        slot = apr_palloc(w->c->pool, sizeof(*slot));
        *slot = smm_unit_add(w->u, SQL_category_insert,
                             SMM_ARGS(SMM_I(w->c->panel->id), SMM_T(name), SMM_I(w->position++),
                                      SMM_T(smm_category_icon(name))));
        smm_unit_outcome(w->u, SMM_CONFLICT);
        apr_hash_set(w->slots, name, APR_HASH_KEY_STRING, slot);
    }
    return *slot;
}

static const char *usd(apr_pool_t *p, int64_t micro)
{
    return smm_usd_text(apr_palloc(p, SMM_USD_TEXT), micro);
}

static void log_changes(writer_t *w, const smm_import_line_t *l)
{
    apr_pool_t *p = w->c->pool;
    const smm_service_t *a = &l->was.s, *b = &l->will.s;

    if (l->price)
        smm_service_log_step(w->u, w->c, b->id, "price", usd(p, a->rate), usd(p, b->rate));
    if (l->limits)
        smm_service_log_step(w->u, w->c, b->id, "limits",
                             apr_psprintf(p, "%" APR_INT64_T_FMT " - %" APR_INT64_T_FMT,
                                          (apr_int64_t)a->min, (apr_int64_t)a->max),
                             apr_psprintf(p, "%" APR_INT64_T_FMT " - %" APR_INT64_T_FMT,
                                          (apr_int64_t)b->min, (apr_int64_t)b->max));
    if (l->name)
        smm_service_log_step(w->u, w->c, b->id, "name", a->name, b->name);
    if (l->status)
        smm_service_log_step(w->u, w->c, b->id,
                             b->status == SMM_SERVICE_OFF   ? "off"
                             : a->status == SMM_SERVICE_OFF ? "on"
                                                            : "status",
                             smm_service_status_word(a->status),
                             smm_service_status_word(b->status));
    if (l->category && l->kind == SMM_IM_CHANGED)
        smm_service_log_step(w->u, w->c, b->id, "category", a->category, l->category);
}

/* A new service's log line needs the id that its insert generates. */
static void log_added(writer_t *w, int step, const smm_service_t *s)
{
    smm_unit_add(w->u, SQL_service_change_insert,
                 SMM_ARGS(SMM_I(w->c->panel->id), SMM_SLOT(step), SMM_I(w->c->now),
                          SMM_I(w->c->actor), SMM_T("added"), SMM_NUL,
                          SMM_T(usd(w->c->pool, s->rate))));
}

static void write_line(writer_t *w, const smm_import_line_t *l)
{
    smm_service_row_t will = l->will;
    int slot = l->category ? category(w, l->category, &will.s) : -1;

    if (l->kind == SMM_IM_NEW) {
        log_added(w, smm_service_add_step(w->u, w->c, &will.s, slot), &will.s);
    } else {
        smm_service_put_step(w->u, w->c, &will, slot);
        log_changes(w, l);
    }
    w->rows++;
}

static smm_result_t finish(smm_ctx_t *c, const smm_provider_row_t *p, const smm_import_tally_t *t)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    const char *text =
        apr_psprintf(c->pool,
                     "%" APR_INT64_T_FMT " new, %" APR_INT64_T_FMT " changed, %" APR_INT64_T_FMT
                     " switched off, %" APR_INT64_T_FMT " refused",
                     (apr_int64_t)t->added, (apr_int64_t)t->changed, (apr_int64_t)t->switched_off,
                     (apr_int64_t)t->refused);
    smm_written_t r;

    if (p->p.id)
        smm_unit_add(u, SQL_provider_imported,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->p.id), SMM_I(c->now)));
    if (c->actor || t->added || t->changed || t->switched_off)
        smm_audit_step(u, c, "service.import", "provider", p->p.id, NULL, text, NULL);
    else if (!p->p.id)
        return smm_ok();
    r = smm_db_write(c->db, u);
    return r.rc == SMM_DB_OK
               ? smm_ok()
               : smm_fail(smm_written_rc(&r), NULL, "The import could not be recorded. Try again.");
}

smm_result_t smm_import_apply(smm_ctx_t *c, const smm_provider_row_t *p,
                              const smm_import_plan_t *plan, int add_new, smm_import_tally_t *tally)
{
    writer_t w = {.c = c, .pv = p, .fetched = plan->fetched, .ids = apr_hash_make(c->pool)};
    apr_array_header_t *known = smm_categories(c);
    smm_result_t res = smm_ok();

    for (int i = 0; i < known->nelts; i++) {
        smm_category_t *k = &APR_ARRAY_IDX(known, i, smm_category_t);

        apr_hash_set(w.ids, k->name, APR_HASH_KEY_STRING, &k->id);
        if (k->position >= w.position)
            w.position = k->position + 1;
    }
    *tally = plan->tally;
    tally->added = tally->changed = tally->switched_off = 0;
    open_unit(&w);
    for (int i = 0; i < plan->line->nelts && res.code == SMM_OK; i++) {
        const smm_import_line_t *l = &APR_ARRAY_IDX(plan->line, i, smm_import_line_t);

        if (l->kind == SMM_IM_SAME || l->kind == SMM_IM_REFUSED ||
            (l->kind == SMM_IM_NEW && !add_new))
            continue;
        write_line(&w, l);
        count(tally, l);
        if (w.rows >= UNIT_ROWS)
            res = close_unit(&w);
    }
    if (res.code == SMM_OK)
        res = close_unit(&w);
    return res.code == SMM_OK ? finish(c, p, tally) : res;
}

smm_result_t smm_import_provider(smm_ctx_t *c, int64_t provider, smm_import_tally_t *tally)
{
    smm_provider_row_t p;
    smm_import_plan_t plan;
    int64_t n;
    smm_result_t res;

    memset(tally, 0, sizeof(*tally));
    smm_provider_register();
    res = smm_import_fetch(c, provider, &n);
    if (res.code != SMM_OK)
        return res;
    if (smm_provider_row(c, provider, &p) != SMM_OK)
        return smm_fail(SMM_NOT_FOUND, NULL, "This provider does not exist.");
    res = smm_import_plan(c, &p, &plan);
    return res.code == SMM_OK ? smm_import_apply(c, &p, &plan, 1, tally) : res;
}

/* ---- the permanent jobs --------------------------------------------------------------------- */

/* One provider: its balance, then its price list. A list that lost more than half of its services
 * is not believed. */
static void sync_one(smm_ctx_t *c, const smm_provider_row_t *row)
{
    smm_provider_row_t p;
    smm_import_plan_t plan;
    smm_import_tally_t tally;
    int64_t n;

    (void)smm_provider_test(c, row->p.id, &p);
    if (row->sync == 0 || smm_import_fetch(c, row->p.id, &n).code != SMM_OK ||
        smm_provider_row(c, row->p.id, &p) != SMM_OK ||
        smm_import_plan(c, &p, &plan).code != SMM_OK)
        return;
    if (plan.tally.switched_off > 20 &&
        plan.tally.switched_off > plan.tally.same + plan.tally.changed) {
        smm_unit_t *u = smm_unit_make(c->pool);

        smm_unit_add(u, SQL_provider_fault,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(p.p.id),
                              SMM_T("more than half of the services vanished; nothing was changed, "
                                    "look at the list")));
        (void)smm_db_write(c->db, u);
        return;
    }
    (void)smm_import_apply(c, &p, &plan, p.sync == 2, &tally);
}

static void sync_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    apr_array_header_t *rows = smm_providers(c);

    for (int i = 0; i < rows->nelts && !smm_job_stopping(); i++) {
        const smm_provider_row_t *row = &APR_ARRAY_IDX(rows, i, smm_provider_row_t);
        const smm_provider_driver_t *d = smm_provider_driver(row->p.kind);

        if (row->p.paused || !d || (d->caps & SMM_PC_LOCAL))
            continue;
        sync_one(c, row);
    }
}

void smm_import_jobs_register(void)
{
    smm_job_kind("import.sync", sync_job, 1, 600, 3600);
}

void smm_catalogue_domain_register(void)
{
    smm_provider_register();
    smm_import_jobs_register();
    smm_service_figures_register();
}
