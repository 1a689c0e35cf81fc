/* SPDX-License-Identifier: Apache-2.0 */
/* What staff decide about a claim. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "claim_int.h"
#include "smm_crypto.h"

#define I64 APR_INT64_T_FMT

static smm_result_t load(smm_ctx_t *c, int64_t id, smm_claim_row_t *cl, smm_payment_t *p)
{
    smm_rc_e rc = smm_claim_get(c, id, cl);

    if (rc == SMM_OK)
        rc = smm_payment_get(c, 0, cl->payment, p);
    if (rc == SMM_NOT_FOUND)
        return smm_fail(rc, NULL, "There is no such claim.");
    if (rc != SMM_OK)
        return smm_fail(rc, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    if (strcmp(cl->state, "open") != 0)
        return smm_fail(SMM_CONFLICT, NULL, "This claim was decided already.");
    return smm_ok();
}

/** The key that is used up: what staff typed, else the line's, else the claimed one. */
static smm_result_t key_of(smm_ctx_t *c, const smm_claim_row_t *cl, const smm_claim_found_t *f,
                           const smm_stmt_line_t *line, const char **key)
{
    *key = NULL;
    if (f->reference && *f->reference) {
        if (smm_claim_reference(c->pool, f->reference, key) == SMM_CLAIM_BAD)
            return smm_fail(SMM_INVALID, "reference",
                            "Enter the reference of your payment, 4 to 60 letters, digits or "
                            "dashes.");
    } else if (cl->key) {
        *key = cl->key;
    } else if (line) {
        *key = line->key ? line->key : apr_psprintf(c->pool, "LINE%" I64, line->id);
    } else {
        return smm_fail(SMM_INVALID, "reference",
                        "Enter the reference that the statement shows, or choose its line.");
    }
    return smm_ok();
}

smm_result_t smm_claim_confirm(smm_ctx_t *c, int64_t id, const smm_claim_found_t *f,
                               const smm_idem_t *idem)
{
    smm_claim_credit_t in = {.line = f->line, .event = "confirm", .reason = f->reason};
    int64_t minor = f->amount_minor;
    smm_stmt_line_t line = {0};
    smm_claim_row_t cl;
    smm_payment_t p;
    smm_result_t r = load(c, id, &cl, &p);

    if (r.code != SMM_OK)
        return r;
    if (strcmp(cl.kind, "request") == 0)
        return smm_fail(SMM_CONFLICT, NULL, "This is no payment: send the request first.");
    if (strcmp(p.method, SMM_CRYPTO) == 0)
        return smm_crypto_by_transaction();
    if (f->line && (smm_stmt_line(c, f->line, &line) != SMM_OK || strcmp(line.state, "open") != 0 ||
                    strcmp(line.currency, p.pay_currency) != 0))
        return smm_fail(SMM_INVALID, "line",
                        "This line is matched already or has another currency. Choose another.");
    r = key_of(c, &cl, f, f->line ? &line : NULL, &in.key);
    if (r.code != SMM_OK)
        return r;
    if (f->line && minor != 0 && minor != line.amount_minor)
        return smm_fail(SMM_INVALID, "amount",
                        "The line shows another amount. Leave the amount empty to take it.");
    if (f->line)
        minor = line.amount_minor;
    if (minor <= 0 || smm_quote_usd(&p, minor, &in.usd) != 0 || in.usd <= 0)
        return smm_fail(SMM_INVALID, "amount", "Enter the amount that arrived.");
    if (in.usd > 2 * (p.amount + p.fee) + 1000 * SMM_USD)
        return smm_fail(SMM_INVALID, "amount",
                        "This is far more than was asked for. Check the amount.");
    in.ledger = apr_pstrcat(c->pool, "claim/", in.key, NULL);
    return smm_claim_credit(c, &cl, &p, &in, idem);
}

static smm_result_t end(smm_ctx_t *c, const smm_claim_row_t *cl, const smm_payment_t *p,
                        const char *state, const char *reason, const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    smm_unit_add(u, SQL_claim_end,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(cl->id), SMM_I(cl->version), SMM_T(state),
                          SMM_I(c->actor), SMM_T(reason), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    if (strcmp(state, "rejected") == 0)
        smm_unit_add(u, SQL_payment_claim_clear, SMM_ARGS(SMM_I(c->panel->id), SMM_I(p->id)));
    smm_payment_log_step(u, c, p, state, p->state, 0, reason);
    smm_payment_mail_claim(u, c, p, state, reason);
    smm_audit_step(u, c, apr_pstrcat(c->pool, "claim.", state, NULL), "payment", p->id, cl->kind,
                   cl->reference, reason);
    smm_idem_step(u, c, idem, -1, cl->id);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        smm_job_kick();
    return w.rc == SMM_DB_OK ? smm_ok() : smm_payment_refused(c, &w);
}

smm_result_t smm_claim_reject(smm_ctx_t *c, int64_t id, const char *reason, const smm_idem_t *idem)
{
    smm_claim_row_t cl;
    smm_payment_t p;
    smm_result_t r = load(c, id, &cl, &p);

    return r.code == SMM_OK ? end(c, &cl, &p, "rejected", reason, idem) : r;
}

smm_result_t smm_claim_done(smm_ctx_t *c, int64_t id, const char *note, const smm_idem_t *idem)
{
    smm_claim_row_t cl;
    smm_payment_t p;
    smm_result_t r = load(c, id, &cl, &p);

    if (r.code == SMM_OK && strcmp(cl.kind, "request") != 0)
        return smm_fail(SMM_CONFLICT, NULL, "This is a claim: confirm or reject it.");
    return r.code == SMM_OK ? end(c, &cl, &p, "done", note, idem) : r;
}
