/* SPDX-License-Identifier: Apache-2.0 */
/* The book of coins: every movement is one guarded step on a balance, one on its cause, one entry.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_coin_book.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "bonus_int.h"
#include "wallet_int.h"

#define I64 APR_INT64_T_FMT

smm_rc_e smm_coins_balance(smm_ctx_t *c, int64_t account, int64_t *out)
{
    int found = 0;

    *out = 0;
    if (smm_db_int(c->db, SQL_coin_balance, SMM_ARGS(SMM_I(account)), out, &found) != SMM_DB_OK)
        return SMM_BUSY;
    if (!found)
        *out = 0;
    return SMM_OK;
}

int64_t smm_coins_value(smm_ctx_t *c, int64_t *share_bps)
{
    const char *text = smm_setting(c, "coins.value");
    int64_t value = 0;

    *share_bps = smm_setting_int(c, "coins.share_bps", 0);
    if (!text || smm_usd_parse(text, &value) != 0 || value <= 0 || *share_bps <= 0)
        return *share_bps = 0;
    return value;
}

/* ---- steps ----------------------------------------------------------------------------------- */

typedef struct move_t {
    const char *op, *key, *from, *to, *kind, *memo;
    int64_t n, coins;
    smm_arg_t ref;
    int outcome; /* of a balance that does not cover it */
} move_t;

static void move_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, const move_t *m)
{
    int take = strcmp(m->from, "account") == 0;

    if (!take)
        smm_unit_add(u, SQL_coin_open, SMM_ARGS(SMM_I(account), SMM_I(c->now)));
    smm_unit_add(u, take ? SQL_coin_take : SQL_coin_add, SMM_ARGS(SMM_I(account), SMM_I(m->coins)));
    smm_unit_outcome(u, take ? m->outcome : SMM_CONFLICT);
    smm_unit_add(u, SQL_coin_entry_insert,
                 SMM_ARGS(SMM_I(account), SMM_I(c->panel->id), SMM_T(m->op),
                          SMM_T(apr_pstrdup(c->pool, m->key)), SMM_I(m->n), SMM_T(m->from),
                          SMM_T(m->to), SMM_I(m->coins), SMM_T(m->kind), m->ref, SMM_T(m->memo),
                          SMM_I(c->actor), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
}

void smm_coins_earn_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t coins,
                          const char *key, const char *kind, int64_t ref)
{
    move_t m = {"earn", key, "issued", "account", kind, "", 0, coins, SMM_I(ref), SMM_CONFLICT};

    move_steps(u, c, account, &m);
}

void smm_coins_spend_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t coins,
                           int64_t value, int slot, const char *key)
{
    smm_arg_t ref = slot < 0 ? SMM_I(0) : SMM_SLOT(slot);
    move_t m = {"spend", key, "account", "spent", "campaign", "", 0, coins, ref, SMM_OUT_COINS};

    move_steps(u, c, account, &m);
    smm_unit_add(u, SQL_coin_spend_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(apr_pstrdup(c->pool, key)),
                          slot < 0 ? SMM_NUL : SMM_SLOT(slot), SMM_I(coins), SMM_I(value),
                          SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
}

static void back_steps(smm_unit_t *u, smm_ctx_t *c, const smm_coin_spend_t *s, int64_t coins,
                       int64_t ref)
{
    move_t m = {"unspend", s->key, "spent", "account",  "campaign-back",
                "",        0,      coins,   SMM_I(ref), SMM_CONFLICT};

    m.n = s->returns + 1;
    smm_unit_add(u, SQL_coin_spend_back, SMM_ARGS(SMM_I(s->id), SMM_I(s->returns), SMM_I(coins)));
    smm_unit_outcome(u, SMM_CONFLICT);
    move_steps(u, c, s->account, &m);
}

/* ---- spends ---------------------------------------------------------------------------------- */

_Static_assert((int)C_coin_spend_by_key_returns == (int)C_coin_spend_by_campaign_returns &&
                   (int)C_coin_spend_by_key_coins == (int)C_coin_spend_by_campaign_coins,
               "both statements have the same columns");

static void spend_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_coin_spend_t *o = item;

    o->id = smm_row_int(row, C_coin_spend_by_key_id);
    o->account = smm_row_int(row, C_coin_spend_by_key_account_id);
    o->key = smm_row_dup(row, C_coin_spend_by_key_key, pool);
    o->coins = smm_row_int(row, C_coin_spend_by_key_coins);
    o->value = smm_row_int(row, C_coin_spend_by_key_value);
    o->returned = smm_row_int(row, C_coin_spend_by_key_returned);
    o->returns = smm_row_int(row, C_coin_spend_by_key_returns);
}

static smm_rc_e find_spend(smm_ctx_t *c, int stmt, smm_arg_t what, smm_coin_spend_t *out)
{
    return smm_get(c, stmt, SMM_ARGS(SMM_I(c->panel->id), what), spend_row, out);
}

smm_rc_e smm_coins_spent(smm_ctx_t *c, int64_t campaign, smm_coin_spend_t *out)
{
    return find_spend(c, SQL_coin_spend_by_campaign, SMM_I(campaign), out);
}

smm_rc_e smm_coins_back_steps(smm_unit_t *u, smm_ctx_t *c, int64_t campaign, int64_t remains,
                              int64_t quantity, int64_t *back)
{
    smm_coin_spend_t s;
    smm_rc_e rc = smm_coins_spent(c, campaign, &s);
    int64_t due;

    if (back)
        *back = 0;
    if (rc == SMM_NOT_FOUND)
        return SMM_OK;
    if (rc != SMM_OK)
        return rc;
    due = smm_refund_due(s.coins, quantity, remains, s.returned,
                         remains >= quantity ? SMM_REFUND_CANCELED : SMM_REFUND_PARTIAL);
    if (due > 0)
        back_steps(u, c, &s, due, campaign);
    if (back)
        *back = due;
    return SMM_OK;
}

/* ---- one event ------------------------------------------------------------------------------- */

static smm_rc_e look(smm_ctx_t *c, int64_t account, const char *op, const char *key,
                     smm_coin_seen_t *seen, smm_coin_spend_t *s)
{
    int found = 0;
    smm_rc_e rc;

    memset(seen, 0, sizeof(*seen));
    if (strcmp(op, "unspend") == 0) {
        rc = find_spend(c, SQL_coin_spend_by_key, SMM_T(key), s);
        seen->booked = s->coins;
        seen->returned = s->returned;
        return rc == SMM_NOT_FOUND ? SMM_OK : rc;
    }
    if (smm_coins_balance(c, account, &seen->balance) != SMM_OK ||
        smm_db_int(c->db, SQL_coin_entry_by_key,
                   SMM_ARGS(SMM_I(c->panel->id), SMM_T(op), SMM_T(key)), &seen->booked,
                   &found) != SMM_DB_OK)
        return SMM_BUSY;
    if (!found)
        seen->booked = 0;
    return SMM_OK;
}

int smm_coins_apply(smm_ctx_t *c, int64_t account, const char *op, const char *key, int64_t coins)
{
    int tries;

    for (tries = 0; tries < 50; tries++) {
        smm_coin_seen_t seen;
        smm_coin_spend_t s;
        smm_coin_e e;
        smm_unit_t *u;
        smm_written_t w;

        if (look(c, account, op, key, &seen, &s) != SMM_OK)
            return -1;
        e = smm_coin_decide(op, coins, &seen);
        if (e != SMM_COIN_OK)
            return e;
        u = smm_unit_make(c->pool);
        if (strcmp(op, "earn") == 0)
            smm_coins_earn_steps(u, c, account, coins, key, "earn", 0);
        else if (strcmp(op, "spend") == 0)
            smm_coins_spend_steps(u, c, account, coins, 0, -1, key);
        else
            back_steps(u, c, &s, coins, 0);
        w = smm_db_write(c->db, u);
        if (w.rc == SMM_DB_OK)
            return SMM_COIN_OK;
        /* somebody was first: look again, the book has the answer */
        if (w.rc != SMM_DB_EXPECT && w.rc != SMM_DB_UNIQUE)
            return -1;
    }
    return -1;
}

/* ---- staff ----------------------------------------------------------------------------------- */

void smm_coins_adjust_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t coins,
                            const char *key, const char *reason)
{
    move_t m = {"adjust", key, "issued", "account", "adjust",
                reason,   0,   coins,    SMM_I(0),  SMM_OUT_COINS};

    if (coins < 0) {
        m.from = "account";
        m.to = "issued";
        m.coins = -coins;
    }
    move_steps(u, c, account, &m);
}

smm_result_t smm_coins_adjust(smm_ctx_t *c, int64_t account, int64_t coins, const char *reason,
                              const smm_idem_t *idem)
{
    int64_t most = smm_setting_int(c, "coins.adjust_limit", 0), balance = 0;
    smm_unit_t *u;
    smm_written_t w;
    smm_result_t r;

    if (coins == 0 || coins == INT64_MIN)
        return smm_fail(SMM_INVALID, "coins", "Enter a number of coins above zero.");
    if (coins > most || -coins > most) {
        r = smm_fail(SMM_INVALID, "coins", "One person may correct at most {0} coins at once.");
        r.a = apr_psprintf(c->pool, "%" I64, most);
        return r;
    }
    if (!reason || !*reason || !idem || !idem->key)
        return smm_fail(SMM_INVALID, "reason", "Say why: the audit log keeps it.");
    if (smm_coins_balance(c, account, &balance) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    u = smm_unit_make(c->pool);
    smm_coins_adjust_steps(u, c, account, coins,
                           apr_psprintf(c->pool, "adjust/%" I64 "/%s", c->actor, idem->key),
                           reason);
    smm_audit_step(u, c, "coins.adjust", "account", account,
                   apr_psprintf(c->pool, "%" I64, balance),
                   apr_psprintf(c->pool, "%s%" I64, coins > 0 ? "+" : "", coins), reason);
    smm_idem_step(u, c, idem, -1, account);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        return smm_ok();
    if (w.outcome == SMM_OUT_COINS) {
        r = smm_fail(SMM_INVALID, "coins", "The account has {0} coins. Take less away.");
        r.a = apr_psprintf(c->pool, "%" I64, balance);
        return r;
    }
    if (smm_written_rc(&w) == SMM_CONFLICT || w.outcome == SMM_OUT_REPLAY)
        return smm_fail(SMM_CONFLICT, NULL, "This was already done. Look at the balance again.");
    return smm_fail(smm_written_rc(&w), NULL, NULL);
}

void smm_coins_take_back(smm_ctx_t *c, int64_t account, int64_t coins, int64_t payment)
{
    move_t m = {"adjust", NULL, "account", "issued",       "topup-back",
                "",       0,    coins,     SMM_I(payment), SMM_OUT_COINS};
    smm_unit_t *u = smm_unit_make(c->pool);
    int64_t balance = 0;

    if (smm_coins_balance(c, account, &balance) != SMM_OK || balance <= 0)
        return;
    if (m.coins > balance)
        m.coins = balance;
    m.key = apr_psprintf(c->pool, "topup-back/%" I64, payment);
    move_steps(u, c, account, &m);
    smm_db_write(c->db, u); /* refused: spent or done meanwhile, the next sweep looks again */
}

/* ---- page ------------------------------------------------------------------------------------ */

static void page_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_coin_entry_t *e = item;

    e->id = smm_row_int(row, C_coin_page_id);
    e->panel = smm_row_int(row, C_coin_page_panel_id);
    e->panel_name = smm_row_dup(row, C_coin_page_panel, pool);
    e->op = smm_row_dup(row, C_coin_page_op, pool);
    e->kind = smm_row_dup(row, C_coin_page_kind, pool);
    e->ref = smm_row_int(row, C_coin_page_ref);
    e->memo = smm_row_dup(row, C_coin_page_memo, pool);
    e->change = smm_row_int(row, C_coin_page_change);
    e->after = smm_row_int(row, C_coin_page_balance_after);
    e->created = smm_row_int(row, C_coin_page_created);
}

int smm_coins_page(smm_ctx_t *c, int64_t account, int64_t before, smm_coin_entry_t *out, int max)
{
    return smm_list(c, SQL_coin_page,
                    SMM_ARGS(SMM_I(account), SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    page_row, out, max);
}

/* ---- verify ---------------------------------------------------------------------------------- */

static int balance_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "C1 coins of account %" I64 ": balance %" I64 ", entries %" I64,
                      smm_row_int(row, C_verify_coin_balances_account_id),
                      smm_row_int(row, C_verify_coin_balances_balance),
                      smm_row_int(row, C_verify_coin_balances_booked));
    return 0;
}

static int running_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "C1 coin entry %" I64 ": balance after it is %" I64 ", should be %" I64,
                      smm_row_int(row, C_verify_coin_running_id),
                      smm_row_int(row, C_verify_coin_running_balance_after),
                      smm_row_int(row, C_verify_coin_running_expected));
    return 0;
}

static int spends_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v,
        "C2 coin spend %" I64 ": %" I64 " coins, booked %" I64 "; returned %" I64 ", booked %" I64,
        smm_row_int(row, C_verify_coin_spends_id), smm_row_int(row, C_verify_coin_spends_coins),
        smm_row_int(row, C_verify_coin_spends_booked),
        smm_row_int(row, C_verify_coin_spends_returned),
        smm_row_int(row, C_verify_coin_spends_back));
    return 0;
}

static int campaigns_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "C3 campaign %" I64 " is %s: of %" I64 " coins %" I64 " came back",
                      smm_row_int(row, C_verify_coin_campaigns_campaign_id),
                      smm_row_text(row, C_verify_coin_campaigns_state),
                      smm_row_int(row, C_verify_coin_campaigns_coins),
                      smm_row_int(row, C_verify_coin_campaigns_returned));
    return 0;
}

static void coins_check(smm_verify_t *v)
{
    int64_t n = 0;
    int found = 0;

    smm_verify_db(v, "C1",
                  smm_db_read(v->db, SQL_verify_coin_balances, SMM_NOARGS, balance_row, v));
    smm_verify_db(v, "C1", smm_db_read(v->db, SQL_verify_coin_running, SMM_NOARGS, running_row, v));
    smm_verify_db(v, "C2", smm_db_read(v->db, SQL_verify_coin_spends, SMM_NOARGS, spends_row, v));
    smm_verify_db(v, "C3",
                  smm_db_read(v->db, SQL_verify_coin_campaigns, SMM_NOARGS, campaigns_row, v));
    if (!smm_verify_db(v, "C", smm_db_int(v->db, SQL_verify_coin_count, SMM_NOARGS, &n, &found)))
        smm_verify_note(v, "coins ok: %" I64 " entries", n);
}

void smm_coins_verify_init(void)
{
    smm_verify_add("coins", coins_check);
}
