/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PayPal's Orders API, in two profiles: "paypal" for the world, "paypal-inr" for rupees between an
 * Indian payer and an Indian seller. The payer approves an order; money moves when it is captured.
 */
#include "config.h"
#include <pthread.h>
#include <string.h>
#include <apr_strings.h>
#include "paypal.h"
#include "smm_money.h"

static const smm_setting_t settings[] = {
    {"gateway.paypal.enabled", "0", 0, "PayPal is offered", SMM_SET_FLAG},
    {"gateway.paypal.client_id", NULL, 0, "PayPal: client id"},
    {"gateway.paypal.client_secret", NULL, 1, "PayPal: client secret"},
    {"gateway.paypal.webhook_id", NULL, 0, "PayPal: id of the webhook"},
    {"gateway.paypal.webhook_id_old", NULL, 0,
     "PayPal: id of the previous webhook, while it is exchanged"},
    {"gateway.paypal.base_url", "https://api-m.paypal.com", 0, "PayPal: address of the API",
     SMM_SET_URL},
    {"gateway.paypal.trusted_root", NULL, 0,
     "PayPal: root certificates of the notices (PEM); empty: those of the system", SMM_SET_AREA, 0,
     20000},
    {NULL, NULL, 0, NULL},
};

static const smm_setting_t settings_inr[] = {
    {"gateway.paypal-inr.enabled", "0", 0, "PayPal (INR) is offered", SMM_SET_FLAG},
    {"gateway.paypal-inr.client_id", NULL, 0, "PayPal (INR): client id"},
    {"gateway.paypal-inr.client_secret", NULL, 1, "PayPal (INR): client secret"},
    {"gateway.paypal-inr.webhook_id", NULL, 0, "PayPal (INR): id of the webhook"},
    {"gateway.paypal-inr.webhook_id_old", NULL, 0,
     "PayPal (INR): id of the previous webhook, while it is exchanged"},
    {"gateway.paypal-inr.base_url", "https://api-m.paypal.com", 0,
     "PayPal (INR): address of the API", SMM_SET_URL},
    {"gateway.paypal-inr.trusted_root", NULL, 0,
     "PayPal (INR): root certificates of the notices (PEM); empty: those of the system",
     SMM_SET_AREA, 0, 20000},
    {NULL, NULL, 0, NULL},
};

typedef struct pp_t {
    const smm_gateway_env_t *e;
    const smm_gateway_t *g;
} pp_t;

static const char *setting(pp_t pp, const char *key)
{
    return smm_gateway_setting(pp.e, pp.g, key);
}

static int ready(pp_t pp)
{
    return setting(pp, "client_id") && setting(pp, "client_secret") && setting(pp, "webhook_id");
}

/* ---- access tokens: one per app and address, in the process -----------------------------------
 */

#define TOKENS 16
#define MAX_TOKEN 4000

typedef struct token_t {
    char app[65]; /* hash of address, id and secret: another secret is another token */
    char text[MAX_TOKEN];
    int64_t until;
} token_t;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static token_t tokens[TOKENS];

static const char *app_of(pp_t pp)
{
    apr_pool_t *p = pp.e->c->pool;
    const char *all = apr_pstrcat(p, setting(pp, "base_url"), "\n", setting(pp, "client_id"), "\n",
                                  setting(pp, "client_secret"), NULL);

    return smm_sha256_hex(p, all, strlen(all));
}

static const char *kept_token(apr_pool_t *p, const char *app, int64_t now)
{
    const char *out = NULL;
    int i;

    pthread_mutex_lock(&lock);
    for (i = 0; i < TOKENS; i++)
        if (tokens[i].until > now && strcmp(tokens[i].app, app) == 0)
            out = apr_pstrdup(p, tokens[i].text);
    pthread_mutex_unlock(&lock);
    return out;
}

/** until 0 forgets it. */
static void keep_token(const char *app, const char *text, int64_t until)
{
    int i, at = 0;

    if (strlen(text) >= MAX_TOKEN)
        return;
    pthread_mutex_lock(&lock);
    for (i = 0; i < TOKENS; i++) {
        if (strcmp(tokens[i].app, app) == 0) {
            at = i;
            break;
        }
        if (tokens[i].until < tokens[at].until)
            at = i;
    }
    apr_cpystrn(tokens[at].app, app, sizeof(tokens[at].app));
    apr_cpystrn(tokens[at].text, text, sizeof(tokens[at].text));
    tokens[at].until = until;
    pthread_mutex_unlock(&lock);
}

static smm_gw_rc_e new_token(pp_t pp, smm_gw_call_t *x, const char **token)
{
    apr_pool_t *p = pp.e->c->pool;
    int64_t life;
    smm_gw_rc_e rc;

    memset(x, 0, sizeof(*x));
    x->method = "POST";
    x->base = setting(pp, "base_url");
    x->path = "/v1/oauth2/token";
    x->auth = smm_gw_basic(p, setting(pp, "client_id"), setting(pp, "client_secret"));
    x->type = "application/x-www-form-urlencoded";
    x->body = "grant_type=client_credentials";
    rc = smm_gw_call(pp.e, x);
    /* no token, so nothing was asked yet: safe to repeat */
    if (rc != SMM_GW_OK)
        return rc == SMM_GW_REFUSED ? rc : SMM_GW_DOWN;
    *token = smm_gw_text(x->root, "access_token");
    life = smm_gw_int0(x->root, "expires_in");
    if (!*token || strlen(*token) >= MAX_TOKEN || strpbrk(*token, "\r\n"))
        return SMM_GW_DOWN;
    keep_token(app_of(pp), *token, pp.e->c->now + (life > 120 ? life - 60 : 0));
    return SMM_GW_OK;
}

static smm_gw_rc_e call(pp_t pp, smm_gw_call_t *x)
{
    apr_pool_t *p = pp.e->c->pool;
    const char *token;
    smm_gw_call_t t;
    smm_gw_rc_e rc;
    int again;

    x->error = "keys are missing";
    x->base = setting(pp, "base_url");
    if (!x->base || !setting(pp, "client_id") || !setting(pp, "client_secret"))
        return SMM_GW_NOT_SET;
    token = kept_token(p, app_of(pp), pp.e->c->now);
    for (again = token != NULL;; again = 0) {
        if (!token) {
            rc = new_token(pp, &t, &token);
            if (rc != SMM_GW_OK) {
                x->status = t.status;
                x->error = apr_pstrcat(p, "access token: ", t.error, NULL);
                return rc;
            }
        }
        x->auth = apr_pstrcat(p, "Authorization: Bearer ", token, NULL);
        rc = smm_gw_call(pp.e, x);
        if (x->status != 401 || !again)
            return rc;
        keep_token(app_of(pp), "", 0);
        token = NULL;
    }
}

/* ---- creating ---------------------------------------------------------------------------------
 */

/** Decimals of an amount's text: three currencies have none here whatever ISO says. */
static int decimals(const char *currency)
{
    if (strcmp(currency, "HUF") == 0 || strcmp(currency, "TWD") == 0)
        return 0;
    return smm_gw_exponent(currency);
}

/** {currency_code, value}, or NULL when the amount has decimals that PayPal does not take. */
static json_t *amount_of(int64_t minor, int exponent, const char *currency)
{
    char text[SMM_USD_TEXT];
    int64_t v;

    if (minor <= 0 || smm_gw_rescale(minor, exponent, decimals(currency), &v) != 0)
        return NULL;
    return json_pack("{s:s s:s}", "currency_code", currency, "value",
                     smm_minor_text(text, v, decimals(currency)));
}

static const char *link_of(json_t *root, const char *rel)
{
    json_t *l;
    size_t i;

    json_array_foreach(json_object_get(root, "links"), i, l)
    {
        const char *r = smm_gw_text(l, "rel");

        if (r && strcmp(r, rel) == 0)
            return smm_gw_text(l, "href");
    }
    return NULL;
}

static smm_gw_rc_e create(pp_t pp, const smm_intent_t *in, smm_checkout_t *out)
{
    apr_pool_t *p = pp.e->c->pool;
    smm_gw_call_t x = {.method = "POST", .path = "/v2/checkout/orders"};
    json_t *amount = amount_of(in->amount_minor, in->exponent, in->currency);
    smm_gw_rc_e rc;

    out->error = "an amount that PayPal cannot take";
    if (!amount)
        return SMM_GW_REFUSED;
    x.body = smm_gw_dump(p, json_pack("{s:s s:[{s:o s:s s:s s:s s:s}] s:{s:{s:{s:s s:s s:s s:s}}}}",
                                      "intent", "CAPTURE", "purchase_units", "amount", amount,
                                      "reference_id", "default", "custom_id", in->reference,
                                      "invoice_id", in->reference, "description",
                                      apr_pstrndup(p, in->description, 120), "payment_source",
                                      "paypal", "experience_context", "return_url", in->return_url,
                                      "cancel_url", in->cancel_url, "user_action", "PAY_NOW",
                                      "shipping_preference", "NO_SHIPPING"));
    if (!x.body)
        return SMM_GW_REFUSED;
    x.headers[0] = apr_pstrcat(p, "PayPal-Request-Id: ", in->key, NULL);
    rc = call(pp, &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    out->gateway_ref = smm_gw_text(x.root, "id");
    out->redirect_url = link_of(x.root, "payer-action");
    if (!out->redirect_url)
        out->redirect_url = link_of(x.root, "approve");
    return smm_gw_ref_ok(out->gateway_ref) && smm_gateway_link_ok(out->redirect_url)
               ? SMM_GW_OK
               : SMM_GW_UNSURE;
}

/* ---- notices ----------------------------------------------------------------------------------
 */

/** The last part of the address of what a refund belongs to. */
static const char *captured_by(json_t *refund)
{
    const char *up = link_of(refund, "up"), *slash = up ? strrchr(up, '/') : NULL;

    return slash && smm_gw_ref_ok(slash + 1) ? slash + 1 : NULL;
}

static void verify_notify(pp_t pp, const smm_notice_in_t *in, smm_notice_t *out)
{
    json_t *o, *r;

    out->auth = SMM_GW_AUTH_BAD;
    out->why = smm_paypal_genuine(pp.e, pp.g, in);
    if (out->why)
        return;
    out->auth = SMM_GW_AUTH_OK;
    o = smm_gw_json(pp.e->c->pool, in->body, in->len, SMM_GW_NUMBERS);
    r = smm_gw_at(o, "resource");
    out->event_key = smm_gw_event_key(pp.e->c->pool, smm_gw_text(o, "id"), in);
    out->event = smm_gw_text(o, "event_type");
    out->reference = smm_gw_text(r, "custom_id");
    if (!out->event)
        return;
    if (strncmp(out->event, "CHECKOUT.ORDER.", 15) == 0) {
        out->gateway_ref = smm_gw_text(r, "id");
        out->reference = smm_gw_text(r, "purchase_units.0.custom_id");
        return;
    }
    out->gateway_ref = smm_gw_text(r, "supplementary_data.related_ids.order_id");
    if (strncmp(out->event, "CUSTOMER.DISPUTE.", 17) == 0)
        out->payment_id = smm_gw_text(r, "disputed_transactions.0.seller_transaction_id");
    else
        out->payment_id = captured_by(r) ? captured_by(r) : smm_gw_text(r, "id");
}

/* ---- asking -----------------------------------------------------------------------------------
 */

/** One rule for fetch and for the table of tests; unknown words change nothing. */
static const char *state_of(const char *order, const char *capture)
{
    static const smm_gw_map_t captures[] = {{"PENDING", "confirming"},
                                            {"COMPLETED", "paid"},
                                            {"DECLINED", "failed"},
                                            {"FAILED", "failed"},
                                            {"REFUNDED", "refunded"},
                                            {"PARTIALLY_REFUNDED", "paid"},
                                            {NULL, NULL}};
    const char *state = smm_gw_state(captures, capture);

    if (state)
        return state;
    return !capture && order && strcmp(order, "VOIDED") == 0 ? "failed" : "pending";
}

const char *smm_paypal_state(apr_pool_t *p, json_t *row)
{
    (void)p;
    return state_of(smm_gw_text(row, "order"), smm_gw_text(row, "capture"));
}

/** {value, currency_code} → minor units; -1 when it is another currency or no amount. */
static int64_t money_of(json_t *amount, const char *currency)
{
    const char *in = smm_gw_text(amount, "currency_code"), *value = smm_gw_text(amount, "value");
    int64_t v;

    if (!in || !value || !currency || strcmp(in, currency) != 0 ||
        smm_gw_minor(value, smm_gw_exponent(currency), &v) != 0)
        return -1;
    return v;
}

/** Sums what was captured; *capture is the one that decides the state. @return -1: senseless. */
static int read_captures(json_t *unit, smm_snapshot_t *out, json_t **capture)
{
    json_t *c, *r;
    size_t i;
    int best = 0;

    *capture = NULL;
    json_array_foreach(smm_gw_at(unit, "payments.captures"), i, c)
    {
        const char *state = state_of(NULL, smm_gw_text(c, "status"));
        int came = strcmp(state, "paid") == 0 || strcmp(state, "refunded") == 0;
        int rank = came ? 3 : strcmp(state, "confirming") == 0 ? 2 : 1;
        int64_t v = money_of(json_object_get(c, "amount"), out->currency);
        int64_t fee =
            money_of(smm_gw_at(c, "seller_receivable_breakdown.paypal_fee"), out->currency);

        if (came && (v < 0 || smm_add(out->paid_minor, v, &out->paid_minor) != 0))
            return -1;
        if (came)
            smm_gw_sum(&out->fee_minor, fee);
        if (rank >= best) {
            best = rank;
            *capture = c;
        }
    }
    json_array_foreach(smm_gw_at(unit, "payments.refunds"), i, r)
    {
        const char *status = smm_gw_text(r, "status");
        int64_t v = money_of(json_object_get(r, "amount"), out->currency);

        if (status && strcmp(status, "COMPLETED") == 0 &&
            (v < 0 || smm_add(out->refunded_minor, v, &out->refunded_minor) != 0))
            return -1;
    }
    return 0;
}

/** What a buyer disputes or got back by a decision. An account without this right is told nothing.
 */
static smm_gw_rc_e disputes(pp_t pp, const char *capture, smm_snapshot_t *out)
{
    smm_gw_call_t x = {.method = "GET", .flags = SMM_GW_NUMBERS};
    json_t *d;
    size_t i;
    smm_gw_rc_e rc;

    x.path =
        apr_pstrcat(pp.e->c->pool, "/v1/customer/disputes?disputed_transaction_id=", capture, NULL);
    rc = call(pp, &x);
    if (rc == SMM_GW_REFUSED || rc == SMM_GW_MISSING)
        return SMM_GW_OK;
    if (rc != SMM_GW_OK)
        return rc;
    json_array_foreach(json_object_get(x.root, "items"), i, d)
    {
        const char *outcome = smm_gw_text(d, "dispute_outcome.outcome_code");
        const char *status = smm_gw_text(d, "status");
        int64_t v = money_of(json_object_get(d, "dispute_amount"), out->currency);
        int over = status && strcmp(status, "RESOLVED") == 0;

        if (v > 0 && (!over || (outcome && strcmp(outcome, "RESOLVED_BUYER_FAVOUR") == 0)))
            smm_gw_sum(&out->disputed_minor, v);
    }
    smm_gw_cap_disputed(out);
    return SMM_GW_OK;
}

static smm_gw_rc_e order(pp_t pp, const char *ref, smm_gw_call_t *x)
{
    x->error = "no reference";
    if (!smm_gw_ref_ok(ref))
        return SMM_GW_MISSING;
    x->method = "GET";
    x->flags = SMM_GW_NUMBERS;
    x->path = apr_pstrcat(pp.e->c->pool, "/v2/checkout/orders/", ref, NULL);
    return call(pp, x);
}

static smm_gw_rc_e fetch(pp_t pp, const char *ref, smm_snapshot_t *out)
{
    smm_gw_call_t x = {0};
    smm_gw_rc_e rc = order(pp, ref, &x);
    const char *status, *capture_status;
    json_t *unit, *capture;

    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    unit = smm_gw_at(x.root, "purchase_units.0");
    status = smm_gw_text(x.root, "status");
    out->reference = smm_gw_text(unit, "custom_id");
    out->currency = smm_gw_text(unit, "amount.currency_code");
    out->asked_minor = money_of(json_object_get(unit, "amount"), out->currency);
    if (!status || !out->reference || out->asked_minor <= 0 ||
        read_captures(unit, out, &capture) != 0)
        return SMM_GW_UNSURE;
    capture_status = smm_gw_text(capture, "status");
    out->state = state_of(status, capture_status);
    out->raw_status =
        capture_status ? apr_pstrcat(pp.e->c->pool, status, "/", capture_status, NULL) : status;
    out->payment_id = smm_gw_text(capture, "id");
    out->capturable = !capture && strcmp(status, "APPROVED") == 0;
    if (strcmp(out->state, "refunded") == 0 && out->refunded_minor == 0)
        out->refunded_minor = out->paid_minor;
    if (out->paid_minor > 0 && smm_gw_ref_ok(out->payment_id))
        return disputes(pp, out->payment_id, out);
    return SMM_GW_OK;
}

/* ---- taking, paying back ----------------------------------------------------------------------
 */

static smm_gw_rc_e capture(pp_t pp, const char *ref)
{
    apr_pool_t *p = pp.e->c->pool;
    smm_gw_call_t x = {.method = "POST", .body = "{}"};

    if (!smm_gw_ref_ok(ref))
        return SMM_GW_MISSING;
    x.path = apr_pstrcat(p, "/v2/checkout/orders/", ref, "/capture", NULL);
    /* one key for the way back and the notice: whoever comes second gets the same answer */
    x.headers[0] = apr_pstrcat(p, "PayPal-Request-Id: capture-", ref, NULL);
    return call(pp, &x);
}

static smm_gw_rc_e refund(pp_t pp, const char *ref, int64_t amount_minor, const char *key,
                          const char **refund_ref)
{
    apr_pool_t *p = pp.e->c->pool;
    smm_gw_call_t x = {0}, r = {.method = "POST"};
    smm_snapshot_t s = {0};
    smm_gw_rc_e rc = order(pp, ref, &x);
    json_t *unit, *cap, *amount;

    if (rc != SMM_GW_OK)
        return rc;
    unit = smm_gw_at(x.root, "purchase_units.0");
    s.currency = smm_gw_text(unit, "amount.currency_code");
    if (!s.currency || read_captures(unit, &s, &cap) != 0 || s.paid_minor <= 0 ||
        !smm_gw_ref_ok(smm_gw_text(cap, "id")))
        return SMM_GW_REFUSED;
    amount = amount_of(amount_minor, smm_gw_exponent(s.currency), s.currency);
    if (!amount)
        return SMM_GW_REFUSED;
    r.body = smm_gw_dump(p, json_pack("{s:o}", "amount", amount));
    r.path = apr_pstrcat(p, "/v2/payments/captures/", smm_gw_text(cap, "id"), "/refund", NULL);
    r.headers[0] = apr_pstrcat(p, "PayPal-Request-Id: ", key, NULL);
    rc = call(pp, &r);
    if (rc != SMM_GW_OK)
        return rc;
    *refund_ref = smm_gw_text(r.root, "id");
    return smm_gw_ref_ok(*refund_ref) ? SMM_GW_OK : SMM_GW_UNSURE;
}

static smm_gw_rc_e fetch_refund(pp_t pp, const char *refund_ref, smm_snapshot_t *out)
{
    static const smm_gw_map_t map[] = {{"PENDING", "pending"},
                                       {"COMPLETED", "refunded"},
                                       {"FAILED", "failed"},
                                       {"CANCELLED", "failed"},
                                       {NULL, NULL}};
    smm_gw_call_t x = {.method = "GET", .flags = SMM_GW_NUMBERS};
    smm_gw_rc_e rc;

    if (!smm_gw_ref_ok(refund_ref))
        return SMM_GW_MISSING;
    x.path = apr_pstrcat(pp.e->c->pool, "/v2/payments/refunds/", refund_ref, NULL);
    rc = call(pp, &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    out->raw_status = smm_gw_text(x.root, "status");
    out->currency = smm_gw_text(x.root, "amount.currency_code");
    out->asked_minor = money_of(json_object_get(x.root, "amount"), out->currency);
    out->payment_id = captured_by(x.root);
    return smm_gw_refund_state(out, smm_gw_state(map, out->raw_status));
}

static smm_gw_rc_e test(pp_t pp, const char **what)
{
    apr_pool_t *p = pp.e->c->pool;
    const char *hook = setting(pp, "webhook_id"), *token = NULL;
    smm_gw_call_t x = {0};
    smm_gw_rc_e rc = SMM_GW_NOT_SET;

    if (setting(pp, "base_url") && setting(pp, "client_id") && setting(pp, "client_secret"))
        rc = new_token(pp, &x, &token);
    *what = smm_gw_test_text(p, rc, &x,
                             N_("PayPal knows the keys. The webhook's id is still missing."));
    if (rc != SMM_GW_OK || !hook)
        return rc;
    memset(&x, 0, sizeof(x));
    x.method = "GET";
    x.path = apr_pstrcat(p, "/v1/notifications/webhooks/", smm_gw_escape(p, hook), NULL);
    rc = call(pp, &x);
    *what =
        rc == SMM_GW_MISSING
            ? N_("PayPal knows the keys, but not the webhook's id. Copy it from the app's page.")
            : smm_gw_test_text(p, rc, &x, N_("PayPal knows the keys and the webhook."));
    return rc;
}

/* ---- two profiles -----------------------------------------------------------------------------
 */

#define FLAGS                                                                                      \
    (SMM_GW_REDIRECT | SMM_GW_NOTICE | SMM_GW_SIGNED | SMM_GW_POLL | SMM_GW_CAPTURE |              \
     SMM_GW_REFUND | SMM_GW_PART_REFUND | SMM_GW_LATE)

#define PROFILE(NAME)                                                                              \
    static int NAME##_ready(const smm_gateway_env_t *e)                                            \
    {                                                                                              \
        return ready((pp_t){e, &smm_gateway_##NAME});                                              \
    }                                                                                              \
    static smm_gw_rc_e NAME##_create(const smm_gateway_env_t *e, const smm_intent_t *in,           \
                                     smm_checkout_t *out)                                          \
    {                                                                                              \
        return create((pp_t){e, &smm_gateway_##NAME}, in, out);                                    \
    }                                                                                              \
    static smm_gw_rc_e NAME##_prepare(const smm_gateway_env_t *e, const smm_notice_in_t *in)       \
    {                                                                                              \
        return smm_paypal_cert_fetch(e, &smm_gateway_##NAME, in);                                  \
    }                                                                                              \
    static void NAME##_verify(const smm_gateway_env_t *e, const smm_notice_in_t *in,               \
                              smm_notice_t *out)                                                   \
    {                                                                                              \
        verify_notify((pp_t){e, &smm_gateway_##NAME}, in, out);                                    \
    }                                                                                              \
    static smm_gw_rc_e NAME##_fetch(const smm_gateway_env_t *e, const char *ref,                   \
                                    smm_snapshot_t *out)                                           \
    {                                                                                              \
        return fetch((pp_t){e, &smm_gateway_##NAME}, ref, out);                                    \
    }                                                                                              \
    static smm_gw_rc_e NAME##_capture(const smm_gateway_env_t *e, const char *ref)                 \
    {                                                                                              \
        return capture((pp_t){e, &smm_gateway_##NAME}, ref);                                       \
    }                                                                                              \
    static smm_gw_rc_e NAME##_refund(const smm_gateway_env_t *e, const char *ref, int64_t minor,   \
                                     const char *key, const char **refund_ref)                     \
    {                                                                                              \
        return refund((pp_t){e, &smm_gateway_##NAME}, ref, minor, key, refund_ref);                \
    }                                                                                              \
    static smm_gw_rc_e NAME##_fetch_refund(const smm_gateway_env_t *e, const char *ref,            \
                                           smm_snapshot_t *out)                                    \
    {                                                                                              \
        return fetch_refund((pp_t){e, &smm_gateway_##NAME}, ref, out);                             \
    }                                                                                              \
    static smm_gw_rc_e NAME##_test(const smm_gateway_env_t *e, const char **what)                  \
    {                                                                                              \
        return test((pp_t){e, &smm_gateway_##NAME}, what);                                         \
    }

#define FUNCTIONS(NAME)                                                                            \
    .ready = NAME##_ready, .create = NAME##_create, .prepare_notify = NAME##_prepare,              \
    .verify_notify = NAME##_verify, .fetch = NAME##_fetch, .capture = NAME##_capture,              \
    .refund = NAME##_refund, .fetch_refund = NAME##_fetch_refund, .test = NAME##_test

PROFILE(paypal)
PROFILE(paypal_inr)

const smm_gateway_t smm_gateway_paypal = {
    .name = "paypal",
    .title = "PayPal",
    .text = "With your PayPal account, on the page of PayPal",
    .time = "Instant",
    .icon = "brand-paypal",
    .caps = {.currencies = "USD EUR GBP AUD BRL CAD CHF CZK DKK HKD HUF ILS JPY MXN MYR NOK NZD "
                           "PHP PLN SEK SGD THB TWD",
             .flags = FLAGS,
             .lifetime = 3 * 3600,
             .late = 7 * 86400},
    .settings = settings,
    FUNCTIONS(paypal),
};

const smm_gateway_t smm_gateway_paypal_inr = {
    .name = "paypal-inr",
    .title = "PayPal (INR)",
    .text = "With an Indian PayPal account, in rupees",
    .time = "Instant",
    .icon = "brand-paypal",
    .caps = {.currencies = "INR", .flags = FLAGS, .lifetime = 3 * 3600, .late = 7 * 86400},
    .settings = settings_inr,
    FUNCTIONS(paypal_inr),
};
