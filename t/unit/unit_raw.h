/* SPDX-License-Identifier: Apache-2.0 */
/* SQL around the database layer, as a person with a database prompt would write it. */
#ifndef UNIT_RAW_H
#define UNIT_RAW_H

#include <sqlite3.h>
#include "unit_db.h"

/** Runs SQL in the open unit database. @return NULL, or the refusal. */
static inline const char *unit_raw(apr_pool_t *p, const char *sql)
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
        PQclear(r);
        PQfinish(pg);
        return err;
    }
    if (sqlite3_open(apr_pstrcat(p, unit_dir, "/panel.db", NULL), &h) != SQLITE_OK)
        return "open";
    sqlite3_busy_timeout(h, 5000);
    if (sqlite3_exec(h, sql, NULL, NULL, &msg) != SQLITE_OK)
        err = apr_pstrdup(p, msg ? msg : "error");
    sqlite3_free(msg);
    sqlite3_close(h);
    return err;
}

#endif
