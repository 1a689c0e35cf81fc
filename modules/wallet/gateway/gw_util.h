/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the clients of payment processors share: one call with a JSON answer, reading JSON, exact
 * amounts, keyed hashes, encodings. No floating point: where a processor sends amounts as JSON
 * numbers, read the answer with SMM_GW_NUMBERS and take the numbers' own text.
 */
#ifndef GW_UTIL_H
#define GW_UTIL_H

#include <jansson.h>
#include "gateways.h"

#define N_(text) text /* for scripts/gen-docs: a text that a sheet translates */

/* ---- JSON ------------------------------------------------------------------------------------ */

#define SMM_GW_NUMBERS 1 /* numbers become strings: their text as it was sent */

/** Parses an object or array and frees it with the pool; NULL when it is neither, is torn, has a
 * name twice or is nested deeper than 64. Texts got from it live as long as the pool. */
json_t *smm_gw_json(apr_pool_t *p, const char *text, apr_size_t len, int flags);
/** Member by a dotted path, array members by number: "data.object.id", "links.0.href"; NULL. */
json_t *smm_gw_at(json_t *o, const char *path);
/** Non-empty text at a path, or NULL. */
const char *smm_gw_text(json_t *o, const char *path);
/** Integer at a path (a JSON integer; a number's text with SMM_GW_NUMBERS). @return 0 or -1. */
int smm_gw_int(json_t *o, const char *path, int64_t *out);
/** As smm_gw_int, 0 when there is none. */
int64_t smm_gw_int0(json_t *o, const char *path);
/** Compact text in the pool; takes the reference. NULL when o is NULL. */
const char *smm_gw_dump(apr_pool_t *p, json_t *o);

/* ---- one call -------------------------------------------------------------------------------- */

typedef struct smm_gw_call_t {
    const char *method, *base, *path; /* address = base without last "/", then path */
    const char *auth;                 /* whole header line, or NULL */
    const char *type;                 /* of the body; NULL: application/json */
    const char *body;                 /* or NULL */
    const char *headers[4];           /* further header lines, ends with NULL */
    int flags;                        /* SMM_GW_NUMBERS */
    /* answer */
    int status;        /* 0: none came */
    json_t *root;      /* of an answer with JSON, also of a refusal; or NULL */
    const char *error; /* short, for staff and log; neither body nor secret */
} smm_gw_call_t;

/**
 * OK: 2xx with JSON (or 204 without). NOT_SET: no base. DOWN: nothing left, or 429. MISSING: 404.
 * REFUSED: other 4xx. UNSURE: all the rest: 409 (the same key is being worked on), 3xx, 5xx, torn.
 */
smm_gw_rc_e smm_gw_call(const smm_gateway_env_t *e, smm_gw_call_t *x);
typedef smm_gw_rc_e smm_gw_call_fn(const smm_gateway_env_t *e, smm_gw_call_t *x);
/** x by the gateway's own `call`, its path made of before, ref and after. MISSING when ref is not
 * fit to be part of a path. */
smm_gw_rc_e smm_gw_call_ref(const smm_gateway_env_t *e, smm_gw_call_fn *call, smm_gw_call_t *x,
                            const char *before, const char *ref, const char *after);
/** Sentence for test(): what a finished call means for the operator. `ok` when all is well. */
const char *smm_gw_test_text(apr_pool_t *p, smm_gw_rc_e rc, const smm_gw_call_t *x, const char *ok);
/** "Authorization: Basic …" */
const char *smm_gw_basic(apr_pool_t *p, const char *user, const char *password);
/** Is it fit to be part of a path: 1..120 of [A-Za-z0-9_-]? */
int smm_gw_ref_ok(const char *ref);
/** Percent-encoded for a path or query. */
const char *smm_gw_escape(apr_pool_t *p, const char *text);
/** Percent-decoded; plus: "+" is a blank (forms). NULL: a bad escape or a NUL. */
const char *smm_gw_unescape(apr_pool_t *p, const char *text, apr_size_t len, int plus);
/** ASCII letters changed. */
const char *smm_gw_lower(apr_pool_t *p, const char *text);
const char *smm_gw_upper(apr_pool_t *p, const char *text);

/* ---- amounts --------------------------------------------------------------------------------- */

/** Decimals of a currency (any case): smm_currency.h. */
int smm_gw_exponent(const char *currency);
/** v × 10^(to − from), exact. @return -1 when something would be cut off or overflow. */
int smm_gw_rescale(int64_t v, int from, int to, int64_t *out);
/** Decimal text ("12.3", "1.2e1", no sign, no blank) to minor units, exact. @return -1 when more
 * decimals are not zero, on overflow, and on anything else. */
int smm_gw_minor(const char *text, int exponent, int64_t *out);

/** *sum += v for v > 0; stays at INT64_MAX, which no payment is. */
void smm_gw_sum(int64_t *sum, int64_t v);
/** What is disputed is never more than what is left of a payment: a lost dispute is also listed as
 * a refund by some. */
void smm_gw_cap_disputed(smm_snapshot_t *s);

/* ---- keyed hashes and encodings ---------------------------------------------------------------
 */

/** HMAC under "SHA256" or "SHA512" of parts written one after the other. */
typedef struct smm_gw_part_t {
    const void *data;
    apr_size_t len;
} smm_gw_part_t;
const char *smm_gw_hmac_hex(apr_pool_t *p, const char *digest, const char *key,
                            const smm_gw_part_t *parts, int n);
const char *smm_gw_hmac_base64(apr_pool_t *p, const char *digest, const char *key,
                               const smm_gw_part_t *parts, int n);
const char *smm_gw_hex(apr_pool_t *p, const void *data, apr_size_t len);
const char *smm_gw_base64(apr_pool_t *p, const void *data, apr_size_t len);
/** Strict base64 with padding. NULL when it is not. *len = bytes. */
const unsigned char *smm_gw_base64_decode(apr_pool_t *p, const char *text, apr_size_t *len);

/** Key of an event: its id, or the hash of the body where a genuine notice has none. */
const char *smm_gw_event_key(apr_pool_t *p, const char *id, const smm_notice_in_t *in);

#define SMM_GW_SECRETS 2
/** Settings webhook_secret and webhook_secret_old of a gateway: both are valid while a secret is
 * exchanged. @return how many are set. */
int smm_gw_secrets(const smm_gateway_env_t *e, const smm_gateway_t *g,
                   const char *out[SMM_GW_SECRETS]);

/* ---- states ---------------------------------------------------------------------------------- */

/** Raw word → common state; ends with raw NULL. */
typedef struct smm_gw_map_t {
    const char *raw, *state;
} smm_gw_map_t;
/** NULL when the word is NULL or unknown. */
const char *smm_gw_state(const smm_gw_map_t *map, const char *raw);
/** The end of a fetch_refund() that has set raw_status, currency and asked_minor: the state, and
 * refunded_minor when it went well. UNSURE when the word or the amount says nothing. */
smm_gw_rc_e smm_gw_refund_state(smm_snapshot_t *out, const char *state);

#endif
