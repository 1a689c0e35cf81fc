/* SPDX-License-Identifier: Apache-2.0 */
/* Values and operators of XPath 1.0, with the conversions of libxml2. */
#include <math.h>
#include <string.h>
#include <libxml/xpathInternals.h>
#include "xv_int.h"

/* ---- conversions ------------------------------------------------------------------------------
 */

static size_t text_len(const xv_run_t *x, const vm_node_t *n, char *into)
{
    size_t len = 0, k;
    for (; n; n = n->next) {
        if (n->name) {
            len += text_len(x, n->child, into ? into + len : NULL);
        } else if (!xv_hidden(x, n)) {
            k = strlen(n->text);
            if (into)
                memcpy(into + len, n->text, k);
            len += k;
        }
    }
    return len;
}

const char *xv_node_str(xv_run_t *x, xv_node_t at)
{
    const vm_node_t *n = at.n;
    char *s;
    size_t len;
    if (at.a)
        return xv_value(x, at.a);
    if (!n->name)
        return n->text;
    if (!n->child)
        return "";
    if (!n->child->next && !n->child->name)
        return xv_hidden(x, n->child) ? "" : n->child->text;
    len = text_len(x, n->child, NULL);
    s = xv_alloc(x, len + 1);
    text_len(x, n->child, s);
    s[len] = '\0';
    return s;
}

const char *xv_val_str(xv_run_t *x, const xv_val_t *v)
{
    switch (v->type) {
    case T_BOOL:
        return v->b ? "true" : "false";
    case T_NUM:
        return xv_num_str(x, v->n);
    case T_NODES:
        return v->len ? xv_node_str(x, v->v[0]) : "";
    case T_MARKUP:
        xv_stop(x, "the text of a value made of elements");
        return "";
    default:
        return v->s;
    }
}

static double number_of(const char *s)
{
    int n = 0, v = 0;
    while (s[n] >= '0' && s[n] <= '9' && n < 9)
        v = v * 10 + (s[n++] - '0');
    if (n && !s[n])
        return v;
    return xmlXPathStringEvalNumber((const xmlChar *)s);
}

double xv_val_num(xv_run_t *x, const xv_val_t *v)
{
    if (v->type == T_NUM)
        return v->n;
    if (v->type == T_BOOL)
        return v->b;
    return number_of(xv_val_str(x, v));
}

int xv_val_bool(xv_run_t *x, const xv_val_t *v)
{
    switch (v->type) {
    case T_BOOL:
        return v->b;
    case T_NUM:
        return v->n != 0 && !isnan(v->n);
    case T_NODES:
        return v->len > 0;
    case T_TREE:
    case T_MARKUP:
        return 1; /* a fragment is a node-set with one root */
    default:
        return *v->s != '\0';
    }
}

/* ---- comparisons ------------------------------------------------------------------------------
 */

static int compare_num(xv_expr_e op, double a, double b)
{
    switch (op) {
    case X_EQ:
        return a == b;
    case X_NE:
        return a != b;
    case X_LT:
        return a < b;
    case X_LE:
        return a <= b;
    case X_GT:
        return a > b;
    default:
        return a >= b;
    }
}

static int compare_str(xv_expr_e op, const char *a, const char *b)
{
    if (op == X_EQ)
        return xv_same(a, b);
    if (op == X_NE)
        return !xv_same(a, b);
    return compare_num(op, number_of(a), number_of(b));
}

/* The i-th text of a node-set or fragment. */
static const char *item(xv_run_t *x, const xv_val_t *v, int i)
{
    return v->type == T_NODES ? xv_node_str(x, v->v[i]) : xv_val_str(x, v);
}

static int is_set(const xv_val_t *v)
{
    return v->type == T_NODES || v->type == T_TREE || v->type == T_MARKUP;
}

/* Any node of `a` against `b`, which is not a set; `swap`: b stands on the left. */
static int compare_set(xv_run_t *x, xv_expr_e op, const xv_val_t *a, const xv_val_t *b, int swap)
{
    int n = a->type == T_NODES ? a->len : 1, i;
    if (b->type == T_BOOL) {
        double l = xv_val_bool(x, a), r = b->b;
        return swap ? compare_num(op, r, l) : compare_num(op, l, r);
    }
    for (i = 0; i < n; i++) {
        const char *s = item(x, a, i);
        int hit;
        if (b->type == T_NUM)
            hit = swap ? compare_num(op, b->n, number_of(s)) : compare_num(op, number_of(s), b->n);
        else
            hit = swap ? compare_str(op, b->s, s) : compare_str(op, s, b->s);
        if (hit)
            return 1;
    }
    return 0;
}

static int compare_sets(xv_run_t *x, xv_expr_e op, const xv_val_t *a, const xv_val_t *b)
{
    int n = a->type == T_NODES ? a->len : 1, m = b->type == T_NODES ? b->len : 1, i, j;
    for (i = 0; i < n; i++) {
        const char *s = item(x, a, i);
        x->ops += (unsigned long)m;
        for (j = 0; j < m; j++) {
            if (compare_str(op, s, item(x, b, j)))
                return 1;
        }
    }
    return 0;
}

int xv_compare(xv_run_t *x, xv_expr_e op, const xv_val_t *a, const xv_val_t *b)
{
    if (is_set(a) && is_set(b))
        return compare_sets(x, op, a, b);
    if (is_set(a))
        return compare_set(x, op, a, b, 0);
    if (is_set(b))
        return compare_set(x, op, b, a, 1);
    if (op != X_EQ && op != X_NE)
        return compare_num(op, xv_val_num(x, a), xv_val_num(x, b));
    if (a->type == T_BOOL || b->type == T_BOOL)
        return (xv_val_bool(x, a) == xv_val_bool(x, b)) == (op == X_EQ);
    if (a->type == T_NUM || b->type == T_NUM)
        return compare_num(op, xv_val_num(x, a), xv_val_num(x, b));
    return compare_str(op, a->s, b->s);
}

/* ---- evaluation -------------------------------------------------------------------------------
 */

/* A path of one named step without predicates. */
static int only_step(const xv_expr_t *e, xv_axis_e axis)
{
    const xv_step_t *s = e->steps;
    return e->kind == X_PATH && !e->args && !e->absolute && s && !s->next && s->axis == axis &&
           s->test == NT_NAME && !s->preds;
}

/* "@name" alone, the commonest expression: the attribute or NULL; *is: it is one. */
static const vm_attr_t *attribute(const xv_expr_t *e, const xv_at_t *at, int *is)
{
    const vm_attr_t *a;
    *is = only_step(e, AX_ATTR);
    if (!*is || at->node.a)
        return NULL;
    for (a = at->node.n->attrs; a; a = a->next) {
        if (xv_same(a->name, e->steps->name))
            return a;
    }
    return NULL;
}

static const char *host_call(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    const char *v[8];
    const xv_expr_t *a;
    int n = 0;
    for (a = e->args; a && n < 8; a = a->next)
        v[n++] = xv_str(x, a, at);
    if (x->why)
        return "";
    return x->prog->host->call(x->host, e->id, n, v);
}

static double arithmetic(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    double a = xv_num(x, e->args, at), b = e->kind == X_NEG ? 0 : xv_num(x, e->args->next, at);
    switch (e->kind) {
    case X_ADD:
        return a + b;
    case X_SUB:
        return a - b;
    case X_MUL:
        return a * b;
    case X_DIV:
        return a / b;
    case X_MOD:
        return b == 0 ? NAN : fmod(a, b);
    default:
        return -a;
    }
}

xv_val_t xv_eval(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    xv_val_t a, b;
    if (x->why || ++x->ops > x->max_ops) {
        xv_stop(x, "too many steps");
        return xv_of_str("");
    }
    switch (e->kind) {
    case X_STR:
        return xv_of_str(e->s);
    case X_NUM:
        return xv_of_num(e->n);
    case X_LOCAL:
        return x->frame[e->id];
    case X_GLOBAL:
        return xv_global(x, e->id);
    case X_OR:
        return xv_of_bool(xv_bool(x, e->args, at) || xv_bool(x, e->args->next, at));
    case X_AND:
        return xv_of_bool(xv_bool(x, e->args, at) && xv_bool(x, e->args->next, at));
    case X_EQ:
    case X_NE:
    case X_LT:
    case X_LE:
    case X_GT:
    case X_GE:
        a = xv_eval(x, e->args, at);
        b = xv_eval(x, e->args->next, at);
        return xv_of_bool(xv_compare(x, e->kind, &a, &b));
    case X_UNION:
        a = xv_nodes(x, e->args, at);
        return xv_union(x, a, xv_nodes(x, e->args->next, at));
    case X_PATH:
    case X_FILTER:
        return xv_path(x, e, at);
    case X_CORE:
        return xv_core_call(x, e, at);
    case X_HOST:
        return xv_of_str(host_call(x, e, at));
    case X_SHEET:
        return xv_sheet_call(x, e, at, 0);
    default:
        return xv_of_num(arithmetic(x, e, at));
    }
}

const char *xv_str(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    int is;
    const vm_attr_t *a;
    xv_val_t v;
    if (e->kind == X_STR || e->kind == X_NUM)
        return e->s;
    a = attribute(e, at, &is);
    if (is)
        return a ? xv_value(x, a) : "";
    if (e->kind == X_HOST && ++x->ops <= x->max_ops)
        return host_call(x, e, at);
    v = xv_eval(x, e, at);
    return xv_val_str(x, &v);
}

double xv_num(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    xv_val_t v;
    int is;
    const vm_attr_t *a = attribute(e, at, &is);
    if (e->kind == X_NUM)
        return e->n;
    if (is)
        return number_of(a ? xv_value(x, a) : "");
    v = xv_eval(x, e, at);
    return xv_val_num(x, &v);
}

int xv_bool(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    xv_val_t v;
    int is;
    const vm_attr_t *a = attribute(e, at, &is);
    if (is)
        return a != NULL;
    if (only_step(e, AX_CHILD) && !at->node.a) {
        const vm_node_t *n;
        for (n = at->node.n->child; n; n = n->next) {
            if (n->name && xv_same(n->name, e->steps->name))
                return 1;
        }
        return 0;
    }
    if ((e->kind == X_EQ || e->kind == X_NE) && e->args->next->kind == X_STR) {
        a = attribute(e->args, at, &is);
        if (is)
            return a && xv_same(xv_value(x, a), e->args->next->s) == (e->kind == X_EQ);
    }
    v = xv_eval(x, e, at);
    return xv_val_bool(x, &v);
}

xv_val_t xv_nodes(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    xv_val_t v = xv_eval(x, e, at);
    if (v.type != T_NODES) {
        xv_stop(x, "a node-set is needed here");
        v = (xv_val_t){.type = T_NODES};
    }
    return v;
}
