/* SPDX-License-Identifier: Apache-2.0 */
/* Post-payment: bills of a month, reminders, who is overdue, what a payment settles. */
#include "config.h"
#include <apr_strings.h>
#include "smm_event.h"
#include "smm_job.h"
#include "smm_ledger.h"
#include "smm_mail.h"
#include "smm_money.h"
#include "smm_postpay.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_time.h"
#include "smm_verify.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400
#define JOB_SWEEP "postpay-sweep"
#define BATCH 200

void smm_postpay_mail(smm_unit_t *u, smm_ctx_t *c, const smm_postpay_line_t *l, const char *what,
                      const char *subject, int64_t amount, int64_t month, int64_t due_day)
{
    const char *base = apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL);
    char text[SMM_USD_TEXT];
    smm_vm_t *vm = smm_vm_make(c->pool);

    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "subject", subject);
    smm_vm_attr(vm, "a",
                month ? smm_postpay_month(c->pool, month)
                      : apr_pstrcat(c->pool, "$", smm_usd_text(text, amount), NULL));
    smm_vm_attr(vm, "site", c->panel->name);
    smm_vm_attr(vm, "username", l->username);
    smm_vm_attr(vm, "home", apr_pstrcat(c->pool, base, "/", NULL));
    smm_vm_attr_time(vm, "created", c->now);
    smm_vm_attr(vm, "what", what);
    smm_vm_attr(vm, "state", l->state);
    smm_vm_attr(vm, "note", l->note);
    smm_vm_attr_usd(vm, "amount-usd", amount);
    if (month)
        smm_vm_attr(vm, "month", smm_postpay_month(c->pool, month));
    if (due_day)
        smm_vm_attr_time(vm, "due", due_day * DAY);
    smm_vm_attr(vm, "link", apr_pstrcat(c->pool, base, "/app/post-payment", NULL));
    smm_vm_end(vm);
    smm_mail_step(u, c, l->email, l->lang, "wallet/postpay", vm);
}

static void bill_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_postpay_bill_t *o = item;

    o->id = smm_row_int(row, C_postpay_bills_id);
    o->month = smm_row_int(row, C_postpay_bills_month);
    o->amount = smm_row_int(row, C_postpay_bills_amount);
    o->upto = smm_row_int(row, C_postpay_bills_upto);
    o->due_day = smm_row_int(row, C_postpay_bills_due_day);
    o->overdue_at = smm_row_int(row, C_postpay_bills_overdue_at);
    o->created = smm_row_int(row, C_postpay_bills_created);
}

int smm_postpay_bills(smm_ctx_t *c, int64_t account, smm_postpay_bill_t *out, int max)
{
    return smm_list(c, SQL_postpay_bills, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(max)),
                    bill_row, out, max);
}

/* ---- a month is over ------------------------------------------------------------------------- */

static int64_t today(const smm_ctx_t *c)
{
    return (c->now + SMM_IST_OFFSET) / DAY;
}

/* What was read may be old when the unit is written: then its expectations break, nothing is
 * written, and the next run reads again. @return 0 or -1 */
static int bill_one(smm_ctx_t *c, int64_t account, int64_t month)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_postpay_line_t l;
    int64_t owed, due = today(c) + smm_setting_int(c, "postpay.due_days", 10);

    if (smm_postpay_get(c, account, &l) != SMM_OK)
        return -1;
    owed = -l.balance - (l.billed - l.paid);
    smm_unit_add(u, SQL_postpay_month, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(month)));
    if (owed <= 0) {
        smm_unit_add(u, SQL_postpay_bill_none, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)));
    } else {
        smm_unit_add(u, SQL_postpay_bill_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(month), SMM_I(owed),
                              SMM_I(due), SMM_I(c->now)));
        smm_unit_add(u, SQL_postpay_billed,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(owed)));
        smm_postpay_mail(u, c, &l, "bill", "Your bill for {0}", owed, month, due);
    }
    return smm_db_write(c->db, u).rc == SMM_DB_OK ? 0 : -1;
}

static int bill_months(smm_ctx_t *c)
{
    int64_t month = smm_postpay_now(c) - 1;
    int64_t account[BATCH];
    int bad = 0, n;

    n = smm_list(c, SQL_postpay_due_accounts,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(month), SMM_I(BATCH)), smm_item_int, account,
                 BATCH);
    if (n < 0)
        return -1;
    for (int i = 0; i < n && !smm_job_stopping(); i++)
        bad |= bill_one(c, account[i], month);
    return bad || n == BATCH ? -1 : 0;
}

/* ---- what is due ------------------------------------------------------------------------------
 */

typedef struct due_t {
    int64_t id, account, month, amount, due_day, reminded;
} due_t;

static void due_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    *(due_t *)item = (due_t){smm_row_int(row, C_postpay_bills_due_id),
                             smm_row_int(row, C_postpay_bills_due_account),
                             smm_row_int(row, C_postpay_bills_due_month),
                             smm_row_int(row, C_postpay_bills_due_amount),
                             smm_row_int(row, C_postpay_bills_due_due_day),
                             smm_row_int(row, C_postpay_bills_due_reminded)};
}

/* A step that does not fit any more means: paid meanwhile. */
static int due_one(smm_ctx_t *c, const due_t *d)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_postpay_line_t l;
    int over = d->due_day < today(c);
    smm_db_rc_e rc;

    if (smm_postpay_get(c, d->account, &l) != SMM_OK)
        return -1;
    if (over) {
        smm_unit_add(u, SQL_postpay_freeze, SMM_ARGS(SMM_I(c->panel->id), SMM_I(d->account)));
        smm_unit_add(u, SQL_postpay_overdue,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(d->account), SMM_I(d->id), SMM_I(c->now)));
    } else {
        smm_unit_add(u, SQL_postpay_reminded, SMM_ARGS(SMM_I(d->id), SMM_I(c->now)));
    }
    smm_postpay_mail(u, c, &l, over ? "overdue" : "reminder",
                     over ? "Your bill for {0} is overdue" : "Your bill for {0} is due soon",
                     smm_postpay_due(&l), d->month, d->due_day);
    rc = smm_db_write(c->db, u).rc;
    return rc == SMM_DB_OK || rc == SMM_DB_EXPECT ? 0 : -1;
}

static int dues(smm_ctx_t *c)
{
    int64_t remind = today(c) + smm_setting_int(c, "postpay.remind_days", 3);
    due_t bill[BATCH];
    int bad = 0, n;

    n = smm_list(c, SQL_postpay_bills_due,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(remind), SMM_I(today(c)), SMM_I(BATCH)),
                 due_row, bill, BATCH);
    if (n < 0)
        return -1;
    for (int i = 0; i < n && !smm_job_stopping(); i++)
        bad |= due_one(c, &bill[i]);
    return bad || n == BATCH ? -1 : 0;
}

/* ---- what is paid ------------------------------------------------------------------------------
 */

static void paid_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount)
{
    smm_unit_add(u, SQL_postpay_paid, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(amount)));
    smm_unit_add(u, SQL_postpay_lift, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)));
}

/* The payment's unit has credited the wallet already. */
static void credited(smm_ctx_t *c, const smm_event_t *e, smm_unit_t *u)
{
    paid_steps(u, c, e->account, *(const int64_t *)e->data);
}

static int settled(smm_ctx_t *c)
{
    int64_t account[BATCH];
    int bad = 0, n;

    n = smm_list(c, SQL_postpay_settled_accounts, SMM_ARGS(SMM_I(c->panel->id), SMM_I(BATCH)),
                 smm_item_int, account, BATCH);
    if (n < 0)
        return -1;
    for (int i = 0; i < n && !smm_job_stopping(); i++) {
        smm_unit_t *u = smm_unit_make(c->pool);

        paid_steps(u, c, account[i], 0);
        bad |= smm_db_write(c->db, u).rc != SMM_DB_OK;
    }
    return bad ? -1 : 0;
}

/* ---- the job -----------------------------------------------------------------------------------
 */

int smm_postpay_sweep(smm_ctx_t *c)
{
    int bad = settled(c);

    bad |= bill_months(c);
    bad |= dues(c);
    return bad ? -1 : 0;
}

static void sweep_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    (void)n;
    if (smm_postpay_sweep(c) != 0)
        jobs[0].error = "not every bill could be made or looked at";
}

static int sweep_wanted(smm_ctx_t *c)
{
    return smm_job_any(c, SQL_postpay_any);
}

static int sums_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v, "post-payment of account %" I64 " in panel %" I64 ": billed %" I64 ", bills %" I64,
        smm_row_int(row, C_verify_postpay_account), smm_row_int(row, C_verify_postpay_panel),
        smm_row_int(row, C_verify_postpay_billed), smm_row_int(row, C_verify_postpay_bills));
    return 0;
}

static int wallets_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v,
                      "wallet of account %" I64 " in panel %" I64 ": credit %" I64 ", state %" I64
                      ", yet no post-payment says so",
                      smm_row_int(row, C_verify_postpay_wallets_account),
                      smm_row_int(row, C_verify_postpay_wallets_panel),
                      smm_row_int(row, C_verify_postpay_wallets_credit_limit),
                      smm_row_int(row, C_verify_postpay_wallets_frozen));
    return 0;
}

static int owed_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v,
                      "post-payment of account %" I64 " in panel %" I64 ": %" I64
                      " are owed since before the last bill, and no bill asks for them",
                      smm_row_int(row, C_verify_postpay_owed_account),
                      smm_row_int(row, C_verify_postpay_owed_panel),
                      smm_row_int(row, C_verify_postpay_owed_unbilled));
    return 0;
}

static void check(smm_verify_t *v)
{
    smm_verify_db(v, "post-payment",
                  smm_db_read(v->db, SQL_verify_postpay, SMM_NOARGS, sums_row, v));
    smm_verify_db(v, "post-payment",
                  smm_db_read(v->db, SQL_verify_postpay_wallets, SMM_NOARGS, wallets_row, v));
    smm_verify_db(v, "post-payment",
                  smm_db_read(v->db, SQL_verify_postpay_owed, SMM_NOARGS, owed_row, v));
}

void smm_postpay_bill_init(void)
{
    smm_job_kind(JOB_SWEEP, sweep_job, 1, 300, 900);
    smm_job_wanted(JOB_SWEEP, sweep_wanted);
    smm_event_on("payment.credited", credited, NULL);
    smm_verify_add("post-payment", check);
}
