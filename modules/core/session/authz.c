/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "AuthType smm" and "Require smm-role staff" on any Location of a panel's virtual host: the
 * panel's sessions guard what else the host serves (server-status, a statistics folder …).
 */
#include <string.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_core.h>
#include <http_log.h>
#include <http_request.h>
#include <mod_auth.h>
#include "../core_int.h"

APLOG_USE_MODULE(smm_core);

/* @return the request with its session read, or NULL. */
static smm_req_t *signed_in(request_rec *r)
{
    smm_req_t *q = smm_core_req(r);
    const char *why;

    if (q == NULL || smm_panel_ready(r->server, r->pool, &why) != SMM_OK) {
        return NULL;
    }
    q->ctx.db = smm_db_of(r->server);
    return smm_core_session_load(q) == SMM_OK ? q : NULL;
}

int smm_core_check_authn(request_rec *r)
{
    const char *type = ap_auth_type(r);
    smm_req_t *q;

    if (type == NULL || strcasecmp(type, "smm") != 0) {
        return DECLINED;
    }
    q = signed_in(r);
    if (q == NULL) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r, "SMM0210: AuthType smm: no panel is ready here");
        return HTTP_SERVICE_UNAVAILABLE;
    }
    if (q->account == NULL) {
        /* Only pages of the panel can be come back to. */
        const char *page = q->priv->path ? ap_escape_urlencoded(r->pool, q->priv->path) : NULL;
        apr_table_setn(r->err_headers_out, "Location",
                       page ? smm_link(q, "/signin?next=%s", page) : smm_link(q, "/signin"));
        return r->method_number == M_GET ? HTTP_SEE_OTHER : HTTP_FORBIDDEN;
    }
    r->ap_auth_type = (char *)"smm";
    return OK;
}

static authz_status check_role(request_rec *r, const char *line, const void *parsed)
{
    smm_req_t *q = signed_in(r);

    if (q == NULL || q->account == NULL) {
        return AUTHZ_DENIED_NO_USER;
    }
    return q->account->role >= (smm_role_e)(intptr_t)parsed ? AUTHZ_GRANTED : AUTHZ_DENIED;
}

static const char *parse_role(cmd_parms *cmd, const char *line, const void **parsed)
{
    static const char *const words[] = {"customer", "staff", "owner"};

    for (intptr_t i = 0; i < 3; i++) {
        if (strcmp(line, words[i]) == 0) {
            *parsed = (const void *)i;
            return NULL;
        }
    }
    return "Require smm-role: give one of customer, staff, owner";
}

static const authz_provider role_provider = {check_role, parse_role};

void smm_core_authz_register(apr_pool_t *p)
{
    ap_register_auth_provider(p, AUTHZ_PROVIDER_GROUP, "smm-role", AUTHZ_PROVIDER_VERSION,
                              &role_provider, AP_AUTH_INTERNAL_PER_CONF);
    ap_hook_check_authn(smm_core_check_authn, NULL, NULL, APR_HOOK_MIDDLE,
                        AP_AUTH_INTERNAL_PER_CONF);
}
