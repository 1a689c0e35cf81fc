/* SPDX-License-Identifier: Apache-2.0 */
/* TZif (RFC 8536): transitions of the past, and a rule in the form of POSIX TZ for what follows. */
#include "config.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "smm_time.h"
#include "smm_tz.h"

#ifndef SMM_ZONEINFO
#define SMM_ZONEINFO "/usr/share/zoneinfo"
#endif
#define FILE_MAX (256 * 1024)
#define KEPT 1024 /* names; the database has some 600 */

typedef struct change_t {
    char kind;            /* 'M' month.week.day, 'J' day 1..365 without leap days, 'n' day 0..365 */
    int month, week, day; /* day: of the week with M, else of the year */
    int time;             /* seconds after local midnight; may be negative or more than a day */
} change_t;

struct smm_tz_t {
    int n;           /* transitions */
    int64_t *at;     /* rising */
    int *offset;     /* from at[i] on */
    int first;       /* before at[0] */
    int std, dst;    /* rule: offsets */
    int rule, saves; /* there is one; it has summer time */
    change_t from, to;
};

/* ---- the rule ------------------------------------------------------------------------------- */

static int number(const char **s, int most, int *out)
{
    int v = 0;

    if (**s < '0' || **s > '9')
        return -1;
    while (**s >= '0' && **s <= '9') {
        v = v * 10 + *(*s)++ - '0';
        if (v > most)
            return -1;
    }
    *out = v;
    return 0;
}

/* "<+0330>" or "CET". */
static int zone_name(const char **s)
{
    const char *from = *s;

    if (**s == '<') {
        while (**s && **s != '>')
            (*s)++;
        return **s ? ((*s)++, 0) : -1;
    }
    while ((**s >= 'A' && **s <= 'Z') || (**s >= 'a' && **s <= 'z'))
        (*s)++;
    return *s - from >= 3 ? 0 : -1;
}

/* "[+-]hh[:mm[:ss]]" in seconds. */
static int clock_time(const char **s, int most_hours, int *out)
{
    int sign = 1, h = 0, m = 0, sec = 0;

    if (**s == '-' || **s == '+')
        sign = *(*s)++ == '-' ? -1 : 1;
    if (number(s, most_hours, &h))
        return -1;
    if (**s == ':') {
        (*s)++;
        if (number(s, 59, &m))
            return -1;
        if (**s == ':') {
            (*s)++;
            if (number(s, 59, &sec))
                return -1;
        }
    }
    *out = sign * (h * 3600 + m * 60 + sec);
    return 0;
}

static int change(const char **s, change_t *c)
{
    if (*(*s)++ != ',')
        return -1;
    c->time = 7200;
    c->kind = **s == 'M' || **s == 'J' ? *(*s)++ : 'n';
    if (c->kind != 'M') {
        if (number(s, 365, &c->day) || (c->kind == 'J' && c->day < 1))
            return -1;
    } else if (number(s, 12, &c->month) || c->month < 1 || *(*s)++ != '.' ||
               number(s, 5, &c->week) || c->week < 1 || *(*s)++ != '.' || number(s, 6, &c->day)) {
        return -1;
    }
    if (**s == '/') {
        (*s)++;
        return clock_time(s, 167, &c->time);
    }
    return 0;
}

static int read_rule(const char *s, smm_tz_t *z)
{
    int west;

    if (zone_name(&s) || clock_time(&s, 24, &west))
        return -1;
    z->std = -west; /* POSIX counts to the west */
    if (*s) {
        if (zone_name(&s))
            return -1;
        z->dst = z->std + 3600;
        if (*s != ',') {
            if (clock_time(&s, 24, &west))
                return -1;
            z->dst = -west;
        }
        if (change(&s, &z->from) || change(&s, &z->to) || *s)
            return -1;
        z->saves = 1;
    }
    z->rule = 1;
    return 0;
}

/* Local seconds of a change in a year, as if local were UTC. */
static int64_t change_at(const change_t *c, int year)
{
    int64_t day = smm_days(year, 1, 1);

    if (c->kind == 'n') {
        day += c->day;
    } else if (c->kind == 'J') {
        day += c->day - 1 + (smm_days_in_month(year, 2) == 29 && c->day >= 60);
    } else {
        int last = smm_days_in_month(year, c->month);
        int64_t first = smm_days(year, c->month, 1);
        int weekday = (int)(((first + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
        int of_month = 1 + (c->day - weekday + 7) % 7 + (c->week - 1) * 7;
        while (of_month > last)
            of_month -= 7;
        day = first + of_month - 1;
    }
    return day * 86400 + c->time;
}

static int rule_offset(const smm_tz_t *z, int64_t utc)
{
    int year;
    int64_t from, to;

    if (!z->saves)
        return z->std;
    year = smm_date_at(utc, z->std).year;
    from = change_at(&z->from, year) - z->std;
    to = change_at(&z->to, year) - z->dst;
    if (from < to)
        return utc >= from && utc < to ? z->dst : z->std;
    return utc >= to && utc < from ? z->std : z->dst; /* south of the equator */
}

/* ---- the file ------------------------------------------------------------------------------- */

static int64_t big(const unsigned char *p, int bytes)
{
    uint64_t v = p[0] & 0x80 ? ~(uint64_t)0 : 0;

    for (int i = 0; i < bytes; i++)
        v = v << 8 | p[i];
    return (int64_t)v;
}

typedef struct head_t {
    int64_t utc, std, leap, times, types, chars;
} head_t;

static int head(const unsigned char *p, size_t len, head_t *h)
{
    if (len < 44 || memcmp(p, "TZif", 4) != 0)
        return -1;
    h->utc = big(p + 20, 4);
    h->std = big(p + 24, 4);
    h->leap = big(p + 28, 4);
    h->times = big(p + 32, 4);
    h->types = big(p + 36, 4);
    h->chars = big(p + 40, 4);
    return h->utc < 0 || h->std < 0 || h->leap < 0 || h->times < 0 || h->types < 1 ||
                   h->chars < 0 || h->utc > 256 || h->std > 256 || h->leap > 1000 ||
                   h->times > 20000 || h->types > 256 || h->chars > 10000
               ? -1
               : 0;
}

static size_t body(const head_t *h, int width)
{
    return (size_t)(h->times * width + h->times + h->types * 6 + h->chars + h->leap * (width + 4) +
                    h->std + h->utc);
}

smm_tz_t *smm_tz_parse(const unsigned char *data, size_t len)
{
    head_t h;
    const unsigned char *p = data, *end = data + len, *index, *types;
    smm_tz_t *z;
    char rule[128];
    size_t n;

    /* version 1 comes first, with 32-bit times: passed over */
    if (head(p, len, &h) || p[4] < '2' || body(&h, 4) + 44 > len)
        return NULL;
    p += 44 + body(&h, 4);
    if (head(p, (size_t)(end - p), &h) || 44 + body(&h, 8) + 2 > (size_t)(end - p))
        return NULL;
    n = (size_t)h.times;
    z = calloc(1, sizeof(*z) + n * (sizeof(*z->at) + sizeof(*z->offset)));
    if (!z)
        return NULL;
    z->at = (int64_t *)(z + 1);
    z->offset = (int *)(z->at + n);
    z->n = (int)n;
    p += 44;
    index = p + n * 8;
    types = index + n;
    z->first = (int)big(types, 4);
    for (size_t i = 0; i < n; i++) {
        z->at[i] = big(p + i * 8, 8);
        if (index[i] >= h.types || (i > 0 && z->at[i] <= z->at[i - 1])) {
            free(z);
            return NULL;
        }
        z->offset[i] = (int)big(types + index[i] * 6, 4);
    }
    p += body(&h, 8);
    n = 0;
    while (p + 1 + n < end && p[1 + n] != '\n' && n < sizeof(rule) - 1)
        n++;
    memcpy(rule, p + 1, n);
    rule[n] = '\0';
    if (*p == '\n' && n > 0 && read_rule(rule, z))
        z->rule = 0;
    return z;
}

smm_tz_t *smm_tz_of_rule(const char *rule)
{
    smm_tz_t *z = calloc(1, sizeof(*z));

    if (z && read_rule(rule, z)) {
        free(z);
        return NULL;
    }
    return z;
}

/* ---- by name -------------------------------------------------------------------------------- */

/* Letters, digits and "_+-" in parts that "/" separates: nothing that leaves the folder. */
static int good_name(const char *s)
{
    int part = 0;

    if (strlen(s) > 60)
        return 0;
    for (; *s; s++) {
        if (*s == '/' ? !part
                      : !strchr("_+-", *s) && !(*s >= '0' && *s <= '9') &&
                            !((*s | 32) >= 'a' && (*s | 32) <= 'z'))
            return 0;
        part = *s != '/';
    }
    return part;
}

static smm_tz_t *load(const char *name)
{
    char path[sizeof(SMM_ZONEINFO) + 64];
    unsigned char *data;
    smm_tz_t *z = NULL;
    FILE *f;
    size_t n;

    snprintf(path, sizeof(path), "%s/%s", SMM_ZONEINFO, name);
    f = fopen(path, "re");
    if (!f)
        return NULL;
    data = malloc(FILE_MAX);
    n = data ? fread(data, 1, FILE_MAX, f) : 0;
    if (n > 0 && n < FILE_MAX)
        z = smm_tz_parse(data, n);
    free(data);
    fclose(f);
    return z;
}

typedef struct kept_t {
    char name[61];
    smm_tz_t *tz; /* NULL: there is none, which is kept too */
} kept_t;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static kept_t *kept[KEPT];
static int nkept;

const smm_tz_t *smm_tz(const char *name)
{
    unsigned at = 5381;
    smm_tz_t *found = NULL;

    if (!name || !strcmp(name, "UTC") || !good_name(name))
        return NULL;
    for (const char *s = name; *s; s++)
        at = at * 33 + (unsigned char)*s;
    pthread_mutex_lock(&lock);
    for (at %= KEPT; kept[at] && strcmp(kept[at]->name, name) != 0;)
        at = (at + 1) % KEPT;
    if (!kept[at] && nkept < KEPT / 2 + KEPT / 4) {
        kept[at] = calloc(1, sizeof(kept_t));
        if (kept[at]) {
            memcpy(kept[at]->name, name, strlen(name) + 1);
            kept[at]->tz = load(name);
            nkept++;
        }
    }
    if (kept[at])
        found = kept[at]->tz;
    pthread_mutex_unlock(&lock);
    return found;
}

int smm_tz_offset(const smm_tz_t *z, int64_t utc)
{
    int lo = 0, hi;

    if (!z)
        return 0;
    if (!z->n || utc < z->at[0])
        return z->n || !z->rule ? z->first : rule_offset(z, utc);
    if (utc >= z->at[z->n - 1] && z->rule)
        return rule_offset(z, utc);
    hi = z->n;
    while (hi - lo > 1) {
        int mid = lo + (hi - lo) / 2;
        if (z->at[mid] <= utc)
            lo = mid;
        else
            hi = mid;
    }
    return z->offset[lo];
}

int64_t smm_tz_utc(const smm_tz_t *z, int64_t local)
{
    /* the offset a day before and a day after: the one that maps back is right */
    int64_t a = local - smm_tz_offset(z, local - 86400),
            b = local - smm_tz_offset(z, local + 86400);

    if (a + smm_tz_offset(z, a) == local)
        return a;
    return b + smm_tz_offset(z, b) == local ? b : a;
}

const char *smm_tz_text(char out[SMM_TZ_TEXT], const smm_tz_t *z, int64_t utc)
{
    int offset = smm_tz_offset(z, utc), away = offset < 0 ? -offset : offset;

    smm_time_text(out, utc + offset);
    if (away >= 60)
        snprintf(out + 19, SMM_TZ_TEXT - 19, "%c%02u:%02u", offset < 0 ? '-' : '+',
                 (unsigned)away / 3600 % 100, (unsigned)away / 60 % 60);
    return out;
}
