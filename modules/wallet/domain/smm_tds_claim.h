/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tax that Indian customers deducted at source: they declare it for paid invoices, upload the
 * certificate, staff reviews it, and the wallet gets it once a certificate. States and moves:
 * smm_tds_next(). Money: book 'tds' → wallet when it is credited, back when it is recovered.
 */
#ifndef SMM_TDS_CLAIM_H
#define SMM_TDS_CLAIM_H

#include "smm_account.h"
#include "smm_idem.h"
#include "smm_tds.h"

#define SMM_TDS_FILE_BYTES 2097152
#define SMM_TDS_INVOICES 20 /* of one claim */

typedef struct smm_tds_invoice_t {
    int64_t id, issued, taxable, rate_e6; /* taxable: paise, less credit notes; rate: rupees */
    const char *number;
} smm_tds_invoice_t;

typedef struct smm_tds_claim_t {
    int64_t id, account, version, fy, quarter, bps, value, certified, reimburse, credit;
    int64_t submitted, due_day, created, updated, taxable, file;
    const char *state, *deductor, *tan, *deductor_pan, *payee_pan, *section;
    const char *form, *cert_no, *deducted, *bsr, *challan_date, *challan_no, *username;
} smm_tds_claim_t;

typedef struct smm_tds_event_t {
    const char *event, *state, *note, *actor; /* actor NULL: the system */
    int64_t created;
} smm_tds_event_t;

typedef struct smm_tds_declare_t {
    const char *invoices; /* numbers with commas or blanks between them */
    const char *deductor, *tan, *pan, *section;
    int64_t fy, quarter;
} smm_tds_declare_t;

typedef struct smm_tds_cert_t {
    const char *form, *number, *deducted, *bsr, *challan_date, *challan_no;
    int64_t value, tax; /* paise; value may be 0 */
    const char *data, *file_name;
    size_t len;
} smm_tds_cert_t;

/** PAN of the panel: setting tds.pan, or that within the seller's GSTIN; "" when neither is set. */
const char *smm_tds_pan(smm_ctx_t *c);
/** Rate: setting tds.bps, or by the panel's PAN. */
int64_t smm_tds_bps(smm_ctx_t *c);
/** What a file is by its first bytes: "application/pdf", "image/png", "image/jpeg" or NULL. */
const char *smm_tds_sniff(const char *data, size_t len);

/** Invoices that a claim may still cover, newest first. @return count or -1. */
int smm_tds_invoices(smm_ctx_t *c, int64_t account, smm_tds_invoice_t *out, int max);
/** Invoices of a claim. @return count or -1. */
int smm_tds_invoices_of(smm_ctx_t *c, int64_t claim, smm_tds_invoice_t *out, int max);
int smm_tds_events(smm_ctx_t *c, int64_t claim, smm_tds_event_t *out, int max);
/** Newest first; account 0: anybody's; state "" all, "open": waits for staff. @return count or -1.
 */
int smm_tds_list(smm_ctx_t *c, int64_t account, const char *state, int64_t before,
                 smm_tds_claim_t *out, int max);
/** account 0: anybody's of the panel. */
smm_rc_e smm_tds_get(smm_ctx_t *c, int64_t account, int64_t id, smm_tds_claim_t *out);
/** The newest certificate of a claim, for its owner (account) or staff (account 0). */
smm_rc_e smm_tds_file(smm_ctx_t *c, int64_t account, int64_t id, const char **type,
                      const char **data, size_t *len);
/** What the claim is worth now. @return 0 or -1 (nothing certified yet). */
int smm_tds_worth(const smm_tds_claim_t *t, smm_tds_t *out);

/** A customer declares a deduction. INVALID with the field at fault. */
smm_result_t smm_tds_declare(smm_ctx_t *c, int64_t account, const smm_tds_declare_t *in,
                             const smm_idem_t *idem, int64_t *id);
/** Uploads the certificate; the clock of working days starts anew. CONFLICT while one waits. */
smm_result_t smm_tds_upload(smm_ctx_t *c, int64_t account, int64_t id, const smm_tds_cert_t *in);
/**
 * Staff moves a claim: start_review, ask, approve, reject, mismatch_found, resolved, recovered.
 * approve credits the wallet in the same unit, once a certificate (number, TAN and quarter);
 * recovered takes it back, also from a wallet that does not cover it. `note` is for the customer.
 */
smm_result_t smm_tds_decide(smm_ctx_t *c, int64_t id, const char *event, const char *note,
                            const smm_idem_t *idem);

/** The day in India, as days since 1970, and the n-th working day after it. */
int64_t smm_tds_today(const smm_ctx_t *c);
int64_t smm_tds_workday(smm_ctx_t *c, int n);
/**
 * Mails the customer about a move; `t` as it stands after it, `credit` what was moved. Moves that
 * do not concern the customer send none. @return SMM_OK, or SMM_BUSY: the account cannot be read.
 */
smm_rc_e smm_tds_mail(smm_unit_t *u, smm_ctx_t *c, const smm_tds_claim_t *t, const char *event,
                      const char *note, int64_t credit);
/** Mails staff about certificates whose day is the next working day or over, each once. @return how
 * many, or -1. */
int smm_tds_remind(smm_ctx_t *c);

/** Settings, the clock's job and the check of book 'tds'. */
void smm_tds_init(void);
void smm_tds_clock_init(void);

#endif
