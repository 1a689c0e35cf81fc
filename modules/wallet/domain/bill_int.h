/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the files that make a bill. */
#ifndef BILL_INT_H
#define BILL_INT_H

#include "smm_bill.h"

/** A gateway's setting, NULL when it is unset or unknown. */
const char *smm_bill_setting(smm_ctx_t *c, const smm_gateway_t *g, const char *key);
/** GST of India: kind, rate, place of supply and words of the document into the bill. */
smm_result_t smm_bill_gst(smm_ctx_t *c, int64_t account, const smm_particulars_t *buyer,
                          const smm_gateway_t *g, smm_bill_t *b);

#endif
