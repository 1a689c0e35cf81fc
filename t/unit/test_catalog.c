/* SPDX-License-Identifier: Apache-2.0 */
/* Every migration runs and every named statement prepares, on both engines. */
#include "db_fixture.h"
#include "smm_sql.h"

static void said(smm_log_e level, const char *line)
{
    printf("# %s\n", line);
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
