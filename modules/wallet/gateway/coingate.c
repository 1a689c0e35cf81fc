/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coins by CoinGate, on its hosted page. Its notices are not signed: each order carries a token of
 * ours, a keyed hash of our reference under the API token, which the notice must bring back; then
 * the order is read. It has no key for repeats: an order whose answer was lost was shown to nobody,
 * so another one is made. What is under-paid stays there, and money goes back by hand, for both
 * need an address of the payer.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "gw_util.h"
#include "coingate.h"
#include "smm_money.h"

#define LIFETIME 7200 /* an order without a chosen coin */

static const smm_setting_t settings[] = {
    {"gateway.coingate.enabled", "0", 0, "CoinGate is offered", SMM_SET_FLAG},
    {"gateway.coingate.base_url", "https://api.coingate.com", 0, "CoinGate: address of the API",
     SMM_SET_URL},
    {"gateway.coingate.key", NULL, 1, "CoinGate: API token"},
    {"gateway.coingate.key_old", NULL, 1, "CoinGate: previous API token, while it is exchanged"},
    {"gateway.coingate.receive", "DO_NOT_CONVERT", 0,
     "CoinGate: what you are paid out in (USD, EUR, a coin, or DO_NOT_CONVERT)"},
    {"gateway.coingate.coins", "BTC ETH LTC USDC USDT and many more", 0,
     "CoinGate: coins that your account takes, as the page names them", SMM_SET_TEXT, 0, 200},
    {NULL, NULL, 0, NULL},
};

static const char *setting(const smm_gateway_env_t *e, const char *key)
{
    return smm_gateway_setting(e, &smm_gateway_coingate, key);
}

static int ready(const smm_gateway_env_t *e)
{
    return setting(e, "base_url") && setting(e, "key");
}

static smm_gw_rc_e call(const smm_gateway_env_t *e, smm_gw_call_t *x)
{
    const char *key = setting(e, "key");

    x->error = "settings are missing";
    x->base = setting(e, "base_url");
    if (!key)
        return SMM_GW_NOT_SET;
    x->auth = apr_pstrcat(e->c->pool, "Authorization: Bearer ", key, NULL);
    x->flags = SMM_GW_NUMBERS;
    return smm_gw_call(e, x);
}

/** What a notice about one of our references must bring back. */
static const char *token_of(apr_pool_t *p, const char *key, const char *reference)
{
    const smm_gw_part_t parts[] = {{"coingate-order/", 15}, {reference, strlen(reference)}};

    return smm_gw_hmac_hex(p, "SHA256", key, parts, 2);
}

/* ---- creating ---------------------------------------------------------------------------------
 */

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    smm_gw_call_t x = {.method = "POST", .path = "/api/v2/orders"};
    const char *key = setting(e, "key"), *receive = setting(e, "receive"), *reference;
    char amount[SMM_USD_TEXT];
    smm_gw_rc_e rc;

    out->error = "an amount that CoinGate cannot take";
    if (in->amount_minor <= 0 || in->exponent < 0 || in->exponent > 3)
        return SMM_GW_REFUSED;
    out->error = "settings are missing";
    if (!key)
        return SMM_GW_NOT_SET;
    x.body = smm_gw_dump(
        e->c->pool,
        json_pack("{s:s s:s s:s s:s s:s s:s s:s s:s s:s s:s}", "price_amount",
                  smm_minor_text(amount, in->amount_minor, in->exponent), "price_currency",
                  in->currency, "receive_currency", receive ? receive : "DO_NOT_CONVERT",
                  "order_id", in->reference, "title", in->description, "description",
                  in->description, "callback_url", in->notify_url, "success_url", in->return_url,
                  "cancel_url", in->cancel_url, "token", token_of(e->c->pool, key, in->reference)));
    if (!x.body)
        return SMM_GW_REFUSED;
    rc = call(e, &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    reference = smm_gw_text(x.root, "order_id");
    out->gateway_ref = smm_gw_text(x.root, "id");
    out->redirect_url = smm_gw_text(x.root, "payment_url");
    out->expires = e->c->now + LIFETIME;
    return smm_gw_ref_ok(out->gateway_ref) && smm_gateway_link_ok(out->redirect_url) && reference &&
                   strcmp(reference, in->reference) == 0
               ? SMM_GW_OK
               : SMM_GW_UNSURE;
}

/* ---- notices ----------------------------------------------------------------------------------
 */

/** A form's fields as an object; NULL: a bad escape, or a name twice. */
static json_t *form(apr_pool_t *p, const char *s, apr_size_t len)
{
    json_t *o = json_object();
    const char *end = s + len;

    while (o && s < end) {
        const char *stop = memchr(s, '&', (apr_size_t)(end - s)), *eq;
        const char *name, *value;

        stop = stop ? stop : end;
        eq = memchr(s, '=', (apr_size_t)(stop - s));
        eq = eq ? eq : stop;
        name = smm_gw_unescape(p, s, (apr_size_t)(eq - s), 1);
        value = eq < stop ? smm_gw_unescape(p, eq + 1, (apr_size_t)(stop - eq - 1), 1) : "";
        if (!name || !value || json_object_get(o, name) ||
            json_object_set_new(o, name, json_string(value)) != 0) {
            json_decref(o);
            return NULL;
        }
        s = stop + 1;
    }
    return o;
}

json_t *smm_coingate_fields(apr_pool_t *p, const smm_notice_in_t *in)
{
    apr_size_t at = 0;
    json_t *o;
    const char *text;

    while (at < in->len && strchr(" \t\r\n", in->body[at]) && in->body[at])
        at++;
    if (at < in->len && in->body[at] == '{')
        return smm_gw_json(p, in->body, in->len, SMM_GW_NUMBERS);
    o = form(p, in->body, in->len);
    /* once more as text: it is then freed with the pool, as all others are */
    text = smm_gw_dump(p, o);
    return text ? smm_gw_json(p, text, strlen(text), 0) : NULL;
}

/** Two decimal texts of a currency are the same amount. */
static int same_amount(const char *a, const char *b, const char *currency)
{
    int64_t x, y;

    return a && smm_gw_minor(a, smm_gw_exponent(currency), &x) == 0 &&
           smm_gw_minor(b, smm_gw_exponent(currency), &y) == 0 && x == y;
}

static int same(const char *got, const char *want)
{
    return !want || (got && strcmp(got, want) == 0);
}

const char *smm_coingate_differs(json_t *o, const smm_coingate_order_t *order)
{
    const char *token = smm_gw_text(o, "token");

    if (!token || !order->token || !*order->token || !smm_equal_ct(token, order->token))
        return "token does not fit";
    if (!same(smm_gw_text(o, "order_id"), order->reference) ||
        !same(smm_gw_text(o, "id"), order->id))
        return "another order";
    if (!same(smm_gw_text(o, "price_currency"), order->currency) ||
        (order->price &&
         !same_amount(smm_gw_text(o, "price_amount"), order->price, order->currency)))
        return "another price";
    return NULL;
}

static void verify_notify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    static const char *const names[] = {"key", "key_old"};
    apr_pool_t *p = e->c->pool;
    json_t *o = smm_coingate_fields(p, in);
    const char *reference = smm_gw_text(o, "order_id"), *id = smm_gw_text(o, "id");
    const char *status = smm_gw_text(o, "status");
    size_t i;

    out->auth = SMM_GW_AUTH_BAD;
    out->why = "not the expected fields";
    if (!reference || !id || !status)
        return;
    for (i = 0; i < sizeof(names) / sizeof(*names) && out->why; i++) {
        const char *key = setting(e, names[i]);
        smm_coingate_order_t order = {.token = key ? token_of(p, key, reference) : NULL};

        out->why = smm_coingate_differs(o, &order);
    }
    if (out->why)
        return;
    out->auth = SMM_GW_AUTH_OK;
    out->event_key = smm_gw_event_key(p, apr_pstrcat(p, id, ":", status, NULL), in);
    out->event = status;
    out->gateway_ref = id;
    out->reference = reference;
}

/* ---- asking -----------------------------------------------------------------------------------
 */

/** Is a decimal text of a coin more than nothing? */
static int more_than_nothing(const char *text)
{
    return text && text[strspn(text, "0.")] >= '1' && text[strspn(text, "0.")] <= '9';
}

/** One rule for fetch, the notices' vectors and the table of tests. */
const char *smm_coingate_state(apr_pool_t *p, json_t *row)
{
    static const smm_gw_map_t map[] = {{"new", "pending"},
                                       {"pending", "pending"},
                                       {"confirming", "confirming"},
                                       {"paid", "paid"},
                                       {"partially_refunded", "paid"},
                                       {"expired", "expired"},
                                       {"canceled", "expired"},
                                       {"invalid", "failed"},
                                       {"refunded", "refunded"},
                                       {NULL, NULL}};
    const char *state = smm_gw_state(map, smm_gw_text(row, "status"));

    (void)p;
    if (!state)
        return NULL;
    if (strcmp(state, "expired") == 0 && more_than_nothing(smm_gw_text(row, "underpaid_amount")))
        return "underpaid";
    if (strcmp(state, "paid") == 0 && more_than_nothing(smm_gw_text(row, "overpaid_amount")))
        return "overpaid";
    return state;
}

/** What came on top of the price. @return 0, or -1 when it cannot be told. */
static int excess(json_t *o, int64_t asked, int64_t *out)
{
    const char *over = smm_gw_text(o, "overpaid_amount"), *pay = smm_gw_text(o, "pay_amount");
    int64_t a, b;
    int digits;

    *out = 0;
    if (!more_than_nothing(over) || !pay)
        return 0;
    for (digits = 18; digits >= 0; digits--)
        if (smm_gw_minor(over, digits, &a) == 0 && smm_gw_minor(pay, digits, &b) == 0)
            return b > 0 ? smm_muldiv_floor(asked, a, b, out) : -1;
    return -1;
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x = {.method = "GET"};
    const char *price;
    int64_t more;
    smm_gw_rc_e rc;

    rc = smm_gw_call_ref(e, call, &x, "/api/v2/orders/", ref, "");
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    out->state = smm_coingate_state(p, x.root);
    out->reference = smm_gw_text(x.root, "order_id");
    out->currency = smm_gw_text(x.root, "price_currency");
    price = smm_gw_text(x.root, "price_amount");
    if (!out->state || !out->reference || !out->currency || !price)
        return SMM_GW_UNSURE;
    out->currency = smm_gw_upper(p, out->currency);
    out->raw_status = smm_gw_text(x.root, "status");
    if (smm_gw_minor(price, smm_gw_exponent(out->currency), &out->asked_minor) != 0 ||
        out->asked_minor <= 0)
        return SMM_GW_UNSURE;
    if (strcmp(out->state, "refunded") == 0)
        out->refunded_minor = out->asked_minor;
    /* an under-paid order is not paid out: its coins are no money of ours */
    if (strcmp(out->state, "paid") != 0 && strcmp(out->state, "overpaid") != 0)
        return SMM_GW_OK;
    if (excess(x.root, out->asked_minor, &more) != 0)
        return SMM_GW_UNSURE;
    out->paid_minor = out->asked_minor;
    smm_gw_sum(&out->paid_minor, more);
    out->payment_id = apr_psprintf(p, "%s-%" APR_INT64_T_FMT, ref, out->paid_minor);
    return SMM_GW_OK;
}

/** Asks for the list of orders, one of them. */
static smm_gw_rc_e test(const smm_gateway_env_t *e, const char **what)
{
    smm_gw_call_t x = {.method = "GET", .path = "/api/v2/orders?per_page=1"};
    smm_gw_rc_e rc = call(e, &x);

    *what = smm_gw_test_text(e->c->pool, rc, &x, N_("CoinGate knows the token."));
    return rc;
}

const smm_gateway_t smm_gateway_coingate = {
    .name = "coingate",
    .title = "Cryptocurrency",
    .text = "Many coins, counted after their confirmations",
    .time = "10–60 minutes",
    .icon = "currency-bitcoin",
    .caps = {.currencies = "USD EUR GBP",
             .flags = SMM_GW_REDIRECT | SMM_GW_NOTICE | SMM_GW_SIGNED | SMM_GW_POLL | SMM_GW_LATE |
                      SMM_GW_CRYPTO,
             .lifetime = LIFETIME,
             .late = 7 * 86400},
    .settings = settings,
    .ready = ready,
    .create = create,
    .verify_notify = verify_notify,
    .fetch = fetch,
    .test = test,
};
