/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Money that arrived. A receipt is booked under a key of its own, so the same money is never booked
 * twice, whoever reports it. What covers the amount due is credited, a shortage within the
 * tolerance is borne by the panel, an excess goes to the balance, and what is too little waits in
 * suspense.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_billing.h"
#include "smm_event.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_invoice.h"
#include "smm_ledger.h"
#include "payment_int.h"

/* rule book: the larger of five cents and 0.1 % of what is due */
#define TOLERANCE_ABS (5 * SMM_CENT)
#define TOLERANCE_BPS 10

void smm_payment_log_step(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, const char *event,
                          const char *to, int64_t amount, const char *why)
{
    smm_unit_add(u, SQL_payment_log_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id), SMM_T(event), SMM_T(p->state),
                          SMM_T(to), SMM_I(amount), SMM_I(c->actor), SMM_T(why ? why : ""),
                          SMM_I(c->now)));
}

/* What a person has to look at stays so when the time of the payment is over. */
static void move_step(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, const char *to,
                      int64_t received, int64_t receipts, const char *gateway_payment,
                      const char *reason)
{
    smm_unit_add(u, SQL_payment_move,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id), SMM_I(p->version), SMM_T(p->state),
                          SMM_T(to), SMM_I(received), SMM_I(receipts), SMM_T(gateway_payment),
                          SMM_T(reason ? reason : ""),
                          SMM_T(strcmp(to, "expired") == 0 ? p->review : ""), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
}

/** The postings of a receipt that covers what is due. `credit` goes to the wallet, `more` is tax of
 * an excess. */
static void book_paid(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, const smm_receipt_t *in,
                      int64_t credit, int64_t more)
{
    int64_t short_by = credit + more + p->fee - p->received - in->amount;
    int t = smm_ledger_transfer(u, c, "deposit", in->key, SMM_I(p->id), p->method);

    if (p->received == 0 && p->fee == 0 && more == 0 && short_by <= 0) {
        smm_ledger_move(u, c, t, in->amount, SMM_BOOK_GATEWAY, 0, SMM_BOOK_WALLET, p->account);
        return;
    }
    if (!in->joined)
        smm_ledger_move(u, c, t, in->amount, SMM_BOOK_GATEWAY, 0, SMM_BOOK_SUSPENSE, 0);
    if (short_by > 0)
        smm_ledger_move(u, c, t, short_by, SMM_BOOK_LOSS, 0, SMM_BOOK_SUSPENSE, 0);
    smm_ledger_move(u, c, t, p->fee - p->tax, SMM_BOOK_SUSPENSE, 0, SMM_BOOK_FEES, 0);
    smm_ledger_move(u, c, t, p->tax + more, SMM_BOOK_SUSPENSE, 0, SMM_BOOK_TAX, 0);
    smm_ledger_move(u, c, t, credit, SMM_BOOK_SUSPENSE, 0, SMM_BOOK_WALLET, p->account);
    if (!in->joined)
        return;
    /* the wallet pays after it was credited: an excess that was spent meanwhile is no obstacle */
    t = smm_ledger_transfer(u, c, "join", apr_pstrcat(c->pool, in->key, "/from", NULL),
                            SMM_I(p->id), p->method);
    smm_ledger_move(u, c, t, in->amount, SMM_BOOK_WALLET, p->account, SMM_BOOK_SUSPENSE, 0);
}

static smm_result_t credited(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, int64_t credit)
{
    smm_event_t e = {"payment.credited", p->account, p->id, NULL};
    int64_t *amount = apr_palloc(c->pool, sizeof(*amount));

    *amount = credit;
    e.data = amount;
    smm_event_steps(c, &e, u);
    smm_payment_mail_received(u, c, p, credit);
    return smm_ok();
}

/** What the customer said is answered, however the money was found. */
static void answered(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p)
{
    smm_unit_add(u, SQL_claim_end_of_payment,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id), SMM_T("done"), SMM_I(c->actor),
                          SMM_T(""), SMM_I(c->now)));
}

static smm_result_t paid(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                         const smm_receipt_t *in, int64_t total, int64_t excess, int over)
{
    smm_excess_t x = {.net = excess};
    int64_t credit;

    if (over && smm_excess_split(c, p, excess, &x) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    credit = p->amount + x.net;
    move_step(u, c, p, "paid", total, p->receipts + 1, in->gateway_payment, in->why);
    smm_payment_log_step(u, c, p, in->event, over ? "overpaid" : "paid", in->amount, in->why);
    if (over)
        smm_payment_log_step(u, c, p, "credit_excess", "paid", x.net, "");
    answered(u, c, p);
    smm_ledger_open(u, c, p->account);
    book_paid(u, c, p, in, credit, x.tax);
    if (smm_invoice_move(u, c, p->invoice, p->account, p->invoice_status, "paid") != SMM_OK)
        return smm_fail(SMM_CONFLICT, NULL, "The invoice of this payment is closed already.");
    if (smm_excess_steps(u, c, p, &x) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    return credited(u, c, p, credit);
}

static smm_result_t underpaid(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                              const smm_receipt_t *in, int64_t total, int64_t missing)
{
    int t;

    move_step(u, c, p, "underpaid", total, p->receipts + 1, in->gateway_payment, in->why);
    smm_payment_log_step(u, c, p, in->event, "underpaid", in->amount, in->why);
    t = smm_ledger_transfer(u, c, "receipt", in->key, SMM_I(p->id), p->method);
    smm_ledger_move(u, c, t, in->amount, SMM_BOOK_GATEWAY, 0, SMM_BOOK_SUSPENSE, 0);
    if (strcmp(p->invoice_status, "underpaid") != 0 &&
        smm_invoice_move(u, c, p->invoice, p->account, p->invoice_status, "underpaid") != SMM_OK)
        return smm_fail(SMM_CONFLICT, NULL, "The invoice of this payment is closed already.");
    smm_payment_mail_underpaid(u, c, p, missing);
    return smm_ok();
}

/** Credits what lies in suspense for an underpaid payment and closes it. */
static smm_result_t written_off(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                                const smm_receipt_t *in)
{
    int t;

    move_step(u, c, p, "cancelled", p->received, p->receipts, NULL, in->why);
    smm_payment_log_step(u, c, p, in->event, "cancelled", p->received, in->why);
    answered(u, c, p);
    smm_ledger_open(u, c, p->account);
    t = smm_ledger_transfer(u, c, "settle", in->key, SMM_I(p->id), p->method);
    smm_ledger_move(u, c, t, p->received, SMM_BOOK_SUSPENSE, 0, SMM_BOOK_WALLET, p->account);
    if (smm_invoice_move(u, c, p->invoice, p->account, p->invoice_status, "cancelled") != SMM_OK)
        return smm_fail(SMM_CONFLICT, NULL, "The invoice of this payment is closed already.");
    return credited(u, c, p, p->received);
}

smm_result_t smm_payment_receipt(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                                 const smm_receipt_t *in, const char **to)
{
    int64_t due = p->amount + p->fee, total;
    smm_settled_t s;

    if (in->settle) {
        *to = "cancelled";
        if (strcmp(p->state, "underpaid") != 0 || p->received <= 0)
            return smm_fail(SMM_CONFLICT, NULL, "Only an underpaid payment can be settled.");
        return written_off(u, c, p, in);
    }
    if (in->amount <= 0 || smm_add(p->received, in->amount, &total) != 0)
        return smm_fail(SMM_INVALID, "amount", "Enter the amount that arrived.");
    s = smm_settle(due, total, 0, TOLERANCE_ABS, TOLERANCE_BPS, SMM_CENT);
    *to = strcmp(s.state, "underpaid") == 0 ? "underpaid" : "paid";
    if (!smm_payment_may(p->state, *to))
        return smm_fail(SMM_CONFLICT, NULL,
                        "This payment is closed: money that came later needs a decision by hand.");
    if (strcmp(*to, "underpaid") == 0)
        return underpaid(u, c, p, in, total, s.missing);
    return paid(u, c, p, in, total, s.excess, strcmp(s.state, "overpaid") == 0);
}

smm_result_t smm_payment_plain(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                               const char *event, const char *to, const char *why)
{
    if (!smm_payment_may(p->state, to))
        return smm_fail(SMM_CONFLICT, NULL,
                        "The payment has changed meanwhile. Look at it again before you go on.");
    move_step(u, c, p, to, p->received, p->receipts, NULL, why);
    smm_payment_log_step(u, c, p, event, to, 0, why);
    if ((strcmp(to, "expired") == 0 || strcmp(to, "cancelled") == 0) &&
        strcmp(p->invoice_status, "pending") == 0 &&
        smm_invoice_move(u, c, p->invoice, p->account, "pending", to) != SMM_OK)
        return smm_fail(SMM_BUG, NULL, "Something went wrong on our side. Nothing was changed.");
    return smm_ok();
}
