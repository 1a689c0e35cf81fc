/* SPDX-License-Identifier: Apache-2.0 */
/* The invariants of the money, read from the database alone. */
#include "config.h"
#include <apr_strings.h>
#include "smm_sql.h"
#include "smm_verify.h"
#include "smm_ledger.h"
#include "wallet_int.h"

#define I64 APR_INT64_T_FMT

static int sums_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I1 transfer %" I64 ": %" I64 " postings sum to %" I64 " micro-USD",
                      smm_row_int(row, C_verify_sums_transfer_id),
                      smm_row_int(row, C_verify_sums_legs), smm_row_int(row, C_verify_sums_total));
    return 0;
}

static int wallets_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v,
        "I2 wallet of account %" I64 " in panel %" I64 ": balance %" I64 ", postings %" I64
        "; held %" I64 ", postings %" I64,
        smm_row_int(row, C_verify_wallets_account_id), smm_row_int(row, C_verify_wallets_panel_id),
        smm_row_int(row, C_verify_wallets_balance), smm_row_int(row, C_verify_wallets_posted),
        smm_row_int(row, C_verify_wallets_held), smm_row_int(row, C_verify_wallets_posted_held));
    return 0;
}

static int strays_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I2 posting %" I64 " belongs to no wallet",
                      smm_row_int(row, C_verify_strays_posting_id));
    return 0;
}

static int negative_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v,
                      "I3 wallet of account %" I64 " in panel %" I64 ": balance %" I64
                      ", held %" I64 " is below its limit",
                      smm_row_int(row, C_verify_negative_account_id),
                      smm_row_int(row, C_verify_negative_panel_id),
                      smm_row_int(row, C_verify_negative_balance),
                      smm_row_int(row, C_verify_negative_held));
    return 0;
}

static int running_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I2 posting %" I64 ": balance after it is %" I64 ", should be %" I64,
                      smm_row_int(row, C_verify_running_posting_id),
                      smm_row_int(row, C_verify_running_balance_after),
                      smm_row_int(row, C_verify_running_expected));
    return 0;
}

static int holds_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I4 campaign %" I64 " in panel %" I64 ": held money is %" I64,
                      smm_row_int(row, C_verify_holds_ref),
                      smm_row_int(row, C_verify_holds_panel_id),
                      smm_row_int(row, C_verify_holds_held));
    return 0;
}

static int refunds_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v, "I8 campaign %" I64 " in panel %" I64 ": refunded %" I64 " of %" I64,
        smm_row_int(row, C_verify_refunds_ref), smm_row_int(row, C_verify_refunds_panel_id),
        smm_row_int(row, C_verify_refunds_refunded), smm_row_int(row, C_verify_refunds_captured));
    return 0;
}

static int panels_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I11 posting %" I64 " is in another panel than its transfer",
                      smm_row_int(row, C_verify_panels_posting_id));
    return 0;
}

static int unsealed_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I10 transfer %" I64 " was never sealed",
                      smm_row_int(row, C_verify_unsealed_id));
    return 0;
}

static int receipts_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I5 payment %" I64 ": received %" I64 ", booked %" I64,
                      smm_row_int(row, C_verify_receipts_payment_id),
                      smm_row_int(row, C_verify_receipts_received),
                      smm_row_int(row, C_verify_receipts_booked));
    return 0;
}

static int credits_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v, "I5 payment %" I64 " is %s: amount %" I64 ", credited %" I64,
        smm_row_int(row, C_verify_credits_payment_id), smm_row_text(row, C_verify_credits_state),
        smm_row_int(row, C_verify_credits_amount), smm_row_int(row, C_verify_credits_credited));
    return 0;
}

static int suspense_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I5 payment %" I64 " is %s, yet %" I64 " lies in suspense",
                      smm_row_int(row, C_verify_suspense_payment_id),
                      smm_row_text(row, C_verify_suspense_state),
                      smm_row_int(row, C_verify_suspense_suspended));
    return 0;
}

static int claims_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I5 claim %" I64 " is credited, but payment %" I64 " received nothing",
                      smm_row_int(row, C_verify_claims_claim_id),
                      smm_row_int(row, C_verify_claims_payment_id));
    return 0;
}

static int lines_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I5 statement line %" I64 " is used twice or by nothing",
                      smm_row_int(row, C_verify_lines_line_id));
    return 0;
}

static int notices_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I5 notice %" I64 " was accepted and never worked off",
                      smm_row_int(row, C_verify_notices_id));
    return 0;
}

static int series_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(
        v, "invoice series %s/%s of panel %" I64 ": last number %" I64 ", documents %" I64,
        smm_row_text(row, C_verify_series_series), smm_row_text(row, C_verify_series_fy),
        smm_row_int(row, C_verify_series_panel_id), smm_row_int(row, C_verify_series_last),
        smm_row_int(row, C_verify_series_issued));
    return 0;
}

static int counts_row(void *baton, const smm_row_t *row)
{
    smm_verify_note(baton, "ledger ok: %" I64 " transfers, %" I64 " postings",
                    smm_row_int(row, C_verify_counts_transfers),
                    smm_row_int(row, C_verify_counts_postings));
    return 1;
}

static void ledger_check(smm_verify_t *v)
{
    static const struct {
        const char *what;
        int stmt;
        smm_row_fn *fn;
    } reads[] = {
        {"I1", SQL_verify_sums, sums_row},         {"I2", SQL_verify_wallets, wallets_row},
        {"I2", SQL_verify_strays, strays_row},     {"I2", SQL_verify_running, running_row},
        {"I3", SQL_verify_negative, negative_row}, {"I4", SQL_verify_holds, holds_row},
        {"I8", SQL_verify_refunds, refunds_row},   {"I11", SQL_verify_panels, panels_row},
        {"I5", SQL_verify_receipts, receipts_row}, {"I5", SQL_verify_credits, credits_row},
        {"I5", SQL_verify_suspense, suspense_row}, {"series", SQL_verify_series, series_row},
        {"I5", SQL_verify_claims, claims_row},     {"I5", SQL_verify_lines, lines_row},
    };
    size_t i;

    for (i = 0; i < sizeof(reads) / sizeof(*reads); i++)
        smm_verify_db(v, reads[i].what,
                      smm_db_read(v->db, reads[i].stmt, SMM_NOARGS, reads[i].fn, v));
    smm_verify_db(
        v, "I10",
        smm_db_read(v->db, SQL_verify_unsealed, SMM_ARGS(SMM_I(v->now - 3600)), unsealed_row, v));
    smm_verify_db(
        v, "I5",
        smm_db_read(v->db, SQL_verify_notices, SMM_ARGS(SMM_I(v->now - 3600)), notices_row, v));
    smm_chain_verify(v);
    smm_verify_db(v, "counts", smm_db_read(v->db, SQL_verify_counts, SMM_NOARGS, counts_row, v));
}

void smm_ledger_verify_init(void)
{
    smm_verify_add("ledger", ledger_check);
}
