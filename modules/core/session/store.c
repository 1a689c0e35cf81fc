/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions in the database: what domain code may do with them. */
#include <apr_strings.h>
#include "smm_session.h"
#include "smm_sql.h"
#include "store.h"

static int idle_seconds = 86400, max_seconds = 1209600;

void smm_session_limits(int idle, int max)
{
    idle_seconds = idle;
    max_seconds = max;
}

void smm_session_revoke_step(smm_unit_t *u, int64_t account, int64_t except)
{
    smm_unit_add(u, SQL_session_delete_account, SMM_ARGS(SMM_I(account), SMM_I(except)));
}

static smm_rc_e write_one(smm_ctx_t *c, smm_unit_t *u)
{
    smm_written_t w = smm_db_write(c->db, u);

    return w.rc == SMM_DB_OK ? SMM_OK : smm_written_rc(&w);
}

smm_rc_e smm_session_revoke_all(smm_ctx_t *c, int64_t account, int64_t except)
{
    smm_unit_t *u = smm_unit_make(c->pool);

    smm_session_revoke_step(u, account, except);
    return write_one(c, u);
}

smm_rc_e smm_session_revoke(smm_ctx_t *c, int64_t account, int64_t session)
{
    smm_unit_t *u = smm_unit_make(c->pool);

    smm_unit_add(u, SQL_session_revoke,
                 SMM_ARGS(SMM_I(session), SMM_I(c->panel->id), SMM_I(account)));
    smm_unit_outcome(u, SMM_NOT_FOUND);
    return write_one(c, u);
}

static void take(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_session_row_t *s = item;

    s->id = smm_row_int(row, C_session_list_id);
    s->created = smm_row_int(row, C_session_list_created);
    s->seen = smm_row_int(row, C_session_list_seen);
    s->addr = smm_row_dup(row, C_session_list_addr, pool);
    s->agent = smm_row_dup(row, C_session_list_agent, pool);
}

int smm_session_list(smm_ctx_t *c, int64_t account, smm_session_row_t *out, int max)
{
    int n = smm_list(c, SQL_session_list,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(c->now - idle_seconds)),
                     take, out, max);

    return n < 0 ? 0 : n;
}

smm_rc_e smm_session_purge(smm_ctx_t *c)
{
    smm_unit_t *u = smm_unit_make(c->pool);

    smm_unit_add(u, SQL_session_purge,
                 SMM_ARGS(SMM_I(c->now - idle_seconds), SMM_I(c->now - max_seconds)));
    return write_one(c, u);
}
