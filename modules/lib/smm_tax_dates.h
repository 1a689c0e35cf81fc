/* SPDX-License-Identifier: Apache-2.0 */
/* Indian tax: PAN and TAN, working days, the calendar of GSTR-1. Pure. */
#ifndef SMM_TAX_DATES_H
#define SMM_TAX_DATES_H

#include <stdint.h>
#include "smm_result.h"

/* ---- identities ----------------------------------------------------------------------------- */

/**
 * Shape of a PAN as people type it: blanks around it and small letters are forgiven. `normal`
 * (11 bytes, may be NULL) gets the tidy form, "" when refused. The fourth letter says what kind of
 * person holds it. @return 1 or 0.
 */
SMM_DECLARE(int) smm_pan_ok(const char *text, char normal[11]);
/** The same for a TAN: four letters, five digits, a letter. */
SMM_DECLARE(int) smm_tan_ok(const char *text, char normal[11]);
/** Section 194C by the payee's PAN in tidy form: 100 for a person or a Hindu family, else 200. */
SMM_DECLARE(int) smm_tds_bps_of_pan(const char *pan);

/* ---- working days --------------------------------------------------------------------------- */

/**
 * The n-th working day after `day` (days since 1970; itself day 0): Saturdays, Sundays and the
 * `count` holidays, in any order, do not count. n 0 answers `day`.
 */
SMM_DECLARE(int64_t)
smm_working_days(int64_t day, int n, const int64_t *holidays, int count);

/* ---- GSTR-1 --------------------------------------------------------------------------------- */

typedef enum { SMM_GSTR1_QUARTERLY, SMM_GSTR1_MONTHLY, SMM_GSTR1_IFF } smm_gstr1_filing_e;

typedef struct smm_gstr1_due_t {
    char fp[7];     /* MMYYYY, for a quarter its last month */
    int64_t due;    /* day since 1970 */
    int64_t gstr2b; /* when the buyer sees it; 0 for IFF */
} smm_gstr1_due_t;

/** Ordinary dates of the period that ends with this month. @return 0, or -1 for no such period: a
 * quarter ends with March, June, September or December, IFF exists for its two other months. */
SMM_DECLARE(int)
smm_gstr1_due(int year, int month, smm_gstr1_filing_e filing, smm_gstr1_due_t *out);
/** Last month of quarter 1..4 of the financial year that starts in April of `fy_start`. */
SMM_DECLARE(int) smm_fy_quarter(int fy_start, int quarter, int *year, int *month);

#endif
