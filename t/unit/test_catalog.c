/* SPDX-License-Identifier: Apache-2.0 */
/* Every migration runs and every named statement prepares, on both engines. */
#include <string.h>
#include <sqlite3.h>
#include "db_fixture.h"
#include "smm_sql.h"

static void said(smm_log_e level, const char *line)
{
    printf("# %s\n", line);
}

/** What SQLite means to do for a statement, in one line. */
static const char *plan(sqlite3 *h, int stmt)
{
    const char *all = "", *text = smm_catalog.stmts[stmt].sqlite;
    sqlite3_stmt *s = NULL;

    sqlite3_prepare_v2(h, apr_pstrcat(tap_pool, "EXPLAIN QUERY PLAN ", text, NULL), -1, &s, NULL);
    while (sqlite3_step(s) == SQLITE_ROW)
        all = apr_pstrcat(tap_pool, all, (const char *)sqlite3_column_text(s, 3), "; ", NULL);
    sqlite3_finalize(s);
    return all;
}

/** What grows with a panel is never read whole for one page: how each of these begins. */
static void ways(const engine_t *e)
{
    static const struct {
        int stmt;
        const char *way;
    } want[] = {
        {SQL_chain_pending, "transfer_panel (panel_id=? AND id>?)"}, /* at its floor */
        {SQL_chain_waits, "transfer_panel (panel_id=? AND id>?)"},
        {SQL_payment_list_of, "payment_account (panel_id=? AND account_id=?"},
        {SQL_document_list, "invoice_account (panel_id=? AND account_id=?"},
        {SQL_credit_notes_of, "credit_note_account (panel_id=? AND account_id=?"},
        {SQL_refund_sum, "refund_out_payment (payment_id=? AND panel_id=?)"},
        {SQL_payment_get, "SEARCH j USING INDEX payment_join_once (payment_id=?)"},
        {SQL_stmt_line_known, "(panel_id=? AND bank_id=? AND hash=?)"},
    };
    sqlite3 *h = NULL;

    sqlite3_open(e->params, &h);
    for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
        const char *way = plan(h, want[i].stmt);

        printf("# %s\n", way);
        ok(strstr(way, want[i].way) != NULL,
           apr_pstrcat(tap_pool, smm_catalog.stmts[want[i].stmt].name, " begins at its own rows",
                       NULL));
    }
    sqlite3_close(h);
}

static void all_of_it(engine_t *e)
{
    const char *error = NULL;
    smm_db_t *db;

    if (smm_db_open(tap_pool, e->driver, e->params, &db, &error) != SMM_OK) {
        ok(0, error);
        return;
    }
    is_int(smm_db_migrate(db, tap_pool, &error), SMM_OK, "all migrations run");
    if (error != NULL) {
        printf("# %s: %s\n", e->driver, error);
    }
    is_int(smm_db_schema_state(db, tap_pool, &error), 1, "the schema is complete");
    printf("# %s: %d statements, %d migrations\n", e->driver, SQL__COUNT, smm_catalog.nmigrations);
    is_int(smm_db_verify(db), 0, "each statement fits");
    smm_db_close(db);
    if (strcmp(e->driver, "sqlite3") == 0)
        ways(e);
    engine_drop(e);
}

int main(void)
{
    engine_t e;

    tap_init();
    smm_log_to(said);
    if (engine_sqlite(&e) == 0) {
        all_of_it(&e);
    }
    if (engine_pgsql(&e) == 0) {
        all_of_it(&e);
    } else {
        printf("# SMM_TEST_PG is not set: PostgreSQL was not tested\n");
    }
    return tap_done();
}
