/* SPDX-License-Identifier: Apache-2.0 */
/* Corrections of a balance by staff, and balance moved between customers. */
#include "config.h"
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_account.h"
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
    int64_t limit = smm_adjust_limit(c, 0);
    smm_balance_t b;

    if (amount == 0 || amount == INT64_MIN)
        return smm_fail(SMM_INVALID, "amount", "Enter an amount above zero.");
    if (amount > limit || amount < -limit) {
        smm_result_t r = smm_fail(SMM_INVALID, "amount",
                                  "One person may correct at most {0} USD at once. An owner can "
                                  "change this limit in the settings.");
        r.a = usd(c->pool, limit);
        return r;
    }
    if (smm_wallet_balance(c, account, &b) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (amount < 0 && -amount > b.balance + b.credit_limit)
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

/* ---- between customers ----------------------------------------------------------------------- */

static smm_result_t movable(smm_ctx_t *c, int64_t from, int64_t to, int64_t amount,
                            smm_balance_t *b)
{
    if (from == to)
        return smm_fail(SMM_INVALID, "to", "This is the same customer.");
    if (amount <= 0)
        return smm_fail(SMM_INVALID, "amount", "Enter an amount above zero.");
    if (smm_wallet_balance(c, from, b) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (amount > b->balance) {
        b->credit_limit = 0;
        return not_covered(c, b);
    }
    if (smm_wallet_frozen(c, from))
        return smm_fail(SMM_CONFLICT, NULL, "The balance is frozen. Open it first.");
    return smm_ok();
}

/** What moves, as one transfer of `kind` about `ref`, and its two lines in the audit log. */
typedef struct move_t {
    int64_t from, to, amount, had; /* had: balance of `from` before, for the log */
    const char *kind, *key, *reason;
    int64_t ref;
} move_t;

static void move_steps(smm_unit_t *u, smm_ctx_t *c, const move_t *m)
{
    const char *text = usd(c->pool, m->amount);
    int t;

    smm_ledger_open(u, c, m->to);
    /* credit of post-payment is the customer's own: the unit asks for money again */
    smm_unit_add(u, SQL_wallet_covers,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(m->from), SMM_I(m->amount)));
    smm_unit_outcome(u, SMM_NO_FUNDS);
    t = smm_ledger_transfer(u, c, m->kind, m->key, SMM_I(m->ref), m->reason);
    smm_ledger_move(u, c, t, m->amount, SMM_BOOK_WALLET, m->from, SMM_BOOK_WALLET, m->to);
    smm_audit_step(u, c, "wallet.move-out", "account", m->from, usd(c->pool, m->had),
                   apr_pstrcat(c->pool, "-", text, NULL), m->reason);
    smm_audit_step(u, c, "wallet.move-in", "account", m->to, NULL,
                   apr_pstrcat(c->pool, "+", text, NULL), m->reason);
}

/** The steps of an approved request: all is looked at anew. */
static smm_result_t move_approved(smm_unit_t *u, smm_ctx_t *c, const smm_adjust_t *a)
{
    move_t m = {.from = a->account,
                .to = a->ref,
                .amount = a->amount,
                .kind = "adjust-move-two",
                .key = apr_psprintf(c->pool, "move/request/%" APR_INT64_T_FMT, a->id),
                .reason = a->reason,
                .ref = a->id};
    smm_balance_t b;
    smm_result_t r;

    if (a->ref == c->actor)
        return smm_fail(SMM_FORBIDDEN, NULL, "Somebody else moves balance to you.");
    r = movable(c, m.from, m.to, m.amount, &b);
    if (r.code != SMM_OK) {
        r.field = NULL;
        return r;
    }
    m.had = b.balance;
    move_steps(u, c, &m);
    return smm_ok();
}

static const smm_two_kind_t move_kind = {"move",
                                         "A move of balance waits for a second person",
                                         "Your move of balance was approved",
                                         "Your move of balance was refused",
                                         "move.ask",
                                         "account",
                                         move_approved};

void smm_move_init(void)
{
    smm_two_kind(&move_kind);
}

static smm_result_t ask(smm_ctx_t *c, int64_t from, int64_t to, int64_t amount, const char *reason,
                        const smm_idem_t *idem, int look)
{
    smm_account_t who;
    smm_two_ask_t in = {
        .kind = move_kind.name, .account = from, .amount = amount, .ref = to, .reason = reason};
    smm_rc_e rc = smm_account_by_id(c, to, &who);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, NULL);
    in.to = who.username;
    return smm_two_ask(c, &in, idem, look);
}

smm_result_t smm_wallet_move(smm_ctx_t *c, int64_t from, int64_t to, int64_t amount,
                             const char *reason, const smm_idem_t *idem, int look, int *waits)
{
    smm_balance_t b = {0};
    smm_result_t r = movable(c, from, to, amount, &b);
    move_t m = {from, to, amount, b.balance, "adjust-move", NULL, reason, from};
    smm_unit_t *u;
    smm_written_t w;

    *waits = r.code == SMM_OK && amount > smm_adjust_limit(c, 0);
    if (r.code != SMM_OK)
        return r;
    if (*waits)
        return ask(c, from, to, amount, reason, idem, look);
    if (look)
        return r;
    if (!idem || !idem->key || !reason || !*reason)
        return smm_fail(SMM_INVALID, "reason", "Say why: the audit log keeps it.");
    m.key = apr_psprintf(c->pool, "move/%" APR_INT64_T_FMT "/%s", c->actor, idem->key);
    u = smm_unit_make(c->pool);
    move_steps(u, c, &m);
    smm_idem_step(u, c, idem, -1, from);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : refused(c, from, &w);
}
