/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coins sent to addresses of the operator's own: a pool of addresses for each coin, one address for
 * one payment, a rate that a person typed, and receipts that a person saw on the chain.
 * docs/internals/crypto.md.
 */
#ifndef SMM_CRYPTO_H
#define SMM_CRYPTO_H

#include "coin_kind.h"
#include "smm_payment.h"

#define SMM_CRYPTO "crypto-manual"
#define SMM_CRYPTO_COINS 32 /* at most in the table */
#define SMM_OUT_POOL 1203   /* no address is free */
#define SMM_OUT_OPEN 1204   /* too many unpaid payments of this account hold addresses */

/** A coin of the table with what the panel set. Without a row of its own it is off. */
typedef struct smm_crypto_coin_t {
    const smm_coin_kind_t *kind;
    int active, stored;
    int64_t rate, rate_at;  /* micro-USD for one coin; when it was typed */
    int64_t wanted, low;    /* confirmations; warn at so many free addresses */
    int64_t free_n, used_n; /* used_n: only with smm_crypto_used() */
    int old_rate;           /* 1: too old, the coin is not offered */
} smm_crypto_coin_t;
/** All coins of the table, in its order. @return count or -1. */
int smm_crypto_coins(smm_ctx_t *c, smm_crypto_coin_t out[SMM_CRYPTO_COINS]);
/** Fills used_n of coins that were read, for staff. */
void smm_crypto_used(smm_ctx_t *c, smm_crypto_coin_t coins[SMM_CRYPTO_COINS]);
/** May a payment be started with it now? */
int smm_crypto_offered(const smm_crypto_coin_t *k);
/** Is any coin offered? One read. */
int smm_crypto_any(smm_ctx_t *c);
/** Active coins that need a person: rate too old, few addresses. For the number in the side bar. */
int64_t smm_crypto_warnings(smm_ctx_t *c);

/* ---- of a payment ------------------------------------------------------------------------------
 */

typedef struct smm_crypto_quote_t {
    const smm_coin_kind_t *kind;
    const char *address;
    int64_t minor, rate, wanted, quoted, until;
} smm_crypto_quote_t;
/** What `total` micro-USD are in a coin, rounded up to its last unit. INVALID: not offered now. */
smm_result_t smm_crypto_price(smm_ctx_t *c, const char *coin, int64_t total,
                              smm_crypto_quote_t *out);
/** Takes an address and stores the quote, for the payment that step `pay` makes. Breaks the unit
 * with SMM_OUT_POOL or SMM_OUT_OPEN. */
void smm_crypto_take_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int pay,
                           const smm_crypto_quote_t *q);
/** The words for those two. */
smm_result_t smm_crypto_refused(int outcome);
/** NOT_FOUND: the payment is not in coins of ours. */
smm_rc_e smm_crypto_of(smm_ctx_t *c, int64_t payment, smm_crypto_quote_t *out);
/** What is still due in coins at the quote's rate, rounded up. */
int64_t smm_crypto_due(const smm_payment_t *p, const smm_crypto_quote_t *q);

typedef struct smm_crypto_receipt_t {
    int64_t id, output, minor, confirmations, usd, created, updated;
    const char *txid, *state;
} smm_crypto_receipt_t;
/** Oldest first. @return count or -1. */
int smm_crypto_receipts(smm_ctx_t *c, int64_t payment, smm_crypto_receipt_t *out, int max);

/** Confirmations of any coin gateway. @return 1 when they are known; *have -1: only how many are
 * wanted. */
int smm_crypto_chain(smm_ctx_t *c, int64_t payment, int64_t *have, int64_t *wanted);
/** Keeps them; have < 0: not known. */
void smm_crypto_chain_step(smm_unit_t *u, smm_ctx_t *c, int64_t payment, int64_t have,
                           int64_t wanted);

/* ---- staff -------------------------------------------------------------------------------------
 */

typedef struct smm_crypto_set_t {
    int active;
    int64_t rate, wanted, low;
} smm_crypto_set_t;
smm_result_t smm_crypto_set(smm_ctx_t *c, const smm_coin_kind_t *k, const smm_crypto_set_t *in);
/** Lines "address[,anything]"; all are checked before one is stored; those known already are left
 * out. *added: how many are new. INVALID names the first bad line. */
smm_result_t smm_crypto_pool_add(smm_ctx_t *c, const smm_coin_kind_t *k, const char *lines,
                                 int64_t *added);
/** Takes a free address out of the pool for good. */
smm_result_t smm_crypto_retire(smm_ctx_t *c, int64_t address);

typedef struct smm_crypto_address_t {
    int64_t id, payment, taken, created;
    const char *address, *state; /* open, retired */
} smm_crypto_address_t;
/** The next free ones, then those used last, `max` of each at most. @return count or -1; `out`
 * holds 2 × max. */
int smm_crypto_addresses(smm_ctx_t *c, const smm_coin_kind_t *k, smm_crypto_address_t *out,
                         int max);

typedef struct smm_crypto_seen_t {
    const char *txid, *amount; /* amount: decimal text in the coin */
    int64_t output, confirmations;
    int today; /* 1: at today's rate, for what was sent after the quote's end */
    const char *reason;
} smm_crypto_seen_t;
/**
 * Staff saw an output on the chain. Enough confirmations: it is credited, once for all payments;
 * fewer: the payment is confirming, and the same output is entered again later. *credited is 1 when
 * money was booked.
 */
smm_result_t smm_crypto_receive(smm_ctx_t *c, int64_t payment, const smm_crypto_seen_t *in,
                                const smm_idem_t *idem, int *credited);

/** What people are told who would credit such a payment without its transaction. */
smm_result_t smm_crypto_by_transaction(void);

void smm_crypto_init(void);

#endif
