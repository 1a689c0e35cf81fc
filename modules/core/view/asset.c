/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Style sheets, scripts, pictures: read into memory at start, named by the hash of their content
 * and compressed once. url(name) inside CSS is turned into the hashed name, so that fonts are
 * immutable too.
 */
#include <string.h>
#include <zlib.h>
#include <openssl/sha.h>
#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include "view_int.h"

#define MAX_ASSET (4 * 1024 * 1024)

static const char *type_of(const char *name)
{
    static const char *const TYPES[][2] = {{".css", "text/css; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".svg", "image/svg+xml"},
                                           {".woff2", "font/woff2"},
                                           {".png", "image/png"},
                                           {".webp", "image/webp"},
                                           {".jpg", "image/jpeg"},
                                           {".ico", "image/x-icon"}};
    const char *ext = strrchr(name, '.');
    size_t i;
    for (i = 0; ext && i < sizeof TYPES / sizeof *TYPES; i++) {
        if (!strcmp(ext, TYPES[i][0]))
            return TYPES[i][1];
    }
    return NULL;
}

static int good_name(const char *s)
{
    return *s && *s != '.' &&
           strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
               strlen(s);
}

const char *const *smm_assets_dirs(apr_pool_t *p, const char *root, const char *theme)
{
    /* the vendor folder: installed inside htdocs, in a source tree made by scripts/vendor */
    static const char *const IN_ROOT[] = {"img", "css", "js", "../var/vendor", "vendor"};
    static const char *const IN_THEME[] = {"img", "css", "js"};
    const char **d = apr_pcalloc(p, 10 * sizeof *d);
    size_t i, n = 0;
    for (i = 0; i < sizeof IN_ROOT / sizeof *IN_ROOT; i++)
        d[n++] = apr_pstrcat(p, root, "/", IN_ROOT[i], NULL);
    for (i = 0; theme && i < sizeof IN_THEME / sizeof *IN_THEME; i++)
        d[n++] = apr_pstrcat(p, theme, "/", IN_THEME[i], NULL);
    return d;
}

static void read_one(apr_pool_t *p, apr_hash_t *into, const char *dir, const char *name)
{
    smm_asset_t *a;
    apr_file_t *f;
    apr_finfo_t fi;
    char *data;
    apr_size_t len = 0;
    const char *type = type_of(name);
    if (!type || !good_name(name) ||
        apr_file_open(&f, apr_pstrcat(p, dir, "/", name, NULL), APR_READ | APR_BINARY,
                      APR_OS_DEFAULT, p) != APR_SUCCESS)
        return;
    if (apr_file_info_get(&fi, APR_FINFO_SIZE | APR_FINFO_TYPE, f) == APR_SUCCESS &&
        fi.filetype == APR_REG && fi.size <= MAX_ASSET) {
        data = apr_palloc(p, (apr_size_t)fi.size + 1);
        apr_file_read_full(f, data, (apr_size_t)fi.size, &len);
        data[len] = '\0';
        a = apr_pcalloc(p, sizeof *a);
        a->name = apr_pstrdup(p, name);
        a->type = type;
        a->data = data;
        a->len = len;
        apr_hash_set(into, a->name, APR_HASH_KEY_STRING, a);
    }
    apr_file_close(f);
}

static void compress_one(apr_pool_t *p, smm_asset_t *a)
{
    z_stream z;
    unsigned char *out;
    uLong most;
    if (strncmp(a->type, "text/", 5) && strcmp(a->type, "image/svg+xml"))
        return;
    memset(&z, 0, sizeof z);
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    most = deflateBound(&z, (uLong)a->len);
    out = apr_palloc(p, most);
    z.next_in = (unsigned char *)a->data;
    z.avail_in = (uInt)a->len;
    z.next_out = out;
    z.avail_out = (uInt)most;
    if (deflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out < a->len) {
        a->gz = (const char *)out;
        a->gz_len = z.total_out;
    }
    deflateEnd(&z);
}

static void name_by_hash(apr_pool_t *p, smm_asset_t *a)
{
    unsigned char h[SHA256_DIGEST_LENGTH];
    char hex[13];
    const char *ext = strrchr(a->name, '.');
    int i;
    SHA256((const unsigned char *)a->data, a->len, h);
    for (i = 0; i < 6; i++)
        apr_snprintf(hex + 2 * i, 3, "%02x", h[i]);
    a->href = apr_psprintf(p, "%.*s.%s%s", (int)(ext - a->name), a->name, hex, ext);
    a->etag = apr_psprintf(p, "\"%s\"", hex);
}

/* url(inter.woff2) → url(inter.3f2a….woff2), for names that we have. */
static void link_css(apr_pool_t *p, apr_hash_t *by_name, smm_asset_t *a)
{
    const char *from = a->data, *at;
    const char *out = "";
    while ((at = strstr(from, "url("))) {
        size_t n = strcspn(at + 4, ")");
        const char *name = apr_pstrmemdup(p, at + 4, n);
        const smm_asset_t *to = apr_hash_get(by_name, name, APR_HASH_KEY_STRING);
        out = apr_pstrcat(p, out, apr_pstrmemdup(p, from, (apr_size_t)(at + 4 - from)),
                          to && to->href ? to->href : name, NULL);
        from = at + 4 + n;
    }
    a->data = apr_pstrcat(p, out, from, NULL);
    a->len = strlen(a->data);
}

const view_assets_t *smm_assets_read(apr_pool_t *p, const char *root, const char *theme)
{
    view_assets_t *all = apr_pcalloc(p, sizeof *all);
    const char *const *dir;
    apr_hash_index_t *i;
    int css;
    all->by_name = apr_hash_make(p);
    all->by_href = apr_hash_make(p);
    for (dir = smm_assets_dirs(p, root, theme); *dir; dir++) {
        apr_dir_t *d;
        apr_finfo_t fi;
        if (apr_dir_open(&d, *dir, p) != APR_SUCCESS)
            continue;
        while (apr_dir_read(&fi, APR_FINFO_NAME, d) == APR_SUCCESS)
            read_one(p, all->by_name, *dir, fi.name);
        apr_dir_close(d);
    }
    for (css = 0; css < 2; css++) { /* style sheets last: they carry the names of the others */
        for (i = apr_hash_first(p, all->by_name); i; i = apr_hash_next(i)) {
            smm_asset_t *a = apr_hash_this_val(i);
            if (css != !strncmp(a->type, "text/css", 8))
                continue;
            if (css)
                link_css(p, all->by_name, a);
            name_by_hash(p, a);
            compress_one(p, a);
            apr_hash_set(all->by_href, a->href, APR_HASH_KEY_STRING, a);
        }
    }
    return all;
}

const char *smm_assets_url(const view_assets_t *a, const char *base, const char *name,
                           apr_pool_t *p)
{
    const smm_asset_t *f = apr_hash_get(a->by_name, name, APR_HASH_KEY_STRING);
    return f ? apr_pstrcat(p, base, "/assets/", f->href, NULL) : "";
}

SMM_DECLARE(const char *)
smm_asset_url(const smm_view_theme_t *theme, const char *base, const char *name, apr_pool_t *p)
{
    return smm_assets_url(theme->assets, base, name, p);
}

SMM_DECLARE(const smm_asset_t *)
smm_asset_file(const smm_view_theme_t *theme, const char *segment, int *immutable)
{
    const smm_asset_t *a = apr_hash_get(theme->assets->by_href, segment, APR_HASH_KEY_STRING);
    *immutable = a != NULL;
    return a ? a : apr_hash_get(theme->assets->by_name, segment, APR_HASH_KEY_STRING);
}

SMM_DECLARE(const char *) smm_asset_manifest(const smm_view_theme_t *theme, apr_pool_t *p)
{
    const char *s = "<assets>\n";
    apr_hash_index_t *i;
    for (i = apr_hash_first(p, theme->assets->by_name); i; i = apr_hash_next(i)) {
        const smm_asset_t *a = apr_hash_this_val(i);
        s = apr_pstrcat(p, s, "<asset name=\"", a->name, "\" href=\"", a->href, "\"/>\n", NULL);
    }
    return apr_pstrcat(p, s, "</assets>\n", NULL);
}

apr_uint64_t smm_assets_stamp(apr_pool_t *p, const char *root, const char *theme)
{
    const char *const *assets = smm_assets_dirs(p, root, theme);
    const char *dirs[13];
    apr_uint64_t sum = 0;
    int n = 0, i;
    while (n < 10 && assets[n]) {
        dirs[n] = assets[n];
        n++;
    }
    dirs[n++] = apr_pstrcat(p, root, "/i18n", NULL);
    if (theme)
        dirs[n++] = apr_pstrcat(p, theme, "/i18n", NULL);
    for (i = 0; i < n; i++) {
        apr_dir_t *d;
        apr_finfo_t fi;
        if (apr_dir_open(&d, dirs[i], p) != APR_SUCCESS)
            continue;
        while (apr_dir_read(&fi, APR_FINFO_NAME | APR_FINFO_MTIME | APR_FINFO_SIZE, d) ==
               APR_SUCCESS) {
            apr_ssize_t l = APR_HASH_KEY_STRING;
            /* order of the directory does not matter: a sum of one number a file */
            sum += ((apr_uint64_t)apr_hashfunc_default(fi.name, &l) + (apr_uint64_t)i + 1) *
                   ((apr_uint64_t)fi.mtime * 31 + (apr_uint64_t)fi.size + 7);
        }
        apr_dir_close(d);
    }
    return sum;
}
