/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of mod_smm_auth share. */
#ifndef SMM_AUTH_INT_H
#define SMM_AUTH_INT_H

#include "mod_smm.h"
#include "domain/smm_auth.h"

/* ---- forms.c -------------------------------------------------------------------------------- */

typedef struct auth_signup_form_t {
    const char *username, *email, *password, *country;
    int terms;
} auth_signup_form_t;
typedef struct auth_signin_form_t {
    const char *login, *password, *next;
} auth_signin_form_t;
typedef struct auth_email_form_t {
    const char *email;
} auth_email_form_t;
typedef struct auth_reset_form_t {
    const char *password;
} auth_reset_form_t;
typedef struct auth_profile_form_t {
    const char *name, *company, *address, *city, *state, *postal_code, *country, *tax_id;
    const char *language, *timezone, *theme;
} auth_profile_form_t;
typedef struct auth_confirm_form_t {
    const char *code, *password;
} auth_confirm_form_t;
typedef struct auth_password_form_t {
    const char *current, *password;
} auth_password_form_t;
typedef struct auth_key_form_t {
    const char *name;
} auth_key_form_t;

extern const smm_form_t auth_signup_form, auth_signin_form, auth_email_form, auth_resend_form,
    auth_readdress_form, auth_reset_form, auth_profile_form, auth_newmail_form, auth_confirm_form,
    auth_password_form, auth_key_form, auth_plain_form;

/* ---- routes.c, pages.c ---------------------------------------------------------------------- */

extern const smm_route_t auth_routes[];
extern const smm_nav_t auth_nav[];

int auth_signup_get(smm_req_t *q);
int auth_signup_post(smm_req_t *q);
int auth_verify_get(smm_req_t *q);
int auth_resend_get(smm_req_t *q);
int auth_resend_post(smm_req_t *q);
int auth_readdress_post(smm_req_t *q);
int auth_signin_get(smm_req_t *q);
int auth_signin_post(smm_req_t *q);
int auth_signout_get(smm_req_t *q);
int auth_signout_post(smm_req_t *q);
int auth_forgot_get(smm_req_t *q);
int auth_forgot_post(smm_req_t *q);
int auth_reset_get(smm_req_t *q);
int auth_reset_post(smm_req_t *q);
int auth_profile_get(smm_req_t *q);
int auth_profile_post(smm_req_t *q);
int auth_newmail_get(smm_req_t *q);
int auth_newmail_post(smm_req_t *q);
int auth_confirm_get(smm_req_t *q);
int auth_confirm_post(smm_req_t *q);
int auth_security_get(smm_req_t *q);
int auth_security_post(smm_req_t *q);
int auth_session_post(smm_req_t *q);
int auth_sessions_post(smm_req_t *q);
int auth_api_get(smm_req_t *q);
int auth_api_post(smm_req_t *q);
int auth_api_revoke_get(smm_req_t *q);
int auth_api_revoke_post(smm_req_t *q);

/**
 * Ends a POST that did not succeed: field faults go back on the page that `again` writes, with 422
 * (429, 503 …); what is no fault of the form becomes an error page.
 */
int auth_again(smm_req_t *q, const smm_result_t *res, int (*again)(smm_req_t *q, int status));
/** A line in the error log for what ASVS 16.3.1 wants kept; `what` is a literal without user data.
 */
void auth_log(smm_req_t *q, int64_t account, const char *code_and_what);
/** A local path out of ?next=, or NULL: never another host, never a loop to the sign-in. */
const char *auth_safe_next(smm_req_t *q, const char *next);

/* ---- views.c -------------------------------------------------------------------------------- */

smm_vm_t *auth_card(smm_req_t *q, const char *id, const char *title, const char *view);
void auth_view_countries(smm_vm_t *vm);
void auth_view_states(smm_vm_t *vm);
void auth_view_timezones(smm_vm_t *vm);
void auth_view_languages(smm_req_t *q, smm_vm_t *vm);
void auth_view_sessions(smm_req_t *q, smm_vm_t *vm);
void auth_view_keys(smm_req_t *q, smm_vm_t *vm);
void auth_frame(smm_req_t *q, smm_vm_t *vm);

/** Value of a cookie as it was sent, or NULL. */
const char *auth_cookie_value(smm_req_t *q, const char *name);

#endif
