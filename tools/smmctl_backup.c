/* SPDX-License-Identifier: Apache-2.0 */
/* smmctl: backup, restore, export. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include "smmctl_int.h"
#include "smm_backup.h"
#include "smm_sql.h"
#include "smm_verify.h"

static void say(void *baton, const char *line)
{
    puts(line);
}

static int check(ctl_t *t, smm_db_t *db)
{
    smm_verify_t v = {.pool = t->pool, .db = db, .now = t->ctx.now, .say = say};
    return smm_verify_run(&v);
}

static int is_sqlite(const ctl_t *t)
{
    return strcmp(t->driver, "sqlite3") == 0;
}

/* A copy counts only when its books are right. */
static const char *check_file(ctl_t *t, const char *file)
{
    const char *error = NULL;
    smm_db_t *db = NULL;
    if (smm_db_open(t->pool, "sqlite3", file, &db, &error) != SMM_OK) {
        return error ? error : "the copy cannot be opened";
    }
    int bad = smm_db_schema_state(db, t->pool, &error) != 1;
    if (bad) {
        error = "the schema of the copy is not the one of this program";
    } else if (check(t, db)) {
        error = "the copy breaks an invariant: see above";
    } else {
        error = NULL;
    }
    smm_db_close(db);
    return error;
}

static void drop(ctl_t *t, const char *file)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
    for (int i = 0; i < 4; i++) {
        unlink(apr_pstrcat(t->pool, file, ends[i], NULL));
    }
}

int ctl_backup(ctl_t *t)
{
    const char *error = NULL, *file = t->argv[0], *part = apr_pstrcat(t->pool, file, ".part", NULL);
    drop(t, part);
    if (smm_db_backup(t->pool, t->driver, t->params, part, &error) != SMM_OK ||
        (is_sqlite(t) && (error = check_file(t, part)))) {
        drop(t, part);
        return ctl_fail("no backup was made: %s", error);
    }
    if (rename(part, file) != 0) {
        error = strerror(errno);
        drop(t, part);
        return ctl_fail("no backup was made: %s: %s", file, error);
    }
    drop(t, part);
    printf("backup written to %s\n", file);
    return 0;
}

/* ---- restore -------------------------------------------------------------------------------- */

static int each_panel(void *baton, const smm_row_t *row)
{
    apr_array_header_t *ids = baton;
    APR_ARRAY_PUSH(ids, int64_t) = smm_row_int(row, C_panel_list_id);
    return 0;
}

static int pause_all(ctl_t *t)
{
    apr_array_header_t *ids = apr_array_make(t->pool, 8, sizeof(int64_t));
    if (smm_db_read(t->ctx.db, SQL_panel_list, SMM_NOARGS, each_panel, ids) != SMM_DB_OK) {
        return 1;
    }
    for (int i = 0; i < ids->nelts; i++) {
        t->panel.id = APR_ARRAY_IDX(ids, i, int64_t);
        if (smm_restore_run(&t->ctx) != SMM_DB_OK) {
            return 1;
        }
    }
    return 0;
}

int ctl_restore(ctl_t *t)
{
    const char *error = NULL, *file = t->argv[0];
    if (!t->driver || !t->params) {
        return ctl_fail("--dbd and --params say which database; see smmctl --help");
    }
    if (is_sqlite(t) && access(t->params, F_OK) == 0) {
        return ctl_fail(
            "%s exists: stop the server, move the file and its -wal and -shm away first",
            t->params);
    }
    if (access(file, R_OK) != 0) {
        return ctl_fail("%s: %s", file, strerror(errno));
    }
    if (smm_db_restore(t->pool, t->driver, t->params, file, &error) != SMM_OK ||
        smm_db_open(t->pool, t->driver, t->params, &t->ctx.db, &error) != SMM_OK) {
        return ctl_fail("the database was not restored: %s", error);
    }
    if (smm_db_schema_state(t->ctx.db, t->pool, &error) == 0 &&
        smm_db_migrate(t->ctx.db, t->pool, &error) != SMM_OK) {
        return ctl_fail("the restored schema could not be brought up to date: %s", error);
    }
    if (pause_all(t)) {
        return ctl_fail(
            "what was under way could not be laid to rest: do not start the server on this");
    }
    puts("restored. Campaigns that were waiting or being sent are \"unknown\" now: staff decide on "
         "each.\nMails that were waiting are not sent.");
    return check(t, t->ctx.db) ? 1 : 0;
}

/* ---- export --------------------------------------------------------------------------------- */

static void put(void *baton, const char *text)
{
    fputs(text, baton);
}

int ctl_export(ctl_t *t)
{
    return smm_db_export(&t->ctx, put, stdout) == SMM_OK
               ? 0
               : ctl_fail("the database did not answer: the output is not complete");
}
