/* SPDX-License-Identifier: Apache-2.0 */
/*
 * More of tax, on both databases: days of the letter of undertaking, rules that ask for a valid
 * number, prices that hold the tax, customers in special economic zones. Seen red without the
 * comparison of the GSTIN in sez_confirmed and in sez_decide; and without the split of settle.c.
 */
#include <apr_thread_proc.h>
#include "smm_document.h"
#include "smm_refund.h"
#include "smm_sez.h"
#include "smm_tax_id.h"
#include "unit_pay.h"

#define SWEEP 4000

/* ---- pure ------------------------------------------------------------------------------------ */

static void test_ids(void)
{
    static const char *const good[][2] = {
        {"IN", "27AAPFU0939F1ZV"},   {"IN", " 27aapfu0939f1zv "}, {"DE", "DE123456789"},
        {"DE", "123456789"},         {"DE", "de 123.456.789"},    {"AT", "ATU12345678"},
        {"GR", "EL123456789"},       {"NL", "NL123456789B01"},    {"FR", "FRXX123456789"},
        {"ES", "ESX1234567L"},       {"IE", "IE1+23456A"},        {"CH", "CHE-123.456.789 MWST"},
        {"BE", "BE0123456789"},      {"GB", "GB123456789012"},    {"US", "12-3456789"},
        {"BR", "12.345.678/9012-34"}};
    static const char *const bad[][2] = {{"IN", "27AAPFU0939F1ZW"},
                                         {"IN", "DE123456789"},
                                         {"DE", "DE12345678"},
                                         {"DE", "AT123456789"},
                                         {"DE", "DE12345678A"},
                                         {"AT", "AT12345678"},
                                         {"NL", "NL123456789C01"},
                                         {"BE", "BE2123456789"},
                                         {"GR", "GR12345678"},
                                         {"US", "none"},
                                         {"US", "AB"},
                                         {"US", ""},
                                         {"US", "12345<678"},
                                         {"US", "123456789012345678901"},
                                         {"DE", ""},
                                         {"", "A1"}};

    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
        ok(smm_tax_id_ok(good[i][0], good[i][1]), good[i][1]);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        ok(!smm_tax_id_ok(bad[i][0], bad[i][1]), bad[i][1]);
    ok(!smm_tax_id_ok(NULL, "1234567") && !smm_tax_id_ok("DE", NULL), "nothing is no number");
}

static uint32_t seed = 1126;

static int64_t below(int64_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (int64_t)(seed >> 8) % n;
}

static int64_t sum_of(const smm_topup_lines_t *l)
{
    int64_t sum = l->base;

    for (int i = 0; i < SMM_CAUSES; i++)
        sum += l->fee[i];
    return sum;
}

/* A total that is given holds exactly its parts, and no larger base would fit. */
static void test_inside(void)
{
    static const smm_tax_e kinds[] = {SMM_TAX_NONE, SMM_TAX_INTRA, SMM_TAX_INTER, SMM_TAX_RULE};
    int whole = 1, tax_right = 1, most = 1, near = 1, n;

    for (n = 0; n < SWEEP; n++) {
        smm_topup_in_t in = {.tax = kinds[below(4)], .tax_bps = below(2500)};
        smm_topup_lines_t l, up;
        int64_t total = 5000 + below(10000000), tax = 0, taxable = total;

        in.charge[below(SMM_CAUSE_GATEWAY)] = (smm_charge_t){below(500), below(90)};
        in.fee = (smm_fee_t){(int)below(2), below(500), below(90), 0, below(2000)};
        if (smm_topup_inside(&in, total, &l) != 0) {
            whole = 0;
            continue;
        }
        if (in.tax != SMM_TAX_NONE)
            smm_tax_inclusive(total, in.tax_bps, in.tax == SMM_TAX_INTRA, &tax, &taxable);
        tax_right &= l.taxable == taxable && (l.tax == tax || l.cgst == tax) && l.sgst == l.cgst;
        whole &= sum_of(&l) == l.taxable && l.total == total && l.base > 0 &&
                 l.taxable + l.cgst + l.sgst + l.utgst + l.tax == total;
        /* the other way round the same base costs as much, up to what rounding moves */
        in.base = l.base;
        near &= smm_topup_lines(&in, &up) == 0 && up.total - total <= 12 && total - up.total <= 12;
        in.base += 8;
        most &= smm_topup_lines(&in, &up) == 0 && up.total > total - 4;
    }
    ok(whole, "the parts of a total that is given add up to it");
    ok(tax_right, "its tax is what the rule for inclusive totals says");
    ok(near, "and from the base on it is the same document, up to rounding");
    ok(most, "the base is as large as it can be");
}

/* ---- with a database ------------------------------------------------------------------------- */

static const char *tax_of(const smm_gateway_t *g)
{
    return smm_tax_word(bill(g, USD(100), SMM_OK).tax);
}

static void test_lut(void)
{
    smm_lut_t l;

    set("tax.mode", "gst");
    set("seller.country", "IN");
    set("seller.tax_id", "27AAPFU0939F1ZV");
    profile("FR", "", "", "");
    is(tax_of(&dollars), "export_paid", "an export without the letter bears tax");
    set("tax.lut", "1");
    set("tax.lut_number", "AD270426000001A");
    is(tax_of(&dollars), "export_lut", "with it none");
    ok(strstr(bill(&dollars, USD(100), SMM_OK).note, "AD270426000001A") != NULL,
       "the document names its number");
    set("tax.lut_from", "2026-04-01");
    set("tax.lut_until", "2026-11-25");
    is(tax_of(&dollars), "export_lut", "on its last day");
    c.now += 86400 - (c.now + 19800) % 86400 - 1;
    is(tax_of(&dollars), "export_lut", "to the last second, by the Indian clock");
    c.now++;
    is(tax_of(&dollars), "export_paid", "and not a second longer");
    ok(strstr(bill(&dollars, USD(100), SMM_OK).note, "on payment of integrated tax") != NULL,
       "the document says so");
    smm_lut(&c, &l);
    is(l.state, "ended", "staff see it");
    set("tax.lut_until", "2027-03-31");
    set("tax.lut_from", "2026-11-26");
    is(tax_of(&dollars), "export_lut", "the next one from its first day");
    c.now--;
    is(tax_of(&dollars), "export_paid", "not before");
    smm_lut(&c, &l);
    is(l.state, "scheduled", "staff see that too");
    set("tax.lut_from", "soon");
    is(tax_of(&dollars), "export_paid", "a day that is none leaves no tax out");
    set("tax.lut_from", NULL);
    set("tax.lut_until", "2027-02-30");
    is(tax_of(&dollars), "export_paid", "nor one that does not exist");
    set("tax.lut_until", NULL);
    set("tax.lut", "0");
    set("tax.mode", "off");
}

static void test_needs_id(void)
{
    smm_tax_rule_t list[8],
        r = {.country = "DE", .region = "", .kind = "any", .name = "VAT", .bps = 1900, .note = ""};

    set("tax.mode", "rules");
    r.since = c.now - 100;
    smm_tax_rule_add(&c, &r);
    r.kind = "business";
    r.bps = 0;
    r.reverse = r.needs_id = 1;
    is_int(smm_tax_rule_add(&c, &r).code, SMM_OK, "reverse charge asks for a valid number");
    profile("DE", "", "GmbH", "DE123456789");
    is(tax_of(&dollars), "reverse", "with one the customer accounts for it");
    profile("DE", "", "GmbH", "12345");
    is(tax_of(&dollars), "rule", "with another text the tax is charged");
    profile("DE", "", "", "DE123456789");
    is(tax_of(&dollars), "rule", "without a company too");
    r.kind = "consumer";
    r.reverse = 0;
    r.bps = 100;
    is(smm_tax_rule_add(&c, &r).field, "needs_id", "consumers have no number");
    r = (smm_tax_rule_t){.country = "IN",
                         .region = "",
                         .kind = "any",
                         .name = "GST",
                         .bps = 1800,
                         .note = "",
                         .since = c.now - 1,
                         .needs_id = 1};
    smm_tax_rule_add(&c, &r);
    profile("IN", "Karnataka", "Firm", "29AAPFU0939F1ZR");
    is(tax_of(&dollars), "rule", "India: a GSTIN");
    profile("IN", "Karnataka", "Firm", "29AAPFU0939F1ZX");
    is(tax_of(&dollars), "none", "whose check character fits");
    for (int i = smm_tax_rules(&c, list, 8) - 1; i >= 0; i--)
        smm_tax_rule_end(&c, list[i].id, "unit");
    set("tax.mode", "off");
}

static void test_inclusive(void)
{
    smm_tax_rule_t list[8], r = {.country = "DE",
                                 .region = "",
                                 .kind = "any",
                                 .name = "VAT",
                                 .bps = 1900,
                                 .note = "",
                                 .inclusive = 1};
    int64_t before = balance(), tax = tax_book(), id;
    smm_payment_t p;
    smm_bill_t b;

    set("tax.mode", "rules");
    profile("DE", "", "", "");
    r.since = c.now - 1;
    is_int(smm_tax_rule_add(&c, &r).code, SMM_OK, "a rule for prices that hold the tax");
    b = bill(&dollars, USD(119), SMM_OK);
    is_int(b.l.total, 11900, "what was entered is paid");
    is_int(b.l.tax, 1900, "19 in 119");
    is_int(b.amount, USD(100), "the rest is credited");
    set("gateway.dollars.fee_bps", "300");
    set("gateway.dollars.platform_fixed", "1.00");
    b = bill(&dollars, USD(119), SMM_OK);
    is_int(b.l.total, 11900, "fees are inside as well");
    is_int(b.l.base, 9609, "what is left of 100 after 1.00 and three per cent");
    is_int(b.l.fee[SMM_CAUSE_GATEWAY], 291, "rounded once");
    id = paid(&dollars, USD(119));
    is_int(gw.asked, 11900, "the processor is asked for what was entered");
    p = payment(id);
    is_int(p.amount, 96090000, "the payment credits the rest");
    is_int(p.amount + p.fee, USD(119), "and is due in full");
    is_int(balance() - before, 96090000, "in the balance");
    is_int(tax_book() - tax, USD(19), "the tax in its book");
    set("gateway.dollars.platform_fixed", "200");
    bill(&dollars, USD(119), SMM_INVALID);
    set("gateway.dollars.platform_fixed", NULL);
    set("gateway.dollars.fee_bps", NULL);
    for (int i = smm_tax_rules(&c, list, 8) - 1; i >= 0; i--)
        smm_tax_rule_end(&c, list[i].id, "unit");
    /* in rupees, by the setting */
    set("tax.mode", "gst");
    set("tax.inclusive", "1");
    set("tax.round_rupee", "1");
    set("fx.inr", "88.1234");
    profile("IN", "Karnataka", "", "");
    b = bill(&rupees, USD(100), SMM_OK);
    is_int(b.l.total, 881200, "rounded before it is split");
    is_int(b.l.tax, 134420, "18 in 118");
    is_int(b.l.taxable, 746780, "the rest");
    is_int(b.l.round_off, 0, "no line of rounding");
    is_int(b.amount, 84740000, "its part of what was entered, down to a cent");
    before = balance();
    id = paid(&rupees, USD(100));
    is_int(balance() - before, 84740000, "is credited");
    p = payment(id);
    is_int(p.tax, 15250000, "the tax in USD");
    sound("with inclusive prices");
    set("tax.inclusive", "0");
    set("tax.round_rupee", "0");
    set("tax.mode", "off");
}

/* ---- special economic zones -------------------------------------------------------------------
 */

static int64_t declared(const char *kind)
{
    smm_sez_t s;

    is_int(smm_sez_declare(&c, who.id, kind, "SEZ/LOA/77").code, SMM_OK, "declared");
    is_int(smm_sez_of(&c, who.id, &s), SMM_OK, "it is there");
    is(s.state, "declared", "and waits");
    return s.id;
}

static void *declare_thread(apr_thread_t *t, void *v)
{
    smm_ctx_t own = c;

    (void)v;
    own.pool = apr_thread_pool_get(t);
    smm_sez_declare(&own, who.id, "sewop", "SEZ/LOA/race");
    return NULL;
}

/* Whatever comes at once: one declaration is live. */
static void test_sez_race(void)
{
    apr_thread_t *t[8];
    apr_status_t rc;
    smm_sez_t list[40];
    int live = 0, n;

    for (int i = 0; i < 8; i++)
        apr_thread_create(&t[i], NULL, declare_thread, NULL, c.pool);
    for (int i = 0; i < 8; i++)
        apr_thread_join(&rc, t[i]);
    n = smm_sez_list(&c, who.id, "", 0, list, 40);
    for (int i = 0; i < n; i++)
        live += strcmp(list[i].state, "declared") == 0 || strcmp(list[i].state, "confirmed") == 0;
    is_int(live, 1, "eight at once: one is live");
    is_int(smm_sez_withdraw(&c, who.id).code, SMM_OK, "and can be taken back");
}

static void test_sez(void)
{
    int64_t id, other;
    smm_gst_figures_t f;
    smm_invoice_t v;
    smm_payment_t p;
    smm_bill_t b;

    set("tax.mode", "gst");
    profile("IN", "Maharashtra", "Unit", "");
    is_int(smm_sez_declare(&c, who.id, "sewop", "SEZ/LOA/77").code, SMM_INVALID,
           "without a GSTIN there is no unit");
    profile("IN", "Maharashtra", "Unit", "27AAPFU0939F1ZV");
    is(smm_sez_declare(&c, who.id, "none", "SEZ/LOA/77").field, "kind", "a kind that is none");
    is(smm_sez_declare(&c, who.id, "sewp", "x").field, "approval", "no letter of approval");
    is(tax_of(&rupees), "intra", "an ordinary customer of the seller's State");
    id = declared("sewop");
    is(tax_of(&rupees), "intra", "what is only declared changes nothing");
    is_int(smm_sez_decide(&c, id, "revoke", "unit").code, SMM_CONFLICT, "nor can it be revoked");
    is_int(smm_sez_decide(&c, id, "maybe", "unit").code, SMM_INVALID, "a decision that is none");
    is_int(smm_sez_decide(&c, 999999, "confirm", "unit").code, SMM_NOT_FOUND, "of nobody");
    is_int(smm_sez_decide(&c, id, "confirm", "letter seen").code, SMM_OK, "staff confirm it");
    is_int(smm_sez_decide(&c, id, "confirm", "again").code, SMM_CONFLICT, "once");
    is(tax_of(&rupees), "sez_paid",
       "zero-rated, with tax while no letter of undertaking is in force");
    is_int(bill(&rupees, USD(100), SMM_OK).l.tax, 158622, "IGST, also within the State");
    set("tax.lut", "1");
    b = bill(&rupees, USD(100), SMM_OK);
    is(smm_tax_word(b.tax), "sez_lut", "without tax under the letter");
    is_int(b.l.total, b.l.taxable, "nothing on top");
    ok(strstr(b.note, "SEZ unit") != NULL, "the document says why");
    smm_payment_get(&c, 0, paid(&rupees, USD(100)), &p);
    smm_invoice_find(&c, who.id, smm_invoice_slug(c.pool, p.invoice_number, p.invoice), &v);
    is_int(smm_gst_figures(&c, v.id, &f), SMM_OK, "it is in the return");
    is(f.kind, "sez_lut", "as a supply to a unit");
    profile("IN", "Karnataka", "Unit", "29AAPFU0939F1ZR");
    is(tax_of(&rupees), "inter", "another GSTIN is another customer");
    profile("IN", "Maharashtra", "Unit", "27AAPFU0939F1ZV");
    is(tax_of(&rupees), "sez_lut", "back again it counts");
    other = declared("sewp");
    is(tax_of(&rupees), "intra", "declared anew: the old one has ended");
    profile("IN", "Karnataka", "Unit", "29AAPFU0939F1ZR");
    is_int(smm_sez_decide(&c, other, "confirm", "unit").code, SMM_CONFLICT,
           "a GSTIN that changed meanwhile is not confirmed");
    profile("IN", "Maharashtra", "Unit", "27AAPFU0939F1ZV");
    is_int(smm_sez_decide(&c, other, "confirm", "unit").code, SMM_OK, "the right one is");
    is(tax_of(&rupees), "sez_paid", "with payment of tax, whatever the letter says");
    profile("DE", "", "", "27AAPFU0939F1ZV");
    is(tax_of(&dollars), "export_lut", "abroad there is no zone of India");
    profile("IN", "Maharashtra", "Unit", "27AAPFU0939F1ZV");
    is_int(smm_sez_decide(&c, other, "revoke", "closed").code, SMM_OK, "staff end it");
    is(tax_of(&rupees), "intra", "and tax is as before");
    is_int(smm_sez_withdraw(&c, who.id).code, SMM_CONFLICT, "nothing is left to take back");
    test_sez_race();
    set("tax.lut", "0");
    set("tax.mode", "off");
    sound("with units in zones");
}

/* ---- more than was due ------------------------------------------------------------------------
 */

static int64_t invoices(void)
{
    int64_t n = 0;

    unit_raw_int(c.pool, "SELECT COUNT(*) FROM invoice WHERE number IS NOT NULL", &n);
    return n;
}

static smm_invoice_t found(const char *number)
{
    smm_invoice_t v;

    if (!number || smm_invoice_find(&c, who.id, smm_invoice_slug(c.pool, number, 0), &v) != SMM_OK)
        memset(&v, 0, sizeof(v));
    return v;
}

/* Pays `more` minor units above what is asked. */
static int64_t overpaid(const smm_gateway_t *g, int64_t amount, int64_t more)
{
    int64_t id = opened(g, amount);

    gw.paid = gw.asked + more;
    ok(fetched(id), "paid");
    return id;
}

static void test_excess_taxed(void)
{
    int64_t before = balance(), tax = tax_book(), sum = 0, total, n = invoices(), id;
    smm_gst_figures_t f;
    smm_invoice_t v;
    smm_payment_t p;

    id = overpaid(&rupees, USD(100), 118000);
    p = payment(id);
    is_int(invoices() - n, 2, "the invoice, and one for what came in above it");
    is_int(p.excess, p.received - p.amount - p.fee, "all that is above what was due");
    ok(p.excess > 13390000 - SMM_CENT && p.excess <= 13390000, "1 180 rupees");
    v = found(p.excess_number);
    ok(v.number && strcmp(v.number, p.invoice_number) > 0, "with the next number");
    is(v.status, "paid", "paid");
    smm_fx_to_minor(p.excess, v.rate_e6, &total);
    is_int(v.total_minor, total, "over the excess at the locked rate");
    for (int i = 0; i < v.n_lines; i++)
        sum += v.lines[i].amount_minor;
    is_int(sum, total, "its lines add up to it");
    is_int(v.taxable_minor, total - (total * 18 + 59) / 118, "it holds the tax");
    is(v.place, "29", "of the same place");
    is(v.buyer.state, "Karnataka", "with the buyer's particulars");
    is_int(v.payment, id, "and names the payment");
    is_int(smm_gst_figures(&c, v.id, &f), SMM_OK, "it is in the return");
    is_int(f.taxable + f.igst, f.total, "with its tax");
    is_int(f.total, total, "in full");
    is_int(p.excess_tax, (p.excess / SMM_CENT * 18 + 59) / 118 * SMM_CENT, "the tax in USD");
    is_int(balance() - before, USD(100) + p.excess - p.excess_tax, "the balance gets the rest");
    is_int(tax_book() - tax, p.tax + p.excess_tax, "the tax of both in its book");
    sound("with an excess");
    ok(!fetched(id), "told again: nothing");
    is_int(invoices() - n, 2, "no further invoice");
    gw.held = gw.paid;
    ok(fetched(id), "all of it is charged back");
    is_int(balance(), before, "the balance is as before");
    is_int(tax_book(), tax, "and the book of tax");
    sound("after it went back");
    smm_wallet_freeze(&c, who.id, 0, "unit");
}

/* The processor sends back a part, then all: first the excess with its invoice. */
static void test_excess_returned(void)
{
    int64_t before = balance(), tax = tax_book(), id = overpaid(&rupees, USD(100), 118000), left;
    smm_payment_t p = payment(id);
    smm_invoice_t own = found(p.invoice_number), more = found(p.excess_number);

    gw.back = 100000;
    ok(fetched(id), "1 000 of 1 180 rupees too much go back");
    smm_credit_note_left(&c, &more, &left);
    is_int(left, more.total_minor - 100000, "their invoice has a credit note");
    smm_credit_note_left(&c, &own, &left);
    is_int(left, own.total_minor, "the other invoice stays whole");
    gw.back = gw.paid;
    ok(fetched(id), "then all the rest");
    smm_credit_note_left(&c, &more, &left);
    is_int(left, 0, "both invoices are taken back:");
    smm_credit_note_left(&c, &own, &left);
    is_int(left, 0, "to the last paisa");
    is(payment(id).state, "refunded", "the payment is refunded");
    is_int(balance(), before, "the balance is as before");
    is_int(tax_book(), tax, "and the book of tax");
    is_int(smm_refund_no_notes(&c), 0, "no credit note is missing");
    sound("after the processor sent all back");
    gw.back = 0;
}

static void test_excess(void)
{
    int64_t before, n, id;
    smm_payment_t p;

    set("tax.mode", "gst");
    profile("IN", "Karnataka", "", "");
    test_excess_taxed();
    test_excess_returned();
    profile("IN", "Maharashtra", "", "");
    id = overpaid(&rupees, USD(100), 118000);
    p = payment(id);
    is_int(found(p.excess_number).n_lines, 3, "within the State: the value and two halves");
    n = invoices();
    before = balance();
    id = overpaid(&rupees, USD(100), 900);
    is_int(invoices() - n, 1, "within the tolerance an excess is noise");
    p = payment(id);
    is_int(balance() - before, p.received - p.fee, "and credited as it is");
    profile("FR", "", "", "");
    before = balance();
    id = overpaid(&dollars, USD(100), 5000);
    p = payment(id);
    ok(p.fee > 0 && p.excess_number == NULL, "a document in dollars is none of this");
    is_int(balance() - before, USD(150), "all of the excess is credited");
    set("tax.mode", "off");
    before = balance();
    overpaid(&rupees, USD(100), 88123);
    ok(balance() - before >= USD(110) - SMM_CENT, "nor is one without tax");
    sound("with excesses of all kinds");
}

static void run(int e)
{
    apr_pool_t *p;

    apr_pool_create(&p, NULL);
    if (unit_pay_on(p, e)) {
        test_lut();
        test_needs_id();
        test_inclusive();
        test_sez();
        test_excess();
        unit_db_drop(&c);
    }
    apr_pool_destroy(p);
}

int main(void)
{
    tap_init();
    test_ids();
    test_inside();
    for (int e = 0; e < unit_engines(); e++)
        run(e);
    return tap_done();
}
