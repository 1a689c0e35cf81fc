/* SPDX-License-Identifier: Apache-2.0 */
/* Documents after they were issued: lists by year, figures of tax, credit notes, the GST return. */
#ifndef SMM_DOCUMENT_H
#define SMM_DOCUMENT_H

#include "smm_gstr1.h"
#include "smm_invoice.h"

/* ---- lists ---------------------------------------------------------------------------------- */

typedef struct smm_document_filter_t {
    int64_t account;
    const char *fy, *state; /* "" = all */
    int only_issued;
    int64_t before; /* id, 0 = from the newest */
} smm_document_filter_t;

/** @return how many, or -1 when the database is busy. */
int smm_document_list(smm_ctx_t *c, const smm_document_filter_t *f, smm_invoice_row_t *out,
                      int max);

typedef struct smm_document_year_t {
    const char *fy; /* "2627" */
    int64_t n;
} smm_document_year_t;
/** Financial years in which an account has numbered documents, newest first. */
int smm_document_years(smm_ctx_t *c, int64_t account, smm_document_year_t *out, int max);

/* ---- figures of tax -------------------------------------------------------------------------- */

typedef struct smm_gst_figures_t {
    const char *kind; /* "intra" "inter" "sez_lut" "sez_paid" "export_lut" "export_paid" */
    const char *pos, *sac;
    int rate_bps;
    int64_t taxable, cgst, sgst, igst, total; /* paise */
    int64_t fx_e6; /* rupees for a dollar × 1e6, where the document is not in rupees; else 0 */
} smm_gst_figures_t;

/** Keeps an invoice's figures, in the unit that makes its lines. `invoice`: SMM_I or SMM_SLOT. */
void smm_gst_figures_step(smm_unit_t *u, smm_arg_t invoice, const smm_gst_figures_t *t);
/** The figures of a document under GST. @return 1, or 0: it belongs in no return, or its currency
 * has no rate in rupees (setting fx.inr). */
int smm_gst_figures_of(smm_ctx_t *c, const smm_invoice_t *v, smm_gst_figures_t *out);
/** @return SMM_NOT_FOUND for an invoice without Indian tax figures. */
smm_rc_e smm_gst_figures(smm_ctx_t *c, int64_t invoice, smm_gst_figures_t *out);

/* ---- credit notes ---------------------------------------------------------------------------- */

typedef struct smm_credit_note_t {
    int64_t id, invoice, account;
    const char *number, *invoice_number, *currency, *reason;
    int64_t invoice_issued, issued;
    int exponent;
    int64_t total_minor;                            /* in the invoice's currency */
    int64_t taxable, cgst, sgst, igst, total_paise; /* all 0 without figures of tax */
    const char *email, *username, *lang;
} smm_credit_note_t;

/**
 * Adds a credit note over `total_minor` (tax included, in the invoice's currency) to a unit: the
 * next number of series invoice.credit_series, the invoice's tax in the same proportion (the last
 * note takes what is left, so that all together give the invoice back exactly), and a mail with the
 * document. `key` is this cause's own ("refund:12"): the same key twice breaks the unit.
 * INVALID on field "amount" for more than is left; NOT_FOUND, CONFLICT (not a paid invoice). The
 * unit itself ends with CONFLICT when another note came in between: read again and try again.
 */
smm_result_t smm_credit_note_step(smm_unit_t *u, smm_ctx_t *c, int64_t invoice, int64_t total_minor,
                                  const char *key, const char *reason);
/** The same in a unit of its own, by a person. *slug: its address. */
smm_result_t smm_credit_note_issue(smm_ctx_t *c, int64_t invoice, int64_t total_minor,
                                   const char *key, const char *reason, const char **slug);
/** What may still be taken back of an invoice. */
smm_rc_e smm_credit_note_left(smm_ctx_t *c, const smm_invoice_t *v, int64_t *left);
/** id 0: by slug, "CRN-2627-000001". account 0: any. */
smm_rc_e smm_credit_note_find(smm_ctx_t *c, int64_t account, int64_t id, const char *slug,
                              smm_credit_note_t *out);
smm_rc_e smm_credit_note_by_key(smm_ctx_t *c, const char *key, smm_credit_note_t *out);
/** Notes of an account, of one invoice or all (0), newest first. @return how many or -1. */
int smm_credit_note_list(smm_ctx_t *c, int64_t account, int64_t invoice, const char *fy,
                         int64_t before, smm_credit_note_t *out, int max);

/* ---- the return ------------------------------------------------------------------------------ */

/** Documents of the months from..to (inclusive, the latter gives fp), IST. *without: numbered
 * documents that have no figures of tax and so stand in no return. */
smm_rc_e smm_gst_return(smm_ctx_t *c, int year, int month, int months, smm_gstr1_in_t *out,
                        int64_t *without);

/** Settings and checks; once at start. */
void smm_document_init(void);

#endif
