/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Browser sessions. A session is an opaque 256-bit token in a cookie; the database keeps only its
 * SHA-256, so that a stolen copy of the database opens nothing. mod_smm_auth starts and ends them.
 */
#ifndef SMM_SESSION_H
#define SMM_SESSION_H

#include "smm_account.h"

struct smm_req_t;

/** Turns an account id into the account in c->panel's role. @return SMM_OK, SMM_NOT_FOUND (also:
 * disabled) or SMM_BUSY. */
typedef smm_rc_e smm_session_loader_fn(smm_ctx_t *c, int64_t account, smm_account_t *out);
/** Set once by mod_smm_auth, in post_config. */
SMM_DECLARE(void) smm_session_set_loader(smm_session_loader_fn *fn);

/* ---- in a request (httpd side) -------------------------------------------------------------- */

/**
 * Signs this browser in: a new token (any older session of the browser ends), cookie set on the
 * answer. Call it from a POST handler and answer smm_see_other(). q->account stays as it was.
 */
SMM_DECLARE(smm_rc_e) smm_session_start(struct smm_req_t *q, int64_t account);
/** Signs this browser out: the row and the cookie go. */
SMM_DECLARE(smm_rc_e) smm_session_end(struct smm_req_t *q);
/** Row id of this request's session, 0 when there is none: for "all but this one". */
SMM_DECLARE(int64_t) smm_session_id(struct smm_req_t *q);

/* ---- for domain code ------------------------------------------------------------------------ */

/** Ends all sessions of an account in every panel; `except` = a session id that stays, or 0. */
SMM_DECLARE(smm_rc_e) smm_session_revoke_all(smm_ctx_t *c, int64_t account, int64_t except);
/** The same as a step of a unit: a password change and the end of all sessions commit together. */
SMM_DECLARE(void) smm_session_revoke_step(smm_unit_t *u, int64_t account, int64_t except);
/** Ends one session of the account in this panel. @return SMM_NOT_FOUND when there is none. */
SMM_DECLARE(smm_rc_e) smm_session_revoke(smm_ctx_t *c, int64_t account, int64_t session);

typedef struct smm_session_row_t {
    int64_t id, created, seen;
    const char *addr, *agent;
} smm_session_row_t;
/** Live sessions of an account in this panel, newest first, at most `max` (≤ 100). @return how
 * many. */
SMM_DECLARE(int) smm_session_list(smm_ctx_t *c, int64_t account, smm_session_row_t *out, int max);
/** Deletes what has timed out; a job calls it. */
SMM_DECLARE(smm_rc_e) smm_session_purge(smm_ctx_t *c);

#endif
