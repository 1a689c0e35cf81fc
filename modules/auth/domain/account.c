/* SPDX-License-Identifier: Apache-2.0 */
/* Reading accounts, roles, and the small parts that the rest of the domain shares. */
#include <string.h>
#include <apr_strings.h>
#include "smm_auth.h"
#include "smm_job.h"
#include "smm_settings.h"
#include "smm_sql.h"

const char *smm_auth_key(apr_pool_t *p, const char *text)
{
    char *out = apr_pstrdup(p, text);
    for (char *s = out; *s; s++) {
        if (*s >= 'A' && *s <= 'Z') {
            *s = (char)(*s + 32);
        }
    }
    return out;
}

static smm_rc_e read_rc(smm_db_rc_e rc)
{
    return rc == SMM_DB_OK ? SMM_OK : rc == SMM_DB_BUSY ? SMM_BUSY : SMM_BUG;
}

smm_result_t smm_auth_written(const smm_written_t *w)
{
    smm_rc_e rc = smm_written_rc(w);
    switch (rc) {
    case SMM_OK:
        return smm_ok();
    case SMM_BUSY:
    case SMM_UNKNOWN:
        return smm_fail(rc, NULL,
                        "We cannot save this right now. Please send it again in a moment.");
    case SMM_CONFLICT:
        return smm_fail(rc, NULL, "This was changed meanwhile. Look again before you repeat it.");
    default:
        return smm_fail(rc, NULL, NULL);
    }
}

/* ---- accounts ------------------------------------------------------------------------------- */

const char *smm_role_word(smm_role_e role)
{
    return role == SMM_ROLE_OWNER ? "owner" : role == SMM_ROLE_STAFF ? "staff" : "customer";
}

static smm_role_e role_of(const char *word)
{
    return !word                    ? SMM_ROLE_CUSTOMER
           : !strcmp(word, "owner") ? SMM_ROLE_OWNER
           : !strcmp(word, "staff") ? SMM_ROLE_STAFF
                                    : SMM_ROLE_CUSTOMER;
}

typedef struct account_bt {
    apr_pool_t *p;
    smm_account_t *out;
    int found, live;
} account_bt;

static int account_row(void *baton, const smm_row_t *row)
{
    account_bt *b = baton;
    const char *status = smm_row_text(row, C_account_by_id_status);
    b->out->id = smm_row_int(row, C_account_by_id_id);
    b->out->username = apr_pstrdup(b->p, smm_row_text(row, C_account_by_id_username));
    b->out->email = apr_pstrdup(b->p, smm_row_text(row, C_account_by_id_email));
    b->out->name = apr_pstrdup(b->p, smm_row_text(row, C_account_by_id_name));
    b->out->lang = apr_pstrdup(b->p, smm_row_text(row, C_account_by_id_language));
    b->out->timezone = apr_pstrdup(b->p, smm_row_text(row, C_account_by_id_timezone));
    b->out->theme = apr_pstrdup(b->p, smm_row_text(row, C_account_by_id_theme));
    b->out->currency = apr_pstrdup(b->p, smm_row_text(row, C_account_by_id_currency));
    b->out->verified = (int)smm_row_int(row, C_account_by_id_verified);
    b->out->role = role_of(smm_row_text(row, C_account_by_id_role));
    b->live = !strcmp(status, "pending") || !strcmp(status, "active");
    b->found = 1;
    return 1;
}

static smm_rc_e account_read(smm_ctx_t *c, int64_t account, smm_account_t *out, int live_only)
{
    account_bt b = {c->pool, out, 0, 0};
    memset(out, 0, sizeof(*out));
    smm_db_rc_e rc = smm_db_read(c->db, SQL_account_by_id,
                                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), account_row, &b);
    if (rc != SMM_DB_OK) {
        return read_rc(rc);
    }
    return b.found && (b.live || !live_only) ? SMM_OK : SMM_NOT_FOUND;
}

smm_rc_e smm_account_by_id(smm_ctx_t *c, int64_t account, smm_account_t *out)
{
    return account_read(c, account, out, 0);
}

smm_rc_e smm_account_by_name(smm_ctx_t *c, const char *username, smm_account_t *out)
{
    int64_t id = 0;
    int found = 0;
    smm_db_rc_e rc = smm_db_int(c->db, SQL_account_login_name,
                                SMM_ARGS(SMM_T(smm_auth_key(c->pool, username))), &id, &found);
    return rc != SMM_DB_OK ? read_rc(rc) : found ? account_read(c, id, out, 0) : SMM_NOT_FOUND;
}

smm_rc_e smm_auth_load(smm_ctx_t *c, int64_t account, smm_account_t *out)
{
    return account_read(c, account, out, 1);
}

smm_rc_e smm_account_particulars(smm_ctx_t *c, int64_t account, smm_particulars_t *out)
{
    smm_profile_t f;
    smm_rc_e rc = smm_auth_profile(c, account, &f);
    if (rc == SMM_OK) {
        *out = (smm_particulars_t){f.name,        f.company, f.address, f.city, f.state,
                                   f.postal_code, f.country, f.tax_id,  f.email};
    }
    return rc;
}

/* ---- secrets -------------------------------------------------------------------------------- */

static void secret_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_secret_t *o = item;
    o->password = apr_pstrdup(pool, smm_row_text(row, C_account_secret_password));
    o->email = apr_pstrdup(pool, smm_row_text(row, C_account_secret_email));
    o->email_key = apr_pstrdup(pool, smm_row_text(row, C_account_secret_email_key));
    o->username = apr_pstrdup(pool, smm_row_text(row, C_account_secret_username));
    o->lang = apr_pstrdup(pool, smm_row_text(row, C_account_secret_language));
    o->status = apr_pstrdup(pool, smm_row_text(row, C_account_secret_status));
    o->name = apr_pstrdup(pool, smm_row_text(row, C_account_secret_name));
    o->verified = (int)smm_row_int(row, C_account_secret_verified);
}

smm_rc_e smm_auth_secret(smm_ctx_t *c, int64_t account, smm_secret_t *out)
{
    smm_rc_e rc = smm_get_strict(c, SQL_account_secret, SMM_ARGS(SMM_I(account)), secret_row, out);
    out->id = account;
    return rc;
}

smm_rc_e smm_auth_lookup(smm_ctx_t *c, const char *login, smm_secret_t *out)
{
    int64_t id = 0;
    int found = 0;
    const char *key = smm_auth_key(c->pool, login);
    memset(out, 0, sizeof(*out));
    smm_db_rc_e rc =
        smm_db_int(c->db, strchr(key, '@') ? SQL_account_login_email : SQL_account_login_name,
                   SMM_ARGS(SMM_T(key)), &id, &found);
    if (rc != SMM_DB_OK) {
        return read_rc(rc);
    }
    return found ? smm_auth_secret(c, id, out) : SMM_NOT_FOUND;
}

/* ---- limits --------------------------------------------------------------------------------- */

const char *smm_auth_limit_name(smm_ctx_t *c, const char *kind, const char *subject)
{
    /* hashed: what people type at the sign-in is sometimes a password */
    return apr_pstrcat(c->pool, kind, ":", smm_sha256_hex(c->pool, subject, strlen(subject)), NULL);
}

void smm_auth_limit_step(smm_unit_t *u, smm_ctx_t *c, const char *kind, const char *subject,
                         int max, int window)
{
    smm_unit_add(u, SQL_auth_limit_hit,
                 SMM_ARGS(SMM_T(smm_auth_limit_name(c, kind, subject)), SMM_I(c->now),
                          SMM_I(window), SMM_I(max)));
    smm_unit_outcome(u, SMM_TOO_FAST);
}

smm_result_t smm_auth_limit(smm_ctx_t *c, const char *kind, const char *subject, int max,
                            int window)
{
    const char *name = smm_auth_limit_name(c, kind, subject);
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_auth_limit_step(u, c, kind, subject, max, window);
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_EXPECT) {
        return smm_auth_written(&w);
    }
    int64_t until = c->now + window;
    int found = 0;
    smm_db_int(c->db, SQL_auth_limit_until, SMM_ARGS(SMM_T(name)), &until, &found);
    smm_result_t res =
        smm_fail(SMM_TOO_FAST, NULL, "Too many tries. Wait {0} seconds, then try again.");
    res.a = apr_psprintf(c->pool, "%" APR_INT64_T_FMT, until > c->now ? until - c->now : 1);
    return res;
}

/* ---- roles ---------------------------------------------------------------------------------- */

smm_result_t smm_account_set_role(smm_ctx_t *c, int64_t account, smm_role_e role, const char *why)
{
    smm_account_t a;
    smm_rc_e rc = smm_account_by_id(c, account, &a);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    if (a.role == SMM_ROLE_OWNER && role != SMM_ROLE_OWNER) {
        smm_unit_add(u, SQL_member_owners_lock, SMM_ARGS(SMM_I(c->panel->id)));
        smm_unit_add(u, SQL_member_other_owner, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)));
        smm_unit_outcome(u, SMM_FORBIDDEN);
    }
    smm_unit_add(
        u, SQL_member_set,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(smm_role_word(role)), SMM_I(c->now)));
    smm_audit_step(u, c, "account.role", "account", account, smm_role_word(a.role),
                   smm_role_word(role), why);
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_EXPECT && w.outcome == SMM_FORBIDDEN) {
        return smm_fail(SMM_FORBIDDEN, NULL,
                        "A panel keeps at least one owner. Name another one first.");
    }
    return smm_auth_written(&w);
}

static void tidy(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_auth_token_purge, SMM_ARGS(SMM_I(c->now - 30 * 86400)));
    smm_unit_add(u, SQL_auth_limit_purge, SMM_ARGS(SMM_I(c->now - 3600)));
    if (smm_db_write(c->db, u).rc != SMM_DB_OK) {
        for (int i = 0; i < n; i++) {
            jobs[i].error = "database busy";
        }
    }
}

static const smm_setting_t settings[] = {
    {"signup.open", "1", 0, "New customers may sign up", SMM_SET_FLAG},
    {"signup.terms_version", "1", 0, "Version of the terms that a sign-up accepts", SMM_SET_TEXT, 1,
     20},
    {"signin.device_mail", "1", 0, "Mail when an account signs in from a new device", SMM_SET_FLAG},
    {NULL, NULL, 0, NULL},
};

void smm_auth_domain_register(void)
{
    smm_settings_add(settings);
    smm_job_kind("auth.tidy", tidy, 1, 60, 3600);
}
