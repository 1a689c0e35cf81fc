/* SPDX-License-Identifier: Apache-2.0 */
/* What an operator needs to see of jobs and mails: reads only. Texts live during the call. */
#ifndef SMM_SYSTEM_H
#define SMM_SYSTEM_H

#include "smm_ctx.h"

typedef struct smm_system_row_t {
    int64_t id, ref, n, due, late, failing, at, good, attempt;
    const char *name, *node, *text;
    int flag;
} smm_system_row_t;
typedef void smm_system_fn(void *baton, const smm_system_row_t *x);

/** Job classes: name, node, at = last heartbeat, good = until when it counts, n = rows done since
 * the database was made. */
smm_rc_e smm_system_workers(smm_ctx_t *c, smm_system_fn *fn, void *baton);
/** Kinds of jobs of this panel: name, n waiting, due now, late (seconds, may be < 0), failing. */
smm_rc_e smm_system_queue(smm_ctx_t *c, smm_system_fn *fn, void *baton);
/** Jobs that failed and wait for another try: id, name, ref, attempt, at = next try, text. */
smm_rc_e smm_system_errors(smm_ctx_t *c, int rows, smm_system_fn *fn, void *baton);
/** Outbox of this panel: name = state, n. */
smm_rc_e smm_system_mails(smm_ctx_t *c, smm_system_fn *fn, void *baton);
/** Dead mails: id, node = recipient, name = sheet, attempt, at, text; flag = may be sent again. */
smm_rc_e smm_system_dead(smm_ctx_t *c, int rows, smm_system_fn *fn, void *baton);

#endif
