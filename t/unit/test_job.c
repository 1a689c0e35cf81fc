/* SPDX-License-Identifier: Apache-2.0 */
/* The queue: two workers, lost leases, wishes that come while a row is worked off. */
#include <pthread.h>
#include <apr_strings.h>
#include "../../modules/core/job/job_int.h"
#include "smm_sql.h"
#include "tap.h"
#include "unit_db.h"

static smm_ctx_t ctx; /* panel 1 */
static int runs[200];
static int calls, fail_times, again_once;
static int64_t wish_while_running;

static void count(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    for (int i = 0; i < n; i++) {
        __atomic_add_fetch(&runs[jobs[i].ref], 1, __ATOMIC_SEQ_CST);
        if (fail_times > 0) {
            fail_times--;
            jobs[i].again = 1;
            jobs[i].next = c->now + smm_job_backoff(jobs[i].attempt);
            jobs[i].error = "not yet";
        }
        if (again_once) {
            again_once = 0;
            jobs[i].again = 1;
            jobs[i].next = c->now + 500;
        }
        if (wish_while_running) {
            smm_unit_t *u = smm_unit_make(c->pool);
            smm_job_step(u, c, "misc.count", jobs[i].ref, wish_while_running, "wish");
            wish_while_running = 0;
            smm_db_write(c->db, u);
        }
    }
}

static int ticks;

static void tick(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    ticks += n;
}

static int64_t open_rows(void)
{
    int64_t n = 0;
    int found = 0;
    smm_db_int(ctx.db, SQL_job_exists, SMM_ARGS(SMM_I(1), SMM_T("misc.count"), SMM_I(1)), &n,
               &found);
    return found;
}

static void queue(int64_t ref, int64_t at)
{
    smm_unit_t *u = smm_unit_make(ctx.pool);
    smm_job_step(u, &ctx, "misc.count", ref, at, NULL);
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "queued");
}

static int batch(smm_ctx_t *c)
{
    return smm_job_batch(c, smm_jkind_find("misc.count"));
}

static void test_once(void)
{
    queue(1, 1000);
    queue(1, 900);
    queue(1, 2000);
    is_int(batch(&ctx), 1, "one row for the same thing, brought forward");
    is_int(runs[1], 1, "worked off once");
    is_int(open_rows(), 0, "and gone");
    is_int(batch(&ctx), 0, "nothing is left");
    queue(1, 2000);
    is_int(batch(&ctx), 0, "not before its time");
    ctx.now = 2000;
    is_int(batch(&ctx), 1, "but then");
    is_int(runs[1], 2, "once more");
}

static void test_again(void)
{
    runs[1] = 0;
    fail_times = 2;
    queue(1, ctx.now);
    is_int(batch(&ctx), 1, "the first try fails");
    is_int(batch(&ctx), 0, "and rests");
    ctx.now += 30;
    is_int(batch(&ctx), 1, "second try after 30 s");
    ctx.now += 30;
    is_int(batch(&ctx), 0, "then twice as long");
    ctx.now += 30;
    is_int(batch(&ctx), 1, "third try");
    is_int(open_rows(), 0, "done");
    is_int(runs[1], 3, "three runs");
    ok(smm_job_backoff(1) == 30 && smm_job_backoff(2) == 60 && smm_job_backoff(99) == 3600,
       "back-off has a cap");
}

static void test_wish(void)
{
    runs[1] = 0;
    queue(1, ctx.now);
    wish_while_running = ctx.now + 5;
    is_int(batch(&ctx), 1, "a wish comes while the row is worked off");
    is_int(open_rows(), 1, "the row stays");
    is_int(batch(&ctx), 0, "until the wished time");
    ctx.now += 5;
    is_int(batch(&ctx), 1, "then it runs");
    is_int(open_rows(), 0, "and is done");
    queue(1, ctx.now);
    wish_while_running = ctx.now;
    again_once = 1;
    is_int(batch(&ctx), 1, "the same when the handler asks for a later run");
    is_int(batch(&ctx), 1, "the wish is earlier and counts");
}

/* A worker that died: its row is claimed again after the lease, and its late answer is void. */
static void claim_and_die(int64_t ref)
{
    smm_unit_t *u = smm_unit_make(ctx.pool);
    queue(ref, ctx.now);
    smm_unit_add(u, SQL_job_claim,
                 SMM_ARGS(SMM_T("dead"), SMM_I(ctx.now + 60), SMM_I(ctx.now), SMM_I(1),
                          SMM_T("misc.count"), SMM_I(10)));
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "claimed by a worker that dies");
}

static void test_lease(void)
{
    int64_t id = 0;
    int found = 0;
    runs[1] = 0;
    claim_and_die(1);
    smm_db_int(ctx.db, SQL_job_exists, SMM_ARGS(SMM_I(1), SMM_T("misc.count"), SMM_I(1)), &id,
               &found);
    is_int(batch(&ctx), 0, "held: nobody else gets it");
    ctx.now += 59;
    is_int(batch(&ctx), 0, "still held");
    ctx.now += 1;
    fail_times = 1;
    is_int(batch(&ctx), 1, "claimed again after the lease");
    smm_unit_t *u = smm_unit_make(ctx.pool);
    smm_unit_add(u, SQL_job_done, SMM_ARGS(SMM_I(id), SMM_I(1), SMM_I(1)));
    smm_db_write(ctx.db, u);
    is_int(open_rows(), 1, "the late answer of the first worker is void");
    ctx.now += 100;
    is_int(batch(&ctx), 1, "the second worker's answer counts");
    is_int(open_rows(), 0, "done");
}

static void *worker(void *unused)
{
    smm_ctx_t c = ctx;
    apr_pool_create(&c.pool, NULL);
    int idle = 0;
    while (idle < 3) {
        idle = batch(&c) > 0 ? 0 : idle + 1;
    }
    apr_pool_destroy(c.pool);
    return NULL;
}

static void test_two(void)
{
    pthread_t t[4];
    int once = 0;
    smm_unit_t *u = smm_unit_make(ctx.pool);
    memset(runs, 0, sizeof(runs));
    for (int i = 0; i < 200; i++) {
        smm_job_step(u, &ctx, "misc.count", i, ctx.now, NULL);
    }
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "200 rows");
    for (int i = 0; i < 4; i++) {
        pthread_create(&t[i], NULL, worker, NULL);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(t[i], NULL);
    }
    for (int i = 0; i < 200; i++) {
        once += runs[i] == 1;
    }
    is_int(once, 200, "four workers, each row once");
    is_int(batch(&ctx), 0, "the queue is empty");
}

static int64_t test_clock(void)
{
    return ctx.now;
}

static int one_panel(void *baton, int n, apr_pool_t *p, smm_ctx_t *c)
{
    c->db = ctx.db;
    c->panel = ctx.panel;
    return 1;
}

static void test_worker(void)
{
    smm_worker_t w = {
        .class = -1, .node = "test:1", .panels = 1, .panel = one_panel, .clock = test_clock};
    int64_t seen = 0;
    int found = 0;
    memset(runs, 0, sizeof(runs));
    for (int i = 0; i < 25; i++) {
        queue(i, ctx.now);
    }
    is_int(smm_worker_pass(&w, ctx.pool), 26, "a pass works off all batches and the permanent row");
    is_int(ticks, 1, "the permanent row ran");
    is_int(smm_worker_pass(&w, ctx.pool), 0, "and rests");
    ctx.now += 60;
    is_int(smm_worker_pass(&w, ctx.pool), 1, "until its period is over");
    smm_job_set_fast(1);
    ctx.now += 60;
    smm_worker_pass(&w, ctx.pool);
    ctx.now += 1;
    is_int(smm_worker_pass(&w, ctx.pool), 1, "with SmmFast a minute is a second");
    smm_job_set_fast(0);
    smm_db_int(ctx.db, SQL_worker_seen, SMM_ARGS(SMM_T("all")), &seen, &found);
    ok(found && ctx.now - seen < 20, "the heartbeat is fresh");
    ctx.now += 60;
    queue(7, ctx.now);
    ok(smm_job_run_due(&ctx, 5) >= 1, "run_due works the queue off in this thread");
    smm_job_set_stopping(1);
    queue(8, ctx.now);
    is_int(smm_worker_pass(&w, ctx.pool), 0, "nothing is begun while the server stops");
    smm_job_set_stopping(0);
}

/* ---- quiet databases ------------------------------------------------------------------------- */

static int asked, has_work, swept;

static int sweep_wanted(smm_ctx_t *c)
{
    asked++;
    return has_work;
}

static void sweep(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    swept += n;
}

/* The mark of a file that was written a moment ago is not believed yet. */
static void calm(void)
{
    for (int i = 0; i < 50 && smm_db_mark(ctx.db) == 0; i++) {
        apr_sleep(20000);
    }
}

static void test_wanted(void)
{
    smm_worker_t w = {
        .class = -1, .node = "test:1", .panels = 1, .panel = one_panel, .clock = test_clock};
    asked = swept = has_work = 0;
    ctx.now += 7200;
    smm_worker_pass(&w, ctx.pool);
    calm();
    smm_worker_pass(&w, ctx.pool);
    asked = 0;
    ctx.now += 61;
    smm_worker_pass(&w, ctx.pool); /* mail-minute runs, and writes */
    is_int(asked, 1, "a kind with nothing to do is asked again after its period");
    is_int(swept, 0, "and not run");
    has_work = 1;
    calm();
    ctx.now += 5;
    smm_worker_pass(&w, ctx.pool);
    is_int(swept, 0, "what was said stands for its period");
    ctx.now += 60;
    smm_worker_pass(&w, ctx.pool);
    is_int(swept, 1, "work that came is done then");
    ctx.now += 61;
    smm_worker_pass(&w, ctx.pool);
    is_int(swept, 2, "and again after the period while there is some");
    smm_worker_end(&w);
}

/* On SQLite a database that nobody wrote to is left alone until something comes due. */
static void test_quiet(int engine)
{
    smm_worker_t w = {
        .class = -1, .node = "test:1", .panels = 1, .panel = one_panel, .clock = test_clock};
    has_work = 0;
    memset(runs, 0, sizeof(runs));
    ctx.now += 7200;
    for (int i = 0; i < 4; i++) {
        smm_worker_pass(&w, ctx.pool);
        calm();
    }
    is_int(smm_worker_is_quiet(&w, 0), engine == 0, "a database where nothing happens is quiet");
    queue(11, ctx.now);
    smm_worker_pass(&w, ctx.pool);
    is_int(runs[11], 1, "what somebody queues is found in the next pass");
    for (int i = 0; i < 4; i++) {
        calm();
        smm_worker_pass(&w, ctx.pool);
    }
    is_int(smm_worker_is_quiet(&w, 0), engine == 0, "then it is quiet again");
    queue(12, ctx.now + 20);
    for (int i = 0; i < 3; i++) {
        calm();
        smm_worker_pass(&w, ctx.pool);
    }
    is_int(runs[12], 0, "not before its time");
    is_int(smm_worker_is_quiet(&w, 0), engine == 0, "a row for later does not keep it awake");
    ctx.now += 20;
    smm_worker_pass(&w, ctx.pool);
    is_int(runs[12], 1, "and is done when its time comes, though nobody wrote");
    smm_worker_end(&w);
}

static void all(int engine)
{
    if (!unit_db_on(tap_pool, &ctx, engine)) {
        ok(0, "a database");
        return;
    }
    memset(runs, 0, sizeof(runs));
    ticks = 0;
    test_once();
    test_again();
    test_wish();
    test_lease();
    test_two();
    test_worker();
    test_wanted();
    test_quiet(engine);
    unit_db_drop(&ctx);
}

int main(void)
{
    tap_init();
    smm_job_kind("misc.count", count, 10, 60, 0);
    smm_job_kind("mail-minute", tick, 1, 60, 60);
    smm_job_kind("misc.count", count, 10, 60, 0);
    smm_job_kind("mail-sweep", sweep, 1, 60, 60);
    smm_job_wanted("mail-sweep", sweep_wanted);
    is_int(smm_jkind_count(), 3, "declared twice counts once");
    is_int(smm_jclass_count(), 2, "two classes");
    for (int e = 0; e < unit_engines(); e++) {
        all(e);
    }
    return tap_done();
}
