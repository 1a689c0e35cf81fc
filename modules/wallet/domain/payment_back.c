/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Money that left again. A gateway reports sums: all that it refunded, all that a bank took or
 * holds back. What is new since the last report is booked once; a dispute that was won comes back
 * the same way. Fee and tax leave in the proportion in which they came. Frozen wallets.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_billing.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_wallet.h"
#include "smm_invoice.h"
#include "smm_ledger.h"
#include "smm_refund.h"
#include "payment_int.h"

#define I64 APR_INT64_T_FMT

/** Parts of the first `sum` of a payment's money. Whole at `received`, so nothing is lost. */
typedef struct parts_t {
    int64_t wallet, fees, tax;
} parts_t;

static int parts(const smm_payment_t *p, int64_t sum, parts_t *out)
{
    int64_t fee;

    /* the tax of an excess is one of the payment's as well */
    if (p->received <= 0 || sum > p->received ||
        smm_muldiv_floor(sum, p->fee + p->excess_tax, p->received, &fee) != 0 ||
        smm_muldiv_floor(sum, p->tax + p->excess_tax, p->received, &out->tax) != 0)
        return -1;
    out->fees = fee - out->tax;
    out->wallet = sum - fee;
    return 0;
}

/** One posting out of (amount > 0) or back into a book. */
static void shift(smm_unit_t *u, smm_ctx_t *c, int t, int64_t amount, smm_book_e book)
{
    if (amount > 0)
        smm_ledger_move(u, c, t, amount, book, 0, SMM_BOOK_GATEWAY, 0);
    else
        smm_ledger_move(u, c, t, -amount, SMM_BOOK_GATEWAY, 0, book, 0);
}

/** `returned`: with what was sent on our order. */
static const char *state_after(const smm_payment_t *p, int64_t returned, int64_t disputed)
{
    if (returned >= p->received)
        return "refunded";
    return disputed > 0 && returned + disputed >= p->received ? "charged_back" : "paid";
}

static smm_result_t book(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, int64_t returned,
                         int64_t disputed)
{
    int64_t was = p->returned + p->disputed, now = returned + disputed;
    int dispute = disputed > p->disputed;
    const char *kind = dispute                                             ? "chargeback"
                       : disputed < p->disputed && returned == p->returned ? "chargeback-won"
                                                                           : "refund-seen";
    /* the version belongs to the key: after a dispute was won the same sum may come again */
    const char *key = apr_psprintf(c->pool, "back/%" I64 "/%" I64 "/%" I64 "/%" I64, p->id,
                                   returned, disputed, p->version);
    parts_t a, b;
    int t;

    if (parts(p, was, &a) != 0 || parts(p, now, &b) != 0)
        return smm_fail(SMM_INVALID, NULL, "more went back than came in");
    if (now == was)
        return smm_ok(); /* a dispute became a refund: the money had left already */
    t = smm_ledger_transfer(u, c, kind, key, SMM_I(p->id), p->method);
    if (b.wallet > a.wallet)
        smm_ledger_take(u, c, t, b.wallet - a.wallet, p->account,
                        dispute && smm_setting_int(c, "wallet.freeze_disputed", 1) != 0);
    else
        smm_ledger_move(u, c, t, a.wallet - b.wallet, SMM_BOOK_GATEWAY, 0, SMM_BOOK_WALLET,
                        p->account);
    shift(u, c, t, b.fees - a.fees, SMM_BOOK_FEES);
    shift(u, c, t, b.tax - a.tax, SMM_BOOK_TAX);
    return smm_ok();
}

/** The refund itself, apart from what a bank holds: it is listed and gets its credit note. */
static smm_rc_e seen(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, int64_t returned,
                     const smm_back_t *in)
{
    parts_t was, now;

    if (returned == p->returned)
        return SMM_OK;
    if (parts(p, p->returned, &was) != 0 || parts(p, returned, &now) != 0)
        return SMM_BUG;
    return smm_refund_seen_step(u, c, p, now.wallet - was.wallet, now.tax - was.tax, in);
}

smm_result_t smm_payment_back(smm_ctx_t *c, const smm_payment_t *p, const smm_back_t *in,
                              int *moved)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int64_t returned = in->returned, disputed = in->disputed;
    const char *to, *why;
    smm_written_t w;
    smm_result_t r;

    if (returned < p->returned)
        returned = p->returned; /* what was refunded stays refunded */
    if (returned == p->returned && disputed == p->disputed)
        return smm_ok();
    if (disputed > p->received - returned)
        disputed = p->received - returned; /* a bank takes its own fee on top: not the payer's */
    if (returned > p->received)
        return smm_fail(SMM_INVALID, NULL, "more went back than came in");
    to = state_after(p, returned + in->ours, disputed);
    if (strcmp(to, p->state) != 0 && !smm_payment_may(p->state, to))
        to = p->state;
    why = disputed > p->disputed ? "the payer's bank took the money back"
          : disputed < p->disputed && returned == p->returned ? "the dispute was won"
                                                              : "refunded through the gateway";
    smm_unit_add(u, SQL_payment_back,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id), SMM_I(p->version), SMM_I(p->returned),
                          SMM_I(p->disputed), SMM_I(returned), SMM_I(disputed), SMM_T(to),
                          SMM_T(why), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_payment_log_step(u, c, p, "back", to, returned + disputed, why);
    r = book(u, c, p, returned, disputed);
    if (r.code != SMM_OK)
        return r;
    if (strcmp(to, p->state) != 0 && strcmp(p->invoice_status, to) != 0 &&
        smm_invoice_move(u, c, p->invoice, p->account, p->invoice_status, to) != SMM_OK)
        return smm_fail(SMM_CONFLICT, NULL, "The invoice of this payment is closed already.");
    if (seen(u, c, p, returned, in) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, "The credit note cannot be written right now.");
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    *moved = 1;
    return smm_ok();
}

/* ---- frozen wallets ------------------------------------------------------------------------- */

int smm_wallet_frozen(smm_ctx_t *c, int64_t account)
{
    int64_t frozen = 0;
    int found = 0;

    smm_db_int(c->db, SQL_wallet_frozen, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), &frozen,
               &found);
    return (int)frozen;
}

smm_result_t smm_wallet_freeze(smm_ctx_t *c, int64_t account, int frozen, const char *reason)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    if (frozen)
        smm_ledger_open(u, c, account);
    smm_unit_add(u, frozen ? SQL_wallet_freeze : SQL_wallet_unfreeze,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, frozen ? "wallet.freeze" : "wallet.unfreeze", "account", account,
                   frozen ? "open" : "frozen", frozen ? "frozen" : "open", reason);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        return smm_ok();
    if (w.rc != SMM_DB_EXPECT)
        return smm_payment_refused(c, &w);
    return frozen || smm_wallet_frozen(c, account) != 1
               ? smm_fail(SMM_CONFLICT, NULL, "Nothing was changed: it is so already.")
               : smm_fail(SMM_CONFLICT, NULL,
                          "The balance is below what may be owed. Correct it first, then open the "
                          "wallet again.");
}
