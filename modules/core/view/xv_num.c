/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as text: XPath's string() and XSLT's format-number(), as libxml2 and libxslt do them. */
#include <math.h>
#include <string.h>
#include <libxml/xpathInternals.h>
#include <libxslt/numbersInternals.h>
#include "xv_int.h"

/* Decimal digits of a whole number, at least `least`, ending before `end`. @return their start */
static char *digits(char *end, double v, int least)
{
    while (v >= 1.0 || least > 0) {
        double tenth = floor(v / 10.0);
        *--end = (char)('0' + (int)(v - tenth * 10.0));
        v = tenth;
        least--;
    }
    return end;
}

const char *xv_num_str(xv_run_t *x, double d)
{
    xmlChar *s;
    const char *got;
    if (d == floor(d) && fabs(d) < 1e9) {
        char b[16], *at = digits(b + sizeof b, fabs(d), 1);
        if (d < 0)
            *--at = '-';
        return xv_dup(x, at, (size_t)(b + sizeof b - at));
    }
    s = xmlXPathCastNumberToString(d);
    got = s ? xv_dup(x, (const char *)s, strlen((const char *)s)) : "";
    xmlFree(s);
    return got;
}

/* The patterns "0", "0.##", "#0.00": digits wanted and digits allowed. @return 0 for any other. */
static int simple(const char *p, int *whole, int *fixed, int *more)
{
    p += strspn(p, "#");
    *whole = (int)strspn(p, "0");
    p += *whole;
    *fixed = *more = 0;
    if (*p == '.') {
        p++;
        *fixed = (int)strspn(p, "0");
        p += *fixed;
        *more = (int)strspn(p, "#");
        p += *more;
        if (*fixed + *more == 0)
            return 0;
    }
    return !*p && *whole > 0 && *whole < 10 && *fixed + *more < 9;
}

const char *xv_format(xv_run_t *x, double v, const char *pattern)
{
    static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
    char b[64], *end, *at, *start;
    int whole, fixed, more, negative = v < 0;
    double scale, part;
    if (isnan(v))
        return "NaN";
    if (isinf(v))
        return negative ? "-Infinity" : "Infinity";
    if (!simple(pattern, &whole, &fixed, &more) || fabs(v) >= 1e15) {
        xv_stop(x, "format-number() with this pattern or number");
        return "";
    }
    v = fabs(v);
    scale = tens[fixed + more];
    v = floor(v * scale + 0.5) / scale;
    at = start = digits(b + 32, floor(v), whole);
    end = b + 32;
    part = v - floor(v);
    if (part != 0 || fixed) {
        int n = more;
        part = floor(scale * part + 0.5);
        for (; n > 0 && fmod(part, 10.0) < 1.0; n--)
            part /= 10.0;
        if (fixed + n > 0 || part >= 1.0) {
            char f[32], *d = digits(f + sizeof f, floor(part), fixed + n);
            size_t k = (size_t)(f + sizeof f - d);
            *end++ = '.';
            memcpy(end, d, k);
            end += k;
        }
    }
    if (negative)
        *--at = '-';
    return xv_dup(x, at, (size_t)(end - at));
}
