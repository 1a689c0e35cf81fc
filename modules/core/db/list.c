/* SPDX-License-Identifier: Apache-2.0 */
/* Rows into an array: what most reads of the domain are. */
#include <string.h>
#include "smm_ctx.h"

typedef struct list_t {
    smm_item_fn *fn;
    apr_pool_t *pool;
    char *out;
    size_t size;
    int n, max;
} list_t;

static int take_item(void *baton, const smm_row_t *row)
{
    list_t *l = baton;
    char *item;

    if (l->n >= l->max) {
        return 1;
    }
    item = l->out + l->size * (size_t)l->n;
    memset(item, 0, l->size);
    l->fn(item, row, l->pool);
    return ++l->n == l->max;
}

void smm_item_int(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    *(int64_t *)item = smm_row_int(row, 0);
}

smm_db_rc_e smm_db_list(smm_db_t *db, int stmt, const smm_arg_t *args, int nargs, smm_item_fn *fn,
                        apr_pool_t *pool, void *out, size_t size, int max, int *n)
{
    list_t l = {fn, pool, out, size, 0, max};
    smm_db_rc_e rc = smm_db_read(db, stmt, args, nargs, take_item, &l);

    *n = l.n;
    return rc;
}

int smm_ctx_list(const smm_ctx_t *c, int stmt, const smm_arg_t *args, int nargs, smm_item_fn *fn,
                 void *out, size_t size, int max)
{
    int n;

    return smm_db_list(c->db, stmt, args, nargs, fn, c->pool, out, size, max, &n) == SMM_DB_OK ? n
                                                                                               : -1;
}

smm_rc_e smm_ctx_get(const smm_ctx_t *c, int stmt, const smm_arg_t *args, int nargs,
                     smm_item_fn *fn, void *out, size_t size, int strict)
{
    smm_db_rc_e rc;
    int n;

    memset(out, 0, size);
    rc = smm_db_list(c->db, stmt, args, nargs, fn, c->pool, out, size, 1, &n);
    if (rc != SMM_DB_OK) {
        return strict && rc != SMM_DB_BUSY ? SMM_BUG : SMM_BUSY;
    }
    return n == 0 ? SMM_NOT_FOUND : SMM_OK;
}
