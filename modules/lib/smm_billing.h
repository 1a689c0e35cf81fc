/* SPDX-License-Identifier: Apache-2.0 */
/* Invoices and payments without a database: states, settlement, numbers. */
#ifndef SMM_BILLING_H
#define SMM_BILLING_H

#include <stdint.h>
#include "smm_result.h"

/* ---- states --------------------------------------------------------------------------------- */

/** From `from`, `event` leads to the answer; NULL when the table does not allow it. */
SMM_DECLARE(const char *) smm_invoice_next(const char *from, const char *event);
/**
 * May a payment go from one state to another? Late moves are allowed (expired → paid …), going back
 * never is. The same state is allowed only where a further receipt may come (underpaid).
 */
SMM_DECLARE(int) smm_payment_may(const char *from, const char *to);
/** The invoice's event that goes with a payment's move, NULL when the invoice does not change. */
SMM_DECLARE(const char *) smm_invoice_event(const char *invoice_state, const char *to);

/* ---- settlement ----------------------------------------------------------------------------- */

typedef struct smm_settled_t {
    const char *state; /* pending, expired, underpaid, paid or overpaid */
    int64_t missing;   /* 0 unless underpaid */
    int64_t excess;    /* to be credited beside what was due; also within the tolerance */
} smm_settled_t;

/**
 * What `received` means for `due` (same unit, both ≥ 0). The tolerance is the larger of `abs` and
 * due × bps / 10000, rounded down to a multiple of `unit` (1 for cents, SMM_CENT for micro-USD).
 */
SMM_DECLARE(smm_settled_t)
smm_settle(int64_t due, int64_t received, int deadline_passed, int64_t abs, int64_t bps,
           int64_t unit);

/** Of an excess on one invoice, what goes to a shortage on another: the smaller of both, never
 * negative. */
static inline int64_t smm_settle_link(int64_t missing, int64_t excess)
{
    int64_t n = missing < excess ? missing : excess;

    return n > 0 ? n : 0;
}

/* ---- numbers -------------------------------------------------------------------------------- */

#define SMM_INVOICE_NUMBER 17 /* 16 characters and NUL */

/** Indian financial year of a moment, by its IST date: "2627" for April 2026 to March 2027. @return
 * out. */
SMM_DECLARE(const char *) smm_financial_year(char out[5], int64_t seconds);
/** SERIES/YYZZ/NNNNNN. @return out, or NULL when it would break the rule for numbers. */
SMM_DECLARE(const char *)
smm_invoice_number(char out[SMM_INVOICE_NUMBER], const char *series, int64_t issued, int64_t seq);
/** 1..16 of A-Z a-z 0-9 - /, the first no "-", "/" or "0". */
SMM_DECLARE(int) smm_invoice_number_ok(const char *number);
/** Capital letters and digits, 1..4, first a letter: what fits into a number of 16 characters. */
SMM_DECLARE(int) smm_series_ok(const char *series);

#endif
