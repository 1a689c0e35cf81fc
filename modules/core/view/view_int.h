/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the view room: catalogues, text functions, sheets, assets. */
#ifndef SMM_VIEW_INT_H
#define SMM_VIEW_INT_H

#include <apr_hash.h>
#include <apr_tables.h>
#include <apr_thread_mutex.h>
#include <apr_time.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/security.h>
#include "smm_view.h"
#include "vm_int.h"
#include "xv.h"

/* ---- catalogues: i18n.c ---------------------------------------------------------------------- */

typedef enum {
    PLURAL_ZERO,
    PLURAL_ONE,
    PLURAL_TWO,
    PLURAL_FEW,
    PLURAL_MANY,
    PLURAL_OTHER,
    PLURAL_COUNT
} plural_e;
typedef enum {
    RULE_ONE_OTHER,
    RULE_ARABIC,
    RULE_SLAVIC,
    RULE_POLISH,
    RULE_FRENCH,
    RULE_NONE
} plural_rule_e;

typedef struct view_message_t {
    const char *text;                /* NULL when the entry has plural forms */
    const char *forms[PLURAL_COUNT]; /* NULL where the catalogue has none */
} view_message_t;

typedef struct view_catalog_t {
    const char *lang, *name;
    int rtl, indian, money_after;
    plural_rule_e rule;
    const char *group, *decimal;
    apr_hash_t *messages; /* source, or context EOT source, to view_message_t */
} view_catalog_t;

/** Reads i18n/<lang>.xml of the root and lets the theme's file win. @return NULL with *error when
 * ill-formed. */
const view_catalog_t *smm_catalog_read(apr_pool_t *p, const char *root, const char *theme,
                                       const char *lang, const char **error);
/** English with no entries. */
const view_catalog_t *smm_catalog_source(apr_pool_t *p);

/* ---- text functions: text.c. Results live in `p` or are an argument. --------------------------
 */

const char *smm_text_t(const view_catalog_t *c, const char *context, const char *s);
const char *smm_text_fill(const view_catalog_t *c, apr_pool_t *p, const char *s, const char *a,
                          const char *b);
const char *smm_text_n(const view_catalog_t *c, apr_pool_t *p, const char *one, const char *many,
                       const char *n);
/** `dec` < 0: as many decimals as the value has, 2 to 6. Not a number: "". */
const char *smm_text_num(const view_catalog_t *c, apr_pool_t *p, const char *v, int dec);
const char *smm_text_money(const view_catalog_t *c, apr_pool_t *p, const char *v, int dec,
                           const char *currency);
const char *smm_text_date(const view_catalog_t *c, apr_pool_t *p, const char *iso,
                          const char *style);
const char *smm_text_link(apr_pool_t *p, const char *base, const char *address);

/* ---- sheets: sheet.c --------------------------------------------------------------------------
 */

typedef struct view_dep_t {
    const char *logical; /* "xsl/layout.xsl" */
    const char *path;    /* the file it resolved to */
    apr_time_t mtime;
    apr_off_t size;
    int root_only; /* asked for as "default:…" */
} view_dep_t;

typedef struct view_sheet_t {
    apr_pool_t *pool;        /* own pool of a reloadable sheet, else the theme's */
    xsltStylesheetPtr style; /* libxslt's form, or NULL until smm_sheet_style() needs it */
    const char *root, *theme, *name;
    apr_array_header_t *deps;    /* view_dep_t */
    const xv_program_t *program; /* NULL: only libxslt can run it, see reason */
    const char *reason;          /* why, or NULL: a mail, or a part of other sheets */
    _Atomic int told;            /* a stop of the program was logged */
    int refs;                    /* reload only, under the theme's lock */
    int retired;
} view_sheet_t;

/** Compiles "xsl/auth/signin". @return NULL with *error. */
view_sheet_t *smm_sheet_compile(apr_pool_t *p, const char *root, const char *theme,
                                const char *sheet, const char **error);
/** libxslt's form of the sheet, made now when there is a program and it was never needed. NULL: its
 * files went bad meanwhile. */
xsltStylesheetPtr smm_sheet_style(const view_sheet_t *sheet);
/** Has any file of the sheet changed, appeared in or vanished from the theme? */
int smm_sheet_changed(const view_sheet_t *sheet, const char *root, const char *theme,
                      apr_pool_t *p);
/** A file of the theme, or of the root, or NULL. `root_only`: not the theme. */
const char *smm_theme_file(apr_pool_t *p, const char *root, const char *theme, const char *logical,
                           int root_only);

/* ---- rendering: render.c ----------------------------------------------------------------------
 */

typedef struct view_render_t {
    apr_pool_t *pool;
    const view_catalog_t *cat;
    const struct view_assets_t *assets;
    const char *base, *currency;
    const char *zone;  /* of the reader, or NULL */
    const char *error; /* first fault, or NULL */
} view_render_t;

/** Fills in what the functions need, from the theme and from the tree's <site>. */
void smm_render_prepare(view_render_t *r, const smm_view_theme_t *t, const smm_vm_t *vm,
                        const char *lang, apr_pool_t *p);
/** A time as the reader's clock has it, in the render's pool. */
const char *smm_render_time(const view_render_t *r, const vm_attr_t *a);
/** Transforms the tree; the caller frees the result with xmlFreeDoc. NULL: r->error says why. */
xmlDocPtr smm_sheet_apply(const view_sheet_t *sheet, const smm_vm_t *vm, xsltSecurityPrefsPtr sec,
                          view_render_t *r);
/** Makes the text functions known to one transformation: func.c */
void smm_func_register(xsltTransformContextPtr ctxt);
/** The same functions for compiled sheets; xv_run's baton is the view_render_t. */
const xv_host_t *smm_func_host(void);

/* ---- assets: asset.c --------------------------------------------------------------------------
 */

typedef struct view_assets_t {
    apr_hash_t *by_name, *by_href; /* smm_asset_t */
} view_assets_t;

const view_assets_t *smm_assets_read(apr_pool_t *p, const char *root, const char *theme);
const char *smm_assets_url(const view_assets_t *a, const char *base, const char *name,
                           apr_pool_t *p);
/** Changes when a file of i18n, css, js, img or the vendor folder does. */
apr_uint64_t smm_assets_stamp(apr_pool_t *p, const char *root, const char *theme);
/** Folders that hold assets, the last one wins; ends with NULL. */
const char *const *smm_assets_dirs(apr_pool_t *p, const char *root, const char *theme);

/* ---- theme.c ----------------------------------------------------------------------------------
 */

struct smm_view_theme_t {
    apr_pool_t *pool;
    const char *root, *theme;
    int reload;
    smm_view_engine_e engine;
    smm_view_log_fn *log;
    void *log_baton;
    xsltSecurityPrefsPtr sec;
    apr_thread_mutex_t *lock; /* NULL unless reload */
    apr_hash_t *sheets;       /* "xsl/auth/signin" to view_sheet_t */
    apr_hash_t *cats;         /* "ar" to view_catalog_t */
    const char **langs;
    const view_catalog_t *source;
    const view_assets_t *assets;
    apr_uint64_t stamp;
    apr_hash_t *faults;        /* reload only: what a broken edit of a sheet said */
    apr_array_header_t *texts; /* reload only: pools of catalogues and assets */
};

const view_catalog_t *smm_theme_catalog(const smm_view_theme_t *t, const char *lang);
/** The sheet to render with; give it back with smm_theme_release(). */
view_sheet_t *smm_theme_acquire(smm_view_theme_t *t, const char *sheet, apr_pool_t *p,
                                const char **error);
void smm_theme_release(smm_view_theme_t *t, view_sheet_t *sheet);
/** Writes a page or a mail by the engine that can. @return 0, or -1 with the fault in r->error */
int smm_render_html(smm_view_theme_t *t, view_sheet_t *s, const smm_vm_t *vm, view_render_t *r,
                    const char *view, const char **out, apr_size_t *len);

#endif
