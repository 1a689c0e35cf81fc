/* SPDX-License-Identifier: Apache-2.0 */
/* The query string of the services list: filters may be repeated; what is not known is ignored. */
#include <stdlib.h>
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "catalogue_int.h"

const char *const catalogue_refill_words[SMM_FR_COUNT] = {"auto", "r30",  "r60",
                                                          "long", "life", "none"};
const char *const catalogue_feature_words[SMM_FF_COUNT] = {
    "best", "fast", "cancel", "non-drop", "guaranteed", "monetized", "drip-feed"};
const char *const catalogue_sort_words[] = {"best",  "price",      "price-down", "start",
                                            "speed", "completion", "rating",     NULL};
static const char *const status_words[] = {"active", "slow", "down", NULL};

static unsigned bit_of(const char *const *words, int n, const char *value)
{
    for (int i = 0; i < n && words[i]; i++)
        if (!strcmp(words[i], value))
            return 1u << i;
    return 0;
}

static void add_category(catalogue_query_t *c, const char *value)
{
    char *end;
    int64_t id = strtoll(value, &end, 10);

    if (*end || id <= 0 || c->f.ncategories >= (int)(sizeof(c->ids) / sizeof(c->ids[0])))
        return;
    c->ids[c->f.ncategories++] = id;
}

int catalogue_page_number(const char *text)
{
    int64_t n = text ? strtoll(text, NULL, 10) : 1;

    return n < 1 ? 1 : n > 1000000 ? 1000000 : (int)n;
}

/* "all" is 0. */
static int per_of(const char *text)
{
    int64_t n = strtoll(text, NULL, 10);

    if (!strcmp(text, "all"))
        return 0;
    return n < 1 ? CATALOGUE_PER : n > CATALOGUE_PER_MAX ? CATALOGUE_PER_MAX : (int)n;
}

static void one_value(catalogue_query_t *c, const char *name, char *value)
{
    char *state = NULL;

    for (char *v = apr_strtok(value, ",", &state); v; v = apr_strtok(NULL, ",", &state)) {
        if (!strcmp(name, "category"))
            add_category(c, v);
        else if (!strcmp(name, "refill"))
            c->f.refill |= bit_of(catalogue_refill_words, SMM_FR_COUNT, v);
        else if (!strcmp(name, "features"))
            c->f.features |= bit_of(catalogue_feature_words, SMM_FF_COUNT, v);
        else if (!strcmp(name, "status"))
            c->f.status |= bit_of(status_words, 3, v);
        else if (!strcmp(name, "done"))
            c->f.done = !strcmp(v, "95") ? 9500 : !strcmp(v, "90") ? 9000 : 0;
        else if (!strcmp(name, "page"))
            c->f.page = catalogue_page_number(v);
        else if (!strcmp(name, "per"))
            c->f.per = per_of(v);
        else if (!strcmp(name, "sort"))
            for (int i = 0; catalogue_sort_words[i]; i++)
                if (!strcmp(catalogue_sort_words[i], v))
                    c->f.sort = (smm_sort_e)i;
    }
}

void catalogue_query(smm_req_t *q, catalogue_query_t *c)
{
    apr_pool_t *p = q->ctx.pool;
    char *state = NULL, *args = apr_pstrdup(p, q->r->args ? q->r->args : "");

    memset(c, 0, sizeof(*c));
    c->f.page = 1;
    c->f.per = CATALOGUE_PER;
    c->f.categories = c->ids;
    for (char *pair = apr_strtok(args, "&;", &state); pair; pair = apr_strtok(NULL, "&;", &state)) {
        char *value = strchr(pair, '=');

        if (!value)
            continue;
        *value++ = '\0';
        if (!strcmp(pair, "q") || ap_unescape_urlencoded(value) != OK)
            continue;
        one_value(c, pair, value);
    }
    c->q = smm_req_query(q, "q"); /* checked as UTF-8 there */
    if (c->q && !*c->q)
        c->q = NULL;
    c->f.q = c->q;
    c->plain = !c->q && !c->f.ncategories && !c->f.refill && !c->f.features && !c->f.status &&
               !c->f.done && !c->f.sort && c->f.page == 1;
}

const char *catalogue_urlencode(apr_pool_t *p, const char *s)
{
    static const char HEX[] = "0123456789ABCDEF";
    char *out = apr_palloc(p, strlen(s) * 3 + 1), *w = out;

    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if ((c < 0x80 && apr_isalnum(c)) || c == '-' || c == '_' || c == '.' || c == '~') {
            *w++ = (char)c;
        } else if (c == ' ') {
            *w++ = '+';
        } else {
            *w++ = '%';
            *w++ = HEX[c >> 4];
            *w++ = HEX[c & 15];
        }
    }
    *w = '\0';
    return out;
}

typedef struct {
    apr_pool_t *p;
    const char *text, *drop, *value;
} build_t;

static void put(build_t *b, const char *name, const char *value)
{
    if (b->drop && !strcmp(b->drop, name) && (!b->value || !strcmp(b->value, value)))
        return;
    b->text = apr_pstrcat(b->p, b->text, *b->text ? "&" : "", name, "=",
                          catalogue_urlencode(b->p, value), NULL);
}

static void put_bits(build_t *b, const char *name, const char *const *words, int n, unsigned bits)
{
    for (int i = 0; i < n && words[i]; i++)
        if (bits & (1u << i))
            put(b, name, words[i]);
}

const char *catalogue_query_text(apr_pool_t *p, const catalogue_query_t *c, const char *drop,
                                 const char *value, int page)
{
    build_t b = {p, "", drop, value};

    if (c->q)
        put(&b, "q", c->q);
    for (int i = 0; i < c->f.ncategories; i++)
        put(&b, "category", apr_psprintf(p, "%" APR_INT64_T_FMT, (apr_int64_t)c->ids[i]));
    put_bits(&b, "refill", catalogue_refill_words, SMM_FR_COUNT, c->f.refill);
    put_bits(&b, "features", catalogue_feature_words, SMM_FF_COUNT, c->f.features);
    put_bits(&b, "status", status_words, 3, c->f.status);
    if (c->f.done)
        put(&b, "done", c->f.done >= 9500 ? "95" : "90");
    if (c->f.sort)
        put(&b, "sort", catalogue_sort_words[c->f.sort]);
    if (c->f.per != CATALOGUE_PER)
        put(&b, "per", c->f.per ? apr_psprintf(p, "%d", c->f.per) : "all");
    if (page > 1)
        put(&b, "page", apr_psprintf(p, "%d", page));
    return *b.text ? apr_pstrcat(p, "?", b.text, NULL) : "/services";
}
