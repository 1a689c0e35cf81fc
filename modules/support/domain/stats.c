/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_stats.h"

#define DAY 86400

static smm_rc_e rc_of(smm_db_rc_e rc)
{
    return rc == SMM_DB_OK ? SMM_OK : SMM_BUSY;
}

static int on_sums(void *baton, const smm_row_t *r)
{
    smm_stats_t *s = baton;
    s->running = smm_row_int(r, C_stats_campaigns_running);
    s->review = smm_row_int(r, C_stats_campaigns_review);
    s->stopped = smm_row_int(r, C_stats_campaigns_stopped);
    s->orders_today = smm_row_int(r, C_stats_campaigns_orders_today);
    s->charge_today = smm_row_int(r, C_stats_campaigns_charge_today);
    s->charge_month = smm_row_int(r, C_stats_campaigns_charge_month);
    s->delivered_month = smm_row_int(r, C_stats_campaigns_delivered_month);
    s->ordered_month = smm_row_int(r, C_stats_campaigns_ordered_month);
    return 1;
}

typedef struct {
    smm_stats_t *s;
    int64_t first; /* day number of the oldest slot */
} days_t;

static int on_day(void *baton, const smm_row_t *r)
{
    days_t *b = baton;
    int64_t at = smm_row_int(r, C_stats_days_day) - b->first;
    if (at >= 0 && at < SMM_STATS_DAYS) {
        b->s->day_charge[at] = smm_row_int(r, C_stats_days_charge);
        b->s->day_orders[at] = smm_row_int(r, C_stats_days_orders);
    }
    return 0;
}

/* A day of one account; day 0 is everything before the month. */
static int on_account(void *baton, const smm_row_t *r)
{
    days_t *b = baton;
    smm_stats_t *s = b->s;
    int64_t day = smm_row_int(r, C_stats_account_day), at = day - b->first;
    int64_t orders = smm_row_int(r, C_stats_account_orders),
            charge = smm_row_int(r, C_stats_account_charge);
    s->running += smm_row_int(r, C_stats_account_running);
    s->review += smm_row_int(r, C_stats_account_review);
    s->stopped += smm_row_int(r, C_stats_account_stopped);
    if (day == 0) {
        return 0;
    }
    s->charge_month += charge;
    s->delivered_month += smm_row_int(r, C_stats_account_delivered);
    s->ordered_month += smm_row_int(r, C_stats_account_quantity);
    if (at >= SMM_STATS_DAYS - 1) { /* today; a clock that ran ahead counts, too */
        s->orders_today += orders;
        s->charge_today += charge;
    }
    if (at >= 0 && at < SMM_STATS_DAYS) {
        s->day_charge[at] = charge;
        s->day_orders[at] = orders;
    }
    return 0;
}

smm_rc_e smm_stats(smm_ctx_t *c, int64_t account, smm_stats_t *out)
{
    int64_t today = c->now / DAY;
    days_t b = {out, today - SMM_STATS_DAYS + 1};
    memset(out, 0, sizeof(*out));
    if (account) {
        return rc_of(smm_db_read(
            c->db, SQL_stats_account,
            SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(b.first * DAY)), on_account, &b));
    }
    smm_db_rc_e rc = smm_db_read(
        c->db, SQL_stats_campaigns,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(0), SMM_I(today * DAY), SMM_I(b.first * DAY)), on_sums,
        out);
    if (rc == SMM_DB_OK) {
        rc = smm_db_read(c->db, SQL_stats_days,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_I(0), SMM_I(b.first * DAY)), on_day, &b);
    }
    return rc_of(rc);
}

typedef struct {
    smm_stats_campaign_fn *fn;
    void *baton;
} recent_t;

static int64_t or_none(const smm_row_t *r, int col)
{
    return smm_row_null(r, col) ? -1 : smm_row_int(r, col);
}

static int on_recent(void *baton, const smm_row_t *r)
{
    recent_t *b = baton;
    smm_stats_campaign_t k = {0};
    const char *state = smm_row_text(r, C_stats_recent_state);
    int64_t refunded = smm_row_int(r, C_stats_recent_refunded);
    k.id = smm_row_int(r, C_stats_recent_id);
    k.service = smm_row_text(r, C_stats_recent_service_name);
    k.link = smm_row_text(r, C_stats_recent_link);
    k.status = smm_row_text(r, C_stats_recent_status);
    k.quantity = smm_row_int(r, C_stats_recent_quantity);
    k.remains = or_none(r, C_stats_recent_remains);
    k.start_count = or_none(r, C_stats_recent_start_count);
    k.charge = smm_row_int(r, C_stats_recent_charge);
    k.created = smm_row_int(r, C_stats_recent_created);
    if (!strcmp(state, "canceled")) {
        k.refundable =
            smm_refund_due(k.charge, k.quantity, k.quantity, refunded, SMM_REFUND_CANCELED);
    } else if (!strcmp(state, "partial") && k.remains >= 0) {
        k.refundable =
            smm_refund_due(k.charge, k.quantity, k.remains, refunded, SMM_REFUND_PARTIAL);
    }
    b->fn(b->baton, &k);
    return 0;
}

smm_rc_e smm_stats_recent(smm_ctx_t *c, int64_t account, int stopped, int count,
                          smm_stats_campaign_fn *fn, void *baton)
{
    recent_t b = {fn, baton};
    return rc_of(smm_db_read(
        c->db, account ? SQL_stats_recent_of : SQL_stats_recent,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(stopped != 0), SMM_I(count)), on_recent,
        &b));
}

typedef struct {
    smm_stats_payment_fn *fn;
    void *baton;
} waiting_t;

static int on_waiting(void *baton, const smm_row_t *r)
{
    waiting_t *b = baton;
    smm_stats_payment_t p = {0};
    p.id = smm_row_int(r, C_stats_waiting_id);
    p.amount = smm_row_int(r, C_stats_waiting_amount);
    p.created = smm_row_int(r, C_stats_waiting_created);
    p.method = smm_row_text(r, C_stats_waiting_method);
    p.state = smm_row_text(r, C_stats_waiting_state);
    b->fn(b->baton, &p);
    return 0;
}

smm_rc_e smm_stats_waiting(smm_ctx_t *c, int64_t account, int count, smm_stats_payment_fn *fn,
                           void *baton)
{
    waiting_t b = {fn, baton};
    return rc_of(smm_db_read(c->db, account ? SQL_stats_waiting_of : SQL_stats_waiting,
                             SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(count)),
                             on_waiting, &b));
}

static void on_panel(void *item, const smm_row_t *r, apr_pool_t *pool)
{
    smm_stats_panel_t *p = item;
    p->balances = smm_row_int(r, C_stats_wallets_balances);
    p->held = smm_row_int(r, C_stats_wallets_held);
    p->wallets = smm_row_int(r, C_stats_wallets_wallets);
    p->confirm = smm_row_int(r, C_stats_wallets_confirm);
}

smm_rc_e smm_stats_panel(smm_ctx_t *c, smm_stats_panel_t *out)
{
    smm_rc_e rc = smm_get(c, SQL_stats_wallets, SMM_ARGS(SMM_I(c->panel->id)), on_panel, out);
    return rc == SMM_NOT_FOUND ? SMM_OK : rc;
}

typedef struct {
    smm_stats_pair_fn *fn;
    void *baton;
} pairs_t;

static int on_state(void *baton, const smm_row_t *r)
{
    pairs_t *b = baton;
    b->fn(b->baton, smm_row_text(r, C_stats_states_status), smm_row_int(r, C_stats_states_n), 0);
    return 0;
}

smm_rc_e smm_stats_states(smm_ctx_t *c, smm_stats_pair_fn *fn, void *baton)
{
    pairs_t b = {fn, baton};
    return rc_of(smm_db_read(c->db, SQL_stats_states, SMM_ARGS(SMM_I(c->panel->id)), on_state, &b));
}

static int on_top(void *baton, const smm_row_t *r)
{
    pairs_t *b = baton;
    b->fn(b->baton, smm_row_text(r, C_stats_top_name), smm_row_int(r, C_stats_top_n),
          smm_row_int(r, C_stats_top_charge));
    return 0;
}

smm_rc_e smm_stats_top(smm_ctx_t *c, smm_stats_pair_fn *fn, void *baton)
{
    pairs_t b = {fn, baton};
    return rc_of(smm_db_read(c->db, SQL_stats_top,
                             SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now - 7 * DAY)), on_top, &b));
}

typedef struct {
    smm_stats_provider_fn *fn;
    void *baton;
} providers_t;

static int on_provider(void *baton, const smm_row_t *r)
{
    providers_t *b = baton;
    smm_stats_provider_t p = {0};
    p.id = smm_row_int(r, C_stats_providers_id);
    p.name = smm_row_text(r, C_stats_providers_name);
    p.paused = smm_row_int(r, C_stats_providers_paused) != 0;
    p.errors = smm_row_int(r, C_stats_providers_errors);
    p.balance = or_none(r, C_stats_providers_balance);
    p.services = smm_row_int(r, C_stats_providers_services);
    p.queue = smm_row_int(r, C_stats_providers_queue);
    b->fn(b->baton, &p);
    return 0;
}

smm_rc_e smm_stats_providers(smm_ctx_t *c, smm_stats_provider_fn *fn, void *baton)
{
    providers_t b = {fn, baton};
    return rc_of(
        smm_db_read(c->db, SQL_stats_providers, SMM_ARGS(SMM_I(c->panel->id)), on_provider, &b));
}
