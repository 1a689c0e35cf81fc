/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the database layer costs without the pages above it. /bench/unit writes debit, order, two
 * ledger rows and an idempotency key through smm_db_write; /bench/apr runs the same statements by
 * apr_dbd under one apr_global_mutex, the best that path offers (reference figures in
 * docs/internals/performance.md). The order handler and the test people are in people.c.
 */
#include <stdlib.h>
#include <string.h>
#include <httpd.h>
#include <http_config.h>
#include <http_log.h>
#include <http_protocol.h>
#include <util_mutex.h>
#include <apr_dbd.h>
#include <apr_global_mutex.h>
#include <apr_strings.h>
#include <mod_dbd.h>
#include "mod_smm_bench.h"
#include "modules/core/db/db_int.h"
#include "gen/smm_bench_catalog.h"
#include "smm_settings.h"

extern const smm_catalog_t smm_bench_catalog;

#define WALLETS 10000
#define LINK "https://example.org/profile/12345"

SMM_EXPORT_MODULE(smm_bench);
APLOG_USE_MODULE(smm_bench);

static apr_global_mutex_t *one_writer;
static APR_OPTIONAL_FN_TYPE(ap_dbd_acquire) * dbd_acquire;

/* ---- helpers -------------------------------------------------------------------------------- */

int64_t bench_arg(request_rec *r, const char *name, int64_t fallback)
{
    size_t n = strlen(name);

    for (const char *a = r->args; a && *a; a += strcspn(a, "&"), a += *a == '&') {
        if (strncmp(a, name, n) == 0 && a[n] == '=') {
            return apr_atoi64(a + n + 1);
        }
    }
    return fallback;
}

int64_t bench_pick(int64_t n)
{
    static __thread uint64_t x;

    if (x == 0) {
        x = (uint64_t)apr_time_now() ^ (uint64_t)(uintptr_t)&x;
    }
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return 1 + (int64_t)(x % (uint64_t)n);
}

int bench_answer(request_rec *r, int ok)
{
    if (!ok) {
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    r->status = HTTP_SEE_OTHER;
    apr_table_setn(r->headers_out, "Location", "/done");
    ap_set_content_type(r, "text/html; charset=utf-8");
    ap_set_content_length(r, 0);
    return OK;
}

/* ---- the unit by smm_db --------------------------------------------------------------------- */

static int unit_setup(request_rec *r)
{
    smm_db_t *db = smm_db_of(r->server);
    smm_unit_t *u = smm_unit_make(r->pool);
    const char *error = NULL;

    if (smm_db_migrate(db, r->pool, &error) != SMM_OK) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r, "bench: %s", error ? error : "cannot migrate");
        return bench_answer(r, 0);
    }
    smm_unit_add(u, TSQL_bench_wallets, SMM_ARGS(SMM_I(WALLETS)));
    return bench_answer(r, smm_db_write(db, u).rc == SMM_DB_OK);
}

static int unit(request_rec *r)
{
    smm_unit_t *u = smm_unit_make(r->pool);
    int64_t user = bench_pick(WALLETS);
    int k;

    smm_unit_add(u, TSQL_bench_debit, SMM_ARGS(SMM_I(user), SMM_I(1)));
    k = smm_unit_add(u, TSQL_bench_order_insert,
                     SMM_ARGS(SMM_I(user), SMM_I(bench_pick(1000)), SMM_I(1000), SMM_I(1),
                              SMM_T(LINK), SMM_I(apr_time_sec(r->request_time))));
    smm_unit_add(u, TSQL_bench_ledger_insert, SMM_ARGS(SMM_I(user), SMM_SLOT(k), SMM_I(-1)));
    smm_unit_add(u, TSQL_bench_ledger_insert, SMM_ARGS(SMM_I(0), SMM_SLOT(k), SMM_I(1)));
    smm_unit_add(u, TSQL_bench_idem_insert,
                 SMM_ARGS(SMM_T(smm_random_token(r->pool, 18)), SMM_SLOT(k)));
    return bench_answer(r, smm_db_write(smm_db_of(r->server), u).rc == SMM_DB_OK);
}

/* ---- the same by apr_dbd -------------------------------------------------------------------- */

static apr_dbd_prepared_t *named(ap_dbd_t *d, const char *label)
{
    return apr_hash_get(d->prepared, label, APR_HASH_KEY_STRING);
}

/* SQLite only: the order's id is the greatest, since this writer is alone. */
static int apr_steps(request_rec *r, ap_dbd_t *d)
{
    apr_int64_t user = bench_pick(WALLETS), house = 0, service = bench_pick(1000), qty = 1000;
    apr_int64_t one = 1, minus = -1, now = apr_time_sec(r->request_time);
    const char *link = LINK, *key = smm_random_token(r->pool, 18);
    int n = 0;

    if (apr_dbd_pvbquery(d->driver, r->pool, d->handle, &n, named(d, "debit"), &one, &user, &one) ||
        n != 1) {
        return 0;
    }
    return !apr_dbd_pvbquery(d->driver, r->pool, d->handle, &n, named(d, "order"), &user, &service,
                             &qty, &one, link, &now) &&
           !apr_dbd_pvbquery(d->driver, r->pool, d->handle, &n, named(d, "ledger"), &user,
                             &minus) &&
           !apr_dbd_pvbquery(d->driver, r->pool, d->handle, &n, named(d, "ledger"), &house, &one) &&
           !apr_dbd_pvbquery(d->driver, r->pool, d->handle, &n, named(d, "idem"), key);
}

static int by_apr(request_rec *r)
{
    ap_dbd_t *d = dbd_acquire ? dbd_acquire(r) : NULL;
    apr_dbd_transaction_t *t = NULL;
    int ok;

    if (d == NULL || apr_global_mutex_lock(one_writer) != APR_SUCCESS) {
        return bench_answer(r, 0);
    }
    ok = apr_dbd_transaction_start(d->driver, r->pool, d->handle, &t) == 0;
    if (ok) {
        ok = apr_steps(r, d);
        if (!ok) {
            apr_dbd_transaction_mode_set(d->driver, t, APR_DBD_TRANSACTION_ROLLBACK);
        }
        ok = apr_dbd_transaction_end(d->driver, r->pool, t) == 0 && ok;
    }
    apr_global_mutex_unlock(one_writer);
    return bench_answer(r, ok);
}

/* ---- hooks ---------------------------------------------------------------------------------- */

static int handler(request_rec *r)
{
    static const struct {
        const char *path;
        int (*fn)(request_rec *r);
    } all[] = {{"/bench/unit", unit},
               {"/bench/apr", by_apr},
               {"/bench/order", bench_order},
               {"/bench/setup", unit_setup},
               {"/bench/people", bench_people}};

    if (r->handler == NULL || strcmp(r->handler, "smm-bench") != 0) {
        return DECLINED;
    }
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (strcmp(r->uri, all[i].path) == 0) {
            return all[i].fn(r);
        }
    }
    return HTTP_NOT_FOUND;
}

static int pre_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp)
{
    return ap_mutex_register(pconf, "smm-bench", NULL, APR_LOCK_DEFAULT, 0) == APR_SUCCESS
               ? OK
               : HTTP_INTERNAL_SERVER_ERROR;
}

static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    dbd_acquire = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_acquire);
    return ap_global_mutex_create(&one_writer, NULL, "smm-bench", NULL, s, pconf, 0) == APR_SUCCESS
               ? OK
               : HTTP_INTERNAL_SERVER_ERROR;
}

/* A host that is no panel but has a database is one of ours: it gets our statements. */
static void child_init(apr_pool_t *p, server_rec *s)
{
    apr_global_mutex_child_init(&one_writer, apr_global_mutex_lockfile(one_writer), p);
    for (; s; s = s->next) {
        if (s->is_virtual && smm_panel_of(s) == NULL) {
            smm_db_of(s)->cat = &smm_bench_catalog;
        }
    }
}

static void register_hooks(apr_pool_t *p)
{
    ap_hook_pre_config(pre_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(post_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(child_init, NULL, NULL, APR_HOOK_LAST);
    ap_hook_handler(handler, NULL, NULL, APR_HOOK_MIDDLE);
}

module AP_MODULE_DECLARE_DATA smm_bench_module = {
    STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks, 0};
