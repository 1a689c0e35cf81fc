/* SPDX-License-Identifier: Apache-2.0 */
/* /staff/gateways/NAME/test: "Test connection" of a gateway's settings page. */
#include <apr_strings.h>
#include "smm_payment.h"
#include "wallet_web.h"

#define TEST_MS 8000

static int test_post(smm_req_t *q)
{
    const smm_gateway_t *g = smm_gateway_find(smm_req_slug(q, 0));
    smm_gateway_env_t e = smm_gateway_env(&q->ctx, TEST_MS);
    const char *what = NULL, *path;
    smm_gw_rc_e rc;

    if (!g || !g->test)
        return smm_refuse(q, HTTP_NOT_FOUND, NULL);
    rc = g->test(&e, &what);
    path = apr_pstrcat(q->r->pool, "/staff/settings/gateway.", g->name, NULL);
    return smm_see_other(q, path, rc == SMM_GW_OK ? "ok" : "bad", what ? what : "No answer came.",
                         NULL);
}

const smm_route_t wallet_gateway_routes[] = {{"POST", "/staff/gateways/:slug/test", SMM_OWNER, 0,
                                              &wallet_form_none, test_post, "gateway-test:30/60", 0,
                                              NULL},
                                             {NULL}};
