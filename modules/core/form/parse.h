/* SPDX-License-Identifier: Apache-2.0 */
/* Reading form data, without httpd: pure functions that unit tests and the fuzzer call. */
#ifndef SMM_PARSE_H
#define SMM_PARSE_H

#include <apr_pools.h>
#include "smm_form.h"

typedef struct smm_pair_t {
    const char *name, *value; /* NUL-terminated valid UTF-8; of a file as it is: its name */
    const char *data;         /* of a file as it is (SMM_F_BYTES), else NULL */
    size_t len;
} smm_pair_t;

typedef struct smm_pairs_t {
    smm_pair_t *v;
    int n;
} smm_pairs_t;

typedef enum {
    SMM_PAIRS_OK = 0,
    SMM_PAIRS_BAD,      /* bad escape, NUL, bad UTF-8, no "=", or a name twice: 400 */
    SMM_PAIRS_TOO_MANY, /* 413 */
} smm_pairs_rc_e;

#define SMM_PAIRS_STRICT 0 /* bodies: any fault refuses the whole */
#define SMM_PAIRS_QUERY                                                                            \
    1 /* query strings: faulty pairs are left out, of a repeated name the first counts */

/**
 * Decodes application/x-www-form-urlencoded data. `*why` (may be NULL) tells the reason in a few
 * words for the log; it never holds user data.
 */
smm_pairs_rc_e smm_pairs_parse(apr_pool_t *p, const char *data, size_t len, int max, int mode,
                               smm_pairs_t *out, const char **why);
/** The same for multipart/form-data; `type` is the content type's line. Files are text, but for
 * those of `form`'s fields of type SMM_F_BYTES (form may be NULL). */
smm_pairs_rc_e smm_pairs_multipart(apr_pool_t *p, const char *type, const char *data, size_t len,
                                   const smm_form_t *form, int max, smm_pairs_t *out,
                                   const char **why);
/** The pair of a name or NULL. */
const smm_pair_t *smm_pairs_find(const smm_pairs_t *pairs, const char *name);
/** Value of a name or NULL. */
const char *smm_pairs_get(const smm_pairs_t *pairs, const char *name);

/** What became of a form: one entry a field, in the order of the declaration. */
typedef struct smm_field_state_t {
    const char *raw;     /* as sent (trimmed), NULL when absent; to show it again */
    const char *message; /* English source string, NULL when the field is fine */
    const char *a, *b;   /* fill {0} and {1} */
} smm_field_state_t;

typedef struct smm_form_state_t {
    const smm_form_t *form;
    smm_field_state_t *fields;
    void *data; /* the typed struct */
    int faults;
    const char *message; /* fault of the form as a whole */
    const char *a, *b;
} smm_form_state_t;

/** Fills the typed struct. Fields that are absent or wrong keep 0 / NULL / SMM_ABSENT. Never fails.
 */
smm_form_state_t *smm_form_fill(apr_pool_t *p, const smm_form_t *form, const smm_pairs_t *pairs);
/** A state for a form that was not sent. */
smm_form_state_t *smm_form_empty(apr_pool_t *p, const smm_form_t *form);
/** A typed field as the text that a form shows, or NULL. `data` is a struct of the form's type. */
const char *smm_field_text(apr_pool_t *p, const smm_field_t *f, const void *data);
/** Bounds of a field with the defaults of its type put in. */
void smm_field_bounds(const smm_field_t *f, int64_t *lo, int64_t *hi);

/** Hex SHA-256 over route and fields, sorted by name, without "csrf" and "key": what a replay must
 * repeat. */
const char *smm_pairs_print(apr_pool_t *p, const char *route, const smm_pairs_t *pairs);

/** Code points of valid UTF-8, or -1. NUL ends nothing: `len` counts. */
int64_t smm_utf8_count(const char *s, size_t len);

#endif
