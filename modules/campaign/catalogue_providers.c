/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: upstream providers, test of the connection, import with preview. */
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "catalogue_int.h"

#define PER 100

static const char *path_of(smm_req_t *q, const char *rest)
{
    return apr_psprintf(q->ctx.pool, "/staff/providers/%" APR_INT64_T_FMT "%s", smm_req_id(q, 0),
                        rest);
}

static void view_provider(smm_req_t *q, smm_vm_t *vm, const smm_provider_row_t *r)
{
    const smm_provider_driver_t *d = smm_provider_driver(r->p.kind);

    smm_vm_el(vm, "provider");
    smm_vm_attr_int(vm, "id", r->p.id);
    smm_vm_attr(vm, "name", r->p.name);
    smm_vm_attr(vm, "kind", r->p.kind);
    smm_vm_attr(vm, "kind-label", d ? d->label : r->p.kind);
    smm_vm_attr_flag(vm, "local", d && (d->caps & SMM_PC_LOCAL));
    smm_vm_attr(vm, "url", *r->p.url ? r->p.url : NULL);
    smm_vm_attr_flag(vm, "has-key", r->has_key);
    smm_vm_attr(vm, "currency", r->p.currency);
    if (r->p.balance_at)
        smm_vm_attr_usd(vm, "balance-amount", r->p.balance);
    smm_vm_attr_time(vm, "balance-at", r->p.balance_at);
    smm_vm_attr_flag(vm, "low",
                     r->p.balance_at && r->p.low_balance > 0 && r->p.balance < r->p.low_balance);
    smm_vm_attr(vm, "markup",
                apr_psprintf(q->ctx.pool, "%d.%02d", (int)(r->p.markup_bps / 100),
                             (int)(r->p.markup_bps % 100)));
    smm_vm_attr_int(vm, "services", r->services);
    smm_vm_attr_time(vm, "imported", r->p.imported_at);
    smm_vm_attr(vm, "status",
                r->p.paused                    ? "paused"
                : r->p.open_until > q->ctx.now ? "down"
                                               : "active");
    smm_vm_attr_time(vm, "closed-until", r->p.open_until > q->ctx.now ? r->p.open_until : 0);
    smm_vm_attr(vm, "fault", *r->last_error ? r->last_error : NULL);
    smm_vm_end(vm);
}

static int providers(smm_req_t *q)
{
    apr_array_header_t *rows = smm_providers(&q->ctx);
    smm_vm_t *vm =
        smm_page_begin(q, "staff", "staff-providers", "Providers", "campaign/staff-providers");

    for (int i = 0; i < rows->nelts; i++)
        view_provider(q, vm, &APR_ARRAY_IDX(rows, i, smm_provider_row_t));
    return smm_page(q, HTTP_OK);
}

/* ---- form ----------------------------------------------------------------------------------- */

static const char *const SYNC[] = {"hand", "update", "all"};

static int provider_page(smm_req_t *q, int status)
{
    int64_t id = smm_req_id(q, 0);
    provider_form_t f = {.name = "",
                         .kind = "api-v2",
                         .url = "",
                         .currency = "USD",
                         .sync = "update",
                         .fx = 1000000,
                         .markup = 30000000,
                         .round = 1,
                         .low_balance = SMM_ABSENT,
                         .timeout = 15};
    smm_provider_row_t r;
    smm_rc_e rc;
    smm_vm_t *vm;

    if (id) {
        rc = smm_provider_row(&q->ctx, id, &r);
        if (rc != SMM_OK)
            return smm_refuse(q, smm_http_status(rc), NULL);
        f = (provider_form_t){r.p.name,
                              r.p.kind,
                              r.p.url,
                              NULL,
                              r.p.currency,
                              SYNC[r.sync % 3],
                              r.p.fx,
                              r.p.markup_bps * 10000,
                              r.p.markup_fixed,
                              r.round_to,
                              r.p.low_balance ? r.p.low_balance : SMM_ABSENT,
                              r.p.timeout_ms / 1000,
                              r.p.paused};
    }
    vm = smm_page_begin(q, "staff", "staff-providers", id ? r.p.name : "New provider",
                        "campaign/staff-provider");
    smm_form_begin(q, vm, &catalogue_form_provider, id ? path_of(q, "") : "/staff/providers/new",
                   &f);
    smm_vm_end(vm);
    if (id)
        view_provider(q, vm, &r);
    return smm_page(q, status);
}

static int provider_new(smm_req_t *q)
{
    return provider_page(q, HTTP_OK);
}

static int save(smm_req_t *q)
{
    const provider_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0);
    smm_provider_edit_t e;
    smm_result_t res;

    if (!smm_form_valid(q))
        return provider_page(q, HTTP_UNPROCESSABLE_ENTITY);
    e = (smm_provider_edit_t){.name = f->name,
                              .kind = f->kind,
                              .url = f->url,
                              .key = f->key,
                              .currency = f->currency,
                              .fx = f->fx,
                              .timeout_ms = f->timeout * 1000,
                              .markup_bps = f->markup / 10000,
                              .markup_fixed = f->fixed,
                              .round_to = f->round,
                              .low_balance = f->low_balance == SMM_ABSENT ? 0 : f->low_balance,
                              .paused = f->paused,
                              .sync = !strcmp(f->sync, "all") ? 2 : !strcmp(f->sync, "update")};
    if (f->markup % 10000)
        res = smm_fail(SMM_INVALID, "markup",
                       "Enter a percentage with at most two decimals, for example 12.5.");
    else
        res = smm_provider_save(&q->ctx, id, &e, &id);
    if (res.code == SMM_INVALID) {
        smm_form_error(q, &res);
        return provider_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (res.code != SMM_OK)
        return smm_refuse_result(q, &res);
    return smm_see_other(
        q, apr_psprintf(q->ctx.pool, "/staff/providers/%" APR_INT64_T_FMT, (apr_int64_t)id), "ok",
        "The provider was saved.", NULL);
}

static int provider_test(smm_req_t *q)
{
    smm_provider_row_t r;
    smm_result_t res = smm_provider_test(&q->ctx, smm_req_id(q, 0), &r);

    if (res.code == SMM_NOT_FOUND)
        return smm_refuse_result(q, &res);
    if (res.code != SMM_OK)
        return smm_see_other(q, path_of(q, ""), "bad", res.message, res.a);
    return smm_see_other(q, path_of(q, ""), "ok",
                         "The connection works: the provider told its balance.", NULL);
}

/* ---- import --------------------------------------------------------------------------------- */

static int provider_fetch(smm_req_t *q)
{
    int64_t n = 0;
    smm_result_t res = smm_import_fetch(&q->ctx, smm_req_id(q, 0), &n);

    if (res.code == SMM_NOT_FOUND)
        return smm_refuse_result(q, &res);
    if (res.code != SMM_OK)
        return smm_see_other(q, path_of(q, ""), "bad", res.message, res.a);
    return smm_see_other(q, path_of(q, "/import"), "ok",
                         "{0} services were read. Nothing is changed yet.",
                         apr_psprintf(q->ctx.pool, "%" APR_INT64_T_FMT, (apr_int64_t)n));
}

static void view_line(smm_req_t *q, smm_vm_t *vm, const smm_import_line_t *l)
{
    static const char *const KIND[] = {"new", "changed", "same", "off", "refused"};
    const smm_service_t *a = &l->was.s, *b = &l->will.s;
    int had = l->kind == SMM_IM_CHANGED || l->kind == SMM_IM_SAME || l->kind == SMM_IM_OFF;

    smm_vm_el(vm, "line");
    smm_vm_attr(vm, "kind", KIND[l->kind]);
    smm_vm_attr(vm, "service", b->provider_service);
    if (had)
        smm_vm_attr_int(vm, "id", b->id);
    smm_vm_attr(vm, "name", b->name);
    smm_vm_attr(vm, "old-name", l->name ? a->name : NULL);
    smm_vm_attr(vm, "category", l->category ? l->category : had ? b->category : NULL);
    smm_vm_attr(vm, "old-category", l->category && had ? a->category : NULL);
    smm_vm_attr(vm, "problem", l->problem);
    smm_vm_attr_flag(vm, "loss", l->loss);
    if (l->kind != SMM_IM_REFUSED) {
        smm_vm_attr_usd(vm, "rate-usd", b->rate);
        smm_vm_attr_usd(vm, "cost-usd", b->cost);
        smm_vm_attr_int(vm, "min", b->min);
        smm_vm_attr_int(vm, "max", b->max);
        smm_vm_attr(vm, "status", smm_service_status_word(b->status));
    }
    if (l->price)
        smm_vm_attr_usd(vm, "old-rate-usd", a->rate);
    if (l->limits) {
        smm_vm_attr_int(vm, "old-min", a->min);
        smm_vm_attr_int(vm, "old-max", a->max);
    }
    smm_vm_attr_flag(vm, "other", l->other && !l->price && !l->limits && !l->name && !l->category);
    smm_vm_end(vm);
}

typedef struct {
    const char *show;
} import_query_t;

static const char *import_href(apr_pool_t *p, const void *baton, int page)
{
    return apr_psprintf(p, "?show=%s&page=%d", ((const import_query_t *)baton)->show, page);
}

static void view_tab(smm_vm_t *vm, const char *word, const char *label, int64_t n, const char *on)
{
    smm_vm_el(vm, "tab");
    smm_vm_attr(vm, "href",
                !*word                     ? "?"
                : !strcmp(word, "new")     ? "?show=new"
                : !strcmp(word, "changed") ? "?show=changed"
                : !strcmp(word, "off")     ? "?show=off"
                                           : "?show=refused");
    smm_vm_attr_int(vm, "n", n);
    smm_vm_attr_flag(vm, "on", !strcmp(word, on));
    smm_vm_text(vm, label);
    smm_vm_end(vm);
}

static int shown(const smm_import_line_t *l, const char *show)
{
    switch (l->kind) {
    case SMM_IM_SAME:
        return 0;
    case SMM_IM_NEW:
        return !*show || !strcmp(show, "new");
    case SMM_IM_CHANGED:
        return !*show || !strcmp(show, "changed");
    case SMM_IM_OFF:
        return !*show || !strcmp(show, "off");
    default:
        return !*show || !strcmp(show, "refused");
    }
}

static void view_lines(smm_req_t *q, smm_vm_t *vm, const smm_import_plan_t *plan)
{
    const char *show = smm_req_query(q, "show");
    int page = catalogue_page_number(smm_req_query(q, "page")), total = 0;
    const smm_import_tally_t *t = &plan->tally;
    import_query_t iq;

    if (!show || (strcmp(show, "new") && strcmp(show, "changed") && strcmp(show, "off") &&
                  strcmp(show, "refused")))
        show = "";
    view_tab(vm, "", "All differences", t->added + t->changed + t->switched_off + t->refused, show);
    view_tab(vm, "new", "New", t->added, show);
    view_tab(vm, "changed", "Changed", t->changed, show);
    view_tab(vm, "off", "Switched off", t->switched_off, show);
    view_tab(vm, "refused", "Left out", t->refused, show);
    smm_vm_el(vm, "lines");
    for (int i = 0; i < plan->line->nelts; i++) {
        const smm_import_line_t *l = &APR_ARRAY_IDX(plan->line, i, smm_import_line_t);

        if (!shown(l, show))
            continue;
        if (total >= (page - 1) * PER && total < page * PER)
            view_line(q, vm, l);
        total++;
    }
    smm_vm_end(vm);
    iq.show = show;
    catalogue_view_pager(q->ctx.pool, vm, page, PER, total, import_href, &iq);
}

static int import_page(smm_req_t *q, int status)
{
    smm_provider_row_t r;
    smm_import_plan_t plan;
    smm_rc_e rc = smm_provider_row(&q->ctx, smm_req_id(q, 0), &r);
    smm_result_t res;
    apply_form_t f;
    smm_vm_t *vm;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    res = smm_import_plan(&q->ctx, &r, &plan);
    if (res.code == SMM_NOT_FOUND)
        return smm_see_other(q, path_of(q, ""), "info", res.message, NULL);
    if (res.code != SMM_OK)
        return smm_refuse_result(q, &res);
    vm = smm_page_begin(q, "staff", "staff-providers", "Import", "campaign/staff-import");
    f.fetched = apr_psprintf(q->ctx.pool, "%" APR_INT64_T_FMT, (apr_int64_t)plan.fetched);
    f.add = "all";
    smm_form_begin(q, vm, &catalogue_form_apply, path_of(q, "/import"), &f);
    smm_vm_end(vm);
    view_provider(q, vm, &r);
    smm_vm_el(vm, "tally");
    smm_vm_attr_time(vm, "fetched", plan.fetched);
    smm_vm_attr_int(vm, "seen", plan.tally.seen);
    smm_vm_attr_int(vm, "new", plan.tally.added);
    smm_vm_attr_int(vm, "changed", plan.tally.changed);
    smm_vm_attr_int(vm, "same", plan.tally.same);
    smm_vm_attr_int(vm, "off", plan.tally.switched_off);
    smm_vm_attr_int(vm, "refused", plan.tally.refused);
    smm_vm_end(vm);
    view_lines(q, vm, &plan);
    return smm_page(q, status);
}

static int import_preview(smm_req_t *q)
{
    return import_page(q, HTTP_OK);
}

static int import_apply(smm_req_t *q)
{
    const apply_form_t *f = q->form;
    smm_provider_row_t r;
    smm_import_plan_t plan;
    smm_import_tally_t t;
    smm_result_t res;

    if (!smm_form_valid(q))
        return import_page(q, HTTP_UNPROCESSABLE_ENTITY);
    if (smm_provider_row(&q->ctx, smm_req_id(q, 0), &r) != SMM_OK)
        return smm_refuse(q, HTTP_NOT_FOUND, NULL);
    res = smm_import_plan(&q->ctx, &r, &plan);
    if (res.code == SMM_OK && plan.fetched != strtoll(f->fetched, NULL, 10)) {
        res = smm_fail(
            SMM_CONFLICT, NULL,
            "The price list was fetched again meanwhile. Look at the new differences first.");
    }
    if (res.code == SMM_OK)
        res = smm_import_apply(&q->ctx, &r, &plan, !strcmp(f->add, "all"), &t);
    if (res.code != SMM_OK)
        return smm_refuse_result(q, &res);
    return smm_see_other(
        q, path_of(q, ""), "ok", "The import is done: {0}.",
        apr_psprintf(q->ctx.pool,
                     "%" APR_INT64_T_FMT " + %" APR_INT64_T_FMT " \xE2\x88\x92 %" APR_INT64_T_FMT,
                     (apr_int64_t)t.added, (apr_int64_t)t.changed, (apr_int64_t)t.switched_off));
}

const smm_route_t catalogue_provider_routes[] = {
    {"GET", "/staff/providers", SMM_STAFF, 0, NULL, providers, NULL, 0, NULL},
    {"GET", "/staff/providers/new", SMM_STAFF, 0, NULL, provider_new, NULL, 0, NULL},
    {"POST", "/staff/providers/new", SMM_STAFF, 0, &catalogue_form_provider, save, NULL, 0, NULL},
    {"GET", "/staff/providers/:id", SMM_STAFF, 0, NULL, provider_new, NULL, 0, NULL},
    {"POST", "/staff/providers/:id", SMM_STAFF, 0, &catalogue_form_provider, save, NULL, 0, NULL},
    {"POST", "/staff/providers/:id/test", SMM_STAFF, 0, &catalogue_form_none, provider_test, NULL,
     0, NULL},
    {"POST", "/staff/providers/:id/fetch", SMM_STAFF, 0, &catalogue_form_none, provider_fetch, NULL,
     0, NULL},
    {"GET", "/staff/providers/:id/import", SMM_STAFF, 0, NULL, import_preview, NULL, 0, NULL},
    {"POST", "/staff/providers/:id/import", SMM_STAFF, 0, &catalogue_form_apply, import_apply, NULL,
     0, NULL},
    {NULL, NULL, SMM_STAFF, 0, NULL, NULL, NULL, 0, NULL},
};
