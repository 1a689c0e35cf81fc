/* SPDX-License-Identifier: Apache-2.0 */
/* The search field of the top bar: a customer's own campaigns, tickets and documents. */
#ifndef SMM_SEARCH_H
#define SMM_SEARCH_H

#include "smm_ctx.h"

#define SMM_SEARCH_EACH 6 /* hits of one kind */

typedef struct smm_search_t {
    int64_t number;   /* what was typed as a number ("#12", "12"), or -1 */
    const char *word; /* the trimmed text in lower case; "" when nothing was typed */
} smm_search_t;
/** Reads what somebody typed. Texts live in `p`. */
SMM_DECLARE(void) smm_search_read(apr_pool_t *p, const char *text, smm_search_t *out);

typedef struct smm_hit_t {
    const char *kind; /* "campaign", "ticket", "invoice" */
    int64_t id;
    const char *label; /* service, subject, number of the document; borrowed */
    const char *text;  /* link of a campaign, or NULL */
    const char *status;
    int exact; /* its number is what was typed */
} smm_hit_t;
typedef void smm_hit_fn(void *baton, const smm_hit_t *hit);
/** Own campaigns, then tickets, then documents; at most SMM_SEARCH_EACH of each. Nothing typed
 * finds nothing. */
SMM_DECLARE(smm_rc_e)
smm_search(smm_ctx_t *c, int64_t account, const smm_search_t *s, smm_hit_fn *fn, void *baton);
/** 1 where each word of s->word occurs in `text`, ASCII letters in any case. */
SMM_DECLARE(int) smm_search_in(const smm_search_t *s, const char *text);

#endif
