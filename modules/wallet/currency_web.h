/* SPDX-License-Identifier: Apache-2.0 */
/* Pages about the currencies that amounts are shown in. */
#ifndef CURRENCY_WEB_H
#define CURRENCY_WEB_H

#include "wallet_web.h"

extern const smm_route_t wallet_currency_routes[], wallet_currency_staff_routes[];
extern const smm_nav_t wallet_currency_nav[];
/** Tells the core who knows rates; post_config. */
void wallet_currency_init(void);

#endif
