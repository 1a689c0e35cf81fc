/* SPDX-License-Identifier: Apache-2.0 */
/* Damage to view models: values dropped or replaced, elements removed or doubled. */
#ifndef XV_FUZZ_H
#define XV_FUZZ_H

#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "../../modules/core/view/vm_int.h"

static const char *const DAMAGE[] = {
    "",
    " ",
    "0",
    "-0",
    "1",
    "2",
    "-1",
    "-12.5",
    "0.5",
    "1e9",
    "99999999999999999999",
    "123456789012345",
    "NaN",
    "Infinity",
    "abc",
    "12abc",
    " 7 ",
    "\"",
    "'",
    "a\"b'c",
    "say \"hi\"",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "<!--",
    "a<!-- \" -->&{b}\"",
    "&{x}",
    "&{x",
    "&amp;",
    "javascript:alert(1)",
    "//evil.example/",
    "/app/x?a=1&b=2#c",
    "  /lead",
    "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80",
    "\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7",
    "2026-11-23T09:14:00Z",
    "2026-13-99",
    "2026-02-30T25:00:00Z",
    "{0}",
    "{0} {1} {0}",
    "line\nbreak\ttab",
    "completed",
    "Canceled",
    "IN_PROGRESS",
    "hidden",
    "flag",
    "radio",
    "area",
    "secret",
    "int",
    "usd",
    "url",
    "file",
    "select",
    "bars",
    "public",
    "print",
    "staff",
    "customer",
    "dark",
    "%41%zz",
    "a b[c]\\d^e`f{g|h}i",
    "x\xC2\xA0y",
};

static unsigned fuzz_next(unsigned *seed, unsigned below)
{
    return below ? (unsigned)rand_r(seed) % below : 0;
}

/* Counts the nodes, or finds the k-th. */
static vm_node_t *fuzz_pick(vm_node_t *n, int *k)
{
    for (; n; n = n->next) {
        vm_node_t *in;
        if ((*k)-- == 0)
            return n;
        if ((in = fuzz_pick(n->child, k)))
            return in;
    }
    return NULL;
}

static vm_node_t *fuzz_copy(apr_pool_t *p, const vm_node_t *n, vm_node_t *parent)
{
    vm_node_t *c = apr_pmemdup(p, n, sizeof *n), **tail = &c->child;
    const vm_node_t *k;
    const vm_attr_t *a;
    vm_attr_t **at = &c->attrs;
    c->parent = parent;
    for (a = n->attrs; a; a = a->next) {
        *at = apr_pmemdup(p, a, sizeof *a);
        at = &(*at)->next;
    }
    for (k = n->child; k; k = k->next) {
        *tail = fuzz_copy(p, k, c);
        tail = &(*tail)->next;
    }
    return c;
}

static void fuzz_attr(vm_node_t *n, unsigned *seed, const char *value)
{
    vm_attr_t *a, **at;
    unsigned count = 0, k;
    for (a = n->attrs; a; a = a->next)
        count++;
    if (!count)
        return;
    k = fuzz_next(seed, count);
    for (at = &n->attrs; k--; at = &(*at)->next)
        ;
    if (!value)
        *at = (*at)->next;
    else
        (*at)->value = value;
}

static void fuzz_unlink(vm_node_t *n)
{
    vm_node_t **at = &n->parent->child;
    while (*at != n)
        at = &(*at)->next;
    *at = n->next;
}

/* Times lose their mark when a model is read from XML: they get it back, for the reader's zone. */
static void fuzz_times(vm_node_t *n)
{
    for (; n; n = n->next) {
        vm_attr_t *a;
        for (a = n->attrs; a; a = a->next) {
            size_t len = strlen(a->value);
            if (len == 20 && a->value[10] == 'T' && a->value[19] == 'Z' && a->value[4] == '-')
                a->at = 1795000000 + (a->value[18] - '0') * 86400 + (a->value[15] - '0') * 40000;
        }
        fuzz_times(n->child);
    }
}

/* One to six changes; the result is read back from XML, as a model of a page would be. */
static smm_vm_t *fuzz_model(apr_pool_t *p, const char *xml, apr_size_t len, unsigned *seed)
{
    smm_vm_t *vm = smm_vm_read_xml(p, xml, len);
    int total = (int)vm->count, i, changes = 1 + (int)fuzz_next(seed, 6);
    const char *out;
    apr_size_t n;
    for (i = 0; i < changes; i++) {
        int k = (int)fuzz_next(seed, (unsigned)total);
        const char *with = DAMAGE[fuzz_next(seed, sizeof DAMAGE / sizeof *DAMAGE)];
        unsigned how = fuzz_next(seed, 10);
        vm_node_t *at = fuzz_pick(vm->root, &k), *twin;
        if (!at)
            continue;
        if (!at->name && how < 8)
            at->text = with;
        else if (how < 6)
            fuzz_attr(at, seed, with);
        else if (how < 8)
            fuzz_attr(at, seed, NULL);
        else if (at->parent && how == 8)
            fuzz_unlink(at);
        else if (at->parent) {
            twin = fuzz_copy(p, at, at->parent);
            twin->next = at->next;
            at->next = twin;
        }
    }
    smm_vm_write_xml(vm, p, &out, &n);
    return smm_vm_read_xml(p, out, n);
}

#endif
