/* SPDX-License-Identifier: Apache-2.0 */
/* Catalogue declarations inside mod_smm_campaign: domain side. The public part is smm_catalogue.h.
 */
#ifndef SMM_CATALOGUE_INT_H
#define SMM_CATALOGUE_INT_H

#include <apr_tables.h>
#include "smm_catalogue.h"
#include "smm_provider.h"

/* ---- services ------------------------------------------------------------------------------- */

/* What the operator decided and imports leave alone. */
#define SMM_KEPT_NAME 1
#define SMM_KEPT_RATE 2
#define SMM_KEPT_LIMITS 4
#define SMM_KEPT_STATUS 8
#define SMM_KEPT_CATEGORY 16

typedef struct smm_service_row_t {
    smm_service_t s;
    int kept, absent;
    int64_t changed; /* stamp for the guard of an update */
} smm_service_row_t;

/** Copies one row of service_by_id, _all or _of_provider into a smm_service_row_t. */
void smm_service_read(void *item, const smm_row_t *row, apr_pool_t *p);
smm_rc_e smm_service_row(smm_ctx_t *c, int64_t id, smm_service_row_t *out);
/** Sets clean name, tags and flags from the name; "No Refill" clears s->refill. */
void smm_service_tag(apr_pool_t *p, smm_service_t *s);
/** Adds insert (returns its step) or guarded update of a service, without log and bump. */
int smm_service_add_step(smm_unit_t *u, const smm_ctx_t *c, const smm_service_t *s,
                         int category_slot);
void smm_service_put_step(smm_unit_t *u, const smm_ctx_t *c, const smm_service_row_t *row,
                          int category_slot);
/** Adds a line to the service's log. */
void smm_service_log_step(smm_unit_t *u, const smm_ctx_t *c, int64_t id, const char *what,
                          const char *from, const char *to);

typedef struct smm_category_t {
    int64_t id, position;
    const char *name, *icon;
} smm_category_t;
/** All categories of the panel in order; array of smm_category_t. */
apr_array_header_t *smm_categories(smm_ctx_t *c);
/** Icon that suits a category's name; never NULL. */
const char *smm_category_icon(const char *name);

/** What staff may change; NULL and SMM_ABSENT leave a value as it is. */
typedef struct smm_service_edit_t {
    const char *name, *description, *category;
    int64_t rate, min, max;
    int status; /* -1 = as it is */
} smm_service_edit_t;
smm_result_t smm_service_edit(smm_ctx_t *c, int64_t id, const smm_service_edit_t *e);
/** Makes a service that is fulfilled by hand. */
smm_result_t smm_service_new(smm_ctx_t *c, const smm_service_edit_t *e, smm_stype_e type,
                             int64_t *id);
/** Gives everything that the operator had decided back to the next import. */
smm_result_t smm_service_follow(smm_ctx_t *c, int64_t id);

typedef struct smm_service_change_t {
    int64_t at, actor, service;
    const char *what, *old_text, *new_text, *name;
} smm_service_change_t;
/** The log of one service, newest first, at most 50; array of smm_service_change_t. */
apr_array_header_t *smm_service_changes(smm_ctx_t *c, int64_t id);
/** A change as an element <change>: docs/users/view-models.md. */
void smm_service_change_vm(apr_pool_t *p, smm_vm_t *vm, const smm_service_change_t *h);
/** News of the whole panel, newest first, at most n ≤ 100. */
apr_array_header_t *smm_catalogue_news(smm_ctx_t *c, int n);

/**
 * Completion and average time of each service from the campaigns of the last 90 days.
 * @return SMM_OK with how many services changed, or SMM_BUSY …
 */
smm_rc_e smm_service_figures_compute(smm_ctx_t *c, int *changed);
/** The permanent job that does so. */
void smm_service_figures_register(void);

/* ---- the catalogue in memory ---------------------------------------------------------------- */

/** All shown services of one revision; immutable, shared by threads, freed when nobody holds it. */
#define SMM_NEWS_KEPT 20

typedef struct smm_catalogue_t {
    int64_t revision;
    int n, ncategories;
    const smm_service_t *service;            /* in category order */
    const char *const *search;               /* per service: folded lower-case text to look in */
    const smm_category_t *category;          /* those that have services */
    const struct smm_service_change_t *news; /* the newest SMM_NEWS_KEPT, newest first */
    int nnews;
} smm_catalogue_t;

/** The catalogue of c->panel as of now; held until c->pool is cleared. NULL when the database
 * cannot say. */
const smm_catalogue_t *smm_catalogue_hold(smm_ctx_t *c);

typedef enum {
    SMM_SORT_BEST,
    SMM_SORT_PRICE,
    SMM_SORT_PRICE_DOWN,
    SMM_SORT_START,
    SMM_SORT_SPEED,
    SMM_SORT_DONE,
    SMM_SORT_RATING
} smm_sort_e;

/* refill facet */
#define SMM_FR_AUTO 1u
#define SMM_FR_R30 2u
#define SMM_FR_R60 4u
#define SMM_FR_LONG 8u
#define SMM_FR_LIFE 16u
#define SMM_FR_NONE 32u
#define SMM_FR_COUNT 6
/* feature facet */
#define SMM_FF_BEST 1u
#define SMM_FF_FAST 2u
#define SMM_FF_CANCEL 4u
#define SMM_FF_NON_DROP 8u
#define SMM_FF_GUARANTEED 16u
#define SMM_FF_MONETIZED 32u
#define SMM_FF_DRIPFEED 64u
#define SMM_FF_COUNT 7

typedef struct smm_filter_t {
    const char *q;             /* words, or NULL */
    const int64_t *categories; /* ids */
    int ncategories;
    unsigned refill, features, status; /* bits; status by 1 << smm_service_status_e */
    int64_t done;                      /* least completion in basis points, 0 = any */
    smm_sort_e sort;
    int page, per; /* from 1; per ≥ 1, or 0 = everything */
} smm_filter_t;

typedef struct smm_found_t {
    int total; /* matches */
    int n;     /* on this page */
    const smm_service_t **service;
    /* how many would match with this option, the other facets as chosen */
    int *category; /* by index of catalogue->category */
    int refill[SMM_FR_COUNT], features[SMM_FF_COUNT], status[4],
        done[3]; /* done: any, ≥ 90 %, ≥ 95 % */
} smm_found_t;

/** Filters, counts and sorts; `out` in p. */
void smm_catalogue_find(const smm_catalogue_t *cat, const smm_filter_t *f, apr_pool_t *p,
                        smm_found_t *out);
unsigned smm_service_refill_facet(const smm_service_t *s);
unsigned smm_service_feature_facet(const smm_service_t *s);

/** "10M", "1.5K", "309": short text of a count. */
const char *smm_short_count(apr_pool_t *p, int64_t n);
/** "0-1H", "30 min", "2D"; NULL when not stated. */
const char *smm_start_text(apr_pool_t *p, const smm_service_t *s);
/** "5K/D", "1K-5K/D", "50K+/D"; NULL when not stated. */
const char *smm_speed_text(apr_pool_t *p, const smm_service_t *s);
/** "R30", "AR30", "R∞", "R", NULL when none. */
const char *smm_refill_text(apr_pool_t *p, const smm_service_t *s);

/* ---- providers ------------------------------------------------------------------------------ */

typedef struct smm_provider_row_t {
    smm_provider_t p; /* key is NULL in lists */
    int has_key;
    int sync;         /* 0 by hand, 1 known services follow, 2 new ones are added too */
    int64_t round_to; /* micro-USD */
    int64_t services; /* how many it fulfils; lists only */
    const char *last_error;
} smm_provider_row_t;

apr_array_header_t *smm_providers(smm_ctx_t *c); /* of smm_provider_row_t */
smm_rc_e smm_provider_row(smm_ctx_t *c, int64_t id, smm_provider_row_t *out);

/** The fields of the staff form. key NULL or "" keeps the stored one. */
typedef struct smm_provider_edit_t {
    const char *name, *kind, *url, *key, *currency;
    int64_t fx, timeout_ms, markup_bps, markup_fixed, round_to, low_balance;
    int paused, sync;
} smm_provider_edit_t;
/** Makes (id 0) or changes a provider; audited. */
smm_result_t smm_provider_save(smm_ctx_t *c, int64_t id, const smm_provider_edit_t *e,
                               int64_t *out_id);
/** Asks for the balance and stores it. */
smm_result_t smm_provider_test(smm_ctx_t *c, int64_t id, smm_provider_row_t *row);

/* ---- imports -------------------------------------------------------------------------------- */

typedef struct smm_import_row_t {
    const char *service, *name, *category, *description;
    smm_stype_e type;
    int64_t cost; /* micro-USD */
    int64_t min, max;
    int refill, cancel, dripfeed;
    const char *problem; /* English, why it cannot be sold; NULL = fine */
} smm_import_row_t;

typedef enum {
    SMM_IM_NEW,
    SMM_IM_CHANGED,
    SMM_IM_SAME,
    SMM_IM_OFF,
    SMM_IM_REFUSED
} smm_import_kind_e;

typedef struct smm_import_line_t {
    smm_import_kind_e kind;
    smm_service_row_t was;  /* not for NEW, REFUSED */
    smm_service_row_t will; /* what apply writes */
    const char *category;   /* name, for NEW and for a move */
    const char *problem;
    int price, limits, name, status, other; /* what differs */
    int loss;                               /* sold below its cost (the operator keeps the price) */
} smm_import_line_t;

typedef struct smm_import_plan_t {
    int64_t fetched;
    apr_array_header_t
        *line; /* of smm_import_line_t, in the provider's order, then those to switch off */
    smm_import_tally_t tally;
} smm_import_plan_t;

/** Price rule: cost in micro-USD → rate. @return -1 on overflow. */
int smm_import_rate(const smm_provider_row_t *p, int64_t cost, int64_t *rate);
/** Fetches the price list and stores it for a decision. @return how many rows in *n. */
smm_result_t smm_import_fetch(smm_ctx_t *c, int64_t provider, int64_t *n);
/** Compares the stored list with the catalogue. NOT_FOUND when nothing was fetched yet. */
smm_result_t smm_import_plan(smm_ctx_t *c, const smm_provider_row_t *p, smm_import_plan_t *plan);
/** Writes a plan in units of at most 200 rows. add_new 0 leaves new services out. */
smm_result_t smm_import_apply(smm_ctx_t *c, const smm_provider_row_t *p,
                              const smm_import_plan_t *plan, int add_new,
                              smm_import_tally_t *tally);
/** HTML entities once: "&amp;" → "&"; unknown ones stay. */
const char *smm_entities_once(apr_pool_t *p, const char *s);

/** The permanent jobs: price lists and balances. */
void smm_import_jobs_register(void);

#endif
