/* SPDX-License-Identifier: Apache-2.0 */
/* Statements in the database: banks, imports, lines, and what becomes of a line. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_settings.h"
#include "smm_sql.h"
#include "claim_int.h"

#define I64 APR_INT64_T_FMT
#define CHUNK 150 /* lines of one unit */

int smm_statement_known(smm_ctx_t *c, const smm_stmt_bank_t *b, smm_statement_t *s)
{
    int i, known = 0;

    for (i = 0; i < s->n; i++) {
        int64_t id;

        s->line[i].known = 0;
        if (smm_db_int(c->db, SQL_stmt_line_known,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_T(b->name), SMM_T(s->line[i].hash)), &id,
                       &s->line[i].known) != SMM_DB_OK)
            return -1;
        known += s->line[i].known;
    }
    return known;
}

/* ---- import ---------------------------------------------------------------------------------- */

static smm_result_t begin(smm_ctx_t *c, const smm_stmt_bank_t *b, const smm_statement_t *s,
                          const smm_idem_t *idem, int64_t *import)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int step, found = 0;
    smm_written_t w;

    smm_unit_add(u, SQL_stmt_bank_put,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(b->name), SMM_T(b->currency),
                          SMM_T(b->separator), SMM_T(b->decimal), SMM_T(b->date_order),
                          SMM_I(b->skip), SMM_I(b->col_date), SMM_I(b->col_amount),
                          SMM_I(b->col_reference), SMM_I(b->col_text), SMM_I(c->now)));
    step = smm_unit_add(u, SQL_stmt_import_insert,
                        SMM_ARGS(SMM_I(c->panel->id), SMM_T(b->name), SMM_I(c->actor),
                                 SMM_I(s->rows), SMM_I(c->now)));
    smm_audit_step(u, c, "statement.import", "statement", 0, NULL,
                   apr_psprintf(c->pool, "%s: %d lines", b->name, s->n), NULL);
    smm_idem_step(u, c, idem, step, 0);
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    *import = w.replayed ? 0 : smm_unit_id(u, step);
    if (*import == 0)
        smm_db_int(c->db, SQL_stmt_import_last, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->actor)),
                   import, &found);
    return smm_ok();
}

static smm_result_t store(smm_ctx_t *c, const smm_stmt_bank_t *b, const smm_statement_t *s,
                          int64_t import)
{
    int i, k;

    for (i = 0; i < s->n; i += CHUNK) {
        smm_unit_t *u = smm_unit_make(c->pool);
        smm_written_t w;

        for (k = i; k < s->n && k < i + CHUNK; k++) {
            const smm_stmt_line_t *l = &s->line[k];

            smm_unit_add(u, SQL_stmt_line_insert,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_T(b->name), SMM_I(import),
                                  SMM_T(l->hash), SMM_I(l->booked), SMM_I(l->amount_minor),
                                  SMM_T(l->currency), SMM_T(l->reference), SMM_T(l->key),
                                  SMM_T(l->text), SMM_I(c->now)));
        }
        w = smm_db_write(c->db, u);
        if (w.rc != SMM_DB_OK)
            return smm_payment_refused(c, &w);
    }
    return smm_ok();
}

smm_result_t smm_statement_import(smm_ctx_t *c, const smm_stmt_bank_t *b, smm_statement_t *s,
                                  const smm_idem_t *idem, smm_stmt_done_t *out)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_result_t r;

    memset(out, 0, sizeof(*out));
    out->known = smm_statement_known(c, b, s);
    if (out->known < 0)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    out->added = s->n - out->known;
    r = begin(c, b, s, idem, &out->import);
    if (r.code == SMM_OK)
        r = store(c, b, s, out->import);
    if (r.code != SMM_OK)
        return r;
    smm_unit_add(u, SQL_stmt_line_credited,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(out->import), SMM_I(c->now)));
    smm_db_write(c->db, u);
    out->credited = smm_claim_check_all(c);
    return smm_ok();
}

/* ---- reading --------------------------------------------------------------------------------- */

static void bank_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_stmt_bank_t *b = item;

    b->id = smm_row_int(row, C_stmt_banks_id);
    b->name = smm_row_dup(row, C_stmt_banks_name, pool);
    b->currency = smm_row_dup(row, C_stmt_banks_currency, pool);
    b->separator = smm_row_dup(row, C_stmt_banks_separator, pool);
    b->decimal = smm_row_dup(row, C_stmt_banks_decimal_mark, pool);
    b->date_order = smm_row_dup(row, C_stmt_banks_date_order, pool);
    b->skip = smm_row_int(row, C_stmt_banks_skip);
    b->col_date = smm_row_int(row, C_stmt_banks_col_date);
    b->col_amount = smm_row_int(row, C_stmt_banks_col_amount);
    b->col_reference = smm_row_int(row, C_stmt_banks_col_reference);
    b->col_text = smm_row_int(row, C_stmt_banks_col_text);
}

int smm_stmt_banks(smm_ctx_t *c, smm_stmt_bank_t *out, int max)
{
    return smm_list(c, SQL_stmt_banks, SMM_ARGS(SMM_I(c->panel->id)), bank_row, out, max);
}

static void import_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_stmt_import_t *o = item;

    o->id = smm_row_int(row, C_stmt_imports_id);
    o->bank = smm_row_dup(row, C_stmt_imports_bank, pool);
    o->actor = smm_row_dup(row, C_stmt_imports_actor_name, pool);
    o->rows = smm_row_int(row, C_stmt_imports_rows_in);
    o->created = smm_row_int(row, C_stmt_imports_created);
    o->added = smm_row_int(row, C_stmt_imports_added);
    o->open = smm_row_int(row, C_stmt_imports_open_n);
    o->matched = smm_row_int(row, C_stmt_imports_matched_n);
}

int smm_stmt_imports(smm_ctx_t *c, int64_t before, smm_stmt_import_t *out, int max)
{
    return smm_list(
        c, SQL_stmt_imports,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
        import_row, out, max);
}

/* three statements with the same columns in the same order */
static void line_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_stmt_line_t *o = item;

#define INT(f, col) o->f = smm_row_int(row, C_stmt_line_get_##col)
#define TXT(f) o->f = smm_row_dup(row, C_stmt_line_get_##f, pool)
    INT(id, id);
    INT(booked, booked);
    INT(amount_minor, amount_minor);
    INT(payment, payment_id);
    INT(decided, decided);
    TXT(bank);
    TXT(currency);
    TXT(reference);
    TXT(key);
    TXT(text);
    TXT(state);
    TXT(reason);
    o->decider = smm_row_dup(row, C_stmt_line_get_decider_name, pool);
#undef INT
#undef TXT
}

smm_rc_e smm_stmt_line(smm_ctx_t *c, int64_t id, smm_stmt_line_t *out)
{
    return smm_get(c, SQL_stmt_line_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)), line_row, out);
}

int smm_stmt_lines(smm_ctx_t *c, const char *state, int64_t before, smm_stmt_line_t *out, int max)
{
    return smm_list(c, SQL_stmt_lines,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_T(state),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    line_row, out, max);
}

int smm_stmt_candidates(smm_ctx_t *c, const char *currency, int64_t amount, int64_t since,
                        int64_t until, smm_stmt_line_t *out, int max)
{
    return smm_list(c, SQL_stmt_candidates,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_T(currency), SMM_I(amount), SMM_I(since),
                             SMM_I(until), SMM_I(max)),
                    line_row, out, max);
}

/* ---- what becomes of a line ------------------------------------------------------------------ */

static smm_result_t decide(smm_ctx_t *c, smm_unit_t *u, int64_t id, const char *action,
                           const char *reason, const smm_idem_t *idem)
{
    smm_written_t w;

    smm_audit_step(u, c, action, "statement", id, NULL, NULL, reason);
    smm_idem_step(u, c, idem, -1, id);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_EXPECT)
        return smm_fail(SMM_CONFLICT, NULL, "This line was decided meanwhile. Look at it again.");
    return w.rc == SMM_DB_OK ? smm_ok() : smm_payment_refused(c, &w);
}

smm_result_t smm_stmt_ignore(smm_ctx_t *c, int64_t id, const char *reason, const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);

    smm_unit_add(
        u, SQL_stmt_line_ignore,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(c->actor), SMM_T(reason), SMM_I(c->now)));
    return decide(c, u, id, "statement.ignore", reason, idem);
}

smm_result_t smm_stmt_reopen(smm_ctx_t *c, int64_t id, const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);

    smm_unit_add(u, SQL_stmt_line_reopen, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)));
    return decide(c, u, id, "statement.reopen", NULL, idem);
}

/** A payment without a claim: the line itself is the evidence. */
static smm_result_t pay_plain(smm_ctx_t *c, const smm_stmt_line_t *l, const smm_payment_t *p,
                              int64_t usd, const char *reason, const smm_idem_t *idem)
{
    const char *key = l->key ? l->key : apr_psprintf(c->pool, "LINE%" I64, l->id), *to = NULL;
    smm_receipt_t in = {.event = "statement",
                        .why = reason,
                        .amount = usd,
                        .key = apr_pstrcat(c->pool, "claim/", key, NULL)};
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;
    smm_result_t r;

    smm_unit_add(
        u, SQL_stmt_line_match,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(l->id), SMM_I(p->id), SMM_I(c->actor), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    r = smm_payment_receipt(u, c, p, &in, &to);
    if (r.code != SMM_OK)
        return r;
    smm_audit_step(u, c, "statement.pay", "payment", p->id, p->state, to, reason);
    smm_idem_step(u, c, idem, -1, p->id);
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    if (strcmp(to, "underpaid") != 0)
        smm_payment_tell(c, p, p->amount);
    return smm_ok();
}

smm_result_t smm_stmt_pay(smm_ctx_t *c, int64_t id, int64_t payment, const char *reason,
                          const smm_idem_t *idem)
{
    smm_claim_found_t found = {.line = id, .reason = reason};
    smm_stmt_line_t l;
    smm_claim_row_t cl;
    smm_payment_t p;
    int64_t usd;

    if (smm_stmt_line(c, id, &l) != SMM_OK || strcmp(l.state, "open") != 0)
        return smm_fail(SMM_CONFLICT, NULL, "This line was decided meanwhile. Look at it again.");
    if (smm_payment_get(c, 0, payment, &p) != SMM_OK)
        return smm_fail(SMM_INVALID, "payment", "There is no such payment.");
    if (strcmp(l.currency, p.pay_currency) != 0 || smm_quote_usd(&p, l.amount_minor, &usd) != 0)
        return smm_fail(SMM_INVALID, "payment", "This payment was asked for in another currency.");
    if (smm_claim_of(c, payment, 0, &cl) == SMM_OK && strcmp(cl.state, "open") == 0) {
        found.reference = l.key; /* what the bank says counts, not what the customer typed */
        return smm_claim_confirm(c, cl.id, &found, idem);
    }
    return pay_plain(c, &l, &p, usd, reason, idem);
}
