/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets as XML. Times are UTC; texts go in as they are, the view model escapes. */
#include <string.h>
#include <apr_strings.h>
#include "support_int.h"

static void tab(smm_req_t *q, smm_vm_t *vm, const char *value, const char *label, int64_t n,
                const char *on)
{
    smm_vm_el(vm, "tab");
    smm_vm_attr(vm, "href", apr_psprintf(q->ctx.pool, "?status=%s", value));
    smm_vm_attr_int(vm, "n", n);
    smm_vm_attr_flag(vm, "on", !strcmp(value, on));
    smm_vm_text(vm, label);
    smm_vm_end(vm);
}

/** Head and tabs; leaves <tickets> open for the rows. */
void support_view_tickets(smm_req_t *q, smm_vm_t *vm, int staff, const char *on,
                          const smm_ticket_counts_t *n)
{
    smm_vm_attr_flag(vm, "staff", staff);
    tab(q, vm, "", "All", n->open + n->answered + n->solved, on);
    tab(q, vm, "open", staff ? "Waiting for staff" : "Open", n->open, on);
    tab(q, vm, "answered", "Answered", n->answered, on);
    tab(q, vm, "solved", "Solved", n->solved, on);
    smm_vm_el(vm, "tickets");
    smm_vm_attr(vm, "base", smm_link(q, staff ? "/staff/tickets" : "/app/tickets"));
}

static void ticket_attrs(smm_vm_t *vm, const smm_ticket_t *t)
{
    smm_vm_attr_int(vm, "id", t->id);
    smm_vm_attr(vm, "status", t->status);
    smm_vm_attr(vm, "type", t->type);
    smm_vm_attr(vm, "subject", t->subject);
    smm_vm_attr(vm, "customer", t->username);
    smm_vm_attr_int(vm, "messages", t->messages);
    smm_vm_attr_time(vm, "created", t->created);
    smm_vm_attr_time(vm, "updated", t->updated);
}

void support_view_ticket_row(void *baton, const smm_ticket_t *t)
{
    smm_vm_t *vm = baton;
    smm_vm_el(vm, "ticket");
    ticket_attrs(vm, t);
    smm_vm_end(vm);
}

/** The forms, then <ticket>, left open for messages and related campaigns. */
void support_view_ticket(smm_req_t *q, smm_vm_t *vm, const smm_ticket_t *t, int staff)
{
    smm_vm_attr_flag(vm, "staff", staff);
    const char *path = smm_link(
        q, staff ? "/staff/tickets/%" APR_INT64_T_FMT : "/app/tickets/%" APR_INT64_T_FMT, t->id);
    smm_form_begin(q, vm, staff ? &support_form_staff : &support_form_reply, path, NULL);
    smm_vm_end(vm);
    if (!staff && strcmp(t->status, "solved")) {
        smm_vm_el(vm, "solve");
        smm_vm_attr(vm, "action", apr_pstrcat(q->ctx.pool, path, "/close", NULL));
        smm_vm_end(vm);
    }
    smm_vm_el(vm, "ticket");
    ticket_attrs(vm, t);
    smm_vm_attr_time(vm, "first-reply", t->first_reply);
}

/* One paragraph element a blank-line separated block. */
static void paragraphs(smm_vm_t *vm, const char *body)
{
    while (*body) {
        const char *end = strstr(body, "\n\n");
        apr_size_t len = end ? (apr_size_t)(end - body) : strlen(body);
        char buf[SMM_TICKET_BODY * 4 + 1];
        if (len >= sizeof(buf)) {
            len = sizeof(buf) - 1;
        }
        memcpy(buf, body, len);
        buf[len] = 0;
        if (len) {
            smm_vm_leaf(vm, "para", buf);
        }
        body += len;
        while (*body == '\n') {
            body++;
        }
    }
}

void support_view_message(void *baton, const smm_ticket_message_t *m)
{
    const support_thread_t *b = baton;
    smm_vm_t *vm = b->vm;
    const char *name = m->name && *m->name ? m->name : m->username ? m->username : "";
    smm_vm_el(vm, "msg");
    smm_vm_attr_int(vm, "id", m->id);
    smm_vm_attr(vm, "kind", m->kind);
    smm_vm_attr(vm, "by", m->by_staff ? "staff" : "customer");
    smm_vm_attr(vm, "name", name);
    smm_vm_attr(vm, "initials", smm_initials(b->q->ctx.pool, name));
    smm_vm_attr_time(vm, "created", m->created);
    paragraphs(vm, m->body);
    smm_vm_end(vm);
}

void support_older(smm_req_t *q, smm_vm_t *vm, const char *base, int64_t before)
{
    smm_vm_el(vm, "older");
    smm_vm_attr(vm, "base", base);
    smm_vm_attr(vm, "before", apr_psprintf(q->ctx.pool, "%" APR_INT64_T_FMT, before));
    smm_vm_end(vm);
}
