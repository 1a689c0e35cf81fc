/* SPDX-License-Identifier: Apache-2.0 */
/* Search, facets and sorting over the catalogue in memory; the short texts of tags. */
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "smm_catalogue_int.h"
#include "smm_nametag.h"

/* ---- short texts ---------------------------------------------------------------------------- */

const char *smm_short_count(apr_pool_t *p, int64_t n)
{
    static const struct {
        int64_t unit;
        char mark;
    } UNITS[] = {{1000000000, 'B'}, {1000000, 'M'}, {1000, 'K'}};

    for (size_t i = 0; i < sizeof(UNITS) / sizeof(UNITS[0]); i++) {
        int64_t u = UNITS[i].unit;

        if (n < u || n % (u / 100))
            continue;
        if (n % u == 0)
            return apr_psprintf(p, "%" APR_INT64_T_FMT "%c", (apr_int64_t)(n / u), UNITS[i].mark);
        if (n % (u / 10) == 0)
            return apr_psprintf(p, "%" APR_INT64_T_FMT ".%d%c", (apr_int64_t)(n / u),
                                (int)(n % u / (u / 10)), UNITS[i].mark);
        return apr_psprintf(p, "%" APR_INT64_T_FMT ".%02d%c", (apr_int64_t)(n / u),
                            (int)(n % u / (u / 100)), UNITS[i].mark);
    }
    return apr_psprintf(p, "%" APR_INT64_T_FMT, (apr_int64_t)n);
}

const char *smm_category_symbol(const char *name)
{
    return smm_category_icon(name ? name : "");
}

const char *smm_name_tags(apr_pool_t *p, const char *name)
{
    const char *from = strstr(name, " ["), *to = from ? strrchr(from, ']') : NULL;

    return to ? apr_pstrmemdup(p, from + 1, (apr_size_t)(to - from)) : NULL;
}

const char *smm_start_text(apr_pool_t *p, const smm_service_t *s)
{
    int64_t unit = s->start_max % 86400 == 0 && s->start_max >= 2 * 86400 ? 86400
                   : s->start_max % 3600 == 0                             ? 3600
                                                                          : 60;
    const char *mark = unit == 86400 ? "D" : unit == 3600 ? "H" : " min";

    if (s->start_max < 0)
        return NULL;
    if (s->start_max == 0)
        return "Instant";
    if (s->start_min % unit)
        unit = 60, mark = " min";
    if (s->start_min == s->start_max)
        return apr_psprintf(p, "%" APR_INT64_T_FMT "%s",
                            (apr_int64_t)((s->start_max + unit - 1) / unit), mark);
    return apr_psprintf(p, "%" APR_INT64_T_FMT "-%" APR_INT64_T_FMT "%s",
                        (apr_int64_t)(s->start_min / unit),
                        (apr_int64_t)((s->start_max + unit - 1) / unit), mark);
}

const char *smm_speed_text(apr_pool_t *p, const smm_service_t *s)
{
    const char *plus = s->flags & SMM_TAG_SPEED_OPEN ? "+" : "";

    if (s->speed_hi <= 0)
        return NULL;
    if (s->speed_lo == s->speed_hi)
        return apr_pstrcat(p, smm_short_count(p, s->speed_hi), plus, "/D", NULL);
    return apr_pstrcat(p, smm_short_count(p, s->speed_lo), "-", smm_short_count(p, s->speed_hi),
                       plus, "/D", NULL);
}

const char *smm_refill_text(apr_pool_t *p, const smm_service_t *s)
{
    const char *r = s->flags & SMM_TAG_AUTO_REFILL ? "AR" : "R";

    switch (s->refill_kind) {
    case SMM_REFILL_DAYS:
        return apr_psprintf(p, "%s%" APR_INT64_T_FMT, r, (apr_int64_t)s->refill_days);
    case SMM_REFILL_LIFETIME:
        return apr_pstrcat(p, r, "\xE2\x88\x9E", NULL);
    case SMM_REFILL_UNKNOWN:
        return r;
    default:
        return NULL;
    }
}

static void opt_int(smm_vm_t *vm, const char *name, int64_t v)
{
    if (v >= 0)
        smm_vm_attr_int(vm, name, v);
}

void smm_service_tags_vm(apr_pool_t *p, smm_vm_t *vm, const smm_service_t *s)
{
    static const char *const KIND[] = {"none", "days", "lifetime", "unknown"};

    smm_vm_attr(vm, "max-text", s->tag_max > 0 ? smm_short_count(p, s->tag_max) : NULL);
    smm_vm_attr(vm, "start", smm_start_text(p, s));
    smm_vm_attr(vm, "speed", smm_speed_text(p, s));
    smm_vm_attr(vm, "refill", smm_refill_text(p, s));
    smm_vm_attr_flag(vm, "cancel", s->cancel);
    smm_vm_attr_flag(vm, "best", (s->flags & SMM_TAG_BEST) != 0);
    smm_vm_attr_flag(vm, "fast", (s->flags & SMM_TAG_FAST) != 0);
    smm_vm_attr_flag(vm, "slow", s->status == SMM_SERVICE_SLOW);
    smm_vm_attr_flag(vm, "non-drop", (s->flags & SMM_TAG_NON_DROP) != 0);
    smm_vm_attr_flag(vm, "guaranteed", (s->flags & SMM_TAG_GUARANTEED) != 0);
    smm_vm_attr_flag(vm, "monetized", (s->flags & SMM_TAG_MONETIZED) != 0);
    smm_vm_attr_flag(vm, "drip-feed", s->dripfeed);
    opt_int(vm, "tag-max", s->tag_max);
    opt_int(vm, "start-min", s->start_min);
    opt_int(vm, "start-max", s->start_max);
    opt_int(vm, "speed-min", s->speed_lo);
    opt_int(vm, "speed-max", s->speed_hi);
    smm_vm_attr(vm, "refill-kind", KIND[s->refill_kind & 3]);
    opt_int(vm, "refill-days", s->refill_days);
}

/* ---- facets --------------------------------------------------------------------------------- */

unsigned smm_service_refill_facet(const smm_service_t *s)
{
    unsigned f = s->flags & SMM_TAG_AUTO_REFILL ? SMM_FR_AUTO : 0;

    switch (s->refill_kind) {
    case SMM_REFILL_DAYS:
        return f | (s->refill_days >= 90   ? SMM_FR_LONG
                    : s->refill_days >= 60 ? SMM_FR_R60
                    : s->refill_days >= 30 ? SMM_FR_R30
                                           : 0);
    case SMM_REFILL_LIFETIME:
        return f | SMM_FR_LIFE;
    case SMM_REFILL_UNKNOWN:
        return f;
    default:
        return SMM_FR_NONE;
    }
}

unsigned smm_service_feature_facet(const smm_service_t *s)
{
    return (s->flags & SMM_TAG_BEST ? SMM_FF_BEST : 0) |
           (s->flags & SMM_TAG_FAST ? SMM_FF_FAST : 0) | (s->cancel ? SMM_FF_CANCEL : 0) |
           (s->flags & SMM_TAG_NON_DROP ? SMM_FF_NON_DROP : 0) |
           (s->flags & SMM_TAG_GUARANTEED ? SMM_FF_GUARANTEED : 0) |
           (s->flags & SMM_TAG_MONETIZED ? SMM_FF_MONETIZED : 0) |
           (s->dripfeed ? SMM_FF_DRIPFEED : 0);
}

/* ---- matching ------------------------------------------------------------------------------- */

#define WORDS 12

typedef struct {
    char *word[WORDS];
    int n;
} words_t;

static void split(apr_pool_t *p, const char *q, words_t *w)
{
    char *state = NULL, *text = apr_pstrdup(p, smm_nametag_plain(p, q ? q : ""));

    w->n = 0;
    for (char *s = text; *s; s++)
        if (*s >= 'A' && *s <= 'Z')
            *s += 32;
    for (char *t = apr_strtok(text, " ,", &state); t && w->n < WORDS;
         t = apr_strtok(NULL, " ,", &state)) {
        if (*t == '#')
            t++;
        if (*t)
            w->word[w->n++] = t;
    }
}

static int matches_words(const char *text, const words_t *w)
{
    for (int i = 0; i < w->n; i++)
        if (!strstr(text, w->word[i]))
            return 0;
    return 1;
}

static int chosen_category(const smm_filter_t *f, int64_t id)
{
    for (int i = 0; i < f->ncategories; i++)
        if (f->categories[i] == id)
            return 1;
    return f->ncategories == 0;
}

/* Which facets a service fails: with none it is found; with one only, it counts for that facet's
 * options. */
#define FAIL_CATEGORY 1u
#define FAIL_REFILL 2u
#define FAIL_FEATURES 4u
#define FAIL_STATUS 8u
#define FAIL_DONE 16u

static unsigned fails(const smm_filter_t *f, const smm_service_t *s)
{
    unsigned v = chosen_category(f, s->category_id) ? 0 : FAIL_CATEGORY;

    if (f->refill && !(smm_service_refill_facet(s) & f->refill))
        v |= FAIL_REFILL;
    if ((smm_service_feature_facet(s) & f->features) != f->features)
        v |= FAIL_FEATURES;
    if (f->status && !(f->status & (1u << s->status)))
        v |= FAIL_STATUS;
    if (f->done && s->completion < f->done)
        v |= FAIL_DONE;
    return v;
}

static void count_facets(const smm_filter_t *f, const smm_service_t *s, int category,
                         unsigned failed, smm_found_t *out)
{
    unsigned refill = smm_service_refill_facet(s), features = smm_service_feature_facet(s);

    if (!(failed & ~FAIL_CATEGORY))
        out->category[category]++;
    for (int i = 0; i < SMM_FR_COUNT && !(failed & ~FAIL_REFILL); i++)
        out->refill[i] += (refill >> i) & 1;
    /* features are "and": an option shows what adding it would leave */
    for (int i = 0; i < SMM_FF_COUNT && !failed; i++)
        out->features[i] += (features >> i) & 1;
    if (!(failed & ~FAIL_STATUS) && s->status < 4)
        out->status[s->status]++;
    if (!(failed & ~FAIL_DONE)) {
        out->done[0]++;
        out->done[1] += s->completion >= 9000;
        out->done[2] += s->completion >= 9500;
    }
}

/* ---- sorting -------------------------------------------------------------------------------- */

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Unknown figures (-1) come last. */
static int known_first(int64_t a, int64_t b, int descending)
{
    if (a < 0 || b < 0)
        return (a < 0) - (b < 0);
    return descending ? by_number(b, a) : by_number(a, b);
}

static const smm_service_t *left(const void *v)
{
    return *(const smm_service_t *const *)v;
}

static int cmp_price(const void *a, const void *b)
{
    int v = by_number(left(a)->rate, left(b)->rate);
    return v ? v : by_number(left(a)->id, left(b)->id);
}

static int cmp_price_down(const void *a, const void *b)
{
    int v = by_number(left(b)->rate, left(a)->rate);
    return v ? v : by_number(left(a)->id, left(b)->id);
}

static int cmp_start(const void *a, const void *b)
{
    int v = known_first(left(a)->start_max, left(b)->start_max, 0);
    return v ? v : cmp_price(a, b);
}

static int cmp_speed(const void *a, const void *b)
{
    int v = known_first(left(a)->speed_hi, left(b)->speed_hi, 1);
    return v ? v : cmp_price(a, b);
}

static int cmp_done(const void *a, const void *b)
{
    int v = known_first(left(a)->completion, left(b)->completion, 1);
    return v ? v : cmp_price(a, b);
}

static int cmp_rating(const void *a, const void *b)
{
    int v = known_first(left(a)->rating, left(b)->rating, 1);
    return v ? v : cmp_price(a, b);
}

void smm_catalogue_find(const smm_catalogue_t *cat, const smm_filter_t *f, apr_pool_t *p,
                        smm_found_t *out)
{
    static int (*const CMP[])(const void *, const void *) = {
        NULL, cmp_price, cmp_price_down, cmp_start, cmp_speed, cmp_done, cmp_rating};
    const smm_service_t **all = apr_palloc(p, sizeof(*all) * (size_t)(cat->n + 1));
    words_t words;
    int category = -1, from;

    memset(out, 0, sizeof(*out));
    out->category = apr_pcalloc(p, sizeof(int) * (size_t)(cat->ncategories + 1));
    split(p, f->q, &words);
    for (int i = 0; i < cat->n; i++) {
        const smm_service_t *s = &cat->service[i];
        unsigned failed;

        while (category < 0 || cat->category[category].id != s->category_id)
            category++;
        if (!matches_words(cat->search[i], &words))
            continue;
        failed = fails(f, s);
        count_facets(f, s, category, failed, out);
        if (!failed)
            all[out->total++] = s;
    }
    if (CMP[f->sort])
        qsort(all, (size_t)out->total, sizeof(*all), CMP[f->sort]);
    from = f->per ? (f->page - 1) * f->per : 0;
    from = from < out->total ? from : out->total;
    out->service = all + from;
    out->n = f->per && out->total - from > f->per ? f->per : out->total - from;
}
