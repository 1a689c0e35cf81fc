/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reseller API: /api/v2 and /api/v2/. Stock contract (docs/users/api.md): status 200 also for
 * logical errors, exact types and error strings. It only writes down what is wanted; upstream is
 * the dispatcher's business, so every answer comes at once.
 */
#include <httpd.h>
#include <http_log.h>
#include <pthread.h>
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <jansson.h>
#include "campaign_mod.h"
#include "domain/api_params.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_wallet.h"

APLOG_USE_MODULE(smm_campaign);

#define IDS_MAX 100

typedef struct call_t {
    smm_req_t *q;
    apr_table_t *args;
    smm_account_t account;
} call_t;

/* ---- answers -------------------------------------------------------------------------------- */

static int send_json(smm_req_t *q, int status, json_t *j)
{
    char *text = json_dumps(j, JSON_COMPACT | JSON_ENSURE_ASCII);
    const char *body = text ? apr_pstrdup(q->ctx.pool, text) : "{\"error\":\"Incorrect request\"}";
    free(text);
    json_decref(j);
    apr_table_setn(q->r->headers_out, "Cache-Control", "no-store");
    return smm_answer(q, status, "application/json; charset=utf-8", body, strlen(body));
}

static json_t *error_json(const char *text)
{
    return json_pack("{s:s}", "error", text);
}

static int fail(smm_req_t *q, const char *text)
{
    return send_json(q, HTTP_OK, error_json(text));
}

static int busy(smm_req_t *q)
{
    apr_table_setn(q->r->err_headers_out, "Retry-After", "5");
    return send_json(q, HTTP_SERVICE_UNAVAILABLE,
                     error_json("The panel is busy. Repeat the call with the same request_id."));
}

static const char *arg(const call_t *k, const char *name)
{
    const char *v = apr_table_get(k->args, name);
    while (v && apr_isspace(*v))
        v++;
    return v && *v ? v : NULL;
}

/** A whole number; SMM_ABSENT when it is absent, -1 when it is something else. */
static int64_t arg_int(const call_t *k, const char *name)
{
    const char *v = arg(k, name);
    size_t n = v ? strspn(v, "0123456789") : 0;
    if (!v)
        return SMM_ABSENT;
    if (!n || n > 18 || strspn(v + n, " \t\r\n") != strlen(v + n))
        return -1;
    return apr_atoi64(v);
}

static json_t *usd(int64_t micro)
{
    char text[SMM_USD_TEXT];
    return json_string(smm_usd_api(text, micro));
}

static json_t *int_string(int64_t v)
{
    char text[24];
    apr_snprintf(text, sizeof text, "%" APR_INT64_T_FMT, (apr_int64_t)v);
    return json_string(text);
}

/* ---- services ------------------------------------------------------------------------------- */

static int on_service(void *baton, const smm_service_t *s)
{
    json_t *o;
    if (!smm_service_sold(s))
        return 0;
    o = json_object();
    json_object_set_new(o, "service", json_integer(s->id));
    json_object_set_new(o, "name", json_string(s->name));
    json_object_set_new(o, "type", json_string(smm_stype_word(s->type)));
    json_object_set_new(o, "category", json_string(s->category ? s->category : ""));
    json_object_set_new(o, "rate", usd(s->rate));
    json_object_set_new(o, "min", int_string(s->min));
    json_object_set_new(o, "max", int_string(s->max));
    json_object_set_new(o, "refill", json_boolean(s->refill > 0));
    json_object_set_new(o, "cancel", json_boolean(s->cancel > 0));
    json_object_set_new(o, "dripfeed", json_boolean(s->dripfeed > 0));
    if (s->description && *s->description)
        json_object_set_new(o, "desc", json_string(s->description));
    json_array_append_new(baton, o);
    return 0;
}

static int do_services(call_t *k)
{
    json_t *list = json_array();
    if (smm_service_each(&k->q->ctx, on_service, list) == SMM_OK)
        return send_json(k->q, HTTP_OK, list);
    json_decref(list);
    return busy(k->q);
}

/* ---- add ------------------------------------------------------------------------------------ */

static smm_place_t place_of(const call_t *k)
{
    smm_place_t in = {.service = arg_int(k, "service"),
                      .link = arg(k, "link"),
                      .quantity = arg_int(k, "quantity"),
                      .runs = arg_int(k, "runs"),
                      .interval = arg_int(k, "interval"),
                      .comments = arg(k, "comments"),
                      .usernames = arg(k, "usernames"),
                      .hashtags = arg(k, "hashtags"),
                      .hashtag = arg(k, "hashtag"),
                      .username = arg(k, "username"),
                      .media = arg(k, "media"),
                      .groups = arg(k, "groups"),
                      .keywords = arg(k, "keywords"),
                      .answer_number = arg_int(k, "answer_number"),
                      .country = arg(k, "country"),
                      .google_keyword = arg(k, "google_keyword"),
                      .referring_url = arg(k, "referring_url"),
                      .device = arg_int(k, "device"),
                      .type_of_traffic = arg_int(k, "type_of_traffic"),
                      .origin = "api",
                      .seen_rate = SMM_ABSENT};
    const char *how = smm_setting(&k->q->ctx, "campaign.api_duplicates");
    in.warn = how && !strcmp(how, "refuse");
    return in;
}

/** Fingerprint of everything that makes the order, so that a reused request_id with other values is
 * told. */
static smm_idem_t *idem_of(const call_t *k)
{
    static const char *const names[] = {
        "service",        "link",          "quantity", "runs",           "interval",
        "comments",       "usernames",     "hashtags", "hashtag",        "username",
        "media",          "groups",        "keywords", "answer_number",  "country",
        "google_keyword", "referring_url", "device",   "type_of_traffic"};
    apr_pool_t *p = k->q->ctx.pool;
    const char *id = arg(k, "request_id"), *all = "";
    if (!id)
        return NULL;
    smm_idem_t *idem = apr_pcalloc(p, sizeof *idem);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *v = arg(k, names[i]);
        all = apr_pstrcat(p, all, v ? smm_sha256_hex(p, v, strlen(v)) : "-", NULL);
    }
    idem->scope = "api";
    idem->key = strlen(id) >= 8 && strlen(id) <= 64 ? id : smm_sha256_hex(p, id, strlen(id));
    idem->print = smm_sha256_hex(p, all, strlen(all));
    return idem;
}

/** The stock word for what is wrong with a field. */
static const char *field_error(call_t *k, const smm_place_t *in, const char *field)
{
    smm_service_t s;
    if (!field || !strcmp(field, "service"))
        return "error.incorrect_service_id";
    if (!strcmp(field, "link"))
        return "neworder.error.link";
    if (!strcmp(field, "quantity") || !strcmp(field, "comments") || !strcmp(field, "usernames")) {
        const char *list = strcmp(field, "quantity") ? arg(k, field) : NULL;
        int64_t n = in->quantity;
        if (strcmp(field, "quantity") && !list)
            return *field == 'c' ? "neworder.error.comment" : "neworder.error.usernames";
        if (list && strlen(list) > SMM_PLACE_LIST)
            return "neworder.error.max_quantity";
        if (list)
            smm_list_clean(k->q->ctx.pool, list, *field == 'u', &n);
        if (n > 0 && smm_service_get(&k->q->ctx, in->service, &s) == SMM_OK &&
            (n > s.max || (in->runs > 1 && n >= s.min)))
            return "neworder.error.max_quantity";
        return "neworder.error.min_quantity";
    }
    return apr_pstrcat(k->q->ctx.pool, "neworder.error.", field, NULL);
}

static int do_add(call_t *k)
{
    smm_place_t in = place_of(k);
    int64_t id = 0;
    int replay = 0;
    if (in.service <= 0)
        return fail(k->q, "error.incorrect_service_id");
    if (in.quantity != SMM_ABSENT && in.quantity <= 0)
        return fail(k->q, "neworder.error.min_quantity");
    if ((in.runs != SMM_ABSENT && in.runs <= 0) || (in.interval != SMM_ABSENT && in.interval <= 0))
        return fail(k->q, in.runs != SMM_ABSENT && in.runs <= 0 ? "neworder.error.runs"
                                                                : "neworder.error.interval");
    smm_result_t res = smm_campaign_place(&k->q->ctx, k->account.id, &in, idem_of(k), &id, &replay);
    switch (res.code) {
    case SMM_OK:
        return send_json(k->q, HTTP_OK, json_pack("{s:I}", "order", (json_int_t)id));
    case SMM_NO_FUNDS:
        if (smm_wallet_frozen(&k->q->ctx, k->account.id) == 2)
            return fail(k->q, "SMM0851: a bill is overdue, pay it to order again");
        return fail(k->q, "neworder.error.not_enough_funds");
    case SMM_CONFLICT:
        return fail(k->q, res.field && !strcmp(res.field, "confirm")
                              ? "neworder.error.link_duplicate"
                              : "Incorrect request");
    case SMM_INVALID:
    case SMM_NOT_FOUND:
        return fail(k->q, field_error(k, &in, res.field));
    default:
        return busy(k->q);
    }
}

/* ---- status --------------------------------------------------------------------------------- */

/** The status object of one order, or an error object; NULL when the database is busy. */
static json_t *status_of(call_t *k, const char *text)
{
    smm_campaign_t c;
    size_t n = strspn(text, "0123456789");
    smm_rc_e rc = !n || n > 18 || text[n]
                      ? SMM_NOT_FOUND
                      : smm_campaign_get(&k->q->ctx, k->account.id, apr_atoi64(text), &c);
    if (rc == SMM_NOT_FOUND)
        return error_json("Incorrect order ID");
    if (rc != SMM_OK)
        return NULL;
    json_t *o = json_object();
    json_object_set_new(o, "charge", usd(c.charge - c.refunded));
    json_object_set_new(o, "start_count",
                        int_string(c.start_count == SMM_C_NONE ? 0 : c.start_count));
    json_object_set_new(o, "status", json_string(c.status));
    json_object_set_new(o, "remains", int_string(c.remains == SMM_C_NONE ? c.quantity : c.remains));
    json_object_set_new(o, "currency", json_string("USD"));
    return o;
}

/** Splits "1, 2,3"; at most 100 ids count, as on stock panels. @return how many. */
static int split(call_t *k, const char *list, const char **ids)
{
    char *state, *copy = apr_pstrdup(k->q->ctx.pool, list);
    int n = 0;
    for (char *s = apr_strtok(copy, ", \t\r\n", &state); s && n < IDS_MAX;
         s = apr_strtok(NULL, ", \t\r\n", &state))
        ids[n++] = s;
    return n;
}

static int do_status(call_t *k)
{
    const char *ids[IDS_MAX], *one = arg(k, "order"), *many = arg(k, "orders");
    json_t *all, *o;
    if (!one && !many)
        return fail(k->q, "Incorrect request");
    if (one && !strchr(one, ',')) {
        int n = split(k, one, ids);
        o = status_of(k, n == 1 ? ids[0] : "");
        return o ? send_json(k->q, HTTP_OK, o) : busy(k->q);
    }
    all = json_object();
    for (int i = 0, n = split(k, many ? many : one, ids); i < n; i++) {
        o = status_of(k, ids[i]);
        if (!o) {
            json_decref(all);
            return busy(k->q);
        }
        json_object_set_new(all, ids[i], o);
    }
    return send_json(k->q, HTTP_OK, all);
}

/* ---- balance, refill, cancel ---------------------------------------------------------------- */

static int do_balance(call_t *k)
{
    smm_balance_t b = {0};
    if (smm_wallet_balance(&k->q->ctx, k->account.id, &b) != SMM_OK)
        return busy(k->q);
    json_t *o = json_object();
    json_object_set_new(o, "balance", usd(b.balance));
    json_object_set_new(o, "currency", json_string("USD"));
    return send_json(k->q, HTTP_OK, o);
}

/** Refills are not offered yet: the answers of a panel whose orders are not eligible. */
static int do_refill(call_t *k)
{
    const char *ids[IDS_MAX], *one = arg(k, "order"), *many = arg(k, "orders");
    if (!one && !many)
        return fail(k->q, "Incorrect request");
    json_t *list = json_array();
    for (int i = 0, n = split(k, many ? many : one, ids); i < n; i++) {
        json_t *st = status_of(k, ids[i]);
        const char *why = st && json_object_get(st, "error") ? "Incorrect order ID"
                                                             : "Order not eligible for refill.";
        json_decref(st);
        if (!many) {
            json_decref(list);
            return fail(k->q, why);
        }
        json_array_append_new(list,
                              json_pack("{s:I,s:{s:s}}", "order", (json_int_t)apr_atoi64(ids[i]),
                                        "refill", "error", why));
    }
    return send_json(k->q, HTTP_OK, list);
}

static int do_refill_status(call_t *k)
{
    const char *ids[IDS_MAX], *one = arg(k, "refill"), *many = arg(k, "refills");
    if (!one && !many)
        return fail(k->q, "Incorrect request");
    if (!many)
        return fail(k->q, "Refill not found");
    json_t *list = json_array();
    for (int i = 0, n = split(k, many, ids); i < n; i++)
        json_array_append_new(list,
                              json_pack("{s:I,s:{s:s}}", "refill", (json_int_t)apr_atoi64(ids[i]),
                                        "status", "error", "Refill not found"));
    return send_json(k->q, HTTP_OK, list);
}

/** What has not been handed over yet is withdrawn; anything later cannot be canceled by the API. */
static int do_cancel(call_t *k)
{
    const char *ids[IDS_MAX], *many = arg(k, "orders") ? arg(k, "orders") : arg(k, "order");
    if (!many)
        return fail(k->q, "Incorrect request");
    json_t *list = json_array();
    for (int i = 0, n = split(k, many, ids); i < n; i++) {
        size_t digits = strspn(ids[i], "0123456789");
        int64_t id = digits && digits <= 18 && !ids[i][digits] ? apr_atoi64(ids[i]) : 0;
        smm_result_t res = id ? smm_campaign_void(&k->q->ctx, k->account.id, id, NULL)
                              : smm_fail(SMM_NOT_FOUND, NULL, "");
        if (res.code == SMM_OK)
            json_array_append_new(list,
                                  json_pack("{s:I,s:i}", "order", (json_int_t)id, "cancel", 1));
        else
            json_array_append_new(
                list,
                json_pack("{s:I,s:{s:s}}", "order", (json_int_t)id, "cancel", "error",
                          res.code == SMM_NOT_FOUND ? "Incorrect order ID" : "Cannot cancel"));
    }
    return send_json(k->q, HTTP_OK, list);
}

/* ---- who and how often ---------------------------------------------------------------------- */

/** Calls of the running minute, by account; per process, which is enough against a runaway script.
 */
static pthread_mutex_t rate_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    int64_t panel, account, minute;
    int n;
} rate[512];

static int too_fast(const call_t *k)
{
    int64_t cap = smm_setting_int(&k->q->ctx, "campaign.api_rate", 120),
            minute = k->q->ctx.now / 60;
    int over;
    pthread_mutex_lock(&rate_lock);
    int i = (int)((uint64_t)(k->account.id * 31 + k->q->ctx.panel->id) % 512);
    if (rate[i].account != k->account.id || rate[i].panel != k->q->ctx.panel->id ||
        rate[i].minute != minute) {
        rate[i].account = k->account.id;
        rate[i].panel = k->q->ctx.panel->id;
        rate[i].minute = minute;
        rate[i].n = 0;
    }
    over = ++rate[i].n > cap;
    pthread_mutex_unlock(&rate_lock);
    return over;
}

static const char *key_of(call_t *k)
{
    const char *v = arg(k, "key");
    if (!v)
        v = apr_table_get(k->q->r->headers_in, "X-Api-Key");
    if (!v) {
        const char *auth = apr_table_get(k->q->r->headers_in, "Authorization");
        v = auth && !strncasecmp(auth, "Bearer ", 7) ? auth + 7 : NULL;
    }
    return v;
}

static int run(call_t *k)
{
    static const struct {
        const char *action;
        int (*fn)(call_t *k);
    } actions[] = {{"services", do_services}, {"add", do_add},
                   {"status", do_status},     {"balance", do_balance},
                   {"refill", do_refill},     {"refill_status", do_refill_status},
                   {"cancel", do_cancel}};
    const char *action = arg(k, "action"), *key = key_of(k);
    smm_rc_e rc = key ? smm_account_by_api_key(&k->q->ctx, key, &k->account) : SMM_NOT_FOUND;
    if (rc == SMM_NOT_FOUND || rc == SMM_FORBIDDEN || rc == SMM_INVALID)
        return fail(k->q, "Invalid API key");
    if (rc != SMM_OK)
        return busy(k->q);
    k->q->ctx.actor = k->account.id;
    if (too_fast(k)) {
        apr_table_setn(k->q->r->err_headers_out, "Retry-After",
                       apr_psprintf(k->q->ctx.pool, "%d", (int)(60 - k->q->ctx.now % 60)));
        return send_json(k->q, HTTP_TOO_MANY_REQUESTS, error_json("Too many requests"));
    }
    for (size_t i = 0; action && i < sizeof actions / sizeof *actions; i++)
        if (!strcmp(actions[i].action, action))
            return actions[i].fn(k);
    return fail(k->q, "Incorrect request");
}

static int api(smm_req_t *q)
{
    call_t k = {.q = q, .args = apr_table_make(q->ctx.pool, 16)};
    const char *body = NULL, *why;
    apr_size_t len = 0;
    if (q->r->method_number != M_POST && q->r->method_number != M_GET) {
        apr_table_setn(q->r->err_headers_out, "Allow", "GET, POST");
        return send_json(q, HTTP_METHOD_NOT_ALLOWED, error_json("Incorrect request"));
    }
    if (q->r->method_number == M_POST) {
        int rc = smm_req_body(q, &body, &len);
        if (rc != OK)
            return send_json(q, rc, error_json("Incorrect request"));
    }
    why = smm_api_params(q->ctx.pool, apr_table_get(q->r->headers_in, "Content-Type"), body, len,
                         q->r->args, k.args);
    if (why) {
        ap_log_rerror(APLOG_MARK, APLOG_DEBUG, 0, q->r, "SMM0850: API call that cannot be read: %s",
                      why);
        return fail(q, "Incorrect request");
    }
    return run(&k);
}

const smm_route_t campaign_api_routes[] = {
    {"*", "/api/v2", SMM_MACHINE, SMM_R_RAW | SMM_R_SECRET, NULL, api, "api:1200/60", 1 << 20,
     NULL},
    {"*", "/api/v2/", SMM_MACHINE, SMM_R_RAW | SMM_R_SECRET, NULL, api, "api:1200/60", 1 << 20,
     NULL},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, 0, NULL},
};
