/* SPDX-License-Identifier: Apache-2.0 */
/* The worker's pass over all panels: what is due, batch by batch, and a heartbeat. No threads. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <apr_time.h>
#include "job_int.h"
#include "smm_metrics.h"
#include "smm_sql.h"

#define MAX_DUE 256
#define BEAT_EVERY 10
#define MANY 40        /* databases, from which on what each costs is watched */
#define QUIET_MAX 3600 /* a quiet database is looked at once in so many seconds all the same */
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

/*
 * What a worker knows of a panel from its passes before. A database that nobody wrote to since the
 * last look, and where nothing comes due by itself, is not asked again: hundreds of quiet panels
 * cost a stat() each and no connection.
 */
typedef struct smm_look_t {
    smm_db_t *db;   /* NULL: not reached yet */
    int first;      /* the first panel with the same database: the rest of the members is its */
    int ensured;    /* its permanent rows are there */
    int64_t mark;   /* of the database at the last look; 0 = look again */
    int64_t next;   /* when something comes due by itself */
    int64_t beaten; /* last heartbeat */
    int64_t measured, waiting, late; /* for the metrics: rows in the queue, age of the oldest due */
    struct asked_t {
        int64_t mark, until; /* "nothing wanted", said at this mark and to be believed until then */
    } asked[SMM_JOB_MAX_ASKERS];
} smm_look_t;

typedef struct due_t {
    int64_t panel;
    const smm_jkind_t *kind;
} due_t;

typedef struct due_list_t {
    int class, n;
    due_t due[MAX_DUE];
} due_list_t;

/* When each class of this process passed last, and what it did since its heartbeat. */
static struct {
    int64_t passed, done;
} classes[SMM_JOB_MAX_CLASSES + 1];

static int64_t clock_of(const smm_worker_t *w)
{
    return w->clock ? w->clock() : (int64_t)apr_time_sec(apr_time_now());
}

/* True once in `every` seconds, also after the clock was set back. */
static int is_time(int64_t now, int64_t last, int every)
{
    return now - last >= every || now < last;
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

/* ---- heartbeats and measures ----------------------------------------------------------------- */

SMM_DECLARE(int) smm_worker_beat_every(int databases)
{
    return databases > MANY ? databases / 2 : BEAT_EVERY;
}

/*
 * Tells /readyz and the metrics that the classes are worked off: one write for all that this
 * process saw passing since the last one. Workers of all processes share a row a class.
 */
static void beat(const smm_worker_t *w, smm_ctx_t *c, smm_look_t *look, int every)
{
    int64_t seen = 0;
    int found = 0, steps = 0, last = w->class < 0 ? 0 : smm_jclass_count();
    smm_unit_t *u = smm_unit_make(c->pool);
    for (int i = w->class < 0 ? 0 : 1; i <= last; i++) {
        const char *name = i ? smm_jclass_name(i - 1) : "all";
        if (is_time(c->now, classes[i].passed, every + BEAT_EVERY) ||
            smm_db_int(c->db, SQL_worker_seen, SMM_ARGS(SMM_T(name)), &seen, &found) != SMM_DB_OK ||
            (found && !is_time(c->now, seen, every))) {
            continue;
        }
        smm_unit_add(u, SQL_worker_beat,
                     SMM_ARGS(SMM_T(name), SMM_T(w->node), SMM_I(c->now), SMM_I(every),
                              SMM_I(__atomic_exchange_n(&classes[i].done, 0, __ATOMIC_RELAXED))));
        steps++;
    }
    if (!steps || smm_db_write(c->db, u).rc == SMM_DB_OK) {
        look->beaten = c->now;
    }
}

static int add_backlog(void *baton, const smm_row_t *row)
{
    smm_look_t *look = baton;
    int64_t late = smm_row_int(row, C_job_backlog_late);
    look->waiting += smm_row_int(row, C_job_backlog_n);
    look->late = late > look->late ? late : look->late;
    return 0;
}

/* The queues of all databases together; one class does it for all. */
static void measure(const smm_worker_t *w)
{
    int64_t waiting = 0, late = 0;
    for (int i = 0; i < w->panels; i++) {
        const smm_look_t *look = &w->looks[i];
        waiting += look->first == i ? look->waiting : 0;
        late = look->first == i && look->late > late ? look->late : late;
    }
    smm_metric_set(smm_gauge("smm_jobs_waiting", "Rows in the job queues"), waiting);
    smm_metric_set(smm_gauge("smm_jobs_late_seconds", "Age of the oldest job that is due"), late);
}

static void count(const smm_worker_t *w, int n)
{
    char name[64];
    if (n > 0) {
        apr_snprintf(name, sizeof(name), "smm_jobs_total{class=\"%s\"}",
                     w->class < 0 ? "all" : smm_jclass_name(w->class));
        smm_metric_add(smm_counter(name, "Jobs worked off"), n);
        __atomic_add_fetch(&classes[w->class + 1].done, n, __ATOMIC_RELAXED);
    }
}

/* ---- one database ---------------------------------------------------------------------------- */

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

/* Is a due kind to be run? One that had nothing to do is asked again when somebody wrote, and at
 * most once in its period. */
static int wanted(smm_ctx_t *c, const smm_jkind_t *k, smm_look_t *panel, int64_t mark)
{
    struct asked_t *a = &panel->asked[k->asker];
    int64_t period = smm_jkind_period(k);
    if (!k->wanted) {
        return 1;
    }
    if (c->now < a->until && a->until - c->now <= period) {
        return 0;
    }
    if (!(mark && a->mark == mark) && k->wanted(c)) {
        a->mark = a->until = 0;
        return 1;
    }
    a->mark = mark;
    a->until = c->now + period;
    return 0;
}

typedef struct next_t {
    int class;
    int64_t at;
} next_t;

static int sooner(void *baton, const smm_row_t *row)
{
    next_t *n = baton;
    const smm_jkind_t *k = smm_jkind_find(smm_row_text(row, C_job_next_kind));
    int64_t at = smm_row_int(row, C_job_next_at);
    if (k && (n->class < 0 || smm_jkind_class(k) == n->class) && at < n->at) {
        n->at = at;
    }
    return 0;
}

/* Nothing was done: until when may the database be left alone while nobody writes? */
static void go_quiet(const smm_worker_t *w, smm_ctx_t *panels, int from, int64_t mark)
{
    smm_look_t *look = &w->looks[from];
    next_t next = {w->class, panels[from].now + QUIET_MAX};
    look->mark = 0;
    if (!mark || smm_db_read(look->db, SQL_job_next, SMM_ARGS(SMM_I(panels[from].now)), sooner,
                             &next) != SMM_DB_OK) {
        return;
    }
    for (int i = from; i < w->panels; i++) {
        for (int a = 0; w->looks[i].first == from && a < SMM_JOB_MAX_ASKERS; a++) {
            const struct asked_t *asked = &w->looks[i].asked[a];
            /* said at an older mark: to be asked again when its time is over */
            if (asked->until > panels[from].now && asked->mark != mark && asked->until < next.at) {
                next.at = asked->until;
            }
        }
    }
    look->mark = mark;
    look->next = next.at;
}

/* Panels that share a database share one look into its queue. */
static int pass_db(smm_worker_t *w, smm_ctx_t *panels, int from, apr_pool_t *p)
{
    due_list_t *l = apr_pcalloc(p, sizeof(*l));
    smm_look_t *look = &w->looks[from];
    int64_t mark = smm_db_mark(look->db); /* before the look: what is written later counts */
    int total = 0;
    l->class = w->class;
    look->mark = 0;
    if (smm_db_read(look->db, SQL_job_due, SMM_ARGS(SMM_I(panels[from].now)), collect, l) !=
        SMM_DB_OK) {
        return -1;
    }
    for (int i = 0; i < l->n && !smm_job_stopping(); i++) {
        for (int j = from; j < w->panels; j++) {
            if (w->looks[j].first == from && panels[j].panel &&
                panels[j].panel->id == l->due[i].panel) {
                int n = wanted(&panels[j], l->due[i].kind, &w->looks[j], mark)
                            ? work_off(w, &panels[j], l->due[i].kind, p)
                            : 0;
                if (n < 0) {
                    return -1;
                }
                total += n;
                break;
            }
        }
    }
    if (w->class <= 0 && is_time(panels[from].now, look->measured, BEAT_EVERY)) {
        look->measured = panels[from].now;
        look->waiting = look->late = 0;
        smm_db_read(look->db, SQL_job_backlog, SMM_ARGS(SMM_I(panels[from].now)), add_backlog,
                    look);
    }
    if (total == 0 && l->n < MAX_DUE) {
        go_quiet(w, panels, from, mark);
    }
    return total;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static int is_quiet(const smm_look_t *look, int64_t now)
{
    return look->db && look->mark && now < look->next && look->next - now <= QUIET_MAX &&
           smm_db_mark(look->db) == look->mark;
}

/* A panel that cannot be reached now. Was it the first of its database, the next one takes its
 * place. */
static void forget(smm_worker_t *w, int i)
{
    smm_db_t *db = w->looks[i].db;
    int next = -1;
    w->known -= db && w->looks[i].first == i;
    for (int j = 0; db && w->looks[i].first == i && j < w->panels; j++) {
        if (j != i && w->looks[j].db == db) {
            next = next < 0 ? j : next;
            w->looks[j].first = next;
            w->looks[j].mark = 0;
        }
    }
    w->known += next >= 0;
    w->looks[i].db = NULL;
    w->looks[i].ensured = 0;
}

/* Makes the context of a panel whose database is looked at now. @return 0: it cannot be reached */
static int enter(smm_worker_t *w, smm_ctx_t *panels, int i, int64_t now, apr_pool_t *p)
{
    smm_look_t *look = &w->looks[i];
    smm_ctx_t *c = &panels[i];
    apr_pool_t *sub; /* what opening a panel needs must not add up over all of them */
    int there;
    apr_pool_create(&sub, p);
    c->now = now;
    there = w->panel(w->baton, i, sub, c);
    c->pool = sub;
    if (there && !look->ensured) {
        smm_job_ensure(c, w->class);
        look->ensured = 1;
    }
    apr_pool_destroy(sub);
    c->pool = p;
    if (!there) {
        c->panel = NULL;
        forget(w, i);
        return 0;
    }
    if (look->db != c->db) {
        look->db = c->db;
        look->first = i;
        for (int j = 0; j < w->panels && look->first == i; j++) {
            look->first = w->looks[j].db == c->db ? w->looks[j].first : i;
        }
        w->looks[look->first].mark = 0; /* there is more to look for than before */
        w->known += look->first == i;
    }
    return 1;
}

/* Enters the panels of the database that panel `i` is the first of, and looks into it. @return as
 * pass_db(); -1 also when a panel cannot be reached */
static int visit(smm_worker_t *w, smm_ctx_t *panels, int i, int64_t now, apr_pool_t *p)
{
    smm_look_t *look = &w->looks[i];
    int bad = !enter(w, panels, i, now, p), n, every = smm_worker_beat_every(w->known);
    if (bad || look->first != i) {
        return bad ? -1 : 0; /* one more of a database that was looked at before: next time */
    }
    for (int j = i + 1; j < w->panels; j++) {
        if (w->looks[j].db == look->db) {
            bad |= !enter(w, panels, j, now, p);
        }
    }
    n = pass_db(w, panels, i, p);
    if (n >= 0 && w->class <= 0 && is_time(now, look->beaten, every)) {
        beat(w, &panels[i], look, every);
    }
    if (w->panels > MANY) {
        smm_db_rest(look->db); /* so many: not one open connection for each */
    }
    return bad && n <= 0 ? -1 : n;
}

SMM_DECLARE(int) smm_worker_pass(smm_worker_t *w, apr_pool_t *p)
{
    smm_ctx_t *panels = apr_pcalloc(p, sizeof(*panels) * (apr_size_t)(w->panels + 1));
    int64_t now = clock_of(w);
    int total = 0, bad = 0;
    if (!w->looks && !(w->looks = calloc((size_t)w->panels + 1, sizeof(*w->looks)))) {
        return -1;
    }
    classes[w->class + 1].passed = now;
    for (int i = 0; i < w->panels && !smm_job_stopping(); i++) {
        smm_look_t *look = &w->looks[i];
        int every = smm_worker_beat_every(w->known);
        int beats = w->class <= 0 && is_time(now, look->beaten, every);
        if (look->db && (look->first != i || (is_quiet(look, now) && !beats))) {
            continue;
        }
        int n = visit(w, panels, i, now, p);
        bad |= n < 0;
        total += n > 0 ? n : 0;
    }
    if (w->class <= 0 && is_time(now, w->beaten, BEAT_EVERY)) {
        w->beaten = now;
        measure(w);
    }
    count(w, total);
    return bad && !total ? -1 : total;
}

SMM_DECLARE(int) smm_worker_is_quiet(const smm_worker_t *w, int n)
{
    return w->looks && is_quiet(&w->looks[n], clock_of(w));
}

SMM_DECLARE(void) smm_worker_end(smm_worker_t *w)
{
    free(w->looks);
    w->looks = NULL;
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
