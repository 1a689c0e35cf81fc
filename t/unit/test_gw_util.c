/* SPDX-License-Identifier: Apache-2.0 */
/* The helpers of the gateways: exact amounts, JSON by path, encodings, keyed hashes, answers. */
#include "config.h"
#include <apr_strings.h>
#include "gw_util.h"
#include "tap.h"

static void minor(const char *text, int exponent, int64_t want)
{
    int64_t v = -7;
    int rc = smm_gw_minor(text, exponent, &v);

    is_int(rc ? -7 : v, want,
           apr_psprintf(tap_pool, "%s at %d", text ? text : "nothing", exponent));
}

static void amounts(void)
{
    int64_t v = 1;

    minor("826.00", 2, 82600);
    minor("0.29", 2, 29);
    minor("1", 2, 100);
    minor("10.5", 2, 1050);
    minor("10.010", 2, 1001);
    minor("10.000000000000000000000000", 2, 1000);
    minor("000010", 0, 10);
    minor("1.234", 3, 1234);
    minor("100", 0, 100);
    minor("1.2e1", 2, 1200);
    minor("1.50E+3", 2, 150000);
    minor("12000e-2", 2, 12000);
    minor("0e9", 2, 0);
    minor("92233720368547758.07", 2, INT64_MAX);
    minor("92233720368547758.08", 2, -7);
    minor("1e18", 2, -7);
    minor("1e99", 2, -7);
    minor("10.001", 2, -7);
    minor("1.5", 0, -7);
    minor("1e-3", 2, -7);
    minor("-1", 2, -7);
    minor("+1", 2, -7);
    minor(" 1", 2, -7);
    minor("1 ", 2, -7);
    minor("1,5", 2, -7);
    minor("1.", 2, -7);
    minor(".5", 2, -7);
    minor("", 2, -7);
    minor(".", 2, -7);
    minor("1.2.3", 2, -7);
    minor("1e", 2, -7);
    minor("1e+", 2, -7);
    minor("0x10", 2, -7);
    minor(NULL, 2, -7);
    is_int(smm_gw_exponent("jpy"), 0, "JPY");
    is_int(smm_gw_exponent("XPF"), 0, "XPF: the last of the list");
    is_int(smm_gw_exponent("BIF"), 0, "BIF: the first");
    is_int(smm_gw_exponent("KWD"), 3, "KWD");
    is_int(smm_gw_exponent("INR"), 2, "INR");
    is_int(smm_gw_exponent("P X"), 2, "no part of two names");
    ok(smm_gw_rescale(1200, 2, 0, &v) == 0 && v == 12, "1200 cents are 12 whole units");
    ok(smm_gw_rescale(1250, 2, 0, &v) != 0, "1250 cents are not");
    ok(smm_gw_rescale(INT64_MAX / 5, 0, 1, &v) != 0, "too much is refused");
}

static void json(void)
{
    const char *text =
        "{\"a\":{\"b\":[{\"c\":\"x\"},{\"c\":7}]},\"n\":1.50,\"e\":-2E-3,\"s\":\"1 \\\" "
        "2\",\"z\":\"\",\"big\":12345678901234567890}";
    json_t *o = smm_gw_json(tap_pool, text, strlen(text), 0);
    char deep[400];
    int64_t v = 0;

    ok(o == NULL, "a number that fits no integer is refused");
    o = smm_gw_json(tap_pool, text, strlen(text), SMM_GW_NUMBERS);
    is(smm_gw_text(o, "a.b.0.c"), "x", "by path");
    is(smm_gw_text(o, "n"), "1.50", "a number keeps its text");
    is(smm_gw_text(o, "e"), "-2E-3", "with sign and exponent");
    is(smm_gw_text(o, "s"), "1 \" 2", "digits inside a text stay what they are");
    is(smm_gw_text(o, "big"), "12345678901234567890", "and large ones");
    is(smm_gw_text(o, "z"), NULL, "an empty text is none");
    is(smm_gw_text(o, "a.b.9.c"), NULL, "no such place");
    is(smm_gw_text(o, "a.b.x.c"), NULL, "an array has no names");
    is(smm_gw_text(o, "a..b"), NULL, "an empty name");
    ok(smm_gw_int(o, "a.b.1.c", &v) == 0 && v == 7, "an integer from a number's text");
    ok(smm_gw_int(o, "n", &v) != 0, "1.50 is no integer");
    ok(smm_gw_int(o, "big", &v) != 0, "nor what is too large");
    ok(!smm_gw_json(tap_pool, "{\"a\":1,\"a\":2}", 13, 0), "a name twice is refused");
    ok(!smm_gw_json(tap_pool, "{\"a\":", 5, 0), "torn is refused");
    ok(!smm_gw_json(tap_pool, "7", 1, 0), "a bare number is refused");
    memset(deep, '[', 200);
    memset(deep + 200, ']', 200);
    ok(!smm_gw_json(tap_pool, deep, 400, 0), "too deep is refused");
    ok(smm_gw_json(tap_pool, "[\"[[[[\"]", 8, 0) != NULL, "brackets in texts do not count");
    o = smm_gw_json(tap_pool, "{\"i\":42}", 8, 0);
    ok(smm_gw_int(o, "i", &v) == 0 && v == 42, "an integer");
    is_int(smm_gw_int0(o, "j"), 0, "none is 0");
    is(smm_gw_dump(tap_pool, json_pack("{s:s}", "a", "b")), "{\"a\":\"b\"}", "compact text");
}

static void encodings(void)
{
    const smm_gw_part_t parts[] = {{"what do ya ", 11}, {"want for nothing?", 17}};
    apr_size_t len = 0;
    const unsigned char *raw;

    is(smm_gw_hmac_hex(tap_pool, "SHA256", "Jefe", parts, 2),
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "RFC 4231, case 2");
    is(smm_gw_hmac_base64(tap_pool, "SHA256", "Jefe", parts, 2),
       "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=", "the same in base64");
    is(smm_gw_hmac_hex(tap_pool, "NONE", "Jefe", parts, 2), "", "an unknown digest");
    raw = smm_gw_base64_decode(tap_pool, "AAEC/w==", &len);
    ok(raw && len == 4 && memcmp(raw, "\0\1\2\377", 4) == 0, "base64 back");
    ok(!smm_gw_base64_decode(tap_pool, "AAE", &len), "without padding: refused");
    ok(!smm_gw_base64_decode(tap_pool, "A===", &len), "three marks: refused");
    ok(!smm_gw_base64_decode(tap_pool, "AA=A", &len), "a mark inside: refused");
    ok(!smm_gw_base64_decode(tap_pool, "AA A", &len), "a blank: refused");
    ok(!smm_gw_base64_decode(tap_pool, "", &len), "nothing: refused");
    is(smm_gw_basic(tap_pool, "Aladdin", "open sesame"),
       "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "RFC 7617");
    is(smm_gw_escape(tap_pool, "a b/ü"), "a%20b%2F%C3%BC", "percent encoding");
    ok(smm_gw_ref_ok("cs_test-1") && !smm_gw_ref_ok("a/b") && !smm_gw_ref_ok("") &&
           !smm_gw_ref_ok("..") && !smm_gw_ref_ok(NULL),
       "what may be part of a path");
}

/* ---- a call ---------------------------------------------------------------------------------- */

static smm_http_t answer;
static char asked[300];

static void http(apr_pool_t *p, smm_http_t *x, int n)
{
    (void)p;
    (void)n;
    apr_snprintf(asked, sizeof(asked), "%s %s %s", x->method, x->url, x->headers[1]);
    x->rc = answer.rc;
    x->status = answer.status;
    x->answer = answer.answer;
    x->answer_len = answer.answer ? strlen(answer.answer) : 0;
}

static smm_gw_rc_e call(smm_http_rc_e rc, int status, const char *text)
{
    smm_ctx_t c = {.pool = tap_pool};
    smm_gateway_env_t e = {&c, http, NULL, 1000};
    smm_gw_call_t x = {
        .method = "GET", .base = "https://x.example//", .path = "/v1", .auth = "A: b"};

    answer.rc = rc;
    answer.status = status;
    answer.answer = text;
    return smm_gw_call(&e, &x);
}

static void calls(void)
{
    is_int(call(SMM_HTTP_DONE, 200, "{}"), SMM_GW_OK, "200");
    is(asked, "GET https://x.example/v1 A: b", "address and key");
    is_int(call(SMM_HTTP_DONE, 204, ""), SMM_GW_OK, "204");
    is_int(call(SMM_HTTP_DONE, 200, "<html>"), SMM_GW_UNSURE, "200 without JSON");
    is_int(call(SMM_HTTP_DONE, 404, "{}"), SMM_GW_MISSING, "404");
    is_int(call(SMM_HTTP_DONE, 400, "{}"), SMM_GW_REFUSED, "400");
    is_int(call(SMM_HTTP_DONE, 401, "{}"), SMM_GW_REFUSED, "401");
    is_int(call(SMM_HTTP_DONE, 409, "{}"), SMM_GW_UNSURE, "409: the same key is at work");
    is_int(call(SMM_HTTP_DONE, 429, "{}"), SMM_GW_DOWN, "429");
    is_int(call(SMM_HTTP_DONE, 302, "{}"), SMM_GW_UNSURE, "302");
    is_int(call(SMM_HTTP_DONE, 500, "{}"), SMM_GW_UNSURE, "500");
    is_int(call(SMM_HTTP_NOT_SENT, 0, NULL), SMM_GW_DOWN, "not sent");
    is_int(call(SMM_HTTP_AMBIGUOUS, 0, NULL), SMM_GW_UNSURE, "broken off");
}

int main(void)
{
    tap_init();
    amounts();
    json();
    encodings();
    calls();
    return tap_done();
}
