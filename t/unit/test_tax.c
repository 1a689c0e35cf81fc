/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a top-up costs, and money that leaves again, on both databases: GST by place of supply,
 * rules of other countries, fee modes, the rate's half hour, the switch for all top-ups; refunds
 * and chargebacks booked once, frozen wallets. Seen red without the comparison of `returned` and
 * `disputed` in payment_back together with the key of the transfer.
 */
#include <apr_thread_proc.h>
#include "unit_pay.h"

#define THREADS 16

/* ---- tests ----------------------------------------------------------------------------------- */

static void test_gst(void)
{
    smm_bill_t b;
    smm_invoice_t v;
    int64_t id, before = balance(), tax = tax_book();
    smm_payment_t p;

    set("tax.mode", "gst");
    set("seller.country", "IN");
    set("seller.tax_id", "27AAPFU0939F1ZV");
    set("fx.inr", "88.1234");
    profile("IN", "", "", "");
    bill(&rupees, USD(100), SMM_INVALID);
    profile("IN", "Karnataka", "", "");
    set("gateway.rupees.fee_mode", "gross-up");
    set("gateway.rupees.fee_bps", "200");
    set("gateway.rupees.gateway_gst_bps", "1800");
    set("tax.round_rupee", "1");
    b = bill(&rupees, USD(100), SMM_OK);
    is_int(b.l.base, 881234, "100 USD at 88.1234");
    is_int(b.l.fee[SMM_CAUSE_GATEWAY], 25243, "the fee is what the processor keeps");
    is_int(b.l.tax, 163166, "IGST of sum and fee");
    is_int(b.l.round_off, -43, "rounded to the rupee");
    is_int(b.l.total, 1069600, "10 696.00 in all");
    is(b.place, "29", "place of supply");
    set("gateway.rupees.fee_mode", NULL);
    set("gateway.rupees.fee_bps", NULL);
    set("gateway.rupees.gateway_gst_bps", NULL);
    set("tax.round_rupee", "0");
    profile("IN", "Karnataka", "Firm", "27AAPFU0939F1ZV");
    b = bill(&rupees, USD(100), SMM_OK);
    is_int(b.l.cgst, b.l.sgst, "the number's State wins: halves in the seller's State");
    is_int(b.l.cgst, 79311, "nine per cent each");
    id = paid(&rupees, USD(100));
    is_int(balance() - before, USD(100), "the balance gets the amount");
    p = payment(id);
    is_int(p.pay_minor, 881234 + 2 * 79311, "with tax the payer was asked");
    is_int(tax_book() - tax, p.tax, "the tax has its book");
    ok(smm_invoice_find(&c, who.id, smm_proforma_number(c.pool, p.invoice), &v) == SMM_OK,
       "document");
    is(v.currency, "INR", "in rupees");
    is(v.tax, "intra", "which says why");
    is_int(v.rate_e6, 88123400, "and at which rate");
    is_int(v.n_lines, 3, "three lines");
    sound("after a taxed payment");
}

static void test_abroad(void)
{
    smm_bill_t b;

    profile("DE", "", "", "");
    b = bill(&dollars, USD(100), SMM_OK);
    is(smm_tax_word(b.tax), "export_paid", "export without a letter of undertaking");
    is_int(b.l.total, 11800, "on payment of tax");
    set("tax.lut", "1");
    set("tax.lut_number", "AD270426000001A");
    b = bill(&dollars, USD(100), SMM_OK);
    is(smm_tax_word(b.tax), "export_lut", "with one");
    is_int(b.l.total, 10000, "without tax");
    ok(strstr(b.note, "AD270426000001A") != NULL, "the document names it");
    b = bill(&coins, USD(100), SMM_OK);
    is(smm_tax_word(b.tax), "inter", "coins are no convertible foreign exchange");
    set("gateway.unitcoin.convertible_fx", "yes");
    b = bill(&coins, USD(100), SMM_OK);
    is(smm_tax_word(b.tax), "export_lut", "unless the operator says so");
    set("tax.lut", "0");
}

static void test_rules(void)
{
    smm_tax_rule_t list[8], r = {0, "DE", "", "any", "VAT", 1900, 0, "", 0, 0};
    smm_bill_t b;

    set("tax.mode", "rules");
    r.since = c.now - 100;
    profile("DE", "Bavaria", "", "");
    is(smm_tax_word(bill(&dollars, USD(100), SMM_OK).tax), "none", "no rule, no tax");
    is_int(smm_tax_rule_add(&c, &r).code, SMM_OK, "a rule for everybody");
    r.kind = "business";
    r.bps = 0;
    r.reverse = 1;
    is_int(smm_tax_rule_add(&c, &r).code, SMM_OK, "one for businesses");
    r.kind = "consumer";
    r.reverse = 0;
    r.bps = 700;
    r.region = "Bavaria";
    is_int(smm_tax_rule_add(&c, &r).code, SMM_OK, "one for a region");
    r.region = "Hesse";
    r.bps = 1600;
    r.since = c.now + 10;
    is_int(smm_tax_rule_add(&c, &r).code, SMM_OK, "one of tomorrow");
    r.bps = 10001;
    is_int(smm_tax_rule_add(&c, &r).code, SMM_INVALID, "more than all is refused");
    r.bps = 1;
    r.until = r.since - 1;
    is_int(smm_tax_rule_add(&c, &r).code, SMM_INVALID, "an end before the start too");
    b = bill(&dollars, USD(100), SMM_OK);
    is_int(b.l.tax, 700, "the region wins");
    is(b.tax_name, "VAT", "by its name");
    profile("DE", "Hesse", "", "");
    is_int(bill(&dollars, USD(100), SMM_OK).l.tax, 1900, "what is not valid yet does not count");
    profile("DE", "Hesse", "GmbH", "DE123456789");
    b = bill(&dollars, USD(100), SMM_OK);
    is(smm_tax_word(b.tax), "reverse", "a business accounts for it");
    is(b.note, "Reverse charge", "and the document says so");
    is_int(b.l.total, 10000, "nothing on top");
    profile("DE", "Hesse", "", "");
    for (int i = smm_tax_rules(&c, list, 8) - 1; i >= 0; i--)
        is_int(smm_tax_rule_end(&c, list[i].id, "unit").code, SMM_OK, "ended");
    is_int(smm_tax_rule_end(&c, list[0].id, "unit").code, SMM_NOT_FOUND, "once");
    is(smm_tax_word(bill(&dollars, USD(100), SMM_OK).tax), "none", "an ended rule taxes nothing");
    set("tax.mode", "off");
}

static void test_quote(void)
{
    smm_topup_t in = {.amount = USD(50), .method = "rupees"};
    int64_t id = 0, asked;
    smm_result_t r;

    is_int(smm_payment_start(&c, &who, &in, NULL, &id).code, SMM_OK, "started");
    set("fx.inr", "90");
    asked = payment(id).pay_minor;
    is_int(asked, 440617, "at the rate of the start");
    c.now += SMM_QUOTE_TTL;
    is_int(smm_payment_open(&c, id).code, SMM_OK, "half an hour later it still holds");
    is_int(gw.asked, 440617, "and is asked for");
    is_int(smm_payment_start(&c, &who, &in, NULL, &id).code, SMM_OK, "another one");
    c.now += SMM_QUOTE_TTL + 1;
    r = smm_payment_open(&c, id);
    is_int(r.code, SMM_CONFLICT, r.message);
    is(payment(id).state, "expired", "too late: it is over");
    is(payment(id).invoice_status, "expired", "and its proforma");
    id = opened(&rupees, USD(50));
    is_int(payment(id).pay_minor, 450000, "the next one has the new rate");
    c.now += SMM_QUOTE_TTL + 100;
    gw.paid = gw.asked;
    ok(fetched(id), "who reached the checkout in time may pay later");
    is(payment(id).state, "paid", "at the rate that was held");
    set("funds.closed", "1");
    set("funds.closed_text", "Back on Monday.");
    r = smm_payment_start(&c, &who, &in, NULL, &id);
    is_int(r.code, SMM_CONFLICT, r.message);
    is(r.a, "Back on Monday.", "in the operator's words");
    set("funds.closed", "0");
}

typedef struct racer_t {
    smm_ctx_t c;
    smm_payment_t p;
    int moved;
} racer_t;

static void *APR_THREAD_FUNC racer(apr_thread_t *t, void *data)
{
    racer_t *r = data;
    smm_back_t b = {.disputed = USD(5)}; /* a part: the invoice does not move */

    (void)t;
    apr_pool_create(&r->c.pool, NULL);
    smm_payment_back(&r->c, &r->p, &b, &r->moved);
    apr_pool_destroy(r->c.pool);
    return NULL;
}

static void test_race(void)
{
    static racer_t r[THREADS];
    apr_thread_t *t[THREADS];
    apr_status_t rc;
    int64_t id = paid(&dollars, USD(20)), before = balance();
    smm_payment_t p = payment(id);
    int n = 0;

    for (int i = 0; i < THREADS; i++) {
        r[i].c = c;
        r[i].p = p;
        r[i].moved = 0;
        apr_thread_create(&t[i], NULL, racer, &r[i], tap_pool);
    }
    for (int i = 0; i < THREADS; i++) {
        apr_thread_join(&rc, t[i]);
        n += r[i].moved;
    }
    is_int(n, 1, "16 reports of one chargeback at one moment: one counts");
    is_int(before - balance(), USD(5), "taken once");
    ok(smm_wallet_frozen(&c, who.id), "frozen");
    is_int(smm_wallet_freeze(&c, who.id, 0, "talked to the bank").code, SMM_OK, "opened by staff");
}

static void test_back(void)
{
    int64_t id, before, start = balance(), n;
    smm_unit_t *u;
    smm_payment_t p;

    set("gateway.dollars.fee_bps", "300");
    id = paid(&dollars, USD(100));
    before = balance();
    is_int(gw.asked, 10300, "3 % on top");
    gw.back = 5150;
    ok(fetched(id), "half of it was refunded at the processor");
    is_int(before - balance(), USD(50), "half of the credit leaves, the fee bears its part");
    ok(!fetched(id), "told again: nothing");
    is_int(before - balance(), USD(50), "still half");
    is(payment(id).state, "paid", "a part refund leaves the state");
    gw.held = 5150;
    ok(fetched(id), "the rest is disputed");
    is_int(before - balance(), USD(100), "all of the credit is gone, no more");
    is(payment(id).state, "charged_back", "charged back");
    is(payment(id).invoice_status, "charged_back", "and the invoice");
    ok(smm_wallet_frozen(&c, who.id), "the wallet is frozen");
    sound("after a chargeback");
    u = smm_unit_make(c.pool);
    smm_wallet_hold(u, &c, who.id, USD(1),
                    smm_ledger_transfer(u, &c, "unit", "unit/x", SMM_I(1), ""), "unit/hold");
    ok(smm_db_write(c.db, u).rc != SMM_DB_OK, "a frozen wallet pays nothing");
    gw.held = 0;
    ok(fetched(id), "the dispute was won");
    is_int(before - balance(), USD(50), "its part comes back");
    is(payment(id).state, "paid", "paid again");
    gw.held = 5150;
    ok(fetched(id), "a second dispute of the same sum");
    is_int(before - balance(), USD(100), "counts as well");
    gw.held = 0;
    gw.back = 10300;
    ok(fetched(id), "it became a refund");
    is_int(before - balance(), USD(100), "the money had left already");
    gw.back = 20000;
    fetched(id);
    is(payment(id).review, "more went back than came in", "more than came in: a person looks");
    is_int(smm_wallet_freeze(&c, who.id, 0, "settled").code, SMM_OK, "staff open the wallet");
    is_int(smm_wallet_freeze(&c, who.id, 0, "settled").code, SMM_CONFLICT, "once");
    set("gateway.dollars.fee_bps", NULL);
    n = balance();
    id = paid(&dollars, USD(30));
    u = smm_unit_make(c.pool);
    smm_ledger_move(u, &c, smm_ledger_transfer(u, &c, "unit", "unit/spent", SMM_I(1), ""),
                    n + USD(30), SMM_BOOK_WALLET, who.id, SMM_BOOK_REVENUE, 0);
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, "everything is spent");
    set("wallet.freeze_disputed", "0");
    gw.held = 3000;
    ok(fetched(id), "and then charged back");
    is_int(balance(), -USD(30), "the balance tells what is owed");
    ok(smm_wallet_frozen(&c, who.id), "below the limit it is frozen, whatever the setting says");
    is_int(smm_wallet_freeze(&c, who.id, 0, "please").code, SMM_CONFLICT,
           "and stays so until settled");
    p = payment(id);
    is_int(p.disputed, USD(30), "the payment keeps the sum");
    gw.held = 0;
    ok(fetched(id), "won after all");
    is_int(smm_wallet_freeze(&c, who.id, 0, "won").code, SMM_OK, "now it opens");
    (void)start;
    sound("at the end");
}

static void run(int e)
{
    apr_pool_t *p;

    apr_pool_create(&p, NULL);
    if (unit_pay_on(p, e)) {
        test_gst();
        test_abroad();
        test_rules();
        test_quote();
        test_race();
        test_back();
        unit_db_drop(&c);
    }
    apr_pool_destroy(p);
}

int main(void)
{
    tap_init();
    for (int e = 0; e < unit_engines(); e++)
        run(e);
    return tap_done();
}
