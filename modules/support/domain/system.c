/* SPDX-License-Identifier: Apache-2.0 */
#include "smm_sql.h"
#include "smm_system.h"

typedef struct {
    smm_system_fn *fn;
    void *baton;
} call_t;

static smm_rc_e rc_of(smm_db_rc_e rc)
{
    return rc == SMM_DB_OK ? SMM_OK : SMM_BUSY;
}

static int on_worker(void *baton, const smm_row_t *r)
{
    call_t *b = baton;
    smm_system_row_t x = {0};
    x.name = smm_row_text(r, C_staff_workers_class);
    x.node = smm_row_text(r, C_staff_workers_node);
    x.at = smm_row_int(r, C_staff_workers_seen);
    x.good = smm_row_int(r, C_staff_workers_good);
    x.n = smm_row_int(r, C_staff_workers_done);
    b->fn(b->baton, &x);
    return 0;
}

smm_rc_e smm_system_workers(smm_ctx_t *c, smm_system_fn *fn, void *baton)
{
    call_t b = {fn, baton};
    return rc_of(smm_db_read(c->db, SQL_staff_workers, SMM_NOARGS, on_worker, &b));
}

static int on_queue(void *baton, const smm_row_t *r)
{
    call_t *b = baton;
    smm_system_row_t x = {0};
    x.name = smm_row_text(r, C_staff_queue_kind);
    x.n = smm_row_int(r, C_staff_queue_waiting);
    x.due = smm_row_int(r, C_staff_queue_due);
    x.late = smm_row_int(r, C_staff_queue_late);
    x.failing = smm_row_int(r, C_staff_queue_failing);
    b->fn(b->baton, &x);
    return 0;
}

smm_rc_e smm_system_queue(smm_ctx_t *c, smm_system_fn *fn, void *baton)
{
    call_t b = {fn, baton};
    return rc_of(smm_db_read(c->db, SQL_staff_queue, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now)),
                             on_queue, &b));
}

static int on_error(void *baton, const smm_row_t *r)
{
    call_t *b = baton;
    smm_system_row_t x = {0};
    x.id = smm_row_int(r, C_staff_job_errors_id);
    x.name = smm_row_text(r, C_staff_job_errors_kind);
    x.ref = smm_row_int(r, C_staff_job_errors_ref);
    x.attempt = smm_row_int(r, C_staff_job_errors_attempt);
    x.at = smm_row_int(r, C_staff_job_errors_run_at);
    x.text = smm_row_text(r, C_staff_job_errors_error);
    b->fn(b->baton, &x);
    return 0;
}

smm_rc_e smm_system_errors(smm_ctx_t *c, int rows, smm_system_fn *fn, void *baton)
{
    call_t b = {fn, baton};
    return rc_of(smm_db_read(c->db, SQL_staff_job_errors,
                             SMM_ARGS(SMM_I(c->panel->id), SMM_I(rows)), on_error, &b));
}

static int on_count(void *baton, const smm_row_t *r)
{
    call_t *b = baton;
    smm_system_row_t x = {0};
    x.name = smm_row_text(r, C_staff_mail_counts_state);
    x.n = smm_row_int(r, C_staff_mail_counts_n);
    b->fn(b->baton, &x);
    return 0;
}

smm_rc_e smm_system_mails(smm_ctx_t *c, smm_system_fn *fn, void *baton)
{
    call_t b = {fn, baton};
    return rc_of(
        smm_db_read(c->db, SQL_staff_mail_counts, SMM_ARGS(SMM_I(c->panel->id)), on_count, &b));
}

static int on_dead(void *baton, const smm_row_t *r)
{
    call_t *b = baton;
    smm_system_row_t x = {0};
    x.id = smm_row_int(r, C_staff_mail_dead_id);
    x.node = smm_row_text(r, C_staff_mail_dead_recipient);
    x.name = smm_row_text(r, C_staff_mail_dead_view);
    x.attempt = smm_row_int(r, C_staff_mail_dead_attempt);
    x.at = smm_row_int(r, C_staff_mail_dead_changed);
    x.text = smm_row_text(r, C_staff_mail_dead_error);
    x.flag = (int)smm_row_int(r, C_staff_mail_dead_kept);
    b->fn(b->baton, &x);
    return 0;
}

smm_rc_e smm_system_dead(smm_ctx_t *c, int rows, smm_system_fn *fn, void *baton)
{
    call_t b = {fn, baton};
    return rc_of(smm_db_read(c->db, SQL_staff_mail_dead, SMM_ARGS(SMM_I(c->panel->id), SMM_I(rows)),
                             on_dead, &b));
}
