/* SPDX-License-Identifier: Apache-2.0 */
/* Referrals and commissions. Money of a commission moves in payout.c only. */
#include "config.h"
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_event.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_affiliate.h"

#define JOB_SWEEP "affiliate-sweep"
#define BATCH 200
#define DAY 86400

static int64_t rate(smm_ctx_t *c)
{
    int64_t bps = smm_setting_int(c, "affiliates.bps", 0);

    return bps < 0 || bps > 10000 ? 0 : bps;
}

int smm_affiliate_on(smm_ctx_t *c)
{
    return rate(c) > 0;
}

/* ---- figures --------------------------------------------------------------------------------- */

static void get_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_affiliate_t *f = item;

    f->code = smm_row_dup(row, C_affiliate_get_code, pool);
    f->username = smm_row_dup(row, C_affiliate_get_username, pool);
    f->visits = smm_row_int(row, C_affiliate_get_visits);
    f->people = smm_row_int(row, C_affiliate_get_people);
    f->active = smm_row_int(row, C_affiliate_get_active);
    f->held = smm_row_int(row, C_affiliate_get_held);
    f->matured = smm_row_int(row, C_affiliate_get_matured);
    f->reversed = smm_row_int(row, C_affiliate_get_reversed);
    f->paid = smm_row_int(row, C_affiliate_get_paid);
    f->stopped = (int)smm_row_int(row, C_affiliate_get_stopped);
    f->available = f->matured - f->reversed - f->paid;
}

static smm_rc_e read_one(smm_ctx_t *c, int64_t account, smm_affiliate_t *out)
{
    smm_rc_e rc =
        smm_get(c, SQL_affiliate_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), get_row, out);

    out->account = account;
    return rc;
}

smm_rc_e smm_affiliate_get(smm_ctx_t *c, int64_t account, int make, smm_affiliate_t *out)
{
    smm_rc_e rc = read_one(c, account, out);
    int tries;

    for (tries = 0; rc == SMM_NOT_FOUND && make && tries < 3; tries++) {
        smm_unit_t *u = smm_unit_make(c->pool);
        char *code = apr_pstrdup(c->pool, smm_random_token(c->pool, 9)), *s;

        for (s = code; *s; s++)
            *s = *s == '-' || *s == '_' ? '7' : (char)apr_tolower((unsigned char)*s);
        code[8] = '\0';
        smm_unit_add(u, SQL_affiliate_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(code), SMM_I(c->now)));
        smm_db_write(c->db, u); /* refused: made by another request, or the code is taken */
        rc = read_one(c, account, out);
    }
    return rc;
}

/* ---- people ---------------------------------------------------------------------------------- */

typedef struct code_t {
    int64_t account;
    const char *email;
    int stopped;
} code_t;

static void code_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    code_t *k = item;

    k->account = smm_row_int(row, C_affiliate_by_code_account_id);
    k->email = smm_row_dup(row, C_affiliate_by_code_email, pool);
    k->stopped = (int)smm_row_int(row, C_affiliate_by_code_stopped);
}

static int find_code(smm_ctx_t *c, const char *code, code_t *out)
{
    size_t n = code ? strlen(code) : 0;

    memset(out, 0, sizeof(*out));
    if (n < 4 || n > 32 || strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789") != n)
        return 0;
    return smm_get(c, SQL_affiliate_by_code, SMM_ARGS(SMM_I(c->panel->id), SMM_T(code)), code_row,
                   out) == SMM_OK &&
           !out->stopped;
}

int smm_affiliate_visit(smm_ctx_t *c, const char *code)
{
    smm_unit_t *u;
    code_t k;

    if (!smm_affiliate_on(c) || !find_code(c, code, &k))
        return 0;
    u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_affiliate_visit, SMM_ARGS(SMM_I(c->panel->id), SMM_T(code)));
    smm_db_write(c->db, u);
    return 1;
}

/** "Jo.Doe+x@Mail.example" → "jodoe@mail.example": what most providers deliver to one box. */
static const char *one_box(apr_pool_t *p, const char *email)
{
    char *out = apr_pstrdup(p, email), *o = out;
    const char *s = email, *at = strchr(email, '@');
    int tag = 0;

    for (; *s; s++) {
        int local = at && s < at;

        if (local && *s == '+')
            tag = 1;
        if (s == at)
            tag = 0;
        if (!tag && !(local && *s == '.'))
            *o++ = (char)apr_tolower((unsigned char)*s);
    }
    *o = '\0';
    return out;
}

static const char *domain(const char *email)
{
    const char *at = strchr(email, '@');

    return at ? at + 1 : "";
}

/** The new account is brought by the code's owner, unless it looks like the owner. */
static void created(smm_ctx_t *c, const smm_event_t *e, smm_unit_t *u)
{
    static const char *const common[] = {"gmail.com", "outlook.com", "hotmail.com",
                                         "yahoo.com", "icloud.com",  "proton.me",
                                         "gmx.net",   "mail.ru",     NULL};
    const smm_signup_event_t *s = e->data;
    const char *suspect = "";
    code_t k;
    int i;

    if (!s->ref || !*s->ref || !smm_affiliate_on(c) || !find_code(c, s->ref, &k))
        return;
    if (strcmp(one_box(c->pool, k.email), one_box(c->pool, s->email)) == 0)
        return;
    for (i = 0; common[i] && strcasecmp(common[i], domain(s->email)) != 0; i++)
        ;
    if (!common[i] && strcasecmp(domain(k.email), domain(s->email)) == 0)
        suspect = "domain";
    smm_unit_add(u, SQL_referral_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(s->slot), SMM_I(k.account), SMM_T(suspect),
                          SMM_I(c->now)));
}

/* ---- commissions ----------------------------------------------------------------------------- */

typedef struct money_t {
    int64_t ref, account, affiliate, base, at;
} money_t;

_Static_assert((int)C_affiliate_topups_at == (int)C_affiliate_spends_at,
               "both statements have the same columns");

static void money_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    money_t *m = item;

    m->ref = smm_row_int(row, C_affiliate_topups_ref);
    m->account = smm_row_int(row, C_affiliate_topups_account_id);
    m->affiliate = smm_row_int(row, C_affiliate_topups_affiliate_id);
    m->base = smm_row_int(row, C_affiliate_topups_base);
    m->at = smm_row_int(row, C_affiliate_topups_at);
}

static int fresh(smm_ctx_t *c, int64_t bps)
{
    const char *basis = smm_setting(c, "affiliates.basis");
    int spend = basis && strcmp(basis, "spend") == 0, i;
    int64_t hold = smm_setting_int(c, "affiliates.hold_days", 14) * DAY, amount;
    money_t *b = apr_palloc(c->pool, sizeof(*b) * BATCH);
    int n;

    /* older money stays as it was: a program that is switched on does not pay for the past */
    n = smm_list(c, spend ? SQL_affiliate_spends : SQL_affiliate_topups,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now - 7 * DAY), SMM_I((9999 + bps) / bps),
                          SMM_I(BATCH)),
                 money_row, b, BATCH);
    if (n < 0)
        return -1;
    for (i = 0; i < n; i++) {
        const money_t *m = &b[i];
        smm_unit_t *u = smm_unit_make(c->pool);

        if (smm_muldiv_floor(m->base, bps, 10000, &amount) != 0 || amount <= 0)
            continue;
        smm_unit_add(u, SQL_commission_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(m->affiliate), SMM_I(m->account),
                              SMM_T(spend ? "spend" : "topup"), SMM_I(m->ref), SMM_I(m->base),
                              SMM_I(bps), SMM_I(amount), SMM_I(m->at + hold), SMM_I(c->now)));
        smm_db_write(c->db, u); /* UNIQUE: another worker was first */
    }
    return 0;
}

typedef struct work_t {
    int64_t id, affiliate, base, bps, amount, reversed, kept;
    int held;
} work_t;

static void work_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    work_t *w = item;

    w->id = smm_row_int(row, C_commission_work_id);
    w->affiliate = smm_row_int(row, C_commission_work_affiliate_id);
    w->base = smm_row_int(row, C_commission_work_base);
    w->bps = smm_row_int(row, C_commission_work_bps);
    w->amount = smm_row_int(row, C_commission_work_amount);
    w->reversed = smm_row_int(row, C_commission_work_reversed);
    w->kept = smm_row_int(row, C_commission_work_kept);
    w->held = strcmp(smm_row_text(row, C_commission_work_state), "held") == 0;
}

static void work_one(smm_ctx_t *c, const work_t *w)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int64_t left = 0;

    if (w->kept > 0)
        smm_muldiv_floor(w->kept, w->bps, 10000, &left);
    if (w->held && left > 0) {
        smm_unit_add(u, SQL_commission_mature,
                     SMM_ARGS(SMM_I(w->id), SMM_I(left), SMM_I(w->kept), SMM_I(c->now)));
        smm_unit_add(u, SQL_affiliate_matured,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(w->affiliate), SMM_I(left)));
    } else if (w->held) {
        smm_unit_add(u, SQL_commission_cancel, SMM_ARGS(SMM_I(w->id), SMM_I(c->now)));
    } else if (w->amount - left > w->reversed) {
        smm_unit_add(
            u, SQL_commission_reverse,
            SMM_ARGS(SMM_I(w->id), SMM_I(w->reversed), SMM_I(w->amount - left), SMM_I(c->now)));
        smm_unit_add(u, SQL_affiliate_reversed,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(w->affiliate),
                              SMM_I(w->amount - left - w->reversed)));
    } else {
        return;
    }
    smm_db_write(c->db, u); /* refused: another worker did it */
}

int smm_affiliate_sweep(smm_ctx_t *c)
{
    work_t *b = apr_palloc(c->pool, sizeof(*b) * BATCH);
    int64_t bps = rate(c);
    int i, n, bad = bps > 0 && fresh(c, bps) != 0;

    n = smm_list(c, SQL_commission_work, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now), SMM_I(BATCH)),
                 work_row, b, BATCH);
    if (n < 0)
        return -1;
    for (i = 0; i < n && !smm_job_stopping(); i++)
        work_one(c, &b[i]);
    return bad ? -1 : 0;
}

static void sweep_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    (void)n;
    if (smm_affiliate_sweep(c) != 0)
        jobs[0].error = "the commissions could not be read";
}

void smm_affiliate_init(void)
{
    smm_event_on("account.created", created, NULL);
    smm_job_kind(JOB_SWEEP, sweep_job, 1, 120, 300);
}
