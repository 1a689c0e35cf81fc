/* SPDX-License-Identifier: Apache-2.0 */
/* Post-payment: what a customer has to show, asking, deciding. Bills: postpay_bill.c. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_ledger.h"
#include "smm_mail.h"
#include "smm_money.h"
#include "smm_postpay.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_time.h"
#include "smm_wallet.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400
#define CAMPAIGNS 50 /* running ones that are looked at, the largest first */

static const smm_setting_t settings[] = {
    {"postpay.on", "0", 0, "Post-payment: customers may ask for it", SMM_SET_FLAG},
    {"postpay.min_month", "100", 0, "Post-payment: spend in each of the last six months, USD",
     SMM_SET_USD, 0, 1000000 * SMM_USD},
    {"postpay.min_total", "1000", 0, "Post-payment: spend in all of them, USD", SMM_SET_USD, 0,
     1000000 * SMM_USD},
    {"postpay.campaign_days", "90", 0, "Post-payment: days that a running campaign has to last",
     SMM_SET_INT, 0, 3650},
    {"postpay.min_daily", "10", 0, "Post-payment: what it spends a day, USD", SMM_SET_USD, 0,
     1000000 * SMM_USD},
    {"postpay.min_budget", "500", 0, "Post-payment: its whole budget, USD", SMM_SET_USD, 0,
     1000000 * SMM_USD},
    {"postpay.share_bps", "5000", 0,
     "Post-payment: limit as a part of the monthly mean, 1/100 percent", SMM_SET_BPS},
    {"postpay.cap", "5000", 0, "Post-payment: largest limit without an owner, USD", SMM_SET_USD, 0,
     1000000 * SMM_USD},
    {"postpay.due_days", "10", 0, "Post-payment: days to pay a bill", SMM_SET_INT, 1, 90},
    {"postpay.remind_days", "3", 0, "Post-payment: days before that in which it is reminded of",
     SMM_SET_INT, 0, 30},
    {NULL}};

static int64_t usd_setting(smm_ctx_t *c, const char *key)
{
    const char *text = smm_setting(c, key);
    int64_t v = 0;

    return text && smm_usd_parse(text, &v) == 0 ? v : 0;
}

int smm_postpay_on(smm_ctx_t *c)
{
    return smm_setting_int(c, "postpay.on", 0) != 0;
}

int64_t smm_postpay_now(const smm_ctx_t *c)
{
    smm_date_t d = smm_date_at(c->now, SMM_IST_OFFSET);

    return d.year * 12 + d.month - 1;
}

const char *smm_postpay_month(apr_pool_t *p, int64_t month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

    return apr_psprintf(p, "%s %" I64, names[month % 12], month / 12);
}

/** When a month begins in India, seconds UTC. */
static int64_t begins(int64_t month)
{
    return smm_days((int)(month / 12), (int)(month % 12) + 1, 1) * DAY - SMM_IST_OFFSET;
}

int64_t smm_postpay_due(const smm_postpay_line_t *l)
{
    int64_t open = l->billed - l->paid, owed = l->balance < 0 ? -l->balance : 0;

    return open < owed ? open : owed;
}

/* ---- reading --------------------------------------------------------------------------------- */

static void list_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_postpay_line_t *l = item;

    l->account = smm_row_int(row, C_postpay_list_account);
    l->username = smm_row_dup(row, C_postpay_list_username, pool);
    l->email = smm_row_dup(row, C_postpay_list_email, pool);
    l->lang = smm_row_dup(row, C_postpay_list_lang, pool);
    l->kind = smm_row_dup(row, C_postpay_list_kind, pool);
    l->state = smm_row_dup(row, C_postpay_list_state, pool);
    l->version = smm_row_int(row, C_postpay_list_version);
    l->about = smm_row_dup(row, C_postpay_list_about, pool);
    l->note = smm_row_dup(row, C_postpay_list_note, pool);
    l->verified = (int)smm_row_int(row, C_postpay_list_verified);
    l->billed = smm_row_int(row, C_postpay_list_billed);
    l->paid = smm_row_int(row, C_postpay_list_paid);
    l->month = smm_row_int(row, C_postpay_list_month);
    l->created = smm_row_int(row, C_postpay_list_created);
    l->updated = smm_row_int(row, C_postpay_list_updated);
    l->balance = smm_row_int(row, C_postpay_list_balance);
    l->held = smm_row_int(row, C_postpay_list_held);
    l->limit = smm_row_int(row, C_postpay_list_credit_limit);
    l->frozen = (int)smm_row_int(row, C_postpay_list_frozen);
    l->due_day = smm_row_int(row, C_postpay_list_due_day);
    l->overdue = (int)smm_row_int(row, C_postpay_list_overdue);
}

static int read_lines(smm_ctx_t *c, int64_t account, const char *state, smm_postpay_line_t *out,
                      int max)
{
    return smm_list(c, SQL_postpay_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(state), SMM_I(max)),
                    list_row, out, max);
}

int smm_postpay_list(smm_ctx_t *c, const char *state, smm_postpay_line_t *out, int max)
{
    return read_lines(c, 0, state, out, max);
}

smm_rc_e smm_postpay_get(smm_ctx_t *c, int64_t account, smm_postpay_line_t *out)
{
    int n = account > 0 ? read_lines(c, account, "", out, 1) : 0;

    return n < 0 ? SMM_BUSY : n == 0 ? SMM_NOT_FOUND : SMM_OK;
}

void smm_wallet_due(smm_ctx_t *c, int64_t account, smm_due_t *out)
{
    smm_postpay_line_t l;

    *out = (smm_due_t){0};
    if (smm_postpay_get(c, account, &l) != SMM_OK || smm_postpay_due(&l) == 0)
        return;
    *out = (smm_due_t){smm_postpay_due(&l), l.due_day, l.overdue > 0};
}

/* ---- what the decision rests on -------------------------------------------------------------- */

static smm_rc_e one(smm_ctx_t *c, int stmt, const smm_arg_t *args, int n, int64_t *out)
{
    int found;

    *out = 0;
    return smm_db_int(c->db, stmt, args, n, out, &found) == SMM_DB_OK ? SMM_OK : SMM_BUSY;
}

typedef struct best_t {
    smm_postpay_view_t *v;
    int64_t now;
} best_t;

/* How long it will run and what it spends a day, if it goes on as it went. A campaign of which
 * nothing is delivered yet has no pace: it counts as what it is now. */
static int campaign_row(void *baton, const smm_row_t *row)
{
    best_t *b = baton;
    smm_postpay_campaign_t k = {1, 0, 0, 0, 0};
    int64_t ran = b->now - smm_row_int(row, C_postpay_campaigns_started);
    int64_t quantity = smm_row_int(row, C_postpay_campaigns_quantity);
    int64_t left = smm_row_int(row, C_postpay_campaigns_remains), days;
    int qualifies;

    ran = ran < 0 ? 0 : ran;
    k.budget = smm_row_int(row, C_postpay_campaigns_charge);
    k.days_running = ran / DAY;
    if (left < quantity && smm_muldiv_floor(ran, left, quantity - left, &days) == 0)
        k.days_left = days / DAY;
    days = k.days_running + k.days_left;
    k.daily = k.budget / (days > 0 ? days : 1);
    qualifies = days >= b->v->rule.campaign_days && k.daily >= b->v->rule.min_daily &&
                k.budget >= b->v->rule.min_budget;
    if (!b->v->best.running || qualifies)
        b->v->best = k;
    return qualifies;
}

static smm_rc_e spend(smm_ctx_t *c, int64_t account, smm_postpay_view_t *v)
{
    int64_t now = smm_postpay_now(c), first = 0;
    smm_rc_e rc =
        one(c, SQL_postpay_first_spend, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), &first);

    v->first = (int)(now - SMM_POSTPAY_MONTHS);
    for (int i = 0; i < SMM_POSTPAY_MONTHS && rc == SMM_OK; i++) {
        int64_t m = v->first + i;

        rc = one(
            c, SQL_postpay_spend,
            SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(begins(m)), SMM_I(begins(m + 1))),
            &v->months[i]);
        v->n_months += first > 0 && first < begins(m + 1);
        v->total += v->months[i];
    }
    return rc;
}

smm_rc_e smm_postpay_look(smm_ctx_t *c, int64_t account, smm_postpay_view_t *v)
{
    smm_postpay_in_t in = {0};
    smm_postpay_line_t l;
    best_t b = {v, c->now};
    int64_t back = 0;
    smm_rc_e rc;

    memset(v, 0, sizeof(*v));
    v->rule = (smm_postpay_rule_t){usd_setting(c, "postpay.min_month"),
                                   usd_setting(c, "postpay.min_total"),
                                   smm_setting_int(c, "postpay.campaign_days", 90),
                                   usd_setting(c, "postpay.min_daily"),
                                   usd_setting(c, "postpay.min_budget"),
                                   smm_setting_int(c, "postpay.share_bps", 5000),
                                   usd_setting(c, "postpay.cap")};
    rc = spend(c, account, v);
    if (rc == SMM_OK)
        rc = one(c, SQL_postpay_chargebacks, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), &back);
    if (rc == SMM_OK && smm_db_read(c->db, SQL_postpay_campaigns,
                                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(CAMPAIGNS)),
                                    campaign_row, &b) != SMM_DB_OK)
        rc = SMM_BUSY;
    if (rc != SMM_OK)
        return rc;
    rc = smm_postpay_get(c, account, &l);
    if (rc != SMM_OK && rc != SMM_NOT_FOUND)
        return rc;
    v->verified = rc == SMM_OK && l.verified;
    v->overdue = rc == SMM_OK ? l.overdue : 0;
    v->chargebacks = (int)back;
    in = (smm_postpay_in_t){v->months + SMM_POSTPAY_MONTHS - v->n_months,
                            v->n_months,
                            &v->best,
                            v->best.running ? 1 : 0,
                            v->chargebacks,
                            v->overdue,
                            1,
                            1};
    v->missing = smm_postpay(&v->rule, &in, &v->limit);
    v->missing |= v->verified ? 0 : SMM_POSTPAY_IDENTITY;
    return SMM_OK;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static smm_result_t written(smm_ctx_t *c, smm_unit_t *u, const char *conflict)
{
    smm_written_t w = smm_db_write(c->db, u);

    if (w.rc == SMM_DB_OK)
        return smm_ok();
    if (w.rc == SMM_DB_UNIQUE || w.rc == SMM_DB_EXPECT)
        return smm_fail(SMM_CONFLICT, NULL, conflict);
    return smm_fail(smm_written_rc(&w), NULL, NULL);
}

smm_result_t smm_postpay_ask(smm_ctx_t *c, int64_t account, const char *kind, const char *about,
                             const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_postpay_view_t v;

    if (!smm_postpay_on(c))
        return smm_fail(SMM_CONFLICT, NULL, "Post-payment is not offered here.");
    if (smm_postpay_look(c, account, &v) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    if (strcmp(kind, "advertiser") == 0 && (v.missing & ~SMM_POSTPAY_IDENTITY))
        return smm_fail(SMM_INVALID, "kind",
                        "Not everything on the list is met yet. Networks and agencies are decided "
                        "by hand.");
    if (strcmp(kind, "agency") == 0 && strlen(about) < 20)
        return smm_fail(SMM_INVALID, "about",
                        "Tell us about your company: website, clients, what you spend in a month.");
    smm_ledger_open(u, c, account);
    smm_unit_add(
        u, SQL_postpay_request,
        SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(kind), SMM_T(about), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_idem_step(u, c, idem, -1, account);
    return written(c, u, "You have asked already.");
}

/* ---- deciding -------------------------------------------------------------------------------- */

static const char *money(smm_ctx_t *c, int64_t micro)
{
    return apr_pstrcat(c->pool, "$", smm_usd_text(apr_palloc(c->pool, SMM_USD_TEXT), micro), NULL);
}

static smm_result_t invalid_limit(smm_ctx_t *c, const char *text, int64_t amount)
{
    smm_result_t r = smm_fail(SMM_INVALID, "limit", text);

    r.a = money(c, amount);
    return r;
}

/* How far staff may go; an owner goes as far as a setting can, and says why. */
static smm_result_t limit_ok(smm_ctx_t *c, const smm_postpay_line_t *l,
                             const smm_postpay_decision_t *d)
{
    smm_postpay_view_t v;
    int64_t most;

    if (d->limit <= 0 || d->limit % SMM_CENT != 0 || d->limit > 1000000 * SMM_USD)
        return smm_fail(SMM_INVALID, "limit", "Enter an amount in dollars and cents.");
    if (d->limit < -l->balance)
        return invalid_limit(c, "They owe {0} already: the limit cannot be lower.", -l->balance);
    if (smm_postpay_look(c, l->account, &v) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    most = strcmp(l->kind, "agency") == 0 ? v.rule.cap : v.limit;
    if (d->owner)
        return (d->verified && d->limit <= most) || strlen(d->note) >= 3
                   ? smm_ok()
                   : smm_fail(SMM_INVALID, "note", "Say why: it is more than the rule allows.");
    if (!d->verified)
        return smm_fail(SMM_INVALID, "verified", "Check their identity first.");
    if (d->limit > most)
        return invalid_limit(c, "At most {0} by the rule. An owner may go beyond it.", most);
    return smm_ok();
}

static smm_result_t approve(smm_ctx_t *c, smm_unit_t *u, const smm_postpay_line_t *l,
                            const smm_postpay_decision_t *d)
{
    smm_result_t r = limit_ok(c, l, d);

    smm_unit_add(u, SQL_postpay_limit,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(l->account), SMM_I(d->limit)));
    smm_unit_outcome(u, SMM_CONFLICT);
    return r;
}

static smm_result_t end_it(smm_ctx_t *c, smm_unit_t *u, const smm_postpay_line_t *l)
{
    if (strcmp(l->state, "active") != 0)
        return smm_fail(SMM_CONFLICT, NULL, "Post-payment is not running here.");
    smm_unit_add(u, SQL_postpay_stop, SMM_ARGS(SMM_I(c->panel->id), SMM_I(l->account)));
    smm_unit_outcome(u, SMM_CONFLICT);
    return smm_ok();
}

static smm_result_t extend(smm_ctx_t *c, smm_unit_t *u, const smm_postpay_line_t *l,
                           const smm_postpay_decision_t *d)
{
    if (d->days < 1 || d->days > 90)
        return smm_fail(SMM_INVALID, "days", "Enter 1 to 90 days.");
    if (smm_postpay_due(l) == 0)
        return smm_fail(SMM_CONFLICT, NULL, "No bill is open.");
    smm_unit_add(u, SQL_postpay_extend,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(l->account),
                          SMM_I((c->now + SMM_IST_OFFSET) / DAY + d->days)));
    return smm_ok();
}

/* The mark alone: a limit that stands is changed or ended by a decision of its own. */
static smm_result_t identity(const smm_postpay_line_t *l, int checked)
{
    return l->verified != checked ? smm_ok()
                                  : smm_fail(SMM_CONFLICT, NULL, "It is marked so already.");
}

enum { APPROVE, REFUSE, END, EXTEND, VERIFY, UNVERIFY, MOVES };
static const struct {
    const char *what, *to, *mail, *subject;
} moves[MOVES] = {
    {"approve", "active", "decided", "Post-payment: your limit is {0}"},
    {"refuse", "refused", "decided", "Post-payment: your request"},
    {"end", "ended", "decided", "Post-payment has ended"},
    {"extend", NULL, "extended", "Post-payment: more time for your bill"},
    {"verify", NULL, "verified", "Your identity was checked"},
    {"unverify", NULL, "unverified", "Your identity has to be checked again"},
};

/** May it be done, and the steps on other tables than postpay; the wallet's row first, as
 * everywhere. */
static smm_result_t move(smm_ctx_t *c, smm_unit_t *u, const smm_postpay_line_t *l,
                         const smm_postpay_decision_t *d, int k)
{
    if (l->version != d->version || (k == REFUSE && strcmp(l->state, "requested") != 0))
        return smm_fail(SMM_CONFLICT, NULL, "Somebody decided meanwhile. Load the page again.");
    if (k != APPROVE && strlen(d->note) < 3)
        return smm_fail(SMM_INVALID, "note", "Say why: the customer reads it.");
    switch (k) {
    case APPROVE:
        return approve(c, u, l, d);
    case END:
        return end_it(c, u, l);
    case EXTEND:
        return extend(c, u, l, d);
    case VERIFY:
    case UNVERIFY:
        return identity(l, k == VERIFY);
    default:
        return smm_ok();
    }
}

smm_result_t smm_postpay_decide(smm_ctx_t *c, int64_t account, const smm_postpay_decision_t *d,
                                const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_postpay_line_t l;
    smm_result_t r;
    const char *to, *was;
    int64_t limit;
    int k, verified;
    smm_rc_e rc = smm_postpay_get(c, account, &l);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "This customer has not asked for post-payment.");
    for (k = 0; k < MOVES && strcmp(moves[k].what, d->what) != 0; k++)
        ;
    if (k == MOVES)
        return smm_fail(SMM_INVALID, "what", "There is no such decision.");
    r = move(c, u, &l, d, k);
    if (r.code != SMM_OK)
        return r;
    to = moves[k].to ? moves[k].to : l.state;
    limit = k == APPROVE ? d->limit : k == REFUSE || k == END ? 0 : l.limit;
    verified = k == APPROVE ? d->verified : k >= VERIFY ? k == VERIFY : l.verified;
    was = apr_pstrcat(c->pool, l.state, " ", money(c, l.limit),
                      l.verified ? ", identity checked" : "", NULL);
    /* the note that stands is the one of the state: what else is said is in the mail and the log */
    smm_unit_add(u, SQL_postpay_decide,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(l.version), SMM_T(to),
                          SMM_T(k < EXTEND ? d->note : l.note), SMM_I(verified),
                          SMM_I(smm_postpay_now(c) - 1), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_unit_add(u, SQL_postpay_lift, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)));
    smm_audit_step(
        u, c, apr_pstrcat(c->pool, "postpay.", d->what, NULL), "account", account, was,
        apr_pstrcat(c->pool, to, " ", money(c, limit), verified ? ", identity checked" : "", NULL),
        d->note);
    l.note = d->note;
    l.state = to;
    smm_postpay_mail(u, c, &l, moves[k].mail, moves[k].subject, d->limit, 0,
                     k == EXTEND ? (c->now + SMM_IST_OFFSET) / DAY + d->days : 0);
    smm_idem_step(u, c, idem, -1, account);
    return written(c, u, "Somebody decided meanwhile, or they owe more now. Load the page again.");
}

void smm_postpay_init(void)
{
    smm_settings_add(settings);
    smm_postpay_bill_init();
}
