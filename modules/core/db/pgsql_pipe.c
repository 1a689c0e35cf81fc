/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PostgreSQL: a unit is one round trip. All steps are sent in a pipeline that ends with one sync;
 * the server treats everything up to the sync as one transaction, so there is no BEGIN and no
 * COMMIT, and a step that fails (a guard raises 22012) undoes the lot. The socket is non-blocking
 * and read while it is written, so a large unit cannot block against the server's answers.
 *
 * Committed means: the sync's result was read and no error came before it.
 *
 * Ids for later steps: a step with ":id" whose id is needed keeps it in the transaction-local
 * setting smm.id<step>; a slot argument reads current_setting('smm.id<step>'). Unlike currval() it
 * cannot be confused by a trigger or another step that uses the same sequence.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "pgsql_int.h"
#include "smm_crash.h"

#define SLOT_CAST "::bigint"

/* ---- statement texts and names -------------------------------------------------------------- */

/* $3::bigint of a slot becomes current_setting('smm.id' || $3::text)::bigint. @return malloc'ed. */
static char *render(const smm_ustep_t *st)
{
    const char *in = st->store ? st->s->pgsql_store : st->s->pgsql;
    size_t room = strlen(in) + 1, n = 0;
    char *out;

    for (const char *d = in; *d != '\0'; d++) {
        room += *d == '$' ? 48 : 0;
    }
    out = malloc(room);
    while (out != NULL && *in != '\0') {
        char *end;
        long no = *in == '$' ? strtol(in + 1, &end, 10) : 0;

        if (no >= 1 && no <= 64 && (st->slots >> (no - 1) & 1) &&
            strncmp(end, SLOT_CAST, sizeof(SLOT_CAST) - 1) == 0) {
            n += (size_t)snprintf(out + n, room - n,
                                  "current_setting('smm.id' || $%ld::text)" SLOT_CAST, no);
            in = end + sizeof(SLOT_CAST) - 1;
        } else {
            out[n++] = *in++;
        }
    }
    if (out != NULL) {
        out[n] = '\0';
    }
    return out;
}

static void name_of(const pg_t *g, const smm_ustep_t *st, int no, char *name, size_t room)
{
    snprintf(name, room, "smm%u_%d_%llx%s", g->gen, no, (unsigned long long)st->slots,
             st->store ? "s" : "");
}

/* Number in the connection's catalogue, or -1: a test's one lacks the bookkeeping of migrations. */
static int number_of(const pg_t *g, const smm_stmt_t *s)
{
    return s >= g->cat->stmts && s < g->cat->stmts + g->cat->nstmts ? (int)(s - g->cat->stmts) : -1;
}

static int is_prepared(const pg_t *g, const smm_ustep_t *st, int no)
{
    if (st->slots == 0 && !st->store) {
        return g->prepared[no];
    }
    for (int i = 0; i < g->nvariants; i++) {
        const pg_variant_t *v = &g->variants[i];

        if (v->stmt == no && v->slots == st->slots && v->store == st->store) {
            return 1;
        }
    }
    return 0;
}

static void mark_prepared(pg_t *g, const smm_ustep_t *st, int no)
{
    if (st->slots == 0 && !st->store) {
        g->prepared[no] = 1;
        return;
    }
    if (g->nvariants == g->variants_room) {
        int room = g->variants_room > 0 ? g->variants_room * 2 : 16;
        pg_variant_t *v = realloc(g->variants, sizeof(*v) * (size_t)room);

        if (v == NULL) {
            return; /* next use prepares again and finds the name taken: stale, new names */
        }
        g->variants = v;
        g->variants_room = room;
    }
    g->variants[g->nvariants++] = (pg_variant_t){no, st->slots, st->store};
}

void smm_pg_forget(pg_t *g)
{
    memset(g->prepared, 0, (size_t)g->cat->nstmts + 1);
    g->nvariants = 0;
    g->gen++;
}

/* ---- sending -------------------------------------------------------------------------------- */

typedef struct params_t {
    const char *val[SMM_MAX_ARGS];
    int len[SMM_MAX_ARGS];
    int fmt[SMM_MAX_ARGS];
    char num[SMM_MAX_ARGS][24];
    int n;
} params_t;

static void fill_params(params_t *p, const smm_ustep_t *st, int step_no)
{
    p->n = st->nargs;
    for (int i = 0; i < st->nargs; i++) {
        const smm_arg_t *a = &st->args[i];

        p->val[i] = NULL;
        p->len[i] = 0;
        p->fmt[i] = 0;
        if (a->type == SMM_A_INT || a->type == SMM_A_SLOT) {
            snprintf(p->num[i], sizeof(p->num[i]), "%lld", (long long)a->i);
            p->val[i] = p->num[i];
        } else if (a->type == SMM_A_TEXT) {
            p->val[i] = a->p;
        } else if (a->type == SMM_A_BYTES) {
            p->val[i] = a->p != NULL ? a->p : "";
            p->len[i] = (int)a->len;
            p->fmt[i] = 1;
        }
    }
    if (st->store) {
        snprintf(p->num[p->n], sizeof(p->num[p->n]), "%d", step_no);
        p->val[p->n] = p->num[p->n];
        p->len[p->n] = 0;
        p->fmt[p->n] = 0;
        p->n++;
    }
}

/* An earlier step of this trip prepares the same form already. */
static int on_its_way(const smm_ustep_t *steps, const unsigned char *prepares, int k)
{
    for (int j = 0; j < k; j++) {
        if (prepares[j] && steps[j].s == steps[k].s && steps[j].slots == steps[k].slots &&
            steps[j].store == steps[k].store) {
            return 1;
        }
    }
    return 0;
}

/* @return 0, or -1 when libpq refused; prepares[k] tells whether a prepare's result comes first. */
static int send_step(smm_conn_t *c, const smm_ustep_t *steps, int k, unsigned char *prepares)
{
    const smm_ustep_t *st = &steps[k];
    pg_t *g = c->priv;
    int no = number_of(g, st->s);
    int ours = no >= 0 && c->db->opts.prepare;
    params_t p;
    char name[64], *text = NULL;
    int ok;

    fill_params(&p, st, k);
    name_of(g, st, no, name, sizeof(name));
    if (!ours || (!is_prepared(g, st, no) && !on_its_way(steps, prepares, k))) {
        text = render(st);
        if (text == NULL) {
            return -1;
        }
    }
    if (!ours) {
        ok = PQsendQueryParams(g->h, text, p.n, NULL, p.val, p.len, p.fmt, 0);
    } else {
        ok = 1;
        if (text != NULL) {
            ok = PQsendPrepare(g->h, name, text, 0, NULL);
            prepares[k] = 1;
        }
        ok = ok && PQsendQueryPrepared(g->h, name, p.n, p.val, p.len, p.fmt, 0);
    }
    free(text);
    return ok ? 0 : -1;
}

/* ---- waiting -------------------------------------------------------------------------------- */

/*
 * Flushes what is left and waits until a result can be taken without blocking.
 * @return 0, or -1 when the connection is lost or the deadline has passed.
 */
static int wait_result(pg_t *g, int64_t deadline, int *flushed)
{
    for (;;) {
        struct pollfd pfd = {PQsocket(g->h), POLLIN, 0};
        int64_t left = deadline - smm_clock_ms();
        int n;

        if (!*flushed) {
            n = PQflush(g->h);
            if (n == 0) {
                *flushed = 1;
            }
            /* On a write error there may still be an answer to read: the reason why. */
        }
        if (!PQisBusy(g->h)) {
            return 0;
        }
        if (pfd.fd < 0 || left <= 0) {
            return -1;
        }
        pfd.events |= *flushed ? 0 : POLLOUT;
        n = poll(&pfd, 1, left > 1000 ? 1000 : (int)left);
        if (n < 0 && errno != EINTR) {
            return -1;
        }
        if (n > 0 && (pfd.revents & (POLLIN | POLLERR | POLLHUP)) && !PQconsumeInput(g->h)) {
            return PQisBusy(g->h) ? -1 : 0;
        }
    }
}

void smm_pg_note(smm_conn_t *c, const char *what, const char *message)
{
    snprintf(c->error, sizeof(c->error), "%s: %s", what, message != NULL ? message : "");
    c->error[strcspn(c->error, "\n")] = '\0'; /* first line: DETAIL may hold a customer's text */
}

static void note_fault(smm_conn_t *c, const char *what, const PGresult *res, int step,
                       pg_fault_t *fault)
{
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

    if (fault->any || fault->lost) {
        return; /* the first one tells */
    }
    smm_pg_note(c, what, PQresultErrorMessage(res));
    if (state == NULL) {
        /* libpq's own word for a broken connection, hung on whatever step it waited for: the server
         * has refused nothing, and may have committed. */
        fault->lost = 1;
        return;
    }
    fault->any = 1;
    fault->step = step;
    snprintf(fault->state, sizeof(fault->state), "%s", state);
}

/* Reads results in order until the sync. @return 0 when it came. */
static int collect(smm_conn_t *c, smm_ustep_t *steps, int n, const unsigned char *prepares,
                   PGresult **keep, int64_t deadline, pg_fault_t *fault)
{
    pg_t *g = c->priv;
    int step = 0, preparing = n > 0 && prepares[0], nulls = 0;

    for (;;) {
        PGresult *res;
        ExecStatusType s;

        if (wait_result(g, deadline, &fault->sent) != 0) {
            return -1;
        }
        res = PQgetResult(g->h);
        if (res == NULL) { /* end of one message's results */
            if (PQstatus(g->h) != CONNECTION_OK || ++nulls > 2) {
                return -1;
            }
            if (preparing) {
                preparing = 0;
            } else if (step < n) {
                step++;
                preparing = step < n && prepares[step];
            }
            continue;
        }
        nulls = 0;
        s = PQresultStatus(res);
        if (s == PGRES_PIPELINE_SYNC) {
            PQclear(res);
            return 0;
        }
        if (s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK) {
            if (preparing) {
                mark_prepared(g, &steps[step], number_of(g, steps[step].s));
            } else if (step < n) {
                if (steps[step].s->id_table != NULL && PQntuples(res) > 0) {
                    steps[step].id = strtoll(PQgetvalue(res, PQntuples(res) - 1, 0), NULL, 10);
                }
                if (keep != NULL && keep[step] == NULL) {
                    keep[step] = res;
                    continue;
                }
            }
        } else if (s != PGRES_PIPELINE_ABORTED) {
            note_fault(c, step < n ? steps[step].s->name : "commit", res, step, fault);
        }
        PQclear(res);
    }
}

int smm_pg_pipe(smm_conn_t *c, smm_ustep_t *steps, int n, PGresult **keep, int64_t deadline,
                pg_fault_t *fault)
{
    pg_t *g = c->priv;
    unsigned char prepares[SMM_MAX_STEPS] = {0};
    int ok;

    memset(fault, 0, sizeof(*fault));
    fault->step = -1;
    ok = PQenterPipelineMode(g->h);
    for (int k = 0; ok && k < n; k++) {
        ok = send_step(c, steps, k, prepares) == 0;
    }
    smm_crash_point("db.pgsql.before-sync");
    ok = ok && PQpipelineSync(g->h);
    if (!ok) {
        /* No sync left us, so nothing can have been committed. */
        smm_pg_note(c, "send", PQerrorMessage(g->h));
        fault->lost = 1;
    } else {
        if (PQflush(g->h) == 0) {
            fault->sent = 1;
        }
        smm_crash_point("db.pgsql.after-sync");
        if (collect(c, steps, n, prepares, keep, deadline, fault) != 0) {
            if (!fault->any && !fault->lost) {
                smm_pg_note(c, "receive",
                            PQstatus(g->h) == CONNECTION_OK ? "no answer before the deadline"
                                                            : PQerrorMessage(g->h));
            }
            fault->lost = 1;
        }
    }
    if (fault->lost) {
        c->broken = 1; /* in the middle of something: only a reset makes it usable */
        return -1;
    }
    if (!PQexitPipelineMode(g->h)) {
        c->broken = 1;
    }
    return fault->any ? -1 : 0;
}

/* ---- meaning -------------------------------------------------------------------------------- */

static int is_state(const char *state, const char *list)
{
    return strlen(state) == 5 && strstr(list, state) != NULL;
}

smm_try_e smm_pg_class(smm_conn_t *c, const smm_ustep_t *steps, int n, const pg_fault_t *f,
                       int commits)
{
    const char *s = f->state;

    /* An error result that belongs to a step: the server has refused, whatever came afterwards. */
    int refused = f->any && f->step < n;

    if (f->lost && !refused) {
        return commits && f->sent ? TRY_UNKNOWN : TRY_CONN;
    }
    if (strncmp(s, "08", 2) == 0 || is_state(s, "57P01 57P02 57P03 25006 57P05 25P03")) {
        c->broken = 1;
        return f->step >= n && (commits && strcmp(s, "25006") != 0) ? TRY_UNKNOWN : TRY_CONN;
    }
    if (strcmp(s, "22012") == 0 && f->step >= 0 && f->step < n &&
        steps[f->step].s->expect != SMM_STEP_ANY) {
        return TRY_EXPECT;
    }
    if (strcmp(s, "23505") == 0) {
        return TRY_UNIQUE;
    }
    if (strncmp(s, "23", 2) == 0 || is_state(s, "P0001 27000 44000")) {
        return TRY_CONSTRAINT;
    }
    if (is_state(s, "0A000 26000 42P05")) {
        smm_pg_forget(c->priv);
        return TRY_RETRY;
    }
    if (is_state(s, "40001 40P01 55P03")) {
        return TRY_RETRY;
    }
    if (strncmp(s, "53", 2) == 0 || strncmp(s, "58", 2) == 0 || strcmp(s, "57014") == 0) {
        return TRY_BUSY;
    }
    if (s[0] == '\0') {
        return TRY_CONN;
    }
    return TRY_BUG;
}

smm_try_e smm_pg_write(smm_db_t *db, smm_unit_t *u, int64_t deadline, int *failed)
{
    smm_conn_t *c = smm_conn_get(db, deadline);
    pg_fault_t f;
    smm_try_e t = TRY_OK;

    if (c == NULL) {
        return TRY_CONN;
    }
    if (smm_pg_pipe(c, u->steps, u->nsteps, NULL, deadline, &f) != 0) {
        t = smm_pg_class(c, u->steps, u->nsteps, &f, 1);
        *failed = f.any && f.step < u->nsteps ? f.step : -1;
        if (t != TRY_EXPECT && t != TRY_UNIQUE && t != TRY_CONSTRAINT && t != TRY_RETRY) {
            smm_log(SMM_LOG_WARN, "SMM0140: unit attempt failed, state %s: %s",
                    f.state[0] != '\0' ? f.state : "none", c->error);
        }
    } else {
        smm_crash_point("db.pgsql.after-commit");
    }
    smm_conn_put(db, c);
    return t;
}
