/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sandbox gateway itself: what a processor would run. It shares nothing with the shop that uses
 * it but HTTP; its table belongs to the panel whose virtual host says "SmmSandboxGateway on".
 */
#ifndef SMM_SANDBOX_DOMAIN_H
#define SMM_SANDBOX_DOMAIN_H

#include "smm_ctx.h"

typedef struct smm_sandbox_t {
    int64_t id, amount_minor, paid_minor, receipts, version, created, expires;
    const char *token, *reference, *currency, *description, *return_url, *notify_url, *state;
} smm_sandbox_t;

typedef struct smm_sandbox_order_t {
    const char *key, *reference, *currency, *description, *return_url, *notify_url;
    int64_t amount_minor;
} smm_sandbox_order_t;

/** Makes a payment, or finds the one that was made with the same key. CONFLICT: same key, other
 * order. */
smm_rc_e smm_sandbox_create(smm_ctx_t *c, const smm_sandbox_order_t *in, const char **token);
smm_rc_e smm_sandbox_get(smm_ctx_t *c, const char *token, smm_sandbox_t *out);
/** "pay", "less" (60 % of what is missing), "fail", "later" (paid only after a while). */
smm_result_t smm_sandbox_act(smm_ctx_t *c, const char *token, const char *action);

#endif
