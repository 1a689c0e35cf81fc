/* SPDX-License-Identifier: Apache-2.0 */
/* Currencies and amounts shown in them: digits, rounding, small prices, the edges of 63 bits. */
#include "tap.h"
#include "smm_currency.h"

static void shown(int64_t micro, const char *code, int64_t rate, const char *want)
{
    smm_shown_t as = {"", smm_currency_exponent(code), rate};
    char out[SMM_USD_TEXT], what[120];

    snprintf(what, sizeof(what), "%" PRId64 " micro at %" PRId64 " in %s is %s", micro, rate, code,
             want ? want : "refused");
    is(smm_shown_text(out, micro, &as), want, what);
}

static void test_shown(void)
{
    shown(5 * SMM_USD, "EUR", 922000, "4.61");
    shown(-5 * SMM_USD, "EUR", 922000, "-4.61");
    shown(0, "EUR", 922000, "0.00");
    shown(0, "JPY", 154000000, "0");
    shown(100 * SMM_USD, "INR", 88123400, "8812.34"); /* reference/money.md 2 */
    shown(900000, "JPY", 154370000, "139");
    shown(SMM_USD, "KWD", 307250, "0.307");
    /* ties go away from zero */
    shown(SMM_USD, "EUR", 1005000, "1.01");
    shown(-SMM_USD, "EUR", 1005000, "-1.01");
    shown(SMM_USD, "JPY", 10500000, "11");
    /* one figure says too little */
    shown(100000, "EUR", 922000, "0.0922");
    shown(1300, "EUR", 922000, "0.0012");
    shown(1300, "JPY", 154000000, "0.2");
    shown(60000, "JPY", 154000000, "9.24");
    shown(50000, "EUR", 1000000, "0.05");
    shown(500, "EUR", 922000, "0.000461");
    shown(1, "EUR", 922000, "0.000001");
    shown(1, "EUR", 1, "0.00");
    shown(470000, "EUR", 981000, "0.46");
    /* as large as it gets */
    shown(INT64_MAX, "EUR", 1000000, "9223372036854.78");
    shown(-INT64_MAX, "EUR", 1000000, "-9223372036854.78");
    shown(INT64_MAX, "EUR", SMM_SHOWN_RATE_MAX, NULL);
    shown(INT64_MIN, "EUR", 1000000, NULL);
}

static void rate(int (*fn)(const char *, int64_t *), const char *text, int64_t want)
{
    int64_t got = -1;
    int rc = fn(text, &got);

    is_int(rc == 0 ? got : -1, want, text);
    if (want < 0)
        is_int(got, -1, "nothing was written");
}

static void test_rates(void)
{
    static const char *const bad[] = {"",
                                      " ",
                                      ".",
                                      "-1",
                                      "+1",
                                      "1,5",
                                      "1e3",
                                      "0",
                                      "0.0000004",
                                      "NaN",
                                      "0.1234567890123",
                                      "1.2.3",
                                      "1 2",
                                      "\xe2\x82\xac"
                                      "1",
                                      "99999999999999999999",
                                      "10000001",
                                      "0x1"};
    int64_t v = -1;

    rate(smm_shown_rate, "0.922", 922000);
    rate(smm_shown_rate, " 88.1234 \r\n", 88123400);
    rate(smm_shown_rate, "0.9221235", 922124);
    rate(smm_shown_rate, "0.92212349", 922123);
    rate(smm_shown_rate, "10000000", SMM_SHOWN_RATE_MAX);
    rate(smm_shown_rate, "0.0000005", 1);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        rate(smm_shown_rate, bad[i], -1);
    rate(smm_shown_inverse, "1.0837", 922765); /* 1 / 1.0837 = 0.92276460… */
    rate(smm_shown_inverse, "0.0000001", SMM_SHOWN_RATE_MAX);
    rate(smm_shown_inverse, "0", -1);
    rate(smm_shown_inverse, "99999999", -1);
    ok(smm_shown_cross("164.35", "1.0837", &v) == 0 && v == 151656362, "yen by way of the euro");
    ok(smm_shown_cross("1", "1.0837", &v) == 0 && v == 922765, "the euro itself");
    ok(smm_shown_cross("0.123456789012", "1", &v) == 0 && v == 123457, "more digits than are kept");
    v = -1;
    ok(smm_shown_cross("1", "0", &v) != 0 && smm_shown_cross("x", "1", &v) != 0 &&
           smm_shown_cross("0", "1", &v) != 0 && v == -1,
       "no rate from nothing");
}

static void test_jump(void)
{
    ok(!smm_shown_jump(1000000, 1200000) && smm_shown_jump(1000000, 1200001), "20 % up");
    ok(!smm_shown_jump(1000000, 800000) && smm_shown_jump(1000000, 799999), "20 % down");
    ok(smm_shown_jump(1, 2) && !smm_shown_jump(7, 8), "least rates");
    ok(!smm_shown_jump(SMM_SHOWN_RATE_MAX, SMM_SHOWN_RATE_MAX), "greatest rate");
}

static void test_table(void)
{
    int n = 0, sorted = 1, sane = 1;

    for (const smm_currency_t *c, *was = NULL; (c = smm_currency_nth(n)) != NULL; was = c, n++) {
        sorted = sorted && (!was || strcmp(was->code, c->code) < 0);
        sane = sane && strlen(c->code) == 3 && c->exponent >= 0 && c->exponent <= 4 && *c->name &&
               smm_currency_find(c->code) == c;
    }
    ok(n > 150 && sorted && sane, "the table is in order, and each code is found");
    ok(!smm_currency_nth(-1) && !smm_currency_nth(n), "nothing beside the table");
    is_int(smm_currency_exponent("jpy"), 0, "any letter case");
    is_int(smm_currency_exponent("KWD"), 3, "three digits");
    is_int(smm_currency_exponent("XXX"), 2, "an unknown code has two");
    ok(!smm_currency_find("EU") && !smm_currency_find("EURO") && !smm_currency_find(NULL),
       "no code");
}

int main(void)
{
    tap_init();
    test_shown();
    test_rates();
    test_jump();
    test_table();
    return tap_done();
}
