/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>
#include <apr_strings.h>
#include <jansson.h>
#include "smm_money.h"
#include "v2_parse.h"

/* ---- words ---------------------------------------------------------------------------------- */

/** Lower case letters and digits of `text` into `out`: how words are compared. */
static void squeeze(const char *text, char *out, size_t cap)
{
    size_t n = 0;
    for (; text && *text && n + 1 < cap; text++)
        if (isalnum((unsigned char)*text))
            out[n++] = (char)tolower((unsigned char)*text);
    out[n] = '\0';
}

const char *smm_v2_word(const char *raw)
{
    static const struct {
        const char *key, *word;
    } words[] = {
        {"pending", "Pending"},        {"awaiting", "Pending"},
        {"inqueue", "Pending"},        {"processing", "Processing"},
        {"inprogress", "In progress"}, {"active", "In progress"},
        {"completed", "Completed"},    {"complete", "Completed"},
        {"partial", "Partial"},        {"partiallycompleted", "Partial"},
        {"canceled", "Canceled"},      {"cancelled", "Canceled"},
        {"refunded", "Canceled"},      {"fail", "Canceled"},
        {"failed", "Canceled"},
    };
    char key[40];
    squeeze(raw, key, sizeof key);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i].key, key))
            return words[i].word;
    return NULL;
}

/* Texts that panels answer before anything is made (reference of the wire:
 * docs/internals/api-v2.md). Compared after squeezing. Only whole texts count: "error" or "try
 * again" prove nothing. */
static const char *const refusals[] = {
    "neworder.error.not_enough_funds",
    "neworder.error.insufficient_balance",
    "Not enough funds on balance",
    "Not enough funds",
    "Insufficient balance",
    "low balance",
    "SMM0851 a bill is overdue, pay it to order again", /* a panel of this kind */
    "error.incorrect_service_id",
    "Incorrect service ID",
    "Invalid service ID",
    "error.invalid_service",
    "Package or service not found",
    "neworder.error.service_inactive",
    "neworder.error.service_not_found",
    "neworder.error.link",
    "neworder.error.invalid_link",
    "neworder.error.link_not_found",
    "Link field is required",
    "wrong address",
    "Invalid link",
    "Incorrect link",
    "neworder.error.min_quantity",
    "neworder.error.max_quantity",
    "neworder.error.invalid_quantity",
    "neworder.error.not_enough_quantity",
    "neworder.error.quantity",
    "small quantity",
    "big quantity",
    "Incorrect quantity",
    "neworder.error.link_duplicate",
    "error.duplicate_order",
    "neworder.error.too_many_orders",
    "You have active order with this link. Please wait until order being completed.",
    "neworder.error.comment",
    "neworder.error.comments",
    "neworder.error.runs",
    "neworder.error.interval",
    "neworder.error.usernames",
    "neworder.error.username",
    "neworder.error.hashtags",
    "neworder.error.keywords",
    "neworder.error.answer_number",
    "Incorrect request",
    "Invalid action",
    "The action field is required",
    "Invalid API key",
    "Incorrect API key",
    "The account is inactive",
};

int smm_v2_refusal(const char *text)
{
    char key[100], have[100];
    if (!text || strlen(text) > 200)
        return 0;
    squeeze(text, key, sizeof key);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        squeeze(refusals[i], have, sizeof have);
        if (!strcmp(key, have))
            return 1;
    }
    return 0;
}

/** 429 with one of these texts: the call was turned away before it was looked at. */
static int too_fast(const char *text)
{
    static const char *const texts[] = {"toomanyrequests", "ratelimitexceeded", "toomanyattempts"};
    char key[60];
    squeeze(text, key, sizeof key);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!strcmp(texts[i], key))
            return 1;
    return 0;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static int number_char(char ch)
{
    return (ch >= '0' && ch <= '9') || ch == '-' || ch == '+' || ch == '.' || ch == 'e' ||
           ch == 'E';
}

const char *smm_v2_quote_numbers(apr_pool_t *p, const char *json, apr_size_t len,
                                 apr_size_t *out_len)
{
    /* the worst case is one digit a value: each byte grows to three */
    char *out = apr_palloc(p, len * 3 + 1), *w = out;
    int in_string = 0;
    for (apr_size_t i = 0; i < len; i++) {
        char ch = json[i];
        if (in_string) {
            *w++ = ch;
            if (ch == '\\' && i + 1 < len)
                *w++ = json[++i];
            else if (ch == '"')
                in_string = 0;
        } else if ((ch >= '0' && ch <= '9') || ch == '-') {
            *w++ = '"';
            while (i < len && number_char(json[i]))
                *w++ = json[i++];
            i--;
            *w++ = '"';
        } else {
            in_string = ch == '"';
            *w++ = ch;
        }
    }
    *w = '\0';
    *out_len = (apr_size_t)(w - out);
    return out;
}

static const char *skip_bom(const char *body, apr_size_t *len)
{
    if (*len >= 3 && !memcmp(body, "\xEF\xBB\xBF", 3)) {
        *len -= 3;
        return body + 3;
    }
    return body;
}

static apr_status_t json_free(void *j)
{
    json_decref(j);
    return APR_SUCCESS;
}

/** Strict: duplicate members and anything behind the value are faults. NULL then. */
static json_t *load(apr_pool_t *p, const char *body, apr_size_t len, int quote)
{
    json_error_t e;
    if (!body)
        return NULL;
    body = skip_bom(body, &len);
    if (quote)
        body = smm_v2_quote_numbers(p, body, len, &len);
    json_t *j = json_loadb(body, len, JSON_REJECT_DUPLICATES, &e);
    if (j)
        apr_pool_cleanup_register(p, j, json_free, apr_pool_cleanup_null);
    return j;
}

/** Text of a string member; "" when it is absent or something else. */
static const char *text_of(const json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));
    return s ? s : "";
}

/** Whole number in a text, "12" or "12.00" or "-3"; SMM_PV_NONE for anything else. */
static int64_t whole(const char *s)
{
    int64_t v = 0;
    int neg = 0, digits = 0;
    while (*s == ' ')
        s++;
    if (*s == '-') {
        neg = 1;
        s++;
    }
    for (; *s >= '0' && *s <= '9'; s++)
        if (++digits > 18)
            return SMM_PV_NONE;
        else
            v = v * 10 + (*s - '0');
    if (digits && *s == '.')
        for (s++; *s == '0'; s++)
            ;
    while (*s == ' ')
        s++;
    return !digits || *s ? SMM_PV_NONE : neg ? -v : v;
}

/* ---- add ------------------------------------------------------------------------------------ */

/** An id as text that may be stored and sent back. Figures must be 1 … 2^63-1. */
static int order_text_ok(const char *s)
{
    static const char *const never[] = {"null", "false", "true", "undefined", "none",
                                        "nan",  "error", "inf",  "infinity"};
    size_t n = strlen(s), digits = strspn(s, "0123456789");
    if (!n || n > 64)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)s[i]) && (!i || !strchr("_-:", s[i])))
            return 0;
    if (digits == n)
        return n <= 19 && strspn(s, "0") < n && (n < 19 || strcmp(s, "9223372036854775807") <= 0);
    if (digits && (s[digits] == 'e' || s[digits] == 'E') &&
        digits + 1 + strspn(s + digits + 1, "0123456789") == n)
        return 0; /* 1e30 */
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (!strcasecmp(never[i], s))
            return 0;
    return 1;
}

/** The id in `order`, as text; NULL when it is not a usable id. */
static const char *order_of(apr_pool_t *p, const json_t *o)
{
    const json_t *v = json_object_get(o, "order");
    if (json_is_integer(v) && json_integer_value(v) > 0)
        return apr_psprintf(p, "%" APR_INT64_T_FMT, (apr_int64_t)json_integer_value(v));
    if (json_is_string(v) && json_string_length(v) == strlen(json_string_value(v)) &&
        order_text_ok(json_string_value(v)))
        return apr_pstrdup(p, json_string_value(v));
    return NULL;
}

/** The first bytes of an answer, printable, for the evidence. */
static const char *excerpt(apr_pool_t *p, const char *body, apr_size_t len)
{
    char *out = apr_pstrmemdup(p, body ? body : "", body ? (len > 300 ? 300 : len) : 0);
    for (char *s = out; *s; s++)
        if ((unsigned char)*s < ' ' || (unsigned char)*s >= 127)
            *s = ' ';
    return out;
}

static void verdict(smm_pv_add_t *x, smm_po_e outcome, const char *reason)
{
    x->outcome = outcome;
    x->reason = reason;
}

/** The body of a whole answer. Anything that is not plainly an order or a listed refusal is
 * unknown. */
static void add_body(apr_pool_t *p, const smm_http_t *h, smm_pv_add_t *x)
{
    json_t *j = load(p, h->answer, h->answer_len, 0);
    if (!j)
        verdict(x, SMM_PO_UNKNOWN, "not-json");
    else if (!json_is_object(j))
        verdict(x, SMM_PO_UNKNOWN, "not-an-object");
    else if (json_object_get(j, "order")) {
        x->order = order_of(p, j);
        if (!x->order)
            verdict(x, SMM_PO_UNKNOWN, "bad-order-id");
        else if (json_object_get(j, "error"))
            verdict(x, SMM_PO_UNKNOWN, "order-and-error");
        else if (h->status < 200 || h->status > 299)
            verdict(x, SMM_PO_UNKNOWN, "order-with-error-status");
        else
            verdict(x, SMM_PO_ACCEPTED, "accepted");
    } else {
        const json_t *e = json_object_get(j, "error");
        const char *text = json_is_string(e) ? json_string_value(e) : NULL;
        if (!text)
            verdict(x, SMM_PO_UNKNOWN, "no-order");
        else if (h->status == 429 && too_fast(text))
            verdict(x, SMM_PO_NOT_SENT, "too-many-requests");
        else if (smm_v2_refusal(text))
            verdict(x, SMM_PO_REJECTED, apr_pstrndup(p, text, 100));
        else
            verdict(x, SMM_PO_UNKNOWN, "unlisted-error");
    }
    if (x->outcome != SMM_PO_ACCEPTED)
        x->order = NULL;
}

void smm_v2_add_answer(apr_pool_t *p, const smm_http_t *h, smm_pv_add_t *x)
{
    x->order = NULL;
    x->answer = NULL;
    x->http_status = h->status;
    x->sent_bytes = h->sent_bytes;
    x->elapsed_ms = h->elapsed_ms;
    if (h->rc == SMM_HTTP_NOT_SENT) {
        verdict(x, SMM_PO_NOT_SENT, h->error ? h->error : "not-sent");
        return;
    }
    if (h->answer)
        x->answer = excerpt(p, h->answer, h->answer_len);
    if (h->rc != SMM_HTTP_DONE)
        verdict(x, SMM_PO_UNKNOWN, h->error ? h->error : "no-answer");
    else if (h->status >= 500)
        verdict(x, SMM_PO_UNKNOWN, "server-error");
    else if (h->status >= 300 && h->status < 400)
        verdict(x, SMM_PO_UNKNOWN, "redirect");
    else if (h->status < 200)
        verdict(x, SMM_PO_UNKNOWN, "odd-status");
    else
        add_body(p, h, x);
}

/* ---- status --------------------------------------------------------------------------------- */

/** One status object, or an error in its place. */
static void status_row(apr_pool_t *p, const json_t *o, smm_pv_status_t *x)
{
    if (json_is_string(o)) { /* the dialect that puts the bare error text there */
        x->reason = apr_pstrndup(p, json_string_value(o), 100);
        return;
    }
    if (!json_is_object(o)) {
        x->reason = "not-an-object";
        return;
    }
    const json_t *e = json_object_get(o, "error"), *w = json_object_get(o, "status");
    if (e && !json_is_null(e)) {
        x->reason = json_is_string(e) ? apr_pstrndup(p, json_string_value(e), 100) : "error";
        return;
    }
    if (!json_is_string(w)) {
        x->reason = "no-status";
        return;
    }
    x->ok = 1;
    x->raw = apr_pstrndup(p, json_string_value(w), 60);
    x->word = smm_v2_word(x->raw);
    x->start_count = whole(text_of(o, "start_count"));
    x->remains = whole(text_of(o, "remains"));
}

/** The deviating form: an array of rows that carry their id. */
static void status_array(apr_pool_t *p, const json_t *list, smm_pv_status_t *x, int n)
{
    size_t k;
    json_t *o;
    json_array_foreach(list, k, o)
    {
        const char *id = text_of(o, "order");
        if (!*id)
            id = text_of(o, "id");
        for (int i = 0; *id && i < n; i++)
            if (!strcmp(x[i].order, id))
                status_row(p, o, &x[i]);
    }
}

int smm_v2_status_answer(apr_pool_t *p, const char *body, apr_size_t len, smm_pv_status_t *x, int n,
                         const char **why)
{
    *why = NULL;
    for (int i = 0; i < n; i++) {
        x[i].ok = 0;
        x[i].word = x[i].raw = NULL;
        x[i].reason = "not-in-answer";
        x[i].start_count = x[i].remains = SMM_PV_NONE;
    }
    json_t *j = load(p, body, len, 1);
    if (json_is_array(j)) {
        status_array(p, j, x, n);
        return 1;
    }
    if (!json_is_object(j)) {
        *why = j ? "not-an-object" : "not-json";
        return 0;
    }
    if (json_is_string(json_object_get(j, "error")) && json_object_size(j) == 1) {
        /* for a single order the error is about the order; for many it is about the call */
        *why = apr_pstrndup(p, text_of(j, "error"), 100);
        if (n == 1)
            x[0].reason = *why;
        return 0;
    }
    if (n == 1 && json_is_string(json_object_get(j, "status"))) {
        status_row(p, j, &x[0]);
        return 1;
    }
    for (int i = 0; i < n; i++) {
        const json_t *o = json_object_get(j, x[i].order);
        if (o)
            status_row(p, o, &x[i]);
    }
    return 1;
}

/* ---- services, balance ---------------------------------------------------------------------- */

static int flag_of(const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);
    if (json_is_boolean(v))
        return json_is_true(v);
    if (json_is_string(v)) /* numbers came as strings, too */
        return !strcmp(json_string_value(v), "1") || !strcasecmp(json_string_value(v), "true");
    return -1;
}

int smm_v2_services_answer(apr_pool_t *p, const char *body, apr_size_t len, smm_pv_service_fn *fn,
                           void *baton, const char **why)
{
    json_t *j = load(p, body, len, 1), *o;
    size_t k;
    int rows = 0;
    *why = NULL;
    if (!json_is_array(j)) {
        const char *e = text_of(j, "error");
        *why = !j ? "not-json" : *e ? apr_pstrndup(p, e, 100) : "not-a-list";
        return -1;
    }
    json_array_foreach(j, k, o)
    {
        if (!json_is_object(o))
            continue;
        smm_pv_service_t s = {.service = text_of(o, "service"),
                              .name = text_of(o, "name"),
                              .type = text_of(o, "type"),
                              .category = text_of(o, "category"),
                              .rate = text_of(o, "rate"),
                              .min = text_of(o, "min"),
                              .max = text_of(o, "max"),
                              .description = text_of(o, "desc"),
                              .refill = flag_of(o, "refill"),
                              .cancel = flag_of(o, "cancel"),
                              .dripfeed = flag_of(o, "dripfeed")};
        if (!*s.description)
            s.description = text_of(o, "description");
        rows++;
        if (fn(baton, &s))
            break;
    }
    return rows;
}

int smm_v2_balance_answer(apr_pool_t *p, const char *body, apr_size_t len, int64_t *micro,
                          const char **currency, const char **why)
{
    json_t *j = load(p, body, len, 1);
    const char *text = text_of(j, "balance");
    int neg = *text == '-';
    if (!json_is_object(j))
        *why = j ? "not-an-object" : "not-json";
    else if (*text_of(j, "error"))
        *why = apr_pstrndup(p, text_of(j, "error"), 100);
    else if (smm_price_parse(text + neg, micro))
        *why = "bad-balance";
    else {
        if (neg)
            *micro = -*micro;
        *currency = apr_pstrndup(p, *text_of(j, "currency") ? text_of(j, "currency") : "USD", 8);
        *why = NULL;
        return 0;
    }
    return -1;
}
