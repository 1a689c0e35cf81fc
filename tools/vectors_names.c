/* SPDX-License-Identifier: Apache-2.0 */
/* service-names: each name's parse must equal the expected members exactly. */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include "smm_nametag.h"
#include "vectors_int.h"

static void name_case(vec_t *v, json_t *c)
{
    apr_pool_t *p;
    const char *text;
    json_t *got, *want = json_copy(c);

    apr_pool_create(&p, NULL);
    text = smm_nametag_json(p, vec_str(c, "name"));
    got = json_loads(text, 0, NULL);
    json_object_del(want, "name");
    json_object_del(want, "hand_checked");
    vec_check(v, json_equal(got, want), "\"%s\": got %s", vec_str(c, "name"), text);
    json_decref(got);
    json_decref(want);
    apr_pool_destroy(p);
}

static void names(vec_t *v, json_t *root)
{
    apr_initialize();
    vec_each(v, root, "vectors", name_case);
    apr_terminate();
}

const vec_kind_t vec_names[] = {
    {"service-names", names},
    {NULL, NULL},
};
