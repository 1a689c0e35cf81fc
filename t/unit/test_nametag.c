/* SPDX-License-Identifier: Apache-2.0 */
/* Service names: the public vectors, then one case for each rule that is easy to get wrong. */
#include <stdlib.h>
#include <apr_strings.h>
#include <jansson.h>
#include "tap.h"
#include "../../modules/lib/nametag_int.h"

static json_t *load_vectors(void)
{
    static const char *const WHERE[] = {"../shared/reference/vectors/service-names.json",
                                        "t/unit/vectors/service-names.json"};
    const char *src = getenv("SMM_SRCDIR") ? getenv("SMM_SRCDIR") : getenv("srcdir");
    json_t *root = NULL;

    for (int i = 0; i < 2 && !root; i++)
        root = json_load_file(apr_pstrcat(tap_pool, src ? src : ".", "/", WHERE[i], NULL), 0, NULL);
    return root;
}

static void run_vectors(void)
{
    json_t *root = load_vectors(), *list = json_object_get(root, "vectors"), *c;
    size_t i;

    ok(json_array_size(list) > 200, "the vectors are there");
    json_array_foreach(list, i, c)
    {
        const char *name = json_string_value(json_object_get(c, "name"));
        json_t *want = json_copy(c), *got = json_loads(smm_nametag_json(tap_pool, name), 0, NULL);

        json_object_del(want, "name");
        json_object_del(want, "hand_checked");
        ok(json_equal(got, want), name);
        json_decref(want);
        json_decref(got);
    }
    json_decref(root);
}

#define T(name, want) is(smm_nametag_json(tap_pool, (name)), (want), (name))
#define NO_REFILL "\"refill\":{\"kind\":\"none\",\"stated\":false}"

static void run_rules(void)
{
    T("", "{" NO_REFILL "}");
    T("Views [2-4K/D]", "{" NO_REFILL ",\"speed\":{\"min_per_day\":2000,\"max_per_day\":4000}}");
    T("Views [500-1K/D]", "{" NO_REFILL ",\"speed\":{\"min_per_day\":500,\"max_per_day\":1000}}");
    T("Views [30-50 Sub/D]", "{" NO_REFILL ",\"speed\":{\"min_per_day\":30,\"max_per_day\":50}}");
    T("Views 10m daily",
      "{" NO_REFILL ",\"speed\":{\"min_per_day\":10000000,\"max_per_day\":10000000}}");
    T("Views | start 0-5m", "{" NO_REFILL ",\"start\":{\"min_s\":0,\"max_s\":300}}");
    T("Views [5m]", "{" NO_REFILL ",\"qty\":{\"max\":5000000}}");
    T("Views \xE2\x99\xBB", "{\"refill\":{\"kind\":\"unknown\",\"auto\":false,\"button\":true},"
                            "\"symbols\":[\"\xE2\x99\xBB\"]}");
    T("Views No Refill \xE2\x9B\x94",
      "{\"refill\":{\"kind\":\"none\",\"stated\":true},\"symbols\":[\"\xE2\x9B\x94\"]}");
    T("Views \xE2\x9B\x94", "{" NO_REFILL ",\"cancel\":true,\"symbols\":[\"\xE2\x9B\x94\"]}");
    T("Views [Liftime Guaranted]",
      "{\"refill\":{\"kind\":\"lifetime\",\"auto\":false},\"guaranteed\":true}");
    T("Views [Not Guaranteed]", "{" NO_REFILL ",\"guaranteed\":false}");
    T("Views [Non Dop] [Instanat]",
      "{" NO_REFILL ",\"drop\":{\"non_drop\":true},\"start\":{\"min_s\":0,\"max_s\":0}}");
    T("Views [AR]", "{\"refill\":{\"kind\":\"unknown\",\"auto\":true}}");
    T("Views [20,000]", "{" NO_REFILL ",\"qty\":{\"max\":20000}}");
    T("Views Data - 3", "{" NO_REFILL "}");
    T("Watch hours [4000 Hours - R30]",
      "{\"refill\":{\"kind\":\"days\",\"days\":30,\"auto\":false}}");
    T("Live views [30-60 minutes]", "{" NO_REFILL "}");
    /* U+1F171 squared B … spell words too: [MAX 5K] in circled and full-width letters */
    T("V [\xE2\x93\x82\xE2\x92\xB6\xE2\x93\x8D \xEF\xBC\x95\xEF\xBC\xAB]",
      "{" NO_REFILL ",\"qty\":{\"max\":5000}}");
}

static void run_clean(void)
{
    smm_nametag_t t;

    smm_nametag_parse(tap_pool, "Website visitors [10M] [1H - 50K/D - R30] \xE2\x9A\xA1", &t);
    is(t.clean, "Website visitors", "tags and symbols are not in the clean name");
    is_int(t.fast, 1, "lightning is fast");
    smm_nametag_parse(tap_pool, "Video views | Real | Max 5K | [HQ]", &t);
    is(t.clean, "Video views | Real [HQ]", "words stay in the clean name");
    smm_nametag_parse(tap_pool, "Video views - mobile, Germany [50M] [0-1H - 1M/D]", &t);
    is(t.clean, "Video views \xE2\x80\x93 mobile, Germany", "a free-standing dash is a dash");
    smm_nametag_parse(tap_pool, "[R30]", &t);
    is(t.clean, "[R30]", "a name of tags only stays as it is");
    smm_nametag_parse(tap_pool, "\xFF\xFE\x80 \xF0\x9D broken \xC3", &t);
    is(t.clean, "broken", "bytes that are no UTF-8 are skipped");
    is(smm_nametag_plain(tap_pool,
                         "\xF0\x9D\x90\x91\xF0\x9D\x90\x9E\xF0\x9D\x90\x9A\xF0\x9D\x90\xA5 views"),
       "Real views", "bold letters are plain in search text");
}

/* Nothing that a provider sends may hang or crash the reader. */
static void run_noise(void)
{
    static const char ALPHABET[] = "0123456789kmKM[](){}|-~/+ RrdDhH%.,:xarefillspeedmaxnon";
    unsigned seed = 7;
    char s[600];
    smm_nametag_t t;
    int good = 1;

    for (int round = 0; round < 300; round++) {
        apr_pool_t *p;
        size_t n = (size_t)round * 2 % sizeof(s);

        for (size_t i = 0; i < n; i++) {
            seed = seed * 1103515245u + 12345u;
            s[i] = (seed >> 16) % 7 ? ALPHABET[(seed >> 18) % (sizeof(ALPHABET) - 1)]
                                    : (char)(1 + (seed >> 20) % 255);
        }
        s[n] = '\0';
        apr_pool_create(&p, tap_pool);
        smm_nametag_parse(p, s, &t);
        good &= t.start_min <= t.start_max && t.speed_lo <= t.speed_hi &&
                strlen(t.clean) <= 3 * sizeof(s);
        apr_pool_destroy(p);
    }
    ok(good, "noise is read without harm");
}

int main(void)
{
    tap_init();
    ok(smm_nametag_broken() == NULL, "every pattern compiles");
    run_vectors();
    run_rules();
    run_clean();
    run_noise();
    return tap_done();
}
