/* SPDX-License-Identifier: Apache-2.0 */
/* Delivery time from what a service promises: indicative figures, never a guarantee. */
#ifndef SMM_ETA_H
#define SMM_ETA_H

#include <stdint.h>
#include "smm_result.h"

#define SMM_ETA_UNKNOWN (-1)

/** A service's promise. Seconds and units per day; any figure SMM_ETA_UNKNOWN when not stated. */
typedef struct smm_promise_t {
    int64_t start_min, start_max;
    int64_t per_day_min, per_day_max;
} smm_promise_t;

/**
 * start + ceil(qty × 86400 / per_day), seconds: *fast from the earliest start and the top speed,
 * *slow from the latest start and the lowest speed. Both SMM_ETA_UNKNOWN when no speed is stated.
 * An unstated start counts as 0. @return 0, or -1 when no figure can be given.
 */
SMM_DECLARE(int) smm_eta(const smm_promise_t *promise, int64_t qty, int64_t *fast, int64_t *slow);

#endif
