/* SPDX-License-Identifier: Apache-2.0 */
/* Many threads, many processes, kill -9: after each the books must balance. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include "db_fixture.h"

typedef struct writer_t {
    smm_db_t *db;
    int no, n;
    int64_t acct, amount;
    int ok, expect, other, lies;
} writer_t;

static void *writer(void *arg)
{
    writer_t *w = arg;
    apr_pool_t *p;

    apr_pool_create_unmanaged_ex(&p, NULL, NULL);
    for (int i = 0; i < w->n; i++) {
        const char *key = apr_psprintf(p, "t%d-%d-%d", (int)getpid(), w->no, i);
        smm_written_t r = smm_db_write(w->db, order_unit(p, w->acct, w->amount, key, NULL));

        w->ok += r.rc == SMM_DB_OK;
        w->expect += r.rc == SMM_DB_EXPECT && r.outcome == NO_FUNDS;
        w->other += r.rc != SMM_DB_OK && r.rc != SMM_DB_EXPECT;
        apr_pool_clear(p);
    }
    apr_pool_destroy(p);
    return NULL;
}

/* 32 threads want 320 × 10 of a balance of 1000: exactly 100 get it. */
static void one_balance(smm_db_t *db)
{
    int64_t acct = acct_make(db, "shared", 1000), t0 = smm_clock_ms();
    pthread_t tid[32];
    writer_t w[32];
    int okays = 0, expect = 0, other = 0;
    uint64_t units = 0, commits = 0;
    books_t b;

    for (int i = 0; i < 32; i++) {
        w[i] = (writer_t){.db = db, .no = i, .n = 10, .acct = acct, .amount = 10};
        pthread_create(&tid[i], NULL, writer, &w[i]);
    }
    for (int i = 0; i < 32; i++) {
        pthread_join(tid[i], NULL);
        okays += w[i].ok;
        expect += w[i].expect;
        other += w[i].other;
    }
    printf("# 320 units in %d ms\n", (int)(smm_clock_ms() - t0));
    is_int(okays, 100, "exactly what the balance covers was sold");
    is_int(expect, 220, "all others were told: no funds");
    is_int(other, 0, "and nothing else happened");
    is_int(balance_of(db, acct), 0, "nothing is left");
    b = books(db);
    ok(books_whole(&b), "the books are whole");
    if (db->group != NULL) {
        smm_group_stats(db->group, &units, &commits);
        printf("# %d units in %d commits\n", (int)units, (int)commits);
        ok(commits < units, "units share commits");
    }
}

/* ---- tables change under running statements ------------------------------------------------- */

typedef struct ddl_t {
    smm_db_t *db;
    int stop, changes;
} ddl_t;

static void *changer(void *arg)
{
    ddl_t *d = arg;
    smm_conn_t *c = smm_conn_get(d->db, smm_clock_ms() + 5000);
    char text[80];

    while (!__atomic_load_n(&d->stop, __ATOMIC_SEQ_CST) && d->changes < 15) {
        int good;

        snprintf(text, sizeof(text), "ALTER TABLE acct ADD COLUMN x%d TEXT", d->changes);
        good = c->drv->begin(c, TX_EXCLUSIVE, smm_clock_ms() + 5000) == TRY_OK;
        if (good) {
            good = c->drv->exec(c, text) == TRY_OK;
            d->changes += c->drv->end(c, good) == TRY_OK && good;
        }
        c->drv->exec(c, "ANALYZE");
        usleep(5000);
    }
    smm_conn_put(d->db, c);
    return NULL;
}

static void ddl_meanwhile(smm_db_t *db, smm_db_t *other)
{
    int64_t acct = acct_make(db, "ddl", 1000000);
    pthread_t tid[4], changes;
    ddl_t d = {other, 0, 0};
    writer_t w[4];
    int okays = 0;

    pthread_create(&changes, NULL, changer, &d);
    for (int i = 0; i < 4; i++) {
        w[i] = (writer_t){.db = db, .no = 100 + i, .n = 100, .acct = acct, .amount = 1};
        pthread_create(&tid[i], NULL, writer, &w[i]);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(tid[i], NULL);
        okays += w[i].ok;
    }
    __atomic_store_n(&d.stop, 1, __ATOMIC_SEQ_CST);
    pthread_join(changes, NULL);
    printf("# %d table changes\n", d.changes);
    ok(okays == 400 && d.changes > 0, "tables changed while 400 units ran");
}

/* ---- processes ------------------------------------------------------------------------------ */

/* Writes orders and reports each finished key to the parent, until it is killed. */
static void child(const engine_t *e, int64_t acct, int no, int fd)
{
    smm_db_t *db = bank_open(e);
    apr_pool_t *p;

    apr_pool_create_unmanaged_ex(&p, NULL, NULL);
    for (int i = 0; db != NULL; i++) {
        char key[32];
        smm_written_t r;

        snprintf(key, sizeof(key), "c%02d-%d-%07d", no, (int)getpid(), i);
        r = smm_db_write(db, order_unit(p, acct, 1, key, NULL));
        if (r.rc == SMM_DB_OK && write(fd, key, sizeof(key)) != sizeof(key)) {
            break;
        }
        apr_pool_clear(p);
    }
    _exit(1);
}

static void kill_nine(const engine_t *e)
{
    smm_db_t *db = bank_open(e);
    int64_t acct = acct_make(db, "children", 100000000), v, start = books(db).orders;
    int fd[2], told = 0, missing = 0, found;
    pid_t pid[3];
    char key[32];
    books_t b;

    smm_db_close(db); /* no connection may live across a fork */
    if (pipe(fd) != 0) {
        ok(0, "pipe");
        return;
    }
    fcntl(fd[0], F_SETFL, O_NONBLOCK);
    fcntl(fd[1], F_SETPIPE_SZ, 1 << 20);
    for (int round = 0; round < 8; round++) {
        for (int i = 0; i < 3; i++) {
            pid[i] = fork();
            if (pid[i] == 0) {
                child(e, acct, round * 3 + i, fd[1]);
            }
        }
        for (int i = 0; i < 3; i++) {
            usleep(40000 + (useconds_t)(rand() % 60000));
            kill(pid[i], SIGKILL);
            waitpid(pid[i], NULL, 0);
        }
    }
    db = bank_open(e);
    while (read(fd[0], key, sizeof(key)) == sizeof(key)) {
        told++;
        smm_db_int(db, TSQL_idem_find, SMM_ARGS(SMM_T(key)), &v, &found);
        missing += !found;
    }
    usleep(300000); /* PostgreSQL: a killed client's backend may still be finishing */
    b = books(db);
    printf("# %d orders reported by 24 processes that were killed, %d written\n", told,
           (int)(b.orders - start));
    ok(told > 100, "processes killed while they write");
    is_int(missing, 0, "every order they reported is there");
    ok(books_whole(&b), "the books are whole");
    is_int(smm_db_write(db, order_unit(tap_pool, acct, 1, "after-kill", NULL)).rc, SMM_DB_OK,
           "the lock is free");
    smm_db_close(db);
}

/* Another process holds the lock for long and says so: nobody hangs, everybody is told. */
static void long_holder(const engine_t *e)
{
    smm_db_t *db;
    int64_t acct, t0;
    int fd[2];
    char c;
    pid_t pid;

    if (strcmp(e->driver, "sqlite3") != 0 || pipe(fd) != 0) {
        return;
    }
    smm_group_of(e->params); /* the child inherits the open lock file and must not share the lock */
    pid = fork();
    if (pid == 0) {
        db = bank_open(e);
        smm_group_lock(db->group, smm_clock_ms() + 5000, 1);
        c = write(fd[1], "x", 1) == 1;
        usleep(800000);
        _exit(c != 1);
    }
    db = bank_open(e);
    if (read(fd[0], &c, 1) != 1) {
        ok(0, "pipe");
    }
    db->opts.timeout_ms = 300;
    t0 = smm_clock_ms();
    acct = acct_make(db, "during", 1);
    ok(acct == -1 && smm_clock_ms() - t0 < 700, "a long holder: busy at the deadline");
    db->opts.timeout_ms = 5000;
    ok(acct_make(db, "during", 1) > 0, "and written when it is done");
    waitpid(pid, NULL, 0);
    smm_db_close(db);
}

/* Several processes migrate one empty database at once. */
static void migrate_at_once(engine_t *e)
{
    pid_t pid[6];
    int good = 0, status;
    const char *error = NULL;
    smm_db_t *db;

    for (int i = 0; i < 6; i++) {
        pid[i] = fork();
        if (pid[i] == 0) {
            db = bank_open(e);
            status = smm_db_migrate(db, tap_pool, &error);
            if (status != SMM_OK) {
                printf("# %s\n", error);
            }
            _exit(status != SMM_OK);
        }
    }
    for (int i = 0; i < 6; i++) {
        waitpid(pid[i], &status, 0);
        good += WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    is_int(good, 6, "six processes migrate at once");
    db = bank_open(e);
    is_int(smm_db_schema_state(db, tap_pool, &error), 1, "and the schema is complete");
    smm_db_close(db);
}

#ifdef SMM_CRASH_POINTS
static int crashes(const engine_t *e, const char *point, void (*fn)(const engine_t *, int), int arg)
{
    pid_t pid = fork();
    int status = 0;

    if (pid == 0) {
        setenv("SMM_CRASH_AT", point, 1);
        fn(e, arg);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static void do_order(const engine_t *e, int no)
{
    smm_db_t *db = bank_open(e);

    smm_db_write(db, order_unit(tap_pool, 1, 1, apr_psprintf(tap_pool, "crash-%d", no), NULL));
}

static void do_migrate(const engine_t *e, int no)
{
    const char *error;

    smm_db_migrate(bank_open(e), tap_pool, &error);
}

static void crash_in_unit(const engine_t *e)
{
    static const struct {
        const char *driver, *point;
        int there; /* -1: either, the server may still commit */
    } points[] = {
        {"sqlite3", "db.sqlite.after-begin", 0},  {"sqlite3", "db.sqlite.before-commit", 0},
        {"sqlite3", "db.sqlite.after-commit", 1}, {"pgsql", "db.pgsql.before-sync", 0},
        {"pgsql", "db.pgsql.after-sync", -1},     {"pgsql", "db.pgsql.after-commit", 1},
    };

    for (int i = 0; i < 6; i++) {
        const char *key = apr_psprintf(tap_pool, "crash-%d", i);
        int found = 0;
        int64_t v;
        smm_db_t *db;
        books_t b;

        if (strcmp(points[i].driver, e->driver) != 0) {
            continue;
        }
        ok(crashes(e, points[i].point, do_order, i), points[i].point);
        usleep(200000);
        db = bank_open(e);
        smm_db_int(db, TSQL_idem_find, SMM_ARGS(SMM_T(key)), &v, &found);
        ok(points[i].there < 0 || found == points[i].there,
           "the order is there or not, as it must be");
        is_int(smm_db_write(db, order_unit(tap_pool, 1, 1, key, NULL)).rc,
               found ? SMM_DB_UNIQUE : SMM_DB_OK, "the same key again");
        b = books(db);
        ok(books_whole(&b), "the books are whole");
        smm_db_close(db);
    }
}

static void crash_in_migration(const engine_t *e)
{
    const char *error;
    smm_db_t *db;

    for (int i = 1; i <= 4; i++) {
        ok(crashes(e, i % 2 ? "db.migrate.in-step:2" : "db.migrate.after-step", do_migrate, 0),
           "killed in a migration");
    }
    db = bank_open(e);
    is_int(smm_db_schema_state(db, tap_pool, &error), 0, "half done");
    is_int(smm_db_migrate(db, tap_pool, &error), SMM_OK, "goes on from there");
    is_int(smm_db_schema_state(db, tap_pool, &error), 1, "complete");
    smm_db_close(db);
}
#endif

static void suite(engine_t *e, int (*make)(engine_t *))
{
    smm_db_t *db, *other;
    engine_t fresh;

    printf("# %s\n", e->driver);
    migrate_at_once(e);
    kill_nine(e);
    long_holder(e);
#ifdef SMM_CRASH_POINTS
    crash_in_unit(e);
    make(&fresh);
    crash_in_migration(&fresh);
    engine_drop(&fresh);
#else
    (void)fresh;
#endif
    db = bank_open(e);
    other = bank_open(e);
    one_balance(db);
    ddl_meanwhile(db, other);
    smm_db_close(db);
    smm_db_close(other);
    engine_drop(e);
}

int main(void)
{
    engine_t e;

    tap_init();
    smm_log_to(quiet);
    if (engine_sqlite(&e) == 0) {
        suite(&e, engine_sqlite);
    }
    if (engine_pgsql(&e) == 0) {
        suite(&e, engine_pgsql);
    } else {
        printf("# SMM_TEST_PG is not set: PostgreSQL was not tested\n");
    }
    return tap_done();
}
