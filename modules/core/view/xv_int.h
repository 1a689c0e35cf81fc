/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the compiled sheets: expressions, operations, the state of one run. */
#ifndef XV_INT_H
#define XV_INT_H

#include <stddef.h>
#include <apr_strings.h>
#include <apr_hash.h>
#include <apr_tables.h>
#include "xv.h"

/* ---- expressions ------------------------------------------------------------------------------
 */

typedef enum {
    X_STR,
    X_NUM,
    X_LOCAL,
    X_GLOBAL,
    X_OR,
    X_AND,
    X_EQ,
    X_NE,
    X_LT,
    X_LE,
    X_GT,
    X_GE,
    X_ADD,
    X_SUB,
    X_MUL,
    X_DIV,
    X_MOD,
    X_NEG,
    X_UNION,
    X_PATH,
    X_FILTER,
    X_CORE,
    X_HOST,
    X_SHEET
} xv_expr_e;

/* What an expression gives; T_ANY is known when it runs. */
typedef enum { T_ANY, T_BOOL, T_NUM, T_STR, T_NODES, T_TREE, T_MARKUP } xv_type_e;

typedef enum {
    AX_CHILD,
    AX_ATTR,
    AX_SELF,
    AX_PARENT,
    AX_ANC,
    AX_ANC_SELF,
    AX_DESC,
    AX_DESC_SELF,
    AX_FOLL_SIB,
    AX_PREC_SIB
} xv_axis_e;

typedef enum { NT_NAME, NT_ANY, NT_TEXT, NT_NODE } xv_test_e;

typedef struct xv_expr_t xv_expr_t;
typedef struct xv_step_t {
    struct xv_step_t *next;
    xv_axis_e axis;
    xv_test_e test;
    const char *name;
    xv_expr_t *preds;
} xv_step_t;

typedef struct xv_unit_t xv_unit_t;
struct xv_expr_t {
    xv_expr_e kind;
    xv_type_e type;
    xv_expr_t *next; /* in a list of arguments or predicates */
    xv_expr_t *args; /* operands; of X_PATH what the steps start from, or NULL */
    xv_step_t *steps;
    xv_unit_t *unit; /* X_SHEET */
    const char *s;   /* X_STR, and the text of X_NUM */
    double n;
    int id; /* slot or function */
    int argc;
    unsigned char absolute, positional; /* positional: asks position() or last() */
};

/* Core functions, in the order of xv_core_table(). */
typedef enum {
    F_LAST,
    F_POSITION,
    F_COUNT,
    F_LOCAL_NAME,
    F_NAME,
    F_NS_URI,
    F_STRING,
    F_CONCAT,
    F_STARTS,
    F_CONTAINS,
    F_BEFORE,
    F_AFTER,
    F_SUBSTRING,
    F_LENGTH,
    F_NORMALIZE,
    F_TRANSLATE,
    F_BOOLEAN,
    F_NOT,
    F_TRUE,
    F_FALSE,
    F_NUMBER,
    F_SUM,
    F_FLOOR,
    F_CEILING,
    F_ROUND,
    F_CURRENT,
    F_FORMAT
} xv_core_e;

typedef struct xv_core_t {
    const char *name;
    int least, most;
    xv_type_e type;
    int nodes; /* its argument must be a node-set */
} xv_core_t;
const xv_core_t *xv_core_find(const char *name, size_t len, int *id);

/* ---- operations -------------------------------------------------------------------------------
 */

typedef enum {
    O_LITERAL, /* bytes */
    O_VALUE,
    O_COPY,
    O_CHOOSE,
    O_EACH,
    O_SET,
    O_PARAM,
    O_CALL,
    O_APPLY,
    O_TAG,  /* a start tag with attributes by instruction begins: which names are there */
    O_ATTR, /* name="…" from parts or from a body */
    O_WRAP, /* content, then an end tag if there was content */
    O_ROOT  /* <html>: only as the first thing of a page */
} xv_op_e;

/* The one place that says how a value is written: see xv_context(). */
typedef enum { C_TEXT, C_ATTR, C_URL, C_RAW } xv_context_e;

typedef struct xv_op_t xv_op_t;
typedef struct xv_branch_t {
    struct xv_branch_t *next;
    const xv_expr_t *test; /* NULL: otherwise */
    xv_op_t *body;
} xv_branch_t;

typedef struct xv_arg_t {
    struct xv_arg_t *next;
    const char *name; /* one address a name in the whole program */
    const xv_expr_t *select;
    xv_op_t *body;
    xv_type_e body_type; /* T_STR (empty), T_TREE (text) or T_MARKUP */
} xv_arg_t;

typedef struct xv_sort_t {
    const xv_expr_t *key;
    int descending;
} xv_sort_t;

struct xv_op_t {
    xv_op_t *next;
    xv_op_e op;
    xv_context_e context;
    const char *bytes, *raw; /* literal: escaped, and as plain text (NULL: holds tags) */
    size_t len, raw_len;
    const xv_expr_t *expr; /* select; of O_ATTR the list of parts */
    xv_op_t *body;
    xv_branch_t *branches;
    xv_arg_t *args; /* with-params; of O_SET and O_PARAM the value */
    xv_sort_t *sort;
    xv_unit_t *unit;
    int slot, mode;
    const char **names; /* O_TAG; of O_ATTR by instruction its own name */
    int nnames;
};

/* A template or a function. */
struct xv_unit_t {
    const xmlNode *node; /* while compiling */
    struct xv_file_t *file;
    const char *name;
    int precedence, order, mode;
    unsigned mask;
    int needed, done, is_function;
    int nslots, nparams;
    const char **params; /* functions: names in order */
    xv_op_t *body;
    xv_type_e result; /* functions */
    const xv_expr_t *select;
};

typedef struct xv_rule_t {
    struct xv_rule_t *next;
    const xv_expr_t *path; /* X_PATH: the steps from the node upwards */
    unsigned char *deep;   /* for each step: its parent may be any ancestor */
    int anchored;          /* begins with "/" */
    int precedence, order;
    double priority;
    xv_unit_t *unit;
} xv_rule_t;

typedef struct xv_mode_t {
    const char *name; /* "" = no mode */
    xv_rule_t *rules; /* best first */
    unsigned mask;
    int needed;
} xv_mode_t;

typedef struct xv_global_t {
    const char *name;
    xv_unit_t *unit; /* its frame */
    xv_arg_t *value;
    const xmlNode *node;
    int id, needed;
} xv_global_t;

struct xv_program_t {
    const xv_host_t *host;
    apr_array_header_t *modes;   /* xv_mode_t* */
    apr_array_header_t *globals; /* xv_global_t* */
    const char *doctype;
    size_t doctype_len;
    int strip, mode0;
};

/* ---- values -----------------------------------------------------------------------------------
 */

typedef struct xv_node_t {
    const vm_node_t *n;
    const vm_attr_t *a; /* not NULL: this attribute of n */
} xv_node_t;

typedef struct xv_val_t {
    xv_type_e type;
    int b, len; /* len: nodes, or bytes of T_MARKUP */
    double n;
    const char *s;
    const xv_node_t *v; /* in document order, each once */
} xv_val_t;

/* Where an expression is evaluated. */
typedef struct xv_at_t {
    xv_node_t node;
    int pos, size;
} xv_at_t;

typedef struct xv_chunk_t {
    struct xv_chunk_t *next;
    size_t size, used;
} xv_chunk_t;

typedef struct xv_passed_t {
    struct xv_passed_t *next;
    const char *name;
    xv_val_t val;
} xv_passed_t;

typedef struct xv_arena_t {
    xv_chunk_t *first, *now;
} xv_arena_t;

/* Reused from run to run: the memory. */
typedef struct xv_ctx_t {
    xv_arena_t work, keep; /* keep: values of globals */
    char *buf;
    size_t cap;
} xv_ctx_t;

/* One run. */
typedef struct xv_run_t {
    const xv_program_t *prog;
    void *host;
    xv_ctx_t *c;
    xv_arena_t *arena;
    char *out;
    size_t len, cap;
    vm_node_t doc; /* the root node above the root element */
    xv_node_t current;
    xv_val_t *frame;
    const xv_passed_t *passed;
    xv_val_t *globals;
    unsigned char *global_state; /* 0 not yet, 1 under way, 2 there */
    const char *attrs[32];       /* names in the start tag */
    int nattrs;
    int raw; /* not 0: text is collected, not written as HTML */
    int depth, max_depth;
    unsigned long ops, max_ops;
    size_t max_out;
    const char *why;
} xv_run_t;

/* ---- compile time: xv_parse.c, xv_load.c, xv_compile.c ----------------------------------------
 */

typedef struct xv_file_t {
    xmlDocPtr doc;
    const char *uri;
    const xmlNode *top;
    int precedence;
} xv_file_t;

typedef struct xv_scope_t {
    struct xv_scope_t *up;
    const char *name;
    int slot;
} xv_scope_t;

typedef struct xv_comp_t {
    apr_pool_t *p, *tmp; /* the program's; and for the compilation only */
    xv_load_fn *load;
    void *baton;
    xv_program_t *prog;
    apr_array_header_t *files; /* xv_file_t*, lowest precedence first */
    apr_hash_t *seen, *names, *templates, *functions, *globals, *modes;
    int order, depth;
    xv_unit_t *unit; /* being compiled */
    xv_file_t *file;
    xv_scope_t *scope;
    int in_pattern;
    apr_array_header_t *units; /* xv_unit_t* */
    const char *element;       /* the literal element around, or NULL */
    struct {
        const char *method, *encoding, *indent, *system, *public_id;
    } output;
    const char *reason; /* set = leave this instruction */
    const char *all;    /* reasons so far, a line each: the program is given up, reading goes on */
    int reasons;
} xv_comp_t;

#define XSL_NS "http://www.w3.org/1999/XSL/Transform"
#define FUNC_NS "http://exslt.org/functions"
/* What running a piece of a sheet may write. */
#define M_TEXT 1u
#define M_ELEM 2u
#define M_ATTR 4u

/** Keeps the reason, if there is one, and goes on: only to find further ones. */
void xv_note(xv_comp_t *c);
__attribute__((format(printf, 3, 4))) void xv_refuse(xv_comp_t *c, const xmlNode *at,
                                                     const char *fmt, ...);
const char *xv_intern(xv_comp_t *c, const char *s);
/** Attribute of an xsl element, in the compile's pool, or NULL. */
const char *xv_attr(xv_comp_t *c, const xmlNode *n, const char *name);
int xv_is(const xmlNode *n, const char *ns, const char *name);
xv_expr_t *xv_parse(xv_comp_t *c, const xmlNode *at, const char *text);
/** One alternative of a pattern. */
xv_rule_t *xv_parse_rule(xv_comp_t *c, const xmlNode *at, const char *text);
/** Reads the sheet and all it imports, and fills in templates, functions, globals and modes. */
void xv_load(xv_comp_t *c, const char *uri);
/** Fixpoint of what each template may write. */
void xv_masks(xv_comp_t *c);
unsigned xv_mask(xv_comp_t *c, const xmlNode *n);
unsigned xv_mask_all(xv_comp_t *c, const xmlNode *parent);
xv_mode_t *xv_mode(xv_comp_t *c, const char *name, int *id);
void xv_compile_unit(xv_comp_t *c, xv_unit_t *u);
xv_op_t *xv_body(xv_comp_t *c, const xmlNode *first);
/** One instruction, element or text, appended to a list. */
void xv_one(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n);
xv_arg_t *xv_binding(xv_comp_t *c, const xmlNode *n);
int xv_declare(xv_comp_t *c, const char *name);
/** A literal element with its attributes and content, appended to a list. */
void xv_element(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n);
void xv_attribute(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const xmlNode *n);
xv_op_t *xv_op(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, xv_op_e op);
/** Appends bytes to the literal at the end of a list. raw NULL: they are markup. */
void xv_literal(xv_comp_t *c, xv_op_t ***tail, xv_op_t **last, const char *bytes, size_t len,
                const char *raw);

/* ---- output: xv_out.c -------------------------------------------------------------------------
 */

/** How the value of an attribute is written; NULL attr: text. The only place that decides. */
xv_context_e xv_context(const char *element, const char *attr);
void xv_put(xv_run_t *x, const char *s, size_t n);
void xv_put_text(xv_run_t *x, const char *s);
/** ="value" with quotes. */
void xv_put_value(xv_run_t *x, const char *s, xv_context_e how);
/** For the compiler: the same into a pool. */
const char *xv_static_value(apr_pool_t *p, const char *s, xv_context_e how);
const char *xv_static_text(apr_pool_t *p, const char *s);

/* ---- run time: xv_arena.c xv_eval.c xv_nodes.c xv_core.c xv_run.c xv_num.c --------------------
 */

xv_ctx_t *xv_ctx_take(void);
void xv_ctx_give(xv_ctx_t *c);
void *xv_alloc(xv_run_t *x, size_t n);
char *xv_dup(xv_run_t *x, const char *s, size_t n);
typedef struct xv_mark_t {
    xv_chunk_t *chunk;
    size_t used;
} xv_mark_t;
xv_mark_t xv_mark(const xv_run_t *x);
void xv_release(xv_run_t *x, xv_mark_t m);
/** Stops the run; the first reason stays. */
void xv_stop(xv_run_t *x, const char *why);

xv_val_t xv_eval(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at);
const char *xv_str(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at);
double xv_num(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at);
int xv_bool(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at);
/** Nodes of an expression; stops when it gives something else. */
xv_val_t xv_nodes(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at);
xv_val_t xv_path(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at);
xv_val_t xv_union(xv_run_t *x, xv_val_t a, xv_val_t b);
/** Does a node pass all predicates of a pattern's step? */
int xv_preds_hold(xv_run_t *x, const xv_expr_t *preds, xv_node_t n);
int xv_node_test(const xv_step_t *s, xv_node_t n);
const vm_node_t *xv_up(const xv_run_t *x, const vm_node_t *n);
int xv_hidden(const xv_run_t *x, const vm_node_t *n);
const char *xv_node_str(xv_run_t *x, xv_node_t n);
const char *xv_val_str(xv_run_t *x, const xv_val_t *v);
double xv_val_num(xv_run_t *x, const xv_val_t *v);
int xv_val_bool(xv_run_t *x, const xv_val_t *v);
int xv_compare(xv_run_t *x, xv_expr_e op, const xv_val_t *a, const xv_val_t *b);
xv_val_t xv_core_call(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at);
const char *xv_num_str(xv_run_t *x, double d);
const char *xv_format(xv_run_t *x, double d, const char *pattern);
xv_val_t xv_sheet_call(xv_run_t *x, const xv_expr_t *e, const xv_at_t *at, int write);
xv_val_t xv_global(xv_run_t *x, int id);

static inline xv_val_t xv_of_str(const char *s)
{
    return (xv_val_t){.type = T_STR, .s = s};
}
static inline xv_val_t xv_of_num(double n)
{
    return (xv_val_t){.type = T_NUM, .n = n};
}
static inline xv_val_t xv_of_bool(int b)
{
    return (xv_val_t){.type = T_BOOL, .b = b};
}
static inline const char *xv_value(const xv_run_t *x, const vm_attr_t *a)
{
    return a->at && x->prog->host->time ? x->prog->host->time(x->host, a) : a->value;
}
/* Short names differ early: cheaper than a call. */
static inline int xv_same(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

#endif
