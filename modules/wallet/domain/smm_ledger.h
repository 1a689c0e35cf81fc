/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The book itself, inside the wallet module. Every function adds steps to a caller's unit; nothing
 * else in the panel writes wallet, transfer or posting. A transfer is a row with one or more pairs
 * of postings; a pair moves `amount` (> 0) from one book to another, so sums are zero by
 * construction. House books have account 0.
 */
#ifndef SMM_LEDGER_H
#define SMM_LEDGER_H

#include "smm_ctx.h"

/** Where money can be. WALLET and HELD belong to a customer, the others to the house. */
typedef enum {
    SMM_BOOK_WALLET,    /* what the customer may spend */
    SMM_BOOK_HELD,      /* the customer's, moved aside for a campaign */
    SMM_BOOK_REVENUE,   /* earned: the provider accepted */
    SMM_BOOK_GATEWAY,   /* outside: what processors and the bank hold for us, kept negative */
    SMM_BOOK_SUSPENSE,  /* came in, not yet credited: a person decides */
    SMM_BOOK_FEES,      /* handling fees */
    SMM_BOOK_LOSS,      /* small shortages that the panel bears */
    SMM_BOOK_ADJUST,    /* corrections by staff */
    SMM_BOOK_PROMOTION, /* gifts: coupons and deposit bonuses, kept negative */
    SMM_BOOK_AFFILIATE, /* commissions paid out, kept negative */
    SMM_BOOK_TAX,       /* taken with payments, due to the authorities */
    SMM_BOOK_REFUND,    /* on its way back to a payer */
    SMM_BOOK_TDS        /* tax that payers deducted: the authorities owe it us, kept negative */
} smm_book_e;

/** Text of a book in the database. */
const char *smm_book_name(smm_book_e book);

/** The wallet's row, when it is missing. Comes before any credit. */
void smm_ledger_open(smm_unit_t *u, const smm_ctx_t *c, int64_t account);
/** One business event. `key` is unique in the panel: a second one breaks the unit with CONFLICT.
 * @return its step. */
int smm_ledger_transfer(smm_unit_t *u, const smm_ctx_t *c, const char *kind, const char *key,
                        smm_arg_t ref, const char *memo);
/**
 * One pair of postings of transfer step `t`, and the wallet's cached balance with it. A debit of
 * WALLET beyond balance and credit limit breaks the unit with NO_FUNDS, one of HELD with CONFLICT.
 * amount 0 adds nothing.
 */
void smm_ledger_move(smm_unit_t *u, const smm_ctx_t *c, int t, int64_t amount, smm_book_e from,
                     int64_t from_account, smm_book_e to, int64_t to_account);

/** WALLET → GATEWAY of money that has left already: no balance refuses it. A wallet that falls
 * below its limit is frozen, with `freeze` any. */
void smm_ledger_take(smm_unit_t *u, const smm_ctx_t *c, int t, int64_t amount, int64_t account,
                     int freeze);

/* ---- statement: read by smm_finance.h ------------------------------------------------------- */

typedef struct smm_entry_t {
    int64_t id, created, ref, amount, after;
    const char *kind, *memo;
} smm_entry_t;

/* ---- seals ---------------------------------------------------------------------------------- */

/** Seals transfers that are not in the panel's chain yet, up to `max`. @return how many, or -1. */
int smm_chain_seal(smm_ctx_t *c, int max);

/** Registers the ledger's checks with smm_verify. */
void smm_ledger_verify_init(void);

#endif
