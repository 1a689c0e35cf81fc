/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of runs: two arenas and an output buffer, reused last in, first out, without a lock. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "xv_int.h"

#define CHUNK (256 * 1024 - sizeof(xv_chunk_t))
#define KEEP_BUFFER (1024 * 1024)
#define IDLE 64

/* A context is in at most one slot. The lowest slots are tried first: they are the warm ones. */
static _Atomic(xv_ctx_t *) idle[IDLE];

static void drop_chunks(xv_chunk_t *k)
{
    while (k) {
        xv_chunk_t *next = k->next;
        free(k);
        k = next;
    }
}

static void drop(xv_ctx_t *c)
{
    drop_chunks(c->work.first);
    drop_chunks(c->keep.first);
    free(c->buf);
    free(c);
}

xv_ctx_t *xv_ctx_take(void)
{
    int i;
    for (i = 0; i < IDLE; i++) {
        xv_ctx_t *c = atomic_load(&idle[i]) ? atomic_exchange(&idle[i], NULL) : NULL;
        if (c)
            return c;
    }
    return calloc(1, sizeof(xv_ctx_t));
}

static void reset(xv_arena_t *a)
{
    if (a->first) {
        drop_chunks(a->first->next);
        a->first->next = NULL;
        a->first->used = 0;
        if (a->first->size > CHUNK) {
            free(a->first);
            a->first = NULL;
        }
    }
    a->now = a->first;
}

void xv_ctx_give(xv_ctx_t *c)
{
    int i;
    reset(&c->work);
    reset(&c->keep);
    if (c->cap > KEEP_BUFFER) {
        free(c->buf);
        c->buf = NULL;
        c->cap = 0;
    }
    for (i = 0; i < IDLE; i++) {
        xv_ctx_t *none = NULL;
        if (atomic_compare_exchange_strong(&idle[i], &none, c))
            return;
    }
    drop(c);
}

void xv_drain(void)
{
    int i;
    for (i = 0; i < IDLE; i++) {
        xv_ctx_t *c = atomic_exchange(&idle[i], NULL);
        if (c)
            drop(c);
    }
}

/* What is given when memory ran out: the run stops soon after. */
static void *grow(xv_run_t *x, size_t n)
{
    xv_arena_t *a = x->arena;
    size_t size = n > CHUNK ? n : CHUNK;
    xv_chunk_t *k;
    while (a->now && a->now->next) { /* left behind by xv_release() */
        a->now = a->now->next;
        a->now->used = 0;
        if (a->now->size >= n) {
            a->now->used = n;
            return a->now + 1;
        }
    }
    k = malloc(sizeof *k + size);
    if (!k)
        abort(); /* as APR does: the process is out of memory */
    k->next = NULL;
    k->size = size;
    k->used = n;
    if (a->now)
        a->now->next = k;
    else
        a->first = k;
    a->now = k;
    return k + 1;
}

void *xv_alloc(xv_run_t *x, size_t n)
{
    xv_chunk_t *k = x->arena->now;
    n = (n + 15) & ~(size_t)15;
    if (k && k->size - k->used >= n) {
        void *at = (char *)(k + 1) + k->used;
        k->used += n;
        return at;
    }
    return grow(x, n);
}

char *xv_dup(xv_run_t *x, const char *s, size_t n)
{
    char *d = xv_alloc(x, n + 1);
    if (n)
        memcpy(d, s, n);
    d[n] = '\0';
    return d;
}

xv_mark_t xv_mark(const xv_run_t *x)
{
    xv_mark_t m = {x->arena->now, x->arena->now ? x->arena->now->used : 0};
    return m;
}

void xv_release(xv_run_t *x, xv_mark_t m)
{
    xv_arena_t *a = x->arena;
    if (a == &x->c->keep)
        return; /* another variable may have got its value meanwhile */
    a->now = m.chunk ? m.chunk : a->first;
    if (a->now)
        a->now->used = m.used;
}

void xv_stop(xv_run_t *x, const char *why)
{
    if (!x->why)
        x->why = why;
}
