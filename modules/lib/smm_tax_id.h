/* SPDX-License-Identifier: Apache-2.0 */
/* Tax numbers of businesses by country. Pure. */
#ifndef SMM_TAX_ID_H
#define SMM_TAX_ID_H

#include "smm_result.h"

/**
 * Can `text` be the tax number of a business in `country` (ISO 3166-1 alpha-2)? India: a GSTIN with
 * its check character. The European Union and some others: the shape of their VAT numbers, with or
 * without the country in front; blanks, points, hyphens and small letters are forgiven. Elsewhere:
 * 4 to 20 letters and digits with at least three digits. It proves no registration.
 * @return 1 or 0.
 */
SMM_DECLARE(int) smm_tax_id_ok(const char *country, const char *text);

#endif
