/* SPDX-License-Identifier: Apache-2.0 */
/* Customers: coins, the affiliate page, and the link that brings people. */
#include <string.h>
#include <apr_strings.h>
#include "smm_adjust.h"
#include "smm_coin_book.h"
#include "smm_settings.h"
#include "smm_affiliate.h"
#include "smm_bonus.h"
#include "smm_refund.h"
#include "growth_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 25

const smm_nav_t wallet_growth_nav[] = {
    {"customer", "Billing", "coins", "/app/coins", "coins", "Coins", 23, 0},
    {"customer", "Billing", "affiliates", "/app/affiliates", "share", "Affiliates", 24, 0},
    {"staff", "Money", "staff-finance", "/staff/finance", "chart-bar", "Finance", 39, 0},
    {"staff", "Money", "staff-adjustments", "/staff/adjustments", "adjustments", "Corrections", 43,
     0},
    {"staff", "Offers", "staff-offers", "/staff/offers", "gift", "Coupons and bonuses", 50, 0},
    {"staff", "Offers", "staff-affiliates", "/staff/affiliates", "share", "Affiliates", 51, 0},
    {NULL}};

void wallet_growth_frame(smm_req_t *q, smm_vm_t *vm)
{
    (void)vm;
    if (q->account && q->account->role >= SMM_ROLE_STAFF &&
        strncmp(q->route->path, "/staff", 6) == 0) {
        smm_nav_badge(q, "staff-refunds", smm_refund_no_notes(&q->ctx));
        smm_nav_badge(q, "staff-adjustments", smm_adjust_waiting(&q->ctx));
        smm_nav_badge(q, "staff-affiliates", smm_payout_waiting(&q->ctx));
    }
}

int wallet_row_form(smm_req_t *q, smm_vm_t *vm, const smm_form_t *form, int64_t id,
                    const char *base)
{
    if (q->r->method_number == M_POST && (q->route->form != form || smm_req_id(q, 0) != id))
        return 0;
    smm_form_begin(q, vm, form, apr_psprintf(q->ctx.pool, "%s/%" I64, base, id), NULL);
    return 1;
}

int wallet_back(smm_req_t *q, const smm_result_t *r, const char *path, const char *flash)
{
    return r->code == SMM_OK ? smm_see_other(q, path, "ok", flash, NULL) : smm_refuse_result(q, r);
}

/* ---- gifts of a top-up ----------------------------------------------------------------------- */

void wallet_gift(smm_req_t *q, smm_vm_t *vm, int64_t amount, const char *method, const char *coupon)
{
    smm_bonus_quote_t gift;
    smm_balance_t b;
    smm_result_t r =
        smm_bonus_quote(&q->ctx, q->account->id, amount, method, coupon ? coupon : "", &gift);

    smm_vm_el(vm, "gift");
    smm_vm_attr(vm, "code", coupon && *coupon ? coupon : NULL);
    if (r.code == SMM_INVALID) {
        smm_vm_attr(vm, "error", r.message);
        smm_vm_attr(vm, "error-a", r.a);
    }
    if (gift.coupon > 0)
        smm_vm_attr_usd(vm, "coupon-usd", gift.coupon);
    if (gift.deposit > 0)
        smm_vm_attr_usd(vm, "deposit-usd", gift.deposit);
    if (smm_wallet_balance(&q->ctx, q->account->id, &b) == SMM_OK)
        smm_vm_attr_usd(vm, "after-usd", b.balance + amount + gift.coupon + gift.deposit);
    smm_vm_end(vm);
}

void wallet_gifts(smm_req_t *q, smm_vm_t *vm, int64_t payment)
{
    smm_bonus_t b[4];
    int n = smm_bonus_of(&q->ctx, payment, b, 4), i;

    for (i = 0; i < n; i++) {
        smm_vm_el(vm, "gift");
        smm_vm_attr(vm, "label", strcmp(b[i].source, "coupon") ? "Deposit bonus" : "Coupon");
        smm_vm_attr(vm, "code", b[i].label);
        smm_vm_attr_usd(vm, "amount-usd", b[i].amount);
        smm_vm_attr(vm, "status", b[i].state);
        smm_vm_end(vm);
    }
}

/* ---- coins ----------------------------------------------------------------------------------- */

const char *wallet_coin_label(const smm_coin_entry_t *e)
{
    static const char *const labels[][2] = {
        {"topup", "Earned with a top-up"},          {"campaign", "Used for a campaign"},
        {"campaign-back", "Back from a campaign"},  {"adjust", "Correction"},
        {"topup-back", "Taken back with a top-up"},
    };
    size_t i;

    for (i = 0; i < sizeof(labels) / sizeof(*labels); i++)
        if (strcmp(labels[i][0], e->kind) == 0)
            return labels[i][1];
    return e->change > 0 ? "Earned" : "Used";
}

static void coin_entry(smm_req_t *q, smm_vm_t *vm, const smm_coin_entry_t *e)
{
    int here = e->panel == q->ctx.panel->id, campaign = strncmp(e->kind, "campaign", 8) == 0;
    int topup = strncmp(e->kind, "topup", 5) == 0;

    smm_vm_el(vm, "entry");
    smm_vm_attr_int(vm, "id", e->id);
    smm_vm_attr_time(vm, "created", e->created);
    smm_vm_attr(vm, "label", wallet_coin_label(e));
    smm_vm_attr(vm, "site", here ? NULL : e->panel_name);
    if (e->ref > 0 && (campaign || topup)) {
        smm_vm_attr(vm, "ref", apr_psprintf(q->ctx.pool, topup ? "P%" I64 : "#%" I64, e->ref));
        if (here)
            smm_vm_attr(vm, "href",
                        apr_psprintf(q->ctx.pool,
                                     topup ? "/app/payments/%" I64 : "/app/campaigns/%" I64,
                                     e->ref));
    }
    smm_vm_attr(vm, "memo", *e->memo ? e->memo : NULL);
    smm_vm_attr_int(vm, "change", e->change);
    smm_vm_attr_int(vm, "after", e->after);
    smm_vm_end(vm);
}

static int coins_get(smm_req_t *q)
{
    int64_t balance, share, value = smm_coins_value(&q->ctx, &share);
    smm_coin_entry_t e[ROWS + 1];
    int n = smm_coins_page(&q->ctx, q->account->id, wallet_before(q), e, ROWS + 1), i;
    smm_vm_t *vm;

    if (n < 0 || smm_coins_balance(&q->ctx, q->account->id, &balance) != SMM_OK)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "customer", "coins", "Coins", "wallet/coins");
    wallet_head(
        vm, "Coins", NULL,
        "Coins lower the price of campaigns. They are no money: they cannot be bought, paid "
        "out or given away.",
        NULL);
    smm_vm_end(vm);
    smm_vm_el(vm, "coins");
    smm_vm_attr_int(vm, "balance", balance);
    if (value > 0) {
        smm_vm_attr_usd(vm, "value-usd", value);
        smm_vm_attr_usd(vm, "worth-usd", balance > INT64_MAX / value ? INT64_MAX : balance * value);
        smm_vm_attr(vm, "share",
                    share % 100 ? apr_psprintf(q->ctx.pool, "%d.%02d", (int)(share / 100),
                                               (int)(share % 100))
                                : apr_psprintf(q->ctx.pool, "%d", (int)(share / 100)));
    }
    smm_vm_attr_int(vm, "per-usd", smm_setting_int(&q->ctx, "coins.per_usd", 0));
    smm_vm_end(vm);
    for (i = 0; i < n && i < ROWS; i++)
        coin_entry(q, vm, &e[i]);
    wallet_older(vm, "/app/coins", n > ROWS ? e[ROWS - 1].id : 0);
    return smm_page(q, HTTP_OK);
}

/* ---- affiliates ------------------------------------------------------------------------------ */

static const char *ref_cookie(smm_req_t *q)
{
    return apr_pstrcat(q->ctx.pool, "smm-", q->ctx.panel->key, ".ref", NULL);
}

/** The link: counts a visit, remembers it for the sign-up, and leads to the front page. */
static int visit_get(smm_req_t *q)
{
    const char *code = smm_req_slug(q, 0);
    int64_t days = smm_setting_int(&q->ctx, "affiliates.cookie_days", 60);

    /* somebody who has an account is brought by nobody */
    if (!q->account && smm_affiliate_visit(&q->ctx, code))
        apr_table_addn(
            q->r->err_headers_out, "Set-Cookie",
            apr_psprintf(q->ctx.pool, "%s=%s; Path=%s/; HttpOnly; SameSite=Lax; Max-Age=%" I64 "%s",
                         ref_cookie(q), code, q->ctx.panel->mount, days * 86400,
                         strncmp(q->ctx.panel->base_url, "https:", 6) == 0 ? "; Secure" : ""));
    return smm_see_other(q, "/", NULL, NULL, NULL);
}

static void commission_rows(smm_req_t *q, smm_vm_t *vm)
{
    smm_commission_t m[ROWS + 1];
    int n = smm_commission_list(&q->ctx, q->account->id, wallet_before(q), m, ROWS + 1), i;

    for (i = 0; i < n && i < ROWS; i++) {
        smm_vm_el(vm, "commission");
        smm_vm_attr_int(vm, "id", m[i].id);
        smm_vm_attr(vm, "label", strcmp(m[i].kind, "spend") ? "Top-up" : "Campaign");
        smm_vm_attr_usd(vm, "amount-usd", m[i].amount);
        if (m[i].reversed > 0)
            smm_vm_attr_usd(vm, "reversed-usd", m[i].reversed);
        smm_vm_attr(vm, "status", strcmp(m[i].state, "matured") ? m[i].state : "available");
        smm_vm_attr_time(vm, "created", m[i].created);
        smm_vm_attr_time(vm, "due", strcmp(m[i].state, "held") ? 0 : m[i].due);
        smm_vm_end(vm);
    }
    wallet_older(vm, "/app/affiliates", n > ROWS ? m[ROWS - 1].id : 0);
}

static void payout_rows(smm_req_t *q, smm_vm_t *vm)
{
    smm_payout_t p[10];
    int n = smm_payout_list(&q->ctx, q->account->id, "", 0, p, 10), i;

    for (i = 0; i < n; i++) {
        smm_vm_el(vm, "payout");
        smm_vm_attr_int(vm, "id", p[i].id);
        smm_vm_attr_usd(vm, "amount-usd", p[i].amount);
        smm_vm_attr(vm, "status", p[i].state);
        smm_vm_attr(vm, "why", *p[i].why ? p[i].why : NULL);
        smm_vm_attr_time(vm, "created", p[i].created);
        smm_vm_end(vm);
    }
}

static void affiliate_figures(smm_req_t *q, smm_vm_t *vm, const smm_affiliate_t *f)
{
    const char *basis = smm_setting(&q->ctx, "affiliates.basis");
    int64_t bps = smm_setting_int(&q->ctx, "affiliates.bps", 0);

    smm_vm_el(vm, "affiliate");
    smm_vm_attr(vm, "link",
                apr_pstrcat(q->ctx.pool, q->ctx.panel->base_url, q->ctx.panel->mount, "/r/",
                            f->code, NULL));
    smm_vm_attr(vm, "percent",
                bps % 100 ? apr_psprintf(q->ctx.pool, "%d.%02d", (int)(bps / 100), (int)(bps % 100))
                          : apr_psprintf(q->ctx.pool, "%d", (int)(bps / 100)));
    smm_vm_attr(vm, "basis", basis && strcmp(basis, "spend") == 0 ? "spend" : "topup");
    smm_vm_attr_int(vm, "days", smm_setting_int(&q->ctx, "affiliates.hold_days", 14));
    smm_vm_attr_int(vm, "visits", f->visits);
    smm_vm_attr_int(vm, "people", f->people);
    smm_vm_attr_int(vm, "active", f->active);
    smm_vm_attr_usd(vm, "held-usd", f->held);
    smm_vm_attr_usd(vm, "available-usd", f->available);
    smm_vm_attr_usd(vm, "earned-usd", f->matured - f->reversed);
    smm_vm_attr_usd(vm, "paid-usd", f->paid);
    smm_vm_attr(vm, "min", smm_setting(&q->ctx, "affiliates.min_payout"));
    smm_vm_attr_flag(vm, "stopped", f->stopped);
    smm_vm_end(vm);
}

static int affiliates_get(smm_req_t *q)
{
    int on = smm_affiliate_on(&q->ctx);
    smm_affiliate_t f;
    smm_rc_e rc = smm_affiliate_get(&q->ctx, q->account->id, on, &f);
    smm_vm_t *vm;

    if (rc != SMM_OK && rc != SMM_NOT_FOUND)
        return smm_refuse(q, smm_http_status(rc), NULL);
    vm = smm_page_begin(q, "customer", "affiliates", "Affiliates", "wallet/affiliates");
    wallet_head(vm, "Affiliates", NULL, "Bring people here and get a part of what they pay in.",
                NULL);
    smm_vm_end(vm);
    smm_vm_attr_flag(vm, "off", !on);
    if (rc != SMM_OK)
        return smm_page(q, HTTP_OK);
    affiliate_figures(q, vm, &f);
    if (f.available > 0 && !f.stopped) {
        smm_form_begin(q, vm, &wallet_form_none, "/app/affiliates/payout", NULL);
        smm_vm_end(vm);
    }
    payout_rows(q, vm);
    commission_rows(q, vm);
    return smm_page(q, HTTP_OK);
}

static int payout_post(smm_req_t *q)
{
    const char *done = NULL;
    int64_t amount = 0;
    smm_result_t r = smm_idem_begin(q, &done);

    if (r.code == SMM_OK && !done)
        r = smm_affiliate_ask(&q->ctx, q->account->id, smm_idem_of(q), &amount);
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    return smm_see_other(q, "/app/affiliates", "ok",
                         "Your pay-out is on its way. Its state is shown below.", NULL);
}

const smm_route_t wallet_growth_routes[] = {
    {"GET", "/app/coins", SMM_CUSTOMER, 0, NULL, coins_get, NULL, 0, NULL},
    {"GET", "/app/affiliates", SMM_CUSTOMER, 0, NULL, affiliates_get, NULL, 0, NULL},
    {"POST", "/app/affiliates/payout", SMM_CUSTOMER, SMM_R_KEY, &wallet_form_none, payout_post,
     "payout:60/300", 0, "/app/affiliates"},
    {"GET", "/r/:slug", SMM_PUBLIC, SMM_R_NOINDEX, NULL, visit_get, "visit:120/60", 0, NULL},
    {NULL}};
