/* SPDX-License-Identifier: Apache-2.0 */
/* Payments: starting one, opening its checkout, reading. */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "smm_billing.h"
#include "smm_job.h"
#include "smm_member.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_wallet.h"
#include "smm_bill.h"
#include "smm_bonus.h"
#include "smm_crypto.h"
#include "smm_invoice.h"
#include "smm_ledger.h"
#include "smm_payment.h"
#include "payment_int.h"

#define I64 APR_INT64_T_FMT

const char *smm_payment_name(apr_pool_t *p, int64_t id)
{
    return apr_psprintf(p, "P%" I64, id);
}

static int64_t usd_setting(smm_ctx_t *c, const char *key, int64_t fallback)
{
    const char *v = smm_setting(c, key);
    int64_t micro;

    return v && smm_usd_parse(v, &micro) == 0 && micro % SMM_CENT == 0 ? micro : fallback;
}

void smm_payment_limits(smm_ctx_t *c, smm_limits_t *out)
{
    const char *v = smm_setting(c, "funds.presets");
    char *list, *word, *last;
    int64_t micro;

    memset(out, 0, sizeof(*out));
    out->min = usd_setting(c, "funds.min", 10 * SMM_USD);
    out->max = usd_setting(c, "funds.max", 10000 * SMM_USD);
    if (!v)
        return;
    list = apr_pstrdup(c->pool, v);
    for (word = apr_strtok(list, " ,", &last); word; word = apr_strtok(NULL, " ,", &last))
        if (out->presets < 8 && smm_usd_parse(word, &micro) == 0 && micro % SMM_CENT == 0 &&
            micro >= out->min && micro <= out->max)
            out->preset[out->presets++] = micro;
}

/** Seconds until a checkout that nobody tells us about is asked for the first time. */
static int first_poll(void)
{
    return smm_job_fast() ? 10 : 60;
}

/* ---- starting ------------------------------------------------------------------------------- */

static const char *money(smm_ctx_t *c, int64_t micro)
{
    return apr_pstrcat(c->pool, "$", smm_usd_text(apr_palloc(c->pool, SMM_USD_TEXT), micro), NULL);
}

smm_result_t smm_payment_closed(smm_ctx_t *c)
{
    const char *why = smm_setting(c, "funds.closed_text");
    smm_result_t r;

    if (smm_setting_int(c, "funds.closed", 0) == 0)
        return smm_ok();
    r = smm_fail(SMM_CONFLICT, NULL, "Adding funds is closed at the moment. {0}");
    r.a = why ? why : "";
    return r;
}

static smm_result_t check_amount(smm_ctx_t *c, int64_t amount)
{
    smm_limits_t l;
    smm_result_t r = smm_ok();

    smm_payment_limits(c, &l);
    if (amount < l.min) {
        r = smm_fail(SMM_INVALID, "amount", "The smallest amount is {0}. Enter at least that.");
        r.a = money(c, l.min);
    } else if (amount > l.max) {
        r = smm_fail(SMM_INVALID, "amount",
                     "The largest amount at once is {0}. Pay in parts or write to support.");
        r.a = money(c, l.max);
    } else if (amount % SMM_CENT != 0) {
        r = smm_fail(SMM_INVALID, "amount", "Enter whole cents: at most two decimals.");
    }
    return r;
}

/** What a top-up costs and brings, or why it cannot be paid this way. */
static smm_result_t billed(smm_ctx_t *c, const smm_account_t *who, const smm_gateway_t *g,
                           const smm_topup_t *in, smm_bill_t *bill, smm_bonus_quote_t *gift,
                           smm_crypto_quote_t *coins)
{
    smm_particulars_t buyer;
    smm_member_t member;
    smm_result_t r;

    r = check_amount(c, in->amount);
    if (r.code != SMM_OK)
        return r;
    if (smm_account_particulars(c, who->id, &buyer) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    if (!smm_bill_country_ok(c, g, buyer.country))
        return smm_fail(SMM_INVALID, "method",
                        "This payment method is not offered in your country. Choose another one.");
    if (smm_member_get(c, who->id, &member) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    if (!smm_bill_member_ok(c, g, member.vip))
        return smm_fail(SMM_INVALID, "method",
                        "This payment method is for VIP members. Choose another one.");
    r = smm_bill(c, who->id, &buyer, g, in->amount, bill);
    if (r.code == SMM_OK)
        r = smm_quote_check(c, g, bill->currency, bill->exponent, bill->l.total);
    if (r.code == SMM_OK && strcmp(g->name, SMM_CRYPTO) == 0)
        r = smm_crypto_price(c, in->coin, bill->amount + bill->fee, coins);
    if (r.code != SMM_OK)
        return r;
    return smm_bonus_quote(c, who->id, bill->amount, g->name, in->coupon, gift);
}

smm_result_t smm_payment_start(smm_ctx_t *c, const smm_account_t *who, const smm_topup_t *in,
                               const smm_idem_t *idem, int64_t *payment)
{
    const smm_gateway_t *g = smm_gateway_find(in->method);
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;
    smm_result_t r;
    int inv, pay;
    int64_t expires;
    smm_bill_t bill;
    smm_bonus_quote_t gift;
    smm_crypto_quote_t coins = {0};
    const char *key = apr_pstrcat(c->pool, "smm-", smm_random_token(c->pool, 18), NULL);

    if (!g || !smm_payment_method_on(c, g))
        return smm_fail(SMM_INVALID, "method",
                        "This payment method is switched off. Choose another one.");
    r = smm_payment_closed(c);
    if (r.code == SMM_OK)
        r = billed(c, who, g, in, &bill, &gift, &coins);
    if (r.code != SMM_OK)
        return r;
    expires = c->now + g->caps.lifetime;
    smm_ledger_open(u, c, who->id);
    inv = smm_unit_add(u, SQL_invoice_insert,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_I(who->id), SMM_T("pending"),
                                SMM_T(bill.currency), SMM_I(bill.exponent), SMM_I(bill.l.total),
                                SMM_I(c->now), SMM_I(expires), SMM_T(smm_tax_word(bill.tax)),
                                SMM_T(bill.tax_name), SMM_I(bill.tax_bps), SMM_I(bill.l.taxable),
                                SMM_T(bill.place), SMM_T(bill.sac), SMM_I(bill.rate_e6),
                                SMM_T(bill.note)));
    smm_bill_lines(u, inv, &bill);
    pay = smm_unit_add(u, SQL_payment_insert,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_I(who->id), SMM_SLOT(inv), SMM_T(g->name),
                                SMM_T("created"), SMM_I(bill.amount), SMM_I(bill.fee),
                                SMM_I(bill.tax_usd), SMM_T(key), SMM_I(c->now), SMM_I(expires)));
    if (bill.rate_e6 > 0)
        smm_unit_add(u, SQL_payment_quote_insert,
                     SMM_ARGS(SMM_SLOT(pay), SMM_I(c->panel->id), SMM_T(bill.currency),
                              SMM_I(bill.exponent), SMM_I(bill.l.total), SMM_I(bill.rate_e6),
                              SMM_I(c->now)));
    if (coins.kind)
        smm_crypto_take_steps(u, c, who->id, pay, &coins);
    smm_bonus_promise_steps(u, c, who->id, pay, &gift);
    smm_unit_add(u, SQL_payment_log_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(pay), SMM_T("start"), SMM_T(""),
                          SMM_T("created"), SMM_I(bill.amount + bill.fee), SMM_I(c->actor),
                          SMM_T(""), SMM_I(c->now)));
    /* also for manual methods: the job expires what is never paid */
    smm_job_step_slot(u, c, SMM_JOB_PAYMENT_FETCH, pay,
                      c->now + (g->fetch ? first_poll() : g->caps.lifetime), NULL);
    smm_idem_step(u, c, idem, pay, 0);
    smm_unit_probe(u, SQL_payment_by_key, SMM_ARGS(SMM_I(c->panel->id), SMM_T(key)));
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    *payment = 0;
    if (!w.replayed)
        *payment = smm_unit_id(u, pay);
    else
        smm_db_int(c->db, SQL_payment_by_key, SMM_ARGS(SMM_I(c->panel->id), SMM_T(key)), payment,
                   &(int){0});
    return smm_ok();
}

smm_result_t smm_payment_refused(smm_ctx_t *c, const smm_written_t *w)
{
    if (w->outcome == SMM_OUT_COUPON)
        return smm_bonus_gone();
    if (w->outcome == SMM_OUT_POOL || w->outcome == SMM_OUT_OPEN)
        return smm_crypto_refused(w->outcome);
    if (w->outcome == SMM_OUT_REPLAY)
        return smm_fail(SMM_CONFLICT, NULL, "This was already sent. Open your payments to see it.");
    switch (smm_written_rc(w)) {
    case SMM_CONFLICT:
        return smm_fail(SMM_CONFLICT, NULL,
                        "The payment has changed meanwhile. Look at it again before you go on.");
    case SMM_BUSY:
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    case SMM_UNKNOWN:
        return smm_fail(SMM_UNKNOWN, NULL,
                        "It is not known yet whether this was saved. Send the "
                        "same form again: it will not be done twice.");
    default:
        return smm_fail(SMM_BUG, NULL, "Something went wrong on our side. Nothing was changed.");
    }
}

/* ---- opening the checkout ------------------------------------------------------------------- */

static void intent(smm_ctx_t *c, const smm_payment_t *p, const smm_gateway_t *g, smm_intent_t *in)
{
    const char *base = apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL);
    smm_particulars_t who;

    memset(in, 0, sizeof(*in));
    in->payment = p->id;
    in->reference = smm_payment_reference(c, p->id);
    in->key = p->create_key;
    in->amount_minor = p->pay_minor;
    in->exponent = p->pay_exponent;
    in->currency = p->pay_currency;
    in->description = apr_pstrcat(c->pool, c->panel->name, ": account balance top-up", NULL);
    in->invoice = smm_proforma_number(c->pool, p->invoice);
    in->email = p->email;
    in->name = in->country = "";
    if (smm_account_particulars(c, p->account, &who) == SMM_OK) {
        in->name = who.name;
        in->country = who.country;
    }
    in->return_url = apr_psprintf(c->pool, "%s/app/payments/%" I64 "?back=1", base, p->id);
    in->cancel_url = in->return_url;
    in->notify_url = apr_pstrcat(c->pool, base, "/pay/notify/", g->name, "/",
                                 smm_gateway_token(c, g->name), NULL);
}

const char *smm_payment_reference(smm_ctx_t *c, int64_t id)
{
    return apr_psprintf(c->pool, "%s-P%" I64, c->panel->key, id);
}

static smm_result_t opening_failed(smm_gw_rc_e rc)
{
    if (rc == SMM_GW_NOT_SET)
        return smm_fail(SMM_CONFLICT, NULL,
                        "This payment method is not set up completely. Choose another one.");
    if (rc == SMM_GW_REFUSED)
        return smm_fail(
            SMM_CONFLICT, NULL,
            "The payment processor did not accept this payment. Choose another method.");
    return smm_fail(SMM_BUSY, NULL,
                    "The payment processor does not answer right now. Try again in "
                    "a minute: you will not be charged twice.");
}

/** Nobody reached the checkout while the rate was held: the payment ends, the next one is quoted
 * anew. */
static smm_result_t too_old(smm_ctx_t *c, const smm_payment_t *p)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;
    smm_result_t r =
        smm_payment_plain(u, c, p, "quote", "expired", "the rate was held for 30 minutes");

    if (r.code != SMM_OK)
        return r;
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK)
        return smm_payment_refused(c, &w);
    return smm_fail(SMM_CONFLICT, NULL,
                    "The rate of exchange was held for 30 minutes. Start again: you see today's "
                    "rate before you pay.");
}

smm_result_t smm_payment_open(smm_ctx_t *c, int64_t payment)
{
    smm_gateway_env_t e = smm_gateway_env(c, 6000);
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_checkout_t out = {0};
    smm_payment_t p;
    smm_intent_t in;
    smm_written_t w;
    smm_gw_rc_e grc;
    smm_rc_e rc = smm_payment_get(c, 0, payment, &p);
    const smm_gateway_t *g = rc == SMM_OK ? smm_gateway_find(p.method) : NULL;

    if (!g)
        return smm_fail(rc == SMM_OK ? SMM_CONFLICT : rc, NULL, "There is no such payment.");
    if (strcmp(p.state, "created") != 0)
        return smm_ok();
    if (p.pay_rate > 0 && c->now > p.created + SMM_QUOTE_TTL)
        return too_old(c, &p);
    intent(c, &p, g, &in);
    grc = g->create(&e, &in, &out);
    if (grc != SMM_GW_OK)
        return opening_failed(grc);
    smm_unit_add(u, SQL_payment_opened,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(p.id), SMM_I(p.version),
                          SMM_T(out.gateway_ref), SMM_T(out.redirect_url), SMM_T(out.qr),
                          SMM_I(out.expires > 0 ? out.expires : p.expires), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_payment_log_step(u, c, &p, "open", "pending", 0, "");
    if (g->caps.flags & SMM_GW_INSTRUCTIONS)
        smm_payment_mail_details(u, c, &p, g);
    if (g->fetch)
        smm_job_step(u, c, SMM_JOB_PAYMENT_FETCH, p.id, c->now + first_poll(), NULL);
    w = smm_db_write(c->db, u);
    /* opened by a second click at the same moment: the same checkout, thanks to the same key */
    if (w.rc == SMM_DB_OK || (w.rc == SMM_DB_EXPECT && w.failed_step == 0))
        return smm_ok();
    return smm_payment_refused(c, &w);
}

/* ---- reading -------------------------------------------------------------------------------- */

static void get_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_payment_t *p = item;

#define INT(f) p->f = smm_row_int(row, C_payment_get_##f)
#define TXT(f) p->f = smm_row_dup(row, C_payment_get_##f, pool)
    INT(id);
    p->account = smm_row_int(row, C_payment_get_account_id);
    p->invoice = smm_row_int(row, C_payment_get_invoice_id);
    TXT(method);
    TXT(state);
    INT(version);
    INT(amount);
    INT(fee);
    INT(tax);
    INT(received);
    INT(receipts);
    TXT(create_key);
    TXT(gateway_ref);
    TXT(pay_url);
    TXT(qr);
    TXT(gateway_payment);
    TXT(claim_ref);
    INT(claim_amount);
    TXT(claim_note);
    INT(claimed);
    TXT(reason);
    TXT(review);
    INT(created);
    INT(updated);
    INT(expires);
    INT(polls);
    TXT(invoice_status);
    TXT(invoice_number);
    TXT(username);
    TXT(email);
    INT(returned);
    INT(disputed);
    INT(excess);
    INT(excess_tax);
    TXT(excess_number);
    INT(joined);
    p->lang = smm_row_dup(row, C_payment_get_language, pool);
    if (smm_row_null(row, C_payment_get_pay_currency)) {
        p->pay_currency = "USD";
        p->pay_exponent = 2;
        p->pay_minor = (p->amount + p->fee) / SMM_CENT;
        return;
    }
    TXT(pay_currency);
    p->pay_exponent = (int)smm_row_int(row, C_payment_get_pay_exponent);
    INT(pay_minor);
    INT(pay_rate);
#undef INT
#undef TXT
}

smm_rc_e smm_payment_get(smm_ctx_t *c, int64_t account, int64_t id, smm_payment_t *out)
{
    return smm_get(c, SQL_payment_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(id)),
                   get_row, out);
}

static void list_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_payment_row_t *p = item;

#define INT(f) p->f = smm_row_int(row, C_payment_list_##f)
#define TXT(f) p->f = smm_row_dup(row, C_payment_list_##f, pool)
    INT(id);
    p->account = smm_row_int(row, C_payment_list_account_id);
    p->invoice = smm_row_int(row, C_payment_list_invoice_id);
    INT(amount);
    INT(fee);
    INT(received);
    INT(claim_amount);
    INT(claimed);
    INT(created);
    INT(updated);
    TXT(username);
    TXT(method);
    TXT(state);
    TXT(claim_ref);
    TXT(review);
    TXT(invoice_number);
#undef INT
#undef TXT
}

int smm_payment_list(smm_ctx_t *c, int64_t account, const char *state, int64_t before,
                     smm_payment_row_t *out, int max)
{
    before = before > 0 ? before : INT64_MAX;
    return account
               ? smm_list(c, SQL_payment_list_of,
                          SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(state), SMM_I(before),
                                   SMM_I(max)),
                          list_row, out, max)
               : smm_list(c, SQL_payment_list,
                          SMM_ARGS(SMM_I(c->panel->id), SMM_T(state), SMM_I(before), SMM_I(max)),
                          list_row, out, max);
}

static void history_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_payment_event_t *e = item;

    e->event = smm_row_dup(row, C_payment_history_event, pool);
    e->from = smm_row_dup(row, C_payment_history_from_state, pool);
    e->to = smm_row_dup(row, C_payment_history_to_state, pool);
    e->actor_name = smm_row_dup(row, C_payment_history_actor_name, pool);
    e->why = smm_row_dup(row, C_payment_history_why, pool);
    e->amount = smm_row_int(row, C_payment_history_amount);
    e->actor = smm_row_int(row, C_payment_history_actor);
    e->created = smm_row_int(row, C_payment_history_created);
}

int smm_payment_history(smm_ctx_t *c, int64_t payment, smm_payment_event_t *out, int max)
{
    return smm_list(c, SQL_payment_history, SMM_ARGS(SMM_I(c->panel->id), SMM_I(payment)),
                    history_row, out, max);
}
