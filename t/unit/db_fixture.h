/* SPDX-License-Identifier: Apache-2.0 */
/* A small bank in a fresh database: shared by the tests of the database layer. */
#ifndef DB_FIXTURE_H
#define DB_FIXTURE_H

#include <stdlib.h>
#include <unistd.h>
#include <apr_strings.h>
#include "tap.h"
#include "modules/core/db/db_int.h"
#include "gen/smm_test_catalog.h"

extern const smm_catalog_t smm_test_catalog;

#define NO_FUNDS 5 /* SMM_NO_FUNDS */

typedef struct engine_t {
    const char *driver;
    const char *params;
    char dir[64];
} engine_t;

static inline void quiet(smm_log_e level, const char *line)
{
    if (getenv("SMM_TEST_LOG") != NULL) {
        printf("# log: %s\n", line);
    }
}

/* A fresh database: a new folder, or a new schema of the PostgreSQL server in SMM_TEST_PG. */
static inline int engine_sqlite(engine_t *e)
{
    snprintf(e->dir, sizeof(e->dir), "/tmp/smm-test-XXXXXX");
    if (mkdtemp(e->dir) == NULL) {
        return -1;
    }
    e->driver = "sqlite3";
    e->params = apr_pstrcat(tap_pool, e->dir, "/bank.db", NULL);
    return 0;
}

#include <libpq-fe.h>
static inline int engine_pgsql(engine_t *e)
{
    const char *info = getenv("SMM_TEST_PG");
    static int n;
    char schema[48], text[128];
    PGconn *h;

    if (info == NULL) {
        return -1;
    }
    snprintf(schema, sizeof(schema), "t%d_%d", (int)getpid(), ++n);
    h = PQconnectdb(info);
    if (PQstatus(h) != CONNECTION_OK) {
        printf("# %s", PQerrorMessage(h));
        PQfinish(h);
        return -1;
    }
    snprintf(text, sizeof(text), "CREATE SCHEMA %s", schema);
    PQclear(PQexec(h, text));
    PQfinish(h);
    snprintf(e->dir, sizeof(e->dir), "%s", schema);
    e->driver = "pgsql";
    e->params = apr_psprintf(tap_pool, "%s options='-c search_path=%s'", info, schema);
    return 0;
}

static inline void engine_drop(engine_t *e)
{
    char text[256];

    if (strcmp(e->driver, "sqlite3") == 0) {
        snprintf(text, sizeof(text), "rm -rf '%s'", e->dir);
        if (system(text) != 0) {
            printf("# %s was not removed\n", e->dir);
        }
        return;
    }
    PGconn *h = PQconnectdb(getenv("SMM_TEST_PG"));
    snprintf(text, sizeof(text), "SET client_min_messages = error; DROP SCHEMA %s CASCADE", e->dir);
    PQclear(PQexec(h, text));
    PQfinish(h);
}

static inline smm_db_t *bank_open(const engine_t *e)
{
    const char *error = NULL;
    smm_db_t *db = NULL;

    if (smm_db_open(tap_pool, e->driver, e->params, &db, &error) != SMM_OK) {
        printf("# open: %s\n", error);
        return NULL;
    }
    smm_db_use(db, &smm_test_catalog);
    return db;
}

static inline smm_db_t *bank_make(const engine_t *e)
{
    const char *error = NULL;
    smm_db_t *db = bank_open(e);

    if (db != NULL && smm_db_migrate(db, tap_pool, &error) != SMM_OK) {
        printf("# migrate: %s\n", error);
        return NULL;
    }
    return db;
}

static inline int64_t acct_make(smm_db_t *db, const char *name, int64_t balance)
{
    smm_unit_t *u = smm_unit_make(tap_pool);
    smm_written_t w;

    smm_unit_add(u, TSQL_acct_insert, SMM_ARGS(SMM_T(name), SMM_I(balance)));
    w = smm_db_write(db, u);
    return w.rc == SMM_DB_OK ? smm_unit_id(u, 0) : -1;
}

/* The unit that everything is about: debit, order, two ledger lines, idempotency key. */
static inline smm_unit_t *order_unit(apr_pool_t *p, int64_t acct, int64_t amount, const char *key,
                                     const char *note)
{
    smm_unit_t *u = smm_unit_make(p);
    int order;

    smm_unit_add(u, TSQL_debit, SMM_ARGS(SMM_I(acct), SMM_I(amount)));
    smm_unit_outcome(u, NO_FUNDS);
    order = smm_unit_add(u, TSQL_order_insert, SMM_ARGS(SMM_I(acct), SMM_T(note), SMM_NUL));
    smm_unit_add(u, TSQL_ledger_insert, SMM_ARGS(SMM_SLOT(order), SMM_I(acct), SMM_I(-amount)));
    smm_unit_add(u, TSQL_ledger_insert, SMM_ARGS(SMM_SLOT(order), SMM_I(0), SMM_I(amount)));
    smm_unit_add(u, TSQL_idem_insert, SMM_ARGS(SMM_T(key), SMM_SLOT(order)));
    smm_unit_probe(u, TSQL_idem_find, SMM_ARGS(SMM_T(key)));
    return u;
}

typedef struct books_t {
    int64_t orders, ledger, idem, total, money;
} books_t;

static inline int books_row(void *baton, const smm_row_t *r)
{
    books_t *b = baton;

    b->orders = smm_row_int(r, TC_counts_orders);
    b->ledger = smm_row_int(r, TC_counts_ledger);
    b->idem = smm_row_int(r, TC_counts_idem);
    b->total = smm_row_int(r, TC_counts_total);
    return 0;
}

static inline books_t books(smm_db_t *db)
{
    books_t b = {-1, -1, -1, -1, -1};

    smm_db_read(db, TSQL_counts, SMM_NOARGS, books_row, &b);
    smm_db_int(db, TSQL_money, SMM_NOARGS, &b.money, NULL);
    return b;
}

/* Nothing half: an order has its key and two lines, the lines sum to zero. */
static inline int books_whole(const books_t *b)
{
    return b->orders >= 0 && b->orders == b->idem && b->ledger == 2 * b->orders && b->total == 0;
}

static inline int64_t balance_of(smm_db_t *db, int64_t acct)
{
    int64_t v = -1;

    smm_db_int(db, TSQL_balance, SMM_ARGS(SMM_I(acct)), &v, NULL);
    return v;
}

#endif
