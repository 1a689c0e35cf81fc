/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations shared inside the wallet module. */
#ifndef WALLET_INT_H
#define WALLET_INT_H

#include "smm_verify.h"

/** Walks every panel's chain of seals. */
void smm_chain_verify(smm_verify_t *v);

#endif
