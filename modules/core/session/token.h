/* SPDX-License-Identifier: Apache-2.0 */
/* What a browser's token signs: form tokens and one-time messages. Pure. */
#ifndef SMM_TOKEN_H
#define SMM_TOKEN_H

#include "smm_ctx.h"

#define SMM_FLASH_SECONDS 120

typedef struct smm_flash_t {
    const char *tone, *message, *a; /* `a` may be NULL */
} smm_flash_t;

/** Is this the text of a token as we make them: "s" or "v" and 43 characters of base64url? */
int smm_token_ok(const char *token);
/** The form token of a browser's token. */
const char *smm_csrf_make(apr_pool_t *p, const smm_panel_t *panel, const char *token);
int smm_csrf_ok(apr_pool_t *p, const smm_panel_t *panel, const char *token, const char *sent);
/** A message as a cookie value, signed for one browser's token. NULL when it is too long for a
 * cookie. */
const char *smm_flash_pack(apr_pool_t *p, const smm_panel_t *panel, const char *token, int64_t now,
                           const smm_flash_t *flash);
/** The opposite. @return 1, or 0 for a foreign, changed or old one. */
int smm_flash_unpack(apr_pool_t *p, const smm_panel_t *panel, const char *token, int64_t now,
                     const char *cookie, smm_flash_t *flash);

#endif
