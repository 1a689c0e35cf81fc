/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cross-border payments by Tazapay's hosted checkout. It knows no idempotency key: after a lost
 * answer a second session may be made; the first one's address was never told to anybody, so only
 * one can be paid. A notice's signature covers id, body and time of the event.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "gw_util.h"
#include "smm_time.h"

#define LIFETIME 86400

static const smm_setting_t settings[] = {
    {"gateway.tazapay.enabled", "0", 0, "Tazapay is offered", SMM_SET_FLAG},
    {"gateway.tazapay.key", NULL, 0, "Tazapay: API key"},
    {"gateway.tazapay.secret", NULL, 1, "Tazapay: API secret"},
    {"gateway.tazapay.webhook_secret", NULL, 1, "Tazapay: secret token of the webhook"},
    {"gateway.tazapay.webhook_secret_old", NULL, 1,
     "Tazapay: previous secret token of the webhook, while it is exchanged"},
    {"gateway.tazapay.base_url", "https://service.tazapay.com", 0, "Tazapay: address of the API",
     SMM_SET_URL},
    {"gateway.tazapay.notice_age", "300", 0, "Tazapay: oldest notice taken, in seconds",
     SMM_SET_INT, 30, 86400},
    {NULL, NULL, 0, NULL},
};

static const char *setting(const smm_gateway_env_t *e, const char *key)
{
    return smm_gateway_setting(e, &smm_gateway_tazapay, key);
}

static int ready(const smm_gateway_env_t *e)
{
    return setting(e, "key") && setting(e, "secret") && setting(e, "webhook_secret");
}

static smm_gw_rc_e call(const smm_gateway_env_t *e, smm_gw_call_t *x)
{
    const char *key = setting(e, "key"), *secret = setting(e, "secret");

    x->error = "keys are missing";
    x->base = setting(e, "base_url");
    if (!key || !secret)
        return SMM_GW_NOT_SET;
    x->auth = smm_gw_basic(e->c->pool, key, secret);
    return smm_gw_call(e, x);
}

static smm_gw_rc_e get(const smm_gateway_env_t *e, smm_gw_call_t *x, const char *path,
                       const char *id)
{
    *x = (smm_gw_call_t){.method = "GET"};
    return smm_gw_call_ref(e, call, x, path, id, "");
}

/* ---- creating ---------------------------------------------------------------------------------
 */

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x = {.method = "POST", .path = "/v3/checkout"};
    const char *name = in->name && *in->name ? in->name : in->email, *reference;
    const char *country =
        in->country && *in->country ? in->country : e->setting(e->c, "seller.country");
    char expires[SMM_TIME_TEXT];
    int64_t amount;
    smm_gw_rc_e rc;

    out->error = "an amount that Tazapay cannot take";
    if (smm_gw_rescale(in->amount_minor, in->exponent, smm_gw_exponent(in->currency), &amount) !=
            0 ||
        amount <= 0)
        return SMM_GW_REFUSED;
    x.body = smm_gw_dump(
        p, json_pack("{s:s s:I s:{s:s s:s s:s} s:s s:s s:s s:s s:s s:s}", "invoice_currency",
                     in->currency, "amount", (json_int_t)amount, "customer_details", "name", name,
                     "email", in->email, "country", country ? country : "US", "success_url",
                     in->return_url, "cancel_url", in->cancel_url, "webhook_url", in->notify_url,
                     "transaction_description", in->description, "reference_id", in->reference,
                     "expires_at", smm_time_text(expires, e->c->now + LIFETIME)));
    if (!x.body)
        return SMM_GW_REFUSED;
    rc = call(e, &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    reference = smm_gw_text(x.root, "data.reference_id");
    out->gateway_ref = smm_gw_text(x.root, "data.id");
    out->redirect_url = smm_gw_text(x.root, "data.url");
    out->expires = e->c->now + LIFETIME;
    if (!smm_gw_ref_ok(out->gateway_ref) || !smm_gateway_link_ok(out->redirect_url) ||
        (reference && strcmp(reference, in->reference) != 0))
        return SMM_GW_UNSURE;
    return SMM_GW_OK;
}

/* ---- notices ----------------------------------------------------------------------------------
 */

/** RFC 3339 with any fraction and zone, or seconds or milliseconds as digits. @return 0 or -1. */
static int stamp(const char *text, int64_t *t)
{
    size_t n = strlen(text);
    char head[SMM_TIME_TEXT];
    int zone = 0;

    if (strspn(text, "0123456789") == n && n >= 9 && n <= 14) {
        *t = apr_atoi64(text);
        if (n > 11)
            *t /= 1000;
        return 0;
    }
    if (n < 20 || n > 40)
        return -1;
    memcpy(head, text, 19);
    memcpy(head + 19, "Z", 2);
    if (smm_time_parse(head, t) != 0)
        return -1;
    text += 19;
    if (*text == '.')
        text += 1 + strspn(text + 1, "0123456789");
    if (strcmp(text, "Z") == 0)
        return 0;
    if (strlen(text) != 6 || (*text != '+' && *text != '-') || text[3] != ':' ||
        strspn(text + 1, "0123456789:") != 5)
        return -1;
    zone = ((text[1] - '0') * 10 + text[2] - '0') * 60 + (text[4] - '0') * 10 + text[5] - '0';
    *t -= (*text == '+' ? zone : -zone) * 60;
    return 0;
}

static int signature_fits(const smm_gateway_env_t *e, const smm_notice_in_t *in, const char *id,
                          const char *created, const char *sig)
{
    const char *secrets[SMM_GW_SECRETS];
    int n = smm_gw_secrets(e, &smm_gateway_tazapay, secrets), i, fits = 0;

    for (i = 0; i < n; i++) {
        const smm_gw_part_t parts[] = {
            {id, strlen(id)}, {in->body, in->len}, {created, strlen(created)}};
        const char *want = smm_gw_hmac_base64(e->c->pool, "SHA256", secrets[i], parts, 3);

        fits |= *want && smm_equal_ct(want, sig);
    }
    return fits;
}

static void verify_notify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    const char *sig = smm_gateway_header(in, "signature"), *age = setting(e, "notice_age");
    const char *id, *created, *object;
    int64_t t;
    json_t *o;

    out->auth = SMM_GW_AUTH_BAD;
    out->why = "no signature";
    if (!sig || !*sig || strlen(sig) > 200)
        return;
    /* what is signed stands in the body: it is read first, by a parser with bounds */
    o = smm_gw_json(e->c->pool, in->body, in->len, SMM_GW_NUMBERS);
    id = smm_gw_text(o, "id");
    created = smm_gw_text(o, "created_at");
    out->why = "not the expected JSON";
    if (!id || !created || strlen(id) > 150 || stamp(created, &t) != 0)
        return;
    out->why = "signature does not fit";
    if (!signature_fits(e, in, id, created, sig))
        return;
    out->why = "too old";
    if (e->c->now - t > (age ? apr_atoi64(age) : 300))
        return;
    out->auth = SMM_GW_AUTH_OK;
    out->why = NULL;
    out->event_key = smm_gw_event_key(e->c->pool, id, in);
    out->event = smm_gw_text(o, "type");
    object = smm_gw_text(o, "data.object");
    if (object && strcmp(object, "checkout") == 0)
        out->gateway_ref = smm_gw_text(o, "data.id");
    else
        out->gateway_ref = smm_gw_text(o, "data.payin");
    out->reference = smm_gw_text(o, "data.reference_id");
}

/* ---- asking -----------------------------------------------------------------------------------
 */

/** One rule for fetch and for the table of tests. A finished session is "expired" and paid at once,
 * so what was paid decides first. */
static const char *state_of(const char *status, const char *paid, int64_t asked, int64_t came)
{
    static const smm_gw_map_t map[] = {
        {"unpaid", "pending"}, {"processing", "confirming"}, {"paid", "paid"}, {NULL, NULL}};
    const char *state = smm_gw_state(map, paid);

    if (state && strcmp(state, "paid") == 0 && asked > 0 && came > 0 && came != asked)
        return came < asked ? "underpaid" : "overpaid";
    if (state && strcmp(state, "pending") == 0 && asked > 0 && came > 0 && came < asked)
        return "underpaid";
    if (state && strcmp(state, "pending") == 0 && status && strcmp(status, "expired") == 0)
        return "expired";
    return state ? state : "pending";
}

static const char *refund_state(const char *raw)
{
    static const smm_gw_map_t map[] = {{"succeeded", "refunded"}, {"pending", "pending"},
                                       {"requested", "pending"},  {"initiated", "pending"},
                                       {"failed", "failed"},      {"cancelled", "failed"},
                                       {"rejected", "failed"},    {NULL, NULL}};

    return smm_gw_state(map, raw);
}

const char *smm_tazapay_state(apr_pool_t *p, json_t *row)
{
    const char *refund = smm_gw_text(row, "refund");

    if (refund)
        return refund_state(smm_gw_lower(p, refund));
    return state_of(smm_gw_text(row, "status"), smm_gw_text(row, "payment_status"),
                    smm_gw_int0(row, "amount"), smm_gw_int0(row, "amount_paid"));
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x;
    smm_gw_rc_e rc = get(e, &x, "/v3/checkout/", ref);
    json_t *data = json_object_get(x.root, "data"), *attempt;
    const char *status, *paid;
    size_t i;

    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    status = smm_gw_text(data, "status");
    paid = smm_gw_text(data, "payment_status");
    out->reference = smm_gw_text(data, "reference_id");
    out->currency = smm_gw_text(data, "invoice_currency");
    out->asked_minor = smm_gw_int0(data, "amount");
    if (!paid || !out->reference || !out->currency || out->asked_minor <= 0)
        return SMM_GW_UNSURE;
    out->currency = smm_gw_upper(p, out->currency);
    out->paid_minor = smm_gw_int0(data, "amount_paid");
    out->refunded_minor = smm_gw_int0(data, "amount_refunded");
    out->state = state_of(status, paid, out->asked_minor, out->paid_minor);
    out->raw_status = apr_pstrcat(p, status ? status : "?", "/", paid, NULL);
    /* the newest attempt that came through; a session without attempts is paid by itself */
    json_array_foreach(json_object_get(data, "payment_attempts"), i, attempt)
    {
        const char *s = smm_gw_text(attempt, "status"), *id = smm_gw_text(attempt, "id");

        if (s && id && strcmp(s, "succeeded") == 0)
            out->payment_id = id;
    }
    if (!out->payment_id && out->paid_minor > 0)
        out->payment_id = smm_gw_text(data, "id");
    return SMM_GW_OK;
}

/* ---- paying back ------------------------------------------------------------------------------
 */

static smm_gw_rc_e refund(const smm_gateway_env_t *e, const char *ref, int64_t amount_minor,
                          const char *key, const char **refund_ref)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x, r = {.method = "POST", .path = "/v3/refund"};
    smm_gw_rc_e rc = get(e, &x, "/v3/checkout/", ref);
    json_t *data = json_object_get(x.root, "data");
    const char *currency;

    if (rc != SMM_GW_OK)
        return rc;
    currency = smm_gw_text(data, "invoice_currency");
    if (!currency || amount_minor <= 0 ||
        amount_minor > smm_gw_int0(data, "amount_paid") - smm_gw_int0(data, "amount_refunded"))
        return SMM_GW_REFUSED;
    r.body = smm_gw_dump(p, json_pack("{s:s s:I s:s s:s s:{s:s}}", "payin", ref, "amount",
                                      (json_int_t)amount_minor, "currency", currency, "reason",
                                      "Refund", "metadata", "key", key));
    rc = call(e, &r);
    if (rc != SMM_GW_OK)
        return rc;
    *refund_ref = smm_gw_text(r.root, "data.id");
    return smm_gw_ref_ok(*refund_ref) ? SMM_GW_OK : SMM_GW_UNSURE;
}

static smm_gw_rc_e fetch_refund(const smm_gateway_env_t *e, const char *refund_ref,
                                smm_snapshot_t *out)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x;
    smm_gw_rc_e rc = get(e, &x, "/v3/refund/", refund_ref);
    json_t *data = json_object_get(x.root, "data");

    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    out->raw_status = smm_gw_text(data, "status");
    out->currency = smm_gw_text(data, "currency");
    out->payment_id = smm_gw_text(data, "payin");
    out->asked_minor = smm_gw_int0(data, "amount");
    return smm_gw_refund_state(out, out->raw_status ? refund_state(smm_gw_lower(p, out->raw_status))
                                                    : NULL);
}

/* ---- the rest ---------------------------------------------------------------------------------
 */

static smm_gw_rc_e cancel(const smm_gateway_env_t *e, const char *ref)
{
    smm_gw_call_t x = {.method = "POST", .body = "{}"};

    return smm_gw_call_ref(e, call, &x, "/v3/checkout/", ref, "/expire");
}

/** Asks for a session that does not exist: a good key is told so, a bad one is refused. */
static smm_gw_rc_e test(const smm_gateway_env_t *e, const char **what)
{
    smm_gw_call_t x;
    smm_gw_rc_e rc = get(e, &x, "/v3/checkout/", "chk_connection_test");
    const char *ok = N_("Tazapay knows the key.");

    if (rc == SMM_GW_MISSING || (rc == SMM_GW_REFUSED && x.status == 400))
        rc = x.root ? SMM_GW_OK : SMM_GW_MISSING;
    if (rc == SMM_GW_OK && !setting(e, "webhook_secret"))
        ok = N_("Tazapay knows the key. The webhook's secret token is still missing.");
    *what = smm_gw_test_text(e->c->pool, rc, &x, ok);
    return rc;
}

const smm_gateway_t smm_gateway_tazapay = {
    .name = "tazapay",
    .title = "Tazapay",
    .text = "Local ways to pay in many countries",
    .time = "Instant to 2 days",
    .icon = "world",
    .caps = {.currencies = "USD EUR GBP SGD",
             .flags = SMM_GW_REDIRECT | SMM_GW_NOTICE | SMM_GW_SIGNED | SMM_GW_POLL |
                      SMM_GW_REFUND | SMM_GW_PART_REFUND | SMM_GW_REFUND_ONCE | SMM_GW_LATE |
                      SMM_GW_CANCEL,
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
