/* SPDX-License-Identifier: Apache-2.0 */
/* Claims: what the customer sends beside a reference, and the queue of staff. */
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_settings.h"
#include "smm_time.h"
#include "crypto_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 50
#define HINTS 6
#define USD_MAX (1000000000 * SMM_USD)

/* ---- forms ----------------------------------------------------------------------------------- */

typedef struct lost_form_t {
    const char *date, *payer, *phone, *note;
    int64_t amount;
} lost_form_t;
typedef struct request_form_t {
    const char *email;
} request_form_t;
typedef struct found_form_t {
    int64_t amount, line;
    const char *reference, *reason;
} found_form_t;
typedef struct note_form_t {
    const char *reason;
} note_form_t;

static const smm_field_t lost_fields[] = {
    {"date", SMM_F_TEXT, offsetof(lost_form_t, date), 10, 10, SMM_F_REQUIRED, NULL,
     "Day on which you paid"},
    {"amount", SMM_F_USD, offsetof(lost_form_t, amount), SMM_CENT, USD_MAX, SMM_F_REQUIRED, NULL,
     "Amount that you paid"},
    {"payer", SMM_F_TEXT, offsetof(lost_form_t, payer), 2, 100, SMM_F_REQUIRED, NULL,
     "Name of the person or company that paid"},
    {"phone", SMM_F_TEXT, offsetof(lost_form_t, phone), 0, 20, 0, NULL,
     "Last four digits of the phone number or account"},
    {"note", SMM_F_AREA, offsetof(lost_form_t, note), 0, 500, 0, NULL, "Note for us"},
    SMM_FIELDS_END};
static const smm_form_t form_lost = {"lost", lost_fields, sizeof(lost_form_t)};

static const smm_field_t request_fields[] = {{"email", SMM_F_EMAIL, offsetof(request_form_t, email),
                                              0, 0, SMM_F_REQUIRED, NULL,
                                              "E-mail address of your Payoneer account"},
                                             SMM_FIELDS_END};
static const smm_form_t form_request = {"request", request_fields, sizeof(request_form_t)};

static const smm_field_t found_fields[] = {
    {"line", SMM_F_INT, offsetof(found_form_t, line), 0, 0, 0, NULL, "Line of a statement"},
    {"reference", SMM_F_TEXT, offsetof(found_form_t, reference), 0, 60, 0, NULL,
     "Reference on the statement"},
    {"amount", SMM_F_USD, offsetof(found_form_t, amount), 0, USD_MAX, 0, NULL,
     "Amount that arrived"},
    {"reason", SMM_F_TEXT, offsetof(found_form_t, reason), 2, 200, SMM_F_REQUIRED, NULL,
     "Where you saw it"},
    SMM_FIELDS_END};
static const smm_form_t form_found = {"found", found_fields, sizeof(found_form_t)};

static const smm_field_t reject_fields[] = {{"reason", SMM_F_TEXT, offsetof(note_form_t, reason), 3,
                                             200, SMM_F_REQUIRED, NULL,
                                             "Reason, shown to the customer"},
                                            SMM_FIELDS_END};
static const smm_form_t form_reject = {"reject", reject_fields, sizeof(note_form_t)};

static const smm_field_t done_fields[] = {{"reason", SMM_F_TEXT, offsetof(note_form_t, reason), 2,
                                           200, SMM_F_REQUIRED, NULL,
                                           "Number of the request, shown to the customer"},
                                          SMM_FIELDS_END};
static const smm_form_t form_done = {"done", done_fields, sizeof(note_form_t)};

/* ---- the customer ---------------------------------------------------------------------------- */

static int refused(smm_req_t *q, const smm_result_t *r, int (*page)(smm_req_t *q, int status))
{
    if (r->code != SMM_INVALID && r->code != SMM_TOO_FAST)
        return smm_refuse_result(q, r);
    smm_form_error(q, r);
    return page(q, r->code == SMM_INVALID ? HTTP_UNPROCESSABLE_ENTITY : HTTP_TOO_MANY_REQUESTS);
}

static int own_payment(smm_req_t *q, smm_payment_t *p)
{
    smm_rc_e rc = smm_payment_get(&q->ctx, q->account->id, smm_req_id(q, 0), p);
    const smm_gateway_t *g = rc == SMM_OK ? smm_gateway_find(p->method) : NULL;

    if (rc == SMM_OK && (!g || !g->claim))
        rc = SMM_NOT_FOUND;
    return rc == SMM_OK ? 0 : smm_http_status(rc);
}

static int lost_page(smm_req_t *q, int status)
{
    smm_payment_t p;
    smm_vm_t *vm;
    int bad = own_payment(q, &p);

    if (bad)
        return bad;
    smm_page_arg(q, smm_payment_name(q->ctx.pool, p.id));
    vm = smm_page_begin(q, "customer", "funds", "Find payment {0}", "wallet/lost");
    wallet_head(vm, "Find payment {0}", smm_payment_name(q->ctx.pool, p.id),
                "No reference at hand? Tell us what you know and we look for the money.", NULL);
    wallet_crumb(vm, apr_psprintf(q->ctx.pool, "/app/payments/%" I64, p.id),
                 smm_payment_name(q->ctx.pool, p.id));
    smm_vm_end(vm);
    smm_form_begin(q, vm, &form_lost,
                   apr_psprintf(q->ctx.pool, "/app/payments/%" I64 "/lost", p.id), NULL);
    smm_vm_attr(vm, "submit", "Send");
    smm_vm_end(vm);
    wallet_payment(q, vm, &p);
    wallet_quote(vm, q->ctx.pool, &p);
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int lost_get(smm_req_t *q)
{
    return lost_page(q, HTTP_OK);
}

static int sent(smm_req_t *q, const smm_claim_say_t *say, int (*page)(smm_req_t *q, int status),
                const char *flash)
{
    int64_t id = smm_req_id(q, 0);
    const char *done = NULL;
    smm_claim_end_e end;
    smm_result_t r = smm_idem_begin(q, &done);

    if (r.code == SMM_OK && !done)
        r = smm_claim_send(&q->ctx, q->account->id, id, say, smm_idem_of(q), &end);
    if (r.code != SMM_OK)
        return refused(q, &r, page);
    smm_job_kick();
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/app/payments/%" I64, id), "ok", flash,
                         NULL);
}

static int lost_post(smm_req_t *q)
{
    const lost_form_t *f = q->form;
    smm_claim_say_t say = {.kind = "lost"};
    smm_payment_t p;
    int64_t day = 0;
    int bad = own_payment(q, &p);

    if (bad)
        return bad;
    if (smm_form_valid(q) && (strlen(f->date) != 10 || smm_time_parse(f->date, &day) != 0)) {
        smm_result_t r =
            smm_fail(SMM_INVALID, "date", "Enter the day as year-month-day: 2026-11-23.");
        smm_form_error(q, &r);
    }
    if (!smm_form_valid(q))
        return lost_page(q, HTTP_UNPROCESSABLE_ENTITY);
    say.amount_minor = f->amount / SMM_CENT;
    say.paid_on = day;
    say.payer = f->payer;
    say.phone = f->phone;
    say.note = f->note;
    return sent(q, &say, lost_page, "Thank you. We look for your payment and write to you.");
}

static int request_page(smm_req_t *q, int status)
{
    smm_payment_t p;
    smm_vm_t *vm;
    int bad = own_payment(q, &p);
    request_form_t values = {q->account->email};

    if (bad || strcmp(p.method, "payoneer") != 0)
        return bad ? bad : HTTP_NOT_FOUND;
    smm_page_arg(q, smm_payment_name(q->ctx.pool, p.id));
    vm = smm_page_begin(q, "customer", "funds", "Payment request for {0}", "wallet/lost");
    wallet_head(vm, "Payment request for {0}", smm_payment_name(q->ctx.pool, p.id),
                "Payoneer sends you a mail with a link to pay. We ask for it within a working day.",
                NULL);
    wallet_crumb(vm, apr_psprintf(q->ctx.pool, "/app/payments/%" I64, p.id),
                 smm_payment_name(q->ctx.pool, p.id));
    smm_vm_end(vm);
    smm_form_begin(q, vm, &form_request,
                   apr_psprintf(q->ctx.pool, "/app/payments/%" I64 "/request", p.id), &values);
    smm_vm_attr(vm, "submit", "Ask for a payment request");
    smm_vm_end(vm);
    wallet_payment(q, vm, &p);
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int request_get(smm_req_t *q)
{
    return request_page(q, HTTP_OK);
}

static int request_post(smm_req_t *q)
{
    const request_form_t *f = q->form;
    smm_claim_say_t say = {.kind = "request"};
    smm_payment_t p;
    int bad = own_payment(q, &p);

    if (bad || strcmp(p.method, "payoneer") != 0)
        return bad ? bad : HTTP_NOT_FOUND;
    if (!smm_form_valid(q))
        return request_page(q, HTTP_UNPROCESSABLE_ENTITY);
    say.reference = f->email;
    return sent(q, &say, request_page, "Thank you. The payment request comes by mail.");
}

/* ---- staff: the queue ------------------------------------------------------------------------ */

static void item(smm_req_t *q, smm_vm_t *vm, const smm_claim_item_t *x)
{
    apr_pool_t *p = q->ctx.pool;

    smm_vm_el(vm, "claim");
    smm_vm_attr_int(vm, "id", x->id);
    smm_vm_attr_int(vm, "payment", x->payment);
    smm_vm_attr(vm, "name", smm_payment_name(p, x->payment));
    smm_vm_attr(vm, "kind", x->kind);
    smm_vm_attr(vm, "status", x->state);
    smm_vm_attr(vm, "customer", x->username);
    smm_vm_attr(vm, "method-title", wallet_method(x->method));
    smm_vm_attr(vm, "reference", *x->reference ? x->reference : NULL);
    smm_vm_attr(vm, "payer", *x->payer ? x->payer : NULL);
    if (x->amount_minor > 0)
        smm_vm_attr(vm, "amount", wallet_amount(p, x->amount_minor, x->exponent, x->currency));
    smm_vm_attr(vm, "due", wallet_amount(p, x->due_minor, x->exponent, x->currency));
    if (x->twins > 0)
        smm_vm_attr_int(vm, "twins", x->twins);
    smm_vm_attr_time(vm, "created", x->created);
    smm_vm_attr_time(vm, "decided", x->decided);
    smm_vm_attr_int(vm, "hours", (q->ctx.now - x->created) / 3600);
    smm_vm_end(vm);
}

static int claims_get(smm_req_t *q)
{
    const char *show = smm_req_query(q, "show");
    smm_claim_item_t *rows = apr_palloc(q->ctx.pool, sizeof(*rows) * (ROWS + 1));
    smm_vm_t *vm;
    int n, i;

    if (!show || (strcmp(show, "request") != 0 && strcmp(show, "decided") != 0))
        show = "open";
    n = smm_claim_list(&q->ctx, show, wallet_before(q), rows, ROWS + 1);
    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-claims", "Claims", "wallet/claims");
    wallet_head(vm, "Claims", NULL,
                "What customers say they paid. Compare it with the statement, the oldest first.",
                NULL);
    smm_vm_end(vm);
    smm_vm_attr(vm, "show", show);
    wallet_money_tabs(q, vm, show);
    for (i = 0; i < n && i < ROWS; i++)
        item(q, vm, &rows[i]);
    wallet_older(vm, apr_pstrcat(q->ctx.pool, "/staff/claims?show=", show, NULL),
                 n > ROWS ? rows[ROWS - 1].id : 0);
    return smm_page(q, HTTP_OK);
}

/* ---- staff: one claim ------------------------------------------------------------------------ */

static void hints(smm_req_t *q, smm_vm_t *vm, const smm_claim_row_t *cl, const smm_payment_t *p)
{
    smm_like_line_t like[HINTS];
    int n = smm_suggest_lines(&q->ctx, cl, p, like, HINTS), i;

    for (i = 0; i < n; i++) {
        smm_vm_el(vm, "hint");
        wallet_line(q, vm, &like[i].line);
        wallet_why(vm, like[i].why);
        smm_vm_end(vm);
        smm_vm_end(vm);
    }
}

static void claim_forms(smm_req_t *q, smm_vm_t *vm, const smm_claim_row_t *cl,
                        const smm_payment_t *p)
{
    const char *base = apr_psprintf(q->ctx.pool, "/staff/claims/%" I64, cl->id);
    found_form_t found = {SMM_ABSENT, SMM_ABSENT, cl->reference, ""};

    if (strcmp(cl->state, "open") != 0)
        return;
    if (strcmp(cl->kind, "request") == 0) {
        smm_form_begin(q, vm, &form_done, apr_pstrcat(q->ctx.pool, base, "/done", NULL), NULL);
        smm_vm_attr(vm, "submit", "The request was sent");
        smm_vm_end(vm);
    } else if (strcmp(p->method, SMM_CRYPTO) != 0) { /* coins: by their transaction only */
        smm_form_begin(q, vm, &form_found, apr_pstrcat(q->ctx.pool, base, "/confirm", NULL),
                       &found);
        smm_vm_attr(vm, "submit", "Confirm and credit");
        smm_vm_end(vm);
    }
    smm_form_begin(q, vm, &form_reject, apr_pstrcat(q->ctx.pool, base, "/reject", NULL), NULL);
    smm_vm_attr(vm, "submit", "Reject");
    smm_vm_end(vm);
}

static int claim_page(smm_req_t *q, int status)
{
    smm_payment_event_t events[50];
    smm_claim_row_t cl;
    smm_payment_t p;
    smm_vm_t *vm;
    smm_rc_e rc = smm_claim_get(&q->ctx, smm_req_id(q, 0), &cl);
    const char *name;
    int n;

    if (rc == SMM_OK)
        rc = smm_payment_get(&q->ctx, 0, cl.payment, &p);
    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    name = smm_payment_name(q->ctx.pool, p.id);
    smm_page_arg(q, name);
    vm = smm_page_begin(q, "staff", "staff-claims", "Claim for {0}", "wallet/claim");
    wallet_head(vm, "Claim for {0}", name, NULL, NULL);
    smm_vm_attr(vm, "status", cl.state);
    wallet_crumb(vm, "/staff/claims", "Claims");
    smm_vm_end(vm);
    claim_forms(q, vm, &cl, &p);
    wallet_payment(q, vm, &p);
    smm_vm_attr(vm, "customer", p.username);
    smm_vm_attr(vm, "email", p.email);
    wallet_quote(vm, q->ctx.pool, &p);
    smm_vm_attr_int(vm, "claim", cl.id);
    wallet_coin(q, vm, &p);
    wallet_claims(q, vm, &p);
    smm_vm_end(vm);
    if (strcmp(cl.state, "open") == 0 && strcmp(cl.kind, "request") != 0)
        hints(q, vm, &cl, &p);
    n = smm_payment_history(&q->ctx, p.id, events, 50);
    wallet_history(vm, events, n);
    return smm_page(q, status);
}

static int claim_get(smm_req_t *q)
{
    return claim_page(q, HTTP_OK);
}

typedef smm_result_t decide_fn(smm_req_t *q, int64_t id);

static int decide(smm_req_t *q, decide_fn *fn, const char *flash)
{
    const char *done = NULL;
    smm_claim_row_t cl;
    smm_result_t r;

    if (!smm_form_valid(q))
        return claim_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = fn(q, smm_req_id(q, 0));
    if (r.code != SMM_OK)
        return refused(q, &r, claim_page);
    smm_job_kick();
    if (smm_claim_get(&q->ctx, smm_req_id(q, 0), &cl) != SMM_OK)
        return smm_see_other(q, "/staff/claims", NULL, NULL, NULL);
    return smm_see_other(q, "/staff/claims", "ok", flash,
                         smm_payment_name(q->ctx.pool, cl.payment));
}

static smm_result_t do_confirm(smm_req_t *q, int64_t id)
{
    const found_form_t *f = q->form;
    smm_claim_found_t found = {.amount_minor = f->amount == SMM_ABSENT ? 0 : f->amount / SMM_CENT,
                               .reference = f->reference,
                               .line = f->line == SMM_ABSENT ? 0 : f->line,
                               .reason = f->reason};

    if (f->amount != SMM_ABSENT && f->amount % SMM_CENT != 0)
        return smm_fail(SMM_INVALID, "amount", "Enter whole cents: at most two decimals.");
    return smm_claim_confirm(&q->ctx, id, &found, smm_idem_of(q));
}

static smm_result_t do_reject(smm_req_t *q, int64_t id)
{
    return smm_claim_reject(&q->ctx, id, ((const note_form_t *)q->form)->reason, smm_idem_of(q));
}

static smm_result_t do_done(smm_req_t *q, int64_t id)
{
    return smm_claim_done(&q->ctx, id, ((const note_form_t *)q->form)->reason, smm_idem_of(q));
}

static int confirm_post(smm_req_t *q)
{
    return decide(q, do_confirm, "Payment {0} was booked.");
}

static int reject_post(smm_req_t *q)
{
    return decide(q, do_reject, "The claim for {0} was rejected and the customer told.");
}

static int done_post(smm_req_t *q)
{
    return decide(q, do_done, "The customer of {0} was told.");
}

const smm_route_t wallet_claim_routes[] = {
    {"GET", "/app/payments/:id/lost", SMM_CUSTOMER, 0, NULL, lost_get, NULL, 0, NULL},
    {"POST", "/app/payments/:id/lost", SMM_CUSTOMER, SMM_R_KEY, &form_lost, lost_post,
     "claim:300/300", 0, "/app/payments/:id"},
    {"GET", "/app/payments/:id/request", SMM_CUSTOMER, 0, NULL, request_get, NULL, 0, NULL},
    {"POST", "/app/payments/:id/request", SMM_CUSTOMER, SMM_R_KEY, &form_request, request_post,
     "claim:300/300", 0, "/app/payments/:id"},
    {"GET", "/staff/claims", SMM_STAFF, 0, NULL, claims_get, NULL, 0, NULL},
    {"GET", "/staff/claims/:id", SMM_STAFF, 0, NULL, claim_get, NULL, 0, NULL},
    {"POST", "/staff/claims/:id/confirm", SMM_STAFF, SMM_R_KEY, &form_found, confirm_post, NULL, 0,
     "/staff/claims/:id"},
    {"POST", "/staff/claims/:id/reject", SMM_STAFF, SMM_R_KEY, &form_reject, reject_post, NULL, 0,
     "/staff/claims/:id"},
    {"POST", "/staff/claims/:id/done", SMM_STAFF, SMM_R_KEY, &form_done, done_post, NULL, 0,
     "/staff/claims/:id"},
    {NULL}};
