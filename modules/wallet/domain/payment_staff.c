/* SPDX-License-Identifier: Apache-2.0 */
/* What staff decide about a payment. Claims: claim.c, claim_staff.c. */
#include "config.h"
#include <ctype.h>
#include <string.h>
#include <apr_strings.h>
#include "smm_event.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "claim_int.h"
#include "smm_crypto.h"

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

void smm_payment_tell(smm_ctx_t *c, const smm_payment_t *p, int64_t credit)
{
    smm_event_t e = {"payment.credited", p->account, p->id, &credit};

    smm_event_committed(c, &e);
    smm_job_kick();
}

/** The reference of the claim that waits, or NULL. */
static const char *claimed_key(smm_ctx_t *c, int64_t payment)
{
    smm_claim_row_t cl;

    return smm_claim_of(c, payment, 0, &cl) == SMM_OK && strcmp(cl.state, "open") == 0 ? cl.key
                                                                                       : NULL;
}

static smm_result_t decide(smm_ctx_t *c, const smm_payment_t *p, const smm_receipt_t *in,
                           const smm_idem_t *idem, const char *action)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    char text[SMM_USD_TEXT];
    const char *to = NULL;
    smm_written_t w;
    smm_result_t r;
    int claim = -1;

    if (!in->settle) /* the reference that was claimed is used up with it */
        smm_claim_used_steps(u, c, p, in->why, &claim);
    r = smm_payment_receipt(u, c, p, in, &to);
    if (r.code != SMM_OK)
        return r;
    smm_audit_step(u, c, action, "payment", p->id, p->state,
                   apr_psprintf(c->pool, "%s, %s USD", to,
                                smm_usd_text(text, in->settle ? p->received : in->amount)),
                   in->why);
    smm_idem_step(u, c, idem, -1, p->id);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_UNIQUE && w.failed_step == claim)
        return smm_claim_taken(c, claimed_key(c, p->id));
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    if (strcmp(to, "underpaid") != 0)
        smm_payment_tell(c, p, in->settle ? p->received : p->amount);
    return smm_ok();
}

smm_result_t smm_payment_confirm(smm_ctx_t *c, int64_t id, int64_t amount, const char *reason,
                                 const smm_idem_t *idem)
{
    smm_receipt_t in = {.event = "confirm", .why = reason, .amount = amount};
    const char *key;
    smm_payment_t p;
    smm_result_t r = load(c, 0, id, &p);

    if (r.code != SMM_OK)
        return r;
    if (strcmp(p.state, "paid") == 0)
        return smm_fail(SMM_CONFLICT, NULL, "This payment was credited already.");
    if (strcmp(p.method, SMM_CRYPTO) == 0) /* the same coins would have two keys */
        return smm_crypto_by_transaction();
    if (amount <= 0 || amount % SMM_CENT != 0)
        return smm_fail(SMM_INVALID, "amount", "Enter the amount that arrived, in whole cents.");
    if (amount > 2 * (p.amount + p.fee) + 1000 * SMM_USD)
        return smm_fail(SMM_INVALID, "amount",
                        "This is far more than was asked for. Check the amount.");
    key = claimed_key(c, p.id);
    /* without a reference numbered by what came in before: two confirmations of one moment meet at
     * this key */
    in.key =
        key ? apr_pstrcat(c->pool, "claim/", key, NULL)
            : apr_psprintf(c->pool, "payment/%s/P%" I64 "/%" I64, p.method, p.id, p.receipts + 1);
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
    const char *to = "cancelled";
    smm_payment_t p;
    smm_written_t w;
    smm_result_t r = load(c, 0, id, &p);

    if (r.code != SMM_OK)
        return r;
    if (p.received > 0)
        return smm_fail(SMM_CONFLICT, NULL,
                        "Money has arrived for this payment: credit what arrived instead.");
    /* coins that were seen and then vanished from the chain: late ones are still taken */
    if (strcmp(p.method, SMM_CRYPTO) == 0 && strcmp(p.state, "confirming") == 0)
        to = "failed";
    r = smm_payment_plain(u, c, &p, "reject", to, reason);
    if (r.code != SMM_OK)
        return r;
    smm_unit_add(u, SQL_claim_end_of_payment,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_T("rejected"), SMM_I(c->actor),
                          SMM_T(reason), SMM_I(c->now)));
    smm_audit_step(u, c, "payment.reject", "payment", id, p.state, to, reason);
    smm_idem_step(u, c, idem, -1, id);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : smm_payment_refused(c, &w);
}
