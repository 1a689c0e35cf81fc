/* SPDX-License-Identifier: Apache-2.0 */
/* A person decides about a campaign whose hand-over is unclear. Each decision needs a reason and
 * stands in the audit log. */
#include <string.h>
#include <apr_strings.h>
#include "smm_campaign_int.h"
#include "smm_coin_book.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_wallet.h"

static smm_result_t doubtful(smm_ctx_t *c, int64_t id, smm_cs_e to, const char *why,
                             smm_campaign_t *k)
{
    smm_rc_e rc = smm_campaign_get(c, 0, id, k);
    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "There is no such campaign.");
    if (!smm_cs_may(k->state, to, SMM_CB_STAFF))
        return smm_fail(SMM_CONFLICT, NULL,
                        "This campaign is not waiting for a decision any more.");
    if (!why || !*why)
        return smm_fail(SMM_INVALID, "reason",
                        "Say how you know. The reason is kept in the audit log.");
    return smm_ok();
}

static smm_result_t written(const smm_written_t *w)
{
    if (w->rc == SMM_DB_OK)
        return smm_ok();
    if (w->rc == SMM_DB_UNIQUE)
        return smm_fail(SMM_CONFLICT, "order",
                        "Another campaign has this number at the provider already.");
    if (w->rc == SMM_DB_EXPECT)
        return smm_fail(SMM_CONFLICT, NULL, "The campaign has moved on. Look at it again.");
    return smm_fail(smm_written_rc(w), NULL,
                    "The panel is busy. Nothing was changed; please try again.");
}

smm_result_t smm_campaign_resolve_accept(smm_ctx_t *c, int64_t id, const char *order,
                                         const char *why)
{
    smm_campaign_t k;
    smm_result_t res = doubtful(c, id, SMM_CS_ACCEPTED, why, &k);
    if (res.code != SMM_OK)
        return res;
    if (!order || !*order || strlen(order) > 64 ||
        strspn(order, "0123456789abcdefghijklmnopqrstuvwxyz"
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ_-:") != strlen(order))
        return smm_fail(SMM_INVALID, "order", "Enter the number that the provider gave the order.");
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_resolve_accept,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_T(smm_cs_name(k.state)),
                          SMM_I(k.fence), SMM_T(order), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_ORDER_ID);
    if (k.charge > 0)
        smm_wallet_capture(u, c, k.account, k.charge, id);
    smm_campaign_note(u, c, &k, SMM_CS_ACCEPTED, "Pending", "found-by-staff", why, 0);
    smm_audit_step(u, c, "campaign.resolve", "campaign", id, smm_cs_name(k.state),
                   apr_pstrcat(c->pool, "accepted as ", order, NULL), why);
    smm_written_t w = smm_db_write(c->db, u);
    return written(&w);
}

smm_result_t smm_campaign_resolve_again(smm_ctx_t *c, int64_t id, const char *why)
{
    smm_campaign_t k;
    smm_result_t res = doubtful(c, id, SMM_CS_INTENT, why, &k);
    if (res.code != SMM_OK)
        return res;
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_resolve_again,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_T(smm_cs_name(k.state)),
                          SMM_I(k.fence), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_STATE);
    smm_campaign_note(u, c, &k, SMM_CS_INTENT, "Pending", "never-created", why, 0);
    smm_audit_step(u, c, "campaign.resolve", "campaign", id, smm_cs_name(k.state), "send again",
                   why);
    smm_job_step(u, c, SMM_JOB_DISPATCH, id, c->now, NULL);
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        smm_job_kick();
    return written(&w);
}

smm_result_t smm_campaign_resolve_reject(smm_ctx_t *c, int64_t id, const char *why)
{
    smm_campaign_t k, after;
    smm_result_t res = doubtful(c, id, SMM_CS_REJECTED, why, &k);
    if (res.code != SMM_OK)
        return res;
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_campaign_end_held,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_T(smm_cs_name(k.state)),
                          SMM_I(k.fence), SMM_T("rejected"), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_STATE);
    if (k.charge > 0)
        smm_wallet_release(u, c, k.account, k.charge, id);
    if (smm_coins_back_steps(u, c, id, k.quantity, k.quantity, NULL) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel is busy. Nothing was changed; please try again.");
    smm_campaign_note(u, c, &k, SMM_CS_REJECTED, "Canceled", "written-off", why, k.charge);
    smm_audit_step(u, c, "campaign.resolve", "campaign", id, smm_cs_name(k.state), "refunded", why);
    after = k;
    after.state = SMM_CS_REJECTED;
    after.status = "Canceled";
    after.remains = k.quantity;
    after.refunded = k.charge;
    smm_campaign_ended_steps(u, c, &after);
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        smm_campaign_ended_after(c, &after);
    return written(&w);
}

smm_result_t smm_provider_prove(smm_ctx_t *c, int64_t provider, int request_id, const char *why)
{
    smm_provider_t p;
    smm_rc_e rc = smm_provider_get(c, provider, &p);
    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "There is no such provider.");
    if (!why || !*why)
        return smm_fail(SMM_INVALID, "reason",
                        "Say how you know. The reason is kept in the audit log.");
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_provider_proof_put,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(provider), SMM_I(request_id != 0),
                          SMM_I(c->now), SMM_I(c->actor)));
    smm_audit_step(u, c, "provider.proof", "provider", provider, NULL,
                   request_id ? "request_id proven" : "request_id not proven", why);
    smm_written_t w = smm_db_write(c->db, u);
    return written(&w);
}
