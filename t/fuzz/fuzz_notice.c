/* SPDX-License-Identifier: Apache-2.0 */
/* Notices of the sandbox gateway: header and body, parted by the first line end. Unsigned ones are
 * never believed; with the right signature put in front, the body's JSON is read. */
// clang-format off
// fuzz-sources: modules/wallet/gateway/sandbox.c modules/wallet/gateway/hmac.c
// fuzz-sources: modules/wallet/domain/gateway.c modules/core/settings/secret.c
// clang-format on
// fuzz-libs: -lcrypto -ljansson -laprutil-1
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "smm_gateway.h"
#include "smm_http.h"
#include "smm_settings.h"
#include "../../modules/wallet/domain/smm_payment.h"
#include "../../modules/wallet/gateway/gateways.h"

/* what the gateway's other calls would need */
void smm_settings_add(const smm_setting_t *table)
{
}
const char *smm_setting(smm_ctx_t *c, const char *key)
{
    return strstr(key, "secret") ? "the secret" : NULL;
}
void smm_http_run(apr_pool_t *p, smm_http_t *x, int n)
{
}

const smm_setting_t *smm_bill_settings(apr_pool_t *p, const smm_gateway_t *g)
{
    return NULL;
}

int smm_quote_make(smm_ctx_t *c, const smm_gateway_t *g, int64_t total, smm_quote_t *out)
{
    return -1;
}

static smm_notice_t ask(smm_ctx_t *c, const char *header, const char *body, size_t len)
{
    smm_gateway_env_t e = {c, smm_http_run, smm_setting, 0};
    smm_gw_header_t h[] = {{"x-sandbox-signature", header}, {NULL, NULL}};
    smm_notice_in_t in = {h, body, len};
    smm_notice_t out = {SMM_GW_AUTH_BAD};

    smm_gateway_sandbox.verify_notify(&e, &in, &out);
    if (out.auth == SMM_GW_AUTH_OK && !out.event_key) {
        abort();
    }
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static int begun;
    smm_panel_t panel = {.id = 1, .key = "demo"};
    smm_ctx_t c = {.panel = &panel, .now = 1700000000};
    const char *line, *sig;
    char *body, *signed_text;

    if (!begun++) {
        apr_initialize();
    }
    apr_pool_create(&c.pool, NULL);
    line = memchr(data, '\n', len);
    size_t head = line ? (size_t)(line - (const char *)data) : len,
           left = line ? len - head - 1 : 0;
    body = malloc(left ? left : 1); /* exact, without an end */
    memcpy(body, line ? line + 1 : "", left);
    if (ask(&c, apr_pstrmemdup(c.pool, (const char *)data, head), body, left).auth ==
        SMM_GW_AUTH_OK) {
        abort();
    }
    signed_text = malloc(11 + left);
    memcpy(signed_text, "1700000000.", 11);
    memcpy(signed_text + 11, body, left);
    sig = smm_hmac_sha256_hex(c.pool, "the secret", signed_text, 11 + left);
    ask(&c, apr_pstrcat(c.pool, "t=1700000000,v1=", sig, NULL), body, left);
    smm_gateway_link_ok(apr_pstrmemdup(c.pool, (const char *)data, head));
    free(signed_text);
    free(body);
    apr_pool_destroy(c.pool);
    return 0;
}
