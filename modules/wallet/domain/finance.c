/* SPDX-License-Identifier: Apache-2.0 */
/* Statement, reports and the daily proof. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_log.h"
#include "smm_sql.h"
#include "smm_time.h"
#include "smm_verify.h"
#include "smm_wallet.h"
#include "smm_finance.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400
#define TEXT_MOST 2000

/* ---- statement ------------------------------------------------------------------------------- */

static void page_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_entry_t *e = item;

    e->id = smm_row_int(row, C_statement_page_id);
    e->created = smm_row_int(row, C_statement_page_created);
    e->kind = smm_row_dup(row, C_statement_page_kind, pool);
    e->ref = smm_row_int(row, C_statement_page_ref);
    e->memo = smm_row_dup(row, C_statement_page_memo, pool);
    e->amount = smm_row_int(row, C_statement_page_amount);
    e->after = smm_row_int(row, C_statement_page_balance_after);
}

int smm_statement_page(smm_ctx_t *c, int64_t account, const char *kind, int64_t before,
                       int64_t since, int64_t until, smm_entry_t *out, int max)
{
    return smm_list(c, SQL_statement_page,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(kind),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(since),
                             SMM_I(until > 0 ? until : INT64_MAX), SMM_I(max)),
                    page_row, out, max);
}

typedef struct months_t {
    smm_month_t m[64];
    int n;
} months_t;

static int month_row(void *baton, const smm_row_t *row)
{
    months_t *b = baton;
    smm_date_t d = smm_date_of_days(smm_row_int(row, C_statement_days_day));
    smm_month_t *m = b->n ? &b->m[b->n - 1] : NULL;

    if (!m || m->year != d.year || m->month != d.month) {
        if (b->n == 64)
            return 1;
        m = &b->m[b->n++];
        memset(m, 0, sizeof(*m));
        m->year = d.year;
        m->month = d.month;
    }
    m->plus += smm_row_int(row, C_statement_days_plus);
    m->minus += smm_row_int(row, C_statement_days_minus);
    m->n += smm_row_int(row, C_statement_days_n);
    return 0;
}

int smm_statement_months(smm_ctx_t *c, int64_t account, smm_month_t *out, int max)
{
    smm_date_t now = smm_date_at(c->now, 0);
    int64_t since = smm_days(now.year - 2, now.month, 1) * DAY;
    months_t *b = apr_pcalloc(c->pool, sizeof(*b));
    smm_balance_t w;
    int i, n = 0;

    if (smm_wallet_balance(c, account, &w) != SMM_OK ||
        smm_db_read(c->db, SQL_statement_days,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(since)), month_row,
                    b) != SMM_DB_OK)
        return -1;
    for (i = b->n - 1; i >= 0 && n < max; i--, n++) {
        out[n] = b->m[i];
        out[n].closing = n ? out[n - 1].opening : w.balance;
        out[n].opening = out[n].closing - out[n].plus + out[n].minus;
    }
    return n;
}

/* ---- reports --------------------------------------------------------------------------------- */

const smm_report_t smm_reports[] = {
    {"payments",
     "Payments",
     "Payments by day and method",
     "What came in through each method on each day, and what was credited of it.",
     SQL_fin_payments,
     1,
     {{SMM_COL_DAY, "Day"},
      {SMM_COL_METHOD, "Method"},
      {SMM_COL_INT, "Payments"},
      {SMM_COL_USD, "Received"},
      {SMM_COL_USD, "Credited"},
      {SMM_COL_USD, "Fees charged"}}},
    {"methods",
     "Methods",
     "Methods and their fees",
     "Fees that customers paid, and what gateways say they kept, where they say it.",
     SQL_fin_methods,
     1,
     {{SMM_COL_METHOD, "Method"},
      {SMM_COL_INT, "Payments"},
      {SMM_COL_USD, "Received"},
      {SMM_COL_USD, "Fees charged"},
      {SMM_COL_USD, "Kept by the gateway"},
      {SMM_COL_INT, "Payments with a known fee"}}},
    {"revenue",
     "Revenue",
     "Revenue by day",
     "Campaigns that providers took, less what went back to customers, memberships, and what "
     "campaigns cost.",
     SQL_fin_revenue,
     1,
     {{SMM_COL_DAY, "Day"},
      {SMM_COL_INT, "Campaigns"},
      {SMM_COL_USD, "Captured"},
      {SMM_COL_USD, "Returned"},
      {SMM_COL_USD, "Memberships"},
      {SMM_COL_USD, "Net"},
      {SMM_COL_USD, "Provider cost"}}},
    {"memberships",
     "Memberships",
     "Income of memberships by day",
     "What members paid for their plans from their balance; credit is what an upgrade took off.",
     SQL_fin_members,
     1,
     {{SMM_COL_DAY, "Day"},
      {SMM_COL_TEXT, "Plan"},
      {SMM_COL_INT, "Joined"},
      {SMM_COL_INT, "Renewed"},
      {SMM_COL_INT, "Upgraded"},
      {SMM_COL_USD, "Credit"},
      {SMM_COL_USD, "Income"}}},
    {"gifts",
     "Gifts",
     "Gifts and corrections by day",
     "Coupons, deposit bonuses, commissions, corrections by staff and shortages that we bore.",
     SQL_fin_gifts,
     1,
     {{SMM_COL_DAY, "Day"},
      {SMM_COL_USD, "Coupons"},
      {SMM_COL_USD, "Deposit bonus"},
      {SMM_COL_USD, "Taken back"},
      {SMM_COL_USD, "Commissions"},
      {SMM_COL_USD, "Corrections"},
      {SMM_COL_USD, "Shortages"}}},
    {"tax",
     "Tax",
     "Tax by day",
     "Tax taken with payments, less what went back: it is due to the authorities.",
     SQL_fin_tax,
     1,
     {{SMM_COL_DAY, "Day"},
      {SMM_COL_USD, "Taken"},
      {SMM_COL_USD, "Returned"},
      {SMM_COL_USD, "Due"}}},
    {"liabilities",
     "Balances",
     "Balances of customers",
     "What customers may spend or have reserved now: money that is not ours.",
     SQL_fin_liabilities,
     0,
     {{SMM_COL_ACCOUNT, "Account"},
      {SMM_COL_TEXT, "Customer"},
      {SMM_COL_USD, "Balance"},
      {SMM_COL_USD, "Reserved"},
      {SMM_COL_USD, "Credit limit"}}},
    {"suspense",
     "Waiting money",
     "Money that waits",
     "Came in and is not credited: too little for its invoice. A person decides.",
     SQL_fin_suspense,
     0,
     {{SMM_COL_PAYMENT, "Payment"},
      {SMM_COL_TEXT, "Customer"},
      {SMM_COL_METHOD, "Method"},
      {SMM_COL_STATUS, "Status"},
      {SMM_COL_USD, "Waiting"},
      {SMM_COL_TIME, "Last change"}}},
    {"books",
     "Books",
     "All books",
     "Each book of the ledger: before, in, out, after. The last column sums to zero.",
     SQL_fin_books,
     1,
     {{SMM_COL_TEXT, "Book"},
      {SMM_COL_USD, "Before"},
      {SMM_COL_USD, "In"},
      {SMM_COL_USD, "Out"},
      {SMM_COL_USD, "After"}}},
    {"proof",
     "Proof",
     "Daily proof",
     "Once a day every rule of the books is checked and the result kept.",
     SQL_fin_proofs,
     1,
     {{SMM_COL_DAY, "Day"},
      {SMM_COL_TIME, "Checked"},
      {SMM_COL_STATUS, "Result"},
      {SMM_COL_INT, "Breaches"},
      {SMM_COL_USD, "Balances"},
      {SMM_COL_USD, "Reserved"},
      {SMM_COL_USD, "In suspense"},
      {SMM_COL_USD, "Unexplained"},
      {SMM_COL_USD, "Sum of all books"},
      {SMM_COL_TEXT, "What is wrong"}}},
    {NULL, NULL, NULL, NULL, 0, 0, {{SMM_COL_END, NULL}}},
};

const smm_report_t *smm_report_find(const char *name)
{
    const smm_report_t *r;

    for (r = smm_reports; name && r->name; r++)
        if (strcmp(r->name, name) == 0)
            return r;
    return NULL;
}

/* ---- figures --------------------------------------------------------------------------------- */

typedef struct fig_t {
    smm_finance_t *f;
    int64_t *received, *revenue, first;
} fig_t;

static void now_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_finance_t *f = item;

    f->wallets = smm_row_int(row, C_fin_now_wallets);
    f->held = smm_row_int(row, C_fin_now_held);
    f->owing = smm_row_int(row, C_fin_now_owing);
    f->accounts = smm_row_int(row, C_fin_now_accounts);
    f->promised = smm_row_int(row, C_fin_now_promised);
    f->commissions = smm_row_int(row, C_fin_now_commissions);
    f->claims = smm_row_int(row, C_fin_now_claims);
    f->review = smm_row_int(row, C_fin_now_review);
}

static int payments_row(void *baton, const smm_row_t *row)
{
    fig_t *g = baton;
    int64_t at = smm_row_int(row, C_fin_payments_day) - g->first,
            in = smm_row_int(row, C_fin_payments_received);

    g->f->received += in;
    g->f->fees += smm_row_int(row, C_fin_payments_fees);
    if (at >= 0 && at < SMM_FIN_DAYS)
        g->received[at] += in;
    return 0;
}

static int revenue_row(void *baton, const smm_row_t *row)
{
    fig_t *g = baton;
    int64_t at = smm_row_int(row, C_fin_revenue_day) - g->first,
            net = smm_row_int(row, C_fin_revenue_net);

    g->f->revenue += net;
    g->f->cost += smm_row_int(row, C_fin_revenue_cost);
    if (at >= 0 && at < SMM_FIN_DAYS)
        g->revenue[at] += net;
    return 0;
}

static int gifts_row(void *baton, const smm_row_t *row)
{
    smm_finance_t *f = ((fig_t *)baton)->f;

    f->gifts += smm_row_int(row, C_fin_gifts_coupons) + smm_row_int(row, C_fin_gifts_bonuses) -
                smm_row_int(row, C_fin_gifts_taken) + smm_row_int(row, C_fin_gifts_affiliates);
    return 0;
}

static int tax_row(void *baton, const smm_row_t *row)
{
    ((fig_t *)baton)->f->tax += smm_row_int(row, C_fin_tax_due);
    return 0;
}

static int suspense_row(void *baton, const smm_row_t *row)
{
    ((fig_t *)baton)->f->suspense += smm_row_int(row, C_fin_suspense_waiting);
    return 0;
}

smm_rc_e smm_finance(smm_ctx_t *c, int64_t since, int64_t until, smm_finance_t *out,
                     int64_t received[SMM_FIN_DAYS], int64_t revenue[SMM_FIN_DAYS])
{
    static const struct {
        int stmt;
        smm_row_fn *fn;
    } reads[] = {{SQL_fin_payments, payments_row},
                 {SQL_fin_revenue, revenue_row},
                 {SQL_fin_gifts, gifts_row},
                 {SQL_fin_tax, tax_row},
                 {SQL_fin_suspense, suspense_row}};
    fig_t g = {out, received, revenue, since / DAY};
    int found = 0;
    size_t i;

    memset(received, 0, sizeof(*received) * SMM_FIN_DAYS);
    memset(revenue, 0, sizeof(*revenue) * SMM_FIN_DAYS);
    if (smm_get(c, SQL_fin_now, SMM_ARGS(SMM_I(c->panel->id)), now_row, out) == SMM_BUSY ||
        smm_db_int(c->db, SQL_fin_coins, SMM_NOARGS, &out->coins, &found) != SMM_DB_OK)
        return SMM_BUSY;
    for (i = 0; i < sizeof(reads) / sizeof(*reads); i++)
        if (smm_db_read(c->db, reads[i].stmt,
                        SMM_ARGS(SMM_I(c->panel->id), SMM_I(since), SMM_I(until), SMM_I(INT32_MAX)),
                        reads[i].fn, &g) != SMM_DB_OK)
            return SMM_BUSY;
    return SMM_OK;
}

void smm_finance_fee(smm_ctx_t *c, const smm_payment_t *p, int64_t fee_minor)
{
    smm_unit_t *u;
    int64_t usd;

    if (fee_minor <= 0 || smm_quote_usd(p, fee_minor, &usd) != 0)
        return;
    u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_gateway_fee_put,
                 SMM_ARGS(SMM_I(p->id), SMM_I(c->panel->id), SMM_I(usd), SMM_I(c->now)));
    smm_db_write(c->db, u); /* a figure for a report: no reason to fail a payment */
}

/* ---- proof ----------------------------------------------------------------------------------- */

typedef struct sums_t {
    int64_t wallets, booked, held, booked_held, suspense, explained, house;
} sums_t;

static int sums_row(void *baton, const smm_row_t *row)
{
    sums_t *s = baton;

    s->wallets = smm_row_int(row, C_fin_proof_wallets);
    s->booked = smm_row_int(row, C_fin_proof_booked);
    s->held = smm_row_int(row, C_fin_proof_held);
    s->booked_held = smm_row_int(row, C_fin_proof_booked_held);
    s->suspense = smm_row_int(row, C_fin_proof_suspense);
    s->explained = smm_row_int(row, C_fin_proof_explained);
    s->house = smm_row_int(row, C_fin_proof_house);
    return 1;
}

typedef struct said_t {
    char text[TEXT_MOST + 1];
    size_t n;
} said_t;

static void say(void *baton, const char *line)
{
    said_t *s = baton;
    size_t len = strlen(line);

    if (s->n + len + 2 > TEXT_MOST)
        return;
    if (s->n)
        s->text[s->n++] = '\n';
    memcpy(s->text + s->n, line, len + 1);
    s->n += len;
}

smm_rc_e smm_finance_prove(smm_ctx_t *c)
{
    said_t *said = apr_pcalloc(c->pool, sizeof(*said));
    smm_verify_t v = {c->pool, c->db, c->now, say, said, 0, NULL};
    smm_unit_t *u = smm_unit_make(c->pool);
    sums_t s = {0};
    int bad, ok;

    bad = smm_verify_run(&v);
    if (!bad)
        said->text[said->n = 0] = '\0'; /* notes of what is well need no place */
    if (smm_db_read(c->db, SQL_fin_proof, SMM_ARGS(SMM_I(c->panel->id)), sums_row, &s) != SMM_DB_OK)
        return SMM_BUSY;
    ok = !bad && s.wallets == s.booked && s.held == s.booked_held && s.house == 0 &&
         s.suspense == s.explained;
    if (!ok && !bad)
        say(said, apr_psprintf(c->pool,
                               "balances %" I64 " and book %" I64 ", reserved %" I64
                               " and book %" I64 ", in suspense %" I64 " of which %" I64
                               " is explained, all books sum to %" I64,
                               s.wallets, s.booked, s.held, s.booked_held, s.suspense, s.explained,
                               s.house));
    smm_unit_add(u, SQL_finance_day_put,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now / DAY), SMM_I(c->now), SMM_I(ok),
                          SMM_I(bad), SMM_T(said->text), SMM_I(s.wallets), SMM_I(s.held),
                          SMM_I(s.suspense), SMM_I(s.suspense - s.explained), SMM_I(s.house)));
    if (smm_db_write(c->db, u).rc != SMM_DB_OK)
        return SMM_BUSY;
    if (!ok)
        smm_log(SMM_LOG_ERROR, "SMM0610: the books of panel %s are not in order: run smmctl verify",
                c->panel->key);
    return SMM_OK;
}

static void last_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_proof_t *o = item;

    o->day = smm_row_int(row, C_finance_day_last_day);
    o->checked = smm_row_int(row, C_finance_day_last_checked);
    o->ok = (int)smm_row_int(row, C_finance_day_last_ok);
    o->breaches = smm_row_int(row, C_finance_day_last_breaches);
    o->unexplained = smm_row_int(row, C_finance_day_last_unexplained);
    o->text = smm_row_dup(row, C_finance_day_last_text, pool);
}

smm_rc_e smm_finance_proof(smm_ctx_t *c, smm_proof_t *out)
{
    return smm_get(c, SQL_finance_day_last, SMM_ARGS(SMM_I(c->panel->id)), last_row, out);
}

static void proof_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    smm_proof_t last;
    smm_rc_e rc = smm_finance_proof(c, &last);

    (void)n;
    if (rc == SMM_OK && last.day >= c->now / DAY)
        return;
    if ((rc != SMM_OK && rc != SMM_NOT_FOUND) || smm_finance_prove(c) != SMM_OK)
        jobs[0].error = "the proof could not be made";
}

void smm_finance_init(void)
{
    smm_job_kind("finance-proof", proof_job, 1, 600, 3600);
}
