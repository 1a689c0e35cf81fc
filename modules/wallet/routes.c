/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of the customer: add funds, payments, invoices, statement. */
#include <string.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_member.h"
#include "smm_settings.h"
#include "crypto_web.h"
#include "document_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 25
#define FUNDS_MOST (1000000 * SMM_USD) /* as the form's own bound */
#define FORWARD 15 /* seconds after opening in which the page leads on to the processor */

int64_t wallet_before(smm_req_t *q)
{
    const char *v = smm_req_query(q, "before");

    if (!v || strspn(v, "0123456789") != strlen(v) || strlen(v) > 18)
        return 0;
    return apr_atoi64(v);
}

/* ---- add funds ------------------------------------------------------------------------------- */

typedef struct choice_t {
    int64_t amount;
    const char *method, *coin; /* coin: of crypto-manual */
    int coins;                 /* 1: the tab "Pay in crypto" */
    smm_particulars_t buyer;
    smm_member_t member;
    smm_bill_t bill;
    smm_result_t refused; /* no bill: why not */
} choice_t;

static int offered(smm_req_t *q, const smm_gateway_t *g, const choice_t *ch)
{
    return smm_payment_method_on(&q->ctx, g) &&
           smm_bill_country_ok(&q->ctx, g, ch->buyer.country) &&
           smm_bill_member_ok(&q->ctx, g, ch->member.vip);
}

/** The method that was named, else the first one of the tab; a tab without any gives way to the
 * other. */
static void pick(smm_req_t *q, choice_t *ch, const char *method)
{
    const char *tab = smm_req_query(q, "tab"), *coin;
    const smm_gateway_t *g, *named;
    int i, turn;

    method = wallet_method_of(q->ctx.pool, method, &coin);
    named = method && *method ? smm_gateway_find(method) : NULL;
    ch->coins = named ? wallet_is_coin(named) : tab && strcmp(tab, "coins") == 0;
    ch->method = ch->coin = NULL;
    for (turn = 0; turn < 2 && !ch->method; turn++) {
        ch->coins ^= turn;
        for (i = 0; (g = smm_gateway_nth(i)) != NULL; i++)
            if (wallet_is_coin(g) == ch->coins && (!ch->method || g == named) && offered(q, g, ch))
                ch->method = g->name;
    }
    if (ch->method && strcmp(ch->method, SMM_CRYPTO) == 0)
        ch->coin = wallet_coin_pick(q, coin);
}

/** What the page starts with: the address, else the middle preset and the first method. */
static void choose(smm_req_t *q, const smm_limits_t *l, choice_t *ch)
{
    const funds_form_t *f = q->form;
    const char *method = smm_req_query(q, "method"), *amount = smm_req_query(q, "amount");
    const char *preset = smm_req_query(q, "preset");
    const smm_gateway_t *g;

    ch->amount = l->presets ? l->preset[l->presets / 2] : l->min;
    if (f && q->r->method_number == M_POST) {
        method = f->method;
        if (f->amount > 0 || f->preset > 0)
            ch->amount = f->amount > 0 ? f->amount : f->preset;
    } else if (!(amount && *amount && smm_usd_parse(amount, &ch->amount) == 0)) {
        if (preset)
            smm_usd_parse(preset, &ch->amount);
    }
    /* a link may ask for what is missing, which can be less than anybody may pay in */
    if (!q->htmx && q->r->method_number != M_POST && ch->amount > 0 && ch->amount < l->min)
        ch->amount = l->min;
    if (ch->amount < 0 || ch->amount > FUNDS_MOST)
        ch->amount = l->max; /* an address that somebody wrote: nothing to reckon with */
    if (smm_account_particulars(&q->ctx, q->account->id, &ch->buyer) != SMM_OK)
        ch->buyer = (smm_particulars_t){"", "", "", "", "", "", "", "", ""};
    if (smm_member_get(&q->ctx, q->account->id, &ch->member) != SMM_OK)
        memset(&ch->member, 0, sizeof(ch->member));
    pick(q, ch, method);
    g = ch->method ? smm_gateway_find(ch->method) : NULL;
    ch->refused = smm_ok();
    memset(&ch->bill, 0, sizeof(ch->bill));
    ch->bill.amount = ch->amount;
    if (g)
        ch->refused = smm_bill(&q->ctx, q->account->id, &ch->buyer, g, ch->amount, &ch->bill);
}

static void funds_methods(smm_req_t *q, smm_vm_t *vm, const choice_t *ch)
{
    const smm_gateway_t *g;
    int i;

    for (i = 0; (g = smm_gateway_nth(i)) != NULL; i++) {
        smm_bill_t b;
        int billed;

        if (wallet_is_coin(g) != ch->coins || !offered(q, g, ch))
            continue;
        billed = smm_bill(&q->ctx, q->account->id, &ch->buyer, g, ch->amount, &b).code == SMM_OK;
        if (strcmp(g->name, SMM_CRYPTO) == 0) {
            wallet_coin_methods(q, vm, g, ch->coin, billed ? &b : NULL);
            continue;
        }
        smm_vm_el(vm, "method");
        smm_vm_attr(vm, "id", g->name);
        smm_vm_attr(vm, "icon", g->icon);
        smm_vm_attr(vm, "title", g->title);
        smm_vm_attr(vm, "time", g->time);
        wallet_coin_names(q, vm, g);
        if (billed)
            smm_vm_attr_usd(vm, "fee-usd", b.fee - b.tax_usd);
        smm_vm_attr_flag(vm, "on", strcmp(g->name, ch->method) == 0);
        smm_vm_text(vm, g->text);
        smm_vm_end(vm);
    }
}

/** What comes into the balance: with inclusive prices less than what was entered. */
static int64_t credit_of(const choice_t *ch)
{
    return ch->method && ch->refused.code == SMM_OK ? ch->bill.amount : ch->amount;
}

/** Two tabs where there are ways of both kinds. */
static void funds_tabs(smm_req_t *q, smm_vm_t *vm, const choice_t *ch)
{
    static const char *const href[] = {"/app/funds?tab=ways", "/app/funds?tab=coins"};
    static const char *const label[] = {"Card, bank and apps", "Pay in crypto"};
    const smm_gateway_t *g;
    int have[2] = {0, 0}, i;

    for (i = 0; (g = smm_gateway_nth(i)) != NULL; i++)
        if (!have[wallet_is_coin(g)] && offered(q, g, ch))
            have[wallet_is_coin(g)] = 1;
    for (i = 0; i < 2 && have[0] && have[1]; i++) {
        smm_vm_el(vm, "tab");
        smm_vm_attr(vm, "href", href[i]);
        smm_vm_attr_flag(vm, "on", i == ch->coins);
        smm_vm_text(vm, label[i]);
        smm_vm_end(vm);
    }
}

static void funds_summary(smm_req_t *q, smm_vm_t *vm, const choice_t *ch)
{
    smm_balance_t b = {0, 0, 0};
    int64_t credit = credit_of(ch);

    smm_wallet_balance(&q->ctx, q->account->id, &b);
    smm_vm_el(vm, "summary");
    smm_vm_attr_usd(vm, "amount-usd", credit);
    smm_vm_attr_usd(vm, "after-usd", b.balance + credit);
    if (ch->refused.code == SMM_OK) {
        smm_vm_attr_usd(vm, "fee-usd", ch->bill.fee - ch->bill.tax_usd);
        smm_vm_attr_usd(vm, "tax-usd", ch->bill.tax_usd);
        smm_vm_attr_usd(vm, "total-usd", credit + ch->bill.fee);
        smm_vm_attr_flag(vm, "inclusive", ch->bill.inclusive);
        wallet_coin_summary(q, vm, ch->coin, credit + ch->bill.fee);
        wallet_bill(vm, &ch->bill);
    } else {
        smm_vm_attr(vm, "error", ch->refused.message);
    }
    smm_vm_end(vm);
}

/** Is there a button for it? */
static int preset_of(const smm_limits_t *l, int64_t amount)
{
    for (int i = 0; i < l->presets; i++)
        if (l->preset[i] == amount)
            return 1;
    return 0;
}

/** A bill of post-payment that is open. */
static void funds_owed(smm_req_t *q, smm_vm_t *vm)
{
    smm_due_t due;

    smm_wallet_due(&q->ctx, q->account->id, &due);
    if (due.amount == 0)
        return;
    smm_vm_el(vm, "owed");
    smm_vm_attr_usd(vm, "due-usd", due.amount);
    smm_vm_attr_time(vm, "due", due.day * 86400);
    smm_vm_attr_flag(vm, "overdue", due.overdue);
    smm_vm_end(vm);
}

static int funds_page(smm_req_t *q, int status)
{
    smm_vm_t *vm = smm_page_begin(q, "customer", "funds", "Add funds", "wallet/funds");
    smm_payment_row_t rows[5];
    smm_document_filter_t all = {.account = q->account->id, .fy = "", .state = ""};
    smm_invoice_row_t inv[5];
    funds_form_t start = {SMM_ABSENT, SMM_ABSENT, NULL, NULL};
    smm_limits_t l;
    choice_t ch;
    smm_result_t closed;
    int n, i;

    smm_payment_limits(&q->ctx, &l);
    choose(q, &l, &ch);
    /* an address named it: the form asks for what the summary shows */
    if (!preset_of(&l, ch.amount))
        start.amount = ch.amount;
    if ((closed = smm_payment_closed(&q->ctx)).code != SMM_OK)
        ch.method = NULL;
    wallet_head(vm, "Add funds", NULL,
                "Your balance pays for campaigns. Unused campaign budget comes back to it.", NULL);
    smm_vm_end(vm);
    smm_form_begin(q, vm, &wallet_form_funds, "/app/funds", &start);
    smm_vm_attr_usd(vm, "min-usd", l.min);
    smm_vm_end(vm);
    smm_vm_el(vm, "limits");
    smm_vm_attr_usd(vm, "min-usd", l.min);
    smm_vm_attr_usd(vm, "max-usd", l.max);
    smm_vm_end(vm);
    for (i = 0; i < l.presets; i++) {
        smm_vm_el(vm, "preset");
        smm_vm_attr_usd(vm, "amount-usd", l.preset[i]);
        smm_vm_attr_flag(vm, "on", l.preset[i] == ch.amount);
        smm_vm_end(vm);
    }
    if (closed.code != SMM_OK)
        smm_vm_leaf(vm, "closed", closed.a);
    funds_owed(q, vm);
    if (ch.method) {
        smm_vm_attr_flag(vm, "coins", ch.coins);
        funds_tabs(q, vm, &ch);
        funds_methods(q, vm, &ch);
    }
    funds_summary(q, vm, &ch);
    if (ch.method)
        wallet_gift(q, vm, credit_of(&ch), ch.method,
                    q->r->method_number == M_POST && q->form
                        ? ((const funds_form_t *)q->form)->coupon
                        : smm_req_query(q, "coupon"));
    n = smm_payment_list(&q->ctx, q->account->id, "open", 0, rows, 5);
    smm_vm_el(vm, "unfinished");
    for (i = 0; i < n; i++)
        wallet_payment_row(q, vm, &rows[i], "/app/payments");
    smm_vm_end(vm);
    n = smm_document_list(&q->ctx, &all, inv, 5);
    smm_vm_el(vm, "recent");
    for (i = 0; i < n; i++)
        wallet_invoice_row(vm, &inv[i]);
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int funds_get(smm_req_t *q)
{
    return funds_page(q, HTTP_OK);
}

static int funds_refused(smm_req_t *q, const smm_result_t *r)
{
    if (r->code != SMM_INVALID)
        return smm_refuse_result(q, r);
    smm_form_error(q, r);
    return funds_page(q, HTTP_UNPROCESSABLE_ENTITY);
}

static int funds_post(smm_req_t *q)
{
    const funds_form_t *f = q->form;
    const char *done;
    smm_topup_t in = {0};
    smm_result_t r;
    int64_t id = 0;

    if (!smm_form_valid(q))
        return funds_page(q, HTTP_UNPROCESSABLE_ENTITY);
    in.amount = f->amount != SMM_ABSENT ? f->amount : f->preset;
    in.method = wallet_method_of(q->ctx.pool, f->method, &in.coin);
    in.coupon = f->coupon;
    if (in.amount == SMM_ABSENT) {
        r = smm_fail(SMM_INVALID, "amount", "Choose an amount or enter one.");
        return funds_refused(q, &r);
    }
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && done)
        return smm_see_other(q, done, NULL, NULL, NULL);
    if (r.code == SMM_OK)
        r = smm_payment_start(&q->ctx, q->account, &in, smm_idem_of(q), &id);
    if (r.code == SMM_CONFLICT && smm_idem_begin(q, &done).code == SMM_OK && done)
        return smm_see_other(q, done, NULL, NULL, NULL);
    if (r.code != SMM_OK)
        return funds_refused(q, &r);
    smm_job_kick();
    /* a processor that does not answer is no reason to lose the payment: its page offers another
     * try */
    r = smm_payment_open(&q->ctx, id);
    if (r.code != SMM_OK)
        return smm_see_other(q, apr_psprintf(q->ctx.pool, "/app/payments/%" I64, id), "bad",
                             r.message, r.a);
    smm_job_kick();
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/app/payments/%" I64, id), NULL, NULL, NULL);
}

/* ---- one payment ----------------------------------------------------------------------------- */

/** Without script: the page loads itself again while something is under way. */
static void waiting(smm_req_t *q, const smm_payment_t *p)
{
    int back = smm_req_query(q, "back") != NULL;

    if (strcmp(p->method, SMM_CRYPTO) == 0) {
        if (strcmp(p->state, "confirming") == 0) /* people enter what the chain says */
            apr_table_setn(q->r->headers_out, "Refresh", "60");
    } else if (strcmp(p->state, "confirming") == 0 || (back && strcmp(p->state, "pending") == 0))
        apr_table_setn(q->r->headers_out, "Refresh", "3");
    else if (!back && p->pay_url && strcmp(p->state, "pending") == 0 &&
             q->ctx.now - p->updated < FORWARD)
        apr_table_setn(q->r->headers_out, "Refresh",
                       apr_pstrcat(q->ctx.pool, "1; url=", p->pay_url, NULL));
}

/** What the customer may still send, and how long to wait after too many wrong references. */
static void claim_flags(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p, const smm_gateway_t *g,
                        int open)
{
    int64_t minutes;

    if (!open || !g || !g->claim || strcmp(p->method, SMM_CRYPTO) == 0)
        return;
    if (smm_claim_left(&q->ctx, q->account->id, &minutes) == 0)
        smm_vm_attr_int(vm, "wait-minutes", minutes);
    smm_vm_attr_flag(vm, "can-lost", 1);
    smm_vm_attr_flag(vm, "can-check", g->fetch && p->gateway_ref);
    smm_vm_attr_flag(vm, "can-request",
                     strcmp(p->method, "payoneer") == 0 &&
                         smm_setting_int(&q->ctx, "gateway.payoneer.requests", 1));
}

/** What the customer may send now: a reference, a transaction id, or another try. */
static void payment_form(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p, const smm_gateway_t *g,
                         int open)
{
    int coins = strcmp(p->method, SMM_CRYPTO) == 0, created = strcmp(p->state, "created") == 0;
    const char *base = apr_psprintf(q->ctx.pool, "/app/payments/%" I64, p->id);

    if (open && g && g->claim && !(created && (g->fetch || coins))) {
        smm_form_begin(q, vm, coins ? &wallet_form_coin_sent : &wallet_form_claim,
                       apr_pstrcat(q->ctx.pool, base, coins ? "/coin" : "/claim", NULL), NULL);
        smm_vm_attr(vm, "submit", coins ? "I have sent the coins" : "I have paid");
        smm_vm_end(vm);
    } else if (created && g) {
        smm_form_begin(q, vm, &wallet_form_none, apr_pstrcat(q->ctx.pool, base, "/pay", NULL),
                       NULL);
        smm_vm_attr(vm, "submit", "Try again");
        smm_vm_end(vm);
    }
}

int wallet_payment_page(smm_req_t *q, const smm_payment_t *p, int status)
{
    const smm_gateway_t *g = smm_gateway_find(p->method);
    int open = strcmp(p->state, "created") == 0 || strcmp(p->state, "pending") == 0 ||
               strcmp(p->state, "underpaid") == 0 || strcmp(p->state, "expired") == 0;
    int part = open && strcmp(p->review, SMM_REVIEW_PART) == 0;
    smm_vm_t *vm;

    if (status == HTTP_OK && !part) /* never on to the processor, where it would be paid twice */
        waiting(q, p);
    open = open && !part;
    smm_page_arg(q, smm_payment_name(q->ctx.pool, p->id));
    vm = smm_page_begin(q, "customer", "funds", "Payment {0}", "wallet/payment");
    wallet_head(vm, "Payment {0}", smm_payment_name(q->ctx.pool, p->id), NULL, NULL);
    smm_vm_attr(vm, "status", p->state);
    wallet_crumb(vm, "/app/funds", "Add funds");
    smm_vm_end(vm);
    payment_form(q, vm, p, g, open);
    wallet_payment(q, vm, p);
    if (open && p->pay_url && strcmp(p->state, "expired") != 0)
        smm_vm_attr(vm, "pay-url", p->pay_url);
    smm_vm_attr_flag(vm, "part", part);
    smm_vm_attr_flag(vm, "waiting",
                     smm_req_query(q, "back") != NULL && strcmp(p->state, "pending") == 0);
    wallet_quote(vm, q->ctx.pool, p);
    claim_flags(q, vm, p, g, open);
    wallet_chain(q, vm, p);
    wallet_coin(q, vm, p);
    if (open || p->claim_ref)
        wallet_claims(q, vm, p);
    if (g && (g->caps.flags & SMM_GW_INSTRUCTIONS) && open)
        smm_payment_details(&q->ctx, g, vm);
    smm_vm_end(vm);
    wallet_joins(q, vm, p, 0);
    wallet_gifts(q, vm, p->id);
    return smm_page(q, status);
}

static int payment_get(smm_req_t *q)
{
    smm_payment_t p;
    smm_rc_e rc = smm_payment_get(&q->ctx, q->account->id, smm_req_id(q, 0), &p);
    int moved;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    /* back from the processor: ask once right away, so that most people see the end at once */
    if (smm_req_query(q, "back") && (strcmp(p.state, "pending") == 0) &&
        smm_payment_fetch(&q->ctx, p.id, 3000, &moved) == SMM_GW_OK && moved)
        smm_payment_get(&q->ctx, q->account->id, p.id, &p);
    return wallet_payment_page(q, &p, HTTP_OK);
}

static int payment_pay(smm_req_t *q)
{
    smm_payment_t p;
    smm_rc_e rc = smm_payment_get(&q->ctx, q->account->id, smm_req_id(q, 0), &p);
    smm_result_t r;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    r = smm_payment_open(&q->ctx, p.id);
    smm_job_kick();
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/app/payments/%" I64, p.id), "bad",
                         r.code == SMM_OK ? NULL : r.message, r.a);
}

static int claim_post(smm_req_t *q)
{
    const claim_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0);
    const char *done = NULL;
    smm_claim_say_t say = {.kind = "reference"};
    smm_claim_end_e end = SMM_CLAIM_WAITS;
    smm_payment_t p;
    smm_result_t r;
    smm_rc_e rc = smm_payment_get(&q->ctx, q->account->id, id, &p);

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    if (!smm_form_valid(q))
        return wallet_payment_page(q, &p, HTTP_UNPROCESSABLE_ENTITY);
    if (f->amount != SMM_ABSENT && f->amount % SMM_CENT != 0) {
        r = smm_fail(SMM_INVALID, "amount", "Enter whole cents: at most two decimals.");
        smm_form_error(q, &r);
        return wallet_payment_page(q, &p, HTTP_UNPROCESSABLE_ENTITY);
    }
    say.reference = f->reference;
    say.note = f->note;
    say.amount_minor = f->amount == SMM_ABSENT ? 0 : f->amount / SMM_CENT;
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_claim_send(&q->ctx, q->account->id, id, &say, smm_idem_of(q), &end);
    if (r.code == SMM_INVALID || r.code == SMM_TOO_FAST) {
        smm_form_error(q, &r);
        smm_payment_get(&q->ctx, q->account->id, id, &p);
        return wallet_payment_page(
            q, &p, r.code == SMM_INVALID ? HTTP_UNPROCESSABLE_ENTITY : HTTP_TOO_MANY_REQUESTS);
    }
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    smm_job_kick();
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/app/payments/%" I64, id), "ok",
                         end == SMM_CLAIM_CREDITED
                             ? "Thank you: your payment was found and is on your balance."
                             : "Thank you. We compare it with our statement and credit your "
                               "balance.",
                         NULL);
}

const smm_route_t wallet_routes[] = {
    {"GET", "/app/funds", SMM_CUSTOMER, 0, NULL, funds_get, NULL, 0, NULL},
    {"POST", "/app/funds", SMM_CUSTOMER, SMM_R_KEY, &wallet_form_funds, funds_post, "funds:600/300",
     0, "/app/payments/:id"},
    {"GET", "/app/payments/:id", SMM_CUSTOMER, 0, NULL, payment_get, NULL, 0, NULL},
    {"POST", "/app/payments/:id/pay", SMM_CUSTOMER, 0, &wallet_form_none, payment_pay,
     "funds:600/300", 0, NULL},
    {"GET", "/app/payments/:id/claim", SMM_CUSTOMER, 0, NULL, payment_get, NULL, 0, NULL},
    {"POST", "/app/payments/:id/claim", SMM_CUSTOMER, SMM_R_KEY, &wallet_form_claim, claim_post,
     "claim:300/300", 0, "/app/payments/:id"},
    {"GET", "/app/invoices", SMM_CUSTOMER, 0, NULL, wallet_documents_page, NULL, 0, NULL},
    {"GET", "/app/invoices/:slug", SMM_CUSTOMER, 0, NULL, wallet_document_page, NULL, 0, NULL},
    {NULL}};
