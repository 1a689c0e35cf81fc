/* SPDX-License-Identifier: Apache-2.0 */
/* From configuration to a panel that works: database open, schema known, row there. */
#include <string.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_log.h>
#include "../core_int.h"
#include "../db/mod_smm_dbd.h"
#include "smm_sql.h"

APLOG_USE_MODULE(smm_core);

#define RETRY_AFTER apr_time_from_sec(2)

smm_db_t *smm_db_of(server_rec *s)
{
    return smm_db_server(s);
}

void smm_core_cfg_child(apr_pool_t *p, server_rec *s)
{
    for (; s; s = s->next) {
        smm_core_cfg_t *cfg = smm_core_cfg(s);
        if (cfg->panel) {
            apr_thread_mutex_create(&cfg->lock, APR_THREAD_MUTEX_DEFAULT, p);
            apr_thread_mutex_create(&cfg->checking, APR_THREAD_MUTEX_DEFAULT, p);
            cfg->checked = smm_core_ready_make(p);
            cfg->ready = 0;
        }
    }
}

typedef struct known_t {
    int64_t id;
    const char *name;
    apr_pool_t *pool;
} known_t;

static int take(void *baton, const smm_row_t *row)
{
    known_t *k = baton;

    k->id = smm_row_int(row, C_panel_by_key_id);
    k->name = smm_row_dup(row, C_panel_by_key_name, k->pool);
    return 1;
}

smm_rc_e smm_core_panel_write(smm_db_t *db, apr_pool_t *p, const smm_panel_t *panel, int64_t id)
{
    smm_unit_t *u = smm_unit_make(p);

    if (id) {
        smm_unit_add(u, SQL_panel_rename, SMM_ARGS(SMM_I(id), SMM_T(panel->name)));
    } else {
        smm_unit_add(
            u, SQL_panel_insert,
            SMM_ARGS(SMM_T(panel->key), SMM_T(panel->name), SMM_I(apr_time_sec(apr_time_now()))));
    }
    return smm_db_write(db, u).rc == SMM_DB_OK ? SMM_OK : SMM_BUSY;
}

/* Finds the panel's row, makes it when it is new, gives it the configured name. */
static smm_rc_e find_row(smm_db_t *db, apr_pool_t *p, const smm_panel_t *panel, int64_t *id)
{
    known_t k = {0, NULL, p};

    for (int round = 0; round < 2; round++) {
        if (smm_db_read(db, SQL_panel_by_key, SMM_ARGS(SMM_T(panel->key)), take, &k) != SMM_DB_OK) {
            return SMM_BUSY;
        }
        if (k.id != 0 && strcmp(k.name, panel->name) == 0) {
            *id = k.id;
            return SMM_OK;
        }
        if (smm_core_panel_write(db, p, panel, k.id) != SMM_OK) {
            return SMM_BUSY;
        }
    }
    *id = k.id;
    return k.id ? SMM_OK : SMM_BUG;
}

/* Under the lock. `*why` is a literal or lives in `p`. */
static smm_rc_e prepare(server_rec *s, smm_core_cfg_t *cfg, apr_pool_t *p, const char **why)
{
    smm_db_t *db = smm_db_of(s);
    int64_t id = 0;
    smm_rc_e rc;
    int state;

    *why = "no database is configured: DBDriver and DBDParams are missing";
    if (db == NULL) {
        return SMM_BUG;
    }
    *why = "the database cannot be opened";
    state = smm_db_schema_state(db, p, why);
    if (state == 0) {
        ap_log_error(APLOG_MARK, APLOG_NOTICE, 0, s,
                     "SMM0205: panel %s: bringing the schema up to date", cfg->panel_key);
        rc = smm_db_migrate(db, p, why);
        if (rc != SMM_OK) {
            return rc;
        }
        state = smm_db_schema_state(db, p, why);
    }
    if (state != 1) {
        return SMM_BUSY;
    }
    *why = "the panel's row cannot be read or made";
    rc = find_row(db, p, cfg->panel, &id);
    if (rc == SMM_OK) {
        cfg->panel->id = id;
    }
    return rc;
}

/* Once a minute: the attempts go on while people wait. */
static void log_fault(server_rec *s, smm_core_cfg_t *cfg, apr_time_t now, const char *reason)
{
    if (now - cfg->logged >= apr_time_from_sec(60)) {
        cfg->logged = now;
        ap_log_error(APLOG_MARK, APLOG_CRIT, 0, s, "SMM0206: panel %s cannot be served: %s",
                     cfg->panel_key, reason ? reason : "unknown fault");
    }
}

smm_rc_e smm_panel_ready(server_rec *s, apr_pool_t *p, const char **why)
{
    smm_core_cfg_t *cfg = smm_core_cfg(s);
    const char *reason = NULL;
    smm_rc_e rc = SMM_OK;
    apr_time_t now;

    if (cfg->panel == NULL || cfg->lock == NULL) {
        *why = "no panel here";
        return SMM_NOT_FOUND;
    }
    if (__atomic_load_n(&cfg->ready, __ATOMIC_ACQUIRE)) {
        return SMM_OK;
    }
    apr_thread_mutex_lock(cfg->lock);
    now = apr_time_now();
    if (!cfg->ready && cfg->tried && now - cfg->tried < RETRY_AFTER) {
        rc = cfg->failed;
        reason = "the last attempt failed a moment ago";
    } else if (!cfg->ready) {
        rc = prepare(s, cfg, p, &reason);
        if (rc == SMM_OK) {
            __atomic_store_n(&cfg->ready, 1, __ATOMIC_RELEASE);
        } else {
            cfg->tried = now;
            cfg->failed = rc;
            log_fault(s, cfg, now, reason);
        }
    }
    apr_thread_mutex_unlock(cfg->lock);
    *why = reason;
    return rc;
}
