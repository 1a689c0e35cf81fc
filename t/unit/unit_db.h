/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fresh database with one panel for a unit program. SQLite in a folder of its own unless
 * SMM_TEST_DBD and SMM_TEST_PARAMS name another (an empty one).
 */
#ifndef UNIT_DB_H
#define UNIT_DB_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include "smm_ctx.h"
#include "smm_sql.h"

static char unit_dir[] = "/tmp/smm-unit-XXXXXX";

static inline apr_status_t unit_db_clean(void *p)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".lock", "-lock", ".smm-lock"};
    char path[128];
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
        snprintf(path, sizeof(path), "%s/panel.db%s", unit_dir, ends[i]);
        remove(path);
    }
    remove(unit_dir);
    return APR_SUCCESS;
}

/** @return 1 with *c usable: db, panel 1 "unit" with a secret, now = 1000 */
static inline int unit_db(apr_pool_t *p, smm_ctx_t *c)
{
    static unsigned char secret[32] = "0123456789abcdef0123456789abcde";
    static smm_panel_t panel = {
        1, "unit", "Unit", "https://unit.example", "", "panel@unit.example", "USD", secret};
    const char *driver = getenv("SMM_TEST_DBD"), *params = getenv("SMM_TEST_PARAMS"), *error = NULL;

    if (!driver || !params) {
        if (!mkdtemp(unit_dir)) {
            return 0;
        }
        apr_pool_cleanup_register(p, NULL, unit_db_clean, apr_pool_cleanup_null);
        driver = "sqlite3";
        params = apr_pstrcat(p, unit_dir, "/panel.db", NULL);
    }
    memset(c, 0, sizeof(*c));
    c->pool = p;
    c->panel = &panel;
    c->now = 1000;
    if (smm_db_open(p, driver, params, &c->db, &error) != SMM_OK ||
        smm_db_migrate(c->db, p, &error) != SMM_OK) {
        printf("# %s\n", error ? error : "the database cannot be opened");
        return 0;
    }
    smm_unit_t *u = smm_unit_make(p);
    smm_unit_add(u, SQL_panel_insert, SMM_ARGS(SMM_T("unit"), SMM_T("Unit"), SMM_I(1000)));
    return smm_db_write(c->db, u).rc == SMM_DB_OK;
}

#endif
