/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: payments to look at, confirm, reject, settle. Every write is in the audit log. */
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_sql.h"
#include "crypto_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 50

typedef struct counts_t {
    int64_t open, claimed, review;
} counts_t;

static void counts_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    counts_t *n = item;

    n->open = smm_row_int(row, C_payment_counts_open_n);
    n->claimed = smm_row_int(row, C_payment_counts_claimed_n);
    n->review = smm_row_int(row, C_payment_counts_review_n);
}

static void tab(smm_req_t *q, smm_vm_t *vm, const char *state, const char *label, int64_t n,
                const char *on)
{
    smm_vm_el(vm, "tab");
    smm_vm_attr(vm, "href", apr_pstrcat(q->ctx.pool, "?status=", state, NULL));
    smm_vm_attr_flag(vm, "on", strcmp(state, on) == 0);
    if (n > 0)
        smm_vm_attr_int(vm, "n", n);
    smm_vm_text(vm, label);
    smm_vm_end(vm);
}

static int payments_get(smm_req_t *q)
{
    static const char *const words[] = {"claimed", "open", "review", "paid", "all", NULL};
    const char *state = smm_req_query(q, "status");
    smm_payment_row_t rows[ROWS + 1];
    counts_t k;
    smm_vm_t *vm;
    int n, i;

    for (i = 0; words[i] && (!state || strcmp(words[i], state) != 0); i++)
        ;
    state = words[i] ? words[i] : "open";
    n = smm_payment_list(&q->ctx, 0, strcmp(state, "all") == 0 ? "" : state, wallet_before(q), rows,
                         ROWS + 1);
    if (n < 0 || smm_get(&q->ctx, SQL_payment_counts, SMM_ARGS(SMM_I(q->ctx.panel->id)), counts_row,
                         &k) == SMM_BUSY)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-payments", "Payments", "wallet/staff-payments");
    wallet_head(vm, "Payments", NULL, "Claims of customers wait for a look at the statement.",
                NULL);
    smm_vm_end(vm);
    smm_vm_attr(vm, "status", state);
    tab(q, vm, "open", "Open", k.open, state);
    tab(q, vm, "claimed", "Claimed", k.claimed, state);
    tab(q, vm, "review", "To review", k.review, state);
    tab(q, vm, "paid", "Paid", 0, state);
    tab(q, vm, "all", "All", 0, state);
    for (i = 0; i < n && i < ROWS; i++)
        wallet_payment_row(q, vm, &rows[i], "/staff/payments");
    wallet_older(vm, apr_pstrcat(q->ctx.pool, "/staff/payments?status=", state, NULL),
                 n > ROWS ? rows[ROWS - 1].id : 0);
    return smm_page(q, HTTP_OK);
}

/* ---- one payment ----------------------------------------------------------------------------- */

static int twin_row(void *baton, const smm_row_t *row)
{
    smm_vm_t *vm = baton;

    smm_vm_el(vm, "twin");
    smm_vm_attr_int(vm, "id", smm_row_int(row, C_payment_claim_twins_id));
    smm_vm_attr(vm, "customer", smm_row_text(row, C_payment_claim_twins_username));
    smm_vm_attr(vm, "status", smm_row_text(row, C_payment_claim_twins_state));
    smm_vm_end(vm);
    return 0;
}

static void forms(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p)
{
    const char *base = apr_psprintf(q->ctx.pool, "/staff/payments/%" I64, p->id);
    int closed = strcmp(p->state, "paid") == 0 || strcmp(p->state, "refunded") == 0 ||
                 strcmp(p->state, "charged_back") == 0;
    int coins = strcmp(p->method, SMM_CRYPTO) == 0;
    confirm_form_t values = {p->amount + p->fee - p->received, p->claim_ref ? p->claim_ref : ""};

    if (closed)
        return;
    if (coins) {
        wallet_coin_form(q, vm, p);
    } else {
        smm_form_begin(q, vm, &wallet_form_confirm,
                       apr_pstrcat(q->ctx.pool, base, "/confirm", NULL), &values);
        smm_vm_attr(vm, "submit", "Confirm and credit");
        smm_vm_end(vm);
    }
    if (strcmp(p->state, "underpaid") == 0) {
        smm_form_begin(q, vm, &wallet_form_settle, apr_pstrcat(q->ctx.pool, base, "/settle", NULL),
                       NULL);
        smm_vm_attr(vm, "submit", "Credit what arrived and close");
        smm_vm_end(vm);
    } else if (p->received == 0 && strcmp(p->state, "cancelled") != 0 &&
               strcmp(p->state, "expired") != 0 && strcmp(p->state, "failed") != 0 &&
               (coins || strcmp(p->state, "confirming") != 0)) {
        smm_form_begin(q, vm, &wallet_form_reject, apr_pstrcat(q->ctx.pool, base, "/reject", NULL),
                       NULL);
        smm_vm_attr(vm, "submit", "Reject");
        smm_vm_end(vm);
    }
}

int wallet_staff_payment(smm_req_t *q, int64_t id, int status)
{
    smm_payment_event_t events[50];
    smm_payment_t p;
    smm_vm_t *vm;
    smm_rc_e rc = smm_payment_get(&q->ctx, 0, id, &p);
    int n;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    n = smm_payment_history(&q->ctx, id, events, 50);
    smm_page_arg(q, smm_payment_name(q->ctx.pool, id));
    vm = smm_page_begin(q, "staff", "staff-payments", "Payment {0}", "wallet/staff-payment");
    wallet_head(vm, "Payment {0}", smm_payment_name(q->ctx.pool, id), NULL, NULL);
    smm_vm_attr(vm, "status", p.state);
    wallet_crumb(vm, "/staff/payments", "Payments");
    smm_vm_end(vm);
    forms(q, vm, &p);
    wallet_refunds(q, vm, &p);
    wallet_joins(q, vm, &p, 1);
    wallet_payment(q, vm, &p);
    smm_vm_attr(vm, "customer", p.username);
    smm_vm_attr(vm, "email", p.email);
    smm_vm_attr(vm, "gateway-reference", p.gateway_ref);
    smm_vm_attr(vm, "gateway-payment", p.gateway_payment);
    smm_vm_attr(vm, "review", *p.review ? p.review : NULL);
    wallet_quote(vm, q->ctx.pool, &p);
    wallet_chain(q, vm, &p);
    wallet_coin(q, vm, &p);
    smm_vm_end(vm);
    smm_db_read(q->ctx.db, SQL_payment_claim_twins, SMM_ARGS(SMM_I(q->ctx.panel->id), SMM_I(id)),
                twin_row, vm);
    wallet_history(vm, events, n);
    return smm_page(q, status);
}

static int payment_get(smm_req_t *q)
{
    return wallet_staff_payment(q, smm_req_id(q, 0), HTTP_OK);
}

/** The end of each decision: fault at the form, error page, or back to the payment. */
static int decided(smm_req_t *q, const smm_result_t *r, const char *flash)
{
    int64_t id = smm_req_id(q, 0);

    if (r->code == SMM_INVALID) {
        smm_form_error(q, r);
        return wallet_staff_payment(q, id, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (r->code != SMM_OK)
        return smm_refuse_result(q, r);
    smm_job_kick();
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/staff/payments/%" I64, id), "ok", flash,
                         smm_payment_name(q->ctx.pool, id));
}

typedef smm_result_t decide_fn(smm_req_t *q, int64_t id);

static int decide(smm_req_t *q, decide_fn *fn, const char *flash)
{
    const char *done = NULL;
    smm_result_t r;

    if (!smm_form_valid(q))
        return wallet_staff_payment(q, smm_req_id(q, 0), HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = fn(q, smm_req_id(q, 0));
    return decided(q, &r, flash);
}

static smm_result_t do_confirm(smm_req_t *q, int64_t id)
{
    const confirm_form_t *f = q->form;

    return smm_payment_confirm(&q->ctx, id, f->amount, f->reason ? f->reason : "", smm_idem_of(q));
}

static smm_result_t do_reject(smm_req_t *q, int64_t id)
{
    return smm_payment_reject(&q->ctx, id, ((const reject_form_t *)q->form)->reason,
                              smm_idem_of(q));
}

static smm_result_t do_settle(smm_req_t *q, int64_t id)
{
    return smm_payment_settle(&q->ctx, id, ((const reject_form_t *)q->form)->reason,
                              smm_idem_of(q));
}

static int confirm_post(smm_req_t *q)
{
    return decide(q, do_confirm, "Payment {0} was booked.");
}

static int reject_post(smm_req_t *q)
{
    return decide(q, do_reject, "Payment {0} was rejected.");
}

static int settle_post(smm_req_t *q)
{
    return decide(q, do_settle, "What arrived for payment {0} was credited.");
}

const smm_route_t wallet_staff_routes[] = {
    {"GET", "/staff/payments", SMM_STAFF, 0, NULL, payments_get, NULL, 0, NULL},
    {"GET", "/staff/payments/:id", SMM_STAFF, 0, NULL, payment_get, NULL, 0, NULL},
    {"POST", "/staff/payments/:id/confirm", SMM_STAFF, SMM_R_KEY, &wallet_form_confirm,
     confirm_post, NULL, 0, "/staff/payments/:id"},
    {"POST", "/staff/payments/:id/reject", SMM_STAFF, SMM_R_KEY, &wallet_form_reject, reject_post,
     NULL, 0, "/staff/payments/:id"},
    {"POST", "/staff/payments/:id/settle", SMM_STAFF, SMM_R_KEY, &wallet_form_settle, settle_post,
     NULL, 0, "/staff/payments/:id"},
    {NULL}};
