/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <apr_strings.h>
#include "smm_sql.h"
#include "smm_wallet.h"
#include "smm_ledger.h"

static const char *const books[] = {"wallet", "held",   "revenue", "gateway",   "suspense",
                                    "fees",   "loss",   "adjust",  "promotion", "affiliate",
                                    "tax",    "refund", "tds"};

const char *smm_book_name(smm_book_e book)
{
    return books[book];
}

void smm_ledger_open(smm_unit_t *u, const smm_ctx_t *c, int64_t account)
{
    smm_unit_add(u, SQL_wallet_open, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(c->now)));
}

int smm_ledger_transfer(smm_unit_t *u, const smm_ctx_t *c, const char *kind, const char *key,
                        smm_arg_t ref, const char *memo)
{
    int t =
        smm_unit_add(u, SQL_transfer_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_T(kind), SMM_T(apr_pstrdup(c->pool, key)),
                              ref, SMM_T(memo ? memo : ""), SMM_I(c->actor), SMM_I(c->now)));

    smm_unit_outcome(u, SMM_CONFLICT);
    return t;
}

/** The change of the cached balance that belongs to a pair, before its postings are written. */
static void cache_step(smm_unit_t *u, int stmt, int64_t panel, int64_t account, int64_t amount,
                       int outcome)
{
    smm_unit_add(u, stmt, SMM_ARGS(SMM_I(panel), SMM_I(account), SMM_I(amount)));
    smm_unit_outcome(u, outcome);
}

static void cache(smm_unit_t *u, int64_t panel, int64_t amount, smm_book_e from,
                  int64_t from_account, smm_book_e to, int64_t to_account)
{
    if (from == SMM_BOOK_WALLET && to == SMM_BOOK_HELD) {
        cache_step(u, SQL_wallet_hold, panel, from_account, amount, SMM_NO_FUNDS);
        return;
    }
    if (from == SMM_BOOK_HELD && to == SMM_BOOK_WALLET) {
        cache_step(u, SQL_wallet_release, panel, from_account, amount, SMM_CONFLICT);
        return;
    }
    if (from == SMM_BOOK_WALLET)
        cache_step(u, SQL_wallet_debit, panel, from_account, amount, SMM_NO_FUNDS);
    if (from == SMM_BOOK_HELD)
        cache_step(u, SQL_wallet_capture, panel, from_account, amount, SMM_CONFLICT);
    if (to == SMM_BOOK_WALLET) {
        smm_unit_add(u, SQL_wallet_credit,
                     SMM_ARGS(SMM_I(panel), SMM_I(to_account), SMM_I(amount),
                              SMM_I(INT64_MAX / 2 - amount)));
        smm_unit_outcome(u, SMM_CONFLICT);
    }
}

static smm_arg_t account_arg(smm_book_e book, int64_t account)
{
    return book == SMM_BOOK_WALLET || book == SMM_BOOK_HELD ? SMM_I(account) : SMM_NUL;
}

void smm_ledger_move(smm_unit_t *u, const smm_ctx_t *c, int t, int64_t amount, smm_book_e from,
                     int64_t from_account, smm_book_e to, int64_t to_account)
{
    if (amount == 0)
        return;
    if (amount < 0 || amount > INT64_MAX / 4 || (to == SMM_BOOK_HELD && from != SMM_BOOK_WALLET)) {
        /* a caller's fault: an amount of zero breaks a CHECK, so nothing of the unit is written */
        smm_unit_add(u, SQL_posting_pair,
                     SMM_ARGS(SMM_SLOT(t), SMM_I(c->panel->id), SMM_I(0), SMM_T("adjust"), SMM_NUL,
                              SMM_T("adjust"), SMM_NUL));
        smm_unit_outcome(u, SMM_BUG);
        return;
    }
    cache(u, c->panel->id, amount, from, from_account, to, to_account);
    smm_unit_add(u, SQL_posting_pair,
                 SMM_ARGS(SMM_SLOT(t), SMM_I(c->panel->id), SMM_I(amount), SMM_T(books[from]),
                          account_arg(from, from_account), SMM_T(books[to]),
                          account_arg(to, to_account)));
}

void smm_ledger_take(smm_unit_t *u, const smm_ctx_t *c, int t, int64_t amount, int64_t account,
                     int freeze)
{
    if (amount <= 0) {
        smm_ledger_move(u, c, t, amount, SMM_BOOK_GATEWAY, 0, SMM_BOOK_GATEWAY, 0);
        return;
    }
    smm_unit_add(u, SQL_wallet_take,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(amount), SMM_I(freeze != 0)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_unit_add(u, SQL_posting_pair,
                 SMM_ARGS(SMM_SLOT(t), SMM_I(c->panel->id), SMM_I(amount), SMM_T("wallet"),
                          SMM_I(account), SMM_T("gateway"), SMM_NUL));
}

/* ---- the wallet for other modules ----------------------------------------------------------- */

static int balance_row(void *baton, const smm_row_t *row)
{
    smm_balance_t *b = baton;

    b->balance = smm_row_int(row, C_wallet_balance_balance);
    b->held = smm_row_int(row, C_wallet_balance_held);
    b->credit_limit = smm_row_int(row, C_wallet_balance_credit_limit);
    return 0;
}

smm_rc_e smm_wallet_balance(smm_ctx_t *c, int64_t account, smm_balance_t *out)
{
    out->balance = out->held = out->credit_limit = 0;
    return smm_db_read(c->db, SQL_wallet_balance, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)),
                       balance_row, out) == SMM_DB_OK
               ? SMM_OK
               : SMM_BUSY;
}

void smm_wallet_hold(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount, int ref_slot,
                     const char *idem_key)
{
    int t;

    if (amount == 0)
        return;
    t = smm_ledger_transfer(u, c, "campaign-hold", idem_key, SMM_SLOT(ref_slot), "");
    smm_ledger_move(u, c, t, amount, SMM_BOOK_WALLET, account, SMM_BOOK_HELD, account);
}

/** One transfer with one pair about a campaign, keyed so that it happens once. */
static void once(smm_unit_t *u, smm_ctx_t *c, const char *kind, const char *key, int64_t amount,
                 int64_t campaign, smm_book_e from, smm_book_e to, int64_t account)
{
    int t;

    if (amount == 0)
        return;
    t = smm_ledger_transfer(u, c, kind, key, SMM_I(campaign), "");
    smm_ledger_move(u, c, t, amount, from, account, to, account);
}

/* A hold ends once: capture and release share their key, so never both happen. */
void smm_wallet_capture(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount,
                        int64_t campaign)
{
    once(u, c, "campaign-capture",
         apr_psprintf(c->pool, "campaign/hold-end/%" APR_INT64_T_FMT, campaign), amount, campaign,
         SMM_BOOK_HELD, SMM_BOOK_REVENUE, account);
}

void smm_wallet_release(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount,
                        int64_t campaign)
{
    once(u, c, "campaign-release",
         apr_psprintf(c->pool, "campaign/hold-end/%" APR_INT64_T_FMT, campaign), amount, campaign,
         SMM_BOOK_HELD, SMM_BOOK_WALLET, account);
}

void smm_wallet_refund(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount,
                       int64_t campaign, int n)
{
    once(u, c, "campaign-refund",
         apr_psprintf(c->pool, "campaign/refund/%" APR_INT64_T_FMT "/%d", campaign, n), amount,
         campaign, SMM_BOOK_REVENUE, SMM_BOOK_WALLET, account);
}
