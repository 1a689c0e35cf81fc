/* SPDX-License-Identifier: Apache-2.0 */
/* Payments, invoices and the statement as XML. Never queries. */
#include <string.h>
#include <apr_strings.h>
#include "smm_time.h"
#include "wallet_web.h"

#define I64 APR_INT64_T_FMT

const char *wallet_money(apr_pool_t *p, int64_t micro)
{
    return apr_pstrcat(p, "$", smm_usd_text(apr_palloc(p, SMM_USD_TEXT), micro), NULL);
}

const char *wallet_method(const char *name)
{
    /* processors that are no more: only imported history has them (reference/gateways) */
    static const char *const gone[][2] = {{"gocoin", "GoCoin"}};
    const smm_gateway_t *g = name ? smm_gateway_find(name) : NULL;
    size_t i;

    for (i = 0; name && !g && i < sizeof(gone) / sizeof(*gone); i++)
        if (strcmp(gone[i][0], name) == 0)
            return gone[i][1];
    return g ? g->title : name;
}

void wallet_head(smm_vm_t *vm, const char *title, const char *a, const char *sub, const char *sub_a)
{
    smm_vm_el(vm, "head");
    smm_vm_attr(vm, "title", title);
    smm_vm_attr(vm, "a", a);
    smm_vm_attr(vm, "sub", sub);
    smm_vm_attr(vm, "sub-a", sub_a);
}

void wallet_crumb(smm_vm_t *vm, const char *href, const char *label)
{
    smm_vm_el(vm, "crumb");
    smm_vm_attr(vm, "href", href);
    smm_vm_text(vm, label);
    smm_vm_end(vm);
}

void wallet_older(smm_vm_t *vm, const char *base, int64_t before)
{
    char n[24];

    if (before <= 0)
        return;
    apr_snprintf(n, sizeof(n), "%" I64, before);
    smm_vm_el(vm, "older");
    smm_vm_attr(vm, "before", n);
    smm_vm_attr(vm, "base", base);
    smm_vm_end(vm);
}

/* ---- payments -------------------------------------------------------------------------------- */

void wallet_bill(smm_vm_t *vm, const smm_bill_t *b)
{
    smm_bill_part_t parts[SMM_BILL_PARTS];
    char text[SMM_USD_TEXT];
    int n = smm_bill_parts(b, parts);

    smm_vm_attr(vm, "pay", smm_minor_text(text, b->l.total, b->exponent));
    smm_vm_attr(vm, "currency", b->currency);
    if (b->rate_e6)
        smm_vm_attr(vm, "rate", smm_usd_text(text, b->rate_e6));
    if (*b->note)
        smm_vm_attr(vm, "note", b->note);
    for (int i = 0; i < n; i++) {
        smm_vm_el(vm, "line");
        smm_vm_attr(vm, "kind", parts[i].kind);
        smm_vm_attr(vm, "name", parts[i].name);
        if (parts[i].bps)
            smm_vm_attr(vm, "percent", smm_minor_text(text, parts[i].bps, 2));
        smm_vm_attr(vm, "amount", smm_minor_text(text, parts[i].amount, b->exponent));
        smm_vm_end(vm);
    }
}

void wallet_payment(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p)
{
    apr_pool_t *pool = q->ctx.pool;

    smm_vm_el(vm, "payment");
    smm_vm_attr_int(vm, "id", p->id);
    smm_vm_attr(vm, "name", smm_payment_name(pool, p->id));
    smm_vm_attr(vm, "method", p->method);
    smm_vm_attr(vm, "method-title", wallet_method(p->method));
    smm_vm_attr(vm, "status", p->state);
    smm_vm_attr_usd(vm, "amount-usd", p->amount);
    if (p->fee > p->tax)
        smm_vm_attr_usd(vm, "fee-usd", p->fee - p->tax);
    if (p->tax > 0)
        smm_vm_attr_usd(vm, "tax-usd", p->tax);
    smm_vm_attr_usd(vm, "total-usd", p->amount + p->fee);
    smm_vm_attr_usd(vm, "received-usd", p->received);
    if (strcmp(p->state, "paid") == 0)
        smm_vm_attr_usd(vm, "credited-usd",
                        p->received > p->amount + p->fee ? p->received - p->fee - p->excess_tax
                                                         : p->amount);
    if (p->excess_number) {
        smm_vm_attr_usd(vm, "excess-usd", p->excess);
        smm_vm_attr_usd(vm, "excess-tax-usd", p->excess_tax);
        smm_vm_attr(vm, "excess-invoice", p->excess_number);
        smm_vm_attr(
            vm, "excess-href",
            apr_pstrcat(pool, "/app/invoices/", smm_invoice_slug(pool, p->excess_number, 0), NULL));
    }
    if (strcmp(p->state, "underpaid") == 0)
        smm_vm_attr_usd(vm, "missing-usd", p->amount + p->fee - p->received);
    smm_vm_attr_time(vm, "created", p->created);
    smm_vm_attr_time(vm, "updated", p->updated);
    smm_vm_attr_time(vm, "expires", p->expires);
    smm_vm_attr(vm, "invoice",
                p->invoice_number ? p->invoice_number : smm_proforma_number(pool, p->invoice));
    smm_vm_attr_flag(vm, "proforma", p->invoice_number == NULL);
    smm_vm_attr(vm, "invoice-href",
                apr_pstrcat(pool, "/app/invoices/",
                            smm_invoice_slug(pool, p->invoice_number, p->invoice), NULL));
    smm_vm_attr(vm, "claim-reference", p->claim_ref);
    if (p->claim_ref) {
        smm_vm_attr_time(vm, "claimed", p->claimed);
        smm_vm_attr(vm, "claim-note", p->claim_note);
        if (p->claim_amount > 0)
            smm_vm_attr(
                vm, "claim-amount",
                wallet_amount(pool, p->claim_amount / SMM_CENT, p->pay_exponent, p->pay_currency));
    }
    smm_vm_attr(vm, "reason", *p->reason ? p->reason : NULL);
}

void wallet_payment_row(smm_req_t *q, smm_vm_t *vm, const smm_payment_row_t *p, const char *base)
{
    apr_pool_t *pool = q->ctx.pool;

    smm_vm_el(vm, "payment");
    smm_vm_attr_int(vm, "id", p->id);
    smm_vm_attr(vm, "name", smm_payment_name(pool, p->id));
    smm_vm_attr(vm, "href", apr_psprintf(pool, "%s/%" I64, base, p->id));
    smm_vm_attr(vm, "customer", p->username);
    smm_vm_attr(vm, "method", p->method);
    smm_vm_attr(vm, "method-title", wallet_method(p->method));
    smm_vm_attr(vm, "status", p->state);
    smm_vm_attr_usd(vm, "amount-usd", p->amount);
    smm_vm_attr_usd(vm, "total-usd", p->amount + p->fee);
    smm_vm_attr_usd(vm, "received-usd", p->received);
    smm_vm_attr_time(vm, "created", p->created);
    smm_vm_attr(vm, "invoice",
                p->invoice_number ? p->invoice_number : smm_proforma_number(pool, p->invoice));
    smm_vm_attr(vm, "claim-reference", p->claim_ref);
    smm_vm_attr_time(vm, "claimed", p->claimed);
    smm_vm_attr(vm, "review", p->review && *p->review ? p->review : NULL);
    smm_vm_end(vm);
}

void wallet_history(smm_vm_t *vm, const smm_payment_event_t *e, int n)
{
    int i;

    for (i = 0; i < n; i++) {
        smm_vm_el(vm, "event");
        smm_vm_attr(vm, "name", e[i].event);
        smm_vm_attr(vm, "from", e[i].from);
        smm_vm_attr(vm, "to", e[i].to);
        smm_vm_attr(vm, "actor", e[i].actor_name);
        smm_vm_attr_time(vm, "created", e[i].created);
        if (e[i].amount > 0)
            smm_vm_attr_usd(vm, "amount-usd", e[i].amount);
        smm_vm_text(vm, e[i].why);
        smm_vm_end(vm);
    }
}

/* ---- invoices -------------------------------------------------------------------------------- */

/** Minor units of an invoice as money text; the pages show USD documents only for now. */
static void minor(smm_vm_t *vm, const char *name, int64_t v, int exponent)
{
    char text[SMM_USD_TEXT];

    smm_vm_attr(vm, name, smm_minor_text(text, v, exponent));
}

void wallet_invoice_row(smm_vm_t *vm, const smm_invoice_row_t *i)
{
    smm_vm_el(vm, "invoice");
    smm_vm_attr(vm, "number", i->label);
    smm_vm_attr(vm, "status", i->status);
    smm_vm_attr(vm, "slug", i->slug);
    smm_vm_attr(vm, "method", i->method);
    smm_vm_attr(vm, "method-title", wallet_method(i->method));
    smm_vm_attr(vm, "currency", i->currency);
    minor(vm, "total-usd", i->total_minor, i->exponent);
    smm_vm_attr_time(vm, "created", i->issued ? i->issued : i->created);
    if (i->payment)
        smm_vm_attr_int(vm, "payment", i->payment);
    smm_vm_attr_flag(vm, "open",
                     strcmp(i->status, "pending") == 0 || strcmp(i->status, "underpaid") == 0);
    smm_vm_end(vm);
}

/* ---- statement ------------------------------------------------------------------------------- */

const char *wallet_entry_label(const char *kind)
{
    static const char *const labels[][2] = {
        {"deposit", "Payment received"},
        {"settle", "Part payment credited"},
        {"join", "Used to complete a payment"},
        {"refund-start", "Refunded to you"},
        {"refund-seen", "Refunded to you"},
        {"refund-back", "Refund that could not be sent"},
        {"chargeback", "Taken back by your bank"},
        {"chargeback-won", "Returned by your bank"},
        {"campaign-hold", "Reserved for campaign"},
        {"campaign-release", "Reserve returned"},
        {"campaign-refund", "Unspent money of campaign"},
        {"adjust", "Correction"},
        {"adjust-two", "Correction"},
        {"adjust-move", "Moved between accounts"},
        {"adjust-move-two", "Moved between accounts"},
        {"bonus-coupon", "Coupon"},
        {"bonus-deposit", "Deposit bonus"},
        {"bonus-back", "Bonus taken back"},
        {"affiliate", "Affiliate commission"},
        {"membership-join", "Membership"},
        {"membership-renew", "Membership renewed"},
        {"membership-upgrade", "Membership upgraded"},
        {"tds", "Tax that you deducted, paid back"},
        {"tds-back", "Tax certificate taken back"},
    };
    size_t i;

    for (i = 0; i < sizeof(labels) / sizeof(*labels); i++)
        if (strcmp(labels[i][0], kind) == 0)
            return labels[i][1];
    return kind;
}

const char *wallet_refund_cause(const char *cause)
{
    static const char *const words[][2] = {
        {"asked", "Asked for"},
        {"paid-twice", "Paid twice"},
        {"wrong-amount", "Wrong amount"},
        {"not-delivered", "Not delivered"},
        {"not-used", "Not used"},
        {"fraud", "Fraud"},
        {"processor", "At the processor"},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strcmp(words[i][0], cause) == 0)
            return words[i][1];
    return NULL; /* other, or an older refund */
}

const char *wallet_entry_note(const smm_entry_t *e)
{
    /* the memo of a correction is for the audit log, not for the customer */
    int shown = strncmp(e->kind, "bonus-", 6) == 0 || strncmp(e->kind, "membership-", 11) == 0;

    if (strcmp(e->kind, "refund-start") == 0)
        return wallet_refund_cause(e->memo);
    return shown && *e->memo ? e->memo : NULL;
}

void wallet_entry(smm_req_t *q, smm_vm_t *vm, const smm_entry_t *e)
{
    int payment = strcmp(e->kind, "deposit") == 0 || strcmp(e->kind, "settle") == 0 ||
                  strcmp(e->kind, "join") == 0 || strncmp(e->kind, "chargeback", 10) == 0 ||
                  strcmp(e->kind, "refund-seen") == 0;
    int campaign = strncmp(e->kind, "campaign-", 9) == 0;

    smm_vm_el(vm, "entry");
    smm_vm_attr_int(vm, "id", e->id);
    smm_vm_attr_time(vm, "created", e->created);
    smm_vm_attr(vm, "kind", e->kind);
    smm_vm_attr(vm, "label", wallet_entry_label(e->kind));
    if (payment || campaign) {
        smm_vm_attr(vm, "ref", apr_psprintf(q->ctx.pool, payment ? "P%" I64 : "#%" I64, e->ref));
        smm_vm_attr(vm, "href",
                    apr_psprintf(q->ctx.pool,
                                 payment ? "/app/payments/%" I64 : "/app/campaigns/%" I64, e->ref));
    }
    smm_vm_attr(vm, "note", wallet_entry_note(e));
    smm_vm_attr_usd(vm, "amount-usd", e->amount);
    smm_vm_attr_usd(vm, "after-usd", e->after);
    smm_vm_end(vm);
}
