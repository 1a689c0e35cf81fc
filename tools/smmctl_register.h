/* SPDX-License-Identifier: Apache-2.0 */
/* What the modules' domain code registers at start, in one place for the tools. */
#ifndef SMMCTL_REGISTER_H
#define SMMCTL_REGISTER_H

#include <apr_pools.h>

void ctl_register_all(void);
/* of modules/core/cfg */
int smm_secret_read(apr_pool_t *p, const char *file, unsigned char key[32], const char **error);

#endif
