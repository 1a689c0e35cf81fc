/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every text and attribute of every page filled with markup, quotes and addresses that run, in both
 * engines: nothing leaves its place. The result is read by an HTML parser: elements and attributes
 * that only a break-out could have made carry the mark "xqz". With SMM_MARKUP_DIR the pages are
 * kept there for a browser (t/browser/markup.mjs).
 */
#include <libxml/HTMLparser.h>
#include "../../modules/core/view/smm_view.h"
#include "../../modules/core/view/vm_int.h"
#include "xv_pages.h"

static const char *const MARKUP[] = {
    "<script>xqz()</script>",
    "\"><xqz onload=xqz()><img src=x onerror=xqz()>",
    "' onmouseover='xqz()' xqz='",
    "\" onfocus=\"xqz()\" autofocus xqz=\"",
    "</title></textarea></style></script></option></select><script>xqz()</script>",
    "--><script>xqz()</script><!--",
    "]]><script>xqz()</script>",
    "javascript:xqz()",
    "data:text/html,<script>xqz()</script>",
    "&lt;script&gt;xqz()&lt;/script&gt;&#60;script>xqz()&#60;/script>",
    "\xC2\xA0\xE2\x80\xA8<xqz>\xE2\x80\xAE\xEF\xBB\xBF` \\ onload=xqz()",
    "\x01\x08\x0B\x1F<xqz\t\n onload\r=xqz()>",
};
#define N_MARKUP ((int)(sizeof MARKUP / sizeof *MARKUP))

static smm_view_theme_t *theme;

/* A browser takes its time: the pages where everything is one of these. */
static int for_a_browser(int how)
{
    return how % 2 == 1 && (how / 2 < 5 || how / 2 == 7);
}

/* All of them, or about half: a value that a sheet tests for must sometimes be left as it is. */
static void fill(vm_node_t *n, const char *with, unsigned *seed, int all)
{
    for (; n; n = n->next) {
        vm_attr_t *a;
        if (n->name && !strcmp(n->name, "site"))
            continue; /* the panel's own address, from httpd.conf */
        for (a = n->attrs; a; a = a->next) {
            if (strcmp(a->name, "fragment") && (all || rand_r(seed) % 2))
                a->value = with;
        }
        if (!n->name && (all || rand_r(seed) % 2))
            n->text = with;
        fill(n->child, with, seed, all);
    }
}

/* The first thing that is not where it was put, or NULL. */
static const char *broken_out(const xmlNode *n)
{
    for (; n; n = n->next) {
        const xmlAttr *a;
        const char *in;
        if (n->type == XML_COMMENT_NODE && strstr((const char *)n->content, "xqz"))
            return "a comment";
        if (n->type != XML_ELEMENT_NODE)
            continue;
        if (!strcmp((const char *)n->name, "xqz"))
            return "an element";
        if (!strcmp((const char *)n->name, "script") && n->children)
            return "a script with content";
        for (a = n->properties; a; a = a->next) {
            if (!strncmp((const char *)a->name, "on", 2) || !strcmp((const char *)a->name, "xqz"))
                return "an attribute";
        }
        if ((in = broken_out(n->children)))
            return in;
    }
    return NULL;
}

static const char *by(smm_view_engine_e engine, smm_vm_t *vm, const page_t *pg, apr_pool_t *p,
                      apr_size_t *len)
{
    const char *out = NULL;
    smm_view_theme_engine(theme, engine);
    return smm_view_render(theme, vm, pg->view, NULL, p, &out, len) ? NULL : out;
}

static void keep(const page_t *pg, int how, const char *s, apr_size_t n)
{
    const char *dir = getenv("SMM_MARKUP_DIR");
    FILE *f = dir ? fopen(apr_psprintf(tap_pool, "%s/%s.%d.html", dir, pg->name, how), "wb") : NULL;
    if (f) {
        fwrite(s, 1, n, f);
        fclose(f);
    }
}

/* 0: both engines say the same and nothing broke out. */
static int page_is_bad(const page_t *pg, int how, apr_pool_t *p)
{
    unsigned seed = (unsigned)how + 1;
    smm_vm_t *vm = smm_vm_read_xml(p, pg->xml, pg->len);
    apr_size_t n = 0, m = 0;
    const char *a, *b, *what;
    htmlDocPtr doc;
    /* as every value enters a model */
    fill(vm->root, smm_vm_clean(p, MARKUP[how / 2]), &seed, how % 2);
    a = by(SMM_VIEW_LIBXSLT, vm, pg, p, &n);
    b = by(SMM_VIEW_COMPILED, vm, pg, p, &m);
    if (!a || !b || n != m || memcmp(a, b, n)) {
        printf("# %s: the engines differ with %s\n", pg->name, MARKUP[how / 2]);
        return 1;
    }
    if (for_a_browser(how))
        keep(pg, how, a, n);
    doc = htmlReadMemory(a, (int)n, NULL, "UTF-8",
                         HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    what = doc ? broken_out(doc->children) : "no document";
    xmlFreeDoc(doc);
    if (what)
        printf("# %s: %s, by %s\n", pg->name, what, MARKUP[how / 2]);
    return what != NULL;
}

int main(void)
{
    const char *src, *error = NULL;
    int i, how, looked = 0;
    tap_init();
    src = source_dir();
    pages = apr_array_make(tap_pool, 256, sizeof(page_t));
    theme =
        smm_view_theme_open(tap_pool, apr_pstrcat(tap_pool, src, "/htdocs", NULL), NULL, 0, &error);
    ok(theme != NULL, "the theme opens");
    read_pages(apr_pstrcat(tap_pool, src, "/t/unit/views", NULL));
    ok(pages->nelts > 50, "there are pages to fill");
    for (i = 0; theme && i < pages->nelts; i++) {
        const page_t *pg = &APR_ARRAY_IDX(pages, i, page_t);
        int bad = 0;
        for (how = 0; how < 2 * N_MARKUP; how++, looked++) {
            apr_pool_t *p;
            apr_pool_create(&p, tap_pool);
            bad += page_is_bad(pg, how, p);
            apr_pool_destroy(p);
        }
        is_int(bad, 0, apr_pstrcat(tap_pool, pg->name, ": markup stays text", NULL));
    }
    printf("# %d pages\n", looked);
    return tap_done();
}
