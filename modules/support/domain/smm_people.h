/* SPDX-License-Identifier: Apache-2.0 */
/* Customers and the audit log as staff see them: reads only. Texts live during the call. */
#ifndef SMM_PEOPLE_H
#define SMM_PEOPLE_H

#include "smm_ctx.h"

typedef struct smm_person_t {
    int64_t id, created, joined, verified, last_signin, balance, held, keys, sessions;
    const char *username, *email, *name, *company, *country, *language, *timezone;
    const char *state, *role; /* "pending active suspended closed", "customer staff owner" */
    int frozen;               /* as smm_wallet_frozen() */
} smm_person_t;

typedef struct smm_people_filter_t {
    const char *q;            /* part of user name, address or name, or the number; "" = all */
    const char *role, *state; /* "" = any */
    int64_t before;           /* accounts with a smaller id; 0 = from the newest */
} smm_people_filter_t;

typedef void smm_person_fn(void *baton, const smm_person_t *p);
/** Members of the panel, newest account first, at most `rows` (≤ 100). */
smm_rc_e smm_people(smm_ctx_t *c, const smm_people_filter_t *f, int rows, smm_person_fn *fn,
                    void *baton);
/** One member of this panel, texts in c->pool. @return SMM_NOT_FOUND for strangers. */
smm_rc_e smm_person(smm_ctx_t *c, int64_t account, smm_person_t *out);

typedef struct smm_person_item_t {
    int64_t id, created, amount, after;
    const char *kind, *state, *memo;
} smm_person_item_t;
typedef void smm_person_item_fn(void *baton, const smm_person_item_t *x);
/** Newest payments: kind = method. */
smm_rc_e smm_person_payments(smm_ctx_t *c, int64_t account, int rows, smm_person_item_fn *fn,
                             void *baton);
/** Newest movements of the balance. */
smm_rc_e smm_person_entries(smm_ctx_t *c, int64_t account, int rows, smm_person_item_fn *fn,
                            void *baton);

typedef struct smm_audit_line_t {
    int64_t id, created, actor, ref;
    const char *actor_name /* or NULL */, *action, *kind;
    const char *before, *after, *why, *addr, *request; /* each may be NULL */
} smm_audit_line_t;
typedef void smm_audit_fn(void *baton, const smm_audit_line_t *l);
/** Newest first; actor -1 = anybody, 0 = the system; `action` "" = any, else its beginning. */
smm_rc_e smm_audit_list(smm_ctx_t *c, int64_t before, int64_t actor, const char *action, int rows,
                        smm_audit_fn *fn, void *baton);
typedef void smm_text_fn(void *baton, const char *text);
/** Actions that occur in the log. */
smm_rc_e smm_audit_actions(smm_ctx_t *c, smm_text_fn *fn, void *baton);

#endif
