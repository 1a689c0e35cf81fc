/* SPDX-License-Identifier: Apache-2.0 */
/* The tree behind smm_vm_t, for the writer and the engine only. */
#ifndef SMM_VM_INT_H
#define SMM_VM_INT_H

#include "smm_vm.h"

typedef struct vm_attr_t {
    struct vm_attr_t *next;
    const char *name, *value;
    int64_t at; /* a time (seconds UTC), 0 = something else */
} vm_attr_t;

typedef struct vm_node_t {
    struct vm_node_t *parent, *next, *child, *last;
    vm_attr_t *attrs, *last_attr;
    const char *name; /* NULL: a text node */
    const char *text;
    unsigned order; /* 1 … in document order */
} vm_node_t;

struct smm_vm_t {
    apr_pool_t *pool;
    vm_node_t *root; /* NULL until the first element */
    vm_node_t *open; /* the innermost open element, NULL outside */
    unsigned count;  /* nodes */
    const smm_shown_t *shown;
};

/** Value of the root's attribute or NULL. */
const char *smm_vm_root_attr(const smm_vm_t *vm, const char *name);

#endif
