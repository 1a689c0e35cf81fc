/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Payoneer between businesses. It has no checkout: the customer pays to our account, or asks for a
 * payment request, which staff send from Payoneer's pages. We charge no fee for it; ways to pay
 * without one are named on the page.
 */
#include "config.h"
#include "gateways.h"

static const smm_setting_t settings[] = {
    {"gateway.payoneer.enabled", "1", 0, "Payoneer is offered", SMM_SET_FLAG},
    {"gateway.payoneer.email", NULL, 0, "E-mail address of your Payoneer account", SMM_SET_EMAIL},
    {"gateway.payoneer.holder", NULL, 0, "Name of your Payoneer account"},
    {"gateway.payoneer.customer_id", NULL, 0, "Your Payoneer customer id"},
    {"gateway.payoneer.requests", "1", 0, "Customers may ask for a payment request by mail",
     SMM_SET_FLAG},
    {"gateway.payoneer.note",
     "We add no fee. Pay from your Payoneer balance or by local bank transfer: card payments cost "
     "you a fee at Payoneer.",
     0, "Note under the Payoneer details", SMM_SET_TEXT, 0, 500},
    {NULL, NULL, 0, NULL},
};

static int ready(const smm_gateway_env_t *e)
{
    return smm_gateway_setting(e, &smm_gateway_payoneer, "email") != NULL;
}

const smm_gateway_t smm_gateway_payoneer = {
    .name = "payoneer",
    .title = "Payoneer",
    .text = "Pay from your Payoneer account, or ask us for a payment request; we add no fee",
    .time = "1–2 days",
    .icon = "briefcase",
    .caps = {.currencies = "USD",
             .flags = SMM_GW_INSTRUCTIONS | SMM_GW_CLAIM | SMM_GW_LATE,
             .lifetime = 14 * 86400},
    .settings = settings,
    .ready = ready,
    .create = smm_bank_create,
    .claim = smm_bank_claim,
};
