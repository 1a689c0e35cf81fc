/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of the wallet. Bounds of amounts depend on settings: the domain checks them. */
#include "wallet_web.h"

#define USD_MAX (1000000 * SMM_USD)

static const smm_field_t funds_fields[] = {
    {"amount", SMM_F_USD, offsetof(funds_form_t, amount), 0, USD_MAX, 0, NULL, "Amount (USD)"},
    {"preset", SMM_F_USD, offsetof(funds_form_t, preset), 0, USD_MAX, 0, NULL, "Preset amount"},
    {"method", SMM_F_TEXT, offsetof(funds_form_t, method), 1, 40, SMM_F_REQUIRED, NULL,
     "Payment method"},
    {"coupon", SMM_F_TEXT, offsetof(funds_form_t, coupon), 0, 40, 0, NULL, "Coupon code"},
    SMM_FIELDS_END};
const smm_form_t wallet_form_funds = {"funds", funds_fields, sizeof(funds_form_t)};

static const smm_field_t claim_fields[] = {
    {"reference", SMM_F_TEXT, offsetof(claim_form_t, reference), 4, 60, SMM_F_REQUIRED, NULL,
     "Reference of your payment"},
    {"amount", SMM_F_USD, offsetof(claim_form_t, amount), 0, USD_MAX, 0, NULL, "Amount you sent"},
    {"note", SMM_F_AREA, offsetof(claim_form_t, note), 0, 500, 0, NULL, "Note for us"},
    SMM_FIELDS_END};
const smm_form_t wallet_form_claim = {"claim", claim_fields, sizeof(claim_form_t)};

static const smm_field_t confirm_fields[] = {
    {"amount", SMM_F_USD, offsetof(confirm_form_t, amount), SMM_CENT, USD_MAX, SMM_F_REQUIRED, NULL,
     "Amount that arrived (USD)"},
    {"reason", SMM_F_TEXT, offsetof(confirm_form_t, reason), 2, 200, SMM_F_REQUIRED, NULL,
     "Reference on the statement"},
    SMM_FIELDS_END};
const smm_form_t wallet_form_confirm = {"confirm", confirm_fields, sizeof(confirm_form_t)};

static const smm_field_t reject_fields[] = {{"reason", SMM_F_TEXT, offsetof(reject_form_t, reason),
                                             3, 200, SMM_F_REQUIRED, NULL,
                                             "Reason, shown to the customer"},
                                            SMM_FIELDS_END};
const smm_form_t wallet_form_reject = {"reject", reject_fields, sizeof(reject_form_t)};

static const smm_field_t settle_fields[] = {
    {"reason", SMM_F_TEXT, offsetof(reject_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL, "Reason"},
    SMM_FIELDS_END};
const smm_form_t wallet_form_settle = {"settle", settle_fields, sizeof(reject_form_t)};

static const smm_field_t no_fields[] = {SMM_FIELDS_END};
const smm_form_t wallet_form_none = {"pay", no_fields, sizeof(int)};
