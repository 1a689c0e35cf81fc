/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gateway outside the tree, as a module of its own: "Example Pay", a processor with a bearer key,
 * JSON over HTTP and signed notices.
 *
 *   apxs -c -Wc,-std=gnu11 -I /usr/local/include/mod_smm \
 *        $(pkg-config --cflags --libs jansson libcrypto) mod_smm_gateway_example.c
 *   LoadModule smm_gateway_example_module …/mod_smm_gateway_example.so   (after mod_smm_wallet)
 *
 * Its settings appear on the staff's page by themselves, its notices come to
 * /pay/notify/example/TOKEN. docs/internals/gateways.md says what each function must do.
 */
#include <stdlib.h>
#include <string.h>
#include <httpd.h>
#include <http_config.h>
#include <ap_provider.h>
#include <apr_strings.h>
#include <jansson.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include "smm_gateway.h"

static const smm_gateway_t example;

static const smm_setting_t settings[] = {
    {"gateway.example.enabled", "0", 0, "Example Pay is offered", SMM_SET_FLAG},
    {"gateway.example.base_url", NULL, 0, "Example Pay: address of the API", SMM_SET_URL},
    {"gateway.example.key", NULL, 1, "Example Pay: API key, which also signs its notices"},
    {NULL, NULL, 0, NULL},
};

static const char *setting(const smm_gateway_env_t *e, const char *key)
{
    return smm_gateway_setting(e, &example, key);
}

static int ready(const smm_gateway_env_t *e)
{
    return setting(e, "base_url") && setting(e, "key");
}

/** One call; *root is the answer when the result is OK and must be freed. */
static smm_gw_rc_e call(const smm_gateway_env_t *e, const char *path, const char *body,
                        const char *key, json_t **root)
{
    apr_pool_t *p = e->c->pool;
    const char *headers[4] = {0};
    smm_http_t x = {.method = body ? "POST" : "GET", .timeout_ms = e->timeout_ms};

    if (!ready(e))
        return SMM_GW_NOT_SET;
    headers[0] = apr_pstrcat(p, "Authorization: Bearer ", setting(e, "key"), NULL);
    if (body) {
        headers[1] = "Content-Type: application/json";
        headers[2] = apr_pstrcat(p, "Idempotency-Key: ", key, NULL);
        x.body = body;
        x.body_len = strlen(body);
    }
    x.headers = headers;
    x.url = apr_pstrcat(p, setting(e, "base_url"), path, NULL);
    e->http(p, &x, 1);
    if (x.rc == SMM_HTTP_NOT_SENT)
        return SMM_GW_DOWN;
    if (x.rc != SMM_HTTP_DONE || x.status >= 500)
        return SMM_GW_UNSURE;
    if (x.status != 200)
        return x.status == 404 ? SMM_GW_MISSING : SMM_GW_REFUSED;
    *root = json_loadb(x.answer, x.answer_len, JSON_REJECT_DUPLICATES, NULL);
    return *root ? SMM_GW_OK : SMM_GW_UNSURE;
}

static const char *text(const smm_gateway_env_t *e, json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));

    return s ? apr_pstrdup(e->c->pool, s) : NULL;
}

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    json_t *o = json_pack("{s:I s:s s:s s:s}", "cents", (json_int_t)in->amount_minor, "currency",
                          in->currency, "reference", in->reference, "back", in->return_url);
    char *body = json_dumps(o, JSON_COMPACT);
    json_t *root = NULL;
    smm_gw_rc_e rc = body ? call(e, "/orders", body, in->key, &root) : SMM_GW_REFUSED;

    free(body);
    json_decref(o);
    if (rc != SMM_GW_OK)
        return rc;
    out->gateway_ref = text(e, root, "id");
    out->redirect_url = text(e, root, "page");
    json_decref(root);
    return out->gateway_ref && smm_gateway_link_ok(out->redirect_url) ? SMM_GW_OK : SMM_GW_UNSURE;
}

/** X-Example-Signature: base64 HMAC-SHA256 of the body. */
static void verify_notify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    const char *sent = smm_gateway_header(in, "X-Example-Signature"), *key = setting(e, "key");
    unsigned char md[EVP_MAX_MD_SIZE], want[2 * EVP_MAX_MD_SIZE];
    unsigned int n = 0;
    json_t *o;

    out->auth = SMM_GW_AUTH_BAD;
    out->why = "signature does not fit";
    if (!sent || !key ||
        !HMAC(EVP_sha256(), key, (int)strlen(key), (const unsigned char *)in->body, in->len, md,
              &n))
        return;
    EVP_EncodeBlock(want, md, (int)n);
    if (!smm_equal_ct((const char *)want, sent))
        return;
    o = json_loadb(in->body, in->len, JSON_REJECT_DUPLICATES, NULL);
    out->event_key = text(e, o, "event");
    out->gateway_ref = text(e, o, "id");
    json_decref(o);
    if (out->event_key)
        out->auth = SMM_GW_AUTH_OK;
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    json_t *root = NULL;
    smm_gw_rc_e rc = call(e, apr_pstrcat(e->c->pool, "/orders/", ref, NULL), NULL, NULL, &root);

    if (rc != SMM_GW_OK)
        return rc;
    out->raw_status = text(e, root, "status");
    out->state = out->raw_status && strcmp(out->raw_status, "done") == 0 ? "paid" : "pending";
    out->payment_id = text(e, root, "receipt");
    out->reference = text(e, root, "reference");
    out->currency = text(e, root, "currency");
    out->asked_minor = json_integer_value(json_object_get(root, "cents"));
    out->paid_minor = json_integer_value(json_object_get(root, "paid"));
    json_decref(root);
    return out->raw_status && out->reference && out->currency && out->asked_minor > 0
               ? SMM_GW_OK
               : SMM_GW_UNSURE;
}

static const smm_gateway_t example = {
    .name = "example",
    .title = "Example Pay",
    .text = "A gateway that was built outside the tree",
    .time = "Instant",
    .icon = "credit-card",
    .caps = {.currencies = "USD",
             .flags = SMM_GW_REDIRECT | SMM_GW_NOTICE | SMM_GW_SIGNED | SMM_GW_POLL,
             .lifetime = 3600,
             .late = 86400},
    .settings = settings,
    .ready = ready,
    .create = create,
    .verify_notify = verify_notify,
    .fetch = fetch,
};

static void register_hooks(apr_pool_t *p)
{
    /* any name within the group; mod_smm_wallet lists the group when the configuration is read */
    ap_register_provider(p, SMM_GATEWAY_GROUP, example.name, SMM_GATEWAY_VERSION, &example);
}

module AP_MODULE_DECLARE_DATA smm_gateway_example_module = {
    STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks, 0,
};
