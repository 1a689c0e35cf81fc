/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include "gateways.h"

const char *smm_hmac_sha256_hex(apr_pool_t *p, const char *key, const char *text, apr_size_t len)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned int n = 0, i;
    char *out;

    if (!HMAC(EVP_sha256(), key, (int)strlen(key), (const unsigned char *)text, len, md, &n))
        return "";
    out = apr_palloc(p, n * 2 + 1);
    for (i = 0; i < n; i++) {
        out[2 * i] = hex[md[i] >> 4];
        out[2 * i + 1] = hex[md[i] & 15];
    }
    out[2 * n] = '\0';
    return out;
}
