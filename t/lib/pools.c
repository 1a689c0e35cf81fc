/* SPDX-License-Identifier: Apache-2.0 */
/*
 * APR pools whose every allocation is a malloc of its own. A pool hands out parts of large blocks,
 * so AddressSanitizer sees neither an overrun from one allocation into the next nor a use after the
 * pool was cleared. Linked into the fuzz targets and preloaded into the httpd of the asan ring.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <apr_pools.h>

#undef apr_pool_clear
#undef apr_pool_destroy

#define ROWS 4096

typedef struct item_t {
    struct item_t *next;
    apr_pool_t *pool;
} item_t; /* the allocation follows */

static struct {
    pthread_mutex_t lock;
    item_t *first;
} table[ROWS] = {[0 ... ROWS - 1] = {PTHREAD_MUTEX_INITIALIZER, NULL}};

static unsigned row_of(const apr_pool_t *p)
{
    uintptr_t v = (uintptr_t)p;
    return (unsigned)((v >> 4) ^ (v >> 16)) % ROWS;
}

void *apr_palloc(apr_pool_t *p, apr_size_t n)
{
    unsigned r = row_of(p);
    item_t *it = malloc(sizeof(*it) + n);

    if (it == NULL) {
        abort();
    }
    it->pool = p;
    pthread_mutex_lock(&table[r].lock);
    it->next = table[r].first;
    table[r].first = it;
    pthread_mutex_unlock(&table[r].lock);
    return it + 1;
}

/* Takes what a pool holds out of the table. */
static item_t *take(apr_pool_t *p)
{
    unsigned r = row_of(p);
    item_t *mine = NULL, **at;

    pthread_mutex_lock(&table[r].lock);
    for (at = &table[r].first; *at;) {
        item_t *it = *at;
        if (it->pool == p) {
            *at = it->next;
            it->next = mine;
            mine = it;
        } else {
            at = &it->next;
        }
    }
    pthread_mutex_unlock(&table[r].lock);
    return mine;
}

/* After the pool's cleanups have run. What they allocated goes with the next pool at this address.
 */
static void drop(item_t *it)
{
    while (it) {
        item_t *next = it->next;
        free(it);
        it = next;
    }
}

typedef void pool_fn(apr_pool_t *p);

static pool_fn *real(const char *name)
{
    return (pool_fn *)(uintptr_t)dlsym(RTLD_NEXT, name);
}

void apr_pool_clear(apr_pool_t *p)
{
    static pool_fn *fn;
    item_t *mine = take(p);

    if (fn == NULL) {
        fn = real("apr_pool_clear");
    }
    fn(p);
    drop(mine);
}

void apr_pool_destroy(apr_pool_t *p)
{
    static pool_fn *fn;
    item_t *mine = take(p);

    if (fn == NULL) {
        fn = real("apr_pool_destroy");
    }
    fn(p);
    drop(mine);
}
