/* SPDX-License-Identifier: Apache-2.0 */
/* Corrections of a balance by staff, and balance moved between customers. */
#include "config.h"
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_adjust.h"
#include "smm_settings.h"
#include "smm_wallet.h"
#include "smm_ledger.h"

static const char *usd(apr_pool_t *p, int64_t micro)
{
    return smm_usd_text(apr_palloc(p, SMM_USD_TEXT), micro);
}

static smm_result_t not_covered(smm_ctx_t *c, const smm_balance_t *b)
{
    smm_result_t r = smm_fail(SMM_INVALID, "amount",
                              "The balance of {0} USD does not cover this. Take less away.");

    r.a = usd(c->pool, b->balance + b->credit_limit);
    return r;
}

static smm_result_t allowed(smm_ctx_t *c, int64_t account, int64_t amount)
{
    int64_t limit = smm_adjust_limit(c, 0), size = amount < 0 ? -amount : amount;
    smm_balance_t b;

    if (amount == 0 || amount == INT64_MIN)
        return smm_fail(SMM_INVALID, "amount", "Enter an amount above zero.");
    if (size > limit) {
        smm_result_t r = smm_fail(SMM_INVALID, "amount",
                                  "One person may correct at most {0} USD at once. An owner can "
                                  "change this limit in the settings.");
        r.a = usd(c->pool, limit);
        return r;
    }
    if (smm_wallet_balance(c, account, &b) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (amount < 0 && size > b.balance + b.credit_limit)
        return not_covered(c, &b);
    return smm_ok();
}

static smm_result_t refused(smm_ctx_t *c, int64_t account, const smm_written_t *w)
{
    smm_balance_t b;

    if (w->outcome == SMM_OUT_REPLAY)
        return smm_fail(SMM_CONFLICT, NULL, "This was already done. Look at the balance again.");
    if (smm_written_rc(w) == SMM_NO_FUNDS && smm_wallet_balance(c, account, &b) == SMM_OK)
        return not_covered(c, &b);
    switch (smm_written_rc(w)) {
    case SMM_CONFLICT:
        return smm_fail(SMM_CONFLICT, NULL, "This was changed meanwhile. Look at it again.");
    case SMM_BUSY:
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    case SMM_UNKNOWN:
        return smm_fail(SMM_UNKNOWN, NULL,
                        "It is not known yet whether this was saved. Send the "
                        "same form again: it will not be done twice.");
    default:
        return smm_fail(SMM_BUG, NULL, NULL);
    }
}

smm_result_t smm_wallet_adjust(smm_ctx_t *c, int64_t account, int64_t amount, const char *reason,
                               const smm_idem_t *idem, int look)
{
    smm_result_t r = allowed(c, account, amount);
    smm_unit_t *u;
    smm_balance_t b;
    smm_written_t w;
    int t;

    if (r.code != SMM_OK || look)
        return r;
    if (!idem || !idem->key || !reason || !*reason)
        return smm_fail(SMM_INVALID, "reason", "Say why: the audit log keeps it.");
    if (smm_wallet_balance(c, account, &b) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    u = smm_unit_make(c->pool);
    smm_ledger_open(u, c, account);
    t = smm_ledger_transfer(
        u, c, "adjust",
        apr_psprintf(c->pool, "adjust/%" APR_INT64_T_FMT "/%s", c->actor, idem->key),
        SMM_I(account), reason);
    if (amount > 0)
        smm_ledger_move(u, c, t, amount, SMM_BOOK_ADJUST, 0, SMM_BOOK_WALLET, account);
    else
        smm_ledger_move(u, c, t, -amount, SMM_BOOK_WALLET, account, SMM_BOOK_ADJUST, 0);
    smm_audit_step(u, c, "wallet.adjust", "account", account, usd(c->pool, b.balance),
                   apr_pstrcat(c->pool, amount > 0 ? "+" : "", usd(c->pool, amount), NULL), reason);
    smm_idem_step(u, c, idem, -1, account);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : refused(c, account, &w);
}

smm_result_t smm_wallet_move(smm_ctx_t *c, int64_t from, int64_t to, int64_t amount,
                             const char *reason, const smm_idem_t *idem, int look)
{
    smm_result_t r = allowed(c, from, amount > 0 ? -amount : 0);
    smm_unit_t *u;
    smm_balance_t b;
    smm_written_t w;
    const char *text;
    int t;

    if (from == to)
        return smm_fail(SMM_INVALID, "to", "This is the same customer.");
    if (r.code == SMM_OK && smm_wallet_balance(c, from, &b) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (r.code == SMM_OK && amount > b.balance) {
        b.credit_limit = 0;
        return not_covered(c, &b);
    }
    if (r.code == SMM_OK && smm_wallet_frozen(c, from))
        return smm_fail(SMM_CONFLICT, NULL, "The balance is frozen. Open it first.");
    if (r.code != SMM_OK || look)
        return r;
    if (!idem || !idem->key || !reason || !*reason)
        return smm_fail(SMM_INVALID, "reason", "Say why: the audit log keeps it.");
    u = smm_unit_make(c->pool);
    smm_ledger_open(u, c, to);
    /* credit of post-payment is the customer's own: the unit asks for money again */
    smm_unit_add(u, SQL_wallet_covers, SMM_ARGS(SMM_I(c->panel->id), SMM_I(from), SMM_I(amount)));
    smm_unit_outcome(u, SMM_NO_FUNDS);
    t = smm_ledger_transfer(
        u, c, "adjust-move",
        apr_psprintf(c->pool, "move/%" APR_INT64_T_FMT "/%s", c->actor, idem->key), SMM_I(from),
        reason);
    smm_ledger_move(u, c, t, amount, SMM_BOOK_WALLET, from, SMM_BOOK_WALLET, to);
    text = usd(c->pool, amount);
    smm_audit_step(u, c, "wallet.move-out", "account", from, usd(c->pool, b.balance),
                   apr_pstrcat(c->pool, "-", text, NULL), reason);
    smm_audit_step(u, c, "wallet.move-in", "account", to, NULL,
                   apr_pstrcat(c->pool, "+", text, NULL), reason);
    smm_idem_step(u, c, idem, -1, from);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : refused(c, from, &w);
}
