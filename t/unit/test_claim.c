/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Claims: credited by themselves when a record agrees, once for each reference whoever claims it,
 * and not to be guessed. On SQLite, on PostgreSQL too with SMM_TEST_PG.
 */
#include "tap.h"
#include "unit_wallet.h"
#include "smm_job.h"
#include "smm_money.h"
#include "gateways.h"
#include "smm_claim.h"
#include "smm_payment.h"
#include "smm_statement.h"

#define USD(n) ((n)*SMM_USD)
#define THREADS 32

static smm_ctx_t c;
static smm_account_t who = {
    .username = "payer", .email = "payer@unit.example", .name = "", .lang = "en"};

/* ---- a gateway that knows references -----------------------------------------------------------
 */

static struct {
    smm_gw_rc_e rc;
    const char *state, *currency, *id;
    int64_t paid, at, refunded;
    int asked;
} gw;

static smm_gw_rc_e fake_create(const smm_gateway_env_t *e, const smm_intent_t *in,
                               smm_checkout_t *out)
{
    (void)e;
    (void)in;
    out->instructions = "";
    return SMM_GW_OK;
}

static smm_claim_e fake_claim(const smm_gateway_env_t *e, const smm_claim_t *in, const char **key,
                              const char **message)
{
    (void)message;
    return smm_claim_reference(e->c->pool, in->reference, key);
}

static smm_gw_rc_e fake_lookup(const smm_gateway_env_t *e, const char *reference,
                               smm_snapshot_t *out)
{
    gw.asked++;
    out->state = gw.state;
    out->currency = gw.currency;
    out->payment_id = gw.id ? gw.id : apr_pstrcat(e->c->pool, "t-", reference, NULL);
    out->reference = reference;
    out->paid_minor = gw.paid;
    out->paid_at = gw.at;
    out->refunded_minor = gw.refunded;
    return gw.rc;
}

static const smm_gateway_t fake = {
    .name = "fake",
    .title = "Fake",
    .caps = {.currencies = "USD", .flags = SMM_GW_CLAIM, .lifetime = 14 * 86400},
    .create = fake_create,
    .claim = fake_claim,
    .lookup = fake_lookup,
};

static void gw_reset(void)
{
    memset(&gw, 0, sizeof(gw));
    gw.rc = SMM_GW_OK;
    gw.state = "paid";
    gw.currency = "USD";
    gw.paid = 2500;
    gw.at = c.now;
}

/* ---- helpers -----------------------------------------------------------------------------------
 */

static int64_t started(int64_t amount, const char *method)
{
    smm_topup_t in = {amount, method};
    int64_t id = 0;

    if (smm_payment_start(&c, &who, &in, NULL, &id).code != SMM_OK)
        return 0;
    smm_payment_open(&c, id);
    return id;
}

static const char *state(int64_t id)
{
    smm_payment_t p;

    return smm_payment_get(&c, 0, id, &p) == SMM_OK ? p.state : "none";
}

static int64_t balance(void)
{
    return unit_balance(&c, who.id);
}

static int sound(void)
{
    return unit_sound(&c);
}

static smm_rc_e send_claim(int64_t id, const char *reference, int64_t minor, smm_claim_end_e *end)
{
    smm_claim_say_t say = {.kind = "reference", .reference = reference, .amount_minor = minor};
    smm_result_t r = smm_claim_send(&c, who.id, id, &say, NULL, end);

    return r.code;
}

static const char *claim_state(int64_t id)
{
    smm_claim_row_t cl;

    return smm_claim_of(&c, id, 0, &cl) == SMM_OK ? cl.state : "none";
}

static int64_t claim_id(int64_t id)
{
    smm_claim_row_t cl;

    return smm_claim_of(&c, id, 0, &cl) == SMM_OK ? cl.id : 0;
}

/** Old claims do not count against the next test. */
static void hours_pass(int n)
{
    c.now += n * 3600;
}

/* ---- the gateway knows it ----------------------------------------------------------------------
 */

static void test_lookup(void)
{
    int64_t id = started(USD(25), "fake"), before = balance(), second;
    smm_claim_row_t cl;
    smm_claim_end_e end;

    gw_reset();
    is_int(send_claim(id, "ORDER-1", 2500, &end), SMM_OK, "a claim that the gateway knows");
    is_int(end, SMM_CLAIM_CREDITED, "is credited by itself");
    is(state(id), "paid", "paid");
    is(claim_state(id), "credited", "the claim says so");
    smm_claim_of(&c, id, 0, &cl);
    ok(cl.decider == NULL, "nobody decided it");
    is_int(balance() - before, USD(25), "25 credited");
    second = started(USD(25), "fake");
    is_int(send_claim(second, "order 1", 2500, &end), SMM_OK, "the same reference again");
    is_int(end, SMM_CLAIM_WAITS, "… waits for a person");
    is_int(balance() - before, USD(25), "… and credits nothing");
    is_int(smm_claim_confirm(&c, claim_id(second),
                             &(smm_claim_found_t){.amount_minor = 2500, .reason = "?"}, NULL)
               .code,
           SMM_CONFLICT, "… not by staff either");
    is_int(smm_payment_confirm(&c, second, USD(25), "?", NULL).code, SMM_CONFLICT,
           "… nor at the payment");
    is_int(balance() - before, USD(25), "still 25");
    /* the money of one order under the name of another */
    gw.id = "t-ORDER-1";
    is_int(send_claim(second, "ORDER-2", 2500, &end), SMM_OK,
           "another name of money that was credited");
    is_int(balance() - before, USD(25), "… credits nothing");
    is(claim_state(second), "open", "… and waits for a person");
    smm_claim_reject(&c, claim_id(second), "was credited before", NULL);
    ok(sound(), "books in order");
}

static void test_doubt(void)
{
    int64_t id = started(USD(25), "fake"), before = balance();
    smm_claim_end_e end;

    gw_reset();
    gw.rc = SMM_GW_DOWN;
    is_int(send_claim(id, "DOUBT-1", 0, &end), SMM_OK, "the gateway is away");
    is(claim_state(id), "open", "the claim waits");
    gw.rc = SMM_GW_OK;
    gw.state = "confirming";
    smm_claim_check(&c, claim_id(id), 1000, &end);
    is(claim_state(id), "open", "not finished there: it waits");
    gw.state = "paid";
    gw.at = c.now - 5 * 86400;
    smm_claim_check(&c, claim_id(id), 1000, &end);
    is(claim_state(id), "open", "paid before the payment was started: for people");
    gw.at = 0;
    smm_claim_check(&c, claim_id(id), 1000, &end);
    is(claim_state(id), "open", "paid at an unknown time: for people");
    gw.at = c.now;
    gw.refunded = 100;
    smm_claim_check(&c, claim_id(id), 1000, &end);
    is(claim_state(id), "open", "paid back meanwhile: for people");
    gw.refunded = 0;
    is_int(balance() - before, 0, "nothing was credited");
    c.now += 120;
    smm_job_run_due(&c, 10);
    is(state(id), "paid", "the job asks again and credits");
    is_int(balance() - before, USD(25), "once");
    hours_pass(2);
    gw.rc = SMM_GW_MISSING;
    id = started(USD(25), "fake");
    is_int(send_claim(id, "DOUBT-2", 0, &end), SMM_INVALID, "unknown there: refused at once");
    is(claim_state(id), "wrong", "and counted");
    gw_reset();
    gw.paid = 2499;
    is_int(send_claim(id, "DOUBT-3", 0, &end), SMM_INVALID, "another amount: the same answer");
    gw.paid = 2500;
    is_int(send_claim(id, "DOUBT-3", 9900, &end), SMM_INVALID, "the customer's own amount counts");
    gw.currency = "INR";
    is_int(send_claim(id, "DOUBT-3", 0, &end), SMM_INVALID, "another currency: the same answer");
    gw_reset();
    gw.asked = 0;
    send_claim(id, "unit-P1", 0, &end);
    is_int(gw.asked, 0, "the name of another checkout of ours is not even asked");
    is_int(balance() - before, USD(25), "nothing more was credited");
    ok(sound(), "books in order");
}

static void test_guessing(void)
{
    int64_t id, minutes;
    smm_claim_end_e end;
    int i;

    hours_pass(2);
    id = started(USD(25), "fake");
    gw_reset();
    gw.rc = SMM_GW_MISSING;
    for (i = 0; i < 5; i++)
        is_int(send_claim(id, apr_psprintf(c.pool, "GUESS-%d", i), 0, &end), SMM_INVALID,
               "a wrong reference");
    is_int(send_claim(id, "GUESS-5", 0, &end), SMM_TOO_FAST, "the sixth has to wait");
    is_int(smm_claim_left(&c, who.id, &minutes), 0, "none left");
    is_int(minutes, 60, "for an hour");
    gw_reset();
    is_int(send_claim(id, "GUESS-RIGHT", 0, &end), SMM_TOO_FAST, "even the right one");
    id = started(USD(25), "fake");
    is_int(send_claim(id, "GUESS-RIGHT", 0, &end), SMM_TOO_FAST, "also at another payment");
    hours_pass(2);
    is_int(send_claim(id, "GUESS-RIGHT", 0, &end), SMM_OK, "later it is taken");
    is(state(id), "paid", "and credited");
    hours_pass(2);
}

/* ---- statements --------------------------------------------------------------------------------
 */

static const smm_stmt_bank_t bank = {.name = "Test Bank",
                                     .currency = "USD",
                                     .separator = "comma",
                                     .decimal = "point",
                                     .date_order = "ymd",
                                     .col_date = 1,
                                     .col_amount = 2,
                                     .col_reference = 3,
                                     .col_text = 4};

static smm_stmt_done_t import(const char *lines)
{
    smm_statement_t s;
    smm_stmt_done_t d = {0};
    smm_result_t r = smm_statement_read(c.pool, &bank, lines, strlen(lines), &s);

    if (r.code == SMM_OK)
        r = smm_statement_import(&c, &bank, &s, NULL, &d);
    if (r.code != SMM_OK)
        printf("# import: %s\n", r.message);
    return d;
}

static void test_statement(void)
{
    int64_t id = started(USD(40), "bank"), before = balance(), other, line;
    smm_stmt_line_t rows[10];
    smm_stmt_done_t d;
    smm_claim_end_e end;
    int n;

    send_claim(id, "WIRE 77-12", 4000, &end);
    is_int(end, SMM_CLAIM_WAITS, "without a statement a claim waits");
    d = import("2026-11-25,40.00,WIRE7712,from payer\n2026-11-25,12.00,X9999,stranger\n");
    is_int(d.added, 2, "two lines are new");
    is_int(d.credited, 1, "one claim is found on them");
    is(state(id), "paid", "paid");
    is_int(balance() - before, USD(40), "40 credited");
    d = import("2026-11-25,40.00,WIRE7712,from payer\n2026-11-25,12.00,X9999,stranger\n");
    is_int(d.added, 0, "the same file again: nothing new");
    is_int(balance() - before, USD(40), "nothing more");
    n = smm_stmt_lines(&c, "open", 0, rows, 10);
    is_int(n, 1, "one line belongs to nobody");
    /* statement first, claim later */
    id = started(USD(12), "bank");
    send_claim(id, "X-9999", 0, &end);
    is_int(end, SMM_CLAIM_CREDITED, "a claim that comes later finds its line");
    is_int(smm_stmt_lines(&c, "open", 0, rows, 10), 0, "nothing is open");
    is_int(balance() - before, USD(52), "12 more");
    /* wrong amount, old money, two lines alike: for people */
    id = started(USD(30), "bank");
    import("2026-11-25,29.00,SHORT1,short\n2026-09-01,30.00,OLD1,old\n"
           "2026-11-25,30.00,TWO1,first\n2026-11-25,30.00,TWO1,second\n");
    send_claim(id, "SHORT1", 0, &end);
    is_int(end, SMM_CLAIM_WAITS, "another amount waits");
    send_claim(id, "OLD1", 0, &end);
    is_int(end, SMM_CLAIM_WAITS, "money from before waits");
    send_claim(id, "TWO1", 0, &end);
    is_int(end, SMM_CLAIM_WAITS, "two lines that agree wait");
    is_int(balance() - before, USD(52), "nothing was credited");
    /* staff choose the line */
    smm_stmt_lines(&c, "open", 0, rows, 10);
    line = rows[0].id;
    is_int(smm_claim_confirm(&c, claim_id(id),
                             &(smm_claim_found_t){.line = line, .reason = "the second"}, NULL)
               .code,
           SMM_OK, "staff choose one of them");
    is_int(balance() - before, USD(82), "30 more");
    other = started(USD(30), "bank");
    is_int(smm_stmt_pay(&c, line, other, "again", NULL).code, SMM_CONFLICT, "a line is used once");
    is_int(smm_stmt_pay(&c, rows[1].id, other, "its twin", NULL).code, SMM_CONFLICT,
           "and so is its reference");
    is_int(balance() - before, USD(82), "nothing more");
    is_int(smm_stmt_ignore(&c, rows[1].id, "a reversal", NULL).code, SMM_OK, "it is set aside");
    is_int(smm_stmt_pay(&c, rows[1].id, other, "?", NULL).code, SMM_CONFLICT,
           "what is set aside pays nothing");
    ok(sound(), "books in order");
    hours_pass(2);
}

static void test_lost(void)
{
    int64_t id = started(USD(15), "bank"), before = balance();
    smm_claim_say_t lost = {.kind = "lost", .payer = "R. Payer", .phone = "4321"};
    smm_claim_end_e end;
    smm_claim_row_t cl;

    is_int(smm_claim_send(&c, who.id, id, &lost, NULL, &end).code, SMM_INVALID,
           "details without an amount are refused");
    lost.amount_minor = 1500;
    is_int(smm_claim_send(&c, who.id, id, &lost, NULL, &end).code, SMM_INVALID,
           "… without a day too");
    lost.paid_on = c.now - 86400;
    is_int(smm_claim_send(&c, who.id, id, &lost, NULL, &end).code, SMM_OK, "details are taken");
    is_int(smm_claim_confirm(&c, claim_id(id),
                             &(smm_claim_found_t){.amount_minor = 1500, .reason = "?"}, NULL)
               .code,
           SMM_INVALID, "staff must name what they found");
    is_int(smm_claim_confirm(
               &c, claim_id(id),
               &(smm_claim_found_t){.amount_minor = 1500, .reference = "FOUND-1", .reason = "app"},
               NULL)
               .code,
           SMM_OK, "with a reference it is credited");
    is_int(balance() - before, USD(15), "15 credited");
    smm_claim_of(&c, id, 0, &cl);
    is(cl.key, "FOUND1", "the reference is used up");
    id = started(USD(15), "bank");
    send_claim(id, "found 1", 0, &end);
    is_int(smm_claim_confirm(&c, claim_id(id),
                             &(smm_claim_found_t){.amount_minor = 1500, .reason = "?"}, NULL)
               .code,
           SMM_CONFLICT, "also for others");
    is_int(smm_claim_reject(&c, claim_id(id), "this was paid before", NULL).code, SMM_OK,
           "it is rejected");
    is(state(id), "pending", "the payment stays open for a better one");
    is_int(smm_claim_reject(&c, claim_id(id), "again", NULL).code, SMM_CONFLICT,
           "a claim is decided once");
    smm_claim_of(&c, id, 0, &cl);
    is(cl.reason, "this was paid before", "the customer reads why");
    ok(sound(), "books in order");
}

/* ---- at once -----------------------------------------------------------------------------------
 */

typedef struct race_t {
    int64_t id[THREADS], claim[THREADS], line;
    int how;
} race_t;

static int racer(smm_ctx_t *of, int number, void *baton)
{
    const race_t *r = baton;
    smm_claim_found_t found = {.amount_minor = 1000, .reason = "race"};
    smm_claim_end_e end = SMM_CLAIM_WAITS;

    if (r->how == 0)
        return smm_claim_confirm(of, r->claim[number], &found, NULL).code == SMM_OK;
    if (r->how == 2)
        return smm_stmt_pay(of, r->line, r->id[number], "race", NULL).code == SMM_OK;
    smm_claim_check(of, r->claim[number], 1000, &end);
    return end == SMM_CLAIM_CREDITED;
}

/** 32 payments with one reference, each worked on by a thread of its own. @return how many won. */
static int race(int how, int64_t line)
{
    race_t r = {.how = how, .line = line};
    smm_claim_end_e end;

    gw_reset();
    gw.rc = SMM_GW_DOWN;
    for (int i = 0; i < THREADS; i++) {
        r.id[i] = started(USD(10), how == 2 ? "bank" : "fake");
        if (how < 2) {
            send_claim(r.id[i], how ? "RACE-LOOK" : "RACE-STAFF", 0, &end);
            r.claim[i] = claim_id(r.id[i]);
        }
    }
    gw_reset();
    gw.paid = 1000;
    return unit_race(&c, THREADS, racer, &r);
}

static void test_races(void)
{
    int64_t before = balance();
    smm_stmt_line_t rows[10];

    is_int(race(0, 0), 1, "32 payments, one reference, confirmed at once: one counts");
    is_int(balance() - before, USD(10), "credited once");
    is_int(race(1, 0), 1, "32 payments, one reference, found by themselves at once: one counts");
    is_int(balance() - before, USD(20), "credited once");
    import(apr_psprintf(c.pool, "2026-11-25,10.00,,race\n"));
    smm_stmt_lines(&c, "open", 0, rows, 10);
    is_int(race(2, rows[0].id), 1, "32 payments, one line of a statement: one counts");
    is_int(balance() - before, USD(30), "credited once");
    ok(sound(), "books in order");
}

/* ---- run --------------------------------------------------------------------------------------
 */

static void run(int engine)
{
    memset(&c, 0, sizeof(c));
    if (!unit_db_on(tap_pool, &c, engine)) {
        ok(0, "a fresh database");
        return;
    }
    c.now = 1795600800; /* 25 November 2026 */
    smm_wallet_init();
    smm_gateway_add(&fake);
    who.id = c.actor = unit_account(&c, who.username, "DE");
    unit_setting(&c, "gateway.bank.iban", "DE02");
    test_lookup();
    test_doubt();
    test_guessing();
    test_statement();
    test_lost();
    test_races();
    unit_db_drop(&c);
}

int main(void)
{
    int engine;

    tap_init();
    for (engine = 0; engine < unit_engines(); engine++)
        run(engine);
    return tap_done();
}
