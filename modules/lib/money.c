/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include "smm_money.h"

typedef unsigned __int128 u128;

static int is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/** Optional exponent at s. @return the place after it, or NULL when it is ill-formed or absurd. */
static const char *exponent(const char *s, int *exp)
{
    int neg = 0, v = 0, n = 0;

    *exp = 0;
    if (*s != 'e' && *s != 'E')
        return s;
    s++;
    if (*s == '+' || *s == '-')
        neg = *s++ == '-';
    for (; is_digit(*s); s++, n++) {
        v = v * 10 + (*s - '0');
        if (v > 400)
            return NULL;
    }
    if (n == 0)
        return NULL;
    *exp = neg ? -v : v;
    return s;
}

/** Digits of a decimal text without its point; `scale` is how many of them stand behind the point.
 */
typedef struct decimal_t {
    char digit[64];
    int n, scale, lost; /* lost: a digit other than 0 that no longer fitted, far behind the point */
} decimal_t;

static const char *scan_digits(const char *s, decimal_t *d)
{
    int seen = 0, point = 0;

    memset(d, 0, sizeof(*d));
    for (;; s++) {
        if (*s == '.' && !point) {
            point = 1;
            continue;
        }
        if (!is_digit(*s))
            break;
        seen = 1;
        if (*s == '0' && d->n == 0) { /* leading zeros carry no digit, only a place */
            d->scale += point;
            continue;
        }
        if (d->n == (int)sizeof(d->digit)) {
            if (!point)
                return NULL; /* 64 digits before the point: no amount */
            d->lost |= *s != '0';
            continue;
        }
        d->digit[d->n++] = (char)(*s - '0');
        d->scale += point;
        if (d->scale > 100000)
            return NULL;
    }
    return seen ? s : NULL;
}

/** value = digits × 10^-scale × 10^6; rest ≠ 0 when decimals were cut off. */
static int to_micro(const decimal_t *d, int exp, int64_t *micro, int *rest)
{
    int places = 6 - d->scale + exp, i;
    int keep = d->n + (places < 0 ? places : 0);
    u128 v = 0;

    *rest = d->lost;
    for (i = 0; i < d->n; i++) {
        if (i >= keep) {
            *rest |= d->digit[i] != 0;
            continue;
        }
        v = v * 10 + (unsigned)d->digit[i];
        if (v > INT64_MAX)
            return -1;
    }
    for (i = 0; i < places && v != 0; i++) {
        v *= 10;
        if (v > INT64_MAX)
            return -1;
    }
    *micro = (int64_t)v;
    return 0;
}

static int parse(const char *s, int provider, int64_t *micro)
{
    decimal_t d;
    int exp = 0, rest;
    int64_t v;

    if (!s)
        return -1;
    while (is_blank(*s))
        s++;
    s = scan_digits(s, &d);
    if (s && provider)
        s = exponent(s, &exp);
    if (!s)
        return -1;
    while (is_blank(*s))
        s++;
    if (*s != '\0' || to_micro(&d, exp, &v, &rest) != 0)
        return -1;
    if (rest && (!provider || smm_add(v, 1, &v) != 0))
        return -1;
    *micro = v;
    return 0;
}

int smm_usd_parse(const char *text, int64_t *micro)
{
    return parse(text, 0, micro);
}

int smm_price_parse(const char *text, int64_t *micro)
{
    return parse(text, 1, micro);
}

/** Writes v × 10^-places, dropping trailing zeros but keeping at least `min` decimals. */
static const char *decimal_text(char *out, int64_t v, int places, int min)
{
    char tmp[SMM_USD_TEXT];
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    int i = 0, decimals = places;
    char *p = out;

    while (decimals > min && u % 10 == 0) {
        u /= 10;
        decimals--;
    }
    do {
        if (i == decimals && decimals > 0)
            tmp[i++] = '.';
        tmp[i++] = (char)('0' + u % 10);
        u /= 10;
    } while (u != 0 || i <= decimals);
    if (v < 0)
        *p++ = '-';
    while (i > 0)
        *p++ = tmp[--i];
    *p = '\0';
    return out;
}

const char *smm_usd_text(char out[SMM_USD_TEXT], int64_t micro)
{
    return decimal_text(out, micro, 6, 2);
}

const char *smm_usd_api(char out[SMM_USD_TEXT], int64_t micro)
{
    return decimal_text(out, micro, 6, 5);
}

const char *smm_minor_text(char out[SMM_USD_TEXT], int64_t minor, int exponent_)
{
    if (exponent_ < 0 || exponent_ > 6)
        exponent_ = 2;
    return decimal_text(out, minor, exponent_, exponent_);
}

int smm_add(int64_t a, int64_t b, int64_t *out)
{
    int64_t v;

    if (__builtin_add_overflow(a, b, &v))
        return -1;
    *out = v;
    return 0;
}

int smm_sub(int64_t a, int64_t b, int64_t *out)
{
    int64_t v;

    if (__builtin_sub_overflow(a, b, &v))
        return -1;
    *out = v;
    return 0;
}

/** (a × b + extra) / c with a check of the result's range. */
static int muldiv(int64_t a, int64_t b, u128 extra, int64_t c, int64_t *out)
{
    u128 v;

    if (a < 0 || b < 0 || c <= 0)
        return -1;
    v = ((u128)a * (u128)b + extra) / (u128)c;
    if (v > INT64_MAX)
        return -1;
    *out = (int64_t)v;
    return 0;
}

int smm_muldiv_floor(int64_t a, int64_t b, int64_t c, int64_t *out)
{
    return muldiv(a, b, 0, c, out);
}

int smm_muldiv_ceil(int64_t a, int64_t b, int64_t c, int64_t *out)
{
    return c <= 0 ? -1 : muldiv(a, b, (u128)(c - 1), c, out);
}

int smm_muldiv_half_up(int64_t a, int64_t b, int64_t c, int64_t *out)
{
    int64_t v;

    if (a == INT64_MIN || b < 0 || c <= 0)
        return -1;
    /* floor((2ab + c) / 2c) is half-up exactly, for odd c too; 2c may pass int64 */
    u128 num = (u128)(a < 0 ? -a : a) * (u128)b * 2 + (u128)c;
    u128 q = num / ((u128)c * 2);
    if (q > INT64_MAX)
        return -1;
    v = (int64_t)q;
    *out = a < 0 ? -v : v;
    return 0;
}

int smm_sell_rate(int64_t cost, int64_t markup_bps, int64_t *out)
{
    int64_t factor;

    if (markup_bps < 0 || smm_add(10000, markup_bps, &factor) != 0)
        return -1;
    return smm_muldiv_ceil(cost, factor, 10000, out);
}

int smm_charge(int64_t rate, int64_t qty, int64_t *out)
{
    return smm_muldiv_ceil(rate, qty, 1000, out);
}

int64_t smm_refund_due(int64_t charge, int64_t qty, int64_t remains, int64_t already,
                       smm_refund_e kind)
{
    int64_t due = 0;

    if (charge <= 0 || already < 0)
        return 0;
    if (kind == SMM_REFUND_CANCELED) {
        due = charge;
    } else if (kind == SMM_REFUND_PARTIAL && qty > 0) {
        remains = remains < 0 ? 0 : remains > qty ? qty : remains;
        if (smm_muldiv_floor(charge, remains, qty, &due) != 0)
            return 0;
    }
    return due > already ? due - already : 0;
}

int smm_fx_to_minor(int64_t usd_micro, int64_t rate_e6, int64_t *minor)
{
    return smm_muldiv_half_up(usd_micro, rate_e6, 10000000000LL, minor);
}

int smm_fx_to_usd(int64_t minor, int64_t rate_e6, int64_t *usd_micro)
{
    return smm_muldiv_half_up(minor, 10000000000LL, rate_e6, usd_micro);
}
