/* SPDX-License-Identifier: Apache-2.0 */
/* v5.0.0-3.5.1: form tokens and one-time messages belong to one browser of one panel. */
#include "tap.h"
#include <apr_strings.h>
#include "../../modules/core/session/token.h"

static const unsigned char secret_a[32] = {1, 2, 3}, secret_b[32] = {1, 2, 4};
static const smm_panel_t panel = {.key = "a", .secret = secret_a};
static const smm_panel_t other = {.key = "b", .secret = secret_b};
static const char *const mine = "sAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
static const char *const yours = "sAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB";

static void csrf(void)
{
    const char *token = smm_csrf_make(tap_pool, &panel, mine);
    char *changed = apr_pstrdup(tap_pool, token);

    changed[10] = changed[10] == '0' ? '1' : '0';
    ok(smm_csrf_ok(tap_pool, &panel, mine, token), "the right token");
    ok(!smm_csrf_ok(tap_pool, &panel, yours, token), "of another browser");
    ok(!smm_csrf_ok(tap_pool, &other, mine, token), "of another panel's secret");
    ok(!smm_csrf_ok(tap_pool, &panel, mine, changed), "one character changed");
    ok(!smm_csrf_ok(tap_pool, &panel, mine, ""), "empty");
    ok(!smm_csrf_ok(tap_pool, &panel, mine, NULL), "absent");
    ok(!smm_csrf_ok(tap_pool, &panel, NULL, token), "no cookie");
    ok(smm_token_ok(mine), "a session's token");
    ok(!smm_token_ok("sshort") && !smm_token_ok("xAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA") &&
           !smm_token_ok("sAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA;A"),
       "what is none");
}

static void flash(void)
{
    smm_flash_t in = {"ok", "Saved {0}.", "a <b> ü"}, out;
    const char *cookie = smm_flash_pack(tap_pool, &panel, mine, 1000, &in);
    char *changed = apr_pstrdup(tap_pool, cookie);

    ok(smm_flash_unpack(tap_pool, &panel, mine, 1010, cookie, &out), "a message comes back");
    is(out.tone, "ok", "tone");
    is(out.message, "Saved {0}.", "message");
    is(out.a, "a <b> ü", "argument");
    ok(!smm_flash_unpack(tap_pool, &panel, yours, 1010, cookie, &out), "not in another browser");
    ok(!smm_flash_unpack(tap_pool, &other, mine, 1010, cookie, &out), "not in another panel");
    ok(!smm_flash_unpack(tap_pool, &panel, mine, 1000 + SMM_FLASH_SECONDS + 1, cookie, &out),
       "not later");
    changed[2] = changed[2] == 'A' ? 'B' : 'A';
    ok(!smm_flash_unpack(tap_pool, &panel, mine, 1010, changed, &out), "not changed");
    ok(!smm_flash_unpack(tap_pool, &panel, mine, 1010, "", &out), "not empty");
    ok(!smm_flash_unpack(tap_pool, &panel, mine, 1010, ".", &out), "not a dot");
    in.a = NULL;
    ok(smm_flash_unpack(tap_pool, &panel, mine, 1010,
                        smm_flash_pack(tap_pool, &panel, mine, 1000, &in), &out) &&
           out.a == NULL,
       "no argument");
    in.a = apr_psprintf(tap_pool, "%02000d", 1);
    ok(smm_flash_pack(tap_pool, &panel, mine, 1000, &in) == NULL, "too long for a cookie");
}

int main(void)
{
    tap_init();
    csrf();
    flash();
    return tap_done();
}
