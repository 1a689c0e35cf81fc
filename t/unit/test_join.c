/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Joining payments on both databases: who may ask, what fits, both are paid, an excess that was
 * spent, fees, an excess is used once, races. Seen red without refund_turn (races), without the
 * count of what is left (an excess used twice), without the index of requests (asked twice).
 */
#include <string.h>
#include "tap.h"
#include "unit_wallet.h"
#include "smm_gateway.h"
#include "smm_join.h"
#include "smm_money.h"
#include "smm_refund.h"
#include "smm_sql.h"

#define USD(n) ((n) * (int64_t)SMM_USD)
#define THREADS 16

static smm_ctx_t c;
static smm_account_t who = {
    .username = "payer", .email = "payer@unit.example", .name = "", .lang = "en"};
static smm_account_t other = {
    .username = "other", .email = "other@unit.example", .name = "", .lang = "en"};

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    out->gateway_ref = apr_pstrcat(e->c->pool, "g-", in->reference, NULL);
    return SMM_GW_OK;
}

static smm_gateway_t ours = {.name = "ours",
                             .title = "Ours",
                             .text = "",
                             .time = "",
                             .icon = "wallet",
                             .caps = {.currencies = "USD", .lifetime = 3600, .late = 3600},
                             .create = create};

/* A payment of `amount` for which `came` arrives. */
static int64_t pay(const smm_account_t *a, int64_t amount, int64_t came)
{
    smm_topup_t in = {.amount = amount, .method = "ours"};
    int64_t id = 0;

    if (smm_payment_start(&c, a, &in, NULL, &id).code != SMM_OK ||
        smm_payment_open(&c, id).code != SMM_OK)
        return 0;
    if (came)
        smm_payment_confirm(&c, id, came, "seen", NULL);
    return id;
}

static smm_payment_t got(int64_t id)
{
    smm_payment_t p = {0};

    smm_payment_get(&c, 0, id, &p);
    return p;
}

static int pairs(int64_t payment)
{
    smm_join_pair_t out[10];

    return smm_join_pairs(&c, 0, payment, out, 10);
}

static smm_rc_e ask(int64_t payment, int64_t with)
{
    return smm_join_ask(&c, who.id, payment, with, NULL).code;
}

static smm_rc_e join(int64_t payment, int64_t with)
{
    return smm_join_do(&c, payment, with, "as asked", NULL).code;
}

static void spend_all(void)
{
    static int n;
    char key[24];
    smm_idem_t idem = {"test", key, "x"};

    snprintf(key, sizeof(key), "spend-%06d", ++n);
    smm_wallet_adjust(&c, who.id, -unit_balance(&c, who.id), "spent", &idem, 0);
}

/* The case of the reference: due 100, 95 came; 10 paid with 15. */
static void test_reference(void)
{
    int64_t first = pay(&who, USD(100), USD(95)), second;
    smm_join_request_t q[4];

    is(got(first).state, "underpaid", "95 of 100");
    is_int(unit_balance(&c, who.id), 0, "are not on the balance");
    is_int(pairs(first), 0, "nothing completes it");
    second = pay(&who, USD(10), USD(15));
    is(got(second).state, "paid", "15 of 10");
    is_int(unit_balance(&c, who.id), USD(15), "are on the balance");
    is_int(pairs(first), 1, "the excess would complete it");
    is_int(ask(first, second), SMM_OK, "the customer asks");
    is_int(ask(first, second), SMM_CONFLICT, "once");
    is_int(smm_join_requests(&c, 0, q, 4), 1, "staff see it");
    is_int(q[0].amount, USD(5), "with what is missing");
    is_int(smm_join_refuse(&c, first, "not now", NULL).code, SMM_OK, "refused");
    is_int(smm_join_refuse(&c, first, "not now", NULL).code, SMM_CONFLICT, "once");
    is_int(smm_join_requests(&c, first, q, 4), 1, "the customer reads it");
    is(q[0].reason, "not now", "with the reason");
    is_int(ask(first, second), SMM_OK, "and asks again");
    is_int(join(first, second), SMM_OK, "joined");
    is(got(first).state, "paid", "both are paid");
    is(got(second).state, "paid", "really");
    is_int(unit_balance(&c, who.id), USD(110), "110 on the balance: what came in");
    is_int(got(first).received, USD(100), "all of the first arrived");
    is_int(got(first).joined, USD(5), "5 of it from another payment");
    ok(got(first).invoice_number != NULL && strcmp(got(first).invoice_status, "paid") == 0,
       "its invoice has a number now");
    is_int(join(first, second), SMM_CONFLICT, "once");
    is_int(smm_join_requests(&c, 0, q, 4), 0, "nothing waits any more");
    {
        smm_payment_t p = got(first);
        int64_t left = 0;

        smm_refund_left(&c, &p, &left);
        is_int(left, USD(95), "its processor can return what it had");
    }
    ok(unit_sound(&c), "books in order");
}

static void test_refused(void)
{
    int64_t shorter = pay(&who, USD(100), USD(90)), little = pay(&who, USD(10), USD(15)),
            plain = pay(&who, USD(10), USD(10)), open = pay(&who, USD(10), 0),
            theirs = pay(&other, USD(10), USD(50));

    ok(shorter && little && plain && open && theirs, "payments of many kinds");
    is_int(ask(shorter, little), SMM_CONFLICT, "too little above");
    is_int(ask(shorter, plain), SMM_CONFLICT, "nothing above");
    is_int(ask(shorter, open), SMM_CONFLICT, "not paid at all");
    is_int(ask(shorter, shorter), SMM_CONFLICT, "itself");
    is_int(ask(shorter, theirs), SMM_NOT_FOUND, "somebody else's");
    is_int(ask(plain, little), SMM_CONFLICT, "nothing is missing");
    is_int(ask(999999, little), SMM_NOT_FOUND, "no payment");
    is_int(join(shorter, little), SMM_CONFLICT, "staff neither");
    is_int(join(shorter, theirs), SMM_CONFLICT, "nor with another customer's");
    is_int(join(open, little), SMM_CONFLICT, "nor one of which nothing came");
    is(got(shorter).state, "underpaid", "nothing has changed");
    is_int(pairs(0), 0, "no pair is offered");
    ok(unit_sound(&c), "books in order");
}

static void test_once(void)
{
    smm_join_pair_t pair[4];
    int64_t a = pay(&who, USD(20), USD(17)), b = pay(&who, USD(20), USD(17)),
            with = pay(&who, USD(10), USD(15));

    spend_all();
    is_int(unit_balance(&c, who.id), 0, "the excess was spent");
    is_int(join(a, with), SMM_OK, "which is no obstacle");
    is_int(unit_balance(&c, who.id), USD(17), "17 of the first are there");
    is_int(join(b, with), SMM_CONFLICT, "2 are left, 3 are missing");
    is_int(smm_join_pairs(&c, who.id, b, pair, 4), 1, "so only an older excess is offered");
    ok(pair[0].other != with, "not this one");
    is(got(b).state, "underpaid", "nothing has changed");
    ok(unit_sound(&c), "books in order");
}

static void test_fee(void)
{
    int64_t first, second;

    unit_setting(&c, "gateway.ours.fee_bps", "1000");
    first = pay(&who, USD(100), USD(100));
    unit_setting(&c, "gateway.ours.fee_bps", NULL);
    second = pay(&who, USD(10), USD(20));
    spend_all();
    is(got(first).state, "underpaid", "100 of 110");
    is_int(join(first, second), SMM_OK, "joined");
    is_int(unit_balance(&c, who.id), USD(90), "100 credited, 10 taken, the fee is paid");
    ok(unit_sound(&c), "books in order");
}

static void test_frozen(void)
{
    int64_t first = pay(&who, USD(100), USD(95)), second = pay(&who, USD(10), USD(15));

    smm_wallet_freeze(&c, who.id, 1, "test");
    is_int(join(first, second), SMM_CONFLICT, "not out of a frozen balance");
    is(got(first).state, "underpaid", "nothing has changed");
    smm_wallet_freeze(&c, who.id, 0, "test");
    is_int(join(first, second), SMM_OK, "once it is open");
    ok(unit_sound(&c), "books in order");
}

/* ---- at once -----------------------------------------------------------------------------------
 */

typedef struct race_t {
    int64_t first[THREADS], with;
} race_t;

static int racer(smm_ctx_t *of, int number, void *baton)
{
    race_t *r = baton;

    return smm_join_do(of, r->first[number], r->with, "race", NULL).code == SMM_OK;
}

static void test_race(void)
{
    race_t r = {.with = pay(&who, USD(10), USD(15))};
    int won;

    for (int i = 0; i < THREADS; i++) /* two each compete for the same payment */
        r.first[i] = i % 2 ? r.first[i - 1] : pay(&who, USD(20), USD(16));
    won = unit_race(&c, THREADS, racer, &r);
    ok(won <= 1, "16 at once want the same 5 dollars: one gets 4 of them");
    for (int i = 0; i < THREADS; i++)
        won += join(r.first[i], r.with) == SMM_OK;
    is_int(won, 1, "one in all");
    ok(unit_sound(&c), "books in order");
}

static void run(int engine)
{
    memset(&c, 0, sizeof(c));
    if (!unit_db_on(tap_pool, &c, engine)) {
        ok(0, "a fresh database");
        return;
    }
    c.now = 1795600800; /* November 2026 */
    smm_wallet_init();
    smm_gateway_add(&ours);
    who.id = c.actor = unit_account(&c, who.username, "DE");
    other.id = unit_account(&c, other.username, "DE");
    test_reference();
    test_refused();
    test_once();
    test_fee();
    test_frozen();
    for (int i = 0; i < 6; i++)
        test_race();
    unit_db_drop(&c);
}

int main(void)
{
    tap_init();
    for (int engine = 0; engine < unit_engines(); engine++)
        run(engine);
    return tap_done();
}
