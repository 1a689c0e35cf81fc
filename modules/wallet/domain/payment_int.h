/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files of the payment domain. */
#ifndef PAYMENT_INT_H
#define PAYMENT_INT_H

#include "smm_bill.h"
#include "smm_invoice.h"
#include "smm_payment.h"

/** Our reference at the gateway: "panel-P123". */
const char *smm_payment_reference(smm_ctx_t *c, int64_t id);
/** A refused unit as a result that says what to do. */
smm_result_t smm_payment_refused(smm_ctx_t *c, const smm_written_t *w);
void smm_payment_log_step(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, const char *event,
                          const char *to, int64_t amount, const char *why);
/** Mails; each a step. */
void smm_payment_mail_details(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                              const smm_gateway_t *g);
void smm_payment_mail_received(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, int64_t credit);
void smm_payment_mail_underpaid(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                                int64_t missing);

/** A claim was rejected, or a payment request sent ("done"). */
void smm_payment_mail_claim(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, const char *state,
                            const char *reason);
/** After the commit: others learn of the credit. */
void smm_payment_tell(smm_ctx_t *c, const smm_payment_t *p, int64_t credit);

/** One move of a payment: how it got there and what came in with it. */
typedef struct smm_receipt_t {
    const char *event; /* for the history: "confirm", "fetch" … */
    const char *why;
    int64_t amount;              /* came in now, micro-USD */
    const char *key;             /* ledger key of the receipt: unique per money that arrived */
    const char *gateway_payment; /* or NULL */
    int settle;                  /* 1: credit what came in although it is less, and close */
    int joined;                  /* 1: it is in the wallet already, as the excess of another one */
} smm_receipt_t;
/** What came in above what was due. */
typedef struct smm_excess_t {
    int64_t net;         /* goes to the balance */
    int64_t excess, tax; /* of a taxed one, else 0: then it gets an invoice of its own */
    smm_invoice_t of;    /* the invoice that was paid too much */
    smm_bill_t bill;
} smm_excess_t;
/** Is there tax in an excess of so much (micro-USD)? @return OK, BUSY … */
smm_rc_e smm_excess_split(smm_ctx_t *c, const smm_payment_t *p, int64_t excess, smm_excess_t *x);
/** Adds the invoice of a taxed excess; nothing for another one. */
smm_rc_e smm_excess_steps(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                          const smm_excess_t *x);
/** Adds all steps that book a receipt, in the right order. @return result; *to is the new state. */
smm_result_t smm_payment_receipt(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                                 const smm_receipt_t *in, const char **to);
/** Adds a move without money (expired, failed, cancelled, confirming). */
smm_result_t smm_payment_plain(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                               const char *event, const char *to, const char *why);

#endif
