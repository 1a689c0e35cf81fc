/* SPDX-License-Identifier: Apache-2.0 */
#include "tap.h"
#include "../../modules/core/route/match.h"

static smm_match_t *m;

static const char *find(const char *method, const char *path, smm_matched_t *out)
{
    smm_match_find(m, tap_pool, method, path, out);
    return out->route;
}

int main(void)
{
    smm_matched_t x;

    tap_init();
    m = smm_match_make(tap_pool);
    ok(!smm_match_add(m, "GET", "/", "home"), "add /");
    ok(!smm_match_add(m, "GET", "/app/campaigns/:id", "show"), "add :id");
    ok(!smm_match_add(m, "GET", "/app/campaigns/new", "new"), "add literal");
    ok(!smm_match_add(m, "POST", "/app/campaigns/new", "create"), "add POST");
    ok(!smm_match_add(m, "POST", "/app/campaigns/:id/refill", "refill"), "add action");
    ok(!smm_match_add(m, "GET", "/help/:slug", "article"), "add :slug");
    ok(!smm_match_add(m, "*", "/pay/notify/:slug/:slug", "notify"), "add machine route");
    ok(!smm_match_add(m, "*", "/api/v2/", "api"), "add a path with a slash at its end");
    ok(smm_match_add(m, "GET", "/app/campaigns/:id", "again"), "the same twice is refused");
    ok(smm_match_add(m, "GET", "/a/:name", "x"), "an unknown argument is refused");
    ok(smm_match_add(m, "GET", "a", "x"), "a path without slash is refused");

    is(find("GET", "/", &x), "home", "root");
    is(find("HEAD", "/", &x), "home", "HEAD is served by GET");
    is(find("GET", "/app/campaigns/new", &x), "new", "literal wins");
    is(find("POST", "/app/campaigns/new", &x), "create", "POST");
    is(find("GET", "/app/campaigns/918342", &x), "show", "id");
    is_int(x.arg[0].id, 918342, "its value");
    is(find("GET", "/app/campaigns/9223372036854775807", &x), "show", "largest id");
    is(find("GET", "/app/campaigns/9223372036854775808", &x), NULL, "too large");
    is(find("GET", "/app/campaigns/0", &x), NULL, "0 is no id");
    is(find("GET", "/app/campaigns/07", &x), NULL, "no leading 0");
    is(find("GET", "/app/campaigns/-1", &x), NULL, "no sign");
    is(find("GET", "/app/campaigns/7x", &x), NULL, "no rest");
    ok(!x.known, "and the path is not known");
    is(find("GET", "/app/campaigns/", &x), NULL, "no trailing slash");
    is(find("GET", "/app/campaigns/7/", &x), NULL, "no trailing slash after an id");
    is(find("GET", "/app/campaigns/7/refill", &x), NULL, "wrong method");
    ok(x.known, "the path is known: 405");
    is(x.allow, "POST", "Allow");
    is(find("DELETE", "/app/campaigns/new", &x), NULL, "wrong method on two");
    is(x.allow, "GET, HEAD, POST", "Allow of two");
    is(find("GET", "/help/refill-tags", &x), "article", "slug");
    is(x.arg[0].text, "refill-tags", "its text");
    is(find("GET", "/help/..", &x), NULL, "no dots alone");
    is(find("GET", "/help/a b", &x), NULL, "no blanks");
    is(find("PUT", "/pay/notify/bank/Zx-_9", &x), "notify", "any method");
    is(x.arg[1].text, "Zx-_9", "second argument");
    is(find("POST", "/api/v2/", &x), "api", "a slash at the end when declared");
    is(find("GET", "/api/v2", &x), NULL, "not without");
    is(find("GET", "/1/2/3/4/5/6/7/8/9/10/11/12", &x), NULL, "too deep");
    is(find("GET", "", &x), NULL, "empty");
    is(find("GET", "//", &x), NULL, "empty parts");
    return tap_done();
}
