/* SPDX-License-Identifier: Apache-2.0 */
/* Log lines of domain code: to the error log inside httpd, to stderr in tools and tests. */
#ifndef SMM_LOG_H
#define SMM_LOG_H

#include "smm_result.h"

typedef enum { SMM_LOG_ERROR, SMM_LOG_WARN, SMM_LOG_INFO, SMM_LOG_DEBUG } smm_log_e;

/** One line, begun with its code (SMM and four digits). Never secrets, never a customer's text. Any
 * thread. */
SMM_DECLARE(void)
smm_log(smm_log_e level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

typedef void smm_log_fn(smm_log_e level, const char *line);
/** Where lines go; the httpd side sets it once at start. NULL = stderr (DEBUG and INFO are
 * dropped). */
SMM_DECLARE(void) smm_log_to(smm_log_fn *fn);

#endif
