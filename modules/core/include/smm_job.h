/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Background work. A row of table `job` is the truth; watchdog threads claim rows by lease and
 * fence, so several children and several nodes may run. A job that dies is claimed again after its
 * lease: handlers must be idempotent. One kind is worked off by one handler, in batches.
 */
#ifndef SMM_JOB_H
#define SMM_JOB_H

#include "smm_ctx.h"

typedef struct smm_job_t {
    int64_t id, ref, fence;
    int attempt;     /* 1 at the first run */
    const char *arg; /* free text given when queued, or NULL */
    /* the handler's answer, default: done */
    int again;         /* 1: run again at `next` */
    int64_t next;      /* seconds UTC */
    const char *error; /* short reason without secrets, kept in the row, or NULL */
} smm_job_t;

/** Works off up to `n` claimed rows of one panel; sets each job's answer. */
typedef void smm_job_fn(smm_ctx_t *c, smm_job_t *jobs, int n);

/**
 * Declares a kind. Its first word (up to "." or "-") is its class: dispatch, campaign, payment,
 * sandbox, import and mail have threads of their own, so that slow work delays only its own class;
 * all other words share the class misc. At most `batch` (≤ 100) rows at a time, a lease of `lease`
 * seconds, `every` > 0 keeps one permanent row (ref 0) a panel that runs every so many seconds
 * (divided by the speed-up of SmmFast).
 */
SMM_DECLARE(void) smm_job_kind(const char *kind, smm_job_fn *fn, int batch, int lease, int every);
/**
 * Says for a kind with a period whether there is anything to do: reads only, 1 yes, 0 no. The
 * answer must rest on the database alone, not on the clock: it stands until somebody wrote. A kind
 * without one is run whenever its period is over.
 */
typedef int smm_job_wanted_fn(smm_ctx_t *c);
SMM_DECLARE(void) smm_job_wanted(const char *kind, smm_job_wanted_fn *fn);
/** The usual answer: has read statement `stmt` (parameter: the panel) a row? 1 also when it cannot
 * be asked. */
SMM_DECLARE(int) smm_job_any(smm_ctx_t *c, int stmt);
/** Queues a row in a unit: at most one open row for (panel, kind, ref); an existing one is only
 * brought forward. */
SMM_DECLARE(void)
smm_job_step(smm_unit_t *u, const smm_ctx_t *c, const char *kind, int64_t ref, int64_t run_at,
             const char *arg);
/** The same where ref is the id that step `slot` of the unit generates. */
SMM_DECLARE(void)
smm_job_step_slot(smm_unit_t *u, const smm_ctx_t *c, const char *kind, int slot, int64_t run_at,
                  const char *arg);
/** Wakes this process's workers after a commit that queued something due now. Cheap; only a hint.
 */
SMM_DECLARE(void) smm_job_kick(void);
/** Runs everything due once, in this thread: for smmctl and unit tests. @return rows worked off. */
SMM_DECLARE(int) smm_job_run_due(smm_ctx_t *c, int max_rounds);
/** "SmmFast on": ticks and simulated delivery in seconds instead of minutes. */
SMM_DECLARE(int) smm_job_fast(void);
SMM_DECLARE(void) smm_job_set_fast(int on);
/** A lease of so many seconds; with SmmFast an eighth of it, so that what a dead worker held is
 * taken up in seconds. Keeps the order of two leases (a longer one never gets the shorter). */
SMM_DECLARE(int64_t) smm_job_lease(int64_t seconds);
/** 1 once the server stops or restarts: a handler that works for long returns, with the rest
 * `again`. */
SMM_DECLARE(int) smm_job_stopping(void);
/** Seconds to wait before try `attempt` + 1: 30 s, 1 min, 2 min … capped at an hour (seconds with
 * SmmFast). */
SMM_DECLARE(int64_t) smm_job_backoff(int attempt);

#endif
