/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of claims and statements. */
#ifndef CLAIM_INT_H
#define CLAIM_INT_H

#include "gateways.h"
#include "payment_int.h"
#include "smm_claim.h"
#include "smm_statement.h"

#define SMM_JOB_CLAIM_CHECK "claim-check"

/** How a claim is credited. */
typedef struct smm_claim_credit_t {
    const char *key;             /* normalised reference that is used up; NULL: the claim's */
    int64_t line;                /* statement line that is used up, 0 = none */
    int64_t usd;                 /* that arrived, micro-USD */
    const char *ledger;          /* ledger key of this money */
    const char *gateway_payment; /* or NULL */
    const char *event, *reason;
} smm_claim_credit_t;

/** Writes it: claim, line, receipt and audit line in one unit. Each of them is a guard. */
smm_result_t smm_claim_credit(smm_ctx_t *c, const smm_claim_row_t *cl, const smm_payment_t *p,
                              const smm_claim_credit_t *in, const smm_idem_t *idem);
/**
 * For decisions made at the payment itself: uses up what its open claim names. Adds steps; *step is
 * the one that is refused when the reference was credited before, -1 without a claim.
 */
void smm_claim_used_steps(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, const char *reason,
                          int *step);
/** "The reference was credited already for payment P12." */
smm_result_t smm_claim_taken(smm_ctx_t *c, const char *key);
/** Seconds after a payment's start in which money may belong to it. */
int64_t smm_claim_window(smm_ctx_t *c);
/** Minor units that are still due in the currency that was asked for. */
int64_t smm_claim_due(const smm_payment_t *p);

#endif
