/* SPDX-License-Identifier: Apache-2.0 */
/* Every address of the account module, and its entries in the navigation. */
#include "auth_int.h"

const smm_route_t auth_routes[] = {
    {"GET", "/signup", SMM_GUEST, 0, NULL, auth_signup_get, NULL, 0, NULL},
    {"POST", "/signup", SMM_GUEST, SMM_R_KEY, &auth_signup_form, auth_signup_post, "signup:200/3600", 0, "/verify/resend"},
    {"GET", "/verify/resend", SMM_PUBLIC, SMM_R_NOINDEX, NULL, auth_resend_get, NULL, 0, NULL},
    {"POST", "/verify/resend", SMM_PUBLIC, 0, &auth_resend_form, auth_resend_post, "resend:60/600", 0, NULL},
    {"POST", "/verify/address", SMM_PUBLIC, 0, &auth_readdress_form, auth_readdress_post, "resend:60/600", 0, NULL},
    {"GET", "/verify/:slug", SMM_PUBLIC, SMM_R_SECRET | SMM_R_NOINDEX, NULL, auth_verify_get, "link:300/600", 0, NULL},
    {"GET", "/signin", SMM_GUEST, 0, NULL, auth_signin_get, NULL, 0, NULL},
    {"POST", "/signin", SMM_GUEST, 0, &auth_signin_form, auth_signin_post, "signin:300/60", 0, NULL},
    {"GET", "/signout", SMM_PUBLIC, SMM_R_NOINDEX, NULL, auth_signout_get, NULL, 0, NULL},
    {"POST", "/signout", SMM_PUBLIC, 0, &auth_plain_form, auth_signout_post, NULL, 0, NULL},
    {"GET", "/password", SMM_PUBLIC, SMM_R_NOINDEX, NULL, auth_forgot_get, NULL, 0, NULL},
    {"POST", "/password", SMM_PUBLIC, 0, &auth_email_form, auth_forgot_post, "forgot:100/600", 0, NULL},
    {"GET", "/password/:slug", SMM_PUBLIC, SMM_R_SECRET | SMM_R_NOINDEX, NULL, auth_reset_get, "link:300/600", 0, NULL},
    {"POST", "/password/:slug", SMM_PUBLIC, SMM_R_SECRET, &auth_reset_form, auth_reset_post, "link:300/600", 0, NULL},
    {"GET", "/app/profile", SMM_CUSTOMER, 0, NULL, auth_profile_get, NULL, 0, NULL},
    {"POST", "/app/profile", SMM_CUSTOMER, 0, &auth_profile_form, auth_profile_post, NULL, 0, NULL},
    {"GET", "/app/profile/email", SMM_CUSTOMER, 0, NULL, auth_newmail_get, NULL, 0, NULL},
    {"POST", "/app/profile/email", SMM_CUSTOMER, 0, &auth_newmail_form, auth_newmail_post, NULL, 0, NULL},
    {"GET", "/app/profile/email/confirm", SMM_CUSTOMER, 0, NULL, auth_confirm_get, NULL, 0, NULL},
    {"POST", "/app/profile/email/confirm", SMM_CUSTOMER, 0, &auth_confirm_form, auth_confirm_post, NULL, 0, NULL},
    {"GET", "/app/security", SMM_CUSTOMER, 0, NULL, auth_security_get, NULL, 0, NULL},
    {"POST", "/app/security", SMM_CUSTOMER, 0, &auth_password_form, auth_security_post, NULL, 0, NULL},
    {"POST", "/app/security/sessions/:id/revoke", SMM_CUSTOMER, 0, &auth_plain_form, auth_session_post, NULL, 0, NULL},
    {"POST", "/app/security/sessions/revoke", SMM_CUSTOMER, 0, &auth_plain_form, auth_sessions_post, NULL, 0, NULL},
    {"GET", "/app/api", SMM_CUSTOMER, 0, NULL, auth_api_get, NULL, 0, NULL},
    {"POST", "/app/api", SMM_CUSTOMER, SMM_R_KEY, &auth_key_form, auth_api_post, NULL, 0, "/app/api"},
    {"GET", "/app/api/:id/revoke", SMM_CUSTOMER, 0, NULL, auth_api_revoke_get, NULL, 0, NULL},
    {"POST", "/app/api/:id/revoke", SMM_CUSTOMER, 0, &auth_plain_form, auth_api_revoke_post, NULL, 0, NULL},
    {NULL, NULL, SMM_PUBLIC, 0, NULL, NULL, NULL, 0, NULL},
};

const smm_nav_t auth_nav[] = {
    {"customer", "Support", "api", "/app/api", "api", "API access", 90, 0},
    {"customer", "Account", "profile", "/app/profile", "user", "Profile", 10, 0},
    {"customer", "Account", "security", "/app/security", "lock", "Security", 20, 0},
    {"staff", "Account", "profile", "/app/profile", "user", "Profile", 10, 0},
    {"staff", "Account", "security", "/app/security", "lock", "Security", 20, 0},
    {NULL, NULL, NULL, NULL, NULL, NULL, 0, 0},
};
