/* SPDX-License-Identifier: Apache-2.0 */
/* BitPay's merchant facade: each request is signed with the operator's own key (secp256k1). */
#ifndef BITPAY_SIGN_H
#define BITPAY_SIGN_H

#include <apr_pools.h>

/** X-Identity: the compressed public key of a private one (64 hex digits), hex; NULL: no key. */
const char *smm_bitpay_identity(apr_pool_t *p, const char *key);
/** X-Signature: hex of the DER signature over SHA-256 of text (address and body); NULL: no key. */
const char *smm_bitpay_sign(apr_pool_t *p, const char *key, const char *text);
/** Does it fit? For tests. */
int smm_bitpay_signed(apr_pool_t *p, const char *identity, const char *signature, const char *text);

#endif
