/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bank statements: CSV files as banks write them, read by a mapping that is remembered for each
 * bank. Only money that came in is kept, each line once, however often a file is sent.
 */
#ifndef SMM_STATEMENT_H
#define SMM_STATEMENT_H

#include "smm_ctx.h"
#include "smm_idem.h"

#define SMM_STMT_BYTES 1048576 /* of a file */
#define SMM_STMT_ROWS 5000
#define SMM_STMT_NOTES 20 /* faulty rows that are told */

/** How a bank writes. Columns count from 1; 0 = there is none. */
typedef struct smm_stmt_bank_t {
    int64_t id;
    const char *name, *currency;
    const char *separator; /* auto, comma, semicolon, tab, bar */
    const char *decimal;   /* point or comma */
    const char *date_order;
    int64_t skip; /* rows before the first line */
    int64_t col_date, col_amount, col_reference, col_text;
} smm_stmt_bank_t;

typedef struct smm_stmt_line_t {
    int64_t id, booked, amount_minor, payment, decided;
    const char *bank, *currency, *reference, *key, *text, *state, *reason, *decider;
    const char *hash; /* of lines that were just read */
    int row, known;   /* row of the file; 1: it is stored already */
} smm_stmt_line_t;

typedef struct smm_stmt_note_t {
    int row;
    const char *why; /* English source string */
    const char *cell;
} smm_stmt_note_t;

typedef struct smm_statement_t {
    smm_stmt_line_t *line; /* money that came in */
    int n, rows, out;      /* lines, rows of the file, rows without money that came in */
    smm_stmt_note_t note[SMM_STMT_NOTES];
    int notes, faults;
    const char *head[40]; /* cells of the first row, to choose columns by */
    int heads;
    int64_t sum_minor;
} smm_statement_t;

/** Reads a file; no database. INVALID when the mapping is senseless, the file too large, or no row
 * can be read. */
smm_result_t smm_statement_read(apr_pool_t *p, const smm_stmt_bank_t *bank, const char *text,
                                apr_size_t len, smm_statement_t *out);
/** Marks the lines that are stored already. @return how many, or -1. */
int smm_statement_known(smm_ctx_t *c, const smm_stmt_bank_t *bank, smm_statement_t *s);

typedef struct smm_stmt_done_t {
    int64_t import;
    int added, known, credited;
} smm_stmt_done_t;
/** Stores bank and lines and credits the claims that agree. Safe to repeat. */
smm_result_t smm_statement_import(smm_ctx_t *c, const smm_stmt_bank_t *bank, smm_statement_t *s,
                                  const smm_idem_t *idem, smm_stmt_done_t *out);

/** Newest first. @return count or -1. */
int smm_stmt_banks(smm_ctx_t *c, smm_stmt_bank_t *out, int max);

typedef struct smm_stmt_import_t {
    int64_t id, rows, created, added, open, matched;
    const char *bank, *actor;
} smm_stmt_import_t;
int smm_stmt_imports(smm_ctx_t *c, int64_t before, smm_stmt_import_t *out, int max);

smm_rc_e smm_stmt_line(smm_ctx_t *c, int64_t id, smm_stmt_line_t *out);
/** Lines in a state, newest first. */
int smm_stmt_lines(smm_ctx_t *c, const char *state, int64_t before, smm_stmt_line_t *out, int max);
/** Open lines in a currency; amount 0 = any. */
int smm_stmt_candidates(smm_ctx_t *c, const char *currency, int64_t amount, int64_t since,
                        int64_t until, smm_stmt_line_t *out, int max);
/** Does the line name this normalised reference: as its reference, or as a word of its text? */
int smm_stmt_names(const smm_stmt_line_t *line, const char *key);

/** Money that belongs to nobody's payment, with a reason; and back. */
smm_result_t smm_stmt_ignore(smm_ctx_t *c, int64_t id, const char *reason, const smm_idem_t *idem);
smm_result_t smm_stmt_reopen(smm_ctx_t *c, int64_t id, const smm_idem_t *idem);
/** The line pays a payment: it is booked there, once. */
smm_result_t smm_stmt_pay(smm_ctx_t *c, int64_t id, int64_t payment, const char *reason,
                          const smm_idem_t *idem);

#endif
