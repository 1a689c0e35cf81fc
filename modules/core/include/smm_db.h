/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The database as the rest of the panel sees it: named statements, streaming reads, write units as
 * data. Only modules/core/db knows mod_dbd, sqlite3 and libpq. Design: docs/internals/db.md.
 *
 * Statements are written in sql/catalog/<module>.sql and compiled by the build into one table;
 * "smm_sql.h" (generated) has SQL_<name> for each statement and C_<name>_<column> for each column.
 */
#ifndef SMM_DB_H
#define SMM_DB_H

#include <stddef.h>
#include <stdint.h>
#include <apr_pools.h>
#include "smm_result.h"

typedef struct smm_db_t smm_db_t;   /* one database of one process; any thread may use it */
typedef struct smm_row_t smm_row_t; /* a row while it streams by; valid inside the callback only */

/** How a unit or a read ended (db-native.md 5.3). */
typedef enum {
    SMM_DB_OK = 0,
    SMM_DB_EXPECT, /* a step's expectation was broken: nothing was written; see failed_step, outcome
                    */
    SMM_DB_UNIQUE, /* a unique key exists already: nothing was written; see failed_step */
    SMM_DB_CONSTRAINT, /* foreign key, check or trigger refused: nothing was written */
    SMM_DB_BUSY,    /* nothing written; database full, read-only, overloaded or unreachable: 503 */
    SMM_DB_UNKNOWN, /* commit sent, answer lost, and the probe could not be asked */
    SMM_DB_BUG      /* programming error or corrupt database: nothing written, logged */
} smm_db_rc_e;

/* ---- arguments ------------------------------------------------------------------------------ */

typedef enum { SMM_A_NULL, SMM_A_INT, SMM_A_TEXT, SMM_A_BYTES, SMM_A_SLOT } smm_arg_type_e;

typedef struct smm_arg_t {
    smm_arg_type_e type;
    int64_t i;     /* INT: value; SLOT: number of the earlier step whose new id is meant */
    const char *p; /* TEXT (NUL-terminated UTF-8, NULL binds SQL NULL) or BYTES */
    size_t len;    /* BYTES only */
} smm_arg_t;

#define SMM_I(v) ((smm_arg_t){SMM_A_INT, (int64_t)(v), NULL, 0})
#define SMM_T(v) ((smm_arg_t){SMM_A_TEXT, 0, (v), 0})
#define SMM_B(v, n) ((smm_arg_t){SMM_A_BYTES, 0, (const char *)(v), (n)})
#define SMM_NUL ((smm_arg_t){SMM_A_NULL, 0, NULL, 0})
/** The id that step `k` of the same unit generated (statement declared with ":id"). */
#define SMM_SLOT(k) ((smm_arg_t){SMM_A_SLOT, (k), NULL, 0})
/** Arguments in the order of the statement's ":in" line: SMM_ARGS(SMM_I(1), SMM_T("x")). */
#define SMM_ARGS(...)                                                                              \
    ((const smm_arg_t[]){__VA_ARGS__}),                                                            \
        ((int)(sizeof((const smm_arg_t[]){__VA_ARGS__}) / sizeof(smm_arg_t)))
#define SMM_NOARGS NULL, 0

/* ---- reads ---------------------------------------------------------------------------------- */

/** Called once a row. Return 0 to go on, anything else to stop reading (not an error). */
typedef int smm_row_fn(void *baton, const smm_row_t *row);

/**
 * Streams the rows of a read statement. Runs on a pooled connection of its own; on SQLite it sees a
 * WAL snapshot and never waits for writers. Retries once on a lost connection when no row was
 * delivered yet. @return SMM_DB_OK (also for no rows), SMM_DB_BUSY or SMM_DB_BUG.
 */
SMM_DECLARE(smm_db_rc_e)
smm_db_read(smm_db_t *db, int stmt, const smm_arg_t *args, int nargs, smm_row_fn *fn, void *baton);

/** Getters by column constant. NULL reads as 0 / NULL / 0 bytes: ask smm_row_null() where it
 * matters. */
SMM_DECLARE(int) smm_row_null(const smm_row_t *row, int col);
SMM_DECLARE(int64_t) smm_row_int(const smm_row_t *row, int col);
/** Borrowed until the callback returns. */
SMM_DECLARE(const char *) smm_row_text(const smm_row_t *row, int col);
SMM_DECLARE(const void *) smm_row_bytes(const smm_row_t *row, int col, size_t *len);
/** Copy into a pool; NULL stays NULL. */
SMM_DECLARE(char *) smm_row_dup(const smm_row_t *row, int col, apr_pool_t *p);

/** Fills one element, zeroed before, from a row; texts that outlive the row go into @a pool. */
typedef void smm_item_fn(void *item, const smm_row_t *row, apr_pool_t *pool);
/** An item function: the first column, into an int64_t. */
SMM_DECLARE(void) smm_item_int(void *item, const smm_row_t *row, apr_pool_t *pool);

/**
 * Reads at most @a max rows into the array @a out of elements of @a size bytes; the rest of the
 * array is left as it is. Domain code says smm_list() or smm_get() of smm_ctx.h instead. Rows that
 * are skipped or joined need smm_db_read(). @param n how many were filled, also of a read that
 * failed. @return as smm_db_read().
 */
SMM_DECLARE(smm_db_rc_e)
smm_db_list(smm_db_t *db, int stmt, const smm_arg_t *args, int nargs, smm_item_fn *fn,
            apr_pool_t *pool, void *out, size_t size, int max, int *n);

/** One integer of one row (first column). @return SMM_DB_OK; *found 0 when there is no row or it is
 * NULL. */
SMM_DECLARE(smm_db_rc_e)
smm_db_int(smm_db_t *db, int stmt, const smm_arg_t *args, int nargs, int64_t *value, int *found);

/** Several reads on one snapshot (deferred BEGIN; REPEATABLE READ READ ONLY). Always end it. */
typedef struct smm_snap_t smm_snap_t;
SMM_DECLARE(smm_db_rc_e) smm_db_snap_begin(smm_db_t *db, apr_pool_t *p, smm_snap_t **snap);
SMM_DECLARE(smm_db_rc_e)
smm_db_snap_read(smm_snap_t *snap, int stmt, const smm_arg_t *args, int nargs, smm_row_fn *fn,
                 void *baton);
SMM_DECLARE(void) smm_db_snap_end(smm_snap_t *snap);

/* ---- write units ---------------------------------------------------------------------------- */

typedef struct smm_unit_t smm_unit_t;

typedef struct smm_written_t {
    smm_db_rc_e rc;
    int failed_step; /* -1 or the step whose expectation or constraint broke */
    int outcome;  /* EXPECT/UNIQUE: the smm_rc_e or own code given by smm_unit_outcome(), else 0 */
    int replayed; /* 1: the answer of the commit was lost and the probe found it done; ids are not
                     known */
} smm_written_t;

SMM_DECLARE(smm_unit_t *) smm_unit_make(apr_pool_t *p);
/** Appends a step; texts are borrowed until the unit was written. @return its number, for SMM_SLOT.
 */
SMM_DECLARE(int) smm_unit_add(smm_unit_t *u, int stmt, const smm_arg_t *args, int nargs);
/** What a broken expectation (or unique key) of the newest step means to the caller; > 0. */
SMM_DECLARE(void) smm_unit_outcome(smm_unit_t *u, int outcome);
/**
 * The read statement that answers "was this unit committed?" with a row or none, by the unit's
 * idempotency key. Asked when the answer of a commit was lost; without it such a unit ends UNKNOWN.
 */
SMM_DECLARE(void) smm_unit_probe(smm_unit_t *u, int stmt, const smm_arg_t *args, int nargs);
/**
 * Writes all steps or none, durably. RETRY-class errors are re-run inside (≤ 5, jittered). On
 * SQLite units of many callers share one commit (group commit); on PostgreSQL a unit is one round
 * trip. Committed means: rc == SMM_DB_OK. Never call it while a read callback runs.
 */
SMM_DECLARE(smm_written_t) smm_db_write(smm_db_t *db, smm_unit_t *u);
/** Id generated by step k of a unit that was written with rc OK and replayed 0. */
SMM_DECLARE(int64_t) smm_unit_id(const smm_unit_t *u, int step);
/** The usual mapping to a result: EXPECT/UNIQUE → outcome or CONFLICT, BUSY → BUSY, UNKNOWN →
 * UNKNOWN … */
SMM_DECLARE(smm_rc_e) smm_written_rc(const smm_written_t *w);

/* ---- life ----------------------------------------------------------------------------------- */

/** For tools and tests: opens DRIVER ("sqlite3" or "pgsql") with the same PARAMS that DBDParams
 * takes. */
SMM_DECLARE(smm_rc_e)
smm_db_open(apr_pool_t *p, const char *driver, const char *params, smm_db_t **db,
            const char **error);
SMM_DECLARE(void) smm_db_close(smm_db_t *db);
/** "sqlite3" or "pgsql". */
SMM_DECLARE(const char *) smm_db_driver(const smm_db_t *db);
/** Runs the migrations that are missing; safe when several processes do it at once. @return SMM_OK
 * or BUSY/BUG with *error. */
SMM_DECLARE(smm_rc_e) smm_db_migrate(smm_db_t *db, apr_pool_t *p, const char **error);
/**
 * A number that differs after anybody wrote, in any process: two equal ones say that nothing has to
 * be read again. Two stat() calls on SQLite, no connection. 0: cannot be told (PostgreSQL, not
 * opened yet, or written a moment ago): read.
 */
SMM_DECLARE(int64_t) smm_db_mark(smm_db_t *db);
/** Nobody will ask this database for a while: idle connections that are ours to close may be
 * closed. */
SMM_DECLARE(void) smm_db_rest(smm_db_t *db);
/** 1 when the database's schema is the one this build knows, 0 when migrations are missing, -1 when
 * it is newer or damaged. */
SMM_DECLARE(int) smm_db_schema_state(smm_db_t *db, apr_pool_t *p, const char **error);

#endif
