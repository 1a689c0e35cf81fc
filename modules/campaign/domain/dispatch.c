/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Handing campaigns over. The rule that everything here serves: `dispatching` is committed before
 * the first byte leaves, and once a byte has left, only an answer, a proof or a person moves the
 * campaign on. docs/internals/dispatch.md has the machine and the crash points.
 *
 * Crash points, in order: dispatch.before-claim-commit, dispatch.after-claim-commit,
 * dispatch.before-first-byte, dispatch.after-first-byte, dispatch.after-last-byte,
 * dispatch.after-answer, dispatch.before-outcome-commit, dispatch.after-outcome-commit.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include <jansson.h>
#include "smm_campaign_int.h"
#include "smm_coin_book.h"
#include "smm_crash.h"
#include "smm_metrics.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_wallet.h"

#define LEASE 75 /* seconds; longer than an add may take (api_v2.c) */
#define BRAKE_WINDOW 600
#define BRAKE_AFTER 5
#define REVIEW_AFTER 86400

/** One campaign of a batch on its way. */
typedef struct item_t {
    smm_ctx_t *c;
    smm_job_t *job;
    smm_campaign_t k;
    const smm_provider_t *pv;
    const smm_provider_driver_t *driver;
    int probe;     /* repeats the request of an unknown campaign */
    smm_cs_e from; /* state before the claim */
    const char *request_id;
} item_t;

static void again(smm_job_t *j, int64_t next, const char *error)
{
    j->again = 1;
    j->next = next;
    j->error = error;
}

static int64_t soon(const smm_ctx_t *c, int64_t seconds)
{
    return c->now + (smm_job_fast() ? 1 + seconds / 60 : seconds);
}

static void count(smm_po_e outcome)
{
    static const char *const names[] = {
        "smm_dispatch_total{outcome=\"accepted\"}", "smm_dispatch_total{outcome=\"rejected\"}",
        "smm_dispatch_total{outcome=\"not_sent\"}", "smm_dispatch_total{outcome=\"unknown\"}"};
    smm_metric_add(smm_counter(names[outcome], "Campaigns handed to providers, by how it ended."),
                   1);
}

/* ---- what is known of a provider ------------------------------------------------------------ */

int smm_provider_safe_repeat(smm_ctx_t *c, const smm_provider_t *p, const smm_provider_driver_t *d)
{
    int64_t on = 0;
    int found = 0;
    if (d->caps & SMM_PC_REQUEST_ID)
        return 1;
    return smm_db_int(c->db, SQL_provider_proof_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id)),
                      &on, &found) == SMM_DB_OK &&
           found && on == 1;
}

/** Nothing of this campaign's group left without the request_id that makes a repeat safe. */
static int repeatable(const item_t *it)
{
    smm_ctx_t *c = it->c;
    int64_t n = 0;
    int found = 0;
    if (!smm_provider_safe_repeat(c, it->pv, it->driver))
        return 0;
    return (it->driver->caps & SMM_PC_REQUEST_ID) ||
           (smm_db_int(c->db, SQL_campaign_sent_unmarked,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_I(it->k.id), SMM_I(it->k.grp)), &n,
                       &found) == SMM_DB_OK &&
            n == 0);
}

int smm_provider_braked(smm_ctx_t *c, int64_t provider, int64_t *unknowns)
{
    int found = 0;
    *unknowns = 0;
    smm_db_int(c->db, SQL_provider_unknowns,
               SMM_ARGS(SMM_I(provider), SMM_I(c->now - BRAKE_WINDOW)), unknowns, &found);
    return *unknowns >= smm_setting_int(c, "campaign.brake", BRAKE_AFTER);
}

/* ---- claim ---------------------------------------------------------------------------------- */

static int claim(item_t *it)
{
    smm_ctx_t *c = it->c;
    smm_campaign_t *k = &it->k;
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_claim,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(k->id), SMM_T(smm_cs_name(it->from)),
                          SMM_I(k->fence), SMM_I(c->now + smm_job_lease(LEASE))));
    smm_unit_outcome(u, SMM_OUT_STATE);
    smm_unit_add(u, SQL_attempt_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(k->id), SMM_I(it->pv->id), SMM_I(k->grp),
                          SMM_I(k->attempt + 1), SMM_I(k->fence + 1), SMM_I(c->now), SMM_I(k->cost),
                          it->pv->balance_at ? SMM_I(it->pv->balance) : SMM_NUL));
    smm_campaign_note(u, c, k, SMM_CS_DISPATCHING, k->status, it->probe ? "asked-again" : "claimed",
                      NULL, 0);
    smm_crash_point("dispatch.before-claim-commit");
    smm_written_t w = smm_db_write(c->db, u);
    smm_crash_point("dispatch.after-claim-commit");
    if (w.rc == SMM_DB_OK) {
        k->state = SMM_CS_DISPATCHING;
        k->attempt++;
        k->fence++;
        return 1;
    }
    /* EXPECT: somebody else moved it. UNKNOWN: it may be claimed by us, so its lease decides. */
    if (w.rc != SMM_DB_EXPECT)
        again(it->job, c->now + (w.rc == SMM_DB_UNKNOWN ? smm_job_lease(LEASE) + 1 : 5),
              "claim-not-written");
    return 0;
}

/* ---- outcome -------------------------------------------------------------------------------- */

static void evidence(smm_unit_t *u, const item_t *it, const smm_pv_add_t *x, const char *outcome)
{
    smm_unit_add(u, SQL_attempt_finish,
                 SMM_ARGS(SMM_I(it->k.id), SMM_I(it->k.fence), SMM_I(it->c->now), SMM_T(outcome),
                          SMM_T(x->reason), SMM_I(x->sent_bytes), SMM_I(x->elapsed_ms),
                          SMM_I(x->http_status), SMM_T(x->answer)));
}

static smm_db_rc_e commit(item_t *it, smm_unit_t *u)
{
    smm_crash_point("dispatch.before-outcome-commit");
    smm_db_rc_e rc = smm_db_write(it->c->db, u).rc;
    smm_crash_point("dispatch.after-outcome-commit");
    /* not written: the lease runs out and the campaign becomes unknown; the evidence is in the log
     */
    if (rc != SMM_DB_OK && rc != SMM_DB_EXPECT)
        again(it->job, it->c->now + smm_job_lease(LEASE) + 1, "outcome-not-written");
    return rc;
}

static smm_db_rc_e accepted(item_t *it, const smm_pv_add_t *x)
{
    smm_ctx_t *c = it->c;
    smm_campaign_t *k = &it->k;
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_accept,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(k->id), SMM_I(k->fence), SMM_T(x->order),
                          SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_ORDER_ID);
    evidence(u, it, x, "accepted");
    if (k->charge > 0)
        smm_wallet_capture(u, c, k->account, k->charge, k->id);
    smm_campaign_note(u, c, k, SMM_CS_ACCEPTED, "Pending", "accepted", x->order, 0);
    return commit(it, u);
}

static void refused(item_t *it, const smm_pv_add_t *x)
{
    smm_ctx_t *c = it->c;
    smm_campaign_t *k = &it->k, after = *k;
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_end_held,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(k->id), SMM_T("dispatching"), SMM_I(k->fence),
                          SMM_T("rejected"), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_STATE);
    evidence(u, it, x, "rejected");
    if (k->charge > 0)
        smm_wallet_release(u, c, k->account, k->charge, k->id);
    if (smm_coins_back_steps(u, c, k->id, k->quantity, k->quantity, NULL) != SMM_OK) {
        again(it->job, c->now + smm_job_lease(LEASE) + 1, "outcome-not-written");
        return;
    }
    smm_campaign_note(u, c, k, SMM_CS_REJECTED, "Canceled", "refused", x->reason, k->charge);
    after.state = SMM_CS_REJECTED;
    after.status = "Canceled";
    after.remains = k->quantity;
    after.refunded = k->charge;
    smm_campaign_ended_steps(u, c, &after);
    if (commit(it, u) == SMM_DB_OK)
        smm_campaign_ended_after(c, &after);
}

/** Not sent → back where it was; unclear → unknown. */
static void rest(item_t *it, const smm_pv_add_t *x, int unclear)
{
    smm_ctx_t *c = it->c;
    smm_campaign_t *k = &it->k;
    smm_cs_e to = unclear || it->probe ? SMM_CS_UNKNOWN : SMM_CS_INTENT;
    int64_t next = c->now + smm_job_backoff((int)(k->attempt < 20 ? k->attempt : 20));
    int resumes = to == SMM_CS_INTENT || smm_provider_safe_repeat(c, it->pv, it->driver);
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_outcome,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(k->id), SMM_I(k->fence),
                          SMM_T(smm_cs_name(to)), SMM_I(next),
                          to == SMM_CS_UNKNOWN ? SMM_T("no-clear-answer") : SMM_NUL));
    smm_unit_outcome(u, SMM_OUT_STATE);
    evidence(u, it, x, unclear ? "unknown" : "not_sent");
    smm_campaign_note(u, c, k, to, "Pending", unclear ? "no-clear-answer" : "not-sent", x->reason,
                      0);
    if (commit(it, u) == SMM_DB_OK && resumes)
        again(it->job, next, x->reason);
}

/** A refusal of a repeated request that says "there is one already" proves the opposite of nothing.
 */
static int says_duplicate(const char *reason)
{
    return reason && (strstr(reason, "duplicate") || strstr(reason, "active order"));
}

static void finished(smm_pv_add_t *x)
{
    item_t *it = x->baton;
    smm_ctx_t *c = it->c;
    count(x->outcome);
    int well = x->outcome == SMM_PO_ACCEPTED || x->outcome == SMM_PO_REJECTED;
    if ((!well || it->pv->errors) && strcmp(x->reason ? x->reason : "", "too-many-requests"))
        smm_provider_report(c, it->pv->id, well);
    if (x->outcome == SMM_PO_ACCEPTED) {
        if (accepted(it, x) != SMM_DB_UNIQUE)
            return;
        /* the id of another campaign: whatever the provider meant, a person looks at it */
        it->job->again = 0;
        x->reason = "order-id-of-another-campaign";
        rest(it, x, 1);
    } else if (x->outcome == SMM_PO_REJECTED && !(it->probe && says_duplicate(x->reason))) {
        refused(it, x);
    } else {
        rest(it, x, x->outcome != SMM_PO_NOT_SENT);
    }
}

/* ---- what to do with a row ------------------------------------------------------------------ */

static void expire(smm_ctx_t *c, smm_job_t *job, smm_campaign_t *k)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_expire,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(k->id), SMM_I(k->fence), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_STATE);
    smm_unit_add(u, SQL_attempt_expire, SMM_ARGS(SMM_I(k->id), SMM_I(k->fence), SMM_I(c->now)));
    smm_campaign_note(u, c, k, SMM_CS_UNKNOWN, k->status, "lease-expired", NULL, 0);
    smm_db_write(c->db, u);
    again(job, c->now, NULL);
}

static void by_hand(smm_ctx_t *c, smm_job_t *job, smm_campaign_t *k)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_accept_manual,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(k->id), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_STATE);
    if (k->charge > 0)
        smm_wallet_capture(u, c, k->account, k->charge, k->id);
    smm_campaign_note(u, c, k, SMM_CS_ACCEPTED, k->status, "by-hand", NULL, 0);
    smm_db_rc_e rc = smm_db_write(c->db, u).rc;
    if (rc != SMM_DB_OK && rc != SMM_DB_EXPECT)
        again(job, c->now + 5, "not-written");
}

static void to_review(smm_ctx_t *c, smm_campaign_t *k)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_to_review,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(k->id), SMM_I(k->fence)));
    smm_unit_outcome(u, SMM_OUT_STATE);
    smm_campaign_note(u, c, k, SMM_CS_REVIEW, k->status, "no-evidence", NULL, 0);
    smm_db_write(c->db, u);
}

/** Reads the provider; shared by the rows of a batch. @return 0 when it cannot be used now: the job
 * waits. */
static int provider_of(item_t *it, item_t *others, int n)
{
    smm_ctx_t *c = it->c;
    int64_t unknowns;
    for (int i = 0; i < n && !it->pv; i++)
        if (others[i].pv && others[i].pv->id == it->k.provider)
            it->pv = others[i].pv;
    if (!it->pv) {
        smm_provider_t *p = apr_palloc(c->pool, sizeof *p);
        if (smm_provider_get(c, it->k.provider, p) != SMM_OK) {
            again(it->job, soon(c, 60), "no-provider");
            return 0;
        }
        it->pv = p;
    }
    it->driver = smm_provider_driver(it->pv->kind);
    if (!it->driver)
        again(it->job, soon(c, 300), "no-driver");
    else if (!smm_provider_ready(it->pv, c->now))
        again(it->job, soon(c, 30), "provider-paused");
    else if (!it->probe && smm_provider_braked(c, it->pv->id, &unknowns))
        again(it->job, soon(c, 60), "provider-braked");
    else
        return 1;
    return 0;
}

/** @return 1 when the row was claimed and is to be sent. */
static int consider(item_t *it, item_t *others, int n)
{
    smm_ctx_t *c = it->c;
    smm_campaign_t *k = &it->k;
    smm_rc_e rc = smm_campaign_get(c, 0, it->job->ref, k);
    if (rc != SMM_OK) {
        if (rc != SMM_NOT_FOUND)
            again(it->job, c->now + 5, "not-read");
        return 0;
    }
    it->from = k->state;
    it->probe = k->state == SMM_CS_UNKNOWN;
    if (k->state == SMM_CS_DISPATCHING) {
        if (k->lease_until < c->now)
            expire(c, it->job, k);
        else
            again(it->job, k->lease_until + 1, NULL);
        return 0;
    }
    if (k->state != SMM_CS_INTENT && k->state != SMM_CS_UNKNOWN)
        return 0;
    if (k->state == SMM_CS_INTENT && !k->provider) {
        by_hand(c, it->job, k);
        return 0;
    }
    if (k->next_try > c->now) {
        again(it->job, k->next_try, NULL);
        return 0;
    }
    if (it->probe &&
        c->now - k->created > smm_setting_int(c, "campaign.review_after", REVIEW_AFTER)) {
        to_review(c, k);
        return 0;
    }
    if (!provider_of(it, others, n))
        return 0;
    if (it->probe && !repeatable(it))
        return 0; /* rests until there is evidence */
    return claim(it);
}

/* ---- sending -------------------------------------------------------------------------------- */

/** The typed fields of a campaign as pairs, in the order they were stored. */
static smm_pv_pair_t *pairs_of(apr_pool_t *p, const char *fields)
{
    json_t *j = fields ? json_loads(fields, 0, NULL) : NULL, *v;
    const char *name;
    size_t n = 0;
    smm_pv_pair_t *pairs = apr_pcalloc(p, sizeof(*pairs) * (json_object_size(j) + 1));
    json_object_foreach(j, name, v)
    {
        if (json_is_string(v))
            pairs[n++] =
                (smm_pv_pair_t){apr_pstrdup(p, name), apr_pstrdup(p, json_string_value(v))};
    }
    json_decref(j);
    return pairs;
}

static int64_t runs_of(const smm_pv_pair_t *m)
{
    for (; m->name; m++)
        if (!strcmp(m->name, "runs"))
            return apr_atoi64(m->value) > 0 ? apr_atoi64(m->value) : 1;
    return 1;
}

static int counts_itself(const smm_pv_pair_t *m, const smm_pv_pair_t **list)
{
    for (; m->name; m++)
        if (!strcmp(m->name, "comments"))
            *list = m;
    return *list != NULL;
}

static void fill(item_t *it, smm_pv_add_t *x)
{
    smm_ctx_t *c = it->c;
    smm_campaign_t *k = &it->k;
    smm_service_t s;
    const smm_pv_pair_t *list = NULL;
    smm_pv_pair_t *more = pairs_of(c->pool, k->fields);
    memset(x, 0, sizeof *x);
    x->campaign = k->id;
    x->attempt = k->attempt;
    x->service = k->provider_service;
    x->link = k->link;
    x->more = more;
    x->quantity = k->quantity / runs_of(more);
    /* what the type counts itself is not sent */
    if (smm_service_get(c, k->service, &s) == SMM_OK) {
        unsigned pf = smm_place_fields(&s);
        if (!(pf & SMM_PF_QUANTITY) && !(it->driver->caps & SMM_PC_LOCAL))
            x->quantity = 0;
    } else if (counts_itself(more, &list)) {
        x->quantity = 0;
    }
    if (smm_provider_safe_repeat(c, it->pv, it->driver))
        x->request_id =
            apr_psprintf(c->pool, "%s-%" APR_INT64_T_FMT, k->token, (apr_int64_t)k->grp);
    x->baton = it;
}

void smm_dispatch_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    item_t *items = apr_pcalloc(c->pool, sizeof(*items) * (apr_size_t)n);
    int *ready = apr_pcalloc(c->pool, sizeof(int) * (apr_size_t)n);
    for (int i = 0; i < n; i++) {
        items[i].c = c;
        items[i].job = &jobs[i];
        ready[i] = consider(&items[i], items, i);
    }
    for (int i = 0; i < n; i++) {
        if (!ready[i])
            continue;
        smm_pv_add_t *x = apr_pcalloc(c->pool, sizeof(*x) * (apr_size_t)n);
        const smm_provider_t *pv = items[i].pv;
        int m = 0;
        for (int j = i; j < n; j++)
            if (ready[j] && items[j].pv == pv) {
                ready[j] = 0;
                fill(&items[j], &x[m++]);
            }
        items[i].driver->add(c, pv, x, m, finished);
    }
}

/* ---- sweep ---------------------------------------------------------------------------------- */

/** Queues what has no job row any more: leases of the dead, campaigns of a restored backup, old
 * unknowns. */
int smm_sweep_wanted(smm_ctx_t *c)
{
    return smm_job_any(c, SQL_campaign_on_the_way);
}

void smm_sweep_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    int64_t id[200];
    int64_t old = c->now - (smm_job_fast() ? 60 : 600);
    n = smm_list(c, SQL_campaign_stray, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now), SMM_I(old)),
                 smm_item_int, id, 200);
    if (n <= 0)
        return;
    smm_unit_t *u = smm_unit_make(c->pool);
    for (int i = 0; i < n; i++)
        smm_job_step(u, c, SMM_JOB_DISPATCH, id[i], c->now, NULL);
    smm_db_write(c->db, u);
}
