/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: coupons, steps of the deposit bonus, affiliates and their pay-outs. */
#include <string.h>
#include <apr_strings.h>
#include "smm_settings.h"
#include "smm_time.h"
#include "smm_affiliate.h"
#include "smm_bonus.h"
#include "growth_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 50

/* ---- forms ----------------------------------------------------------------------------------- */

typedef struct coupon_form_t {
    const char *code, *kind, *percent, *method, *valid_from, *valid_to;
    int64_t amount, most, min_amount, limit_total, limit_account;
    int first_only;
} coupon_form_t;

#define F(member) offsetof(coupon_form_t, member)
#define MOST (1000000 * SMM_USD)

static const smm_field_t coupon_fields[] = {
    {"code", SMM_F_TEXT, F(code), 3, 32, SMM_F_REQUIRED, NULL, "Code"},
    {"kind", SMM_F_WORD, F(kind), 0, 0, SMM_F_REQUIRED, "percent fixed", "Kind"},
    {"percent", SMM_F_TEXT, F(percent), 0, 6, 0, NULL, "Per cent of the top-up"},
    {"amount", SMM_F_USD, F(amount), 0, MOST, 0, NULL, "Fixed amount (USD)"},
    {"most", SMM_F_USD, F(most), 0, MOST, 0, NULL, "At most (USD)"},
    {"min_amount", SMM_F_USD, F(min_amount), 0, MOST, 0, NULL, "Top-ups from (USD)"},
    {"method", SMM_F_TEXT, F(method), 0, 40, 0, NULL, "Only with this payment method"},
    {"limit_total", SMM_F_INT, F(limit_total), 0, 1000000000, 0, NULL, "Uses in all"},
    {"limit_account", SMM_F_INT, F(limit_account), 0, 1000000, 0, NULL, "Uses of one account"},
    {"first_only", SMM_F_FLAG, F(first_only), 0, 0, 0, NULL, "Only for the first top-up"},
    {"valid_from", SMM_F_TEXT, F(valid_from), 0, 10, 0, NULL, "Valid from"},
    {"valid_to", SMM_F_TEXT, F(valid_to), 0, 10, 0, NULL, "Valid up to and with"},
    SMM_FIELDS_END};
static const smm_form_t form_coupon = {"coupon", coupon_fields, sizeof(coupon_form_t)};

typedef struct tier_form_t {
    const char *percent;
    int64_t min_amount, most;
} tier_form_t;

static const smm_field_t tier_fields[] = {
    {"min_amount", SMM_F_USD, offsetof(tier_form_t, min_amount), SMM_CENT, MOST, SMM_F_REQUIRED,
     NULL, "Top-ups from (USD)"},
    {"percent", SMM_F_TEXT, offsetof(tier_form_t, percent), 1, 6, SMM_F_REQUIRED, NULL,
     "Per cent of the top-up"},
    {"most", SMM_F_USD, offsetof(tier_form_t, most), 0, MOST, 0, NULL, "At most (USD)"},
    SMM_FIELDS_END};
static const smm_form_t form_tier = {"tier", tier_fields, sizeof(tier_form_t)};

typedef struct switch_form_t {
    int on;
} switch_form_t;
static const smm_field_t switch_fields[] = {
    {"on", SMM_F_FLAG, offsetof(switch_form_t, on), 0, 0, 0, NULL, "On"}, SMM_FIELDS_END};
static const smm_form_t form_switch = {"switch", switch_fields, sizeof(switch_form_t)};

typedef struct decide_form_t {
    const char *decision, *reason;
} decide_form_t;
static const smm_field_t decide_fields[] = {
    {"decision", SMM_F_WORD, offsetof(decide_form_t, decision), 0, 0, SMM_F_REQUIRED, "pay reject",
     "Decision"},
    {"reason", SMM_F_TEXT, offsetof(decide_form_t, reason), 0, 200, 0, NULL, "Reason"},
    SMM_FIELDS_END};
static const smm_form_t form_decide = {"payout", decide_fields, sizeof(decide_form_t)};

typedef struct stop_form_t {
    const char *reason;
    int on;
} stop_form_t;
static const smm_field_t stop_fields[] = {
    {"reason", SMM_F_TEXT, offsetof(stop_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL,
     "Reason, for the audit log"},
    {"on", SMM_F_FLAG, offsetof(stop_form_t, on), 0, 0, 0, NULL, "On"},
    SMM_FIELDS_END};
static const smm_form_t form_stop = {"affiliate", stop_fields, sizeof(stop_form_t)};

/** "2.5" → 250; -1 when it is no percentage with at most two decimals. */
static int64_t bps(const char *text)
{
    int64_t micro;

    if (!text || smm_usd_parse(text, &micro) != 0 || micro % 10000 != 0 || micro > 100 * SMM_USD)
        return -1;
    return micro / 10000;
}

static const char *percent(apr_pool_t *p, int64_t v)
{
    return v % 100 ? apr_psprintf(p, "%d.%02d", (int)(v / 100), (int)(v % 100))
                   : apr_psprintf(p, "%d", (int)(v / 100));
}

/* ---- offers ---------------------------------------------------------------------------------- */

static const char *coupon_state(smm_req_t *q, const smm_coupon_t *k)
{
    return !k->active                                        ? "stopped"
           : k->valid_to > 0 && k->valid_to <= q->ctx.now    ? "expired"
           : k->limit_total > 0 && k->used >= k->limit_total ? "used_up"
           : k->valid_from > q->ctx.now                      ? "planned"
                                                             : "active";
}

static void coupon_row(smm_req_t *q, smm_vm_t *vm, const smm_coupon_t *k)
{
    smm_vm_el(vm, "coupon");
    smm_vm_attr_int(vm, "id", k->id);
    smm_vm_attr(vm, "code", k->code);
    smm_vm_attr(vm, "status", coupon_state(q, k));
    if (k->percent)
        smm_vm_attr(vm, "percent", percent(q->ctx.pool, k->value));
    else
        smm_vm_attr_usd(vm, "amount-usd", k->value);
    if (k->most > 0)
        smm_vm_attr_usd(vm, "most-usd", k->most);
    if (k->min_amount > 0)
        smm_vm_attr_usd(vm, "min-usd", k->min_amount);
    smm_vm_attr(vm, "method", *k->method ? wallet_method(k->method) : NULL);
    smm_vm_attr_flag(vm, "first", k->first_only);
    smm_vm_attr_int(vm, "used", k->used);
    if (k->limit_total > 0)
        smm_vm_attr_int(vm, "limit", k->limit_total);
    smm_vm_attr_int(vm, "each", k->limit_account);
    smm_vm_attr_usd(vm, "given-usd", k->given);
    smm_vm_attr_time(vm, "from", k->valid_from);
    smm_vm_attr_time(vm, "to", k->valid_to ? k->valid_to - 1 : 0);
    smm_vm_attr_flag(vm, "active", k->active);
    if (wallet_row_form(q, vm, &form_switch, k->id, "/staff/offers/coupons"))
        smm_vm_end(vm);
    smm_vm_end(vm);
}

static int offers_page(smm_req_t *q, int status)
{
    smm_coupon_t *k = apr_palloc(q->ctx.pool, sizeof(*k) * (ROWS + 1));
    static const coupon_form_t fresh = {.kind = "percent",
                                        .amount = SMM_ABSENT,
                                        .most = SMM_ABSENT,
                                        .min_amount = SMM_ABSENT,
                                        .limit_total = SMM_ABSENT,
                                        .limit_account = 1};
    smm_tier_t t[20];
    int n = smm_coupon_list(&q->ctx, wallet_before(q), k, ROWS + 1),
        m = smm_tier_list(&q->ctx, t, 20), i;
    smm_vm_t *vm;

    if (n < 0 || m < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-offers", "Coupons and bonuses", "wallet/staff-offers");
    wallet_head(vm, "Coupons and bonuses", NULL,
                "Gifts on top-ups. They are promised with the payment and given once it is paid.",
                NULL);
    smm_vm_end(vm);
    smm_form_begin(q, vm, &form_coupon, "/staff/offers/coupons", &fresh);
    smm_vm_attr(vm, "submit", "Make coupon");
    smm_vm_end(vm);
    smm_form_begin(q, vm, &form_tier, "/staff/offers/bonus", NULL);
    smm_vm_attr(vm, "submit", "Add step");
    smm_vm_end(vm);
    for (i = 0; i < m; i++) {
        smm_vm_el(vm, "tier");
        smm_vm_attr_int(vm, "id", t[i].id);
        smm_vm_attr_usd(vm, "min-usd", t[i].min_amount);
        smm_vm_attr(vm, "percent", percent(q->ctx.pool, t[i].bps));
        if (t[i].most > 0)
            smm_vm_attr_usd(vm, "most-usd", t[i].most);
        smm_vm_end(vm);
    }
    for (i = 0; i < n && i < ROWS; i++)
        coupon_row(q, vm, &k[i]);
    wallet_older(vm, "/staff/offers", n > ROWS ? k[ROWS - 1].id : 0);
    return smm_page(q, status);
}

static int offers_get(smm_req_t *q)
{
    return offers_page(q, HTTP_OK);
}

static int made(smm_req_t *q, const smm_result_t *r, const char *flash)
{
    if (r->code == SMM_INVALID) {
        smm_form_error(q, r);
        return offers_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    return wallet_back(q, r, "/staff/offers", flash);
}

static int64_t or_zero(int64_t v)
{
    return v == SMM_ABSENT ? 0 : v;
}

/** The form as the domain wants it. @return what is wrong with it. */
static smm_result_t coupon_of(const coupon_form_t *f, smm_coupon_t *k)
{
    memset(k, 0, sizeof(*k));
    k->code = f->code;
    k->percent = strcmp(f->kind, "percent") == 0;
    k->value = k->percent ? bps(f->percent) : or_zero(f->amount);
    k->most = k->percent ? or_zero(f->most) : 0;
    k->min_amount = or_zero(f->min_amount);
    k->method = f->method && *f->method ? f->method : "";
    k->limit_total = or_zero(f->limit_total);
    k->limit_account = or_zero(f->limit_account);
    k->first_only = f->first_only;
    if (k->value <= 0)
        return smm_fail(SMM_INVALID, k->percent ? "percent" : "amount",
                        k->percent ? "Enter a percentage above 0 and up to 100."
                                   : "Enter an amount above zero.");
    if (*k->method && !smm_gateway_find(k->method))
        return smm_fail(SMM_INVALID, "method", "There is no such payment method.");
    if (f->valid_from && *f->valid_from && !(k->valid_from = wallet_day(f->valid_from)))
        return smm_fail(SMM_INVALID, "valid_from", "Write a date like 2026-11-23.");
    if (f->valid_to && *f->valid_to && !(k->valid_to = wallet_day(f->valid_to)))
        return smm_fail(SMM_INVALID, "valid_to", "Write a date like 2026-11-23.");
    if (k->valid_to)
        k->valid_to += 86400;
    return smm_ok();
}

static int coupon_post(smm_req_t *q)
{
    const char *done = NULL;
    smm_coupon_t k;
    smm_result_t r;

    if (!smm_form_valid(q))
        return offers_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = coupon_of(q->form, &k);
    if (r.code == SMM_OK && !done)
        r = smm_coupon_make(&q->ctx, &k, smm_idem_of(q));
    return made(q, &r, "The coupon is there.");
}

static int coupon_switch_post(smm_req_t *q)
{
    int on = ((const switch_form_t *)q->form)->on;
    smm_result_t r = smm_coupon_switch(&q->ctx, smm_req_id(q, 0), on);

    return wallet_back(q, &r, "/staff/offers",
                       on ? "The coupon can be used again." : "The coupon is stopped.");
}

static int tier_post(smm_req_t *q)
{
    const tier_form_t *f = q->form;
    const char *done = NULL;
    smm_tier_t t = {0};
    smm_result_t r;

    if (!smm_form_valid(q))
        return offers_page(q, HTTP_UNPROCESSABLE_ENTITY);
    t.min_amount = f->min_amount;
    t.bps = bps(f->percent);
    t.most = or_zero(f->most);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_tier_make(&q->ctx, &t, smm_idem_of(q));
    return made(q, &r, "The step is there.");
}

static int tier_stop_post(smm_req_t *q)
{
    smm_result_t r = smm_tier_stop(&q->ctx, smm_req_id(q, 0));

    return wallet_back(q, &r, "/staff/offers", "The step is stopped.");
}

/* ---- affiliates ------------------------------------------------------------------------------ */

static void payouts(smm_req_t *q, smm_vm_t *vm, const char *state, int max)
{
    smm_payout_t *p = apr_palloc(q->ctx.pool, sizeof(*p) * (apr_size_t)max);
    int n = smm_payout_list(&q->ctx, 0, state, 0, p, max), i;

    for (i = 0; i < n; i++) {
        if (!*state && strcmp(p[i].state, "requested") == 0)
            continue;
        smm_vm_el(vm, "payout");
        smm_vm_attr_int(vm, "id", p[i].id);
        smm_vm_attr_int(vm, "account", p[i].account);
        smm_vm_attr(vm, "username", p[i].username);
        smm_vm_attr_usd(vm, "amount-usd", p[i].amount);
        smm_vm_attr(vm, "status", p[i].state);
        smm_vm_attr(vm, "why", *p[i].why ? p[i].why : NULL);
        smm_vm_attr(vm, "decider", p[i].decider);
        smm_vm_attr_int(vm, "suspects", p[i].suspects);
        smm_vm_attr_flag(vm, "own", p[i].account == q->account->id);
        smm_vm_attr_time(vm, "created", p[i].created);
        if (*state && wallet_row_form(q, vm, &form_decide, p[i].id, "/staff/affiliates/payouts"))
            smm_vm_end(vm);
        smm_vm_end(vm);
    }
}

static int affiliates_page(smm_req_t *q, int status)
{
    smm_affiliate_t *f = apr_palloc(q->ctx.pool, sizeof(*f) * 200);
    int n = smm_affiliate_list(&q->ctx, f, 200), i;
    smm_vm_t *vm;

    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-affiliates", "Affiliates", "wallet/staff-affiliates");
    wallet_head(vm, "Affiliates", NULL,
                "Pay-outs wait for a look here. Rates and days are in the settings.", NULL);
    smm_vm_end(vm);
    smm_vm_attr_flag(vm, "off", !smm_affiliate_on(&q->ctx));
    payouts(q, vm, "requested", ROWS);
    smm_vm_el(vm, "decided");
    payouts(q, vm, "", 20);
    smm_vm_end(vm);
    for (i = 0; i < n; i++) {
        smm_vm_el(vm, "affiliate");
        smm_vm_attr_int(vm, "account", f[i].account);
        smm_vm_attr(vm, "username", f[i].username);
        smm_vm_attr(vm, "code", f[i].code);
        smm_vm_attr_int(vm, "visits", f[i].visits);
        smm_vm_attr_int(vm, "people", f[i].people);
        smm_vm_attr_int(vm, "suspects", f[i].suspects);
        smm_vm_attr_usd(vm, "held-usd", f[i].held);
        smm_vm_attr_usd(vm, "available-usd", f[i].available);
        smm_vm_attr_usd(vm, "paid-usd", f[i].paid);
        smm_vm_attr_flag(vm, "stopped", f[i].stopped);
        if (wallet_row_form(q, vm, &form_stop, f[i].account, "/staff/affiliates"))
            smm_vm_end(vm);
        smm_vm_end(vm);
    }
    return smm_page(q, status);
}

static int affiliates_get(smm_req_t *q)
{
    return affiliates_page(q, HTTP_OK);
}

/** The end of a decision: fault at the form of its row, error page, or back to the list. */
static int decided(smm_req_t *q, const smm_result_t *r, const char *flash)
{
    if (r->code == SMM_INVALID) {
        smm_form_error(q, r);
        return affiliates_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    return wallet_back(q, r, "/staff/affiliates", flash);
}

static int payout_post(smm_req_t *q)
{
    const decide_form_t *f = q->form;
    int pay;
    smm_result_t r;

    if (!smm_form_valid(q))
        return affiliates_page(q, HTTP_UNPROCESSABLE_ENTITY);
    pay = strcmp(f->decision, "pay") == 0;
    r = smm_payout_decide(&q->ctx, smm_req_id(q, 0), pay, f->reason ? f->reason : "", NULL);
    return decided(q, &r,
                   pay ? "The commission is in the affiliate's balance."
                       : "The pay-out was refused; the commission stays available.");
}

static int stop_post(smm_req_t *q)
{
    const stop_form_t *f = q->form;
    smm_result_t r;

    if (!smm_form_valid(q))
        return affiliates_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_affiliate_stop(&q->ctx, smm_req_id(q, 0), !f->on, f->reason);
    return decided(q, &r, f->on ? "The affiliate takes part again." : "The affiliate is stopped.");
}

const smm_route_t wallet_offer_routes[] = {
    {"GET", "/staff/offers", SMM_STAFF, 0, NULL, offers_get, NULL, 0, NULL},
    {"POST", "/staff/offers/coupons", SMM_STAFF, SMM_R_KEY, &form_coupon, coupon_post, NULL, 0,
     "/staff/offers"},
    {"POST", "/staff/offers/coupons/:id", SMM_STAFF, 0, &form_switch, coupon_switch_post, NULL, 0,
     NULL},
    {"POST", "/staff/offers/bonus", SMM_STAFF, SMM_R_KEY, &form_tier, tier_post, NULL, 0,
     "/staff/offers"},
    {"POST", "/staff/offers/bonus/:id", SMM_STAFF, 0, &wallet_form_none, tier_stop_post, NULL, 0,
     NULL},
    {"GET", "/staff/affiliates", SMM_STAFF, 0, NULL, affiliates_get, NULL, 0, NULL},
    {"POST", "/staff/affiliates/:id", SMM_STAFF, 0, &form_stop, stop_post, NULL, 0, NULL},
    {"POST", "/staff/affiliates/payouts/:id", SMM_STAFF, 0, &form_decide, payout_post, NULL, 0,
     NULL},
    {NULL}};
