/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only automatic way to a credit: ask the gateway, compare, book what it says. Notices and the
 * poller both end here.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_billing.h"
#include "smm_event.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_ledger.h"
#include "smm_finance.h"
#include "smm_refund.h"
#include "smm_crypto.h"
#include "payment_int.h"

#define I64 APR_INT64_T_FMT

/** A person must look; nothing is booked. */
static smm_result_t review(smm_ctx_t *c, const smm_payment_t *p, const char *why)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    if (strcmp(p->review, why) == 0)
        return smm_ok();
    smm_unit_add(
        u, SQL_payment_review,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id), SMM_I(p->version), SMM_T(why), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_payment_log_step(u, c, p, "review", p->state, 0, why);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : smm_payment_refused(c, &w);
}

/** What in the answer does not belong to this payment, or NULL. */
static const char *mismatch(smm_ctx_t *c, const smm_payment_t *p, const smm_snapshot_t *s)
{
    if (s->reference && strcmp(s->reference, smm_payment_reference(c, p->id)) != 0)
        return "the gateway's reference belongs to another payment";
    if (s->currency && strcmp(s->currency, p->pay_currency) != 0)
        return "paid in another currency";
    if (s->asked_minor > 0 && s->asked_minor != p->pay_minor)
        return "the gateway asked for another amount";
    if (s->paid_minor < 0 || s->paid_minor > INT64_MAX / SMM_CENT)
        return "senseless amount";
    return NULL;
}

static smm_result_t write_receipt(smm_ctx_t *c, const smm_payment_t *p, const smm_gateway_t *g,
                                  const smm_snapshot_t *s, int64_t delta, int *moved)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_receipt_t in = {
        .event = "fetch", .why = s->raw_status, .amount = delta, .gateway_payment = s->payment_id};
    const char *to = NULL;
    smm_written_t w;
    smm_result_t r;

    in.key = apr_psprintf(c->pool, "payment/%s/%s", g->name, s->payment_id);
    r = smm_payment_receipt(u, c, p, &in, &to);
    if (r.code == SMM_CONFLICT)
        return review(c, p, "money came after the payment was closed");
    if (r.code != SMM_OK)
        return r;
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    *moved = 1;
    if (strcmp(to, "paid") == 0) {
        int64_t credit = p->amount;
        smm_event_t e = {"payment.credited", p->account, p->id, &credit};

        smm_event_committed(c, &e);
    }
    smm_job_kick();
    return smm_ok();
}

/** Was money credited that can go back? */
static int went_back(const smm_payment_t *p)
{
    return strcmp(p->state, "paid") == 0 || strcmp(p->state, "refunded") == 0 ||
           strcmp(p->state, "charged_back") == 0;
}

/** Books what went back without an order of ours. What we told the gateway to send back is booked
 * by the refund itself, and a bank cannot take it a second time. */
static smm_result_t gone(smm_ctx_t *c, const smm_payment_t *p, const smm_snapshot_t *s, int *moved)
{
    smm_back_t b = {.paid_minor = s->paid_minor};
    int64_t ours = 0;
    smm_result_t r;

    if (smm_refund_minor(c, p->id, &ours) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    if (ours > s->refunded_minor)
        ours = s->refunded_minor;
    b.minor = s->refunded_minor - ours;
    if (smm_quote_usd(p, b.minor, &b.returned) != 0 ||
        smm_quote_usd(p, s->disputed_minor, &b.disputed) != 0 ||
        smm_quote_usd(p, ours, &b.ours) != 0)
        return review(c, p, "senseless amount");
    if (b.disputed > p->received - b.returned - b.ours && b.returned + b.ours <= p->received)
        b.disputed = p->received - b.returned - b.ours;
    r = smm_payment_back(c, p, &b, moved);
    if (r.code == SMM_INVALID)
        return review(c, p, r.message);
    return r;
}

smm_result_t smm_payment_apply(smm_ctx_t *c, const smm_payment_t *p, const smm_gateway_t *g,
                               const smm_snapshot_t *s, int *moved)
{
    const char *wrong = mismatch(c, p, s);
    smm_unit_t *u;
    smm_written_t w;
    smm_result_t r;
    int64_t delta, paid;

    *moved = 0;
    if (wrong)
        return review(c, p, wrong);
    if (smm_quote_usd(p, s->paid_minor, &paid) != 0)
        return review(c, p, "senseless amount");
    delta = paid - p->received;
    if (delta <= 0 && went_back(p)) {
        r = gone(c, p, s, moved);
        if (r.code != SMM_OK || *moved)
            return r;
    }
    if (delta > 0 && s->payment_id && *s->payment_id && strcmp(s->state, "confirming") != 0 &&
        strcmp(s->state, "pending") != 0)
        return write_receipt(c, p, g, s, delta, moved);
    if (delta < 0 && strcmp(p->state, "paid") != 0)
        return review(c, p, "the gateway now reports less than before");
    /* some processors keep or send back a part themselves: it is not ours before a person saw it */
    if (strcmp(s->state, "underpaid") == 0 && s->paid_minor == 0 && !went_back(p))
        return review(c, p, SMM_REVIEW_PART);
    if (strcmp(s->state, p->state) == 0 || !smm_payment_may(p->state, s->state) ||
        strcmp(s->state, "paid") == 0 || strcmp(s->state, "underpaid") == 0 ||
        strcmp(s->state, "overpaid") == 0 || strcmp(s->state, "refunded") == 0)
        return smm_ok(); /* nothing new, or a move back that is ignored */
    u = smm_unit_make(c->pool);
    r = smm_payment_plain(u, c, p, "fetch", s->state, s->raw_status);
    if (r.code != SMM_OK)
        return r;
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    *moved = 1;
    return smm_ok();
}

static void handled(smm_ctx_t *c, int64_t payment, const smm_snapshot_t *s)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    const char *outcome = apr_psprintf(c->pool, "fetched: %s", s->state);

    smm_unit_add(u, SQL_notice_handled,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment), SMM_T(outcome)));
    smm_unit_add(u, SQL_payment_polled, SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment)));
    if (s->confirmations_wanted > 0)
        smm_crypto_chain_step(u, c, payment, s->confirmations, s->confirmations_wanted);
    smm_db_write(c->db, u);
}

smm_gw_rc_e smm_payment_fetch(smm_ctx_t *c, int64_t id, int timeout_ms, int *moved)
{
    smm_gateway_env_t e = smm_gateway_env(c, timeout_ms);
    smm_snapshot_t s = {0};
    const smm_gateway_t *g;
    smm_payment_t p;
    smm_gw_rc_e rc;

    *moved = 0;
    if (smm_payment_get(c, 0, id, &p) != SMM_OK)
        return SMM_GW_MISSING;
    g = smm_gateway_find(p.method);
    if (!g || !g->fetch || !p.gateway_ref)
        return SMM_GW_NOT_SUPPORTED;
    rc = g->fetch(&e, p.gateway_ref, &s);
    if (rc == SMM_GW_OK && s.capturable && g->capture && !mismatch(c, &p, &s)) {
        /* only what fits is taken; whether the call went well is what the next look says */
        g->capture(&e, p.gateway_ref);
        memset(&s, 0, sizeof(s));
        rc = g->fetch(&e, p.gateway_ref, &s);
    }
    if (rc != SMM_GW_OK)
        return rc;
    if (smm_payment_apply(c, &p, g, &s, moved).code != SMM_OK)
        return SMM_GW_UNSURE;
    smm_finance_fee(c, &p, s.fee_minor);
    handled(c, id, &s);
    return SMM_GW_OK;
}

int64_t smm_payment_next_poll(const smm_gateway_t *g, const smm_payment_t *p, int64_t now)
{
    static const int minutes[] = {1, 2, 5, 10, 30};
    int64_t unit = smm_job_fast() ? 1 : 60;
    int64_t age = now - p->created;
    size_t i;

    if (strcmp(p->state, "paid") == 0 || strcmp(p->state, "refunded") == 0 ||
        strcmp(p->state, "charged_back") == 0)
        return 0;
    if (now > p->expires + g->caps.late)
        return 0;
    for (i = 0; i < sizeof(minutes) / sizeof(*minutes); i++)
        if (age < minutes[i] * unit)
            return p->created + minutes[i] * unit;
    return now + 60 * unit;
}

/**
 * Nobody paid in time. Money that comes later is still found. Coins that are on their way, or said
 * to be, are waited for: a network may take hours.
 */
static void expire(smm_ctx_t *c, const smm_payment_t *p, const smm_gateway_t *g)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int coming = (g->caps.flags & SMM_GW_CRYPTO) &&
                 (strcmp(p->state, "confirming") == 0 || (p->claim_ref && !g->fetch));

    if (c->now < p->expires + (coming ? g->caps.late : 0) || !smm_payment_may(p->state, "expired"))
        return;
    if (smm_payment_plain(u, c, p, "deadline", "expired", "not paid in time").code == SMM_OK)
        smm_db_write(c->db, u);
}

static void work(smm_ctx_t *c, smm_job_t *j)
{
    const smm_gateway_t *g;
    smm_gw_rc_e rc;
    smm_payment_t p;
    int moved;

    rc = smm_payment_fetch(c, j->ref, 10000, &moved);
    if (rc == SMM_GW_DOWN || rc == SMM_GW_UNSURE)
        j->error = "the gateway does not answer";
    if (smm_payment_get(c, 0, j->ref, &p) != SMM_OK)
        return;
    g = smm_gateway_find(p.method);
    if (!g)
        return;
    expire(c, &p, g);
    if (!g->fetch) {
        /* a manual method: a look at its deadline, while it is open */
        j->again = (c->now < p.expires || (g->caps.flags & SMM_GW_CRYPTO)) &&
                   smm_payment_may(p.state, "expired");
        j->next = c->now < p.expires ? p.expires : c->now + 3600;
        return;
    }
    j->next = smm_payment_next_poll(g, &p, c->now);
    j->again = j->next != 0;
}

static void fetch_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    int i;

    for (i = 0; i < n; i++) {
        if (smm_job_stopping()) {
            jobs[i].again = 1;
            jobs[i].next = c->now;
            continue;
        }
        work(c, &jobs[i]);
    }
}

#define SEALS 3000

static void seal_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    int sealed = smm_chain_seal(c, SEALS);

    (void)n;
    if (sealed < 0)
        jobs[0].error = "a transfer could not be sealed: run smmctl verify";
    if (sealed == SEALS) {
        jobs[0].again = 1;
        jobs[0].next = c->now;
    }
}

static int seal_wanted(smm_ctx_t *c)
{
    return smm_job_any(c, SQL_chain_waits);
}

void smm_payment_jobs_init(void)
{
    smm_job_kind(SMM_JOB_PAYMENT_FETCH, fetch_job, 4, 90, 0);
    smm_job_kind(SMM_JOB_LEDGER_SEAL, seal_job, 1, 60, 60);
    smm_job_wanted(SMM_JOB_LEDGER_SEAL, seal_wanted);
}

/* ---- notices -------------------------------------------------------------------------------- */

/** One lookup by a name that the gateway gave. NOT_FOUND also without a name. */
static smm_rc_e by_name(smm_ctx_t *c, int stmt, const smm_gateway_t *g, const char *name,
                        int64_t *id)
{
    int found = 0;

    if (name && smm_db_int(c->db, stmt, SMM_ARGS(SMM_I(c->panel->id), SMM_T(g->name), SMM_T(name)),
                           id, &found) != SMM_DB_OK)
        return SMM_BUSY;
    return found ? SMM_OK : SMM_NOT_FOUND;
}

/** The payment that a notice is about, *id 0: none of ours. BUSY: not known now, the processor has
 * to say it again. */
static smm_rc_e payment_of(smm_ctx_t *c, const smm_gateway_t *g, const smm_notice_t *n, int64_t *id)
{
    const char *prefix = apr_pstrcat(c->pool, c->panel->key, "-P", NULL);
    smm_rc_e rc = by_name(c, SQL_payment_by_ref, g, n->gateway_ref, id);
    smm_payment_t p;

    if (rc == SMM_NOT_FOUND)
        rc = by_name(c, SQL_payment_by_receipt, g, n->payment_id, id);
    if (rc != SMM_NOT_FOUND)
        return rc;
    *id = n->reference && strncmp(n->reference, prefix, strlen(prefix)) == 0
              ? apr_atoi64(n->reference + strlen(prefix))
              : 0;
    if (*id > 0)
        rc = smm_payment_get(c, 0, *id, &p);
    if (rc != SMM_OK || strcmp(p.method, g->name) != 0)
        *id = 0;
    return rc == SMM_BUSY ? rc : SMM_OK;
}

smm_notice_e smm_notice_receive(smm_ctx_t *c, const smm_gateway_t *g, const smm_notice_in_t *in)
{
    smm_gateway_env_t e = smm_gateway_env(c, 5000);
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_notice_t n = {SMM_GW_AUTH_BAD};
    smm_written_t w;
    smm_gw_rc_e rc;
    int64_t payment = 0;

    if (!g->verify_notify)
        return SMM_NOTICE_BAD;
    rc = g->prepare_notify ? g->prepare_notify(&e, in) : SMM_GW_OK;
    if (rc == SMM_GW_DOWN || rc == SMM_GW_UNSURE)
        return SMM_NOTICE_BUSY;
    g->verify_notify(&e, in, &n);
    if (n.auth == SMM_GW_AUTH_BAD || !n.event_key || strlen(n.event_key) > 200)
        return SMM_NOTICE_BAD;
    if (payment_of(c, g, &n, &payment) != SMM_OK)
        return SMM_NOTICE_BUSY;
    smm_unit_add(u, SQL_notice_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(g->name), SMM_T(n.event_key),
                          payment ? SMM_I(payment) : SMM_NUL, SMM_B(in->body, in->len),
                          SMM_T(payment ? "queued" : "no such payment"), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_REPLAY);
    if (payment)
        smm_job_step(u, c, SMM_JOB_PAYMENT_FETCH, payment,
                     c->now + (smm_job_fast() ? 0 : g->caps.notice_wait), NULL);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK) {
        if (payment)
            smm_job_kick();
        return SMM_NOTICE_STORED;
    }
    return w.rc == SMM_DB_UNIQUE && w.outcome == SMM_OUT_REPLAY ? SMM_NOTICE_REPEAT
                                                                : SMM_NOTICE_BUSY;
}
