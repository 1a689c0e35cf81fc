/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: the list of all services, one service, a new one. */
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "catalogue_int.h"
#include "smm_nametag.h"
#include "smm_sql.h"

#define PER 50

/* ---- list ----------------------------------------------------------------------------------- */

typedef struct {
    apr_pool_t *p;
    const char *q, *status;     /* or NULL */
    int64_t category, provider; /* 0 = all; provider -1 = by hand */
    int loss, page, total;
    char *word[8];
    int words;
    smm_vm_t *vm;
    const apr_array_header_t *providers;
} staff_list_t;

static int64_t query_id(smm_req_t *q, const char *name)
{
    const char *s = smm_req_query(q, name);

    return s ? strtoll(s, NULL, 10) : 0;
}

static int wanted(staff_list_t *l, const smm_service_row_t *r)
{
    const smm_service_t *s = &r->s;
    char *text;

    if ((l->category && s->category_id != l->category) ||
        (l->provider && s->provider_id != (l->provider < 0 ? 0 : l->provider)))
        return 0;
    if (l->status && strcmp(l->status, smm_service_status_word(s->status)) != 0)
        return 0;
    if (l->loss && s->rate >= s->cost)
        return 0;
    if (!l->words)
        return 1;
    text =
        apr_psprintf(l->p, "%" APR_INT64_T_FMT " %s %s %s %s", (apr_int64_t)s->id,
                     smm_nametag_plain(l->p, s->name), s->name, s->category, s->provider_service);
    for (char *c = text; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c += 32;
    for (int i = 0; i < l->words; i++)
        if (!strstr(text, l->word[i]))
            return 0;
    return 1;
}

static const char *provider_name(const staff_list_t *l, int64_t id)
{
    for (int i = 0; i < l->providers->nelts; i++)
        if (APR_ARRAY_IDX(l->providers, i, smm_provider_row_t).p.id == id)
            return APR_ARRAY_IDX(l->providers, i, smm_provider_row_t).p.name;
    return NULL;
}

static void view_staff_service(smm_vm_t *vm, const smm_service_row_t *r, const char *provider)
{
    const smm_service_t *s = &r->s;

    smm_vm_el(vm, "service");
    smm_vm_attr_int(vm, "id", s->id);
    smm_vm_attr(vm, "name", s->name);
    smm_vm_attr(vm, "clean", s->clean);
    smm_vm_attr(vm, "category", s->category);
    smm_vm_attr(vm, "type", smm_stype_word(s->type));
    smm_vm_attr_usd(vm, "rate-usd", s->rate);
    smm_vm_attr_usd(vm, "cost-usd", s->cost);
    smm_vm_attr_flag(vm, "loss", s->rate < s->cost);
    if (s->cost > 0 && s->rate < (int64_t)90000000000000)
        smm_vm_attr_int(vm, "margin", (s->rate - s->cost) * 100 / s->cost);
    smm_vm_attr_int(vm, "min", s->min);
    smm_vm_attr_int(vm, "max", s->max);
    smm_vm_attr(vm, "status", smm_service_status_word(s->status));
    smm_vm_attr(vm, "provider", provider);
    smm_vm_attr_int(vm, "provider-id", s->provider_id);
    smm_vm_attr(vm, "provider-service", *s->provider_service ? s->provider_service : NULL);
    smm_vm_attr_flag(vm, "kept", r->kept);
    smm_vm_attr_flag(vm, "kept-name", r->kept & SMM_KEPT_NAME);
    smm_vm_attr_flag(vm, "kept-rate", r->kept & SMM_KEPT_RATE);
    smm_vm_attr_flag(vm, "kept-limits", r->kept & SMM_KEPT_LIMITS);
    smm_vm_attr_flag(vm, "kept-status", r->kept & SMM_KEPT_STATUS);
    smm_vm_attr_flag(vm, "kept-category", r->kept & SMM_KEPT_CATEGORY);
    smm_vm_attr_flag(vm, "absent", r->absent);
    smm_vm_end(vm);
}

static int list_row(void *baton, const smm_row_t *row)
{
    staff_list_t *l = baton;
    smm_service_row_t r;
    apr_pool_t *outer = l->p;

    apr_pool_create(&l->p, outer); /* thousands of rows pass, fifty are shown; vm copies */
    smm_service_read(&r, row, l->p);
    if (wanted(l, &r)) {
        if (l->total >= (l->page - 1) * PER && l->total < l->page * PER)
            view_staff_service(l->vm, &r, provider_name(l, r.s.provider_id));
        l->total++;
    }
    apr_pool_destroy(l->p);
    l->p = outer;
    return 0;
}

static const char *list_href(apr_pool_t *p, const void *baton, int page)
{
    const staff_list_t *l = baton;

    return apr_psprintf(
        p, "?q=%s&status=%s&category=%" APR_INT64_T_FMT "&provider=%" APR_INT64_T_FMT "%s&page=%d",
        l->q ? catalogue_urlencode(p, l->q) : "", l->status ? l->status : "",
        (apr_int64_t)l->category, (apr_int64_t)l->provider, l->loss ? "&loss=1" : "", page);
}

static void view_selects(smm_req_t *q, smm_vm_t *vm, const staff_list_t *l)
{
    static const char *const STATUS[][2] = {{"", "Any status"},
                                            {"active", "Active"},
                                            {"slow", "Slow"},
                                            {"down", "Down"},
                                            {"off", "Off"}};
    apr_array_header_t *cats = smm_categories(&q->ctx);
    apr_pool_t *p = q->ctx.pool;

    smm_vm_el(vm, "statuses");
    for (int i = 0; i < 5; i++)
        catalogue_view_option(vm, STATUS[i][0], STATUS[i][1], 0,
                              !strcmp(STATUS[i][0], l->status ? l->status : ""));
    smm_vm_end(vm);
    smm_vm_el(vm, "categories");
    catalogue_view_option(vm, "", "Any category", 0, !l->category);
    for (int i = 0; i < cats->nelts; i++) {
        smm_category_t *k = &APR_ARRAY_IDX(cats, i, smm_category_t);
        catalogue_view_option(vm, apr_psprintf(p, "%" APR_INT64_T_FMT, (apr_int64_t)k->id), k->name,
                              1, k->id == l->category);
    }
    smm_vm_end(vm);
    smm_vm_el(vm, "providers");
    catalogue_view_option(vm, "", "Any provider", 0, !l->provider);
    catalogue_view_option(vm, "-1", "By hand", 0, l->provider == -1);
    for (int i = 0; i < l->providers->nelts; i++) {
        smm_provider_row_t *r = &APR_ARRAY_IDX(l->providers, i, smm_provider_row_t);
        catalogue_view_option(vm, apr_psprintf(p, "%" APR_INT64_T_FMT, (apr_int64_t)r->p.id),
                              r->p.name, 1, r->p.id == l->provider);
    }
    smm_vm_end(vm);
}

static void read_query(smm_req_t *q, staff_list_t *l)
{
    char *state = NULL, *text;

    memset(l, 0, sizeof(*l));
    l->p = q->ctx.pool;
    l->q = smm_req_query(q, "q");
    l->status = smm_req_query(q, "status");
    if (l->status && !*l->status)
        l->status = NULL;
    l->category = query_id(q, "category");
    l->provider = query_id(q, "provider");
    l->loss = smm_req_query(q, "loss") != NULL;
    l->page = catalogue_page_number(smm_req_query(q, "page"));
    text = apr_pstrdup(l->p, smm_nametag_plain(l->p, l->q ? l->q : ""));
    for (char *c = text; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c += 32;
    for (char *t = apr_strtok(text, " ", &state); t && l->words < 8;
         t = apr_strtok(NULL, " ", &state))
        l->word[l->words++] = t;
}

static int staff_services(smm_req_t *q)
{
    staff_list_t l;

    read_query(q, &l);
    l.providers = smm_providers(&q->ctx);
    l.vm = smm_page_begin(q, "staff", "staff-services", "Services", "campaign/staff-services");
    smm_vm_attr(l.vm, "q", l.q);
    smm_vm_attr_flag(l.vm, "loss", l.loss);
    view_selects(q, l.vm, &l);
    smm_vm_el(l.vm, "services");
    if (smm_db_read(q->ctx.db, SQL_service_all, SMM_ARGS(SMM_I(q->ctx.panel->id), SMM_I(1)),
                    list_row, &l) != SMM_DB_OK)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    smm_vm_end(l.vm);
    catalogue_view_pager(q->ctx.pool, l.vm, l.page, PER, l.total, list_href, &l);
    return smm_page(q, HTTP_OK);
}

/* ---- one service ---------------------------------------------------------------------------- */

static void view_category_names(smm_req_t *q, smm_vm_t *vm)
{
    apr_array_header_t *cats = smm_categories(&q->ctx);

    smm_vm_el(vm, "categories");
    for (int i = 0; i < cats->nelts; i++) {
        const char *name = APR_ARRAY_IDX(cats, i, smm_category_t).name;
        catalogue_view_option(vm, name, name, 1, 0);
    }
    smm_vm_end(vm);
}

static int service_page(smm_req_t *q, int status)
{
    smm_service_row_t r;
    smm_provider_t pv = {0};
    smm_rc_e rc = smm_service_row(&q->ctx, smm_req_id(q, 0), &r);
    apr_array_header_t *log;
    service_form_t f;
    smm_vm_t *vm;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    f = (service_form_t){
        r.s.name, r.s.category, r.s.description, smm_service_status_word(r.s.status),
        NULL,     r.s.rate,     r.s.min,         r.s.max};
    vm = smm_page_begin(q, "staff", "staff-services", r.s.clean, "campaign/staff-service");
    smm_form_begin(
        q, vm, &catalogue_form_service,
        apr_psprintf(q->ctx.pool, "/staff/services/%" APR_INT64_T_FMT, (apr_int64_t)r.s.id), &f);
    smm_vm_end(vm);
    if (r.s.provider_id)
        smm_provider_get(&q->ctx, r.s.provider_id, &pv);
    view_staff_service(vm, &r, pv.name);
    smm_vm_el(vm, "tags");
    catalogue_view_service(q, vm, &r.s);
    smm_vm_end(vm);
    view_category_names(q, vm);
    log = smm_service_changes(&q->ctx, r.s.id);
    for (int i = 0; i < log->nelts; i++)
        catalogue_view_change(q, vm, &APR_ARRAY_IDX(log, i, smm_service_change_t));
    return smm_page(q, status);
}

static int staff_service(smm_req_t *q)
{
    return service_page(q, HTTP_OK);
}

static int status_of(const char *word)
{
    for (int i = 0; i < 4; i++)
        if (!strcmp(smm_service_status_word(i), word))
            return i;
    return -1;
}

static smm_service_edit_t edit_of(const service_form_t *f)
{
    smm_service_edit_t e = {.name = f->name,
                            .description = f->description ? f->description : "",
                            .category = f->category,
                            .rate = f->rate,
                            .min = f->min,
                            .max = f->max,
                            .status = status_of(f->status)};
    return e;
}

static int staff_service_post(smm_req_t *q)
{
    smm_service_edit_t e;
    smm_result_t res;

    if (!smm_form_valid(q))
        return service_page(q, HTTP_UNPROCESSABLE_ENTITY);
    e = edit_of(q->form);
    res = smm_service_edit(&q->ctx, smm_req_id(q, 0), &e);
    if (res.code == SMM_INVALID) {
        smm_form_error(q, &res);
        return service_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (res.code != SMM_OK)
        return smm_refuse_result(q, &res);
    return smm_see_other(
        q, apr_psprintf(q->ctx.pool, "/staff/services/%" APR_INT64_T_FMT, smm_req_id(q, 0)), "ok",
        "The service was saved.", NULL);
}

static int staff_follow(smm_req_t *q)
{
    smm_result_t res = smm_service_follow(&q->ctx, smm_req_id(q, 0));

    if (res.code != SMM_OK)
        return smm_refuse_result(q, &res);
    return smm_see_other(
        q, apr_psprintf(q->ctx.pool, "/staff/services/%" APR_INT64_T_FMT, smm_req_id(q, 0)), "ok",
        "The next import sets this service again.", NULL);
}

static int new_page(smm_req_t *q, int status)
{
    service_form_t f = {"", "", "", "active", "default", 1000000, 100, 10000};
    smm_vm_t *vm =
        smm_page_begin(q, "staff", "staff-services", "New service", "campaign/staff-service");

    smm_form_begin(q, vm, &catalogue_form_service_new, "/staff/services/new", &f);
    smm_vm_end(vm);
    view_category_names(q, vm);
    return smm_page(q, status);
}

static int staff_service_new(smm_req_t *q)
{
    return new_page(q, HTTP_OK);
}

static int staff_service_new_post(smm_req_t *q)
{
    service_form_t *f = q->form;
    smm_service_edit_t e;
    smm_result_t res;
    int64_t id = 0;

    if (!smm_form_valid(q))
        return new_page(q, HTTP_UNPROCESSABLE_ENTITY);
    e = edit_of(f);
    res = smm_service_new(&q->ctx, &e, smm_stype_parse(f->type), &id);
    if (res.code == SMM_INVALID) {
        smm_form_error(q, &res);
        return new_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (res.code != SMM_OK)
        return smm_refuse_result(q, &res);
    return smm_see_other(
        q,
        id ? apr_psprintf(q->ctx.pool, "/staff/services/%" APR_INT64_T_FMT, (apr_int64_t)id)
           : "/staff/services",
        "ok", "The service was added.", NULL);
}

const smm_route_t catalogue_staff_routes[] = {
    {"GET", "/staff/services", SMM_STAFF, 0, NULL, staff_services, NULL, 0, NULL},
    {"GET", "/staff/services/new", SMM_STAFF, 0, NULL, staff_service_new, NULL, 0, NULL},
    {"POST", "/staff/services/new", SMM_STAFF, 0, &catalogue_form_service_new,
     staff_service_new_post, NULL, 0, NULL},
    {"GET", "/staff/services/:id", SMM_STAFF, 0, NULL, staff_service, NULL, 0, NULL},
    {"POST", "/staff/services/:id", SMM_STAFF, 0, &catalogue_form_service, staff_service_post, NULL,
     0, NULL},
    {"POST", "/staff/services/:id/follow", SMM_STAFF, 0, &catalogue_form_none, staff_follow, NULL,
     0, NULL},
    {NULL, NULL, SMM_STAFF, 0, NULL, NULL, NULL, 0, NULL},
};
