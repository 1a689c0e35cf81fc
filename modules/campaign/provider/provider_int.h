/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROVIDER_INT_H
#define PROVIDER_INT_H

#include "smm_http.h"
#include "smm_provider.h"

extern const smm_provider_driver_t smm_provider_api_v2;
extern const smm_provider_driver_t smm_provider_sandbox;

/** 1 when the transfer is an `add` of this driver (for the crash points). */
int smm_v2_is_add(const smm_http_t *h);

#endif
