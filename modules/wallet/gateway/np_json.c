/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <jansson.h>
#include "np_json.h"

#define MAX_DEPTH 64

typedef struct out_t {
    apr_pool_t *p;
    char *s;
    apr_size_t len, size;
} out_t;

static void put(out_t *o, const char *s, apr_size_t n)
{
    if (o->len + n + 1 > o->size) {
        char *more;

        o->size = (o->len + n + 1) * 2;
        more = apr_palloc(o->p, o->size);
        if (o->len)
            memcpy(more, o->s, o->len);
        o->s = more;
    }
    memcpy(o->s + o->len, s, n);
    o->len += n;
    o->s[o->len] = '\0';
}

static void puts_z(out_t *o, const char *s)
{
    put(o, s, strlen(s));
}

static void put_zeros(out_t *o, int n)
{
    while (n-- > 0)
        put(o, "0", 1);
}

/** Digits without a point, and where the point stands in them. ECMA-262, Number::toString. */
static void put_digits(out_t *o, const char *digits, int point)
{
    int n = (int)strlen(digits);
    char exponent[16];

    if (point >= n && point <= 21) {
        puts_z(o, digits);
        put_zeros(o, point - n);
    } else if (point > 0 && point <= 21) {
        put(o, digits, (apr_size_t)point);
        put(o, ".", 1);
        puts_z(o, digits + point);
    } else if (point > -6 && point <= 0) {
        puts_z(o, "0.");
        put_zeros(o, -point);
        puts_z(o, digits);
    } else {
        put(o, digits, 1);
        if (n > 1) {
            put(o, ".", 1);
            puts_z(o, digits + 1);
        }
        apr_snprintf(exponent, sizeof(exponent), "e%+d", point - 1);
        puts_z(o, exponent);
    }
}

/* The sender's numbers are binary ones, so the text that it signed is found with binary ones. */
static void put_number(out_t *o, json_t *v)
{
    double d = json_real_value(v); /* not money */
    char text[40], digits[24];
    int precision, n = 0;
    const char *s = text;

    for (precision = 0; precision < 17; precision++) {
        snprintf(text, sizeof(text), "%.*e", precision, d);
        if (strtod(text, NULL) == d) /* not money */
            break;
    }
    if (*s == '-')
        s++;
    /* whatever this locale's decimal point is, it is no digit */
    for (; *s && *s != 'e' && n < 20; s++)
        if (apr_isdigit(*s))
            digits[n++] = *s;
    digits[n] = '\0';
    if (strspn(digits, "0") == (size_t)n) {
        put(o, "0", 1);
        return;
    }
    if (*text == '-')
        put(o, "-", 1);
    put_digits(o, digits, (int)strtol(*s == 'e' ? s + 1 : "0", NULL, 10) + 1);
}

static void put_text(out_t *o, const char *s, apr_size_t n)
{
    static const char named[] = "\b\t\n\f\r\"\\", letters[] = "btnfr\"\\";
    apr_size_t i;

    put(o, "\"", 1);
    for (i = 0; i < n; i++) {
        const char *found = s[i] ? strchr(named, s[i]) : NULL;
        char code[8];

        if (found) {
            put(o, "\\", 1);
            put(o, letters + (found - named), 1);
        } else if ((unsigned char)s[i] < 0x20) {
            apr_snprintf(code, sizeof(code), "\\u%04x", (unsigned char)s[i]);
            puts_z(o, code);
        } else {
            put(o, s + i, 1);
        }
    }
    put(o, "\"", 1);
}

/** Is it an array index as that language has them: 0 … 2^32 − 2, no leading zero? */
static int is_index(const char *s)
{
    size_t n = strlen(s);

    return n >= 1 && n <= 10 && strspn(s, "0123456789") == n && (*s != '0' || n == 1) &&
           (n < 10 || strcmp(s, "4294967294") <= 0);
}

/** Lead bytes of UTF-8 in the order of UTF-16: what needs two units stands before U+E000. */
static int unit_order(unsigned char b)
{
    return b >= 0xf0 ? b - 2 : b >= 0xee ? b + 5 : b;
}

static int by_name(const void *a, const void *b)
{
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    int i = is_index(x), j = is_index(y);

    if (i != j)
        return j - i;
    if (i && strlen(x) != strlen(y))
        return strlen(x) < strlen(y) ? -1 : 1;
    for (; *x && *x == *y; x++, y++)
        ;
    return unit_order((unsigned char)*x) - unit_order((unsigned char)*y);
}

static int put_value(out_t *o, json_t *v, int depth);

static int put_object(out_t *o, json_t *v, int depth)
{
    size_t n = json_object_size(v), i = 0;
    const char **names = apr_palloc(o->p, (n + 1) * sizeof(*names));
    const char *name;
    json_t *member;

    json_object_foreach(v, name, member) names[i++] = name;
    qsort(names, n, sizeof(*names), by_name);
    put(o, "{", 1);
    for (i = 0; i < n; i++) {
        if (i)
            put(o, ",", 1);
        put_text(o, names[i], strlen(names[i]));
        put(o, ":", 1);
        if (put_value(o, json_object_get(v, names[i]), depth + 1) != 0)
            return -1;
    }
    put(o, "}", 1);
    return 0;
}

static int put_array(out_t *o, json_t *v, int depth)
{
    size_t i;
    json_t *member;

    put(o, "[", 1);
    json_array_foreach(v, i, member)
    {
        if (i)
            put(o, ",", 1);
        if (put_value(o, member, depth + 1) != 0)
            return -1;
    }
    put(o, "]", 1);
    return 0;
}

static int put_value(out_t *o, json_t *v, int depth)
{
    if (depth > MAX_DEPTH)
        return -1;
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        return put_object(o, v, depth);
    case JSON_ARRAY:
        return put_array(o, v, depth);
    case JSON_STRING:
        put_text(o, json_string_value(v), json_string_length(v));
        return 0;
    case JSON_TRUE:
        puts_z(o, "true");
        return 0;
    case JSON_FALSE:
        puts_z(o, "false");
        return 0;
    case JSON_NULL:
        puts_z(o, "null");
        return 0;
    default:
        put_number(o, v);
        return 0;
    }
}

const char *smm_np_canonical(apr_pool_t *p, const char *text, apr_size_t len)
{
    out_t o = {p, NULL, 0, 0};
    json_t *v = text ? json_loadb(text, len, JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, NULL) : NULL;
    int rc;

    if (!v)
        return NULL;
    rc = put_value(&o, v, 1);
    json_decref(v);
    return rc == 0 ? o.s : NULL;
}
