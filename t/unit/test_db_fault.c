/* SPDX-License-Identifier: Apache-2.0 */
/* Faults: scripted outcomes through a fake driver, killed backends, a full disk, a guilty
 * neighbour. */
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include "db_fixture.h"
#include "modules/core/db/pgsql_int.h"
#include "pg_proxy.h"

/* ---- a driver that fails as told ------------------------------------------------------------ */

static const smm_driver_t *real;
static smm_driver_t fake;
static const smm_try_e *script;
static int script_left, attempts, commit_anyway;

/* Each attempt takes the next line of the script; after it the real driver answers. */
static smm_try_e fake_write(smm_db_t *db, smm_unit_t *u, int64_t deadline, int *failed)
{
    smm_try_e t;

    attempts++;
    if (script_left == 0) {
        return real->write(db, u, deadline, failed);
    }
    t = *script++;
    script_left--;
    if (t == TRY_UNKNOWN && commit_anyway) {
        real->write(db, u, deadline, failed);
        *failed = -1;
    }
    return t;
}

static smm_written_t play(smm_db_t *db, smm_unit_t *u, const smm_try_e *lines, int n, int commits)
{
    smm_written_t w;

    real = db->drv;
    fake = *real;
    fake.write = fake_write;
    script = lines;
    script_left = n;
    attempts = 0;
    commit_anyway = commits;
    db->drv = &fake;
    w = smm_db_write(db, u);
    db->drv = real;
    return w;
}

static void scripted(smm_db_t *db)
{
    static const smm_try_e retry[] = {TRY_RETRY, TRY_RETRY, TRY_RETRY,
                                      TRY_RETRY, TRY_RETRY, TRY_RETRY};
    static const smm_try_e conn[] = {TRY_CONN, TRY_CONN};
    static const smm_try_e unknown[] = {TRY_UNKNOWN};
    static const smm_try_e echo[] = {TRY_UNKNOWN, TRY_UNKNOWN};
    static const smm_try_e busy[] = {TRY_BUSY};
    int64_t acct = acct_make(db, "scripted", 1000);
    smm_unit_t *u;
    smm_written_t w;

    w = play(db, order_unit(tap_pool, acct, 1, "s1", NULL), retry, 5, 0);
    ok(w.rc == SMM_DB_OK && attempts == 6, "five retries, then written");
    w = play(db, order_unit(tap_pool, acct, 1, "s2", NULL), retry, 6, 0);
    ok(w.rc == SMM_DB_BUSY && attempts == 6, "six are too many: busy");
    w = play(db, order_unit(tap_pool, acct, 1, "s3", NULL), conn, 2, 0);
    ok(w.rc == SMM_DB_OK && w.replayed == 0 && attempts == 3, "lost connections: run again");
    w = play(db, order_unit(tap_pool, acct, 1, "s4", NULL), unknown, 1, 1);
    ok(w.rc == SMM_DB_OK && w.replayed == 1 && attempts == 1,
       "answer lost, commit done: the probe finds it");
    w = play(db, order_unit(tap_pool, acct, 1, "s5", NULL), unknown, 1, 0);
    ok(w.rc == SMM_DB_OK && w.replayed == 0 && attempts == 2,
       "answer lost, nothing done: run again");
    u = order_unit(tap_pool, acct, 1, "s6", NULL);
    u->probe = -1;
    w = play(db, u, unknown, 1, 1);
    ok(w.rc == SMM_DB_UNKNOWN && attempts == 1, "without a probe it stays unknown");
    is_int(smm_written_rc(&w), SMM_UNKNOWN, "as a result code");
    w = play(db, order_unit(tap_pool, acct, 1, "s7", NULL), busy, 1, 0);
    ok(w.rc == SMM_DB_BUSY && attempts == 1, "busy is told at once");
    w = play(db, order_unit(tap_pool, acct, 1, "s8", NULL), echo, 2, 0);
    ok(w.rc == SMM_DB_OK && attempts == 3, "two unknown, none done, third written");
    is_int(balance_of(db, acct), 1000 - 6, "each key debited once: s1 s3 s4 s5 s6 s8");
}

/* The first commit arrives only after the probe: the second attempt meets its key. */
static smm_unit_t *late;
static smm_try_e late_write(smm_db_t *db, smm_unit_t *u, int64_t deadline, int *failed)
{
    smm_try_e t;

    if (attempts++ == 0) {
        return TRY_UNKNOWN;
    }
    if (attempts == 2) {
        real->write(db, late, deadline, failed);
    }
    t = real->write(db, u, deadline, failed);
    return t;
}

static void late_commit(smm_db_t *db)
{
    int64_t acct = acct_make(db, "late", 1);
    smm_written_t w;

    late = order_unit(tap_pool, acct, 1, "late-1", NULL);
    for (int k = 0; k < late->nsteps; k++) {
        late->steps[k].s = smm_db_stmt(db, late->steps[k].stmt);
    }
    real = db->drv;
    fake = *real;
    fake.write = late_write;
    attempts = 0;
    db->drv = &fake;
    w = smm_db_write(db, order_unit(tap_pool, acct, 1, "late-1", NULL));
    db->drv = real;
    ok(w.rc == SMM_DB_OK && w.replayed == 1,
       "a broken guard that echoes our own commit is a success");
    is_int(balance_of(db, acct), 0, "debited once");
}

/* ---- PostgreSQL: killed backends ------------------------------------------------------------ */

static int64_t pid_of(smm_db_t *db)
{
    int64_t v = 0;

    smm_db_int(db, TSQL_my_pid, SMM_NOARGS, &v, NULL);
    return v;
}

static void kill_backend(smm_db_t *by, int64_t pid)
{
    int64_t v;

    smm_db_int(by, TSQL_kill, SMM_ARGS(SMM_I(pid)), &v, NULL);
    /* gone for good: a loaded machine takes its time */
    for (int i = 0; i < 500 && (kill((pid_t)pid, 0) == 0 || errno != ESRCH); i++) {
        usleep(10000);
    }
    usleep(20000);
}

static void killed_before(smm_db_t *db, smm_db_t *other, int64_t acct)
{
    int64_t pid = pid_of(db);
    smm_written_t w;
    smm_conn_t *c;
    smm_snap_t *snap;
    unsigned before;

    smm_db_write(db, order_unit(tap_pool, acct, 1, "kb-0", NULL));
    kill_backend(other, pid);
    w = smm_db_write(db, order_unit(tap_pool, acct, 1, "kb-1", NULL));
    ok(w.rc == SMM_DB_OK && !w.replayed, "killed while idle: noticed before the unit");
    pid = pid_of(db);
    kill_backend(other, pid);
    c = smm_conn_get(db, smm_clock_ms() + 1000);
    ok(((pg_t *)c->priv)->pid != pid, "when the connection is taken, not when it is used");
    smm_conn_put(db, c);
    kill_backend(other, pid_of(db));
    ok(balance_of(db, acct) >= 0, "and before a read");
    kill_backend(other, pid_of(db));
    is_int(smm_db_snap_begin(db, tap_pool, &snap), SMM_DB_OK, "and before a snapshot");
    smm_db_snap_end(snap);
    c = smm_conn_get(db, smm_clock_ms() + 1000);
    pid = ((pg_t *)c->priv)->pid;
    before = ((pg_t *)c->priv)->gen;
    PQreset(((pg_t *)c->priv)->h); /* as mod_dbd does it, without a word */
    smm_conn_put(db, c);
    c = smm_conn_get(db, smm_clock_ms() + 1000);
    ok(((pg_t *)c->priv)->pid != pid && ((pg_t *)c->priv)->gen == before + 1,
       "a silent reset is noticed before use: its statements are forgotten");
    smm_conn_put(db, c);
    w = smm_db_write(db, order_unit(tap_pool, acct, 1, "kb-2", NULL));
    is_int(w.rc, SMM_DB_OK, "and prepared again");
}

/* The commit is done, its answer never arrives. */
static void answer_lost(const engine_t *e)
{
    static proxy_t wire;
    engine_t through = *e;
    smm_db_t *db;
    smm_written_t w;
    smm_unit_t *u;
    int64_t acct;

    if (proxy_start(&wire, getenv("SMM_TEST_PG")) != 0) {
        ok(0, "the wire");
        return;
    }
    through.params = apr_psprintf(tap_pool, "%s host=%s sslmode=disable", e->params, wire.dir);
    db = bank_open(&through);
    acct = acct_make(db, "wire", 100);
    smm_db_write(db, order_unit(tap_pool, acct, 1, "wire-0", NULL));
    __atomic_store_n(&wire.cuts, 1, __ATOMIC_SEQ_CST);
    w = smm_db_write(db, order_unit(tap_pool, acct, 10, "wire-1", NULL));
    ok(w.rc == SMM_DB_OK && w.replayed == 1, "answer of the commit lost: the probe finds it done");
    is_int(balance_of(db, acct), 89, "debited once");
    u = order_unit(tap_pool, acct, 10, "wire-2", NULL);
    u->probe = -1;
    __atomic_store_n(&wire.cuts, 1, __ATOMIC_SEQ_CST);
    w = smm_db_write(db, u);
    is_int(w.rc, SMM_DB_UNKNOWN, "without a probe it is unknown, and not run again");
    is_int(balance_of(db, acct), 79, "debited once");
    __atomic_store_n(&wire.cuts, 1, __ATOMIC_SEQ_CST);
    is_int(balance_of(db, acct), 79, "a read whose answer is lost is asked again");
    is_int(__atomic_load_n(&wire.seen, __ATOMIC_SEQ_CST), 3, "three answers were lost");
    smm_db_close(db);
}

/* The backend ends itself at position k of the unit, once. */
static void killed_inside(smm_db_t *db, int64_t acct)
{
    int good = 0, whole = 1;

    for (int k = 0; k <= 5; k++) {
        char *key = apr_psprintf(tap_pool, "ki-%d", k);
        smm_unit_t *src = order_unit(tap_pool, acct, 1, key, NULL), *u = smm_unit_make(tap_pool);
        smm_written_t w;
        books_t b;

        for (int i = 0; i < 5; i++) {
            smm_arg_t args[3];

            if (i == k) {
                smm_unit_add(u, TSQL_kill_self, SMM_ARGS(SMM_I(2)));
            }
            for (int a = 0; a < src->steps[i].nargs; a++) {
                args[a] = src->steps[i].args[a];
                if (args[a].type == SMM_A_SLOT && k <= 1) {
                    args[a].i++; /* the kill took a number before the order's */
                }
            }
            smm_unit_add(u, src->steps[i].stmt, args, src->steps[i].nargs);
        }
        if (k == 5) {
            smm_unit_add(u, TSQL_kill_self, SMM_ARGS(SMM_I(2)));
        }
        smm_unit_probe(u, TSQL_idem_find, SMM_ARGS(SMM_T(key)));
        w = smm_db_write(db, u);
        good += w.rc == SMM_DB_OK;
        b = books(db);
        whole = whole && books_whole(&b);
    }
    is_int(good, 6, "killed at each of six places inside the unit: written after all");
    ok(whole, "and never a part");
}

typedef struct killer_t {
    smm_db_t *by;
    const char *app;
    int stop, kills;
} killer_t;

/* Kills every other backend of our schema's clients, again and again. */
static void *killer(void *arg)
{
    killer_t *k = arg;
    smm_conn_t *c = smm_conn_get(k->by, smm_clock_ms() + 5000);
    PGconn *h = ((pg_t *)c->priv)->h;
    char text[256];

    while (!__atomic_load_n(&k->stop, __ATOMIC_SEQ_CST) && k->kills < 20) {
        PGresult *r;

        usleep(3000 + (useconds_t)(rand() % 30000));
        snprintf(text, sizeof(text),
                 "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                 "application_name = '%s' ORDER BY random() LIMIT 1",
                 k->app);
        r = PQexec(h, text);
        k->kills += PQntuples(r) > 0;
        PQclear(r);
    }
    smm_conn_put(k->by, c);
    return NULL;
}

typedef struct writer_t {
    smm_db_t *db;
    int no, n;
    int64_t acct;
    int ok, unknown, other, lies;
} writer_t;

static void *writer(void *arg)
{
    writer_t *w = arg;
    apr_pool_t *p;

    apr_pool_create_unmanaged_ex(&p, NULL, NULL);
    for (int i = 0; i < w->n; i++) {
        const char *key = apr_psprintf(p, "w%d-%d", w->no, i);
        smm_written_t r = smm_db_write(w->db, order_unit(p, w->acct, 1, key, NULL));
        int64_t v;
        int found = 0;

        w->ok += r.rc == SMM_DB_OK;
        w->unknown += r.rc == SMM_DB_UNKNOWN;
        w->other += r.rc != SMM_DB_OK && r.rc != SMM_DB_UNKNOWN;
        for (int a = 0; a < 20 && smm_db_int(w->db, TSQL_idem_find, SMM_ARGS(SMM_T(key)), &v,
                                             &found) != SMM_DB_OK;
             a++) {
        }
        w->lies +=
            (r.rc == SMM_DB_OK && !found) || (r.rc != SMM_DB_OK && r.rc != SMM_DB_UNKNOWN && found);
        apr_pool_clear(p);
    }
    apr_pool_destroy(p);
    return NULL;
}

static void killed_anywhere(const engine_t *e, smm_db_t *other)
{
    engine_t app = *e;
    pthread_t tid[4], kid;
    writer_t w[4];
    killer_t k = {other, "smm-victim", 0, 0};
    smm_db_t *db;
    int64_t acct, start;
    int okays = 0, unknown = 0, lies = 0, rest = 0;
    books_t b;

    app.params = apr_psprintf(tap_pool, "%s application_name=smm-victim", e->params);
    db = bank_open(&app);
    acct = acct_make(db, "victim", 1000000);
    start = balance_of(db, acct);
    pthread_create(&kid, NULL, killer, &k);
    for (int i = 0; i < 4; i++) {
        w[i] = (writer_t){.db = db, .no = i, .n = 400, .acct = acct};
        pthread_create(&tid[i], NULL, writer, &w[i]);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(tid[i], NULL);
        okays += w[i].ok;
        unknown += w[i].unknown;
        lies += w[i].lies;
        rest += w[i].other;
    }
    __atomic_store_n(&k.stop, 1, __ATOMIC_SEQ_CST);
    pthread_join(kid, NULL);
    printf("# %d kills, %d written, %d unknown, %d refused\n", k.kills, okays, unknown, rest);
    ok(k.kills > 0 && okays > 1000, "backends killed at random while four threads write");
    is_int(lies, 0, "no answer was wrong: OK is there, refused is not");
    b = books(db);
    ok(books_whole(&b), "the books are whole");
    ok(start - balance_of(db, acct) >= okays && start - balance_of(db, acct) <= okays + unknown,
       "each order was debited once");
    smm_db_close(db);
}

static void stale_plan(smm_db_t *db, smm_db_t *other, int64_t acct)
{
    smm_conn_t *c;
    int before;

    balance_of(db, acct);
    c = smm_conn_get(db, smm_clock_ms() + 1000);
    before = (int)((pg_t *)c->priv)->gen;
    PQclear(PQexec(((pg_t *)c->priv)->h, "DEALLOCATE ALL"));
    smm_conn_put(db, c);
    ok(balance_of(db, acct) >= 0, "statements that vanished from the server (26000)");
    c = smm_conn_get(db, smm_clock_ms() + 1000);
    ok((int)((pg_t *)c->priv)->gen > before, "get new names");
    smm_conn_put(db, c);
}

static void pgsql_faults(engine_t *e)
{
    smm_db_t *db, *other = bank_make(e);
    int64_t acct;

    db = bank_open(e);
    db->opts.max_conns = 1;
    acct = acct_make(db, "kills", 1000000);
    scripted(db);
    late_commit(db);
    killed_before(db, other, acct);
    killed_inside(db, acct);
    stale_plan(db, other, acct);
    answer_lost(e);
    killed_anywhere(e, other);
    smm_db_close(db);
    smm_db_close(other);
}

/* ---- SQLite: a guilty unit in a batch ------------------------------------------------------- */

typedef struct one_t {
    smm_db_t *db;
    smm_unit_t *u;
    smm_written_t w;
} one_t;

static void *write_one(void *arg)
{
    one_t *o = arg;

    o->w = smm_db_write(o->db, o->u);
    return NULL;
}

/* Runs the units so that all but the first are in one batch. */
static void batch(smm_db_t *db, one_t *o, int n)
{
    pthread_t tid[16];
    uint64_t u0, c0, u1, c1;

    smm_group_lock(db->group, smm_clock_ms() + 5000, 0);
    smm_group_stats(db->group, &u0, &c0);
    for (int i = 0; i < n; i++) {
        o[i].db = db;
        pthread_create(&tid[i], NULL, write_one, &o[i]);
        usleep(20000);
    }
    smm_group_unlock(db->group);
    for (int i = 0; i < n; i++) {
        pthread_join(tid[i], NULL);
    }
    smm_group_stats(db->group, &u1, &c1);
    printf("# %d units in %d commits\n", (int)(u1 - u0), (int)(c1 - c0));
}

static void batch_with_refusals(smm_db_t *db)
{
    int64_t acct = acct_make(db, "batch", 100);
    one_t o[6] = {{0}};
    books_t b;

    for (int i = 0; i < 6; i++) {
        o[i].u = order_unit(tap_pool, acct, i == 2 ? 500 : 10,
                            apr_psprintf(tap_pool, "b-%d", i == 3 ? 1 : i), NULL);
    }
    batch(db, o, 6);
    ok(o[0].w.rc == SMM_DB_OK && o[1].w.rc == SMM_DB_OK && o[5].w.rc == SMM_DB_OK, "good units");
    ok(o[2].w.rc == SMM_DB_EXPECT && o[2].w.outcome == NO_FUNDS, "one without funds");
    ok(o[3].w.rc == SMM_DB_UNIQUE && o[3].w.failed_step == 4, "one with a used key");
    is_int(balance_of(db, acct), 60, "four debits");
    b = books(db);
    ok(books_whole(&b), "the books are whole");
}

/* One unit would spoil it for all: at the commit, or by taking the whole transaction back. */
static void guilty_neighbour(smm_db_t *db, int harsh)
{
    int64_t acct = acct_make(db, harsh ? "harsh" : "deferred", 100);
    one_t o[6] = {{0}};
    books_t b;
    int good = 0;

    for (int i = 0; i < 6; i++) {
        o[i].u = order_unit(tap_pool, acct, 10, apr_psprintf(tap_pool, "g%d-%d", harsh, i), NULL);
    }
    if (harsh) {
        smm_unit_add(o[3].u, TSQL_idem_insert_harsh, SMM_ARGS(SMM_T("g1-0"), SMM_I(1)));
    } else {
        smm_unit_add(o[3].u, TSQL_later_insert, SMM_ARGS(SMM_I(-1)));
    }
    batch(db, o, 6);
    for (int i = 0; i < 6; i++) {
        good += i != 3 && o[i].w.rc == SMM_DB_OK;
    }
    is_int(good, 5, "the neighbours of a guilty unit are written");
    is_int(o[3].w.rc, harsh ? SMM_DB_UNIQUE : SMM_DB_CONSTRAINT, "the guilty one is told");
    is_int(balance_of(db, acct), 50, "five debits");
    b = books(db);
    ok(books_whole(&b), "the books are whole");
}

static void disk_full(smm_db_t *db)
{
    int64_t acct = acct_make(db, "full", 100000), v;
    char *big = apr_palloc(tap_pool, 200001);
    one_t o[6] = {{0}};
    int lies = 0, found;
    smm_conn_t *c;
    books_t b;

    memset(big, 'x', 200000);
    big[200000] = '\0';
    for (int i = 0; i < 6; i++) {
        o[i].u =
            order_unit(tap_pool, acct, 10, apr_psprintf(tap_pool, "f-%d", i), i == 3 ? big : NULL);
    }
    db->opts.max_conns = 1; /* the limit belongs to a connection */
    c = smm_conn_get(db, smm_clock_ms() + 1000);
    smm_lite_exec(c, "PRAGMA max_page_count = 1");
    smm_conn_put(db, c);
    batch(db, o, 6);
    is_int(o[3].w.rc, SMM_DB_BUSY, "the unit that does not fit is told so");
    for (int i = 0; i < 6; i++) {
        smm_db_int(db, TSQL_idem_find, SMM_ARGS(SMM_T(apr_psprintf(tap_pool, "f-%d", i))), &v,
                   &found);
        lies += (o[i].w.rc == SMM_DB_OK) != found;
    }
    is_int(lies, 0, "nobody got a false answer");
    b = books(db);
    ok(books_whole(&b), "the books are whole");
    c = smm_conn_get(db, smm_clock_ms() + 1000);
    smm_lite_exec(c, "PRAGMA max_page_count = 1000000");
    smm_conn_put(db, c);
    is_int(smm_db_write(db, o[3].u).rc, SMM_DB_OK, "with room it is written");
}

static void deadlines(smm_db_t *db)
{
    int64_t acct = acct_make(db, "deadline", 100), before = balance_of(db, acct), t0;
    one_t o[5] = {{0}};
    pthread_t tid[5];
    int busy = 0;

    for (int i = 0; i < 5; i++) {
        o[i].u = order_unit(tap_pool, acct, 10, apr_psprintf(tap_pool, "d-%d", i), NULL);
        o[i].db = db;
    }
    db->opts.timeout_ms = 300;
    smm_group_lock(db->group, smm_clock_ms() + 1000, 0);
    t0 = smm_clock_ms();
    for (int i = 0; i < 5; i++) {
        pthread_create(&tid[i], NULL, write_one, &o[i]);
    }
    for (int i = 0; i < 5; i++) {
        pthread_join(tid[i], NULL);
        busy += o[i].w.rc == SMM_DB_BUSY;
    }
    t0 = smm_clock_ms() - t0;
    smm_group_unlock(db->group);
    is_int(busy, 5, "a stuck lock: leader and followers give up");
    ok(t0 >= 280 && t0 < 1500, "at their deadline");
    is_int(balance_of(db, acct), before, "nothing written");
    db->opts.timeout_ms = 10000;
    is_int(smm_db_write(db, o[0].u).rc, SMM_DB_OK, "afterwards all is well");
}

/* A follower's time is up before its unit is taken: it leaves, and nobody runs it later. */
static void follower_leaves(smm_db_t *db, const engine_t *e)
{
    smm_db_t *hurried = bank_open(e);
    int64_t acct = acct_make(db, "follower", 100), t0;
    one_t first = {.db = db}, late = {.db = hurried}, after = {.db = db};
    pthread_t tid[3];

    first.u = order_unit(tap_pool, acct, 1, "fl-1", NULL);
    late.u = order_unit(tap_pool, acct, 10, "fl-2", NULL);
    after.u = order_unit(tap_pool, acct, 20, "fl-3", NULL);
    hurried->opts.timeout_ms = 300;
    smm_group_lock(db->group, smm_clock_ms() + 1000, 0);
    pthread_create(&tid[0], NULL, write_one, &first);
    usleep(50000);
    t0 = smm_clock_ms();
    pthread_create(&tid[1], NULL, write_one, &late);
    usleep(50000);
    pthread_create(&tid[2], NULL, write_one, &after);
    pthread_join(tid[1], NULL);
    ok(late.w.rc == SMM_DB_BUSY && smm_clock_ms() - t0 < 600,
       "a follower leaves at its own deadline");
    smm_group_unlock(db->group);
    pthread_join(tid[0], NULL);
    pthread_join(tid[2], NULL);
    ok(first.w.rc == SMM_DB_OK && after.w.rc == SMM_DB_OK,
       "those before and behind it are written");
    is_int(balance_of(db, acct), 79, "its own unit is not");
    smm_db_close(hurried);
}

/* Somebody with a shell holds the write lock for a while, without our file lock. */
static void *stranger(void *arg)
{
    sqlite3 *h;

    sqlite3_open(arg, &h);
    sqlite3_exec(h, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    usleep(700000);
    sqlite3_exec(h, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(h);
    return NULL;
}

static int stop_at_first(void *baton, const smm_row_t *r)
{
    return 1;
}

static void strangers(smm_db_t *db, const engine_t *e)
{
    int64_t acct = acct_make(db, "stranger", 100);
    pthread_t tid;
    smm_conn_t *c;

    pthread_create(&tid, NULL, stranger, (void *)e->params);
    usleep(100000);
    is_int(smm_db_write(db, order_unit(tap_pool, acct, 1, "str-1", NULL)).rc, SMM_DB_OK,
           "a unit waits for a stranger's transaction");
    pthread_join(tid, NULL);
    smm_db_read(db, TSQL_order_list, SMM_NOARGS, stop_at_first, NULL);
    c = smm_conn_get(db, smm_clock_ms() + 1000);
    is_int(sqlite3_txn_state(smm_lite_handle(c), NULL), SQLITE_TXN_NONE,
           "a half-read list keeps no snapshot");
    smm_conn_put(db, c);
}

static int descriptors(void)
{
    int n = 0;

    for (int fd = 0; fd < 1024; fd++) {
        n += fcntl(fd, F_GETFD) != -1;
    }
    return n;
}

static void leaks(const engine_t *e)
{
    smm_db_t *db = bank_open(e);
    int before;

    balance_of(db, 1);
    smm_db_close(db);
    before = descriptors();
    for (int i = 0; i < 50; i++) {
        db = bank_open(e);
        balance_of(db, 1);
        smm_db_read(db, TSQL_order_list, SMM_NOARGS, stop_at_first, NULL);
        smm_db_close(db);
    }
    is_int(descriptors(), before, "50 times opened and closed: no descriptor left");
}

int main(void)
{
    engine_t e;
    smm_db_t *db;

    tap_init();
    smm_log_to(quiet);
    if (engine_sqlite(&e) == 0 && (db = bank_make(&e)) != NULL) {
        scripted(db);
        late_commit(db);
        batch_with_refusals(db);
        guilty_neighbour(db, 0);
        guilty_neighbour(db, 1);
        deadlines(db);
        follower_leaves(db, &e);
        strangers(db, &e);
        leaks(&e);
        disk_full(db);
        smm_db_close(db);
        engine_drop(&e);
    }
    if (engine_pgsql(&e) == 0) {
        pgsql_faults(&e);
        leaks(&e);
        engine_drop(&e);
    } else {
        printf("# SMM_TEST_PG is not set: PostgreSQL was not tested\n");
    }
    return tap_done();
}
