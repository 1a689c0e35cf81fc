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
SMM_DECLARE(void)
smm_mail_step(smm_unit_t *u, smm_ctx_t *c, const char *to, const char *lang, const char *view,
              smm_vm_t *vm);

/**
 * Sends a dead mail of c->panel again, with an audit line. CONFLICT when it is not dead any more,
 * or when it has no text (its address was refused).
 */
SMM_DECLARE(smm_result_t) smm_mail_again(smm_ctx_t *c, int64_t id);

/** Declares the job that sends ("mail.send"). Once at start. */
SMM_DECLARE(void) smm_mail_kinds(void);

struct smm_view_theme_t;
/**
 * How the mails of a panel leave: "maildir:/path" or
 * "smtp[s]://[user[:password]@]host[:port][?password-file=F&tls=none|try|require]". At start only.
 * @return NULL, or what is wrong with it.
 */
SMM_DECLARE(const char *)
smm_mail_way(apr_pool_t *pconf, const char *panel_key, const char *transport,
             const struct smm_view_theme_t *theme);

#endif
