/* SPDX-License-Identifier: Apache-2.0 */
/* Money back: terminate after the provider's word, withdraw before the hand-over. Each is one
 * compare-and-set with its posting in one unit, so that 32 at once pay once. */
#include <apr_strings.h>
#include "smm_campaign_int.h"
#include "smm_coin_book.h"
#include "smm_crash.h"
#include "smm_sql.h"
#include "smm_wallet.h"

static smm_result_t written(const smm_written_t *w)
{
    if (w->rc == SMM_DB_OK)
        return smm_ok();
    if (w->rc == SMM_DB_UNIQUE || w->rc == SMM_DB_EXPECT)
        return smm_fail(
            SMM_CONFLICT, NULL,
            "This was done already, or the campaign has moved on. Nothing was changed.");
    return smm_fail(smm_written_rc(w), NULL,
                    "The panel is busy. Nothing was changed; please try again.");
}

static smm_result_t busy(void)
{
    return smm_fail(SMM_BUSY, NULL, "The panel is busy. Nothing was changed; please try again.");
}

/** The first run's answer for a repeated key. @return SMM_NOT_FOUND when the key is new or absent.
 */
static smm_rc_e again(smm_ctx_t *c, const smm_idem_t *idem, smm_result_t *res)
{
    int64_t id;
    smm_rc_e rc = idem && idem->key ? smm_idem_find(c, idem, &id) : SMM_NOT_FOUND;
    if (rc == SMM_OK)
        *res = smm_ok();
    else if (rc == SMM_CONFLICT)
        *res =
            smm_fail(rc, NULL, "This form was sent before with other values. Open the page again.");
    return rc == SMM_OK || rc == SMM_CONFLICT ? rc : SMM_NOT_FOUND;
}

static smm_result_t read_one(smm_ctx_t *c, int64_t account, int64_t id, smm_campaign_t *k)
{
    smm_rc_e rc = smm_campaign_get(c, account, id, k);
    if (rc == SMM_OK)
        return smm_ok();
    return rc == SMM_NOT_FOUND
               ? smm_fail(rc, NULL, "There is no such campaign.")
               : smm_fail(rc, NULL, "The panel is busy. Nothing was changed; please try again.");
}

static smm_result_t finish(smm_ctx_t *c, smm_unit_t *u, const smm_idem_t *idem)
{
    smm_result_t res;
    smm_crash_point("terminate.before-commit");
    smm_written_t w = smm_db_write(c->db, u);
    smm_crash_point("terminate.after-commit");
    /* the other 31 of 32 requests with one key get the first one's answer */
    if (w.rc != SMM_DB_OK && again(c, idem, &res) == SMM_OK)
        return res;
    return written(&w);
}

smm_result_t smm_campaign_terminate(smm_ctx_t *c, int64_t account, int64_t id,
                                    const smm_idem_t *idem)
{
    smm_campaign_t k;
    smm_result_t res;
    if (again(c, idem, &res) != SMM_NOT_FOUND)
        return res;
    res = read_one(c, account, id, &k);
    if (res.code != SMM_OK)
        return res;
    if (!smm_cs_may(k.state, SMM_CS_TERMINATED, SMM_CB_CUSTOMER) && again(c, idem, &res) == SMM_OK)
        return res; /* the first of the same form got in between */
    if (k.state == SMM_CS_TERMINATED)
        return smm_fail(SMM_CONFLICT, NULL,
                        "This campaign was terminated already; its money is back in your balance.");
    if (!smm_cs_may(k.state, SMM_CS_TERMINATED, SMM_CB_CUSTOMER))
        return smm_fail(SMM_CONFLICT, NULL,
                        "Only a partial or canceled campaign can be terminated.");
    int64_t due = smm_campaign_refundable(&k);
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_terminate,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_T(smm_cs_name(k.state)),
                          SMM_I(k.refunded), SMM_I(due)));
    smm_unit_outcome(u, SMM_OUT_STATE);
    if (due > 0)
        smm_wallet_refund(u, c, k.account, due, id, 1);
    /* each tender comes back alone */
    if (smm_coins_back_steps(u, c, id, smm_campaign_unspent(&k), k.quantity, NULL) != SMM_OK)
        return busy();
    smm_campaign_note(u, c, &k, SMM_CS_TERMINATED, k.status, "terminated", NULL, due);
    smm_idem_step(u, c, idem, -1, id);
    return finish(c, u, idem);
}

smm_result_t smm_campaign_void(smm_ctx_t *c, int64_t account, int64_t id, const smm_idem_t *idem)
{
    smm_campaign_t k;
    smm_result_t res;
    if (again(c, idem, &res) != SMM_NOT_FOUND)
        return res;
    res = read_one(c, account, id, &k);
    if (res.code != SMM_OK)
        return res;
    if (!smm_cs_may(k.state, SMM_CS_VOIDED, SMM_CB_CUSTOMER) && again(c, idem, &res) == SMM_OK)
        return res;
    if (!smm_cs_may(k.state, SMM_CS_VOIDED, SMM_CB_CUSTOMER))
        return smm_fail(
            SMM_CONFLICT, NULL,
            "This campaign is on its way to the provider and cannot be withdrawn any more.");
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_end_held,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_T(smm_cs_name(k.state)),
                          SMM_I(k.fence), SMM_T("voided"), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_STATE);
    if (k.charge > 0)
        smm_wallet_release(u, c, k.account, k.charge, id);
    if (smm_coins_back_steps(u, c, id, k.quantity, k.quantity, NULL) != SMM_OK)
        return busy();
    smm_campaign_note(u, c, &k, SMM_CS_VOIDED, "Canceled", "withdrawn", NULL, k.charge);
    smm_idem_step(u, c, idem, -1, id);
    return finish(c, u, idem);
}
