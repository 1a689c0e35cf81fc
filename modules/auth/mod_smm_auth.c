/* SPDX-License-Identifier: Apache-2.0 */
/* mod_smm_auth: accounts, sign-in, roles and API keys of a panel. */
#include "auth_int.h"
#include <http_config.h>
#include <http_log.h>
#include "smm_cfg.h"
#include "smm_session.h"

static int post_config(apr_pool_t *p, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    smm_auth_domain_register();
    smm_session_set_loader(smm_auth_load);
    smm_routes_add("auth", auth_routes);
    smm_nav_add(auth_nav);
    smm_frame_add(auth_frame);
    return OK;
}

static void child_init(apr_pool_t *p, server_rec *s)
{
    smm_auth_hash_limit(smm_cfg_hash_concurrency(s), 2000);
}

static void register_hooks(apr_pool_t *p)
{
    /* before core builds its route table */
    ap_hook_post_config(post_config, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_child_init(child_init, NULL, NULL, APR_HOOK_MIDDLE);
}

SMM_EXPORT_MODULE(smm_auth);
AP_DECLARE_MODULE(smm_auth) = {
    STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks, 0,
};
