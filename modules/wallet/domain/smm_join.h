/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Joining: the excess of one paid payment completes another one that is short (features S53, N11;
 * reference/money.md 4). The excess is on the customer's balance already, so in the ledger the
 * short payment is credited in full and the missing part leaves the balance again, in one unit.
 * Both invoices are paid then; the second gets its number there. Amounts are micro-USD.
 */
#ifndef SMM_JOIN_H
#define SMM_JOIN_H

#include "smm_payment.h"

/** Two payments of one customer that fit. */
typedef struct smm_join_pair_t {
    int64_t payment, other, account, missing, spare, updated;
    const char *username;
} smm_join_pair_t;
/** account 0: everybody's; payment 0: any. @return count or -1. */
int smm_join_pairs(smm_ctx_t *c, int64_t account, int64_t payment, smm_join_pair_t *out, int max);

typedef struct smm_join_request_t {
    int64_t id, payment, other, account, amount, created;
    const char *username, *state, *reason; /* state: asked done refused */
} smm_join_request_t;
/** Newest first; payment 0: all that wait for staff, else all of it. @return count or -1. */
int smm_join_requests(smm_ctx_t *c, int64_t payment, smm_join_request_t *out, int max);

/** The customer asks. NOT_FOUND when one is not theirs, CONFLICT when they do not fit (any more).
 */
smm_result_t smm_join_ask(smm_ctx_t *c, int64_t account, int64_t payment, int64_t other,
                          const smm_idem_t *idem);
/** Staff join them, asked or not. */
smm_result_t smm_join_do(smm_ctx_t *c, int64_t payment, int64_t other, const char *reason,
                         const smm_idem_t *idem);
/** Staff refuse what was asked, with words for the customer. */
smm_result_t smm_join_refuse(smm_ctx_t *c, int64_t payment, const char *reason,
                             const smm_idem_t *idem);

/** The check of smmctl verify. */
void smm_join_init(void);

#endif
