/* SPDX-License-Identifier: Apache-2.0 */
/* Instructions of a sheet to operations. What is not known here is refused, with its place. */
#include <string.h>
#include <strings.h>
#include "xv_int.h"

xv_op_t *xv_op(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, xv_op_e kind)
{
    xv_op_t *op = apr_pcalloc(c->p, sizeof *op);
    op->op = kind;
    **tail = op;
    *tail = &op->next;
    *last = op;
    return op;
}

static const char *joined(apr_pool_t *p, const char *a, size_t n, const char *b, size_t m)
{
    char *s = apr_palloc(p, n + m + 1);
    if (n)
        memcpy(s, a, n);
    memcpy(s + n, b, m);
    s[n + m] = '\0';
    return s;
}

/* Neighbours become one: `next` points behind the last operation of the list. */
void xv_literal(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const char *bytes, size_t len,
                const char *raw)
{
    xv_op_t *op = *last;
    if (!len)
        return;
    if (!op || op->op != O_LITERAL) {
        op = xv_op(c, tail, last, O_LITERAL);
        op->raw = raw ? "" : NULL;
    }
    op->bytes = joined(c->p, op->bytes, op->len, bytes, len);
    op->len += len;
    if (raw && op->raw) {
        op->raw = joined(c->p, op->raw, op->raw_len, raw, strlen(raw));
        op->raw_len = strlen(op->raw);
    } else {
        op->raw = NULL;
    }
}

int xv_declare(xv_comp_t *c, const char *name)
{
    xv_scope_t *s = apr_palloc(c->tmp, sizeof *s);
    s->up = c->scope;
    s->name = xv_intern(c, name);
    s->slot = c->unit->nslots++;
    c->scope = s;
    return s->slot;
}

static xv_expr_t *select_of(xv_comp_t *c, const xmlNode *n, const char *attr)
{
    const char *s = xv_attr(c, n, attr);
    if (!s) {
        xv_refuse(c, n, "xsl:%s without %s", (const char *)n->name, attr);
        return NULL;
    }
    return xv_parse(c, n, s);
}

static int has_content(const xmlNode *n)
{
    for (n = n->children; n; n = n->next) {
        if (n->type == XML_ELEMENT_NODE)
            return 1;
        if (n->type == XML_TEXT_NODE && !xmlIsBlankNode((xmlNodePtr)n))
            return 1;
    }
    return 0;
}

xv_arg_t *xv_binding(xv_comp_t *c, const xmlNode *n)
{
    xv_arg_t *a = apr_pcalloc(c->p, sizeof *a);
    const char *name = xv_attr(c, n, "name"), *select = xv_attr(c, n, "select");
    unsigned m;
    if (!name || strchr(name, ':')) {
        xv_refuse(c, n, "xsl:%s without a plain name", (const char *)n->name);
        return a;
    }
    a->name = xv_intern(c, name);
    a->body_type = T_STR;
    if (select) {
        if (has_content(n))
            xv_refuse(c, n, "xsl:%s with select and content", (const char *)n->name);
        a->select = xv_parse(c, n, select);
        return a;
    }
    if (!has_content(n))
        return a;
    m = xv_mask_all(c, n);
    if (m & M_ATTR)
        xv_refuse(c, n, "attributes as the value of %s", name);
    a->body_type = (m & M_ELEM) ? T_MARKUP : T_TREE;
    {
        const char *up = c->element;
        c->element = NULL;
        a->body = xv_body(c, n->children);
        c->element = up;
    }
    return a;
}

/* ---- instructions -----------------------------------------------------------------------------
 */

typedef xv_op_t ***tail_t;

static void no_escaping(xv_comp_t *c, const xmlNode *n)
{
    const char *d = xv_attr(c, n, "disable-output-escaping");
    if (d && !strcmp(d, "yes"))
        xv_refuse(c, n, "disable-output-escaping");
}

static void plain_text(xv_comp_t *c, tail_t tail, xv_op_t **last, const char *s)
{
    const char *e = xv_static_text(c->p, s);
    xv_literal(c, tail, last, e, strlen(e), s);
}

static void do_text(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
    const xmlNode *k;
    no_escaping(c, n);
    for (k = n->children; k; k = k->next) {
        if (k->type == XML_TEXT_NODE || k->type == XML_CDATA_SECTION_NODE)
            plain_text(c, tail, last, (const char *)k->content);
        else if (k->type == XML_ELEMENT_NODE)
            xv_refuse(c, k, "an element in xsl:text");
    }
}

static void do_value(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
    xv_expr_t *e = select_of(c, n, "select");
    no_escaping(c, n);
    if (e)
        xv_op(c, tail, last, O_VALUE)->expr = e;
}

static void do_copy(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
    xv_expr_t *e = select_of(c, n, "select");
    if (!e)
        return;
    if (e->type == T_NODES)
        xv_refuse(c, n, "copy-of the source");
    xv_op(c, tail, last, O_COPY)->expr = e;
}

static xv_branch_t *branch(xv_comp_t *c, const xmlNode *n, int test)
{
    xv_branch_t *b = apr_pcalloc(c->p, sizeof *b);
    b->test = test ? select_of(c, n, "test") : NULL;
    b->body = xv_body(c, n->children);
    return b;
}

static void do_if(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
    xv_branch_t *b = branch(c, n, 1);
    xv_op(c, tail, last, O_CHOOSE)->branches = b;
}

static void do_choose(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
    xv_branch_t *first = NULL, **at = &first;
    const xmlNode *k;
    for (k = n->children; k && !c->reason; k = k->next) {
        int when = xv_is(k, XSL_NS, "when");
        if (k->type != XML_ELEMENT_NODE)
            continue;
        if (!when && !xv_is(k, XSL_NS, "otherwise"))
            xv_refuse(c, k, "<%s> in xsl:choose", (const char *)k->name);
        *at = branch(c, k, when);
        at = &(*at)->next;
    }
    xv_op(c, tail, last, O_CHOOSE)->branches = first;
}

static xv_sort_t *sort_of(xv_comp_t *c, const xmlNode *n)
{
    xv_sort_t *s = NULL;
    const xmlNode *k;
    for (k = n->children; k && !c->reason; k = k->next) {
        const char *type, *order, *select;
        if (!xv_is(k, XSL_NS, "sort"))
            continue;
        type = xv_attr(c, k, "data-type");
        order = xv_attr(c, k, "order");
        if (s || !type || strcmp(type, "number") || xv_attr(c, k, "lang") ||
            xv_attr(c, k, "case-order") ||
            (order && strcmp(order, "ascending") && strcmp(order, "descending"))) {
            xv_refuse(c, k, "xsl:sort other than by one number");
            return NULL;
        }
        s = apr_pcalloc(c->p, sizeof *s);
        s->descending = order && !strcmp(order, "descending");
        select = xv_attr(c, k, "select");
        s->key = xv_parse(c, k, select ? select : ".");
        if (s->key && s->key->positional)
            xv_refuse(c, k, "a position as the key of xsl:sort");
    }
    return s;
}

static void do_each(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
    xv_expr_t *e = select_of(c, n, "select");
    xv_op_t *op;
    if (!e)
        return;
    if (e->type != T_NODES && e->type != T_ANY)
        xv_refuse(c, n, "for-each over something that is not a node-set");
    op = xv_op(c, tail, last, O_EACH);
    op->expr = e;
    op->sort = sort_of(c, n);
    op->body = xv_body(c, n->children);
}

static xv_arg_t *with_params(xv_comp_t *c, const xmlNode *n)
{
    xv_arg_t *first = NULL, **at = &first;
    const xmlNode *k;
    for (k = n->children; k && !c->reason; k = k->next) {
        if (xv_is(k, XSL_NS, "with-param")) {
            *at = xv_binding(c, k);
            at = &(*at)->next;
        } else if (k->type == XML_ELEMENT_NODE && !xv_is(k, XSL_NS, "sort")) {
            xv_refuse(c, k, "<%s> in xsl:%s", (const char *)k->name, (const char *)n->name);
        }
    }
    return first;
}

static void do_call(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
    const char *name = xv_attr(c, n, "name");
    xv_unit_t *u = name ? apr_hash_get(c->templates, name, APR_HASH_KEY_STRING) : NULL;
    xv_op_t *op;
    if (!u) {
        xv_refuse(c, n, "the template %s does not exist", name ? name : "");
        return;
    }
    u->needed = 1;
    op = xv_op(c, tail, last, O_CALL);
    op->unit = u;
    op->args = with_params(c, n);
}

static void do_apply(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
    const char *select = xv_attr(c, n, "select");
    xv_op_t *op = xv_op(c, tail, last, O_APPLY);
    xv_mode_t *m = xv_mode(c, xv_attr(c, n, "mode"), &op->mode);
    m->needed = 1;
    if (m->mask & M_ATTR)
        xv_refuse(c, n, "templates of mode \"%s\" that write attributes", m->name);
    if (select)
        op->expr = xv_parse(c, n, select);
    if (op->expr && op->expr->type != T_NODES && op->expr->type != T_ANY)
        xv_refuse(c, n, "apply-templates to something that is not a node-set");
    op->sort = sort_of(c, n);
    op->args = with_params(c, n);
}

static void do_variable(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
    xv_arg_t *a = xv_binding(c, n); /* before its name is known */
    xv_op_t *op;
    if (c->reason)
        return;
    op = xv_op(c, tail, last, xv_is(n, XSL_NS, "param") ? O_PARAM : O_SET);
    op->args = a;
    op->slot = xv_declare(c, a->name);
}

static void do_attribute(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
    xv_attribute(c, tail, last, n);
}

static void do_nothing(xv_comp_t *c, tail_t tail, xv_op_t **last, const xmlNode *n)
{
}

static const struct {
    const char *name;
    void (*fn)(xv_comp_t *, tail_t, xv_op_t **, const xmlNode *);
} INSTRUCTIONS[] = {{"text", do_text},           {"value-of", do_value},
                    {"copy-of", do_copy},        {"if", do_if},
                    {"choose", do_choose},       {"for-each", do_each},
                    {"call-template", do_call},  {"apply-templates", do_apply},
                    {"variable", do_variable},   {"param", do_variable},
                    {"attribute", do_attribute}, {"sort", do_nothing}};

void xv_one(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n)
{
    size_t i;
    if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
        if (!xmlIsBlankNode((xmlNodePtr)n))
            plain_text(c, tail, last, (const char *)n->content);
        return;
    }
    if (n->type == XML_COMMENT_NODE || n->type == XML_PI_NODE)
        return;
    if (n->type != XML_ELEMENT_NODE) {
        xv_refuse(c, n, "something that is no element and no text");
        return;
    }
    if (xmlHasNsProp((xmlNodePtr)n, (const xmlChar *)"space", XML_XML_NAMESPACE))
        xv_refuse(c, n, "xml:space");
    if (!n->ns || strcmp((const char *)n->ns->href, XSL_NS)) {
        xv_element(c, tail, last, n);
        return;
    }
    for (i = 0; i < sizeof INSTRUCTIONS / sizeof *INSTRUCTIONS; i++) {
        if (!strcmp((const char *)n->name, INSTRUCTIONS[i].name)) {
            INSTRUCTIONS[i].fn(c, tail, last, n);
            return;
        }
    }
    xv_refuse(c, n, "xsl:%s", (const char *)n->name);
}

xv_op_t *xv_body(xv_comp_t *c, const xmlNode *first)
{
    xv_op_t *ops = NULL, **tail = &ops, *last = NULL;
    xv_scope_t *scope = c->scope;
    for (; first && !c->reason; first = first->next) {
        xv_one(c, &tail, &last, first);
        xv_note(c); /* an author wants to know them all */
    }
    c->scope = scope;
    return ops;
}

/* ---- units ------------------------------------------------------------------------------------
 */

/* Parameters and variables, then func:result as the last thing. */
static void a_function(xv_comp_t *c, xv_unit_t *u)
{
    xv_op_t **tail = &u->body, *last = NULL;
    const xmlNode *n;
    int done = 0;
    for (n = u->node->children; n && !c->reason; n = n->next) {
        if (n->type == XML_COMMENT_NODE || xmlIsBlankNode((xmlNodePtr)n))
            continue;
        if (done || (!xv_is(n, FUNC_NS, "result") && !xv_is(n, XSL_NS, "param") &&
                     !xv_is(n, XSL_NS, "variable"))) {
            xv_refuse(c, n, "a function of another form than param, variable, result");
        } else if (!xv_is(n, FUNC_NS, "result")) {
            xv_one(c, &tail, &last, n);
        } else {
            const char *select = xv_attr(c, n, "select");
            const xmlNode *k;
            done = 1;
            u->result = !select && (xv_mask(c, n) & M_ELEM) ? T_MARKUP : T_TREE;
            if (xv_mask(c, n) & M_ATTR)
                xv_refuse(c, n, "a function that writes attributes");
            if (select)
                u->select = xv_parse(c, n, select);
            for (k = n->children; k && !select && !c->reason; k = k->next)
                xv_one(c, &tail, &last, k);
        }
    }
    if (!done)
        xv_refuse(c, u->node, "a function without a result");
}

void xv_compile_unit(xv_comp_t *c, xv_unit_t *u)
{
    c->unit = u;
    c->scope = NULL;
    c->element = NULL;
    u->done = 1;
    if (u->is_function) {
        if (u->nparams >= 8)
            xv_refuse(c, u->node, "a function with more than seven parameters");
        a_function(c, u);
    } else {
        u->body = xv_body(c, u->node->children);
    }
}

static void a_global(xv_comp_t *c, xv_global_t *g)
{
    c->unit = g->unit;
    c->scope = NULL;
    c->element = NULL;
    g->unit->done = 1;
    g->value = xv_binding(c, g->node);
}

/* Whatever is reached from the first rule, until nothing new turns up. */
static void compile_all(xv_comp_t *c)
{
    int again = 1, i;
    while (again && !c->reason) {
        again = 0;
        for (i = 0; i < c->prog->modes->nelts; i++) {
            xv_mode_t *m = APR_ARRAY_IDX(c->prog->modes, i, xv_mode_t *);
            xv_rule_t *r;
            for (r = m->needed ? m->rules : NULL; r; r = r->next)
                r->unit->needed = 1;
        }
        for (i = 0; i < c->units->nelts && !c->reason; i++) {
            xv_unit_t *u = APR_ARRAY_IDX(c->units, i, xv_unit_t *);
            if (u->needed && !u->done) {
                xv_compile_unit(c, u);
                xv_note(c);
                again = 1;
            }
        }
        for (i = 0; i < c->prog->globals->nelts && !c->reason; i++) {
            xv_global_t *g = APR_ARRAY_IDX(c->prog->globals, i, xv_global_t *);
            if (g->needed && !g->unit->done) {
                a_global(c, g);
                xv_note(c);
                again = 1;
            }
        }
    }
}

static void doctype(xv_comp_t *c)
{
    xv_program_t *g = c->prog;
    if (!c->output.method && !c->output.encoding) {
        c->reason = "";
        return;
    }
    if (!c->output.method || strcmp(c->output.method, "html") || !c->output.encoding ||
        strcasecmp(c->output.encoding, "UTF-8") || !c->output.indent ||
        strcmp(c->output.indent, "no") || c->output.public_id)
        xv_refuse(c, NULL, "xsl:output is not html, UTF-8, indent=\"no\"");
    if (!c->output.system)
        g->doctype = "";
    else if (!strcmp(c->output.system, "about:legacy-compat"))
        g->doctype = "<!DOCTYPE html>\n";
    else
        g->doctype = apr_psprintf(c->p, "<!DOCTYPE html SYSTEM \"%s\">\n", c->output.system);
    if (c->output.system && strpbrk(c->output.system, "\"<>&"))
        xv_refuse(c, NULL, "a doctype with quotes or markup");
    g->doctype_len = strlen(g->doctype);
}

const xv_program_t *xv_compile(apr_pool_t *p, const char *uri, xv_load_fn *load, void *baton,
                               const xv_host_t *host, const char **reason)
{
    xv_comp_t c = {.p = p, .load = load, .baton = baton};
    apr_pool_create(&c.tmp, p);
    c.prog = apr_pcalloc(p, sizeof *c.prog);
    c.prog->host = host;
    c.prog->modes = apr_array_make(p, 8, sizeof(xv_mode_t *));
    c.prog->globals = apr_array_make(p, 8, sizeof(xv_global_t *));
    c.files = apr_array_make(c.tmp, 8, sizeof(xv_file_t *));
    c.units = apr_array_make(c.tmp, 64, sizeof(xv_unit_t *));
    c.seen = apr_hash_make(c.tmp);
    c.names = apr_hash_make(c.tmp);
    c.templates = apr_hash_make(c.tmp);
    c.functions = apr_hash_make(c.tmp);
    c.globals = apr_hash_make(c.tmp);
    xv_mode(&c, "", &c.prog->mode0)->needed = 1;
    xv_load(&c, uri);
    if (!c.reason)
        doctype(&c);
    if (!c.reason)
        xv_masks(&c);
    if (!c.reason)
        compile_all(&c);
    if (c.reason && *c.reason)
        xv_note(&c);
    *reason = c.all ? c.all : c.reason;
    apr_pool_destroy(c.tmp);
    return *reason ? NULL : c.prog;
}
