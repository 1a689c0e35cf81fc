/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Backups. A restored panel must not do again what was done after the backup was taken: each module
 * registers a hook that lays to rest what was under way (a campaign that was being dispatched
 * becomes `unknown`, a mail that was waiting is not sent).
 */
#ifndef SMM_BACKUP_H
#define SMM_BACKUP_H

#include "smm_ctx.h"

/**
 * Writes a consistent copy of the database into `file`, made new, readable by the owner only.
 * SQLite: online backup while the server runs, then an integrity check. PostgreSQL: pg_dump.
 * @return SMM_OK or SMM_BUSY with *error
 */
SMM_DECLARE(smm_rc_e)
smm_db_backup(apr_pool_t *p, const char *driver, const char *params, const char *file,
              const char **error);
/**
 * Fills the database from such a copy. SQLite: the target file must not exist. PostgreSQL: the
 * database must be empty.
 */
SMM_DECLARE(smm_rc_e)
smm_db_restore(apr_pool_t *p, const char *driver, const char *params, const char *file,
               const char **error);

/** Adds the steps that pause one panel (c->panel) after a restore to the unit. */
typedef void smm_restore_fn(smm_ctx_t *c, smm_unit_t *u);
/** Registered at start, once a module. */
SMM_DECLARE(void) smm_restore_add(smm_restore_fn *fn);
/** Runs all hooks for c->panel in one unit. */
SMM_DECLARE(smm_db_rc_e) smm_restore_run(smm_ctx_t *c);

/**
 * Writes what a panel owns as one JSON object: every read statement of the catalogue named
 * "export_…" with ":in panel i, after i, n i" and rows in the order of their first column (an id).
 * No secrets: those statements leave them out. @return SMM_OK or SMM_BUSY
 */
SMM_DECLARE(smm_rc_e)
smm_db_export(smm_ctx_t *c, void (*put)(void *baton, const char *text), void *baton);

#endif
