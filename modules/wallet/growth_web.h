/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of coins, gifts, affiliates, corrections by two, statement and finance. */
#ifndef GROWTH_WEB_H
#define GROWTH_WEB_H

#include "smm_coin_book.h"
#include "wallet_web.h"

extern const smm_route_t wallet_growth_routes[], wallet_offer_routes[], wallet_adjust_routes[],
    wallet_ledger_routes[], wallet_finance_routes[];
extern const smm_nav_t wallet_growth_nav[];

/** Numbers beside the entries of the staff's side bar. */
void wallet_growth_frame(smm_req_t *q, smm_vm_t *vm);
/** The handler's way on: the list page with a flash, or the error page. */
int wallet_back(smm_req_t *q, const smm_result_t *r, const char *path, const char *flash);
/** What a movement of coins was, in words. */
const char *wallet_coin_label(const smm_coin_entry_t *e);
/** A form in a row of a list: begun on the page, and after a failed POST of it in its own row only,
 * where its errors are. Open when it answers 1. */
int wallet_row_form(smm_req_t *q, smm_vm_t *vm, const smm_form_t *form, int64_t id,
                    const char *base);
/** "2026-11-23" at midnight UTC; 0 when it is none. */
int64_t wallet_day(const char *text);

#endif
