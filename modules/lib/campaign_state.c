/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include "smm_campaign_state.h"

#define H SMM_CM_HELD
#define S SMM_CM_SPENT
#define R SMM_CM_RETURNED

static const struct {
    const char *name;
    const char *word;
    smm_cm_e money;
    int ended;
} states[SMM_CS_COUNT] = {
    [SMM_CS_INTENT] = {"intent", "Pending", H, 0},
    [SMM_CS_DISPATCHING] = {"dispatching", "Pending", H, 0},
    [SMM_CS_UNKNOWN] = {"unknown", "Pending", H, 0},
    [SMM_CS_REVIEW] = {"review", "Pending", H, 0},
    [SMM_CS_ACCEPTED] = {"accepted", "Pending", S, 0},
    [SMM_CS_IN_PROGRESS] = {"in_progress", "In progress", S, 0},
    [SMM_CS_COMPLETED] = {"completed", "Completed", S, 1},
    [SMM_CS_PARTIAL] = {"partial", "Partial", S, 1},
    [SMM_CS_CANCELED] = {"canceled", "Canceled", S, 1},
    [SMM_CS_TERMINATED] = {"terminated", NULL, S, 1},
    [SMM_CS_REJECTED] = {"rejected", "Canceled", R, 1},
    [SMM_CS_VOIDED] = {"voided", "Canceled", R, 1},
};

#define WORKER SMM_CB_WORKER
#define SYNC SMM_CB_SYNC
#define CUST SMM_CB_CUSTOMER
#define STAFF SMM_CB_STAFF

/* unknown → dispatching is the repeat of the same request_id at a provider that was proven to
 * answer it with the same order; unknown → intent is a person's word that nothing was made. */
static const struct {
    signed char from, to;
    unsigned char by;
} arrows[] = {
    {SMM_CS_INTENT, SMM_CS_DISPATCHING, WORKER},
    {SMM_CS_INTENT, SMM_CS_ACCEPTED, WORKER}, /* fulfilled by hand: nobody to hand it to */
    {SMM_CS_INTENT, SMM_CS_REJECTED, WORKER | STAFF},
    {SMM_CS_INTENT, SMM_CS_VOIDED, CUST | STAFF},
    {SMM_CS_DISPATCHING, SMM_CS_ACCEPTED, WORKER},
    {SMM_CS_DISPATCHING, SMM_CS_REJECTED, WORKER},
    {SMM_CS_DISPATCHING, SMM_CS_INTENT, WORKER},
    {SMM_CS_DISPATCHING, SMM_CS_UNKNOWN, WORKER},
    {SMM_CS_UNKNOWN, SMM_CS_DISPATCHING, WORKER},
    {SMM_CS_UNKNOWN, SMM_CS_REVIEW, WORKER},
    {SMM_CS_UNKNOWN, SMM_CS_ACCEPTED, STAFF},
    {SMM_CS_UNKNOWN, SMM_CS_INTENT, STAFF},
    {SMM_CS_UNKNOWN, SMM_CS_REJECTED, STAFF},
    {SMM_CS_REVIEW, SMM_CS_ACCEPTED, STAFF},
    {SMM_CS_REVIEW, SMM_CS_INTENT, STAFF},
    {SMM_CS_REVIEW, SMM_CS_REJECTED, STAFF},
    {SMM_CS_ACCEPTED, SMM_CS_IN_PROGRESS, SYNC | STAFF},
    {SMM_CS_ACCEPTED, SMM_CS_COMPLETED, SYNC | STAFF},
    {SMM_CS_ACCEPTED, SMM_CS_PARTIAL, SYNC | STAFF},
    {SMM_CS_ACCEPTED, SMM_CS_CANCELED, SYNC | STAFF},
    {SMM_CS_IN_PROGRESS, SMM_CS_COMPLETED, SYNC | STAFF},
    {SMM_CS_IN_PROGRESS, SMM_CS_PARTIAL, SYNC | STAFF},
    {SMM_CS_IN_PROGRESS, SMM_CS_CANCELED, SYNC | STAFF},
    {SMM_CS_PARTIAL, SMM_CS_TERMINATED, CUST | STAFF | SYNC},
    {SMM_CS_CANCELED, SMM_CS_TERMINATED, CUST | STAFF | SYNC},
};

const char *smm_cs_name(smm_cs_e s)
{
    return s >= 0 && s < SMM_CS_COUNT ? states[s].name : "?";
}

smm_cs_e smm_cs_parse(const char *name)
{
    for (int i = 0; name && i < SMM_CS_COUNT; i++)
        if (!strcmp(states[i].name, name))
            return (smm_cs_e)i;
    return SMM_CS_NONE;
}

int smm_cs_may(smm_cs_e from, smm_cs_e to, unsigned by)
{
    for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++)
        if (arrows[i].from == (int)from && arrows[i].to == (int)to)
            return (arrows[i].by & by) != 0;
    return 0;
}

smm_cm_e smm_cs_money(smm_cs_e s)
{
    return s >= 0 && s < SMM_CS_COUNT ? states[s].money : SMM_CM_HELD;
}

int smm_cs_ended(smm_cs_e s)
{
    return s >= 0 && s < SMM_CS_COUNT && states[s].ended;
}

const char *smm_cs_word(smm_cs_e s)
{
    return s >= 0 && s < SMM_CS_COUNT ? states[s].word : NULL;
}

static int rank(const char *word)
{
    static const char *const words[] = {"Pending",   "Processing", "In progress",
                                        "Completed", "Partial",    "Canceled"};
    for (int i = 0; word && i < 6; i++)
        if (!strcmp(words[i], word))
            return i;
    return -1;
}

smm_cs_e smm_cs_report(smm_cs_e from, const char *shown, const char *word, const char **show)
{
    static const signed char to[] = {SMM_CS_ACCEPTED,  SMM_CS_ACCEPTED, SMM_CS_IN_PROGRESS,
                                     SMM_CS_COMPLETED, SMM_CS_PARTIAL,  SMM_CS_CANCELED};
    int now = rank(shown), said = rank(word);
    *show = shown;
    if (said < 0 || (from != SMM_CS_ACCEPTED && from != SMM_CS_IN_PROGRESS))
        return from;
    if (said <= now && said < 3)
        return from;
    smm_cs_e next = (smm_cs_e)to[said];
    if (next != from && !smm_cs_may(from, next, SMM_CB_SYNC))
        return from;
    *show = word;
    return next;
}
