/* SPDX-License-Identifier: Apache-2.0 */
/* The view model: an append-only tree in a pool. Whatever comes in is made safe for XML here, once.
 */
#include <string.h>
#include <apr_strings.h>
#include <apr_time.h>
#include "vm_int.h"

/*
 * Length of the valid UTF-8 sequence at s (1..4), 0 when there is none. Overlong forms, surrogates
 * and code points above U+10FFFF are not valid. The string ends with NUL, so no length is needed.
 */
static int utf8_len(const unsigned char *s)
{
    if (s[0] < 0x80)
        return 1;
    if (s[0] >= 0xC2 && s[0] <= 0xDF)
        return (s[1] & 0xC0) == 0x80 ? 2 : 0;
    if (s[0] >= 0xE0 && s[0] <= 0xEF) {
        if ((s[1] & 0xC0) != 0x80 || (s[2] & 0xC0) != 0x80)
            return 0;
        if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F))
            return 0;
        return 3;
    }
    if (s[0] >= 0xF0 && s[0] <= 0xF4) {
        if ((s[1] & 0xC0) != 0x80 || (s[2] & 0xC0) != 0x80 || (s[3] & 0xC0) != 0x80)
            return 0;
        if ((s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
            return 0;
        return 4;
    }
    return 0;
}

/* Bytes to keep of what stands at s; 0 = drop one byte, negative = drop that many. */
static int keep(const unsigned char *s)
{
    int n = utf8_len(s);
    if (n == 1)
        return s[0] == '\t' || s[0] == '\n' || s[0] == '\r' || (s[0] >= 0x20 && s[0] != 0x7F);
    if (n == 2 && s[0] == 0xC2 && s[1] < 0xA0)
        return -2; /* C1 controls */
    if (n == 3) {
        if (s[0] == 0xEF && s[1] == 0xBF && s[2] >= 0xBE)
            return -3; /* U+FFFE, U+FFFF: not allowed in XML */
        if (s[0] == 0xE2 && s[1] == 0x80 && s[2] >= 0xAA && s[2] <= 0xAE)
            return -3; /* bidi embeddings and overrides could make one name look like another */
    }
    return n;
}

SMM_DECLARE(const char *) smm_vm_clean(apr_pool_t *p, const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    int n;
    char *out, *o;
    while (*s) {
        if ((n = keep(s)) <= 0)
            break;
        s += n;
    }
    if (!*s)
        return text;
    out = o = apr_palloc(p, strlen(text) + 1);
    memcpy(o, text, (size_t)((const char *)s - text));
    o += (const char *)s - text;
    while (*s) {
        n = keep(s);
        if (n > 0) {
            memcpy(o, s, (size_t)n);
            o += n;
        }
        s += n > 0 ? n : n < 0 ? -n : 1;
    }
    *o = '\0';
    return out;
}

static const char *copy(apr_pool_t *p, const char *text)
{
    const char *c = text;

    while (*c >= 0x20 && *c < 0x7F) /* nearly every value is plain ASCII as a whole */
        c++;
    if (!*c)
        return apr_pstrmemdup(p, text, (size_t)(c - text));
    c = smm_vm_clean(p, text);
    return c == text ? apr_pstrdup(p, text) : c;
}

SMM_DECLARE(smm_vm_t *) smm_vm_make(apr_pool_t *p)
{
    smm_vm_t *vm = apr_pcalloc(p, sizeof *vm);
    vm->pool = p;
    return vm;
}

static vm_node_t *append(smm_vm_t *vm)
{
    vm_node_t *n = apr_pcalloc(vm->pool, sizeof *n), *up = vm->open;
    n->parent = up;
    n->order = ++vm->count;
    if (up) {
        if (up->last)
            up->last->next = n;
        else
            up->child = n;
        up->last = n;
    }
    return n;
}

SMM_DECLARE(void) smm_vm_el(smm_vm_t *vm, const char *name)
{
    vm_node_t *n;
    if (!vm->open && vm->root)
        vm->open = vm->root; /* a tree has one root: a second one becomes its child */
    n = append(vm);
    n->name = name;
    if (!vm->root)
        vm->root = n;
    vm->open = n;
}

SMM_DECLARE(void) smm_vm_end(smm_vm_t *vm)
{
    if (vm->open)
        vm->open = vm->open->parent;
}

/* `value` is safe and lives as long as the tree. */
static void set(smm_vm_t *vm, const char *name, const char *value, int64_t at)
{
    vm_attr_t *a;
    vm_node_t *n = vm->open;
    for (a = n->attrs; a; a = a->next) {
        if (a->name == name || !strcmp(a->name, name)) {
            a->value = value; /* the last one wins; twice would be ill-formed */
            a->at = at;
            return;
        }
    }
    a = apr_palloc(vm->pool, sizeof *a);
    a->next = NULL;
    a->name = name;
    a->at = at;
    a->value = value;
    if (n->last_attr)
        n->last_attr->next = a;
    else
        n->attrs = a;
    n->last_attr = a;
}

SMM_DECLARE(void) smm_vm_attr(smm_vm_t *vm, const char *name, const char *value)
{
    if (vm->open && value)
        set(vm, name, copy(vm->pool, value), 0);
}

/* Decimal digits of u, at least `least` of them, before `end`. @return where they begin. */
static char *digits(char *end, uint64_t u, int least)
{
    for (; u || least > 0; u /= 10, least--)
        *--end = (char)('0' + u % 10);
    return end;
}

/* The magnitude is unsigned, so that INT64_MIN has one too. */
static uint64_t magnitude(int64_t v)
{
    return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

SMM_DECLARE(void) smm_vm_attr_int(smm_vm_t *vm, const char *name, int64_t value)
{
    char text[24], *end = text + sizeof(text), *s;
    if (!vm->open)
        return;
    s = digits(end, magnitude(value), 1);
    if (value < 0)
        *--s = '-';
    set(vm, name, apr_pstrmemdup(vm->pool, s, (size_t)(end - s)), 0);
}

SMM_DECLARE(void) smm_vm_attr_flag(smm_vm_t *vm, const char *name, int on)
{
    smm_vm_attr(vm, name, on ? "1" : NULL);
}

SMM_DECLARE(void) smm_vm_shown(smm_vm_t *vm, const smm_shown_t *as)
{
    vm->shown = as;
}

/* "rate-usd" as "rate-shown" */
static void set_shown(smm_vm_t *vm, const char *name, int64_t micro)
{
    char text[SMM_USD_TEXT];
    size_t n = strlen(name);

    if (n >= 3 && !strcmp(name + n - 3, "usd") && smm_shown_text(text, micro, vm->shown))
        set(vm, apr_pstrcat(vm->pool, apr_pstrmemdup(vm->pool, name, n - 3), "shown", NULL),
            apr_pstrdup(vm->pool, text), 0);
}

SMM_DECLARE(void) smm_vm_attr_usd(smm_vm_t *vm, const char *name, int64_t micro)
{
    char text[32], *end = text + sizeof(text), *s;
    uint64_t u = magnitude(micro);
    if (!vm->open)
        return;
    s = digits(end, u % 1000000, 6);
    for (int i = 0; i < 4 && end[-1] == '0'; i++) /* two of the six decimals always stay */
        end--;
    *--s = '.';
    s = digits(s, u / 1000000, 1);
    if (micro < 0)
        *--s = '-';
    set(vm, name, apr_pstrmemdup(vm->pool, s, (size_t)(end - s)), 0);
    if (vm->shown)
        set_shown(vm, name, micro);
}

SMM_DECLARE(void) smm_vm_attr_time(smm_vm_t *vm, const char *name, int64_t seconds)
{
    apr_time_exp_t t;
    char text[40], *s = text + sizeof(text);
    if (!vm->open || seconds == 0 ||
        apr_time_exp_gmt(&t, apr_time_from_sec(seconds)) != APR_SUCCESS)
        return;
    if (t.tm_year < -1900 || t.tm_year > 8099) {
        set(vm, name,
            apr_psprintf(vm->pool, "%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900, t.tm_mon + 1,
                         t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec),
            seconds);
        return;
    }
    *--s = 'Z';
    s = digits(s, (uint64_t)t.tm_sec, 2);
    *--s = ':';
    s = digits(s, (uint64_t)t.tm_min, 2);
    *--s = ':';
    s = digits(s, (uint64_t)t.tm_hour, 2);
    *--s = 'T';
    s = digits(s, (uint64_t)t.tm_mday, 2);
    *--s = '-';
    s = digits(s, (uint64_t)t.tm_mon + 1, 2);
    *--s = '-';
    s = digits(s, (uint64_t)t.tm_year + 1900, 4);
    set(vm, name, apr_pstrmemdup(vm->pool, s, (size_t)(text + sizeof(text) - s)), seconds);
}

SMM_DECLARE(void) smm_vm_text(smm_vm_t *vm, const char *text)
{
    vm_node_t *n;
    if (!vm->open || !text || !*text)
        return;
    n = vm->open->last;
    if (n && !n->name) { /* neighbours are one text, as in any XML tree */
        n->text = apr_pstrcat(vm->pool, n->text, smm_vm_clean(vm->pool, text), NULL);
        return;
    }
    n = append(vm);
    n->text = copy(vm->pool, text);
}

SMM_DECLARE(void) smm_vm_leaf(smm_vm_t *vm, const char *name, const char *text)
{
    smm_vm_el(vm, name);
    smm_vm_text(vm, text);
    smm_vm_end(vm);
}

const char *smm_vm_root_attr(const smm_vm_t *vm, const char *name)
{
    const vm_attr_t *a;
    for (a = vm->root ? vm->root->attrs : NULL; a; a = a->next) {
        if (!strcmp(a->name, name))
            return a->value;
    }
    return NULL;
}
