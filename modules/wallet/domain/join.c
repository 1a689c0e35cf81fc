/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_verify.h"
#include "payment_int.h"
#include "smm_join.h"

#define I64 APR_INT64_T_FMT

/* ---- reading --------------------------------------------------------------------------------- */

static void pair_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_join_pair_t *o = item;

    *o = (smm_join_pair_t){
        smm_row_int(row, C_join_pairs_payment),       smm_row_int(row, C_join_pairs_other),
        smm_row_int(row, C_join_pairs_account),       smm_row_int(row, C_join_pairs_missing),
        smm_row_int(row, C_join_pairs_spare),         smm_row_int(row, C_join_pairs_updated),
        smm_row_dup(row, C_join_pairs_username, pool)};
}

int smm_join_pairs(smm_ctx_t *c, int64_t account, int64_t payment, smm_join_pair_t *out, int max)
{
    return smm_list(c, SQL_join_pairs,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(payment), SMM_I(max)),
                    pair_row, out, max);
}

static void request_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_join_request_t *o = item;

    *o = (smm_join_request_t){smm_row_int(row, C_join_requests_id),
                              smm_row_int(row, C_join_requests_payment),
                              smm_row_int(row, C_join_requests_other),
                              smm_row_int(row, C_join_requests_account),
                              smm_row_int(row, C_join_requests_amount),
                              smm_row_int(row, C_join_requests_created),
                              smm_row_dup(row, C_join_requests_username, pool),
                              smm_row_dup(row, C_join_requests_state, pool),
                              smm_row_dup(row, C_join_requests_reason, pool)};
}

int smm_join_requests(smm_ctx_t *c, int64_t payment, smm_join_request_t *out, int max)
{
    return smm_list(c, SQL_join_requests, SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment), SMM_I(max)),
                    request_row, out, max);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static smm_result_t unfit(void)
{
    return smm_fail(SMM_CONFLICT, NULL,
                    "These two payments do not fit (any more): the first must be short, the second "
                    "paid with enough above what was due.");
}

smm_result_t smm_join_ask(smm_ctx_t *c, int64_t account, int64_t payment, int64_t other,
                          const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_payment_t p, o;
    smm_written_t w;
    smm_rc_e rc = smm_payment_get(c, account, payment, &p);

    if (rc == SMM_OK)
        rc = smm_payment_get(c, account, other, &o);
    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "There is no such payment.");
    smm_unit_add(
        u, SQL_join_ask,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(payment), SMM_I(other), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_payment_log_step(u, c, &p, "join_ask", p.state, 0, smm_payment_name(c->pool, other));
    smm_idem_step(u, c, idem, -1, payment);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        return smm_ok();
    if (w.rc == SMM_DB_UNIQUE)
        return smm_fail(SMM_CONFLICT, NULL, "You have asked already. We look at it.");
    return w.rc == SMM_DB_EXPECT ? unfit() : smm_payment_refused(c, &w);
}

/* ---- deciding -------------------------------------------------------------------------------- */

static smm_result_t load(smm_ctx_t *c, int64_t id, smm_payment_t *p)
{
    smm_rc_e rc = smm_payment_get(c, 0, id, p);

    return rc == SMM_OK ? smm_ok() : smm_fail(rc, NULL, "There is no such payment.");
}

smm_result_t smm_join_do(smm_ctx_t *c, int64_t payment, int64_t other, const char *reason,
                         const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_receipt_t in = {.event = "join", .joined = 1};
    const char *to = NULL, *name = smm_payment_name(c->pool, other);
    smm_payment_t p, o;
    smm_written_t w;
    smm_result_t r = load(c, payment, &p);

    if (r.code == SMM_OK)
        r = load(c, other, &o);
    if (r.code != SMM_OK)
        return r;
    if (strcmp(p.state, "underpaid") != 0 || p.account != o.account)
        return unfit();
    in.amount = p.amount + p.fee - p.received;
    in.why = apr_pstrcat(c->pool, name, ": ", reason, NULL);
    in.key = apr_psprintf(c->pool, "payment/join/P%" I64, payment);
    /* whoever uses this excess passes here one after the other, and then counts what is left */
    smm_unit_add(u, SQL_refund_turn, SMM_ARGS(SMM_I(c->panel->id), SMM_I(other), SMM_I(o.version)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_unit_add(u, SQL_join_answered, SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment)));
    smm_unit_add(u, SQL_join_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(p.account), SMM_I(payment), SMM_I(other),
                          SMM_I(in.amount), SMM_I(c->actor), SMM_T(reason), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    r = smm_payment_receipt(u, c, &p, &in, &to);
    if (r.code != SMM_OK)
        return r;
    smm_payment_log_step(u, c, &o, "join", o.state, 0, smm_payment_name(c->pool, payment));
    smm_audit_step(u, c, "payment.join", "payment", payment, p.state, name, reason);
    smm_idem_step(u, c, idem, -1, payment);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK) {
        smm_payment_tell(c, &p, p.amount);
        return smm_ok();
    }
    if (w.outcome == SMM_NO_FUNDS)
        return smm_fail(SMM_CONFLICT, NULL,
                        "The balance is frozen or does not cover what is missing.");
    return w.rc == SMM_DB_EXPECT || w.rc == SMM_DB_UNIQUE ? unfit() : smm_payment_refused(c, &w);
}

smm_result_t smm_join_refuse(smm_ctx_t *c, int64_t payment, const char *reason,
                             const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_payment_t p;
    smm_written_t w;
    smm_result_t r = load(c, payment, &p);

    if (r.code != SMM_OK)
        return r;
    smm_unit_add(u, SQL_join_refuse,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment), SMM_I(c->actor), SMM_T(reason),
                          SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_payment_log_step(u, c, &p, "join_refuse", p.state, 0, reason);
    smm_audit_step(u, c, "payment.join-refuse", "payment", payment, "asked", "refused", reason);
    smm_idem_step(u, c, idem, -1, payment);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        return smm_ok();
    return w.rc == SMM_DB_EXPECT ? smm_fail(SMM_CONFLICT, NULL, "Nothing is asked here (any more).")
                                 : smm_payment_refused(c, &w);
}

/* ---- the check ------------------------------------------------------------------------------- */

static int join_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v, "I5 payment %" I64 " was joined with %" I64 " for %" I64 ", which does not hold",
        smm_row_int(row, C_verify_joins_payment), smm_row_int(row, C_verify_joins_other),
        smm_row_int(row, C_verify_joins_amount));
    return 0;
}

static void check(smm_verify_t *v)
{
    smm_verify_db(v, "I5", smm_db_read(v->db, SQL_verify_joins, SMM_NOARGS, join_row, v));
}

void smm_join_init(void)
{
    smm_verify_add("joins", check);
}
