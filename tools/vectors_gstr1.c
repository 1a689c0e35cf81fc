/* SPDX-License-Identifier: Apache-2.0 */
/* gstr1-example: a quarter's documents in, the whole return out; sums and checks beside it. */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include "smm_gstr1.h"
#include "smm_money.h"
#include "vectors_int.h"

static void read_doc(vec_t *v, json_t *c, smm_gst_doc_t *d)
{
    memset(d, 0, sizeof(*d));
    d->no = vec_str(c, "no");
    d->date = vec_str(c, "date");
    d->gstin = json_string_value(json_object_get(c, "gstin"));
    d->pos = vec_str(c, "pos");
    d->note = strcmp(vec_str(c, "kind"), "crn") == 0;
    d->cancelled = json_is_true(json_object_get(c, "cancelled"));
    d->rate_bps = (int)vec_opt(c, "rate_bps", 1800);
    d->taxable = vec_int(c, "taxable");
    d->cgst = vec_int(c, "cgst");
    d->sgst = vec_int(c, "sgst");
    d->igst = vec_int(c, "igst");
    d->total = vec_int(c, "total");
    d->original = vec_opt(c, "original", 0);
    vec_check(v, smm_gst_kind(vec_str(c, "treatment"), &d->kind) == 0, "treatment \"%s\"",
              vec_str(c, "treatment"));
}

/** Name of the first member that differs, "" when all agree. */
static const char *first_difference(json_t *got, json_t *want)
{
    const char *key;
    json_t *one;

    json_object_foreach(want, key, one)
    {
        if (!json_equal(json_object_get(got, key), one))
            return key;
    }
    json_object_foreach(got, key, one)
    {
        if (!json_object_get(want, key))
            return key;
    }
    return "";
}

static void compare(vec_t *v, json_t *root, const smm_gstr1_in_t *in, apr_pool_t *p)
{
    json_t *want = json_object_get(root, "gstr1"), *totals = json_object_get(root, "totals_rupees");
    json_t *got = json_loads(smm_gstr1_json(p, in), 0, NULL);
    const char *differs = got ? first_difference(got, want) : "(no JSON)";
    char *shown = json_dumps(json_object_get(got, differs), JSON_ENCODE_ANY);
    smm_gstr1_check_t c;
    int i;

    vec_check(v, *differs == '\0', "member \"%s\" is %s", differs, shown ? shown : "missing");
    free(shown);
    json_decref(got);
    smm_gstr1_check(p, in, &c);
    for (i = 0; i < c.faults->nelts; i++)
        vec_check(v, 0, "%s", APR_ARRAY_IDX(c.faults, i, const char *));
    if (totals) {
        char text[SMM_USD_TEXT];

        vec_check_str(v, "taxable", smm_minor_text(text, c.documents.taxable, 2),
                      json_object_get(totals, "taxable"));
        vec_check_str(v, "igst", smm_minor_text(text, c.documents.igst, 2),
                      json_object_get(totals, "igst"));
        vec_check_str(v, "cgst", smm_minor_text(text, c.documents.cgst, 2),
                      json_object_get(totals, "cgst"));
    }
}

static void gstr1(vec_t *v, json_t *root)
{
    json_t *docs = json_object_get(root, "documents"), *one;
    size_t i, n = json_array_size(docs);
    smm_gst_doc_t *d = calloc(n ? n : 1, sizeof(*d));
    smm_gstr1_in_t in = {vec_str(root, "seller_gstin"),
                         vec_str(json_object_get(root, "gstr1"), "fp"),
                         "998365",
                         "Sale of internet advertising",
                         d,
                         (int)n};
    apr_pool_t *p;

    apr_initialize();
    apr_pool_create(&p, NULL);
    v->list = "documents";
    v->checks = v->faults = 0;
    json_array_foreach(docs, i, one) read_doc(v, one, &d[i]);
    compare(v, root, &in, p);
    v->passed += v->faults == 0;
    v->failed += v->faults != 0;
    apr_pool_destroy(p);
    free(d);
}

const vec_kind_t vec_gstr1[] = {
    {"gstr1-example", gstr1},
    {NULL, NULL},
};
