/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact money. Amounts are int64 micro-USD (1 USD = 1 000 000), rates micro-USD per 1000 units,
 * percentages basis points, invoice lines int64 minor units of their currency. No floating point.
 * Rounding exists in three forms only: a charge rounds up, a refund down, FX and tax half-up.
 * Functions that return int answer 0 for success and -1 for "refused" (bad text, overflow, bad
 * arguments); *out is written on success only.
 */
#ifndef SMM_MONEY_H
#define SMM_MONEY_H

#include <stdint.h>
#include "smm_result.h"

#define SMM_USD 1000000LL
#define SMM_CENT 10000LL
/** Room for any amount as text, with sign and NUL. */
#define SMM_USD_TEXT 32

/**
 * A decimal text as people type it: digits with one optional point, ASCII blanks at both ends
 * dropped. Refuses more than six decimals, signs, commas, currency marks, exponents.
 */
SMM_DECLARE(int) smm_usd_parse(const char *text, int64_t *micro);
/**
 * A decimal text as providers send it: as above, one exponent allowed ("1.0E-5"), and decimals
 * beyond the sixth round up, so that a cost is never understated.
 */
SMM_DECLARE(int) smm_price_parse(const char *text, int64_t *micro);

/** Exact text with at least two decimals: "12.30", "0.000001", "-5.00". @return out. */
SMM_DECLARE(const char *) smm_usd_text(char out[SMM_USD_TEXT], int64_t micro);
/** Text for the reseller API: five decimals, six when the sixth is not zero. @return out. */
SMM_DECLARE(const char *) smm_usd_api(char out[SMM_USD_TEXT], int64_t micro);
/** Minor units as text with `exponent` decimals (0..6): 881234, 2 → "8812.34". @return out. */
SMM_DECLARE(const char *) smm_minor_text(char out[SMM_USD_TEXT], int64_t minor, int exponent);

/** a + b, a - b without overflow. */
SMM_DECLARE(int) smm_add(int64_t a, int64_t b, int64_t *out);
SMM_DECLARE(int) smm_sub(int64_t a, int64_t b, int64_t *out);
/** a * b / c over 128 bits, for a ≥ 0, b ≥ 0, c > 0. */
SMM_DECLARE(int) smm_muldiv_floor(int64_t a, int64_t b, int64_t c, int64_t *out);
SMM_DECLARE(int) smm_muldiv_ceil(int64_t a, int64_t b, int64_t c, int64_t *out);
/** Half-up: ties go away from zero; a may be negative. */
SMM_DECLARE(int) smm_muldiv_half_up(int64_t a, int64_t b, int64_t c, int64_t *out);

/** Selling rate: ceil(cost × (10000 + markup_bps) / 10000). */
SMM_DECLARE(int) smm_sell_rate(int64_t cost, int64_t markup_bps, int64_t *out);
/** Price of `qty` units: ceil(rate × qty / 1000). qty ≥ 0. */
SMM_DECLARE(int) smm_charge(int64_t rate, int64_t qty, int64_t *out);

typedef enum { SMM_REFUND_NONE, SMM_REFUND_PARTIAL, SMM_REFUND_CANCELED } smm_refund_e;
/**
 * What is to be paid back now: the whole charge (canceled) or floor(charge × remains / qty)
 * (partial; remains is clamped to 0..qty), less what was paid back before. Never negative, and all
 * refunds together never pass the charge. Answers 0 for senseless input.
 */
SMM_DECLARE(int64_t)
smm_refund_due(int64_t charge, int64_t qty, int64_t remains, int64_t already, smm_refund_e kind);

/** FX with the rate as minor units × 1e4 a USD (INR per USD × 1e6 for two decimals), half-up. */
SMM_DECLARE(int) smm_fx_to_minor(int64_t usd_micro, int64_t rate_e6, int64_t *minor);
SMM_DECLARE(int) smm_fx_to_usd(int64_t minor, int64_t rate_e6, int64_t *usd_micro);
/** True when a quote still holds for a payer who reached the gateway at `started`. */
static inline int smm_fx_locked(int64_t quoted_at, int64_t ttl, int64_t started)
{
    return started >= quoted_at && started - quoted_at <= ttl;
}

#endif
