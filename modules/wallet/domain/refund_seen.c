/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A refund that the processor reports without an order of ours: somebody pressed the button on its
 * own pages, or a dispute ended so. The money is booked from the reported sums (payment_back.c);
 * here it becomes a refund in the lists, with the credit note that the invoice needs.
 */
#include "config.h"
#include <apr_strings.h>
#include "smm_sql.h"
#include "smm_document.h"
#include "smm_invoice.h"
#include "smm_refund.h"
#include "payment_int.h"

#define I64 APR_INT64_T_FMT
#define REASON "Refunded by the payment processor"
#define NO_DOCUMENT "It came above what the invoice is over: no document is about it."

/** What the reported sum is about, in the payment's currency. */
typedef struct docs_t {
    int64_t plain;             /* above all documents */
    int64_t excess, of_excess; /* on the invoice of the excess, with this id */
    int64_t main;              /* on the payment's own invoice */
} docs_t;

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static smm_rc_e by_number(smm_ctx_t *c, const smm_payment_t *p, const char *number,
                          smm_invoice_t *v, int64_t *left)
{
    smm_rc_e rc = smm_invoice_find(c, p->account, smm_invoice_slug(c->pool, number, 0), v);

    return rc == SMM_OK ? smm_credit_note_left(c, v, left) : rc;
}

/* Excess first: whoever sends a part back sends what was too much. What an excess with an invoice
 * lost in its rounding to cents goes last. */
static smm_rc_e split(smm_ctx_t *c, const smm_payment_t *p, const smm_back_t *b, int64_t before,
                      docs_t *d)
{
    int64_t rest = b->minor - before, above = b->paid_minor, left;
    smm_invoice_t v, more;
    smm_rc_e rc;

    *d = (docs_t){0};
    if ((rc = by_number(c, p, p->invoice_number, &v, &left)) != SMM_OK)
        return rc;
    above -= v.total_minor;
    if (p->excess_number) {
        if ((rc = by_number(c, p, p->excess_number, &more, &d->excess)) != SMM_OK)
            return rc;
        above -= more.total_minor;
        d->of_excess = more.id;
        d->excess = least(rest, d->excess);
        if (rest - d->excess > left)
            d->plain = least(rest - d->excess - left, above > 0 ? above : 0);
    } else if (above > before) {
        d->plain = least(rest, above - before);
    }
    d->main = rest - d->plain - d->excess;
    return SMM_OK;
}

/** @return why a note is missing, "" when all is written, NULL: busy. */
static const char *notes(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, const docs_t *d,
                         const char *key)
{
    smm_result_t r = smm_ok();

    if (d->excess > 0)
        r = smm_credit_note_step(u, c, d->of_excess, d->excess,
                                 apr_pstrcat(c->pool, key, "/excess", NULL), REASON);
    if (r.code == SMM_OK && d->main > 0)
        r = smm_credit_note_step(u, c, p->invoice, d->main, key, REASON);
    if (r.code == SMM_BUSY)
        return NULL;
    return r.code == SMM_OK ? "" : smm_refund_note_why(c, &r);
}

smm_rc_e smm_refund_seen_step(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, int64_t wallet,
                              int64_t tax, const smm_back_t *b)
{
    smm_refund_t r = {.state = "seen"};
    const char *why = NO_DOCUMENT, *done = NO_DOCUMENT;
    int64_t before = 0;
    int found = 0;
    docs_t d;

    if (smm_db_int(c->db, SQL_refund_seen_sum, SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id)), &before,
                   &found) != SMM_DB_OK)
        return SMM_BUSY;
    if (b->minor <= before || wallet <= 0)
        return SMM_OK; /* a part of a cent: it is in the next one */
    r.key = apr_psprintf(c->pool, "seen/%" I64 "/%" I64, p->id, b->minor);
    if (p->invoice_number) {
        if (split(c, p, b, before, &d) != SMM_OK)
            return SMM_BUSY;
        if (d.excess + d.main > 0) {
            why = notes(u, c, p, &d, smm_refund_note_key(c, &r));
            done = "";
        }
    }
    if (!why)
        return SMM_BUSY;
    smm_unit_add(u, SQL_refund_seen,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->account), SMM_I(p->id), SMM_I(wallet),
                          SMM_I(tax), SMM_I(b->minor - before), SMM_T(p->pay_currency),
                          SMM_I(p->pay_exponent), SMM_T(r.key), SMM_T(REASON), SMM_I(c->now),
                          SMM_T(why), SMM_T(done)));
    smm_unit_outcome(u, SMM_CONFLICT);
    return SMM_OK;
}
