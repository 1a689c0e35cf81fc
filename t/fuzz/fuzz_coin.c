/* SPDX-License-Identifier: Apache-2.0 */
/* Coins: addresses, amounts and transaction ids that people paste. What is accepted is stored in
 * one form only and stays accepted; an amount comes back as it was read. */
// clang-format off
// fuzz-sources: modules/wallet/gateway/coin_kind.c modules/wallet/gateway/coin_address.c
// fuzz-sources: modules/lib/currency.c modules/lib/money.c
// fuzz-sources: modules/wallet/gateway/bip21.c modules/wallet/gateway/gw_util.c
// fuzz-sources: modules/wallet/domain/gateway.c modules/core/settings/secret.c
// clang-format on
// fuzz-libs: -lcrypto -ljansson -laprutil-1
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "coin_kind.h"
#include "smm_http.h"
#include "smm_settings.h"
#include "smm_payment.h"

void smm_settings_add(const smm_setting_t *table)
{
}
const char *smm_setting(smm_ctx_t *c, const char *key)
{
    return NULL;
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

static void one(apr_pool_t *p, const smm_coin_kind_t *k, const char *text)
{
    const char *address = smm_coin_address(p, k, text), *again;
    char out[SMM_COIN_TEXT];
    int64_t minor, back;

    if (address) {
        again = smm_coin_address(p, k, address);
        if (!again || strcmp(again, address) != 0)
            abort();
        if (!smm_coin_link(p, k, address, 1))
            abort();
    }
    if (smm_coin_minor(p, k, text, &minor) != 0)
        return;
    if (minor <= 0 || smm_coin_minor(p, k, smm_coin_text(out, k, minor), &back) != 0 ||
        back != minor)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static apr_pool_t *root;
    const smm_coin_kind_t *k;
    const char *text, *tx;
    apr_pool_t *p;

    if (!root) {
        apr_initialize();
        apr_pool_create(&root, NULL);
    }
    apr_pool_create(&p, root);
    text = apr_pstrmemdup(p, (const char *)data, size);
    for (k = smm_coin_kinds; k->code; k++)
        one(p, k, text);
    tx = smm_coin_txid(p, text);
    if (tx && (strlen(tx) != 64 || strcmp(smm_coin_txid(p, tx), tx) != 0))
        abort();
    apr_pool_destroy(p);
    return 0;
}
