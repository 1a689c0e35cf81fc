/* SPDX-License-Identifier: Apache-2.0 */
/* Typed getters of a streaming row. A value that does not fit marks the whole read as a bug. */
#include <string.h>
#include <apr_strings.h>
#include "db_int.h"

static int column_ok(const smm_row_t *row, int col, const char *types)
{
    if (col < 0 || col >= (int)strlen(row->s->out) || strchr(types, row->s->out[col]) == NULL) {
        smm_log(SMM_LOG_ERROR, "SMM0108: %s: column %d is not of the type that was asked for",
                row->s->name, col);
        *row->bad = 1;
        return 0;
    }
    return 1;
}

/* A NULL where the declaration promised none: 0 must not pass for an amount. */
static int is_null(const smm_row_t *row, int col)
{
    if (!row->drv->row_null(row, col)) {
        return 0;
    }
    if (strchr("itb", row->s->out[col]) != NULL) {
        smm_log(SMM_LOG_ERROR, "SMM0109: %s: column %d is NULL but declared without '?'",
                row->s->name, col);
        *row->bad = 1;
    }
    return 1;
}

int smm_row_null(const smm_row_t *row, int col)
{
    if (!column_ok(row, col, "itbITB")) {
        return 1;
    }
    return row->drv->row_null(row, col);
}

int64_t smm_row_int(const smm_row_t *row, int col)
{
    int64_t v = 0;

    if (!column_ok(row, col, "iI") || is_null(row, col)) {
        return 0;
    }
    if (row->drv->row_int(row, col, &v) != 0) {
        smm_log(SMM_LOG_ERROR, "SMM0110: %s: column %d is not a 64 bit integer", row->s->name, col);
        *row->bad = 1;
        return 0;
    }
    return v;
}

const char *smm_row_text(const smm_row_t *row, int col)
{
    if (!column_ok(row, col, "tT") || is_null(row, col)) {
        return NULL;
    }
    return row->drv->row_text(row, col);
}

const void *smm_row_bytes(const smm_row_t *row, int col, size_t *len)
{
    *len = 0;
    if (!column_ok(row, col, "bB") || is_null(row, col)) {
        return NULL;
    }
    return row->drv->row_bytes(row, col, len);
}

char *smm_row_dup(const smm_row_t *row, int col, apr_pool_t *p)
{
    const char *s = smm_row_text(row, col);

    return s != NULL ? apr_pstrdup(p, s) : NULL;
}
