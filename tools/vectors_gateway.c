/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vectors: signatures of the gateways' notices, and their states. The gateway's own verify_notify
 * runs with the case's keys as settings and the case's clock; nothing is reached over the network.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include "../modules/wallet/gateway/bitpay_sign.h"
#include "../modules/wallet/gateway/gateways.h"
#include "../modules/wallet/gateway/coingate.h"
#include "../modules/wallet/gateway/paypal.h"
#include "smm_settings.h"
#include "vectors_int.h"

static apr_pool_t *pool;
static json_t *file, *current; /* what the settings are read from */

/** Settings that are a member of the case, by their last word. */
static const char *setting(smm_ctx_t *c, const char *key)
{
    const char *word = strrchr(key, '.') + 1, *v;
    json_t *keys = json_object_get(current, "keys"), *n;

    if (strcmp(word, "notice_age") == 0) {
        n = json_object_get(current, "tolerance");
        return n ? apr_psprintf(c->pool, "%" APR_INT64_T_FMT, (apr_int64_t)json_integer_value(n))
                 : NULL;
    }
    if (strcmp(word, "trusted_root") == 0)
        return json_string_value(json_object_get(file, "trusted_root"));
    v = json_string_value(json_object_get(keys, word));
    if (v)
        return v;
    /* the secret of a case is whatever signs there; one that is exchanged has another value */
    if ((strstr(word, "secret") || strcmp(word, "token") == 0) && !strstr(word, "_old"))
        return json_string_value(json_object_get(current, "secret"));
    return NULL;
}

static void no_http(apr_pool_t *p, smm_http_t *x, int n)
{
    int i;

    (void)p;
    for (i = 0; i < n; i++)
        x[i].rc = SMM_HTTP_NOT_SENT;
}

static smm_notice_in_t notice_of(json_t *c)
{
    apr_array_header_t *h = apr_array_make(pool, 8, sizeof(smm_gw_header_t));
    json_t *headers = json_object_get(c, "headers"), *v, *body = json_object_get(c, "body");
    smm_notice_in_t in = {0};
    const char *name;

    json_object_foreach(headers, name, v)
    {
        smm_gw_header_t *x = apr_array_push(h);

        x->name = name;
        x->value = json_string_value(v);
    }
    memset(apr_array_push(h), 0, sizeof(smm_gw_header_t));
    in.headers = (const smm_gw_header_t *)h->elts;
    in.body = json_is_string(body) ? json_string_value(body) : "";
    in.len = json_string_length(body);
    return in;
}

static void verdict(vec_t *v, json_t *c, int valid)
{
    vec_check(v, valid == (strcmp(vec_str(c, "expect"), "valid") == 0), "%s: got %s, want %s",
              vec_str(c, "name"), valid ? "valid" : "invalid", vec_str(c, "expect"));
}

/** One case of a notice with a signature. */
static void notice_case(vec_t *v, json_t *c, const smm_gateway_t *g)
{
    smm_panel_t panel = {.id = 1, .key = "demo", .name = "Demo"};
    smm_ctx_t ctx = {.pool = pool, .panel = &panel, .now = vec_opt(c, "now", 1795392000)};
    smm_gateway_env_t e = {&ctx, no_http, setting, 1000};
    smm_notice_in_t in = notice_of(c);
    smm_notice_t out = {SMM_GW_AUTH_BAD};
    const char *sum = vec_str(c, "body_sha256"), *again = vec_str(c, "duplicate_of_event");

    current = c;
    if (*sum)
        vec_check(v, strcmp(smm_sha256_hex(pool, in.body, in.len), sum) == 0,
                  "%s: the body is not the one that was signed", vec_str(c, "name"));
    g->verify_notify(&e, &in, &out);
    verdict(v, c, out.auth == SMM_GW_AUTH_OK);
    if (out.auth == SMM_GW_AUTH_OK)
        /* an event's key may hold more than its id, behind a "/" */
        vec_check(
            v,
            out.event_key && strncmp(out.event_key, again, strlen(again)) == 0 &&
                (!*again || !out.event_key[strlen(again)] || out.event_key[strlen(again)] == '/'),
            "%s: event %s, want %s", vec_str(c, "name"), out.event_key ? out.event_key : "none",
            *again ? again : "any");
}

#define NOTICES(NAME)                                                                              \
    static void NAME##_case(vec_t *v, json_t *c)                                                   \
    {                                                                                              \
        notice_case(v, c, &smm_gateway_##NAME);                                                    \
    }                                                                                              \
    static void NAME##_file(vec_t *v, json_t *root)                                                \
    {                                                                                              \
        file = root;                                                                               \
        vec_each(v, root, "cases", NAME##_case);                                                   \
    }

NOTICES(stripe)
NOTICES(tazapay)
NOTICES(btcpay)
NOTICES(nowpayments)

/** PayPal's certificates are fetched in a step of its own: here they come from the file. */
static void paypal_case(vec_t *v, json_t *c)
{
    const char *url = vec_str(json_object_get(c, "headers"), "PAYPAL-CERT-URL");
    const char *name = vec_str(json_object_get(c, "keys"), "cert");

    smm_paypal_cert_keep(url, vec_str(json_object_get(file, "certs"), name), 1);
    notice_case(v, c, &smm_gateway_paypal);
}

static void paypal_file(vec_t *v, json_t *root)
{
    file = root;
    vec_each(v, root, "cases", paypal_case);
}

/** Razorpay signs its notices, and what the browser brings back. */
static void razorpay_case(vec_t *v, json_t *c)
{
    if (strcmp(vec_str(c, "kind"), "checkout_return") == 0)
        verdict(v, c,
                smm_razorpay_return_ok(pool, vec_str(c, "secret"), json_object_get(c, "params"),
                                       vec_str(c, "signature")));
    else
        notice_case(v, c, &smm_gateway_razorpay);
}

static void razorpay_file(vec_t *v, json_t *root)
{
    file = root;
    vec_each(v, root, "cases", razorpay_case);
}
NOTICES(paytm)

/** BitPay signs its notices; the panel signs its own requests. */
static void bitpay_case(vec_t *v, json_t *c)
{
    json_t *keys = json_object_get(c, "keys"), *headers = json_object_get(c, "headers");
    const char *key = vec_str(keys, "private_key_hex"), *identity, *text, *own;

    if (strcmp(vec_str(c, "kind"), "request_signing") != 0) {
        notice_case(v, c, &smm_gateway_bitpay);
        return;
    }
    identity = smm_bitpay_identity(pool, key);
    text = apr_pstrcat(pool, vec_str(c, "url"), vec_str(c, "body"), NULL);
    own = smm_bitpay_sign(pool, key, text);
    vec_check(v, identity && strcmp(identity, vec_str(keys, "public_key_hex")) == 0,
              "%s: another public key", vec_str(c, "name"));
    vec_check(v, own && smm_bitpay_signed(pool, identity, own, text),
              "%s: a signature of our own does not fit", vec_str(c, "name"));
    verdict(v, c,
            identity && strcmp(identity, vec_str(headers, "X-Identity")) == 0 &&
                smm_bitpay_signed(pool, identity, vec_str(headers, "X-Signature"), text));
}

static void bitpay_file(vec_t *v, json_t *root)
{
    file = root;
    vec_each(v, root, "cases", bitpay_case);
}

/** CoinGate does not sign: a notice is compared with the order that was made. */
static void coingate_case(vec_t *v, json_t *c)
{
    json_t *stored = json_object_get(c, "stored"), *o;
    smm_coingate_order_t order = {vec_str(stored, "token"), vec_str(stored, "order_id"),
                                  vec_str(stored, "coingate_id"), vec_str(stored, "price_amount"),
                                  vec_str(stored, "price_currency")};
    smm_notice_in_t in = notice_of(c);
    int valid;

    o = smm_coingate_fields(pool, &in);
    valid = o && !smm_coingate_differs(o, &order);
    verdict(v, c, valid);
    if (valid && json_object_get(c, "state"))
        vec_check_str(v, vec_str(c, "name"), smm_coingate_state(pool, o),
                      json_object_get(c, "state"));
}

static void coingate_file(vec_t *v, json_t *root)
{
    vec_each(v, root, "cases", coingate_case);
}

/* ---- states -----------------------------------------------------------------------------------
 */

static void state_case(vec_t *v, json_t *c)
{
    const char *name = vec_str(c, "gateway"), *got;
    const smm_gateway_entry_t *g;

    for (g = smm_gateways; g->gateway && strcmp(g->gateway->name, name) != 0; g++)
        ;
    if (!g->gateway || !g->state) {
        vec_check(v, 0, "gateway \"%s\" has no table of states", name);
        return;
    }
    got = g->state(pool, json_object_get(c, "raw"));
    vec_check_str(v, name, got, json_object_get(c, "state"));
}

static void states_file(vec_t *v, json_t *root)
{
    vec_each(v, root, "cases", state_case);
}

static void begin(void)
{
    apr_initialize();
    atexit(apr_terminate);
    apr_pool_create(&pool, NULL);
}

#define KIND(NAME)                                                                                 \
    static void NAME##_run(vec_t *v, json_t *root)                                                 \
    {                                                                                              \
        if (!pool)                                                                                 \
            begin();                                                                               \
        NAME##_file(v, root);                                                                      \
    }
KIND(stripe)
KIND(paypal)
KIND(razorpay)
KIND(tazapay)
KIND(btcpay)
KIND(nowpayments)
KIND(bitpay)
KIND(coingate)
KIND(paytm)
KIND(states)

const vec_kind_t vec_gateways[] = {
    {"stripe", stripe_run},
    {"paypal", paypal_run},
    {"razorpay", razorpay_run},
    {"tazapay", tazapay_run},
    {"btcpay", btcpay_run},
    {"paytm", paytm_run},
    {"nowpayments", nowpayments_run},
    {"bitpay", bitpay_run},
    {"coingate", coingate_run},
    {"all", states_run},
    {NULL, NULL},
};
