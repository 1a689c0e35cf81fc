/* SPDX-License-Identifier: Apache-2.0 */
/* Memberships in time: reminders, renewals, days of grace, ends; the mails about them. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_account.h"
#include "smm_coins.h"
#include "smm_job.h"
#include "smm_log.h"
#include "smm_mail.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_wallet.h"
#include "smm_ledger.h"
#include "smm_membership.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400
#define BATCH 100
#define JOB_SWEEP "membership-sweep"

/* ---- mails ----------------------------------------------------------------------------------- */

static const char *subject(const char *what)
{
    if (strcmp(what, "renews") == 0)
        return "Your membership renews soon";
    return strcmp(what, "unpaid") == 0 ? "Your membership could not be renewed"
                                       : "Your membership has ended";
}

void smm_member_mail(smm_unit_t *u, smm_ctx_t *c, int64_t account, const smm_member_t *m,
                     const char *what)
{
    const char *base = apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL);
    smm_account_t who;
    smm_balance_t b;
    smm_vm_t *vm;

    if (smm_account_by_id(c, account, &who) != SMM_OK ||
        smm_wallet_balance(c, account, &b) != SMM_OK)
        return;
    vm = smm_vm_make(c->pool);
    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "subject", subject(what));
    smm_vm_attr(vm, "site", c->panel->name);
    smm_vm_attr(vm, "username", who.username);
    smm_vm_attr(vm, "home", apr_pstrcat(c->pool, base, "/", NULL));
    smm_vm_attr_time(vm, "created", c->now);
    smm_vm_attr(vm, "what", what);
    smm_vm_attr(vm, "plan", m->plan_name);
    smm_vm_attr(vm, "next", m->next_name);
    smm_vm_attr_usd(vm, "price-usd", m->next_cost);
    if (m->next_cost > b.balance)
        smm_vm_attr_usd(vm, "missing-usd", m->next_cost - b.balance);
    smm_vm_attr_time(vm, "ends", m->ends * DAY);
    smm_vm_attr_time(vm, "grace", m->grace_until * DAY);
    smm_vm_attr(vm, "link", apr_pstrcat(c->pool, base, "/app/membership", NULL));
    smm_vm_end(vm);
    smm_mail_step(u, c, who.email, who.lang, "wallet/membership", vm);
}

/* ---- one membership -------------------------------------------------------------------------- */

static smm_arg_t *key(smm_ctx_t *c, int64_t account, const smm_member_t *m)
{
    smm_arg_t *a = apr_palloc(c->pool, sizeof(*a) * 3);

    a[0] = SMM_I(c->panel->id);
    a[1] = SMM_I(account);
    a[2] = SMM_I(m->version);
    return a;
}

/** The next period, from the end of the last one; the price is the announced one. */
static smm_rc_e renew(smm_ctx_t *c, int64_t account, const smm_member_t *m)
{
    smm_date_t end = smm_vip_ends(smm_date_of_days(m->anchor), (int)m->periods + 1);
    int64_t ends = smm_days(end.year, end.month, end.day);
    smm_plan_t p = {.id = m->next_plan, .price = m->next_cost, .name = m->next_name};
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    smm_unit_add(u, SQL_member_period,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(m->version), SMM_I(p.id),
                          SMM_I(p.price), SMM_I(m->anchor), SMM_I(m->periods + 1), SMM_I(m->ends),
                          SMM_I(ends), SMM_I(p.id), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_member_charge_steps(u, c, account, &p, m->version + 1, "renew", 0, m->ends, ends);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? SMM_OK : smm_written_rc(&w);
}

static void change(smm_ctx_t *c, int64_t account, const smm_member_t *m, int stmt, const char *what)
{
    smm_arg_t *k = key(c, account, m);
    smm_unit_t *u = smm_unit_make(c->pool);

    if (stmt == SQL_member_end)
        smm_unit_add(u, stmt, SMM_ARGS(k[0], k[1], k[2], SMM_I(c->now)));
    else if (stmt == SQL_member_grace)
        smm_unit_add(u, stmt, SMM_ARGS(k[0], k[1], k[2], SMM_I(m->next_cost), SMM_I(c->now)));
    else
        smm_unit_add(
            u, stmt,
            SMM_ARGS(k[0], k[1], k[2], SMM_I(m->next_cost), SMM_I(m->ends), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_member_mail(u, c, account, m, what);
    smm_db_write(c->db, u); /* refused: another worker did it, or the customer changed it */
}

static int one(smm_ctx_t *c, int64_t account)
{
    int64_t today = c->now / DAY;
    smm_vip_e e;
    smm_balance_t b;
    smm_member_t m;
    smm_rc_e rc;

    if (smm_member_get(c, account, &m) != SMM_OK || smm_wallet_balance(c, account, &b) != SMM_OK)
        return -1;
    if (strcmp(m.state, "active") != 0 && strcmp(m.state, "grace") != 0)
        return 0;
    e = smm_vip_renew(smm_date_of_days(m.ends), smm_date_of_days(today),
                      m.next_plan != 0 && !m.barred, b.balance, m.next_cost);
    if (e == SMM_VIP_ACTIVE) {
        if (m.next_plan && !m.barred && m.reminded < m.ends && m.ends <= today + SMM_MEMBER_REMIND)
            change(c, account, &m, SQL_member_remind, "renews");
        return 0;
    }
    if (e == SMM_VIP_RENEWED) {
        rc = renew(c, account, &m);
        if (rc == SMM_OK || rc == SMM_CONFLICT)
            return 0;
        if (rc != SMM_NO_FUNDS)
            return -1;
        e = SMM_VIP_GRACE; /* a frozen wallet, or spent meanwhile */
    }
    if (e == SMM_VIP_FREE)
        change(c, account, &m, SQL_member_end, "ended");
    else if (strcmp(m.state, "active") == 0)
        change(c, account, &m, SQL_member_grace, "unpaid");
    return 0;
}

/* ---- all that are due ------------------------------------------------------------------------ */

int smm_member_sweep(smm_ctx_t *c)
{
    int64_t today = c->now / DAY, after = 0;
    int64_t account[BATCH];
    int bad = 0, n;

    do {
        n = smm_list(c, SQL_member_due,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(today), SMM_I(today + SMM_MEMBER_REMIND),
                              SMM_I(after), SMM_I(BATCH)),
                     smm_item_int, account, BATCH);
        if (n < 0)
            return -1;
        for (int i = 0; i < n && !smm_job_stopping(); i++) {
            bad |= one(c, account[i]) != 0;
            after = account[i];
        }
    } while (n == BATCH && !smm_job_stopping());
    return bad ? -1 : 0;
}

static void sweep_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    (void)n;
    if (smm_member_sweep(c) != 0)
        jobs[0].error = "some memberships could not be looked at";
}

static int wanted(smm_ctx_t *c)
{
    return smm_job_any(c, SQL_member_any);
}

void smm_member_init(void)
{
    smm_job_kind(JOB_SWEEP, sweep_job, 1, 300, 300);
    smm_job_wanted(JOB_SWEEP, wanted);
    smm_member_verify_init();
}
