/* SPDX-License-Identifier: Apache-2.0 */
/* The invariants of memberships: every paid period was charged once, and the books say so. */
#include "config.h"
#include <apr_strings.h>
#include "smm_sql.h"
#include "smm_verify.h"
#include "smm_membership.h"

#define I64 APR_INT64_T_FMT

static int charges_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "V1 charge %" I64 " (%s) of %" I64 ": the ledger booked %" I64,
                      smm_row_int(row, C_verify_member_charges_id),
                      smm_row_text(row, C_verify_member_charges_kind),
                      smm_row_int(row, C_verify_member_charges_due),
                      smm_row_int(row, C_verify_member_charges_booked));
    return 0;
}

static int stray_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "V2 transfer %" I64 " is for no membership",
                      smm_row_int(row, C_verify_member_stray_transfer_id));
    return 0;
}

static int members_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "V3 member %" I64 " (%s) has a period of %" I64 " that was not charged",
                      smm_row_int(row, C_verify_members_account_id),
                      smm_row_text(row, C_verify_members_state),
                      smm_row_int(row, C_verify_members_price));
    return 0;
}

static int renewals_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "V4 renewal %" I64 " of member %" I64 " pays days that were paid",
                      smm_row_int(row, C_verify_member_renewals_id),
                      smm_row_int(row, C_verify_member_renewals_account_id));
    return 0;
}

static void check(smm_verify_t *v)
{
    smm_verify_db(v, "V1",
                  smm_db_read(v->db, SQL_verify_member_charges, SMM_NOARGS, charges_row, v));
    smm_verify_db(v, "V2", smm_db_read(v->db, SQL_verify_member_stray, SMM_NOARGS, stray_row, v));
    smm_verify_db(v, "V3", smm_db_read(v->db, SQL_verify_members, SMM_NOARGS, members_row, v));
    smm_verify_db(v, "V4",
                  smm_db_read(v->db, SQL_verify_member_renewals, SMM_NOARGS, renewals_row, v));
}

void smm_member_verify_init(void)
{
    smm_verify_add("membership", check);
}
