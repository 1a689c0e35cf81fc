/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include <strings.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_sql.h"
#include "claim_int.h"
#include "smm_suggest.h"

#define LOOK 300 /* rows that are compared */

/** A word of three letters or more of a name stands in the text. */
static int names(apr_pool_t *p, const char *text, const char *name)
{
    char *list = apr_pstrdup(p, name ? name : ""), *word, *last;

    for (word = apr_strtok(list, " .,/-", &last); word; word = apr_strtok(NULL, " .,/-", &last))
        if (strlen(word) >= 3 && smm_text_has_word(text, word))
            return 1;
    return 0;
}

static int points(unsigned why)
{
    return (why & SMM_LIKE_REFERENCE ? 100 : 0) + (why & SMM_LIKE_NUMBER ? 60 : 0) +
           (why & SMM_LIKE_AMOUNT ? 40 : 0) + (why & SMM_LIKE_NEAR ? 15 : 0) +
           (why & SMM_LIKE_PAYER ? 25 : 0) + (why & SMM_LIKE_DAY ? 10 : 0);
}

/** `got` against `due`: the same, or a little less. */
static unsigned amounts(int64_t got, int64_t due)
{
    if (due > 0 && got == due)
        return SMM_LIKE_AMOUNT;
    return due > 0 && got < due && got >= due - due / 33 ? SMM_LIKE_NEAR : 0;
}

/** Does the text name our payment? */
static unsigned number(apr_pool_t *p, const smm_stmt_line_t *l, int64_t payment)
{
    const char *name = smm_payment_name(p, payment);

    return smm_text_has_word(l->text, name) || smm_text_has_word(l->reference, name)
               ? SMM_LIKE_NUMBER
               : 0;
}

/* ---- lines for a claim ----------------------------------------------------------------------- */

static void keep_line(smm_like_line_t *out, int *n, int max, const smm_stmt_line_t *l, unsigned why)
{
    smm_like_line_t x = {*l, why, points(why)};
    int i, k;

    if (x.score < 25)
        return;
    for (i = 0; i < *n && out[i].score >= x.score; i++)
        ;
    if (i == max)
        return;
    if (*n < max)
        ++*n;
    for (k = *n - 1; k > i; k--)
        out[k] = out[k - 1];
    out[i] = x;
}

int smm_suggest_lines(smm_ctx_t *c, const smm_claim_row_t *cl, const smm_payment_t *p,
                      smm_like_line_t *out, int max)
{
    smm_stmt_line_t *rows = apr_palloc(c->pool, sizeof(*rows) * LOOK);
    int64_t due = smm_claim_due(p);
    int n, i, kept = 0;

    n = smm_stmt_candidates(c, p->pay_currency, 0, p->created - 7 * 86400,
                            p->created + smm_claim_window(c), rows, LOOK);
    for (i = 0; i < n; i++) {
        unsigned why = number(c->pool, &rows[i], p->id);

        if (smm_stmt_names(&rows[i], cl->key))
            why |= SMM_LIKE_REFERENCE;
        why |= amounts(rows[i].amount_minor, cl->amount_minor > 0 ? cl->amount_minor : due);
        if (names(c->pool, rows[i].text, cl->payer))
            why |= SMM_LIKE_PAYER;
        if (cl->paid_on > 0 && rows[i].booked >= cl->paid_on - 86400 &&
            rows[i].booked <= cl->paid_on + 3 * 86400)
            why |= SMM_LIKE_DAY;
        keep_line(out, &kept, max, &rows[i], why);
    }
    return n < 0 ? -1 : kept;
}

/* ---- payments for a line --------------------------------------------------------------------- */

typedef struct look_t {
    apr_pool_t *pool;
    const smm_stmt_line_t *line;
    smm_like_payment_t *out;
    int n, max;
} look_t;

static int payment_row(void *baton, const smm_row_t *row)
{
    look_t *l = baton;
    smm_like_payment_t x = {.id = smm_row_int(row, C_stmt_payments_id)};
    smm_payment_t p = {.amount = smm_row_int(row, C_stmt_payments_amount),
                       .fee = smm_row_int(row, C_stmt_payments_fee),
                       .received = smm_row_int(row, C_stmt_payments_received)};
    const char *currency = smm_row_null(row, C_stmt_payments_currency)
                               ? "USD"
                               : smm_row_text(row, C_stmt_payments_currency);
    int i, k;

    if (strcmp(currency, l->line->currency) != 0)
        return 0;
    p.pay_minor = smm_row_null(row, C_stmt_payments_minor)
                      ? (p.amount + p.fee) / SMM_CENT
                      : smm_row_int(row, C_stmt_payments_minor);
    x.due_minor = smm_claim_due(&p);
    x.why = number(l->pool, l->line, x.id) | amounts(l->line->amount_minor, x.due_minor);
    if (smm_stmt_names(l->line, smm_row_text(row, C_stmt_payments_claim_key)))
        x.why |= SMM_LIKE_REFERENCE;
    if (names(l->pool, l->line->text, smm_row_text(row, C_stmt_payments_name)) ||
        names(l->pool, l->line->text, smm_row_text(row, C_stmt_payments_claim_payer)))
        x.why |= SMM_LIKE_PAYER;
    x.score = points(x.why);
    for (i = 0; i < l->n && l->out[i].score >= x.score; i++)
        ;
    if (x.score < 25 || i == l->max)
        return 0;
    x.created = smm_row_int(row, C_stmt_payments_created);
    x.username = smm_row_dup(row, C_stmt_payments_username, l->pool);
    x.method = smm_row_dup(row, C_stmt_payments_method, l->pool);
    x.state = smm_row_dup(row, C_stmt_payments_state, l->pool);
    x.currency = apr_pstrdup(l->pool, currency);
    if (l->n < l->max)
        l->n++;
    for (k = l->n - 1; k > i; k--)
        l->out[k] = l->out[k - 1];
    l->out[i] = x;
    return 0;
}

int smm_suggest_payments(smm_ctx_t *c, const smm_stmt_line_t *line, smm_like_payment_t *out,
                         int max)
{
    look_t l = {c->pool, line, out, 0, max};

    return smm_db_read(c->db, SQL_stmt_payments,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_I(line->booked - smm_claim_window(c)),
                                SMM_I(2 * LOOK)),
                       payment_row, &l) == SMM_DB_OK
               ? l.n
               : -1;
}
