/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports for staff, the customer's statement, and the daily proof: once a day all invariants are
 * checked and clearing accounts compared with what explains them; the result is kept.
 */
#ifndef SMM_FINANCE_H
#define SMM_FINANCE_H

#include "smm_ledger.h"
#include "smm_payment.h"

/* ---- statement ------------------------------------------------------------------------------- */

/** A filtered page, newest first; kind "" = all, else payments campaigns bonuses affiliates
 * memberships corrections other. @return count, or -1. */
int smm_statement_page(smm_ctx_t *c, int64_t account, const char *kind, int64_t before,
                       int64_t since, int64_t until, smm_entry_t *out, int max);

typedef struct smm_month_t {
    int year, month;
    int64_t opening, plus, minus, closing, n;
} smm_month_t;
/** The last `max` months with a movement, newest first, worked out backwards from the balance now.
 * @return count, or -1. */
int smm_statement_months(smm_ctx_t *c, int64_t account, smm_month_t *out, int max);

/* ---- reports --------------------------------------------------------------------------------- */

typedef enum {
    SMM_COL_END,
    SMM_COL_TEXT,
    SMM_COL_INT,
    SMM_COL_USD,
    SMM_COL_DAY,  /* day number */
    SMM_COL_TIME, /* seconds UTC */
    SMM_COL_METHOD,
    SMM_COL_STATUS,
    SMM_COL_PAYMENT, /* id: a link to the staff's page */
    SMM_COL_ACCOUNT
} smm_col_e;

typedef struct smm_col_t {
    smm_col_e type;
    const char *label; /* English */
} smm_col_t;

typedef struct smm_report_t {
    const char *name, *tab, *title, *text; /* tab: one word; text says what it shows */
    int stmt;
    int ranged; /* 0: as it is now */
    smm_col_t cols[11];
} smm_report_t;

/** All reports; ends with name NULL. */
extern const smm_report_t smm_reports[];
const smm_report_t *smm_report_find(const char *name);

/* ---- figures --------------------------------------------------------------------------------- */

typedef struct smm_finance_t {
    int64_t wallets, held, owing, accounts, promised, commissions, claims, review, coins;
    int64_t received, fees, revenue, cost, gifts, tax, suspense; /* of the range; suspense now */
} smm_finance_t;
#define SMM_FIN_DAYS 92
/** Figures of since..until and its days for the charts (day[0] = since). @return rc */
smm_rc_e smm_finance(smm_ctx_t *c, int64_t since, int64_t until, smm_finance_t *out,
                     int64_t received[SMM_FIN_DAYS], int64_t revenue[SMM_FIN_DAYS]);

/** Keeps what the gateway says that it took of a payment; 0 = it does not say. */
void smm_finance_fee(smm_ctx_t *c, const smm_payment_t *p, int64_t fee_minor);

/* ---- proof ----------------------------------------------------------------------------------- */

typedef struct smm_proof_t {
    int64_t day, checked, breaches, unexplained;
    int ok;
    const char *text;
} smm_proof_t;
/** Checks everything now and keeps the result under today. A breach is logged. */
smm_rc_e smm_finance_prove(smm_ctx_t *c);
/** The newest result. @return SMM_NOT_FOUND before the first. */
smm_rc_e smm_finance_proof(smm_ctx_t *c, smm_proof_t *out);
/** Declares the job of the daily proof. */
void smm_finance_init(void);

#endif
