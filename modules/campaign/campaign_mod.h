/* SPDX-License-Identifier: Apache-2.0 */
/* The httpd side of campaigns: forms, views and handlers of this module. */
#ifndef CAMPAIGN_MOD_H
#define CAMPAIGN_MOD_H

#include "mod_smm.h"
#include "domain/smm_campaign_int.h"

typedef struct campaign_form_t {
    int64_t category, service, quantity, runs, interval, answer_number, device, type_of_traffic,
        coins;
    const char *link, *comments, *usernames, *hashtags, *hashtag, *username, *media, *groups,
        *keywords;
    const char *country, *google_keyword, *referring_url;
    const char *seen; /* "service:rate" that the page showed */
    int warn, confirm, preview;
} campaign_form_t;

typedef struct resolve_form_t {
    const char *decision, *order, *reason;
} resolve_form_t;

typedef struct set_form_t {
    const char *status, *reason;
    int64_t start_count, remains;
} set_form_t;

extern const smm_form_t campaign_form_new, campaign_form_resolve, campaign_form_set,
    campaign_form_none;

/* views.c */
void campaign_vm(smm_req_t *q, smm_vm_t *vm, const smm_campaign_t *k, int staff);
/** The campaign with its actions, as a row of a list. */
void campaign_vm_row(smm_req_t *q, smm_vm_t *vm, const smm_campaign_t *k, int staff);
void campaign_vm_actions(smm_req_t *q, smm_vm_t *vm, const smm_campaign_t *k);
void campaign_vm_timeline(smm_req_t *q, smm_vm_t *vm, int64_t id, int staff);
void campaign_vm_attempts(smm_req_t *q, smm_vm_t *vm, int64_t id);
void campaign_vm_quote(smm_req_t *q, smm_vm_t *vm, const smm_quote_t *quote,
                       const smm_result_t *res);
void campaign_vm_service(smm_req_t *q, smm_vm_t *vm, const smm_service_t *s);
/** filter, tabs, rows, pager or empty state of a list. */
int campaign_vm_list(smm_req_t *q, smm_vm_t *vm, int staff);

extern const smm_route_t campaign_routes[], campaign_staff_routes[], campaign_api_routes[];

#endif
