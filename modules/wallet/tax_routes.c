/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: tax rules with their dates; a customer's wallet frozen or opened. */
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_bill.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_time.h"
#include "growth_web.h"
#include "wallet_web.h"

#define I64 APR_INT64_T_FMT
#define RULES 500
#define DAY 86400

typedef struct rule_form_t {
    const char *country, *region, *kind, *name, *note, *since, *until;
    int64_t bps;
    int reverse, needs_id, inclusive;
} rule_form_t;
static const smm_field_t rule_fields[] = {
    {"country", SMM_F_TEXT, offsetof(rule_form_t, country), 2, 2, SMM_F_REQUIRED, NULL,
     "Country, two letters"},
    {"region", SMM_F_TEXT, offsetof(rule_form_t, region), 0, 60, 0, NULL,
     "State or region, empty for the whole country"},
    {"kind", SMM_F_WORD, offsetof(rule_form_t, kind), 0, 0, SMM_F_REQUIRED, "any business consumer",
     "For whom"},
    {"name", SMM_F_TEXT, offsetof(rule_form_t, name), 1, 20, SMM_F_REQUIRED, NULL,
     "Name of the tax on documents"},
    {"bps", SMM_F_INT, offsetof(rule_form_t, bps), 0, 10000, SMM_F_REQUIRED, NULL,
     "Rate in basis points (19 % is 1900)"},
    {"reverse", SMM_F_FLAG, offsetof(rule_form_t, reverse), 0, 0, 0, NULL,
     "Reverse charge: the customer accounts for it"},
    {"needs_id", SMM_F_FLAG, offsetof(rule_form_t, needs_id), 0, 0, 0, NULL,
     "Only with a valid tax number (in India a GSTIN)"},
    {"inclusive", SMM_F_FLAG, offsetof(rule_form_t, inclusive), 0, 0, 0, NULL,
     "The amount that is entered holds the tax"},
    {"note", SMM_F_TEXT, offsetof(rule_form_t, note), 0, 200, 0, NULL, "Words on the document"},
    {"since", SMM_F_TEXT, offsetof(rule_form_t, since), 0, 10, 0, NULL,
     "First day (2027-01-01), empty for now"},
    {"until", SMM_F_TEXT, offsetof(rule_form_t, until), 0, 10, 0, NULL,
     "Last day, empty for no end"},
    SMM_FIELDS_END};
static const smm_form_t form_rule = {"tax-rule", rule_fields, sizeof(rule_form_t)};

static const smm_field_t reason_fields[] = {{"reason", SMM_F_TEXT, offsetof(reject_form_t, reason),
                                             3, 200, SMM_F_REQUIRED, NULL,
                                             "Reason, for the audit log"},
                                            SMM_FIELDS_END};
static const smm_form_t form_end = {"tax-rule-end", reason_fields, sizeof(reject_form_t)};

typedef struct freeze_form_t {
    const char *to, *reason;
} freeze_form_t;
static const smm_field_t freeze_fields[] = {
    {"to", SMM_F_WORD, offsetof(freeze_form_t, to), 0, 0, SMM_F_REQUIRED, "frozen open", "Wallet"},
    {"reason", SMM_F_TEXT, offsetof(freeze_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL,
     "Reason, for the audit log"},
    SMM_FIELDS_END};
static const smm_form_t form_freeze = {"freeze", freeze_fields, sizeof(freeze_form_t)};

/* ---- tax rules ------------------------------------------------------------------------------- */

static void rule(smm_req_t *q, smm_vm_t *vm, const smm_tax_rule_t *r)
{
    int ended = r->until != 0 && r->until <= q->ctx.now;
    char pct[SMM_USD_TEXT];

    smm_vm_el(vm, "rule");
    smm_vm_attr_int(vm, "id", r->id);
    smm_vm_attr(vm, "country", r->country);
    smm_vm_attr(vm, "region", *r->region ? r->region : NULL);
    smm_vm_attr(vm, "kind", r->kind);
    smm_vm_attr(vm, "name", r->name);
    smm_vm_attr(vm, "percent", smm_minor_text(pct, r->bps, 2));
    smm_vm_attr_flag(vm, "reverse", r->reverse);
    smm_vm_attr_flag(vm, "needs-id", r->needs_id);
    smm_vm_attr_flag(vm, "inclusive", r->inclusive);
    smm_vm_attr(vm, "note", *r->note ? r->note : NULL);
    smm_vm_attr_time(vm, "since", r->since);
    if (r->until)
        smm_vm_attr_time(vm, "until", r->until - 1); /* the last day that counts */
    smm_vm_attr(vm, "status", ended ? "ended" : r->since > q->ctx.now ? "scheduled" : "active");
    if (!ended && wallet_row_form(q, vm, &form_end, r->id, "/staff/taxes"))
        smm_vm_end(vm);
    smm_vm_end(vm);
}

/** The letter of undertaking as it stands today. */
static void lut(smm_req_t *q, smm_vm_t *vm)
{
    smm_lut_t l;

    smm_lut(&q->ctx, &l);
    if (strcmp(l.state, "none") == 0)
        return;
    smm_vm_el(vm, "lut");
    smm_vm_attr(vm, "status", l.state);
    smm_vm_attr(vm, "number", l.number);
    smm_vm_attr(vm, "from", l.from);
    smm_vm_attr(vm, "until", l.until);
    smm_vm_end(vm);
}

static int rate_row(void *baton, const smm_row_t *row)
{
    smm_vm_t *vm = baton;
    const char *who = smm_row_text(row, C_fx_rates_username);
    const char *key = smm_row_text(row, C_fx_rates_key);
    char code[4] = "";

    for (int i = 0; i < 3 && key[3 + i]; i++)
        code[i] = (char)apr_toupper(key[3 + i]);
    smm_vm_el(vm, "fx");
    smm_vm_attr(vm, "currency", code);
    smm_vm_attr(vm, "rate", smm_row_text(row, C_fx_rates_value));
    smm_vm_attr(vm, "by", who ? who : "smmctl");
    smm_vm_attr_time(vm, "at", smm_row_int(row, C_fx_rates_changed));
    smm_vm_end(vm);
    return 0;
}

static int taxes_page(smm_req_t *q, int status)
{
    static const rule_form_t fresh = {.kind = "any", .bps = SMM_ABSENT};
    smm_tax_rule_t *r = apr_palloc(q->ctx.pool, sizeof(*r) * RULES);
    int n = smm_tax_rules(&q->ctx, r, RULES), i;
    smm_vm_t *vm;

    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-taxes", "Taxes", "wallet/staff-taxes");
    wallet_head(vm, "Taxes", NULL,
                "Which tax a top-up bears is decided when it is started; documents keep it.", NULL);
    smm_vm_end(vm);
    smm_vm_attr(vm, "mode", smm_setting(&q->ctx, "tax.mode"));
    smm_vm_attr(vm, "seller-tax-id", smm_setting(&q->ctx, "seller.tax_id"));
    smm_vm_attr_flag(vm, "inclusive", smm_setting_int(&q->ctx, "tax.inclusive", 0) != 0);
    lut(q, vm);
    if (smm_db_read(q->ctx.db, SQL_fx_rates, SMM_ARGS(SMM_I(q->ctx.panel->id)), rate_row, vm) !=
        SMM_DB_OK)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    for (i = 0; i < n; i++)
        rule(q, vm, &r[i]);
    if (q->r->method_number != M_POST || q->route->form == &form_rule) {
        smm_form_begin(q, vm, &form_rule, "/staff/taxes", &fresh);
        smm_vm_attr(vm, "submit", "Add the rule");
        smm_vm_end(vm);
    }
    return smm_page(q, status);
}

static int taxes_get(smm_req_t *q)
{
    return taxes_page(q, HTTP_OK);
}

/** The form as the domain wants it; days are whole days in UTC, the last one included. */
static smm_result_t rule_of(smm_req_t *q, const rule_form_t *f, smm_tax_rule_t *r)
{
    *r = (smm_tax_rule_t){.country = f->country,
                          .region = "",
                          .kind = f->kind,
                          .name = f->name,
                          .bps = f->bps,
                          .reverse = f->reverse,
                          .note = "",
                          .since = q->ctx.now,
                          .needs_id = f->needs_id,
                          .inclusive = f->inclusive};
    if (f->region)
        r->region = f->region;
    if (f->note)
        r->note = f->note;
    if (f->since && *f->since && (r->since = wallet_day(f->since)) == 0)
        return smm_fail(SMM_INVALID, "since", "Enter a day as 2027-01-31.");
    if (f->until && *f->until) {
        int64_t last = wallet_day(f->until);

        if (last == 0)
            return smm_fail(SMM_INVALID, "until", "Enter a day as 2027-01-31.");
        r->until = last + DAY;
        if (r->until <= r->since)
            return smm_fail(SMM_INVALID, "until", "The last day lies before the first one.");
    }
    return smm_ok();
}

static int taxes_post(smm_req_t *q)
{
    smm_tax_rule_t rule;
    smm_result_t r;

    if (!smm_form_valid(q))
        return taxes_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = rule_of(q, q->form, &rule);
    if (r.code == SMM_OK)
        r = smm_tax_rule_add(&q->ctx, &rule);
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return taxes_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    return wallet_back(q, &r, "/staff/taxes", "The rule was added.");
}

static int end_post(smm_req_t *q)
{
    const reject_form_t *f = q->form;
    smm_result_t r;

    if (!smm_form_valid(q))
        return taxes_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_tax_rule_end(&q->ctx, smm_req_id(q, 0), f->reason);
    return wallet_back(q, &r, "/staff/taxes", "The rule has ended. Documents keep what they say.");
}

/* ---- a wallet frozen or opened --------------------------------------------------------------- */

static int wallet_page(smm_req_t *q, int status)
{
    int64_t id = smm_req_id(q, 0);
    smm_balance_t b;
    smm_account_t who;
    freeze_form_t fresh = {NULL, NULL};
    smm_vm_t *vm;
    int frozen;
    smm_rc_e rc = smm_account_by_id(&q->ctx, id, &who);

    if (rc == SMM_OK)
        rc = smm_wallet_balance(&q->ctx, id, &b);
    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    frozen = smm_wallet_frozen(&q->ctx, id) == 1;
    fresh.to = frozen ? "open" : "frozen";
    smm_page_arg(q, who.username);
    vm = smm_page_begin(q, "staff", "staff-customers", "Wallet of {0}", "wallet/staff-wallet");
    wallet_head(vm, "Wallet of {0}", who.username,
                "A frozen wallet takes money in and pays for nothing.", NULL);
    wallet_crumb(vm, "/staff/customers", "Customers");
    smm_vm_end(vm);
    smm_vm_attr_flag(vm, "frozen", frozen);
    smm_vm_attr_usd(vm, "balance-usd", b.balance);
    smm_form_begin(q, vm, &form_freeze,
                   apr_psprintf(q->ctx.pool, "/staff/customers/%" I64 "/wallet", id), &fresh);
    smm_vm_attr(vm, "cancel", apr_psprintf(q->ctx.pool, "/staff/customers/%" I64, id));
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int wallet_get(smm_req_t *q)
{
    return wallet_page(q, HTTP_OK);
}

static int wallet_post(smm_req_t *q)
{
    const freeze_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0);
    smm_account_t who;
    smm_result_t r;
    smm_rc_e rc = smm_account_by_id(&q->ctx, id, &who);
    int frozen;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    if (!smm_form_valid(q))
        return wallet_page(q, HTTP_UNPROCESSABLE_ENTITY);
    if (id == q->account->id)
        return smm_refuse(q, HTTP_FORBIDDEN, "Somebody else corrects your own balance.");
    frozen = strcmp(f->to, "frozen") == 0;
    r = smm_wallet_freeze(&q->ctx, id, frozen, f->reason);
    return wallet_back(q, &r, apr_psprintf(q->ctx.pool, "/staff/customers/%" I64, id),
                       frozen ? "The wallet is frozen." : "The wallet is open again.");
}

const smm_nav_t wallet_tax_nav[] = {
    {"staff", "Tax", "staff-taxes", "/staff/taxes", "percentage", "Taxes", 54, 0}, {NULL}};

const smm_route_t wallet_tax_routes[] = {
    {"GET", "/staff/taxes", SMM_OWNER, 0, NULL, taxes_get, NULL, 0, NULL},
    {"POST", "/staff/taxes", SMM_OWNER, 0, &form_rule, taxes_post, NULL, 0, NULL},
    {"POST", "/staff/taxes/:id", SMM_OWNER, 0, &form_end, end_post, NULL, 0, NULL},
    {"GET", "/staff/customers/:id/wallet", SMM_STAFF, 0, NULL, wallet_get, NULL, 0, NULL},
    {"POST", "/staff/customers/:id/wallet", SMM_STAFF, 0, &form_freeze, wallet_post, NULL, 0, NULL},
    {NULL}};
