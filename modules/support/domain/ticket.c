/* SPDX-License-Identifier: Apache-2.0 */
/* What can be done to a ticket. Reading is in ticket_read.c. */
#include <string.h>
#include <apr_strings.h>
#include <apr_lib.h>
#include "smm_account.h"
#include "smm_campaign.h"
#include "smm_job.h"
#include "smm_mail.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_ticket.h"

/* Ids of a comma list into ids[]; "#918342, 12" is fine. @return count, or -1 where it is no list
 * of ids. */
static int parse_ids(const char *list, int64_t *ids)
{
    int n = 0;
    const char *s = list ? list : "";
    while (*s) {
        int64_t v = 0;
        while (*s == ' ' || *s == ',' || *s == '#' || *s == '\n') {
            s++;
        }
        if (!*s) {
            break;
        }
        const char *start = s;
        while (apr_isdigit(*s) && s - start < 18) {
            v = v * 10 + (*s++ - '0');
        }
        if (s == start || v == 0 || (*s && !strchr(", #\n", *s)) || n == SMM_TICKET_CAMPAIGNS) {
            return -1;
        }
        int seen = 0;
        for (int i = 0; i < n; i++) {
            seen |= ids[i] == v;
        }
        if (!seen) {
            ids[n++] = v;
        }
    }
    return n;
}

static smm_result_t written(const smm_written_t *w)
{
    smm_rc_e rc = smm_written_rc(w);
    return rc == SMM_OK ? smm_ok() : smm_fail(rc, NULL, NULL);
}

/* Each campaign is the actor's own and not the subject of an unsolved ticket. */
static smm_result_t check_campaigns(smm_ctx_t *c, const int64_t *ids, int n)
{
    for (int i = 0; i < n; i++) {
        smm_campaign_brief_t brief;
        int64_t other = 0;
        int found = 0;
        smm_result_t res = smm_ok();
        if (smm_campaign_brief(c, c->actor, ids[i], &brief) != SMM_OK) {
            res = smm_fail(
                SMM_INVALID, "campaigns",
                "Campaign #{0} is not one of yours. Check the number on your campaigns page.");
            res.a = apr_psprintf(c->pool, "%" APR_INT64_T_FMT, ids[i]);
            return res;
        }
        if (smm_db_int(c->db, SQL_ticket_open_for_campaign,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->actor), SMM_I(ids[i])), &other,
                       &found) != SMM_DB_OK) {
            return smm_fail(SMM_BUSY, NULL, NULL);
        }
        if (found) {
            res = smm_fail(SMM_INVALID, "campaigns",
                           "Campaign #{0} has the open ticket #{1} already. Write there: a second "
                           "ticket does not speed things up.");
            res.a = apr_psprintf(c->pool, "%" APR_INT64_T_FMT, ids[i]);
            res.b = apr_psprintf(c->pool, "%" APR_INT64_T_FMT, other);
            return res;
        }
    }
    return smm_ok();
}

/* S110: a flood of tickets helps nobody; the bound is per day. */
static smm_result_t check_pace(smm_ctx_t *c)
{
    int64_t n = 0;
    int found = 0;
    if (smm_db_int(c->db, SQL_ticket_opened_since,
                   SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->actor), SMM_I(c->now - 86400)), &n,
                   &found) != SMM_DB_OK) {
        return smm_fail(SMM_BUSY, NULL, NULL);
    }
    if (n >= SMM_TICKET_PER_DAY) {
        smm_result_t res =
            smm_fail(SMM_TOO_FAST, NULL,
                     "You opened many tickets today. Add to one of them, or try again tomorrow.");
        res.a = "3600";
        return res;
    }
    return smm_ok();
}

/* The mail that tells the customer of a new ticket or an answer; ticket 0 = its number is not known
 * yet. */
static void mail(smm_unit_t *u, smm_ctx_t *c, const char *view, const char *to, const char *lang,
                 int64_t ticket, const char *subject, const char *body)
{
    smm_vm_t *vm = smm_vm_make(c->pool);
    const char *home = apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL);
    char *last = NULL;
    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "site", c->panel->name);
    smm_vm_attr(vm, "home", home);
    smm_vm_attr(vm, "subject", ticket ? "Answer: {0}" : "We have your ticket: {0}");
    smm_vm_attr(vm, "a", subject);
    smm_vm_attr(vm, "link",
                ticket ? apr_psprintf(c->pool, "%s/app/tickets/%" APR_INT64_T_FMT, home, ticket)
                       : apr_pstrcat(c->pool, home, "/app/tickets", NULL));
    for (char *line = apr_strtok(apr_pstrdup(c->pool, body), "\n", &last); line;
         line = apr_strtok(NULL, "\n", &last)) {
        smm_vm_leaf(vm, "para", line);
    }
    smm_vm_end(vm);
    smm_mail_step(u, c, to, lang, view, vm);
}

smm_result_t smm_ticket_open(smm_ctx_t *c, const smm_ticket_new_t *in, const smm_idem_t *idem,
                             int64_t *id)
{
    int64_t ids[SMM_TICKET_CAMPAIGNS];
    int n = parse_ids(in->campaigns, ids);
    if (n < 0) {
        return smm_fail(SMM_INVALID, "campaigns",
                        "Give campaign numbers separated by commas, at most 50.");
    }
    if (n == 0 && (!strcmp(in->type, "campaign") || !strcmp(in->type, "refill"))) {
        return smm_fail(
            SMM_INVALID, "campaigns",
            "Tell us which campaign it is about: its number stands on your campaigns page.");
    }
    smm_result_t res = check_campaigns(c, ids, n);
    if (res.code == SMM_OK) {
        res = check_pace(c);
    }
    smm_account_t who;
    if (res.code != SMM_OK || (res.code = smm_account_by_id(c, c->actor, &who)) != SMM_OK) {
        return res;
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    int t = smm_unit_add(u, SQL_ticket_insert,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->actor), SMM_T(in->type),
                                  SMM_T(in->subject), SMM_I(c->now)));
    smm_unit_add(u, SQL_ticket_message_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(t), SMM_I(c->actor), SMM_I(0),
                          SMM_T("message"), SMM_T(in->body), SMM_I(c->now)));
    for (int i = 0; i < n; i++) {
        smm_unit_add(u, SQL_ticket_campaign_insert,
                     SMM_ARGS(SMM_SLOT(t), SMM_I(ids[i]), SMM_I(c->panel->id)));
    }
    mail(u, c, "support/received", who.email, who.lang, 0, in->subject, in->body);
    smm_idem_step(u, c, idem, t, 0);
    smm_written_t w = smm_db_write(c->db, u);
    *id = w.rc == SMM_DB_OK && !w.replayed ? smm_unit_id(u, t) : 0;
    smm_job_kick();
    return written(&w);
}

smm_result_t smm_ticket_reply(smm_ctx_t *c, int64_t ticket, const char *body,
                              const smm_idem_t *idem)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_ticket_customer_wrote,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(ticket), SMM_I(c->actor), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_NOT_FOUND);
    smm_unit_add(u, SQL_ticket_message_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(ticket), SMM_I(c->actor), SMM_I(0),
                          SMM_T("message"), SMM_T(body), SMM_I(c->now)));
    smm_idem_step(u, c, idem, -1, ticket);
    smm_written_t w = smm_db_write(c->db, u);
    return written(&w);
}

smm_result_t smm_ticket_solve(smm_ctx_t *c, int64_t ticket)
{
    smm_ticket_t t;
    smm_rc_e rc = smm_ticket_get(c, c->actor, ticket, &t);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    if (!strcmp(t.status, "solved")) {
        return smm_fail(SMM_CONFLICT, NULL, "This ticket is solved already.");
    }
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_ticket_set_status,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(ticket), SMM_I(c->actor), SMM_T(t.status),
                          SMM_T("solved"), SMM_I(c->now)));
    smm_unit_add(u, SQL_ticket_message_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(ticket), SMM_I(c->actor), SMM_I(0),
                          SMM_T("event"), SMM_T("Marked as solved"), SMM_I(c->now)));
    smm_written_t w = smm_db_write(c->db, u);
    return written(&w);
}

smm_result_t smm_ticket_staff(smm_ctx_t *c, int64_t ticket, const char *body, int internal,
                              const char *status, const smm_idem_t *idem)
{
    smm_ticket_t t;
    smm_rc_e rc = smm_ticket_get(c, 0, ticket, &t);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    /* a note leaves the customer's view of the ticket alone unless a status is asked for */
    const char *to = status && *status ? status : internal ? t.status : "answered";
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_ticket_staff_wrote,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(ticket), SMM_T(to), SMM_I(c->now),
                          SMM_I(internal != 0)));
    smm_unit_add(u, SQL_ticket_message_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(ticket), SMM_I(c->actor), SMM_I(1),
                          SMM_T(internal ? "note" : "message"), SMM_T(body), SMM_I(c->now)));
    smm_audit_step(u, c, internal ? "ticket.note" : "ticket.reply", "ticket", ticket, t.status, to,
                   NULL);
    if (!internal) {
        mail(u, c, "support/answered", t.email, t.lang, ticket, t.subject, body);
    }
    smm_idem_step(u, c, idem, -1, ticket);
    smm_written_t w = smm_db_write(c->db, u);
    smm_job_kick();
    return written(&w);
}
