/* SPDX-License-Identifier: Apache-2.0 */
/* The invariants between the tables of money (I3, I5, I11, I12 of docs/internals/ledger.md). */
#include "config.h"
#include <apr_strings.h>
#include "smm_sql.h"
#include "smm_verify.h"
#include "wallet_int.h"

#define I64 APR_INT64_T_FMT

static int overdrawn_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v,
                      "I3 wallet of account %" I64 " in panel %" I64 ": %" I64
                      " is below its limit, and no payment of it went back",
                      smm_row_int(row, C_verify_overdrawn_account_id),
                      smm_row_int(row, C_verify_overdrawn_panel_id),
                      smm_row_int(row, C_verify_overdrawn_balance));
    return 0;
}

static int twice_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I5 panel %" I64 ": %s names payment %s, credited %" I64 " times",
                      smm_row_int(row, C_verify_credited_twice_panel_id),
                      smm_row_text(row, C_verify_credited_twice_method),
                      smm_row_text(row, C_verify_credited_twice_gateway_payment),
                      smm_row_int(row, C_verify_credited_twice_n));
    return 0;
}

static int crossings_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I11 %s %" I64 " belongs to another panel or customer than what it is for",
                      smm_row_text(row, C_verify_crossings_what),
                      smm_row_int(row, C_verify_crossings_id));
    return 0;
}

static int strays_row(void *v, const smm_row_t *row)
{
    smm_verify_breach(v, "I12 transfer %" I64 " (%s) leaves %" I64 " in suspense for no payment",
                      smm_row_int(row, C_verify_suspense_strays_transfer_id),
                      smm_row_text(row, C_verify_suspense_strays_kind),
                      smm_row_int(row, C_verify_suspense_strays_amount));
    return 0;
}

static void books_check(smm_verify_t *v)
{
    static const struct {
        const char *what;
        int stmt;
        smm_row_fn *fn;
    } reads[] = {
        {"I3", SQL_verify_overdrawn, overdrawn_row},
        {"I5", SQL_verify_credited_twice, twice_row},
        {"I11", SQL_verify_crossings, crossings_row},
        {"I12", SQL_verify_suspense_strays, strays_row},
    };
    size_t i;

    for (i = 0; i < sizeof(reads) / sizeof(*reads); i++)
        smm_verify_db(v, reads[i].what,
                      smm_db_read(v->db, reads[i].stmt, SMM_NOARGS, reads[i].fn, v));
}

void smm_books_verify_init(void)
{
    smm_verify_add("books", books_check);
}
