/* SPDX-License-Identifier: Apache-2.0 */
/* Credit notes: part of a numbered invoice taken back, with its tax in the same proportion. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_billing.h"
#include "smm_document.h"
#include "smm_idem.h"
#include "smm_mail.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"

#define I64 APR_INT64_T_FMT

typedef struct sum_t {
    int64_t total, taxable, cgst, sgst, igst, paise;
} sum_t;

static void sum_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    sum_t *s = item;

    s->total = smm_row_int(row, C_credit_note_sum_total_minor);
    s->taxable = smm_row_int(row, C_credit_note_sum_taxable);
    s->cgst = smm_row_int(row, C_credit_note_sum_cgst);
    s->sgst = smm_row_int(row, C_credit_note_sum_sgst);
    s->igst = smm_row_int(row, C_credit_note_sum_igst);
    s->paise = smm_row_int(row, C_credit_note_sum_total_paise);
}

static smm_rc_e sum_of(smm_ctx_t *c, int64_t invoice, sum_t *s)
{
    smm_rc_e rc = smm_get(c, SQL_credit_note_sum, SMM_ARGS(SMM_I(invoice)), sum_row, s);

    return rc == SMM_NOT_FOUND ? SMM_OK : rc;
}

smm_rc_e smm_credit_note_left(smm_ctx_t *c, const smm_invoice_t *v, int64_t *left)
{
    sum_t s;
    smm_rc_e rc = sum_of(c, v->id, &s);

    *left = v->number && rc == SMM_OK ? v->total_minor - s.total : 0;
    return rc;
}

/** part of `whole` in the proportion part:all; never more than is left after `before`. */
static int64_t share(int64_t whole, int64_t part, int64_t all, int64_t before)
{
    int64_t v = 0, left = whole - before;

    if (smm_muldiv_half_up(whole, part, all, &v) != 0 || v > left)
        v = left;
    return v > 0 ? v : 0;
}

/** The figures of a note over `total` of an invoice with these figures, after earlier notes. */
static void split(const smm_gst_figures_t *t, const sum_t *before, int64_t total, int64_t all,
                  sum_t *out)
{
    int last = before->total + total == all;

    memset(out, 0, sizeof(*out));
    out->total = total;
    if (last) { /* what is left, so that nothing of the rounding remains */
        out->taxable = t->taxable - before->taxable;
        out->cgst = t->cgst - before->cgst;
        out->sgst = t->sgst - before->sgst;
        out->igst = t->igst - before->igst;
        out->paise = t->total - before->paise;
        return;
    }
    out->paise = share(t->total, total, all, before->paise);
    out->cgst = share(t->cgst, total, all, before->cgst);
    out->sgst = share(t->sgst, total, all, before->sgst);
    out->igst = share(t->igst, total, all, before->igst);
    out->taxable = out->paise - out->cgst - out->sgst - out->igst;
    if (out->taxable > t->taxable - before->taxable) /* the invoice was rounded to whole rupees */
        out->taxable = t->taxable - before->taxable;
}

static void mail_step(smm_unit_t *u, smm_ctx_t *c, const smm_account_t *who, const char *key,
                      const char *invoice, const char *amount)
{
    const char *base = apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL);
    smm_vm_t *vm = smm_vm_make(c->pool);

    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "subject", "Your credit note");
    smm_vm_attr(vm, "attach", apr_pstrcat(c->pool, "credit:", key, NULL));
    smm_vm_attr(vm, "site", c->panel->name);
    smm_vm_attr(vm, "username", who->username);
    smm_vm_attr(vm, "home", apr_pstrcat(c->pool, base, "/", NULL));
    smm_vm_attr_time(vm, "created", c->now);
    smm_vm_attr(vm, "invoice", invoice);
    smm_vm_attr(vm, "amount", amount);
    smm_vm_attr(vm, "link", apr_pstrcat(c->pool, base, "/app/invoices", NULL));
    smm_vm_end(vm);
    smm_mail_step(u, c, who->email, who->lang, "wallet/credit-note", vm);
}

static smm_result_t refuse_amount(smm_ctx_t *c, int64_t left, const smm_invoice_t *v)
{
    smm_result_t r = smm_fail(SMM_INVALID, "amount",
                              "No more than {0} of this invoice can still be taken back.");
    char text[SMM_USD_TEXT];

    r.a = apr_pstrcat(c->pool, smm_minor_text(text, left, v->exponent), " ", v->currency, NULL);
    return r;
}

/** Checks and reads; then the steps. */
static smm_result_t steps(smm_unit_t *u, smm_ctx_t *c, const smm_invoice_t *v, int64_t total,
                          const char *key, const char *reason)
{
    const char *series = smm_setting(c, "invoice.credit_series");
    const char *own = smm_setting(c, "invoice.series");
    char *fy = apr_palloc(c->pool, 5), text[SMM_USD_TEXT];
    smm_gst_figures_t tax;
    smm_account_t who;
    sum_t before, now;
    smm_rc_e rc = smm_gst_figures(c, v->id, &tax);

    if (rc != SMM_OK && rc != SMM_NOT_FOUND)
        return smm_fail(rc, NULL, NULL);
    if ((rc = sum_of(c, v->id, &before)) != SMM_OK ||
        (rc = smm_account_by_id(c, v->account, &who)) != SMM_OK)
        return smm_fail(rc, NULL, NULL);
    if (total < 1 || total > v->total_minor - before.total)
        return refuse_amount(c, v->total_minor - before.total, v);
    if (!series || !smm_series_ok(series) || (own && strcmp(own, series) == 0))
        series = "CRN";
    split(&tax, &before, total, v->total_minor, &now);
    smm_financial_year(fy, c->now);
    smm_unit_add(u, SQL_invoice_series_next,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(series), SMM_T(fy)));
    smm_unit_add(u, SQL_credit_note_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(v->id), SMM_T(key), SMM_T(series), SMM_T(fy),
                          SMM_I(before.total), SMM_I(total), SMM_I(now.taxable), SMM_I(now.cgst),
                          SMM_I(now.sgst), SMM_I(now.igst), SMM_I(now.paise), SMM_T(reason),
                          SMM_I(c->actor), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(
        u, c, "credit-note", "invoice", v->id, NULL,
        apr_pstrcat(c->pool, smm_minor_text(text, total, v->exponent), " ", v->currency, NULL),
        reason);
    mail_step(
        u, c, &who, key, v->label,
        apr_pstrcat(c->pool, smm_minor_text(text, total, v->exponent), " ", v->currency, NULL));
    return smm_ok();
}

static smm_result_t invoice_of(smm_ctx_t *c, int64_t invoice, smm_invoice_t *v)
{
    smm_rc_e rc = smm_invoice_find(c, 0, smm_proforma_number(c->pool, invoice), v);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, NULL);
    if (!v->number || (strcmp(v->status, "paid") != 0 && strcmp(v->status, "refunded") != 0 &&
                       strcmp(v->status, "charged_back") != 0))
        return smm_fail(SMM_CONFLICT, NULL,
                        "Only a paid invoice can be taken back by a credit note.");
    return smm_ok();
}

smm_result_t smm_credit_note_step(smm_unit_t *u, smm_ctx_t *c, int64_t invoice, int64_t total_minor,
                                  const char *key, const char *reason)
{
    smm_invoice_t v;
    smm_result_t r = invoice_of(c, invoice, &v);

    return r.code == SMM_OK ? steps(u, c, &v, total_minor, key, reason) : r;
}

static smm_rc_e by_key(smm_ctx_t *c, const char *key, int64_t *id)
{
    int found = 0;

    if (smm_db_int(c->db, SQL_credit_note_by_key, SMM_ARGS(SMM_I(c->panel->id), SMM_T(key)), id,
                   &found) != SMM_DB_OK)
        return SMM_BUSY;
    return found ? SMM_OK : SMM_NOT_FOUND;
}

smm_result_t smm_credit_note_issue(smm_ctx_t *c, int64_t invoice, int64_t total_minor,
                                   const char *key, const char *reason, const char **slug)
{
    smm_credit_note_t note;
    smm_result_t r;
    int64_t id = 0;
    int tries;

    for (tries = 0; tries < 5; tries++) {
        smm_unit_t *u;
        smm_written_t w;

        if (by_key(c, key, &id) == SMM_OK)
            break; /* this request was here before */
        u = smm_unit_make(c->pool);
        r = smm_credit_note_step(u, c, invoice, total_minor, key, reason);
        if (r.code != SMM_OK)
            return r;
        smm_unit_probe(u, SQL_credit_note_by_key, SMM_ARGS(SMM_I(c->panel->id), SMM_T(key)));
        w = smm_db_write(c->db, u);
        if (w.rc == SMM_DB_OK)
            break;
        if (w.rc != SMM_DB_EXPECT && w.rc != SMM_DB_UNIQUE)
            return smm_fail(smm_written_rc(&w), NULL, NULL);
    }
    if ((id == 0 && by_key(c, key, &id) != SMM_OK) ||
        smm_credit_note_find(c, 0, id, "", &note) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (note.invoice != invoice || note.total_minor != total_minor)
        return smm_fail(SMM_CONFLICT, NULL,
                        "This form was sent before with other contents. Open it again.");
    *slug = smm_invoice_slug(c->pool, note.number, 0);
    return smm_ok();
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static void note_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_credit_note_t *v = item;

    v->id = smm_row_int(row, C_credit_note_get_id);
    v->invoice = smm_row_int(row, C_credit_note_get_invoice_id);
    v->account = smm_row_int(row, C_credit_note_get_account_id);
    v->number = smm_row_dup(row, C_credit_note_get_number, pool);
    v->invoice_number = smm_row_dup(row, C_credit_note_get_invoice_number, pool);
    v->invoice_issued = smm_row_int(row, C_credit_note_get_invoice_issued);
    v->currency = smm_row_dup(row, C_credit_note_get_currency, pool);
    v->exponent = (int)smm_row_int(row, C_credit_note_get_exponent);
    v->total_minor = smm_row_int(row, C_credit_note_get_total_minor);
    v->taxable = smm_row_int(row, C_credit_note_get_taxable);
    v->cgst = smm_row_int(row, C_credit_note_get_cgst);
    v->sgst = smm_row_int(row, C_credit_note_get_sgst);
    v->igst = smm_row_int(row, C_credit_note_get_igst);
    v->total_paise = smm_row_int(row, C_credit_note_get_total_paise);
    v->reason = smm_row_dup(row, C_credit_note_get_reason, pool);
    v->issued = smm_row_int(row, C_credit_note_get_issued);
    v->email = smm_row_dup(row, C_credit_note_get_email, pool);
    v->username = smm_row_dup(row, C_credit_note_get_username, pool);
    v->lang = smm_row_dup(row, C_credit_note_get_language, pool);
}

smm_rc_e smm_credit_note_find(smm_ctx_t *c, int64_t account, int64_t id, const char *slug,
                              smm_credit_note_t *out)
{
    char *number = apr_pstrdup(c->pool, slug), *s;

    for (s = number; *s; s++)
        if (*s == '-')
            *s = '/';
    memset(out, 0, sizeof(*out));
    if (id == 0 && !smm_invoice_number_ok(number))
        return SMM_NOT_FOUND;
    return smm_get(c, SQL_credit_note_get,
                   SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(id), SMM_T(number)),
                   note_row, out);
}

smm_rc_e smm_credit_note_by_key(smm_ctx_t *c, const char *key, smm_credit_note_t *out)
{
    int64_t id = 0;
    smm_rc_e rc = by_key(c, key, &id);

    return rc == SMM_OK ? smm_credit_note_find(c, 0, id, "", out) : rc;
}

static void list_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_credit_note_t *v = item;

    v->id = smm_row_int(row, C_credit_notes_of_id);
    v->number = smm_row_dup(row, C_credit_notes_of_number, pool);
    v->invoice_number = smm_row_dup(row, C_credit_notes_of_invoice_number, pool);
    v->currency = smm_row_dup(row, C_credit_notes_of_currency, pool);
    v->exponent = (int)smm_row_int(row, C_credit_notes_of_exponent);
    v->total_minor = smm_row_int(row, C_credit_notes_of_total_minor);
    v->reason = smm_row_dup(row, C_credit_notes_of_reason, pool);
    v->issued = smm_row_int(row, C_credit_notes_of_issued);
}

int smm_credit_note_list(smm_ctx_t *c, int64_t account, int64_t invoice, const char *fy,
                         int64_t before, smm_credit_note_t *out, int max)
{
    return smm_list(c, SQL_credit_notes_of,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(invoice), SMM_T(fy),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    list_row, out, max);
}
