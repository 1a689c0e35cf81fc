/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <apr_file_info.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "items.h"
#include "smm_settings.h"

#define AT(m) offsetof(smm_core_cfg_t, m)

/* clang-format off */
const smm_citem_t smm_citems[] = {
    {"SmmBaseURL",         SMM_C_URL,   AT(base_url)},
    {"SmmMount",           SMM_C_MOUNT, AT(mount)},
    {"SmmThemeRoot",       SMM_C_DIR,   AT(theme_root)},
    {"SmmAssetRoot",       SMM_C_TEXT,  AT(asset_root)},
    {"SmmTheme",           SMM_C_DIR,   AT(theme)},
    {"SmmThemeReload",     SMM_C_FLAG,  AT(theme_reload), 0, 1, 0},
    {"SmmViewEngine",      SMM_C_WORD,  AT(view_engine), 0, 1, 0, "compiled libxslt"},
    {"SmmLanguages",       SMM_C_LIST,  AT(languages)},
    {"SmmMailTransport",   SMM_C_TEXT,  AT(mail_transport)},
    {"SmmMailFrom",        SMM_C_TEXT,  AT(mail_from)},
    {"SmmEgressAllow",     SMM_C_LIST,  AT(egress)},
    {"SmmMetricsAllow",    SMM_C_NETS,  AT(metrics)},
    {"SmmJobs",            SMM_C_FLAG,  AT(jobs), 0, 1, 1},
    {"SmmFast",            SMM_C_FLAG,  AT(fast), 0, 1, 0},
    {"SmmSandboxGateway",  SMM_C_FLAG,  AT(sandbox), 0, 1, 0},
    {"SmmHashConcurrency", SMM_C_INT,   AT(hash_concurrency), 1, 64, 2},
    {"SmmDbPrepare",       SMM_C_FLAG,  AT(db_prepare), 0, 1, 1},
    {"SmmDbSync",          SMM_C_WORD,  AT(db_sync), 0, 1, 1, "normal full"},
    {"SmmDbTimeout",       SMM_C_INT,   AT(db_timeout), 100, 120000, 10000},
    {"SmmMaxBody",         SMM_C_INT,   AT(max_body), 1024, 10485760, 65536},
    {"SmmSessionIdle",     SMM_C_INT,   AT(session_idle), 300, 2592000, 86400},
    {"SmmSessionMax",      SMM_C_INT,   AT(session_max), 3600, 31536000, 1209600},
    {"SmmLimits",          SMM_C_FLAG,  AT(limits), 0, 1, 1},
    {NULL, SMM_C_TEXT, 0},
};
/* clang-format on */

static const smm_citem_t *item_of(const char *name)
{
    const smm_citem_t *it = smm_citems;

    while (it->name && strcasecmp(it->name, name) != 0) {
        it++;
    }
    return it->name ? it : NULL;
}

static void *slot(cmd_parms *cmd, const smm_citem_t *it)
{
    return (char *)smm_core_cfg(cmd->server) + it->offset;
}

static const char *set_url(cmd_parms *cmd, const char *arg, const char **to)
{
    const char *host = strstr(arg, "://");

    if ((strncmp(arg, "https://", 8) != 0 && strncmp(arg, "http://", 7) != 0) || host[3] == '\0' ||
        host[3 + strcspn(host + 3, "/?#@ \"<>")] != '\0') {
        return apr_pstrcat(cmd->pool, cmd->cmd->name,
                           ": give scheme and host only, for example https://panel.example", NULL);
    }
    *to = arg;
    return NULL;
}

static const char *set_mount(cmd_parms *cmd, const char *arg, const char **to)
{
    size_t n = strlen(arg);

    if (*arg != '/' || strstr(arg, "//") || arg[strcspn(arg, "?#%\\ \"<>")] != '\0') {
        return apr_pstrcat(cmd->pool, cmd->cmd->name, ": give a path such as / or /panel", NULL);
    }
    *to = apr_pstrmemdup(cmd->pool, arg, n && arg[n - 1] == '/' ? n - 1 : n);
    return NULL;
}

static const char *set_dir(cmd_parms *cmd, const char *arg, const char **to)
{
    apr_finfo_t info;
    const char *path = ap_server_root_relative(cmd->pool, arg);

    if (path == NULL || apr_stat(&info, path, APR_FINFO_TYPE, cmd->temp_pool) != APR_SUCCESS ||
        info.filetype != APR_DIR) {
        return apr_pstrcat(cmd->pool, cmd->cmd->name, ": ", arg,
                           " is not a folder that can be read", NULL);
    }
    *to = path;
    return NULL;
}

static const char *set_int(cmd_parms *cmd, const smm_citem_t *it, const char *arg, int64_t *to)
{
    char *end;
    int64_t v = apr_strtoi64(arg, &end, 10);

    if (*arg == '\0' || *end != '\0' || v < it->lo || v > it->hi) {
        return apr_psprintf(cmd->pool,
                            "%s: give a number from %" APR_INT64_T_FMT " to %" APR_INT64_T_FMT,
                            it->name, it->lo, it->hi);
    }
    *to = v;
    return NULL;
}

static const char *set_word(cmd_parms *cmd, const smm_citem_t *it, const char *arg, int64_t *to)
{
    const char *list = it->words;
    int64_t n = 0;

    for (const char *w; *(w = ap_getword_white(cmd->temp_pool, &list)); n++) {
        if (strcasecmp(w, arg) == 0) {
            *to = n;
            return NULL;
        }
    }
    return apr_psprintf(cmd->pool, "%s: give one of: %s", it->name, it->words);
}

static const char *add_net(cmd_parms *cmd, const char *arg, apr_array_header_t **to)
{
    char *net = apr_pstrdup(cmd->pool, arg), *mask = strchr(net, '/');
    apr_ipsubnet_t *sub;

    if (mask) {
        *mask++ = '\0';
    }
    if (apr_ipsubnet_create(&sub, net, mask, cmd->pool) != APR_SUCCESS) {
        return apr_pstrcat(cmd->pool, cmd->cmd->name, ": ", arg,
                           " is not a network like 10.0.0.0/8", NULL);
    }
    if (*to == NULL) {
        *to = apr_array_make(cmd->pool, 2, sizeof(apr_ipsubnet_t *));
    }
    APR_ARRAY_PUSH(*to, apr_ipsubnet_t *) = sub;
    return NULL;
}

const char *smm_set_one(cmd_parms *cmd, void *unused, const char *arg)
{
    const smm_citem_t *it = item_of(cmd->cmd->name);
    apr_array_header_t **list;
    void *to = slot(cmd, it);

    switch (it->kind) {
    case SMM_C_URL:
        return set_url(cmd, arg, to);
    case SMM_C_MOUNT:
        return set_mount(cmd, arg, to);
    case SMM_C_DIR:
        return set_dir(cmd, arg, to);
    case SMM_C_INT:
        return set_int(cmd, it, arg, to);
    case SMM_C_WORD:
        return set_word(cmd, it, arg, to);
    case SMM_C_NETS:
        return add_net(cmd, arg, to);
    case SMM_C_LIST:
        list = to;
        if (*list == NULL) {
            *list = apr_array_make(cmd->pool, 2, sizeof(const char *));
        }
        APR_ARRAY_PUSH(*list, const char *) = arg;
        return NULL;
    default:
        *(const char **)to = arg;
        return NULL;
    }
}

const char *smm_set_flag(cmd_parms *cmd, void *unused, int on)
{
    *(int64_t *)slot(cmd, item_of(cmd->cmd->name)) = on != 0;
    return NULL;
}

const char *smm_set_panel(cmd_parms *cmd, void *unused, const char *key, const char *name)
{
    smm_core_cfg_t *cfg = smm_core_cfg(cmd->server);
    size_t n = strlen(key);

    if (n < 1 || n > 32 || strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-") != n) {
        return "SmmPanel: the key is 1 to 32 of a-z, 0-9 and -";
    }
    if (cfg->panel_key != NULL) {
        return "SmmPanel: a virtual host has one panel";
    }
    cfg->panel_key = key;
    cfg->panel_name = name && *name ? name : key;
    return NULL;
}

const char *smm_set_secret_file(cmd_parms *cmd, void *unused, const char *file)
{
    smm_core_cfg_t *cfg = smm_core_cfg(cmd->server);
    unsigned char *key = apr_palloc(cmd->pool, 32);
    const char *error;

    cfg->secret_file = ap_server_root_relative(cmd->pool, file);
    if (cfg->secret_file == NULL ||
        smm_secret_read(cmd->pool, cfg->secret_file, key, &error) != 0) {
        return apr_pstrcat(cmd->pool, "SmmSecretFile: ", file, ": ",
                           cfg->secret_file ? error : "not a path", NULL);
    }
    cfg->secret = key;
    return NULL;
}
