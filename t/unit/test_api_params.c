/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of API calls in every shape that clients send, and in shapes that nobody should. */
#include <apr_strings.h>
#include "domain/api_params.h"
#include "tap.h"

static apr_table_t *t;

static const char *parse(const char *type, const char *body, const char *query)
{
    t = apr_table_make(tap_pool, 8);
    return smm_api_params(tap_pool, type, body, body ? strlen(body) : 0, query, t);
}

static void good(void)
{
    is(parse("application/x-www-form-urlencoded",
             "key=k%31&action=add&link=https%3A%2F%2Fa.example%2F%3Fx%3D1+2&empty=", NULL),
       NULL, "urlencoded");
    is(apr_table_get(t, "key"), "k1", "… decoded");
    is(apr_table_get(t, "link"), "https://a.example/?x=1 2", "… a link");
    is(apr_table_get(t, "empty"), "", "… an empty one");
    is(parse(NULL, "key=a", NULL), NULL, "no media type");
    is(parse(NULL, NULL, "key=a&action=balance"), NULL, "query only");
    is(apr_table_get(t, "action"), "balance", "… read");
    is(parse(NULL, "action=status", "key=a&action=add"), NULL, "body and query");
    is(apr_table_get(t, "action"), "status", "… the body wins");
    is(parse(
           "application/json",
           "{\"key\":\"a\",\"order\":12345678901234567,\"orders\":[1,\"2\"],\"x\":null,\"y\":true}",
           NULL),
       NULL, "JSON");
    is(apr_table_get(t, "order"), "12345678901234567", "… a number, digit for digit");
    is(apr_table_get(t, "orders"), "1,2", "… a list");
    is(parse("text/plain", " {\"key\":\"a\"}", NULL), NULL, "JSON under another name");
    is(parse("multipart/form-data; boundary=XX",
             "--XX\r\nContent-Disposition: form-data; "
             "name=\"key\"\r\n\r\na\r\n--XX\r\nContent-Disposition: form-data; "
             "name=\"comments\"\r\n\r\none\r\ntwo\r\n--XX--\r\n",
             NULL),
       NULL, "multipart");
    is(apr_table_get(t, "key"), "a", "… first part");
    is(apr_table_get(t, "comments"), "one\r\ntwo", "… lines");
    is(parse("multipart/form-data; boundary=\"X Y\"",
             "--X Y\r\ncontent-disposition: form-data; filename=\"f\"; name=\"key\"\r\n\r\n\r\n--X "
             "Y--",
             NULL),
       NULL, "multipart, quoted boundary, empty value");
    is(apr_table_get(t, "key"), "", "… empty");
    is(parse(NULL, "", NULL), NULL, "nothing at all");
    is(parse(NULL, "&&a=1&", NULL), NULL, "stray ampersands");
}

static void bad(void)
{
    static const char *const forms[] = {"a=%",      "a=%4",        "a=%zz",   "a=%00", "a=%ff",
                                        "a=%c0%80", "a=%ed%a0%80", "a=1&a=2", "=1",    "a=\xff"};
    static const char *const jsons[] = {"{",
                                        "[]",
                                        "7",
                                        "{\"a\":1}x",
                                        "{\"a\":1,\"a\":2}",
                                        "{\"a\":{}}",
                                        "{\"a\":[[1]]}",
                                        "{\"a\":\"\\u0000\"}",
                                        "{\"a\":[{}]}"};
    static const char *const parts[] = {
        "",
        "--XX",
        "--XX\r\n",
        "--XX\r\n\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\na\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\nb\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--XX",
        "junk"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        ok(parse(NULL, forms[i], NULL) != NULL,
           forms[i][0] == '=' || (unsigned char)forms[i][2] < 127 ? forms[i] : "raw bytes");
    for (size_t i = 0; i < sizeof jsons / sizeof *jsons; i++)
        ok(parse("application/json", jsons[i], NULL) != NULL, jsons[i]);
    for (size_t i = 1; i < sizeof parts / sizeof *parts; i++)
        ok(parse("multipart/form-data; boundary=XX", parts[i], NULL) != NULL,
           apr_psprintf(tap_pool, "multipart %d", (int)i));
    ok(parse("multipart/form-data", "x", NULL) != NULL, "no boundary");
    const char *many = "";
    for (int i = 0; i < 70; i++)
        many = apr_psprintf(tap_pool, "%sp%d=1&", many, i);
    ok(parse(NULL, many, NULL) != NULL, "too many");
    apr_table_t *nul = apr_table_make(tap_pool, 1);
    ok(smm_api_params(tap_pool, NULL, "a=\0b", 4, NULL, nul) != NULL, "a NUL byte");
}

int main(void)
{
    tap_init();
    good();
    bad();
    return tap_done();
}
