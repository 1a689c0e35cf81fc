/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Customers in special economic zones of India. A customer declares the unit; staff look at its
 * letter of approval and confirm. From then on supplies to it are inter-State and zero-rated: with
 * payment of tax, or without while the panel's letter of undertaking is in force.
 */
#ifndef SMM_SEZ_H
#define SMM_SEZ_H

#include "smm_account.h"
#include "smm_ctx.h"

typedef struct smm_sez_t {
    int64_t id, account;
    const char *username, *company;
    const char *kind;              /* "sewop": without payment of tax, "sewp": with it */
    const char *gstin, *gstin_now; /* declared; in the customer's details today */
    const char *approval;          /* number of the unit's letter of approval */
    const char *state;             /* declared confirmed rejected withdrawn */
    const char *note;              /* reason of the decision */
    const char *actor;             /* who decided, or NULL */
    int64_t created, decided;
} smm_sez_t;

/** Newest first. account 0: everybody; state "": all. @return count, or -1. */
int smm_sez_list(smm_ctx_t *c, int64_t account, const char *state, int64_t before, smm_sez_t *out,
                 int max);
/** The newest declaration of a customer. NOT_FOUND: none. */
smm_rc_e smm_sez_of(smm_ctx_t *c, int64_t account, smm_sez_t *out);

/** Is this customer a confirmed unit under its present GSTIN? *kind is "" when not. */
smm_rc_e smm_sez_confirmed(smm_ctx_t *c, int64_t account, const char *gstin, const char **kind);

/** Declares a unit; an earlier declaration ends, a confirmed one too: what has changed is looked at
 * again. INVALID: no valid GSTIN in the customer's details (field NULL), or a field at fault. */
smm_result_t smm_sez_declare(smm_ctx_t *c, int64_t account, const char *kind, const char *approval);
/** Ends what is declared or confirmed. CONFLICT: nothing is. */
smm_result_t smm_sez_withdraw(smm_ctx_t *c, int64_t account);
/** Staff: `what` is "confirm" or "reject" of a declared one, "revoke" of a confirmed one. CONFLICT
 * when it has moved on, or the GSTIN has changed since. With an audit line. */
smm_result_t smm_sez_decide(smm_ctx_t *c, int64_t id, const char *what, const char *reason);

#endif
