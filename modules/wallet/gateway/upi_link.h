/* SPDX-License-Identifier: Apache-2.0 */
/* Payment links of India's UPI: upi://pay?pa=…&pn=…. Written and read, no network. */
#ifndef UPI_LINK_H
#define UPI_LINK_H

#include <stdint.h>
#include <apr_pools.h>

#define SMM_UPI_CAP 10000000 /* paise: the general limit of one payment, 1 lakh rupees */

/** Members are NULL where the link has none. */
typedef struct smm_upi_link_t {
    const char *pa; /* payee address, name@handle */
    const char *pn; /* payee name */
    const char *tr; /* our reference: at most 35 letters and digits */
    const char *tn; /* note: at most 50 characters */
    const char *am; /* rupees as decimal text; NULL: the payer types it */
    const char *cu; /* INR */
    const char *mc; /* merchant category, four digits */
} smm_upi_link_t;

/** The link, or NULL when a member breaks a rule. cap: largest amount in paise. */
const char *smm_upi_write(apr_pool_t *p, const smm_upi_link_t *in, int64_t cap);
/** Reads and checks a link. @return NULL, or why it is refused. */
const char *smm_upi_read(apr_pool_t *p, const char *uri, int64_t cap, smm_upi_link_t *out);

#endif
