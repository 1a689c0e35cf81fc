/* SPDX-License-Identifier: Apache-2.0 */
/* Request bodies and query strings. */
#include <string.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_protocol.h>
#include <http_log.h>
#include "../core_int.h"

APLOG_USE_MODULE(smm_core);

#define QUERY_FIELDS 50
#define QUERY_VALUE 200

int smm_core_read_body(smm_req_t *q, int64_t cap)
{
    request_rec *r = q->r;
    apr_size_t room = 4096, len = 0;
    char *data;
    int rc;

    if (q->priv->body_read) {
        return q->priv->body ? OK : HTTP_BAD_REQUEST;
    }
    q->priv->body_read = 1;
    rc = ap_setup_client_block(r, REQUEST_CHUNKED_DECHUNK);
    if (rc != OK) {
        return rc;
    }
    if (r->remaining > cap) {
        return HTTP_REQUEST_ENTITY_TOO_LARGE;
    }
    data = apr_palloc(r->pool, room);
    if (ap_should_client_block(r)) {
        long got;
        while ((got = ap_get_client_block(r, data + len, room - len - 1)) > 0) {
            len += (apr_size_t)got;
            if ((int64_t)len > cap) {
                return HTTP_REQUEST_ENTITY_TOO_LARGE;
            }
            if (room - len - 1 < 1024) {
                char *more = apr_palloc(r->pool, room * 2);
                memcpy(more, data, len);
                data = more;
                room *= 2;
            }
        }
        if (got < 0) {
            return HTTP_BAD_REQUEST;
        }
    }
    data[len] = '\0';
    q->priv->body = data;
    q->priv->body_len = len;
    return OK;
}

int smm_req_body(smm_req_t *q, const char **body, apr_size_t *len)
{
    int64_t cap = q->route->max_body ? q->route->max_body : smm_cfg_max_body(q->r->server);
    int rc = smm_core_read_body(q, cap);

    if (rc == OK) {
        *body = q->priv->body;
        *len = q->priv->body_len;
    }
    return rc;
}

const smm_pairs_t *smm_core_query(smm_req_t *q)
{
    if (!q->priv->query_read) {
        const char *args = q->r->args ? q->r->args : "";
        smm_pairs_parse(q->r->pool, args, strlen(args), QUERY_FIELDS, SMM_PAIRS_QUERY,
                        &q->priv->query, NULL);
        q->priv->query_read = 1;
    }
    return &q->priv->query;
}

const char *smm_req_query(smm_req_t *q, const char *name)
{
    const char *v = smm_pairs_get(smm_core_query(q), name);

    if (v && strlen(v) > QUERY_VALUE) {
        return NULL;
    }
    for (const char *c = v; c && *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F) {
            return NULL;
        }
    }
    return v;
}

/* The n-th argument of its kind. */
static const smm_match_arg_t *arg_of(smm_req_t *q, int n, int slug)
{
    for (int i = 0; i < q->priv->m.args; i++) {
        if ((q->priv->m.arg[i].text != NULL) == slug && n-- == 0) {
            return &q->priv->m.arg[i];
        }
    }
    return NULL;
}

int64_t smm_req_id(smm_req_t *q, int n)
{
    const smm_match_arg_t *arg = arg_of(q, n, 0);

    return arg ? arg->id : 0;
}

const char *smm_req_slug(smm_req_t *q, int n)
{
    const smm_match_arg_t *arg = arg_of(q, n, 1);

    return arg ? arg->text : NULL;
}

const char *smm_link(smm_req_t *q, const char *fmt, ...)
{
    const char *path;
    va_list ap;

    va_start(ap, fmt);
    path = apr_pvsprintf(q->r->pool, fmt, ap);
    va_end(ap);
    return apr_pstrcat(q->r->pool, q->ctx.panel->mount, path, NULL);
}
