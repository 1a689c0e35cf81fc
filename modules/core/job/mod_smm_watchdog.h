/* SPDX-License-Identifier: Apache-2.0 */
/* Threads of the job classes; for mod_smm_core.c. */
#ifndef MOD_SMM_WATCHDOG_H
#define MOD_SMM_WATCHDOG_H

#include <httpd.h>

/** Registers the hooks that run the jobs in each child. Call from register_hooks. */
void smm_watchdog_register(apr_pool_t *p);

#endif
