/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of the panel API v2, read by pure functions: no network, no database, safe on any bytes.
 * docs/internals/api-v2.md says which answer means what and why.
 */
#ifndef V2_PARSE_H
#define V2_PARSE_H

#include "smm_http.h"
#include "smm_provider.h"

/** Classifies what came back to an `add`. Fills outcome, order, reason, answer, http_status of x.
 */
void smm_v2_add_answer(apr_pool_t *p, const smm_http_t *h, smm_pv_add_t *x);
/**
 * Reads an answer to `status` for n orders. @return 1 when the call was understood as a whole; a
 * row that it does not speak about stays ok = 0. *why = short reason otherwise.
 */
int smm_v2_status_answer(apr_pool_t *p, const char *body, apr_size_t len, smm_pv_status_t *x, int n,
                         const char **why);
/** Streams the rows of a `services` answer. @return number of rows, -1 when it is not a list; *why
 * then. */
int smm_v2_services_answer(apr_pool_t *p, const char *body, apr_size_t len, smm_pv_service_fn *fn,
                           void *baton, const char **why);
/** Reads a `balance` answer. @return 0, or -1 with *why. */
int smm_v2_balance_answer(apr_pool_t *p, const char *body, apr_size_t len, int64_t *micro,
                          const char **currency, const char **why);
/** Canonical stock word of a status as any engine writes it, or NULL for a word that nobody knows.
 */
const char *smm_v2_word(const char *raw);
/** 1 when `text` is an error that proves that no order was made. */
int smm_v2_refusal(const char *text);
/** JSON with each bare number turned into a string, so that no figure passes through binary
 * floating point. */
const char *smm_v2_quote_numbers(apr_pool_t *p, const char *json, apr_size_t len,
                                 apr_size_t *out_len);

#endif
