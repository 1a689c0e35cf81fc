/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include "smm_campaign_int.h"
#include "smm_crash.h"
#include "smm_http.h"
#include "smm_settings.h"
#include "../provider/provider_int.h"

static const smm_setting_t settings[] = {
    {"campaign.barred_hosts", "", 0, "Sites that no campaign may be made for (host names)",
     SMM_SET_TEXT, 0, 2000},
    {"campaign.brake", "5", 0,
     "Unclear answers of a provider within ten minutes that stop new orders to it", SMM_SET_INT, 1,
     1000},
    {"campaign.review_after", "86400", 0, "Seconds after which an unclear order waits for a person",
     SMM_SET_INT, 60, 30 * 86400},
    {"campaign.api_refund", "auto", 0,
     "Unspent money of API orders: auto, or terminate (the customer asks for it)", SMM_SET_WORD, 0,
     0, "auto terminate"},
    {"campaign.api_duplicates", "allow", 0,
     "API orders for a link with an open order: allow or refuse", SMM_SET_WORD, 0, 0,
     "allow refuse"},
    {"campaign.api_rate", "120", 0, "API calls a minute and key", SMM_SET_INT, 1, 100000},
    {NULL, NULL, 0, NULL},
};

#ifdef SMM_CRASH_POINTS
static void on_http(const char *point, smm_http_t *x)
{
    if (!smm_v2_is_add(x))
        return;
    if (!strcmp(point, "first-byte"))
        smm_crash_point("dispatch.after-first-byte");
    else if (!strcmp(point, "last-byte"))
        smm_crash_point("dispatch.after-last-byte");
    else if (!strcmp(point, "answer"))
        smm_crash_point("dispatch.after-answer");
}
#endif

void smm_campaign_domain_register(void)
{
    smm_settings_add(settings);
    smm_provider_register();
    smm_campaign_verify_register();
    /* the lease of a row outlives the lease of the claim in it, so that the next worker finds it
     * expired */
    smm_job_kind(SMM_JOB_DISPATCH, smm_dispatch_job, 16, 80, 0);
    smm_job_kind(SMM_JOB_SYNC, smm_sync_job, 1, 300, 60);
    smm_job_kind(SMM_JOB_SWEEP, smm_sweep_job, 1, 60, 60);
    smm_job_wanted(SMM_JOB_SYNC, smm_sync_wanted);
    smm_job_wanted(SMM_JOB_SWEEP, smm_sweep_wanted);
#ifdef SMM_CRASH_POINTS
    smm_http_set_probe(on_http);
#endif
}
