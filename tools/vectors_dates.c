/* SPDX-License-Identifier: Apache-2.0 */
/* Tax identities and dates: pan-tan, working-days, gstr1-due. */
#include "config.h"
#include <string.h>
#include "smm_tax_dates.h"
#include "smm_time.h"
#include "vectors_int.h"

static void pan_case(vec_t *v, json_t *c)
{
    char normal[11];
    int tan = strcmp(vec_str(c, "kind"), "tan") == 0;
    int got = tan ? smm_tan_ok(vec_str(c, "in"), normal) : smm_pan_ok(vec_str(c, "in"), normal);
    char holder[2] = {got && !tan ? normal[3] : '\0', '\0'};

    vec_check(v, got == json_is_true(json_object_get(c, "ok")), "got %d", got);
    if (tan)
        return;
    vec_check_str(v, "holder", *holder ? holder : NULL, json_object_get(c, "holder"));
    vec_check_int(v, "rate", got ? 0 : -1, got ? smm_tds_bps_of_pan(normal) : 0,
                  json_object_get(c, "tds_194c_bps"));
}

static void pan_tan(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", pan_case);
}

static int64_t day_of(vec_t *v, const char *text)
{
    int64_t at = 0;

    vec_check(v, smm_time_parse(text, &at) == 0, "\"%s\" is no date", text);
    return at / 86400;
}

static void days_case(vec_t *v, json_t *c)
{
    json_t *list = json_object_get(c, "holidays"), *one;
    int64_t holidays[200];
    char text[SMM_TIME_TEXT];
    int n = 0;
    size_t i;

    json_array_foreach(list, i, one)
    {
        if (n < 200)
            holidays[n++] = day_of(v, json_string_value(one) ? json_string_value(one) : "");
    }
    vec_check_str(v, "due",
                  smm_date_text(text, smm_date_of_days(smm_working_days(
                                          day_of(v, vec_str(c, "submitted_ist")),
                                          (int)vec_int(c, "working_days"), holidays, n))),
                  json_object_get(c, "due_ist"));
}

static void ist_case(vec_t *v, json_t *c)
{
    char text[SMM_TIME_TEXT];
    int64_t at = 0;

    vec_check(v, smm_time_parse(vec_str(c, "utc"), &at) == 0, "the time does not parse");
    vec_check_str(v, "IST date", smm_date_text(text, smm_date_at(at, SMM_IST_OFFSET)),
                  json_object_get(c, "ist_date"));
}

static void working_days(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", days_case);
    vec_each(v, root, "ist_vectors", ist_case);
}

static void due_case(vec_t *v, json_t *c)
{
    const char *filing = vec_str(c, "filing");
    smm_gstr1_due_t got = {"", 0, 0};
    char text[SMM_TIME_TEXT];
    int year = (int)vec_int(c, "year"), month = (int)vec_int(c, "month"), rc;

    if (strcmp(filing, "quarterly") == 0)
        vec_check(v,
                  smm_fy_quarter((int)vec_int(c, "fy_start"), (int)vec_int(c, "quarter"), &year,
                                 &month) == 0,
                  "no such quarter");
    rc = smm_gstr1_due(year, month,
                       strcmp(filing, "quarterly") == 0 ? SMM_GSTR1_QUARTERLY
                       : strcmp(filing, "iff") == 0     ? SMM_GSTR1_IFF
                                                        : SMM_GSTR1_MONTHLY,
                       &got);
    vec_check_str(v, "fp", rc == 0 ? got.fp : NULL, json_object_get(c, "fp"));
    vec_check_str(v, "due", rc == 0 ? smm_date_text(text, smm_date_of_days(got.due)) : NULL,
                  json_object_get(c, "due"));
    vec_check_str(v, "gstr2b",
                  got.gstr2b ? smm_date_text(text, smm_date_of_days(got.gstr2b)) : NULL,
                  json_object_get(c, "gstr2b_on"));
}

static void gstr1_due(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", due_case);
}

const vec_kind_t vec_dates[] = {
    {"pan-tan", pan_tan},
    {"working-days", working_days},
    {"gstr1-due", gstr1_due},
    {NULL, NULL},
};
