/* SPDX-License-Identifier: Apache-2.0 */
/* Names of services with their tags: any bytes; what comes out is within its bounds and UTF-8. */
// clang-format off
// fuzz-sources: modules/lib/nametag.c modules/lib/nametag_fold.c modules/lib/nametag_rules.c
// fuzz-sources: modules/core/form/pairs.c
// clang-format on
// fuzz-libs: -lcrypto -lpcre2-8
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "smm_nametag.h"
#include "../../modules/core/form/parse.h"

#define SURE(x)                                                                                    \
    if (!(x))                                                                                      \
    abort()

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static int begun;
    apr_pool_t *p;
    smm_nametag_t t, again;

    if (!begun++) {
        apr_initialize();
    }
    apr_pool_create(&p, NULL);
    const char *name = apr_pstrmemdup(p, (const char *)data, len);
    smm_nametag_parse(p, name, &t);
    SURE(t.refill_kind >= SMM_NT_REFILL_NONE && t.refill_kind <= SMM_NT_REFILL_UNKNOWN);
    SURE(t.refill_kind != SMM_NT_REFILL_DAYS || t.refill_days > 0);
    SURE(t.cancel >= -1 && t.cancel <= 1 && t.monetized >= -1 && t.monetized <= 1);
    SURE(t.drop >= SMM_NT_DROP_UNSTATED && t.drop <= SMM_NT_DROP_PCT);
    SURE(t.speed_lo >= -1 && t.speed_hi >= -1 && t.start_min >= -1 && t.start_max >= -1);
    SURE(t.qty_min >= -1 && t.qty_max >= -1);
    SURE(t.symbols[SMM_NT_SYMBOLS - 1] == NULL || t.symbols[SMM_NT_SYMBOLS - 1][0]);
    if (smm_utf8_count(name, strlen(name)) >= 0) {
        SURE(!*name || *t.clean);
        SURE(smm_utf8_count(t.clean, strlen(t.clean)) >= 0);
    }
    smm_nametag_parse(p, name, &again);
    SURE(strcmp(t.clean, again.clean) == 0 && t.speed_hi == again.speed_hi);
    smm_nametag_json(p, name);
    smm_nametag_plain(p, name);
    apr_pool_destroy(p);
    return 0;
}
