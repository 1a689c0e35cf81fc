/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <stdio.h>
#include "smm_time.h"

int64_t smm_days(int year, int month, int day)
{
    /* years counted from March, so that the leap day is the last of its year */
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

smm_date_t smm_date_of_days(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    smm_date_t d;

    d.day = (int)(doy - (153 * mp + 2) / 5 + 1);
    d.month = (int)(mp < 10 ? mp + 3 : mp - 9);
    d.year = (int)(yoe + era * 400 + (d.month <= 2));
    return d;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;

    return q * b > a ? q - 1 : q;
}

smm_date_t smm_date_at(int64_t seconds, int offset)
{
    return smm_date_of_days(floor_div(seconds + offset, 86400));
}

int smm_days_in_month(int year, int month)
{
    static const int n[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month < 1 || month > 12 ? 0 : n[month - 1] + (month == 2 && leap);
}

/** Exactly `n` digits at *s. */
static int digits(const char **s, int n, int *out)
{
    *out = 0;
    for (; n > 0; n--, (*s)++) {
        if (**s < '0' || **s > '9')
            return -1;
        *out = *out * 10 + (**s - '0');
    }
    return 0;
}

static int expect(const char **s, char c)
{
    if (**s != c)
        return -1;
    (*s)++;
    return 0;
}

int smm_time_parse(const char *s, int64_t *seconds)
{
    int y, mo, d, h = 0, mi = 0, se = 0;

    if (digits(&s, 4, &y) || expect(&s, '-') || digits(&s, 2, &mo) || expect(&s, '-') ||
        digits(&s, 2, &d))
        return -1;
    if (*s == 'T') {
        s++;
        if (digits(&s, 2, &h) || expect(&s, ':') || digits(&s, 2, &mi) || expect(&s, ':') ||
            digits(&s, 2, &se) || expect(&s, 'Z'))
            return -1;
    }
    if (*s != '\0' || y < 1 || d < 1 || d > smm_days_in_month(y, mo) || h > 23 || mi > 59 ||
        se > 59)
        return -1;
    *seconds = smm_days(y, mo, d) * 86400 + h * 3600 + mi * 60 + se;
    return 0;
}

const char *smm_date_text(char out[SMM_TIME_TEXT], smm_date_t d)
{
    snprintf(out, SMM_TIME_TEXT, "%04u-%02u-%02u", (unsigned)d.year % 10000u,
             (unsigned)d.month % 100u, (unsigned)d.day % 100u);
    return out;
}

const char *smm_time_text(char out[SMM_TIME_TEXT], int64_t seconds)
{
    int64_t days = floor_div(seconds, 86400);
    unsigned rest = (unsigned)(seconds - days * 86400);
    smm_date_t d = smm_date_of_days(days);

    snprintf(out, SMM_TIME_TEXT, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)d.year % 10000u,
             (unsigned)d.month % 100u, (unsigned)d.day % 100u, rest / 3600 % 24, rest / 60 % 60,
             rest % 60);
    return out;
}
