/* SPDX-License-Identifier: Apache-2.0 */
/* Coins: check sums of addresses, exact amounts, links, transaction ids. */
#include <apr_general.h>
#include <apr_strings.h>
#include "tap.h"
#include "coin_kind.h"

#define p tap_pool

static void hash(const char *text, const char *want)
{
    unsigned char out[32];
    char hex[65];
    int i;

    smm_keccak256(text, strlen(text), out);
    for (i = 0; i < 32; i++)
        snprintf(hex + 2 * i, 3, "%02x", out[i]);
    is(hex, want, apr_pstrcat(p, "Keccak-256 of ", strlen(text) > 9 ? "a long text" : text, NULL));
}

static const char *address(const char *coin, const char *text)
{
    const char *out = smm_coin_address(p, smm_coin_kind(coin), text);

    return out ? out : "none";
}

static void good(const char *coin, const char *text, const char *stored)
{
    is(address(coin, text), stored ? stored : text, apr_pstrcat(p, coin, " ", text, NULL));
}

static void bad(const char *coin, const char *text, const char *why)
{
    is(address(coin, text), "none", apr_pstrcat(p, coin, " refused: ", why, NULL));
}

/** Every single character changed to another one of its alphabet must be seen. */
static void damaged(const char *coin, const char *text, size_t from, const char *alphabet)
{
    char *copy = apr_pstrdup(p, text);
    int passed = 0, tried = 0;

    for (size_t i = from; text[i]; i++) {
        for (const char *a = alphabet; *a; a++) {
            if (*a == text[i])
                continue;
            copy[i] = *a;
            tried++;
            passed += smm_coin_address(p, smm_coin_kind(coin), copy) != NULL;
        }
        copy[i] = text[i];
    }
    ok(tried > 500 && passed == 0,
       apr_psprintf(p, "%s: none of %d damaged addresses", coin, tried));
}

#define B58 "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#define B32 "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

static void test_addresses(void)
{
    good("BTC", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", NULL);
    good("BTC", "3P14159f73E4gFr7JterCCQh9QjiTjiZrG", NULL);
    good("BTC", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
         "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
    good("BTC", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", NULL);
    good("BTC", "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3", NULL);
    good("ETH", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", NULL);
    good("ETH", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", NULL);
    good("ETH", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
         "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    good("USDT-ERC20", "0xD1220A0CF47C7B9BE7A2E6BA89F429762E7B9ADB",
         "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb");
    good("USDT-TRC20", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", NULL);
    good("DOGE", "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", NULL);
    bad("BTC", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "an address of TRON");
    bad("LTC", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "an address of Bitcoin");
    bad("LTC", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bech32 of Bitcoin");
    bad("BTC", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "a test network");
    bad("BTC", "bc1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "both cases");
    bad("BTC", "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du", "version 2 with the sum of version 0");
    bad("BTC", "bc1qr508d6qejxtdg4y5r3zarvaryv98gj9p", "version 0 with 16 bytes");
    bad("BTC", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
        "version 1 with the sum of version 0");
    bad("BTC", "bc1gmk9yu", "no program");
    bad("BTC", "11A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "one zero more");
    bad("BTC", "", "empty");
    bad("BTC", "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "a link");
    bad("ETH", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", "a capital too few");
    bad("ETH", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "without 0x");
    bad("ETH", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "a digit too few");
    bad("ETH", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", "no digit");
    damaged("BTC", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", 0, B58);
    damaged("BTC", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", 4, B32);
    damaged("USDT-TRC20", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", 0, B58);
    damaged("BTC", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", 4, B32);
}

static const char *amount(const char *coin, const char *text)
{
    const smm_coin_kind_t *k = smm_coin_kind(coin);
    char out[SMM_COIN_TEXT];
    int64_t v;

    return smm_coin_minor(p, k, text, &v) == 0 ? apr_pstrdup(p, smm_coin_text(out, k, v)) : "none";
}

static void test_amounts(void)
{
    is(amount("BTC", "0.00105264"), "0.00105264", "eight decimals");
    is(amount("BTC", "0.001052649"), "0.00105264", "what is below a satoshi is cut off");
    is(amount("BTC", "20999999.97690000"), "20999999.9769", "no zeros at the end");
    is(amount("BTC", "0.00000001"), "0.00000001", "one satoshi");
    is(amount("USDT-TRC20", "25"), "25", "whole");
    is(amount("USDT-TRC20", "100.10"), "100.1", "100.1");
    is(amount("ETH", "0.123456789123456789"), "0.12345678", "wei are cut off");
    is(amount("BTC", "0"), "none", "nothing is no amount");
    is(amount("BTC", "0.000000001"), "none", "less than a satoshi is nothing");
    is(amount("BTC", "1e-8"), "none", "no exponent");
    is(amount("BTC", "-1"), "none", "no sign");
    is(amount("BTC", "1,5"), "none", "no comma");
    is(amount("BTC", "1.2.3"), "none", "one point");
    is(amount("BTC", ".5"), "none", "a digit before the point");
    is(amount("BTC", "99999999999999999999"), "none", "more than can be counted");
}

static void test_links(void)
{
    const smm_coin_kind_t *k = smm_coin_kind("btc");

    is(smm_coin_link(p, k, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", 105264),
       "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?amount=0.00105264", "BIP 21");
    is(smm_coin_link(p, smm_coin_kind("LTC"), "LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9", 150000000),
       "litecoin:LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9?amount=1.5", "its own scheme");
    is(smm_coin_link(p, smm_coin_kind("ETH"), "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", 833334),
       "ethereum:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359?value=8333340000000000", "wei");
    is(smm_coin_link(p, smm_coin_kind("USDT-TRC20"), "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", 1),
       "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "a token: the bare address");
}

#define TX "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"

static void test_transactions(void)
{
    is(smm_coin_txid(p, TX), TX, "64 digits");
    is(smm_coin_txid(p, " 0x4A5E1E4BAAB89F3A32518A88C31BC87F618F76673E2CC77AB2127B7AFDEDA33B\n"),
       TX, "0x, capitals, blanks");
    ok(!smm_coin_txid(p, TX "0"), "one too many");
    ok(!smm_coin_txid(p, "4a5e"), "too few");
    ok(!smm_coin_txid(p, "zz5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"),
       "no digits");
    ok(!smm_coin_txid(p, NULL), "nothing");
}

static void test_table(void)
{
    const smm_coin_kind_t *k, *o;
    int n = 0, sound = 1;

    for (k = smm_coin_kinds; k->code; k++, n++) {
        sound &= strncmp(k->explorer, "https://", 8) == 0;
        sound &= k->exponent >= 1 && k->exponent <= 8 && k->wanted > 0 &&
                 (k->form == SMM_COIN_HEX) == (k->n_versions == 0);
        for (o = k + 1; o->code; o++)
            sound &= strcmp(o->code, k->code) != 0;
        for (const char *s = k->code; *s; s++)
            sound &= strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", *s) != NULL;
    }
    ok(n >= 9 && sound, "the table: codes are unique, numbers make sense");
    ok(!smm_coin_kind("XYZ") && !smm_coin_kind(NULL), "no such coin");
}

int main(void)
{
    tap_init();
    hash("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    hash("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    test_addresses();
    test_amounts();
    test_links();
    test_transactions();
    test_table();
    return tap_done();
}
