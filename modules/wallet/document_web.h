/* SPDX-License-Identifier: Apache-2.0 */
/* Documents on the httpd side: views, PDF, archives, the GST return. */
#ifndef DOCUMENT_WEB_H
#define DOCUMENT_WEB_H

#include "smm_document.h"
#include "smm_settings.h"
#include "wallet_web.h"

struct smm_view_theme_t;

extern const smm_route_t wallet_document_routes[], wallet_gst_routes[];
extern const smm_nav_t wallet_document_nav[];

/** <invoice> with everything that stands on it. `foreign`: the reader is not its customer. */
void wallet_document(smm_vm_t *vm, smm_ctx_t *c, const smm_invoice_t *v, int foreign);
/** The same for a note; `v` is the invoice that it belongs to. */
void wallet_credit_note(smm_vm_t *vm, smm_ctx_t *c, const smm_credit_note_t *n,
                        const smm_invoice_t *v);

/** A document as a file. */
typedef struct wallet_file_t {
    const char *name; /* "INV-2627-000123.pdf" */
    const char *data;
    apr_size_t len;
} wallet_file_t;
/** slug of an invoice or a credit note; account 0: any. The fault is logged. */
smm_rc_e wallet_file(smm_ctx_t *c, const struct smm_view_theme_t *theme, int64_t account,
                     const char *slug, const char *lang, wallet_file_t *out);
/** The page of an address that may end in ".pdf". */
int wallet_document_page(smm_req_t *q);
int wallet_documents_page(smm_req_t *q);
/** Answers the files of mails: "invoice:12", "credit:KEY". Once at start. */
void wallet_document_mails(void);

#endif
