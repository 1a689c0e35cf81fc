/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Balance moved between customers by staff on both databases: what is refused, once by its key,
 * never more than is there, whatever runs at once. Seen red without wallet_covers (credit of
 * post-payment moved away) and without the key.
 */
#include <string.h>
#include <apr_thread_mutex.h>
#include <apr_thread_proc.h>
#include "tap.h"
#include "unit_raw.h"
#include "smm_ledger.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_verify.h"
#include "smm_wallet.h"

#define USD(n) ((n) * (int64_t)SMM_USD)
#define THREADS 16

static smm_ctx_t c;
static int64_t one, two;

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

static int64_t balance(int64_t account)
{
    smm_balance_t b;

    smm_wallet_balance(&c, account, &b);
    return b.balance;
}

static int64_t account(const char *name)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    const char *mail = apr_pstrcat(c.pool, name, "@unit.example", NULL);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                          SMM_I(1), SMM_I(1), SMM_T("DE"), SMM_T("en")));
    smm_db_write(c.db, u);
    return smm_unit_id(u, 0);
}

static void give(int64_t account, int64_t amount)
{
    static int n;
    smm_idem_t idem = {"test", apr_psprintf(c.pool, "give-%06d", ++n), "x"};

    smm_wallet_adjust(&c, account, amount, "test", &idem, 0);
}

static smm_rc_e move(int64_t from, int64_t to, int64_t amount, const char *key)
{
    smm_idem_t idem = {"move", key, "x"};

    return smm_wallet_move(&c, from, to, amount, "belongs together", &idem, 0).code;
}

static void test_plain(void)
{
    smm_idem_t idem = {"move", "look-0001", "x"};
    int64_t n = 0;

    give(one, USD(100));
    is_int(move(one, one, USD(1), "same-0001"), SMM_INVALID, "to oneself");
    is_int(move(one, two, 0, "zero-0001"), SMM_INVALID, "nothing");
    is_int(move(one, two, -USD(1), "less-0001"), SMM_INVALID, "less than nothing");
    is_int(move(one, two, USD(101), "more-0001"), SMM_INVALID, "more than is there");
    is_int(move(one, two, USD(501), "limit-001"), SMM_INVALID, "more than one person may");
    is_int(smm_wallet_move(&c, one, two, USD(30), "x", &idem, 1).code, SMM_OK, "only looked");
    is_int(balance(one), USD(100), "nothing has moved");
    is_int(move(one, two, USD(30), "key-00001"), SMM_OK, "moved");
    is_int(balance(one), USD(70), "from one");
    is_int(balance(two), USD(30), "to the other, who had no wallet");
    is_int(move(one, two, USD(30), "key-00001"), SMM_CONFLICT, "the same again");
    is_int(balance(one), USD(70), "is not done twice");
    unit_raw_int(c.pool, "SELECT COUNT(*) FROM audit_log WHERE action LIKE 'wallet.move%'", &n);
    is_int(n, 2, "both are in the audit log");
    smm_wallet_freeze(&c, one, 1, "test");
    is_int(move(one, two, USD(1), "key-00002"), SMM_CONFLICT, "not out of a frozen balance");
    is_int(move(two, one, USD(1), "key-00003"), SMM_OK, "into one it is");
    smm_wallet_freeze(&c, one, 0, "test");
    ok(sound(), "books in order");
}

/* Somebody who may spend 100 more than is there. */
static void test_credit(void)
{
    unit_raw(c.pool,
             apr_psprintf(c.pool,
                          "INSERT INTO postpay (panel_id, account_id, kind, state, about, created, "
                          "updated) VALUES (1, %" APR_INT64_T_FMT ", 'agency', 'active', '', 1, 1)",
                          one));
    unit_raw(c.pool, apr_psprintf(c.pool,
                                  "UPDATE wallet SET credit_limit = 100000000 WHERE account_id = "
                                  "%" APR_INT64_T_FMT,
                                  one));
    is_int(balance(one), USD(71), "71 are there");
    is_int(move(one, two, USD(72), "key-00010"), SMM_INVALID, "credit does not move");
    {
        smm_unit_t *u = smm_unit_make(c.pool);

        smm_unit_add(u, SQL_wallet_covers, SMM_ARGS(SMM_I(1), SMM_I(one), SMM_I(USD(72))));
        is_int(smm_db_write(c.db, u).rc, SMM_DB_EXPECT, "nor when it was read before");
    }
    is_int(move(one, two, USD(71), "key-00011"), SMM_OK, "what is there does");
    is_int(balance(one), 0, "to the last cent");
    unit_raw(c.pool, "UPDATE wallet SET credit_limit = 0");
    ok(sound(), "books in order");
}

typedef struct race_t {
    smm_ctx_t c;
    apr_thread_mutex_t *gate;
    int n, won;
} race_t;

static void *APR_THREAD_FUNC racer(apr_thread_t *t, void *data)
{
    race_t *r = data;
    smm_idem_t idem = {"move", apr_psprintf(r->c.pool, "race-%06d", r->n), "x"};

    (void)t;
    apr_thread_mutex_lock(r->gate);
    apr_thread_mutex_unlock(r->gate);
    r->won = smm_wallet_move(&r->c, one, two, USD(30), "race", &idem, 0).code == SMM_OK;
    return NULL;
}

static void test_race(void)
{
    race_t r[THREADS];
    apr_thread_t *t[THREADS];
    apr_thread_mutex_t *gate;
    apr_status_t s;
    int64_t had = balance(two);
    int won = 0;

    give(one, USD(100));
    apr_thread_mutex_create(&gate, APR_THREAD_MUTEX_DEFAULT, c.pool);
    apr_thread_mutex_lock(gate);
    for (int i = 0; i < THREADS; i++) {
        r[i] = (race_t){.c = c, .gate = gate, .n = i};
        apr_pool_create_ex(&r[i].c.pool, NULL, NULL, NULL);
        apr_thread_create(&t[i], NULL, racer, &r[i], c.pool);
    }
    apr_thread_mutex_unlock(gate);
    for (int i = 0; i < THREADS; i++) {
        apr_thread_join(&s, t[i]);
        won += r[i].won;
        apr_pool_destroy(r[i].c.pool);
    }
    is_int(won, 3, "16 want 30 of 100 at once: three get it");
    is_int(balance(one), USD(10), "10 are left");
    is_int(balance(two), had + USD(90), "90 arrived");
    ok(sound(), "books in order");
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
    one = account("one");
    two = account("two");
    c.actor = account("staff");
    test_plain();
    test_credit();
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
