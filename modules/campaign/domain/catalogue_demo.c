/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The demo catalogue: the same services for the same count, always. Neutral promotion services with
 * names as sellers write them, fulfilled by the sandbox provider.
 */
#include <string.h>
#include <apr_strings.h>
#include "smm_catalogue_int.h"
#include "smm_settings.h"
#include "smm_sql.h"

typedef struct {
    const char *category, *icon;
    const char *product[6]; /* ends with NULL where shorter */
    const char *variant[9];
    int64_t cents_lo, cents_hi; /* price per 1000, or per package */
    int64_t max_k;              /* usual maximum in thousands */
    smm_stype_e odd;            /* the type of every seventh service, Default otherwise */
} demo_t;

static const demo_t DEMO[] = {
    {"Website traffic",
     "world",
     {"Website visitors", "Landing page visits", "Shop visitors", "Blog readers"},
     {"from search", "from social pages", "direct", "from news sites", "mobile", "desktop",
      "worldwide", "with low bounce rate"},
     20,
     400,
     10000,
     SMM_ST_WEB_TRAFFIC},
    {"Search visibility",
     "search",
     {"Search impressions", "Keyword visits", "Map listing views", "Directory listings"},
     {"worldwide", "for local shops", "brand terms", "long-tail terms", "mobile", "desktop"},
     100,
     1500,
     500,
     SMM_ST_SEO},
    {"Video views",
     "player-play",
     {"Video views", "Short video views", "Live replay views", "Trailer views",
      "Video page impressions"},
     {"suggested", "from search", "worldwide", "mobile", "long watch", "full length",
      "from playlists"},
     10,
     500,
     50000,
     SMM_ST_PACKAGE},
    {"Video engagement",
     "thumb-up",
     {"Video likes", "Video shares", "Video saves", "Channel subscribers"},
     {"worldwide", "mixed", "steady growth", "from viewers", "natural pace"},
     50,
     2500,
     1000,
     SMM_ST_COMMENTS},
    {"Social pages",
     "users",
     {"Page followers", "Profile followers", "Group members", "Page likes", "Community members"},
     {"worldwide", "mixed", "active readers", "steady growth", "old accounts", "creators",
      "local business"},
     60,
     2200,
     2000,
     SMM_ST_PACKAGE},
    {"Posts and stories",
     "photo",
     {"Post likes", "Post reach", "Story views", "Post saves", "Post shares"},
     {"worldwide", "mixed", "from followers", "natural pace", "from hashtags", "explore"},
     8,
     300,
     5000,
     SMM_ST_COMMENT_LIKES},
    {"Comments and reviews",
     "message",
     {"Post comments", "Video comments", "Product questions", "Review invitations"},
     {"custom", "random", "emoji", "long form", "from members"},
     300,
     6000,
     50,
     SMM_ST_COMMENTS},
    {"Audio and podcasts",
     "music",
     {"Podcast listens", "Track plays", "Playlist followers", "Monthly listeners", "Album saves"},
     {"worldwide", "premium", "free users", "mobile", "from playlists"},
     30,
     900,
     10000,
     SMM_ST_DEFAULT},
    {"Newsletter and mail",
     "mail",
     {"Newsletter sign-ups", "Mail list invitations", "Waiting list sign-ups"},
     {"confirmed twice", "by interest", "business", "consumer", "local"},
     900,
     9000,
     20,
     SMM_ST_DEFAULT},
    {"Polls and votes",
     "chart-bar",
     {"Poll votes", "Survey answers", "Contest votes"},
     {"worldwide", "single choice", "multiple choice", "mobile"},
     100,
     1800,
     100,
     SMM_ST_POLL},
    {"Apps and games",
     "device-mobile",
     {"App page visits", "App installs", "Demo sign-ups", "Wish list adds"},
     {"worldwide", "mobile", "tablet", "keyword", "from reviews"},
     500,
     8000,
     100,
     SMM_ST_DEFAULT},
    {"Events and streams",
     "calendar",
     {"Event page visits", "Live stream viewers", "Webinar registrations", "Channel members"},
     {"worldwide", "from social pages", "by interest", "reminder list", "steady"},
     80,
     3000,
     200,
     SMM_ST_DEFAULT},
};

#define NDEMO ((int)(sizeof(DEMO) / sizeof(DEMO[0])))

/* A small generator of our own, so that the catalogue is the same on every system. */
static unsigned roll(unsigned *seed, unsigned n)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 10) % n;
}

static int count_of(const char *const *list, int most)
{
    int n = 0;

    while (n < most && list[n])
        n++;
    return n;
}

#define PICK(list) (list)[roll(seed, sizeof(list) / sizeof((list)[0]))]

/* The third part of a name, so that a large catalogue needs no numbered twins for long. */
static const char *const REGION[] = {
    "",       "Germany", "United States", "United Kingdom", "India",     "Brazil",
    "France", "Spain",   "Italy",         "Canada",         "Australia", "Netherlands",
    "Mexico", "Japan",   "Poland",        "Turkey",         "Indonesia", "Arab countries"};
#define NREGION ((int)(sizeof(REGION) / sizeof(REGION[0])))

/* The nearest of 1, 2, 5 times a power of ten that is not above n; at least 100. */
static int64_t round_figure(int64_t n)
{
    int64_t at = 100;

    for (int64_t ten = 100; ten <= n; ten *= 10)
        at = n >= ten * 5 ? ten * 5 : n >= ten * 2 ? ten * 2 : ten;
    return at;
}

/* " [10M] [1H - 50K/D - R30]" with a sign now and then. */
static const char *tags(apr_pool_t *p, unsigned *seed, int64_t max)
{
    static const char *const START[] = {"0-1H", "0-1H", "1H", "1H", "1H", "3H", "6H", "12H", "24H"};
    static const char *const REFILL[] = {
        "",       "",       "",       " - R30",  " - R30",           " - R30",
        " - R30", " - R60", " - R90", " - R365", " - R\xE2\x88\x9E", " - AR30"};
    static const char *const EXTRA[] = {"", "", "", "", "", "", " [Non Drop]", " [Guaranteed]"};
    static const char *const SIGN[] = {
        "", "", "", "", "", "", "", " \xE2\x9A\xA1", " \xE2\xAD\x90", " \xE2\x9B\x94"};
    static const int64_t days[] = {10, 20, 20, 50, 100, 200};
    int64_t speed = round_figure(max / PICK(days));
    const char *start = PICK(START), *refill = PICK(REFILL), *extra = PICK(EXTRA);

    return apr_psprintf(p, " [%s] [%s - %s/D%s]%s%s", smm_short_count(p, max), start,
                        smm_short_count(p, speed), refill, extra, PICK(SIGN));
}

/* "from search", "Germany" or "from search, Germany"; numbered when all of them are used up. */
static const char *variant_of(apr_pool_t *p, const char *variant, int round)
{
    const char *region = REGION[round % NREGION];
    const char *twin = round >= NREGION ? apr_psprintf(p, ", list %d", round / NREGION + 1) : "";

    if (!*region)
        return apr_pstrcat(p, variant, twin, NULL);
    if (!strcmp(variant, "worldwide"))
        return apr_pstrcat(p, region, twin, NULL);
    return apr_pstrcat(p, variant, ", ", region, twin, NULL);
}

/* Prices with as many figures as a price list has: cents below a dollar, then 5 and 10 cents. */
static int64_t price(const demo_t *d, unsigned *seed)
{
    int64_t cents = d->cents_lo + (int64_t)roll(seed, (unsigned)(d->cents_hi - d->cents_lo));
    int64_t step = cents < 100 ? 1 : cents < 500 ? 5 : 10;

    return cents / step * step * 10000;
}

static void make_service(apr_pool_t *p, int i, smm_service_t *s)
{
    const demo_t *d = &DEMO[i % NDEMO];
    int turn = i / NDEMO, nproduct = count_of(d->product, 6), nvariant = count_of(d->variant, 9);
    unsigned state = (unsigned)i * 2654435761u + 12345u, *seed = &state;
    const char *product = d->product[turn % nproduct],
               *variant = variant_of(p, d->variant[(turn / nproduct) % nvariant],
                                     turn / (nproduct * nvariant));
    static const int64_t part[] = {1, 1, 5, 10};
    static const int64_t least[] = {10, 50, 100, 100};

    memset(s, 0, sizeof(*s));
    s->max = d->max_k * 1000 / PICK(part);
    s->min = PICK(least);
    s->type = turn % 7 == 6 ? d->odd : SMM_ST_DEFAULT;
    if (smm_stype_package(s->type)) {
        s->name = apr_psprintf(p, "%s \xE2\x80\x93 %s, package of %s [1H - R30]", product, variant,
                               turn % 2 ? "500" : "1000");
        s->min = s->max = 1;
    } else {
        s->name = apr_psprintf(p, "%s \xE2\x80\x93 %s%s", product, variant, tags(p, seed, s->max));
    }
    s->rate = price(d, seed);
    s->description = apr_psprintf(
        p,
        "%s, %s. Enter the full public address. Start and speed are typical figures, not promises.",
        product, variant);
    smm_service_tag(p, s);
    s->refill = s->refill_kind != SMM_REFILL_NONE;
    s->cancel = (s->flags & SMM_TAG_CANCEL_BUTTON) || roll(seed, 4) == 0;
    s->dripfeed = s->type == SMM_ST_DEFAULT || s->type == SMM_ST_WEB_TRAFFIC;
    s->status = roll(seed, 50) == 0   ? SMM_SERVICE_DOWN
                : roll(seed, 25) == 0 ? SMM_SERVICE_SLOW
                                      : SMM_SERVICE_ACTIVE;
    s->position = turn;
}

static smm_result_t make_categories(smm_ctx_t *c, int64_t *ids)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;
    int step[NDEMO];

    for (int i = 0; i < NDEMO; i++)
        step[i] = smm_unit_add(
            u, SQL_category_insert,
            SMM_ARGS(SMM_I(c->panel->id), SMM_T(DEMO[i].category), SMM_I(i), SMM_T(DEMO[i].icon)));
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK || w.replayed)
        return smm_fail(w.rc == SMM_DB_OK ? SMM_UNKNOWN : smm_written_rc(&w), NULL,
                        "The demo categories could not be made.");
    for (int i = 0; i < NDEMO; i++)
        ids[i] = smm_unit_id(u, step[i]);
    return smm_ok();
}

smm_result_t smm_catalogue_demo(smm_ctx_t *c, int64_t count)
{
    int64_t ids[NDEMO], there = 0, provider = 0;
    int found;
    smm_result_t res;

    if (count < 1 || count > 100000)
        return smm_fail(SMM_INVALID, NULL, "Choose between 1 and 100000 demo services.");
    if (smm_db_int(c->db, SQL_service_count, SMM_ARGS(SMM_I(c->panel->id)), &there, &found) !=
        SMM_DB_OK)
        return smm_fail(SMM_BUSY, NULL, "The database cannot be read now. Try again.");
    if (there > 0)
        return smm_ok();
    res = smm_provider_put(c, "Sandbox", "sandbox", "", NULL, 0, &provider);
    if (res.code == SMM_OK)
        res = make_categories(c, ids);
    for (int64_t i = 0; res.code == SMM_OK && i < count;) {
        apr_pool_t *p;
        smm_unit_t *u;
        smm_written_t w;

        apr_pool_create(&p, c->pool);
        u = smm_unit_make(p);
        for (int k = 0; k < 100 && i < count; k++, i++) {
            smm_service_t s;

            make_service(p, (int)i, &s);
            s.category_id = ids[i % NDEMO];
            s.provider_id = provider;
            s.provider_service = apr_psprintf(p, "%" APR_INT64_T_FMT, (apr_int64_t)(i + 1));
            smm_service_add_step(u, c, &s, -1);
        }
        smm_catalogue_bump(u, c);
        w = smm_db_write(c->db, u);
        if (w.rc != SMM_DB_OK)
            res = smm_fail(smm_written_rc(&w), NULL, "The demo services could not be written.");
        apr_pool_destroy(p);
    }
    return res;
}
