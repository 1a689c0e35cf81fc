/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "gateways.h"

const smm_gateway_entry_t smm_gateways[] = {
    {&smm_gateway_sandbox, NULL},
    {&smm_gateway_stripe, smm_stripe_state},
    {&smm_gateway_paypal, smm_paypal_state},
    {&smm_gateway_paypal_inr, smm_paypal_state},
    {&smm_gateway_razorpay, smm_razorpay_state},
    {&smm_gateway_tazapay, smm_tazapay_state},
    {&smm_gateway_btcpay, smm_btcpay_state},
    {&smm_gateway_nowpayments, smm_nowpayments_state},
    {&smm_gateway_coingate, smm_coingate_state},
    {&smm_gateway_bitpay, smm_bitpay_state},
    {&smm_gateway_crypto_manual, NULL},
    {&smm_gateway_bank, NULL},
    {&smm_gateway_paytm, smm_paytm_state},
    {&smm_gateway_upi, NULL},
    {&smm_gateway_wire, NULL},
    {&smm_gateway_payoneer, NULL},
    {NULL, NULL},
};
