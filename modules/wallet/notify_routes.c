/* SPDX-License-Identifier: Apache-2.0 */
/* /pay/notify/GATEWAY/TOKEN: notices of payment processors. Nothing is credited here. */
#include <string.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_log.h>
#include "smm_settings.h"
#include "wallet_web.h"

APLOG_USE_MODULE(smm_wallet);

#define MAX_NOTICE 65536

static int header_row(void *baton, const char *name, const char *value)
{
    apr_array_header_t *a = baton;
    smm_gw_header_t *h;

    if (a->nelts < 100) {
        h = apr_array_push(a);
        h->name = name;
        h->value = value;
    }
    return 1;
}

static int answer(smm_req_t *q, int status, const char *text)
{
    return smm_answer(q, status, "text/plain; charset=utf-8", text, strlen(text));
}

static int notify_post(smm_req_t *q)
{
    const smm_gateway_t *g = smm_gateway_find(smm_req_slug(q, 0));
    apr_array_header_t *headers = apr_array_make(q->r->pool, 32, sizeof(smm_gw_header_t));
    smm_notice_in_t in = {0};
    int rc;

    if (strcmp(q->r->method, "POST") != 0)
        return answer(q, HTTP_METHOD_NOT_ALLOWED, "POST only\n");
    if (!g || !g->verify_notify ||
        !smm_equal_ct(smm_req_slug(q, 1), smm_gateway_token(&q->ctx, g->name)))
        return answer(q, HTTP_NOT_FOUND, "not found\n");
    rc = smm_req_body(q, &in.body, &in.len);
    if (rc != OK)
        return answer(q, rc, "cannot read the body\n");
    apr_table_do(header_row, headers, q->r->headers_in, NULL);
    header_row(headers, NULL, NULL);
    in.headers = (const smm_gw_header_t *)headers->elts;
    switch (smm_notice_receive(&q->ctx, g, &in)) {
    case SMM_NOTICE_STORED:
    case SMM_NOTICE_REPEAT:
        return answer(q, HTTP_OK, "ok\n");
    case SMM_NOTICE_BUSY:
        return answer(q, HTTP_SERVICE_UNAVAILABLE, "try again\n");
    default:
        ap_log_rerror(APLOG_MARK, APLOG_NOTICE, 0, q->r,
                      "SMM0600: a notice for gateway %s was refused", g->name);
        return answer(q, HTTP_BAD_REQUEST, "refused\n");
    }
}

const smm_route_t wallet_machine_routes[] = {{"*", "/pay/notify/:slug/:slug", SMM_MACHINE,
                                              SMM_R_RAW | SMM_R_SECRET | SMM_R_NOINDEX, NULL,
                                              notify_post, "notify:600/60", MAX_NOTICE, NULL},
                                             {NULL}};
