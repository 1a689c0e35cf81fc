/* SPDX-License-Identifier: Apache-2.0 */
/* Units in special economic zones: what a customer declares, what staff say to it. */
#include <string.h>
#include <apr_strings.h>
#include "smm_sez.h"
#include "growth_web.h"
#include "wallet_web.h"

#define ROWS 50

typedef struct declare_form_t {
    const char *kind, *approval;
} declare_form_t;
static const smm_field_t declare_fields[] = {
    {"kind", SMM_F_WORD, offsetof(declare_form_t, kind), 0, 0, SMM_F_REQUIRED, "sewop sewp",
     "Supplies to the unit"},
    {"approval", SMM_F_TEXT, offsetof(declare_form_t, approval), 3, 60, SMM_F_REQUIRED, NULL,
     "Number of the letter of approval"},
    SMM_FIELDS_END};
static const smm_form_t form_declare = {"sez", declare_fields, sizeof(declare_form_t)};

static const smm_field_t no_fields[] = {SMM_FIELDS_END};
static const smm_form_t form_withdraw = {"sez-withdraw", no_fields, sizeof(int)};

typedef struct decide_form_t {
    const char *decision, *reason;
} decide_form_t;
static const smm_field_t decide_fields[] = {
    {"decision", SMM_F_WORD, offsetof(decide_form_t, decision), 0, 0, SMM_F_REQUIRED,
     "confirm reject revoke", "Decision"},
    {"reason", SMM_F_TEXT, offsetof(decide_form_t, reason), 3, 200, SMM_F_REQUIRED, NULL,
     "Reason, shown to the customer"},
    SMM_FIELDS_END};
static const smm_form_t form_decide = {"sez-decide", decide_fields, sizeof(decide_form_t)};

/** <sez …>; left open. */
static void sez_el(smm_vm_t *vm, const smm_sez_t *s)
{
    smm_vm_el(vm, "sez");
    smm_vm_attr_int(vm, "id", s->id);
    smm_vm_attr_int(vm, "account", s->account);
    smm_vm_attr(vm, "customer", s->username);
    smm_vm_attr(vm, "company", *s->company ? s->company : NULL);
    smm_vm_attr(vm, "kind", s->kind);
    smm_vm_attr(vm, "gstin", s->gstin);
    smm_vm_attr_flag(vm, "changed", strcmp(s->gstin, s->gstin_now) != 0);
    smm_vm_attr(vm, "approval", s->approval);
    smm_vm_attr(vm, "status", s->state);
    smm_vm_attr(vm, "note", *s->note ? s->note : NULL);
    smm_vm_attr(vm, "by", s->actor);
    smm_vm_attr_time(vm, "created", s->created);
    if (s->decided)
        smm_vm_attr_time(vm, "decided", s->decided);
}

/* ---- the customer ---------------------------------------------------------------------------- */

static int own_page(smm_req_t *q, int status)
{
    declare_form_t values = {"sewop", NULL};
    smm_particulars_t p;
    smm_sez_t s;
    smm_vm_t *vm;
    smm_rc_e rc = smm_sez_of(&q->ctx, q->account->id, &s);
    int live =
        rc == SMM_OK && (strcmp(s.state, "declared") == 0 || strcmp(s.state, "confirmed") == 0);

    if ((rc != SMM_OK && rc != SMM_NOT_FOUND) ||
        smm_account_particulars(&q->ctx, q->account->id, &p) != SMM_OK)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "customer", "profile", "Special economic zone", "wallet/sez");
    wallet_head(vm, "Special economic zone", NULL,
                "Supplies to a unit in a special economic zone of India are zero-rated.", NULL);
    wallet_crumb(vm, "/app/profile", "Profile");
    smm_vm_end(vm);
    smm_vm_attr(vm, "gstin", strcmp(p.country, "IN") == 0 && *p.tax_id ? p.tax_id : NULL);
    if (rc == SMM_OK) {
        values = (declare_form_t){s.kind, s.approval};
        sez_el(vm, &s);
        smm_vm_end(vm);
    }
    smm_form_begin(q, vm, &form_declare, "/app/sez", &values);
    smm_vm_attr(vm, "submit", "Declare");
    smm_vm_end(vm);
    if (live) {
        smm_form_begin(q, vm, &form_withdraw, "/app/sez/withdraw", NULL);
        smm_vm_end(vm);
    }
    return smm_page(q, status);
}

static int own_get(smm_req_t *q)
{
    return own_page(q, HTTP_OK);
}

static int declare_post(smm_req_t *q)
{
    const declare_form_t *f = q->form;
    smm_result_t r;

    if (!smm_form_valid(q))
        return own_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_sez_declare(&q->ctx, q->account->id, f->kind, f->approval);
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return own_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    return wallet_back(q, &r, "/app/sez",
                       "Declared. Until we have confirmed it, invoices bear tax as before.");
}

static int withdraw_post(smm_req_t *q)
{
    smm_result_t r = smm_sez_withdraw(&q->ctx, q->account->id);

    return wallet_back(q, &r, "/app/sez", "Taken back. Invoices bear tax as usual.");
}

/* ---- staff ----------------------------------------------------------------------------------- */

static int staff_page(smm_req_t *q, int status)
{
    static const char *const words[] = {"declared", "confirmed", "rejected", "all", NULL};
    static const char *const labels[] = {"To review", "Confirmed", "Rejected", "All"};
    const char *state = smm_req_query(q, "status");
    smm_sez_t *rows = apr_palloc(q->ctx.pool, sizeof(*rows) * (ROWS + 1));
    smm_vm_t *vm;
    int n, on, i;

    for (on = 0; words[on] && (!state || strcmp(words[on], state) != 0); on++)
        ;
    /* after a POST that was refused its row must be on the page, whatever its state */
    on = q->r->method_number == M_POST ? 3 : words[on] ? on : 0;
    n = smm_sez_list(&q->ctx, 0, on == 3 ? "" : words[on], wallet_before(q), rows, ROWS + 1);
    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-sez", "SEZ units", "wallet/staff-sez");
    wallet_head(vm, "SEZ units", NULL,
                "Customers in special economic zones of India. Look at the letter of approval and "
                "the GSTIN before you confirm.",
                NULL);
    smm_vm_end(vm);
    for (i = 0; words[i]; i++) {
        smm_vm_el(vm, "tab");
        smm_vm_attr(vm, "href", apr_pstrcat(q->ctx.pool, "?status=", words[i], NULL));
        smm_vm_attr_flag(vm, "on", i == on);
        smm_vm_text(vm, labels[i]);
        smm_vm_end(vm);
    }
    for (i = 0; i < n && i < ROWS; i++) {
        sez_el(vm, &rows[i]);
        if ((strcmp(rows[i].state, "declared") == 0 || strcmp(rows[i].state, "confirmed") == 0) &&
            wallet_row_form(q, vm, &form_decide, rows[i].id, "/staff/sez"))
            smm_vm_end(vm);
        smm_vm_end(vm);
    }
    wallet_older(vm, apr_pstrcat(q->ctx.pool, "/staff/sez?status=", words[on], NULL),
                 n > ROWS ? rows[ROWS - 1].id : 0);
    return smm_page(q, status);
}

static int staff_get(smm_req_t *q)
{
    return staff_page(q, HTTP_OK);
}

static int decide_post(smm_req_t *q)
{
    const decide_form_t *f = q->form;
    smm_result_t r;

    if (!smm_form_valid(q))
        return staff_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_sez_decide(&q->ctx, smm_req_id(q, 0), f->decision, f->reason);
    return wallet_back(q, &r, "/staff/sez", "Decided. It counts from the next top-up on.");
}

const smm_nav_t wallet_sez_nav[] = {
    {"staff", "Tax", "staff-sez", "/staff/sez", "building", "SEZ units", 57, 0}, {NULL}};

const smm_route_t wallet_sez_routes[] = {
    {"GET", "/app/sez", SMM_CUSTOMER, 0, NULL, own_get, NULL, 0, NULL},
    {"POST", "/app/sez", SMM_CUSTOMER, 0, &form_declare, declare_post, "sez:600/3600", 0, NULL},
    {"POST", "/app/sez/withdraw", SMM_CUSTOMER, 0, &form_withdraw, withdraw_post, NULL, 0, NULL},
    {"GET", "/staff/sez", SMM_STAFF, 0, NULL, staff_get, NULL, 0, NULL},
    {"POST", "/staff/sez/:id", SMM_STAFF, 0, &form_decide, decide_post, NULL, 0, NULL},
    {NULL}};
