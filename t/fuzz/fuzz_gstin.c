/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GSTIN: what is accepted is tidy, stays accepted, and agrees with a slow reading of its check
 * character from the right; of all 36 last characters exactly one is accepted.
 */
// clang-format off
// fuzz-sources: modules/lib/gstin.c modules/lib/tax_id.c
// clang-format on
// fuzz-libs:
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "smm_gstin.h"
#include "smm_tax_id.h"

static const char base36[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static int value(char c)
{
    const char *at = c ? strchr(base36, c) : NULL;

    if (!at)
        abort();
    return (int)(at - base36);
}

/** Luhn in base 36, from the character before the last one leftwards, every first doubled. */
static char slow_check(const char *tidy)
{
    int sum = 0, twice = 1, i;

    for (i = 13; i >= 0; i--, twice = !twice) {
        int v = value(tidy[i]) * (twice ? 2 : 1);
        sum += v / 36 + v % 36;
    }
    return base36[(36 - sum % 36) % 36];
}

static void accepted(const char *tidy)
{
    char other[16], again[16];
    int i, n = 0;

    if (strlen(tidy) != 15 || tidy[13] != 'Z' || tidy[14] != slow_check(tidy))
        abort();
    if (smm_gstin_check(tidy, again) != SMM_GSTIN_OK || strcmp(again, tidy) != 0)
        abort();
    memcpy(other, tidy, 3);
    other[2] = '\0';
    if (!smm_gst_state_find(other))
        abort();
    memcpy(other, tidy, sizeof(other));
    for (i = 0; i < 36; i++) {
        other[14] = base36[i];
        n += smm_gstin_check(other, again) == SMM_GSTIN_OK;
    }
    if (n != 1)
        abort();
}

/* A tax number that is accepted stays so in capitals; India's is a GSTIN and nothing else. */
static void numbers(const char *text)
{
    static const char *const countries[] = {"IN", "DE", "IE", "RO", "CH", "US"};
    char *large = strdup(text), tidy[16];

    for (char *s = large; *s; s++)
        if (*s >= 'a' && *s <= 'z')
            *s = (char)(*s - 32);
    for (unsigned i = 0; i < sizeof(countries) / sizeof(*countries); i++)
        if (smm_tax_id_ok(countries[i], text) != smm_tax_id_ok(countries[i], large))
            abort();
    if (smm_tax_id_ok("IN", text) != (smm_gstin_check(text, tidy) == SMM_GSTIN_OK))
        abort();
    free(large);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *text = malloc(len + 1), tidy[16];
    smm_gstin_e e;
    int i;

    memcpy(text, data, len);
    text[len] = '\0';
    memset(tidy, 'x', sizeof(tidy));
    e = smm_gstin_check(text, tidy);
    if (e == SMM_GSTIN_OK)
        accepted(tidy);
    else if (*tidy)
        abort();
    if (!*smm_gstin_word(e))
        abort();
    /* a wrong last character is the only thing wrong: one of the others is right */
    if (e == SMM_GSTIN_CHECK) {
        char *last = text + strlen(text);
        int n = 0;

        while (last > text && (last[-1] == ' ' || (last[-1] >= '\t' && last[-1] <= '\r')))
            last--;
        for (i = 0; i < 36; i++) {
            last[-1] = base36[i];
            if (smm_gstin_check(text, tidy) == SMM_GSTIN_OK) {
                n++;
                accepted(tidy);
            }
        }
        if (n != 1)
            abort();
    }
    smm_gst_state_find(text);
    numbers(text);
    free(text);
    return 0;
}
