/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Affiliates: a link brings people; a commission is a part of what they pay in or spend. It is held
 * for some days, then it matures; what goes back to its payer is taken back. Matured commissions
 * are paid into the wallet, from the book AFFILIATE.
 */
#ifndef SMM_AFFILIATE_H
#define SMM_AFFILIATE_H

#include "smm_account.h"
#include "smm_idem.h"

typedef struct smm_affiliate_t {
    int64_t account, visits, people, active, suspects, held, matured, reversed, paid, available;
    int stopped;
    const char *code, *username;
} smm_affiliate_t;

/** 1 when the panel has a program at all (setting affiliates.bps). */
int smm_affiliate_on(smm_ctx_t *c);
/** Figures of one account; makes its code at the first time when `make`. @return NOT_FOUND. */
smm_rc_e smm_affiliate_get(smm_ctx_t *c, int64_t account, int make, smm_affiliate_t *out);
/** Counts a visit. @return 1 when the code is somebody's who takes part. */
int smm_affiliate_visit(smm_ctx_t *c, const char *code);
/** Asks for all that is available. With setting affiliates.approval = auto it is paid at once.
 * INVALID below the minimum, CONFLICT when it was asked for meanwhile. */
smm_result_t smm_affiliate_ask(smm_ctx_t *c, int64_t account, const smm_idem_t *idem,
                               int64_t *amount);

typedef struct smm_commission_t {
    int64_t id, amount, reversed, due, created;
    const char *kind, *state;
} smm_commission_t;
int smm_commission_list(smm_ctx_t *c, int64_t account, int64_t before, smm_commission_t *out,
                        int max);

typedef struct smm_payout_t {
    int64_t id, account, amount, created, decided, suspects;
    const char *username, *state, *why, *decider; /* decider may be NULL */
} smm_payout_t;
/** account 0: everybody's. @return count, or -1. */
int smm_payout_list(smm_ctx_t *c, int64_t account, const char *state, int64_t before,
                    smm_payout_t *out, int max);
/** How many wait for a decision. */
int64_t smm_payout_waiting(smm_ctx_t *c);
/** Staff decide; nobody decides about their own. `why` is required for a rejection. */
smm_result_t smm_payout_decide(smm_ctx_t *c, int64_t id, int pay, const char *why,
                               const smm_idem_t *idem);
int smm_affiliate_list(smm_ctx_t *c, smm_affiliate_t *out, int max);
/** Takes somebody out of the program, or in again: no new commissions, no pay-outs. */
smm_result_t smm_affiliate_stop(smm_ctx_t *c, int64_t account, int stop, const char *why);

/** Commissions of new money, then what is due. The job does it every five minutes. @return 0 or -1.
 */
int smm_affiliate_sweep(smm_ctx_t *c);
/** Listens to "account.created"; declares the job. */
void smm_affiliate_init(void);

#endif
