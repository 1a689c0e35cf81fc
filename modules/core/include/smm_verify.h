/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Invariants of the whole database, for `smmctl verify` and for tests. Each module registers its
 * checks; a check reads and reports, and never writes. All panels are checked together.
 */
#ifndef SMM_VERIFY_H
#define SMM_VERIFY_H

#include "smm_ctx.h"

typedef struct smm_verify_t {
    apr_pool_t *pool;
    smm_db_t *db;
    int64_t now;
    void (*say)(void *baton, const char *line); /* each breach, then the notes when all is well */
    void *baton;
    int breaches;
    const char *notes; /* private */
} smm_verify_t;

typedef void smm_verify_fn(smm_verify_t *v);

/** Registers a check; the same name again replaces it. */
SMM_DECLARE(void) smm_verify_add(const char *name, smm_verify_fn *fn);
/** Reports one breach: what is wrong and where, without secrets. */
SMM_DECLARE(void)
smm_verify_breach(smm_verify_t *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** A summary line ("ledger ok: …"), said at the end and only when nothing was breached. */
SMM_DECLARE(void)
smm_verify_note(smm_verify_t *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** Counts a failed read as a breach. @return true when rc is not OK. */
SMM_DECLARE(int) smm_verify_db(smm_verify_t *v, const char *what, smm_db_rc_e rc);
/** Runs every check. @return the number of breaches. */
SMM_DECLARE(int) smm_verify_run(smm_verify_t *v);

#endif
