/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include <strings.h>
#include <apr_strings.h>
#include "bip21.h"
#include "gw_util.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGIT "0123456789"

/** Letters and digits; the newer form (bc1…) is not of both cases. Its sum is the wallet's to
 * check. */
static int address_ok(const char *a)
{
    size_t n = a ? strlen(a) : 0;

    if (n < 1 || n > 120 || strspn(a, LOWER UPPER DIGIT) != n)
        return 0;
    return strncasecmp(a, "bc1", 3) != 0 || strspn(a, LOWER DIGIT) == n ||
           strspn(a, UPPER DIGIT) == n;
}

/** Digits with at most one point and eight decimals. */
static int satoshi_of(const char *text, int64_t *out)
{
    const char *after = text + strspn(text, DIGIT);

    after += *after == '.';
    return strpbrk(text, DIGIT) && strspn(after, DIGIT) == strlen(after) && strlen(after) <= 8 &&
           smm_gw_minor(text, 8, out) == 0 && *out <= SMM_SATOSHI_MAX;
}

const char *smm_bip21_write(apr_pool_t *p, const smm_bip21_t *in)
{
    const char *out, *sign = "?";

    if (!address_ok(in->address) || in->satoshi < -1 || in->satoshi > SMM_SATOSHI_MAX)
        return NULL;
    out = apr_pstrcat(p, "bitcoin:", in->address, NULL);
    if (in->satoshi >= 0) {
        out = apr_psprintf(p, "%s?amount=%" APR_INT64_T_FMT ".%08" APR_INT64_T_FMT, out,
                           in->satoshi / 100000000, in->satoshi % 100000000);
        sign = "&";
    }
    if (in->label) {
        out = apr_pstrcat(p, out, sign, "label=", smm_gw_escape(p, in->label), NULL);
        sign = "&";
    }
    return in->message ? apr_pstrcat(p, out, sign, "message=", smm_gw_escape(p, in->message), NULL)
                       : out;
}

/** One "name=value". *seen: bits of the names that may stand only once. */
static const char *parameter(apr_pool_t *p, const char *s, apr_size_t len, smm_bip21_t *out,
                             unsigned *seen)
{
    static const char *const names[] = {"amount", "label", "message"};
    const char *eq = memchr(s, '=', len), *value;
    apr_size_t n = eq ? (apr_size_t)(eq - s) : len;
    unsigned i;

    for (i = 0; i < 3 && (strlen(names[i]) != n || memcmp(names[i], s, n) != 0); i++)
        ;
    if (i == 3)
        return n >= 4 && strncmp(s, "req-", 4) == 0 ? "an unknown parameter is required" : NULL;
    if (*seen & 1u << i)
        return "a parameter twice";
    *seen |= 1u << i;
    value = eq ? smm_gw_unescape(p, eq + 1, len - n - 1, 0) : NULL;
    if (!value)
        return "a value that cannot be read";
    if (i == 0)
        return satoshi_of(value, &out->satoshi) ? NULL : "an amount that is none";
    *(i == 1 ? &out->label : &out->message) = value;
    return NULL;
}

const char *smm_bip21_read(apr_pool_t *p, const char *uri, smm_bip21_t *out)
{
    const char *s = uri + 8, *why = NULL;
    apr_size_t n;
    unsigned seen = 0;

    *out = (smm_bip21_t){.satoshi = -1};
    if (strncasecmp(uri, "bitcoin:", 8) != 0)
        return "another scheme";
    n = strcspn(s, "?");
    out->address = apr_pstrmemdup(p, s, n);
    if (!address_ok(out->address))
        return "no address";
    for (s += n; *s && !why; s += n) {
        s++;
        n = strcspn(s, "&");
        why = n ? parameter(p, s, n, out, &seen) : NULL;
    }
    return why;
}
