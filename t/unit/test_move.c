/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Balance moved between customers by staff on both databases: what is refused, once by its key,
 * never more than is there, whatever runs at once. Seen red without wallet_covers (credit of
 * post-payment moved away) and without the key.
 */
#include <string.h>
#include "tap.h"
#include "unit_wallet.h"
#include "smm_adjust.h"
#include "smm_ledger.h"
#include "smm_money.h"
#include "smm_sql.h"

#define USD(n) ((n) * (int64_t)SMM_USD)
#define THREADS 16

static smm_ctx_t c;
static int64_t one, two, staff;
static int waits;

static void give(int64_t account, int64_t amount)
{
    static int n;
    smm_idem_t idem = {"test", apr_psprintf(c.pool, "give-%06d", ++n), "x"};

    smm_wallet_adjust(&c, account, amount, "test", &idem, 0);
}

static smm_rc_e move(int64_t from, int64_t to, int64_t amount, const char *key)
{
    smm_idem_t idem = {"move", key, "x"};

    return smm_wallet_move(&c, from, to, amount, "belongs together", &idem, 0, &waits).code;
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
    is_int(smm_wallet_move(&c, one, two, USD(30), "x", &idem, 1, &waits).code, SMM_OK,
           "only looked");
    is_int(unit_balance(&c, one), USD(100), "nothing has moved");
    is_int(move(one, two, USD(30), "key-00001"), SMM_OK, "moved");
    is_int(unit_balance(&c, one), USD(70), "from one");
    is_int(unit_balance(&c, two), USD(30), "to the other, who had no wallet");
    is_int(move(one, two, USD(30), "key-00001"), SMM_CONFLICT, "the same again");
    is_int(unit_balance(&c, one), USD(70), "is not done twice");
    unit_raw_int(c.pool, "SELECT COUNT(*) FROM audit_log WHERE action LIKE 'wallet.move%'", &n);
    is_int(n, 2, "both are in the audit log");
    smm_wallet_freeze(&c, one, 1, "test");
    is_int(move(one, two, USD(1), "key-00002"), SMM_CONFLICT, "not out of a frozen balance");
    is_int(move(two, one, USD(1), "key-00003"), SMM_OK, "into one it is");
    smm_wallet_freeze(&c, one, 0, "test");
    ok(unit_sound(&c), "books in order");
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
    is_int(unit_balance(&c, one), USD(71), "71 are there");
    is_int(move(one, two, USD(72), "key-00010"), SMM_INVALID, "credit does not move");
    {
        smm_unit_t *u = smm_unit_make(c.pool);

        smm_unit_add(u, SQL_wallet_covers, SMM_ARGS(SMM_I(1), SMM_I(one), SMM_I(USD(72))));
        is_int(smm_db_write(c.db, u).rc, SMM_DB_EXPECT, "nor when it was read before");
    }
    is_int(move(one, two, USD(71), "key-00011"), SMM_OK, "what is there does");
    is_int(unit_balance(&c, one), 0, "to the last cent");
    unit_raw(c.pool, "UPDATE wallet SET credit_limit = 0");
    ok(unit_sound(&c), "books in order");
}

static int racer(smm_ctx_t *of, int number, void *baton)
{
    smm_idem_t idem = {"move", apr_psprintf(of->pool, "race-%06d", number), "x"};

    int wait;

    (void)baton;

    return smm_wallet_move(of, one, two, USD(30), "race", &idem, 0, &wait).code == SMM_OK;
}

static void test_race(void)
{
    int64_t had = unit_balance(&c, two);

    give(one, USD(100));
    is_int(unit_race(&c, THREADS, racer, NULL), 3, "16 want 30 of 100 at once: three get it");
    is_int(unit_balance(&c, one), USD(10), "10 are left");
    is_int(unit_balance(&c, two), had + USD(90), "90 arrived");
    ok(unit_sound(&c), "books in order");
}

/* ---- two people ------------------------------------------------------------------------------ */

static int64_t request(void)
{
    smm_adjust_t a;

    return smm_adjust_list(&c, "waiting", 0, &a, 1) == 1 ? a.id : 0;
}

static smm_rc_e decide(int64_t who, int64_t id, int approve)
{
    smm_idem_t idem = {"form", apr_psprintf(c.pool, "decide-%" APR_INT64_T_FMT, id), "p"};
    smm_rc_e rc;

    c.actor = who;
    rc = smm_adjust_decide(&c, id, approve, "seen", &idem).code;
    c.actor = staff;
    return rc;
}

static int decider(smm_ctx_t *of, int number, void *baton)
{
    (void)number;
    return smm_adjust_decide(of, *(int64_t *)baton, 1, "seen", NULL).code == SMM_OK;
}

static void test_two(void)
{
    int64_t second = unit_account(&c, "second", "DE"), had, id;
    smm_adjust_t a;

    give(one, USD(400));
    give(one, USD(400));
    had = unit_balance(&c, two);
    is_int(move(one, two, USD(900), "two-00001"), SMM_INVALID, "more than is there is not asked");
    is_int(move(one, two, USD(501), "two-00002"), SMM_OK, "above the limit it is asked for");
    is_int(waits, 1, "and waits");
    is_int(unit_balance(&c, one), USD(810), "nothing has moved");
    is_int(move(one, two, USD(501), "two-00002"), SMM_CONFLICT, "the same form asks once");
    id = request();
    smm_adjust_get(&c, id, &a);
    is(a.kind, "move", "a request of its kind");
    is(a.username, "one", "from one");
    is(a.to, "two", "to two");
    is_int(a.amount, USD(501), "over 501");
    is_int(decide(staff, id, 1), SMM_FORBIDDEN, "who asked does not decide");
    is_int(decide(one, id, 1), SMM_FORBIDDEN, "nor who gives");
    is_int(decide(two, id, 1), SMM_FORBIDDEN, "nor who gets it");
    c.actor = two;
    is_int(smm_adjust_waiting(&c), 0, "it does not wait for who gets it");
    c.actor = second;
    is_int(smm_adjust_waiting(&c), 1, "but for the second person");
    smm_wallet_freeze(&c, one, 1, "test");
    is_int(decide(second, id, 1), SMM_CONFLICT, "not while the balance is frozen");
    smm_wallet_freeze(&c, one, 0, "test");
    is_int(unit_race(&c, THREADS, decider, (c.actor = second, &id)), 1, "16 approvals: one");
    c.actor = staff;
    is_int(unit_balance(&c, one), USD(309), "it moved once");
    is_int(unit_balance(&c, two), had + USD(501), "and arrived");
    move(two, one, USD(501), "two-00003");
    is_int(decide(second, request(), 0), SMM_OK, "another is refused");
    is_int(unit_balance(&c, two), had + USD(501), "and moves nothing");
    move(two, one, USD(501), "two-00004");
    id = request();
    is_int(move(two, one, had + USD(1), "two-00005"), SMM_OK, "then a part leaves");
    is_int(decide(second, id, 1), SMM_INVALID, "what is not there any more is not moved");
    ok(unit_sound(&c), "books in order");
    unit_raw(c.pool, "UPDATE adjust_request SET state = 'approved', decided = 1, decided_by = 99 "
                     "WHERE kind = 'move' AND state = 'waiting'");
    ok(!unit_sound(&c), "an approved move that was not booked is found");
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
    one = unit_account(&c, "one", "DE");
    two = unit_account(&c, "two", "DE");
    c.actor = staff = unit_account(&c, "staff", "DE");
    test_plain();
    test_credit();
    test_race();
    test_two();
    unit_db_drop(&c);
}

int main(void)
{
    tap_init();
    for (int engine = 0; engine < unit_engines(); engine++)
        run(engine);
    return tap_done();
}
