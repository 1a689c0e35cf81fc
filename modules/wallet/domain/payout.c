/* SPDX-License-Identifier: Apache-2.0 */
/* Pay-outs of commissions into the wallet: taken from what matured under a guard, booked once. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_affiliate.h"
#include "smm_ledger.h"

#define I64 APR_INT64_T_FMT

static const char *usd(smm_ctx_t *c, int64_t micro)
{
    return smm_usd_text(apr_palloc(c->pool, SMM_USD_TEXT), micro);
}

static smm_result_t written(const smm_written_t *w)
{
    if (w->rc == SMM_DB_OK)
        return smm_ok();
    if (w->outcome == SMM_OUT_REPLAY)
        return smm_fail(SMM_CONFLICT, NULL, "This was already done. Look at the list.");
    if (smm_written_rc(w) == SMM_CONFLICT)
        return smm_fail(SMM_CONFLICT, NULL, "This was changed meanwhile. Look at it again.");
    return smm_fail(smm_written_rc(w), NULL, NULL);
}

/** The booking of the pay-out that step `slot` inserts, or of `id`. */
static void book_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount, smm_arg_t ref,
                       const char *key)
{
    int t;

    smm_ledger_open(u, c, account);
    t = smm_ledger_transfer(u, c, "affiliate", key, ref, "");
    smm_ledger_move(u, c, t, amount, SMM_BOOK_AFFILIATE, 0, SMM_BOOK_WALLET, account);
}

smm_result_t smm_affiliate_ask(smm_ctx_t *c, int64_t account, const smm_idem_t *idem,
                               int64_t *amount)
{
    const char *how = smm_setting(c, "affiliates.approval"), *text;
    int at_once = how && strcmp(how, "auto") == 0, row;
    int64_t least = 0;
    smm_affiliate_t f;
    smm_unit_t *u;
    smm_written_t w;
    smm_result_t r;
    smm_rc_e rc = smm_affiliate_get(c, account, 0, &f);

    if (rc != SMM_OK)
        return smm_fail(rc == SMM_NOT_FOUND ? SMM_INVALID : rc, NULL,
                        "There is nothing to pay out yet.");
    if (f.stopped)
        return smm_fail(SMM_FORBIDDEN, NULL, "Your pay-outs are stopped. Please write to us.");
    text = smm_setting(c, "affiliates.min_payout");
    if (!text || smm_usd_parse(text, &least) != 0)
        least = 0;
    if (f.available <= 0 || f.available < least) {
        r = smm_fail(SMM_INVALID, NULL, "Pay-outs start at {0} USD; {1} USD are available now.");
        r.a = usd(c, least);
        r.b = usd(c, f.available > 0 ? f.available : 0);
        return r;
    }
    u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_affiliate_take,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(f.available)));
    smm_unit_outcome(u, SMM_CONFLICT);
    row = smm_unit_add(u, SQL_payout_insert,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(f.available),
                                SMM_T(at_once ? "paid" : "requested"), SMM_I(c->now),
                                SMM_I(at_once ? c->now : 0)));
    if (at_once)
        book_steps(u, c, account, f.available, SMM_SLOT(row),
                   apr_pstrcat(c->pool, "affiliate/auto/", smm_random_token(c->pool, 12), NULL));
    smm_idem_step(u, c, idem, row, 0);
    w = smm_db_write(c->db, u);
    *amount = f.available;
    return written(&w);
}

/* ---- staff ----------------------------------------------------------------------------------- */

typedef struct one_t {
    int64_t account, amount;
    int open;
} one_t;

static void one_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    one_t *o = item;

    o->account = smm_row_int(row, C_payout_get_affiliate_id);
    o->amount = smm_row_int(row, C_payout_get_amount);
    o->open = strcmp(smm_row_text(row, C_payout_get_state), "requested") == 0;
}

smm_result_t smm_payout_decide(smm_ctx_t *c, int64_t id, int pay, const char *why,
                               const smm_idem_t *idem)
{
    one_t o;
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;
    smm_rc_e rc = smm_get(c, SQL_payout_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)), one_row, &o);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, NULL);
    if (o.account == c->actor)
        return smm_fail(SMM_FORBIDDEN, NULL, "Somebody else decides about your own pay-out.");
    if (!pay && (!why || !*why))
        return smm_fail(SMM_INVALID, "reason", "Say why: the affiliate sees it.");
    if (!o.open)
        return smm_fail(SMM_CONFLICT, NULL, "This pay-out was decided already.");
    smm_unit_add(u, SQL_payout_decide,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_T(pay ? "paid" : "rejected"),
                          SMM_I(c->actor), SMM_T(why ? why : ""), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    if (pay) {
        book_steps(u, c, o.account, o.amount, SMM_I(id),
                   apr_psprintf(c->pool, "affiliate/payout/%" I64, id));
    } else {
        smm_unit_add(u, SQL_affiliate_give_back,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(o.account), SMM_I(o.amount)));
        smm_unit_outcome(u, SMM_CONFLICT);
    }
    smm_audit_step(u, c, pay ? "affiliate.pay" : "affiliate.reject", "account", o.account, NULL,
                   usd(c, o.amount), why && *why ? why : NULL);
    smm_idem_step(u, c, idem, -1, id);
    w = smm_db_write(c->db, u);
    return written(&w);
}

smm_result_t smm_affiliate_stop(smm_ctx_t *c, int64_t account, int stop, const char *why)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    if (account == c->actor)
        return smm_fail(SMM_FORBIDDEN, NULL, "Somebody else decides about your own account.");
    smm_unit_add(u, SQL_affiliate_stop,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(stop != 0)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, stop ? "affiliate.stop" : "affiliate.open", "account", account, NULL, NULL,
                   why);
    w = smm_db_write(c->db, u);
    return written(&w);
}

int64_t smm_payout_waiting(smm_ctx_t *c)
{
    int64_t n = 0;
    int found;

    smm_db_int(c->db, SQL_payout_waiting, SMM_ARGS(SMM_I(c->panel->id)), &n, &found);
    return n;
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void payout_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_payout_t *p = item;

    p->id = smm_row_int(row, C_payout_list_id);
    p->account = smm_row_int(row, C_payout_list_affiliate_id);
    p->username = smm_row_dup(row, C_payout_list_username, pool);
    p->amount = smm_row_int(row, C_payout_list_amount);
    p->state = smm_row_dup(row, C_payout_list_state, pool);
    p->why = smm_row_dup(row, C_payout_list_why, pool);
    p->decider = smm_row_dup(row, C_payout_list_decider, pool);
    p->created = smm_row_int(row, C_payout_list_created);
    p->decided = smm_row_int(row, C_payout_list_decided);
    p->suspects = smm_row_int(row, C_payout_list_suspects);
}

int smm_payout_list(smm_ctx_t *c, int64_t account, const char *state, int64_t before,
                    smm_payout_t *out, int max)
{
    return smm_list(c, SQL_payout_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(state),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    payout_row, out, max);
}

static void commission_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_commission_t *m = item;

    m->id = smm_row_int(row, C_commission_list_id);
    m->kind = smm_row_dup(row, C_commission_list_kind, pool);
    m->amount = smm_row_int(row, C_commission_list_amount);
    m->reversed = smm_row_int(row, C_commission_list_reversed);
    m->state = smm_row_dup(row, C_commission_list_state, pool);
    m->due = smm_row_int(row, C_commission_list_due);
    m->created = smm_row_int(row, C_commission_list_created);
}

int smm_commission_list(smm_ctx_t *c, int64_t account, int64_t before, smm_commission_t *out,
                        int max)
{
    return smm_list(c, SQL_commission_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    commission_row, out, max);
}

static void affiliate_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_affiliate_t *f = item;

    f->account = smm_row_int(row, C_affiliate_list_account_id);
    f->username = smm_row_dup(row, C_affiliate_list_username, pool);
    f->code = smm_row_dup(row, C_affiliate_list_code, pool);
    f->visits = smm_row_int(row, C_affiliate_list_visits);
    f->people = smm_row_int(row, C_affiliate_list_people);
    f->suspects = smm_row_int(row, C_affiliate_list_suspects);
    f->matured = smm_row_int(row, C_affiliate_list_matured);
    f->reversed = smm_row_int(row, C_affiliate_list_reversed);
    f->paid = smm_row_int(row, C_affiliate_list_paid);
    f->held = smm_row_int(row, C_affiliate_list_held);
    f->stopped = (int)smm_row_int(row, C_affiliate_list_stopped);
    f->available = f->matured - f->reversed - f->paid;
}

int smm_affiliate_list(smm_ctx_t *c, smm_affiliate_t *out, int max)
{
    return smm_list(c, SQL_affiliate_list, SMM_ARGS(SMM_I(c->panel->id), SMM_I(max)), affiliate_row,
                    out, max);
}
