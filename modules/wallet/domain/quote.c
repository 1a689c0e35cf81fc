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

smm_result_t smm_quote_check(smm_ctx_t *c, const smm_gateway_t *g, const char *currency,
                             int exponent, int64_t minor)
{
    smm_gateway_env_t e = smm_gateway_env(c, 0);
    const char *set = smm_gateway_setting(&e, g, "cap");
    int64_t max = g->caps.max_minor, cap = set ? apr_atoi64(set) : 0, limit;
    char text[SMM_USD_TEXT];
    smm_result_t r;
    int i;

    for (i = 0; i < exponent && cap > 0 && cap < INT64_MAX / 10; i++)
        cap *= 10;
    if (cap > 0 && (max == 0 || cap < max))
        max = cap;
    if (minor >= g->caps.min_minor && (max == 0 || minor <= max))
        return smm_ok();
    limit = minor < g->caps.min_minor ? g->caps.min_minor : max;
    r = minor < g->caps.min_minor
            ? smm_fail(SMM_INVALID, "amount", "With this method the smallest amount is {0}.")
            : smm_fail(SMM_INVALID, "amount",
                       "With this method the largest amount at once is {0}. Pay in parts or choose "
                       "another one.");
    r.a = apr_pstrcat(c->pool, smm_minor_text(text, limit, exponent), " ", currency, NULL);
    return r;
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
