/* SPDX-License-Identifier: Apache-2.0 */
/* The gateways that come with the module. */
#ifndef SMM_GATEWAYS_H
#define SMM_GATEWAYS_H

#include "smm_gateway.h"

extern const smm_gateway_t smm_gateway_bank;
extern const smm_gateway_t smm_gateway_sandbox;

/** Shape of a payment reference that a person typed; *key is it without blanks and marks, in
 * capitals. */
smm_claim_e smm_claim_reference(apr_pool_t *p, const char *text, const char **key);

/** Hex HMAC-SHA256 under a shared key. */
const char *smm_hmac_sha256_hex(apr_pool_t *p, const char *key, const char *text, apr_size_t len);

#endif
