/* SPDX-License-Identifier: Apache-2.0 */
/* The gateways that come with the module. */
#ifndef SMM_GATEWAYS_H
#define SMM_GATEWAYS_H

#include <jansson.h>
#include "smm_gateway.h"

extern const smm_gateway_t smm_gateway_bank;
extern const smm_gateway_t smm_gateway_sandbox;
extern const smm_gateway_t smm_gateway_stripe;
extern const smm_gateway_t smm_gateway_paypal;
extern const smm_gateway_t smm_gateway_paypal_inr;
extern const smm_gateway_t smm_gateway_razorpay;
extern const smm_gateway_t smm_gateway_tazapay;
extern const smm_gateway_t smm_gateway_btcpay;
extern const smm_gateway_t smm_gateway_nowpayments;
extern const smm_gateway_t smm_gateway_bitpay;
extern const smm_gateway_t smm_gateway_coingate;
extern const smm_gateway_t smm_gateway_paytm;
extern const smm_gateway_t smm_gateway_upi;
extern const smm_gateway_t smm_gateway_wire;
extern const smm_gateway_t smm_gateway_payoneer;
extern const smm_gateway_t smm_gateway_crypto_manual;

/** The one list of what comes with the module, in the order of the add-funds page. */
typedef struct smm_gateway_entry_t {
    const smm_gateway_t *gateway;
    /** For tests: a row of raw states as vectors/status-map.json has them → common state. It must
     * go through what fetch() uses. NULL: the gateway has none. */
    const char *(*state)(apr_pool_t *p, json_t *row);
} smm_gateway_entry_t;
/** Ends with gateway NULL. */
extern const smm_gateway_entry_t smm_gateways[];
const char *smm_stripe_state(apr_pool_t *p, json_t *row);
const char *smm_paypal_state(apr_pool_t *p, json_t *row);
const char *smm_razorpay_state(apr_pool_t *p, json_t *row);
const char *smm_tazapay_state(apr_pool_t *p, json_t *row);
const char *smm_btcpay_state(apr_pool_t *p, json_t *row);
const char *smm_nowpayments_state(apr_pool_t *p, json_t *row);
const char *smm_bitpay_state(apr_pool_t *p, json_t *row);
const char *smm_coingate_state(apr_pool_t *p, json_t *row);

/** Is what a browser brings back from Razorpay (an order, a payment link, a subscription) signed
 * with the key secret? It never credits: the page asks by itself. */
int smm_razorpay_return_ok(apr_pool_t *p, const char *key_secret, json_t *params,
                           const char *signature);

/** Shape of a payment reference that a person typed; *key is it without blanks and marks, in
 * capitals. */
smm_claim_e smm_claim_reference(apr_pool_t *p, const char *text, const char **key);

/** create() and claim() of methods that only show where to pay: bank, wire, Payoneer. The page and
 * the mail show the details row by row; a reference is checked by its shape, then by staff. */
smm_gw_rc_e smm_bank_create(const smm_gateway_env_t *e, const smm_intent_t *in,
                            smm_checkout_t *out);
smm_claim_e smm_bank_claim(const smm_gateway_env_t *e, const smm_claim_t *in, const char **key,
                           const char **message);

/** Rows of raw states (vectors/status-map.json). */
const char *smm_paytm_state(apr_pool_t *p, json_t *row);

/** Hex HMAC-SHA256 under a shared key. */
const char *smm_hmac_sha256_hex(apr_pool_t *p, const char *key, const char *text, apr_size_t len);

#endif
