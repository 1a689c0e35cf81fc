/* SPDX-License-Identifier: Apache-2.0 */
/* Suspending an account and opening it again. */
#include "smm_auth.h"
#include "smm_session.h"
#include "smm_settings.h"
#include "smm_sql.h"

/* Own outcomes of the guards, beside those of smm_rc_e. */
#define OUT_ELSEWHERE 2001
#define OUT_LAST_OWNER 2002

static smm_result_t allowed(smm_ctx_t *c, int64_t account, smm_account_t *target)
{
    smm_account_t actor;
    smm_rc_e rc = smm_account_by_id(c, account, target);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    if (c->actor == account) {
        return smm_fail(SMM_FORBIDDEN, NULL, "You cannot suspend or reopen your own account.");
    }
    if (target->role == SMM_ROLE_CUSTOMER || c->actor == 0) {
        return smm_ok();
    }
    rc = smm_account_by_id(c, c->actor, &actor);
    if (rc != SMM_OK || actor.role != SMM_ROLE_OWNER) {
        return smm_fail(SMM_FORBIDDEN, NULL, "Only an owner suspends or reopens staff.");
    }
    return smm_ok();
}

static smm_result_t refused(const smm_written_t *w)
{
    switch (w->rc == SMM_DB_EXPECT ? w->outcome : 0) {
    case OUT_ELSEWHERE:
        return smm_fail(SMM_FORBIDDEN, NULL,
                        "This account works for another panel and cannot be suspended here.");
    case OUT_LAST_OWNER:
        return smm_fail(SMM_FORBIDDEN, NULL,
                        "A panel keeps at least one owner. Name another one first.");
    case SMM_NOT_FOUND:
        return smm_fail(SMM_NOT_FOUND, NULL, NULL);
    default:
        return smm_auth_written(w);
    }
}

smm_result_t smm_account_set_status(smm_ctx_t *c, int64_t account, int suspend, const char *why)
{
    smm_account_t target;
    smm_result_t r = allowed(c, account, &target);
    if (r.code != SMM_OK) {
        return r;
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    if (target.role == SMM_ROLE_OWNER) {
        smm_unit_add(u, SQL_member_owners_lock, SMM_ARGS(SMM_I(c->panel->id)));
    }
    smm_unit_add(u, SQL_member_here, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)));
    smm_unit_outcome(u, SMM_NOT_FOUND);
    smm_unit_add(u, SQL_member_no_role_elsewhere, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)));
    smm_unit_outcome(u, OUT_ELSEWHERE);
    smm_unit_add(u, suspend ? SQL_account_suspend : SQL_account_reopen, SMM_ARGS(SMM_I(account)));
    smm_unit_outcome(u, SMM_CONFLICT);
    if (suspend && target.role == SMM_ROLE_OWNER) {
        smm_unit_add(u, SQL_member_other_owner, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)));
        smm_unit_outcome(u, OUT_LAST_OWNER);
    }
    if (suspend) {
        smm_session_revoke_step(u, account, 0);
    }
    smm_audit_step(u, c, suspend ? "account.suspend" : "account.reopen", "account", account,
                   suspend ? "open" : "suspended", suspend ? "suspended" : "open", why);
    smm_written_t w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : refused(&w);
}
