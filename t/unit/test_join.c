/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Joining payments on both databases: who may ask, what fits, both are paid, an excess that was
 * spent, fees, an excess is used once, races. Seen red without refund_turn (races), without the
 * count of what is left (an excess used twice), without the index of requests (asked twice).
 */
#include <string.h>
#include <apr_thread_mutex.h>
#include <apr_thread_proc.h>
#include "tap.h"
#include "unit_raw.h"
#include "smm_gateway.h"
#include "smm_join.h"
#include "smm_money.h"
#include "smm_refund.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_verify.h"
#include "smm_wallet.h"

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

static void setting(const char *key, const char *value)
{
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_setting_step(u, &c, key, value);
    smm_db_write(c.db, u);
}

static void say(void *baton, const char *line)
{
    (void)baton;
    printf("# %s\n", line);
}

static int sound(void)
{
    smm_verify_t v = {.pool = c.pool, .db = c.db, .now = c.now, .say = say};

    return smm_verify_run(&v) == 0;
}

static int64_t balance(void)
{
    smm_balance_t b;

    smm_wallet_balance(&c, who.id, &b);
    return b.balance;
}

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
    smm_wallet_adjust(&c, who.id, -balance(), "spent", &idem, 0);
}

/* The case of the reference: due 100, 95 came; 10 paid with 15. */
static void test_reference(void)
{
    int64_t first = pay(&who, USD(100), USD(95)), second;
    smm_join_request_t q[4];

    is(got(first).state, "underpaid", "95 of 100");
    is_int(balance(), 0, "are not on the balance");
    is_int(pairs(first), 0, "nothing completes it");
    second = pay(&who, USD(10), USD(15));
    is(got(second).state, "paid", "15 of 10");
    is_int(balance(), USD(15), "are on the balance");
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
    is_int(balance(), USD(110), "110 on the balance: what came in");
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
    ok(sound(), "books in order");
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
    ok(sound(), "books in order");
}

static void test_once(void)
{
    smm_join_pair_t pair[4];
    int64_t a = pay(&who, USD(20), USD(17)), b = pay(&who, USD(20), USD(17)),
            with = pay(&who, USD(10), USD(15));

    spend_all();
    is_int(balance(), 0, "the excess was spent");
    is_int(join(a, with), SMM_OK, "which is no obstacle");
    is_int(balance(), USD(17), "17 of the first are there");
    is_int(join(b, with), SMM_CONFLICT, "2 are left, 3 are missing");
    is_int(smm_join_pairs(&c, who.id, b, pair, 4), 1, "so only an older excess is offered");
    ok(pair[0].other != with, "not this one");
    is(got(b).state, "underpaid", "nothing has changed");
    ok(sound(), "books in order");
}

static void test_fee(void)
{
    int64_t first, second;

    setting("gateway.ours.fee_bps", "1000");
    first = pay(&who, USD(100), USD(100));
    setting("gateway.ours.fee_bps", NULL);
    second = pay(&who, USD(10), USD(20));
    spend_all();
    is(got(first).state, "underpaid", "100 of 110");
    is_int(join(first, second), SMM_OK, "joined");
    is_int(balance(), USD(90), "100 credited, 10 taken, the fee is paid");
    ok(sound(), "books in order");
}

static void test_frozen(void)
{
    int64_t first = pay(&who, USD(100), USD(95)), second = pay(&who, USD(10), USD(15));

    smm_wallet_freeze(&c, who.id, 1, "test");
    is_int(join(first, second), SMM_CONFLICT, "not out of a frozen balance");
    is(got(first).state, "underpaid", "nothing has changed");
    smm_wallet_freeze(&c, who.id, 0, "test");
    is_int(join(first, second), SMM_OK, "once it is open");
    ok(sound(), "books in order");
}

/* ---- at once -----------------------------------------------------------------------------------
 */

typedef struct race_t {
    smm_ctx_t c;
    apr_thread_mutex_t *gate;
    int64_t payment, with;
    int won;
} race_t;

static void *APR_THREAD_FUNC racer(apr_thread_t *t, void *data)
{
    race_t *r = data;

    (void)t;
    apr_thread_mutex_lock(r->gate);
    apr_thread_mutex_unlock(r->gate);
    r->won = smm_join_do(&r->c, r->payment, r->with, "race", NULL).code == SMM_OK;
    return NULL;
}

static void test_race(void)
{
    race_t r[THREADS];
    apr_thread_t *t[THREADS];
    apr_thread_mutex_t *gate;
    apr_status_t s;
    int64_t first[THREADS], with = pay(&who, USD(10), USD(15));
    int won = 0;

    for (int i = 0; i < THREADS; i++) /* two each compete for the same payment */
        first[i] = i % 2 ? first[i - 1] : pay(&who, USD(20), USD(16));
    apr_thread_mutex_create(&gate, APR_THREAD_MUTEX_DEFAULT, c.pool);
    apr_thread_mutex_lock(gate);
    for (int i = 0; i < THREADS; i++) {
        r[i] = (race_t){.c = c, .gate = gate, .payment = first[i], .with = with};
        apr_pool_create_ex(&r[i].c.pool, NULL, NULL, NULL);
        apr_thread_create(&t[i], NULL, racer, &r[i], c.pool);
    }
    apr_thread_mutex_unlock(gate);
    for (int i = 0; i < THREADS; i++) {
        apr_thread_join(&s, t[i]);
        won += r[i].won;
        apr_pool_destroy(r[i].c.pool);
    }
    ok(won <= 1, "16 at once want the same 5 dollars: one gets 4 of them");
    for (int i = 0; i < THREADS; i++)
        won += join(first[i], with) == SMM_OK;
    is_int(won, 1, "one in all");
    ok(sound(), "books in order");
}

static int64_t account(const smm_account_t *a)
{
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(a->username), SMM_T(a->email), SMM_T(a->email), SMM_T("x"),
                          SMM_T("active"), SMM_I(c.now), SMM_I(c.now), SMM_T("DE"), SMM_T("en")));
    smm_db_write(c.db, u);
    return smm_unit_id(u, 0);
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
    who.id = c.actor = account(&who);
    other.id = account(&other);
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
