/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SMM_LIMIT_H
#define SMM_LIMIT_H

#include <httpd.h>

/** Makes the shared table; post_config, in the parent. */
int smm_core_limit_start(apr_pool_t *pconf, server_rec *s);

#endif
