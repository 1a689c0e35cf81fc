/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets: a thread between a customer and staff, about campaigns or anything else (features
 * S103–S112, N17). */
#ifndef SMM_TICKET_H
#define SMM_TICKET_H

#include "smm_ctx.h"
#include "smm_idem.h"

/** Limits, stated once: forms and messages use the same figures. */
#define SMM_TICKET_SUBJECT 120
#define SMM_TICKET_BODY 8000
#define SMM_TICKET_CAMPAIGNS 50
#define SMM_TICKET_PER_DAY 20

typedef struct smm_ticket_t {
    int64_t id, account;
    const char *username, *email, *lang;
    const char *type, *subject, *status; /* "open" (staff's turn), "answered", "solved" */
    int64_t messages, created, updated, first_reply;
} smm_ticket_t;

typedef struct smm_ticket_message_t {
    int64_t id, author, created;
    const char *username, *name, *kind, *body; /* kind: message, note (staff only), event */
    int by_staff;
} smm_ticket_message_t;

typedef struct smm_ticket_new_t {
    const char *type, *subject, *campaigns /* comma list of ids, may be "" */, *body;
} smm_ticket_new_t;

/**
 * Opens a ticket for c->actor. Each campaign must be the actor's own; one that an unsolved ticket
 * names already answers INVALID at `campaigns` with that ticket's number in `b`. *id = new ticket.
 */
SMM_DECLARE(smm_result_t)
smm_ticket_open(smm_ctx_t *c, const smm_ticket_new_t *in, const smm_idem_t *idem, int64_t *id);
/** The customer writes; a solved ticket opens again. NOT_FOUND when it is not the actor's. */
SMM_DECLARE(smm_result_t)
smm_ticket_reply(smm_ctx_t *c, int64_t ticket, const char *body, const smm_idem_t *idem);
/** The customer marks it solved. CONFLICT when it is. */
SMM_DECLARE(smm_result_t) smm_ticket_solve(smm_ctx_t *c, int64_t ticket);
/** Staff write a reply (mailed to the customer) or, with `internal`, a note. `status` NULL =
 * answered. */
SMM_DECLARE(smm_result_t)
smm_ticket_staff(smm_ctx_t *c, int64_t ticket, const char *body, int internal, const char *status,
                 const smm_idem_t *idem);

/** One ticket of `account` (0 = any in the panel). */
SMM_DECLARE(smm_rc_e)
smm_ticket_get(smm_ctx_t *c, int64_t account, int64_t ticket, smm_ticket_t *out);
typedef void smm_ticket_fn(void *baton, const smm_ticket_t *t);
/** A page of tickets, newest first; for staff (account 0) the open ones oldest first. `status` "" =
 * all. */
SMM_DECLARE(smm_rc_e)
smm_ticket_list(smm_ctx_t *c, int64_t account, const char *status, int count, int skip,
                smm_ticket_fn *fn, void *baton);
typedef struct smm_ticket_counts_t {
    int64_t open, answered, solved;
} smm_ticket_counts_t;
SMM_DECLARE(smm_rc_e) smm_ticket_counts(smm_ctx_t *c, int64_t account, smm_ticket_counts_t *out);
typedef void smm_ticket_message_fn(void *baton, const smm_ticket_message_t *m);
SMM_DECLARE(smm_rc_e)
smm_ticket_thread(smm_ctx_t *c, int64_t ticket, int staff, smm_ticket_message_fn *fn, void *baton);
/** Ids of the linked campaigns. @return how many (≤ SMM_TICKET_CAMPAIGNS). */
SMM_DECLARE(int) smm_ticket_linked(smm_ctx_t *c, int64_t ticket, int64_t *ids);

#endif
