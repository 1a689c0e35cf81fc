/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a top-up costs with a method for a customer: fees by cause, tax, rounding, in the currency
 * that is asked for. Decided once, when the payment is started; the document keeps every part of
 * it.
 */
#ifndef SMM_BILL_H
#define SMM_BILL_H

#include "smm_account.h"
#include "smm_gateway.h"
#include "smm_topup.h"

typedef struct smm_bill_t {
    const char *currency; /* of the document and of what the processor is asked for */
    int exponent;
    int64_t rate_e6; /* of one USD, as smm_fx_to_minor(); 0: the document is in USD */
    smm_topup_lines_t l;
    smm_tax_e tax;
    int64_t tax_bps;
    int union_tax;
    int inclusive;        /* the amount that was entered is the total: tax and fees are in it */
    const char *tax_name; /* "GST", "VAT" …; "" without tax */
    const char *place;    /* place of supply: State code, country, or "" */
    const char *note;     /* words that the document must carry, or "" */
    const char *sac;      /* service accounting code, or "" */
    /* micro-USD, whole cents: total = amount + fee, and tax is a part of fee */
    int64_t amount, fee, tax_usd;
} smm_bill_t;

/**
 * The bill of `amount` (micro-USD, whole cents), which a customer entered: what is credited, or
 * with inclusive prices what is paid; out->amount is what is credited. INVALID at "method" when the
 * method has no rate for its currency; INVALID without a field when the tax cannot be decided (the
 * message says what is missing).
 */
smm_result_t smm_bill(smm_ctx_t *c, int64_t account, const smm_particulars_t *buyer,
                      const smm_gateway_t *g, int64_t amount, smm_bill_t *out);
/** One line of the document. */
typedef struct smm_bill_part_t {
    const char *kind; /* topup, a kind of smm_cause(), cgst sgst utgst igst tax rounding */
    const char *name; /* English source string, or the tax's own name */
    int64_t bps;      /* of a tax, else 0 */
    int64_t amount;   /* minor units */
} smm_bill_part_t;
#define SMM_BILL_PARTS (1 + SMM_CAUSES + 5)
/** The lines that are not 0, in the order of documents. @return count */
int smm_bill_parts(const smm_bill_t *b, smm_bill_part_t out[SMM_BILL_PARTS]);
/** Adds them to an invoice that step `invoice` inserts. */
void smm_bill_lines(smm_unit_t *u, int invoice, const smm_bill_t *b);

/** May a customer in this country use the method (setting "countries": "IN US", or "!IN")? */
int smm_bill_country_ok(smm_ctx_t *c, const smm_gateway_t *g, const char *country);
/** May somebody use the method who is (1) or is not (0) a VIP member (setting "membership")? */
int smm_bill_member_ok(smm_ctx_t *c, const smm_gateway_t *g, int vip);
/** The settings that every gateway has beside its own; made once a gateway. */
const smm_setting_t *smm_bill_settings(apr_pool_t *p, const smm_gateway_t *g);

/* ---- GST of India ---------------------------------------------------------------------------- */

/** The letter of undertaking (form RFD-11): exports and supplies to SEZ units without tax. */
typedef struct smm_lut_t {
    /* "none"; "scheduled" before, "ended" after and "active" between its days, Indian date, both
     * included; "unreadable": a day is no date. Only "active" leaves the tax out. */
    const char *state;
    const char *number, *from, *until; /* as they are set, or NULL */
} smm_lut_t;
void smm_lut(smm_ctx_t *c, smm_lut_t *out);

/* ---- rules of the table ---------------------------------------------------------------------- */

typedef struct smm_tax_rule_t {
    int64_t id;
    const char *country, *region; /* region "": the whole country */
    const char *kind;             /* "any", "business" (has company and tax number) or "consumer" */
    const char *name;             /* "VAT" */
    int64_t bps;
    int reverse;          /* 1: no tax, the customer accounts for it */
    const char *note;     /* words on the document */
    int64_t since, until; /* valid from, until (exclusive; 0 = open), seconds UTC */
    int needs_id;         /* 1: only for customers whose tax number smm_tax_id_ok() accepts */
    int inclusive;        /* 1: the amount that is entered holds the tax */
} smm_tax_rule_t;

/** Rules of the panel by country. @return count, or -1. */
int smm_tax_rules(smm_ctx_t *c, smm_tax_rule_t *out, int max);
/** The most specific rule that is valid now: region before country, kind before "any", with a
 * valid number before without, newest first.
 * @return SMM_OK, SMM_NOT_FOUND or BUSY. */
smm_rc_e smm_tax_rule_for(smm_ctx_t *c, const smm_particulars_t *buyer, smm_tax_rule_t *out);
/** Adds a rule, with an audit line. INVALID with the field at fault. */
smm_result_t smm_tax_rule_add(smm_ctx_t *c, const smm_tax_rule_t *r);
/** Ends a rule now: documents keep what they say. NOT_FOUND when there is none that is valid. */
smm_result_t smm_tax_rule_end(smm_ctx_t *c, int64_t id, const char *why);

#endif
