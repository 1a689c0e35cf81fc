/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of mod_smm_support share. */
#ifndef SUPPORT_INT_H
#define SUPPORT_INT_H

#include "mod_smm.h"
#include "domain/smm_people.h"
#include "domain/smm_ticket.h"
#include "smm_wallet.h"

typedef struct ticket_form_t {
    const char *type, *subject, *campaigns, *body;
} ticket_form_t;
typedef struct reply_form_t {
    const char *body;
} reply_form_t;
typedef struct staff_reply_form_t {
    const char *body, *status;
    int internal;
} staff_reply_form_t;

extern const smm_form_t support_form_ticket, support_form_reply, support_form_staff,
    support_form_none;
extern const smm_route_t support_ticket_routes[], support_help_routes[], support_home_routes[],
    support_overview_routes[], support_search_routes[], support_settings_routes[],
    support_audit_routes[], support_customer_routes[], support_customer_act_routes[],
    support_system_routes[];

/* views.c: results into XML; no queries */
void support_view_tickets(smm_req_t *q, smm_vm_t *vm, int staff, const char *tab,
                          const smm_ticket_counts_t *counts);
void support_view_ticket_row(void *vm, const smm_ticket_t *t);
void support_view_ticket(smm_req_t *q, smm_vm_t *vm, const smm_ticket_t *t, int staff);
typedef struct support_thread_t {
    smm_req_t *q;
    smm_vm_t *vm;
} support_thread_t;
void support_view_message(void *thread, const smm_ticket_message_t *m);
/** Link to the next older page: <older base before/>. */
void support_older(smm_req_t *q, smm_vm_t *vm, const char *base, int64_t before);
/** <customer …/> with everything that staff see of an account. */
void support_view_person(smm_req_t *q, smm_vm_t *vm, const smm_person_t *x, const smm_balance_t *w);

#endif
