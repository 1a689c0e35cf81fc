/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiling sheets. Inside libxslt a sheet has the address "smm:///xsl/auth/signin.xsl"; every
 * import is looked up in the theme's folder first and then in the root. "default:///xsl/layout.xsl"
 * asks for the root's file, so that a theme's file can import the one it replaces. No other address
 * is ever loaded.
 */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxslt/documents.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltutils.h>
#include "view_int.h"

#define SCHEME "smm:///"
#define DEFAULT "default:"
#define FUNC_NS "http://exslt.org/functions"
#define MAX_SHEET (1024 * 1024)

/* What one compilation knows; the loader has no other way to be told. */
typedef struct loading_t {
    apr_pool_t *p;
    const char *root, *theme;
    apr_array_header_t *deps;
    char *faults;
    size_t len;
} loading_t;

static __thread loading_t *loading;
/* libxslt's loader and error function are globals: one compilation at a time, and nothing of ours
 * stays installed. */
static pthread_mutex_t compiling = PTHREAD_MUTEX_INITIALIZER;

const char *smm_theme_file(apr_pool_t *p, const char *root, const char *theme, const char *logical,
                           int root_only)
{
    apr_finfo_t fi;
    const char *path;
    if (theme && !root_only) {
        path = apr_pstrcat(p, theme, "/", logical, NULL);
        if (apr_stat(&fi, path, APR_FINFO_TYPE, p) == APR_SUCCESS && fi.filetype == APR_REG)
            return path;
    }
    path = apr_pstrcat(p, root, "/", logical, NULL);
    if (apr_stat(&fi, path, APR_FINFO_TYPE, p) == APR_SUCCESS && fi.filetype == APR_REG)
        return path;
    return NULL;
}

static void fault(const char *text)
{
    size_t n = strlen(text);
    char *s;
    if (!loading || loading->len > 4000)
        return;
    s = apr_palloc(loading->p, loading->len + n + 1);
    memcpy(s, loading->faults ? loading->faults : "", loading->len);
    memcpy(s + loading->len, text, n + 1);
    loading->faults = s;
    loading->len += n;
}

__attribute__((format(printf, 2, 3))) static void on_xslt_error(void *unused, const char *fmt, ...)
{
    char line[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    fault(line);
}

static void on_xml_error(void *unused, xmlErrorPtr e)
{
    char line[1024];
    if (!e || !e->message || e->level < XML_ERR_ERROR)
        return;
    snprintf(line, sizeof line, "%s:%d: %s", e->file ? e->file : "expression", e->line, e->message);
    fault(line);
}

/* The functions that C answers: libxslt would prefer the stylesheet's own. */
static int answered_in_c(const char *name)
{
    static const char ALL[] = " t tc t1 fill n num money date asset link loc dir ";
    const char *local = strchr(name, ':');
    const char *at;
    size_t n;
    local = local ? local + 1 : name;
    n = strlen(local);
    for (at = ALL; n && (at = strstr(at, local)); at++) {
        if (at[-1] == ' ' && at[n] == ' ')
            return 1;
    }
    return 0;
}

static void drop_c_functions(xmlDocPtr doc)
{
    xmlNodePtr n, next, top = xmlDocGetRootElement(doc);
    for (n = top ? top->children : NULL; n; n = next) {
        xmlChar *name;
        next = n->next;
        if (n->type != XML_ELEMENT_NODE || !n->ns || strcmp((const char *)n->ns->href, FUNC_NS) ||
            strcmp((const char *)n->name, "function"))
            continue;
        name = xmlGetNoNsProp(n, (const xmlChar *)"name");
        if (name && answered_in_c((const char *)name)) {
            xmlUnlinkNode(n);
            xmlFreeNode(n);
        }
        xmlFree(name);
    }
}

static apr_status_t slurp(apr_pool_t *p, const char *path, char **data, apr_size_t *len,
                          view_dep_t *dep)
{
    apr_file_t *f;
    apr_finfo_t fi;
    apr_status_t rv = apr_file_open(&f, path, APR_READ | APR_BINARY, APR_OS_DEFAULT, p);
    if (rv != APR_SUCCESS)
        return rv;
    rv = apr_file_info_get(&fi, APR_FINFO_SIZE | APR_FINFO_MTIME, f);
    if (rv == APR_SUCCESS && fi.size > MAX_SHEET)
        rv = APR_ENOSPC;
    if (rv == APR_SUCCESS) {
        *data = apr_palloc(p, (apr_size_t)fi.size + 1);
        rv = apr_file_read_full(f, *data, (apr_size_t)fi.size, len);
        dep->mtime = fi.mtime;
        dep->size = fi.size;
    }
    apr_file_close(f);
    return rv == APR_EOF ? APR_SUCCESS : rv;
}

/* "smm:///xsl/layout.xsl", "default:layout.xsl" … → "xsl/layout.xsl"; NULL for anything else. */
static const char *logical_of(const char *uri, int *root_only)
{
    *root_only = 0;
    if (!strncmp(uri, SCHEME, sizeof SCHEME - 1)) {
        uri += sizeof SCHEME - 1;
    } else if (!strncmp(uri, DEFAULT, sizeof DEFAULT - 1)) {
        uri += sizeof DEFAULT - 1;
        *root_only = 1;
    } else {
        return NULL;
    }
    uri += strspn(uri, "/");
    return strstr(uri, "..") ? NULL : uri;
}

static xmlDocPtr read_sheet(const char *uri, xmlDictPtr dict)
{
    static const char NOTHING[] =
        "<xsl:stylesheet version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"/>";
    view_dep_t dep = {0};
    xmlParserCtxtPtr pc;
    xmlDocPtr doc;
    char *data = NULL;
    apr_size_t len;
    const char *logical = logical_of(uri, &dep.root_only), *as;
    apr_pool_t *p = loading->p;
    if (!logical) {
        fault(apr_psprintf(p, "%s: a sheet may import only files of the theme\n", uri));
        return NULL;
    }
    dep.logical = apr_pstrdup(p, logical);
    dep.path = smm_theme_file(p, loading->root, loading->theme, logical, dep.root_only);
    if (!dep.path || slurp(p, dep.path, &data, &len, &dep) != APR_SUCCESS) {
        fault(apr_psprintf(p, "%s: cannot be read in %s%s%s\n", logical,
                           loading->theme ? loading->theme : "", loading->theme ? " or " : "",
                           loading->root));
        return NULL;
    }
    APR_ARRAY_PUSH(loading->deps, view_dep_t) = dep;
    if (!strcmp(logical, "xsl/text.xsl")) { /* all of it is C here */
        data = (char *)NOTHING;
        len = sizeof NOTHING - 1;
    }
    pc = xmlNewParserCtxt();
    if (dict && pc->dict) {
        xmlDictFree(pc->dict);
        pc->dict = dict;
        xmlDictReference(dict);
    }
    /* relative imports of a "default:" file look into the theme again: its address is the plain one
     */
    as = apr_pstrcat(p, SCHEME, logical, NULL);
    doc = xmlCtxtReadMemory(pc, data, (int)len, as, NULL,
                            XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOCDATA);
    if (doc && doc->intSubset) {
        fault(apr_psprintf(p, "%s: a document type declaration is not allowed\n", dep.path));
        xmlFreeDoc(doc);
        doc = NULL;
    }
    xmlFreeParserCtxt(pc);
    if (doc)
        drop_c_functions(doc);
    return doc;
}

static xmlDocPtr load(const xmlChar *uri, xmlDictPtr dict, int options, void *ctxt,
                      xsltLoadType type)
{
    return loading && type == XSLT_LOAD_STYLESHEET ? read_sheet((const char *)uri, dict) : NULL;
}

static apr_status_t free_style(void *data)
{
    view_sheet_t *s = data;
    if (s->style)
        xsltFreeStylesheet(s->style);
    s->style = NULL;
    return APR_SUCCESS;
}

/* One line a fault, with real paths instead of inner addresses. */
static const char *tidy(apr_pool_t *p, const char *sheet, const loading_t *l)
{
    char *s = apr_pstrdup(p, l->faults ? l->faults : "does not compile"), *c;
    size_t n = strlen(s), i;
    const char *out = s, *at;
    while (n && (s[n - 1] == '\n' || s[n - 1] == ' '))
        s[--n] = '\0';
    for (c = s; *c; c++) {
        if (*c == '\n')
            *c = ';';
    }
    for (i = 0; i < (size_t)l->deps->nelts; i++) {
        const view_dep_t *d = &APR_ARRAY_IDX(l->deps, i, view_dep_t);
        const char *uri = apr_pstrcat(p, SCHEME, d->logical, NULL);
        while ((at = strstr(out, uri)))
            out = apr_pstrcat(p, apr_pstrmemdup(p, out, (apr_size_t)(at - out)), d->path,
                              at + strlen(uri), NULL);
    }
    return apr_psprintf(p, "%s.xsl: %s", sheet, out);
}

static xmlDocPtr load_again(void *baton, const char *uri)
{
    return read_sheet(uri, NULL);
}

/* The compiled form beside libxslt's. The same files are read again, as they were: libxslt changes
 * its documents while it compiles them. */
static void compile_program(view_sheet_t *s, loading_t *l, const char *sheet)
{
    loading_t again = *l;
    const char *reason = NULL;
    apr_pool_create(&again.p, s->pool);
    again.deps = apr_array_make(again.p, 8, sizeof(view_dep_t));
    loading = &again;
    s->program = xv_compile(s->pool, apr_pstrcat(again.p, SCHEME, sheet, ".xsl", NULL), load_again,
                            NULL, smm_func_host(), &reason);
    if (!s->program && *reason) {
        char *rest = NULL, *line = apr_strtok(apr_pstrdup(again.p, reason), "\n", &rest);
        for (; line; line = apr_strtok(NULL, "\n", &rest)) {
            again.faults = line;
            s->reason = apr_pstrcat(s->pool, s->reason ? s->reason : "", s->reason ? "\n" : "",
                                    tidy(again.p, sheet, &again), NULL);
        }
    }
    loading = l;
    apr_pool_destroy(again.p);
}

/* libxslt's process-wide hooks, borrowed for one compilation. */
typedef struct hooks_t {
    xsltDocLoaderFunc loader;
    xmlGenericErrorFunc error;
    void *baton;
    xmlStructuredErrorFunc xml;
    void *xml_baton;
} hooks_t;

static void begin(hooks_t *h, loading_t *l)
{
    pthread_mutex_lock(&compiling);
    h->xml = xmlStructuredError;
    h->xml_baton = xmlStructuredErrorContext;
    h->loader = xsltDocDefaultLoader;
    h->error = xsltGenericError;
    h->baton = xsltGenericErrorContext;
    loading = l;
    xsltSetLoaderFunc(load);
    xsltSetGenericErrorFunc(NULL, on_xslt_error);
    xmlSetStructuredErrorFunc(NULL, on_xml_error);
}

static void end(const hooks_t *h)
{
    xmlSetStructuredErrorFunc(h->xml_baton, h->xml);
    xsltSetGenericErrorFunc(h->baton, h->error);
    xsltSetLoaderFunc(h->loader);
    loading = NULL;
    pthread_mutex_unlock(&compiling);
}

static xsltStylesheetPtr parse(apr_pool_t *p, const char *sheet)
{
    xmlDocPtr doc = read_sheet(apr_pstrcat(p, SCHEME, sheet, ".xsl", NULL), NULL);
    xsltStylesheetPtr style = doc ? xsltParseStylesheetDoc(doc) : NULL;
    if (doc && !style)
        xmlFreeDoc(doc);
    return style;
}

view_sheet_t *smm_sheet_compile(apr_pool_t *p, const char *root, const char *theme,
                                const char *sheet, const char **error)
{
    view_sheet_t *s = apr_pcalloc(p, sizeof *s);
    loading_t l = {p, root, theme, NULL, NULL, 0};
    hooks_t h;
    s->pool = p;
    s->root = apr_pstrdup(p, root);
    s->theme = apr_pstrdup(p, theme);
    s->name = apr_pstrdup(p, sheet);
    s->deps = l.deps = apr_array_make(p, 8, sizeof(view_dep_t));
    begin(&h, &l);
    s->style = parse(p, sheet);
    if (s->style)
        compile_program(s, &l, sheet);
    end(&h);
    if (!s->style) {
        *error = tidy(p, sheet, &l);
        return NULL;
    }
    if (s->program) /* libxslt found no fault; its form, 2 MB a sheet, is made again if needed */
        free_style(s);
    apr_pool_cleanup_register(p, s, free_style, apr_pool_cleanup_null);
    return s;
}

xsltStylesheetPtr smm_sheet_style(const view_sheet_t *sheet)
{
    view_sheet_t *s = (view_sheet_t *)sheet;
    loading_t l = {NULL, s->root, s->theme, NULL, NULL, 0};
    xsltStylesheetPtr style = __atomic_load_n(&s->style, __ATOMIC_ACQUIRE);
    hooks_t h;
    if (style)
        return style;
    apr_pool_create_unmanaged_ex(&l.p, NULL, NULL);
    l.deps = apr_array_make(l.p, 8, sizeof(view_dep_t));
    begin(&h, &l);
    style = s->style; /* another thread was faster */
    if (!style) {
        style = parse(l.p, s->name);
        __atomic_store_n(&s->style, style, __ATOMIC_RELEASE);
    }
    end(&h);
    apr_pool_destroy(l.p);
    return style;
}

int smm_sheet_changed(const view_sheet_t *sheet, const char *root, const char *theme, apr_pool_t *p)
{
    int i;
    for (i = 0; i < sheet->deps->nelts; i++) {
        const view_dep_t *d = &APR_ARRAY_IDX(sheet->deps, i, view_dep_t);
        const char *path = smm_theme_file(p, root, theme, d->logical, d->root_only);
        apr_finfo_t fi;
        if (!path || strcmp(path, d->path) ||
            apr_stat(&fi, path, APR_FINFO_MTIME | APR_FINFO_SIZE, p) != APR_SUCCESS ||
            fi.mtime != d->mtime || fi.size != d->size)
            return 1;
    }
    return 0;
}
