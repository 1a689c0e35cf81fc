/* SPDX-License-Identifier: Apache-2.0 */
/* For the operator: versions, database, jobs, mails. What is wrong stands on top. */
#include <string.h>
#include <apr_strings.h>
#include <apr_version.h>
#include "domain/smm_system.h"
#include "smm_cfg.h"
#include "smm_gateway.h"
#include "smm_job.h"
#include "smm_mail.h"
#include "smm_settings.h"
#include "smm_version.h"
#include "support_int.h"

#define ROWS 20

typedef struct {
    smm_req_t *q;
    smm_vm_t *vm;
    int workers, stale, failing, dead;
} system_t;

static void check(smm_vm_t *vm, const char *tone, const char *title, const char *sub)
{
    smm_vm_el(vm, "check");
    smm_vm_attr(vm, "tone", tone);
    smm_vm_attr(vm, "title", title);
    smm_vm_attr(vm, "sub", sub);
    smm_vm_end(vm);
}

/* ---- counts for the checks, before anything is written ---------------------------------- */

static void count_worker(void *baton, const smm_system_row_t *x)
{
    system_t *b = baton;
    b->workers++;
    b->stale += b->q->ctx.now > x->good;
}

static void count_error(void *baton, const smm_system_row_t *x)
{
    ((system_t *)baton)->failing++;
}

static void count_mail(void *baton, const smm_system_row_t *x)
{
    if (!strcmp(x->name, "dead")) {
        ((system_t *)baton)->dead = (int)x->n;
    }
}

/* Broken edits while the theme reloads: file, line and reason, as the log says them. */
static void theme_check(system_t *b)
{
    const char *faults = smm_theme_faults(b->q);
    char *rest = NULL, *line = NULL;
    if (faults) {
        line = apr_strtok(apr_pstrdup(b->q->ctx.pool, faults), "\n", &rest);
    }
    for (; line; line = apr_strtok(NULL, "\n", &rest)) {
        check(b->vm, "bad", "A stylesheet of the theme is broken; its last good version is in use",
              line);
    }
}

/** What payment methods ask of people. */
static void gateways_check(system_t *b)
{
    smm_gateway_env_t e = {&b->q->ctx, NULL, smm_setting, 0};
    const smm_gateway_t *g;
    for (int i = 0; (g = smm_gateway_nth(i)) != NULL; i++) {
        const char *say = g->warn ? g->warn(&e) : NULL;
        if (say) {
            check(b->vm, "warn", "A payment method needs you", say);
        }
    }
}

static void checks(system_t *b, int schema)
{
    smm_vm_t *vm = b->vm;
    if (schema != 1) {
        check(
            vm, "bad", "The database does not match this build",
            "Its migrations are missing or newer. Run smmctl migrate, or install the newer build.");
    }
    if (!b->workers) {
        check(vm, "bad", "No worker has reported yet",
              "Campaigns and mails wait. Set SmmJobs on in one server, and load mod_watchdog.");
    } else if (b->stale) {
        check(vm, "bad", "A class of jobs is not worked off",
              "Its heartbeat is overdue. Look at the server's error log.");
    }
    theme_check(b);
    gateways_check(b);
    if (b->failing) {
        check(vm, "warn", "Some jobs failed and wait for another try",
              "They are tried again by themselves; the list below says why they failed.");
    }
    if (b->dead) {
        check(vm, "warn", "Some mails could not be sent",
              "Check the mail server, then send them again below.");
    }
}

/* ---- parts ------------------------------------------------------------------------------ */

static void pair(smm_vm_t *vm, const char *label, const char *text)
{
    smm_vm_el(vm, "i");
    smm_vm_attr(vm, "label", label);
    smm_vm_attr(vm, "text", text);
    smm_vm_end(vm);
}

static void versions(smm_req_t *q, smm_vm_t *vm)
{
    static const char *const names[] = {"core", "auth", "wallet", "campaign", "support"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const char *file = apr_pstrcat(q->ctx.pool, "mod_smm_", names[i], ".c", NULL);
        smm_vm_el(vm, "module");
        smm_vm_attr(vm, "name", apr_pstrcat(q->ctx.pool, "mod_smm_", names[i], NULL));
        smm_vm_attr(vm, "version", smm_version());
        smm_vm_attr(vm, "status", ap_find_linked_module(file) ? "enabled" : "disabled");
        smm_vm_end(vm);
    }
}

static void facts(smm_req_t *q, smm_vm_t *vm, int schema, const char *error)
{
    server_rec *s = q->r->server;
    smm_vm_el(vm, "kv");
    pair(vm, "Server", ap_get_server_description());
    pair(vm, "APR", apr_version_string());
    pair(vm, "Database", strcmp(smm_db_driver(q->ctx.db), "pgsql") ? "SQLite" : "PostgreSQL");
    pair(vm, "Schema", schema == 1 ? "up to date" : schema == 0 ? "migrations missing" : error);
    pair(vm, "Panel", q->ctx.panel->key);
    pair(vm, "Address", q->ctx.panel->base_url);
    pair(vm, "Mail leaves", smm_cfg_mail_transport(s) ? "yes" : "no: SmmMailTransport is not set");
    pair(vm, "Jobs run here", smm_cfg_jobs(s) ? "yes" : "no: SmmJobs is off");
    pair(vm, "Theme", smm_cfg_theme(s) ? smm_cfg_theme(s) : "standard");
    if (smm_cfg_theme_reload(s)) {
        pair(vm, "Theme reload",
             "on: a sheet with a fault keeps its last good version, see the error log");
    }
    smm_vm_end(vm);
}

static void worker(void *baton, const smm_system_row_t *x)
{
    system_t *b = baton;
    smm_vm_el(b->vm, "worker");
    smm_vm_attr(b->vm, "class", x->name);
    smm_vm_attr(b->vm, "node", x->node);
    smm_vm_attr_time(b->vm, "seen", x->at);
    smm_vm_attr_int(b->vm, "done", x->n);
    smm_vm_attr(b->vm, "status", b->q->ctx.now > x->good ? "late" : "healthy");
    smm_vm_end(b->vm);
}

static void queue(void *baton, const smm_system_row_t *x)
{
    smm_vm_t *vm = ((system_t *)baton)->vm;
    smm_vm_el(vm, "queue");
    smm_vm_attr(vm, "kind", x->name);
    smm_vm_attr_int(vm, "waiting", x->n);
    smm_vm_attr_int(vm, "due", x->due);
    smm_vm_attr_int(vm, "late", x->late > 0 ? x->late : 0);
    smm_vm_attr_int(vm, "failing", x->failing);
    smm_vm_end(vm);
}

static void failure(void *baton, const smm_system_row_t *x)
{
    smm_vm_t *vm = ((system_t *)baton)->vm;
    smm_vm_el(vm, "failure");
    smm_vm_attr_int(vm, "id", x->id);
    smm_vm_attr(vm, "kind", x->name);
    smm_vm_attr_int(vm, "ref", x->ref);
    smm_vm_attr_int(vm, "attempt", x->attempt);
    smm_vm_attr_time(vm, "next", x->at);
    smm_vm_text(vm, x->text);
    smm_vm_end(vm);
}

static void mails(void *baton, const smm_system_row_t *x)
{
    smm_vm_t *vm = ((system_t *)baton)->vm;
    smm_vm_el(vm, "mails");
    smm_vm_attr(vm, "status", x->name);
    smm_vm_attr_int(vm, "n", x->n);
    smm_vm_end(vm);
}

static void dead(void *baton, const smm_system_row_t *x)
{
    system_t *b = baton;
    smm_vm_t *vm = b->vm;
    smm_vm_el(vm, "dead");
    smm_vm_attr_int(vm, "id", x->id);
    smm_vm_attr(vm, "to", x->node);
    smm_vm_attr(vm, "view", x->name);
    smm_vm_attr_int(vm, "attempt", x->attempt);
    smm_vm_attr_time(vm, "changed", x->at);
    if (x->flag) {
        smm_vm_attr(
            vm, "again",
            apr_psprintf(b->q->ctx.pool, "/staff/system/mails/%" APR_INT64_T_FMT "/again", x->id));
    }
    smm_vm_text(vm, x->text);
    smm_vm_end(vm);
}

static int system_get(smm_req_t *q)
{
    smm_ctx_t *c = &q->ctx;
    const char *error = NULL;
    system_t b = {q, NULL, 0, 0, 0, 0};
    int schema = smm_db_schema_state(c->db, c->pool, &error);
    if (smm_system_workers(c, count_worker, &b) != SMM_OK ||
        smm_system_errors(c, 100, count_error, &b) != SMM_OK ||
        smm_system_mails(c, count_mail, &b) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    smm_vm_t *vm = b.vm =
        smm_page_begin(q, "staff", "staff-system", "System", "support/staff-system");
    checks(&b, schema);
    facts(q, vm, schema, error);
    versions(q, vm);
    smm_system_workers(c, worker, &b);
    smm_system_queue(c, queue, &b);
    smm_system_errors(c, ROWS, failure, &b);
    smm_system_mails(c, mails, &b);
    smm_system_dead(c, ROWS, dead, &b);
    return smm_page(q, HTTP_OK);
}

static int again_post(smm_req_t *q)
{
    smm_result_t r = smm_mail_again(&q->ctx, smm_req_id(q, 0));
    if (r.code != SMM_OK) {
        return smm_refuse_result(q, &r);
    }
    smm_job_kick();
    return smm_see_other(q, "/staff/system", "ok", "The mail waits to be sent again.", NULL);
}

const smm_route_t support_system_routes[] = {
    {"GET", "/staff/system", SMM_OWNER, 0, NULL, system_get, NULL, 0, NULL},
    {"POST", "/staff/system/mails/:id/again", SMM_OWNER, 0, NULL, again_post, NULL, 0, NULL},
    {NULL}};
