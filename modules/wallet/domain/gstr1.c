/* SPDX-License-Identifier: Apache-2.0 */
/* GSTR-1: which section a document belongs to, sums, and the checks. */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "gstr1_int.h"
#include "smm_money.h"

#define LARGE_BEFORE "2024-08-01"
#define LARGE_OLD 25000000 /* 2.5 lakh rupees, in paise */
#define LARGE 10000000     /* 1 lakh since that day */

int smm_gst_kind(const char *word, smm_gst_kind_e *out)
{
    static const char *const words[] = {"intra",    "inter",      "sez_lut",
                                        "sez_paid", "export_lut", "export_paid"};
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strcmp(words[i], word) == 0) {
            *out = (smm_gst_kind_e)i;
            return 0;
        }
    return -1;
}

int smm_gstr1_export(const smm_gst_doc_t *d)
{
    return d->kind == SMM_GST_EXPORT_LUT || d->kind == SMM_GST_EXPORT_PAID;
}

const char *smm_gstr1_type(const smm_gst_doc_t *d)
{
    return d->kind == SMM_GST_SEZ_LUT ? "SEWOP" : d->kind == SMM_GST_SEZ_PAID ? "SEWP" : "R";
}

const char *smm_gstr1_note_type(const smm_gst_doc_t *d)
{
    return d->kind == SMM_GST_EXPORT_PAID  ? "EXPWP"
           : d->kind == SMM_GST_EXPORT_LUT ? "EXPWOP"
                                           : "B2CL";
}

/** Inter-State, not registered, above the limit: reported invoice by invoice. */
static int is_large(const smm_gst_doc_t *d)
{
    int64_t value = d->note && d->original > 0 ? d->original : d->total;

    return d->kind == SMM_GST_INTER &&
           value > (strcmp(d->date, LARGE_BEFORE) < 0 ? LARGE_OLD : LARGE);
}

const char *smm_gstr1_table(const smm_gst_doc_t *d)
{
    if (smm_gstr1_export(d))
        return d->note ? "cdnur" : "exp";
    if (d->gstin)
        return d->note ? "cdnr" : "b2b";
    if (is_large(d))
        return d->note ? "cdnur" : "b2cl";
    return "b2cs"; /* a note to a small customer lowers the sum */
}

/* ---- texts ----------------------------------------------------------------------------------- */

const char *smm_gstr1_rupees(apr_pool_t *p, int64_t paise)
{
    char *s = apr_palloc(p, SMM_USD_TEXT);
    size_t n;

    smm_minor_text(s, paise, 2);
    n = strlen(s);
    if (s[n - 1] == '0')
        s[n - 1] = '\0'; /* one decimal stays */
    return s;
}

const char *smm_gstr1_rate(apr_pool_t *p, int bps)
{
    char *s = apr_palloc(p, SMM_USD_TEXT);
    size_t n;

    smm_minor_text(s, bps, 2);
    for (n = strlen(s); s[n - 1] == '0'; n--)
        s[n - 1] = '\0';
    if (s[n - 1] == '.')
        s[n - 1] = '\0';
    return s;
}

const char *smm_gstr1_date(apr_pool_t *p, const char *iso)
{
    return strlen(iso) < 10 ? iso : apr_psprintf(p, "%.2s-%.2s-%.4s", iso + 8, iso + 5, iso);
}

/* ---- sorting --------------------------------------------------------------------------------- */

static void add_sum(smm_gstr1_sum_t *s, const smm_gst_doc_t *d, int sign)
{
    s->taxable += sign * d->taxable;
    s->cgst += sign * d->cgst;
    s->sgst += sign * d->sgst;
    s->igst += sign * d->igst;
}

/** The row of (inter, pos, rate), made when it is new; pos "" and inter 0 for HSN. */
static small_t *row_of(apr_array_header_t *rows, int inter, const char *pos, int rate_bps)
{
    small_t *r;
    int i;

    for (i = 0; i < rows->nelts; i++) {
        r = &APR_ARRAY_IDX(rows, i, small_t);
        if (r->inter == inter && r->rate_bps == rate_bps && strcmp(r->pos, pos) == 0)
            return r;
    }
    r = apr_array_push(rows);
    memset(r, 0, sizeof(*r));
    r->inter = inter;
    r->pos = pos;
    r->rate_bps = rate_bps;
    return r;
}

static int by_small(const void *a, const void *b)
{
    const small_t *x = a, *y = b;
    int c = y->inter - x->inter; /* INTER before INTRA */

    if (c == 0)
        c = strcmp(x->pos, y->pos);
    return c ? c : x->rate_bps - y->rate_bps;
}

/** Length of the part before the last run of digits: "INV/2627/000201" → 9. */
static size_t stem(const char *no)
{
    size_t n = strlen(no);

    while (n > 0 && no[n - 1] >= '0' && no[n - 1] <= '9')
        n--;
    return n;
}

static void count_number(return_t *r, const smm_gst_doc_t *d)
{
    size_t n = stem(d->no);
    int64_t number = apr_atoi64(d->no + n);
    series_t *s = NULL;
    int i;

    for (i = 0; i < r->series->nelts; i++) {
        series_t *one = &APR_ARRAY_IDX(r->series, i, series_t);

        if (one->note == d->note && stem(one->first) == n && strncmp(one->first, d->no, n) == 0)
            s = one;
    }
    if (!s) {
        s = apr_array_push(r->series);
        memset(s, 0, sizeof(*s));
        s->note = d->note;
        s->first = s->last = d->no;
        s->from = s->to = number;
    }
    if (number < s->from) {
        s->from = number;
        s->first = d->no;
    }
    if (number > s->to) {
        s->to = number;
        s->last = d->no;
    }
    s->total++;
    s->cancelled += d->cancelled;
}

static void sort_in(return_t *r, const smm_gst_doc_t *d)
{
    const char *table = smm_gstr1_table(d);
    apr_array_header_t *list = strcmp(table, "b2b") == 0     ? r->b2b
                               : strcmp(table, "b2cl") == 0  ? r->b2cl
                               : strcmp(table, "exp") == 0   ? r->exp
                               : strcmp(table, "cdnr") == 0  ? r->cdnr
                               : strcmp(table, "cdnur") == 0 ? r->cdnur
                                                             : NULL;
    int sign = d->note ? -1 : 1;

    if (list)
        APR_ARRAY_PUSH(list, const smm_gst_doc_t *) = d;
    else
        add_sum(&row_of(r->b2cs, d->kind != SMM_GST_INTRA, d->pos, d->rate_bps)->sum, d, sign);
    /* exports count among those without a number */
    add_sum(&row_of(d->gstin && !smm_gstr1_export(d) ? r->hsn_b2b : r->hsn_b2c, 0, "", d->rate_bps)
                 ->sum,
            d, sign);
}

void smm_gstr1_build(apr_pool_t *p, const smm_gstr1_in_t *in, return_t *r)
{
    apr_array_header_t **docs[] = {&r->b2b, &r->b2cl, &r->exp, &r->cdnr, &r->cdnur};
    apr_array_header_t **sums[] = {&r->b2cs, &r->hsn_b2b, &r->hsn_b2c};
    size_t k;
    int i;

    r->p = p;
    r->in = in;
    for (k = 0; k < sizeof(docs) / sizeof(*docs); k++)
        *docs[k] = apr_array_make(p, 16, sizeof(const smm_gst_doc_t *));
    for (k = 0; k < sizeof(sums) / sizeof(*sums); k++)
        *sums[k] = apr_array_make(p, 16, sizeof(small_t));
    r->series = apr_array_make(p, 4, sizeof(series_t));
    for (i = 0; i < in->n; i++) {
        count_number(r, &in->docs[i]);
        if (!in->docs[i].cancelled)
            sort_in(r, &in->docs[i]);
    }
    for (k = 0; k < sizeof(sums) / sizeof(*sums); k++)
        qsort((*sums[k])->elts, (size_t)(*sums[k])->nelts, sizeof(small_t), by_small);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static void fault(smm_gstr1_check_t *c, const char *text)
{
    APR_ARRAY_PUSH(c->faults, const char *) = text;
}

static void list_sum(smm_gstr1_sum_t *s, const apr_array_header_t *list)
{
    int i;

    for (i = 0; i < list->nelts; i++) {
        const smm_gst_doc_t *d = APR_ARRAY_IDX(list, i, const smm_gst_doc_t *);

        add_sum(s, d, d->note ? -1 : 1);
    }
}

static void rows_sum(smm_gstr1_sum_t *s, const apr_array_header_t *rows)
{
    int i;

    for (i = 0; i < rows->nelts; i++) {
        const smm_gstr1_sum_t *one = &APR_ARRAY_IDX(rows, i, small_t).sum;

        s->taxable += one->taxable;
        s->cgst += one->cgst;
        s->sgst += one->sgst;
        s->igst += one->igst;
    }
}

static void check_doc(apr_pool_t *p, smm_gstr1_check_t *c, const smm_gst_doc_t *d)
{
    int64_t want, tax = d->cgst + d->sgst + d->igst;
    int free_of_tax = d->kind == SMM_GST_SEZ_LUT || d->kind == SMM_GST_EXPORT_LUT;
    int64_t off = d->total - d->taxable - tax;

    if (!smm_gstr1_export(d) && strcmp(d->pos, "96") == 0)
        fault(c, apr_psprintf(p,
                              "%s: the customer is abroad but it is no export; ask your "
                              "accountant where it belongs.",
                              d->no));
    if (off > 50 || off < -50)
        fault(c, apr_psprintf(p, "%s: taxable value and tax do not make its total.", d->no));
    if (free_of_tax ? tax != 0 : d->kind == SMM_GST_INTRA ? d->igst != 0 : d->cgst + d->sgst != 0)
        fault(c, apr_psprintf(p, "%s: has a tax that does not go with its kind of supply.", d->no));
    if (!free_of_tax && smm_muldiv_half_up(d->taxable, d->rate_bps, 10000, &want) == 0 &&
        (tax - want > 1 || want - tax > 1))
        fault(c, apr_psprintf(p, "%s: its tax is not %s %% of the taxable value.", d->no,
                              smm_gstr1_rate(p, d->rate_bps)));
}

void smm_gstr1_check(apr_pool_t *p, const smm_gstr1_in_t *in, smm_gstr1_check_t *c)
{
    return_t r;
    int i;

    memset(c, 0, sizeof(*c));
    c->faults = apr_array_make(p, 4, sizeof(const char *));
    smm_gstr1_build(p, in, &r);
    for (i = 0; i < in->n; i++) {
        c->n_docs++;
        c->n_cancelled += in->docs[i].cancelled;
        if (in->docs[i].cancelled)
            continue;
        add_sum(&c->documents, &in->docs[i], in->docs[i].note ? -1 : 1);
        check_doc(p, c, &in->docs[i]);
    }
    list_sum(&c->sections, r.b2b);
    list_sum(&c->sections, r.b2cl);
    list_sum(&c->sections, r.exp);
    list_sum(&c->sections, r.cdnr);
    list_sum(&c->sections, r.cdnur);
    rows_sum(&c->sections, r.b2cs);
    rows_sum(&c->hsn, r.hsn_b2b);
    rows_sum(&c->hsn, r.hsn_b2c);
    if (memcmp(&c->documents, &c->sections, sizeof(c->hsn)) != 0)
        fault(c, "The sections do not add up to the documents.");
    if (memcmp(&c->documents, &c->hsn, sizeof(c->hsn)) != 0)
        fault(c, "The summary by SAC does not add up to the documents.");
    for (i = 0; i < r.series->nelts; i++) {
        const series_t *s = &APR_ARRAY_IDX(r.series, i, series_t);

        if (s->to - s->from + 1 != s->total)
            fault(c, apr_psprintf(p, "From %s to %s a number is missing or there twice.", s->first,
                                  s->last));
    }
}
