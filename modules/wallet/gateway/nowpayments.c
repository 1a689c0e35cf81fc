/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many coins by NOWPayments, on its hosted page. An invoice there has no state of its own: a
 * payment appears when the payer chooses a coin, one invoice may have several, and only the
 * account's owner may list them. So fetch() signs in, lists the payments of the invoice and adds up
 * what arrived; the rest of an under-paid invoice is simply paid on the same page. It has no key
 * for repeats: an invoice whose answer was lost was shown to nobody, so another one is made. Money
 * goes back by hand.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "gw_util.h"
#include "np_json.h"
#include "smm_money.h"

#define LIFETIME 3600

static const smm_setting_t settings[] = {
    {"gateway.nowpayments.enabled", "0", 0, "NOWPayments is offered", SMM_SET_FLAG},
    {"gateway.nowpayments.base_url", "https://api.nowpayments.io", 0,
     "NOWPayments: address of the API", SMM_SET_URL},
    {"gateway.nowpayments.key", NULL, 1, "NOWPayments: API key"},
    {"gateway.nowpayments.webhook_secret", NULL, 1, "NOWPayments: IPN secret"},
    {"gateway.nowpayments.webhook_secret_old", NULL, 1,
     "NOWPayments: previous IPN secret, while it is exchanged"},
    {"gateway.nowpayments.email", NULL, 0,
     "NOWPayments: e-mail of the account, to list an invoice's payments"},
    {"gateway.nowpayments.password", NULL, 1, "NOWPayments: password of that account"},
    {"gateway.nowpayments.coins", "BTC ETH LTC USDT and many more", 0,
     "NOWPayments: coins that your account takes, as the page names them", SMM_SET_TEXT, 0, 200},
    {NULL, NULL, 0, NULL},
};

static const char *setting(const smm_gateway_env_t *e, const char *key)
{
    return smm_gateway_setting(e, &smm_gateway_nowpayments, key);
}

static int ready(const smm_gateway_env_t *e)
{
    return setting(e, "base_url") && setting(e, "key") && setting(e, "webhook_secret") &&
           setting(e, "email") && setting(e, "password");
}

static smm_gw_rc_e call(const smm_gateway_env_t *e, smm_gw_call_t *x)
{
    const char *key = setting(e, "key");

    x->error = "settings are missing";
    x->base = setting(e, "base_url");
    if (!key)
        return SMM_GW_NOT_SET;
    x->headers[0] = apr_pstrcat(e->c->pool, "x-api-key: ", key, NULL);
    x->flags = SMM_GW_NUMBERS;
    return smm_gw_call(e, x);
}

/** A few minutes' token of the account, as a whole header line. */
static smm_gw_rc_e sign_in(const smm_gateway_env_t *e, const char **auth, smm_gw_call_t *x)
{
    const char *email = setting(e, "email"), *password = setting(e, "password"), *token;
    smm_gw_rc_e rc;

    x->error = "settings are missing";
    if (!email || !password)
        return SMM_GW_NOT_SET;
    x->method = "POST";
    x->path = "/v1/auth";
    x->body = smm_gw_dump(e->c->pool, json_pack("{s:s s:s}", "email", email, "password", password));
    if (!x->body)
        return SMM_GW_REFUSED;
    rc = call(e, x);
    /* nothing is made by it: it may always be repeated */
    if (rc == SMM_GW_UNSURE)
        return SMM_GW_DOWN;
    if (rc != SMM_GW_OK)
        return rc == SMM_GW_MISSING ? SMM_GW_REFUSED : rc;
    token = smm_gw_text(x->root, "token");
    /* it becomes a header line */
    if (!token || strpbrk(token, " \r\n\t"))
        return SMM_GW_DOWN;
    *auth = apr_pstrcat(e->c->pool, "Authorization: Bearer ", token, NULL);
    return SMM_GW_OK;
}

/* ---- creating ---------------------------------------------------------------------------------
 */

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    smm_gw_call_t x = {.method = "POST", .path = "/v1/invoice"};
    char amount[SMM_USD_TEXT];
    const char *rest, *reference;
    smm_gw_rc_e rc;

    out->error = "an amount that NOWPayments cannot take";
    if (in->amount_minor <= 0 || in->exponent < 0 || in->exponent > 3)
        return SMM_GW_REFUSED;
    rest = smm_gw_dump(e->c->pool, json_pack("{s:s s:s s:s s:s s:s s:s s:s}", "price_currency",
                                             smm_gw_lower(e->c->pool, in->currency), "order_id",
                                             in->reference, "order_description", in->description,
                                             "ipn_callback_url", in->notify_url, "success_url",
                                             in->return_url, "partially_paid_url", in->return_url,
                                             "cancel_url", in->cancel_url));
    if (!rest)
        return SMM_GW_REFUSED;
    /* the amount is a JSON number there: its exact text is put in front of the other members */
    x.body = apr_pstrcat(
        e->c->pool, "{\"price_amount\":", smm_minor_text(amount, in->amount_minor, in->exponent),
        ",", rest + 1, NULL);
    rc = call(e, &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    reference = smm_gw_text(x.root, "order_id");
    out->gateway_ref = smm_gw_text(x.root, "id");
    out->redirect_url = smm_gw_text(x.root, "invoice_url");
    out->expires = e->c->now + LIFETIME;
    return smm_gw_ref_ok(out->gateway_ref) && smm_gateway_link_ok(out->redirect_url) && reference &&
                   strcmp(reference, in->reference) == 0
               ? SMM_GW_OK
               : SMM_GW_UNSURE;
}

/* ---- notices ----------------------------------------------------------------------------------
 */

/** The header without blanks around it, in small letters. */
static const char *signature(apr_pool_t *p, const char *text)
{
    apr_size_t n;

    while (*text == ' ' || *text == '\t')
        text++;
    n = strlen(text);
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    return smm_gw_lower(p, apr_pstrmemdup(p, text, n));
}

static void verify_notify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    apr_pool_t *p = e->c->pool;
    const char *sig = smm_gateway_header(in, "x-nowpayments-sig"), *secrets[SMM_GW_SECRETS];
    const char *text, *id, *status;
    int n = smm_gw_secrets(e, &smm_gateway_nowpayments, secrets), i, fits = 0;
    smm_gw_part_t body;
    json_t *o;

    out->auth = SMM_GW_AUTH_BAD;
    out->why = "no signature";
    sig = sig ? signature(p, sig) : "";
    if (strlen(sig) != 128)
        return;
    /* what is signed is the text in its canonical form, so it is read before it is trusted */
    text = smm_np_canonical(p, in->body, in->len);
    out->why = "not the expected JSON";
    if (!text || *text != '{')
        return;
    body = (smm_gw_part_t){text, strlen(text)};
    for (i = 0; i < n; i++) {
        const char *want = smm_gw_hmac_hex(p, "SHA512", secrets[i], &body, 1);

        fits |= *want && smm_equal_ct(want, sig);
    }
    out->why = "signature does not fit";
    if (!fits)
        return;
    out->auth = SMM_GW_AUTH_OK;
    out->why = NULL;
    o = smm_gw_json(p, text, body.len, SMM_GW_NUMBERS);
    id = smm_gw_text(o, "payment_id");
    status = smm_gw_text(o, "payment_status");
    out->event = status;
    out->gateway_ref = smm_gw_text(o, "invoice_id");
    out->reference = smm_gw_text(o, "order_id");
    /* a further part of the same payment has the same status and another amount: it counts again */
    out->event_key = smm_gw_event_key(
        p,
        id && status ? apr_pstrcat(p, id, ":", status, "/",
                                   apr_pstrndup(p, smm_sha256_hex(p, text, body.len), 16), NULL)
                     : NULL,
        in);
}

/* ---- asking -----------------------------------------------------------------------------------
 */

/** part of whole, both decimal texts of one coin: v × part ÷ whole, cut. @return -1: unreadable. */
static int share(int64_t v, const char *part, const char *whole, int64_t *out)
{
    int64_t a, b;
    int digits;

    if (!part || !whole)
        return -1;
    for (digits = 18; digits >= 0; digits--)
        if (smm_gw_minor(part, digits, &a) == 0 && smm_gw_minor(whole, digits, &b) == 0)
            return b > 0 ? smm_muldiv_floor(v, a, b, out) : -1;
    return -1;
}

/** One rule for fetch and for the table of tests. */
static const char *state_of(json_t *row)
{
    static const smm_gw_map_t map[] = {{"waiting", "pending"},
                                       {"confirming", "confirming"},
                                       {"confirmed", "confirming"},
                                       {"sending", "confirming"},
                                       {"finished", "paid"},
                                       {"partially_paid", "underpaid"},
                                       {"failed", "failed"},
                                       {"refunded", "refunded"},
                                       {"expired", "expired"},
                                       {"cancelled", "failed"},
                                       {NULL, NULL}};
    const char *state = smm_gw_state(map, smm_gw_text(row, "payment_status"));
    int64_t came;

    if (state && strcmp(state, "paid") == 0 &&
        share(1000000000, smm_gw_text(row, "actually_paid"), smm_gw_text(row, "pay_amount"),
              &came) == 0 &&
        came > 1000000000)
        return "overpaid";
    return state;
}

const char *smm_nowpayments_state(apr_pool_t *p, json_t *row)
{
    char *text = json_dumps(row, JSON_COMPACT);
    const char *canonical = text ? smm_np_canonical(p, text, strlen(text)) : NULL;

    free(text);
    return canonical ? state_of(smm_gw_json(p, canonical, strlen(canonical), SMM_GW_NUMBERS))
                     : NULL;
}

/** What the payments of one invoice come to. */
typedef struct sum_t {
    int64_t came, back;
    int confirming, pending, failed, refunded, n;
} sum_t;

/** Adds one payment. @return 0, -1: it cannot be read, or belongs to something else. */
static int add(const smm_gateway_env_t *e, json_t *row, smm_snapshot_t *out, sum_t *sum)
{
    const char *state = state_of(row), *price = smm_gw_text(row, "price_amount");
    const char *currency = smm_gw_text(row, "price_currency"), *ref = smm_gw_text(row, "order_id");
    const char *parent = smm_gw_text(row, "parent_payment_id");
    int64_t asked, v = 0;

    if (!state || !price || !currency || !ref)
        return -1;
    currency = smm_gw_upper(e->c->pool, currency);
    if (smm_gw_minor(price, smm_gw_exponent(currency), &asked) != 0 || asked <= 0)
        return -1;
    /* payments that do not agree with each other agree with nothing: a person looks */
    if (out->reference && strcmp(out->reference, ref) != 0)
        ref = apr_pstrcat(e->c->pool, out->reference, " and ", ref, NULL);
    out->reference = ref;
    if (out->currency && strcmp(out->currency, currency) != 0)
        currency = apr_pstrcat(e->c->pool, out->currency, " and ", currency, NULL);
    out->currency = currency;
    if (!parent)
        out->asked_minor = out->asked_minor && out->asked_minor != asked ? INT64_MAX : asked;
    out->raw_status = smm_gw_text(row, "payment_status");
    sum->n++;
    sum->confirming += strcmp(state, "confirming") == 0;
    sum->pending += strcmp(state, "pending") == 0;
    sum->failed += strcmp(state, "failed") == 0;
    sum->refunded += strcmp(state, "refunded") == 0;
    if (strcmp(state, "paid") != 0 && strcmp(state, "overpaid") != 0 &&
        strcmp(state, "underpaid") != 0 && strcmp(state, "refunded") != 0)
        return 0;
    if (share(asked, smm_gw_text(row, "actually_paid"), smm_gw_text(row, "pay_amount"), &v) != 0)
        v = 0;
    /* finished means enough, by the account's own allowance; a later deposit counts as it is */
    if (strcmp(state, "paid") == 0 && !parent && v < asked)
        v = asked;
    smm_gw_sum(strcmp(state, "refunded") == 0 ? &sum->back : &sum->came, v);
    return 0;
}

static const char *state_of_sum(const sum_t *sum, int64_t asked)
{
    if (sum->came > 0 && sum->came >= asked)
        return sum->came > asked ? "overpaid" : "paid";
    if (sum->confirming)
        return "confirming";
    if (sum->came > 0)
        return "underpaid";
    if (sum->pending || !sum->n)
        return "pending";
    return sum->refunded ? "refunded" : sum->failed ? "failed" : "expired";
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    apr_pool_t *p = e->c->pool;
    smm_gw_call_t in = {0}, x = {.method = "GET"};
    sum_t sum = {0};
    json_t *row;
    size_t i;
    smm_gw_rc_e rc;

    out->error = "no reference";
    if (!smm_gw_ref_ok(ref))
        return SMM_GW_MISSING;
    rc = sign_in(e, &x.auth, &in);
    out->error = in.error;
    if (rc != SMM_GW_OK)
        return rc;
    x.path = apr_pstrcat(p, "/v1/payment/?limit=100&page=0&invoiceId=", ref, NULL);
    rc = call(e, &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    if (!json_is_array(smm_gw_at(x.root, "data")))
        return SMM_GW_UNSURE;
    out->raw_status = "no coin chosen";
    json_array_foreach(smm_gw_at(x.root, "data"), i, row)
    {
        const char *invoice = smm_gw_text(row, "invoice_id");

        /* a list that was not narrowed down must not add up what others paid */
        if (!invoice || strcmp(invoice, ref) != 0)
            continue;
        if (add(e, row, out, &sum) != 0)
            return SMM_GW_UNSURE;
    }
    out->state = state_of_sum(&sum, out->asked_minor);
    out->paid_minor = sum.came;
    out->refunded_minor = sum.back;
    if (sum.came > 0)
        out->payment_id = apr_psprintf(p, "%s-%" APR_INT64_T_FMT, ref, sum.came);
    return SMM_GW_OK;
}

/** Signs in and lists one payment: needs the key, the e-mail and the password. */
static smm_gw_rc_e test(const smm_gateway_env_t *e, const char **what)
{
    smm_gw_call_t in = {0}, x = {.method = "GET", .path = "/v1/payment/?limit=1&page=0"};
    smm_gw_rc_e rc = sign_in(e, &x.auth, &in);
    const char *ok = N_("NOWPayments knows the key and the account.");

    if (rc != SMM_GW_OK) {
        *what = smm_gw_test_text(e->c->pool, rc, &in, ok);
        return rc;
    }
    rc = call(e, &x);
    if (rc == SMM_GW_OK && !setting(e, "webhook_secret"))
        ok = N_("NOWPayments knows the key and the account. The IPN secret is still missing.");
    *what = smm_gw_test_text(e->c->pool, rc, &x, ok);
    return rc;
}

const smm_gateway_t smm_gateway_nowpayments = {
    .name = "nowpayments",
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
