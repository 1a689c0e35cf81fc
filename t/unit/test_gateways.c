/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clients of Stripe, PayPal, Razorpay and Tazapay against scripted answers: good, refused,
 * torn, lost, senseless. Then what the panel does around them: nothing is captured that does not
 * fit, a notice waits for its certificate, and finds its payment by the gateway's own id.
 */
#include "config.h"
#include "tap.h"
#include "unit_db.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_wallet.h"
#include "gw_util.h"
#include "paypal.h"
#include "smm_payment.h"

/* ---- scripted answers -------------------------------------------------------------------------
 */

typedef struct line_t {
    const char *call; /* "GET /path": method and part of the address */
    int status;       /* 0: broken off; -1: not reached */
    const char *answer;
    int times; /* 0: always */
} line_t;

static line_t script[12];
static char asked[12][160];
static int n_asked;

static void say(const line_t *lines)
{
    memset(script, 0, sizeof(script));
    for (int i = 0; i < 11 && lines[i].call; i++)
        script[i] = lines[i];
    n_asked = 0;
}

static void transport(apr_pool_t *p, smm_http_t *x, int n)
{
    const char *call = apr_pstrcat(p, x->method, " ", x->url, NULL);
    line_t *l;

    (void)n;
    apr_cpystrn(asked[n_asked++ % 12], call, sizeof(asked[0]));
    for (l = script; l->call; l++) {
        const char *part = strchr(l->call, ' ') + 1;

        if (strncmp(l->call, x->method, strlen(x->method)) != 0 || !strstr(x->url, part))
            continue;
        if (l->times && --l->times == 0)
            l->call = "NONE none";
        x->rc = l->status == 0    ? SMM_HTTP_AMBIGUOUS
                : l->status == -1 ? SMM_HTTP_NOT_SENT
                                  : SMM_HTTP_DONE;
        x->status = l->status;
        x->answer = l->answer ? l->answer : "";
        x->answer_len = strlen(x->answer);
        return;
    }
    x->rc = SMM_HTTP_DONE;
    x->status = 404;
    x->answer = "{}";
    x->answer_len = 2;
}

static const char *setting(smm_ctx_t *c, const char *key)
{
    (void)c;
    if (strstr(key, "base_url"))
        return "https://api.example";
    return strstr(key, "_old") || strstr(key, "trusted_root") ? NULL : "test_value";
}

static smm_panel_t shop = {.id = 1, .key = "unit", .name = "Unit"};
static smm_ctx_t ctx;
static smm_gateway_env_t env = {&ctx, transport, setting, 1000};

static const smm_intent_t intent = {.payment = 1,
                                    .reference = "unit-P1",
                                    .key = "key-of-payment-1",
                                    .amount_minor = 1000,
                                    .exponent = 2,
                                    .currency = "USD",
                                    .description = "Top-up",
                                    .invoice = "PI-1",
                                    .email = "a@b.example",
                                    .name = "A",
                                    .country = "DE",
                                    .return_url = "https://p.example/r",
                                    .cancel_url = "https://p.example/c",
                                    .notify_url = "https://p.example/n"};

typedef struct client_t {
    const smm_gateway_t *g;
    const char *create;   /* the call that makes a checkout */
    const char *made;     /* its good answer; %s = the address */
    const char *fetch;    /* the call that asks */
    const char *paid;     /* its good answer */
    const char *wrong[4]; /* answers that are no answer */
} client_t;

#define PP_ORDER(status, more)                                                                     \
    "{\"id\":\"5O\",\"status\":\"" status "\",\"purchase_units\":[{\"custom_id\":\"unit-P1\","     \
    "\"amount\":{\"currency_code\":\"USD\",\"value\":\"10.00\"}" more "}]}"
#define PP_CAPTURE(status, value)                                                                  \
    ",\"payments\":{\"captures\":[{\"id\":\"8C\",\"status\":\"" status                             \
    "\",\"amount\":{\"currency_code\":\"USD\",\"value\":\"" value "\"}}]}"

#define BTC(status, currency, amount, paid)                                                        \
    "{\"id\":\"i1\",\"status\":\"" status                                                          \
    "\",\"additionalStatus\":\"None\",\"currency\":" currency ",\"amount\":" amount                \
    ",\"paidAmount\":" paid ",\"metadata\":{\"orderId\":\"unit-P1\"}}"

#define BP(status, price, currency, more)                                                          \
    "{\"data\":{\"id\":\"b1\",\"status\":\"" status "\",\"orderId\":\"unit-P1\",\"price\":" price  \
    ",\"currency\":" currency ",\"exceptionStatus\":" more "}}"
#define CG(status, price, currency, more)                                                          \
    "{\"id\":343,\"status\":\"" status "\",\"order_id\":\"unit-P1\",\"price_amount\":" price       \
    ",\"price_currency\":" currency ",\"pay_amount\":\"0.0005\"" more "}"
#define NP(status, price, currency, paid)                                                          \
    "{\"payment_id\":7,\"invoice_id\":\"ref_1\",\"payment_status\":\"" status                      \
    "\",\"price_amount\":" price ",\"price_currency\":" currency                                   \
    ",\"pay_amount\":0.0005,\"actually_paid\":" paid ",\"order_id\":\"unit-P1\"}"
#define NP_LIST(rows) "{\"data\":[" rows "],\"total\":1}"

static const client_t clients[] = {
    {&smm_gateway_stripe,
     "POST /v1/checkout/sessions",
     "{\"id\":\"cs_1\",\"url\":\"%s\",\"expires_at\":5000}",
     "GET /v1/checkout/sessions/",
     "{\"status\":\"complete\",\"payment_status\":\"paid\",\"client_reference_id\":\"unit-P1\","
     "\"currency\":\"usd\",\"amount_total\":1000,\"payment_intent\":{\"id\":\"pi_1\"}}",
     {"{\"status\":\"complete\"}",
      "{\"status\":\"complete\",\"payment_status\":\"paid\",\"client_reference_id\":\"unit-P1\","
      "\"currency\":\"usd\",\"amount_total\":\"1000\"x}",
      "{\"status\":\"complete\",\"payment_status\":\"paid\",\"client_reference_id\":\"unit-P1\","
      "\"currency\":\"usd\",\"amount_total\":-1000}",
      "[]"}},
    {&smm_gateway_paypal,
     "POST /v2/checkout/orders",
     "{\"id\":\"5O\",\"links\":[{\"rel\":\"payer-action\",\"href\":\"%s\"}]}",
     "GET /v2/checkout/orders/",
     PP_ORDER("COMPLETED", PP_CAPTURE("COMPLETED", "10.00")),
     {PP_ORDER("COMPLETED", PP_CAPTURE("COMPLETED", "ten")),
      PP_ORDER("COMPLETED", PP_CAPTURE("COMPLETED", "-10.00")),
      PP_ORDER("COMPLETED", PP_CAPTURE("COMPLETED", "10.001")), "{\"status\":\"COMPLETED\"}"}},
    {&smm_gateway_razorpay,
     "POST /v1/payment_links",
     "{\"id\":\"plink_1\",\"short_url\":\"%s\",\"expire_by\":5000}",
     "GET /v1/payment_links/",
     "{\"status\":\"paid\",\"reference_id\":\"unit-P1\",\"currency\":\"USD\",\"amount\":1000,"
     "\"payments\":[{\"payment_id\":\"pay_1\"}]}",
     {"{\"status\":\"paid\",\"reference_id\":\"unit-P1\",\"currency\":\"USD\",\"amount\":0}",
      "{\"status\":\"paid\",\"reference_id\":\"unit-P1\",\"currency\":\"USD\",\"amount\":1000,"
      "\"payments\":[{\"payment_id\":\"pay_torn\"}]}",
      "{\"reference_id\":\"unit-P1\",\"currency\":\"USD\",\"amount\":1000}", "\"paid\""}},
    {&smm_gateway_tazapay,
     "POST /v3/checkout",
     "{\"status\":\"success\",\"data\":{\"id\":\"chk_1\",\"url\":\"%s\",\"reference_id\":\"unit-"
     "P1\"}"
     "}",
     "GET /v3/checkout/",
     "{\"data\":{\"payment_status\":\"paid\",\"status\":\"expired\",\"reference_id\":\"unit-P1\","
     "\"invoice_currency\":\"usd\",\"amount\":1000,\"amount_paid\":1000,\"id\":\"chk_1\"}}",
     {"{\"data\":{\"payment_status\":\"paid\",\"reference_id\":\"unit-P1\",\"amount\":1000}}",
      "{\"data\":null}", "{}",
      "{\"data\":{\"payment_status\":\"paid\",\"reference_id\":\"unit-P1\","
      "\"invoice_currency\":\"usd\",\"amount\":\"x\"}}"}},
    {&smm_gateway_bitpay,
     "POST /invoices",
     "{\"data\":{\"id\":\"b1\",\"url\":\"%s\",\"orderId\":\"unit-P1\"}}",
     "GET /invoices/ref_1?token=",
     BP("complete", "10", "\"USD\"", "false"),
     {BP("complete", "\"ten\"", "\"USD\"", "false"), BP("complete", "10", "null", "false"),
      BP("unheard", "10", "\"USD\"", "false"), BP("complete", "0", "\"USD\"", "false")}},
    {&smm_gateway_coingate,
     "POST /api/v2/orders",
     "{\"id\":343,\"payment_url\":\"%s\",\"order_id\":\"unit-P1\"}",
     "GET /api/v2/orders/ref_1",
     CG("paid", "\"10.0\"", "\"USD\"", ",\"overpaid_amount\":\"0.0\""),
     {CG("paid", "\"ten\"", "\"USD\"", ""), CG("paid", "10", "null", ""),
      CG("unheard", "10", "\"USD\"", ""),
      CG("paid", "10", "\"USD\"", ",\"overpaid_amount\":\"1e-99\"")}},
    {&smm_gateway_nowpayments,
     "POST /v1/invoice",
     "{\"id\":\"45\",\"invoice_url\":\"%s\",\"order_id\":\"unit-P1\"}",
     "GET /v1/payment/?limit=100&page=0&invoiceId=ref_1",
     NP_LIST(NP("finished", "10", "\"usd\"", "5e-4")),
     {NP_LIST(NP("finished", "\"ten\"", "\"usd\"", "1")),
      NP_LIST(NP("finished", "10.00", "null", "1")), "{\"data\":{}}",
      NP_LIST(NP("unheard", "10.00", "\"usd\"", "1"))}},
    {&smm_gateway_btcpay,
     "POST /api/v1/stores/",
     "{\"id\":\"i1\",\"checkoutLink\":\"%s\",\"metadata\":{\"orderId\":\"unit-P1\"}}",
     "GET /invoices/",
     BTC("Settled", "\"USD\"", "\"10.00\"", "\"10.0099\""),
     {BTC("Settled", "\"USD\"", "\"ten\"", "\"10\""), BTC("Settled", "null", "\"10\"", "\"10\""),
      BTC("Settled", "\"USD\"", "\"10\"", "\"-10\""),
      BTC("Unheard", "\"USD\"", "\"10\"", "\"10\"")}},
};

static line_t token = {"POST /v1/oauth2/token", 200, "{\"access_token\":\"A\",\"expires_in\":900}",
                       0};

/** A good answer with an address in it. */
static const char *with_page(const char *made, const char *url)
{
    const char *at = strstr(made, "%s");

    return apr_pstrcat(ctx.pool, apr_pstrmemdup(ctx.pool, made, (apr_size_t)(at - made)), url,
                       at + 2, NULL);
}

/* ---- making -----------------------------------------------------------------------------------
 */

static smm_gw_rc_e make(const client_t *k, int status, const char *answer, smm_checkout_t *out)
{
    line_t lines[] = {token,
                      {"GET /v1/payment_links?", 200, "{\"payment_links\":[]}", 0},
                      {"GET /invoices?orderId=unit-P1", 200, "[]", 0},
                      {k->create, status, answer, 0},
                      {NULL}};

    memset(out, 0, sizeof(*out));
    say(lines);
    return k->g->create(&env, &intent, out);
}

static void making(const client_t *k)
{
    static const struct {
        int status;
        smm_gw_rc_e want;
    } table[] = {{-1, SMM_GW_DOWN},     {0, SMM_GW_UNSURE},    {500, SMM_GW_UNSURE},
                 {302, SMM_GW_UNSURE},  {409, SMM_GW_UNSURE},  {429, SMM_GW_DOWN},
                 {400, SMM_GW_REFUSED}, {403, SMM_GW_REFUSED}, {200, SMM_GW_UNSURE}};
    const char *name = k->g->name;
    smm_checkout_t out;
    size_t i;

    is_int(make(k, 200, with_page(k->made, "https://pay.example/1"), &out), SMM_GW_OK,
           apr_pstrcat(ctx.pool, name, ": made", NULL));
    is(out.redirect_url, "https://pay.example/1", "with the address of its page");
    ok(smm_gw_ref_ok(out.gateway_ref), "and its reference");
    for (i = 0; i < sizeof(table) / sizeof(*table); i++)
        is_int(make(k, table[i].status, "{}", &out), table[i].want,
               apr_psprintf(ctx.pool, "%s: status %d when making", name, table[i].status));
    is_int(make(k, 200, with_page(k->made, "javascript:alert(1)"), &out), SMM_GW_UNSURE,
           "an address that is none");
    is_int(make(k, 200, "<html>", &out), SMM_GW_UNSURE, "a page instead of an answer");
}

/* ---- asking -----------------------------------------------------------------------------------
 */

static smm_gw_rc_e ask(const client_t *k, int status, const char *answer, smm_snapshot_t *out)
{
    line_t lines[] = {token,
                      {"POST /v1/auth", 200, "{\"token\":\"J\"}", 0},
                      {"GET /v1/payments/pay_1", 200,
                       "{\"id\":\"pay_1\",\"status\":\"captured\",\"currency\":\"USD\","
                       "\"amount\":1000}",
                       0},
                      {"GET /v1/payments/pay_torn", 200, "{\"status\":", 0},
                      {"GET disputes", 403, "{}", 0},
                      {k->fetch, status, answer, 0},
                      {NULL}};

    memset(out, 0, sizeof(*out));
    say(lines);
    return k->g->fetch(&env, "ref_1", out);
}

static void asking(const client_t *k)
{
    const char *name = k->g->name;
    smm_snapshot_t s;
    int i;

    is_int(ask(k, 200, k->paid, &s), SMM_GW_OK, apr_pstrcat(ctx.pool, name, ": asked", NULL));
    is(s.state, "paid", "paid");
    is(s.currency, "USD", "dollars");
    is(s.reference, "unit-P1", "our reference");
    ok(s.asked_minor == 1000 && s.paid_minor == 1000, "all of it");
    ok(s.payment_id != NULL, "under an id of its own");
    for (i = 0; i < 4; i++)
        is_int(ask(k, 200, k->wrong[i], &s), SMM_GW_UNSURE,
               apr_psprintf(ctx.pool, "%s: no answer: %.60s", name, k->wrong[i]));
    is_int(ask(k, 404, "{}", &s), SMM_GW_MISSING, "unknown there");
    is_int(ask(k, 0, NULL, &s), SMM_GW_UNSURE, "broken off");
    is_int(ask(k, -1, NULL, &s), SMM_GW_DOWN, "not reached");
    is_int(ask(k, 503, "{}", &s), SMM_GW_UNSURE, "ill");
    is_int(k->g->fetch(&env, "a/../b", &s), SMM_GW_MISSING, "a reference that is none");
}

/* ---- tokens -----------------------------------------------------------------------------------
 */

static int count(const char *part)
{
    int i, n = 0;

    for (i = 0; i < n_asked && i < 12; i++)
        n += strstr(asked[i], part) != NULL;
    return n;
}

static void tokens(void)
{
    const client_t *k = &clients[1];
    line_t refused[] = {token, {k->fetch, 401, "{}", 0}, {NULL}};
    line_t once[] = {token, {k->fetch, 401, "{}", 1}, {k->fetch, 200, k->paid, 0}, {NULL}};
    line_t no_token[] = {{"POST /v1/oauth2/token", 401, "{}", 0}, {NULL}};
    line_t lost_token[] = {{"POST /v1/oauth2/token", 0, NULL, 0}, {NULL}};
    smm_checkout_t out = {0};
    smm_snapshot_t s = {0};

    ctx.now += 10000;
    say(once);
    is_int(k->g->fetch(&env, "5O", &s), SMM_GW_REFUSED,
           "a fresh token that is refused is not asked for again");
    say(once);
    is_int(k->g->fetch(&env, "5O", &s), SMM_GW_OK, "an old one that is refused: another");
    is_int(count("oauth2"), 1, "one new token");
    say(refused);
    is_int(k->g->fetch(&env, "5O", &s), SMM_GW_REFUSED, "refused with the new one, too");
    is_int(count("oauth2"), 1, "asked for once");
    ctx.now += 10000;
    say(no_token);
    is_int(k->g->create(&env, &intent, &out), SMM_GW_REFUSED, "wrong keys");
    say(lost_token);
    is_int(k->g->create(&env, &intent, &out), SMM_GW_DOWN,
           "no token, so nothing was made: safe to repeat");
    is_int(count("orders"), 0, "no order was asked for");
}

/* ---- CoinGate ---------------------------------------------------------------------------------
 */

/** Only what is paid out is money, and what is more than asked counts in proportion. */
static void coingate(void)
{
    static const struct {
        const char *answer, *state;
        int64_t paid, back;
    } table[] = {
        {CG("confirming", "10", "\"USD\"", ""), "confirming", 0, 0},
        {CG("expired", "10", "\"USD\"", ",\"underpaid_amount\":\"0.0001\""), "underpaid", 0, 0},
        {CG("paid", "10", "\"USD\"", ",\"overpaid_amount\":\"0.000125\""), "overpaid", 1250, 0},
        {CG("partially_refunded", "10", "\"USD\"", ""), "paid", 1000, 0},
        {CG("refunded", "10", "\"USD\"", ""), "refunded", 0, 1000},
        {CG("invalid", "10", "\"USD\"", ""), "failed", 0, 0},
    };
    const client_t *k = &clients[sizeof(clients) / sizeof(*clients) - 3];
    smm_snapshot_t s;
    size_t i;

    for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
        is_int(ask(k, 200, table[i].answer, &s), SMM_GW_OK, table[i].answer);
        is(s.state, table[i].state, "its state");
        ok(s.paid_minor == table[i].paid && s.refunded_minor == table[i].back, "and its money");
    }
}

/* ---- NOWPayments ------------------------------------------------------------------------------
 */

/** An invoice is the sum of its payments: parts add up, coins on their way are no money. */
static void nowpayments(void)
{
    static const struct {
        const char *rows, *state;
        int64_t paid, back;
    } table[] = {
        {"", "pending", 0, 0},
        {NP("waiting", "10.00", "\"usd\"", "0"), "pending", 0, 0},
        {NP("confirming", "10.00", "\"usd\"", "0.0005"), "confirming", 0, 0},
        {NP("partially_paid", "10.00", "\"usd\"", "0.0002"), "underpaid", 400, 0},
        {NP("partially_paid", "10.00", "\"usd\"", "0.00033333"), "underpaid", 666, 0},
        {NP("partially_paid", "10.00", "\"usd\"", "0.0002") "," NP("confirming", "10.00", "\"usd\"",
                                                                   "0.0003"),
         "confirming", 400, 0},
        {NP("partially_paid", "10.00", "\"usd\"", "0.0002") "," NP("partially_paid", "10.00",
                                                                   "\"usd\"", "0.0003"),
         "paid", 1000, 0},
        {NP("partially_paid", "10.00", "\"usd\"", "0.0002") "," NP("expired", "10.00", "\"usd\"",
                                                                   "0"),
         "underpaid", 400, 0},
        /* finished with a little too little: the account's own allowance */
        {NP("finished", "10.00", "\"usd\"", "0.000499"), "paid", 1000, 0},
        {NP("finished", "10.00", "\"usd\"", "0.000625"), "overpaid", 1250, 0},
        {NP("refunded", "10.00", "\"usd\"", "0.0005"), "refunded", 0, 1000},
        {NP("failed", "10.00", "\"usd\"", "0"), "failed", 0, 0},
        {NP("expired", "10.00", "\"usd\"", "0"), "expired", 0, 0},
        /* what belongs to another invoice is not counted */
        {"{\"invoice_id\":\"ref_2\",\"payment_status\":\"finished\"}", "pending", 0, 0},
    };
    static const char torn[] =
        NP("finished", "10.00", "\"usd\"", "0.0005") "," NP("finished", "20.00", "\"usd\"", "1");
    const client_t *k = &clients[sizeof(clients) / sizeof(*clients) - 2];
    smm_snapshot_t s;
    size_t i;

    for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
        is_int(ask(k, 200, apr_psprintf(ctx.pool, NP_LIST("%s"), table[i].rows), &s), SMM_GW_OK,
               table[i].rows);
        is(s.state, table[i].state, "its state");
        ok(s.paid_minor == table[i].paid && s.refunded_minor == table[i].back, "and its money");
    }
    ask(k, 200, apr_psprintf(ctx.pool, NP_LIST("%s"), torn), &s);
    ok(s.asked_minor == INT64_MAX, "payments that disagree fit no payment of ours");
}

/* ---- BTCPay -----------------------------------------------------------------------------------
 */

/** An invoice whose making was not answered is found again, and only settled coins are money. */
static void btcpay(void)
{
    static const struct {
        const char *status, *more, *paid, *state;
        int64_t minor;
    } rows[] = {{"New", "PaidPartial", "4.00", "underpaid", 0},
                {"Processing", "None", "10.00", "confirming", 0},
                {"Expired", "PaidPartial", "4.00", "underpaid", 0},
                {"Expired", "PaidLate", "10.00", "confirming", 0},
                {"Settled", "PaidLate", "10.00", "paid", 1000},
                {"Settled", "PaidOver", "12.349", "overpaid", 1234},
                {"Settled", "Marked", "0", "paid", 1000},
                {"Invalid", "None", "10.00", "failed", 0}};
    const client_t *k = &clients[sizeof(clients) / sizeof(*clients) - 1];
    const char *found =
        "[{\"id\":\"other\",\"status\":\"New\",\"checkoutLink\":\"https://b.example/0\","
        "\"metadata\":{\"orderId\":\"unit-P10\"}},"
        "{\"id\":\"old\",\"status\":\"Expired\",\"checkoutLink\":\"https://b.example/1\","
        "\"metadata\":{\"orderId\":\"unit-P1\"}},"
        "{\"id\":\"mine\",\"status\":\"New\",\"checkoutLink\":\"https://b.example/2\","
        "\"metadata\":{\"orderId\":\"unit-P1\"}}]";
    line_t again[] = {{"GET /invoices?orderId=unit-P1", 200, found, 0},
                      {"POST /api/v1/stores/", 500, "{}", 0},
                      {NULL}};
    line_t lost[] = {{"GET /invoices?orderId=unit-P1", 0, NULL, 0},
                     {"POST /api/v1/stores/", 200, k->made, 0},
                     {NULL}};
    smm_checkout_t out = {0};
    smm_snapshot_t s;
    size_t i;

    say(again);
    is_int(k->g->create(&env, &intent, &out), SMM_GW_OK, "btcpay: one is there already");
    is(out.gateway_ref, "mine", "the open one with our reference");
    is_int(count("POST"), 0, "no second one is made");
    say(lost);
    is_int(k->g->create(&env, &intent, &out), SMM_GW_DOWN, "btcpay: nobody knows: later");
    is_int(count("POST"), 0, "none is made blindly");
    for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *answer = apr_psprintf(
            ctx.pool,
            "{\"status\":\"%s\",\"additionalStatus\":\"%s\",\"currency\":\"USD\",\"amount\":"
            "\"10.00\",\"paidAmount\":\"%s\",\"metadata\":{\"orderId\":\"unit-P1\"}}",
            rows[i].status, rows[i].more, rows[i].paid);

        is_int(ask(k, 200, answer, &s), SMM_GW_OK, answer);
        is(s.state, rows[i].state, "its state");
        ok(s.paid_minor == rows[i].minor && !s.payment_id == !rows[i].minor, "and its money");
    }
}

/* ---- certificates -----------------------------------------------------------------------------
 */

static void certificates(void)
{
    static const char *const bad[] = {
        "http://api.paypal.com/c",        "https://api.paypal.com",
        "https://paypal.com.evil.test/c", "https://api.paypal.com@evil.test/c",
        "https://notpaypal.com/c",        "https://api.paypal.com:443/c",
        "https://.paypal.com/c",          "https://api.paypal.com/../c",
        "https://api.paypal.com\\@evil/", "https://api.paypal.com/c#x",
        "https://api.example.evil/c",     "https://api%2epaypal.com/c",
        "ftp://api.paypal.com/c",         "//api.paypal.com/c",
        "https:///paypal.com/c",          "https://evil.test/?.paypal.com/c",
    };
    static const char *const good[] = {"https://api.paypal.com/c", "https://paypal.com/c",
                                       "https://API.PayPal.COM/v1/notifications/certs/CERT-1",
                                       "https://api.example/certs/1"};
    size_t i;

    for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        ok(!smm_paypal_cert_url_ok(&env, &smm_gateway_paypal, bad[i]),
           apr_pstrcat(ctx.pool, "no certificate from ", bad[i], NULL));
    for (i = 0; i < sizeof(good) / sizeof(*good); i++)
        ok(smm_paypal_cert_url_ok(&env, &smm_gateway_paypal, good[i]),
           apr_pstrcat(ctx.pool, "one from ", good[i], NULL));
    ok(!smm_paypal_cert_url_ok(&env, &smm_gateway_paypal, NULL), "none from nowhere");
}

/* ---- what the panel does around them ----------------------------------------------------------
 */

static struct {
    const char *state, *reference;
    int capturable, captures, fetches;
    smm_gw_rc_e prepared;
} far;

static smm_gw_rc_e far_create(const smm_gateway_env_t *e, const smm_intent_t *in,
                              smm_checkout_t *out)
{
    out->gateway_ref = apr_pstrcat(e->c->pool, "far_", in->reference, NULL);
    out->redirect_url = "https://far.example/pay";
    return SMM_GW_OK;
}

static smm_gw_rc_e far_fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    far.fetches++;
    out->state = far.captures ? "paid" : far.state;
    out->raw_status = out->state;
    out->reference = far.reference ? far.reference : apr_pstrdup(e->c->pool, ref + 4);
    out->currency = "USD";
    out->asked_minor = 2500;
    out->paid_minor = far.captures ? 2500 : 0;
    out->payment_id = apr_pstrcat(e->c->pool, "receipt_", ref, NULL);
    out->capturable = far.captures ? 0 : far.capturable;
    return SMM_GW_OK;
}

static smm_gw_rc_e far_capture(const smm_gateway_env_t *e, const char *ref)
{
    (void)e;
    (void)ref;
    far.captures++;
    return SMM_GW_UNSURE; /* the answer was lost: only the next look counts */
}

static smm_gw_rc_e far_prepare(const smm_gateway_env_t *e, const smm_notice_in_t *in)
{
    (void)e;
    (void)in;
    return far.prepared;
}

static void far_verify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    out->auth = SMM_GW_AUTH_OK;
    out->event_key = apr_pstrmemdup(e->c->pool, in->body, in->len);
    out->payment_id = smm_gateway_header(in, "Receipt");
}

static const smm_gateway_t far_gateway = {
    .name = "far",
    .title = "Far",
    .caps = {.currencies = "USD",
             .flags = SMM_GW_REDIRECT | SMM_GW_NOTICE | SMM_GW_POLL | SMM_GW_CAPTURE,
             .lifetime = 3600},
    .create = far_create,
    .fetch = far_fetch,
    .capture = far_capture,
    .prepare_notify = far_prepare,
    .verify_notify = far_verify,
};

static smm_notice_e notice(smm_ctx_t *c, const char *event, const char *receipt)
{
    const smm_gw_header_t h[] = {{"Receipt", receipt}, {NULL, NULL}};
    smm_notice_in_t in = {receipt ? h : h + 1, event, strlen(event)};

    return smm_notice_receive(c, &far_gateway, &in);
}

/** How often the gateway is asked by the jobs that are due. */
static int looks(smm_ctx_t *c)
{
    int before = far.fetches;

    smm_job_run_due(c, 5);
    return far.fetches - before;
}

static void around(int engine)
{
    smm_ctx_t c;
    smm_account_t who = {
        .username = "payer", .email = "payer@unit.example", .name = "", .lang = "en"};
    smm_topup_t in = {25 * SMM_USD, "far"};
    smm_payment_t p;
    smm_unit_t *u;
    int64_t id = 0;
    int moved = 0;

    if (!unit_db_on(tap_pool, &c, engine)) {
        ok(0, "database");
        return;
    }
    smm_wallet_init();
    smm_gateway_add(&far_gateway);
    u = smm_unit_make(c.pool);
    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T("payer"), SMM_T(who.email), SMM_T(who.email), SMM_T("x"),
                          SMM_T("active"), SMM_I(c.now), SMM_I(c.now), SMM_T("DE"), SMM_T("en")));
    smm_db_write(c.db, u);
    who.id = c.actor = smm_unit_id(u, 0);
    memset(&far, 0, sizeof(far));
    far.state = "pending";
    far.capturable = 1;
    far.reference = "unit-P999";
    smm_payment_start(&c, &who, &in, NULL, &id);
    smm_payment_open(&c, id);
    smm_payment_fetch(&c, id, 1000, &moved);
    is_int(far.captures, 0, "approved, but another payment's reference: not captured");
    smm_payment_get(&c, 0, id, &p);
    ok(*p.review, "a person looks");
    far.reference = NULL;
    smm_payment_fetch(&c, id, 1000, &moved);
    is_int(far.captures, 1, "it fits: captured");
    smm_payment_get(&c, 0, id, &p);
    is(p.state, "paid", "the look after it says paid, although the capture's answer was lost");
    is_int(far.fetches, 3, "asked before and after");
    smm_payment_fetch(&c, id, 1000, &moved);
    is_int(far.captures, 1, "captured once");
    far.prepared = SMM_GW_DOWN;
    is_int(notice(&c, "first", NULL), SMM_NOTICE_BUSY, "no certificate now: to be sent again");
    is_int(looks(&c), 0, "nobody is asked");
    far.prepared = SMM_GW_OK;
    is_int(notice(&c, "first", apr_psprintf(c.pool, "receipt_far_unit-P%" APR_INT64_T_FMT, id)),
           SMM_NOTICE_STORED, "the next time it is taken");
    is_int(looks(&c), 1, "and finds its payment by the gateway's id");
    is_int(notice(&c, "second", "receipt_far_unit-P999"), SMM_NOTICE_STORED, "of another shop");
    is_int(looks(&c), 0, "belongs to nobody here");
    unit_db_drop(&c);
}

int main(void)
{
    size_t i;
    int engine;

    tap_init();
    ctx.pool = tap_pool;
    ctx.panel = &shop;
    ctx.now = 1000;
    for (i = 0; i < sizeof(clients) / sizeof(*clients); i++) {
        making(&clients[i]);
        asking(&clients[i]);
    }
    coingate();
    nowpayments();
    btcpay();
    tokens();
    certificates();
    for (engine = 0; engine < unit_engines(); engine++)
        around(engine);
    return tap_done();
}
