/* SPDX-License-Identifier: Apache-2.0 */
/* The profile: company details for invoices, tax number, language, zone and look. */
#include <string.h>
#include <apr_strings.h>
#include "smm_auth.h"
#include "smm_gstin.h"
#include "smm_sql.h"

static void profile_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_profile_t *f = item;
    f->name = apr_pstrdup(pool, smm_row_text(row, C_account_profile_name));
    f->company = apr_pstrdup(pool, smm_row_text(row, C_account_profile_company));
    f->address = apr_pstrdup(pool, smm_row_text(row, C_account_profile_address));
    f->city = apr_pstrdup(pool, smm_row_text(row, C_account_profile_city));
    f->state = apr_pstrdup(pool, smm_row_text(row, C_account_profile_state));
    f->postal_code = apr_pstrdup(pool, smm_row_text(row, C_account_profile_postal_code));
    f->country = apr_pstrdup(pool, smm_row_text(row, C_account_profile_country));
    f->tax_id = apr_pstrdup(pool, smm_row_text(row, C_account_profile_tax_id));
    f->email = apr_pstrdup(pool, smm_row_text(row, C_account_profile_email));
    f->language = apr_pstrdup(pool, smm_row_text(row, C_account_profile_language));
    f->timezone = apr_pstrdup(pool, smm_row_text(row, C_account_profile_timezone));
    f->theme = apr_pstrdup(pool, smm_row_text(row, C_account_profile_theme));
    f->username = apr_pstrdup(pool, smm_row_text(row, C_account_profile_username));
    f->created = smm_row_int(row, C_account_profile_created);
}

smm_rc_e smm_auth_profile(smm_ctx_t *c, int64_t account, smm_profile_t *out)
{
    return smm_get_strict(c, SQL_account_profile, SMM_ARGS(SMM_I(account)), profile_row, out);
}

static smm_result_t check_india(smm_profile_t *f, char gstin[16])
{
    const smm_gst_state_t *state = smm_gst_state_find(f->state);
    if (*f->tax_id) {
        switch (smm_gstin_check(f->tax_id, gstin)) {
        case SMM_GSTIN_OK:
            break;
        case SMM_GSTIN_LENGTH:
            return smm_fail(SMM_INVALID, "tax_id", "A GSTIN has 15 characters.");
        case SMM_GSTIN_STATE:
            return smm_fail(SMM_INVALID, "tax_id",
                            "The first two digits of this GSTIN name no State.");
        case SMM_GSTIN_CHECK:
            return smm_fail(SMM_INVALID, "tax_id",
                            "The last character does not match: a digit or letter is mistyped.");
        default:
            return smm_fail(SMM_INVALID, "tax_id",
                            "This is not the GSTIN of a normal taxpayer, like 27AAPFU0939F1ZV.");
        }
        /* the registration decides where a supply is taxed, whatever State was typed */
        char code[3] = {gstin[0], gstin[1], 0};
        f->tax_id = gstin;
        state = smm_gst_state_find(code);
    }
    if (!state) {
        return smm_fail(SMM_INVALID, "state",
                        "Write your State, like Karnataka: Indian tax depends on it.");
    }
    f->state = state->name;
    return smm_ok();
}

static smm_result_t check_tax_id(smm_ctx_t *c, smm_profile_t *f)
{
    char *id = apr_pstrdup(c->pool, f->tax_id);
    for (char *s = id; *s; s++) {
        if (*s >= 'a' && *s <= 'z') {
            *s = (char)(*s - 32);
        }
    }
    if (strlen(id) > 30 || strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ./-+*") != strlen(id)) {
        return smm_fail(SMM_INVALID, "tax_id",
                        "A tax number has letters and digits only, at most 30.");
    }
    f->tax_id = id;
    return smm_ok();
}

static int in_list(const char *const *list, const char *word)
{
    for (; *list; list++) {
        if (!strcmp(*list, word)) {
            return 1;
        }
    }
    return 0;
}

static const char *orempty(const char *s)
{
    return s ? s : "";
}

smm_result_t smm_auth_profile_set(smm_ctx_t *c, int64_t account, smm_profile_t *f)
{
    static const char *const themes[] = {"auto", "light", "dark", NULL};
    char *gstin = apr_pcalloc(c->pool, 16);
    smm_profile_t now;
    smm_rc_e rc = smm_auth_profile(c, account, &now);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    /* what a form does not ask for stays as it is */
    smm_profile_t v = {orempty(f->name),
                       orempty(f->company),
                       orempty(f->address),
                       orempty(f->city),
                       orempty(f->state),
                       orempty(f->postal_code),
                       orempty(f->country),
                       orempty(f->tax_id),
                       f->language ? f->language : now.language,
                       f->timezone ? f->timezone : now.timezone,
                       f->theme ? f->theme : now.theme,
                       NULL,
                       NULL,
                       0};
    if (!smm_auth_country_known(v.country)) {
        return smm_fail(SMM_INVALID, "country", "Choose your country from the list.");
    }
    smm_result_t res = strcmp(v.country, "IN") ? check_tax_id(c, &v) : check_india(&v, gstin);
    if (res.code != SMM_OK) {
        return res;
    }
    if (!in_list(smm_auth_timezones(), v.timezone)) {
        return smm_fail(SMM_INVALID, "timezone", "Choose a time zone from the list.");
    }
    if (strlen(v.language) < 2 || strlen(v.language) > 8) {
        return smm_fail(SMM_INVALID, "language", "Choose a language from the list.");
    }
    if (!in_list(themes, v.theme)) {
        return smm_fail(SMM_INVALID, "theme", "Choose a look from the list.");
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_account_profile_set,
                 SMM_ARGS(SMM_I(account), SMM_T(v.name), SMM_T(v.company), SMM_T(v.address),
                          SMM_T(v.city), SMM_T(v.state), SMM_T(v.postal_code), SMM_T(v.country),
                          SMM_T(v.tax_id), SMM_T(v.language), SMM_T(v.timezone), SMM_T(v.theme)));
    smm_written_t w = smm_db_write(c->db, u);
    return smm_auth_written(&w);
}

smm_result_t smm_account_show_in(smm_ctx_t *c, int64_t account, const char *currency)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    smm_unit_add(u, SQL_account_currency_set, SMM_ARGS(SMM_I(account), SMM_T(currency)));
    w = smm_db_write(c->db, u);
    return smm_auth_written(&w);
}
