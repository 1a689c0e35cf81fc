/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of the name grammar, in the order in which they are read (docs/internals/nametags.md).
 * Each match is blanked, so that no character is read twice: "R30" can never be a quantity.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <pcre2.h>
#include "nametag_int.h"

#define DAY 86400
#define HOUR 3600
#define LONGEST_START ((int64_t)60 * DAY)
#define MOST ((int64_t)1000000000000000) /* 1e15: no quantity is larger */

typedef struct nt_run_t {
    nt_text_t *text;
    smm_nametag_t *tag;
    const size_t *at; /* offsets of the groups of the match */
    unsigned groups;
    int is_live; /* a live stream: lengths of time are the stream's */
} nt_run_t;

/* Reads one match. Returns 1 when it was taken: it is blanked then. */
typedef int nt_take_fn(nt_run_t *run, int arg);

typedef struct nt_rule_t {
    const char *pattern;
    nt_take_fn *take;
    int arg;
} nt_rule_t;

/* ---- reading groups ------------------------------------------------------------------------- */

static const char *group(const nt_run_t *run, unsigned i, size_t *len)
{
    *len = 0;
    if (i >= run->groups || run->at[2 * i] == PCRE2_UNSET)
        return NULL;
    *len = run->at[2 * i + 1] - run->at[2 * i];
    return run->text->low + run->at[2 * i];
}

static int has(const nt_run_t *run, unsigned i)
{
    size_t n;

    return group(run, i, &n) != NULL && n > 0;
}

static int64_t whole(const nt_run_t *run, unsigned i)
{
    size_t n;
    const char *s = group(run, i, &n);
    int64_t v = 0;

    for (size_t k = 0; s && k < n; k++)
        if (s[k] >= '0' && s[k] <= '9' && v < MOST)
            v = v * 10 + (s[k] - '0');
    return v;
}

typedef struct {
    int64_t mantissa; /* digits without the point */
    int64_t scale;    /* 1, 10, 100 … */
    int64_t factor;   /* of its suffix */
    int has_suffix;
} nt_num_t;

/* Commas and points: groups of exactly three digits without a suffix are thousands, else decimals.
 */
static int is_thousands(const char *s, size_t n, int has_suffix)
{
    const char *mark = memchr(s, ',', n);
    char sign = mark ? ',' : '.';
    size_t since = 0, marks = 0;

    for (size_t i = 0; i < n; i++) {
        if (s[i] == sign) {
            if (marks && since != 3)
                return 0;
            marks++;
            since = 0;
        } else if (s[i] >= '0' && s[i] <= '9') {
            since++;
        } else {
            return 0;
        }
    }
    return marks && since == 3 && (sign == ',' || !has_suffix);
}

static nt_num_t number(const nt_run_t *run, unsigned i)
{
    nt_num_t v = {0, 1, 1, 0};
    size_t n, sn;
    const char *s = group(run, i, &n), *suffix = group(run, i + 1, &sn);
    int decimals = 0, thousands;

    if (suffix && sn) {
        v.has_suffix = 1;
        v.factor = *suffix == 'k' || *suffix == 't' ? 1000 : *suffix == 'b' ? 1000000000 : 1000000;
    }
    thousands = s && is_thousands(s, n, v.has_suffix);
    for (size_t k = 0; s && k < n; k++) {
        if (s[k] < '0' || s[k] > '9') {
            decimals = !thousands;
        } else if (v.mantissa < MOST && v.scale < 1000000) {
            v.mantissa = v.mantissa * 10 + (s[k] - '0');
            if (decimals)
                v.scale *= 10;
        }
    }
    return v;
}

static int64_t value_of(nt_num_t v)
{
    __int128 x = (__int128)v.mantissa * v.factor / v.scale;

    return x > MOST ? MOST : (int64_t)x;
}

/* "2-4K": the suffix counts for the first number too, unless that is not smaller ("500-1K"). */
static void range_of(const nt_run_t *run, unsigned i, int64_t *lo, int64_t *hi)
{
    nt_num_t a = number(run, i), b;

    if (!has(run, i + 2)) {
        *lo = *hi = value_of(a);
        return;
    }
    b = number(run, i + 2);
    if (!a.has_suffix && b.has_suffix &&
        (__int128)a.mantissa * b.scale < (__int128)b.mantissa * a.scale)
        a.factor = b.factor;
    *lo = value_of(a);
    *hi = value_of(b);
    if (*lo > *hi) {
        int64_t t = *lo;
        *lo = *hi;
        *hi = t;
    }
}

/* Seconds of a unit word; 0 when the group is empty. Bare "m" is minutes: only start rules allow
 * it. */
static int64_t unit_of(const nt_run_t *run, unsigned i)
{
    size_t n;
    const char *s = group(run, i, &n);

    if (!s || !n)
        return 0;
    return *s == 's' ? 1 : *s == 'm' ? 60 : *s == 'h' ? HOUR : DAY;
}

/* Groups of TSPAN from `i`: number unit? number unit | number unit. @return 0 when out of reason.
 */
static int span_of(const nt_run_t *run, unsigned i, int64_t *lo, int64_t *hi)
{
    if (has(run, i + 4)) {
        *lo = *hi = whole(run, i + 4) * unit_of(run, i + 5);
    } else {
        int64_t unit = unit_of(run, i + 3);

        *lo = whole(run, i) * (has(run, i + 1) ? unit_of(run, i + 1) : unit);
        *hi = whole(run, i + 2) * unit;
    }
    return *lo <= *hi && *hi <= LONGEST_START;
}

/* ---- what a match means --------------------------------------------------------------------- */

static int take_nothing(nt_run_t *run, int arg)
{
    return 1;
}

enum { BY_DAYS, BY_LIFE, BY_NO, BY_SIGN };
#define R_AUTO 16
#define R_BUTTON 32
#define R_GUARANTEE 64
#define R_TIMES(n) ((n) << 8)

/* Group 1 holds the days where there are some; the first statement wins. */
static int take_refill(nt_run_t *run, int arg)
{
    smm_nametag_t *t = run->tag;
    int64_t days = has(run, 1) ? whole(run, 1) : 0;

    if (arg >> 8)
        days = (days ? days : 1) * (arg >> 8);
    if (arg & R_AUTO)
        t->refill_auto = 1;
    if (arg & R_BUTTON)
        t->refill_button = 1;
    if (arg & R_GUARANTEE)
        t->guaranteed = 1;
    if (t->refill_stated)
        return 1;
    switch (arg & 15) {
    case BY_DAYS:
        if (days == 0) { /* "R0" */
            t->refill_stated = 1;
            t->refill_kind = SMM_NT_REFILL_NONE;
        } else if (t->refill_kind == SMM_NT_REFILL_NONE ||
                   t->refill_kind == SMM_NT_REFILL_UNKNOWN) {
            t->refill_kind = SMM_NT_REFILL_DAYS;
            t->refill_days = days;
        }
        break;
    case BY_LIFE:
        if (t->refill_kind == SMM_NT_REFILL_NONE || t->refill_kind == SMM_NT_REFILL_UNKNOWN)
            t->refill_kind = SMM_NT_REFILL_LIFETIME;
        break;
    case BY_NO:
        t->refill_stated = 1;
        t->refill_kind = SMM_NT_REFILL_NONE;
        break;
    default:
        if (t->refill_kind == SMM_NT_REFILL_NONE)
            t->refill_kind = SMM_NT_REFILL_UNKNOWN;
    }
    return 1;
}

static int take_cancel(nt_run_t *run, int arg)
{
    run->tag->cancel = arg;
    return 1;
}

static int take_drop(nt_run_t *run, int arg)
{
    smm_nametag_t *t = run->tag;

    if (t->drop != SMM_NT_DROP_UNSTATED)
        return 1;
    t->drop = arg;
    if (arg == SMM_NT_DROP_PCT) {
        t->drop_min = (int)whole(run, 1);
        t->drop_max = has(run, 2) ? (int)whole(run, 2) : t->drop_min;
        if (t->drop_min > 100 || t->drop_max > 100 || t->drop_min > t->drop_max)
            t->drop = SMM_NT_DROP_UNSTATED;
    }
    return 1;
}

/* "DROP UP TO 10%" */
static int take_drop_up_to(nt_run_t *run, int arg)
{
    smm_nametag_t *t = run->tag;

    if (t->drop == SMM_NT_DROP_UNSTATED && whole(run, 1) <= 100) {
        t->drop = SMM_NT_DROP_PCT;
        t->drop_min = 0;
        t->drop_max = (int)whole(run, 1);
    }
    return 1;
}

/* Groups: number suffix number suffix plus unit. The first speed counts, further ones are blanked.
 */
static int take_speed(nt_run_t *run, int arg)
{
    smm_nametag_t *t = run->tag;
    int64_t lo, hi, times = arg;
    size_t n;
    const char *unit = group(run, 6, &n);

    if (arg == 0 && unit && n)
        times = *unit == 'h' ? 24 : *unit == 'm' ? 1440 : 1;
    range_of(run, 1, &lo, &hi);
    if (hi <= 0 || t->speed_hi >= 0)
        return hi > 0;
    times = times > 0 ? times : 1;
    t->speed_lo = lo > MOST / 1440 ? MOST : lo * times;
    t->speed_hi = hi > MOST / 1440 ? MOST : hi * times;
    t->speed_open = has(run, 5);
    t->speed_assumed = arg < 0;
    return 1;
}

static int set_start(nt_run_t *run, int64_t lo, int64_t hi)
{
    if (run->tag->start_min >= 0)
        return 1;
    run->tag->start_min = lo;
    run->tag->start_max = hi;
    return 1;
}

static int take_start(nt_run_t *run, int arg)
{
    int64_t lo, hi;

    if (!span_of(run, 1, &lo, &hi))
        return 0;
    return set_start(run, arg ? 0 : lo, hi); /* arg 1: "Instant - 3 hours" */
}

/* A free range of time is a start, except the length of a live stream. */
static int take_free_range(nt_run_t *run, int arg)
{
    int64_t lo, hi;

    if (!span_of(run, 1, &lo, &hi) || has(run, 5) || (run->is_live && lo >= 300))
        return 0;
    return set_start(run, lo, hi);
}

static int take_instant(nt_run_t *run, int arg)
{
    return set_start(run, 0, 0);
}

static int take_max(nt_run_t *run, int arg)
{
    if (run->tag->qty_max < 0)
        run->tag->qty_max = arg ? SMM_NT_UNLIMITED : value_of(number(run, 1));
    return 1;
}

static int take_min(nt_run_t *run, int arg)
{
    if (run->tag->qty_min < 0)
        run->tag->qty_min = value_of(number(run, 1));
    return 1;
}

static int take_min_max(nt_run_t *run, int arg)
{
    int64_t lo, hi;

    range_of(run, 1, &lo, &hi);
    if (run->tag->qty_min < 0 && run->tag->qty_max < 0 && lo < hi) {
        run->tag->qty_min = lo;
        run->tag->qty_max = hi;
    }
    return 1;
}

/* A number that stands alone: it needs a suffix or thousands marks ("[20,000]"), "Data - 3" is
 * none. */
static int take_bare(nt_run_t *run, int arg)
{
    nt_num_t v = number(run, 1);
    size_t n;
    const char *s = group(run, 1, &n);

    if (!v.has_suffix && !is_thousands(s, n, 0))
        return 0;
    return take_max(run, 0);
}

static int take_quality(nt_run_t *run, int arg)
{
    run->tag->quality |= (unsigned)arg;
    return 0; /* words stay in the clean name */
}

static int take_fast(nt_run_t *run, int arg)
{
    run->tag->fast = 1;
    return 0;
}

static int take_monetized(nt_run_t *run, int arg)
{
    if (run->tag->monetized < 0)
        run->tag->monetized = arg;
    return 1;
}

static int take_guaranteed(nt_run_t *run, int arg)
{
    if (run->tag->guaranteed < 0)
        run->tag->guaranteed = arg;
    return 1;
}

/* ---- patterns ------------------------------------------------------------------------------- */

#define B0 "(?<![a-z0-9])" /* a word starts here */
#define B1 "(?![a-z0-9])"  /* … and ends here */
#define FILL "[\\s\\x02-\\x05+]*"
#define SIGN "\\x04"
#define NUM "(?<![\\d.,])(\\d+(?:[.,]\\d+)*)(?:\\s?(k|m|b|million|mln|mil|thousand)(?![a-z]))?"
#define RANGE NUM "(?:\\+?\\s*(?:-|~|/|to)\\s*" NUM ")?"
#define UNIT "(seconds?|secs?|minutes?|minuts?|mints?|mins?|hours?|hrs?|h|days?|d)"
#define TSPAN                                                                                      \
    "(?<![\\d.,a-z])(?:(\\d{1,4})\\s*" UNIT "?\\s*(?:-|~|to)\\s*(\\d{1,4})\\s*" UNIT               \
    "|(\\d{1,4})\\s*" UNIT ")(?![a-z])"
#define UNIT_M "(seconds?|secs?|minutes?|minuts?|mints?|mins?|m|hours?|hrs?|h|days?|d)"
#define TSPAN_M                                                                                    \
    "(?<![\\d.,a-z])(?:(\\d{1,4})\\s*" UNIT_M "?\\s*(?:-|~|to)\\s*(\\d{1,4})\\s*" UNIT_M           \
    "|(\\d{1,4})\\s*" UNIT_M ")(?![a-z])"
#define PER                                                                                        \
    "(?:/"                                                                                         \
    "|(?<![a-z])(?:per|each|a|in)(?![a-z]))\\s*(?:1\\s*|24\\s*h(?:ou)?rs?|)(days?|d|hours?|hrs?|"  \
    "h|minutes?|mins?|(?<=24h)|(?<=24hr)|(?<=24hrs)|(?<=24 hours))(?![a-z])"
#define DAYS "(?:days?|d)(?![a-z])"
#define REFILL "refil+(?:ing|able|s|ed)?"
#define GUAR "g[ua]{1,3}r[a-z]{0,3}nt(?:e+d?|y|ies|ied)?"
#define LIFE "li[fv]e?[\\s-]?ti?me?"
#define NOT_A_COUNT "(?![\\d.,]|\\s?(?:k|m|b|%|/|hours?|hrs?|h|mins?|minutes?)(?![a-z]))"
#define LENGTH                                                                                     \
    "(?:\\d+(?:[.,]\\d+)?\\s*(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)?\\s*(?:-|~|to)"   \
    "\\s*)?\\d+(?:[.,]\\d+)?\\s*\\+?\\s*(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|" \
    "%)\\+?(?![a-z])"
#define CURRENCY "(?:\\$|\xE2\x82\xAC|\xC2\xA3|\xE2\x82\xB9|usd)"

static const nt_rule_t RULES[] = {
    /* look-alikes: numbers that are not tags */
    {"\\d+(?:[.,]\\d+)?\\s*" CURRENCY "(?:\\s*(?:/|per)\\s*(?:1?k|1000)(?![a-z0-9]))?",
     take_nothing, 0},
    {CURRENCY "\\s*\\d+(?:[.,]\\d+)?(?:\\s*(?:/|per)\\s*(?:1?k|1000)(?![a-z0-9]))?", take_nothing,
     0},
    {LENGTH "\\s*(?:avg|average|watch|high|of)?\\s*retention", take_nothing, 0},
    {"retention\\s*(?:time|rate|of|up\\s?to)?\\s*[:=-]?\\s*(?:up\\s?to\\s*)?" LENGTH, take_nothing,
     0},
    {"(?:need\\s*)?\\+?\\s*" LENGTH
     "\\s*(?:long\\s*|length\\s*)?(?:videos?|length|clips?|watch\\s?time)" B1,
     take_nothing, 0},
    {"(?:videos?|length)\\s*(?:length|duration|of|must be|should "
     "be|minimum|min)?\\s*[:=-]?\\s*\\+?" LENGTH "(?!\\s*(?:start|-|/))",
     take_nothing, 0},
    {LENGTH "\\s*(?:to\\s*|for\\s*)?(?:complet[a-z]*|approv[a-z]*|finish[a-z]*)", take_nothing, 0},
    {"(?:complet[a-z]*|approv[a-z]*|finish[a-z]*|avg|average)\\s*(?:time)?\\s*(?:in|within|is)?\\s*"
     "[:=-]?\\s*" LENGTH,
     take_nothing, 0},
    {"(?<![\\d.,~-])(?<!- )(?<!start )(?<!time "
     ")(?:\\d{3,}|\\d+(?:[.,]\\d+)?k|\\d{1,3},\\d{3})\\s*(?:hours?|hrs?|h|minutes?|mins?)(?![a-z])("
     "?!\\s*(?:start|-))",
     take_nothing, 0},
    {"(?<=[a-z]\\d{2} - )\\d{3,}\\s*(?:hours?|hrs?|h|minutes?|mins?)(?![a-z])", take_nothing, 0},

    /* guarantee that is denied: before anything reads the word */
    {B0 "(?:not|no|non|un|without)[\\s-]*" GUAR B1, take_guaranteed, 0},

    /* refill */
    {B0 "(?:no|non|not|without|w/o|zero)[\\s-]*(?:auto[\\s-]*)?" REFILL B1, take_refill, BY_NO},
    {B0 REFILL "\\s*[:=-]?\\s*(?:no|none|not available|off)" B1 "(?![\\s-]*dr?op)", take_refill,
     BY_NO},
    {B0 "n/?r" B1, take_refill, BY_NO},
    {"(\\d{1,4})[\\s-]*(?:" DAYS ")?[\\s-]*auto(?:matic)?[\\s-]*" REFILL B1, take_refill,
     BY_DAYS | R_AUTO},
    {B0 "auto(?:matic)?[\\s-]*" REFILL "\\s*(?:button)?\\s*[:=-]?\\s*(\\d{1,4})(?:[\\s-]*" DAYS
        ")?" NOT_A_COUNT,
     take_refill, BY_DAYS | R_AUTO},
    {B0 LIFE "[\\s-]*auto(?:matic)?[\\s-]*" REFILL B1, take_refill, BY_LIFE | R_AUTO},
    {B0 "auto(?:matic)?[\\s-]*" REFILL "[\\s:-]*(?:for\\s*)?(?:" LIFE "|\\x06)", take_refill,
     BY_LIFE | R_AUTO},
    {B0 "ar\\s?[:-]?\\s?\\x06", take_refill, BY_LIFE | R_AUTO},
    {B0 "ar\\s?[:-]?\\s?(\\d{1,4})(?:\\s?" DAYS ")?" NOT_A_COUNT, take_refill, BY_DAYS | R_AUTO},
    {B0 "auto(?:matic)?[\\s-]*" REFILL B1, take_refill, BY_SIGN | R_AUTO},
    {"(?<=[\\[({|])\\s*ar\\s*(?=[\\])}|])", take_refill, BY_SIGN | R_AUTO},
    {"(\\d{1,4})[\\s-]*" DAYS "[\\s-]*(?:of\\s*)?" REFILL "\\s*(?:with\\s*)?button" B1, take_refill,
     BY_DAYS | R_BUTTON},
    {"(\\d{1,4})[\\s-]*" DAYS "[\\s-]*(?:of\\s*)?" REFILL B1, take_refill, BY_DAYS},
    {"(\\d{1,4})[\\s-]*" DAYS "[\\s-]*(?:of\\s*)?(?:" REFILL "\\s*)?" GUAR B1, take_refill,
     BY_DAYS | R_GUARANTEE},
    {"(\\d{1,4})[\\s-]*" DAYS "[\\s-]*(?:of\\s*)?warrant(?:y|ies)" B1, take_refill, BY_DAYS},
    {B0 "(?:(\\d)[\\s-]*)?(?:one\\s*)?years?[\\s-]*(?:" REFILL "|warranty)" B1, take_refill,
     BY_DAYS | R_TIMES(365)},
    {B0 "(?:(\\d)[\\s-]*)?(?:one\\s*)?years?[\\s-]*" GUAR B1, take_refill,
     BY_DAYS | R_TIMES(365) | R_GUARANTEE},
    {B0 "(?:(\\d{1,2})[\\s-]*)?(?:one\\s*)?months?[\\s-]*(?:" REFILL "|warranty)" B1, take_refill,
     BY_DAYS | R_TIMES(30)},
    {B0 REFILL "\\s*button\\s*[:=-]?\\s*(\\d{1,4})(?:[\\s-]*" DAYS ")?" NOT_A_COUNT, take_refill,
     BY_DAYS | R_BUTTON},
    {B0 REFILL "\\s*(?:for\\s*|period\\s*|time\\s*)?[:=-]?\\s*(\\d{1,4})(?:[\\s-]*" DAYS
               ")?(?:\\s*button)?" NOT_A_COUNT,
     take_refill, BY_DAYS},
    {B0 GUAR "(?:\\s*for)?\\s*[:=-]?\\s*(\\d{1,4})[\\s-]*" DAYS, take_refill,
     BY_DAYS | R_GUARANTEE},
    {B0 "r\\s?-?\\x06", take_refill, BY_LIFE},
    {"\\x06\\s*(?:days?\\s*)?" REFILL B1, take_refill, BY_LIFE},
    {B0 REFILL "[\\s:=-]*(?:for\\s*)?(?:" LIFE B1 "|\\x06)", take_refill, BY_LIFE},
    {B0 GUAR "[\\s:=-]*(?:for\\s*)?" LIFE B1, take_refill, BY_LIFE | R_GUARANTEE},
    {B0 LIFE "[\\s-]*" REFILL "\\s*(?:with\\s*)?button" B1, take_refill, BY_LIFE | R_BUTTON},
    {B0 LIFE "[\\s-]*(?:" REFILL "\\s*)?" GUAR B1, take_refill, BY_LIFE | R_GUARANTEE},
    {B0 LIFE "(?:[\\s-]*" REFILL ")?" B1, take_refill, BY_LIFE},
    {B0 "r\\s?-?(\\d{1,4})(?:\\s?" DAYS ")?(?![a-z0-9%]|[.,]\\d)", take_refill, BY_DAYS},
    {B0 "g(\\d{1,4})(?:\\s?" DAYS ")?(?![a-z0-9%]|[.,]\\d)", take_refill, BY_DAYS},
    {SIGN "[\\s\\x02\\x04]*(\\d{1,4})\\s*" DAYS, take_refill, BY_DAYS},
    {"(\\d{1,4})\\s*" DAYS "[\\s\\x02]*(?=" SIGN ")", take_refill, BY_DAYS},
    {B0 REFILL "\\s*(?:with\\s*)?button" B1, take_refill, BY_SIGN | R_BUTTON},
    {B0 REFILL B1, take_refill, BY_SIGN},
    {"(?<=[\\[({|])\\s*r\\s*(?=[\\])}|])", take_refill, BY_SIGN},
    {SIGN, take_refill, BY_SIGN | R_BUTTON},

    /* cancel */
    {B0
     "(?:no|non|not|without|can'?t|cannot)[\\s-]*cancel(?:l?ed|l?able|l?ation)?(?:\\s*button)?" B1,
     take_cancel, 0},
    {B0 "cancel(?:l?ation)?\\s*(?:button|enabled?|allowed|available|option|working|possible)?\\s*[:"
        "=-]\\s*no" B1,
     take_cancel, 0},
    {B0 "cancel(?:l?ation)?\\s*(?:button|enabled?|allowed|available|option|working|possible)(?:\\s*"
        "(?:enabled?|available|working))?" B1,
     take_cancel, 1},
    {"(?<=[\\[({|])\\s*cancel(?:l?able)?\\s*(?=[\\])}|])", take_cancel, 1},

    /* drop */
    {B0 "(?:non|no|never|zero|not|anti|without)[\\s-]*dr?op(?:s|ped|ping)?" B1, take_drop,
     SMM_NT_DROP_NON},
    {"(?<=[\\[({|])\\s*nd\\s*(?=[\\])}|])", take_drop, SMM_NT_DROP_NON},
    {"(\\d{1,3})\\s*%?\\s*(?:-|~|to)\\s*(\\d{1,3})\\s*%\\s*drop(?:s|ping)?" B1, take_drop,
     SMM_NT_DROP_PCT},
    {"up\\s?to\\s*(\\d{1,3})\\s*%\\s*drop(?:s|ping)?" B1, take_drop_up_to, 0},
    {"(?<![\\d.])(?:%\\s?(?=\\d+\\s*drop))?(\\d{1,3})\\s*%\\s*drop(?:s|ping)?" B1, take_drop,
     SMM_NT_DROP_PCT},
    {B0 "drop\\s*(?:rate|ratio)?\\s*[:=-]?\\s*(?:is\\s*)?up\\s?to\\s*(\\d{1,3})\\s*%",
     take_drop_up_to, 0},
    {B0
     "drop\\s*(?:rate|ratio)?\\s*[:=-]?\\s*(\\d{1,3})\\s*%?(?:\\s*(?:-|~|to)\\s*(\\d{1,3}))?\\s*%",
     take_drop, SMM_NT_DROP_PCT},
    {B0 "(?:very\\s*)?(?:low|less|lower|little|minor|minimal)[\\s-]*drop(?:s|ping|\\s*rate)?" B1,
     take_drop, SMM_NT_DROP_LOW},
    {B0 "(?:very\\s*)?high[\\s-]*drop(?:s|ping|\\s*rate)?" B1, take_drop, SMM_NT_DROP_HIGH},
    {B0 "drop\\s*(?:rate|ratio)?\\s*[:=-]\\s*(?:no|none|never|zero|0)" B1 "(?!%)", take_drop,
     SMM_NT_DROP_NON},
    {B0 "drop\\s*(?:rate|ratio)?\\s*[:=-]\\s*yes" B1, take_drop, SMM_NT_DROP_YES},
    {B0 "drop\\s*(?:rate|ratio)?\\s*[:=-]\\s*(?:low|less)" B1, take_drop, SMM_NT_DROP_LOW},
    {B0 "drop\\s*(?:rate|ratio)?\\s*[:=-]\\s*high" B1, take_drop, SMM_NT_DROP_HIGH},
    {B0 "almost\\s*stable" B1, take_drop, SMM_NT_DROP_LOW},

    /* a start that stands before its speed: "1H - 50K/D"; also before "R30" or "Instant" */
    {"(?:" B0 "start(?:s|ing)?\\s*(?:time)?\\s*[:=-]?\\s*)?" TSPAN
     "\\s*(?:-|\\||,|/)?\\s*(?=(?:speed\\s*[:-]?\\s*)?" RANGE "\\s*\\+?\\s*(?:[a-z]{2,12}\\s*)?" PER
     ")",
     take_start, 0},
    {TSPAN "\\s*-\\s*(?:instant|instanat|instent)" B1, take_start, 0},
    {"(?<=[\\[({|])\\s*" TSPAN "\\s*-\\s*(?=\\x03)", take_start, 0},

    /* speed */
    {"(?:speed\\s*(?:is\\s*)?(?:up\\s?to\\s*)?[:=-]?\\s*(?:up\\s?to\\s*)?)?" RANGE
     "\\s*(\\+)?\\s*(?:[a-z]{2,12}\\s*)?" PER "(?:\\s*speed" B1 ")?",
     take_speed, 0},
    {RANGE "\\s*(\\+)?\\s*(?:daily|everyday|every\\s*day)(?:\\s*speed)?" B1, take_speed, 1},
    {RANGE "\\s*(\\+)?\\s*hourly(?:\\s*speed)?" B1, take_speed, 24},
    {"(?<![a-z\\d])(?<!\\d "
     ")(?:daily|day|per\\s*day)\\s*(?:speed)?\\s*[:=-]?\\s*(?:up\\s?to\\s*)?" RANGE
     "\\s*(\\+)?(?!\\s*(?:" DAYS "|%|hours?|hrs?|h(?![a-z])|min))",
     take_speed, 1},
    {B0 "speed\\s*(?:is\\s*)?(?:up\\s?to\\s*)?[:=-]?\\s*(?:up\\s?to\\s*)?" RANGE
        "\\s*(\\+)?(?!\\s*(?:%|hours?|hrs?|h(?![a-z])|min))",
     take_speed, -1},
    {RANGE "\\s*(\\+)?\\s*speed" B1, take_speed, -1},

    /* other starts */
    {B0 "start(?:s|ing|ed)?\\s*(?:time)?\\s*[:=-]?\\s*(?:in|within|at|from|is)?\\s*(?:instant(?:ly)"
        "?)\\s*-\\s*" TSPAN_M,
     take_start, 1},
    {B0
     "start(?:s|ing|ed)?\\s*(?:time)?\\s*[:=-]?\\s*(?:in|within|at|from|is|up\\s?to)?\\s*" TSPAN_M,
     take_start, 0},
    {TSPAN_M "\\s*(?:to\\s*)?start(?:s|ing|ed)?(?:\\s*time)?" B1, take_start, 0},
    {B0 "inst[ae]n[a]?t(?:ly)?(?:\\s*start)?\\s*(?:-|~|to|/)\\s*" TSPAN, take_start, 1},
    {TSPAN, take_free_range, 0},
    {"(?<!not )(?<!non )(?<!non-)" B0
     "(?:inst[ae]na?t|insatnt|insant)(?:ly)?(?:\\s*start(?:s|ing)?)?" B1,
     take_instant, 0},

    /* quantity */
    {B0 "(?:max(?:imum)?|maks?|mak)\\s*(?:order|quantity|limit|qty)?\\s*[:=-]?\\s*(?:unlimited|"
        "\\x06)" B1,
     take_max, 1},
    {B0 "(?:max(?:imum)?|maks?|mak)\\s*(?:order|quantity|limit|qty)?\\s*[:=-]?\\s*" NUM, take_max,
     0},
    {"(?<![a-z0-9])(?<!\\d )min(?:imum)?\\s*(?:order|quantity|limit|qty)?\\s*[:=-]?\\s*" NUM
     "(?!\\s*(?:min|sec|hour|hr|%))",
     take_min, 0},
    {NUM "\\s*minimum" B1, take_min, 0},
    {NUM "\\s*(?:max(?:imum)?|maks?|mak)" B1, take_max, 0},
    {B0 "unlimited" B1, take_max, 1},
    {"(?<=[\\[({|])" FILL NUM "\\s*(?:-|~)\\s*" NUM FILL "(?=[\\])}|])", take_min_max, 0},
    {"(?:(?<=[\\[({|\\])}~])|(?<=\\s-\\s)|^)[\\s\\x02-\\x05]*(?:-\\s*)?" NUM
     "\\+?[\\s\\x02-\\x05]*(?:-\\s*)?(?=[\\[({|\\])}~]|\\s-\\s|-\\s|$)",
     take_bare, 0},

    /* words */
    {B0 "(?:not|non|no|un)[\\s-]*mon[ie]ti[sz](?:ed|able|ation)" B1, take_monetized, 0},
    {B0 "mon[ie]ti[sz](?:ed|able|ation)" B1, take_monetized, 1},
    {B0 GUAR B1, take_guaranteed, 1},
    {B0 "(?:super|ultra|hyper|very|mega)?[\\s-]*fast(?:er|est)?" B1, take_fast, 0},
    {B0 "(?:hq|high[\\s-]*quality)" B1, take_quality, SMM_NT_HQ},
    {B0 "(?:lq|low[\\s-]*quality)" B1, take_quality, SMM_NT_LQ},
    {"(?<!non )(?<!non-)(?<!not )" B0 "real" B1, take_quality, SMM_NT_REAL},
    {B0 "mix(?:ed)?" B1, take_quality, SMM_NT_MIXED},
    {"(?<!non )(?<!non-)(?<!no )(?<!not )" B0 "bots?" B1, take_quality, SMM_NT_BOT},
    {B0 "females?" B1, take_quality, SMM_NT_FEMALE},
    {B0 "males?" B1, take_quality, SMM_NT_MALE},
    {B0 "old[\\s-]*(?:accounts?|acc)" B1, take_quality, SMM_NT_OLD},
    {B0 "organic" B1, take_quality, SMM_NT_ORGANIC},
    {B0 "premium" B1, take_quality, SMM_NT_PREMIUM},

    /* what introduced a tag says nothing without it */
    {B0 "(?:start(?:s|ing)?(?:\\s*time)?|speed|max|min|minimum|up\\s?to|drop)\\s*[:=-]?\\s*(?=["
        "\\x03\\])}|]|$)",
     take_nothing, 0},
    {"(?<=\\x03)\\s*[!.]+", take_nothing, 0},
};

#define NRULES (sizeof(RULES) / sizeof(RULES[0]))

/* ---- the engine ----------------------------------------------------------------------------- */

static pcre2_code *compiled[NRULES];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static size_t broken =
    (size_t)-1; /* number of a rule that does not compile: a test checks for it */

static void compile_all(void)
{
    for (size_t i = 0; i < NRULES;
         i++) { /* interpreted: a name is read once, and no page is made executable */
        int code;
        PCRE2_SIZE where;

        compiled[i] = pcre2_compile((PCRE2_SPTR)RULES[i].pattern, PCRE2_ZERO_TERMINATED, 0, &code,
                                    &where, NULL);
        if (!compiled[i] && broken == (size_t)-1)
            broken = i;
    }
}

const char *smm_nametag_broken(void)
{
    pthread_once(&once, compile_all);
    return broken == (size_t)-1 ? NULL : RULES[broken].pattern;
}

static void run_rule(nt_run_t *run, size_t i, pcre2_match_data *md, pcre2_match_context *mc)
{
    PCRE2_SIZE from = 0;

    while (from <= run->text->len) {
        int n =
            pcre2_match(compiled[i], (PCRE2_SPTR)run->text->low, run->text->len, from, 0, md, mc);
        PCRE2_SIZE *at = pcre2_get_ovector_pointer(md);

        if (n <= 0)
            return;
        run->at = at;
        run->groups = (unsigned)n;
        from = at[1] > at[0] ? at[1] : at[1] + 1;
        if (RULES[i].take(run, RULES[i].arg))
            memset(run->text->low + at[0], NT_BLANK, at[1] - at[0]);
    }
}

void nt_rules(apr_pool_t *p, nt_text_t *text, smm_nametag_t *tag)
{
    nt_run_t run = {text, tag, NULL, 0, 0};
    pcre2_match_data *md;
    pcre2_match_context *mc;

    pthread_once(&once, compile_all);
    md = pcre2_match_data_create(16, NULL);
    mc = pcre2_match_context_create(NULL);
    if (!md || !mc)
        abort(); /* as every other allocation does */
    pcre2_set_match_limit(mc, 200000);
    run.is_live = strstr(text->low, "live") != NULL || strstr(text->low, "stream") != NULL;
    for (size_t i = 0; i < NRULES; i++)
        if (compiled[i])
            run_rule(&run, i, md, mc);
    pcre2_match_data_free(md);
    pcre2_match_context_free(mc);
}
