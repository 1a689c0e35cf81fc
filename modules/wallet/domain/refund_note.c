/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The credit note of a refund. Money that has left is booked whatever the invoice says; when the
 * note cannot be written the refund keeps why, the log and the audit say it, and a person sees to
 * it.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_log.h"
#include "smm_sql.h"
#include "smm_document.h"
#include "smm_refund.h"
#include "payment_int.h"

#define I64 APR_INT64_T_FMT

const char *smm_refund_note_key(smm_ctx_t *c, const smm_refund_t *r)
{
    if (strcmp(r->state, "seen") == 0) /* made in one unit with its note, before it has an id */
        return apr_pstrcat(c->pool, "refund:", r->key, NULL);
    return apr_psprintf(c->pool, "refund:%" I64, r->id);
}

const char *smm_refund_note_why(smm_ctx_t *c, const smm_result_t *r)
{
    const char *why = r->message ? r->message : "The credit note could not be written.";
    const char *hole = strstr(why, "{0}");

    return hole ? apr_pstrcat(c->pool, apr_pstrndup(c->pool, why, (apr_size_t)(hole - why)),
                              r->a ? r->a : "", hole + 3, NULL)
                : why;
}

/** "paid-twice", "ticket 7" → "Paid twice: ticket 7". */
static const char *note_text(smm_ctx_t *c, const smm_refund_t *r)
{
    char *cause = apr_pstrdup(c->pool, r->cause);

    if (!*cause || strcmp(cause, "other") == 0)
        return r->reason;
    for (char *s = cause; *s; s++)
        if (*s == '-')
            *s = ' ';
    *cause = (char)(*cause >= 'a' && *cause <= 'z' ? *cause - 'a' + 'A' : *cause);
    return apr_pstrcat(c->pool, cause, ": ", r->reason, NULL);
}

smm_rc_e smm_refund_note_step(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                              const smm_refund_t *r)
{
    smm_result_t res = smm_credit_note_step(u, c, p->invoice, r->minor, smm_refund_note_key(c, r),
                                            note_text(c, r));
    const char *why;

    if (res.code == SMM_OK || res.code == SMM_BUSY)
        return res.code;
    why = smm_refund_note_why(c, &res);
    smm_unit_add(u, SQL_refund_no_note, SMM_ARGS(SMM_I(c->panel->id), SMM_I(r->id), SMM_T(why)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, "refund.no-note", "payment", p->id, NULL,
                   apr_psprintf(c->pool, "refund %" I64, r->id), why);
    smm_log(SMM_LOG_WARN, "SMM0611: refund %" I64 " of panel %s is sent without a credit note",
            r->id, c->panel->name);
    return SMM_OK;
}

static smm_result_t open_one(smm_ctx_t *c, int64_t id, smm_refund_t *r)
{
    smm_rc_e rc = smm_refund_get(c, id, r);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "There is no such refund.");
    if (!*r->no_note || *r->no_note_done)
        return smm_fail(SMM_CONFLICT, NULL, "Nothing is open about the credit note.");
    return smm_ok();
}

static smm_result_t finish(smm_unit_t *u, smm_ctx_t *c, const smm_refund_t *r, const char *what,
                           const smm_idem_t *idem)
{
    smm_written_t w;

    smm_unit_add(u, SQL_refund_note_done,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(r->id), SMM_T(what), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, "refund.note", "payment", r->payment, r->no_note,
                   apr_psprintf(c->pool, "refund %" I64, r->id), what);
    if (idem)
        smm_idem_step(u, c, idem, -1, r->id);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : smm_payment_refused(c, &w);
}

smm_result_t smm_refund_note_write(smm_ctx_t *c, int64_t id, const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_payment_t p;
    smm_refund_t r;
    smm_result_t res = open_one(c, id, &r);

    if (res.code != SMM_OK)
        return res;
    if (smm_payment_get(c, 0, r.payment, &p) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    res = smm_credit_note_step(u, c, p.invoice, r.minor, smm_refund_note_key(c, &r),
                               note_text(c, &r));
    if (res.code != SMM_OK) {
        res.code = res.code == SMM_BUSY ? SMM_BUSY : SMM_CONFLICT;
        res.field = NULL;
        return res;
    }
    return finish(u, c, &r, "The credit note was written.", idem);
}

smm_result_t smm_refund_note_close(smm_ctx_t *c, int64_t id, const char *text,
                                   const smm_idem_t *idem)
{
    smm_refund_t r;
    smm_result_t res = open_one(c, id, &r);

    if (res.code != SMM_OK)
        return res;
    if (!text || !*text)
        return smm_fail(SMM_INVALID, "note", "Say what was done instead.");
    return finish(smm_unit_make(c->pool), c, &r, text, idem);
}

int64_t smm_refund_no_notes(smm_ctx_t *c)
{
    int64_t n = 0;
    int found;

    smm_db_int(c->db, SQL_refund_no_notes, SMM_ARGS(SMM_I(c->panel->id)), &n, &found);
    return n;
}
