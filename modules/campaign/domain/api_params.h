/* SPDX-License-Identifier: Apache-2.0 */
/* The parameters of a reseller API call, in any of the shapes that clients send. Pure, safe on any
 * bytes. */
#ifndef API_PARAMS_H
#define API_PARAMS_H

#include <apr_tables.h>

#define SMM_API_PARAMS_MAX 64

/**
 * Reads a body (may be NULL) of the given media type (NULL = urlencoded), then what the query
 * string adds. Names are case-sensitive. Values are valid UTF-8 without NUL.
 * @return NULL, or why the call cannot be read (a literal, for the log).
 */
const char *smm_api_params(apr_pool_t *p, const char *type, const char *body, apr_size_t len,
                           const char *query, apr_table_t *out);

#endif
