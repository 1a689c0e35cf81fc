/* SPDX-License-Identifier: Apache-2.0 */
/* Dates without the C library's zone state: seconds UTC, civil days, Indian Standard Time. */
#ifndef SMM_TIME_H
#define SMM_TIME_H

#include <stdint.h>
#include "smm_result.h"

/** India has one zone without summer time: UTC+5:30. */
#define SMM_IST_OFFSET 19800
#define SMM_TIME_TEXT 24

typedef struct smm_date_t {
    int year, month, day; /* month and day from 1 */
} smm_date_t;

/** Days since 1970-01-01 of a proleptic Gregorian date, and back. Years 1..9999. */
SMM_DECLARE(int64_t) smm_days(int year, int month, int day);
SMM_DECLARE(smm_date_t) smm_date_of_days(int64_t days);
/** The date at `seconds` UTC in a zone of fixed offset. */
SMM_DECLARE(smm_date_t) smm_date_at(int64_t seconds, int offset);
SMM_DECLARE(int) smm_days_in_month(int year, int month);
/** "2026-11-23T10:00:00Z" → seconds UTC; "2026-11-23" → its midnight. @return 0 or -1. */
SMM_DECLARE(int) smm_time_parse(const char *text, int64_t *seconds);
/** "2026-11-23T10:00:00Z". @return out. */
SMM_DECLARE(const char *) smm_time_text(char out[SMM_TIME_TEXT], int64_t seconds);
/** "2026-11-23". @return out. */
SMM_DECLARE(const char *) smm_date_text(char out[SMM_TIME_TEXT], smm_date_t d);

#endif
