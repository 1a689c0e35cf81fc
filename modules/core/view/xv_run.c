/* SPDX-License-Identifier: Apache-2.0 */
/* The executor: walks the operations of a program over a tree and writes bytes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "xv_int.h"

#define MAX_DEPTH 400
#define MAX_OPS 50000000UL
#define MAX_OUT (64u << 20)

static void run(xv_run_t *x, const xv_op_t *op, const xv_at_t *at);

static int enter(xv_run_t *x)
{
    if (++x->depth <= x->max_depth)
        return 1;
    xv_stop(x, "too many nested templates");
    x->depth--;
    return 0;
}

/* ---- values of variables and parameters -------------------------------------------------------
 */

/* What a body writes, as a value: plain text, or markup that only copy-of can use. */
static xv_val_t capture(xv_run_t *x, const xv_op_t *body, const xv_at_t *at, xv_type_e type)
{
    size_t from = x->len;
    int raw = x->raw;
    xv_val_t v = {.type = type, .s = ""};
    x->raw = type == T_TREE;
    run(x, body, at);
    x->raw = raw;
    v.s = xv_dup(x, x->out + from, x->len - from);
    v.len = (int)(x->len - from);
    x->len = from;
    return v;
}

static xv_val_t value(xv_run_t *x, const xv_arg_t *a, const xv_at_t *at)
{
    if (a->select)
        return xv_eval(x, a->select, at);
    if (a->body_type == T_STR)
        return xv_of_str("");
    return capture(x, a->body, at, a->body_type);
}

xv_val_t xv_global(xv_run_t *x, int id)
{
    const xv_global_t *g = APR_ARRAY_IDX(x->prog->globals, id, xv_global_t *);
    xv_at_t at = {{&x->doc, NULL}, 1, 1};
    xv_arena_t *arena = x->arena;
    xv_val_t *frame = x->frame;
    xv_node_t current = x->current;
    if (x->global_state[id] == 2)
        return x->globals[id];
    if (x->global_state[id] == 1 || !enter(x)) {
        xv_stop(x, "a variable that needs itself");
        return xv_of_str("");
    }
    x->global_state[id] = 1;
    x->arena = &x->c->keep; /* outlives the loop that asked first */
    x->frame = xv_alloc(x, (size_t)(g->unit->nslots + 1) * sizeof *frame);
    x->current = at.node;
    x->globals[id] = value(x, g->value, &at);
    x->arena = arena;
    x->frame = frame;
    x->current = current;
    x->global_state[id] = 2;
    x->depth--;
    return x->globals[id];
}

static xv_passed_t *pass(xv_run_t *x, const xv_arg_t *a, const xv_at_t *at)
{
    xv_passed_t *first = NULL, **tail = &first;
    for (; a; a = a->next) {
        xv_passed_t *p = xv_alloc(x, sizeof *p);
        p->next = NULL;
        p->name = a->name;
        p->val = value(x, a, at);
        *tail = p;
        tail = &p->next;
    }
    return first;
}

static void param(xv_run_t *x, const xv_op_t *op, const xv_at_t *at)
{
    const xv_passed_t *p;
    for (p = x->passed; p; p = p->next) {
        if (p->name == op->args->name) {
            x->frame[op->slot] = p->val;
            return;
        }
    }
    x->frame[op->slot] = value(x, op->args, at);
}

/* ---- templates and functions ------------------------------------------------------------------
 */

static void unit(xv_run_t *x, const xv_unit_t *u, const xv_passed_t *passed, const xv_at_t *at)
{
    xv_val_t *frame = x->frame;
    const xv_passed_t *old = x->passed;
    xv_node_t current = x->current;
    if (!enter(x))
        return;
    x->frame = xv_alloc(x, (size_t)(u->nslots + 1) * sizeof *frame);
    x->passed = passed;
    x->current = at->node;
    run(x, u->body, at);
    x->frame = frame;
    x->passed = old;
    x->current = current;
    x->depth--;
}

/* A function of the sheet. `write`: its markup goes straight to the output. */
xv_val_t xv_sheet_call(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at, int write)
{
    const xv_unit_t *u = e->unit;
    xv_passed_t args[8];
    const xv_expr_t *a = e->args;
    xv_val_t v = xv_of_str("");
    xv_at_t in = {x->current, 1, 1};
    xv_val_t *frame = x->frame;
    const xv_passed_t *old = x->passed;
    size_t from = x->len;
    int raw = x->raw, i;
    for (i = 0; i < e->argc; i++, a = a->next) {
        args[i].name = u->params[i];
        args[i].val = xv_eval(x, a, at);
        args[i].next = i + 1 < e->argc ? &args[i + 1] : NULL;
    }
    if (x->why || !enter(x))
        return v;
    x->frame = xv_alloc(x, (size_t)(u->nslots + 1) * sizeof *frame);
    x->passed = e->argc ? args : NULL;
    if (!u->select)
        x->raw = u->result == T_TREE;
    run(x, u->body, &in); /* parameters, variables, and the result's content */
    x->raw = raw;
    if (u->select) {
        v = xv_eval(x, u->select, &in);
    } else if (!write) {
        v.type = u->result;
        v.s = xv_dup(x, x->out + from, x->len - from);
        v.len = (int)(x->len - from);
        x->len = from;
    }
    x->frame = frame;
    x->passed = old;
    x->depth--;
    return v;
}

/* Does the node match: from its own step upwards. `i`: number of the step. */
static int matches(xv_run_t *x, const xv_rule_t *r, const xv_step_t *s, int i, xv_node_t n)
{
    const vm_node_t *up;
    if (!xv_node_test(s, n) || (!n.a && s->axis == AX_ATTR) || (n.a && s->axis != AX_ATTR) ||
        (!n.a && n.n == &x->doc) || (s->preds && !xv_preds_hold(x, s->preds, n)))
        return 0;
    up = n.a ? n.n : xv_up(x, n.n);
    if (!s->next)
        return !r->anchored || up == &x->doc;
    for (; up; up = xv_up(x, up)) {
        x->ops++;
        if (matches(x, r, s->next, i - 1, (xv_node_t){up, NULL}))
            return 1;
        if (!r->deep[i])
            return 0;
    }
    return 0;
}

static const xv_rule_t *best(xv_run_t *x, const xv_mode_t *m, xv_node_t n)
{
    const xv_rule_t *r;
    for (r = m->rules; r; r = r->next) {
        const xv_step_t *s = r->path->steps;
        if (!s) {
            if (!n.a && n.n == &x->doc)
                return r;
        } else if (matches(x, r, s, r->path->argc - 1, n)) {
            return r;
        }
    }
    return NULL;
}

static void write_text(xv_run_t *x, const char *s)
{
    if (x->raw)
        xv_put(x, s, strlen(s));
    else
        xv_put_text(x, s);
}

/* The best rule for a node, or the built-in ones. */
static void apply(xv_run_t *x, int mode, const xv_passed_t *passed, const xv_at_t *at)
{
    const xv_rule_t *r = best(x, APR_ARRAY_IDX(x->prog->modes, mode, xv_mode_t *), at->node);
    const vm_node_t *n;
    xv_at_t in = {{NULL, NULL}, 0, 0};
    if (++x->ops > x->max_ops) {
        xv_stop(x, "too many steps");
        return;
    }
    if (r) {
        unit(x, r->unit, passed, at);
        return;
    }
    if (at->node.a || !at->node.n->name) {
        write_text(x, xv_node_str(x, at->node));
        return;
    }
    if (!enter(x))
        return;
    for (n = at->node.n->child; n; n = n->next)
        in.size += !xv_hidden(x, n);
    for (n = at->node.n->child; n && !x->why; n = n->next) {
        if (xv_hidden(x, n))
            continue;
        in.node.n = n;
        in.pos++;
        apply(x, mode, passed, &in);
    }
    x->depth--;
}

/* ---- loops ------------------------------------------------------------------------------------
 */

typedef struct keyed_t {
    double key;
    xv_node_t node;
} keyed_t;

/* Not-a-number stands before all numbers. */
static int goes_after(double a, double b, int descending)
{
    int r = isnan(a) ? (isnan(b) ? 0 : -1) : isnan(b) ? 1 : a > b ? 1 : a < b ? -1 : 0;
    return (descending ? -r : r) > 0;
}

/* Stable, so nodes with the same key keep document order. */
static void merge(keyed_t *v, keyed_t *tmp, int n, int descending)
{
    int m = n / 2, i = 0, j = m, k = 0;
    if (n < 2)
        return;
    merge(v, tmp, m, descending);
    merge(v + m, tmp, n - m, descending);
    while (i < m && j < n)
        tmp[k++] = goes_after(v[i].key, v[j].key, descending) ? v[j++] : v[i++];
    while (i < m)
        tmp[k++] = v[i++];
    while (j < n)
        tmp[k++] = v[j++];
    memcpy(v, tmp, (size_t)n * sizeof *v);
}

static xv_val_t sorted(xv_run_t *x, const xv_sort_t *s, xv_val_t v)
{
    keyed_t *k = xv_alloc(x, (size_t)(v.len + 1) * sizeof *k * 2);
    xv_node_t *out = xv_alloc(x, (size_t)(v.len + 1) * sizeof *out), current = x->current;
    int i;
    for (i = 0; i < v.len; i++) {
        xv_at_t at = {v.v[i], i + 1, v.len};
        x->current = at.node;
        k[i].node = at.node;
        k[i].key = xv_num(x, s->key, &at);
    }
    x->current = current;
    merge(k, k + v.len, v.len, s->descending);
    for (i = 0; i < v.len; i++)
        out[i] = k[i].node;
    v.v = out;
    return v;
}

static void each(xv_run_t *x, const xv_op_t *op, const xv_at_t *at)
{
    xv_val_t v = xv_nodes(x, op->expr, at);
    xv_node_t current = x->current;
    int i;
    if (op->sort)
        v = sorted(x, op->sort, v);
    for (i = 0; i < v.len && !x->why; i++) {
        xv_at_t in = {v.v[i], i + 1, v.len};
        xv_mark_t m = xv_mark(x);
        x->current = in.node;
        run(x, op->body, &in);
        xv_release(x, m);
    }
    x->current = current;
}

static xv_val_t children(xv_run_t *x, xv_node_t at)
{
    static const xv_step_t ALL = {.axis = AX_CHILD, .test = NT_NODE};
    xv_expr_t e = {.kind = X_PATH, .steps = (xv_step_t *)&ALL};
    xv_at_t in = {at, 1, 1};
    return xv_path(x, &e, &in);
}

static void apply_all(xv_run_t *x, const xv_op_t *op, const xv_at_t *at)
{
    const xv_passed_t *passed = pass(x, op->args, at);
    xv_val_t v = op->expr ? xv_nodes(x, op->expr, at) : children(x, at->node);
    int i;
    if (op->sort)
        v = sorted(x, op->sort, v);
    for (i = 0; i < v.len && !x->why; i++) {
        xv_at_t in = {v.v[i], i + 1, v.len};
        xv_mark_t m = xv_mark(x);
        apply(x, op->mode, passed, &in);
        xv_release(x, m);
    }
}

/* ---- writing ----------------------------------------------------------------------------------
 */

static void copy(xv_run_t *x, const xv_op_t *op, const xv_at_t *at)
{
    xv_val_t v;
    if (op->expr->kind == X_SHEET && op->expr->unit->result == T_MARKUP) {
        if (x->raw)
            xv_stop(x, "elements inside a text");
        else
            xv_sheet_call(x, op->expr, at, 1);
        return;
    }
    v = xv_eval(x, op->expr, at);
    if (v.type == T_MARKUP && !x->raw)
        xv_put(x, v.s, (size_t)v.len);
    else if (v.type == T_NODES && v.len)
        xv_stop(x, "copy-of of the source");
    else if (v.type != T_NODES)
        write_text(x, xv_val_str(x, &v));
}

/* The whole value first: its quotes depend on all of it. */
static void attribute(xv_run_t *x, const xv_op_t *op, const xv_at_t *at)
{
    const xv_expr_t *e;
    size_t from = x->len;
    const char *s;
    int raw = x->raw;
    if (op->expr && !op->expr->next) {
        s = xv_str(x, op->expr, at);
    } else {
        x->raw = 1;
        for (e = op->expr; e; e = e->next) {
            s = xv_str(x, e, at);
            xv_put(x, s, strlen(s));
        }
        run(x, op->body, at);
        x->raw = raw;
        s = xv_dup(x, x->out + from, x->len - from);
        x->len = from;
    }
    if (x->why)
        return;
    xv_put(x, op->bytes, op->len);
    if (op->context != C_RAW)
        xv_put_value(x, s, op->context);
}

/* Attributes by instruction: one that is there already would have to be replaced. */
static void check_name(xv_run_t *x, const char *name)
{
    int i;
    for (i = 0; i < x->nattrs; i++) {
        if (x->attrs[i] == name)
            xv_stop(x, "an attribute is set twice");
    }
    if (i == (int)(sizeof x->attrs / sizeof *x->attrs))
        xv_stop(x, "too many attributes");
    else
        x->attrs[x->nattrs++] = name;
}

static void choose(xv_run_t *x, const xv_op_t *op, const xv_at_t *at)
{
    const xv_branch_t *b;
    for (b = op->branches; b; b = b->next) {
        if (!b->test || xv_bool(x, b->test, at)) {
            run(x, b->body, at);
            return;
        }
    }
}

static void literal(xv_run_t *x, const xv_op_t *op)
{
    if (!x->raw)
        xv_put(x, op->bytes, op->len);
    else if (op->raw)
        xv_put(x, op->raw, op->raw_len);
    else
        xv_stop(x, "elements inside a text");
}

static void wrap(xv_run_t *x, const xv_op_t *op, const xv_at_t *at)
{
    size_t from = x->len;
    run(x, op->body, at);
    if (x->len != from)
        xv_put(x, op->bytes, op->len);
}

static void run(xv_run_t *x, const xv_op_t *op, const xv_at_t *at)
{
    for (; op && !x->why; op = op->next) {
        if (++x->ops > x->max_ops) {
            xv_stop(x, "too many steps");
            return;
        }
        switch (op->op) {
        case O_LITERAL:
            literal(x, op);
            break;
        case O_VALUE:
            write_text(x, xv_str(x, op->expr, at));
            break;
        case O_COPY:
            copy(x, op, at);
            break;
        case O_CHOOSE:
            choose(x, op, at);
            break;
        case O_EACH:
            each(x, op, at);
            break;
        case O_SET:
            x->frame[op->slot] = value(x, op->args, at);
            break;
        case O_PARAM:
            param(x, op, at);
            break;
        case O_CALL:
            unit(x, op->unit, pass(x, op->args, at), at);
            break;
        case O_APPLY:
            apply_all(x, op, at);
            break;
        case O_TAG:
            memcpy(x->attrs, op->names, (size_t)op->nnames * sizeof *op->names);
            x->nattrs = op->nnames;
            break;
        case O_ATTR:
            if (op->names)
                check_name(x, op->names[0]);
            attribute(x, op, at);
            break;
        case O_WRAP:
            wrap(x, op, at);
            break;
        case O_ROOT:
            if (x->len != x->prog->doctype_len || x->raw)
                xv_stop(x, "<html> is not the root of the page");
            break;
        }
    }
}

int xv_run(const xv_program_t *program, const smm_vm_t *vm, void *host_baton,
           const xv_limits_t *limits, apr_pool_t *p, const char **out, apr_size_t *len,
           const char **why)
{
    xv_ctx_t *c = xv_ctx_take();
    xv_run_t x = {.prog = program, .host = host_baton, .c = c};
    xv_at_t at = {{&x.doc, NULL}, 1, 1};
    int n = program->globals->nelts;
    if (!c) {
        *why = "out of memory";
        return -1;
    }
    x.out = c->buf;
    x.cap = c->cap;
    x.arena = &c->work;
    x.max_depth = limits ? limits->depth : MAX_DEPTH;
    x.max_ops = limits ? limits->ops : MAX_OPS;
    x.max_out = limits ? limits->out : MAX_OUT;
    x.doc.name = "";
    x.doc.child = x.doc.last = vm->root;
    x.current = at.node;
    x.globals = xv_alloc(&x, (size_t)(n + 1) * sizeof *x.globals);
    x.global_state = xv_alloc(&x, (size_t)n + 1);
    memset(x.global_state, 0, (size_t)n + 1);
    xv_put(&x, program->doctype, program->doctype_len);
    apply(&x, program->mode0, NULL, &at);
    if (x.len != program->doctype_len) /* libxml2 ends a page that has any content so */
        xv_put(&x, "\n", 1);
    if (!x.why) {
        *out = apr_pstrmemdup(p, x.out, x.len);
        *len = x.len;
    } else {
        *why = x.why;
    }
    c->buf = x.out;
    c->cap = x.cap;
    xv_ctx_give(c);
    return x.why ? -1 : 0;
}
