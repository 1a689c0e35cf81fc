/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: the GST return of a period: sums, checks, JSON for the portal, CSV sheets. */
#include <string.h>
#include <apr_strings.h>
#include "smm_gstin.h"
#include "smm_tax_dates.h"
#include "smm_time.h"
#include "document_web.h"
#include "zip_stream.h"

#define I64 APR_INT64_T_FMT
#define PERIODS 8

const smm_nav_t wallet_document_nav[] = {
    {"staff", "Tax", "staff-gst", "/staff/gst", "receipt", "GST return", 55, 0}, {NULL}};

typedef struct period_t {
    int year, month, months; /* the last month; 3 or 1 */
} period_t;

static int monthly(smm_ctx_t *c)
{
    const char *v = smm_setting(c, "gst.filing");

    return v && strcmp(v, "monthly") == 0;
}

/** The period that ended last before this day, or `back` earlier. */
static period_t period_before(const smm_ctx_t *c, int is_monthly, int back)
{
    smm_date_t d = smm_date_at(c->now, SMM_IST_OFFSET);
    int step = is_monthly ? 1 : 3, at;
    period_t p;

    /* months since year 0; the running period is shown too, as it grows */
    at = d.year * 12 + (is_monthly ? d.month : (d.month + 2) / 3 * 3) - 1 - back * step;
    p.year = at / 12;
    p.month = at % 12 + 1;
    p.months = step;
    return p;
}

/** "122026" in the address, else the period that ended last. @return 0 or -1. */
static int chosen(smm_req_t *q, period_t *p)
{
    const char *fp = smm_req_query(q, "period");
    int m = monthly(&q->ctx);

    *p = period_before(&q->ctx, m, 1);
    if (!fp || !*fp)
        return 0;
    if (strlen(fp) != 6 || strspn(fp, "0123456789") != 6)
        return -1;
    p->month = (fp[0] - '0') * 10 + fp[1] - '0';
    p->year = (int)apr_atoi64(fp + 2);
    return p->month < 1 || p->month > 12 || p->year < 2017 || p->year > 2200 ||
                   (!m && p->month % 3 != 0)
               ? -1
               : 0;
}

static const char *name_of(apr_pool_t *pool, const period_t *p)
{
    static const char *const m[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

    return p->months == 1
               ? apr_psprintf(pool, "%s %d", m[p->month - 1], p->year)
               : apr_psprintf(pool, "%s–%s %d", m[p->month - 3], m[p->month - 1], p->year);
}

/* ---- files ------------------------------------------------------------------------------------
 */

static int attach(smm_req_t *q, const char *type, const char *name, const char *text)
{
    smm_attachment(q, name);
    return smm_answer(q, HTTP_OK, type, text, strlen(text));
}

static int to_client(void *baton, const char *data, apr_size_t len)
{
    return smm_stream_write(baton, data, len);
}

static int sheets(smm_req_t *q, const smm_gstr1_in_t *in)
{
    const char *name;
    smm_zip_t z;
    int st, i;

    smm_attachment(q, apr_pstrcat(q->ctx.pool, "GSTR1-", in->fp, "-csv.zip", NULL));
    st = smm_stream_begin(q, "application/zip");
    if (q->r->header_only)
        return st;
    smm_zip_begin(&z, q->ctx.pool, to_client, q);
    for (i = 0; (name = smm_gstr1_sheet(i)) != NULL; i++) {
        const char *text = smm_gstr1_csv(q->ctx.pool, in, i);

        if (smm_zip_add(&z, apr_pstrcat(q->ctx.pool, name, ".csv", NULL), q->ctx.now, text,
                        strlen(text)) != 0)
            break;
    }
    if (name || smm_zip_end(&z) != 0)
        smm_stream_break(q);
    return st;
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static void periods_vm(smm_req_t *q, smm_vm_t *vm, const char *fp)
{
    int m = monthly(&q->ctx), i;

    for (i = 0; i < PERIODS; i++) {
        period_t p = period_before(&q->ctx, m, i);
        const char *value = apr_psprintf(q->ctx.pool, "%02d%04d", p.month, p.year);

        smm_vm_el(vm, "period");
        smm_vm_attr(vm, "value", value);
        smm_vm_attr_flag(vm, "on", strcmp(value, fp) == 0);
        smm_vm_text(vm, name_of(q->ctx.pool, &p));
        smm_vm_end(vm);
    }
}

static void sum_vm(smm_vm_t *vm, const char *name, const smm_gstr1_sum_t *s)
{
    char text[SMM_USD_TEXT];

    smm_vm_el(vm, "sum");
    smm_vm_attr(vm, "name", name);
    smm_vm_attr(vm, "taxable", smm_minor_text(text, s->taxable, 2));
    smm_vm_attr(vm, "cgst", smm_minor_text(text, s->cgst, 2));
    smm_vm_attr(vm, "sgst", smm_minor_text(text, s->sgst, 2));
    smm_vm_attr(vm, "igst", smm_minor_text(text, s->igst, 2));
    smm_vm_end(vm);
}

static void tables_vm(smm_vm_t *vm, const smm_gstr1_in_t *in)
{
    static const char *const tables[][2] = {
        {"b2b", "Registered customers"},      {"b2cl", "Large, not registered, other State"},
        {"b2cs", "Small, not registered"},    {"exp", "Exports"},
        {"cdnr", "Credit notes, registered"}, {"cdnur", "Credit notes, not registered"}};
    char text[SMM_USD_TEXT];
    size_t t;
    int i;

    for (t = 0; t < sizeof(tables) / sizeof(*tables); t++) {
        int64_t taxable = 0, tax = 0;
        int n = 0;

        for (i = 0; i < in->n; i++) {
            const smm_gst_doc_t *d = &in->docs[i];
            int sign = d->note && *tables[t][0] == 'b' ? -1 : 1; /* notes lower the small ones */

            if (d->cancelled || strcmp(smm_gstr1_table(d), tables[t][0]) != 0)
                continue;
            n++;
            taxable += sign * d->taxable;
            tax += sign * (d->cgst + d->sgst + d->igst);
        }
        smm_vm_el(vm, "table");
        smm_vm_attr(vm, "name", tables[t][0]);
        smm_vm_attr(vm, "label", tables[t][1]);
        smm_vm_attr_int(vm, "n", n);
        smm_vm_attr(vm, "taxable", smm_minor_text(text, taxable, 2));
        smm_vm_attr(vm, "tax", smm_minor_text(text, tax, 2));
        smm_vm_end(vm);
    }
}

static void checks_vm(smm_req_t *q, smm_vm_t *vm, const smm_gstr1_in_t *in, int64_t without)
{
    smm_gstr1_check_t c;
    char normal[16];
    int i;

    smm_gstr1_check(q->ctx.pool, in, &c);
    sum_vm(vm, "Documents", &c.documents);
    sum_vm(vm, "Sections", &c.sections);
    sum_vm(vm, "Summary by SAC", &c.hsn);
    if (smm_gstin_check(in->gstin, normal) != SMM_GSTIN_OK)
        smm_vm_leaf(vm, "fault", "Your own GSTIN is not set (Settings, tax number).");
    for (i = 0; i < c.faults->nelts; i++)
        smm_vm_leaf(vm, "fault", APR_ARRAY_IDX(c.faults, i, const char *));
    if (without > 0) {
        smm_vm_el(vm, "without");
        smm_vm_attr_int(vm, "n", without);
        smm_vm_end(vm);
    }
}

static int gst_get(smm_req_t *q)
{
    const char *format = smm_req_query(q, "format"), *name;
    smm_gstr1_due_t due;
    smm_gstr1_in_t in;
    char text[SMM_TIME_TEXT];
    int64_t without = 0;
    period_t p;
    smm_vm_t *vm;

    if (chosen(q, &p) != 0)
        return smm_refuse(q, HTTP_NOT_FOUND, NULL);
    if (smm_gst_return(&q->ctx, p.year, p.month, p.months, &in, &without) != SMM_OK)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    if (format && strcmp(format, "json") == 0)
        return attach(q, "application/json",
                      apr_pstrcat(q->ctx.pool, "GSTR1-", in.fp, ".json", NULL),
                      smm_gstr1_json(q->ctx.pool, &in));
    if (format && strcmp(format, "csv") == 0)
        return sheets(q, &in);
    name = name_of(q->ctx.pool, &p);
    vm = smm_page_begin(q, "staff", "staff-gst", "GST return", "wallet/staff-gst");
    wallet_head(vm, "GST return", NULL,
                "GSTR-1 from numbered invoices and credit notes, in rupees.", NULL);
    smm_vm_end(vm);
    smm_vm_el(vm, "return");
    smm_vm_attr(vm, "fp", in.fp);
    smm_vm_attr(vm, "name", name);
    smm_vm_attr_int(vm, "documents", in.n);
    if (smm_gstr1_due(p.year, p.month, p.months == 1 ? SMM_GSTR1_MONTHLY : SMM_GSTR1_QUARTERLY,
                      &due) == 0)
        smm_vm_attr(vm, "due", smm_date_text(text, smm_date_of_days(due.due)));
    periods_vm(q, vm, in.fp);
    tables_vm(vm, &in);
    checks_vm(q, vm, &in, without);
    smm_vm_end(vm);
    return smm_page(q, HTTP_OK);
}

const smm_route_t wallet_gst_routes[] = {
    {"GET", "/staff/gst", SMM_STAFF, 0, NULL, gst_get, NULL, 0, NULL}, {NULL}};
