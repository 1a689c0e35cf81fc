/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coupons and the deposit bonus on both databases: promised at the start, granted once after the
 * credit, released with a payment that dies, taken back with money that goes back; limits against
 * 32 at once. Seen red without the condition of coupon_account_take; behind coupon_take stands a
 * CHECK, behind bonus_move the key of the transfer.
 */
#include <pthread.h>
#include <apr_thread_proc.h>
#include "tap.h"
#include "unit_raw.h"
#include "smm_coin_book.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_verify.h"
#include "smm_wallet.h"
#include "smm_bonus.h"
#include "smm_payment.h"

#define USD(n) ((n)*SMM_USD)
#define THREADS 32

static smm_ctx_t c;

static smm_account_t person(const char *name)
{
    smm_account_t a = {.username = name, .email = "p@unit.example", .name = "", .lang = "en"};
    smm_unit_t *u = smm_unit_make(c.pool);
    const char *mail = apr_pstrcat(c.pool, name, "@unit.example", NULL);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                          SMM_I(c.now), SMM_I(c.now), SMM_T("DE"), SMM_T("en")));
    a.id = smm_db_write(c.db, u).rc == SMM_DB_OK ? smm_unit_id(u, 0) : 0;
    return a;
}

static void set(const char *key, const char *value)
{
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_setting_step(u, &c, key, value);
    smm_db_write(c.db, u);
}

static int64_t balance(const smm_account_t *a)
{
    smm_balance_t b;

    smm_wallet_balance(&c, a->id, &b);
    return b.balance;
}

static smm_result_t start(const smm_account_t *a, int64_t amount, const char *code, int64_t *id)
{
    smm_topup_t in = {.amount = amount, .method = "bank", .coupon = code};

    *id = 0;
    return smm_payment_start(&c, a, &in, NULL, id);
}

static int64_t started(const smm_account_t *a, int64_t amount, const char *code)
{
    int64_t id;
    smm_result_t r = start(a, amount, code, &id);

    is_int(r.code, SMM_OK, apr_psprintf(c.pool, "a top-up with %s", code ? code : "no code"));
    if (r.code != SMM_OK)
        printf("# %s\n", r.message);
    smm_payment_open(&c, id);
    return id;
}

static void pay(int64_t id, int64_t amount)
{
    is_int(smm_payment_confirm(&c, id, amount, "statement", NULL).code, SMM_OK, "it is paid");
    smm_bonus_work(&c, id);
}

static void quiet(void *baton, const char *line)
{
    printf("# %s\n", line);
}

static void sound(const char *when)
{
    smm_verify_t v = {c.pool, c.db, c.now, quiet, NULL, 0, NULL};

    is_int(smm_verify_run(&v), 0, apr_psprintf(c.pool, "the books are clean: %s", when));
}

static int n_keys;

static smm_result_t coupon(smm_coupon_t k)
{
    smm_idem_t idem = {"form", apr_psprintf(c.pool, "coupon-key-%d", ++n_keys), "p"};

    return smm_coupon_make(&c, &k, &idem);
}

/* ---- one after the other --------------------------------------------------------------------- */

static void limits(void)
{
    smm_account_t a = person("anna"), b = person("bert");
    int64_t id, id2;

    is_int(coupon((smm_coupon_t){.code = "ten", .value = USD(10), .limit_account = 1}).code, SMM_OK,
           "a fixed coupon");
    is_int(coupon((smm_coupon_t){.code = "TEN", .value = USD(1)}).code, SMM_INVALID,
           "a code is there once, in any case of letters");
    is_int(coupon((smm_coupon_t){.code = "a b", .value = USD(1)}).code, SMM_INVALID, "no blanks");
    is_int(coupon((smm_coupon_t){.code = "PC", .percent = 1, .value = 1}).code, SMM_INVALID,
           "two letters are too few");
    is_int(coupon((smm_coupon_t){.code = "P101", .percent = 1, .value = 10001}).code, SMM_INVALID,
           "not above 100 per cent");
    is_int(coupon((smm_coupon_t){.code = "FIVE-PC",
                                 .percent = 1,
                                 .value = 500,
                                 .most = USD(3),
                                 .min_amount = USD(40),
                                 .limit_total = 2,
                                 .limit_account = 0})
               .code,
           SMM_OK, "five per cent, at most 3 USD");
    is(start(&a, USD(50), "NO-SUCH", &id).field, "coupon", "an unknown code");
    is(start(&a, USD(50), "%s'; --", &id).field, "coupon", "… or something else");
    is(start(&a, USD(39), "FIVE-PC", &id).field, "coupon", "below the minimum of the code");
    id = started(&a, USD(50), " ten ");
    is(start(&a, USD(50), "TEN", &id2).field, "coupon", "once an account");
    is_int(balance(&a), 0, "a promise gives nothing");
    pay(id, USD(50));
    is_int(balance(&a), USD(60), "paid: 50 and the 10");
    smm_bonus_work(&c, id);
    is_int(balance(&a), USD(60), "given once");
    id = started(&a, USD(50), "five-pc");
    pay(id, USD(50));
    is_int(balance(&a), USD(112) + 500000, "2.50 of 50");
    id = started(&b, USD(100), "five-pc");
    pay(id, USD(100));
    is_int(balance(&b), USD(103), "5 of 100 are held at 3");
    is(start(&b, USD(100), "five-pc", &id).field, "coupon", "used up");
    sound("after coupons");
}

static void life(void)
{
    smm_account_t a = person("carl"), b = person("dora");
    smm_coupon_t list[10];
    int64_t id, id2;
    int n;

    is_int(coupon((smm_coupon_t){.code = "FIRST", .value = USD(5), .first_only = 1}).code, SMM_OK,
           "for the first top-up");
    is_int(coupon((smm_coupon_t){.code = "FIRST2", .value = USD(6), .first_only = 1}).code, SMM_OK,
           "another one");
    id = started(&a, USD(20), "FIRST");
    id2 = started(&a, USD(20), "FIRST2");
    pay(id2, USD(20));
    pay(id, USD(20));
    is_int(balance(&a), USD(46), "of two promises for the first top-up one is kept");
    is(start(&a, USD(20), "FIRST", &id).field, "coupon", "and no second first");
    is_int(coupon((smm_coupon_t){.code = "SOON", .value = USD(5), .valid_from = c.now + 100}).code,
           SMM_OK, "one for later");
    is(start(&b, USD(20), "SOON", &id).field, "coupon", "not yet");
    c.now += 101;
    is_int(coupon((smm_coupon_t){.code = "LATE",
                                 .value = USD(5),
                                 .limit_total = 1,
                                 .valid_to = c.now + 10 * 86400})
               .code,
           SMM_OK, "one use, some days");
    id = started(&b, USD(20), "LATE");
    is(start(&a, USD(20), "LATE", &id2).field, "coupon", "the only use is promised");
    is_int(smm_payment_reject(&c, id, "nothing came", NULL).code, SMM_OK, "the payment dies");
    smm_job_run_due(&c, 3);
    smm_bonus_work(&c, id);
    id2 = started(&a, USD(20), "LATE");
    is_int(smm_payment_confirm(&c, id, USD(20), "it came", NULL).code, SMM_OK, "late money");
    smm_bonus_work(&c, id);
    is_int(balance(&b), USD(20), "is credited without a gift that others have");
    pay(id2, USD(20));
    is_int(balance(&a), USD(71), "and those get it");
    n = smm_coupon_list(&c, 0, list, 10);
    ok(n >= 6 && strcmp(list[0].code, "LATE") == 0 && list[0].given == USD(5), "the list says so");
    is_int(smm_coupon_switch(&c, list[1].id, 0).code, SMM_OK, "stopped");
    is_int(smm_coupon_switch(&c, list[1].id, 0).code, SMM_CONFLICT, "… once");
    is(start(&b, USD(20), "SOON", &id).field, "coupon", "a stopped code is refused");
    sound("after lives");
}

static void tiers(void)
{
    smm_account_t a = person("emil");
    smm_idem_t k1 = {"form", "tier-key-1", "p"}, k2 = {"form", "tier-key-2", "p"},
               k3 = {"form", "tier-key-3", "p"};
    smm_tier_t t = {0, USD(100), 500, 0}, list[5];
    int64_t id;

    is_int(smm_tier_make(&c, &t, &k1).code, SMM_OK, "5 % from 100");
    is_int(smm_tier_make(&c, &t, &k2).code, SMM_INVALID, "one step for one amount");
    t = (smm_tier_t){0, USD(500), 1000, USD(60)};
    is_int(smm_tier_make(&c, &t, &k3).code, SMM_OK, "10 % from 500, at most 60");
    id = started(&a, USD(99), NULL);
    pay(id, USD(99));
    is_int(balance(&a), USD(99), "below: nothing");
    id = started(&a, USD(100), NULL);
    pay(id, USD(100));
    is_int(balance(&a), USD(204), "5 of 100");
    id = started(&a, USD(1000), NULL);
    pay(id, USD(1000));
    is_int(balance(&a), USD(1264), "100 of 1000 are held at 60");
    coupon((smm_coupon_t){.code = "MORE", .value = USD(7), .limit_account = 0});
    id = started(&a, USD(100), "MORE");
    pay(id, USD(100));
    is_int(balance(&a), USD(1376), "coupon and step together");
    set("bonus.stack", "0");
    id = started(&a, USD(100), "MORE");
    is_int(smm_tier_list(&c, list, 5), 2, "two steps");
    is_int(smm_tier_stop(&c, list[0].id).code, SMM_OK, "one is stopped");
    is_int(smm_tier_stop(&c, list[0].id).code, SMM_CONFLICT, "… once");
    pay(id, USD(100));
    is_int(balance(&a), USD(1483), "or the coupon alone");
    set("bonus.stack", NULL);
    sound("after steps");
}

static void taken_back(void)
{
    smm_account_t a = person("fred");
    int64_t id, coins;

    set("coins.per_usd", "3");
    coupon((smm_coupon_t){.code = "BACK", .value = USD(9), .limit_account = 0});
    id = started(&a, 50990000, "BACK");
    pay(id, 50990000);
    is_int(balance(&a), 59990000, "credit and gift");
    smm_coins_balance(&c, a.id, &coins);
    is_int(coins, 150, "three coins for each whole dollar");
    smm_bonus_work(&c, id);
    smm_coins_balance(&c, a.id, &coins);
    is_int(coins, 150, "once");
    smm_coins_apply(&c, a.id, "spend", "some", 100);
    unit_raw(
        c.pool,
        apr_psprintf(c.pool, "UPDATE payment SET state = 'charged_back' WHERE id = %" PRId64, id));
    c.now += 4000;
    smm_job_run_due(&c, 3);
    is_int(balance(&a), 50990000, "the payer took the money back: the gift goes, too");
    smm_coins_balance(&c, a.id, &coins);
    is_int(coins, 0, "and what is left of the coins");
    smm_job_run_due(&c, 3);
    is_int(balance(&a), 50990000, "once");
    unit_raw(c.pool,
             apr_psprintf(c.pool, "UPDATE payment SET state = 'paid' WHERE id = %" PRId64, id));
    set("coins.per_usd", NULL);
    sound("after money went back");
}

static void went(int64_t id, int64_t returned)
{
    smm_payment_t p;
    int moved = 0;

    smm_payment_get(&c, 0, id, &p);
    smm_back_t b = {.returned = returned, .minor = returned / SMM_CENT, .paid_minor = p.pay_minor};
    is_int(smm_payment_back(&c, &p, &b, &moved).code, SMM_OK, "a part goes back");
    smm_bonus_work(&c, id);
}

/* 10 per cent of 100; what is kept of the gift is rounded down. */
static void in_part(void)
{
    smm_account_t a = person("gina");
    int64_t id;

    coupon((smm_coupon_t){.code = "PART", .percent = 1, .value = 1000, .limit_account = 0});
    id = started(&a, USD(100), "PART");
    pay(id, USD(100));
    is_int(balance(&a), USD(110), "credit and gift");
    went(id, 33330001);
    is_int(balance(&a), USD(110) - 33330001 - 3333001, "the same part of the gift goes");
    smm_bonus_work(&c, id);
    smm_bonus_work(&c, id);
    is_int(balance(&a), USD(110) - 33330001 - 3333001, "once");
    sound("after a part");
    went(id, USD(50));
    is_int(balance(&a), USD(55), "half of both");
    went(id, USD(100));
    is_int(balance(&a), 0, "all of both");
    c.now += 4000;
    smm_job_run_due(&c, 3);
    is_int(balance(&a), 0, "and no more");
    sound("after all of it");
    /* spent: it is asked for again until it is there */
    id = started(&a, USD(100), "PART");
    pay(id, USD(100));
    {
        smm_idem_t idem = {"t", "spend-gift", "x"};

        smm_wallet_adjust(&c, a.id, -USD(80), "spent", &idem, 0);
    }
    went(id, USD(30));
    is_int(balance(&a), 0, "nothing is left for the gift's part");
    {
        smm_idem_t idem = {"t", "earn-again", "x"};

        smm_wallet_adjust(&c, a.id, USD(4), "back", &idem, 0);
    }
    smm_bonus_work(&c, id);
    is_int(balance(&a), USD(1), "taken as soon as it is there");
    sound("after a gift that was spent");
}

/* ---- 32 at once ------------------------------------------------------------------------------ */

typedef struct racer_t {
    smm_account_t who;
    const char *code;
    int64_t id;
    smm_rc_e rc;
} racer_t;

static pthread_barrier_t gate;

static void *APR_THREAD_FUNC racer(apr_thread_t *t, void *data)
{
    racer_t *r = data;
    smm_topup_t in = {.amount = USD(20), .method = "bank", .coupon = r->code};
    smm_ctx_t mine = c;

    (void)t;
    apr_pool_create(&mine.pool, NULL);
    pthread_barrier_wait(&gate);
    if (r->id)
        smm_bonus_work(&mine, r->id);
    else
        r->rc = smm_payment_start(&mine, &r->who, &in, NULL, &r->id).code;
    apr_pool_destroy(mine.pool);
    return NULL;
}

static int race(racer_t *r)
{
    apr_thread_t *threads[THREADS];
    int i, won = 0;

    pthread_barrier_init(&gate, NULL, THREADS);
    for (i = 0; i < THREADS; i++)
        apr_thread_create(&threads[i], NULL, racer, &r[i], c.pool);
    for (i = 0; i < THREADS; i++) {
        apr_status_t st;
        apr_thread_join(&st, threads[i]);
        won += r[i].rc == SMM_OK;
    }
    return won;
}

static void races(void)
{
    smm_account_t one = person("one"), many[THREADS];
    racer_t r[THREADS];
    int64_t id;
    int i;

    coupon((smm_coupon_t){.code = "SCARCE", .value = USD(4), .limit_total = 3, .limit_account = 0});
    coupon((smm_coupon_t){.code = "EACH2", .value = USD(4), .limit_account = 2});
    for (i = 0; i < THREADS; i++) {
        many[i] = person(apr_psprintf(c.pool, "many%d", i));
        r[i] = (racer_t){many[i], "SCARCE", 0, SMM_BUG};
    }
    is_int(race(r), 3, "32 people and a code for three: three have it");
    for (i = 0; i < THREADS; i++)
        r[i] = (racer_t){one, "EACH2", 0, SMM_BUG};
    is_int(race(r), 2, "32 forms of one person and a code for two: two have it");
    id = started(&many[0], USD(20), "EACH2");
    is_int(smm_payment_confirm(&c, id, USD(20), "statement", NULL).code, SMM_OK, "paid");
    for (i = 0; i < THREADS; i++)
        r[i] = (racer_t){many[0], NULL, id, SMM_OK};
    race(r);
    is_int(balance(&many[0]), USD(24), "32 workers with one gift: it is given once");
    sound("after races");
}

int main(void)
{
    apr_pool_t *p;
    int e;

    apr_initialize();
    tap_init();
    smm_wallet_init();
    for (e = 0; e < unit_engines(); e++) {
        apr_pool_create(&p, NULL);
        if (!unit_db_on(p, &c, e)) {
            ok(0, "a database");
            return tap_done();
        }
        n_keys = 0;
        set("gateway.bank.enabled", "1");
        set("gateway.bank.iban", "DE00 1234");
        set("gateway.bank.holder", "Unit");
        set("seller.name", "Unit");
        limits();
        life();
        tiers();
        taken_back();
        in_part();
        races();
        unit_db_drop(&c);
        apr_pool_destroy(p);
    }
    return tap_done();
}
