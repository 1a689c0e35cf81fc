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

struct smm_view_theme_t;
typedef struct smm_mail_file_t {
    const char *name, *type; /* "INV-2627-000123.pdf", "application/pdf" */
    const char *data;
    apr_size_t len;
} smm_mail_file_t;
/**
 * Makes the file of a mail whose model has <mail attach="KIND:REF">, when it is sent. @return
 * SMM_OK; SMM_BUSY: the mail waits; anything else: it goes without a file.
 */
typedef smm_rc_e smm_mail_file_fn(smm_ctx_t *c, const struct smm_view_theme_t *theme,
                                  const char *ref, const char *lang, smm_mail_file_t *out);
/** For a kind of file; once at start. */
SMM_DECLARE(void) smm_mail_files(const char *kind, smm_mail_file_fn *fn);

/** Declares the job that sends ("mail.send"). Once at start. */
SMM_DECLARE(void) smm_mail_kinds(void);

/**
 * How the mails of a panel leave: "maildir:/path" or
 * "smtp[s]://[user[:password]@]host[:port][?password-file=F&tls=none|try|require]". At start only.
 * @return NULL, or what is wrong with it.
 */
SMM_DECLARE(const char *)
smm_mail_way(apr_pool_t *pconf, const char *panel_key, const char *transport,
             const struct smm_view_theme_t *theme);

#endif
