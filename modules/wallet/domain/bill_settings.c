/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of settings that every gateway has: fees by cause, who may use it, tax. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_bill.h"

#define DEAR (1000 * SMM_USD)
#define DEAREST (1000000 * SMM_USD)

static const smm_setting_t common[] = {
    {"gateway.*.fee_bps", NULL, 0, "Payment gateway charge, in basis points of the sum",
     SMM_SET_BPS},
    {"gateway.*.fee_fixed", NULL, 0, "Payment gateway charge, fixed, in USD", SMM_SET_USD, 0, DEAR},
    {"gateway.*.fee_mode", "add-on", 0,
     "Payment gateway charge: on top of the sum, or as much as the processor keeps", SMM_SET_WORD,
     0, 0, "add-on gross-up"},
    {"gateway.*.fee_cap", NULL, 0, "Largest payment gateway charge in USD; empty: none",
     SMM_SET_USD, 0, DEAREST},
    {"gateway.*.gateway_gst_bps", NULL, 0,
     "Tax that the processor adds to its own fee, in basis points", SMM_SET_BPS},
    {"gateway.*.conversion_bps", NULL, 0, "Currency conversion, in basis points of the sum",
     SMM_SET_BPS},
    {"gateway.*.conversion_fixed", NULL, 0, "Currency conversion, fixed, in USD", SMM_SET_USD, 0,
     DEAR},
    {"gateway.*.cross_border_bps", NULL, 0, "Cross-border fee, in basis points of the sum",
     SMM_SET_BPS},
    {"gateway.*.cross_border_fixed", NULL, 0, "Cross-border fee, fixed, in USD", SMM_SET_USD, 0,
     DEAR},
    {"gateway.*.manpower_bps", NULL, 0, "Manual work, in basis points of the sum", SMM_SET_BPS},
    {"gateway.*.manpower_fixed", NULL, 0, "Manual work, fixed, in USD", SMM_SET_USD, 0, DEAR},
    {"gateway.*.accounting_bps", NULL, 0, "Accounting, in basis points of the sum", SMM_SET_BPS},
    {"gateway.*.accounting_fixed", NULL, 0, "Accounting, fixed, in USD", SMM_SET_USD, 0, DEAR},
    {"gateway.*.income_tax_bps", NULL, 0, "Income tax recovery, in basis points of the sum",
     SMM_SET_BPS},
    {"gateway.*.income_tax_fixed", NULL, 0, "Income tax recovery, fixed, in USD", SMM_SET_USD, 0,
     DEAR},
    {"gateway.*.refund_filing_bps", NULL, 0, "Refund paperwork, in basis points of the sum",
     SMM_SET_BPS},
    {"gateway.*.refund_filing_fixed", NULL, 0, "Refund paperwork, fixed, in USD", SMM_SET_USD, 0,
     DEAR},
    {"gateway.*.platform_bps", NULL, 0, "Platform cost, in basis points of the sum", SMM_SET_BPS},
    {"gateway.*.platform_fixed", NULL, 0, "Platform cost, fixed, in USD", SMM_SET_USD, 0, DEAR},
    {"gateway.*.countries", NULL, 0,
     "Countries of customers who may use it: IN US, or !IN for all but these", SMM_SET_TEXT, 0,
     500},
    {"gateway.*.membership", "all", 0, "Who may use it: everybody, or VIP members only",
     SMM_SET_WORD, 0, 0, "all vip"},
    {"gateway.*.convertible_fx", "auto", 0,
     "Its money counts as convertible foreign exchange (exports under GST); auto: yes, but for "
     "coins no",
     SMM_SET_WORD, 0, 0, "auto yes no"},
};
#define ANY "gateway.*."
#define N_COMMON (sizeof(common) / sizeof(*common))

const smm_setting_t *smm_bill_settings(apr_pool_t *p, const smm_gateway_t *g)
{
    smm_setting_t *out = apr_pcalloc(p, sizeof(*out) * (N_COMMON + 1));
    size_t made = 0;

    for (size_t i = 0; i < N_COMMON; i++) {
        const char *key =
            apr_pstrcat(p, "gateway.", g->name, ".", common[i].key + strlen(ANY), NULL);

        /* a module of somebody else may have declared one of them itself */
        if (!smm_setting_find(key)) {
            out[made] = common[i];
            out[made++].key = key;
        }
    }
    return out;
}
