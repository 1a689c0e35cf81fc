/* SPDX-License-Identifier: Apache-2.0 */
/* Pages for people who are not signed in: sign-up, activation, sign-in and out, forgotten password.
 */
#include <string.h>
#include <httpd.h>
#include <http_log.h>
#include <apr_strings.h>
#include "auth_int.h"
#include "smm_session.h"
#include "smm_settings.h"

APLOG_USE_MODULE(smm_auth);

void auth_log(smm_req_t *q, int64_t account, const char *what)
{
    ap_log_rerror(APLOG_MARK, APLOG_INFO, 0, q->r, "%s, account %" APR_INT64_T_FMT, what, account);
}

int auth_again(smm_req_t *q, const smm_result_t *res, int (*again)(smm_req_t *q, int status))
{
    switch (res->code) {
    case SMM_TOO_FAST:
        apr_table_setn(q->r->err_headers_out, "Retry-After", res->a ? res->a : "60");
        break;
    case SMM_BUSY:
        apr_table_setn(q->r->err_headers_out, "Retry-After", "2");
        break;
    case SMM_INVALID:
    case SMM_FORBIDDEN:
    case SMM_CONFLICT:
        break;
    default:
        return smm_refuse_result(q, res);
    }
    if (!res->message) {
        return smm_refuse_result(q, res);
    }
    smm_form_error(q, res);
    return again(q, smm_http_status(res->code));
}

const char *auth_safe_next(smm_req_t *q, const char *next)
{
    apr_size_t mount = strlen(q->ctx.panel->mount);
    if (!next || next[0] != '/' || next[1] == '/' || strlen(next) > 500) {
        return NULL;
    }
    for (const char *s = next; *s; s++) {
        if (*s <= ' ' || *s > '~' || *s == '\\' || *s == '"' || *s == '<' || *s == '>') {
            return NULL;
        }
    }
    if (mount && !strncmp(next, q->ctx.panel->mount, mount) && next[mount] == '/') {
        next += mount;
    }
    if (next[1] == '/' || !strncmp(next, "/sign", 5) || !strncmp(next, "/verify", 7)) {
        return NULL;
    }
    return next;
}

/* ---- sign-up -------------------------------------------------------------------------------- */

static int signup_page(smm_req_t *q, int status)
{
    smm_vm_t *vm = auth_card(q, "signup", "Create your account", "auth/signup");
    int open = smm_setting_int(&q->ctx, "signup.open", 1) != 0;
    smm_vm_attr_flag(vm, "open", open);
    if (open) {
        smm_form_begin(q, vm, &auth_signup_form, "/signup", NULL);
        smm_vm_end(vm);
    }
    auth_view_countries(vm);
    return smm_page(q, status);
}

int auth_signup_get(smm_req_t *q)
{
    return signup_page(q, 200);
}

int auth_signup_post(smm_req_t *q)
{
    const auth_signup_form_t *f = q->form;
    const char *done = NULL;
    int64_t account = 0;
    if (!smm_form_valid(q)) {
        return signup_page(q, 422);
    }
    smm_result_t res = smm_idem_begin(q, &done);
    if (res.code != SMM_OK) {
        return smm_refuse_result(q, &res);
    }
    if (!done) {
        /* set by the link of somebody who brings people (/r/CODE of the wallet) */
        const char *ref =
            auth_cookie_value(q, apr_pstrcat(q->ctx.pool, "smm-", q->ctx.panel->key, ".ref", NULL));
        smm_signup_t s = {f->username, f->email, f->password, f->country, q->lang, f->terms, ref};
        res = smm_auth_signup(&q->ctx, &s, smm_idem_of(q), &account);
        if (res.code != SMM_OK) {
            return auth_again(q, &res, signup_page);
        }
        auth_log(q, account, "SMM0500: signed up");
    }
    return smm_see_other(q, "/verify/resend", "ok",
                         "We sent a mail to {0}. Open the link in it to start.", f->email);
}

/* ---- activation ----------------------------------------------------------------------------- */

static int resend_page(smm_req_t *q, int status)
{
    smm_vm_t *vm = auth_card(q, "verify", "Confirm your address", "auth/resend");
    auth_email_form_t values = {q->account ? q->account->email : NULL};
    if (q->account) {
        smm_vm_attr(vm, "email", q->account->email);
    }
    smm_form_begin(q, vm, &auth_resend_form, "/verify/resend", &values);
    smm_vm_end(vm);
    if (q->account && !q->account->verified) {
        smm_form_begin(q, vm, &auth_readdress_form, "/verify/address", NULL);
        smm_vm_end(vm);
    }
    return smm_page(q, status);
}

int auth_resend_get(smm_req_t *q)
{
    if (q->account && q->account->verified) {
        return smm_see_other(q, "/app", NULL, NULL, NULL);
    }
    return resend_page(q, 200);
}

int auth_resend_post(smm_req_t *q)
{
    const auth_email_form_t *f = q->form;
    if (!smm_form_valid(q)) {
        return resend_page(q, 422);
    }
    smm_result_t res = smm_auth_resend(&q->ctx, f->email);
    if (res.code != SMM_OK) {
        return auth_again(q, &res, resend_page);
    }
    return smm_see_other(q, "/verify/resend", "ok",
                         "If an account with {0} waits for confirmation, a new link is on its way.",
                         f->email);
}

int auth_readdress_post(smm_req_t *q)
{
    const auth_email_form_t *f = q->form;
    if (!q->account) {
        return smm_see_other(q, "/signin", NULL, NULL, NULL);
    }
    if (!smm_form_valid(q)) {
        return resend_page(q, 422);
    }
    smm_result_t res = smm_auth_readdress(&q->ctx, q->account->id, f->email);
    if (res.code != SMM_OK) {
        return auth_again(q, &res, resend_page);
    }
    return smm_see_other(q, "/verify/resend", "ok",
                         "We sent a mail to {0}. Open the link in it to start.", f->email);
}

int auth_verify_get(smm_req_t *q)
{
    static const char *const words[] = {"open", "done", "expired", "unknown"};
    smm_link_e state = SMM_LINK_UNKNOWN;
    /* a HEAD by a mail scanner must not use the link up */
    smm_rc_e rc = smm_auth_verify(&q->ctx, smm_req_slug(q, 0), q->r->header_only, &state);
    if (rc != SMM_OK) {
        smm_result_t res = smm_fail(rc, NULL, NULL);
        return smm_refuse_result(q, &res);
    }
    smm_vm_t *vm = auth_card(q, "verify", "Confirm your address", "auth/verify");
    smm_vm_attr(vm, "state", words[state]);
    if (state != SMM_LINK_DONE && state != SMM_LINK_OPEN) {
        smm_form_begin(q, vm, &auth_resend_form, "/verify/resend", NULL);
        smm_vm_end(vm);
    } else {
        auth_log(q, q->account ? q->account->id : 0, "SMM0501: address confirmed");
    }
    return smm_page(q, state == SMM_LINK_UNKNOWN ? 404 : state == SMM_LINK_EXPIRED ? 410 : 200);
}

/* ---- sign-in and out ------------------------------------------------------------------------ */

static int signin_page(smm_req_t *q, int status)
{
    smm_vm_t *vm = auth_card(q, "signin", "Sign in", "auth/signin");
    auth_signin_form_t values = {NULL, NULL, auth_safe_next(q, smm_req_query(q, "next"))};
    smm_vm_attr_flag(vm, "signup", smm_setting_int(&q->ctx, "signup.open", 1) != 0);
    smm_form_begin(q, vm, &auth_signin_form, "/signin", &values);
    smm_vm_end(vm);
    return smm_page(q, status);
}

int auth_signin_get(smm_req_t *q)
{
    return signin_page(q, 200);
}

int auth_signin_post(smm_req_t *q)
{
    const auth_signin_form_t *f = q->form;
    smm_account_t a;
    if (!smm_form_valid(q)) {
        return signin_page(q, 422);
    }
    smm_result_t res = smm_auth_signin(&q->ctx, f->login, f->password,
                                       apr_table_get(q->r->headers_in, "User-Agent"), &a);
    if (res.code != SMM_OK) {
        auth_log(q, 0,
                 res.code == SMM_TOO_FAST ? "SMM0503: sign-in locked out"
                                          : "SMM0502: sign-in refused");
        return auth_again(q, &res, signin_page);
    }
    smm_rc_e rc = smm_session_start(q, a.id);
    if (rc != SMM_OK) {
        res = smm_fail(rc, NULL, NULL);
        return smm_refuse_result(q, &res);
    }
    auth_log(q, a.id, "SMM0504: signed in");
    const char *next = auth_safe_next(q, f->next);
    return smm_see_other(q,
                         !a.verified                   ? "/verify/resend"
                         : next                        ? next
                         : a.role == SMM_ROLE_CUSTOMER ? "/app"
                                                       : "/staff",
                         NULL, NULL, NULL);
}

int auth_signout_get(smm_req_t *q)
{
    if (!q->account) {
        return smm_see_other(q, "/signin", NULL, NULL, NULL);
    }
    smm_vm_t *vm = auth_card(q, "signout", "Sign out", "auth/signout");
    smm_form_begin(q, vm, &auth_plain_form, "/signout", NULL);
    smm_vm_end(vm);
    return smm_page(q, 200);
}

int auth_signout_post(smm_req_t *q)
{
    int64_t account = q->account ? q->account->id : 0;
    smm_rc_e rc = account ? smm_session_end(q) : SMM_OK;
    if (rc != SMM_OK && rc != SMM_NOT_FOUND) {
        smm_result_t res = smm_fail(rc, NULL, NULL);
        return smm_refuse_result(q, &res);
    }
    auth_log(q, account, "SMM0505: signed out");
    apr_table_setn(q->r->err_headers_out, "Clear-Site-Data", "\"cache\"");
    return smm_see_other(q, "/signin", "ok", "You are signed out.", NULL);
}

/* ---- forgotten password --------------------------------------------------------------------- */

static int forgot_page(smm_req_t *q, int status)
{
    smm_vm_t *vm = auth_card(q, "password", "Forgot your password?", "auth/forgot");
    smm_form_begin(q, vm, &auth_email_form, "/password", NULL);
    smm_vm_end(vm);
    return smm_page(q, status);
}

int auth_forgot_get(smm_req_t *q)
{
    return forgot_page(q, 200);
}

int auth_forgot_post(smm_req_t *q)
{
    const auth_email_form_t *f = q->form;
    if (!smm_form_valid(q)) {
        return forgot_page(q, 422);
    }
    smm_result_t res = smm_auth_reset_ask(&q->ctx, f->email);
    if (res.code != SMM_OK) {
        return auth_again(q, &res, forgot_page);
    }
    auth_log(q, 0, "SMM0506: password reset asked");
    return smm_see_other(
        q, "/password", "ok",
        "If an account has the address {0}, a link is on its way. It works for one hour.",
        f->email);
}

static int reset_page(smm_req_t *q, int status)
{
    smm_rc_e rc = smm_auth_reset_look(&q->ctx, smm_req_slug(q, 0));
    if (rc == SMM_BUSY || rc == SMM_BUG) {
        smm_result_t res = smm_fail(rc, NULL, NULL);
        return smm_refuse_result(q, &res);
    }
    smm_vm_t *vm = auth_card(q, "password", "Set a new password", "auth/reset");
    smm_vm_attr(vm, "state", rc == SMM_OK ? "open" : "gone");
    if (rc == SMM_OK) {
        smm_form_begin(q, vm, &auth_reset_form,
                       apr_pstrcat(q->r->pool, "/password/", smm_req_slug(q, 0), NULL), NULL);
        smm_vm_end(vm);
    }
    return smm_page(q, rc == SMM_OK ? status : rc == SMM_CONFLICT ? 410 : 404);
}

int auth_reset_get(smm_req_t *q)
{
    return reset_page(q, 200);
}

int auth_reset_post(smm_req_t *q)
{
    const auth_reset_form_t *f = q->form;
    if (!smm_form_valid(q)) {
        return reset_page(q, 422);
    }
    smm_result_t res = smm_auth_reset(&q->ctx, smm_req_slug(q, 0), f->password);
    if (res.code == SMM_CONFLICT || res.code == SMM_NOT_FOUND) {
        return reset_page(q, 410);
    }
    if (res.code != SMM_OK) {
        return auth_again(q, &res, reset_page);
    }
    auth_log(q, 0, "SMM0507: password set by link");
    return smm_see_other(q, "/signin", "ok", "Your new password is set. Sign in with it.", NULL);
}
