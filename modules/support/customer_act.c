/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: suspend and reopen an account, change a role, correct a balance. */
#include <string.h>
#include <apr_strings.h>
#include "domain/smm_people.h"
#include "smm_money.h"
#include "smm_adjust.h"
#include "smm_wallet.h"
#include "support_int.h"

#define I64 APR_INT64_T_FMT

typedef struct {
    const char *reason;
} status_form_t;
typedef struct {
    const char *role, *reason;
} role_form_t;
typedef struct {
    const char *direction, *reason;
    int64_t amount;
    int confirm;
} adjust_form_t;

static const smm_field_t status_fields[] = {{"reason", SMM_F_TEXT, offsetof(status_form_t, reason),
                                             3, 200, SMM_F_REQUIRED, NULL,
                                             "Reason, for the audit log"},
                                            SMM_FIELDS_END};
static const smm_form_t form_status = {"status", status_fields, sizeof(status_form_t)};

static const smm_field_t role_fields[] = {{"role", SMM_F_WORD, offsetof(role_form_t, role), 0, 0,
                                           SMM_F_REQUIRED, "customer staff owner",
                                           "Role in this panel"},
                                          {"reason", SMM_F_TEXT, offsetof(role_form_t, reason), 3,
                                           200, SMM_F_REQUIRED, NULL, "Reason, for the audit log"},
                                          SMM_FIELDS_END};
static const smm_form_t form_role = {"role", role_fields, sizeof(role_form_t)};

static const smm_field_t adjust_fields[] = {
    {"direction", SMM_F_WORD, offsetof(adjust_form_t, direction), 0, 0, SMM_F_REQUIRED,
     "credit debit", "Add or take away"},
    {"amount", SMM_F_USD, offsetof(adjust_form_t, amount), 1, 1000000 * SMM_USD, SMM_F_REQUIRED,
     NULL, "Amount (USD)"},
    {"reason", SMM_F_TEXT, offsetof(adjust_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL,
     "Reason, for the audit log"},
    {"confirm", SMM_F_FLAG, offsetof(adjust_form_t, confirm), 0, 0, 0, NULL, "Confirmed"},
    SMM_FIELDS_END};
static const smm_form_t form_adjust = {"adjust", adjust_fields, sizeof(adjust_form_t)};

typedef struct {
    const char *to, *reason;
    int64_t amount;
    int confirm;
} move_form_t;

static const smm_field_t move_fields[] = {
    {"to", SMM_F_TEXT, offsetof(move_form_t, to), 1, 64, SMM_F_REQUIRED, NULL,
     "User name of who gets it"},
    {"amount", SMM_F_USD, offsetof(move_form_t, amount), 1, 1000000 * SMM_USD, SMM_F_REQUIRED, NULL,
     "Amount (USD)"},
    {"reason", SMM_F_TEXT, offsetof(move_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL,
     "Reason, for the audit log"},
    {"confirm", SMM_F_FLAG, offsetof(move_form_t, confirm), 0, 0, 0, NULL, "Confirmed"},
    SMM_FIELDS_END};
static const smm_form_t form_move = {"move", move_fields, sizeof(move_form_t)};

/* The page of an action; content/@act names it for the sheet. `change` <> 0: the page that asks for
 * confirmation of a correction. */
static int act_page(smm_req_t *q, const char *act, const smm_form_t *form, const void *values,
                    int64_t change, int status)
{
    int64_t id = smm_req_id(q, 0);
    smm_person_t x;
    smm_balance_t w;
    smm_rc_e rc = smm_person(&q->ctx, id, &x);
    if (rc != SMM_OK || (rc = smm_wallet_balance(&q->ctx, id, &w)) != SMM_OK) {
        return smm_refuse(q, smm_http_status(rc), NULL);
    }
    smm_vm_t *vm =
        smm_page_begin(q, "staff", "staff-customers", "Customer", "support/staff-customer-act");
    smm_vm_attr(vm, "act", act);
    support_view_person(q, vm, &x, &w);
    if (change) {
        smm_vm_el(vm, "effect");
        smm_vm_attr_usd(vm, "balance-usd", w.balance);
        smm_vm_attr_usd(vm, "change-usd", change);
        smm_vm_attr_usd(vm, "after-usd", w.balance + change);
        smm_vm_attr_flag(vm, "two", (change < 0 ? -change : change) > smm_adjust_limit(&q->ctx, 0));
        smm_vm_end(vm);
    }
    smm_form_begin(q, vm, form, apr_psprintf(q->ctx.pool, "/staff/customers/%" I64 "/%s", id, act),
                   values);
    smm_vm_attr(vm, "cancel", apr_psprintf(q->ctx.pool, "/staff/customers/%" I64, id));
    smm_vm_end(vm);
    return smm_page(q, status);
}

/* The end of each action: fault at its form, error page, or back to the customer. */
static int done(smm_req_t *q, const smm_result_t *r, const char *act, const smm_form_t *form,
                const char *flash)
{
    if (r->code == SMM_INVALID) {
        smm_form_error(q, r);
        return act_page(q, act, form, NULL, 0, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (r->code != SMM_OK) {
        return smm_refuse_result(q, r);
    }
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/staff/customers/%" I64, smm_req_id(q, 0)),
                         "ok", flash, NULL);
}

/* ---- suspend, reopen -------------------------------------------------------------------- */

static int suspend_get(smm_req_t *q)
{
    return act_page(q, "suspend", &form_status, NULL, 0, HTTP_OK);
}

static int reopen_get(smm_req_t *q)
{
    return act_page(q, "reopen", &form_status, NULL, 0, HTTP_OK);
}

static int status_post(smm_req_t *q, int suspend)
{
    const char *act = suspend ? "suspend" : "reopen";
    const status_form_t *f = q->form;
    if (!smm_form_valid(q)) {
        return act_page(q, act, &form_status, NULL, 0, HTTP_UNPROCESSABLE_ENTITY);
    }
    smm_result_t r = smm_account_set_status(&q->ctx, smm_req_id(q, 0), suspend, f->reason);
    if (r.code == SMM_CONFLICT) {
        return smm_refuse(q, HTTP_CONFLICT,
                          "The account is in another state already. Look at it again.");
    }
    return done(q, &r, act, &form_status,
                suspend ? "The account is suspended; its sessions ended."
                        : "The account is open again.");
}

static int suspend_post(smm_req_t *q)
{
    return status_post(q, 1);
}

static int reopen_post(smm_req_t *q)
{
    return status_post(q, 0);
}

/* ---- role ------------------------------------------------------------------------------- */

static int role_get(smm_req_t *q)
{
    smm_person_t x;
    role_form_t values = {"customer", NULL};
    if (smm_person(&q->ctx, smm_req_id(q, 0), &x) == SMM_OK) {
        values.role = x.role;
    }
    return act_page(q, "role", &form_role, &values, 0, HTTP_OK);
}

static smm_result_t set_role(smm_req_t *q, const role_form_t *f)
{
    int64_t id = smm_req_id(q, 0);
    smm_role_e role = !strcmp(f->role, "owner")   ? SMM_ROLE_OWNER
                      : !strcmp(f->role, "staff") ? SMM_ROLE_STAFF
                                                  : SMM_ROLE_CUSTOMER;
    smm_person_t x;
    smm_rc_e rc = smm_person(&q->ctx, id, &x);
    if (rc != SMM_OK) {
        return smm_fail(rc, NULL, NULL);
    }
    if (id == q->account->id) {
        return smm_fail(SMM_FORBIDDEN, NULL, "Another owner changes your own role.");
    }
    if (!strcmp(x.role, f->role)) {
        return smm_fail(SMM_INVALID, "role", "The account has this role already.");
    }
    if (role != SMM_ROLE_CUSTOMER && strcmp(x.state, "active")) {
        return smm_fail(SMM_INVALID, "role", "Only an active account can join the team.");
    }
    return smm_account_set_role(&q->ctx, id, role, f->reason);
}

static int role_post(smm_req_t *q)
{
    if (!smm_form_valid(q)) {
        return act_page(q, "role", &form_role, NULL, 0, HTTP_UNPROCESSABLE_ENTITY);
    }
    smm_result_t r = set_role(q, q->form);
    return done(q, &r, "role", &form_role, "The role was changed.");
}

/* ---- correction of the balance ---------------------------------------------------------- */

static int adjust_get(smm_req_t *q)
{
    static const adjust_form_t empty = {"credit", NULL, SMM_ABSENT, 0};
    return act_page(q, "adjust", &form_adjust, &empty, 0, HTTP_OK);
}

static int adjust_post(smm_req_t *q)
{
    const adjust_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0), change;
    const char *again = NULL;
    int two;
    smm_person_t x;
    smm_result_t r;
    if (!smm_form_valid(q)) {
        return act_page(q, "adjust", &form_adjust, NULL, 0, HTTP_UNPROCESSABLE_ENTITY);
    }
    smm_rc_e rc = smm_person(&q->ctx, id, &x);
    if (rc != SMM_OK) {
        return smm_refuse(q, smm_http_status(rc), NULL);
    }
    if (id == q->account->id && q->account->role != SMM_ROLE_OWNER) {
        return smm_refuse(q, HTTP_FORBIDDEN, "Somebody else corrects your own balance.");
    }
    change = strcmp(f->direction, "debit") ? f->amount : -f->amount;
    two = f->amount > smm_adjust_limit(&q->ctx, 0);
    r = smm_idem_begin(q, &again);
    if (r.code == SMM_OK && !again) {
        r = two ? smm_adjust_ask(&q->ctx, id, 0, change, f->reason, smm_idem_of(q), !f->confirm)
                : smm_wallet_adjust(&q->ctx, id, change, f->reason, smm_idem_of(q), !f->confirm);
    }
    if (r.code == SMM_OK && !f->confirm) {
        return act_page(q, "adjust", &form_adjust, NULL, change, HTTP_OK);
    }
    return done(q, &r, "adjust", &form_adjust,
                two ? "A second person decides about this correction."
                    : "The balance was corrected.");
}

/* ---- balance to another customer ---------------------------------------------------------- */

static int move_get(smm_req_t *q)
{
    static const move_form_t empty = {NULL, NULL, SMM_ABSENT, 0};
    return act_page(q, "move", &form_move, &empty, 0, HTTP_OK);
}

/* Somebody of this panel who is neither the giver nor the one who decides. */
static smm_result_t move_to(smm_req_t *q, const char *name, int64_t *to)
{
    smm_account_t a;
    smm_rc_e rc = smm_account_by_name(&q->ctx, name, &a);
    *to = 0;
    if (rc == SMM_BUSY) {
        return smm_fail(SMM_BUSY, NULL, NULL);
    }
    if (rc != SMM_OK) {
        return smm_fail(SMM_INVALID, "to", "There is no such customer.");
    }
    if (a.id == q->account->id) {
        return smm_fail(SMM_INVALID, "to", "Somebody else moves balance to you.");
    }
    *to = a.id;
    return smm_ok();
}

static int move_post(smm_req_t *q)
{
    const move_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0), to = 0;
    const char *again = NULL;
    int two = 0;
    smm_person_t x;
    smm_result_t r;
    if (!smm_form_valid(q)) {
        return act_page(q, "move", &form_move, NULL, 0, HTTP_UNPROCESSABLE_ENTITY);
    }
    smm_rc_e rc = smm_person(&q->ctx, id, &x);
    if (rc != SMM_OK) {
        return smm_refuse(q, smm_http_status(rc), NULL);
    }
    if (id == q->account->id) {
        return smm_refuse(q, HTTP_FORBIDDEN, "Somebody else moves your own balance.");
    }
    r = smm_idem_begin(q, &again);
    if (r.code == SMM_OK && !again) {
        r = move_to(q, f->to, &to);
        if (r.code == SMM_OK) {
            r = smm_wallet_move(&q->ctx, id, to, f->amount, f->reason, smm_idem_of(q), !f->confirm,
                                &two);
        }
    }
    if (r.code == SMM_OK && !f->confirm) {
        return act_page(q, "move", &form_move, NULL, -f->amount, HTTP_OK);
    }
    return done(q, &r, "move", &form_move,
                two ? "A second person decides about this move." : "The balance was moved.");
}

const smm_route_t support_customer_act_routes[] = {
    {"GET", "/staff/customers/:id/suspend", SMM_STAFF, 0, NULL, suspend_get, NULL, 0, NULL},
    {"POST", "/staff/customers/:id/suspend", SMM_STAFF, 0, &form_status, suspend_post, NULL, 0,
     NULL},
    {"GET", "/staff/customers/:id/reopen", SMM_STAFF, 0, NULL, reopen_get, NULL, 0, NULL},
    {"POST", "/staff/customers/:id/reopen", SMM_STAFF, 0, &form_status, reopen_post, NULL, 0, NULL},
    {"GET", "/staff/customers/:id/role", SMM_OWNER, 0, NULL, role_get, NULL, 0, NULL},
    {"POST", "/staff/customers/:id/role", SMM_OWNER, 0, &form_role, role_post, NULL, 0, NULL},
    {"GET", "/staff/customers/:id/adjust", SMM_STAFF, 0, NULL, adjust_get, NULL, 0, NULL},
    {"POST", "/staff/customers/:id/adjust", SMM_STAFF, SMM_R_KEY, &form_adjust, adjust_post, NULL,
     0, "/staff/customers/:id"},
    {"GET", "/staff/customers/:id/move", SMM_STAFF, 0, NULL, move_get, NULL, 0, NULL},
    {"POST", "/staff/customers/:id/move", SMM_STAFF, SMM_R_KEY, &form_move, move_post, NULL, 0,
     "/staff/customers/:id"},
    {NULL}};
