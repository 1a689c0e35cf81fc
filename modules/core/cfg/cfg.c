/* SPDX-License-Identifier: Apache-2.0 */
/* Create, merge, check, and the getters that the other modules use. */
#include <string.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_core.h>
#include <http_log.h>
#include "items.h"

APLOG_USE_MODULE(smm_core);

smm_core_cfg_t *smm_core_cfg(server_rec *s)
{
    return ap_get_module_config(s->module_config, &smm_core_module);
}

static int is_number(const smm_citem_t *it)
{
    return it->kind == SMM_C_FLAG || it->kind == SMM_C_INT || it->kind == SMM_C_WORD;
}

void *smm_core_cfg_create(apr_pool_t *p, server_rec *s)
{
    smm_core_cfg_t *cfg = apr_pcalloc(p, sizeof(*cfg));

    for (const smm_citem_t *it = smm_citems; it->name; it++) {
        if (is_number(it)) {
            *(int64_t *)((char *)cfg + it->offset) = SMM_UNSET;
        }
    }
    return cfg;
}

void *smm_core_cfg_merge(apr_pool_t *p, void *basev, void *ownv)
{
    const smm_core_cfg_t *base = basev, *own = ownv;
    smm_core_cfg_t *cfg = apr_pmemdup(p, own, sizeof(*own));

    for (const smm_citem_t *it = smm_citems; it->name; it++) {
        const char *from = (const char *)base + it->offset;
        char *to = (char *)cfg + it->offset;
        if (is_number(it)) {
            if (*(int64_t *)to == SMM_UNSET) {
                *(int64_t *)to = *(const int64_t *)from;
            }
        } else if (*(void **)to == NULL) {
            *(void **)to = *(void *const *)from;
        }
    }
    if (own->secret_file == NULL) {
        cfg->secret_file = base->secret_file;
        cfg->secret = base->secret;
    }
    return cfg;
}

/* ---- check ---------------------------------------------------------------------------------- */

static int refuse(server_rec *s, const char *what, const char *detail)
{
    ap_log_error(APLOG_MARK, APLOG_EMERG, 0, s, "SMM0200: panel %s (%s:%u): %s%s",
                 smm_core_cfg(s)->panel_key, s->defn_name ? s->defn_name : "main server",
                 s->defn_line_number, what, detail);
    return HTTP_INTERNAL_SERVER_ERROR;
}

static void log_view(void *baton, const char *message)
{
    ap_log_error(APLOG_MARK, APLOG_ERR, 0, (server_rec *)baton, "SMM0201: theme: %s", message);
}

/* One warning a sheet that the compiled views do not cover. */
static void warn_slow(apr_pool_t *p, server_rec *s, const smm_view_theme_t *view, int engine)
{
    const char *slow = engine ? NULL : smm_view_theme_slow(view, p);
    char *rest = NULL;
    char *line = slow ? apr_strtok(apr_pstrdup(p, slow), "\n", &rest) : NULL;

    const char *said = "";

    for (; line; line = apr_strtok(NULL, "\n", &rest)) {
        size_t n = strcspn(line, ":") + 1; /* "xsl/auth/signin.xsl:" */

        if (strncmp(line, said, n) == 0) {
            continue; /* the further reasons: smmctl theme-check */
        }
        said = line;
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, s,
                     "SMM0253: theme: slower, rendered by libxslt: %s", line);
    }
}

/* Texts and assets take 400 KB and are only read: hosts with the same folders share one theme. */
static smm_view_theme_t *shared_view(apr_pool_t *p, server_rec *s, smm_core_cfg_t *cfg,
                                     const char **error)
{
    const char *root = smm_cfg_theme_root(s);
    int reload = smm_cfg_theme_reload(s);
    int engine = smm_cfg_view_engine(s);
    const char *key = apr_psprintf(p, "%d\n%s\n%s", engine, root, cfg->theme ? cfg->theme : "");
    smm_view_theme_t *view;
    void *themes = NULL;

    apr_pool_userdata_get(&themes, "smm-themes", p);
    if (themes == NULL) {
        themes = apr_hash_make(p);
        apr_pool_userdata_setn(themes, "smm-themes", NULL, p);
    }
    view = reload ? NULL : apr_hash_get(themes, key, APR_HASH_KEY_STRING);
    if (view == NULL) {
        view = smm_view_theme_open(p, root, cfg->theme, reload, error);
        if (view != NULL) {
            smm_view_theme_engine(view, engine ? SMM_VIEW_LIBXSLT : SMM_VIEW_COMPILED);
            smm_view_theme_log(view, log_view, s);
            warn_slow(p, s, view, engine);
        }
        if (!reload) {
            apr_hash_set(themes, key, APR_HASH_KEY_STRING, view);
        }
    }
    return view;
}

static int make_view(apr_pool_t *p, server_rec *s, smm_core_cfg_t *cfg)
{
    int state = 0, mode = 0;
    const char *error = NULL;

    /* At a start the configuration is read twice: compile the stylesheets in the second pass only.
     */
    state = ap_state_query(AP_SQ_MAIN_STATE);
    mode = ap_state_query(AP_SQ_RUN_MODE);
    if (state == AP_SQ_MS_CREATE_PRE_CONFIG && mode == AP_SQ_RM_NORMAL) {
        return OK;
    }
    cfg->view = shared_view(p, s, cfg, &error);
    return cfg->view ? OK
                     : refuse(s, "the theme cannot be used: ", error ? error : "unknown fault");
}

static int make_panel(apr_pool_t *p, server_rec *s, smm_core_cfg_t *cfg)
{
    smm_panel_t *panel = apr_pcalloc(p, sizeof(*panel));

    if (cfg->secret == NULL) {
        return refuse(s, "SmmSecretFile is missing", "");
    }
    if (cfg->base_url == NULL) {
        return refuse(s, "SmmBaseURL is missing: mails and payment links need it", "");
    }
    panel->key = cfg->panel_key;
    panel->name = cfg->panel_name;
    panel->base_url = cfg->base_url;
    panel->mount = cfg->mount ? cfg->mount : "";
    panel->mail_from = cfg->mail_from ? cfg->mail_from : "";
    panel->currency = "USD";
    panel->secret = cfg->secret;
    cfg->panel = panel;
    return make_view(p, s, cfg);
}

/* Outbound requests know no virtual host: what one allows is allowed for the whole server. */
static void collect_egress(apr_pool_t *p, server_rec *main)
{
    smm_core_cfg_t *all = smm_core_cfg(main);
    apr_array_header_t *inherited = all->egress;
    apr_array_header_t *nets = apr_array_make(p, 4, sizeof(const char *));

    if (inherited) {
        apr_array_cat(nets, inherited);
    }
    for (server_rec *s = main->next; s; s = s->next) {
        smm_core_cfg_t *cfg = smm_core_cfg(s);
        if (cfg->egress && cfg->egress != inherited) {
            apr_array_cat(nets, cfg->egress);
        }
    }
    all->egress = nets;
}

int smm_core_cfg_check(apr_pool_t *p, apr_pool_t *ptemp, server_rec *s)
{
    int rc = OK;

    collect_egress(p, s);
    for (; s; s = s->next) {
        smm_core_cfg_t *cfg = smm_core_cfg(s);
        if (cfg->panel_key && make_panel(p, s, cfg) != OK) {
            rc = HTTP_INTERNAL_SERVER_ERROR;
        }
    }
    return rc;
}

const char *smm_core_under_mount(const smm_core_cfg_t *cfg, apr_pool_t *p, const char *uri)
{
    const char *mount = cfg->panel ? cfg->panel->mount : "";
    size_t n = strlen(mount);

    if (cfg->panel == NULL || *uri != '/' || strncmp(uri, mount, n) != 0) {
        return NULL;
    }
    if (uri[n] == '\0') {
        return "/";
    }
    return uri[n] == '/' ? uri + n : NULL;
}

/* ---- getters -------------------------------------------------------------------------------- */

static int64_t number(server_rec *s, const char *name)
{
    for (const smm_citem_t *it = smm_citems; it->name; it++) {
        if (strcmp(it->name, name) == 0) {
            int64_t v = *(int64_t *)((char *)smm_core_cfg(s) + it->offset);
            return v == SMM_UNSET ? it->fallback : v;
        }
    }
    ap_assert(0);
    return 0;
}

#define NUMBER(type, getter, directive)                                                            \
    type getter(server_rec *s)                                                                     \
    {                                                                                              \
        return (type)number(s, directive);                                                         \
    }
#define TEXT(getter, member, fallback)                                                             \
    const char *getter(server_rec *s)                                                              \
    {                                                                                              \
        const char *v = smm_core_cfg(s)->member;                                                   \
        return v ? v : (fallback);                                                                 \
    }

NUMBER(int, smm_cfg_theme_reload, "SmmThemeReload")
NUMBER(int, smm_cfg_view_engine, "SmmViewEngine")
NUMBER(int, smm_cfg_jobs, "SmmJobs")
NUMBER(int, smm_cfg_fast, "SmmFast")
NUMBER(int, smm_cfg_sandbox_gateway, "SmmSandboxGateway")
NUMBER(int, smm_cfg_hash_concurrency, "SmmHashConcurrency")
NUMBER(int, smm_cfg_db_prepare, "SmmDbPrepare")
NUMBER(int, smm_cfg_db_sync_full, "SmmDbSync")
NUMBER(int, smm_cfg_db_timeout, "SmmDbTimeout")
NUMBER(int64_t, smm_cfg_max_body, "SmmMaxBody")
NUMBER(int, smm_cfg_session_idle, "SmmSessionIdle")
NUMBER(int, smm_cfg_session_max, "SmmSessionMax")
NUMBER(int, smm_cfg_limits, "SmmLimits")
TEXT(smm_cfg_theme_root, theme_root, SMM_DATADIR "/htdocs")
TEXT(smm_cfg_asset_root, asset_root, NULL)
TEXT(smm_cfg_theme, theme, NULL)
TEXT(smm_cfg_mail_transport, mail_transport, NULL)
TEXT(smm_cfg_mail_from, mail_from, NULL)

const apr_array_header_t *smm_cfg_languages(server_rec *s)
{
    static const char *const english[] = {"en"};
    static const apr_array_header_t only = {NULL, sizeof(const char *), 1, 1, (char *)english};
    const apr_array_header_t *v = smm_core_cfg(s)->languages;

    return v ? v : &only;
}

const apr_array_header_t *smm_cfg_egress_allow(server_rec *s)
{
    return smm_core_cfg(s)->egress;
}

int smm_cfg_metrics_allowed(server_rec *s, request_rec *r)
{
    const apr_array_header_t *nets = smm_core_cfg(s)->metrics;

    for (int i = 0; nets && i < nets->nelts; i++) {
        if (apr_ipsubnet_test(APR_ARRAY_IDX(nets, i, apr_ipsubnet_t *), r->useragent_addr)) {
            return 1;
        }
    }
    return 0;
}

struct smm_view_theme_t *smm_cfg_view(server_rec *s)
{
    return smm_core_cfg(s)->view;
}

const smm_panel_t *smm_panel_of(server_rec *s)
{
    return smm_core_cfg(s)->panel;
}
