/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each invariant of `smmctl verify` sees its breach: a sound database is broken behind all guards,
 * one row at a time, and put right again. On both databases.
 */
#include "tap.h"
#include "unit_raw.h"
/* campaigns and payments each call something a quote */
#define smm_quote_t smm_campaign_quote_t
#include "domain/smm_campaign_int.h"
#undef smm_quote_t
#include "smm_form.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_verify.h"
#include "smm_wallet.h"
#include "smm_bonus.h"
#include "smm_ledger.h"
#include "smm_refund.h"

#define USD(n) ((n)*SMM_USD)

static smm_ctx_t c;
static int64_t service, provider;
static smm_po_e say_what;

/* ---- a provider that answers as it is told --------------------------------------------------- */

static void stub_add(smm_ctx_t *x, const smm_provider_t *p, smm_pv_add_t *a, int n,
                     void (*done)(smm_pv_add_t *a))
{
    (void)p;
    for (int i = 0; i < n; i++) {
        a[i].outcome = say_what;
        a[i].reason = "said";
        if (say_what == SMM_PO_ACCEPTED)
            a[i].order = smm_random_token(x->pool, 6);
        done(&a[i]);
    }
}

static const smm_provider_driver_t stub = {.name = "stub", .label = "Stub", .add = stub_add};

/* ---- a sound world: payments 1 to 3, refunds 1 and 2, campaigns 1 to 3 ------------------------
 */

static int64_t person(const char *name)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    const char *mail = apr_pstrcat(c.pool, name, "@unit.example", NULL);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                          SMM_I(c.now), SMM_I(c.now), SMM_T("DE"), SMM_T("en")));
    return smm_db_write(c.db, u).rc == SMM_DB_OK ? smm_unit_id(u, 0) : 0;
}

static void make_service(void)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    int cat = smm_unit_add(u, SQL_category_insert,
                           SMM_ARGS(SMM_I(1), SMM_T("Some"), SMM_I(1), SMM_T("world"))),
        k;

    smm_provider_put(&c, "Stub", "stub", "http://up.example/api/v2", "key", 0, &provider);
    k = smm_unit_add(u, SQL_service_insert,
                     SMM_ARGS(SMM_I(1), SMM_SLOT(cat), SMM_T("Visitors"), SMM_T("Visitors"),
                              SMM_T(""), SMM_I(SMM_ST_DEFAULT), SMM_I(USD(2)), SMM_I(USD(1)),
                              SMM_I(10), SMM_I(100000), SMM_I(0), SMM_I(0), SMM_I(0), SMM_I(1),
                              SMM_I(provider), SMM_T("55"), SMM_I(1), SMM_NUL, SMM_I(3600),
                              SMM_I(3600), SMM_I(50000), SMM_I(50000), SMM_I(0), SMM_NUL, SMM_I(0),
                              SMM_I(c.now)));
    smm_db_write(c.db, u);
    service = smm_unit_id(u, k);
}

static int64_t pay(int64_t account, const char *coupon, int64_t part)
{
    smm_account_t a = {
        .id = account, .username = "p", .email = "p@unit.example", .name = "", .lang = "en"};
    smm_topup_t in = {.amount = USD(50), .method = "bank", .coupon = coupon};
    smm_payment_t p;
    int64_t id = 0;

    smm_payment_start(&c, &a, &in, NULL, &id);
    smm_payment_open(&c, id);
    if (part && smm_payment_get(&c, 0, id, &p) == SMM_OK)
        smm_payment_confirm(&c, id, (p.amount + p.fee) / part, "statement", NULL);
    smm_bonus_work(&c, id);
    return id;
}

static int64_t order(int64_t account, const char *link, smm_po_e answer)
{
    smm_place_t in = {.service = service,
                      .link = link,
                      .quantity = 1000,
                      .runs = SMM_ABSENT,
                      .interval = SMM_ABSENT,
                      .answer_number = SMM_ABSENT,
                      .device = SMM_ABSENT,
                      .type_of_traffic = SMM_ABSENT,
                      .seen_rate = SMM_ABSENT,
                      .origin = "form"};
    int64_t id = 0;
    int replay;

    smm_campaign_place(&c, account, &in, NULL, &id, &replay);
    if (answer != SMM_PO_UNKNOWN) {
        smm_job_t j = {.ref = id, .attempt = 1};

        say_what = answer;
        smm_dispatch_job(&c, &j, 1);
    }
    return id;
}

static void setting(const char *name, const char *value)
{
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_setting_step(u, &c, name, value);
    smm_db_write(c.db, u);
}

/** @return 1 when all was made under the numbers that the table below names. */
static int world(void)
{
    smm_coupon_t gift = {.code = "GIFT", .value = USD(3)};
    smm_idem_t idem = {"form", "the-coupon", "p"};
    int64_t one = person("one"), id, id2;
    int waits;

    person("two"); /* never had a wallet */
    setting("gateway.bank.iban", "DE02");
    make_service();
    smm_coupon_make(&c, &gift, &idem);
    if (one != 1 || pay(one, "GIFT", 1) != 1 || pay(one, NULL, 2) != 2 || pay(one, NULL, 0) != 3)
        return 0;
    smm_refund_start(&c, 1, USD(5), "other", "asked for", NULL, &id, &waits);
    smm_refund_start(&c, 1, USD(6), "other", "asked for", NULL, &id2, &waits);
    smm_refund_sent(&c, id, "SEPA", NULL);
    while (smm_chain_seal(&c, 100) > 0)
        ;
    return id == 1 && id2 == 2 && order(one, "https://a.example/1", SMM_PO_ACCEPTED) == 1 &&
           order(one, "https://a.example/2", SMM_PO_UNKNOWN) == 2 &&
           order(one, "https://a.example/3", SMM_PO_REJECTED) == 3;
}

/* ---- breaches -------------------------------------------------------------------------------- */

#define POSTED(book1, book2, kind, ref)                                                            \
    "INSERT INTO transfer (id, panel_id, kind, key, ref, memo, actor, created) "                   \
    "VALUES (9001, 1, '" kind "', 'planted', " ref ", '', 0, 2000000000); "                        \
    "INSERT INTO posting (panel_id, transfer_id, book, amount) VALUES (1, 9001, '" book1           \
    "', -7), (1, 9001, '" book2 "', 7)"
#define UNPOSTED                                                                                   \
    "DELETE FROM posting WHERE transfer_id = 9001; DELETE FROM transfer WHERE id = 9001"

/** Those without a way back come last. */
static const struct {
    const char *want, *sql, *back;
} plants[] = {
    {"I9 panel", "UPDATE refund_out SET state = 'failed' WHERE id = 2",
     "UPDATE refund_out SET state = 'manual' WHERE id = 2"},
    {"I9 payment 1", "UPDATE refund_out SET amount = amount * 100 WHERE id = 2",
     "UPDATE refund_out SET amount = amount / 100 WHERE id = 2"},
    {"I9 campaign 1", "UPDATE campaign SET accepted_at = NULL WHERE id = 1",
     "UPDATE campaign SET accepted_at = 1 WHERE id = 1"},
    {"chain: panel 1", "UPDATE transfer SET memo = memo || 'x' WHERE id = 1",
     "UPDATE transfer SET memo = substr(memo, 1, length(memo) - 1) WHERE id = 1"},
    {"I11 posting", "UPDATE posting SET panel_id = 2 WHERE id = 1",
     "UPDATE posting SET panel_id = 1 WHERE id = 1"},
    {"I11 payment 3", "UPDATE payment SET account_id = 2 WHERE id = 3",
     "UPDATE payment SET account_id = 1 WHERE id = 3"},
    {"I11 credit of payment 1", "UPDATE payment SET account_id = 2 WHERE id = 1",
     "UPDATE payment SET account_id = 1 WHERE id = 1"},
    {"I11 refund 2", "UPDATE refund_out SET panel_id = 2 WHERE id = 2",
     "UPDATE refund_out SET panel_id = 1 WHERE id = 2"},
    {"I11 bonus 1", "UPDATE bonus SET account_id = 2", "UPDATE bonus SET account_id = 1"},
    {"I11 bonus 1", "UPDATE coupon SET panel_id = 2", "UPDATE coupon SET panel_id = 1"},
    {"I11 seal of transfer 1", "UPDATE chain SET panel_id = 2 WHERE transfer_id = 1",
     "UPDATE chain SET panel_id = 1 WHERE transfer_id = 1"},
    {"I11 notice 91",
     "INSERT INTO notice (id, panel_id, gateway, event_key, payment_id, body, outcome, created) "
     "VALUES (91, 2, 'stripe', 'e', 1, '', 'done', 0)",
     "DELETE FROM notice WHERE id = 91"},
    {"I11 claim 91",
     "INSERT INTO claim (id, panel_id, payment_id, account_id, kind, state, created) VALUES (91, "
     "1, "
     "3, 2, 'reference', 'rejected', 0)",
     "DELETE FROM claim WHERE id = 91"},
    {"I11 quote of payment 1",
     "INSERT INTO payment_quote (payment_id, panel_id, currency, exponent, minor, rate_e6, quoted) "
     "VALUES "
     "(1, 2, 'INR', 2, 5, 5, 5)",
     "DELETE FROM payment_quote"},
    {"I11 campaign 2", "UPDATE campaign SET panel_id = 2 WHERE id = 2",
     "UPDATE campaign SET panel_id = 1 WHERE id = 2"},
    {"long after its lease",
     "UPDATE campaign SET state = 'dispatching', lease_until = 1 WHERE id = 2",
     "UPDATE campaign SET state = 'intent', lease_until = 0 WHERE id = 2"},
    {"I12 transfer 9001", POSTED("adjust", "suspense", "adjust", "1"), UNPOSTED},
    {"I12 transfer 9001", POSTED("gateway", "suspense", "receipt", "77"), UNPOSTED},
    {"P1 coupon", "UPDATE coupon SET used = used + 1", "UPDATE coupon SET used = used - 1"},
    {"P2 bonus", "UPDATE bonus SET amount = amount + 1", "UPDATE bonus SET amount = amount - 1"},
    {"P3 transfer", POSTED("promotion", "adjust", "bonus-coupon", "77"), UNPOSTED},
    {"A1 affiliate",
     "INSERT INTO affiliate (panel_id, account_id, code, matured, created) VALUES (1, 1, 'c', 5, "
     "0)",
     "DELETE FROM affiliate"},
    {"A2 pay-out",
     "INSERT INTO affiliate_payout (id, panel_id, affiliate_id, amount, state, created) VALUES (1, "
     "1, 1, 5, 'paid', 0)",
     "DELETE FROM affiliate_payout"},
    {"A3 a commission",
     "INSERT INTO commission (id, panel_id, affiliate_id, account_id, kind, ref, base, bps, "
     "amount, "
     "due, created, updated) VALUES (1, 1, 1, 2, 'topup', 1, 5, 5, 5, 0, 0, 0)",
     "DELETE FROM commission"},
    {"M1 correction",
     "INSERT INTO adjust_request (id, panel_id, account_id, unit, amount, reason, state, asked_by, "
     "decided_by, created, expires, decided) VALUES (1, 1, 1, 'usd', 5, 'r', 'approved', 2, 3, 0, "
     "0, 1)",
     "DELETE FROM adjust_request"},
    {"credit notes of invoice", "UPDATE credit_note SET total_minor = total_minor * 100",
     "UPDATE credit_note SET total_minor = total_minor / 100"},
    {"C1 coins", "INSERT INTO coin_wallet (account_id, balance, created) VALUES (2, 5, 0)",
     "DELETE FROM coin_wallet"},
    {"I1 transfer",
     "INSERT INTO posting (panel_id, transfer_id, book, amount) SELECT 1, MIN(id), 'revenue', 7 "
     "FROM transfer",
     "DELETE FROM posting WHERE book = 'revenue' AND amount = 7"},
    {"I2 wallet", "UPDATE wallet SET balance = balance + 1",
     "UPDATE wallet SET balance = balance - 1"},
    {"I2 wallet", "UPDATE wallet SET held = held + 1", "UPDATE wallet SET held = held - 1"},
    {"I2 posting",
     "UPDATE posting SET account_id = 2 WHERE id = (SELECT MIN(id) FROM posting WHERE book = "
     "'wallet')",
     "UPDATE posting SET account_id = 1 WHERE account_id = 2"},
    {"should be",
     "UPDATE posting SET balance_after = balance_after + 1 WHERE id = (SELECT MIN(id) FROM posting "
     "WHERE book = 'wallet')",
     "UPDATE posting SET balance_after = balance_after - 1 WHERE id = (SELECT MIN(id) FROM posting "
     "WHERE book = 'wallet')"},
    {"no payment of it went back",
     "INSERT INTO wallet (panel_id, account_id, balance, frozen, created) VALUES (1, 2, -5, 1, 0)",
     "DELETE FROM wallet WHERE account_id = 2"},
    {"I4 campaign 1 in panel",
     "UPDATE transfer SET ref = 77 WHERE kind = 'campaign-hold' AND ref = 1",
     "UPDATE transfer SET ref = 1 WHERE ref = 77"},
    {"open campaigns hold", "UPDATE campaign SET charge = charge + 1 WHERE id = 2",
     "UPDATE campaign SET charge = charge - 1 WHERE id = 2"},
    {"I4 campaign 1 is intent", "UPDATE campaign SET state = 'intent' WHERE id = 1",
     "UPDATE campaign SET state = 'accepted' WHERE id = 1"},
    {"I4 campaign 3 is accepted", "UPDATE campaign SET state = 'accepted' WHERE id = 3",
     "UPDATE campaign SET state = 'rejected' WHERE id = 3"},
    {"I5 payment 1: received", "UPDATE payment SET received = received + 1 WHERE id = 1",
     "UPDATE payment SET received = received - 1 WHERE id = 1"},
    {"I5 payment 1 is expired", "UPDATE payment SET state = 'expired' WHERE id = 1",
     "UPDATE payment SET state = 'paid' WHERE id = 1"},
    {"I5 payment 3 is paid", "UPDATE payment SET state = 'paid' WHERE id = 3",
     "UPDATE payment SET state = 'pending' WHERE id = 3"},
    {"lies in suspense", "UPDATE payment SET state = 'failed' WHERE id = 2",
     "UPDATE payment SET state = 'underpaid' WHERE id = 2"},
    {"credited 2 times",
     "UPDATE payment SET gateway_payment = 'same' WHERE id IN (1, 3); UPDATE payment SET state = "
     "'paid' WHERE id = 3",
     "UPDATE payment SET gateway_payment = NULL; UPDATE payment SET state = 'pending' WHERE id = "
     "3"},
    {"I5 claim",
     "INSERT INTO claim (id, panel_id, payment_id, account_id, kind, state, created) VALUES (91, "
     "1, "
     "3, 1, 'reference', 'credited', 0)",
     "DELETE FROM claim WHERE id = 91"},
    {"I5 statement line",
     "INSERT INTO stmt_bank VALUES (1, 1, 'b', 'USD', ',', '.', 'ymd', 0, 1, 2, 3, 4, 0); INSERT "
     "INTO stmt_import VALUES (1, 1, 1, 0, 1, 0); INSERT INTO stmt_line (id, panel_id, bank_id, "
     "import_id, hash, booked, amount_minor, currency, reference, text, state, created) VALUES (1, "
     "1, 1, 1, 'h', 0, 5, 'USD', 'r', '', 'matched', 0)",
     "DELETE FROM stmt_line; DELETE FROM stmt_import; DELETE FROM stmt_bank"},
    {"I5 notice",
     "INSERT INTO notice (id, panel_id, gateway, event_key, body, outcome, created) VALUES (91, 1, "
     "'stripe', 'e', '', 'queued', 0)",
     "DELETE FROM notice WHERE id = 91"},
    {"invoice series", "UPDATE invoice_series SET last = last + 1",
     "UPDATE invoice_series SET last = last - 1"},
    {"I6 campaign 1 has not exactly one placing",
     "UPDATE campaign_event SET why = 'other' WHERE campaign_id = 1 AND why = 'placed'",
     "UPDATE campaign_event SET why = 'placed' WHERE campaign_id = 1 AND why = 'other'"},
    {"its history ends with", "UPDATE campaign SET state = 'dispatching' WHERE id = 2",
     "UPDATE campaign SET state = 'intent' WHERE id = 2"},
    {"one key made 2 campaigns", "UPDATE campaign SET form_key = 'k' WHERE id IN (1, 2)",
     "UPDATE campaign SET form_key = NULL"},
    {"I7 campaign 1 was made 2 times",
     "INSERT INTO sandbox_log VALUES (1, 1, 0, 1, 1, 1, 'l', 1), (2, 1, 0, 2, 1, 1, 'l', 1)",
     "DELETE FROM sandbox_log"},
    {"I7 the sandbox made campaign 3", "INSERT INTO sandbox_log VALUES (1, 1, 0, 1, 3, 1, 'l', 1)",
     "DELETE FROM sandbox_log"},
    {"that the sandbox never made", "UPDATE provider SET kind = 'sandbox'",
     "UPDATE provider SET kind = 'stub'"},
    {"I8 campaign 1: charge", "UPDATE campaign SET refunded = 1 WHERE id = 1",
     "UPDATE campaign SET refunded = 0 WHERE id = 1"},
    {"the ledger paid back", "UPDATE campaign SET refunded = refunded - 1 WHERE id = 3",
     "UPDATE campaign SET refunded = refunded + 1 WHERE id = 3"},
    {"I8 campaign 1 in panel",
     "UPDATE transfer SET kind = 'campaign-refund' WHERE kind = 'campaign-hold' AND ref = 1; "
     "UPDATE posting SET book = 'revenue', account_id = NULL, amount = -amount, balance_after = "
     "NULL WHERE book = 'held' AND amount > 0 AND transfer_id = (SELECT id FROM transfer WHERE "
     "kind "
     "= 'campaign-refund'); UPDATE transfer SET ref = 5 WHERE kind = 'campaign-capture'",
     NULL},
    {"never sealed",
     "UPDATE transfer SET created = 1 WHERE id = 1; DELETE FROM chain WHERE transfer_id = 1; "
     "UPDATE "
     "chain SET transfer_id = 99999 WHERE seq = (SELECT MAX(seq) FROM chain)",
     NULL},
};

typedef struct look_t {
    const char *want;
    int seen, loud;
} look_t;

static void hear(void *baton, const char *line)
{
    look_t *l = baton;

    l->seen += l->want && strstr(line, l->want) != NULL;
    if (l->loud)
        printf("# %s\n", line);
}

static int breaches(look_t *l)
{
    smm_verify_t v = {.pool = c.pool, .db = c.db, .now = c.now, .say = hear, .baton = l};

    return smm_verify_run(&v);
}

/** Around all guards: no triggers, no foreign keys, on SQLite no CHECK either. */
static void past(const char *sql)
{
    const char *err =
        unit_raw(c.pool, apr_pstrcat(c.pool,
                                     *unit_schema ? "SET session_replication_role = replica; "
                                                  : "PRAGMA ignore_check_constraints = ON; ",
                                     sql, NULL));

    if (err)
        ok(0, apr_psprintf(c.pool, "%s: %s", sql, err));
}

static void plant(const char *want, const char *sql, const char *back)
{
    look_t l = {want, 0, 0};

    past(sql);
    breaches(&l);
    ok(l.seen > 0, apr_psprintf(c.pool, "seen: %s (%.60s)", want, sql));
    if (!l.seen)
        breaches(&(look_t){NULL, 0, 1});
    if (!back)
        return;
    past(back);
    if (breaches(&(look_t){NULL, 0, 0}) != 0) {
        breaches(&(look_t){NULL, 0, 1});
        ok(0, apr_psprintf(c.pool, "put right: %s", back));
    }
}

static void run(int engine)
{
    apr_pool_t *p;
    size_t i;

    apr_pool_create(&p, tap_pool);
    memset(&c, 0, sizeof(c));
    if (!unit_db_on(p, &c, engine)) {
        ok(0, "a fresh database");
        return;
    }
    c.now = 1795600800; /* November 2026 */
    smm_campaign_domain_register();
    smm_wallet_init();
    smm_provider_driver_add(&stub);
    ok(world(), "payments, refunds and campaigns");
    is_int(breaches(&(look_t){NULL, 0, 1}), 0, "verify finds nothing wrong");
    if (!engine)
        past("PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE type = 'trigger'");
    for (i = 0; i < sizeof(plants) / sizeof(*plants); i++)
        plant(plants[i].want, plants[i].sql, plants[i].back);
    if (!engine) /* PostgreSQL's CHECK cannot be passed by */
        plant("is below its limit", "UPDATE wallet SET credit_limit = -1000000000", NULL);
    unit_db_drop(&c);
    apr_pool_destroy(p);
}

int main(void)
{
    tap_init();
    for (int engine = 0; engine < unit_engines(); engine++)
        run(engine);
    return tap_done();
}
