/* SPDX-License-Identifier: Apache-2.0 */
/* The core module: hooks, and nothing else. Rooms: cfg, route, form, session, db, view, job. */
#include <httpd.h>
#include <http_config.h>
#include <http_core.h>
#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>
#include <apr_strings.h>
#include "core_int.h"
#include "db/mod_smm_dbd.h"
#include "job/mod_smm_watchdog.h"
#include "route/limit.h"
#include "route/machine.h"
#include "route/metrics.h"
#include "session/store.h"
#include "smm_job.h"
#include "smm_mail.h"
#include "smm_settings.h"

static int pre_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp)
{
    smm_core_routes_reset(pconf);
    smm_metrics_share(NULL); /* the last generation's memory is gone */
    return OK;
}

static int check_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    return smm_core_cfg_check(pconf, ptemp, s);
}

static void purge_sessions(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    smm_session_purge(c);
}

static int mails(apr_pool_t *pconf, server_rec *s)
{
    for (; s; s = s->next) {
        const smm_panel_t *panel = smm_panel_of(s);
        const char *way = smm_cfg_mail_transport(s);
        const char *error =
            panel && way ? smm_mail_way(pconf, panel->key, way, smm_cfg_view(s)) : NULL;
        if (error) { /* the directive may hold a password: it is not shown */
            ap_log_error(APLOG_MARK, APLOG_EMERG, 0, s, "SMM0236: SmmMailTransport of panel %s: %s",
                         panel->key, error);
            return HTTP_INTERNAL_SERVER_ERROR;
        }
        if (panel && way == NULL) {
            ap_log_error(APLOG_MARK, APLOG_WARNING, 0, s,
                         "SMM0237: panel %s has no SmmMailTransport: "
                         "its mail waits in the outbox",
                         panel->key);
        }
    }
    return OK;
}

/* First of ours: what the other modules' post_config may already use. */
static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    int idle = 0, max = 0;

    for (server_rec *v = s; v; v = v->next) {
        idle = smm_cfg_session_idle(v) > idle ? smm_cfg_session_idle(v) : idle;
        max = smm_cfg_session_max(v) > max ? smm_cfg_session_max(v) : max;
    }
    smm_session_limits(idle, max);
    smm_mail_kinds();
    smm_job_kind("session.purge", purge_sessions, 1, 60, 3600);
    smm_routes_add("core", smm_core_routes);
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG) {
        return OK;
    }
    if (mails(pconf, s) != OK || smm_core_metrics_start(pconf, s) != OK) {
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    return smm_core_limit_start(pconf, s);
}

/* After all modules have registered what they have. */
static int post_config_last(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    return smm_core_routes_build(pconf, s);
}

static void child_init(apr_pool_t *p, server_rec *s)
{
    for (server_rec *v = s; v; v = v->next) {
        if (smm_panel_of(v)) {
            smm_db_server_options(v, smm_cfg_db_sync_full(v), smm_cfg_db_prepare(v),
                                  smm_cfg_db_timeout(v));
        }
    }
    smm_core_cfg_child(p, s);
}

/* Our request id in "%L" of ErrorLogFormat and LogFormat. */
static int generate_log_id(const conn_rec *c, const request_rec *r, const char **id)
{
    if (r == NULL || smm_panel_of(r->server) == NULL) {
        return DECLINED;
    }
    *id = smm_random_token(r->pool, 12);
    return OK;
}

static void register_hooks(apr_pool_t *p)
{
    mod_smm_dbd_hooks(p);
    smm_watchdog_register(p);
    smm_core_authz_register(p);
    ap_hook_pre_config(pre_config, NULL, NULL, APR_HOOK_REALLY_FIRST);
    ap_hook_check_config(check_config, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_post_config(post_config, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_post_config(post_config_last, NULL, NULL, APR_HOOK_REALLY_LAST);
    ap_hook_child_init(child_init, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_generate_log_id(generate_log_id, NULL, NULL, APR_HOOK_MIDDLE);
    /* After aliases, rewrites and proxies of the administrator, before files. */
    ap_hook_translate_name(smm_core_translate, NULL, NULL, APR_HOOK_LAST);
    ap_hook_map_to_storage(smm_core_map_to_storage, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_handler(smm_core_handler, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_insert_error_filter(smm_core_error_headers, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_log_transaction(smm_core_log, NULL, NULL, APR_HOOK_REALLY_FIRST);
}

SMM_EXPORT_MODULE(smm_core);
AP_DECLARE_MODULE(smm_core) = {
    STANDARD20_MODULE_STUFF, NULL,          NULL,           smm_core_cfg_create,
    smm_core_cfg_merge,      smm_core_cmds, register_hooks, 0,
};
