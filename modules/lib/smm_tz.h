/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time zones by name, from the system's tz database (TZif files). Nothing here touches TZ, tzset()
 * or localtime(): each thread may ask for another zone at the same time.
 */
#ifndef SMM_TZ_H
#define SMM_TZ_H

#include <stdint.h>
#include "smm_result.h"

typedef struct smm_tz_t smm_tz_t;

/**
 * A zone by its IANA name ("Europe/Zagreb"). Read once a process and kept until it ends; NULL for
 * UTC, an unknown name, or a system without the database: all of them mean offset 0.
 */
SMM_DECLARE(const smm_tz_t *) smm_tz(const char *name);
/** Seconds to add to UTC at that moment (seconds UTC); 0 when tz is NULL. */
SMM_DECLARE(int) smm_tz_offset(const smm_tz_t *tz, int64_t utc);
/** The moment at which clocks there show `local` (seconds as if it were UTC); the earlier one of
 * two when clocks are put back. */
SMM_DECLARE(int64_t) smm_tz_utc(const smm_tz_t *tz, int64_t local);

#define SMM_TZ_TEXT 26
/** "2026-11-23T14:44:00+05:30", with "Z" where the offset is 0. @return out. */
SMM_DECLARE(const char *)
smm_tz_text(char out[SMM_TZ_TEXT], const smm_tz_t *tz, int64_t utc);

/** For tests: a zone from the bytes of a TZif file; NULL when they are none. Free with free(). */
SMM_DECLARE(smm_tz_t *) smm_tz_parse(const unsigned char *data, size_t len);
/** For tests: a zone that has only a rule ("CET-1CEST,M3.5.0,M10.5.0/3"). Free with free(). */
SMM_DECLARE(smm_tz_t *) smm_tz_of_rule(const char *rule);

#endif
