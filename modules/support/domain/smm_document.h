/* SPDX-License-Identifier: Apache-2.0 */
/* Legal texts: files of the theme, read and cleaned once at start. */
#ifndef SMM_DOCUMENT_H
#define SMM_DOCUMENT_H

#include <apr_pools.h>
#include "smm_result.h"

typedef struct smm_document_t {
    const char *title, *summary, *date; /* date: ISO, "2026-11-01" */
    const char *body;                   /* cleaned XHTML */
} smm_document_t;

/** Reads `<dir>/<name>.xml` (root element document). @return SMM_NOT_FOUND, or SMM_INVALID with
 * *error. */
SMM_DECLARE(smm_rc_e)
smm_document_read(apr_pool_t *p, const char *dir, const char *name, smm_document_t *out,
                  const char **error);

/** Declares the settings of this module: once at start, by the server and by tools. */
SMM_DECLARE(void) smm_support_settings(void);

#endif
