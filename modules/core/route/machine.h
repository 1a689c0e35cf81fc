/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SMM_MACHINE_H
#define SMM_MACHINE_H

#include <httpd.h>

/** Puts the registry of metrics into shared memory; post_config, in the parent. */
int smm_core_metrics_start(apr_pool_t *pconf, server_rec *s);

#endif
