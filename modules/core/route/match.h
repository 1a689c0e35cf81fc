/* SPDX-License-Identifier: Apache-2.0 */
/* Which route a path belongs to: a pure table, built once, then read-only and shared by threads. */
#ifndef SMM_MATCH_H
#define SMM_MATCH_H

#include <stdint.h>
#include <apr_pools.h>

#define SMM_MATCH_ARGS 4

typedef struct smm_match_t smm_match_t;

typedef struct smm_match_arg_t {
    const char *text; /* a slug as sent; NULL for an id */
    int64_t id;
} smm_match_arg_t;

typedef struct smm_matched_t {
    const void *route; /* NULL: see `known` */
    int known;         /* 1: the path exists, but not with this method (405) */
    const char *allow; /* then: "GET, HEAD, POST" */
    smm_match_arg_t arg[SMM_MATCH_ARGS];
    int args;
} smm_matched_t;

smm_match_t *smm_match_make(apr_pool_t *p);
/**
 * Adds a route; of two that fit a path the one with the earlier literal segment wins.
 * @return NULL or what is wrong (bad pattern, the same method and pattern twice).
 */
const char *smm_match_add(smm_match_t *m, const char *method, const char *pattern,
                          const void *route);
/** Finds the route of method and path ("/app/campaigns/7"). GET routes serve HEAD. Texts live in
 * `p`. */
void smm_match_find(const smm_match_t *m, apr_pool_t *p, const char *method, const char *path,
                    smm_matched_t *out);

#endif
