/* SPDX-License-Identifier: Apache-2.0 */
/* SQL around the database layer, as a person with a database prompt would write it. */
#ifndef UNIT_RAW_H
#define UNIT_RAW_H

#include <sqlite3.h>
#include "unit_db.h"

static inline int unit_raw_cell(void *baton, int n, char **cell, char **name)
{
    (void)name;
    if (baton && n > 0 && cell[0])
        *(int64_t *)baton = apr_atoi64(cell[0]);
    return 0;
}

/** Runs SQL in the open unit database; the first cell of its last row goes to *v, when not NULL.
 * @return NULL, or the refusal. */
static inline const char *unit_raw_int(apr_pool_t *p, const char *sql, int64_t *v)
{
    const char *err = NULL;
    char *msg = NULL;
    sqlite3 *h;

    if (*unit_schema) {
        PGconn *pg = PQconnectdb(getenv("SMM_TEST_PG"));
        PGresult *r;
        PQclear(PQexec(pg, apr_psprintf(p, "SET search_path TO %s", unit_schema)));
        r = PQexec(pg, sql);
        if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK)
            err = apr_pstrdup(p, PQerrorMessage(pg));
        else if (v && PQntuples(r) > 0)
            *v = apr_atoi64(PQgetvalue(r, PQntuples(r) - 1, 0));
        PQclear(r);
        PQfinish(pg);
        return err;
    }
    if (sqlite3_open(apr_pstrcat(p, unit_dir, "/panel.db", NULL), &h) != SQLITE_OK)
        return "open";
    sqlite3_busy_timeout(h, 5000);
    if (sqlite3_exec(h, sql, unit_raw_cell, v, &msg) != SQLITE_OK)
        err = apr_pstrdup(p, msg ? msg : "error");
    sqlite3_free(msg);
    sqlite3_close(h);
    return err;
}

static inline const char *unit_raw(apr_pool_t *p, const char *sql)
{
    return unit_raw_int(p, sql, NULL);
}

#endif
