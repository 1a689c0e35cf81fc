/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An upstream panel over the API v2. Form-encoded POSTs; `add` on a fresh connection each (a stale
 * pooled one makes libraries send twice), and never a retry in here.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include "smm_crash.h"
#include "smm_job.h"
#include "provider_int.h"
#include "v2_parse.h"

/* Longer than any timeout of the other side that we know of, and shorter than the lease of the
 * claim (dispatch.c), whatever is set for the provider's other calls. */
#define ADD_TIMEOUT_MS 45000
#define ADD_TIMEOUT_MAX_MS 60000
#define ADD_TIMEOUT_FAST_MS 6000

static const char *const add_headers[] = {"Content-Type: application/x-www-form-urlencoded",
                                          "Accept: application/json", NULL};
static const char *const ask_headers[] = {"Content-Type: application/x-www-form-urlencoded",
                                          "Accept: application/json", NULL};

int smm_v2_is_add(const smm_http_t *h)
{
    return h->headers == add_headers;
}

/* ---- bodies --------------------------------------------------------------------------------- */

static void field(apr_array_header_t *parts, const char *name, const char *value)
{
    if (value && *value)
        APR_ARRAY_PUSH(parts, const char *) = smm_http_form(parts->pool, name, value, NULL);
}

static const char *int_text(apr_pool_t *p, int64_t v)
{
    return apr_psprintf(p, "%" APR_INT64_T_FMT, (apr_int64_t)v);
}

static const char *add_body(apr_pool_t *p, const smm_provider_t *pv, const smm_pv_add_t *x)
{
    apr_array_header_t *parts = apr_array_make(p, 12, sizeof(const char *));
    field(parts, "key", pv->key);
    field(parts, "action", "add");
    field(parts, "service", x->service);
    field(parts, "link", x->link);
    if (x->quantity > 0)
        field(parts, "quantity", int_text(p, x->quantity));
    for (const smm_pv_pair_t *m = x->more; m && m->name; m++)
        field(parts, m->name, m->value);
    field(parts, "request_id", x->request_id);
    return apr_array_pstrcat(p, parts, '&');
}

static int add_timeout(const smm_provider_t *pv)
{
    if (smm_job_fast())
        return ADD_TIMEOUT_FAST_MS;
    return pv->timeout_ms > ADD_TIMEOUT_MAX_MS ? ADD_TIMEOUT_MAX_MS
           : pv->timeout_ms > ADD_TIMEOUT_MS   ? (int)pv->timeout_ms
                                               : ADD_TIMEOUT_MS;
}

static void prepare(apr_pool_t *p, const smm_provider_t *pv, smm_http_t *h, const char *body,
                    int add)
{
    h->method = "POST";
    h->url = pv->url;
    h->body = body;
    h->body_len = strlen(body);
    h->headers = add ? add_headers : ask_headers;
    h->fresh = add;
    h->timeout_ms = add ? add_timeout(pv) : (int)pv->timeout_ms;
}

/* ---- calls ---------------------------------------------------------------------------------- */

static void v2_add(smm_ctx_t *c, const smm_provider_t *pv, smm_pv_add_t *x, int n,
                   void (*done)(smm_pv_add_t *x))
{
    smm_http_t *h = apr_pcalloc(c->pool, sizeof(*h) * (apr_size_t)n);
    for (int i = 0; i < n; i++)
        prepare(c->pool, pv, &h[i], add_body(c->pool, pv, &x[i]), 1);
    smm_crash_point("dispatch.before-first-byte");
    smm_http_run(c->pool, h, n);
    for (int i = 0; i < n; i++) {
        smm_v2_add_answer(c->pool, &h[i], &x[i]);
        if (done)
            done(&x[i]);
    }
}

/** One call that may be repeated. @return its answer, or NULL with *why. */
static smm_http_t *ask(smm_ctx_t *c, const smm_provider_t *pv, const char *body, apr_size_t max,
                       const char **why)
{
    smm_http_t *h = apr_pcalloc(c->pool, sizeof(*h));
    prepare(c->pool, pv, h, body, 0);
    h->max_answer = max;
    smm_http_run(c->pool, h, 1);
    *why = NULL;
    if (h->rc == SMM_HTTP_DONE && h->answer && h->status < 500)
        return h;
    *why = h->error                 ? h->error
           : h->rc == SMM_HTTP_DONE ? apr_psprintf(c->pool, "HTTP status %d", h->status)
                                    : "no answer";
    return NULL;
}

static int v2_status(smm_ctx_t *c, const smm_provider_t *pv, smm_pv_status_t *x, int n)
{
    apr_array_header_t *ids = apr_array_make(c->pool, n, sizeof(const char *));
    const char *why, *body;
    for (int i = 0; i < n; i++)
        APR_ARRAY_PUSH(ids, const char *) = x[i].order;
    body = smm_http_form(c->pool, "key", pv->key ? pv->key : "", "action", "status",
                         n == 1 ? "order" : "orders", apr_array_pstrcat(c->pool, ids, ','), NULL);
    smm_http_t *h = ask(c, pv, body, 0, &why);
    if (h)
        return smm_v2_status_answer(c->pool, h->answer, h->answer_len, x, n, &why);
    for (int i = 0; i < n; i++) {
        x[i].ok = 0;
        x[i].reason = why;
    }
    return 0;
}

static smm_result_t failed(const char *message, const char *why)
{
    smm_result_t r = smm_fail(SMM_BUSY, NULL, message);
    r.a = why;
    return r;
}

static smm_result_t v2_services(smm_ctx_t *c, const smm_provider_t *pv, smm_pv_service_fn *fn,
                                void *baton)
{
    const char *why;
    smm_http_t *h = ask(
        c, pv, smm_http_form(c->pool, "key", pv->key ? pv->key : "", "action", "services", NULL),
        32 * 1024 * 1024, &why);
    if (!h)
        return failed("The provider did not answer: {0}. Try again in a few minutes.", why);
    if (smm_v2_services_answer(c->pool, h->answer, h->answer_len, fn, baton, &why) < 0)
        return failed("The provider sent no price list: {0}. Check its address and key.", why);
    return smm_ok();
}

static smm_result_t v2_balance(smm_ctx_t *c, const smm_provider_t *pv, int64_t *micro,
                               const char **currency)
{
    const char *why;
    smm_http_t *h =
        ask(c, pv, smm_http_form(c->pool, "key", pv->key ? pv->key : "", "action", "balance", NULL),
            0, &why);
    if (!h)
        return failed("The provider did not answer: {0}. Try again in a few minutes.", why);
    if (smm_v2_balance_answer(c->pool, h->answer, h->answer_len, micro, currency, &why))
        return failed("The provider did not tell its balance: {0}. Check its address and key.",
                      why);
    return smm_ok();
}

const smm_provider_driver_t smm_provider_api_v2 = {
    .name = "api-v2",
    .label = "Panel API v2",
    .caps = 0,
    .add = v2_add,
    .status = v2_status,
    .services = v2_services,
    .balance = v2_balance,
};
