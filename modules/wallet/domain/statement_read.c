/* SPDX-License-Identifier: Apache-2.0 */
/* A statement file to lines. No database. */
#include "config.h"
#include <string.h>
#include <strings.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_csv.h"
#include "smm_settings.h"
#include "gw_util.h"
#include "smm_suggest.h"
#include "smm_statement.h"

static char separator_of(const smm_stmt_bank_t *b)
{
    if (strcmp(b->separator, "comma") == 0)
        return ',';
    if (strcmp(b->separator, "semicolon") == 0)
        return ';';
    if (strcmp(b->separator, "tab") == 0)
        return '\t';
    return strcmp(b->separator, "bar") == 0 ? '|' : 0;
}

static smm_result_t mapping_ok(const smm_stmt_bank_t *b, apr_size_t len)
{
    int64_t cols[] = {b->col_date, b->col_amount, b->col_reference, b->col_text};
    size_t i;

    for (i = 0; i < 4; i++)
        if (cols[i] < (i < 2) || cols[i] > SMM_CSV_CELLS)
            return smm_fail(SMM_INVALID, i < 2 ? (i ? "col_amount" : "col_date") : "col_text",
                            "Choose a column from 1 to 40.");
    if (b->col_date == b->col_amount)
        return smm_fail(SMM_INVALID, "col_amount", "Date and amount cannot be the same column.");
    if (len == 0)
        return smm_fail(SMM_INVALID, "lines", "Choose a file or paste its lines.");
    if (len > SMM_STMT_BYTES)
        return smm_fail(SMM_INVALID, "lines", "The file is larger than 1 MB. Send it in parts.");
    return smm_ok();
}

static void note(apr_pool_t *p, smm_statement_t *s, int row, const char *why, const char *cell)
{
    s->faults++;
    if (s->notes == SMM_STMT_NOTES)
        return;
    s->note[s->notes].row = row;
    s->note[s->notes].why = why;
    s->note[s->notes++].cell = apr_pstrndup(p, cell, 60);
}

static const char *cell(const smm_csv_t *csv, int64_t column)
{
    return column > 0 && column <= csv->n ? csv->cell[column - 1] : "";
}

/**
 * What makes a line itself. Of lines that are the same in all, the n-th of a file is the n-th of
 * any other file: two equal payments of a day are two lines, and still stored once each.
 */
static const char *hash_of(apr_pool_t *p, const smm_statement_t *s, const smm_stmt_line_t *l)
{
    const char *what;
    int i, same = 0;

    for (i = 0; i < s->n; i++)
        same += s->line[i].booked == l->booked && s->line[i].amount_minor == l->amount_minor &&
                strcmp(s->line[i].reference, l->reference) == 0 &&
                strcmp(s->line[i].text, l->text) == 0;
    what = apr_psprintf(p, "%" APR_INT64_T_FMT "\n%" APR_INT64_T_FMT "\n%s\n%s\n%s\n%d", l->booked,
                        l->amount_minor, l->currency, l->reference, l->text, same);
    return smm_sha256_hex(p, what, strlen(what));
}

static void take(apr_pool_t *p, const smm_stmt_bank_t *b, const smm_csv_t *csv, smm_statement_t *s)
{
    smm_stmt_line_t l = {.currency = b->currency, .bank = b->name, .row = csv->row};
    const char *amount = cell(csv, b->col_amount), *key = NULL;
    int64_t days;

    if (!*amount) { /* money that left stands in another column, or a heading */
        s->out++;
        return;
    }
    if (smm_statement_amount(amount, *b->decimal == 'c' ? ',' : '.', smm_gw_exponent(b->currency),
                             &l.amount_minor) != 0) {
        note(p, s, csv->row, "This is not an amount.", amount);
        return;
    }
    if (l.amount_minor <= 0) {
        s->out++;
        return;
    }
    if (smm_statement_date(cell(csv, b->col_date), b->date_order, &days) != 0) {
        note(p, s, csv->row, "This is not a date in the chosen order.", cell(csv, b->col_date));
        return;
    }
    if (s->n == SMM_STMT_ROWS || l.amount_minor > INT64_MAX / 1000000 - s->sum_minor) {
        note(p, s, csv->row, "Too many lines: send the file in parts.", "");
        return;
    }
    l.booked = days * 86400;
    l.reference = apr_pstrndup(p, cell(csv, b->col_reference), 120);
    l.text = apr_pstrndup(p, cell(csv, b->col_text), 400);
    if (smm_claim_reference(p, l.reference, &key) != SMM_CLAIM_BAD)
        l.key = key;
    l.state = "open";
    l.hash = hash_of(p, s, &l);
    s->sum_minor += l.amount_minor;
    s->line[s->n++] = l;
}

smm_result_t smm_statement_read(apr_pool_t *p, const smm_stmt_bank_t *b, const char *text,
                                apr_size_t len, smm_statement_t *s)
{
    smm_csv_t *csv = apr_palloc(p, sizeof(*csv));
    smm_result_t r = mapping_ok(b, len);
    smm_csv_e e;
    int i, room = 0;

    memset(s, 0, sizeof(*s));
    if (r.code != SMM_OK)
        return r;
    for (i = 0; i < (int)len; i++)
        room += text[i] == '\n' || text[i] == '\r';
    s->line = apr_pcalloc(p, sizeof(*s->line) *
                                 (apr_size_t)((room < SMM_STMT_ROWS ? room : SMM_STMT_ROWS) + 2));
    smm_csv_begin(csv, text, len, separator_of(b));
    while ((e = smm_csv_next(csv)) != SMM_CSV_END) {
        if (s->rows == 0 && e == SMM_CSV_ROW)
            for (i = 0; i < csv->n; i++)
                s->head[s->heads++] = apr_pstrndup(p, csv->cell[i], 60);
        if (++s->rows > SMM_STMT_ROWS + b->skip)
            return smm_fail(SMM_INVALID, "lines", "More than 5000 rows. Send the file in parts.");
        if (s->rows <= b->skip)
            continue;
        if (e == SMM_CSV_BAD)
            note(p, s, csv->row, "This row is too long or has an open quote.", "");
        else
            take(p, b, csv, s);
    }
    return s->rows ? smm_ok() : smm_fail(SMM_INVALID, "lines", "Choose a file or paste its lines.");
}

int smm_text_has_word(const char *text, const char *word)
{
    size_t n = word ? strlen(word) : 0;
    const char *s;

    if (n == 0 || !text)
        return 0;
    for (s = text; *s; s++)
        if (strncasecmp(s, word, n) == 0 && (s == text || !apr_isalnum(s[-1])) &&
            !apr_isalnum(s[n]))
            return 1;
    return 0;
}

int smm_stmt_names(const smm_stmt_line_t *line, const char *key)
{
    if (!key || !*key)
        return 0;
    if (line->key && strcmp(line->key, key) == 0)
        return 1;
    /* a short number is found in any text */
    return strlen(key) >= 8 && smm_text_has_word(line->text, key);
}
