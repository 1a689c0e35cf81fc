/* SPDX-License-Identifier: Apache-2.0 */
/* API keys: 192 random bits, shown once, stored as SHA-256, valid in one panel. */
#include <string.h>
#include <apr_strings.h>
#include "smm_auth.h"
#include "smm_settings.h"
#include "smm_sql.h"

#define PREFIX "smm_"
#define SHOWN 10       /* characters that the list shows */
#define USED_EVERY 600 /* seconds: "last used" is no reason for a write with each call */

smm_result_t smm_auth_api_create(smm_ctx_t *c, int64_t account, const char *name,
                                 const smm_idem_t *idem, const char **key)
{
    smm_secret_t s;
    smm_rc_e rc = smm_auth_secret(c, account, &s);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    const char *k = apr_pstrcat(c->pool, PREFIX, smm_random_token(c->pool, 24), NULL);
    smm_unit_t *u = smm_unit_make(c->pool);
    int row = smm_unit_add(u, SQL_api_key_insert,
                           SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(name),
                                    SMM_T(apr_pstrndup(c->pool, k, SHOWN)),
                                    SMM_T(smm_sha256_hex(c->pool, k, strlen(k))), SMM_I(c->now)));
    smm_unit_add(u, SQL_api_key_room,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(SMM_AUTH_MAX_KEYS)));
    smm_unit_outcome(u, SMM_INVALID);
    smm_auth_mail_notice(u, c, "auth/api-key", s.email, s.lang, s.username, "name", name);
    smm_idem_step(u, c, idem, row, 0);
    smm_written_t w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_EXPECT && w.outcome == SMM_INVALID) {
        return smm_fail(SMM_INVALID, NULL,
                        "You have 20 keys. Revoke one that you do not use any more.");
    }
    *key = w.rc == SMM_DB_OK ? k : NULL;
    return smm_auth_written(&w);
}

smm_result_t smm_auth_api_revoke(smm_ctx_t *c, int64_t account, int64_t id)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_api_key_revoke,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(id), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_NOT_FOUND);
    smm_written_t w = smm_db_write(c->db, u);
    return smm_auth_written(&w);
}

static void list_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_api_key_t *k = item;
    k->id = smm_row_int(row, C_api_key_list_id);
    k->name = apr_pstrdup(pool, smm_row_text(row, C_api_key_list_name));
    k->prefix = apr_pstrdup(pool, smm_row_text(row, C_api_key_list_prefix));
    k->created = smm_row_int(row, C_api_key_list_created);
    k->last_used = smm_row_int(row, C_api_key_list_last_used);
    k->revoked = smm_row_int(row, C_api_key_list_revoked);
}

int smm_auth_api_list(smm_ctx_t *c, int64_t account, smm_api_key_t *out, int max)
{
    int n = smm_list(c, SQL_api_key_list, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), list_row,
                     out, max);
    return n < 0 ? 0 : n;
}

typedef struct find_bt {
    int64_t id, account, last_used;
} find_bt;

static void find_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    find_bt *b = item;
    b->id = smm_row_int(row, C_api_key_find_id);
    b->account = smm_row_int(row, C_api_key_find_account);
    b->last_used = smm_row_int(row, C_api_key_find_last_used);
}

smm_rc_e smm_account_by_api_key(smm_ctx_t *c, const char *key, smm_account_t *out)
{
    find_bt b;
    size_t n = key ? strlen(key) : 0;
    if (n < 16 || n > 100) {
        return SMM_NOT_FOUND;
    }
    smm_rc_e rc = smm_get_strict(
        c, SQL_api_key_find, SMM_ARGS(SMM_I(c->panel->id), SMM_T(smm_sha256_hex(c->pool, key, n))),
        find_row, &b);
    if (rc != SMM_OK) {
        return rc;
    }
    if (b.last_used + USED_EVERY < c->now) {
        smm_unit_t *u = smm_unit_make(c->pool);
        smm_unit_add(u, SQL_api_key_used, SMM_ARGS(SMM_I(b.id), SMM_I(c->now)));
        smm_db_write(c->db, u); /* a figure for the owner: its loss does no harm */
    }
    return smm_auth_load(c, b.account, out);
}
