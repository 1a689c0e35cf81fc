/* SPDX-License-Identifier: Apache-2.0 */
/* The audit log: who did what, page by page or as a file. */
#include <string.h>
#include <apr_strings.h>
#include "domain/smm_people.h"
#include "smm_account.h"
#include "smm_time.h"
#include "support_int.h"

#define ROWS 50
#define CSV_ROWS 1000 /* in memory at a time */
#define NOBODY INT64_MAX

typedef struct {
    const char *actor, *action; /* as asked, "" = any */
    int64_t who, before;
} filter_t;

static smm_rc_e read_filter(smm_req_t *q, filter_t *f)
{
    const char *actor = smm_req_query(q, "actor"), *action = smm_req_query(q, "action"),
               *before = smm_req_query(q, "before");
    smm_account_t a;
    f->actor = actor ? actor : "";
    f->action = action ? action : "";
    f->before = before ? apr_atoi64(before) : 0;
    f->who = -1;
    if (!strcmp(f->actor, "system")) {
        f->who = 0;
    } else if (*f->actor) {
        smm_rc_e rc = smm_account_by_name(&q->ctx, f->actor, &a);
        if (rc != SMM_OK && rc != SMM_NOT_FOUND) {
            return rc;
        }
        f->who = rc == SMM_OK ? a.id : NOBODY;
    }
    return SMM_OK;
}

/* ---- file ------------------------------------------------------------------------------- */

typedef struct {
    const filter_t *f;
    smm_csv_out_t *o;
    apr_pool_t *p;
    int64_t before;
    int n;
} csv_t;

static void csv_line(void *baton, const smm_audit_line_t *l)
{
    csv_t *b = baton;
    smm_csv_int(b->o, l->id);
    smm_csv_bare(b->o, smm_time_text(apr_palloc(b->p, SMM_TIME_TEXT), l->created));
    smm_csv_cell(b->o, l->actor_name ? l->actor_name : "system");
    smm_csv_cell(b->o, l->action);
    smm_csv_cell(b->o, l->kind);
    smm_csv_int(b->o, l->ref);
    smm_csv_cell(b->o, l->before);
    smm_csv_cell(b->o, l->after);
    smm_csv_cell(b->o, l->why);
    smm_csv_cell(b->o, l->addr);
    smm_csv_cell(b->o, l->request);
    smm_csv_row_end(b->o);
    b->before = l->id;
    b->n++;
}

static int csv_page(void *baton, smm_ctx_t *c, smm_csv_out_t *o)
{
    csv_t *b = baton;
    b->o = o;
    b->p = c->pool;
    b->n = 0;
    if (smm_audit_list(c, b->before, b->f->who, b->f->action, CSV_ROWS, csv_line, b) != SMM_OK) {
        return -1;
    }
    return b->n == CSV_ROWS;
}

static int csv(smm_req_t *q, const filter_t *f)
{
    static const char *const head[] = {"Id",   "Date (UTC)", "Actor",   "Action",
                                       "Kind", "Number",     "Before",  "After",
                                       "Why",  "Address",    "Request", NULL};
    csv_t b = {f, NULL, NULL, f->before, 0};
    return smm_stream_csv(q, "audit.csv", head, csv_page, &b);
}

/* ---- page ------------------------------------------------------------------------------- */

/* The staff page of what a line is about, where there is one. */
static const char *page_of(apr_pool_t *p, const char *kind, int64_t ref)
{
    static const char *const pages[][2] = {{"account", "customers"},  {"payment", "payments"},
                                           {"campaign", "campaigns"}, {"ticket", "tickets"},
                                           {"service", "services"},   {"provider", "providers"}};
    for (size_t i = 0; ref && i < sizeof(pages) / sizeof(*pages); i++) {
        if (!strcmp(kind, pages[i][0])) {
            return apr_psprintf(p, "/staff/%s/%" APR_INT64_T_FMT, pages[i][1], ref);
        }
    }
    return NULL;
}

typedef struct {
    smm_req_t *q;
    smm_vm_t *vm;
    int n;
    int64_t last;
} list_t;

static void line(void *baton, const smm_audit_line_t *l)
{
    list_t *b = baton;
    smm_vm_t *vm = b->vm;
    if (b->n++ >= ROWS) { /* one more than shown: there is another page */
        return;
    }
    b->last = l->id;
    smm_vm_el(vm, "entry");
    smm_vm_attr_int(vm, "id", l->id);
    smm_vm_attr_time(vm, "created", l->created);
    smm_vm_attr_int(vm, "actor", l->actor);
    smm_vm_attr(vm, "actor-name", l->actor_name);
    smm_vm_attr(vm, "action", l->action);
    smm_vm_attr(vm, "kind", l->kind);
    if (l->ref) {
        smm_vm_attr_int(vm, "ref", l->ref);
    }
    smm_vm_attr(vm, "href", page_of(b->q->ctx.pool, l->kind, l->ref));
    smm_vm_attr(vm, "before", l->before);
    smm_vm_attr(vm, "after", l->after);
    smm_vm_attr(vm, "why", l->why);
    smm_vm_attr(vm, "addr", l->addr);
    smm_vm_attr(vm, "request", l->request);
    smm_vm_end(vm);
}

static void action_option(void *baton, const char *text)
{
    smm_vm_leaf(baton, "action", text);
}

static int audit_get(smm_req_t *q)
{
    filter_t f;
    const char *format = smm_req_query(q, "format");
    smm_rc_e rc = read_filter(q, &f);
    if (rc != SMM_OK) {
        return smm_refuse(q, smm_http_status(rc), NULL);
    }
    if (format && !strcmp(format, "csv")) {
        return csv(q, &f);
    }
    smm_vm_t *vm = smm_page_begin(q, "staff", "staff-audit", "Audit log", "support/staff-audit");
    const char *query =
        apr_psprintf(q->ctx.pool, "actor=%s&action=%s", ap_escape_urlencoded(q->ctx.pool, f.actor),
                     ap_escape_urlencoded(q->ctx.pool, f.action));
    smm_vm_el(vm, "filter");
    smm_vm_attr(vm, "actor", f.actor);
    smm_vm_attr(vm, "action", f.action);
    smm_vm_attr(vm, "csv", apr_pstrcat(q->ctx.pool, "/staff/audit?format=csv&", query, NULL));
    smm_audit_actions(&q->ctx, action_option, vm);
    smm_vm_end(vm);
    list_t b = {q, vm, 0, 0};
    if (smm_audit_list(&q->ctx, f.before, f.who, f.action, ROWS + 1, line, &b) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    if (b.n > ROWS) {
        support_older(q, vm, apr_pstrcat(q->ctx.pool, "/staff/audit?", query, NULL), b.last);
    }
    return smm_page(q, HTTP_OK);
}

const smm_route_t support_audit_routes[] = {
    {"GET", "/staff/audit", SMM_OWNER, SMM_R_NOINDEX, NULL, audit_get, NULL, 0, NULL}, {NULL}};
