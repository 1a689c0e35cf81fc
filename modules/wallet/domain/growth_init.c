/* SPDX-License-Identifier: Apache-2.0 */
/* Declares coins, gifts, affiliates and corrections by two: settings, jobs, checks. */
#include "config.h"
#include "smm_adjust.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_affiliate.h"
#include "smm_bonus.h"
#include "smm_finance.h"
#include "smm_membership.h"
#include "wallet_int.h"

static const smm_setting_t settings[] = {
    {"affiliates.bps", "0", 0, "Affiliates: commission in 1/100 percent; 0 = no program",
     SMM_SET_BPS},
    {"affiliates.basis", "topup", 0,
     "Affiliates: commission on paid top-ups or on what campaigns spend", SMM_SET_WORD, 0, 0,
     "topup spend"},
    {"affiliates.hold_days", "14", 0, "Affiliates: days until a commission can be paid out",
     SMM_SET_INT, 0, 365},
    {"affiliates.min_payout", "10", 0, "Affiliates: smallest pay-out in USD", SMM_SET_USD, 0,
     1000000 * SMM_USD},
    {"affiliates.approval", "staff", 0, "Affiliates: who lets a pay-out go", SMM_SET_WORD, 0, 0,
     "staff auto"},
    {"affiliates.cookie_days", "60", 0, "Affiliates: days a visit counts", SMM_SET_INT, 1, 365},
    {"bonus.stack", "1", 0, "Give the deposit bonus also to top-ups with a coupon", SMM_SET_FLAG},
    {"coins.value", "0.01", 0, "Coins: what one is worth on the price of a campaign, USD",
     SMM_SET_USD, 1, 1000 * SMM_USD},
    {"coins.share_bps", "2500", 0,
     "Coins: largest share of a price that they pay, 1/100 percent; 0 turns spending off",
     SMM_SET_BPS},
    {"coins.per_usd", "0", 0, "Coins: earned for each whole USD of a top-up", SMM_SET_INT, 0,
     10000},
    {"coins.adjust_limit", "1000", 0, "Coins: largest correction that one person may make",
     SMM_SET_INT, 0, 1000000000},
    {"wallet.adjust_days", "7", 0, "Days in which a second person may approve a larger correction",
     SMM_SET_INT, 1, 90},
    {NULL, NULL, 0, NULL},
};

void smm_growth_init(void)
{
    smm_settings_add(settings);
    smm_coins_verify_init();
    smm_growth_verify_init();
    smm_books_verify_init();
    smm_bonus_init();
    smm_affiliate_init();
    smm_member_init();
    smm_adjust_init();
    smm_move_init();
    smm_finance_init();
}
