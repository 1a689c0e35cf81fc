/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The book of coins for other modules. Coins are no money: whole numbers, one balance a person over
 * all panels of the network. They lower the price of a campaign; what is paid in money is charged
 * and taxed, and each tender comes back alone. The rules are in modules/lib/smm_coins.h.
 */
#ifndef SMM_COIN_BOOK_H
#define SMM_COIN_BOOK_H

#include "smm_coins.h"
#include "smm_idem.h"

/** Own code of units: the coins were spent meanwhile. */
#define SMM_OUT_COINS 1201

/** Balance of an account; 0 without a wallet. */
SMM_DECLARE(smm_rc_e) smm_coins_balance(smm_ctx_t *c, int64_t account, int64_t *out);
/** What one coin is worth on a price, micro-USD, and the largest share of a price; 0 = off. */
SMM_DECLARE(int64_t) smm_coins_value(smm_ctx_t *c, int64_t *share_bps);

/** Adds an earning; the event's key makes it happen once: a second one breaks the unit with
 * CONFLICT. */
SMM_DECLARE(void)
smm_coins_earn_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t coins, const char *key,
                     const char *kind, int64_t ref);
/** Adds the spending for the campaign that step `slot` inserts (slot < 0: none). Not covered breaks
 * the unit with SMM_OUT_COINS. */
SMM_DECLARE(void)
smm_coins_spend_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t coins, int64_t value,
                      int slot, const char *key);

/** What was spent on a campaign. */
typedef struct smm_coin_spend_t {
    int64_t id, account, coins, value, returned, returns;
    const char *key;
} smm_coin_spend_t;
/** @return SMM_NOT_FOUND when no coins were spent on it. */
SMM_DECLARE(smm_rc_e) smm_coins_spent(smm_ctx_t *c, int64_t campaign, smm_coin_spend_t *out);
/**
 * Adds the return of floor(coins × remains / quantity), less what came back before, of a campaign's
 * coins to the account; nothing when there are none. A spend that moved meanwhile breaks the unit
 * with CONFLICT. @return BUSY when the book cannot be read: then write nothing.
 */
SMM_DECLARE(smm_rc_e)
smm_coins_back_steps(smm_unit_t *u, smm_ctx_t *c, int64_t campaign, int64_t remains,
                     int64_t quantity, int64_t *back);

/** One event as the vectors name it: reads, decides, writes. Repeats and races answer their word.
 * BUSY shows as -1. */
SMM_DECLARE(int)
smm_coins_apply(smm_ctx_t *c, int64_t account, const char *op, const char *key, int64_t coins);

/** A correction by staff with an audit line. INVALID at "coins" or "reason"; once by `idem`. */
SMM_DECLARE(smm_result_t)
smm_coins_adjust(smm_ctx_t *c, int64_t account, int64_t coins, const char *reason,
                 const smm_idem_t *idem);

typedef struct smm_coin_entry_t {
    int64_t id, panel, ref, change, after, created;
    const char *panel_name, *op, *kind, *memo;
} smm_coin_entry_t;
/** Newest first, id < before (0 = from the newest). @return count, or -1. */
SMM_DECLARE(int)
smm_coins_page(smm_ctx_t *c, int64_t account, int64_t before, smm_coin_entry_t *out, int max);

#endif
