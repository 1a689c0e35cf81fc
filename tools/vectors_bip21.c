/* SPDX-License-Identifier: Apache-2.0 */
/* vectors: links to Bitcoin addresses, read, written and read again. */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_pools.h>
#include "../modules/wallet/gateway/bip21.h"
#include "vectors_int.h"

static apr_pool_t *pool;

static void same(vec_t *v, const smm_bip21_t *got, json_t *want)
{
    json_t *satoshi = json_object_get(want, "amount_sat");

    vec_check_str(v, "address", got->address, json_object_get(want, "address"));
    vec_check(v, got->satoshi == (satoshi ? json_integer_value(satoshi) : -1), "amount differs");
    vec_check_str(v, "label", got->label, json_object_get(want, "label"));
    vec_check_str(v, "message", got->message, json_object_get(want, "message"));
}

static void one(vec_t *v, json_t *c)
{
    smm_bip21_t got;
    const char *why = smm_bip21_read(pool, vec_str(c, "uri"), &got), *made;
    int want = strcmp(vec_str(c, "expect"), "valid") == 0;

    vec_check(v, (why == NULL) == want, "%s: %s, want %s", vec_str(c, "name"), why ? why : "read",
              vec_str(c, "expect"));
    if (why || !want)
        return;
    same(v, &got, json_object_get(c, "parsed"));
    made = smm_bip21_write(pool, &got);
    vec_check(v, made != NULL, "%s: cannot be written", vec_str(c, "name"));
    if (!made)
        return;
    vec_check(v, smm_bip21_read(pool, made, &got) == NULL, "%s: cannot be read again: %s",
              vec_str(c, "name"), made);
    same(v, &got, json_object_get(c, "parsed"));
}

static void run(vec_t *v, json_t *root)
{
    if (!pool) {
        apr_initialize();
        atexit(apr_terminate);
        apr_pool_create(&pool, NULL);
    }
    vec_each(v, root, "cases", one);
}

const vec_kind_t vec_bip21[] = {{"bip21", run}, {NULL, NULL}};
