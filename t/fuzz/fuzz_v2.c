/* SPDX-License-Identifier: Apache-2.0 */
/* Answers of upstream panels: the first byte chooses which call they answer. */
// clang-format off
// fuzz-sources: modules/campaign/provider/v2_parse.c modules/lib/money.c
// clang-format on
// fuzz-libs: -ljansson
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include "../../modules/campaign/provider/v2_parse.h"

static int on_service(void *baton, const smm_pv_service_t *s)
{
    *(size_t *)baton += strlen(s->service) + strlen(s->name) + strlen(s->type) +
                        strlen(s->category) + strlen(s->rate) + strlen(s->min) + strlen(s->max) +
                        strlen(s->description);
    return 0;
}

static void add(apr_pool_t *p, const char *text, size_t len)
{
    smm_http_t h = {.rc = SMM_HTTP_DONE, .status = 200, .answer = text, .answer_len = len};
    smm_pv_add_t x = {0};
    smm_v2_add_answer(p, &h, &x);
    /* what the dispatcher relies on */
    if ((x.outcome == SMM_PO_ACCEPTED) != (x.order != NULL) || !x.reason ||
        x.outcome == SMM_PO_NOT_SENT || (x.order && (!*x.order || strlen(x.order) > 64)))
        abort();
    h.status = 502;
    smm_v2_add_answer(p, &h, &x);
    if (x.outcome != SMM_PO_UNKNOWN)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static int begun;
    apr_pool_t *p;
    const char *why, *currency;
    int64_t micro;
    size_t total = 0;

    if (!begun++)
        apr_initialize();
    if (!len)
        return 0;
    apr_pool_create(&p, NULL);
    char *text = malloc(len);
    memcpy(text, data + 1, len - 1);
    text[len - 1] = '\0';
    if (data[0] % 4 == 0) {
        add(p, text, len - 1);
    } else if (data[0] % 4 == 1) {
        smm_pv_status_t x[3] = {{.order = "1"}, {.order = "2"}, {.order = "x_3"}};
        int n = 1 + data[0] / 4 % 3;
        smm_v2_status_answer(p, text, len - 1, x, n, &why);
        for (int i = 0; i < n; i++)
            if (!x[i].ok && !x[i].reason)
                abort();
    } else if (data[0] % 4 == 2) {
        smm_v2_services_answer(p, text, len - 1, on_service, &total, &why);
    } else {
        smm_v2_balance_answer(p, text, len - 1, &micro, &currency, &why);
    }
    free(text);
    apr_pool_destroy(p);
    return 0;
}
