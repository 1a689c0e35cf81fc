/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Payments in another currency than USD. The amount is fixed when a payment is started: the payer
 * sees it before leaving, and what arrives is measured against it, whatever the rate does then.
 */
#include "config.h"
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_payment.h"

/** Takes the gateway dollars? */
static int takes_usd(const char *list)
{
    return !list || strcmp(list, "*") == 0 || strstr(list, "USD") != NULL;
}

int smm_quote_make(smm_ctx_t *c, const smm_gateway_t *g, int64_t total, smm_quote_t *out)
{
    const char *list = g->caps.currencies, *rate;
    char key[] = "fx.xxx";
    int i;

    out->currency = "USD";
    out->exponent = 2;
    out->minor = total / SMM_CENT;
    out->rate_e6 = 0;
    if (takes_usd(list))
        return 0;
    if (strlen(list) < 3)
        return -1;
    out->currency = apr_pstrndup(c->pool, list, 3);
    for (i = 0; i < 3; i++)
        key[3 + i] = (char)apr_tolower(list[i]);
    rate = smm_setting_find(key) ? smm_setting(c, key) : NULL;
    if (!rate || smm_usd_parse(rate, &out->rate_e6) != 0 || out->rate_e6 <= 0)
        return -1;
    return smm_fx_to_minor(total, out->rate_e6, &out->minor) == 0 && out->minor > 0 ? 0 : -1;
}

int smm_quote_usd(const smm_payment_t *p, int64_t minor, int64_t *usd)
{
    int64_t total = p->amount + p->fee, cents;

    if (p->pay_minor <= 0 || smm_muldiv_floor(minor, total / SMM_CENT, p->pay_minor, &cents) != 0 ||
        cents > INT64_MAX / SMM_CENT)
        return -1;
    *usd = cents * SMM_CENT;
    return 0;
}
