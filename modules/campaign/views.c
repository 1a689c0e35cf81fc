/* SPDX-License-Identifier: Apache-2.0 */
/* Campaigns as XML. Structs in, elements out; no queries but through the domain. */
#include <string.h>
#include <time.h>
#include <apr_strings.h>
#include "campaign_mod.h"
#include "catalogue_int.h"
#include "smm_coin_book.h"
#include "smm_money.h"
#include "smm_tz.h"

#define PER 20

static const char *id_text(smm_req_t *q, int64_t id)
{
    return apr_psprintf(q->ctx.pool, "%" APR_INT64_T_FMT, (apr_int64_t)id);
}

static void attr_known(smm_vm_t *vm, const char *name, int64_t v)
{
    if (v == SMM_C_NONE)
        smm_vm_attr(vm, name, "");
    else
        smm_vm_attr_int(vm, name, v);
}

static int open_state(const smm_campaign_t *k)
{
    return !smm_cs_ended(k->state);
}

/** About when an open campaign ends: only where the service states a speed. */
static void attr_eta(smm_req_t *q, smm_vm_t *vm, const smm_campaign_t *k)
{
    smm_service_t s;
    int64_t fast, slow;
    if (open_state(k) && smm_service_get(&q->ctx, k->service, &s) == SMM_OK &&
        smm_service_eta(&s, k->quantity, &fast, &slow) && k->created + slow > q->ctx.now)
        smm_vm_attr_time(vm, "eta", k->created + slow);
}

/** The attributes that scripts rely on, then ours. */
static void attrs(smm_req_t *q, smm_vm_t *vm, const smm_campaign_t *k, int staff)
{
    smm_vm_attr_int(vm, "id", k->id);
    smm_vm_attr(vm, "service", k->service_name);
    smm_vm_attr(vm, "tags", smm_name_tags(q->ctx.pool, k->service_name));
    smm_vm_attr_int(vm, "service-id", k->service);
    smm_vm_attr(vm, "link", k->link);
    smm_vm_attr_int(vm, "quantity", k->quantity);
    smm_vm_attr(vm, "status", k->status);
    attr_known(vm, "start-count", k->start_count);
    attr_known(vm, "remains", k->remains);
    smm_vm_attr_int(vm, "delivered", smm_campaign_delivered(k));
    smm_vm_attr_usd(vm, "charge-usd", k->charge);
    smm_vm_attr_usd(vm, "refundable-usd", smm_campaign_refundable(k));
    smm_vm_attr_usd(vm, "refunded-usd", k->refunded);
    smm_vm_attr_time(vm, "created", k->created);
    smm_vm_attr_time(vm, "ended", k->ended_at);
    smm_vm_attr_time(vm, "updated", k->last_sync);
    attr_eta(q, vm, k);
    if (!staff)
        return;
    smm_vm_attr(
        vm, "href",
        apr_psprintf(q->ctx.pool, "/staff/campaigns/%" APR_INT64_T_FMT, (apr_int64_t)k->id));
    smm_vm_attr(vm, "state", smm_cs_name(k->state));
    smm_vm_attr(vm, "flag", k->flag);
    smm_vm_attr(vm, "origin", k->origin);
    smm_vm_attr_int(vm, "account", k->account);
    smm_vm_attr_usd(vm, "cost-usd", k->cost);
    smm_vm_attr_int(vm, "provider", k->provider);
    smm_vm_attr(vm, "provider-order", k->provider_order);
    smm_vm_attr_int(vm, "attempts", k->attempt);
}

void campaign_vm(smm_req_t *q, smm_vm_t *vm, const smm_campaign_t *k, int staff)
{
    smm_coin_spend_t coins;
    smm_vm_el(vm, "campaign");
    attrs(q, vm, k, staff);
    if (smm_coins_spent(&q->ctx, k->id, &coins) == SMM_OK) {
        smm_vm_attr_int(vm, "coins", coins.coins);
        smm_vm_attr_usd(vm, "coins-usd", coins.value);
        smm_vm_attr_int(vm, "coins-back", coins.returned);
    }
    smm_vm_end(vm);
}

static void act(smm_vm_t *vm, const char *href, const char *label, const char *icon,
                const char *kind)
{
    smm_vm_el(vm, "act");
    smm_vm_attr(vm, "href", href);
    smm_vm_attr(vm, "label", label);
    smm_vm_attr(vm, "icon", icon);
    smm_vm_attr(vm, "kind", kind);
    smm_vm_end(vm);
}

void campaign_vm_actions(smm_req_t *q, smm_vm_t *vm, const smm_campaign_t *k)
{
    const char *base =
        apr_psprintf(q->ctx.pool, "/app/campaigns/%" APR_INT64_T_FMT, (apr_int64_t)k->id);
    if (k->state == SMM_CS_PARTIAL || k->state == SMM_CS_CANCELED)
        act(vm, apr_pstrcat(q->ctx.pool, base, "/terminate", NULL), "Terminate", "player-stop",
            "danger");
    if (k->state == SMM_CS_INTENT)
        act(vm, apr_pstrcat(q->ctx.pool, base, "/cancel", NULL), "Withdraw", "ban", NULL);
    if (smm_cs_ended(k->state))
        act(vm,
            apr_psprintf(q->ctx.pool, "/app/campaigns/new?service=%" APR_INT64_T_FMT,
                         (apr_int64_t)k->service),
            "Reorder", "repeat", NULL);
}

void campaign_vm_row(smm_req_t *q, smm_vm_t *vm, const smm_campaign_t *k, int staff)
{
    smm_vm_el(vm, "campaign");
    attrs(q, vm, k, staff);
    if (!staff)
        campaign_vm_actions(q, vm, k);
    else if (k->state == SMM_CS_UNKNOWN || k->state == SMM_CS_REVIEW)
        act(vm, apr_psprintf(q->ctx.pool, "/staff/campaigns/%" APR_INT64_T_FMT, (apr_int64_t)k->id),
            "Decide", "alert-triangle", NULL);
    if (k->state == SMM_CS_TERMINATED || k->state == SMM_CS_REJECTED)
        smm_vm_leaf(vm, "hint", "Paid back to the balance");
    smm_vm_end(vm);
}

/* ---- history -------------------------------------------------------------------------------- */

typedef struct rows_t {
    smm_req_t *q;
    smm_vm_t *vm;
    int staff;
} rows_t;

/** The steps that a customer sees; the others are the machinery's. */
static const char *told(const char *why)
{
    static const struct {
        const char *why, *text;
    } t[] = {
        {"placed", "Ordered"},
        {"accepted", "Handed over for delivery"},
        {"found-by-staff", "Handed over for delivery"},
        {"by-hand", "Accepted"},
        {"started", "Delivery started"},
        {"completed", "Completed"},
        {"stopped", "Stopped before the end"},
        {"canceled", "Canceled by the provider"},
        {"refused", "Could not be delivered; the money is back"},
        {"written-off", "Could not be delivered; the money is back"},
        {"withdrawn", "Withdrawn; the money is back"},
        {"terminated", "Terminated; the unspent money is back"},
        {"paid-back", "The unspent money is back"},
        {"reported", "Being prepared"},
        {"set-by-staff", "Updated by our staff"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (!strcmp(t[i].why, why))
            return t[i].text;
    return NULL;
}

static void on_event(void *baton, const smm_campaign_event_t *e)
{
    rows_t *b = baton;
    const char *text = told(e->why);
    if (!text && !b->staff)
        return;
    smm_vm_el(b->vm, "event");
    smm_vm_attr_time(b->vm, "at", e->at);
    smm_vm_attr(b->vm, "label", text ? text : e->why);
    smm_vm_attr(b->vm, "status", e->status);
    if (e->amount)
        smm_vm_attr_usd(b->vm, "amount-usd", e->amount);
    if (b->staff) {
        smm_vm_attr(b->vm, "from", e->from);
        smm_vm_attr(b->vm, "to", e->to);
        smm_vm_attr_int(b->vm, "actor", e->actor);
        smm_vm_attr(b->vm, "why", e->why);
        smm_vm_attr(b->vm, "detail", e->detail);
    }
    smm_vm_end(b->vm);
}

void campaign_vm_timeline(smm_req_t *q, smm_vm_t *vm, int64_t id, int staff)
{
    rows_t b = {q, vm, staff};
    smm_vm_el(vm, "timeline");
    smm_campaign_history(&q->ctx, id, on_event, &b);
    smm_vm_end(vm);
}

static void on_attempt(void *baton, const smm_attempt_t *a)
{
    smm_vm_t *vm = ((rows_t *)baton)->vm;
    smm_vm_el(vm, "attempt");
    smm_vm_attr_int(vm, "group", a->grp);
    smm_vm_attr_int(vm, "n", a->attempt);
    smm_vm_attr_time(vm, "started", a->started);
    smm_vm_attr_time(vm, "finished", a->finished);
    smm_vm_attr(vm, "outcome", a->outcome);
    smm_vm_attr(vm, "reason", a->reason);
    smm_vm_attr_int(vm, "sent-bytes", a->sent_bytes);
    smm_vm_attr_int(vm, "elapsed-ms", a->elapsed_ms);
    smm_vm_attr_int(vm, "http-status", a->http_status);
    smm_vm_attr_usd(vm, "expected-usd", a->expected_cost);
    if (a->balance_before != SMM_C_NONE)
        smm_vm_attr_usd(vm, "balance-before-usd", a->balance_before);
    if (a->balance_after != SMM_C_NONE)
        smm_vm_attr_usd(vm, "balance-after-usd", a->balance_after);
    if (a->answer)
        smm_vm_text(vm, a->answer);
    smm_vm_end(vm);
}

void campaign_vm_attempts(smm_req_t *q, smm_vm_t *vm, int64_t id)
{
    rows_t b = {q, vm, 1};
    smm_vm_el(vm, "attempts");
    smm_campaign_attempts(&q->ctx, id, on_attempt, &b);
    smm_vm_end(vm);
}

/* ---- order ---------------------------------------------------------------------------------- */

/** Seconds as a number and a unit that people say. */
static void attr_span(smm_vm_t *vm, const char *name, const char *unit, int64_t s)
{
    const char *word = s < 5400 ? "minute" : s < 129600 ? "hour" : "day";
    int64_t one = s < 5400 ? 60 : s < 129600 ? 3600 : 86400;
    smm_vm_attr_int(vm, name, s <= 0 ? 0 : (s + one - 1) / one);
    smm_vm_attr(vm, unit, word);
}

void campaign_vm_quote(smm_req_t *q, smm_vm_t *vm, const smm_quote_t *quote,
                       const smm_result_t *res)
{
    const smm_service_t *s = &quote->service;
    smm_vm_el(vm, "quote");
    if (s->id) {
        smm_vm_attr_usd(vm, "rate-usd", s->rate);
        smm_vm_attr_flag(vm, "package", smm_stype_package(s->type));
        smm_vm_attr(vm, "seen",
                    apr_psprintf(q->ctx.pool, "%" APR_INT64_T_FMT ":%" APR_INT64_T_FMT,
                                 (apr_int64_t)s->id, (apr_int64_t)s->rate));
    }
    if (quote->price > 0) {
        smm_vm_attr_int(vm, "quantity", quote->quantity);
        smm_vm_attr_int(vm, "each", quote->each);
        smm_vm_attr_int(vm, "runs", quote->runs);
        smm_vm_attr_usd(vm, "total-usd", quote->charge);
        smm_vm_attr_usd(vm, "balance-usd", quote->balance);
        if (quote->coins_most > 0) {
            smm_vm_attr_usd(vm, "price-usd", quote->price);
            smm_vm_attr_int(vm, "coins", quote->coins);
            smm_vm_attr_usd(vm, "coins-usd", quote->coins_usd);
            smm_vm_attr_int(vm, "coins-most", quote->coins_most);
            smm_vm_attr_usd(vm, "coins-most-usd", quote->coins_most * quote->coins_worth);
        }
        if (quote->missing > 0) {
            char text[SMM_USD_TEXT];
            /* a top-up is whole cents */
            int64_t cents = (quote->missing + SMM_CENT - 1) / SMM_CENT * SMM_CENT;
            smm_vm_attr_usd(vm, "missing-usd", quote->missing);
            smm_vm_attr(
                vm, "add-href",
                apr_pstrcat(q->ctx.pool, "/app/funds?amount=", smm_usd_text(text, cents), NULL));
        } else {
            smm_vm_attr_usd(vm, "after-usd", quote->after);
        }
        if (quote->eta) {
            attr_span(vm, "start", "start-unit", s->start_max > 0 ? s->start_max : 0);
            attr_span(vm, "fast", "fast-unit", quote->fast);
            attr_span(vm, "slow", "slow-unit", quote->slow);
            smm_vm_attr_int(vm, "speed", s->speed_lo > 0 ? s->speed_lo : s->speed_hi);
            smm_vm_attr_time(vm, "end-at", q->ctx.now + quote->slow);
        }
    }
    if (s->id && s->average_s > 0)
        attr_span(vm, "measured", "measured-unit", s->average_s);
    if (quote->twin)
        smm_vm_attr_int(vm, "twin", quote->twin);
    if (res && res->code == SMM_INVALID && res->field && quote->price <= 0 &&
        strcmp(res->field, "link")) {
        smm_vm_attr(vm, "problem", res->message);
        smm_vm_attr(vm, "problem-a", res->a);
    }
    smm_vm_end(vm);
}

void campaign_vm_service(smm_req_t *q, smm_vm_t *vm, const smm_service_t *s)
{
    static const struct {
        unsigned bit;
        const char *name;
    } fields[] = {{SMM_PF_LINK, "link"},
                  {SMM_PF_QUANTITY, "quantity"},
                  {SMM_PF_COMMENTS, "comments"},
                  {SMM_PF_USERNAMES, "usernames"},
                  {SMM_PF_HASHTAGS, "hashtags"},
                  {SMM_PF_HASHTAG, "hashtag"},
                  {SMM_PF_USERNAME, "username"},
                  {SMM_PF_MEDIA, "media"},
                  {SMM_PF_ANSWER, "answer_number"},
                  {SMM_PF_GROUPS, "groups"},
                  {SMM_PF_KEYWORDS, "keywords"},
                  {SMM_PF_TRAFFIC, "traffic"},
                  {SMM_PF_RUNS, "runs"}};
    unsigned pf = smm_place_fields(s);
    smm_vm_el(vm, "service");
    catalogue_view_service(q, vm, s);
    if (s->description && *s->description)
        smm_vm_leaf(vm, "desc", s->description);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (pf & fields[i].bit) {
            smm_vm_el(vm, "asks");
            smm_vm_attr(vm, "for", fields[i].name);
            smm_vm_end(vm);
        }
    smm_vm_end(vm);
}

/* ---- list ----------------------------------------------------------------------------------- */

static void on_row(void *baton, const smm_campaign_t *k)
{
    rows_t *b = baton;
    campaign_vm_row(b->q, b->vm, k, b->staff);
}

/** "2026-11-23" → the reader's midnight in seconds UTC; 0 when it is not a date. */
static int64_t day_of(smm_req_t *q, const char *s)
{
    struct tm tm = {0};
    int y, m, d;
    if (!s || strlen(s) != 10 || sscanf(s, "%4d-%2d-%2d", &y, &m, &d) != 3 || y < 2000 || y > 2200)
        return 0;
    tm.tm_year = y - 1900;
    tm.tm_mon = m - 1;
    tm.tm_mday = d;
    return smm_tz_utc(smm_tz(q->account ? q->account->timezone : NULL), (int64_t)timegm(&tm));
}

static const char *query_of(smm_req_t *q, const smm_campaign_filter_t *f, const char *tab, int page)
{
    const char *s = apr_psprintf(q->ctx.pool, "?status=%s", tab), *from = smm_req_query(q, "from"),
               *to = smm_req_query(q, "to");
    if (f->q && *f->q)
        s = apr_pstrcat(q->ctx.pool, s, "&q=", ap_escape_urlencoded(q->ctx.pool, f->q), NULL);
    if (day_of(q, from))
        s = apr_pstrcat(q->ctx.pool, s, "&from=", from, NULL);
    if (day_of(q, to))
        s = apr_pstrcat(q->ctx.pool, s, "&to=", to, NULL);
    return page > 1 ? apr_psprintf(q->ctx.pool, "%s&page=%d", s, page) : s;
}

static void tab(smm_req_t *q, smm_vm_t *vm, const smm_campaign_filter_t *f, const char *id,
                const char *label, int64_t n)
{
    smm_vm_el(vm, "tab");
    smm_vm_attr(vm, "id", *id ? id : "all");
    smm_vm_attr(vm, "href", query_of(q, f, id, 1));
    smm_vm_attr_flag(vm, "on", !strcmp(f->tab, id));
    smm_vm_attr_int(vm, "n", n);
    smm_vm_text(vm, label);
    smm_vm_end(vm);
}

static int64_t tabs(smm_req_t *q, smm_vm_t *vm, const smm_campaign_filter_t *f,
                    const smm_campaign_tabs_t *n, int staff)
{
    const struct {
        const char *id, *label;
        int64_t n;
    } t[] = {{"", "All", n->all},
             {"pending", "Pending", n->pending},
             {"running", "Running", n->running},
             {"completed", "Completed", n->completed},
             {"partial", "Partial", n->partial},
             {"canceled", "Canceled", n->canceled},
             {"unknown", "In doubt", n->unknown},
             {"flagged", "Flagged", n->flagged}};
    int64_t total = 0;
    for (int i = 0; i < (staff ? 8 : 6); i++) {
        tab(q, vm, f, t[i].id, t[i].label, t[i].n);
        if (!strcmp(t[i].id, f->tab))
            total = t[i].n;
    }
    return total;
}

static void page_link(smm_req_t *q, smm_vm_t *vm, const smm_campaign_filter_t *f, int page,
                      const char *label)
{
    smm_vm_el(vm, "pg");
    smm_vm_attr(vm, "href", query_of(q, f, f->tab, page));
    smm_vm_attr_flag(vm, "on", page == f->page);
    smm_vm_attr(vm, "l", label);
    smm_vm_text(vm, id_text(q, page));
    smm_vm_end(vm);
}

static void pager(smm_req_t *q, smm_vm_t *vm, const smm_campaign_filter_t *f, int64_t total)
{
    int last = (int)((total + f->per - 1) / f->per);
    if (total <= 0)
        return;
    smm_vm_el(vm, "pager");
    smm_vm_attr_int(vm, "from", (int64_t)(f->page - 1) * f->per + 1);
    smm_vm_attr_int(vm, "to",
                    (int64_t)f->page * f->per < total ? (int64_t)f->page * f->per : total);
    smm_vm_attr_int(vm, "total", total);
    for (int i = 1; last > 1 && i <= last; i++)
        if (i == 1 || i == last || (i >= f->page - 2 && i <= f->page + 2))
            page_link(q, vm, f, i, i == last ? "Last page" : NULL);
    smm_vm_end(vm);
}

static const char *tab_name(smm_req_t *q, int staff)
{
    static const char *const names[] = {"pending",  "running", "completed", "partial",
                                        "canceled", "unknown", "flagged"};
    const char *s = smm_req_query(q, "status");
    for (int i = 0; s && i < (staff ? 7 : 5); i++)
        if (!strcmp(names[i], s))
            return names[i];
    return "";
}

static int number_of(smm_req_t *q, const char *name, int fallback, int max)
{
    const char *s = smm_req_query(q, name);
    apr_int64_t v = s ? apr_atoi64(s) : 0;
    return v >= 1 && v <= max ? (int)v : fallback;
}

static void empty(smm_req_t *q, smm_vm_t *vm, const smm_campaign_filter_t *f, int staff)
{
    int filtered = *f->tab || (f->q && *f->q) || f->since || f->before;
    smm_vm_el(vm, "empty");
    smm_vm_attr(vm, "icon", "target-arrow");
    smm_vm_attr(vm, "title", filtered ? "No campaign matches" : "No campaigns yet");
    smm_vm_attr(vm, "act", filtered ? "Reset filters" : staff ? NULL : "New campaign");
    if (filtered || !staff)
        smm_vm_attr(vm, "href",
                    filtered ? (staff ? "/staff/campaigns" : "/app/campaigns")
                             : "/app/campaigns/new");
    smm_vm_text(
        vm,
        filtered ? "Try another word, date or status."
        : staff
            ? "Campaigns of your customers will be listed here."
            : "Your campaigns will be listed here with their progress. Start with the first one.");
    smm_vm_end(vm);
}

int campaign_vm_list(smm_req_t *q, smm_vm_t *vm, int staff)
{
    rows_t b = {q, vm, staff};
    smm_campaign_tabs_t n;
    const char *from = smm_req_query(q, "from"), *to = smm_req_query(q, "to");
    smm_campaign_filter_t f = {.account = staff ? 0 : q->account->id,
                               .tab = tab_name(q, staff),
                               .q = smm_req_query(q, "q"),
                               .since = day_of(q, from),
                               .before = day_of(q, to) ? day_of(q, to) + 86400 : 0,
                               .per = number_of(q, "per", PER, 100),
                               .page = number_of(q, "page", 1, 100000)};
    if (smm_campaign_tabs(&q->ctx, &f, &n) != SMM_OK)
        return 0;
    smm_vm_el(vm, "filter");
    smm_vm_attr(vm, "q", f.q);
    smm_vm_attr(vm, "from", f.since ? from : NULL);
    smm_vm_attr(vm, "to", f.before ? to : NULL);
    smm_vm_attr(vm, "status", f.tab);
    smm_vm_attr(vm, "action", staff ? "/staff/campaigns" : "/app/campaigns");
    smm_vm_end(vm);
    int64_t total = tabs(q, vm, &f, &n, staff);
    if (total) {
        smm_vm_el(vm, "campaigns");
        if (smm_campaign_list(&q->ctx, &f, on_row, &b) != SMM_OK)
            return 0;
        smm_vm_end(vm);
        pager(q, vm, &f, total);
    } else {
        empty(q, vm, &f, staff);
    }
    return 1;
}
