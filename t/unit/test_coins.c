/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The book of coins: the vectors on both databases, races of 32 for one balance, one event and one
 * spend, random operations against a model, the triggers, and verify on broken books. Each guard
 * was taken out once to see its test fail: the balance condition of coin_take, the condition of
 * coin_spend_back, UNIQUE of coin_entry.
 */
#include <pthread.h>
#include <apr_thread_proc.h>
#include <jansson.h>
#include "tap.h"
#include "unit_raw.h"
#include "smm_coin_book.h"
#include "smm_settings.h"
#include "smm_verify.h"
#include "smm_wallet.h"

#define THREADS 32

static smm_ctx_t c, other;
static smm_panel_t panel_b;

static int64_t make_account(const char *name)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    const char *mail = apr_pstrcat(c.pool, name, "@unit.example", NULL);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                          SMM_I(c.now), SMM_I(c.now), SMM_T("DE"), SMM_T("en")));
    return smm_db_write(c.db, u).rc == SMM_DB_OK ? smm_unit_id(u, 0) : 0;
}

static void second_panel(void)
{
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_unit_add(u, SQL_panel_insert, SMM_ARGS(SMM_T("other"), SMM_T("Other"), SMM_I(1000)));
    smm_db_write(c.db, u);
    panel_b = *c.panel;
    panel_b.id = smm_unit_id(u, 0) ? smm_unit_id(u, 0) : 2;
    panel_b.key = "other";
    other = c;
    other.panel = &panel_b;
}

static int64_t balance(int64_t account)
{
    int64_t n = -1;

    smm_coins_balance(&c, account, &n);
    return n;
}

static void quiet(void *baton, const char *line)
{
    if (baton)
        printf("# %s\n", line);
}

static int breaches(int loud)
{
    smm_verify_t v = {c.pool, c.db, c.now, quiet, loud ? "" : NULL, 0, NULL};

    return smm_verify_run(&v);
}

/* ---- vectors --------------------------------------------------------------------------------- */

static void vectors(void)
{
    const char *dir = getenv("SMM_SRCDIR");
    json_t *root = json_load_file(apr_pstrcat(c.pool, dir ? dir : ".",
                                              "/../shared/reference/vectors/coins.json", NULL),
                                  0, NULL),
           *v;
    size_t i, k;

    if (!root)
        root = json_load_file(
            apr_pstrcat(c.pool, dir ? dir : ".", "/t/unit/vectors/coins.json", NULL), 0, NULL);
    ok(json_array_size(json_object_get(root, "vectors")) >= 9, "the vectors are there");
    json_array_foreach(json_object_get(root, "vectors"), i, v)
    {
        int64_t who = make_account(apr_psprintf(c.pool, "vector%d", (int)i));
        json_t *ops = json_object_get(v, "ops"), *op;
        int good = 1;

        json_array_foreach(ops, k, op)
        {
            const char *site = json_string_value(json_array_get(op, 1));
            /* the vectors repeat their event names; a case is an account of its own here */
            const char *key =
                apr_psprintf(c.pool, "v%d/%s", (int)i, json_string_value(json_array_get(op, 2)));
            int e = smm_coins_apply(strcmp(site, "siteA") ? &other : &c, who,
                                    json_string_value(json_array_get(op, 0)), key,
                                    json_integer_value(json_array_get(op, 3)));
            const char *want = json_string_value(json_array_get(json_object_get(v, "results"), k));

            good = good && e >= 0 && strcmp(smm_coin_word(e), want) == 0;
        }
        ok(good, json_string_value(json_object_get(v, "name")));
        is_int(balance(who), json_integer_value(json_object_get(v, "balance")), "its balance");
    }
    json_decref(root);
}

/* ---- 32 at once ------------------------------------------------------------------------------ */

typedef struct racer_t {
    int64_t account, coins;
    const char *op, *key;
    int result;
} racer_t;

static pthread_barrier_t gate;

static void *APR_THREAD_FUNC racer(apr_thread_t *t, void *data)
{
    racer_t *r = data;
    smm_ctx_t mine = c;

    (void)t;
    apr_pool_create(&mine.pool, NULL);
    pthread_barrier_wait(&gate);
    r->result = smm_coins_apply(&mine, r->account, r->op, r->key, r->coins);
    apr_pool_destroy(mine.pool);
    return NULL;
}

/** @return how many answered OK; the others must have answered `lost`. */
static int race(int64_t account, const char *op, const char *key, int each, int64_t coins,
                smm_coin_e lost)
{
    apr_thread_t *threads[THREADS];
    racer_t r[THREADS];
    int i, won = 0, odd = 0;

    pthread_barrier_init(&gate, NULL, THREADS);
    for (i = 0; i < THREADS; i++) {
        r[i] =
            (racer_t){account, coins, op, each ? apr_psprintf(c.pool, "%s/%d", key, i) : key, -1};
        apr_thread_create(&threads[i], NULL, racer, &r[i], c.pool);
    }
    for (i = 0; i < THREADS; i++) {
        apr_status_t st;
        apr_thread_join(&st, threads[i]);
        won += r[i].result == SMM_COIN_OK;
        odd += r[i].result != SMM_COIN_OK && r[i].result != (int)lost;
    }
    is_int(odd, 0, "the others are told why");
    return won;
}

static void races(void)
{
    int64_t who = make_account("racer");

    is_int(race(who, "earn", "race/one", 0, 7, SMM_COIN_DUPLICATE), 1, "32 times one event: once");
    is_int(balance(who), 7, "and booked once");
    is_int(race(who, "earn", "race/many", 1, 1, SMM_COIN_OK), THREADS, "32 events: each");
    is_int(balance(who), 7 + THREADS, "nothing is lost");
    is_int(race(who, "spend", "race/spend", 1, 13, SMM_COIN_INSUFFICIENT), 3,
           "32 spend 13 of 39: three can");
    is_int(balance(who), 0, "never below zero");
    smm_coins_apply(&c, who, "earn", "race/again", 10);
    smm_coins_apply(&c, who, "spend", "race/back", 10);
    is_int(race(who, "unspend", "race/back", 0, 3, SMM_COIN_TOO_MUCH), 3,
           "32 ask for 3 of 10 back: three get them");
    is_int(balance(who), 9, "never more than was spent");
}

/* ---- a model --------------------------------------------------------------------------------- */

#define KEYS 40

static void model(void)
{
    static const char *const ops[] = {"earn", "spend", "unspend"};
    int64_t who = make_account("model"), booked[2][KEYS] = {{0}}, back[KEYS] = {0}, have = 0;
    unsigned seed = 4711;
    int i, wrong = 0;

    for (i = 0; i < 1500; i++) {
        int op = (int)((seed = seed * 1103515245u + 12345u) >> 16) % 3;
        int k = (int)((seed = seed * 1103515245u + 12345u) >> 16) % KEYS;
        int64_t n = (int64_t)((seed = seed * 1103515245u + 12345u) >> 16) % 12 - 1;
        smm_coin_seen_t seen = {have, booked[op == 0 ? 0 : 1][k], back[k]};
        smm_coin_e want = smm_coin_decide(ops[op], n, &seen);
        int got = smm_coins_apply(&c, who, ops[op], apr_psprintf(c.pool, "m/%d", k), n);

        wrong += got != (int)want;
        if (want != SMM_COIN_OK)
            continue;
        have += op == 1 ? -n : n;
        if (op == 2)
            back[k] += n;
        else
            booked[op][k] = n;
    }
    is_int(wrong, 0, "1500 random operations answer as the model does");
    is_int(balance(who), have, "and leave its balance");
}

/* ---- staff, broken books --------------------------------------------------------------------- */

static void staff(void)
{
    smm_idem_t idem = {"form", "coins-key-1", "p"};
    int64_t who = make_account("gifted");
    smm_coin_entry_t e[5];

    c.actor = make_account("coinstaff");
    is_int(smm_coins_adjust(&c, who, 50, "a gift", &idem).code, SMM_OK, "staff gives coins");
    is_int(smm_coins_adjust(&c, who, 50, "a gift", &idem).code, SMM_CONFLICT, "once");
    idem.key = "coins-key-2";
    is_int(smm_coins_adjust(&c, who, -51, "too much", &idem).code, SMM_INVALID, "not below zero");
    is_int(smm_coins_adjust(&c, who, 1001, "too many", &idem).code, SMM_INVALID,
           "not above the limit of one person");
    is_int(smm_coins_adjust(&c, who, -1001, "too many", &idem).code, SMM_INVALID, "nor below");
    is_int(smm_coins_adjust(&c, who, 5, "", &idem).code, SMM_INVALID, "not without a reason");
    is_int(smm_coins_adjust(&c, who, -20, "taken back", &idem).code, SMM_OK, "staff takes coins");
    is_int(smm_coins_page(&c, who, 0, e, 5), 2, "both are on the page");
    ok(e[0].change == -20 && e[0].after == 30 && e[1].change == 50, "newest first, with balances");
    c.actor = 0;
}

static void broken(void)
{
    is_int(breaches(1), 0, "verify finds nothing");
    ok(unit_raw(c.pool, "UPDATE coin_entry SET amount = 1 WHERE id = 1") != NULL,
       "an entry cannot be changed");
    ok(unit_raw(c.pool, "DELETE FROM coin_entry WHERE id = 1") != NULL, "nor removed");
    ok(unit_raw(c.pool, "UPDATE coin_wallet SET balance = -1") != NULL, "no balance below zero");
    ok(unit_raw(c.pool, "UPDATE coin_spend SET returned = coins + 1") != NULL,
       "no return above the spend");
    unit_raw(c.pool, "UPDATE coin_wallet SET balance = balance + 1 WHERE account_id = 1");
    is_int(breaches(0), 1, "a balance that was changed by hand is found by verify");
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
        second_panel();
        vectors();
        races();
        model();
        staff();
        broken();
        unit_db_drop(&c);
        apr_pool_destroy(p);
    }
    return tap_done();
}
