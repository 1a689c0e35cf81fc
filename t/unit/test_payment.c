/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Payments against a pretended processor: credited once whatever comes twice, late, forged or
 * wrong. On SQLite, on PostgreSQL too with SMM_TEST_PG.
 */
#include "tap.h"
#include "unit_wallet.h"
#include "smm_job.h"
#include "smm_money.h"
#include "gateways.h"
#include "smm_invoice.h"
#include "smm_payment.h"

#define USD(n) ((n)*SMM_USD)
#define THREADS 32

static smm_ctx_t c;
static smm_account_t who = {
    .username = "payer", .email = "payer@unit.example", .name = "", .lang = "en"};

/* ---- the pretended processor ------------------------------------------------------------------
 */

static struct {
    int down, creates;
    const char *status, *reference, *currency;
    char made_reference[64], last_key[80];
    int64_t asked, paid, receipts;
} gw;

static void pretend(apr_pool_t *p, smm_http_t *x, int n)
{
    int i;

    for (i = 0; i < n; i++) {
        x[i].rc = gw.down == 1   ? SMM_HTTP_NOT_SENT
                  : gw.down == 2 ? SMM_HTTP_AMBIGUOUS
                                 : SMM_HTTP_DONE;
        x[i].status = 200;
        if (strcmp(x[i].method, "POST") == 0) {
            const char *r = strstr(x[i].body, "\"reference\":\""),
                       *a = strstr(x[i].body, "\"amount\":");
            int k;
            gw.creates++;
            for (k = 0; x[i].headers[k]; k++)
                if (strncmp(x[i].headers[k], "Idempotency-Key: ", 17) == 0)
                    apr_cpystrn(gw.last_key, x[i].headers[k] + 17, sizeof(gw.last_key));
            if (r && a) {
                apr_cpystrn(gw.made_reference, r + 13, sizeof(gw.made_reference));
                gw.made_reference[strcspn(gw.made_reference, "\"")] = '\0';
                gw.asked = apr_atoi64(a + 9);
            }
            x[i].status = 201;
            x[i].answer = apr_psprintf(
                p, "{\"id\":\"sb_%s\",\"url\":\"http://gw.example/pay\",\"expires\":%" PRId64 "}",
                gw.made_reference, c.now + 3600);
        } else {
            x[i].answer = apr_psprintf(
                p,
                "{\"status\":\"%s\",\"reference\":\"%s\",\"currency\":\"%s\",\"amount\":%" PRId64
                ",\"paid\":%" PRId64 ",\"payment_id\":\"%s\"}",
                gw.status, gw.reference ? gw.reference : gw.made_reference, gw.currency, gw.asked,
                gw.paid,
                gw.receipts ? apr_psprintf(p, "r-%s-%" PRId64, gw.made_reference, gw.receipts)
                            : "");
        }
        x[i].answer_len = strlen(x[i].answer);
    }
}

static void gw_reset(void)
{
    memset(&gw, 0, sizeof(gw));
    gw.status = "open";
    gw.currency = "USD";
}

static void gw_pay(const char *status, int64_t cents)
{
    gw.status = status;
    gw.paid += cents;
    gw.receipts++;
}

/* ---- helpers -----------------------------------------------------------------------------------
 */

static int64_t start(int64_t amount, const char *method)
{
    smm_topup_t in = {amount, method};
    smm_result_t r;
    int64_t id = 0;

    r = smm_payment_start(&c, &who, &in, NULL, &id);
    if (r.code != SMM_OK)
        printf("# start: %s\n", r.message);
    return r.code == SMM_OK ? id : 0;
}

static int64_t opened(int64_t amount)
{
    int64_t id;

    gw_reset();
    id = start(amount, "sandbox");
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

static int fetched(int64_t id)
{
    int moved = 0;

    smm_payment_fetch(&c, id, 1000, &moved);
    return moved;
}

static int sound(void)
{
    return unit_sound(&c);
}

static void setting(const char *key, const char *value)
{
    unit_setting(&c, key, value);
}

/* ---- tests -------------------------------------------------------------------------------------
 */

static void test_plain(void)
{
    int64_t id = opened(USD(25)), before = balance();
    smm_invoice_t v;

    is(state(id), "pending", "the checkout is open");
    is_int(gw.asked, 2500, "the processor was asked for 25.00");
    ok(!fetched(id), "nothing paid yet: nothing moves");
    smm_invoice_find(&c, who.id, smm_proforma_number(c.pool, id), &v);
    ok(v.number == NULL && strcmp(v.status, "pending") == 0, "a proforma invoice is there at once");
    gw_pay("paid", 2500);
    ok(fetched(id), "paid: it moves");
    is(state(id), "paid", "state paid");
    is_int(balance() - before, USD(25), "25 credited");
    ok(!fetched(id), "asked again: nothing moves");
    is_int(balance() - before, USD(25), "still 25");
    smm_invoice_find(&c, who.id, smm_proforma_number(c.pool, id), &v);
    ok(v.number != NULL && strcmp(v.status, "paid") == 0, "the invoice has its number");
    is(v.buyer.email, "payer@unit.example", "and the buyer's particulars");
    is_int(smm_invoice_find(&c, who.id + 1, smm_proforma_number(c.pool, id), &v), SMM_NOT_FOUND,
           "somebody else's invoice does not exist");
    ok(sound(), "books in order");
}

/* ---- another currency: asked and compared in it, credited in USD ----------------------------- */

static smm_gw_rc_e rupee_create(const smm_gateway_env_t *e, const smm_intent_t *in,
                                smm_checkout_t *out)
{
    (void)e;
    gw.asked = in->amount_minor;
    gw.currency = in->currency;
    out->gateway_ref = in->reference;
    return SMM_GW_OK;
}

static smm_gw_rc_e rupee_fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    (void)e;
    out->reference = ref;
    out->currency = gw.currency;
    out->asked_minor = gw.asked;
    out->paid_minor = gw.paid;
    out->state = gw.status;
    out->payment_id = apr_psprintf(c.pool, "%s-%" PRId64, ref, gw.receipts);
    return SMM_GW_OK;
}

static const smm_gateway_t rupee = {
    .name = "rupee",
    .title = "Rupees",
    .caps = {.currencies = "INR", .flags = SMM_GW_POLL, .lifetime = 3600},
    .create = rupee_create,
    .fetch = rupee_fetch,
};

static void test_rupees(void)
{
    int64_t id, before = balance();
    smm_payment_t p;

    gw_reset();
    smm_gateway_add(&rupee);
    is_int(start(USD(100), "rupee"), 0, "without a rate the method is off");
    setting("fx.inr", "88.1234");
    id = start(USD(100), "rupee");
    ok(id > 0, "with a rate it is on");
    smm_payment_open(&c, id);
    is_int(gw.asked, 881234, "100 USD are asked as 8,812.34 rupees");
    is(gw.currency, "INR", "in INR");
    setting("fx.inr", "120");
    smm_payment_get(&c, 0, id, &p);
    is_int(p.pay_minor, 881234, "a new rate changes no payment that was started");
    gw_pay("paid", 881234);
    gw.currency = "USD";
    ok(!fetched(id), "paid in another currency: not booked");
    is_int(balance() - before, 0, "nothing is credited");
    gw.currency = "INR";
    ok(fetched(id), "paid in rupees");
    is_int(balance() - before, USD(100), "100 USD credited, exactly");
    id = start(USD(100), "rupee");
    smm_payment_open(&c, id);
    gw_pay("underpaid", -gw.paid + 600000);
    ok(fetched(id), "half of 12,000.00 arrives");
    smm_payment_get(&c, 0, id, &p);
    is_int(p.received, USD(50), "it counts as 50 USD");
    ok(sound(), "books in order");
}

static void test_parts(void)
{
    int64_t id = opened(USD(50)), before = balance();

    gw_pay("partly_paid", 3000);
    ok(fetched(id), "30 of 50 arrive");
    is(state(id), "underpaid", "underpaid");
    is_int(balance() - before, 0, "nothing is credited yet");
    ok(sound(), "it lies in suspense");
    gw_pay("paid", 1999);
    ok(fetched(id), "19.99 more arrive");
    is(state(id), "paid", "one cent short is within the tolerance");
    is_int(balance() - before, USD(50), "50 credited");
    ok(sound(), "books in order");
    id = opened(USD(50));
    before = balance();
    gw_pay("paid", 5500);
    ok(fetched(id) && strcmp(state(id), "paid") == 0, "55 for 50 is paid");
    is_int(balance() - before, USD(55), "and the excess is credited");
    id = opened(USD(50));
    before = balance();
    gw_pay("partly_paid", 1000);
    fetched(id);
    is_int(smm_payment_settle(&c, id, "customer asked", NULL).code, SMM_OK,
           "staff credits what arrived");
    is_int(balance() - before, USD(10), "10 credited");
    is_int(smm_payment_settle(&c, id, "customer asked", NULL).code, SMM_CONFLICT, "once");
    ok(sound(), "books in order");
}

static void test_wrong(void)
{
    int64_t id = opened(USD(20)), before = balance();

    gw_pay("paid", 2000);
    gw.currency = "INR";
    fetched(id);
    is(state(id), "pending", "paid in another currency: nothing moves");
    gw.currency = "USD";
    gw.reference = "unit-P999999";
    fetched(id);
    is(state(id), "pending", "another payment's reference: nothing moves");
    gw.reference = NULL;
    gw.asked = 20;
    fetched(id);
    is(state(id), "pending", "another amount was asked for: nothing moves");
    is_int(balance() - before, 0, "nothing credited");
    gw.asked = 2000;
    gw.paid = -5;
    fetched(id);
    is(state(id), "pending", "a senseless amount: nothing moves");
    gw.paid = 2000;
    fetched(id);
    is(state(id), "paid", "put right: paid");
    gw.status = "open";
    gw.paid = 0;
    fetched(id);
    is(state(id), "paid", "paid never goes back");
    is_int(balance() - before, USD(20), "20 credited");
}

static void test_late(void)
{
    int64_t id = opened(USD(15)), before = balance();

    gw.status = "expired";
    ok(fetched(id), "the checkout expires");
    is(state(id), "expired", "state expired");
    c.now += 86400;
    gw_pay("paid", 1500);
    ok(fetched(id), "money after all");
    is(state(id), "paid", "late money is credited");
    is_int(balance() - before, USD(15), "15 credited");
    id = opened(USD(15));
    gw.status = "failed";
    fetched(id);
    is(state(id), "failed", "state failed");
    gw_pay("paid", 1500);
    fetched(id);
    is(state(id), "paid", "a late authorisation is credited");
    ok(sound(), "books in order");
}

static void test_open_again(void)
{
    int64_t id;
    char key[80];

    gw_reset();
    gw.down = 2;
    id = start(USD(12), "sandbox");
    is_int(smm_payment_open(&c, id).code, SMM_BUSY, "no answer: the page says try again");
    is(state(id), "created", "the payment is kept");
    apr_cpystrn(key, gw.last_key, sizeof(key));
    gw.down = 0;
    is_int(smm_payment_open(&c, id).code, SMM_OK, "the second try works");
    is(gw.last_key, key, "with the same key: never two checkouts");
    is(state(id), "pending", "open");
    is_int(smm_payment_open(&c, id).code, SMM_OK, "a third does no harm");
    is_int(gw.creates, 2, "and asks nobody");
}

static smm_notice_e notice(int64_t when, const char *secret, const char *signed_body,
                           const char *body)
{
    const char *text = apr_psprintf(c.pool, "%" PRId64 ".%s", when, signed_body);
    smm_gw_header_t headers[] = {
        {"Content-Type", "application/json"},
        {"x-sandbox-signature",
         apr_psprintf(c.pool, "t=%" PRId64 ",v1=%s", when,
                      smm_hmac_sha256_hex(c.pool, secret, text, strlen(text)))},
        {NULL, NULL}};
    smm_notice_in_t in = {headers, body, strlen(body)};

    return smm_notice_receive(&c, &smm_gateway_sandbox, &in);
}

static void test_notices(void)
{
    int64_t id = opened(USD(30)), before = balance();
    const char *body =
        apr_psprintf(c.pool, "{\"event_id\":\"ev_1\",\"event\":\"payment.paid\",\"id\":\"sb_%s\"}",
                     gw.made_reference);
    smm_notice_in_t bare = {NULL, body, strlen(body)};

    gw_pay("paid", 3000);
    is_int(smm_notice_receive(&c, &smm_gateway_sandbox, &bare), SMM_NOTICE_BAD,
           "no signature: refused");
    is_int(notice(c.now, "guessed", body, body), SMM_NOTICE_BAD, "another secret: refused");
    is_int(notice(c.now - 301, "notice-secret", body, body), SMM_NOTICE_BAD, "too old: refused");
    is_int(notice(c.now + 301, "notice-secret", body, body), SMM_NOTICE_BAD,
           "from the future: refused");
    is_int(notice(c.now, "notice-secret", body, "{\"event_id\":\"ev_2\"}"), SMM_NOTICE_BAD,
           "another body: refused");
    is_int(notice(c.now, "notice-secret", "[]", "[]"), SMM_NOTICE_BAD, "no event in it: refused");
    is_int(balance() - before, 0, "no notice credits anything");
    unit_raw(c.pool, "ALTER TABLE payment RENAME TO payment_away");
    is_int(notice(c.now, "notice-secret", body, body), SMM_NOTICE_BUSY,
           "whose payment cannot be looked up: the processor says it again");
    unit_raw(c.pool, "ALTER TABLE payment_away RENAME TO payment");
    is_int(notice(c.now, "notice-secret", body, body), SMM_NOTICE_STORED, "a good one is stored");
    is_int(notice(c.now, "notice-secret", body, body), SMM_NOTICE_REPEAT, "its repeat is absorbed");
    is_int(balance() - before, 0, "and still nothing is credited");
    smm_job_run_due(&c, 5);
    is(state(id), "paid", "the job asks the processor and credits");
    is_int(balance() - before, USD(30), "30 credited");
    body = "{\"event_id\":\"ev_9\",\"id\":\"sb_nobody\"}";
    is_int(notice(c.now, "notice-secret", body, body), SMM_NOTICE_STORED,
           "a notice about nothing is kept for staff");
    ok(sound(), "books in order");
}

static void test_bank(void)
{
    smm_claim_t claim = {"Wire 12-34", "sent today", USD(100)}, bad = {"<script>", "", 0};
    int64_t id = start(USD(100), "bank"), before = balance();
    smm_payment_t p;

    smm_payment_open(&c, id);
    is(state(id), "pending", "a transfer is awaited");
    is_int(smm_payment_claim(&c, who.id, id, &bad, NULL).code, SMM_INVALID,
           "a reference has letters and digits");
    is_int(smm_payment_claim(&c, who.id + 1, id, &claim, NULL).code, SMM_NOT_FOUND,
           "nobody claims another's payment");
    is_int(smm_payment_claim(&c, who.id, id, &claim, NULL).code, SMM_OK,
           "the customer sends the reference");
    is_int(balance() - before, 0, "a claim credits nothing");
    is_int(smm_payment_confirm(&c, id, 0, "", NULL).code, SMM_INVALID,
           "nothing cannot be confirmed");
    is_int(smm_payment_confirm(&c, id, 12345, "", NULL).code, SMM_INVALID, "nor parts of a cent");
    is_int(smm_payment_confirm(&c, id, USD(60), "statement 1", NULL).code, SMM_OK,
           "60 of 100 arrived");
    is(state(id), "underpaid", "underpaid");
    is_int(smm_payment_reject(&c, id, "no", NULL).code, SMM_CONFLICT,
           "what arrived cannot be rejected");
    is_int(smm_payment_confirm(&c, id, USD(40), "statement 2", NULL).code, SMM_OK, "40 more");
    is(state(id), "paid", "paid");
    is_int(balance() - before, USD(100), "100 credited");
    is_int(smm_payment_confirm(&c, id, USD(100), "again", NULL).code, SMM_CONFLICT, "not twice");
    id = start(USD(10), "bank");
    smm_payment_open(&c, id);
    is_int(smm_payment_reject(&c, id, "nothing came", NULL).code, SMM_OK, "rejected");
    is(state(id), "cancelled", "closed");
    is_int(smm_payment_confirm(&c, id, USD(10), "it came after all", NULL).code, SMM_OK,
           "a late approval works");
    is(state(id), "paid", "paid");
    smm_payment_get(&c, 0, id, &p);
    ok(p.invoice_number != NULL, "and has its invoice");
    ok(sound(), "books in order");
}

static void test_limits(void)
{
    smm_topup_t in = {0, "bank"};
    int64_t id;

    in.amount = USD(10) - SMM_CENT;
    is_int(smm_payment_start(&c, &who, &in, NULL, &id).code, SMM_INVALID, "9.99 is too little");
    in.amount = USD(10000) + SMM_CENT;
    is_int(smm_payment_start(&c, &who, &in, NULL, &id).code, SMM_INVALID, "10,000.01 is too much");
    in.amount = USD(20) + 1;
    is_int(smm_payment_start(&c, &who, &in, NULL, &id).code, SMM_INVALID, "parts of a cent");
    in.amount = USD(20);
    in.method = "cheque";
    is_int(smm_payment_start(&c, &who, &in, NULL, &id).code, SMM_INVALID, "an unknown method");
    setting("gateway.bank.enabled", "0");
    in.method = "bank";
    is_int(smm_payment_start(&c, &who, &in, NULL, &id).code, SMM_INVALID, "a method that is off");
    setting("gateway.bank.enabled", NULL);
}

static void test_links(void)
{
    ok(smm_gateway_link_ok("https://pay.example/x?y=1&z=%20"), "an address is a link");
    ok(!smm_gateway_link_ok("javascript:alert(1)"), "a script is none");
    ok(!smm_gateway_link_ok("http://x\r\nSet-Cookie: a=b"), "nor a line of headers");
    ok(!smm_gateway_link_ok("https://x/\"onclick"), "nor a quote");
    ok(!smm_gateway_link_ok(NULL), "nor nothing");
}

static void test_fee(void)
{
    int64_t id, before = balance();
    smm_payment_t p;

    setting("gateway.sandbox.fee_bps", "290");
    setting("gateway.sandbox.fee_fixed", "0.30");
    id = opened(USD(100));
    smm_payment_get(&c, 0, id, &p);
    is_int(p.fee, 3200000, "2.9 % and 0.30 of 100 are 3.20");
    is_int(gw.asked, 10320, "the processor is asked for both");
    gw_pay("paid", 10320);
    fetched(id);
    is_int(balance() - before, USD(100), "the balance gets the amount, the fee is the panel's");
    ok(sound(), "books in order");
    setting("gateway.sandbox.fee_bps", NULL);
    setting("gateway.sandbox.fee_fixed", NULL);
}

/* ---- races -------------------------------------------------------------------------------------
 */

static int fetcher(smm_ctx_t *of, int number, void *id)
{
    int won = 0;

    (void)number;
    smm_payment_fetch(of, *(int64_t *)id, 1000, &won);
    return won;
}

static int confirmer(smm_ctx_t *of, int number, void *id)
{
    (void)number;
    return smm_payment_confirm(of, *(int64_t *)id, USD(40), "race", NULL).code == SMM_OK;
}

/** Each its own payment, from *first on. */
static int neighbour(smm_ctx_t *of, int number, void *first)
{
    return smm_payment_confirm(of, *(int64_t *)first + number, USD(10), "race", NULL).code ==
           SMM_OK;
}

static void test_races(void)
{
    int64_t id = opened(USD(40)), before = balance(), first = 0, k;
    smm_invoice_t v;
    int i;

    gw_pay("paid", 4000);
    is_int(unit_race(&c, THREADS, fetcher, &id), 1, "32 workers fetch one payment: one credits");
    is_int(balance() - before, USD(40), "40 credited once");
    id = start(USD(40), "bank");
    smm_payment_open(&c, id);
    before = balance();
    is_int(unit_race(&c, THREADS, confirmer, &id), 1,
           "32 times confirmed at one moment: one counts");
    is_int(balance() - before, USD(40), "40 credited once");
    for (i = 0; i < THREADS; i++) {
        k = start(USD(10), "bank");
        if (i == 0)
            first = k;
        smm_payment_open(&c, k);
    }
    is_int(unit_race(&c, THREADS, neighbour, &first), THREADS,
           "32 payments confirmed at one moment: all count");
    ok(sound(), "and their invoice numbers have no gap and no repeat");
    smm_invoice_find(&c, who.id, smm_proforma_number(c.pool, first), &v);
    ok(v.number != NULL, v.number ? v.number : "a number");
}

static void run(int engine)
{
    smm_gateway_set_http(pretend);
    memset(&c, 0, sizeof(c));
    if (!unit_db_on(tap_pool, &c, engine)) {
        ok(0, "a fresh database");
        return;
    }
    c.now = 1795600800; /* November 2026 */
    smm_wallet_init();
    who.id = c.actor = unit_account(&c, who.username, "DE");
    setting("gateway.sandbox.base_url", "http://gw.example/sandbox");
    setting("gateway.sandbox.key", "test-key");
    setting("gateway.sandbox.secret", "notice-secret");
    setting("gateway.bank.iban", "DE02");
    test_plain();
    test_rupees();
    test_parts();
    test_wrong();
    test_late();
    test_open_again();
    test_notices();
    test_bank();
    test_limits();
    test_links();
    test_fee();
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
