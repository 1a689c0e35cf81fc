/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing CSV (RFC 4180) that strangers open in a spreadsheet: a text that one would run as a
 * formula gets an apostrophe before it (OWASP, CSV injection). All memory is of the pool.
 */
#ifndef SMM_CSV_OUT_H
#define SMM_CSV_OUT_H

#include <stdint.h>
#include <apr_tables.h>
#include "smm_result.h"

typedef struct smm_csv_out_t {
    apr_pool_t *p;
    apr_array_header_t *parts;
    int cells; /* of the row that is open */
} smm_csv_out_t;

SMM_DECLARE(void) smm_csv_out(smm_csv_out_t *o, apr_pool_t *p);
/** A text, quoted where it must be; NULL is an empty cell. */
SMM_DECLARE(void) smm_csv_cell(smm_csv_out_t *o, const char *text);
/** What we wrote ourselves and needs no care: an amount, a time. Kept as pointer: the text must
 * live as long as the pool. */
SMM_DECLARE(void) smm_csv_bare(smm_csv_out_t *o, const char *text);
SMM_DECLARE(void) smm_csv_int(smm_csv_out_t *o, int64_t v);
/** micro-USD as "12.5". */
SMM_DECLARE(void) smm_csv_usd(smm_csv_out_t *o, int64_t micros);
SMM_DECLARE(void) smm_csv_row_end(smm_csv_out_t *o);
/** A whole row of texts, NULL-terminated. */
SMM_DECLARE(void) smm_csv_row(smm_csv_out_t *o, const char *const *cells);
/** All rows so far. */
SMM_DECLARE(const char *) smm_csv_done(const smm_csv_out_t *o);

#endif
