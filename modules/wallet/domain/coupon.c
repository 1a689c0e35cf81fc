/* SPDX-License-Identifier: Apache-2.0 */
/* Coupons and the steps of the deposit bonus, as staff keep them. */
#include "config.h"
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "bonus_int.h"

#define I64 APR_INT64_T_FMT

const char *smm_coupon_code(apr_pool_t *p, const char *typed)
{
    char *out, *o;
    const char *s;

    while (apr_isspace(*typed))
        typed++;
    out = o = apr_pstrdup(p, typed);
    for (s = typed; *s; s++)
        *o++ = (char)apr_toupper((unsigned char)*s);
    while (o > out && apr_isspace(o[-1]))
        o--;
    *o = '\0';
    if (o - out < 3 || o - out > 32 ||
        strspn(out, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != (size_t)(o - out))
        return NULL;
    return out;
}

/* ---- reading --------------------------------------------------------------------------------- */

_Static_assert((int)C_coupon_by_code_created == (int)C_coupon_list_created,
               "both statements begin with the same columns");

static void coupon_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_coupon_t *k = item;

    k->id = smm_row_int(row, C_coupon_list_id);
    k->code = smm_row_dup(row, C_coupon_list_code, pool);
    k->percent = strcmp(smm_row_text(row, C_coupon_list_kind), "percent") == 0;
    k->value = smm_row_int(row, C_coupon_list_value);
    k->most = smm_row_int(row, C_coupon_list_most);
    k->min_amount = smm_row_int(row, C_coupon_list_min_amount);
    k->method = smm_row_dup(row, C_coupon_list_method, pool);
    k->limit_total = smm_row_int(row, C_coupon_list_limit_total);
    k->limit_account = smm_row_int(row, C_coupon_list_limit_account);
    k->first_only = (int)smm_row_int(row, C_coupon_list_first_only);
    k->valid_from = smm_row_int(row, C_coupon_list_valid_from);
    k->valid_to = smm_row_int(row, C_coupon_list_valid_to);
    k->active = (int)smm_row_int(row, C_coupon_list_active);
    k->used = smm_row_int(row, C_coupon_list_used);
    k->created = smm_row_int(row, C_coupon_list_created);
}

smm_rc_e smm_coupon_find(smm_ctx_t *c, const char *code, smm_coupon_t *out)
{
    return smm_get(c, SQL_coupon_by_code, SMM_ARGS(SMM_I(c->panel->id), SMM_T(code)), coupon_row,
                   out);
}

static void list_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    coupon_row(item, row, pool);
    ((smm_coupon_t *)item)->given = smm_row_int(row, C_coupon_list_given);
}

int smm_coupon_list(smm_ctx_t *c, int64_t before, smm_coupon_t *out, int max)
{
    return smm_list(
        c, SQL_coupon_list,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)), list_row,
        out, max);
}

/* ---- writing --------------------------------------------------------------------------------- */

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

static smm_result_t check(const smm_coupon_t *k)
{
    if (k->value <= 0 || (k->percent && k->value > 10000))
        return smm_fail(SMM_INVALID, "value",
                        k->percent ? "Enter a percentage above 0 and up to 100."
                                   : "Enter an amount above zero.");
    if (k->valid_to > 0 && k->valid_to <= k->valid_from)
        return smm_fail(SMM_INVALID, "valid_to", "The end is before the beginning.");
    if (k->min_amount < 0 || k->most < 0 || k->limit_total < 0 || k->limit_account < 0)
        return smm_fail(SMM_INVALID, NULL, "Negative limits make no sense.");
    return smm_ok();
}

smm_result_t smm_coupon_make(smm_ctx_t *c, const smm_coupon_t *k, const smm_idem_t *idem)
{
    const char *code = k->code ? smm_coupon_code(c->pool, k->code) : NULL;
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_result_t r;
    smm_written_t w;
    int row;

    if (!code)
        return smm_fail(SMM_INVALID, "code",
                        "Use 3 to 32 letters, digits, hyphens or underscores.");
    r = check(k);
    if (r.code != SMM_OK)
        return r;
    row = smm_unit_add(
        u, SQL_coupon_insert,
        SMM_ARGS(SMM_I(c->panel->id), SMM_T(code), SMM_T(k->percent ? "percent" : "fixed"),
                 SMM_I(k->value), SMM_I(k->most), SMM_I(k->min_amount),
                 SMM_T(k->method ? k->method : ""), SMM_I(k->limit_total), SMM_I(k->limit_account),
                 SMM_I(k->first_only != 0), SMM_I(k->valid_from), SMM_I(k->valid_to), SMM_I(c->now),
                 SMM_I(c->actor)));
    smm_unit_outcome(u, SMM_INVALID);
    smm_audit_step(u, c, "coupon.make", "panel", c->panel->id, NULL, code, NULL);
    smm_idem_step(u, c, idem, row, 0);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_UNIQUE && w.failed_step == row)
        return smm_fail(SMM_INVALID, "code", "There is a coupon with this code already.");
    return written(&w);
}

smm_result_t smm_coupon_switch(smm_ctx_t *c, int64_t id, int active)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    smm_unit_add(u, SQL_coupon_switch,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(active != 0)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, active ? "coupon.open" : "coupon.stop", "coupon", id, NULL, NULL, NULL);
    w = smm_db_write(c->db, u);
    return written(&w);
}

/* ---- steps of the deposit bonus -------------------------------------------------------------- */

static void tier_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_tier_t *x = item;

    x->id = smm_row_int(row, C_tier_list_id);
    x->min_amount = smm_row_int(row, C_tier_list_min_amount);
    x->bps = smm_row_int(row, C_tier_list_bps);
    x->most = smm_row_int(row, C_tier_list_most);
}

int smm_tier_list(smm_ctx_t *c, smm_tier_t *out, int max)
{
    return smm_list(c, SQL_tier_list, SMM_ARGS(SMM_I(c->panel->id)), tier_row, out, max);
}

smm_result_t smm_tier_make(smm_ctx_t *c, const smm_tier_t *in, const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_tier_t have[SMM_TIERS_MOST];
    smm_written_t w;
    int row;

    if (in->min_amount <= 0)
        return smm_fail(SMM_INVALID, "min_amount", "Enter an amount above zero.");
    if (in->bps < 1 || in->bps > 10000)
        return smm_fail(SMM_INVALID, "percent", "Enter a percentage above 0 and up to 100.");
    if (smm_tier_list(c, have, SMM_TIERS_MOST) >= SMM_TIERS_MOST)
        return smm_fail(SMM_INVALID, NULL, "There are twenty steps already. Stop one first.");
    row = smm_unit_add(u, SQL_tier_insert,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_I(in->min_amount), SMM_I(in->bps),
                                SMM_I(in->most), SMM_I(c->now), SMM_I(c->actor)));
    smm_unit_outcome(u, SMM_INVALID);
    smm_audit_step(u, c, "bonus.make", "panel", c->panel->id, NULL,
                   apr_psprintf(c->pool, "%" I64 " bps from %" I64 " USD", in->bps,
                                (int64_t)(in->min_amount / SMM_USD)),
                   NULL);
    smm_idem_step(u, c, idem, row, 0);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_UNIQUE && w.failed_step == row)
        return smm_fail(SMM_INVALID, "min_amount", "There is a step for this amount already.");
    return written(&w);
}

smm_result_t smm_tier_stop(smm_ctx_t *c, int64_t id)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    smm_unit_add(u, SQL_tier_stop, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, "bonus.stop", "bonus-step", id, NULL, NULL, NULL);
    w = smm_db_write(c->db, u);
    return written(&w);
}
