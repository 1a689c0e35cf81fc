/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coins that staff saw on the chain. One output of a transaction is one receipt: its row is unique,
 * and so is the ledger's key made of it, so it is credited once whatever payment it is said to be
 * for and whoever enters it.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_billing.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "payment_int.h"
#include "smm_crypto.h"

#define I64 APR_INT64_T_FMT

/** An output that was entered before. */
typedef struct before_t {
    int64_t id, panel, payment, version;
    int credited;
} before_t;

/** What is entered now, checked. */
typedef struct entry_t {
    const smm_payment_t *p;
    const smm_crypto_quote_t *q;
    const smm_crypto_seen_t *in;
    const char *txid;
    int64_t minor, rate, usd;
    int enough;
    before_t before;
} entry_t;

static void before_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    before_t *b = item;

    b->id = smm_row_int(row, C_crypto_receipt_find_id);
    b->panel = smm_row_int(row, C_crypto_receipt_find_panel_id);
    b->payment = smm_row_int(row, C_crypto_receipt_find_payment_id);
    b->version = smm_row_int(row, C_crypto_receipt_find_version);
    b->credited = strcmp(smm_row_text(row, C_crypto_receipt_find_state), "credited") == 0;
}

static smm_result_t taken(smm_ctx_t *c, const before_t *b)
{
    smm_result_t r;

    if (b->panel != c->panel->id)
        return smm_fail(SMM_CONFLICT, NULL, "This output of the transaction was entered already.");
    r = smm_fail(SMM_CONFLICT, NULL,
                 "This output of the transaction was entered already for payment {0}.");
    r.a = smm_payment_name(c->pool, b->payment);
    return r;
}

static int64_t current_rate(smm_ctx_t *c, const smm_coin_kind_t *k)
{
    smm_crypto_coin_t all[SMM_CRYPTO_COINS];
    int n = smm_crypto_coins(c, all), i;

    for (i = 0; i < n; i++)
        if (all[i].kind == k)
            return all[i].old_rate ? 0 : all[i].rate;
    return 0;
}

/** What the coins are worth, micro-USD in whole cents, rounded down. @return 0 or -1. */
static int worth(smm_ctx_t *c, entry_t *e)
{
    int64_t total = e->p->amount + e->p->fee, unit = 1, cents;
    int i;

    e->rate = e->q->rate;
    if (!e->in->today) { /* in proportion: the very amount that was asked is the very total */
        if (smm_muldiv_floor(e->minor, total / SMM_CENT, e->q->minor, &cents) != 0)
            return -1;
    } else {
        e->rate = current_rate(c, e->q->kind);
        for (i = 0; i < e->q->kind->exponent; i++)
            unit *= 10;
        if (e->rate <= 0 || smm_muldiv_floor(e->minor, e->rate, unit, &cents) != 0)
            return -1;
        cents /= SMM_CENT;
    }
    if (cents <= 0 || cents > INT64_MAX / SMM_CENT)
        return -1;
    e->usd = cents * SMM_CENT;
    return 0;
}

static smm_result_t check(smm_ctx_t *c, entry_t *e)
{
    const smm_crypto_seen_t *in = e->in;

    if (strcmp(e->p->state, "paid") == 0)
        return smm_fail(SMM_CONFLICT, NULL,
                        "This payment was credited already. Coins that came after it are "
                        "credited by a correction of the balance.");
    e->txid = smm_coin_txid(c->pool, in->txid);
    if (!e->txid)
        return smm_fail(SMM_INVALID, "txid",
                        "Enter the transaction id: 64 digits and letters from a to f.");
    if (in->output < 0 || in->output > 1000000)
        return smm_fail(SMM_INVALID, "output", "Enter the number of the output, 0 for the first.");
    if (smm_coin_minor(c->pool, e->q->kind, in->amount, &e->minor) != 0)
        return smm_fail(SMM_INVALID, "amount", "Enter the amount of coins that arrived: 0.0105.");
    if (in->confirmations < 0 || in->confirmations > 100000000)
        return smm_fail(SMM_INVALID, "confirmations", "Enter how many confirmations it has.");
    if (in->today && current_rate(c, e->q->kind) <= 0)
        return smm_fail(SMM_INVALID, "rate", "The rate of this coin is too old. Enter it anew.");
    if (worth(c, e) != 0)
        return smm_fail(SMM_INVALID, "amount",
                        "This is worth less than a cent. Check the amount of coins.");
    if (e->usd > 2 * (e->p->amount + e->p->fee) + 1000 * SMM_USD)
        return smm_fail(SMM_INVALID, "amount",
                        "This is far more than was asked for. Check the amount.");
    e->enough = in->confirmations >= e->q->wanted;
    if (smm_get(c, SQL_crypto_receipt_find,
                SMM_ARGS(SMM_T(e->q->kind->network), SMM_T(e->txid), SMM_I(in->output)), before_row,
                &e->before) == SMM_BUSY)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    if (e->before.id && (e->before.payment != e->p->id || e->before.credited))
        return taken(c, &e->before);
    return smm_ok();
}

/** The row of the output: the step that breaks when somebody entered it meanwhile. */
static int receipt_step(smm_unit_t *u, smm_ctx_t *c, const entry_t *e)
{
    const char *state = e->enough ? "credited" : "seen";
    int step;

    if (e->before.id)
        step = smm_unit_add(u, SQL_crypto_receipt_update,
                            SMM_ARGS(SMM_I(c->panel->id), SMM_I(e->before.id),
                                     SMM_I(e->before.version), SMM_I(e->minor),
                                     SMM_I(e->in->confirmations), SMM_T(state), SMM_I(e->rate),
                                     SMM_I(e->usd), SMM_I(c->actor), SMM_I(c->now)));
    else
        step =
            smm_unit_add(u, SQL_crypto_receipt_insert,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_I(e->p->id), SMM_T(e->q->kind->network),
                                  SMM_T(e->txid), SMM_I(e->in->output), SMM_I(e->minor),
                                  SMM_I(e->in->confirmations), SMM_T(state), SMM_I(e->rate),
                                  SMM_I(e->usd), SMM_I(c->actor), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    return step;
}

/** Books it, or says that it is on its way. */
static smm_result_t move_steps(smm_unit_t *u, smm_ctx_t *c, const entry_t *e, const char **to)
{
    smm_receipt_t in = {.event = "confirm", .why = e->in->reason, .amount = e->usd};
    smm_result_t r = smm_ok();

    if (e->enough) {
        in.key = apr_psprintf(c->pool, "crypto/%s/%s/%" I64, e->q->kind->network, e->txid,
                              e->in->output);
        in.gateway_payment = apr_psprintf(c->pool, "%s:%" I64, e->txid, e->in->output);
        r = smm_payment_receipt(u, c, e->p, &in, to);
        if (r.code == SMM_OK) /* also of one that is not whole yet: what was said was looked at */
            smm_unit_add(u, SQL_claim_end_of_payment,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_I(e->p->id), SMM_T("done"),
                                  SMM_I(c->actor), SMM_T(""), SMM_I(c->now)));
        return r;
    }
    *to = "confirming";
    if (smm_payment_may(e->p->state, "confirming"))
        return smm_payment_plain(u, c, e->p, "seen", "confirming", e->in->reason);
    *to = e->p->state; /* confirming already, or a second part */
    smm_payment_log_step(u, c, e->p, "seen", e->p->state, 0, e->in->reason);
    return r;
}

static smm_result_t store(smm_ctx_t *c, entry_t *e, const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    char coins[SMM_COIN_TEXT];
    const char *to = NULL;
    smm_written_t w;
    smm_result_t r;
    int step = receipt_step(u, c, e);

    smm_crypto_chain_step(u, c, e->p->id, e->in->confirmations, e->q->wanted);
    r = move_steps(u, c, e, &to);
    if (r.code != SMM_OK)
        return r;
    smm_audit_step(u, c, e->enough ? "crypto.credit" : "crypto.seen", "payment", e->p->id,
                   e->p->state,
                   apr_psprintf(c->pool, "%s, %s %s, %s:%" I64 ", %" I64 " confirmations", to,
                                smm_coin_text(coins, e->q->kind, e->minor), e->q->kind->unit,
                                e->txid, e->in->output, e->in->confirmations),
                   e->in->reason);
    smm_idem_step(u, c, idem, -1, e->p->id);
    w = smm_db_write(c->db, u);
    if (w.failed_step == step && (w.rc == SMM_DB_UNIQUE || w.rc == SMM_DB_EXPECT))
        return smm_fail(SMM_CONFLICT, NULL, "This output of the transaction was entered already.");
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    if (e->enough && strcmp(to, "underpaid") != 0)
        smm_payment_tell(c, e->p, e->p->amount);
    return smm_ok();
}

smm_result_t smm_crypto_by_transaction(void)
{
    return smm_fail(
        SMM_CONFLICT, NULL,
        "Payments in coins are credited by their transaction. Enter it at the payment.");
}

smm_result_t smm_crypto_receive(smm_ctx_t *c, int64_t payment, const smm_crypto_seen_t *in,
                                const smm_idem_t *idem, int *credited)
{
    smm_crypto_quote_t q;
    smm_payment_t p;
    entry_t e = {.p = &p, .q = &q, .in = in};
    smm_result_t r;
    smm_rc_e rc = smm_payment_get(c, 0, payment, &p);

    *credited = 0;
    if (rc == SMM_OK)
        rc = smm_crypto_of(c, payment, &q);
    if (rc == SMM_NOT_FOUND)
        return smm_fail(rc, NULL, "There is no such payment.");
    if (rc != SMM_OK)
        return smm_fail(rc, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    r = check(c, &e);
    if (r.code == SMM_OK)
        r = store(c, &e, idem);
    *credited = r.code == SMM_OK && e.enough;
    return r;
}
