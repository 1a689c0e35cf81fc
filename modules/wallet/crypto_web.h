/* SPDX-License-Identifier: Apache-2.0 */
/* Coins on the pages: the tab of add funds, a payment's address and code, staff's pool and rates.
 */
#ifndef CRYPTO_WEB_H
#define CRYPTO_WEB_H

#include "smm_crypto.h"
#include "wallet_web.h"

extern const smm_route_t wallet_crypto_routes[];
extern const smm_nav_t wallet_crypto_nav[];
extern const smm_form_t wallet_form_coin_sent, wallet_form_coin_seen;

/** Frame function: coins that need a person. */
void wallet_crypto_frame(smm_req_t *q, smm_vm_t *vm);

/** "crypto-manual:BTC" of the form: the gateway's name, and the coin in *coin (NULL without). */
const char *wallet_method_of(apr_pool_t *p, const char *value, const char **coin);
/** Is it one of the ways under the tab "Pay in crypto"? */
int wallet_is_coin(const smm_gateway_t *g);
/** The first coin that is offered, or `want` when that one is. NULL: none. */
const char *wallet_coin_pick(smm_req_t *q, const char *want);
/** A <method> for each coin that is offered at our own addresses. */
void wallet_coin_methods(smm_req_t *q, smm_vm_t *vm, const smm_gateway_t *g, const char *on,
                         const smm_bill_t *bill);
/** Attribute coins of a <method>: what its processor takes. */
void wallet_coin_names(smm_req_t *q, smm_vm_t *vm, const smm_gateway_t *g);
/** Attributes of <summary>: what `total` micro-USD are in the coin. */
void wallet_coin_summary(smm_req_t *q, smm_vm_t *vm, const char *coin, int64_t total);

/** Within <payment>, attributes: confirmations that are known, of any gateway. */
void wallet_chain(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p);
/** Child <coin> of <payment>: address, amount, rate, transactions. */
void wallet_coin(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p);
/** The form of staff for what came in. */
void wallet_coin_form(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p);

#endif
