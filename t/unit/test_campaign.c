/* SPDX-License-Identifier: Apache-2.0 */
/* Orders, hand-over, reports and refunds on a real database, with a provider that does what the
 * test says. */
#include <pthread.h>
#include "tap.h"
#include "unit_db.h"
#include "domain/smm_campaign_int.h"
#include "smm_coin_book.h"
#include "smm_form.h"
#include "smm_settings.h"
#include "smm_verify.h"
#include "smm_wallet.h"
#include "../../modules/wallet/domain/smm_affiliate.h"
#include "../../modules/wallet/domain/smm_ledger.h"

#define USD(n) ((int64_t)(n)*1000000)
#define SENDERS 32

static smm_ctx_t c;
static int64_t customer, other, service, provider;

/* ---- the provider ---------------------------------------------------------------------------- */

static smm_po_e say = SMM_PO_ACCEPTED;
static const char *say_order; /* NULL = a fresh one */
static const char *say_reason = "said";
static apr_interval_time_t say_slowly;
static int adds, made;
static char last_request[100];
static smm_pv_status_t report; /* what status answers for every order */

static void stub_add(smm_ctx_t *x, const smm_provider_t *p, smm_pv_add_t *a, int n,
                     void (*done)(smm_pv_add_t *a))
{
    for (int i = 0; i < n; i++) {
        __atomic_add_fetch(&adds, 1, __ATOMIC_SEQ_CST);
        if (say_slowly)
            apr_sleep(say_slowly);
        apr_cpystrn(last_request, a[i].request_id ? a[i].request_id : "", sizeof last_request);
        a[i].outcome = say;
        a[i].reason = say_reason;
        if (say == SMM_PO_ACCEPTED)
            a[i].order = say_order ? say_order : apr_psprintf(x->pool, "%d", 7000 + ++made);
        done(&a[i]);
    }
}

static int stub_status(smm_ctx_t *x, const smm_provider_t *p, smm_pv_status_t *s, int n)
{
    for (int i = 0; i < n; i++) {
        const char *order = s[i].order;
        s[i] = report;
        s[i].order = order;
    }
    return 1;
}

static const smm_provider_driver_t stub = {
    .name = "stub", .label = "Stub", .add = stub_add, .status = stub_status};

/* ---- people and money ------------------------------------------------------------------------ */

static int64_t person(const char *name)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    const char *mail = apr_psprintf(c.pool, "%s@people.example", name);
    int k =
        smm_unit_add(u, SQL_account_insert,
                     SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                              SMM_I(c.now), SMM_I(c.now), SMM_T("DE"), SMM_T("en")));
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, name);
    return smm_unit_id(u, k);
}

static void pay_in(int64_t account, int64_t amount)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    smm_ledger_open(u, &c, account);
    int t = smm_ledger_transfer(u, &c, "deposit", smm_random_token(c.pool, 12), SMM_I(0), "test");
    smm_ledger_move(u, &c, t, amount, SMM_BOOK_GATEWAY, 0, SMM_BOOK_WALLET, account);
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, "money in");
}

static int64_t balance(int64_t account)
{
    smm_balance_t b;
    smm_wallet_balance(&c, account, &b);
    return b.balance;
}

static int64_t held(int64_t account)
{
    smm_balance_t b;
    smm_wallet_balance(&c, account, &b);
    return b.held;
}

static int64_t make_service(const char *name, int64_t rate, smm_stype_e type)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    int cat = smm_unit_add(
        u, SQL_category_insert,
        SMM_ARGS(SMM_I(1), SMM_T(smm_random_token(c.pool, 8)), SMM_I(1), SMM_T("world")));
    int k =
        smm_unit_add(u, SQL_service_insert,
                     SMM_ARGS(SMM_I(1), SMM_SLOT(cat), SMM_T(name), SMM_T(name), SMM_T(""),
                              SMM_I(type), SMM_I(rate), SMM_I(rate / 2), SMM_I(10), SMM_I(100000),
                              SMM_I(0), SMM_I(0), SMM_I(0), SMM_I(1), SMM_I(provider), SMM_T("55"),
                              SMM_I(1), SMM_NUL, SMM_I(3600), SMM_I(3600), SMM_I(50000),
                              SMM_I(50000), SMM_I(0), SMM_NUL, SMM_I(0), SMM_I(c.now)));
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, "service");
    return smm_unit_id(u, k);
}

static smm_place_t order_of(const char *link, int64_t quantity)
{
    smm_place_t in = {.service = service,
                      .link = link,
                      .quantity = quantity,
                      .runs = SMM_ABSENT,
                      .interval = SMM_ABSENT,
                      .answer_number = SMM_ABSENT,
                      .device = SMM_ABSENT,
                      .type_of_traffic = SMM_ABSENT,
                      .seen_rate = SMM_ABSENT,
                      .origin = "form"};
    return in;
}

static int64_t place(const char *link, int64_t quantity)
{
    smm_place_t in = order_of(link, quantity);
    int64_t id = 0;
    int replay;
    smm_result_t r = smm_campaign_place(&c, customer, &in, NULL, &id, &replay);
    is_int(r.code, SMM_OK, apr_psprintf(c.pool, "placed %s", link));
    return id;
}

static void is_state(int64_t id, smm_cs_e want, const char *what)
{
    smm_campaign_t k = {0};
    smm_campaign_get(&c, 0, id, &k);
    is(smm_cs_name(k.state), smm_cs_name(want), what);
}

static void sound(const char *when)
{
    smm_verify_t v = {.pool = c.pool, .db = c.db, .now = c.now};
    is_int(smm_verify_run(&v), 0, apr_psprintf(c.pool, "the books are clean: %s", when));
}

static void dispatch(int64_t id)
{
    smm_job_t j = {.ref = id, .attempt = 1};
    smm_dispatch_job(&c, &j, 1);
}

/* ---- order ----------------------------------------------------------------------------------- */

static void refused(const char *what, smm_place_t in, smm_rc_e code, const char *field)
{
    int64_t id = 0;
    int replay;
    smm_result_t r = smm_campaign_place(&c, customer, &in, NULL, &id, &replay);
    is_int(r.code, code, what);
    is(r.field, field, "… the field");
    ok(r.message && !id, "… with a message and nothing made");
}

static void orders(void)
{
    int64_t before = balance(customer), id, id2 = 0;
    int replay = 0;
    smm_place_t in = order_of("https://a.example/1", 1000);
    smm_campaign_t k;
    smm_quote_t q;
    smm_idem_t idem = {"form", "key-of-one-form", "print-1"},
               changed = {"form", "key-of-one-form", "print-2"};

    is_int(smm_campaign_quote(&c, customer, &in, &q).code, SMM_OK, "quote");
    is_int(q.charge, USD(2), "1000 at 2 a thousand");
    ok(q.eta && q.slow == 3600 + 1728, "time: an hour and 1000 at 50,000 a day");
    is_int(smm_campaign_place(&c, customer, &in, &idem, &id, &replay).code, SMM_OK,
           "placed with a key");
    is_int(smm_campaign_place(&c, customer, &in, &idem, &id2, &replay).code, SMM_OK,
           "the same form again");
    ok(replay && id == id2, "… is the same campaign");
    is_int(smm_campaign_place(&c, customer, &in, &changed, &id2, &replay).code, SMM_CONFLICT,
           "the key with other values");
    is_int(balance(customer), before - USD(2), "charged once");
    is_int(held(customer), USD(2), "and held");
    is_int(smm_campaign_get(&c, customer, id, &k), SMM_OK, "read");
    is(k.status, "Pending", "… pending");
    is_int(smm_campaign_get(&c, other, id, &k), SMM_NOT_FOUND, "not by somebody else");

    in.warn = 1;
    refused("a double order asks first", in, SMM_CONFLICT, "confirm");
    in.confirm = 1;
    is_int(smm_campaign_place(&c, customer, &in, NULL, &id2, &replay).code, SMM_OK,
           "… and goes through when confirmed");
    in.seen_rate = USD(1);
    refused("a price that is not any more", in, SMM_CONFLICT, "price");
    refused("too few", order_of("https://a.example/", 9), SMM_INVALID, "quantity");
    refused("too many", order_of("https://a.example/", 100001), SMM_INVALID, "quantity");
    refused("no quantity", order_of("https://a.example/", SMM_ABSENT), SMM_INVALID, "quantity");
    refused("no link", order_of("", 100), SMM_INVALID, "link");
    refused("a script for a link", order_of("javascript:alert(1)", 100), SMM_INVALID, "link");
    refused("more than there is", order_of("https://a.example/", 100000), SMM_NO_FUNDS, NULL);
    in = order_of("https://a.example/", 100);
    in.service = 999999;
    refused("no such service", in, SMM_INVALID, "service");
    in = order_of("https://a.example/drip", 100);
    in.runs = 3;
    refused("runs without an interval", in, SMM_INVALID, "interval");
    in.interval = 60;
    is_int(smm_campaign_quote(&c, customer, &in, &q).code, SMM_OK, "three runs");
    is_int(q.quantity, 300, "… count three times");
    is_int(smm_campaign_void(&c, other, id, NULL).code, SMM_NOT_FOUND, "nobody else withdraws it");
    is_int(smm_campaign_void(&c, customer, id, NULL).code, SMM_OK, "withdrawn");
    is_int(smm_campaign_void(&c, customer, id, NULL).code, SMM_CONFLICT, "… once");
    is_int(smm_campaign_void(&c, customer, id2, NULL).code, SMM_OK, "the double one, too");
    is_int(balance(customer), before, "all money is back");
    is_int(held(customer), 0, "nothing held");
    sound("after orders");
}

/* ---- hand-over ------------------------------------------------------------------------------- */

static void outcomes(void)
{
    int64_t before = balance(customer), id = place("https://a.example/ok", 1000);
    smm_campaign_t k;
    dispatch(id);
    is_state(id, SMM_CS_ACCEPTED, "accepted");
    is_int(held(customer), 0, "the hold became revenue");
    adds = 0;
    dispatch(id);
    is_int(adds, 0, "not sent again");

    say = SMM_PO_REJECTED;
    id = place("https://a.example/no", 1000);
    dispatch(id);
    is_state(id, SMM_CS_REJECTED, "rejected");
    smm_campaign_get(&c, 0, id, &k);
    is(k.status, "Canceled", "… shown as canceled");
    is_int(balance(customer), before - USD(2), "… and paid back");

    say = SMM_PO_NOT_SENT;
    id = place("https://a.example/later", 1000);
    dispatch(id);
    is_state(id, SMM_CS_INTENT, "not sent: back to intent");
    adds = 0;
    dispatch(id);
    is_int(adds, 0, "… waits");
    c.now += 3600;
    say = SMM_PO_ACCEPTED;
    dispatch(id);
    is_state(id, SMM_CS_ACCEPTED, "… and is sent later");
    sound("after outcomes");
}

static void unknowns(void)
{
    int64_t id, id2, before = balance(customer);
    smm_campaign_t k;
    say = SMM_PO_UNKNOWN;
    id = place("https://a.example/lost", 1000);
    dispatch(id);
    is_state(id, SMM_CS_UNKNOWN, "no clear answer rests in unknown");
    is_int(held(customer), USD(2), "… with the money held");
    adds = 0;
    c.now += 4000;
    dispatch(id);
    is_int(adds, 0, "… and is never sent again");
    is_int(smm_campaign_void(&c, customer, id, NULL).code, SMM_CONFLICT, "… nor withdrawn");
    is_int(smm_campaign_resolve_accept(&c, id, "9001", "").code, SMM_INVALID,
           "a decision needs a reason");
    is_int(smm_campaign_resolve_accept(&c, id, "7001", "seen there").code, SMM_CONFLICT,
           "not the number of another campaign");
    is_int(smm_campaign_resolve_accept(&c, id, "9001", "seen there").code, SMM_OK,
           "found by staff");
    is_state(id, SMM_CS_ACCEPTED, "… accepted");
    is_int(smm_campaign_resolve_reject(&c, id, "again").code, SMM_CONFLICT, "… and decided once");

    id = place("https://a.example/lost2", 1000);
    dispatch(id);
    is_int(smm_campaign_resolve_reject(&c, id, "not there").code, SMM_OK, "never made: paid back");
    is_state(id, SMM_CS_REJECTED, "… rejected");
    is_int(balance(customer), before - USD(2), "… the money is back");

    id = place("https://a.example/lost3", 1000);
    dispatch(id);
    is_int(smm_campaign_resolve_again(&c, id, "not there").code, SMM_OK, "never made: send again");
    is_state(id, SMM_CS_INTENT, "… intent");
    say = SMM_PO_ACCEPTED;
    dispatch(id);
    is_state(id, SMM_CS_ACCEPTED, "… accepted in a second group");
    smm_campaign_get(&c, 0, id, &k);
    is_int(k.grp, 2, "… of its own");

    /* the id of another campaign */
    say_order = k.provider_order;
    id2 = place("https://a.example/same-id", 1000);
    dispatch(id2);
    is_state(id2, SMM_CS_UNKNOWN, "an id that another campaign has is no answer");
    say_order = NULL;
    is_int(smm_campaign_resolve_reject(&c, id2, "not there").code, SMM_OK, "… settled");
    sound("after unknowns");
}

/** A worker claims the campaign and dies. */
static void claimed(int64_t id, smm_campaign_t *k)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    smm_unit_add(
        u, SQL_campaign_claim,
        SMM_ARGS(SMM_I(1), SMM_I(id), SMM_T("intent"), SMM_I(k->fence), SMM_I(c.now + 75)));
    smm_unit_add(u, SQL_attempt_insert,
                 SMM_ARGS(SMM_I(1), SMM_I(id), SMM_I(provider), SMM_I(k->grp),
                          SMM_I(k->attempt + 1), SMM_I(k->fence + 1), SMM_I(c.now), SMM_I(0),
                          SMM_NUL));
    smm_campaign_note(u, &c, k, SMM_CS_DISPATCHING, "Pending", "claimed", NULL, 0);
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, "claimed by a worker that dies");
}

static int64_t dead(const char *link, smm_campaign_t *k)
{
    int64_t id = place(link, 1000);
    smm_campaign_get(&c, 0, id, k);
    claimed(id, k);
    return id;
}

static void leases(void)
{
    smm_campaign_t k;
    smm_unit_t *u;
    int64_t id = dead("https://a.example/dead", &k);
    dispatch(id);
    is_state(id, SMM_CS_DISPATCHING, "its lease holds");
    c.now += 100;
    adds = 0;
    dispatch(id);
    is_state(id, SMM_CS_UNKNOWN, "then it is unknown, never intent");
    is_int(adds, 0, "… and was not sent");

    /* a late outcome of the dead one's fence changes nothing */
    u = smm_unit_make(c.pool);
    smm_unit_add(u, SQL_campaign_accept,
                 SMM_ARGS(SMM_I(1), SMM_I(id), SMM_I(k.fence + 1), SMM_T("1"), SMM_I(c.now)));
    is_int(smm_db_write(c.db, u).rc, SMM_DB_EXPECT, "a late outcome is refused");
    is_int(smm_campaign_resolve_again(&c, id, "not there").code, SMM_OK, "a person sends it again");
    smm_campaign_get(&c, 0, id, &k);
    claimed(id, &k);
    const char *late[] = {"accepted", "unknown", "rejected"};
    for (int i = 0; i < 3; i++) {
        int64_t fence = k.fence - 1;
        u = smm_unit_make(c.pool);
        if (i == 0)
            smm_unit_add(u, SQL_campaign_accept,
                         SMM_ARGS(SMM_I(1), SMM_I(id), SMM_I(fence), SMM_T("1"), SMM_I(c.now)));
        else if (i == 1)
            smm_unit_add(u, SQL_campaign_outcome,
                         SMM_ARGS(SMM_I(1), SMM_I(id), SMM_I(fence), SMM_T("unknown"), SMM_I(c.now),
                                  SMM_NUL));
        else
            smm_unit_add(u, SQL_campaign_end_held,
                         SMM_ARGS(SMM_I(1), SMM_I(id), SMM_T("dispatching"), SMM_I(fence),
                                  SMM_T("rejected"), SMM_I(c.now)));
        is_int(smm_db_write(c.db, u).rc, SMM_DB_EXPECT, late[i]);
        is_state(id, SMM_CS_DISPATCHING, "… of the first claim says nothing about the second");
    }
    c.now += 100;
    dispatch(id);

    /* with a proven provider the same request goes out again, but not one that left without its id
     */
    is_int(smm_provider_prove(&c, provider, 1, "canary").code, SMM_OK, "safe repeat proven");
    dispatch(id);
    is_state(id, SMM_CS_UNKNOWN, "what left before the proof carried no request id");
    is_int(adds, 0, "… and is not repeated");
    is_int(smm_campaign_resolve_reject(&c, id, "not there").code, SMM_OK, "… a person settles it");
    c.now++;
    id = dead("https://a.example/dead-proven", &k);
    c.now += 100;
    dispatch(id);
    is_state(id, SMM_CS_UNKNOWN, "the lease of one after the proof runs out");
    c.now++;
    is_int(smm_provider_prove(&c, provider, 1, "canary again").code, SMM_OK,
           "proving again changes nothing");
    say = SMM_PO_UNKNOWN;
    dispatch(id);
    is_state(id, SMM_CS_UNKNOWN, "asked again, still unclear");
    char first[100];
    apr_cpystrn(first, last_request, sizeof first);
    ok(*first, "… with a request id");
    c.now += 7200;
    say = SMM_PO_ACCEPTED;
    dispatch(id);
    is_state(id, SMM_CS_ACCEPTED, "asked again: accepted");
    is(last_request, first, "… with the same request id");
    is_int(smm_provider_prove(&c, provider, 0, "off").code, SMM_OK, "switched off");
    sound("after leases");
}

static void brake(void)
{
    int64_t ids[7];
    c.now += 10000;
    say = SMM_PO_UNKNOWN;
    for (int i = 0; i < 7; i++) {
        ids[i] = place(apr_psprintf(c.pool, "https://a.example/brake%d", i), 10);
        /* the circuit of the connection is another matter */
        smm_provider_report(&c, provider, 1);
        dispatch(ids[i]);
    }
    is_state(ids[4], SMM_CS_UNKNOWN, "the fifth unclear answer");
    is_state(ids[6], SMM_CS_INTENT, "the brake: the seventh is not sent");
    say = SMM_PO_ACCEPTED;
    for (int i = 0; i < 5; i++)
        smm_campaign_resolve_reject(&c, ids[i], "test");
    c.now += 61;
    smm_provider_report(&c, provider, 1);
    for (int i = 0; i < 7; i++)
        dispatch(ids[i]);
    is_state(ids[6], SMM_CS_ACCEPTED, "… it is when a person has settled the others");
    sound("after the brake");
}

/* ---- reports and refunds --------------------------------------------------------------------- */

static void sync_now(const char *word, int64_t start, int64_t remains)
{
    smm_job_t j = {.attempt = 1};
    report = (smm_pv_status_t){.ok = 1,
                               .word = word,
                               .raw = word ? word : "Odd",
                               .start_count = start,
                               .remains = remains};
    c.now += 100;
    smm_sync_job(&c, &j, 1);
}

static void reports(void)
{
    int64_t before = balance(customer), id = place("https://a.example/r1", 1000);
    smm_campaign_t k;
    say = SMM_PO_ACCEPTED;
    dispatch(id);
    sync_now("In progress", 500, 900);
    smm_campaign_get(&c, 0, id, &k);
    is(k.status, "In progress", "in progress");
    is_int(k.start_count, 500, "… start count");
    is_int(smm_campaign_delivered(&k), 100, "… a hundred delivered");
    is_int(smm_campaign_terminate(&c, customer, id, NULL).code, SMM_CONFLICT,
           "not to be terminated while it runs");
    sync_now("Pending", 0, 1000);
    is_state(id, SMM_CS_IN_PROGRESS, "a late word does not turn it back");
    sync_now(NULL, SMM_PV_NONE, SMM_PV_NONE);
    smm_campaign_get(&c, 0, id, &k);
    is(k.status, "In progress", "an unknown word changes nothing");
    is(k.flag, "unknown-status-word", "… and is flagged");
    sync_now("Partial", 500, SMM_PV_NONE);
    is_state(id, SMM_CS_IN_PROGRESS, "partial of nobody knows how much waits");
    sync_now("Partial", 500, 400);
    is_state(id, SMM_CS_PARTIAL, "partial");
    smm_campaign_get(&c, 0, id, &k);
    is_int(smm_campaign_refundable(&k), 800000, "… 400 of 1000 are refundable");
    sync_now("In progress", 500, 0);
    is_state(id, SMM_CS_PARTIAL, "an end is an end");
    is_int(smm_campaign_terminate(&c, other, id, NULL).code, SMM_NOT_FOUND,
           "nobody else terminates it");
    is_int(smm_campaign_terminate(&c, customer, id, NULL).code, SMM_OK, "terminated");
    is_int(smm_campaign_terminate(&c, customer, id, NULL).code, SMM_CONFLICT, "… once");
    is_int(balance(customer), before - USD(2) + 800000, "… and paid back once");

    id = place("https://a.example/r2", 1000);
    dispatch(id);
    sync_now("Partial", 1, 5000);
    smm_campaign_get(&c, 0, id, &k);
    is_int(k.remains, 1000, "remains beyond the quantity are clamped");
    id = place("https://a.example/r3", 1000);
    dispatch(id);
    sync_now("Completed", 1, -7);
    smm_campaign_get(&c, 0, id, &k);
    is_int(k.remains, 0, "completed: nothing remains");
    is_int(smm_campaign_terminate(&c, customer, id, NULL).code, SMM_CONFLICT,
           "completed cannot be terminated");

    /* API orders: the rest comes back by itself */
    smm_place_t in = order_of("https://a.example/api", 1000);
    int replay;
    before = balance(customer);
    in.origin = "api";
    is_int(smm_campaign_place(&c, customer, &in, NULL, &id, &replay).code, SMM_OK,
           "ordered by API");
    dispatch(id);
    sync_now("Canceled", 1, 0);
    is_state(id, SMM_CS_TERMINATED, "canceled: terminated at once");
    is_int(balance(customer), before, "… all money back");
    sound("after reports");
}

/* ---- coins ----------------------------------------------------------------------------------- */

static int race(int kind, int64_t id, smm_rc_e want);

static int64_t coins_of(int64_t account)
{
    int64_t n = -1;
    smm_coins_balance(&c, account, &n);
    return n;
}

static int64_t place_coins(const char *link, int64_t coins)
{
    smm_place_t in = order_of(link, 1000);
    int64_t id = 0;
    int replay;
    in.coins = coins;
    is_int(smm_campaign_place(&c, customer, &in, NULL, &id, &replay).code, SMM_OK, link);
    return id;
}

/** 2 USD a thousand, a coin is worth a cent and pays at most a quarter: 50 coins. */
static void coins(void)
{
    int64_t id, before = balance(customer);
    smm_place_t in = order_of("https://coins.example/", 1000);
    smm_quote_t q;
    say = SMM_PO_ACCEPTED;
    is_int(smm_coins_apply(&c, customer, "earn", "gift", 120), SMM_COIN_OK, "120 coins");
    is_int(smm_campaign_quote(&c, customer, &in, &q).code, SMM_OK, "quote without coins");
    ok(q.coins == 0 && q.coins_most == 50 && q.charge == USD(2), "… says how many could be used");
    in.coins = 80;
    is_int(smm_campaign_quote(&c, customer, &in, &q).code, SMM_OK, "quote with coins");
    ok(q.coins == 50 && q.charge == 1500000 && q.price == USD(2), "… uses no more than the share");
    refused("more coins than the price allows", in, SMM_CONFLICT, "coins");
    is_int(coins_of(customer), 120, "… takes none");

    id = place_coins("https://coins.example/1", 50);
    is_int(coins_of(customer), 70, "spent with the order");
    is_int(balance(customer), before - 1500000, "the rest in money");
    is_int(smm_campaign_void(&c, customer, id, NULL).code, SMM_OK, "withdrawn");
    ok(coins_of(customer) == 120 && balance(customer) == before, "both tenders are back");

    id = place_coins("https://coins.example/2", 50);
    dispatch(id);
    sync_now("Partial", 1, 157);
    is_int(smm_campaign_terminate(&c, customer, id, NULL).code, SMM_OK, "partial: terminated");
    is_int(balance(customer), before - 1500000 + 235500, "money: floor(1.5 x 157 / 1000)");
    is_int(coins_of(customer), 70 + 7, "coins: floor(50 x 157 / 1000)");
    is_int(smm_campaign_terminate(&c, customer, id, NULL).code, SMM_CONFLICT, "… once");
    is_int(coins_of(customer), 77, "… and no coin more");

    say = SMM_PO_REJECTED;
    id = place_coins("https://coins.example/3", 50);
    dispatch(id);
    is_int(coins_of(customer), 77, "refused by the provider: the coins are back");
    say = SMM_PO_UNKNOWN;
    id = place_coins("https://coins.example/4", 50);
    dispatch(id);
    is_int(coins_of(customer), 27, "in doubt: the coins stay spent");
    is_int(smm_campaign_resolve_reject(&c, id, "not there").code, SMM_OK, "written off");
    is_int(coins_of(customer), 77, "… back");
    say = SMM_PO_ACCEPTED;
    id = place_coins("https://coins.example/5", 50);
    dispatch(id);
    sync_now("Canceled", 1, 1000);
    is_int(race(1, id, SMM_OK), 1, "32 terminates: one works");
    is_int(coins_of(customer), 77, "… one return of coins");
    sound("after coins");
}

/* ---- commissions on what campaigns spend ------------------------------------------------------
 */

static void set(const char *key, const char *value)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    smm_setting_step(u, &c, key, value);
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, key);
}

static void earned(int64_t partner, int64_t held_now, int64_t available, const char *what)
{
    smm_affiliate_t f;
    smm_affiliate_sweep(&c);
    smm_affiliate_get(&c, partner, 0, &f);
    is_int(f.held, held_now, what);
    is_int(f.available, available, "… can be paid out");
}

static void commissions(void)
{
    int64_t partner = person("partner"), id, id2;
    smm_affiliate_t f;
    smm_unit_t *u = smm_unit_make(c.pool);
    set("affiliates.bps", "1000");
    set("affiliates.basis", "spend");
    set("affiliates.hold_days", "1");
    smm_affiliate_get(&c, partner, 1, &f);
    c.now += 10;
    smm_unit_add(u, SQL_referral_insert,
                 SMM_ARGS(SMM_I(1), SMM_I(customer), SMM_I(partner), SMM_T(""), SMM_I(c.now)));
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, "the customer was brought");
    earned(partner, 0, 0, "campaigns of before bring nothing");
    say = SMM_PO_ACCEPTED;
    id = place("https://spend.example/1", 1000);
    earned(partner, 0, 0, "nor does one that waits");
    dispatch(id);
    earned(partner, 200000, 0, "ten per cent of an accepted campaign are held");
    sync_now("Partial", 1, 400);
    is_int(smm_campaign_terminate(&c, customer, id, NULL).code, SMM_OK, "it ends early");
    id2 = place("https://spend.example/2", 1000);
    dispatch(id2);
    earned(partner, 400000, 0, "another one");
    c.now += 2 * 86400;
    earned(partner, 0, 320000, "what was kept of both matures");
    sync_now("Canceled", 1, 1000);
    is_int(smm_campaign_terminate(&c, customer, id2, NULL).code, SMM_OK, "the other ends later");
    earned(partner, 0, 120000, "its commission is taken back");
    earned(partner, 0, 120000, "once");
    sound("after commissions");
}

/* ---- races ----------------------------------------------------------------------------------- */

typedef struct runner_t {
    pthread_t thread;
    smm_ctx_t c;
    int kind, n;
    int64_t id;
    smm_rc_e rc;
} runner_t;

static pthread_barrier_t gate;

static void *runner(void *data)
{
    runner_t *r = data;
    smm_place_t in =
        order_of(apr_psprintf(r->c.pool, "https://race.example/%d", r->kind == 3 ? 0 : r->n), 1000);
    smm_idem_t idem = {r->kind == 3 ? "form" : "end", "race-key-0000", "print"};
    int64_t id;
    int replay;
    smm_job_t job = {.ref = r->id, .attempt = 1};
    pthread_barrier_wait(&gate);
    if (r->kind == 4)
        smm_dispatch_job(&r->c, &job, 1);
    else if (r->kind == 0 || r->kind == 3)
        r->rc =
            smm_campaign_place(&r->c, other, &in, r->kind == 3 ? &idem : NULL, &id, &replay).code;
    else
        r->rc = smm_campaign_terminate(&r->c, customer, r->id, r->kind == 2 ? &idem : NULL).code;
    return NULL;
}

/** Starts 32 at once. @return how many ended with `want`. */
static int race(int kind, int64_t id, smm_rc_e want)
{
    static runner_t r[SENDERS];
    int n = 0;
    pthread_barrier_init(&gate, NULL, SENDERS);
    for (int i = 0; i < SENDERS; i++) {
        r[i] = (runner_t){.c = c, .kind = kind, .n = i, .id = id};
        apr_pool_create(&r[i].c.pool, NULL);
        r[i].c.actor = kind == 0 || kind == 3 ? other : customer;
        pthread_create(&r[i].thread, NULL, runner, &r[i]);
    }
    for (int i = 0; i < SENDERS; i++) {
        pthread_join(r[i].thread, NULL);
        n += r[i].rc == want;
        apr_pool_destroy(r[i].c.pool);
    }
    pthread_barrier_destroy(&gate);
    return n;
}

static void races(void)
{
    int64_t id, before;
    say = SMM_PO_ACCEPTED;
    id = place("https://a.example/many-hands", 1000);
    adds = 0;
    say_slowly = apr_time_from_msec(50);
    race(4, id, SMM_OK);
    say_slowly = 0;
    is_int(adds, 1, "32 workers with one campaign: it is handed over once");
    is_state(id, SMM_CS_ACCEPTED, "… and accepted");
    pay_in(other, USD(3)); /* enough for one order of 2 */
    is_int(race(0, 0, SMM_OK), 1, "32 orders against money for one: one is placed");
    is_int(balance(other), USD(1), "… and one is paid");
    pay_in(other, USD(1));
    is_int(race(3, 0, SMM_OK), SENDERS,
           "32 of one form against money for one: all are led to the same campaign");
    is_int(balance(other), 0, "… and one is paid");
    for (int same = 1; same <= 2; same++) {
        say = SMM_PO_ACCEPTED;
        id = place(apr_psprintf(c.pool, "https://a.example/race%d", same), 1000);
        dispatch(id);
        sync_now("Canceled", 1, 1000);
        before = balance(customer);
        is_int(race(same, id, SMM_OK), same == 1 ? 1 : SENDERS,
               same == 1 ? "32 terminates: one works" : "32 with one key: all get the same answer");
        is_int(balance(customer), before + USD(2), "… one refund");
    }
    sound("after races");
}

int main(void)
{
    tap_init();
    if (!unit_db(tap_pool, &c)) {
        ok(0, "database");
        return tap_done();
    }
    smm_campaign_domain_register();
    smm_wallet_init();
    smm_provider_driver_add(&stub);
    customer = person("mina");
    other = person("otto");
    is_int(
        smm_provider_put(&c, "Stub", "stub", "http://up.example/api/v2", "key", 0, &provider).code,
        SMM_OK, "provider");
    service = make_service("Website visitors [10M] [1H - 50K/D]", USD(2), SMM_ST_DEFAULT);
    pay_in(customer, USD(100));
    orders();
    outcomes();
    unknowns();
    leases();
    brake();
    reports();
    races();
    coins();
    commissions();
    return tap_done();
}
