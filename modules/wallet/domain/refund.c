/* SPDX-License-Identifier: Apache-2.0 */
/* Refunds to the source: deciding, sending, ending. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_verify.h"
#include "smm_wallet.h"
#include "smm_ledger.h"
#include "smm_refund.h"
#include "payment_int.h"

#define I64 APR_INT64_T_FMT
#define POLL 60 /* seconds between two looks at a refund that the gateway took */

/* ---- reading --------------------------------------------------------------------------------- */

/* refund_get and refund_list have the same columns in the same order. */
static void refund_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_refund_t *r = item;

#define INT(f) r->f = smm_row_int(row, C_refund_get_##f)
#define TXT(f) r->f = smm_row_dup(row, C_refund_get_##f, pool)
    INT(id);
    INT(account);
    INT(payment);
    INT(version);
    INT(amount);
    INT(tax);
    INT(minor);
    INT(tries);
    INT(created);
    INT(updated);
    r->exponent = (int)smm_row_int(row, C_refund_get_exponent);
    TXT(state);
    TXT(currency);
    TXT(key);
    TXT(gateway_ref);
    TXT(reason);
    TXT(note);
    TXT(username);
    r->actor = smm_row_dup(row, C_refund_get_actor_name, pool);
    TXT(method);
    TXT(cause);
    TXT(approver);
    TXT(no_note);
    TXT(no_note_done);
    INT(request);
#undef INT
#undef TXT
}

int smm_refund_list(smm_ctx_t *c, int64_t payment, const char *state, int64_t before,
                    smm_refund_t *out, int max)
{
    return smm_list(c, SQL_refund_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment), SMM_T(state),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    refund_row, out, max);
}

smm_rc_e smm_refund_get(smm_ctx_t *c, int64_t id, smm_refund_t *out)
{
    return smm_get(c, SQL_refund_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)), refund_row, out);
}

typedef struct sum_t {
    int64_t amount, tax, minor;
} sum_t;

static void sum_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    sum_t *s = item;

    s->amount = smm_row_int(row, C_refund_sum_amount);
    s->tax = smm_row_int(row, C_refund_sum_tax);
    s->minor = smm_row_int(row, C_refund_sum_minor);
}

static smm_rc_e sums(smm_ctx_t *c, int64_t payment, sum_t *s)
{
    smm_rc_e rc =
        smm_get(c, SQL_refund_sum, SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment)), sum_row, s);

    return rc == SMM_NOT_FOUND ? SMM_OK : rc;
}

smm_rc_e smm_refund_minor(smm_ctx_t *c, int64_t payment, int64_t *minor)
{
    sum_t s;
    smm_rc_e rc = sums(c, payment, &s);

    *minor = s.minor;
    return rc;
}

/* Of what was credited: less our own refunds, less what went back without us, less what came from
 * another payment: its processor never had that. */
static int64_t left_of(const smm_payment_t *p, const sum_t *s)
{
    int64_t left = p->amount - s->amount - p->returned - p->disputed - p->joined;

    return left > 0 ? left : 0;
}

smm_rc_e smm_refund_left(smm_ctx_t *c, const smm_payment_t *p, int64_t *left)
{
    sum_t s;
    smm_rc_e rc = sums(c, p->id, &s);

    *left = rc == SMM_OK && strcmp(p->state, "paid") == 0 ? left_of(p, &s) : 0;
    return rc;
}

/* ---- deciding -------------------------------------------------------------------------------- */

/* The tax in proportion, down to a cent, and what the payer gets in the currency that was asked
 * for; the refund of all that is left takes all that is left of both. */
static int parts(const smm_payment_t *p, const sum_t *before, int64_t amount, smm_refund_t *r)
{
    int64_t cents, total = p->amount + p->fee;

    r->amount = amount;
    if (amount == p->amount - before->amount) {
        r->tax = p->tax - before->tax;
    } else {
        if (smm_muldiv_floor(p->tax, amount, p->amount, &cents) != 0)
            return -1;
        r->tax = cents - cents % SMM_CENT;
    }
    return smm_muldiv_floor(p->pay_minor, r->amount + r->tax, total, &r->minor) == 0 && r->minor > 0
               ? 0
               : -1;
}

typedef struct plan_t {
    smm_payment_t p;
    sum_t before; /* what went back of it already, or is on its way */
    smm_refund_t r;
    int automatic;
} plan_t;

static smm_result_t plan(smm_ctx_t *c, int64_t payment, int64_t amount, plan_t *pl)
{
    smm_rc_e rc = smm_payment_get(c, 0, payment, &pl->p);
    const smm_gateway_t *g;

    memset(&pl->r, 0, sizeof(pl->r));
    if (rc != SMM_OK || sums(c, payment, &pl->before) != SMM_OK)
        return smm_fail(rc == SMM_NOT_FOUND ? rc : SMM_BUSY, NULL, "There is no such payment.");
    if (strcmp(pl->p.state, "paid") != 0)
        return smm_fail(SMM_CONFLICT, NULL, "Only a payment that was credited can be returned.");
    if (amount <= 0 || amount % SMM_CENT != 0)
        return smm_fail(SMM_INVALID, "amount", "Enter whole cents: at most two decimals.");
    if (amount > left_of(&pl->p, &pl->before))
        return smm_fail(SMM_INVALID, "amount", "That is more than is left of this payment.");
    if (parts(&pl->p, &pl->before, amount, &pl->r) != 0)
        return smm_fail(SMM_INVALID, "amount", "This amount is too small to be sent.");
    g = smm_gateway_find(pl->p.method);
    pl->automatic = g && g->refund && pl->p.gateway_ref;
    return smm_ok();
}

static void start_steps(smm_unit_t *u, smm_ctx_t *c, const plan_t *pl)
{
    const smm_payment_t *p = &pl->p;
    const smm_refund_t *r = &pl->r;
    int id, t;

    smm_unit_add(u, SQL_refund_turn,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id), SMM_I(p->version)));
    smm_unit_outcome(u, SMM_CONFLICT);
    id = smm_unit_add(u, SQL_refund_insert,
                      SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->account), SMM_I(p->id),
                               SMM_T(pl->automatic ? "open" : "manual"), SMM_I(r->amount),
                               SMM_I(r->tax), SMM_I(r->minor), SMM_T(p->pay_currency),
                               SMM_I(p->pay_exponent), SMM_T(r->key), SMM_T(r->reason),
                               SMM_I(c->actor), SMM_I(c->now), SMM_T(r->cause), SMM_I(r->request)));
    t = smm_ledger_transfer(u, c, "refund-start",
                            apr_pstrcat(c->pool, "refund-start/", r->key, NULL), SMM_SLOT(id),
                            r->cause);
    smm_ledger_move(u, c, t, r->amount, SMM_BOOK_WALLET, p->account, SMM_BOOK_REFUND, 0);
    smm_ledger_move(u, c, t, r->tax, SMM_BOOK_TAX, 0, SMM_BOOK_REFUND, 0);
    if (pl->automatic)
        smm_job_step_slot(u, c, SMM_JOB_REFUND, id, c->now, NULL);
    smm_audit_step(u, c, "payment.refund", "payment", p->id, NULL,
                   apr_psprintf(c->pool, "%" I64 " micro-USD, %s", r->amount, r->cause), r->reason);
}

static int known_cause(const char *cause)
{
    static const char causes[] = " " SMM_REFUND_CAUSES " ";
    const char *at;
    size_t n = cause ? strlen(cause) : 0;

    for (at = n ? strstr(causes, cause) : NULL; at; at = strstr(at + 1, cause))
        if (at[-1] == ' ' && at[n] == ' ')
            return 1;
    return 0;
}

/** Above the limit of one person: the balance must cover it now, and again when it is approved. */
static smm_result_t ask(smm_ctx_t *c, const plan_t *pl, const smm_idem_t *idem)
{
    smm_two_ask_t in = {.kind = "refund",
                        .account = pl->p.account,
                        .amount = pl->r.amount,
                        .ref = pl->p.id,
                        .cause = pl->r.cause,
                        .reason = pl->r.reason};
    smm_balance_t b;
    smm_adjust_t waiting;

    if (smm_wallet_balance(c, pl->p.account, &b) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (pl->r.amount > b.balance + b.credit_limit)
        return smm_fail(SMM_INVALID, "amount",
                        "The customer's balance does not cover it: it was spent meanwhile.");
    if (smm_refund_waiting(c, pl->p.id, &waiting) == SMM_OK)
        return smm_fail(SMM_CONFLICT, NULL,
                        "A refund of this payment waits for a second person already.");
    return smm_two_ask(c, &in, idem, 0);
}

smm_result_t smm_refund_start(smm_ctx_t *c, int64_t payment, int64_t amount, const char *cause,
                              const char *reason, const smm_idem_t *idem, int64_t *id, int *waits)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    plan_t pl;
    smm_written_t w;
    smm_result_t r = plan(c, payment, amount, &pl);

    *id = 0;
    *waits = 0;
    if (r.code != SMM_OK)
        return r;
    if (pl.p.account == c->actor)
        return smm_fail(SMM_FORBIDDEN, NULL, "Somebody else decides about your own payments.");
    if (!known_cause(cause))
        return smm_fail(SMM_INVALID, "cause", "Choose why the money goes back.");
    if (!reason || !*reason)
        return smm_fail(SMM_INVALID, "reason", "Say why: the audit log keeps it.");
    pl.r.cause = cause;
    pl.r.reason = reason;
    /* parts of one payment count together: nobody passes the limit in small steps */
    if (pl.before.amount + amount > smm_adjust_limit(c, 0)) {
        *waits = 1;
        return ask(c, &pl, idem);
    }
    pl.r.key = apr_pstrcat(c->pool, "rf-", smm_random_token(c->pool, 18), NULL);
    start_steps(u, c, &pl);
    smm_idem_step(u, c, idem, 1, 0);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_EXPECT && w.outcome == SMM_NO_FUNDS)
        return smm_fail(SMM_INVALID, "amount",
                        "The customer's balance does not cover it: it was spent meanwhile.");
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    if (!w.replayed)
        *id = smm_unit_id(u, 1);
    smm_job_kick();
    return smm_ok();
}

/** The steps of an approved request: all is looked at anew, the payment may have changed. */
static smm_result_t book_approved(smm_unit_t *u, smm_ctx_t *c, const smm_adjust_t *a)
{
    plan_t *pl = apr_palloc(c->pool, sizeof(*pl));
    smm_result_t r = plan(c, a->ref, a->amount, pl);

    if (r.code != SMM_OK) {
        r.field = NULL;
        return r;
    }
    pl->r.key = apr_psprintf(c->pool, "rf-two-%" I64, a->id);
    pl->r.cause = a->cause;
    pl->r.reason = a->reason;
    pl->r.request = a->id;
    start_steps(u, c, pl);
    return smm_ok();
}

static const smm_two_kind_t two_kind = {"refund",
                                        "A refund waits for a second person",
                                        "Your refund was approved",
                                        "Your refund was refused",
                                        "refund.ask",
                                        "payment",
                                        book_approved};

smm_rc_e smm_refund_waiting(smm_ctx_t *c, int64_t payment, smm_adjust_t *out)
{
    int64_t id = 0;
    int found = 0;

    if (smm_db_int(c->db, SQL_adjust_of_refund,
                   SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment), SMM_I(c->now)), &id,
                   &found) != SMM_DB_OK)
        return SMM_BUSY;
    return found ? smm_adjust_get(c, id, out) : SMM_NOT_FOUND;
}

/* ---- ending ---------------------------------------------------------------------------------- */

static void move(smm_unit_t *u, smm_ctx_t *c, const smm_refund_t *r, const char *to,
                 const char *ref, const char *note)
{
    smm_unit_add(u, SQL_refund_move,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(r->id), SMM_I(r->version), SMM_T(r->state),
                          SMM_T(to), SMM_T(ref), SMM_T(note ? note : ""), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
}

/* All of a payment went back: payment and document say so. */
static smm_result_t whole(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p)
{
    smm_result_t r = smm_payment_plain(u, c, p, "refund", "refunded", "returned to the payer");

    if (r.code == SMM_OK && strcmp(p->invoice_status, "paid") == 0 &&
        smm_invoice_move(u, c, p->invoice, p->account, "paid", "refunded") != SMM_OK)
        return smm_fail(SMM_CONFLICT, NULL, "The invoice of this payment is closed already.");
    return r;
}

/* Was this the last that was under way, and did all that was paid go back, ours and the
 * processor's own together? */
static int all_done(smm_ctx_t *c, const smm_payment_t *p)
{
    smm_refund_t open[2];
    sum_t s;

    return strcmp(p->state, "paid") == 0 && sums(c, p->id, &s) == SMM_OK &&
           s.amount + p->returned >= p->amount &&
           smm_refund_list(c, p->id, "open", 0, open, 2) == 1;
}

static smm_result_t done(smm_ctx_t *c, const smm_refund_t *r, const char *ref, const char *note,
                         const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_payment_t p;
    smm_result_t res;
    smm_written_t w;
    int t;

    if (smm_payment_get(c, 0, r->payment, &p) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, "There is no such payment.");
    move(u, c, r, "done", ref, note);
    t = smm_ledger_transfer(u, c, "refund-sent", apr_psprintf(c->pool, "refund-sent/%" I64, r->id),
                            SMM_I(r->id), r->method);
    smm_ledger_move(u, c, t, r->amount + r->tax, SMM_BOOK_REFUND, 0, SMM_BOOK_GATEWAY, 0);
    /* a document that was never numbered needs no credit note */
    if (p.invoice_number && smm_refund_note_step(u, c, &p, r) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, "The credit note cannot be written right now.");
    if (all_done(c, &p)) {
        res = whole(u, c, &p);
        if (res.code != SMM_OK)
            return res;
    }
    if (idem)
        smm_idem_step(u, c, idem, -1, r->id);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : smm_payment_refused(c, &w);
}

static smm_result_t failed(smm_ctx_t *c, const smm_refund_t *r, const char *note,
                           const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;
    int t;

    move(u, c, r, "failed", NULL, note);
    t = smm_ledger_transfer(u, c, "refund-back", apr_psprintf(c->pool, "refund-back/%" I64, r->id),
                            SMM_I(r->id), r->method);
    smm_ledger_move(u, c, t, r->amount, SMM_BOOK_REFUND, 0, SMM_BOOK_WALLET, r->account);
    smm_ledger_move(u, c, t, r->tax, SMM_BOOK_REFUND, 0, SMM_BOOK_TAX, 0);
    if (idem)
        smm_idem_step(u, c, idem, -1, r->id);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : smm_payment_refused(c, &w);
}

static smm_result_t by_hand(smm_ctx_t *c, int64_t id, smm_refund_t *r)
{
    smm_rc_e rc = smm_refund_get(c, id, r);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "There is no such refund.");
    if (strcmp(r->state, "manual") != 0 && strcmp(r->state, "sending") != 0)
        return smm_fail(SMM_CONFLICT, NULL, "This refund has ended already.");
    return smm_ok();
}

smm_result_t smm_refund_sent(smm_ctx_t *c, int64_t id, const char *reference,
                             const smm_idem_t *idem)
{
    smm_refund_t r;
    smm_result_t res = by_hand(c, id, &r);

    return res.code == SMM_OK ? done(c, &r, reference, "sent by hand", idem) : res;
}

smm_result_t smm_refund_failed(smm_ctx_t *c, int64_t id, const char *reason, const smm_idem_t *idem)
{
    smm_refund_t r;
    smm_result_t res = by_hand(c, id, &r);

    return res.code == SMM_OK ? failed(c, &r, reason, idem) : res;
}

/* ---- sending --------------------------------------------------------------------------------- */

static void later(smm_ctx_t *c, smm_job_t *j, const char *why)
{
    j->again = 1;
    j->next = c->now + smm_job_backoff(j->attempt);
    j->error = why;
}

/* What the gateway says of a refund that it took. */
static void look(smm_ctx_t *c, smm_job_t *j, const smm_gateway_t *g, const smm_gateway_env_t *e,
                 const smm_refund_t *r, const char *ref)
{
    smm_snapshot_t s = {0};
    smm_gw_rc_e rc = g->fetch_refund ? g->fetch_refund(e, ref, &s) : SMM_GW_NOT_SUPPORTED;
    const char *state = rc == SMM_GW_OK && s.state ? s.state : "";

    if (rc == SMM_GW_NOT_SUPPORTED || strcmp(state, "refunded") == 0 ||
        strcmp(state, "paid") == 0) {
        if (done(c, r, ref, s.raw_status, NULL).code != SMM_OK)
            later(c, j, "the end of the refund could not be saved");
    } else if (strcmp(state, "failed") == 0) {
        if (failed(c, r, s.raw_status ? s.raw_status : "the processor gave it up", NULL).code !=
            SMM_OK)
            later(c, j, "the end of the refund could not be saved");
    } else {
        j->again = 1;
        j->next = c->now + (smm_job_fast() ? 1 : POLL);
    }
}

static void send_one(smm_ctx_t *c, smm_job_t *j)
{
    smm_gateway_env_t e = smm_gateway_env(c, 20000);
    const smm_gateway_t *g;
    const char *ref = NULL;
    smm_refund_t r;
    smm_payment_t p;
    smm_gw_rc_e rc;
    smm_unit_t *u;

    if (smm_refund_get(c, j->ref, &r) != SMM_OK || smm_payment_get(c, 0, r.payment, &p) != SMM_OK) {
        later(c, j, "the database is busy");
        return;
    }
    if (strcmp(r.state, "open") != 0 && strcmp(r.state, "sending") != 0)
        return;
    g = smm_gateway_find(r.method);
    if (!g || !g->refund)
        return;
    if (r.gateway_ref) {
        look(c, j, g, &e, &r, r.gateway_ref);
        return;
    }
    /* committed before the first byte leaves; a lost answer is asked for again with the same key */
    u = smm_unit_make(c->pool);
    move(u, c, &r, "sending", NULL, "");
    if (smm_db_write(c->db, u).rc != SMM_DB_OK || smm_refund_get(c, j->ref, &r) != SMM_OK) {
        later(c, j, "the database is busy");
        return;
    }
    if (r.tries > 1 && (g->caps.flags & SMM_GW_REFUND_ONCE))
        return; /* an answer was lost, and a repeat would send it twice: a person looks */
    rc = g->refund(&e, p.gateway_ref, r.minor, r.key, &ref);
    if (rc == SMM_GW_REFUSED || rc == SMM_GW_NOT_SUPPORTED || rc == SMM_GW_MISSING) {
        if (failed(c, &r, "the processor refused it", NULL).code != SMM_OK)
            later(c, j, "the end of the refund could not be saved");
    } else if (rc != SMM_GW_OK) {
        later(c, j,
              rc == SMM_GW_NOT_SET ? "the gateway is not set up" : "the gateway does not answer");
    } else {
        u = smm_unit_make(c->pool);
        move(u, c, &r, "sending", ref ? ref : r.key, "");
        if (smm_db_write(c->db, u).rc != SMM_DB_OK || smm_refund_get(c, j->ref, &r) != SMM_OK) {
            later(c, j, "the database is busy");
            return;
        }
        look(c, j, g, &e, &r, ref ? ref : r.key);
    }
}

static void refund_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    for (int i = 0; i < n; i++) {
        if (smm_job_stopping()) {
            jobs[i].again = 1;
            jobs[i].next = c->now;
            continue;
        }
        send_one(c, &jobs[i]);
    }
}

/* ---- checks ---------------------------------------------------------------------------------- */

static int booked_row(void *baton, const smm_row_t *row)
{
    smm_verify_breach(
        baton, "I9 panel %" I64 ": book refund holds %" I64 ", refunds under way are %" I64,
        smm_row_int(row, C_verify_refunds_out_panel), smm_row_int(row, C_verify_refunds_out_booked),
        smm_row_int(row, C_verify_refunds_out_open));
    return 0;
}

static int sums_row(void *baton, const smm_row_t *row)
{
    smm_verify_breach(baton, "I9 payment %" I64 ": %" I64 " sent back of %" I64,
                      smm_row_int(row, C_verify_refund_sums_payment),
                      smm_row_int(row, C_verify_refund_sums_sent),
                      smm_row_int(row, C_verify_refund_sums_paid));
    return 0;
}

static int request_row(void *baton, const smm_row_t *row)
{
    smm_verify_breach(baton, "M1 refund request %" I64 " of %" I64 " is %s: started %" I64,
                      smm_row_int(row, C_verify_refund_requests_id),
                      smm_row_int(row, C_verify_refund_requests_amount),
                      smm_row_text(row, C_verify_refund_requests_state),
                      smm_row_int(row, C_verify_refund_requests_started));
    return 0;
}

static int note_row(void *baton, const smm_row_t *row)
{
    smm_verify_breach(baton, "I9 refund %" I64 " has no credit note and nobody was told",
                      smm_row_int(row, C_verify_refund_notes_id));
    return 0;
}

static void verify(smm_verify_t *v)
{
    smm_verify_db(v, "I9", smm_db_read(v->db, SQL_verify_refunds_out, SMM_NOARGS, booked_row, v));
    smm_verify_db(v, "I9", smm_db_read(v->db, SQL_verify_refund_sums, SMM_NOARGS, sums_row, v));
    smm_verify_db(v, "M1",
                  smm_db_read(v->db, SQL_verify_refund_requests, SMM_NOARGS, request_row, v));
    smm_verify_db(v, "I9", smm_db_read(v->db, SQL_verify_refund_notes, SMM_NOARGS, note_row, v));
}

void smm_refund_init(void)
{
    smm_two_kind(&two_kind);
    smm_job_kind(SMM_JOB_REFUND, refund_job, 4, 90, 0);
    smm_verify_add("refunds", verify);
}
