/* SPDX-License-Identifier: Apache-2.0 */
/* Ticket pages of customers and staff. */
#include <string.h>
#include <apr_strings.h>
#include "smm_campaign.h"
#include "support_int.h"

#define PER_PAGE 20

#define RECENT 6 /* campaigns beside the form */

static const char *tab_of(smm_req_t *q)
{
    const char *s = smm_req_query(q, "status");
    return s && (!strcmp(s, "open") || !strcmp(s, "answered") || !strcmp(s, "solved")) ? s : "";
}

/* The list for a customer (their own) or for staff (everybody's). */
static int list(smm_req_t *q, int staff)
{
    int64_t whose = staff ? 0 : q->account->id;
    const char *tab = tab_of(q), *pg = smm_req_query(q, "page");
    apr_int64_t page = pg ? apr_atoi64(pg) : 1;
    smm_ticket_counts_t n;
    if (page < 1 || page > 10000) {
        page = 1;
    }
    if (smm_ticket_counts(&q->ctx, whose, &n) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    smm_vm_t *vm =
        smm_page_begin(q, staff ? "staff" : "customer", staff ? "staff-tickets" : "tickets",
                       "Tickets", "support/tickets");
    support_view_tickets(q, vm, staff, tab, &n);
    if (smm_ticket_list(&q->ctx, whose, tab, PER_PAGE, (int)(page - 1) * PER_PAGE,
                        support_view_ticket_row, vm) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    smm_vm_end(vm); /* tickets */
    int64_t total = !*tab                      ? n.open + n.answered + n.solved
                    : !strcmp(tab, "open")     ? n.open
                    : !strcmp(tab, "answered") ? n.answered
                                               : n.solved;
    if (total > PER_PAGE) {
        smm_vm_el(vm, "pager");
        smm_vm_attr_int(vm, "from", (page - 1) * PER_PAGE + 1);
        smm_vm_attr_int(vm, "to", page * PER_PAGE < total ? page * PER_PAGE : total);
        smm_vm_attr_int(vm, "total", total);
        for (apr_int64_t i = 1; i <= (total + PER_PAGE - 1) / PER_PAGE && i <= 20; i++) {
            smm_vm_el(vm, "pg");
            smm_vm_attr(vm, "href",
                        apr_psprintf(q->ctx.pool, "?status=%s&page=%" APR_INT64_T_FMT, tab, i));
            smm_vm_attr_flag(vm, "on", i == page);
            smm_vm_text(vm, apr_psprintf(q->ctx.pool, "%" APR_INT64_T_FMT, i));
            smm_vm_end(vm);
        }
        smm_vm_end(vm);
    }
    return smm_page(q, HTTP_OK);
}

static int my_tickets(smm_req_t *q)
{
    return list(q, 0);
}

static int staff_tickets(smm_req_t *q)
{
    return list(q, 1);
}

/* "?payment=12" begins a question about that payment; anything else but a number begins nothing. */
static const char *payment_subject(smm_req_t *q)
{
    const char *id = smm_req_query(q, "payment");
    if (!id || !*id || strlen(id) > 18 || id[strspn(id, "0123456789")]) {
        return NULL;
    }
    return apr_psprintf(q->ctx.pool, "Payment P%s", id);
}

static int new_page(smm_req_t *q, int status)
{
    smm_campaign_brief_t recent[RECENT];
    const char *about = smm_req_query(q, "campaign");
    const char *payment = payment_subject(q);
    ticket_form_t start = {payment ? "payment" : "campaign", payment ? payment : "",
                           about ? about : "", ""};
    int n = smm_campaign_recent(&q->ctx, q->account->id, recent, RECENT);
    smm_vm_t *vm = smm_page_begin(q, "customer", "tickets", "New ticket", "support/ticket-new");
    smm_form_begin(q, vm, &support_form_ticket, apr_psprintf(q->ctx.pool, "/app/tickets/new"),
                   &start);
    smm_vm_end(vm);
    for (int i = 0; i < n; i++) {
        smm_vm_el(vm, "recent");
        smm_vm_attr_int(vm, "id", recent[i].id);
        smm_vm_attr(vm, "status", recent[i].status);
        smm_vm_text(vm, recent[i].service_name);
        smm_vm_end(vm);
    }
    return smm_page(q, status);
}

static int ticket_new(smm_req_t *q)
{
    return new_page(q, HTTP_OK);
}

static int ticket_new_post(smm_req_t *q)
{
    ticket_form_t *f = q->form;
    const char *done = NULL;
    int64_t id = 0;
    if (!smm_form_valid(q)) {
        return new_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    smm_result_t res = smm_idem_begin(q, &done);
    if (done) {
        return smm_see_other(q, done, NULL, NULL, NULL);
    }
    if (res.code == SMM_OK) {
        smm_ticket_new_t in = {f->type, f->subject, f->campaigns ? f->campaigns : "", f->body};
        res = smm_ticket_open(&q->ctx, &in, smm_idem_of(q), &id);
    }
    if (res.code == SMM_INVALID) {
        smm_form_error(q, &res);
        return new_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (res.code != SMM_OK) {
        smm_idem_begin(q, &done); /* a race with the same key: its result is there now */
        return done ? smm_see_other(q, done, NULL, NULL, NULL) : smm_refuse_result(q, &res);
    }
    return smm_see_other(
        q, id ? apr_psprintf(q->ctx.pool, "/app/tickets/%" APR_INT64_T_FMT, id) : "/app/tickets",
        "ok", "Your ticket was sent. We answer here and by e-mail.", NULL);
}

static int thread_page(smm_req_t *q, int staff, int status)
{
    smm_ticket_t t;
    int64_t ids[SMM_TICKET_CAMPAIGNS];
    smm_rc_e rc = smm_ticket_get(&q->ctx, staff ? 0 : q->account->id, smm_req_id(q, 0), &t);
    if (rc != SMM_OK) {
        return smm_refuse(q, smm_http_status(rc), NULL);
    }
    smm_vm_t *vm = smm_page_begin(q, staff ? "staff" : "customer",
                                  staff ? "staff-tickets" : "tickets", t.subject, "support/ticket");
    support_view_ticket(q, vm, &t, staff);
    support_thread_t thread = {q, vm};
    smm_ticket_thread(&q->ctx, t.id, staff, support_view_message, &thread);
    int n = smm_ticket_linked(&q->ctx, t.id, ids);
    for (int i = 0; i < n; i++) {
        smm_campaign_brief_t b;
        if (smm_campaign_brief(&q->ctx, t.account, ids[i], &b) == SMM_OK) {
            smm_vm_el(vm, "rel");
            smm_vm_attr_int(vm, "id", b.id);
            smm_vm_attr(vm, "status", b.status);
            smm_vm_text(vm, b.service_name);
            smm_vm_end(vm);
        }
    }
    smm_vm_end(vm); /* ticket */
    return smm_page(q, status);
}

static int ticket_page(smm_req_t *q)
{
    return thread_page(q, 0, HTTP_OK);
}

static int staff_ticket_page(smm_req_t *q)
{
    return thread_page(q, 1, HTTP_OK);
}

/* Back to the thread after a write, or the page again with what was wrong. */
static int after(smm_req_t *q, int staff, smm_result_t res, const char *flash)
{
    if (res.code == SMM_INVALID) {
        smm_form_error(q, &res);
        return thread_page(q, staff, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (res.code != SMM_OK) {
        const char *done = NULL;
        if (q->route->flags & SMM_R_KEY) {
            smm_idem_begin(q, &done);
        }
        return done ? smm_see_other(q, done, NULL, NULL, NULL) : smm_refuse_result(q, &res);
    }
    return smm_see_other(q,
                         apr_psprintf(q->ctx.pool, "/%s/tickets/%" APR_INT64_T_FMT,
                                      staff ? "staff" : "app", smm_req_id(q, 0)),
                         "ok", flash, NULL);
}

static int ticket_reply(smm_req_t *q)
{
    reply_form_t *f = q->form;
    const char *done = NULL;
    if (!smm_form_valid(q)) {
        return thread_page(q, 0, HTTP_UNPROCESSABLE_ENTITY);
    }
    smm_result_t res = smm_idem_begin(q, &done);
    if (done) {
        return smm_see_other(q, done, NULL, NULL, NULL);
    }
    if (res.code == SMM_OK) {
        res = smm_ticket_reply(&q->ctx, smm_req_id(q, 0), f->body, smm_idem_of(q));
    }
    return after(q, 0, res, "Your reply was sent.");
}

static int ticket_close(smm_req_t *q)
{
    return after(q, 0, smm_ticket_solve(&q->ctx, smm_req_id(q, 0)),
                 "Marked as solved. Write again any time: the ticket opens again.");
}

static int staff_reply(smm_req_t *q)
{
    staff_reply_form_t *f = q->form;
    const char *done = NULL;
    if (!smm_form_valid(q)) {
        return thread_page(q, 1, HTTP_UNPROCESSABLE_ENTITY);
    }
    smm_result_t res = smm_idem_begin(q, &done);
    if (done) {
        return smm_see_other(q, done, NULL, NULL, NULL);
    }
    if (res.code == SMM_OK) {
        res = smm_ticket_staff(&q->ctx, smm_req_id(q, 0), f->body, f->internal, f->status,
                               smm_idem_of(q));
    }
    return after(q, 1, res, f->internal ? "Note saved." : "Reply sent to the customer.");
}

const smm_route_t support_ticket_routes[] = {
    {"GET", "/app/tickets", SMM_CUSTOMER, 0, NULL, my_tickets, NULL, 0, NULL},
    {"GET", "/app/tickets/new", SMM_CUSTOMER, 0, NULL, ticket_new, NULL, 0, NULL},
    {"POST", "/app/tickets/new", SMM_CUSTOMER, SMM_R_KEY, &support_form_ticket, ticket_new_post,
     "ticket:30/60", 0, "/app/tickets/:id"},
    {"GET", "/app/tickets/:id", SMM_CUSTOMER, 0, NULL, ticket_page, NULL, 0, NULL},
    {"POST", "/app/tickets/:id", SMM_CUSTOMER, SMM_R_KEY, &support_form_reply, ticket_reply,
     "reply:30/60", 0, "/app/tickets/:id"},
    {"POST", "/app/tickets/:id/close", SMM_CUSTOMER, 0, &support_form_none, ticket_close, NULL, 0,
     NULL},
    {"GET", "/staff/tickets", SMM_STAFF, 0, NULL, staff_tickets, NULL, 0, NULL},
    {"GET", "/staff/tickets/:id", SMM_STAFF, 0, NULL, staff_ticket_page, NULL, 0, NULL},
    {"POST", "/staff/tickets/:id", SMM_STAFF, SMM_R_KEY, &support_form_staff, staff_reply, NULL, 0,
     "/staff/tickets/:id"},
    {NULL}};
