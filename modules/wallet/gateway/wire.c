/* SPDX-License-Identifier: Apache-2.0 */
/* International wire (SWIFT): our account with a foreign-currency bank, the customer's reference or
 * UETR, a statement. Banks on the way may keep a part, so what arrived decides. */
#include "config.h"
#include "gateways.h"

static const smm_setting_t settings[] = {
    {"gateway.wire.enabled", "1", 0, "International wire is offered", SMM_SET_FLAG},
    {"gateway.wire.holder", NULL, 0, "Account holder"},
    {"gateway.wire.bank", NULL, 0, "Name of the bank"},
    {"gateway.wire.iban", NULL, 0, "IBAN or account number"},
    {"gateway.wire.bic", NULL, 0, "BIC (SWIFT)"},
    {"gateway.wire.routing", NULL, 0, "Routing number (ABA, sort code)"},
    {"gateway.wire.correspondent", NULL, 0, "Correspondent bank: name and BIC"},
    {"gateway.wire.address", NULL, 0, "Address of the bank"},
    {"gateway.wire.currency", "USD", 0, "Currency of the account", SMM_SET_TEXT, 3, 3},
    {"gateway.wire.note", NULL, 0, "Note under the bank details", SMM_SET_TEXT, 0, 500},
    {NULL, NULL, 0, NULL},
};

static int ready(const smm_gateway_env_t *e)
{
    return smm_gateway_setting(e, &smm_gateway_wire, "iban") &&
           smm_gateway_setting(e, &smm_gateway_wire, "bic");
}

const smm_gateway_t smm_gateway_wire = {
    .name = "wire",
    .title = "International wire",
    .text = "You get a proforma invoice with our account for transfers from abroad (SWIFT)",
    .time = "2–5 days",
    .icon = "world",
    .caps = {.currencies = "USD",
             .flags = SMM_GW_INSTRUCTIONS | SMM_GW_CLAIM | SMM_GW_LATE,
             .lifetime = 21 * 86400},
    .settings = settings,
    .ready = ready,
    .create = smm_bank_create,
    .claim = smm_bank_claim,
};
