/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <apr_escape.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include "gw_util.h"
#include "smm_currency.h"

#define MAX_ANSWER (1024 * 1024)
#define MAX_DEPTH 64

/* ---- JSON ------------------------------------------------------------------------------------ */

static apr_status_t free_json(void *o)
{
    json_decref(o);
    return APR_SUCCESS;
}

/** Is the nesting within bounds? Looked at before parsing, so that a parser never recurses far. */
static int shallow(const char *s, apr_size_t n)
{
    apr_size_t i;
    int depth = 0, quoted = 0;

    for (i = 0; i < n; i++) {
        if (quoted) {
            if (s[i] == '\\')
                i++;
            else if (s[i] == '"')
                quoted = 0;
        } else if (s[i] == '"') {
            quoted = 1;
        } else if (s[i] == '{' || s[i] == '[') {
            if (++depth > MAX_DEPTH)
                return 0;
        } else if (s[i] == '}' || s[i] == ']') {
            depth--;
        }
    }
    return 1;
}

/** The same JSON with each number in quotation marks. */
static const char *quote_numbers(apr_pool_t *p, const char *s, apr_size_t n, apr_size_t *len)
{
    char *out = apr_palloc(p, n * 3 + 1), *o = out;
    apr_size_t i = 0;
    int quoted = 0;

    while (i < n) {
        if (!quoted && (s[i] == '-' || apr_isdigit(s[i]))) {
            *o++ = '"';
            while (i < n && (apr_isdigit(s[i]) || (s[i] && strchr("+-.eE", s[i]))))
                *o++ = s[i++];
            *o++ = '"';
            continue;
        }
        if (quoted && s[i] == '\\' && i + 1 < n)
            *o++ = s[i++];
        else if (s[i] == '"')
            quoted = !quoted;
        *o++ = s[i++];
    }
    *len = (apr_size_t)(o - out);
    return out;
}

json_t *smm_gw_json(apr_pool_t *p, const char *text, apr_size_t len, int flags)
{
    json_t *o;

    if (!text || !shallow(text, len))
        return NULL;
    if (flags & SMM_GW_NUMBERS)
        text = quote_numbers(p, text, len, &len);
    o = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
    if (o)
        apr_pool_cleanup_register(p, o, free_json, apr_pool_cleanup_null);
    return o;
}

json_t *smm_gw_at(json_t *o, const char *path)
{
    char name[64];

    while (o && *path) {
        size_t n = strcspn(path, ".");

        if (n == 0 || n >= sizeof(name))
            return NULL;
        memcpy(name, path, n);
        name[n] = '\0';
        if (json_is_array(o))
            o = strspn(name, "0123456789") == n ? json_array_get(o, strtoul(name, NULL, 10)) : NULL;
        else
            o = json_object_get(o, name);
        path += n + (path[n] == '.');
    }
    return o;
}

const char *smm_gw_text(json_t *o, const char *path)
{
    const char *s = json_string_value(smm_gw_at(o, path));

    return s && *s ? s : NULL;
}

int smm_gw_int(json_t *o, const char *path, int64_t *out)
{
    json_t *v = smm_gw_at(o, path);
    const char *s = json_string_value(v);
    size_t digits;

    if (json_is_integer(v)) {
        *out = json_integer_value(v);
        return 0;
    }
    if (!s || !*s)
        return -1;
    digits = strlen(s + (*s == '-'));
    if (digits < 1 || digits > 18 || strspn(s + (*s == '-'), "0123456789") != digits)
        return -1;
    *out = apr_atoi64(s);
    return 0;
}

int64_t smm_gw_int0(json_t *o, const char *path)
{
    int64_t v;

    return smm_gw_int(o, path, &v) == 0 ? v : 0;
}

const char *smm_gw_dump(apr_pool_t *p, json_t *o)
{
    char *text = o ? json_dumps(o, JSON_COMPACT) : NULL;
    const char *out = text ? apr_pstrdup(p, text) : NULL;

    free(text);
    json_decref(o);
    return out;
}

/* ---- one call -------------------------------------------------------------------------------- */

static smm_gw_rc_e judge(smm_gw_call_t *x)
{
    if (x->status == 204 || (x->status >= 200 && x->status < 300 && x->root))
        return SMM_GW_OK;
    if (x->status == 404)
        return SMM_GW_MISSING;
    if (x->status == 429)
        return SMM_GW_DOWN;
    if (x->status >= 400 && x->status < 500 && x->status != 409 && x->status != 408)
        return SMM_GW_REFUSED;
    return SMM_GW_UNSURE;
}

smm_gw_rc_e smm_gw_call(const smm_gateway_env_t *e, smm_gw_call_t *x)
{
    apr_pool_t *p = e->c->pool;
    const char *headers[8] = {"Accept: application/json"};
    smm_http_t h = {.method = x->method, .timeout_ms = e->timeout_ms, .max_answer = MAX_ANSWER};
    apr_size_t n = x->base ? strlen(x->base) : 0, i, k = 1;

    x->status = 0;
    x->root = NULL;
    x->error = "no address";
    if (n == 0)
        return SMM_GW_NOT_SET;
    while (n > 0 && x->base[n - 1] == '/')
        n--;
    if (x->auth)
        headers[k++] = x->auth;
    if (x->body) {
        headers[k++] =
            apr_pstrcat(p, "Content-Type: ", x->type ? x->type : "application/json", NULL);
        h.body = x->body;
        h.body_len = strlen(x->body);
    }
    for (i = 0; i < 3 && x->headers[i]; i++)
        headers[k++] = x->headers[i];
    h.headers = headers;
    h.connect_ms = e->timeout_ms < 3000 ? e->timeout_ms : 3000;
    h.url = apr_pstrcat(p, apr_pstrmemdup(p, x->base, n), x->path, NULL);
    e->http(p, &h, 1);
    if (h.rc != SMM_HTTP_DONE) {
        x->error = h.rc == SMM_HTTP_NOT_SENT ? "not reached" : "no whole answer";
        return h.rc == SMM_HTTP_NOT_SENT ? SMM_GW_DOWN : SMM_GW_UNSURE;
    }
    x->status = h.status;
    x->root = smm_gw_json(p, h.answer, h.answer_len, x->flags);
    x->error = apr_psprintf(p, "status %d%s", h.status, x->root ? "" : " without JSON");
    return judge(x);
}

smm_gw_rc_e smm_gw_call_ref(const smm_gateway_env_t *e, smm_gw_call_fn *call, smm_gw_call_t *x,
                            const char *before, const char *ref, const char *after)
{
    x->error = "no reference";
    if (!smm_gw_ref_ok(ref))
        return SMM_GW_MISSING;
    x->path = apr_pstrcat(e->c->pool, before, ref, after, NULL);
    return call(e, x);
}

const char *smm_gw_test_text(apr_pool_t *p, smm_gw_rc_e rc, const smm_gw_call_t *x, const char *ok)
{
    (void)p;
    switch (rc) {
    case SMM_GW_OK:
        return ok;
    case SMM_GW_NOT_SET:
        return N_("Settings are missing: enter the address and the keys, and save them first.");
    case SMM_GW_DOWN:
        if (x->status == 429)
            return N_("It answers, but says that it is asked too often. Try again in a minute.");
        return N_("It cannot be reached. Check the address, the firewall and SmmEgressAllow.");
    case SMM_GW_MISSING:
        return N_("Something answers, but not this service. Check the address.");
    case SMM_GW_REFUSED:
        if (x->status == 401 || x->status == 403)
            return N_("It refuses the key. Check that key and secret are whole, belong together, "
                      "and fit the address (test or live).");
        return N_("It refused the question. Check the settings.");
    default:
        if (x->status == 0)
            return N_("It was reached, but did not answer in time. Try again.");
        return N_("It answered with something unexpected. Check the address.");
    }
}

const char *smm_gw_basic(apr_pool_t *p, const char *user, const char *password)
{
    const char *both = apr_pstrcat(p, user, ":", password, NULL);

    return apr_pstrcat(p, "Authorization: Basic ", smm_gw_base64(p, both, strlen(both)), NULL);
}

int smm_gw_ref_ok(const char *ref)
{
    size_t n = ref ? strlen(ref) : 0;

    return n > 0 && n <= 120 &&
           strspn(ref, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == n;
}

const char *smm_gw_escape(apr_pool_t *p, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = apr_palloc(p, strlen(text) * 3 + 1), *o = out;

    for (; *text; text++) {
        if (apr_isalnum(*text) || strchr("-_.~", *text)) {
            *o++ = *text;
        } else {
            *o++ = '%';
            *o++ = hex[((unsigned char)*text) >> 4];
            *o++ = hex[*text & 15];
        }
    }
    *o = '\0';
    return out;
}

const char *smm_gw_lower(apr_pool_t *p, const char *text)
{
    char *out = apr_pstrdup(p, text), *s;

    for (s = out; *s; s++)
        *s = (char)apr_tolower(*s);
    return out;
}

const char *smm_gw_upper(apr_pool_t *p, const char *text)
{
    char *out = apr_pstrdup(p, text), *s;

    for (s = out; *s; s++)
        *s = (char)apr_toupper(*s);
    return out;
}

const char *smm_gw_unescape(apr_pool_t *p, const char *text, apr_size_t len, int plus)
{
    char *out = apr_palloc(p, len + 1), *o = out;
    apr_size_t i;

    for (i = 0; i < len; i++) {
        char ch = text[i] == '+' && plus ? ' ' : text[i];

        if (text[i] == '%') {
            if (len - i < 3 || !apr_isxdigit(text[i + 1]) || !apr_isxdigit(text[i + 2]))
                return NULL;
            ch = (char)apr_strtoi64(apr_pstrmemdup(p, text + i + 1, 2), NULL, 16);
            i += 2;
        }
        if (ch == '\0')
            return NULL;
        *o++ = ch;
    }
    *o = '\0';
    return out;
}

/* ---- amounts --------------------------------------------------------------------------------- */

int smm_gw_exponent(const char *currency)
{
    return smm_currency_exponent(currency);
}

int smm_gw_rescale(int64_t v, int from, int to, int64_t *out)
{
    for (; from < to; from++)
        if (__builtin_mul_overflow(v, 10, &v))
            return -1;
    for (; from > to; from--) {
        if (v % 10 != 0)
            return -1;
        v /= 10;
    }
    *out = v;
    return 0;
}

/** "e-5" → -5; 0 at the end of the text. @return 0 or -1. */
static int read_exponent(const char *s, int *out)
{
    int sign = 1, v = 0;

    *out = 0;
    if (*s == '\0')
        return 0;
    if (*s != 'e' && *s != 'E')
        return -1;
    s++;
    if (*s == '+' || *s == '-')
        sign = *s++ == '-' ? -1 : 1;
    if (!*s || strlen(s) > 2)
        return -1;
    for (; *s; s++) {
        if (!apr_isdigit(*s))
            return -1;
        v = v * 10 + (*s - '0');
    }
    *out = sign * v;
    return 0;
}

int smm_gw_minor(const char *text, int exponent, int64_t *out)
{
    int64_t v = 0;
    int decimals = 0, point = 0, digits = 0, shift;
    const char *s = text;

    if (!text || strlen(text) > 60)
        return -1;
    for (; apr_isdigit(*s) || (*s == '.' && !point); s++) {
        if (*s == '.') {
            point = 1;
            continue;
        }
        digits++;
        /* zeros behind the point that change nothing must not overflow a long text */
        if (point && strspn(s, "0") == strspn(s, "0123456789"))
            continue;
        decimals += point;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, *s - '0', &v))
            return -1;
    }
    if (digits == 0 || s[-1] == '.' || text[0] == '.' || read_exponent(s, &shift) != 0)
        return -1;
    if (v == 0) {
        *out = 0;
        return 0;
    }
    return smm_gw_rescale(v, decimals - shift, exponent, out);
}

void smm_gw_sum(int64_t *sum, int64_t v)
{
    if (v > 0 && __builtin_add_overflow(*sum, v, sum))
        *sum = INT64_MAX;
}

void smm_gw_cap_disputed(smm_snapshot_t *s)
{
    int64_t left = s->paid_minor - s->refunded_minor;

    if (left < 0)
        left = 0;
    if (s->disputed_minor < 0 || s->disputed_minor > left)
        s->disputed_minor = left;
}

/* ---- keyed hashes and encodings ---------------------------------------------------------------
 */

static unsigned int hmac(const char *digest, const char *key, const smm_gw_part_t *parts, int n,
                         apr_pool_t *p, unsigned char md[EVP_MAX_MD_SIZE])
{
    const EVP_MD *type = EVP_get_digestbyname(digest);
    apr_size_t len = 0, at = 0;
    unsigned int out = 0;
    unsigned char *text;
    int i;

    for (i = 0; i < n; i++)
        len += parts[i].len;
    text = apr_palloc(p, len + 1);
    for (i = 0; i < n; i++) {
        if (parts[i].len)
            memcpy(text + at, parts[i].data, parts[i].len);
        at += parts[i].len;
    }
    if (!type || !HMAC(type, key, (int)strlen(key), text, len, md, &out))
        return 0;
    return out;
}

const char *smm_gw_hmac_hex(apr_pool_t *p, const char *digest, const char *key,
                            const smm_gw_part_t *parts, int n)
{
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned int len = hmac(digest, key, parts, n, p, md);

    return smm_gw_hex(p, md, len);
}

const char *smm_gw_hmac_base64(apr_pool_t *p, const char *digest, const char *key,
                               const smm_gw_part_t *parts, int n)
{
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned int len = hmac(digest, key, parts, n, p, md);

    return smm_gw_base64(p, md, len);
}

const char *smm_gw_hex(apr_pool_t *p, const void *data, apr_size_t len)
{
    return len ? apr_pescape_hex(p, data, len, 0) : "";
}

const char *smm_gw_base64(apr_pool_t *p, const void *data, apr_size_t len)
{
    char *out = apr_palloc(p, (len + 2) / 3 * 4 + 1);

    EVP_EncodeBlock((unsigned char *)out, data, (int)len);
    return out;
}

const unsigned char *smm_gw_base64_decode(apr_pool_t *p, const char *text, apr_size_t *len)
{
    size_t n = text ? strlen(text) : 0, body;
    unsigned char *out;
    int got;

    if (n == 0 || n % 4 != 0 || n > 65536)
        return NULL;
    body = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    if (n - body > 2 || strspn(text + body, "=") != n - body)
        return NULL;
    out = apr_palloc(p, n / 4 * 3 + 1);
    got = EVP_DecodeBlock(out, (const unsigned char *)text, (int)n);
    if (got < 0)
        return NULL;
    *len = (apr_size_t)got - (n - body);
    return out;
}

const char *smm_gw_event_key(apr_pool_t *p, const char *id, const smm_notice_in_t *in)
{
    if (id && strlen(id) <= 100)
        return id;
    return apr_pstrcat(p, "sha256-", smm_sha256_hex(p, in->body, in->len), NULL);
}

int smm_gw_secrets(const smm_gateway_env_t *e, const smm_gateway_t *g,
                   const char *out[SMM_GW_SECRETS])
{
    static const char *const keys[SMM_GW_SECRETS] = {"webhook_secret", "webhook_secret_old"};
    int i, n = 0;

    for (i = 0; i < SMM_GW_SECRETS; i++) {
        const char *v = smm_gateway_setting(e, g, keys[i]);

        if (v)
            out[n++] = v;
    }
    return n;
}

/* ---- states ---------------------------------------------------------------------------------- */

const char *smm_gw_state(const smm_gw_map_t *map, const char *raw)
{
    for (; raw && map->raw; map++)
        if (strcmp(map->raw, raw) == 0)
            return map->state;
    return NULL;
}

smm_gw_rc_e smm_gw_refund_state(smm_snapshot_t *out, const char *state)
{
    out->state = state;
    if (!state || !out->currency || out->asked_minor <= 0)
        return SMM_GW_UNSURE;
    if (strcmp(state, "refunded") == 0)
        out->refunded_minor = out->asked_minor;
    return SMM_GW_OK;
}
