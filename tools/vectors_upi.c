/* SPDX-License-Identifier: Apache-2.0 */
/* vectors: UPI links, read and written by the gateway's own code. */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "../modules/wallet/gateway/upi_link.h"
#include "vectors_int.h"

static apr_pool_t *pool;

static const char *member(json_t *fields, const char *name)
{
    return json_string_value(json_object_get(fields, name));
}

static void same(vec_t *v, const char *what, const char *got, const char *want)
{
    vec_check(v, want ? got && strcmp(got, want) == 0 : got == NULL, "%s: got %s, want %s", what,
              got ? got : "nothing", want ? want : "nothing");
}

static void same_links(vec_t *v, const smm_upi_link_t *got, const smm_upi_link_t *want)
{
    same(v, "pa", got->pa, want->pa);
    same(v, "pn", got->pn, want->pn);
    same(v, "tr", got->tr, want->tr);
    same(v, "tn", got->tn, want->tn);
    same(v, "am", got->am, want->am);
    same(v, "cu", got->cu, want->cu);
    same(v, "mc", got->mc, want->mc);
}

static void link_case(vec_t *v, json_t *c)
{
    json_t *f = json_object_get(c, "fields");
    const char *uri = vec_str(c, "uri"), *why, *made;
    smm_upi_link_t got, again,
        want = {member(f, "pa"), member(f, "pn"), member(f, "tr"), member(f, "tn"),
                member(f, "am"), member(f, "cu"), member(f, "mc")};

    why = smm_upi_read(pool, uri, SMM_UPI_CAP, &got);
    vec_check(v, (why == NULL) == (strcmp(vec_str(c, "expect"), "valid") == 0),
              "%s: got %s, want %s", vec_str(c, "name"), why ? why : "valid", vec_str(c, "expect"));
    if (why || !f)
        return;
    same_links(v, &got, &want);
    made = smm_upi_write(pool, &want, SMM_UPI_CAP);
    vec_check(v, made != NULL, "%s: cannot be written", vec_str(c, "name"));
    if (!made)
        return;
    /* others may write "%40"; we write "@" */
    if (!strstr(uri, "%40"))
        same(v, "written", made, uri);
    vec_check(v, smm_upi_read(pool, made, SMM_UPI_CAP, &again) == NULL, "%s: cannot be read again",
              vec_str(c, "name"));
    same_links(v, &again, &want);
}

static void run(vec_t *v, json_t *root)
{
    if (!pool) {
        apr_initialize();
        atexit(apr_terminate);
        apr_pool_create(&pool, NULL);
    }
    vec_each(v, root, "cases", link_case);
}

const vec_kind_t vec_upi[] = {{"upi", run}, {NULL, NULL}};
