/* SPDX-License-Identifier: Apache-2.0 */
/* The bench's own handlers; loaded by t/bench/run, never installed. */
#ifndef MOD_SMM_BENCH_H
#define MOD_SMM_BENCH_H

#include "mod_smm.h"

/** The number given as ?name=… or &name=…, else `fallback`. */
int64_t bench_arg(request_rec *r, const char *name, int64_t fallback);
/** From 1 to n; cheap, not for secrets. */
int64_t bench_pick(int64_t n);
/** 303 for done (as an order answers), 500 for anything else. */
int bench_answer(request_rec *r, int ok);

/** /bench/people?n=N&orders=M: customers with sessions and money; answers "account token csrf"
 * lines. */
int bench_people(request_rec *r);
/** /bench/order: the write unit of a placed order alone, without session, form or reads. */
int bench_order(request_rec *r);

#endif
