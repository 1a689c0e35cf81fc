/* SPDX-License-Identifier: Apache-2.0 */
/* Campaigns as the support module sees them. Owned by mod_smm_campaign. */
#ifndef SMM_CAMPAIGN_H
#define SMM_CAMPAIGN_H

#include "smm_ctx.h"

typedef struct smm_campaign_brief_t {
    int64_t id, account;
    const char *service_name, *link, *status; /* stock API word */
    int64_t quantity;
} smm_campaign_brief_t;

/** Reads one campaign of `account` (0 = any account of the panel, for staff). @return
 * SMM_NOT_FOUND. */
SMM_DECLARE(smm_rc_e)
smm_campaign_brief(smm_ctx_t *c, int64_t account, int64_t id, smm_campaign_brief_t *out);
/** Newest campaigns of an account, for pickers; at most `max` (≤ 50). @return how many. */
SMM_DECLARE(int)
smm_campaign_recent(smm_ctx_t *c, int64_t account, smm_campaign_brief_t *out, int max);

#endif
