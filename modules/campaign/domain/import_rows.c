/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Price lists of providers: rows as they came, made exact. Text stays text until it is parsed here;
 * a row that cannot be sold safely is refused with its reason, never guessed.
 */
#include <string.h>
#include <stdlib.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <jansson.h>
#include "import_int.h"
#include "smm_money.h"
#include "smm_sql.h"

#define ROWS_MAX 20000
#define NAME_MAX_BYTES 1000
#define TEXT_MAX_BYTES 8000

/* ---- entities ------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    unsigned cp;
} ENTITIES[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},      {"apos", '\''},
    {"nbsp", 0xA0},    {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026}, {"infin", 0x221E},
    {"bull", 0x2022},  {"middot", 0xB7},  {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"ldquo", 0x201C},
    {"rdquo", 0x201D}, {"trade", 0x2122}, {"reg", 0xAE},     {"copy", 0xA9},     {"euro", 0x20AC},
    {"rarr", 0x2192},  {"laquo", 0xAB},   {"raquo", 0xBB},   {"times", 0xD7},
};

static size_t put_utf8(char *w, unsigned cp)
{
    if (cp < 0x80) {
        w[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        w[0] = (char)(0xC0 | (cp >> 6));
        w[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        w[0] = (char)(0xE0 | (cp >> 12));
        w[1] = (char)(0x80 | ((cp >> 6) & 0x3F));
        w[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    w[0] = (char)(0xF0 | (cp >> 18));
    w[1] = (char)(0x80 | ((cp >> 12) & 0x3F));
    w[2] = (char)(0x80 | ((cp >> 6) & 0x3F));
    w[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

/* Code point of the entity between & and ; or 0. */
static unsigned entity(const char *s, size_t n)
{
    if (n > 1 && *s == '#') {
        char num[12];
        char *end;
        int hex = s[1] == 'x' || s[1] == 'X';
        unsigned long v;

        s += 1 + hex;
        n -= 1 + (size_t)hex;
        if (n == 0 || n >= sizeof(num) || !apr_isxdigit(*s))
            return 0;
        memcpy(num, s, n);
        num[n] = '\0';
        v = strtoul(num, &end, hex ? 16 : 10);
        return *end || v < 0x20 || v > 0x10FFFF || (v >= 0xD800 && v < 0xE000) ? 0 : (unsigned)v;
    }
    for (size_t i = 0; i < sizeof(ENTITIES) / sizeof(ENTITIES[0]); i++)
        if (strlen(ENTITIES[i].name) == n && !memcmp(ENTITIES[i].name, s, n))
            return ENTITIES[i].cp;
    return 0;
}

const char *smm_entities_once(apr_pool_t *p, const char *s)
{
    char *out, *w;

    if (!strchr(s, '&'))
        return s;
    out = w = apr_palloc(p, strlen(s) + 1); /* an entity is never shorter than its character */
    while (*s) {
        const char *end = *s == '&' ? memchr(s, ';', strnlen(s, 12)) : NULL;
        unsigned cp = end ? entity(s + 1, (size_t)(end - s) - 1) : 0;

        if (cp) {
            w += put_utf8(w, cp);
            s = end + 1;
        } else {
            *w++ = *s++;
        }
    }
    *w = '\0';
    return out;
}

/* Trimmed, without control characters, cut at a character's edge. */
static const char *neat(apr_pool_t *p, const char *s, size_t most, int lines)
{
    char *out = apr_pstrdup(p, s), *w = out;
    size_t n;

    for (const char *r = out; *r; r++) {
        if (*r == '\n' && lines)
            *w++ = '\n';
        else if ((unsigned char)*r >= 0x20 && *r != 0x7F)
            *w++ = *r;
        else if (w > out && w[-1] != ' ')
            *w++ = ' ';
    }
    *w = '\0';
    while (*out == ' ' || *out == '\n')
        out++;
    n = strlen(out);
    if (n > most) {
        n = most;
        while (n && ((unsigned char)out[n] & 0xC0) == 0x80)
            n--;
    }
    while (n && (out[n - 1] == ' ' || out[n - 1] == '\n'))
        n--;
    out[n] = '\0';
    return out;
}

/* Descriptions often are HTML: tags go, line breaks stay. */
static const char *without_tags(apr_pool_t *p, const char *s)
{
    char *out = apr_palloc(p, strlen(s) + 1), *w = out;

    while (*s) {
        const char *end =
            *s == '<' && (apr_isalpha(s[1]) || s[1] == '/' || s[1] == '!') ? strchr(s, '>') : NULL;

        if (!end) {
            *w++ = *s++;
            continue;
        }
        if (!strncasecmp(s, "<br", 3) || !strncasecmp(s, "</p", 3) || !strncasecmp(s, "</li", 4) ||
            !strncasecmp(s, "</div", 5))
            *w++ = '\n';
        s = end + 1;
    }
    *w = '\0';
    return out;
}

/* ---- storing a list ------------------------------------------------------------------------- */

typedef struct {
    json_t *list;
} gather_t;

static int gather(void *baton, const smm_pv_service_t *s)
{
    json_t *list = ((gather_t *)baton)->list;

    if (json_array_size(list) >= ROWS_MAX)
        return 1;
    json_array_append_new(list, json_pack("[s?s?s?s?s?s?s?s?iii]", s->service, s->name, s->type,
                                          s->category, s->rate, s->min, s->max, s->description,
                                          s->refill, s->cancel, s->dripfeed));
    return 0;
}

smm_result_t smm_import_fetch(smm_ctx_t *c, int64_t provider, int64_t *n)
{
    smm_provider_row_t row;
    const smm_provider_driver_t *d;
    gather_t g;
    smm_result_t res;
    smm_unit_t *u = smm_unit_make(c->pool);
    char *body;

    if (smm_provider_row(c, provider, &row) != SMM_OK)
        return smm_fail(SMM_NOT_FOUND, NULL, "This provider does not exist.");
    d = smm_provider_driver(row.p.kind);
    if (!d || !d->services)
        return smm_fail(SMM_INVALID, NULL, "This kind of provider has no price list.");
    g.list = json_array();
    res = d->services(c, &row.p, gather, &g);
    if (res.code == SMM_OK && json_array_size(g.list) == 0)
        res =
            smm_fail(SMM_BUSY, NULL,
                     "The provider's price list is empty. Nothing was changed; ask the provider.");
    if (res.code != SMM_OK) {
        json_decref(g.list);
        smm_unit_add(u, SQL_provider_fault,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(provider),
                              SMM_T(apr_pstrndup(c->pool, res.a ? res.a : "no price list", 200))));
        (void)smm_db_write(c->db, u);
        return res;
    }
    *n = (int64_t)json_array_size(g.list);
    body = json_dumps(g.list, JSON_COMPACT);
    json_decref(g.list);
    smm_unit_add(
        u, SQL_provider_list_put,
        SMM_ARGS(SMM_I(provider), SMM_I(c->panel->id), SMM_I(c->now), SMM_I(*n), SMM_T(body)));
    smm_written_t w = smm_db_write(c->db, u);
    free(body);
    if (w.rc != SMM_DB_OK)
        return smm_fail(smm_written_rc(&w), NULL, "The price list could not be stored. Try again.");
    return smm_ok();
}

/* ---- making rows exact ---------------------------------------------------------------------- */

static const char *text_at(const json_t *row, size_t i)
{
    const char *s = json_string_value(json_array_get(row, i));

    return s ? s : "";
}

static int flag_at(const json_t *row, size_t i)
{
    return json_integer_value(json_array_get(row, i)) == 1;
}

/* "10", "10.0", "1e3" → 10 …; -1 when it is no count. */
static int64_t count_of(const char *text)
{
    int64_t micro;

    if (smm_price_parse(text, &micro) || micro < 0)
        return -1;
    return micro / 1000000 + (micro % 1000000 != 0);
}

static void check_row(smm_import_row_t *r, const char *rate, int64_t fx)
{
    int64_t price;

    if (!*r->service || strlen(r->service) > 64)
        r->problem = "it has no usable number";
    else if (!*r->name)
        r->problem = "it has no name";
    else if (r->type == SMM_ST_UNKNOWN)
        r->problem = "its type is not known here";
    else if (smm_price_parse(rate, &price) || smm_muldiv_ceil(price, fx, 1000000, &r->cost))
        r->problem = "its price cannot be read";
    else if (smm_stype_package(r->type))
        r->min = r->max = 1;
    else if (r->type == SMM_ST_SUBSCRIPTIONS && r->min < 1)
        r->min = 1;
    if (!r->problem && (r->min < 1 || r->max < r->min))
        r->problem = "its limits make no sense";
}

static void make_row(apr_pool_t *p, const json_t *j, int64_t fx, smm_import_row_t *r)
{
    memset(r, 0, sizeof(*r));
    r->service = neat(p, text_at(j, 0), 65, 0);
    r->name = neat(p, smm_entities_once(p, text_at(j, 1)), NAME_MAX_BYTES, 0);
    r->type = smm_stype_parse(text_at(j, 2));
    r->category = neat(p, smm_entities_once(p, text_at(j, 3)), 200, 0);
    if (!*r->category)
        r->category = "Other services";
    /* HTML, or HTML that was escaped once more */
    r->description = neat(p, without_tags(p, smm_entities_once(p, without_tags(p, text_at(j, 7)))),
                          TEXT_MAX_BYTES, 1);
    r->min = count_of(text_at(j, 5));
    r->max = count_of(text_at(j, 6));
    if (r->min == 0)
        r->min = 1;
    r->refill = flag_at(j, 8);
    r->cancel = flag_at(j, 9);
    r->dripfeed = flag_at(j, 10);
    check_row(r, text_at(j, 4), fx);
}

typedef struct {
    int64_t fetched;
    char *body;
} stored_t;

static void read_list(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    stored_t *s = item;

    s->fetched = smm_row_int(row, C_provider_list_get_fetched);
    s->body = smm_row_dup(row, C_provider_list_get_body, pool);
}

apr_array_header_t *smm_import_rows(apr_pool_t *p, const json_t *list, int64_t fx)
{
    apr_array_header_t *rows =
        apr_array_make(p, (int)json_array_size(list) + 1, sizeof(smm_import_row_t));
    json_t *j;
    size_t i;

    json_array_foreach(list, i, j) make_row(p, j, fx, apr_array_push(rows));
    return rows;
}

smm_rc_e smm_import_stored(smm_ctx_t *c, const smm_provider_row_t *pv, int64_t *fetched,
                           apr_array_header_t **rows)
{
    stored_t s;
    json_t *list;
    smm_rc_e rc = smm_get(c, SQL_provider_list_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(pv->p.id)),
                          read_list, &s);

    if (rc != SMM_OK)
        return rc;
    if (!s.body)
        return SMM_NOT_FOUND;
    list = json_loads(s.body, 0, NULL);
    if (!list)
        return SMM_BUG;
    *fetched = s.fetched;
    *rows = smm_import_rows(c->pool, list, pv->p.fx);
    json_decref(list);
    return SMM_OK;
}
