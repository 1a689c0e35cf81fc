/* SPDX-License-Identifier: Apache-2.0 */
/* The egress check: which addresses the server may call. */
#ifndef SMM_EGRESS_H
#define SMM_EGRESS_H

#include <sys/socket.h>
#include "smm_result.h"

/** 1 when this resolved address may be connected to: public, or listed by smm_http_allow(). */
SMM_DECLARE(int) smm_egress_ok(const struct sockaddr *addr);
/** Forgets what smm_http_allow() listed (unit tests). */
SMM_DECLARE(void) smm_egress_reset(void);

#endif
