/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of plans and memberships. */
#ifndef MEMBER_WEB_H
#define MEMBER_WEB_H

#include "smm_membership.h"
#include "wallet_web.h"

extern const smm_route_t wallet_member_routes[], wallet_member_staff_routes[];
extern const smm_nav_t wallet_member_nav[];

/** Attributes of <user>: membership (free, vip), its plan; grace="1" and the day when a renewal is
 * not paid. */
void wallet_member_frame(smm_req_t *q, smm_vm_t *vm, const smm_wallet_shown_t *s);
/** <plan id name price-usd active> with a <perk> for each line; left open. */
void wallet_plan(smm_req_t *q, smm_vm_t *vm, const smm_plan_t *p);

#endif
