/* SPDX-License-Identifier: Apache-2.0 */
/* Corrections, and other kinds of requests, by two people. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_adjust.h"
#include "smm_coin_book.h"
#include "smm_job.h"
#include "smm_mail.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_wallet.h"
#include "smm_ledger.h"
#include "bonus_int.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400

/* ---- kinds ----------------------------------------------------------------------------------- */

static const smm_two_kind_t balance = {"balance",
                                       "A correction waits for a second person",
                                       "Your correction was approved",
                                       "Your correction was refused",
                                       "adjust.ask",
                                       "account",
                                       NULL};
static const smm_two_kind_t *kinds[4];

void smm_two_kind(const smm_two_kind_t *kind)
{
    size_t i;

    for (i = 0; i < sizeof(kinds) / sizeof(*kinds) && kinds[i] && kinds[i] != kind; i++)
        ;
    if (i < sizeof(kinds) / sizeof(*kinds))
        kinds[i] = kind;
}

static const smm_two_kind_t *kind_of(const char *name)
{
    for (size_t i = 0; name && i < sizeof(kinds) / sizeof(*kinds) && kinds[i]; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return &balance;
}

int64_t smm_adjust_limit(smm_ctx_t *c, int coins)
{
    const char *text = smm_setting(c, "wallet.adjust_limit");
    int64_t limit = 0;

    if (coins)
        return smm_setting_int(c, "coins.adjust_limit", 0);
    return text && smm_usd_parse(text, &limit) == 0 ? limit : 0;
}

static const char *amount_text(smm_ctx_t *c, const smm_two_kind_t *kind, int coins, int64_t amount)
{
    const char *sign = amount > 0 && kind == &balance ? "+" : "";

    if (coins)
        return apr_psprintf(c->pool, "%s%" I64 " coins", sign, amount);
    return apr_pstrcat(c->pool, sign, smm_usd_text(apr_palloc(c->pool, SMM_USD_TEXT), amount),
                       " USD", NULL);
}

/* ---- mails ----------------------------------------------------------------------------------- */

static smm_vm_t *mail(smm_ctx_t *c, const smm_two_kind_t *kind, const char *subject,
                      const char *who, const char *for_whom, const char *to, const char *amount,
                      const char *reason, const char *by)
{
    const char *base = apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL);
    smm_vm_t *vm = smm_vm_make(c->pool);

    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "subject", subject);
    smm_vm_attr(vm, "kind", kind->name);
    smm_vm_attr(vm, "site", c->panel->name);
    smm_vm_attr(vm, "home", apr_pstrcat(c->pool, base, "/", NULL));
    smm_vm_attr(vm, "username", who);
    smm_vm_attr(vm, "customer", for_whom);
    smm_vm_attr(vm, "to", to);
    smm_vm_attr(vm, "amount", amount);
    smm_vm_attr(vm, "reason", reason);
    smm_vm_attr(vm, "by", by);
    smm_vm_attr(vm, "link", apr_pstrcat(c->pool, base, "/staff/adjustments", NULL));
    smm_vm_end(vm);
    return vm;
}

typedef struct tell_t {
    smm_ctx_t *c;
    smm_unit_t *u;
    const smm_two_kind_t *kind;
    const char *customer, *to, *amount, *reason, *by;
} tell_t;

static int tell_row(void *baton, const smm_row_t *row)
{
    tell_t *t = baton;
    smm_ctx_t *c = t->c;
    const char *who = smm_row_dup(row, C_adjust_deciders_username, c->pool);

    smm_mail_step(
        t->u, c, smm_row_dup(row, C_adjust_deciders_email, c->pool),
        smm_row_dup(row, C_adjust_deciders_language, c->pool), "wallet/adjust-asked",
        mail(c, t->kind, t->kind->asked, who, t->customer, t->to, t->amount, t->reason, t->by));
    return 0;
}

/* ---- ask ------------------------------------------------------------------------------------- */

static smm_result_t written(const smm_written_t *w)
{
    if (w->rc == SMM_DB_OK)
        return smm_ok();
    if (w->outcome == SMM_OUT_REPLAY)
        return smm_fail(SMM_CONFLICT, NULL, "This was already done. Look at the list.");
    if (smm_written_rc(w) == SMM_CONFLICT)
        return smm_fail(SMM_CONFLICT, NULL, "This was changed meanwhile. Look at it again.");
    return smm_fail(smm_written_rc(w), NULL, NULL);
}

smm_result_t smm_two_ask(smm_ctx_t *c, const smm_two_ask_t *in, const smm_idem_t *idem, int look)
{
    const smm_two_kind_t *kind = kind_of(in->kind);
    int64_t days = smm_setting_int(c, "wallet.adjust_days", 7), amount = in->amount,
            most = in->coins ? SMM_COINS_MOST : 1000000 * SMM_USD;
    smm_account_t who, me;
    smm_unit_t *u;
    smm_written_t w;

    if (amount == 0 || amount > most || amount < -most)
        return smm_fail(SMM_INVALID, "amount", "Enter an amount above zero.");
    if (in->account == c->actor)
        return smm_fail(SMM_FORBIDDEN, NULL, "Somebody else corrects your own balance.");
    if (smm_account_by_id(c, in->account, &who) != SMM_OK ||
        smm_account_by_id(c, c->actor, &me) != SMM_OK)
        return smm_fail(SMM_NOT_FOUND, NULL, NULL);
    if (look)
        return smm_ok();
    if (!in->reason || !*in->reason || !idem || !idem->key)
        return smm_fail(SMM_INVALID, "reason", "Say why: the audit log keeps it.");
    u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_adjust_expire, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now)));
    int row = smm_unit_add(u, SQL_adjust_ask,
                           SMM_ARGS(SMM_I(c->panel->id), SMM_I(in->account),
                                    SMM_T(in->coins ? "coins" : "usd"), SMM_I(amount),
                                    SMM_T(in->reason), SMM_I(c->actor), SMM_I(c->now),
                                    SMM_I(c->now + days * DAY), SMM_T(kind->name), SMM_I(in->ref),
                                    SMM_T(in->cause ? in->cause : "")));
    smm_unit_outcome(u, SMM_CONFLICT);
    tell_t t = {
        c,          u,          kind, who.username, in->to, amount_text(c, kind, in->coins, amount),
        in->reason, me.username};

    if (smm_db_read(c->db, SQL_adjust_deciders,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->actor), SMM_I(in->account)), tell_row,
                    &t) != SMM_DB_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    smm_audit_step(u, c, kind->audit, kind->object,
                   strcmp(kind->object, "account") == 0 ? in->account : in->ref, NULL, t.amount,
                   in->reason);
    smm_idem_step(u, c, idem, row, 0);
    w = smm_db_write(c->db, u);
    return written(&w);
}

smm_result_t smm_adjust_ask(smm_ctx_t *c, int64_t account, int coins, int64_t amount,
                            const char *reason, const smm_idem_t *idem, int look)
{
    smm_two_ask_t in = {.account = account, .coins = coins, .amount = amount, .reason = reason};

    return smm_two_ask(c, &in, idem, look);
}

/* ---- read ------------------------------------------------------------------------------------ */

_Static_assert((int)C_adjust_get_to_name == (int)C_adjust_list_to_name,
               "both statements have the same columns");

static void list_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_adjust_t *a = item;

    a->id = smm_row_int(row, C_adjust_list_id);
    a->account = smm_row_int(row, C_adjust_list_account_id);
    a->username = smm_row_dup(row, C_adjust_list_username, pool);
    a->coins = strcmp(smm_row_text(row, C_adjust_list_unit), "coins") == 0;
    a->amount = smm_row_int(row, C_adjust_list_amount);
    a->reason = smm_row_dup(row, C_adjust_list_reason, pool);
    a->state = smm_row_dup(row, C_adjust_list_state, pool);
    a->asked_by = smm_row_int(row, C_adjust_list_asked_by);
    a->asker = smm_row_dup(row, C_adjust_list_asker, pool);
    a->asker_email = smm_row_dup(row, C_adjust_list_asker_email, pool);
    a->asker_lang = smm_row_dup(row, C_adjust_list_asker_lang, pool);
    a->decider = smm_row_dup(row, C_adjust_list_decider, pool);
    a->note = smm_row_dup(row, C_adjust_list_note, pool);
    a->created = smm_row_int(row, C_adjust_list_created);
    a->expires = smm_row_int(row, C_adjust_list_expires);
    a->decided = smm_row_int(row, C_adjust_list_decided);
    a->kind = smm_row_dup(row, C_adjust_list_kind, pool);
    a->ref = smm_row_int(row, C_adjust_list_ref);
    a->cause = smm_row_dup(row, C_adjust_list_cause, pool);
    a->to = smm_row_dup(row, C_adjust_list_to_name, pool);
}

smm_rc_e smm_adjust_get(smm_ctx_t *c, int64_t id, smm_adjust_t *out)
{
    return smm_get(c, SQL_adjust_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)), list_row, out);
}

int smm_adjust_list(smm_ctx_t *c, const char *state, int64_t before, smm_adjust_t *out, int max)
{
    return smm_list(c, SQL_adjust_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_T(state),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    list_row, out, max);
}

int64_t smm_adjust_waiting(smm_ctx_t *c)
{
    int64_t n = 0;
    int found;

    smm_db_int(c->db, SQL_adjust_waiting,
               SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now), SMM_I(c->actor)), &n, &found);
    return n;
}

/* ---- decide ---------------------------------------------------------------------------------- */

static smm_result_t book_steps(smm_unit_t *u, smm_ctx_t *c, const smm_two_kind_t *kind,
                               const smm_adjust_t *a)
{
    const char *key = apr_psprintf(c->pool, "adjust/request/%" I64, a->id);
    int t;

    if (kind->book)
        return kind->book(u, c, a);
    if (a->coins) {
        smm_coins_adjust_steps(u, c, a->account, a->amount, key, a->reason);
        return smm_ok();
    }
    smm_ledger_open(u, c, a->account);
    t = smm_ledger_transfer(u, c, "adjust-two", key, SMM_I(a->id), a->reason);
    if (a->amount > 0)
        smm_ledger_move(u, c, t, a->amount, SMM_BOOK_ADJUST, 0, SMM_BOOK_WALLET, a->account);
    else
        smm_ledger_move(u, c, t, -a->amount, SMM_BOOK_WALLET, a->account, SMM_BOOK_ADJUST, 0);
    return smm_ok();
}

static smm_result_t may_decide(smm_ctx_t *c, const smm_adjust_t *a)
{
    if (a->asked_by == c->actor)
        return smm_fail(SMM_FORBIDDEN, NULL, "Another person decides about your request.");
    if (a->account == c->actor)
        return smm_fail(SMM_FORBIDDEN, NULL, "Somebody else corrects your own balance.");
    if (strcmp(a->state, "waiting") != 0)
        return smm_fail(SMM_CONFLICT, NULL, "This was decided already.");
    if (a->expires <= c->now)
        return smm_fail(SMM_CONFLICT, NULL, "This request is too old. Make a new one.");
    return smm_ok();
}

smm_result_t smm_adjust_decide(smm_ctx_t *c, int64_t id, int approve, const char *note,
                               const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    const smm_two_kind_t *kind;
    const char *amount;
    smm_adjust_t a;
    smm_account_t me;
    smm_written_t w;
    smm_result_t r;
    smm_rc_e rc = smm_adjust_get(c, id, &a);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, NULL);
    r = may_decide(c, &a);
    if (r.code != SMM_OK)
        return r;
    if (!approve && (!note || !*note))
        return smm_fail(SMM_INVALID, "note", "Say why: who asked sees it.");
    if (smm_account_by_id(c, c->actor, &me) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL, NULL);
    kind = kind_of(a.kind);
    if (strcmp(kind->name, a.kind) != 0)
        return smm_fail(SMM_BUG, NULL, NULL); /* never booked as what it is not */
    amount = amount_text(c, kind, a.coins, a.amount);
    smm_unit_add(u, SQL_adjust_decide,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_T(approve ? "approved" : "rejected"),
                          SMM_I(c->actor), SMM_T(note ? note : ""), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    if (approve)
        r = book_steps(u, c, kind, &a);
    if (r.code != SMM_OK)
        return r;
    smm_audit_step(u, c, approve ? "adjust.approve" : "adjust.refuse", "account", a.account,
                   kind == &balance ? NULL : kind->name, amount, note && *note ? note : a.reason);
    smm_mail_step(u, c, a.asker_email, a.asker_lang,
                  approve ? "wallet/adjust-approved" : "wallet/adjust-refused",
                  mail(c, kind, approve ? kind->approved : kind->refused, a.asker, a.username, a.to,
                       amount, approve ? a.reason : note, me.username));
    smm_idem_step(u, c, idem, -1, id);
    w = smm_db_write(c->db, u);
    if (smm_written_rc(&w) == SMM_NO_FUNDS || w.outcome == SMM_OUT_COINS)
        return smm_fail(SMM_INVALID, NULL,
                        "The balance does not cover this any more. Refuse it or wait.");
    if (w.rc == SMM_DB_OK && approve)
        smm_job_kick();
    return written(&w);
}

smm_result_t smm_adjust_withdraw(smm_ctx_t *c, int64_t id)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_adjust_t a;
    smm_written_t w;
    smm_rc_e rc = smm_adjust_get(c, id, &a);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, NULL);
    if (a.asked_by != c->actor)
        return smm_fail(SMM_FORBIDDEN, NULL, "Only who asked takes a request back.");
    smm_unit_add(u, SQL_adjust_withdraw,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(c->actor), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, "adjust.withdraw", "account", a.account, NULL,
                   amount_text(c, kind_of(a.kind), a.coins, a.amount), a.reason);
    w = smm_db_write(c->db, u);
    return written(&w);
}

static void expire_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    smm_unit_t *u = smm_unit_make(c->pool);

    (void)n;
    smm_unit_add(u, SQL_adjust_expire, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now)));
    if (smm_db_write(c->db, u).rc != SMM_DB_OK)
        jobs[0].error = "old requests could not be closed";
}

void smm_adjust_init(void)
{
    smm_job_kind("adjust-expire", expire_job, 1, 60, 3600);
}
