/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gwcall NAME OPERATION [ARG…] [key=value…]: one call of a gateway's client, without a panel, and
 * its result as JSON. For tests against the simulators of t/lib/Smm/Gateway; not installed. create
 * AMOUNT_MINOR CURRENCY REFERENCE KEY | fetch REF | capture REF | refund REF AMOUNT KEY
 *   fetch_refund REF | cancel REF | test | ready
 * key=value are its settings ("key=sk_…"); SMM_GWCALL_ALLOW is what may be reached (host:port).
 */
#include "config.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <jansson.h>
#include "../modules/wallet/domain/smm_payment.h"
#include "../modules/wallet/gateway/gw_util.h"
#include "smm_http.h"
#include "smm_wallet.h"

static const char *words[64];
static char **settings;
static int n_words, n_settings;

static const char *setting(smm_ctx_t *c, const char *key)
{
    const char *name = strrchr(key, '.') + 1;
    const smm_setting_t *s = smm_setting_find(key);
    size_t n = strlen(name);
    int i;

    (void)c;
    for (i = 0; i < n_settings; i++)
        if (strncmp(settings[i], name, n) == 0 && settings[i][n] == '=')
            return settings[i] + n + 1;
    return s ? s->fallback : NULL;
}

static const char *word(int i)
{
    return i < n_words ? words[i] : "";
}

static json_t *snapshot(const smm_snapshot_t *s)
{
    return json_pack("{s:s? s:s? s:s? s:s? s:s? s:s? s:s? s:i s:I s:I s:I s:I s:I s:i}", "state",
                     s->state, "payment_id", s->payment_id, "reference", s->reference, "currency",
                     s->currency, "raw_status", s->raw_status, "error", s->error, "crypto",
                     s->crypto, "confirmations", s->confirmations, "asked",
                     (json_int_t)s->asked_minor, "paid", (json_int_t)s->paid_minor, "fee",
                     (json_int_t)s->fee_minor, "refunded", (json_int_t)s->refunded_minor,
                     "disputed", (json_int_t)s->disputed_minor, "capturable", s->capturable);
}

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_gateway_t *g, json_t **out)
{
    const char *currency = word(1);
    smm_intent_t in = {.payment = 1,
                       .reference = word(2),
                       .key = word(3),
                       .amount_minor = apr_atoi64(word(0)),
                       .exponent = smm_gw_exponent(currency),
                       .currency = currency,
                       .description = "Account balance top-up",
                       .invoice = "PI-1",
                       .email = "buyer@people.example",
                       .name = "Buyer",
                       .country = "DE",
                       .return_url = "https://panel.example/back",
                       .cancel_url = "https://panel.example/back",
                       .notify_url = "https://panel.example/notify"};
    smm_checkout_t c = {0};
    smm_gw_rc_e rc = g->create(e, &in, &c);

    *out = json_pack("{s:s? s:s? s:s? s:s? s:I s:s?}", "ref", c.gateway_ref, "url", c.redirect_url,
                     "qr", c.qr, "instructions", c.instructions, "expires", (json_int_t)c.expires,
                     "error", c.error);
    return rc;
}

/** @return -1: no such operation. */
static int run(const smm_gateway_env_t *e, const smm_gateway_t *g, const char *op, json_t **out)
{
    smm_snapshot_t s = {0};
    const char *text = NULL;
    smm_gw_rc_e rc;

    if (strcmp(op, "create") == 0)
        return create(e, g, out);
    if (strcmp(op, "ready") == 0)
        return !g->ready || g->ready(e) ? SMM_GW_OK : SMM_GW_NOT_SET;
    if (strcmp(op, "capture") == 0 && g->capture)
        return g->capture(e, word(0));
    if (strcmp(op, "cancel") == 0 && g->cancel)
        return g->cancel(e, word(0));
    if ((strcmp(op, "fetch") == 0 && g->fetch) ||
        (strcmp(op, "fetch_refund") == 0 && g->fetch_refund)) {
        rc = op[5] ? g->fetch_refund(e, word(0), &s) : g->fetch(e, word(0), &s);
        *out = snapshot(&s);
        return rc;
    }
    if (strcmp(op, "refund") == 0 && g->refund)
        rc = g->refund(e, word(0), apr_atoi64(word(1)), word(2), &text);
    else if (strcmp(op, "test") == 0 && g->test)
        rc = g->test(e, &text);
    else
        return -1;
    *out = json_pack("{s:s?}", "text", text);
    return rc;
}

int main(int argc, char **argv)
{
    static const char *const names[] = {"OK",      "REFUSED", "DOWN",         "UNSURE",
                                        "MISSING", "NOT_SET", "NOT_SUPPORTED"};
    smm_panel_t panel = {
        .id = 1, .key = "demo", .name = "Demo", .base_url = "https://panel.example", .mount = ""};
    smm_ctx_t c = {.panel = &panel};
    smm_gateway_env_t e = {&c, smm_http_run, setting, 3000};
    const char *allow = getenv("SMM_GWCALL_ALLOW");
    const smm_gateway_t *g;
    json_t *out = NULL;
    int i, rc;

    apr_initialize();
    apr_pool_create(&c.pool, NULL);
    c.now = apr_time_sec(apr_time_now());
    smm_http_start();
    if (allow && smm_http_allow(allow))
        return 2;
    smm_wallet_init();
    g = argc > 2 ? smm_gateway_find(argv[1]) : NULL;
    if (!g)
        return 2;
    for (i = 3; i < argc && !strchr(argv[i], '=') && n_words < 64; i++)
        words[n_words++] = argv[i];
    settings = argv + i;
    n_settings = argc - i;
    rc = run(&e, g, argv[2], &out);
    if (rc < 0)
        return 2;
    if (!out)
        out = json_object();
    json_object_set_new(out, "rc", json_string(names[rc]));
    puts(smm_gw_dump(c.pool, out));
    return 0;
}
