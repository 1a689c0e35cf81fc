/* SPDX-License-Identifier: Apache-2.0 */
/* Campaign pages of staff: everybody's campaigns, the evidence of each hand-over, decisions. */
#include <string.h>
#include <apr_strings.h>
#include "campaign_mod.h"

static int list_get(smm_req_t *q)
{
    smm_vm_t *vm =
        smm_page_begin(q, "staff", "staff-campaigns", "Campaigns", "campaign/staff-campaigns");
    if (!campaign_vm_list(q, vm, 1))
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    return smm_page(q, HTTP_OK);
}

static void provider_el(smm_req_t *q, smm_vm_t *vm, int64_t id)
{
    smm_provider_t p;
    int64_t unknowns;
    if (!id || smm_provider_get(&q->ctx, id, &p) != SMM_OK)
        return;
    const smm_provider_driver_t *d = smm_provider_driver(p.kind);
    smm_vm_el(vm, "provider");
    smm_vm_attr_int(vm, "id", p.id);
    smm_vm_attr(vm, "name", p.name);
    smm_vm_attr(vm, "kind", p.kind);
    smm_vm_attr_flag(vm, "paused", p.paused);
    smm_vm_attr_flag(vm, "ready", smm_provider_ready(&p, q->ctx.now));
    smm_vm_attr_flag(vm, "braked", smm_provider_braked(&q->ctx, id, &unknowns));
    smm_vm_attr_int(vm, "unknowns", unknowns);
    smm_vm_attr_flag(vm, "safe-repeat", d && smm_provider_safe_repeat(&q->ctx, &p, d));
    smm_vm_end(vm);
}

static int one_page(smm_req_t *q, int status)
{
    smm_campaign_t k;
    smm_rc_e rc = smm_campaign_get(&q->ctx, 0, smm_req_id(q, 0), &k);
    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    smm_page_arg(q, apr_psprintf(q->ctx.pool, "%" APR_INT64_T_FMT, (apr_int64_t)k.id));
    smm_vm_t *vm =
        smm_page_begin(q, "staff", "staff-campaigns", "Campaign #{0}", "campaign/staff-campaign");
    if (k.state == SMM_CS_UNKNOWN || k.state == SMM_CS_REVIEW) {
        smm_form_begin(q, vm, &campaign_form_resolve,
                       apr_psprintf(q->ctx.pool, "/staff/campaigns/%" APR_INT64_T_FMT "/resolve",
                                    (apr_int64_t)k.id),
                       NULL);
        smm_vm_end(vm);
    } else if (k.state == SMM_CS_ACCEPTED || k.state == SMM_CS_IN_PROGRESS) {
        smm_form_begin(q, vm, &campaign_form_set,
                       apr_psprintf(q->ctx.pool, "/staff/campaigns/%" APR_INT64_T_FMT "/set",
                                    (apr_int64_t)k.id),
                       NULL);
        smm_vm_end(vm);
    }
    campaign_vm(q, vm, &k, 1);
    smm_vm_leaf(vm, "customer", smm_campaign_customer(&q->ctx, k.account));
    if (k.fields)
        smm_vm_leaf(vm, "typed", k.fields);
    provider_el(q, vm, k.provider);
    campaign_vm_timeline(q, vm, k.id, 1);
    campaign_vm_attempts(q, vm, k.id);
    return smm_page(q, status);
}

static int one_get(smm_req_t *q)
{
    return one_page(q, HTTP_OK);
}

static int answer(smm_req_t *q, const smm_result_t *res)
{
    if (res->code == SMM_OK)
        return smm_see_other(q,
                             apr_psprintf(q->ctx.pool, "/staff/campaigns/%" APR_INT64_T_FMT,
                                          (apr_int64_t)smm_req_id(q, 0)),
                             "ok", "Saved, with your reason in the audit log.", NULL);
    if (res->code == SMM_INVALID || (res->code == SMM_CONFLICT && res->field)) {
        smm_form_error(q, res);
        return one_page(q, smm_http_status(res->code));
    }
    return smm_refuse_result(q, res);
}

static int resolve_post(smm_req_t *q)
{
    resolve_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0);
    smm_result_t res;
    if (!smm_form_valid(q))
        return one_page(q, HTTP_UNPROCESSABLE_ENTITY);
    if (!strcmp(f->decision, "accepted"))
        res = smm_campaign_resolve_accept(&q->ctx, id, f->order, f->reason);
    else if (!strcmp(f->decision, "again"))
        res = smm_campaign_resolve_again(&q->ctx, id, f->reason);
    else
        res = smm_campaign_resolve_reject(&q->ctx, id, f->reason);
    return answer(q, &res);
}

static int set_post(smm_req_t *q)
{
    static const char *const words[][2] = {{"processing", "Processing"},
                                           {"in_progress", "In progress"},
                                           {"completed", "Completed"},
                                           {"partial", "Partial"},
                                           {"canceled", "Canceled"}};
    set_form_t *f = q->form;
    const char *word = NULL;
    if (!smm_form_valid(q))
        return one_page(q, HTTP_UNPROCESSABLE_ENTITY);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i][0], f->status))
            word = words[i][1];
    smm_result_t res =
        smm_campaign_set(&q->ctx, smm_req_id(q, 0), word,
                         f->start_count == SMM_ABSENT ? SMM_PV_NONE : f->start_count,
                         f->remains == SMM_ABSENT ? SMM_PV_NONE : f->remains, f->reason);
    return answer(q, &res);
}

const smm_route_t campaign_staff_routes[] = {
    {"GET", "/staff/campaigns", SMM_STAFF, 0, NULL, list_get, NULL, 0, NULL},
    {"GET", "/staff/campaigns/:id", SMM_STAFF, 0, NULL, one_get, NULL, 0, NULL},
    {"POST", "/staff/campaigns/:id/resolve", SMM_STAFF, 0, &campaign_form_resolve, resolve_post,
     NULL, 0, NULL},
    {"POST", "/staff/campaigns/:id/set", SMM_STAFF, 0, &campaign_form_set, set_post, NULL, 0, NULL},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, 0, NULL},
};
