/* SPDX-License-Identifier: Apache-2.0 */
/* mod_smm_wallet: ledger, payments, invoices; gateways of group "smm-gateway" join by themselves.
 */
#include <string.h>
#include <httpd.h>
#include <http_config.h>
#include <ap_provider.h>
#include "crypto_web.h"
#include "currency_web.h"
#include "document_web.h"
#include "growth_web.h"
#include "member_web.h"
#include "smm_memo.h"
#include "smm_sql.h"
#include "wallet_web.h"

static const smm_nav_t nav[] = {
    {"customer", "Billing", "funds", "/app/funds", "wallet", "Add funds", 20, 1},
    {"customer", "Billing", "invoices", "/app/invoices", "file-invoice", "Invoices", 21, 0},
    {"customer", "Billing", "ledger", "/app/ledger", "list-details", "Statement", 22, 0},
    {"staff", "Money", "staff-payments", "/staff/payments", "report-money", "Payments", 40, 0},
    {"staff", "Money", "staff-refunds", "/staff/refunds", "receipt-refund", "Refunds", 42, 0},
    {"staff", "Money", "staff-claims", "/staff/claims", "list-search", "Claims and statements", 41,
     0},
    {NULL}};

/** The balance beside the name on every page. */
static const char frame_key;

/* To look at only: kept for a moment (smm_memo.h). */
static smm_rc_e shown(smm_req_t *q, smm_wallet_shown_t *b)
{
    const struct {
        const void *what, *db;
        int64_t panel, account;
    } key = {&frame_key, q->ctx.db, q->ctx.panel->id, q->account->id};
    uint64_t epoch = smm_memo_epoch();
    size_t len;
    const smm_wallet_shown_t *kept = smm_memo_get(q->ctx.pool, &key, sizeof(key), &len);
    smm_rc_e rc;

    if (kept) {
        *b = *kept;
        return SMM_OK;
    }
    rc = smm_wallet_shown(&q->ctx, q->account->id, b);
    if (rc == SMM_OK)
        smm_memo_put(epoch, &key, sizeof(key), b, sizeof(*b));
    return rc;
}

static void frame(smm_req_t *q, smm_vm_t *vm)
{
    smm_wallet_shown_t b;

    if (q->account && shown(q, &b) == SMM_OK) {
        smm_vm_attr_usd(vm, "balance-usd", b.balance);
        if (b.held > 0)
            smm_vm_attr_usd(vm, "held-usd", b.held);
        wallet_member_frame(q, vm, &b);
    }
}

/** What waits for staff, beside its entry in the side bar. */
static void waits_frame(smm_req_t *q, smm_vm_t *vm)
{
    static const struct {
        const char *nav;
        int stmt;
    } waits[] = {{"staff-claims", SQL_claim_open_count},
                 {"staff-tds", SQL_tds_open_count},
                 {"staff-sez", SQL_sez_open_count},
                 {"staff-post-payment", SQL_postpay_waiting}};
    int64_t n;

    (void)vm;
    if (!q->account || q->account->role < SMM_ROLE_STAFF ||
        strncmp(q->route->path, "/staff", 6) != 0)
        return;
    for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++)
        if (smm_memo_int(q->ctx.db, waits[i].stmt, SMM_ARGS(SMM_I(q->ctx.panel->id)), &n) ==
            SMM_DB_OK)
            smm_nav_badge(q, waits[i].nav, n);
}

/** Gateways that other modules registered with ap_register_provider. */
static void foreign_gateways(apr_pool_t *p)
{
    apr_array_header_t *names = ap_list_provider_names(p, SMM_GATEWAY_GROUP, SMM_GATEWAY_VERSION);
    int i;

    for (i = 0; names && i < names->nelts; i++) {
        const ap_list_provider_names_t *n = &APR_ARRAY_IDX(names, i, ap_list_provider_names_t);
        const smm_gateway_t *g =
            ap_lookup_provider(SMM_GATEWAY_GROUP, n->provider_name, SMM_GATEWAY_VERSION);

        if (g)
            smm_gateway_add(g);
    }
}

static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    (void)pconf;
    (void)plog;
    (void)s;
    smm_wallet_init();
    foreign_gateways(ptemp);
    smm_routes_add("wallet", wallet_routes);
    smm_routes_add("wallet", wallet_staff_routes);
    smm_routes_add("wallet", wallet_refund_routes);
    smm_routes_add("wallet", wallet_tds_routes);
    smm_routes_add("wallet", wallet_join_routes);
    smm_routes_add("wallet", wallet_postpay_routes);
    smm_routes_add("wallet", wallet_claim_routes);
    smm_routes_add("wallet", wallet_statement_routes);
    smm_routes_add("wallet", wallet_money_routes);
    smm_routes_add("wallet", wallet_machine_routes);
    smm_routes_add("wallet", wallet_gateway_routes);
    smm_routes_add("wallet", wallet_tax_routes);
    smm_routes_add("wallet", wallet_crypto_routes);
    smm_routes_add("wallet", wallet_sez_routes);
    smm_routes_add("wallet", wallet_sandbox_routes);
    smm_routes_add("wallet", wallet_growth_routes);
    smm_routes_add("wallet", wallet_offer_routes);
    smm_routes_add("wallet", wallet_member_routes);
    smm_routes_add("wallet", wallet_member_staff_routes);
    smm_routes_add("wallet", wallet_adjust_routes);
    smm_routes_add("wallet", wallet_ledger_routes);
    smm_routes_add("wallet", wallet_finance_routes);
    smm_routes_add("wallet", wallet_document_routes);
    smm_routes_add("wallet", wallet_gst_routes);
    smm_routes_add("wallet", wallet_currency_routes);
    smm_routes_add("wallet", wallet_currency_staff_routes);
    wallet_document_mails();
    smm_nav_add(wallet_document_nav);
    smm_nav_add(nav);
    smm_nav_add(wallet_tds_nav);
    smm_nav_add(wallet_postpay_nav);
    smm_nav_add(wallet_growth_nav);
    smm_nav_add(wallet_member_nav);
    smm_nav_add(wallet_tax_nav);
    smm_nav_add(wallet_crypto_nav);
    smm_nav_add(wallet_sez_nav);
    smm_nav_add(wallet_currency_nav);
    wallet_currency_init();
    smm_frame_add(frame);
    smm_frame_add(waits_frame);
    smm_frame_add(wallet_growth_frame);
    smm_frame_add(wallet_crypto_frame);
    return OK;
}

static void register_hooks(apr_pool_t *p)
{
    static const char *const after[] = {"mod_smm_core.c", NULL};

    (void)p;
    ap_hook_post_config(post_config, after, NULL, APR_HOOK_MIDDLE);
}

SMM_EXPORT_MODULE(smm_wallet);
AP_DECLARE_MODULE(smm_wallet) = {
    STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks, 0,
};
