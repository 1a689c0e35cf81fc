/* SPDX-License-Identifier: Apache-2.0 */
/* mod_smm_campaign: catalogue, campaigns, providers, reseller API. */
#include <httpd.h>
#include <http_config.h>
#include "campaign_mod.h"
#include "catalogue_int.h"
#include "smm_sql.h"
#include "smm_memo.h"

static const smm_nav_t nav[] = {
    {"customer", "", "campaign-new", "/app/campaigns/new", "circle-plus", "New campaign", 2, 2},
    {"customer", "", "campaigns", "/app/campaigns", "target-arrow", "Campaigns", 3, 1},
    {"staff", "", "staff-campaigns", "/staff/campaigns", "target-arrow", "Campaigns", 20, 1},
    {NULL, NULL, NULL, NULL, NULL, NULL, 0, 0},
};

/* How many campaigns run, or, for staff, wait for a decision. */
static void frame(smm_req_t *q, smm_vm_t *vm)
{
    int staff = q->route && q->route->access >= SMM_STAFF && q->route->access <= SMM_OWNER;
    int64_t n = 0;
    smm_db_rc_e rc =
        staff ? smm_memo_int(q->ctx.db, SQL_campaign_review_count,
                             SMM_ARGS(SMM_I(q->ctx.panel->id)), &n)
              : smm_memo_int(q->ctx.db, SQL_campaign_open_count,
                             SMM_ARGS(SMM_I(q->ctx.panel->id), SMM_I(q->account->id)), &n);
    if (rc == SMM_DB_OK)
        smm_nav_badge(q, staff ? "staff-campaigns" : "campaigns", n);
}

static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    smm_campaign_domain_register();
    smm_routes_add("campaign", campaign_routes);
    smm_routes_add("campaign", campaign_staff_routes);
    smm_routes_add("campaign", campaign_api_routes);
    smm_nav_add(nav);
    smm_frame_add(frame);
    mod_smm_catalogue_register(pconf);
    return OK;
}

static void register_hooks(apr_pool_t *p)
{
    static const char *const after[] = {"mod_smm_core.c", NULL};
    ap_hook_post_config(post_config, after, NULL, APR_HOOK_MIDDLE);
}

SMM_EXPORT_MODULE(smm_campaign);
AP_DECLARE_MODULE(smm_campaign) = {
    STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks, 0,
};
