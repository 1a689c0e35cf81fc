/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fees by cause, on both databases: each cause alone and all together, on the quote, on the
 * document and in the figures of the return; on top of the sum and grossed up, to the last unit.
 */
#include "smm_document.h"
#include "unit_pay.h"

#define SWEEP 4000

/* ---- pure ------------------------------------------------------------------------------------ */

static uint32_t seed = 20261126;

static int64_t below(int64_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (int64_t)(seed >> 8) % n;
}

static int64_t tax_of(const smm_topup_lines_t *l)
{
    return l->cgst + l->sgst + l->utgst + l->tax;
}

/* What a processor keeps, written anew: up, capped, then its own tax. */
static int64_t kept(const smm_fee_t *f, int64_t total)
{
    int64_t fee = (total * f->pct + 9999) / 10000 + f->fixed;

    if (f->cap > 0 && fee > f->cap)
        fee = f->cap;
    return fee + (2 * fee * f->gst + 10000) / 20000;
}

static void draw(smm_topup_in_t *in)
{
    static const smm_tax_e kinds[] = {SMM_TAX_NONE, SMM_TAX_INTRA, SMM_TAX_INTER, SMM_TAX_RULE,
                                      SMM_TAX_EXPORT_LUT};

    memset(in, 0, sizeof(*in));
    in->base = 1 + below(10000000);
    for (int i = 0; i < SMM_CAUSE_GATEWAY; i++)
        in->charge[i] = (smm_charge_t){below(3) ? below(500) : 0, below(3) ? 0 : below(900)};
    in->fee = (smm_fee_t){1, below(600), below(100), below(5) ? 0 : below(5000), below(2000)};
    in->tax = kinds[below(5)];
    in->tax_bps = below(2500);
    in->union_tax = (int)below(2);
}

static void test_sweep(void)
{
    int sums = 1, exact = 1, least = 1;

    for (int n = 0; n < SWEEP; n++) {
        smm_topup_in_t in, flat = {0};
        smm_topup_lines_t l, m;
        int64_t s;

        draw(&in);
        s = in.base;
        if (smm_topup_lines(&in, &l) != 0) {
            exact = 0;
            continue;
        }
        for (int i = 0; i < SMM_CAUSE_GATEWAY; i++) {
            int64_t want = (2 * in.base * in.charge[i].bps + 10000) / 20000 + in.charge[i].fixed;

            sums &= l.fee[i] == want;
            s += want;
        }
        sums &= l.taxable == s + l.fee[SMM_CAUSE_GATEWAY];
        exact &= l.total - tax_of(&l) - l.keeps == s && kept(&in.fee, l.total) == l.keeps;
        /* one unit less does not suffice */
        if (l.fee[SMM_CAUSE_GATEWAY] > 0) {
            flat = in;
            flat.fee = (smm_fee_t){0, 0, l.fee[SMM_CAUSE_GATEWAY] - 1, 0, 0};
            least &= smm_topup_lines(&flat, &m) == 0 &&
                     kept(&in.fee, m.total) > m.fee[SMM_CAUSE_GATEWAY];
        }
    }
    ok(sums, "each cause is its rate of the base and its fixed part, and they add up");
    ok(exact, "grossed up: after the processor's share and the tax the sum is left, exactly");
    ok(least, "and no smaller fee would do");
}

static void test_table(void)
{
    const smm_setting_t *s;

    for (int i = 0; i < SMM_CAUSES; i++) {
        const smm_cause_t *cause = smm_cause(i);

        for (int k = 0; k < i; k++)
            ok(strcmp(cause->kind, smm_cause(k)->kind) != 0, "a kind of its own");
        s = smm_setting_find(apr_pstrcat(c.pool, "gateway.dollars.", cause->key, "_bps", NULL));
        ok(s && s->kind == SMM_SET_BPS, cause->key);
        s = smm_setting_find(apr_pstrcat(c.pool, "gateway.dollars.", cause->key, "_fixed", NULL));
        ok(s && s->kind == SMM_SET_USD, cause->key);
    }
    is_int(SMM_CAUSES, 8, "eight causes");
}

/* Every gateway has the settings of the one table, and declares none of them itself. */
static void test_common(void)
{
    const smm_gateway_t *g;
    const smm_setting_t *common;
    int copies = 0, missing = 0;

    for (int i = 0; (g = smm_gateway_nth(i)) != NULL; i++) {
        const char *prefix = apr_pstrcat(c.pool, "gateway.", g->name, ".", NULL);

        common = smm_bill_settings(c.pool, g);
        missing += common->key != NULL; /* it answers those that nobody declared yet */
        for (int k = 0; k < SMM_CAUSES; k++) {
            const char *bps = apr_pstrcat(c.pool, prefix, smm_cause(k)->key, "_bps", NULL);

            missing += smm_setting_find(bps) == NULL;
            for (const smm_setting_t *s = g->settings; s && s->key; s++)
                copies += strcmp(s->key, bps) == 0;
        }
    }
    is_int(missing, 0, "every gateway has all of them");
    is_int(copies, 0, "and no copy of one");
}

/* ---- documents ------------------------------------------------------------------------------- */

static void set_fee(const smm_gateway_t *g, int cause, const char *bps, const char *fixed)
{
    const char *key = apr_pstrcat(c.pool, "gateway.", g->name, ".", smm_cause(cause)->key, NULL);

    set(apr_pstrcat(c.pool, key, "_bps", NULL), bps);
    set(apr_pstrcat(c.pool, key, "_fixed", NULL), fixed);
}

static int64_t line(const smm_invoice_t *v, const char *kind)
{
    for (int i = 0; i < v->n_lines; i++)
        if (strcmp(v->lines[i].kind, kind) == 0)
            return v->lines[i].amount_minor;
    return 0;
}

static smm_invoice_t invoice(int64_t payment)
{
    smm_payment_t p;
    smm_invoice_t v;

    smm_payment_get(&c, 0, payment, &p);
    smm_invoice_find(&c, who.id,
                     p.invoice_number ? smm_invoice_slug(c.pool, p.invoice_number, p.invoice)
                                      : smm_proforma_number(c.pool, p.invoice),
                     &v);
    return v;
}

static void test_each(void)
{
    for (int i = 0; i < SMM_CAUSES; i++) {
        smm_bill_part_t parts[SMM_BILL_PARTS];
        smm_bill_t b;
        smm_invoice_t v;

        set_fee(&dollars, i, "150", "0.25");
        b = bill(&dollars, USD(100), SMM_OK);
        is_int(smm_bill_parts(&b, parts), 2, smm_cause(i)->kind);
        is(parts[1].kind, smm_cause(i)->kind, "the quote has its line");
        is(parts[1].name, smm_cause(i)->name, "with its words");
        is_int(parts[1].amount, 175, "1.5 % and 25 cents");
        is_int(b.fee, 1750000, "and nothing else");
        v = invoice(opened(&dollars, USD(100)));
        is_int(line(&v, smm_cause(i)->kind), 175, "the document has it too");
        is_int(v.total_minor, 10175, "in its total");
        set_fee(&dollars, i, NULL, NULL);
    }
}

static void test_all(void)
{
    smm_gst_figures_t f;
    smm_invoice_t v;
    smm_bill_t b;
    int64_t sum = 0, id, before = balance();

    set("tax.mode", "gst");
    set("seller.country", "IN");
    set("seller.tax_id", "27AAPFU0939F1ZV");
    set("fx.inr", "88.1234");
    set("tax.round_rupee", "1");
    set("gateway.rupees.fee_mode", "gross-up");
    set("gateway.rupees.gateway_gst_bps", "1800");
    profile("IN", "Maharashtra", "", "");
    for (int i = 0; i < SMM_CAUSES; i++)
        set_fee(&rupees, i, "100", "0.10");
    b = bill(&rupees, USD(100), SMM_OK);
    is_int(b.l.fee[SMM_CAUSE_PLATFORM], 8812 + 881, "one per cent and ten cents, in paise");
    is_int(b.l.total - b.l.round_off - tax_of(&b.l) - b.l.keeps, 881234 + 7 * (8812 + 881),
           "all that is not the processor's and not tax is left");
    id = paid(&rupees, USD(100));
    is_int(balance() - before, USD(100), "the balance gets the amount");
    v = invoice(id);
    is_int(v.n_lines, 12, "base, eight causes, two taxes, rounding");
    for (int i = 0; i < SMM_CAUSES; i++)
        is_int(line(&v, smm_cause(i)->kind), b.l.fee[i], smm_cause(i)->kind);
    for (int i = 0; i < v.n_lines; i++)
        sum += v.lines[i].amount_minor;
    is_int(sum, v.total_minor, "the lines add up to the total");
    is_int(smm_gst_figures(&c, v.id, &f), SMM_OK, "it is in the return");
    is_int(f.taxable, b.l.taxable, "with all fees in the taxable value");
    is_int(f.cgst, b.l.cgst, "and the tax of them");
    is_int(f.total, v.total_minor, "and the total");
    for (int i = 0; i < SMM_CAUSES; i++)
        set_fee(&rupees, i, NULL, NULL);
    sound("with all fees");
}

static void test_limits(void)
{
    set_fee(&dollars, SMM_CAUSE_GATEWAY, "10000", NULL);
    bill(&dollars, USD(100), SMM_INVALID);
    set_fee(&dollars, SMM_CAUSE_GATEWAY, NULL, NULL);
    set_fee(&dollars, SMM_CAUSE_PLATFORM, "junk", "junk");
    is_int(bill(&dollars, USD(100), SMM_OK).fee, bill(&dollars, USD(100), SMM_OK).tax_usd,
           "what is no number is no fee");
    set_fee(&dollars, SMM_CAUSE_PLATFORM, NULL, NULL);
}

static void run(int e)
{
    apr_pool_t *p;

    apr_pool_create(&p, NULL);
    if (unit_pay_on(p, e)) {
        test_table();
        test_common();
        test_each();
        test_all();
        test_limits();
        unit_db_drop(&c);
    }
    apr_pool_destroy(p);
}

int main(void)
{
    tap_init();
    test_sweep();
    for (int e = 0; e < unit_engines(); e++)
        run(e);
    return tap_done();
}
