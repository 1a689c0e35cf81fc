/* SPDX-License-Identifier: Apache-2.0 */
/* Tax deducted at source; credit for customers who pay afterwards. */
#include <string.h>
#include "smm_money.h"
#include "smm_tds.h"

#define RUPEE 100

SMM_DECLARE(int)
smm_tds(int64_t taxable, int64_t bps, int64_t certificate, smm_tds_t *out)
{
    int64_t rupees;

    memset(out, 0, sizeof(*out));
    if (taxable < 0 || bps < 0 || bps > 10000 || certificate < 0 ||
        smm_muldiv_half_up(taxable, bps, 10000, &out->expected) != 0 ||
        smm_muldiv_ceil(out->expected, 1, RUPEE, &rupees) != 0)
        return -1;
    out->most = rupees * RUPEE;
    out->reimburse = certificate < out->most ? certificate : out->most;
    out->needs_review = certificate > out->most || certificate < out->expected - RUPEE;
    return 0;
}

SMM_DECLARE(int) smm_tds_due(int64_t before, int64_t payment)
{
    return payment > SMM_TDS_SINGLE_ABOVE || before > SMM_TDS_YEAR_ABOVE - payment;
}

SMM_DECLARE(const char *) smm_tds_next(const char *from, const char *event)
{
    static const char *const moves[][3] = {
        {"none", "declare", "declared"},
        {"none", "upload", "submitted"},
        {"declared", "upload", "submitted"},
        {"submitted", "start_review", "under_review"},
        {"under_review", "ask", "needs_info"},
        {"needs_info", "upload", "submitted"},
        {"under_review", "approve", "approved"},
        {"under_review", "reject", "rejected"},
        {"rejected", "upload", "submitted"},
        {"approved", "credit", "credited"},
        {"credited", "mismatch_found", "clawback"},
        {"clawback", "resolved", "credited"},
        {"clawback", "recovered", "rejected"},
    };

    for (unsigned i = 0; from && event && i < sizeof(moves) / sizeof(*moves); i++)
        if (strcmp(moves[i][0], from) == 0 && strcmp(moves[i][1], event) == 0)
            return moves[i][2];
    return NULL;
}

/* ---- post-payment ---------------------------------------------------------------------------- */

static int has_campaign(const smm_postpay_rule_t *r, const smm_postpay_in_t *in)
{
    for (int i = 0; i < in->n_campaigns; i++) {
        const smm_postpay_campaign_t *c = &in->campaigns[i];

        if (c->running && c->days_running + c->days_left >= r->campaign_days &&
            c->daily >= r->min_daily && c->budget >= r->min_budget)
            return 1;
    }
    return 0;
}

SMM_DECLARE(int)
smm_postpay(const smm_postpay_rule_t *r, const smm_postpay_in_t *in, int64_t *limit)
{
    int missing = 0, n = in->n_months;
    int64_t sum = 0, part;

    *limit = 0;
    if (n < SMM_POSTPAY_MONTHS)
        missing |= SMM_POSTPAY_HISTORY;
    for (int i = n > SMM_POSTPAY_MONTHS ? n - SMM_POSTPAY_MONTHS : 0; i < n; i++) {
        if (in->months[i] < r->min_month)
            missing |= SMM_POSTPAY_HISTORY;
        if (in->months[i] < 0 || smm_add(sum, in->months[i], &sum) != 0)
            return missing | SMM_POSTPAY_SPEND;
    }
    missing |= sum < r->min_total ? SMM_POSTPAY_SPEND : 0;
    missing |= has_campaign(r, in) ? 0 : SMM_POSTPAY_CAMPAIGN;
    missing |= in->chargebacks > 0 || in->overdue ? SMM_POSTPAY_RISK : 0;
    missing |= in->verified ? 0 : SMM_POSTPAY_IDENTITY;
    missing |= in->requested ? 0 : SMM_POSTPAY_NOT_REQUESTED;
    if (missing || smm_muldiv_floor(sum, r->factor_bps, 10000 * SMM_POSTPAY_MONTHS, &part) != 0)
        return missing;
    part = part < r->cap ? part : r->cap;
    *limit = part - part % SMM_CENT;
    return 0;
}
