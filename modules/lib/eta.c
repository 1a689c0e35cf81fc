/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "smm_eta.h"
#include "smm_money.h"

static int eta_one(int64_t start, int64_t per_day, int64_t qty, int64_t *out)
{
    int64_t run;

    if (per_day <= 0 || smm_muldiv_ceil(qty, 86400, per_day, &run) != 0)
        return -1;
    return smm_add(start > 0 ? start : 0, run, out);
}

int smm_eta(const smm_promise_t *p, int64_t qty, int64_t *fast, int64_t *slow)
{
    int64_t top = p->per_day_max > 0 ? p->per_day_max : p->per_day_min;
    int64_t low = p->per_day_min > 0 ? p->per_day_min : p->per_day_max;
    int64_t late = p->start_max >= 0 ? p->start_max : p->start_min;

    *fast = *slow = SMM_ETA_UNKNOWN;
    if (qty < 0 || eta_one(p->start_min, top, qty, fast) != 0 ||
        eta_one(late, low, qty, slow) != 0) {
        *fast = *slow = SMM_ETA_UNKNOWN;
        return -1;
    }
    return 0;
}
