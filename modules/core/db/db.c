/* SPDX-License-Identifier: Apache-2.0 */
/* Connections as a thread sees them, reads, snapshots. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <apr_strings.h>
#include "db_int.h"

const smm_db_opts_t smm_db_defaults = {1, 1, 10000, 16};

/**
 * What this thread holds. A read inside a row callback or inside a snapshot must reuse the
 * connection: a thread that waits for a second one while it keeps the first can stop the pool.
 */
typedef struct frame_t {
    smm_db_t *db;
    smm_conn_t *conn; /* NULL: ended by another thread, to be unlinked by its owner */
    struct frame_t *up;
} frame_t;

static __thread frame_t *held;

int64_t smm_clock_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void smm_sleep_jitter(int base_ms)
{
    static __thread unsigned seed;
    struct timespec ts;
    int64_t us;

    if (seed == 0) {
        clock_gettime(CLOCK_MONOTONIC, &ts);
        seed = (unsigned)ts.tv_nsec ^ (unsigned)(uintptr_t)&seed;
    }
    us = (int64_t)base_ms * 500 + rand_r(&seed) % ((int64_t)base_ms * 1000 + 1);
    ts.tv_sec = us / 1000000;
    ts.tv_nsec = (us % 1000000) * 1000;
    nanosleep(&ts, NULL);
}

const smm_stmt_t *smm_db_stmt(const smm_db_t *db, int stmt)
{
    if (stmt < 0 || stmt >= db->cat->nstmts) {
        smm_log(SMM_LOG_ERROR, "SMM0101: statement number %d is not in the catalogue", stmt);
        return NULL;
    }
    return &db->cat->stmts[stmt];
}

static int arg_fits(char declared, const smm_arg_t *a)
{
    int nullable = declared == 'I' || declared == 'T' || declared == 'B';

    if (a->type == SMM_A_NULL || (a->type == SMM_A_TEXT && a->p == NULL)) {
        return nullable;
    }
    switch (declared) {
    case 'i':
    case 'I':
        return a->type == SMM_A_INT || a->type == SMM_A_SLOT;
    case 't':
    case 'T':
        return a->type == SMM_A_TEXT;
    default:
        return a->type == SMM_A_BYTES && (a->p != NULL || a->len == 0);
    }
}

int smm_args_check(const smm_stmt_t *s, const smm_arg_t *args, int nargs)
{
    int want = (int)strlen(s->in);

    if (nargs != want) {
        smm_log(SMM_LOG_ERROR, "SMM0102: statement %s takes %d arguments, %d given", s->name, want,
                nargs);
        return -1;
    }
    for (int i = 0; i < nargs; i++) {
        if (!arg_fits(s->in[i], &args[i])) {
            smm_log(SMM_LOG_ERROR, "SMM0103: statement %s: argument %d does not fit type '%c'",
                    s->name, i + 1, s->in[i]);
            return -1;
        }
    }
    return 0;
}

smm_db_rc_e smm_try_rc(smm_try_e t)
{
    switch (t) {
    case TRY_OK:
        return SMM_DB_OK;
    case TRY_EXPECT:
        return SMM_DB_EXPECT;
    case TRY_UNIQUE:
        return SMM_DB_UNIQUE;
    case TRY_CONSTRAINT:
        return SMM_DB_CONSTRAINT;
    case TRY_UNKNOWN:
        return SMM_DB_UNKNOWN;
    case TRY_RETRY:
    case TRY_CONN:
    case TRY_BUSY:
        return SMM_DB_BUSY;
    default:
        return SMM_DB_BUG;
    }
}

/* ---- who holds what ------------------------------------------------------------------------- */

static void frame_push(frame_t *f, smm_db_t *db, smm_conn_t *c)
{
    f->db = db;
    f->conn = c;
    f->up = held;
    held = f;
}

/* @return 0 when the frame belongs to another thread. */
static int frame_pop(frame_t *f)
{
    for (frame_t **at = &held; *at != NULL; at = &(*at)->up) {
        if (*at == f) {
            *at = f->up;
            return 1;
        }
    }
    return 0;
}

smm_conn_t *smm_conn_held(smm_db_t *db)
{
    for (frame_t *f = held; f != NULL; f = f->up) {
        if (f->db == db && f->conn != NULL) {
            return f->conn;
        }
    }
    return NULL;
}

smm_conn_t *smm_conn_get(smm_db_t *db, int64_t deadline)
{
    return db->src->get(db, deadline);
}

void smm_conn_put(smm_db_t *db, smm_conn_t *c)
{
    if (!c->broken) {
        c->drv->clean(c);
    }
    db->src->put(db, c);
}

int smm_db_resolve(smm_db_t *db)
{
    smm_conn_t *c;

    if (__atomic_load_n(&db->drv, __ATOMIC_ACQUIRE) != NULL) {
        return 0;
    }
    c = smm_conn_get(db, smm_clock_ms() + db->opts.timeout_ms); /* sets db->drv and db->group */
    if (c == NULL) {
        return -1;
    }
    smm_conn_put(db, c);
    return db->drv != NULL ? 0 : -1;
}

/* ---- reads ---------------------------------------------------------------------------------- */

static smm_db_rc_e read_failed(const smm_stmt_t *s, const smm_conn_t *c, smm_try_e t)
{
    smm_db_rc_e rc = smm_try_rc(t);

    if (rc == SMM_DB_EXPECT || rc == SMM_DB_UNIQUE || rc == SMM_DB_CONSTRAINT) {
        rc = SMM_DB_BUG;
    } else if (rc == SMM_DB_UNKNOWN) {
        rc = SMM_DB_BUSY;
    }
    smm_log(SMM_LOG_ERROR, "SMM0104: read %s failed (%s): %s", s->name,
            rc == SMM_DB_BUG ? "bug" : "busy", c != NULL ? c->error : "no connection");
    return rc;
}

/* Reads on a fresh connection; once more when that was lost before the first row. */
static smm_db_rc_e read_pooled(smm_db_t *db, const smm_stmt_t *s, const smm_arg_t *args, int nargs,
                               smm_row_fn *fn, void *baton)
{
    int64_t deadline = smm_clock_ms() + db->opts.timeout_ms;
    smm_try_e t = TRY_BUSY;

    for (int attempt = 0; attempt < 3; attempt++) {
        smm_conn_t *c = smm_conn_get(db, deadline);
        int delivered = 0;
        frame_t f;

        if (c == NULL) {
            return read_failed(s, NULL, TRY_BUSY);
        }
        frame_push(&f, db, c);
        t = c->drv->read(c, s, args, nargs, fn, baton, deadline, &delivered);
        frame_pop(&f);
        if (t == TRY_OK) {
            smm_conn_put(db, c);
            return SMM_DB_OK;
        }
        if (delivered || (t != TRY_RETRY && t != TRY_CONN && t != TRY_UNKNOWN) || attempt == 2) {
            smm_db_rc_e rc = read_failed(s, c, t);
            smm_conn_put(db, c);
            return rc;
        }
        smm_conn_put(db, c);
        smm_sleep_jitter(5);
    }
    return smm_try_rc(t);
}

static smm_db_rc_e read_on(smm_conn_t *c, const smm_stmt_t *s, const smm_arg_t *args, int nargs,
                           smm_row_fn *fn, void *baton)
{
    int delivered = 0;
    smm_try_e t;

    if (c->broken) {
        return SMM_DB_BUSY;
    }
    t = c->drv->read(c, s, args, nargs, fn, baton, smm_clock_ms() + c->db->opts.timeout_ms,
                     &delivered);
    return t == TRY_OK ? SMM_DB_OK : read_failed(s, c, t);
}

static const smm_stmt_t *read_stmt(const smm_db_t *db, int stmt, const smm_arg_t *args, int nargs)
{
    const smm_stmt_t *s = smm_db_stmt(db, stmt);

    if (s == NULL || smm_args_check(s, args, nargs) != 0) {
        return NULL;
    }
    if (s->write) {
        smm_log(SMM_LOG_ERROR, "SMM0105: %s is a write statement: put it into a unit", s->name);
        return NULL;
    }
    return s;
}

smm_db_rc_e smm_db_read(smm_db_t *db, int stmt, const smm_arg_t *args, int nargs, smm_row_fn *fn,
                        void *baton)
{
    const smm_stmt_t *s = read_stmt(db, stmt, args, nargs);
    smm_conn_t *c;

    if (s == NULL) {
        return SMM_DB_BUG;
    }
    c = smm_conn_held(db);
    return c != NULL ? read_on(c, s, args, nargs, fn, baton)
                     : read_pooled(db, s, args, nargs, fn, baton);
}

struct one_int_t {
    int64_t v;
    int found;
};

static int take_int(void *baton, const smm_row_t *row)
{
    struct one_int_t *o = baton;

    o->found = !smm_row_null(row, 0);
    o->v = smm_row_int(row, 0);
    return 1;
}

smm_db_rc_e smm_db_int(smm_db_t *db, int stmt, const smm_arg_t *args, int nargs, int64_t *value,
                       int *found)
{
    struct one_int_t o = {0, 0};
    smm_db_rc_e rc = smm_db_read(db, stmt, args, nargs, take_int, &o);

    *value = rc == SMM_DB_OK ? o.v : 0;
    if (found != NULL) {
        *found = rc == SMM_DB_OK && o.found;
    }
    return rc;
}

/* ---- snapshots ------------------------------------------------------------------------------ */

struct smm_snap_t {
    smm_db_t *db;
    smm_conn_t *conn;
    apr_pool_t *pool;
    frame_t *frame;
    int nested; /* inside another snapshot or callback of this thread: its connection, its view */
};

static apr_status_t snap_cleanup(void *data)
{
    smm_snap_t *snap = data;

    if (snap->conn == NULL) {
        return APR_SUCCESS;
    }
    if (!snap->nested) {
        if (!frame_pop(snap->frame)) {
            /* The owner still has it in its list: leave the shell to it (a small leak, logged). */
            smm_log(SMM_LOG_ERROR, "SMM0106: a snapshot was ended by another thread");
            snap->frame->conn = NULL;
        } else {
            free(snap->frame);
        }
        if (!snap->conn->broken) {
            snap->conn->drv->end(snap->conn, 0);
        }
        smm_conn_put(snap->db, snap->conn);
    }
    snap->conn = NULL;
    return APR_SUCCESS;
}

smm_db_rc_e smm_db_snap_begin(smm_db_t *db, apr_pool_t *p, smm_snap_t **out)
{
    smm_snap_t *snap = apr_pcalloc(p, sizeof(*snap));
    int64_t deadline = smm_clock_ms() + db->opts.timeout_ms;
    smm_try_e t = TRY_BUSY;

    *out = NULL;
    snap->db = db;
    snap->pool = p;
    snap->conn = smm_conn_held(db);
    snap->nested = snap->conn != NULL;
    for (int attempt = 0; snap->conn == NULL && attempt < 2; attempt++) {
        smm_conn_t *c = smm_conn_get(db, deadline);

        if (c == NULL) {
            return SMM_DB_BUSY;
        }
        t = c->drv->begin(c, TX_SNAPSHOT, deadline);
        if (t == TRY_OK) {
            snap->conn = c;
            snap->frame = calloc(1, sizeof(*snap->frame));
            frame_push(snap->frame, db, c);
        } else {
            smm_log(SMM_LOG_WARN, "SMM0107: snapshot not begun: %s", c->error);
            smm_conn_put(db, c);
        }
    }
    if (snap->conn == NULL) {
        return smm_try_rc(t) == SMM_DB_BUG ? SMM_DB_BUG : SMM_DB_BUSY;
    }
    apr_pool_cleanup_register(p, snap, snap_cleanup, apr_pool_cleanup_null);
    *out = snap;
    return SMM_DB_OK;
}

smm_db_rc_e smm_db_snap_read(smm_snap_t *snap, int stmt, const smm_arg_t *args, int nargs,
                             smm_row_fn *fn, void *baton)
{
    const smm_stmt_t *s = read_stmt(snap->db, stmt, args, nargs);

    return s != NULL && snap->conn != NULL ? read_on(snap->conn, s, args, nargs, fn, baton)
                                           : SMM_DB_BUG;
}

void smm_db_snap_end(smm_snap_t *snap)
{
    if (snap != NULL && snap->conn != NULL) {
        apr_pool_cleanup_run(snap->pool, snap, snap_cleanup);
    }
}

SMM_DECLARE(int64_t) smm_db_mark(smm_db_t *db)
{
    const smm_driver_t *drv = __atomic_load_n(&db->drv, __ATOMIC_ACQUIRE);

    return drv == &smm_driver_sqlite && db->group ? smm_group_mark(db->group) : 0;
}

SMM_DECLARE(void) smm_db_rest(smm_db_t *db)
{
    if (db->src->rest) {
        db->src->rest(db);
    }
}
