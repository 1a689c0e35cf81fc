/* SPDX-License-Identifier: Apache-2.0 */
/* Promises and gifts of top-ups. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_coin_book.h"
#include "smm_event.h"
#include "smm_job.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_bonus.h"
#include "smm_ledger.h"
#include "bonus_int.h"

#define I64 APR_INT64_T_FMT
#define JOB_REWARD "payment-reward"
#define JOB_SWEEP "bonus-sweep"
#define BATCH 100

/* ---- quote ----------------------------------------------------------------------------------- */

static int64_t part(int64_t amount, int64_t bps, int64_t most)
{
    int64_t gift = 0;

    if (smm_muldiv_floor(amount, bps, 10000, &gift) != 0)
        return 0;
    return most > 0 && gift > most ? most : gift;
}

static const char *usd(smm_ctx_t *c, int64_t micro)
{
    return smm_usd_text(apr_palloc(c->pool, SMM_USD_TEXT), micro);
}

static smm_result_t no_coupon(const char *why)
{
    return smm_fail(SMM_INVALID, "coupon", why);
}

/** Does the coupon fit this top-up? The limits are taken later, under their guards. */
static smm_result_t fits(smm_ctx_t *c, const smm_coupon_t *k, int64_t account, int64_t amount,
                         const char *method)
{
    int64_t n = 0;
    int found = 0;
    smm_result_t r;

    if (!k->active || k->valid_from > c->now)
        return no_coupon("This code is not valid now.");
    if (k->valid_to > 0 && k->valid_to <= c->now)
        return no_coupon("This code has expired.");
    if (k->limit_total > 0 && k->used >= k->limit_total)
        return no_coupon("This code has been used up.");
    if (*k->method && method && strcmp(k->method, method) != 0)
        return no_coupon("This code is for another payment method.");
    if (amount < k->min_amount) {
        r = no_coupon("This code is for top-ups from {0} USD on.");
        r.a = usd(c, k->min_amount);
        return r;
    }
    if (k->limit_account > 0 &&
        smm_db_int(c->db, SQL_coupon_account_used, SMM_ARGS(SMM_I(k->id), SMM_I(account)), &n,
                   &found) != SMM_DB_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (found && k->limit_account > 0 && n >= k->limit_account)
        return no_coupon("You have used this code already.");
    if (k->first_only) {
        if (smm_db_int(c->db, SQL_bonus_deposits, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), &n,
                       &found) != SMM_DB_OK)
            return smm_fail(SMM_BUSY, NULL, NULL);
        if (n > 0)
            return no_coupon("This code is for the first top-up only.");
    }
    return smm_ok();
}

static smm_result_t quote_coupon(smm_ctx_t *c, int64_t account, int64_t amount, const char *method,
                                 const char *code, smm_bonus_quote_t *out)
{
    const char *clean = smm_coupon_code(c->pool, code);
    smm_coupon_t k;
    smm_result_t r;
    smm_rc_e rc = clean ? smm_coupon_find(c, clean, &k) : SMM_NOT_FOUND;

    if (rc == SMM_NOT_FOUND)
        return no_coupon("This code is not known here. Check its letters and digits.");
    if (rc != SMM_OK)
        return smm_fail(rc, NULL, NULL);
    r = fits(c, &k, account, amount, method);
    if (r.code != SMM_OK)
        return r;
    out->coupon = k.percent ? part(amount, k.value, k.most) : k.value;
    out->coupon_id = k.id;
    out->code = k.code;
    return smm_ok();
}

smm_result_t smm_bonus_quote(smm_ctx_t *c, int64_t account, int64_t amount, const char *method,
                             const char *code, smm_bonus_quote_t *out)
{
    smm_tier_t tiers[SMM_TIERS_MOST];
    smm_result_t r = smm_ok();
    int n, i;

    memset(out, 0, sizeof(*out));
    if (code && *code)
        r = quote_coupon(c, account, amount, method, code, out);
    if (out->coupon > 0 && !smm_setting_int(c, "bonus.stack", 1))
        return r;
    n = smm_tier_list(c, tiers, SMM_TIERS_MOST);
    for (i = 0; i < n; i++)
        if (amount >= tiers[i].min_amount) { /* by amount: the last that fits counts */
            out->deposit = part(amount, tiers[i].bps, tiers[i].most);
            out->tier_bps = tiers[i].bps;
        }
    return r;
}

static const char *percent(smm_ctx_t *c, int64_t bps)
{
    return bps % 100 ? apr_psprintf(c->pool, "%d.%02d%%", (int)(bps / 100), (int)(bps % 100))
                     : apr_psprintf(c->pool, "%d%%", (int)(bps / 100));
}

/* ---- promise --------------------------------------------------------------------------------- */

static void coupon_take_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int64_t coupon)
{
    smm_unit_add(u, SQL_coupon_take, SMM_ARGS(SMM_I(c->panel->id), SMM_I(coupon), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_COUPON);
    smm_unit_add(u, SQL_coupon_account_open, SMM_ARGS(SMM_I(coupon), SMM_I(account)));
    smm_unit_add(u, SQL_coupon_account_take, SMM_ARGS(SMM_I(coupon), SMM_I(account)));
    smm_unit_outcome(u, SMM_OUT_COUPON);
}

void smm_bonus_promise_steps(smm_unit_t *u, smm_ctx_t *c, int64_t account, int payment,
                             const smm_bonus_quote_t *q)
{
    if (q->coupon > 0) {
        coupon_take_steps(u, c, account, q->coupon_id);
        smm_unit_add(u, SQL_bonus_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_SLOT(payment),
                              SMM_T("coupon"), SMM_I(q->coupon_id), SMM_T(q->code),
                              SMM_I(q->coupon), SMM_I(c->now)));
    }
    if (q->deposit > 0)
        smm_unit_add(u, SQL_bonus_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_SLOT(payment),
                              SMM_T("deposit"), SMM_NUL, SMM_T(percent(c, q->tier_bps)),
                              SMM_I(q->deposit), SMM_I(c->now)));
}

smm_result_t smm_bonus_gone(void)
{
    return smm_fail(SMM_CONFLICT, "coupon",
                    "The last use of this code was taken a moment ago. Nothing was started: go on "
                    "without it or with another one.");
}

/* ---- grant, release, take back --------------------------------------------------------------- */

static void of_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_bonus_t *b = item;

    b->id = smm_row_int(row, C_bonus_of_payment_id);
    b->account = smm_row_int(row, C_bonus_of_payment_account_id);
    b->payment = smm_row_int(row, C_bonus_of_payment_payment_id);
    b->source = smm_row_dup(row, C_bonus_of_payment_source, pool);
    b->coupon = smm_row_int(row, C_bonus_of_payment_coupon_id);
    b->label = smm_row_dup(row, C_bonus_of_payment_label, pool);
    b->amount = smm_row_int(row, C_bonus_of_payment_amount);
    b->state = smm_row_dup(row, C_bonus_of_payment_state, pool);
    b->first_only = (int)smm_row_int(row, C_bonus_of_payment_first_only);
    b->payment_state = smm_row_dup(row, C_bonus_of_payment_payment_state, pool);
    b->earlier = smm_row_int(row, C_bonus_of_payment_earlier);
    b->paid = smm_row_int(row, C_bonus_of_payment_paid);
    b->gone = smm_row_int(row, C_bonus_of_payment_gone);
    b->back = smm_row_int(row, C_bonus_of_payment_back);
    b->seen = smm_row_int(row, C_bonus_of_payment_seen);
}

int smm_bonus_of(smm_ctx_t *c, int64_t payment, smm_bonus_t *out, int max)
{
    return smm_list(c, SQL_bonus_of_payment, SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment)), of_row,
                    out, max);
}

static void move_step(smm_unit_t *u, smm_ctx_t *c, const smm_bonus_t *b, const char *to)
{
    smm_unit_add(u, SQL_bonus_move,
                 SMM_ARGS(SMM_I(b->id), SMM_T(b->state), SMM_T(to), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
}

static void release_steps(smm_unit_t *u, smm_ctx_t *c, const smm_bonus_t *b)
{
    move_step(u, c, b, "released");
    if (!b->coupon)
        return;
    smm_unit_add(u, SQL_coupon_give_back, SMM_ARGS(SMM_I(c->panel->id), SMM_I(b->coupon)));
    smm_unit_add(u, SQL_coupon_account_give_back, SMM_ARGS(SMM_I(b->coupon), SMM_I(b->account)));
}

/** Promised or released → granted: the ledger's key and the state both let it happen once. */
static void grant_steps(smm_unit_t *u, smm_ctx_t *c, const smm_bonus_t *b)
{
    int t;

    if (strcmp(b->state, "released") == 0 && b->coupon)
        coupon_take_steps(u, c, b->account, b->coupon);
    move_step(u, c, b, "granted");
    smm_ledger_open(u, c, b->account);
    t = smm_ledger_transfer(u, c, strcmp(b->source, "coupon") ? "bonus-deposit" : "bonus-coupon",
                            apr_psprintf(c->pool, "bonus/%" I64, b->id), SMM_I(b->id), b->label);
    smm_ledger_move(u, c, t, b->amount, SMM_BOOK_PROMOTION, 0, SMM_BOOK_WALLET, b->account);
}

static void take_steps(smm_unit_t *u, smm_ctx_t *c, const smm_bonus_t *b)
{
    int t;

    move_step(u, c, b, "taken");
    if (b->amount > b->back) {
        t = smm_ledger_transfer(u, c, "bonus-back",
                                apr_psprintf(c->pool, "bonus-back/%" I64, b->id), SMM_I(b->id),
                                b->label);
        smm_ledger_move(u, c, t, b->amount - b->back, SMM_BOOK_WALLET, b->account,
                        SMM_BOOK_PROMOTION, 0);
    }
    /* the use of a coupon stays counted: who takes money back does not get a second gift */
}

/** A part of the top-up went back, and the same part of its gift with it; what is kept is rounded
 * down. Each sum is looked at once. */
static void shrink_steps(smm_unit_t *u, smm_ctx_t *c, const smm_bonus_t *b)
{
    int64_t kept = 0, back;
    int t;

    if (b->paid > b->gone)
        smm_muldiv_floor(b->amount, b->paid - b->gone, b->paid, &kept);
    back = b->amount - kept;
    back = back > b->back ? back : b->back;
    smm_unit_add(
        u, SQL_bonus_shrink,
        SMM_ARGS(SMM_I(b->id), SMM_I(b->seen), SMM_I(b->gone), SMM_I(back), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    if (back == b->back)
        return;
    t = smm_ledger_transfer(u, c, "bonus-back",
                            apr_psprintf(c->pool, "bonus-back/%" I64 "/%" I64, b->id, b->gone),
                            SMM_I(b->id), b->label);
    smm_ledger_move(u, c, t, back - b->back, SMM_BOOK_WALLET, b->account, SMM_BOOK_PROMOTION, 0);
}

static int is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/** @return 0, or -1: try again later. */
static int work_one(smm_ctx_t *c, const smm_bonus_t *b)
{
    int open = is(b->state, "promised"), late = is(b->state, "released");
    int closed = is(b->payment_state, "expired") || is(b->payment_state, "failed") ||
                 is(b->payment_state, "cancelled");
    int back = is(b->payment_state, "refunded") || is(b->payment_state, "charged_back");
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    if (is(b->payment_state, "paid") && (open || late)) {
        if (b->first_only && b->earlier > 0) {
            if (late)
                return 0;
            release_steps(u, c, b);
        } else {
            grant_steps(u, c, b);
        }
    } else if (open && (closed || back)) {
        release_steps(u, c, b);
    } else if (is(b->state, "granted") && back) {
        take_steps(u, c, b);
    } else if (is(b->state, "granted") && is(b->payment_state, "paid") && b->gone > b->seen) {
        shrink_steps(u, c, b);
    } else {
        return 0;
    }
    w = smm_db_write(c->db, u);
    /* a late payment whose coupon is used up gets no gift; a wallet that does not cover what is to
     * be taken back is asked again by the sweep */
    return w.rc == SMM_DB_OK || w.rc == SMM_DB_EXPECT || w.rc == SMM_DB_UNIQUE ? 0 : -1;
}

typedef struct reward_t {
    int64_t account, amount;
    int paid;
} reward_t;

static void reward_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    reward_t *r = item;

    r->account = smm_row_int(row, C_reward_payment_account_id);
    r->amount = smm_row_int(row, C_reward_payment_amount);
    r->paid = is(smm_row_text(row, C_reward_payment_state), "paid");
}

/** Coins for whole dollars of a paid top-up. */
static int coins(smm_ctx_t *c, int64_t payment)
{
    int64_t per = smm_setting_int(c, "coins.per_usd", 0), n = 0;
    reward_t r;
    smm_unit_t *u;
    smm_written_t w;

    if (per <= 0)
        return 0;
    if (smm_get(c, SQL_reward_payment, SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment)), reward_row,
                &r) == SMM_BUSY)
        return -1;
    if (!r.paid || smm_muldiv_floor(r.amount / SMM_USD, per, 1, &n) != 0 || n <= 0 ||
        n > SMM_COINS_MOST)
        return 0;
    u = smm_unit_make(c->pool);
    smm_coins_earn_steps(u, c, r.account, n, apr_psprintf(c->pool, "topup/%" I64, payment), "topup",
                         payment);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK || w.rc == SMM_DB_UNIQUE || w.rc == SMM_DB_EXPECT ? 0 : -1;
}

int smm_bonus_work(smm_ctx_t *c, int64_t payment)
{
    smm_bonus_t b[4];
    int n = smm_bonus_of(c, payment, b, 4), i, bad = n < 0;

    for (i = 0; i < n; i++)
        bad |= work_one(c, &b[i]) != 0;
    bad |= coins(c, payment) != 0;
    return bad ? -1 : 0;
}

/* ---- jobs ------------------------------------------------------------------------------------ */

static void credited(smm_ctx_t *c, const smm_event_t *e, smm_unit_t *u)
{
    smm_job_step(u, c, JOB_REWARD, e->id, c->now, NULL);
}

static void reward_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    int i;

    for (i = 0; i < n; i++)
        if (smm_bonus_work(c, jobs[i].ref) != 0) {
            jobs[i].again = 1;
            jobs[i].next = c->now + smm_job_backoff(jobs[i].attempt);
            jobs[i].error = "the bonus could not be written";
        }
}

typedef struct topup_t {
    int64_t payment, account, amount;
} topup_t;

static void topup_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    *(topup_t *)item = (topup_t){smm_row_int(row, C_coin_topup_due_payment_id),
                                 smm_row_int(row, C_coin_topup_due_account_id),
                                 smm_row_int(row, C_coin_topup_due_amount)};
}

static void sweep_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    int64_t payment[BATCH];
    topup_t back[BATCH];
    int i;

    n = smm_list(c, SQL_bonus_due, SMM_ARGS(SMM_I(c->panel->id), SMM_I(BATCH)), smm_item_int,
                 payment, BATCH);
    if (n < 0) {
        jobs[0].error = "the promises could not be read";
        return;
    }
    for (i = 0; i < n && !smm_job_stopping(); i++)
        smm_bonus_work(c, payment[i]);
    n = smm_list(c, SQL_coin_topup_due, SMM_ARGS(SMM_I(c->panel->id), SMM_I(BATCH)), topup_row,
                 back, BATCH);
    for (i = 0; i < n && !smm_job_stopping(); i++)
        smm_coins_take_back(c, back[i].account, back[i].amount, back[i].payment);
}

void smm_bonus_init(void)
{
    smm_event_on("payment.credited", credited, NULL);
    smm_job_kind(JOB_REWARD, reward_job, 8, 60, 0);
    smm_job_kind(JOB_SWEEP, sweep_job, 1, 60, 300);
}
