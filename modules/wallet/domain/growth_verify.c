/* SPDX-License-Identifier: Apache-2.0 */
/* The invariants of gifts: what was promised, given and taken back is what the ledger says. */
#include "config.h"
#include <apr_strings.h>
#include "smm_sql.h"
#include "smm_verify.h"
#include "wallet_int.h"

#define I64 APR_INT64_T_FMT

static int coupons_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v, "P1 coupon %" I64 ": used %" I64 " times, bonuses %" I64 ", by accounts %" I64,
        smm_row_int(row, C_verify_coupons_id), smm_row_int(row, C_verify_coupons_used),
        smm_row_int(row, C_verify_coupons_counted), smm_row_int(row, C_verify_coupons_of_accounts));
    return 0;
}

static int bonuses_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v, "P2 bonus %" I64 " of %" I64 " is %s: the ledger gave %" I64,
        smm_row_int(row, C_verify_bonuses_id), smm_row_int(row, C_verify_bonuses_amount),
        smm_row_text(row, C_verify_bonuses_state), smm_row_int(row, C_verify_bonuses_booked));
    return 0;
}

static int stray_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "P3 transfer %" I64 " takes from promotions for no bonus",
                      smm_row_int(row, C_verify_bonus_stray_transfer_id));
    return 0;
}

static int affiliates_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v,
        "A1 affiliate %" I64 ": matured %" I64 ", commissions %" I64 "; reversed %" I64
        ", commissions %" I64 "; paid %" I64 ", pay-outs %" I64,
        smm_row_int(row, C_verify_affiliates_account_id),
        smm_row_int(row, C_verify_affiliates_matured),
        smm_row_int(row, C_verify_affiliates_counted),
        smm_row_int(row, C_verify_affiliates_reversed), smm_row_int(row, C_verify_affiliates_taken),
        smm_row_int(row, C_verify_affiliates_paid), smm_row_int(row, C_verify_affiliates_payouts));
    return 0;
}

static int payouts_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v, "A2 pay-out %" I64 " of %" I64 " is %s: the ledger paid %" I64,
        smm_row_int(row, C_verify_payouts_id), smm_row_int(row, C_verify_payouts_amount),
        smm_row_text(row, C_verify_payouts_state), smm_row_int(row, C_verify_payouts_booked));
    return 0;
}

static int referrals_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "A3 a commission for account %" I64 ", whom nobody brought",
                      smm_row_int(row, C_verify_referrals_account_id));
    return 0;
}

static int adjusts_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v, "M1 correction %" I64 " of %" I64 " is %s: the ledger booked %" I64,
        smm_row_int(row, C_verify_adjusts_id), smm_row_int(row, C_verify_adjusts_amount),
        smm_row_text(row, C_verify_adjusts_state), smm_row_int(row, C_verify_adjusts_booked));
    return 0;
}

static void growth_check(smm_verify_t *v)
{
    static const struct {
        const char *what;
        int stmt;
        smm_row_fn *fn;
    } reads[] = {
        {"P1", SQL_verify_coupons, coupons_row},     {"P2", SQL_verify_bonuses, bonuses_row},
        {"P3", SQL_verify_bonus_stray, stray_row},   {"A1", SQL_verify_affiliates, affiliates_row},
        {"A2", SQL_verify_payouts, payouts_row},     {"M1", SQL_verify_adjusts, adjusts_row},
        {"A3", SQL_verify_referrals, referrals_row},
    };
    size_t i;

    for (i = 0; i < sizeof(reads) / sizeof(*reads); i++)
        smm_verify_db(v, reads[i].what,
                      smm_db_read(v->db, reads[i].stmt, SMM_NOARGS, reads[i].fn, v));
}

void smm_growth_verify_init(void)
{
    smm_verify_add("growth", growth_check);
}
