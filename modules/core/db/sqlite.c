/* SPDX-License-Identifier: Apache-2.0 */
/* SQLite: connections, statements, reads, explicit transactions. Units: sqlite_group.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sqlite3.h>
#include "db_int.h"

#define BUSY_TIMEOUT_MS 2000 /* a net for strangers (shells, backups); our own writers queue */

typedef struct lite_t {
    sqlite3 *h;
    int own; /* opened by us: tools */
    int nstmts;
    sqlite3_stmt **stmts;
    const smm_catalog_t *cat;
    int locked; /* holds the group's lock for an explicit transaction */
} lite_t;

sqlite3 *smm_lite_handle(smm_conn_t *c)
{
    return ((lite_t *)c->priv)->h;
}

static void note(smm_conn_t *c, const char *what, int code)
{
    const lite_t *l = c->priv;

    snprintf(c->error, sizeof(c->error), "%s: %s (%d)", what,
             l != NULL && l->h != NULL ? sqlite3_errmsg(l->h) : sqlite3_errstr(code), code);
}

smm_try_e smm_lite_class(int code)
{
    switch (code) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
        return TRY_OK;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return TRY_UNIQUE;
    default:
        break;
    }
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return TRY_CONSTRAINT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_SCHEMA:
        return TRY_RETRY;
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
    case SQLITE_NOLFS:
        return TRY_BUSY;
    default:
        return TRY_BUG;
    }
}

smm_try_e smm_lite_exec(smm_conn_t *c, const char *text)
{
    int code = sqlite3_exec(smm_lite_handle(c), text, NULL, NULL, NULL);

    if (code != SQLITE_OK) {
        note(c, text, code);
    }
    return smm_lite_class(code);
}

/* First column of the first row as an integer, or -1. */
static int pragma_int(lite_t *l, const char *text)
{
    sqlite3_stmt *st = NULL;
    int v = -1;

    if (sqlite3_prepare_v2(l->h, text, -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW) {
        v = sqlite3_column_int(st, 0);
    }
    sqlite3_finalize(st);
    return v;
}

static int settings(smm_conn_t *c)
{
    lite_t *l = c->priv;
    int sync = c->db->opts.sync_full ? 2 : 1;
    char text[64];

    sqlite3_extended_result_codes(l->h, 1);
    sqlite3_busy_timeout(l->h, BUSY_TIMEOUT_MS);
    snprintf(text, sizeof(text), "PRAGMA synchronous=%d", sync);
    if (smm_lite_exec(c, "PRAGMA foreign_keys=ON") != TRY_OK || smm_lite_exec(c, text) != TRY_OK) {
        return -1;
    }
    if (pragma_int(l, "PRAGMA foreign_keys") != 1 || pragma_int(l, "PRAGMA synchronous") != sync) {
        snprintf(c->error, sizeof(c->error), "settings did not take effect");
        return -1;
    }
    return 0;
}

static int lite_attach(smm_conn_t *c, void *native)
{
    lite_t *l = c->priv != NULL ? c->priv : calloc(1, sizeof(*l));

    if (l == NULL) {
        return -1;
    }
    c->priv = l;
    l->h = native;
    l->cat = c->db->cat;
    l->nstmts = l->cat->nstmts;
    l->stmts = calloc((size_t)l->nstmts + 1, sizeof(*l->stmts));
    if (l->stmts == NULL || settings(c) != 0) {
        return -1;
    }
    if (c->db->group == NULL) {
        c->db->group = smm_group_of(sqlite3_db_filename(l->h, "main"));
    }
    return c->db->group != NULL ? 0 : -1;
}

static int lite_open(smm_conn_t *c, const char *params)
{
    lite_t *l = calloc(1, sizeof(*l));
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, code;

    c->priv = l;
    if (l == NULL) {
        return -1;
    }
    l->own = 1;
    code = sqlite3_open_v2(params, &l->h, flags, NULL);
    if (code != SQLITE_OK) {
        note(c, params, code);
        return -1;
    }
    return lite_attach(c, l->h);
}

/* The owner's close fails silently while a statement lives, and leaks the whole connection. */
static void lite_detach(smm_conn_t *c)
{
    lite_t *l = c->priv;
    sqlite3_stmt *st;

    if (l == NULL) {
        return;
    }
    for (int i = 0; l->stmts != NULL && i < l->nstmts; i++) {
        sqlite3_finalize(l->stmts[i]);
    }
    while (l->h != NULL && (st = sqlite3_next_stmt(l->h, NULL)) != NULL) {
        smm_log(SMM_LOG_WARN, "SMM0120: a statement was left open: %s", sqlite3_sql(st));
        sqlite3_finalize(st);
    }
    if (l->own && l->h != NULL) {
        sqlite3_close_v2(l->h);
    }
    free(l->stmts);
    free(l);
    c->priv = NULL;
}

static int lite_check(smm_conn_t *c)
{
    return c->broken ? -1 : 0;
}

static void lite_clean(smm_conn_t *c)
{
    lite_t *l = c->priv;
    sqlite3_stmt *st;

    for (st = sqlite3_next_stmt(l->h, NULL); st != NULL; st = sqlite3_next_stmt(l->h, st)) {
        if (sqlite3_stmt_busy(st)) {
            smm_log(SMM_LOG_ERROR, "SMM0121: statement still busy at release: %s", sqlite3_sql(st));
            sqlite3_reset(st);
        }
    }
    if (!sqlite3_get_autocommit(l->h)) {
        smm_log(SMM_LOG_ERROR, "SMM0122: transaction still open at release, rolled back");
        if (sqlite3_exec(l->h, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK &&
            !sqlite3_get_autocommit(l->h)) {
            c->broken = 1;
        }
    }
    if (l->locked) {
        l->locked = 0;
        smm_group_unlock(c->db->group);
    }
}

/* ---- statements ----------------------------------------------------------------------------- */

/* The cached statement; a second one when the first is in use by an outer read (*extra = 1). */
static sqlite3_stmt *stmt_of(smm_conn_t *c, const smm_stmt_t *s, int *extra, int *code)
{
    lite_t *l = c->priv;
    int in_table = s >= l->cat->stmts && s < l->cat->stmts + l->nstmts;
    sqlite3_stmt **slot = in_table ? &l->stmts[s - l->cat->stmts] : NULL;
    sqlite3_stmt *st = slot != NULL ? *slot : NULL;

    *extra = slot == NULL || (st != NULL && sqlite3_stmt_busy(st));
    *code = SQLITE_OK;
    if (st != NULL && !*extra) {
        return st;
    }
    st = NULL;
    *code =
        sqlite3_prepare_v3(l->h, s->sqlite, -1, *extra ? 0 : SQLITE_PREPARE_PERSISTENT, &st, NULL);
    if (*code != SQLITE_OK || st == NULL) {
        note(c, s->name, *code);
        *code = *code == SQLITE_OK ? SQLITE_ERROR : *code;
        return NULL;
    }
    if (!s->write && sqlite3_column_count(st) != (int)strlen(s->out)) {
        snprintf(c->error, sizeof(c->error), "%s: the text has %d columns, ':out' has %d", s->name,
                 sqlite3_column_count(st), (int)strlen(s->out));
        sqlite3_finalize(st);
        *code = SQLITE_MISUSE;
        return NULL;
    }
    if (!*extra) {
        *slot = st;
    }
    return st;
}

static void give_back(sqlite3_stmt *st, int extra)
{
    if (extra) {
        sqlite3_finalize(st);
    } else {
        sqlite3_reset(st);
        sqlite3_clear_bindings(st);
    }
}

/* Texts outlive the statement's run: bound without a copy. */
static int bind_args(sqlite3_stmt *st, const smm_arg_t *args, int nargs, const smm_ustep_t *steps)
{
    int code = SQLITE_OK;

    for (int i = 0; i < nargs && code == SQLITE_OK; i++) {
        const smm_arg_t *a = &args[i];

        switch (a->type) {
        case SMM_A_INT:
            code = sqlite3_bind_int64(st, i + 1, a->i);
            break;
        case SMM_A_SLOT:
            code = steps != NULL ? sqlite3_bind_int64(st, i + 1, steps[a->i].id) : SQLITE_MISUSE;
            break;
        case SMM_A_TEXT:
            code = sqlite3_bind_text(st, i + 1, a->p, -1, SQLITE_STATIC);
            break;
        case SMM_A_BYTES:
            code = sqlite3_bind_blob64(st, i + 1, a->p != NULL ? a->p : "", a->len, SQLITE_STATIC);
            break;
        default:
            code = sqlite3_bind_null(st, i + 1);
        }
    }
    return code;
}

static smm_try_e lite_read(smm_conn_t *c, const smm_stmt_t *s, const smm_arg_t *args, int nargs,
                           smm_row_fn *fn, void *baton, int64_t deadline, int *delivered)
{
    int extra, code, bad = 0;
    sqlite3_stmt *st = stmt_of(c, s, &extra, &code);
    smm_row_t row = {s, st, 0, c->drv, &bad, NULL};
    smm_try_e t;

    if (st == NULL) {
        return smm_lite_class(code);
    }
    code = bind_args(st, args, nargs, NULL);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(st);
        if (code != SQLITE_ROW) {
            break;
        }
        *delivered = 1;
        if (fn(baton, &row) != 0 || bad) {
            code = SQLITE_DONE;
        }
        row.rowno++;
    }
    t = smm_lite_class(code);
    if (t != TRY_OK) {
        note(c, s->name, code);
    }
    give_back(st, extra); /* an un-reset reader would keep its snapshot and starve checkpoints */
    if (bad) {
        snprintf(c->error, sizeof(c->error), "%s: a value did not fit its declaration", s->name);
        return TRY_BUG;
    }
    return t;
}

static smm_try_e expectation(const smm_stmt_t *s, int64_t n)
{
    if ((s->expect == SMM_STEP_ONE && n != 1) || (s->expect == SMM_STEP_SOME && n < 1)) {
        return TRY_EXPECT;
    }
    return TRY_OK;
}

smm_try_e smm_lite_step(smm_conn_t *c, smm_ustep_t *steps, int n)
{
    smm_ustep_t *step = &steps[n];
    int extra, code;
    int64_t rows = 0;
    sqlite3_stmt *st = stmt_of(c, step->s, &extra, &code);
    smm_try_e t;

    if (st == NULL) {
        return smm_lite_class(code);
    }
    code = bind_args(st, step->args, step->nargs, steps);
    if (code == SQLITE_OK) {
        while ((code = sqlite3_step(st)) == SQLITE_ROW) {
            rows++;
            if (step->s->id_table != NULL) {
                step->id = sqlite3_column_int64(st, 0);
            }
        }
    }
    t = smm_lite_class(code);
    if (t != TRY_OK) {
        note(c, step->s->name, code);
    } else if (!sqlite3_stmt_readonly(st)) {
        rows = sqlite3_changes64(smm_lite_handle(c));
    }
    give_back(st, extra);
    return t != TRY_OK ? t : expectation(step->s, rows);
}

static smm_try_e lite_step_alone(smm_conn_t *c, smm_ustep_t *st, int64_t deadline)
{
    return smm_lite_step(c, st, 0);
}

static int lite_prepare(smm_conn_t *c, const smm_stmt_t *s)
{
    int extra, code;

    return stmt_of(c, s, &extra, &code) != NULL ? 0 : -1;
}

/* ---- explicit transactions ------------------------------------------------------------------ */

static smm_try_e lite_begin(smm_conn_t *c, smm_tx_e kind, int64_t deadline)
{
    lite_t *l = c->priv;
    smm_try_e t;

    if (kind == TX_SNAPSHOT) {
        return smm_lite_exec(c, "BEGIN DEFERRED");
    }
    t = smm_group_lock(c->db->group, deadline, 1);
    if (t != TRY_OK) {
        return t;
    }
    t = smm_lite_exec(c, "BEGIN IMMEDIATE");
    if (t != TRY_OK) {
        smm_group_unlock(c->db->group);
        return t;
    }
    l->locked = 1;
    return TRY_OK;
}

static smm_try_e lite_end(smm_conn_t *c, int commit)
{
    lite_t *l = c->priv;
    smm_try_e t = TRY_OK;

    if (sqlite3_get_autocommit(l->h)) {
        t = commit ? TRY_RETRY : TRY_OK; /* sqlite rolled back by itself */
    } else {
        t = smm_lite_exec(c, commit ? "COMMIT" : "ROLLBACK");
        if (t != TRY_OK && commit) {
            sqlite3_exec(l->h, "ROLLBACK", NULL, NULL, NULL);
        }
    }
    if (l->locked) {
        l->locked = 0;
        smm_group_unlock(c->db->group);
    }
    return t;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static int lite_row_null(const smm_row_t *r, int col)
{
    return sqlite3_column_type(r->raw, col) == SQLITE_NULL;
}

static int lite_row_int(const smm_row_t *r, int col, int64_t *v)
{
    if (sqlite3_column_type(r->raw, col) != SQLITE_INTEGER) {
        return -1; /* a REAL here is money turned into floating point */
    }
    *v = sqlite3_column_int64(r->raw, col);
    return 0;
}

static const char *lite_row_text(const smm_row_t *r, int col)
{
    return (const char *)sqlite3_column_text(r->raw, col);
}

static const void *lite_row_bytes(const smm_row_t *r, int col, size_t *len)
{
    const void *p = sqlite3_column_blob(r->raw, col);

    *len = (size_t)sqlite3_column_bytes(r->raw, col);
    return p != NULL ? p : "";
}

const smm_driver_t smm_driver_sqlite = {
    "sqlite3",      lite_open,     lite_attach,  lite_detach,   lite_check,      lite_clean,
    lite_read,      lite_begin,    lite_end,     smm_lite_exec, lite_step_alone, lite_prepare,
    smm_lite_write, lite_row_null, lite_row_int, lite_row_text, lite_row_bytes,
};
