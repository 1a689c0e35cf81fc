/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a top-up costs: fee lines by cause, tax, rounding (reference/money.md 2, 3, 6). Amounts are
 * minor units of the document's currency, rates basis points. Pure, no floating point.
 */
#ifndef SMM_TOPUP_H
#define SMM_TOPUP_H

#include <stdint.h>
#include "smm_result.h"

/** How a supply is taxed. The words are those of the vectors and of the database. */
typedef enum {
    SMM_TAX_NONE,
    SMM_TAX_INTRA,       /* CGST and SGST or UTGST, each half of the rate */
    SMM_TAX_INTER,       /* IGST */
    SMM_TAX_SEZ_LUT,     /* zero-rated, no tax */
    SMM_TAX_SEZ_PAID,    /* zero-rated on payment of IGST */
    SMM_TAX_EXPORT_LUT,  /* zero-rated, no tax */
    SMM_TAX_EXPORT_PAID, /* zero-rated on payment of IGST */
    SMM_TAX_RULE,        /* a rule of the table: VAT, sales tax … */
    SMM_TAX_REVERSE      /* the customer accounts for it */
} smm_tax_e;
/** "none" "intra" "inter" "sez_lut" "sez_paid" "export_lut" "export_paid" "rule" "reverse". */
SMM_DECLARE(const char *) smm_tax_word(smm_tax_e kind);
/** @return 0, or -1 for an unknown word. */
SMM_DECLARE(int) smm_tax_kind(const char *word, smm_tax_e *out);

/**
 * Why a fee is charged: each cause has a line of its own, before tax. The processor's own charge
 * comes last: it is reckoned on all of the others.
 */
typedef enum {
    SMM_CAUSE_CONVERSION,
    SMM_CAUSE_CROSS_BORDER,
    SMM_CAUSE_MANPOWER,
    SMM_CAUSE_ACCOUNTING,
    SMM_CAUSE_INCOME_TAX,
    SMM_CAUSE_REFUND_FILING,
    SMM_CAUSE_PLATFORM,
    SMM_CAUSE_GATEWAY
} smm_cause_e;
#define SMM_CAUSES (SMM_CAUSE_GATEWAY + 1)
/** How a cause is called: the one list of them. */
typedef struct smm_cause_t {
    const char *kind; /* invoice_line.kind */
    const char *name; /* English source string of its line */
    const char *key;  /* of its settings gateway.*.<key>_bps and _fixed */
} smm_cause_t;
SMM_DECLARE(const smm_cause_t *) smm_cause(smm_cause_e cause);

/** A fee that depends on the top-up alone. */
typedef struct smm_charge_t {
    int64_t bps;   /* of the base */
    int64_t fixed; /* minor units */
} smm_charge_t;

/** What the processor charges. */
typedef struct smm_fee_t {
    int gross_up;  /* 1: as much as the processor keeps of the final total; 0: on top of the sum */
    int64_t pct;   /* basis points */
    int64_t fixed; /* minor units */
    int64_t cap;   /* minor units, 0 = none; before the processor's own GST */
    int64_t gst;   /* gross-up: GST of the processor on its fee, basis points */
} smm_fee_t;

typedef struct smm_topup_in_t {
    int64_t base; /* the top-up in the document's currency */
    smm_charge_t charge[SMM_CAUSE_GATEWAY];
    smm_fee_t fee;
    smm_tax_e tax;
    int64_t tax_bps; /* whole rate, also when it is halved */
    int union_tax;   /* intra: UTGST instead of SGST */
    int64_t round;   /* the total becomes a multiple of so many minor units; 0 or 1 = as it is */
} smm_topup_in_t;

typedef struct smm_topup_lines_t {
    int64_t base, fee[SMM_CAUSES];
    int64_t taxable;                /* base and fees */
    int64_t cgst, sgst, utgst, tax; /* tax: IGST, or that of a rule */
    int64_t round_off;              /* may be negative */
    int64_t total;
    int64_t keeps; /* what the processor keeps of the total, as the fee states it */
} smm_topup_lines_t;

/** All lines of a top-up. @return 0, or -1: overflow, or rates for which no fee suffices. */
SMM_DECLARE(int) smm_topup_lines(const smm_topup_in_t *in, smm_topup_lines_t *out);

/**
 * All lines of a top-up whose total is given: tax and fees are inside it, in->base is not read. A
 * total that is rounded (in->round) is rounded first and has no rounding line. The base is the
 * largest whose fees leave room for it; what rounding leaves over is added to the base, never to a
 * fee. @return 0, or -1: overflow, or nothing is left.
 */
SMM_DECLARE(int)
smm_topup_inside(const smm_topup_in_t *in, int64_t total, smm_topup_lines_t *out);

/** The tax inside a tax-inclusive total; `split`: two halves, each rounded alone (*tax is one of
 * them, the other equals it). @return 0 or -1. */
SMM_DECLARE(int)
smm_tax_inclusive(int64_t total, int64_t tax_bps, int split, int64_t *tax, int64_t *taxable);

/** Who buys, as far as it decides the place of supply of an Indian seller. Texts may be NULL or "".
 */
typedef struct smm_buyer_t {
    const char *country; /* ISO 3166-1 alpha-2; NULL = India */
    const char *gstin, *state;
    int sez;       /* unit in a special economic zone */
    int lut;       /* the seller has a letter of undertaking in force */
    int fx;        /* the money counts as convertible foreign exchange */
    int64_t total; /* of the document, paise: large and small consumer supplies */
} smm_buyer_t;

typedef struct smm_supply_t {
    smm_tax_e tax;
    int refuse;        /* 1: the State must be asked for first; the rest is empty */
    char pos[3];       /* State code, "96" outside India */
    const char *table; /* "b2b" "b2cl" "b2cs" "exp", or "b2cl_or_b2cs_needs_ca" */
    const char *note;  /* short, or NULL */
} smm_supply_t;

/** A B2C supply to another State is large above this (paise; before 1 August 2024 it was 2.5 lakh).
 */
#define SMM_B2CL_ABOVE 10000000

/** Place of supply and treatment under GST for a seller in State `seller` ("27"). */
SMM_DECLARE(void)
smm_place_of_supply(const char *seller, const smm_buyer_t *buyer, smm_supply_t *out);

#endif
