/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiled XSLT: a sheet and its imports become an immutable program that writes HTML straight
 * into a buffer, byte for byte what libxslt and libxml2's HTML serialiser give. It covers a subset
 * of XSLT 1.0; what lies outside is refused with a reason, and the caller uses libxslt.
 * docs/internals/xv.md describes the subset and how it works. Nothing here knows what a page is.
 */
#ifndef XV_H
#define XV_H

#include <apr_pools.h>
#include <libxml/tree.h>
#include "vm_int.h"

typedef struct xv_program_t xv_program_t;

/** A function of the host: strings in, a string out. Ends with name NULL. */
typedef struct xv_host_fn_t {
    const char *name;
    int least, most; /* number of arguments */
} xv_host_fn_t;

typedef struct xv_host_t {
    const char *ns; /* namespace of the functions */
    const xv_host_fn_t *fns;
    /** Must not fail; the answer lives as long as the render. `baton` is xv_run's. */
    const char *(*call)(void *baton, int fn, int argc, const char *const *argv);
    /** The text of an attribute that holds a time, as the reader shall see it; may be NULL. */
    const char *(*time)(void *baton, const vm_attr_t *a);
} xv_host_t;

/** Gives the document of an address, already absolute; NULL: it cannot be read. xv frees it. */
typedef xmlDocPtr xv_load_fn(void *baton, const char *uri);

/**
 * Compiles a sheet.
 * @param p      owns the program
 * @param reason NULL on success, else a line for each thing that is outside the subset,
 *               "address:line: what" (50 at most); "" when there is no xsl:output at all: a part of
 * other sheets
 * @return the program, or NULL
 */
const xv_program_t *xv_compile(apr_pool_t *p, const char *uri, xv_load_fn *load, void *baton,
                               const xv_host_t *host, const char **reason);

/** Bounds of one run; a sheet that passes one stops, and gives nothing. */
typedef struct xv_limits_t {
    int depth;         /* nested templates and functions */
    unsigned long ops; /* instructions and nodes */
    apr_size_t out;    /* bytes */
} xv_limits_t;

/**
 * Runs a program over a tree. Any number of threads may run one program. No lock is taken.
 * @param limits NULL: the defaults (400, 50 million, 64 MB)
 * @param p      receives the bytes
 * @param why    why it stopped; unchanged on success
 * @return 0, or -1: nothing usable was produced, libxslt has to answer
 */
int xv_run(const xv_program_t *program, const smm_vm_t *vm, void *host_baton,
           const xv_limits_t *limits, apr_pool_t *p, const char **out, apr_size_t *len,
           const char **why);

/** Frees the idle contexts of this process (they are kept for the next run). */
void xv_drain(void);

#endif
