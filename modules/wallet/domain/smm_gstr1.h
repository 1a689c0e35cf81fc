/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GSTR-1: the seller's return of outward supplies, from documents. Amounts are paise; the JSON is
 * the portal's offline format with rupees in two decimals, written without floating point. Pure.
 */
#ifndef SMM_GSTR1_H
#define SMM_GSTR1_H

#include <stdint.h>
#include <apr_pools.h>
#include <apr_tables.h>

typedef enum {
    SMM_GST_INTRA,
    SMM_GST_INTER,
    SMM_GST_SEZ_LUT,
    SMM_GST_SEZ_PAID,
    SMM_GST_EXPORT_LUT,
    SMM_GST_EXPORT_PAID
} smm_gst_kind_e;

/** "intra" "inter" "sez_lut" "sez_paid" "export_lut" "export_paid". @return 0 or -1. */
int smm_gst_kind(const char *word, smm_gst_kind_e *out);

typedef struct smm_gst_doc_t {
    const char *no;
    const char *date;  /* IST, "2026-10-03" */
    const char *gstin; /* NULL: not registered */
    const char *buyer; /* name, for the CSV; may be NULL */
    const char *pos;   /* State code; "96" for exports */
    smm_gst_kind_e kind;
    int note;      /* 1: credit note */
    int cancelled; /* its number stands in doc_issue only */
    int rate_bps;
    int64_t taxable, cgst, sgst, igst, total; /* sgst: also UTGST */
    int64_t original; /* note: total of the invoice it belongs to, 0 = unknown */
} smm_gst_doc_t;

typedef struct smm_gstr1_in_t {
    const char *gstin, *fp;    /* fp "122026" */
    const char *sac, *desc;    /* "998365", at most 30 characters */
    const smm_gst_doc_t *docs; /* invoices by number, then notes */
    int n;
} smm_gstr1_in_t;

/** Where a document belongs: "b2b" "b2cl" "b2cs" "exp" "cdnr" "cdnur". */
const char *smm_gstr1_table(const smm_gst_doc_t *d);
/** The return as JSON text. */
const char *smm_gstr1_json(apr_pool_t *p, const smm_gstr1_in_t *in);
/** Names of the CSV files by number from 0 ("b2b" … "docs"); NULL after the last. */
const char *smm_gstr1_sheet(int i);
/** That sheet of the offline tool as CSV. */
const char *smm_gstr1_csv(apr_pool_t *p, const smm_gstr1_in_t *in, int sheet);

typedef struct smm_gstr1_sum_t {
    int64_t taxable, cgst, sgst, igst;
} smm_gstr1_sum_t;

typedef struct smm_gstr1_check_t {
    smm_gstr1_sum_t documents, sections, hsn;
    int n_docs, n_cancelled;
    apr_array_header_t *faults; /* const char *: what is wrong, for people */
} smm_gstr1_check_t;

/** Sums by three ways that must agree, gaps in series, places of supply that need an accountant. */
void smm_gstr1_check(apr_pool_t *p, const smm_gstr1_in_t *in, smm_gstr1_check_t *out);

#endif
