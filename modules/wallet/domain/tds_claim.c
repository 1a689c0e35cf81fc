/* SPDX-License-Identifier: Apache-2.0 */
/* Tax deducted at source: declaring, uploading, deciding. */
#include "config.h"
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_ledger.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_tax_dates.h"
#include "smm_tds_claim.h"
#include "smm_time.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400

int64_t smm_tds_today(const smm_ctx_t *c)
{
    return (c->now + SMM_IST_OFFSET) / DAY;
}

static void event_step(smm_unit_t *u, smm_ctx_t *c, smm_arg_t claim, const char *event,
                       const char *state, const char *note)
{
    smm_unit_add(
        u, SQL_tds_event_insert,
        SMM_ARGS(claim, SMM_T(event), SMM_T(state), SMM_T(note), SMM_I(c->actor), SMM_I(c->now)));
}

static smm_result_t written(smm_ctx_t *c, smm_unit_t *u, const char *conflict)
{
    smm_written_t w = smm_db_write(c->db, u);

    if (w.rc == SMM_DB_OK)
        return smm_ok();
    if (w.rc == SMM_DB_UNIQUE || w.rc == SMM_DB_EXPECT)
        return smm_fail(SMM_CONFLICT, NULL, conflict);
    return smm_fail(smm_written_rc(&w), NULL, NULL);
}

/* ---- declaring ------------------------------------------------------------------------------- */

/* The invoices named in a text, each once. @return count, 0 with *bad = the first that is none. */
static int named(smm_ctx_t *c, const char *text, const smm_tds_invoice_t *have, int n,
                 smm_tds_invoice_t *out, const char **bad)
{
    char *rest = NULL, *copy = apr_pstrdup(c->pool, text);
    int count = 0;

    *bad = "";
    for (char *w = apr_strtok(copy, ", ;\n", &rest); w; w = apr_strtok(NULL, ", ;\n", &rest)) {
        int at, twice = 0;

        for (at = 0; at < n && strcasecmp(have[at].number, w) != 0; at++)
            ;
        for (int k = 0; at < n && k < count; k++)
            twice |= out[k].id == have[at].id;
        if (at == n || count == SMM_TDS_INVOICES) {
            *bad = w;
            return 0;
        }
        if (!twice)
            out[count++] = have[at];
    }
    return count;
}

smm_result_t smm_tds_declare(smm_ctx_t *c, int64_t account, const smm_tds_declare_t *in,
                             const smm_idem_t *idem, int64_t *id)
{
    smm_tds_invoice_t have[50], on[SMM_TDS_INVOICES];
    const char *bad, *ours = smm_tds_pan(c);
    char tan[11], pan[11];
    int claim, n = smm_tds_invoices(c, account, have, 50);
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_result_t r;

    *id = 0;
    if (n < 0)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (!*ours)
        return smm_fail(SMM_INVALID, NULL,
                        "Our PAN is not on record yet. Please write to support first.");
    if (!smm_tan_ok(in->tan, tan))
        return smm_fail(SMM_INVALID, "tan", "A TAN is four letters, five digits and a letter.");
    if (!smm_pan_ok(in->pan, pan))
        return smm_fail(SMM_INVALID, "pan", "A PAN is five letters, four digits and a letter.");
    n = named(c, in->invoices, have, n, on, &bad);
    if (n == 0) {
        r = smm_fail(SMM_INVALID, "invoices",
                     "{0} is no paid GST invoice of yours, or is claimed already.");
        r.a = *bad ? apr_pstrdup(c->pool, bad) : "–";
        return r;
    }
    claim =
        smm_unit_add(u, SQL_tds_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(in->deductor), SMM_T(tan),
                              SMM_T(pan), SMM_T(ours), SMM_T(in->section), SMM_I(in->fy),
                              SMM_I(in->quarter), SMM_I(smm_tds_bps(c)), SMM_I(c->now)));
    for (int i = 0; i < n; i++) {
        smm_unit_add(
            u, SQL_tds_invoice_insert,
            SMM_ARGS(SMM_SLOT(claim), SMM_I(on[i].id), SMM_I(on[i].taxable), SMM_I(on[i].rate_e6)));
        smm_unit_outcome(u, SMM_CONFLICT);
    }
    event_step(u, c, SMM_SLOT(claim), "declare", smm_tds_next("none", "declare"), "");
    if (idem)
        smm_idem_step(u, c, idem, claim, 0);
    r = written(c, u, "One of these invoices is in another claim already.");
    if (r.code == SMM_OK)
        *id = smm_unit_id(u, claim);
    return r;
}

/* ---- uploading ------------------------------------------------------------------------------- */

int64_t smm_tds_workday(smm_ctx_t *c, int nth)
{
    const char *text = smm_setting(c, "tds.holidays");
    char *rest = NULL, *copy = apr_pstrdup(c->pool, text ? text : "");
    int64_t days[200], at;
    int n = 0;

    for (char *w = apr_strtok(copy, ", ;", &rest); w && n < 200; w = apr_strtok(NULL, ", ;", &rest))
        if (smm_time_parse(w, &at) == 0)
            days[n++] = at / DAY;
    return smm_working_days(smm_tds_today(c), nth, days, n);
}

/* The day on which a certificate that arrives now has to be credited. */
static int64_t due_day(smm_ctx_t *c)
{
    return smm_tds_workday(c, (int)smm_setting_int(c, "tds.days", 7));
}

/* A day as 2026-11-23, not in the future. */
static int day_ok(const smm_ctx_t *c, const char *text)
{
    int64_t at;

    return strlen(text) == 10 && smm_time_parse(text, &at) == 0 && at / DAY <= smm_tds_today(c);
}

static smm_result_t cert_ok(smm_ctx_t *c, const smm_tds_cert_t *in)
{
    if (!day_ok(c, in->deducted))
        return smm_fail(SMM_INVALID, "deducted", "Enter a day that has been, as 2026-11-23.");
    if (*in->challan_date && !day_ok(c, in->challan_date))
        return smm_fail(SMM_INVALID, "challan_date", "Enter a day that has been, as 2026-11-23.");
    if (in->tax <= 0)
        return smm_fail(SMM_INVALID, "tax", "Enter the tax that was deducted.");
    if (in->value && in->value < in->tax)
        return smm_fail(SMM_INVALID, "value", "The amount paid is less than the tax.");
    if (!in->data || in->len == 0)
        return smm_fail(SMM_INVALID, "file", "Choose a file.");
    if (in->len > SMM_TDS_FILE_BYTES || !smm_tds_sniff(in->data, in->len))
        return smm_fail(SMM_INVALID, "file", "Send a PDF, PNG or JPEG file of at most 2 MB.");
    return smm_ok();
}

/* One spelling of a number, so that the same certificate is the same. */
static const char *tidy(apr_pool_t *p, const char *text)
{
    char *out = apr_pstrdup(p, text), *o = out;

    for (const char *s = text; *s; s++)
        if (!apr_isspace(*s))
            *o++ = (char)apr_toupper(*s);
    *o = '\0';
    return out;
}

smm_result_t smm_tds_upload(smm_ctx_t *c, int64_t account, int64_t id, const smm_tds_cert_t *in)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_result_t r = cert_ok(c, in);
    smm_tds_claim_t t;
    smm_rc_e rc = smm_tds_get(c, account, id, &t);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "There is no such claim.");
    if (!smm_tds_next(t.state, "upload"))
        return smm_fail(SMM_CONFLICT, NULL, "A certificate is with us already.");
    if (r.code != SMM_OK)
        return r;
    smm_unit_add(u, SQL_tds_upload,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(t.version), SMM_T(t.state),
                          SMM_T(in->form), SMM_T(tidy(c->pool, in->number)), SMM_I(in->value),
                          SMM_I(in->tax), SMM_T(in->deducted), SMM_T(in->bsr),
                          SMM_T(in->challan_date), SMM_T(in->challan_no), SMM_I(due_day(c)),
                          SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_unit_add(u, SQL_tds_invoice_live, SMM_ARGS(SMM_I(id), SMM_I(1)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_unit_add(u, SQL_tds_file_insert,
                 SMM_ARGS(SMM_I(id), SMM_T(smm_tds_sniff(in->data, in->len)), SMM_T(in->file_name),
                          SMM_T(smm_sha256_hex(c->pool, in->data, in->len)),
                          SMM_I((int64_t)in->len), SMM_B(in->data, in->len), SMM_I(c->actor),
                          SMM_I(c->now)));
    event_step(u, c, SMM_I(id), "upload", "submitted", in->file_name);
    t.cert_no = tidy(c->pool, in->number);
    t.due_day = due_day(c);
    if (smm_tds_mail(u, c, &t, "upload", "", 0) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    return written(c, u, "The claim has changed meanwhile. Load the page again.");
}

/* ---- deciding -------------------------------------------------------------------------------- */

/* What the wallet gets: the amount split over the invoices, each at its own rate, whole cents. */
static int credit_of(smm_ctx_t *c, const smm_tds_claim_t *t, int64_t reimburse, int64_t *usd)
{
    smm_tds_invoice_t on[SMM_TDS_INVOICES];
    int n = smm_tds_invoices_of(c, t->id, on, SMM_TDS_INVOICES);
    int64_t left = reimburse, part, one;

    *usd = 0;
    for (int i = 0; i < n; i++) {
        part = left;
        if (i < n - 1 && smm_muldiv_floor(reimburse, on[i].taxable, t->taxable, &part) != 0)
            return -1;
        left -= part;
        if (smm_fx_to_usd(part, on[i].rate_e6, &one) != 0)
            return -1;
        *usd += one;
    }
    *usd -= *usd % SMM_CENT;
    return n > 0 && *usd > 0 ? 0 : -1;
}

static smm_result_t credit(smm_ctx_t *c, smm_unit_t *u, const smm_tds_claim_t *t, int64_t *moved)
{
    smm_tds_t worth;
    int64_t usd;
    int step;

    if (smm_tds_worth(t, &worth) != 0 || credit_of(c, t, worth.reimburse, &usd) != 0)
        return smm_fail(SMM_CONFLICT, NULL, "This certificate is worth nothing: reject it.");
    smm_unit_add(u, SQL_tds_credited,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(t->id), SMM_I(t->version), SMM_T(t->state),
                          SMM_I(worth.reimburse), SMM_I(usd), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_ledger_open(u, c, t->account);
    step = smm_ledger_transfer(
        u, c, "tds",
        apr_psprintf(c->pool, "tds/%s/%" I64 "-%" I64 "/%s", t->tan, t->fy, t->quarter, t->cert_no),
        SMM_I(t->id), "");
    smm_ledger_move(u, c, step, usd, SMM_BOOK_TDS, 0, SMM_BOOK_WALLET, t->account);
    event_step(u, c, SMM_I(t->id), "credit", smm_tds_next("approved", "credit"), "");
    *moved = usd;
    return smm_ok();
}

static void take_back(smm_ctx_t *c, smm_unit_t *u, const smm_tds_claim_t *t)
{
    int step = smm_ledger_transfer(
        u, c, "tds-back", apr_psprintf(c->pool, "tds-back/%" I64 "/%" I64, t->id, t->version),
        SMM_I(t->id), "");

    smm_ledger_take(u, c, step, t->credit, t->account, 0);
    smm_ledger_move(u, c, step, t->credit, SMM_BOOK_GATEWAY, 0, SMM_BOOK_TDS, 0);
}

smm_result_t smm_tds_decide(smm_ctx_t *c, int64_t id, const char *event, const char *note,
                            const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_tds_claim_t t;
    const char *to;
    int64_t moved = 0;
    smm_result_t r = smm_ok();
    smm_rc_e rc = smm_tds_get(c, 0, id, &t);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "There is no such claim.");
    to = strcmp(event, "upload") != 0 && strcmp(event, "credit") != 0 ? smm_tds_next(t.state, event)
                                                                      : NULL;
    if (!to)
        return smm_fail(SMM_CONFLICT, NULL,
                        "The claim has changed meanwhile. Load the page again.");
    event_step(u, c, SMM_I(id), event, to, note);
    if (strcmp(to, "approved") == 0) {
        r = credit(c, u, &t, &moved);
    } else {
        if (strcmp(event, "recovered") == 0) {
            take_back(c, u, &t);
            moved = t.credit;
        }
        smm_unit_add(u, SQL_tds_move,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(t.version), SMM_T(t.state),
                              SMM_T(to), SMM_I(c->now)));
        smm_unit_outcome(u, SMM_CONFLICT);
        if (strcmp(to, "rejected") == 0)
            smm_unit_add(u, SQL_tds_invoice_live, SMM_ARGS(SMM_I(id), SMM_I(0)));
    }
    if (r.code != SMM_OK)
        return r;
    if (smm_tds_mail(u, c, &t, event, note, moved) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    smm_audit_step(u, c, "tds.decide", "tds", id, t.state, to, note);
    if (idem)
        smm_idem_step(u, c, idem, -1, id);
    return written(c, u,
                   strcmp(to, "approved") == 0
                       ? "This certificate was credited before, or the claim has changed meanwhile."
                       : "The claim has changed meanwhile. Load the page again.");
}
