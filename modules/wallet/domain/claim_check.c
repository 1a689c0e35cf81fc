/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does a record that the customer cannot write agree with a claim? The gateway's answer about the
 * reference, or one line of a statement. Both credit only when reference, amount, currency and time
 * fit; everything else is left to people.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "claim_int.h"

#define I64 APR_INT64_T_FMT
#define SLACK 3600 /* clocks of others */

int64_t smm_claim_window(smm_ctx_t *c)
{
    int64_t days = smm_setting_int(c, "claims.window_days", 30);

    return 86400 * (days < 1 || days > 400 ? 30 : days);
}

smm_result_t smm_claim_taken(smm_ctx_t *c, const char *key)
{
    smm_result_t r =
        smm_fail(SMM_CONFLICT, NULL, "This reference was credited already for payment {0}.");
    int64_t payment = 0;
    int found = 0;

    smm_db_int(c->db, SQL_claim_taken, SMM_ARGS(SMM_I(c->panel->id), SMM_T(key ? key : "")),
               &payment, &found);
    r.a = found ? smm_payment_name(c->pool, payment) : "?";
    return r;
}

static int credit_step(smm_unit_t *u, smm_ctx_t *c, const smm_claim_row_t *cl, const char *key,
                       int64_t line, const char *reason)
{
    int step = smm_unit_add(u, SQL_claim_credit,
                            SMM_ARGS(SMM_I(c->panel->id), SMM_I(cl->id), SMM_I(cl->version),
                                     SMM_T(key), line ? SMM_I(line) : SMM_NUL, SMM_I(c->actor),
                                     SMM_T(reason), SMM_I(c->now)));

    smm_unit_outcome(u, SMM_CONFLICT);
    return step;
}

static void line_step(smm_unit_t *u, smm_ctx_t *c, int64_t line, int64_t payment)
{
    if (line == 0)
        return;
    smm_unit_add(
        u, SQL_stmt_line_match,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(line), SMM_I(payment), SMM_I(c->actor), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
}

smm_result_t smm_claim_credit(smm_ctx_t *c, const smm_claim_row_t *cl, const smm_payment_t *p,
                              const smm_claim_credit_t *in, const smm_idem_t *idem)
{
    smm_receipt_t receipt = {.event = in->event,
                             .why = in->reason,
                             .amount = in->usd,
                             .key = in->ledger,
                             .gateway_payment = in->gateway_payment};
    const char *key = in->key ? in->key : cl->key, *to = NULL;
    smm_unit_t *u = smm_unit_make(c->pool);
    int step = credit_step(u, c, cl, key, in->line, in->reason);
    smm_written_t w;
    smm_result_t r;

    line_step(u, c, in->line, p->id);
    r = smm_payment_receipt(u, c, p, &receipt, &to);
    if (r.code != SMM_OK)
        return r;
    smm_audit_step(u, c, "claim.credit", "payment", p->id, p->state, to, in->reason);
    smm_idem_step(u, c, idem, -1, cl->id);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_UNIQUE && w.failed_step == step)
        return smm_claim_taken(c, key);
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    if (strcmp(to, "underpaid") != 0)
        smm_payment_tell(c, p, p->amount);
    return smm_ok();
}

void smm_claim_used_steps(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, const char *reason,
                          int *step)
{
    smm_claim_row_t cl;
    int64_t line = 0;
    int found = 0;

    *step = -1;
    if (smm_claim_of(c, p->id, 0, &cl) != SMM_OK || strcmp(cl.state, "open") != 0)
        return;
    if (cl.key)
        smm_db_int(c->db, SQL_stmt_line_by_key, SMM_ARGS(SMM_I(c->panel->id), SMM_T(cl.key)), &line,
                   &found);
    *step = credit_step(u, c, &cl, NULL, found ? line : 0, reason);
    line_step(u, c, found ? line : 0, p->id);
}

/** Credits without a person: history and audit log name the system, whoever started the look. */
static smm_result_t by_itself(smm_ctx_t *c, const smm_claim_row_t *cl, const smm_payment_t *p,
                              const smm_claim_credit_t *in)
{
    int64_t actor = c->actor;
    smm_result_t r;

    c->actor = 0;
    r = smm_claim_credit(c, cl, p, in, NULL);
    c->actor = actor;
    return r;
}

/* ---- statements ------------------------------------------------------------------------------ */

/**
 * A rate holds while the payment does: money that was sent after its end in another currency than
 * USD is not credited at the old rate without a look.
 */
static int too_late(const smm_payment_t *p, int64_t paid_at)
{
    return p->pay_rate > 0 && paid_at > p->expires + SLACK;
}

/** The one open line that agrees with the claim; 0: none, or not one only. */
static int64_t matching_line(smm_ctx_t *c, const smm_claim_row_t *cl, const smm_payment_t *p,
                             int64_t due)
{
    smm_stmt_line_t rows[50];
    int64_t found = 0;
    int n, i;

    n = smm_stmt_candidates(c, p->pay_currency, due, p->created - 86400,
                            p->created + smm_claim_window(c), rows, 50);
    for (i = 0; i < n; i++) {
        if (!smm_stmt_names(&rows[i], cl->key) || too_late(p, rows[i].booked))
            continue;
        if (found)
            return 0;
        found = rows[i].id;
    }
    return found;
}

static smm_result_t by_statement(smm_ctx_t *c, const smm_claim_row_t *cl, const smm_payment_t *p,
                                 smm_claim_end_e *end)
{
    int64_t due = smm_claim_due(p), line;
    smm_claim_credit_t in = {.event = "statement", .reason = "found on an imported statement"};
    smm_result_t r;

    if (due <= 0 || (cl->amount_minor > 0 && cl->amount_minor != due))
        return smm_ok();
    line = matching_line(c, cl, p, due);
    if (line == 0 || smm_quote_usd(p, due, &in.usd) != 0)
        return smm_ok();
    in.line = line;
    in.ledger = apr_pstrcat(c->pool, "claim/", cl->key, NULL);
    r = by_itself(c, cl, p, &in);
    if (r.code == SMM_OK)
        *end = SMM_CLAIM_CREDITED;
    return r.code == SMM_CONFLICT ? smm_ok() : r; /* somebody was first: people see it */
}

/* ---- the gateway ----------------------------------------------------------------------------- */

/** Closes a claim that cannot be right; the customer may send another. */
static smm_result_t wrong(smm_ctx_t *c, const smm_claim_row_t *cl, const char *why)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    smm_unit_add(u, SQL_claim_end,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(cl->id), SMM_I(cl->version), SMM_T("wrong"),
                          SMM_I(0), SMM_T(why), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_unit_add(u, SQL_payment_claim_clear, SMM_ARGS(SMM_I(c->panel->id), SMM_I(cl->payment)));
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : smm_payment_refused(c, &w);
}

static smm_result_t not_known(smm_ctx_t *c, const smm_claim_row_t *cl, smm_claim_end_e *end)
{
    smm_result_t r = wrong(c, cl, "no payment with this reference and amount");
    int64_t minutes;

    if (r.code != SMM_OK)
        return r;
    *end = SMM_CLAIM_WRONG;
    r = smm_fail(SMM_INVALID, "reference",
                 "There is no payment with this reference and amount. Copy it from the app once "
                 "more ({0} tries left), or send us the details instead.");
    r.a = apr_psprintf(c->pool, "%d", smm_claim_left(c, cl->account, &minutes));
    return r;
}

/** Is it the panel's own name of another payment's checkout? */
static int foreign_checkout(smm_ctx_t *c, const smm_claim_row_t *cl, const smm_payment_t *p)
{
    const char *own = apr_pstrcat(c->pool, c->panel->key, "-P", NULL);

    return strncasecmp(cl->reference, own, strlen(own)) == 0 &&
           (!p->gateway_ref || strcasecmp(p->gateway_ref, cl->reference) != 0);
}

static smm_result_t by_gateway(smm_ctx_t *c, const smm_gateway_t *g, const smm_claim_row_t *cl,
                               const smm_payment_t *p, int timeout_ms, smm_claim_end_e *end)
{
    smm_gateway_env_t e = smm_gateway_env(c, timeout_ms);
    smm_claim_credit_t in = {.event = "lookup", .reason = "found at the gateway"};
    smm_snapshot_t s = {0};
    smm_gw_rc_e rc = g->lookup(&e, cl->reference, &s);
    smm_result_t r;

    if (rc == SMM_GW_MISSING)
        return not_known(c, cl, end);
    if (rc != SMM_GW_OK || strcmp(s.state, "paid") != 0 || !s.payment_id)
        return rc == SMM_GW_OK && strcmp(s.state, "failed") == 0 ? not_known(c, cl, end) : smm_ok();
    if (strcmp(s.currency ? s.currency : "", p->pay_currency) != 0 ||
        s.paid_minor != smm_claim_due(p) ||
        (cl->amount_minor > 0 && cl->amount_minor != s.paid_minor))
        return not_known(c, cl, end);
    /* money from before the payment was started, or of an unknown time, is looked at by people */
    if (s.refunded_minor > 0 || s.paid_at < p->created - SLACK ||
        s.paid_at > p->created + smm_claim_window(c) || too_late(p, s.paid_at) ||
        smm_quote_usd(p, s.paid_minor, &in.usd) != 0)
        return smm_ok();
    in.gateway_payment = s.payment_id;
    in.ledger = apr_psprintf(c->pool, "payment/%s/%s", g->name, s.payment_id);
    r = by_itself(c, cl, p, &in);
    if (r.code == SMM_OK)
        *end = SMM_CLAIM_CREDITED;
    return r.code == SMM_CONFLICT ? smm_ok() : r; /* used up already: a conflict for staff */
}

smm_result_t smm_claim_check(smm_ctx_t *c, int64_t id, int timeout_ms, smm_claim_end_e *end)
{
    const smm_gateway_t *g;
    smm_claim_row_t cl;
    smm_payment_t p;
    smm_result_t r;

    *end = SMM_CLAIM_WAITS;
    if (smm_claim_get(c, id, &cl) != SMM_OK || smm_payment_get(c, 0, cl.payment, &p) != SMM_OK ||
        strcmp(cl.state, "open") != 0 || !cl.key || strcmp(cl.kind, "reference") != 0)
        return smm_ok();
    r = by_statement(c, &cl, &p, end);
    g = smm_gateway_find(p.method);
    if (r.code != SMM_OK || *end != SMM_CLAIM_WAITS || !g || !g->lookup || timeout_ms <= 0)
        return r;
    if (foreign_checkout(c, &cl, &p))
        return smm_ok();
    if (p.gateway_ref && strcasecmp(p.gateway_ref, cl.reference) == 0) {
        int moved = 0;

        smm_payment_fetch(c, p.id, timeout_ms, &moved);
        if (moved && smm_payment_get(c, 0, p.id, &p) == SMM_OK && strcmp(p.state, "paid") == 0)
            *end = SMM_CLAIM_CREDITED;
        return smm_ok();
    }
    return by_gateway(c, g, &cl, &p, timeout_ms, end);
}

/* ---- all that wait --------------------------------------------------------------------------- */

int smm_claim_check_all(smm_ctx_t *c)
{
    int64_t id[200], after = 0;
    int credited = 0, i, n;

    do {
        n = smm_list(c, SQL_claim_waiting, SMM_ARGS(SMM_I(c->panel->id), SMM_I(after), SMM_I(200)),
                     smm_item_int, id, 200);
        for (i = 0; i < n; i++) {
            smm_claim_end_e end;

            smm_claim_check(c, id[i], 0, &end);
            credited += end == SMM_CLAIM_CREDITED;
            after = id[i];
        }
    } while (n == 200);
    return credited;
}

/* A gateway that did not answer, or still works on the payment, is asked again for two days. */
static void check_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    smm_claim_row_t cl;
    smm_claim_end_e end;
    int i;

    for (i = 0; i < n; i++) {
        if (smm_job_stopping()) {
            jobs[i].again = 1;
            jobs[i].next = c->now;
            continue;
        }
        smm_claim_check(c, jobs[i].ref, 10000, &end);
        if (smm_claim_get(c, jobs[i].ref, &cl) == SMM_OK && strcmp(cl.state, "open") == 0 &&
            c->now < cl.created + 2 * 86400) {
            jobs[i].again = 1;
            jobs[i].next = c->now + smm_job_backoff(jobs[i].attempt);
        }
    }
}

void smm_claim_jobs_init(void)
{
    smm_job_kind(SMM_JOB_CLAIM_CHECK, check_job, 4, 90, 0);
}
