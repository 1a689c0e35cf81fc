/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Currencies: the one table of ISO 4217 codes, digits and names, and amounts in USD as they are
 * shown in another one. A display rate is units of the currency for 1 USD, times 1e6. What is shown
 * is never charged. Functions that return int answer 0, or -1 for "refused".
 */
#ifndef SMM_CURRENCY_H
#define SMM_CURRENCY_H

#include "smm_money.h"

/** Rates from 0.000001 to ten million units for one USD. */
#define SMM_SHOWN_RATE_MAX 10000000000000LL
/** A move of more than this many hundredths is asked about before it is taken. */
#define SMM_SHOWN_MOVE 20

typedef struct smm_currency_t {
    const char *code; /* "EUR" */
    int exponent;     /* decimals of its smallest unit: 0 to 4 */
    const char *name; /* English */
} smm_currency_t;

/** By code, in any letter case; NULL when the table has none. */
SMM_DECLARE(const smm_currency_t *) smm_currency_find(const char *code);
/** All of them by code, from 0; NULL after the last. */
SMM_DECLARE(const smm_currency_t *) smm_currency_nth(int n);
/** Decimals of a currency's smallest unit; 2 for a code that is not in the table. */
SMM_DECLARE(int) smm_currency_exponent(const char *code);

/** A chosen currency, as a page shows it. */
typedef struct smm_shown_t {
    char code[4];
    int exponent;
    int64_t rate_e6;
} smm_shown_t;

/**
 * Micro-USD as decimal text in another currency, half-up (reference/money.md 2), with the
 * currency's digits. Where those leave one figure or none, as with prices per 1000, it gets digits
 * until there are three figures, six at most: "4.61", "-0.92", "139", "0.0922", "0.000461".
 * @return out, or NULL when the result passes 63 bits.
 */
SMM_DECLARE(const char *)
smm_shown_text(char out[SMM_USD_TEXT], int64_t micro, const smm_shown_t *as);

/** A rate as people and files write it: digits and one point, rounded half-up at the sixth decimal.
 * Refuses 0, signs, more than 12 decimals and what is above SMM_SHOWN_RATE_MAX. */
SMM_DECLARE(int) smm_shown_rate(const char *text, int64_t *rate_e6);
/** The rate the other way round (USD for one unit, times 1e6), half-up. */
SMM_DECLARE(int) smm_shown_inverse(const char *text, int64_t *rate_e6);
/** Units for 1 USD when a third currency is worth `units` of this one and `usd` USD, both texts. */
SMM_DECLARE(int) smm_shown_cross(const char *units, const char *usd, int64_t *rate_e6);
/** Moves by more than SMM_SHOWN_MOVE %, up or down. */
SMM_DECLARE(int) smm_shown_jump(int64_t before_e6, int64_t after_e6);

#endif
