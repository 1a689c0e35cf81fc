/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rendering: the text functions against their vectors, C against pure XSLT byte for byte, markup in
 * every value, themes, reload, what a sheet must not reach, mails, assets.
 */
#include "tap.h"
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include "../../modules/core/view/view_int.h"

static const char *src, *htdocs, *theme_dir, *scratch;

static const char *slurp(const char *path, apr_size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *s = apr_pcalloc(tap_pool, 1 << 20);
    *len = f ? fread(s, 1, (1 << 20) - 1, f) : 0;
    if (f)
        fclose(f);
    return s;
}

static void spill(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    if (f) {
        fputs(text, f);
        fclose(f);
    }
}

/* Runs words joined by nothing. */
static int sh(const char *a, const char *b, const char *c, const char *d)
{
    return system(apr_pstrcat(tap_pool, a, b, c, d, NULL)) != 0;
}

static smm_vm_t *model(const char *name)
{
    apr_size_t len;
    const char *s = slurp(apr_psprintf(tap_pool, "%s/t/view/models/%s.xml", src, name), &len);
    return smm_vm_read_xml(tap_pool, s, len);
}

static smm_view_theme_t *open_theme(const char *theme, int reload)
{
    const char *error = NULL;
    smm_view_theme_t *t = smm_view_theme_open(tap_pool, htdocs, theme, reload, &error);
    if (!t)
        printf("# %s\n", error);
    return t;
}

static const char *render(const smm_view_theme_t *t, smm_vm_t *vm, const char *view)
{
    const char *out = NULL;
    apr_size_t len = 0;
    if (smm_view_render(t, vm, view, NULL, tap_pool, &out, &len)) {
        printf("# %s\n", out);
        return NULL;
    }
    return out;
}

/* ---- C against pure XSLT ----------------------------------------------------------------------
 */

/* The same sheets by libxslt alone: text.xsl answers, nothing of ours is involved. */
static const char *pure(const char *view, smm_vm_t *vm)
{
    const char *xml, *params[3] = {"manifest", NULL, NULL};
    apr_size_t len;
    xsltStylesheetPtr style;
    xmlDocPtr doc, res;
    xmlChar *bytes = NULL;
    int n = 0;
    const char *path = apr_psprintf(tap_pool, "%s/merged/xsl/%s.xsl", scratch, view);
    params[1] = apr_psprintf(tap_pool, "'%s/merged/manifest.xml'", scratch);
    smm_vm_write_xml(vm, tap_pool, &xml, &len);
    style = xsltParseStylesheetFile((const xmlChar *)path);
    doc = xmlReadMemory(xml, (int)len, "vm.xml", NULL, 0);
    res = style && doc ? xsltApplyStylesheet(style, doc, params) : NULL;
    if (res)
        xsltSaveResultToString(&bytes, &n, res, style);
    xml = bytes ? apr_pstrdup(tap_pool, (const char *)bytes) : NULL;
    xmlFree(bytes);
    if (res)
        xmlFreeDoc(res);
    if (doc)
        xmlFreeDoc(doc);
    if (style)
        xsltFreeStylesheet(style);
    return xml;
}

static void test_same(const smm_view_theme_t *t)
{
    static const char *const PAGES[][2] = {
        {"gallery", "test/gallery"}, {"gallery-ar", "test/gallery"}, {"gallery-de", "test/gallery"},
        {"public", "test/gallery"},  {"print", "test/gallery"},      {"error-404", "core/error"},
        {"error-429", "core/error"}, {"error-500", "core/error"},    {"vectors-en", "test/text"},
        {"vectors-de", "test/text"}, {"vectors-ar", "test/text"},    {"vectors-hi", "test/text"},
        {"vectors-pl", "test/text"}, {"vectors-uk", "test/text"},    {"vectors-xx", "test/text"}};
    size_t i;
    for (i = 0; i < sizeof PAGES / sizeof *PAGES; i++) {
        const char *c = render(t, model(PAGES[i][0]), PAGES[i][1]);
        const char *bad = c ? strstr(c, "BAD") : "no output";
        is(c, pure(PAGES[i][1], model(PAGES[i][0])),
           apr_pstrcat(tap_pool, PAGES[i][0], ": C = pure XSLT", NULL));
        is(bad ? apr_pstrmemdup(tap_pool, bad, strcspn(bad, "\n")) : NULL, NULL,
           apr_pstrcat(tap_pool, PAGES[i][0], ": every vector", NULL));
    }
}

/* Values that are nearly right: digits, points, signs, letters, other scripts. The seed is printed.
 */
static void test_damaged(const smm_view_theme_t *t)
{
    static const char *const BITS[] = {"0",
                                       "1",
                                       "5",
                                       "9",
                                       "99",
                                       ".",
                                       "-",
                                       ",",
                                       "a",
                                       "{0}",
                                       "{1}",
                                       "2026-11-23",
                                       "T",
                                       "09:14",
                                       "Z",
                                       "\xC3\xA9",
                                       " ",
                                       "00",
                                       "12",
                                       "/",
                                       ":",
                                       "#",
                                       "999999999999999"};
    static const char *const FNS[] = {"num", "money", "date", "n", "fill", "link", "t1"};
    static const char *const LANGS[] = {"en", "de", "ar", "hi", "pl", "uk"};
    unsigned seed = getenv("SMM_SEED") ? (unsigned)atoi(getenv("SMM_SEED")) : (unsigned)getpid();
    size_t l;
    printf("# SMM_SEED=%u\n", seed);
    for (l = 0; l < sizeof LANGS / sizeof *LANGS; l++) {
        smm_vm_t *vm = smm_vm_make(tap_pool);
        int i, k, j;
        smm_vm_el(vm, "page");
        smm_vm_attr(vm, "lang", LANGS[l]);
        smm_vm_el(vm, "site");
        smm_vm_attr(vm, "base", l % 2 ? "/p" : "");
        smm_vm_end(vm);
        for (i = 0; i < 400; i++) {
            static const char *const NAMES[] = {"a", "b", "c"};
            smm_vm_el(vm, "v");
            smm_vm_attr(vm, "f", FNS[rand_r(&seed) % 7]);
            for (k = 0; k < 3; k++) {
                const char *s = "";
                for (j = (int)(rand_r(&seed) % 5); j > 0; j--)
                    s = apr_pstrcat(tap_pool, s, BITS[rand_r(&seed) % (sizeof BITS / sizeof *BITS)],
                                    NULL);
                smm_vm_attr(vm, NAMES[k], s);
            }
            smm_vm_end(vm);
        }
        smm_vm_end(vm);
        is(render(t, vm, "test/text"), pure("test/text", vm),
           apr_pstrcat(tap_pool, "400 damaged values, ", LANGS[l], NULL));
    }
}

/* ---- markup ------------------------------------------------------------------------------------
 */

static int poison(vm_node_t *n, int *left, const char *with, const char **what)
{
    vm_attr_t *a;
    for (; n; n = n->next) {
        for (a = n->attrs; a; a = a->next) {
            if ((*left)-- == 0) {
                *what = apr_pstrcat(tap_pool, n->name, "/@", a->name, NULL);
                a->value = with;
                return 1;
            }
        }
        if (!n->name && (*left)-- == 0) {
            *what = "text";
            n->text = with;
            return 1;
        }
        if (poison(n->child, left, with, what))
            return 1;
    }
    return 0;
}

static void test_markup(const smm_view_theme_t *t)
{
    static const char EVIL[] = "\"'><script>alert(1)</script><!--&amp;";
    static const char *const URLS[] = {
        "href=\"javascript:", "action=\"javascript:", "src=\"javascript:"};
    int i, tried = 0, bad = 0;
    for (i = 0;; i++) {
        smm_vm_t *vm = model("gallery");
        const char *what = "", *out;
        int left = i;
        size_t u;
        apr_pool_t *p, *keep = tap_pool;
        if (!poison(vm->root, &left, i % 2 ? EVIL : "javascript:alert(1)", &what))
            break;
        apr_pool_create(&p, keep);
        tap_pool = p;
        tried++;
        out = render(t, vm, "test/gallery");
        if (!out || strstr(out, "<script>alert")) {
            bad++;
            printf("# %s\n", what);
        }
        for (u = 0; out && u < 3; u++) {
            if (strstr(out, URLS[u]) &&
                strcmp(what, "site/@base")) { /* the mount is configuration */
                bad++;
                printf("# %s: %s\n", what, URLS[u]);
            }
        }
        tap_pool = keep;
        apr_pool_destroy(p);
    }
    ok(tried > 300,
       apr_psprintf(tap_pool, "%d values replaced by markup or script addresses", tried));
    is_int(bad, 0, "none of them came out as markup or as an address");
}

/* ---- themes ------------------------------------------------------------------------------------
 */

#define HEAD                                                                                       \
    "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" "          \
    "xmlns:p=\"urn:panel:ui\" exclude-result-prefixes=\"p\">"
#define TAIL "</xsl:stylesheet>"

static int has(const char *s, const char *part)
{
    return s && strstr(s, part);
}

static void test_theme(void)
{
    const char *dir = apr_pstrcat(tap_pool, scratch, "/ocean", NULL), *error = NULL;
    smm_view_theme_t *base = open_theme(NULL, 0), *t;
    view_sheet_t *shared, *own;
    sh("cd ", scratch, " && mkdir -p ", apr_psprintf(tap_pool, "%s/xsl/core %s/css", dir, dir));
    spill(apr_pstrcat(tap_pool, dir, "/css/theme.css", NULL), "@layer vhost{:root{--r:4px}}");
    t = open_theme(dir, 0);
    ok(has(render(t, model("error-404"), "core/error"), "theme."),
       "a theme of one CSS file: it is linked");
    shared = smm_theme_acquire(base, "xsl/core/error", tap_pool, &error);
    own = smm_theme_acquire(t, "xsl/core/error", tap_pool, &error);
    ok(shared && shared == own, "themes that leave a sheet alone share its compiled form");

    spill(apr_pstrcat(tap_pool, dir, "/xsl/layout.xsl", NULL),
          HEAD "<xsl:import href=\"default:xsl/layout.xsl\"/><xsl:template "
               "name=\"brand\"><b>OCEAN</b></xsl:template>" TAIL);
    t = open_theme(dir, 0);
    ok(has(render(t, model("error-404"), "core/error"), "<b>OCEAN</b>"),
       "a replaced import is found, and imports the default");
    ok(!has(render(base, model("error-404"), "core/error"), "OCEAN"),
       "the default theme is not touched by it");

    spill(apr_pstrcat(tap_pool, dir, "/xsl/core/error.xsl", NULL),
          HEAD "<xsl:template match=\"/page\"><p>MINE</p></xsl:template>" TAIL);
    ok(has(render(open_theme(dir, 0), model("error-404"), "core/error"), "<p>MINE</p>"),
       "a replaced page");

    spill(apr_pstrcat(tap_pool, dir, "/xsl/core/error.xsl", NULL),
          HEAD "<xsl:template match=\"/page\"><p></xsl:template>" TAIL);
    ok(!smm_view_theme_open(tap_pool, htdocs, dir, 0, &error), "an ill-formed sheet does not open");
    ok(has(error, "ocean/xsl/core/error.xsl:1"), "and the fault names file and line");
    printf("# %s\n", error);
    spill(apr_pstrcat(tap_pool, dir, "/xsl/core/error.xsl", NULL),
          HEAD "<xsl:template match=\"/page\"><xsl:value-of select=\"((\"/></xsl:template>" TAIL);
    ok(has(smm_view_check(htdocs, dir, tap_pool), "ocean/xsl/core/error.xsl"),
       "a wrong expression is found when compiling");
    ok(smm_view_check(htdocs, NULL, tap_pool) == NULL, "the default theme is sound");
}

static int logged;
static void count_log(void *baton, const char *message)
{
    logged++;
    printf("# log: %s\n", message);
}

static void test_reload(void)
{
    const char *dir = apr_pstrcat(tap_pool, scratch, "/live", NULL);
    const char *file = apr_pstrcat(tap_pool, dir, "/xsl/core/error.xsl", NULL);
    smm_view_theme_t *t;
    sh("cd ", scratch, " && mkdir -p ", apr_psprintf(tap_pool, "%s/xsl/core %s/css", dir, dir));
    spill(file, HEAD "<xsl:template match=\"/page\"><p>first</p></xsl:template>" TAIL);
    t = open_theme(dir, 1);
    smm_view_theme_log(t, count_log, NULL);
    ok(has(render(t, model("error-404"), "core/error"), "first"), "reload: first version");
    spill(file, HEAD "<xsl:template match=\"/page\"><p>second one</p></xsl:template>" TAIL);
    ok(has(render(t, model("error-404"), "core/error"), "second one"), "an edit is seen");
    is_int(logged, 0, "nothing to complain about yet");
    spill(file, HEAD "<xsl:template match=\"/page\"><p>broken</xsl:template>" TAIL);
    ok(has(render(t, model("error-404"), "core/error"), "second one"),
       "a broken edit keeps the last good version");
    ok(logged > 0, "and is reported");
    ok(has(smm_view_theme_faults(t, tap_pool), "error.xsl:"),
       "with file and line, also to the staff page");
    logged = 0;
    render(t, model("error-404"), "core/error");
    is_int(logged, 0, "once, not at each use");
    spill(file, HEAD "<xsl:template match=\"/page\"><p>third version</p></xsl:template>" TAIL);
    ok(has(render(t, model("error-404"), "core/error"), "third version"),
       "the mended file is taken");
    is(smm_view_theme_faults(t, tap_pool), NULL, "and nothing is said of it any more");
    remove(file);
    ok(has(render(t, model("error-404"), "core/error"), "We could not find this page"),
       "a removed file gives way to the default");
    spill(apr_pstrcat(tap_pool, dir, "/css/theme.css", NULL), ":root{}");
    ok(has(render(t, model("error-404"), "core/error"), "/assets/theme."), "a new asset is found");
}

/* One sheet of a throw-away theme: its page, or NULL with the fault in *error. */
static const char *sheet(const char *inside, const char **error)
{
    static int n;
    const char *dir = apr_psprintf(tap_pool, "%s/s%d", scratch, n++), *out = NULL;
    smm_view_theme_t *t;
    apr_size_t len;
    sh("mkdir -p ", dir, "/xsl/test", "");
    spill(apr_pstrcat(tap_pool, dir, "/xsl/test/x.xsl", NULL),
          apr_pstrcat(tap_pool, HEAD, inside, TAIL, NULL));
    *error = NULL;
    t = smm_view_theme_open(tap_pool, htdocs, dir, 0, error);
    if (!t)
        return NULL;
    if (smm_view_render(t, model("error-404"), "test/x", NULL, tap_pool, &out, &len)) {
        *error = out;
        return NULL;
    }
    return out;
}

static void test_cage(void)
{
    const char *error, *out, *secret = apr_pstrcat(tap_pool, scratch, "/secret.xml", NULL);
    spill(secret, "<x>SECRET</x>");
#define PAGE(x) "<xsl:template match=\"/page\"><p>" x "</p></xsl:template>"
    out = sheet(
        apr_psprintf(tap_pool, PAGE("<xsl:copy-of select=\"document('file://%s')\"/>"), secret),
        &error);
    ok(!has(out, "SECRET"), "document() reads no file");
    out = sheet(apr_psprintf(tap_pool, PAGE("<xsl:copy-of select=\"document('%s')\"/>"), secret),
                &error);
    ok(!has(out, "SECRET"), "nor by a plain path");
    out =
        sheet(apr_psprintf(tap_pool, "<xsl:include href=\"file://%s\"/>" PAGE(""), secret), &error);
    ok(!out && has(error, "only files of the theme"),
       "an include of another file does not compile");
    out = sheet("<xsl:import href=\"../../../../../../etc/passwd\"/>" PAGE(""), &error);
    ok(!out, "nor does one that climbs out of the theme");
    out = sheet(apr_psprintf(tap_pool, "<xsl:import href=\"http://127.0.0.1:1/x.xsl\"/>" PAGE("")),
                &error);
    ok(!out, "nor one from the network");
    out = sheet(PAGE("<exsl:document href=\"/tmp/smm-out\" xmlns:exsl=\"http://exslt.org/common\" "
                     "extension-element-prefixes=\"exsl\">x</exsl:document>"),
                &error);
    ok(access("/tmp/smm-out", F_OK) != 0, "exsl:document writes no file");
    out =
        sheet(PAGE("<xsl:call-template name=\"a\"/>") "<xsl:template name=\"a\"><xsl:call-template "
                                                      "name=\"a\"/></xsl:template>",
              &error);
    ok(!out && error, "endless recursion ends");
    out = sheet(PAGE("<xsl:call-template name=\"nowhere\"/>"), &error);
    ok(!out && error, "an unknown template is a fault, not half a page");
    out = sheet(PAGE("<xsl:value-of select=\"p:nothing()\"/>"), &error);
    ok(!out && error, "so is an unknown function");
    printf("# %s\n", error ? error : "");
    out = sheet(
        "<xsl:import href=\"../lib.xsl\"/><f:function name=\"p:t\" "
        "xmlns:f=\"http://exslt.org/functions\"><f:result select=\"'OWN'\"/></f:function>" PAGE(
            "<xsl:value-of select=\"p:t('Home')\"/>"),
        &error);
    ok(has(out, "Home") && !has(out, "OWN"), "a sheet cannot replace a text function");
    out = sheet(PAGE("<xsl:value-of select=\"str:replace('a-b','-','+')\" "
                     "xmlns:str=\"http://exslt.org/strings\"/>"),
                &error);
    ok(has(out, "a+b"), "EXSLT strings are there");
}

static void test_rest(const smm_view_theme_t *t)
{
    const char *subject, *text, *html, *out;
    const smm_asset_t *a;
    int immutable;
    static const char MAIL[] =
        "<mail subject=\"Hi {0}\" a=\"x&#10;Bcc: y\" username=\"mina\" "
        "link=\"https://p.example/a?b=1&amp;c=2\" amount-usd=\"12.345678\"/>";
    smm_vm_t *vm = smm_vm_read_xml(tap_pool, MAIL, sizeof MAIL - 1);
    is_int(smm_view_mail(t, vm, "test/note", "en", tap_pool, &subject, &text, &html), 0, "a mail");
    is(subject, "Hi x Bcc: y", "the subject is one line");
    is(text,
       "Hello mina, this is a paragraph that is long enough to be broken into two\nlines of plain "
       "text.\n\n- one\n- two\n\n"
       "Open:\nhttps://p.example/a?b=1&c=2\n\nAmount $12.345678\n",
       "plain text derived from the HTML");
    ok(has(html, "<li>one</li>"), "the HTML part");
    ok(smm_view_mail(t, vm, "test/none", "en", tap_pool, &subject, &text, &html) != 0 &&
           has(text, "no such sheet"),
       "an unknown mail");

    out = render(t, model("fragment"), "test/gallery");
    ok(out && !strncmp(out, "<div", 4) && !has(out, "<html"),
       "a fragment has no shell and no doctype");
    out = render(t, model("print"), "test/gallery");
    ok(has(out, "<html") && !has(out, "class=\"side\"") && !has(out, "class=\"foot\""),
       "a print page has no shell");
    out = render(t, model("gallery"), "test/gallery");
    ok(has(out, "action=\"/signout\"") && has(out, "name=\"csrf\" value=\"c2FtcGxl\""),
       "signing out is a form with the token");
    ok(!has(out, "never shown"), "a password is never echoed");
    ok(!has(out, " style=") && !has(out, "<style") && !has(out, "onclick"),
       "nothing that the strict policy refuses");
    out = render(t, model("public"), "test/gallery");
    ok(has(out, "/signin") && has(out, "/signup") && !has(out, "/signout"),
       "a visitor sees sign in and sign up");
    ok(render(t, model("public"), "no/such") == NULL, "an unknown view is a fault");

    a = smm_asset_file(t, "panel.css", &immutable);
    ok(a && !immutable, "an asset by its plain name");
    ok(a && smm_asset_file(t, a->href, &immutable) == a && immutable, "and by its hashed name");
    ok(a && a->gz && a->gz_len < a->len && !strcmp(a->type, "text/css; charset=utf-8"),
       "compressed, with its type");
    ok(!smm_asset_file(t, "../xsl/lib.xsl", &immutable) &&
           !smm_asset_file(t, "panel.000000000000.css", &immutable),
       "nothing else");
    is(smm_asset_url(t, "/p", "none.css", tap_pool), "", "no address for what is not there");

    is(smm_view_lang(t, "de", "ar", "en", tap_pool), "de", "language: the user's");
    is(smm_view_lang(t, NULL, "fr;q=0.9, ar;q=0.8, de;q=0.7", "en", tap_pool), "ar",
       "language: the best accepted one that exists");
    is(smm_view_lang(t, NULL, "de-AT, en;q=0.5", "en", tap_pool), "de",
       "language: region falls back");
    is(smm_view_lang(t, "xx", "zz", "pl", tap_pool), "pl", "language: the panel's");
    is(smm_view_lang(t, NULL, ",;q=,,", NULL, tap_pool), "en", "language: English at last");
    is(smm_view_dir(t, "ar"), "rtl", "direction");
    is(smm_view_text(t, "de", tap_pool, "{0} of {1}", "3", "9"), "9, davon 3",
       "a text outside a page");
}

/* ---- threads -----------------------------------------------------------------------------------
 */

#define THREADS 16

typedef struct worker_t {
    pthread_t id;
    const smm_view_theme_t *t;
    const char *xml, *want;
    int wrong;
} worker_t;

static void *work(void *data)
{
    worker_t *w = data;
    for (int i = 0; i < 60; i++) {
        apr_allocator_t *alloc;
        apr_pool_t *p;
        const char *out = "";
        apr_size_t len;
        apr_allocator_create(&alloc);
        apr_pool_create_unmanaged_ex(&p, NULL, alloc);
        apr_allocator_owner_set(alloc, p);
        smm_vm_t *vm = smm_vm_read_xml(p, w->xml, strlen(w->xml));
        if (smm_view_render(w->t, vm, "test/gallery", NULL, p, &out, &len) || strcmp(out, w->want))
            w->wrong++;
        apr_pool_destroy(p);
    }
    return NULL;
}

static void test_threads(const smm_view_theme_t *t, const char *what)
{
    worker_t w[THREADS];
    apr_size_t len;
    int wrong = 0;
    const char *xml = slurp(apr_psprintf(tap_pool, "%s/t/view/models/gallery.xml", src), &len);
    const char *want = render(t, model("gallery"), "test/gallery");
    for (int i = 0; i < THREADS; i++) {
        w[i] = (worker_t){.t = t, .xml = xml, .want = want};
        pthread_create(&w[i].id, NULL, work, &w[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(w[i].id, NULL);
        wrong += w[i].wrong;
    }
    is_int(wrong, 0, what);
}

int main(void)
{
    smm_view_theme_t *t;
    char cwd[4096];
    tap_init();
    if (!getcwd(cwd, sizeof cwd))
        return 1;
    src = getenv("srcdir") ? getenv("srcdir") : ".";
    if (src[0] != '/')
        src = apr_pstrcat(tap_pool, cwd, "/", src, NULL);
    htdocs = apr_pstrcat(tap_pool, src, "/htdocs", NULL);
    theme_dir = apr_pstrcat(tap_pool, src, "/t/view/theme", NULL);
    scratch = mkdtemp(apr_pstrdup(tap_pool, "/tmp/smm-view-XXXXXX"));
    t = open_theme(theme_dir, 0);
    ok(t != NULL, "the theme opens");
    if (t && !sh("cp -r ", htdocs, " ", apr_pstrcat(tap_pool, scratch, "/merged", NULL)) &&
        !sh("cp -r ", theme_dir, "/. ", apr_pstrcat(tap_pool, scratch, "/merged/", NULL))) {
        spill(apr_pstrcat(tap_pool, scratch, "/merged/manifest.xml", NULL),
              smm_asset_manifest(t, tap_pool));
        test_same(t);
        test_damaged(t);
        test_markup(t);
        test_theme();
        test_reload();
        test_cage();
        test_rest(t);
        test_threads(t, "sixteen threads, one theme: every page the same");
        test_threads(open_theme(theme_dir, 1), "sixteen threads, a reloading theme");
    }
    sh("rm -rf ", scratch, "", "");
    return tap_done();
}
