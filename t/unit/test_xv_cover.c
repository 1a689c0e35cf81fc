/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing is left out of the comparison of the engines: every page's sheet has a stored view model,
 * every mail is rendered by both engines and by xsltproc in every language, and every page again
 * with another theme. scripts/capture-views makes models.
 */
#include <unistd.h>
#include "../../modules/core/view/smm_view.h"
#include "xv_fuzz.h"
#include "xv_pages.h"

static const char *htdocs, *views;

static apr_array_header_t *files(const char *dir, const char *tail)
{
    apr_array_header_t *all = apr_array_make(tap_pool, 64, sizeof(char *));
    apr_dir_t *d;
    apr_finfo_t fi;
    if (apr_dir_open(&d, dir, tap_pool) != APR_SUCCESS)
        return all;
    while (apr_dir_read(&fi, APR_FINFO_NAME, d) == APR_SUCCESS) {
        size_t n = strlen(fi.name), m = strlen(tail);
        if (fi.name[0] != '.' && n > m && !strcmp(fi.name + n - m, tail))
            APR_ARRAY_PUSH(all, char *) = apr_pstrdup(tap_pool, fi.name);
    }
    apr_dir_close(d);
    return all;
}

static const char *const ROOMS[] = {"auth", "campaign", "core", "support", "wallet"};
#define N_ROOMS (sizeof ROOMS / sizeof *ROOMS)

/* A part of other sheets: one of its room imports or includes it. */
static int is_part(const char *dir, const apr_array_header_t *names, const char *name)
{
    const char *href = apr_pstrcat(tap_pool, "href=\"", name, "\"", NULL);
    apr_size_t len;
    int i;
    for (i = 0; i < names->nelts; i++) {
        if (strstr(
                slurp(apr_pstrcat(tap_pool, dir, "/", APR_ARRAY_IDX(names, i, char *), NULL), &len),
                href))
            return 1;
    }
    return 0;
}

/* Models of a view, "auth.signin": how many files there are. */
static int models(const char *dir, const char *view)
{
    int n = 0;
    while (access(apr_psprintf(tap_pool, "%s/%s--%d.xml", dir, view, n), R_OK) == 0)
        n++;
    return n;
}

static void test_models(const char *kind, const char *dir)
{
    size_t r;
    int i, sheets = 0;
    const char *missing = "";
    for (r = 0; r < N_ROOMS; r++) {
        const char *room = apr_pstrcat(tap_pool, htdocs, "/", kind, "/", ROOMS[r], NULL);
        apr_array_header_t *names = files(room, ".xsl");
        for (i = 0; i < names->nelts; i++) {
            const char *name = APR_ARRAY_IDX(names, i, char *);
            const char *view =
                apr_pstrcat(tap_pool, ROOMS[r], ".",
                            apr_pstrmemdup(tap_pool, name, strlen(name) - strlen(".xsl")), NULL);
            sheets++;
            if (!models(dir, view) && !is_part(room, names, name))
                missing = apr_pstrcat(tap_pool, missing, " ", view, NULL);
        }
    }
    ok(sheets > 10, apr_psprintf(tap_pool, "%s: %d sheets looked at", kind, sheets));
    is(missing, "", apr_pstrcat(tap_pool, kind, ": no sheet without a stored view model", NULL));
}

/* ---- mails ------------------------------------------------------------------------------------
 */

static const char *mail_by(smm_view_theme_t *t, smm_view_engine_e e, smm_vm_t *vm, const char *view,
                           const char *lang, apr_pool_t *p)
{
    const char *subject = NULL, *text = NULL, *html = NULL;
    smm_view_theme_engine(t, e);
    return smm_view_mail(t, vm, view, lang, p, &subject, &text, &html)
               ? NULL
               : apr_pstrcat(p, subject, "\n", text, "\n", html, NULL);
}

static int mail_agrees(smm_view_theme_t *t, smm_vm_t *vm, const char *view, const char *lang,
                       apr_pool_t *p)
{
    const char *a, *b;
    fuzz_times(vm->root);
    a = mail_by(t, SMM_VIEW_LIBXSLT, vm, view, lang, p);
    b = mail_by(t, SMM_VIEW_COMPILED, vm, view, lang, p);
    if ((!a && !b) || (a && b && !strcmp(a, b)))
        return 1;
    printf("# %s, %s\n# libxslt:  %.200s\n# compiled: %.200s\n", view, lang, a ? a : "nothing",
           b ? b : "nothing");
    return 0;
}

static int mail_by_xsltproc(smm_view_theme_t *t, const page_t *pg, const char *model, apr_pool_t *p)
{
    char out[] = "/tmp/smm-mail-XXXXXX";
    const char *subject, *text, *html = NULL, *theirs;
    smm_vm_t *vm = smm_vm_read_xml(p, pg->xml, pg->len);
    apr_size_t len = 0;
    int fd = mkstemp(out), same;
    smm_view_theme_engine(t, SMM_VIEW_COMPILED);
    if (fd < 0 || !vm || smm_view_mail(t, vm, pg->view, "en", p, &subject, &text, &html))
        return 0;
    close(fd);
    same = system(apr_psprintf(p, "xsltproc --nonet '%s/mail/%s.xsl' '%s' >'%s'", htdocs, pg->view,
                               model, out)) == 0;
    theirs = slurp(out, &len);
    unlink(out);
    same = same && !strcmp(theirs, html);
    if (!same)
        printf("# %s\n# ours:     %.300s\n# xsltproc: %.300s\n", pg->name, html, theirs);
    return same;
}

static void test_mails(smm_view_theme_t *t, const char *dir)
{
    const char *const *langs = smm_view_langs(t);
    unsigned seed =
        getenv("SMM_SEED") ? (unsigned)strtoul(getenv("SMM_SEED"), NULL, 10) : (unsigned)getpid();
    int i, l, k, bad = 0, third = 0, damaged = 0;
    printf("# SMM_SEED=%u\n", seed);
    for (i = 0; i < pages->nelts; i++) {
        const page_t *pg = &APR_ARRAY_IDX(pages, i, page_t);
        const char *model = apr_pstrcat(tap_pool, dir, "/", pg->name, NULL);
        apr_pool_t *p;
        apr_pool_create(&p, tap_pool);
        for (l = 0; langs[l]; l++) {
            smm_vm_t *vm = smm_vm_read_xml(p, pg->xml, pg->len);
            bad += !vm || !mail_by(t, SMM_VIEW_COMPILED, vm, pg->view, langs[l], p) ||
                   !mail_agrees(t, vm, pg->view, langs[l], p);
        }
        third += !getenv("SMM_NO_XSLTPROC") && !mail_by_xsltproc(t, pg, model, p);
        for (k = 0; k < 40; k++) {
            smm_vm_t *vm = fuzz_model(p, pg->xml, pg->len, &seed);
            damaged += vm && !mail_agrees(t, vm, pg->view, k % 2 ? "ar" : "en", p);
        }
        apr_pool_destroy(p);
    }
    ok(pages->nelts > 20, "there are mails to compare");
    is_int(bad, 0, "mails: both engines, all languages");
    is_int(third, 0, "mails: as xsltproc writes them");
    is_int(damaged, 0, "damaged mails: no difference");
}

/* ---- another theme ----------------------------------------------------------------------------
 */

static int page_agrees(smm_view_theme_t *t, const page_t *pg, const char *lang, int *marked,
                       apr_pool_t *p)
{
    const char *a = NULL, *b = NULL;
    apr_size_t n = 0, m = 0;
    smm_vm_t *vm = smm_vm_read_xml(p, pg->xml, pg->len);
    if (!vm)
        return 0;
    fuzz_times(vm->root);
    smm_view_theme_engine(t, SMM_VIEW_LIBXSLT);
    if (smm_view_render(t, vm, pg->view, lang, p, &a, &n))
        return 0;
    smm_view_theme_engine(t, SMM_VIEW_COMPILED);
    if (smm_view_render(t, vm, pg->view, lang, p, &b, &m))
        return 0;
    *marked += strstr(b, "class=\"brand ocean\"") != NULL;
    if (n == m && !memcmp(a, b, n))
        return 1;
    printf("# %s, %s: the engines differ\n", pg->name, lang);
    return 0;
}

static void test_ocean(const char *src)
{
    const char *error = NULL, *const * langs;
    smm_view_theme_t *t = smm_view_theme_open(
        tap_pool, htdocs, apr_pstrcat(tap_pool, src, "/t/view/ocean", NULL), 0, &error);
    int i, l, bad = 0, marked = 0;
    is(error, NULL, "another theme opens");
    if (!t)
        return;
    is(smm_view_theme_slow(t, tap_pool), NULL, "and compiles completely");
    langs = smm_view_langs(t);
    for (i = 0; i < pages->nelts; i++) {
        for (l = 0; langs[l]; l++) {
            apr_pool_t *p;
            apr_pool_create(&p, tap_pool);
            bad += !page_agrees(t, &APR_ARRAY_IDX(pages, i, page_t), langs[l], &marked, p);
            apr_pool_destroy(p);
        }
    }
    is_int(bad, 0, "every page with it: both engines, all languages");
    ok(marked > pages->nelts / 2, "and it shows");
}

int main(void)
{
    const char *src, *error = NULL, *mails;
    smm_view_theme_t *t;
    tap_init();
    src = source_dir();
    htdocs = apr_pstrcat(tap_pool, src, "/htdocs", NULL);
    views = apr_pstrcat(tap_pool, src, "/t/unit/views", NULL);
    mails = apr_pstrcat(tap_pool, views, "/mail", NULL);
    test_models("xsl", views);
    test_models("mail", mails);
    t = smm_view_theme_open(tap_pool, htdocs, NULL, 0, &error);
    ok(t != NULL, "the theme opens");
    if (!t)
        return tap_done();
    pages = apr_array_make(tap_pool, 64, sizeof(page_t));
    read_pages(mails);
    test_mails(t, mails);
    pages = apr_array_make(tap_pool, 256, sizeof(page_t));
    read_pages(views);
    test_ocean(src);
    return tap_done();
}
