/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations shared inside the wallet module. */
#ifndef WALLET_INT_H
#define WALLET_INT_H

#include "smm_verify.h"

/** Walks every panel's chain of seals. */
void smm_chain_verify(smm_verify_t *v);

/** The check of taxes that payments brought. */
void smm_excess_init(void);

/** Settings, jobs and checks of coins, gifts, affiliates and corrections by two. */
void smm_growth_init(void);
/** The checks of the coins. */
void smm_coins_verify_init(void);

/** The checks of gifts, commissions and corrections by two. */
void smm_growth_verify_init(void);
void smm_books_verify_init(void);

/** Job kinds of payments and seals, and of the sandbox service. */
void smm_payment_jobs_init(void);
void smm_sandbox_jobs_init(void);
/** The sandbox's id of the n-th money that came in, "" for none. */
const char *smm_sandbox_receipt(apr_pool_t *p, const char *token, int64_t n);

#endif
