/* SPDX-License-Identifier: Apache-2.0 */
/* Tax identities: gstin, state-codes. */
#include "config.h"
#include <stdio.h>
#include <string.h>
#include "smm_gstin.h"
#include "vectors_int.h"

static void gstin_case(vec_t *v, json_t *c)
{
    char normal[16];
    smm_gstin_e e = smm_gstin_check(vec_str(c, "in"), normal);
    vec_check_str(v, "result", smm_gstin_word(e), json_object_get(c, "result"));
    vec_check_str(v, "normal", *normal ? normal : NULL, json_object_get(c, "normal"));
}

static void gstin_step(vec_t *v, json_t *c)
{
    char text[32], normal[16];
    snprintf(text, sizeof(text), "%.20s%.1s", vec_str(c, "first14"), vec_str(c, "check"));
    vec_check(v, smm_gstin_check(text, normal) == SMM_GSTIN_OK, "check character of %s", text);
}

static void gstin(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", gstin_case);
    vec_each(v, root, "check_digit_steps", gstin_step);
}

static void state_case(vec_t *v, json_t *c)
{
    const smm_gst_state_t *s = smm_gst_state_find(vec_str(c, "code"));
    vec_check_str(v, "name", s ? s->name : NULL, json_object_get(c, "name"));
    vec_check_str(v, "abbr", s ? s->abbr : NULL, json_object_get(c, "abbr"));
    vec_check_str(v, "second", s && s->union_tax ? "utgst" : "sgst", json_object_get(c, "second"));
    vec_check(v, s && smm_gst_state_find(s->name) == s && smm_gst_state_find(s->abbr) == s,
              "found by name and abbreviation");
}

static void states(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", state_case);
}

const vec_kind_t vec_tax[] = {
    {"gstin", gstin},
    {"state-codes", states},
    {NULL, NULL},
};
