/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is a VIP member of a panel, for other modules. Owned by the wallet (domain/membership*.c).
 * Everybody who is none is FREE. Days are numbers of UTC days.
 */
#ifndef SMM_MEMBER_H
#define SMM_MEMBER_H

#include "smm_ctx.h"

typedef struct smm_member_t {
    int vip;   /* has what the plan gives, now: within its period, or in its days of grace */
    int known; /* there is or was a membership: the rest is filled */
    const char *state;   /* active, grace, ended; "" for none */
    int64_t plan, price; /* of the running period; price 0: given by staff */
    const char *plan_name;
    int64_t anchor, periods, starts, ends;
    /* what follows: plan 0 = it ends then; cost is what the next period will be charged */
    int64_t next_plan, next_cost;
    const char *next_name; /* or NULL */
    int64_t grace_until;   /* the day on which grace is over */
    int barred;            /* the account is suspended or closed: it is not charged any more */
    int64_t next_price, reminded, version;
} smm_member_t;

/** The membership of an account in c->panel. @return SMM_OK also without one, or BUSY. */
SMM_DECLARE(smm_rc_e) smm_member_get(smm_ctx_t *c, int64_t account, smm_member_t *out);
/** Does a membership in this state, with or without a following period, give its perks today? */
SMM_DECLARE(int) smm_member_is_vip(const char *state, int64_t ends, int renews, int64_t today);

#endif
