/* SPDX-License-Identifier: Apache-2.0 */
/* A virtual host's theme: all sheets compiled, all catalogues read, before the children are forked.
 */
#include <stdlib.h>
#include <string.h>
#include <apr_allocator.h>
#include <apr_file_info.h>
#include <apr_strings.h>
#include <libexslt/exslt.h>
#include <libxml/parser.h>
#include <libxslt/xslt.h>
#include "view_int.h"

#define SHARED "smm_view_shared_sheets"

/* Global registries of the libraries: once a process; never cleaned up, other modules use them too.
 */
static void init_libraries(void)
{
    static int done;
    if (done)
        return;
    done = 1;
    xmlInitParser();
    xsltInit();
    exsltCommonRegister();
    exsltFuncRegister();
    exsltStrRegister();
    exsltDateRegister();
    exsltSetsRegister();
}

static apr_status_t free_sec(void *sec)
{
    xsltFreeSecurityPrefs(sec);
    return APR_SUCCESS;
}

static xsltSecurityPrefsPtr forbid_all(apr_pool_t *p)
{
    static const xsltSecurityOption ALL[] = {XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE,
                                             XSLT_SECPREF_CREATE_DIRECTORY,
                                             XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK};
    xsltSecurityPrefsPtr sec = xsltNewSecurityPrefs();
    size_t i;
    for (i = 0; i < sizeof ALL / sizeof *ALL; i++)
        xsltSetSecurityPrefs(sec, ALL[i], xsltSecurityForbid);
    apr_pool_cleanup_register(p, sec, free_sec, apr_pool_cleanup_null);
    return sec;
}

/* Adds the names of a folder's entries of one kind, without `suffix`, to a set. */
static void list(apr_pool_t *p, apr_hash_t *set, const char *dir, const char *prefix,
                 const char *suffix, apr_filetype_e kind)
{
    apr_dir_t *d;
    apr_finfo_t fi;
    size_t s = strlen(suffix);
    if (apr_dir_open(&d, dir, p) != APR_SUCCESS)
        return;
    while (apr_dir_read(&fi, APR_FINFO_NAME | APR_FINFO_TYPE, d) == APR_SUCCESS) {
        size_t n = strlen(fi.name);
        const char *name;
        if (fi.name[0] == '.' || n <= s || strcmp(fi.name + n - s, suffix))
            continue;
        if (fi.filetype != kind && fi.filetype != APR_LNK)
            continue;
        name = apr_pstrcat(p, prefix, apr_pstrmemdup(p, fi.name, n - s), NULL);
        apr_hash_set(set, name, APR_HASH_KEY_STRING, name);
    }
    apr_dir_close(d);
}

/* "xsl/auth/signin", "mail/auth/verify" … of root and theme together. */
static apr_hash_t *all_sheets(apr_pool_t *p, const char *root, const char *theme)
{
    static const char *const KINDS[] = {"xsl", "mail"};
    const char *const sides[] = {root, theme};
    apr_hash_t *sheets = apr_hash_make(p);
    size_t k, s;
    for (k = 0; k < 2; k++) {
        for (s = 0; s < 2 && sides[s]; s++) {
            apr_hash_t *folders = apr_hash_make(p);
            apr_hash_index_t *i;
            list(p, folders, apr_pstrcat(p, sides[s], "/", KINDS[k], NULL), "", "", APR_DIR);
            for (i = apr_hash_first(p, folders); i; i = apr_hash_next(i)) {
                const char *f = apr_hash_this_key(i);
                list(p, sheets, apr_pstrcat(p, sides[s], "/", KINDS[k], "/", f, NULL),
                     apr_pstrcat(p, KINDS[k], "/", f, "/", NULL), ".xsl", APR_REG);
            }
        }
    }
    return sheets;
}

/* Does the theme replace any file that the root's sheet was made of? */
static int theme_touches(const view_sheet_t *s, const char *theme, apr_pool_t *p)
{
    int i;
    if (!theme)
        return 0;
    for (i = 0; i < s->deps->nelts; i++) {
        if (smm_theme_file(p, theme, NULL, APR_ARRAY_IDX(s->deps, i, view_dep_t).logical, 1))
            return 1;
    }
    return 0;
}

/* The root's own compiled sheets, one set per pconf, used by every theme that leaves their files
 * alone. */
static apr_hash_t *shared(apr_pool_t *p)
{
    void *h = NULL;
    apr_pool_userdata_get(&h, SHARED, p);
    if (!h) {
        h = apr_hash_make(p);
        apr_pool_userdata_setn(h, SHARED, NULL, p);
    }
    return h;
}

static view_sheet_t *compile_shared(smm_view_theme_t *t, const char *sheet, const char **error)
{
    apr_hash_t *h = shared(t->pool);
    const char *key = apr_pstrcat(t->pool, t->root, "\n", sheet, NULL);
    view_sheet_t *s = apr_hash_get(h, key, APR_HASH_KEY_STRING);
    if (!s &&
        smm_theme_file(t->pool, t->root, NULL, apr_pstrcat(t->pool, sheet, ".xsl", NULL), 1)) {
        s = smm_sheet_compile(t->pool, t->root, NULL, sheet, error);
        if (s)
            apr_hash_set(h, key, APR_HASH_KEY_STRING, s);
        else if (!t->theme)
            return NULL;
    }
    if (s && !theme_touches(s, t->theme, t->pool))
        return s;
    return smm_sheet_compile(t->pool, t->root, t->theme, sheet, error);
}

/* A reloadable sheet has a pool of its own, with its own allocator: it is freed by whichever thread
 * uses it last. */
static view_sheet_t *compile_own(smm_view_theme_t *t, const char *sheet, apr_pool_t *p,
                                 const char **error)
{
    apr_allocator_t *alloc;
    apr_pool_t *own;
    view_sheet_t *s;
    if (apr_allocator_create(&alloc) != APR_SUCCESS)
        return NULL;
    apr_pool_create_unmanaged_ex(&own, NULL, alloc);
    apr_allocator_owner_set(alloc, own);
    s = smm_sheet_compile(own, t->root, t->theme, sheet, error);
    if (!s) {
        *error = apr_pstrdup(p, *error);
        apr_pool_destroy(own);
        return NULL;
    }
    smm_sheet_style(s); /* the files may go bad: the last good version must be whole */
    return s;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *read_texts(smm_view_theme_t *t, apr_pool_t *p)
{
    apr_hash_t *names = apr_hash_make(p), *cats = apr_hash_make(p);
    apr_hash_index_t *i;
    const char **langs, *error = NULL, *faults = NULL;
    int n = 0;
    list(p, names, apr_pstrcat(p, t->root, "/i18n", NULL), "", ".xml", APR_REG);
    if (t->theme)
        list(p, names, apr_pstrcat(p, t->theme, "/i18n", NULL), "", ".xml", APR_REG);
    apr_hash_set(names, "en", APR_HASH_KEY_STRING, "en");
    langs = apr_pcalloc(p, (apr_hash_count(names) + 1) * sizeof *langs);
    for (i = apr_hash_first(p, names); i; i = apr_hash_next(i)) {
        const char *lang = apr_hash_this_key(i);
        const view_catalog_t *c = smm_catalog_read(p, t->root, t->theme, lang, &error);
        if (!c) {
            faults = faults ? apr_pstrcat(p, faults, "\n", error, NULL) : error;
            continue;
        }
        apr_hash_set(cats, lang, APR_HASH_KEY_STRING, c);
        langs[n++] = lang;
    }
    if (faults)
        return faults;
    qsort(langs, (size_t)n, sizeof *langs, by_name);
    t->langs = langs;
    t->cats = cats;
    t->assets = smm_assets_read(p, t->root, t->theme);
    return NULL;
}

/* What a reloading theme keeps in pools of their own. */
static apr_status_t free_reloaded(void *data)
{
    smm_view_theme_t *t = data;
    apr_hash_index_t *i;
    int n;
    for (i = apr_hash_first(t->pool, t->sheets); i; i = apr_hash_next(i))
        apr_pool_destroy(((view_sheet_t *)apr_hash_this_val(i))->pool);
    for (n = 0; n < t->texts->nelts; n++)
        apr_pool_destroy(APR_ARRAY_IDX(t->texts, n, apr_pool_t *));
    return APR_SUCCESS;
}

static apr_status_t free_contexts(void *unused)
{
    xv_drain();
    return APR_SUCCESS;
}

SMM_DECLARE(smm_view_theme_t *)
smm_view_theme_open(apr_pool_t *pconf, const char *root, const char *theme, int reload,
                    const char **error)
{
    smm_view_theme_t *t = apr_pcalloc(pconf, sizeof *t);
    apr_hash_index_t *i;
    const char *faults;
    init_libraries();
    apr_pool_cleanup_register(pconf, NULL, free_contexts, apr_pool_cleanup_null);
    t->pool = pconf;
    t->root = apr_pstrdup(pconf, root);
    t->theme = theme ? apr_pstrdup(pconf, theme) : NULL;
    t->reload = reload;
    t->sec = forbid_all(pconf);
    t->sheets = apr_hash_make(pconf);
    t->source = smm_catalog_source(pconf);
    if (reload) {
        apr_thread_mutex_create(&t->lock, APR_THREAD_MUTEX_DEFAULT, pconf);
        t->stamp = smm_assets_stamp(pconf, t->root, t->theme);
        t->texts = apr_array_make(pconf, 8, sizeof(apr_pool_t *));
        t->faults = apr_hash_make(pconf);
        apr_pool_pre_cleanup_register(pconf, t, free_reloaded);
    }
    faults = read_texts(t, pconf);
    for (i = apr_hash_first(pconf, all_sheets(pconf, t->root, t->theme)); i; i = apr_hash_next(i)) {
        const char *sheet = apr_hash_this_key(i), *e = NULL;
        view_sheet_t *s = reload ? compile_own(t, sheet, pconf, &e) : compile_shared(t, sheet, &e);
        if (s)
            apr_hash_set(t->sheets, sheet, APR_HASH_KEY_STRING, s);
        else
            faults = faults ? apr_pstrcat(pconf, faults, "\n", e, NULL) : e;
    }
    *error = faults;
    return faults ? NULL : t;
}

SMM_DECLARE(const char *) smm_view_check(const char *root, const char *theme, apr_pool_t *p)
{
    const char *error = NULL;
    apr_pool_t *sub;
    apr_pool_create(&sub, p);
    if (smm_view_theme_open(sub, root, theme, 0, &error))
        error = NULL;
    error = error ? apr_pstrdup(p, error) : NULL;
    apr_pool_destroy(sub);
    return error;
}

SMM_DECLARE(const char *)
smm_view_check_slow(const char *root, const char *theme, apr_pool_t *p)
{
    const char *error = NULL, *slow = NULL;
    const smm_view_theme_t *t;
    apr_pool_t *sub;
    apr_pool_create(&sub, p);
    t = smm_view_theme_open(sub, root, theme, 0, &error);
    if (t && (slow = smm_view_theme_slow(t, sub)))
        slow = apr_pstrdup(p, slow);
    apr_pool_destroy(sub);
    return slow;
}

SMM_DECLARE(void) smm_view_theme_engine(smm_view_theme_t *theme, smm_view_engine_e engine)
{
    theme->engine = engine;
}

SMM_DECLARE(const char *) smm_view_theme_slow(const smm_view_theme_t *theme, apr_pool_t *p)
{
    const char *all = NULL;
    apr_hash_index_t *i;
    for (i = apr_hash_first(p, theme->sheets); i; i = apr_hash_next(i)) {
        const view_sheet_t *s = apr_hash_this_val(i);
        if (s->reason)
            all = all ? apr_pstrcat(p, all, "\n", s->reason, NULL) : s->reason;
    }
    return all;
}

SMM_DECLARE(void) smm_view_theme_log(smm_view_theme_t *theme, smm_view_log_fn *fn, void *baton)
{
    theme->log = fn;
    theme->log_baton = baton;
}

/* Changed texts or assets: read anew beside the old ones, which stay for renders under way (a
 * developer's option). */
static void refresh_texts(smm_view_theme_t *t, apr_pool_t *p)
{
    apr_uint64_t stamp = smm_assets_stamp(p, t->root, t->theme);
    const char *faults;
    apr_pool_t *own;
    if (stamp == t->stamp)
        return;
    t->stamp = stamp;
    apr_pool_create_unmanaged_ex(&own, NULL, NULL);
    APR_ARRAY_PUSH(t->texts, apr_pool_t *) = own;
    faults = read_texts(t, own);
    if (faults && t->log)
        t->log(t->log_baton, faults);
}

static void retire(view_sheet_t *s)
{
    s->retired = 1;
    if (s->refs == 0)
        apr_pool_destroy(s->pool);
}

/* A broken edit: the last good version stays. Said in the log when it is new, and kept for the
 * staff page until the sheet compiles again. (The theme's pool grows by an edit's message: a
 * developer's option.) */
static void note_fault(smm_view_theme_t *t, const char *sheet, const char *error)
{
    char *old = apr_hash_get(t->faults, sheet, APR_HASH_KEY_STRING);
    if (old && !strcmp(old, error))
        return;
    if (t->log)
        t->log(t->log_baton, error);
    apr_hash_set(t->faults, apr_pstrdup(t->pool, sheet), APR_HASH_KEY_STRING,
                 apr_pstrdup(t->pool, error));
}

SMM_DECLARE(const char *) smm_view_theme_faults(const smm_view_theme_t *t, apr_pool_t *p)
{
    const char *all = NULL;
    apr_hash_index_t *i;
    if (!t->lock)
        return NULL;
    apr_thread_mutex_lock(t->lock);
    for (i = apr_hash_first(p, t->faults); i; i = apr_hash_next(i)) {
        const char *fault = apr_hash_this_val(i);
        all = apr_pstrcat(p, all ? all : "", all ? "\n" : "", fault, NULL);
    }
    apr_thread_mutex_unlock(t->lock);
    return all;
}

view_sheet_t *smm_theme_acquire(smm_view_theme_t *t, const char *sheet, apr_pool_t *p,
                                const char **error)
{
    view_sheet_t *s, *fresh;
    *error = apr_pstrcat(p, sheet, ".xsl: there is no such sheet", NULL);
    if (!t->lock)
        return apr_hash_get(t->sheets, sheet, APR_HASH_KEY_STRING);
    apr_thread_mutex_lock(t->lock);
    refresh_texts(t, p);
    s = apr_hash_get(t->sheets, sheet, APR_HASH_KEY_STRING);
    if (!s || smm_sheet_changed(s, t->root, t->theme, p)) {
        fresh = compile_own(t, sheet, p, error);
        if (fresh) {
            apr_hash_set(t->sheets, s ? sheet : apr_pstrdup(t->pool, sheet), APR_HASH_KEY_STRING,
                         fresh);
            if (s)
                retire(s);
            s = fresh;
            apr_hash_set(t->faults, sheet, APR_HASH_KEY_STRING, NULL);
            if (s->reason && t->log && t->engine == SMM_VIEW_COMPILED)
                t->log(t->log_baton, s->reason);
        } else if (s) {
            note_fault(t, sheet, *error);
        }
    }
    if (s)
        s->refs++;
    apr_thread_mutex_unlock(t->lock);
    return s;
}

void smm_theme_release(smm_view_theme_t *t, view_sheet_t *sheet)
{
    if (!t->lock)
        return;
    apr_thread_mutex_lock(t->lock);
    if (--sheet->refs == 0 && sheet->retired)
        apr_pool_destroy(sheet->pool);
    apr_thread_mutex_unlock(t->lock);
}

SMM_DECLARE(int) smm_view_has(const smm_view_theme_t *theme, const char *view)
{
    char name[200];
    apr_snprintf(name, sizeof name, "xsl/%s", view);
    return apr_hash_get(theme->sheets, name, APR_HASH_KEY_STRING) != NULL;
}

/* ---- languages --------------------------------------------------------------------------------
 */

const view_catalog_t *smm_theme_catalog(const smm_view_theme_t *t, const char *lang)
{
    const view_catalog_t *c = lang ? apr_hash_get(t->cats, lang, APR_HASH_KEY_STRING) : NULL;
    if (!c)
        c = apr_hash_get(t->cats, "en", APR_HASH_KEY_STRING);
    return c ? c : t->source;
}

SMM_DECLARE(const char *const *) smm_view_langs(const smm_view_theme_t *theme)
{
    return theme->langs;
}

SMM_DECLARE(const char *) smm_view_lang_name(const smm_view_theme_t *theme, const char *lang)
{
    const view_catalog_t *c = apr_hash_get(theme->cats, lang, APR_HASH_KEY_STRING);
    return c ? c->name : lang;
}

SMM_DECLARE(const char *) smm_view_dir(const smm_view_theme_t *theme, const char *lang)
{
    return smm_theme_catalog(theme, lang)->rtl ? "rtl" : "ltr";
}

/* The catalogue for "de-AT" is "de-at" or "de". NULL when there is none. */
static const char *match(const smm_view_theme_t *t, const char *tag, size_t n)
{
    char low[36], *dash;
    const view_catalog_t *c;
    size_t i;
    if (n == 0 || n >= sizeof low)
        return NULL;
    for (i = 0; i < n; i++)
        low[i] = (char)(tag[i] >= 'A' && tag[i] <= 'Z' ? tag[i] + 32 : tag[i]);
    low[n] = '\0';
    c = apr_hash_get(t->cats, low, APR_HASH_KEY_STRING);
    if (!c && (dash = strchr(low, '-'))) {
        *dash = '\0';
        c = apr_hash_get(t->cats, low, APR_HASH_KEY_STRING);
    }
    return c ? c->lang : NULL;
}

SMM_DECLARE(const char *)
smm_view_lang(const smm_view_theme_t *theme, const char *wanted, const char *accept,
              const char *fallback, apr_pool_t *p)
{
    const char *best = wanted ? match(theme, wanted, strlen(wanted)) : NULL, *found;
    int best_q = 0;
    if (best)
        return best;
    while (accept && *accept) {
        size_t n, end = strcspn(accept, ",");
        const char *q;
        int quality = 1000, i;
        accept += strspn(accept, " \t");
        end = strcspn(accept, ",");
        n = strcspn(accept, ",; \t");
        q = strstr(accept, ";q=");
        if (q && q < accept + end) { /* "0.8" in thousandths */
            quality = q[3] == '1' ? 1000 : 0;
            for (i = 0; q[3] == '0' && q[4] == '.' && i < 3 && q[5 + i] >= '0' && q[5 + i] <= '9';
                 i++)
                quality += (q[5 + i] - '0') * (i == 0 ? 100 : i == 1 ? 10 : 1);
        }
        found = quality > best_q ? match(theme, accept, n) : NULL;
        if (found) {
            best = found;
            best_q = quality;
        }
        accept += end;
        accept += *accept == ',';
    }
    if (!best && fallback)
        best = match(theme, fallback, strlen(fallback));
    return best ? best : "en";
}

SMM_DECLARE(const char *)
smm_view_text(const smm_view_theme_t *theme, const char *lang, apr_pool_t *p, const char *message,
              const char *a, const char *b)
{
    const view_catalog_t *c = smm_theme_catalog(theme, lang);
    return smm_text_fill(c, p, smm_text_t(c, "", message), a ? a : "", b ? b : "");
}
