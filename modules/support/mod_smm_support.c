/* SPDX-License-Identifier: Apache-2.0 */
/* mod_smm_support: tickets, help centre, the dashboard and the staff overview. */
#include <httpd.h>
#include <http_config.h>
#include <apr_strings.h>
#include "domain/smm_document.h"
#include "domain/smm_help.h"
#include "smm_cfg.h"
#include "smm_job.h"
#include "smm_sql.h"
#include "support_int.h"
#include "smm_memo.h"

static const smm_nav_t nav[] = {
    {"customer", "", "dashboard", "/app", "layout-dashboard", "Dashboard", 1, 1},
    {"staff", "", "staff", "/staff", "layout-dashboard", "Overview", 1, 1},
    {"customer", "Support", "tickets", "/app/tickets", "ticket", "Tickets", 30, 0},
    {"customer", "Support", "help", "/help", "book", "Help centre", 31, 0},
    {"public", "", "help", "/help", "book", "Help", 20, 0},
    {"public", "", "status", "/status", "chart-bar", "Status", 30, 0},
    {"public", "", "contact", "/contact", "mail", "Contact", 31, 0},
    {"staff", "Content", "staff-help", "/staff/help", "book", "Help articles", 60, 0},
    {"staff", "", "staff-tickets", "/staff/tickets", "ticket", "Tickets", 30, 1},
    {"staff", "", "staff-customers", "/staff/customers", "users", "Customers", 31, 0},
    {"staff", "Panel", "staff-settings", "/staff/settings", "settings", "Settings", 70, 0, 1},
    {"staff", "Panel", "staff-audit", "/staff/audit", "list-check", "Audit log", 71, 0, 1},
    {"staff", "Panel", "staff-system", "/staff/system", "server-cog", "System", 72, 0, 1},
    {NULL}};

static const char *help_dir;

/* Where the top bar searches, and how many tickets wait: for the reader, or for staff. */
static void frame(smm_req_t *q, smm_vm_t *vm)
{
    int staff = q->route && q->route->access >= SMM_STAFF && q->route->access <= SMM_OWNER;
    int64_t n = 0;

    smm_vm_attr(vm, "search", staff ? "/staff/campaigns" : "/app/search");
    smm_db_rc_e rc =
        staff
            ? smm_memo_int(q->ctx.db, SQL_ticket_open_count, SMM_ARGS(SMM_I(q->ctx.panel->id)), &n)
            : smm_memo_int(q->ctx.db, SQL_ticket_answered_count,
                           SMM_ARGS(SMM_I(q->ctx.panel->id), SMM_I(q->account->id)), &n);
    if (rc == SMM_DB_OK) {
        smm_nav_badge(q, staff ? "staff-tickets" : "tickets", n);
    }
}

/* A panel without articles gets the standard ones; its staff edit them afterwards. */
static void load_help(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    const char *error;
    if (smm_help_load(c, help_dir, &error) < 0) {
        jobs[0].error = error;
    }
}

static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    smm_routes_add("support", support_ticket_routes);
    smm_routes_add("support", support_help_routes);
    smm_routes_add("support", support_home_routes);
    smm_routes_add("support", support_overview_routes);
    smm_routes_add("support", support_search_routes);
    smm_routes_add("support", support_settings_routes);
    smm_routes_add("support", support_audit_routes);
    smm_routes_add("support", support_customer_routes);
    smm_routes_add("support", support_customer_act_routes);
    smm_routes_add("support", support_system_routes);
    help_dir = apr_pstrcat(pconf, smm_cfg_theme_root(s), "/help/en", NULL);
    smm_job_kind("support.help", load_help, 1, 120, 3600);
    smm_nav_add(nav);
    smm_frame_add(frame);
    smm_support_settings();
    return OK;
}

static void register_hooks(apr_pool_t *p)
{
    static const char *const after[] = {"mod_smm_core.c", NULL};
    ap_hook_post_config(post_config, after, NULL, APR_HOOK_MIDDLE);
}

SMM_EXPORT_MODULE(smm_support);
AP_DECLARE_MODULE(smm_support) = {
    STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks, 0,
};
