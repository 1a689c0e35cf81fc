/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>
#include <apr_strings.h>
#include "syntax.h"

/* C0, DEL, C1 (U+0080–9F), line and paragraph separators, and the controls that reverse text. */
static int is_control(const unsigned char *s)
{
    if (s[0] < 0x20 || s[0] == 0x7F) {
        return 1;
    }
    if (s[0] == 0xC2 && s[1] < 0xA0) {
        return 1;
    }
    /* U+2028, U+2029, U+202A–202E, U+2066–2069 */
    return s[0] == 0xE2 && ((s[1] == 0x80 && s[2] >= 0xA8 && s[2] <= 0xAE) ||
                            (s[1] == 0x81 && s[2] >= 0xA6 && s[2] <= 0xA9));
}

char *smm_text_clean(apr_pool_t *p, const char *s, int lines)
{
    char *out = apr_palloc(p, strlen(s) + 1), *to = out;

    while (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n') {
        s++;
    }
    for (; *s; s++) {
        if (lines && *s == '\r') {
            *to++ = '\n';
            s += s[1] == '\n';
        } else if (lines && (*s == '\n' || *s == '\t')) {
            *to++ = *s;
        } else if (!lines && (*s == '\r' || *s == '\n' || *s == '\t')) {
            if (s[strspn(s, " \t\r\n")] != '\0') {
                return NULL;
            }
            break;
        } else if (is_control((const unsigned char *)s)) {
            return NULL;
        } else {
            *to++ = *s;
        }
    }
    while (to > out && strchr(" \t\r\n", to[-1])) {
        to--;
    }
    *to = '\0';
    return out;
}

static int host_ok(const char *s, size_t len, int need_dot)
{
    size_t label = 0;
    int dots = 0;

    if (len == 0 || len > 253) {
        return 0;
    }
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '.') {
            if (label == 0 || s[i - 1] == '-') {
                return 0;
            }
            label = 0;
            dots++;
        } else if (isalnum((unsigned char)s[i]) || (unsigned char)s[i] >= 0x80 ||
                   ((s[i] == '-' || s[i] == '_') && label > 0)) {
            if (++label > 63) {
                return 0;
            }
        } else {
            return 0;
        }
    }
    return label > 0 && s[len - 1] != '-' && (dots > 0 || !need_dot);
}

const char *smm_email_clean(apr_pool_t *p, const char *s)
{
    const char *at = strchr(s, '@');
    size_t local = at ? (size_t)(at - s) : 0;
    char *out, *c;

    if (at == NULL || local < 1 || local > 64 || strlen(s) > 254) {
        return NULL;
    }
    for (size_t i = 0; i < local; i++) {
        unsigned char ch = (unsigned char)s[i];
        if (ch == '.') {
            if (i == 0 || i + 1 == local || s[i - 1] == '.') {
                return NULL;
            }
        } else if (!isalnum(ch) && strchr("!#$%&'*+/=?^_`{|}~-", ch) == NULL) {
            return NULL;
        }
    }
    for (const char *d = at + 1; *d; d++) {
        if ((unsigned char)*d >= 0x80 || *d == '_') {
            return NULL;
        }
    }
    if (!host_ok(at + 1, strlen(at + 1), 1)) {
        return NULL;
    }
    out = apr_pstrdup(p, s);
    for (c = out + local; *c; c++) {
        *c = (char)tolower((unsigned char)*c);
    }
    return out;
}

int smm_bare_ok(const char *s)
{
    return *s != '\0' && s[strcspn(s, " \t\r\n\"'<>\\`")] == '\0';
}

int smm_url_ok(const char *s)
{
    const char *host, *end, *port;

    if (strncasecmp(s, "https://", 8) == 0) {
        host = s + 8;
    } else if (strncasecmp(s, "http://", 7) == 0) {
        host = s + 7;
    } else {
        return 0;
    }
    if (!smm_bare_ok(s)) {
        return 0;
    }
    end = host + strcspn(host, "/?#");
    if (memchr(host, '@', (size_t)(end - host)) != NULL) {
        return 0;
    }
    if (*host == '[') { /* an IPv6 address; whoever connects checks it again */
        return (size_t)(strspn(host + 1, "0123456789abcdefABCDEF:.")) > 1 &&
               host[1 + strspn(host + 1, "0123456789abcdefABCDEF:.")] == ']';
    }
    port = memchr(host, ':', (size_t)(end - host));
    if (port != NULL) {
        size_t n = (size_t)(end - port - 1);
        if (n < 1 || n > 5 || strspn(port + 1, "0123456789") < n) {
            return 0;
        }
        end = port;
    }
    return host_ok(host, (size_t)(end - host), 0);
}

int smm_int_parse(const char *s, int64_t *out)
{
    int neg, digits = 0;
    int64_t v = 0;

    s += strspn(s, " \t");
    neg = *s == '-';
    s += neg;
    for (; *s >= '0' && *s <= '9'; s++, digits++) {
        if (__builtin_mul_overflow(v, (int64_t)10, &v) ||
            __builtin_add_overflow(v, (int64_t)(*s - '0'), &v)) {
            return -1;
        }
    }
    s += strspn(s, " \t");
    if (digits == 0 || *s != '\0') {
        return -1;
    }
    *out = neg ? -v : v;
    return 0;
}

int smm_word_in(const char *words, const char *word)
{
    size_t n = strlen(word);

    if (words == NULL || n == 0 || strchr(word, ' ') != NULL) {
        return 0;
    }
    for (const char *w = words; *w; w += strspn(w, " ")) {
        size_t len = strcspn(w, " ");
        if (len == n && memcmp(w, word, n) == 0) {
            return 1;
        }
        w += len;
    }
    return 0;
}
