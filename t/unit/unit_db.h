/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fresh database with one panel for a unit program: SQLite in a folder of its own, or a new
 * schema of the PostgreSQL server named by SMM_TEST_PG. unit_engines() tells how many there are.
 */
#ifndef UNIT_DB_H
#define UNIT_DB_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <libpq-fe.h>
#include "smm_ctx.h"
#include "smm_sql.h"

static char unit_dir[64], unit_schema[64];

static inline int unit_engines(void)
{
    return getenv("SMM_TEST_PG") ? 2 : 1;
}

static inline void unit_pg(const char *before, const char *after)
{
    char text[160];
    PGconn *h = PQconnectdb(getenv("SMM_TEST_PG"));
    snprintf(text, sizeof(text), "SET client_min_messages = error; %s SCHEMA %s%s", before,
             unit_schema, after);
    PQclear(PQexec(h, text));
    PQfinish(h);
}

static inline void unit_files_drop(void)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
    char path[128];
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
        snprintf(path, sizeof(path), "%s/panel.db%s", unit_dir, ends[i]);
        remove(path);
    }
    remove(unit_dir);
}

/** Closes the database and removes it. */
static inline void unit_db_drop(smm_ctx_t *c)
{
    smm_db_close(c->db);
    if (*unit_schema) {
        unit_pg("DROP", " CASCADE");
        *unit_schema = '\0';
    } else {
        unit_files_drop();
    }
}

/** Engine 0 is SQLite, 1 PostgreSQL. @return 1 with *c usable: db, panel 1 "unit", now = 1000 */
static inline int unit_db_on(apr_pool_t *p, smm_ctx_t *c, int engine)
{
    static unsigned char secret[32] = "0123456789abcdef0123456789abcde";
    static smm_panel_t panel = {
        1, "unit", "Unit", "https://unit.example", "", "panel@unit.example", "USD", secret};
    const char *params, *error = NULL;

    if (engine) {
        snprintf(unit_schema, sizeof(unit_schema), "u%d_%d", (int)getpid(), engine);
        unit_pg("CREATE", "");
        params =
            apr_psprintf(p, "%s options='-c search_path=%s'", getenv("SMM_TEST_PG"), unit_schema);
        printf("# PostgreSQL\n");
    } else {
        snprintf(unit_dir, sizeof(unit_dir), "/tmp/smm-unit-XXXXXX");
        if (!mkdtemp(unit_dir)) {
            return 0;
        }
        params = apr_pstrcat(p, unit_dir, "/panel.db", NULL);
        printf("# SQLite\n");
    }
    memset(c, 0, sizeof(*c));
    c->pool = p;
    c->panel = &panel;
    c->now = 1000;
    if (smm_db_open(p, engine ? "pgsql" : "sqlite3", params, &c->db, &error) != SMM_OK ||
        smm_db_migrate(c->db, p, &error) != SMM_OK) {
        printf("# %s\n", error ? error : "the database cannot be opened");
        return 0;
    }
    smm_unit_t *u = smm_unit_make(p);
    smm_unit_add(u, SQL_panel_insert, SMM_ARGS(SMM_T("unit"), SMM_T("Unit"), SMM_I(1000)));
    return smm_db_write(c->db, u).rc == SMM_DB_OK;
}

static inline apr_status_t unit_db_clean(void *c)
{
    unit_files_drop();
    return APR_SUCCESS;
}

/** SQLite only; removed with the pool. */
static inline int unit_db(apr_pool_t *p, smm_ctx_t *c)
{
    apr_pool_cleanup_register(p, c, unit_db_clean, apr_pool_cleanup_null);
    return unit_db_on(p, c, 0);
}

#endif
