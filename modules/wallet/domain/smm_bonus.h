/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gifts on top-ups: coupons and the deposit bonus. A bonus is promised in the unit that starts the
 * payment (the coupon's limits are taken there), and granted in a unit of its own after the payment
 * was credited, so that a gift can never stop money. Both come from the book PROMOTION.
 */
#ifndef SMM_BONUS_H
#define SMM_BONUS_H

#include "smm_account.h"
#include "smm_idem.h"

/** Own code of units: a coupon's limit was reached meanwhile. */
#define SMM_OUT_COUPON 1202

typedef struct smm_coupon_t {
    int64_t id, value, most, min_amount, limit_total, limit_account, valid_from, valid_to, used,
        created, given;
    int percent, first_only, active;
    const char *code, *method; /* method "" = any */
} smm_coupon_t;

/** What a top-up would be given, micro-USD. */
typedef struct smm_bonus_quote_t {
    int64_t coupon, deposit; /* 0 = none */
    int64_t coupon_id;
    const char *code;
    int64_t tier_bps;
} smm_bonus_quote_t;

/** Works out both; code NULL or "" = no coupon. @return INVALID at "coupon" with the reason. */
smm_result_t smm_bonus_quote(smm_ctx_t *c, int64_t account, int64_t amount, const char *method,
                             const char *code, smm_bonus_quote_t *out);
/** Adds the promises to the unit whose step `payment` inserts the payment. */
void smm_bonus_promise_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int payment,
                             const smm_bonus_quote_t *q);
/** The refusal of a unit that broke with SMM_OUT_COUPON. */
smm_result_t smm_bonus_gone(void);

/** Queues the gifts of a payment in the unit that credits it; listens to "payment.credited". */
void smm_bonus_init(void);
/** Grants, releases or takes back what is due for a payment; coins too. Idempotent. @return 0, or
 * -1 to try again. */
int smm_bonus_work(smm_ctx_t *c, int64_t payment);

/** What was promised or given with a payment: calls fn for each. */
typedef struct smm_bonus_t {
    int64_t id, account, payment, coupon, amount, earlier;
    int64_t paid, gone; /* of the top-up: credited, and of that gone back */
    int64_t back, seen; /* of the gift: taken back with parts; `gone` when it was last looked at */
    int first_only;
    const char *source, *label, *state, *payment_state;
} smm_bonus_t;
/** @return count, or -1. */
int smm_bonus_of(smm_ctx_t *c, int64_t payment, smm_bonus_t *out, int max);

/* ---- staff ---------------------------------------------------------------------------------- */

/** Makes a coupon; the code is kept in capitals. INVALID at the field at fault. */
smm_result_t smm_coupon_make(smm_ctx_t *c, const smm_coupon_t *in, const smm_idem_t *idem);
/** Stops it or opens it again. */
smm_result_t smm_coupon_switch(smm_ctx_t *c, int64_t id, int active);
/** Newest first. @return count, or -1. */
int smm_coupon_list(smm_ctx_t *c, int64_t before, smm_coupon_t *out, int max);

typedef struct smm_tier_t {
    int64_t id, min_amount, bps, most;
} smm_tier_t;
smm_result_t smm_tier_make(smm_ctx_t *c, const smm_tier_t *in, const smm_idem_t *idem);
smm_result_t smm_tier_stop(smm_ctx_t *c, int64_t id);
/** By amount. @return count, or -1. */
int smm_tier_list(smm_ctx_t *c, smm_tier_t *out, int max);

#endif
