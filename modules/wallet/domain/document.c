/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of documents, figures of tax, what goes into the GST return. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_document.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_tax_dates.h"
#include "smm_time.h"
#include "smm_verify.h"

static void list_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_invoice_row_t *v = item;
    const char *number = smm_row_dup(row, C_document_list_number, pool);

    v->id = smm_row_int(row, C_document_list_id);
    v->total_minor = smm_row_int(row, C_document_list_total_minor);
    v->created = smm_row_int(row, C_document_list_created);
    v->issued = smm_row_int(row, C_document_list_issued);
    v->payment = smm_row_int(row, C_document_list_payment_id);
    v->label = number ? number : smm_proforma_number(pool, v->id);
    v->slug = smm_invoice_slug(pool, number, v->id);
    v->status = smm_row_dup(row, C_document_list_status, pool);
    v->currency = smm_row_dup(row, C_document_list_currency, pool);
    v->method = smm_row_dup(row, C_document_list_method, pool);
    v->exponent = (int)smm_row_int(row, C_document_list_exponent);
}

int smm_document_list(smm_ctx_t *c, const smm_document_filter_t *f, smm_invoice_row_t *out, int max)
{
    return smm_list(c, SQL_document_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(f->account), SMM_T(f->fy), SMM_T(f->state),
                             SMM_I(f->only_issued), SMM_I(f->before > 0 ? f->before : INT64_MAX),
                             SMM_I(max)),
                    list_row, out, max);
}

static void year_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_document_year_t *y = item;

    y->fy = smm_row_dup(row, C_document_years_fy, pool);
    y->n = smm_row_int(row, C_document_years_n);
}

int smm_document_years(smm_ctx_t *c, int64_t account, smm_document_year_t *out, int max)
{
    return smm_list(c, SQL_document_years, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), year_row,
                    out, max);
}

/* ---- figures of tax ---------------------------------------------------------------------------
 */

void smm_gst_figures_step(smm_unit_t *u, smm_arg_t invoice, const smm_gst_figures_t *t)
{
    smm_unit_add(u, SQL_gst_figures_insert,
                 SMM_ARGS(invoice, SMM_T(t->kind), SMM_T(t->pos), SMM_T(t->sac), SMM_I(t->rate_bps),
                          SMM_I(t->taxable), SMM_I(t->cgst), SMM_I(t->sgst), SMM_I(t->igst),
                          SMM_I(t->total), SMM_I(t->fx_e6)));
}

static void tax_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_gst_figures_t *o = item;

    o->kind = smm_row_dup(row, C_gst_figures_get_kind, pool);
    o->pos = smm_row_dup(row, C_gst_figures_get_pos, pool);
    o->sac = smm_row_dup(row, C_gst_figures_get_sac, pool);
    o->rate_bps = (int)smm_row_int(row, C_gst_figures_get_rate_bps);
    o->taxable = smm_row_int(row, C_gst_figures_get_taxable);
    o->cgst = smm_row_int(row, C_gst_figures_get_cgst);
    o->sgst = smm_row_int(row, C_gst_figures_get_sgst);
    o->igst = smm_row_int(row, C_gst_figures_get_igst);
    o->total = smm_row_int(row, C_gst_figures_get_total);
    o->fx_e6 = smm_row_int(row, C_gst_figures_get_fx_e6);
}

smm_rc_e smm_gst_figures(smm_ctx_t *c, int64_t invoice, smm_gst_figures_t *out)
{
    return smm_get(c, SQL_gst_figures_get, SMM_ARGS(SMM_I(invoice)), tax_row, out);
}

/** An amount of a document in paise. @return 0, or -1: no rate is known. */
static int paise(const smm_invoice_t *v, int64_t inr_e6, int64_t minor, int64_t *out)
{
    int64_t micro = 0;
    int i;

    *out = minor;
    if (strcmp(v->currency, "INR") == 0)
        return 0;
    if (inr_e6 <= 0)
        return -1;
    if (v->rate_e6) {
        if (smm_fx_to_usd(minor, v->rate_e6, &micro) != 0)
            return -1;
    } else {
        micro = minor * SMM_USD;
        for (i = 0; i < v->exponent; i++)
            micro /= 10;
    }
    return smm_fx_to_minor(micro, inr_e6, out);
}

int smm_gst_figures_of(smm_ctx_t *c, const smm_invoice_t *v, smm_gst_figures_t *out)
{
    const char *fx = smm_setting(c, "fx.inr");
    int64_t inr_e6 = 0, amount;
    smm_gst_kind_e kind;
    int k;

    memset(out, 0, sizeof(*out));
    if (!v->tax || smm_gst_kind(v->tax, &kind) != 0)
        return 0;
    if (fx && smm_usd_parse(fx, &inr_e6) != 0)
        inr_e6 = 0;
    out->kind = v->tax;
    out->pos = v->place;
    out->sac = v->sac;
    out->rate_bps = (int)v->tax_bps;
    out->fx_e6 = strcmp(v->currency, "INR") == 0 ? 0 : inr_e6;
    if (paise(v, inr_e6, v->taxable_minor, &out->taxable) != 0)
        return 0;
    out->total = out->taxable;
    for (k = 0; k < v->n_lines; k++) {
        const char *what = v->lines[k].kind;
        int64_t *to = strcmp(what, "cgst") == 0                                 ? &out->cgst
                      : strcmp(what, "sgst") == 0 || strcmp(what, "utgst") == 0 ? &out->sgst
                      : strcmp(what, "igst") == 0                               ? &out->igst
                                                                                : NULL;

        if (!to && strcmp(what, "rounding") != 0)
            continue;
        if (paise(v, inr_e6, v->lines[k].amount_minor, &amount) != 0)
            return 0;
        if (to)
            *to += amount;
        out->total += amount;
    }
    return 1;
}

/* ---- the return -------------------------------------------------------------------------------
 */

typedef struct gather_t {
    apr_pool_t *pool;
    apr_array_header_t *docs; /* smm_gst_doc_t */
} gather_t;

/** What both kinds of documents have; the columns stand in the same order but for the third. */
static smm_gst_doc_t *doc_of(gather_t *g, const smm_row_t *row, const int col[13])
{
    smm_gst_doc_t *d = apr_array_push(g->docs);
    const char *tax_id = smm_row_text(row, col[9]), *company = smm_row_text(row, col[12]);
    const char *country = smm_row_text(row, col[10]);
    char text[SMM_TIME_TEXT];

    memset(d, 0, sizeof(*d));
    d->no = smm_row_dup(row, col[0], g->pool);
    smm_date_text(text, smm_date_at(smm_row_int(row, col[1]), SMM_IST_OFFSET));
    d->date = apr_pstrdup(g->pool, text);
    if (smm_gst_kind(smm_row_text(row, col[2]), &d->kind) != 0)
        d->kind = SMM_GST_INTER;
    d->pos = smm_row_dup(row, col[3], g->pool);
    d->rate_bps = (int)smm_row_int(row, col[4]);
    d->taxable = smm_row_int(row, col[5]);
    d->cgst = smm_row_int(row, col[6]);
    d->sgst = smm_row_int(row, col[7]);
    d->igst = smm_row_int(row, col[8]);
    /* a number of another country's tax is no GSTIN */
    if (tax_id && *tax_id && country && strcmp(country, "IN") == 0)
        d->gstin = apr_pstrdup(g->pool, tax_id);
    d->buyer = apr_pstrdup(g->pool, company && *company ? company : smm_row_text(row, col[11]));
    return d;
}

static int invoice_row(void *baton, const smm_row_t *row)
{
    static const int col[13] = {
        C_gst_invoices_number, C_gst_invoices_issued,   C_gst_invoices_kind,
        C_gst_invoices_pos,    C_gst_invoices_rate_bps, C_gst_invoices_taxable,
        C_gst_invoices_cgst,   C_gst_invoices_sgst,     C_gst_invoices_igst,
        C_gst_invoices_tax_id, C_gst_invoices_country,  C_gst_invoices_name,
        C_gst_invoices_company};
    smm_gst_doc_t *d = doc_of(baton, row, col);

    d->total = smm_row_int(row, C_gst_invoices_total);
    d->cancelled = strcmp(smm_row_text(row, C_gst_invoices_status), "cancelled") == 0;
    return 0;
}

static int note_row(void *baton, const smm_row_t *row)
{
    static const int col[13] = {C_gst_notes_number, C_gst_notes_issued,   C_gst_notes_kind,
                                C_gst_notes_pos,    C_gst_notes_rate_bps, C_gst_notes_taxable,
                                C_gst_notes_cgst,   C_gst_notes_sgst,     C_gst_notes_igst,
                                C_gst_notes_tax_id, C_gst_notes_country,  C_gst_notes_name,
                                C_gst_notes_company};
    smm_gst_doc_t *d = doc_of(baton, row, col);

    d->note = 1;
    d->total = smm_row_int(row, C_gst_notes_total);
    d->original = smm_row_int(row, C_gst_notes_original);
    return 0;
}

smm_rc_e smm_gst_return(smm_ctx_t *c, int year, int month, int months, smm_gstr1_in_t *out,
                        int64_t *without)
{
    gather_t g = {c->pool, apr_array_make(c->pool, 64, sizeof(smm_gst_doc_t))};
    int first = month - months + 1, first_year = first < 1 ? year - 1 : year, found;
    int64_t since, until;
    const char *gstin = smm_setting(c, "seller.tax_id"), *sac = smm_setting(c, "tax.sac");
    const char *desc = smm_setting(c, "invoice.sac_text");

    since = smm_days(first_year, first < 1 ? first + 12 : first, 1) * 86400 - SMM_IST_OFFSET;
    until = smm_days(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) * 86400 -
            SMM_IST_OFFSET;
    if (smm_db_read(c->db, SQL_gst_invoices,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(since), SMM_I(until)), invoice_row,
                    &g) != SMM_DB_OK ||
        smm_db_read(c->db, SQL_gst_notes, SMM_ARGS(SMM_I(c->panel->id), SMM_I(since), SMM_I(until)),
                    note_row, &g) != SMM_DB_OK ||
        smm_db_int(c->db, SQL_gst_without,
                   SMM_ARGS(SMM_I(c->panel->id), SMM_I(since), SMM_I(until)), without,
                   &found) != SMM_DB_OK)
        return SMM_BUSY;
    out->gstin = gstin ? gstin : "";
    out->fp = apr_psprintf(c->pool, "%02d%04d", month, year);
    out->sac = sac ? sac : "998365";
    out->desc = desc ? desc : "Sale of internet advertising";
    out->docs = (const smm_gst_doc_t *)g.docs->elts;
    out->n = g.docs->nelts;
    return SMM_OK;
}

/* ---- settings and checks ----------------------------------------------------------------------
 */

static const smm_setting_t settings[] = {
    {"documents.archive", "2000", 0,
     "Documents of a year in one ZIP file; with more they come month by month", SMM_SET_INT, 1,
     100000},
    {"invoice.credit_series", "CRN", 0,
     "Series of credit note numbers: one to four capitals and digits, not the invoices' own",
     SMM_SET_TEXT, 1, 4},
    {"invoice.export_series", "EXP", 0,
     "Series of invoice numbers for exports under GST: one to four capitals and digits",
     SMM_SET_TEXT, 1, 4},
    {"invoice.sac_text", "Sale of internet advertising", 0,
     "What the service code (SAC) means, for the GST return", SMM_SET_TEXT, 1, 30},
    {"invoice.signatory", NULL, 0, "Name of the person who signs invoices", SMM_SET_TEXT, 0, 80},
    {"gst.filing", "quarterly", 0, "How you file GSTR-1", SMM_SET_WORD, 0, 0, "quarterly monthly"},
    {NULL, NULL, 0, NULL},
};

static int breach(void *v, const smm_row_t *row)
{
    smm_verify_breach(v,
                      "credit notes of invoice %s: %" APR_INT64_T_FMT " of %" APR_INT64_T_FMT
                      ", or more tax than it has",
                      smm_row_text(row, C_verify_credit_notes_number),
                      smm_row_int(row, C_verify_credit_notes_noted),
                      smm_row_int(row, C_verify_credit_notes_total));
    return 0;
}

static void check_notes(smm_verify_t *v)
{
    smm_verify_db(v, "credit notes",
                  smm_db_read(v->db, SQL_verify_credit_notes, SMM_NOARGS, breach, v));
}

void smm_document_init(void)
{
    smm_settings_add(settings);
    smm_verify_add("credit-notes", check_notes);
}
