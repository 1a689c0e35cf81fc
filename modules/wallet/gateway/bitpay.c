/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coins by BitPay, on its hosted page. The token of the point-of-sale facade makes and reads
 * invoices and signs their notices; money back needs the merchant facade, whose requests are signed
 * with the operator's own key. An invoice carries an id of ours, by which one whose answer was lost
 * is found again. What is under- or over-paid is sent back by BitPay itself: only the price of a
 * confirmed invoice is money.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "bitpay_sign.h"
#include "gw_util.h"
#include "smm_money.h"

#define LIFETIME 900 /* the price is locked so long */

static const smm_setting_t settings[] = {
    {"gateway.bitpay.enabled", "0", 0, "BitPay is offered", SMM_SET_FLAG},
    {"gateway.bitpay.base_url", "https://bitpay.com", 0, "BitPay: address of the API", SMM_SET_URL},
    {"gateway.bitpay.token", NULL, 1, "BitPay: API token (point of sale)"},
    {"gateway.bitpay.token_old", NULL, 1, "BitPay: previous API token, while it is exchanged"},
    {"gateway.bitpay.unsigned", "0", 0,
     "BitPay: take notices without a signature, as old accounts send them, as a reason to ask",
     SMM_SET_FLAG},
    {"gateway.bitpay.speed", "low", 0,
     "BitPay: an invoice is confirmed after one (medium) or six confirmations (low)"},
    {"gateway.bitpay.merchant_token", NULL, 1, "BitPay: merchant token, for money back"},
    {"gateway.bitpay.private_key", NULL, 1,
     "BitPay: private key of that token, 64 hex digits, for money back"},
    {"gateway.bitpay.coins", "BTC BCH DOGE ETH LTC USDC XRP", 0,
     "BitPay: coins that your account takes, as the page names them", SMM_SET_TEXT, 0, 200},
    {NULL, NULL, 0, NULL},
};

static const char *setting(const smm_gateway_env_t *e, const char *key)
{
    return smm_gateway_setting(e, &smm_gateway_bitpay, key);
}

static int ready(const smm_gateway_env_t *e)
{
    return setting(e, "base_url") && setting(e, "token");
}

static smm_gw_rc_e call(const smm_gateway_env_t *e, smm_gw_call_t *x)
{
    x->base = setting(e, "base_url");
    x->headers[0] = "x-accept-version: 2.0.0";
    x->flags = SMM_GW_NUMBERS;
    return smm_gw_call(e, x);
}

/** Reads PATH ID; *x keeps the answer. */
static smm_gw_rc_e get(const smm_gateway_env_t *e, smm_gw_call_t *x, const char *path,
                       const char *id)
{
    const char *token = setting(e, "token");

    *x = (smm_gw_call_t){.method = "GET", .error = "settings are missing"};
    if (!token)
        return SMM_GW_NOT_SET;
    x->path = apr_pstrcat(e->c->pool, path, id, "?token=", smm_gw_escape(e->c->pool, token), NULL);
    return call(e, x);
}

/** The same key always gives the same id, in the form of a UUID. */
static const char *guid(apr_pool_t *p, const char *key)
{
    const char *h = smm_sha256_hex(p, key, strlen(key));

    return apr_psprintf(p, "%.8s-%.4s-4%.3s-8%.3s-%.12s", h, h + 8, h + 12, h + 15, h + 18);
}

/* ---- creating ---------------------------------------------------------------------------------
 */

static int taken(const smm_gateway_env_t *e, json_t *o, const smm_intent_t *in, smm_checkout_t *out)
{
    const char *reference = smm_gw_text(o, "data.orderId");

    out->gateway_ref = smm_gw_text(o, "data.id");
    out->redirect_url = smm_gw_text(o, "data.url");
    out->expires = e->c->now + LIFETIME;
    return smm_gw_ref_ok(out->gateway_ref) && smm_gateway_link_ok(out->redirect_url) && reference &&
                   strcmp(reference, in->reference) == 0
               ? 0
               : -1;
}

static const char *new_invoice(const smm_gateway_env_t *e, const smm_intent_t *in, const char *id)
{
    const char *speed = setting(e, "speed"), *rest;
    char amount[SMM_USD_TEXT];

    rest = smm_gw_dump(
        e->c->pool,
        json_pack("{s:s s:s s:s s:s s:s s:s s:s s:s s:b s:s s:{s:s}}", "token", setting(e, "token"),
                  "currency", in->currency, "orderId", in->reference, "itemDesc", in->description,
                  "notificationURL", in->notify_url, "redirectURL", in->return_url, "closeURL",
                  in->cancel_url, "transactionSpeed",
                  speed && strcmp(speed, "medium") == 0 ? "medium" : "low", "extendedNotifications",
                  1, "guid", id, "buyer", "email", in->email ? in->email : ""));
    /* the price is a JSON number there: its exact text is put in front of the other members */
    return rest ? apr_pstrcat(e->c->pool,
                              "{\"price\":", smm_minor_text(amount, in->amount_minor, in->exponent),
                              ",", rest + 1, NULL)
                : NULL;
}

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    smm_gw_call_t found, x = {.method = "POST", .path = "/invoices"};
    const char *id = guid(e->c->pool, in->key ? in->key : in->reference);
    smm_gw_rc_e rc;

    out->error = "an amount that BitPay cannot take";
    if (in->amount_minor <= 0 || in->exponent < 0 || in->exponent > 3)
        return SMM_GW_REFUSED;
    rc = get(e, &found, "/invoices/guid/", id);
    out->error = found.error;
    if (rc == SMM_GW_OK)
        return taken(e, found.root, in, out) == 0 ? SMM_GW_OK : SMM_GW_DOWN;
    /* nothing was made yet: whatever kept the answer away, it is safe to repeat */
    if (rc != SMM_GW_MISSING)
        return rc == SMM_GW_UNSURE ? SMM_GW_DOWN : rc;
    x.body = new_invoice(e, in, id);
    if (!x.body)
        return SMM_GW_REFUSED;
    rc = call(e, &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    return taken(e, x.root, in, out) == 0 ? SMM_GW_OK : SMM_GW_UNSURE;
}

/* ---- notices ----------------------------------------------------------------------------------
 */

/** What a notice tells, in either form of it. */
static void told(apr_pool_t *p, json_t *o, const smm_notice_in_t *in, smm_notice_t *out)
{
    json_t *data = json_object_get(o, "data");

    data = json_is_object(data) ? data : o;
    out->gateway_ref = smm_gw_text(data, "id");
    out->reference = smm_gw_text(data, "orderId");
    out->event = smm_gw_text(o, "event.name");
    if (!out->event)
        out->event = smm_gw_text(data, "status");
    out->event_key = smm_gw_event_key(
        p,
        out->gateway_ref && out->event
            ? apr_pstrcat(p, out->gateway_ref, ":", out->event, "/",
                          apr_pstrndup(p, smm_sha256_hex(p, in->body, in->len), 16), NULL)
            : NULL,
        in);
}

static void verify_notify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    static const char *const names[] = {"token", "token_old"};
    apr_pool_t *p = e->c->pool;
    const char *sig = smm_gateway_header(in, "x-signature"), *allowed = setting(e, "unsigned");
    const smm_gw_part_t body = {in->body, in->len};
    size_t i;
    int fits = 0, bare = !sig && allowed && strcmp(allowed, "1") == 0;
    json_t *o;

    out->auth = SMM_GW_AUTH_BAD;
    out->why = "no signature";
    if ((!sig || !*sig) && !bare)
        return;
    for (i = 0; sig && i < sizeof(names) / sizeof(*names); i++) {
        const char *token = setting(e, names[i]);
        const char *want = token ? smm_gw_hmac_base64(p, "SHA256", token, &body, 1) : "";

        fits |= *want && smm_equal_ct(want, sig);
    }
    out->why = "signature does not fit";
    if (!fits && !bare)
        return;
    o = smm_gw_json(p, in->body, in->len, SMM_GW_NUMBERS);
    out->why = "not the expected JSON";
    if (!json_is_object(o))
        return;
    out->auth = fits ? SMM_GW_AUTH_OK : SMM_GW_AUTH_NONE;
    out->why = NULL;
    told(p, o, in, out);
}

/* ---- asking -----------------------------------------------------------------------------------
 */

/** One rule for fetch and for the table of tests. */
const char *smm_bitpay_state(apr_pool_t *p, json_t *row)
{
    static const smm_gw_map_t map[] = {{"new", "pending"},     {"paid", "confirming"},
                                       {"confirmed", "paid"},  {"complete", "paid"},
                                       {"expired", "expired"}, {"invalid", "failed"},
                                       {"declined", "failed"}, {NULL, NULL}};
    const char *event = smm_gw_text(row, "event"), *more = smm_gw_text(row, "exceptionStatus");
    const char *state = smm_gw_state(map, smm_gw_text(row, "status"));

    (void)p;
    if (event && strcmp(event, "invoice_refundComplete") == 0)
        return "refunded";
    if (!state || !more)
        return state;
    if (strcmp(more, "paidPartial") == 0 &&
        (strcmp(state, "pending") == 0 || strcmp(state, "expired") == 0))
        return "underpaid";
    if (strcmp(more, "paidOver") == 0 && strcmp(state, "paid") == 0)
        return "overpaid";
    return state;
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x;
    const char *price;
    json_t *data;
    smm_gw_rc_e rc;

    out->error = "no reference";
    if (!smm_gw_ref_ok(ref))
        return SMM_GW_MISSING;
    rc = get(e, &x, "/invoices/", ref);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    data = smm_gw_at(x.root, "data");
    out->state = smm_bitpay_state(p, data);
    out->reference = smm_gw_text(data, "orderId");
    out->currency = smm_gw_text(data, "currency");
    price = smm_gw_text(data, "price");
    if (!out->state || !out->reference || !out->currency || !price)
        return SMM_GW_UNSURE;
    out->currency = smm_gw_upper(p, out->currency);
    out->raw_status = smm_gw_text(data, "status");
    if (smm_gw_minor(price, smm_gw_exponent(out->currency), &out->asked_minor) != 0 ||
        out->asked_minor <= 0)
        return SMM_GW_UNSURE;
    if (strcmp(out->state, "paid") != 0 && strcmp(out->state, "overpaid") != 0)
        return SMM_GW_OK;
    out->paid_minor = out->asked_minor;
    out->payment_id = apr_pstrcat(p, ref, "-paid", NULL);
    return SMM_GW_OK;
}

/* ---- money back -------------------------------------------------------------------------------
 */

/** A request of the merchant facade: the whole address and the body are signed. */
static smm_gw_rc_e merchant(const smm_gateway_env_t *e, smm_gw_call_t *x)
{
    apr_pool_t *p = e->c->pool;
    const char *key = setting(e, "private_key"), *base = setting(e, "base_url");
    const char *identity = key ? smm_bitpay_identity(p, key) : NULL, *sig;
    apr_size_t n = base ? strlen(base) : 0;

    x->error = "the merchant token or its private key is missing";
    if (!identity || !base)
        return SMM_GW_NOT_SET;
    if (n && base[n - 1] == '/')
        n--;
    sig = smm_bitpay_sign(
        p, key, apr_pstrcat(p, apr_pstrmemdup(p, base, n), x->path, x->body ? x->body : "", NULL));
    if (!sig)
        return SMM_GW_NOT_SET;
    x->headers[1] = apr_pstrcat(p, "X-Identity: ", identity, NULL);
    x->headers[2] = apr_pstrcat(p, "X-Signature: ", sig, NULL);
    return call(e, x);
}

static smm_gw_rc_e refund(const smm_gateway_env_t *e, const char *ref, int64_t amount_minor,
                          const char *key, const char **refund_ref)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x = {.method = "POST", .path = "/refunds"};
    smm_snapshot_t s = {0};
    const char *token = setting(e, "merchant_token"), *rest;
    char amount[SMM_USD_TEXT];
    smm_gw_rc_e rc;

    if (!token)
        return SMM_GW_NOT_SET;
    /* nothing is sent back before this: a lost answer is safe */
    rc = fetch(e, ref, &s);
    if (rc != SMM_GW_OK)
        return rc == SMM_GW_UNSURE ? SMM_GW_DOWN : rc;
    if (amount_minor <= 0 || amount_minor > s.paid_minor)
        return SMM_GW_REFUSED;
    rest =
        smm_gw_dump(p, json_pack("{s:s s:s s:s s:b s:b s:b s:s s:s}", "token", token, "invoiceId",
                                 ref, "currency", s.currency, "preview", 0, "immediate", 0,
                                 "buyerPaysRefundFee", 0, "reference", key, "guid", guid(p, key)));
    if (!rest)
        return SMM_GW_REFUSED;
    x.body = apr_pstrcat(
        p, "{\"amount\":", smm_minor_text(amount, amount_minor, smm_gw_exponent(s.currency)), ",",
        rest + 1, NULL);
    rc = merchant(e, &x);
    if (rc != SMM_GW_OK)
        return rc;
    *refund_ref = smm_gw_text(x.root, "data.id");
    return smm_gw_ref_ok(*refund_ref) ? SMM_GW_OK : SMM_GW_UNSURE;
}

static smm_gw_rc_e fetch_refund(const smm_gateway_env_t *e, const char *refund_ref,
                                smm_snapshot_t *out)
{
    static const smm_gw_map_t map[] = {{"created", "pending"},
                                       {"pending", "pending"},
                                       {"success", "refunded"},
                                       {"failure", "failed"},
                                       {"cancelled", "failed"},
                                       {"canceled", "failed"},
                                       {NULL, NULL}};
    apr_pool_t *p = e->c->pool;
    const char *token = setting(e, "merchant_token"), *amount;
    smm_gw_call_t x = {.method = "GET"};
    json_t *data;
    smm_gw_rc_e rc;

    out->error = "no reference";
    if (!smm_gw_ref_ok(refund_ref))
        return SMM_GW_MISSING;
    if (!token)
        return SMM_GW_NOT_SET;
    x.path = apr_pstrcat(p, "/refunds/", refund_ref, "?token=", smm_gw_escape(p, token), NULL);
    rc = merchant(e, &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    data = smm_gw_at(x.root, "data");
    out->raw_status = smm_gw_text(data, "status");
    out->currency = smm_gw_text(data, "currency");
    out->payment_id = smm_gw_text(data, "invoice");
    amount = smm_gw_text(data, "amount");
    if (!out->currency || !amount ||
        smm_gw_minor(amount, smm_gw_exponent(out->currency), &out->asked_minor) != 0)
        return SMM_GW_UNSURE;
    out->currency = smm_gw_upper(p, out->currency);
    return smm_gw_refund_state(out, smm_gw_state(map, out->raw_status));
}

/** Asks for an invoice that does not exist: a good token is told so, a bad one is refused. */
static smm_gw_rc_e test(const smm_gateway_env_t *e, const char **what)
{
    smm_gw_call_t x;
    smm_gw_rc_e rc = get(e, &x, "/invoices/", "smm-connection-test");

    if (rc == SMM_GW_MISSING)
        rc = SMM_GW_OK;
    *what = smm_gw_test_text(e->c->pool, rc, &x, N_("BitPay knows the token."));
    return rc;
}

const smm_gateway_t smm_gateway_bitpay = {
    .name = "bitpay",
    .title = "Cryptocurrency",
    .text = "Coins, counted after their confirmations",
    .time = "10–60 minutes",
    .icon = "currency-bitcoin",
    .caps = {.currencies = "USD EUR GBP",
             .flags = SMM_GW_REDIRECT | SMM_GW_NOTICE | SMM_GW_SIGNED | SMM_GW_POLL | SMM_GW_LATE |
                      SMM_GW_CRYPTO | SMM_GW_REFUND | SMM_GW_PART_REFUND | SMM_GW_REFUND_ONCE,
             .lifetime = LIFETIME,
             .late = 7 * 86400},
    .settings = settings,
    .ready = ready,
    .create = create,
    .verify_notify = verify_notify,
    .fetch = fetch,
    .refund = refund,
    .fetch_refund = fetch_refund,
    .test = test,
};
