/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include "smm_coins.h"
#include "smm_money.h"

#define GRACE_DAYS 3

smm_coin_e smm_coin_decide(const char *op, int64_t amount, const smm_coin_seen_t *seen)
{
    int earn = strcmp(op, "earn") == 0, spend = strcmp(op, "spend") == 0;

    if (!earn && !spend && strcmp(op, "unspend") != 0)
        return SMM_COIN_NOT_ALLOWED;
    if (amount <= 0 || amount > SMM_COINS_MOST)
        return SMM_COIN_BAD_AMOUNT;
    if (!earn && !spend) {
        int64_t left = seen->booked - seen->returned;

        return amount > left ? SMM_COIN_TOO_MUCH : SMM_COIN_OK;
    }
    if (seen->booked)
        return seen->booked == amount ? SMM_COIN_DUPLICATE : SMM_COIN_CONFLICT;
    return spend && amount > seen->balance ? SMM_COIN_INSUFFICIENT : SMM_COIN_OK;
}

const char *smm_coin_word(smm_coin_e e)
{
    static const char *const words[] = {"ok",       "duplicate",  "conflict",   "insufficient",
                                        "too_much", "bad_amount", "not_allowed"};

    return words[e];
}

int64_t smm_coins_usable(int64_t balance, int64_t price, int64_t value, int64_t share_bps)
{
    int64_t most = 0, n;

    if (balance <= 0 || price <= 0 || value <= 0 || share_bps <= 0 ||
        smm_muldiv_floor(price, share_bps > 10000 ? 10000 : share_bps, 10000, &most) != 0)
        return 0;
    n = most / value;
    return n < balance ? n : balance;
}

/* ---- memberships ---------------------------------------------------------------------------- */

smm_date_t smm_vip_ends(smm_date_t anchor, int periods)
{
    int64_t month = (int64_t)anchor.year * 12 + anchor.month - 1 + periods;
    smm_date_t end = {(int)(month / 12), (int)(month % 12) + 1, anchor.day};
    int last = smm_days_in_month(end.year, end.month);

    if (end.day > last)
        end.day = last;
    return end;
}

static int64_t days_of(smm_date_t d)
{
    return smm_days(d.year, d.month, d.day);
}

int64_t smm_vip_upgrade(int64_t old_price, int64_t new_price, smm_date_t start, smm_date_t end,
                        smm_date_t on, int64_t *credit)
{
    int64_t days = days_of(end) - days_of(start), left = days_of(end) - days_of(on);

    *credit = 0;
    if (old_price < 0 || new_price < old_price || days <= 0 || left < 0 || left > days ||
        smm_muldiv_floor(old_price, left, days, credit) != 0)
        return -1;
    return new_price - *credit;
}

smm_vip_e smm_vip_renew(smm_date_t ends, smm_date_t on, int automatic, int64_t balance,
                        int64_t price)
{
    int64_t late = days_of(on) - days_of(ends);

    if (late < 0)
        return SMM_VIP_ACTIVE;
    if (!automatic || late >= GRACE_DAYS)
        return SMM_VIP_FREE;
    return balance >= price ? SMM_VIP_RENEWED : SMM_VIP_GRACE;
}
