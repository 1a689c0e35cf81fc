/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: the rates by which amounts are shown in other currencies. */
#include <string.h>
#include <apr_strings.h>
#include "smm_display.h"
#include "smm_settings.h"
#include "currency_web.h"
#include "growth_web.h"

#define MAX_BODY 1048576
#define HOME "/staff/currencies"

typedef struct add_form_t {
    const char *currency, *rate;
    int follow;
} add_form_t;
#define AT(m) offsetof(add_form_t, m)
static const smm_field_t add_fields[] = {
    {"currency", SMM_F_TEXT, AT(currency), 3, 3, SMM_F_REQUIRED, NULL, "Currency"},
    {"rate", SMM_F_TEXT, AT(rate), 1, 24, SMM_F_REQUIRED, NULL, "One US dollar is"},
    {"follow", SMM_F_FLAG, AT(follow), 0, 0, 0, NULL, "The feed may change it"},
    SMM_FIELDS_END};
static const smm_form_t form_add = {"currency-add", add_fields, sizeof(add_form_t)};
#undef AT

typedef struct change_form_t {
    const char *rate;
    int64_t version;
    int follow, on, confirm;
} change_form_t;
#define AT(m) offsetof(change_form_t, m)
static const smm_field_t change_fields[] = {
    {"rate", SMM_F_TEXT, AT(rate), 1, 24, SMM_F_REQUIRED, NULL, "One US dollar is"},
    {"on", SMM_F_FLAG, AT(on), 0, 0, 0, NULL, "Customers may choose it"},
    {"follow", SMM_F_FLAG, AT(follow), 0, 0, 0, NULL, "The feed may change it"},
    {"confirm", SMM_F_FLAG, AT(confirm), 0, 0, 0, NULL, "The rate is right, although it moves far"},
    {"version", SMM_F_INT, AT(version), 0, INT64_MAX, SMM_F_REQUIRED, NULL, "Version"},
    SMM_FIELDS_END};
static const smm_form_t form_change = {"currency-rate", change_fields, sizeof(change_form_t)};
#undef AT

typedef struct import_form_t {
    const char *file, *lines, *separator, *decimal, *quote, *what;
    int64_t skip, col_currency, col_rate;
    int fresh, confirm;
} import_form_t;
#define AT(m) offsetof(import_form_t, m)
static const smm_field_t import_fields[] = {
    {"file", SMM_F_FILE, AT(file), 0, SMM_DISPLAY_BYTES, 0, NULL, "File (CSV)"},
    {"lines", SMM_F_AREA, AT(lines), 0, SMM_DISPLAY_BYTES, 0, NULL, "or its lines, pasted"},
    {"quote", SMM_F_WORD, AT(quote), 0, 0, SMM_F_REQUIRED, "per_usd in_usd", "A rate says"},
    {"separator", SMM_F_WORD, AT(separator), 0, 0, SMM_F_REQUIRED, "auto comma semicolon tab bar",
     "Columns are separated by"},
    {"decimal", SMM_F_WORD, AT(decimal), 0, 0, SMM_F_REQUIRED, "point comma", "Decimal mark"},
    {"skip", SMM_F_INT, AT(skip), 0, 100, SMM_F_REQUIRED, NULL, "Heading rows to skip"},
    {"col_currency", SMM_F_INT, AT(col_currency), 1, 40, SMM_F_REQUIRED, NULL,
     "Column of the currency"},
    {"col_rate", SMM_F_INT, AT(col_rate), 1, 40, SMM_F_REQUIRED, NULL, "Column of the rate"},
    {"fresh", SMM_F_FLAG, AT(fresh), 0, 0, 0, NULL, "Also add currencies that are not in the list"},
    {"confirm", SMM_F_FLAG, AT(confirm), 0, 0, 0, NULL,
     "The rates are right, although some move far"},
    {"what", SMM_F_WORD, AT(what), 0, 0, 0, "preview import", "What to do"},
    SMM_FIELDS_END};
static const smm_form_t form_import = {"currency-import", import_fields, sizeof(import_form_t)};
#undef AT

/* ---- list ------------------------------------------------------------------------------------ */

static void rate_el(smm_vm_t *vm, const smm_display_rate_t *r)
{
    const smm_currency_t *cur = smm_currency_find(r->currency);
    char text[SMM_USD_TEXT];

    smm_vm_el(vm, "rate");
    smm_vm_attr(vm, "currency", r->currency);
    smm_vm_attr(vm, "name", cur ? cur->name : r->currency);
    smm_vm_attr(vm, "rate", smm_usd_text(text, r->rate_e6));
    smm_vm_attr(vm, "source", r->source);
    smm_vm_attr(vm, "status", r->on ? "active" : "disabled");
    smm_vm_attr_flag(vm, "follow", r->follow);
    smm_vm_attr_time(vm, "at", r->changed);
    smm_vm_attr(vm, "by", r->who);
    smm_vm_end(vm);
}

static void feed_el(smm_req_t *q, smm_vm_t *vm)
{
    const char *url = smm_setting(&q->ctx, "display.feed_url");
    smm_display_feed_t f;

    smm_vm_el(vm, "feed");
    smm_vm_attr(vm, "url", url && *url ? url : NULL);
    if (smm_display_feed(&q->ctx, &f) == SMM_OK) {
        smm_vm_attr_time(vm, "looked", f.looked);
        smm_vm_attr(vm, "day", *f.day ? f.day : NULL);
        smm_vm_attr_int(vm, "taken", f.taken);
        smm_vm_attr(vm, "held", *f.held ? f.held : NULL);
        smm_vm_attr(vm, "error", *f.error ? f.error : NULL);
    }
    smm_vm_end(vm);
}

static void all_codes(smm_vm_t *vm)
{
    const smm_currency_t *c;

    for (int i = 0; (c = smm_currency_nth(i)) != NULL; i++) {
        if (strcmp(c->code, "USD") == 0)
            continue;
        smm_vm_el(vm, "code");
        smm_vm_attr(vm, "code", c->code);
        smm_vm_attr(vm, "name", c->name);
        smm_vm_end(vm);
    }
}

static int list_page(smm_req_t *q, int status)
{
    smm_display_rate_t *r = apr_palloc(q->ctx.pool, sizeof(*r) * SMM_DISPLAY_MAX);
    int n = smm_display_rates(&q->ctx, r, SMM_DISPLAY_MAX);
    smm_vm_t *vm;

    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-currencies", "Currencies", "wallet/staff-currencies");
    wallet_head(vm, "Currencies", NULL,
                "Customers may see amounts in these, too. What is charged stays in US dollars.",
                NULL);
    smm_vm_el(vm, "act");
    smm_vm_attr(vm, "href", HOME "/import");
    smm_vm_attr(vm, "icon", "upload");
    smm_vm_text(vm, "Import rates");
    smm_vm_end(vm);
    smm_vm_end(vm);
    feed_el(q, vm);
    for (int i = 0; i < n; i++)
        rate_el(vm, &r[i]);
    all_codes(vm);
    smm_form_begin(q, vm, &form_add, HOME, NULL);
    smm_vm_attr(vm, "submit", "Add the currency");
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int list_get(smm_req_t *q)
{
    return list_page(q, HTTP_OK);
}

static int add_post(smm_req_t *q)
{
    const add_form_t *f = q->form;
    smm_display_set_t in;
    smm_result_t r;

    if (!smm_form_valid(q))
        return list_page(q, HTTP_UNPROCESSABLE_ENTITY);
    in = (smm_display_set_t){.currency = f->currency, .rate = f->rate, .follow = f->follow};
    r = smm_display_add(&q->ctx, &in);
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return list_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    return wallet_back(q, &r, HOME, "The currency was added. Customers can choose it.");
}

static int feed_post(smm_req_t *q)
{
    smm_result_t r = smm_display_look(&q->ctx);

    return wallet_back(q, &r, HOME, "The feed is looked at. Load the page again in a moment.");
}

/* ---- one rate -------------------------------------------------------------------------------- */

static int rate_page(smm_req_t *q, int status)
{
    smm_display_rate_t *r = apr_palloc(q->ctx.pool, sizeof(*r) * SMM_DISPLAY_MAX);
    const char *slug = smm_req_slug(q, 0);
    int n = smm_display_rates(&q->ctx, r, SMM_DISPLAY_MAX), i;
    const smm_currency_t *cur;
    char text[SMM_USD_TEXT];
    change_form_t v = {0};
    smm_vm_t *vm;

    for (i = 0; i < n && strcmp(r[i].currency, slug) != 0; i++)
        ;
    cur = i < n ? smm_currency_find(slug) : NULL;
    if (!cur)
        return smm_refuse(q, n < 0 ? HTTP_SERVICE_UNAVAILABLE : HTTP_NOT_FOUND, NULL);
    v = (change_form_t){.rate = smm_usd_text(text, r[i].rate_e6),
                        .version = r[i].version,
                        .follow = r[i].follow,
                        .on = r[i].on};
    vm = smm_page_begin(q, "staff", "staff-currencies", cur->name, "wallet/staff-currency");
    wallet_head(vm, cur->name, NULL,
                "Only what pages show changes. Nothing is charged by this rate.", NULL);
    wallet_crumb(vm, HOME, "Currencies");
    smm_vm_end(vm);
    rate_el(vm, &r[i]);
    smm_form_begin(q, vm, &form_change, apr_pstrcat(q->ctx.pool, HOME "/", cur->code, NULL), &v);
    smm_vm_attr(vm, "cancel", HOME);
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int rate_get(smm_req_t *q)
{
    return rate_page(q, HTTP_OK);
}

static int rate_post(smm_req_t *q)
{
    const change_form_t *f = q->form;
    smm_display_set_t in;
    smm_result_t r;

    if (!smm_form_valid(q))
        return rate_page(q, HTTP_UNPROCESSABLE_ENTITY);
    in = (smm_display_set_t){.currency = smm_req_slug(q, 0),
                             .rate = f->rate,
                             .follow = f->follow,
                             .on = f->on,
                             .confirm = f->confirm,
                             .version = f->version};
    r = smm_display_change(&q->ctx, &in);
    if (r.code == SMM_INVALID && r.field && strcmp(r.field, "currency") != 0) {
        smm_form_error(q, &r);
        return rate_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (r.code == SMM_INVALID)
        return smm_refuse(q, HTTP_NOT_FOUND, NULL);
    return wallet_back(q, &r, HOME, "The rate was saved.");
}

/* ---- import ---------------------------------------------------------------------------------- */

static void preview(smm_req_t *q, smm_vm_t *vm, const smm_display_file_t *f)
{
    char text[SMM_USD_TEXT];

    smm_vm_el(vm, "preview");
    smm_vm_attr_int(vm, "rows", f->rows);
    smm_vm_attr_int(vm, "n", f->n);
    smm_vm_attr_int(vm, "skipped", f->skipped);
    smm_vm_attr_int(vm, "faults", f->faults);
    smm_vm_attr_int(vm, "far", f->far);
    for (int i = 0; i < f->n; i++) {
        smm_vm_el(vm, "line");
        smm_vm_attr_int(vm, "row", f->line[i].row);
        smm_vm_attr(vm, "currency", f->line[i].currency);
        smm_vm_attr(vm, "rate", smm_usd_text(text, f->line[i].rate_e6));
        if (f->line[i].before_e6)
            smm_vm_attr(vm, "before", smm_usd_text(text, f->line[i].before_e6));
        smm_vm_attr_flag(vm, "far", f->line[i].far);
        smm_vm_end(vm);
    }
    for (int i = 0; i < f->notes; i++) {
        smm_vm_el(vm, "fault");
        smm_vm_attr_int(vm, "row", f->note[i].row);
        smm_vm_attr(vm, "why", f->note[i].why);
        smm_vm_text(vm, f->note[i].cell);
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
    (void)q;
}

static int import_page(smm_req_t *q, int status, const smm_display_file_t *f)
{
    static const import_form_t fresh = {.separator = "auto",
                                        .decimal = "point",
                                        .quote = "per_usd",
                                        .skip = 1,
                                        .col_currency = 1,
                                        .col_rate = 2};
    smm_vm_t *vm = smm_page_begin(q, "staff", "staff-currencies", "Import rates",
                                  "wallet/staff-currency-import");

    wallet_head(vm, "Import rates", NULL,
                "Lines that cannot be read are named; the others are stored together.", NULL);
    wallet_crumb(vm, HOME, "Currencies");
    smm_vm_end(vm);
    smm_form_begin(q, vm, &form_import, HOME "/import", &fresh);
    smm_vm_end(vm);
    if (f)
        preview(q, vm, f);
    return smm_page(q, status);
}

static int import_get(smm_req_t *q)
{
    return import_page(q, HTTP_OK, NULL);
}

static int import_post(smm_req_t *q)
{
    const import_form_t *f = q->form;
    smm_display_file_t *got = apr_palloc(q->ctx.pool, sizeof(*got));
    smm_display_map_t map;
    const char *text;
    smm_result_t r;
    int read;

    if (!smm_form_valid(q))
        return import_page(q, HTTP_UNPROCESSABLE_ENTITY, NULL);
    text = f->file && *f->file ? f->file : f->lines ? f->lines : "";
    map = (smm_display_map_t){f->separator,    f->decimal,  f->quote, f->skip,
                              f->col_currency, f->col_rate, f->fresh};
    r = smm_display_read(&q->ctx, &map, text, strlen(text), got);
    read = r.code == SMM_OK;
    if (read && f->what && strcmp(f->what, "import") == 0) {
        r = smm_display_import(&q->ctx, got, f->confirm);
        if (r.code != SMM_INVALID)
            return wallet_back(q, &r, HOME, "The rates were imported.");
    }
    if (r.code == SMM_INVALID)
        smm_form_error(q, &r);
    else if (!read)
        return smm_refuse_result(q, &r);
    /* the page sends the lines of the file back, so that the next press imports them */
    smm_form_set(q, "lines", text);
    return import_page(q, r.code == SMM_OK ? HTTP_OK : HTTP_UNPROCESSABLE_ENTITY,
                       read ? got : NULL);
}

const smm_nav_t wallet_currency_nav[] = {
    {"staff", "Money", "staff-currencies", HOME, "world", "Currencies", 47, 0, 1}, {NULL}};

const smm_route_t wallet_currency_staff_routes[] = {
    {"GET", "/staff/currencies", SMM_OWNER, 0, NULL, list_get, NULL, 0, NULL},
    {"POST", "/staff/currencies", SMM_OWNER, 0, &form_add, add_post, NULL, 0, NULL},
    {"POST", "/staff/currency-feed", SMM_OWNER, 0, &wallet_form_none, feed_post, NULL, 0, NULL},
    {"GET", "/staff/currencies/import", SMM_OWNER, 0, NULL, import_get, NULL, 0, NULL},
    {"POST", "/staff/currencies/import", SMM_OWNER, SMM_R_UPLOAD, &form_import, import_post, NULL,
     MAX_BODY, NULL},
    {"GET", "/staff/currencies/:slug", SMM_OWNER, 0, NULL, rate_get, NULL, 0, NULL},
    {"POST", "/staff/currencies/:slug", SMM_OWNER, 0, &form_change, rate_post, NULL, 0, NULL},
    {NULL}};
