/* SPDX-License-Identifier: Apache-2.0 */
/* The stored view models of t/unit/views. */
#ifndef XV_PAGES_H
#define XV_PAGES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_file_info.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include "tap.h"

typedef struct page_t {
    const char *name, *view, *xml;
    apr_size_t len;
} page_t;

static apr_array_header_t *pages;
static const char *slurp(const char *path, apr_size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *s = malloc(1 << 20);
    const char *got;
    *len = f && s ? fread(s, 1, (1 << 20) - 1, f) : 0;
    if (f)
        fclose(f);
    got = apr_pstrmemdup(tap_pool, s ? s : "", *len);
    free(s);
    return got;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const page_t *)a)->name, ((const page_t *)b)->name);
}

/* "auth.signin--0.xml" is a model of the view auth/signin. */
static void read_pages(const char *dir)
{
    apr_dir_t *d;
    apr_finfo_t fi;
    const char *only = getenv("SMM_ONLY");
    if (apr_dir_open(&d, dir, tap_pool) != APR_SUCCESS)
        return;
    while (apr_dir_read(&fi, APR_FINFO_NAME, d) == APR_SUCCESS) {
        const char *end = strstr(fi.name, "--");
        page_t pg;
        char *dot;
        if (!end || !strstr(fi.name, ".xml") || (only && !strstr(fi.name, only)))
            continue;
        pg.name = apr_pstrdup(tap_pool, fi.name);
        pg.view = apr_pstrmemdup(tap_pool, fi.name, (apr_size_t)(end - fi.name));
        if ((dot = strchr(pg.view, '.')))
            *dot = '/';
        pg.xml = slurp(apr_pstrcat(tap_pool, dir, "/", fi.name, NULL), &pg.len);
        APR_ARRAY_PUSH(pages, page_t) = pg;
    }
    apr_dir_close(d);
    qsort(pages->elts, (size_t)pages->nelts, sizeof(page_t), by_name);
}

/* The source tree, absolute. */
static const char *source_dir(void)
{
    const char *src = getenv("srcdir") ? getenv("srcdir") : ".";
    char *cwd = NULL;
    if (src[0] != '/' && apr_filepath_get(&cwd, 0, tap_pool) == APR_SUCCESS)
        src = apr_pstrcat(tap_pool, cwd, "/", src, NULL);
    return src;
}

#endif
