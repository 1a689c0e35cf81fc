/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <apr_strings.h>
#include "smm_csv_out.h"
#include "smm_money.h"

/* signs that begin a formula; a tab or line end before one is dropped by some programs */
#define FORMULA "=+-@\t\r\n"

static void put(smm_csv_out_t *o, const char *s)
{
    APR_ARRAY_PUSH(o->parts, const char *) = s;
}

void smm_csv_out(smm_csv_out_t *o, apr_pool_t *p)
{
    o->p = p;
    o->parts = apr_array_make(p, 256, sizeof(const char *));
    o->cells = 0;
}

void smm_csv_bare(smm_csv_out_t *o, const char *text)
{
    if (o->cells++)
        put(o, ",");
    put(o, text);
}

static const char *quoted(apr_pool_t *p, const char *s)
{
    char *out = apr_palloc(p, 2 * strlen(s) + 3), *w = out;

    *w++ = '"';
    for (; *s; s++) {
        if (*s == '"')
            *w++ = '"';
        *w++ = *s;
    }
    *w++ = '"';
    *w = '\0';
    return out;
}

void smm_csv_cell(smm_csv_out_t *o, const char *text)
{
    const char *s = text ? text : "";

    if (*s && strchr(FORMULA, *s))
        s = apr_pstrcat(o->p, "'", s, NULL);
    smm_csv_bare(o, strpbrk(s, ",\"\r\n") ? quoted(o->p, s) : apr_pstrdup(o->p, s));
}

void smm_csv_int(smm_csv_out_t *o, int64_t v)
{
    smm_csv_bare(o, apr_psprintf(o->p, "%" APR_INT64_T_FMT, v));
}

void smm_csv_usd(smm_csv_out_t *o, int64_t micros)
{
    smm_csv_bare(o, smm_usd_text(apr_palloc(o->p, SMM_USD_TEXT), micros));
}

void smm_csv_row_end(smm_csv_out_t *o)
{
    put(o, "\r\n");
    o->cells = 0;
}

void smm_csv_row(smm_csv_out_t *o, const char *const *cells)
{
    for (; *cells; cells++)
        smm_csv_cell(o, *cells);
    smm_csv_row_end(o);
}

const char *smm_csv_done(const smm_csv_out_t *o)
{
    return apr_array_pstrcat(o->p, o->parts, 0);
}
