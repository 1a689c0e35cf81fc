/* SPDX-License-Identifier: Apache-2.0 */
/* The functions of XPath 1.0, and current() and format-number() of XSLT. */
#include <math.h>
#include <limits.h>
#include <string.h>
#include "xv_int.h"

static const xv_core_t TABLE[] = {{"last", 0, 0, T_NUM, 0},
                                  {"position", 0, 0, T_NUM, 0},
                                  {"count", 1, 1, T_NUM, 1},
                                  {"local-name", 0, 1, T_STR, 1},
                                  {"name", 0, 1, T_STR, 1},
                                  {"namespace-uri", 0, 1, T_STR, 1},
                                  {"string", 0, 1, T_STR, 0},
                                  {"concat", 2, 64, T_STR, 0},
                                  {"starts-with", 2, 2, T_BOOL, 0},
                                  {"contains", 2, 2, T_BOOL, 0},
                                  {"substring-before", 2, 2, T_STR, 0},
                                  {"substring-after", 2, 2, T_STR, 0},
                                  {"substring", 2, 3, T_STR, 0},
                                  {"string-length", 0, 1, T_NUM, 0},
                                  {"normalize-space", 0, 1, T_STR, 0},
                                  {"translate", 3, 3, T_STR, 0},
                                  {"boolean", 1, 1, T_BOOL, 0},
                                  {"not", 1, 1, T_BOOL, 0},
                                  {"true", 0, 0, T_BOOL, 0},
                                  {"false", 0, 0, T_BOOL, 0},
                                  {"number", 0, 1, T_NUM, 0},
                                  {"sum", 1, 1, T_NUM, 1},
                                  {"floor", 1, 1, T_NUM, 0},
                                  {"ceiling", 1, 1, T_NUM, 0},
                                  {"round", 1, 1, T_NUM, 0},
                                  {"current", 0, 0, T_NODES, 0},
                                  {"format-number", 2, 2, T_STR, 0}};

const xv_core_t *xv_core_find(const char *name, size_t len, int *id)
{
    size_t i;
    for (i = 0; i < sizeof TABLE / sizeof *TABLE; i++) {
        if (strlen(TABLE[i].name) == len && !strncmp(TABLE[i].name, name, len)) {
            *id = (int)i;
            return &TABLE[i];
        }
    }
    return NULL;
}

/* ---- text -------------------------------------------------------------------------------------
 */

static int continues(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static size_t letters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += !continues(*s);
    return n;
}

static const char *skip(const char *s, size_t n)
{
    while (n && *s) {
        s++;
        while (continues(*s))
            s++;
        n--;
    }
    return s;
}

/* libxml2's rule, NaN and infinities included. */
static const char *substring(xv_run_t *x, const char *s, double in, double le, int three)
{
    int i = 1, j = INT_MAX;
    const char *from;
    if (!(in < INT_MAX)) {
        i = INT_MAX;
    } else if (in >= 1.0) {
        i = (int)in;
        if (in - floor(in) >= 0.5)
            i++;
    }
    if (three) {
        double a = floor(in), b = floor(le), end;
        a += in - a >= 0.5;
        b += le - b >= 0.5;
        end = a + b;
        if (!(end >= 1.0))
            j = 1;
        else if (end < INT_MAX)
            j = (int)end;
    }
    if (i >= j || (size_t)i > letters(s))
        return "";
    from = skip(s, (size_t)i - 1);
    if (j == INT_MAX)
        return from;
    return xv_dup(x, from, (size_t)(skip(from, (size_t)(j - i)) - from));
}

static const char *normalize(xv_run_t *x, const char *s)
{
    char *d = xv_alloc(x, strlen(s) + 1), *o = d;
    s += strspn(s, " \t\r\n");
    while (*s) {
        size_t n = strcspn(s, " \t\r\n");
        memcpy(o, s, n);
        o += n;
        s += n;
        s += strspn(s, " \t\r\n");
        if (*s)
            *o++ = ' ';
    }
    *o = '\0';
    return d;
}

static size_t width(const char *s)
{
    return (size_t)(skip(s, 1) - s);
}

/* The letter of `from` that stands at s: its number, or -1. */
static long place(const char *from, const char *s, size_t w)
{
    long k = 0;
    for (; *from; from = skip(from, 1), k++) {
        if (width(from) == w && !memcmp(from, s, w))
            return k;
    }
    return -1;
}

static const char *translate(xv_run_t *x, const char *s, const char *from, const char *to)
{
    size_t n = strlen(s), most = 1, k;
    const char *t;
    char *d, *o;
    for (t = to; *t; t = skip(t, 1)) {
        k = width(t);
        most = k > most ? k : most;
    }
    d = o = xv_alloc(x, n * most + 1);
    while (*s) {
        size_t w = width(s);
        long at = place(from, s, w);
        if (at < 0) {
            memcpy(o, s, w);
            o += w;
        } else if (*(t = skip(to, (size_t)at))) {
            k = width(t);
            memcpy(o, t, k);
            o += k;
        }
        s += w;
    }
    *o = '\0';
    return d;
}

static const char *concat(xv_run_t *x, const xv_expr_t *a, const xv_at_t *at)
{
    const char *v[64];
    size_t n[64], total = 0;
    int i = 0, k;
    char *d, *o;
    for (; a; a = a->next) {
        v[i] = xv_str(x, a, at);
        total += n[i] = strlen(v[i]);
        i++;
    }
    o = d = xv_alloc(x, total + 1);
    for (k = 0; k < i; k++) {
        memcpy(o, v[k], n[k]);
        o += n[k];
    }
    *o = '\0';
    return d;
}

/* ---- the rest ---------------------------------------------------------------------------------
 */

static double round_half_up(double f)
{
    double r;
    if (f >= -0.5 && f < 0.5)
        return f * 0.0;
    if (!isfinite(f))
        return f;
    r = floor(f);
    return f - r >= 0.5 ? r + 1 : r;
}

static double sum(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    xv_val_t v = xv_nodes(x, e, at);
    double total = 0;
    int i;
    for (i = 0; i < v.len; i++) {
        xv_val_t one = {.type = T_NODES, .v = v.v + i, .len = 1};
        total += xv_val_num(x, &one);
    }
    return total;
}

static const char *name_of(xv_run_t *x, const xv_expr_t *arg, const xv_at_t *at)
{
    xv_node_t n = at->node;
    if (arg) {
        xv_val_t v = xv_nodes(x, arg, at);
        if (!v.len)
            return "";
        n = v.v[0];
    }
    return n.a ? n.a->name : n.n->name ? n.n->name : "";
}

static const char *own(xv_run_t *x, const xv_expr_t *arg, const xv_at_t *at)
{
    return arg ? xv_str(x, arg, at) : xv_node_str(x, at->node);
}

static xv_val_t text_call(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    const xv_expr_t *a = e->args, *b = a ? a->next : NULL, *c = b ? b->next : NULL;
    const char *s, *t, *hit;
    s = own(x, a, at);
    t = b && e->id != F_SUBSTRING ? xv_str(x, b, at) : "";
    switch (e->id) {
    case F_STARTS:
        return xv_of_bool(!strncmp(s, t, strlen(t)));
    case F_CONTAINS:
        return xv_of_bool(strstr(s, t) != NULL);
    case F_BEFORE:
        hit = strstr(s, t);
        return xv_of_str(hit ? xv_dup(x, s, (size_t)(hit - s)) : "");
    case F_AFTER:
        hit = strstr(s, t);
        return xv_of_str(hit ? hit + strlen(t) : "");
    case F_SUBSTRING:
        return xv_of_str(substring(x, s, xv_num(x, b, at), c ? xv_num(x, c, at) : 0, c != NULL));
    case F_LENGTH:
        return xv_of_num((double)letters(s));
    case F_NORMALIZE:
        return xv_of_str(normalize(x, s));
    case F_TRANSLATE:
        return xv_of_str(translate(x, s, t, xv_str(x, c, at)));
    default:
        return xv_of_str(s);
    }
}

static double own_number(xv_run_t *x, const xv_expr_t *a, const xv_at_t *at)
{
    xv_val_t v;
    if (a)
        return xv_num(x, a, at);
    v = (xv_val_t){.type = T_NODES, .v = &at->node, .len = 1};
    return xv_val_num(x, &v);
}

xv_val_t xv_core_call(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    const xv_expr_t *a = e->args;
    xv_node_t *one;
    switch (e->id) {
    case F_LAST:
        return xv_of_num(at->size);
    case F_POSITION:
        return xv_of_num(at->pos);
    case F_COUNT:
        return xv_of_num(xv_nodes(x, a, at).len);
    case F_LOCAL_NAME:
    case F_NAME:
        return xv_of_str(name_of(x, a, at));
    case F_NS_URI:
        return xv_of_str("");
    case F_CONCAT:
        return xv_of_str(concat(x, a, at));
    case F_BOOLEAN:
        return xv_of_bool(xv_bool(x, a, at));
    case F_NOT:
        return xv_of_bool(!xv_bool(x, a, at));
    case F_TRUE:
    case F_FALSE:
        return xv_of_bool(e->id == F_TRUE);
    case F_NUMBER:
        return xv_of_num(own_number(x, a, at));
    case F_SUM:
        return xv_of_num(sum(x, a, at));
    case F_FLOOR:
        return xv_of_num(floor(xv_num(x, a, at)));
    case F_CEILING:
        return xv_of_num(ceil(xv_num(x, a, at)));
    case F_ROUND:
        return xv_of_num(round_half_up(xv_num(x, a, at)));
    case F_CURRENT:
        one = xv_alloc(x, sizeof *one);
        *one = x->current;
        return (xv_val_t){.type = T_NODES, .v = one, .len = 1};
    case F_FORMAT:
        return xv_of_str(xv_format(x, xv_num(x, a, at), xv_str(x, a->next, at)));
    default:
        return text_call(x, e, at);
    }
}
