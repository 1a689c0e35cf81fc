/* SPDX-License-Identifier: Apache-2.0 */
/* Links to a Bitcoin address: bitcoin:ADDRESS?amount=…. BIP 21; written and read, no network. */
#ifndef BIP21_H
#define BIP21_H

#include <stdint.h>
#include <apr_pools.h>

#define SMM_SATOSHI_MAX INT64_C(2100000000000000) /* all there will ever be */

typedef struct smm_bip21_t {
    const char *address;
    int64_t satoshi;             /* −1: none, the payer types it */
    const char *label, *message; /* UTF-8, or NULL */
} smm_bip21_t;

/** The link, or NULL when a member breaks a rule. Amounts have eight decimals. */
const char *smm_bip21_write(apr_pool_t *p, const smm_bip21_t *in);
/** Reads and checks a link: a required parameter that is unknown makes it void, other unknown ones
 * are ignored. @return NULL, or why it is refused. */
const char *smm_bip21_read(apr_pool_t *p, const char *uri, smm_bip21_t *out);

#endif
