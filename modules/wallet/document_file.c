/* SPDX-License-Identifier: Apache-2.0 */
/* A document as a PDF: for its page, for archives and for mails. */
#include <string.h>
#include <apr_strings.h>
#include "smm_log.h"
#include "smm_mail.h"
#include "smm_pdf.h"
#include "document_web.h"

#define I64 APR_INT64_T_FMT

/** The model of a print-out: nothing of a page but its document. */
static smm_vm_t *begin(smm_ctx_t *c, const char *lang)
{
    smm_vm_t *vm = smm_vm_make(c->pool);

    smm_vm_el(vm, "page");
    smm_vm_attr(vm, "lang", lang);
    smm_vm_el(vm, "site");
    smm_vm_attr(vm, "name", c->panel->name);
    smm_vm_attr(vm, "currency", c->panel->currency);
    smm_vm_end(vm);
    smm_vm_el(vm, "content");
    return vm;
}

static smm_rc_e make(smm_ctx_t *c, const struct smm_view_theme_t *theme, smm_vm_t *vm,
                     const char *label, const char *lang, wallet_file_t *out)
{
    out->name = apr_pstrcat(c->pool, smm_invoice_slug(c->pool, label, 0), ".pdf", NULL);
    if (smm_pdf_render(theme, vm, "wallet/pdf", lang, c->pool, &out->data, &out->len) == 0)
        return SMM_OK;
    smm_log(SMM_LOG_ERROR, "SMM0520: panel %s: document %s: %s", c->panel->key, label, out->data);
    return SMM_BUG;
}

static smm_rc_e note_file(smm_ctx_t *c, const struct smm_view_theme_t *theme,
                          const smm_credit_note_t *n, const char *lang, wallet_file_t *out)
{
    smm_vm_t *vm = begin(c, lang);
    smm_invoice_t v;
    smm_rc_e rc = smm_invoice_find(c, 0, smm_proforma_number(c->pool, n->invoice), &v);

    if (rc != SMM_OK)
        return rc;
    wallet_credit_note(vm, c, n, &v);
    return make(c, theme, vm, n->number, lang, out);
}

smm_rc_e wallet_file(smm_ctx_t *c, const struct smm_view_theme_t *theme, int64_t account,
                     const char *slug, const char *lang, wallet_file_t *out)
{
    smm_credit_note_t n;
    smm_invoice_t v;
    smm_vm_t *vm;
    smm_rc_e rc = smm_invoice_find(c, account, slug, &v);

    if (rc == SMM_NOT_FOUND && (rc = smm_credit_note_find(c, account, 0, slug, &n)) == SMM_OK)
        return note_file(c, theme, &n, lang, out);
    if (rc != SMM_OK)
        return rc;
    vm = begin(c, lang);
    wallet_document(vm, c, &v, 0);
    return make(c, theme, vm, v.label, lang, out);
}

/* ---- mails ------------------------------------------------------------------------------------
 */

static smm_rc_e as_mail(const wallet_file_t *f, smm_mail_file_t *out)
{
    out->name = f->name;
    out->type = "application/pdf";
    out->data = f->data;
    out->len = f->len;
    return SMM_OK;
}

static smm_rc_e invoice_mail(smm_ctx_t *c, const struct smm_view_theme_t *theme, const char *ref,
                             const char *lang, smm_mail_file_t *out)
{
    const char *slug = smm_proforma_number(c->pool, apr_atoi64(ref));
    wallet_file_t f;
    smm_invoice_t v;
    smm_rc_e rc = smm_invoice_find(c, 0, slug, &v);

    if (rc == SMM_OK && !v.number)
        return SMM_NOT_FOUND; /* closed without an invoice */
    if (rc == SMM_OK)
        rc = wallet_file(c, theme, 0, slug, lang, &f);
    return rc == SMM_OK ? as_mail(&f, out) : rc;
}

static smm_rc_e credit_mail(smm_ctx_t *c, const struct smm_view_theme_t *theme, const char *ref,
                            const char *lang, smm_mail_file_t *out)
{
    smm_credit_note_t n;
    wallet_file_t f;
    smm_rc_e rc = smm_credit_note_by_key(c, ref, &n);

    if (rc == SMM_OK)
        rc = note_file(c, theme, &n, lang, &f);
    return rc == SMM_OK ? as_mail(&f, out) : rc;
}

void wallet_document_mails(void)
{
    smm_mail_files("invoice", invoice_mail);
    smm_mail_files("credit", credit_mail);
}
