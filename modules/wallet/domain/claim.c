/* SPDX-License-Identifier: Apache-2.0 */
/* Claims: storing what customers say, limits of guessing, reading. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "claim_int.h"

#define I64 APR_INT64_T_FMT

static int64_t bounded(smm_ctx_t *c, const char *key, int64_t fallback, int64_t hi)
{
    int64_t v = smm_setting_int(c, key, fallback);

    return v < 1 || v > hi ? fallback : v;
}

static int64_t wait_seconds(smm_ctx_t *c)
{
    return 60 * bounded(c, "claims.wait", 60, 10080);
}

static int64_t tries(smm_ctx_t *c)
{
    return bounded(c, "claims.tries", 5, 1000);
}

int smm_claim_left(smm_ctx_t *c, int64_t account, int64_t *minutes)
{
    int64_t since = c->now - wait_seconds(c), used = 0, oldest = 0, max = tries(c);
    int found = 0;

    *minutes = 0;
    if (smm_db_int(c->db, SQL_claim_tries,
                   SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(since)), &used,
                   &found) != SMM_DB_OK)
        return 0;
    if (used < max)
        return (int)(max - used);
    if (smm_db_int(c->db, SQL_claim_wait,
                   SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(since), SMM_I(max - 1)),
                   &oldest, &found) == SMM_DB_OK &&
        found)
        *minutes = (oldest + wait_seconds(c) - c->now + 59) / 60;
    if (*minutes < 1)
        *minutes = 1;
    return 0;
}

static smm_result_t too_many(smm_ctx_t *c, int64_t account)
{
    int64_t minutes;
    smm_result_t r = smm_fail(SMM_TOO_FAST, "reference",
                              "Too many references did not fit. You can send another one in {0} "
                              "minutes; if you have paid, nothing is lost.");

    smm_claim_left(c, account, &minutes);
    r.a = apr_psprintf(c->pool, "%" I64, minutes > 0 ? minutes : 1);
    return r;
}

int64_t smm_claim_due(const smm_payment_t *p)
{
    int64_t due;

    if (p->received == 0)
        return p->pay_minor;
    /* the rest of what was asked for, in its currency, rounded up */
    if (smm_muldiv_ceil(p->amount + p->fee - p->received, p->pay_minor, p->amount + p->fee, &due))
        return 0;
    return due > 0 ? due : 0;
}

/* ---- storing --------------------------------------------------------------------------------- */

static smm_result_t shape(smm_ctx_t *c, const smm_gateway_t *g, const smm_claim_say_t *say,
                          const char **key)
{
    smm_gateway_env_t e = smm_gateway_env(c, 0);
    smm_claim_t in = {say->reference, say->note, say->amount_minor * SMM_CENT};
    const char *message = NULL;

    *key = NULL;
    if (strcmp(say->kind, "request") == 0)
        return smm_ok();
    if (strcmp(say->kind, "lost") == 0) {
        if (say->amount_minor <= 0)
            return smm_fail(SMM_INVALID, "amount", "Enter the amount that you paid.");
        if (say->paid_on > c->now + 86400 || say->paid_on < c->now - 400 * 86400)
            return smm_fail(SMM_INVALID, "date", "Enter the day on which you paid.");
        return smm_ok();
    }
    if (g->claim(&e, &in, key, &message) != SMM_CLAIM_BAD)
        return smm_ok();
    return message ? smm_fail(SMM_INVALID, "reference", message)
                   : smm_fail(SMM_INVALID, "reference",
                              "Enter the reference of your payment, 4 to 60 letters, digits or "
                              "dashes.");
}

static int insert_steps(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                        const smm_claim_say_t *say, const char *key)
{
    int request = strcmp(say->kind, "request") == 0;
    const char *reference = say->reference ? say->reference : "";
    const char *note = say->note ? say->note : "";
    int step;

    if (!request)
        smm_unit_add(u, SQL_claim_replace,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id), SMM_I(c->now)));
    step = smm_unit_add(u, SQL_claim_insert,
                        SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id), SMM_I(p->account),
                                 SMM_T(say->kind), SMM_T(reference), SMM_T(key),
                                 say->amount_minor > 0 ? SMM_I(say->amount_minor) : SMM_NUL,
                                 say->paid_on > 0 ? SMM_I(say->paid_on) : SMM_NUL,
                                 SMM_T(say->payer ? say->payer : ""),
                                 SMM_T(say->phone ? say->phone : ""), SMM_T(note), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    if (request)
        return step;
    smm_unit_add(u, SQL_payment_claim,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->account), SMM_I(p->id),
                          SMM_T(*reference ? reference : "–"), SMM_T(key ? key : ""),
                          say->amount_minor > 0 ? SMM_I(say->amount_minor * SMM_CENT) : SMM_NUL,
                          SMM_T(note), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    return step;
}

/** Stores the claim. @return its id in *id. */
static smm_result_t store(smm_ctx_t *c, const smm_payment_t *p, const smm_gateway_t *g,
                          const smm_claim_say_t *say, const char *key, const smm_idem_t *idem,
                          int64_t *id)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int guard, step, found = 0;
    smm_written_t w;

    guard = smm_unit_add(u, SQL_claim_allowed,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->account),
                                  SMM_I(c->now - wait_seconds(c)), SMM_I(tries(c))));
    smm_unit_outcome(u, SMM_TOO_FAST);
    smm_unit_add(u, SQL_claim_payment_open,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->account), SMM_I(p->id)));
    smm_unit_outcome(u, SMM_CONFLICT);
    step = insert_steps(u, c, p, say, key);
    smm_payment_log_step(u, c, p, strcmp(say->kind, "request") == 0 ? "request" : "claim", p->state,
                         0, say->reference ? say->reference : "");
    if (g->lookup && key)
        smm_job_step_slot(u, c, SMM_JOB_CLAIM_CHECK, step, c->now + 60, NULL);
    smm_idem_step(u, c, idem, -1, p->id);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_EXPECT && w.failed_step == guard)
        return too_many(c, p->account);
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    *id = w.replayed ? 0 : smm_unit_id(u, step);
    if (*id == 0)
        smm_db_int(c->db, SQL_claim_of_payment,
                   SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id), SMM_T(say->kind)), id, &found);
    return smm_ok();
}

smm_result_t smm_claim_send(smm_ctx_t *c, int64_t account, int64_t payment,
                            const smm_claim_say_t *say, const smm_idem_t *idem,
                            smm_claim_end_e *end)
{
    const smm_gateway_t *g;
    const char *key;
    smm_payment_t p;
    smm_result_t r;
    smm_rc_e rc = smm_payment_get(c, account, payment, &p);
    int64_t id = 0, minutes;

    *end = SMM_CLAIM_WAITS;
    if (rc != SMM_OK)
        return smm_fail(rc, NULL, rc == SMM_NOT_FOUND ? "There is no such payment." : NULL);
    g = smm_gateway_find(p.method);
    if (!g || !g->claim)
        return smm_fail(SMM_CONFLICT, NULL, "Payments of this method are found automatically.");
    r = shape(c, g, say, &key);
    if (r.code != SMM_OK)
        return r;
    if (smm_claim_left(c, account, &minutes) == 0)
        return too_many(c, account);
    r = store(c, &p, g, say, key, idem, &id);
    if (r.code != SMM_OK || strcmp(say->kind, "reference") != 0 || id == 0)
        return r;
    return smm_claim_check(c, id, 6000, end);
}

smm_result_t smm_payment_claim(smm_ctx_t *c, int64_t account, int64_t id, const smm_claim_t *claim,
                               const smm_idem_t *idem)
{
    smm_claim_say_t say = {.kind = "reference",
                           .reference = claim->reference,
                           .note = claim->note,
                           .amount_minor = claim->amount / SMM_CENT};
    smm_claim_end_e end;

    return smm_claim_send(c, account, id, &say, idem, &end);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void get_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_claim_row_t *o = item;

#define INT(f) o->f = smm_row_int(row, C_claim_get_##f)
#define TXT(f) o->f = smm_row_dup(row, C_claim_get_##f, pool)
    INT(id);
    o->payment = smm_row_int(row, C_claim_get_payment_id);
    o->account = smm_row_int(row, C_claim_get_account_id);
    INT(version);
    INT(amount_minor);
    INT(paid_on);
    o->line = smm_row_int(row, C_claim_get_line_id);
    INT(decided);
    INT(created);
    TXT(kind);
    TXT(state);
    TXT(reference);
    TXT(key);
    TXT(payer);
    TXT(phone);
    TXT(note);
    TXT(reason);
    o->decider = smm_row_dup(row, C_claim_get_decider_name, pool);
    TXT(username);
#undef INT
#undef TXT
}

smm_rc_e smm_claim_get(smm_ctx_t *c, int64_t id, smm_claim_row_t *out)
{
    return smm_get(c, SQL_claim_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)), get_row, out);
}

smm_rc_e smm_claim_of(smm_ctx_t *c, int64_t payment, int request, smm_claim_row_t *out)
{
    int64_t id = 0;
    int found = 0;

    memset(out, 0, sizeof(*out));
    if (smm_db_int(
            c->db, SQL_claim_of_payment,
            SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment), SMM_T(request ? "request" : "reference")),
            &id, &found) != SMM_DB_OK)
        return SMM_BUSY;
    return found ? smm_claim_get(c, id, out) : SMM_NOT_FOUND;
}

static void list_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_claim_item_t *o = item;
    smm_payment_t p = {0};

#define INT(f) o->f = smm_row_int(row, C_claim_list_##f)
#define TXT(f) o->f = smm_row_dup(row, C_claim_list_##f, pool)
    INT(id);
    o->payment = smm_row_int(row, C_claim_list_payment_id);
    INT(amount_minor);
    INT(created);
    INT(decided);
    o->twins = (int)smm_row_int(row, C_claim_list_twins);
    TXT(kind);
    TXT(state);
    TXT(reference);
    TXT(payer);
    TXT(username);
    TXT(method);
    p.amount = smm_row_int(row, C_claim_list_due_micro);
    p.received = smm_row_int(row, C_claim_list_received);
    if (smm_row_null(row, C_claim_list_currency)) {
        o->currency = "USD";
        o->exponent = 2;
        p.pay_minor = p.amount / SMM_CENT;
    } else {
        TXT(currency);
        o->exponent = (int)smm_row_int(row, C_claim_list_exponent);
        p.pay_minor = smm_row_int(row, C_claim_list_minor);
    }
    o->due_minor = p.received < p.amount ? smm_claim_due(&p) : 0;
#undef INT
#undef TXT
}

int smm_claim_list(smm_ctx_t *c, const char *what, int64_t from, smm_claim_item_t *out, int max)
{
    int decided = strcmp(what, "decided") == 0;

    return smm_list(c, SQL_claim_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_T(what), SMM_I(decided ? 0 : from),
                             SMM_I(decided && from > 0 ? from : INT64_MAX), SMM_I(max)),
                    list_row, out, max);
}
