/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <jansson.h>
#include "api_params.h"
#include "../provider/v2_parse.h"

static int utf8_ok(const unsigned char *s, apr_size_t n)
{
    for (apr_size_t i = 0; i < n;) {
        unsigned ch = s[i], more = ch < 0x80                 ? 0
                                   : ch >= 0xC2 && ch < 0xE0 ? 1
                                   : ch >= 0xE0 && ch < 0xF0 ? 2
                                   : ch >= 0xF0 && ch < 0xF5 ? 3
                                                             : 9;
        unsigned cp = more == 1 ? ch & 0x1F : more == 2 ? ch & 0x0F : ch & 0x07;
        if (!ch || more == 9 || i + more >= n)
            return 0;
        for (unsigned k = 1; k <= more; k++) {
            if ((s[i + k] & 0xC0) != 0x80)
                return 0;
            cp = cp << 6 | (s[i + k] & 0x3F);
        }
        if ((more == 2 && (cp < 0x800 || (cp >= 0xD800 && cp < 0xE000))) ||
            (more == 3 && (cp < 0x10000 || cp > 0x10FFFF)))
            return 0;
        i += more + 1;
    }
    return 1;
}

/** Keeps the first value of a name in `out`; a second one in the same source is a fault. */
static const char *put(apr_table_t *seen, apr_table_t *out, const char *name, apr_size_t nl,
                       const char *value, apr_size_t vl)
{
    apr_pool_t *p = apr_table_elts(out)->pool;
    if (!nl || !utf8_ok((const unsigned char *)name, nl) ||
        (vl && !utf8_ok((const unsigned char *)value, vl)))
        return "bad characters";
    if (apr_table_elts(seen)->nelts >= SMM_API_PARAMS_MAX)
        return "too many parameters";
    name = apr_pstrmemdup(p, name, nl);
    for (int i = 0; i < apr_table_elts(seen)->nelts; i++)
        if (!strcmp(((apr_table_entry_t *)apr_table_elts(seen)->elts)[i].key, name))
            return "a parameter twice";
    apr_table_addn(seen, name, "");
    if (!apr_table_get(out, name))
        apr_table_addn(out, name, apr_pstrmemdup(p, value, vl));
    return NULL;
}

/* ---- urlencoded ----------------------------------------------------------------------------- */

static int hex(char ch)
{
    return ch >= '0' && ch <= '9'   ? ch - '0'
           : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10
           : ch >= 'A' && ch <= 'F' ? ch - 'A' + 10
                                    : -1;
}

/** Decodes in place. @return new length, or -1. */
static apr_ssize_t decode(char *s, apr_size_t n)
{
    apr_size_t w = 0;
    for (apr_size_t i = 0; i < n; i++) {
        if (s[i] == '+')
            s[w++] = ' ';
        else if (s[i] != '%')
            s[w++] = s[i];
        else if (i + 2 < n && hex(s[i + 1]) >= 0 && hex(s[i + 2]) >= 0) {
            s[w++] = (char)(hex(s[i + 1]) * 16 + hex(s[i + 2]));
            i += 2;
        } else
            return -1;
    }
    return (apr_ssize_t)w;
}

static const char *urlencoded(apr_pool_t *p, const char *data, apr_size_t len, apr_table_t *out)
{
    apr_table_t *seen = apr_table_make(p, 16);
    const char *end = data + len;
    while (data < end) {
        const char *amp = memchr(data, '&', (apr_size_t)(end - data)), *stop = amp ? amp : end;
        const char *eq = memchr(data, '=', (apr_size_t)(stop - data));
        char *name = apr_pstrmemdup(p, data, (apr_size_t)((eq ? eq : stop) - data));
        char *value = apr_pstrmemdup(p, eq ? eq + 1 : stop, eq ? (apr_size_t)(stop - eq - 1) : 0);
        apr_ssize_t nl = decode(name, (apr_size_t)((eq ? eq : stop) - data));
        apr_ssize_t vl = decode(value, eq ? (apr_size_t)(stop - eq - 1) : 0);
        if (nl < 0 || vl < 0)
            return "bad escape";
        if (stop > data) {
            const char *why = put(seen, out, name, (apr_size_t)nl, value, (apr_size_t)vl);
            if (why)
                return why;
        }
        data = stop + 1;
    }
    return NULL;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static const char *json_text(apr_pool_t *p, const json_t *v)
{
    apr_array_header_t *texts;
    size_t i;
    json_t *o;
    if (json_is_string(v))
        return apr_pstrdup(p, json_string_value(v));
    if (json_is_boolean(v))
        return json_is_true(v) ? "1" : "0";
    if (json_is_null(v))
        return "";
    if (!json_is_array(v) || json_array_size(v) > 200)
        return NULL;
    texts = apr_array_make(p, (int)json_array_size(v), sizeof(const char *));
    json_array_foreach(v, i, o)
    {
        if (!json_is_string(o))
            return NULL;
        APR_ARRAY_PUSH(texts, const char *) = json_string_value(o);
    }
    return apr_array_pstrcat(p, texts, ',');
}

static const char *json(apr_pool_t *p, const char *body, apr_size_t len, apr_table_t *out)
{
    apr_table_t *seen = apr_table_make(p, 16);
    json_error_t e;
    const char *name, *why = NULL;
    json_t *v, *j;
    apr_size_t n;
    body = smm_v2_quote_numbers(p, body, len, &n);
    j = json_loadb(body, n, JSON_REJECT_DUPLICATES, &e);
    if (!json_is_object(j))
        why = "not a JSON object";
    json_object_foreach(j, name, v)
    {
        const char *text = json_text(p, v);
        if (why)
            break;
        why = text ? put(seen, out, name, strlen(name), text, strlen(text))
                   : "a value of the wrong kind";
    }
    json_decref(j);
    return why;
}

/* ---- multipart ------------------------------------------------------------------------------ */

static const char *find(const char *s, const char *end, const char *what, apr_size_t n)
{
    return s < end ? memmem(s, (apr_size_t)(end - s), what, n) : NULL;
}

/** Value of name="…" in the head of a part. @return its length, or -1. */
static apr_ssize_t part_name(const char *head, const char *end, const char **name)
{
    for (const char *s = head; (s = find(s, end, "name=\"", 6)) != NULL; s += 6) {
        if (s > head && (apr_isalnum(s[-1]) || s[-1] == '*'))
            continue; /* filename=" */
        const char *stop = memchr(s + 6, '"', (apr_size_t)(end - s - 6));
        if (!stop)
            return -1;
        *name = s + 6;
        return stop - *name;
    }
    return -1;
}

static const char *multipart(apr_pool_t *p, const char *type, const char *body, apr_size_t len,
                             apr_table_t *out)
{
    apr_table_t *seen = apr_table_make(p, 16);
    const char *b = strstr(type, "boundary="), *end = body + len, *s;
    if (!b)
        return "no boundary";
    b += 9;
    apr_size_t bl = *b == '"' ? strcspn(++b, "\"") : strcspn(b, "; \t");
    if (!bl || bl > 200)
        return "bad boundary";
    const char *mark = apr_pstrcat(p, "\r\n--", apr_pstrmemdup(p, b, bl), NULL);
    apr_size_t ml = bl + 4;
    if (len < ml - 2 || memcmp(body, mark + 2, ml - 2))
        return "no first boundary";
    for (s = body + ml - 2; s + 2 <= end && !memcmp(s, "\r\n", 2);) {
        const char *name, *blank = find(s, end, "\r\n\r\n", 4), *stop = find(s, end, mark, ml),
                          *why;
        if (!blank || !stop || stop < blank + 2)
            return "broken part";
        apr_ssize_t nl = part_name(s, blank, &name);
        if (nl <= 0)
            return "part without a name";
        const char *value = blank + 4 <= stop ? blank + 4 : stop;
        why = put(seen, out, name, (apr_size_t)nl, value, (apr_size_t)(stop - value));
        if (why)
            return why;
        s = stop + ml;
    }
    return s + 2 <= end && !memcmp(s, "--", 2) ? NULL : "no last boundary";
}

const char *smm_api_params(apr_pool_t *p, const char *type, const char *body, apr_size_t len,
                           const char *query, apr_table_t *out)
{
    const char *why = NULL, *s = body;
    apr_size_t blank = 0;
    while (body && blank < len && apr_isspace(s[blank]))
        blank++;
    if (body && blank < len) {
        if (type && !strncasecmp(type, "multipart/form-data", 19))
            why = multipart(p, type, body, len, out);
        else if ((type && !strncasecmp(type, "application/json", 16)) || s[blank] == '{')
            why = json(p, body, len, out);
        else
            why = urlencoded(p, body, len, out);
    }
    if (!why && query)
        why = urlencoded(p, query, strlen(query), out);
    return why;
}
