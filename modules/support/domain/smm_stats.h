/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures of the dashboard and the staff overview: reads over the lower rooms' tables, nothing
 * else. `account` 0 means the whole panel. Amounts micro-USD; days are UTC days since 1970.
 */
#ifndef SMM_STATS_H
#define SMM_STATS_H

#include "smm_ctx.h"

#define SMM_STATS_DAYS 30

typedef struct smm_stats_t {
    int64_t running, review, stopped, orders_today, charge_today, charge_month, delivered_month,
        ordered_month;
    int64_t day_charge[SMM_STATS_DAYS]; /* oldest first; the last one is today */
    int64_t day_orders[SMM_STATS_DAYS];
} smm_stats_t;
SMM_DECLARE(smm_rc_e) smm_stats(smm_ctx_t *c, int64_t account, smm_stats_t *out);

typedef struct smm_stats_campaign_t {
    int64_t id, quantity, remains /* -1 = not known */, start_count /* -1 */, charge, refundable,
        created;
    const char *service, *link, *status;
} smm_stats_campaign_t;
typedef void smm_stats_campaign_fn(void *baton, const smm_stats_campaign_t *k);
/** Newest campaigns; `stopped` = only those whose unspent money can be taken back. */
SMM_DECLARE(smm_rc_e)
smm_stats_recent(smm_ctx_t *c, int64_t account, int stopped, int count, smm_stats_campaign_fn *fn,
                 void *baton);

typedef struct smm_stats_payment_t {
    int64_t id, amount, created;
    const char *method, *state;
} smm_stats_payment_t;
typedef void smm_stats_payment_fn(void *baton, const smm_stats_payment_t *p);
/** Payments that wait for something, newest first. */
SMM_DECLARE(smm_rc_e)
smm_stats_waiting(smm_ctx_t *c, int64_t account, int count, smm_stats_payment_fn *fn, void *baton);

typedef struct smm_stats_panel_t {
    int64_t balances, held, wallets, confirm;
} smm_stats_panel_t;
SMM_DECLARE(smm_rc_e) smm_stats_panel(smm_ctx_t *c, smm_stats_panel_t *out);

typedef void smm_stats_pair_fn(void *baton, const char *name, int64_t n, int64_t amount);
SMM_DECLARE(smm_rc_e) smm_stats_states(smm_ctx_t *c, smm_stats_pair_fn *fn, void *baton);
SMM_DECLARE(smm_rc_e) smm_stats_top(smm_ctx_t *c, smm_stats_pair_fn *fn, void *baton);

typedef struct smm_stats_provider_t {
    int64_t id, errors, balance /* -1 = never asked */, services, queue;
    int paused;
    const char *name;
} smm_stats_provider_t;
typedef void smm_stats_provider_fn(void *baton, const smm_stats_provider_t *p);
SMM_DECLARE(smm_rc_e) smm_stats_providers(smm_ctx_t *c, smm_stats_provider_fn *fn, void *baton);

#endif
