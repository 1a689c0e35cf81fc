/* SPDX-License-Identifier: Apache-2.0 */
/* Does each statement of the catalogue fit this database? For tests, tools and the config check. */
#include <stdio.h>
#include "db_int.h"

int smm_db_verify(smm_db_t *db)
{
    int failed = 0;

    for (int i = 0; i < db->cat->nstmts; i++) {
        const smm_stmt_t *s = &db->cat->stmts[i];
        smm_conn_t *c = smm_conn_get(db, smm_clock_ms() + db->opts.timeout_ms);

        if (c == NULL) {
            return db->cat->nstmts;
        }
        if (c->drv->prepare(c, s) != 0) {
            smm_log(SMM_LOG_ERROR, "SMM0151: statement %s does not fit the database: %s", s->name,
                    c->error);
            failed++;
        }
        smm_conn_put(db, c);
    }
    return failed;
}
