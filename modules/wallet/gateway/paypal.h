/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the PayPal client: the notices' certificates and signatures. */
#ifndef SMM_PAYPAL_H
#define SMM_PAYPAL_H

#include "gw_util.h"

/** May the certificate be fetched from there? https on PayPal's own hosts, or below the address of
 * the API that the operator has set. */
int smm_paypal_cert_url_ok(const smm_gateway_env_t *e, const smm_gateway_t *g, const char *url);
/** Keeps the text of a certificate chain for an address, in this process. */
void smm_paypal_cert_keep(const char *url, const char *pem, int64_t now);
/** Brings the certificate a notice names into this process. OK also for a notice that will be
 * refused anyway. */
smm_gw_rc_e smm_paypal_cert_fetch(const smm_gateway_env_t *e, const smm_gateway_t *g,
                                  const smm_notice_in_t *in);
/** NULL when the notice is genuine, else why not. No network. */
const char *smm_paypal_genuine(const smm_gateway_env_t *e, const smm_gateway_t *g,
                               const smm_notice_in_t *in);

#endif
