/* SPDX-License-Identifier: Apache-2.0 */
/* Documents: a proforma before payment, a numbered invoice after it. */
#ifndef SMM_INVOICE_H
#define SMM_INVOICE_H

#include "smm_account.h"

typedef struct smm_invoice_line_t {
    const char *text, *detail;
    int64_t quantity, unit_minor, amount_minor;
    const char *kind; /* topup, a kind of smm_cause(), cgst sgst utgst igst tax rounding */
    int64_t bps;      /* of a tax line */
} smm_invoice_line_t;

typedef struct smm_invoice_t {
    int64_t id, account;
    const char *status, *currency;
    int exponent;
    int64_t total_minor;
    const char *number; /* NULL = proforma */
    const char *label;  /* number, or PI-nnnnnnnn */
    int64_t created, due, issued;
    int64_t payment; /* newest attempt, 0 = none */
    const char *method, *gateway_payment, *payment_state;
    int64_t amount, received; /* of the payment, micro-USD */
    const char *tax;          /* smm_tax_word() */
    const char *tax_name;     /* "GST", "VAT" or "" */
    int64_t tax_bps, taxable_minor;
    int64_t rate_e6;                /* locked rate of one USD; 0: the document is in USD */
    const char *place, *sac, *note; /* place of supply, service code, words of the law; may be "" */
    smm_particulars_t seller, buyer;
    smm_invoice_line_t lines[16];
    int n_lines;
} smm_invoice_t;

/** "INV-2627-000001" or "PI-00000012" as in the address of the page. account 0: any of the panel.
 */
smm_rc_e smm_invoice_find(smm_ctx_t *c, int64_t account, const char *slug, smm_invoice_t *out);
/** The number as one path segment. */
const char *smm_invoice_slug(apr_pool_t *p, const char *number, int64_t id);
/** PI-nnnnnnnn. */
const char *smm_proforma_number(apr_pool_t *p, int64_t id);

typedef struct smm_invoice_row_t {
    int64_t id, total_minor, created, issued, payment;
    const char *label, *slug, *status, *currency, *method;
    int exponent;
} smm_invoice_row_t;

/** The panel's own details as they stand on documents. */
void smm_seller(smm_ctx_t *c, smm_particulars_t *out);
/** Adds the steps that give an unnumbered document (SMM_I or SMM_SLOT) its number, figures and
 * copied particulars, and make it paid. `v` says what it holds: tax, place, lines. */
smm_rc_e smm_invoice_issue(smm_unit_t *u, smm_ctx_t *c, smm_arg_t invoice, int64_t account,
                           const char *from, const smm_invoice_t *v);
/** Adds the step that moves a document; for `paid` also its number and the copied particulars. */
smm_rc_e smm_invoice_move(smm_unit_t *u, smm_ctx_t *c, int64_t invoice, int64_t account,
                          const char *from, const char *to);

#endif
