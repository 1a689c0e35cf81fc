/* SPDX-License-Identifier: Apache-2.0 */
/* View models as XML text, and back; article bodies as child nodes. */
#include <string.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include "vm_int.h"

typedef struct buf_t {
    apr_pool_t *p;
    char *s;
    size_t len, cap;
} buf_t;

static void put(buf_t *b, const char *s, size_t n)
{
    if (b->len + n + 1 > b->cap) {
        size_t cap = (b->cap * 2 > b->len + n + 1) ? b->cap * 2 : b->len + n + 1;
        char *s2 = apr_palloc(b->p, cap);
        if (b->len)
            memcpy(s2, b->s, b->len);
        b->s = s2;
        b->cap = cap;
    }
    memcpy(b->s + b->len, s, n);
    b->len += n;
    b->s[b->len] = '\0';
}

static void puts_(buf_t *b, const char *s)
{
    put(b, s, strlen(s));
}

/* Text and attribute values alike: TAB, LF and CR as references, so that a parser gives back the
 * same value. */
static void put_escaped(buf_t *b, const char *s, int attr)
{
    const char *from = s;
    for (;; s++) {
        const char *r = NULL;
        switch (*s) {
        case '&':
            r = "&amp;";
            break;
        case '<':
            r = "&lt;";
            break;
        case '>':
            r = "&gt;";
            break;
        case '"':
            r = attr ? "&quot;" : NULL;
            break;
        case '\r':
            r = "&#13;";
            break;
        case '\n':
            r = attr ? "&#10;" : NULL;
            break;
        case '\t':
            r = attr ? "&#9;" : NULL;
            break;
        case '\0':
            break;
        default:
            continue;
        }
        if (r || !*s) {
            put(b, from, (size_t)(s - from));
            if (!*s)
                return;
            puts_(b, r);
            from = s + 1;
        }
    }
}

static void write_node(buf_t *b, const vm_node_t *n)
{
    const vm_attr_t *a;
    const vm_node_t *c;
    if (!n->name) {
        put_escaped(b, n->text, 0);
        return;
    }
    puts_(b, "<");
    puts_(b, n->name);
    for (a = n->attrs; a; a = a->next) {
        puts_(b, " ");
        puts_(b, a->name);
        puts_(b, "=\"");
        put_escaped(b, a->value, 1);
        puts_(b, "\"");
    }
    if (!n->child) {
        puts_(b, "/>");
        return;
    }
    puts_(b, ">");
    for (c = n->child; c; c = c->next)
        write_node(b, c);
    puts_(b, "</");
    puts_(b, n->name);
    puts_(b, ">");
}

SMM_DECLARE(void)
smm_vm_write_xml(const smm_vm_t *vm, apr_pool_t *p, const char **out, apr_size_t *len)
{
    buf_t b = {p, NULL, 0, 0};
    b.cap = 16384;
    b.s = apr_palloc(p, b.cap);
    puts_(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (vm->root)
        write_node(&b, vm->root);
    puts_(&b, "\n");
    *out = b.s;
    *len = b.len;
}

/* Entities other than the five of XML, DTDs, XInclude and the network are all off. */
static xmlDocPtr parse(const char *xml, size_t len)
{
    xmlParserCtxtPtr ctxt = xmlNewParserCtxt();
    xmlDocPtr doc = NULL;
    if (!ctxt)
        return NULL;
    doc = xmlCtxtReadMemory(ctxt, xml, (int)len, NULL, "UTF-8",
                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                XML_PARSE_NOCDATA);
    if (doc && (!ctxt->wellFormed || doc->intSubset)) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    xmlFreeParserCtxt(ctxt);
    return doc;
}

static void copy_attrs(smm_vm_t *vm, const xmlNode *n)
{
    const xmlAttr *a;
    for (a = n->properties; a; a = a->next) {
        xmlChar *v = xmlNodeListGetString(n->doc, a->children, 1);
        smm_vm_attr(vm, apr_pstrdup(vm->pool, (const char *)a->name), v ? (const char *)v : "");
        xmlFree(v);
    }
}

static void copy_tree(smm_vm_t *vm, const xmlNode *n)
{
    for (; n; n = n->next) {
        if (n->type == XML_TEXT_NODE && n->content)
            smm_vm_text(vm, (const char *)n->content);
        if (n->type != XML_ELEMENT_NODE)
            continue;
        smm_vm_el(vm, apr_pstrdup(vm->pool, (const char *)n->name));
        copy_attrs(vm, n);
        copy_tree(vm, n->children);
        smm_vm_end(vm);
    }
}

SMM_DECLARE(smm_vm_t *) smm_vm_read_xml(apr_pool_t *p, const char *xml, apr_size_t len)
{
    xmlDocPtr doc = parse(xml, len);
    smm_vm_t *vm;
    if (!doc)
        return NULL;
    vm = smm_vm_make(p);
    copy_tree(vm, xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
    return vm;
}

/* ---- article bodies -------------------------------------------------------------------------- */

/* Checked on save too; the second check keeps a row written by other means from becoming script. */
static const char *const ELEMENTS =
    " p h2 h3 h4 ul ol li dl dt dd strong em b i code pre blockquote a br hr "
    "table thead tbody tr th td img kbd small sub sup span div ";

static int allowed_element(const char *name)
{
    const char *at = strstr(ELEMENTS, name);
    size_t n = strlen(name);
    while (at && !(at > ELEMENTS && at[-1] == ' ' && at[n] == ' '))
        at = strstr(at + 1, name);
    return at != NULL;
}

/* A relative reference, or one with a scheme that cannot run code. */
static int safe_url(const char *u)
{
    size_t n = strcspn(u, ":/?#");
    if (u[n] != ':')
        return *u != '\0' && (unsigned char)*u > ' ';
    return !strncasecmp(u, "https:", 6) || !strncasecmp(u, "http:", 5) ||
           !strncasecmp(u, "mailto:", 7);
}

static int allowed_attr(const char *name, const char *value)
{
    if (!strcmp(name, "href") || !strcmp(name, "src"))
        return safe_url(value);
    return !strcmp(name, "title") || !strcmp(name, "alt") || !strcmp(name, "id") ||
           !strcmp(name, "lang") || !strcmp(name, "dir") || !strcmp(name, "colspan") ||
           !strcmp(name, "rowspan") || !strcmp(name, "scope") || !strcmp(name, "start") ||
           !strcmp(name, "width") || !strcmp(name, "height");
}

static void copy_body(smm_vm_t *vm, const xmlNode *n)
{
    const xmlAttr *a;
    for (; n; n = n->next) {
        if (n->type == XML_TEXT_NODE && n->content)
            smm_vm_text(vm, (const char *)n->content);
        if (n->type != XML_ELEMENT_NODE || !strcmp((const char *)n->name, "script") ||
            !strcmp((const char *)n->name, "style"))
            continue;
        if (!allowed_element((const char *)n->name)) {
            copy_body(vm, n->children); /* the words stay, the element goes */
            continue;
        }
        smm_vm_el(vm, apr_pstrdup(vm->pool, (const char *)n->name));
        for (a = n->properties; a; a = a->next) {
            xmlChar *v = xmlNodeListGetString(n->doc, a->children, 1);
            if (v && allowed_attr((const char *)a->name, (const char *)v))
                smm_vm_attr(vm, apr_pstrdup(vm->pool, (const char *)a->name), (const char *)v);
            xmlFree(v);
        }
        copy_body(vm, n->children);
        smm_vm_end(vm);
    }
}

SMM_DECLARE(void) smm_vm_xhtml(smm_vm_t *vm, const char *xhtml)
{
    xmlDocPtr doc;
    const char *whole;
    if (!xhtml || !*xhtml || !vm->open)
        return;
    whole = apr_pstrcat(vm->pool, "<x>", smm_vm_clean(vm->pool, xhtml), "</x>", NULL);
    doc = parse(whole, strlen(whole));
    if (!doc) {
        smm_vm_text(vm, xhtml);
        return;
    }
    copy_body(vm, xmlDocGetRootElement(doc)->children);
    xmlFreeDoc(doc);
}
