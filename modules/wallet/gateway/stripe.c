/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cards and wallets by Stripe's hosted Checkout. A session is made with our reference and the
 * payment's own key; what was paid, refunded and disputed is read from the session, its charge and
 * its disputes.
 */
#include "config.h"
#include <string.h>
#include <strings.h>
#include <apr_strings.h>
#include "gw_util.h"

#define I64 APR_INT64_T_FMT
#define LIFETIME 86400 /* Stripe's own: a time of ours would change the request of a repeat */

static const smm_setting_t settings[] = {
    {"gateway.stripe.enabled", "0", 0, "Card payments by Stripe are offered", SMM_SET_FLAG},
    {"gateway.stripe.key", NULL, 1, "Stripe: secret API key"},
    {"gateway.stripe.webhook_secret", NULL, 1, "Stripe: signing secret of the webhook"},
    {"gateway.stripe.webhook_secret_old", NULL, 1,
     "Stripe: previous signing secret, while it is exchanged"},
    {"gateway.stripe.base_url", "https://api.stripe.com", 0, "Stripe: address of the API",
     SMM_SET_URL},
    {"gateway.stripe.notice_age", "300", 0, "Stripe: oldest notice taken, in seconds", SMM_SET_INT,
     30, 86400},
    {NULL, NULL, 0, NULL},
};

static const char *setting(const smm_gateway_env_t *e, const char *key)
{
    return smm_gateway_setting(e, &smm_gateway_stripe, key);
}

static int ready(const smm_gateway_env_t *e)
{
    return setting(e, "key") && setting(e, "webhook_secret");
}

static smm_gw_rc_e call(const smm_gateway_env_t *e, smm_gw_call_t *x)
{
    const char *key = setting(e, "key");

    x->base = setting(e, "base_url");
    if (!key)
        return SMM_GW_NOT_SET;
    x->auth = apr_pstrcat(e->c->pool, "Authorization: Bearer ", key, NULL);
    x->type = "application/x-www-form-urlencoded";
    return smm_gw_call(e, x);
}

/* ---- units: Stripe's lists of currencies without and with three decimals differ from ISO ------
 */

static int units(const char *currency)
{
    static const char none[] = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF";
    static const char three[] = "BHD JOD KWD OMR TND";
    size_t i;

    for (i = 0; currency && strlen(currency) == 3 && i < sizeof(none); i += 4)
        if (strncasecmp(none + i, currency, 3) == 0)
            return 0;
    for (i = 0; currency && strlen(currency) == 3 && i < sizeof(three); i += 4)
        if (strncasecmp(three + i, currency, 3) == 0)
            return 3;
    return 2;
}

/** Stripe's integer → minor units; -1 (never equal to what was asked) when it does not fit. */
static int64_t from_units(int64_t v, const char *currency)
{
    int64_t out;

    return smm_gw_rescale(v, units(currency), smm_gw_exponent(currency), &out) == 0 ? out : -1;
}

/* ---- creating ---------------------------------------------------------------------------------
 */

static const char *text_of(apr_pool_t *p, int64_t v)
{
    return apr_psprintf(p, "%" I64, v);
}

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x = {.method = "POST", .path = "/v1/checkout/sessions"};
    int64_t amount;
    smm_gw_rc_e rc;

    if (smm_gw_rescale(in->amount_minor, in->exponent, units(in->currency), &amount) != 0 ||
        amount <= 0 || amount > 99999999) {
        out->error = "an amount that Stripe cannot take";
        return SMM_GW_REFUSED;
    }
    x.body = smm_http_form(p, "mode", "payment", "line_items[0][price_data][currency]",
                           smm_gw_lower(p, in->currency), "line_items[0][price_data][unit_amount]",
                           text_of(p, amount), "line_items[0][price_data][product_data][name]",
                           in->description, "line_items[0][quantity]", "1", "client_reference_id",
                           in->reference, "metadata[invoice]", in->invoice,
                           "payment_intent_data[metadata][reference]", in->reference, "success_url",
                           in->return_url, "cancel_url", in->cancel_url, NULL);
    x.headers[0] = apr_pstrcat(p, "Idempotency-Key: ", in->key, NULL);
    rc = call(e, &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    out->gateway_ref = smm_gw_text(x.root, "id");
    out->redirect_url = smm_gw_text(x.root, "url");
    out->expires = smm_gw_int0(x.root, "expires_at");
    return smm_gw_ref_ok(out->gateway_ref) && smm_gateway_link_ok(out->redirect_url)
               ? SMM_GW_OK
               : SMM_GW_UNSURE;
}

/* ---- notices ----------------------------------------------------------------------------------
 */

/** Does any v1 of the header fit? Stripe does not trim items, and neither do we. */
static int signature_fits(apr_pool_t *p, const char *header, const smm_notice_in_t *in,
                          const char *const *secrets, int n, int64_t *t)
{
    char *list = apr_pstrdup(p, header), *last, *item;
    const char *stamp = NULL, *sig[8];
    int sigs = 0, fits = 0, i, k;

    for (item = apr_strtok(list, ",", &last); item; item = apr_strtok(NULL, ",", &last)) {
        if (strncmp(item, "t=", 2) == 0)
            stamp = item + 2;
        else if (strncmp(item, "v1=", 3) == 0 && sigs < 8)
            sig[sigs++] = item + 3;
    }
    if (!stamp || !*stamp || strlen(stamp) > 14 || strspn(stamp, "0123456789") != strlen(stamp))
        return 0;
    *t = apr_atoi64(stamp);
    for (i = 0; i < n; i++) {
        const smm_gw_part_t parts[] = {{stamp, strlen(stamp)}, {".", 1}, {in->body, in->len}};
        const char *want = smm_gw_hmac_hex(p, "SHA256", secrets[i], parts, 3);

        for (k = 0; k < sigs; k++)
            fits |= *want && smm_equal_ct(want, sig[k]);
    }
    return fits;
}

static void verify_notify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    apr_pool_t *p = e->c->pool;
    const char *header = smm_gateway_header(in, "Stripe-Signature");
    const char *secrets[SMM_GW_SECRETS], *age = setting(e, "notice_age");
    int n = smm_gw_secrets(e, &smm_gateway_stripe, secrets);
    int64_t t;
    json_t *o;

    out->auth = SMM_GW_AUTH_BAD;
    out->why = "no signature";
    if (!header || !n || strlen(header) > 2000)
        return;
    out->why = "signature does not fit";
    if (!signature_fits(p, header, in, secrets, n, &t))
        return;
    out->why = "too old";
    if (e->c->now - t > (age ? apr_atoi64(age) : 300))
        return;
    out->auth = SMM_GW_AUTH_OK;
    out->why = NULL;
    o = smm_gw_json(p, in->body, in->len, 0);
    out->event_key = smm_gw_event_key(p, smm_gw_text(o, "id"), in);
    out->event = smm_gw_text(o, "type");
    if (out->event && strncmp(out->event, "checkout.session.", 17) == 0) {
        out->gateway_ref = smm_gw_text(o, "data.object.id");
        out->reference = smm_gw_text(o, "data.object.client_reference_id");
    } else { /* charges and refunds name their intent; charges also have its metadata */
        out->payment_id = smm_gw_text(o, "data.object.payment_intent");
        out->reference = smm_gw_text(o, "data.object.metadata.reference");
    }
}

/* ---- asking -----------------------------------------------------------------------------------
 */

/** One rule for fetch and for the table of tests; unknown words change nothing. */
static const char *state_of(const char *status, const char *paid, int refunded, const char *intent)
{
    if (refunded)
        return "refunded";
    if (!status || !paid)
        return "pending";
    if (strcmp(paid, "paid") == 0)
        return "paid";
    if (strcmp(status, "expired") == 0)
        return "expired";
    if (strcmp(status, "complete") != 0 || strcmp(paid, "unpaid") != 0)
        return "pending";
    /* a delayed method: its intent falls back when the bank says no */
    if (intent &&
        (strcmp(intent, "requires_payment_method") == 0 || strcmp(intent, "canceled") == 0))
        return "failed";
    return "confirming";
}

const char *smm_stripe_state(apr_pool_t *p, json_t *row)
{
    const char *event = smm_gw_text(row, "event");

    (void)p;
    if (event && strcmp(event, "checkout.session.async_payment_failed") == 0)
        return state_of("complete", "unpaid", 0, "requires_payment_method");
    return state_of(smm_gw_text(row, "status"), smm_gw_text(row, "payment_status"),
                    json_is_true(smm_gw_at(row, "charge.refunded")),
                    smm_gw_text(row, "payment_intent.status"));
}

/** What banks took back or hold back. Inquiries and won disputes take nothing. */
static smm_gw_rc_e disputes(const smm_gateway_env_t *e, const char *intent, smm_snapshot_t *out)
{
    smm_gw_call_t x = {.method = "GET"};
    json_t *d;
    size_t i;
    smm_gw_rc_e rc;

    x.path = apr_pstrcat(e->c->pool, "/v1/disputes?limit=100&payment_intent=", intent, NULL);
    rc = call(e, &x);
    if (rc != SMM_GW_OK)
        return rc;
    json_array_foreach(json_object_get(x.root, "data"), i, d)
    {
        const char *status = smm_gw_text(d, "status");

        if (status && strcmp(status, "won") != 0 && strncmp(status, "warning_", 8) != 0 &&
            strcmp(status, "prevented") != 0)
            smm_gw_sum(&out->disputed_minor, from_units(smm_gw_int0(d, "amount"), out->currency));
    }
    smm_gw_cap_disputed(out);
    return SMM_GW_OK;
}

static void read_session(apr_pool_t *p, json_t *s, smm_snapshot_t *out)
{
    json_t *charge = smm_gw_at(s, "payment_intent.latest_charge");
    const char *currency = smm_gw_text(s, "currency");
    const char *fee_in = smm_gw_text(charge, "balance_transaction.currency");
    const char *status = smm_gw_text(s, "status"), *paid = smm_gw_text(s, "payment_status");

    out->state = state_of(status, paid, json_is_true(json_object_get(charge, "refunded")),
                          smm_gw_text(s, "payment_intent.status"));
    out->raw_status = apr_pstrcat(p, status ? status : "?", "/", paid ? paid : "?", NULL);
    out->reference = smm_gw_text(s, "client_reference_id");
    out->currency = currency ? smm_gw_upper(p, currency) : NULL;
    out->asked_minor = from_units(smm_gw_int0(s, "amount_total"), currency);
    out->payment_id = smm_gw_text(s, "payment_intent.id");
    if (paid && strcmp(paid, "paid") == 0)
        out->paid_minor = out->asked_minor;
    out->refunded_minor = from_units(smm_gw_int0(charge, "amount_refunded"), currency);
    if (fee_in && currency && strcmp(fee_in, currency) == 0)
        out->fee_minor = from_units(smm_gw_int0(charge, "balance_transaction.fee"), currency);
}

static smm_gw_rc_e session(const smm_gateway_env_t *e, const char *ref, smm_gw_call_t *x)
{
    x->method = "GET";
    return smm_gw_call_ref(e, call, x, "/v1/checkout/sessions/", ref,
                           "?expand[]=payment_intent.latest_charge.balance_transaction");
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    smm_gw_call_t x = {0};
    smm_gw_rc_e rc = session(e, ref, &x);

    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    read_session(e->c->pool, x.root, out);
    if (!smm_gw_text(x.root, "status") || !out->reference || !out->currency ||
        out->asked_minor <= 0)
        return SMM_GW_UNSURE;
    if (out->payment_id && json_is_true(smm_gw_at(x.root, "payment_intent.latest_charge.disputed")))
        return disputes(e, out->payment_id, out);
    return SMM_GW_OK;
}

/* ---- refunds ----------------------------------------------------------------------------------
 */

static smm_gw_rc_e refund(const smm_gateway_env_t *e, const char *ref, int64_t amount_minor,
                          const char *key, const char **refund_ref)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x = {0}, r = {.method = "POST", .path = "/v1/refunds"};
    smm_gw_rc_e rc = session(e, ref, &x);
    const char *currency, *intent;
    int64_t amount;

    if (rc != SMM_GW_OK)
        return rc;
    intent = smm_gw_text(x.root, "payment_intent.id");
    currency = smm_gw_text(x.root, "currency");
    if (!intent || !currency || amount_minor <= 0 ||
        smm_gw_rescale(amount_minor, smm_gw_exponent(currency), units(currency), &amount) != 0)
        return SMM_GW_REFUSED;
    r.body = smm_http_form(p, "payment_intent", intent, "amount", text_of(p, amount), NULL);
    r.headers[0] = apr_pstrcat(p, "Idempotency-Key: ", key, NULL);
    rc = call(e, &r);
    if (rc != SMM_GW_OK)
        return rc;
    *refund_ref = smm_gw_text(r.root, "id");
    return smm_gw_ref_ok(*refund_ref) ? SMM_GW_OK : SMM_GW_UNSURE;
}

static smm_gw_rc_e fetch_refund(const smm_gateway_env_t *e, const char *refund_ref,
                                smm_snapshot_t *out)
{
    static const smm_gw_map_t map[] = {{"pending", "pending"},    {"requires_action", "pending"},
                                       {"succeeded", "refunded"}, {"failed", "failed"},
                                       {"canceled", "failed"},    {NULL, NULL}};
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x = {.method = "GET"};
    smm_gw_rc_e rc = smm_gw_call_ref(e, call, &x, "/v1/refunds/", refund_ref, "");

    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    out->raw_status = smm_gw_text(x.root, "status");
    out->payment_id = smm_gw_text(x.root, "payment_intent");
    out->currency = smm_gw_text(x.root, "currency");
    if (out->currency) {
        out->currency = smm_gw_upper(p, out->currency);
        out->asked_minor = from_units(smm_gw_int0(x.root, "amount"), out->currency);
    }
    return smm_gw_refund_state(out, smm_gw_state(map, out->raw_status));
}

/* ---- the rest ---------------------------------------------------------------------------------
 */

static smm_gw_rc_e cancel(const smm_gateway_env_t *e, const char *ref)
{
    smm_gw_call_t x = {.method = "POST", .body = ""};

    return smm_gw_call_ref(e, call, &x, "/v1/checkout/sessions/", ref, "/expire");
}

static smm_gw_rc_e test(const smm_gateway_env_t *e, const char **what)
{
    smm_gw_call_t x = {.method = "GET", .path = "/v1/balance"};
    smm_gw_rc_e rc = call(e, &x);
    const char *ok = json_is_true(smm_gw_at(x.root, "livemode"))
                         ? N_("Stripe knows the key: live mode.")
                         : N_("Stripe knows the key: test mode, no real money moves.");

    if (rc == SMM_GW_OK && !setting(e, "webhook_secret"))
        ok = N_("Stripe knows the key. The webhook's signing secret is still missing.");
    *what = smm_gw_test_text(e->c->pool, rc, &x, ok);
    return rc;
}

const smm_gateway_t smm_gateway_stripe = {
    .name = "stripe",
    .title = "Card",
    .text = "Cards and wallets, on the page of Stripe",
    .time = "Instant",
    .icon = "credit-card",
    .caps = {.currencies = "*",
             .flags = SMM_GW_REDIRECT | SMM_GW_NOTICE | SMM_GW_SIGNED | SMM_GW_POLL |
                      SMM_GW_REFUND | SMM_GW_PART_REFUND | SMM_GW_LATE | SMM_GW_CANCEL,
             .notice_wait = 0,
             .lifetime = LIFETIME,
             .late = 7 * 86400},
    .settings = settings,
    .ready = ready,
    .create = create,
    .verify_notify = verify_notify,
    .fetch = fetch,
    .refund = refund,
    .fetch_refund = fetch_refund,
    .cancel = cancel,
    .test = test,
};
