/* SPDX-License-Identifier: Apache-2.0 */
/* Coins of a panel, and what a payment in coins is asked for. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_verify.h"
#include "smm_crypto.h"

#define I64 APR_INT64_T_FMT

/** Rates typed before this moment are too old. */
static int64_t fresh_since(smm_ctx_t *c)
{
    int64_t hours = smm_setting_int(c, "gateway.crypto-manual.rate_hours", 24);

    return c->now - 3600 * (hours < 1 || hours > 8760 ? 24 : hours);
}

/* ---- coins ----------------------------------------------------------------------------------- */

typedef struct coins_t {
    smm_crypto_coin_t *out;
    int64_t since;
} coins_t;

static smm_crypto_coin_t *slot_of(smm_crypto_coin_t *out, const char *code)
{
    int i;

    for (i = 0; i < SMM_CRYPTO_COINS && out[i].kind; i++)
        if (strcmp(out[i].kind->code, code) == 0)
            return &out[i];
    return NULL;
}

static int coin_row(void *baton, const smm_row_t *row)
{
    coins_t *b = baton;
    smm_crypto_coin_t *k = slot_of(b->out, smm_row_text(row, C_crypto_coins_coin));

    if (!k) /* of a build with a longer table */
        return 0;
    k->stored = 1;
    k->active = smm_row_int(row, C_crypto_coins_active) != 0;
    k->rate = smm_row_int(row, C_crypto_coins_rate);
    k->rate_at = smm_row_int(row, C_crypto_coins_rate_at);
    k->wanted = smm_row_int(row, C_crypto_coins_wanted);
    k->low = smm_row_int(row, C_crypto_coins_low);
    k->old_rate = k->rate_at < b->since;
    return 0;
}

static int free_row(void *baton, const smm_row_t *row)
{
    smm_crypto_coin_t *k = slot_of(baton, smm_row_text(row, C_crypto_free_counts_coin));

    if (k)
        k->free_n = smm_row_int(row, C_crypto_free_counts_n);
    return 0;
}

static int used_row(void *baton, const smm_row_t *row)
{
    smm_crypto_coin_t *k = slot_of(baton, smm_row_text(row, C_crypto_used_counts_coin));

    if (k)
        k->used_n = smm_row_int(row, C_crypto_used_counts_n);
    return 0;
}

void smm_crypto_used(smm_ctx_t *c, smm_crypto_coin_t coins[SMM_CRYPTO_COINS])
{
    smm_db_read(c->db, SQL_crypto_used_counts, SMM_ARGS(SMM_I(c->panel->id)), used_row, coins);
}

int smm_crypto_coins(smm_ctx_t *c, smm_crypto_coin_t out[SMM_CRYPTO_COINS])
{
    coins_t b = {out, fresh_since(c)};
    int n;

    memset(out, 0, sizeof(*out) * SMM_CRYPTO_COINS);
    for (n = 0; n < SMM_CRYPTO_COINS && smm_coin_kinds[n].code; n++) {
        out[n].kind = &smm_coin_kinds[n];
        out[n].wanted = out[n].kind->wanted;
        out[n].low = 5;
    }
    if (smm_db_read(c->db, SQL_crypto_free_counts, SMM_ARGS(SMM_I(c->panel->id)), free_row, out) !=
            SMM_DB_OK ||
        smm_db_read(c->db, SQL_crypto_coins, SMM_ARGS(SMM_I(c->panel->id)), coin_row, &b) !=
            SMM_DB_OK)
        return -1;
    return n;
}

int smm_crypto_offered(const smm_crypto_coin_t *k)
{
    return k->active && !k->old_rate && k->rate > 0 && k->free_n > 0;
}

static int64_t number(smm_ctx_t *c, int stmt)
{
    int64_t n = 0;
    int found = 0;

    if (smm_db_int(c->db, stmt, SMM_ARGS(SMM_I(c->panel->id), SMM_I(fresh_since(c))), &n, &found) !=
        SMM_DB_OK)
        return 0;
    return found ? n : 0;
}

int smm_crypto_any(smm_ctx_t *c)
{
    return number(c, SQL_crypto_any) > 0;
}

int64_t smm_crypto_warnings(smm_ctx_t *c)
{
    if (smm_setting_int(c, "gateway.crypto-manual.enabled", 1) == 0)
        return 0;
    return number(c, SQL_crypto_warn_count);
}

/* ---- a payment ------------------------------------------------------------------------------- */

static smm_result_t not_offered(void)
{
    return smm_fail(SMM_INVALID, "method",
                    "This coin is not offered at the moment. Choose another one.");
}

smm_result_t smm_crypto_price(smm_ctx_t *c, const char *coin, int64_t total,
                              smm_crypto_quote_t *out)
{
    smm_crypto_coin_t all[SMM_CRYPTO_COINS];
    const smm_coin_kind_t *kind = smm_coin_kind(coin);
    const smm_crypto_coin_t *k;
    int64_t unit = 1;
    int i;

    memset(out, 0, sizeof(*out));
    if (!coin || !*coin)
        return smm_fail(SMM_INVALID, "method", "Choose the coin you want to pay with.");
    if (!kind)
        return not_offered();
    if (smm_crypto_coins(c, all) < 0)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    k = slot_of(all, kind->code);
    if (!k || !smm_crypto_offered(k))
        return not_offered();
    for (i = 0; i < kind->exponent; i++)
        unit *= 10;
    if (total <= 0 || smm_muldiv_ceil(total, unit, k->rate, &out->minor) != 0 || out->minor <= 0)
        return not_offered();
    out->kind = kind;
    out->rate = k->rate;
    out->wanted = k->wanted;
    out->quoted = c->now;
    out->until = c->now + SMM_QUOTE_TTL;
    return smm_ok();
}

void smm_crypto_take_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int pay,
                           const smm_crypto_quote_t *q)
{
    int64_t most = smm_setting_int(c, "gateway.crypto-manual.open_limit", 3);

    smm_unit_add(u, SQL_crypto_open_allowed,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(most > 0 ? most : 1)));
    smm_unit_outcome(u, SMM_OUT_OPEN);
    smm_unit_add(u, SQL_crypto_address_take,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(q->kind->code), SMM_SLOT(pay), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_POOL);
    smm_unit_add(u, SQL_crypto_quote_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(pay), SMM_I(q->minor), SMM_I(q->rate),
                          SMM_I(q->wanted), SMM_I(q->quoted), SMM_I(q->until)));
    smm_unit_outcome(u, SMM_OUT_POOL);
}

smm_result_t smm_crypto_refused(int outcome)
{
    if (outcome == SMM_OUT_OPEN)
        return smm_fail(SMM_CONFLICT, NULL,
                        "You have several unpaid payments in coins. Pay one of them, or wait half "
                        "an hour until they are closed.");
    return smm_fail(SMM_CONFLICT, NULL,
                    "This coin is not offered at the moment. Choose another one.");
}

static void quote_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_crypto_quote_t *o = item;

    o->kind = smm_coin_kind(smm_row_text(row, C_crypto_quote_get_coin));
    o->address = smm_row_dup(row, C_crypto_quote_get_address, pool);
    o->minor = smm_row_int(row, C_crypto_quote_get_minor);
    o->rate = smm_row_int(row, C_crypto_quote_get_rate);
    o->wanted = smm_row_int(row, C_crypto_quote_get_wanted);
    o->quoted = smm_row_int(row, C_crypto_quote_get_quoted);
    o->until = smm_row_int(row, C_crypto_quote_get_until);
}

smm_rc_e smm_crypto_of(smm_ctx_t *c, int64_t payment, smm_crypto_quote_t *out)
{
    smm_rc_e rc = smm_get(c, SQL_crypto_quote_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment)),
                          quote_row, out);

    return rc == SMM_OK && !out->kind ? SMM_NOT_FOUND : rc;
}

int64_t smm_crypto_due(const smm_payment_t *p, const smm_crypto_quote_t *q)
{
    int64_t due;

    if (p->received <= 0)
        return q->minor;
    if (smm_muldiv_ceil(p->amount + p->fee - p->received, q->minor, p->amount + p->fee, &due) != 0)
        return 0;
    return due > 0 ? due : 0;
}

/* ---- receipts and confirmations -------------------------------------------------------------- */

static void receipt_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_crypto_receipt_t *o = item;

#define INT(f) o->f = smm_row_int(row, C_crypto_receipts_##f)
    INT(id);
    INT(output);
    INT(minor);
    INT(confirmations);
    INT(usd);
    INT(created);
    INT(updated);
#undef INT
    o->txid = smm_row_dup(row, C_crypto_receipts_txid, pool);
    o->state = smm_row_dup(row, C_crypto_receipts_state, pool);
}

int smm_crypto_receipts(smm_ctx_t *c, int64_t payment, smm_crypto_receipt_t *out, int max)
{
    return smm_list(c, SQL_crypto_receipts, SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment)),
                    receipt_row, out, max);
}

typedef struct chain_t {
    int64_t have, wanted;
    int found;
} chain_t;

static int chain_row(void *baton, const smm_row_t *row)
{
    chain_t *b = baton;

    b->found = 1;
    b->wanted = smm_row_int(row, C_payment_chain_get_wanted);
    b->have = smm_row_null(row, C_payment_chain_get_confirmations)
                  ? -1
                  : smm_row_int(row, C_payment_chain_get_confirmations);
    return 1;
}

int smm_crypto_chain(smm_ctx_t *c, int64_t payment, int64_t *have, int64_t *wanted)
{
    chain_t b = {-1, 0, 0};

    if (smm_db_read(c->db, SQL_payment_chain_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment)),
                    chain_row, &b) != SMM_DB_OK)
        return 0;
    *have = b.have;
    *wanted = b.wanted;
    return b.found;
}

void smm_crypto_chain_step(smm_unit_t *u, smm_ctx_t *c, int64_t payment, int64_t have,
                           int64_t wanted)
{
    smm_unit_add(u, SQL_payment_chain_put,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment), have < 0 ? SMM_NUL : SMM_I(have),
                          SMM_I(wanted), SMM_I(c->now)));
}

/* ---- verify ---------------------------------------------------------------------------------- */

static int quotes_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I5 payment P%" I64 " was given address %s, which belongs to another",
                      smm_row_int(row, C_verify_crypto_quotes_payment_id),
                      smm_row_text(row, C_verify_crypto_quotes_address));
    return 0;
}

static int credits_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I5 coins %" I64 " of payment P%" I64 ": credited %" I64 ", booked %" I64,
                      smm_row_int(row, C_verify_crypto_receipts_receipt_id),
                      smm_row_int(row, C_verify_crypto_receipts_payment_id),
                      smm_row_int(row, C_verify_crypto_receipts_usd),
                      smm_row_int(row, C_verify_crypto_receipts_booked));
    return 0;
}

static void check(smm_verify_t *v)
{
    smm_verify_db(v, "I5", smm_db_read(v->db, SQL_verify_crypto_quotes, SMM_NOARGS, quotes_row, v));
    smm_verify_db(v, "I5",
                  smm_db_read(v->db, SQL_verify_crypto_receipts, SMM_NOARGS, credits_row, v));
}

void smm_crypto_init(void)
{
    smm_verify_add("crypto", check);
}
