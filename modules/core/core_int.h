/* SPDX-License-Identifier: Apache-2.0 */
/* What the httpd side of the core shares between its rooms (cfg, route, form, session). */
#ifndef SMM_CORE_INT_H
#define SMM_CORE_INT_H

#include <apr_hash.h>
#include <httpd.h>
#include <http_config.h>
#include <apr_thread_mutex.h>
#include "mod_smm.h"
#include "smm_cfg.h"
#include "smm_session.h"
#include "form/parse.h"
#include "route/match.h"
#include "view/smm_view.h"

extern module AP_MODULE_DECLARE_DATA smm_core_module;

/* ---- cfg ------------------------------------------------------------------------------------ */

/* Numbers and flags are int64_t so that one table (cfg/items.c) creates, sets and merges them all.
 */
typedef struct smm_core_cfg_t {
    const char *panel_key, *panel_name; /* SmmPanel; not inherited */
    const char *base_url, *mount, *secret_file, *theme_root, *asset_root, *theme, *mail_transport,
        *mail_from;
    int64_t theme_reload, view_engine, jobs, fast, sandbox, hash_concurrency, db_prepare, db_sync,
        db_timeout, max_body;
    int64_t session_idle, session_max, limits;
    apr_array_header_t *languages, *egress; /* const char * */
    apr_array_header_t *metrics;            /* apr_ipsubnet_t * */
    const unsigned char *secret;            /* 32 bytes, set together with secret_file */

    /* made of them by check_config, or NULL */
    smm_panel_t *panel;
    smm_view_theme_t *view;

    /* of the child */
    apr_thread_mutex_t *lock, *checking;
    struct smm_core_ready_t *checked; /* last answer of /readyz */
    int ready;                        /* panel.id is known and the schema is ours */
    apr_time_t tried;                 /* last failed attempt */
    apr_time_t logged;                /* last line about it */
    smm_rc_e failed;
} smm_core_cfg_t;

extern const command_rec smm_core_cmds[];
smm_core_cfg_t *smm_core_cfg(server_rec *s);
void *smm_core_cfg_create(apr_pool_t *p, server_rec *s);
void *smm_core_cfg_merge(apr_pool_t *p, void *base, void *own);
/** check_config: builds the panels, compiles the themes. @return OK or HTTP_INTERNAL_SERVER_ERROR
 * (logged). */
int smm_core_cfg_check(apr_pool_t *p, apr_pool_t *ptemp, server_rec *s);
/** Writes the panel's row (id 0: inserts it). Also proves that the database takes writes. */
smm_rc_e smm_core_panel_write(smm_db_t *db, apr_pool_t *p, const smm_panel_t *panel, int64_t id);
/** child_init. */
void smm_core_cfg_child(apr_pool_t *p, server_rec *s);
/** The longest of which the path starts is the panel's: rest of `uri` under the mount ("/…"), or
 * NULL. */
const char *smm_core_under_mount(const smm_core_cfg_t *cfg, apr_pool_t *p, const char *uri);

/* ---- route ---------------------------------------------------------------------------------- */

#define SMM_HANDLER "smm-panel"

struct smm_req_private_t {
    smm_core_cfg_t *cfg;
    smm_matched_t m;
    const char *path;  /* under the mount */
    smm_pairs_t query; /* parsed on first use */
    int query_read;
    smm_pairs_t pairs; /* of the body */
    smm_form_state_t *form;
    smm_vm_t *vm;
    const char *view, *title_a;
    apr_hash_t *badges; /* navigation entry → int64_t * */
    smm_shown_t shown;  /* code "": none */
    int shown_read;
    int failing;       /* an error page is being made: whatever fails now ends in the plain one */
    int account_read;  /* the session was looked up */
    int64_t session;   /* its row, or 0 */
    uint64_t epoch;    /* of smm_memo.h, before the session was looked up */
    const char *token; /* cookie value: of a session ("s…") or of a visitor ("v…") */
    const char *csrf;
    smm_idem_t idem;
    int64_t idem_result;
    const char *body; /* raw body, read once */
    apr_size_t body_len;
    int body_read;
};

void smm_core_routes_reset(apr_pool_t *pconf);
/** After all modules registered: builds the matcher. @return OK or an error status (logged). */
int smm_core_routes_build(apr_pool_t *pconf, server_rec *s);
int smm_core_translate(request_rec *r);
int smm_core_map_to_storage(request_rec *r);
int smm_core_handler(request_rec *r);
int smm_core_log(request_rec *r);
void *smm_core_ready_make(apr_pool_t *p);
/** The request of r, made on first use; NULL where no panel serves r. */
smm_req_t *smm_core_req(request_rec *r);
/** /healthz, /readyz, /metrics, /assets. */
extern const smm_route_t smm_core_routes[];
/** Seconds to wait, or 0 when `limit` ("name:count/seconds") still has room for this client. */
int smm_core_limit(smm_req_t *q, const char *limit);
const char *smm_core_limit_check(const char *limit);
/** Reads the body up to `cap`. @return OK or an HTTP status. */
int smm_core_read_body(smm_req_t *q, int64_t cap);
void smm_core_headers(smm_req_t *q);
void smm_core_error_headers(request_rec *r);
/** The page's <site>. */
void smm_core_site_write(smm_req_t *q, smm_vm_t *vm, const char *area);
/** What the browser sent, or NULL: three letters, nothing else is known of them. */
const char *smm_core_shown_sent(smm_req_t *q);
const smm_pairs_t *smm_core_query(smm_req_t *q);
int smm_core_lang_offered(server_rec *s, const char *lang);
/** True when "csrf" of the body belongs to this browser. */
int smm_core_csrf_ok(smm_req_t *q);
const char *smm_core_csrf(smm_req_t *q);

/* ---- session -------------------------------------------------------------------------------- */

/** Looks the session up (once a request): q->account and q->ctx.actor. @return SMM_OK, also when
 * nobody is signed in, or SMM_BUSY. */
smm_rc_e smm_core_session_load(smm_req_t *q);
/** The token that CSRF is bound to; makes a visitor's cookie when the browser has none. */
const char *smm_core_token(smm_req_t *q);
void smm_core_flash_set(smm_req_t *q, const char *tone, const char *message, const char *a);
/** A flash came with this request (perhaps not a good one). */
int smm_core_flash_waits(smm_req_t *q);
/** Reads and forgets the flash. @return 1 when there was one. */
int smm_core_flash_take(smm_req_t *q, const char **tone, const char **message, const char **a);

int smm_core_check_authn(request_rec *r);
void smm_core_authz_register(apr_pool_t *p);

#endif
