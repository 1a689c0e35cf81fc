/* SPDX-License-Identifier: Apache-2.0 */
/* Tax deducted at source: mails about each move, and the clock of working days for staff. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include "smm_job.h"
#include "smm_mail.h"
#include "smm_money.h"
#include "smm_sql.h"
#include "smm_tds_claim.h"

#define N_(text) text /* for scripts/gen-docs: a text that is translated */
#define I64 APR_INT64_T_FMT
#define DAY 86400
#define JOB_CLOCK "tds-clock"
#define MOST 50

static smm_vm_t *begin(smm_ctx_t *c, const smm_tds_claim_t *t, const char *subject,
                       const char *username, const char *room)
{
    const char *base = apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL);
    smm_vm_t *vm = smm_vm_make(c->pool);

    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "subject", subject);
    smm_vm_attr(vm, "a", apr_psprintf(c->pool, "%" I64, t->id));
    smm_vm_attr(vm, "site", c->panel->name);
    smm_vm_attr(vm, "username", username);
    smm_vm_attr(vm, "home", apr_pstrcat(c->pool, base, "/", NULL));
    smm_vm_attr_time(vm, "created", c->now);
    smm_vm_attr_int(vm, "claim", t->id);
    smm_vm_attr(vm, "certificate", *t->cert_no ? t->cert_no : NULL);
    smm_vm_attr(vm, "link", apr_psprintf(c->pool, "%s/%s/tds/%" I64, base, room, t->id));
    return vm;
}

smm_rc_e smm_tds_mail(smm_unit_t *u, smm_ctx_t *c, const smm_tds_claim_t *t, const char *event,
                      const char *note, int64_t credit)
{
    static const char *const subjects[][2] = {
        {"upload", N_("We have your tax certificate (claim {0})")},
        {"ask", N_("A question about your tax certificate (claim {0})")},
        {"approve", N_("Your deducted tax was credited (claim {0})")},
        {"reject", N_("Your tax certificate was refused (claim {0})")},
        {"mismatch_found", N_("Your tax certificate is being checked again (claim {0})")},
        {"resolved", N_("Your tax certificate is in order (claim {0})")},
        {"recovered", N_("A credit for deducted tax was taken back (claim {0})")},
    };
    const char *subject = NULL;
    smm_account_t who;
    smm_rc_e rc;
    smm_vm_t *vm;

    for (size_t i = 0; i < sizeof(subjects) / sizeof(*subjects) && !subject; i++)
        if (strcmp(subjects[i][0], event) == 0)
            subject = subjects[i][1];
    if (!subject)
        return SMM_OK; /* nothing that concerns the customer */
    rc = smm_account_by_id(c, t->account, &who);
    if (rc != SMM_OK)
        return rc == SMM_NOT_FOUND ? SMM_OK : rc;
    vm = begin(c, t, subject, who.username, "app");
    smm_vm_attr(vm, "what", event);
    smm_vm_attr(vm, "note", note && *note ? note : NULL);
    if (credit)
        smm_vm_attr_usd(vm, "credit-usd", credit);
    if (t->due_day)
        smm_vm_attr_time(vm, "due", t->due_day * DAY);
    smm_vm_end(vm);
    smm_mail_step(u, c, who.email, who.lang, "wallet/tds", vm);
    return SMM_OK;
}

/* ---- the clock ------------------------------------------------------------------------------- */

typedef struct tell_t {
    smm_ctx_t *c;
    smm_unit_t *u;
    const smm_tds_claim_t *t;
    int late;
} tell_t;

static int staff_row(void *baton, const smm_row_t *row)
{
    tell_t *x = baton;
    smm_ctx_t *c = x->c;
    smm_vm_t *vm = begin(c, x->t,
                         x->late ? N_("Tax certificate overdue: claim {0}")
                                 : N_("Tax certificate due soon: claim {0}"),
                         smm_row_dup(row, C_adjust_deciders_username, c->pool), "staff");

    smm_vm_attr(vm, "customer", x->t->username);
    smm_vm_attr_flag(vm, "late", x->late);
    smm_vm_attr_time(vm, "due", x->t->due_day * DAY);
    smm_vm_end(vm);
    smm_mail_step(x->u, c, smm_row_dup(row, C_adjust_deciders_email, c->pool),
                  smm_row_dup(row, C_adjust_deciders_language, c->pool), "wallet/tds-clock", vm);
    return 0;
}

/** One claim: the mark and the mails in one unit, so that each reminder goes out once. */
static smm_rc_e remind(smm_ctx_t *c, int64_t id)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_tds_claim_t t;
    smm_rc_e rc = smm_tds_get(c, 0, id, &t);
    tell_t x = {c, u, &t, 0};
    smm_written_t w;

    if (rc != SMM_OK)
        return rc;
    x.late = t.due_day < smm_tds_today(c);
    smm_unit_add(u, SQL_tds_reminded,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(t.version), SMM_I(x.late ? 2 : 1)));
    smm_unit_outcome(u, SMM_CONFLICT);
    if (smm_db_read(c->db, SQL_adjust_deciders,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(0), SMM_I(t.account)), staff_row,
                    &x) != SMM_DB_OK)
        return SMM_BUSY;
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK || w.outcome == SMM_CONFLICT ? SMM_OK : smm_written_rc(&w);
}

int smm_tds_remind(smm_ctx_t *c)
{
    int64_t id[MOST];
    int n = smm_list(c, SQL_tds_due,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(smm_tds_today(c)),
                              SMM_I(smm_tds_workday(c, 1)), SMM_I(MOST)),
                     smm_item_int, id, MOST);

    for (int i = 0; i < n; i++)
        if (remind(c, id[i]) != SMM_OK)
            return -1;
    return n;
}

static void clock_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    for (int i = 0; i < n; i++)
        if (smm_tds_remind(c) < 0) {
            jobs[i].again = 1;
            jobs[i].next = c->now + smm_job_backoff(jobs[i].attempt);
        }
}

void smm_tds_clock_init(void)
{
    smm_job_kind(JOB_CLOCK, clock_job, 1, 120, 3600);
}
