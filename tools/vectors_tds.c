/* SPDX-License-Identifier: Apache-2.0 */
/* Tax deducted at source and credit: tds, tds-states, postpay. */
#include "config.h"
#include <string.h>
#include "smm_money.h"
#include "smm_tds.h"
#include "vectors_int.h"

static void tds_case(vec_t *v, json_t *c)
{
    smm_tds_t t;
    int64_t usd = 0;
    int rc = smm_tds(vec_int(c, "taxable_paise"), vec_int(c, "rate_bps"),
                     vec_int(c, "certificate_paise"), &t);

    vec_check_int(v, "expected", rc, t.expected, json_object_get(c, "expected_tds_paise"));
    vec_check_int(v, "most", rc, t.most, json_object_get(c, "max_reimbursable_paise"));
    vec_check_int(v, "reimburse", rc, t.reimburse, json_object_get(c, "reimburse_paise"));
    vec_check(v, t.needs_review == json_is_true(json_object_get(c, "needs_review")), "review");
    rc = smm_fx_to_usd(t.reimburse, vec_int(c, "rate_e6"), &usd);
    vec_check_int(v, "credit", rc, usd, json_object_get(c, "credit_usd_micro_at_locked_rate"));
}

static void threshold_case(vec_t *v, json_t *c)
{
    json_t *paid = json_object_get(c, "payments_excl_gst_paise"), *due = json_object_get(c, "due");
    int64_t before = 0;

    for (size_t i = 0; i < json_array_size(paid); i++) {
        int64_t n = json_integer_value(json_array_get(paid, i));

        vec_check(v, smm_tds_due(before, n) == json_is_true(json_array_get(due, i)), "payment %d",
                  (int)i + 1);
        before += n;
    }
}

static void tds(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", tds_case);
    vec_each(v, root, "threshold_vectors", threshold_case);
}

static void state_case(vec_t *v, json_t *c)
{
    vec_check_str(v, "to", smm_tds_next(vec_str(c, "from"), vec_str(c, "event")),
                  json_object_get(c, "to"));
}

static void states(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", state_case);
}

static smm_postpay_rule_t rule;

#define MOST 64

static void postpay_case(vec_t *v, json_t *c)
{
    static const char *const names[] = {"history", "spend",    "campaign",
                                        "risk",    "identity", "not_requested"};
    json_t *i = json_object_get(c, "in"), *want = json_object_get(c, "out"), *x;
    int64_t months[MOST], limit = 0;
    smm_postpay_campaign_t campaigns[MOST];
    smm_postpay_in_t in = {months,
                           0,
                           campaigns,
                           0,
                           (int)vec_int(i, "chargebacks"),
                           json_is_true(json_object_get(i, "overdue")),
                           json_is_true(json_object_get(i, "verified")),
                           json_is_true(json_object_get(i, "requested"))};
    size_t k, n = 0;
    int missing;

    json_array_foreach(json_object_get(i, "monthly_spend_micro"), k, x)
    {
        if (in.n_months < MOST)
            months[in.n_months++] = json_integer_value(x);
    }
    json_array_foreach(json_object_get(i, "campaigns"), k, x)
    {
        if (in.n_campaigns < MOST)
            campaigns[in.n_campaigns++] = (smm_postpay_campaign_t){
                json_is_true(json_object_get(x, "running")), vec_int(x, "days_running"),
                vec_int(x, "days_left"), vec_int(x, "daily_micro"), vec_int(x, "budget_micro")};
    }
    missing = smm_postpay(&rule, &in, &limit);
    vec_check(v, (missing == 0) == json_is_true(json_object_get(want, "eligible")), "eligible");
    vec_check_int(v, "limit", 0, limit, json_object_get(want, "limit_micro"));
    for (k = 0; k < sizeof(names) / sizeof(*names); k++)
        if (missing & (1 << k))
            vec_check_str(v, "missing", names[k],
                          json_array_get(json_object_get(want, "missing"), n++));
    vec_check(v, n == json_array_size(json_object_get(want, "missing")), "all that is missing");
}

static void postpay(vec_t *v, json_t *root)
{
    json_t *r = json_object_get(root, "rule");

    rule = (smm_postpay_rule_t){vec_int(r, "min_month_micro"),   vec_int(r, "min_total_micro"),
                                vec_int(r, "min_campaign_days"), vec_int(r, "min_daily_micro"),
                                vec_int(r, "min_budget_micro"),  vec_int(r, "factor_bps"),
                                vec_int(r, "cap_micro")};
    vec_each(v, root, "vectors", postpay_case);
}

const vec_kind_t vec_tds[] = {
    {"tds", tds}, {"tds-states", states}, {"postpay", postpay}, {NULL, NULL}};
