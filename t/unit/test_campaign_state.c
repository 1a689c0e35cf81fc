/* SPDX-License-Identifier: Apache-2.0 */
/* The states of a campaign: the arrows that exist, the ones that must not, and the lattice of
 * reports. */
#include <string.h>
#include <apr_strings.h>
#include "smm_campaign_state.h"
#include "tap.h"

static void arrows(void)
{
    ok(smm_cs_may(SMM_CS_INTENT, SMM_CS_DISPATCHING, SMM_CB_WORKER), "a worker claims an intent");
    ok(!smm_cs_may(SMM_CS_DISPATCHING, SMM_CS_VOIDED, SMM_CB_CUSTOMER),
       "nobody withdraws what is on its way");
    ok(!smm_cs_may(SMM_CS_UNKNOWN, SMM_CS_INTENT, SMM_CB_WORKER),
       "a worker never turns unknown into intent");
    ok(smm_cs_may(SMM_CS_UNKNOWN, SMM_CS_INTENT, SMM_CB_STAFF), "a person does");
    ok(!smm_cs_may(SMM_CS_COMPLETED, SMM_CS_TERMINATED, SMM_CB_CUSTOMER),
       "completed cannot be terminated");
    ok(!smm_cs_may(SMM_CS_TERMINATED, SMM_CS_TERMINATED, SMM_CB_CUSTOMER), "terminated only once");
    ok(!smm_cs_may(SMM_CS_ACCEPTED, SMM_CS_TERMINATED, SMM_CB_CUSTOMER),
       "not before the provider's word");
    for (int s = 0; s < SMM_CS_COUNT; s++) {
        for (int t = 0; t < SMM_CS_COUNT; t++) {
            smm_cm_e a = smm_cs_money((smm_cs_e)s), b = smm_cs_money((smm_cs_e)t);
            if (smm_cs_may((smm_cs_e)s, (smm_cs_e)t, 15u) &&
                (a == SMM_CM_RETURNED || (a == SMM_CM_SPENT && b != SMM_CM_SPENT)))
                ok(0, apr_psprintf(tap_pool, "%s -> %s takes money out of an end",
                                   smm_cs_name((smm_cs_e)s), smm_cs_name((smm_cs_e)t)));
        }
        is_int(smm_cs_parse(smm_cs_name((smm_cs_e)s)), s, smm_cs_name((smm_cs_e)s));
    }
    is_int(smm_cs_parse("nonsense"), SMM_CS_NONE, "an unknown name is none");
    is_int(smm_cs_parse(NULL), SMM_CS_NONE, "no name is none");
}

static void lattice(void)
{
    static const struct {
        smm_cs_e from;
        const char *shown, *word;
        smm_cs_e to;
        const char *show;
    } t[] = {
        {SMM_CS_ACCEPTED, "Pending", "Pending", SMM_CS_ACCEPTED, "Pending"},
        {SMM_CS_ACCEPTED, "Pending", "Processing", SMM_CS_ACCEPTED, "Processing"},
        {SMM_CS_ACCEPTED, "Processing", "Pending", SMM_CS_ACCEPTED, "Processing"},
        {SMM_CS_ACCEPTED, "Pending", "In progress", SMM_CS_IN_PROGRESS, "In progress"},
        {SMM_CS_IN_PROGRESS, "In progress", "Pending", SMM_CS_IN_PROGRESS, "In progress"},
        {SMM_CS_IN_PROGRESS, "In progress", "Processing", SMM_CS_IN_PROGRESS, "In progress"},
        {SMM_CS_ACCEPTED, "Pending", "Completed", SMM_CS_COMPLETED, "Completed"},
        {SMM_CS_IN_PROGRESS, "In progress", "Partial", SMM_CS_PARTIAL, "Partial"},
        {SMM_CS_ACCEPTED, "Pending", "Canceled", SMM_CS_CANCELED, "Canceled"},
        {SMM_CS_TERMINATED, "Partial", "In progress", SMM_CS_TERMINATED, "Partial"},
        {SMM_CS_TERMINATED, "Canceled", "Completed", SMM_CS_TERMINATED, "Canceled"},
        {SMM_CS_COMPLETED, "Completed", "Partial", SMM_CS_COMPLETED, "Completed"},
        {SMM_CS_PARTIAL, "Partial", "In progress", SMM_CS_PARTIAL, "Partial"},
        {SMM_CS_CANCELED, "Canceled", "Completed", SMM_CS_CANCELED, "Canceled"},
        {SMM_CS_INTENT, "Pending", "Completed", SMM_CS_INTENT, "Pending"},
        {SMM_CS_UNKNOWN, "Pending", "In progress", SMM_CS_UNKNOWN, "Pending"},
        {SMM_CS_ACCEPTED, "Pending", NULL, SMM_CS_ACCEPTED, "Pending"},
        {SMM_CS_ACCEPTED, "Pending", "Error", SMM_CS_ACCEPTED, "Pending"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const char *show;
        smm_cs_e to = smm_cs_report(t[i].from, t[i].shown, t[i].word, &show);
        ok(to == t[i].to && !strcmp(show, t[i].show),
           apr_psprintf(tap_pool, "%s (%s) hears %s: %s (%s)", smm_cs_name(t[i].from), t[i].shown,
                        t[i].word ? t[i].word : "nothing", smm_cs_name(to), show));
    }
}

int main(void)
{
    tap_init();
    arrows();
    lattice();
    return tap_done();
}
