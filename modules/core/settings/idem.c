/* SPDX-License-Identifier: Apache-2.0 */
/* Idempotency keys. */
#include <string.h>
#include <apr_strings.h>
#include "smm_idem.h"
#include "smm_settings.h"
#include "smm_sql.h"

SMM_DECLARE(void)
smm_idem_step(smm_unit_t *u, const smm_ctx_t *c, const smm_idem_t *idem, int result_step,
              int64_t result_id)
{
    if (!idem || !idem->key) {
        return;
    }
    smm_unit_add(u, SQL_idem_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(idem->scope), SMM_I(c->actor),
                          SMM_T(idem->key), SMM_T(idem->print),
                          result_step >= 0 ? SMM_SLOT(result_step) : SMM_I(result_id),
                          SMM_I(c->now)));
    smm_unit_outcome(u, SMM_OUT_REPLAY);
    /* The key's row stands and falls with the unit, so it tells whether a lost commit happened. */
    smm_unit_probe(
        u, SQL_idem_get,
        SMM_ARGS(SMM_I(c->panel->id), SMM_T(idem->scope), SMM_I(c->actor), SMM_T(idem->key)));
}

typedef struct find_t {
    const smm_idem_t *idem;
    int64_t result;
    smm_rc_e rc;
} find_t;

static int found(void *baton, const smm_row_t *row)
{
    find_t *f = baton;
    const char *print = smm_row_text(row, C_idem_get_print);
    f->result = smm_row_int(row, C_idem_get_result);
    f->rc = print && f->idem->print && strcmp(print, f->idem->print) == 0 ? SMM_OK : SMM_CONFLICT;
    return 1;
}

SMM_DECLARE(smm_rc_e) smm_idem_find(smm_ctx_t *c, const smm_idem_t *idem, int64_t *result_id)
{
    find_t f = {idem, 0, SMM_NOT_FOUND};
    smm_db_rc_e rc = smm_db_read(
        c->db, SQL_idem_get,
        SMM_ARGS(SMM_I(c->panel->id), SMM_T(idem->scope), SMM_I(c->actor), SMM_T(idem->key)), found,
        &f);
    if (rc != SMM_DB_OK) {
        return rc == SMM_DB_BUSY ? SMM_BUSY : SMM_BUG;
    }
    if (result_id) {
        *result_id = f.result;
    }
    return f.rc;
}
