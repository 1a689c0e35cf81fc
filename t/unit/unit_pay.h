/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A customer who tops up through a processor in memory, for unit programs: gateways "dollars",
 * "rupees" and "unitcoin", the payment's whole way, the balance, the books.
 */
#ifndef UNIT_PAY_H
#define UNIT_PAY_H

#include "tap.h"
#include "unit_wallet.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_bill.h"
#include "smm_invoice.h"
#include "smm_ledger.h"
#include "smm_payment.h"

#define USD(n) ((n)*SMM_USD)

static smm_ctx_t c;
static smm_account_t who;
static struct {
    int64_t asked, paid, back, held;
    const char *currency;
} gw;

/* ---- a processor in memory ------------------------------------------------------------------- */

static inline smm_gw_rc_e make(const smm_gateway_env_t *e, const smm_intent_t *in,
                               smm_checkout_t *out)
{
    (void)e;
    gw.asked = in->amount_minor;
    gw.currency = in->currency;
    gw.paid = gw.back = gw.held = 0;
    out->gateway_ref = in->reference;
    return SMM_GW_OK;
}

static inline smm_gw_rc_e look(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    (void)e;
    out->reference = ref;
    out->currency = gw.currency;
    out->asked_minor = gw.asked;
    out->paid_minor = gw.paid;
    out->refunded_minor = gw.back;
    out->disputed_minor = gw.held;
    out->state = gw.paid ? "paid" : "pending";
    out->payment_id = ref;
    return SMM_GW_OK;
}

static const smm_gateway_t dollars = {
    .name = "dollars",
    .title = "Dollars",
    .caps = {.currencies = "USD", .flags = SMM_GW_POLL, .lifetime = 7200},
    .create = make,
    .fetch = look};
static const smm_gateway_t rupees = {
    .name = "rupees",
    .title = "Rupees",
    .caps = {.currencies = "INR", .flags = SMM_GW_POLL, .lifetime = 7200},
    .create = make,
    .fetch = look};
static const smm_gateway_t coins = {
    .name = "unitcoin",
    .title = "Coin",
    .caps = {.currencies = "USD", .flags = SMM_GW_POLL | SMM_GW_CRYPTO, .lifetime = 7200},
    .create = make,
    .fetch = look};

/* ---- helpers --------------------------------------------------------------------------------- */

static inline void set(const char *key, const char *value)
{
    unit_setting(&c, key, value);
}

static inline void profile(const char *country, const char *state, const char *company,
                           const char *tax_id)
{
    const char *bad = unit_raw(
        c.pool, apr_psprintf(c.pool,
                             "UPDATE account SET country = '%s', state = '%s', company = '%s', "
                             "tax_id = '%s' WHERE id = %d",
                             country, state, company, tax_id, (int)who.id));

    if (bad)
        printf("# profile: %s\n", bad);
}

static inline smm_bill_t bill(const smm_gateway_t *g, int64_t amount, smm_rc_e want)
{
    smm_particulars_t buyer;
    smm_bill_t b;
    smm_result_t r;

    smm_account_particulars(&c, who.id, &buyer);
    r = smm_bill(&c, who.id, &buyer, g, amount, &b);
    is_int(r.code, want, r.code == SMM_OK ? "a bill" : r.message);
    if (r.code != SMM_OK)
        memset(&b, 0, sizeof(b));
    return b;
}

static inline int64_t opened(const smm_gateway_t *g, int64_t amount)
{
    smm_topup_t in = {.amount = amount, .method = g->name};
    int64_t id = 0;
    smm_result_t r = smm_payment_start(&c, &who, &in, NULL, &id);

    if (r.code != SMM_OK)
        printf("# start: %s\n", r.message);
    smm_payment_open(&c, id);
    return id;
}

static inline int fetched(int64_t id)
{
    int moved = 0;

    smm_payment_fetch(&c, id, 1000, &moved);
    return moved;
}

static inline int64_t paid(const smm_gateway_t *g, int64_t amount)
{
    int64_t id = opened(g, amount);

    gw.paid = gw.asked;
    ok(fetched(id), "paid");
    return id;
}

static inline smm_payment_t payment(int64_t id)
{
    smm_payment_t p;

    smm_payment_get(&c, 0, id, &p);
    return p;
}

static inline int64_t balance(void)
{
    return unit_balance(&c, who.id);
}

static inline int house_row(void *baton, const smm_row_t *row)
{
    if (strcmp(smm_row_text(row, C_ledger_house_book), "tax") == 0)
        *(int64_t *)baton = smm_row_int(row, C_ledger_house_balance);
    return 0;
}

static inline int64_t tax_book(void)
{
    int64_t v = 0;

    smm_db_read(c.db, SQL_ledger_house, SMM_ARGS(SMM_I(c.panel->id)), house_row, &v);
    return v;
}

static inline void sound(const char *when)
{
    ok(unit_sound(&c), apr_psprintf(c.pool, "books in order %s", when));
}

/** A new database with the gateways and a customer in Germany. @return 0 without one. */
static inline int unit_pay_on(apr_pool_t *p, int e)
{
    memset(&c, 0, sizeof(c));
    if (!unit_db_on(p, &c, e)) {
        ok(0, "a database");
        return 0;
    }
    c.now = 1795600800; /* November 2026 */
    smm_wallet_init();
    smm_gateway_add(&dollars);
    smm_gateway_add(&rupees);
    smm_gateway_add(&coins);
    who = (smm_account_t){
        .username = "payer", .email = "payer@unit.example", .name = "", .lang = "en"};
    who.id = c.actor = unit_account(&c, who.username, "DE");
    return 1;
}

#endif
