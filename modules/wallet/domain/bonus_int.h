/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of the gifts. */
#ifndef BONUS_INT_H
#define BONUS_INT_H

#include "smm_bonus.h"

/** The movement of a correction of coins; not covered breaks the unit with SMM_OUT_COINS. */
void smm_coins_adjust_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t coins,
                            const char *key, const char *reason);

#define SMM_TIERS_MOST 20

/** A code as it is kept: capitals, digits, - and _, 3 to 32. @return NULL when it cannot be one. */
const char *smm_coupon_code(apr_pool_t *p, const char *typed);
smm_rc_e smm_coupon_find(smm_ctx_t *c, const char *code, smm_coupon_t *out);
/** Takes back what is left of the coins of a top-up that its payer took back. */
void smm_coins_take_back(smm_ctx_t *c, int64_t account, int64_t coins, int64_t payment);

#endif
