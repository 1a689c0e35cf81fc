/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Claims: what a customer says about a payment that no processor reports by itself. A claim credits
 * by itself when a record that the customer cannot write agrees with it (the gateway's answer, a
 * line of an imported statement); otherwise it waits for a person. docs/internals/claims.md.
 */
#ifndef SMM_CLAIMS_H
#define SMM_CLAIMS_H

#include "smm_payment.h"

/** What the customer sends. Texts may be NULL. */
typedef struct smm_claim_say_t {
    const char *kind; /* "reference", "lost" (without one) or "request" (of a payment request) */
    const char *reference; /* request: the mail address it shall go to */
    const char *note, *payer, *phone;
    int64_t amount_minor; /* of the currency that was asked for; 0 = not stated */
    int64_t paid_on;      /* midnight UTC of the day; 0 = not stated */
} smm_claim_say_t;

typedef enum { SMM_CLAIM_WAITS, SMM_CLAIM_CREDITED, SMM_CLAIM_WRONG } smm_claim_end_e;

/** Stores a claim and looks for a record that agrees with it. INVALID for a bad shape and for a
 * reference that the gateway does not know; TOO_FAST after too many of them (`a` = minutes). */
smm_result_t smm_claim_send(smm_ctx_t *c, int64_t account, int64_t payment,
                            const smm_claim_say_t *say, const smm_idem_t *idem,
                            smm_claim_end_e *end);

typedef struct smm_claim_row_t {
    int64_t id, payment, account, version, amount_minor, paid_on, line, decided, created;
    const char *kind, *state, *reference, *key, *payer, *phone, *note, *reason, *decider, *username;
} smm_claim_row_t;
smm_rc_e smm_claim_get(smm_ctx_t *c, int64_t id, smm_claim_row_t *out);
/** The newest claim (or request) about a payment. */
smm_rc_e smm_claim_of(smm_ctx_t *c, int64_t payment, int request, smm_claim_row_t *out);
/** Wrong references that are left to an account now; 0: *minutes until the next. */
int smm_claim_left(smm_ctx_t *c, int64_t account, int64_t *minutes);

/** Looks once more for records that agree. timeout_ms 0: stored statements only. */
smm_result_t smm_claim_check(smm_ctx_t *c, int64_t id, int timeout_ms, smm_claim_end_e *end);
/** smm_claim_check() of all that wait, against statements. @return how many were credited. */
int smm_claim_check_all(smm_ctx_t *c);

/** What staff found. */
typedef struct smm_claim_found_t {
    int64_t amount_minor;  /* that arrived, in the currency asked for; 0: the line's */
    const char *reference; /* on the statement; NULL or "": the claimed one */
    int64_t line;          /* line of an imported statement, 0 = none */
    const char *reason;    /* where it was seen */
} smm_claim_found_t;
smm_result_t smm_claim_confirm(smm_ctx_t *c, int64_t id, const smm_claim_found_t *found,
                               const smm_idem_t *idem);
/** Nothing was found: the customer is told why and may send something better. */
smm_result_t smm_claim_reject(smm_ctx_t *c, int64_t id, const char *reason, const smm_idem_t *idem);
/** A payment request was sent. `note` is shown to the customer. */
smm_result_t smm_claim_done(smm_ctx_t *c, int64_t id, const char *note, const smm_idem_t *idem);

typedef struct smm_claim_item_t {
    int64_t id, payment, amount_minor, created, decided, due_minor;
    int exponent, twins; /* other payments for which the same reference was claimed */
    const char *kind, *state, *reference, *payer, *username, *method, *currency;
} smm_claim_item_t;
/** what: "open" and "request" oldest first after `from`, "decided" newest first before `from`.
 * @return count or -1. */
int smm_claim_list(smm_ctx_t *c, const char *what, int64_t from, smm_claim_item_t *out, int max);

void smm_claim_jobs_init(void);

#endif
