/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of the account pages, declared once. */
#include "auth_int.h"

#define AT(s, f) offsetof(s, f)
#define REQ SMM_F_REQUIRED
#define PASS_LO SMM_AUTH_PASSWORD_MIN
#define PASS_HI SMM_AUTH_PASSWORD_MAX

#define T auth_signup_form_t
static const smm_field_t signup_fields[] = {
    {"username", SMM_F_TEXT, AT(T, username), 3, 32, REQ, NULL, "User name"},
    {"email", SMM_F_EMAIL, AT(T, email), 0, 0, REQ, NULL, "E-mail address"},
    {"password", SMM_F_SECRET, AT(T, password), PASS_LO, PASS_HI, REQ, NULL, "Password"},
    {"country", SMM_F_TEXT, AT(T, country), 2, 2, REQ, NULL, "Country"},
    {"terms", SMM_F_FLAG, AT(T, terms), 0, 0, REQ, NULL, "I accept the terms of service"},
    SMM_FIELDS_END};
const smm_form_t auth_signup_form = {"signup", signup_fields, sizeof(T)};
#undef T

#define T auth_signin_form_t
static const smm_field_t signin_fields[] = {
    {"login", SMM_F_TEXT, AT(T, login), 1, 254, REQ, NULL, "User name or e-mail address"},
    {"password", SMM_F_SECRET, AT(T, password), 1, 1024, REQ, NULL, "Password"},
    {"next", SMM_F_TEXT, AT(T, next), 0, 500, 0, NULL, "Next page"},
    SMM_FIELDS_END};
const smm_form_t auth_signin_form = {"signin", signin_fields, sizeof(T)};
#undef T

#define T auth_email_form_t
static const smm_field_t email_fields[] = {
    {"email", SMM_F_EMAIL, AT(T, email), 0, 0, REQ, NULL, "E-mail address"}, SMM_FIELDS_END};
static const smm_field_t newmail_fields[] = {
    {"email", SMM_F_EMAIL, AT(T, email), 0, 0, REQ, NULL, "New e-mail address"}, SMM_FIELDS_END};
const smm_form_t auth_email_form = {"forgot", email_fields, sizeof(T)};
const smm_form_t auth_resend_form = {"resend", email_fields, sizeof(T)};
const smm_form_t auth_readdress_form = {"readdress", newmail_fields, sizeof(T)};
const smm_form_t auth_newmail_form = {"email", newmail_fields, sizeof(T)};
#undef T

#define T auth_reset_form_t
static const smm_field_t reset_fields[] = {
    {"password", SMM_F_SECRET, AT(T, password), PASS_LO, PASS_HI, REQ, NULL, "New password"},
    SMM_FIELDS_END};
const smm_form_t auth_reset_form = {"reset", reset_fields, sizeof(T)};
#undef T

#define T auth_profile_form_t
static const smm_field_t profile_fields[] = {
    {"name", SMM_F_TEXT, AT(T, name), 0, 100, 0, NULL, "Your name"},
    {"company", SMM_F_TEXT, AT(T, company), 0, 150, 0, NULL, "Company"},
    {"address", SMM_F_TEXT, AT(T, address), 0, 200, 0, NULL, "Street and number"},
    {"city", SMM_F_TEXT, AT(T, city), 0, 100, 0, NULL, "City"},
    {"state", SMM_F_TEXT, AT(T, state), 0, 100, 0, NULL, "State or region"},
    {"postal_code", SMM_F_TEXT, AT(T, postal_code), 0, 20, 0, NULL, "Postal code"},
    {"country", SMM_F_TEXT, AT(T, country), 2, 2, REQ, NULL, "Country"},
    {"tax_id", SMM_F_TEXT, AT(T, tax_id), 0, 40, 0, NULL, "GSTIN or VAT number"},
    {"language", SMM_F_TEXT, AT(T, language), 2, 8, 0, NULL, "Language"},
    {"timezone", SMM_F_TEXT, AT(T, timezone), 3, 64, 0, NULL, "Time zone"},
    {"theme", SMM_F_WORD, AT(T, theme), 0, 0, 0, "auto light dark", "Look"},
    SMM_FIELDS_END};
const smm_form_t auth_profile_form = {"profile", profile_fields, sizeof(T)};
#undef T

#define T auth_confirm_form_t
static const smm_field_t confirm_fields[] = {
    {"code", SMM_F_TEXT, AT(T, code), 6, 6, REQ | SMM_F_NO_ECHO, NULL, "Code from the mail"},
    {"password", SMM_F_SECRET, AT(T, password), 1, 1024, REQ, NULL, "Your password"},
    SMM_FIELDS_END};
const smm_form_t auth_confirm_form = {"email-confirm", confirm_fields, sizeof(T)};
#undef T

#define T auth_password_form_t
static const smm_field_t password_fields[] = {
    {"current", SMM_F_SECRET, AT(T, current), 1, 1024, REQ, NULL, "Current password"},
    {"password", SMM_F_SECRET, AT(T, password), PASS_LO, PASS_HI, REQ, NULL, "New password"},
    SMM_FIELDS_END};
const smm_form_t auth_password_form = {"password", password_fields, sizeof(T)};
#undef T

#define T auth_key_form_t
static const smm_field_t key_fields[] = {
    {"name", SMM_F_TEXT, AT(T, name), 1, 60, REQ, NULL, "Name of the key"}, SMM_FIELDS_END};
const smm_form_t auth_key_form = {"api-key", key_fields, sizeof(T)};
#undef T

/* a button without fields: sign out, revoke */
static const smm_field_t no_fields[] = {SMM_FIELDS_END};
const smm_form_t auth_plain_form = {"plain", no_fields, 0};
