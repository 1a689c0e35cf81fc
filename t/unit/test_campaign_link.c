/* SPDX-License-Identifier: Apache-2.0 */
/* Links, list fields and the refund rule (with its vectors). */
#include <stdlib.h>
#include <apr_strings.h>
#include <jansson.h>
#include "domain/smm_campaign_int.h"
#include "tap.h"

static void links(void)
{
    static const char *const good[] = {
        "https://example.com",      "http://example.com/page?a=1&b=2#c", "HTTPS://Example.com/x",
        "https://bücher.example/ä", "https://example.com:8443/",         "https://[2001:db8::1]/x",
        "  https://example.com/x  "};
    static const char *const bad[] = {"",
                                      " ",
                                      "https://",
                                      "https:///x",
                                      "ftp://example.com",
                                      "javascript:alert(1)",
                                      "https://exa mple.com",
                                      "https://user:pw@example.com/",
                                      "https://-x.example",
                                      "https://example.com/<script>",
                                      "https://example.com/\"x",
                                      "data:text/html,x",
                                      "https://exam\tple.com",
                                      "https://a!b.example",
                                      "http://"};
    const char *out;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ok(!smm_link_check(tap_pool, good[i], 0, &out), good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(smm_link_check(tap_pool, bad[i], 1, &out) != NULL, bad[i]);
    ok(smm_link_check(tap_pool, apr_psprintf(tap_pool, "https://example.com/%02100d", 1), 1,
                      &out) != NULL,
       "too long");
    ok(smm_link_check(tap_pool, "somebody", 0, &out) != NULL, "a bare name where a URL is asked");
    ok(!smm_link_check(tap_pool, "@some.body", 1, &out), "a bare name where it may be");
    is(smm_link_hash(tap_pool, "https://Example.com/x/"),
       smm_link_hash(tap_pool, "http://example.com/x"), "the same page");
    ok(strcmp(smm_link_hash(tap_pool, "https://example.com/X"),
              smm_link_hash(tap_pool, "https://example.com/x")),
       "another page");
}

static void policy(void)
{
    ok(smm_link_barred("https://www.bad.example/x", "bad.example"), "sub-domain");
    ok(smm_link_barred("https://BAD.example", "one.example, bad.example\nthree.example"),
       "list, capitals");
    ok(!smm_link_barred("https://notbad.example", "bad.example"), "another host");
    ok(!smm_link_barred("https://ok.example/bad.example", "bad.example"), "in the path");
    ok(smm_link_barred("https://bad.example:443/", "bad.example"), "with a port");
    ok(!smm_link_barred("https://ok.example", "") && !smm_link_barred("https://ok.example", NULL),
       "no list");
}

static void items(void)
{
    int64_t n;
    is(smm_list_clean(tap_pool, " a \r\n\r\nb,c\n  \n", 0, &n), "a\nb,c", "lines");
    is_int(n, 2, "… two");
    is(smm_list_clean(tap_pool, "a, b,,\nc", 1, &n), "a\nb\nc", "lines and commas");
    is_int(n, 3, "… three");
    is(smm_list_clean(tap_pool, NULL, 1, &n), "", "nothing");
    is_int(n, 0, "… none");
}

static void refunds(void)
{
    const char *src = getenv("srcdir");
    json_t *root = json_load_file(apr_pstrcat(tap_pool, src ? src : ".",
                                              "/../shared/reference/vectors/refund.json", NULL),
                                  0, NULL),
           *v;
    size_t i;
    json_array_foreach(json_object_get(root, "vectors"), i, v)
    {
        const char *st = json_string_value(json_object_get(v, "status"));
        smm_campaign_t k = {.charge = json_integer_value(json_object_get(v, "charge_micro")),
                            .quantity = json_integer_value(json_object_get(v, "qty")),
                            .remains = json_integer_value(json_object_get(v, "remains")),
                            .refunded =
                                json_integer_value(json_object_get(v, "already_refunded_micro"))};
        k.state = !strcmp(st, "partial")    ? SMM_CS_PARTIAL
                  : !strcmp(st, "canceled") ? SMM_CS_CANCELED
                                            : SMM_CS_COMPLETED;
        is_int(smm_campaign_refundable(&k),
               json_integer_value(json_object_get(v, "refund_now_micro")),
               apr_psprintf(tap_pool, "refund vector %d", (int)i));
    }
    json_decref(root);
    smm_campaign_t k = {
        .charge = 900000, .quantity = 1000, .remains = 157, .state = SMM_CS_PARTIAL};
    is_int(smm_campaign_refundable(&k), 141300, "partial");
    k.state = SMM_CS_TERMINATED;
    is_int(smm_campaign_refundable(&k), 0, "terminated pays nothing more");
    k.state = SMM_CS_IN_PROGRESS;
    is_int(smm_campaign_refundable(&k), 0, "nothing before the provider's word");
    k.state = SMM_CS_PARTIAL;
    k.remains = SMM_C_NONE;
    is_int(smm_campaign_refundable(&k), 0, "nothing while the rest is not known");
    k.state = SMM_CS_CANCELED;
    is_int(smm_campaign_refundable(&k), 900000, "canceled: the whole charge");
}

int main(void)
{
    tap_init();
    links();
    policy();
    items();
    refunds();
    return tap_done();
}
