/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counters and gauges by name, shared by all processes of the server and shown on /metrics in
 * Prometheus' text form. Any thread may use them; before the shared memory exists (tools, unit
 * tests) they count in this process only.
 */
#ifndef SMM_METRICS_H
#define SMM_METRICS_H

#include <stdint.h>
#include <apr_pools.h>
#include "smm_result.h"

typedef struct smm_metric_t smm_metric_t;

/**
 * Finds or makes a metric. `name` is a literal "smm_mails_sent_total", labels are part of it:
 * "smm_requests_total{code=\"200\"}". Names never hold user data. At most 256; beyond that all
 * share one.
 */
SMM_DECLARE(smm_metric_t *) smm_counter(const char *name, const char *help);
SMM_DECLARE(smm_metric_t *) smm_gauge(const char *name, const char *help);
SMM_DECLARE(void) smm_metric_add(smm_metric_t *m, int64_t n);
SMM_DECLARE(void) smm_metric_set(smm_metric_t *m, int64_t value);
SMM_DECLARE(int64_t) smm_metric_get(const smm_metric_t *m);
/** All metrics as Prometheus text. */
SMM_DECLARE(const char *) smm_metrics_text(apr_pool_t *p);

#endif
