/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Affiliates and corrections by two people, on both databases: who counts as brought, commissions
 * held, matured, reversed and paid out once, also by 32 at once; nobody approves their own request.
 * Seen red without the conditions of affiliate_take and commission_mature; behind payout_decide and
 * adjust_decide stand the keys of their transfers (mutants payout-twice, correction-twice).
 */
#include <pthread.h>
#include <apr_thread_proc.h>
#include "tap.h"
#include "unit_raw.h"
#include "smm_adjust.h"
#include "smm_auth.h"
#include "smm_coin_book.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_verify.h"
#include "smm_wallet.h"
#include "smm_affiliate.h"
#include "smm_payment.h"

#define USD(n) ((n)*SMM_USD)
#define DAY 86400
#define THREADS 32

static smm_ctx_t c;
static int n_keys;

static const smm_idem_t *key(void)
{
    smm_idem_t *k = apr_pcalloc(c.pool, sizeof(*k));

    *k = (smm_idem_t){"form", apr_psprintf(c.pool, "growth-key-%d", ++n_keys), "p"};
    return k;
}

static int64_t person(const char *name, const char *role)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    const char *mail = apr_pstrcat(c.pool, name, "@unit.example", NULL);
    int row =
        smm_unit_add(u, SQL_account_insert,
                     SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                              SMM_I(c.now), SMM_I(c.now), SMM_T("DE"), SMM_T("en")));

    smm_unit_add(u, SQL_member_join, SMM_ARGS(SMM_I(1), SMM_SLOT(row), SMM_I(c.now)));
    if (smm_db_write(c.db, u).rc != SMM_DB_OK)
        return 0;
    if (role)
        unit_raw(c.pool,
                 apr_psprintf(c.pool, "UPDATE member SET role = '%s' WHERE account_id = %" PRId64,
                              role, smm_unit_id(u, row)));
    return smm_unit_id(u, row);
}

static void set(const char *name, const char *value)
{
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_setting_step(u, &c, name, value);
    smm_db_write(c.db, u);
}

static int64_t balance(int64_t account)
{
    smm_balance_t b;

    smm_wallet_balance(&c, account, &b);
    return b.balance;
}

static void quiet(void *baton, const char *line)
{
    printf("# %s\n", line);
}

static void sound(const char *when)
{
    smm_verify_t v = {c.pool, c.db, c.now, quiet, NULL, 0, NULL};

    is_int(smm_verify_run(&v), 0, apr_psprintf(c.pool, "the books are clean: %s", when));
}

/* ---- who is brought -------------------------------------------------------------------------- */

static int64_t sign_up(const char *name, const char *email, const char *ref)
{
    smm_signup_t f = {name, email, "a long pass phrase of mine", "DE", "en", 1, ref};
    int64_t id = 0;
    smm_result_t r = smm_auth_signup(&c, &f, NULL, &id);

    is_int(r.code, SMM_OK, apr_psprintf(c.pool, "%s signs up", name));
    return id;
}

static int64_t people(int64_t account)
{
    smm_affiliate_t f;

    return smm_affiliate_get(&c, account, 0, &f) == SMM_OK ? f.people : -1;
}

static int64_t brought(int64_t partner)
{
    smm_affiliate_t f, again;
    int64_t id;

    is_int(smm_affiliate_get(&c, partner, 0, &f), SMM_NOT_FOUND, "no code before it is asked for");
    is_int(smm_affiliate_get(&c, partner, 1, &f), SMM_OK, "a code is made");
    is_int(smm_affiliate_get(&c, partner, 1, &again), SMM_OK, "once");
    is(again.code, f.code, "and stays");
    is_int(smm_affiliate_visit(&c, f.code), 0, "no program, no visits");
    sign_up("early", "early@else.example", f.code);
    is_int(people(partner), 0, "… and nobody is brought");
    set("affiliates.bps", "500");
    is_int(smm_affiliate_visit(&c, f.code), 1, "a visit");
    is_int(smm_affiliate_visit(&c, "nobodyhas"), 0, "not of an unknown code");
    is_int(smm_affiliate_visit(&c, "x' OR 1=1 --"), 0, "nor of anything else");
    id = sign_up("brought", "brought@else.example", f.code);
    is_int(people(partner), 1, "somebody is brought");
    sign_up("alone", "alone@else.example", NULL);
    sign_up("wrong", "wrong@else.example", "nobodyhas");
    sign_up("myself", "Part.ner+two@Unit.example", f.code);
    is_int(people(partner), 1, "the partner's own box is nobody new");
    sign_up("colleague", "colleague@unit.example", f.code);
    smm_affiliate_list(&c, &f, 1);
    ok(f.people == 2 && f.suspects == 1, "the partner's own domain is marked for a person to look");
    is_int(f.visits, 1, "one visit was counted");
    return id;
}

/* ---- commissions ----------------------------------------------------------------------------- */

static int64_t top_up(int64_t account, int64_t amount)
{
    smm_account_t a = {.id = account, .username = "x", .email = "x@unit.example", .lang = "en"};
    smm_topup_t in = {.amount = amount, .method = "bank"};
    int64_t id = 0;

    is_int(smm_payment_start(&c, &a, &in, NULL, &id).code, SMM_OK, "a top-up");
    smm_payment_open(&c, id);
    is_int(smm_payment_confirm(&c, id, amount, "statement", NULL).code, SMM_OK, "is paid");
    return id;
}

static void state(int64_t payment, const char *to)
{
    unit_raw(c.pool, apr_psprintf(c.pool, "UPDATE payment SET state = '%s' WHERE id = %" PRId64, to,
                                  payment));
}

static void figures(int64_t partner, int64_t held, int64_t available, const char *what)
{
    smm_affiliate_t f;

    smm_affiliate_get(&c, partner, 0, &f);
    ok(f.held == held && f.available == available, what);
    if (f.held != held || f.available != available)
        printf("# held %" PRId64 ", available %" PRId64 "\n", f.held, f.available);
}

static void commissions(int64_t partner, int64_t who)
{
    int64_t pay1, pay2, pay3, amount;
    smm_payout_t list[3];
    smm_result_t r;

    pay1 = top_up(who, USD(200));
    pay2 = top_up(who, USD(100));
    pay3 = top_up(who, USD(60));
    smm_affiliate_sweep(&c);
    smm_affiliate_sweep(&c);
    figures(partner, USD(18), 0, "5 % of 360 are held, once");
    is_int(smm_affiliate_ask(&c, partner, key(), &amount).code, SMM_INVALID, "nothing to ask for");
    state(pay2, "charged_back");
    smm_affiliate_sweep(&c);
    figures(partner, USD(13), 0, "what goes back in the hold is cancelled");
    c.now += 15 * DAY;
    smm_affiliate_sweep(&c);
    figures(partner, 0, USD(13), "the rest matures");
    smm_affiliate_sweep(&c);
    figures(partner, 0, USD(13), "once");
    /* half of it reported by the processor, half a refund of ours */
    unit_raw(
        c.pool,
        apr_psprintf(c.pool, "UPDATE payment SET returned = 10000000 WHERE id = %" PRId64, pay3));
    unit_raw(c.pool,
             apr_psprintf(c.pool,
                          "INSERT INTO refund_out (panel_id, account_id, payment_id, state, "
                          "amount, tax, minor, currency,"
                          " exponent, key, reason, actor, created, updated) VALUES (1, %" PRId64
                          ", %" PRId64 ", 'done', 10000000, 0, 1000, 'USD', 2, 'k', 'r', 1, 1, 1)",
                          who, pay3));
    smm_affiliate_sweep(&c);
    smm_affiliate_sweep(&c);
    figures(partner, 0, USD(12), "of a part its part, once");
    unit_raw(c.pool, "DELETE FROM refund_out");
    unit_raw(c.pool,
             apr_psprintf(c.pool, "UPDATE payment SET returned = 0 WHERE id = %" PRId64, pay3));
    state(pay3, "refunded");
    smm_affiliate_sweep(&c);
    smm_affiliate_sweep(&c);
    figures(partner, 0, USD(10), "what goes back later is taken back, once");
    set("affiliates.min_payout", "11");
    is_int(smm_affiliate_ask(&c, partner, key(), &amount).code, SMM_INVALID, "below the minimum");
    set("affiliates.min_payout", NULL);
    is_int(smm_affiliate_ask(&c, partner, key(), &amount).code, SMM_OK, "asked for");
    is_int(amount, USD(10), "all of it");
    is_int(balance(partner), 0, "nothing is paid yet");
    is_int(smm_payout_list(&c, 0, "requested", 0, list, 3), 1, "it waits for staff");
    sound("while a pay-out waits");
    c.actor = partner;
    is_int(smm_payout_decide(&c, list[0].id, 1, "", key()).code, SMM_FORBIDDEN,
           "nobody pays themselves");
    c.actor = person("payer", "staff");
    is_int(smm_payout_decide(&c, list[0].id, 0, "", key()).code, SMM_INVALID, "a refusal says why");
    is_int(smm_payout_decide(&c, list[0].id, 0, "not yet", key()).code, SMM_OK, "refused");
    figures(partner, 0, USD(10), "it is available again");
    is_int(smm_payout_decide(&c, list[0].id, 1, "", key()).code, SMM_CONFLICT,
           "decided is decided");
    c.actor = 0;
    smm_affiliate_ask(&c, partner, key(), &amount);
    smm_payout_list(&c, 0, "requested", 0, list, 3);
    c.actor = person("payer2", "staff");
    is_int(smm_payout_decide(&c, list[0].id, 1, "", key()).code, SMM_OK, "paid");
    is_int(balance(partner), USD(10), "into the wallet");
    state(pay1, "charged_back");
    smm_affiliate_sweep(&c);
    figures(partner, 0, -USD(10), "money that goes back after that is owed");
    r = smm_affiliate_stop(&c, partner, 1, "looks odd");
    is_int(r.code, SMM_OK, "staff stop a partner");
    top_up(who, USD(1000));
    smm_affiliate_sweep(&c);
    figures(partner, 0, -USD(10), "who earns nothing more");
    smm_affiliate_stop(&c, partner, 0, "clean");
    c.actor = 0;
    smm_affiliate_sweep(&c);
    figures(partner, USD(50), -USD(10), "until they take part again");
    c.now += 15 * DAY;
    smm_affiliate_sweep(&c);
    figures(partner, 0, USD(40), "what is owed is set off");
    state(pay1, "paid");
    state(pay2, "paid");
    state(pay3, "paid");
    sound("after commissions");
}

/* ---- corrections by two ---------------------------------------------------------------------- */

static void by_two(void)
{
    int64_t hand = person("hand", "staff"), second = person("second", "staff"),
            who = person("corrected", NULL), coins;
    smm_adjust_t list[5];

    c.actor = hand;
    is_int(smm_adjust_limit(&c, 0), USD(500), "one person's limit");
    is_int(smm_adjust_ask(&c, who, 0, 0, "x", key(), 0).code, SMM_INVALID, "nothing is refused");
    is_int(smm_adjust_ask(&c, hand, 0, USD(900), "mine", key(), 0).code, SMM_FORBIDDEN,
           "not for oneself");
    is_int(smm_adjust_ask(&c, who, 0, USD(900), "", key(), 0).code, SMM_INVALID, "with a reason");
    is_int(smm_adjust_ask(&c, who, 0, USD(900), "a lost order", key(), 1).code, SMM_OK, "a look …");
    is_int(smm_adjust_list(&c, "", 0, list, 5), 0, "… writes nothing");
    is_int(smm_adjust_ask(&c, who, 0, USD(900), "a lost order", key(), 0).code, SMM_OK, "asked");
    is_int(smm_adjust_list(&c, "waiting", 0, list, 5), 1, "it waits");
    is_int(smm_adjust_waiting(&c), 0, "not for who asked");
    is_int(balance(who), 0, "nothing is booked");
    is_int(smm_adjust_decide(&c, list[0].id, 1, "", key()).code, SMM_FORBIDDEN,
           "nobody approves their own request");
    c.actor = second;
    is_int(smm_adjust_waiting(&c), 1, "but for the others");
    is_int(smm_adjust_decide(&c, list[0].id, 0, "", key()).code, SMM_INVALID, "a refusal says why");
    is_int(smm_adjust_withdraw(&c, list[0].id).code, SMM_FORBIDDEN, "only the asker withdraws");
    is_int(smm_adjust_decide(&c, list[0].id, 1, "seen", key()).code, SMM_OK, "approved");
    is_int(balance(who), USD(900), "booked");
    is_int(smm_adjust_decide(&c, list[0].id, 1, "seen", key()).code, SMM_CONFLICT, "once");
    is_int(balance(who), USD(900), "and not again");

    c.actor = hand;
    smm_adjust_ask(&c, who, 0, -USD(901), "too much given", key(), 0);
    smm_adjust_list(&c, "waiting", 0, list, 5);
    c.actor = second;
    is_int(smm_adjust_decide(&c, list[0].id, 1, "", key()).code, SMM_INVALID,
           "a debit that is not covered");
    is_int(smm_adjust_list(&c, "waiting", 0, list, 5), 1, "… goes on waiting");
    c.now += 8 * DAY;
    is_int(smm_adjust_decide(&c, list[0].id, 1, "", key()).code, SMM_CONFLICT,
           "until it is too old");
    smm_job_run_due(&c, 3);
    is_int(smm_adjust_list(&c, "expired", 0, list, 5), 1, "and is closed");

    c.actor = hand;
    smm_adjust_ask(&c, who, 1, 5000, "many coins", key(), 0);
    smm_adjust_list(&c, "waiting", 0, list, 5);
    is_int(smm_adjust_withdraw(&c, list[0].id).code, SMM_OK, "withdrawn");
    smm_adjust_ask(&c, who, 1, 5000, "many coins", key(), 0);
    smm_adjust_list(&c, "waiting", 0, list, 5);
    c.actor = second;
    is_int(smm_adjust_decide(&c, list[0].id, 1, "", key()).code, SMM_OK, "coins by two");
    smm_coins_balance(&c, who, &coins);
    is_int(coins, 5000, "are there");
    c.actor = 0;
    sound("after corrections");
}

/* ---- 32 at once ------------------------------------------------------------------------------ */

typedef struct racer_t {
    int what;
    int64_t id, actor;
    const smm_idem_t *key;
    smm_rc_e rc;
} racer_t;

static pthread_barrier_t gate;

static void *APR_THREAD_FUNC racer(apr_thread_t *t, void *data)
{
    racer_t *r = data;
    smm_ctx_t mine = c;
    int64_t amount;

    (void)t;
    apr_pool_create(&mine.pool, NULL);
    pthread_barrier_wait(&gate);
    mine.actor = r->actor;
    r->rc = SMM_OK;
    if (r->what == 0)
        r->rc = smm_affiliate_ask(&mine, r->id, r->key, &amount).code;
    else if (r->what == 1)
        r->rc = smm_payout_decide(&mine, r->id, 1, "", r->key).code;
    else if (r->what == 2)
        r->rc = smm_adjust_decide(&mine, r->id, 1, "", r->key).code;
    else
        smm_affiliate_sweep(&mine);
    apr_pool_destroy(mine.pool);
    return NULL;
}

static int race(int what, int64_t id, int64_t actor)
{
    apr_thread_t *threads[THREADS];
    racer_t r[THREADS];
    int i, won = 0;

    pthread_barrier_init(&gate, NULL, THREADS);
    for (i = 0; i < THREADS; i++) {
        r[i] = (racer_t){what, id, actor, key(), SMM_BUG};
        apr_thread_create(&threads[i], NULL, racer, &r[i], c.pool);
    }
    for (i = 0; i < THREADS; i++) {
        apr_status_t st;
        apr_thread_join(&st, threads[i]);
        won += r[i].rc == SMM_OK;
    }
    return won;
}

static void races(int64_t partner, int64_t who)
{
    int64_t hand = person("hand2", "staff"), before = balance(partner), id;
    smm_payout_t p[3];
    smm_adjust_t a[2];
    smm_unit_t *u;

    figures(partner, 0, USD(40), "40 are available");
    is_int(race(0, partner, 0), 1, "32 ask for them: one request");
    u = smm_unit_make(c.pool); /* who read before what was taken meanwhile */
    smm_unit_add(u, SQL_affiliate_take, SMM_ARGS(SMM_I(1), SMM_I(partner), SMM_I(USD(40))));
    is_int(smm_db_write(c.db, u).rc, SMM_DB_EXPECT, "nor a second one that looked before");
    is_int(smm_payout_list(&c, partner, "requested", 0, p, 3), 1, "… is there");
    is_int(race(1, p[0].id, hand), 1, "32 pay it: one does");
    is_int(balance(partner), before + USD(40), "… and 40 are paid");
    id = top_up(who, USD(100));
    race(3, 0, 0);
    figures(partner, USD(5), 0, "32 workers: one commission");
    c.now += 15 * DAY;
    race(3, 0, 0);
    figures(partner, 0, USD(5), "32 workers: matured once");
    state(id, "refunded");
    race(3, 0, 0);
    figures(partner, 0, 0, "32 workers: reversed once");
    state(id, "paid");
    c.actor = person("asker2", "staff");
    smm_adjust_ask(&c, who, 0, USD(700), "race", key(), 0);
    smm_adjust_list(&c, "waiting", 0, a, 2);
    before = balance(who);
    c.actor = 0;
    is_int(race(2, a[0].id, hand), 1, "32 approvals: one counts");
    is_int(balance(who), before + USD(700), "… and is booked once");
    sound("after races");
}

int main(void)
{
    apr_pool_t *p;
    int e;

    apr_initialize();
    tap_init();
    smm_wallet_init();
    for (e = 0; e < unit_engines(); e++) {
        int64_t partner, who;

        apr_pool_create(&p, NULL);
        if (!unit_db_on(p, &c, e)) {
            ok(0, "a database");
            return tap_done();
        }
        n_keys = 0;
        set("gateway.bank.enabled", "1");
        set("gateway.bank.iban", "DE00 1234");
        set("gateway.bank.holder", "Unit");
        partner = person("partner", NULL);
        who = brought(partner);
        commissions(partner, who);
        by_two();
        races(partner, who);
        unit_db_drop(&c);
        apr_pool_destroy(p);
    }
    return tap_done();
}
