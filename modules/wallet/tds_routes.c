/* SPDX-License-Identifier: Apache-2.0 */
/* Tax deducted at source: the customer's claims and the queue of staff. */
#include <string.h>
#include <apr_strings.h>
#include "smm_tds_claim.h"
#include "smm_time.h"
#include "wallet_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 50
#define EVENTS 100

/* ---- forms ----------------------------------------------------------------------------------- */

typedef struct cert_form_t {
    const char *number, *form, *deducted, *tax, *value, *bsr, *challan_date, *challan_no;
    smm_bytes_t file;
} cert_form_t;
typedef struct decide_form_t {
    const char *event, *note;
} decide_form_t;

#define AT(f) offsetof(smm_tds_declare_t, f)
static const smm_field_t declare_fields[] = {
    {"invoices", SMM_F_TEXT, AT(invoices), 3, 400, SMM_F_REQUIRED, NULL,
     "Invoices that you deducted from"},
    {"deductor", SMM_F_TEXT, AT(deductor), 2, 120, SMM_F_REQUIRED, NULL, "Name of the deductor"},
    {"tan", SMM_F_TEXT, AT(tan), 10, 12, SMM_F_REQUIRED, NULL, "TAN of the deductor"},
    {"pan", SMM_F_TEXT, AT(pan), 10, 12, SMM_F_REQUIRED, NULL, "PAN of the deductor"},
    {"fy", SMM_F_INT, AT(fy), 2017, 2100, SMM_F_REQUIRED, NULL, "Financial year that starts in"},
    {"quarter", SMM_F_INT, AT(quarter), 1, 4, SMM_F_REQUIRED, NULL, "Quarter (1 = April to June)"},
    {"section", SMM_F_WORD, AT(section), 0, 0, SMM_F_REQUIRED, "194C 393(1)", "Section"},
    SMM_FIELDS_END};
static const smm_form_t form_declare = {"declare", declare_fields, sizeof(smm_tds_declare_t)};
#undef AT

#define AT(f) offsetof(cert_form_t, f)
static const smm_field_t cert_fields[] = {
    {"number", SMM_F_TEXT, AT(number), 3, 40, SMM_F_REQUIRED, NULL, "Number of the certificate"},
    {"form", SMM_F_WORD, AT(form), 0, 0, SMM_F_REQUIRED, "16A 131", "Form"},
    {"tax", SMM_F_TEXT, AT(tax), 1, 20, SMM_F_REQUIRED, NULL, "Tax deducted (rupees)"},
    {"value", SMM_F_TEXT, AT(value), 0, 20, 0, NULL, "Amount paid or credited (rupees)"},
    {"deducted", SMM_F_TEXT, AT(deducted), 10, 10, SMM_F_REQUIRED, NULL, "Day of the deduction"},
    {"bsr", SMM_F_TEXT, AT(bsr), 0, 12, 0, NULL, "BSR code of the bank"},
    {"challan_date", SMM_F_TEXT, AT(challan_date), 0, 10, 0, NULL, "Day of the challan"},
    {"challan_no", SMM_F_TEXT, AT(challan_no), 0, 20, 0, NULL, "Serial number of the challan"},
    {"file", SMM_F_BYTES, AT(file), 0, SMM_TDS_FILE_BYTES, SMM_F_REQUIRED, NULL, "Certificate"},
    SMM_FIELDS_END};
static const smm_form_t form_cert = {"certificate", cert_fields, sizeof(cert_form_t)};
#undef AT

static const char moves[] = "start_review ask approve reject mismatch_found resolved recovered";
static const smm_field_t decide_fields[] = {
    {"event", SMM_F_WORD, offsetof(decide_form_t, event), 0, 0, SMM_F_REQUIRED, moves, "Decision"},
    {"note", SMM_F_TEXT, offsetof(decide_form_t, note), 0, 300, 0, NULL,
     "Message, shown to the customer"},
    SMM_FIELDS_END};
static const smm_form_t form_decide = {"decide", decide_fields, sizeof(decide_form_t)};

/* ---- views ----------------------------------------------------------------------------------- */

static const char *rupees(apr_pool_t *p, int64_t paise)
{
    return wallet_amount(p, paise, 2, "INR");
}

static const char *day_text(apr_pool_t *p, int64_t day)
{
    smm_date_t d = smm_date_of_days(day);

    return apr_psprintf(p, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static const char *given(const char *text)
{
    return text && *text ? text : NULL;
}

/** <tds …>; left open. */
static void claim_el(smm_req_t *q, smm_vm_t *vm, const smm_tds_claim_t *t)
{
    apr_pool_t *p = q->ctx.pool;
    smm_tds_t w;

    smm_vm_el(vm, "tds");
    smm_vm_attr_int(vm, "id", t->id);
    smm_vm_attr(vm, "status", t->state);
    smm_vm_attr(vm, "customer", t->username);
    smm_vm_attr(vm, "deductor", t->deductor);
    smm_vm_attr(vm, "tan", t->tan);
    smm_vm_attr(vm, "deductor-pan", t->deductor_pan);
    smm_vm_attr(vm, "payee-pan", t->payee_pan);
    smm_vm_attr(vm, "section", t->section);
    smm_vm_attr(
        vm, "period",
        apr_psprintf(p, "%" I64 "-%02d Q%" I64, t->fy, (int)((t->fy + 1) % 100), t->quarter));
    smm_vm_attr(vm, "rate", apr_psprintf(p, "%" I64 ".%02d", t->bps / 100, (int)(t->bps % 100)));
    smm_vm_attr(vm, "taxable", rupees(p, t->taxable));
    if (t->certified) {
        smm_vm_attr(vm, "form", t->form);
        smm_vm_attr(vm, "number", t->cert_no);
        smm_vm_attr(vm, "certified", rupees(p, t->certified));
        smm_vm_attr(vm, "value", t->value ? rupees(p, t->value) : NULL);
        smm_vm_attr(vm, "deducted", t->deducted);
        smm_vm_attr(vm, "bsr", given(t->bsr));
        smm_vm_attr(vm, "challan-date", given(t->challan_date));
        smm_vm_attr(vm, "challan-no", given(t->challan_no));
        smm_vm_attr(vm, "due", day_text(p, t->due_day));
        smm_vm_attr_flag(
            vm, "late",
            t->due_day < (q->ctx.now + SMM_IST_OFFSET) / 86400 &&
                (strcmp(t->state, "submitted") == 0 || strcmp(t->state, "under_review") == 0));
        smm_vm_attr_time(vm, "submitted", t->submitted);
    }
    if (smm_tds_worth(t, &w) == 0) {
        smm_vm_attr(vm, "expected", rupees(p, w.expected));
        smm_vm_attr(vm, "reimburse", rupees(p, w.reimburse));
        smm_vm_attr_flag(vm, "review", w.needs_review);
    }
    if (strcmp(t->state, "credited") == 0 || strcmp(t->state, "clawback") == 0)
        smm_vm_attr_usd(vm, "credit-usd", t->credit);
    smm_vm_attr_flag(vm, "file", t->file != 0);
    smm_vm_attr_time(vm, "created", t->created);
}

static void invoices(smm_req_t *q, smm_vm_t *vm, const smm_tds_invoice_t *i, int n)
{
    for (; n > 0; n--, i++) {
        smm_vm_el(vm, "covers");
        smm_vm_attr(vm, "number", i->number);
        smm_vm_attr(vm, "slug", smm_invoice_slug(q->ctx.pool, i->number, i->id));
        smm_vm_attr(vm, "taxable", rupees(q->ctx.pool, i->taxable));
        smm_vm_attr_time(vm, "issued", i->issued);
        smm_vm_end(vm);
    }
}

static void claim_all(smm_req_t *q, smm_vm_t *vm, const smm_tds_claim_t *t)
{
    smm_tds_invoice_t on[SMM_TDS_INVOICES];
    smm_tds_event_t e[EVENTS];
    int n;

    claim_el(q, vm, t);
    invoices(q, vm, on, smm_tds_invoices_of(&q->ctx, t->id, on, SMM_TDS_INVOICES));
    n = smm_tds_events(&q->ctx, t->id, e, EVENTS);
    for (int i = 0; i < n; i++) {
        smm_vm_el(vm, "event");
        smm_vm_attr(vm, "what", e[i].event);
        smm_vm_attr(vm, "by", e[i].actor);
        smm_vm_attr_time(vm, "at", e[i].created);
        smm_vm_text(vm, e[i].note);
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
}

static void list(smm_req_t *q, smm_vm_t *vm, const smm_tds_claim_t *rows, int n, const char *base)
{
    for (int i = 0; i < n && i < ROWS; i++) {
        claim_el(q, vm, &rows[i]);
        smm_vm_end(vm);
    }
    wallet_older(vm, base, n > ROWS ? rows[ROWS - 1].id : 0);
}

static int refused(smm_req_t *q, const smm_result_t *r, int (*page)(smm_req_t *q, int status))
{
    if (r->code != SMM_INVALID)
        return smm_refuse_result(q, r);
    smm_form_error(q, r);
    return page(q, HTTP_UNPROCESSABLE_ENTITY);
}

/* ---- the customer ---------------------------------------------------------------------------- */

static int own_list(smm_req_t *q, int status)
{
    smm_tds_claim_t *rows = apr_palloc(q->ctx.pool, sizeof(*rows) * (ROWS + 1));
    smm_tds_invoice_t open[50];
    int n = smm_tds_list(&q->ctx, q->account->id, "", wallet_before(q), rows, ROWS + 1);
    int m = n < 0 ? -1 : smm_tds_invoices(&q->ctx, q->account->id, open, 50);
    smm_vm_t *vm;

    if (m < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "customer", "tds", "Tax deducted at source", "wallet/tds");
    smm_vm_attr(vm, "pan", given(smm_tds_pan(&q->ctx)));
    wallet_head(vm, "Tax deducted at source", NULL,
                "Pay the full invoice, deposit the tax yourself, send us the certificate.", NULL);
    smm_vm_end(vm);
    if (m > 0) {
        smm_date_t now = smm_date_at(q->ctx.now, SMM_IST_OFFSET);
        smm_tds_declare_t values = {m == 1 ? open[0].number : "",
                                    "",
                                    "",
                                    "",
                                    "393(1)",
                                    now.month < 4 ? now.year - 1 : now.year,
                                    (now.month + 8) % 12 / 3 + 1};

        smm_form_begin(q, vm, &form_declare, "/app/tds", &values);
        smm_vm_attr(vm, "submit", "Declare");
        smm_vm_end(vm);
    }
    invoices(q, vm, open, m);
    list(q, vm, rows, n, "/app/tds");
    return smm_page(q, status);
}

static int own_list_get(smm_req_t *q)
{
    return own_list(q, HTTP_OK);
}

static int declare_post(smm_req_t *q)
{
    const char *done = NULL;
    int64_t id = 0;
    smm_result_t r;

    if (!smm_form_valid(q))
        return own_list(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_tds_declare(&q->ctx, q->account->id, q->form, smm_idem_of(q), &id);
    if (r.code != SMM_OK)
        return refused(q, &r, own_list);
    return smm_see_other(q, done ? done : apr_psprintf(q->ctx.pool, "/app/tds/%" I64, id), "ok",
                         "The deduction was declared. Upload the certificate when you have it.",
                         NULL);
}

static int own_page(smm_req_t *q, int status)
{
    int64_t id = smm_req_id(q, 0);
    smm_tds_claim_t t;
    smm_rc_e rc = smm_tds_get(&q->ctx, q->account->id, id, &t);
    smm_vm_t *vm;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    smm_page_arg(q, apr_psprintf(q->ctx.pool, "%" I64, id));
    vm = smm_page_begin(q, "customer", "tds", "Tax claim {0}", "wallet/tds-claim");
    smm_vm_attr(vm, "base", "/app/tds");
    wallet_head(vm, "Tax claim {0}", apr_psprintf(q->ctx.pool, "%" I64, id), NULL, NULL);
    wallet_crumb(vm, "/app/tds", "Tax deducted at source");
    smm_vm_end(vm);
    if (smm_tds_next(t.state, "upload")) {
        cert_form_t values = {t.cert_no, t.form,         t.deducted,   "", "",
                              t.bsr,     t.challan_date, t.challan_no, {0}};

        smm_form_begin(q, vm, &form_cert, apr_psprintf(q->ctx.pool, "/app/tds/%" I64, id), &values);
        smm_vm_attr(vm, "submit", "Send the certificate");
        smm_vm_end(vm);
    }
    claim_all(q, vm, &t);
    return smm_page(q, status);
}

static int own_get(smm_req_t *q)
{
    return own_page(q, HTTP_OK);
}

/* "88.12" → paise. @return 0 or -1 */
static int paise(const char *text, int64_t *out)
{
    int64_t micro;

    if (smm_usd_parse(text, &micro) != 0 || micro < 0 || micro % SMM_CENT != 0)
        return -1;
    *out = micro / SMM_CENT;
    return *out > INT64_C(100000000000) ? -1 : 0;
}

static int upload_post(smm_req_t *q)
{
    const cert_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0);
    smm_tds_cert_t in = {f->form,
                         f->number,
                         f->deducted,
                         f->bsr ? f->bsr : "",
                         f->challan_date ? f->challan_date : "",
                         f->challan_no ? f->challan_no : "",
                         0,
                         0,
                         f->file.data,
                         f->file.name,
                         f->file.len};
    smm_result_t r = smm_ok();

    if (!smm_form_valid(q))
        return own_page(q, HTTP_UNPROCESSABLE_ENTITY);
    if (paise(f->tax, &in.tax) != 0)
        r = smm_fail(SMM_INVALID, "tax", "Enter rupees with a point for paise, as 88.12.");
    else if (f->value && paise(f->value, &in.value) != 0)
        r = smm_fail(SMM_INVALID, "value", "Enter rupees with a point for paise, as 88.12.");
    if (r.code == SMM_OK)
        r = smm_tds_upload(&q->ctx, q->account->id, id, &in);
    if (r.code != SMM_OK)
        return refused(q, &r, own_page);
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/app/tds/%" I64, id), "ok",
                         "The certificate is with us.", NULL);
}

/* An upload is never shown by us, only handed out: as an attachment under a name of ours. */
static int file_out(smm_req_t *q, int64_t account)
{
    int64_t id = smm_req_id(q, 0);
    const char *type, *data, *end;
    size_t len;
    smm_rc_e rc = smm_tds_file(&q->ctx, account, id, &type, &data, &len);

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    end = strcmp(type, "image/png") == 0 ? "png" : strcmp(type, "image/jpeg") == 0 ? "jpg" : "pdf";
    smm_attachment(q, apr_psprintf(q->ctx.pool, "tds-%" I64 ".%s", id, end));
    return smm_answer(q, HTTP_OK, type, data, len);
}

static int own_file(smm_req_t *q)
{
    return file_out(q, q->account->id);
}

/* ---- staff ----------------------------------------------------------------------------------- */

static int staff_file(smm_req_t *q)
{
    return file_out(q, 0);
}

static int queue_get(smm_req_t *q)
{
    static const char *const words[] = {"open",     "needs_info", "declared", "credited",
                                        "rejected", "all",        NULL};
    static const char *const labels[] = {"To review", "Asked",    "Declared",
                                         "Credited",  "Rejected", "All"};
    const char *state = smm_req_query(q, "status");
    smm_tds_claim_t *rows = apr_palloc(q->ctx.pool, sizeof(*rows) * (ROWS + 1));
    smm_vm_t *vm;
    int n, on;

    for (on = 0; words[on] && (!state || strcmp(words[on], state) != 0); on++)
        ;
    on = words[on] ? on : 0;
    n = smm_tds_list(&q->ctx, 0, on == 5 ? "" : words[on], wallet_before(q), rows, ROWS + 1);
    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-tds", "Tax certificates", "wallet/staff-tds");
    wallet_head(vm, "Tax certificates", NULL,
                "What Indian customers deducted. Credit it against the certificate, in time.",
                NULL);
    smm_vm_end(vm);
    for (int i = 0; words[i]; i++) {
        smm_vm_el(vm, "tab");
        smm_vm_attr(vm, "href", apr_pstrcat(q->ctx.pool, "?status=", words[i], NULL));
        smm_vm_attr_flag(vm, "on", i == on);
        smm_vm_text(vm, labels[i]);
        smm_vm_end(vm);
    }
    list(q, vm, rows, n, apr_pstrcat(q->ctx.pool, "/staff/tds?status=", words[on], NULL));
    return smm_page(q, HTTP_OK);
}

static int staff_page(smm_req_t *q, int status)
{
    int64_t id = smm_req_id(q, 0);
    smm_tds_claim_t t;
    smm_rc_e rc = smm_tds_get(&q->ctx, 0, id, &t);
    smm_vm_t *vm;
    char *rest = NULL, *copy = apr_pstrdup(q->ctx.pool, moves);
    int open = 0;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    smm_page_arg(q, apr_psprintf(q->ctx.pool, "%" I64, id));
    vm = smm_page_begin(q, "staff", "staff-tds", "Tax claim {0}", "wallet/tds-claim");
    smm_vm_attr(vm, "base", "/staff/tds");
    wallet_head(vm, "Tax claim {0}", apr_psprintf(q->ctx.pool, "%" I64, id), NULL, NULL);
    wallet_crumb(vm, "/staff/tds", "Tax certificates");
    smm_vm_end(vm);
    for (char *w = apr_strtok(copy, " ", &rest); w; w = apr_strtok(NULL, " ", &rest)) {
        if (!smm_tds_next(t.state, w))
            continue;
        if (!open++)
            smm_form_begin(q, vm, &form_decide, apr_psprintf(q->ctx.pool, "/staff/tds/%" I64, id),
                           NULL);
        smm_vm_el(vm, "move");
        smm_vm_attr(vm, "event", w);
        smm_vm_end(vm);
    }
    if (open)
        smm_vm_end(vm);
    claim_all(q, vm, &t);
    return smm_page(q, status);
}

static int staff_get(smm_req_t *q)
{
    return staff_page(q, HTTP_OK);
}

static int decide_post(smm_req_t *q)
{
    const decide_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0);
    const char *done = NULL;
    smm_result_t r;

    if (!smm_form_valid(q))
        return staff_page(q, HTTP_UNPROCESSABLE_ENTITY);
    if ((!f->note || strlen(f->note) < 3) &&
        (strcmp(f->event, "ask") == 0 || strcmp(f->event, "reject") == 0 ||
         strcmp(f->event, "mismatch_found") == 0))
        r = smm_fail(SMM_INVALID, "note", "Say why: the customer reads it.");
    else
        r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_tds_decide(&q->ctx, id, f->event, f->note ? f->note : "", smm_idem_of(q));
    if (r.code != SMM_OK)
        return refused(q, &r, staff_page);
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/staff/tds/%" I64, id), "ok",
                         "The claim was moved on.", NULL);
}

/* ---- tables ---------------------------------------------------------------------------------- */

const smm_nav_t wallet_tds_nav[] = {
    {"customer", "Billing", "tds", "/app/tds", "receipt", "Tax deducted", 24, 0},
    {"staff", "Tax", "staff-tds", "/staff/tds", "receipt", "Tax certificates", 56, 0},
    {NULL}};

const smm_route_t wallet_tds_routes[] = {
    {"GET", "/app/tds", SMM_CUSTOMER, 0, NULL, own_list_get, NULL, 0, NULL},
    {"POST", "/app/tds", SMM_CUSTOMER, SMM_R_KEY, &form_declare, declare_post, NULL, 0,
     "/app/tds/:id"},
    {"GET", "/app/tds/:id", SMM_CUSTOMER, 0, NULL, own_get, NULL, 0, NULL},
    {"POST", "/app/tds/:id", SMM_CUSTOMER, SMM_R_UPLOAD, &form_cert, upload_post, "tds:600/3600",
     SMM_TDS_FILE_BYTES + 65536, NULL},
    {"GET", "/app/tds/:id/file", SMM_CUSTOMER, 0, NULL, own_file, NULL, 0, NULL},
    {"GET", "/staff/tds", SMM_STAFF, 0, NULL, queue_get, NULL, 0, NULL},
    {"GET", "/staff/tds/:id", SMM_STAFF, 0, NULL, staff_get, NULL, 0, NULL},
    {"POST", "/staff/tds/:id", SMM_STAFF, SMM_R_KEY, &form_decide, decide_post, NULL, 0,
     "/staff/tds/:id"},
    {"GET", "/staff/tds/:id/file", SMM_STAFF, 0, NULL, staff_file, NULL, 0, NULL},
    {NULL}};
