/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "smm_billing.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_document.h"
#include "smm_invoice.h"

const char *smm_proforma_number(apr_pool_t *p, int64_t id)
{
    return apr_psprintf(p, "PI-%08" APR_INT64_T_FMT, id);
}

const char *smm_invoice_slug(apr_pool_t *p, const char *number, int64_t id)
{
    char *s, *c;

    if (!number)
        return smm_proforma_number(p, id);
    s = apr_pstrdup(p, number);
    for (c = s; *c; c++)
        if (*c == '/')
            *c = '-';
    return s;
}

static const char *set(smm_ctx_t *c, const char *key)
{
    const char *v = smm_setting(c, key);

    return v ? v : "";
}

void smm_seller(smm_ctx_t *c, smm_particulars_t *out)
{
    out->company = set(c, "seller.name");
    if (*out->company == '\0')
        out->company = c->panel->name;
    out->name = "";
    out->address = set(c, "seller.address");
    out->city = set(c, "seller.city");
    out->state = set(c, "seller.state");
    out->postal_code = set(c, "seller.postal_code");
    out->country = set(c, "seller.country");
    out->tax_id = set(c, "seller.tax_id");
    out->email = set(c, "seller.email");
}

/* ---- reading -------------------------------------------------------------------------------- */

typedef struct read_t {
    apr_pool_t *pool;
    smm_invoice_t *inv;
    int found, seller, buyer;
} read_t;

static int invoice_row(void *baton, const smm_row_t *row)
{
    read_t *r = baton;
    smm_invoice_t *v = r->inv;

    r->found = 1;
    v->id = smm_row_int(row, C_invoice_get_id);
    v->account = smm_row_int(row, C_invoice_get_account_id);
    v->status = smm_row_dup(row, C_invoice_get_status, r->pool);
    v->currency = smm_row_dup(row, C_invoice_get_currency, r->pool);
    v->exponent = (int)smm_row_int(row, C_invoice_get_exponent);
    v->total_minor = smm_row_int(row, C_invoice_get_total_minor);
    v->number = smm_row_dup(row, C_invoice_get_number, r->pool);
    v->created = smm_row_int(row, C_invoice_get_created);
    v->due = smm_row_int(row, C_invoice_get_due);
    v->issued = smm_row_int(row, C_invoice_get_issued);
    v->tax = smm_row_dup(row, C_invoice_get_tax, r->pool);
    v->tax_name = smm_row_dup(row, C_invoice_get_tax_name, r->pool);
    v->tax_bps = smm_row_int(row, C_invoice_get_tax_bps);
    v->taxable_minor = smm_row_int(row, C_invoice_get_taxable_minor);
    v->place = smm_row_dup(row, C_invoice_get_place, r->pool);
    v->sac = smm_row_dup(row, C_invoice_get_sac, r->pool);
    v->rate_e6 = smm_row_int(row, C_invoice_get_rate_e6);
    v->note = smm_row_dup(row, C_invoice_get_note, r->pool);
    v->payment = smm_row_int(row, C_invoice_get_payment_id);
    v->method = smm_row_dup(row, C_invoice_get_method, r->pool);
    v->gateway_payment = smm_row_dup(row, C_invoice_get_gateway_payment, r->pool);
    v->amount = smm_row_int(row, C_invoice_get_amount);
    v->received = smm_row_int(row, C_invoice_get_received);
    v->payment_state = smm_row_dup(row, C_invoice_get_payment_state, r->pool);
    return 1;
}

static int line_row(void *baton, const smm_row_t *row)
{
    read_t *r = baton;
    smm_invoice_line_t *l = &r->inv->lines[r->inv->n_lines++];

    l->text = smm_row_dup(row, C_invoice_lines_text, r->pool);
    l->detail = smm_row_dup(row, C_invoice_lines_detail, r->pool);
    l->quantity = smm_row_int(row, C_invoice_lines_quantity);
    l->unit_minor = smm_row_int(row, C_invoice_lines_unit_minor);
    l->amount_minor = smm_row_int(row, C_invoice_lines_amount_minor);
    l->kind = smm_row_dup(row, C_invoice_lines_kind, r->pool);
    l->bps = smm_row_int(row, C_invoice_lines_bps);
    return r->inv->n_lines == (int)(sizeof(r->inv->lines) / sizeof(*r->inv->lines));
}

static int party_row(void *baton, const smm_row_t *row)
{
    read_t *r = baton;
    int seller = strcmp(smm_row_text(row, C_invoice_parties_role), "seller") == 0;
    smm_particulars_t *p = seller ? &r->inv->seller : &r->inv->buyer;

    *(seller ? &r->seller : &r->buyer) = 1;
    p->name = smm_row_dup(row, C_invoice_parties_name, r->pool);
    p->company = smm_row_dup(row, C_invoice_parties_company, r->pool);
    p->address = smm_row_dup(row, C_invoice_parties_address, r->pool);
    p->city = smm_row_dup(row, C_invoice_parties_city, r->pool);
    p->state = smm_row_dup(row, C_invoice_parties_state, r->pool);
    p->postal_code = smm_row_dup(row, C_invoice_parties_postal_code, r->pool);
    p->country = smm_row_dup(row, C_invoice_parties_country, r->pool);
    p->tax_id = smm_row_dup(row, C_invoice_parties_tax_id, r->pool);
    p->email = smm_row_dup(row, C_invoice_parties_email, r->pool);
    return 0;
}

/** "PI-00000012" → 12, "INV-2627-000001" → its number with slashes. @return 0, or -1. */
static int parse_slug(apr_pool_t *p, const char *slug, int64_t *id, const char **number)
{
    char *s, *end;

    *id = 0;
    *number = "";
    if (strncmp(slug, "PI-", 3) == 0) {
        if (strlen(slug) < 11 || strspn(slug + 3, "0123456789") != strlen(slug + 3))
            return -1;
        *id = apr_strtoi64(slug + 3, &end, 10);
        return *id > 0 && strcmp(smm_proforma_number(p, *id), slug) == 0 ? 0 : -1;
    }
    s = apr_pstrdup(p, slug);
    *number = s;
    for (; *s; s++)
        if (*s == '-')
            *s = '/';
    return smm_invoice_number_ok(*number) ? 0 : -1;
}

smm_rc_e smm_invoice_find(smm_ctx_t *c, int64_t account, const char *slug, smm_invoice_t *out)
{
    read_t r = {c->pool, out, 0, 0, 0};
    const char *number;
    int64_t id;

    memset(out, 0, sizeof(*out));
    if (parse_slug(c->pool, slug, &id, &number) != 0)
        return SMM_NOT_FOUND;
    if (smm_db_read(c->db, SQL_invoice_get,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(id), SMM_T(number)),
                    invoice_row, &r) != SMM_DB_OK)
        return SMM_BUSY;
    if (!r.found)
        return SMM_NOT_FOUND;
    out->label = out->number ? out->number : smm_proforma_number(c->pool, out->id);
    if (smm_db_read(c->db, SQL_invoice_lines, SMM_ARGS(SMM_I(out->id)), line_row, &r) !=
            SMM_DB_OK ||
        smm_db_read(c->db, SQL_invoice_parties, SMM_ARGS(SMM_I(out->id)), party_row, &r) !=
            SMM_DB_OK)
        return SMM_BUSY;
    /* before the number is taken the document shows the details as they are now */
    if (!r.seller)
        smm_seller(c, &out->seller);
    if (!r.buyer)
        return smm_account_particulars(c, out->account, &out->buyer);
    return SMM_OK;
}

/* ---- moving --------------------------------------------------------------------------------- */

static void party_step(smm_unit_t *u, smm_arg_t invoice, const char *role,
                       const smm_particulars_t *p)
{
    smm_unit_add(u, SQL_invoice_party_insert,
                 SMM_ARGS(invoice, SMM_T(role), SMM_T(p->name), SMM_T(p->company),
                          SMM_T(p->address), SMM_T(p->city), SMM_T(p->state), SMM_T(p->postal_code),
                          SMM_T(p->country), SMM_T(p->tax_id), SMM_T(p->email)));
    smm_unit_outcome(u, SMM_CONFLICT);
}

smm_rc_e smm_invoice_issue(smm_unit_t *u, smm_ctx_t *c, smm_arg_t invoice, int64_t account,
                           const char *from, const smm_invoice_t *v)
{
    char *fy = apr_palloc(c->pool, 5);
    const char *series;
    smm_particulars_t buyer, seller;
    smm_gst_figures_t figures;
    smm_rc_e rc = smm_account_particulars(c, account, &buyer);

    if (rc != SMM_OK)
        return rc;
    series = smm_setting(c, strncmp(v->tax, "export", 6) == 0 ? "invoice.export_series"
                                                              : "invoice.series");
    if (!series || !smm_series_ok(series))
        series = "INV";
    smm_seller(c, &seller);
    smm_financial_year(fy, c->now);
    smm_unit_add(u, SQL_invoice_series_next,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(series), SMM_T(fy)));
    smm_unit_add(u, SQL_invoice_issue,
                 SMM_ARGS(SMM_I(c->panel->id), invoice, SMM_T(from), SMM_T(series), SMM_T(fy),
                          SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    if (smm_gst_figures_of(c, v, &figures))
        smm_gst_figures_step(u, invoice, &figures);
    party_step(u, invoice, "seller", &seller);
    party_step(u, invoice, "buyer", &buyer);
    return SMM_OK;
}

static smm_rc_e issue(smm_unit_t *u, smm_ctx_t *c, int64_t invoice, int64_t account,
                      const char *from)
{
    smm_invoice_t v;
    smm_rc_e rc = smm_invoice_find(c, account, smm_proforma_number(c->pool, invoice), &v);

    return rc == SMM_OK ? smm_invoice_issue(u, c, SMM_I(invoice), account, from, &v) : rc;
}

smm_rc_e smm_invoice_move(smm_unit_t *u, smm_ctx_t *c, int64_t invoice, int64_t account,
                          const char *from, const char *to)
{
    const char *event = smm_invoice_event(from, to);
    const char *next = event ? smm_invoice_next(from, event) : NULL;

    if (!next || strcmp(next, to) != 0)
        return SMM_CONFLICT;
    if (strcmp(to, "paid") == 0 && strcmp(from, "charged_back") != 0)
        return issue(u, c, invoice, account, from);
    smm_unit_add(u, SQL_invoice_status,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(invoice), SMM_T(from), SMM_T(to)));
    smm_unit_outcome(u, SMM_CONFLICT);
    return SMM_OK;
}
