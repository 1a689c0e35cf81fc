/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include "smm_words.h"

typedef struct text_t {
    char *out;
    size_t size, len;
    int full;
} text_t;

static void word(text_t *t, const char *w)
{
    size_t n = strlen(w), gap = t->len > 0;

    if (t->full || t->len + gap + n + 1 > t->size) {
        t->full = 1;
        return;
    }
    if (gap)
        t->out[t->len++] = ' ';
    memcpy(t->out + t->len, w, n + 1);
    t->len += n;
}

static void below_hundred(text_t *t, int64_t n)
{
    static const char *const small[] = {"Zero",    "One",     "Two",       "Three",    "Four",
                                        "Five",    "Six",     "Seven",     "Eight",    "Nine",
                                        "Ten",     "Eleven",  "Twelve",    "Thirteen", "Fourteen",
                                        "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen"};
    static const char *const tens[] = {"",      "",      "Twenty",  "Thirty", "Forty",
                                       "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"};

    if (n < 20) {
        word(t, small[n]);
        return;
    }
    word(t, tens[n / 10]);
    if (n % 10)
        word(t, small[n % 10]);
}

typedef struct group_t {
    int64_t size;
    const char *name;
} group_t;

/* largest first; what is left over goes to the next */
static const group_t indian[] = {
    {10000000, "Crore"}, {100000, "Lakh"}, {1000, "Thousand"}, {100, "Hundred"}, {0, NULL}};
static const group_t western[] = {{1000000000000LL, "Trillion"},
                                  {1000000000, "Billion"},
                                  {1000000, "Million"},
                                  {1000, "Thousand"},
                                  {100, "Hundred"},
                                  {0, NULL}};

static void number(text_t *t, int64_t n, const group_t *groups)
{
    const group_t *g;

    if (n == 0) {
        word(t, "Zero");
        return;
    }
    for (g = groups; g->name; g++) {
        if (n < g->size)
            continue;
        number(t, n / g->size,
               groups); /* "One Lakh Crore": the count itself is spelled the same way */
        word(t, g->name);
        n %= g->size;
    }
    if (n > 0)
        below_hundred(t, n);
}

const char *smm_amount_words(char *out, size_t size, const char *currency, int64_t minor)
{
    int rupees = strcmp(currency, "INR") == 0;
    text_t t = {out, size, 0, 0};

    if (minor < 0)
        return NULL;
    word(&t, rupees ? "Rupees" : strcmp(currency, "USD") == 0 ? "US Dollars" : currency);
    number(&t, minor / 100, rupees ? indian : western);
    if (minor % 100) {
        word(&t, "and");
        below_hundred(&t, minor % 100);
        word(&t, rupees ? "Paise" : "Cents");
    }
    word(&t, "Only");
    return t.full ? NULL : out;
}
