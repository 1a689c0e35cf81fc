/* SPDX-License-Identifier: Apache-2.0 */
/* XPath 1.0 and match patterns to expression trees, by recursive descent. */
#include <string.h>
#include <libxml/xpathInternals.h>
#include "xv_int.h"

#define MAX_NESTING 60

typedef struct parse_t {
    xv_comp_t *c;
    const xmlNode *at;
    const char *text, *s;
    int nesting;
} parse_t;

static xv_expr_t *expr(parse_t *k);

static int failed(const parse_t *k)
{
    return k->c->reason != NULL;
}

static void wrong(parse_t *k, const char *what)
{
    xv_refuse(k->c, k->at, "%s in the expression \"%s\"", what, k->text);
}

static void blanks(parse_t *k)
{
    k->s += strspn(k->s, " \t\r\n");
}

static int name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static size_t name_len(const char *s)
{
    size_t n = 0;
    if (!name_start(*s))
        return 0;
    while (name_start(s[n]) || (s[n] >= '0' && s[n] <= '9') || s[n] == '-' || s[n] == '.')
        n++;
    return n;
}

/* Takes a mark when it stands next. */
static int take(parse_t *k, const char *mark)
{
    size_t n = strlen(mark);
    blanks(k);
    if (strncmp(k->s, mark, n))
        return 0;
    k->s += n;
    return 1;
}

static int take_word(parse_t *k, const char *word)
{
    size_t n = strlen(word);
    blanks(k);
    if (name_len(k->s) != n || strncmp(k->s, word, n))
        return 0;
    k->s += n;
    return 1;
}

static void need(parse_t *k, const char *mark)
{
    if (!failed(k) && !take(k, mark))
        wrong(k, apr_psprintf(k->c->p, "\"%s\" is missing", mark));
}

static const char *word(parse_t *k)
{
    size_t n = name_len(k->s);
    const char *s = apr_pstrmemdup(k->c->p, k->s, n);
    k->s += n;
    return xv_intern(k->c, s);
}

static xv_expr_t *make(parse_t *k, xv_expr_e kind, xv_type_e type, xv_expr_t *a, xv_expr_t *b)
{
    xv_expr_t *e = apr_pcalloc(k->c->p, sizeof *e);
    e->kind = kind;
    e->type = type;
    e->args = a;
    if (a && b) {
        a->next = b;
        e->positional = a->positional || b->positional;
        e->argc = 2;
    } else if (a) {
        e->positional = a->positional;
        e->argc = 1;
    }
    return e;
}

/* ---- steps ------------------------------------------------------------------------------------
 */

static const struct {
    const char *name;
    xv_axis_e axis;
} AXES[] = {{"child", AX_CHILD},
            {"attribute", AX_ATTR},
            {"self", AX_SELF},
            {"parent", AX_PARENT},
            {"ancestor", AX_ANC},
            {"ancestor-or-self", AX_ANC_SELF},
            {"descendant", AX_DESC},
            {"descendant-or-self", AX_DESC_SELF},
            {"following-sibling", AX_FOLL_SIB},
            {"preceding-sibling", AX_PREC_SIB}};

static xv_expr_t *predicates(parse_t *k)
{
    xv_expr_t *first = NULL, **tail = &first;
    while (!failed(k) && take(k, "[")) {
        xv_expr_t *e = expr(k);
        need(k, "]");
        if (failed(k))
            break;
        if (e->next) { /* a shared node never happens; lists are built here only */
            wrong(k, "a predicate");
            break;
        }
        *tail = e;
        tail = &e->next;
    }
    return first;
}

static void axis(parse_t *k, xv_step_t *s)
{
    size_t n = name_len(k->s), i;
    const char *after = k->s + n + strspn(k->s + n, " \t\r\n");
    s->axis = AX_CHILD;
    if (take(k, "@")) {
        s->axis = AX_ATTR;
        return;
    }
    if (!n || after[0] != ':' || after[1] != ':')
        return;
    for (i = 0; i < sizeof AXES / sizeof *AXES; i++) {
        if (strlen(AXES[i].name) == n && !strncmp(AXES[i].name, k->s, n)) {
            s->axis = AXES[i].axis;
            k->s = after + 2;
            return;
        }
    }
    wrong(k, apr_psprintf(k->c->p, "the axis %.*s", (int)n, k->s));
}

static void node_test(parse_t *k, xv_step_t *s)
{
    blanks(k);
    if (take(k, "*")) {
        s->test = NT_ANY;
        return;
    }
    if (!name_start(*k->s)) {
        wrong(k, "a name is missing");
        return;
    }
    s->name = word(k);
    s->test = NT_NAME;
    if (*k->s == ':' && k->s[1] != ':') {
        wrong(k, "a name in a namespace");
        return;
    }
    if (!take(k, "("))
        return;
    need(k, ")");
    if (!strcmp(s->name, "text"))
        s->test = NT_TEXT;
    else if (!strcmp(s->name, "node"))
        s->test = NT_NODE;
    else
        wrong(k, apr_psprintf(k->c->p, "the node test %s()", s->name));
}

static xv_step_t *step(parse_t *k)
{
    xv_step_t *s = apr_pcalloc(k->c->p, sizeof *s);
    blanks(k);
    if (k->s[0] == '.') {
        s->axis = k->s[1] == '.' ? AX_PARENT : AX_SELF;
        s->test = NT_NODE;
        k->s += s->axis == AX_PARENT ? 2 : 1;
        return s;
    }
    axis(k, s);
    if (!failed(k))
        node_test(k, s);
    if (!failed(k))
        s->preds = predicates(k);
    return s;
}

static xv_step_t *descend(parse_t *k)
{
    xv_step_t *s = apr_pcalloc(k->c->p, sizeof *s);
    s->axis = AX_DESC_SELF;
    s->test = NT_NODE;
    return s;
}

/* Steps joined by / and //, appended to `tail`. */
static void steps(parse_t *k, xv_step_t **tail)
{
    for (;;) {
        *tail = step(k);
        if (failed(k))
            return;
        tail = &(*tail)->next;
        if (take(k, "//")) {
            *tail = descend(k);
            tail = &(*tail)->next;
        } else if (!take(k, "/")) {
            return;
        }
    }
}

static int step_starts(parse_t *k)
{
    blanks(k);
    return name_start(*k->s) || *k->s == '@' || *k->s == '*' || *k->s == '.';
}

static xv_expr_t *location(parse_t *k)
{
    xv_expr_t *e = make(k, X_PATH, T_NODES, NULL, NULL);
    if (take(k, "//")) {
        e->absolute = 1;
        e->steps = descend(k);
        steps(k, &e->steps->next);
        return e;
    }
    if (take(k, "/")) {
        e->absolute = 1;
        if (step_starts(k))
            steps(k, &e->steps);
        return e;
    }
    steps(k, &e->steps);
    return e;
}

/* ---- primary expressions ----------------------------------------------------------------------
 */

static xv_expr_t *literal(parse_t *k)
{
    char quote = *k->s++;
    const char *end = strchr(k->s, quote);
    xv_expr_t *e = make(k, X_STR, T_STR, NULL, NULL);
    if (!end) {
        wrong(k, "an unfinished text");
        return e;
    }
    e->s = apr_pstrmemdup(k->c->p, k->s, (size_t)(end - k->s));
    k->s = end + 1;
    return e;
}

static xv_expr_t *number(parse_t *k)
{
    size_t n = strspn(k->s, "0123456789");
    xv_expr_t *e = make(k, X_NUM, T_NUM, NULL, NULL);
    xmlChar *shown;
    if (k->s[n] == '.')
        n += 1 + strspn(k->s + n + 1, "0123456789");
    e->n = xmlXPathStringEvalNumber((xmlChar *)apr_pstrmemdup(k->c->p, k->s, n));
    shown = xmlXPathCastNumberToString(e->n);
    e->s = apr_pstrdup(k->c->p, shown ? (const char *)shown : "");
    xmlFree(shown);
    k->s += n;
    return e;
}

static xv_expr_t *variable(parse_t *k)
{
    xv_expr_t *e = make(k, X_LOCAL, T_ANY, NULL, NULL);
    const xv_scope_t *sc;
    const char *name;
    xv_global_t *g;
    k->s++;
    if (!name_len(k->s)) {
        wrong(k, "a variable without a name");
        return e;
    }
    name = word(k);
    for (sc = k->c->scope; sc; sc = sc->up) {
        if (sc->name == name) {
            e->id = sc->slot;
            return e;
        }
    }
    g = apr_hash_get(k->c->globals, name, APR_HASH_KEY_STRING);
    if (!g)
        wrong(k, apr_psprintf(k->c->p, "$%s is not known here", name));
    e->kind = X_GLOBAL;
    if (k->c->in_pattern)
        wrong(k, "a variable in a pattern");
    if (g) {
        e->id = g->id;
        g->needed = 1;
    }
    return e;
}

static void arguments(parse_t *k, xv_expr_t *e)
{
    xv_expr_t **tail = &e->args;
    if (take(k, ")"))
        return;
    do {
        xv_expr_t *a = expr(k);
        if (failed(k))
            return;
        e->positional |= a->positional;
        e->argc++;
        *tail = a;
        tail = &a->next;
    } while (take(k, ","));
    need(k, ")");
}

static void check_argc(parse_t *k, const xv_expr_t *e, const char *name, int least, int most)
{
    if (!failed(k) && (e->argc < least || e->argc > most))
        wrong(k, apr_psprintf(k->c->p, "%s() with %d arguments", name, e->argc));
}

static xv_expr_t *core_call(parse_t *k, const char *name)
{
    xv_expr_t *e = make(k, X_CORE, T_ANY, NULL, NULL);
    const xv_core_t *f = xv_core_find(name, strlen(name), &e->id);
    if (!f) {
        wrong(k, apr_psprintf(k->c->p, "the function %s()", name));
        return e;
    }
    e->type = f->type;
    arguments(k, e);
    check_argc(k, e, name, f->least, f->most);
    if (e->id == F_POSITION || e->id == F_LAST)
        e->positional = 1;
    if (!failed(k) && f->nodes && e->argc && e->args->type != T_NODES && e->args->type != T_ANY)
        wrong(k, apr_psprintf(k->c->p, "%s() of something that is not a node-set", name));
    if (k->c->in_pattern && e->id == F_CURRENT)
        wrong(k, "current() in a pattern");
    return e;
}

/* prefix:name( … ): a function of the host or of the sheet. */
static xv_expr_t *other_call(parse_t *k, const char *prefix, const char *name)
{
    const xmlNs *ns = xmlSearchNs(k->at->doc, (xmlNodePtr)k->at, (const xmlChar *)prefix);
    const xv_host_t *h = k->c->prog->host;
    xv_expr_t *e = make(k, X_HOST, T_STR, NULL, NULL);
    const char *key;
    int i;
    if (!ns) {
        wrong(k, apr_psprintf(k->c->p, "the prefix %s is not declared", prefix));
        return e;
    }
    arguments(k, e);
    for (i = 0; !strcmp((const char *)ns->href, h->ns) && h->fns[i].name; i++) {
        if (!strcmp(h->fns[i].name, name)) {
            e->id = i;
            check_argc(k, e, name, h->fns[i].least, h->fns[i].most);
            return e;
        }
    }
    key = apr_pstrcat(k->c->p, (const char *)ns->href, "#", name, NULL);
    e->unit = apr_hash_get(k->c->functions, key, APR_HASH_KEY_STRING);
    if (!e->unit) {
        wrong(k, apr_psprintf(k->c->p, "the function %s:%s()", prefix, name));
        return e;
    }
    e->kind = X_SHEET;
    e->type = T_ANY;
    e->unit->needed = 1;
    check_argc(k, e, name, 0, e->unit->nparams < 8 ? e->unit->nparams : 8);
    return e;
}

static xv_expr_t *call(parse_t *k)
{
    const char *first = word(k), *second;
    if (*k->s == ':') {
        k->s++;
        second = word(k);
        need(k, "(");
        return failed(k) ? make(k, X_STR, T_STR, NULL, NULL) : other_call(k, first, second);
    }
    need(k, "(");
    return core_call(k, first);
}

static int call_starts(parse_t *k)
{
    size_t n = name_len(k->s);
    const char *s = k->s + n;
    if (!n)
        return 0;
    if (*s == ':' && s[1] != ':')
        s += 1 + name_len(s + 1);
    else if ((n == 4 && (!strncmp(k->s, "text", 4) || !strncmp(k->s, "node", 4))) ||
             (n == 7 && !strncmp(k->s, "comment", 7)) ||
             (n == 22 && !strncmp(k->s, "processing-instruction", 22)))
        return 0;
    s += strspn(s, " \t\r\n");
    return *s == '(';
}

static xv_expr_t *primary(parse_t *k)
{
    xv_expr_t *e;
    blanks(k);
    if (*k->s == '\'' || *k->s == '"')
        return literal(k);
    if ((*k->s >= '0' && *k->s <= '9') || (*k->s == '.' && k->s[1] >= '0' && k->s[1] <= '9'))
        return number(k);
    if (*k->s == '$')
        return variable(k);
    if (call_starts(k))
        return call(k);
    if (take(k, "(")) {
        e = expr(k);
        need(k, ")");
        return e;
    }
    return NULL;
}

/* A path that starts from an expression, or one of its own. */
static xv_expr_t *path(parse_t *k)
{
    xv_expr_t *e = primary(k), *f;
    if (failed(k))
        return make(k, X_STR, T_STR, NULL, NULL);
    if (!e)
        return location(k);
    blanks(k);
    if (*k->s == '[') {
        f = make(k, X_FILTER, T_NODES, e, NULL);
        f->args->next = predicates(k); /* the first argument, then the predicates */
        e = f;
    }
    blanks(k);
    if (*k->s == '/' && !failed(k)) {
        f = make(k, X_PATH, T_NODES, e, NULL);
        if (take(k, "//")) {
            f->steps = descend(k);
            steps(k, &f->steps->next);
        } else {
            k->s++;
            steps(k, &f->steps);
        }
        e = f;
    }
    if (e->kind == X_FILTER || e->kind == X_PATH) {
        if (e->args && e->args->type != T_NODES && e->args->type != T_ANY)
            wrong(k, "a path or filter from something that is not a node-set");
    }
    return e;
}

/* ---- operators --------------------------------------------------------------------------------
 */

static xv_expr_t *unions(parse_t *k)
{
    xv_expr_t *e = path(k);
    while (!failed(k) && take(k, "|")) {
        e = make(k, X_UNION, T_NODES, e, path(k));
    }
    return e;
}

static xv_expr_t *unary(parse_t *k)
{
    xv_expr_t *e;
    if (!take(k, "-"))
        return unions(k);
    if (++k->nesting > MAX_NESTING) {
        wrong(k, "too deep nesting");
        return make(k, X_STR, T_STR, NULL, NULL);
    }
    e = make(k, X_NEG, T_NUM, unary(k), NULL);
    k->nesting--;
    return e;
}

static xv_expr_t *product(parse_t *k)
{
    xv_expr_t *e = unary(k);
    while (!failed(k)) {
        xv_expr_e op = take(k, "*")          ? X_MUL
                       : take_word(k, "div") ? X_DIV
                       : take_word(k, "mod") ? X_MOD
                                             : X_STR;
        if (op == X_STR)
            return e;
        e = make(k, op, T_NUM, e, unary(k));
    }
    return e;
}

static xv_expr_t *sum(parse_t *k)
{
    xv_expr_t *e = product(k);
    while (!failed(k)) {
        xv_expr_e op = take(k, "+") ? X_ADD : take(k, "-") ? X_SUB : X_STR;
        if (op == X_STR)
            return e;
        e = make(k, op, T_NUM, e, product(k));
    }
    return e;
}

static xv_expr_t *relation(parse_t *k)
{
    xv_expr_t *e = sum(k);
    while (!failed(k)) {
        xv_expr_e op = take(k, "<=")   ? X_LE
                       : take(k, ">=") ? X_GE
                       : take(k, "<")  ? X_LT
                       : take(k, ">")  ? X_GT
                                       : X_STR;
        if (op == X_STR)
            return e;
        e = make(k, op, T_BOOL, e, sum(k));
    }
    return e;
}

static xv_expr_t *equality(parse_t *k)
{
    xv_expr_t *e = relation(k);
    while (!failed(k)) {
        xv_expr_e op = take(k, "!=") ? X_NE : take(k, "=") ? X_EQ : X_STR;
        if (op == X_STR)
            return e;
        e = make(k, op, T_BOOL, e, relation(k));
    }
    return e;
}

static xv_expr_t *conjunction(parse_t *k)
{
    xv_expr_t *e = equality(k);
    while (!failed(k) && take_word(k, "and"))
        e = make(k, X_AND, T_BOOL, e, equality(k));
    return e;
}

static xv_expr_t *expr(parse_t *k)
{
    xv_expr_t *e;
    if (++k->nesting > MAX_NESTING) {
        wrong(k, "too deep nesting");
        return make(k, X_STR, T_STR, NULL, NULL);
    }
    e = conjunction(k);
    while (!failed(k) && take_word(k, "or"))
        e = make(k, X_OR, T_BOOL, e, conjunction(k));
    k->nesting--;
    return e;
}

xv_expr_t *xv_parse(xv_comp_t *c, const xmlNode *at, const char *text)
{
    parse_t k = {c, at, text, text, 0};
    xv_expr_t *e = expr(&k);
    blanks(&k);
    if (!failed(&k) && *k.s)
        wrong(&k, apr_psprintf(c->p, "\"%s\" is not understood", k.s));
    return failed(&k) ? NULL : e;
}

/* ---- patterns ---------------------------------------------------------------------------------
 */

/* Predicates of patterns are tests only: where a node stands in a list is not asked. */
static void check_tests(parse_t *k, const xv_step_t *s)
{
    const xv_expr_t *e;
    for (e = s->preds; e && !failed(k); e = e->next) {
        if (e->positional || e->type == T_NUM || e->type == T_ANY)
            wrong(k, "a position in a pattern");
    }
}

xv_rule_t *xv_parse_rule(xv_comp_t *c, const xmlNode *at, const char *text)
{
    parse_t k = {c, at, text, text, 0};
    xv_rule_t *r = apr_pcalloc(c->p, sizeof *r);
    xv_expr_t *e = make(&k, X_PATH, T_NODES, NULL, NULL);
    xv_step_t *list = NULL;
    int n = 0, deep = 0;
    c->in_pattern = 1;
    r->path = e;
    r->deep = apr_pcalloc(c->p, strlen(text) + 1);
    if (take(&k, "//"))
        deep = 1;
    else if (take(&k, "/"))
        r->anchored = 1;
    while (!failed(&k) && step_starts(&k)) {
        xv_step_t *s = step(&k);
        if (failed(&k))
            break;
        if ((s->axis != AX_CHILD && s->axis != AX_ATTR) || *text == '.')
            wrong(&k, "an axis in a pattern");
        check_tests(&k, s);
        s->next = list; /* from the node upwards */
        list = s;
        r->deep[n++] = (unsigned char)deep;
        deep = take(&k, "//") ? 1 : 0;
        if (!deep && !take(&k, "/"))
            break;
    }
    blanks(&k);
    if (!failed(&k) && (*k.s || (!n && !r->anchored)))
        wrong(&k, "this pattern is not understood");
    e->steps = list;
    e->argc = n;
    r->priority = 0.5;
    if (n == 1 && !r->anchored && !r->deep[0] && !list->preds)
        r->priority = list->test == NT_NAME ? 0 : -0.5;
    c->in_pattern = 0;
    return failed(&k) ? NULL : r;
}
