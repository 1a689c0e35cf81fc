/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cards, UPI and netbanking in India by Razorpay's payment links, which need no script of theirs on
 * our pages. A link is looked up by our reference before one is made, so that a lost answer never
 * leads to a second one.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "gw_util.h"

#define LIFETIME 86400
#define MAX_REFERENCE 40

static const smm_setting_t settings[] = {
    {"gateway.razorpay.enabled", "0", 0, "Razorpay is offered", SMM_SET_FLAG},
    {"gateway.razorpay.key_id", NULL, 0, "Razorpay: key id"},
    {"gateway.razorpay.key_secret", NULL, 1, "Razorpay: key secret"},
    {"gateway.razorpay.webhook_secret", NULL, 1, "Razorpay: secret of the webhook"},
    {"gateway.razorpay.webhook_secret_old", NULL, 1,
     "Razorpay: previous secret of the webhook, while it is exchanged"},
    {"gateway.razorpay.base_url", "https://api.razorpay.com", 0, "Razorpay: address of the API",
     SMM_SET_URL},
    {NULL, NULL, 0, NULL},
};

static const char *setting(const smm_gateway_env_t *e, const char *key)
{
    return smm_gateway_setting(e, &smm_gateway_razorpay, key);
}

static int ready(const smm_gateway_env_t *e)
{
    return setting(e, "key_id") && setting(e, "key_secret") && setting(e, "webhook_secret");
}

static smm_gw_rc_e call(const smm_gateway_env_t *e, smm_gw_call_t *x)
{
    const char *id = setting(e, "key_id"), *secret = setting(e, "key_secret");

    x->error = "keys are missing";
    x->base = setting(e, "base_url");
    if (!id || !secret)
        return SMM_GW_NOT_SET;
    x->auth = smm_gw_basic(e->c->pool, id, secret);
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

/** Our reference as a link takes it: at most 40 characters. */
static const char *link_reference(apr_pool_t *p, const char *reference)
{
    if (strlen(reference) <= MAX_REFERENCE)
        return reference;
    return apr_pstrndup(p, smm_sha256_hex(p, reference, strlen(reference)), MAX_REFERENCE);
}

static int take_link(json_t *link, smm_checkout_t *out)
{
    out->gateway_ref = smm_gw_text(link, "id");
    out->redirect_url = smm_gw_text(link, "short_url");
    out->expires = smm_gw_int0(link, "expire_by");
    return smm_gw_ref_ok(out->gateway_ref) && smm_gateway_link_ok(out->redirect_url);
}

/** The link that has our reference already. MISSING: none. */
static smm_gw_rc_e look_up(const smm_gateway_env_t *e, const char *reference, smm_checkout_t *out)
{
    smm_gw_call_t x = {.method = "GET"};
    json_t *link;
    size_t i;
    smm_gw_rc_e rc;

    x.path = apr_pstrcat(
        e->c->pool, "/v1/payment_links?reference_id=", smm_gw_escape(e->c->pool, reference), NULL);
    rc = call(e, &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc == SMM_GW_UNSURE ? SMM_GW_DOWN : rc; /* only asked: nothing was made */
    json_array_foreach(json_object_get(x.root, "payment_links"), i, link)
    {
        const char *ref = smm_gw_text(link, "reference_id");

        if (ref && strcmp(ref, reference) == 0)
            return take_link(link, out) ? SMM_GW_OK : SMM_GW_UNSURE;
    }
    return SMM_GW_MISSING;
}

static const char *link_body(const smm_gateway_env_t *e, const smm_intent_t *in, int64_t amount,
                             const char *reference)
{
    apr_pool_t *p = e->c->pool;
    json_t *o = json_pack(
        "{s:I s:s s:s s:s s:s s:s s:I s:b s:{s:b s:b} s:{s:s s:s}}", "amount", (json_int_t)amount,
        "currency", in->currency, "reference_id", reference, "description",
        apr_pstrndup(p, in->description, 200), "callback_url", in->return_url, "callback_method",
        "get", "expire_by", (json_int_t)(e->c->now + LIFETIME), "accept_partial", 0, "notify",
        "sms", 0, "email", 0, "notes", "reference", in->reference, "invoice", in->invoice);

    if (o && in->email && *in->email)
        json_object_set_new(o, "customer",
                            json_pack("{s:s s:s}", "name", in->name && *in->name ? in->name : "",
                                      "email", in->email));
    return smm_gw_dump(p, o);
}

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    const char *reference = link_reference(e->c->pool, in->reference);
    smm_gw_call_t x = {.method = "POST", .path = "/v1/payment_links"};
    int64_t amount;
    smm_gw_rc_e rc;

    out->error = "an amount that Razorpay cannot take";
    if (smm_gw_rescale(in->amount_minor, in->exponent, smm_gw_exponent(in->currency), &amount) !=
            0 ||
        amount <= 0)
        return SMM_GW_REFUSED;
    rc = look_up(e, reference, out);
    if (rc != SMM_GW_MISSING)
        return rc;
    x.body = link_body(e, in, amount, reference);
    if (!x.body)
        return SMM_GW_REFUSED;
    rc = call(e, &x);
    out->error = x.error;
    if (rc == SMM_GW_REFUSED && x.status == 400) /* made by another process meanwhile? */
        return look_up(e, reference, out) == SMM_GW_OK ? SMM_GW_OK : rc;
    if (rc != SMM_GW_OK)
        return rc;
    return take_link(x.root, out) ? SMM_GW_OK : SMM_GW_UNSURE;
}

/* ---- notices ----------------------------------------------------------------------------------
 */

static void verify_notify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    apr_pool_t *p = e->c->pool;
    const char *sig = smm_gateway_header(in, "X-Razorpay-Signature"), *secrets[SMM_GW_SECRETS];
    int n = smm_gw_secrets(e, &smm_gateway_razorpay, secrets), i, fits = 0;
    json_t *o;

    out->auth = SMM_GW_AUTH_BAD;
    out->why = "no signature";
    if (!sig || !n)
        return;
    for (i = 0; i < n; i++) {
        const smm_gw_part_t part = {in->body, in->len};
        const char *want = smm_gw_hmac_hex(p, "SHA256", secrets[i], &part, 1);

        fits |= *want && smm_equal_ct(want, sig);
    }
    out->why = "signature does not fit";
    if (!fits)
        return;
    out->auth = SMM_GW_AUTH_OK;
    out->why = NULL;
    o = smm_gw_json(p, in->body, in->len, SMM_GW_NUMBERS);
    out->event_key = smm_gw_event_key(p, smm_gateway_header(in, "x-razorpay-event-id"), in);
    out->event = smm_gw_text(o, "event");
    out->gateway_ref = smm_gw_text(o, "payload.payment_link.entity.id");
    out->payment_id = smm_gw_text(o, "payload.payment.entity.id");
    if (!out->payment_id)
        out->payment_id = smm_gw_text(o, "payload.refund.entity.payment_id");
    if (!out->payment_id)
        out->payment_id = smm_gw_text(o, "payload.dispute.entity.payment_id");
    out->reference = smm_gw_text(o, "payload.payment_link.entity.notes.reference");
    if (!out->reference)
        out->reference = smm_gw_text(o, "payload.payment.entity.notes.reference");
}

int smm_razorpay_return_ok(apr_pool_t *p, const char *key_secret, json_t *params,
                           const char *signature)
{
    static const char *const rules[][5] = {
        {"payment_link_id", "payment_link_reference_id", "payment_link_status", "payment_id", NULL},
        {"payment_id", "subscription_id", NULL},
        {"order_id", "payment_id", NULL}};
    size_t r, i;

    for (r = 0; signature && r < sizeof(rules) / sizeof(*rules); r++) {
        const char *text = "", *want;
        smm_gw_part_t part;

        for (i = 0; rules[r][i] && json_object_get(params, rules[r][i]); i++)
            text = apr_pstrcat(p, text, i ? "|" : "",
                               json_string_value(json_object_get(params, rules[r][i])), NULL);
        if (rules[r][i])
            continue;
        part.data = text;
        part.len = strlen(text);
        want = smm_gw_hmac_hex(p, "SHA256", key_secret, &part, 1);
        return *want && smm_equal_ct(want, signature);
    }
    return 0;
}

/* ---- asking -----------------------------------------------------------------------------------
 */

/** One rule for fetch and for the table of tests. A failed payment leaves link and order open. */
static const char *state_of(const char *order, const char *link, const char *payment)
{
    static const smm_gw_map_t payments[] = {
        {"authorized", "confirming"}, {"captured", "paid"}, {"refunded", "refunded"}, {NULL, NULL}};
    static const smm_gw_map_t links[] = {{"partially_paid", "underpaid"},
                                         {"paid", "paid"},
                                         {"expired", "expired"},
                                         {"cancelled", "failed"},
                                         {NULL, NULL}};
    const char *p = smm_gw_state(payments, payment), *l = smm_gw_state(links, link);

    if (p && strcmp(p, "refunded") == 0)
        return p;
    if (l && (strcmp(l, "paid") == 0 || strcmp(l, "underpaid") == 0))
        return l;
    if (order && strcmp(order, "paid") == 0)
        return "paid";
    if (p)
        return p;
    return l ? l : "pending";
}

const char *smm_razorpay_state(apr_pool_t *p, json_t *row)
{
    (void)p;
    return state_of(smm_gw_text(row, "order"), smm_gw_text(row, "payment_link"),
                    smm_gw_text(row, "payment"));
}

typedef struct money_t {
    const char *id, *status; /* of the newest payment that counts */
    int64_t paid, refunded, fee;
    const char *other; /* another currency of a payment */
} money_t;

/** Reads each payment of a link. */
static smm_gw_rc_e payments(const smm_gateway_env_t *e, json_t *link, const char *currency,
                            money_t *out)
{
    json_t *entry;
    size_t i;

    json_array_foreach(json_object_get(link, "payments"), i, entry)
    {
        const char *id = smm_gw_text(entry, "payment_id"), *status, *state, *in;
        smm_gw_call_t x;
        smm_gw_rc_e rc = get(e, &x, "/v1/payments/", id);
        int64_t amount;

        if (rc != SMM_GW_OK)
            return rc;
        status = smm_gw_text(x.root, "status");
        state = state_of(NULL, NULL, status);
        in = smm_gw_text(x.root, "currency");
        if (smm_gw_int(x.root, "amount", &amount) != 0 || amount < 0 || !status || !in)
            return SMM_GW_UNSURE;
        if (strcmp(state, "pending") == 0)
            continue;
        if (strcmp(in, currency) != 0)
            out->other = in;
        out->id = id;
        out->status = status;
        if (strcmp(state, "confirming") == 0)
            continue;
        smm_gw_sum(&out->paid, amount);
        smm_gw_sum(&out->refunded, smm_gw_int0(x.root, "amount_refunded"));
        smm_gw_sum(&out->fee, smm_gw_int0(x.root, "fee")); /* with its tax */
    }
    return SMM_GW_OK;
}

/** What banks hold back; an account without this right is told nothing. */
static smm_gw_rc_e disputes(const smm_gateway_env_t *e, smm_snapshot_t *out)
{
    smm_gw_call_t x = {.method = "GET", .path = "/v1/disputes?count=100"};
    smm_gw_rc_e rc = call(e, &x);
    json_t *d;
    size_t i;

    if (rc == SMM_GW_REFUSED || rc == SMM_GW_MISSING)
        return SMM_GW_OK;
    if (rc != SMM_GW_OK)
        return rc;
    json_array_foreach(json_object_get(x.root, "items"), i, d)
    {
        const char *payment = smm_gw_text(d, "payment_id"), *status = smm_gw_text(d, "status");

        if (payment && status && strcmp(payment, out->payment_id) == 0 &&
            strcmp(status, "won") != 0 && strcmp(status, "closed") != 0)
            smm_gw_sum(&out->disputed_minor, smm_gw_int0(d, "amount"));
    }
    smm_gw_cap_disputed(out);
    return SMM_GW_OK;
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    smm_gw_call_t x;
    smm_gw_rc_e rc = get(e, &x, "/v1/payment_links/", ref);
    const char *status;
    money_t m = {0};

    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    status = smm_gw_text(x.root, "status");
    out->reference = smm_gw_text(x.root, "notes.reference");
    if (!out->reference)
        out->reference = smm_gw_text(x.root, "reference_id");
    out->currency = smm_gw_text(x.root, "currency");
    out->asked_minor = smm_gw_int0(x.root, "amount");
    if (!status || !out->reference || !out->currency || out->asked_minor <= 0)
        return SMM_GW_UNSURE;
    rc = payments(e, x.root, out->currency, &m);
    if (rc != SMM_GW_OK)
        return rc;
    out->state = state_of(NULL, status, m.status);
    out->raw_status = m.status ? apr_pstrcat(e->c->pool, status, "/", m.status, NULL) : status;
    out->payment_id = m.id;
    out->paid_minor = m.paid;
    out->refunded_minor = m.refunded;
    out->fee_minor = m.fee;
    out->capturable = strcmp(out->state, "confirming") == 0;
    if (m.other) /* no currency of anybody: a person looks */
        out->currency = apr_pstrcat(e->c->pool, out->currency, " and ", m.other, NULL);
    return m.paid > 0 ? disputes(e, out) : SMM_GW_OK;
}

/* ---- taking, paying back ----------------------------------------------------------------------
 */

/** The payment of a link with one of two states. */
static smm_gw_rc_e payment_of(const smm_gateway_env_t *e, const char *ref, int captured,
                              smm_gw_call_t *payment)
{
    smm_gw_call_t x;
    smm_gw_rc_e rc = get(e, &x, "/v1/payment_links/", ref);
    json_t *entry;
    size_t i;

    if (rc != SMM_GW_OK)
        return rc;
    json_array_foreach(json_object_get(x.root, "payments"), i, entry)
    {
        const char *status;

        rc = get(e, payment, "/v1/payments/", smm_gw_text(entry, "payment_id"));
        if (rc != SMM_GW_OK)
            return rc;
        status = smm_gw_text(payment->root, "status");
        if (status && (strcmp(status, captured ? "captured" : "authorized") == 0 ||
                       (captured && strcmp(status, "refunded") == 0)))
            return SMM_GW_OK;
    }
    return SMM_GW_REFUSED;
}

static smm_gw_rc_e capture(const smm_gateway_env_t *e, const char *ref)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t pay, x = {.method = "POST"};
    smm_gw_rc_e rc = payment_of(e, ref, 0, &pay);

    if (rc != SMM_GW_OK)
        return rc;
    x.path = apr_pstrcat(p, "/v1/payments/", smm_gw_text(pay.root, "id"), "/capture", NULL);
    x.body =
        smm_gw_dump(p, json_pack("{s:I s:s}", "amount", (json_int_t)smm_gw_int0(pay.root, "amount"),
                                 "currency", smm_gw_text(pay.root, "currency")));
    return x.body ? call(e, &x) : SMM_GW_UNSURE;
}

static smm_gw_rc_e refund(const smm_gateway_env_t *e, const char *ref, int64_t amount_minor,
                          const char *key, const char **refund_ref)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t pay, x = {.method = "POST"};
    smm_gw_rc_e rc = payment_of(e, ref, 1, &pay);

    if (rc != SMM_GW_OK)
        return rc;
    if (amount_minor <= 0 || !smm_gw_ref_ok(smm_gw_text(pay.root, "id")))
        return SMM_GW_REFUSED;
    x.path = apr_pstrcat(p, "/v1/payments/", smm_gw_text(pay.root, "id"), "/refund", NULL);
    x.body = smm_gw_dump(p, json_pack("{s:I}", "amount", (json_int_t)amount_minor));
    /* at least ten characters, by their rule */
    x.headers[0] =
        apr_pstrcat(p, "X-Refund-Idempotency: ", strlen(key) < 10 ? "refund-key-" : "", key, NULL);
    rc = call(e, &x);
    if (rc != SMM_GW_OK)
        return rc;
    *refund_ref = smm_gw_text(x.root, "id");
    return smm_gw_ref_ok(*refund_ref) ? SMM_GW_OK : SMM_GW_UNSURE;
}

static smm_gw_rc_e fetch_refund(const smm_gateway_env_t *e, const char *refund_ref,
                                smm_snapshot_t *out)
{
    static const smm_gw_map_t map[] = {
        {"pending", "pending"}, {"processed", "refunded"}, {"failed", "failed"}, {NULL, NULL}};
    smm_gw_call_t x;
    smm_gw_rc_e rc = get(e, &x, "/v1/refunds/", refund_ref);

    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    out->raw_status = smm_gw_text(x.root, "status");
    out->currency = smm_gw_text(x.root, "currency");
    out->payment_id = smm_gw_text(x.root, "payment_id");
    out->asked_minor = smm_gw_int0(x.root, "amount");
    return smm_gw_refund_state(out, smm_gw_state(map, out->raw_status));
}

/* ---- the rest ---------------------------------------------------------------------------------
 */

static smm_gw_rc_e cancel(const smm_gateway_env_t *e, const char *ref)
{
    smm_gw_call_t x = {.method = "POST", .body = ""};

    return smm_gw_call_ref(e, call, &x, "/v1/payment_links/", ref, "/cancel");
}

static smm_gw_rc_e test(const smm_gateway_env_t *e, const char **what)
{
    smm_gw_call_t x = {.method = "GET", .path = "/v1/payments?count=1"};
    smm_gw_rc_e rc = call(e, &x);
    const char *id = setting(e, "key_id"), *ok = N_("Razorpay knows the key: live mode.");

    if (id && strncmp(id, "rzp_test_", 9) == 0)
        ok = N_("Razorpay knows the key: test mode, no real money moves.");
    if (rc == SMM_GW_OK && !setting(e, "webhook_secret"))
        ok = N_("Razorpay knows the key. The webhook's secret is still missing.");
    *what = smm_gw_test_text(e->c->pool, rc, &x, ok);
    return rc;
}

const smm_gateway_t smm_gateway_razorpay = {
    .name = "razorpay",
    .title = "Razorpay",
    .text = "Cards, UPI and netbanking in India",
    .time = "Instant",
    .icon = "credit-card",
    .caps = {.currencies = "INR",
             .flags = SMM_GW_REDIRECT | SMM_GW_NOTICE | SMM_GW_SIGNED | SMM_GW_POLL |
                      SMM_GW_CAPTURE | SMM_GW_REFUND | SMM_GW_PART_REFUND | SMM_GW_LATE |
                      SMM_GW_CANCEL,
             .min_minor = 100,
             .notice_wait = 5,
             .lifetime = LIFETIME,
             .late = 7 * 86400},
    .settings = settings,
    .ready = ready,
    .create = create,
    .verify_notify = verify_notify,
    .fetch = fetch,
    .capture = capture,
    .refund = refund,
    .fetch_refund = fetch_refund,
    .cancel = cancel,
    .test = test,
};
