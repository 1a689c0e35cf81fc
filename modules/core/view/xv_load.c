/* SPDX-License-Identifier: Apache-2.0 */
/* The files of a sheet: imports by precedence, templates, functions, variables, output. */
#include <stdarg.h>
#include <string.h>
#include <libxml/uri.h>
#include <libxml/xpath.h>
#include "xv_int.h"

#define MAX_IMPORTS 20
#define MAX_REASONS 50 /* lines of what a sheet is refused for */

void xv_refuse(xv_comp_t *c, const xmlNode *at, const char *fmt, ...)
{
    va_list ap;
    const char *text;
    if (c->reason)
        return;
    va_start(ap, fmt);
    text = apr_pvsprintf(c->p, fmt, ap);
    va_end(ap);
    c->reason = at ? apr_psprintf(c->p, "%s:%ld: %s",
                                  at->doc && at->doc->URL ? (const char *)at->doc->URL : "sheet",
                                  xmlGetLineNo(at), text)
                   : text;
}

void xv_note(xv_comp_t *c)
{
    if (c->reason && c->reasons++ < MAX_REASONS)
        c->all = c->all ? apr_pstrcat(c->p, c->all, "\n", c->reason, NULL) : c->reason;
    c->reason = NULL;
}

const char *xv_intern(xv_comp_t *c, const char *s)
{
    const char *known = apr_hash_get(c->names, s, APR_HASH_KEY_STRING);
    if (known)
        return known;
    s = apr_pstrdup(c->p, s);
    apr_hash_set(c->names, s, APR_HASH_KEY_STRING, s);
    return s;
}

const char *xv_attr(xv_comp_t *c, const xmlNode *n, const char *name)
{
    xmlChar *v = xmlGetNoNsProp((xmlNodePtr)n, (const xmlChar *)name);
    const char *s = v ? apr_pstrdup(c->tmp, (const char *)v) : NULL;
    xmlFree(v);
    return s;
}

int xv_is(const xmlNode *n, const char *ns, const char *name)
{
    return n->type == XML_ELEMENT_NODE && n->ns && !strcmp((const char *)n->ns->href, ns) &&
           !strcmp((const char *)n->name, name);
}

xv_mode_t *xv_mode(xv_comp_t *c, const char *name, int *id)
{
    apr_array_header_t *a = c->prog->modes;
    xv_mode_t *m;
    int i;
    name = name ? name : "";
    for (i = 0; i < a->nelts; i++) {
        m = APR_ARRAY_IDX(a, i, xv_mode_t *);
        if (!strcmp(m->name, name)) {
            *id = i;
            return m;
        }
    }
    m = apr_pcalloc(c->p, sizeof *m);
    m->name = apr_pstrdup(c->p, name);
    m->mask = M_TEXT; /* the built-in rules */
    *id = a->nelts;
    APR_ARRAY_PUSH(a, xv_mode_t *) = m;
    return m;
}

/* ---- files ------------------------------------------------------------------------------------
 */

static const char *address(xv_comp_t *c, const xmlNode *n, const xmlDoc *doc)
{
    const char *href = xv_attr(c, n, "href"), *s;
    xmlChar *uri = href ? xmlBuildURI((const xmlChar *)href, doc->URL) : NULL;
    if (!uri) {
        xv_refuse(c, n, "an import without an address");
        return "";
    }
    s = apr_pstrdup(c->tmp, (const char *)uri);
    xmlFree(uri);
    return s;
}

static apr_status_t free_doc(void *doc)
{
    xmlFreeDoc(doc);
    return APR_SUCCESS;
}

/* All sheets declare at most the prefixes that are left out of the result. */
static void check_namespaces(xv_comp_t *c, const xmlNode *top)
{
    const char *out = xv_attr(c, top, "exclude-result-prefixes");
    const char *ext = xv_attr(c, top, "extension-element-prefixes");
    const char *all = apr_pstrcat(c->tmp, " ", out ? out : "", " ", ext ? ext : "", " ", NULL);
    const xmlNs *ns;
    for (ns = top->nsDef; ns; ns = ns->next) {
        const char *word = apr_psprintf(c->tmp, " %s ", ns->prefix ? (const char *)ns->prefix : "");
        if (strcmp((const char *)ns->href, XSL_NS) && (!ns->prefix || !strstr(all, word)))
            xv_refuse(c, top, "the namespace %s would appear in the result",
                      (const char *)ns->href);
    }
}

static xv_file_t *open_file(xv_comp_t *c, const char *uri, const xmlNode *by)
{
    xv_file_t *f = apr_hash_get(c->seen, uri, APR_HASH_KEY_STRING);
    if (f || c->reason)
        return f;
    f = apr_pcalloc(c->tmp, sizeof *f);
    f->uri = uri;
    f->doc = c->load(c->baton, uri);
    f->top = f->doc ? xmlDocGetRootElement(f->doc) : NULL;
    if (f->doc)
        apr_pool_cleanup_register(c->tmp, f->doc, free_doc, apr_pool_cleanup_null);
    if (!f->top) {
        xv_refuse(c, by, "%s cannot be read", uri);
        return NULL;
    }
    if (!xv_is(f->top, XSL_NS, "stylesheet") && !xv_is(f->top, XSL_NS, "transform"))
        xv_refuse(c, f->top, "the root is not xsl:stylesheet");
    check_namespaces(c, f->top);
    apr_hash_set(c->seen, uri, APR_HASH_KEY_STRING, f);
    return f;
}

/*
 * Imports first, then the file itself: ascending precedence. A file that is imported twice counts
 * at its last place only; the first one's templates would always lose against the same ones there.
 */
static void order_files(xv_comp_t *c, const char *uri, const xmlNode *by)
{
    xv_file_t *f = open_file(c, uri, by);
    const xmlNode *n;
    int i, k = 0;
    if (!f || c->reason)
        return;
    if (++c->depth > MAX_IMPORTS) {
        xv_refuse(c, by, "too many nested imports");
        return;
    }
    for (n = f->top->children; n && !c->reason; n = n->next) {
        if (xv_is(n, XSL_NS, "import"))
            order_files(c, address(c, n, f->doc), n);
        else if (xv_is(n, XSL_NS, "include"))
            open_file(c, address(c, n, f->doc), n);
    }
    c->depth--;
    for (i = 0; i < c->files->nelts; i++) {
        if (APR_ARRAY_IDX(c->files, i, xv_file_t *) != f)
            APR_ARRAY_IDX(c->files, k++, xv_file_t *) = APR_ARRAY_IDX(c->files, i, xv_file_t *);
    }
    c->files->nelts = k;
    APR_ARRAY_PUSH(c->files, xv_file_t *) = f;
}

/* ---- what stands in them ----------------------------------------------------------------------
 */

static void insert_rule(xv_mode_t *m, xv_rule_t *r)
{
    xv_rule_t **at = &m->rules;
    while (*at && ((*at)->precedence > r->precedence ||
                   ((*at)->precedence == r->precedence &&
                    ((*at)->priority > r->priority ||
                     ((*at)->priority == r->priority && (*at)->order > r->order)))))
        at = &(*at)->next;
    r->next = *at;
    *at = r;
}

/* Length of the alternative that begins at s: up to a "|" outside brackets and quotes. */
static size_t alternative(const char *s)
{
    size_t i;
    char quote = 0;
    int depth = 0;
    for (i = 0; s[i]; i++) {
        if (quote)
            quote = s[i] == quote ? 0 : quote;
        else if (s[i] == '\'' || s[i] == '"')
            quote = s[i];
        else if (s[i] == '[' || s[i] == '(')
            depth++;
        else if (s[i] == ']' || s[i] == ')')
            depth--;
        else if (s[i] == '|' && depth == 0)
            break;
    }
    return i;
}

static void rules(xv_comp_t *c, xv_unit_t *u, const xmlNode *n, const char *match)
{
    const char *priority = xv_attr(c, n, "priority");
    xv_mode_t *m = xv_mode(c, xv_attr(c, n, "mode"), &u->mode);
    while (!c->reason) {
        size_t len = alternative(match);
        xv_rule_t *r = xv_parse_rule(c, n, apr_pstrmemdup(c->p, match, len));
        if (!r)
            return;
        r->unit = u;
        r->precedence = u->precedence;
        r->order = u->order;
        if (priority)
            r->priority = xmlXPathCastStringToNumber((const xmlChar *)priority);
        insert_rule(m, r);
        if (!match[len])
            return;
        match += len + 1;
    }
}

static xv_unit_t *new_unit(xv_comp_t *c, const xmlNode *n, int precedence)
{
    xv_unit_t *u = apr_pcalloc(c->p, sizeof *u);
    u->node = n;
    u->precedence = precedence;
    u->order = c->order++;
    APR_ARRAY_PUSH(c->units, xv_unit_t *) = u;
    return u;
}

static void a_template(xv_comp_t *c, const xmlNode *n, int precedence)
{
    xv_unit_t *u = new_unit(c, n, precedence);
    const char *name = xv_attr(c, n, "name"), *match = xv_attr(c, n, "match");
    if (name) {
        u->name = xv_intern(c, name);
        apr_hash_set(c->templates, u->name, APR_HASH_KEY_STRING, u);
    }
    if (match)
        rules(c, u, n, match);
}

static void a_function(xv_comp_t *c, const xmlNode *n, int precedence)
{
    xv_unit_t *u = new_unit(c, n, precedence);
    const char *name = xv_attr(c, n, "name"), *local = name ? strchr(name, ':') : NULL;
    const xmlNs *ns;
    const xmlNode *k;
    u->is_function = 1;
    if (!local) {
        xv_refuse(c, n, "a function without a prefixed name");
        return;
    }
    ns = xmlSearchNs(n->doc, (xmlNodePtr)n,
                     (const xmlChar *)apr_pstrmemdup(c->p, name, (apr_size_t)(local - name)));
    if (!ns) {
        xv_refuse(c, n, "the prefix of %s is not declared", name);
        return;
    }
    u->name = apr_pstrcat(c->p, (const char *)ns->href, "#", local + 1, NULL);
    u->params = apr_pcalloc(c->p, 8 * sizeof *u->params);
    for (k = n->children; k && u->nparams < 8; k = k->next) {
        if (xv_is(k, XSL_NS, "param")) {
            const char *pn = xv_attr(c, k, "name");
            u->params[u->nparams++] = xv_intern(c, pn ? pn : "");
        }
    }
    apr_hash_set(c->functions, u->name, APR_HASH_KEY_STRING, u);
}

static void a_global(xv_comp_t *c, const xmlNode *n)
{
    const char *name = xv_attr(c, n, "name");
    xv_global_t *g = name ? apr_hash_get(c->globals, name, APR_HASH_KEY_STRING) : NULL;
    if (!name)
        return;
    if (!g) {
        g = apr_pcalloc(c->p, sizeof *g);
        g->name = xv_intern(c, name);
        g->id = c->prog->globals->nelts;
        g->unit = apr_pcalloc(c->p, sizeof *g->unit);
        APR_ARRAY_PUSH(c->prog->globals, xv_global_t *) = g;
        apr_hash_set(c->globals, g->name, APR_HASH_KEY_STRING, g);
    }
    g->node = n; /* the last one has the highest precedence */
}

static void output(xv_comp_t *c, const xmlNode *n)
{
    const char *s;
    if ((s = xv_attr(c, n, "method")))
        c->output.method = s;
    if ((s = xv_attr(c, n, "encoding")))
        c->output.encoding = s;
    if ((s = xv_attr(c, n, "indent")))
        c->output.indent = s;
    if ((s = xv_attr(c, n, "doctype-system")))
        c->output.system = s;
    if ((s = xv_attr(c, n, "doctype-public")))
        c->output.public_id = s;
}

static void strip(xv_comp_t *c, const xmlNode *n)
{
    const char *what = xv_attr(c, n, "elements");
    if (!what || strcmp(what, "*"))
        xv_refuse(c, n, "strip-space of something else than *");
    c->prog->strip = 1;
}

static void collect(xv_comp_t *c, const xv_file_t *f, int precedence)
{
    static const char *const REFUSED[] = {"key", "attribute-set", "decimal-format",
                                          "namespace-alias", "preserve-space"};
    const xmlNode *n;
    size_t i;
    for (n = f->top->children; n && !c->reason; n = n->next) {
        for (i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
            if (xv_is(n, XSL_NS, REFUSED[i]))
                xv_refuse(c, n, "xsl:%s", REFUSED[i]);
        }
        if (xv_is(n, XSL_NS, "template"))
            a_template(c, n, precedence);
        else if (xv_is(n, XSL_NS, "variable") || xv_is(n, XSL_NS, "param"))
            a_global(c, n);
        else if (xv_is(n, FUNC_NS, "function"))
            a_function(c, n, precedence);
        else if (xv_is(n, XSL_NS, "output"))
            output(c, n);
        else if (xv_is(n, XSL_NS, "strip-space"))
            strip(c, n);
        else if (xv_is(n, XSL_NS, "import") && f->precedence < 0)
            xv_refuse(c, n, "an import inside an included file");
        else if (xv_is(n, XSL_NS, "include")) {
            xv_file_t *in = apr_hash_get(c->seen, address(c, n, f->doc), APR_HASH_KEY_STRING);
            if (in && in->precedence >= 0) {
                in->precedence = -1; /* being included: a circle ends here */
                collect(c, in, precedence);
                in->precedence = 0;
            }
        }
    }
}

void xv_load(xv_comp_t *c, const char *uri)
{
    int i;
    order_files(c, uri, NULL);
    for (i = 0; i < c->files->nelts && !c->reason; i++)
        collect(c, APR_ARRAY_IDX(c->files, i, xv_file_t *), i);
}

/* ---- what a piece may write -------------------------------------------------------------------
 */

static unsigned copy_mask(xv_comp_t *c, const xmlNode *n)
{
    const char *s = xv_attr(c, n, "select"), *colon;
    const xmlNs *ns;
    const xv_unit_t *u;
    size_t len;
    s = s ? s + strspn(s, " \t\r\n") : "";
    len = strcspn(s, "(");
    colon = memchr(s, ':', len);
    if (!colon || !s[len])
        return M_TEXT | M_ELEM;
    ns = xmlSearchNs(n->doc, (xmlNodePtr)n,
                     (const xmlChar *)apr_pstrmemdup(c->tmp, s, (apr_size_t)(colon - s)));
    u = apr_hash_get(
        c->functions,
        apr_pstrcat(c->tmp, ns ? (const char *)ns->href : "", "#",
                    apr_pstrmemdup(c->tmp, colon + 1, (apr_size_t)(s + len - colon - 1)), NULL),
        APR_HASH_KEY_STRING);
    return u ? u->mask : M_TEXT;
}

unsigned xv_mask_all(xv_comp_t *c, const xmlNode *parent)
{
    unsigned m = 0;
    const xmlNode *n;
    for (n = parent->children; n; n = n->next)
        m |= xv_mask(c, n);
    return m;
}

unsigned xv_mask(xv_comp_t *c, const xmlNode *n)
{
    const char *name = (const char *)n->name, *called;
    const xv_unit_t *u;
    int id;
    if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
        return xmlIsBlankNode((xmlNodePtr)n) ? 0 : M_TEXT;
    if (n->type != XML_ELEMENT_NODE)
        return 0;
    if (xv_is(n, FUNC_NS, "result"))
        return xv_attr(c, n, "select") ? M_TEXT : xv_mask_all(c, n);
    if (!n->ns || strcmp((const char *)n->ns->href, XSL_NS))
        return M_ELEM;
    if (!strcmp(name, "variable") || !strcmp(name, "param") || !strcmp(name, "with-param") ||
        !strcmp(name, "sort"))
        return 0;
    if (!strcmp(name, "text") || !strcmp(name, "value-of"))
        return M_TEXT;
    if (!strcmp(name, "attribute"))
        return M_ATTR;
    if (!strcmp(name, "copy-of"))
        return copy_mask(c, n);
    if (!strcmp(name, "call-template")) {
        called = xv_attr(c, n, "name");
        u = called ? apr_hash_get(c->templates, called, APR_HASH_KEY_STRING) : NULL;
        return u ? u->mask : 0;
    }
    if (!strcmp(name, "apply-templates"))
        return xv_mode(c, xv_attr(c, n, "mode"), &id)->mask;
    return xv_mask_all(c, n);
}

void xv_masks(xv_comp_t *c)
{
    int changed = 1, i;
    while (changed && !c->reason) {
        changed = 0;
        for (i = 0; i < c->units->nelts; i++) {
            xv_unit_t *u = APR_ARRAY_IDX(c->units, i, xv_unit_t *);
            unsigned m = u->mask | xv_mask_all(c, u->node);
            xv_mode_t *mode = APR_ARRAY_IDX(c->prog->modes, u->mode, xv_mode_t *);
            if (!u->is_function && xv_attr(c, u->node, "match") && (m | mode->mask) != mode->mask) {
                mode->mask |= m;
                changed = 1;
            }
            changed |= m != u->mask;
            u->mask = m;
        }
    }
}
