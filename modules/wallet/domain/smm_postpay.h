/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Post-payment (features S60, S61; reference/money.md 13): a customer spends up to a limit first
 * and pays the bill of a month. What is owed is the negative balance; a bill asks for the part of
 * it that was owed when the month (of India) was over. Money that comes in pays the oldest bill
 * first. A bill past its day stops the wallet (frozen = 2) until nothing overdue is left. Amounts
 * are micro-USD, days are days since 1970 in India, a month is year * 12 + month - 1.
 */
#ifndef SMM_POSTPAY_H
#define SMM_POSTPAY_H

#include "smm_account.h"
#include "smm_idem.h"
#include "smm_tds.h"

#define SMM_POSTPAY_ABOUT 500 /* characters of a request */

typedef struct smm_postpay_line_t {
    int64_t account, version, billed, paid, month, created, updated;
    int64_t balance, held, limit, due_day; /* due_day 0: no bill is open */
    int verified, frozen, overdue;         /* frozen as in the wallet; overdue: bills */
    const char *username, *email, *lang, *kind, *state, *about, *note;
} smm_postpay_line_t;

typedef struct smm_postpay_bill_t {
    int64_t id, month, amount, upto, due_day, overdue_at, created;
} smm_postpay_bill_t;

/** What the decision rests on. */
typedef struct smm_postpay_view_t {
    smm_postpay_rule_t rule;
    int64_t months[SMM_POSTPAY_MONTHS]; /* spend, oldest first */
    int first;                          /* month number of months[0] */
    int n_months;                       /* how many of them, at the end, are the customer's */
    int64_t total;
    smm_postpay_campaign_t best; /* the running campaign with the largest budget */
    int chargebacks, overdue, verified;
    int missing;   /* SMM_POSTPAY_… without NOT_REQUESTED */
    int64_t limit; /* by the rule, were the identity verified; 0 when anything else is missing */
} smm_postpay_view_t;

/** 1: the panel offers it (setting postpay.on). */
int smm_postpay_on(smm_ctx_t *c);
/** Computed from what the customer spent. @return SMM_BUSY when it cannot be read. */
smm_rc_e smm_postpay_look(smm_ctx_t *c, int64_t account, smm_postpay_view_t *out);
/** @return SMM_NOT_FOUND when the customer never asked. */
smm_rc_e smm_postpay_get(smm_ctx_t *c, int64_t account, smm_postpay_line_t *out);
/** state "" all, "owing" who owes something, else a state. @return count or -1. */
int smm_postpay_list(smm_ctx_t *c, const char *state, smm_postpay_line_t *out, int max);
/** Newest first. @return count or -1. */
int smm_postpay_bills(smm_ctx_t *c, int64_t account, smm_postpay_bill_t *out, int max);
/** What bills ask for now: never more than is owed. */
int64_t smm_postpay_due(const smm_postpay_line_t *l);
/** "November 2026" */
const char *smm_postpay_month(apr_pool_t *p, int64_t month);

/** A customer asks. An advertiser must meet the rule but for the identity check. */
smm_result_t smm_postpay_ask(smm_ctx_t *c, int64_t account, const char *kind, const char *about,
                             const smm_idem_t *idem);

typedef struct smm_postpay_decision_t {
    const char
        *what; /* "approve" (also a new limit), "refuse", "end", "extend", "verify", "unverify" */
    int64_t limit;    /* approve */
    int verified;     /* approve: the identity was checked */
    int64_t days;     /* extend: all open bills are due that many days from today */
    const char *note; /* the customer reads it */
    int64_t version;  /* of what was looked at */
    int owner;        /* may go beyond the rule */
} smm_postpay_decision_t;
/** Staff decide, with an audit line and a mail. INVALID at "limit" beyond the rule or below what is
 * owed, CONFLICT when somebody was faster. */
smm_result_t smm_postpay_decide(smm_ctx_t *c, int64_t account, const smm_postpay_decision_t *d,
                                const smm_idem_t *idem);

/** Bills months that are over, reminds, stops who is overdue, lifts what was paid by other means. A
 * job of every quarter of an hour, and tests. @return 0, or -1: something has to be tried again. */
int smm_postpay_sweep(smm_ctx_t *c);

/** Settings, job, check, and what happens when a payment is credited. */
void smm_postpay_init(void);

/* inside the room */
struct smm_vm_t;
/** The mail of a move: "decided", "bill", "reminder", "overdue". */
void smm_postpay_mail(smm_unit_t *u, smm_ctx_t *c, const smm_postpay_line_t *l, const char *what,
                      const char *subject, int64_t amount, int64_t month, int64_t due_day);
void smm_postpay_bill_init(void);
/** Month number of now. */
int64_t smm_postpay_now(const smm_ctx_t *c);

#endif
