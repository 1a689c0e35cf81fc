/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tax that Indian customers deduct at source (section 194C, since April 2026 393(1)) and the panel
 * pays back against a certificate: amounts and states (reference/money.md 9). Paise and basis
 * points. Pure.
 */
#ifndef SMM_TDS_H
#define SMM_TDS_H

#include <stdint.h>
#include "smm_result.h"

typedef struct smm_tds_t {
    int64_t expected;  /* of the value without GST, half-up */
    int64_t most;      /* expected, rounded up to a whole rupee: deductors round */
    int64_t reimburse; /* the smaller of certificate and most */
    int needs_review;  /* the certificate says more, or clearly less (a rupee) than expected */
} smm_tds_t;

/** What a certificate over `certificate` paise is worth for a supply of `taxable` paise. @return 0
 * or -1. */
SMM_DECLARE(int)
smm_tds(int64_t taxable, int64_t bps, int64_t certificate, smm_tds_t *out);

/* Payments in a year (without GST) above which a deduction is due. */
#define SMM_TDS_SINGLE_ABOVE 3000000
#define SMM_TDS_YEAR_ABOVE 10000000
/** Is a deduction due on a payment, after `before` in the same year? */
SMM_DECLARE(int) smm_tds_due(int64_t before, int64_t payment);

/** Where a claim goes; NULL when the table does not allow it. States: none declared submitted
 * under_review needs_info approved credited rejected clawback. */
SMM_DECLARE(const char *) smm_tds_next(const char *from, const char *event);

/* ---- post-payment ---------------------------------------------------------------------------- */

#define SMM_POSTPAY_MONTHS 6

/** The operator's numbers; micro-USD. */
typedef struct smm_postpay_rule_t {
    int64_t min_month, min_total; /* each of the months, all of them */
    int64_t campaign_days, min_daily, min_budget;
    int64_t factor_bps, cap; /* limit: a part of the monthly mean, at most cap */
} smm_postpay_rule_t;

typedef struct smm_postpay_campaign_t {
    int running;
    int64_t days_running, days_left, daily, budget;
} smm_postpay_campaign_t;

typedef struct smm_postpay_in_t {
    const int64_t *months; /* spend of full months, oldest first */
    int n_months;
    const smm_postpay_campaign_t *campaigns;
    int n_campaigns;
    int chargebacks, overdue, verified, requested;
} smm_postpay_in_t;

/* What is missing, as bits in the order they are named. */
enum {
    SMM_POSTPAY_HISTORY = 1,
    SMM_POSTPAY_SPEND = 2,
    SMM_POSTPAY_CAMPAIGN = 4,
    SMM_POSTPAY_RISK = 8,
    SMM_POSTPAY_IDENTITY = 16,
    SMM_POSTPAY_NOT_REQUESTED = 32
};

/** @return bits of what is missing, 0 = eligible; *limit is the credit limit, whole cents, 0 unless
 * eligible. */
SMM_DECLARE(int)
smm_postpay(const smm_postpay_rule_t *rule, const smm_postpay_in_t *in, int64_t *limit);

#endif
