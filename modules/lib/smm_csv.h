/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading CSV that strangers made: bounded, without allocation besides the caller's buffer. Quotes
 * as in RFC 4180, any line ends, lines inside quotes. Pure.
 */
#ifndef SMM_CSV_H
#define SMM_CSV_H

#include <stddef.h>
#include <stdint.h>
#include "smm_result.h"

#define SMM_CSV_CELLS 40
#define SMM_CSV_LINE 8192 /* bytes of a row with all its cells */

typedef struct smm_csv_t {
    const char *s, *end;
    char separator;
    int row;                         /* of the row that was read last, from 1 */
    int n;                           /* its cells; further ones are dropped */
    const char *cell[SMM_CSV_CELLS]; /* NUL-terminated, blanks at both ends cut off */
    char buf[SMM_CSV_LINE + SMM_CSV_CELLS];
} smm_csv_t;

typedef enum { SMM_CSV_ROW, SMM_CSV_END, SMM_CSV_BAD } smm_csv_e;

/** A byte order mark is skipped. separator 0: the likeliest of , ; tab | in the first lines. */
SMM_DECLARE(void) smm_csv_begin(smm_csv_t *c, const char *text, size_t len, char separator);
/** The next row that is not blank. BAD: too long, an open quote, or a NUL; the row is left out and
 * reading may go on. */
SMM_DECLARE(smm_csv_e) smm_csv_next(smm_csv_t *c);

/**
 * An amount as banks write it: "1,234.56", "1.234,56", "₹ 1 234.50", "INR 12", "12.00 Cr",
 * "(5.00)", "-5". decimal: '.' or ','. *minor is negative for money that left. @return 0 or -1.
 */
SMM_DECLARE(int)
smm_statement_amount(const char *text, char decimal, int exponent, int64_t *minor);
/** A day as banks write it ("23/11/2026", "23-Nov-26", "2026-11-23 10:00"), order "dmy", "mdy" or
 * "ymd", as days since 1970. @return 0 or -1. */
SMM_DECLARE(int) smm_statement_date(const char *text, const char *order, int64_t *days);

#endif
