/* SPDX-License-Identifier: Apache-2.0 */
/* Who may use a route. */
#include <apr_strings.h>
#include <httpd.h>
#include <http_log.h>
#include "table.h"

APLOG_USE_MODULE(smm_core);

/* Where to come back to after signing in: only pages, never actions. */
static const char *sign_in_path(smm_req_t *q)
{
    const char *here = q->priv->path;

    if (q->r->method_number != M_GET) {
        return "/signin";
    }
    if (q->r->args) {
        here = apr_pstrcat(q->r->pool, here, "?", q->r->args, NULL);
    }
    return apr_pstrcat(q->r->pool, "/signin?next=", ap_escape_urlencoded(q->r->pool, here), NULL);
}

static int to_sign_in(smm_req_t *q)
{
    if (q->htmx) { /* a redirect would be swapped into the page */
        apr_table_setn(q->r->err_headers_out, "HX-Redirect", smm_link(q, "%s", "/signin"));
        return smm_refuse(q, HTTP_UNAUTHORIZED, NULL);
    }
    return smm_see_other(q, sign_in_path(q), NULL, NULL, NULL);
}

int smm_core_access(smm_req_t *q, int *answered)
{
    const smm_account_t *a = q->account;
    smm_role_e need = SMM_ROLE_CUSTOMER;

    *answered = 1;
    switch (q->route->access) {
    case SMM_PUBLIC:
    case SMM_MACHINE:
        *answered = 0;
        return OK;
    case SMM_GUEST:
        if (a) {
            const char *home = !a->verified                ? "/verify/resend"
                               : a->role >= SMM_ROLE_STAFF ? "/staff"
                                                           : "/app";
            return smm_see_other(q, home, NULL, NULL, NULL);
        }
        *answered = 0;
        return OK;
    case SMM_STAFF:
        need = SMM_ROLE_STAFF;
        break;
    case SMM_OWNER:
        need = SMM_ROLE_OWNER;
        break;
    default:
        break;
    }
    if (a == NULL) {
        return to_sign_in(q);
    }
    if (!a->verified) {
        return smm_refuse(q, HTTP_FORBIDDEN,
                          "Activate your account first: open the link in the email we sent you.");
    }
    if (a->role < need) {
        ap_log_rerror(APLOG_MARK, APLOG_NOTICE, 0, q->r,
                      "SMM0232: account %" APR_INT64_T_FMT " has no right to %s %s", a->id,
                      q->r->method, q->route->path);
        return smm_refuse(q, HTTP_FORBIDDEN, NULL);
    }
    *answered = 0;
    return OK;
}
