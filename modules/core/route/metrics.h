/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SMM_METRICS_INT_H
#define SMM_METRICS_INT_H

#include <stddef.h>
#include "smm_metrics.h"

/** Bytes of shared memory that the registry wants. */
size_t smm_metrics_size(void);
/** Moves to shared memory, empty; in the parent before the children are forked. NULL = back to this
 * process's own. */
void smm_metrics_share(void *memory);

#endif
