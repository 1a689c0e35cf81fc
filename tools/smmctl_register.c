/* SPDX-License-Identifier: Apache-2.0 */
#include "smmctl_register.h"
#include "smm_mail.h"
#include "../modules/auth/domain/smm_auth.h"

void ctl_register_all(void)
{
    smm_mail_kinds();
    smm_auth_domain_register();
}
