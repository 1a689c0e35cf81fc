/* SPDX-License-Identifier: Apache-2.0 */
/* Payments joined: the customer asks, staff decide; what fits is offered to both. */
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_join.h"
#include "wallet_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 100
#define OFFERS 10 /* payments that would complete one */

typedef struct join_form_t {
    int64_t with;
    const char *reason;
    int confirm;
} join_form_t;

static const smm_field_t ask_fields[] = {
    {"with", SMM_F_INT, offsetof(join_form_t, with), 1, INT64_MAX, SMM_F_REQUIRED, NULL, "Payment"},
    SMM_FIELDS_END};
static const smm_form_t form_ask = {"join-ask", ask_fields, sizeof(join_form_t)};

static const smm_field_t join_fields[] = {
    {"with", SMM_F_INT, offsetof(join_form_t, with), 1, INT64_MAX, SMM_F_REQUIRED, NULL, "Payment"},
    {"reason", SMM_F_TEXT, offsetof(join_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL,
     "Reason, for the history"},
    {"confirm", SMM_F_FLAG, offsetof(join_form_t, confirm), 0, 0, SMM_F_REQUIRED, NULL,
     "Both are this customer’s payments, and belong together"},
    SMM_FIELDS_END};
static const smm_form_t form_join = {"join", join_fields, sizeof(join_form_t)};

static const smm_field_t refuse_fields[] = {{"reason", SMM_F_TEXT, offsetof(join_form_t, reason), 3,
                                             200, SMM_F_REQUIRED, NULL,
                                             "Reason, shown to the customer"},
                                            SMM_FIELDS_END};
static const smm_form_t form_refuse = {"join-refuse", refuse_fields, sizeof(join_form_t)};

/* ---- views ----------------------------------------------------------------------------------- */

static void pair_el(smm_req_t *q, smm_vm_t *vm, const smm_join_pair_t *o)
{
    smm_vm_el(vm, "pair");
    smm_vm_attr_int(vm, "payment", o->payment);
    smm_vm_attr_int(vm, "other", o->other);
    smm_vm_attr(vm, "name", smm_payment_name(q->ctx.pool, o->payment));
    smm_vm_attr(vm, "other-name", smm_payment_name(q->ctx.pool, o->other));
    smm_vm_attr(vm, "customer", o->username);
    smm_vm_attr_usd(vm, "missing-usd", o->missing);
    smm_vm_attr_usd(vm, "spare-usd", o->spare);
    smm_vm_attr_time(vm, "updated", o->updated);
    smm_vm_end(vm);
}

static void request_el(smm_req_t *q, smm_vm_t *vm, const smm_join_request_t *r)
{
    smm_vm_el(vm, "asked");
    smm_vm_attr_int(vm, "payment", r->payment);
    smm_vm_attr_int(vm, "other", r->other);
    smm_vm_attr(vm, "name", smm_payment_name(q->ctx.pool, r->payment));
    smm_vm_attr(vm, "other-name", smm_payment_name(q->ctx.pool, r->other));
    smm_vm_attr(vm, "customer", r->username);
    smm_vm_attr_usd(vm, "amount-usd", r->amount);
    smm_vm_attr(vm, "status", r->state);
    smm_vm_attr(vm, "reason", *r->reason ? r->reason : NULL);
    smm_vm_attr_time(vm, "created", r->created);
    smm_vm_end(vm);
}

void wallet_joins(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p, int staff)
{
    smm_join_pair_t pair[OFFERS];
    smm_join_request_t last;
    const char *base =
        apr_psprintf(q->ctx.pool, "/%s/payments/%" I64 "/join", staff ? "staff" : "app", p->id);
    int n, asked;

    if (smm_join_requests(&q->ctx, p->id, &last, 1) > 0)
        request_el(q, vm, &last);
    else
        last.state = "";
    if (strcmp(p->state, "underpaid") != 0)
        return;
    asked = strcmp(last.state, "asked") == 0;
    n = smm_join_pairs(&q->ctx, p->account, p->id, pair, OFFERS);
    for (int i = 0; i < n; i++)
        pair_el(q, vm, &pair[i]);
    if (n > 0 && (staff || !asked)) {
        join_form_t fresh = {asked ? last.other : pair[0].other, NULL, 0};

        smm_form_begin(q, vm, staff ? &form_join : &form_ask, base, &fresh);
        smm_vm_attr(vm, "submit", staff ? "Join them" : "Ask to join them");
        smm_vm_end(vm);
    }
    if (!staff && n == 0) {
        smm_limits_t l;

        smm_payment_limits(&q->ctx, &l);
        smm_vm_el(vm, "fresh");
        smm_vm_attr_usd(vm, "min-usd", l.min);
        smm_vm_attr_usd(vm, "pay-usd", l.min + p->amount + p->fee - p->received);
        smm_vm_end(vm);
    }
    if (staff && asked) {
        smm_form_begin(q, vm, &form_refuse, apr_pstrcat(q->ctx.pool, base, "/refuse", NULL), NULL);
        smm_vm_attr(vm, "submit", "Refuse");
        smm_vm_end(vm);
    }
}

/* ---- handlers -------------------------------------------------------------------------------- */

static int ask_post(smm_req_t *q)
{
    int64_t id = smm_req_id(q, 0);
    const char *done = NULL;
    smm_payment_t p;
    smm_result_t r;
    smm_rc_e rc = smm_payment_get(&q->ctx, q->account->id, id, &p);

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    if (!smm_form_valid(q))
        return wallet_payment_page(q, &p, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_join_ask(&q->ctx, q->account->id, id, ((const join_form_t *)q->form)->with,
                         smm_idem_of(q));
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/app/payments/%" I64, id), "ok",
                         "We look at the two payments and join them.", NULL);
}

static int join_post(smm_req_t *q)
{
    int64_t id = smm_req_id(q, 0);
    const join_form_t *f = q->form;
    const char *done = NULL;
    smm_result_t r;

    if (!smm_form_valid(q))
        return wallet_staff_payment(q, id, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_join_do(&q->ctx, id, f->with, f->reason, smm_idem_of(q));
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    smm_job_kick();
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/staff/payments/%" I64, id), "ok",
                         "The payments were joined: both are paid.", NULL);
}

static int refuse_post(smm_req_t *q)
{
    int64_t id = smm_req_id(q, 0);
    const char *done = NULL;
    smm_result_t r;

    if (!smm_form_valid(q))
        return wallet_staff_payment(q, id, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_join_refuse(&q->ctx, id, ((const join_form_t *)q->form)->reason, smm_idem_of(q));
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/staff/payments/%" I64, id), "ok",
                         "Refused. The customer reads why.", NULL);
}

static int list_get(smm_req_t *q)
{
    smm_join_pair_t *pair = apr_palloc(q->ctx.pool, sizeof(*pair) * ROWS);
    smm_join_request_t *asked = apr_palloc(q->ctx.pool, sizeof(*asked) * ROWS);
    int n = smm_join_pairs(&q->ctx, 0, 0, pair, ROWS);
    int m = smm_join_requests(&q->ctx, 0, asked, ROWS);
    smm_vm_t *vm;

    if (n < 0 || m < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-claims", "Payments to join", "wallet/staff-joins");
    wallet_head(vm, "Payments to join", NULL,
                "One is short, another of the same customer brought more than it asked for.", NULL);
    smm_vm_end(vm);
    wallet_money_tabs(q, vm, "joins");
    for (int i = 0; i < m; i++)
        request_el(q, vm, &asked[i]);
    for (int i = 0; i < n; i++)
        pair_el(q, vm, &pair[i]);
    return smm_page(q, HTTP_OK);
}

const smm_route_t wallet_join_routes[] = {
    {"GET", "/staff/joins", SMM_STAFF, 0, NULL, list_get, NULL, 0, NULL},
    {"POST", "/app/payments/:id/join", SMM_CUSTOMER, SMM_R_KEY, &form_ask, ask_post, NULL, 0,
     "/app/payments/:id"},
    {"POST", "/staff/payments/:id/join", SMM_STAFF, SMM_R_KEY, &form_join, join_post, NULL, 0,
     "/staff/payments/:id"},
    {"POST", "/staff/payments/:id/join/refuse", SMM_STAFF, SMM_R_KEY, &form_refuse, refuse_post,
     NULL, 0, "/staff/payments/:id"},
    {NULL}};
