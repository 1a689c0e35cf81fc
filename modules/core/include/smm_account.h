/* SPDX-License-Identifier: Apache-2.0 */
/* A person, as other modules see one. Owned by mod_smm_auth; core only carries it. */
#ifndef SMM_ACCOUNT_H
#define SMM_ACCOUNT_H

#include "smm_ctx.h"

typedef enum { SMM_ROLE_CUSTOMER = 0, SMM_ROLE_STAFF = 1, SMM_ROLE_OWNER = 2 } smm_role_e;

typedef struct smm_account_t {
    int64_t id;
    const char *username;
    const char *email;
    const char *name;     /* real name or "" */
    const char *lang;     /* "en" … */
    const char *timezone; /* IANA name or "UTC" */
    const char *theme;    /* "auto" "light" "dark" */
    const char *currency; /* that amounts are shown in beside USD; "" = not chosen */
    smm_role_e role;      /* in this panel */
    int verified;
} smm_account_t;

/** Data of event "account.created", told in the unit of a sign-up. */
typedef struct smm_signup_event_t {
    int slot;          /* step of the unit that inserts the account */
    const char *email; /* as typed */
    const char *ref;   /* code of who brought the person, or NULL */
} smm_signup_event_t;

/** Company details copied onto invoices; every text may be "". */
typedef struct smm_particulars_t {
    const char *name, *company, *address, *city, *state, *postal_code, *country, *tax_id, *email;
} smm_particulars_t;

/** Reads the profile of an account. */
SMM_DECLARE(smm_rc_e)
smm_account_particulars(smm_ctx_t *c, int64_t account, smm_particulars_t *out);
/** Reads an account in the role it has in c->panel. @return SMM_NOT_FOUND when there is none. */
SMM_DECLARE(smm_rc_e) smm_account_by_id(smm_ctx_t *c, int64_t account, smm_account_t *out);
/** The same by user name, in any letter case. */
SMM_DECLARE(smm_rc_e) smm_account_by_name(smm_ctx_t *c, const char *username, smm_account_t *out);
/** Stores the currency that the account sees amounts in; "USD" = dollars alone. */
SMM_DECLARE(smm_result_t)
smm_account_show_in(smm_ctx_t *c, int64_t account, const char *currency);
/** The account of a reseller API key of this panel, or SMM_NOT_FOUND. */
SMM_DECLARE(smm_rc_e) smm_account_by_api_key(smm_ctx_t *c, const char *key, smm_account_t *out);

/**
 * Makes a confirmed account with a role in c->panel (smmctl: the first owner). A user name that
 * exists only gets the role; address and password may then be NULL. Without an address a new
 * account gets USER@staff.invalid until its owner sets one. @return INVALID with the field at
 * fault, else the account's id in *id.
 */
SMM_DECLARE(smm_result_t)
smm_account_create_staff(smm_ctx_t *c, const char *username, const char *email,
                         const char *password, smm_role_e role, int64_t *id);
/** Sets the role in c->panel, with an audit line. The last owner stays: FORBIDDEN. */
SMM_DECLARE(smm_result_t)
smm_account_set_role(smm_ctx_t *c, int64_t account, smm_role_e role, const char *why);
/**
 * Suspends an account (its sessions end, its API keys stop) or opens it again, with an audit line.
 * Only when it is in the opposite state now, else CONFLICT. An account belongs to all panels: one
 * with a role in another panel is FORBIDDEN here; so are the actor's own account, staff and owners
 * for anybody but an owner, and the last owner. Not of this panel: NOT_FOUND.
 */
SMM_DECLARE(smm_result_t)
smm_account_set_status(smm_ctx_t *c, int64_t account, int suspend, const char *why);

#endif
