/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of a panel, declared in tables by the modules; and the audit log. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "smm_settings.h"
#include "smm_sql.h"

#define MAX_TABLES 64

static const smm_setting_t *tables[MAX_TABLES];
static int ntables;

SMM_DECLARE(void) smm_settings_add(const smm_setting_t *table)
{
    for (int i = 0; i < ntables; i++) {
        if (tables[i] == table) {
            return;
        }
    }
    if (ntables < MAX_TABLES) {
        tables[ntables++] = table;
    }
}

SMM_DECLARE(const smm_setting_t *) smm_setting_find(const char *key)
{
    for (int i = 0; key && i < ntables; i++) {
        for (const smm_setting_t *s = tables[i]; s->key; s++) {
            if (strcmp(s->key, key) == 0) {
                return s;
            }
        }
    }
    return NULL;
}

SMM_DECLARE(const smm_setting_t *) smm_setting_nth(int n)
{
    for (int i = 0; i < ntables; i++) {
        for (const smm_setting_t *s = tables[i]; s->key; s++) {
            if (n-- == 0) {
                return s;
            }
        }
    }
    return NULL;
}

/* Binds a sealed value to its place: one copied into another row or panel does not open. */
static const char *place(const smm_ctx_t *c, const char *key)
{
    return apr_psprintf(c->pool, "setting:%" APR_INT64_T_FMT ":%s", c->panel->id, key);
}

typedef struct get_t {
    apr_pool_t *pool;
    const char *value;
} get_t;

static int got(void *baton, const smm_row_t *row)
{
    get_t *g = baton;
    g->value = smm_row_dup(row, C_setting_get_value, g->pool);
    return 1;
}

SMM_DECLARE(const char *) smm_setting(smm_ctx_t *c, const char *key)
{
    const smm_setting_t *s = smm_setting_find(key);
    get_t g = {c->pool, NULL};
    if (!s) {
        return NULL;
    }
    smm_db_read(c->db, SQL_setting_get, SMM_ARGS(SMM_I(c->panel->id), SMM_T(key)), got, &g);
    if (!g.value) {
        return s->fallback;
    }
    return s->secret ? smm_unseal(c->pool, c->panel, place(c, key), g.value) : g.value;
}

SMM_DECLARE(int) smm_setting_stored(smm_ctx_t *c, const char *key)
{
    get_t g = {c->pool, NULL};
    smm_db_rc_e rc =
        smm_db_read(c->db, SQL_setting_get, SMM_ARGS(SMM_I(c->panel->id), SMM_T(key)), got, &g);
    return rc == SMM_DB_OK ? g.value != NULL : -1;
}

SMM_DECLARE(int64_t) smm_setting_int(smm_ctx_t *c, const char *key, int64_t fallback)
{
    const char *text = smm_setting(c, key);
    char *end = NULL;
    if (!text || !*text) {
        return fallback;
    }
    errno = 0;
    int64_t v = apr_strtoi64(text, &end, 10);
    return errno || !end || *end ? fallback : v;
}

SMM_DECLARE(smm_rc_e)
smm_setting_step(smm_unit_t *u, smm_ctx_t *c, const char *key, const char *value)
{
    const smm_setting_t *s = smm_setting_find(key);
    if (!s) {
        return SMM_INVALID;
    }
    if (!value) {
        smm_unit_add(u, SQL_setting_drop, SMM_ARGS(SMM_I(c->panel->id), SMM_T(s->key)));
        return SMM_OK;
    }
    if (s->secret) {
        value = smm_seal(c->pool, c->panel, place(c, key), value);
        if (!value) {
            return SMM_BUG;
        }
    }
    smm_unit_add(
        u, SQL_setting_put,
        SMM_ARGS(SMM_I(c->panel->id), SMM_T(s->key), SMM_T(value), SMM_I(c->now), SMM_I(c->actor)));
    return SMM_OK;
}

SMM_DECLARE(void)
smm_audit_step(smm_unit_t *u, const smm_ctx_t *c, const char *action, const char *kind, int64_t id,
               const char *before, const char *after, const char *why)
{
    smm_unit_add(u, SQL_audit_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now), SMM_I(c->actor), SMM_T(action),
                          SMM_T(kind), SMM_I(id), SMM_T(before), SMM_T(after), SMM_T(why),
                          SMM_T(c->addr), SMM_T(c->request_id)));
}
