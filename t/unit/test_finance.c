/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statement, reports and the daily proof on both databases. The proof says "in order" for good
 * books and finds a balance, a posting and money in suspense that were changed by hand.
 */
#include "tap.h"
#include "unit_raw.h"
#include "smm_job.h"
#include "smm_log.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_time.h"
#include "smm_wallet.h"
#include "smm_finance.h"
#include "smm_payment.h"

#define USD(n) ((n)*SMM_USD)
#define DAY 86400

static smm_ctx_t c;
static int64_t who;
static int alarms;

static void log_fn(smm_log_e level, const char *line)
{
    alarms += level == SMM_LOG_ERROR && strstr(line, "SMM0610") != NULL;
}

static int64_t person(const char *name)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    const char *mail = apr_pstrcat(c.pool, name, "@unit.example", NULL);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                          SMM_I(c.now), SMM_I(c.now), SMM_T("DE"), SMM_T("en")));
    return smm_db_write(c.db, u).rc == SMM_DB_OK ? smm_unit_id(u, 0) : 0;
}

static void set(const char *key, const char *value)
{
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_setting_step(u, &c, key, value);
    smm_db_write(c.db, u);
}

static int64_t at(const char *day)
{
    int64_t t = 0;

    smm_time_parse(day, &t);
    return t + 3600;
}

static int64_t top_up(int64_t amount, int64_t arrives)
{
    smm_account_t a = {.id = who, .username = "x", .email = "x@unit.example", .lang = "en"};
    smm_topup_t in = {.amount = amount, .method = "bank"};
    int64_t id = 0;

    is_int(smm_payment_start(&c, &a, &in, NULL, &id).code, SMM_OK, "a top-up");
    smm_payment_open(&c, id);
    is_int(smm_payment_confirm(&c, id, arrives, "statement", NULL).code, SMM_OK, "money arrives");
    return id;
}

static void correct(int64_t amount, const char *key)
{
    smm_idem_t idem = {"form", key, "p"};

    c.actor = 0;
    is_int(smm_wallet_adjust(&c, who, amount, "a reason", &idem, 0).code, SMM_OK, "a correction");
}

/* ---- statement ------------------------------------------------------------------------------- */

static void statement(void)
{
    smm_month_t m[5];
    smm_entry_t e[10];
    int n;

    c.now = at("2026-01-31");
    top_up(USD(100), USD(100));
    c.now = at("2026-02-10");
    correct(-USD(30), "key-corr-1");
    correct(USD(5), "key-corr-2");
    c.now = at("2026-04-01");
    top_up(USD(20), USD(20));
    is_int(smm_statement_page(&c, who, "", 0, 0, 0, e, 10), 4, "four movements");
    is_int(smm_statement_page(&c, who, "payments", 0, 0, 0, e, 10), 2, "two payments");
    is_int(smm_statement_page(&c, who, "corrections", 0, 0, 0, e, 10), 2, "two corrections");
    ok(e[0].amount == USD(5) && e[0].after == USD(75), "newest first");
    is_int(smm_statement_page(&c, who, "other", 0, 0, 0, e, 10), 0, "nothing else");
    is_int(smm_statement_page(&c, who, "", 0, at("2026-02-01"), at("2026-03-01"), e, 10), 2,
           "by days");
    is_int(smm_statement_page(&c, who, "", e[1].id, 0, 0, e, 10), 1, "older than one");
    n = smm_statement_months(&c, who, m, 5);
    is_int(n, 3, "three months with movements");
    ok(m[0].month == 4 && m[0].opening == USD(75) && m[0].plus == USD(20) &&
           m[0].closing == USD(95),
       "April");
    ok(m[1].month == 2 && m[1].opening == USD(100) && m[1].plus == USD(5) &&
           m[1].minus == USD(30) && m[1].closing == USD(75),
       "February");
    ok(m[2].month == 1 && m[2].opening == 0 && m[2].closing == USD(100), "January");
}

/* ---- reports --------------------------------------------------------------------------------- */

static int count_row(void *baton, const smm_row_t *row)
{
    (void)row;
    ++*(int *)baton;
    return 0;
}

static void reports(void)
{
    static int64_t received[SMM_FIN_DAYS], revenue[SMM_FIN_DAYS];
    int64_t since = at("2026-01-01") - 3600, until = at("2026-04-01") - 3600 + DAY, fee = 0;
    const smm_report_t *r;
    smm_finance_t f;
    smm_payment_t p;
    int n, found;

    for (r = smm_reports; r->name; r++) {
        n = 0;
        is_int(smm_db_read(c.db, r->stmt,
                           SMM_ARGS(SMM_I(1), SMM_I(since), SMM_I(until), SMM_I(100)), count_row,
                           &n),
               SMM_DB_OK, r->name);
        if (strcmp(r->name, "payments") == 0 || strcmp(r->name, "gifts") == 0 ||
            strcmp(r->name, "books") == 0)
            ok(n > 0, "… has rows");
    }
    ok(smm_report_find("books") && !smm_report_find("salaries") && !smm_report_find(NULL),
       "reports are found by name");
    is_int(smm_finance(&c, since, until, &f, received, revenue), SMM_OK, "figures");
    ok(f.received == USD(120) && f.wallets == USD(95) && f.accounts == 1 && f.suspense == 0,
       "what came in and what is owed");
    is_int(received[30], USD(100), "on its day");
    smm_payment_get(&c, 0, top_up(USD(50), USD(40)), &p);
    is_int(smm_finance(&c, since, until, &f, received, revenue), SMM_OK, "figures");
    is_int(f.suspense, USD(40), "money that waits");
    is_int(f.review, 1, "and its payment");
    smm_finance_fee(&c, &p, 150);
    smm_finance_fee(&c, &p, 175);
    smm_finance_fee(&c, &p, 0);
    smm_db_int(c.db, SQL_export_gateway_fee, SMM_ARGS(SMM_I(1), SMM_I(0), SMM_I(1)), &fee, &found);
    is_int(fee, p.id, "what the gateway kept is noted once for a payment");
}

/* ---- proof ----------------------------------------------------------------------------------- */

static smm_proof_t prove(void)
{
    smm_proof_t p = {0};

    is_int(smm_finance_prove(&c), SMM_OK, "checked");
    is_int(smm_finance_proof(&c, &p), SMM_OK, "kept");
    return p;
}

static void proof(void)
{
    smm_proof_t p;

    is_int(smm_finance_proof(&c, &p), SMM_NOT_FOUND, "no proof yet");
    p = prove();
    ok(p.ok && p.breaches == 0 && p.unexplained == 0 && !*p.text, "the books are in order");
    is_int(p.checked, c.now, "with its time");
    is_int(alarms, 0, "nothing is logged");
    c.now += 10;
    prove();
    is_int(smm_finance_proof(&c, &p), SMM_OK, "again the same day");
    is_int(p.checked, c.now, "replaces the day's row");
    c.now += DAY;
    unit_raw(c.pool, "UPDATE wallet SET balance = balance + 1");
    smm_job_run_due(&c, 2);
    is_int(smm_finance_proof(&c, &p), SMM_OK, "the job makes one of each day");
    is_int(p.day, c.now / DAY, "of today");
    ok(!p.ok && p.breaches > 0, "a balance changed by hand is found");
    ok(strstr(p.text, "I2 wallet") != NULL, "and said");
    ok(alarms > 0, "and logged");
    unit_raw(c.pool, "UPDATE wallet SET balance = balance - 1");
    alarms = 0;
    unit_raw(c.pool, "UPDATE payment SET received = 0 WHERE state = 'underpaid'");
    p = prove();
    ok(!p.ok && p.unexplained == USD(40), "money in suspense that nothing explains is found");
    ok(alarms > 0, "and logged");
    unit_raw(c.pool, "UPDATE payment SET received = 40000000 WHERE state = 'underpaid'");
    p = prove();
    ok(p.ok, "in order again");
}

int main(void)
{
    apr_pool_t *pool;
    int e;

    apr_initialize();
    tap_init();
    smm_wallet_init();
    smm_log_to(log_fn);
    for (e = 0; e < unit_engines(); e++) {
        apr_pool_create(&pool, NULL);
        if (!unit_db_on(pool, &c, e)) {
            ok(0, "a database");
            return tap_done();
        }
        alarms = 0;
        set("gateway.bank.enabled", "1");
        set("gateway.bank.iban", "DE00 1234");
        set("gateway.bank.holder", "Unit");
        who = person("saver");
        statement();
        reports();
        proof();
        unit_db_drop(&c);
        apr_pool_destroy(pool);
    }
    return tap_done();
}
