/* SPDX-License-Identifier: Apache-2.0 */
/* Fee lines, tax and rounding of a top-up; place of supply. */
#include <string.h>
#include "smm_gstin.h"
#include "smm_money.h"
#include "smm_topup.h"

#define N_(text) text /* for scripts/gen-docs: a text that a sheet translates */
#define BPS 10000
/* Of the search for a fee: it grows by a few per cent of itself each time. */
#define MAX_ROUNDS 500

static const char *const WORDS[] = {"none",       "intra",       "inter", "sez_lut", "sez_paid",
                                    "export_lut", "export_paid", "rule",  "reverse"};

SMM_DECLARE(const char *) smm_tax_word(smm_tax_e kind)
{
    return WORDS[kind];
}

SMM_DECLARE(int) smm_tax_kind(const char *word, smm_tax_e *out)
{
    for (unsigned i = 0; word && i < sizeof(WORDS) / sizeof(*WORDS); i++) {
        if (strcmp(word, WORDS[i]) == 0) {
            *out = (smm_tax_e)i;
            return 0;
        }
    }
    return -1;
}

static const smm_cause_t CAUSES[SMM_CAUSES] = {
    [SMM_CAUSE_CONVERSION] = {"conversion", N_("Currency conversion"), "conversion"},
    [SMM_CAUSE_CROSS_BORDER] = {"cross_border", N_("Cross-border fee"), "cross_border"},
    [SMM_CAUSE_MANPOWER] = {"manpower", N_("Manual work"), "manpower"},
    [SMM_CAUSE_ACCOUNTING] = {"accounting", N_("Accounting"), "accounting"},
    [SMM_CAUSE_INCOME_TAX] = {"income_tax", N_("Income tax recovery"), "income_tax"},
    [SMM_CAUSE_REFUND_FILING] = {"refund_filing", N_("Refund paperwork"), "refund_filing"},
    [SMM_CAUSE_PLATFORM] = {"platform", N_("Platform cost"), "platform"},
    [SMM_CAUSE_GATEWAY] = {"handling", N_("Payment gateway charge"), "fee"},
};

SMM_DECLARE(const smm_cause_t *) smm_cause(smm_cause_e cause)
{
    return &CAUSES[cause];
}

static int64_t capped(int64_t fee, int64_t cap)
{
    return cap > 0 && fee > cap ? cap : fee;
}

/* One tax of the whole rate. */
static int is_taxed(smm_tax_e tax)
{
    return tax == SMM_TAX_INTER || tax == SMM_TAX_SEZ_PAID || tax == SMM_TAX_EXPORT_PAID ||
           tax == SMM_TAX_RULE;
}

/* The base with the first n fees. */
static int sum_of(const smm_topup_lines_t *l, int n, int64_t *sum)
{
    int rc = 0;

    *sum = l->base;
    for (int i = 0; rc == 0 && i < n; i++)
        rc = smm_add(*sum, l->fee[i], sum);
    return rc;
}

/* Tax, rounding and total for fees that are given. */
static int finish(const smm_topup_in_t *in, smm_topup_lines_t *l)
{
    int64_t sum, units;
    int rc = sum_of(l, SMM_CAUSES, &l->taxable);

    l->cgst = l->sgst = l->utgst = l->tax = l->round_off = 0;
    if (rc == 0 && in->tax == SMM_TAX_INTRA) {
        rc = smm_muldiv_half_up(l->taxable, in->tax_bps, 2 * BPS, &l->cgst);
        l->sgst = in->union_tax ? 0 : l->cgst;
        l->utgst = in->union_tax ? l->cgst : 0;
    } else if (rc == 0 && is_taxed(in->tax)) {
        rc = smm_muldiv_half_up(l->taxable, in->tax_bps, BPS, &l->tax);
    }
    rc |= smm_add(l->taxable, l->cgst, &sum) | smm_add(sum, l->sgst, &sum) |
          smm_add(sum, l->utgst, &sum) | smm_add(sum, l->tax, &l->total);
    if (rc == 0 && in->round > 1) {
        rc = smm_muldiv_half_up(l->total, 1, in->round, &units);
        l->round_off = units * in->round - l->total;
        l->total += l->round_off;
    }
    return rc;
}

/* What the processor keeps of a total: its fee, rounded up, with its own GST, half-up. */
static int keeps(const smm_fee_t *f, int64_t total, int64_t *out)
{
    int64_t fee, gst;

    if (smm_muldiv_ceil(total, f->pct, BPS, &fee) | smm_add(fee, f->fixed, &fee))
        return -1;
    fee = capped(fee, f->cap);
    return smm_muldiv_half_up(fee, f->gst, BPS, &gst) | smm_add(fee, gst, out);
}

/* The least fee that covers what the processor keeps of the total that holds it. */
static int gross_up(const smm_topup_in_t *in, smm_topup_lines_t *l)
{
    int64_t *fee = &l->fee[SMM_CAUSE_GATEWAY];

    *fee = 0;
    for (int i = 0; i < MAX_ROUNDS; i++) {
        if (finish(in, l) | keeps(&in->fee, l->total, &l->keeps))
            return -1;
        if (l->keeps <= *fee)
            return 0;
        *fee = l->keeps;
    }
    return -1;
}

static int sane(const smm_topup_in_t *in)
{
    const smm_fee_t *f = &in->fee;

    for (int i = 0; i < SMM_CAUSE_GATEWAY; i++)
        if (in->charge[i].bps < 0 || in->charge[i].fixed < 0)
            return 0;
    return in->base >= 0 && in->tax_bps >= 0 && in->tax_bps <= BPS && f->pct >= 0 && f->pct < BPS &&
           f->fixed >= 0 && f->cap >= 0 && f->gst >= 0 && f->gst <= BPS;
}

/* The fees that depend on the base alone. */
static int charges(const smm_topup_in_t *in, smm_topup_lines_t *l)
{
    for (int i = 0; i < SMM_CAUSE_GATEWAY; i++)
        if (smm_muldiv_half_up(in->base, in->charge[i].bps, BPS, &l->fee[i]) != 0 ||
            smm_add(l->fee[i], in->charge[i].fixed, &l->fee[i]) != 0)
            return -1;
    return 0;
}

SMM_DECLARE(int) smm_topup_lines(const smm_topup_in_t *in, smm_topup_lines_t *l)
{
    int64_t sum, fee;

    memset(l, 0, sizeof(*l));
    l->base = in->base;
    if (!sane(in) || charges(in, l) != 0)
        return -1;
    if (in->fee.gross_up)
        return gross_up(in, l);
    if (sum_of(l, SMM_CAUSE_GATEWAY, &sum) != 0 ||
        smm_muldiv_half_up(sum, in->fee.pct, BPS, &fee) != 0 ||
        smm_add(fee, in->fee.fixed, &fee) != 0)
        return -1;
    l->keeps = l->fee[SMM_CAUSE_GATEWAY] = capped(fee, in->fee.cap);
    return finish(in, l);
}

SMM_DECLARE(int)
smm_tax_inclusive(int64_t total, int64_t tax_bps, int split, int64_t *tax, int64_t *taxable)
{
    if (total < 0 || tax_bps < 0 ||
        smm_muldiv_half_up(total, tax_bps, (split ? 2 : 1) * (BPS + tax_bps), tax) != 0)
        return -1;
    *taxable = total - *tax * (split ? 2 : 1);
    return 0;
}

/* ---- prices that hold tax and fees ----------------------------------------------------------- */

/* The tax of a total, taken out of it. */
static int taken_out(const smm_topup_in_t *in, smm_topup_lines_t *l)
{
    int split = in->tax == SMM_TAX_INTRA;
    int64_t tax = 0;

    l->taxable = l->total;
    if (!split && !is_taxed(in->tax))
        return 0;
    if (smm_tax_inclusive(l->total, in->tax_bps, split, &tax, &l->taxable) != 0)
        return -1;
    l->cgst = split ? tax : 0;
    l->sgst = split && !in->union_tax ? tax : 0;
    l->utgst = split && in->union_tax ? tax : 0;
    l->tax = split ? 0 : tax;
    return 0;
}

/* The fees of a base when the total is known. @return 1: base and fees fit into the taxable value,
 * 0: they do not, -1: overflow. */
static int fits(const smm_topup_in_t *in, int64_t base, smm_topup_lines_t *l)
{
    smm_topup_in_t with = *in;
    int64_t sum, fee = 0;

    with.base = l->base = base;
    if (charges(&with, l) != 0 || sum_of(l, SMM_CAUSE_GATEWAY, &sum) != 0)
        return -1;
    if (in->fee.gross_up ? keeps(&in->fee, l->total, &fee) != 0
                         : smm_muldiv_half_up(sum, in->fee.pct, BPS, &fee) != 0 ||
                               smm_add(fee, in->fee.fixed, &fee) != 0)
        return -1;
    l->keeps = l->fee[SMM_CAUSE_GATEWAY] = in->fee.gross_up ? fee : capped(fee, in->fee.cap);
    if (smm_add(sum, l->keeps, &sum) != 0)
        return -1;
    return sum <= l->taxable;
}

SMM_DECLARE(int)
smm_topup_inside(const smm_topup_in_t *in, int64_t total, smm_topup_lines_t *l)
{
    int64_t lo = 0, hi, sum, units = total;
    int rc;

    memset(l, 0, sizeof(*l));
    if (!sane(in) || total <= 0)
        return -1;
    if (in->round > 1 && (smm_muldiv_half_up(total, 1, in->round, &units) != 0 ||
                          smm_muldiv_floor(units, in->round, 1, &units) != 0))
        return -1;
    l->total = units;
    if (taken_out(in, l) != 0)
        return -1;
    /* the fees grow with the base: look for the last one that fits */
    for (hi = l->taxable; lo < hi;) {
        int64_t mid = hi - (hi - lo) / 2;

        rc = fits(in, mid, l);
        if (rc < 0)
            return -1;
        if (rc)
            lo = mid;
        else
            hi = mid - 1;
    }
    if (lo <= 0 || fits(in, lo, l) != 1 || sum_of(l, SMM_CAUSES, &sum) != 0)
        return -1;
    l->base += l->taxable - sum;
    return 0;
}

/* ---- place of supply ------------------------------------------------------------------------- */

static void abroad(const smm_buyer_t *b, smm_supply_t *out)
{
    memcpy(out->pos, "96", 3);
    out->table = "exp";
    out->tax = b->lut ? SMM_TAX_EXPORT_LUT : SMM_TAX_EXPORT_PAID;
    if (!b->fx) { /* IGST Act 2(6)(iv): no export without convertible foreign exchange */
        out->tax = SMM_TAX_INTER;
        out->table = "b2cl_or_b2cs_needs_ca";
        out->note = "condition iv not met";
    }
}

SMM_DECLARE(void)
smm_place_of_supply(const char *seller, const smm_buyer_t *b, smm_supply_t *out)
{
    char normal[16] = "";
    int registered = b->gstin && *b->gstin && smm_gstin_check(b->gstin, normal) == SMM_GSTIN_OK;
    const smm_gst_state_t *state;
    char code[3] = "";

    memset(out, 0, sizeof(*out));
    if (b->country && *b->country && strcmp(b->country, "IN") != 0) {
        abroad(b, out);
        return;
    }
    /* the number's State wins over a typed one */
    memcpy(code, normal, registered ? 2 : 0);
    state = smm_gst_state_find(registered ? code : b->state && *b->state ? b->state : "?");
    if (!state) {
        out->refuse = 1;
        out->note = "ask for the State first";
        return;
    }
    memcpy(out->pos, state->code, 3);
    out->tax = strcmp(state->code, seller) == 0 ? SMM_TAX_INTRA : SMM_TAX_INTER;
    if (b->sez) {
        out->tax = b->lut ? SMM_TAX_SEZ_LUT : SMM_TAX_SEZ_PAID;
        out->note = "SEZ is always inter-State";
    }
    out->table = registered                                               ? "b2b"
                 : out->tax == SMM_TAX_INTER && b->total > SMM_B2CL_ABOVE ? "b2cl"
                                                                          : "b2cs";
}
