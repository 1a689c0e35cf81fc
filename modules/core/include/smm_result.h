/* SPDX-License-Identifier: Apache-2.0 */
/* What a domain function answers. Domain code never answers HTTP or apr_status_t. */
#ifndef SMM_RESULT_H
#define SMM_RESULT_H

#if defined(__GNUC__)
#define SMM_DECLARE(type) __attribute__((visibility("default"))) type
#else
#define SMM_DECLARE(type) type
#endif

/** Raised when a header in this folder changes incompatibly; each module checks it at start. */
#define SMM_API_VERSION 1

typedef enum {
    SMM_OK = 0,
    SMM_INVALID,   /* a field is wrong: 422, the page comes back with the message at the field */
    SMM_NOT_FOUND, /* no such thing, or not this actor's: 404 */
    SMM_FORBIDDEN, /* signed in but without the right: 403 */
    SMM_CONFLICT,  /* already done, or the state has moved on: 409 */
    SMM_NO_FUNDS,  /* the wallet does not cover it: 422 with the missing amount */
    SMM_TOO_FAST,  /* a rate limit: 429, arg = seconds to wait */
    SMM_BUSY, /* database or upstream cannot take it now: 503, safe to repeat with the same key */
    SMM_UNKNOWN, /* outcome unknown even after asking: 503, repeat with the same key */
    SMM_BUG      /* cannot happen: logged, 500 */
} smm_rc_e;

/**
 * A result that a person can read. `field` names the form field at fault or is NULL; `message` is
 * an English source string of the catalogue (a literal: translated when shown) or NULL; `a`, `b`
 * fill {0} and {1} in it and live in the caller's pool.
 */
typedef struct smm_result_t {
    smm_rc_e code;
    const char *field;
    const char *message;
    const char *a;
    const char *b;
} smm_result_t;

static inline smm_result_t smm_ok(void)
{
    smm_result_t r = {SMM_OK, 0, 0, 0, 0};
    return r;
}

/** A result with a message; `message` must be a literal so that the catalogue check finds it. */
static inline smm_result_t smm_fail(smm_rc_e code, const char *field, const char *message)
{
    smm_result_t r = {code, field, message, 0, 0};
    return r;
}

#endif
