/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paytm's checksum: base64(AES-128-CBC(hex(sha256(text "|" salt)) salt)) under the merchant key. It
 * is neither keyed hash nor dated, and the form's names are not signed: what it covers is always
 * asked for again.
 */
#ifndef PAYTM_SIGN_H
#define PAYTM_SIGN_H

#include <apr_pools.h>

#define SMM_PAYTM_MAX_FIELDS 60

typedef struct smm_paytm_field_t {
    const char *name, *value;
} smm_paytm_field_t;

/** Checksum with a salt of four characters; salt NULL = a random one. NULL when the key has no 16
 * bytes. */
const char *smm_paytm_sign(apr_pool_t *p, const char *key, const char *text, apr_size_t len,
                           const char *salt);
/** @return 1 when the checksum belongs to the text. */
int smm_paytm_check(apr_pool_t *p, const char *key, const char *text, apr_size_t len,
                    const char *checksum);

/**
 * Decodes a form notice. @return number of fields sorted by name, or -1: damaged, a NUL, a name
 * twice, too many.
 */
int smm_paytm_form(apr_pool_t *p, const char *body, apr_size_t len,
                   smm_paytm_field_t out[SMM_PAYTM_MAX_FIELDS]);
/** Value of a field, or NULL. */
const char *smm_paytm_value(const smm_paytm_field_t *f, int n, const char *name);
/** What a form's checksum covers: the values joined by "|", without CHECKSUMHASH. */
const char *smm_paytm_form_text(apr_pool_t *p, const smm_paytm_field_t *f, int n);

/**
 * The exact text of the member `name` of a JSON object, as it was sent: a parser that writes it
 * anew would change blanks and numbers. The text must have been parsed before (it is taken as
 * whole).
 * @return the text, or NULL.
 */
const char *smm_paytm_member(const char *text, apr_size_t len, const char *name, apr_size_t *n);

#endif
