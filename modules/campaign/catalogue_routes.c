/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue as visitors and customers see it: list, one service, price list as a file, news. */
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include "catalogue_int.h"
#include "smm_money.h"

const char *catalogue_area(smm_req_t *q)
{
    return q->account ? "customer" : "public";
}

static const char *list_href(apr_pool_t *p, const void *cq, int page)
{
    return catalogue_query_text(p, cq, NULL, NULL, page);
}

void catalogue_view_list(smm_req_t *q, smm_vm_t *vm, const smm_catalogue_t *cat,
                         const catalogue_query_t *cq)
{
    smm_found_t found;

    smm_catalogue_find(cat, &cq->f, q->ctx.pool, &found);
    smm_vm_attr(vm, "q", cq->q);
    smm_vm_attr_int(vm, "total", found.total);
    smm_vm_attr_int(vm, "all", cat->n);
    smm_vm_attr_int(vm, "revision", cat->revision);
    smm_vm_attr(vm, "per",
                cq->f.per
                    ? cq->f.per == CATALOGUE_PER ? NULL : apr_psprintf(q->ctx.pool, "%d", cq->f.per)
                    : "all");
    catalogue_view_facets(q, vm, cat, cq, &found);
    catalogue_view_groups(q, vm, cat, cq, &found);
    catalogue_view_pager(q->ctx.pool, vm, cq->f.page, cq->f.per, found.total, list_href, cq);
}

static int services(smm_req_t *q)
{
    const smm_catalogue_t *cat = smm_catalogue_hold(&q->ctx);
    catalogue_query_t cq;
    smm_vm_t *vm;

    if (!cat)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE,
                          "The catalogue cannot be read now. Try again in a minute.");
    catalogue_query(q, &cq);
    if (cq.plain && (cq.f.per == 0 || cq.f.per == CATALOGUE_PER)) {
        int rc = catalogue_page_whole(q, cat, &cq);

        if (rc != DECLINED)
            return rc;
    }
    vm = smm_page_begin(q, catalogue_area(q), "services", "Services", "campaign/services");
    catalogue_view_list(q, vm, cat, &cq);
    return smm_page(q, HTTP_OK);
}

/* ---- one service ---------------------------------------------------------------------------- */

static void view_eta(smm_req_t *q, smm_vm_t *vm, const smm_service_t *s)
{
    int64_t qty[4] = {s->min, 1000, 10000, 100000}, last = 0;

    for (int i = 0; i < 4; i++) {
        int64_t fast, slow, charge;

        if (qty[i] < s->min || qty[i] > s->max || qty[i] <= last || smm_stype_package(s->type))
            continue;
        last = qty[i];
        smm_vm_el(vm, "eta");
        smm_vm_attr_int(vm, "quantity", qty[i]);
        if (smm_charge(s->rate, qty[i], &charge) == 0)
            smm_vm_attr_usd(vm, "charge-usd", charge);
        if (smm_service_eta(s, qty[i], &fast, &slow)) {
            smm_vm_attr_int(vm, "fast", fast);
            smm_vm_attr_int(vm, "slow", slow);
        }
        smm_vm_end(vm);
    }
}

/* The nearest in price of the same category. */
static void view_alternatives(smm_req_t *q, smm_vm_t *vm, const smm_service_t *s)
{
    const smm_catalogue_t *cat = smm_catalogue_hold(&q->ctx);
    const smm_service_t *best[6] = {NULL};

    for (int i = 0; cat && i < cat->n; i++) {
        const smm_service_t *o = &cat->service[i];
        int k = 5;

        if (o->category_id != s->category_id || o->id == s->id || !smm_service_sold(o) ||
            smm_stype_package(o->type) != smm_stype_package(s->type))
            continue;
        while (k > 0 &&
               (!best[k - 1] || llabs(best[k - 1]->rate - s->rate) > llabs(o->rate - s->rate))) {
            best[k] = best[k - 1];
            k--;
        }
        best[k] = o;
    }
    smm_vm_el(vm, "alternatives");
    for (int i = 0; i < 5 && best[i]; i++) {
        smm_vm_el(vm, "service");
        catalogue_view_service(q, vm, best[i]);
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
}

static int service(smm_req_t *q)
{
    const char *slug = smm_req_slug(q, 0), *path;
    int64_t id = strtoll(slug, NULL, 10);
    apr_array_header_t *log;
    smm_service_t s;
    smm_vm_t *vm;
    smm_rc_e rc = id > 0 ? smm_service_get(&q->ctx, id, &s) : SMM_NOT_FOUND;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    path = smm_service_path(q->ctx.pool, s.id, s.clean);
    if (strcmp(path + strlen("/services/"), slug) != 0) {
        apr_table_setn(q->r->err_headers_out, "Location", smm_link(q, "%s", path));
        return smm_answer(q, HTTP_MOVED_PERMANENTLY, "text/plain; charset=utf-8", "", 0);
    }
    vm = smm_page_begin(q, catalogue_area(q), "services", s.clean, "campaign/service");
    smm_vm_el(vm, "service");
    catalogue_view_service(q, vm, &s);
    smm_vm_leaf(vm, "description", s.description);
    smm_vm_end(vm);
    if (s.status != SMM_SERVICE_OFF)
        view_eta(q, vm, &s);
    log = smm_service_changes(&q->ctx, id);
    for (int i = 0; i < log->nelts && i < 10; i++)
        catalogue_view_change(q, vm, &APR_ARRAY_IDX(log, i, smm_service_change_t));
    view_alternatives(q, vm, &s);
    return smm_page(q, s.status == SMM_SERVICE_OFF ? HTTP_GONE : HTTP_OK);
}

/* ---- price list, news ----------------------------------------------------------------------- */

static int price_list(smm_req_t *q)
{
    static const char *const head[] = {"service", "category", "name",   "type",   "rate_usd",
                                       "min",     "max",      "status", "refill", NULL};
    apr_pool_t *p = q->ctx.pool;
    const smm_catalogue_t *cat = smm_catalogue_hold(&q->ctx);
    smm_csv_out_t o;

    if (!cat)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    smm_csv_out(&o, p);
    smm_csv_row(&o, head);
    for (int i = 0; i < cat->n; i++) {
        const smm_service_t *s = &cat->service[i];

        smm_csv_int(&o, s->id);
        smm_csv_cell(&o, s->category);
        smm_csv_cell(&o, s->name);
        smm_csv_cell(&o, smm_stype_word(s->type));
        smm_csv_usd(&o, s->rate);
        smm_csv_int(&o, s->min);
        smm_csv_int(&o, s->max);
        smm_csv_cell(&o, smm_service_status_word(s->status));
        smm_csv_cell(&o, smm_refill_text(p, s));
        smm_csv_row_end(&o);
    }
    return smm_answer_csv(q, "services.csv", &o);
}

static int updates(smm_req_t *q)
{
    apr_array_header_t *news = smm_catalogue_news(&q->ctx, 100);
    smm_vm_t *vm =
        smm_page_begin(q, catalogue_area(q), "updates", "Service updates", "campaign/updates");

    for (int i = 0; i < news->nelts; i++)
        catalogue_view_change(q, vm, &APR_ARRAY_IDX(news, i, smm_service_change_t));
    return smm_page(q, HTTP_OK);
}

const smm_route_t catalogue_public_routes[] = {
    {"GET", "/services", SMM_PUBLIC, 0, NULL, services, NULL, 0, NULL},
    {"GET", "/services.csv", SMM_PUBLIC, SMM_R_NOINDEX, NULL, price_list, "price-list:30/60", 0,
     NULL},
    {"GET", "/services/:slug", SMM_PUBLIC, 0, NULL, service, NULL, 0, NULL},
    {"GET", "/app/updates", SMM_CUSTOMER, 0, NULL, updates, NULL, 0, NULL},
    {NULL, NULL, SMM_PUBLIC, 0, NULL, NULL, NULL, 0, NULL},
};
