/* SPDX-License-Identifier: Apache-2.0 */
/* Coins as XML: ways to pay, a payment's address, staff's form of what came in. */
#include <string.h>
#include <apr_strings.h>
#include "smm_qr.h"
#include "smm_settings.h"
#include "crypto_web.h"

#define I64 APR_INT64_T_FMT
#define RECEIPTS 20

const char *wallet_method_of(apr_pool_t *p, const char *value, const char **coin)
{
    const char *colon = value ? strchr(value, ':') : NULL;

    *coin = colon ? colon + 1 : NULL;
    return colon ? apr_pstrmemdup(p, value, (apr_size_t)(colon - value)) : value;
}

int wallet_is_coin(const smm_gateway_t *g)
{
    return (g->caps.flags & SMM_GW_CRYPTO) != 0;
}

const char *wallet_coin_pick(smm_req_t *q, const char *want)
{
    smm_crypto_coin_t all[SMM_CRYPTO_COINS];
    const smm_coin_kind_t *k = smm_coin_kind(want);
    const char *first = NULL;
    int n = smm_crypto_coins(&q->ctx, all), i;

    for (i = 0; i < n; i++) {
        if (!smm_crypto_offered(&all[i]))
            continue;
        if (all[i].kind == k)
            return k->code;
        if (!first)
            first = all[i].kind->code;
    }
    return first;
}

void wallet_coin_methods(smm_req_t *q, smm_vm_t *vm, const smm_gateway_t *g, const char *on,
                         const smm_bill_t *bill)
{
    smm_crypto_coin_t all[SMM_CRYPTO_COINS];
    int n = smm_crypto_coins(&q->ctx, all), i;

    for (i = 0; i < n; i++) {
        const smm_coin_kind_t *k = all[i].kind;

        if (!smm_crypto_offered(&all[i]))
            continue;
        smm_vm_el(vm, "method");
        smm_vm_attr(vm, "id", apr_pstrcat(q->ctx.pool, g->name, ":", k->code, NULL));
        smm_vm_attr(vm, "icon", g->icon);
        smm_vm_attr(vm, "title", k->name);
        smm_vm_attr(vm, "coins", k->unit);
        smm_vm_attr(vm, "chain", k->chain);
        smm_vm_attr(vm, "time", g->time);
        if (bill)
            smm_vm_attr_usd(vm, "fee-usd", bill->fee - bill->tax_usd);
        smm_vm_attr_flag(vm, "on", on && strcmp(on, k->code) == 0);
        smm_vm_text(vm, g->text);
        smm_vm_end(vm);
    }
}

void wallet_coin_names(smm_req_t *q, smm_vm_t *vm, const smm_gateway_t *g)
{
    smm_gateway_env_t e = smm_gateway_env(&q->ctx, 0);

    if (wallet_is_coin(g))
        smm_vm_attr(vm, "coins", smm_gateway_setting(&e, g, "coins"));
}

static void rate(smm_vm_t *vm, const smm_crypto_quote_t *c)
{
    smm_vm_attr_usd(vm, "rate-usd", c->rate);
}

void wallet_coin_summary(smm_req_t *q, smm_vm_t *vm, const char *coin, int64_t total)
{
    char text[SMM_COIN_TEXT];
    smm_crypto_quote_t c;

    if (!coin || smm_crypto_price(&q->ctx, coin, total, &c).code != SMM_OK)
        return;
    smm_vm_attr(vm, "coin-amount", smm_coin_text(text, c.kind, c.minor));
    smm_vm_attr(vm, "coin", c.kind->unit);
    rate(vm, &c);
}

void wallet_chain(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p)
{
    const smm_gateway_t *g = smm_gateway_find(p->method);
    int64_t have, wanted;

    if (!g || !wallet_is_coin(g) || !smm_crypto_chain(&q->ctx, p->id, &have, &wanted))
        return;
    if (have >= 0)
        smm_vm_attr_int(vm, "confirmations", have);
    smm_vm_attr_int(vm, "confirmations-wanted", wanted);
}

static void receipt(smm_vm_t *vm, const smm_crypto_quote_t *c, const smm_crypto_receipt_t *r)
{
    char text[SMM_COIN_TEXT];

    smm_vm_el(vm, "tx");
    smm_vm_attr(vm, "txid", r->txid);
    smm_vm_attr_int(vm, "output", r->output);
    smm_vm_attr(vm, "amount", smm_coin_text(text, c->kind, r->minor));
    smm_vm_attr_int(vm, "confirmations", r->confirmations);
    smm_vm_attr(vm, "status", strcmp(r->state, "seen") == 0 ? "confirming" : "credited");
    smm_vm_attr_usd(vm, "value-usd", r->usd);
    smm_vm_attr_time(vm, "created", r->created);
    smm_vm_attr_time(vm, "updated", r->updated);
    smm_vm_end(vm);
}

static void code(smm_req_t *q, smm_vm_t *vm, const smm_crypto_quote_t *c, int64_t due)
{
    const char *link = smm_coin_link(q->ctx.pool, c->kind, c->address, due), *path;
    int size;

    if (!link)
        return;
    if (c->kind->scheme)
        smm_vm_attr(vm, "link", link);
    path = smm_qr_path(q->ctx.pool, link, &size);
    if (!path)
        return;
    smm_vm_attr_int(vm, "size", size);
    smm_vm_attr(vm, "path", path);
}

void wallet_coin(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p)
{
    smm_crypto_receipt_t r[RECEIPTS];
    char text[SMM_COIN_TEXT];
    smm_crypto_quote_t c;
    const char *note;
    int64_t due;
    int n, i;

    if (strcmp(p->method, SMM_CRYPTO) != 0 || smm_crypto_of(&q->ctx, p->id, &c) != SMM_OK)
        return;
    due = smm_crypto_due(p, &c);
    note = smm_setting(&q->ctx, "gateway.crypto-manual.note");
    smm_vm_el(vm, "coin");
    smm_vm_attr(vm, "code", c.kind->code);
    smm_vm_attr(vm, "name", c.kind->name);
    smm_vm_attr(vm, "unit", c.kind->unit);
    smm_vm_attr(vm, "chain", c.kind->chain);
    smm_vm_attr(vm, "address", c.address);
    if (q->account->role >= SMM_ROLE_STAFF)
        smm_vm_attr(vm, "explorer", apr_pstrcat(q->ctx.pool, c.kind->explorer, c.address, NULL));
    smm_vm_attr(vm, "amount", smm_coin_text(text, c.kind, c.minor));
    if (due > 0 && due != c.minor)
        smm_vm_attr(vm, "due", smm_coin_text(text, c.kind, due));
    rate(vm, &c);
    smm_vm_attr_time(vm, "until", c.until);
    smm_vm_attr_flag(vm, "over", q->ctx.now >= c.until);
    smm_vm_attr_int(vm, "wanted", c.wanted);
    smm_vm_attr(vm, "note", note && *note ? note : NULL);
    if (due > 0)
        code(q, vm, &c, due);
    n = smm_crypto_receipts(&q->ctx, p->id, r, RECEIPTS);
    for (i = 0; i < n; i++)
        receipt(vm, &c, &r[i]);
    smm_vm_end(vm);
}
