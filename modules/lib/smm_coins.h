/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of coins and memberships as pure functions. Coins are whole, one balance a person in
 * the whole network; an event is named by operation, site and key. They are earned and spent here,
 * never bought, paid out or given to somebody else.
 */
#ifndef SMM_COINS_H
#define SMM_COINS_H

#include <stdint.h>
#include "smm_time.h"

#define SMM_COINS_MOST 1000000000000LL /* of one event */

typedef enum {
    SMM_COIN_OK = 0,
    SMM_COIN_DUPLICATE,    /* the same event was booked before: nothing to do */
    SMM_COIN_CONFLICT,     /* booked before with another amount */
    SMM_COIN_INSUFFICIENT, /* the balance does not cover it */
    SMM_COIN_TOO_MUCH,     /* more would come back than was spent */
    SMM_COIN_BAD_AMOUNT,   /* zero, negative or beyond SMM_COINS_MOST */
    SMM_COIN_NOT_ALLOWED   /* no such operation: coins are not bought, paid out or transferred */
} smm_coin_e;

/** What the book says about an event before it is booked. */
typedef struct smm_coin_seen_t {
    int64_t balance;  /* of the account */
    int64_t booked;   /* amount under this operation, site and key; for unspend: of the spend; 0 =
                         none */
    int64_t returned; /* unspend: what came back of that spend */
} smm_coin_seen_t;

/** May `op` ("earn", "spend", "unspend") with `amount` be booked now? */
SMM_DECLARE(smm_coin_e)
smm_coin_decide(const char *op, int64_t amount, const smm_coin_seen_t *seen);
/** "ok", "duplicate" … as in the vectors. */
SMM_DECLARE(const char *) smm_coin_word(smm_coin_e e);

/** Coins that `balance` allows on a price: at most `share_bps` of it, each worth `value` micro-USD.
 * Whole coins, so the discount never passes the share. */
SMM_DECLARE(int64_t)
smm_coins_usable(int64_t balance, int64_t price, int64_t value, int64_t share_bps);

/* ---- memberships ---------------------------------------------------------------------------- */

/** End of the n-th monthly period from `anchor`: its day, clamped to the month's end. */
SMM_DECLARE(smm_date_t) smm_vip_ends(smm_date_t anchor, int periods);
/** Upgrade on `on` of a period start..end that cost `old_price`: day-wise credit, floored. @return
 * what is to be paid now, or -1 for senseless input. */
SMM_DECLARE(int64_t)
smm_vip_upgrade(int64_t old_price, int64_t new_price, smm_date_t start, smm_date_t end,
                smm_date_t on, int64_t *credit);

typedef enum {
    SMM_VIP_ACTIVE,  /* the paid period runs */
    SMM_VIP_RENEWED, /* ends now or in grace and is paid: the next period begins at its end */
    SMM_VIP_GRACE,   /* not covered: three days to top up */
    SMM_VIP_FREE     /* over */
} smm_vip_e;
/** What becomes of a membership that `ends` on a day, looked at on the day `on`. */
SMM_DECLARE(smm_vip_e)
smm_vip_renew(smm_date_t ends, smm_date_t on, int automatic, int64_t balance, int64_t price);

#endif
