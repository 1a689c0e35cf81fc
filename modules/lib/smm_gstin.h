/* SPDX-License-Identifier: Apache-2.0 */
/* Indian tax identities: the GSTIN of a registered customer and the States with their GST codes. */
#ifndef SMM_GSTIN_H
#define SMM_GSTIN_H

#include "smm_result.h"

typedef enum {
    SMM_GSTIN_OK = 0,
    SMM_GSTIN_LENGTH,   /* not 15 characters after trimming */
    SMM_GSTIN_FORMAT,   /* not the shape of a normal taxpayer's number */
    SMM_GSTIN_STATE,    /* no State or Union territory has this code */
    SMM_GSTIN_PAN_TYPE, /* the fourth letter of the PAN names no kind of holder */
    SMM_GSTIN_CHECK     /* the check character does not match: a typing error */
} smm_gstin_e;

/**
 * Checks a GSTIN typed by a person: blanks around it and small letters are forgiven. The first test
 * that fails is answered. `normal` (16 bytes) gets the tidy form, or "" when it is refused. It
 * proves the shape and the check character, not that the number is registered.
 */
SMM_DECLARE(smm_gstin_e) smm_gstin_check(const char *text, char normal[16]);
/** "ok" "length" "format" "state" "pan_type" "check_digit". */
SMM_DECLARE(const char *) smm_gstin_word(smm_gstin_e e);

typedef struct smm_gst_state_t {
    const char *code; /* "29" */
    const char *abbr; /* "KA" */
    const char *name; /* "Karnataka" */
    int union_tax;    /* 1: UTGST goes with CGST, else SGST */
} smm_gst_state_t;

/** By code, abbreviation or name, in any case. NULL when unknown. */
SMM_DECLARE(const smm_gst_state_t *) smm_gst_state_find(const char *text);
/** The table, by code; ends with code NULL. */
SMM_DECLARE(const smm_gst_state_t *) smm_gst_states(void);

#endif
