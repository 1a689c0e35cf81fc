/* SPDX-License-Identifier: Apache-2.0 */
/* Links and list fields as people and scripts send them. Pure functions. */
#include <ctype.h>
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_campaign_int.h"
#include "smm_settings.h"

#define LINK_MAX 2000

/** Start and length of the host of an http(s) URL, without user info and port. */
static const char *host_part(const char *link, size_t *len)
{
    const char *s = strstr(link, "://");
    if (!s)
        return NULL;
    s += 3;
    size_t n = strcspn(s, "/?#");
    const char *at = memchr(s, '@', n);
    if (at) {
        n -= (size_t)(at + 1 - s);
        s = at + 1;
    }
    const char *colon = *s == '[' ? NULL : memchr(s, ':', n);
    *len = colon ? (size_t)(colon - s) : n;
    return s;
}

const char *smm_link_check(apr_pool_t *p, const char *link, int bare_ok, const char **out)
{
    size_t n, hl = 0;
    while (link && (*link == ' ' || *link == '\t'))
        link++;
    n = link ? strlen(link) : 0;
    while (n && (link[n - 1] == ' ' || link[n - 1] == '\t' || link[n - 1] == '\r' ||
                 link[n - 1] == '\n'))
        n--;
    if (!n)
        return "Enter the link of the page to promote.";
    if (n > LINK_MAX)
        return "This link is too long. Use the plain address of the page, at most 2,000 "
               "characters.";
    char *s = apr_pstrmemdup(p, link, n);
    for (const char *ch = s; *ch; ch++)
        if ((unsigned char)*ch <= ' ' || *ch == 0x7f || strchr("\"<>\\^`{|}", *ch))
            return "This link has a character that no address has. Copy the address from your "
                   "browser's address bar.";
    *out = s;
    if (strncasecmp(s, "http://", 7) && strncasecmp(s, "https://", 8)) {
        if (!bare_ok || strstr(s, "://") || !strncasecmp(s, "javascript:", 11) ||
            !strncasecmp(s, "data:", 5))
            return "The link must start with https:// or http://.";
        return NULL;
    }
    const char *host = host_part(s, &hl);
    if (memchr(host > s + 8 ? s + 7 : s, '@', (size_t)(host - s)))
        return "The link must not hold a user name or password.";
    if (!hl || hl > 253 || host[0] == '.' || host[0] == '-')
        return "The link names no host. It looks like https://example.com/page.";
    for (size_t i = 0; i < hl; i++)
        if ((unsigned char)host[i] < 128 && !isalnum((unsigned char)host[i]) &&
            !strchr("-._[]:", host[i]))
            return "The host in this link is not a valid name. It looks like "
                   "https://example.com/page.";
    return NULL;
}

int smm_link_barred(const char *link, const char *hosts)
{
    size_t hl = 0;
    const char *host = host_part(link, &hl);
    while (hosts && *hosts && host) {
        size_t skip = strspn(hosts, " ,;\r\n\t"), n = strcspn(hosts + skip, " ,;\r\n\t");
        hosts += skip;
        if (n && n <= hl && !strncasecmp(host + hl - n, hosts, n) &&
            (n == hl || host[hl - n - 1] == '.'))
            return 1;
        hosts += n;
    }
    return 0;
}

const char *smm_link_hash(apr_pool_t *p, const char *link)
{
    /* scheme and host do not tell upper from lower case, and a closing slash says nothing */
    size_t hl = 0, n;
    char *s = apr_pstrdup(p, link);
    char *host = (char *)host_part(s, &hl);
    if (host)
        for (char *ch = s; ch < host + hl; ch++)
            *ch = (char)apr_tolower(*ch);
    if (!strncmp(s, "http://", 7))
        s = apr_pstrcat(p, "https://", s + 7, NULL);
    for (n = strlen(s); n > 1 && s[n - 1] == '/'; n--)
        s[n - 1] = '\0';
    return smm_sha256_hex(p, s, strlen(s));
}

const char *smm_list_clean(apr_pool_t *p, const char *text, int commas, int64_t *count)
{
    char *out = apr_palloc(p, (text ? strlen(text) : 0) + 2), *w = out;
    const char *ends = commas ? "\r\n," : "\r\n";
    *count = 0;
    while (text && *text) {
        size_t n = strcspn(text, ends), from = 0, to = n;
        while (from < to && (text[from] == ' ' || text[from] == '\t'))
            from++;
        while (to > from && (text[to - 1] == ' ' || text[to - 1] == '\t'))
            to--;
        if (to > from) {
            if (w != out)
                *w++ = '\n';
            memcpy(w, text + from, to - from);
            w += to - from;
            ++*count;
        }
        text += n;
        if (*text)
            text++;
    }
    *w = '\0';
    return out;
}
