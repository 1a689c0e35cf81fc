/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Post-payment on both databases: what has to be shown, asking, limits, the bill of a month once,
 * reminders, overdue, what a payment settles, races. Seen red without postpay_month's guard (a
 * month billed twice), without the expected amount of a bill (money of a payment billed), and
 * without postpay_lift (a wallet that stays stopped).
 */
#include <string.h>
#include "tap.h"
#include "unit_wallet.h"
#include "smm_gateway.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_time.h"
#include "smm_ledger.h"
#include "smm_payment.h"
#include "smm_postpay.h"

#define USD(n) ((n) * (int64_t)SMM_USD)
#define DAY 86400
#define THREADS 16

static smm_ctx_t c;
static smm_account_t who = {
    .username = "buyer", .email = "buyer@unit.example", .name = "", .lang = "en"};

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

/* ---- helpers -----------------------------------------------------------------------------------
 */

static int64_t at(const char *text)
{
    int64_t s = 0;

    smm_time_parse(text, &s);
    return s;
}

static void must(const char *sql)
{
    const char *err = unit_raw(c.pool, sql);

    if (err)
        ok(0, err);
}

static int paid(int64_t amount)
{
    smm_topup_t in = {.amount = amount, .method = "ours"};
    smm_payment_t p;
    int64_t id = 0;

    return smm_payment_start(&c, &who, &in, NULL, &id).code == SMM_OK &&
           smm_payment_open(&c, id).code == SMM_OK && smm_payment_get(&c, 0, id, &p) == SMM_OK &&
           smm_payment_confirm(&c, id, p.amount + p.fee, "seen", NULL).code == SMM_OK;
}

/* Money spent, or given with amount < 0: by a correction. */
static smm_rc_e spend(int64_t amount)
{
    static int n;
    char key[24];
    smm_idem_t idem = {"test", key, "x"};

    snprintf(key, sizeof(key), "spend-%06d", ++n);
    return smm_wallet_adjust(&c, who.id, -amount, "test", &idem, 0).code;
}

static smm_postpay_line_t line(void)
{
    smm_postpay_line_t l = {.state = "none"};

    smm_postpay_get(&c, who.id, &l);
    return l;
}

static smm_rc_e decide(const char *what, int64_t limit, int owner)
{
    smm_postpay_decision_t d = {what, limit, 1, 5, "because", line().version, owner};

    return smm_postpay_decide(&c, who.id, &d, NULL).code;
}

static int mails(void)
{
    int64_t n = 0;

    unit_raw_int(c.pool, "SELECT COUNT(*) FROM mail_outbox", &n);
    return (int)n;
}

static smm_postpay_bill_t bill(void)
{
    smm_postpay_bill_t b = {0};

    smm_postpay_bills(&c, who.id, &b, 1);
    return b;
}

static int bills(void)
{
    smm_postpay_bill_t b[20];

    return smm_postpay_bills(&c, who.id, b, 20);
}

/* ---- what has to be shown -----------------------------------------------------------------------
 */

static int campaigns;

static void campaign(const char *day, int64_t charge, const char *state, int quantity, int remains)
{
    unit_raw(
        c.pool,
        apr_psprintf(
            c.pool,
            "INSERT INTO campaign (panel_id, account_id, service_id, service_name, link, link_hash,"
            " quantity, rate, charge, cost, state, status, remains, provider_service, token, "
            "created,"
            " started_at) VALUES (1, %" APR_INT64_T_FMT
            ", 1, 's', 'l', 'h', %d, 1, %" APR_INT64_T_FMT
            ", 0, '%s', 'In progress', %d, '', 'tok%d', %" APR_INT64_T_FMT ", %" APR_INT64_T_FMT
            ")",
            who.id, quantity, charge, state, remains, ++campaigns, at(day), at(day)));
}

static void test_rule(void)
{
    static const char *const months[] = {"2026-05-15", "2026-06-15", "2026-07-15",
                                         "2026-08-15", "2026-09-15", "2026-10-15"};
    smm_postpay_view_t v;

    is_int(smm_postpay_look(&c, who.id, &v), SMM_OK, "somebody new is looked at");
    is_int(v.n_months, 0, "without a history");
    ok(v.missing & SMM_POSTPAY_HISTORY && v.missing & SMM_POSTPAY_CAMPAIGN, "which is said");
    must("INSERT INTO category (panel_id, name, position) VALUES (1, 'c', 1)");
    must(
        "INSERT INTO service (panel_id, category_id, name, clean, rate, min, max, created, changed)"
        " VALUES (1, 1, 's', 's', 1, 1, 100000, 1, 1)");
    for (int i = 0; i < 6; i++)
        campaign(months[i], USD(300), "completed", 10, 0);
    /* 31 July 18:30 UTC is August in India */
    campaign("2026-07-31T18:30:00Z", USD(1), "completed", 10, 0);
    campaign("2026-11-01", USD(900), "completed", 10, 0);
    is_int(smm_postpay_look(&c, who.id, &v), SMM_OK, "half a year later");
    is_int(v.n_months, 6, "six full months");
    is_int(v.months[2], USD(300), "July without what was August in India");
    is_int(v.months[3], USD(301), "August with it");
    is_int(v.total, USD(1801), "this month does not count");
    is_int(v.missing, SMM_POSTPAY_CAMPAIGN | SMM_POSTPAY_IDENTITY, "a campaign is missing");
    is_int(v.limit, 0, "so there is no limit");
    unit_setting(&c, "postpay.on", "1");
    is_int(smm_postpay_ask(&c, who.id, "advertiser", "", NULL).code, SMM_INVALID, "and no request");
    /* 30 days, half of it delivered: 30 more at 20 dollars a day; the rule wants 90 days */
    campaign("2026-10-24", USD(1200), "in_progress", 100, 50);
    smm_postpay_look(&c, who.id, &v);
    is_int(v.best.days_running, 30, "it runs for 30 days");
    is_int(v.best.days_left, 30, "and will for as long");
    is_int(v.best.daily, USD(20), "at 20 dollars a day");
    ok(v.missing & SMM_POSTPAY_CAMPAIGN, "too short");
    campaign("2026-10-24", USD(1200), "in_progress", 100, 70);
    smm_postpay_look(&c, who.id, &v);
    is_int(v.missing, SMM_POSTPAY_IDENTITY, "a longer one will do");
    is_int(v.limit, INT64_C(350080000), "half of the monthly mean, whole cents");
}

/* ---- the agreement ------------------------------------------------------------------------------
 */

static void test_agreement(void)
{
    smm_postpay_decision_t d = {"approve", USD(100), 0, 0, "", 0, 0};
    int64_t n = 0;

    is_int(decide("approve", USD(100), 1), SMM_NOT_FOUND, "nobody asked");
    unit_setting(&c, "postpay.on", "0");
    is_int(smm_postpay_ask(&c, who.id, "agency", "twenty characters and more", NULL).code,
           SMM_CONFLICT, "not offered");
    unit_setting(&c, "postpay.on", "1");
    is_int(smm_postpay_ask(&c, who.id, "agency", "short", NULL).code, SMM_INVALID, "words wanted");
    is_int(smm_postpay_ask(&c, who.id, "advertiser", "", NULL).code, SMM_OK, "asked");
    is_int(smm_postpay_ask(&c, who.id, "advertiser", "", NULL).code, SMM_CONFLICT, "once");
    is_int(smm_postpay_decide(&c, who.id, &d, NULL).code, SMM_INVALID, "identity first");
    is_int(decide("dance", 0, 0), SMM_INVALID, "no such decision");
    is_int(line().verified, 0, "not checked yet");
    is_int(decide("verify", 0, 0), SMM_OK, "checked, with a reason");
    is_int(line().verified, 1, "the mark stands");
    ok(strcmp(line().state, "requested") == 0 && line().limit == 0, "and decides nothing");
    is_int(decide("verify", 0, 0), SMM_CONFLICT, "once");
    is_int(decide("unverify", 0, 0), SMM_OK, "taken back");
    is_int(line().verified, 0, "it is gone");
    unit_raw_int(
        c.pool,
        "SELECT COUNT(*) FROM audit_log WHERE action IN ('postpay.verify', 'postpay.unverify')",
        &n);
    is_int(n, 2, "both are in the audit log");
    is_int(decide("approve", USD(351), 0), SMM_INVALID, "staff within the rule");
    is_int(decide("approve", 1, 0), SMM_INVALID, "whole cents");
    is_int(decide("refuse", 0, 0), SMM_OK, "refused");
    is(line().state, "refused", "on record");
    is_int(decide("refuse", 0, 0), SMM_CONFLICT, "once");
    is_int(smm_postpay_ask(&c, who.id, "advertiser", "", NULL).code, SMM_OK, "asked again");
    is_int(spend(USD(10)), SMM_INVALID, "no credit before");
    is_int(decide("approve", USD(150), 0), SMM_OK, "approved");
    is_int(line().limit, USD(150), "the limit stands");
    d.verified = 1;
    is_int(smm_postpay_decide(&c, who.id, &d, NULL).code, SMM_CONFLICT,
           "an old page decides nothing");
    is_int(mails(), 4, "the customer was told each time");
    is_int(spend(USD(151)), SMM_INVALID, "not above the limit");
    is_int(spend(USD(120)), SMM_OK, "spent first");
    is_int(decide("approve", USD(119), 1), SMM_INVALID, "no limit below what is owed");
    d = (smm_postpay_decision_t){"approve", USD(351), 1, 0, "", line().version, 1};
    is_int(smm_postpay_decide(&c, who.id, &d, NULL).code, SMM_INVALID, "not without a reason");
    d = (smm_postpay_decision_t){"approve", USD(150), 0, 0, "", line().version, 1};
    is_int(smm_postpay_decide(&c, who.id, &d, NULL).code, SMM_INVALID, "nor for a stranger");
    is_int(line().limit, USD(150), "nothing has changed");
    is_int(decide("approve", USD(200), 1), SMM_OK, "an owner goes beyond the rule");
    ok(unit_sound(&c), "books in order");
}

/* ---- bills --------------------------------------------------------------------------------------
 */

static void test_bills(void)
{
    int before = mails();

    is_int(smm_postpay_sweep(&c), 0, "within the month");
    is_int(bills(), 0, "nothing is billed");
    c.now = at("2026-11-30T18:29:59Z");
    smm_postpay_sweep(&c);
    is_int(bills(), 0, "nor in its last second in India");
    c.now = at("2026-11-30T18:30:00Z");
    is_int(smm_postpay_sweep(&c), 0, "the month is over");
    is_int(bills(), 1, "one bill");
    is_int(bill().amount, USD(120), "over what is owed");
    is(smm_postpay_month(c.pool, bill().month), "November 2026", "of November");
    is_int(bill().due_day, at("2026-12-11") / DAY, "due in ten days");
    smm_postpay_sweep(&c);
    smm_postpay_sweep(&c);
    is_int(bills(), 1, "once");
    is_int(mails(), before + 1, "one mail");
    ok(unit_sound(&c), "books in order");
    is_int(spend(USD(30)), SMM_OK, "more is spent in December");
    {
        smm_postpay_line_t l = line();
        is_int(smm_postpay_due(&l), USD(120), "which is not due yet");
    }
    ok(paid(USD(50)), "a part is paid");
    {
        smm_postpay_line_t l = line();
        is_int(smm_postpay_due(&l), USD(70), "the rest is due");
    }
    c.now = at("2026-12-07T12:00:00Z");
    smm_postpay_sweep(&c);
    is_int(mails(), before + 2, "not reminded yet (the receipt is a mail)");
    c.now = at("2026-12-08T12:00:00Z");
    smm_postpay_sweep(&c);
    smm_postpay_sweep(&c);
    is_int(mails(), before + 3, "reminded once, three days before");
    c.now = at("2026-12-11T18:00:00Z");
    smm_postpay_sweep(&c);
    is_int(smm_wallet_frozen(&c, who.id), 0, "still its day in India");
}

/* ---- steps that come too late: read before, written after somebody else --------------------- */

static smm_db_rc_e late(int stmt, const smm_arg_t *args, int n)
{
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_unit_add(u, stmt, args, n);
    return smm_db_write(c.db, u).rc;
}

static void test_late(void)
{
    smm_postpay_bill_t b = bill();
    int64_t panel = c.panel->id, owed = -line().balance - (line().billed - line().paid);

    is_int(late(SQL_postpay_month, SMM_ARGS(SMM_I(panel), SMM_I(who.id), SMM_I(line().month))),
           SMM_DB_EXPECT, "a month that was looked at");
    is_int(late(SQL_postpay_bill_insert, SMM_ARGS(SMM_I(panel), SMM_I(who.id), SMM_I(b.month + 1),
                                                  SMM_I(owed + 1), SMM_I(1), SMM_I(1))),
           SMM_DB_EXPECT, "a bill over what is not owed any more");
    is_int(late(SQL_postpay_bill_none, SMM_ARGS(SMM_I(panel), SMM_I(who.id))), SMM_DB_EXPECT,
           "no bill although something is owed");
    is_int(late(SQL_postpay_overdue, SMM_ARGS(SMM_I(panel), SMM_I(who.id), SMM_I(b.id), SMM_I(1))),
           SMM_DB_EXPECT, "a bill that is overdue already");
    is_int(late(SQL_postpay_reminded, SMM_ARGS(SMM_I(b.id + 100), SMM_I(1))), SMM_DB_EXPECT,
           "a reminder of no bill");
    is_int(
        late(SQL_postpay_limit, SMM_ARGS(SMM_I(panel), SMM_I(who.id), SMM_I(-line().balance - 1))),
        SMM_DB_EXPECT, "a limit below what is owed");
}

static void test_overdue(void)
{
    int before = mails();
    smm_postpay_line_t l;

    c.now = at("2026-12-11T18:30:00Z");
    smm_postpay_sweep(&c);
    is_int(smm_wallet_frozen(&c, who.id), 2, "overdue: nothing is spent any more");
    ok(spend(USD(1)) != SMM_OK, "really");
    is_int(mails(), before + 1, "the customer is told");
    smm_postpay_sweep(&c);
    is_int(mails(), before + 1, "once");
    ok(unit_sound(&c), "books in order");
    is_int(smm_wallet_freeze(&c, who.id, 1, "staff").code, SMM_OK, "staff freeze it, too");
    is_int(smm_wallet_freeze(&c, who.id, 0, "staff").code, SMM_OK, "and open it");
    is_int(smm_wallet_frozen(&c, who.id), 2, "which pays no bill");
    is_int(decide("extend", 0, 0), SMM_OK, "more time");
    is_int(smm_wallet_frozen(&c, who.id), 0, "opens it");
    c.now = at("2026-12-16T18:30:00Z");
    smm_postpay_sweep(&c);
    is_int(smm_wallet_frozen(&c, who.id), 0, "for five days");
    c.now = at("2026-12-17T18:30:00Z");
    smm_postpay_sweep(&c);
    is_int(smm_wallet_frozen(&c, who.id), 2, "no longer");
    test_late();
    ok(paid(USD(69)), "a part is paid");
    is_int(smm_wallet_frozen(&c, who.id), 2, "one dollar is missing");
    ok(paid(USD(10)), "the rest is paid");
    is_int(smm_wallet_frozen(&c, who.id), 0, "open again, in the payment's unit");
    unit_raw(c.pool, "UPDATE postpay_bill SET overdue_at = 0");
    is_int(late(SQL_postpay_overdue,
                SMM_ARGS(SMM_I(c.panel->id), SMM_I(who.id), SMM_I(bill().id), SMM_I(1))),
           SMM_DB_EXPECT, "a bill that was paid meanwhile");
    l = line();
    is_int(smm_postpay_due(&l), 0, "nothing is due");
    is_int(l.balance, -USD(21), "what December owes is not");
    ok(unit_sound(&c), "books in order");
    c.now = at("2026-12-31T18:30:00Z");
    smm_postpay_sweep(&c);
    is_int(bill().amount, USD(21), "it is billed at its end");
    is_int(bills(), 2, "as the second bill");
    c.now = at("2027-02-01T00:00:00Z");
    smm_postpay_sweep(&c);
    is_int(bills(), 2, "a month without more is not billed");
    must("UPDATE postpay SET paid = billed");
    ok(!unit_sound(&c), "verify: old debt that no bill asks for");
    must("UPDATE postpay SET paid = billed - 21000000");
    ok(unit_sound(&c), "books in order again");
    is_int(smm_wallet_frozen(&c, who.id), 2, "and the last one is overdue");
    is_int(spend(-USD(21)), SMM_OK, "a correction pays it as well");
    smm_postpay_sweep(&c);
    is_int(smm_wallet_frozen(&c, who.id), 0, "which the sweep sees");
    is_int(line().billed - line().paid, 0, "nothing is open");
    ok(unit_sound(&c), "books in order");
}

static void test_end(void)
{
    is_int(spend(USD(40)), SMM_OK, "owes 40");
    is_int(decide("end", 0, 0), SMM_OK, "ended");
    is_int(line().limit, 0, "no limit");
    is_int(smm_wallet_frozen(&c, who.id), 2, "nothing is spent while something is owed");
    ok(unit_sound(&c), "books in order");
    is_int(decide("end", 0, 0), SMM_CONFLICT, "once");
    c.now = at("2027-02-28T18:30:00Z");
    smm_postpay_sweep(&c);
    is_int(bill().amount, USD(40), "what is owed is billed");
    ok(paid(USD(60)), "paid with something more");
    is_int(smm_wallet_frozen(&c, who.id), 0, "open");
    is_int(spend(USD(21)), SMM_INVALID, "prepaid again");
    is_int(spend(USD(20)), SMM_OK, "to the last dollar");
    ok(unit_sound(&c), "books in order");
}

/* ---- at once
 * ------------------------------------------------------------------------------------- */

/* A third spends, a third runs the sweep, a third pays; what it did stands in its place of `baton`.
 */
static int racer(smm_ctx_t *of, int number, void *baton)
{
    int64_t amount = number % 3 ? USD(7) : -USD(30);
    smm_idem_t idem = {"race", apr_psprintf(of->pool, "race-%06d", number), "x"};

    if (number % 3 == 1)
        return smm_postpay_sweep(of) == 0;
    if (smm_wallet_adjust(of, who.id, amount, "race", &idem, 0).code == SMM_OK)
        ((int64_t *)baton)[number] = amount;
    return 0;
}

static void test_race(void)
{
    int64_t did[THREADS] = {0}, sum = 0;

    smm_postpay_ask(&c, who.id, "agency", "an agency with many clients", NULL);
    is_int(decide("approve", USD(100), 1), SMM_OK, "a limit of 100");
    c.now = at("2027-03-31T18:30:00Z"); /* a month ends just now */
    unit_race(&c, THREADS, racer, did);
    for (int i = 0; i < THREADS; i++)
        sum += did[i];
    is_int(line().balance, sum, "every dollar is where it went");
    ok(line().balance >= -USD(100), "never beyond the limit");
    for (int i = 0; i < 3; i++)
        smm_postpay_sweep(&c);
    ok(bill().amount <= USD(100), "the bill is not above the limit");
    ok(unit_sound(&c), "books in order");
}

static void run(int engine)
{
    memset(&c, 0, sizeof(c));
    if (!unit_db_on(tap_pool, &c, engine)) {
        ok(0, "a fresh database");
        return;
    }
    c.now = at("2026-11-23T06:00:00Z");
    smm_wallet_init();
    smm_gateway_add(&ours);
    who.id = c.actor = unit_account(&c, who.username, "IN");
    unit_setting(&c, "funds.min", "1");
    test_rule();
    test_agreement();
    test_bills();
    test_overdue();
    test_end();
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
