/* SPDX-License-Identifier: Apache-2.0 */
/* PostgreSQL: connections, reads, explicit transactions. The round trip itself: pgsql_pipe.c. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "pgsql_int.h"

#define WHOLE_READ_MS 1800000 /* limit of a read of whole tables: half an hour */
#define WHOLE_READ                                                                                 \
    "SET LOCAL statement_timeout = 0; SET LOCAL enable_nestloop = off; "                           \
    "SET LOCAL enable_mergejoin = off"

/* Sends one plain command. @return its class by SQLSTATE; `tag` also must match when given. */
static smm_try_e command(smm_conn_t *c, const char *text, const char *tag)
{
    pg_t *g = c->priv;
    PGresult *res = PQexec(g->h, text);
    ExecStatusType s = PQresultStatus(res);
    smm_try_e t = TRY_OK;

    if (s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK) {
        const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
        pg_fault_t f = {.step = 0, .any = 1};

        snprintf(f.state, sizeof(f.state), "%s", state != NULL ? state : "");
        smm_pg_note(c, "command", PQerrorMessage(g->h));
        t = smm_pg_class(c, NULL, 1, &f, 0);
        if (PQstatus(g->h) != CONNECTION_OK) {
            c->broken = 1;
        }
    } else if (tag != NULL && strcmp(PQcmdStatus(res), tag) != 0) {
        /* COMMIT of a failed transaction succeeds with the tag ROLLBACK. */
        snprintf(c->error, sizeof(c->error), "%s answered %s", text, PQcmdStatus(res));
        t = TRY_RETRY;
    }
    PQclear(res);
    return t;
}

/*
 * Time limits of the server, where the administrator has set none: the server cancels a statement
 * that waits too long, never a commit. Not without prepared statements: behind a transaction
 * pooler a session's settings would reach strangers.
 */
static int settings(smm_conn_t *c)
{
    pg_t *g = c->priv;
    char text[320];

    PQsetnonblocking(g->h, 1);
    if (strcmp(pg_encoding_to_char(PQclientEncoding(g->h)), "UTF8") != 0 &&
        PQsetClientEncoding(g->h, "UTF8") != 0) {
        smm_pg_note(c, "client_encoding", PQerrorMessage(g->h));
        return -1;
    }
    if (!c->db->opts.prepare) {
        return 0;
    }
    snprintf(text, sizeof(text),
             "SELECT set_config(name, v, false) FROM (VALUES ('lock_timeout', '%d'), "
             "('statement_timeout', '%d')) AS want (name, v) WHERE current_setting(name) = '0'",
             c->db->opts.timeout_ms / 2, c->db->opts.timeout_ms * 4 / 5);
    return command(c, text, NULL) == TRY_OK ? 0 : -1;
}

static int pg_attach(smm_conn_t *c, void *native)
{
    pg_t *g = c->priv != NULL ? c->priv : calloc(1, sizeof(*g));

    if (g == NULL) {
        return -1;
    }
    c->priv = g;
    g->h = native;
    g->cat = c->db->cat;
    g->prepared = calloc((size_t)g->cat->nstmts + 1, 1);
    if (g->prepared == NULL || !PQisthreadsafe()) {
        return -1;
    }
    g->pid = PQbackendPID(g->h);
    return settings(c);
}

static void muted(void *arg, const char *message)
{
}

static int pg_open(smm_conn_t *c, const char *params)
{
    pg_t *g = calloc(1, sizeof(*g));

    c->priv = g;
    if (g == NULL) {
        return -1;
    }
    g->own = 1;
    g->h = PQconnectdb(params);
    if (PQstatus(g->h) != CONNECTION_OK) {
        smm_pg_note(c, "connect", PQerrorMessage(g->h));
        return -1;
    }
    PQsetNoticeProcessor(g->h, muted, NULL);
    return pg_attach(c, g->h);
}

static void pg_detach(smm_conn_t *c)
{
    pg_t *g = c->priv;

    if (g == NULL) {
        return;
    }
    if (g->own && g->h != NULL) {
        PQfinish(g->h);
    }
    free(g->prepared);
    free(g->variants);
    free(g);
    c->priv = NULL;
}

/*
 * A server that went away has said so to the socket. One PQconsumeInput reads its farewell only and
 * leaves the status OK; the next one meets the end of the stream.
 */
static int looks_dead(pg_t *g)
{
    if (PQstatus(g->h) != CONNECTION_OK) {
        return 1;
    }
    for (int i = 0; i < 4; i++) {
        struct pollfd pfd = {PQsocket(g->h), POLLIN, 0};

        if (pfd.fd < 0 || PQstatus(g->h) != CONNECTION_OK) {
            return 1;
        }
        if (poll(&pfd, 1, 0) <= 0) {
            return 0;
        }
        if (!PQconsumeInput(g->h)) {
            return 1;
        }
    }
    return PQstatus(g->h) != CONNECTION_OK;
}

static int pg_check(smm_conn_t *c)
{
    pg_t *g = c->priv;

    if (c->broken || looks_dead(g)) {
        smm_log(SMM_LOG_INFO, "SMM0141: connection to PostgreSQL is made anew");
        PQreset(g->h);
        c->broken = 1;
        if (PQstatus(g->h) != CONNECTION_OK) {
            smm_pg_note(c, "reset", PQerrorMessage(g->h));
            return -1;
        }
    }
    if (c->broken ||
        PQbackendPID(g->h) != g->pid) { /* reset by us, or by mod_dbd behind our back */
        smm_pg_forget(g);
        g->pid = PQbackendPID(g->h);
        c->broken = 0;
        if (settings(c) != 0) {
            c->broken = 1;
            return -1;
        }
    }
    return 0;
}

static void pg_clean(smm_conn_t *c)
{
    pg_t *g = c->priv;

    if (PQpipelineStatus(g->h) != PQ_PIPELINE_OFF) {
        smm_log(SMM_LOG_ERROR, "SMM0142: pipeline still open at release");
        c->broken = 1;
    } else if (PQtransactionStatus(g->h) != PQTRANS_IDLE) {
        smm_log(SMM_LOG_ERROR, "SMM0143: transaction still open at release, rolled back");
        if (command(c, "ROLLBACK", NULL) != TRY_OK || PQtransactionStatus(g->h) != PQTRANS_IDLE) {
            c->broken = 1;
        }
    }
}

/* ---- reads ---------------------------------------------------------------------------------- */

static void free_tmp(smm_row_t *row)
{
    for (int i = 0; i < SMM_MAX_COLS; i++) {
        if (row->tmp[i] != NULL) {
            PQfreemem(row->tmp[i]);
            row->tmp[i] = NULL;
        }
    }
}

/*
 * The result is taken whole before the first callback: lists are capped at 100 rows, the server is
 * never blocked by a slow page, and a lost connection is always met before the first row.
 */
static smm_try_e read_now(smm_conn_t *c, const smm_stmt_t *s, const smm_arg_t *args, int nargs,
                          smm_row_fn *fn, void *baton, int64_t deadline, int *delivered)
{
    smm_ustep_t step = {.s = s, .args = args, .nargs = nargs};
    void *tmp[SMM_MAX_COLS] = {NULL};
    PGresult *res = NULL;
    pg_fault_t f;
    int bad = 0;
    smm_row_t row = {s, NULL, 0, c->drv, &bad, tmp};

    if (smm_pg_pipe(c, &step, 1, &res, deadline, &f) != 0) {
        PQclear(res);
        return smm_pg_class(c, &step, 1, &f, 0);
    }
    if (PQnfields(res) != (int)strlen(s->out)) {
        snprintf(c->error, sizeof(c->error), "%s: the text has %d columns, ':out' has %d", s->name,
                 PQnfields(res), (int)strlen(s->out));
        PQclear(res);
        return TRY_BUG;
    }
    row.raw = res;
    for (int n = PQntuples(res); row.rowno < n && !bad; row.rowno++) {
        int stop;

        *delivered = 1;
        stop = fn(baton, &row);
        free_tmp(&row);
        if (stop != 0) {
            break;
        }
    }
    PQclear(res);
    if (bad) {
        snprintf(c->error, sizeof(c->error), "%s: a value did not fit its declaration", s->name);
    }
    return bad ? TRY_BUG : TRY_OK;
}

/*
 * A read of whole tables (the checks of smmctl verify) has no limit of a page. The planner takes a
 * sum over two tables for a few rows and would walk it once for each row of the other side, or
 * merge by the panel alone, which is quadratic both: such reads join by hash.
 */
static smm_try_e pg_read(smm_conn_t *c, const smm_stmt_t *s, const smm_arg_t *args, int nargs,
                         smm_row_fn *fn, void *baton, int64_t deadline, int *delivered)
{
    pg_t *g = c->priv;
    int alone = s->whole && PQtransactionStatus(g->h) == PQTRANS_IDLE;
    smm_try_e t = TRY_OK, end;

    if (!s->whole) {
        return read_now(c, s, args, nargs, fn, baton, deadline, delivered);
    }
    if (alone) {
        t = command(c, "BEGIN READ ONLY", "BEGIN");
    }
    if (t == TRY_OK) {
        t = command(c, WHOLE_READ, NULL);
    }
    if (t == TRY_OK) {
        t = read_now(c, s, args, nargs, fn, baton, smm_clock_ms() + WHOLE_READ_MS, delivered);
    }
    if (alone && PQtransactionStatus(g->h) != PQTRANS_IDLE) {
        end = command(c, "ROLLBACK", NULL);
        t = t == TRY_OK ? end : t;
    }
    return t;
}

/* ---- explicit transactions ------------------------------------------------------------------ */

static smm_try_e pg_begin(smm_conn_t *c, smm_tx_e kind, int64_t deadline)
{
    smm_try_e t;

    if (kind == TX_SNAPSHOT) {
        return command(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "BEGIN");
    }
    t = command(c, "BEGIN", "BEGIN");
    if (t == TRY_OK) {
        t = command(c, "SET LOCAL statement_timeout = 0", NULL);
    }
    if (t == TRY_OK) { /* "smm" in ASCII: one migration at a time */
        t = command(c, "SELECT pg_advisory_xact_lock(7564653)", NULL);
    }
    return t;
}

static smm_try_e pg_end(smm_conn_t *c, int do_commit)
{
    return do_commit ? command(c, "COMMIT", "COMMIT") : command(c, "ROLLBACK", "ROLLBACK");
}

static smm_try_e pg_exec(smm_conn_t *c, const char *text)
{
    return command(c, text, NULL);
}

static smm_try_e pg_step(smm_conn_t *c, smm_ustep_t *st, int64_t deadline)
{
    pg_fault_t f;

    if (smm_pg_pipe(c, st, 1, NULL, deadline, &f) != 0) {
        return smm_pg_class(c, st, 1, &f, 0);
    }
    return TRY_OK;
}

static int prepares(smm_conn_t *c, const char *text, const char *columns)
{
    pg_t *g = c->priv;
    PGresult *res = PQprepare(g->h, "", text, 0, NULL);
    int good = PQresultStatus(res) == PGRES_COMMAND_OK;

    if (!good) {
        smm_pg_note(c, "prepare", PQerrorMessage(g->h));
    }
    PQclear(res);
    if (good && columns != NULL) {
        res = PQdescribePrepared(g->h, "");
        good = PQnfields(res) == (int)strlen(columns);
        if (!good) {
            snprintf(c->error, sizeof(c->error), "the text has %d columns, ':out' has %d",
                     PQnfields(res), (int)strlen(columns));
        }
        PQclear(res);
    }
    return good ? 0 : -1;
}

static int pg_prepare(smm_conn_t *c, const smm_stmt_t *s)
{
    if (prepares(c, s->pgsql, s->write ? NULL : s->out) != 0) {
        return -1;
    }
    return s->pgsql_store != NULL ? prepares(c, s->pgsql_store, NULL) : 0;
}

/* ---- rows: text format ---------------------------------------------------------------------- */

static int pg_row_null(const smm_row_t *r, int col)
{
    return PQgetisnull(r->raw, r->rowno, col);
}

static int pg_row_int(const smm_row_t *r, int col, int64_t *v)
{
    const char *s = PQgetvalue(r->raw, r->rowno, col);
    char *end;

    if ((s[0] == 't' || s[0] == 'f') && s[1] == '\0') { /* a comparison: 0 or 1 as in sqlite */
        *v = s[0] == 't';
        return 0;
    }
    if (s[0] != '-' && (s[0] < '0' || s[0] > '9')) {
        return -1;
    }
    errno = 0;
    *v = strtoll(s, &end, 10);
    return errno == 0 && *end == '\0' && end != s ? 0 : -1;
}

static const char *pg_row_text(const smm_row_t *r, int col)
{
    return PQgetvalue(r->raw, r->rowno, col);
}

static const void *pg_row_bytes(const smm_row_t *r, int col, size_t *len)
{
    const unsigned char *s = (const unsigned char *)PQgetvalue(r->raw, r->rowno, col);

    if (r->tmp[col] != NULL) {
        PQfreemem(r->tmp[col]);
    }
    r->tmp[col] = PQunescapeBytea(s, len);
    return r->tmp[col];
}

const smm_driver_t smm_driver_pgsql = {
    "pgsql",      pg_open,     pg_attach,  pg_detach,   pg_check,     pg_clean,
    pg_read,      pg_begin,    pg_end,     pg_exec,     pg_step,      pg_prepare,
    smm_pg_write, pg_row_null, pg_row_int, pg_row_text, pg_row_bytes,
};
