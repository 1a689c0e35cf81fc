/* SPDX-License-Identifier: Apache-2.0 */
/* Tax deducted at source: settings, and reading what was declared. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_tax_dates.h"
#include "smm_tds_claim.h"
#include "smm_verify.h"

#define I64 APR_INT64_T_FMT

static const smm_setting_t settings[] = {
    {"tds.pan", NULL, 0, "TDS: PAN of your company; empty: the one within its GSTIN", SMM_SET_TEXT,
     0, 10},
    {"tds.bps", NULL, 0, "TDS: rate in 1/100 percent; empty: 1 or 2 percent by your PAN",
     SMM_SET_BPS},
    {"tds.days", "7", 0, "TDS: working days until a certificate is credited", SMM_SET_INT, 1, 60},
    {"tds.holidays", "", 0, "TDS: days that are no working days, as 2026-11-24 2026-12-25",
     SMM_SET_TEXT, 0, 1000},
    {NULL}};

const char *smm_tds_pan(smm_ctx_t *c)
{
    const char *set = smm_setting(c, "tds.pan"), *gstin = smm_setting(c, "seller.tax_id");
    char pan[11], in[11];

    if (set && smm_pan_ok(set, pan))
        return apr_pstrdup(c->pool, pan);
    if (!gstin || strlen(gstin) != 15)
        return "";
    apr_cpystrn(in, gstin + 2, sizeof(in));
    return smm_pan_ok(in, pan) ? apr_pstrdup(c->pool, pan) : "";
}

int64_t smm_tds_bps(smm_ctx_t *c)
{
    int64_t bps = smm_setting_int(c, "tds.bps", 0);

    return bps > 0 ? bps : smm_tds_bps_of_pan(smm_tds_pan(c));
}

const char *smm_tds_sniff(const char *data, size_t len)
{
    static const struct {
        const char *type, *magic;
        size_t len;
    } kinds[] = {{"application/pdf", "%PDF-", 5},
                 {"image/png", "\x89PNG\r\n\x1a\n", 8},
                 {"image/jpeg", "\xff\xd8\xff", 3}};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
        if (len > kinds[i].len && memcmp(data, kinds[i].magic, kinds[i].len) == 0)
            return kinds[i].type;
    return NULL;
}

/* tds_invoices and tds_invoices_of have the same columns in the same order. */
static void invoice_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_tds_invoice_t *i = item;

    i->id = smm_row_int(row, C_tds_invoices_id);
    i->number = smm_row_dup(row, C_tds_invoices_number, pool);
    i->issued = smm_row_int(row, C_tds_invoices_issued);
    i->taxable = smm_row_int(row, C_tds_invoices_taxable);
    i->rate_e6 = smm_row_int(row, C_tds_invoices_rate_e6);
}

int smm_tds_invoices(smm_ctx_t *c, int64_t account, smm_tds_invoice_t *out, int max)
{
    return smm_list(c, SQL_tds_invoices, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T("")),
                    invoice_row, out, max);
}

int smm_tds_invoices_of(smm_ctx_t *c, int64_t claim, smm_tds_invoice_t *out, int max)
{
    return smm_list(c, SQL_tds_invoices_of, SMM_ARGS(SMM_I(claim)), invoice_row, out, max);
}

static void event_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_tds_event_t *e = item;

    e->event = smm_row_dup(row, C_tds_events_event, pool);
    e->state = smm_row_dup(row, C_tds_events_state, pool);
    e->note = smm_row_dup(row, C_tds_events_note, pool);
    e->actor = smm_row_dup(row, C_tds_events_actor, pool);
    e->created = smm_row_int(row, C_tds_events_created);
}

int smm_tds_events(smm_ctx_t *c, int64_t claim, smm_tds_event_t *out, int max)
{
    return smm_list(c, SQL_tds_events, SMM_ARGS(SMM_I(claim)), event_row, out, max);
}

static void claim_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_tds_claim_t *t = item;

#define INT(f) t->f = smm_row_int(row, C_tds_list_##f)
#define TXT(f) t->f = smm_row_dup(row, C_tds_list_##f, pool)
    INT(id);
    INT(account);
    INT(version);
    INT(fy);
    INT(quarter);
    INT(bps);
    INT(value);
    INT(certified);
    INT(reimburse);
    INT(credit);
    INT(submitted);
    INT(due_day);
    INT(created);
    INT(updated);
    INT(taxable);
    INT(file);
    TXT(state);
    TXT(deductor);
    TXT(tan);
    TXT(deductor_pan);
    TXT(payee_pan);
    TXT(section);
    TXT(form);
    TXT(cert_no);
    TXT(deducted);
    TXT(bsr);
    TXT(challan_date);
    TXT(challan_no);
    TXT(username);
#undef INT
#undef TXT
}

static int claims(smm_ctx_t *c, int64_t account, int64_t id, const char *state, int64_t before,
                  smm_tds_claim_t *out, int max)
{
    return smm_list(c, SQL_tds_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(id), SMM_T(state),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    claim_row, out, max);
}

int smm_tds_list(smm_ctx_t *c, int64_t account, const char *state, int64_t before,
                 smm_tds_claim_t *out, int max)
{
    return claims(c, account, 0, state, before, out, max);
}

smm_rc_e smm_tds_get(smm_ctx_t *c, int64_t account, int64_t id, smm_tds_claim_t *out)
{
    int n = id > 0 ? claims(c, account, id, "", 0, out, 1) : 0;

    return n < 0 ? SMM_BUSY : n == 0 ? SMM_NOT_FOUND : SMM_OK;
}

typedef struct file_t {
    const char *type, *data;
    size_t len;
} file_t;

static void file_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    file_t *f = item;
    const void *data = smm_row_bytes(row, C_tds_file_get_data, &f->len);

    f->type = smm_row_dup(row, C_tds_file_get_type, pool);
    f->data = apr_pmemdup(pool, data, f->len);
}

smm_rc_e smm_tds_file(smm_ctx_t *c, int64_t account, int64_t id, const char **type,
                      const char **data, size_t *len)
{
    file_t f;
    smm_tds_claim_t t;
    smm_rc_e rc = smm_tds_get(c, account, id, &t);

    if (rc != SMM_OK)
        return rc;
    rc = smm_get(c, SQL_tds_file_get, SMM_ARGS(SMM_I(id)), file_row, &f);
    if (rc == SMM_BUSY)
        return rc;
    *type = f.type;
    *data = f.data;
    *len = f.len;
    return f.data ? SMM_OK : SMM_NOT_FOUND;
}

int smm_tds_worth(const smm_tds_claim_t *t, smm_tds_t *out)
{
    return t->certified > 0 ? smm_tds(t->taxable, t->bps, t->certified, out) : -1;
}

/* ---- check ----------------------------------------------------------------------------------- */

static int booked_row(void *baton, const smm_row_t *row)
{
    smm_verify_breach(baton,
                      "I9 panel %" I64 ": book tds holds %" I64 ", credited certificates are %" I64,
                      smm_row_int(row, C_verify_tds_panel), smm_row_int(row, C_verify_tds_booked),
                      smm_row_int(row, C_verify_tds_credited));
    return 0;
}

static void verify(smm_verify_t *v)
{
    smm_verify_db(v, "I9", smm_db_read(v->db, SQL_verify_tds, SMM_NOARGS, booked_row, v));
}

void smm_tds_init(void)
{
    smm_settings_add(settings);
    smm_tds_clock_init();
    smm_verify_add("tds", verify);
}
