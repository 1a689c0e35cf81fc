/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages and mails: a view model (smm_vm) goes through a theme's stylesheet and becomes bytes.
 * No httpd.h here: httpd, smmctl, the mail job and the unit tests use the same calls.
 *
 * A theme is two folders with the same shape (xsl/ mail/ i18n/ css/ js/ img/): `root`, the
 * installed htdocs, and optionally the virtual host's own folder, whose files win one by one.
 */
#ifndef SMM_VIEW_H
#define SMM_VIEW_H

#include <apr_pools.h>
#include "smm_vm.h"

/** Opaque; made once per virtual host before the children are forked, then read-only and shared by
 * threads. */
typedef struct smm_view_theme_t smm_view_theme_t;

/** Receives one-line faults ("file:line: what"). Called at open, and while rendering; must be
 * thread-safe. */
typedef void smm_view_log_fn(void *baton, const char *message);

/**
 * Opens a theme: compiles every sheet of xsl/ and mail/, reads the catalogues, hashes the assets.
 * Virtual hosts with the same files share compiled sheets. Call in check_config or post_config.
 *
 * @param pconf  owns everything; its clearing frees the theme
 * @param root   the htdocs folder, absolute
 * @param theme  the virtual host's theme folder, absolute, or NULL
 * @param reload not 0: look for changed files at each use and recompile; a sheet that does not
 *               compile any more is reported and its last good version stays in use
 * @param error  on failure what is wrong and where, one fault a line
 * @return NULL when a sheet does not compile
 */
SMM_DECLARE(smm_view_theme_t *)
smm_view_theme_open(apr_pool_t *pconf, const char *root, const char *theme, int reload,
                    const char **error);
/** Which engine writes pages: compiled sheets, with libxslt for what they cannot do, or libxslt for
 * all. */
typedef enum { SMM_VIEW_COMPILED, SMM_VIEW_LIBXSLT } smm_view_engine_e;
/** Chooses the engine; before the children are forked. */
SMM_DECLARE(void) smm_view_theme_engine(smm_view_theme_t *theme, smm_view_engine_e engine);
/**
 * Broken edits of a theme that reloads: "sheet: file:line: what is wrong", a line each; the last
 * good version of each is in use. @return NULL when there is none
 */
SMM_DECLARE(const char *) smm_view_theme_faults(const smm_view_theme_t *theme, apr_pool_t *p);
/**
 * The sheets that only libxslt can run, a line for each reason: "file:line: what is outside the
 * subset of docs/internals/xv.md". @return NULL when all compile
 */
SMM_DECLARE(const char *) smm_view_theme_slow(const smm_view_theme_t *theme, apr_pool_t *p);

/** Where faults of a reload go (default: nowhere). */
SMM_DECLARE(void) smm_view_theme_log(smm_view_theme_t *theme, smm_view_log_fn *fn, void *baton);

/**
 * Renders a view model as a page.
 *
 * @param view "<module>/<name>": the sheet xsl/<module>/<name>.xsl. Never from user data.
 * @param lang "en" …; a language without a catalogue renders in English
 * @param out  the bytes, in `p`; on failure the fault for the error log
 * When the root element has @fragment the sheet's mode="fragment" is rendered, without doctype and
 * shell.
 * @return 0, or -1 (unknown sheet, or the sheet failed; nothing usable was produced)
 */
SMM_DECLARE(int)
smm_view_render(const smm_view_theme_t *theme, smm_vm_t *vm, const char *view, const char *lang,
                apr_pool_t *p, const char **out, apr_size_t *len);

/**
 * Renders a mail (root element <mail>) by mail/<module>/<name>.xsl. One sheet gives all three
 * parts: the subject is its title, the plain text is derived from its HTML.
 * @return 0, or -1 with the fault in *text
 */
SMM_DECLARE(int)
smm_view_mail(const smm_view_theme_t *theme, smm_vm_t *vm, const char *view, const char *lang,
              apr_pool_t *p, const char **subject, const char **text, const char **html);

/** Is there a sheet for this view? */
SMM_DECLARE(int) smm_view_has(const smm_view_theme_t *theme, const char *view);

/** Compiles the sheets of a theme folder and throws them away. @return NULL when all is well, else
 * the faults. */
SMM_DECLARE(const char *) smm_view_check(const char *root, const char *theme, apr_pool_t *p);

/** The same for what smm_view_theme_slow() says. */
SMM_DECLARE(const char *)
smm_view_check_slow(const char *root, const char *theme, apr_pool_t *p);

/**
 * The best language for a request: the first of `wanted` (a language code or NULL) and then of
 * `accept` (an Accept-Language header or NULL) that has a catalogue, else `fallback`.
 */
SMM_DECLARE(const char *)
smm_view_lang(const smm_view_theme_t *theme, const char *wanted, const char *accept,
              const char *fallback, apr_pool_t *p);
/** Languages with a catalogue, ended by NULL, e.g. "ar" "en". */
SMM_DECLARE(const char *const *) smm_view_langs(const smm_view_theme_t *theme);
/** The language's own name ("العربية"), or the code when its catalogue does not tell. */
SMM_DECLARE(const char *) smm_view_lang_name(const smm_view_theme_t *theme, const char *lang);
/** "ltr" or "rtl". */
SMM_DECLARE(const char *) smm_view_dir(const smm_view_theme_t *theme, const char *lang);

/** Translates a message with {0} and {1} for answers that are not pages (JSON, CSV). `a`, `b` may
 * be NULL. */
SMM_DECLARE(const char *)
smm_view_text(const smm_view_theme_t *theme, const char *lang, apr_pool_t *p, const char *message,
              const char *a, const char *b);

/* ---- assets: {base}/assets/NAME ------------------------------------------------------------- */

typedef struct smm_asset_t {
    const char *name; /* "panel.css" */
    const char *href; /* "panel.3f2a9c01d4.css": the segment after {base}/assets/ */
    const char *type; /* Content-Type */
    const char *data; /* in memory for the life of the theme */
    apr_size_t len;
    const char *gz; /* the same, gzip, or NULL when it does not help */
    apr_size_t gz_len;
    const char *etag; /* quoted */
} smm_asset_t;

/**
 * The asset for the segment after {base}/assets/: its hashed name (*immutable = 1: may be cached
 * for a year) or its plain name (*immutable = 0: revalidate by ETag). @return NULL: 404
 */
SMM_DECLARE(const smm_asset_t *)
smm_asset_file(const smm_view_theme_t *theme, const char *segment, int *immutable);
/** "{base}/assets/panel.3f2a….css", or "" when the theme has no such file. */
SMM_DECLARE(const char *)
smm_asset_url(const smm_view_theme_t *theme, const char *base, const char *name, apr_pool_t *p);
/** <assets><asset name href/></assets>, for xsltproc's parameter "manifest" (see
 * htdocs/xsl/text.xsl). */
SMM_DECLARE(const char *) smm_asset_manifest(const smm_view_theme_t *theme, apr_pool_t *p);

#endif
