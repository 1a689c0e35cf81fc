/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coins to our own addresses: an address for one payment only, also at once; an output of a
 * transaction credited once whatever it is said to pay; amounts, late and partial coins. On SQLite,
 * on PostgreSQL too with SMM_TEST_PG.
 */
#include <apr_thread_proc.h>
#include <apr_thread_mutex.h>
#include <sys/wait.h>
#include "tap.h"
#include "unit_db.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_verify.h"
#include "smm_wallet.h"
#include "smm_claim.h"
#include "smm_crypto.h"
#include "gateways.h"

#define USD(n) ((n)*SMM_USD)
#define THREADS 32
#define TX(n) apr_psprintf(c.pool, "%064x", (unsigned)(n))

static smm_ctx_t c;
static smm_account_t who = {
    .username = "payer", .email = "payer@unit.example", .name = "", .lang = "en"};
static const smm_coin_kind_t *btc;

static const char *btc_addresses[] = {
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "3P14159f73E4gFr7JterCCQh9QjiTjiZrG",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3"};

/* ---- helpers -----------------------------------------------------------------------------------
 */

static int64_t start_with(smm_ctx_t *x, const char *coin, int64_t amount, smm_result_t *r)
{
    smm_topup_t in = {amount, SMM_CRYPTO, NULL, coin};
    int64_t id = 0;

    *r = smm_payment_start(x, &who, &in, NULL, &id);
    if (r->code == SMM_OK)
        *r = smm_payment_open(x, id);
    return r->code == SMM_OK ? id : 0;
}

static int64_t started(const char *coin, int64_t amount)
{
    smm_result_t r;
    int64_t id = start_with(&c, coin, amount, &r);

    if (!id)
        printf("# %s\n", r.message ? r.message : "?");
    return id;
}

static const char *state(int64_t id)
{
    smm_payment_t p;

    return smm_payment_get(&c, 0, id, &p) == SMM_OK ? p.state : "none";
}

static int64_t balance(void)
{
    smm_balance_t b;

    smm_wallet_balance(&c, who.id, &b);
    return b.balance;
}

static void say_line(void *baton, const char *line)
{
    (void)baton;
    printf("# %s\n", line);
}

static int sound(void)
{
    smm_verify_t v = {.pool = c.pool, .db = c.db, .now = c.now, .say = say_line};

    return smm_verify_run(&v) == 0;
}

static smm_rc_e seen(int64_t id, const char *txid, int64_t output, const char *amount,
                     int64_t confirmations, int today)
{
    smm_crypto_seen_t in = {txid, amount, output, confirmations, today, "explorer"};
    int credited;

    return smm_crypto_receive(&c, id, &in, NULL, &credited).code;
}

/** Made up, with a sound sum: Ethereum addresses are their own text with the right capitals. */
static const char *eth_lines(int from, int n)
{
    const char *out = "";

    for (int i = 0; i < n; i++)
        out = apr_psprintf(c.pool, "%s0x%040x\n", out, (unsigned)(from + i));
    return out;
}

static void offer(const char *coin, const char *rate)
{
    smm_crypto_set_t s = {1, 0, 6, 2};

    smm_usd_parse(rate, &s.rate);
    is_int(smm_crypto_set(&c, smm_coin_kind(coin), &s).code, SMM_OK,
           apr_psprintf(c.pool, "%s is offered at %s", coin, rate));
}

static smm_crypto_coin_t coin_of(const char *code)
{
    static smm_crypto_coin_t all[SMM_CRYPTO_COINS];
    int n = smm_crypto_coins(&c, all);

    for (int i = 0; i < n; i++)
        if (strcmp(all[i].kind->code, code) == 0)
            return all[i];
    return all[0];
}

/* ---- pool --------------------------------------------------------------------------------------
 */

static void test_pool(void)
{
    int64_t n = -1;
    smm_result_t r;

    ok(!smm_payment_method_on(&c, &smm_gateway_crypto_manual), "nothing is set up: not offered");
    r = smm_crypto_pool_add(&c, btc, apr_pstrcat(c.pool, btc_addresses[0], "\nnonsense\n", NULL),
                            &n);
    is_int(r.code, SMM_INVALID, "a bad line");
    is(r.a, "2", "… is named");
    is_int(coin_of("BTC").free_n, 0, "… and nothing was stored");
    is_int(smm_crypto_pool_add(&c, btc, " \n", &n).code, SMM_INVALID, "no line");
    r = smm_crypto_pool_add(&c, btc,
                            apr_pstrcat(c.pool,
                                        "\xef\xbb\xbf"
                                        "address,label\r\n\"",
                                        btc_addresses[0], "\",one\r\n\r\n", btc_addresses[1],
                                        " ; two\n", btc_addresses[0], "\n", NULL),
                            &n);
    is_int(r.code, SMM_OK, "a CSV file with a head");
    is_int(n, 2, "… two addresses, one of them named twice");
    ok(!smm_payment_method_on(&c, &smm_gateway_crypto_manual), "without a rate: not offered");
    offer("BTC", "95000");
    ok(smm_payment_method_on(&c, &smm_gateway_crypto_manual), "a rate and addresses: offered");
    is_int(smm_crypto_warnings(&c), 1, "two addresses are few: a person is warned");
    is_int(smm_crypto_pool_add(&c, btc, btc_addresses[2], &n).code, SMM_OK, "another one");
    is_int(smm_crypto_warnings(&c), 0, "three are enough");
    c.now += 25 * 3600;
    ok(!smm_payment_method_on(&c, &smm_gateway_crypto_manual), "a rate of yesterday: not offered");
    is_int(smm_crypto_warnings(&c), 1, "… and a person is warned");
    ok(started("BTC", USD(25)) == 0, "… and no payment can be started");
    offer("BTC", "95000");
}

/* ---- a payment ---------------------------------------------------------------------------------
 */

static void test_payment(void)
{
    smm_crypto_quote_t q, other;
    smm_payment_t p;
    int64_t id = started("btc", USD(100)), second, have, wanted;
    smm_result_t r;

    ok(id > 0 && smm_payment_get(&c, 0, id, &p) == SMM_OK, "a payment in Bitcoin");
    is_int(smm_crypto_of(&c, id, &q), SMM_OK, "it has a quote");
    is(q.address, btc_addresses[0], "the oldest address");
    is_int(q.minor, 105264, "100 USD at 95,000 are 0.00105264 BTC, rounded up");
    is_int(q.until, c.now + 1800, "held for 30 minutes");
    is(p.qr, "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?amount=0.00105264", "the code's text");
    is_int(p.expires, q.until, "it ends with the rate");
    is(p.pay_currency, "USD", "the document is in dollars");
    second = started("BTC", USD(10));
    ok(smm_crypto_of(&c, second, &other) == SMM_OK && strcmp(other.address, q.address) != 0,
       "another payment has another address");
    is_int(start_with(&c, NULL, USD(10), &r), 0, "without a coin");
    is_int(r.code, SMM_INVALID, "… refused");
    is_int(start_with(&c, "XYZ", USD(10), &r), 0, "an unknown coin: refused");
    is_int(start_with(&c, "LTC", USD(10), &r), 0, "a coin that is off: refused");

    /* confirmations, then the credit */
    is_int(seen(id, "abc", 0, "0.00105264", 6, 0), SMM_INVALID, "no transaction id");
    is_int(seen(id, TX(1), -1, "0.00105264", 6, 0), SMM_INVALID, "no output");
    is_int(seen(id, TX(1), 0, "0,00105264", 6, 0), SMM_INVALID, "no amount");
    is_int(seen(id, TX(1), 0, "5", 6, 0), SMM_INVALID, "far too much");
    is_int(seen(id, TX(1), 0, "0.00000001", 6, 0), SMM_INVALID, "less than a cent");
    is_int(seen(id, TX(1), 0, "0.00105264", 3, 0), SMM_OK, "three confirmations");
    is(state(id), "confirming", "… it is confirming");
    is_int(balance(), 0, "… and nothing is credited");
    ok(smm_crypto_chain(&c, id, &have, &wanted) && have == 3 && wanted == 6, "3 of 6");
    is_int(smm_payment_confirm(&c, id, USD(100), "statement", NULL).code, SMM_CONFLICT,
           "not without its transaction");
    is_int(seen(second, TX(1), 0, "0.0002", 6, 0), SMM_CONFLICT, "the same output elsewhere");
    is_int(seen(id, apr_pstrcat(c.pool, "0x", TX(1), NULL), 0, "0.00105264", 6, 0), SMM_OK,
           "six confirmations");
    is(state(id), "paid", "… it is paid");
    is_int(balance(), USD(100), "… and 100 USD are credited");
    is_int(seen(id, TX(1), 0, "0.00105264", 6, 0), SMM_CONFLICT, "a second time: refused");
    is_int(seen(second, TX(1), 0, "0.0002", 6, 0), SMM_CONFLICT, "for another payment: refused");
    is_int(balance(), USD(100), "nothing more");
    is_int(smm_payment_reject(&c, second, "not paid", NULL).code, SMM_OK, "closed by staff");
    ok(sound(), "the books are in order");
}

static void test_amounts(void)
{
    int64_t id = started("BTC", USD(95)), before = balance();
    int64_t n;

    ok(id > 0 && started("BTC", USD(95)) == 0, "the third address is the last");
    is_int(smm_payment_reject(&c, id, "not paid", NULL).code, SMM_OK, "its payment is closed");
    is_int(smm_crypto_pool_add(&c, btc,
                               apr_pstrcat(c.pool, btc_addresses[0], "\n", btc_addresses[3], "\n",
                                           btc_addresses[4], NULL),
                               &n)
               .code,
           SMM_OK, "two more, and one that was used before");
    is_int(n, 2, "the used one does not come back");
    id = started("BTC", USD(95)); /* 0.001 BTC */
    is_int(seen(id, TX(2), 1, "0.0004", 6, 0), SMM_OK, "less than asked");
    is(state(id), "underpaid", "… is underpaid");
    is_int(balance() - before, 0, "… and waits");
    is_int(seen(id, TX(2), 1, "0.0004", 7, 0), SMM_CONFLICT, "the same part again: refused");
    is_int(seen(id, TX(2), 2, "0.0008", 6, 0), SMM_OK, "another output of the same transaction");
    is(state(id), "paid", "… is the rest and more");
    is_int(balance() - before, USD(114), "the excess goes to the balance");
    before = balance();
    id = started("BTC", USD(95));
    c.now += 3600;
    offer("BTC", "47500");
    is_int(seen(id, TX(3), 0, "0.001", 6, 1), SMM_OK, "late coins, at today's rate");
    is(state(id), "underpaid", "half the rate: half is missing");
    is_int(smm_payment_settle(&c, id, "rest will not come", NULL).code, SMM_OK, "settled");
    is_int(balance() - before, USD(95) / 2, "what arrived is credited");
    ok(sound(), "the books are in order");
}

static void test_claim(void)
{
    smm_claim_say_t say = {.kind = "reference", .reference = "not an id"};
    smm_claim_found_t found = {.amount_minor = 1000, .reason = "seen"};
    smm_claim_end_e end;
    smm_claim_row_t cl;
    smm_payment_t p;
    int64_t id, n;

    is_int(smm_crypto_pool_add(&c, smm_coin_kind("ETH"), eth_lines(1, 8), &n).code, SMM_OK,
           "addresses of Ethereum");
    offer("ETH", "3000");
    id = started("ETH", USD(30));
    smm_payment_get(&c, 0, id, &p);
    is(p.qr, "ethereum:0x0000000000000000000000000000000000000001?value=10000000000000000",
       "0.01 ETH in wei");
    is_int(smm_claim_send(&c, who.id, id, &say, NULL, &end).code, SMM_INVALID, "no transaction id");
    say.reference = TX(77);
    is_int(smm_claim_send(&c, who.id, id, &say, NULL, &end).code, SMM_OK, "a transaction id");
    is_int(smm_claim_of(&c, id, 0, &cl), SMM_OK, "it waits");
    is_int(smm_claim_confirm(&c, cl.id, &found, NULL).code, SMM_CONFLICT,
           "not credited as a claim: the output is what counts");
    is_int(seen(id, TX(77), 0, "0.01", 6, 0), SMM_OK, "credited by its output");
    smm_claim_of(&c, id, 0, &cl);
    is(cl.state, "done", "the claim is answered");
    id = started("ETH", USD(30));
    is_int(seen(id, TX(78), 0, "0.01", 1, 0), SMM_OK, "seen");
    is_int(smm_payment_reject(&c, id, "it vanished", NULL).code, SMM_OK, "it vanished again");
    is(state(id), "failed", "… the payment failed");
    is_int(seen(id, TX(78), 0, "0.01", 6, 0), SMM_OK, "it came nevertheless");
    is(state(id), "paid", "… and is credited");
}

static void test_limit(void)
{
    smm_result_t r;
    int64_t first;

    offer("ETH", "3000");
    first = started("ETH", USD(10));

    ok(first && started("ETH", USD(10)) && started("ETH", USD(10)), "three unpaid ones");
    is_int(start_with(&c, "ETH", USD(10), &r), 0, "a fourth");
    is_int(r.code, SMM_CONFLICT, "… has to wait");
    is_int(seen(first, TX(90), 0, "0.1", 6, 0), SMM_OK, "one is paid");
    ok(started("ETH", USD(10)) > 0, "then it may");
}

/* ---- deadlines and processors that tell confirmations ------------------------------------------
 */

static struct {
    int64_t confirmations, wanted;
    const char *state;
} chain;

static smm_gw_rc_e chain_create(const smm_gateway_env_t *e, const smm_intent_t *in,
                                smm_checkout_t *out)
{
    (void)e;
    out->gateway_ref = in->reference;
    out->redirect_url = "https://coins.example/pay";
    return SMM_GW_OK;
}

static smm_gw_rc_e chain_fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    (void)e;
    out->reference = ref;
    out->currency = "USD";
    out->asked_minor = 1000;
    out->state = out->raw_status = chain.state;
    out->confirmations = chain.confirmations;
    out->confirmations_wanted = chain.wanted;
    return SMM_GW_OK;
}

static const smm_gateway_t chain_gateway = {
    .name = "chain",
    .title = "Chain",
    .caps = {.currencies = "USD",
             .flags = SMM_GW_REDIRECT | SMM_GW_POLL | SMM_GW_CRYPTO,
             .lifetime = 900,
             .late = 86400},
    .create = chain_create,
    .fetch = chain_fetch,
};

static int64_t at_processor(void)
{
    smm_topup_t in = {USD(10), "chain", NULL, NULL};
    int64_t id = 0;

    smm_payment_start(&c, &who, &in, NULL, &id);
    smm_payment_open(&c, id);
    return id;
}

static void later(int64_t seconds)
{
    c.now += seconds;
    for (int i = 0; i < 4; i++)
        smm_job_run_due(&c, 50);
}

static void test_chain(void)
{
    int64_t id, idle, have = 0, wanted = 0;
    int moved;

    smm_gateway_add(&chain_gateway);
    chain.state = "pending";
    chain.wanted = 0;
    id = at_processor();
    idle = at_processor();
    smm_payment_fetch(&c, id, 1000, &moved);
    ok(!smm_crypto_chain(&c, id, &have, &wanted), "a processor that tells nothing: nothing kept");
    chain.state = "confirming";
    chain.confirmations = -1;
    chain.wanted = 6;
    smm_payment_fetch(&c, id, 1000, &moved);
    ok(smm_crypto_chain(&c, id, &have, &wanted) && have == -1 && wanted == 6, "six are needed");
    chain.confirmations = 3;
    smm_payment_fetch(&c, id, 1000, &moved);
    ok(smm_crypto_chain(&c, id, &have, &wanted) && have == 3 && wanted == 6, "three of six");
    later(1200);
    is(state(id), "confirming", "coins on their way do not expire with the checkout");
    chain.state = "pending";
    later(90000);
    is(state(id), "expired", "… but when nobody asks any more");
    is(state(idle), "expired", "what nobody paid expires");
}

static void test_deadline(void)
{
    smm_claim_say_t say = {.kind = "reference", .reference = TX(501)};
    int64_t idle, said, coming, n;
    smm_claim_end_e end;
    smm_claim_row_t cl;

    is_int(smm_crypto_pool_add(&c, smm_coin_kind("ETH"), eth_lines(9000, 6), &n).code, SMM_OK,
           "more addresses");
    offer("ETH", "3000");
    idle = started("ETH", USD(10));
    said = started("ETH", USD(10));
    coming = started("ETH", USD(10));
    is_int(smm_claim_send(&c, who.id, said, &say, NULL, &end).code, SMM_OK,
           "one is said to be sent");
    is_int(seen(coming, TX(502), 0, "0.0033", 1, 0), SMM_OK, "one is seen");
    later(1801);
    is(state(idle), "expired", "what nobody paid ends with its rate");
    is(state(said), "pending", "a claim is waited for");
    is(state(coming), "confirming", "coins on their way too");
    smm_claim_of(&c, said, 0, &cl);
    is_int(smm_claim_reject(&c, cl.id, "no such transaction", NULL).code, SMM_OK, "not found");
    later(7200);
    is(state(said), "expired", "… then it ends as well");
    is_int(seen(idle, TX(503), 0, "0.01", 6, 0), SMM_OK, "late coins find their payment");
    is(state(idle), "paid", "… and are credited");
}

/** Tax and fees inside of what is paid: the coins are for the whole, the credit is less. */
static void test_whole_price(void)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    smm_crypto_quote_t q;
    smm_payment_t p;
    int64_t id;

    smm_setting_step(u, &c, "gateway.crypto-manual.fee_bps", "500");
    smm_db_write(c.db, u);
    offer("ETH", "3000");
    id = started("ETH", USD(30));
    smm_payment_get(&c, 0, id, &p);
    ok(smm_crypto_of(&c, id, &q) == SMM_OK && p.fee > 0, "a fee of five per cent");
    ok(q.minor >= (p.amount + p.fee) / 30 && q.minor <= (p.amount + p.fee) / 30 + 1,
       "the coins are for amount and fee");
    is_int(smm_payment_reject(&c, id, "test", NULL).code, SMM_OK, "closed");
    u = smm_unit_make(c.pool);
    smm_setting_step(u, &c, "gateway.crypto-manual.fee_bps", NULL);
    smm_db_write(c.db, u);
}

/* ---- at once -----------------------------------------------------------------------------------
 */

typedef struct race_t {
    smm_ctx_t c;
    apr_thread_mutex_t *gate;
    int64_t id;
    int won, credit;
} race_t;

static void *APR_THREAD_FUNC racer(apr_thread_t *t, void *data)
{
    race_t *r = data;
    smm_crypto_seen_t in = {NULL, "0.003334", 0, 6, 0, "race"};
    smm_result_t res;
    int credited;

    (void)t;
    apr_thread_mutex_lock(r->gate);
    apr_thread_mutex_unlock(r->gate);
    if (r->credit) {
        in.txid = apr_psprintf(r->c.pool, "%064x", 4242u);
        r->won = smm_crypto_receive(&r->c, r->id, &in, NULL, &credited).code == SMM_OK;
        return NULL;
    }
    r->id = start_with(&r->c, "ETH", USD(10), &res);
    r->won = r->id > 0;
    return NULL;
}

static int race(race_t r[THREADS], int credit)
{
    apr_thread_t *t[THREADS];
    apr_thread_mutex_t *gate;
    apr_status_t s;
    int won = 0;

    apr_thread_mutex_create(&gate, APR_THREAD_MUTEX_DEFAULT, c.pool);
    apr_thread_mutex_lock(gate);
    for (int i = 0; i < THREADS; i++) {
        r[i].c = c;
        r[i].gate = gate;
        r[i].credit = credit;
        apr_pool_create(&r[i].c.pool, c.pool);
        apr_thread_create(&t[i], NULL, racer, &r[i], c.pool);
    }
    apr_thread_mutex_unlock(gate);
    for (int i = 0; i < THREADS; i++) {
        apr_thread_join(&s, t[i]);
        won += r[i].won;
    }
    return won;
}

static void test_races(void)
{
    static race_t r[THREADS];
    int64_t before, n;
    int twice = 0, i, k, won;
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_setting_step(u, &c, "gateway.crypto-manual.open_limit", "100");
    smm_db_write(c.db, u);
    offer("ETH", "3000");
    while (coin_of("ETH").free_n > 0 && started("ETH", USD(10)) > 0)
        ;
    is_int(smm_crypto_pool_add(&c, smm_coin_kind("ETH"), eth_lines(1000, THREADS / 2), &n).code,
           SMM_OK, "addresses for half of them");
    is_int(race(r, 0), THREADS / 2, "32 start at once: as many win as there are addresses");
    for (i = 0; i < THREADS; i++)
        for (k = i + 1; k < THREADS; k++) {
            smm_crypto_quote_t a, b;

            if (r[i].id && r[k].id && smm_crypto_of(&c, r[i].id, &a) == SMM_OK &&
                smm_crypto_of(&c, r[k].id, &b) == SMM_OK)
                twice += strcmp(a.address, b.address) == 0;
        }
    is_int(twice, 0, "no address was given twice");
    is_int(smm_crypto_pool_add(&c, smm_coin_kind("ETH"), eth_lines(2000, THREADS), &n).code, SMM_OK,
           "more addresses");
    for (i = 0; i < THREADS; i++)
        if (!r[i].id)
            r[i].id = started("ETH", USD(10));
    before = balance();
    won = race(r, 1);
    is_int(won, 1, "one output entered for 32 payments at once: one credit");
    is_int(balance() - before, USD(10), "… of 10 USD");
    ok(sound(), "the books are in order");
}

/** Two processes take from one pool. */
static void test_processes(int engine)
{
    int64_t n, mine = 0, free_n;
    pid_t child;
    int status = 0;

    is_int(smm_crypto_pool_add(&c, smm_coin_kind("ETH"), eth_lines(5000, 20), &n).code, SMM_OK,
           "twenty addresses");
    free_n = coin_of("ETH").free_n;
    fflush(stdout);
    child = fork();
    if (child == 0) {
        smm_ctx_t x = c;
        const char *error;
        int got = 0;
        smm_result_t r;

        /* connections of its own: those of the parent are not touched */
        if (smm_db_open(c.pool, engine ? "pgsql" : "sqlite3",
                        engine ? apr_psprintf(c.pool, "%s options='-c search_path=%s'",
                                              getenv("SMM_TEST_PG"), unit_schema)
                               : apr_pstrcat(c.pool, unit_dir, "/panel.db", NULL),
                        &x.db, &error) == SMM_OK)
            while (start_with(&x, "ETH", USD(10), &r) > 0)
                got++;
        _exit(got);
    }
    while (started("ETH", USD(10)) > 0)
        mine++;
    waitpid(child, &status, 0);
    is_int(mine + WEXITSTATUS(status), free_n, "two processes: each address once");
    ok(sound(), "the books are in order");
}

static void run(int engine)
{
    smm_unit_t *u;

    memset(&c, 0, sizeof(c));
    if (!unit_db_on(tap_pool, &c, engine)) {
        ok(0, "a fresh database");
        return;
    }
    c.now = 1795600800; /* 25 November 2026 */
    smm_wallet_init();
    btc = smm_coin_kind("BTC");
    u = smm_unit_make(c.pool);
    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T("payer"), SMM_T(who.email), SMM_T(who.email), SMM_T("x"),
                          SMM_T("active"), SMM_I(c.now), SMM_I(c.now), SMM_T("DE"), SMM_T("en")));
    smm_db_write(c.db, u);
    who.id = c.actor = smm_unit_id(u, 0);
    test_pool();
    test_payment();
    test_amounts();
    test_claim();
    test_whole_price();
    test_deadline();
    test_chain();
    test_limit();
    test_races();
    test_processes(engine);
    unit_db_drop(&c);
}

int main(void)
{
    int engine;

    tap_init();
    for (engine = 0; engine < unit_engines(); engine++)
        run(engine);
    return tap_done();
}
