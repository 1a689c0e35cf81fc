/* SPDX-License-Identifier: Apache-2.0 */
/* One transformation: the tree becomes a libxml2 document, the sheet runs, the result is
 * serialised. */
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <apr_strings.h>
#include <libxml/tree.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include "smm_metrics.h"
#include "smm_tz.h"
#include "view_int.h"

/* A page has some thousand templates; these only stop a sheet that never ends. */
#define MAX_DEPTH 400
#define MAX_OPS 50000000UL

/* Times are shown as the reader's clock has them: "2026-11-23T14:44:00+05:30". */
static const char *shown(const vm_attr_t *a, const smm_tz_t *tz, char *text)
{
    return a->at && tz ? smm_tz_text(text, tz, a->at) : a->value;
}

const char *smm_render_time(const view_render_t *r, const vm_attr_t *a)
{
    char text[SMM_TZ_TEXT];
    const smm_tz_t *tz = smm_tz(r->zone);
    return tz ? apr_pstrdup(r->pool, shown(a, tz, text)) : a->value;
}

static void build(xmlDocPtr doc, xmlNodePtr up, const vm_node_t *n, const smm_tz_t *tz)
{
    const vm_attr_t *a;
    char text[SMM_TZ_TEXT];
    for (; n; n = n->next) {
        xmlNodePtr x;
        if (!n->name) {
            xmlAddChild(up, xmlNewDocText(doc, (const xmlChar *)n->text));
            continue;
        }
        x = xmlNewDocNodeEatName(
            doc, NULL, (xmlChar *)xmlDictLookup(doc->dict, (const xmlChar *)n->name, -1), NULL);
        if (!x)
            return;
        if (up)
            xmlAddChild(up, x);
        else
            xmlDocSetRootElement(doc, x);
        for (a = n->attrs; a; a = a->next)
            xmlNewNsPropEatName(x, NULL,
                                (xmlChar *)xmlDictLookup(doc->dict, (const xmlChar *)a->name, -1),
                                (const xmlChar *)shown(a, tz, text));
        build(doc, x, n->child, tz);
    }
}

/* The stylesheet's dictionary is shared, so names compare by address and nothing is added to it. */
static xmlDocPtr document(const smm_vm_t *vm, xmlDictPtr dict, const smm_tz_t *tz)
{
    xmlDocPtr doc = xmlNewDoc((const xmlChar *)"1.0");
    if (!doc)
        return NULL;
    doc->dict = xmlDictCreateSub(dict);
    if (doc->dict && vm->root)
        build(doc, NULL, vm->root, tz);
    return doc;
}

static void first_error(view_render_t *r, const char *text)
{
    char *s;
    size_t n;
    if (r->error && strlen(r->error) > 500)
        return;
    s = apr_pstrcat(r->pool, r->error ? r->error : "", text, NULL);
    for (n = 0; s[n]; n++) {
        if (s[n] == '\n')
            s[n] = s[n + 1] ? ';' : ' ';
    }
    r->error = s;
}

__attribute__((format(printf, 2, 3))) static void on_error(void *baton, const char *fmt, ...)
{
    char line[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    first_error(baton, line);
}

static void on_xml_error(void *baton, xmlErrorPtr e)
{
    if (e && e->message && e->level >= XML_ERR_ERROR)
        first_error(baton, e->message);
}

xmlDocPtr smm_sheet_apply(const view_sheet_t *sheet, const smm_vm_t *vm, xsltSecurityPrefsPtr sec,
                          view_render_t *r)
{
    xsltTransformContextPtr ctxt;
    xsltStylesheetPtr style = smm_sheet_style(sheet);
    xmlDocPtr doc = style ? document(vm, style->dict, smm_tz(r->zone)) : NULL, res = NULL;
    xsltTransformState state;
    xmlGenericErrorFunc old_error = xmlGenericError;
    void *old_baton = xmlGenericErrorContext;
    if (!doc || !(ctxt = xsltNewTransformContext(style, doc))) {
        r->error = style ? "out of memory" : "the sheet's files do not compile any more";
        if (doc)
            xmlFreeDoc(doc);
        return NULL;
    }
    ctxt->_private = r;
    ctxt->maxTemplateDepth = MAX_DEPTH;
    ctxt->opLimit = MAX_OPS;
    xsltSetCtxtSecurityPrefs(sec, ctxt);
    xsltSetTransformErrorFunc(ctxt, r, on_error);
    ctxt->xpathCtxt->error = on_xml_error;
    ctxt->xpathCtxt->userData = r;
    smm_func_register(ctxt);
    xmlSetGenericErrorFunc(r,
                           on_error); /* of this thread; names the function that does not exist */
    res = xsltApplyStylesheetUser(style, doc, NULL, NULL, NULL, ctxt);
    xmlSetGenericErrorFunc(old_baton, old_error);
    state = ctxt->state;
    xsltFreeTransformContext(ctxt);
    xmlFreeDoc(doc);
    if (!res || state != XSLT_STATE_OK) {
        if (res)
            xmlFreeDoc(res);
        if (!r->error)
            r->error = "the sheet stopped";
        return NULL;
    }
    return res;
}

void smm_render_prepare(view_render_t *r, const smm_view_theme_t *t, const smm_vm_t *vm,
                        const char *lang, apr_pool_t *p)
{
    const vm_node_t *n;
    const vm_attr_t *a;
    memset(r, 0, sizeof *r);
    r->pool = p;
    r->cat = smm_theme_catalog(t, lang);
    r->assets = t->assets;
    r->base = r->currency = "";
    r->zone = smm_vm_root_attr(vm, "zone"); /* mails */
    for (n = vm->root ? vm->root->child : NULL; n; n = n->next) {
        int site = n->name && !strcmp(n->name, "site"), user = n->name && !strcmp(n->name, "user");
        for (a = site || user ? n->attrs : NULL; a; a = a->next) {
            if (site && !strcmp(a->name, "base"))
                r->base = a->value;
            if (site && !strcmp(a->name, "currency"))
                r->currency = a->value;
            if (user && !strcmp(a->name, "timezone"))
                r->zone = a->value;
        }
        if (user || (n->name && !strcmp(n->name, "content")))
            return;
    }
}

/* A page by libxslt. */
static int by_libxslt(smm_view_theme_t *t, const view_sheet_t *s, const smm_vm_t *vm,
                      view_render_t *r, const char **out, apr_size_t *len)
{
    xmlChar *bytes = NULL;
    int n = 0, ok;
    xmlDocPtr res = smm_sheet_apply(s, vm, t->sec, r);
    if (res && xsltSaveResultToString(&bytes, &n, res, s->style) < 0)
        r->error = "the result cannot be written";
    if (res)
        xmlFreeDoc(res);
    ok = bytes != NULL;
    if (ok) {
        *out = apr_pstrmemdup(r->pool, (const char *)bytes, (apr_size_t)n);
        *len = (apr_size_t)n;
    }
    xmlFree(bytes);
    return ok ? 0 : -1;
}

static void count(const char *engine)
{
    static smm_metric_t *fast, *slow, *stopped;
    static const char HELP[] = "Pages by the engine that wrote them; stopped: begun by the "
                               "compiled sheet, finished by libxslt.";
    if (!fast) {
        stopped = smm_counter("smm_view_renders_total{engine=\"stopped\"}", HELP);
        slow = smm_counter("smm_view_renders_total{engine=\"libxslt\"}", HELP);
        fast = smm_counter("smm_view_renders_total{engine=\"compiled\"}", HELP);
    }
    smm_metric_add(*engine == 'c' ? fast : *engine == 'l' ? slow : stopped, 1);
}

/* The compiled sheet, or libxslt: each whole pages only. */
int smm_render_html(smm_view_theme_t *t, view_sheet_t *s, const smm_vm_t *vm, view_render_t *r,
                    const char *view, const char **out, apr_size_t *len)
{
    const char *why = NULL;
    if (t->engine == SMM_VIEW_COMPILED && s->program) {
        if (xv_run(s->program, vm, r, NULL, r->pool, out, len, &why) == 0) {
            count("compiled");
            return 0;
        }
        count("stopped");
        if (t->log && !atomic_exchange(&s->told, 1))
            t->log(t->log_baton,
                   apr_psprintf(r->pool, "%s.xsl: rendered by libxslt: %s", view, why));
    }
    count("libxslt");
    return by_libxslt(t, s, vm, r, out, len);
}

SMM_DECLARE(int)
smm_view_render(const smm_view_theme_t *theme, smm_vm_t *vm, const char *view, const char *lang,
                apr_pool_t *p, const char **out, apr_size_t *len)
{
    smm_view_theme_t *t = (smm_view_theme_t *)theme;
    view_render_t r;
    view_sheet_t *s;
    int rv;
    *len = 0;
    s = smm_theme_acquire(t, apr_pstrcat(p, "xsl/", view, NULL), p, out);
    if (!s)
        return -1;
    smm_render_prepare(&r, t, vm, lang ? lang : smm_vm_root_attr(vm, "lang"), p);
    rv = smm_render_html(t, s, vm, &r, view, out, len);
    smm_theme_release(t, s);
    if (rv) {
        *out = apr_psprintf(p, "%s.xsl: %s", view, r.error ? r.error : "empty result");
        return -1;
    }
    if (smm_vm_root_attr(vm, "fragment") && !strncmp(*out, "<!DOCTYPE", 9)) {
        const char *end = strchr(*out, '\n');
        if (end) {
            *len -= (apr_size_t)(end + 1 - *out);
            *out = end + 1;
        }
    }
    return 0;
}
