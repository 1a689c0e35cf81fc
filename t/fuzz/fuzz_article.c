/* SPDX-License-Identifier: Apache-2.0 */
/* The cleaner of articles: what it lets through is clean, and stays as it is when cleaned again. */
// fuzz-sources: modules/support/domain/help_clean.c
// fuzz-libs: -lxml2
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include "../../modules/support/domain/smm_help.h"

/* Marks that must not be in the result: text is escaped there, so a "<" begins a tag. */
static int bad(const char *s)
{
    static const char *const tags[] = {"<script", "<style", "<iframe", "<object", "<embed",
                                       "<form",   "<svg",   "<input",  "<?",      "<!",
                                       "<link",   "<meta",  "<base",   NULL};
    for (const char *at = s; (at = strchr(at, '<')) != NULL; at++) {
        for (int i = 0; tags[i]; i++) {
            if (strncasecmp(at, tags[i], strlen(tags[i])) == 0) {
                return 1;
            }
        }
        const char *end = strchr(at, '>');
        char *tag = end ? strndup(at, (size_t)(end - at)) : NULL;
        int found = tag && (strcasestr(tag, "javascript:") || strcasestr(tag, " on") ||
                            strcasestr(tag, "style=") || strcasestr(tag, "data:"));
        /* words inside alt="…" may be anything */
        found = found && !strstr(tag, "alt=");
        free(tag);
        if (found) {
            return 1;
        }
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static int begun;
    apr_pool_t *p;
    const char *plain = NULL, *error = NULL;

    if (!begun++) {
        apr_initialize();
        xmlInitParser();
    }
    apr_pool_create(&p, NULL);
    const char *in = apr_pstrmemdup(p, (const char *)data, len);
    const char *out = smm_help_clean(p, in, &plain, &error);
    if (out == NULL && error == NULL) {
        abort();
    }
    if (out) {
        const char *twice = smm_help_clean(p, out, &plain, &error);
        if (bad(out) || twice == NULL || strcmp(out, twice) != 0) {
            abort();
        }
    }
    smm_help_slug(p, in);
    apr_pool_destroy(p);
    return 0;
}
