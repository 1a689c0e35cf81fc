/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts, numbers, money and dates for people. The rules are the same as in htdocs/xsl/text.xsl,
 * byte for byte. Numbers stay text: no amount passes through floating point. Invalid input gives
 * "".
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <apr_strings.h>
#include "view_int.h"

#define MAX_DIGITS 15
#define MINUS "\xE2\x88\x92"
#define NBSP "\xC2\xA0"

static const view_message_t *find(const view_catalog_t *c, const char *context, const char *s)
{
    char buf[512];
    size_t n = strlen(context), l = strlen(s);
    if (!n)
        return apr_hash_get(c->messages, s, (apr_ssize_t)l);
    if (n + 1 + l > sizeof buf)
        return NULL;
    memcpy(buf, context, n);
    buf[n] = '\004';
    memcpy(buf + n + 1, s, l);
    return apr_hash_get(c->messages, buf, (apr_ssize_t)(n + 1 + l));
}

const char *smm_text_t(const view_catalog_t *c, const char *context, const char *s)
{
    const view_message_t *m = find(c, context, s);
    return m && m->text ? m->text : s;
}

const char *smm_text_fill(const view_catalog_t *c, apr_pool_t *p, const char *s, const char *a,
                          const char *b)
{
    /* isolates keep "#123" from turning round inside a right-to-left sentence */
    const char *open = c->rtl ? "\xE2\x81\xA8" : "", *close = c->rtl ? "\xE2\x81\xA9" : "";
    const char *at0 = strstr(s, "{0}"), *at1;
    const char *first = NULL, *second = NULL;
    int zero_first = 1;
    if (at0) {
        at1 = strstr(s, "{1}");
        first = at0;
        second = at1;
        if (at1 && at1 < at0) {
            first = at1;
            second = at0;
            zero_first = 0;
        }
    } else if ((at1 = strstr(s, "{1}"))) {
        first = at1;
        zero_first = 0;
    }
    if (!first)
        return s;
    if (!second)
        return apr_pstrcat(p, apr_pstrmemdup(p, s, (apr_size_t)(first - s)), open,
                           zero_first ? a : b, close, first + 3, NULL);
    return apr_pstrcat(p, apr_pstrmemdup(p, s, (apr_size_t)(first - s)), open, zero_first ? a : b,
                       close, apr_pstrmemdup(p, first + 3, (apr_size_t)(second - first - 3)), open,
                       zero_first ? b : a, close, second + 3, NULL);
}

static int all_digits(const char *s, size_t n)
{
    return n > 0 && strspn(s, "0123456789") >= n;
}

static plural_e plural_of(plural_rule_e rule, uint64_t n)
{
    unsigned h = (unsigned)(n % 100), d = h % 10;
    switch (rule) {
    case RULE_ARABIC:
        return n == 0              ? PLURAL_ZERO
               : n == 1            ? PLURAL_ONE
               : n == 2            ? PLURAL_TWO
               : h >= 3 && h <= 10 ? PLURAL_FEW
               : h >= 11           ? PLURAL_MANY
                                   : PLURAL_OTHER;
    case RULE_SLAVIC:
        return d == 1 && h != 11                        ? PLURAL_ONE
               : d >= 2 && d <= 4 && (h < 12 || h > 14) ? PLURAL_FEW
                                                        : PLURAL_MANY;
    case RULE_POLISH:
        return n == 1                                   ? PLURAL_ONE
               : d >= 2 && d <= 4 && (h < 12 || h > 14) ? PLURAL_FEW
                                                        : PLURAL_MANY;
    case RULE_FRENCH:
        return n < 2 ? PLURAL_ONE : PLURAL_OTHER;
    case RULE_NONE:
        return PLURAL_OTHER;
    case RULE_ONE_OTHER:
        break;
    }
    return n == 1 ? PLURAL_ONE : PLURAL_OTHER;
}

const char *smm_text_n(const view_catalog_t *c, apr_pool_t *p, const char *one, const char *many,
                       const char *n)
{
    size_t l = strlen(n);
    const view_message_t *m;
    const char *form = NULL, *shown;
    uint64_t v;
    if (!all_digits(n, l) || l > MAX_DIGITS)
        return "";
    v = strtoull(n, NULL, 10);
    shown = smm_text_num(c, p, n, 0);
    m = find(c, "", many);
    if (m)
        form = m->forms[plural_of(c->rule, v)];
    return smm_text_fill(c, p, form ? form : v == 1 ? one : many, shown, "");
}

/* The digits of `d` with separators, by threes or in the Indian way. */
static const char *group(const view_catalog_t *c, apr_pool_t *p, const char *d)
{
    size_t l = strlen(d), sep = strlen(c->group), i, left;
    char *out = apr_palloc(p, l + l * sep + 1), *o = out;
    for (i = 0; i < l; i++) {
        left = l - i; /* digits still to write, with this one */
        if (i && (c->indian ? left == 3 || (left > 3 && (left - 3) % 2 == 0) : left % 3 == 0)) {
            memcpy(o, c->group, sep);
            o += sep;
        }
        *o++ = d[i];
    }
    *o = '\0';
    return out;
}

/* Adds one to a string of digits in place. @return 1 when it overflowed to all zeros. */
static int increment(char *digits, size_t n)
{
    while (n-- > 0) {
        if (digits[n] != '9') {
            digits[n]++;
            return 0;
        }
        digits[n] = '0';
    }
    return 1;
}

/* Unsigned decimal text, rounded half up to `dec` decimals (< 0: 2 to 6 as needed). NULL when it is
 * not one. */
static const char *format(const view_catalog_t *c, apr_pool_t *p, const char *v, int dec)
{
    const char *dot = strchr(v, '.');
    size_t il = dot ? (size_t)(dot - v) : strlen(v), fl = dot ? strlen(dot + 1) : 0, k, i;
    char in[MAX_DIGITS + 2], fr[8];
    const char *shown;
    if (!all_digits(v, il) || il > MAX_DIGITS ||
        (dot && (!all_digits(dot + 1, fl) || fl > MAX_DIGITS)))
        return NULL;
    k = dec > 6 || dec < 0 ? 6 : (size_t)dec;
    for (i = 0; i < 7; i++)
        fr[i] = i < fl ? dot[1 + i] : '0';
    in[0] = '0'; /* room for a carry */
    memcpy(in + 1, v, il);
    in[il + 1] = '\0';
    if (fr[k] >= '5' && increment(fr, k))
        increment(in, il + 1);
    if (dec < 0) {
        while (k > 2 && fr[k - 1] == '0')
            k--;
    }
    fr[k] = '\0';
    for (shown = in; shown[0] == '0' && shown[1]; shown++)
        ;
    shown = group(c, p, shown);
    return k ? apr_pstrcat(p, shown, c->decimal, fr, NULL) : shown;
}

/* The sign to show: none for a zero. */
static const char *sign(const char *v, const char *shown)
{
    return *v == '-' && strpbrk(shown, "123456789") ? MINUS : "";
}

const char *smm_text_num(const view_catalog_t *c, apr_pool_t *p, const char *v, int dec)
{
    const char *u = format(c, p, v + (*v == '-'), dec);
    return u ? apr_pstrcat(p, sign(v, u), u, NULL) : "";
}

const char *smm_text_money(const view_catalog_t *c, apr_pool_t *p, const char *v, int dec,
                           const char *currency)
{
    const char *u = format(c, p, v + (*v == '-'), dec), *sym = currency, *s;
    size_t chars = 0;
    if (!u)
        return "";
    if (!*currency || !strcmp(currency, "USD"))
        sym = "$";
    else if (!strcmp(currency, "EUR"))
        sym = "\xE2\x82\xAC";
    else if (!strcmp(currency, "INR"))
        sym = "\xE2\x82\xB9";
    else if (!strcmp(currency, "GBP"))
        sym = "\xC2\xA3";
    if (c->money_after)
        return apr_pstrcat(p, sign(v, u), u, NBSP, sym, NULL);
    for (s = sym; *s; s++)
        chars += ((unsigned char)*s & 0xC0) != 0x80;
    return apr_pstrcat(p, sign(v, u), sym, chars > 1 ? NBSP : "", u, NULL);
}

static int two(const char *s)
{
    return (s[0] - '0') * 10 + (s[1] - '0');
}

/* Does `s` begin with the shape: '0' in it stands for any digit? */
static int shaped(const char *s, const char *shape)
{
    for (; *shape; s++, shape++) {
        if (*shape == '0' ? *s < '0' || *s > '9' : *s != *shape)
            return 0;
    }
    return 1;
}

const char *smm_text_date(const view_catalog_t *c, apr_pool_t *p, const char *iso,
                          const char *style)
{
    static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const char *day, *time = "";
    int m, d;
    if (!shaped(iso, "0000-00-00"))
        return "";
    m = two(iso + 5);
    d = two(iso + 8);
    if (m < 1 || m > 12 || d < 1 || d > 31)
        return "";
    if (iso[10]) {
        if (!shaped(iso + 10, "T00:00") || two(iso + 11) > 23 || two(iso + 14) > 59)
            return "";
        time = apr_pstrmemdup(p, iso + 11, 5);
    }
    if (!strcmp(style, "t"))
        return time;
    day = apr_psprintf(p, "%d %s", d, smm_text_t(c, "", MONTHS[m - 1]));
    if (!strcmp(style, "s"))
        return day;
    if (!strcmp(style, "dt"))
        return *time ? apr_pstrcat(p, day, ", ", time, NULL) : day;
    day = apr_psprintf(p, "%s %.4s", day, iso);
    return !strcmp(style, "f") && *time ? apr_pstrcat(p, day, ", ", time, NULL) : day;
}

const char *smm_text_link(apr_pool_t *p, const char *base, const char *u)
{
    size_t n = strlen(base), s;
    if (u[0] == '/' && (u[1] == '/' || u[1] == '\\'))
        return "#"; /* another host's address in the clothes of a path */
    if (u[0] == '/') {
        if (n && !strncmp(u, base, n) && (!u[n] || u[n] == '/'))
            return u;
        return apr_pstrcat(p, base, u, NULL);
    }
    s = strcspn(u, ":");
    if (!u[s] || u[0] == '?' || u[0] == '#')
        return u;
    if ((s == 4 && !strncasecmp(u, "http", 4)) || (s == 5 && !strncasecmp(u, "https", 5)) ||
        (s == 6 && !strncasecmp(u, "mailto", 6)))
        return u;
    return "#";
}
