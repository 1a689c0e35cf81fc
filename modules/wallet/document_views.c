/* SPDX-License-Identifier: Apache-2.0 */
/* Documents as XML: the page, the print-out and the PDF have one view model. Only stored figures
 * are asked for. */
#include <string.h>
#include <apr_strings.h>
#include "smm_gstin.h"
#include "smm_tax_dates.h"
#include "smm_time.h"
#include "smm_words.h"
#include "document_web.h"

#define I64 APR_INT64_T_FMT

/** Minor units of an invoice as money text. */
static void minor(smm_vm_t *vm, const char *name, int64_t v, int exponent)
{
    char text[SMM_USD_TEXT];

    smm_vm_attr(vm, name, smm_minor_text(text, v, exponent));
}

static void line_if(smm_vm_t *vm, const char *text)
{
    if (text && *text)
        smm_vm_leaf(vm, "l", text);
}

static void party(smm_vm_t *vm, const char *name, const smm_particulars_t *p, apr_pool_t *pool)
{
    const char *gap = *p->postal_code && *p->city ? " " : "";

    smm_vm_el(vm, name);
    if (*p->tax_id)
        smm_vm_attr(vm, "tax-id", p->tax_id);
    if (*p->country)
        smm_vm_attr(vm, "country", p->country);
    line_if(vm, p->company);
    line_if(vm, p->name);
    line_if(vm, p->address);
    line_if(vm, apr_pstrcat(pool, p->postal_code, gap, p->city, NULL));
    line_if(vm, p->state);
    line_if(vm, p->email);
    smm_vm_end(vm);
}

static void total(smm_vm_t *vm, const char *label, int64_t v, int exponent, const char *cls)
{
    char text[SMM_USD_TEXT];

    smm_vm_el(vm, "total");
    smm_vm_attr(vm, "label", label);
    smm_vm_attr(vm, "class", cls);
    smm_vm_text(vm, smm_minor_text(text, v, exponent));
    smm_vm_end(vm);
}

/* The dates of a document are the same for everybody who reads it: no zone is applied. */
static void fixed_time(smm_vm_t *vm, const char *name, int64_t at)
{
    char text[SMM_TIME_TEXT];

    if (at)
        smm_vm_attr(vm, name, smm_time_text(text, at));
}

static void leaf(smm_vm_t *vm, const char *name, const char *label, const char *text)
{
    if (!text || !*text)
        return;
    smm_vm_el(vm, name);
    smm_vm_attr(vm, "label", label);
    smm_vm_text(vm, text);
    smm_vm_end(vm);
}

/** A sentence of the document with {0} and {1}. */
static void say(smm_vm_t *vm, const char *text, const char *a, const char *b)
{
    if (!text || !*text)
        return;
    smm_vm_el(vm, "say");
    smm_vm_attr(vm, "text", text);
    smm_vm_attr(vm, "a", a);
    smm_vm_attr(vm, "b", b);
    smm_vm_end(vm);
}

static int is_tax(const char *kind)
{
    return strcmp(kind, "cgst") == 0 || strcmp(kind, "sgst") == 0 || strcmp(kind, "utgst") == 0 ||
           strcmp(kind, "igst") == 0 || strcmp(kind, "tax") == 0;
}

static int is_gst(const smm_invoice_t *v)
{
    smm_gst_kind_e kind;

    return v->tax && smm_gst_kind(v->tax, &kind) == 0;
}

/** 1800 → "18", 250 → "2.5". */
static const char *percent(apr_pool_t *p, int64_t bps)
{
    char *s = apr_palloc(p, SMM_USD_TEXT);
    size_t n;

    smm_minor_text(s, bps, 2);
    for (n = strlen(s); n && s[n - 1] == '0'; n--)
        s[n - 1] = '\0';
    if (n && s[n - 1] == '.')
        s[n - 1] = '\0';
    return s;
}

static const char *place(apr_pool_t *p, const char *code)
{
    const smm_gst_state_t *s = smm_gst_state_find(code);

    return strcmp(code, "96") == 0 ? "96-Other Countries"
           : s                     ? apr_pstrcat(p, s->code, "-", s->name, NULL)
                                   : code;
}

static void facts(smm_vm_t *vm, const smm_invoice_t *v, apr_pool_t *p)
{
    char rate[SMM_USD_TEXT];

    if (is_gst(v)) {
        leaf(vm, "fact", "Place of supply", place(p, v->place));
        leaf(vm, "fact", "Reverse charge", "No");
        if (strncmp(v->tax, "export", 6) == 0)
            leaf(vm, "fact", "Country of destination", v->buyer.country);
    }
    if (v->rate_e6)
        leaf(vm, "fact", "Exchange rate",
             apr_pstrcat(p, "1 USD = ", smm_usd_text(rate, v->rate_e6), " ", v->currency, NULL));
}

static void lines(smm_vm_t *vm, const smm_invoice_t *v)
{
    int k;

    for (k = 0; k < v->n_lines; k++) {
        const smm_invoice_line_t *l = &v->lines[k];

        if (is_tax(l->kind) || strcmp(l->kind, "rounding") == 0)
            continue;
        smm_vm_el(vm, "line");
        smm_vm_attr(vm, "name", l->text);
        smm_vm_attr(vm, "detail", l->detail);
        smm_vm_attr(vm, "sac", v->sac && *v->sac ? v->sac : NULL);
        smm_vm_attr_int(vm, "quantity", l->quantity);
        minor(vm, "unit-usd", l->unit_minor, v->exponent);
        minor(vm, "amount-usd", l->amount_minor, v->exponent);
        smm_vm_attr(vm, "kind", l->kind);
        smm_vm_end(vm);
    }
}

static void total_a(smm_vm_t *vm, const char *label, const char *a, int64_t v, int exponent)
{
    char text[SMM_USD_TEXT];

    smm_vm_el(vm, "total");
    smm_vm_attr(vm, "label", label);
    smm_vm_attr(vm, "a", a);
    smm_vm_text(vm, smm_minor_text(text, v, exponent));
    smm_vm_end(vm);
}

static const char *tax_label(const smm_invoice_line_t *l)
{
    return strcmp(l->kind, "cgst") == 0    ? "CGST {0} %"
           : strcmp(l->kind, "sgst") == 0  ? "SGST {0} %"
           : strcmp(l->kind, "utgst") == 0 ? "UTGST {0} %"
           : strcmp(l->kind, "igst") == 0  ? "IGST {0} %"
                                           : NULL;
}

static void totals(smm_vm_t *vm, const smm_invoice_t *v, apr_pool_t *p)
{
    int64_t sum = 0;
    int k, any = 0;

    for (k = 0; k < v->n_lines; k++)
        if (!is_tax(v->lines[k].kind) && strcmp(v->lines[k].kind, "rounding") != 0)
            sum += v->lines[k].amount_minor;
        else
            any = 1;
    total(vm, any || is_gst(v) ? "Taxable value" : "Subtotal", sum, v->exponent, NULL);
    for (k = 0; k < v->n_lines; k++) {
        const smm_invoice_line_t *l = &v->lines[k];

        if (strcmp(l->kind, "rounding") == 0)
            total(vm, "Rounding", l->amount_minor, v->exponent, NULL);
        else if (is_tax(l->kind) && tax_label(l))
            total_a(vm, tax_label(l), percent(p, l->bps), l->amount_minor, v->exponent);
        else if (is_tax(l->kind))
            total_a(vm, apr_pstrcat(p, l->text, " {0} %", NULL), percent(p, l->bps),
                    l->amount_minor, v->exponent);
    }
    if (is_gst(v) && !any)
        total_a(vm, "IGST {0} %", "0", 0, v->exponent);
    total(vm, "Total", v->total_minor, v->exponent, "tot");
}

static void settled(smm_vm_t *vm, const smm_invoice_t *v)
{
    int paid = strcmp(v->status, "paid") == 0;
    int64_t got = v->received / SMM_CENT;

    if (v->rate_e6 && smm_fx_to_minor(v->received, v->rate_e6, &got) != 0)
        got = 0;
    if (paid && got > v->total_minor)
        got = v->total_minor;
    if (paid || got > 0) {
        total(vm, "Paid", paid ? -v->total_minor : -got, v->exponent, NULL);
        total(vm, "Amount due", paid ? 0 : v->total_minor - got, v->exponent, "due");
    }
}

static void words(smm_vm_t *vm, const smm_invoice_t *v)
{
    char text[400];

    if (v->number && v->exponent == 2 &&
        smm_amount_words(text, sizeof(text), v->currency, v->total_minor))
        smm_vm_leaf(vm, "words", text);
}

void wallet_invoice(smm_vm_t *vm, const smm_invoice_t *v)
{
    apr_pool_t *pool;

    if (apr_pool_create(&pool, NULL) != APR_SUCCESS)
        return;
    smm_vm_el(vm, "invoice");
    smm_vm_attr(vm, "number", v->label);
    smm_vm_attr(vm, "status", v->status);
    smm_vm_attr_flag(vm, "proforma", v->number == NULL);
    smm_vm_attr(vm, "currency", v->currency);
    minor(vm, "total-usd", v->total_minor, v->exponent);
    fixed_time(vm, "created", v->created);
    fixed_time(vm, "due", v->number ? 0 : v->due);
    fixed_time(vm, "issued", v->issued);
    smm_vm_attr(vm, "method", wallet_method(v->method));
    if (v->payment) {
        smm_vm_attr(vm, "payment", smm_payment_name(pool, v->payment));
        smm_vm_attr(vm, "payment-href", apr_psprintf(pool, "/app/payments/%" I64, v->payment));
    }
    smm_vm_attr(vm, "reference", v->gateway_payment);
    party(vm, "from", &v->seller, pool);
    party(vm, "to", &v->buyer, pool);
    facts(vm, v, pool);
    lines(vm, v);
    totals(vm, v, pool);
    settled(vm, v);
    words(vm, v);
    say(vm, v->note, NULL, NULL);
    apr_pool_destroy(pool);
}

/** What the return means for a registered customer; on the page only. */
static void return_vm(smm_vm_t *vm, smm_ctx_t *c, const smm_invoice_t *v)
{
    const char *filing = smm_setting(c, "gst.filing");
    smm_date_t d = smm_date_at(v->issued, SMM_IST_OFFSET);
    int monthly = filing && strcmp(filing, "monthly") == 0, month;
    smm_gstr1_due_t due;
    char text[SMM_TIME_TEXT];

    month = monthly ? d.month : (d.month + 2) / 3 * 3;
    if (!v->number || !is_gst(v) || strncmp(v->tax, "export", 6) == 0 || !*v->buyer.tax_id ||
        smm_gstr1_due(d.year, month, monthly ? SMM_GSTR1_MONTHLY : SMM_GSTR1_QUARTERLY, &due) != 0)
        return;
    smm_vm_el(vm, "gst-return");
    smm_vm_attr(vm, "due", smm_date_text(text, smm_date_of_days(due.due)));
    smm_vm_attr(vm, "seen", smm_date_text(text, smm_date_of_days(due.gstr2b)));
    smm_vm_end(vm);
}

/** Returns are in rupees: a document in another currency says its figures, and the rate. */
static void rupees(smm_vm_t *vm, smm_ctx_t *c, const smm_invoice_t *v)
{
    char a[SMM_USD_TEXT], b[SMM_USD_TEXT], rate[SMM_USD_TEXT];
    smm_gst_figures_t f;

    if (!v->number || strcmp(v->currency, "INR") == 0 || !is_gst(v) ||
        smm_gst_figures(c, v->id, &f) != SMM_OK)
        return;
    smm_minor_text(a, f.taxable, 2);
    smm_minor_text(b, f.cgst + f.sgst + f.igst, 2);
    say(vm, "In Indian rupees: taxable value {0}, tax {1}.", a, b);
    say(vm, "Rate for the return: {0} rupees for one USD.", smm_usd_text(rate, f.fx_e6), NULL);
}

/** What comes from settings: notes, signature, foot. Closes <invoice>. */
static void end(smm_vm_t *vm, smm_ctx_t *c, const smm_invoice_t *v)
{
    smm_vm_leaf(vm, "note", smm_setting(c, "invoice.note"));
    smm_vm_leaf(vm, "legal", smm_setting(c, "seller.registration"));
    if (v->number)
        leaf(vm, "signatory", NULL, smm_setting(c, "invoice.signatory"));
    smm_vm_end(vm);
}

void wallet_document(smm_vm_t *vm, smm_ctx_t *c, const smm_invoice_t *v, int foreign)
{
    wallet_invoice(vm, v);
    smm_vm_attr_flag(vm, "foreign", foreign);
    return_vm(vm, c, v);
    rupees(vm, c, v);
    end(vm, c, v);
}

/* ---- credit notes -----------------------------------------------------------------------------
 */

static void note_totals(smm_vm_t *vm, const smm_credit_note_t *n, const smm_invoice_t *v,
                        apr_pool_t *p)
{
    const char *half = percent(p, v->tax_bps / 2), *whole = percent(p, v->tax_bps);
    int union_tax = 0, k;

    for (k = 0; k < v->n_lines; k++)
        union_tax |= strcmp(v->lines[k].kind, "utgst") == 0;
    if (strcmp(n->currency, "INR") == 0 && n->total_paise > 0) {
        total(vm, "Taxable value", n->taxable, 2, NULL);
        if (n->cgst)
            total_a(vm, "CGST {0} %", half, n->cgst, 2);
        if (n->sgst)
            total_a(vm, union_tax ? "UTGST {0} %" : "SGST {0} %", half, n->sgst, 2);
        if (n->igst)
            total_a(vm, "IGST {0} %", whole, n->igst, 2);
    }
    total(vm, "Total", n->total_minor, n->exponent, "tot");
}

void wallet_credit_note(smm_vm_t *vm, smm_ctx_t *c, const smm_credit_note_t *n,
                        const smm_invoice_t *v)
{
    char text[400], day[SMM_TIME_TEXT];
    int64_t value =
        strcmp(n->currency, "INR") == 0 && n->total_paise > 0 ? n->taxable : n->total_minor;

    smm_vm_el(vm, "invoice");
    smm_vm_attr(vm, "number", n->number);
    smm_vm_attr(vm, "status", "issued");
    smm_vm_attr_flag(vm, "credit", 1);
    smm_vm_attr(vm, "currency", n->currency);
    minor(vm, "total-usd", n->total_minor, n->exponent);
    fixed_time(vm, "issued", n->issued);
    smm_vm_attr(vm, "reference", v->gateway_payment);
    party(vm, "from", &v->seller, c->pool);
    party(vm, "to", &v->buyer, c->pool);
    leaf(vm, "fact", "For invoice", n->invoice_number);
    leaf(vm, "fact", "Invoice of",
         smm_date_text(day, smm_date_at(n->invoice_issued, SMM_IST_OFFSET)));
    facts(vm, v, c->pool);
    smm_vm_el(vm, "line");
    smm_vm_attr(vm, "name", "Account balance top-up");
    smm_vm_attr(vm, "detail", n->reason);
    smm_vm_attr(vm, "sac", v->sac && *v->sac ? v->sac : NULL);
    smm_vm_attr_int(vm, "quantity", 1);
    minor(vm, "unit-usd", value, n->exponent);
    minor(vm, "amount-usd", value, n->exponent);
    smm_vm_end(vm);
    note_totals(vm, n, v, c->pool);
    if (n->exponent == 2 && smm_amount_words(text, sizeof(text), n->currency, n->total_minor))
        smm_vm_leaf(vm, "words", text);
    say(vm, "This amount was taken back from the invoice named above.", NULL, NULL);
    end(vm, c, v);
}
