/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalogue for other rooms: services, their types, providers. Owned by the catalogue part of
 * mod_smm_campaign. Rates are micro-USD per 1000 units, or per package where the type is sold once.
 */
#ifndef SMM_CATALOGUE_H
#define SMM_CATALOGUE_H

#include "smm_ctx.h"
#include "smm_vm.h"

/* ---- types ---------------------------------------------------------------------------------- */

/** The service types of the panel API; the numbers are the stock internal ones and never travel. */
typedef enum {
    SMM_ST_DEFAULT = 0,
    SMM_ST_SEO = 1,
    SMM_ST_COMMENTS = 2,
    SMM_ST_MENTIONS_HASHTAGS = 3,
    SMM_ST_MENTIONS_LIST = 4,
    SMM_ST_MENTIONS_HASHTAG = 6,
    SMM_ST_MENTIONS_FOLLOWERS = 7,
    SMM_ST_MENTIONS_LIKERS = 8,
    SMM_ST_MENTIONS = 9,
    SMM_ST_PACKAGE = 10,
    SMM_ST_COMMENTS_PACKAGE = 14,
    SMM_ST_COMMENT_LIKES = 15,
    SMM_ST_POLL = 17,
    SMM_ST_COMMENT_REPLIES = 18,
    SMM_ST_GROUPS = 20,
    SMM_ST_SUBSCRIPTIONS = 100,
    SMM_ST_WEB_TRAFFIC = 102,
    SMM_ST_UNKNOWN = -1
} smm_stype_e;

/** "Custom Comments" …, the word of the API; "Default" for anything unknown. Never NULL. */
SMM_DECLARE(const char *) smm_stype_word(smm_stype_e type);
/** Forgiving: case, spaces, underscores and hyphens do not count. @return SMM_ST_UNKNOWN when new.
 */
SMM_DECLARE(smm_stype_e) smm_stype_parse(const char *word);
/** 1 where the rate is the price of the whole package and the quantity is always 1. */
SMM_DECLARE(int) smm_stype_package(smm_stype_e type);

/* ---- services ------------------------------------------------------------------------------- */

typedef enum {
    SMM_SERVICE_ACTIVE = 0, /* sold */
    SMM_SERVICE_SLOW = 1,   /* sold, with a warning */
    SMM_SERVICE_DOWN = 2,   /* shown, cannot be ordered now */
    SMM_SERVICE_OFF = 3     /* not shown, cannot be ordered; 410 with alternatives */
} smm_service_status_e;

/** "active" "slow" "down" "off". */
SMM_DECLARE(const char *) smm_service_status_word(int status);

/* flags of smm_service_t.flags: what the name's symbols and words say */
#define SMM_TAG_BEST 1u
#define SMM_TAG_FAST 2u
#define SMM_TAG_SLOW 4u
#define SMM_TAG_GUARANTEED 8u
#define SMM_TAG_NOT_GUARANTEED 16u
#define SMM_TAG_MONETIZED 32u
#define SMM_TAG_NON_DROP 64u
#define SMM_TAG_AUTO_REFILL 128u
#define SMM_TAG_REFILL_BUTTON 256u
#define SMM_TAG_CANCEL_BUTTON 512u
#define SMM_TAG_SPEED_OPEN 1024u /* "50K+/D": at least so much */
#define SMM_TAG_UNLIMITED 2048u  /* "Unlimited" instead of a maximum */

typedef enum {
    SMM_REFILL_NONE = 0, /* no tag, or "No Refill" */
    SMM_REFILL_DAYS = 1, /* refill_days holds the window */
    SMM_REFILL_LIFETIME = 2,
    SMM_REFILL_UNKNOWN = 3 /* a refill button without a stated window */
} smm_refill_e;

typedef struct smm_service_t {
    int64_t id, category_id;
    const char *category;    /* name of the category */
    const char *name;        /* as sold, with its tags */
    const char *clean;       /* name without tags and symbols: for headings and mails */
    const char *description; /* plain text, may be "" */
    smm_stype_e type;
    int64_t rate;                 /* micro-USD per 1000 (per package): what the customer pays */
    int64_t cost;                 /* the same unit: what the provider asks, in micro-USD */
    int64_t min, max;             /* units of one campaign */
    int status;                   /* smm_service_status_e */
    int refill, cancel, dripfeed; /* what the provider offers by API */
    int64_t provider_id;          /* 0 = fulfilled by hand */
    const char *provider_service; /* its id at the provider, text; "" by hand */
    int64_t position;
    /* parsed from the name, confirmed by the operator; -1 = not stated */
    int64_t tag_max, start_min, start_max; /* units; seconds */
    int64_t speed_lo, speed_hi;            /* units a day */
    int refill_kind;                       /* smm_refill_e */
    int64_t refill_days;                   /* with SMM_REFILL_DAYS, else -1 */
    unsigned flags;                        /* SMM_TAG_* */
    /* computed from finished campaigns, never typed in; -1 = not enough data yet */
    int64_t completion; /* basis points of campaigns that were delivered in full */
    int64_t rating;     /* hundredths of a star, 100..500 */
    int64_t recommends; /* how many thumbs up */
    int64_t average_s;  /* mean time from order to completion */
} smm_service_t;

/** One service of c->panel, in any status. Texts live in c->pool. @return SMM_OK, SMM_NOT_FOUND,
 * SMM_BUSY. */
SMM_DECLARE(smm_rc_e) smm_service_get(smm_ctx_t *c, int64_t id, smm_service_t *out);
/** Called once a service; the texts are borrowed until it returns. Return non-zero to stop. */
typedef int smm_service_fn(void *baton, const smm_service_t *s);
/** All services that are shown (active, slow, down), in category order then position. */
SMM_DECLARE(smm_rc_e) smm_service_each(smm_ctx_t *c, smm_service_fn *fn, void *baton);
/** True where a campaign may be made of it now: active or slow. */
SMM_DECLARE(int) smm_service_sold(const smm_service_t *s);
/**
 * Delivery estimate by the tags: start + ceil(qty × 86400 / speed). *fast and *slow in seconds from
 * the order; indicative only. @return 0 when the name states no speed: show no figure then.
 */
SMM_DECLARE(int) smm_service_eta(const smm_service_t *s, int64_t qty, int64_t *fast, int64_t *slow);
/** Icon that suits a category's name; never NULL. */
SMM_DECLARE(const char *) smm_category_symbol(const char *name);
/** The tags of a service as attributes of the open element: docs/users/view-models.md. */
SMM_DECLARE(void) smm_service_tags_vm(apr_pool_t *p, smm_vm_t *vm, const smm_service_t *s);
/** The newest n changes of the catalogue as elements <change>, from memory; what was added at once
 * is one, with more="1". */
SMM_DECLARE(void) smm_catalogue_news_vm(smm_ctx_t *c, smm_vm_t *vm, int n);
/** The tags in brackets of a name, without signs: "[10M] [1H - 50K/D]"; NULL = none. */
SMM_DECLARE(const char *) smm_name_tags(apr_pool_t *p, const char *name);
/** The page of a service under the mount: "/services/1021-website-visitors". */
SMM_DECLARE(const char *) smm_service_path(apr_pool_t *p, int64_t id, const char *clean);
/** Counter that changes with each change of the panel's catalogue; 0 when there is none yet. */
SMM_DECLARE(int64_t) smm_catalogue_revision(smm_ctx_t *c);
/** Adds the step that bumps the revision to a unit that changes a service, category or its figures.
 */
SMM_DECLARE(void) smm_catalogue_bump(smm_unit_t *u, const smm_ctx_t *c);
/** Adds the step that stores computed figures (-1 = unknown) of one service; does not bump: one
 * bump a batch. */
SMM_DECLARE(void)
smm_service_figures(smm_unit_t *u, const smm_ctx_t *c, int64_t id, int64_t completion,
                    int64_t rating, int64_t recommends, int64_t average_s);

/* ---- providers ------------------------------------------------------------------------------ */

typedef struct smm_provider_t {
    int64_t id;
    const char *name;
    const char *kind; /* "api-v2" or "sandbox" */
    const char *url;  /* of the API; "" for sandbox */
    const char
        *key; /* unsealed API key, or NULL when it has none or cannot be opened. Never log it. */
    const char *currency; /* of its prices, "USD" */
    int64_t fx;           /* micro-USD for one unit of its currency; 1000000 for USD */
    int paused;           /* 1: the operator stopped dispatch to it */
    int64_t timeout_ms;   /* for one call */
    int64_t errors;       /* failures in a row */
    int64_t open_until;   /* circuit breaker: no calls before this time; 0 = closed */
    int64_t markup_bps,
        markup_fixed;            /* price rule of imports: basis points, then micro-USD per 1000 */
    int64_t balance, balance_at; /* last known, micro-units of its currency; 0 = never asked */
    int64_t low_balance;         /* warn below; 0 = never */
    int64_t imported_at;         /* last import, 0 = never */
} smm_provider_t;

/** @return SMM_OK, SMM_NOT_FOUND, SMM_BUSY. */
SMM_DECLARE(smm_rc_e) smm_provider_get(smm_ctx_t *c, int64_t id, smm_provider_t *out);
/** 1 when calls may go out now: not paused and the circuit is closed. */
SMM_DECLARE(int) smm_provider_ready(const smm_provider_t *p, int64_t now);
/**
 * Tells how a call ended. Five failures in a row open the circuit for 60 s, then twice as long each
 * time up to an hour; one success closes it. Own small write unit; errors are ignored.
 */
SMM_DECLARE(void) smm_provider_report(smm_ctx_t *c, int64_t id, int ok);

/* ---- tools ---------------------------------------------------------------------------------- */

/** How an import went, for the staff page, smmctl and the log. */
typedef struct smm_import_tally_t {
    int64_t seen, added, changed, same, switched_off, refused;
    const char *first_problem; /* of a refused row, or NULL */
} smm_import_tally_t;

/** Imports a file with the answer of an API v2 `services` call, as manual services (smmctl
 * import-services). */
SMM_DECLARE(smm_result_t)
smm_import_services_file(smm_ctx_t *c, const char *path, smm_import_tally_t *tally);
/** Fills a panel with `count` demo services fulfilled by a `sandbox` provider. Does nothing when it
 * has services. */
SMM_DECLARE(smm_result_t) smm_catalogue_demo(smm_ctx_t *c, int64_t count);
/**
 * Makes or updates a provider by name (demo set-up, child panels). `key` NULL keeps the stored one.
 * @return its id in *id.
 */
SMM_DECLARE(smm_result_t)
smm_provider_put(smm_ctx_t *c, const char *name, const char *kind, const char *url, const char *key,
                 int64_t markup_bps, int64_t *id);
/** Fetches the provider's services and applies them all, in this thread (smmctl, demo set-up). */
SMM_DECLARE(smm_result_t)
smm_import_provider(smm_ctx_t *c, int64_t provider, smm_import_tally_t *tally);

/** Registers settings, jobs, routes and navigation; called by mod_smm_campaign's hooks. */
SMM_DECLARE(void) smm_catalogue_domain_register(void);

#endif
