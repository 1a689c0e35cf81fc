/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render_counts ROOT FILE.xml…  renders each view model ("auth.signin--0.xml" is one of the view
 * auth/signin) three times; under callgrind the third one's instructions are dumped under the
 * file's name. Without callgrind it does the same and counts nothing. t/unit/render_counts.t.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "../../modules/core/view/smm_view.h"
#if defined(__has_include) && __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION
#define CALLGRIND_STOP_INSTRUMENTATION
#define CALLGRIND_ZERO_STATS
#define CALLGRIND_DUMP_STATS_AT(name)
#endif

#define MOST (4 << 20)

static const char *slurp(apr_pool_t *p, const char *path, apr_size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *s = apr_palloc(p, MOST);

    if (f == NULL) {
        return NULL;
    }
    *len = fread(s, 1, MOST, f);
    fclose(f);
    return s;
}

/* "/x/auth.signin--0.xml" → "auth/signin" */
static const char *view_of(apr_pool_t *p, const char *path)
{
    const char *name = strrchr(path, '/');
    char *view = apr_pstrdup(p, name ? name + 1 : path), *end = strstr(view, "--"),
         *dot = strchr(view, '.');

    if (end == NULL || dot == NULL) {
        return NULL;
    }
    *end = '\0';
    *dot = '/';
    return view;
}

static int page(const smm_view_theme_t *t, apr_pool_t *up, const char *path)
{
    apr_pool_t *p;
    apr_size_t n = 0, len;
    const char *xml, *view, *out = NULL;
    int rc = 0;

    apr_pool_create(&p, up);
    xml = slurp(p, path, &n);
    view = view_of(p, path);
    for (int i = 0; i < 3 && rc == 0; i++) {
        smm_vm_t *vm = xml && view ? smm_vm_read_xml(p, xml, n) : NULL;

        if (i == 2) {
            CALLGRIND_START_INSTRUMENTATION;
            CALLGRIND_ZERO_STATS;
        }
        rc = vm ? smm_view_render(t, vm, view, NULL, p, &out, &len) : -1;
        if (i == 2) {
            CALLGRIND_DUMP_STATS_AT(path);
            CALLGRIND_STOP_INSTRUMENTATION;
        }
    }
    if (rc != 0) {
        fprintf(stderr, "%s: %s\n", path, out ? out : "cannot be read");
    }
    apr_pool_destroy(p);
    return rc;
}

int main(int argc, const char *const *argv, const char *const *env)
{
    apr_pool_t *p;
    const char *error = NULL;
    smm_view_theme_t *t;
    int bad = 0;

    apr_app_initialize(&argc, &argv, &env);
    atexit(apr_terminate);
    apr_pool_create(&p, NULL);
    if (argc < 3) {
        return fprintf(stderr, "usage: render_counts ROOT FILE.xml…\n"), 2;
    }
    t = smm_view_theme_open(p, argv[1], NULL, 0, &error);
    if (t == NULL) {
        return fprintf(stderr, "%s\n", error), 1;
    }
    if (smm_view_theme_slow(t, p)) { /* libxslt's instructions are not what is counted here */
        return fprintf(stderr, "%s\n", smm_view_theme_slow(t, p)), 1;
    }
    for (int i = 2; i < argc; i++) {
        bad |= page(t, p, argv[i]) != 0;
    }
    return bad;
}
