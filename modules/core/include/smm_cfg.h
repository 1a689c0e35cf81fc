/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the administrator said in httpd's configuration, by typed getters. Every directive has one;
 * nothing else reads them. All values are merged (main server → virtual host) and never change
 * while a configuration lives. For mod_smm_* code.
 */
#ifndef SMM_CFG_H
#define SMM_CFG_H

#include <httpd.h>
#include <apr_tables.h>
#include "smm_ctx.h"

/** SmmThemeRoot: folder with xsl/, css/, js/, i18n/, mail/. Default: the installed htdocs. */
SMM_DECLARE(const char *) smm_cfg_theme_root(server_rec *s);
/** SmmTheme: folder whose files win over the theme root's, or NULL. */
SMM_DECLARE(const char *) smm_cfg_theme(server_rec *s);
/** SmmAssetRoot: folder with fetched third-party assets (htmx, icons, font), or NULL. */
SMM_DECLARE(const char *) smm_cfg_asset_root(server_rec *s);
/** SmmThemeReload: look for changed stylesheets at each request (developers). */
SMM_DECLARE(int) smm_cfg_theme_reload(server_rec *s);
/** SmmViewEngine: 0 = compiled sheets, 1 = libxslt (smm_view_engine_e). */
SMM_DECLARE(int) smm_cfg_view_engine(server_rec *s);
/** SmmLanguages: codes offered, the first is the default. Never empty. Elements are const char *.
 */
SMM_DECLARE(const apr_array_header_t *) smm_cfg_languages(server_rec *s);

/** The compiled theme of a panel (modules/core/view/smm_view.h), NULL where there is no panel. */
struct smm_view_theme_t;
SMM_DECLARE(struct smm_view_theme_t *) smm_cfg_view(server_rec *s);

/** SmmMailTransport: "maildir:/path", "smtp://…", "smtps://…" (may hold a password: never log it),
 * or NULL. */
SMM_DECLARE(const char *) smm_cfg_mail_transport(server_rec *s);
/** SmmMailFrom, or NULL. */
SMM_DECLARE(const char *) smm_cfg_mail_from(server_rec *s);
/** SmmEgressAllow: elements are const char * as smm_http_allow() takes them. Asked of the main
 * server: what all virtual hosts allow. */
SMM_DECLARE(const apr_array_header_t *) smm_cfg_egress_allow(server_rec *s);

/** SmmJobs: this server runs background jobs. */
SMM_DECLARE(int) smm_cfg_jobs(server_rec *s);
/** SmmFast: ticks in seconds instead of minutes (demo and tests). */
SMM_DECLARE(int) smm_cfg_fast(server_rec *s);
/** SmmSandboxGateway: serve the sandbox payment gateway's own pages (demo and tests). */
SMM_DECLARE(int) smm_cfg_sandbox_gateway(server_rec *s);
/** SmmHashConcurrency: password hashes computed at once in one process. */
SMM_DECLARE(int) smm_cfg_hash_concurrency(server_rec *s);

/** SmmDbPrepare: prepared statements on PostgreSQL (off for transaction pooling in old PgBouncer).
 */
SMM_DECLARE(int) smm_cfg_db_prepare(server_rec *s);
/** SmmDbSync full: 1; normal: 0 (SQLite may lose the last commits at a power cut). */
SMM_DECLARE(int) smm_cfg_db_sync_full(server_rec *s);

/** SmmDbTimeout: milliseconds. */
SMM_DECLARE(int) smm_cfg_db_timeout(server_rec *s);

/** SmmLimits: off = no rate limits (measurements only). */
SMM_DECLARE(int) smm_cfg_limits(server_rec *s);
/** SmmMaxBody: bytes of a form that names no limit of its own. */
SMM_DECLARE(int64_t) smm_cfg_max_body(server_rec *s);
/** SmmSessionIdle, SmmSessionMax: seconds. */
SMM_DECLARE(int) smm_cfg_session_idle(server_rec *s);
SMM_DECLARE(int) smm_cfg_session_max(server_rec *s);
/** SmmMetricsAllow: 1 when the address of the connection's client may read /metrics. */
SMM_DECLARE(int) smm_cfg_metrics_allowed(server_rec *s, request_rec *r);

/**
 * Makes the panel of `s` usable in this process: opens the database, migrates it when it is empty,
 * checks the schema, finds or makes the panel's row. Cheap once done; after a fault it is tried
 * again at most each two seconds. Jobs call it before they touch a panel; requests get 503 until it
 * is done.
 * @return SMM_OK, SMM_NOT_FOUND (no SmmPanel here), SMM_BUSY or SMM_BUG with *why for the log.
 */
SMM_DECLARE(smm_rc_e) smm_panel_ready(server_rec *s, apr_pool_t *p, const char **why);

#endif
