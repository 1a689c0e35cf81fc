/* SPDX-License-Identifier: Apache-2.0 */
/* Mail: an outbox row in the same unit as its cause; a job sends it by SMTP or into a Maildir. */
#ifndef SMM_MAIL_H
#define SMM_MAIL_H

#include "smm_ctx.h"
#include "smm_vm.h"

/**
 * Adds a mail to a unit. `view` is a stylesheet under htdocs/mail ("auth/verify"); `vm` its view
 * model: <mail @subject …> rendered to plain text and simple HTML when it is sent, in `lang`.
 * Header injection is impossible: addresses and subject are checked, CR and LF refused.
 */
SMM_DECLARE(void) smm_mail_step(smm_unit_t *u, smm_ctx_t *c, const char *to, const char *lang,
                                const char *view, smm_vm_t *vm);

#endif
