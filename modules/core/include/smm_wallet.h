/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wallet for other modules. All amounts micro-USD (int64 ≥ 0). Each call adds steps to the
 * caller's unit: money and its reason commit together or not at all. Rules: reference/money.md.
 */
#ifndef SMM_WALLET_H
#define SMM_WALLET_H

#include "smm_idem.h"

/** Declares settings, gateways, jobs and checks of the wallet; for the module, smmctl and tests.
 * Once is enough. */
SMM_DECLARE(void) smm_wallet_init(void);

/** Spendable, held, and credit limit of an account in c->panel; zeros when it has no wallet yet. */
typedef struct smm_balance_t {
    int64_t balance, held, credit_limit;
} smm_balance_t;
SMM_DECLARE(smm_rc_e) smm_wallet_balance(smm_ctx_t *c, int64_t account, smm_balance_t *out);

/** What open bills of post-payment ask for, and the day of the oldest (days since 1970, India);
 * zeros when nothing is due or it cannot be read. */
typedef struct smm_due_t {
    int64_t amount, day;
    int overdue;
} smm_due_t;
SMM_DECLARE(void) smm_wallet_due(smm_ctx_t *c, int64_t account, smm_due_t *out);

/**
 * wallet → held for a campaign. `ref_slot` is the step of this unit that inserts the campaign. A
 * balance that does not cover it breaks the unit with outcome SMM_NO_FUNDS, whatever runs at once.
 * `idem_key` makes the transfer unique in the panel ("campaign/hold/<form key>").
 */
SMM_DECLARE(void)
smm_wallet_hold(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount, int ref_slot,
                const char *idem_key);
/** held → revenue: the provider accepted. A campaign's hold ends once: captured or released, never
 * both. */
SMM_DECLARE(void)
smm_wallet_capture(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount, int64_t campaign);
/** held → wallet: rejected or voided before acceptance; see capture. */
SMM_DECLARE(void)
smm_wallet_release(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount, int64_t campaign);
/** revenue → wallet: unspent money of a canceled or partial campaign. `n` numbers the refunds of
 * one campaign (1 = terminate). */
SMM_DECLARE(void)
smm_wallet_refund(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount, int64_t campaign,
                  int n);
/**
 * A correction by staff: `amount` > 0 credits, < 0 debits the wallet against the book ADJUST, with
 * an audit line that holds `reason`. With `look` nothing is written: it only says whether it would
 * be done now. INVALID at "amount" when it is 0, above the setting wallet.adjust_limit, or more
 * than the balance covers. `idem` makes it happen once; c->actor is who does it.
 */
SMM_DECLARE(smm_result_t)
smm_wallet_adjust(smm_ctx_t *c, int64_t account, int64_t amount, const char *reason,
                  const smm_idem_t *idem, int look);

/**
 * Staff move balance from one customer of the panel to another, with an audit line at both. Only
 * what is there moves, never credit of post-payment. Above the setting wallet.adjust_limit a second
 * person is asked instead (smm_adjust.h): nothing moves and *waits is 1. INVALID at "to" or
 * "amount" (not covered), CONFLICT while the balance is frozen. With `look` nothing is written.
 */
SMM_DECLARE(smm_result_t)
smm_wallet_move(smm_ctx_t *c, int64_t from, int64_t to, int64_t amount, const char *reason,
                const smm_idem_t *idem, int look, int *waits);

/** 1: nothing can be spent until staff open the wallet again. 2: until what is overdue is paid (see
 * post-payment). 0: open. */
SMM_DECLARE(int) smm_wallet_frozen(smm_ctx_t *c, int64_t account);
/** Staff freeze a wallet or open it, with an audit line. CONFLICT when it is so already, or the
 * balance is below its limit. */
SMM_DECLARE(smm_result_t)
smm_wallet_freeze(smm_ctx_t *c, int64_t account, int frozen, const char *reason);

#endif
