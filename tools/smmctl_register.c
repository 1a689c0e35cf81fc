/* SPDX-License-Identifier: Apache-2.0 */
#include "smmctl_register.h"
#include "smm_mail.h"
#include "../modules/auth/domain/smm_auth.h"
#include "../modules/campaign/domain/smm_campaign_int.h"
#include "smm_wallet.h"

void ctl_register_all(void)
{
    smm_mail_kinds();
    smm_auth_domain_register();
    smm_wallet_init();
    smm_campaign_domain_register();
}
