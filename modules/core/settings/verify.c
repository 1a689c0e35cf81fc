/* SPDX-License-Identifier: Apache-2.0 */
/* The core's own invariants: secrets are sealed, held jobs have an owner, the audit log is whole.
 */
#include <string.h>
#include <apr_strings.h>
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_verify.h"

static int on_setting(void *baton, const smm_row_t *row)
{
    const char *key = smm_row_text(row, C_verify_settings_key);
    const char *value = smm_row_text(row, C_verify_settings_value);
    const smm_setting_t *s = smm_setting_find(key);
    if (s && s->secret && strncmp(value, "v1:", 3) != 0) {
        smm_verify_breach(
            baton, "core: the secret setting %s of panel %" APR_INT64_T_FMT " is stored in clear",
            key, smm_row_int(row, C_verify_settings_panel));
    }
    return 0;
}

static int on_job(void *baton, const smm_row_t *row)
{
    smm_verify_breach(baton,
                      "core: job %" APR_INT64_T_FMT " is held by nobody, or free with an owner",
                      smm_row_int(row, C_verify_jobs_id));
    return 0;
}

static int on_stray(void *baton, const smm_row_t *row)
{
    smm_verify_breach(baton, "core: mail %" APR_INT64_T_FMT " waits without a job that sends it",
                      smm_row_int(row, C_verify_mails_id));
    return 0;
}

static void core_check(smm_verify_t *v)
{
    smm_verify_db(v, "settings",
                  smm_db_read(v->db, SQL_verify_settings, SMM_NOARGS, on_setting, v));
    smm_verify_db(v, "jobs", smm_db_read(v->db, SQL_verify_jobs, SMM_NOARGS, on_job, v));
    smm_verify_db(v, "mails", smm_db_read(v->db, SQL_verify_mails, SMM_NOARGS, on_stray, v));
}

SMM_DECLARE(void) smm_core_verify_register(void)
{
    smm_verify_add("core", core_check);
}
