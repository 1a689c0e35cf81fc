/* SPDX-License-Identifier: Apache-2.0 */
/* The bill of a top-up: settings, customer and method turned into lines (modules/lib/topup.c). */
#include "config.h"
#include <string.h>
#include <strings.h>
#include <apr_strings.h>
#include "smm_money.h"
#include "smm_sql.h"
#include "bill_int.h"
#include "smm_invoice.h"
#include "smm_payment.h"

const char *smm_bill_setting(smm_ctx_t *c, const smm_gateway_t *g, const char *key)
{
    smm_gateway_env_t e = smm_gateway_env(c, 0);
    /* a gateway from elsewhere may not know all of them */
    const char *name = apr_pstrcat(c->pool, "gateway.", g->name, ".", key, NULL);

    return smm_setting_find(name) ? smm_gateway_setting(&e, g, key) : NULL;
}

static int64_t number(smm_ctx_t *c, const smm_gateway_t *g, const char *key, int64_t fallback)
{
    const char *v = smm_bill_setting(c, g, key);

    return v ? apr_atoi64(v) : fallback;
}

/** A sum in USD of the settings, in the document's currency. */
static int64_t minor(smm_ctx_t *c, const smm_gateway_t *g, const char *key, int64_t rate_e6)
{
    const char *v = smm_bill_setting(c, g, key);
    int64_t micro, out;

    if (!v || smm_usd_parse(v, &micro) != 0)
        return 0;
    if (rate_e6 > 0)
        return smm_fx_to_minor(micro, rate_e6, &out) == 0 ? out : 0;
    return smm_muldiv_half_up(micro, 1, SMM_CENT, &out) == 0 ? out : 0;
}

static void fees(smm_ctx_t *c, const smm_gateway_t *g, int64_t rate_e6, smm_topup_in_t *in)
{
    const char *mode = smm_bill_setting(c, g, "fee_mode");

    for (int i = 0; i < SMM_CAUSE_GATEWAY; i++) {
        const char *key = smm_cause(i)->key;

        in->charge[i].bps = number(c, g, apr_pstrcat(c->pool, key, "_bps", NULL), 0);
        in->charge[i].fixed = minor(c, g, apr_pstrcat(c->pool, key, "_fixed", NULL), rate_e6);
    }
    in->fee.gross_up = mode && strcmp(mode, "gross-up") == 0;
    in->fee.pct = number(c, g, "fee_bps", 0);
    in->fee.fixed = minor(c, g, "fee_fixed", rate_e6);
    in->fee.cap = minor(c, g, "fee_cap", rate_e6);
    in->fee.gst = number(c, g, "gateway_gst_bps", 0);
}

/* ---- tax ------------------------------------------------------------------------------------- */

static smm_result_t by_rule(smm_ctx_t *c, const smm_particulars_t *buyer, smm_bill_t *b)
{
    smm_tax_rule_t r;
    smm_rc_e rc = smm_tax_rule_for(c, buyer, &r);

    if (rc == SMM_NOT_FOUND)
        return smm_ok(); /* no rule, no tax */
    if (rc != SMM_OK)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    b->tax = r.reverse ? SMM_TAX_REVERSE : SMM_TAX_RULE;
    b->tax_bps = r.bps;
    b->tax_name = r.name;
    b->place = buyer->country;
    b->inclusive |= r.inclusive;
    b->note = *r.note ? r.note : r.reverse ? "Reverse charge" : "";
    return smm_ok();
}

static smm_result_t decide(smm_ctx_t *c, int64_t account, const smm_particulars_t *buyer,
                           const smm_gateway_t *g, smm_bill_t *b)
{
    const char *mode = smm_setting(c, "tax.mode");

    b->tax = SMM_TAX_NONE;
    b->tax_name = b->place = b->note = b->sac = "";
    if (mode && strcmp(mode, "gst") == 0)
        return smm_bill_gst(c, account, buyer, g, b);
    return mode && strcmp(mode, "rules") == 0 ? by_rule(c, buyer, b) : smm_ok();
}

/* ---- the bill -------------------------------------------------------------------------------- */

/** The document's total and tax as whole cents of USD. */
static int in_usd(const smm_bill_t *b, int64_t minor, int64_t *micro)
{
    int64_t cents;

    if (b->rate_e6 == 0) {
        *micro = minor * SMM_CENT;
        return 0;
    }
    if (smm_fx_to_usd(minor, b->rate_e6, micro) != 0 ||
        smm_muldiv_half_up(*micro, 1, SMM_CENT, &cents) != 0)
        return -1;
    *micro = cents * SMM_CENT;
    return 0;
}

/** Amounts of the document in USD. With inclusive prices what is credited is the base's part of
 * what was entered, down to a cent. @return 0 or -1 */
static int amounts(smm_bill_t *b, int64_t entered)
{
    int64_t total, part = entered;

    if (in_usd(b, b->l.total, &total) != 0 ||
        in_usd(b, b->l.cgst + b->l.sgst + b->l.utgst + b->l.tax, &b->tax_usd) != 0)
        return -1;
    if (!b->inclusive) {
        b->amount = entered;
        /* cents lost in converting there and back never come out of what is credited */
        b->fee = total - entered > b->tax_usd ? total - entered : b->tax_usd;
        return 0;
    }
    if (smm_muldiv_floor(entered, b->l.base, b->l.total, &part) != 0)
        return -1;
    b->amount = part - part % SMM_CENT;
    b->fee = entered - b->amount;
    if (b->tax_usd > b->fee)
        b->tax_usd = b->fee;
    return b->amount > 0 ? 0 : -1;
}

smm_result_t smm_bill(smm_ctx_t *c, int64_t account, const smm_particulars_t *buyer,
                      const smm_gateway_t *g, int64_t amount, smm_bill_t *b)
{
    smm_topup_in_t in = {0};
    smm_quote_t quote;
    smm_result_t r;

    memset(b, 0, sizeof(*b));
    if (smm_quote_make(c, g, amount, &quote) != 0)
        return smm_fail(SMM_INVALID, "method",
                        "This payment method is switched off. Choose another one.");
    b->currency = quote.currency;
    b->exponent = quote.exponent;
    b->rate_e6 = quote.rate_e6;
    b->inclusive = smm_setting_int(c, "tax.inclusive", 0) != 0;
    r = decide(c, account, buyer, g, b);
    if (r.code != SMM_OK)
        return r;
    in.base = quote.minor;
    in.tax = b->tax;
    in.tax_bps = b->tax_bps;
    in.union_tax = b->union_tax;
    in.round =
        strcmp(b->currency, "INR") == 0 && smm_setting_int(c, "tax.round_rupee", 0) ? 100 : 0;
    fees(c, g, b->rate_e6, &in);
    if (b->inclusive && (smm_topup_inside(&in, quote.minor, &b->l) != 0 || amounts(b, amount) != 0))
        return smm_fail(SMM_INVALID, "amount",
                        "Nothing is left of this amount after tax and fees. Enter more.");
    if (!b->inclusive && (smm_topup_lines(&in, &b->l) != 0 || amounts(b, amount) != 0))
        return smm_fail(SMM_INVALID, "amount", "This amount is too large for the method.");
    return smm_ok();
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void part(smm_bill_part_t *out, int *n, const char *kind, const char *name, int64_t bps,
                 int64_t amount)
{
    if (amount != 0)
        out[(*n)++] = (smm_bill_part_t){kind, name, bps, amount};
}

int smm_bill_parts(const smm_bill_t *b, smm_bill_part_t out[SMM_BILL_PARTS])
{
    const smm_topup_lines_t *l = &b->l;
    int rule = b->tax == SMM_TAX_RULE, n = 0;

    part(out, &n, "topup", "Account balance top-up", 0, l->base);
    for (int i = 0; i < SMM_CAUSES; i++)
        part(out, &n, smm_cause(i)->kind, smm_cause(i)->name, 0, l->fee[i]);
    part(out, &n, "cgst", "CGST", b->tax_bps / 2, l->cgst);
    part(out, &n, "sgst", "SGST", b->tax_bps / 2, l->sgst);
    part(out, &n, "utgst", "UTGST", b->tax_bps / 2, l->utgst);
    part(out, &n, rule ? "tax" : "igst", rule ? b->tax_name : "IGST", b->tax_bps, l->tax);
    part(out, &n, "rounding", "Rounding", 0, l->round_off);
    return n;
}

void smm_bill_lines(smm_unit_t *u, int invoice, const smm_bill_t *b)
{
    smm_bill_part_t parts[SMM_BILL_PARTS];
    int n = smm_bill_parts(b, parts);

    for (int i = 0; i < n; i++)
        smm_unit_add(u, SQL_invoice_line_insert,
                     SMM_ARGS(SMM_SLOT(invoice), SMM_I(i + 1), SMM_T(parts[i].name),
                              SMM_T(i == 0 ? "Prepaid credit for promotion campaigns" : ""),
                              SMM_I(1), SMM_I(parts[i].amount), SMM_I(parts[i].amount),
                              SMM_T(parts[i].kind), SMM_I(parts[i].bps)));
}

/* ---- who may use a method -------------------------------------------------------------------- */

int smm_bill_country_ok(smm_ctx_t *c, const smm_gateway_t *g, const char *country)
{
    const char *list = smm_bill_setting(c, g, "countries"), *at;
    int except = list && *list == '!';

    if (!list || !*list || !country || strlen(country) != 2)
        return 1;
    for (at = list; (at = strcasestr(at, country)) != NULL; at += 2) {
        if ((at == list || at[-1] == ' ' || at[-1] == '!' || at[-1] == ',') &&
            (at[2] == '\0' || at[2] == ' ' || at[2] == ','))
            return !except;
    }
    return except;
}

int smm_bill_member_ok(smm_ctx_t *c, const smm_gateway_t *g, int vip)
{
    const char *who = smm_bill_setting(c, g, "membership");

    return vip || !who || strcmp(who, "vip") != 0;
}
