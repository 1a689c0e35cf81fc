/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of forms: decoded, then read as a form with one field of each type. */
// clang-format off
// fuzz-sources: modules/core/form/pairs.c modules/core/form/multipart.c modules/core/form/fill.c
// fuzz-sources: modules/core/form/syntax.c modules/lib/money.c
// clang-format on
// fuzz-libs: -lcrypto
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include "../../modules/core/form/parse.h"

typedef struct all_t {
    const char *text, *area, *secret, *email, *url, *bare, *word;
    int64_t number, usd;
    int flag;
} all_t;

#define F(m) offsetof(all_t, m)
static const smm_field_t fields[] = {
    {"a", SMM_F_TEXT, F(text), 1, 20, SMM_F_REQUIRED, NULL, ""},
    {"b", SMM_F_AREA, F(area), 0, 0, 0, NULL, ""},
    {"c", SMM_F_SECRET, F(secret), 2, 20, 0, NULL, ""},
    {"d", SMM_F_EMAIL, F(email), 0, 0, 0, NULL, ""},
    {"e", SMM_F_URL, F(url), 0, 0, 0, NULL, ""},
    {"f", SMM_F_URL, F(bare), 0, 0, SMM_F_BARE_OK, NULL, ""},
    {"g", SMM_F_WORD, F(word), 0, 0, 0, "one two", ""},
    {"h", SMM_F_INT, F(number), -5, 5000, 0, NULL, ""},
    {"i", SMM_F_USD, F(usd), 0, 0, 0, NULL, ""},
    {"j", SMM_F_FLAG, F(flag), 0, 0, 0, NULL, ""},
    SMM_FIELDS_END,
};
static const smm_form_t form = {"all", fields, sizeof(all_t)};

static void check(apr_pool_t *p, const smm_pairs_t *pairs)
{
    smm_form_state_t *st = smm_form_fill(p, &form, pairs);
    const all_t *v = st->data;

    /* what the handlers rely on */
    if ((v->number != SMM_ABSENT && (v->number < -5 || v->number > 5000)) ||
        (v->usd != SMM_ABSENT && v->usd < 0) || (v->text && strpbrk(v->text, "\r\n\t")) ||
        (v->email && (strpbrk(v->email, "\r\n <>,") || !strchr(v->email, '@')))) {
        abort();
    }
    for (int i = 0; fields[i].name; i++) {
        smm_field_text(p, &fields[i], v);
    }
    smm_pairs_print(p, "/x", pairs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static int begun;
    apr_pool_t *p;

    if (!begun++) {
        apr_initialize();
    }
    apr_pool_create(&p, NULL);
    for (int mode = SMM_PAIRS_STRICT; mode <= SMM_PAIRS_QUERY; mode++) {
        smm_pairs_t pairs;
        const char *why = NULL;
        if (smm_pairs_parse(p, (const char *)data, len, 20, mode, &pairs, &why) == SMM_PAIRS_OK) {
            check(p, &pairs);
        }
    }
    smm_pairs_t parts;
    const char *why = NULL;
    if (smm_pairs_multipart(p, "multipart/form-data; boundary=b", (const char *)data, len, NULL, 20,
                            &parts, &why) == SMM_PAIRS_OK) {
        check(p, &parts);
    }
    apr_pool_destroy(p);
    return 0;
}
