/* SPDX-License-Identifier: Apache-2.0 */
/* Display rates from a file: read by a mapping, looked at, then stored in one unit. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_csv.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_display.h"

typedef struct reader_t {
    smm_ctx_t *c;
    const smm_display_map_t *map;
    smm_display_rate_t *known;
    int n;
    smm_display_file_t *out;
} reader_t;

static char separator_of(const char *word)
{
    return strcmp(word, "comma") == 0       ? ','
           : strcmp(word, "semicolon") == 0 ? ';'
           : strcmp(word, "tab") == 0       ? '\t'
           : strcmp(word, "bar") == 0       ? '|'
                                            : 0;
}

static void note(reader_t *r, int row, const char *why, const char *cell)
{
    smm_display_file_t *f = r->out;

    f->faults++;
    if (f->notes == SMM_DISPLAY_NOTES)
        return;
    f->note[f->notes].row = row;
    f->note[f->notes].why = why;
    f->note[f->notes++].cell = apr_pstrndup(r->c->pool, cell, 60);
}

static const char *cell(const smm_csv_t *csv, int64_t column)
{
    return column > 0 && column <= csv->n ? csv->cell[column - 1] : "";
}

/** A rate as the file writes it. With a decimal comma a point is a fault, and the other way round:
 * guessing what groups digits would move a rate a thousandfold. */
static int rate_of(reader_t *r, const char *text, int64_t *rate)
{
    char *s = apr_pstrdup(r->c->pool, text), *at;

    if (strcmp(r->map->decimal, "comma") == 0) {
        if (strchr(s, '.'))
            return -1;
        at = strchr(s, ',');
        if (at)
            *at = '.';
    }
    return strcmp(r->map->quote, "in_usd") == 0 ? smm_shown_inverse(s, rate)
                                                : smm_shown_rate(s, rate);
}

static void line(reader_t *r, const smm_csv_t *csv)
{
    const char *code = cell(csv, r->map->col_currency), *text = cell(csv, r->map->col_rate);
    const smm_currency_t *cur = smm_currency_find(code);
    smm_display_file_t *f = r->out;
    smm_display_line_t *l = &f->line[f->n];
    int i;

    if (!cur) {
        note(r, csv->row, "This is no currency's three letters.", code);
        return;
    }
    memset(l, 0, sizeof(*l));
    for (i = 0; i < f->n; i++)
        if (f->line[i].currency == cur->code) {
            note(r, csv->row, "This currency stands in the file twice.", code);
            return;
        }
    if (rate_of(r, text, &l->rate_e6) != 0) {
        note(r, csv->row, "This is no rate, as 0.922.", text);
        return;
    }
    for (i = 0; i < r->n && strcmp(r->known[i].currency, cur->code) != 0; i++)
        ;
    if (strcmp(cur->code, "USD") == 0 || (i == r->n && !r->map->fresh) || f->n == SMM_DISPLAY_MAX) {
        f->skipped++;
        return;
    }
    l->row = csv->row;
    l->currency = cur->code;
    if (i < r->n) {
        l->before_e6 = r->known[i].rate_e6;
        l->version = r->known[i].version;
        l->far = smm_shown_jump(l->before_e6, l->rate_e6);
        f->far += l->far;
    }
    f->n++;
}

smm_result_t smm_display_read(smm_ctx_t *c, const smm_display_map_t *map, const char *text,
                              size_t len, smm_display_file_t *out)
{
    smm_display_rate_t *known = apr_palloc(c->pool, sizeof(*known) * SMM_DISPLAY_MAX);
    smm_csv_t *csv = apr_palloc(c->pool, sizeof(*csv));
    reader_t r = {c, map, known, 0, out};
    smm_csv_e got;

    memset(out, 0, sizeof(*out));
    if (map->col_currency == map->col_rate)
        return smm_fail(SMM_INVALID, "col_rate", "Currency and rate cannot be the same column.");
    if (len == 0)
        return smm_fail(SMM_INVALID, "lines", "Choose a file or paste its lines.");
    if (len > SMM_DISPLAY_BYTES)
        return smm_fail(SMM_INVALID, "lines", "The file is larger than 256 KB.");
    r.n = smm_display_rates(c, known, SMM_DISPLAY_MAX);
    if (r.n < 0)
        return smm_fail(SMM_BUSY, NULL, "The panel cannot read its rates right now. Try again.");
    smm_csv_begin(csv, text, len, separator_of(map->separator));
    for (int rows = 0; (got = smm_csv_next(csv)) != SMM_CSV_END; rows++) {
        if (rows < map->skip)
            continue;
        out->rows++;
        if (got == SMM_CSV_BAD)
            note(&r, csv->row, "This line cannot be read: a quote stays open, or it is too long.",
                 "");
        else
            line(&r, csv);
    }
    return smm_ok();
}

smm_result_t smm_display_import(smm_ctx_t *c, const smm_display_file_t *f, int confirm)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    if (f->n == 0)
        return smm_fail(SMM_INVALID, "lines", "No rate was found. Look at the preview.");
    if (f->far && !confirm)
        return smm_fail(SMM_INVALID, "confirm",
                        "Some rates move by more than 20 %. Confirm that they are right.");
    for (int i = 0; i < f->n; i++) {
        const smm_display_line_t *l = &f->line[i];

        if (l->before_e6)
            smm_unit_add(u, SQL_display_rate_file,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_T(l->currency), SMM_I(l->rate_e6),
                                  SMM_T("file"), SMM_I(l->version), SMM_I(c->now),
                                  SMM_I(c->actor)));
        else
            smm_unit_add(u, SQL_display_rate_add,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_T(l->currency), SMM_I(l->rate_e6),
                                  SMM_T("file"), SMM_I(0), SMM_I(c->now), SMM_I(c->actor)));
        smm_unit_outcome(u, SMM_CONFLICT);
    }
    smm_audit_step(u, c, "display.import", "display_rate", 0, NULL,
                   apr_psprintf(c->pool, "%d rates, %d lines not read", f->n, f->faults), "");
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        return smm_ok();
    return w.outcome == SMM_CONFLICT
               ? smm_fail(SMM_CONFLICT, NULL,
                          "Somebody changed a rate meanwhile. Nothing was imported: look again.")
               : smm_fail(SMM_BUSY, NULL,
                          "The panel cannot save this right now. Nothing was changed: try again.");
}
