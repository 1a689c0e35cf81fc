/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger: races for one balance, repeats, triggers, seals. test_ledger_model has it against a
 * model. On SQLite always, on PostgreSQL too when SMM_TEST_PG has a conninfo. Each guard
 * was taken out once to see its test fail; the commit that brought this file says how.
 */
#include <apr_thread_proc.h>
#include <apr_thread_mutex.h>
#include <sqlite3.h>
#include "tap.h"
#include "unit_db.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_verify.h"
#include "smm_wallet.h"
#include "smm_ledger.h"

static smm_ctx_t base;
static int on_pg;

/* ---- helpers --------------------------------------------------------------------------------- */

static int64_t make_account(smm_ctx_t *c, const char *name)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    const char *mail = apr_pstrcat(c->pool, name, "@unit.example", NULL);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                          SMM_I(c->now), SMM_I(c->now), SMM_T("DE"), SMM_T("en")));
    if (smm_db_write(c->db, u).rc != SMM_DB_OK)
        return 0;
    return smm_unit_id(u, 0);
}

static smm_written_t deposit(smm_ctx_t *c, int64_t account, int64_t amount, const char *key)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int t;

    smm_ledger_open(u, c, account);
    t = smm_ledger_transfer(u, c, "adjust", key, SMM_I(0), "test");
    smm_ledger_move(u, c, t, amount, SMM_BOOK_ADJUST, 0, SMM_BOOK_WALLET, account);
    return smm_db_write(c->db, u);
}

/** A hold needs a step that makes an id: an invoice stands in for the campaign. */
static smm_written_t hold(smm_ctx_t *c, int64_t account, int64_t amount, const char *key,
                          int64_t *ref)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int stand_in = smm_unit_add(u, SQL_invoice_insert,
                                SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T("pending"),
                                         SMM_T("USD"), SMM_I(2), SMM_I(1), SMM_I(c->now),
                                         SMM_I(c->now), SMM_T("none"), SMM_T(""), SMM_I(0),
                                         SMM_I(0), SMM_T(""), SMM_T(""), SMM_I(0), SMM_T("")));
    smm_written_t w;

    smm_wallet_hold(u, c, account, amount, stand_in, key);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        *ref = smm_unit_id(u, stand_in);
    return w;
}

typedef void step_fn(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount,
                     int64_t campaign);

static smm_written_t one_step(smm_ctx_t *c, step_fn *fn, int64_t account, int64_t amount,
                              int64_t ref)
{
    smm_unit_t *u = smm_unit_make(c->pool);

    fn(u, c, account, amount, ref);
    return smm_db_write(c->db, u);
}

static void refund_first(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t amount,
                         int64_t campaign)
{
    smm_wallet_refund(u, c, account, amount, campaign, 1);
}

static void say(void *baton, const char *line)
{
    (void)baton;
    printf("# %s\n", line);
}

static int breaches(smm_ctx_t *c)
{
    smm_verify_t v = {.pool = c->pool, .db = c->db, .now = c->now, .say = say};

    return smm_verify_run(&v);
}

/** Runs SQL around the layer, as a person with a database prompt would. @return NULL or the
 * refusal. */
static const char *raw(smm_ctx_t *c, const char *sql)
{
    if (on_pg) {
        PGconn *h = PQconnectdb(getenv("SMM_TEST_PG"));
        PQclear(PQexec(h, apr_psprintf(c->pool, "SET search_path TO %s", unit_schema)));
        PGresult *r = PQexec(h, sql);
        const char *err =
            PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK
                ? NULL
                : apr_pstrdup(c->pool, PQerrorMessage(h));
        PQclear(r);
        PQfinish(h);
        return err;
    }
    sqlite3 *h;
    char *msg = NULL;
    const char *err = NULL;
    if (sqlite3_open(apr_pstrcat(c->pool, unit_dir, "/panel.db", NULL), &h) != SQLITE_OK)
        return "open";
    sqlite3_busy_timeout(h, 5000);
    if (sqlite3_exec(h, sql, NULL, NULL, &msg) != SQLITE_OK)
        err = apr_pstrdup(c->pool, msg ? msg : "error");
    sqlite3_free(msg);
    sqlite3_close(h);
    return err;
}

/* ---- races ----------------------------------------------------------------------------------- */

#define THREADS 32

typedef struct race_t {
    smm_ctx_t c;
    int64_t account, ref, made;
    int n;
    apr_thread_mutex_t *gate;
    smm_written_t w;
    int what;
} race_t;

static void *APR_THREAD_FUNC racer(apr_thread_t *t, void *data)
{
    race_t *r = data;

    (void)t;
    apr_thread_mutex_lock(r->gate); /* all start when the gate opens */
    apr_thread_mutex_unlock(r->gate);
    if (r->what == 0)
        r->w = hold(&r->c, r->account, 5 * SMM_USD,
                    apr_psprintf(r->c.pool, "race-%" PRId64 "-%d", r->account, r->n), &r->made);
    else if (r->what == 1)
        r->w = one_step(&r->c, refund_first, r->account, 2 * SMM_USD, r->ref);
    else if (r->what == 2)
        r->w = deposit(&r->c, r->account, 7 * SMM_USD,
                       apr_psprintf(r->c.pool, "once-%" PRId64, r->account));
    else
        r->w = one_step(&r->c, r->n % 2 ? smm_wallet_capture : smm_wallet_release, r->account,
                        5 * SMM_USD, r->ref);
    return NULL;
}

/** @return how many of 32 succeeded; *made is the id of one that did */
static int race(int64_t account, int64_t ref, int what, int outcome, int *others_right,
                int64_t *made)
{
    race_t r[THREADS];
    apr_thread_t *t[THREADS];
    apr_thread_mutex_t *gate;
    apr_status_t s;
    int i, won = 0;

    memset(r, 0, sizeof(r));
    *others_right = 1;
    apr_thread_mutex_create(&gate, APR_THREAD_MUTEX_DEFAULT, base.pool);
    apr_thread_mutex_lock(gate);
    for (i = 0; i < THREADS; i++) {
        r[i].c = base;
        apr_pool_create_ex(&r[i].c.pool, NULL, NULL, NULL);
        r[i].account = account;
        r[i].ref = ref;
        r[i].n = i;
        r[i].gate = gate;
        r[i].what = what;
        apr_thread_create(&t[i], NULL, racer, &r[i], base.pool);
    }
    apr_thread_mutex_unlock(gate);
    for (i = 0; i < THREADS; i++) {
        apr_thread_join(&s, t[i]);
        if (r[i].w.rc == SMM_DB_OK) {
            won++;
            if (made)
                *made = r[i].made;
        } else if (r[i].w.outcome != outcome) {
            printf("# thread %d: rc %d outcome %d step %d\n", i, r[i].w.rc, r[i].w.outcome,
                   r[i].w.failed_step);
            *others_right = 0;
        }
        apr_pool_destroy(r[i].c.pool);
    }
    return won;
}

static void test_races(void)
{
    int64_t account = make_account(&base, "racer"), ref = 0, other = 0;
    smm_balance_t b;
    int right;

    is_int(race(account, 0, 2, SMM_CONFLICT, &right, NULL), 1,
           "32 deposits under one key: one is booked");
    ok(right, "the other 31 are told that it was done");
    smm_wallet_balance(&base, account, &b);
    is_int(b.balance, 7 * SMM_USD, "the balance has it once");
    is_int(race(account, 0, 0, SMM_NO_FUNDS, &right, &ref), 1, "32 holds of 5 against 7: one wins");
    ok(right, "the other 31 are told that the money does not do");
    smm_wallet_balance(&base, account, &b);
    is_int(b.balance, 2 * SMM_USD, "2 are left");
    is_int(b.held, 5 * SMM_USD, "5 are held");
    /* what else is held would cover a second end of this hold */
    deposit(&base, account, 5 * SMM_USD, "race-more");
    hold(&base, account, 5 * SMM_USD, "race-other", &other);
    is_int(race(account, ref, 3, SMM_CONFLICT, &right, NULL), 1,
           "16 captures and 16 releases of one hold: one happens");
    ok(right, "the other 31 are told that the hold has ended");
    smm_wallet_balance(&base, account, &b);
    is_int(b.held, 5 * SMM_USD, "only the other is held");
    one_step(&base, smm_wallet_capture, account, 5 * SMM_USD, other);
    if (b.balance == 7 * SMM_USD) { /* it was released: hold and capture again for the refunds */
        hold(&base, account, 5 * SMM_USD, "race-again", &ref);
        one_step(&base, smm_wallet_capture, account, 5 * SMM_USD, ref);
    }
    is_int(race(account, ref, 1, SMM_CONFLICT, &right, NULL), 1,
           "32 refunds of one campaign: one is paid");
    ok(right, "the other 31 are told that it was done");
    smm_wallet_balance(&base, account, &b);
    is_int(b.balance, 4 * SMM_USD, "the balance has it once");
}

/* ---- limits, triggers, seals ----------------------------------------------------------------- */

static void test_edges(void)
{
    int64_t account = make_account(&base, "edges"), ref = 0;
    smm_written_t w;
    smm_balance_t b;

    w = hold(&base, account, 1, "edge-none", &ref);
    ok(w.rc == SMM_DB_EXPECT && w.outcome == SMM_NO_FUNDS,
       "an account without a wallet has no funds");
    ok(deposit(&base, account, 1, "edge-1").rc == SMM_DB_OK, "one micro-USD can be paid in");
    w = hold(&base, account, 2, "edge-2", &ref);
    is_int(w.outcome, SMM_NO_FUNDS, "two cannot be spent");
    w = deposit(&base, account, INT64_MAX, "edge-max");
    ok(w.rc != SMM_DB_OK, "an absurd amount is refused");
    w = deposit(&base, account, -5, "edge-neg");
    ok(w.rc != SMM_DB_OK, "a negative amount is refused");
    smm_wallet_balance(&base, account, &b);
    is_int(b.balance, 1, "and nothing of it was written");
    ok(raw(&base, apr_psprintf(base.pool,
                               "UPDATE wallet SET credit_limit = 10 WHERE account_id = %" PRId64,
                               account)) == NULL,
       "a credit limit of ten");
    ok(raw(&base,
           apr_psprintf(base.pool,
                        "INSERT INTO postpay (panel_id, account_id, kind, state, about, created,"
                        " updated) VALUES (1, %" PRId64 ", 'agency', 'active', '', 1, 1)",
                        account)) == NULL,
       "agreed on");
    w = hold(&base, account, 11, "edge-3", &ref);
    ok(w.rc == SMM_DB_OK, "is spent to the last");
    w = hold(&base, account, 1, "edge-4", &ref);
    is_int(w.outcome, SMM_NO_FUNDS, "and not beyond");
    ok(raw(&base,
           apr_psprintf(base.pool, "UPDATE wallet SET balance = -11 WHERE account_id = %" PRId64,
                        account)) != NULL,
       "the table itself refuses a balance below the limit");
}

static void test_triggers(void)
{
    static const char *const tables[] = {"transfer", "posting", "chain"};
    size_t i;

    deposit(&base, make_account(&base, "trigger"), 5, "trigger-1");
    smm_chain_seal(&base, 5000);
    for (i = 0; i < 3; i++) {
        const char *col = i == 0 ? "memo" : i == 1 ? "book" : "hash";
        ok(raw(&base, apr_psprintf(base.pool, "UPDATE %s SET %s = %s", tables[i], col, col)) !=
               NULL,
           apr_psprintf(base.pool, "%s cannot be changed", tables[i]));
        ok(raw(&base, apr_psprintf(base.pool, "DELETE FROM %s", tables[i])) != NULL,
           apr_psprintf(base.pool, "%s cannot be emptied", tables[i]));
    }
    ok(raw(&base, "INSERT INTO posting (panel_id, transfer_id, book, amount) "
                  "SELECT 1, MIN(id), 'revenue', 100 FROM transfer") != NULL,
       "money cannot appear: a credit alone is refused");
    ok(raw(&base, "INSERT INTO posting (panel_id, transfer_id, book, amount) "
                  "SELECT 1, MIN(id), 'revenue', 0 FROM transfer") != NULL,
       "a posting of nothing is refused");
}

/** Breaks something behind the guards; verify must say so. */
static void broken(const char *what, const char *undo_trigger, const char *sql, const char *back)
{
    const char *err = NULL;

    if (undo_trigger)
        err = raw(&base, undo_trigger);
    if (!err)
        err = raw(&base, sql);
    if (err)
        printf("# %s\n", err);
    ok(!err && breaches(&base) > 0, what);
    if (back)
        raw(&base, back);
}

static void test_verify(void)
{
    while (smm_chain_seal(&base, 5000) > 0)
        ;
    is_int(breaches(&base), 0, "verify finds nothing wrong");
    broken("verify sees a wrong cached balance", NULL,
           "UPDATE wallet SET balance = balance + 1 WHERE account_id = (SELECT MIN(account_id) "
           "FROM wallet)",
           "UPDATE wallet SET balance = balance - 1 WHERE account_id = (SELECT MIN(account_id) "
           "FROM wallet)");
    is_int(breaches(&base), 0, "and is content once it is put right");
    if (on_pg) {
        raw(&base, "ALTER TABLE transfer DISABLE TRIGGER transfer_fixed; ALTER TABLE chain DISABLE "
                   "TRIGGER chain_fixed;"
                   "ALTER TABLE posting DISABLE TRIGGER posting_fixed; ALTER TABLE posting DISABLE "
                   "TRIGGER posting_balanced");
    } else {
        raw(&base, "DROP TRIGGER transfer_no_update; DROP TRIGGER chain_no_delete; DROP TRIGGER "
                   "chain_no_update; DROP TRIGGER posting_no_update;"
                   "DROP TRIGGER posting_balanced; DROP TRIGGER posting_no_delete");
    }
    broken("verify sees a changed memo of a sealed transfer", NULL,
           "UPDATE transfer SET memo = 'other' WHERE id = (SELECT MIN(transfer_id) FROM chain)",
           "UPDATE transfer SET memo = 'test' WHERE id = (SELECT MIN(transfer_id) FROM chain)");
    is_int(breaches(&base), 0, "and is content once it is put right");
    /* a seal covers the one before it: one changed seal breaks two places, so no row can be redone
     * alone */
    raw(&base, "UPDATE chain SET hash = 'x' || hash WHERE seq = 2");
    is_int(breaches(&base), 2, "a changed seal breaks its own place and the next");
    raw(&base, "UPDATE chain SET hash = substr(hash, 2) WHERE seq = 2");
    is_int(breaches(&base), 0, "and all is well once it is put right");
    broken("verify sees a hole in the chain", NULL, "DELETE FROM chain WHERE seq = 2", NULL);
    broken("verify sees an unbalanced transfer", NULL,
           "INSERT INTO posting (panel_id, transfer_id, book, amount) SELECT 1, MAX(id), "
           "'revenue', -100 FROM transfer",
           NULL);
}

/* ---------------------------------------------------------------------------------------------- */

static void all(void)
{
    test_edges();
    test_races();
    test_triggers();
    test_verify();
}

int main(void)
{
    int engine;

    tap_init();
    for (engine = 0; engine < unit_engines(); engine++) {
        apr_pool_t *p;

        apr_pool_create(&p, tap_pool);
        on_pg = engine;
        if (unit_db_on(p, &base, engine)) {
            smm_wallet_init();
            all();
            unit_db_drop(&base);
        } else {
            ok(0, "a fresh database");
        }
        apr_pool_destroy(p);
    }
    return tap_done();
}
