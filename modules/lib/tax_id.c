/* SPDX-License-Identifier: Apache-2.0 */
/* Shapes of tax numbers. */
#include <ctype.h>
#include <string.h>
#include "smm_gstin.h"
#include "smm_tax_id.h"

#define LONGEST 20
#define FEWEST_DIGITS 3

/* '9' a digit, 'A' a letter, 'X' either; a small letter or another character stands for itself. */
static const struct {
    const char *country, *prefix;
    const char *shapes; /* with blanks between them */
} SHAPES[] = {
    {"AT", "AT", "u99999999"},
    {"AU", "", "99999999999"},
    {"BE", "BE", "0999999999 1999999999"},
    {"BG", "BG", "999999999 9999999999"},
    {"CH", "CHE", "999999999 999999999mwst 999999999tva 999999999iva"},
    {"CY", "CY", "99999999A"},
    {"CZ", "CZ", "99999999 999999999 9999999999"},
    {"DE", "DE", "999999999"},
    {"DK", "DK", "99999999"},
    {"EE", "EE", "999999999"},
    {"ES", "ES", "A99999999 A9999999A 99999999A"},
    {"FI", "FI", "99999999"},
    {"FR", "FR", "XX999999999"},
    {"GB", "GB", "999999999 999999999999 gd999 ha999"},
    {"GR", "EL", "999999999"},
    {"HR", "HR", "99999999999"},
    {"HU", "HU", "99999999"},
    {"IE", "IE", "9999999A 9999999AA 9A99999A 9+99999A 9*99999A"},
    {"IT", "IT", "99999999999"},
    {"LT", "LT", "999999999 999999999999"},
    {"LU", "LU", "99999999"},
    {"LV", "LV", "99999999999"},
    {"MT", "MT", "99999999"},
    {"NL", "NL", "999999999b99"},
    {"NO", "NO", "999999999 999999999mva"},
    {"PL", "PL", "9999999999"},
    {"PT", "PT", "999999999"},
    {"RO", "RO", "99 999 9999 99999 999999 9999999 99999999 999999999 9999999999"},
    {"SE", "SE", "999999999999"},
    {"SI", "SI", "99999999"},
    {"SK", "SK", "9999999999"},
};

/* Without what people write between the characters, in capitals. @return length, -1: too long. */
static int tidy(const char *text, char out[LONGEST + 1])
{
    int n = 0;

    for (; *text; text++) {
        if (strchr(" .-/", *text))
            continue;
        if (n == LONGEST)
            return -1;
        out[n++] = (char)toupper((unsigned char)*text);
    }
    out[n] = '\0';
    return n;
}

static int fits(const char *shape, size_t len, const char *id)
{
    if (strlen(id) != len)
        return 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char have = (unsigned char)id[i];
        int good = shape[i] == '9'   ? isdigit(have)
                   : shape[i] == 'A' ? isalpha(have)
                   : shape[i] == 'X' ? isalnum(have)
                                     : toupper((unsigned char)shape[i]) == have;

        if (!good)
            return 0;
    }
    return 1;
}

static int one_of(const char *shapes, const char *id)
{
    for (const char *s = shapes; *s;) {
        size_t len = strcspn(s, " ");

        if (fits(s, len, id))
            return 1;
        s += len + (s[len] == ' ');
    }
    return 0;
}

static int plausible(const char *id, int n)
{
    int digits = 0;

    for (const char *s = id; *s; s++) {
        if (!isalnum((unsigned char)*s))
            return 0;
        digits += isdigit((unsigned char)*s) != 0;
    }
    return n >= 4 && digits >= FEWEST_DIGITS;
}

SMM_DECLARE(int) smm_tax_id_ok(const char *country, const char *text)
{
    char id[LONGEST + 1], normal[16];
    int n;

    if (!country || !text || !*text)
        return 0;
    if (strcmp(country, "IN") == 0)
        return smm_gstin_check(text, normal) == SMM_GSTIN_OK;
    n = tidy(text, id);
    for (size_t i = 0; n > 0 && i < sizeof(SHAPES) / sizeof(*SHAPES); i++) {
        size_t len = strlen(SHAPES[i].prefix);

        if (strcmp(SHAPES[i].country, country) != 0)
            continue;
        return one_of(SHAPES[i].shapes, id) ||
               (strncmp(id, SHAPES[i].prefix, len) == 0 && one_of(SHAPES[i].shapes, id + len));
    }
    return n > 0 && plausible(id, n);
}
