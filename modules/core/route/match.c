/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths without arguments are looked up whole in a hash; the others stand in a list by number of
 * segments, literal segments before arguments, so that "/app/campaigns/new" wins over ":id".
 */
#include <string.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include "match.h"

#define SEGMENTS 10

enum { LITERAL, ID, SLUG };

typedef struct way_t {
    struct way_t *next;
    const char *method;
    const void *route;
} way_t;

typedef struct node_t {
    struct node_t *next;
    const char *pattern;
    int n;
    struct {
        int kind;
        const char *text;
        size_t len;
    } seg[SEGMENTS];
    way_t *ways;
} node_t;

struct smm_match_t {
    apr_pool_t *pool;
    apr_hash_t *whole;
    node_t *lists[SEGMENTS + 1];
};

smm_match_t *smm_match_make(apr_pool_t *p)
{
    smm_match_t *m = apr_pcalloc(p, sizeof(*m));

    m->pool = p;
    m->whole = apr_hash_make(p);
    return m;
}

/* Cuts "/a/:id" into segments. @return their number, or -1 when there are too many. */
static int cut(const char *path, const char *seg[SEGMENTS], size_t len[SEGMENTS])
{
    int n = 0;

    while (*path == '/') {
        if (n == SEGMENTS) {
            return -1;
        }
        seg[n] = path + 1;
        len[n] = strcspn(path + 1, "/");
        path += 1 + len[n];
        n++;
    }
    return *path == '\0' ? n : -1;
}

static const char *compile(apr_pool_t *p, const char *pattern, node_t *node, int *args)
{
    const char *seg[SEGMENTS];
    size_t len[SEGMENTS];

    *args = 0;
    node->pattern = apr_pstrdup(p, pattern);
    node->n = cut(node->pattern, seg, len);
    if (node->n < 0) {
        return "a path starts with / and has at most 10 parts";
    }
    for (int i = 0; i < node->n; i++) {
        node->seg[i].text = seg[i];
        node->seg[i].len = len[i];
        if (*seg[i] == ':') {
            int id = len[i] == 3 && memcmp(seg[i], ":id", 3) == 0;
            if (!id && !(len[i] == 5 && memcmp(seg[i], ":slug", 5) == 0)) {
                return "an argument is :id or :slug";
            }
            node->seg[i].kind = id ? ID : SLUG;
            if (++*args > SMM_MATCH_ARGS) {
                return "a path has at most 4 arguments";
            }
        }
    }
    return NULL;
}

/* Literal before id before slug, from the left. */
static int before(const node_t *a, const node_t *b)
{
    for (int i = 0; i < a->n; i++) {
        if (a->seg[i].kind != b->seg[i].kind) {
            return a->seg[i].kind < b->seg[i].kind;
        }
    }
    return 0;
}

static node_t *node_for(smm_match_t *m, node_t *fresh, int args)
{
    node_t *known, **at;

    if (args == 0) {
        known = apr_hash_get(m->whole, fresh->pattern, APR_HASH_KEY_STRING);
        if (known == NULL) {
            apr_hash_set(m->whole, fresh->pattern, APR_HASH_KEY_STRING, fresh);
        }
        return known ? known : fresh;
    }
    for (known = m->lists[fresh->n]; known; known = known->next) {
        if (strcmp(known->pattern, fresh->pattern) == 0) {
            return known;
        }
    }
    for (at = &m->lists[fresh->n]; *at && !before(fresh, *at); at = &(*at)->next) {
    }
    fresh->next = *at;
    *at = fresh;
    return fresh;
}

const char *smm_match_add(smm_match_t *m, const char *method, const char *pattern,
                          const void *route)
{
    node_t *node = apr_pcalloc(m->pool, sizeof(*node));
    way_t *way = apr_pcalloc(m->pool, sizeof(*way));
    const char *error;
    int args;

    error = compile(m->pool, pattern, node, &args);
    if (error) {
        return error;
    }
    node = node_for(m, node, args);
    for (const way_t *w = node->ways; w; w = w->next) {
        if (strcmp(w->method, method) == 0) {
            return "this method and path are declared twice";
        }
    }
    way->method = apr_pstrdup(m->pool, method);
    way->route = route;
    way->next = node->ways;
    node->ways = way;
    return NULL;
}

static int read_id(const char *s, size_t len, int64_t *id)
{
    int64_t v = 0;

    if (len < 1 || len > 19 || *s < '1' || *s > '9') {
        return 0;
    }
    for (size_t i = 0; i < len; i++) {
        if (s[i] < '0' || s[i] > '9' || __builtin_mul_overflow(v, (int64_t)10, &v) ||
            __builtin_add_overflow(v, (int64_t)(s[i] - '0'), &v)) {
            return 0;
        }
    }
    *id = v;
    return 1;
}

static int slug_ok(const char *s, size_t len)
{
    if (len < 1 || len > 128) {
        return 0;
    }
    for (size_t i = 0; i < len; i++) {
        int c = (unsigned char)s[i];
        if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' ||
              c == '_' || c == '~' || c == '-')) {
            return 0;
        }
    }
    return !(s[0] == '.' && (len == 1 || (len == 2 && s[1] == '.')));
}

static int fits(const node_t *node, const char *const *seg, const size_t *len, apr_pool_t *p,
                smm_matched_t *out)
{
    int args = 0;

    for (int i = 0; i < node->n; i++) {
        if (node->seg[i].kind == LITERAL) {
            if (node->seg[i].len != len[i] || memcmp(node->seg[i].text, seg[i], len[i]) != 0) {
                return 0;
            }
            continue;
        }
        out->arg[args].text = NULL;
        out->arg[args].id = 0;
        if (node->seg[i].kind == ID ? !read_id(seg[i], len[i], &out->arg[args].id)
                                    : !slug_ok(seg[i], len[i])) {
            return 0;
        }
        if (node->seg[i].kind == SLUG) {
            out->arg[args].text = apr_pstrmemdup(p, seg[i], len[i]);
        }
        args++;
    }
    out->args = args;
    return 1;
}

static void pick(const node_t *node, apr_pool_t *p, const char *method, smm_matched_t *out)
{
    const char *want = strcmp(method, "HEAD") == 0 ? "GET" : method;

    out->known = 1;
    for (const way_t *w = node->ways; w; w = w->next) {
        if (strcmp(w->method, want) == 0 || strcmp(w->method, "*") == 0) {
            out->route = w->route;
            return;
        }
        out->allow = apr_pstrcat(p, strcmp(w->method, "GET") == 0 ? "GET, HEAD" : w->method,
                                 out->allow ? ", " : NULL, out->allow, NULL);
    }
}

void smm_match_find(const smm_match_t *m, apr_pool_t *p, const char *method, const char *path,
                    smm_matched_t *out)
{
    const char *seg[SEGMENTS];
    size_t len[SEGMENTS];
    const node_t *node;
    int n;

    memset(out, 0, sizeof(*out));
    node = apr_hash_get(m->whole, path, APR_HASH_KEY_STRING);
    if (node) {
        pick(node, p, method, out);
    }
    n = out->route ? -1 : cut(path, seg, len);
    for (node = n > 0 ? m->lists[n] : NULL; node && !out->route; node = node->next) {
        if (fits(node, seg, len, p, out)) {
            pick(node, p, method, out);
        }
    }
}
