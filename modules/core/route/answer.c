/* SPDX-License-Identifier: Apache-2.0 */
/* Answers: headers, redirects, errors, plain bodies. */
#include <string.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_log.h>
#include <http_protocol.h>
#include "table.h"

APLOG_USE_MODULE(smm_core);

#define CSP                                                                                        \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "   \
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/* The answers that httpd makes itself, from a damaged request line to a timeout: in a panel's host
 * they carry the same protection as its pages. */
void smm_core_error_headers(request_rec *r)
{
    smm_core_cfg_t *cfg = smm_core_cfg(r->server);
    apr_table_t *h = r->err_headers_out;

    if (cfg->panel == NULL) {
        return;
    }
    if (apr_table_get(h, "Content-Security-Policy") == NULL) {
        apr_table_setn(h, "Content-Security-Policy", CSP);
    }
    apr_table_setn(h, "X-Content-Type-Options", "nosniff");
    apr_table_setn(h, "Referrer-Policy", "same-origin");
    apr_table_setn(h, "Cache-Control", "no-store");
    if (strncmp(cfg->panel->base_url, "https://", 8) == 0) {
        apr_table_setn(h, "Strict-Transport-Security", "max-age=31536000");
    }
}

/* What every answer of the panel carries; a handler that set one itself keeps its own. */
void smm_core_headers(smm_req_t *q)
{
    apr_table_t *h = q->r->err_headers_out;
    int personal =
        q->account != NULL || q->priv->csrf != NULL || apr_table_get(h, "Set-Cookie") != NULL;

    if (apr_table_get(h, "Content-Security-Policy") == NULL) {
        apr_table_setn(h, "Content-Security-Policy", CSP);
    }
    apr_table_setn(h, "X-Content-Type-Options", "nosniff");
    /* a page whose address is a secret must not hand it on to what it loads */
    apr_table_setn(h, "Referrer-Policy",
                   q->route && (q->route->flags & SMM_R_SECRET) ? "no-referrer" : "same-origin");
    apr_table_setn(h, "Cross-Origin-Opener-Policy", "same-origin");
    apr_table_setn(h, "Cross-Origin-Resource-Policy", "same-origin");
    apr_table_setn(h, "X-Request-Id", q->ctx.request_id);
    if (strncmp(q->ctx.panel->base_url, "https://", 8) == 0) {
        apr_table_setn(h, "Strict-Transport-Security", "max-age=31536000");
    }
    if (personal || apr_table_get(q->r->headers_out, "Cache-Control") == NULL) {
        apr_table_unset(q->r->headers_out, "Cache-Control");
        apr_table_setn(h, "Cache-Control", personal ? "no-store" : "no-cache");
    }
}

int smm_core_send(smm_req_t *q, int status, const char *type, const char *body, apr_size_t len)
{
    request_rec *r = q->r;

    r->status = status;
    r->status_line = NULL;
    smm_core_headers(q);
    ap_set_content_type(r, type);
    ap_set_content_length(r, (apr_off_t)len);
    if (!r->header_only) {
        ap_rwrite(body, (int)len, r);
    }
    return OK;
}

int smm_answer(smm_req_t *q, int status, const char *type, const char *body, apr_size_t len)
{
    return smm_core_send(q, status, type, body, len);
}

int smm_stream_begin(smm_req_t *q, const char *type)
{
    q->r->status = HTTP_OK;
    q->r->status_line = NULL;
    smm_core_headers(q);
    ap_set_content_type(q->r, type);
    return OK;
}

int smm_stream_write(smm_req_t *q, const char *data, apr_size_t len)
{
    if (q->r->header_only) {
        return 0;
    }
    if (ap_rwrite(data, (int)len, q->r) < 0 || q->r->connection->aborted) {
        return -1;
    }
    return 0;
}

void smm_stream_break(smm_req_t *q)
{
    /* without this httpd would end the chunked body properly */
    q->r->connection->aborted = 1;
    q->r->connection->keepalive = AP_CONN_CLOSE;
}

void smm_attachment(smm_req_t *q, const char *name)
{
    apr_table_setn(q->r->headers_out, "Content-Disposition",
                   apr_pstrcat(q->r->pool, "attachment; filename=\"", name, "\"", NULL));
}

int smm_answer_csv(smm_req_t *q, const char *name, const smm_csv_out_t *rows)
{
    const char *body = smm_csv_done(rows);

    smm_attachment(q, name);
    return smm_answer(q, HTTP_OK, "text/csv; charset=utf-8", body, strlen(body));
}

static int send_rows(smm_req_t *q, const smm_csv_out_t *rows)
{
    const char *text = smm_csv_done(rows);

    return q->r->header_only ? -1 : smm_stream_write(q, text, strlen(text));
}

int smm_stream_csv(smm_req_t *q, const char *name, const char *const *head, smm_csv_page_fn *page,
                   void *baton)
{
    smm_ctx_t c = q->ctx;
    smm_csv_out_t o;
    int st = OK, first = 1, more;

    do {
        apr_pool_create(&c.pool, q->ctx.pool);
        smm_csv_out(&o, c.pool);
        if (first)
            smm_csv_row(&o, head);
        more = page(baton, &c, &o);
        if (more >= 0 && first) {
            smm_attachment(q, name);
            st = smm_stream_begin(q, "text/csv; charset=utf-8");
        } else if (more < 0 && first) {
            st = smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
        } else if (more < 0) {
            smm_stream_break(q);
        }
        first = 0;
        if (more >= 0 && send_rows(q, &o) != 0)
            more = 0;
        apr_pool_destroy(c.pool);
    } while (more > 0);
    return st;
}

int smm_see_other(smm_req_t *q, const char *path, const char *tone, const char *flash,
                  const char *a)
{
    const char *to = *path == '/' ? smm_link(q, "%s", path) : path;

    if (path[0] == '/' && (path[1] == '/' || path[1] == '\\')) {
        to = smm_link(q, "/"); /* "//host" would leave the site */
    }
    if (flash) {
        smm_core_flash_set(q, tone, flash, a);
    }
    apr_table_setn(q->r->err_headers_out, "Location", to);
    return smm_core_send(q, HTTP_SEE_OTHER, "text/plain; charset=utf-8", "", 0);
}

int smm_http_status(smm_rc_e rc)
{
    switch (rc) {
    case SMM_OK:
        return HTTP_OK;
    case SMM_INVALID:
    case SMM_NO_FUNDS:
        return HTTP_UNPROCESSABLE_ENTITY;
    case SMM_NOT_FOUND:
        return HTTP_NOT_FOUND;
    case SMM_FORBIDDEN:
        return HTTP_FORBIDDEN;
    case SMM_CONFLICT:
        return HTTP_CONFLICT;
    case SMM_TOO_FAST:
        return HTTP_TOO_MANY_REQUESTS;
    case SMM_BUSY:
    case SMM_UNKNOWN:
        return HTTP_SERVICE_UNAVAILABLE;
    default:
        return HTTP_INTERNAL_SERVER_ERROR;
    }
}

/* The page of last resort, when even the error page's sheet fails. */
static int plain_error(smm_req_t *q, int status, const char *message)
{
    const char *line = ap_get_status_line(status);
    const char *body = apr_psprintf(
        q->r->pool,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title></head>"
        "<body><h1>%s</h1><p>%s</p><p>Request number: %s</p></body></html>\n",
        line, line, ap_escape_html(q->r->pool, message ? message : "Please try again in a moment."),
        q->ctx.request_id);

    return smm_core_send(q, status, "text/html; charset=utf-8", body, strlen(body));
}

static int error_page(smm_req_t *q, int status, const char *message, const char *a, const char *b)
{
    const char *area = q->account == NULL                                          ? "public"
                       : q->priv->path && strncmp(q->priv->path, "/staff", 6) == 0 ? "staff"
                                                                                   : "customer";
    smm_vm_t *vm;

    if (q->priv->failing || q->priv->cfg->view == NULL) {
        return plain_error(q, status, message);
    }
    q->priv->failing = 1;
    vm = smm_page_begin(q, area, "error", "Error", "core/error");
    smm_vm_el(vm, "error");
    smm_vm_attr_int(vm, "code", status);
    smm_vm_attr(vm, "message", message);
    smm_vm_attr(vm, "a", a);
    smm_vm_attr(vm, "b", b);
    smm_vm_attr(vm, "request-id", q->ctx.request_id);
    smm_vm_attr(vm, "retry", apr_table_get(q->r->err_headers_out, "Retry-After"));
    if (status == HTTP_FORBIDDEN && q->account && !q->account->verified) {
        smm_vm_attr(vm, "href", "/verify/resend");
        smm_vm_attr(vm, "act", "Send the link again");
    }
    smm_vm_end(vm);
    return smm_page(q, status);
}

int smm_core_plain_error(smm_req_t *q, int status)
{
    return plain_error(q, status, NULL);
}

int smm_refuse(smm_req_t *q, int status, const char *message)
{
    return error_page(q, status, message, NULL, NULL);
}

int smm_refuse_result(smm_req_t *q, const smm_result_t *res)
{
    int status = smm_http_status(res->code);

    if (res->code == SMM_TOO_FAST) {
        apr_table_setn(q->r->err_headers_out, "Retry-After", res->a ? res->a : "60");
    }
    if (status == HTTP_SERVICE_UNAVAILABLE) {
        apr_table_setn(q->r->err_headers_out, "Retry-After", "2");
    }
    if (status == HTTP_INTERNAL_SERVER_ERROR) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, q->r, "SMM0233: %s %s ended with result %d",
                      q->r->method, q->route ? q->route->path : "-", res->code);
    }
    return error_page(q, status, res->message, res->a, res->b);
}
