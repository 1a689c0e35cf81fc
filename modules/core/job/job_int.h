/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the job room: kinds, claims, and the worker that the threads run. */
#ifndef SMM_JOB_INT_H
#define SMM_JOB_INT_H

#include "smm_job.h"

#define SMM_JOB_MAX_BATCH 100
#define SMM_JOB_MAX_CLASSES 8

typedef struct smm_jkind_t {
    const char *kind;
    smm_job_fn *fn;
    int batch, lease, every;
    smm_job_wanted_fn *wanted; /* NULL: always */
    int asker;                 /* number among the kinds with `wanted` */
} smm_jkind_t;

#define SMM_JOB_MAX_ASKERS 8

SMM_DECLARE(const smm_jkind_t *) smm_jkind_find(const char *kind);
SMM_DECLARE(int) smm_jkind_count(void);
SMM_DECLARE(const smm_jkind_t *) smm_jkind_nth(int n);
/** Number of the kind's class, 0 … smm_jclass_count() - 1. */
SMM_DECLARE(int) smm_jkind_class(const smm_jkind_t *k);
SMM_DECLARE(int) smm_jclass_count(void);
SMM_DECLARE(const char *) smm_jclass_name(int n);
/** `every` of a kind after the speed-up of SmmFast, at least 1. */
SMM_DECLARE(int64_t) smm_jkind_period(const smm_jkind_t *k);

/**
 * Claims up to a batch of due rows of c->panel and runs the handler.
 * @return rows worked off, -1 when the database refuses
 */
SMM_DECLARE(int) smm_job_batch(smm_ctx_t *c, const smm_jkind_t *k);
/** Makes the permanent rows of c->panel for the kinds of `class` (-1 = all) that have a period. */
SMM_DECLARE(void) smm_job_ensure(smm_ctx_t *c, int class);

/* ---- the worker ----------------------------------------------------------------------------- */

/** Makes ctx->panel and ctx->db usable; 0 = not now. */
typedef int smm_worker_panel_fn(void *baton, int n, apr_pool_t *p, smm_ctx_t *c);

typedef struct smm_worker_t {
    int class;        /* -1 = all */
    const char *node; /* "host:pid", for the heartbeat */
    int panels;       /* how many there are */
    smm_worker_panel_fn *panel;
    void *baton;
    int64_t (*clock)(void); /* NULL = the wall clock */
    /* the worker's own */
    struct smm_look_t *looks; /* one a panel */
    int known;                /* databases reached so far */
    int64_t beaten;
} smm_worker_t;

/** Seconds between two heartbeats in each of so many databases. */
SMM_DECLARE(int) smm_worker_beat_every(int databases);
/** Is the database of panel n left alone in a pass now? For tests. */
SMM_DECLARE(int) smm_worker_is_quiet(const smm_worker_t *w, int n);
/** Frees what the worker remembered between its passes. */
SMM_DECLARE(void) smm_worker_end(smm_worker_t *w);

/**
 * Looks once for due rows of all panels and works them off.
 * @return rows worked off, -1 when a database refuses
 */
SMM_DECLARE(int) smm_worker_pass(smm_worker_t *w, apr_pool_t *p);

/** Raised by the threads' owner at shutdown. */
SMM_DECLARE(void) smm_job_set_stopping(int on);
/** What smm_job_kick() calls; set by the threads' owner. */
SMM_DECLARE(void) smm_job_set_kick(void (*fn)(void));

#endif
