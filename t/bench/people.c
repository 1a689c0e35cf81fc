/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Customers with sessions and money, made without password hashing, and the write unit of a placed
 * order as modules/campaign/domain/place.c builds it: what a whole order request is measured
 * against.
 */
#include <string.h>
#include <httpd.h>
#include <http_log.h>
#include <http_protocol.h>
#include <apr_strings.h>
#include "mod_smm_bench.h"
#include "gen/smm_sql.h"
#include "smm_catalogue.h"
#include "smm_job.h"
#include "smm_settings.h"
#include "smm_wallet.h"

extern module AP_MODULE_DECLARE_DATA smm_bench_module;
APLOG_USE_MODULE(smm_bench);

#define MONEY 1000000000000 /* a million dollars each */
#define QUANTITY 1000
#define SERVICES 16

static void context(request_rec *r, apr_pool_t *p, smm_ctx_t *c)
{
    memset(c, 0, sizeof(*c));
    c->pool = p;
    c->db = smm_db_of(r->server);
    c->panel = smm_panel_of(r->server);
    c->now = apr_time_sec(r->request_time);
}

/* ---- services ------------------------------------------------------------------------------- */

static smm_service_t chosen[SERVICES];
static int nchosen;

static int choose(void *baton, const smm_service_t *s)
{
    if (s->type == SMM_ST_DEFAULT && smm_service_sold(s) && s->min <= QUANTITY &&
        s->max >= QUANTITY && s->rate > 0) {
        smm_service_t *o = &chosen[nchosen++];
        *o = *s;
        o->name = apr_pstrdup(baton, s->name);
        o->provider_service = apr_pstrdup(baton, s->provider_service);
    }
    return nchosen == SERVICES;
}

/* ---- one order ------------------------------------------------------------------------------ */

/* The steps of place_unit(). */
static smm_db_rc_e place(smm_ctx_t *c, int64_t account, const smm_service_t *s)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    const char *token = smm_random_token(c->pool, 18), *key = smm_random_token(c->pool, 18);
    const char *link = apr_pstrcat(c->pool, "https://complete.example/", key, NULL);
    const char *hash = smm_sha256_hex(c->pool, link, strlen(link));
    smm_idem_t idem = {"form", key, hash};
    int64_t charge = (s->rate * QUANTITY + 999) / 1000;
    int k;

    c->actor = account;
    k = smm_unit_add(u, SQL_campaign_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(s->id), SMM_T(s->name),
                              SMM_T("form"), SMM_T(link), SMM_T(hash), SMM_I(QUANTITY), SMM_NUL,
                              SMM_I(s->rate), SMM_I(charge), SMM_I(s->cost),
                              s->provider_id ? SMM_I(s->provider_id) : SMM_NUL,
                              SMM_T(s->provider_service ? s->provider_service : ""), SMM_T(token),
                              SMM_I(c->now), SMM_T(key)));
    smm_idem_step(u, c, &idem, k, 0);
    smm_unit_add(u, SQL_campaign_guard_service,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(s->id), SMM_I(s->rate)));
    smm_wallet_hold(u, c, account, charge, k, apr_pstrcat(c->pool, "campaign/hold/", token, NULL));
    smm_unit_add(u, SQL_campaign_event_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(k), SMM_I(c->now), SMM_NUL, SMM_T("intent"),
                          SMM_T("Pending"), SMM_I(account), SMM_T("placed"), SMM_NUL,
                          SMM_I(charge)));
    smm_job_step_slot(u, c, "dispatch.campaign", k, c->now, NULL);
    return smm_db_write(c->db, u).rc;
}

int bench_order(request_rec *r)
{
    int64_t from = bench_arg(r, "from", 0), n = bench_arg(r, "n", 1);
    smm_ctx_t c;

    context(r, r->pool, &c);
    if (nchosen == 0 || c.panel == NULL) {
        return bench_answer(r, 0); /* /bench/people comes first */
    }
    return bench_answer(r, place(&c, from + bench_pick(n) - 1, &chosen[bench_pick(nchosen) - 1]) ==
                               SMM_DB_OK);
}

/* ---- people --------------------------------------------------------------------------------- */

static int64_t account(smm_ctx_t *c, const char *name)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    const char *email = apr_pstrcat(c->pool, name, "@bench.example", NULL);
    const char *pass = "$argon2id$v=19$m=19456,t=2,p=1$none"; /* nobody signs in with it */
    int64_t id;
    int k =
        smm_unit_add(u, SQL_account_insert,
                     SMM_ARGS(SMM_T(name), SMM_T(email), SMM_T(email), SMM_T(pass), SMM_T("active"),
                              SMM_I(c->now), SMM_I(c->now), SMM_T("DE"), SMM_T("en")));
    if (smm_db_write(c->db, u).rc != SMM_DB_OK) {
        return 0;
    }
    id = smm_unit_id(u, k);
    u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_member_join, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(c->now)));
    smm_unit_add(u, SQL_wallet_open, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(c->now)));
    k = smm_unit_add(u, SQL_transfer_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_T("adjust"),
                              SMM_T(apr_pstrcat(c->pool, "bench/", name, NULL)), SMM_I(id),
                              SMM_T("bench"), SMM_I(0), SMM_I(c->now)));
    smm_unit_add(u, SQL_wallet_credit,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(MONEY), SMM_I(MONEY)));
    smm_unit_add(u, SQL_posting_pair,
                 SMM_ARGS(SMM_SLOT(k), SMM_I(c->panel->id), SMM_I(MONEY), SMM_T("adjust"), SMM_NUL,
                          SMM_T("wallet"), SMM_I(id)));
    return smm_db_write(c->db, u).rc == SMM_DB_OK ? id : 0;
}

static const char *session(smm_ctx_t *c, int64_t id)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    const char *token = apr_pstrcat(c->pool, "s", smm_random_token(c->pool, 32), NULL);

    smm_unit_add(u, SQL_session_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(smm_sha256_hex(c->pool, token, strlen(token))),
                          SMM_I(id), SMM_I(c->now), SMM_T("127.0.0.1"), SMM_T("bench")));
    return smm_db_write(c->db, u).rc == SMM_DB_OK ? token : NULL;
}

/* One customer with `orders` campaigns, as a line of the answer. */
static int person(request_rec *r, apr_pool_t *p, int64_t i, int64_t orders)
{
    smm_ctx_t c;
    int64_t id;
    const char *token;

    context(r, p, &c);
    id = account(&c, apr_psprintf(p, "bench%" APR_INT64_T_FMT, i));
    token = id ? session(&c, id) : NULL;
    for (int64_t k = 0; token && k < orders; k++) {
        if (place(&c, id, &chosen[k % nchosen]) != SMM_DB_OK) {
            token = NULL;
        }
    }
    if (token) {
        ap_rprintf(r, "%" APR_INT64_T_FMT " %s %s\n", id, token,
                   smm_mac(p, c.panel, "csrf", token));
    }
    return token != NULL;
}

int bench_people(request_rec *r)
{
    int64_t n = bench_arg(r, "n", 10), with = bench_arg(r, "with", 0);
    int64_t orders = bench_arg(r, "orders", 20);
    smm_ctx_t c;
    apr_pool_t *p;
    int ok = 1;

    context(r, r->pool, &c);
    if (c.panel == NULL) {
        return HTTP_NOT_FOUND;
    }
    if (nchosen == 0) {
        smm_service_each(&c, choose, r->server->process->pconf);
    }
    if (nchosen == 0) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r, "bench: no service fits");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    ap_set_content_type(r, "text/plain");
    for (int i = 0; i < nchosen; i++) {
        ap_rprintf(r, "service %" APR_INT64_T_FMT " %" APR_INT64_T_FMT "\n", chosen[i].id,
                   chosen[i].rate);
    }
    apr_pool_create(&p, r->pool);
    for (int64_t i = 0; i < n && ok; i++) {
        ok = person(r, p, i, i < with ? orders : 0);
        apr_pool_clear(p);
    }
    ap_rputs(ok ? "end\n" : "failed\n", r);
    return OK;
}
