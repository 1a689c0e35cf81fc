/* SPDX-License-Identifier: Apache-2.0 */
/* Node-sets: axes, predicates, document order. */
#include <string.h>
#include "xv_int.h"

typedef struct set_t {
    xv_run_t *x;
    xv_node_t *v;
    int n, cap;
} set_t;

static void add(set_t *s, const vm_node_t *n, const vm_attr_t *a)
{
    if (s->n == s->cap) {
        int cap = s->cap ? s->cap * 2 : 8;
        xv_node_t *v = xv_alloc(s->x, (size_t)cap * sizeof *v);
        if (s->n)
            memcpy(v, s->v, (size_t)s->n * sizeof *v);
        s->v = v;
        s->cap = cap;
    }
    s->v[s->n].n = n;
    s->v[s->n++].a = a;
}

const vm_node_t *xv_up(const xv_run_t *x, const vm_node_t *n)
{
    return n->parent ? n->parent : n == &x->doc ? NULL : &x->doc;
}

/* Blank text is not there when the sheet strips spaces. */
int xv_hidden(const xv_run_t *x, const vm_node_t *n)
{
    const char *s;
    if (n->name || !x->prog->strip)
        return 0;
    for (s = n->text; *s == ' ' || *s == '\n' || *s == '\t' || *s == '\r'; s++)
        ;
    return !*s;
}

int xv_node_test(const xv_step_t *s, xv_node_t at)
{
    if (at.a)
        return s->axis == AX_ATTR || s->axis == AX_SELF
                   ? s->test == NT_NODE || s->test == NT_ANY ||
                         (s->test == NT_NAME && xv_same(at.a->name, s->name))
                   : 0;
    switch (s->test) {
    case NT_NODE:
        return 1;
    case NT_TEXT:
        return !at.n->name;
    case NT_ANY:
        return at.n->name && *at.n->name;
    case NT_NAME:
        break;
    }
    return at.n->name && xv_same(at.n->name, s->name);
}

static void try(set_t *s, const xv_step_t *step, const vm_node_t *n)
{
    if (xv_node_test(step, (xv_node_t){n, NULL}) && !xv_hidden(s->x, n))
        add(s, n, NULL);
}

static void descend(set_t *s, const xv_step_t *step, const vm_node_t *top)
{
    const vm_node_t *n = top->child;
    while (n) {
        s->x->ops++;
        try(s, step, n);
        if (n->child) {
            n = n->child;
            continue;
        }
        while (n != top && !n->next)
            n = n->parent ? n->parent : top;
        n = n == top ? NULL : n->next;
    }
}

static void siblings(set_t *s, const xv_step_t *step, xv_node_t from)
{
    const vm_node_t *up = from.a ? NULL : xv_up(s->x, from.n), *n;
    int first = s->n, i, j;
    if (step->axis == AX_FOLL_SIB) {
        for (n = from.a ? NULL : from.n->next; n; n = n->next)
            try(s, step, n);
        return;
    }
    for (n = up ? up->child : NULL; n && n != from.n; n = n->next)
        try(s, step, n);
    for (i = first, j = s->n - 1; i < j; i++, j--) { /* nearest first, as positions count */
        xv_node_t t = s->v[i];
        s->v[i] = s->v[j];
        s->v[j] = t;
    }
}

/* Appends what one axis gives from one node, in the order of the axis. */
static void walk(set_t *s, const xv_step_t *step, xv_node_t from)
{
    const vm_node_t *n;
    const vm_attr_t *a;
    switch (step->axis) {
    case AX_CHILD:
        for (n = from.a ? NULL : from.n->child; n; n = n->next)
            try(s, step, n);
        return;
    case AX_ATTR:
        for (a = from.a ? NULL : from.n->attrs; a; a = a->next) {
            if (xv_node_test(step, (xv_node_t){from.n, a}))
                add(s, from.n, a);
        }
        return;
    case AX_SELF:
        if (xv_node_test(step, from))
            add(s, from.n, from.a);
        return;
    case AX_PARENT:
        n = from.a ? from.n : xv_up(s->x, from.n);
        if (n)
            try(s, step, n);
        return;
    case AX_ANC_SELF:
        if (xv_node_test(step, from))
            add(s, from.n, from.a);
        /* fall through */
    case AX_ANC:
        for (n = from.a ? from.n : xv_up(s->x, from.n); n; n = xv_up(s->x, n))
            try(s, step, n);
        return;
    case AX_DESC_SELF:
        if (xv_node_test(step, from))
            add(s, from.n, from.a);
        /* fall through */
    case AX_DESC:
        if (!from.a)
            descend(s, step, from.n);
        return;
    case AX_FOLL_SIB:
    case AX_PREC_SIB:
        siblings(s, step, from);
        return;
    }
}

static int holds(xv_run_t *x, const xv_expr_t *p, const xv_at_t *at)
{
    xv_val_t v;
    if (p->kind == X_NUM)
        return p->n == at->pos;
    if (p->type != T_ANY && p->type != T_NUM)
        return xv_bool(x, p, at);
    v = xv_eval(x, p, at);
    return v.type == T_NUM ? v.n == at->pos : xv_val_bool(x, &v);
}

int xv_preds_hold(xv_run_t *x, const xv_expr_t *preds, xv_node_t n)
{
    xv_at_t at = {n, 1, 1};
    for (; preds; preds = preds->next) {
        if (!xv_bool(x, preds, &at))
            return 0;
    }
    return 1;
}

/* Keeps of the nodes from `first` on those that pass each predicate. */
static void filter(set_t *s, int first, const xv_expr_t *preds)
{
    for (; preds && !s->x->why; preds = preds->next) {
        int size = s->n - first, i, kept = first;
        for (i = 0; i < size; i++) {
            xv_at_t at = {s->v[first + i], i + 1, size};
            s->x->ops++;
            if (holds(s->x, preds, &at))
                s->v[kept++] = at.node;
        }
        s->n = kept;
    }
}

static int before(xv_node_t a, xv_node_t b)
{
    const vm_attr_t *k;
    if (a.n != b.n)
        return a.n->order < b.n->order;
    if (!a.a || !b.a)
        return !a.a && b.a;
    for (k = a.a->next; k; k = k->next) {
        if (k == b.a)
            return 1;
    }
    return 0;
}

/* Merge sort; sets are nearly always in order already, and then nothing is done. */
static void sort(xv_node_t *v, xv_node_t *tmp, int n)
{
    int m = n / 2, i = 0, j = m, k = 0;
    if (n < 2)
        return;
    sort(v, tmp, m);
    sort(v + m, tmp, n - m);
    while (i < m && j < n)
        tmp[k++] = before(v[j], v[i]) ? v[j++] : v[i++];
    while (i < m)
        tmp[k++] = v[i++];
    while (j < n)
        tmp[k++] = v[j++];
    memcpy(v, tmp, (size_t)n * sizeof *v);
}

static void order(set_t *s)
{
    int i, k = 0;
    for (i = 1; i < s->n; i++) {
        if (!before(s->v[i - 1], s->v[i]))
            break;
    }
    if (i >= s->n)
        return;
    sort(s->v, xv_alloc(s->x, (size_t)s->n * sizeof *s->v), s->n);
    for (i = 1; i < s->n; i++) {
        if (s->v[i].n != s->v[k].n || s->v[i].a != s->v[k].a)
            s->v[++k] = s->v[i];
    }
    s->n = k + 1;
}

static xv_val_t nodes_of(const set_t *s)
{
    return (xv_val_t){.type = T_NODES, .v = s->v, .len = s->n};
}

xv_val_t xv_union(xv_run_t *x, xv_val_t a, xv_val_t b)
{
    set_t s = {x, NULL, 0, 0};
    int i;
    if (!a.len || !b.len)
        return a.len ? a : b;
    for (i = 0; i < a.len; i++)
        add(&s, a.v[i].n, a.v[i].a);
    for (i = 0; i < b.len; i++)
        add(&s, b.v[i].n, b.v[i].a);
    order(&s);
    return nodes_of(&s);
}

static xv_val_t filtered(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    xv_val_t from = xv_nodes(x, e->args, at);
    set_t s = {x, NULL, 0, 0};
    int i;
    for (i = 0; i < from.len; i++)
        add(&s, from.v[i].n, from.v[i].a);
    filter(&s, 0, e->args->next);
    return nodes_of(&s);
}

xv_val_t xv_path(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at)
{
    xv_node_t self = e->absolute ? (xv_node_t){&x->doc, NULL} : at->node;
    xv_val_t now = {.type = T_NODES, .v = &self, .len = 1};
    const xv_step_t *step;
    set_t s = {x, NULL, 0, 0};
    int i;
    if (e->kind == X_FILTER)
        return filtered(x, e, at);
    if (e->args)
        now = xv_nodes(x, e->args, at);
    if (!e->steps) { /* "/" alone */
        add(&s, self.n, self.a);
        return nodes_of(&s);
    }
    for (step = e->steps; step && !x->why; step = step->next) {
        s = (set_t){x, NULL, 0, 0};
        for (i = 0; i < now.len; i++) {
            int first = s.n;
            walk(&s, step, now.v[i]);
            x->ops += (unsigned long)(s.n - first) + 1;
            if (step->preds)
                filter(&s, first, step->preds);
        }
        if (x->ops > x->max_ops)
            xv_stop(x, "too many steps");
        order(&s);
        now = nodes_of(&s);
    }
    return now;
}
