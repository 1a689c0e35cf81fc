/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notices and answers of BTCPay, NOWPayments, CoinGate and BitPay, and links to Bitcoin addresses.
 * First byte: which one, and whether the rest is a notice (header, line end, body) or what its API
 * answers. The canonical text of a body is its own canonical text; a notice signed over it is
 * believed, any other is not.
 */
// clang-format off
// fuzz-sources: modules/lib/currency.c
// fuzz-sources: modules/wallet/gateway/gw_util.c modules/wallet/gateway/btcpay.c
// fuzz-sources: modules/wallet/gateway/nowpayments.c modules/wallet/gateway/np_json.c
// fuzz-sources: modules/wallet/gateway/coingate.c modules/wallet/gateway/bitpay.c
// fuzz-sources: modules/wallet/gateway/bitpay_sign.c modules/wallet/gateway/bip21.c
// fuzz-sources: modules/wallet/domain/gateway.c modules/core/settings/secret.c
// fuzz-sources: modules/lib/money.c modules/lib/time.c
// clang-format on
// fuzz-libs: -lcrypto -ljansson -laprutil-1
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "../../modules/wallet/domain/smm_bill.h"
#include "../../modules/wallet/domain/smm_payment.h"
#include "../../modules/wallet/gateway/bip21.h"
#include "../../modules/wallet/gateway/gw_util.h"
#include "../../modules/wallet/gateway/np_json.h"

static const uint8_t *answer;
static size_t answer_len;

void smm_settings_add(const smm_setting_t *table)
{
}

const char *smm_setting(smm_ctx_t *c, const char *name)
{
    if (strstr(name, "_old") || strstr(name, "unsigned"))
        return NULL;
    if (strstr(name, "private_key"))
        return "1111111111111111111111111111111111111111111111111111111111111111";
    return strstr(name, "base_url") ? "https://api.example" : "the secret";
}

const smm_setting_t *smm_bill_settings(apr_pool_t *p, const smm_gateway_t *g)
{
    return NULL;
}

int smm_quote_make(smm_ctx_t *c, const smm_gateway_t *g, int64_t total, smm_quote_t *out)
{
    return -1;
}

const char *smm_http_form(apr_pool_t *p, const char *name, ...)
{
    return "a=b";
}

void smm_http_run(apr_pool_t *p, smm_http_t *x, int n)
{
    x->rc = SMM_HTTP_DONE;
    x->status = 200;
    x->answer = apr_pstrmemdup(p, (const char *)answer, answer_len);
    x->answer_len = answer_len;
    if (strstr(x->url, "/v1/auth")) {
        x->answer = "{\"token\":\"t\"}";
        x->answer_len = strlen(x->answer);
    }
}

static smm_gw_auth_e ask(smm_ctx_t *c, const smm_gateway_t *g, const char *name, const char *value,
                         const char *body, size_t len)
{
    smm_gateway_env_t e = {c, smm_http_run, smm_setting, 1000};
    smm_gw_header_t h[2] = {{name, value}, {NULL, NULL}};
    smm_notice_in_t in = {h, body, len};
    smm_notice_t out = {SMM_GW_AUTH_BAD};

    g->verify_notify(&e, &in, &out);
    if (out.auth == SMM_GW_AUTH_OK && (!out.event_key || strlen(out.event_key) > 200))
        abort();
    return out.auth;
}

static void canonical(smm_ctx_t *c, const char *body, size_t len)
{
    const char *text = smm_np_canonical(c->pool, body, len), *again;
    smm_gw_part_t part;

    if (!text)
        return;
    again = smm_np_canonical(c->pool, text, strlen(text));
    if (!again || strcmp(text, again) != 0)
        abort();
    part = (smm_gw_part_t){text, strlen(text)};
    if (*text == '{' && ask(c, &smm_gateway_nowpayments, "x-nowpayments-sig",
                            smm_gw_hmac_hex(c->pool, "SHA512", "the secret", &part, 1), body,
                            len) != SMM_GW_AUTH_OK)
        abort();
}

static void notice(smm_ctx_t *c, const smm_gateway_t *g, const char *name, const char *data,
                   size_t len)
{
    const char *line = memchr(data, '\n', len);
    size_t head = line ? (size_t)(line - data) : len, left = line ? len - head - 1 : 0;
    char *body = malloc(left ? left : 1);

    memcpy(body, line ? line + 1 : "", left); /* exact, without an end */
    if (ask(c, g, name, apr_pstrmemdup(c->pool, data, head), body, left) == SMM_GW_AUTH_OK)
        abort();
    canonical(c, body, left);
    free(body);
}

static void answers(smm_ctx_t *c, const smm_gateway_t *g)
{
    smm_gateway_env_t e = {c, smm_http_run, smm_setting, 1000};
    smm_intent_t in = {1,
                       "demo-P1",
                       "a key of the payment",
                       1000,
                       2,
                       "USD",
                       "Pay",
                       "PI-1",
                       "a@b.example",
                       "A",
                       "DE",
                       "https://p.example/r",
                       "https://p.example/c",
                       "https://p.example/n"};
    const char *text = NULL;
    smm_checkout_t out = {0};
    smm_snapshot_t s = {0}, r = {0};

    if (g->create(&e, &in, &out) == SMM_GW_OK &&
        (!smm_gw_ref_ok(out.gateway_ref) || !smm_gateway_link_ok(out.redirect_url)))
        abort();
    if (g->fetch(&e, "ref_1", &s) == SMM_GW_OK &&
        (!s.state || s.asked_minor < 0 || s.paid_minor < 0 || s.refunded_minor < 0 ||
         (s.paid_minor > 0 && (!s.payment_id || !s.reference || !s.currency))))
        abort();
    if (g->fetch_refund && g->fetch_refund(&e, "ref_1", &r) == SMM_GW_OK && !r.state)
        abort();
    if (g->refund && g->refund(&e, "ref_1", 100, "another key here", &text) == SMM_GW_OK &&
        !smm_gw_ref_ok(text))
        abort();
    g->test(&e, &text);
    if (!text)
        abort();
}

/** What can be read can be written, and is read as the same. */
static void links(smm_ctx_t *c, const char *data, size_t len)
{
    smm_bip21_t a, b;
    const char *made;

    if (smm_bip21_read(c->pool, apr_pstrmemdup(c->pool, data, len), &a) != NULL)
        return;
    made = smm_bip21_write(c->pool, &a);
    if (!made || smm_bip21_read(c->pool, made, &b) != NULL || a.satoshi != b.satoshi ||
        strcmp(a.address, b.address) != 0 || !a.label != !b.label || !a.message != !b.message)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const struct {
        const smm_gateway_t *g;
        const char *header;
    } all[] = {{&smm_gateway_btcpay, "BTCPay-Sig"},
               {&smm_gateway_nowpayments, "x-nowpayments-sig"},
               {&smm_gateway_coingate, "x-none"},
               {&smm_gateway_bitpay, "x-signature"}};
    smm_panel_t panel = {.id = 1, .key = "demo"};
    smm_ctx_t c = {.panel = &panel, .now = 1700000000};
    static int begun;

    if (!begun)
        begun = apr_initialize() == APR_SUCCESS;
    if (len < 1)
        return 0;
    apr_pool_create(&c.pool, NULL);
    answer = data + 1;
    answer_len = len - 1;
    if (data[0] & 16)
        links(&c, (const char *)data + 1, len - 1);
    else if (data[0] & 4)
        notice(&c, all[data[0] % 4].g, all[data[0] % 4].header, (const char *)data + 1, len - 1);
    else
        answers(&c, all[data[0] % 4].g);
    apr_pool_destroy(c.pool);
    return 0;
}
