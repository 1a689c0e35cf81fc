/* SPDX-License-Identifier: Apache-2.0 */
/* NOWPayments signs a notice's JSON as its own language prints it, not the bytes that it sends. */
#ifndef NP_JSON_H
#define NP_JSON_H

#include <apr_pools.h>

/**
 * The same JSON as ECMAScript's JSON.stringify prints it after the names of every object were
 * sorted: no blanks, names that are array indices first and by value, all others by their UTF-16
 * units, numbers in their shortest form, of two equal names the last one. For signatures, never for
 * amounts.
 * @return NULL when it is no object or array, is torn, is nested deeper than 64, or holds what that
 * language's text cannot be rebuilt from here (a number beyond its range, half a surrogate pair).
 */
const char *smm_np_canonical(apr_pool_t *p, const char *text, apr_size_t len);

#endif
