/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <stdlib.h>
#include <apr_strings.h>
#include <openssl/evp.h>
#include "parse.h"

/* Length of the valid sequence at s (1..4), 0 when it is not one: no overlong forms, no surrogates.
 */
static int utf8_step(const unsigned char *s, size_t left)
{
    unsigned c = s[0];
    int n = c < 0x80                 ? 1
            : c >= 0xC2 && c <= 0xDF ? 2
            : (c & 0xF0) == 0xE0     ? 3
            : c >= 0xF0 && c <= 0xF4 ? 4
                                     : 0;

    if (n == 0 || (size_t)n > left) {
        return 0;
    }
    for (int i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    if ((c == 0xE0 && s[1] < 0xA0) || (c == 0xED && s[1] > 0x9F) || (c == 0xF0 && s[1] < 0x90) ||
        (c == 0xF4 && s[1] > 0x8F)) {
        return 0;
    }
    return n;
}

int64_t smm_utf8_count(const char *s, size_t len)
{
    const unsigned char *u = (const unsigned char *)s;
    int64_t count = 0;

    for (size_t i = 0; i < len; count++) {
        int n = utf8_step(u + i, len - i);
        if (n == 0) {
            return -1;
        }
        i += (size_t)n;
    }
    return count;
}

static int hex(int c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes into the pool. NULL with *why for a bad escape, a NUL or bad UTF-8. */
static const char *decode(apr_pool_t *p, const char *s, size_t len, const char **why)
{
    char *out = apr_palloc(p, len + 1);
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        int c = (unsigned char)s[i];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int a = i + 2 < len ? hex((unsigned char)s[i + 1]) : -1;
            int b = i + 2 < len ? hex((unsigned char)s[i + 2]) : -1;
            if (a < 0 || b < 0) {
                *why = "bad escape";
                return NULL;
            }
            c = a * 16 + b;
            i += 2;
        }
        if (c == 0) {
            *why = "NUL byte";
            return NULL;
        }
        out[n++] = (char)c;
    }
    out[n] = '\0';
    if (smm_utf8_count(out, n) < 0) {
        *why = "not UTF-8";
        return NULL;
    }
    return out;
}

const smm_pair_t *smm_pairs_find(const smm_pairs_t *pairs, const char *name)
{
    for (int i = 0; i < pairs->n; i++) {
        if (strcmp(pairs->v[i].name, name) == 0) {
            return &pairs->v[i];
        }
    }
    return NULL;
}

const char *smm_pairs_get(const smm_pairs_t *pairs, const char *name)
{
    const smm_pair_t *pair = smm_pairs_find(pairs, name);

    return pair ? pair->value : NULL;
}

static smm_pairs_rc_e add_pair(apr_pool_t *p, const char *s, size_t len, smm_pairs_t *out,
                               const char **why)
{
    const char *eq = memchr(s, '=', len);
    const char *name, *value;

    if (eq == NULL || eq == s) {
        *why = "a field without a name or value";
        return SMM_PAIRS_BAD;
    }
    name = decode(p, s, (size_t)(eq - s), why);
    value = name ? decode(p, eq + 1, len - (size_t)(eq - s) - 1, why) : NULL;
    if (value == NULL) {
        return SMM_PAIRS_BAD;
    }
    if (smm_pairs_get(out, name) != NULL) {
        *why = "a field was sent twice";
        return SMM_PAIRS_BAD;
    }
    out->v[out->n].name = name;
    out->v[out->n].value = value;
    out->v[out->n].data = NULL;
    out->n++;
    return SMM_PAIRS_OK;
}

smm_pairs_rc_e smm_pairs_parse(apr_pool_t *p, const char *data, size_t len, int max, int mode,
                               smm_pairs_t *out, const char **why)
{
    const char *unused = NULL, *end = data + len;

    why = why ? why : &unused;
    *why = NULL;
    out->v = apr_palloc(p, sizeof(*out->v) * (size_t)max);
    out->n = 0;
    while (data < end) {
        const char *amp = memchr(data, '&', (size_t)(end - data));
        size_t n = (size_t)((amp ? amp : end) - data);

        if (n > 0) {
            smm_pairs_rc_e rc = SMM_PAIRS_OK;
            if (out->n == max) {
                *why = "too many fields";
                rc = SMM_PAIRS_TOO_MANY;
            } else {
                rc = add_pair(p, data, n, out, why);
            }
            if (rc != SMM_PAIRS_OK && mode == SMM_PAIRS_STRICT) {
                out->n = 0;
                return rc;
            }
            if (rc == SMM_PAIRS_TOO_MANY) {
                break;
            }
        }
        data += n + 1;
    }
    return SMM_PAIRS_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const smm_pair_t *)a)->name, ((const smm_pair_t *)b)->name);
}

const char *smm_pairs_print(apr_pool_t *p, const char *route, const smm_pairs_t *pairs)
{
    smm_pair_t *v = apr_pmemdup(p, pairs->v, sizeof(*v) * (size_t)(pairs->n ? pairs->n : 1));
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    unsigned char sum[32];
    char *text = apr_palloc(p, 65);

    qsort(v, (size_t)pairs->n, sizeof(*v), by_name);
    EVP_DigestInit_ex(md, EVP_sha256(), NULL);
    /* Each text goes in with its NUL: no two different lists give the same bytes. */
    EVP_DigestUpdate(md, route, strlen(route) + 1);
    for (int i = 0; i < pairs->n; i++) {
        if (strcmp(v[i].name, "csrf") != 0 && strcmp(v[i].name, "key") != 0) {
            EVP_DigestUpdate(md, v[i].name, strlen(v[i].name) + 1);
            EVP_DigestUpdate(md, v[i].value, strlen(v[i].value) + 1);
            if (v[i].data) {
                EVP_DigestUpdate(md, &v[i].len, sizeof(v[i].len));
                EVP_DigestUpdate(md, v[i].data, v[i].len);
            }
        }
    }
    EVP_DigestFinal_ex(md, sum, NULL);
    EVP_MD_CTX_free(md);
    for (int i = 0; i < 32; i++) {
        apr_snprintf(text + 2 * i, 3, "%02x", sum[i]);
    }
    return text;
}
