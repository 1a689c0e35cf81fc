/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: plans, members, giving and taking a membership. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_coins.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_account.h"
#include "smm_membership.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400
#define DEAREST (10000 * SMM_USD)

static smm_result_t written(const smm_written_t *w)
{
    if (w->rc == SMM_DB_OK)
        return smm_ok();
    if (w->outcome == SMM_OUT_REPLAY)
        return smm_fail(SMM_CONFLICT, NULL, "This was already done. Look at the list.");
    if (smm_written_rc(w) == SMM_CONFLICT)
        return smm_fail(SMM_CONFLICT, NULL, "This was changed meanwhile. Look at it again.");
    return smm_fail(smm_written_rc(w), NULL, NULL);
}

/* ---- plans ----------------------------------------------------------------------------------- */

_Static_assert((int)C_plan_list_members == (int)C_plan_get_members,
               "both statements have the same columns");

static void plan_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_plan_t *p = item;

    p->id = smm_row_int(row, C_plan_list_id);
    p->name = smm_row_dup(row, C_plan_list_name, pool);
    p->price = smm_row_int(row, C_plan_list_price);
    p->perks = smm_row_dup(row, C_plan_list_perks, pool);
    p->active = (int)smm_row_int(row, C_plan_list_active);
    p->members = smm_row_int(row, C_plan_list_members);
}

int smm_plan_list(smm_ctx_t *c, smm_plan_t *out, int max)
{
    return smm_list(c, SQL_plan_list, SMM_ARGS(SMM_I(c->panel->id), SMM_I(max)), plan_row, out,
                    max);
}

smm_rc_e smm_plan_get(smm_ctx_t *c, int64_t id, smm_plan_t *out)
{
    return smm_get(c, SQL_plan_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)), plan_row, out);
}

smm_result_t smm_plan_put(smm_ctx_t *c, const smm_plan_t *p, const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    char was[SMM_USD_TEXT], is[SMM_USD_TEXT];
    smm_plan_t old = {0};
    smm_written_t w;
    int step = -1, at;
    smm_rc_e rc;

    if (!p->name || !*p->name || strcasecmp(p->name, "FREE") == 0)
        return smm_fail(SMM_INVALID, "name", "Choose another name.");
    if (p->price < SMM_CENT || p->price > DEAREST || p->price % SMM_CENT != 0)
        return smm_fail(SMM_INVALID, "price", "Enter a price in whole cents, up to 10,000 USD.");
    if (!p->perks || !*p->perks)
        return smm_fail(SMM_INVALID, "perks", "Say what members get, a line each.");
    if (p->id && (rc = smm_plan_get(c, p->id, &old)) != SMM_OK)
        return smm_fail(rc, NULL, NULL);
    smm_idem_step(u, c, idem, -1, p->id);
    if (p->id)
        at = smm_unit_add(u, SQL_plan_update,
                          SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id), SMM_T(p->name),
                                   SMM_I(p->price), SMM_T(p->perks), SMM_I(p->active != 0),
                                   SMM_I(c->now)));
    else
        at = step = smm_unit_add(u, SQL_plan_insert,
                                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(p->name), SMM_I(p->price),
                                          SMM_T(p->perks), SMM_I(c->now)));
    smm_audit_step(u, c, p->id ? "plan.change" : "plan.make", "plan", p->id,
                   p->id ? apr_pstrcat(c->pool, old.name, " ", smm_usd_text(was, old.price),
                                       old.active ? "" : " (not sold)", NULL)
                         : NULL,
                   apr_pstrcat(c->pool, p->name, " ", smm_usd_text(is, p->price),
                               step >= 0 || p->active ? "" : " (not sold)", NULL),
                   NULL);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_UNIQUE && w.failed_step == at)
        return smm_fail(SMM_INVALID, "name", "There is a plan of this name.");
    return written(&w);
}

/* ---- members --------------------------------------------------------------------------------- */

static void member_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_member_row_t *m = item;

    m->id = smm_row_int(row, C_member_list_id);
    m->account = smm_row_int(row, C_member_list_account_id);
    m->username = smm_row_dup(row, C_member_list_username, pool);
    m->plan = smm_row_dup(row, C_member_list_plan, pool);
    m->state = smm_row_dup(row, C_member_list_state, pool);
    m->price = smm_row_int(row, C_member_list_price);
    m->starts = smm_row_int(row, C_member_list_starts);
    m->ends = smm_row_int(row, C_member_list_ends);
    m->next = smm_row_dup(row, C_member_list_next_name, pool);
}

int smm_member_list(smm_ctx_t *c, const char *state, int64_t before, smm_member_row_t *out, int max)
{
    return smm_list(c, SQL_member_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_T(state),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    member_row, out, max);
}

static void counts_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_member_counts_t *n = item;

    n->active = smm_row_int(row, C_member_counts_active);
    n->grace = smm_row_int(row, C_member_counts_grace);
    n->ended = smm_row_int(row, C_member_counts_ended);
}

void smm_member_counts(smm_ctx_t *c, smm_member_counts_t *out)
{
    smm_get(c, SQL_member_counts, SMM_ARGS(SMM_I(c->panel->id)), counts_row, out);
}

static smm_result_t may(smm_ctx_t *c, int64_t account, const char *why)
{
    if (account == c->actor)
        return smm_fail(SMM_FORBIDDEN, NULL, "Somebody else decides about your own account.");
    if (!why || !*why)
        return smm_fail(SMM_INVALID, "reason", "Say why: the audit log keeps it.");
    return smm_ok();
}

smm_result_t smm_member_give(smm_ctx_t *c, int64_t account, int64_t plan, int64_t months,
                             const char *why, const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int64_t today = c->now / DAY;
    smm_date_t end = smm_vip_ends(smm_date_of_days(today), (int)months);
    int64_t ends = smm_days(end.year, end.month, end.day);
    smm_account_t who;
    smm_member_t m;
    smm_plan_t p;
    smm_written_t w;
    smm_result_t r = may(c, account, why);
    smm_rc_e rc;

    if (r.code != SMM_OK)
        return r;
    if (months < 1 || months > 36)
        return smm_fail(SMM_INVALID, "months", "Give it for 1 to 36 months.");
    if ((rc = smm_account_by_id(c, account, &who)) != SMM_OK ||
        (rc = smm_member_get(c, account, &m)) != SMM_OK)
        return smm_fail(rc, NULL, NULL);
    if (smm_plan_get(c, plan, &p) != SMM_OK)
        return smm_fail(SMM_INVALID, "plan", "Choose a plan.");
    if (m.vip)
        return smm_fail(SMM_INVALID, "username", "This person is a member already.");
    smm_idem_step(u, c, idem, -1, account);
    if (m.known)
        smm_unit_add(u, SQL_member_period,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(m.version), SMM_I(plan),
                              SMM_I(0), SMM_I(today), SMM_I(months), SMM_I(today), SMM_I(ends),
                              SMM_NUL, SMM_I(c->now)));
    else
        smm_unit_add(u, SQL_member_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(plan), SMM_I(0),
                              SMM_I(today), SMM_I(months), SMM_I(today), SMM_I(ends), SMM_NUL,
                              SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, "membership.give", "account", account, NULL,
                   apr_psprintf(c->pool, "%s, months: %" I64, p.name, months), why);
    w = smm_db_write(c->db, u);
    return written(&w);
}

smm_result_t smm_member_revoke(smm_ctx_t *c, int64_t account, const char *why)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_member_t m;
    smm_written_t w;
    smm_result_t r = may(c, account, why);

    if (r.code != SMM_OK)
        return r;
    if (smm_member_get(c, account, &m) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (!m.known)
        return smm_fail(SMM_NOT_FOUND, NULL, NULL);
    if (strcmp(m.state, "ended") == 0)
        return smm_fail(SMM_CONFLICT, NULL, "This was changed meanwhile. Look at it again.");
    smm_unit_add(u, SQL_member_end,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(m.version), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, "membership.take", "account", account, m.plan_name, NULL, why);
    smm_member_mail(u, c, account, &m, "ended");
    w = smm_db_write(c->db, u);
    return written(&w);
}
