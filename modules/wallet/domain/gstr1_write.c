/* SPDX-License-Identifier: Apache-2.0 */
/* GSTR-1 as JSON of the portal's offline format. */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <jansson.h>
#include "gstr1_int.h"

/** JSON is put together from exact texts: a number type of a library would be a double. */
typedef struct out_t {
    apr_pool_t *p;
    apr_array_header_t *parts;
    int first; /* nothing stands yet in the innermost list or object */
} out_t;

static void put(out_t *o, const char *s)
{
    APR_ARRAY_PUSH(o->parts, const char *) = s;
}

static void open(out_t *o, const char *key, const char *bracket)
{
    if (!o->first)
        put(o, ",");
    if (key) {
        put(o, "\"");
        put(o, key);
        put(o, "\":");
    }
    put(o, bracket);
    o->first = 1;
}

static void end(out_t *o, const char *bracket)
{
    put(o, bracket);
    o->first = 0;
}

/** A number, already as text. */
static void num(out_t *o, const char *key, const char *value)
{
    open(o, key, value);
    o->first = 0;
}

static void money(out_t *o, const char *key, int64_t paise)
{
    num(o, key, smm_gstr1_rupees(o->p, paise));
}

static void text(out_t *o, const char *key, const char *value)
{
    json_t *j = json_stringn_nocheck(value, strlen(value));
    char *s = j ? json_dumps(j, JSON_ENCODE_ANY) : NULL;

    num(o, key, s ? apr_pstrdup(o->p, s) : "\"\"");
    free(s);
    json_decref(j);
}

static void whole(out_t *o, const char *key, int64_t v)
{
    num(o, key, apr_psprintf(o->p, "%" APR_INT64_T_FMT, v));
}

/** The tax of a row: both halves inside a State, else one. Cess is not ours. */
static void taxes(out_t *o, int intra, int64_t igst, int64_t cgst, int64_t sgst)
{
    if (intra) {
        money(o, "camt", cgst);
        money(o, "samt", sgst);
    } else {
        money(o, "iamt", igst);
    }
    num(o, "csamt", "0");
}

static void items(out_t *o, const smm_gst_doc_t *d)
{
    open(o, "itms", "[");
    open(o, NULL, "{");
    /* numbered by the rate, as the offline tool does: 18 % is 1801 */
    whole(o, "num", d->rate_bps + 1);
    open(o, "itm_det", "{");
    num(o, "rt", smm_gstr1_rate(o->p, d->rate_bps));
    money(o, "txval", d->taxable);
    taxes(o, d->kind == SMM_GST_INTRA, d->igst, d->cgst, d->sgst);
    end(o, "}");
    end(o, "}");
    end(o, "]");
}

static void invoice(out_t *o, const smm_gst_doc_t *d, int registered)
{
    open(o, NULL, "{");
    text(o, "inum", d->no);
    text(o, "idt", smm_gstr1_date(o->p, d->date));
    money(o, "val", d->total);
    if (registered) {
        text(o, "pos", d->pos);
        text(o, "rchrg", "N");
        text(o, "inv_typ", smm_gstr1_type(d));
    }
    items(o, d);
    end(o, "}");
}

static void export_invoice(out_t *o, const smm_gst_doc_t *d)
{
    open(o, NULL, "{");
    text(o, "inum", d->no);
    text(o, "idt", smm_gstr1_date(o->p, d->date));
    money(o, "val", d->total);
    open(o, "itms", "[");
    open(o, NULL, "{");
    money(o, "txval", d->taxable);
    num(o, "rt", smm_gstr1_rate(o->p, d->rate_bps));
    money(o, "iamt", d->igst);
    num(o, "csamt", "0");
    end(o, "}");
    end(o, "]");
    end(o, "}");
}

static void note(out_t *o, const smm_gst_doc_t *d, int registered)
{
    open(o, NULL, "{");
    if (!registered)
        text(o, "typ", smm_gstr1_note_type(d));
    text(o, "ntty", "C");
    text(o, "nt_num", d->no);
    text(o, "nt_dt", smm_gstr1_date(o->p, d->date));
    money(o, "val", d->total);
    if (!smm_gstr1_export(d))
        text(o, "pos", d->pos);
    if (registered) {
        text(o, "rchrg", "N");
        text(o, "inv_typ", smm_gstr1_type(d));
    }
    items(o, d);
    end(o, "}");
}

/* ---- groups ---------------------------------------------------------------------------------- */

typedef const char *key_fn(const smm_gst_doc_t *d);
typedef void doc_fn(out_t *o, const smm_gst_doc_t *d);

static const char *key_ctin(const smm_gst_doc_t *d)
{
    return d->gstin;
}
static const char *key_pos(const smm_gst_doc_t *d)
{
    return d->pos;
}
static const char *key_exp(const smm_gst_doc_t *d)
{
    return d->kind == SMM_GST_EXPORT_PAID ? "WPAY" : "WOPAY";
}
static void doc_b2b(out_t *o, const smm_gst_doc_t *d)
{
    invoice(o, d, 1);
}
static void doc_b2cl(out_t *o, const smm_gst_doc_t *d)
{
    invoice(o, d, 0);
}
static void doc_cdnr(out_t *o, const smm_gst_doc_t *d)
{
    note(o, d, 1);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** [{key, list: [document …]} …], one object a key, sorted; documents keep their order. */
static void grouped(out_t *o, const char *section, const char *key, const char *list,
                    const apr_array_header_t *docs, key_fn *key_of, doc_fn *write)
{
    apr_array_header_t *keys = apr_array_make(o->p, 16, sizeof(const char *));
    const char *last = NULL;
    int i, k;

    if (docs->nelts == 0)
        return; /* the portal wants no empty sections */
    for (i = 0; i < docs->nelts; i++)
        APR_ARRAY_PUSH(keys, const char *) = key_of(APR_ARRAY_IDX(docs, i, const smm_gst_doc_t *));
    qsort(keys->elts, (size_t)keys->nelts, sizeof(const char *), by_text);
    open(o, section, "[");
    for (k = 0; k < keys->nelts; k++) {
        const char *one = APR_ARRAY_IDX(keys, k, const char *);

        if (last && strcmp(one, last) == 0)
            continue;
        last = one;
        open(o, NULL, "{");
        text(o, key, one);
        open(o, list, "[");
        for (i = 0; i < docs->nelts; i++)
            if (strcmp(key_of(APR_ARRAY_IDX(docs, i, const smm_gst_doc_t *)), one) == 0)
                write(o, APR_ARRAY_IDX(docs, i, const smm_gst_doc_t *));
        end(o, "]");
        end(o, "}");
    }
    end(o, "]");
}

static void b2cs(out_t *o, const return_t *r)
{
    int i;

    if (r->b2cs->nelts == 0)
        return;
    open(o, "b2cs", "[");
    for (i = 0; i < r->b2cs->nelts; i++) {
        const small_t *s = &APR_ARRAY_IDX(r->b2cs, i, small_t);

        open(o, NULL, "{");
        text(o, "sply_ty", s->inter ? "INTER" : "INTRA");
        text(o, "typ", "OE");
        text(o, "pos", s->pos);
        num(o, "rt", smm_gstr1_rate(o->p, s->rate_bps));
        money(o, "txval", s->sum.taxable);
        taxes(o, !s->inter, s->sum.igst, s->sum.cgst, s->sum.sgst);
        end(o, "}");
    }
    end(o, "]");
}

static void cdnur(out_t *o, const return_t *r)
{
    int i;

    if (r->cdnur->nelts == 0)
        return;
    open(o, "cdnur", "[");
    for (i = 0; i < r->cdnur->nelts; i++)
        note(o, APR_ARRAY_IDX(r->cdnur, i, const smm_gst_doc_t *), 0);
    end(o, "]");
}

/** Nothing we sell is exempt: four rows of nothing. */
static void nil(out_t *o)
{
    static const char *const types[] = {"INTRB2B", "INTRAB2B", "INTRB2C", "INTRAB2C"};
    size_t i;

    open(o, "nil", "{");
    open(o, "inv", "[");
    for (i = 0; i < 4; i++) {
        open(o, NULL, "{");
        text(o, "sply_ty", types[i]);
        num(o, "expt_amt", "0");
        num(o, "nil_amt", "0");
        num(o, "ngsup_amt", "0");
        end(o, "}");
    }
    end(o, "]");
    end(o, "}");
}

static void hsn(out_t *o, const return_t *r, const char *key, const apr_array_header_t *rows)
{
    int i;

    if (rows->nelts == 0)
        return;
    open(o, key, "[");
    for (i = 0; i < rows->nelts; i++) {
        const small_t *s = &APR_ARRAY_IDX(rows, i, small_t);

        open(o, NULL, "{");
        whole(o, "num", i + 1);
        text(o, "hsn_sc", r->in->sac);
        text(o, "desc", r->in->desc);
        text(o, "uqc", "NA");
        num(o, "qty", "0");
        num(o, "rt", smm_gstr1_rate(o->p, s->rate_bps));
        money(o, "txval", s->sum.taxable);
        money(o, "iamt", s->sum.igst);
        money(o, "camt", s->sum.cgst);
        money(o, "samt", s->sum.sgst);
        num(o, "csamt", "0");
        end(o, "}");
    }
    end(o, "]");
}

static void issued(out_t *o, const return_t *r, int notes)
{
    int i, n = 0;

    for (i = 0; i < r->series->nelts; i++) {
        const series_t *s = &APR_ARRAY_IDX(r->series, i, series_t);

        if (s->note != notes)
            continue;
        if (n++ == 0) {
            open(o, NULL, "{");
            num(o, "doc_num", notes ? "5" : "1");
            open(o, "docs", "[");
        }
        open(o, NULL, "{");
        whole(o, "num", n);
        text(o, "from", s->first);
        text(o, "to", s->last);
        whole(o, "totnum", s->to - s->from + 1);
        whole(o, "cancel", s->cancelled);
        whole(o, "net_issue", s->to - s->from + 1 - s->cancelled);
        end(o, "}");
    }
    if (n) {
        end(o, "]");
        end(o, "}");
    }
}

const char *smm_gstr1_json(apr_pool_t *p, const smm_gstr1_in_t *in)
{
    out_t o = {p, apr_array_make(p, 1024, sizeof(const char *)), 1};
    return_t r;

    smm_gstr1_build(p, in, &r);
    open(&o, NULL, "{");
    text(&o, "gstin", in->gstin);
    text(&o, "fp", in->fp);
    text(&o, "version", "GST3.2.4");
    text(&o, "hash", "hash");
    grouped(&o, "b2b", "ctin", "inv", r.b2b, key_ctin, doc_b2b);
    grouped(&o, "b2cl", "pos", "inv", r.b2cl, key_pos, doc_b2cl);
    b2cs(&o, &r);
    grouped(&o, "exp", "exp_typ", "inv", r.exp, key_exp, export_invoice);
    grouped(&o, "cdnr", "ctin", "nt", r.cdnr, key_ctin, doc_cdnr);
    cdnur(&o, &r);
    nil(&o);
    open(&o, "hsn", "{");
    hsn(&o, &r, "hsn_b2b", r.hsn_b2b);
    hsn(&o, &r, "hsn_b2c", r.hsn_b2c);
    end(&o, "}");
    open(&o, "doc_issue", "{");
    open(&o, "doc_det", "[");
    issued(&o, &r, 0);
    issued(&o, &r, 1);
    end(&o, "]");
    end(&o, "}");
    end(&o, "}");
    return apr_array_pstrcat(p, o.parts, 0);
}
