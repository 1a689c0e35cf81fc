/* SPDX-License-Identifier: Apache-2.0 */
/* Bank transfer: we show our account, the customer sends a reference, staff compare the statement.
 */
#include "config.h"
#include <ctype.h>
#include <string.h>
#include <apr_strings.h>
#include "gateways.h"

static const smm_setting_t settings[] = {
    {"gateway.bank.enabled", "1", 0, "Bank transfer is offered", SMM_SET_FLAG},
    {"gateway.bank.holder", NULL, 0, "Account holder"},
    {"gateway.bank.bank", NULL, 0, "Name of the bank"},
    {"gateway.bank.iban", NULL, 0, "IBAN or account number"},
    {"gateway.bank.bic", NULL, 0, "BIC (SWIFT)"},
    {"gateway.bank.ifsc", NULL, 0, "IFSC (banks in India)"},
    {"gateway.bank.address", NULL, 0, "Address of the bank"},
    {"gateway.bank.currency", "USD", 0, "Currency of the account", SMM_SET_TEXT, 3, 3},
    {"gateway.bank.note", NULL, 0, "Note under the bank details", SMM_SET_TEXT, 0, 500},
    {NULL, NULL, 0, NULL},
};

static int ready(const smm_gateway_env_t *e)
{
    return smm_gateway_setting(e, &smm_gateway_bank, "iban") != NULL;
}

smm_gw_rc_e smm_bank_create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    (void)e;
    (void)in;
    out->instructions = ""; /* the page and the mail show the details row by row */
    return SMM_GW_OK;
}

smm_claim_e smm_claim_reference(apr_pool_t *p, const char *text, const char **key)
{
    size_t n = text ? strlen(text) : 0, i, k = 0;
    char *out;

    if (n < 4 || n > 60)
        return SMM_CLAIM_BAD;
    out = apr_palloc(p, n + 1);
    for (i = 0; i < n; i++) {
        unsigned char ch = (unsigned char)text[i];

        if (ch < 0x80 && isalnum(ch))
            out[k++] = (char)toupper(ch);
        else if (!strchr(" -_/.:#", ch))
            return SMM_CLAIM_BAD;
    }
    out[k] = '\0';
    *key = out;
    return k >= 4 ? SMM_CLAIM_REVIEW : SMM_CLAIM_BAD;
}

smm_claim_e smm_bank_claim(const smm_gateway_env_t *e, const smm_claim_t *in, const char **key,
                           const char **message)
{
    (void)message;
    return smm_claim_reference(e->c->pool, in->reference, key);
}

const smm_gateway_t smm_gateway_bank = {
    .name = "bank",
    .title = "Bank transfer",
    .text = "You get a proforma invoice with our account details",
    .time = "1–3 days",
    .icon = "building-bank",
    .caps = {.currencies = "USD",
             .flags = SMM_GW_INSTRUCTIONS | SMM_GW_CLAIM | SMM_GW_LATE,
             .lifetime = 14 * 86400,
             .late = 0},
    .settings = settings,
    .ready = ready,
    .create = smm_bank_create,
    .claim = smm_bank_claim,
};
