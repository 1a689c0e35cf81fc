/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coins by a BTCPay Server of the operator's own (Greenfield API). It knows no idempotency key: an
 * invoice is looked for by our reference before one is made. Coins count when the server calls the
 * invoice settled, which is after the confirmations that were asked for; what is only seen, or is
 * less than asked, is not reported as money. It pays back by a link for the payer, by hand.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "gw_util.h"

#define LIFETIME 900    /* an invoice's rate holds so long */
#define MONITORED 86400 /* and so long after it the server still looks for coins */

static const smm_setting_t settings[] = {
    {"gateway.btcpay.enabled", "0", 0, "BTCPay is offered", SMM_SET_FLAG},
    {"gateway.btcpay.base_url", NULL, 0, "BTCPay: address of your server", SMM_SET_URL},
    {"gateway.btcpay.store", NULL, 0, "BTCPay: id of the store"},
    {"gateway.btcpay.key", NULL, 1, "BTCPay: API key"},
    {"gateway.btcpay.webhook_secret", NULL, 1, "BTCPay: secret of the webhook"},
    {"gateway.btcpay.webhook_secret_old", NULL, 1,
     "BTCPay: previous secret of the webhook, while it is exchanged"},
    {"gateway.btcpay.confirmations", "6", 0,
     "BTCPay: confirmations before a payment counts (1, 2 or 6)", SMM_SET_INT, 1, 6},
    {"gateway.btcpay.coins", "BTC", 0,
     "BTCPay: coins that your account takes, as the page names them", SMM_SET_TEXT, 0, 200},
    {NULL, NULL, 0, NULL},
};

static const char *setting(const smm_gateway_env_t *e, const char *key)
{
    return smm_gateway_setting(e, &smm_gateway_btcpay, key);
}

static int ready(const smm_gateway_env_t *e)
{
    return setting(e, "base_url") && setting(e, "store") && setting(e, "key") &&
           setting(e, "webhook_secret");
}

/** Path below the store's invoices. */
static smm_gw_rc_e call(const smm_gateway_env_t *e, smm_gw_call_t *x, const char *path)
{
    const char *key = setting(e, "key"), *store = setting(e, "store");

    x->error = "settings are missing";
    x->base = setting(e, "base_url");
    if (!key || !store)
        return SMM_GW_NOT_SET;
    x->auth = apr_pstrcat(e->c->pool, "Authorization: token ", key, NULL);
    x->path = apr_pstrcat(e->c->pool, "/api/v1/stores/", smm_gw_escape(e->c->pool, store),
                          "/invoices", path, NULL);
    x->flags = SMM_GW_NUMBERS;
    return smm_gw_call(e, x);
}

/** Decimal text to minor units; what is beyond the last one is cut off, never rounded up. */
static int minor_of(apr_pool_t *p, const char *text, int exponent, int64_t *out)
{
    const char *dot = text ? strchr(text, '.') : NULL;

    if (!text)
        return -1;
    if (dot && !strpbrk(text, "eE") && strlen(dot + 1) > (size_t)exponent &&
        strspn(dot + 1, "0123456789") == strlen(dot + 1))
        text = apr_pstrmemdup(
            p, text, (apr_size_t)(dot - text) + (exponent ? 1u : 0u) + (apr_size_t)exponent);
    return smm_gw_minor(text, exponent, out);
}

static const char *decimal(apr_pool_t *p, int64_t minor, int exponent)
{
    int64_t unit = 1;
    int i;

    for (i = 0; i < exponent; i++)
        unit *= 10;
    if (!exponent)
        return apr_psprintf(p, "%" APR_INT64_T_FMT, minor);
    return apr_psprintf(p, "%" APR_INT64_T_FMT ".%0*" APR_INT64_T_FMT, minor / unit, exponent,
                        minor % unit);
}

/* ---- creating ---------------------------------------------------------------------------------
 */

/** Confirmations before an invoice is settled: the server knows 1, 2 and 6. */
static int64_t wanted(const smm_gateway_env_t *e)
{
    const char *n = setting(e, "confirmations");
    int64_t v = n ? apr_atoi64(n) : 6;

    return v == 1 || v == 2 ? v : 6;
}

/** The number of confirmations in the server's words; anything between is the safer one. */
static const char *speed(const smm_gateway_env_t *e)
{
    int64_t v = wanted(e);

    return v == 1 ? "MediumSpeed" : v == 2 ? "LowMediumSpeed" : "LowSpeed";
}

/** Takes over an invoice as the checkout. @return 0, or -1 when it is not one that can be shown. */
static int taken(const smm_gateway_env_t *e, json_t *o, const smm_intent_t *in, smm_checkout_t *out)
{
    const char *reference = smm_gw_text(o, "metadata.orderId");

    if (!reference || strcmp(reference, in->reference) != 0)
        return -1;
    out->gateway_ref = smm_gw_text(o, "id");
    out->redirect_url = smm_gw_text(o, "checkoutLink");
    if (smm_gw_int(o, "expirationTime", &out->expires) != 0 || out->expires <= 0)
        out->expires = e->c->now + LIFETIME;
    return smm_gw_ref_ok(out->gateway_ref) && smm_gateway_link_ok(out->redirect_url) ? 0 : -1;
}

/** An invoice of an attempt whose answer was lost. @return OK: *out is it. MISSING: there is none.
 */
static smm_gw_rc_e find(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    smm_gw_call_t x = {.method = "GET"};
    smm_gw_rc_e rc =
        call(e, &x,
             apr_pstrcat(e->c->pool, "?orderId=", smm_gw_escape(e->c->pool, in->reference), NULL));
    json_t *o;
    size_t i;

    out->error = x.error;
    /* nothing was made yet: whatever kept the answer away, it is safe to repeat */
    if (rc == SMM_GW_UNSURE)
        return SMM_GW_DOWN;
    if (rc == SMM_GW_MISSING)
        return SMM_GW_REFUSED;
    if (rc != SMM_GW_OK)
        return rc;
    if (!json_is_array(x.root))
        return SMM_GW_DOWN;
    json_array_foreach(x.root, i, o)
    {
        const char *status = smm_gw_text(o, "status");

        if (status && strcmp(status, "Expired") != 0 && strcmp(status, "Invalid") != 0 &&
            taken(e, o, in, out) == 0)
            return SMM_GW_OK;
    }
    return SMM_GW_MISSING;
}

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    smm_gw_call_t x = {.method = "POST"};
    smm_gw_rc_e rc;

    out->error = "an amount that BTCPay cannot take";
    if (in->amount_minor <= 0 || in->exponent < 0 || in->exponent > 3)
        return SMM_GW_REFUSED;
    rc = find(e, in, out);
    if (rc != SMM_GW_MISSING)
        return rc;
    /* no tolerance there: what is too little is this panel's decision */
    x.body = smm_gw_dump(e->c->pool,
                         json_pack("{s:s s:s s:{s:s s:s s:s} s:{s:s s:i s:i s:i s:s}}", "amount",
                                   decimal(e->c->pool, in->amount_minor, in->exponent), "currency",
                                   in->currency, "metadata", "orderId", in->reference, "itemDesc",
                                   in->description, "buyerEmail", in->email ? in->email : "",
                                   "checkout", "speedPolicy", speed(e), "expirationMinutes",
                                   LIFETIME / 60, "monitoringMinutes", MONITORED / 60,
                                   "paymentTolerance", 0, "redirectURL", in->return_url));
    if (!x.body)
        return SMM_GW_REFUSED;
    rc = call(e, &x, "");
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    return taken(e, x.root, in, out) == 0 ? SMM_GW_OK : SMM_GW_UNSURE;
}

/* ---- notices ----------------------------------------------------------------------------------
 */

static void verify_notify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    const char *sig = smm_gateway_header(in, "BTCPay-Sig"), *secrets[SMM_GW_SECRETS];
    const smm_gw_part_t body = {in->body, in->len};
    int n = smm_gw_secrets(e, &smm_gateway_btcpay, secrets), i, fits = 0;
    json_t *o;

    out->auth = SMM_GW_AUTH_BAD;
    out->why = "no signature";
    if (!sig || strncmp(sig, "sha256=", 7) != 0 || strlen(sig) != 7 + 64)
        return;
    out->why = "empty";
    if (!in->len)
        return;
    for (i = 0; i < n; i++) {
        const char *want = smm_gw_hmac_hex(e->c->pool, "SHA256", secrets[i], &body, 1);

        fits |= *want && smm_equal_ct(want, sig + 7);
    }
    out->why = "signature does not fit";
    if (!fits)
        return;
    o = smm_gw_json(e->c->pool, in->body, in->len, SMM_GW_NUMBERS);
    out->why = "not the expected JSON";
    if (!json_is_object(o))
        return;
    out->auth = SMM_GW_AUTH_OK;
    out->why = NULL;
    /* a delivery that is sent again has an id of its own, and names the first one */
    out->event_key = smm_gw_event_key(e->c->pool, smm_gw_text(o, "originalDeliveryId"), in);
    out->event = smm_gw_text(o, "type");
    out->gateway_ref = smm_gw_text(o, "invoiceId");
    out->reference = smm_gw_text(o, "metadata.orderId");
}

/* ---- asking -----------------------------------------------------------------------------------
 */

/** One rule for fetch and for the table of tests. */
static const char *state_of(const char *status, const char *more)
{
    static const smm_gw_map_t map[] = {{"New", "pending"},    {"Processing", "confirming"},
                                       {"Settled", "paid"},   {"Expired", "expired"},
                                       {"Invalid", "failed"}, {NULL, NULL}};
    const char *state = smm_gw_state(map, status);

    if (!state || !more)
        return state;
    if (strcmp(more, "PaidPartial") == 0 &&
        (strcmp(state, "pending") == 0 || strcmp(state, "expired") == 0))
        return "underpaid";
    if (strcmp(more, "PaidLate") == 0 && strcmp(state, "expired") == 0)
        return "confirming";
    if (strcmp(more, "PaidOver") == 0 && strcmp(state, "paid") == 0)
        return "overpaid";
    return state;
}

const char *smm_btcpay_state(apr_pool_t *p, json_t *row)
{
    (void)p;
    return state_of(smm_gw_text(row, "status"), smm_gw_text(row, "additionalStatus"));
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t x = {.method = "GET"};
    const char *status, *more;
    int64_t came;
    int exponent;
    smm_gw_rc_e rc;

    out->error = "no reference";
    if (!smm_gw_ref_ok(ref))
        return SMM_GW_MISSING;
    rc = call(e, &x, apr_pstrcat(p, "/", ref, NULL));
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    status = smm_gw_text(x.root, "status");
    more = smm_gw_text(x.root, "additionalStatus");
    out->state = state_of(status, more);
    out->reference = smm_gw_text(x.root, "metadata.orderId");
    out->currency = smm_gw_text(x.root, "currency");
    if (!out->state || !out->reference || !out->currency)
        return SMM_GW_UNSURE;
    out->currency = smm_gw_upper(p, out->currency);
    exponent = smm_gw_exponent(out->currency);
    if (!smm_gw_text(x.root, "amount") ||
        smm_gw_minor(smm_gw_text(x.root, "amount"), exponent, &out->asked_minor) != 0 ||
        out->asked_minor <= 0)
        return SMM_GW_UNSURE;
    out->confirmations = -1; /* it tells none, but it waits for those that were asked for */
    out->confirmations_wanted = wanted(e);
    out->raw_status = apr_pstrcat(p, status, "/", more ? more : "?", NULL);
    /* coins of an invoice that is not settled may have no confirmation yet: they are no money */
    if (strcmp(status, "Settled") != 0)
        return SMM_GW_OK;
    out->paid_minor = out->asked_minor;
    if (smm_gw_text(x.root, "paidAmount")) {
        if (minor_of(p, smm_gw_text(x.root, "paidAmount"), exponent, &came) != 0)
            return SMM_GW_UNSURE;
        if (came > out->paid_minor)
            out->paid_minor = came;
    }
    out->payment_id = apr_psprintf(p, "%s-%" APR_INT64_T_FMT, ref, out->paid_minor);
    return SMM_GW_OK;
}

/** Asks for the list of invoices, one of them: a good key is given it. */
static smm_gw_rc_e test(const smm_gateway_env_t *e, const char **what)
{
    smm_gw_call_t x = {.method = "GET"};
    smm_gw_rc_e rc = call(e, &x, "?take=1");
    const char *ok = N_("BTCPay knows the key and the store.");

    if (rc == SMM_GW_OK && !setting(e, "webhook_secret"))
        ok = N_("BTCPay knows the key and the store. The webhook's secret is still missing.");
    *what = smm_gw_test_text(e->c->pool, rc, &x, ok);
    return rc;
}

const smm_gateway_t smm_gateway_btcpay = {
    .name = "btcpay",
    .title = "Bitcoin",
    .text = "Coins, counted after their confirmations",
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
