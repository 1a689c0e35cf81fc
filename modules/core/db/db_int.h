/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the database room. Nobody outside modules/core/db (and its unit tests) includes it. */
#ifndef SMM_DB_INT_H
#define SMM_DB_INT_H

#include <pthread.h>
#include <stdint.h>
#include "catalog.h"
#include "smm_db.h"
#include "smm_log.h"

#define SMM_MAX_COLS 64
#define SMM_MAX_ARGS 61   /* 60 parameters and the slot number of a storing step */
#define SMM_MAX_STEPS 200 /* of one unit: keeps a unit well inside a deadline */
#define SMM_BATCH_MAX 64  /* units in one durable commit */
#define SMM_RERUNS 5      /* attempts after the first */

/** How one attempt ended: finer than what callers see, because some classes are run again. */
typedef enum {
    TRY_OK = 0,
    TRY_EXPECT,
    TRY_UNIQUE,
    TRY_CONSTRAINT,
    TRY_RETRY,   /* serialisation, lock, stale statement: nothing written, run the unit again */
    TRY_CONN,    /* connection lost before it could commit: nothing written */
    TRY_UNKNOWN, /* commit sent, answer lost */
    TRY_BUSY,    /* full, read-only, overloaded, unreachable, out of time: nothing written */
    TRY_BUG
} smm_try_e;

typedef struct smm_db_opts_t {
    int sync_full; /* sqlite: synchronous FULL (1, default) or NORMAL (0) */
    int prepare;   /* pgsql: prepared statements (1, default) or parsed each time (0, old PgBouncer)
                    */
    int timeout_ms; /* deadline of one read or unit with all its re-runs */
    int max_conns;  /* tools: native connections at most */
} smm_db_opts_t;

typedef struct smm_driver_t smm_driver_t;
typedef struct smm_conn_t smm_conn_t;
typedef struct smm_group_t smm_group_t;
typedef struct smm_source_t smm_source_t;

/** One step of a unit. */
typedef struct smm_ustep_t {
    int stmt;
    const smm_stmt_t *s;
    const smm_arg_t *args;
    int nargs;
    int outcome;
    int store;      /* a later step refers to its id */
    uint64_t slots; /* bit n: argument n is a slot */
    int64_t id;     /* generated id, once run */
} smm_ustep_t;

struct smm_unit_t {
    apr_pool_t *pool;
    smm_ustep_t *steps;
    int nsteps, room;
    int probe; /* statement or -1 */
    const smm_arg_t *probe_args;
    int probe_nargs;
    int bad; /* built wrongly: smm_db_write answers BUG */
};

/** One physical connection, used by one thread at a time. */
struct smm_conn_t {
    smm_db_t *db;
    const smm_driver_t *drv;
    void *priv; /* of the driver */
    void *hold; /* of the source */
    smm_conn_t *next;
    int broken;      /* must be reset or closed before the next use */
    char error[256]; /* newest driver message, one line, for the log */
};

/** A row of a running read; the driver fills in the accessors' raw material. */
struct smm_row_t {
    const smm_stmt_t *s;
    void *raw; /* sqlite3_stmt or PGresult */
    int rowno;
    const smm_driver_t *drv;
    int *bad;   /* set by a getter when a value does not fit its declared type */
    void **tmp; /* SMM_MAX_COLS pointers: decoded bytes, freed by the driver after the callback */
};

typedef enum { TX_SNAPSHOT, TX_EXCLUSIVE } smm_tx_e;

/** What a database engine must do. `deadline` is smm_clock_ms(). */
struct smm_driver_t {
    const char *name;
    /* Tools: open natively. @return 0, or -1 with conn->error. */
    int (*open)(smm_conn_t *c, const char *params);
    /* Takes a native handle over (settings, records). @return 0 or -1. */
    int (*attach)(smm_conn_t *c, void *native);
    /* Drops our records (finalises statements); the handle itself when we opened it. */
    void (*detach)(smm_conn_t *c);
    /* Before each use: alive, not reset behind our back; repairs what it can. @return 0 or -1. */
    int (*check)(smm_conn_t *c);
    /* After each use: no transaction, no busy statement left. */
    void (*clean)(smm_conn_t *c);
    smm_try_e (*read)(smm_conn_t *c, const smm_stmt_t *s, const smm_arg_t *args, int nargs,
                      smm_row_fn *fn, void *baton, int64_t deadline, int *delivered);
    /* Explicit transactions, for snapshots and migrations. */
    smm_try_e (*begin)(smm_conn_t *c, smm_tx_e kind, int64_t deadline);
    smm_try_e (*end)(smm_conn_t *c, int commit);
    smm_try_e (*exec)(smm_conn_t *c, const char *text);
    smm_try_e (*step)(smm_conn_t *c, smm_ustep_t *st, int64_t deadline);
    /* Prepares one statement (and forgets it), comparing its columns. @return 0 or -1. */
    int (*prepare)(smm_conn_t *c, const smm_stmt_t *s);
    /* One attempt at a whole unit. @param failed step that broke, or -1. */
    smm_try_e (*write)(smm_db_t *db, smm_unit_t *u, int64_t deadline, int *failed);
    /* Row accessors. */
    int (*row_null)(const smm_row_t *r, int col);
    int (*row_int)(const smm_row_t *r, int col, int64_t *v); /* -1: not an int64 */
    const char *(*row_text)(const smm_row_t *r, int col);
    const void *(*row_bytes)(const smm_row_t *r, int col, size_t *len);
};

extern const smm_driver_t smm_driver_sqlite;
extern const smm_driver_t smm_driver_pgsql;

/** Where connections come from: mod_dbd, or our own list in tools. */
struct smm_source_t {
    /* A checked connection, or NULL when there is none before the deadline. */
    smm_conn_t *(*get)(smm_db_t *db, int64_t deadline);
    void (*put)(smm_db_t *db, smm_conn_t *c);
    void (*close)(smm_db_t *db);
    void (*rest)(smm_db_t *db); /* or NULL: see smm_db_rest() */
};

struct smm_db_t {
    apr_pool_t *pool;
    const smm_driver_t *drv; /* NULL until the first connection told (httpd side) */
    const smm_catalog_t *cat;
    const smm_source_t *src;
    void *src_data;
    smm_db_opts_t opts;
    smm_group_t *group; /* sqlite: queue and lock of the database file */
};

/* ---- db.c, unit.c --------------------------------------------------------------------------- */

extern const smm_db_opts_t smm_db_defaults;

int64_t smm_clock_ms(void);
/** Waits base ms × [0.5, 1.5). */
void smm_sleep_jitter(int base_ms);
const smm_stmt_t *smm_db_stmt(const smm_db_t *db, int stmt);
/** Compares arguments with the declaration; logs. @return 0 or -1. */
int smm_args_check(const smm_stmt_t *s, const smm_arg_t *args, int nargs);
smm_conn_t *smm_conn_get(smm_db_t *db, int64_t deadline);
void smm_conn_put(smm_db_t *db, smm_conn_t *c);
/** The connection this thread holds already for db, or NULL. */
smm_conn_t *smm_conn_held(smm_db_t *db);
smm_db_rc_e smm_try_rc(smm_try_e t);
/** Makes drv known when it is not yet: by asking for a connection once. @return 0 or -1. */
int smm_db_resolve(smm_db_t *db);

/* ---- sqlite_*.c ----------------------------------------------------------------------------- */

struct sqlite3;
/** The queue of a database file, one a process; `path` "" or ":memory:" has no lock file. */
smm_group_t *smm_group_of(const char *path);
/** Frees the queue of a database in memory; those of files live as long as the process. */
void smm_group_drop(smm_group_t *g);
smm_try_e smm_lite_write(smm_db_t *db, smm_unit_t *u, int64_t deadline, int *failed);
/** The lock between processes and threads for one transaction; `long_work`: may take minutes. */
smm_try_e smm_group_lock(smm_group_t *g, int64_t deadline, int long_work);
void smm_group_unlock(smm_group_t *g);
struct sqlite3 *smm_lite_handle(smm_conn_t *c);
smm_try_e smm_lite_exec(smm_conn_t *c, const char *text);
smm_try_e smm_lite_step(smm_conn_t *c, smm_ustep_t *steps, int n);
smm_try_e smm_lite_class(int code);
/** See smm_db_mark(). */
int64_t smm_group_mark(const smm_group_t *g);
/** Units and commits so far: tests and metrics. */
void smm_group_stats(smm_group_t *g, uint64_t *units, uint64_t *commits);

/* ---- pgsql_*.c ------------------------------------------------------------------------------ */

smm_try_e smm_pg_write(smm_db_t *db, smm_unit_t *u, int64_t deadline, int *failed);

/* ---- crash.c, tests ------------------------------------------------------------------------- */

/** Unit tests: another catalogue than the built-in one. */
SMM_DECLARE(void) smm_db_use(smm_db_t *db, const smm_catalog_t *cat);
/** Prepares each statement of the catalogue. @return number that failed; each is logged. */
SMM_DECLARE(int) smm_db_verify(smm_db_t *db);

#endif
