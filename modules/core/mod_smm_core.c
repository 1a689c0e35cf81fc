/* SPDX-License-Identifier: Apache-2.0 */
#include <httpd.h>
#include <http_config.h>
#include "mod_smm.h"

static void register_hooks(apr_pool_t *p)
{
}

SMM_EXPORT_MODULE(smm_core);
AP_DECLARE_MODULE(smm_core) = {
    STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks, 0,
};
