/* SPDX-License-Identifier: Apache-2.0 */
/* Memberships: what somebody has, joining, changing, stopping. Plans and staff: member_staff.c. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_coins.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_wallet.h"
#include "smm_ledger.h"
#include "smm_membership.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400
#define GRACE 3 /* days, as smm_vip_renew() */

static const char *usd(smm_ctx_t *c, int64_t micro)
{
    return smm_usd_text(apr_palloc(c->pool, SMM_USD_TEXT), micro);
}

static int64_t period_end(int64_t anchor, int64_t periods)
{
    smm_date_t d = smm_vip_ends(smm_date_of_days(anchor), (int)periods);

    return smm_days(d.year, d.month, d.day);
}

/* ---- what somebody has ----------------------------------------------------------------------- */

int smm_member_is_vip(const char *state, int64_t ends, int renews, int64_t today)
{
    if (!state || (strcmp(state, "active") != 0 && strcmp(state, "grace") != 0))
        return 0;
    /* the clock decides, not when the job came by */
    return today < ends || (renews && today < ends + GRACE);
}

typedef struct get_t {
    smm_ctx_t *c;
    smm_member_t *m;
} get_t;

static int get_row(void *baton, const smm_row_t *row)
{
    get_t *g = baton;
    smm_member_t *m = g->m;

    m->known = 1;
    m->plan = smm_row_int(row, C_member_get_plan_id);
    m->plan_name = smm_row_dup(row, C_member_get_plan, g->c->pool);
    m->state = smm_row_dup(row, C_member_get_state, g->c->pool);
    m->barred = (int)smm_row_int(row, C_member_get_barred);
    m->price = smm_row_int(row, C_member_get_price);
    m->anchor = smm_row_int(row, C_member_get_anchor);
    m->periods = smm_row_int(row, C_member_get_periods);
    m->starts = smm_row_int(row, C_member_get_starts);
    m->ends = smm_row_int(row, C_member_get_ends);
    m->next_plan = smm_row_int(row, C_member_get_next_plan);
    m->next_name = smm_row_dup(row, C_member_get_next_name, g->c->pool);
    m->next_price = smm_row_int(row, C_member_get_next_price);
    m->next_cost = m->next_price ? m->next_price : smm_row_int(row, C_member_get_next_cost);
    m->reminded = smm_row_int(row, C_member_get_reminded);
    m->version = smm_row_int(row, C_member_get_version);
    m->grace_until = m->ends + GRACE;
    m->vip = smm_member_is_vip(m->state, m->ends, m->next_plan != 0, g->c->now / DAY);
    return 1;
}

smm_rc_e smm_member_get(smm_ctx_t *c, int64_t account, smm_member_t *out)
{
    get_t g = {c, out};

    memset(out, 0, sizeof(*out));
    out->state = "";
    return smm_db_read(c->db, SQL_member_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)),
                       get_row, &g) == SMM_DB_OK
               ? SMM_OK
               : SMM_BUSY;
}

static void shown_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_wallet_shown_t *s = item;
    const char *state = smm_row_text(row, C_wallet_frame_state),
               *plan = smm_row_text(row, C_wallet_frame_plan);

    s->balance = smm_row_int(row, C_wallet_frame_balance);
    s->held = smm_row_int(row, C_wallet_frame_held);
    s->ends = smm_row_int(row, C_wallet_frame_ends);
    s->renews = !smm_row_null(row, C_wallet_frame_renews);
    s->grace = state && strcmp(state, "grace") == 0;
    apr_cpystrn(s->plan, plan ? plan : "", sizeof(s->plan));
}

smm_rc_e smm_wallet_shown(smm_ctx_t *c, int64_t account, smm_wallet_shown_t *out)
{
    smm_rc_e rc =
        smm_get(c, SQL_wallet_frame, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), shown_row, out);

    return rc == SMM_NOT_FOUND ? SMM_OK : rc;
}

/* ---- offers ---------------------------------------------------------------------------------- */

static int runs(const smm_member_t *m)
{
    return strcmp(m->state, "active") == 0 || strcmp(m->state, "grace") == 0;
}

static smm_result_t price_of(smm_ctx_t *c, smm_member_offer_t *o)
{
    const smm_member_t *m = &o->now;
    int64_t today = c->now / DAY;

    o->starts = today;
    o->ends = period_end(today, 1);
    o->pay = o->plan.price;
    if (!m->vip) {
        o->change = SMM_MEMBER_JOIN;
        return smm_ok();
    }
    /* its period is over and the next one not paid: the job takes it as soon as there is money */
    if (today >= m->ends)
        return smm_fail(SMM_CONFLICT, NULL,
                        "Your renewal is not paid yet. Add funds, or stop the membership first.");
    o->change =
        o->plan.price > m->price && o->plan.id != m->plan ? SMM_MEMBER_UPGRADE : SMM_MEMBER_LATER;
    if (o->plan.id == m->next_plan || (o->plan.id == m->plan && m->next_plan == m->plan))
        o->change = SMM_MEMBER_SAME;
    if (o->change == SMM_MEMBER_UPGRADE) {
        o->pay = smm_vip_upgrade(m->price, o->plan.price, smm_date_of_days(m->starts),
                                 smm_date_of_days(m->ends), smm_date_of_days(today), &o->credit);
        return o->pay > 0 ? smm_ok() : smm_fail(SMM_BUG, NULL, NULL);
    }
    o->pay = 0;
    o->starts = m->ends;
    o->ends = period_end(m->anchor, m->periods + 1);
    return smm_ok();
}

smm_result_t smm_member_offer(smm_ctx_t *c, int64_t account, int64_t plan, smm_member_offer_t *out)
{
    smm_balance_t b;
    smm_result_t r;
    smm_rc_e rc;

    memset(out, 0, sizeof(*out));
    rc = smm_plan_get(c, plan, &out->plan);
    if (rc != SMM_OK)
        return smm_fail(rc, NULL, NULL);
    if (smm_member_get(c, account, &out->now) != SMM_OK ||
        smm_wallet_balance(c, account, &b) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (!out->plan.active)
        return smm_fail(SMM_NOT_FOUND, NULL, NULL);
    r = price_of(c, out);
    if (r.code == SMM_OK && out->pay > b.balance)
        out->missing = out->pay - b.balance;
    return r;
}

/* ---- taking one ------------------------------------------------------------------------------ */

void smm_member_charge_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, const smm_plan_t *p,
                             int64_t version, const char *kind, int64_t credit, int64_t starts,
                             int64_t ends)
{
    int64_t pay = p->price - credit;
    int t;

    smm_ledger_open(u, c, account);
    smm_unit_add(u, SQL_member_covered, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(pay)));
    smm_unit_outcome(u, SMM_NO_FUNDS);
    t = smm_ledger_transfer(u, c, apr_pstrcat(c->pool, "membership-", kind, NULL),
                            apr_psprintf(c->pool, "membership/%" I64 "/%" I64, account, version),
                            SMM_I(p->id), p->name);
    smm_ledger_move(u, c, t, pay, SMM_BOOK_WALLET, account, SMM_BOOK_REVENUE, 0);
    smm_unit_add(u, SQL_member_charge_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(p->id), SMM_I(version),
                          SMM_T(kind), SMM_I(p->price), SMM_I(credit), SMM_I(starts), SMM_I(ends),
                          SMM_SLOT(t), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
}

static smm_result_t not_covered(smm_ctx_t *c, int64_t missing)
{
    smm_result_t r =
        smm_fail(SMM_INVALID, NULL, "The balance does not cover this: {0} USD are missing.");

    if (missing <= 0)
        return smm_fail(SMM_INVALID, NULL, "The balance does not cover this now.");
    r.a = usd(c, missing);
    return r;
}

static smm_result_t written(smm_ctx_t *c, const smm_written_t *w)
{
    if (w->rc == SMM_DB_OK)
        return smm_ok();
    if (w->outcome == SMM_OUT_REPLAY)
        return smm_fail(SMM_CONFLICT, NULL, "This was already done.");
    switch (smm_written_rc(w)) {
    case SMM_NO_FUNDS:
        return not_covered(c, 0);
    case SMM_CONFLICT:
        return smm_fail(SMM_CONFLICT, NULL, "This was changed meanwhile. Look at it again.");
    case SMM_UNKNOWN:
        return smm_fail(SMM_UNKNOWN, NULL,
                        "It is not known yet whether this was saved. Send the "
                        "same form again: it will not be done twice.");
    default:
        return smm_fail(smm_written_rc(w), NULL, NULL);
    }
}

/** A paid period begins today: the row, then the money. */
static void begin_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, const smm_member_offer_t *o)
{
    const smm_member_t *m = &o->now;
    int64_t version = m->known ? m->version + 1 : 1;

    if (m->known)
        smm_unit_add(u, SQL_member_period,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(m->version),
                              SMM_I(o->plan.id), SMM_I(o->plan.price), SMM_I(o->starts), SMM_I(1),
                              SMM_I(o->starts), SMM_I(o->ends), SMM_I(o->plan.id), SMM_I(c->now)));
    else
        smm_unit_add(u, SQL_member_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(o->plan.id),
                              SMM_I(o->plan.price), SMM_I(o->starts), SMM_I(1), SMM_I(o->starts),
                              SMM_I(o->ends), SMM_I(o->plan.id), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_member_charge_steps(u, c, account, &o->plan, version,
                            o->change == SMM_MEMBER_UPGRADE ? "upgrade" : "join", o->credit,
                            o->starts, o->ends);
}

static void next_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, const smm_member_t *m,
                       int64_t plan, int64_t price)
{
    smm_unit_add(u, SQL_member_next,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(m->version),
                          plan ? SMM_I(plan) : SMM_NUL, plan ? SMM_I(price) : SMM_NUL,
                          SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
}

static smm_result_t other_price(smm_ctx_t *c, int64_t now)
{
    smm_result_t r = smm_fail(SMM_INVALID, NULL, "The price is {0} USD now. Look at it again.");

    r.a = usd(c, now);
    return r;
}

smm_result_t smm_member_take(smm_ctx_t *c, int64_t account, int64_t plan, int64_t seen,
                             const smm_idem_t *idem)
{
    smm_member_offer_t o;
    smm_result_t r = smm_member_offer(c, account, plan, &o);
    int later = o.change == SMM_MEMBER_LATER;
    smm_unit_t *u;
    smm_written_t w;

    if (r.code != SMM_OK)
        return r;
    if (o.change == SMM_MEMBER_SAME)
        return smm_fail(SMM_CONFLICT, NULL, "You have this plan already.");
    if (seen != (later ? o.plan.price : o.pay))
        return other_price(c, later ? o.plan.price : o.pay);
    if (o.missing > 0)
        return not_covered(c, o.missing);
    u = smm_unit_make(c->pool);
    smm_idem_step(u, c, idem, -1, plan); /* first: the second of two clicks is told as such */
    if (later)
        next_steps(u, c, account, &o.now, plan, o.plan.price);
    else
        begin_steps(u, c, account, &o);
    w = smm_db_write(c->db, u);
    return written(c, &w);
}

smm_result_t smm_member_stop(smm_ctx_t *c, int64_t account)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_member_t m;
    smm_written_t w;

    if (smm_member_get(c, account, &m) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (!runs(&m) || !m.next_plan)
        return smm_fail(SMM_CONFLICT, NULL, "There is nothing to stop: it is not renewed.");
    if (c->now / DAY < m.ends && strcmp(m.state, "active") == 0) {
        next_steps(u, c, account, &m, 0, 0);
    } else {
        smm_unit_add(
            u, SQL_member_end,
            SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(m.version), SMM_I(c->now)));
        smm_unit_outcome(u, SMM_CONFLICT);
    }
    w = smm_db_write(c->db, u);
    return written(c, &w);
}

/* ---- charges --------------------------------------------------------------------------------- */

static void charge_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_member_charge_t *k = item;

    k->id = smm_row_int(row, C_member_charges_id);
    k->plan = smm_row_dup(row, C_member_charges_plan, pool);
    k->kind = smm_row_dup(row, C_member_charges_kind, pool);
    k->price = smm_row_int(row, C_member_charges_price);
    k->credit = smm_row_int(row, C_member_charges_credit);
    k->starts = smm_row_int(row, C_member_charges_starts);
    k->ends = smm_row_int(row, C_member_charges_ends);
    k->created = smm_row_int(row, C_member_charges_created);
}

int smm_member_charges(smm_ctx_t *c, int64_t account, int64_t before, smm_member_charge_t *out,
                       int max)
{
    return smm_list(c, SQL_member_charges,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    charge_row, out, max);
}
