/* SPDX-License-Identifier: Apache-2.0 */
/* Campaigns inside the module: what the pages, the API and the jobs share. Amounts micro-USD. */
#ifndef SMM_CAMPAIGN_INT_H
#define SMM_CAMPAIGN_INT_H

#include "smm_campaign.h"
#include "smm_campaign_state.h"
#include "smm_catalogue.h"
#include "smm_idem.h"
#include "smm_job.h"
#include "smm_provider.h"

#define SMM_C_NONE INT64_MIN /* start_count, remains: not known */

/* own outcome codes of units (> the smm_rc_e range) */
#define SMM_OUT_PRICE 1101    /* the service changed since it was quoted */
#define SMM_OUT_STATE 1102    /* the campaign has moved on */
#define SMM_OUT_ORDER_ID 1103 /* the provider gave an id that another campaign has */

typedef struct smm_campaign_t {
    int64_t id, account, service, quantity, rate, charge, cost, refunded;
    const char *service_name, *origin, *link, *status, *provider_service, *provider_order, *token,
        *flag;
    const char *fields; /* JSON object of the typed fields, or NULL */
    smm_cs_e state;
    int64_t start_count, remains;
    int64_t provider; /* 0 = by hand */
    int64_t grp, attempt, fence, lease_until, next_try;
    int64_t created, accepted_at, started_at, ended_at, last_sync;
} smm_campaign_t;

/* ---- reading -------------------------------------------------------------------------------- */

/** Reads one campaign of `account` (0 = any of the panel). @return SMM_OK, SMM_NOT_FOUND, SMM_BUSY.
 */
smm_rc_e smm_campaign_get(smm_ctx_t *c, int64_t account, int64_t id, smm_campaign_t *out);
/** Fills a smm_campaign_t, zeroed before, from a row of campaign_get, _list or _open (same
 * columns). */
void smm_campaign_row(void *item, const smm_row_t *row, apr_pool_t *p);
/** What terminate would pay back now; 0 when there is nothing to terminate. */
int64_t smm_campaign_refundable(const smm_campaign_t *k);
/** Units that a terminate pays back: all of a canceled campaign, the rest of a partial one, else 0.
 */
int64_t smm_campaign_unspent(const smm_campaign_t *k);
/** Delivered units as far as known. */
int64_t smm_campaign_delivered(const smm_campaign_t *k);

typedef struct smm_campaign_filter_t {
    int64_t account;       /* 0 = everybody's */
    const char *tab;       /* "" pending running completed partial canceled unknown flagged */
    const char *q;         /* search text or NULL */
    int64_t since, before; /* created; 0 = open end */
    int per, page;         /* page from 1 */
} smm_campaign_filter_t;
/** Calls fn for each campaign of the page, newest first. */
typedef void smm_campaign_fn(void *baton, const smm_campaign_t *k);
smm_rc_e smm_campaign_list(smm_ctx_t *c, const smm_campaign_filter_t *f, smm_campaign_fn *fn,
                           void *baton);
typedef struct smm_campaign_tabs_t {
    int64_t all, pending, running, completed, partial, canceled, unknown, flagged;
} smm_campaign_tabs_t;
smm_rc_e smm_campaign_tabs(smm_ctx_t *c, const smm_campaign_filter_t *f, smm_campaign_tabs_t *out);

/** One line of history; texts are borrowed until the callback returns. */
typedef struct smm_campaign_event_t {
    int64_t at, actor, amount;
    const char *from, *to, *status, *why, *detail;
} smm_campaign_event_t;
void smm_campaign_history(smm_ctx_t *c, int64_t id,
                          void (*fn)(void *baton, const smm_campaign_event_t *e), void *baton);

/** The evidence of one hand-over; balances SMM_C_NONE when not known. */
typedef struct smm_attempt_t {
    int64_t grp, attempt, started, finished, sent_bytes, elapsed_ms, http_status, expected_cost;
    int64_t balance_before, balance_after;
    const char *outcome, *reason, *answer;
} smm_attempt_t;
void smm_campaign_attempts(smm_ctx_t *c, int64_t id,
                           void (*fn)(void *baton, const smm_attempt_t *a), void *baton);
/** User name of an account, "" when there is none. */
const char *smm_campaign_customer(smm_ctx_t *c, int64_t account);

/* ---- order ---------------------------------------------------------------------------------- */

/** What a person or a script asks for; texts may be NULL or "". Integers SMM_ABSENT when not given.
 */
typedef struct smm_place_t {
    int64_t service;
    const char *link;
    int64_t quantity, runs, interval;
    const char *comments, *usernames, *hashtags, *hashtag, *username, *media, *groups, *keywords;
    int64_t answer_number;
    const char *country, *google_keyword, *referring_url;
    int64_t device, type_of_traffic;
    /* how */
    const char *origin; /* "form" or "api" */
    int64_t seen_rate;  /* rate that the customer saw, or SMM_ABSENT: not checked */
    int64_t coins;      /* coins to use, as the page offered them; 0 = none */
    int warn;           /* 1: stop at a twin unless `confirm` */
    int confirm;
} smm_place_t;

/** Price and time of an order that could be placed. */
typedef struct smm_quote_t {
    smm_service_t service;
    int64_t each, runs, quantity;    /* quantity = each × runs = what is charged */
    int64_t price;                   /* before coins */
    int64_t charge, cost;            /* charge = what is paid in money */
    int64_t coins, coins_usd;        /* used, and their part of the price */
    int64_t coins_most, coins_worth; /* could be used; value of one, micro-USD */
    int64_t fast, slow;              /* seconds from now; eta 0 = the name states no speed */
    int eta;
    int64_t balance, after, missing; /* after < 0 is never shown: missing > 0 then */
    int64_t twin;                    /* open campaign for the same service and link, or 0 */
    const char *link;                /* normalised */
} smm_quote_t;

/** Which fields a service's type asks for. */
#define SMM_PF_LINK 1u
#define SMM_PF_QUANTITY 2u
#define SMM_PF_COMMENTS 4u
#define SMM_PF_USERNAMES 8u
#define SMM_PF_HASHTAGS 16u
#define SMM_PF_HASHTAG 32u
#define SMM_PF_USERNAME 64u
#define SMM_PF_MEDIA 128u
#define SMM_PF_ANSWER 256u
#define SMM_PF_GROUPS 512u
#define SMM_PF_KEYWORDS 1024u
#define SMM_PF_TRAFFIC 2048u
#define SMM_PF_RUNS 4096u    /* drip-feed, where the service offers it */
#define SMM_PLACE_LIST 20000 /* characters of a list such as comments */
#define SMM_PLACE_WORD 200   /* of a hashtag or keyword */
unsigned smm_place_fields(const smm_service_t *s);

/** Checks everything that can be checked without charging. *quote is filled as far as it got. */
smm_result_t smm_campaign_quote(smm_ctx_t *c, int64_t account, const smm_place_t *in,
                                smm_quote_t *quote);
/**
 * Places the order: campaign, hold, job, event and idempotency key in one unit.
 * @return SMM_OK with *id; SMM_INVALID at a field; SMM_NO_FUNDS (a = missing USD text, exact);
 * SMM_CONFLICT for a changed price (a = old, b = new rate) or a twin that was not confirmed (a =
 * its number); SMM_NOT_FOUND service. `replay` is 1 when the key was used before: *id is the first
 * result.
 */
smm_result_t smm_campaign_place(smm_ctx_t *c, int64_t account, const smm_place_t *in,
                                const smm_idem_t *idem, int64_t *id, int *replay);

/**
 * A link as it is stored and sent: http(s) URL with a host, or, with bare_ok, a name without
 * blanks.
 * @return NULL when it is fine, else what is wrong with it (literal); *out in the pool.
 */
const char *smm_link_check(apr_pool_t *p, const char *link, int bare_ok, const char **out);
/** 1 when the host of `link` is on the operator's list (words, commas or lines; "example.com"
 * covers its sub-domains). */
int smm_link_barred(const char *link, const char *hosts);
/** Lower-case SHA-256 of what makes two links the same. */
const char *smm_link_hash(apr_pool_t *p, const char *link);
/** Items of a list field, one a line (and comma separated where `commas`): trimmed, no empties, LF.
 */
const char *smm_list_clean(apr_pool_t *p, const char *text, int commas, int64_t *count);

/* ---- after the order ------------------------------------------------------------------------- */

/** Ends a canceled or partial campaign and pays the unspent money back, once. CONFLICT when it is
 * done or not possible. */
smm_result_t smm_campaign_terminate(smm_ctx_t *c, int64_t account, int64_t id,
                                    const smm_idem_t *idem);
/** Withdraws a campaign that has not been handed over. CONFLICT when it is too late. */
smm_result_t smm_campaign_void(smm_ctx_t *c, int64_t account, int64_t id, const smm_idem_t *idem);

/** Adds one line of history to a unit. */
void smm_campaign_note(smm_unit_t *u, smm_ctx_t *c, const smm_campaign_t *k, smm_cs_e to,
                       const char *status, const char *why, const char *detail, int64_t amount);
/** Adds what an ended campaign causes: event "campaign.completed|partial|canceled" and the mail. */
void smm_campaign_ended_steps(smm_unit_t *u, smm_ctx_t *c, const smm_campaign_t *k);
/** After the commit: tells the listeners. */
void smm_campaign_ended_after(smm_ctx_t *c, const smm_campaign_t *k);

/** One report of a provider. @return 1 when the campaign changed, 0 when not, -1 on a database
 * fault. */
int smm_campaign_report(smm_ctx_t *c, const smm_campaign_t *k, const smm_pv_status_t *s);

/* staff; `why` is required */
smm_result_t smm_campaign_resolve_accept(smm_ctx_t *c, int64_t id, const char *order,
                                         const char *why);
smm_result_t smm_campaign_resolve_again(smm_ctx_t *c, int64_t id, const char *why);
smm_result_t smm_campaign_resolve_reject(smm_ctx_t *c, int64_t id, const char *why);
/** Staff sets what a provider would report (manual fulfilment, corrections). */
smm_result_t smm_campaign_set(smm_ctx_t *c, int64_t id, const char *word, int64_t start_count,
                              int64_t remains, const char *why);
smm_result_t smm_provider_prove(smm_ctx_t *c, int64_t provider, int request_id, const char *why);
/** 1 when the provider was proven to answer a repeated request_id with the same order. */
int smm_provider_safe_repeat(smm_ctx_t *c, const smm_provider_t *p, const smm_provider_driver_t *d);
/** 1 when too many ambiguous answers came lately: no new add. */
int smm_provider_braked(smm_ctx_t *c, int64_t provider, int64_t *unknowns);

/* ---- jobs, verify -----------------------------------------------------------------------------
 */

#define SMM_JOB_DISPATCH                                                                           \
    "dispatch.campaign" /* a class of its own: a slow provider holds up no sync */
#define SMM_JOB_SYNC "campaign.sync"
#define SMM_JOB_SWEEP "campaign.sweep"

/** Registers settings, jobs, drivers and invariants. For the module, smmctl and tests. */
void smm_campaign_domain_register(void);
void smm_campaign_verify_register(void);
void smm_dispatch_job(smm_ctx_t *c, smm_job_t *jobs, int n);
void smm_sync_job(smm_ctx_t *c, smm_job_t *jobs, int n);
void smm_sweep_job(smm_ctx_t *c, smm_job_t *jobs, int n);
/** Reads whether these two have anything to do (smm_job_wanted). */
int smm_sweep_wanted(smm_ctx_t *c);
int smm_sync_wanted(smm_ctx_t *c);

#endif
