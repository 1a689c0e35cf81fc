/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of a panel, declared in tables by the modules; and the audit log. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include "smm_settings.h"
#include "smm_sql.h"

#define MAX_TABLES 64
#define SLOTS 4096 /* a power of two; at most half of them are taken */

static const smm_setting_t *tables[MAX_TABLES];
static int ntables;

/* By key: a page looks up a hundred among hundreds. Written at start, before there are threads. */
static const smm_setting_t *slots[SLOTS];
static int nkeys;

/* Where a key stands, or the free place where it would. */
static const smm_setting_t **slot_of(const char *key)
{
    uint32_t h = 2166136261U; /* FNV-1a */
    for (const char *k = key; *k; k++) {
        h = (h ^ (unsigned char)*k) * 16777619U;
    }
    for (h ^= h >> 16;; h++) {
        const smm_setting_t **s = &slots[h % SLOTS];
        if (!*s || strcmp((*s)->key, key) == 0) {
            return s;
        }
    }
}

SMM_DECLARE(void) smm_settings_add(const smm_setting_t *table)
{
    int n = 0;
    for (int i = 0; i < ntables; i++) {
        if (tables[i] == table) {
            return;
        }
    }
    while (table[n].key) {
        n++;
    }
    if (ntables == MAX_TABLES || nkeys + n > SLOTS / 2) {
        return;
    }
    tables[ntables++] = table;
    nkeys += n;
    for (int i = 0; i < n; i++) {
        const smm_setting_t **s = slot_of(table[i].key);
        if (!*s) { /* the first who declares a key owns it */
            *s = &table[i];
        }
    }
}

SMM_DECLARE(const smm_setting_t *) smm_setting_find(const char *key)
{
    return key ? *slot_of(key) : NULL;
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

/* ---- reading -------------------------------------------------------------------------------- */

#define MOST 1000 /* rows of setting_all */

/* What a request read at once. Only its own thread sees it. */
struct smm_kept_t {
    apr_pool_t *parent, *pool; /* of the request; of the values, cleared with them */
    smm_db_t *db;              /* whose settings: those of the first read */
    int64_t panel;
    apr_hash_t *values; /* as stored: a secret is opened when it is asked for */
    int64_t made;
    int single, off; /* asked for one by one; no longer to be used */
};

SMM_DECLARE(void) smm_settings_keep(smm_ctx_t *c)
{
    c->kept = apr_pcalloc(c->pool, sizeof(*c->kept));
    c->kept->parent = c->pool;
}

static int64_t now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int keep_row(void *baton, const smm_row_t *row)
{
    struct smm_kept_t *k = baton;
    apr_hash_set(k->values, smm_row_dup(row, C_setting_all_key, k->pool), APR_HASH_KEY_STRING,
                 smm_row_dup(row, C_setting_all_value, k->pool));
    return 0;
}

/* Reads all, when there is nothing or nothing recent. */
static smm_db_rc_e keep_all(struct smm_kept_t *k)
{
    smm_db_rc_e rc;
    if (k->values && now_ms() - k->made < SMM_SETTINGS_KEPT_MS) {
        return SMM_DB_OK;
    }
    if (k->pool) {
        apr_pool_clear(k->pool);
    } else {
        apr_pool_create(&k->pool, k->parent);
    }
    k->made = now_ms();
    k->values = apr_hash_make(k->pool);
    rc = smm_db_read(k->db, SQL_setting_all, SMM_ARGS(SMM_I(k->panel)), keep_row, k);
    if (rc != SMM_DB_OK) {
        k->values = NULL; /* a part says nothing about the rest */
    } else if (apr_hash_count(k->values) >= MOST) {
        k->off = 1; /* nor does this */
    }
    return rc;
}

/* May c answer from what is kept? Not the first few: they are cheaper one by one. */
static struct smm_kept_t *kept_of(smm_ctx_t *c)
{
    struct smm_kept_t *k = c->kept;
    if (!k || k->off) {
        return NULL;
    }
    if (!k->db) {
        k->db = c->db;
        k->panel = c->panel->id;
    }
    if (k->db != c->db || k->panel != c->panel->id) {
        return NULL;
    }
    if (k->single < SMM_SETTINGS_SINGLE) {
        k->single++;
        return NULL;
    }
    return k;
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

/* What stands in the row of a key, or NULL. */
static smm_db_rc_e stored(smm_ctx_t *c, const char *key, const char **value)
{
    struct smm_kept_t *k = kept_of(c);
    get_t g = {c->pool, NULL};
    smm_db_rc_e rc = k ? keep_all(k) : SMM_DB_OK;
    *value = NULL;
    if (rc == SMM_DB_OK && k && !k->off) {
        *value = apr_pstrdup(c->pool, apr_hash_get(k->values, key, APR_HASH_KEY_STRING));
    } else if (rc == SMM_DB_OK) {
        rc =
            smm_db_read(c->db, SQL_setting_get, SMM_ARGS(SMM_I(c->panel->id), SMM_T(key)), got, &g);
        *value = g.value;
    }
    return rc;
}

SMM_DECLARE(const char *) smm_setting(smm_ctx_t *c, const char *key)
{
    const smm_setting_t *s = smm_setting_find(key);
    const char *value;
    if (!s) {
        return NULL;
    }
    stored(c, key, &value);
    if (!value) {
        return s->fallback;
    }
    return s->secret ? smm_unseal(c->pool, c->panel, place(c, key), value) : value;
}

SMM_DECLARE(int) smm_setting_stored(smm_ctx_t *c, const char *key)
{
    const char *value;
    return stored(c, key, &value) == SMM_DB_OK ? value != NULL : -1;
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
    if (c->kept) {
        c->kept->off = 1; /* nobody says when the unit is written */
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
