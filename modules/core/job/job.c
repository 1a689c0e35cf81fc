/* SPDX-License-Identifier: Apache-2.0 */
/* Kinds of jobs, queueing, and one batch from claim to answer. */
#include <string.h>
#include <apr_strings.h>
#include <apr_atomic.h>
#include "job_int.h"
#include "smm_settings.h"
#include "smm_sql.h"

#define MAX_KINDS 64
#define FAST_FACTOR 60
#define FAST_LEASE 8

static smm_jkind_t kinds[MAX_KINDS];
static const char *class_names[SMM_JOB_MAX_CLASSES];
static int kind_class[MAX_KINDS];
static int nkinds, nclasses;
static int fast;
static volatile apr_uint32_t stopping;
static void (*kick)(void);

/* Work that waits for others (providers, gateways, mail servers) has threads of its own; the rest
 * shares. */
static const char *class_word(const char *kind)
{
    static const char *const own[] = {"dispatch", "campaign", "payment",
                                      "sandbox",  "import",   "mail"};
    size_t n = strcspn(kind, ".-");
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
        if (strlen(own[i]) == n && strncmp(own[i], kind, n) == 0) {
            return own[i];
        }
    }
    return "misc";
}

static int class_of(const char *kind)
{
    const char *name = class_word(kind);
    for (int i = 0; i < nclasses; i++) {
        if (strcmp(class_names[i], name) == 0) {
            return i;
        }
    }
    class_names[nclasses] = name;
    return nclasses++;
}

SMM_DECLARE(void) smm_job_kind(const char *kind, smm_job_fn *fn, int batch, int lease, int every)
{
    int i;
    for (i = 0; i < nkinds && strcmp(kinds[i].kind, kind) != 0; i++) {
    }
    if (i == MAX_KINDS) {
        return;
    }
    batch = batch < 1 ? 1 : batch > SMM_JOB_MAX_BATCH ? SMM_JOB_MAX_BATCH : batch;
    kinds[i] = (smm_jkind_t){kind, fn, batch, lease < 10 ? 10 : lease, every, NULL, 0};
    kind_class[i] = class_of(kind);
    if (i == nkinds) {
        nkinds++;
    }
}

SMM_DECLARE(void) smm_job_wanted(const char *kind, smm_job_wanted_fn *fn)
{
    static int askers;
    for (int i = 0; i < nkinds && askers < SMM_JOB_MAX_ASKERS; i++) {
        if (strcmp(kinds[i].kind, kind) == 0) {
            kinds[i].wanted = fn;
            kinds[i].asker = askers++;
        }
    }
}

SMM_DECLARE(int) smm_job_any(smm_ctx_t *c, int stmt)
{
    int64_t id;
    int found = 0;
    return smm_db_int(c->db, stmt, SMM_ARGS(SMM_I(c->panel->id)), &id, &found) != SMM_DB_OK ||
           found;
}

SMM_DECLARE(const smm_jkind_t *) smm_jkind_find(const char *kind)
{
    for (int i = 0; i < nkinds; i++) {
        if (strcmp(kinds[i].kind, kind) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

SMM_DECLARE(int) smm_jkind_count(void)
{
    return nkinds;
}

SMM_DECLARE(const smm_jkind_t *) smm_jkind_nth(int n)
{
    return &kinds[n];
}

SMM_DECLARE(int) smm_jkind_class(const smm_jkind_t *k)
{
    return kind_class[k - kinds];
}

SMM_DECLARE(int) smm_jclass_count(void)
{
    return nclasses;
}

SMM_DECLARE(const char *) smm_jclass_name(int n)
{
    return class_names[n];
}

SMM_DECLARE(int) smm_job_fast(void)
{
    return fast;
}

SMM_DECLARE(void) smm_job_set_fast(int on)
{
    fast = on != 0;
}

static int64_t faster(int64_t seconds)
{
    int64_t s = fast ? seconds / FAST_FACTOR : seconds;
    return s > 0 ? s : 1;
}

SMM_DECLARE(int64_t) smm_jkind_period(const smm_jkind_t *k)
{
    return faster(k->every);
}

SMM_DECLARE(int64_t) smm_job_backoff(int attempt)
{
    int64_t s = 30;
    for (int i = 1; i < attempt && s < 3600; i++) {
        s *= 2;
    }
    return faster(s < 3600 ? s : 3600);
}

SMM_DECLARE(int64_t) smm_job_lease(int64_t seconds)
{
    int64_t s = fast ? seconds / FAST_LEASE : seconds;
    return s > 0 ? s : 1;
}

SMM_DECLARE(int) smm_job_stopping(void)
{
    return (int)apr_atomic_read32(&stopping);
}

SMM_DECLARE(void) smm_job_set_stopping(int on)
{
    apr_atomic_set32(&stopping, (apr_uint32_t)on);
}

SMM_DECLARE(void) smm_job_set_kick(void (*fn)(void))
{
    kick = fn;
}

SMM_DECLARE(void) smm_job_kick(void)
{
    if (kick) {
        kick();
    }
}

static void queue(smm_unit_t *u, const smm_ctx_t *c, const char *kind, smm_arg_t ref,
                  int64_t run_at, const char *arg)
{
    smm_unit_add(
        u, SQL_job_queue,
        SMM_ARGS(SMM_I(c->panel->id), SMM_T(kind), ref, SMM_I(run_at), SMM_T(arg), SMM_I(c->now)));
}

SMM_DECLARE(void)
smm_job_step(smm_unit_t *u, const smm_ctx_t *c, const char *kind, int64_t ref, int64_t run_at,
             const char *arg)
{
    queue(u, c, kind, SMM_I(ref), run_at, arg);
}

SMM_DECLARE(void)
smm_job_step_slot(smm_unit_t *u, const smm_ctx_t *c, const char *kind, int slot, int64_t run_at,
                  const char *arg)
{
    queue(u, c, kind, SMM_SLOT(slot), run_at, arg);
}

/* ---- one batch ------------------------------------------------------------------------------ */

typedef struct batch_t {
    apr_pool_t *pool;
    smm_job_t jobs[SMM_JOB_MAX_BATCH];
    int64_t wanted[SMM_JOB_MAX_BATCH];
    int n;
} batch_t;

static int mine(void *baton, const smm_row_t *row)
{
    batch_t *b = baton;
    if (b->n == SMM_JOB_MAX_BATCH) {
        return 1;
    }
    smm_job_t *j = &b->jobs[b->n];
    j->id = smm_row_int(row, C_job_mine_id);
    j->ref = smm_row_int(row, C_job_mine_ref);
    j->fence = smm_row_int(row, C_job_mine_fence);
    j->attempt = (int)smm_row_int(row, C_job_mine_attempt);
    j->arg = smm_row_dup(row, C_job_mine_arg, b->pool);
    b->wanted[b->n++] = smm_row_int(row, C_job_mine_wanted);
    return 0;
}

/*
 * Writes the answers in one unit. Each step holds only while the row's fence is still ours: after a
 * lost lease another worker owns the row and its answer counts. A row that was wished for again
 * while we worked stays open.
 */
static int answer(smm_ctx_t *c, const smm_jkind_t *k, const batch_t *b)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    for (int i = 0; i < b->n; i++) {
        const smm_job_t *j = &b->jobs[i];
        smm_arg_t id = SMM_I(j->id), fence = SMM_I(j->fence), wanted = SMM_I(b->wanted[i]);
        if (j->again || k->every > 0) {
            int64_t next = j->again && j->next > 0 ? j->next : c->now + smm_jkind_period(k);
            int attempt = k->every > 0 && !j->error ? 0 : j->attempt;
            smm_unit_add(u, SQL_job_again,
                         SMM_ARGS(id, fence, wanted, SMM_I(next), SMM_I(attempt), SMM_T(j->error)));
        } else {
            smm_unit_add(u, SQL_job_rearm, SMM_ARGS(id, fence, wanted));
            smm_unit_add(u, SQL_job_done, SMM_ARGS(id, fence, wanted));
        }
    }
    return smm_db_write(c->db, u).rc == SMM_DB_OK;
}

SMM_DECLARE(int) smm_job_batch(smm_ctx_t *c, const smm_jkind_t *k)
{
    const char *owner = smm_random_token(c->pool, 16);
    batch_t *b = apr_pcalloc(c->pool, sizeof(*b));
    b->pool = c->pool;
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_job_claim,
                 SMM_ARGS(SMM_T(owner), SMM_I(c->now + smm_job_lease(k->lease)), SMM_I(c->now),
                          SMM_I(c->panel->id), SMM_T(k->kind), SMM_I(k->batch)));
    /* Lost answers need no probe: the rows carry our token or they do not. */
    smm_db_rc_e rc = smm_db_write(c->db, u).rc;
    if (rc != SMM_DB_OK && rc != SMM_DB_UNKNOWN) {
        return -1;
    }
    if (smm_db_read(c->db, SQL_job_mine, SMM_ARGS(SMM_T(owner)), mine, b) != SMM_DB_OK) {
        return -1; /* the lease runs out and somebody claims them again */
    }
    if (b->n == 0) {
        return 0;
    }
    k->fn(c, b->jobs, b->n);
    return answer(c, k, b) ? b->n : -1;
}

SMM_DECLARE(void) smm_job_ensure(smm_ctx_t *c, int class)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int n = 0;
    for (int i = 0; i < nkinds; i++) {
        int64_t id = 0;
        int found = 0;
        if (kinds[i].every <= 0 || (class >= 0 && kind_class[i] != class)) {
            continue;
        }
        /* Ask first: a writer's turn is dearer than a read, and the row is nearly always there. */
        if (smm_db_int(c->db, SQL_job_exists,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_T(kinds[i].kind), SMM_I(0)), &id,
                       &found) == SMM_DB_OK &&
            !found) {
            smm_unit_add(u, SQL_job_ensure,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_T(kinds[i].kind), SMM_I(c->now)));
            n++;
        }
    }
    if (n) {
        smm_db_write(c->db, u);
    }
}
