/* SPDX-License-Identifier: Apache-2.0 */
/* Idempotency keys: stored in the same unit as the effect (design 7, reliability.md rule 2). */
#ifndef SMM_IDEM_H
#define SMM_IDEM_H

#include "smm_ctx.h"

typedef struct smm_idem_t {
    const char *scope; /* "form" or "api" or a job's name */
    const char *key;   /* 8–64 characters chosen by the client */
    const char *print; /* hex SHA-256 over the fields that matter */
} smm_idem_t;

/** Own code for "the idempotency key exists already" of smm_written_t.outcome. */
#define SMM_OUT_REPLAY 1001

/** Adds the key's row to a unit; `result_step` ≥ 0 stores that step's new id as the result, else
 * `result_id`. NULL idem adds nothing. */
SMM_DECLARE(void)
smm_idem_step(smm_unit_t *u, const smm_ctx_t *c, const smm_idem_t *idem, int result_step,
              int64_t result_id);
/** Looks a key up. @return SMM_NOT_FOUND (new), SMM_OK (*result_id of the first run), SMM_CONFLICT
 * (other fields). */
SMM_DECLARE(smm_rc_e) smm_idem_find(smm_ctx_t *c, const smm_idem_t *idem, int64_t *result_id);

#endif
