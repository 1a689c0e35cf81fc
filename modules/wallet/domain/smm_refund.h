/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Refunds to the source: money of the balance that goes back the way it came, decided by staff.
 * States:
 *
 *   open → sending → done | failed      the gateway sends (its refund call, repeated with the same
 * key) manual → done | failed              a person sends and says so
 *   seen                                reported by the processor without an order of ours
 *
 * The money leaves the wallet when the refund is decided and waits in book 'refund'; a failed one
 * brings it back. Never more than the payment credited, whoever asks at once.
 */
#ifndef SMM_REFUND_H
#define SMM_REFUND_H

#include "smm_payment.h"
#include "smm_adjust.h"

#define SMM_JOB_REFUND "payment-refund"

typedef struct smm_refund_t {
    int64_t id, account, payment, version, amount, tax, minor, tries, created, updated;
    int exponent;
    const char *state, *currency, *key, *gateway_ref, *reason, *note, *username, *actor, *method;
    const char *cause;
    const char *approver;     /* the second person, or NULL */
    const char *no_note;      /* sent without a credit note: why; else "" */
    const char *no_note_done; /* what a person did about it, or "" */
    int64_t request;
} smm_refund_t;

/** What may still go back of a payment, micro-USD; 0 unless it is paid. */
smm_rc_e smm_refund_left(smm_ctx_t *c, const smm_payment_t *p, int64_t *left);
/** Why money goes back: one of these words. Shown as words on credit note and statement. */
#define SMM_REFUND_CAUSES "asked paid-twice wrong-amount not-delivered not-used fraud other"

/**
 * Decides a refund of `amount` (micro-USD of the balance; the tax in proportion goes with it).
 * INVALID at "amount" for more than is left or than the balance covers, at "cause" or "reason" for
 * none. *id: the refund. When all that one person sent back of this payment would exceed
 * smm_adjust_limit(), a second person is asked instead: nothing moves, *id is 0 and *waits 1.
 * FORBIDDEN for one's own payment.
 */
smm_result_t smm_refund_start(smm_ctx_t *c, int64_t payment, int64_t amount, const char *cause,
                              const char *reason, const smm_idem_t *idem, int64_t *id, int *waits);
/** The request about a payment's refund that waits for a second person, or NOT_FOUND. */
smm_rc_e smm_refund_waiting(smm_ctx_t *c, int64_t payment, smm_adjust_t *out);
/** A refund that went without its credit note: write it now, or say with `text` why it needs none.
 */
smm_result_t smm_refund_note_write(smm_ctx_t *c, int64_t id, const smm_idem_t *idem);
smm_result_t smm_refund_note_close(smm_ctx_t *c, int64_t id, const char *text,
                                   const smm_idem_t *idem);
/** How many wait for that. */
int64_t smm_refund_no_notes(smm_ctx_t *c);
/** A person says what became of a refund in state manual, or of one that is stuck in sending. */
smm_result_t smm_refund_sent(smm_ctx_t *c, int64_t id, const char *reference,
                             const smm_idem_t *idem);
smm_result_t smm_refund_failed(smm_ctx_t *c, int64_t id, const char *reason,
                               const smm_idem_t *idem);

/** What was or is being sent back, in the minor units that the gateway was asked for: the part of a
 * snapshot's refunded_minor that is our own doing. */
smm_rc_e smm_refund_minor(smm_ctx_t *c, int64_t payment, int64_t *minor);

/** Newest first; payment 0: all; state "" all, "open": under way. @return count or -1. */
int smm_refund_list(smm_ctx_t *c, int64_t payment, const char *state, int64_t before,
                    smm_refund_t *out, int max);
smm_rc_e smm_refund_get(smm_ctx_t *c, int64_t id, smm_refund_t *out);

/** The steps of a refund's credit note; when the invoice takes none the refund keeps why, and log
 * and audit say it. BUSY: nothing was added. */
smm_rc_e smm_refund_note_step(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                              const smm_refund_t *r);
/** Key of a refund's credit note. */
const char *smm_refund_note_key(smm_ctx_t *c, const smm_refund_t *r);
/** Why a credit note was refused, as one line for staff. */
const char *smm_refund_note_why(smm_ctx_t *c, const smm_result_t *r);

/**
 * The steps of a refund that only was seen: a row in state "seen" with its credit note, or why it
 * has none. The money is booked by smm_payment_back(). What came above the documents goes back
 * first, then the invoice of an excess, then the payment's own.
 * @param wallet, tax what leaves these books, micro-USD
 * @param b the gateway's sums: the row is about what `minor` has more than earlier rows
 * BUSY: nothing was added.
 */
smm_rc_e smm_refund_seen_step(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, int64_t wallet,
                              int64_t tax, const smm_back_t *b);

/** Registers the job and the checks. */
void smm_refund_init(void);

#endif
