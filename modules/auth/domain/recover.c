/* SPDX-License-Identifier: Apache-2.0 */
/* Password reset by link, password change, change of the address by code and password. */
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "smm_auth.h"
#include "smm_session.h"
#include "smm_settings.h"
#include "smm_sql.h"

typedef struct token_t {
    int64_t id, account, expires;
    int used;
} token_t;

static void token_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    token_t *t = item;
    t->id = smm_row_int(row, C_auth_token_by_hash_id);
    t->account = smm_row_int(row, C_auth_token_by_hash_account);
    t->expires = smm_row_int(row, C_auth_token_by_hash_expires);
    t->used = !smm_row_null(row, C_auth_token_by_hash_used);
}

static smm_rc_e reset_find(smm_ctx_t *c, const char *token, token_t *t)
{
    smm_rc_e rc = smm_get_strict(c, SQL_auth_token_by_hash,
                                 SMM_ARGS(SMM_I(c->panel->id), SMM_T("reset"),
                                          SMM_T(smm_sha256_hex(c->pool, token, strlen(token)))),
                                 token_row, t);
    return rc != SMM_OK ? rc : t->used || t->expires <= c->now ? SMM_CONFLICT : SMM_OK;
}

static int is_live(const smm_secret_t *s)
{
    return !strcmp(s->status, "pending") || !strcmp(s->status, "active");
}

/* One write for every address, known or not: neither the answer nor the time tells which it was. */
smm_result_t smm_auth_reset_ask(smm_ctx_t *c, const char *email)
{
    smm_secret_t s;
    smm_rc_e rc = strchr(email, '@') ? smm_auth_lookup(c, email, &s) : SMM_NOT_FOUND;
    if (rc != SMM_OK && rc != SMM_NOT_FOUND) {
        return smm_fail(rc, NULL, NULL);
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_auth_limit_step(u, c, "mail", smm_auth_key(c->pool, email), 10, 3600);
    if (rc == SMM_OK && is_live(&s)) {
        const char *token = smm_random_token(c->pool, 32);
        smm_unit_add(u, SQL_auth_token_void, SMM_ARGS(SMM_I(s.id), SMM_T("reset"), SMM_I(c->now)));
        smm_unit_add(u, SQL_auth_token_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(s.id), SMM_T("reset"),
                              SMM_T(smm_sha256_hex(c->pool, token, strlen(token))), SMM_T(s.email),
                              SMM_I(c->now), SMM_I(c->now + SMM_AUTH_RESET_TTL)));
        smm_auth_mail_link(u, c, "auth/reset", s.email, s.lang, s.username,
                           apr_pstrcat(c->pool, "/password/", token, NULL));
    }
    smm_written_t w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_EXPECT ? smm_ok() : smm_auth_written(&w);
}

smm_rc_e smm_auth_reset_look(smm_ctx_t *c, const char *token)
{
    token_t t;
    return reset_find(c, token, &t);
}

static smm_result_t link_gone(smm_rc_e rc)
{
    return smm_fail(rc, NULL,
                    rc == SMM_CONFLICT || rc == SMM_NOT_FOUND
                        ? "This link was used or is too old. Ask for a new one."
                        : NULL);
}

/* Steps of every password change: the old hash is the guard, all sessions but one end, a mail
 * tells. */
static void add_password(smm_unit_t *u, smm_ctx_t *c, const smm_secret_t *s, const char *hash,
                         int64_t keep)
{
    smm_unit_add(u, SQL_account_password_set,
                 SMM_ARGS(SMM_I(s->id), SMM_T(s->password), SMM_T(hash), SMM_I(c->now)));
    smm_unit_add(u, SQL_auth_token_void, SMM_ARGS(SMM_I(s->id), SMM_T("reset"), SMM_I(c->now)));
    smm_session_revoke_step(u, s->id, keep);
    smm_auth_mail_notice(u, c, "auth/password-changed", s->email, s->lang, s->username, NULL, NULL);
}

smm_result_t smm_auth_reset(smm_ctx_t *c, const char *token, const char *password)
{
    token_t t;
    smm_secret_t s;
    const char *hash;
    smm_rc_e rc = reset_find(c, token, &t);
    if (rc == SMM_OK) {
        rc = smm_auth_secret(c, t.account, &s);
    }
    if (rc == SMM_OK && !is_live(&s)) {
        rc = SMM_CONFLICT;
    }
    if (rc != SMM_OK) {
        return link_gone(rc);
    }
    smm_result_t res = smm_auth_password_rule(c, "password", password, s.username, s.email);
    if (res.code != SMM_OK) {
        return res;
    }
    rc = smm_auth_hash(c->pool, password, &hash);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, "Many people sign in right now. Please try again in a moment.");
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_auth_token_use, SMM_ARGS(SMM_I(t.id), SMM_I(c->now)));
    add_password(u, c, &s, hash, 0);
    if (!s.verified) { /* the link proves the address as well */
        smm_unit_add(u, SQL_account_verify,
                     SMM_ARGS(SMM_I(s.id), SMM_T(s.email_key), SMM_I(c->now)));
    }
    smm_written_t w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_EXPECT || w.rc == SMM_DB_UNIQUE ? link_gone(SMM_CONFLICT)
                                                          : smm_auth_written(&w);
}

smm_result_t smm_auth_password(smm_ctx_t *c, int64_t account, const char *current,
                               const char *password, int64_t session)
{
    smm_secret_t s;
    const char *hash;
    smm_rc_e rc = smm_auth_secret(c, account, &s);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    smm_result_t res = smm_auth_password_rule(c, "password", password, s.username, s.email);
    if (res.code == SMM_OK) {
        res = smm_auth_confirm(c, &s, "current", current);
    }
    if (res.code != SMM_OK) {
        return res;
    }
    rc = smm_auth_hash(c->pool, password, &hash);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, "Many people sign in right now. Please try again in a moment.");
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    add_password(u, c, &s, hash, session);
    smm_written_t w = smm_db_write(c->db, u);
    return smm_auth_written(&w);
}

/* ---- the address ---------------------------------------------------------------------------- */

/* Six digits without bias. */
static const char *make_code(apr_pool_t *p)
{
    uint32_t v;
    do {
        if (apr_generate_random_bytes((unsigned char *)&v, sizeof(v)) != APR_SUCCESS) {
            return NULL;
        }
    } while (v >= 4294000000u);
    return apr_psprintf(p, "%06u", v % 1000000u);
}

/* Keyed with the panel's secret: a stolen table does not give the codes away. */
static const char *code_mac(smm_ctx_t *c, int64_t account, const char *email, int64_t created,
                            const char *code)
{
    return smm_mac(c->pool, c->panel, "email-code",
                   apr_psprintf(c->pool, "%" APR_INT64_T_FMT ":%s:%" APR_INT64_T_FMT ":%s", account,
                                email, created, code));
}

smm_result_t smm_auth_email_ask(smm_ctx_t *c, int64_t account, const char *email)
{
    smm_secret_t s;
    int64_t other;
    int taken = 0;
    const char *key = smm_auth_key(c->pool, email), *code = make_code(c->pool);
    smm_rc_e rc = code ? smm_auth_secret(c, account, &s) : SMM_BUG;
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    if (!strcmp(key, s.email_key)) {
        return smm_fail(SMM_INVALID, "email", "This is your address already.");
    }
    smm_result_t res =
        smm_auth_limit(c, "email", apr_psprintf(c->pool, "%" APR_INT64_T_FMT, account), 10, 3600);
    if (res.code == SMM_OK) {
        res = smm_auth_limit(c, "mail", key, 10, 3600);
    }
    if (res.code != SMM_OK) {
        return res;
    }
    if (smm_db_int(c->db, SQL_account_email_taken, SMM_ARGS(SMM_T(key)), &other, &taken) !=
        SMM_DB_OK) {
        return smm_fail(SMM_BUSY, NULL, NULL);
    }
    /* another account's address: the same page and row, but a code that nobody was told */
    const char *mac =
        taken ? smm_random_token(c->pool, 32) : code_mac(c, account, email, c->now, code);
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_auth_token_void, SMM_ARGS(SMM_I(account), SMM_T("email"), SMM_I(c->now)));
    smm_unit_add(u, SQL_auth_token_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T("email"), SMM_T(mac),
                          SMM_T(email), SMM_I(c->now), SMM_I(c->now + SMM_AUTH_CODE_TTL)));
    if (taken) {
        smm_auth_mail_notice(u, c, "auth/already", email, s.lang, NULL, NULL, NULL);
    } else {
        smm_auth_mail_notice(u, c, "auth/email-code", email, s.lang, s.username, "code", code);
    }
    smm_written_t w = smm_db_write(c->db, u);
    return smm_auth_written(&w);
}

typedef struct code_t {
    int64_t id, created;
    const char *hash, *email;
} code_t;

static void code_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    code_t *k = item;
    k->id = smm_row_int(row, C_auth_code_open_id);
    k->created = smm_row_int(row, C_auth_code_open_created);
    k->hash = apr_pstrdup(pool, smm_row_text(row, C_auth_code_open_hash));
    k->email = apr_pstrdup(pool, smm_row_text(row, C_auth_code_open_email));
}

static smm_rc_e code_find(smm_ctx_t *c, int64_t account, code_t *k)
{
    return smm_get(c, SQL_auth_code_open,
                   SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(c->now)), code_row, k);
}

const char *smm_auth_email_waiting(smm_ctx_t *c, int64_t account)
{
    code_t k;
    return code_find(c, account, &k) == SMM_OK ? k.email : NULL;
}

/* Counts the try first; five wrong ones make the code worthless. */
static smm_result_t check_code(smm_ctx_t *c, int64_t account, const char *code, code_t *k)
{
    smm_rc_e rc = code_find(c, account, k);
    if (rc == SMM_NOT_FOUND) {
        return smm_fail(SMM_INVALID, "code", "This code is too old. Ask for a new one.");
    }
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_auth_code_try,
                 SMM_ARGS(SMM_I(k->id), SMM_I(c->now), SMM_I(SMM_AUTH_CODE_TRIES)));
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_EXPECT) {
        return smm_fail(SMM_INVALID, "code", "Too many wrong codes. Ask for a new one.");
    }
    if (w.rc != SMM_DB_OK) {
        return smm_auth_written(&w);
    }
    const char *mac = code_mac(c, account, k->email, k->created, code);
    return smm_equal_ct(mac, k->hash)
               ? smm_ok()
               : smm_fail(SMM_INVALID, "code", "This code is not right. Look at the newest mail.");
}

smm_result_t smm_auth_email_set(smm_ctx_t *c, int64_t account, const char *code,
                                const char *password, int64_t session)
{
    smm_secret_t s;
    code_t k;
    smm_rc_e rc = smm_auth_secret(c, account, &s);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    smm_result_t res = smm_auth_confirm(c, &s, "password", password);
    if (res.code == SMM_OK) {
        res = check_code(c, account, code, &k);
    }
    if (res.code != SMM_OK) {
        return res;
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_auth_token_use, SMM_ARGS(SMM_I(k.id), SMM_I(c->now)));
    int set = smm_unit_add(u, SQL_account_email_set,
                           SMM_ARGS(SMM_I(account), SMM_T(s.email_key), SMM_T(k.email),
                                    SMM_T(smm_auth_key(c->pool, k.email))));
    /* links that went to the old address must not work any more */
    smm_unit_add(u, SQL_auth_token_void, SMM_ARGS(SMM_I(account), SMM_T("reset"), SMM_I(c->now)));
    smm_unit_add(u, SQL_auth_token_void, SMM_ARGS(SMM_I(account), SMM_T("verify"), SMM_I(c->now)));
    smm_session_revoke_step(u, account, session);
    smm_auth_mail_notice(u, c, "auth/email-changed", s.email, s.lang, s.username, "email", k.email);
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_UNIQUE && w.failed_step == set) {
        return smm_fail(SMM_INVALID, "code", "This code is too old. Ask for a new one.");
    }
    return smm_auth_written(&w);
}
