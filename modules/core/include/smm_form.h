/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms, declared once: name, type, bounds, required. The parser fills a typed struct by offset.
 * Duplicate fields, NUL, bad UTF-8, wrong content type, too many or too large never reach a
 * handler.
 */
#ifndef SMM_FORM_H
#define SMM_FORM_H

#include <stddef.h>
#include <stdint.h>
#include "smm_result.h"

typedef enum {
    SMM_F_TEXT,   /* const char *: one line, trimmed, no control characters; lo..hi = characters */
    SMM_F_AREA,   /* const char *: several lines, CRLF → LF; lo..hi = characters */
    SMM_F_SECRET, /* const char *: not trimmed, never echoed back; lo..hi = bytes */
    SMM_F_EMAIL,  /* const char *: one address, lower-cased domain */
    SMM_F_URL,    /* const char *: http or https URL, or bare text where SMM_F_BARE_OK is set */
    SMM_F_INT,    /* int64_t: lo..hi; SMM_ABSENT when empty and not required */
    SMM_F_USD,    /* int64_t micro-USD from decimal text, at most 6 decimals; lo..hi in micro-USD */
    SMM_F_FLAG,   /* int: 1 when "1" or "on" was sent, 0 when absent */
    SMM_F_WORD,   /* const char *: one of `words` */
    SMM_F_FILE,   /* const char *: a text file, on routes with SMM_R_UPLOAD; hi = bytes */
    SMM_F_BYTES   /* smm_bytes_t: any file, as it is, on routes with SMM_R_UPLOAD; hi = bytes */
} smm_ftype_e;

/** A file that was sent; data NULL when there is none. What it holds is the handler's to check. */
typedef struct smm_bytes_t {
    const char *data; /* not NUL-terminated */
    size_t len;
    const char *name; /* as the sender calls it, without folders or control characters */
} smm_bytes_t;

#define SMM_ABSENT INT64_MIN
#define SMM_F_REQUIRED 1u
#define SMM_F_BARE_OK 2u /* URL fields: a bare user name is accepted too */
#define SMM_F_NO_ECHO 4u

typedef struct smm_field_t {
    const char *name;
    smm_ftype_e type;
    size_t offset;  /* in the form's struct */
    int64_t lo, hi; /* see the type; both 0 = the type's default (text 0..200) */
    unsigned flags;
    const char *words; /* WORD: "a b c" */
    const char *label; /* English source string, for messages and the XML form */
} smm_field_t;

typedef struct smm_form_t {
    const char *name;
    const smm_field_t *fields; /* ends with name == NULL */
    size_t size;               /* sizeof the struct */
} smm_form_t;

#define SMM_FIELDS_END                                                                             \
    {                                                                                              \
        NULL, SMM_F_TEXT, 0, 0, 0, 0, NULL, NULL                                                   \
    }

#endif
