/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Name tags: what a service's name says about itself ("[10M] [1H - 50K/D - R30]"). Parsed values
 * prefill fields that the operator confirms; nothing is sold by them. Grammar:
 * docs/internals/nametags.md.
 */
#ifndef SMM_NAMETAG_H
#define SMM_NAMETAG_H

#include <stdint.h>
#include <apr_pools.h>
#include "smm_result.h"

typedef enum {
    SMM_NT_REFILL_NONE = 0,
    SMM_NT_REFILL_DAYS = 1,
    SMM_NT_REFILL_LIFETIME = 2,
    SMM_NT_REFILL_UNKNOWN = 3 /* a refill sign or word without a window */
} smm_nt_refill_e;

typedef enum {
    SMM_NT_DROP_UNSTATED = 0,
    SMM_NT_DROP_NON, /* "Non Drop" */
    SMM_NT_DROP_LOW,
    SMM_NT_DROP_HIGH,
    SMM_NT_DROP_YES,
    SMM_NT_DROP_PCT /* drop_min..drop_max per cent */
} smm_nt_drop_e;

/* quality words; alphabetical, as the JSON lists them */
#define SMM_NT_BOT 1u
#define SMM_NT_FEMALE 2u
#define SMM_NT_HQ 4u
#define SMM_NT_LQ 8u
#define SMM_NT_MALE 16u
#define SMM_NT_MIXED 32u
#define SMM_NT_OLD 64u
#define SMM_NT_ORGANIC 128u
#define SMM_NT_PREMIUM 256u
#define SMM_NT_REAL 512u

#define SMM_NT_UNLIMITED INT64_MAX
#define SMM_NT_SYMBOLS 16

typedef struct smm_nametag_t {
    int refill_kind;     /* smm_nt_refill_e */
    int refill_stated;   /* with NONE: 1 = the name says "No Refill" */
    int64_t refill_days; /* with DAYS */
    int refill_auto, refill_button;
    int cancel; /* 1 yes, 0 no, -1 not stated */
    int drop;   /* smm_nt_drop_e */
    int drop_min, drop_max;
    int64_t speed_lo, speed_hi;   /* units a day, -1 = not stated */
    int speed_open;               /* "50K+/D" */
    int speed_assumed;            /* no unit was given: a day is assumed */
    int64_t start_min, start_max; /* seconds, -1 = not stated */
    int64_t qty_min, qty_max;     /* units, -1 = not stated; max may be SMM_NT_UNLIMITED */
    int monetized, guaranteed;    /* 1, 0, -1 = not stated */
    int fast;                     /* by symbol or word */
    int best, slow;               /* by symbol: star, red flag */
    unsigned quality;             /* SMM_NT_* words */
    const char
        *symbols[SMM_NT_SYMBOLS]; /* UTF-8, each once, in order of appearance; ends with NULL */
    const char *clean; /* the name without tags, symbols and look-alike letters; never empty for a
                          non-empty name */
} smm_nametag_t;

/**
 * Reads a name. Bytes that are not UTF-8 are skipped; only the first 2000 bytes are looked at.
 * Texts of the result live in `p`.
 */
SMM_DECLARE(void) smm_nametag_parse(apr_pool_t *p, const char *name, smm_nametag_t *out);
/** One JSON object (no "name" member), in `p`: members that are not stated are left out. */
SMM_DECLARE(const char *) smm_nametag_json(apr_pool_t *p, const char *name);
/** Look-alike letters (bold, circled, squared, full width) as plain ones, dashes unified, symbols
 * removed; for search. */
SMM_DECLARE(const char *) smm_nametag_plain(apr_pool_t *p, const char *text);

#endif
