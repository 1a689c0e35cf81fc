/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: customers, one of them in full. What is done to an account: customer_act.c. */
#include <string.h>
#include <apr_strings.h>
#include "domain/smm_people.h"
#include "domain/smm_stats.h"
#include "smm_member.h"
#include "smm_wallet.h"
#include "support_int.h"

#define I64 APR_INT64_T_FMT
#define ROWS 50
#define RECENT 8

typedef struct {
    smm_req_t *q;
    smm_vm_t *vm;
    int n;
    int64_t last;
} list_t;

static void row(void *baton, const smm_person_t *x)
{
    list_t *b = baton;
    smm_vm_t *vm = b->vm;
    if (b->n++ >= ROWS) {
        return;
    }
    b->last = x->id;
    smm_vm_el(vm, "customer");
    smm_vm_attr_int(vm, "id", x->id);
    smm_vm_attr(vm, "username", x->username);
    smm_vm_attr(vm, "email", x->email);
    smm_vm_attr(vm, "name", *x->name ? x->name : NULL);
    smm_vm_attr(vm, "status", x->state);
    smm_vm_attr(vm, "role", x->role);
    smm_vm_attr_time(vm, "created", x->created);
    smm_vm_attr_time(vm, "last-signin", x->last_signin);
    smm_vm_attr_usd(vm, "balance-usd", x->balance);
    smm_vm_attr_usd(vm, "held-usd", x->held);
    smm_vm_end(vm);
}

static const char *one_of(smm_req_t *q, const char *name, const char *const *words)
{
    const char *v = smm_req_query(q, name);
    for (int i = 0; v && words[i]; i++) {
        if (!strcmp(v, words[i])) {
            return words[i];
        }
    }
    return "";
}

static int list_get(smm_req_t *q)
{
    static const char *const roles[] = {"customer", "staff", "owner", NULL};
    static const char *const states[] = {"active", "pending", "suspended", "closed", NULL};
    const char *words = smm_req_query(q, "q"), *before = smm_req_query(q, "before");
    smm_people_filter_t f = {words ? words : "", one_of(q, "role", roles),
                             one_of(q, "status", states), before ? apr_atoi64(before) : 0};
    smm_vm_t *vm =
        smm_page_begin(q, "staff", "staff-customers", "Customers", "support/staff-customers");
    list_t b = {q, vm, 0, 0};
    smm_vm_el(vm, "filter");
    smm_vm_attr(vm, "q", f.q);
    smm_vm_attr(vm, "role", f.role);
    smm_vm_attr(vm, "status", f.state);
    smm_vm_end(vm);
    if (smm_people(&q->ctx, &f, ROWS + 1, row, &b) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    if (b.n > ROWS) {
        support_older(q, vm,
                      apr_psprintf(q->ctx.pool, "/staff/customers?q=%s&role=%s&status=%s",
                                   ap_escape_urlencoded(q->ctx.pool, f.q), f.role, f.state),
                      b.last);
    }
    return smm_page(q, HTTP_OK);
}

/* ---- one -------------------------------------------------------------------------------- */

static void campaign(void *baton, const smm_stats_campaign_t *k)
{
    list_t *b = baton;
    smm_vm_el(b->vm, "campaign");
    smm_vm_attr_int(b->vm, "id", k->id);
    smm_vm_attr(b->vm, "service", k->service);
    smm_vm_attr_int(b->vm, "quantity", k->quantity);
    smm_vm_attr(b->vm, "status", k->status);
    smm_vm_attr_usd(b->vm, "charge-usd", k->charge);
    smm_vm_attr_time(b->vm, "created", k->created);
    smm_vm_end(b->vm);
}

static void payment(void *baton, const smm_person_item_t *x)
{
    list_t *b = baton;
    smm_vm_el(b->vm, "payment");
    smm_vm_attr_int(b->vm, "id", x->id);
    smm_vm_attr(b->vm, "method", x->kind);
    smm_vm_attr(b->vm, "status", x->state);
    smm_vm_attr_usd(b->vm, "amount-usd", x->amount);
    smm_vm_attr_time(b->vm, "created", x->created);
    smm_vm_end(b->vm);
}

static void entry(void *baton, const smm_person_item_t *x)
{
    list_t *b = baton;
    smm_vm_el(b->vm, "entry");
    smm_vm_attr_int(b->vm, "id", x->id);
    smm_vm_attr(b->vm, "kind", x->kind);
    smm_vm_attr_usd(b->vm, "amount-usd", x->amount);
    smm_vm_attr_usd(b->vm, "after-usd", x->after);
    smm_vm_attr_time(b->vm, "created", x->created);
    smm_vm_text(b->vm, x->memo);
    smm_vm_end(b->vm);
}

void support_view_person(smm_req_t *q, smm_vm_t *vm, const smm_person_t *x, const smm_balance_t *w)
{
    smm_vm_el(vm, "customer");
    smm_vm_attr_int(vm, "id", x->id);
    smm_vm_attr(vm, "username", x->username);
    smm_vm_attr(vm, "email", x->email);
    smm_vm_attr(vm, "name", *x->name ? x->name : NULL);
    smm_vm_attr(vm, "company", *x->company ? x->company : NULL);
    smm_vm_attr(vm, "country", *x->country ? x->country : NULL);
    smm_vm_attr(vm, "language", x->language);
    smm_vm_attr(vm, "timezone", x->timezone);
    smm_vm_attr(vm, "status", x->state);
    smm_vm_attr(vm, "role", x->role);
    smm_vm_attr_time(vm, "created", x->created);
    smm_vm_attr_time(vm, "joined", x->joined);
    smm_vm_attr_time(vm, "verified", x->verified);
    smm_vm_attr_time(vm, "last-signin", x->last_signin);
    smm_vm_attr_int(vm, "keys", x->keys);
    smm_vm_attr_int(vm, "sessions", x->sessions);
    smm_vm_attr_flag(vm, "frozen", x->frozen == 1);
    smm_vm_attr_flag(vm, "overdue", x->frozen == 2);
    smm_vm_attr_flag(vm, "self", x->id == q->account->id);
    smm_vm_attr_usd(vm, "balance-usd", w->balance);
    smm_vm_attr_usd(vm, "held-usd", w->held);
    if (w->credit_limit) {
        smm_vm_attr_usd(vm, "credit-limit-usd", w->credit_limit);
    }
    smm_vm_end(vm);
}

static void membership(smm_req_t *q, smm_vm_t *vm, int64_t id)
{
    smm_member_t m;
    if (smm_member_get(&q->ctx, id, &m) != SMM_OK) {
        return;
    }
    smm_vm_el(vm, "membership");
    smm_vm_attr(vm, "status", m.vip ? m.state : "free");
    if (m.vip) {
        smm_vm_attr(vm, "plan", m.plan_name);
        smm_vm_attr(vm, "next", m.next_name);
        smm_vm_attr_time(vm, "ends", m.ends * 86400);
    }
    smm_vm_end(vm);
}

static int one_get(smm_req_t *q)
{
    int64_t id = smm_req_id(q, 0);
    smm_person_t x;
    smm_balance_t w;
    smm_rc_e rc = smm_person(&q->ctx, id, &x);
    if (rc != SMM_OK || (rc = smm_wallet_balance(&q->ctx, id, &w)) != SMM_OK) {
        return smm_refuse(q, smm_http_status(rc), NULL);
    }
    smm_vm_t *vm =
        smm_page_begin(q, "staff", "staff-customers", "Customer", "support/staff-customer");
    list_t b = {q, vm, 0, 0};
    smm_vm_attr_flag(vm, "owner", q->account->role == SMM_ROLE_OWNER);
    support_view_person(q, vm, &x, &w);
    membership(q, vm, id);
    smm_stats_recent(&q->ctx, id, 0, RECENT, campaign, &b);
    smm_person_payments(&q->ctx, id, RECENT, payment, &b);
    smm_ticket_list(&q->ctx, id, "", RECENT, 0, support_view_ticket_row, vm);
    smm_person_entries(&q->ctx, id, RECENT, entry, &b);
    return smm_page(q, HTTP_OK);
}

const smm_route_t support_customer_routes[] = {
    {"GET", "/staff/customers", SMM_STAFF, 0, NULL, list_get, NULL, 0, NULL},
    {"GET", "/staff/customers/:id", SMM_STAFF, 0, NULL, one_get, NULL, 0, NULL},
    {NULL}};
