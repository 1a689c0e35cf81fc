/* SPDX-License-Identifier: Apache-2.0 */
/* Literal elements and attributes of a sheet to bytes, with HTML's rules for tags. */
#include <string.h>
#include <strings.h>
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include "xv_int.h"

static void bytes(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const char *s)
{
    xv_literal(c, tail, last, s, strlen(s), NULL);
}

static void text(xv_comp_t *c, const char **s, const char *from, size_t n)
{
    *s = apr_pstrcat(c->p, *s, apr_pstrmemdup(c->tmp, from, n), NULL);
}

static xv_expr_t *constant(xv_comp_t *c, const char *s)
{
    xv_expr_t *e = apr_pcalloc(c->p, sizeof *e);
    e->kind = X_STR;
    e->type = T_STR;
    e->s = s;
    return e;
}

/* The end of an expression inside braces: not in quotes. */
static const char *closing(const char *s)
{
    char quote = 0;
    for (; *s; s++) {
        if (quote)
            quote = *s == quote ? 0 : quote;
        else if (*s == '\'' || *s == '"')
            quote = *s;
        else if (*s == '}')
            return s;
    }
    return NULL;
}

/* "a{@b}c": a list of parts; *fixed: the text when there is no expression in it. */
static xv_expr_t *parts(xv_comp_t *c, const xmlNode *at, const char *s, const char **fixed)
{
    xv_expr_t *first = NULL, **tail = &first;
    const char *lit = "", *end;
    *fixed = NULL;
    while (*s && !c->reason) {
        size_t n = strcspn(s, "{}");
        text(c, &lit, s, n);
        s += n;
        if (!*s)
            break;
        if (s[0] == s[1]) {
            text(c, &lit, s, 1);
            s += 2;
            continue;
        }
        end = *s == '{' ? closing(s + 1) : NULL;
        if (!end) {
            xv_refuse(c, at, "a brace that does not close");
            return NULL;
        }
        if (*lit) {
            *tail = constant(c, lit);
            tail = &(*tail)->next;
            lit = "";
        }
        *tail = xv_parse(c, at, apr_pstrmemdup(c->p, s + 1, (apr_size_t)(end - s - 1)));
        if (!*tail)
            return NULL;
        tail = &(*tail)->next;
        s = end + 1;
    }
    if (!first)
        *fixed = lit;
    else if (*lit)
        *tail = constant(c, lit);
    return first;
}

static void literal_attribute(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n,
                              const xmlAttr *a)
{
    const char *name = (const char *)a->name, *fixed;
    xv_context_e how = xv_context((const char *)n->name, name);
    xmlChar *v = xmlNodeListGetString(n->doc, a->children, 1);
    xv_expr_t *e;
    xv_op_t *op;
    if (a->ns)
        xv_refuse(c, n, "the attribute %s in a namespace", name);
    e = parts(c, n, v ? (const char *)v : "", &fixed);
    xmlFree(v);
    if (c->reason)
        return;
    bytes(c, tail, last, " ");
    bytes(c, tail, last, name);
    if (htmlIsBooleanAttr(a->name))
        return;
    if (fixed) {
        if (a->children)
            bytes(c, tail, last, xv_static_value(c->p, fixed, how));
        else
            bytes(c, tail, last, xv_static_value(c->p, "", how));
        return;
    }
    op = xv_op(c, tail, last, O_ATTR);
    op->bytes = "";
    op->context = how;
    op->expr = e;
}

void xv_attribute(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n)
{
    const char *name = xv_attr(c, n, "name");
    xv_op_t *op;
    if (!name || strpbrk(name, "{:} \t\r\n") || !*name || !strcmp(name, "xmlns") ||
        xv_attr(c, n, "namespace")) {
        xv_refuse(c, n, "xsl:attribute with a computed name or a namespace");
        return;
    }
    if (!strcasecmp(name, "name") && !c->element)
        xv_refuse(c, n, "xsl:attribute name=\"name\" away from its element");
    if (!strcasecmp(name, "http-equiv"))
        xv_refuse(c, n, "an http-equiv attribute");
    if (xv_mask_all(c, n) & (M_ELEM | M_ATTR))
        xv_refuse(c, n, "elements inside xsl:attribute");
    op = xv_op(c, tail, last, O_ATTR);
    op->bytes = apr_pstrcat(c->p, " ", name, NULL);
    op->len = strlen(op->bytes);
    op->names = apr_pcalloc(c->p, sizeof *op->names);
    op->names[0] = xv_intern(c, name);
    op->context = htmlIsBooleanAttr((const xmlChar *)name)
                      ? C_RAW
                      : xv_context(c->element ? c->element : "", name);
    op->body = xv_body(c, n->children);
}

/* Where libxml2 would add or change <meta http-equiv>: only the plain case is taken. */
static void check_document(xv_comp_t *c, const xmlNode *n)
{
    const char *name = (const char *)n->name, *up = c->element ? c->element : "";
    const xmlAttr *a;
    const xmlNode *k;
    if (!strcasecmp(name, "head") && strcmp(up, "html"))
        xv_refuse(c, n, "<head> outside <html>");
    if (!strcasecmp(name, "meta")) {
        if (strcasecmp(up, "head"))
            xv_refuse(c, n, "<meta> outside <head>");
        for (a = n->properties; a; a = a->next) {
            if (!strcasecmp((const char *)a->name, "http-equiv"))
                xv_refuse(c, n, "<meta http-equiv>");
        }
    }
    if (strcasecmp(name, "html"))
        return;
    for (k = n->children; k; k = k->next) {
        if (k->type == XML_ELEMENT_NODE)
            break;
    }
    if (*up || strcmp(name, "html") || !k || k->ns || strcmp((const char *)k->name, "head"))
        xv_refuse(c, n, "<html> that does not begin with <head>, or inside an element");
}

static int writes_attributes(xv_comp_t *c, const xmlNode *from)
{
    for (; from; from = from->next) {
        if (xv_mask(c, from) & M_ATTR)
            return 1;
    }
    return 0;
}

/* An instruction that would set again what the tag itself says. */
static void check_twice(xv_comp_t *c, const xmlNode *n, const xmlNode *in)
{
    const xmlNode *k;
    for (k = in->children; k && !c->reason; k = k->next) {
        const char *name;
        if (k->type != XML_ELEMENT_NODE || !k->ns || strcmp((const char *)k->ns->href, XSL_NS))
            continue;
        if (strcmp((const char *)k->name, "attribute")) {
            if (xv_mask(c, k) & M_ATTR)
                check_twice(c, n, k);
        } else if ((name = xv_attr(c, k, "name")) && xv_attr(c, n, name)) {
            xv_refuse(c, k, "the attribute %s is set twice", name);
        }
    }
}

/* The names that stand in the start tag before the instructions run. */
static void tag(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n)
{
    xv_op_t *op = xv_op(c, tail, last, O_TAG);
    const xmlAttr *a;
    for (a = n->properties; a; a = a->next)
        op->nnames++;
    if (op->nnames > 24)
        xv_refuse(c, n, "more than 24 attributes");
    check_twice(c, n, n);
    op->names = apr_pcalloc(c->p, (apr_size_t)(op->nnames + 1) * sizeof *op->names);
    op->nnames = 0;
    for (a = n->properties; a; a = a->next)
        op->names[op->nnames++] = xv_intern(c, (const char *)a->name);
}

/* Text between tags of <script> and <style> is not escaped: only what the sheet itself says. */
static void raw_content(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n)
{
    const xmlNode *k;
    for (k = n->children; k; k = k->next) {
        if (k->type == XML_TEXT_NODE && xmlIsBlankNode((xmlNodePtr)k))
            continue;
        if (k->type == XML_COMMENT_NODE)
            continue;
        if (k->type != XML_TEXT_NODE)
            xv_refuse(c, k, "computed content of <%s>", (const char *)n->name);
        else
            bytes(c, tail, last, apr_pstrdup(c->p, (const char *)k->content));
    }
}

/* Attributes by instruction, ">", then the content: in this order or not at all. */
static void inside(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n, int empty)
{
    xv_scope_t *scope = c->scope;
    const xmlNode *k;
    int open = writes_attributes(c, n->children);
    if (open)
        tag(c, tail, last, n);
    else
        bytes(c, tail, last, ">");
    if (open && !strcasecmp((const char *)n->name, "head"))
        xv_refuse(c, n, "computed attributes of <head>");
    if (!strcasecmp((const char *)n->name, "head"))
        bytes(c, tail, last,
              "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\">");
    for (k = n->children; k && !c->reason; k = k->next) {
        unsigned m = xv_mask(c, k);
        if ((m & M_ATTR) && (m != M_ATTR || !open))
            xv_refuse(c, k, "an attribute after or together with content");
        if (open && !writes_attributes(c, k)) {
            bytes(c, tail, last, ">");
            open = 0;
        }
        if (open && (m & ~M_ATTR)) /* it would land inside the tag */
            xv_refuse(c, k, "an attribute after content");
        if (empty && (m & ~M_ATTR))
            xv_refuse(c, k, "content in <%s>", (const char *)n->name);
        xv_one(c, tail, last, k);
    }
    if (open)
        bytes(c, tail, last, ">");
    c->scope = scope;
}

static int always_content(const xmlNode *n)
{
    for (n = n->children; n; n = n->next) {
        if (n->type == XML_ELEMENT_NODE && !n->ns)
            return 1;
        if (n->type == XML_TEXT_NODE && !xmlIsBlankNode((xmlNodePtr)n))
            return 1;
    }
    return 0;
}

/* An element whose end tag stands only when there is content: <li>. */
static void wrapped(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n)
{
    xv_op_t *op, **in = NULL, *in_last = NULL, *body = NULL;
    if (writes_attributes(c, n->children)) {
        xv_refuse(c, n, "computed attributes of <%s> with computed content", (const char *)n->name);
        return;
    }
    bytes(c, tail, last, ">");
    in = &body;
    {
        xv_scope_t *scope = c->scope;
        const xmlNode *k;
        for (k = n->children; k && !c->reason; k = k->next)
            xv_one(c, &in, &in_last, k);
        c->scope = scope;
    }
    if (!body)
        return;
    op = xv_op(c, tail, last, O_WRAP);
    op->body = body;
    op->bytes = apr_psprintf(c->p, "</%s>", (const char *)n->name);
    op->len = strlen(op->bytes);
}

void xv_element(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n)
{
    const char *name = (const char *)n->name, *up = c->element;
    const htmlElemDesc *info = htmlTagLookup(n->name);
    const xmlAttr *a;
    if (n->ns || n->nsDef)
        xv_refuse(c, n, "the element %s in a namespace", name);
    check_document(c, n);
    if (c->reason)
        return;
    if (!strcmp(name, "html"))
        xv_op(c, tail, last, O_ROOT);
    c->element = name;
    bytes(c, tail, last, "<");
    bytes(c, tail, last, name);
    for (a = n->properties; a && !c->reason; a = a->next)
        literal_attribute(c, tail, last, n, a);
    if (!strcasecmp(name, "script") || !strcasecmp(name, "style")) {
        bytes(c, tail, last, ">");
        raw_content(c, tail, last, n);
    } else if (info && info->saveEndTag && !info->empty && !always_content(n)) {
        wrapped(c, tail, last, n);
        c->element = up;
        return;
    } else {
        inside(c, tail, last, n, info && info->empty);
    }
    if (!info || !info->empty) {
        bytes(c, tail, last, "</");
        bytes(c, tail, last, name);
        bytes(c, tail, last, ">");
    }
    c->element = up;
}
