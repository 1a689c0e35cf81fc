/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones: against the C library over the whole database, rules, damaged files, many threads. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "tap.h"
#include "smm_time.h"
#include "smm_tz.h"

static const char *const ZONES[] = {
    "Europe/Berlin",     "Europe/Dublin",     "Europe/Zagreb",       "America/New_York",
    "America/St_Johns",  "America/Sao_Paulo", "Asia/Kolkata",        "Asia/Tehran",
    "Asia/Kathmandu",    "Australia/Sydney",  "Australia/Lord_Howe", "Pacific/Chatham",
    "Africa/Casablanca", "Africa/Cairo",      "Asia/Gaza",           "Pacific/Apia",
    "America/Santiago",  "Antarctica/Troll",  "Asia/Tokyo",          "America/Nuuk"};
#define NZONES ((int)(sizeof(ZONES) / sizeof(ZONES[0])))

/* What the C library says; in this thread only, nothing else runs. */
static int library(const char *zone, int64_t t)
{
    struct tm tm;
    time_t at = (time_t)t;

    setenv("TZ", zone, 1);
    tzset();
    localtime_r(&at, &tm);
    return (int)tm.tm_gmtoff;
}

static void database(void)
{
    uint64_t seed = 20261123;
    int wrong = 0;

    if (!smm_tz("Europe/Berlin")) {
        printf("# no tz database on this system\n");
        return;
    }
    for (int i = 0; i < NZONES; i++)
        for (int k = 0; k < 2000; k++) {
            int64_t t;
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            t = (int64_t)(seed >> 33) % 5400000000 - 600000000; /* 1950 to 2122 */
            if (k % 2)
                t = t % 200000000 + 1700000000; /* around now */
            if (smm_tz_offset(smm_tz(ZONES[i]), t) != library(ZONES[i], t) && !wrong++)
                printf("# %s at %lld: %d, not %d\n", ZONES[i], (long long)t,
                       smm_tz_offset(smm_tz(ZONES[i]), t), library(ZONES[i], t));
        }
    is_int(wrong, 0, "as the C library says, in the past and by the rules of the future");
    ok(smm_tz("Europe/Berlin") == smm_tz("Europe/Berlin"), "read once");
}

static void texts(void)
{
    smm_tz_t *berlin = smm_tz_of_rule("CET-1CEST,M3.5.0,M10.5.0/3"),
             *kolkata = smm_tz_of_rule("IST-5:30"),
             *south = smm_tz_of_rule("NZST-12NZDT,M9.5.0,M4.1.0/3");
    char out[SMM_TZ_TEXT];

    is(smm_tz_text(out, kolkata, 1795425240), "2026-11-23T14:44:00+05:30", "India");
    is(smm_tz_text(out, NULL, 1795425240), "2026-11-23T09:14:00Z", "UTC");
    is(smm_tz_text(out, berlin, 1774745999), "2026-03-29T01:59:59+01:00", "before summer time");
    is(smm_tz_text(out, berlin, 1774746000), "2026-03-29T03:00:00+02:00", "summer time");
    is_int(smm_tz_offset(south, 1795425240), 46800, "summer in the south");
    is_int(smm_tz_utc(berlin, smm_days(2026, 7, 1) * 86400), smm_days(2026, 7, 1) * 86400 - 7200,
           "midnight there in summer");
    is_int(smm_tz_utc(berlin, smm_days(2026, 12, 1) * 86400), smm_days(2026, 12, 1) * 86400 - 3600,
           "midnight there in winter");
    is_int(smm_tz_utc(berlin, smm_days(2026, 10, 25) * 86400 + 9000),
           smm_days(2026, 10, 25) * 86400 + 1800, "an hour that comes twice: the first");
    free(berlin);
    free(kolkata);
    free(south);
    ok(!smm_tz_of_rule("") && !smm_tz_of_rule("C-1") &&
           !smm_tz_of_rule("CET-1CEST,M13.1.0,M1.1.0") && !smm_tz_of_rule("CET-1CEST,M3.5.0") &&
           !smm_tz_of_rule("<CET-1") && !smm_tz_of_rule("CET-99"),
       "rules that are none");
}

static void names(void)
{
    static const char *const bad[] = {
        "",        "UTC",          "../../etc/passwd", "/etc/passwd", "Europe//x",
        "Europe/", "No/Such_Zone", "Europe",           "a b",         "Europe/Berlin\n"};
    int good = 1;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        good &= smm_tz(bad[i]) == NULL;
    ok(good && !smm_tz(NULL), "names that are none mean UTC");
}

static void damage(void)
{
    unsigned char data[8192];
    FILE *f = fopen("/usr/share/zoneinfo/Europe/Berlin", "r");
    size_t n = f ? fread(data, 1, sizeof(data), f) : 0;
    unsigned seed = 7;

    if (f)
        fclose(f);
    for (size_t len = 0; len < n; len += 7)
        free(smm_tz_parse(data, len));
    for (int k = 0; k < 4000 && n > 0; k++) {
        unsigned char copy[8192];
        smm_tz_t *z;

        memcpy(copy, data, n);
        for (int j = 0; j < 4; j++) {
            seed = seed * 1103515245u + 12345u;
            copy[(seed >> 8) % (k % 2 ? n : 90)] = (unsigned char)(seed >> 16);
        }
        z = smm_tz_parse(copy, n);
        if (z)
            smm_tz_offset(z, 1795425240 + (int64_t)k * 86400);
        free(z);
    }
    ok(1, "damaged files are read without harm");
}

static void *ask(void *wrong)
{
    for (int k = 0; k < 4000; k++)
        if (smm_tz_offset(smm_tz("Asia/Kolkata"), 1795425240) !=
                (smm_tz("Asia/Kolkata") ? 19800 : 0) ||
            (smm_tz(ZONES[k % NZONES]) == NULL) != (smm_tz("Asia/Kolkata") == NULL))
            *(int *)wrong = 1;
    return NULL;
}

static void threads(void)
{
    pthread_t t[4];
    int wrong[4] = {0};

    for (int i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, ask, &wrong[i]);
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    ok(!wrong[0] && !wrong[1] && !wrong[2] && !wrong[3], "four threads at once");
}

int main(void)
{
    tap_init();
    threads();
    names();
    texts();
    damage();
    database();
    return tap_done();
}
