/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of one's own account: profile, address, password, sessions, API keys. */
#include <string.h>
#include <httpd.h>
#include <http_log.h>
#include <apr_strings.h>
#include "auth_int.h"
#include "smm_session.h"
#include "smm_settings.h"

APLOG_USE_MODULE(smm_auth);

static int refuse_rc(smm_req_t *q, smm_rc_e rc)
{
    smm_result_t res = smm_fail(rc, NULL, NULL);
    return smm_refuse_result(q, &res);
}

/* ---- profile -------------------------------------------------------------------------------- */

static int profile_page(smm_req_t *q, int status)
{
    smm_profile_t p;
    smm_rc_e rc = smm_auth_profile(&q->ctx, q->account->id, &p);
    if (rc != SMM_OK) {
        return refuse_rc(q, rc);
    }
    auth_profile_form_t values = {p.name,     p.company,     p.address, p.city,
                                  p.state,    p.postal_code, p.country, p.tax_id,
                                  p.language, p.timezone,    p.theme};
    smm_vm_t *vm = smm_page_begin(q, "customer", "profile", "Profile", "auth/profile");
    smm_vm_attr(vm, "username", p.username);
    smm_vm_attr(vm, "email", p.email);
    smm_vm_attr_time(vm, "created", p.created);
    smm_form_begin(q, vm, &auth_profile_form, "/app/profile", &values);
    smm_vm_end(vm);
    auth_view_countries(vm);
    auth_view_states(vm);
    auth_view_languages(q, vm);
    auth_view_timezones(vm);
    return smm_page(q, status);
}

int auth_profile_get(smm_req_t *q)
{
    return profile_page(q, 200);
}

int auth_profile_post(smm_req_t *q)
{
    const auth_profile_form_t *f = q->form;
    if (!smm_form_valid(q)) {
        return profile_page(q, 422);
    }
    smm_profile_t p = {f->name,    f->company, f->address,  f->city,     f->state, f->postal_code,
                       f->country, f->tax_id,  f->language, f->timezone, f->theme, NULL,
                       NULL,       0};
    smm_result_t res = smm_auth_profile_set(&q->ctx, q->account->id, &p);
    if (res.code != SMM_OK) {
        return auth_again(q, &res, profile_page);
    }
    return smm_see_other(q, "/app/profile", "ok", "Your profile is saved.", NULL);
}

/* ---- address -------------------------------------------------------------------------------- */

static int newmail_page(smm_req_t *q, int status)
{
    smm_vm_t *vm = smm_page_begin(q, "customer", "profile", "Change e-mail address", "auth/email");
    smm_vm_attr(vm, "email", q->account->email);
    smm_form_begin(q, vm, &auth_newmail_form, "/app/profile/email", NULL);
    smm_vm_end(vm);
    return smm_page(q, status);
}

int auth_newmail_get(smm_req_t *q)
{
    return newmail_page(q, 200);
}

int auth_newmail_post(smm_req_t *q)
{
    const auth_email_form_t *f = q->form;
    if (!smm_form_valid(q)) {
        return newmail_page(q, 422);
    }
    smm_result_t res = smm_auth_email_ask(&q->ctx, q->account->id, f->email);
    if (res.code != SMM_OK) {
        return auth_again(q, &res, newmail_page);
    }
    auth_log(q, q->account->id, "SMM0510: change of address asked");
    return smm_see_other(q, "/app/profile/email/confirm", "ok", "We sent a code to {0}.", f->email);
}

static int confirm_page(smm_req_t *q, int status)
{
    const char *waiting = smm_auth_email_waiting(&q->ctx, q->account->id);
    smm_vm_t *vm = smm_page_begin(q, "customer", "profile", "Enter the code", "auth/email-confirm");
    smm_vm_attr(vm, "email", waiting);
    smm_form_begin(q, vm, &auth_confirm_form, "/app/profile/email/confirm", NULL);
    smm_vm_end(vm);
    return smm_page(q, status);
}

int auth_confirm_get(smm_req_t *q)
{
    if (!smm_auth_email_waiting(&q->ctx, q->account->id)) {
        return smm_see_other(q, "/app/profile/email", "warn",
                             "No code is waiting. Enter the new address to get one.", NULL);
    }
    return confirm_page(q, 200);
}

int auth_confirm_post(smm_req_t *q)
{
    const auth_confirm_form_t *f = q->form;
    if (!smm_form_valid(q)) {
        return confirm_page(q, 422);
    }
    const char *email = smm_auth_email_waiting(&q->ctx, q->account->id);
    smm_result_t res =
        smm_auth_email_set(&q->ctx, q->account->id, f->code, f->password, smm_session_id(q));
    if (res.code != SMM_OK) {
        return auth_again(q, &res, confirm_page);
    }
    auth_log(q, q->account->id, "SMM0511: address changed");
    return smm_see_other(q, "/app/profile", "ok", "Your e-mail address is now {0}.", email);
}

/* ---- security ------------------------------------------------------------------------------- */

static int security_page(smm_req_t *q, int status)
{
    smm_vm_t *vm = smm_page_begin(q, "customer", "security", "Security", "auth/security");
    smm_form_begin(q, vm, &auth_password_form, "/app/security", NULL);
    smm_vm_end(vm);
    auth_view_sessions(q, vm);
    return smm_page(q, status);
}

int auth_security_get(smm_req_t *q)
{
    return security_page(q, 200);
}

int auth_security_post(smm_req_t *q)
{
    const auth_password_form_t *f = q->form;
    if (!smm_form_valid(q)) {
        return security_page(q, 422);
    }
    smm_result_t res =
        smm_auth_password(&q->ctx, q->account->id, f->current, f->password, smm_session_id(q));
    if (res.code != SMM_OK) {
        return auth_again(q, &res, security_page);
    }
    auth_log(q, q->account->id, "SMM0512: password changed");
    smm_session_start(q, q->account->id); /* a new token for this browser too */
    return smm_see_other(q, "/app/security", "ok",
                         "Your password is changed. All other browsers are signed out.", NULL);
}

int auth_session_post(smm_req_t *q)
{
    int64_t id = smm_req_id(q, 0);
    if (id == smm_session_id(q)) {
        return auth_signout_post(q);
    }
    smm_rc_e rc = smm_session_revoke(&q->ctx, q->account->id, id);
    if (rc != SMM_OK) {
        return refuse_rc(q, rc);
    }
    auth_log(q, q->account->id, "SMM0513: session ended");
    return smm_see_other(q, "/app/security", "ok", "That browser is signed out.", NULL);
}

int auth_sessions_post(smm_req_t *q)
{
    smm_rc_e rc = smm_session_revoke_all(&q->ctx, q->account->id, smm_session_id(q));
    if (rc != SMM_OK) {
        return refuse_rc(q, rc);
    }
    auth_log(q, q->account->id, "SMM0514: all other sessions ended");
    return smm_see_other(q, "/app/security", "ok", "All other browsers are signed out.", NULL);
}

/* ---- API keys ------------------------------------------------------------------------------- */

/*
 * A key is shown once, on the page after the redirect. Until then it travels in a cookie, sealed
 * for this account and two minutes: the server keeps nothing but its hash.
 */
#define ONCE_SECONDS 120

static const char *once_name(smm_req_t *q)
{
    return apr_pstrcat(q->ctx.pool,
                       strncmp(q->ctx.panel->base_url, "https:", 6) ? "smm-" : "__Host-smm-",
                       q->ctx.panel->key, ".once", NULL);
}

static void once_cookie(smm_req_t *q, const char *value, int age)
{
    const char *secure = once_name(q)[0] == '_' ? "; Secure" : "";
    apr_table_addn(q->r->err_headers_out, "Set-Cookie",
                   apr_psprintf(q->r->pool, "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s",
                                once_name(q), value, age, secure));
}

static void once_put(smm_req_t *q, const char *key)
{
    const char *plain = apr_psprintf(q->r->pool, "%" APR_INT64_T_FMT ":%" APR_INT64_T_FMT ":%s",
                                     q->account->id, q->ctx.now + ONCE_SECONDS, key);
    const char *sealed = smm_seal(q->r->pool, q->ctx.panel, "api-key-once", plain);
    if (sealed) {
        once_cookie(q, sealed, ONCE_SECONDS);
    }
}

/* Raw search: the sealed text may hold "=", which a cookie parser would be free to cut at. */
const char *auth_cookie_value(smm_req_t *q, const char *name)
{
    const char *all = apr_table_get(q->r->headers_in, "Cookie");
    apr_size_t n = strlen(name);
    while (all && *all) {
        all += strspn(all, "; ");
        apr_size_t len = strcspn(all, ";");
        if (len > n && !strncmp(all, name, n) && all[n] == '=') {
            return apr_pstrmemdup(q->r->pool, all + n + 1, len - n - 1);
        }
        all += len;
    }
    return NULL;
}

static const char *once_take(smm_req_t *q)
{
    const char *sealed = auth_cookie_value(q, once_name(q));
    if (!sealed) {
        return NULL;
    }
    once_cookie(q, "", 0);
    const char *plain = smm_unseal(q->r->pool, q->ctx.panel, "api-key-once", sealed);
    char *end = NULL;
    if (!plain || apr_strtoi64(plain, &end, 10) != q->account->id || *end != ':') {
        return NULL;
    }
    return apr_strtoi64(end + 1, &end, 10) >= q->ctx.now && *end == ':' ? end + 1 : NULL;
}

static int api_page(smm_req_t *q, int status)
{
    const char *key = q->r->method_number == M_GET ? once_take(q) : NULL;
    smm_vm_t *vm = smm_page_begin(q, "customer", "api", "API access", "auth/api");
    smm_vm_attr(
        vm, "endpoint",
        apr_pstrcat(q->r->pool, q->ctx.panel->base_url, q->ctx.panel->mount, "/api/v2", NULL));
    smm_vm_attr(vm, "new-key", key);
    smm_form_begin(q, vm, &auth_key_form, "/app/api", NULL);
    smm_vm_end(vm);
    auth_view_keys(q, vm);
    return smm_page(q, status);
}

int auth_api_get(smm_req_t *q)
{
    return api_page(q, 200);
}

int auth_api_post(smm_req_t *q)
{
    const auth_key_form_t *f = q->form;
    const char *done = NULL, *key = NULL;
    if (!smm_form_valid(q)) {
        return api_page(q, 422);
    }
    smm_result_t res = smm_idem_begin(q, &done);
    if (res.code != SMM_OK) {
        return smm_refuse_result(q, &res);
    }
    if (done) {
        return smm_see_other(
            q, "/app/api", "info",
            "This key was made already and is not shown again. Make a new one if you lost it.",
            NULL);
    }
    res = smm_auth_api_create(&q->ctx, q->account->id, f->name, smm_idem_of(q), &key);
    if (res.code != SMM_OK) {
        return auth_again(q, &res, api_page);
    }
    auth_log(q, q->account->id, "SMM0515: API key made");
    once_put(q, key);
    return smm_see_other(q, "/app/api", "ok",
                         "The key {0} is made. Copy it now: it is shown only once.", f->name);
}

int auth_api_revoke_get(smm_req_t *q)
{
    smm_api_key_t keys[100];
    int64_t id = smm_req_id(q, 0);
    int n = smm_auth_api_list(&q->ctx, q->account->id, keys, 100);
    for (int i = 0; i < n; i++) {
        if (keys[i].id != id || keys[i].revoked) {
            continue;
        }
        smm_vm_t *vm = smm_page_begin(q, "customer", "api", "Revoke API key", "auth/api-revoke");
        smm_vm_attr(vm, "name", keys[i].name);
        smm_vm_attr(vm, "prefix", keys[i].prefix);
        smm_vm_attr_time(vm, "last-used", keys[i].last_used);
        smm_form_begin(q, vm, &auth_plain_form,
                       apr_psprintf(q->r->pool, "/app/api/%" APR_INT64_T_FMT "/revoke", id), NULL);
        smm_vm_end(vm);
        return smm_page(q, 200);
    }
    return smm_refuse(q, 404, NULL);
}

int auth_api_revoke_post(smm_req_t *q)
{
    smm_result_t res = smm_auth_api_revoke(&q->ctx, q->account->id, smm_req_id(q, 0));
    if (res.code != SMM_OK) {
        return smm_refuse_result(q, &res);
    }
    auth_log(q, q->account->id, "SMM0516: API key revoked");
    return smm_see_other(q, "/app/api", "ok",
                         "The key is revoked. Programs that use it are refused from now on.", NULL);
}
