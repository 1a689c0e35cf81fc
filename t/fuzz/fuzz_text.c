/* SPDX-License-Identifier: Apache-2.0 */
/* Links, lists and tax numbers: what is taken is in its bounds, and taken again as it is. */
// clang-format off
// fuzz-sources: modules/campaign/domain/link.c modules/lib/gstin.c modules/core/form/syntax.c
// fuzz-sources: modules/core/form/pairs.c modules/core/settings/secret.c
// clang-format on
// fuzz-libs: -lcrypto -laprutil-1
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "smm_gstin.h"
#include "../../modules/campaign/domain/smm_campaign_int.h"
#include "../../modules/core/form/parse.h"
#include "../../modules/core/form/syntax.h"

static void link_check(apr_pool_t *p, const char *text, int bare)
{
    const char *out = NULL, *again = NULL;

    if (smm_link_check(p, text, bare, &out) != NULL) {
        return;
    }
    for (const unsigned char *s = (const unsigned char *)out; *s; s++) {
        if (*s <= ' ' || *s == 0x7F || *s == '"' || *s == '<' || *s == '>') {
            abort();
        }
    }
    if ((!bare && strncasecmp(out, "http", 4) != 0) || strlen(out) > 2000 ||
        smm_link_check(p, out, bare, &again) != NULL || strcmp(out, again) != 0) {
        abort();
    }
    smm_link_hash(p, out);
    smm_link_barred(out, text);
}

static void list_clean(apr_pool_t *p, const char *text, int commas)
{
    int64_t n = 0, again = 0, lines = 0;
    const char *out = smm_list_clean(p, text, commas, &n);

    for (const char *s = out; s && *s; s++) {
        lines += *s == '\n';
    }
    if (n < 0 || (n > 0 && lines != n - 1) ||
        (smm_list_clean(p, out ? out : "", commas, &again), again != n)) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static int begun;
    char normal[16], twice[16];
    apr_pool_t *p;

    if (!begun++) {
        apr_initialize();
    }
    apr_pool_create(&p, NULL);
    const char *text = apr_pstrmemdup(p, (const char *)data, len);
    if (smm_utf8_count(text, strlen(text)) >= 0) { /* forms and the API let nothing else through */
        link_check(p, text, 0);
        link_check(p, text, 1);
        list_clean(p, text, 0);
        list_clean(p, text, 1);
        smm_url_ok(text);
        smm_bare_ok(text);
    }
    if (smm_gstin_check(text, normal) == SMM_GSTIN_OK &&
        (strlen(normal) != 15 || smm_gstin_check(normal, twice) != SMM_GSTIN_OK ||
         strcmp(normal, twice) != 0)) {
        abort();
    }
    smm_gst_state_find(text);
    apr_pool_destroy(p);
    return 0;
}
