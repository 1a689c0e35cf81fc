/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of a whole database, and what happens after one was put back. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <apr_strings.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include "smm_backup.h"

#define MAX_HOOKS 16

static smm_restore_fn *hooks[MAX_HOOKS];
static int nhooks;

SMM_DECLARE(void) smm_restore_add(smm_restore_fn *fn)
{
    for (int i = 0; i < nhooks; i++) {
        if (hooks[i] == fn) {
            return;
        }
    }
    if (nhooks < MAX_HOOKS) {
        hooks[nhooks++] = fn;
    }
}

SMM_DECLARE(smm_db_rc_e) smm_restore_run(smm_ctx_t *c)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    for (int i = 0; i < nhooks; i++) {
        hooks[i](c, u);
    }
    return smm_db_write(c->db, u).rc;
}

/* ---- SQLite --------------------------------------------------------------------------------- */

static const char *copy_pages(apr_pool_t *p, sqlite3 *from, sqlite3 *to)
{
    const char *error = NULL;
    int rc;
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    if (!b) {
        return apr_pstrdup(p, sqlite3_errmsg(to));
    }
    /* One step: a WAL snapshot, so writers are not held up and the copy is of one moment. */
    while ((rc = sqlite3_backup_step(b, -1)) == SQLITE_BUSY || rc == SQLITE_LOCKED) {
        sqlite3_sleep(50);
    }
    if (rc != SQLITE_DONE) {
        error = apr_pstrdup(p, sqlite3_errstr(rc));
    }
    sqlite3_backup_finish(b);
    return error;
}

static int on_check(void *baton, int n, char **values, char **names)
{
    int *good = baton;
    *good = n == 1 && values[0] && strcmp(values[0], "ok") == 0;
    return 0;
}

static const char *check_copy(apr_pool_t *p, sqlite3 *db)
{
    int good = 0;
    char *message = NULL;
    const char *error = NULL;
    if (sqlite3_exec(db, "PRAGMA journal_mode = DELETE", NULL, NULL, &message) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA integrity_check(1)", on_check, &good, &message) != SQLITE_OK) {
        error = apr_pstrdup(p, message ? message : "the copy cannot be read");
    } else if (!good) {
        error = "the copy is damaged";
    }
    sqlite3_free(message);
    return error;
}

static const char *copy_sqlite(apr_pool_t *p, const char *from, const char *to)
{
    sqlite3 *src = NULL, *dst = NULL;
    const char *error = NULL;
    int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return apr_psprintf(p, "%s: %s", to, strerror(errno));
    }
    close(fd);
    if (sqlite3_open_v2(from, &src, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        error = apr_psprintf(p, "%s: %s", from, sqlite3_errmsg(src));
    } else if (sqlite3_open_v2(to, &dst, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        error = apr_psprintf(p, "%s: %s", to, sqlite3_errmsg(dst));
    } else {
        error = copy_pages(p, src, dst);
        error = error ? error : check_copy(p, dst);
    }
    sqlite3_close(src);
    sqlite3_close(dst);
    if (!error && (fd = open(to, O_RDONLY | O_CLOEXEC)) >= 0) {
        error = fsync(fd) ? "the copy could not be written to the disk" : NULL;
        close(fd);
    }
    if (error) {
        unlink(to);
    }
    return error;
}

/* ---- PostgreSQL ----------------------------------------------------------------------------- */

/*
 * Runs pg_dump or pg_restore. The connection goes by environment, in the child only: a password on
 * the command line would be seen by everybody on the machine.
 */
static const char *run_tool(apr_pool_t *p, const char *params, const char *const *argv)
{
    char *message = NULL;
    int status = 0;
    PQconninfoOption *all = PQconninfoParse(params, &message);
    if (!all) {
        PQfreemem(message);
        return "the database parameters cannot be read";
    }
    pid_t pid = fork();
    if (pid == 0) {
        for (PQconninfoOption *o = all; o->keyword; o++) {
            if (o->val && o->envvar) {
                setenv(o->envvar, o->val, 1);
            }
        }
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    PQconninfoFree(all);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (pid < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 127)) {
        return apr_pstrcat(p, argv[0], " is not installed (Debian: postgresql-client)", NULL);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? NULL
                                                         : apr_pstrcat(p, argv[0], " failed", NULL);
}

static const char *db_name(apr_pool_t *p, const char *params)
{
    const char *name = "postgres", *user = NULL;
    PQconninfoOption *all = PQconninfoParse(params, NULL);
    for (PQconninfoOption *o = all; o && o->keyword; o++) {
        if (o->val && strcmp(o->keyword, "dbname") == 0) {
            name = apr_pstrdup(p, o->val);
            user = name;
        } else if (o->val && strcmp(o->keyword, "user") == 0 && !user) {
            name = apr_pstrdup(p, o->val);
        }
    }
    PQconninfoFree(all);
    return name;
}

static const char *dump_pgsql(apr_pool_t *p, const char *params, const char *file)
{
    const char *const argv[] = {"pg_dump",
                                "--format=custom",
                                "--no-owner",
                                "--no-privileges",
                                apr_pstrcat(p, "--file=", file, NULL),
                                NULL};
    mode_t old = umask(077);
    const char *error = run_tool(p, params, argv);
    umask(old);
    if (error) {
        unlink(file);
    }
    return error;
}

static const char *load_pgsql(apr_pool_t *p, const char *params, const char *file)
{
    const char *const argv[] = {"pg_restore",
                                "--exit-on-error",
                                "--single-transaction",
                                "--no-owner",
                                "--no-privileges",
                                apr_pstrcat(p, "--dbname=", db_name(p, params), NULL),
                                file,
                                NULL};
    return run_tool(p, params, argv);
}

/* ---- the calls ------------------------------------------------------------------------------ */

SMM_DECLARE(smm_rc_e)
smm_db_backup(apr_pool_t *p, const char *driver, const char *params, const char *file,
              const char **error)
{
    *error =
        strcmp(driver, "sqlite3") == 0 ? copy_sqlite(p, params, file) : dump_pgsql(p, params, file);
    return *error ? SMM_BUSY : SMM_OK;
}

SMM_DECLARE(smm_rc_e)
smm_db_restore(apr_pool_t *p, const char *driver, const char *params, const char *file,
               const char **error)
{
    *error =
        strcmp(driver, "sqlite3") == 0 ? copy_sqlite(p, file, params) : load_pgsql(p, params, file);
    return *error ? SMM_BUSY : SMM_OK;
}
