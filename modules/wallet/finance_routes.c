/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: finance. Figures, charts, reports as tables and CSV, the daily proof. */
#include <string.h>
#include <apr_strings.h>
#include <apr_time.h>
#include "smm_sql.h"
#include "smm_time.h"
#include "smm_finance.h"
#include "growth_web.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400
#define ROWS 500
#define CSV_ROWS 100000

typedef struct range_t {
    int64_t since, until;
    const char *from, *to; /* days, both inclusive */
} range_t;

static const char *day_text(apr_pool_t *p, int64_t seconds)
{
    char text[SMM_TIME_TEXT];

    return apr_pstrdup(p, smm_date_text(text, smm_date_at(seconds, 0)));
}

/** From the address, else the last 30 days; at most a year. */
static void range_of(smm_req_t *q, range_t *r)
{
    int64_t today = q->ctx.now / DAY * DAY, from = wallet_day(smm_req_query(q, "from")),
            to = wallet_day(smm_req_query(q, "to"));

    if (!to || to > today)
        to = today;
    if (!from || from > to)
        from = to - 29 * DAY;
    if (to - from > 366 * (int64_t)DAY)
        from = to - 366 * (int64_t)DAY;
    r->since = from < 0 ? 0 : from;
    r->until = to + DAY;
    r->from = day_text(q->ctx.pool, r->since);
    r->to = day_text(q->ctx.pool, to);
}

/* ---- one report ------------------------------------------------------------------------------ */

typedef struct out_t {
    smm_req_t *q;
    smm_vm_t *vm;       /* page … */
    smm_csv_out_t *csv; /* … or file */
    const smm_report_t *report;
    int64_t totals[11];
    int n;
} out_t;

static const char *cell_text(out_t *o, const smm_row_t *row, int i)
{
    apr_pool_t *p = o->q->ctx.pool;
    int64_t v;

    switch (o->report->cols[i].type) {
    case SMM_COL_TEXT:
        return smm_row_text(row, i) ? smm_row_dup(row, i, p) : "";
    case SMM_COL_METHOD:
        return wallet_method(smm_row_dup(row, i, p));
    default:
        break;
    }
    if (o->report->cols[i].type == SMM_COL_STATUS)
        return o->report->stmt == SQL_fin_proofs ? (smm_row_int(row, i) ? "ok" : "error")
                                                 : smm_row_dup(row, i, p);
    v = smm_row_int(row, i);
    switch (o->report->cols[i].type) {
    case SMM_COL_USD:
        return smm_usd_text(apr_palloc(p, SMM_USD_TEXT), v);
    case SMM_COL_DAY:
        return day_text(p, v * DAY);
    case SMM_COL_TIME:
        return smm_time_text(apr_palloc(p, SMM_TIME_TEXT), v);
    default:
        return apr_psprintf(p, "%" I64, v);
    }
}

static void cell_vm(out_t *o, const smm_row_t *row, int i)
{
    static const char *const kinds[] = {"",     "text",   "num",    "usd",     "date",
                                        "time", "method", "status", "payment", "account"};
    const smm_col_t *col = &o->report->cols[i];

    smm_vm_el(o->vm, "c");
    smm_vm_attr(o->vm, "t", kinds[col->type]);
    smm_vm_attr(o->vm, "l", col->label);
    if (col->type == SMM_COL_PAYMENT)
        smm_vm_attr(o->vm, "href",
                    apr_psprintf(o->q->ctx.pool, "/staff/payments/%" I64, smm_row_int(row, i)));
    if (col->type == SMM_COL_ACCOUNT)
        smm_vm_attr(o->vm, "href",
                    apr_psprintf(o->q->ctx.pool, "/staff/customers/%" I64, smm_row_int(row, i)));
    smm_vm_text(o->vm, cell_text(o, row, i));
    smm_vm_end(o->vm);
}

static int out_row(void *baton, const smm_row_t *row)
{
    out_t *o = baton;
    const smm_col_t *col = o->report->cols;
    int i;

    if (o->vm && o->n == ROWS)
        return 1;
    o->n++;
    if (o->vm)
        smm_vm_el(o->vm, "row");
    for (i = 0; i < 11 && col[i].type != SMM_COL_END; i++) {
        if (col[i].type == SMM_COL_USD || col[i].type == SMM_COL_INT)
            o->totals[i] += smm_row_int(row, i);
        if (o->vm) {
            cell_vm(o, row, i);
        } else {
            /* numbers of ours are bare; every text is a cell that no spreadsheet runs */
            int bare = col[i].type != SMM_COL_TEXT && col[i].type != SMM_COL_METHOD;

            (bare ? smm_csv_bare : smm_csv_cell)(o->csv, cell_text(o, row, i));
        }
    }
    if (o->vm)
        smm_vm_end(o->vm);
    else
        smm_csv_row_end(o->csv);
    return 0;
}

static int read_report(smm_req_t *q, const range_t *r, out_t *o, int rows)
{
    return smm_db_read(
               q->ctx.db, o->report->stmt,
               SMM_ARGS(SMM_I(q->ctx.panel->id), SMM_I(r->since), SMM_I(r->until), SMM_I(rows)),
               out_row, o) == SMM_DB_OK;
}

static int report_csv(smm_req_t *q, const range_t *r, const smm_report_t *report)
{
    smm_csv_out_t rows;
    out_t o = {q, NULL, &rows, report, {0}, 0};
    int i;

    smm_csv_out(&rows, q->ctx.pool);
    for (i = 0; i < 11 && report->cols[i].type != SMM_COL_END; i++)
        smm_csv_cell(&rows, report->cols[i].label);
    smm_csv_row_end(&rows);
    if (!read_report(q, r, &o, CSV_ROWS + 1))
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    if (o.n > CSV_ROWS)
        return smm_refuse(q, HTTP_REQUEST_ENTITY_TOO_LARGE,
                          "These are too many rows for one file. Choose fewer days.");
    return smm_answer_csv(
        q, apr_psprintf(q->ctx.pool, "%s-%s-%s.csv", report->name, r->from, r->to), &rows);
}

/** Totals of the columns that can be summed. */
static void totals_vm(out_t *o)
{
    const smm_col_t *col = o->report->cols;
    char text[SMM_USD_TEXT];
    int i;

    if (o->n < 2 || o->report->stmt == SQL_fin_proofs)
        return;
    smm_vm_el(o->vm, "total");
    for (i = 0; i < 11 && col[i].type != SMM_COL_END; i++) {
        int usd = col[i].type == SMM_COL_USD;

        smm_vm_el(o->vm, "c");
        smm_vm_attr(o->vm, "l", col[i].label);
        if (usd || col[i].type == SMM_COL_INT) {
            smm_vm_attr(o->vm, "t", usd ? "usd" : "num");
            smm_vm_text(o->vm, usd ? smm_usd_text(text, o->totals[i])
                                   : apr_psprintf(o->q->ctx.pool, "%" I64, o->totals[i]));
        }
        smm_vm_end(o->vm);
    }
    smm_vm_end(o->vm);
}

static int report_vm(smm_req_t *q, smm_vm_t *vm, const range_t *r, const smm_report_t *report)
{
    out_t o = {q, vm, NULL, report, {0}, 0};
    int i, ok;

    smm_vm_el(vm, "report");
    smm_vm_attr(vm, "name", report->name);
    smm_vm_attr(vm, "title", report->title);
    smm_vm_attr(vm, "text", report->text);
    smm_vm_attr_flag(vm, "ranged", report->ranged);
    smm_vm_attr(vm, "csv",
                apr_psprintf(q->ctx.pool, "/staff/finance?report=%s&from=%s&to=%s&format=csv",
                             report->name, r->from, r->to));
    for (i = 0; i < 11 && report->cols[i].type != SMM_COL_END; i++) {
        smm_vm_el(vm, "col");
        smm_vm_attr_flag(
            vm, "num", report->cols[i].type == SMM_COL_USD || report->cols[i].type == SMM_COL_INT);
        smm_vm_text(vm, report->cols[i].label);
        smm_vm_end(vm);
    }
    ok = read_report(q, r, &o, ROWS + 1);
    totals_vm(&o);
    smm_vm_end(vm);
    return ok;
}

/* ---- charts ---------------------------------------------------------------------------------- */

static int64_t round_up(int64_t v)
{
    int64_t step = 1;

    while (step * 10 < v)
        step *= 10;
    return v <= step ? step : v <= 2 * step ? 2 * step : v <= 5 * step ? 5 * step : 10 * step;
}

static const char *label_of(apr_pool_t *p, int64_t day)
{
    apr_time_exp_t t;

    apr_time_exp_gmt(&t, apr_time_from_sec(day * DAY));
    return apr_psprintf(p, "%d %s", t.tm_mday, apr_month_snames[t.tm_mon]);
}

static void chart(smm_req_t *q, smm_vm_t *vm, const char *label, const char *series,
                  const int64_t *micro, int64_t first, int days)
{
    apr_pool_t *p = q->ctx.pool;
    int64_t top = 100;
    int i;

    for (i = 0; i < days; i++)
        top = micro[i] / SMM_CENT > top ? micro[i] / SMM_CENT : top;
    top = round_up(top);
    smm_vm_el(vm, "chart");
    smm_vm_attr(vm, "label", label);
    smm_vm_attr_int(vm, "max", top);
    smm_vm_attr(vm, "unit", "$");
    for (i = 0; i <= 2; i++) {
        int64_t tick = top * i / 2;

        smm_vm_el(vm, "tick");
        smm_vm_attr_int(vm, "v", tick);
        smm_vm_attr(vm, "l",
                    tick % 100 ? apr_psprintf(p, "$%" I64 ".%02d", tick / 100, (int)(tick % 100))
                               : apr_psprintf(p, "$%" I64, tick / 100));
        smm_vm_end(vm);
    }
    smm_vm_el(vm, "series");
    smm_vm_attr(vm, "name", series);
    for (i = 0; i < days; i++) {
        int64_t cents = micro[i] > 0 ? (micro[i] + SMM_CENT / 2) / SMM_CENT : 0;

        smm_vm_el(vm, "pt");
        smm_vm_attr(vm, "x", label_of(p, first + i));
        smm_vm_attr_int(vm, "y", cents);
        smm_vm_attr(vm, "t", apr_psprintf(p, "$%" I64 ".%02d", cents / 100, (int)(cents % 100)));
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
    for (i = 0; i<days - days / 5; i += days> 7 ? days / 4 : 1)
        smm_vm_leaf(vm, "xlab", label_of(p, first + i));
    smm_vm_leaf(vm, "xlab", label_of(p, first + days - 1));
    smm_vm_end(vm);
}

/* ---- the page -------------------------------------------------------------------------------- */

static void stat(smm_vm_t *vm, const char *label, const char *icon, const char *note, const char *a,
                 const char *act, const char *href)
{
    smm_vm_el(vm, "stat");
    smm_vm_attr(vm, "label", label);
    smm_vm_attr(vm, "icon", icon);
    smm_vm_attr(vm, "note", note);
    smm_vm_attr(vm, "a", a);
    smm_vm_attr(vm, "act", act);
    smm_vm_attr(vm, "href", href);
}

static const char *cents(apr_pool_t *p, int64_t micro)
{
    int64_t v = (micro < 0 ? -micro : micro) + SMM_CENT / 2;

    return apr_psprintf(p, "%s$%" I64 ".%02d", micro < 0 ? "-" : "", (int64_t)(v / SMM_USD),
                        (int)(v % SMM_USD / SMM_CENT));
}

static void stats(smm_req_t *q, smm_vm_t *vm, const smm_finance_t *f)
{
    apr_pool_t *p = q->ctx.pool;

    stat(vm, "Received", "credit-card", "{0} fees charged", cents(p, f->fees), NULL, NULL);
    smm_vm_attr_usd(vm, "usd", f->received);
    smm_vm_end(vm);
    stat(vm, "Revenue", "trending-up", "{0} provider cost", cents(p, f->cost), NULL, NULL);
    smm_vm_attr_usd(vm, "usd", f->revenue);
    smm_vm_end(vm);
    stat(vm, "Owed to customers", "wallet", "{0} of it reserved", cents(p, f->held), "Balances",
         "/staff/finance?report=liabilities");
    smm_vm_attr_usd(vm, "usd", f->wallets + f->held);
    smm_vm_end(vm);
    stat(vm, "Money that waits", "hourglass",
         f->review == 1 ? "One payment to look at" : "{0} payments to look at",
         apr_psprintf(p, "%" I64, f->review), "Open", "/staff/payments?status=review");
    smm_vm_attr_usd(vm, "usd", f->suspense);
    smm_vm_end(vm);
    stat(vm, "Claims", "inbox", NULL, NULL, "Open", "/staff/claims");
    smm_vm_attr_int(vm, "num", f->claims);
    smm_vm_end(vm);
    stat(vm, "Tax due", "receipt", NULL, NULL, "By day", "/staff/finance?report=tax");
    smm_vm_attr_usd(vm, "usd", f->tax);
    smm_vm_end(vm);
    stat(vm, "Gifts and commissions", "gift", "{0} promised",
         cents(p, f->promised + f->commissions), "By day", "/staff/finance?report=gifts");
    smm_vm_attr_usd(vm, "usd", f->gifts);
    smm_vm_end(vm);
    stat(vm, "Coins in the network", "coins", NULL, NULL, NULL, NULL);
    smm_vm_attr_int(vm, "num", f->coins);
    smm_vm_end(vm);
}

static void proof_vm(smm_req_t *q, smm_vm_t *vm)
{
    smm_proof_t p;

    if (smm_finance_proof(&q->ctx, &p) == SMM_OK) {
        smm_vm_el(vm, "proof");
        smm_vm_attr(vm, "status", p.ok ? "ok" : "error");
        smm_vm_attr_time(vm, "checked", p.checked);
        smm_vm_attr_int(vm, "breaches", p.breaches);
        smm_vm_text(vm, p.text);
        smm_vm_end(vm);
    }
    smm_form_begin(q, vm, &wallet_form_none, "/staff/finance/check", NULL);
    smm_vm_end(vm);
}

static void reports_vm(smm_req_t *q, smm_vm_t *vm, const range_t *r, const char *on)
{
    const smm_report_t *x;

    smm_vm_el(vm, "tab");
    smm_vm_attr(vm, "href",
                apr_psprintf(q->ctx.pool, "/staff/finance?from=%s&to=%s", r->from, r->to));
    smm_vm_attr_flag(vm, "on", !on);
    smm_vm_text(vm, "Overview");
    smm_vm_end(vm);
    for (x = smm_reports; x->name; x++) {
        smm_vm_el(vm, "tab");
        smm_vm_attr(vm, "href",
                    apr_psprintf(q->ctx.pool, "/staff/finance?report=%s&from=%s&to=%s", x->name,
                                 r->from, r->to));
        smm_vm_attr_flag(vm, "on", on && strcmp(on, x->name) == 0);
        smm_vm_text(vm, x->tab);
        smm_vm_end(vm);
    }
}

static int overview_vm(smm_req_t *q, smm_vm_t *vm, const range_t *r)
{
    int64_t *received = apr_palloc(q->ctx.pool, sizeof(int64_t) * SMM_FIN_DAYS),
            *revenue = apr_palloc(q->ctx.pool, sizeof(int64_t) * SMM_FIN_DAYS);
    int64_t days = (r->until - r->since) / DAY;
    smm_finance_t f;

    if (smm_finance(&q->ctx, r->since, r->until, &f, received, revenue) != SMM_OK)
        return 0;
    stats(q, vm, &f);
    if (days > 1 && days <= SMM_FIN_DAYS) {
        chart(q, vm, "Received per day", "Received (USD)", received, r->since / DAY, (int)days);
        chart(q, vm, "Revenue per day", "Revenue (USD)", revenue, r->since / DAY, (int)days);
    }
    proof_vm(q, vm);
    return 1;
}

static int finance_get(smm_req_t *q)
{
    const char *format = smm_req_query(q, "format"), *name = smm_req_query(q, "report");
    const smm_report_t *report = smm_report_find(name);
    smm_vm_t *vm;
    range_t r;
    int ok;

    if (name && *name && !report)
        return smm_refuse(q, HTTP_NOT_FOUND, NULL);
    range_of(q, &r);
    if (report && format && strcmp(format, "csv") == 0)
        return report_csv(q, &r, report);
    vm = smm_page_begin(q, "staff", "staff-finance", "Finance", "wallet/staff-finance");
    wallet_head(vm, "Finance", NULL, "Days are UTC. Every report can be taken as CSV.", NULL);
    smm_vm_end(vm);
    reports_vm(q, vm, &r, report ? report->name : NULL);
    smm_vm_el(vm, "filter");
    smm_vm_attr(vm, "from", r.from);
    smm_vm_attr(vm, "to", r.to);
    smm_vm_attr(vm, "report", report ? report->name : NULL);
    smm_vm_end(vm);
    ok = report ? report_vm(q, vm, &r, report) : overview_vm(q, vm, &r);
    return ok ? smm_page(q, HTTP_OK) : smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
}

static int check_post(smm_req_t *q)
{
    smm_rc_e rc = smm_finance_prove(&q->ctx);

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    return smm_see_other(q, "/staff/finance", "ok", "The books were checked.", NULL);
}

const smm_route_t wallet_finance_routes[] = {
    {"GET", "/staff/finance", SMM_STAFF, 0, NULL, finance_get, NULL, 0, NULL},
    {"POST", "/staff/finance/check", SMM_STAFF, 0, &wallet_form_none, check_post, "prove:30/300", 0,
     NULL},
    {NULL}};
