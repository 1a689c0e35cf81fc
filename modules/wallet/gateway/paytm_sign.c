/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <openssl/evp.h>
#include "gw_util.h"
#include "paytm_sign.h"
#include "smm_settings.h"

#define KEY 16
#define SALT 4
#define PLAIN (64 + SALT) /* hex of SHA-256, then the salt */

static const unsigned char iv[] = "@@@@&&&&####$$$$";

/* ---- checksum -------------------------------------------------------------------------------- */

/** hex(sha256(text "|" salt)) salt */
static const char *plain_of(apr_pool_t *p, const char *text, apr_size_t len, const char *salt)
{
    char *buf = apr_palloc(p, len + 1 + SALT);

    memcpy(buf, text, len);
    buf[len] = '|';
    memcpy(buf + len + 1, salt, SALT);
    return apr_pstrcat(p, smm_sha256_hex(p, buf, len + 1 + SALT), salt, NULL);
}

/** @return bytes written, or -1. */
static int cipher(int encrypt, const char *key, const unsigned char *in, int n, unsigned char *out)
{
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    int a = 0, b = 0, fine;

    fine = c &&
           EVP_CipherInit_ex(c, EVP_aes_128_cbc(), NULL, (const unsigned char *)key, iv, encrypt) &&
           EVP_CipherUpdate(c, out, &a, in, n) && EVP_CipherFinal_ex(c, out + a, &b);
    EVP_CIPHER_CTX_free(c);
    return fine ? a + b : -1;
}

const char *smm_paytm_sign(apr_pool_t *p, const char *key, const char *text, apr_size_t len,
                           const char *salt)
{
    unsigned char out[PLAIN + 32];
    const char *plain;
    int n;

    if (!key || strlen(key) != KEY)
        return NULL;
    if (!salt)
        salt = smm_random_token(p, 3); /* four characters */
    if (strlen(salt) != SALT)
        return NULL;
    plain = plain_of(p, text, len, salt);
    n = cipher(1, key, (const unsigned char *)plain, PLAIN, out);
    return n > 0 ? smm_gw_base64(p, out, (apr_size_t)n) : NULL;
}

int smm_paytm_check(apr_pool_t *p, const char *key, const char *text, apr_size_t len,
                    const char *checksum)
{
    const unsigned char *sealed;
    unsigned char out[PLAIN + 32];
    char got[PLAIN + 1];
    apr_size_t n = 0;

    if (!key || strlen(key) != KEY || !checksum || strlen(checksum) > 200)
        return 0;
    sealed = smm_gw_base64_decode(p, checksum, &n);
    if (!sealed || n != PLAIN + 16 - PLAIN % 16 || cipher(0, key, sealed, (int)n, out) != PLAIN ||
        memchr(out, '\0', PLAIN))
        return 0;
    memcpy(got, out, PLAIN);
    got[PLAIN] = '\0';
    return smm_equal_ct(plain_of(p, text, len, got + PLAIN - SALT), got);
}

/* ---- form notices ---------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const smm_paytm_field_t *)a)->name, ((const smm_paytm_field_t *)b)->name);
}

int smm_paytm_form(apr_pool_t *p, const char *body, apr_size_t len,
                   smm_paytm_field_t out[SMM_PAYTM_MAX_FIELDS])
{
    const char *end = body + len, *s = body;
    int n = 0, i;

    while (s < end) {
        const char *stop = memchr(s, '&', (apr_size_t)(end - s)), *eq;

        if (!stop)
            stop = end;
        eq = memchr(s, '=', (apr_size_t)(stop - s));
        if (!eq || eq == s || n == SMM_PAYTM_MAX_FIELDS)
            return -1;
        out[n].name = smm_gw_unescape(p, s, (apr_size_t)(eq - s), 1);
        out[n].value = smm_gw_unescape(p, eq + 1, (apr_size_t)(stop - eq - 1), 1);
        if (!out[n].name || !out[n].value)
            return -1;
        n++;
        s = stop + 1;
    }
    qsort(out, (size_t)n, sizeof(*out), by_name);
    for (i = 1; i < n; i++)
        if (strcmp(out[i - 1].name, out[i].name) == 0)
            return -1;
    return n;
}

const char *smm_paytm_value(const smm_paytm_field_t *f, int n, const char *name)
{
    int i;

    for (i = 0; i < n; i++)
        if (strcmp(f[i].name, name) == 0)
            return f[i].value;
    return NULL;
}

const char *smm_paytm_form_text(apr_pool_t *p, const smm_paytm_field_t *f, int n)
{
    apr_array_header_t *parts = apr_array_make(p, n + 1, sizeof(char *));
    int i;

    for (i = 0; i < n; i++)
        if (strcmp(f[i].name, "CHECKSUMHASH") != 0)
            APR_ARRAY_PUSH(parts, const char *) = f[i].value;
    return apr_array_pstrcat(p, parts, '|');
}

/* ---- the signed part of JSON ----------------------------------------------------------------- */

static const char *skip_blank(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r'))
        s++;
    return s;
}

/** Behind the string that begins at s. */
static const char *skip_string(const char *s, const char *end)
{
    for (s++; s < end && *s != '"'; s++)
        if (*s == '\\')
            s++;
    return s < end ? s + 1 : end;
}

/** Behind the value that begins at s. */
static const char *skip_value(const char *s, const char *end)
{
    int depth = 0;

    while (s < end) {
        if (*s == '"') {
            s = skip_string(s, end);
        } else if (*s == '{' || *s == '[') {
            depth++;
            s++;
        } else if (*s == '}' || *s == ']') {
            if (depth == 0)
                return s; /* the object around a bare number or word ends */
            depth--;
            s++;
        } else if (depth == 0 &&
                   (*s == ',' || *s == ' ' || *s == '\t' || *s == '\r' || *s == '\n')) {
            return s;
        } else {
            s++;
            continue;
        }
        if (depth == 0)
            return s;
    }
    return end;
}

const char *smm_paytm_member(const char *text, apr_size_t len, const char *name, apr_size_t *n)
{
    const char *end = text + len, *s = skip_blank(text, end), *key, *value;

    if (s == end || *s != '{')
        return NULL;
    s = skip_blank(s + 1, end);
    while (s < end && *s == '"') {
        key = s + 1;
        s = skip_string(s, end);
        value = skip_blank(s, end);
        if (value == end || *value != ':')
            return NULL;
        value = skip_blank(value + 1, end);
        if ((apr_size_t)(s - key) == strlen(name) + 1 && memcmp(key, name, strlen(name)) == 0) {
            s = skip_value(value, end);
            *n = (apr_size_t)(s - value);
            return *n ? value : NULL;
        }
        s = skip_blank(skip_value(value, end), end);
        if (s == end || *s != ',')
            return NULL;
        s = skip_blank(s + 1, end);
    }
    return NULL;
}
