/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include <strings.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "bip21.h"
#include "coin_kind.h"
#include "gw_util.h"

#define VERSIONS(...)                                                                              \
    (const unsigned char[]){__VA_ARGS__}, (int)sizeof((const unsigned char[]){__VA_ARGS__})
#define NO_LINK_NUMBER (-1)

/* Addresses of the test networks are not taken: nobody can be paid there by mistake. */
const smm_coin_kind_t smm_coin_kinds[] = {
    {"BTC", "Bitcoin", "BTC", "bitcoin", "Bitcoin", "bitcoin", 8, NO_LINK_NUMBER, 6,
     SMM_COIN_BASE58, VERSIONS(0x00, 0x05), "bc", "https://mempool.space/address/"},
    {"LTC", "Litecoin", "LTC", "litecoin", "Litecoin", "litecoin", 8, NO_LINK_NUMBER, 6,
     SMM_COIN_BASE58, VERSIONS(0x30, 0x32), "ltc", "https://litecoinspace.org/address/"},
    {"DOGE", "Dogecoin", "DOGE", "dogecoin", "Dogecoin", "dogecoin", 8, NO_LINK_NUMBER, 20,
     SMM_COIN_BASE58, VERSIONS(0x1e, 0x16), NULL, "https://blockchair.com/dogecoin/address/"},
    {"DASH", "Dash", "DASH", "dash", "Dash", "dash", 8, NO_LINK_NUMBER, 6, SMM_COIN_BASE58,
     VERSIONS(0x4c, 0x10), NULL, "https://blockchair.com/dash/address/"},
    /* wei are ten digits finer than what is counted here */
    {"ETH", "Ether", "ETH", "ethereum", "Ethereum", "ethereum", 8, 10, 12, SMM_COIN_HEX, NULL, 0,
     NULL, "https://etherscan.io/address/"},
    {"USDT-ERC20", "Tether USD", "USDT", "ethereum", "Ethereum (ERC-20)", NULL, 6, NO_LINK_NUMBER,
     12, SMM_COIN_HEX, NULL, 0, NULL, "https://etherscan.io/address/"},
    {"USDC-ERC20", "USD Coin", "USDC", "ethereum", "Ethereum (ERC-20)", NULL, 6, NO_LINK_NUMBER, 12,
     SMM_COIN_HEX, NULL, 0, NULL, "https://etherscan.io/address/"},
    {"USDT-TRC20", "Tether USD", "USDT", "tron", "TRON (TRC-20)", NULL, 6, NO_LINK_NUMBER, 20,
     SMM_COIN_BASE58, VERSIONS(0x41), NULL, "https://tronscan.org/#/address/"},
    {"TRX", "Tronix", "TRX", "tron", "TRON", NULL, 6, NO_LINK_NUMBER, 20, SMM_COIN_BASE58,
     VERSIONS(0x41), NULL, "https://tronscan.org/#/address/"},
    {NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, SMM_COIN_HEX, NULL, 0, NULL, NULL},
};

const smm_coin_kind_t *smm_coin_kind(const char *code)
{
    const smm_coin_kind_t *k;

    for (k = smm_coin_kinds; code && k->code; k++)
        if (strcasecmp(k->code, code) == 0)
            return k;
    return NULL;
}

/* ---- amounts --------------------------------------------------------------------------------- */

const char *smm_coin_text(char out[SMM_COIN_TEXT], const smm_coin_kind_t *k, int64_t minor)
{
    int64_t unit = 1;
    char *end;
    int i;

    for (i = 0; i < k->exponent; i++)
        unit *= 10;
    apr_snprintf(out, SMM_COIN_TEXT, "%" APR_INT64_T_FMT ".%0*" APR_INT64_T_FMT, minor / unit,
                 k->exponent, minor % unit);
    for (end = out + strlen(out); end[-1] == '0'; end--)
        ;
    end[end[-1] == '.' ? -1 : 0] = '\0';
    return out;
}

int smm_coin_minor(apr_pool_t *p, const smm_coin_kind_t *k, const char *text, int64_t *out)
{
    const char *dot = text ? strchr(text, '.') : NULL;
    size_t keep = (size_t)k->exponent + 1;

    if (!text || strspn(text, "0123456789.") != strlen(text))
        return -1;
    if (dot && strspn(dot + 1, "0123456789") == strlen(dot + 1) && strlen(dot) > keep)
        text = apr_pstrmemdup(p, text, (size_t)(dot - text) + keep);
    return smm_gw_minor(text, k->exponent, out) == 0 && *out > 0 ? 0 : -1;
}

/* ---- links ----------------------------------------------------------------------------------- */

const char *smm_coin_link(apr_pool_t *p, const smm_coin_kind_t *k, const char *address,
                          int64_t minor)
{
    smm_bip21_t btc = {.address = address, .satoshi = minor};
    char text[SMM_COIN_TEXT];

    if (!k->scheme)
        return address;
    if (strcmp(k->scheme, "bitcoin") == 0)
        return smm_bip21_write(p, &btc);
    if (k->link_zeros >= 0) /* EIP-681: the smallest unit, a whole number */
        return apr_psprintf(p, "%s:%s?value=%" APR_INT64_T_FMT "%0*d", k->scheme, address, minor,
                            k->link_zeros, 0);
    return apr_pstrcat(p, k->scheme, ":", address, "?amount=", smm_coin_text(text, k, minor), NULL);
}

/* ---- transactions ---------------------------------------------------------------------------- */

const char *smm_coin_txid(apr_pool_t *p, const char *text)
{
    char *out, *s;

    if (!text)
        return NULL;
    while (apr_isspace(*text))
        text++;
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        text += 2;
    out = apr_pstrdup(p, text);
    for (s = out + strlen(out); s > out && apr_isspace(s[-1]); s--)
        s[-1] = '\0';
    for (s = out; *s; s++)
        *s = (char)apr_tolower(*s);
    return strlen(out) == 64 && strspn(out, "0123456789abcdef") == 64 ? out : NULL;
}
