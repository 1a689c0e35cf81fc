/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the nametag files only. */
#ifndef NAMETAG_INT_H
#define NAMETAG_INT_H

#include "smm_nametag.h"

/* One-byte stand-ins in the folded text, so that patterns stay byte patterns. */
#define NT_EMOJI '\x02'
#define NT_BLANK '\x03'
#define NT_REFILL_SIGN '\x04'
#define NT_CANCEL_SIGN '\x05'
#define NT_INFINITY '\x06'

typedef struct nt_text_t {
    char *low;  /* folded and lower case: patterns run over this, matches are blanked */
    char *cas;  /* the same bytes in the writer's case: the clean name is made of this */
    size_t len; /* of both */
} nt_text_t;

/** Folds a name and notes its symbols in `tag`. */
void nt_fold(apr_pool_t *p, const char *name, nt_text_t *text, smm_nametag_t *tag);
/** What is left when blanked ranges are cut out, brackets and separators tidied. */
const char *nt_clean(apr_pool_t *p, const nt_text_t *text);

/** Runs all rules over the folded text; nametag_rules.c. */
/** The first rule whose pattern does not compile, or NULL: for the unit test. */
SMM_DECLARE(const char *) smm_nametag_broken(void);

void nt_rules(apr_pool_t *p, nt_text_t *text, smm_nametag_t *tag);

#endif
