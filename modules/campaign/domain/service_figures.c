/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What services really did: how many campaigns of the last 90 days were delivered in full, and how
 * long that took. Computed by a job, never typed in; fewer than five campaigns give no figure.
 */
#include "smm_catalogue_int.h"
#include "smm_job.h"
#include "smm_sql.h"

#define WINDOW (90 * 86400)
#define ENOUGH 5
#define UNIT_ROWS 100

typedef struct {
    int64_t service, completion, average_s;
} outcome_t;

/* Keeps the services whose figures moved. */
static int read_outcome(void *baton, const smm_row_t *row)
{
    apr_array_header_t *moved = baton;
    int64_t n = smm_row_int(row, C_service_outcomes_n);
    int64_t done = smm_row_int(row, C_service_outcomes_done);
    outcome_t o = {smm_row_int(row, C_service_outcomes_service), -1, -1};
    int64_t was = smm_row_null(row, C_service_outcomes_completion)
                      ? -1
                      : smm_row_int(row, C_service_outcomes_completion);
    int64_t average = smm_row_null(row, C_service_outcomes_average_s)
                          ? -1
                          : smm_row_int(row, C_service_outcomes_average_s);

    if (n >= ENOUGH)
        o.completion = done * 10000 / n;
    if (done >= ENOUGH)
        o.average_s = smm_row_int(row, C_service_outcomes_seconds) / done;
    if (o.completion != was || o.average_s != average)
        APR_ARRAY_PUSH(moved, outcome_t) = o;
    return 0;
}

static smm_arg_t nullable(int64_t v)
{
    return v < 0 ? SMM_NUL : SMM_I(v);
}

smm_rc_e smm_service_figures_compute(smm_ctx_t *c, int *changed)
{
    apr_array_header_t *moved = apr_array_make(c->pool, 16, sizeof(outcome_t));

    *changed = 0;
    if (smm_db_read(c->db, SQL_service_outcomes,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now - WINDOW)), read_outcome,
                    moved) != SMM_DB_OK)
        return SMM_BUSY;
    for (int i = 0; i < moved->nelts;) {
        smm_unit_t *u = smm_unit_make(c->pool);
        smm_written_t w;

        for (int k = 0; k < UNIT_ROWS && i < moved->nelts; k++, i++) {
            const outcome_t *o = &APR_ARRAY_IDX(moved, i, outcome_t);

            smm_unit_add(u, SQL_service_outcome_put,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_I(o->service), nullable(o->completion),
                                  nullable(o->average_s)));
        }
        smm_catalogue_bump(u, c);
        w = smm_db_write(c->db, u);
        if (w.rc != SMM_DB_OK)
            return smm_written_rc(&w);
    }
    *changed = moved->nelts;
    return SMM_OK;
}

static void figures_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    int changed;

    if (smm_service_figures_compute(c, &changed) != SMM_OK)
        jobs[0].error = "the database is busy";
}

static int figures_wanted(smm_ctx_t *c)
{
    return smm_job_any(c, SQL_campaign_any);
}

void smm_service_figures_register(void)
{
    smm_job_kind("catalogue.figures", figures_job, 1, 120, 900);
    smm_job_wanted("catalogue.figures", figures_wanted);
}
