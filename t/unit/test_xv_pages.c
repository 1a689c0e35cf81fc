/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both engines, byte for byte: every stored page in every language, then damaged pages.
 * SMM_SEED repeats a run, SMM_FUZZ says how many damaged pages (10,000), SMM_ONLY names a page.
 */
#include "tap.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <apr_file_info.h>
#include "../../modules/core/include/smm_metrics.h"
#include "../../modules/core/view/smm_view.h"
#include "xv_fuzz.h"

typedef struct page_t {
    const char *name, *view, *xml;
    apr_size_t len;
} page_t;

static apr_array_header_t *pages;
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

static const char *slurp(const char *path, apr_size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *s = malloc(1 << 20);
    const char *got;
    *len = f && s ? fread(s, 1, (1 << 20) - 1, f) : 0;
    if (f)
        fclose(f);
    got = apr_pstrmemdup(tap_pool, s ? s : "", *len);
    free(s);
    return got;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const page_t *)a)->name, ((const page_t *)b)->name);
}

/* "auth.signin--0.xml" is a model of the view auth/signin. */
static void read_pages(const char *dir)
{
    apr_dir_t *d;
    apr_finfo_t fi;
    const char *only = getenv("SMM_ONLY");
    if (apr_dir_open(&d, dir, tap_pool) != APR_SUCCESS)
        return;
    while (apr_dir_read(&fi, APR_FINFO_NAME, d) == APR_SUCCESS) {
        const char *end = strstr(fi.name, "--");
        page_t pg;
        char *dot;
        if (!end || !strstr(fi.name, ".xml") || (only && !strstr(fi.name, only)))
            continue;
        pg.name = apr_pstrdup(tap_pool, fi.name);
        pg.view = apr_pstrmemdup(tap_pool, fi.name, (apr_size_t)(end - fi.name));
        if ((dot = strchr(pg.view, '.')))
            *dot = '/';
        pg.xml = slurp(apr_pstrcat(tap_pool, dir, "/", fi.name, NULL), &pg.len);
        APR_ARRAY_PUSH(pages, page_t) = pg;
    }
    apr_dir_close(d);
    qsort(pages->elts, (size_t)pages->nelts, sizeof(page_t), by_name);
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
    const char *src = getenv("srcdir") ? getenv("srcdir") : ".", *error = NULL, *slow;
    char cwd[4096];
    tap_init();
    if (!getcwd(cwd, sizeof cwd))
        return 1;
    if (src[0] != '/')
        src = apr_pstrcat(tap_pool, cwd, "/", src, NULL);
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
    if (pages->nelts)
        test_damaged();
    return tap_done();
}
