/* SPDX-License-Identifier: Apache-2.0 */
/* Write units: building them, and the loop that runs one until its outcome is known. */
#include <string.h>
#include <apr_strings.h>
#include "db_int.h"
#include "smm_memo.h"

smm_unit_t *smm_unit_make(apr_pool_t *p)
{
    smm_unit_t *u = apr_pcalloc(p, sizeof(*u));

    u->pool = p;
    u->probe = -1;
    return u;
}

static const smm_arg_t *copy_args(apr_pool_t *p, const smm_arg_t *args, int nargs)
{
    return nargs > 0 ? apr_pmemdup(p, args, sizeof(*args) * (size_t)nargs) : NULL;
}

static void grow(smm_unit_t *u)
{
    int room = u->room > 0 ? u->room * 2 : 8;
    smm_ustep_t *steps = apr_pcalloc(u->pool, sizeof(*steps) * (size_t)room);

    if (u->nsteps > 0) {
        memcpy(steps, u->steps, sizeof(*steps) * (size_t)u->nsteps);
    }
    u->steps = steps;
    u->room = room;
}

int smm_unit_add(smm_unit_t *u, int stmt, const smm_arg_t *args, int nargs)
{
    smm_ustep_t *st;

    if (u->nsteps == u->room) {
        grow(u);
    }
    st = &u->steps[u->nsteps];
    st->stmt = stmt;
    st->args = copy_args(u->pool, args, nargs);
    st->nargs = nargs;
    for (int i = 0; i < nargs && i < 64; i++) {
        if (args[i].type != SMM_A_SLOT) {
            continue;
        }
        if (args[i].i < 0 || args[i].i >= u->nsteps) {
            smm_log(SMM_LOG_ERROR,
                    "SMM0111: step %d refers to the id of a step that is not before it", u->nsteps);
            u->bad = 1;
            continue;
        }
        st->slots |= UINT64_C(1) << i;
        u->steps[args[i].i].store = 1;
    }
    if (u->nsteps >= SMM_MAX_STEPS) {
        smm_log(SMM_LOG_ERROR, "SMM0112: a unit has more than %d steps", SMM_MAX_STEPS);
        u->bad = 1;
    }
    return u->nsteps++;
}

void smm_unit_outcome(smm_unit_t *u, int outcome)
{
    if (u->nsteps > 0) {
        u->steps[u->nsteps - 1].outcome = outcome;
    }
}

void smm_unit_probe(smm_unit_t *u, int stmt, const smm_arg_t *args, int nargs)
{
    u->probe = stmt;
    u->probe_args = copy_args(u->pool, args, nargs);
    u->probe_nargs = nargs;
}

int64_t smm_unit_id(const smm_unit_t *u, int step)
{
    return step >= 0 && step < u->nsteps ? u->steps[step].id : 0;
}

/* @return 0 when every step fits its declaration. */
static int check(const smm_db_t *db, smm_unit_t *u)
{
    if (u->bad) {
        return -1;
    }
    if (u->nsteps == 0) {
        smm_log(SMM_LOG_ERROR, "SMM0113: a unit without steps was submitted");
        return -1;
    }
    for (int k = 0; k < u->nsteps; k++) {
        smm_ustep_t *st = &u->steps[k];

        st->s = smm_db_stmt(db, st->stmt);
        if (st->s == NULL || smm_args_check(st->s, st->args, st->nargs) != 0) {
            return -1;
        }
        if (!st->s->write) {
            smm_log(SMM_LOG_ERROR, "SMM0114: %s is a read statement in a unit", st->s->name);
            return -1;
        }
        if (st->store && st->s->id_table == NULL) {
            smm_log(SMM_LOG_ERROR, "SMM0115: %s has no ':id', its id was asked for", st->s->name);
            return -1;
        }
    }
    return 0;
}

static int see_row(void *baton, const smm_row_t *row)
{
    *(int *)baton = 1;
    return 1;
}

/* @return 1 committed, 0 not (yet), -1 cannot be known. */
static int probe(smm_db_t *db, const smm_unit_t *u)
{
    int found = 0;

    if (u->probe < 0) {
        return -1;
    }
    if (smm_db_read(db, u->probe, u->probe_args, u->probe_nargs, see_row, &found) != SMM_DB_OK) {
        return -1;
    }
    return found;
}

static smm_written_t answer(const smm_unit_t *u, smm_try_e t, int failed)
{
    smm_written_t w = {smm_try_rc(t), -1, 0, 0};

    if (t != TRY_OK) {
        w.failed_step = failed;
    }
    if ((t == TRY_EXPECT || t == TRY_UNIQUE) && failed >= 0) {
        w.outcome = u->steps[failed].outcome;
    }
    return w;
}

static void log_end(const smm_unit_t *u, const smm_written_t *w, int attempts)
{
    const char *step = w->failed_step >= 0 ? u->steps[w->failed_step].s->name : "commit";

    if (w->rc == SMM_DB_BUSY || w->rc == SMM_DB_UNKNOWN || w->rc == SMM_DB_BUG) {
        smm_log(SMM_LOG_ERROR, "SMM0116: unit beginning with %s ended %s at %s after %d attempts",
                u->steps[0].s->name,
                w->rc == SMM_DB_BUSY  ? "busy"
                : w->rc == SMM_DB_BUG ? "with a bug"
                                      : "unknown",
                step, attempts);
    } else if (w->rc == SMM_DB_CONSTRAINT) {
        smm_log(SMM_LOG_WARN, "SMM0117: a constraint refused step %s", step);
    }
}

/*
 * Runs attempts until one tells the outcome. Once an attempt's commit is in doubt, a later refusal
 * may be the echo of our own success, so the probe has the last word then.
 */
static smm_written_t run(smm_db_t *db, smm_unit_t *u)
{
    int64_t deadline = smm_clock_ms() + db->opts.timeout_ms;
    int doubt = 0, failed = -1, attempts = 0, known;
    smm_try_e t;

    for (;;) {
        failed = -1;
        t = db->drv->write(db, u, deadline, &failed);
        attempts++;
        if (t == TRY_OK || t == TRY_BUG) {
            break;
        }
        if (t == TRY_UNKNOWN) {
            doubt = 1;
        }
        if (doubt) {
            known = probe(db, u);
            if (known == 1) {
                smm_written_t w = {SMM_DB_OK, -1, 0, 1};
                return w;
            }
            if (known < 0) {
                t = TRY_UNKNOWN;
                break;
            }
        }
        if (t != TRY_RETRY && t != TRY_CONN && t != TRY_UNKNOWN) {
            break;
        }
        if (attempts > SMM_RERUNS || smm_clock_ms() >= deadline) {
            /* In doubt an attempt may still commit on the server after our probe. */
            t = doubt ? TRY_UNKNOWN : TRY_BUSY;
            break;
        }
        smm_sleep_jitter(t == TRY_RETRY ? 1 << attempts : 10 << attempts);
    }
    if (doubt && t == TRY_BUSY) {
        t = TRY_UNKNOWN;
    }
    smm_written_t w = answer(u, t, failed);
    log_end(u, &w, attempts);
    return w;
}

smm_written_t smm_db_write(smm_db_t *db, smm_unit_t *u)
{
    smm_written_t bug = {SMM_DB_BUG, -1, 0, 0}, busy = {SMM_DB_BUSY, -1, 0, 0};

    if (check(db, u) != 0) {
        return bug;
    }
    if (smm_conn_held(db) != NULL) {
        smm_log(SMM_LOG_ERROR, "SMM0118: a unit was submitted inside a row callback or snapshot");
        return bug;
    }
    if (smm_db_resolve(db) != 0) {
        return busy;
    }
    for (int k = 0; k < u->nsteps; k++) {
        u->steps[k].id = 0;
    }
    smm_written_t w = run(db, u);
    smm_memo_written(); /* whatever the outcome: an unknown one may have been written */
    return w;
}

smm_rc_e smm_written_rc(const smm_written_t *w)
{
    switch (w->rc) {
    case SMM_DB_OK:
        return SMM_OK;
    case SMM_DB_EXPECT:
    case SMM_DB_UNIQUE:
        return w->outcome > 0 && w->outcome <= SMM_BUG ? (smm_rc_e)w->outcome : SMM_CONFLICT;
    case SMM_DB_CONSTRAINT:
        return SMM_CONFLICT;
    case SMM_DB_BUSY:
        return SMM_BUSY;
    case SMM_DB_UNKNOWN:
        return SMM_UNKNOWN;
    default:
        return SMM_BUG;
    }
}
