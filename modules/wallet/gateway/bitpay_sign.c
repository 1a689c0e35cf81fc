/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include "bitpay_sign.h"
#include "gw_util.h"

#define POINT 33 /* bytes of a compressed point */

/** @return bytes, or -1 when it is not hex of at most `size` bytes. */
static int unhex(const char *text, unsigned char *out, size_t size)
{
    size_t n = text ? strlen(text) : 0, i;

    if (!n || n % 2 || n / 2 > size || strspn(text, "0123456789abcdefABCDEF") != n)
        return -1;
    for (i = 0; i < n; i += 2) {
        int hi = OPENSSL_hexchar2int((unsigned char)text[i]);
        int lo = OPENSSL_hexchar2int((unsigned char)text[i + 1]);

        out[i / 2] = (unsigned char)(hi * 16 + lo);
    }
    return (int)(n / 2);
}

/** The private number of a key, 1 … order − 1; NULL: it is none. */
static BIGNUM *number(const EC_GROUP *group, const char *key)
{
    unsigned char bytes[32];
    int n = unhex(key, bytes, sizeof(bytes));
    BIGNUM *d = n == 32 ? BN_bin2bn(bytes, n, NULL) : NULL;

    OPENSSL_cleanse(bytes, sizeof(bytes));
    if (d && !BN_is_zero(d) && BN_cmp(d, EC_GROUP_get0_order(group)) < 0) {
        BN_set_flags(d, BN_FLG_CONSTTIME);
        return d;
    }
    BN_clear_free(d);
    return NULL;
}

/** @return 1 and the public point. */
static int public_of(const EC_GROUP *group, const BIGNUM *d, unsigned char out[POINT])
{
    EC_POINT *point = EC_POINT_new(group);
    int ok =
        point && EC_POINT_mul(group, point, d, NULL, NULL, NULL) == 1 &&
        EC_POINT_point2oct(group, point, POINT_CONVERSION_COMPRESSED, out, POINT, NULL) == POINT;

    EC_POINT_free(point);
    return ok;
}

/** d NULL: only to verify. */
static EVP_PKEY *pkey_of(const BIGNUM *d, const unsigned char point[POINT])
{
    OSSL_PARAM_BLD *b = OSSL_PARAM_BLD_new();
    EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    OSSL_PARAM *params = NULL;
    EVP_PKEY *k = NULL;

    if (b && c && OSSL_PARAM_BLD_push_utf8_string(b, OSSL_PKEY_PARAM_GROUP_NAME, "secp256k1", 0) &&
        OSSL_PARAM_BLD_push_octet_string(b, OSSL_PKEY_PARAM_PUB_KEY, point, POINT) &&
        (!d || OSSL_PARAM_BLD_push_BN(b, OSSL_PKEY_PARAM_PRIV_KEY, d)) &&
        (params = OSSL_PARAM_BLD_to_param(b)) && EVP_PKEY_fromdata_init(c) == 1)
        EVP_PKEY_fromdata(c, &k, d ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(b);
    EVP_PKEY_CTX_free(c);
    return k;
}

const char *smm_bitpay_identity(apr_pool_t *p, const char *key)
{
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_secp256k1);
    BIGNUM *d = group ? number(group, key) : NULL;
    unsigned char point[POINT];
    const char *out = d && public_of(group, d, point) ? smm_gw_hex(p, point, POINT) : NULL;

    BN_clear_free(d);
    EC_GROUP_free(group);
    return out;
}

const char *smm_bitpay_sign(apr_pool_t *p, const char *key, const char *text)
{
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_secp256k1);
    BIGNUM *d = group ? number(group, key) : NULL;
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    unsigned char point[POINT], sig[80];
    EVP_PKEY *k = d && public_of(group, d, point) ? pkey_of(d, point) : NULL;
    size_t n = sizeof(sig);
    const char *out = NULL;

    if (k && c && EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, k) == 1 &&
        EVP_DigestSign(c, sig, &n, (const unsigned char *)text, strlen(text)) == 1)
        out = smm_gw_hex(p, sig, n);
    EVP_MD_CTX_free(c);
    EVP_PKEY_free(k);
    BN_clear_free(d);
    EC_GROUP_free(group);
    return out;
}

int smm_bitpay_signed(apr_pool_t *p, const char *identity, const char *signature, const char *text)
{
    unsigned char point[POINT], sig[80];
    int n = unhex(signature, sig, sizeof(sig)), ok = 0;
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    EVP_PKEY *k = unhex(identity, point, POINT) == POINT ? pkey_of(NULL, point) : NULL;

    (void)p;
    if (k && c && n > 0 && EVP_DigestVerifyInit(c, NULL, EVP_sha256(), NULL, k) == 1)
        ok = EVP_DigestVerify(c, sig, (size_t)n, (const unsigned char *)text, strlen(text)) == 1;
    EVP_MD_CTX_free(c);
    EVP_PKEY_free(k);
    return ok;
}
