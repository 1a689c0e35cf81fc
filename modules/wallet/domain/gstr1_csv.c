/* SPDX-License-Identifier: Apache-2.0 */
/* GSTR-1 as the CSV sheets of the offline tool: a sheet is a table of columns over a list of the
 * return. */
#include "config.h"
#include <stddef.h>
#include <string.h>
#include <apr_strings.h>
#include "gstr1_int.h"
#include "smm_csv_out.h"
#include "smm_gstin.h"
#include "smm_money.h"

typedef struct row_t {
    apr_pool_t *p;
    const smm_gstr1_in_t *in;
    const smm_gst_doc_t *doc; /* one of the three, by the sheet's list */
    const small_t *small;
    const series_t *run;
} row_t;

typedef struct col_t {
    const char *title;
    const char *(*cell)(const row_t *r); /* NULL: always `fixed` */
    const char *fixed;
    int text; /* a person wrote it; ours are bare, for a negative sum is no formula */
} col_t;

typedef struct sheet_t {
    const char *name;
    enum { OF_DOCS, OF_SMALL, OF_RUNS } of;
    size_t list; /* its place in return_t */
    const col_t *cols;
} sheet_t;

/* ---- cells ----------------------------------------------------------------------------------- */

static const char *money(const row_t *r, int64_t paise)
{
    return smm_minor_text(apr_palloc(r->p, SMM_USD_TEXT), paise, 2);
}

static const char *whole(const row_t *r, int64_t v)
{
    return apr_psprintf(r->p, "%" APR_INT64_T_FMT, v);
}

/** "29-Karnataka" */
static const char *place(const row_t *r, const char *pos)
{
    const smm_gst_state_t *s = smm_gst_state_find(pos);

    if (strcmp(pos, "96") == 0)
        return "96-Other Countries";
    return s ? apr_pstrcat(r->p, s->code, "-", s->name, NULL) : pos;
}

static const char *gstin(const row_t *r)
{
    return r->doc->gstin;
}

static const char *buyer(const row_t *r)
{
    return r->doc->buyer;
}

static const char *number(const row_t *r)
{
    return r->doc->no;
}

/** "03-Oct-2026", as the tool wants it. */
static const char *date(const row_t *r)
{
    static const char *const m[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const char *iso = r->doc->date;
    int k = strlen(iso) == 10 ? (iso[5] - '0') * 10 + iso[6] - '0' : 0;

    return k >= 1 && k <= 12 ? apr_psprintf(r->p, "%.2s-%s-%.4s", iso + 8, m[k - 1], iso) : iso;
}

static const char *value(const row_t *r)
{
    return money(r, r->doc->total);
}

static const char *doc_place(const row_t *r)
{
    return place(r, r->doc->pos);
}

/** Notes without a GSTIN: exports have no place in India. */
static const char *note_place(const row_t *r)
{
    return smm_gstr1_export(r->doc) ? "" : doc_place(r);
}

static const char *supply(const row_t *r)
{
    return r->doc->kind == SMM_GST_SEZ_LUT    ? "SEZ supplies without payment"
           : r->doc->kind == SMM_GST_SEZ_PAID ? "SEZ supplies with payment"
                                              : "Regular B2B";
}

static const char *export_type(const row_t *r)
{
    return r->doc->kind == SMM_GST_EXPORT_PAID ? "WPAY" : "WOPAY";
}

static const char *note_type(const row_t *r)
{
    return smm_gstr1_note_type(r->doc);
}

static const char *rate(const row_t *r)
{
    return smm_gstr1_rate(r->p, r->doc->rate_bps);
}

static const char *taxable(const row_t *r)
{
    return money(r, r->doc->taxable);
}

static const char *small_place(const row_t *r)
{
    return place(r, r->small->pos);
}

static const char *small_rate(const row_t *r)
{
    return smm_gstr1_rate(r->p, r->small->rate_bps);
}

static const char *small_taxable(const row_t *r)
{
    return money(r, r->small->sum.taxable);
}

static const char *small_total(const row_t *r)
{
    const smm_gstr1_sum_t *s = &r->small->sum;

    return money(r, s->taxable + s->igst + s->cgst + s->sgst);
}

static const char *igst(const row_t *r)
{
    return money(r, r->small->sum.igst);
}

static const char *cgst(const row_t *r)
{
    return money(r, r->small->sum.cgst);
}

static const char *sgst(const row_t *r)
{
    return money(r, r->small->sum.sgst);
}

static const char *sac(const row_t *r)
{
    return r->in->sac;
}

static const char *desc(const row_t *r)
{
    return r->in->desc;
}

static const char *nature(const row_t *r)
{
    return r->run->note ? "Credit Note" : "Invoices for outward supply";
}

static const char *first(const row_t *r)
{
    return r->run->first;
}

static const char *last(const row_t *r)
{
    return r->run->last;
}

static const char *count(const row_t *r)
{
    return whole(r, r->run->to - r->run->from + 1);
}

static const char *cancelled(const row_t *r)
{
    return whole(r, r->run->cancelled);
}

/* ---- sheets ---------------------------------------------------------------------------------- */

#define COL(title, cell)                                                                           \
    {                                                                                              \
        title, cell, NULL, 0                                                                       \
    }
#define TEXT(title, cell)                                                                          \
    {                                                                                              \
        title, cell, NULL, 1                                                                       \
    }
#define FIX(title, value)                                                                          \
    {                                                                                              \
        title, NULL, value, 0                                                                      \
    }
#define CESS FIX("Cess Amount", "0.00")
#define PERCENT FIX("Applicable % of Tax Rate", "")
#define SHOP FIX("E-Commerce GSTIN", "")
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, NULL, 0                                                                        \
    }

static const col_t b2b[] = {COL("GSTIN/UIN of Recipient", gstin),
                            TEXT("Receiver Name", buyer),
                            COL("Invoice Number", number),
                            COL("Invoice date", date),
                            COL("Invoice Value", value),
                            COL("Place Of Supply", doc_place),
                            FIX("Reverse Charge", "N"),
                            PERCENT,
                            COL("Invoice Type", supply),
                            SHOP,
                            COL("Rate", rate),
                            COL("Taxable Value", taxable),
                            CESS,
                            END};

static const col_t b2cl[] = {COL("Invoice Number", number),
                             COL("Invoice date", date),
                             COL("Invoice Value", value),
                             COL("Place Of Supply", doc_place),
                             PERCENT,
                             COL("Rate", rate),
                             COL("Taxable Value", taxable),
                             CESS,
                             SHOP,
                             END};

static const col_t b2cs[] = {FIX("Type", "OE"),
                             COL("Place Of Supply", small_place),
                             PERCENT,
                             COL("Rate", small_rate),
                             COL("Taxable Value", small_taxable),
                             CESS,
                             SHOP,
                             END};

static const col_t exports[] = {COL("Export Type", export_type),
                                COL("Invoice Number", number),
                                COL("Invoice date", date),
                                COL("Invoice Value", value),
                                FIX("Port Code", ""),
                                FIX("Shipping Bill Number", ""),
                                FIX("Shipping Bill Date", ""),
                                COL("Rate", rate),
                                COL("Taxable Value", taxable),
                                CESS,
                                END};

static const col_t cdnr[] = {COL("GSTIN/UIN of Recipient", gstin),
                             TEXT("Receiver Name", buyer),
                             COL("Note Number", number),
                             COL("Note Date", date),
                             FIX("Note Type", "C"),
                             COL("Place Of Supply", doc_place),
                             FIX("Reverse Charge", "N"),
                             COL("Note Supply Type", supply),
                             COL("Note Value", value),
                             PERCENT,
                             COL("Rate", rate),
                             COL("Taxable Value", taxable),
                             CESS,
                             END};

static const col_t cdnur[] = {COL("UR Type", note_type),
                              COL("Note Number", number),
                              COL("Note Date", date),
                              FIX("Note Type", "C"),
                              COL("Place Of Supply", note_place),
                              COL("Note Value", value),
                              PERCENT,
                              COL("Rate", rate),
                              COL("Taxable Value", taxable),
                              CESS,
                              END};

static const col_t hsn[] = {COL("HSN", sac),
                            TEXT("Description", desc),
                            FIX("UQC", "NA"),
                            FIX("Total Quantity", "0"),
                            COL("Total Value", small_total),
                            COL("Rate", small_rate),
                            COL("Taxable Value", small_taxable),
                            COL("Integrated Tax Amount", igst),
                            COL("Central Tax Amount", cgst),
                            COL("State/UT Tax Amount", sgst),
                            CESS,
                            END};

static const col_t docs[] = {COL("Nature of Document", nature), COL("Sr. No. From", first),
                             COL("Sr. No. To", last),           COL("Total Number", count),
                             COL("Cancelled", cancelled),       END};

#define OF(list) offsetof(return_t, list)

static const sheet_t sheets[] = {
    {"b2b", OF_DOCS, OF(b2b), b2b},           {"b2cl", OF_DOCS, OF(b2cl), b2cl},
    {"b2cs", OF_SMALL, OF(b2cs), b2cs},       {"exp", OF_DOCS, OF(exp), exports},
    {"cdnr", OF_DOCS, OF(cdnr), cdnr},        {"cdnur", OF_DOCS, OF(cdnur), cdnur},
    {"hsn(b2b)", OF_SMALL, OF(hsn_b2b), hsn}, {"hsn(b2c)", OF_SMALL, OF(hsn_b2c), hsn},
    {"docs", OF_RUNS, OF(series), docs},
};

#define SHEETS (int)(sizeof(sheets) / sizeof(*sheets))

const char *smm_gstr1_sheet(int i)
{
    return i >= 0 && i < SHEETS ? sheets[i].name : NULL;
}

const char *smm_gstr1_csv(apr_pool_t *p, const smm_gstr1_in_t *in, int sheet)
{
    const sheet_t *s = &sheets[sheet];
    const apr_array_header_t *list;
    const col_t *c;
    smm_csv_out_t o;
    return_t ret;
    int i;

    smm_gstr1_build(p, in, &ret);
    list = *(apr_array_header_t *const *)((const char *)&ret + s->list);
    smm_csv_out(&o, p);
    for (c = s->cols; c->title; c++)
        smm_csv_cell(&o, c->title);
    smm_csv_row_end(&o);
    for (i = 0; i < list->nelts; i++) {
        row_t r = {p, in, NULL, NULL, NULL};

        if (s->of == OF_DOCS)
            r.doc = APR_ARRAY_IDX(list, i, const smm_gst_doc_t *);
        else if (s->of == OF_SMALL)
            r.small = &APR_ARRAY_IDX(list, i, const small_t);
        else
            r.run = &APR_ARRAY_IDX(list, i, const series_t);
        for (c = s->cols; c->title; c++)
            (c->text ? smm_csv_cell : smm_csv_bare)(&o, c->cell ? c->cell(&r) : c->fixed);
        smm_csv_row_end(&o);
    }
    return smm_csv_done(&o);
}
