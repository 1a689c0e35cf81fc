/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Domain of the account module: sign-up, sign-in, recovery, profile, API keys, roles. No httpd
 * here. All functions read first and then write one unit; texts they return live in c->pool.
 */
#ifndef SMM_AUTH_H
#define SMM_AUTH_H

#include "smm_account.h"
#include "smm_idem.h"

#define SMM_AUTH_VERIFY_TTL (3 * 86400)
#define SMM_AUTH_RESET_TTL 3600
#define SMM_AUTH_CODE_TTL 600
#define SMM_AUTH_CODE_TRIES 5
#define SMM_AUTH_MAX_KEYS 20
#define SMM_AUTH_PASSWORD_MIN 8
#define SMM_AUTH_PASSWORD_MAX 256

/* ---- passwords ------------------------------------------------------------------------------ */

/** How many hashes may be computed at once in this process; more wait so long, then get SMM_BUSY.
 */
SMM_DECLARE(void) smm_auth_hash_limit(int n, int wait_ms);
/** Hashes finished in this process: lets a test see that an unknown user costs the same. */
SMM_DECLARE(int64_t) smm_auth_hash_count(void);
/** argon2id, t=2, m=19 MiB, p=1. @return SMM_OK with *hash in the pool, SMM_BUSY or SMM_BUG. */
smm_rc_e smm_auth_hash(apr_pool_t *p, const char *password, const char **hash);
/** `hash` NULL compares with a dummy: the same work, never right. @return SMM_OK, SMM_FORBIDDEN,
 * SMM_BUSY. */
smm_rc_e smm_auth_check(apr_pool_t *p, const char *hash, const char *password);
/** True when the hash was made with other parameters than today's. */
int smm_auth_hash_old(const char *hash);
/** Refuses a password that is too short, too long, common, or made of the account's own words. */
smm_result_t smm_auth_password_rule(smm_ctx_t *c, const char *field, const char *password,
                                    const char *username, const char *email);

/* ---- small common parts --------------------------------------------------------------------- */

/** ASCII lower case: the key of user names and addresses. */
const char *smm_auth_key(apr_pool_t *p, const char *text);
/** Counts a hit of `subject` in the limit `kind`. @return SMM_OK, SMM_TOO_FAST (arg = seconds),
 * SMM_BUSY. */
smm_result_t smm_auth_limit(smm_ctx_t *c, const char *kind, const char *subject, int max,
                            int window);
/** The same as a step of a unit: its broken expectation has the outcome SMM_TOO_FAST. */
void smm_auth_limit_step(smm_unit_t *u, smm_ctx_t *c, const char *kind, const char *subject,
                         int max, int window);
const char *smm_auth_limit_name(smm_ctx_t *c, const char *kind, const char *subject);
/** What a write's fate means, with the usual messages for BUSY and UNKNOWN. */
smm_result_t smm_auth_written(const smm_written_t *w);

/** What sign-in, recovery and the security page need to know of an account. */
typedef struct smm_secret_t {
    int64_t id;
    const char *password, *email, *email_key, *username, *lang, *status, *name;
    int verified;
} smm_secret_t;
smm_rc_e smm_auth_secret(smm_ctx_t *c, int64_t account, smm_secret_t *out);
/** By user name or address. @return SMM_OK, SMM_NOT_FOUND or SMM_BUSY. */
smm_rc_e smm_auth_lookup(smm_ctx_t *c, const char *login, smm_secret_t *out);

/* ---- mails (each adds a step to a unit) ----------------------------------------------------- */

void smm_auth_mail_link(smm_unit_t *u, smm_ctx_t *c, const char *view, const char *to,
                        const char *lang, const char *username, const char *path);
void smm_auth_mail_notice(smm_unit_t *u, smm_ctx_t *c, const char *view, const char *to,
                          const char *lang, const char *username, const char *key,
                          const char *value);

/* ---- sign-up -------------------------------------------------------------------------------- */

typedef struct smm_signup_t {
    const char *username, *email, *password, *country, *lang;
    int terms;
    const char *ref; /* code of who brought the person, or NULL */
} smm_signup_t;
/**
 * Makes an unconfirmed account and mails the link. An address that a confirmed account has gets
 * another mail and no link; the answer, the rows and the time are the same, so nobody learns which
 * addresses are known. Only a user name that is taken is told.
 */
SMM_DECLARE(smm_result_t)
smm_auth_signup(smm_ctx_t *c, const smm_signup_t *f, const smm_idem_t *idem, int64_t *account);

typedef enum {
    SMM_LINK_OPEN,    /* would work */
    SMM_LINK_DONE,    /* worked now, or earlier for the address the account still has */
    SMM_LINK_EXPIRED, /* too old, used, or a newer one was sent */
    SMM_LINK_UNKNOWN
} smm_link_e;
/** Confirms the address a verify link was sent to; with `look` only says what would happen. */
SMM_DECLARE(smm_rc_e) smm_auth_verify(smm_ctx_t *c, const char *token, int look, smm_link_e *state);
/** Sends a new link where the address belongs to an unconfirmed account; the answer tells nothing.
 */
SMM_DECLARE(smm_result_t) smm_auth_resend(smm_ctx_t *c, const char *email);
/** An unconfirmed account corrects a mistyped address; a new link goes there. */
SMM_DECLARE(smm_result_t) smm_auth_readdress(smm_ctx_t *c, int64_t account, const char *email);

/* ---- sign-in -------------------------------------------------------------------------------- */

/**
 * Checks the password, counts failures per account and address, joins the account to this panel and
 * mails about a new device. The caller starts the session.
 */
SMM_DECLARE(smm_result_t)
smm_auth_signin(smm_ctx_t *c, const char *login, const char *password, const char *agent,
                smm_account_t *out);
/** Re-checks the password of a signed-in account before a step that matters; limited like sign-in.
 */
smm_result_t smm_auth_confirm(smm_ctx_t *c, const smm_secret_t *s, const char *field,
                              const char *password);

/* ---- recovery and change -------------------------------------------------------------------- */

SMM_DECLARE(smm_result_t) smm_auth_reset_ask(smm_ctx_t *c, const char *email);
/** @return SMM_OK when the link may be used, SMM_CONFLICT when it is used up or too old,
 * SMM_NOT_FOUND. */
SMM_DECLARE(smm_rc_e) smm_auth_reset_look(smm_ctx_t *c, const char *token);
/** Sets the password, confirms the address the link went to, ends every session of the account. */
SMM_DECLARE(smm_result_t) smm_auth_reset(smm_ctx_t *c, const char *token, const char *password);
/** Changes the password of a signed-in account and ends its other sessions. */
SMM_DECLARE(smm_result_t)
smm_auth_password(smm_ctx_t *c, int64_t account, const char *current, const char *password,
                  int64_t session);
/** Sends a code to the new address. An address of another account gets a note and no code. */
SMM_DECLARE(smm_result_t) smm_auth_email_ask(smm_ctx_t *c, int64_t account, const char *email);
/** The address a code was sent to and may still be typed for, or NULL. */
SMM_DECLARE(const char *) smm_auth_email_waiting(smm_ctx_t *c, int64_t account);
SMM_DECLARE(smm_result_t)
smm_auth_email_set(smm_ctx_t *c, int64_t account, const char *code, const char *password,
                   int64_t session);

/* ---- profile -------------------------------------------------------------------------------- */

typedef struct smm_profile_t {
    const char *name, *company, *address, *city, *state, *postal_code, *country, *tax_id;
    const char *language, *timezone, *theme;
    /* read only */
    const char *email, *username;
    int64_t created;
} smm_profile_t;
SMM_DECLARE(smm_rc_e) smm_auth_profile(smm_ctx_t *c, int64_t account, smm_profile_t *out);
/**
 * Checks and tidies, then stores. In India the State is needed and a tax number must be a GSTIN.
 * Language, zone and theme that are NULL stay as they are; the other texts become "".
 */
SMM_DECLARE(smm_result_t) smm_auth_profile_set(smm_ctx_t *c, int64_t account, smm_profile_t *f);

typedef struct smm_country_t {
    const char *code, *name;
} smm_country_t;
/** By English name; ends with code NULL. */
const smm_country_t *smm_auth_countries(void);
int smm_auth_country_known(const char *code);
/** IANA zone names, "UTC" first; ends with NULL. */
const char *const *smm_auth_timezones(void);

/* ---- API keys ------------------------------------------------------------------------------- */

typedef struct smm_api_key_t {
    int64_t id, created, last_used, revoked; /* 0 = never */
    const char *name, *prefix;
} smm_api_key_t;
/** Makes a key; *key is the only time it is readable. */
SMM_DECLARE(smm_result_t)
smm_auth_api_create(smm_ctx_t *c, int64_t account, const char *name, const smm_idem_t *idem,
                    const char **key);
SMM_DECLARE(smm_result_t) smm_auth_api_revoke(smm_ctx_t *c, int64_t account, int64_t id);
/** Newest first, live ones before revoked ones. @return how many (≤ max). */
SMM_DECLARE(int) smm_auth_api_list(smm_ctx_t *c, int64_t account, smm_api_key_t *out, int max);

/* ---- rest ----------------------------------------------------------------------------------- */

/** Loader of core's session layer: SMM_NOT_FOUND also for a suspended or closed account. */
SMM_DECLARE(smm_rc_e) smm_auth_load(smm_ctx_t *c, int64_t account, smm_account_t *out);
/** "customer" "staff" "owner". */
SMM_DECLARE(const char *) smm_role_word(smm_role_e role);
/** Settings and jobs of the module; called by the module and by smmctl. */
SMM_DECLARE(void) smm_auth_domain_register(void);

#endif
