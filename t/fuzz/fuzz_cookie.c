/* SPDX-License-Identifier: Apache-2.0 */
/* What a browser sends back: tokens, form tokens, one-time messages, sealed texts. Nothing that was
 * not made here is believed, and what was made comes back whole. */
// fuzz-sources: modules/core/session/token.c modules/core/settings/secret.c
// fuzz-libs: -lcrypto -laprutil-1
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "../../modules/core/session/token.h"
#include "smm_settings.h"

#define TOKEN "sAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void round_trip(apr_pool_t *p, const smm_panel_t *panel, char *text)
{
    smm_flash_t in = {"ok", text, NULL}, out;
    char *line = strchr(text, '\n');
    const char *cookie;

    if (line) {
        *line = '\0';
        in.a = line + 1;
        if (strchr(in.a, '\n')) {
            in.a = NULL;
        }
    }
    cookie = smm_flash_pack(p, panel, TOKEN, 1000, &in);
    if (cookie == NULL) {
        return;
    }
    if (!smm_flash_unpack(p, panel, TOKEN, 1001, cookie, &out) || strcmp(out.message, text) != 0 ||
        smm_flash_unpack(p, panel, TOKEN, 1000 + SMM_FLASH_SECONDS + 1, cookie, &out) ||
        smm_flash_unpack(p, panel, "v" TOKEN, 1001, cookie, &out)) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const unsigned char key[32] = "0123456789abcdef0123456789abcde";
    static const smm_panel_t panel = {.id = 1, .key = "demo", .secret = key};
    static int begun;
    apr_pool_t *p;
    smm_flash_t flash;
    const char *plain;

    if (!begun++) {
        apr_initialize();
    }
    apr_pool_create(&p, NULL);
    char *text = apr_pstrmemdup(p, (const char *)data, len);
    if (smm_token_ok(text) && strlen(text) != 44) {
        abort();
    }
    if (smm_flash_unpack(p, &panel, TOKEN, 1000, text, &flash) ||
        smm_csrf_ok(p, &panel, TOKEN, text) || smm_unseal(p, &panel, "x", text)) {
        abort(); /* signed by nobody */
    }
    plain = smm_unseal(p, &panel, "x", smm_seal(p, &panel, "x", text));
    if (plain == NULL || strcmp(plain, text) != 0 ||
        !smm_csrf_ok(p, &panel, TOKEN, smm_csrf_make(p, &panel, TOKEN))) {
        abort();
    }
    round_trip(p, &panel, text);
    apr_pool_destroy(p);
    return 0;
}
