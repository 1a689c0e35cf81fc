/* SPDX-License-Identifier: Apache-2.0 */
/* Exact money beyond the vectors: what people type, what pages show, the edges of 63 bits. */
#include "tap.h"
#include "smm_billing.h"
#include "smm_eta.h"
#include "smm_money.h"
#include "smm_time.h"

static void parse(int (*fn)(const char *, int64_t *), const char *text, int64_t want)
{
    int64_t got = -1;
    int rc = fn(text, &got);

    if (want < 0)
        ok(rc != 0 && got == -1, text);
    else
        is_int(rc == 0 ? got : -1, want, text);
}

static void test_parse(void)
{
    static const char *const bad[] = {"",
                                      " ",
                                      ".",
                                      "-1",
                                      "+1",
                                      "1,5",
                                      "$1",
                                      "1 2",
                                      "0x10",
                                      "1e3",
                                      "1E-5",
                                      "NaN",
                                      "0.1234567",
                                      "1..",
                                      "1.2.",
                                      "\xef\xbc\x91",
                                      "12a",
                                      "1\t2",
                                      "1e",
                                      "inf",
                                      "99999999999999999999"};
    size_t i;

    parse(smm_usd_parse, "25", 25 * SMM_USD);
    parse(smm_usd_parse, " 25.00 ", 25 * SMM_USD);
    parse(smm_usd_parse, "0.000001", 1);
    parse(smm_usd_parse, "0.1000000", 100000);
    parse(smm_usd_parse, ".5", 500000);
    parse(smm_usd_parse, "1.", SMM_USD);
    parse(smm_usd_parse, "9223372036854.775807", INT64_MAX);
    parse(smm_usd_parse, "9223372036854.775808", -1);
    parse(smm_usd_parse,
          "00000000000000000000000000000000000000000000000000000000000000000000000000001", SMM_USD);
    for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        parse(smm_usd_parse, bad[i], -1);
    parse(smm_price_parse, "1.0E-5", 10);
    parse(smm_price_parse, "1e-400", 1);
    parse(smm_price_parse, "0e400", 0);
    parse(smm_price_parse, "1e-401", -1);
    parse(smm_price_parse, "1e13", -1);
    parse(smm_price_parse,
          "0.00000000000000000000000000000000000000000000000000000000000000000000001e71", SMM_USD);
    parse(smm_price_parse, "9223372036854.7758071", -1);
    parse(smm_price_parse, "-0.1", -1);
    parse(smm_price_parse, "1e5e5", -1);
}

static void test_text(void)
{
    char b[SMM_USD_TEXT];

    is(smm_usd_text(b, 0), "0.00", "nothing");
    is(smm_usd_text(b, 1), "0.000001", "one micro-USD");
    is(smm_usd_text(b, 12300000), "12.30", "at least two decimals");
    is(smm_usd_text(b, 12345678), "12.345678", "all six when needed");
    is(smm_usd_text(b, -500000), "-0.50", "negative");
    is(smm_usd_text(b, INT64_MIN), "-9223372036854.775808", "the least");
    is(smm_usd_api(b, 278190), "0.27819", "five decimals for the API");
    is(smm_usd_api(b, 900000), "0.90000", "always five");
    is(smm_usd_api(b, 278191), "0.278191", "six when the sixth counts");
    is(smm_minor_text(b, 881234, 2), "8812.34", "paise");
    is(smm_minor_text(b, 5, 2), "0.05", "five cents");
    is(smm_minor_text(b, 500, 0), "500", "yen");
    is(smm_minor_text(b, 1500, 3), "1.500", "dinar");
}

static void test_round_trip(void)
{
    uint64_t s = 7;
    char b[SMM_USD_TEXT];
    int64_t back;
    int i, bad = 0;

    for (i = 0; i < 100000; i++) {
        int64_t v;
        s = s * 6364136223846793005ULL + 1442695040888963407ULL;
        v = (int64_t)(s >> (1 + i % 60));
        bad += smm_usd_parse(smm_usd_text(b, v), &back) != 0 || back != v;
        bad += smm_price_parse(smm_usd_api(b, v), &back) != 0 || back != v;
    }
    is_int(bad, 0, "100 000 amounts survive text and back");
}

static void test_arithmetic(void)
{
    int64_t v = 77;

    ok(smm_charge(INT64_MAX, INT64_MAX, &v) != 0 && v == 77, "a charge beyond 63 bits is refused");
    ok(smm_charge(-1, 1, &v) != 0, "a negative rate is refused");
    ok(smm_charge(1, 1, &v) == 0 && v == 1, "a paid order never costs nothing");
    ok(smm_charge(9000000000000000, 900000, &v) == 0 && v == 8100000000000000000,
       "128 bits inside");
    ok(smm_muldiv_half_up(-5, 1, 10, &v) == 0 && v == -1, "half-up goes away from zero");
    ok(smm_muldiv_half_up(5, 1, 10, &v) == 0 && v == 1, "on both sides");
    ok(smm_muldiv_half_up(1, 1, 0, &v) != 0, "division by zero is refused");
    ok(smm_add(INT64_MAX, 1, &v) != 0, "a sum beyond 63 bits is refused");
    is_int(smm_refund_due(100, 0, 5, 0, SMM_REFUND_PARTIAL), 0, "no quantity, no refund");
    is_int(smm_refund_due(100, 10, 5, 60, SMM_REFUND_PARTIAL), 0,
           "a smaller remainder later never claws back");
    is_int(smm_refund_due(100, 10, 5, 30, SMM_REFUND_PARTIAL), 20, "only the rest is paid");
    is_int(smm_refund_due(100, 10, 0, 30, SMM_REFUND_CANCELED), 70,
           "canceled pays all that is left");
}

static void test_dates(void)
{
    char b[SMM_TIME_TEXT], fy[5];
    int64_t t, d;
    int bad = 0;

    for (d = -800000; d < 800000; d++) {
        smm_date_t x = smm_date_of_days(d);
        bad += smm_days(x.year, x.month, x.day) != d;
    }
    is_int(bad, 0, "4 000 years of days there and back");
    ok(smm_time_parse("2026-11-23T10:00:00Z", &t) == 0, "a time parses");
    is(smm_time_text(b, t), "2026-11-23T10:00:00Z", "and prints");
    ok(smm_time_parse("2026-02-29T00:00:00Z", &t) != 0, "no 29 February in 2026");
    ok(smm_time_parse("2026-11-23 10:00:00Z", &t) != 0, "no blank for the T");
    smm_time_parse("2026-03-31T18:30:00Z", &t);
    is(smm_financial_year(fy, t), "2627", "the year turns by the Indian date");
    is(smm_financial_year(fy, t - 1), "2526", "not before");
}

static void test_states(void)
{
    ok(smm_payment_may("pending", "paid"), "pending may be paid");
    ok(smm_payment_may("expired", "paid"), "late money is taken");
    ok(!smm_payment_may("paid", "pending"), "paid never goes back");
    ok(!smm_payment_may("paid", "paid"), "nor twice");
    ok(smm_payment_may("underpaid", "underpaid"), "a second part may come");
    ok(!smm_payment_may("refunded", "paid"), "refunded is the end");
    ok(!smm_payment_may("pending", "ai"), "a part of a word is no state");
    ok(!smm_payment_may("pending", ""), "nothing is no state");
    is(smm_invoice_next("pending", smm_invoice_event("pending", "paid")), "paid", "invoice paid");
    is(smm_invoice_next("underpaid", smm_invoice_event("underpaid", "cancelled")), "cancelled",
       "written to the balance");
    ok(smm_invoice_event("paid", "pending") == NULL, "no way back for an invoice");
}

int main(void)
{
    tap_init();
    test_parse();
    test_text();
    test_round_trip();
    test_arithmetic();
    test_dates();
    test_states();
    return tap_done();
}
