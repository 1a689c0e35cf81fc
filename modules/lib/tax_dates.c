/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <stdio.h>
#include <string.h>
#include "smm_tax_dates.h"
#include "smm_time.h"

/* ---- identities ------------------------------------------------------------------------------ */

/** Compares with a shape of 'A' (letter) and '9' (digit). @return 1 and the tidy form, or 0. */
static int shaped(const char *s, const char *shape, char normal[11])
{
    size_t n = strlen(s), i;

    normal[0] = '\0';
    while (n > 0 && (*s == ' ' || (*s >= '\t' && *s <= '\r')))
        s++, n--;
    while (n > 0 && (s[n - 1] == ' ' || (s[n - 1] >= '\t' && s[n - 1] <= '\r')))
        n--;
    if (n != 10)
        return 0;
    for (i = 0; i < 10; i++) {
        char c = s[i] >= 'a' && s[i] <= 'z' ? (char)(s[i] - 'a' + 'A') : s[i];

        if (shape[i] == 'A' ? c < 'A' || c > 'Z' : c < '0' || c > '9') {
            normal[0] = '\0';
            return 0;
        }
        normal[i] = c;
    }
    normal[10] = '\0';
    return 1;
}

int smm_pan_ok(const char *text, char normal[11])
{
    char own[11];
    char *out = normal ? normal : own;

    if (!shaped(text, "AAAAA9999A", out))
        return 0;
    /* running numbers start at 0001; D, for one, is a deductor's number and no person */
    if (!strchr("PHCFABGJLTK", out[3]) || memcmp(out + 5, "0000", 4) == 0) {
        out[0] = '\0';
        return 0;
    }
    return 1;
}

int smm_tan_ok(const char *text, char normal[11])
{
    char own[11];

    return shaped(text, "AAAA99999A", normal ? normal : own);
}

int smm_tds_bps_of_pan(const char *pan)
{
    return strlen(pan) == 10 && (pan[3] == 'P' || pan[3] == 'H') ? 100 : 200;
}

/* ---- working days ---------------------------------------------------------------------------- */

int64_t smm_working_days(int64_t day, int n, const int64_t *holidays, int count)
{
    int i;

    while (n > 0) {
        int64_t weekday = ((++day + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday; 0 = Sunday */

        if (weekday == 0 || weekday == 6)
            continue;
        for (i = 0; i < count && holidays[i] != day; i++)
            ;
        if (i == count)
            n--;
    }
    return day;
}

/* ---- GSTR-1 ---------------------------------------------------------------------------------- */

int smm_fy_quarter(int fy_start, int quarter, int *year, int *month)
{
    if (quarter < 1 || quarter > 4 || fy_start < 1 || fy_start > 9998)
        return -1;
    *year = quarter == 4 ? fy_start + 1 : fy_start;
    *month = quarter == 4 ? 3 : 3 + 3 * quarter;
    return 0;
}

int smm_gstr1_due(int year, int month, smm_gstr1_filing_e filing, smm_gstr1_due_t *out)
{
    int next = month == 12 ? 1 : month + 1, next_year = month == 12 ? year + 1 : year;
    int ends_quarter = month % 3 == 0;

    if (month < 1 || month > 12 || year < 2017 || year > 9998 ||
        (filing == SMM_GSTR1_QUARTERLY && !ends_quarter) ||
        (filing == SMM_GSTR1_IFF && ends_quarter))
        return -1;
    snprintf(out->fp, sizeof(out->fp), "%02u%04u", (unsigned)month % 100u, (unsigned)year % 10000u);
    out->due = smm_days(next_year, next, filing == SMM_GSTR1_MONTHLY ? 11 : 13);
    out->gstr2b = filing == SMM_GSTR1_IFF ? 0 : smm_days(next_year, next, 14);
    return 0;
}
