/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of API calls: the first byte chooses the media type. */
// clang-format off
// fuzz-sources: modules/campaign/domain/api_params.c
// fuzz-sources: modules/campaign/provider/v2_parse.c modules/lib/money.c
// clang-format on
// fuzz-libs: -ljansson
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include "../../modules/campaign/domain/api_params.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const char *const types[] = {NULL, "application/json",
                                        "multipart/form-data; boundary=XX",
                                        "application/x-www-form-urlencoded"};
    static int begun;
    apr_pool_t *p;

    if (!begun++)
        apr_initialize();
    if (!len)
        return 0;
    apr_pool_create(&p, NULL);
    apr_table_t *t = apr_table_make(p, 8);
    char *text = malloc(len);
    memcpy(text, data + 1, len - 1);
    text[len - 1] = '\0';
    smm_api_params(p, types[data[0] % 4], text, len - 1, data[0] & 4 ? text : NULL, t);
    if (apr_table_elts(t)->nelts > 2 * SMM_API_PARAMS_MAX)
        abort();
    free(text);
    apr_pool_destroy(p);
    return 0;
}
