/* SPDX-License-Identifier: Apache-2.0 */
/* What machines ask: health, metrics, assets. And the facts of each request, for metrics and logs.
 */
#include <string.h>
#include <apr_shm.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_log.h>
#include <http_protocol.h>
#include "machine.h"
#include "metrics.h"
#include "smm_job.h"
#include "smm_sql.h"
#include "table.h"

APLOG_USE_MODULE(smm_core);

#define READY_STANDS apr_time_from_sec(2)

static int text(smm_req_t *q, int status, const char *body)
{
    apr_table_setn(q->r->headers_out, "Cache-Control", "no-store");
    return smm_answer(q, status, "text/plain; charset=utf-8", body, strlen(body));
}

static int healthz(smm_req_t *q)
{
    return text(q, HTTP_OK, "ok\n");
}

struct smm_core_ready_t {
    apr_time_t at;
    int good;
    const char *database, *work; /* literals */
};
typedef struct smm_core_ready_t ready_t;

static void check_ready(smm_req_t *q, ready_t *now)
{
    const char *why = NULL;
    int64_t good = 0;
    int found = 0;

    now->database = "bad the schema is unknown or the database is down";
    now->work = "ok no jobs here";
    now->good = smm_panel_ready(q->r->server, q->r->pool, &why) == SMM_OK;
    q->ctx.db = now->good ? smm_db_of(q->r->server) : NULL;
    if (!now->good || smm_db_schema_state(q->ctx.db, q->r->pool, &why) != 1) {
        now->good = 0;
    } else if (smm_core_panel_write(q->ctx.db, q->r->pool, q->ctx.panel, q->ctx.panel->id) !=
               SMM_OK) {
        now->database = "bad the database takes no writes";
        now->good = 0;
    } else {
        now->database = "ok database";
    }
    if (now->good && smm_cfg_jobs(q->r->server)) {
        now->work = "ok worker";
        if (smm_db_int(q->ctx.db, SQL_worker_good_until, SMM_NOARGS, &good, &found) != SMM_DB_OK ||
            !found || q->ctx.now > good) {
            now->work = "bad no worker has reported in time";
            now->good = 0;
        }
    }
}

/*
 * One line a check, the first word "ok" or "bad". Anybody may ask and the check writes: an answer
 * stands for two seconds, so that asking often costs nothing.
 */
static int readyz(smm_req_t *q)
{
    smm_core_cfg_t *cfg = q->priv->cfg;
    apr_time_t now = apr_time_now();
    ready_t *last;

    if (cfg->lock == NULL) {
        return HTTP_SERVICE_UNAVAILABLE;
    }
    apr_thread_mutex_lock(cfg->checking);
    last = cfg->checked;
    if (last->at == 0 || now - last->at > READY_STANDS || now < last->at) {
        check_ready(q, last);
        last->at = now;
    }
    apr_thread_mutex_unlock(cfg->checking);
    return text(q, last->good ? HTTP_OK : HTTP_SERVICE_UNAVAILABLE,
                apr_psprintf(q->r->pool, "%s\n%s\n", last->database, last->work));
}

static int metrics(smm_req_t *q)
{
    const char *body;

    if (!smm_cfg_metrics_allowed(q->r->server, q->r)) {
        return text(q, HTTP_FORBIDDEN, "SmmMetricsAllow does not name this address.\n");
    }
    body = smm_metrics_text(q->r->pool);
    apr_table_setn(q->r->headers_out, "Cache-Control", "no-store");
    return smm_answer(q, HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", body, strlen(body));
}

void *smm_core_ready_make(apr_pool_t *p)
{
    return apr_pcalloc(p, sizeof(ready_t));
}

/* ---- assets --------------------------------------------------------------------------------- */

static int takes_gzip(request_rec *r)
{
    const char *accept = apr_table_get(r->headers_in, "Accept-Encoding");

    return accept && ap_find_token(r->pool, accept, "gzip");
}

static int asset(smm_req_t *q)
{
    request_rec *r = q->r;
    smm_core_cfg_t *cfg = q->priv->cfg;
    int immutable = 0;
    const smm_asset_t *a =
        cfg->view ? smm_asset_file(cfg->view, smm_req_slug(q, 0), &immutable) : NULL;
    const char *match = apr_table_get(r->headers_in, "If-None-Match");
    int gzip;

    if (a == NULL) {
        return text(q, HTTP_NOT_FOUND, "No such file.\n");
    }
    apr_table_setn(r->err_headers_out, "Cache-Control",
                   immutable ? "public, max-age=31536000, immutable" : "public, no-cache");
    apr_table_setn(r->err_headers_out, "ETag", a->etag);
    apr_table_setn(r->err_headers_out, "X-Content-Type-Options", "nosniff");
    apr_table_setn(r->err_headers_out, "Cross-Origin-Resource-Policy", "same-origin");
    if (a->gz) {
        apr_table_setn(r->err_headers_out, "Vary", "Accept-Encoding");
    }
    if (match && strstr(match, a->etag)) {
        r->status = HTTP_NOT_MODIFIED;
        return OK;
    }
    gzip = a->gz && takes_gzip(r);
    if (gzip) {
        apr_table_setn(r->err_headers_out, "Content-Encoding", "gzip");
        apr_table_setn(r->subprocess_env, "no-gzip", "1");
    }
    ap_set_content_type(r, a->type);
    ap_set_content_length(r, (apr_off_t)(gzip ? a->gz_len : a->len));
    if (!r->header_only) {
        ap_rwrite(gzip ? a->gz : a->data, (int)(gzip ? a->gz_len : a->len), r);
    }
    return OK;
}

const smm_route_t smm_core_routes[] = {
    {"GET", "/healthz", SMM_MACHINE, SMM_R_BARE, NULL, healthz},
    {"GET", "/readyz", SMM_MACHINE, SMM_R_BARE, NULL, readyz},
    {"GET", "/metrics", SMM_MACHINE, SMM_R_BARE, NULL, metrics},
    {"GET", "/assets/:slug", SMM_MACHINE, SMM_R_BARE, NULL, asset},
    {NULL},
};

/* ---- facts of a request --------------------------------------------------------------------- */

static smm_metric_t *by_class[6];

int smm_core_metrics_start(apr_pool_t *pconf, server_rec *s)
{
    static const char *const name[] = {NULL,
                                       "smm_requests_total{class=\"1xx\"}",
                                       "smm_requests_total{class=\"2xx\"}",
                                       "smm_requests_total{class=\"3xx\"}",
                                       "smm_requests_total{class=\"4xx\"}",
                                       "smm_requests_total{class=\"5xx\"}"};
    apr_shm_t *shm;
    apr_status_t rv = apr_shm_create(&shm, smm_metrics_size(), NULL, pconf);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_EMERG, rv, s, "SMM0222: no shared memory for metrics");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    smm_metrics_share(apr_shm_baseaddr_get(shm));
    for (int i = 1; i < 6; i++) {
        by_class[i] = smm_counter(name[i], "Requests answered by panels, by class of status.");
    }
    return OK;
}

/* The route whose path holds a secret, whatever the method and however early httpd refused. */
static const smm_route_t *secret_route(request_rec *r, const smm_req_t *q)
{
    const char *methods[] = {r->method, "GET", "POST"};
    const char *path =
        r->uri ? smm_core_under_mount(smm_core_cfg(r->server), r->pool, r->uri) : NULL;
    smm_matched_t m;

    if (q && q->route) {
        return q->route->flags & SMM_R_SECRET ? q->route : NULL;
    }
    for (int i = 0; path && i < 3; i++) {
        smm_match_find(smm_core_matcher(), r->pool, methods[i], path, &m);
        if (m.route && (((const smm_route_t *)m.route)->flags & SMM_R_SECRET)) {
            return m.route;
        }
    }
    return NULL;
}

/* No page sends one in an address, but people and programs do. */
static int secret_query(const char *args)
{
    static const char *const names[] = {"key=", "password=", "current=", "token=", "csrf=", NULL};

    for (const char *s = args; s && *s; s = strchr(s, '&') ? strchr(s, '&') + 1 : NULL) {
        for (int i = 0; names[i]; i++) {
            if (strncasecmp(s, names[i], strlen(names[i])) == 0) {
                return 1;
            }
        }
    }
    return 0;
}

/* Before any log is written: count, and take secrets out of what logs will show. */
int smm_core_log(request_rec *r)
{
    smm_core_cfg_t *cfg = smm_core_cfg(r->server);
    smm_req_t *q = ap_get_module_config(r->request_config, &smm_core_module);
    const smm_route_t *route;

    if (cfg->panel == NULL || r->main || (q && q->r != r)) {
        return DECLINED;
    }
    if (q && r->status >= 100 && r->status < 600) {
        smm_metric_add(by_class[r->status / 100], 1);
    }
    route = secret_route(r, q);
    if (route || secret_query(r->args)) {
        if (route) {
            r->uri = apr_pstrcat(r->pool, cfg->panel->mount, route->path, NULL);
        }
        r->unparsed_uri = r->uri;
        r->the_request = apr_pstrcat(r->pool, r->method, " ", r->uri, " ", r->protocol, NULL);
        r->args = NULL;
    }
    return DECLINED;
}
