/* SPDX-License-Identifier: Apache-2.0 */
/* The core's directives. What each means stands in conf/smm.conf.in; kinds and bounds in items.c.
 */
#include "items.h"

#define ONE(name, help) AP_INIT_TAKE1(name, smm_set_one, NULL, RSRC_CONF, help)
#define MANY(name, help) AP_INIT_ITERATE(name, smm_set_one, NULL, RSRC_CONF, help)
#define FLAG(name, help) AP_INIT_FLAG(name, smm_set_flag, NULL, RSRC_CONF, help)

const command_rec smm_core_cmds[] = {
    AP_INIT_TAKE12("SmmPanel", smm_set_panel, NULL, RSRC_CONF,
                   "key and name of the panel that this virtual host serves"),
    AP_INIT_TAKE1("SmmSecretFile", smm_set_secret_file, NULL, RSRC_CONF,
                  "file with at least 32 random bytes, readable by its owner only"),
    ONE("SmmBaseURL", "scheme and host of the panel in mails and payment links"),
    ONE("SmmMount", "path under which the panel lives, / by default"),
    ONE("SmmThemeRoot", "folder with the pages, styles and texts"),
    ONE("SmmAssetRoot", "folder with fetched third-party assets"),
    ONE("SmmTheme", "folder whose files win over those of SmmThemeRoot"),
    FLAG("SmmThemeReload", "look for changed stylesheets at each request"),
    ONE("SmmViewEngine", "compiled or libxslt: what writes the pages"),
    MANY("SmmLanguages", "language codes offered, the default first"),
    ONE("SmmMailTransport", "maildir:/path, smtp://host or smtps://host"),
    ONE("SmmMailFrom", "sender address of all mail"),
    MANY("SmmEgressAllow", "private networks that outbound requests may reach"),
    MANY("SmmMetricsAllow", "networks that may read /metrics"),
    FLAG("SmmJobs", "run background jobs in this server"),
    FLAG("SmmFast", "ticks in seconds instead of minutes, for demonstrations and tests"),
    FLAG("SmmSandboxGateway", "serve the sandbox payment gateway, for demonstrations and tests"),
    ONE("SmmHashConcurrency", "password hashes computed at once in a process"),
    FLAG("SmmDbPrepare", "use prepared statements on PostgreSQL"),
    ONE("SmmDbSync", "full or normal: durability of commits on SQLite"),
    ONE("SmmDbTimeout", "milliseconds that one read or write of the database may take"),
    ONE("SmmMaxBody", "largest form in bytes"),
    ONE("SmmSessionIdle", "seconds after which an unused session ends"),
    ONE("SmmSessionMax", "seconds after which every session ends"),
    FLAG("SmmLimits", "rate limits; off only for measurements"),
    {NULL},
};
