/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coins to addresses of the operator's own, without a processor: an address out of the pool for
 * each payment, the amount at a rate that was typed, a QR code. Nobody tells us when coins come:
 * the customer sends the id of the transaction, staff look at the chain.
 */
#include "config.h"
#include "gw_util.h"
#include "smm_crypto.h"

static const smm_setting_t settings[] = {
    {"gateway.crypto-manual.enabled", "1", 0, "Coins to your own addresses are offered",
     SMM_SET_FLAG},
    {"gateway.crypto-manual.rate_hours", "24", 0,
     "Hours after which a rate is too old and its coin is not offered", SMM_SET_INT, 1, 8760},
    {"gateway.crypto-manual.open_limit", "3", 0,
     "Unpaid payments in coins that one customer may have at once", SMM_SET_INT, 1, 100},
    {"gateway.crypto-manual.note", NULL, 0, "Note under the address", SMM_SET_TEXT, 0, 500},
    {NULL, NULL, 0, NULL},
};

static int ready(const smm_gateway_env_t *e)
{
    return smm_crypto_any(e->c);
}

/** The address was taken when the payment was started: here it is only shown. */
static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    smm_crypto_quote_t q;
    smm_rc_e rc = smm_crypto_of(e->c, in->payment, &q);

    out->error = "no address";
    if (rc != SMM_OK)
        return rc == SMM_NOT_FOUND ? SMM_GW_REFUSED : SMM_GW_DOWN;
    out->error = "the rate was held for 30 minutes";
    if (e->c->now > q.until)
        return SMM_GW_REFUSED;
    out->error = NULL;
    out->qr = smm_coin_link(e->c->pool, q.kind, q.address, q.minor);
    out->instructions = "";
    out->expires = q.until;
    return out->qr ? SMM_GW_OK : SMM_GW_REFUSED;
}

static smm_claim_e claim(const smm_gateway_env_t *e, const smm_claim_t *in, const char **key,
                         const char **message)
{
    *key = smm_coin_txid(e->c->pool, in->reference);
    if (*key)
        return SMM_CLAIM_REVIEW;
    *message =
        "Enter the transaction id that your wallet shows: 64 digits and letters from a to f.";
    return SMM_CLAIM_BAD;
}

/** Nothing is asked over the network: is there a coin to offer, and does one need a person? */
static smm_gw_rc_e test(const smm_gateway_env_t *e, const char **what)
{
    if (!smm_crypto_any(e->c)) {
        *what = N_("No coin is offered. Enter a rate and free addresses under Crypto addresses.");
        return SMM_GW_NOT_SET;
    }
    *what = smm_crypto_warnings(e->c) > 0
                ? N_("Coins are offered. One of them has an old rate or few free addresses: look "
                     "under Crypto addresses.")
                : N_("Coins are offered, with fresh rates and free addresses.");
    return SMM_GW_OK;
}

static const char *warn(const smm_gateway_env_t *e)
{
    return smm_crypto_warnings(e->c) > 0
               ? N_("A coin has an old rate or few free addresses: it is not offered, or soon will "
                    "not be. Look under Crypto addresses.")
               : NULL;
}

const smm_gateway_t smm_gateway_crypto_manual = {
    .name = SMM_CRYPTO,
    .title = "Crypto",
    .text = "You send coins to an address that is made for this payment only",
    .time = "10–60 minutes",
    .icon = "currency-bitcoin",
    .caps = {.currencies = "USD",
             .flags = SMM_GW_QR | SMM_GW_CLAIM | SMM_GW_LATE | SMM_GW_CRYPTO,
             .lifetime = SMM_QUOTE_TTL,
             .late = 7 * 86400},
    .settings = settings,
    .ready = ready,
    .create = create,
    .claim = claim,
    .test = test,
    .warn = warn,
    .page = "/staff/crypto",
};
