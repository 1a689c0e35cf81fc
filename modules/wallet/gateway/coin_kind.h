/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coins that can be taken at addresses of the operator's own: one table, and what is known of
 * each: how its addresses are checked, how amounts are written, which link a wallet understands.
 * Amounts are whole units of 10^-exponent, never floating point. No network.
 */
#ifndef COIN_KIND_H
#define COIN_KIND_H

#include <stdint.h>
#include <apr_pools.h>

typedef enum {
    SMM_COIN_BASE58, /* Base58Check under one of `versions`, or bech32 under `hrp` */
    SMM_COIN_HEX     /* 0x and 40 hex digits, mixed case only with the sum of EIP-55 */
} smm_coin_form_e;

typedef struct smm_coin_kind_t {
    const char *code;    /* "USDT-TRC20": unique, part of addresses of pages in small letters */
    const char *name;    /* "Bitcoin" */
    const char *unit;    /* "BTC" */
    const char *network; /* key of the chain: an address and a transaction are unique in it */
    const char *chain;   /* its name for people: "TRON (TRC-20)" */
    const char *scheme;  /* of links with an amount: "bitcoin"; NULL: the bare address */
    int exponent;        /* decimals that are counted, at most 8 */
    int link_zeros;      /* ≥ 0: the link's amount is a whole number with so many zeros behind */
    int wanted;          /* confirmations, unless the operator says otherwise */
    smm_coin_form_e form;
    const unsigned char *versions; /* BASE58; n_versions of them */
    int n_versions;
    const char *hrp;      /* BASE58: prefix of the newer form, or NULL */
    const char *explorer; /* a public page about an address, for staff: the address follows */
} smm_coin_kind_t;

/** Ends with code NULL. To add a coin is to add a row. */
extern const smm_coin_kind_t smm_coin_kinds[];
/** By its code, in any case; NULL. */
const smm_coin_kind_t *smm_coin_kind(const char *code);

#define SMM_COIN_TEXT 40
/** "0.00105264": exact, without zeros at the end. */
const char *smm_coin_text(char out[SMM_COIN_TEXT], const smm_coin_kind_t *k, int64_t minor);
/** Decimal text that a person copied; what is below the last counted unit is cut off. @return 0, or
 * -1 when it is no amount above zero. */
int smm_coin_minor(apr_pool_t *p, const smm_coin_kind_t *k, const char *text, int64_t *out);

/** The address as it is stored, or NULL when its form or its check sum is wrong. */
const char *smm_coin_address(apr_pool_t *p, const smm_coin_kind_t *k, const char *text);
/** 64 hex digits, with or without 0x, as they are stored (small letters, no 0x), or NULL. */
const char *smm_coin_txid(apr_pool_t *p, const char *text);
/** What the QR code says: a link with the amount where wallets know one, else the address. */
const char *smm_coin_link(apr_pool_t *p, const smm_coin_kind_t *k, const char *address,
                          int64_t minor);

/** Keccak-256 as Ethereum uses it (not SHA3-256: other padding), which no library here offers. */
void smm_keccak256(const void *data, apr_size_t len, unsigned char out[32]);

#endif
