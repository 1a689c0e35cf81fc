/* SPDX-License-Identifier: Apache-2.0 */
/* smmctl: the ways to pay of a panel. */
#include <string.h>
#include <apr_strings.h>
#include "smmctl_int.h"
#include "smm_gateway.h"
#include "smm_http.h"
#include "../modules/wallet/domain/smm_payment.h"

static int list(ctl_t *t)
{
    const smm_gateway_t *g;
    int i;

    for (i = 0; (g = smm_gateway_nth(i)) != NULL; i++) {
        smm_gateway_env_t e = smm_gateway_env(&t->ctx, 0);
        const char *state = smm_payment_method_on(&t->ctx, g) ? "on"
                            : g->ready && !g->ready(&e)       ? "not set up"
                                                              : "off";

        printf("%s\t%s\t%s%s\n", g->name, state,
               g->verify_notify ? apr_pstrcat(t->pool, "/pay/notify/", g->name, "/", NULL) : "-",
               g->verify_notify ? smm_gateway_token(&t->ctx, g->name) : "");
    }
    return 0;
}

int ctl_gateways(ctl_t *t)
{
    smm_gateway_env_t e = smm_gateway_env(&t->ctx, 15000);
    const smm_gateway_t *g;
    const char *what = NULL, *wrong;
    int i;

    if (t->argc == 0)
        return list(t);
    g = t->argc > 1 && strcmp(t->argv[0], "test") == 0 ? smm_gateway_find(t->argv[1]) : NULL;
    if (!g)
        return ctl_fail("say \"gateways\" or \"gateways test NAME\"; \"gateways\" lists the names");
    if (!g->test) {
        printf("%s: there is nothing to try\n", g->name);
        return 0;
    }
    for (i = 2; i < t->argc; i++) {
        wrong = smm_http_allow(t->argv[i]);
        if (wrong)
            return ctl_fail("%s: %s", t->argv[i], wrong);
    }
    smm_http_start();
    i = g->test(&e, &what) == SMM_GW_OK ? 0 : 1;
    printf("%s: %s\n", g->name, what ? what : "no answer");
    return i;
}
