/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite write units: group commit. The first caller leads: it takes the queued units (its own
 * among them), one connection and the file lock, runs each unit in a savepoint, commits once,
 * wakes the others and hands leadership to the next in the queue. No extra thread.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/stat.h>
#include <sqlite3.h>
#include "db_int.h"
#include "smm_crash.h"

#define MARK_RISK_MS 100 /* the kernel's clock of files moves in steps of some milliseconds */

typedef enum { W_QUEUED, W_TAKEN, W_DONE } wait_e;

/* One caller's unit, on its own stack while it waits. */
typedef struct waiter_t {
    smm_db_t *db;
    smm_unit_t *u;
    wait_e state;
    int lead; /* leadership was handed to it */
    smm_try_e result;
    int failed;
    pthread_cond_t cond;
    struct waiter_t *next;
} waiter_t;

struct smm_group_t {
    char *path;
    char *lock_path; /* NULL: no file, no lock */
    int lock_fd;     /* one a process, never closed */
    pid_t pid;       /* that opened it: after a fork the child needs a lock of its own */
    pthread_mutex_t mutex;
    pthread_cond_t writer_free;
    int writing; /* one writer of this process, with or without the queue */
    waiter_t *head, *tail;
    int leading;
    uint64_t units, commits;
    smm_group_t *next;
};

static pthread_mutex_t groups_mutex = PTHREAD_MUTEX_INITIALIZER;
static smm_group_t *groups;

static void open_lock(smm_group_t *g)
{
    g->pid = getpid();
    g->lock_fd = open(g->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (g->lock_fd < 0) {
        smm_log(SMM_LOG_ERROR,
                "SMM0130: cannot open the lock file %s: %s. The folder must be "
                "writable by the server's user",
                g->lock_path, strerror(errno));
    }
}

static smm_group_t *group_make(const char *path)
{
    smm_group_t *g = calloc(1, sizeof(*g));

    if (g == NULL) {
        return NULL;
    }
    g->path = strdup(path);
    g->lock_fd = -1;
    pthread_mutex_init(&g->mutex, NULL);
    pthread_cond_init(&g->writer_free, NULL);
    if (path[0] != '\0') {
        size_t n = strlen(path) + sizeof(".lock");

        g->lock_path = malloc(n);
        if (g->lock_path != NULL) {
            snprintf(g->lock_path, n, "%s.lock", path);
            open_lock(g);
        }
    }
    return g;
}

smm_group_t *smm_group_of(const char *path)
{
    smm_group_t *g;

    if (path == NULL || path[0] == '\0' || strcmp(path, ":memory:") == 0) {
        return group_make(""); /* private to one handle: nothing to share */
    }
    pthread_mutex_lock(&groups_mutex);
    for (g = groups; g != NULL && strcmp(g->path, path) != 0; g = g->next) {
    }
    if (g == NULL) {
        g = group_make(path);
        if (g != NULL) {
            g->next = groups;
            groups = g;
        }
    }
    pthread_mutex_unlock(&groups_mutex);
    return g;
}

/* A file's size and time as one number. Times of files move in steps: what was written a moment ago
 * may be written again within the same step, and the caller must not rely on it. */
static uint64_t file_mark(const char *path, const struct timespec *now)
{
    struct stat st;
    int64_t age;

    if (stat(path, &st) != 0 || st.st_size == 0) {
        return 1; /* no log, or one that a reader opened: the same */
    }
    age = ((int64_t)now->tv_sec - st.st_mtim.tv_sec) * 1000 +
          (now->tv_nsec - st.st_mtim.tv_nsec) / 1000000;
    return age < MARK_RISK_MS
               ? 0
               : ((uint64_t)st.st_mtim.tv_sec * 1000000000 + (uint64_t)st.st_mtim.tv_nsec) * 31 +
                     (uint64_t)st.st_size;
}

int64_t smm_group_mark(const smm_group_t *g)
{
    struct timespec now;
    uint64_t file, wal;
    char name[PATH_MAX];

    if (g->path[0] == '\0' ||
        (size_t)snprintf(name, sizeof(name), "%s-wal", g->path) >= sizeof(name)) {
        return 0;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    file = file_mark(g->path, &now);
    wal = file_mark(name, &now);
    return file && wal ? (int64_t)(((file * 31 + wal) | 1) >> 1) | 1 : 0;
}

void smm_group_drop(smm_group_t *g)
{
    if (g != NULL && g->lock_path == NULL) {
        pthread_mutex_destroy(&g->mutex);
        pthread_cond_destroy(&g->writer_free);
        free(g->path);
        free(g);
    }
}

void smm_group_stats(smm_group_t *g, uint64_t *units, uint64_t *commits)
{
    pthread_mutex_lock(&g->mutex);
    *units = g->units;
    *commits = g->commits;
    pthread_mutex_unlock(&g->mutex);
}

/* ---- the lock between processes ------------------------------------------------------------- */

/*
 * Locks of the open file, where there are such (Linux): not lost when something else in the process
 * opens and closes the file, and without the kernel's search for deadlocks, which takes two threads
 * of a process that wait for two databases for one. The descriptor must not be shared by a fork.
 */
#ifdef F_OFD_SETLKW
#define TRY_LOCK F_OFD_SETLK
#define WAIT_LOCK F_OFD_SETLKW
#else
#define TRY_LOCK F_SETLK
#define WAIT_LOCK F_SETLKW
#endif

#define BYTE_WRITE 0 /* held by whoever writes, for some milliseconds */
#define BYTE_LONG 1  /* held as well by who may need minutes: migrations */

static int file_lock(smm_group_t *g, int how, short type, off_t byte)
{
    struct flock fl;

    memset(&fl, 0, sizeof(fl));
    fl.l_type = type;
    fl.l_whence = SEEK_SET;
    fl.l_start = byte;
    fl.l_len = 1;
    return fcntl(g->lock_fd, how, &fl);
}

/* Somebody announced that it will take long. */
static int long_holder(smm_group_t *g)
{
    if (file_lock(g, TRY_LOCK, F_RDLCK, BYTE_LONG) == 0) {
        file_lock(g, TRY_LOCK, F_UNLCK, BYTE_LONG);
        return 0;
    }
    return 1;
}

static void writer_done(smm_group_t *g)
{
    pthread_mutex_lock(&g->mutex);
    g->writing = 0;
    pthread_cond_signal(&g->writer_free);
    pthread_mutex_unlock(&g->mutex);
}

/*
 * Blocks in the kernel, which wakes the waiting processes in turn: polling gives one waiter in
 * hundreds ten times the wait. A blocked fcntl knows no deadline, but a writer holds the lock for
 * the length of one commit and a dead one holds none; who may hold it for long says so, and is
 * waited for by polling. At worst (a stopped process) one thread a process hangs: its followers
 * leave at their deadlines.
 */
static int wait_file_lock(smm_group_t *g, int64_t deadline)
{
    while (file_lock(g, TRY_LOCK, F_WRLCK, BYTE_WRITE) != 0) {
        struct timespec ts = {0, 1000000};

        if (smm_clock_ms() >= deadline) {
            return -1;
        }
        if (!long_holder(g)) {
            if (file_lock(g, WAIT_LOCK, F_WRLCK, BYTE_WRITE) == 0) {
                return 0;
            }
            if (errno != EINTR && errno != EDEADLK) {
                return -1;
            }
        }
        nanosleep(&ts, NULL);
    }
    return 0;
}

smm_try_e smm_group_lock(smm_group_t *g, int64_t deadline, int long_work)
{
    struct timespec ts = {deadline / 1000, (deadline % 1000) * 1000000};
    int late = 0;

    pthread_mutex_lock(&g->mutex);
    while (g->writing && !late) {
        late =
            pthread_cond_clockwait(&g->writer_free, &g->mutex, CLOCK_MONOTONIC, &ts) == ETIMEDOUT;
    }
    if (g->writing) {
        pthread_mutex_unlock(&g->mutex);
        return TRY_BUSY;
    }
    g->writing = 1;
    pthread_mutex_unlock(&g->mutex);
    if (g->lock_path == NULL) {
        return TRY_OK;
    }
    if (g->pid != getpid() || g->lock_fd < 0) {
        if (g->lock_fd >= 0) {
            close(g->lock_fd);
        }
        open_lock(g);
    }
    if (g->lock_fd >= 0 && wait_file_lock(g, deadline) == 0) {
        if (long_work) {
            file_lock(g, TRY_LOCK, F_WRLCK, BYTE_LONG);
        }
        return TRY_OK;
    }
    writer_done(g);
    return TRY_BUSY;
}

void smm_group_unlock(smm_group_t *g)
{
    if (g->lock_fd >= 0) {
        file_lock(g, TRY_LOCK, F_UNLCK, BYTE_LONG);
        file_lock(g, TRY_LOCK, F_UNLCK, BYTE_WRITE);
    }
    writer_done(g);
}

/* ---- running a batch ------------------------------------------------------------------------ */

static smm_try_e run_steps(smm_conn_t *c, waiter_t *w)
{
    smm_try_e t = TRY_OK;
    int pending = 0, high = 0;

    for (int k = 0; k < w->u->nsteps && t == TRY_OK; k++) {
        t = smm_lite_step(c, w->u->steps, k);
        if (t != TRY_OK) {
            w->failed = k;
        }
    }
    /* A deferred foreign key would fail the common commit: find the unit it belongs to now. */
    if (t == TRY_OK &&
        sqlite3_db_status(smm_lite_handle(c), SQLITE_DBSTATUS_DEFERRED_FKS, &pending, &high, 0) ==
            SQLITE_OK &&
        pending > 0) {
        t = TRY_CONSTRAINT;
    }
    return t;
}

static smm_try_e run_in_savepoint(smm_conn_t *c, waiter_t *w)
{
    smm_try_e t = smm_lite_exec(c, "SAVEPOINT smm_unit");

    if (t != TRY_OK) {
        return t;
    }
    t = run_steps(c, w);
    if (sqlite3_get_autocommit(smm_lite_handle(c))) {
        return t;
    }
    if (t != TRY_OK) {
        smm_try_e back = smm_lite_exec(c, "ROLLBACK TO smm_unit");

        if (back != TRY_OK) {
            return back;
        }
    }
    smm_lite_exec(c, "RELEASE smm_unit");
    return t;
}

/* @return class of the commit; the transaction is over in any case. */
static smm_try_e commit(smm_conn_t *c)
{
    sqlite3 *h = smm_lite_handle(c);
    int code;

    smm_crash_point("db.sqlite.before-commit");
    code = sqlite3_exec(h, "COMMIT", NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        smm_crash_point("db.sqlite.after-commit");
        return TRY_OK;
    }
    snprintf(c->error, sizeof(c->error), "COMMIT: %s (%d)", sqlite3_errmsg(h), code);
    smm_log(SMM_LOG_ERROR, "SMM0131: %s", c->error);
    if (!sqlite3_get_autocommit(h) && sqlite3_exec(h, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK &&
        !sqlite3_get_autocommit(h)) {
        c->broken = 1;
    }
    return (code & 0xff) == SQLITE_IOERR ? TRY_UNKNOWN : smm_lite_class(code);
}

static void rollback(smm_conn_t *c)
{
    sqlite3 *h = smm_lite_handle(c);

    if (!sqlite3_get_autocommit(h) && sqlite3_exec(h, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK &&
        !sqlite3_get_autocommit(h)) {
        c->broken = 1;
    }
}

/* One unit in a transaction of its own. */
static void run_single(smm_conn_t *c, waiter_t *w)
{
    w->failed = -1;
    w->result = smm_lite_exec(c, "BEGIN IMMEDIATE");
    if (w->result != TRY_OK) {
        return;
    }
    smm_crash_point("db.sqlite.after-begin");
    w->result = run_steps(c, w);
    if (w->result == TRY_OK && sqlite3_get_autocommit(smm_lite_handle(c))) {
        w->result = TRY_RETRY;
    }
    if (w->result == TRY_OK) {
        w->result = commit(c);
    } else {
        rollback(c);
    }
}

/*
 * Several units, one commit. @return 0 when each has its result; -1 when the transaction as a whole
 * was lost or refused, nothing is written, and each unit must be run alone to find the guilty one.
 */
static int run_together(smm_conn_t *c, waiter_t **batch, int n)
{
    smm_try_e t = smm_lite_exec(c, "BEGIN IMMEDIATE");
    int good = 0;

    if (t != TRY_OK) {
        for (int i = 0; i < n; i++) {
            batch[i]->result = t;
        }
        return 0;
    }
    smm_crash_point("db.sqlite.after-begin");
    for (int i = 0; i < n; i++) {
        batch[i]->failed = -1;
        batch[i]->result = run_in_savepoint(c, batch[i]);
        if (sqlite3_get_autocommit(smm_lite_handle(c))) {
            return -1; /* full, I/O error or out of memory: sqlite took everything back */
        }
        good += batch[i]->result == TRY_OK;
    }
    if (good == 0) {
        rollback(c);
        return 0;
    }
    t = commit(c);
    if (t == TRY_OK) {
        return 0;
    }
    if (t != TRY_UNKNOWN) {
        return -1;
    }
    for (int i = 0; i < n; i++) {
        if (batch[i]->result == TRY_OK) {
            batch[i]->result = TRY_UNKNOWN;
        }
    }
    return 0;
}

static void run_batch(smm_group_t *g, waiter_t **batch, int n, int64_t deadline)
{
    smm_db_t *db = batch[0]->db; /* the leader's own */
    smm_conn_t *c = smm_conn_get(db, deadline);
    smm_try_e t = c == NULL ? TRY_BUSY : smm_group_lock(g, deadline, 0);
    int commits = 1;

    if (t != TRY_OK) {
        for (int i = 0; i < n; i++) {
            batch[i]->result = t;
        }
    } else {
        if (n == 1) {
            run_single(c, batch[0]);
        } else if (run_together(c, batch, n) != 0) {
            for (int i = 0; i < n; i++) {
                run_single(c, batch[i]);
            }
            commits = n;
        }
        smm_group_unlock(g);
    }
    for (int i = 0; c != NULL && i < n; i++) {
        if (batch[i]->result == TRY_BUSY || batch[i]->result == TRY_BUG) {
            smm_log(SMM_LOG_ERROR, "SMM0132: %s: %s", g->path, c->error);
            break;
        }
    }
    if (c != NULL) {
        smm_conn_put(db, c);
    }
    pthread_mutex_lock(&g->mutex);
    g->units += (uint64_t)n;
    g->commits += (uint64_t)commits;
    pthread_mutex_unlock(&g->mutex);
}

/* ---- the queue ------------------------------------------------------------------------------ */

static void enqueue(smm_group_t *g, waiter_t *w)
{
    if (g->tail != NULL) {
        g->tail->next = w;
    } else {
        g->head = w;
    }
    g->tail = w;
}

static void unlink_waiter(smm_group_t *g, waiter_t *w)
{
    waiter_t *prev = NULL;

    for (waiter_t *x = g->head; x != NULL; prev = x, x = x->next) {
        if (x == w) {
            *(prev != NULL ? &prev->next : &g->head) = w->next;
            if (g->tail == w) {
                g->tail = prev;
            }
            return;
        }
    }
}

/*
 * Waits until the unit was run, or this caller has to lead. A unit that nobody has taken yet may
 * leave at its deadline; afterwards the leader works on it and its answer must be awaited.
 * @return 1 lead, 0 done, -1 out of time.
 */
static int follow(smm_group_t *g, waiter_t *w, int64_t deadline)
{
    while (w->state != W_DONE && !w->lead) {
        struct timespec ts;

        if (w->state == W_TAKEN) {
            pthread_cond_wait(&w->cond, &g->mutex);
            continue;
        }
        ts.tv_sec = deadline / 1000;
        ts.tv_nsec = (deadline % 1000) * 1000000;
        if (pthread_cond_clockwait(&w->cond, &g->mutex, CLOCK_MONOTONIC, &ts) == ETIMEDOUT &&
            w->state == W_QUEUED && !w->lead) {
            unlink_waiter(g, w);
            return -1;
        }
    }
    return w->state == W_DONE ? 0 : 1;
}

/* Called with the mutex held, as leader; returns with it held. */
static void lead(smm_group_t *g, int64_t deadline)
{
    waiter_t *batch[SMM_BATCH_MAX];
    int n = 0;

    while (g->head != NULL && n < SMM_BATCH_MAX) {
        waiter_t *w = g->head;

        g->head = w->next;
        w->next = NULL;
        w->state = W_TAKEN;
        batch[n++] = w;
    }
    if (g->head == NULL) {
        g->tail = NULL;
    }
    if (n == 0) {
        g->leading = 0; /* cannot be: whoever leads is in the queue itself */
        return;
    }
    pthread_mutex_unlock(&g->mutex);
    run_batch(g, batch, n, deadline);
    pthread_mutex_lock(&g->mutex);
    for (int i = 0; i < n; i++) {
        batch[i]->state = W_DONE;
        pthread_cond_signal(&batch[i]->cond);
    }
    if (g->head != NULL) {
        g->head->lead = 1;
        pthread_cond_signal(&g->head->cond);
    } else {
        g->leading = 0;
    }
}

smm_try_e smm_lite_write(smm_db_t *db, smm_unit_t *u, int64_t deadline, int *failed)
{
    smm_group_t *g = db->group;
    waiter_t w = {.db = db, .u = u, .state = W_QUEUED, .result = TRY_BUG, .failed = -1};
    int turn = 1;

    pthread_cond_init(&w.cond, NULL);
    pthread_mutex_lock(&g->mutex);
    enqueue(g, &w);
    if (g->leading) {
        turn = follow(g, &w, deadline);
    } else {
        g->leading = 1;
    }
    if (turn == 1) {
        lead(g, deadline); /* the leader is always first in the queue: its unit is in the batch */
    }
    pthread_mutex_unlock(&g->mutex);
    pthread_cond_destroy(&w.cond);
    *failed = w.failed;
    return turn < 0 ? TRY_BUSY : w.result;
}
