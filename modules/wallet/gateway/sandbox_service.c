/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sandbox gateway's own pages and API, where a virtual host says "SmmSandboxGateway on":
 *   POST /sandbox/v1/payments        make a payment (bearer key, Idempotency-Key, JSON)
 *   GET  /sandbox/v1/payments/REF    what is known about it
 *   GET  /sandbox/pay/REF            the page the customer sees; its buttons POST to the same
 * address
 */
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <jansson.h>
#include "smm_cfg.h"
#include "smm_settings.h"
#include "sandbox_domain.h"
#include "wallet_int.h"
#include "wallet_web.h"

#define I64 APR_INT64_T_FMT

static int json_answer(smm_req_t *q, int status, json_t *o)
{
    char *dump = json_dumps(o, JSON_COMPACT);
    const char *body = apr_pstrdup(q->r->pool, dump ? dump : "{}");

    free(dump);
    json_decref(o);
    return smm_answer(q, status, "application/json", body, strlen(body));
}

static int json_error(smm_req_t *q, int status, const char *text)
{
    return json_answer(q, status, json_pack("{s:s}", "error", text));
}

/** @return OK, or the answer that was sent. */
static int authorised(smm_req_t *q, int *sent)
{
    const char *auth = apr_table_get(q->r->headers_in, "Authorization");
    const char *key = smm_setting(&q->ctx, "sandbox.service.key");

    *sent = 0;
    if (smm_cfg_sandbox_gateway(q->r->server) <= 0) {
        *sent = 1;
        return json_error(q, HTTP_NOT_FOUND, "not found");
    }
    if (!key || !auth || strncmp(auth, "Bearer ", 7) != 0 || !smm_equal_ct(auth + 7, key)) {
        *sent = 1;
        return json_error(q, HTTP_UNAUTHORIZED, "wrong key");
    }
    return OK;
}

static const char *text(apr_pool_t *p, json_t *o, const char *name, size_t max)
{
    const char *s = json_string_value(json_object_get(o, name));

    return s && *s && strlen(s) <= max ? apr_pstrdup(p, s) : NULL;
}

static int is_url(const char *s)
{
    return s && (strncmp(s, "http://", 7) == 0 || strncmp(s, "https://", 8) == 0);
}

static int api_create(smm_req_t *q)
{
    apr_pool_t *p = q->r->pool;
    smm_sandbox_order_t in = {0};
    const char *body, *token = NULL, *base;
    apr_size_t len;
    json_t *o;
    int sent, rc = authorised(q, &sent);
    smm_rc_e made;

    if (sent)
        return rc;
    rc = smm_req_body(q, &body, &len);
    if (rc != OK)
        return json_error(q, rc, "cannot read the body");
    o = json_loadb(body, len, JSON_REJECT_DUPLICATES, NULL);
    in.key = apr_table_get(q->r->headers_in, "Idempotency-Key");
    in.reference = text(p, o, "reference", 100);
    in.currency = text(p, o, "currency", 3);
    in.description = text(p, o, "description", 200);
    in.return_url = text(p, o, "return_url", 500);
    in.notify_url = text(p, o, "notify_url", 500);
    in.amount_minor = json_integer_value(json_object_get(o, "amount"));
    json_decref(o);
    if (!in.key || strlen(in.key) < 8 || strlen(in.key) > 100 || !in.reference || !in.currency ||
        !in.description || !is_url(in.return_url) || !is_url(in.notify_url) ||
        in.amount_minor <= 0 || in.amount_minor > 100000000)
        return json_error(q, HTTP_UNPROCESSABLE_ENTITY, "a field is missing or wrong");
    made = smm_sandbox_create(&q->ctx, &in, &token);
    if (made != SMM_OK)
        return json_error(q, smm_http_status(made), "not made");
    base = apr_pstrcat(p, q->ctx.panel->base_url, q->ctx.panel->mount, NULL);
    return json_answer(q, HTTP_CREATED,
                       json_pack("{s:s s:s s:I}", "id", token, "url",
                                 apr_pstrcat(p, base, "/sandbox/pay/", token, NULL), "expires",
                                 (json_int_t)(q->ctx.now + 3600)));
}

static int api_get(smm_req_t *q)
{
    smm_sandbox_t s;
    int sent, rc = authorised(q, &sent);
    smm_rc_e found;

    if (sent)
        return rc;
    found = smm_sandbox_get(&q->ctx, smm_req_slug(q, 0), &s);
    if (found != SMM_OK)
        return json_error(q, smm_http_status(found), "no such payment");
    return json_answer(q, HTTP_OK,
                       json_pack("{s:s s:s s:s s:s s:I s:I s:s}", "id", s.token, "reference",
                                 s.reference, "status", s.state, "currency", s.currency, "amount",
                                 (json_int_t)s.amount_minor, "paid", (json_int_t)s.paid_minor,
                                 "payment_id",
                                 smm_sandbox_receipt(q->r->pool, s.token, s.receipts)));
}

/* ---- hosted page ------------------------------------------------------------------------------
 */

typedef struct act_form_t {
    const char *action;
} act_form_t;
static const smm_field_t act_fields[] = {{"action", SMM_F_WORD, offsetof(act_form_t, action), 0, 0,
                                          SMM_F_REQUIRED, "pay fail less later", "What happens"},
                                         SMM_FIELDS_END};
static const smm_form_t act_form = {"sandbox", act_fields, sizeof(act_form_t)};

static int hosted_page(smm_req_t *q, int status)
{
    const char *token = smm_req_slug(q, 0);
    char amount[SMM_USD_TEXT];
    smm_sandbox_t s;
    smm_vm_t *vm;
    int open;

    if (smm_cfg_sandbox_gateway(q->r->server) <= 0)
        return smm_refuse(q, HTTP_NOT_FOUND, NULL);
    if (smm_sandbox_get(&q->ctx, token, &s) != SMM_OK)
        return smm_refuse(q, HTTP_NOT_FOUND, NULL);
    open = strcmp(s.state, "open") == 0 || strcmp(s.state, "partly_paid") == 0;
    if (!open && status == HTTP_OK) /* a link, not a form: the shop is another origin */
        apr_table_setn(q->r->headers_out, "Refresh",
                       apr_pstrcat(q->r->pool, "2; url=", s.return_url, NULL));
    vm = smm_page_begin(q, "print", "sandbox", "Sandbox payment", "wallet/sandbox");
    smm_vm_attr_flag(vm, "open", open);
    if (open) {
        smm_form_begin(q, vm, &act_form, apr_pstrcat(q->r->pool, "/sandbox/pay/", token, NULL),
                       NULL);
        smm_vm_end(vm);
    }
    smm_vm_el(vm, "sandbox");
    smm_vm_attr(vm, "reference", s.reference);
    smm_vm_attr(vm, "description", s.description);
    smm_vm_attr(vm, "status", s.state);
    smm_vm_attr(vm, "currency", s.currency);
    smm_vm_attr(vm, "amount-usd", smm_minor_text(amount, s.amount_minor, 2));
    if (s.paid_minor > 0)
        smm_vm_attr(vm, "paid-usd", smm_minor_text(amount, s.paid_minor, 2));
    smm_vm_attr(vm, "missing-usd", smm_minor_text(amount, s.amount_minor - s.paid_minor, 2));
    smm_vm_attr(vm, "return", s.return_url);
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int hosted_get(smm_req_t *q)
{
    return hosted_page(q, HTTP_OK);
}

static int hosted_post(smm_req_t *q)
{
    const act_form_t *f = q->form;
    smm_result_t r;

    if (smm_cfg_sandbox_gateway(q->r->server) <= 0)
        return smm_refuse(q, HTTP_NOT_FOUND, NULL);
    if (!smm_form_valid(q))
        return hosted_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_sandbox_act(&q->ctx, smm_req_slug(q, 0), f->action);
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    return smm_see_other(q, apr_pstrcat(q->r->pool, "/sandbox/pay/", smm_req_slug(q, 0), NULL),
                         NULL, NULL, NULL);
}

const smm_route_t wallet_sandbox_routes[] = {
    {"POST", "/sandbox/v1/payments", SMM_MACHINE, SMM_R_RAW | SMM_R_NOINDEX, NULL, api_create, NULL,
     65536, NULL},
    {"GET", "/sandbox/v1/payments/:slug", SMM_MACHINE, SMM_R_NOINDEX, NULL, api_get, NULL, 0, NULL},
    {"GET", "/sandbox/pay/:slug", SMM_PUBLIC, SMM_R_NOINDEX | SMM_R_SECRET, NULL, hosted_get, NULL,
     0, NULL},
    {"POST", "/sandbox/pay/:slug", SMM_PUBLIC, SMM_R_NOINDEX | SMM_R_SECRET, &act_form, hosted_post,
     "sandbox:300/60", 0, NULL},
    {NULL}};
