/* SPDX-License-Identifier: Apache-2.0 */
/* What people do with a payment: the customer's claim, the decisions of staff. */
#include "config.h"
#include <ctype.h>
#include <string.h>
#include <apr_strings.h>
#include "smm_event.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "payment_int.h"

#define I64 APR_INT64_T_FMT

static smm_result_t load(smm_ctx_t *c, int64_t account, int64_t id, smm_payment_t *p)
{
    smm_rc_e rc = smm_payment_get(c, account, id, p);

    if (rc == SMM_NOT_FOUND)
        return smm_fail(rc, NULL, "There is no such payment.");
    if (rc != SMM_OK)
        return smm_fail(rc, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    return smm_ok();
}

smm_result_t smm_payment_claim(smm_ctx_t *c, int64_t account, int64_t id, const smm_claim_t *claim,
                               const smm_idem_t *idem)
{
    smm_gateway_env_t e = smm_gateway_env(c, 0);
    smm_unit_t *u = smm_unit_make(c->pool);
    const char *key = NULL, *message = NULL;
    const smm_gateway_t *g;
    smm_payment_t p;
    smm_written_t w;
    smm_result_t r = load(c, account, id, &p);

    if (r.code != SMM_OK)
        return r;
    g = smm_gateway_find(p.method);
    if (!g || !g->claim)
        return smm_fail(SMM_CONFLICT, NULL, "Payments of this method are found automatically.");
    if (g->claim(&e, claim, &key, &message) == SMM_CLAIM_BAD)
        return smm_fail(SMM_INVALID, "reference",
                        "Enter the reference of your payment, 4 to 60 letters, digits or dashes.");
    smm_unit_add(u, SQL_payment_claim,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(id), SMM_T(claim->reference),
                          SMM_T(key), claim->amount > 0 ? SMM_I(claim->amount) : SMM_NUL,
                          SMM_T(claim->note ? claim->note : ""), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_payment_log_step(u, c, &p, "claim", p.state, claim->amount > 0 ? claim->amount : 0,
                         claim->reference);
    smm_idem_step(u, c, idem, -1, id);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : smm_payment_refused(c, &w);
}

static void tell(smm_ctx_t *c, const smm_payment_t *p, int64_t credit)
{
    smm_event_t e = {"payment.credited", p->account, p->id, &credit};

    smm_event_committed(c, &e);
    smm_job_kick();
}

static smm_result_t decide(smm_ctx_t *c, const smm_payment_t *p, const smm_receipt_t *in,
                           const smm_idem_t *idem, const char *action)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    char text[SMM_USD_TEXT];
    const char *to = NULL;
    smm_written_t w;
    smm_result_t r = smm_payment_receipt(u, c, p, in, &to);

    if (r.code != SMM_OK)
        return r;
    smm_audit_step(u, c, action, "payment", p->id, p->state,
                   apr_psprintf(c->pool, "%s, %s USD", to,
                                smm_usd_text(text, in->settle ? p->received : in->amount)),
                   in->why);
    smm_idem_step(u, c, idem, -1, p->id);
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    if (strcmp(to, "underpaid") != 0)
        tell(c, p, in->settle ? p->received : p->amount);
    return smm_ok();
}

smm_result_t smm_payment_confirm(smm_ctx_t *c, int64_t id, int64_t amount, const char *reason,
                                 const smm_idem_t *idem)
{
    smm_receipt_t in = {.event = "confirm", .why = reason, .amount = amount};
    smm_payment_t p;
    smm_result_t r = load(c, 0, id, &p);

    if (r.code != SMM_OK)
        return r;
    if (strcmp(p.state, "paid") == 0)
        return smm_fail(SMM_CONFLICT, NULL, "This payment was credited already.");
    if (amount <= 0 || amount % SMM_CENT != 0)
        return smm_fail(SMM_INVALID, "amount", "Enter the amount that arrived, in whole cents.");
    if (amount > 2 * (p.amount + p.fee) + 1000 * SMM_USD)
        return smm_fail(SMM_INVALID, "amount",
                        "This is far more than was asked for. Check the amount.");
    /* numbered by what came in before: two confirmations of one moment meet at this key */
    in.key = apr_psprintf(c->pool, "payment/%s/P%" I64 "/%" I64, p.method, p.id, p.receipts + 1);
    return decide(c, &p, &in, idem, "payment.confirm");
}

smm_result_t smm_payment_settle(smm_ctx_t *c, int64_t id, const char *reason,
                                const smm_idem_t *idem)
{
    smm_receipt_t in = {.event = "settle", .why = reason, .settle = 1};
    smm_payment_t p;
    smm_result_t r = load(c, 0, id, &p);

    if (r.code != SMM_OK)
        return r;
    in.key = apr_psprintf(c->pool, "payment/%s/P%" I64 "/settle", p.method, p.id);
    return decide(c, &p, &in, idem, "payment.settle");
}

smm_result_t smm_payment_reject(smm_ctx_t *c, int64_t id, const char *reason,
                                const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_payment_t p;
    smm_written_t w;
    smm_result_t r = load(c, 0, id, &p);

    if (r.code != SMM_OK)
        return r;
    if (p.received > 0)
        return smm_fail(SMM_CONFLICT, NULL,
                        "Money has arrived for this payment: credit what arrived instead.");
    r = smm_payment_plain(u, c, &p, "reject", "cancelled", reason);
    if (r.code != SMM_OK)
        return r;
    smm_audit_step(u, c, "payment.reject", "payment", id, p.state, "cancelled", reason);
    smm_idem_step(u, c, idem, -1, id);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : smm_payment_refused(c, &w);
}
