/* SPDX-License-Identifier: Apache-2.0 */
/* What every change of a campaign shares: its line of history, its events and its mail. */
#include <string.h>
#include <apr_strings.h>
#include "smm_account.h"
#include "smm_campaign_int.h"
#include "smm_event.h"
#include "smm_mail.h"
#include "smm_sql.h"

void smm_campaign_note(smm_unit_t *u, smm_ctx_t *c, const smm_campaign_t *k, smm_cs_e to,
                       const char *status, const char *why, const char *detail, int64_t amount)
{
    smm_unit_add(u, SQL_campaign_event_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(k->id), SMM_I(c->now),
                          SMM_T(smm_cs_name(k->state)), SMM_T(smm_cs_name(to)), SMM_T(status),
                          SMM_I(c->actor), SMM_T(why), SMM_T(detail), SMM_I(amount)));
}

static smm_event_t event_of(const smm_campaign_t *k)
{
    smm_event_t e = {.account = k->account, .id = k->id, .data = NULL};
    if (!strcmp(k->status, "Completed"))
        e.name = "campaign.completed";
    else if (!strcmp(k->status, "Partial"))
        e.name = "campaign.partial";
    else
        e.name = "campaign.canceled";
    return e;
}

/** The mail's view model; views show the stock words in the reader's language. */
static smm_vm_t *mail_model(smm_ctx_t *c, const smm_campaign_t *k, const char *subject,
                            const char *username)
{
    smm_vm_t *vm = smm_vm_make(c->pool);
    int64_t back = smm_campaign_refundable(k);
    const char *url = apr_psprintf(c->pool, "%s%s/app/campaigns/%" APR_INT64_T_FMT,
                                   c->panel->base_url, c->panel->mount, (apr_int64_t)k->id);
    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "subject", subject);
    smm_vm_attr_int(vm, "a", k->id);
    smm_vm_attr(vm, "site", c->panel->name);
    smm_vm_attr(vm, "home", apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL));
    smm_vm_attr(vm, "username", username);
    smm_vm_attr_int(vm, "id", k->id);
    smm_vm_attr(vm, "service", k->service_name);
    smm_vm_attr(vm, "link", k->link);
    smm_vm_attr(vm, "status", k->status);
    smm_vm_attr_int(vm, "quantity", k->quantity);
    smm_vm_attr_int(vm, "delivered", smm_campaign_delivered(k));
    smm_vm_attr_usd(vm, "charge-usd", k->charge);
    smm_vm_attr_usd(vm, "refunded-usd", k->refunded);
    smm_vm_attr_usd(vm, "refundable-usd", back);
    smm_vm_attr(vm, "url", url);
    if (back > 0)
        smm_vm_attr(vm, "terminate-url", apr_pstrcat(c->pool, url, "/terminate", NULL));
    smm_vm_end(vm);
    return vm;
}

void smm_campaign_ended_steps(smm_unit_t *u, smm_ctx_t *c, const smm_campaign_t *k)
{
    smm_account_t a;
    smm_event_t e = event_of(k);
    smm_event_steps(c, &e, u);
    /* resellers learn by API; a mail for each of their orders helps nobody */
    if (!strcmp(k->origin, "api") || smm_account_by_id(c, k->account, &a) != SMM_OK || !a.email ||
        !*a.email)
        return;
    const char *subject = !strcmp(k->status, "Completed") ? "Campaign {0} is completed"
                          : !strcmp(k->status, "Partial") ? "Campaign {0} stopped before the end"
                                                          : "Campaign {0} was canceled";
    smm_mail_step(u, c, a.email, a.lang ? a.lang : "en", "campaign/ended",
                  mail_model(c, k, subject, a.username));
}

void smm_campaign_ended_after(smm_ctx_t *c, const smm_campaign_t *k)
{
    smm_event_t e = event_of(k);
    smm_event_committed(c, &e);
}
