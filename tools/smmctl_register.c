/* SPDX-License-Identifier: Apache-2.0 */
#include "smmctl_register.h"
#include "smm_backup.h"
#include "smm_mail.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "../modules/auth/domain/smm_auth.h"
#include "../modules/campaign/domain/smm_campaign_int.h"
#include "../modules/support/domain/smm_document.h"
#include "smm_wallet.h"

/* After a restore: nothing that may have been done since the backup is done again. */
static void pause_panel(smm_ctx_t *c, smm_unit_t *u)
{
    smm_unit_add(u, SQL_restore_campaign_events, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now)));
    smm_unit_add(u, SQL_restore_campaigns, SMM_ARGS(SMM_I(c->panel->id)));
    smm_unit_add(u, SQL_restore_attempts, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now)));
    smm_unit_add(u, SQL_restore_mails, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now)));
    smm_unit_add(u, SQL_restore_jobs, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now)));
    smm_audit_step(u, c, "panel.restored", "panel", c->panel->id, NULL, NULL, "smmctl restore");
}

void ctl_register_all(void)
{
    smm_restore_add(pause_panel);
    smm_core_verify_register();
    smm_mail_kinds();
    smm_auth_domain_register();
    smm_wallet_init();
    smm_campaign_domain_register();
    smm_support_settings();
}
