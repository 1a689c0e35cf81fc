/* SPDX-License-Identifier: Apache-2.0 */
/* What may belong together: hints for people, never a reason to credit. */
#ifndef SMM_SUGGEST_H
#define SMM_SUGGEST_H

#include "smm_claim.h"
#include "smm_statement.h"

/* Why two things may belong together. */
#define SMM_LIKE_REFERENCE 1u
#define SMM_LIKE_NUMBER 2u /* the text names our payment: "P12" */
#define SMM_LIKE_AMOUNT 4u
#define SMM_LIKE_NEAR 8u   /* up to 3 % less: banks on the way keep a part */
#define SMM_LIKE_PAYER 16u /* a word of the payer's name */
#define SMM_LIKE_DAY 32u   /* booked up to three days after the day that was named */

typedef struct smm_like_line_t {
    smm_stmt_line_t line;
    unsigned why;
    int score;
} smm_like_line_t;
/** Open lines of statements for a claim, best first. @return count or -1. */
int smm_suggest_lines(smm_ctx_t *c, const smm_claim_row_t *cl, const smm_payment_t *p,
                      smm_like_line_t *out, int max);

typedef struct smm_like_payment_t {
    int64_t id, created, due_minor;
    const char *username, *method, *state, *currency;
    unsigned why;
    int score;
} smm_like_payment_t;
/** Open payments for a line, best first. @return count or -1. */
int smm_suggest_payments(smm_ctx_t *c, const smm_stmt_line_t *line, smm_like_payment_t *out,
                         int max);

/** Does a text hold a word: without case, between characters that are no letters or digits? */
int smm_text_has_word(const char *text, const char *word);

#endif
