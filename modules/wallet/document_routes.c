/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of a customer: list with filters, page, PDF, all of a year; credit notes by staff. */
#include <string.h>
#include <apr_strings.h>
#include "smm_cfg.h"
#include "smm_pdf.h"
#include "smm_settings.h"
#include "smm_time.h"
#include "document_web.h"
#include "zip_stream.h"

#define I64 APR_INT64_T_FMT
#define ROWS 25
#define YEARS 12
#define BATCH 50

/* ---- the list ---------------------------------------------------------------------------------
 */

static const char *const states[] = {"pending",   "paid",     "underpaid",    "expired",
                                     "cancelled", "refunded", "charged_back", NULL};

static const char *fy_of(smm_req_t *q)
{
    const char *fy = smm_req_query(q, "year");

    return fy && strlen(fy) == 4 && strspn(fy, "0123456789") == 4 ? fy : "";
}

/** "2627" → "2026-27". */
static const char *fy_name(apr_pool_t *p, const char *fy)
{
    return apr_psprintf(p, "20%.2s-%.2s", fy, fy + 2);
}

/** Documents in one archive; more of a year come month by month. */
static int64_t most(smm_req_t *q)
{
    return smm_setting_int(&q->ctx, "documents.archive", 2000);
}

/** <part> for each month of the financial year: April to March. */
static void parts_vm(smm_req_t *q, smm_vm_t *vm, const char *fy)
{
    int year = 2000 + (fy[0] - '0') * 10 + fy[1] - '0', i;

    for (i = 0; i < 12; i++) {
        int month = (i + 3) % 12 + 1;

        smm_vm_el(vm, "part");
        smm_vm_attr(vm, "href",
                    apr_psprintf(q->ctx.pool, "/app/documents/%s.zip?month=%d", fy, month));
        smm_vm_text(vm, apr_psprintf(q->ctx.pool, "%02d/%d", month, year + (month < 4)));
        smm_vm_end(vm);
    }
}

static void filter_vm(smm_req_t *q, smm_vm_t *vm, const smm_document_filter_t *f)
{
    smm_document_year_t y[YEARS];
    int n = smm_document_years(&q->ctx, q->account->id, y, YEARS), i, large = 0;
    int64_t limit = most(q);

    for (i = 0; i < n; i++)
        large |= strcmp(y[i].fy, f->fy) == 0 && y[i].n > limit;
    smm_vm_el(vm, "filter");
    smm_vm_attr_flag(vm, "on", *f->fy || *f->state);
    if (*f->fy && !large)
        smm_vm_attr(vm, "zip", apr_pstrcat(q->ctx.pool, "/app/documents/", f->fy, ".zip", NULL));
    if (large)
        parts_vm(q, vm, f->fy);
    for (i = 0; i < n; i++) {
        smm_vm_el(vm, "year");
        smm_vm_attr(vm, "value", y[i].fy);
        smm_vm_attr_flag(vm, "on", strcmp(y[i].fy, f->fy) == 0);
        if (y[i].n <= limit)
            smm_vm_attr(vm, "zip",
                        apr_pstrcat(q->ctx.pool, "/app/documents/", y[i].fy, ".zip", NULL));
        smm_vm_attr_int(vm, "n", y[i].n);
        smm_vm_text(vm, fy_name(q->ctx.pool, y[i].fy));
        smm_vm_end(vm);
    }
    for (i = 0; states[i]; i++) {
        smm_vm_el(vm, "state");
        smm_vm_attr(vm, "value", states[i]);
        smm_vm_attr_flag(vm, "on", strcmp(states[i], f->state) == 0);
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
}

static int notes_vm(smm_req_t *q, smm_vm_t *vm, const char *fy)
{
    smm_credit_note_t note[ROWS];
    int n = smm_credit_note_list(&q->ctx, q->account->id, 0, fy, 0, note, ROWS), i;
    char text[SMM_USD_TEXT];

    for (i = 0; i < n; i++) {
        smm_vm_el(vm, "note");
        smm_vm_attr(vm, "number", note[i].number);
        smm_vm_attr(vm, "slug", smm_invoice_slug(q->ctx.pool, note[i].number, 0));
        smm_vm_attr(vm, "invoice", note[i].invoice_number);
        smm_vm_attr(vm, "invoice-slug", smm_invoice_slug(q->ctx.pool, note[i].invoice_number, 0));
        smm_vm_attr(vm, "currency", note[i].currency);
        smm_vm_attr(vm, "total", smm_minor_text(text, note[i].total_minor, note[i].exponent));
        smm_vm_attr_time(vm, "issued", note[i].issued);
        smm_vm_end(vm);
    }
    return n;
}

int wallet_documents_page(smm_req_t *q)
{
    smm_vm_t *vm = smm_page_begin(q, "customer", "invoices", "Invoices", "wallet/invoices");
    const char *state = smm_req_query(q, "status");
    smm_document_filter_t f = {q->account->id, fy_of(q), "", 0, wallet_before(q)};
    smm_invoice_row_t rows[ROWS + 1];
    int n, i;

    for (i = 0; state && states[i]; i++)
        if (strcmp(states[i], state) == 0)
            f.state = states[i];
    n = smm_document_list(&q->ctx, &f, rows, ROWS + 1);
    wallet_head(vm, "Invoices", NULL,
                "Proforma invoices become numbered invoices once they are paid.", NULL);
    smm_vm_end(vm);
    filter_vm(q, vm, &f);
    for (i = 0; i < n && i < ROWS; i++)
        wallet_invoice_row(vm, &rows[i]);
    if (f.before == 0 && !*f.state && n >= 0)
        n = notes_vm(q, vm, f.fy) < 0 ? -1 : n;
    wallet_older(vm,
                 *f.fy || *f.state ? apr_pstrcat(q->ctx.pool, "/app/invoices?year=", f.fy,
                                                 "&status=", f.state, NULL)
                                   : "/app/invoices",
                 n > ROWS ? rows[ROWS - 1].id : 0);
    return smm_page(q, n < 0 ? HTTP_SERVICE_UNAVAILABLE : HTTP_OK);
}

/* ---- one document -----------------------------------------------------------------------------
 */

static int send_pdf(smm_req_t *q, int64_t account, const char *slug)
{
    wallet_file_t f;
    smm_rc_e rc = wallet_file(&q->ctx, smm_cfg_view(q->r->server), account, slug, q->lang, &f);

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    apr_table_setn(q->r->headers_out, "Content-Disposition",
                   apr_pstrcat(q->ctx.pool, "inline; filename=\"", f.name, "\"", NULL));
    return smm_answer(q, HTTP_OK, "application/pdf", f.data, f.len);
}

static void act(smm_vm_t *vm, const char *href, const char *icon, int print, const char *text)
{
    smm_vm_el(vm, "act");
    smm_vm_attr(vm, "href", href);
    smm_vm_attr(vm, "icon", icon);
    smm_vm_attr_flag(vm, "print", print);
    smm_vm_text(vm, text);
    smm_vm_end(vm);
}

static void head_vm(smm_req_t *q, smm_vm_t *vm, const char *title, const char *label,
                    const char *slug, const char *status, const char *credit)
{
    apr_pool_t *p = q->ctx.pool;

    wallet_head(vm, title, label, NULL, NULL);
    smm_vm_attr(vm, "status", status);
    wallet_crumb(vm, "/app/invoices", "Invoices");
    if (credit)
        act(vm, credit, "receipt", 0, "Issue a credit note");
    act(vm, "#", "printer", 1, "Print");
    act(vm, apr_pstrcat(p, "/app/invoices/", slug, ".pdf", NULL), "download", 0, "Download PDF");
    smm_vm_end(vm);
}

static int note_page(smm_req_t *q, int64_t account, const char *slug)
{
    smm_credit_note_t n;
    smm_invoice_t v;
    smm_vm_t *vm;
    smm_rc_e rc = smm_credit_note_find(&q->ctx, account, 0, slug, &n);

    if (rc == SMM_OK)
        rc = smm_invoice_find(&q->ctx, 0, smm_proforma_number(q->ctx.pool, n.invoice), &v);
    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    smm_page_arg(q, n.number);
    vm = smm_page_begin(q, "customer", "invoices", "Credit note {0}", "wallet/invoice");
    head_vm(q, vm, "Credit note {0}", n.number, slug, NULL, NULL);
    wallet_credit_note(vm, &q->ctx, &n, &v);
    return smm_page(q, HTTP_OK);
}

int wallet_document_page(smm_req_t *q)
{
    const char *slug = smm_req_slug(q, 0), *now, *title, *credit = NULL;
    int staff = q->account->role >= SMM_ROLE_STAFF;
    int64_t account = staff ? 0 : q->account->id;
    size_t n = strlen(slug);
    smm_invoice_t v;
    smm_vm_t *vm;
    smm_rc_e rc;

    if (n > 4 && strcmp(slug + n - 4, ".pdf") == 0)
        return send_pdf(q, account, apr_pstrmemdup(q->ctx.pool, slug, n - 4));
    rc = smm_invoice_find(&q->ctx, account, slug, &v);
    if (rc == SMM_NOT_FOUND)
        return note_page(q, account, slug);
    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    now = smm_invoice_slug(q->ctx.pool, v.number, v.id);
    if (strcmp(now, slug) != 0) /* the proforma's address leads on to the invoice */
        return smm_see_other(q, apr_pstrcat(q->ctx.pool, "/app/invoices/", now, NULL), NULL, NULL,
                             NULL);
    title = v.number ? "Invoice {0}" : "Proforma invoice {0}";
    if (staff && v.number)
        credit = apr_pstrcat(q->ctx.pool, "/staff/invoices/", now, "/credit", NULL);
    smm_page_arg(q, v.label);
    vm = smm_page_begin(q, "customer", "invoices", title, "wallet/invoice");
    head_vm(q, vm, title, v.label, now, v.status, credit);
    wallet_document(vm, &q->ctx, &v, v.account != q->account->id);
    return smm_page(q, HTTP_OK);
}

/* ---- all of a year ----------------------------------------------------------------------------
 */

static int to_client(void *baton, const char *data, apr_size_t len)
{
    return smm_stream_write(baton, data, len);
}

/** Adds documents by their slugs, each in a pool of its own. @return 0, or -1 to stop. */
static int zip_one(smm_req_t *q, smm_zip_t *z, const char *slug, int64_t when)
{
    smm_ctx_t own = q->ctx;
    wallet_file_t f;
    int rc = -1;

    if (apr_pool_create(&own.pool, q->ctx.pool) != APR_SUCCESS)
        return -1;
    if (wallet_file(&own, smm_cfg_view(q->r->server), q->account->id, slug, q->lang, &f) == SMM_OK)
        rc = smm_zip_add(z, f.name, when, f.data, f.len);
    apr_pool_destroy(own.pool);
    return rc;
}

/** Is it of the month (of India, as the numbers are)? 0: any. */
static int in_month(int64_t issued, int month)
{
    return month == 0 || smm_date_at(issued, SMM_IST_OFFSET).month == month;
}

static int zip_invoices(smm_req_t *q, smm_zip_t *z, const char *fy, int month)
{
    smm_document_filter_t f = {q->account->id, fy, "", 1, 0};
    smm_invoice_row_t rows[BATCH];
    int64_t made = 0, limit = most(q);
    int n, i;

    do {
        n = smm_document_list(&q->ctx, &f, rows, BATCH);
        for (i = 0; i < n; i++)
            if (in_month(rows[i].issued, month) &&
                (made++ >= limit || zip_one(q, z, rows[i].slug, rows[i].issued) != 0))
                return -1;
        f.before = n > 0 ? rows[n - 1].id : 0;
    } while (n == BATCH);
    return n < 0 ? -1 : 0;
}

static int zip_notes(smm_req_t *q, smm_zip_t *z, const char *fy, int month)
{
    smm_credit_note_t note[BATCH];
    int64_t before = 0;
    int n, i;

    do {
        n = smm_credit_note_list(&q->ctx, q->account->id, 0, fy, before, note, BATCH);
        for (i = 0; i < n; i++)
            if (in_month(note[i].issued, month) &&
                zip_one(q, z, smm_invoice_slug(q->ctx.pool, note[i].number, 0), note[i].issued) !=
                    0)
                return -1;
        before = n > 0 ? note[n - 1].id : 0;
    } while (n == BATCH);
    return n < 0 ? -1 : 0;
}

/** An archive that could not be finished has no directory: programs call it damaged. */
static int zip_get(smm_req_t *q)
{
    const char *slug = smm_req_slug(q, 0), *part = smm_req_query(q, "month"), *fy;
    smm_document_year_t y[30];
    smm_zip_t z;
    int n, i, st, month = 0;

    if (part && *part && strlen(part) <= 2 && strspn(part, "0123456789") == strlen(part))
        month = (int)apr_atoi64(part);
    if (strlen(slug) != 8 || strcmp(slug + 4, ".zip") != 0 || (part && (month < 1 || month > 12)))
        return smm_refuse(q, HTTP_NOT_FOUND, NULL);
    fy = apr_pstrmemdup(q->ctx.pool, slug, 4);
    n = smm_document_years(&q->ctx, q->account->id, y, 30);
    for (i = 0; i < n && strcmp(y[i].fy, fy) != 0; i++)
        ;
    if (n < 0 || i == n)
        return smm_refuse(q, n < 0 ? HTTP_SERVICE_UNAVAILABLE : HTTP_NOT_FOUND, NULL);
    if (!part && y[i].n > most(q))
        return smm_refuse(q, HTTP_REQUEST_ENTITY_TOO_LARGE,
                          "These are too many documents for one file. Choose the year on the page "
                          "of invoices: they come month by month.");
    smm_attachment(q, apr_psprintf(q->ctx.pool, part ? "invoices-%s-%02d.zip" : "invoices-%s.zip",
                                   fy_name(q->ctx.pool, fy), month));
    st = smm_stream_begin(q, "application/zip");
    if (q->r->header_only)
        return st;
    smm_zip_begin(&z, q->ctx.pool, to_client, q);
    if (zip_invoices(q, &z, fy, month) == 0 && zip_notes(q, &z, fy, month) == 0)
        smm_zip_end(&z);
    else
        smm_stream_break(q);
    return st;
}

/* ---- credit notes by staff --------------------------------------------------------------------
 */

typedef struct credit_form_t {
    int64_t amount;
    const char *reason;
} credit_form_t;
static const smm_field_t credit_fields[] = {
    {"amount", SMM_F_USD, offsetof(credit_form_t, amount), 0, 1000000000000LL, SMM_F_REQUIRED, NULL,
     "Amount with tax, in the invoice's currency"},
    {"reason", SMM_F_TEXT, offsetof(credit_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL,
     "Reason, printed on the note"},
    SMM_FIELDS_END};
static const smm_form_t form_credit = {"credit", credit_fields, sizeof(credit_form_t)};

static int credit_page(smm_req_t *q, int status)
{
    const char *slug = smm_req_slug(q, 0);
    char text[SMM_USD_TEXT];
    credit_form_t values = {SMM_ABSENT, NULL};
    smm_invoice_t v;
    smm_vm_t *vm;
    int64_t left = 0;
    smm_rc_e rc = smm_invoice_find(&q->ctx, 0, slug, &v);

    if (rc == SMM_OK)
        rc = smm_credit_note_left(&q->ctx, &v, &left);
    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    smm_page_arg(q, v.label);
    vm = smm_page_begin(q, "staff", "staff-payments", "Credit note for {0}", "wallet/staff-credit");
    wallet_head(vm, "Credit note for {0}", v.label,
                "A credit note takes back part of an invoice. It moves no money.", NULL);
    wallet_crumb(vm, "/staff/payments", "Payments");
    smm_vm_end(vm);
    smm_vm_el(vm, "original");
    smm_vm_attr(vm, "number", v.label);
    smm_vm_attr(vm, "href", apr_pstrcat(q->ctx.pool, "/app/invoices/", slug, NULL));
    smm_vm_attr(vm, "status", v.status);
    smm_vm_attr(vm, "currency", v.currency);
    smm_vm_attr(vm, "total", smm_minor_text(text, v.total_minor, v.exponent));
    smm_vm_attr(vm, "left", smm_minor_text(text, left, v.exponent));
    smm_vm_attr(vm, "buyer", *v.buyer.company ? v.buyer.company : v.buyer.name);
    smm_vm_end(vm);
    if (left > 0) {
        smm_form_begin(q, vm, &form_credit,
                       apr_pstrcat(q->ctx.pool, "/staff/invoices/", slug, "/credit", NULL),
                       &values);
        smm_vm_end(vm);
    }
    return smm_page(q, status);
}

static int credit_get(smm_req_t *q)
{
    return credit_page(q, HTTP_OK);
}

/** Micro-units of any currency as its minor units. @return 0, or -1: more decimals than it has. */
static int to_minor(int64_t micro, int exponent, int64_t *minor)
{
    int64_t unit = 1000000;
    int i;

    for (i = 0; i < exponent; i++)
        unit /= 10;
    *minor = micro / unit;
    return micro % unit == 0 ? 0 : -1;
}

static int credit_post(smm_req_t *q)
{
    const credit_form_t *f = q->form;
    const char *slug = NULL;
    smm_invoice_t v;
    smm_result_t r;
    int64_t minor = 0;
    smm_rc_e rc;

    if (!smm_form_valid(q))
        return credit_page(q, HTTP_UNPROCESSABLE_ENTITY);
    rc = smm_invoice_find(&q->ctx, 0, smm_req_slug(q, 0), &v);
    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    if (to_minor(f->amount, v.exponent, &minor) != 0)
        r = smm_fail(SMM_INVALID, "amount", "This currency has fewer decimals.");
    else
        r = smm_credit_note_issue(&q->ctx, v.id, minor,
                                  apr_pstrcat(q->ctx.pool, "form:", q->key ? q->key : "", NULL),
                                  f->reason, &slug);
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return credit_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    return smm_see_other(q, apr_pstrcat(q->ctx.pool, "/app/invoices/", slug, NULL), "ok",
                         "The credit note is issued; the customer has a mail with it.", NULL);
}

const smm_route_t wallet_document_routes[] = {
    {"GET", "/app/documents/:slug", SMM_CUSTOMER, 0, NULL, zip_get, "archive:30/600", 0, NULL},
    {"GET", "/staff/invoices/:slug/credit", SMM_STAFF, 0, NULL, credit_get, NULL, 0, NULL},
    {"POST", "/staff/invoices/:slug/credit", SMM_STAFF, SMM_R_KEY, &form_credit, credit_post, NULL,
     0, NULL},
    {NULL}};
