/* SPDX-License-Identifier: Apache-2.0 */
/* The customer's statement: filters, months, CSV. */
#include <string.h>
#include <apr_strings.h>
#include "smm_time.h"
#include "smm_finance.h"
#include "growth_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 25
#define CSV_ROWS 1000 /* in memory at a time */
#define MONTHS 12

/* ---- what is shown ----------------------------------------------------------------------- */

int64_t wallet_day(const char *text)
{
    int64_t at;

    return text && strlen(text) == 10 && smm_time_parse(text, &at) == 0 && at > 0 ? at : 0;
}

/* ---- filter ---------------------------------------------------------------------------------- */

typedef struct filter_t {
    const char *kind, *from, *to, *query; /* query: "&kind=…" of what is set, for links */
    int64_t since, until;
} filter_t;

static const char *const kinds[][2] = {{"payments", "Payments"},
                                       {"campaigns", "Campaigns"},
                                       {"bonuses", "Bonuses"},
                                       {"affiliates", "Affiliates"},
                                       {"memberships", "Memberships"},
                                       {"corrections", "Corrections"},
                                       {"other", "Other"}};
#define KINDS (sizeof(kinds) / sizeof(*kinds))

/** "2026-11" → its first and last day. */
static void month_of(smm_req_t *q, const char *text, filter_t *f)
{
    int64_t first = wallet_day(apr_pstrcat(q->ctx.pool, text, "-01", NULL));
    smm_date_t d = smm_date_at(first, 0);
    char day[SMM_TIME_TEXT];

    if (!first || strlen(text) != 7)
        return;
    f->from = apr_pstrcat(q->ctx.pool, text, "-01", NULL);
    d.day = smm_days_in_month(d.year, d.month);
    f->to = apr_pstrdup(q->ctx.pool, smm_date_text(day, d));
}

static void filter(smm_req_t *q, filter_t *f)
{
    const char *kind = smm_req_query(q, "kind"), *month = smm_req_query(q, "month");
    size_t i;

    f->kind = "";
    for (i = 0; kind && i < KINDS; i++)
        if (strcmp(kind, kinds[i][0]) == 0)
            f->kind = kinds[i][0];
    f->from = smm_req_query(q, "from");
    f->to = smm_req_query(q, "to");
    if (month)
        month_of(q, month, f);
    f->since = wallet_day(f->from);
    f->until = wallet_day(f->to);
    if (!f->since)
        f->from = NULL;
    if (!f->until)
        f->to = NULL;
    else
        f->until += 86400;
    f->query = apr_pstrcat(q->ctx.pool, *f->kind ? "&kind=" : "", f->kind, f->from ? "&from=" : "",
                           f->from ? f->from : "", f->to ? "&to=" : "", f->to ? f->to : "", NULL);
}

static void filter_vm(smm_vm_t *vm, const filter_t *f)
{
    size_t i;

    smm_vm_el(vm, "filter");
    smm_vm_attr(vm, "from", f->from);
    smm_vm_attr(vm, "to", f->to);
    smm_vm_attr_flag(vm, "on", *f->query != '\0');
    for (i = 0; i < KINDS; i++) {
        smm_vm_el(vm, "kind");
        smm_vm_attr(vm, "value", kinds[i][0]);
        smm_vm_attr_flag(vm, "on", strcmp(kinds[i][0], f->kind) == 0);
        smm_vm_text(vm, kinds[i][1]);
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
}

/* ---- pages ----------------------------------------------------------------------------------- */

typedef struct csv_t {
    const filter_t *f;
    int64_t account, before;
} csv_t;

static int csv_page(void *baton, smm_ctx_t *c, smm_csv_out_t *o)
{
    csv_t *b = baton;
    smm_entry_t *e = apr_palloc(c->pool, sizeof(*e) * CSV_ROWS);
    int n = smm_statement_page(c, b->account, b->f->kind, b->before, b->f->since, b->f->until, e,
                               CSV_ROWS),
        i;

    for (i = 0; i < n; i++) {
        smm_csv_bare(o, smm_time_text(apr_palloc(c->pool, SMM_TIME_TEXT), e[i].created));
        smm_csv_cell(o, wallet_entry_label(e[i].kind));
        smm_csv_int(o, e[i].ref);
        smm_csv_usd(o, e[i].amount);
        smm_csv_usd(o, e[i].after);
        smm_csv_cell(o, wallet_entry_note(&e[i]));
        smm_csv_row_end(o);
        b->before = e[i].id;
    }
    return n < 0 ? -1 : n == CSV_ROWS;
}

static int ledger_csv(smm_req_t *q, const filter_t *f)
{
    static const char *const head[] = {"Date (UTC)",  "What", "Reference", "Amount USD",
                                       "Balance USD", "Note", NULL};
    csv_t b = {f, q->account->id, 0};

    return smm_stream_csv(q, "statement.csv", head, csv_page, &b);
}

static void months(smm_req_t *q, smm_vm_t *vm)
{
    smm_month_t m[MONTHS];
    int n = smm_statement_months(&q->ctx, q->account->id, m, MONTHS), i;

    for (i = 0; i < n; i++) {
        const char *name = apr_psprintf(q->ctx.pool, "%04d-%02d", m[i].year, m[i].month);

        smm_vm_el(vm, "month");
        smm_vm_attr(vm, "name", name);
        smm_vm_attr_time(vm, "at", smm_days(m[i].year, m[i].month, 1) * 86400);
        smm_vm_attr(vm, "href", apr_pstrcat(q->ctx.pool, "/app/ledger?month=", name, NULL));
        smm_vm_attr(vm, "csv",
                    apr_pstrcat(q->ctx.pool, "/app/ledger?format=csv&month=", name, NULL));
        smm_vm_attr_int(vm, "n", m[i].n);
        smm_vm_attr_usd(vm, "opening-usd", m[i].opening);
        smm_vm_attr_usd(vm, "plus-usd", m[i].plus);
        smm_vm_attr_usd(vm, "minus-usd", m[i].minus);
        smm_vm_attr_usd(vm, "closing-usd", m[i].closing);
        smm_vm_end(vm);
    }
}

static int ledger_get(smm_req_t *q)
{
    const char *format = smm_req_query(q, "format"), *view = smm_req_query(q, "view");
    int by_month = view && strcmp(view, "months") == 0;
    smm_entry_t e[ROWS + 1];
    smm_balance_t b;
    filter_t f;
    smm_vm_t *vm;
    int n, i;

    filter(q, &f);
    if (format && strcmp(format, "csv") == 0)
        return ledger_csv(q, &f);
    n = smm_statement_page(&q->ctx, q->account->id, f.kind, wallet_before(q), f.since, f.until, e,
                           ROWS + 1);
    if (n < 0 || smm_wallet_balance(&q->ctx, q->account->id, &b) != SMM_OK)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "customer", "ledger", "Statement", "wallet/ledger");
    wallet_head(vm, "Statement", NULL, "Every movement of your balance, newest first.", NULL);
    smm_vm_el(vm, "act");
    smm_vm_attr(vm, "href", apr_pstrcat(q->ctx.pool, "/app/ledger?format=csv", f.query, NULL));
    smm_vm_attr(vm, "icon", "download");
    smm_vm_text(vm, "Download CSV");
    smm_vm_end(vm);
    smm_vm_end(vm);
    smm_vm_el(vm, "tab");
    smm_vm_attr(vm, "href", "/app/ledger");
    smm_vm_attr_flag(vm, "on", !by_month);
    smm_vm_text(vm, "Movements");
    smm_vm_end(vm);
    smm_vm_el(vm, "tab");
    smm_vm_attr(vm, "href", "/app/ledger?view=months");
    smm_vm_attr_flag(vm, "on", by_month);
    smm_vm_text(vm, "Months");
    smm_vm_end(vm);
    smm_vm_el(vm, "balance");
    smm_vm_attr_usd(vm, "balance-usd", b.balance);
    smm_vm_attr_usd(vm, "held-usd", b.held);
    if (b.credit_limit > 0)
        smm_vm_attr_usd(vm, "credit-limit-usd", b.credit_limit);
    smm_vm_end(vm);
    if (by_month) {
        smm_vm_el(vm, "months");
        months(q, vm);
        smm_vm_end(vm);
        return smm_page(q, HTTP_OK);
    }
    filter_vm(vm, &f);
    for (i = 0; i < n && i < ROWS; i++)
        wallet_entry(q, vm, &e[i]);
    wallet_older(vm,
                 apr_pstrcat(q->ctx.pool, "/app/ledger",
                             *f.query ? apr_pstrcat(q->ctx.pool, "?", f.query + 1, NULL) : "",
                             NULL),
                 n > ROWS ? e[ROWS - 1].id : 0);
    return smm_page(q, HTTP_OK);
}

const smm_route_t wallet_ledger_routes[] = {
    {"GET", "/app/ledger", SMM_CUSTOMER, 0, NULL, ledger_get, NULL, 0, NULL}, {NULL}};
