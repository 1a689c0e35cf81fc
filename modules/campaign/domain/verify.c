/* SPDX-License-Identifier: Apache-2.0 */
/* The invariants of campaigns, read from the database alone (I4, I6–I9, I11, I12). */
#include <apr_strings.h>
#include "smm_campaign_int.h"
#include "smm_sql.h"
#include "smm_verify.h"

#define I64 APR_INT64_T_FMT

static int held_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(
        v,
        "I4 account %" I64 " in panel %" I64 ": wallet holds %" I64 ", open campaigns hold %" I64,
        smm_row_int(r, C_verify_campaign_held_account),
        smm_row_int(r, C_verify_campaign_held_panel), smm_row_int(r, C_verify_campaign_held_held),
        smm_row_int(r, C_verify_campaign_held_open));
    return 0;
}

static int first_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v, "I6 campaign %" I64 " has not exactly one placing in its history",
                      smm_row_int(r, C_verify_campaign_first_event_id));
    return 0;
}

static int last_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v, "I6 campaign %" I64 " is %s, its history ends with %s",
                      smm_row_int(r, C_verify_campaign_last_event_id),
                      smm_row_text(r, C_verify_campaign_last_event_state),
                      smm_row_text(r, C_verify_campaign_last_event_told));
    return 0;
}

static int twice_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v, "I7 campaign %" I64 " was made %" I64 " times by the sandbox",
                      smm_row_int(r, C_verify_campaign_sandbox_twice_campaign),
                      smm_row_int(r, C_verify_campaign_sandbox_twice_n));
    return 0;
}

static int lost_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v, "I7 the sandbox made campaign %" I64 ", which is %s",
                      smm_row_int(r, C_verify_campaign_sandbox_lost_campaign),
                      smm_row_text(r, C_verify_campaign_sandbox_lost_state));
    return 0;
}

static int unmade_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v, "I7 campaign %" I64 " names an order that the sandbox never made",
                      smm_row_int(r, C_verify_campaign_sandbox_unmade_id));
    return 0;
}

static int money_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v,
                      "I4 campaign %" I64 " is %s: charge %" I64 ", held %" I64 ", earned %" I64
                      ", released %" I64,
                      smm_row_int(r, C_verify_campaign_money_id),
                      smm_row_text(r, C_verify_campaign_money_state),
                      smm_row_int(r, C_verify_campaign_money_charge),
                      smm_row_int(r, C_verify_campaign_money_held),
                      smm_row_int(r, C_verify_campaign_money_earned),
                      smm_row_int(r, C_verify_campaign_money_released));
    return 0;
}

static int key_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v, "I6 account %" I64 " in panel %" I64 ": one key made %" I64 " campaigns",
                      smm_row_int(r, C_verify_campaign_key_twice_account),
                      smm_row_int(r, C_verify_campaign_key_twice_panel),
                      smm_row_int(r, C_verify_campaign_key_twice_n));
    return 0;
}

static int refunds_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v, "I8 campaign %" I64 ": charge %" I64 ", refunded %" I64,
                      smm_row_int(r, C_verify_campaign_refunds_id),
                      smm_row_int(r, C_verify_campaign_refunds_charge),
                      smm_row_int(r, C_verify_campaign_refunds_refunded));
    return 0;
}

static int posted_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(
        v, "I8 campaign %" I64 ": the ledger paid back %" I64 ", the campaign says %" I64,
        smm_row_int(r, C_verify_campaign_refund_postings_id),
        smm_row_int(r, C_verify_campaign_refund_postings_posted),
        smm_row_int(r, C_verify_campaign_refund_postings_refunded));
    return 0;
}

static int accepted_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v, "I9 campaign %" I64 " counts as accepted without an order at its provider",
                      smm_row_int(r, C_verify_campaign_accepted_id));
    return 0;
}

static int panels_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v, "I11 campaign %" I64 " mixes panels",
                      smm_row_int(r, C_verify_campaign_panels_id));
    return 0;
}

static int stuck_row(void *v, const smm_row_t *r)
{
    smm_verify_breach(v, "I12 campaign %" I64 " is still being handed over long after its lease",
                      smm_row_int(r, C_verify_campaign_stuck_id));
    return 0;
}

static void campaign_check(smm_verify_t *v)
{
    int64_t n = 0;
    int found = 0;
    static const struct {
        int stmt;
        smm_row_fn *fn;
        const char *what;
    } checks[] = {
        {SQL_verify_campaign_held, held_row, "verify_campaign_held"},
        {SQL_verify_campaign_first_event, first_row, "verify_campaign_first_event"},
        {SQL_verify_campaign_last_event, last_row, "verify_campaign_last_event"},
        {SQL_verify_campaign_sandbox_twice, twice_row, "verify_campaign_sandbox_twice"},
        {SQL_verify_campaign_sandbox_lost, lost_row, "verify_campaign_sandbox_lost"},
        {SQL_verify_campaign_sandbox_unmade, unmade_row, "verify_campaign_sandbox_unmade"},
        {SQL_verify_campaign_money, money_row, "verify_campaign_money"},
        {SQL_verify_campaign_key_twice, key_row, "verify_campaign_key_twice"},
        {SQL_verify_campaign_refunds, refunds_row, "verify_campaign_refunds"},
        {SQL_verify_campaign_refund_postings, posted_row, "verify_campaign_refund_postings"},
        {SQL_verify_campaign_accepted, accepted_row, "verify_campaign_accepted"},
        {SQL_verify_campaign_panels, panels_row, "verify_campaign_panels"},
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        smm_verify_db(v, checks[i].what,
                      smm_db_read(v->db, checks[i].stmt, SMM_NOARGS, checks[i].fn, v));
    smm_verify_db(v, "verify_campaign_stuck",
                  smm_db_read(v->db, SQL_verify_campaign_stuck, SMM_ARGS(SMM_I(v->now - 3600)),
                              stuck_row, v));
    if (!smm_verify_db(v, "verify_campaign_count",
                       smm_db_int(v->db, SQL_verify_campaign_count, SMM_NOARGS, &n, &found)))
        smm_verify_note(v, "campaigns ok: %" I64 " campaigns", n);
}

void smm_campaign_verify_register(void)
{
    smm_verify_add("campaigns", campaign_check);
}
