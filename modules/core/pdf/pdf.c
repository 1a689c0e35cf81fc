/* SPDX-License-Identifier: Apache-2.0 */
/* From the view model to the parts of a document. */
#include "config.h"
#include <pthread.h>
#include <string.h>
#include <apr_strings.h>
#include <libxml/HTMLparser.h>
#include "../view/smm_view.h"
#include "pdf_int.h"

static const char *attr(apr_pool_t *p, xmlNodePtr n, const char *name)
{
    xmlChar *v = xmlGetNoNsProp(n, (const xmlChar *)name);
    const char *s = v ? apr_pstrdup(p, (const char *)v) : "";

    xmlFree(v);
    return s;
}

static const char *text_of(apr_pool_t *p, xmlNodePtr n)
{
    xmlChar *v = xmlNodeGetContent(n);
    char *s = apr_pstrdup(p, v ? (const char *)v : ""), *c;

    xmlFree(v);
    for (c = s; *c; c++) /* an address typed in two lines stays in two; a tab is a blank */
        if (*c == '\t' || *c == '\r')
            *c = ' ';
    return s;
}

static int is(xmlNodePtr n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0;
}

static void block(apr_pool_t *p, xmlNodePtr n, pdf_block_t *b)
{
    xmlNodePtr l;

    b->title = attr(p, n, "title");
    b->lines = apr_array_make(p, 8, sizeof(pdf_line_t));
    for (l = n->children; l; l = l->next) {
        pdf_line_t line;

        if (!is(l, "p"))
            continue;
        line.label = attr(p, l, "title");
        line.cls = attr(p, l, "class");
        line.text = text_of(p, l);
        if (*line.text || *line.label)
            APR_ARRAY_PUSH(b->lines, pdf_line_t) = line;
    }
}

static void cell(apr_pool_t *p, xmlNodePtr n, pdf_cell_t *c)
{
    xmlNodePtr k;

    c->num = strcmp(attr(p, n, "class"), "num") == 0;
    c->main = c->sub = "";
    for (k = n->children; k; k = k->next) {
        if (is(k, "i"))
            c->sub = text_of(p, k);
        else if (is(k, "b") || k->type == XML_TEXT_NODE)
            c->main = apr_pstrcat(p, c->main, text_of(p, k), NULL);
    }
}

static void rows(apr_pool_t *p, xmlNodePtr table, pdf_doc_t *d)
{
    xmlNodePtr tr, td;

    for (tr = table->children; tr; tr = tr->next) {
        pdf_row_t row = {0};

        if (is(tr, "tbody") || is(tr, "thead"))
            rows(p, tr, d);
        if (!is(tr, "tr"))
            continue;
        for (td = tr->children; td && row.n < PDF_COLS; td = td->next)
            if (is(td, "td") || is(td, "th")) {
                row.head |= is(td, "th");
                cell(p, td, &row.cell[row.n++]);
            }
        if (row.n)
            APR_ARRAY_PUSH(d->rows, pdf_row_t) = row;
    }
}

static xmlNodePtr find_doc(xmlNodePtr n)
{
    xmlNodePtr in;

    for (; n; n = n->next) {
        xmlChar *cls = is(n, "div") ? xmlGetNoNsProp(n, (const xmlChar *)"class") : NULL;
        int found = cls && strcmp((const char *)cls, "doc") == 0;

        xmlFree(cls);
        if (found)
            return n;
        if ((in = find_doc(n->children)))
            return in;
    }
    return NULL;
}

static void part(apr_pool_t *p, xmlNodePtr n, pdf_doc_t *d)
{
    const char *cls = attr(p, n, "class");
    xmlNodePtr k;

    if (is(n, "table"))
        rows(p, n, d);
    else if (strcmp(cls, "brand") == 0)
        d->brand = text_of(p, n);
    else if (strcmp(cls, "kind") == 0)
        d->kind = text_of(p, n);
    else if (strcmp(cls, "foot") == 0)
        d->foot = text_of(p, n);
    else if (strcmp(cls, "from") == 0)
        block(p, n, &d->from);
    else if (strcmp(cls, "facts") == 0)
        block(p, n, &d->facts);
    else if (strcmp(cls, "totals") == 0)
        block(p, n, &d->totals);
    else if (strcmp(cls, "notes") == 0)
        block(p, n, &d->notes);
    else if (strcmp(cls, "cols") == 0)
        for (k = n->children; k; k = k->next)
            if (is(k, "div"))
                block(p, k, apr_array_push(d->cols));
}

int smm_pdf_read(apr_pool_t *p, const char *html, apr_size_t len, pdf_doc_t *d)
{
    htmlDocPtr doc = htmlReadMemory(html, (int)len, NULL, "UTF-8",
                                    HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    xmlNodePtr root = doc ? find_doc(xmlDocGetRootElement(doc)) : NULL, n;
    pdf_block_t none = {"", apr_array_make(p, 1, sizeof(pdf_line_t))};

    memset(d, 0, sizeof(*d));
    if (root) {
        d->title = attr(p, root, "data-title");
        d->author = attr(p, root, "data-author");
        d->subject = attr(p, root, "data-subject");
        d->keywords = attr(p, root, "data-keywords");
        d->date = attr(p, root, "data-date");
        d->mark = attr(p, root, "data-mark");
        d->page_of = attr(p, root, "data-page");
        d->lang = attr(p, root, "lang");
        d->rtl = strcmp(attr(p, root, "dir"), "rtl") == 0;
        d->brand = d->kind = d->foot = "";
        d->from = d->facts = d->totals = d->notes = none;
        d->cols = apr_array_make(p, 4, sizeof(pdf_block_t));
        d->rows = apr_array_make(p, 16, sizeof(pdf_row_t));
        for (n = root->children; n; n = n->next)
            if (n->type == XML_ELEMENT_NODE)
                part(p, n, d);
    }
    if (doc)
        xmlFreeDoc(doc);
    return root ? 0 : -1;
}

/* ---- fonts ------------------------------------------------------------------------------------
 * Pango's objects belong to one thread at a time, and a font map a thread would hold the fonts many
 * times: there is one map and one lock. It is made at the first document, so never in httpd's
 * parent, which unloads modules when it reloads. */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static PangoFontMap *fonts;

static PangoContext *context(const char *lang)
{
    PangoContext *c;

    if (!fonts && !(fonts = pango_cairo_font_map_new()))
        return NULL;
    c = pango_font_map_create_context(fonts);
    if (c) {
        pango_context_set_language(c, pango_language_from_string(*lang ? lang : "en"));
        /* each text finds its own direction; amounts, which have none, run from left to right */
        pango_context_set_base_dir(c, PANGO_DIRECTION_LTR);
        pango_context_set_round_glyph_positions(c, FALSE);
    }
    return c;
}

int smm_pdf_render(const smm_view_theme_t *theme, smm_vm_t *vm, const char *view, const char *lang,
                   apr_pool_t *p, const char **out, apr_size_t *len)
{
    const char *html = NULL, *fault = "the fonts cannot be loaded";
    apr_size_t n = 0;
    PangoContext *pango;
    pdf_doc_t doc;

    if (smm_view_render(theme, vm, view, lang, p, &html, &n) != 0) {
        *out = html ? html : "the sheet failed";
        return -1;
    }
    if (smm_pdf_read(p, html, n, &doc) != 0) {
        *out = apr_pstrcat(p, view, ".xsl: no <div class=\"doc\"> in its result", NULL);
        return -1;
    }
    pthread_mutex_lock(&lock);
    pango = context(doc.lang);
    if (pango) {
        fault = smm_pdf_set(p, pango, &doc, out, len);
        g_object_unref(pango);
    }
    pthread_mutex_unlock(&lock);
    if (fault)
        *out = fault;
    return fault ? -1 : 0;
}
