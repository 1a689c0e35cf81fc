/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: money on statements that belongs to no payment yet. */
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "gw_util.h"
#include "wallet_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 40
#define HINTS 5

typedef struct pay_form_t {
    const char *payment, *reason;
} pay_form_t;
typedef struct why_form_t {
    const char *reason;
} why_form_t;

static const smm_field_t pay_fields[] = {{"payment", SMM_F_TEXT, offsetof(pay_form_t, payment), 1,
                                          20, SMM_F_REQUIRED, NULL, "Payment (P number)"},
                                         {"reason", SMM_F_TEXT, offsetof(pay_form_t, reason), 2,
                                          200, SMM_F_REQUIRED, NULL, "How you know"},
                                         SMM_FIELDS_END};
static const smm_form_t form_pay = {"match", pay_fields, sizeof(pay_form_t)};

static const smm_field_t why_fields[] = {
    {"reason", SMM_F_TEXT, offsetof(why_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL, "Reason"},
    SMM_FIELDS_END};
static const smm_form_t form_ignore = {"ignore", why_fields, sizeof(why_form_t)};

static const smm_field_t no_fields[] = {SMM_FIELDS_END};
static const smm_form_t form_reopen = {"reopen", no_fields, sizeof(int)};

static void hints(smm_req_t *q, smm_vm_t *vm, const smm_stmt_line_t *l, int max)
{
    smm_like_payment_t like[HINTS];
    int n = smm_suggest_payments(&q->ctx, l, like, max), i;

    for (i = 0; i < n; i++) {
        smm_vm_el(vm, "like");
        smm_vm_attr_int(vm, "id", like[i].id);
        smm_vm_attr(vm, "name", smm_payment_name(q->ctx.pool, like[i].id));
        smm_vm_attr(vm, "customer", like[i].username);
        smm_vm_attr(vm, "method-title", wallet_method(like[i].method));
        smm_vm_attr(vm, "status", like[i].state);
        smm_vm_attr(vm, "due",
                    wallet_amount(q->ctx.pool, like[i].due_minor, smm_gw_exponent(like[i].currency),
                                  like[i].currency));
        smm_vm_attr_time(vm, "created", like[i].created);
        wallet_why(vm, like[i].why);
        smm_vm_end(vm);
    }
}

static int money_get(smm_req_t *q)
{
    const char *show = smm_req_query(q, "show");
    smm_stmt_line_t *rows = apr_palloc(q->ctx.pool, sizeof(*rows) * (ROWS + 1));
    smm_vm_t *vm;
    int n, i;

    if (!show || (strcmp(show, "matched") != 0 && strcmp(show, "ignored") != 0))
        show = "open";
    n = smm_stmt_lines(&q->ctx, show, wallet_before(q), rows, ROWS + 1);
    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-claims", "Unmatched money", "wallet/money");
    wallet_head(vm, "Unmatched money", NULL, "Money on statements that belongs to no payment yet.",
                NULL);
    smm_vm_end(vm);
    smm_vm_attr(vm, "show", show);
    wallet_money_tabs(q, vm, "money");
    for (i = 0; i < n && i < ROWS; i++) {
        wallet_line(q, vm, &rows[i]);
        if (strcmp(show, "open") == 0)
            hints(q, vm, &rows[i], 1);
        smm_vm_end(vm);
    }
    wallet_older(vm, apr_pstrcat(q->ctx.pool, "/staff/money?show=", show, NULL),
                 n > ROWS ? rows[ROWS - 1].id : 0);
    return smm_page(q, HTTP_OK);
}

static int line_page(smm_req_t *q, int status)
{
    int64_t id = smm_req_id(q, 0);
    const char *base = apr_psprintf(q->ctx.pool, "/staff/money/%" I64, id);
    smm_stmt_line_t l;
    smm_rc_e rc = smm_stmt_line(&q->ctx, id, &l);
    smm_vm_t *vm;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    vm = smm_page_begin(q, "staff", "staff-claims", "Money on a statement", "wallet/line");
    wallet_head(vm, "Money on a statement", NULL, NULL, NULL);
    wallet_crumb(vm, "/staff/money", "Unmatched money");
    smm_vm_end(vm);
    if (strcmp(l.state, "open") == 0) {
        smm_form_begin(q, vm, &form_pay, apr_pstrcat(q->ctx.pool, base, "/pay", NULL), NULL);
        smm_vm_attr(vm, "submit", "Book it for this payment");
        smm_vm_end(vm);
        smm_form_begin(q, vm, &form_ignore, apr_pstrcat(q->ctx.pool, base, "/ignore", NULL), NULL);
        smm_vm_attr(vm, "submit", "Set aside");
        smm_vm_end(vm);
    } else if (strcmp(l.state, "ignored") == 0) {
        smm_form_begin(q, vm, &form_reopen, apr_pstrcat(q->ctx.pool, base, "/reopen", NULL), NULL);
        smm_vm_attr(vm, "submit", "Take it back");
        smm_vm_end(vm);
    }
    wallet_line(q, vm, &l);
    if (strcmp(l.state, "open") == 0)
        hints(q, vm, &l, HINTS);
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int line_get(smm_req_t *q)
{
    return line_page(q, HTTP_OK);
}

typedef smm_result_t decide_fn(smm_req_t *q, int64_t id);

static int decide(smm_req_t *q, decide_fn *fn, const char *flash)
{
    const char *done = NULL;
    smm_result_t r;

    if (!smm_form_valid(q))
        return line_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = fn(q, smm_req_id(q, 0));
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return line_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    smm_job_kick();
    return smm_see_other(q, "/staff/money", "ok", flash, NULL);
}

/** "P12" or "12". */
static int64_t payment_number(const char *text)
{
    text += *text == 'P' || *text == 'p';
    return strspn(text, "0123456789") == strlen(text) && *text && strlen(text) < 19
               ? apr_atoi64(text)
               : 0;
}

static smm_result_t do_pay(smm_req_t *q, int64_t id)
{
    const pay_form_t *f = q->form;
    int64_t payment = payment_number(f->payment);

    if (payment <= 0)
        return smm_fail(SMM_INVALID, "payment", "Enter the number of a payment: P12.");
    return smm_stmt_pay(&q->ctx, id, payment, f->reason, smm_idem_of(q));
}

static smm_result_t do_ignore(smm_req_t *q, int64_t id)
{
    return smm_stmt_ignore(&q->ctx, id, ((const why_form_t *)q->form)->reason, smm_idem_of(q));
}

static smm_result_t do_reopen(smm_req_t *q, int64_t id)
{
    return smm_stmt_reopen(&q->ctx, id, smm_idem_of(q));
}

static int pay_post(smm_req_t *q)
{
    return decide(q, do_pay, "The money was booked.");
}

static int ignore_post(smm_req_t *q)
{
    return decide(q, do_ignore, "The line was set aside.");
}

static int reopen_post(smm_req_t *q)
{
    return decide(q, do_reopen, "The line is open again.");
}

const smm_route_t wallet_money_routes[] = {
    {"GET", "/staff/money", SMM_STAFF, 0, NULL, money_get, NULL, 0, NULL},
    {"GET", "/staff/money/:id", SMM_STAFF, 0, NULL, line_get, NULL, 0, NULL},
    {"POST", "/staff/money/:id/pay", SMM_STAFF, SMM_R_KEY, &form_pay, pay_post, NULL, 0,
     "/staff/money/:id"},
    {"POST", "/staff/money/:id/ignore", SMM_STAFF, SMM_R_KEY, &form_ignore, ignore_post, NULL, 0,
     "/staff/money/:id"},
    {"POST", "/staff/money/:id/reopen", SMM_STAFF, SMM_R_KEY, &form_reopen, reopen_post, NULL, 0,
     "/staff/money/:id"},
    {NULL}};
