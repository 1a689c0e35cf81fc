/* SPDX-License-Identifier: Apache-2.0 */
/* smmctl import-services: a file in the shape of an API `services` answer, as services fulfilled by
 * hand. */
#include <string.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include "import_int.h"
#include "provider/v2_parse.h"

#define FILE_MAX (64 * 1024 * 1024)

static int gather(void *baton, const smm_pv_service_t *s)
{
    json_array_append_new(baton, json_pack("[s?s?s?s?s?s?s?s?iii]", s->service, s->name, s->type,
                                           s->category, s->rate, s->min, s->max, s->description,
                                           s->refill, s->cancel, s->dripfeed));
    return 0;
}

static smm_result_t read_file(apr_pool_t *p, const char *path, char **body, apr_size_t *len)
{
    apr_file_t *f;
    apr_finfo_t info;
    smm_result_t res = smm_fail(SMM_NOT_FOUND, NULL, "The file {0} cannot be read.");

    res.a = path;
    if (apr_file_open(&f, path, APR_READ | APR_BINARY, APR_OS_DEFAULT, p) != APR_SUCCESS)
        return res;
    if (apr_file_info_get(&info, APR_FINFO_SIZE, f) == APR_SUCCESS && info.size < FILE_MAX) {
        *body = apr_palloc(p, (apr_size_t)info.size + 1);
        if (apr_file_read_full(f, *body, (apr_size_t)info.size, len) == APR_SUCCESS) {
            (*body)[*len] = '\0';
            res = smm_ok();
        }
    }
    apr_file_close(f);
    return res;
}

smm_result_t smm_import_services_file(smm_ctx_t *c, const char *path, smm_import_tally_t *tally)
{
    /* by hand: prices are ours already */
    smm_provider_row_t by_hand = {
        .p = {.fx = 1000000, .name = "", .kind = "", .url = "", .currency = "USD"}, .round_to = 1};
    smm_import_plan_t plan = {0};
    json_t *list = json_array();
    const char *why = NULL;
    char *body = NULL;
    apr_size_t len = 0;
    smm_result_t res = read_file(c->pool, path, &body, &len);

    memset(tally, 0, sizeof(*tally));
    if (res.code == SMM_OK && smm_v2_services_answer(c->pool, body, len, gather, list, &why) < 0) {
        res = smm_fail(SMM_INVALID, NULL, "The file holds no list of services: {0}.");
        res.a = why;
    }
    if (res.code == SMM_OK)
        res = smm_import_compare(c, &by_hand, smm_import_rows(c->pool, list, by_hand.p.fx), &plan);
    json_decref(list);
    return res.code == SMM_OK ? smm_import_apply(c, &by_hand, &plan, 1, tally) : res;
}
