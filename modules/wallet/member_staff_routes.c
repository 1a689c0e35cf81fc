/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: members, giving and taking; plans. */
#include <string.h>
#include <apr_strings.h>
#include "growth_web.h"
#include "member_web.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400
#define ROWS 50
#define PLANS 50

/* ---- forms ----------------------------------------------------------------------------------- */

typedef struct give_form_t {
    const char *username, *reason;
    int64_t plan, months;
} give_form_t;
static const smm_field_t give_fields[] = {
    {"username", SMM_F_TEXT, offsetof(give_form_t, username), 1, 64, SMM_F_REQUIRED, NULL,
     "User name"},
    {"plan", SMM_F_INT, offsetof(give_form_t, plan), 1, INT64_MAX, SMM_F_REQUIRED, NULL, "Plan"},
    {"months", SMM_F_INT, offsetof(give_form_t, months), 1, 36, SMM_F_REQUIRED, NULL, "Months"},
    {"reason", SMM_F_TEXT, offsetof(give_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL,
     "Reason, for the audit log"},
    SMM_FIELDS_END};
static const smm_form_t form_give = {"give", give_fields, sizeof(give_form_t)};

typedef struct revoke_form_t {
    const char *reason;
} revoke_form_t;
static const smm_field_t revoke_fields[] = {{"reason", SMM_F_TEXT, offsetof(revoke_form_t, reason),
                                             3, 200, SMM_F_REQUIRED, NULL,
                                             "Reason, for the audit log"},
                                            SMM_FIELDS_END};
static const smm_form_t form_revoke = {"revoke", revoke_fields, sizeof(revoke_form_t)};

typedef struct plan_form_t {
    const char *name, *perks;
    int64_t price;
    int active;
} plan_form_t;
#define P(member) offsetof(plan_form_t, member)
static const smm_field_t plan_fields[] = {
    {"name", SMM_F_TEXT, P(name), 1, 30, SMM_F_REQUIRED, NULL, "Name"},
    {"price", SMM_F_USD, P(price), SMM_CENT, 10000 * SMM_USD, SMM_F_REQUIRED, NULL,
     "Price a month (USD)"},
    {"perks", SMM_F_AREA, P(perks), 1, SMM_PERKS, SMM_F_REQUIRED, NULL, "What members get"},
    {"active", SMM_F_FLAG, P(active), 0, 0, 0, NULL, "On sale"},
    SMM_FIELDS_END};
static const smm_form_t form_plan = {"plan", plan_fields, sizeof(plan_form_t)};

/* ---- members --------------------------------------------------------------------------------- */

static void tabs(smm_req_t *q, smm_vm_t *vm, const char *on)
{
    static const char *const t[][3] = {{"", "/staff/members", "Members"},
                                       {"grace", "/staff/members?status=grace", "Not paid"},
                                       {"ended", "/staff/members?status=ended", "Ended"},
                                       {"plans", "/staff/plans", "Plans"}};
    smm_member_counts_t n;

    smm_member_counts(&q->ctx, &n);
    for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
        smm_vm_el(vm, "tab");
        smm_vm_attr(vm, "href", t[i][1]);
        smm_vm_attr_flag(vm, "on", strcmp(t[i][0], on) == 0);
        if (i < 3)
            smm_vm_attr_int(vm, "n", i == 0 ? n.active + n.grace : i == 1 ? n.grace : n.ended);
        smm_vm_text(vm, t[i][2]);
        smm_vm_end(vm);
    }
}

static void member_vm(smm_req_t *q, smm_vm_t *vm, const smm_member_row_t *m)
{
    smm_vm_el(vm, "member");
    smm_vm_attr_int(vm, "account", m->account);
    smm_vm_attr(vm, "username", m->username);
    smm_vm_attr(vm, "plan", m->plan);
    smm_vm_attr(vm, "status", strcmp(m->state, "grace") == 0 ? "unpaid" : m->state);
    smm_vm_attr(vm, "next", m->next);
    if (m->price > 0)
        smm_vm_attr_usd(vm, "price-usd", m->price);
    smm_vm_attr_time(vm, "starts", m->starts * DAY);
    smm_vm_attr_time(vm, "ends", m->ends * DAY);
    if (strcmp(m->state, "ended") != 0 && m->account != q->account->id &&
        wallet_row_form(q, vm, &form_revoke, m->account, "/staff/members"))
        smm_vm_end(vm);
    smm_vm_end(vm);
}

static int members_page(smm_req_t *q, int status)
{
    /* the page of a customer leads here with the name */
    const give_form_t fresh = {
        .username = smm_req_query(q, "username"), .plan = SMM_ABSENT, .months = 1};
    const char *want = smm_req_query(q, "status");
    const char *state = want && strcmp(want, "grace") == 0   ? "grace"
                        : want && strcmp(want, "ended") == 0 ? "ended"
                                                             : "";
    smm_member_row_t *m = apr_palloc(q->ctx.pool, sizeof(*m) * (ROWS + 1));
    smm_plan_t *p = apr_palloc(q->ctx.pool, sizeof(*p) * PLANS);
    int n = smm_member_list(&q->ctx, state, wallet_before(q), m, ROWS + 1),
        plans = smm_plan_list(&q->ctx, p, PLANS), i;
    smm_vm_t *vm;

    if (n < 0 || plans < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-members", "Memberships", "wallet/staff-members");
    wallet_head(vm, "Memberships", NULL,
                "Who has a plan, until when, and what follows. Everybody else is FREE.", NULL);
    smm_vm_el(vm, "act");
    smm_vm_attr(vm, "href", "/staff/finance?report=memberships");
    smm_vm_attr(vm, "icon", "chart-bar");
    smm_vm_text(vm, "Income");
    smm_vm_end(vm);
    smm_vm_end(vm);
    tabs(q, vm, state);
    for (i = 0; i < n && i < ROWS; i++)
        member_vm(q, vm, &m[i]);
    wallet_older(vm,
                 *state ? apr_pstrcat(q->ctx.pool, "/staff/members?status=", state, NULL)
                        : "/staff/members",
                 n > ROWS ? m[ROWS - 1].id : 0);
    if (plans > 0) {
        /* a failed form of a row is shown there, this one then starts anew */
        if (q->r->method_number != M_POST || q->route->form == &form_give) {
            smm_form_begin(q, vm, &form_give, "/staff/members", &fresh);
            for (i = 0; i < plans; i++) {
                smm_vm_el(vm, "choice");
                smm_vm_attr_int(vm, "id", p[i].id);
                smm_vm_text(vm, p[i].name);
                smm_vm_end(vm);
            }
            smm_vm_end(vm);
        }
    }
    return smm_page(q, status);
}

static int members_get(smm_req_t *q)
{
    return members_page(q, HTTP_OK);
}

static int done_with(smm_req_t *q, const smm_result_t *r, const char *flash)
{
    if (r->code == SMM_INVALID) {
        smm_form_error(q, r);
        return members_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    return wallet_back(q, r, "/staff/members", flash);
}

static int give_post(smm_req_t *q)
{
    const give_form_t *f = q->form;
    const char *done = NULL;
    smm_account_t who;
    smm_result_t r;

    if (!smm_form_valid(q))
        return members_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done) {
        smm_rc_e rc = smm_account_by_name(&q->ctx, f->username, &who);

        if (rc == SMM_NOT_FOUND)
            r = smm_fail(SMM_INVALID, "username", "There is nobody of this name.");
        else if (rc != SMM_OK)
            r = smm_fail(rc, NULL, NULL);
        else
            r = smm_member_give(&q->ctx, who.id, f->plan, f->months, f->reason, smm_idem_of(q));
    }
    return done_with(q, &r, "The membership is given.");
}

static int revoke_post(smm_req_t *q)
{
    const revoke_form_t *f = q->form;
    smm_result_t r;

    if (!smm_form_valid(q))
        return members_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_member_revoke(&q->ctx, smm_req_id(q, 0), f->reason);
    return done_with(q, &r, "The membership has ended. Nothing was paid back.");
}

/* ---- plans ----------------------------------------------------------------------------------- */

static int plans_page(smm_req_t *q, int64_t id, int status)
{
    plan_form_t values = {.price = SMM_ABSENT, .active = 1};
    smm_plan_t *p = apr_palloc(q->ctx.pool, sizeof(*p) * PLANS), one;
    int n = smm_plan_list(&q->ctx, p, PLANS), i;
    smm_vm_t *vm;
    smm_rc_e rc;

    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    if (id) {
        if ((rc = smm_plan_get(&q->ctx, id, &one)) != SMM_OK)
            return smm_refuse(q, smm_http_status(rc), NULL);
        values = (plan_form_t){one.name, one.perks, one.price, one.active};
    }
    vm = smm_page_begin(q, "staff", "staff-members", "Plans", "wallet/staff-plans");
    wallet_head(vm, "Plans", NULL,
                "What customers may buy by the month from their balance. Promise only what they "
                "get.",
                NULL);
    smm_vm_end(vm);
    tabs(q, vm, "plans");
    for (i = 0; i < n; i++) {
        wallet_plan(q, vm, &p[i]);
        smm_vm_attr_int(vm, "members", p[i].members);
        smm_vm_attr_flag(vm, "on", p[i].id == id);
        smm_vm_end(vm);
    }
    smm_form_begin(q, vm, &form_plan,
                   id ? apr_psprintf(q->ctx.pool, "/staff/plans/%" I64, id) : "/staff/plans",
                   &values);
    smm_vm_attr(vm, "submit", id ? "Save plan" : "Make plan");
    smm_vm_attr_flag(vm, "old", id != 0);
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int plans_get(smm_req_t *q)
{
    return plans_page(q, 0, HTTP_OK);
}

static int plan_get(smm_req_t *q)
{
    return plans_page(q, smm_req_id(q, 0), HTTP_OK);
}

static int put(smm_req_t *q, int64_t id)
{
    const plan_form_t *f = q->form;
    const char *done = NULL;
    smm_plan_t p = {.id = id};
    smm_result_t r = smm_ok();

    if (!smm_form_valid(q))
        return plans_page(q, id, HTTP_UNPROCESSABLE_ENTITY);
    p.name = f->name;
    p.price = f->price;
    p.perks = f->perks;
    p.active = f->active;
    if (!id)
        r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_plan_put(&q->ctx, &p, id ? NULL : smm_idem_of(q));
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return plans_page(q, id, HTTP_UNPROCESSABLE_ENTITY);
    }
    return wallet_back(q, &r, "/staff/plans", "The plan is saved.");
}

static int plan_new_post(smm_req_t *q)
{
    return put(q, 0);
}

static int plan_post(smm_req_t *q)
{
    return put(q, smm_req_id(q, 0));
}

const smm_route_t wallet_member_staff_routes[] = {
    {"GET", "/staff/members", SMM_STAFF, 0, NULL, members_get, NULL, 0, NULL},
    {"POST", "/staff/members", SMM_STAFF, SMM_R_KEY, &form_give, give_post, NULL, 0,
     "/staff/members"},
    {"POST", "/staff/members/:id", SMM_STAFF, 0, &form_revoke, revoke_post, NULL, 0, NULL},
    {"GET", "/staff/plans", SMM_STAFF, 0, NULL, plans_get, NULL, 0, NULL},
    {"GET", "/staff/plans/:id", SMM_STAFF, 0, NULL, plan_get, NULL, 0, NULL},
    {"POST", "/staff/plans", SMM_STAFF, SMM_R_KEY, &form_plan, plan_new_post, NULL, 0,
     "/staff/plans"},
    {"POST", "/staff/plans/:id", SMM_STAFF, 0, &form_plan, plan_post, NULL, 0, NULL},
    {NULL}};
