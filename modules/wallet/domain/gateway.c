/* SPDX-License-Identifier: Apache-2.0 */
/* The list of gateways and what all of them share. */
#include "config.h"
#include <string.h>
#include <strings.h>
#include <apr_strings.h>
#include "smm_gateway.h"
#include "smm_money.h"
#include "smm_bill.h"
#include "smm_payment.h"

#define MAX_GATEWAYS 32

static const smm_gateway_t *gateways[MAX_GATEWAYS];
static int n_gateways;
static apr_pool_t *common; /* keys of settings: as long as the list */
static void (*transport)(apr_pool_t *p, smm_http_t *x, int n);

void smm_gateway_add(const smm_gateway_t *g)
{
    int i;

    for (i = 0; i < n_gateways && strcmp(gateways[i]->name, g->name) != 0; i++)
        ;
    if (i == MAX_GATEWAYS)
        return;
    gateways[i] = g;
    if (i < n_gateways)
        return;
    n_gateways++;
    if (g->settings)
        smm_settings_add(g->settings);
    if (!common)
        apr_pool_create_unmanaged_ex(&common, NULL, NULL);
    smm_settings_add(smm_bill_settings(common, g));
}

const smm_gateway_t *smm_gateway_find(const char *name)
{
    int i;

    for (i = 0; i < n_gateways; i++)
        if (strcmp(gateways[i]->name, name) == 0)
            return gateways[i];
    return NULL;
}

const smm_gateway_t *smm_gateway_nth(int n)
{
    return n >= 0 && n < n_gateways ? gateways[n] : NULL;
}

const char *smm_gateway_setting(const smm_gateway_env_t *e, const smm_gateway_t *g, const char *key)
{
    const char *v = e->setting(e->c, apr_pstrcat(e->c->pool, "gateway.", g->name, ".", key, NULL));

    return v && *v ? v : NULL;
}

const char *smm_gateway_header(const smm_notice_in_t *in, const char *name)
{
    const smm_gw_header_t *h;

    for (h = in->headers; h && h->name; h++)
        if (strcasecmp(h->name, name) == 0)
            return h->value;
    return NULL;
}

int smm_gateway_link_ok(const char *url)
{
    const char *s;

    if (!url || strlen(url) > 1000 ||
        (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0))
        return 0;
    for (s = url; *s; s++)
        if (*s <= ' ' || *s >= 0x7f || *s == '"' || *s == '\'' || *s == '<' || *s == '>')
            return 0;
    return 1;
}

const char *smm_gateway_token(smm_ctx_t *c, const char *name)
{
    const char *label = apr_pstrcat(c->pool, c->panel->key, "/", name, NULL);

    return apr_pstrndup(c->pool, smm_mac(c->pool, c->panel, "pay-notify", label), 40);
}

void smm_gateway_set_http(void (*http)(apr_pool_t *p, smm_http_t *x, int n))
{
    transport = http;
}

smm_gateway_env_t smm_gateway_env(smm_ctx_t *c, int timeout_ms)
{
    smm_gateway_env_t e = {c, transport ? transport : smm_http_run, smm_setting, timeout_ms};

    return e;
}

int smm_payment_method_on(smm_ctx_t *c, const smm_gateway_t *g)
{
    smm_gateway_env_t e = smm_gateway_env(c, 0);
    const char *on = smm_gateway_setting(&e, g, "enabled");
    smm_quote_t quote;

    if ((on && strcmp(on, "0") == 0) || smm_quote_make(c, g, SMM_USD, &quote) != 0)
        return 0;
    return !g->ready || g->ready(&e);
}
