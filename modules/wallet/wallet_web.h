/* SPDX-License-Identifier: Apache-2.0 */
/* The httpd side of the wallet: forms, routes, views. */
#ifndef WALLET_WEB_H
#define WALLET_WEB_H

#include "mod_smm.h"
#include "smm_bill.h"
#include "smm_invoice.h"
#include "smm_ledger.h"
#include "smm_claim.h"
#include "smm_money.h"
#include "smm_statement.h"
#include "smm_suggest.h"
#include "smm_payment.h"
#include "smm_wallet.h"

typedef struct funds_form_t {
    int64_t amount, preset;
    const char *method, *coupon;
} funds_form_t;
typedef struct claim_form_t {
    const char *reference, *note;
    int64_t amount;
} claim_form_t;
typedef struct confirm_form_t {
    int64_t amount;
    const char *reason;
} confirm_form_t;
typedef struct reject_form_t {
    const char *reason;
} reject_form_t;

extern const smm_form_t wallet_form_funds, wallet_form_claim, wallet_form_confirm,
    wallet_form_reject, wallet_form_settle, wallet_form_none;

typedef struct wallet_refund_form_t {
    int64_t amount;
    const char *cause, *reason;
    int confirm;
} wallet_refund_form_t;
extern const smm_form_t wallet_form_refund;
extern const smm_route_t wallet_refund_routes[];
extern const smm_route_t wallet_join_routes[];
/** <pair> and <asked> of a payment, and the form that asks for (customer) or makes (staff) a join.
 */
void wallet_joins(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p, int staff);
extern const smm_route_t wallet_tds_routes[];
extern const smm_nav_t wallet_tds_nav[];
extern const smm_route_t wallet_postpay_routes[];
extern const smm_nav_t wallet_postpay_nav[];
/** Refunds of a payment, and the form that starts one while something is left. */
void wallet_refunds(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p);
/** The customer's page of a payment. */
int wallet_payment_page(smm_req_t *q, const smm_payment_t *p, int status);
/** The staff page of a payment. */
int wallet_staff_payment(smm_req_t *q, int64_t id, int status);

extern const smm_route_t wallet_routes[], wallet_staff_routes[], wallet_machine_routes[],
    wallet_sandbox_routes[], wallet_claim_routes[], wallet_statement_routes[],
    wallet_money_routes[], wallet_gateway_routes[], wallet_tax_routes[];
extern const smm_nav_t wallet_tax_nav[];
extern const smm_route_t wallet_sez_routes[];
extern const smm_nav_t wallet_sez_nav[];

/** $12.30 as exact text for {0} in messages. */
const char *wallet_money(apr_pool_t *p, int64_t micro);
/** The page of a number in the query: keyset "before", 0 = first page. */
int64_t wallet_before(smm_req_t *q);

/* ---- views: structs to XML ------------------------------------------------------------------- */

/** Opens <head title sub …>; close it after its acts. */
void wallet_head(smm_vm_t *vm, const char *title, const char *a, const char *sub,
                 const char *sub_a);
void wallet_crumb(smm_vm_t *vm, const char *href, const char *label);
/** What will be paid: attributes pay, currency, rate and a <line kind name amount bps> for each
 * part, in the document's currency. Within an open element. */
void wallet_bill(smm_vm_t *vm, const smm_bill_t *b);
/** <payment …> with its attributes; left open. */
void wallet_payment(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p);
void wallet_payment_row(smm_req_t *q, smm_vm_t *vm, const smm_payment_row_t *p, const char *base);
void wallet_history(smm_vm_t *vm, const smm_payment_event_t *e, int n);
void wallet_invoice_row(smm_vm_t *vm, const smm_invoice_row_t *i);
void wallet_invoice(smm_vm_t *vm, const smm_invoice_t *i);
/** One line of the statement; what it is about is said in words. */
void wallet_entry(smm_req_t *q, smm_vm_t *vm, const smm_entry_t *e);
const char *wallet_entry_label(const char *kind);
/* ---- claims and statements: claim_views.c ------------------------------------------------------
 */

/** "8812.34 INR" */
const char *wallet_amount(apr_pool_t *p, int64_t minor, int exponent, const char *currency);
/** Attributes of <payment>: what the payer is asked for in another currency. */
void wallet_quote(smm_vm_t *vm, apr_pool_t *p, const smm_payment_t *pay);
/** Children of <payment>: QR code, what the customer said and what became of it. */
void wallet_claims(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *pay);
void wallet_line(smm_req_t *q, smm_vm_t *vm, const smm_stmt_line_t *l);
/** <why/> of a suggestion: each reason is an attribute. */
void wallet_why(smm_vm_t *vm, unsigned why);
/** Tabs of the pages about money: claims, requests, unmatched money, statements. */
void wallet_money_tabs(smm_req_t *q, smm_vm_t *vm, const char *on);

/** What a customer may read of the memo, or NULL. */
/** A cause of a refund in words, English source text; NULL for other. */
const char *wallet_refund_cause(const char *cause);
const char *wallet_entry_note(const smm_entry_t *e);
/** <gift …/> of a top-up that is being chosen, with what is wrong with the code; growth_routes.c.
 */
void wallet_gift(smm_req_t *q, smm_vm_t *vm, int64_t amount, const char *method,
                 const char *coupon);
/** <gift …/> for each promised or given bonus of a payment. */
void wallet_gifts(smm_req_t *q, smm_vm_t *vm, int64_t payment);
/** Link to the next older page, when there is one. */
void wallet_older(smm_vm_t *vm, const char *base, int64_t before);
/** Title of a method, or its name when the gateway is gone. */
const char *wallet_method(const char *name);

#endif
