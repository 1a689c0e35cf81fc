/* SPDX-License-Identifier: Apache-2.0 */
/* Check sums of addresses: Base58Check, bech32 and bech32m (BIP 173, 350), EIP-55. */
#include "config.h"
#include <string.h>
#include <strings.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <openssl/evp.h>
#include "coin_kind.h"

#define BASE58 "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#define BECH32 "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
#define BYTES 25 /* version, 20 bytes of hash, 4 of sum */

/* ---- Base58Check ----------------------------------------------------------------------------- */

/** Exactly BYTES bytes, in the one way to write them. */
static int base58(const char *text, unsigned char out[BYTES])
{
    size_t i, n = strlen(text), zeros = 0, lead = 0;
    int b;

    if (n < 26 || n > 35)
        return -1;
    memset(out, 0, BYTES);
    for (i = 0; i < n; i++) {
        const char *at = strchr(BASE58, text[i]);
        unsigned carry = at ? (unsigned)(at - BASE58) : 0;

        if (!at)
            return -1;
        for (b = BYTES - 1; b >= 0; b--) {
            carry += 58u * out[b];
            out[b] = (unsigned char)(carry & 255u);
            carry >>= 8;
        }
        if (carry)
            return -1;
    }
    while (text[lead] == '1')
        lead++;
    while (zeros < BYTES && out[zeros] == 0)
        zeros++;
    return lead == zeros ? 0 : -1;
}

static int base58_ok(const smm_coin_kind_t *k, const char *text)
{
    unsigned char raw[BYTES], sum[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    if (base58(text, raw) != 0 || !memchr(k->versions, raw[0], (size_t)k->n_versions) ||
        EVP_Digest(raw, BYTES - 4, sum, &len, EVP_sha256(), NULL) != 1 ||
        EVP_Digest(sum, len, sum, &len, EVP_sha256(), NULL) != 1)
        return 0;
    return memcmp(sum, raw + BYTES - 4, 4) == 0;
}

/* ---- bech32 ---------------------------------------------------------------------------------- */

static unsigned step(unsigned sum, unsigned value)
{
    static const unsigned gen[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    unsigned top = sum >> 25;
    int i;

    sum = (sum & 0x1ffffffu) << 5 ^ value;
    for (i = 0; i < 5; i++)
        sum ^= (top >> i & 1u) ? gen[i] : 0;
    return sum;
}

/** The bits of `n` values of five, without what fills up the last byte: 20 bytes, 32, … */
static int program_ok(int version, int n, unsigned last)
{
    int bytes = n * 5 / 8, rest = n * 5 % 8;

    if (rest > 4 || (last & ((1u << rest) - 1u)) != 0)
        return 0;
    return version == 0 ? bytes == 20 || bytes == 32 : bytes >= 2 && bytes <= 40;
}

/** `text` is in small letters. */
static int bech32_ok(const char *hrp, const char *text)
{
    size_t i, h = strlen(hrp), n = strlen(text);
    unsigned sum = 1, version = 0, last = 0;

    if (n < h + 8 || n > 90 || strncmp(text, hrp, h) != 0 || text[h] != '1')
        return 0;
    for (i = 0; i < h; i++)
        sum = step(sum, (unsigned)hrp[i] >> 5);
    sum = step(sum, 0);
    for (i = 0; i < h; i++)
        sum = step(sum, (unsigned)hrp[i] & 31u);
    for (i = h + 1; i < n; i++) {
        const char *at = strchr(BECH32, text[i]);

        if (!at)
            return 0;
        sum = step(sum, (unsigned)(at - BECH32));
        if (i == h + 1)
            version = (unsigned)(at - BECH32);
        else if (i < n - 6)
            last = (unsigned)(at - BECH32);
    }
    return version <= 16 && sum == (version == 0 ? 1u : 0x2bc830a3u) &&
           program_ok((int)version, (int)(n - h - 8), last);
}

/* ---- Ethereum -------------------------------------------------------------------------------- */

/** The 40 digits with the capitals that their hash asks for. */
static const char *eip55(apr_pool_t *p, const char *digits)
{
    char *out = apr_pstrcat(p, "0x", digits, NULL), *s;
    unsigned char hash[32];
    int i;

    for (s = out + 2; *s; s++)
        *s = (char)apr_tolower(*s);
    smm_keccak256(out + 2, 40, hash);
    for (i = 0; i < 40; i++)
        if (hash[i / 2] & (i % 2 ? 0x08 : 0x80))
            out[2 + i] = (char)apr_toupper(out[2 + i]);
    return out;
}

static const char *hex_address(apr_pool_t *p, const char *text)
{
    const char *digits = text + 2, *sound;

    if (strlen(text) != 42 || text[0] != '0' || text[1] != 'x' ||
        strspn(digits, "0123456789abcdefABCDEF") != 40)
        return NULL;
    sound = eip55(p, digits);
    if (strpbrk(digits, "abcdef") && strpbrk(digits, "ABCDEF") && strcmp(sound + 2, digits) != 0)
        return NULL;
    return sound;
}

const char *smm_coin_address(apr_pool_t *p, const smm_coin_kind_t *k, const char *text)
{
    char *low, *s;

    if (!text || !*text || strlen(text) > 90)
        return NULL;
    if (k->form == SMM_COIN_HEX)
        return hex_address(p, text);
    if (base58_ok(k, text))
        return apr_pstrdup(p, text);
    if (!k->hrp)
        return NULL;
    low = apr_pstrdup(p, text);
    for (s = low; *s; s++)
        *s = (char)apr_tolower(*s);
    /* one case only, so that a damaged letter is seen */
    if (strpbrk(text, "abcdefghijklmnopqrstuvwxyz") && strpbrk(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        return NULL;
    return bech32_ok(k->hrp, low) ? low : NULL;
}

/* ---- Keccak ---------------------------------------------------------------------------------- */

static uint64_t turn(uint64_t v, unsigned n)
{
    return n ? v << n | v >> (64 - n) : v;
}

/** The permutation of 1600 bits, FIPS 202. */
static void permute(uint64_t a[25])
{
    static const unsigned at[] = {10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                  15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};
    unsigned lfsr = 1, bit, turned = 0;
    uint64_t c[5], t, d;
    int round, x, y, i;

    for (round = 0; round < 24; round++) {
        for (x = 0; x < 5; x++)
            c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        for (x = 0; x < 5; x++)
            for (d = c[(x + 4) % 5] ^ turn(c[(x + 1) % 5], 1), y = 0; y < 25; y += 5)
                a[y + x] ^= d;
        for (t = a[1], turned = 0, i = 0; i < 24; i++) {
            turned = (turned + (unsigned)i + 1) % 64;
            d = a[at[i]];
            a[at[i]] = turn(t, turned);
            t = d;
        }
        for (y = 0; y < 25; y += 5) {
            memcpy(c, a + y, sizeof(c));
            for (x = 0; x < 5; x++)
                a[y + x] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5]);
        }
        for (bit = 0; bit < 7; bit++) { /* the constant of the round, bit by bit */
            if (lfsr & 1)
                a[0] ^= (uint64_t)1 << ((1u << bit) - 1);
            lfsr = lfsr << 1 ^ (lfsr >> 7 ? 0x171u : 0);
        }
    }
}

void smm_keccak256(const void *data, apr_size_t len, unsigned char out[32])
{
    enum { RATE = 136 };
    const unsigned char *in = data;
    uint64_t a[25] = {0};
    apr_size_t i, n = 0;

    for (i = 0; i <= len; i++) { /* one step more than there are bytes: the padding */
        a[n / 8] ^= (uint64_t)(i < len ? in[i] : 0x01) << 8 * (n % 8);
        if (i == len)
            break;
        if (++n == RATE) {
            permute(a);
            n = 0;
        }
    }
    a[(RATE - 1) / 8] ^= (uint64_t)0x80 << 8 * ((RATE - 1) % 8);
    permute(a);
    for (i = 0; i < 32; i++)
        out[i] = (unsigned char)(a[i / 8] >> 8 * (i % 8));
}
