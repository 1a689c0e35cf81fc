/* SPDX-License-Identifier: Apache-2.0 */
/* Sign-up, activation by link, resend, and the first owner of a panel. */
#include <string.h>
#include <apr_strings.h>
#include "smm_auth.h"
#include "smm_event.h"
#include "smm_settings.h"
#include "smm_sql.h"

/* names that would let a customer pose as the house */
static const char *const reserved[] = {"admin",     "administrator", "root",      "support",
                                       "system",    "staff",         "owner",     "billing",
                                       "security",  "api",           "moderator", "postmaster",
                                       "webmaster", "noreply",       NULL};

static smm_result_t check_username(smm_ctx_t *c, const char *name, int may_reserve)
{
    size_t n = strlen(name);
    const char *key = smm_auth_key(c->pool, name);
    if (n < 3 || n > 32 || key[0] < 'a' || key[0] > 'z' ||
        strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_.-") != n) {
        return smm_fail(
            SMM_INVALID, "username",
            "Use 3 to 32 letters, digits, dots, hyphens or underscores, and begin with a letter.");
    }
    for (int i = 0; reserved[i] && !may_reserve; i++) {
        if (!strcmp(key, reserved[i])) {
            return smm_fail(SMM_INVALID, "username", "This user name is taken. Choose another.");
        }
    }
    return smm_ok();
}

static smm_result_t check_email(const char *email)
{
    const char *at = strchr(email, '@');
    if (!at || at == email || !at[1] || strchr(at + 1, '@') || strlen(email) > 254 ||
        strpbrk(email, " \t\r\n<>,;:\"()[]\\")) {
        return smm_fail(SMM_INVALID, "email",
                        "Write one e-mail address, like name@company.example.");
    }
    return smm_ok();
}

/* A link token: 256 random bits go out, their hash stays. */
static const char *add_token(smm_unit_t *u, smm_ctx_t *c, smm_arg_t account, const char *kind,
                             const char *email, int ttl)
{
    const char *token = smm_random_token(c->pool, 32);
    smm_unit_add(u, SQL_auth_token_insert,
                 SMM_ARGS(SMM_I(c->panel->id), account, SMM_T(kind),
                          SMM_T(smm_sha256_hex(c->pool, token, strlen(token))), SMM_T(email),
                          SMM_I(c->now), SMM_I(c->now + ttl)));
    return token;
}

/* The link for a free address, a note for one that a confirmed account has. */
static void add_verify(smm_unit_t *u, smm_ctx_t *c, smm_arg_t account, const char *username,
                       const char *email, const char *lang, int taken, int mail)
{
    const char *token = add_token(u, c, account, "verify", email, SMM_AUTH_VERIFY_TTL);
    if (!mail) {
        return;
    }
    if (taken) {
        smm_auth_mail_notice(u, c, "auth/already", email, lang, NULL, NULL, NULL);
    } else {
        smm_auth_mail_link(u, c, "auth/verify", email, lang, username,
                           apr_pstrcat(c->pool, "/verify/", token, NULL));
    }
}

static smm_rc_e is_taken(smm_ctx_t *c, const char *email, int *taken)
{
    int64_t id;
    smm_db_rc_e rc = smm_db_int(c->db, SQL_account_email_taken,
                                SMM_ARGS(SMM_T(smm_auth_key(c->pool, email))), &id, taken);
    return rc == SMM_DB_OK ? SMM_OK : rc == SMM_DB_BUSY ? SMM_BUSY : SMM_BUG;
}

/* Nobody's inbox is filled by strangers; beyond the limit the answer is the same, without a mail.
 */
static int may_mail(smm_ctx_t *c, const char *email)
{
    return smm_auth_limit(c, "mail", smm_auth_key(c->pool, email), 10, 3600).code == SMM_OK;
}

static smm_result_t check_signup(smm_ctx_t *c, const smm_signup_t *f)
{
    smm_result_t res = check_username(c, f->username, 0);
    int64_t id;
    int found = 0;
    if (res.code == SMM_OK) {
        res = check_email(f->email);
    }
    if (res.code == SMM_OK) {
        res = smm_auth_password_rule(c, "password", f->password, f->username, f->email);
    }
    if (res.code == SMM_OK && (!f->country || !smm_auth_country_known(f->country))) {
        res = smm_fail(SMM_INVALID, "country", "Choose your country from the list.");
    }
    if (res.code == SMM_OK && !f->terms) {
        res = smm_fail(SMM_INVALID, "terms", "Please read and accept the terms.");
    }
    if (res.code == SMM_OK) {
        smm_db_rc_e rc =
            smm_db_int(c->db, SQL_account_login_name,
                       SMM_ARGS(SMM_T(smm_auth_key(c->pool, f->username))), &id, &found);
        if (rc != SMM_DB_OK) {
            res = smm_fail(SMM_BUSY, NULL, NULL);
        } else if (found) {
            res = smm_fail(SMM_INVALID, "username", "This user name is taken. Choose another.");
        }
    }
    return res;
}

smm_result_t smm_auth_signup(smm_ctx_t *c, const smm_signup_t *f, const smm_idem_t *idem,
                             int64_t *account)
{
    const char *hash, *version = smm_setting(c, "signup.terms_version");
    int taken = 0;
    if (!smm_setting_int(c, "signup.open", 1)) {
        return smm_fail(SMM_FORBIDDEN, NULL, "Sign-up is closed here. Please write to us.");
    }
    smm_result_t res = check_signup(c, f);
    if (res.code != SMM_OK) {
        return res;
    }
    int mail = may_mail(c, f->email);
    smm_rc_e rc = is_taken(c, f->email, &taken);
    if (rc == SMM_OK) {
        rc = smm_auth_hash(c->pool, f->password, &hash);
    }
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, "Many people sign in right now. Please try again in a moment.");
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    int row = smm_unit_add(u, SQL_account_insert,
                           SMM_ARGS(SMM_T(f->username), SMM_T(f->email),
                                    SMM_T(smm_auth_key(c->pool, f->email)), SMM_T(hash),
                                    SMM_T("pending"), SMM_I(c->now), SMM_NUL, SMM_T(f->country),
                                    SMM_T(f->lang ? f->lang : "en")));
    smm_unit_outcome(u, SMM_INVALID);
    smm_unit_add(u, SQL_member_join, SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(row), SMM_I(c->now)));
    smm_unit_add(u, SQL_terms_accept,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(row), SMM_T(version ? version : "1"),
                          SMM_I(c->now), SMM_T(c->addr ? c->addr : "")));
    smm_event_steps(
        c, &(smm_event_t){"account.created", 0, 0, &(smm_signup_event_t){row, f->email, f->ref}},
        u);
    add_verify(u, c, SMM_SLOT(row), f->username, f->email, f->lang ? f->lang : "en", taken, mail);
    smm_idem_step(u, c, idem, row, 0);
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_UNIQUE && w.failed_step == row) {
        return smm_fail(SMM_INVALID, "username", "This user name is taken. Choose another.");
    }
    *account = w.rc == SMM_DB_OK && !w.replayed ? smm_unit_id(u, row) : 0;
    return smm_auth_written(&w);
}

/* ---- activation ----------------------------------------------------------------------------- */

typedef struct token_t {
    int64_t id, account, expires;
    int used, verified;
    const char *email;
} token_t;

static void token_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    token_t *t = item;
    t->id = smm_row_int(row, C_auth_token_by_hash_id);
    t->account = smm_row_int(row, C_auth_token_by_hash_account);
    t->expires = smm_row_int(row, C_auth_token_by_hash_expires);
    t->used = !smm_row_null(row, C_auth_token_by_hash_used);
    t->verified = (int)smm_row_int(row, C_auth_token_by_hash_verified);
    t->email = apr_pstrdup(pool, smm_row_text(row, C_auth_token_by_hash_email));
}

static smm_rc_e token_find(smm_ctx_t *c, const char *kind, const char *token, token_t *t)
{
    return smm_get_strict(c, SQL_auth_token_by_hash,
                          SMM_ARGS(SMM_I(c->panel->id), SMM_T(kind),
                                   SMM_T(smm_sha256_hex(c->pool, token, strlen(token)))),
                          token_row, t);
}

smm_rc_e smm_auth_verify(smm_ctx_t *c, const char *token, int look, smm_link_e *state)
{
    token_t t;
    smm_rc_e rc = token_find(c, "verify", token, &t);
    if (rc != SMM_OK && rc != SMM_NOT_FOUND) {
        return rc;
    }
    *state = rc == SMM_NOT_FOUND             ? SMM_LINK_UNKNOWN
             : t.verified                    ? SMM_LINK_DONE
             : t.used || t.expires <= c->now ? SMM_LINK_EXPIRED
                                             : SMM_LINK_OPEN;
    if (look || *state != SMM_LINK_OPEN) {
        return SMM_OK;
    }
    smm_event_t e = {"account.verified", t.account, t.account, NULL};
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_auth_token_use, SMM_ARGS(SMM_I(t.id), SMM_I(c->now)));
    smm_unit_add(u, SQL_account_verify,
                 SMM_ARGS(SMM_I(t.account), SMM_T(smm_auth_key(c->pool, t.email)), SMM_I(c->now)));
    smm_event_steps(c, &e, u);
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK) {
        smm_event_committed(c, &e);
        *state = SMM_LINK_DONE;
        return SMM_OK;
    }
    if (w.rc == SMM_DB_EXPECT || w.rc == SMM_DB_UNIQUE) {
        /* a second click won, or another account confirmed the address meanwhile */
        return smm_auth_verify(c, token, 1, state) == SMM_OK && *state == SMM_LINK_OPEN
                   ? (*state = SMM_LINK_EXPIRED, SMM_OK)
                   : SMM_OK;
    }
    return smm_written_rc(&w);
}

smm_result_t smm_auth_resend(smm_ctx_t *c, const char *email)
{
    smm_secret_t s;
    smm_result_t res = check_email(email);
    if (res.code != SMM_OK) {
        return res;
    }
    smm_rc_e rc = smm_auth_lookup(c, email, &s);
    if (rc != SMM_OK && rc != SMM_NOT_FOUND) {
        return smm_fail(rc, NULL, NULL);
    }
    smm_unit_t *u = smm_unit_make(c->pool); /* one write for every address */
    smm_auth_limit_step(u, c, "mail", smm_auth_key(c->pool, email), 10, 3600);
    if (rc == SMM_OK && s.verified) {
        smm_auth_mail_notice(u, c, "auth/already", s.email, s.lang, s.username, NULL, NULL);
    } else if (rc == SMM_OK) {
        smm_unit_add(u, SQL_auth_token_void, SMM_ARGS(SMM_I(s.id), SMM_T("verify"), SMM_I(c->now)));
        add_verify(u, c, SMM_I(s.id), s.username, s.email, s.lang, 0, 1);
    }
    smm_written_t w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_EXPECT ? smm_ok() : smm_auth_written(&w);
}

smm_result_t smm_auth_readdress(smm_ctx_t *c, int64_t account, const char *email)
{
    smm_secret_t s;
    int taken = 0;
    smm_result_t res = check_email(email);
    if (res.code != SMM_OK) {
        return res;
    }
    smm_rc_e rc = smm_auth_secret(c, account, &s);
    if (rc == SMM_OK) {
        rc = is_taken(c, email, &taken);
    }
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    if (s.verified) {
        return smm_fail(SMM_CONFLICT, NULL,
                        "Your address is confirmed already. Change it in your profile.");
    }
    res = smm_auth_limit(c, "readdress", apr_psprintf(c->pool, "%" APR_INT64_T_FMT, account), 10,
                         3600);
    if (res.code != SMM_OK) {
        return res;
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_account_email_set_pending,
                 SMM_ARGS(SMM_I(account), SMM_T(email), SMM_T(smm_auth_key(c->pool, email))));
    smm_unit_add(u, SQL_auth_token_void, SMM_ARGS(SMM_I(account), SMM_T("verify"), SMM_I(c->now)));
    smm_unit_add(u, SQL_auth_token_void, SMM_ARGS(SMM_I(account), SMM_T("reset"), SMM_I(c->now)));
    add_verify(u, c, SMM_I(account), s.username, email, s.lang, taken, may_mail(c, email));
    smm_written_t w = smm_db_write(c->db, u);
    return smm_auth_written(&w);
}

/* ---- staff ---------------------------------------------------------------------------------- */

smm_result_t smm_account_create_staff(smm_ctx_t *c, const char *username, const char *email,
                                      const char *password, smm_role_e role, int64_t *id)
{
    smm_secret_t s;
    const char *hash;
    int taken = 0;
    smm_rc_e rc = smm_auth_lookup(c, username, &s);
    if (rc == SMM_OK) {
        smm_account_t now;
        *id = s.id;
        rc = smm_account_by_id(c, s.id, &now);
        return rc == SMM_OK && now.role >= role ? smm_ok() /* a role is given, never taken, here */
                                                : smm_account_set_role(c, s.id, role, "smmctl");
    }
    smm_result_t res = check_username(c, username, 1);
    if (!email) { /* a place holder that no mail can reach; its owner sets the real one */
        email = apr_pstrcat(c->pool, username, "@staff.invalid", NULL);
    }
    if (res.code == SMM_OK) {
        res = check_email(email);
    }
    if (res.code == SMM_OK) {
        res = smm_auth_password_rule(c, "password", password ? password : "", username, email);
    }
    if (res.code != SMM_OK) {
        return res;
    }
    rc = rc == SMM_NOT_FOUND ? is_taken(c, email, &taken) : rc;
    if (rc == SMM_OK && taken) {
        return smm_fail(SMM_INVALID, "email", "Another account has this address.");
    }
    rc = rc == SMM_OK ? smm_auth_hash(c->pool, password, &hash) : rc;
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    int row = smm_unit_add(
        u, SQL_account_insert,
        SMM_ARGS(SMM_T(username), SMM_T(email), SMM_T(smm_auth_key(c->pool, email)), SMM_T(hash),
                 SMM_T("active"), SMM_I(c->now), SMM_I(c->now), SMM_T(""), SMM_T("en")));
    smm_unit_add(
        u, SQL_member_set,
        SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(row), SMM_T(smm_role_word(role)), SMM_I(c->now)));
    smm_audit_step(u, c, "account.create", "account", 0, NULL, username, smm_role_word(role));
    smm_written_t w = smm_db_write(c->db, u);
    *id = w.rc == SMM_DB_OK && !w.replayed ? smm_unit_id(u, row) : 0;
    return smm_auth_written(&w);
}
