/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The client of the sandbox gateway, written as for a real processor: bearer key, JSON over HTTP,
 * idempotency key on create, notices signed like "t=…,v1=…" over time, point and raw body.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <jansson.h>
#include "gateways.h"

#define NOTICE_MAX_AGE 300

static const smm_setting_t settings[] = {
    {"gateway.sandbox.enabled", "1", 0, "Sandbox payments are offered", SMM_SET_FLAG},
    {"gateway.sandbox.base_url", NULL, 0, "Address of the sandbox gateway", SMM_SET_URL},
    {"gateway.sandbox.key", NULL, 1, "API key of the sandbox gateway"},
    {"gateway.sandbox.secret", NULL, 1, "Secret that signs its notices"},
    {NULL, NULL, 0, NULL},
};

static int ready(const smm_gateway_env_t *e)
{
    return smm_gateway_setting(e, &smm_gateway_sandbox, "base_url") &&
           smm_gateway_setting(e, &smm_gateway_sandbox, "key") &&
           smm_gateway_setting(e, &smm_gateway_sandbox, "secret");
}

/** One call. *root is the answer's JSON object when the result is OK; free it. */
static smm_gw_rc_e call(const smm_gateway_env_t *e, const char *method, const char *path,
                        const char *body, const char *key, json_t **root)
{
    apr_pool_t *p = e->c->pool;
    const char *base = smm_gateway_setting(e, &smm_gateway_sandbox, "base_url");
    const char *token = smm_gateway_setting(e, &smm_gateway_sandbox, "key");
    const char *headers[5] = {0};
    smm_http_t x = {.method = method, .timeout_ms = e->timeout_ms, .max_answer = 65536};

    if (!base || !token)
        return SMM_GW_NOT_SET;
    headers[0] = apr_pstrcat(p, "Authorization: Bearer ", token, NULL);
    headers[1] = "Accept: application/json";
    if (body) {
        headers[2] = "Content-Type: application/json";
        headers[3] = apr_pstrcat(p, "Idempotency-Key: ", key, NULL);
        x.body = body;
        x.body_len = strlen(body);
    }
    x.headers = headers;
    x.connect_ms = e->timeout_ms < 3000 ? e->timeout_ms : 3000;
    x.url = apr_pstrcat(p, base, path, NULL);
    e->http(p, &x, 1);
    if (x.rc == SMM_HTTP_NOT_SENT)
        return SMM_GW_DOWN;
    if (x.rc != SMM_HTTP_DONE)
        return SMM_GW_UNSURE;
    if (x.status == 404)
        return SMM_GW_MISSING;
    if (x.status >= 400 && x.status < 500 && x.status != 429)
        return SMM_GW_REFUSED;
    if (x.status != 200 && x.status != 201)
        return SMM_GW_UNSURE;
    *root = json_loadb(x.answer, x.answer_len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(*root)) {
        json_decref(*root);
        return SMM_GW_UNSURE;
    }
    return SMM_GW_OK;
}

static const char *text(apr_pool_t *p, json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));

    return s ? apr_pstrdup(p, s) : NULL;
}

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    apr_pool_t *p = e->c->pool;
    json_t *o =
        json_pack("{s:I s:s s:s s:s s:s s:s}", "amount", (json_int_t)in->amount_minor, "currency",
                  in->currency, "reference", in->reference, "description", in->description,
                  "return_url", in->return_url, "notify_url", in->notify_url);
    char *dump = o ? json_dumps(o, JSON_COMPACT) : NULL;
    const char *body = dump ? apr_pstrdup(p, dump) : NULL;
    json_t *answer = NULL;
    smm_gw_rc_e rc;

    free(dump);
    json_decref(o);
    if (!body)
        return SMM_GW_REFUSED;
    rc = call(e, "POST", "/v1/payments", body, in->key, &answer);
    if (rc != SMM_GW_OK)
        return rc;
    out->gateway_ref = text(p, answer, "id");
    out->redirect_url = text(p, answer, "url");
    out->expires = json_integer_value(json_object_get(answer, "expires"));
    json_decref(answer);
    return out->gateway_ref && smm_gateway_link_ok(out->redirect_url) ? SMM_GW_OK : SMM_GW_UNSURE;
}

/** "t=123,v1=abc" → time and signature. */
static int split_signature(apr_pool_t *p, const char *header, int64_t *t, const char **sig)
{
    char *list = apr_pstrdup(p, header), *word, *last;

    *t = 0;
    *sig = NULL;
    for (word = apr_strtok(list, ",", &last); word; word = apr_strtok(NULL, ",", &last)) {
        if (strncmp(word, "t=", 2) == 0 && strspn(word + 2, "0123456789") == strlen(word + 2) &&
            strlen(word) < 16)
            *t = apr_atoi64(word + 2);
        else if (strncmp(word, "v1=", 3) == 0 && strlen(word) == 67)
            *sig = word + 3;
    }
    return *t > 0 && *sig ? 0 : -1;
}

static void verify_notify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    apr_pool_t *p = e->c->pool;
    const char *header = smm_gateway_header(in, "X-Sandbox-Signature"), *sig, *signed_text;
    const char *secret = smm_gateway_setting(e, &smm_gateway_sandbox, "secret");
    apr_size_t head;
    json_t *o;
    int64_t t;

    out->auth = SMM_GW_AUTH_BAD;
    out->why = "no signature";
    if (!header || !secret || strlen(header) > 200 || split_signature(p, header, &t, &sig) != 0)
        return;
    out->why = "too old or too new";
    if (t < e->c->now - NOTICE_MAX_AGE || t > e->c->now + NOTICE_MAX_AGE)
        return;
    signed_text = apr_psprintf(p, "%" APR_INT64_T_FMT ".", t);
    head = strlen(signed_text);
    {
        char *buf = apr_palloc(p, head + in->len);

        memcpy(buf, signed_text, head);
        memcpy(buf + head, in->body, in->len);
        out->why = "signature does not fit";
        if (!smm_equal_ct(smm_hmac_sha256_hex(p, secret, buf, head + in->len), sig))
            return;
    }
    o = json_loadb(in->body, in->len, JSON_REJECT_DUPLICATES, NULL);
    out->why = "not the expected JSON";
    if (json_is_object(o)) {
        out->event_key = text(p, o, "event_id");
        out->event = text(p, o, "event");
        out->gateway_ref = text(p, o, "id");
        out->reference = text(p, o, "reference");
    }
    json_decref(o);
    if (out->event_key)
        out->auth = SMM_GW_AUTH_OK;
}

static const char *state_of(const char *raw)
{
    static const char *const map[][2] = {
        {"open", "pending"}, {"processing", "confirming"}, {"partly_paid", "underpaid"},
        {"paid", "paid"},    {"failed", "failed"},         {"expired", "expired"},
    };
    size_t i;

    for (i = 0; raw && i < sizeof(map) / sizeof(*map); i++)
        if (strcmp(map[i][0], raw) == 0)
            return map[i][1];
    return "pending";
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    apr_pool_t *p = e->c->pool;
    json_t *o = NULL;
    smm_gw_rc_e rc;

    if (strlen(ref) > 80 || strspn(ref, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789_-") != strlen(ref))
        return SMM_GW_MISSING;
    rc = call(e, "GET", apr_pstrcat(p, "/v1/payments/", ref, NULL), NULL, NULL, &o);
    if (rc != SMM_GW_OK)
        return rc;
    out->raw_status = text(p, o, "status");
    out->state = state_of(out->raw_status);
    out->payment_id = text(p, o, "payment_id");
    out->reference = text(p, o, "reference");
    out->currency = text(p, o, "currency");
    out->asked_minor = json_integer_value(json_object_get(o, "amount"));
    out->paid_minor = json_integer_value(json_object_get(o, "paid"));
    json_decref(o);
    return out->raw_status && out->reference && out->currency ? SMM_GW_OK : SMM_GW_UNSURE;
}

const smm_gateway_t smm_gateway_sandbox = {
    .name = "sandbox",
    .title = "Sandbox card",
    .text = "A pretend card payment for trying the panel: no real money moves",
    .time = "Instant",
    .icon = "credit-card",
    .caps = {.currencies = "USD",
             .flags = SMM_GW_REDIRECT | SMM_GW_NOTICE | SMM_GW_SIGNED | SMM_GW_POLL | SMM_GW_LATE,
             .notice_wait = 0,
             .lifetime = 3600,
             .late = 7 * 86400},
    .settings = settings,
    .ready = ready,
    .create = create,
    .verify_notify = verify_notify,
    .fetch = fetch,
};
