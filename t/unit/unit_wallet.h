/* SPDX-License-Identifier: Apache-2.0 */
/* What unit programs about money share: accounts, settings, balances, the books, many at once. */
#ifndef UNIT_WALLET_H
#define UNIT_WALLET_H

#include <stdio.h>
#include <apr_thread_mutex.h>
#include <apr_thread_proc.h>
#include "unit_raw.h"
#include "smm_settings.h"
#include "smm_verify.h"
#include "smm_wallet.h"

/** NULL unsets. */
static inline void unit_setting(smm_ctx_t *c, const char *key, const char *value)
{
    smm_unit_t *u = smm_unit_make(c->pool);

    if (smm_setting_step(u, c, key, value) != SMM_OK)
        printf("# no setting %s\n", key);
    smm_db_write(c->db, u);
}

/** A new account NAME with the address NAME@unit.example. */
static inline int64_t unit_account(smm_ctx_t *c, const char *name, const char *country)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    const char *mail = apr_pstrcat(c->pool, name, "@unit.example", NULL);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                          SMM_I(c->now), SMM_I(c->now), SMM_T(country), SMM_T("en")));
    smm_db_write(c->db, u);
    return smm_unit_id(u, 0);
}

static inline int64_t unit_balance(smm_ctx_t *c, int64_t account)
{
    smm_balance_t b;

    smm_wallet_balance(c, account, &b);
    return b.balance;
}

static inline void unit_say(void *baton, const char *line)
{
    (void)baton;
    printf("# %s\n", line);
}

/** smmctl verify, with its lines as comments. @return 1 when it finds nothing. */
static inline int unit_sound(smm_ctx_t *c)
{
    smm_verify_t v = {.pool = c->pool, .db = c->db, .now = c->now, .say = unit_say};

    return smm_verify_run(&v) == 0;
}

/** One of many at once; c has a pool of its own. @return 1 = won */
typedef int unit_racer_fn(smm_ctx_t *c, int number, void *baton);

typedef struct unit_racer_t {
    smm_ctx_t c;
    apr_thread_mutex_t *gate;
    unit_racer_fn *fn;
    void *baton;
    int number, won;
} unit_racer_t;

static inline void *APR_THREAD_FUNC unit_racer(apr_thread_t *t, void *data)
{
    unit_racer_t *r = data;

    (void)t;
    apr_thread_mutex_lock(r->gate);
    apr_thread_mutex_unlock(r->gate);
    r->won = r->fn(&r->c, r->number, r->baton);
    return NULL;
}

/** Runs fn in n threads that start together. @return how many won */
static inline int unit_race(const smm_ctx_t *c, int n, unit_racer_fn *fn, void *baton)
{
    unit_racer_t *r = apr_pcalloc(c->pool, sizeof(*r) * (size_t)n);
    apr_thread_t **t = apr_pcalloc(c->pool, sizeof(apr_thread_t *) * (size_t)n);
    apr_thread_mutex_t *gate;
    apr_status_t s;
    int won = 0;

    apr_thread_mutex_create(&gate, APR_THREAD_MUTEX_DEFAULT, c->pool);
    apr_thread_mutex_lock(gate);
    for (int i = 0; i < n; i++) {
        r[i] = (unit_racer_t){.c = *c, .gate = gate, .fn = fn, .baton = baton, .number = i};
        apr_pool_create_ex(&r[i].c.pool, NULL, NULL, NULL);
        apr_thread_create(&t[i], NULL, unit_racer, &r[i], c->pool);
    }
    apr_thread_mutex_unlock(gate);
    for (int i = 0; i < n; i++) {
        apr_thread_join(&s, t[i]);
        won += r[i].won;
        apr_pool_destroy(r[i].c.pool);
    }
    return won;
}

#endif
