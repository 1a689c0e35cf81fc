/* SPDX-License-Identifier: Apache-2.0 */
/* Mails: the sheet gives simple HTML; its title is the subject and the plain text is read off its
 * elements. */
#include <string.h>
#include <apr_strings.h>
#include <libxml/HTMLparser.h>
#include "view_int.h"

#define WIDTH 74

typedef struct text_t {
    apr_pool_t *p;
    char *s;
    size_t len, cap;
    int column;   /* characters on the current line */
    int newlines; /* line ends wanted before the next word */
    int space;    /* a blank wanted before the next word */
} text_t;

static void put(text_t *t, const char *s, size_t n)
{
    if (t->len + n + 1 > t->cap) {
        char *s2 = apr_palloc(t->p, (t->cap = 2 * (t->len + n + 1)));
        memcpy(s2, t->s, t->len);
        t->s = s2;
    }
    memcpy(t->s + t->len, s, n);
    t->len += n;
    t->s[t->len] = '\0';
}

static size_t chars(const char *s, size_t n)
{
    size_t i, c = 0;
    for (i = 0; i < n; i++)
        c += ((unsigned char)s[i] & 0xC0) != 0x80;
    return c;
}

static void word(text_t *t, const char *s, size_t n)
{
    int w = (int)chars(s, n);
    if (!t->newlines && t->space && t->column + 1 + w > WIDTH)
        t->newlines = 1; /* long words, addresses above all, are never broken */
    if (t->newlines && t->len) {
        put(t, "\n\n", (size_t)t->newlines);
        t->column = 0;
    } else if (t->space && t->column) {
        put(t, " ", 1);
        t->column++;
    }
    t->newlines = t->space = 0;
    put(t, s, n);
    t->column += w;
}

static void words(text_t *t, const char *s)
{
    while (*s) {
        size_t n = strcspn(s, " \t\r\n");
        if (n)
            word(t, s, n);
        s += n;
        if (*s) {
            t->space = 1;
            s += strspn(s, " \t\r\n");
        }
    }
}

static void want(text_t *t, int newlines)
{
    if (t->newlines < newlines)
        t->newlines = newlines;
    t->space = 0;
}

static int is(const xmlNode *n, const char *names)
{
    const char *at = strstr(names, (const char *)n->name);
    size_t l = strlen((const char *)n->name);
    for (; at; at = strstr(at + 1, (const char *)n->name)) {
        if (at[-1] == ' ' && at[l] == ' ')
            return 1;
    }
    return 0;
}

static void walk(text_t *t, const xmlNode *n)
{
    for (; n; n = n->next) {
        xmlChar *href;
        int block;
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
            words(t, (const char *)n->content);
            continue;
        }
        if (n->type != XML_ELEMENT_NODE || is(n, " head style script img "))
            continue;
        if ((href = xmlGetNoNsProp((xmlNodePtr)n,
                                   (const xmlChar *)"data-text"))) { /* data-text="no": HTML only */
            xmlFree(href);
            continue;
        }
        block = is(n, " p h1 h2 h3 ul ol table blockquote pre ") ? 2
                : is(n, " div li tr br dt dd hr ")               ? 1
                                                                 : 0;
        if (block)
            want(t, block);
        if (is(n, " li "))
            words(t, "- ");
        if (is(n, " hr "))
            words(t, "--");
        if (is(n, " td th "))
            t->space = 1;
        walk(t, n->children);
        if (is(n, " a ") && (href = xmlGetNoNsProp((xmlNodePtr)n, (const xmlChar *)"href"))) {
            xmlChar *shown = xmlNodeGetContent((xmlNodePtr)n);
            if (strcmp((const char *)href, (const char *)shown)) {
                words(t, ":");
                want(t, 1);
                words(t, (const char *)href);
                want(t, 1);
            }
            xmlFree(shown);
            xmlFree(href);
        }
        if (block)
            want(t, block);
    }
}

static const xmlNode *element(const xmlNode *n, const char *name)
{
    for (; n; n = n->next) {
        const xmlNode *in;
        if (n->type != XML_ELEMENT_NODE)
            continue;
        if (!strcmp((const char *)n->name, name))
            return n;
        if ((in = element(n->children, name)))
            return in;
    }
    return NULL;
}

/* One line, so that nothing can follow it as a header. */
static const char *one_line(apr_pool_t *p, const xmlNode *title)
{
    xmlChar *v = title ? xmlNodeGetContent((xmlNodePtr)title) : NULL;
    text_t t = {p, NULL, 0, 0, -100000, 0, 0};
    t.s = apr_pstrdup(p, "");
    if (v)
        words(&t, (const char *)v);
    xmlFree(v);
    return t.s;
}

SMM_DECLARE(int)
smm_view_mail(const smm_view_theme_t *theme, smm_vm_t *vm, const char *view, const char *lang,
              apr_pool_t *p, const char **subject, const char **text, const char **html)
{
    smm_view_theme_t *t = (smm_view_theme_t *)theme;
    view_render_t r;
    view_sheet_t *s = smm_theme_acquire(t, apr_pstrcat(p, "mail/", view, NULL), p, text);
    htmlDocPtr doc;
    text_t out = {p, NULL, 0, 0, 0, 0, 0};
    apr_size_t len = 0;
    int bad;
    if (!s)
        return -1;
    smm_render_prepare(&r, t, vm, lang ? lang : smm_vm_root_attr(vm, "lang"), p);
    bad = smm_render_html(t, s, vm, &r, apr_pstrcat(p, "mail/", view, NULL), html, &len);
    smm_theme_release(t, s);
    doc = bad ? NULL
              : htmlReadMemory(*html, (int)len, NULL, "UTF-8",
                               HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    if (!doc) {
        *text = apr_psprintf(p, "mail/%s.xsl: %s", view, r.error ? r.error : "empty result");
        return -1;
    }
    out.s = apr_pstrdup(p, "");
    *subject = one_line(p, element(doc->children, "title"));
    walk(&out, element(doc->children, "body"));
    put(&out, "\n", 1);
    *text = out.s;
    xmlFreeDoc(doc);
    return 0;
}
