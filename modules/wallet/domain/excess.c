/* SPDX-License-Identifier: Apache-2.0 */
/*
 * More came in than a taxed invoice in rupees asks for. The excess is an advance that holds the tax
 * (reference/money.md 4): its tax goes to the authorities' book, the rest to the balance, and it
 * gets an invoice of its own, numbered in the same unit. Within the tolerance of settling an excess
 * is noise and credited as it is.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_verify.h"
#include "smm_bill.h"
#include "smm_invoice.h"
#include "payment_int.h"
#include "wallet_int.h"

static int has_line(const smm_invoice_t *v, const char *kind)
{
    for (int i = 0; i < v->n_lines; i++)
        if (strcmp(v->lines[i].kind, kind) == 0)
            return 1;
    return 0;
}

/** The same tax as the invoice, on a total that holds it. @return 0 or -1 */
static int bill_of(smm_ctx_t *c, const smm_payment_t *p, const smm_invoice_t *v, int64_t total,
                   smm_bill_t *b)
{
    smm_topup_in_t in = {.tax = b->tax, .tax_bps = v->tax_bps};

    in.union_tax = b->union_tax = has_line(v, "utgst");
    if (smm_topup_inside(&in, total, &b->l) != 0)
        return -1;
    b->currency = v->currency;
    b->exponent = v->exponent;
    b->rate_e6 = v->rate_e6;
    b->tax_bps = v->tax_bps;
    b->tax_name = v->tax_name;
    b->place = v->place;
    b->sac = v->sac;
    b->note =
        apr_pstrcat(c->pool, v->note, *v->note ? " " : "", "Advance: received above what payment ",
                    smm_payment_name(c->pool, p->id), " was for.", NULL);
    return 0;
}

static int64_t tax_of(const smm_topup_lines_t *l)
{
    return l->cgst + l->sgst + l->utgst + l->tax;
}

smm_rc_e smm_excess_split(smm_ctx_t *c, const smm_payment_t *p, int64_t excess, smm_excess_t *x)
{
    int64_t total, cents;
    smm_rc_e rc;

    memset(x, 0, sizeof(*x));
    x->net = excess;
    if (p->pay_rate <= 0 || strcmp(p->pay_currency, "INR") != 0)
        return SMM_OK;
    rc = smm_invoice_find(c, p->account, smm_proforma_number(c->pool, p->invoice), &x->of);
    if (rc != SMM_OK)
        return rc;
    if (smm_tax_kind(x->of.tax, &x->bill.tax) != 0 || x->of.tax_bps <= 0 || x->of.rate_e6 <= 0 ||
        smm_fx_to_minor(excess, x->of.rate_e6, &total) != 0 ||
        bill_of(c, p, &x->of, total, &x->bill) != 0 || tax_of(&x->bill.l) == 0)
        return SMM_OK; /* no tax on it, or too little for any */
    if (smm_muldiv_half_up(excess / SMM_CENT, tax_of(&x->bill.l), x->bill.l.total, &cents) != 0)
        return SMM_BUG;
    x->excess = excess;
    x->tax = cents * SMM_CENT;
    x->net = excess - x->tax;
    return SMM_OK;
}

/** What the new document says, as invoice.c numbers it. */
static void document(const smm_excess_t *x, smm_invoice_t *v)
{
    smm_bill_part_t parts[SMM_BILL_PARTS];

    *v = x->of;
    v->taxable_minor = x->bill.l.taxable;
    v->total_minor = x->bill.l.total;
    v->n_lines = smm_bill_parts(&x->bill, parts);
    for (int i = 0; i < v->n_lines; i++)
        v->lines[i] = (smm_invoice_line_t){.kind = parts[i].kind, .amount_minor = parts[i].amount};
}

smm_rc_e smm_excess_steps(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                          const smm_excess_t *x)
{
    const smm_bill_t *b = &x->bill;
    smm_invoice_t v;
    int inv;

    if (x->excess == 0)
        return SMM_OK;
    inv = smm_unit_add(u, SQL_invoice_insert,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->account), SMM_T("pending"),
                                SMM_T(b->currency), SMM_I(b->exponent), SMM_I(b->l.total),
                                SMM_I(c->now), SMM_I(c->now), SMM_T(smm_tax_word(b->tax)),
                                SMM_T(b->tax_name), SMM_I(b->tax_bps), SMM_I(b->l.taxable),
                                SMM_T(b->place), SMM_T(b->sac), SMM_I(b->rate_e6), SMM_T(b->note)));
    smm_bill_lines(u, inv, b);
    smm_unit_add(u, SQL_payment_excess_insert,
                 SMM_ARGS(SMM_I(p->id), SMM_I(c->panel->id), SMM_SLOT(inv), SMM_I(x->excess),
                          SMM_I(x->tax), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    document(x, &v);
    return smm_invoice_issue(u, c, SMM_SLOT(inv), p->account, "pending", &v);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static int breach(void *v, const smm_row_t *row)
{
    smm_verify_breach(v,
                      "I5 payment %" APR_INT64_T_FMT ": %" APR_INT64_T_FMT
                      " of tax booked, its documents say %" APR_INT64_T_FMT,
                      smm_row_int(row, C_verify_excess_payment_id),
                      smm_row_int(row, C_verify_excess_booked),
                      smm_row_int(row, C_verify_excess_tax));
    return 0;
}

static void check(smm_verify_t *v)
{
    smm_verify_db(v, "excess", smm_db_read(v->db, SQL_verify_excess, SMM_NOARGS, breach, v));
}

void smm_excess_init(void)
{
    smm_verify_add("tax of payments", check);
}
