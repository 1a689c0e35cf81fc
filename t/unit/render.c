/* SPDX-License-Identifier: Apache-2.0 */
/*
 * render ROOT THEME|- VIEW FILE.xml [LANG]  writes the page for a view model to standard output;
 * VIEW "pdf:wallet/pdf" writes the PDF of a document;
 * VIEW "mail:auth/verify" writes a mail's subject, text and HTML. "time" as LANG measures instead.
 * SMM_ENGINE=libxslt in the environment turns the compiled sheets off; SMM_RUNS: how often.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <apr_general.h>
#include "smm_pdf.h"
#include "../../modules/core/view/smm_view.h"

static char *slurp(apr_pool_t *p, const char *path, apr_size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *s = apr_palloc(p, 4 << 20);
    if (!f)
        return NULL;
    *len = fread(s, 1, (4 << 20) - 1, f);
    fclose(f);
    return s;
}

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int measure(const smm_view_theme_t *t, apr_pool_t *pool, const char *view, const char *xml,
                   apr_size_t n)
{
    const char *out = NULL;
    apr_size_t len = 0;
    double best = 1e9;
    int i, runs = getenv("SMM_RUNS") ? (int)strtol(getenv("SMM_RUNS"), NULL, 10) : 200;
    for (i = 0; i < runs; i++) {
        apr_pool_t *p;
        smm_vm_t *vm;
        double from;
        apr_pool_create(&p, pool);
        vm = smm_vm_read_xml(p, xml, n);
        from = cpu_ms();
        if (smm_view_render(t, vm, view, NULL, p, &out, &len))
            return 1;
        from = cpu_ms() - from;
        best = from < best ? from : best;
        apr_pool_destroy(p);
    }
    printf("%s: %.3f ms CPU (best of %d), %lu bytes\n", view, best, runs, (unsigned long)len);
    return 0;
}

static void to_stderr(void *baton, const char *message)
{
    fprintf(stderr, "%s\n", message);
}

int main(int argc, const char *const *argv, const char *const *env)
{
    apr_pool_t *p;
    const char *error, *out = "", *subject, *html, *xml;
    apr_size_t len;
    smm_view_theme_t *t;
    smm_vm_t *vm;
    apr_app_initialize(&argc, &argv, &env);
    atexit(apr_terminate);
    apr_pool_create(&p, NULL);
    if (argc < 5)
        return fprintf(stderr, "usage: render ROOT THEME|- VIEW FILE.xml [LANG|time]\n"), 2;
    t = smm_view_theme_open(p, argv[1], strcmp(argv[2], "-") ? argv[2] : NULL, 0, &error);
    if (!t)
        return fprintf(stderr, "%s\n", error), 1;
    if (getenv("SMM_ENGINE") && !strcmp(getenv("SMM_ENGINE"), "libxslt"))
        smm_view_theme_engine(t, SMM_VIEW_LIBXSLT);
    else if (smm_view_theme_slow(t, p))
        fprintf(stderr, "%s\n", smm_view_theme_slow(t, p));
    smm_view_theme_log(t, to_stderr, NULL);
    if (!strcmp(argv[3], "manifest"))
        return fputs(smm_asset_manifest(t, p), stdout), 0;
    xml = slurp(p, argv[4], &len);
    vm = xml ? smm_vm_read_xml(p, xml, len) : NULL;
    if (!vm)
        return fprintf(stderr, "%s: not a view model\n", argv[4]), 1;
    if (argc > 5 && !strcmp(argv[5], "time"))
        return measure(t, p, argv[3], xml, len);
    if (!strncmp(argv[3], "mail:", 5)) {
        if (smm_view_mail(t, vm, argv[3] + 5, argc > 5 ? argv[5] : NULL, p, &subject, &out, &html))
            return fprintf(stderr, "%s\n", out), 1;
        return printf("Subject: %s\n\n%s\n%s", subject, out, html), 0;
    }
    if (!strncmp(argv[3], "pdf:", 4)) {
        if (smm_pdf_render(t, vm, argv[3] + 4, argc > 5 ? argv[5] : NULL, p, &out, &len))
            return fprintf(stderr, "%s\n", out), 1;
        return fwrite(out, 1, len, stdout) != len;
    }
    if (smm_view_render(t, vm, argv[3], argc > 5 ? argv[5] : NULL, p, &out, &len))
        return fprintf(stderr, "%s\n", out), 1;
    fwrite(out, 1, len, stdout);
    return 0;
}
