/* SPDX-License-Identifier: Apache-2.0 */
/* Claims, QR codes and lines of statements as XML. */
#include <string.h>
#include <strings.h>
#include <apr_strings.h>
#include "smm_qr.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_time.h"
#include "gw_util.h"
#include "wallet_web.h"

#define I64 APR_INT64_T_FMT

const char *wallet_amount(apr_pool_t *p, int64_t minor, int exponent, const char *currency)
{
    char text[SMM_USD_TEXT];

    return apr_pstrcat(p, smm_minor_text(text, minor, exponent), " ", currency, NULL);
}

/** A day is the same for everybody who reads it: no zone is applied. */
static void day(smm_vm_t *vm, const char *name, int64_t at)
{
    char text[SMM_TIME_TEXT];

    if (at)
        smm_vm_attr(vm, name, smm_date_text(text, smm_date_of_days(at / 86400)));
}

void wallet_quote(smm_vm_t *vm, apr_pool_t *p, const smm_payment_t *pay)
{
    char rate[SMM_USD_TEXT];

    if (pay->pay_rate > 0) {
        smm_vm_attr(vm, "pay-amount",
                    wallet_amount(p, pay->pay_minor, pay->pay_exponent, pay->pay_currency));
        smm_vm_attr(vm, "pay-currency", pay->pay_currency);
        smm_vm_attr(vm, "pay-rate", smm_usd_text(rate, pay->pay_rate));
    }
    if (pay->qr && strncasecmp(pay->qr, "upi://pay?", 10) == 0)
        smm_vm_attr(vm, "app-link", pay->qr);
}

static void claim(smm_vm_t *vm, apr_pool_t *p, const smm_payment_t *pay, const smm_claim_row_t *cl)
{
    smm_vm_el(vm, "claim");
    smm_vm_attr_int(vm, "id", cl->id);
    smm_vm_attr(vm, "kind", cl->kind);
    smm_vm_attr(vm, "status", cl->state);
    smm_vm_attr(vm, "reference", *cl->reference ? cl->reference : NULL);
    if (cl->amount_minor > 0)
        smm_vm_attr(vm, "amount",
                    wallet_amount(p, cl->amount_minor, pay->pay_exponent, pay->pay_currency));
    day(vm, "day", cl->paid_on);
    smm_vm_attr(vm, "payer", *cl->payer ? cl->payer : NULL);
    smm_vm_attr(vm, "phone", *cl->phone ? cl->phone : NULL);
    smm_vm_attr(vm, "note", *cl->note ? cl->note : NULL);
    smm_vm_attr(vm, "reason", *cl->reason ? cl->reason : NULL);
    smm_vm_attr_time(vm, "created", cl->created);
    smm_vm_attr_time(vm, "decided", cl->decided);
    smm_vm_end(vm);
}

void wallet_claims(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *pay)
{
    apr_pool_t *p = q->ctx.pool;
    smm_claim_row_t cl;
    const char *path;
    int size;

    if (pay->qr && (path = smm_qr_path(p, pay->qr, &size)) != NULL) {
        smm_vm_el(vm, "qr");
        smm_vm_attr_int(vm, "size", size);
        smm_vm_attr(vm, "path", path);
        smm_vm_end(vm);
    }
    if (smm_claim_of(&q->ctx, pay->id, 0, &cl) == SMM_OK)
        claim(vm, p, pay, &cl);
    if (smm_claim_of(&q->ctx, pay->id, 1, &cl) == SMM_OK)
        claim(vm, p, pay, &cl);
}

void wallet_line(smm_req_t *q, smm_vm_t *vm, const smm_stmt_line_t *l)
{
    apr_pool_t *p = q->ctx.pool;

    smm_vm_el(vm, "line");
    if (l->id)
        smm_vm_attr_int(vm, "id", l->id);
    if (l->row)
        smm_vm_attr_int(vm, "row", l->row);
    smm_vm_attr_flag(vm, "known", l->known);
    smm_vm_attr(vm, "bank", l->bank);
    day(vm, "day", l->booked);
    smm_vm_attr(vm, "amount",
                wallet_amount(p, l->amount_minor, smm_gw_exponent(l->currency), l->currency));
    smm_vm_attr(vm, "reference", l->reference && *l->reference ? l->reference : NULL);
    smm_vm_attr(vm, "status", l->state);
    if (l->payment)
        smm_vm_attr_int(vm, "payment", l->payment);
    smm_vm_attr(vm, "reason", l->reason && *l->reason ? l->reason : NULL);
    smm_vm_attr(vm, "decider", l->decider);
    smm_vm_attr_time(vm, "decided", l->decided);
    smm_vm_leaf(vm, "text", l->text);
}

void wallet_why(smm_vm_t *vm, unsigned why)
{
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {{SMM_LIKE_REFERENCE, "reference"}, {SMM_LIKE_NUMBER, "number"},
                 {SMM_LIKE_AMOUNT, "amount"},       {SMM_LIKE_NEAR, "near"},
                 {SMM_LIKE_PAYER, "payer"},         {SMM_LIKE_DAY, "day"}};
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (!(why & names[i].bit))
            continue;
        smm_vm_el(vm, "why");
        smm_vm_attr(vm, "name", names[i].name);
        smm_vm_end(vm);
    }
}

/* ---- tabs ------------------------------------------------------------------------------------ */

typedef struct counts_t {
    int64_t open, request, money, joins;
} counts_t;

static void counts_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    counts_t *n = item;

    n->open = smm_row_int(row, C_claim_counts_open_n);
    n->request = smm_row_int(row, C_claim_counts_request_n);
    n->money = smm_row_int(row, C_claim_counts_money_n);
    n->joins = smm_row_int(row, C_claim_counts_joins_n);
}

static void tab(smm_vm_t *vm, const char *href, const char *label, int64_t n, int on)
{
    smm_vm_el(vm, "tab");
    smm_vm_attr(vm, "href", href);
    smm_vm_attr_flag(vm, "on", on);
    if (n > 0)
        smm_vm_attr_int(vm, "n", n);
    smm_vm_text(vm, label);
    smm_vm_end(vm);
}

void wallet_money_tabs(smm_req_t *q, smm_vm_t *vm, const char *on)
{
    counts_t n;

    smm_get(&q->ctx, SQL_claim_counts, SMM_ARGS(SMM_I(q->ctx.panel->id)), counts_row, &n);
    tab(vm, "/staff/claims", "Claims", n.open, strcmp(on, "open") == 0);
    tab(vm, "/staff/claims?show=request", "Requests", n.request, strcmp(on, "request") == 0);
    tab(vm, "/staff/money", "Unmatched money", n.money, strcmp(on, "money") == 0);
    tab(vm, "/staff/joins", "To join", n.joins, strcmp(on, "joins") == 0);
    tab(vm, "/staff/statements", "Statements", 0, strcmp(on, "statements") == 0);
    tab(vm, "/staff/claims?show=decided", "Decided", 0, strcmp(on, "decided") == 0);
}
