/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Payments: one attempt each to pay an invoice through a gateway. Money enters the ledger here and
 * nowhere else. States and their moves: modules/lib/smm_billing.h; docs/internals/payments.md.
 */
#ifndef SMM_PAYMENT_H
#define SMM_PAYMENT_H

#include "smm_account.h"
#include "smm_gateway.h"
#include "smm_idem.h"
#include "smm_vm.h"

typedef struct smm_payment_t {
    int64_t id, account, invoice;
    const char *method, *state;
    int64_t version, amount, fee, tax, received,
        receipts; /* fee: all that is due beside amount; tax: its part for the authorities */
    const char *create_key, *gateway_ref, *pay_url,
        *gateway_payment;  /* the last three may be NULL */
    const char *claim_ref; /* NULL = no claim */
    int64_t claim_amount;  /* 0 = not stated */
    const char *claim_note;
    int64_t claimed;
    const char *reason, *review; /* "" = none */
    int64_t created, updated, expires, polls;
    const char *invoice_status, *invoice_number; /* number NULL = proforma */
    const char *username, *email, *lang;
    const char *pay_currency;    /* what the payer is asked for: "USD", or a quote's … */
    int64_t pay_minor, pay_rate; /* … amount and rate (0 for USD), fixed when it was started */
    int pay_exponent;
    const char *qr;             /* text of its QR code, or NULL */
    int64_t returned, disputed; /* went back or is held back, booked, micro-USD */
    /* of what came in above a taxed invoice in rupees: all of it, its tax, and its own invoice */
    int64_t excess, excess_tax;
    const char *excess_number; /* or NULL */
    int64_t joined; /* of received: taken from the excess of another payment (smm_join.h) */
} smm_payment_t;

/** Review of a payment of which the processor holds a part that is not ours to book. */
#define SMM_REVIEW_PART "the processor says that only a part came: look there how much"

/** What a payer is asked for. */
typedef struct smm_quote_t {
    const char *currency;
    int exponent;
    int64_t minor, rate_e6; /* rate: currency units per USD × 1e6; 0 for USD */
} smm_quote_t;
/** A total (micro-USD, whole cents) in the currency of a gateway: USD where it takes that, else
 * its first one at the panel's rate. @return 0, or -1 when the panel has no rate for it. */
int smm_quote_make(smm_ctx_t *c, const smm_gateway_t *g, int64_t total, smm_quote_t *out);
/** Does the gateway take so much at once? Its own limits, and its setting "cap" (whole units). */
smm_result_t smm_quote_check(smm_ctx_t *c, const smm_gateway_t *g, const char *currency,
                             int exponent, int64_t minor);
/** Money of the quote's currency in micro-USD, whole cents, rounded down; exactly the payment's
 * total when it is what was asked for. @return -1 on overflow. */
int smm_quote_usd(const smm_payment_t *p, int64_t minor, int64_t *usd);

typedef struct smm_topup_t {
    int64_t amount; /* micro-USD */
    const char *method;
    const char *coupon; /* code or NULL */
    const char *coin;   /* of crypto-manual: "BTC"; else NULL */
} smm_topup_t;

/** What may be paid in at once, micro-USD, and what the page offers. */
typedef struct smm_limits_t {
    int64_t min, max;
    int64_t preset[8];
    int presets;
} smm_limits_t;
void smm_payment_limits(smm_ctx_t *c, smm_limits_t *out);

/** Is the gateway on and set up in this panel? */
int smm_payment_method_on(smm_ctx_t *c, const smm_gateway_t *g);

/** CONFLICT with the operator's words while top-ups are closed as a whole. */
smm_result_t smm_payment_closed(smm_ctx_t *c);

/** Makes invoice (proforma) and payment. The checkout is opened by smm_payment_open(). */
smm_result_t smm_payment_start(smm_ctx_t *c, const smm_account_t *who, const smm_topup_t *in,
                               const smm_idem_t *idem, int64_t *payment);
/**
 * Opens the gateway's checkout of a payment in state `created`; repeats use the same outgoing key.
 * Harmless in any other state.
 */
smm_result_t smm_payment_open(smm_ctx_t *c, int64_t payment);

/** account 0: any account of the panel. @return SMM_NOT_FOUND when there is none. */
smm_rc_e smm_payment_get(smm_ctx_t *c, int64_t account, int64_t id, smm_payment_t *out);

typedef struct smm_payment_row_t {
    int64_t id, account, invoice, amount, fee, received, claim_amount, claimed, created, updated;
    const char *username, *method, *state, *claim_ref, *review, *invoice_number;
} smm_payment_row_t;
/** Newest first; state "" all, "open", "claimed", "review" or a state; of one account only "" or
 * "open". account 0: the panel's. @return count or -1. */
int smm_payment_list(smm_ctx_t *c, int64_t account, const char *state, int64_t before,
                     smm_payment_row_t *out, int max);

typedef struct smm_payment_event_t {
    const char *event, *from, *to, *actor_name, *why;
    int64_t amount, actor, created;
} smm_payment_event_t;
int smm_payment_history(smm_ctx_t *c, int64_t payment, smm_payment_event_t *out, int max);

/** The customer says that it was paid; a person decides. */
smm_result_t smm_payment_claim(smm_ctx_t *c, int64_t account, int64_t id, const smm_claim_t *claim,
                               const smm_idem_t *idem);
/** Staff saw `amount` (micro-USD) on the statement. Credits exactly once. */
smm_result_t smm_payment_confirm(smm_ctx_t *c, int64_t id, int64_t amount, const char *reason,
                                 const smm_idem_t *idem);
/** Staff found that nothing came. */
smm_result_t smm_payment_reject(smm_ctx_t *c, int64_t id, const char *reason,
                                const smm_idem_t *idem);
/** Staff credits what arrived of an underpaid payment and closes it. */
smm_result_t smm_payment_settle(smm_ctx_t *c, int64_t id, const char *reason,
                                const smm_idem_t *idem);

/** Applies what the gateway said. *moved is 1 when something changed. */
smm_result_t smm_payment_apply(smm_ctx_t *c, const smm_payment_t *p, const smm_gateway_t *g,
                               const smm_snapshot_t *s, int *moved);
/** Sums that a gateway reports of one payment. */
typedef struct smm_back_t {
    int64_t returned, disputed; /* went back without an order of ours, a bank holds; micro-USD */
    int64_t ours;               /* went back on our order (smm_refund.h), booked there; micro-USD */
    int64_t minor, paid_minor;  /* in the payment's currency: `returned`, and what came in */
} smm_back_t;
/** Books what is new in these sums, each once. What was returned gets its credit note
 * (smm_refund_seen_step); a dispute has none until it ends as a refund. INVALID: more than came in.
 */
smm_result_t smm_payment_back(smm_ctx_t *c, const smm_payment_t *p, const smm_back_t *b,
                              int *moved);
#define SMM_QUOTE_TTL                                                                              \
    1800 /* seconds in which a checkout must be opened at the rate of the start                    \
          */
/** Asks the gateway and applies the answer. */
smm_gw_rc_e smm_payment_fetch(smm_ctx_t *c, int64_t id, int timeout_ms, int *moved);
/** When an open payment is asked again; 0 = no more. */
int64_t smm_payment_next_poll(const smm_gateway_t *g, const smm_payment_t *p, int64_t now);

typedef enum { SMM_NOTICE_STORED, SMM_NOTICE_REPEAT, SMM_NOTICE_BAD, SMM_NOTICE_BUSY } smm_notice_e;
/** Verifies and stores a raw notice and schedules the fetch. Nothing is credited here. */
smm_notice_e smm_notice_receive(smm_ctx_t *c, const smm_gateway_t *g, const smm_notice_in_t *in);

/** Environment of gateway calls: smm_http_run and smm_setting unless a test replaced them. */
smm_gateway_env_t smm_gateway_env(smm_ctx_t *c, int timeout_ms);
/** For tests: another transport; NULL restores smm_http_run. */
void smm_gateway_set_http(void (*http)(apr_pool_t *p, smm_http_t *x, int n));

/** Writes <detail label text> for each set row of a bank's details. */
void smm_payment_details(smm_ctx_t *c, const smm_gateway_t *g, smm_vm_t *vm);

/** Job kind that asks the gateway about one payment (ref = payment). */
#define SMM_JOB_PAYMENT_FETCH "payment-fetch"
#define SMM_JOB_LEDGER_SEAL "ledger-seal"

/** "P123": how people name a payment. */
const char *smm_payment_name(apr_pool_t *p, int64_t id);

#endif
