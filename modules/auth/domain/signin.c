/* SPDX-License-Identifier: Apache-2.0 */
/* Sign-in: the same work and answer for known and unknown names, lock-out, new-device mail. */
#include <string.h>
#include <apr_strings.h>
#include "smm_auth.h"
#include "smm_settings.h"
#include "smm_sql.h"

/* per account and client address, and per account from anywhere */
#define TRIES_HERE 10
#define TRIES_HERE_S 900
#define TRIES_ALL 100
#define TRIES_ALL_S 3600

static const char *id_text(smm_ctx_t *c, int64_t id)
{
    return apr_psprintf(c->pool, "%" APR_INT64_T_FMT, id);
}

/*
 * Counts a try before the password is judged, so that many at once cannot slip through. A name that
 * nobody has is counted like one that somebody has: the lock-out tells nothing.
 */
static smm_result_t count_try(smm_ctx_t *c, const char *who, const char **here)
{
    const char *local = apr_pstrcat(c->pool, who, "@", c->addr ? c->addr : "", NULL);
    *here = smm_auth_limit_name(c, "signin", local);
    smm_result_t res = smm_auth_limit(c, "signin", local, TRIES_HERE, TRIES_HERE_S);
    return res.code == SMM_OK ? smm_auth_limit(c, "signin-all", who, TRIES_ALL, TRIES_ALL_S) : res;
}

/* Browser and network of a sign-in; the last part of the address changes too often to count. */
static const char *device_print(smm_ctx_t *c, const char *agent)
{
    const char *addr = c->addr ? c->addr : "";
    const char *end = strrchr(addr, '.');
    if (!end) {
        int colons = 0;
        for (end = addr; *end && colons < 3; end++) {
            colons += *end == ':';
        }
    }
    const char *text = apr_pstrcat(c->pool, agent ? agent : "", "\n",
                                   apr_pstrmemdup(c->pool, addr, (apr_size_t)(end - addr)), NULL);
    return smm_sha256_hex(c->pool, text, strlen(text));
}

typedef struct device_t {
    int64_t known, devices;
} device_t;

static int device_row(void *baton, const smm_row_t *row)
{
    device_t *d = baton;
    d->known = smm_row_int(row, C_auth_device_known_known);
    d->devices = smm_row_int(row, C_auth_device_known_devices);
    return 1;
}

static void add_device(smm_unit_t *u, smm_ctx_t *c, const smm_secret_t *s, const char *agent)
{
    const char *print = device_print(c, agent);
    device_t d = {1, 1};
    smm_db_read(c->db, SQL_auth_device_known, SMM_ARGS(SMM_I(s->id), SMM_T(print)), device_row, &d);
    smm_unit_add(u, SQL_auth_device_seen, SMM_ARGS(SMM_I(s->id), SMM_T(print), SMM_I(c->now)));
    if (!d.known && d.devices && s->verified && smm_setting_int(c, "signin.device_mail", 1)) {
        smm_auth_mail_notice(u, c, "auth/new-device", s->email, s->lang, s->username, "agent",
                             apr_pstrndup(c->pool, agent ? agent : "", 200));
    }
}

static smm_result_t wrong(void)
{
    return smm_fail(SMM_INVALID, NULL, "The user name or address and the password do not match.");
}

smm_result_t smm_auth_signin(smm_ctx_t *c, const char *login, const char *password,
                             const char *agent, smm_account_t *out)
{
    smm_secret_t s;
    const char *here, *hash;
    smm_rc_e rc = smm_auth_lookup(c, login, &s);
    if (rc != SMM_OK && rc != SMM_NOT_FOUND) {
        return smm_fail(rc, NULL, NULL);
    }
    int known = rc == SMM_OK;
    const char *who = known ? id_text(c, s.id) : smm_auth_key(c->pool, login);
    smm_result_t res = count_try(c, who, &here);
    if (res.code != SMM_OK) {
        return res;
    }
    rc = smm_auth_check(c->pool, known ? s.password : NULL, password);
    if (rc == SMM_BUSY) {
        return smm_fail(rc, NULL, "Many people sign in right now. Please try again in a moment.");
    }
    if (rc != SMM_OK) {
        return wrong();
    }
    if (strcmp(s.status, "pending") && strcmp(s.status, "active")) {
        return smm_fail(SMM_FORBIDDEN, NULL, "This account is closed. Please write to support.");
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_account_signed_in, SMM_ARGS(SMM_I(s.id), SMM_I(c->now)));
    smm_unit_add(u, SQL_member_join, SMM_ARGS(SMM_I(c->panel->id), SMM_I(s.id), SMM_I(c->now)));
    smm_unit_add(u, SQL_auth_limit_clear, SMM_ARGS(SMM_T(here)));
    if (smm_auth_hash_old(s.password) && smm_auth_hash(c->pool, password, &hash) == SMM_OK) {
        smm_unit_add(u, SQL_account_rehash, SMM_ARGS(SMM_I(s.id), SMM_T(s.password), SMM_T(hash)));
    }
    add_device(u, c, &s, agent);
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK) {
        return smm_auth_written(&w);
    }
    rc = smm_auth_load(c, s.id, out);
    return rc == SMM_OK ? smm_ok() : smm_fail(rc, NULL, NULL);
}

smm_result_t smm_auth_confirm(smm_ctx_t *c, const smm_secret_t *s, const char *field,
                              const char *password)
{
    const char *here;
    smm_result_t res = count_try(c, id_text(c, s->id), &here);
    if (res.code != SMM_OK) {
        return res;
    }
    smm_rc_e rc = smm_auth_check(c->pool, s->password, password);
    if (rc == SMM_FORBIDDEN) {
        return smm_fail(SMM_INVALID, field, "This is not your password.");
    }
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, "Many people sign in right now. Please try again in a moment.");
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_auth_limit_clear, SMM_ARGS(SMM_T(here)));
    smm_db_write(c->db, u);
    return smm_ok();
}
