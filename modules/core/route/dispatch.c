/* SPDX-License-Identifier: Apache-2.0 */
/* From httpd's request to a route's handler: access, body and CSRF, limit, form, handler. */
#include <string.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_core.h>
#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>
#include "smm_settings.h"
#include "table.h"

APLOG_USE_MODULE(smm_core);

#define MAX_FIELDS 200

/* ---- the request record --------------------------------------------------------------------- */

int smm_core_lang_offered(server_rec *s, const char *lang)
{
    const apr_array_header_t *langs = smm_cfg_languages(s);

    for (int i = 0; i < langs->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(langs, i, const char *), lang) == 0) {
            return 1;
        }
    }
    return 0;
}

/* ?lang=, else Accept-Language in the order the browser gave, else the default. */
static const char *pick_lang(smm_req_t *q)
{
    const apr_array_header_t *langs = smm_cfg_languages(q->r->server);
    const char *asked = smm_req_query(q, "lang");
    const char *accept = apr_table_get(q->r->headers_in, "Accept-Language");

    if (asked && smm_core_lang_offered(q->r->server, asked)) {
        return apr_pstrdup(q->r->pool, asked);
    }
    while (langs->nelts > 1 && accept && *accept) {
        size_t len = strcspn(accept, ",;-");
        for (int i = 0; i < langs->nelts; i++) {
            const char *lang = APR_ARRAY_IDX(langs, i, const char *);
            if (strlen(lang) == len && strncasecmp(lang, accept, len) == 0) {
                return lang;
            }
        }
        accept += strcspn(accept, ",");
        accept += strspn(accept, ", ");
    }
    return APR_ARRAY_IDX(langs, 0, const char *);
}

/* "application/xml" named, and not less wanted than HTML: scripts ask for it, browsers list it
 * last. */
static int wants_xml(request_rec *r)
{
    const char *accept = apr_table_get(r->headers_in, "Accept");

    return accept && strncasecmp(accept, "application/xml", 15) == 0 &&
           strstr(accept, "text/html") == NULL;
}

smm_req_t *smm_core_req(request_rec *r)
{
    smm_core_cfg_t *cfg = smm_core_cfg(r->server);
    smm_req_t *q = ap_get_module_config(r->request_config, &smm_core_module);
    const char *hx;

    if (q || cfg->panel == NULL) {
        return q;
    }
    if (r->main) {
        return smm_core_req(r->main);
    }
    q = apr_pcalloc(r->pool, sizeof(*q));
    q->priv = apr_pcalloc(r->pool, sizeof(*q->priv));
    q->r = r;
    q->priv->cfg = cfg;
    q->priv->path = smm_core_under_mount(cfg, r->pool, r->uri ? r->uri : "");
    q->ctx.pool = r->pool;
    q->ctx.panel = cfg->panel;
    q->ctx.now = apr_time_sec(r->request_time);
    smm_settings_keep(&q->ctx);
    q->ctx.addr = r->useragent_ip;
    q->ctx.request_id = r->log_id ? r->log_id : smm_random_token(r->pool, 12);
    if (r->log_id == NULL) {
        r->log_id = q->ctx.request_id;
    }
    hx = apr_table_get(r->headers_in, "HX-Request");
    q->htmx = hx && strcmp(hx, "true") == 0;
    q->wants_xml = wants_xml(r);
    q->lang = pick_lang(q);
    apr_table_setn(r->subprocess_env, "SMM_REQUEST_ID", q->ctx.request_id);
    ap_set_module_config(r->request_config, &smm_core_module, q);
    return q;
}

/* ---- mapping -------------------------------------------------------------------------------- */

int smm_core_translate(request_rec *r)
{
    smm_core_cfg_t *cfg = smm_core_cfg(r->server);
    smm_req_t *q;

    if (cfg->panel == NULL || r->main || smm_core_under_mount(cfg, r->pool, r->uri) == NULL) {
        return DECLINED;
    }
    q = smm_core_req(r);
    smm_match_find(smm_core_matcher(), r->pool, r->method, q->priv->path, &q->priv->m);
    q->route = q->priv->m.route;
    if (q->route == NULL && strncmp(q->priv->path, "/.well-known/", 13) == 0) {
        return DECLINED; /* certificates and the like are the administrator's */
    }
    r->handler = SMM_HANDLER;
    r->filename = apr_pstrcat(r->pool, "smm:", q->priv->path, NULL);
    r->canonical_filename = r->filename;
    return OK;
}

/* No file is behind a route: httpd must not walk directories for it. */
int smm_core_map_to_storage(request_rec *r)
{
    return r->filename && strncmp(r->filename, "smm:/", 5) == 0 ? OK : DECLINED;
}

/* ---- steps ---------------------------------------------------------------------------------- */

static int ready(smm_req_t *q)
{
    const char *why = NULL;

    if (q->priv->cfg->panel && smm_panel_ready(q->r->server, q->r->pool, &why) == SMM_OK) {
        q->ctx.db = smm_db_of(q->r->server);
        return q->ctx.db != NULL;
    }
    return 0;
}

static int has_type(request_rec *r, const char *want)
{
    const char *type = apr_table_get(r->headers_in, "Content-Type");
    size_t n = strlen(want);

    return type && strncasecmp(type, want, n) == 0 &&
           (type[n] == '\0' || type[n] == ';' || type[n] == ' ');
}

/* Reads and decodes the body of a form. @return OK or the status of a refusal. */
static int read_form(smm_req_t *q, const char **message)
{
    const smm_route_t *route = q->route;
    const char *why = NULL;
    int rc, parts = (route->flags & SMM_R_UPLOAD) && has_type(q->r, "multipart/form-data");
    smm_pairs_rc_e parsed;

    if ((!parts && !has_type(q->r, "application/x-www-form-urlencoded")) ||
        apr_table_get(q->r->headers_in, "Content-Encoding")) {
        *message = "Send this form as application/x-www-form-urlencoded.";
        return HTTP_UNSUPPORTED_MEDIA_TYPE;
    }
    rc = smm_core_read_body(q, route->max_body ? route->max_body : smm_cfg_max_body(q->r->server));
    if (rc != OK) {
        return rc;
    }
    parsed = parts
                 ? smm_pairs_multipart(q->r->pool, apr_table_get(q->r->headers_in, "Content-Type"),
                                       q->priv->body, q->priv->body_len, route->form, MAX_FIELDS,
                                       &q->priv->pairs, &why)
                 : smm_pairs_parse(q->r->pool, q->priv->body, q->priv->body_len, MAX_FIELDS,
                                   SMM_PAIRS_STRICT, &q->priv->pairs, &why);
    switch (parsed) {
    case SMM_PAIRS_OK:
        return OK;
    case SMM_PAIRS_TOO_MANY:
        return HTTP_REQUEST_ENTITY_TOO_LARGE;
    default:
        ap_log_rerror(APLOG_MARK, APLOG_INFO, 0, q->r, "SMM0230: form refused: %s", why);
        *message = "The form's data is damaged. Load the page again and fill it in anew.";
        return HTTP_BAD_REQUEST;
    }
}

static int read_key(smm_req_t *q, const char **message)
{
    const char *key = smm_pairs_get(&q->priv->pairs, "key");
    int64_t n = key ? smm_utf8_count(key, strlen(key)) : 0;

    if (n < 8 || n > 64) {
        *message = "The form's key is missing or not 8 to 64 characters long. Load the page again.";
        return HTTP_BAD_REQUEST;
    }
    q->key = key;
    q->priv->idem.scope = "form";
    q->priv->idem.key = key;
    /* keyed: a form may hold a password, and a plain hash of it must not lie in the database */
    q->priv->idem.print = smm_mac(q->r->pool, q->ctx.panel, "idem",
                                  smm_pairs_print(q->r->pool, q->priv->path, &q->priv->pairs));
    return OK;
}

static int read_post(smm_req_t *q, const char **message)
{
    int rc = read_form(q, message);

    if (rc != OK) {
        return rc;
    }
    if (!smm_core_csrf_ok(q)) {
        *message = "This form has expired. Go back, load the page again and repeat the step.";
        return HTTP_FORBIDDEN;
    }
    return q->route->flags & SMM_R_KEY ? read_key(q, message) : OK;
}

static int too_fast(smm_req_t *q)
{
    int wait = q->route->limit ? smm_core_limit(q, q->route->limit) : 0;

    if (wait > 0) {
        apr_table_setn(q->r->err_headers_out, "Retry-After", apr_itoa(q->r->pool, wait));
        ap_log_rerror(APLOG_MARK, APLOG_INFO, 0, q->r, "SMM0231: limit %s reached by %s",
                      q->route->limit, q->ctx.addr);
    }
    return wait > 0;
}

static void fill_form(smm_req_t *q)
{
    if (q->route->form) {
        smm_form_read(q, q->route->form);
    }
}

/* ---- handler -------------------------------------------------------------------------------- */

static int no_route(smm_req_t *q)
{
    if (q->priv->m.known) {
        apr_table_setn(q->r->err_headers_out, "Allow", q->priv->m.allow);
        return smm_refuse(q, HTTP_METHOD_NOT_ALLOWED, NULL);
    }
    return smm_refuse(q, HTTP_NOT_FOUND, NULL);
}

static int unavailable(smm_req_t *q)
{
    apr_table_setn(q->r->err_headers_out, "Retry-After", "2");
    return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
}

static int run_handler(smm_req_t *q)
{
    int rc;

    fill_form(q);
    rc = q->route->handler(q);
    if (rc >= 400 && rc < 600) { /* a handler that only named a status */
        rc = smm_refuse(q, rc, NULL);
    }
    return rc;
}

static int serve(smm_req_t *q)
{
    const smm_route_t *route = q->route;
    const char *message = NULL;
    int answered = 0, rc;

    if (route && (route->flags & SMM_R_BARE)) {
        return route->handler(q);
    }
    if (!ready(q)) {
        return unavailable(q);
    }
    if (route == NULL || route->access != SMM_MACHINE) {
        if (smm_core_session_load(q) != SMM_OK) {
            return unavailable(q);
        }
    }
    if (route == NULL) {
        return no_route(q);
    }
    rc = smm_core_access(q, &answered);
    if (answered) {
        return rc;
    }
    if (q->r->method_number == M_POST && route->access != SMM_MACHINE &&
        !(route->flags & SMM_R_RAW)) {
        rc = read_post(q, &message);
        if (rc != OK) {
            return smm_refuse(q, rc, message);
        }
    }
    if (too_fast(q)) {
        return smm_refuse(q, HTTP_TOO_MANY_REQUESTS, NULL);
    }
    return run_handler(q);
}

int smm_core_handler(request_rec *r)
{
    smm_req_t *q;

    if (r->handler == NULL || strcmp(r->handler, SMM_HANDLER) != 0) {
        return DECLINED;
    }
    q = smm_core_req(r);
    return q && q->priv->path ? serve(q) : DECLINED;
}
