/* SPDX-License-Identifier: Apache-2.0 */
/* GSTR-1 as the CSV sheets of the offline tool. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "gstr1_int.h"
#include "smm_gstin.h"
#include "smm_money.h"

typedef struct out_t {
    apr_pool_t *p;
    apr_array_header_t *parts;
    int cells;
} out_t;

/** Quoted where needed; a text that a spreadsheet would run gets an apostrophe before it. */
static void cell(out_t *o, const char *s)
{
    const char *out = s, *c;

    if (o->cells++)
        APR_ARRAY_PUSH(o->parts, const char *) = ",";
    if (*s && strchr("=+@\t\r", *s))
        out = apr_pstrcat(o->p, "'", s, NULL);
    if (strpbrk(out, ",\"\r\n")) {
        char *q = apr_palloc(o->p, 2 * strlen(out) + 3), *w = q;

        *w++ = '"';
        for (c = out; *c; c++) {
            if (*c == '"')
                *w++ = '"';
            *w++ = *c;
        }
        *w++ = '"';
        *w = '\0';
        out = q;
    }
    APR_ARRAY_PUSH(o->parts, const char *) = out;
}

static void row_end(out_t *o)
{
    APR_ARRAY_PUSH(o->parts, const char *) = "\r\n";
    o->cells = 0;
}

static void cells(out_t *o, const char *const *list)
{
    for (; *list; list++)
        cell(o, *list);
    row_end(o);
}

static void money(out_t *o, int64_t paise)
{
    cell(o, smm_minor_text(apr_palloc(o->p, SMM_USD_TEXT), paise, 2));
}

static void whole(out_t *o, int64_t v)
{
    cell(o, apr_psprintf(o->p, "%" APR_INT64_T_FMT, v));
}

/** "29-Karnataka" */
static const char *place(out_t *o, const char *pos)
{
    const smm_gst_state_t *s = smm_gst_state_find(pos);

    if (strcmp(pos, "96") == 0)
        return "96-Other Countries";
    return s ? apr_pstrcat(o->p, s->code, "-", s->name, NULL) : pos;
}

/** "03-Oct-2026", as the tool wants it. */
static const char *date(out_t *o, const char *iso)
{
    static const char *const m[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int k = strlen(iso) == 10 ? (iso[5] - '0') * 10 + iso[6] - '0' : 0;

    return k >= 1 && k <= 12 ? apr_psprintf(o->p, "%.2s-%s-%.4s", iso + 8, m[k - 1], iso) : iso;
}

static const char *supply(const smm_gst_doc_t *d)
{
    return d->kind == SMM_GST_SEZ_LUT    ? "SEZ supplies without payment"
           : d->kind == SMM_GST_SEZ_PAID ? "SEZ supplies with payment"
                                         : "Regular B2B";
}

#define DOC(list, i) APR_ARRAY_IDX(list, i, const smm_gst_doc_t *)

static void rate_and_value(out_t *o, const smm_gst_doc_t *d)
{
    cell(o, smm_gstr1_rate(o->p, d->rate_bps));
    money(o, d->taxable);
    money(o, 0);
    row_end(o);
}

static void b2b(out_t *o, const return_t *r)
{
    static const char *const head[] = {"GSTIN/UIN of Recipient",
                                       "Receiver Name",
                                       "Invoice Number",
                                       "Invoice date",
                                       "Invoice Value",
                                       "Place Of Supply",
                                       "Reverse Charge",
                                       "Applicable % of Tax Rate",
                                       "Invoice Type",
                                       "E-Commerce GSTIN",
                                       "Rate",
                                       "Taxable Value",
                                       "Cess Amount",
                                       NULL};
    int i;

    cells(o, head);
    for (i = 0; i < r->b2b->nelts; i++) {
        const smm_gst_doc_t *d = DOC(r->b2b, i);

        cell(o, d->gstin);
        cell(o, d->buyer ? d->buyer : "");
        cell(o, d->no);
        cell(o, date(o, d->date));
        money(o, d->total);
        cell(o, place(o, d->pos));
        cell(o, "N");
        cell(o, "");
        cell(o, supply(d));
        cell(o, "");
        rate_and_value(o, d);
    }
}

static void b2cl(out_t *o, const return_t *r)
{
    static const char *const head[] = {"Invoice Number",
                                       "Invoice date",
                                       "Invoice Value",
                                       "Place Of Supply",
                                       "Applicable % of Tax Rate",
                                       "Rate",
                                       "Taxable Value",
                                       "Cess Amount",
                                       "E-Commerce GSTIN",
                                       NULL};
    int i;

    cells(o, head);
    for (i = 0; i < r->b2cl->nelts; i++) {
        const smm_gst_doc_t *d = DOC(r->b2cl, i);

        cell(o, d->no);
        cell(o, date(o, d->date));
        money(o, d->total);
        cell(o, place(o, d->pos));
        cell(o, "");
        cell(o, smm_gstr1_rate(o->p, d->rate_bps));
        money(o, d->taxable);
        money(o, 0);
        cell(o, "");
        row_end(o);
    }
}

static void b2cs(out_t *o, const return_t *r)
{
    static const char *const head[] = {
        "Type",          "Place Of Supply", "Applicable % of Tax Rate", "Rate",
        "Taxable Value", "Cess Amount",     "E-Commerce GSTIN",         NULL};
    int i;

    cells(o, head);
    for (i = 0; i < r->b2cs->nelts; i++) {
        const small_t *s = &APR_ARRAY_IDX(r->b2cs, i, small_t);

        cell(o, "OE");
        cell(o, place(o, s->pos));
        cell(o, "");
        cell(o, smm_gstr1_rate(o->p, s->rate_bps));
        money(o, s->sum.taxable);
        money(o, 0);
        cell(o, "");
        row_end(o);
    }
}

static void exports(out_t *o, const return_t *r)
{
    static const char *const head[] = {"Export Type",
                                       "Invoice Number",
                                       "Invoice date",
                                       "Invoice Value",
                                       "Port Code",
                                       "Shipping Bill Number",
                                       "Shipping Bill Date",
                                       "Rate",
                                       "Taxable Value",
                                       "Cess Amount",
                                       NULL};
    int i;

    cells(o, head);
    for (i = 0; i < r->exp->nelts; i++) {
        const smm_gst_doc_t *d = DOC(r->exp, i);

        cell(o, d->kind == SMM_GST_EXPORT_PAID ? "WPAY" : "WOPAY");
        cell(o, d->no);
        cell(o, date(o, d->date));
        money(o, d->total);
        cell(o, "");
        cell(o, "");
        cell(o, "");
        rate_and_value(o, d);
    }
}

static void cdnr(out_t *o, const return_t *r)
{
    static const char *const head[] = {"GSTIN/UIN of Recipient",
                                       "Receiver Name",
                                       "Note Number",
                                       "Note Date",
                                       "Note Type",
                                       "Place Of Supply",
                                       "Reverse Charge",
                                       "Note Supply Type",
                                       "Note Value",
                                       "Applicable % of Tax Rate",
                                       "Rate",
                                       "Taxable Value",
                                       "Cess Amount",
                                       NULL};
    int i;

    cells(o, head);
    for (i = 0; i < r->cdnr->nelts; i++) {
        const smm_gst_doc_t *d = DOC(r->cdnr, i);

        cell(o, d->gstin);
        cell(o, d->buyer ? d->buyer : "");
        cell(o, d->no);
        cell(o, date(o, d->date));
        cell(o, "C");
        cell(o, place(o, d->pos));
        cell(o, "N");
        cell(o, supply(d));
        money(o, d->total);
        cell(o, "");
        rate_and_value(o, d);
    }
}

static void cdnur(out_t *o, const return_t *r)
{
    static const char *const head[] = {"UR Type",
                                       "Note Number",
                                       "Note Date",
                                       "Note Type",
                                       "Place Of Supply",
                                       "Note Value",
                                       "Applicable % of Tax Rate",
                                       "Rate",
                                       "Taxable Value",
                                       "Cess Amount",
                                       NULL};
    int i;

    cells(o, head);
    for (i = 0; i < r->cdnur->nelts; i++) {
        const smm_gst_doc_t *d = DOC(r->cdnur, i);

        cell(o, d->kind == SMM_GST_EXPORT_PAID  ? "EXPWP"
                : d->kind == SMM_GST_EXPORT_LUT ? "EXPWOP"
                                                : "B2CL");
        cell(o, d->no);
        cell(o, date(o, d->date));
        cell(o, "C");
        cell(o, smm_gstr1_export(d) ? "" : place(o, d->pos));
        money(o, d->total);
        cell(o, "");
        rate_and_value(o, d);
    }
}

static void hsn(out_t *o, const return_t *r, const apr_array_header_t *rows)
{
    static const char *const head[] = {"HSN",
                                       "Description",
                                       "UQC",
                                       "Total Quantity",
                                       "Total Value",
                                       "Rate",
                                       "Taxable Value",
                                       "Integrated Tax Amount",
                                       "Central Tax Amount",
                                       "State/UT Tax Amount",
                                       "Cess Amount",
                                       NULL};
    int i;

    cells(o, head);
    for (i = 0; i < rows->nelts; i++) {
        const small_t *s = &APR_ARRAY_IDX(rows, i, small_t);

        cell(o, r->in->sac);
        cell(o, r->in->desc);
        cell(o, "NA");
        cell(o, "0");
        money(o, s->sum.taxable + s->sum.igst + s->sum.cgst + s->sum.sgst);
        cell(o, smm_gstr1_rate(o->p, s->rate_bps));
        money(o, s->sum.taxable);
        money(o, s->sum.igst);
        money(o, s->sum.cgst);
        money(o, s->sum.sgst);
        money(o, 0);
        row_end(o);
    }
}

static void hsn_b2b(out_t *o, const return_t *r)
{
    hsn(o, r, r->hsn_b2b);
}
static void hsn_b2c(out_t *o, const return_t *r)
{
    hsn(o, r, r->hsn_b2c);
}

static void docs(out_t *o, const return_t *r)
{
    static const char *const head[] = {"Nature of Document", "Sr. No. From", "Sr. No. To",
                                       "Total Number",       "Cancelled",    NULL};
    int i;

    cells(o, head);
    for (i = 0; i < r->series->nelts; i++) {
        const series_t *s = &APR_ARRAY_IDX(r->series, i, series_t);

        cell(o, s->note ? "Credit Note" : "Invoices for outward supply");
        cell(o, s->first);
        cell(o, s->last);
        whole(o, s->to - s->from + 1);
        whole(o, s->cancelled);
        row_end(o);
    }
}

static const char *const names[] = {"b2b",   "b2cl",     "b2cs",     "exp",  "cdnr",
                                    "cdnur", "hsn(b2b)", "hsn(b2c)", "docs", NULL};

const char *const *smm_gstr1_sheets(void)
{
    return names;
}

const char *smm_gstr1_csv(apr_pool_t *p, const smm_gstr1_in_t *in, const char *sheet)
{
    static void (*const write[])(out_t *, const return_t *) = {
        b2b, b2cl, b2cs, exports, cdnr, cdnur, hsn_b2b, hsn_b2c, docs};
    out_t o = {p, apr_array_make(p, 256, sizeof(const char *)), 0};
    return_t r;
    int i;

    for (i = 0; names[i] && strcmp(names[i], sheet) != 0; i++)
        ;
    if (!names[i])
        return NULL;
    smm_gstr1_build(p, in, &r);
    write[i](&o, &r);
    return apr_array_pstrcat(p, o.parts, 0);
}
