/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both engines, byte for byte: every stored page in every language, then damaged pages.
 * SMM_SEED repeats a run, SMM_FUZZ says how many damaged pages (10,000), SMM_ONLY names a page.
 */
#include "tap.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../../modules/core/include/smm_metrics.h"
#include "../../modules/core/view/smm_view.h"
#include "xv_fuzz.h"
#include "xv_pages.h"

static smm_view_theme_t *theme;
static const char *last_log = "";

static void on_log(void *baton, const char *message)
{
    last_log = apr_pstrdup(tap_pool, message);
}

/* Pages that a program began and libxslt finished. */
static int stops(void)
{
    return (int)smm_metric_get(smm_counter("smm_view_renders_total{engine=\"stopped\"}", ""));
}

static const char *by(smm_view_engine_e engine, smm_vm_t *vm, const char *view, const char *lang,
                      apr_pool_t *p, apr_size_t *len)
{
    const char *out = NULL;
    smm_view_theme_engine(theme, engine);
    return smm_view_render(theme, vm, view, lang, p, &out, len) ? NULL : out;
}

/* 1: the engines agree. Says where they part otherwise. */
static int agree(smm_vm_t *vm, const page_t *pg, const char *lang, apr_pool_t *p)
{
    apr_size_t n, m, i;
    const char *a, *b;
    fuzz_times(vm->root);
    a = by(SMM_VIEW_LIBXSLT, vm, pg->view, lang, p, &n);
    b = by(SMM_VIEW_COMPILED, vm, pg->view, lang, p, &m);
    if (!a && !b)
        return 1;
    if (a && b && n == m && !memcmp(a, b, n))
        return 1;
    if (!a || !b) {
        printf("# %s: only one engine gives a page\n", pg->name);
        return 0;
    }
    for (i = 0; i < n && i < m && a[i] == b[i]; i++)
        ;
    i = i > 60 ? i - 60 : 0;
    printf("# %s, %s, byte %lu of %lu and %lu\n# libxslt:  %.140s\n# compiled: %.140s\n", pg->name,
           lang ? lang : "own language", (unsigned long)i, (unsigned long)n, (unsigned long)m,
           a + i, b + i);
    return 0;
}

static void test_pages(void)
{
    const char *const *langs = smm_view_langs(theme);
    int i, l;
    for (i = 0; i < pages->nelts; i++) {
        const page_t *pg = &APR_ARRAY_IDX(pages, i, page_t);
        int bad = 0;
        for (l = -1; l < 0 || langs[l]; l++) {
            apr_pool_t *p;
            smm_vm_t *vm;
            apr_pool_create(&p, tap_pool);
            vm = smm_vm_read_xml(p, pg->xml, pg->len);
            if (!vm || !agree(vm, pg, l < 0 ? NULL : langs[l], p))
                bad++;
            apr_pool_destroy(p);
        }
        is_int(bad, 0, apr_pstrcat(tap_pool, pg->name, ": both engines, all languages", NULL));
    }
}

/* ---- the third opinion ------------------------------------------------------------------------
 */

static void spit(const char *path, const char *s, apr_size_t n)
{
    FILE *f = fopen(path, "wb");
    if (f) {
        fwrite(s, 1, n, f);
        fclose(f);
    }
}

/* The page by xsltproc, with the text functions in pure XSLT. */
static const char *by_xsltproc(const char *htdocs, const char *dir, const page_t *pg,
                               const char *xml, apr_size_t *len)
{
    const char *model = apr_pstrcat(tap_pool, dir, "/model.xml", NULL);
    const char *html = apr_pstrcat(tap_pool, dir, "/page.html", NULL);
    spit(model, xml, strlen(xml));
    *len = 0;
    if (system(apr_psprintf(tap_pool,
                            "xsltproc --nonet --stringparam manifest '%s/manifest.xml' "
                            "'%s/xsl/%s.xsl' '%s' >'%s' 2>>'%s/errors'",
                            dir, htdocs, pg->view, model, html, dir)) != 0)
        return NULL;
    return slurp(html, len);
}

/* A stored model in another language: the root says it. */
static const char *in_language(apr_pool_t *p, const page_t *pg, const char *lang)
{
    const char *at = strstr(pg->xml, " lang=\"");
    const char *end = at ? strchr(at + 7, '"') : NULL;
    return end ? apr_pstrcat(p, apr_pstrmemdup(p, pg->xml, (apr_size_t)(at + 7 - pg->xml)), lang,
                             end, NULL)
               : pg->xml;
}

static int same_as_xsltproc(const char *htdocs, const char *dir, const page_t *pg, const char *lang,
                            apr_pool_t *p)
{
    const char *xml = in_language(p, pg, lang), *a, *b;
    smm_vm_t *vm = smm_vm_read_xml(p, xml, strlen(xml));
    apr_size_t n, m, i;
    a = vm ? by(SMM_VIEW_COMPILED, vm, pg->view, lang, p, &n) : NULL;
    b = by_xsltproc(htdocs, dir, pg, xml, &m);
    if (b && a && m > n && !strncmp(b, "<!DOCTYPE", 9) && strncmp(a, "<!DOCTYPE", 9)) {
        const char *line = strchr(b, '\n'); /* a fragment has none */
        m -= (apr_size_t)(line + 1 - b);
        b = line + 1;
    }
    if (a && b && n == m && !memcmp(a, b, n))
        return 1;
    if (!a || !b) {
        printf("# %s, %s: no page by %s\n", pg->name, lang, a ? "xsltproc" : "us");
        return 0;
    }
    for (i = 0; i < n && i < m && a[i] == b[i]; i++)
        ;
    i = i > 60 ? i - 60 : 0;
    printf("# %s, %s, byte %lu\n# ours:     %.140s\n# xsltproc: %.140s\n", pg->name, lang,
           (unsigned long)i, a + i, b + i);
    return 0;
}

static void test_xsltproc(const char *htdocs)
{
    const char *const *langs = smm_view_langs(theme);
    const char *manifest = smm_asset_manifest(theme, tap_pool);
    char dir[] = "/tmp/smm-xsltproc-XXXXXX";
    int i, l, bad = 0;
    if (!mkdtemp(dir)) {
        ok(0, "a temporary folder");
        return;
    }
    spit(apr_pstrcat(tap_pool, dir, "/manifest.xml", NULL), manifest, strlen(manifest));
    for (i = 0; i < pages->nelts; i++) {
        for (l = 0; langs[l]; l++) {
            apr_pool_t *p;
            apr_pool_create(&p, tap_pool);
            bad += !same_as_xsltproc(htdocs, dir, &APR_ARRAY_IDX(pages, i, page_t), langs[l], p);
            apr_pool_destroy(p);
        }
    }
    is_int(bad, 0, "xsltproc with the text functions in XSLT writes the same pages");
    ok(system(apr_pstrcat(tap_pool, "rm -rf ", dir, NULL)) == 0, "tidied");
}

static void test_damaged(void)
{
    unsigned seed =
        getenv("SMM_SEED") ? (unsigned)strtoul(getenv("SMM_SEED"), NULL, 10) : (unsigned)getpid();
    int runs = getenv("SMM_FUZZ") ? (int)strtol(getenv("SMM_FUZZ"), NULL, 10) : 10000;
    int i, bad = 0, stopped = stops();
    printf("# SMM_SEED=%u SMM_FUZZ=%d\n", seed, runs);
    for (i = 0; i < runs && bad < 10; i++) {
        unsigned before = seed;
        const page_t *pg = &APR_ARRAY_IDX(pages, fuzz_next(&seed, (unsigned)pages->nelts), page_t);
        const char *lang = fuzz_next(&seed, 3) ? NULL : "ar";
        apr_pool_t *p;
        smm_vm_t *vm;
        apr_pool_create(&p, tap_pool);
        vm = fuzz_model(p, pg->xml, pg->len, &seed);
        if (vm && !agree(vm, pg, lang, p)) {
            bad++;
            printf("# that was SMM_SEED=%u SMM_FUZZ=1\n", before);
        }
        apr_pool_destroy(p);
    }
    is_int(bad, 0, "damaged pages: no difference");
    stopped = stops() - stopped;
    printf("# %d of them were finished by libxslt %s\n", stopped, last_log);
    ok(stopped * 100 <= runs, "hardly one of them stops the compiled sheet");
}

int main(void)
{
    const char *src, *error = NULL, *slow;
    tap_init();
    src = source_dir();
    pages = apr_array_make(tap_pool, 256, sizeof(page_t));
    theme =
        smm_view_theme_open(tap_pool, apr_pstrcat(tap_pool, src, "/htdocs", NULL), NULL, 0, &error);
    ok(theme != NULL, "the theme opens");
    if (!theme)
        return tap_done();
    slow = smm_view_theme_slow(theme, tap_pool);
    is(slow, NULL, "every page of our own theme compiles");
    smm_view_theme_log(theme, on_log, NULL);
    read_pages(getenv("SMM_VIEWS") ? getenv("SMM_VIEWS")
                                   : apr_pstrcat(tap_pool, src, "/t/unit/views", NULL));
    ok(pages->nelts > 0, "there are pages to compare");
    test_pages();
    is_int(stops(), 0, "no page stops the compiled sheet");
    if (*last_log)
        printf("# %s\n", last_log);
    if (pages->nelts && !getenv("SMM_NO_XSLTPROC"))
        test_xsltproc(apr_pstrcat(tap_pool, src, "/htdocs", NULL));
    if (pages->nelts)
        test_damaged();
    return tap_done();
}
