/* SPDX-License-Identifier: Apache-2.0 */
/* What is above the limit of one person, corrections, moves of balance and refunds: one asks,
 * another decides, it is booked once. */
#ifndef SMM_ADJUST_H
#define SMM_ADJUST_H

#include "smm_idem.h"

typedef struct smm_adjust_t {
    int64_t id, account, amount, asked_by, created, expires, decided;
    int coins; /* amount is coins, else micro-USD */
    const char *username, *reason, *state, *asker, *asker_email, *asker_lang, *note;
    const char *decider; /* or NULL */
    const char *kind;    /* "balance": a correction; or of smm_two_kind_t */
    const char *cause;   /* of the kind, or "" */
    int64_t ref;         /* what the kind is about, or 0 */
    const char *to;      /* of a move: name of account `ref`; else NULL */
} smm_adjust_t;

/** Something else that two people decide. */
typedef struct smm_two_kind_t {
    const char *name;
    const char *asked, *approved, *refused; /* subjects of the mails */
    const char *audit, *object;             /* action and object of the request in the audit log */
    /** Adds the steps of an approved request to the unit that decides about it. */
    smm_result_t (*book)(smm_unit_t *u, smm_ctx_t *c, const smm_adjust_t *a);
} smm_two_kind_t;

typedef struct smm_two_ask_t {
    const char *kind; /* NULL: a correction */
    int64_t account, amount, ref;
    int coins;
    const char *cause, *reason;
    const char *to; /* of a move: who gets it */
} smm_two_ask_t;

/** Declares a kind; at start, once or more often. */
void smm_two_kind(const smm_two_kind_t *kind);
/** smm_adjust_ask() for any kind. CONFLICT when the like waits already. */
SMM_DECLARE(smm_result_t)
smm_two_ask(smm_ctx_t *c, const smm_two_ask_t *in, const smm_idem_t *idem, int look);

/** Largest correction that one person may make alone, micro-USD or coins. */
SMM_DECLARE(int64_t) smm_adjust_limit(smm_ctx_t *c, int coins);
/** Writes a request and tells those who may decide. With `look` nothing is written. INVALID at
 * "amount" or "reason". */
SMM_DECLARE(smm_result_t)
smm_adjust_ask(smm_ctx_t *c, int64_t account, int coins, int64_t amount, const char *reason,
               const smm_idem_t *idem, int look);
/** Decides: not one's own request, not for oneself, not after it expired. `note` is required for a
 * refusal. INVALID when a debit is not covered (then it goes on waiting). */
SMM_DECLARE(smm_result_t)
smm_adjust_decide(smm_ctx_t *c, int64_t id, int approve, const char *note, const smm_idem_t *idem);
/** The asker takes it back. */
SMM_DECLARE(smm_result_t) smm_adjust_withdraw(smm_ctx_t *c, int64_t id);
SMM_DECLARE(smm_rc_e) smm_adjust_get(smm_ctx_t *c, int64_t id, smm_adjust_t *out);
/** Newest first; state "" = all. @return count, or -1. */
SMM_DECLARE(int)
smm_adjust_list(smm_ctx_t *c, const char *state, int64_t before, smm_adjust_t *out, int max);
/** How many wait for c->actor. */
SMM_DECLARE(int64_t) smm_adjust_waiting(smm_ctx_t *c);
/** Declares the job that lets old requests expire. */
void smm_adjust_init(void);
/** Declares the kind "move" (smm_wallet_move). */
void smm_move_init(void);

#endif
