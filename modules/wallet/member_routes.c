/* SPDX-License-Identifier: Apache-2.0 */
/* Customers: the plans, joining and changing with a confirmation, stopping. */
#include <string.h>
#include <apr_strings.h>
#include "growth_web.h"
#include "member_web.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400
#define ROWS 12
#define PLANS 20

typedef struct take_form_t {
    int64_t seen;
} take_form_t;
static const smm_field_t take_fields[] = {{"seen", SMM_F_USD, offsetof(take_form_t, seen), 0,
                                           1000000 * SMM_USD, SMM_F_REQUIRED, NULL, "Price"},
                                          SMM_FIELDS_END};
static const smm_form_t form_take = {"membership", take_fields, sizeof(take_form_t)};

/* ---- parts ----------------------------------------------------------------------------------- */

void wallet_member_frame(smm_req_t *q, smm_vm_t *vm, const smm_wallet_shown_t *s)
{
    const char *state = !*s->plan ? NULL : s->grace ? "grace" : "active";
    int vip = smm_member_is_vip(state, s->ends, s->renews, q->ctx.now / DAY);

    smm_vm_attr(vm, "membership", vip ? "vip" : "free");
    smm_vm_attr(vm, "plan", vip ? s->plan : NULL);
    if (vip && s->grace)
        smm_vm_attr_time(vm, "grace", (s->ends + 3) * DAY);
}

void wallet_plan(smm_req_t *q, smm_vm_t *vm, const smm_plan_t *p)
{
    char *text = apr_pstrdup(q->ctx.pool, p->perks), *at = NULL, *line;

    smm_vm_el(vm, "plan");
    smm_vm_attr_int(vm, "id", p->id);
    smm_vm_attr(vm, "name", p->name);
    smm_vm_attr_usd(vm, "price-usd", p->price);
    smm_vm_attr_flag(vm, "active", p->active);
    for (line = apr_strtok(text, "\r\n", &at); line; line = apr_strtok(NULL, "\r\n", &at))
        if (*line)
            smm_vm_leaf(vm, "perk", line);
}

static void now_vm(smm_vm_t *vm, const smm_member_t *m)
{
    smm_vm_el(vm, "membership");
    smm_vm_attr_flag(vm, "vip", m->vip);
    smm_vm_attr(vm, "status",
                !m->vip                          ? "ended"
                : strcmp(m->state, "grace") == 0 ? "unpaid"
                                                 : m->state);
    smm_vm_attr_int(vm, "plan-id", m->plan);
    smm_vm_attr(vm, "plan", m->plan_name);
    if (m->price > 0)
        smm_vm_attr_usd(vm, "price-usd", m->price);
    smm_vm_attr_time(vm, "starts", m->starts * DAY);
    smm_vm_attr_time(vm, "ends", m->ends * DAY);
    if (m->next_plan) {
        smm_vm_attr(vm, "next", m->next_name);
        smm_vm_attr_int(vm, "next-id", m->next_plan);
        smm_vm_attr_usd(vm, "next-usd", m->next_cost);
        smm_vm_attr_time(vm, "grace", m->grace_until * DAY);
    }
    smm_vm_end(vm);
}

/** What the button of a plan says. */
static const char *act(const smm_member_t *m, const smm_plan_t *p)
{
    if (!m->vip)
        return "join";
    if (strcmp(m->state, "grace") == 0)
        return NULL;
    if (p->id == m->next_plan)
        return p->id == m->plan ? NULL : "planned";
    if (p->id == m->plan)
        return "keep";
    return p->price > m->price ? "upgrade" : "later";
}

/* ---- the page -------------------------------------------------------------------------------- */

static void charges_vm(smm_req_t *q, smm_vm_t *vm)
{
    smm_member_charge_t k[ROWS + 1];
    int n = smm_member_charges(&q->ctx, q->account->id, wallet_before(q), k, ROWS + 1), i;

    for (i = 0; i < n && i < ROWS; i++) {
        smm_vm_el(vm, "charge");
        smm_vm_attr_int(vm, "id", k[i].id);
        smm_vm_attr(vm, "kind", k[i].kind);
        smm_vm_attr(vm, "plan", k[i].plan);
        smm_vm_attr_usd(vm, "amount-usd", k[i].price - k[i].credit);
        if (k[i].credit > 0)
            smm_vm_attr_usd(vm, "credit-usd", k[i].credit);
        smm_vm_attr_time(vm, "starts", k[i].starts * DAY);
        smm_vm_attr_time(vm, "ends", k[i].ends * DAY);
        smm_vm_attr_time(vm, "created", k[i].created);
        smm_vm_end(vm);
    }
    wallet_older(vm, "/app/membership", n > ROWS ? k[ROWS - 1].id : 0);
}

static int plans_get(smm_req_t *q)
{
    smm_plan_t *p = apr_palloc(q->ctx.pool, sizeof(*p) * PLANS);
    int n = smm_plan_list(&q->ctx, p, PLANS), i;
    smm_balance_t b;
    smm_member_t m;
    smm_vm_t *vm;

    if (n < 0 || smm_member_get(&q->ctx, q->account->id, &m) != SMM_OK ||
        smm_wallet_balance(&q->ctx, q->account->id, &b) != SMM_OK)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "customer", "membership", "Membership", "wallet/membership");
    wallet_head(vm, "Membership", NULL,
                "What you have, what a plan adds, and what was charged for it.", NULL);
    smm_vm_end(vm);
    smm_vm_attr_usd(vm, "balance-usd", b.balance);
    if (m.known)
        now_vm(vm, &m);
    for (i = 0; i < n; i++) {
        if (!p[i].active && !(m.vip && p[i].id == m.plan))
            continue;
        wallet_plan(q, vm, &p[i]);
        smm_vm_attr_flag(vm, "mine", m.vip && p[i].id == m.plan);
        smm_vm_attr(vm, "act", p[i].active ? act(&m, &p[i]) : NULL);
        smm_vm_end(vm);
    }
    if (m.vip && m.next_plan) {
        smm_form_begin(q, vm, &wallet_form_none, "/app/membership/stop", NULL);
        smm_vm_end(vm);
    }
    charges_vm(q, vm);
    return smm_page(q, HTTP_OK);
}

/* ---- one plan: the confirmation -------------------------------------------------------------- */

static void offer_vm(smm_req_t *q, smm_vm_t *vm, const smm_member_offer_t *o)
{
    static const char *const words[] = {"join", "upgrade", "later", "same"};
    int later = o->change == SMM_MEMBER_LATER;
    take_form_t seen = {later ? o->plan.price : o->pay};
    smm_balance_t b;

    smm_vm_el(vm, "offer");
    smm_vm_attr(vm, "change", later && o->plan.id == o->now.plan ? "keep" : words[o->change]);
    smm_vm_attr_usd(vm, "pay-usd", o->pay);
    if (o->credit > 0)
        smm_vm_attr_usd(vm, "credit-usd", o->credit);
    if (o->missing > 0)
        smm_vm_attr_usd(vm, "missing-usd", o->missing);
    if (smm_wallet_balance(&q->ctx, q->account->id, &b) == SMM_OK) {
        smm_vm_attr_usd(vm, "balance-usd", b.balance);
        smm_vm_attr_usd(vm, "after-usd", b.balance - o->pay);
    }
    smm_vm_attr_time(vm, "starts", o->starts * DAY);
    smm_vm_attr_time(vm, "ends", o->ends * DAY);
    smm_vm_attr(vm, "now", o->now.vip ? o->now.plan_name : NULL);
    smm_vm_attr_flag(vm, "given", o->now.vip && o->now.price == 0);
    wallet_plan(q, vm, &o->plan);
    smm_vm_end(vm);
    if (o->change != SMM_MEMBER_SAME && o->missing == 0) {
        smm_form_begin(q, vm, &form_take,
                       apr_psprintf(q->ctx.pool, "/app/membership/%" I64, o->plan.id), &seen);
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
}

static int plan_page(smm_req_t *q, const smm_result_t *fault)
{
    smm_member_offer_t o;
    smm_result_t r = smm_member_offer(&q->ctx, q->account->id, smm_req_id(q, 0), &o);
    smm_vm_t *vm;

    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    vm = smm_page_begin(q, "customer", "membership", "Membership", "wallet/membership-plan");
    wallet_head(vm, "Membership {0}", o.plan.name, NULL, NULL);
    wallet_crumb(vm, "/app/membership", "Membership");
    smm_vm_end(vm);
    if (fault) {
        smm_vm_el(vm, "fault");
        smm_vm_attr(vm, "a", fault->a);
        smm_vm_text(vm, fault->message ? fault->message : "This cannot be done now.");
        smm_vm_end(vm);
    }
    offer_vm(q, vm, &o);
    return smm_page(q, fault ? HTTP_UNPROCESSABLE_ENTITY : HTTP_OK);
}

static int plan_get(smm_req_t *q)
{
    return plan_page(q, NULL);
}

static int take_post(smm_req_t *q)
{
    const take_form_t *f = q->form;
    const char *done = NULL;
    smm_result_t r = smm_fail(SMM_INVALID, NULL, "Look at the price again."), again;

    if (!smm_form_valid(q))
        return plan_page(q, &r);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_member_take(&q->ctx, q->account->id, smm_req_id(q, 0), f->seen, smm_idem_of(q));
    /* the first of two clicks may have come through meanwhile */
    if (r.code == SMM_CONFLICT && !done) {
        again = smm_idem_begin(q, &done);
        if (again.code == SMM_OK && done)
            r = again;
    }
    if (r.code == SMM_INVALID)
        return plan_page(q, &r);
    return wallet_back(q, &r, "/app/membership", "Your membership is as you wanted it.");
}

static int stop_post(smm_req_t *q)
{
    smm_result_t r = smm_member_stop(&q->ctx, q->account->id);

    return wallet_back(q, &r, "/app/membership", "Your membership will not be renewed.");
}

const smm_nav_t wallet_member_nav[] = {
    {"customer", "Billing", "membership", "/app/membership", "star", "Membership", 25, 0},
    {"staff", "Offers", "staff-members", "/staff/members", "star", "Memberships", 52, 0},
    {NULL}};

const smm_route_t wallet_member_routes[] = {
    {"GET", "/app/membership", SMM_CUSTOMER, 0, NULL, plans_get, NULL, 0, NULL},
    {"GET", "/app/membership/:id", SMM_CUSTOMER, 0, NULL, plan_get, NULL, 0, NULL},
    {"POST", "/app/membership/:id", SMM_CUSTOMER, SMM_R_KEY, &form_take, take_post,
     "membership:60/300", 0, "/app/membership"},
    {"POST", "/app/membership/stop", SMM_CUSTOMER, 0, &wallet_form_none, stop_post,
     "membership:60/300", 0, NULL},
    {NULL}};
