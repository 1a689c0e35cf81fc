/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The states of a campaign, from the order to the end, as one table. Every change of
 * campaign.state in the database is a compare-and-set along an arrow of this table.
 * docs/internals/dispatch.md draws it.
 */
#ifndef SMM_CAMPAIGN_STATE_H
#define SMM_CAMPAIGN_STATE_H

#include "smm_result.h"

typedef enum {
    SMM_CS_INTENT = 0,  /* paid into hold, nothing left the house */
    SMM_CS_DISPATCHING, /* claimed by a worker: a request may be on its way */
    SMM_CS_UNKNOWN,     /* a byte left, no clear answer: only evidence or a person moves it on */
    SMM_CS_REVIEW,      /* unknown for too long: a person decides */
    SMM_CS_ACCEPTED,    /* the provider has it, not started */
    SMM_CS_IN_PROGRESS,
    SMM_CS_COMPLETED,
    SMM_CS_PARTIAL,    /* stopped by the provider; unspent money waits for terminate */
    SMM_CS_CANCELED,   /* the provider delivered nothing; the charge waits for terminate */
    SMM_CS_TERMINATED, /* unspent money went back to the wallet */
    SMM_CS_REJECTED,   /* refused before it was accepted; hold released */
    SMM_CS_VOIDED,     /* withdrawn before it was handed over; hold released */
    SMM_CS_COUNT,
    SMM_CS_NONE = -1
} smm_cs_e;

/** Who may walk an arrow. */
#define SMM_CB_WORKER 1u /* the dispatch job */
#define SMM_CB_SYNC 2u   /* a provider's report */
#define SMM_CB_CUSTOMER 4u
#define SMM_CB_STAFF 8u

/** Where the campaign's money is. */
typedef enum { SMM_CM_HELD, SMM_CM_SPENT, SMM_CM_RETURNED } smm_cm_e;

/** Name in the database; "?" out of range. */
SMM_DECLARE(const char *) smm_cs_name(smm_cs_e s);
/** @return SMM_CS_NONE for an unknown name. */
SMM_DECLARE(smm_cs_e) smm_cs_parse(const char *name);
/** 1 when `by` (one SMM_CB_ bit) may move a campaign from → to. */
SMM_DECLARE(int) smm_cs_may(smm_cs_e from, smm_cs_e to, unsigned by);
SMM_DECLARE(smm_cm_e) smm_cs_money(smm_cs_e s);
/** 1 when nothing but a refund can happen any more. */
SMM_DECLARE(int) smm_cs_ended(smm_cs_e s);
/** The word that the API and the pages show when a campaign enters the state; NULL = keep the old
 * one. */
SMM_DECLARE(const char *) smm_cs_word(smm_cs_e s);

/**
 * The lattice of a provider's reports: where a campaign in state `from` showing `shown` goes when
 * the provider says `word` (one of the six stock words). Reports only move forward: a late "In
 * progress" neither reopens an end nor turns the word back.
 * @return the new state, `from` when nothing changes; *show = the word to show from now on.
 */
SMM_DECLARE(smm_cs_e)
smm_cs_report(smm_cs_e from, const char *shown, const char *word, const char **show);

#endif
