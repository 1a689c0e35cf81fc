/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Refunds to the source: never more than was paid, once whatever the gateway answers, back in the
 * wallet when it fails. With a gateway of our own that answers as it is told.
 */
#include "tap.h"
#include "unit_wallet.h"
#include "smm_adjust.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_document.h"
#include "smm_invoice.h"
#include "smm_ledger.h"
#include "smm_refund.h"

#define USD(n) ((n)*SMM_USD)
#define THREADS 32

static smm_ctx_t c;
static int waits;
static int64_t first, second; /* two people of staff */
static smm_account_t who = {
    .username = "payer", .email = "payer@unit.example", .name = "", .lang = "en"};

/* ---- the gateway ------------------------------------------------------------------------------
 */

static struct {
    smm_gw_rc_e answer;
    const char *state; /* of fetch_refund */
    int calls, sent;
    int64_t minor;
    char keys[8][80];
} gw;

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    out->gateway_ref = apr_pstrcat(e->c->pool, "g-", in->reference, NULL);
    return SMM_GW_OK;
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    (void)e;
    (void)ref;
    out->state = "pending";
    return SMM_GW_OK;
}

/* A repeated key is the same refund. */
static smm_gw_rc_e refund(const smm_gateway_env_t *e, const char *ref, int64_t minor,
                          const char *key, const char **out)
{
    int known = 0;

    (void)ref;
    gw.calls++;
    for (int i = 0; i < gw.sent; i++)
        known |= strcmp(gw.keys[i], key) == 0;
    if (gw.answer == SMM_GW_REFUSED || gw.answer == SMM_GW_DOWN)
        return gw.answer;
    if (!known && gw.sent < 8) {
        apr_cpystrn(gw.keys[gw.sent++], key, sizeof(gw.keys[0]));
        gw.minor += minor;
    }
    *out = apr_pstrcat(e->c->pool, "r-", key, NULL);
    return gw.answer;
}

static smm_gw_rc_e fetch_refund(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    (void)e;
    (void)ref;
    out->state = gw.state;
    return SMM_GW_OK;
}

static smm_gateway_t ours = {.name = "ours",
                             .title = "Ours",
                             .text = "",
                             .time = "",
                             .icon = "wallet",
                             .caps = {.currencies = "USD",
                                      .flags = SMM_GW_POLL | SMM_GW_REFUND,
                                      .lifetime = 3600,
                                      .late = 3600},
                             .create = create,
                             .fetch = fetch,
                             .refund = refund,
                             .fetch_refund = fetch_refund};

/* ---- helpers -----------------------------------------------------------------------------------
 */

static int64_t balance(void)
{
    return unit_balance(&c, who.id);
}

static int sound(void)
{
    return unit_sound(&c);
}

static void setting(const char *key, const char *value)
{
    unit_setting(&c, key, value);
}

static int64_t paid_more(int64_t amount, int64_t excess, const char *method)
{
    smm_topup_t in = {.amount = amount, .method = method};
    int64_t id = 0;

    memset(&gw, 0, sizeof(gw));
    gw.state = "refunded";
    if (smm_payment_start(&c, &who, &in, NULL, &id).code != SMM_OK ||
        smm_payment_open(&c, id).code != SMM_OK)
        return 0;
    smm_payment_t p;
    smm_payment_get(&c, 0, id, &p);
    smm_payment_confirm(&c, id, p.amount + p.fee + excess, "seen", NULL);
    return id;
}

static int64_t paid(int64_t amount, const char *method)
{
    return paid_more(amount, 0, method);
}

static const char *state(int64_t refund_id)
{
    smm_refund_t r;

    return smm_refund_get(&c, refund_id, &r) == SMM_OK ? r.state : "none";
}

static void run_jobs(void)
{
    c.now += 4000;
    smm_job_run_due(&c, 3);
}

static int64_t book(const char *name)
{
    int64_t v = 0;

    unit_raw_int(
        c.pool,
        apr_psprintf(
            c.pool,
            "SELECT COALESCE(SUM(amount), 0) FROM posting WHERE panel_id = %" APR_INT64_T_FMT
            " AND book = '%s'",
            c.panel->id, name),
        &v);
    return v;
}

/* ---- tests -------------------------------------------------------------------------------------
 */

static void test_plain(void)
{
    int64_t before = balance(), id, left = 0, pay = paid(USD(50), "ours");
    smm_credit_note_t note;
    smm_payment_t p;

    ok(pay > 0 && balance() - before == USD(50), "50 paid in");
    is_int(smm_refund_start(&c, pay, USD(51), "other", "too much", NULL, &id, &waits).code,
           SMM_INVALID, "more than was paid is refused");
    is_int(smm_refund_start(&c, pay, USD(20), "other", "asked for", NULL, &id, &waits).code, SMM_OK,
           "20 go back");
    is_int(balance() - before, USD(30), "they leave the balance at once");
    is_int(book("refund"), USD(20), "and wait in the book of refunds");
    run_jobs();
    is(state(id), "done", "the gateway sent it");
    is_int(gw.minor, 2000, "2000 cents");
    is_int(book("refund"), 0, "nothing waits any more");
    is_int(smm_credit_note_by_key(&c, apr_psprintf(c.pool, "refund:%" PRId64, id), &note), SMM_OK,
           "a credit note was written");
    is_int(note.total_minor, 2000, "over what was sent");
    smm_payment_get(&c, 0, pay, &p);
    is(p.state, "paid", "the payment stays paid");
    smm_refund_left(&c, &p, &left);
    is_int(left, USD(30), "30 are left");
    smm_refund_start(&c, pay, USD(30), "other", "the rest", NULL, &id, &waits);
    run_jobs();
    smm_payment_get(&c, 0, pay, &p);
    is(p.state, "refunded", "all went back: the payment is refunded");
    is(p.invoice_status, "refunded", "and its invoice");
    is_int(balance(), before, "the balance is as before");
    ok(sound(), "books in order");
}

static void test_answers(void)
{
    int64_t before = balance(), id, pay = paid(USD(40), "ours");

    gw.answer = SMM_GW_REFUSED;
    smm_refund_start(&c, pay, USD(40), "other", "asked for", NULL, &id, &waits);
    run_jobs();
    is(state(id), "failed", "refused: failed");
    is_int(balance() - before, USD(40), "the money is back in the balance");
    gw.answer = SMM_GW_UNSURE;
    smm_refund_start(&c, pay, USD(10), "other", "asked for", NULL, &id, &waits);
    run_jobs();
    run_jobs();
    is(state(id), "sending", "an unclear answer: still on its way");
    gw.answer = SMM_GW_OK;
    run_jobs();
    is(state(id), "done", "asked again with the same key");
    is_int(gw.minor, 1000, "sent once");
    gw.state = "pending";
    smm_refund_start(&c, pay, USD(10), "other", "asked for", NULL, &id, &waits);
    run_jobs();
    is(state(id), "sending", "taken, not sent yet");
    gw.state = "failed";
    run_jobs();
    is(state(id), "failed", "given up by the processor");
    is_int(balance() - before, USD(30), "back in the balance");
    ok(sound(), "books in order");
}

static void test_by_hand(void)
{
    int64_t before = balance(), id, pay = paid(USD(30), "bank");

    smm_refund_start(&c, pay, USD(10), "other", "asked for", NULL, &id, &waits);
    is(state(id), "manual", "a bank transfer is sent by a person");
    run_jobs();
    is(state(id), "manual", "and by nobody else");
    is_int(smm_refund_sent(&c, id, "SEPA 77", NULL).code, SMM_OK, "who says so");
    is(state(id), "done", "then it is done");
    is_int(smm_refund_sent(&c, id, "SEPA 77", NULL).code, SMM_CONFLICT, "once");
    is_int(smm_refund_failed(&c, id, "no", NULL).code, SMM_CONFLICT, "and not failed afterwards");
    smm_refund_start(&c, pay, USD(5), "other", "asked for", NULL, &id, &waits);
    smm_refund_failed(&c, id, "account closed", NULL);
    is_int(balance() - before, USD(20), "what could not be sent comes back");
    ok(sound(), "books in order");
}

static void test_spent(void)
{
    int64_t have = balance(), id, pay = paid(USD(20), "ours");
    smm_unit_t *u = smm_unit_make(c.pool);
    int t = smm_ledger_transfer(u, &c, "adjust", "spend-1", SMM_I(0), "test");

    smm_ledger_move(u, &c, t, have + USD(15), SMM_BOOK_WALLET, who.id, SMM_BOOK_ADJUST, 0);
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, "all but 5 is spent");
    is_int(smm_refund_start(&c, pay, USD(20), "other", "asked for", NULL, &id, &waits).code,
           SMM_INVALID, "what was spent cannot go back");
    is_int(smm_refund_start(&c, pay, USD(5), "other", "asked for", NULL, &id, &waits).code, SMM_OK,
           "the rest can");
    run_jobs();
    is_int(balance(), 0, "nothing is left");
    ok(sound(), "books in order");
}

static void test_tax(void)
{
    int64_t id, tax = book("tax"), pay;

    setting("tax.mode", "gst");
    setting("seller.state", "27");
    setting("gateway.ours.convertible_fx", "no"); /* taxed as a supply within the country */
    pay = paid(USD(100), "ours");
    is_int(book("tax") - tax, USD(18), "18 % taken for the authorities");
    smm_refund_start(&c, pay, USD(50), "other", "half", NULL, &id, &waits);
    run_jobs();
    is_int(gw.minor, 5900, "half of the tax goes with it");
    is_int(book("tax") - tax, USD(9), "the other half stays due");
    smm_refund_start(&c, pay, USD(50), "other", "the rest", NULL, &id, &waits);
    run_jobs();
    is_int(gw.minor, 11800, "together all that was paid");
    is_int(book("tax"), tax, "no tax is left of it");
    setting("tax.mode", NULL);
    ok(sound(), "books in order");
}

/* ---- 32 at once --------------------------------------------------------------------------------
 */

static int racer(smm_ctx_t *of, int number, void *pay)
{
    int64_t id;
    int wait;

    (void)number;
    return smm_refund_start(of, *(int64_t *)pay, USD(60), "other", "race", NULL, &id, &wait).code ==
           SMM_OK;
}

static void test_race(void)
{
    int64_t pay = paid(USD(100), "ours"), other = paid(USD(100), "ours");

    ok(other > 0, "the balance covers more than one payment");
    is_int(unit_race(&c, THREADS, racer, &pay), 1, "32 refunds of 60 out of 100 at once: one");
    run_jobs();
    is_int(gw.minor, 6000, "and 60 are sent");
    ok(sound(), "books in order");
}

/* ---- two people ------------------------------------------------------------------------------ */

static const smm_idem_t *form_key(void)
{
    static int n;
    smm_idem_t *k = apr_pcalloc(c.pool, sizeof(*k));

    *k = (smm_idem_t){"form", apr_psprintf(c.pool, "refund-key-%d", ++n), "p"};
    return k;
}

static int64_t ask(int64_t pay, int64_t amount)
{
    smm_adjust_t a;
    int64_t id = 0;

    c.actor = first;
    is_int(
        smm_refund_start(&c, pay, amount, "paid-twice", "ticket 7", form_key(), &id, &waits).code,
        SMM_OK, "asked for");
    ok(id == 0 && waits == 1, "nothing is started yet");
    return smm_refund_waiting(&c, pay, &a) == SMM_OK ? a.id : 0;
}

static void test_two(void)
{
    int64_t before = balance(), id, req, pay = paid(USD(900), "ours");
    smm_refund_t r;

    setting("wallet.adjust_limit", "500");
    is_int(smm_refund_start(&c, pay, USD(500), "none", "x", NULL, &id, &waits).code, SMM_INVALID,
           "a cause is one of the list");
    is_int(smm_refund_start(&c, pay, USD(500), "paid", "x", NULL, &id, &waits).code, SMM_INVALID,
           "and a whole word of it");
    is_int(smm_refund_start(&c, pay, USD(500), "fraud", "", NULL, &id, &waits).code, SMM_INVALID,
           "with a note");
    req = ask(pay, USD(501));
    is_int(balance() - before, USD(900), "above the limit nothing moves …");
    is_int(book("refund"), 0, "… and nothing is on its way");
    is_int(smm_refund_start(&c, pay, USD(600), "other", "x", form_key(), &id, &waits).code,
           SMM_CONFLICT, "one request of a payment waits at a time");
    is_int(smm_adjust_decide(&c, req, 1, "", form_key()).code, SMM_FORBIDDEN,
           "who asked does not approve");
    c.actor = who.id;
    is_int(smm_adjust_decide(&c, req, 1, "", form_key()).code, SMM_FORBIDDEN, "nor who gets it");
    is_int(smm_refund_start(&c, pay, USD(1), "other", "x", NULL, &id, &waits).code, SMM_FORBIDDEN,
           "nobody sends their own money back");
    c.actor = second;
    is_int(smm_adjust_decide(&c, req, 1, "seen", form_key()).code, SMM_OK, "a second person does");
    is_int(balance() - before, USD(399), "then it leaves the balance");
    is_int(smm_adjust_decide(&c, req, 1, "seen", form_key()).code, SMM_CONFLICT, "once");
    run_jobs();
    is_int(gw.minor, 50100, "and is sent");
    smm_refund_list(&c, pay, "", 0, &r, 1);
    is(r.state, "done", "done");
    is(r.cause, "paid-twice", "with its cause");
    is(r.approver, "second", "and who approved it");
    c.actor = first;
    is_int(smm_refund_start(&c, pay, USD(5), "other", "x", form_key(), &id, &waits).code, SMM_OK,
           "five more");
    is_int(waits, 1, "parts of one payment count together");
    is_int(smm_adjust_waiting(&c), 0, "not for who asked");
    c.actor = second;
    is_int(smm_adjust_waiting(&c), 1, "but for the second person");
    smm_adjust_t a;
    smm_refund_waiting(&c, pay, &a);
    is_int(smm_adjust_decide(&c, a.id, 0, "not yet", form_key()).code, SMM_OK, "refused");
    is_int(balance() - before, USD(399), "nothing moved");
    ok(sound(), "books in order");
}

static int decider(smm_ctx_t *of, int number, void *req)
{
    (void)number;
    return smm_adjust_decide(of, *(int64_t *)req, 1, "seen", NULL).code == SMM_OK;
}

static void test_two_race(void)
{
    int64_t pay = paid(USD(2000), "ours"), before = balance(), req = ask(pay, USD(600));
    smm_unit_t *u;

    c.actor = second;
    is_int(unit_race(&c, THREADS, decider, &req), 1, "32 approvals of one refund: one");
    is_int(before - balance(), USD(600), "it left once");
    u = smm_unit_make(c.pool);
    smm_unit_add(u, SQL_adjust_decide,
                 SMM_ARGS(SMM_I(c.panel->id), SMM_I(req), SMM_T("approved"), SMM_I(second),
                          SMM_T(""), SMM_I(c.now)));
    is_int(smm_db_write(c.db, u).rc, SMM_DB_EXPECT, "nor by one who read it before");
    run_jobs();
    is_int(gw.minor, 60000, "and is sent once");
    ok(sound(), "books in order");
}

/* ---- no credit note -------------------------------------------------------------------------- */

static void test_no_note(void)
{
    int64_t id, id2, pay = paid(USD(40), "bank"), open = smm_refund_no_notes(&c);
    const char *slug;
    smm_payment_t p;
    smm_refund_t r;

    c.actor = first;
    smm_payment_get(&c, 0, pay, &p);
    is_int(smm_credit_note_issue(&c, p.invoice, 3500, "by-hand", "typed before", &slug).code,
           SMM_OK, "a person took 35 of 40 back on paper");
    is_int(smm_refund_start(&c, pay, USD(20), "asked", "ticket 8", NULL, &id, &waits).code, SMM_OK,
           "20 go back");
    is_int(smm_refund_sent(&c, id, "SEPA 9", NULL).code, SMM_OK,
           "what was sent is booked, whatever the invoice takes");
    smm_refund_get(&c, id, &r);
    ok(strstr(r.no_note, "5.00") != NULL, "the refund says why it has no credit note");
    is_int(smm_refund_no_notes(&c) - open, 1, "and staff is told");
    is_int(smm_refund_note_write(&c, id, NULL).code, SMM_CONFLICT, "it cannot be written still");
    is_int(smm_refund_note_close(&c, id, "", NULL).code, SMM_INVALID, "a closing says why");
    is_int(smm_refund_note_close(&c, id, "CRN by hand covers it", NULL).code, SMM_OK, "closed");
    is_int(smm_refund_note_close(&c, id, "again", NULL).code, SMM_CONFLICT, "once");
    is_int(smm_refund_no_notes(&c) - open, 0, "nothing is open");
    smm_refund_start(&c, pay, USD(5), "asked", "ticket 8", NULL, &id2, &waits);
    smm_refund_sent(&c, id2, "SEPA 10", NULL);
    smm_refund_get(&c, id2, &r);
    is(r.no_note, "", "what the invoice still takes gets its note");
    unit_raw(c.pool,
             apr_psprintf(c.pool, "UPDATE refund_out SET no_note = 'x' WHERE id = %" PRId64, id2));
    is_int(smm_refund_note_write(&c, id2, NULL).code, SMM_CONFLICT, "and not a second one");
    unit_raw(c.pool,
             apr_psprintf(c.pool, "UPDATE refund_out SET no_note = '' WHERE id = %" PRId64, id2));
    ok(sound(), "books in order");
    unit_raw(c.pool,
             apr_psprintf(c.pool, "UPDATE refund_out SET no_note = '' WHERE id = %" PRId64, id));
    ok(!sound(), "a refund without its note that nobody knows of is found");
}

/* ---- sent back by the processor ----------------------------------------------------------------
 */

/** What the processor says of a payment in all; looked at twice, as two notices would. */
static int says(int64_t pay, int64_t refunded, int64_t disputed)
{
    smm_snapshot_t s = {.state = "paid", .refunded_minor = refunded, .disputed_minor = disputed};
    smm_payment_t p, old;
    int moved = 0, again = 0;

    smm_payment_get(&c, 0, pay, &old);
    s.paid_minor = old.received / SMM_CENT;
    is_int(smm_payment_apply(&c, &old, &ours, &s, &moved).code, SMM_OK, "the report is taken");
    if (moved) {
        is_int(smm_payment_apply(&c, &old, &ours, &s, &again).code, SMM_CONFLICT,
               "one that read the same before it does not book it again");
        smm_payment_get(&c, 0, pay, &p);
        again = 1;
        smm_payment_apply(&c, &p, &ours, &s, &again);
        is_int(again, 0, "and the same report later books nothing");
    }
    return moved;
}

static int notes_of(int64_t invoice, int64_t *minor)
{
    smm_credit_note_t n[10];
    int i, count = smm_credit_note_list(&c, who.id, invoice, "", 0, n, 10);

    *minor = 0;
    for (i = 0; i < count; i++)
        *minor += n[i].total_minor;
    return count;
}

static void test_seen(void)
{
    int64_t before = balance(), id, minor, open = smm_refund_no_notes(&c), pay;
    smm_payment_t p;
    smm_refund_t r[4];

    setting("wallet.adjust_limit", NULL);
    pay = paid(USD(40), "ours");
    smm_payment_get(&c, 0, pay, &p);
    is_int(says(pay, 1000, 0), 1, "10 went back by the processor alone");
    is_int(balance() - before, USD(30), "they leave the balance");
    is_int(smm_refund_list(&c, pay, "", 0, r, 4), 1, "the refund is listed");
    is(r[0].state, "seen", "as one that only was seen");
    is_int(r[0].minor, 1000, "with what the payer got");
    is_int(r[0].amount, USD(10), "and what it took from the balance");
    is_int(notes_of(p.invoice, &minor), 1, "it has a credit note");
    is_int(minor, 1000, "over 10");
    smm_refund_start(&c, pay, USD(5), "asked", "ticket 9", NULL, &id, &waits);
    run_jobs();
    is(state(id), "done", "a refund of ours beside it");
    is_int(says(pay, 1500, 0), 0, "which the processor reports as well: nothing new");
    is_int(says(pay, 1500, 700), 1, "a bank holds 7 back");
    smm_wallet_freeze(&c, who.id, 0, "unit");
    is_int(notes_of(p.invoice, &minor), 2, "a dispute has no credit note");
    is_int(says(pay, 2200, 0), 1, "and lets them go as a refund");
    is_int(balance() - before, USD(18), "which had left already");
    is_int(notes_of(p.invoice, &minor), 3, "now they have one");
    is_int(minor, 2200, "all notes together are what went back");
    is_int(says(pay, 4000, 0), 1, "then all the rest");
    smm_payment_get(&c, 0, pay, &p);
    is(p.state, "refunded", "the payment is refunded");
    is(p.invoice_status, "refunded", "and its invoice");
    is_int(notes_of(p.invoice, &minor), 4, "with a last note");
    is_int(minor, 4000, "the invoice is taken back exactly");
    is_int(balance(), before, "nothing of it is left");
    is_int(smm_refund_no_notes(&c), open, "no note is missing");
    ok(sound(), "books in order");
}

static void test_seen_no_note(void)
{
    int64_t minor, open = smm_refund_no_notes(&c), pay = paid(USD(40), "ours");
    const char *slug;
    smm_payment_t p;
    smm_refund_t r;

    smm_payment_get(&c, 0, pay, &p);
    smm_credit_note_issue(&c, p.invoice, 3500, "by-hand-2", "typed before", &slug);
    is_int(says(pay, 2000, 0), 1, "what left is booked, whatever the invoice takes");
    is_int(notes_of(p.invoice, &minor), 1, "no second note");
    smm_refund_list(&c, pay, "", 0, &r, 1);
    ok(strstr(r.no_note, "5.00") != NULL, "the refund says why");
    is_int(smm_refund_no_notes(&c) - open, 1, "and staff is told");
    is_int(smm_refund_note_close(&c, r.id, "CRN by hand covers it", NULL).code, SMM_OK, "closed");
    ok(sound(), "books in order");
}

/** More came than was asked for: that goes back first, and no document is about it. */
static void test_seen_excess(void)
{
    int64_t minor, before = balance(), pay = paid_more(USD(100), USD(3), "ours");
    int64_t open = smm_refund_no_notes(&c);
    smm_payment_t p;
    smm_refund_t r;

    smm_payment_get(&c, 0, pay, &p);
    is_int(balance() - before, USD(103), "3 more than asked for");
    is_int(says(pay, 300, 0), 1, "the processor sends the 3 back");
    is_int(balance() - before, USD(100), "they leave the balance");
    is_int(notes_of(p.invoice, &minor), 0, "no document was about them: no credit note");
    smm_refund_list(&c, pay, "", 0, &r, 1);
    ok(*r.no_note && *r.no_note_done, "the refund says so");
    is_int(smm_refund_no_notes(&c), open, "and nobody has to see to it");
    is_int(says(pay, 1300, 0), 1, "10 of the invoice go back");
    is_int(notes_of(p.invoice, &minor), 1, "they have a credit note");
    is_int(minor, 1000, "over 10");
    ok(sound(), "books in order");
}

static int64_t staff(const char *name)
{
    int64_t id = unit_account(&c, name, "DE");
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_unit_add(u, SQL_member_join, SMM_ARGS(SMM_I(c.panel->id), SMM_I(id), SMM_I(c.now)));
    if (smm_db_write(c.db, u).rc != SMM_DB_OK)
        return 0;
    unit_raw(c.pool, apr_psprintf(c.pool,
                                  "UPDATE member SET role = 'staff' WHERE account_id = "
                                  "%" PRId64,
                                  id));
    return id;
}

static void run(int engine)
{
    memset(&c, 0, sizeof(c));
    if (!unit_db_on(tap_pool, &c, engine)) {
        ok(0, "a fresh database");
        return;
    }
    c.now = 1795600800; /* November 2026 */
    smm_wallet_init();
    smm_gateway_add(&ours);
    who.id = unit_account(&c, who.username, "DE");
    first = c.actor = staff("first");
    second = staff("second");
    setting("gateway.bank.iban", "DE02");
    test_plain();
    test_answers();
    test_by_hand();
    test_spent();
    test_tax();
    test_race();
    test_two();
    test_two_race();
    test_seen();
    test_seen_no_note();
    test_seen_excess();
    test_no_note();
    unit_db_drop(&c);
}

int main(void)
{
    tap_init();
    for (int engine = 0; engine < unit_engines(); engine++)
        run(engine);
    return tap_done();
}
