/* SPDX-License-Identifier: Apache-2.0 */
/* Decimal texts, dates, words: against a slow exact reading, and there and back. */
// clang-format off
// fuzz-sources: modules/lib/money.c modules/lib/time.c modules/lib/words.c modules/lib/billing.c
// clang-format on
// fuzz-libs:
#include <stdlib.h>
#include <string.h>
#include "smm_billing.h"
#include "smm_money.h"
#include "smm_time.h"
#include "smm_words.h"

/** What people may type, read digit by digit with 128 bits. @return -1 = refused. */
static int slow(const char *s, int64_t *out)
{
    unsigned __int128 v = 0;
    int digits = 0, point = -1;

    while (*s == ' ' || (*s >= '\t' && *s <= '\r'))
        s++;
    for (; (*s >= '0' && *s <= '9') || (*s == '.' && point < 0); s++) {
        if (*s == '.') {
            point = 0;
            continue;
        }
        digits++;
        if (point >= 6) {
            if (*s != '0')
                return -1;
            continue;
        }
        v = v * 10 + (unsigned)(*s - '0');
        point += point >= 0;
        if (v > INT64_MAX)
            return -1;
    }
    while (*s == ' ' || (*s >= '\t' && *s <= '\r'))
        s++;
    if (*s || !digits)
        return -1;
    for (point = point < 0 ? 0 : point; point < 6; point++)
        v *= 10;
    *out = (int64_t)v;
    return v > INT64_MAX ? -1 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *text = malloc(len + 1), out[SMM_USD_TEXT], words[400], date[SMM_TIME_TEXT];
    int64_t a = 1, b = 2, back;
    int ra, rb;

    memcpy(text, data, len);
    text[len] = '\0';
    ra = smm_usd_parse(text, &a);
    rb = slow(text, &b);
    /* 64 digits and more are no amount, whatever they say */
    if (strlen(text) < 64 && (ra != rb || (ra == 0 && a != b)))
        abort();
    if (ra == 0) {
        if (smm_usd_parse(smm_usd_text(out, a), &back) != 0 || back != a)
            abort();
        if (smm_price_parse(text, &b) != 0 || b != a)
            abort();
        smm_amount_words(words, sizeof(words), "INR", a);
        smm_amount_words(words, sizeof(words), "USD", a);
    }
    smm_price_parse(text, &b);
    if (smm_time_parse(text, &a) == 0 &&
        (smm_time_parse(smm_time_text(date, a), &back) != 0 || back != a))
        abort();
    smm_invoice_number_ok(text);
    free(text);
    return 0;
}
