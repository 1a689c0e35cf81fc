/* SPDX-License-Identifier: Apache-2.0 */
/* Paths against a table with every kind of pattern. */
// fuzz-sources: modules/core/route/match.c
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "../../modules/core/route/match.h"

static smm_match_t *table(apr_pool_t *p)
{
    static const char *const paths[] = {"/",        "/app/:id", "/app/new",         "/app/:id/stop",
                                        "/h/:slug", "/:slug",   "/n/:slug/x/:slug", "/api/v2/"};
    smm_match_t *m = smm_match_make(p);

    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        smm_match_add(m, "GET", paths[i], paths[i]);
    }
    return m;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static apr_pool_t *global;
    static smm_match_t *m;
    smm_matched_t out;
    apr_pool_t *p;

    if (m == NULL) {
        apr_initialize();
        apr_pool_create(&global, NULL);
        m = table(global);
    }
    apr_pool_create(&p, global);
    smm_match_find(m, p, "GET", apr_pstrmemdup(p, (const char *)data, len), &out);
    for (int i = 0; out.route && i < out.args; i++) {
        if (out.arg[i].text ? strchr(out.arg[i].text, '/') != NULL : out.arg[i].id < 1) {
            abort();
        }
    }
    smm_match_find(m, p, "POST", apr_pstrmemdup(p, (const char *)data, len), &out);
    apr_pool_destroy(p);
    return 0;
}
