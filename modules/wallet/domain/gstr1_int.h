/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the return: its sections, before they are written. */
#ifndef GSTR1_INT_H
#define GSTR1_INT_H

#include "smm_gstr1.h"

typedef struct small_t { /* one row of b2cs or HSN */
    int inter;
    const char *pos;
    int rate_bps;
    smm_gstr1_sum_t sum;
} small_t;

typedef struct series_t { /* one run of numbers of doc_issue */
    const char *first, *last;
    int note, total, cancelled;
    int64_t from, to;
} series_t;

typedef struct return_t {
    apr_pool_t *p;
    const smm_gstr1_in_t *in;
    apr_array_header_t *b2b, *b2cl, *exp, *cdnr, *cdnur; /* const smm_gst_doc_t *, in order */
    apr_array_header_t *b2cs, *hsn_b2b, *hsn_b2c;        /* small_t */
    apr_array_header_t *series;                          /* series_t */
} return_t;

/** Sorts documents into sections. */
void smm_gstr1_build(apr_pool_t *p, const smm_gstr1_in_t *in, return_t *out);
/** "132185.1", "0.0": rupees as the portal's JSON has them. */
const char *smm_gstr1_rupees(apr_pool_t *p, int64_t paise);
/** "18", "0.25": a rate in percent. */
const char *smm_gstr1_rate(apr_pool_t *p, int bps);
/** "2026-10-03" → "03-10-2026". */
const char *smm_gstr1_date(apr_pool_t *p, const char *iso);
/** "R" "SEWP" "SEWOP". */
const char *smm_gstr1_type(const smm_gst_doc_t *d);
/** "EXPWP" "EXPWOP" "B2CL": a note to somebody without a GSTIN. */
const char *smm_gstr1_note_type(const smm_gst_doc_t *d);
int smm_gstr1_export(const smm_gst_doc_t *d);

#endif
