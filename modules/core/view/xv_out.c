/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing: text and attribute values escaped as libxml2 2.9's HTML serialiser does it, quirks
 * included. The context is decided when a sheet is compiled, by xv_context() alone.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <libxml/HTMLtree.h>
#include "xv_int.h"

xv_context_e xv_context(const char *element, const char *attr)
{
    if (!attr)
        return C_TEXT;
    if (!strcasecmp(attr, "href") || !strcasecmp(attr, "action") || !strcasecmp(attr, "src") ||
        (!strcasecmp(attr, "name") && !strcasecmp(element, "a")))
        return C_URL;
    return C_ATTR;
}

/* Makes room for n more bytes. 0: the limit is reached, nothing may be written. */
static int room(xv_run_t *x, size_t n)
{
    size_t cap = x->cap ? x->cap : 65536;
    char *s;
    if (x->len + n <= x->cap)
        return 1;
    if (x->len + n > x->max_out) {
        xv_stop(x, "the output is too long");
        return 0;
    }
    while (cap < x->len + n)
        cap *= 2;
    s = realloc(x->out, cap);
    if (!s) {
        xv_stop(x, "out of memory");
        return 0;
    }
    x->out = s;
    x->cap = cap;
    return 1;
}

void xv_put(xv_run_t *x, const char *s, size_t n)
{
    if (n && room(x, n)) {
        memcpy(x->out + x->len, s, n);
        x->len += n;
    }
}

/* 1: must be looked at in text or in an attribute. */
static const unsigned char SPECIAL[256] = {['\0'] = 1, ['<'] = 1, ['>'] = 1, ['&'] = 1, ['"'] = 2};

static const char *entity(char c)
{
    return c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
}

void xv_put_text(xv_run_t *x, const char *s)
{
    const unsigned char *u = (const unsigned char *)s, *from = u;
    for (;; u++) {
        if (SPECIAL[*u] != 1)
            continue;
        xv_put(x, (const char *)from, (size_t)(u - from));
        if (!*u)
            return;
        xv_put(x, entity((char)*u), *u == '&' ? 5 : 4);
        from = u + 1;
    }
}

/* An address keeps these as they are; the rest becomes %XX. */
static int plain_in_url(unsigned char c)
{
    /* letters, digits and -_.!~*'()#%&+,/:;<=>?@ as bits */
    static const uint32_t plain[8] = {0x00000000, 0xFFFFFFEA, 0x87FFFFFF, 0x47FFFFFE};
    return (int)(plain[c / 32] >> (c % 32) & 1);
}

static void put_one(xv_run_t *x, unsigned char c, xv_context_e how)
{
    static const char HEX[] = "0123456789ABCDEF";
    char b[3] = {(char)c, 0, 0};
    if (how == C_URL && !plain_in_url(c)) {
        b[0] = '%';
        b[1] = HEX[c >> 4];
        b[2] = HEX[c & 15];
        xv_put(x, b, 3);
    } else {
        xv_put(x, b, 1);
    }
}

/* <!-- … --> and &{ … } stay as they are in the attributes of HTML 4. @return what to copy, or 0 */
static size_t spared(const char *s)
{
    const char *end;
    if (s[0] == '<' && s[1] == '!' && s[2] == '-' && s[3] == '-' && (end = strstr(s, "-->")))
        return (size_t)(end + 3 - s);
    if (s[0] == '&' && s[1] == '{' && (end = strchr(s, '}')))
        return (size_t)(end + 1 - s);
    return 0;
}

/* libxml2 escapes an address after the entities are in it; both leave each other's marks alone. */
static void put_escaped(xv_run_t *x, const char *s, xv_context_e how, const char *quote)
{
    size_t keep = 0;
    for (; *s; s++) {
        if (!keep)
            keep = spared(s);
        if (*s == '"' && quote && how != C_URL)
            xv_put(x, quote, strlen(quote));
        else if (!keep && SPECIAL[(unsigned char)*s] == 1)
            xv_put(x, entity(*s), *s == '&' ? 5 : 4);
        else
            put_one(x, (unsigned char)*s, how);
        if (keep)
            keep--;
    }
}

void xv_put_value(xv_run_t *x, const char *s, xv_context_e how)
{
    size_t n;
    if (how == C_URL)
        s += strspn(s, " \t\r\n");
    if (how == C_URL) {
        for (n = 0; plain_in_url((unsigned char)s[n]) && !SPECIAL[(unsigned char)s[n]]; n++)
            ;
    } else {
        for (n = 0; !SPECIAL[(unsigned char)s[n]]; n++)
            ;
    }
    if (!s[n]) { /* nothing to escape: nearly always */
        xv_put(x, "=\"", 2);
        xv_put(x, s, n);
        xv_put(x, "\"", 1);
    } else if (how != C_URL && strchr(s, '"')) {
        int single = strchr(s, '\'') == NULL;
        xv_put(x, single ? "='" : "=\"", 2);
        put_escaped(x, s, how, single ? "\"" : "&quot;");
        xv_put(x, single ? "'" : "\"", 1);
    } else {
        xv_put(x, "=\"", 2);
        put_escaped(x, s, how, NULL);
        xv_put(x, "\"", 1);
    }
}

/* Runs a writer on a throw-away state. */
static const char *collect(apr_pool_t *p, const char *s, int text, xv_context_e how)
{
    xv_run_t x = {.max_out = 1 << 24};
    const char *got;
    if (text)
        xv_put_text(&x, s);
    else
        xv_put_value(&x, s, how);
    got = apr_pstrmemdup(p, x.out ? x.out : "", x.len);
    free(x.out);
    return got;
}

const char *xv_static_value(apr_pool_t *p, const char *s, xv_context_e how)
{
    return collect(p, s, 0, how);
}

const char *xv_static_text(apr_pool_t *p, const char *s)
{
    return collect(p, s, 1, C_TEXT);
}
