/* SPDX-License-Identifier: Apache-2.0 */
/* CoinGate's notices are not signed: what they must agree with. */
#ifndef COINGATE_H
#define COINGATE_H

#include "gateways.h"

typedef struct smm_coingate_order_t {
    const char *token; /* must be there */
    /* NULL: not compared here, but when the order is read */
    const char *reference, *id, *price, *currency;
} smm_coingate_order_t;

/** Fields of a notice, form or JSON, as texts; NULL when it is neither or has a name twice. */
json_t *smm_coingate_fields(apr_pool_t *p, const smm_notice_in_t *in);
/** What a notice does not share with the order that was made, or NULL. */
const char *smm_coingate_differs(json_t *fields, const smm_coingate_order_t *order);

#endif
