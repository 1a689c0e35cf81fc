/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events go up against the arrows of the layers: a lower module tells, a higher one listens.
 * Subscribers add their steps to the same write unit and are told after it committed.
 */
#ifndef SMM_EVENT_H
#define SMM_EVENT_H

#include "smm_ctx.h"

typedef struct smm_event_t {
    const char *name; /* "account.verified", "payment.credited", "campaign.partial" … */
    int64_t account;  /* whom it concerns, or 0 */
    int64_t id;       /* of the thing */
    const void *data; /* documented with the event, may be NULL */
} smm_event_t;

typedef void smm_event_steps_fn(smm_ctx_t *c, const smm_event_t *e, smm_unit_t *u);
typedef void smm_event_after_fn(smm_ctx_t *c, const smm_event_t *e);

/** Either function may be NULL. `name` NULL hears everything. */
SMM_DECLARE(void)
smm_event_on(const char *name, smm_event_steps_fn *steps, smm_event_after_fn *after);
SMM_DECLARE(void) smm_event_steps(smm_ctx_t *c, const smm_event_t *e, smm_unit_t *u);
SMM_DECLARE(void) smm_event_committed(smm_ctx_t *c, const smm_event_t *e);

#endif
