/* SPDX-License-Identifier: Apache-2.0 */
/* Amounts in English words, as invoices print them. */
#ifndef SMM_WORDS_H
#define SMM_WORDS_H

#include <stddef.h>
#include <stdint.h>
#include "smm_result.h"

/**
 * "Rupees One Lakh and Fifty Paise Only": INR in Indian groups, every other currency in thousands
 * ("US Dollars", else its code). `minor` ≥ 0 in hundredths. @return out, or NULL when it does not
 * fit.
 */
SMM_DECLARE(const char *)
smm_amount_words(char *out, size_t size, const char *currency, int64_t minor);

#endif
