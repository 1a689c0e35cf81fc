/* SPDX-License-Identifier: Apache-2.0 */
/* The table of display rates. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_display.h"

static void rate_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_display_rate_t *r = item;

    r->currency = smm_row_dup(row, C_display_rates_currency, pool);
    r->rate_e6 = smm_row_int(row, C_display_rates_rate_e6);
    r->source = smm_row_dup(row, C_display_rates_source, pool);
    r->follow = (int)smm_row_int(row, C_display_rates_follow);
    r->on = (int)smm_row_int(row, C_display_rates_is_on);
    r->version = smm_row_int(row, C_display_rates_version);
    r->changed = smm_row_int(row, C_display_rates_changed);
    r->changed_by = smm_row_int(row, C_display_rates_changed_by);
    r->who = smm_row_text(row, C_display_rates_username)
                 ? smm_row_dup(row, C_display_rates_username, pool)
                 : NULL;
}

int smm_display_rates(smm_ctx_t *c, smm_display_rate_t *out, int max)
{
    return smm_list(c, SQL_display_rates, SMM_ARGS(SMM_I(c->panel->id), SMM_I(max)), rate_row, out,
                    max);
}

smm_rc_e smm_display_shown(smm_ctx_t *c, const char *code, smm_shown_t *out)
{
    const smm_currency_t *cur = smm_currency_find(code);
    int64_t rate = 0;
    int found = 0;

    if (!cur)
        return SMM_NOT_FOUND;
    if (smm_db_int(c->db, SQL_display_rate_on, SMM_ARGS(SMM_I(c->panel->id), SMM_T(cur->code)),
                   &rate, &found) != SMM_DB_OK)
        return SMM_BUSY;
    if (!found)
        return SMM_NOT_FOUND;
    memset(out, 0, sizeof(*out));
    memcpy(out->code, cur->code, 3);
    out->exponent = cur->exponent;
    out->rate_e6 = rate;
    return SMM_OK;
}

static smm_result_t busy(void)
{
    return smm_fail(SMM_BUSY, NULL,
                    "The panel cannot save this right now. Nothing was changed: try again.");
}

static const char *rate_text(apr_pool_t *p, int64_t rate_e6)
{
    return smm_usd_text(apr_palloc(p, SMM_USD_TEXT), rate_e6);
}

static smm_result_t check(const smm_display_set_t *in, const char **code, int64_t *rate)
{
    const smm_currency_t *cur = smm_currency_find(in->currency);

    if (!cur)
        return smm_fail(SMM_INVALID, "currency", "Choose a currency from the list, like EUR.");
    if (strcmp(cur->code, "USD") == 0)
        return smm_fail(SMM_INVALID, "currency", "Everything is in US dollars already.");
    *code = cur->code;
    if (smm_shown_rate(in->rate, rate) != 0)
        return smm_fail(SMM_INVALID, "rate",
                        "Enter how much one US dollar is, as 0.922: more than 0, with a point.");
    return smm_ok();
}

smm_result_t smm_display_add(smm_ctx_t *c, const smm_display_set_t *in)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    const char *code = NULL;
    int64_t rate = 0;
    smm_result_t r = check(in, &code, &rate);
    smm_written_t w;

    if (r.code != SMM_OK)
        return r;
    smm_unit_add(u, SQL_display_rate_add,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(code), SMM_I(rate), SMM_T("typed"),
                          SMM_I(in->follow), SMM_I(c->now), SMM_I(c->actor)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, "display.rate", "display_rate", 0, NULL,
                   apr_pstrcat(c->pool, code, " ", rate_text(c->pool, rate), NULL), "added");
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        return smm_ok();
    return w.outcome == SMM_CONFLICT
               ? smm_fail(SMM_INVALID, "currency", "This currency is in the list: change it there.")
               : busy();
}

/** The row of a currency. @return 1, 0 or -1. */
static int find(smm_ctx_t *c, const char *code, smm_display_rate_t *out)
{
    smm_display_rate_t *all = apr_palloc(c->pool, sizeof(*all) * SMM_DISPLAY_MAX);
    int n = smm_display_rates(c, all, SMM_DISPLAY_MAX);

    for (int i = 0; i < n; i++)
        if (strcmp(all[i].currency, code) == 0) {
            *out = all[i];
            return 1;
        }
    return n < 0 ? -1 : 0;
}

static const char *state_text(apr_pool_t *p, const char *code, int64_t rate, int on, int follow)
{
    return apr_pstrcat(p, code, " ", rate_text(p, rate), on ? "" : ", off",
                       follow ? ", by the feed" : "", NULL);
}

smm_result_t smm_display_change(smm_ctx_t *c, const smm_display_set_t *in)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_display_rate_t now;
    const char *code = NULL;
    int64_t rate = 0;
    smm_result_t r = check(in, &code, &rate);
    smm_written_t w;
    int found;

    if (r.code != SMM_OK)
        return r;
    found = find(c, code, &now);
    if (found <= 0)
        return found < 0 ? busy() : smm_fail(SMM_NOT_FOUND, NULL, "This currency is not listed.");
    if (now.version == in->version && smm_shown_jump(now.rate_e6, rate) && !in->confirm) {
        r = smm_fail(
            SMM_INVALID, "confirm",
            "The rate moves from {0} to {1}, by more than 20 %. Confirm that it is right.");
        r.a = rate_text(c->pool, now.rate_e6);
        r.b = rate_text(c->pool, rate);
        return r;
    }
    /* who set a rate, and how, stays when only a switch is turned */
    smm_unit_add(u, SQL_display_rate_set,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(code), SMM_I(rate),
                          SMM_T(rate == now.rate_e6 ? now.source : "typed"), SMM_I(in->follow),
                          SMM_I(in->on), SMM_I(in->version), SMM_I(c->now), SMM_I(c->actor)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, "display.rate", "display_rate", 0,
                   state_text(c->pool, code, now.rate_e6, now.on, now.follow),
                   state_text(c->pool, code, rate, in->on, in->follow), "");
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        return smm_ok();
    return w.outcome == SMM_CONFLICT
               ? smm_fail(SMM_CONFLICT, NULL,
                          "Somebody changed this rate meanwhile. Look at it again.")
               : busy();
}
