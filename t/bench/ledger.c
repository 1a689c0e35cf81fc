/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ledger transfers per second, as wrk prints its figures (t/bench/measure reads them):
 *   ledger unit|bare sqlite3|pgsql PARAMS CONNECTIONS SECONDS
 *   ledger open sqlite3|pgsql PARAMS          accounts with wallets and money
 * unit: transfer, wallet and two postings through the ledger and the database layer. bare (SQLite
 * only; pgbench is the other side on PostgreSQL): the same texts with the same parameters prepared
 * on a connection of each thread, BEGIN IMMEDIATE … COMMIT. Each thread is one connection.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>
#include <apr_time.h>
#include <sqlite3.h>
#include "modules/core/db/catalog.h"
#include "smm_ctx.h"
#include "smm_ledger.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_wallet.h"

#define ACCOUNTS 1000
#define MOST 1000000 /* latencies of a thread that are kept */

static const char *driver, *params;
static smm_db_t *db;
static smm_panel_t panel = {.id = 1,
                            .key = "bench",
                            .name = "Bench",
                            .base_url = "http://bench.example",
                            .mount = "",
                            .mail_from = "bench@bench.example",
                            .currency = "USD",
                            .secret = (const unsigned char *)"0123456789abcdef0123456789abcdef"};
static volatile int stop;

typedef struct work_t {
    apr_pool_t *pool;
    int number, bare;
    uint64_t x;
    int64_t done, failed;
    float *ms;
} work_t;

static uint64_t pick(work_t *w, uint64_t n)
{
    w->x ^= w->x << 13;
    w->x ^= w->x >> 7;
    w->x ^= w->x << 17;
    return w->x % n;
}

static smm_ctx_t context(apr_pool_t *p)
{
    smm_ctx_t c = {0};

    c.pool = p;
    c.db = db;
    c.panel = &panel;
    c.now = apr_time_sec(apr_time_now());
    c.actor = 1;
    return c;
}

/* ---- by the ledger -----------------------------------------------------------------------------
 */

static int by_unit(apr_pool_t *p, const char *key, int64_t account, int credit)
{
    smm_ctx_t c = context(p);
    smm_unit_t *u = smm_unit_make(p);
    int t = smm_ledger_transfer(u, &c, "adjust", key, SMM_I(account), "");

    smm_ledger_move(u, &c, t, SMM_CENT, credit ? SMM_BOOK_ADJUST : SMM_BOOK_WALLET, account,
                    credit ? SMM_BOOK_WALLET : SMM_BOOK_ADJUST, account);
    return smm_db_write(db, u).rc == SMM_DB_OK;
}

/* ---- by the bare database -----------------------------------------------------------------------
 */

typedef struct bare_t {
    sqlite3 *h;
    sqlite3_stmt *begin, *commit, *transfer, *debit, *credit, *pair;
} bare_t;

static sqlite3_stmt *named(sqlite3 *h, int stmt)
{
    sqlite3_stmt *s = NULL;

    sqlite3_prepare_v3(h, smm_catalog.stmts[stmt].sqlite, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL);
    return s;
}

static int bare_open(bare_t *b)
{
    if (sqlite3_open(params, &b->h) != SQLITE_OK)
        return -1;
    sqlite3_busy_timeout(b->h, 30000);
    sqlite3_exec(b->h, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    sqlite3_prepare_v2(b->h, "BEGIN IMMEDIATE", -1, &b->begin, NULL);
    sqlite3_prepare_v2(b->h, "COMMIT", -1, &b->commit, NULL);
    b->transfer = named(b->h, SQL_transfer_insert);
    b->debit = named(b->h, SQL_wallet_debit);
    b->credit = named(b->h, SQL_wallet_credit);
    b->pair = named(b->h, SQL_posting_pair);
    return b->begin && b->commit && b->transfer && b->debit && b->credit && b->pair ? 0 : -1;
}

static int run(sqlite3_stmt *s)
{
    int rc;

    while ((rc = sqlite3_step(s)) == SQLITE_ROW) /* RETURNING id */
        ;
    sqlite3_reset(s);
    return rc == SQLITE_DONE ? 0 : -1;
}

static void bind_book(sqlite3_stmt *s, int at, const char *book, int64_t account)
{
    sqlite3_bind_text(s, at, book, -1, SQLITE_STATIC);
    if (strcmp(book, "wallet") == 0)
        sqlite3_bind_int64(s, at + 1, account);
    else
        sqlite3_bind_null(s, at + 1);
}

/* The parameters stand in the order of the catalogue's :in lines. */
static int by_bare(bare_t *b, const char *key, int64_t account, int credit)
{
    sqlite3_stmt *move = credit ? b->credit : b->debit;
    int bad;

    if (run(b->begin) != 0)
        return 0;
    sqlite3_bind_int64(b->transfer, 1, panel.id);
    sqlite3_bind_text(b->transfer, 2, "adjust", -1, SQLITE_STATIC);
    sqlite3_bind_text(b->transfer, 3, key, -1, SQLITE_STATIC);
    sqlite3_bind_int64(b->transfer, 4, account);
    sqlite3_bind_text(b->transfer, 5, "", -1, SQLITE_STATIC);
    sqlite3_bind_int64(b->transfer, 6, 1);
    sqlite3_bind_int64(b->transfer, 7, apr_time_sec(apr_time_now()));
    bad = run(b->transfer);
    sqlite3_bind_int64(move, 1, panel.id);
    sqlite3_bind_int64(move, 2, account);
    sqlite3_bind_int64(move, 3, SMM_CENT);
    if (credit)
        sqlite3_bind_int64(move, 4, INT64_MAX / 2);
    sqlite3_bind_int64(b->pair, 1, sqlite3_last_insert_rowid(b->h));
    bad |= run(move) != 0 || sqlite3_changes(b->h) != 1;
    sqlite3_bind_int64(b->pair, 2, panel.id);
    sqlite3_bind_int64(b->pair, 3, SMM_CENT);
    bind_book(b->pair, 4, credit ? "adjust" : "wallet", account);
    bind_book(b->pair, 6, credit ? "wallet" : "adjust", account);
    bad |= run(b->pair);
    return run(b->commit) == 0 && !bad;
}

/* ---- threads ------------------------------------------------------------------------------------
 */

static void *APR_THREAD_FUNC worker(apr_thread_t *t, void *data)
{
    work_t *w = data;
    bare_t b;
    char key[64];

    (void)t;
    if (w->bare && bare_open(&b) != 0) {
        w->failed = 1;
        return NULL;
    }
    while (!stop) {
        apr_time_t since = apr_time_now();
        int64_t account = 1 + (int64_t)pick(w, ACCOUNTS);
        int ok, credit = (int)pick(w, 2);

        snprintf(key, sizeof(key), "bench/%d/%" PRId64 "/%" PRId64, w->number, (int64_t)since,
                 w->done);
        if (w->bare) {
            ok = by_bare(&b, key, account, credit);
        } else {
            apr_pool_clear(w->pool);
            ok = by_unit(w->pool, key, account, credit);
        }
        w->failed += !ok;
        if (w->done < MOST)
            w->ms[w->done++] = (float)(apr_time_now() - since) / 1000;
    }
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;

    return x < y ? -1 : x > y;
}

/* What wrk would say. */
static void say(work_t *w, int n, double seconds)
{
    int64_t all = 0, failed = 0, at = 0;
    float *ms;

    for (int i = 0; i < n; i++) {
        all += w[i].done;
        failed += w[i].failed;
    }
    ms = malloc(sizeof(*ms) * (size_t)(all ? all : 1));
    for (int i = 0; i < n; i++) {
        memcpy(ms + at, w[i].ms, sizeof(*ms) * (size_t)w[i].done);
        at += w[i].done;
    }
    qsort(ms, (size_t)all, sizeof(*ms), by_value);
    printf("    50%% %.3fms\n    99%% %.3fms\n", all ? ms[all / 2] : 0,
           all ? ms[all * 99 / 100] : 0);
    printf("%" PRId64 " requests in %.2fs\n", all, seconds);
    if (failed)
        printf("Non-2xx or 3xx responses: %" PRId64 "\n", failed);
    printf("Requests/sec: %.2f\n", (double)all / seconds);
    free(ms);
}

static void race(apr_pool_t *p, int bare, int n, double seconds)
{
    work_t *w = apr_pcalloc(p, sizeof(*w) * (size_t)n);
    apr_thread_t **t = apr_pcalloc(p, sizeof(*t) * (size_t)n);
    apr_time_t since = apr_time_now();
    apr_status_t s;

    for (int i = 0; i < n; i++) {
        w[i].number = i;
        w[i].bare = bare;
        w[i].x = (uint64_t)since * 2654435761u + (uint64_t)i + 1;
        w[i].ms = malloc(sizeof(float) * MOST);
        apr_pool_create_ex(&w[i].pool, NULL, NULL, NULL);
        apr_thread_create(&t[i], NULL, worker, &w[i], p);
    }
    apr_sleep((apr_interval_time_t)(seconds * 1e6));
    stop = 1;
    for (int i = 0; i < n; i++)
        apr_thread_join(&s, t[i]);
    say(w, n, (double)(apr_time_now() - since) / 1e6);
}

/* ---- accounts with money
 * -------------------------------------------------------------------------- */

static int fill(apr_pool_t *p)
{
    const char *error = NULL;
    smm_ctx_t c = context(p);

    if (smm_db_migrate(db, p, &error) != SMM_OK) {
        fprintf(stderr, "ledger: %s\n", error ? error : "cannot migrate");
        return 1;
    }
    {
        smm_unit_t *u = smm_unit_make(p);

        smm_unit_add(u, SQL_panel_insert, SMM_ARGS(SMM_T(panel.key), SMM_T(panel.name), SMM_I(1)));
        if (smm_db_write(db, u).rc != SMM_DB_OK)
            return 1;
    }
    for (int i = 1; i <= ACCOUNTS; i++) {
        smm_unit_t *u = smm_unit_make(p);
        const char *name = apr_psprintf(p, "bench%d", i),
                   *mail = apr_psprintf(p, "%s@b.example", name);
        int t;

        smm_unit_add(u, SQL_account_insert,
                     SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                              SMM_I(1), SMM_I(1), SMM_T("DE"), SMM_T("en")));
        if (smm_db_write(db, u).rc != SMM_DB_OK)
            return 1;
        u = smm_unit_make(p);
        smm_ledger_open(u, &c, i);
        t = smm_ledger_transfer(u, &c, "adjust", name, SMM_I(i), "");
        smm_ledger_move(u, &c, t, 1000000 * (int64_t)SMM_USD, SMM_BOOK_ADJUST, 0, SMM_BOOK_WALLET,
                        i);
        if (smm_db_write(db, u).rc != SMM_DB_OK)
            return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *error = NULL;
    apr_pool_t *p;
    int bare;

    if (argc < 4) {
        fprintf(stderr,
                "usage: ledger unit|bare|open sqlite3|pgsql PARAMS [CONNECTIONS SECONDS]\n");
        return 2;
    }
    apr_initialize();
    apr_pool_create(&p, NULL);
    driver = argv[2];
    params = argv[3];
    bare = strcmp(argv[1], "bare") == 0;
    if (!bare && smm_db_open(p, driver, params, &db, &error) != SMM_OK) {
        fprintf(stderr, "ledger: %s\n", error ? error : "cannot open the database");
        return 1;
    }
    if (strcmp(argv[1], "open") == 0)
        return fill(p);
    race(p, bare, argc > 4 ? atoi(argv[4]) : 8, argc > 5 ? atof(argv[5]) : 1);
    return 0;
}
