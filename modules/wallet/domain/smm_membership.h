/* SPDX-License-Identifier: Apache-2.0 */
/*
 * VIP membership: bought from the balance by the month, renewed on the anchor day, three days of
 * grace, then FREE. Upgrades at once with a day-wise credit; downgrade and cancel at the end of the
 * period; nothing is paid back. Rules: modules/lib/coins.c. Each change is decided on a version of
 * the row and charged under a key that names it, so it happens once.
 */
#ifndef SMM_MEMBERSHIP_H
#define SMM_MEMBERSHIP_H

#include "smm_idem.h"
#include "smm_member.h"

#define SMM_PERKS 1000      /* characters */
#define SMM_MEMBER_REMIND 3 /* days before a renewal */

/* ---- plans ----------------------------------------------------------------------------------- */

typedef struct smm_plan_t {
    int64_t id, price, members;
    const char *name, *perks; /* perks: one a line */
    int active;               /* 0: not sold any more; who has it keeps it */
} smm_plan_t;

/** Sold ones first, cheapest first. @return count, or -1. */
int smm_plan_list(smm_ctx_t *c, smm_plan_t *out, int max);
smm_rc_e smm_plan_get(smm_ctx_t *c, int64_t id, smm_plan_t *out);
/** Makes a plan (id 0) or changes one, with an audit line. A new price holds for periods that are
 * not announced yet. INVALID with the field at fault. */
smm_result_t smm_plan_put(smm_ctx_t *c, const smm_plan_t *p, const smm_idem_t *idem);

/* ---- the customer ---------------------------------------------------------------------------- */

typedef enum {
    SMM_MEMBER_JOIN,    /* charged now, a period begins */
    SMM_MEMBER_UPGRADE, /* charged now less the credit, a period begins */
    SMM_MEMBER_LATER,   /* follows when the period ends */
    SMM_MEMBER_SAME     /* that is what the person has */
} smm_member_change_e;

/** What taking a plan means now. */
typedef struct smm_member_offer_t {
    smm_member_change_e change;
    smm_plan_t plan;
    smm_member_t now;
    int64_t pay, credit;  /* charged at once */
    int64_t starts, ends; /* of the period that is bought, or of the one that follows */
    int64_t missing;      /* of the balance */
} smm_member_offer_t;

/** NOT_FOUND: no such plan on sale. CONFLICT with a message while a renewal is not paid. */
smm_result_t smm_member_offer(smm_ctx_t *c, int64_t account, int64_t plan, smm_member_offer_t *out);
/** Takes the plan for the price that was shown: `seen` is offer.pay, or plan.price of one that
 * follows later. Another amount now, or too little money: INVALID, nothing changed. */
smm_result_t smm_member_take(smm_ctx_t *c, int64_t account, int64_t plan, int64_t seen,
                             const smm_idem_t *idem);
/** Ends it with the period (at once while a renewal is not paid). CONFLICT when it ends anyway. */
smm_result_t smm_member_stop(smm_ctx_t *c, int64_t account);

typedef struct smm_member_charge_t {
    int64_t id, price, credit, starts, ends, created;
    const char *plan, *kind; /* join, renew, upgrade */
} smm_member_charge_t;
/** Newest first. @return count, or -1. */
int smm_member_charges(smm_ctx_t *c, int64_t account, int64_t before, smm_member_charge_t *out,
                       int max);

/* ---- staff ----------------------------------------------------------------------------------- */

typedef struct smm_member_row_t {
    int64_t id, account, price, starts, ends;
    const char *username, *plan, *state, *next; /* next or NULL */
} smm_member_row_t;
/** state "": all that run. @return count, or -1. */
int smm_member_list(smm_ctx_t *c, const char *state, int64_t before, smm_member_row_t *out,
                    int max);
typedef struct smm_member_counts_t {
    int64_t active, grace, ended;
} smm_member_counts_t;
void smm_member_counts(smm_ctx_t *c, smm_member_counts_t *out);
/** Gives a membership for whole months, for nothing, with an audit line; it ends by itself. Nobody
 * gives one to themselves. CONFLICT when the person has one. */
smm_result_t smm_member_give(smm_ctx_t *c, int64_t account, int64_t plan, int64_t months,
                             const char *why, const smm_idem_t *idem);
/** Ends a membership now, with an audit line and a mail; nothing is paid back. */
smm_result_t smm_member_revoke(smm_ctx_t *c, int64_t account, const char *why);

/* ---- the frame of pages ---------------------------------------------------------------------- */

/** What every page of a person shows, in one read; a plain struct that may be kept. */
typedef struct smm_wallet_shown_t {
    int64_t balance, held, ends;
    int renews, grace;
    char plan[128]; /* "" = FREE */
} smm_wallet_shown_t;
smm_rc_e smm_wallet_shown(smm_ctx_t *c, int64_t account, smm_wallet_shown_t *out);

/* ---- inside the wallet ----------------------------------------------------------------------- */

/** Reminders, renewals, grace and ends that are due. The job does it every five minutes; safe to
 * run twice, anywhere. @return 0 or -1. */
int smm_member_sweep(smm_ctx_t *c);
/** Steps of a charged period that begins: guard, transfer, charge. The change of the row comes
 * before them and names m->version. */
void smm_member_charge_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, const smm_plan_t *p,
                             int64_t version, const char *kind, int64_t credit, int64_t starts,
                             int64_t ends);
/** "renews", "unpaid", "ended": a mail about a membership. Adds nothing without an account. */
void smm_member_mail(smm_unit_t *u, smm_ctx_t *c, int64_t account, const smm_member_t *m,
                     const char *what);
void smm_member_init(void);
void smm_member_verify_init(void);

#endif
