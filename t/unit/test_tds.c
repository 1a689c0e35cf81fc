/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tax deducted at source on both databases: what can be claimed, the moves, credited once a
 * certificate, the clock, back again. Seen red without the ledger's key (a second credit of the
 * same certificate), without the index of live claims (two claims of one invoice), and without the
 * mark of the clock (a reminder each hour).
 */
#include "tap.h"
#include "unit_wallet.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_tax_dates.h"
#include "smm_time.h"
#include "smm_document.h"
#include "smm_invoice.h"
#include "smm_ledger.h"
#include "smm_tds_claim.h"

static smm_ctx_t c;
static int64_t who;

static void setting(const char *key, const char *value)
{
    unit_setting(&c, key, value);
}

static int64_t add_account(const char *name, const char *mail)
{
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                          SMM_I(1), SMM_I(1), SMM_T("IN"), SMM_T("en")));
    smm_db_write(c.db, u);
    return smm_unit_id(u, 0);
}

static int64_t at(const char *text)
{
    int64_t s = 0;

    smm_time_parse(text, &s);
    return s;
}

static int64_t balance(void)
{
    return unit_balance(&c, who);
}

static int sound(void)
{
    return unit_sound(&c);
}

/* Mails of a kind; what they say is sealed, t/20-wallet/tds.t reads it. */
static int64_t mails(const char *view)
{
    int64_t n = -1;

    unit_raw_int(c.pool,
                 apr_psprintf(c.pool, "SELECT COUNT(*) FROM mail_outbox WHERE view = '%s'", view),
                 &n);
    return n;
}

/* A paid invoice over 8 812.34 rupees, or 100 dollars, and its tax, at 88.1234. @return its number
 */
static const char *invoice(const char *currency, const char *tax)
{
    int usd = strcmp(currency, "USD") == 0;
    smm_unit_t *u = smm_unit_make(c.pool);
    smm_invoice_t v;
    int64_t id;
    int inv;

    inv =
        smm_unit_add(u, SQL_invoice_insert,
                     SMM_ARGS(SMM_I(1), SMM_I(who), SMM_T("pending"), SMM_T(currency), SMM_I(2),
                              SMM_I(usd ? 11800 : 1039856), SMM_I(c.now), SMM_I(c.now + 3600),
                              SMM_T(tax), SMM_T("GST"), SMM_I(1800), SMM_I(usd ? 10000 : 881234),
                              SMM_T("29"), SMM_T("998365"), SMM_I(usd ? 0 : 88123400), SMM_T("")));
    smm_db_write(c.db, u);
    id = smm_unit_id(u, inv);
    u = smm_unit_make(c.pool);
    smm_invoice_move(u, &c, id, who, "pending", "paid");
    smm_db_write(c.db, u);
    return smm_invoice_find(&c, who, smm_proforma_number(c.pool, id), &v) == SMM_OK ? v.number : "";
}

static smm_tds_declare_t say_of(const char *numbers)
{
    smm_tds_declare_t d = {numbers, "Acme Ltd", "mumA12345b", "AAACA1234C", "393(1)", 2026, 3};

    return d;
}

static int64_t declared(const char *numbers)
{
    smm_tds_declare_t d = say_of(numbers);
    int64_t id = 0;

    smm_tds_declare(&c, who, &d, NULL, &id);
    return id;
}

static smm_rc_e upload(int64_t id, const char *number, int64_t tax)
{
    static const char pdf[] = "%PDF-1.7\n\0\xff";
    smm_tds_cert_t cert = {"131", number, "2026-11-20", "",      "",         "",
                           0,     tax,    pdf,          "c.pdf", sizeof(pdf)};

    return smm_tds_upload(&c, who, id, &cert).code;
}

static smm_rc_e decide(int64_t id, const char *event)
{
    return smm_tds_decide(&c, id, event, "because", NULL).code;
}

static smm_tds_claim_t got(int64_t id)
{
    smm_tds_claim_t t = {.state = "none"};

    smm_tds_get(&c, who, id, &t);
    return t;
}

static void test_declare(void)
{
    const char *a = invoice("INR", "inter"), *usd = invoice("USD", "inter"),
               *out = invoice("INR", "export_lut");
    smm_tds_declare_t d = say_of(a);
    int64_t id = 0;
    smm_tds_invoice_t on[5];

    is_int(smm_tds_declare(&c, who, &d, NULL, &id).code, SMM_INVALID, "no PAN of ours: not yet");
    setting("seller.tax_id", "27AAPFU0939F1ZV");
    is(smm_tds_pan(&c), "AAPFU0939F", "our PAN is within our GSTIN");
    is_int(smm_tds_bps(&c), 200, "a firm's: 2 %");
    d.tan = "MUMA1234";
    is(smm_tds_declare(&c, who, &d, NULL, &id).field, "tan", "a wrong TAN");
    d = say_of(a);
    d.pan = "XXXX";
    is(smm_tds_declare(&c, who, &d, NULL, &id).field, "pan", "a wrong PAN");
    is_int(declared(usd), 0, "an invoice in dollars, of a day without a rate");
    is_int(declared(out), 0, "an export");
    is_int(declared("INV-9999-000001"), 0, "somebody's");
    is_int(smm_tds_invoices(&c, who, on, 5), 1, "one can be claimed");
    id = declared(apr_pstrcat(c.pool, a, ", ", a, NULL));
    ok(id > 0, "declared");
    is(got(id).state, "declared", "declared");
    is(got(id).tan, "MUMA12345B", "the TAN in its tidy form");
    is_int(got(id).taxable, 881234, "over the value without GST, once");
    is_int(declared(a), 0, "an invoice is in one claim");
    is_int(smm_tds_invoices(&c, who, on, 5), 0, "none is left");
    is_int(smm_tds_get(&c, who + 1, id, &(smm_tds_claim_t){0}), SMM_NOT_FOUND, "nobody else's");
}

static void test_files(void)
{
    int64_t id = declared(invoice("INR", "intra"));
    smm_tds_cert_t cert = {"131", "C0",  "2026-11-20",       "",      "", "",
                           0,     17625, "MZ\0\0aaaaaaaaaa", "x.pdf", 14};
    const char *type = NULL, *data = NULL;
    size_t len = 0;

    c.now = at("2026-11-23T20:00:00Z"); /* the 24th in India */
    is(smm_tds_upload(&c, who, id, &cert).field, "file", "a program called .pdf");
    is(smm_tds_sniff("\x89PNG\r\n\x1a\n0", 9), "image/png", "PNG");
    is(smm_tds_sniff("\xff\xd8\xff\xe0", 4), "image/jpeg", "JPEG");
    ok(smm_tds_sniff("<svg>", 5) == NULL, "no SVG");
    cert.data = "%PDF-1.4 ";
    cert.len = SMM_TDS_FILE_BYTES + 1;
    is(smm_tds_upload(&c, who, id, &cert).field, "file", "too large");
    cert.len = 9;
    cert.deducted = "2026-11-25";
    is(smm_tds_upload(&c, who, id, &cert).field, "deducted", "not yet");
    cert.deducted = "2026-11-24";
    cert.tax = 0;
    is(smm_tds_upload(&c, who, id, &cert).field, "tax", "nothing deducted");
    is(got(id).state, "declared", "nothing has changed");
    is_int(upload(id, "c 0", 17625), SMM_OK, "a certificate");
    is(got(id).cert_no, "C0", "its number in one spelling");
    is_int(smm_tds_file(&c, who, id, &type, &data, &len), SMM_OK, "the file comes back");
    is(type, "application/pdf", "as what it is");
    ok(len == 12 && memcmp(data, "%PDF-1.7\n\0\xff", 12) == 0, "byte by byte");
    is_int(smm_tds_file(&c, who + 1, id, &type, &data, &len), SMM_NOT_FOUND, "not for others");
    is_int(got(id).due_day, smm_days(2026, 12, 3), "due after 7 working days in India");
    is_int(upload(id, "C0", 17625), SMM_CONFLICT, "while it waits nothing more is sent");
    is_int(decide(id, "start_review"), SMM_OK, "reviewed");
    is_int(decide(id, "ask"), SMM_OK, "asked");
    setting("tds.holidays", "2026-11-25, 2026-11-30");
    is_int(upload(id, "C0", 17625), SMM_OK, "sent again");
    is_int(got(id).due_day, smm_days(2026, 12, 7), "the clock starts anew, two holidays later");
    setting("tds.holidays", NULL);
}

static void test_credit(void)
{
    int64_t before = balance(), one = declared(invoice("INR", "inter")),
            two = declared(invoice("INR", "inter"));
    smm_tds_event_t e[10];
    smm_tds_t w;

    upload(one, "AB12", 17625);
    is_int(decide(one, "approve"), SMM_CONFLICT, "not before it was looked at");
    is_int(decide(one, "credit"), SMM_CONFLICT, "nor by hand");
    decide(one, "start_review");
    is_int(decide(one, "approve"), SMM_OK, "approved");
    is(got(one).state, "credited", "and credited");
    is_int(balance() - before, 2 * SMM_USD, "176.25 rupees at 88.1234, whole cents");
    is_int(decide(one, "approve"), SMM_CONFLICT, "once");
    upload(two, "ab 12", 17700);
    decide(two, "start_review");
    is_int(decide(two, "approve"), SMM_CONFLICT, "a certificate is credited once");
    is(got(two).state, "under_review", "nothing has changed");
    is_int(balance() - before, 2 * SMM_USD, "nor the balance");
    is_int(decide(two, "reject"), SMM_OK, "rejected");
    is_int(upload(two, "AB13", 17800), SMM_OK, "another certificate");
    decide(two, "start_review");
    smm_tds_claim_t t = got(two);
    smm_tds_worth(&t, &w);
    ok(w.needs_review, "more than we count: flagged");
    is_int(w.reimburse, 17700, "and cut to the next rupee");
    is_int(smm_tds_events(&c, one, e, 10), 5, "each move is on record");
    is(e[4].event, "credit", "the credit too");
    ok(sound(), "books in order");
    is_int(decide(one, "mismatch_found"), SMM_OK, "the tax office does not know it");
    is_int(balance() - before, 2 * SMM_USD, "nothing is moved yet");
    is_int(decide(one, "recovered"), SMM_OK, "taken back");
    is_int(balance(), before, "the balance is as before");
    is(got(one).state, "rejected", "and the claim rejected");
    ok(sound(), "books in order");
}

static void test_reuse(void)
{
    const char *number = invoice("INR", "inter");
    int64_t first = declared(number), second;

    upload(first, "R1", 17600);
    decide(first, "start_review");
    decide(first, "reject");
    second = declared(number);
    ok(second > 0, "a rejected claim frees its invoices");
    is_int(upload(first, "R2", 17600), SMM_CONFLICT, "which it does not get back then");
    is(got(first).state, "rejected", "nothing has changed");
}

/* The rate is that of the day of the invoice, whatever it is when the certificate comes. */
static void test_dollars(void)
{
    smm_tds_invoice_t on[5];
    int64_t before = balance(), id;
    const char *number;

    setting("fx.inr", "88.1234");
    number = invoice("USD", "inter");
    setting("fx.inr", "99");
    ok(smm_tds_invoices(&c, who, on, 5) > 0 && !strcmp(on[0].number, number),
       "an invoice in dollars can be claimed");
    is_int(on[0].taxable, 881234, "by its value in rupees");
    is_int(on[0].rate_e6, 88123400, "of the day it was issued");
    id = declared(number);
    ok(id > 0, "declared");
    is_int(got(id).taxable, 881234, "over that value");
    upload(id, "USD1", 17625);
    decide(id, "start_review");
    is_int(decide(id, "approve"), SMM_OK, "approved");
    is_int(balance() - before, 2 * SMM_USD, "176.25 rupees at the rate of that day");
    setting("fx.inr", NULL);
    ok(sound(), "books in order");
}

static void test_mails(void)
{
    int64_t id = declared(invoice("INR", "inter")), was = mails("wallet/tds");

    is_int(upload(id, "M1", 0), SMM_INVALID, "a certificate about nothing");
    is_int(mails("wallet/tds") - was, 0, "is not answered by mail");
    upload(id, "M1", 17625);
    is_int(mails("wallet/tds") - was, 1, "received");
    decide(id, "start_review");
    is_int(mails("wallet/tds") - was, 1, "looking at it is not told");
    decide(id, "approve");
    is_int(mails("wallet/tds") - was, 2, "accepted");
    is_int(decide(id, "approve"), SMM_CONFLICT, "not again");
    is_int(mails("wallet/tds") - was, 2, "nor another mail");
    id = declared(invoice("INR", "inter"));
    upload(id, "M2", 17625);
    decide(id, "start_review");
    decide(id, "ask");
    is_int(mails("wallet/tds") - was, 4, "a question");
    upload(id, "M3", 17625);
    decide(id, "start_review");
    decide(id, "reject");
    is_int(mails("wallet/tds") - was, 6, "refused");
}

static void test_clock(void)
{
    int64_t id = declared(invoice("INR", "inter")), staff = add_account("clerk", "c@unit.example"),
            now = c.now, n;
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_unit_add(u, SQL_member_set, SMM_ARGS(SMM_I(1), SMM_I(staff), SMM_T("staff"), SMM_I(c.now)));
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, "a clerk");
    c.now = at("2027-01-04T06:00:00Z"); /* a Monday; what was left open before is told first */
    ok(smm_tds_remind(&c) >= 0, "what waits from before");
    n = mails("wallet/tds-clock");
    upload(id, "CLK", 17625);
    is_int(got(id).due_day, smm_days(2027, 1, 13), "due on the Wednesday of the week after");
    is_int(smm_tds_remind(&c), 0, "nothing to say yet");
    c.now = at("2027-01-11T20:00:00Z"); /* the 12th in India: the working day before */
    is_int(smm_tds_remind(&c), 1, "the day is near");
    is_int(mails("wallet/tds-clock") - n, 1, "staff is told");
    is_int(smm_tds_remind(&c), 0, "once");
    c.now = at("2027-01-13T18:00:00Z");
    is_int(smm_tds_remind(&c), 0, "the day itself is not over");
    c.now = at("2027-01-13T19:00:00Z");
    is_int(smm_tds_remind(&c), 1, "now it is");
    is_int(mails("wallet/tds-clock") - n, 2, "a second mail");
    is_int(smm_tds_remind(&c), 0, "and no third");
    decide(id, "start_review");
    decide(id, "ask");
    upload(id, "CLK", 17625);
    c.now = at("2027-01-22T06:00:00Z");
    is_int(smm_tds_remind(&c), 1, "a new upload starts the clock anew");
    decide(id, "start_review");
    decide(id, "reject");
    c.now = at("2027-03-01T06:00:00Z");
    is_int(smm_tds_remind(&c), 0, "what is decided rests");
    c.now = now;
}

static void run(int engine)
{
    smm_unit_t *u;

    if (!unit_db_on(tap_pool, &c, engine)) {
        ok(0, "a database");
        return;
    }
    smm_wallet_init();
    c.now = at("2026-11-23T06:00:00Z");
    who = add_account("buyer", "b@unit.example");
    u = smm_unit_make(c.pool);
    smm_ledger_open(u, &c, who);
    smm_db_write(c.db, u);
    c.actor = who;
    test_declare();
    test_files();
    test_credit();
    test_reuse();
    test_dollars();
    test_mails();
    test_clock();
    unit_db_drop(&c);
}

int main(void)
{
    tap_init();
    for (int i = 0; i < unit_engines(); i++)
        run(i);
    return tap_done();
}
