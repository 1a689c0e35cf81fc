/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Display rates and amounts shown by them: what is read lies within its bounds, one rate and its
 * inverse agree, and each text is the exact value rounded half-up at the decimals that it shows.
 */
// clang-format off
// fuzz-sources: modules/lib/currency.c modules/lib/money.c
// clang-format on
// fuzz-libs:
#include <stdlib.h>
#include <string.h>
#include "smm_currency.h"

static void need(int good)
{
    if (!good)
        abort();
}

static __int128 ten_to(int n)
{
    __int128 v = 1;

    while (n-- > 0)
        v *= 10;
    return v;
}

/** The text's digits without sign and point, and how many stand after the point. */
static __int128 digits_of(const char *s, int *decimals)
{
    __int128 v = 0;
    int point = 0;

    *decimals = 0;
    for (s += *s == '-'; *s; s++) {
        if (*s == '.') {
            need(!point++);
            continue;
        }
        need(*s >= '0' && *s <= '9');
        v = v * 10 + (*s - '0');
        *decimals += point;
    }
    return v;
}

/** |value × 10^decimals − digits| is at most a half: 2 × |micro × rate × 10^d − digits × 10^12| ≤
 * 10^12. */
static void shown(int64_t micro, const smm_shown_t *as)
{
    char out[SMM_USD_TEXT];
    const char *s = smm_shown_text(out, micro, as);
    __int128 v, exact, off;
    int d;

    if (!s)
        return;
    need(strlen(s) < SMM_USD_TEXT);
    v = digits_of(s, &d);
    need(d >= as->exponent && d <= 6);
    /* in micro-units, so that 128 bits are enough: rate and amount both have six decimals */
    exact = (__int128)(micro < 0 ? -(__int128)micro : micro) * as->rate_e6;
    off = exact - v * ten_to(12 - d);
    off = off < 0 ? -off : off;
    need(2 * off <= ten_to(12 - d));
    need((*s == '-') <= (micro < 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    smm_shown_t as = {"", 0, 0};
    int64_t micro = 0, back, other;
    char *text, *bar;

    if (size < 10)
        return 0;
    memcpy(&micro, data, 8);
    as.exponent = data[8] % 5;
    text = malloc(size - 8);
    memcpy(text, data + 9, size - 9);
    text[size - 9] = '\0';
    bar = strchr(text, '/');
    if (bar)
        *bar++ = '\0';
    if (smm_shown_rate(text, &as.rate_e6) == 0) {
        need(as.rate_e6 > 0 && as.rate_e6 <= SMM_SHOWN_RATE_MAX);
        need(!smm_shown_jump(as.rate_e6, as.rate_e6));
        if (smm_shown_cross(text, "1", &back) == 0)
            need(back == as.rate_e6);
        shown(micro, &as);
        shown(micro % 100000000, &as);
        shown(micro % 5000, &as);
    }
    if (smm_shown_inverse(text, &back) == 0) {
        need(back > 0 && back <= SMM_SHOWN_RATE_MAX);
        need(smm_shown_cross("1", text, &other) == 0 && other == back);
    }
    if (bar && smm_shown_cross(text, bar, &back) == 0)
        need(back > 0 && back <= SMM_SHOWN_RATE_MAX);
    if (smm_currency_find(text))
        need(strlen(text) == 3);
    free(text);
    return 0;
}
