/* SPDX-License-Identifier: Apache-2.0 */
/*
 * VIP memberships on both databases: joining, renewing, grace, upgrade, downgrade, stop, staff; by
 * 32 at once through two handles of the database, as two processes have them; the job run twice;
 * methods for members; the checks of the books. Seen red without member_covered, and charged many
 * times without both the version of member_period and the keys that name it (each of them is
 * enough).
 */
#include <pthread.h>
#include <apr_thread_proc.h>
#include "unit_pay.h"
#include "smm_time.h"
#include "smm_membership.h"

#define THREADS 32
#define DAY 86400

static int n_keys;
static int64_t staff, silver, gold;
static smm_db_t *other;

static const smm_idem_t *key(void)
{
    smm_idem_t *k = apr_pcalloc(c.pool, sizeof(*k));

    *k = (smm_idem_t){"form", apr_psprintf(c.pool, "member-key-%d", ++n_keys), "p"};
    return k;
}

static int64_t person(const char *name)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    const char *mail = apr_pstrcat(c.pool, name, "@unit.example", NULL);
    int row =
        smm_unit_add(u, SQL_account_insert,
                     SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                              SMM_I(c.now), SMM_I(c.now), SMM_T("DE"), SMM_T("en")));

    smm_unit_add(u, SQL_member_join, SMM_ARGS(SMM_I(1), SMM_SLOT(row), SMM_I(c.now)));
    smm_db_write(c.db, u);
    return smm_unit_id(u, row);
}

static void at(int y, int m, int d)
{
    c.now = smm_days(y, m, d) * DAY + 3600;
}

static int64_t has(int64_t account)
{
    smm_balance_t b;

    smm_wallet_balance(&c, account, &b);
    return b.balance;
}

static void money(int64_t account, int64_t amount)
{
    int64_t was = c.actor;

    c.actor = staff;
    is_int(smm_wallet_adjust(&c, account, amount, "unit", key(), 0).code, SMM_OK, "money");
    c.actor = was;
}

static int64_t count(const char *sql)
{
    int64_t n = -1;

    unit_raw_int(c.pool, sql, &n);
    return n;
}

/** Mails about their membership that somebody got. */
static int64_t mails(const char *name)
{
    return count(apr_psprintf(c.pool,
                              "SELECT COUNT(*) FROM mail_outbox WHERE view = "
                              "'wallet/membership' AND recipient LIKE '%s@%%'",
                              name));
}

static smm_member_t member(int64_t account)
{
    smm_member_t m;

    is_int(smm_member_get(&c, account, &m), SMM_OK, "read");
    return m;
}

static int64_t charges(int64_t account)
{
    smm_member_charge_t k[50];

    return smm_member_charges(&c, account, 0, k, 50);
}

static int64_t plan(const char *name, int64_t price, smm_rc_e want)
{
    smm_plan_t p = {.name = name, .price = price, .perks = "One thing\nAnother", .active = 1},
               list[9];
    smm_result_t r = smm_plan_put(&c, &p, key());
    int n, i;

    is_int(r.code, want, apr_pstrcat(c.pool, "plan ", name, NULL));
    n = smm_plan_list(&c, list, 9);
    for (i = 0; i < n; i++)
        if (strcmp(list[i].name, name) == 0)
            return list[i].id;
    return 0;
}

static smm_result_t take(int64_t account, int64_t id, int64_t seen)
{
    return smm_member_take(&c, account, id, seen, key());
}

static void sweep(const char *what)
{
    is_int(smm_member_sweep(&c), 0, what);
}

/* ---- joining, renewing ----------------------------------------------------------------------- */

static void test_join(void)
{
    int64_t a = person("joiner");
    smm_member_offer_t o;
    smm_member_t m;

    at(2026, 1, 31);
    is_int(member(a).vip, 0, "FREE without a row");
    is_int(smm_member_offer(&c, a, 999, &o).code, SMM_NOT_FOUND, "no such plan");
    is_int(take(a, silver, USD(10)).code, SMM_INVALID, "no money, no membership");
    is_int(member(a).known, 0, "nothing of it is there");
    money(a, USD(25));
    is_int(take(a, silver, USD(9)).code, SMM_INVALID, "another price than was shown");
    is_int(has(a), USD(25), "is not charged");
    is_int(take(a, silver, USD(10)).code, SMM_OK, "joins");
    is_int(has(a), USD(15), "charged once");
    m = member(a);
    ok(m.vip && m.ends == smm_days(2026, 2, 28) && m.next_plan == silver, "until the month's end");
    is_int(take(a, silver, USD(10)).code, SMM_CONFLICT, "not twice");
    at(2026, 2, 24);
    sweep("four days before");
    is_int(mails("joiner"), 0, "no mail yet");
    at(2026, 2, 25);
    sweep("three days before");
    sweep("and again");
    is_int(mails("joiner"), 1, "one mail says that it renews");
    at(2026, 2, 28);
    sweep("the day");
    sweep("and again");
    is_int(has(a), USD(5), "renewed once");
    m = member(a);
    ok(m.starts == smm_days(2026, 2, 28) && m.ends == smm_days(2026, 3, 31), "to the anchor day");
    at(2026, 3, 31);
    sweep("too little");
    sweep("and again");
    m = member(a);
    ok(m.vip && strcmp(m.state, "grace") == 0, "days of grace");
    is_int(mails("joiner"), 2, "one more mail says so");
    at(2026, 4, 2);
    is_int(smm_member_offer(&c, a, gold, &o).code, SMM_CONFLICT, "no change while it is not paid");
    money(a, USD(20));
    sweep("paid on the last day");
    m = member(a);
    ok(m.starts == smm_days(2026, 3, 31) && m.ends == smm_days(2026, 4, 30), "from its end");
    is_int(has(a), USD(15), "for one period");
    is_int(charges(a), 3, "three charges");
    sound("after renewals");
}

static void test_grace(void)
{
    int64_t a = person("broke");
    smm_member_t m;

    at(2026, 5, 10);
    money(a, USD(10));
    is_int(take(a, silver, USD(10)).code, SMM_OK, "joins");
    at(2026, 6, 12);
    is_int(member(a).vip, 1, "within grace by the clock alone");
    sweep("grace");
    at(2026, 6, 13);
    is_int(member(a).vip, 0, "over by the clock alone");
    money(a, USD(50));
    sweep("over");
    m = member(a);
    ok(strcmp(m.state, "ended") == 0 && has(a) == USD(50), "FREE, and nothing is taken any more");
    is_int(mails("broke"), 2, "a mail of each says so");
    is_int(take(a, gold, USD(25)).code, SMM_OK, "joins anew");
    m = member(a);
    ok(m.vip && m.anchor == smm_days(2026, 6, 13) && m.plan == gold, "with a new anchor day");
    is_int(has(a), USD(25), "for its price");
    unit_raw(c.pool,
             apr_psprintf(c.pool, "UPDATE wallet SET frozen = 1 WHERE account_id = %d", (int)a));
    at(2026, 7, 13);
    sweep("a frozen wallet");
    is(member(a).state, "grace", "does not pay");
    unit_raw(c.pool, apr_psprintf(c.pool,
                                  "UPDATE wallet SET frozen = 0, balance = balance WHERE "
                                  "account_id = %d",
                                  (int)a));
    is_int(smm_member_stop(&c, a).code, SMM_OK, "stopped while it is not paid");
    is(member(a).state, "ended", "ends at once");
    sound("after grace");
}

static void test_suspended(void)
{
    int64_t a = person("suspended");

    at(2026, 5, 10);
    money(a, USD(50));
    is_int(take(a, silver, USD(10)).code, SMM_OK, "joins");
    unit_raw(c.pool,
             apr_psprintf(c.pool, "UPDATE account SET status = 'suspended' WHERE id = %d", (int)a));
    at(2026, 6, 10);
    sweep("while the account is suspended");
    is(member(a).state, "ended", "who cannot sign in is not charged");
    is_int(has(a), USD(40), "the money is still there");
}

static void test_credit(void)
{
    int64_t a = person("credit");
    smm_unit_t *u = smm_unit_make(c.pool);
    smm_written_t w;
    smm_plan_t p;

    at(2026, 5, 10);
    money(a, USD(3));
    unit_raw(c.pool, apr_psprintf(c.pool,
                                  "UPDATE wallet SET credit_limit = 1000000000 WHERE "
                                  "account_id = %d",
                                  (int)a));
    is_int(take(a, silver, USD(10)).code, SMM_INVALID, "money on credit buys no membership");
    is_int(has(a), USD(3), "and is not taken");
    /* spent after it was looked at: the unit itself refuses */
    smm_plan_get(&c, silver, &p);
    smm_member_charge_steps(u, &c, a, &p, 1, "join", 0, 1, 2);
    w = smm_db_write(c.db, u);
    is_int(smm_written_rc(&w), SMM_NO_FUNDS, "not within the unit either");
    is_int(has(a), USD(3), "and is not taken");
    unit_raw(c.pool, "UPDATE wallet SET credit_limit = 0");
}

/* ---- changing -------------------------------------------------------------------------------- */

static void test_change(void)
{
    int64_t a = person("changer");
    smm_member_offer_t o;
    smm_member_t m;

    at(2026, 11, 1);
    money(a, USD(100));
    is_int(take(a, silver, USD(10)).code, SMM_OK, "joins");
    at(2026, 11, 30);
    is_int(smm_member_offer(&c, a, gold, &o).code, SMM_OK, "an upgrade");
    ok(o.change == SMM_MEMBER_UPGRADE && o.credit == 333333 && o.pay == 24666667,
       "with the credit of one day, floored");
    is_int(take(a, gold, o.pay).code, SMM_OK, "taken");
    is_int(has(a), USD(90) - 24666667, "charged less the credit");
    m = member(a);
    ok(m.starts == smm_days(2026, 11, 30) && m.ends == smm_days(2026, 12, 30), "a new period");
    is_int(take(a, silver, USD(10)).code, SMM_OK, "a smaller plan");
    m = member(a);
    ok(m.plan == gold && m.next_plan == silver && m.vip, "follows later");
    is_int(has(a), USD(90) - 24666667, "for nothing now");
    is_int(take(a, gold, USD(25)).code, SMM_OK, "taken back");
    is_int(member(a).next_plan, gold, "goes on as before");
    is_int(smm_member_stop(&c, a).code, SMM_OK, "stopped");
    ok(member(a).vip && member(a).next_plan == 0, "runs to its end");
    is_int(smm_member_stop(&c, a).code, SMM_CONFLICT, "not twice");
    is_int(take(a, gold, USD(25)).code, SMM_OK, "and taken back");
    is_int(take(a, silver, USD(10)).code, SMM_OK, "the smaller one again");
    at(2026, 12, 30);
    sweep("the day");
    m = member(a);
    ok(m.plan == silver && m.price == USD(10) && m.ends == smm_days(2027, 1, 30), "it followed");
    is_int(smm_member_stop(&c, a).code, SMM_OK, "stopped again");
    at(2027, 1, 30);
    is_int(member(a).vip, 0, "ends on its day by the clock alone");
    sweep("the end");
    is(member(a).state, "ended", "FREE");
    is_int(has(a), USD(80) - 24666667, "nothing more was taken, nothing came back");
    sound("after changes");
}

static void test_price(void)
{
    int64_t a = person("priced");
    smm_plan_t p;

    at(2026, 3, 1);
    money(a, USD(100));
    is_int(take(a, silver, USD(10)).code, SMM_OK, "joins");
    at(2026, 3, 29);
    sweep("announced");
    smm_plan_get(&c, silver, &p);
    p.price = USD(12);
    is_int(smm_plan_put(&c, &p, NULL).code, SMM_OK, "dearer after that");
    at(2026, 4, 1);
    sweep("renews");
    is_int(has(a), USD(80), "for what was announced");
    at(2026, 5, 1);
    sweep("renews");
    is_int(has(a), USD(68), "then for the new price");
    p.active = 0;
    is_int(smm_plan_put(&c, &p, NULL).code, SMM_OK, "not sold any more");
    is_int(take(person("late"), silver, USD(12)).code, SMM_NOT_FOUND, "to nobody new");
    at(2026, 6, 1);
    sweep("renews");
    is_int(has(a), USD(56), "who has it keeps it");
    p.active = 1;
    p.price = USD(10);
    smm_plan_put(&c, &p, NULL);
    sound("after prices");
}

/* ---- at once --------------------------------------------------------------------------------- */

typedef struct racer_t {
    int what, n;
    int64_t account;
    const smm_idem_t *key;
    smm_rc_e rc;
} racer_t;

static pthread_barrier_t gate;

static void *APR_THREAD_FUNC racer(apr_thread_t *t, void *data)
{
    racer_t *r = data;
    smm_ctx_t mine = c;

    (void)t;
    apr_pool_create(&mine.pool, NULL);
    if (r->n % 2)
        mine.db = other;
    pthread_barrier_wait(&gate);
    if (r->what == 0)
        r->rc = smm_member_take(&mine, r->account, silver, USD(10), r->key).code;
    else if (r->what == 1)
        r->rc = smm_member_sweep(&mine) == 0 ? SMM_OK : SMM_BUSY;
    else
        r->rc = smm_member_take(&mine, r->account, gold, USD(15), r->key).code;
    apr_pool_destroy(mine.pool);
    return NULL;
}

/** @return how many were told OK */
static int race(int what, int64_t account, int one_key)
{
    apr_thread_t *threads[THREADS];
    const smm_idem_t *same = key();
    racer_t r[THREADS];
    apr_status_t s;
    int won = 0;

    pthread_barrier_init(&gate, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        r[i] = (racer_t){what, i, account, one_key ? same : key(), SMM_OK};
        apr_thread_create(&threads[i], NULL, racer, &r[i], c.pool);
    }
    for (int i = 0; i < THREADS; i++) {
        apr_thread_join(&s, threads[i]);
        won += r[i].rc == SMM_OK;
    }
    pthread_barrier_destroy(&gate);
    return won;
}

static void test_race(void)
{
    for (int one_key = 0; one_key < 2; one_key++) {
        int64_t a = person(one_key ? "click" : "tabs");

        at(2026, 8, 1);
        money(a, USD(1000));
        is_int(race(0, a, one_key), 1, one_key ? "one of 32 clicks joins" : "one of 32 tabs joins");
        is_int(has(a), USD(990), "charged once");
        is_int(race(2, a, one_key), 1, "one of 32 upgrades");
        is_int(has(a), USD(975), "charged once");
        at(2026, 9, 1);
        is_int(race(1, 0, 0), THREADS, "32 jobs at once");
        is_int(has(a), USD(950), "renewed once");
        is_int(charges(a), 3, "three charges");
        is_int(smm_member_stop(&c, a).code, SMM_OK, "stopped");
    }
    sound("after races");
}

/* ---- staff, methods -------------------------------------------------------------------------- */

static void test_staff(void)
{
    int64_t a = person("guest");
    smm_member_row_t row[50];
    smm_member_t m;
    int n, i, seen = 0;

    at(2026, 8, 31);
    c.actor = staff;
    is_int(smm_member_give(&c, staff, gold, 1, "me", key()).code, SMM_FORBIDDEN, "not to oneself");
    is_int(smm_member_give(&c, a, gold, 1, "", key()).code, SMM_INVALID, "not without a reason");
    is_int(smm_member_give(&c, a, gold, 99, "why", key()).code, SMM_INVALID, "not for ever");
    is_int(smm_member_give(&c, a, 999, 1, "why", key()).code, SMM_INVALID, "not without a plan");
    is_int(smm_member_give(&c, 99999, gold, 1, "why", key()).code, SMM_NOT_FOUND, "nobody");
    is_int(smm_member_give(&c, a, gold, 6, "why", key()).code, SMM_OK, "given");
    is_int(smm_member_give(&c, a, gold, 6, "why", key()).code, SMM_INVALID, "once");
    m = member(a);
    ok(m.vip && m.price == 0 && m.ends == smm_days(2027, 2, 28) && !m.next_plan, "ends by itself");
    is_int(charges(a), 0, "for nothing");
    n = smm_member_list(&c, "", 0, row, 50);
    for (i = 0; i < n; i++)
        seen += row[i].account == a;
    is_int(seen, 1, "in the list");
    is_int(smm_member_revoke(&c, a, "").code, SMM_INVALID, "not taken without a reason");
    is_int(smm_member_revoke(&c, a, "why").code, SMM_OK, "taken");
    is_int(member(a).vip, 0, "FREE at once");
    is_int(smm_member_revoke(&c, a, "why").code, SMM_CONFLICT, "once");
    is_int(count("SELECT COUNT(*) FROM audit_log WHERE action LIKE 'membership.%'"), 2, "audited");
    is_int(smm_member_give(&c, a, gold, 1, "again", key()).code, SMM_OK, "given again");
    at(2026, 9, 30);
    c.actor = 0;
    sweep("its end");
    is(member(a).state, "ended", "ended by itself");
}

static void test_method(void)
{
    smm_topup_t in = {.amount = USD(20), .method = "dollars"};
    smm_member_t m;
    smm_result_t r;
    int64_t id;

    at(2026, 10, 1);
    set("gateway.dollars.membership", "vip");
    r = smm_payment_start(&c, &who, &in, NULL, &id);
    ok(r.code == SMM_INVALID && strcmp(r.field, "method") == 0, "FREE may not start it");
    money(who.id, USD(10));
    is_int(take(who.id, silver, USD(10)).code, SMM_OK, "a member");
    is_int(smm_payment_start(&c, &who, &in, NULL, &id).code, SMM_OK, "may");
    m = member(who.id);
    c.now = (m.ends + 3) * DAY;
    is_int(smm_payment_start(&c, &who, &in, NULL, &id).code, SMM_INVALID, "until it is over");
    set("gateway.dollars.membership", "all");
    is_int(smm_payment_start(&c, &who, &in, NULL, &id).code, SMM_OK, "open to everybody");
}

/* ---- the checks ------------------------------------------------------------------------------ */

static const char *look_for;
static int heard;

static void hear(void *baton, const char *line)
{
    (void)baton;
    heard += strstr(line, look_for) != NULL;
}

static void broken(const char *want, const char *harm, const char *heal)
{
    smm_verify_t v = {.pool = c.pool, .db = c.db, .now = c.now, .say = hear};
    const char *bad = unit_raw(c.pool, harm);

    look_for = want;
    heard = 0;
    smm_verify_run(&v);
    ok(!bad && heard > 0, apr_pstrcat(c.pool, "seen: ", want, bad ? bad : "", NULL));
    bad = unit_raw(c.pool, heal);
    ok(!bad, bad ? bad : "healed");
}

static void test_verify(void)
{
#define FIRST "(SELECT MIN(id) FROM membership_charge WHERE kind = 'renew')"
    broken("V1 charge", "UPDATE membership_charge SET price = price + 1 WHERE id = " FIRST,
           "UPDATE membership_charge SET price = price - 1 WHERE id = " FIRST);
    broken("V2 transfer",
           "CREATE TABLE kept AS SELECT * FROM membership_charge WHERE id = " FIRST
           "; DELETE FROM membership_charge WHERE id = " FIRST,
           "INSERT INTO membership_charge SELECT * FROM kept; DROP TABLE kept");
    broken("V3 member", "UPDATE membership SET price = price + 1 WHERE price > 0",
           "UPDATE membership SET price = price - 1 WHERE price > 0");
    broken("V4 renewal", "UPDATE membership_charge SET starts = starts - 1 WHERE id = " FIRST,
           "UPDATE membership_charge SET starts = starts + 1 WHERE id = " FIRST);
    sound("after the checks");
}

static smm_db_t *second(apr_pool_t *p, int engine)
{
    smm_db_t *db = NULL;
    const char *error;

    smm_db_open(p, engine ? "pgsql" : "sqlite3",
                engine ? apr_psprintf(p, "%s options='-c search_path=%s'", getenv("SMM_TEST_PG"),
                                      unit_schema)
                       : apr_pstrcat(p, unit_dir, "/panel.db", NULL),
                &db, &error);
    return db;
}

static void run(int e)
{
    apr_pool_t *p;

    apr_pool_create(&p, NULL);
    if (unit_pay_on(p, e)) {
        other = second(p, e);
        ok(other != NULL, "as from another process");
        staff = person("staff");
        set("wallet.adjust_limit", "100000");
        silver = plan("Silver", USD(10), SMM_OK);
        gold = plan("Gold", USD(25), SMM_OK);
        plan("Gold", USD(5), SMM_INVALID);
        plan("free", USD(5), SMM_INVALID);
        plan("Odd", USD(5) + 1, SMM_INVALID);
        test_join();
        test_grace();
        test_credit();
        test_suspended();
        test_change();
        test_price();
        test_race();
        test_staff();
        test_method();
        test_verify();
        smm_db_close(other);
        unit_db_drop(&c);
    }
    apr_pool_destroy(p);
}

int main(void)
{
    tap_init();
    for (int e = 0; e < unit_engines(); e++)
        run(e);
    return tap_done();
}
