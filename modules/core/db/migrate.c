/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Migrations: each statement runs in a transaction of its own together with the line that says it
 * ran, under the lock between processes. So a crash anywhere leaves a state to go on from, and
 * several processes that start at once take turns and find the other's steps done.
 */
#include <string.h>
#include <apr_strings.h>
#include <apr_time.h>
#include "db_int.h"
#include "smm_crash.h"
#include "smm_sql.h"

typedef struct seen_t {
    int version, steps, done;
    char checksum[65];
    char name[64];
} seen_t;

typedef struct list_t {
    seen_t rows[256];
    int n;
    int64_t exists;
} list_t;

static int take_exists(void *baton, const smm_row_t *row)
{
    ((list_t *)baton)->exists = smm_row_int(row, C_schema_exists_found);
    return 1;
}

static int take_seen(void *baton, const smm_row_t *row)
{
    list_t *l = baton;
    seen_t *s = &l->rows[l->n];

    s->version = (int)smm_row_int(row, C_schema_list_version);
    s->steps = (int)smm_row_int(row, C_schema_list_steps);
    s->done = (int)smm_row_int(row, C_schema_list_done);
    apr_cpystrn(s->checksum, smm_row_text(row, C_schema_list_checksum), sizeof(s->checksum));
    apr_cpystrn(s->name, smm_row_text(row, C_schema_list_name), sizeof(s->name));
    return ++l->n == 256;
}

/* The bookkeeping statements are always those of the built-in catalogue. */
static smm_try_e load(smm_conn_t *c, list_t *l)
{
    int64_t deadline = smm_clock_ms() + c->db->opts.timeout_ms;
    int delivered = 0;
    smm_try_e t;

    memset(l, 0, sizeof(*l));
    t = c->drv->read(c, &smm_catalog.stmts[SQL_schema_exists], NULL, 0, take_exists, l, deadline,
                     &delivered);
    if (t == TRY_OK && l->exists > 0) {
        t = c->drv->read(c, &smm_catalog.stmts[SQL_schema_list], NULL, 0, take_seen, l, deadline,
                         &delivered);
    }
    return t;
}

static const seen_t *seen_of(const list_t *l, int version)
{
    for (int i = 0; i < l->n; i++) {
        if (l->rows[i].version == version) {
            return &l->rows[i];
        }
    }
    return NULL;
}

static const char *step_text(const smm_db_t *db, const smm_mig_step_t *st)
{
    return db->drv == &smm_driver_pgsql || strcmp(db->drv->name, "pgsql") == 0 ? st->pgsql
                                                                               : st->sqlite;
}

/* @return 1 all is there, 0 something is missing, -1 newer or changed, with *error. */
static int judge(const smm_db_t *db, const list_t *l, apr_pool_t *p, const char **error)
{
    const smm_catalog_t *cat = db->cat;
    int complete = 1;

    for (int i = 0; i < l->n; i++) {
        const smm_migration_t *m = NULL;

        for (int k = 0; k < cat->nmigrations; k++) {
            if (cat->migrations[k].version == l->rows[i].version) {
                m = &cat->migrations[k];
            }
        }
        if (m == NULL) {
            *error = apr_psprintf(p,
                                  "The database has migration %s, which this version of mod_smm "
                                  "does not know: install the newer version, or restore the "
                                  "backup that belongs to this one.",
                                  l->rows[i].name);
            return -1;
        }
        if (strcmp(m->checksum, l->rows[i].checksum) != 0) {
            *error = apr_psprintf(p,
                                  "Migration %s was changed after it had been applied to this "
                                  "database. Restore the original file, or start with an empty "
                                  "database.",
                                  m->name);
            return -1;
        }
    }
    for (int k = 0; k < cat->nmigrations; k++) {
        const seen_t *s = seen_of(l, cat->migrations[k].version);

        complete = complete && s != NULL && s->done >= cat->migrations[k].nsteps;
    }
    return complete;
}

int smm_db_schema_state(smm_db_t *db, apr_pool_t *p, const char **error)
{
    list_t *l = apr_palloc(p, sizeof(*l));
    smm_conn_t *c = smm_conn_get(db, smm_clock_ms() + db->opts.timeout_ms);
    smm_try_e t;

    *error = NULL;
    if (c == NULL) {
        *error = "The database cannot be reached.";
        return -1;
    }
    t = load(c, l);
    if (t != TRY_OK) {
        *error = apr_psprintf(p, "The state of the database cannot be read: %s.", c->error);
        smm_conn_put(db, c);
        return -1;
    }
    smm_conn_put(db, c);
    return judge(db, l, p, error);
}

static smm_try_e mark(smm_conn_t *c, const smm_migration_t *m, int done)
{
    smm_arg_t args[] = {SMM_I(m->version), SMM_T(m->name), SMM_T(m->checksum),
                        SMM_I(m->nsteps),  SMM_I(done),    SMM_I(apr_time_sec(apr_time_now()))};
    smm_ustep_t st = {.s = &smm_catalog.stmts[SQL_schema_mark], .args = args, .nargs = 6};

    return c->drv->step(c, &st, smm_clock_ms() + c->db->opts.timeout_ms);
}

static smm_try_e create_table(smm_conn_t *c)
{
    const smm_stmt_t *s = &smm_catalog.stmts[SQL_schema_create];

    return c->drv->exec(c, strcmp(c->drv->name, "pgsql") == 0 ? s->pgsql : s->sqlite);
}

/* The next statement that is missing. @return its migration, or NULL when there is none. */
static const smm_migration_t *next_step(const smm_db_t *db, const list_t *l, int *step)
{
    for (int k = 0; k < db->cat->nmigrations; k++) {
        const smm_migration_t *m = &db->cat->migrations[k];
        const seen_t *s = seen_of(l, m->version);

        if (s == NULL || s->done < m->nsteps) {
            *step = s != NULL ? s->done : 0;
            return m;
        }
    }
    return NULL;
}

/*
 * One transaction: one missing statement. @param more set to 0 when nothing was missing, -1 when
 * the database must not be touched (*error).
 */
static smm_try_e advance(smm_conn_t *c, list_t *l, apr_pool_t *p, int *more, const char **error)
{
    smm_db_t *db = c->db;
    int step = 0;
    const smm_migration_t *m;
    const char *text;
    smm_try_e t = c->drv->begin(c, TX_EXCLUSIVE, smm_clock_ms() + 60000);

    if (t == TRY_OK) {
        t = create_table(c);
    }
    if (t == TRY_OK) {
        t = load(c, l);
    }
    if (t != TRY_OK) {
        c->drv->end(c, 0);
        return t;
    }
    m = NULL;
    if (judge(db, l, p, error) < 0) {
        *more = -1;
    } else if ((m = next_step(db, l, &step)) == NULL) {
        *more = 0;
    }
    if (m == NULL) {
        c->drv->end(c, *more == 0);
        return TRY_OK;
    }
    text = step < m->nsteps ? step_text(db, &m->steps[step]) : NULL;
    t = text != NULL ? c->drv->exec(c, text) : TRY_OK;
    smm_crash_point("db.migrate.in-step");
    if (t == TRY_OK) {
        t = mark(c, m, step + 1 > m->nsteps ? m->nsteps : step + 1);
    }
    if (t != TRY_OK) {
        *error = apr_psprintf(p, "Migration %s, step %d: %s.", m->name, step + 1, c->error);
        c->drv->end(c, 0);
        return t;
    }
    t = c->drv->end(c, 1);
    smm_crash_point("db.migrate.after-step");
    return t;
}

/*
 * A property of the file: readers never wait for writers. A no-op when it is set. Changing it wants
 * the file for itself, and sqlite refuses at once instead of waiting: hence our lock and the turns.
 */
static smm_try_e set_wal(smm_conn_t *c)
{
    smm_try_e t = smm_group_lock(c->db->group, smm_clock_ms() + 60000, 1);

    if (t != TRY_OK) {
        return t;
    }
    for (int i = 0; i < 100; i++) {
        t = c->drv->exec(c, "PRAGMA journal_mode=WAL");
        if (t != TRY_RETRY) {
            break;
        }
        smm_sleep_jitter(20);
    }
    smm_group_unlock(c->db->group);
    return t;
}

smm_rc_e smm_db_migrate(smm_db_t *db, apr_pool_t *p, const char **error)
{
    list_t *l = apr_palloc(p, sizeof(*l));
    int more = 1, again = 0;
    smm_try_e t = TRY_OK;
    smm_conn_t *c = smm_conn_get(db, smm_clock_ms() + db->opts.timeout_ms);

    *error = NULL;
    if (c == NULL) {
        *error = "The database cannot be reached.";
        return SMM_BUSY;
    }
    if (strcmp(c->drv->name, "sqlite3") == 0) {
        t = set_wal(c);
    }
    while (t == TRY_OK && more > 0) {
        t = advance(c, l, p, &more, error);
        if (t == TRY_RETRY && again++ < 20 && !c->broken) {
            smm_sleep_jitter(50);
            *error = NULL;
            t = TRY_OK;
        }
    }
    if (t != TRY_OK && *error == NULL) {
        *error = apr_psprintf(p, "The migrations could not be run: %s.", c->error);
    }
    smm_conn_put(db, c);
    if (t == TRY_OK) {
        return more < 0 ? SMM_BUG : SMM_OK;
    }
    return smm_try_rc(t) == SMM_DB_BUSY ? SMM_BUSY : SMM_BUG;
}
