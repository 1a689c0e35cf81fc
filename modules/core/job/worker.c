/* SPDX-License-Identifier: Apache-2.0 */
/* The worker's pass over all panels: what is due, batch by batch, and a heartbeat. No threads. */
#include <pthread.h>
#include <string.h>
#include <apr_strings.h>
#include <apr_time.h>
#include "job_int.h"
#include "smm_metrics.h"
#include "smm_sql.h"

#define MAX_DUE 256
#define ENSURE_EVERY 60
#define BEAT_EVERY 10
/* A kind with a long queue gives the others of its class a turn after so many batches. */
#define TURN 8

#define MAX_BUSY 64

/* What the threads of this process work on: two of a class do not queue behind the same panel. */
static pthread_mutex_t busy_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    const smm_jkind_t *kind;
    int64_t panel;
} busy[MAX_BUSY];

static int busy_enter(const smm_jkind_t *k, int64_t panel)
{
    int slot = -1;
    pthread_mutex_lock(&busy_lock);
    for (int i = 0; i < MAX_BUSY; i++) {
        if (busy[i].kind == k && busy[i].panel == panel) {
            slot = -1;
            break;
        }
        if (!busy[i].kind && slot < 0) {
            slot = i;
        }
    }
    if (slot >= 0) {
        busy[slot].kind = k;
        busy[slot].panel = panel;
    }
    pthread_mutex_unlock(&busy_lock);
    return slot;
}

static void busy_leave(int slot)
{
    pthread_mutex_lock(&busy_lock);
    busy[slot].kind = NULL;
    pthread_mutex_unlock(&busy_lock);
}

typedef struct due_t {
    int64_t panel;
    const smm_jkind_t *kind;
} due_t;

typedef struct due_list_t {
    int class, n;
    due_t due[MAX_DUE];
} due_list_t;

static int64_t clock_of(const smm_worker_t *w)
{
    return w->clock ? w->clock() : (int64_t)apr_time_sec(apr_time_now());
}

static int collect(void *baton, const smm_row_t *row)
{
    due_list_t *l = baton;
    const smm_jkind_t *k = smm_jkind_find(smm_row_text(row, C_job_due_kind));
    if (k && (l->class < 0 || smm_jkind_class(k) == l->class)) {
        l->due[l->n++] = (due_t){smm_row_int(row, C_job_due_panel), k};
    }
    return l->n == MAX_DUE;
}

/* Tells /readyz and the metrics that a class is worked off. All workers of a class share a row. */
static void beat(const smm_worker_t *w, smm_ctx_t *c)
{
    int64_t seen = 0;
    int found = 0;
    const char *name = w->class < 0 ? "all" : smm_jclass_name(w->class);
    if (smm_db_int(c->db, SQL_worker_seen, SMM_ARGS(SMM_T(name)), &seen, &found) != SMM_DB_OK ||
        (found && c->now - seen < BEAT_EVERY && c->now >= seen)) {
        return;
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_worker_beat,
                 SMM_ARGS(SMM_T(name), SMM_T(w->node), SMM_I(c->now), SMM_I(w->done)));
    smm_db_write(c->db, u);
}

static int add_backlog(void *baton, const smm_row_t *row)
{
    smm_worker_t *w = baton;
    int64_t late = smm_row_int(row, C_job_backlog_late);
    w->waiting += smm_row_int(row, C_job_backlog_n);
    w->late = late > w->late ? late : w->late;
    return 0;
}

/* The queues of all databases together; one class does it for all. */
static void measure(smm_worker_t *w, const smm_ctx_t *panels)
{
    if (w->class > 0) {
        return;
    }
    w->waiting = w->late = 0;
    for (int i = 0; i < w->panels; i++) {
        int first = panels[i].db != NULL;
        for (int j = 0; j < i && first; j++) {
            first = panels[j].db != panels[i].db;
        }
        if (first) {
            smm_db_read(panels[i].db, SQL_job_backlog, SMM_ARGS(SMM_I(panels[i].now)), add_backlog,
                        w);
        }
    }
    smm_metric_set(smm_gauge("smm_jobs_waiting", "Rows in the job queues"), w->waiting);
    smm_metric_set(smm_gauge("smm_jobs_late_seconds", "Age of the oldest job that is due"),
                   w->late);
}

static void count(const smm_worker_t *w, int n)
{
    char name[64];
    if (n > 0) {
        apr_snprintf(name, sizeof(name), "smm_jobs_total{class=\"%s\"}",
                     w->class < 0 ? "all" : smm_jclass_name(w->class));
        smm_metric_add(smm_counter(name, "Jobs worked off"), n);
    }
}

/* True once in `every` seconds, also after the clock was set back. */
static int is_time(int64_t now, int64_t last, int every)
{
    return now - last >= every || now < last;
}

static int work_off(smm_worker_t *w, smm_ctx_t *c, const smm_jkind_t *k, apr_pool_t *p)
{
    int total = 0, slot = busy_enter(k, c->panel->id);
    if (slot < 0) {
        return 0;
    }
    for (int i = 0; i < TURN && !smm_job_stopping(); i++) {
        smm_ctx_t job = *c;
        apr_pool_create(&job.pool, p);
        job.now = clock_of(w);
        int n = smm_job_batch(&job, k);
        apr_pool_destroy(job.pool);
        total = n < 0 ? -1 : total + n;
        if (n < k->batch) {
            break;
        }
    }
    busy_leave(slot);
    return total;
}

/* Panels that share a database share one look into its queue. */
static int pass_db(smm_worker_t *w, smm_ctx_t *panels, int from, apr_pool_t *p)
{
    due_list_t *l = apr_pcalloc(p, sizeof(*l));
    smm_db_t *db = panels[from].db;
    int total = 0;
    l->class = w->class;
    if (smm_db_read(db, SQL_job_due, SMM_ARGS(SMM_I(panels[from].now)), collect, l) != SMM_DB_OK) {
        return -1;
    }
    for (int i = 0; i < l->n && !smm_job_stopping(); i++) {
        for (int j = from; j < w->panels; j++) {
            if (panels[j].db == db && panels[j].panel->id == l->due[i].panel) {
                int n = work_off(w, &panels[j], l->due[i].kind, p);
                if (n < 0) {
                    return -1;
                }
                total += n;
                break;
            }
        }
    }
    return total;
}

SMM_DECLARE(int) smm_worker_pass(smm_worker_t *w, apr_pool_t *p)
{
    smm_ctx_t *panels = apr_pcalloc(p, sizeof(*panels) * (apr_size_t)(w->panels + 1));
    int64_t now = clock_of(w);
    int total = 0, bad = 0;
    int ensure = is_time(now, w->ensured, ENSURE_EVERY), due = is_time(now, w->beaten, BEAT_EVERY);
    for (int i = 0; i < w->panels && !smm_job_stopping(); i++) {
        panels[i].pool = p;
        panels[i].now = now;
        if (!w->panel(w->baton, i, p, &panels[i])) {
            panels[i].db = NULL;
            bad = 1;
        } else if (ensure) {
            smm_job_ensure(&panels[i], w->class);
        }
    }
    for (int i = 0; i < w->panels && !smm_job_stopping(); i++) {
        int first = panels[i].db != NULL;
        for (int j = 0; j < i && first; j++) {
            first = panels[j].db != panels[i].db;
        }
        int n = first ? pass_db(w, panels, i, p) : 0;
        bad |= n < 0;
        total += n > 0 ? n : 0;
        if (first && n >= 0 && due) {
            beat(w, &panels[i]);
        }
    }
    if (due) {
        measure(w, panels);
    }
    count(w, total);
    w->done = due ? total : w->done + total;
    w->beaten = due ? now : w->beaten;
    w->ensured = ensure && !bad ? now : w->ensured;
    return bad && !total ? -1 : total;
}

/* ---- one panel, in this thread --------------------------------------------------------------- */

SMM_DECLARE(int) smm_job_run_due(smm_ctx_t *c, int max_rounds)
{
    int total = 0;
    smm_job_ensure(c, -1);
    for (int round = 0; round < max_rounds; round++) {
        int n = 0;
        for (int i = 0; i < smm_jkind_count(); i++) {
            smm_ctx_t job = *c;
            apr_pool_create(&job.pool, c->pool);
            int got = smm_job_batch(&job, smm_jkind_nth(i));
            apr_pool_destroy(job.pool);
            n += got > 0 ? got : 0;
        }
        total += n;
        if (n == 0) {
            break;
        }
    }
    return total;
}
