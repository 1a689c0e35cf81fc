/* SPDX-License-Identifier: Apache-2.0 */
/* The table of tax rules. */
#include "config.h"
#include <ctype.h>
#include <string.h>
#include <apr_strings.h>
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_tax_id.h"
#include "smm_bill.h"

static void rule_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_tax_rule_t *r = item;

    r->id = smm_row_int(row, C_tax_rule_list_id);
    r->country = smm_row_dup(row, C_tax_rule_list_country, pool);
    r->region = smm_row_dup(row, C_tax_rule_list_region, pool);
    r->kind = smm_row_dup(row, C_tax_rule_list_kind, pool);
    r->name = smm_row_dup(row, C_tax_rule_list_name, pool);
    r->bps = smm_row_int(row, C_tax_rule_list_bps);
    r->reverse = (int)smm_row_int(row, C_tax_rule_list_reverse);
    r->note = smm_row_dup(row, C_tax_rule_list_note, pool);
    r->since = smm_row_int(row, C_tax_rule_list_since);
    r->until = smm_row_int(row, C_tax_rule_list_until);
    r->needs_id = (int)smm_row_int(row, C_tax_rule_list_needs_id);
    r->inclusive = (int)smm_row_int(row, C_tax_rule_list_inclusive);
}

int smm_tax_rules(smm_ctx_t *c, smm_tax_rule_t *out, int max)
{
    return smm_list(c, SQL_tax_rule_list, SMM_ARGS(SMM_I(c->panel->id), SMM_I(max)), rule_row, out,
                    max);
}

smm_rc_e smm_tax_rule_for(smm_ctx_t *c, const smm_particulars_t *buyer, smm_tax_rule_t *out)
{
    const char *kind = *buyer->company && *buyer->tax_id ? "business" : "consumer";

    /* the columns of both statements stand in the same order */
    return smm_get(c, SQL_tax_rule_for,
                   SMM_ARGS(SMM_I(c->panel->id), SMM_T(buyer->country), SMM_T(buyer->state),
                            SMM_T(kind), SMM_I(smm_tax_id_ok(buyer->country, buyer->tax_id)),
                            SMM_I(c->now)),
                   rule_row, out);
}

static smm_result_t check(const smm_tax_rule_t *r)
{
    if (strlen(r->country) != 2 || !isupper((unsigned char)r->country[0]) ||
        !isupper((unsigned char)r->country[1]))
        return smm_fail(SMM_INVALID, "country", "Enter the country's two capital letters: DE.");
    if (!*r->name)
        return smm_fail(SMM_INVALID, "name", "Enter the tax's name as documents show it: VAT.");
    if (r->bps < 0 || r->bps > 10000)
        return smm_fail(SMM_INVALID, "bps", "Enter basis points from 0 to 10000: 19 % is 1900.");
    if (r->reverse && r->bps != 0)
        return smm_fail(SMM_INVALID, "bps", "With reverse charge the rate is 0.");
    if (r->needs_id && strcmp(r->kind, "consumer") == 0)
        return smm_fail(SMM_INVALID, "needs_id",
                        "Private customers have no tax number to ask for.");
    if (r->inclusive && r->bps == 0)
        return smm_fail(SMM_INVALID, "inclusive", "Without a rate no price holds the tax.");
    if (r->until && r->until < r->since)
        return smm_fail(SMM_INVALID, "until", "The last day lies before the first one.");
    return smm_ok();
}

smm_result_t smm_tax_rule_add(smm_ctx_t *c, const smm_tax_rule_t *r)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_result_t bad = check(r);
    smm_written_t w;

    if (bad.code != SMM_OK)
        return bad;
    smm_unit_add(u, SQL_tax_rule_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(r->country), SMM_T(r->region), SMM_T(r->kind),
                          SMM_T(r->name), SMM_I(r->bps), SMM_I(r->reverse), SMM_T(r->note),
                          SMM_I(r->since), SMM_I(r->until), SMM_I(r->needs_id), SMM_I(r->inclusive),
                          SMM_I(c->now), SMM_I(c->actor)));
    smm_audit_step(u, c, "tax.rule", "tax_rule", 0, NULL,
                   apr_psprintf(c->pool, "%s %s %s %s %" APR_INT64_T_FMT " bps", r->country,
                                r->region, r->kind, r->name, r->bps),
                   r->note);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK
               ? smm_ok()
               : smm_fail(SMM_BUSY, NULL,
                          "The panel cannot save this right now. Nothing was changed: try again.");
}

smm_result_t smm_tax_rule_end(smm_ctx_t *c, int64_t id, const char *why)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    smm_unit_add(u, SQL_tax_rule_end, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_NOT_FOUND);
    smm_audit_step(u, c, "tax.rule_end", "tax_rule", id, "valid", "ended", why);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        return smm_ok();
    return w.rc == SMM_DB_EXPECT
               ? smm_fail(SMM_NOT_FOUND, NULL, "There is no such rule, or it has ended.")
               : smm_fail(SMM_BUSY, NULL,
                          "The panel cannot save this right now. Nothing was changed: try again.");
}
