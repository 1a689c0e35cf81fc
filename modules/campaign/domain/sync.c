/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What providers report about open campaigns: asked in batches of 100, written along the lattice of
 * campaign_state.c. A customer never reads "Partial" or "Canceled" before the provider said so.
 */
#include <string.h>
#include <apr_strings.h>
#include "smm_campaign_int.h"
#include "smm_sql.h"
#include "smm_wallet.h"
#include "smm_settings.h"

#define BATCH 100
#define ROUNDS 20 /* batches a provider and run */

static int64_t clamp(int64_t v, int64_t lo, int64_t hi)
{
    return v < lo ? lo : v > hi ? hi : v;
}

/** The campaign as it will be after the report, and the note for staff when the report was odd. */
static const char *apply(const smm_ctx_t *c, const smm_campaign_t *k, const smm_pv_status_t *s,
                         smm_campaign_t *after)
{
    const char *show;
    *after = *k;
    /* 0 before the start is what panels say when they have not counted yet */
    if (s->start_count > 0 || (s->start_count == 0 && s->word && strcmp(s->word, "Pending") &&
                               strcmp(s->word, "Processing") && strcmp(s->word, "Canceled")))
        after->start_count = s->start_count;
    if (!s->word)
        return "unknown-status-word";
    smm_cs_e to = smm_cs_report(k->state, k->status, s->word, &show);
    /* how much is left decides about money: without it a partial waits */
    if (to == SMM_CS_PARTIAL && s->remains == SMM_PV_NONE)
        return "partial-without-remains";
    after->state = to;
    after->status = show;
    if (s->remains != SMM_PV_NONE)
        after->remains = clamp(s->remains, 0, k->quantity);
    if (to == SMM_CS_COMPLETED)
        after->remains = 0;
    else if (to == SMM_CS_CANCELED)
        after->remains = k->quantity;
    if (to != SMM_CS_ACCEPTED && !k->started_at && to != SMM_CS_CANCELED)
        after->started_at = c->now;
    if (smm_cs_ended(to) && !smm_cs_ended(k->state))
        after->ended_at = c->now;
    return s->remains != SMM_PV_NONE && (s->remains < 0 || s->remains > k->quantity)
               ? "remains-out-of-range"
               : NULL;
}

static smm_arg_t int_arg(int64_t v, int64_t none)
{
    return v == none ? SMM_NUL : SMM_I(v);
}

static const char *why_of(smm_cs_e to)
{
    return to == SMM_CS_IN_PROGRESS ? "started"
           : to == SMM_CS_COMPLETED ? "completed"
           : to == SMM_CS_PARTIAL   ? "stopped"
           : to == SMM_CS_CANCELED  ? "canceled"
                                    : "reported";
}

/** Resellers' scripts know no terminate: the stock contract says that the rest comes back by
 * itself. */
static int pays_back(smm_ctx_t *c, const smm_campaign_t *k)
{
    const char *how = smm_setting(c, "campaign.api_refund");
    return !strcmp(k->origin, "api") && (!how || strcmp(how, "terminate"));
}

static void end_steps(smm_unit_t *u, smm_ctx_t *c, smm_campaign_t *after)
{
    int64_t due = smm_campaign_refundable(after);
    smm_campaign_ended_steps(u, c, after);
    if (due <= 0 || !pays_back(c, after))
        return;
    smm_unit_add(u, SQL_campaign_terminate,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(after->id), SMM_T(smm_cs_name(after->state)),
                          SMM_I(after->refunded), SMM_I(due)));
    smm_unit_outcome(u, SMM_OUT_STATE);
    smm_wallet_refund(u, c, after->account, due, after->id, 1);
    smm_campaign_note(u, c, after, SMM_CS_TERMINATED, after->status, "paid-back", NULL, due);
}

static int write_change(smm_ctx_t *c, const smm_campaign_t *k, smm_campaign_t *after,
                        const char *why, const char *detail)
{
    int ended = smm_cs_ended(after->state) && !smm_cs_ended(k->state);
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_report,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(k->id), SMM_T(smm_cs_name(k->state)),
                          SMM_T(k->status), SMM_T(smm_cs_name(after->state)), SMM_T(after->status),
                          int_arg(after->start_count, SMM_C_NONE),
                          int_arg(after->remains, SMM_C_NONE), SMM_I(c->now),
                          int_arg(after->started_at, 0), int_arg(after->ended_at, 0),
                          SMM_T(after->flag)));
    smm_unit_outcome(u, SMM_OUT_STATE);
    if (after->state != k->state || strcmp(after->status, k->status))
        smm_campaign_note(u, c, k, after->state, after->status, why, detail, 0);
    if (!strcmp(why, "set-by-staff"))
        smm_audit_step(u, c, "campaign.set", "campaign", k->id, k->status, after->status, detail);
    if (ended)
        end_steps(u, c, after);
    smm_db_rc_e rc = smm_db_write(c->db, u).rc;
    if (rc == SMM_DB_OK && ended)
        smm_campaign_ended_after(c, after);
    return rc == SMM_DB_OK ? 1 : rc == SMM_DB_EXPECT ? 0 : -1;
}

int smm_campaign_report(smm_ctx_t *c, const smm_campaign_t *k, const smm_pv_status_t *s)
{
    smm_campaign_t after;
    if (!s->ok || (k->state != SMM_CS_ACCEPTED && k->state != SMM_CS_IN_PROGRESS))
        return 0;
    const char *flag = apply(c, k, s, &after);
    after.flag = flag;
    if (after.state == k->state && !strcmp(after.status, k->status) &&
        after.remains == k->remains && after.start_count == k->start_count &&
        !strcmp(flag ? flag : "", k->flag ? k->flag : ""))
        return 0;
    return write_change(c, k, &after, why_of(after.state), flag);
}

/* ---- staff ---------------------------------------------------------------------------------- */

smm_result_t smm_campaign_set(smm_ctx_t *c, int64_t id, const char *word, int64_t start_count,
                              int64_t remains, const char *why)
{
    smm_campaign_t k, after;
    smm_rc_e rc = smm_campaign_get(c, 0, id, &k);
    smm_pv_status_t s = {.ok = 1, .word = word, .start_count = start_count, .remains = remains};
    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "There is no such campaign.");
    if (k.state != SMM_CS_ACCEPTED && k.state != SMM_CS_IN_PROGRESS)
        return smm_fail(SMM_CONFLICT, NULL,
                        "Only a campaign that is with its provider can be set by hand.");
    if (remains != SMM_PV_NONE && (remains < 0 || remains > k.quantity))
        return smm_fail(SMM_INVALID, "remains",
                        "Enter a number between 0 and the ordered quantity.");
    if (apply(c, &k, &s, &after))
        return smm_fail(SMM_INVALID, "remains", "Say how many units remain.");
    after.flag = NULL;
    int done = write_change(c, &k, &after, "set-by-staff", why);
    if (done < 0)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel is busy. Nothing was changed; please try again.");
    return done ? smm_ok()
                : smm_fail(SMM_CONFLICT, NULL, "The campaign has moved on. Look at it again.");
}

/* ---- the job -------------------------------------------------------------------------------- */

/** Marks the ones that did not change as asked. */
static void mark(smm_ctx_t *c, const smm_campaign_t *k, int count, const smm_pv_status_t *x,
                 const char *changed, int understood)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int n = 0;
    for (int i = 0; i < count; i++) {
        if (changed[i])
            continue;
        const char *flag = k[i].flag;
        if (understood && !x[i].ok)
            flag = "order-not-known";
        smm_unit_add(u, SQL_campaign_synced,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(k[i].id), SMM_I(c->now), SMM_T(flag)));
        n++;
    }
    if (n)
        smm_db_write(c->db, u);
}

/** One batch of one provider. @return campaigns asked about, 0 = none left or no answer. */
static int sync_batch(smm_ctx_t *c, const smm_provider_t *pv, const smm_provider_driver_t *d)
{
    smm_campaign_t *k = apr_palloc(c->pool, sizeof(*k) * BATCH);
    smm_pv_status_t *x;
    char changed[BATCH] = {0};
    int n = smm_list(c, SQL_campaign_open,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(pv->id), SMM_I(c->now - 1), SMM_I(BATCH)),
                     smm_campaign_row, k, BATCH);
    if (n <= 0)
        return 0;
    x = apr_pcalloc(c->pool, sizeof(*x) * (apr_size_t)n);
    for (int i = 0; i < n; i++)
        x[i].order = k[i].provider_order;
    int understood = d->status(c, pv, x, n);
    if ((!understood || pv->errors) && !(d->caps & SMM_PC_LOCAL))
        smm_provider_report(c, pv->id, understood);
    for (int i = 0; i < n; i++)
        changed[i] = smm_campaign_report(c, &k[i], &x[i]) == 1;
    mark(c, k, n, x, changed, understood);
    return understood ? n : 0;
}

int smm_sync_wanted(smm_ctx_t *c)
{
    return smm_job_any(c, SQL_campaign_open_providers);
}

void smm_sync_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    int64_t id[64];
    n = smm_list(c, SQL_campaign_open_providers, SMM_ARGS(SMM_I(c->panel->id)), smm_item_int, id,
                 64);
    for (int i = 0; i < n; i++) {
        smm_provider_t pv;
        if (smm_provider_get(c, id[i], &pv) != SMM_OK || !smm_provider_ready(&pv, c->now))
            continue;
        const smm_provider_driver_t *d = smm_provider_driver(pv.kind);
        for (int round = 0; d && round < ROUNDS && !smm_job_stopping(); round++) {
            smm_ctx_t sub = *c;
            apr_pool_create(&sub.pool, c->pool);
            int asked = sync_batch(&sub, &pv, d);
            apr_pool_destroy(sub.pool);
            if (asked < BATCH)
                break;
        }
    }
}
