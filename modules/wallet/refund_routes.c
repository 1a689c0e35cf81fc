/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: money that goes back to the payer. */
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_refund.h"
#include "wallet_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 50

typedef struct sent_form_t {
    const char *reference;
} sent_form_t;
static const smm_field_t sent_fields[] = {{"reference", SMM_F_TEXT,
                                           offsetof(sent_form_t, reference), 2, 100, SMM_F_REQUIRED,
                                           NULL, "Reference of the transfer"},
                                          SMM_FIELDS_END};
static const smm_form_t form_sent = {"sent", sent_fields, sizeof(sent_form_t)};

typedef struct failed_form_t {
    const char *reason;
} failed_form_t;
static const smm_field_t failed_fields[] = {{"reason", SMM_F_TEXT, offsetof(failed_form_t, reason),
                                             3, 200, SMM_F_REQUIRED, NULL, "What went wrong"},
                                            SMM_FIELDS_END};
static const smm_form_t form_failed = {"failed", failed_fields, sizeof(failed_form_t)};

typedef struct note_form_t {
    const char *decision, *note;
} note_form_t;
static const smm_field_t note_fields[] = {
    {"decision", SMM_F_WORD, offsetof(note_form_t, decision), 0, 0, SMM_F_REQUIRED, "write close",
     "Decision"},
    {"note", SMM_F_TEXT, offsetof(note_form_t, note), 0, 200, 0, NULL, "What was done instead"},
    SMM_FIELDS_END};
static const smm_form_t form_note = {"note", note_fields, sizeof(note_form_t)};

static const smm_field_t refund_fields[] = {
    {"amount", SMM_F_USD, offsetof(wallet_refund_form_t, amount), SMM_CENT, 1000000 * SMM_USD,
     SMM_F_REQUIRED, NULL, "Amount of the balance (USD)"},
    {"cause", SMM_F_WORD, offsetof(wallet_refund_form_t, cause), 0, 0, SMM_F_REQUIRED,
     SMM_REFUND_CAUSES, "Why the money goes back"},
    {"reason", SMM_F_TEXT, offsetof(wallet_refund_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL,
     "Note, stands on the credit note"},
    {"confirm", SMM_F_FLAG, offsetof(wallet_refund_form_t, confirm), 0, 0, SMM_F_REQUIRED, NULL,
     "The money leaves the customer's balance at once"},
    SMM_FIELDS_END};
const smm_form_t wallet_form_refund = {"refund", refund_fields, sizeof(wallet_refund_form_t)};

/** <refund …>; left open. */
static void refund_el(smm_vm_t *vm, const smm_refund_t *r)
{
    char text[SMM_USD_TEXT];

    smm_vm_el(vm, "refund");
    smm_vm_attr_int(vm, "id", r->id);
    smm_vm_attr_int(vm, "payment", r->payment);
    smm_vm_attr(vm, "customer", r->username);
    smm_vm_attr(vm, "method-title", wallet_method(r->method));
    smm_vm_attr(vm, "status", r->state);
    smm_vm_attr_usd(vm, "amount-usd", r->amount);
    if (r->tax)
        smm_vm_attr_usd(vm, "tax-usd", r->tax);
    smm_vm_attr(vm, "sends", smm_minor_text(text, r->minor, r->exponent));
    smm_vm_attr(vm, "currency", r->currency);
    smm_vm_attr(vm, "cause", r->cause);
    smm_vm_attr(vm, "reason", r->reason);
    smm_vm_attr(vm, "approver", r->approver);
    smm_vm_attr(vm, "no-note", *r->no_note ? r->no_note : NULL);
    smm_vm_attr(vm, "no-note-done", *r->no_note_done ? r->no_note_done : NULL);
    smm_vm_attr(vm, "note", *r->note ? r->note : NULL);
    smm_vm_attr(vm, "reference", r->gateway_ref);
    smm_vm_attr(vm, "actor", r->actor);
    smm_vm_attr_time(vm, "created", r->created);
    smm_vm_attr_time(vm, "updated", r->updated);
}

void wallet_refunds(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p)
{
    smm_refund_t rows[20];
    smm_adjust_t a;
    int64_t left = 0;
    int n = smm_refund_list(&q->ctx, p->id, "", 0, rows, 20);

    for (int i = 0; i < n; i++) {
        refund_el(vm, &rows[i]);
        smm_vm_end(vm);
    }
    if (smm_refund_waiting(&q->ctx, p->id, &a) == SMM_OK) {
        smm_vm_el(vm, "refund-waits");
        smm_vm_attr_usd(vm, "amount-usd", a.amount);
        smm_vm_attr(vm, "asker", a.asker);
        smm_vm_attr(vm, "cause", a.cause);
        smm_vm_attr(vm, "reason", a.reason);
        smm_vm_attr_time(vm, "created", a.created);
        smm_vm_end(vm);
    }
    if (smm_refund_left(&q->ctx, p, &left) == SMM_OK && left > 0) {
        wallet_refund_form_t values = {left, "asked", "", 0};

        smm_form_begin(q, vm, &wallet_form_refund,
                       apr_psprintf(q->ctx.pool, "/staff/payments/%" I64 "/refund", p->id),
                       &values);
        smm_vm_attr_usd(vm, "left-usd", left);
        smm_vm_attr(vm, "submit", "Return the money");
        smm_vm_end(vm);
    }
}

/* ---- pages ----------------------------------------------------------------------------------- */

static int refunds_get(smm_req_t *q)
{
    static const char *const words[] = {"open", "done", "failed", "all", NULL};
    static const char *const labels[] = {"Under way", "Sent", "Failed", "All"};
    const char *state = smm_req_query(q, "status");
    smm_refund_t *rows = apr_palloc(q->ctx.pool, sizeof(*rows) * (ROWS + 1));
    smm_vm_t *vm;
    int n, on;

    for (on = 0; words[on] && (!state || strcmp(words[on], state) != 0); on++)
        ;
    on = words[on] ? on : 0;
    n = smm_refund_list(&q->ctx, 0, on == 3 ? "" : words[on], wallet_before(q), rows, ROWS + 1);
    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-refunds", "Refunds", "wallet/refunds");
    wallet_head(vm, "Refunds", NULL,
                "Money that goes back to payers. Start one on a payment's page.", NULL);
    smm_vm_end(vm);
    for (int i = 0; words[i]; i++) {
        smm_vm_el(vm, "tab");
        smm_vm_attr(vm, "href", apr_pstrcat(q->ctx.pool, "?status=", words[i], NULL));
        smm_vm_attr_flag(vm, "on", i == on);
        smm_vm_text(vm, labels[i]);
        smm_vm_end(vm);
    }
    for (int i = 0; i < n && i < ROWS; i++) {
        refund_el(vm, &rows[i]);
        smm_vm_end(vm);
    }
    wallet_older(vm, apr_pstrcat(q->ctx.pool, "/staff/refunds?status=", words[on], NULL),
                 n > ROWS ? rows[ROWS - 1].id : 0);
    return smm_page(q, HTTP_OK);
}

static int refund_page(smm_req_t *q, int status)
{
    int64_t id = smm_req_id(q, 0);
    const char *base = apr_psprintf(q->ctx.pool, "/staff/refunds/%" I64, id);
    smm_refund_t r;
    smm_rc_e rc = smm_refund_get(&q->ctx, id, &r);
    smm_vm_t *vm;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    smm_page_arg(q, apr_psprintf(q->ctx.pool, "%" I64, id));
    vm = smm_page_begin(q, "staff", "staff-refunds", "Refund {0}", "wallet/refund");
    wallet_head(vm, "Refund {0}", apr_psprintf(q->ctx.pool, "%" I64, id), NULL, NULL);
    wallet_crumb(vm, "/staff/refunds", "Refunds");
    smm_vm_end(vm);
    if (strcmp(r.state, "manual") == 0 || strcmp(r.state, "sending") == 0) {
        smm_form_begin(q, vm, &form_sent, apr_pstrcat(q->ctx.pool, base, "/sent", NULL), NULL);
        smm_vm_attr(vm, "submit", "It was sent");
        smm_vm_end(vm);
        smm_form_begin(q, vm, &form_failed, apr_pstrcat(q->ctx.pool, base, "/failed", NULL), NULL);
        smm_vm_attr(vm, "submit", "It cannot be sent");
        smm_vm_end(vm);
    }
    if (*r.no_note && !*r.no_note_done) {
        smm_form_begin(q, vm, &form_note, apr_pstrcat(q->ctx.pool, base, "/note", NULL), NULL);
        smm_vm_end(vm);
    }
    refund_el(vm, &r);
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int refund_get(smm_req_t *q)
{
    return refund_page(q, HTTP_OK);
}

/* ---- decisions ------------------------------------------------------------------------------- */

static int start_post(smm_req_t *q)
{
    const wallet_refund_form_t *f = q->form;
    int64_t payment = smm_req_id(q, 0), id = 0;
    const char *done = NULL;
    int waits = 0;
    smm_result_t r;

    if (!smm_form_valid(q))
        return wallet_staff_payment(q, payment, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_refund_start(&q->ctx, payment, f->amount, f->cause, f->reason, smm_idem_of(q), &id,
                             &waits);
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return wallet_staff_payment(q, payment, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/staff/payments/%" I64, payment), "ok",
                         waits ? "A second person decides about this refund."
                               : "The refund was started. It is listed below.",
                         NULL);
}

typedef smm_result_t end_fn(smm_ctx_t *c, int64_t id, const char *text, const smm_idem_t *idem);

static int ended(smm_req_t *q, end_fn *fn, const char *text, const char *flash)
{
    int64_t id = smm_req_id(q, 0);
    const char *done = NULL;
    smm_result_t r;

    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = fn(&q->ctx, id, text, smm_idem_of(q));
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    smm_job_kick();
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/staff/refunds/%" I64, id), "ok", flash,
                         NULL);
}

static int sent_post(smm_req_t *q)
{
    if (!smm_form_valid(q))
        return refund_page(q, HTTP_UNPROCESSABLE_ENTITY);
    return ended(q, smm_refund_sent, ((const sent_form_t *)q->form)->reference,
                 "The refund is booked as sent.");
}

static int failed_post(smm_req_t *q)
{
    if (!smm_form_valid(q))
        return refund_page(q, HTTP_UNPROCESSABLE_ENTITY);
    return ended(q, smm_refund_failed, ((const failed_form_t *)q->form)->reason,
                 "The money is back in the customer's balance.");
}

static int note_post(smm_req_t *q)
{
    const note_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0);
    const char *done = NULL;
    smm_result_t r;

    if (!smm_form_valid(q))
        return refund_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = strcmp(f->decision, "write") == 0
                ? smm_refund_note_write(&q->ctx, id, smm_idem_of(q))
                : smm_refund_note_close(&q->ctx, id, f->note, smm_idem_of(q));
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return refund_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/staff/refunds/%" I64, id), "ok",
                         "Nothing is open about the credit note any more.", NULL);
}

const smm_route_t wallet_refund_routes[] = {
    {"GET", "/staff/refunds", SMM_STAFF, 0, NULL, refunds_get, NULL, 0, NULL},
    {"GET", "/staff/refunds/:id", SMM_STAFF, 0, NULL, refund_get, NULL, 0, NULL},
    {"POST", "/staff/payments/:id/refund", SMM_STAFF, SMM_R_KEY, &wallet_form_refund, start_post,
     NULL, 0, "/staff/payments/:id"},
    {"POST", "/staff/refunds/:id/sent", SMM_STAFF, SMM_R_KEY, &form_sent, sent_post, NULL, 0,
     "/staff/refunds/:id"},
    {"POST", "/staff/refunds/:id/failed", SMM_STAFF, SMM_R_KEY, &form_failed, failed_post, NULL, 0,
     "/staff/refunds/:id"},
    {"POST", "/staff/refunds/:id/note", SMM_STAFF, SMM_R_KEY, &form_note, note_post, NULL, 0,
     "/staff/refunds/:id"},
    {NULL}};
