/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ordering. Everything is read and decided first; then one write unit holds the money, makes the
 * campaign, queues its dispatch and keeps the idempotency key. Its guards hold whatever runs at
 * once.
 */
#include <string.h>
#include <apr_strings.h>
#include <jansson.h>
#include "smm_campaign_int.h"
#include "smm_coin_book.h"
#include "smm_crash.h"
#include "smm_form.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_wallet.h"

unsigned smm_place_fields(const smm_service_t *s)
{
    unsigned drip = s->dripfeed > 0 ? SMM_PF_RUNS : 0;
    switch (s->type) {
    case SMM_ST_PACKAGE:
        return SMM_PF_LINK;
    case SMM_ST_COMMENTS:
    case SMM_ST_COMMENTS_PACKAGE:
        return SMM_PF_LINK | SMM_PF_COMMENTS;
    case SMM_ST_COMMENT_REPLIES:
        return SMM_PF_LINK | SMM_PF_COMMENTS | SMM_PF_USERNAME;
    case SMM_ST_SEO:
        return SMM_PF_LINK | SMM_PF_QUANTITY | SMM_PF_KEYWORDS;
    case SMM_ST_MENTIONS:
        return SMM_PF_LINK | SMM_PF_QUANTITY | SMM_PF_USERNAMES;
    case SMM_ST_MENTIONS_HASHTAGS:
        return SMM_PF_LINK | SMM_PF_QUANTITY | SMM_PF_USERNAMES | SMM_PF_HASHTAGS;
    case SMM_ST_MENTIONS_LIST:
        return SMM_PF_LINK | SMM_PF_USERNAMES;
    case SMM_ST_MENTIONS_HASHTAG:
        return SMM_PF_LINK | SMM_PF_QUANTITY | SMM_PF_HASHTAG;
    case SMM_ST_MENTIONS_FOLLOWERS:
    case SMM_ST_COMMENT_LIKES:
        return SMM_PF_LINK | SMM_PF_QUANTITY | SMM_PF_USERNAME;
    case SMM_ST_MENTIONS_LIKERS:
        return SMM_PF_LINK | SMM_PF_QUANTITY | SMM_PF_MEDIA;
    case SMM_ST_POLL:
        return SMM_PF_LINK | SMM_PF_QUANTITY | SMM_PF_ANSWER;
    case SMM_ST_GROUPS:
        return SMM_PF_LINK | SMM_PF_QUANTITY | SMM_PF_GROUPS;
    case SMM_ST_WEB_TRAFFIC:
        return SMM_PF_LINK | SMM_PF_QUANTITY | SMM_PF_TRAFFIC | drip;
    default:
        return SMM_PF_LINK | SMM_PF_QUANTITY | drip;
    }
}

static int given(const char *s)
{
    return s && *s;
}

/* ---- typed fields --------------------------------------------------------------------------- */

typedef struct typed_t {
    json_t *json;    /* members in the order of the API */
    int64_t counted; /* quantity that the type counts itself, or -1 */
} typed_t;

static void put_text(typed_t *t, const char *name, const char *value)
{
    json_object_set_new(t->json, name, json_string(value));
}

static void put_int(smm_ctx_t *c, typed_t *t, const char *name, int64_t value)
{
    put_text(t, name, apr_psprintf(c->pool, "%" APR_INT64_T_FMT, (apr_int64_t)value));
}

/** A list field. @return 0 when it has no item. */
static int put_list(smm_ctx_t *c, typed_t *t, const char *name, const char *text, int commas,
                    int counts)
{
    int64_t n;
    const char *clean = smm_list_clean(c->pool, text, commas, &n);
    if (!n)
        return 0;
    put_text(t, name, clean);
    if (counts)
        t->counted = n;
    return 1;
}

/** Texts within what the columns, the pages and a provider's form take; whatever way they came. */
static smm_result_t lengths(smm_ctx_t *c, const smm_place_t *in)
{
    const struct {
        const char *name, *text;
        size_t most;
    } all[] = {{"comments", in->comments, SMM_PLACE_LIST},
               {"usernames", in->usernames, SMM_PLACE_LIST},
               {"hashtags", in->hashtags, SMM_PLACE_LIST},
               {"keywords", in->keywords, SMM_PLACE_LIST},
               {"groups", in->groups, SMM_PLACE_LIST},
               {"hashtag", in->hashtag, SMM_PLACE_WORD},
               {"username", in->username, 300},
               {"media", in->media, 2000},
               {"country", in->country, 60},
               {"google_keyword", in->google_keyword, SMM_PLACE_WORD},
               {"referring_url", in->referring_url, 2000}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t n = 0;
        for (const char *s = all[i].text; s && *s; s++)
            n += ((unsigned char)*s & 0xC0) != 0x80;
        if (n > all[i].most) {
            smm_result_t r = smm_fail(SMM_INVALID, all[i].name, "Use at most {0} characters.");
            r.a = apr_psprintf(c->pool, "%" APR_SIZE_T_FMT, all[i].most);
            return r;
        }
    }
    return smm_ok();
}

static smm_result_t lists(smm_ctx_t *c, const smm_service_t *s, const smm_place_t *in, unsigned pf,
                          typed_t *t)
{
    if ((pf & SMM_PF_COMMENTS) &&
        !put_list(c, t, "comments", in->comments, 0, s->type != SMM_ST_COMMENTS_PACKAGE))
        return smm_fail(SMM_INVALID, "comments", "Enter at least one comment, one per line.");
    if ((pf & SMM_PF_USERNAMES) &&
        !put_list(c, t, "usernames", in->usernames, 1, s->type == SMM_ST_MENTIONS_LIST))
        return smm_fail(SMM_INVALID, "usernames", "Enter at least one user name, one per line.");
    if ((pf & SMM_PF_HASHTAGS) && !put_list(c, t, "hashtags", in->hashtags, 1, 0))
        return smm_fail(SMM_INVALID, "hashtags", "Enter at least one hashtag, one per line.");
    if ((pf & SMM_PF_KEYWORDS) && !put_list(c, t, "keywords", in->keywords, 1, 0))
        return smm_fail(SMM_INVALID, "keywords", "Enter at least one keyword, one per line.");
    if ((pf & SMM_PF_GROUPS) && !put_list(c, t, "groups", in->groups, 0, 0))
        return smm_fail(SMM_INVALID, "groups", "Enter at least one group, one per line.");
    return smm_ok();
}

static smm_result_t traffic(smm_ctx_t *c, const smm_place_t *in, typed_t *t)
{
    if (in->device != SMM_ABSENT && (in->device < 1 || in->device > 5))
        return smm_fail(SMM_INVALID, "device", "Choose a device from the list.");
    if (in->type_of_traffic != SMM_ABSENT && (in->type_of_traffic < 1 || in->type_of_traffic > 3))
        return smm_fail(SMM_INVALID, "type_of_traffic", "Choose a kind of traffic from the list.");
    if (given(in->country))
        put_text(t, "country", in->country);
    if (in->device != SMM_ABSENT)
        put_int(c, t, "device", in->device);
    if (in->type_of_traffic != SMM_ABSENT)
        put_int(c, t, "type_of_traffic", in->type_of_traffic);
    if (in->type_of_traffic == 1 && !given(in->google_keyword))
        return smm_fail(SMM_INVALID, "google_keyword",
                        "Enter the search keyword that the visitors come from.");
    if (in->type_of_traffic == 2 && !given(in->referring_url))
        return smm_fail(SMM_INVALID, "referring_url",
                        "Enter the page that the visitors come from.");
    if (given(in->google_keyword))
        put_text(t, "google_keyword", in->google_keyword);
    if (given(in->referring_url))
        put_text(t, "referring_url", in->referring_url);
    return smm_ok();
}

/** Collects the fields that the type asks for; others are ignored. */
static smm_result_t typed_fields(smm_ctx_t *c, const smm_service_t *s, const smm_place_t *in,
                                 unsigned pf, typed_t *t)
{
    smm_result_t res = lengths(c, in);
    if (res.code == SMM_OK)
        res = lists(c, s, in, pf, t);
    if (res.code == SMM_OK && (pf & SMM_PF_TRAFFIC))
        res = traffic(c, in, t);
    if (res.code != SMM_OK)
        return res;
    if (pf & SMM_PF_HASHTAG) {
        if (!given(in->hashtag))
            return smm_fail(SMM_INVALID, "hashtag", "Enter the hashtag.");
        put_text(t, "hashtag", in->hashtag);
    }
    if (pf & SMM_PF_USERNAME) {
        if (!given(in->username))
            return smm_fail(SMM_INVALID, "username", "Enter the user name.");
        put_text(t, "username", in->username);
    }
    if (pf & SMM_PF_MEDIA) {
        if (!given(in->media))
            return smm_fail(SMM_INVALID, "media", "Enter the link of the post.");
        put_text(t, "media", in->media);
    }
    if (pf & SMM_PF_ANSWER) {
        if (in->answer_number == SMM_ABSENT || in->answer_number < 1 || in->answer_number > 1000)
            return smm_fail(SMM_INVALID, "answer_number",
                            "Enter the number of the option, counted from 1.");
        put_int(c, t, "answer_number", in->answer_number);
    }
    if ((pf & SMM_PF_RUNS) && in->runs != SMM_ABSENT && in->runs > 1) {
        if (in->interval == SMM_ABSENT || in->interval < 1)
            return smm_fail(SMM_INVALID, "interval", "Enter the minutes between two runs.");
        put_int(c, t, "runs", in->runs);
        put_int(c, t, "interval", in->interval);
    }
    return smm_ok();
}

/* ---- quote ---------------------------------------------------------------------------------- */

static const char *usd(smm_ctx_t *c, int64_t micro)
{
    return smm_usd_text(apr_palloc(c->pool, SMM_USD_TEXT), micro);
}

static smm_result_t check_link(smm_ctx_t *c, const smm_place_t *in, smm_quote_t *q)
{
    const char *wrong = smm_link_check(c->pool, in->link, 1, &q->link);
    if (wrong)
        return (smm_result_t){SMM_INVALID, "link", wrong, NULL, NULL};
    if (smm_link_barred(q->link, smm_setting(c, "campaign.barred_hosts")))
        return smm_fail(SMM_INVALID, "link", "Campaigns for this site are not offered here.");
    return smm_ok();
}

static smm_result_t check_quantity(smm_ctx_t *c, const smm_place_t *in, smm_quote_t *q, unsigned pf,
                                   const typed_t *t)
{
    const smm_service_t *s = &q->service;
    const char *field = "quantity";
    smm_result_t r;
    q->runs = 1;
    if (smm_stype_package(s->type)) {
        q->each = q->quantity = 1;
        return smm_ok();
    }
    if (t->counted >= 0) {
        q->each = t->counted;
        field = pf & SMM_PF_COMMENTS ? "comments" : "usernames";
    } else if (in->quantity == SMM_ABSENT) {
        return smm_fail(SMM_INVALID, "quantity", "Enter the quantity.");
    } else {
        q->each = in->quantity;
    }
    if (q->each < s->min || q->each <= 0) {
        r = smm_fail(SMM_INVALID, field, "The least quantity of this service is {0}.");
        r.a = apr_psprintf(c->pool, "%" APR_INT64_T_FMT, (apr_int64_t)s->min);
        return r;
    }
    if ((pf & SMM_PF_RUNS) && in->runs != SMM_ABSENT && in->runs > 1)
        q->runs = in->runs;
    if (__builtin_mul_overflow(q->each, q->runs, &q->quantity) || q->quantity > s->max) {
        r = smm_fail(SMM_INVALID, field,
                     "The greatest quantity of this service is {0}, all runs together.");
        r.a = apr_psprintf(c->pool, "%" APR_INT64_T_FMT, (apr_int64_t)s->max);
        return r;
    }
    return smm_ok();
}

static int price(const smm_service_t *s, int64_t rate, int64_t quantity, int64_t *out)
{
    if (!smm_stype_package(s->type))
        return smm_charge(rate, quantity, out);
    *out = rate;
    return 0;
}

static int64_t find_twin(smm_ctx_t *c, int64_t account, const smm_quote_t *q)
{
    int64_t id = 0;
    int found = 0;
    smm_db_int(c->db, SQL_campaign_twin,
               SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(q->service.id),
                        SMM_T(smm_link_hash(c->pool, q->link))),
               &id, &found);
    return found ? id : 0;
}

/** Coins lower what is paid in money: as many as were asked for, the account has and the share of
 * the price allows. */
static void use_coins(smm_ctx_t *c, int64_t account, const smm_place_t *in, smm_quote_t *q)
{
    int64_t share, have = 0;
    q->price = q->charge;
    if (in->origin && !strcmp(in->origin, "api")) /* scripts pay in money: nothing to look up */
        return;
    q->coins_worth = smm_coins_value(c, &share);
    if (!q->coins_worth || smm_coins_balance(c, account, &have) != SMM_OK)
        return;
    q->coins_most = smm_coins_usable(have, q->price, q->coins_worth, share);
    if (in->coins == SMM_ABSENT || in->coins <= 0)
        return;
    q->coins = in->coins < q->coins_most ? in->coins : q->coins_most;
    q->coins_usd = q->coins * q->coins_worth;
    q->charge = q->price - q->coins_usd;
}

/** Quote with the typed fields that place() stores. The caller owns t->json. */
static smm_result_t quote_in(smm_ctx_t *c, int64_t account, const smm_place_t *in, smm_quote_t *q,
                             typed_t *t)
{
    smm_balance_t b = {0};
    smm_rc_e rc = smm_service_get(c, in->service, &q->service);
    if (rc == SMM_NOT_FOUND)
        return smm_fail(SMM_INVALID, "service", "Choose a service from the list.");
    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "The panel is busy. Nothing was charged; please try again.");
    if (!smm_service_sold(&q->service))
        return smm_fail(SMM_INVALID, "service",
                        "This service cannot be ordered now. Please choose another one.");
    if (q->service.type == SMM_ST_SUBSCRIPTIONS)
        return smm_fail(SMM_INVALID, "service",
                        "Subscriptions are not offered yet. Please choose another service.");
    unsigned pf = smm_place_fields(&q->service);
    smm_result_t link = check_link(c, in, q), typed = typed_fields(c, &q->service, in, pf, t);
    smm_result_t res = check_quantity(c, in, q, pf, t);
    /* the price is shown as soon as the quantity is good, whatever else is missing */
    if (res.code == SMM_OK && (price(&q->service, q->service.rate, q->quantity, &q->charge) ||
                               price(&q->service, q->service.cost, q->quantity, &q->cost)))
        res = smm_fail(SMM_INVALID, "quantity",
                       "This is more than one campaign can cost. Please order less.");
    if (res.code == SMM_OK) {
        q->eta = smm_service_eta(&q->service, q->quantity, &q->fast, &q->slow);
        use_coins(c, account, in, q);
        if (smm_wallet_balance(c, account, &b) == SMM_OK) {
            int64_t can = b.balance + b.credit_limit;
            q->balance = b.balance;
            q->after = b.balance - q->charge;
            q->missing = can < q->charge ? q->charge - can : 0;
        }
    }
    if (link.code != SMM_OK)
        return link;
    q->twin = find_twin(c, account, q);
    return res.code != SMM_OK ? res : typed;
}

smm_result_t smm_campaign_quote(smm_ctx_t *c, int64_t account, const smm_place_t *in,
                                smm_quote_t *quote)
{
    typed_t t = {json_object(), -1};
    memset(quote, 0, sizeof *quote);
    smm_result_t res = quote_in(c, account, in, quote, &t);
    json_decref(t.json);
    return res;
}

/* ---- place ---------------------------------------------------------------------------------- */

/** A wallet that is stopped pays for nothing, whatever is in it: that is said first. */
static smm_result_t no_funds(smm_ctx_t *c, int64_t account, int64_t missing)
{
    int frozen = smm_wallet_frozen(c, account);
    smm_result_t r;

    if (frozen == 2)
        return smm_fail(SMM_NO_FUNDS, NULL,
                        "A bill is overdue. Nothing was charged: pay it, then order again.");
    if (frozen)
        return smm_fail(SMM_NO_FUNDS, NULL,
                        "Your balance is frozen. Nothing was charged: write to support.");
    r = smm_fail(
        SMM_NO_FUNDS, NULL,
        "Your balance does not cover this campaign: {0} USD are missing. Nothing was charged.");
    r.a = usd(c, missing);
    return r;
}

static smm_result_t price_changed(smm_ctx_t *c, int64_t old, int64_t now)
{
    smm_result_t r = smm_fail(SMM_CONFLICT, "price",
                              "The price has changed from {0} to {1} USD. Nothing was charged; "
                              "check it and order again.");
    r.a = usd(c, old);
    r.b = usd(c, now);
    return r;
}

static smm_result_t coins_gone(void)
{
    return smm_fail(SMM_CONFLICT, "coins",
                    "Fewer coins can be used now than the page offered. Nothing was charged; check "
                    "the price and order again.");
}

/** The unit of one order. @return the step that makes the campaign. */
static int place_unit(smm_ctx_t *c, smm_unit_t *u, int64_t account, const smm_place_t *in,
                      const smm_quote_t *q, const char *fields, const char *token,
                      const smm_idem_t *idem)
{
    const smm_service_t *s = &q->service;
    const char *api = in->origin && !strcmp(in->origin, "api") ? "api" : "form";
    int k =
        smm_unit_add(u, SQL_campaign_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(s->id), SMM_T(s->name),
                              SMM_T(api), SMM_T(q->link), SMM_T(smm_link_hash(c->pool, q->link)),
                              SMM_I(q->quantity), SMM_T(fields), SMM_I(s->rate), SMM_I(q->charge),
                              SMM_I(q->cost), s->provider_id ? SMM_I(s->provider_id) : SMM_NUL,
                              SMM_T(s->provider_service ? s->provider_service : ""), SMM_T(token),
                              SMM_I(c->now), SMM_T(idem ? idem->key : NULL)));
    smm_idem_step(u, c, idem, k, 0);
    smm_unit_add(u, SQL_campaign_guard_service,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(s->id), SMM_I(s->rate)));
    smm_unit_outcome(u, SMM_OUT_PRICE);
    if (q->charge > 0)
        smm_wallet_hold(u, c, account, q->charge, k,
                        apr_pstrcat(c->pool, "campaign/hold/", token, NULL));
    if (q->coins > 0)
        smm_coins_spend_steps(u, c, account, q->coins, q->coins_usd, k,
                              apr_pstrcat(c->pool, "campaign/", token, NULL));
    smm_unit_add(u, SQL_campaign_event_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(k), SMM_I(c->now), SMM_NUL, SMM_T("intent"),
                          SMM_T("Pending"), SMM_I(c->actor), SMM_T("placed"), SMM_NUL,
                          SMM_I(q->charge)));
    smm_job_step_slot(u, c, SMM_JOB_DISPATCH, k, c->now, NULL);
    /* the token is the order's own mark: it tells whether a commit whose answer was lost happened
     */
    smm_unit_probe(u, SQL_campaign_by_token, SMM_ARGS(SMM_I(c->panel->id), SMM_T(token)));
    return k;
}

/** What a unit that was not written means. */
static smm_result_t place_failed(smm_ctx_t *c, int64_t account, const smm_written_t *w,
                                 const smm_quote_t *q, const smm_place_t *in)
{
    smm_balance_t b = {0};
    smm_service_t now;
    if (w->outcome == SMM_NO_FUNDS) {
        int64_t missing = q->charge;
        if (smm_wallet_balance(c, account, &b) == SMM_OK && b.balance + b.credit_limit < q->charge)
            missing = q->charge - b.balance - b.credit_limit;
        return no_funds(c, account, missing);
    }
    if (w->outcome == SMM_OUT_PRICE) {
        if (smm_service_get(c, in->service, &now) == SMM_OK && smm_service_sold(&now))
            return price_changed(c, q->service.rate, now.rate);
        return smm_fail(SMM_INVALID, "service",
                        "This service cannot be ordered now. Please choose another one.");
    }
    if (w->outcome == SMM_OUT_COINS)
        return coins_gone();
    return smm_fail(smm_written_rc(w), NULL,
                    "The panel is busy. Nothing was charged; please try again.");
}

static smm_result_t decide(smm_ctx_t *c, int64_t account, const smm_place_t *in,
                           const smm_quote_t *q)
{
    smm_result_t r;
    if (in->seen_rate != SMM_ABSENT && in->seen_rate != q->service.rate)
        return price_changed(c, in->seen_rate, q->service.rate);
    if (in->coins != SMM_ABSENT && in->coins > q->coins)
        return coins_gone();
    if (in->warn && !in->confirm && q->twin) {
        r = smm_fail(SMM_CONFLICT, "confirm",
                     "Campaign {0} for this service and link is still open. A second order cannot "
                     "be taken back.");
        r.a = apr_psprintf(c->pool, "%" APR_INT64_T_FMT, (apr_int64_t)q->twin);
        return r;
    }
    return q->missing > 0 ? no_funds(c, account, q->missing) : smm_ok();
}

/** The answer of an order that was made before with this key. @return SMM_NOT_FOUND when the key is
 * new. */
static smm_rc_e again(smm_ctx_t *c, const smm_idem_t *idem, int64_t *id, int *replay,
                      smm_result_t *res)
{
    smm_rc_e rc = idem ? smm_idem_find(c, idem, id) : SMM_NOT_FOUND;
    *replay = rc == SMM_OK;
    if (rc == SMM_OK)
        *res = smm_ok();
    else if (rc != SMM_NOT_FOUND)
        *res = rc != SMM_CONFLICT
                   ? smm_fail(rc, NULL, "The panel is busy. Nothing was charged; please try again.")
                   : smm_fail(rc, NULL,
                              "This form was sent before with other values. Open the page again.");
    return rc;
}

static smm_result_t write_order(smm_ctx_t *c, int64_t account, const smm_place_t *in,
                                const smm_quote_t *q, const char *fields, const smm_idem_t *idem,
                                int64_t *id, int *replay)
{
    const char *token = smm_random_token(c->pool, 18);
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_result_t res;
    int found = 0, k = place_unit(c, u, account, in, q, fields, token, idem);
    smm_crash_point("place.before-commit");
    smm_written_t w = smm_db_write(c->db, u);
    smm_crash_point("place.after-commit");
    if (w.rc == SMM_DB_OK && !w.replayed)
        *id = smm_unit_id(u, k);
    else if (w.rc == SMM_DB_OK)
        smm_db_int(c->db, SQL_campaign_by_token, SMM_ARGS(SMM_I(c->panel->id), SMM_T(token)), id,
                   &found);
    if (w.rc == SMM_DB_OK) {
        smm_job_kick();
        return smm_ok();
    }
    /* UNIQUE at the key, or NO_FUNDS because the first of the same form took the money */
    smm_rc_e first = w.rc == SMM_DB_UNIQUE || w.rc == SMM_DB_EXPECT
                         ? again(c, idem, id, replay, &res)
                         : SMM_NOT_FOUND;
    if (first == SMM_OK || first == SMM_CONFLICT)
        return res;
    return place_failed(c, account, &w, q, in);
}

smm_result_t smm_campaign_place(smm_ctx_t *c, int64_t account, const smm_place_t *in,
                                const smm_idem_t *idem, int64_t *id, int *replay)
{
    smm_quote_t q = {0};
    typed_t t;
    smm_result_t res;
    if (again(c, idem, id, replay, &res) != SMM_NOT_FOUND)
        return res;
    t = (typed_t){json_object(), -1};
    res = quote_in(c, account, in, &q, &t);
    if (res.code == SMM_OK)
        res = decide(c, account, in, &q);
    char *dump = json_object_size(t.json) ? json_dumps(t.json, JSON_COMPACT) : NULL;
    const char *fields = dump ? apr_pstrdup(c->pool, dump) : NULL;
    free(dump);
    json_decref(t.json);
    if (res.code == SMM_OK)
        return write_order(c, account, in, &q, fields, idem, id, replay);
    /* the first of the same form may have got in between and spent the money or made the twin */
    smm_result_t first;
    return again(c, idem, id, replay, &first) == SMM_OK ? first : res;
}
