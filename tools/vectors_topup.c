/* SPDX-License-Identifier: Apache-2.0 */
/* Top-ups: invoice-lines, tax-inclusive, place-of-supply, tax-rates-sample. */
#include "config.h"
#include <string.h>
#include "smm_gstin.h"
#include "smm_money.h"
#include "smm_topup.h"
#include "vectors_int.h"

#define GST_BPS 1800

static void fee_of(json_t *h, smm_fee_t *fee)
{
    if (h) {
        fee->gross_up = strcmp(vec_str(h, "mode"), "gross_up") == 0;
        fee->pct = vec_opt(h, "pct_bps", 0);
        fee->fixed = vec_opt(h, "fixed", 0);
        fee->cap = vec_opt(h, "cap", 0);
        fee->gst = vec_opt(h, "gateway_gst_bps", 0);
    }
}

static void line(vec_t *v, json_t *want, const char *name, int64_t got)
{
    if (json_object_get(want, name))
        vec_check_int(v, name, 0, got, json_object_get(want, name));
}

static void lines_case(vec_t *v, json_t *c)
{
    json_t *i = json_object_get(c, "in"), *want = json_object_get(c, "lines");
    const smm_gst_state_t *state = smm_gst_state_find(vec_str(i, "pos"));
    int inr = strcmp(vec_str(i, "currency"), "INR") == 0;
    int64_t micro = vec_int(i, "usd_micro"), rate = vec_int(i, "rate_e6"), paise = 0;
    smm_topup_in_t in = {0};
    smm_topup_lines_t l;

    in.charge[SMM_CAUSE_CONVERSION].bps = vec_opt(i, "conversion_bps", 0);
    in.charge[SMM_CAUSE_CROSS_BORDER].bps = vec_opt(i, "cross_border_bps", 0);
    in.tax_bps = vec_opt(i, "tax_bps", GST_BPS);
    in.round = json_is_true(json_object_get(i, "round_rupee")) ? 100 : 0;
    in.union_tax = state && state->union_tax;
    fee_of(json_object_get(i, "handling"), &in.fee);
    if (smm_tax_kind(vec_str(i, "treatment"), &in.tax) != 0 ||
        (inr ? smm_fx_to_minor(micro, rate, &in.base) : ((in.base = micro / SMM_CENT), 0)) != 0 ||
        smm_topup_lines(&in, &l) != 0) {
        vec_check(v, 0, "%s: refused", vec_str(c, "name"));
        return;
    }
    line(v, want, "base", l.base);
    line(v, want, "conversion_markup", l.fee[SMM_CAUSE_CONVERSION]);
    line(v, want, "cross_border", l.fee[SMM_CAUSE_CROSS_BORDER]);
    line(v, want, "handling_fee", l.fee[SMM_CAUSE_GATEWAY]);
    line(v, want, "taxable_value", l.taxable);
    line(v, want, "cgst", l.cgst);
    line(v, want, "sgst", l.sgst);
    line(v, want, "utgst", l.utgst);
    line(v, want, "igst", l.tax);
    line(v, want, "round_off", l.round_off);
    line(v, want, "total", l.total);
    if (in.fee.gross_up) {
        line(v, want, "gateway_keeps", l.keeps);
        line(v, want, "net_after_gateway_and_tax",
             l.total - l.keeps - l.cgst - l.sgst - l.utgst - l.tax);
    }
    if (!inr)
        vec_check(v, smm_fx_to_minor(l.taxable * SMM_CENT, rate, &paise) == 0, "in rupees");
    line(v, want, "taxable_inr_paise", inr ? l.taxable : paise);
    line(v, want, "credit_usd_micro", micro);
}

static void lines(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", lines_case);
}

static void inclusive_case(vec_t *v, json_t *c)
{
    int split = json_is_true(json_object_get(c, "split"));
    int64_t tax = 0, taxable = 0;
    int rc = smm_tax_inclusive(vec_int(c, "total"), vec_int(c, "tax_bps"), split, &tax, &taxable);

    vec_check_int(v, "tax", rc, tax, json_object_get(c, split ? "cgst" : "tax"));
    vec_check_int(v, "taxable", rc, taxable, json_object_get(c, "taxable_value"));
}

static void inclusive(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", inclusive_case);
}

static void place_case(vec_t *v, json_t *c)
{
    json_t *b = json_object_get(c, "customer"), *want = json_object_get(c, "out");
    smm_buyer_t buyer = {json_string_value(json_object_get(b, "country")),
                         json_string_value(json_object_get(b, "gstin")),
                         json_string_value(json_object_get(b, "state")),
                         json_is_true(json_object_get(b, "sez")),
                         json_is_true(json_object_get(b, "lut")),
                         json_is_true(json_object_get(b, "fx")),
                         vec_opt(b, "total_paise", 0)};
    smm_supply_t got;

    smm_place_of_supply(vec_str(c, "seller_state"), &buyer, &got);
    vec_check_str(v, "place", got.refuse ? NULL : got.pos, json_object_get(want, "pos"));
    vec_check_str(v, "treatment", got.refuse ? "refuse" : smm_tax_word(got.tax),
                  json_object_get(want, "treatment"));
    vec_check_str(v, "table", got.table, json_object_get(want, "table"));
    vec_check_str(v, "note", got.note, json_object_get(want, "note"));
}

static void place(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", place_case);
}

/* Of 100.00 a rule's tax is its rate in minor units, with the total that follows. */
static void rate_case(vec_t *v, json_t *c)
{
    const char *country = vec_str(c, "country");
    smm_topup_in_t in = {.base = 10000, .tax = SMM_TAX_RULE, .tax_bps = vec_int(c, "standard_bps")};
    smm_topup_lines_t l;

    if (!country || strlen(country) != 2 || smm_topup_lines(&in, &l) != 0) {
        vec_check(v, 0, "%s: refused", country ? country : "no country");
        return;
    }
    vec_check_int(v, country, 0, l.tax, json_object_get(c, "standard_bps"));
    vec_check(v, l.total == l.base + l.tax, "%s: the total", country);
}

static void rates(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", rate_case);
}

const vec_kind_t vec_topup[] = {
    {"tax-rates-sample", rates},
    {"invoice-lines", lines},
    {"tax-inclusive", inclusive},
    {"place-of-supply", place},
    {NULL, NULL},
};
