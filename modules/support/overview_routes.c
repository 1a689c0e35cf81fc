/* SPDX-License-Identifier: Apache-2.0 */
/* The customer's dashboard and the staff overview. */
#include <string.h>
#include <apr_strings.h>
#include <apr_time.h>
#include "domain/smm_stats.h"
#include "smm_time.h"
#include "smm_wallet.h"
#include "smm_catalogue.h"
#include "support_int.h"

#define QUICK 8
#define NEWS 3

/* Rounded to cents as p:money(v, 2) does, so that the same amount reads the same on a page. */
static const char *usd_text(apr_pool_t *p, int64_t micro)
{
    int64_t cents = (micro + 5000) / 10000;
    return apr_psprintf(p, "$%" APR_INT64_T_FMT ".%02d", cents / 100, (int)(cents % 100));
}

/* "$100", "$0.50": whole dollars without cents. */
static const char *tick_text(apr_pool_t *p, int64_t cents)
{
    return cents % 100 ? usd_text(p, cents * 10000)
                       : apr_psprintf(p, "$%" APR_INT64_T_FMT, (apr_int64_t)(cents / 100));
}

/* "25 Oct" of a day number; labels of charts only, everything else goes through p:date. */
static const char *day_label(apr_pool_t *p, int64_t day)
{
    apr_time_exp_t t;
    apr_time_exp_gmt(&t, apr_time_from_sec(day * 86400));
    return apr_psprintf(p, "%d %s", t.tm_mday, apr_month_snames[t.tm_mon]);
}

/* A round figure not below v: 1, 2 or 5 times a power of ten. */
static int64_t round_up(int64_t v)
{
    int64_t step = 1;
    while (step * 10 < v) {
        step *= 10;
    }
    return v <= step ? step : v <= 2 * step ? 2 * step : v <= 5 * step ? 5 * step : 10 * step;
}

/* Values in whole cents, so that the sheet draws integers. */
static void chart(smm_req_t *q, smm_vm_t *vm, const char *label, const char *series,
                  const int64_t *micro)
{
    apr_pool_t *p = q->ctx.pool;
    int64_t top = 0, first = q->ctx.now / 86400 - SMM_STATS_DAYS + 1;
    for (int i = 0; i < SMM_STATS_DAYS; i++) {
        top = micro[i] / 10000 > top ? micro[i] / 10000 : top;
    }
    top = round_up(top < 100 ? 100 : top);
    smm_vm_el(vm, "chart");
    smm_vm_attr(vm, "label", label);
    smm_vm_attr_int(vm, "max", top);
    smm_vm_attr(vm, "unit", "$");
    for (int i = 0; i <= 2; i++) {
        smm_vm_el(vm, "tick");
        smm_vm_attr_int(vm, "v", top * i / 2);
        smm_vm_attr(vm, "l", tick_text(p, top * i / 2));
        smm_vm_end(vm);
    }
    smm_vm_el(vm, "series");
    smm_vm_attr(vm, "name", series);
    for (int i = 0; i < SMM_STATS_DAYS; i++) {
        smm_vm_el(vm, "pt");
        smm_vm_attr(vm, "x", day_label(p, first + i));
        smm_vm_attr_int(vm, "y", micro[i] / 10000);
        smm_vm_attr(vm, "t", usd_text(p, micro[i]));
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
    for (int i = 0; i < SMM_STATS_DAYS; i += 7) {
        smm_vm_leaf(vm, "xlab", day_label(p, first + i));
    }
    smm_vm_leaf(vm, "xlab", day_label(p, first + SMM_STATS_DAYS - 1));
    smm_vm_end(vm);
}

typedef struct {
    smm_req_t *q;
    smm_vm_t *vm;
    int n;
} list_t;

static void todo(smm_vm_t *vm, const char *tone, const char *icon, const char *title, const char *a,
                 const char *b, const char *sub, const char *sub_a, const char *act,
                 const char *href)
{
    smm_vm_el(vm, "todo");
    smm_vm_attr(vm, "tone", tone);
    smm_vm_attr(vm, "icon", icon);
    smm_vm_attr(vm, "title", title);
    smm_vm_attr(vm, "a", a);
    smm_vm_attr(vm, "b", b);
    smm_vm_attr(vm, "sub", sub);
    smm_vm_attr(vm, "sub-a", sub_a);
    smm_vm_attr(vm, "act", act);
    smm_vm_attr(vm, "href", href);
    smm_vm_end(vm);
}

static const char *num(apr_pool_t *p, int64_t n)
{
    return apr_psprintf(p, "%" APR_INT64_T_FMT, n);
}

static void stopped_todo(void *baton, const smm_stats_campaign_t *k)
{
    list_t *b = baton;
    apr_pool_t *p = b->q->ctx.pool;
    b->n++;
    todo(b->vm, "warn", "alert-triangle", "Campaign #{0} is {1}", num(p, k->id), k->status,
         "Terminate it to return {0} to your balance.", usd_text(p, k->refundable), "Terminate",
         apr_psprintf(p, "/app/campaigns/%" APR_INT64_T_FMT "/terminate", k->id));
}

static void payment_todo(void *baton, const smm_stats_payment_t *x)
{
    list_t *b = baton;
    apr_pool_t *p = b->q->ctx.pool;
    b->n++;
    todo(b->vm, "info", "file-invoice", "Payment #{0} of {1} is not complete", num(p, x->id),
         usd_text(p, x->amount), "Its page says what happens next.", NULL, "Pay now",
         apr_psprintf(p, "/app/payments/%" APR_INT64_T_FMT, x->id));
}

static void campaign_row(void *baton, const smm_stats_campaign_t *k)
{
    list_t *b = baton;
    smm_vm_t *vm = b->vm;
    b->n++;
    smm_vm_el(vm, "campaign");
    smm_vm_attr_int(vm, "id", k->id);
    smm_vm_attr(vm, "service", k->service);
    smm_vm_attr(vm, "tags", smm_name_tags(b->q->ctx.pool, k->service));
    smm_vm_attr(vm, "link", k->link);
    smm_vm_attr_int(vm, "quantity", k->quantity);
    smm_vm_attr(vm, "status", k->status);
    if (k->start_count >= 0) {
        smm_vm_attr_int(vm, "start-count", k->start_count);
    }
    if (k->remains >= 0) {
        smm_vm_attr_int(vm, "remains", k->remains);
    }
    smm_vm_attr_usd(vm, "charge-usd", k->charge);
    smm_vm_attr_usd(vm, "refundable-usd", k->refundable);
    smm_vm_attr_time(vm, "created", k->created);
    smm_vm_end(vm);
}

static int quick_service(void *baton, const smm_service_t *s)
{
    list_t *b = baton;
    if (smm_service_sold(s)) {
        smm_vm_el(b->vm, "quick");
        smm_vm_attr_int(b->vm, "id", s->id);
        smm_vm_text(b->vm, s->clean);
        smm_vm_end(b->vm);
        b->n++;
    }
    return b->n >= QUICK;
}

static void stat(smm_vm_t *vm, const char *label, const char *icon, const char *note, const char *a)
{
    smm_vm_el(vm, "stat");
    smm_vm_attr(vm, "label", label);
    smm_vm_attr(vm, "icon", icon);
    smm_vm_attr(vm, "note", note);
    smm_vm_attr(vm, "a", a);
}

static void customer_stats(smm_req_t *q, smm_vm_t *vm, const smm_balance_t *w, const smm_stats_t *s)
{
    apr_pool_t *p = q->ctx.pool;
    stat(vm, "Balance", "wallet", w->held ? "{0} held for campaigns" : NULL, usd_text(p, w->held));
    smm_vm_attr_usd(vm, "usd", w->balance);
    smm_vm_attr(vm, "act", "Add funds");
    smm_vm_attr(vm, "href", "/app/funds");
    smm_vm_end(vm);
    stat(vm, "Running campaigns", "target-arrow", s->stopped ? "{0} stopped" : NULL,
         num(p, s->stopped));
    smm_vm_attr_int(vm, "num", s->running);
    smm_vm_attr(vm, "act", "View");
    smm_vm_attr(vm, "href", "/app/campaigns");
    smm_vm_end(vm);
    stat(vm, "Spent in 30 days", "credit-card", "{0} today", usd_text(p, s->charge_today));
    smm_vm_attr_usd(vm, "usd", s->charge_month);
    smm_vm_end(vm);
    stat(vm, "Delivered in 30 days", "circle-check",
         s->ordered_month ? "{0}% of what was ordered" : NULL,
         num(p, s->ordered_month ? s->delivered_month * 100 / s->ordered_month : 0));
    smm_vm_attr_int(vm, "num", s->delivered_month);
    smm_vm_end(vm);
}

/* A bill of post-payment. */
static void due_todo(smm_req_t *q, smm_vm_t *vm)
{
    smm_due_t due;
    char day[SMM_TIME_TEXT];
    smm_wallet_due(&q->ctx, q->account->id, &due);
    if (due.amount > 0) {
        todo(vm, due.overdue ? "bad" : "warn", "calendar",
             due.overdue ? "A bill is overdue: {0}" : "A bill is due: {0}",
             usd_text(q->ctx.pool, due.amount), NULL,
             due.overdue ? "New campaigns are refused until it is paid." : "Pay it by {0}.",
             apr_pstrdup(q->ctx.pool, smm_date_text(day, smm_date_of_days(due.day))), "Pay",
             "/app/post-payment");
    }
}

static int dashboard(smm_req_t *q)
{
    int64_t me = q->account->id;
    smm_stats_t s;
    smm_balance_t w;
    smm_ticket_counts_t t;
    if (smm_stats(&q->ctx, me, &s) != SMM_OK || smm_wallet_balance(&q->ctx, me, &w) != SMM_OK ||
        smm_ticket_counts(&q->ctx, me, &t) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    smm_vm_t *vm = smm_page_begin(q, "customer", "dashboard", "Dashboard", "support/dashboard");
    list_t b = {q, vm, 0};
    smm_vm_attr_usd(vm, "balance-usd", w.balance);
    smm_vm_attr(vm, "name", *q->account->name ? q->account->name : q->account->username);
    customer_stats(q, vm, &w, &s);
    if (s.stopped) {
        smm_stats_recent(&q->ctx, me, 1, 3, stopped_todo, &b);
    }
    if (w.balance < 0) {
        due_todo(q, vm);
    }
    smm_stats_waiting(&q->ctx, me, 3, payment_todo, &b);
    if (t.answered) {
        todo(vm, "ok", "message-circle", "Support answered", NULL, NULL,
             t.answered == 1 ? "One ticket waits for you to read."
                             : "{0} tickets wait for you to read.",
             num(q->ctx.pool, t.answered), "Read", "/app/tickets?status=answered");
    }
    chart(q, vm, "Spend per day, last 30 days", "Spend (USD)", s.day_charge);
    smm_vm_el(vm, "campaigns");
    b.n = 0;
    smm_stats_recent(&q->ctx, me, 0, 5, campaign_row, &b);
    smm_vm_end(vm);
    /* first steps, for somebody who has no campaign yet */
    if (!b.n) {
        smm_vm_el(vm, "first");
        smm_vm_attr_flag(vm, "funded", w.balance > 0 || w.held > 0);
        smm_vm_end(vm);
    }
    b.n = 0;
    smm_service_each(&q->ctx, quick_service, &b);
    smm_catalogue_news_vm(&q->ctx, vm, NEWS);
    return smm_page(q, HTTP_OK);
}

/* ---- staff ---- */

static void share_part(void *baton, const char *name, int64_t n, int64_t amount)
{
    smm_vm_t *vm = baton;
    smm_vm_el(vm, "part");
    smm_vm_attr_int(vm, "c",
                    !strcmp(name, "Completed")  ? 1
                    : !strcmp(name, "Pending")  ? 3
                    : !strcmp(name, "Partial")  ? 4
                    : !strcmp(name, "Canceled") ? 5
                                                : 2);
    smm_vm_attr(vm, "label", name);
    smm_vm_attr_int(vm, "v", n);
    smm_vm_end(vm);
}

static void top_row(void *baton, const char *name, int64_t n, int64_t amount)
{
    list_t *b = baton;
    smm_vm_t *vm = b->vm;
    smm_vm_el(vm, "top");
    smm_vm_attr(vm, "name", name);
    smm_vm_attr(vm, "tags", smm_name_tags(b->q->ctx.pool, name));
    smm_vm_attr_int(vm, "n", n);
    smm_vm_attr_usd(vm, "usd", amount);
    smm_vm_end(vm);
}

static void provider_row(void *baton, const smm_stats_provider_t *p)
{
    smm_vm_t *vm = baton;
    smm_vm_el(vm, "prov");
    smm_vm_attr_int(vm, "id", p->id);
    smm_vm_attr(vm, "name", p->name);
    smm_vm_attr(vm, "status",
                p->paused        ? "paused"
                : p->errors >= 5 ? "down"
                : p->errors      ? "degraded"
                                 : "operational");
    smm_vm_attr_int(vm, "n", p->services);
    smm_vm_attr_int(vm, "q", p->queue);
    if (p->balance >= 0) {
        smm_vm_attr_usd(vm, "balance-usd", p->balance);
    }
    smm_vm_end(vm);
}

static void staff_todos(smm_req_t *q, smm_vm_t *vm, const smm_stats_t *s,
                        const smm_stats_panel_t *w, const smm_ticket_counts_t *t)
{
    apr_pool_t *p = q->ctx.pool;
    if (s->review) {
        todo(vm, "bad", "alert-triangle",
             s->review == 1 ? "One campaign waits for a decision"
                            : "{0} campaigns wait for a decision",
             num(p, s->review), NULL, "The provider's answer was lost; their money is held.", NULL,
             "Decide", "/staff/campaigns?status=unknown");
    }
    if (w->confirm) {
        todo(vm, "warn", "building-bank",
             w->confirm == 1 ? "One bank transfer to confirm" : "{0} bank transfers to confirm",
             num(p, w->confirm), NULL, "Compare them with the statement.", NULL, "Review",
             "/staff/payments");
    }
    if (t->open) {
        todo(vm, "info", "ticket",
             t->open == 1 ? "One ticket without an answer" : "{0} tickets without an answer",
             num(p, t->open), NULL, "The longest waiting one stands first.", NULL, "Open",
             "/staff/tickets?status=open");
    }
}

static int overview(smm_req_t *q)
{
    smm_stats_t s;
    smm_stats_panel_t w;
    smm_ticket_counts_t t;
    apr_pool_t *p = q->ctx.pool;
    if (smm_stats(&q->ctx, 0, &s) != SMM_OK || smm_stats_panel(&q->ctx, &w) != SMM_OK ||
        smm_ticket_counts(&q->ctx, 0, &t) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    smm_vm_t *vm = smm_page_begin(q, "staff", "staff", "Overview", "support/overview");
    stat(vm, "Sales today", "credit-card", "{0} in 30 days", usd_text(p, s.charge_month));
    smm_vm_attr_usd(vm, "usd", s.charge_today);
    smm_vm_end(vm);
    stat(vm, "Campaigns today", "target-arrow", "{0} running", num(p, s.running));
    smm_vm_attr_int(vm, "num", s.orders_today);
    smm_vm_end(vm);
    stat(vm, "Open tickets", "ticket", NULL, NULL);
    smm_vm_attr_int(vm, "num", t.open);
    smm_vm_attr(vm, "act", "Open");
    smm_vm_attr(vm, "href", "/staff/tickets");
    smm_vm_end(vm);
    stat(vm, "Customer balances", "wallet", "{0} held for campaigns", usd_text(p, w.held));
    smm_vm_attr_usd(vm, "usd", w.balances);
    smm_vm_end(vm);
    chart(q, vm, "Sales per day, last 30 days", "Sales (USD)", s.day_charge);
    smm_vm_el(vm, "share");
    smm_stats_states(&q->ctx, share_part, vm);
    smm_vm_end(vm);
    smm_stats_providers(&q->ctx, provider_row, vm);
    staff_todos(q, vm, &s, &w, &t);
    list_t top = {q, vm, 0};
    smm_stats_top(&q->ctx, top_row, &top);
    return smm_page(q, HTTP_OK);
}

const smm_route_t support_overview_routes[] = {
    {"GET", "/app", SMM_CUSTOMER, 0, NULL, dashboard, NULL, 0, NULL},
    {"GET", "/staff", SMM_STAFF, 0, NULL, overview, NULL, 0, NULL},
    {NULL}};
