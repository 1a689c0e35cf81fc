/* SPDX-License-Identifier: Apache-2.0 */
/* Declares what the wallet brings: settings, gateways, jobs, checks. */
#include "config.h"
#include "smm_settings.h"
#include "smm_wallet.h"
#include "gateways.h"
#include "smm_money.h"
#include "smm_ledger.h"
#include "smm_payment.h"
#include "smm_claim.h"
#include "smm_crypto.h"
#include "smm_refund.h"
#include "smm_tds_claim.h"
#include "smm_postpay.h"
#include "smm_display.h"
#include "smm_join.h"
#include "smm_document.h"
#include "wallet_int.h"

static const smm_setting_t settings[] = {
    {"funds.min", "10", 0, "Smallest top-up in USD", SMM_SET_USD, SMM_CENT, 1000000 * SMM_USD},
    {"funds.max", "10000", 0, "Largest top-up in USD", SMM_SET_USD, SMM_CENT, 1000000 * SMM_USD},
    {"funds.closed", "0", 0, "Close all ways to add funds", SMM_SET_FLAG},
    {"funds.closed_text", "Try again later.", 0, "What customers read while they are closed",
     SMM_SET_TEXT, 0, 200},
    {"wallet.freeze_disputed", "1", 0,
     "Freeze the balance of a customer whose bank takes money back", SMM_SET_FLAG},
    {"funds.presets", "25 50 100 250 500", 0, "Amounts offered on the add-funds page, USD"},
    {"fx.inr", NULL, 0, "Indian rupees for one USD, as 88.1234: payments in rupees are asked at it",
     SMM_SET_USD, SMM_CENT, 1000000 * SMM_USD},
    {"tax.mode", "off", 0, "Tax on top-ups: none, GST of India, or the rules of your table",
     SMM_SET_WORD, 0, 0, "off gst rules"},
    {"tax.gst_bps", "1800", 0, "GST rate in basis points", SMM_SET_BPS},
    {"tax.sac", "998365", 0, "Service accounting code on tax invoices", SMM_SET_TEXT, 4, 8},
    {"tax.lut", "0", 0, "A letter of undertaking is in force: exports without integrated tax",
     SMM_SET_FLAG},
    {"tax.lut_number", NULL, 0, "Its reference number (ARN)", SMM_SET_TEXT, 0, 40},
    {"tax.lut_from", NULL, 0, "Its first day, as 2026-04-01; empty: no limit", SMM_SET_DATE},
    {"tax.lut_until", NULL, 0,
     "Its last day, as 2027-03-31; after it exports bear integrated tax; empty: no limit",
     SMM_SET_DATE},
    {"tax.inclusive", "0", 0,
     "The amount that a customer enters is what is paid: tax and fees are in it", SMM_SET_FLAG},
    {"tax.round_rupee", "0", 0, "Round totals in rupees to whole rupees", SMM_SET_FLAG},
    {"invoice.series", "INV", 0, "Series of invoice numbers: one to four capitals and digits",
     SMM_SET_TEXT, 1, 4},
    {"seller.name", NULL, 0, "Your company's name on invoices"},
    {"seller.address", NULL, 0, "Your street and number"},
    {"seller.city", NULL, 0, "Your city"},
    {"seller.state", NULL, 0, "Your State or province"},
    {"seller.postal_code", NULL, 0, "Your postal code"},
    {"seller.country", NULL, 0, "Your country, two letters", SMM_SET_TEXT, 2, 2},
    {"seller.tax_id", NULL, 0, "Your tax number (GSTIN, VAT)"},
    {"seller.email", NULL, 0, "Your address for questions about invoices", SMM_SET_EMAIL},
    {"seller.registration", NULL, 0, "Line at the foot of invoices"},
    {"invoice.note", NULL, 0, "Note under the lines of an invoice", SMM_SET_TEXT, 0, 500},
    {"wallet.adjust_limit", "500", 0,
     "Largest correction of a balance that one person may make, in USD", SMM_SET_USD, 0,
     1000000 * SMM_USD},
    {"claims.tries", "5", 0, "References that may not fit before a customer has to wait",
     SMM_SET_INT, 1, 1000},
    {"claims.wait", "60", 0, "Minutes to wait then", SMM_SET_INT, 1, 10080},
    {"claims.window_days", "30", 0,
     "Days after the start of a payment in which money may be matched with it by itself",
     SMM_SET_INT, 1, 400},
    {"sandbox.service.key", NULL, 1, "Sandbox gateway service: API key of its merchants"},
    {"sandbox.service.secret", NULL, 1, "Sandbox gateway service: secret that signs its notices"},
    {NULL, NULL, 0, NULL},
};

void smm_wallet_init(void)
{
    static int done;
    const smm_gateway_entry_t *g;

    if (done)
        return;
    done = 1;
    smm_settings_add(settings);
    for (g = smm_gateways; g->gateway; g++)
        smm_gateway_add(g->gateway);
    smm_ledger_verify_init();
    smm_growth_init();
    smm_document_init();
    smm_excess_init();
    smm_payment_jobs_init();
    smm_claim_jobs_init();
    smm_crypto_init();
    smm_refund_init();
    smm_tds_init();
    smm_postpay_init();
    smm_display_init();
    smm_join_init();
    smm_sandbox_jobs_init();
}
