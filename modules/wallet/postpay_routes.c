/* SPDX-License-Identifier: Apache-2.0 */
/* Post-payment: the customer's page, the queue of staff and what they decide. */
#include <string.h>
#include <apr_strings.h>
#include "smm_postpay.h"
#include "wallet_web.h"

#define I64 APR_INT64_T_FMT
#define DAY 86400
#define ROWS 200
#define BILLS 60

/* ---- forms ----------------------------------------------------------------------------------- */

typedef struct ask_form_t {
    const char *kind, *about;
} ask_form_t;
typedef struct decide_form_t {
    const char *what, *note;
    int64_t limit, days, version;
    int verified;
} decide_form_t;

static const smm_field_t ask_fields[] = {{"kind", SMM_F_WORD, offsetof(ask_form_t, kind), 0, 0,
                                          SMM_F_REQUIRED, "advertiser agency", "You are"},
                                         {"about", SMM_F_AREA, offsetof(ask_form_t, about), 0,
                                          SMM_POSTPAY_ABOUT, 0, NULL, "About your company"},
                                         SMM_FIELDS_END};
static const smm_form_t form_ask = {"ask", ask_fields, sizeof(ask_form_t)};

static const smm_field_t decide_fields[] = {
    {"what", SMM_F_WORD, offsetof(decide_form_t, what), 0, 0, SMM_F_REQUIRED,
     "approve refuse end extend verify unverify", "Decision"},
    {"limit", SMM_F_USD, offsetof(decide_form_t, limit), 0, 1000000 * SMM_USD, 0, NULL, "Limit"},
    {"verified", SMM_F_FLAG, offsetof(decide_form_t, verified), 0, 0, 0, NULL,
     "The identity was checked"},
    {"days", SMM_F_INT, offsetof(decide_form_t, days), 1, 90, 0, NULL, "More days for open bills"},
    {"version", SMM_F_INT, offsetof(decide_form_t, version), 0, INT64_MAX, SMM_F_REQUIRED, NULL,
     "Version"},
    {"note", SMM_F_TEXT, offsetof(decide_form_t, note), 0, 300, 0, NULL,
     "Message, shown to the customer"},
    SMM_FIELDS_END};
static const smm_form_t form_decide = {"decide", decide_fields, sizeof(decide_form_t)};

/* ---- views ----------------------------------------------------------------------------------- */

/** <account …> with what was agreed; left open. */
static void line_el(smm_vm_t *vm, const smm_postpay_line_t *l)
{
    int64_t due = smm_postpay_due(l);

    smm_vm_el(vm, "account");
    smm_vm_attr_int(vm, "id", l->account);
    smm_vm_attr(vm, "customer", l->username);
    smm_vm_attr(vm, "kind", l->kind);
    smm_vm_attr(vm, "status", l->state);
    smm_vm_attr_usd(vm, "limit-usd", l->limit);
    smm_vm_attr_usd(vm, "used-usd", l->balance < 0 ? -l->balance : 0);
    smm_vm_attr_usd(vm, "left-usd",
                    !l->frozen && l->limit + l->balance > 0 ? l->limit + l->balance : 0);
    if (due > 0) {
        smm_vm_attr_usd(vm, "due-usd", due);
        smm_vm_attr_time(vm, "due", l->due_day * DAY);
        smm_vm_attr_flag(vm, "overdue", l->overdue > 0);
    }
    smm_vm_attr_flag(vm, "verified", l->verified);
    smm_vm_attr(vm, "about", *l->about ? l->about : NULL);
    smm_vm_attr(vm, "note", *l->note ? l->note : NULL);
    smm_vm_attr_time(vm, "created", l->created);
    smm_vm_attr_time(vm, "updated", l->updated);
}

static void bills_vm(smm_req_t *q, smm_vm_t *vm, const smm_postpay_line_t *l)
{
    smm_postpay_bill_t *b = apr_palloc(q->ctx.pool, sizeof(*b) * BILLS);
    int n = smm_postpay_bills(&q->ctx, l->account, b, BILLS);

    for (int i = 0; i < n; i++) {
        int open = b[i].upto > l->paid && smm_postpay_due(l) > 0;

        smm_vm_el(vm, "bill");
        smm_vm_attr_int(vm, "id", b[i].id);
        smm_vm_attr(vm, "month", smm_postpay_month(q->ctx.pool, b[i].month));
        smm_vm_attr_usd(vm, "amount-usd", b[i].amount);
        smm_vm_attr_time(vm, "created", b[i].created);
        smm_vm_attr_time(vm, "due", b[i].due_day * DAY);
        smm_vm_attr(vm, "status",
                    !open                               ? "paid"
                    : b[i].overdue_at                   ? "overdue"
                    : b[i].upto - b[i].amount < l->paid ? "partially paid"
                                                        : "open");
        smm_vm_end(vm);
    }
}

/** One thing that has to be met; amounts are numbers, so that the page writes them as money. */
static void condition(smm_vm_t *vm, int met, const char *title, int64_t usd, const char *sub,
                      int64_t sub_usd)
{
    smm_vm_el(vm, "condition");
    smm_vm_attr_flag(vm, "met", met);
    smm_vm_attr(vm, "title", title);
    if (usd >= 0)
        smm_vm_attr_usd(vm, "usd", usd);
    smm_vm_attr(vm, "sub", sub);
    if (sub_usd >= 0)
        smm_vm_attr_usd(vm, "sub-usd", sub_usd);
    smm_vm_end(vm);
}

/** What has to be met, each with the customer's figure. */
static void conditions(smm_vm_t *vm, const smm_postpay_view_t *v)
{
    const smm_postpay_campaign_t *k = &v->best;
    int64_t least = v->n_months == SMM_POSTPAY_MONTHS ? v->months[0] : 0;

    for (int i = 1; i < SMM_POSTPAY_MONTHS; i++)
        least = v->months[i] < least ? v->months[i] : least;
    condition(vm, !(v->missing & SMM_POSTPAY_HISTORY), "Six full months with {0} or more each",
              v->rule.min_month, "The weakest: {0}", least);
    condition(vm, !(v->missing & SMM_POSTPAY_SPEND), "{0} or more in these six months",
              v->rule.min_total, "So far: {0}", v->total);
    smm_vm_el(vm, "condition");
    smm_vm_attr_flag(vm, "met",
                     k->running && k->days_running + k->days_left >= v->rule.campaign_days);
    smm_vm_attr(vm, "title", "A running campaign of {0} days or more");
    smm_vm_attr_int(vm, "n", v->rule.campaign_days);
    smm_vm_attr(vm, "sub", k->running ? "The best one: {0} days" : "None is running");
    if (k->running)
        smm_vm_attr_int(vm, "sub-n", k->days_running + k->days_left);
    smm_vm_end(vm);
    condition(vm, k->running && k->budget >= v->rule.min_budget, "It has a budget of {0} or more",
              v->rule.min_budget, "The best one: {0}", k->budget);
    condition(vm, k->running && k->daily >= v->rule.min_daily, "It spends {0} a day or more",
              v->rule.min_daily, "The best one: {0}", k->daily);
    condition(vm, !(v->missing & SMM_POSTPAY_RISK), "No payment taken back, nothing overdue", -1,
              NULL, -1);
    condition(vm, v->verified, "Identity checked", -1, "We do it after you have asked", -1);
}

/** <months> of spend with <m label v>. */
static void months(smm_req_t *q, smm_vm_t *vm, const smm_postpay_view_t *v)
{
    for (int i = 0; i < SMM_POSTPAY_MONTHS; i++) {
        smm_vm_el(vm, "spent");
        smm_vm_attr(vm, "month", smm_postpay_month(q->ctx.pool, v->first + i));
        smm_vm_attr_usd(vm, "amount-usd", v->months[i]);
        smm_vm_end(vm);
    }
    if (v->limit)
        smm_vm_attr_usd(vm, "rule-usd", v->limit);
}

/* ---- the customer ---------------------------------------------------------------------------- */

/* Bills are paid like any top-up: the form is filled in, no less than the smallest top-up. */
static void pay_link(smm_req_t *q, smm_vm_t *vm, int64_t due)
{
    char text[SMM_USD_TEXT];
    smm_limits_t l;
    int64_t amount = (due + SMM_CENT - 1) / SMM_CENT * SMM_CENT;

    smm_payment_limits(&q->ctx, &l);
    amount = amount < l.min ? l.min : amount > l.max ? l.max : amount;
    smm_vm_attr(vm, "pay",
                apr_pstrcat(q->ctx.pool, "/app/funds?amount=", smm_usd_text(text, amount), NULL));
}

static int own_page(smm_req_t *q, int status)
{
    int64_t me = q->account->id;
    int on = smm_postpay_on(&q->ctx);
    smm_postpay_line_t l;
    smm_postpay_view_t v;
    smm_rc_e rc = smm_postpay_get(&q->ctx, me, &l);
    int known = rc == SMM_OK, may_ask;
    smm_vm_t *vm;

    may_ask = on && (!known || strcmp(l.state, "refused") == 0 || strcmp(l.state, "ended") == 0);
    if ((!known && rc != SMM_NOT_FOUND) || (may_ask && smm_postpay_look(&q->ctx, me, &v) != SMM_OK))
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "customer", "post-payment", "Post-payment", "wallet/post-payment");
    smm_vm_attr_flag(vm, "on", on);
    wallet_head(vm, "Post-payment", NULL, "Spend first, pay the bill of the month.", NULL);
    smm_vm_end(vm);
    if (known) {
        if (smm_postpay_due(&l) > 0)
            pay_link(q, vm, smm_postpay_due(&l));
        line_el(vm, &l);
        smm_vm_end(vm);
        bills_vm(q, vm, &l);
    }
    if (may_ask) {
        ask_form_t fresh = {(v.missing & ~SMM_POSTPAY_IDENTITY) ? "agency" : "advertiser", NULL};

        conditions(vm, &v);
        smm_form_begin(q, vm, &form_ask, "/app/post-payment", &fresh);
        smm_vm_attr(vm, "submit", "Ask for post-payment");
        smm_vm_end(vm);
    }
    return smm_page(q, status);
}

static int own_get(smm_req_t *q)
{
    return own_page(q, HTTP_OK);
}

static int refused(smm_req_t *q, const smm_result_t *r, int (*page)(smm_req_t *q, int status))
{
    if (r->code != SMM_INVALID)
        return smm_refuse_result(q, r);
    smm_form_error(q, r);
    return page(q, HTTP_UNPROCESSABLE_ENTITY);
}

static int ask_post(smm_req_t *q)
{
    const ask_form_t *f = q->form;
    const char *done = NULL;
    smm_result_t r;

    if (!smm_form_valid(q))
        return own_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_postpay_ask(&q->ctx, q->account->id, f->kind, f->about ? f->about : "",
                            smm_idem_of(q));
    if (r.code != SMM_OK)
        return refused(q, &r, own_page);
    return smm_see_other(q, "/app/post-payment", "ok",
                         "We have your request and will write to you.", NULL);
}

/* ---- staff ----------------------------------------------------------------------------------- */

static int queue_get(smm_req_t *q)
{
    static const char *const words[] = {"requested", "active", "owing", "ended",
                                        "refused",   "all",    NULL};
    static const char *const labels[] = {"Requests", "Active",  "Who owes",
                                         "Ended",    "Refused", "All"};
    const char *state = smm_req_query(q, "status");
    smm_postpay_line_t *rows = apr_palloc(q->ctx.pool, sizeof(*rows) * ROWS);
    smm_vm_t *vm;
    int n, on;

    for (on = 0; words[on] && (!state || strcmp(words[on], state) != 0); on++)
        ;
    on = words[on] ? on : 0;
    n = smm_postpay_list(&q->ctx, on == 5 ? "" : words[on], rows, ROWS);
    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-post-payment", "Post-payment",
                        "wallet/staff-post-payments");
    smm_vm_attr_flag(vm, "on", smm_postpay_on(&q->ctx));
    wallet_head(vm, "Post-payment", NULL, "Who spends first, up to which limit, and what is owed.",
                NULL);
    smm_vm_end(vm);
    for (int i = 0; words[i]; i++) {
        smm_vm_el(vm, "tab");
        smm_vm_attr(vm, "href", apr_pstrcat(q->ctx.pool, "?status=", words[i], NULL));
        smm_vm_attr_flag(vm, "on", i == on);
        smm_vm_text(vm, labels[i]);
        smm_vm_end(vm);
    }
    for (int i = 0; i < n; i++) {
        line_el(vm, &rows[i]);
        smm_vm_end(vm);
    }
    return smm_page(q, HTTP_OK);
}

static int staff_page(smm_req_t *q, int status)
{
    int64_t id = smm_req_id(q, 0);
    smm_postpay_line_t l;
    smm_postpay_view_t v;
    decide_form_t fresh = {NULL, NULL, 0, SMM_ABSENT, 0, 0};
    smm_rc_e rc = smm_postpay_get(&q->ctx, id, &l);
    smm_vm_t *vm;

    if (rc == SMM_OK)
        rc = smm_postpay_look(&q->ctx, id, &v);
    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    smm_page_arg(q, l.username);
    vm = smm_page_begin(q, "staff", "staff-post-payment", "Post-payment of {0}",
                        "wallet/staff-post-payment");
    wallet_head(vm, "Post-payment of {0}", l.username, NULL, NULL);
    wallet_crumb(vm, "/staff/post-payment", "Post-payment");
    smm_vm_end(vm);
    months(q, vm, &v);
    line_el(vm, &l);
    smm_vm_end(vm);
    bills_vm(q, vm, &l);
    conditions(vm, &v);
    fresh.limit = l.limit ? l.limit : v.limit ? v.limit : SMM_ABSENT;
    fresh.verified = l.verified;
    fresh.version = l.version;
    smm_form_begin(q, vm, &form_decide, apr_psprintf(q->ctx.pool, "/staff/post-payment/%" I64, id),
                   &fresh);
    smm_vm_end(vm);
    return smm_page(q, status);
}

static int staff_get(smm_req_t *q)
{
    return staff_page(q, HTTP_OK);
}

static int decide_post(smm_req_t *q)
{
    const decide_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0);
    const char *done = NULL;
    smm_postpay_decision_t d = {0};
    smm_result_t r;

    if (!smm_form_valid(q))
        return staff_page(q, HTTP_UNPROCESSABLE_ENTITY);
    if (id == q->account->id)
        return smm_refuse(q, HTTP_FORBIDDEN, "Somebody else decides about your own limit.");
    d = (smm_postpay_decision_t){f->what,
                                 f->limit == SMM_ABSENT ? 0 : f->limit,
                                 f->verified,
                                 f->days == SMM_ABSENT ? 0 : f->days,
                                 f->note ? f->note : "",
                                 f->version,
                                 q->account->role == SMM_ROLE_OWNER};
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_postpay_decide(&q->ctx, id, &d, smm_idem_of(q));
    if (r.code != SMM_OK)
        return refused(q, &r, staff_page);
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/staff/post-payment/%" I64, id), "ok",
                         "Decided. The customer gets a mail.", NULL);
}

/* ---- tables ---------------------------------------------------------------------------------- */

const smm_nav_t wallet_postpay_nav[] = {
    {"customer", "Billing", "post-payment", "/app/post-payment", "calendar", "Post-payment", 25, 0},
    {"staff", "Money", "staff-post-payment", "/staff/post-payment", "calendar", "Post-payment", 44,
     0},
    {NULL}};

const smm_route_t wallet_postpay_routes[] = {
    {"GET", "/app/post-payment", SMM_CUSTOMER, 0, NULL, own_get, NULL, 0, NULL},
    {"POST", "/app/post-payment", SMM_CUSTOMER, SMM_R_KEY, &form_ask, ask_post, NULL, 0,
     "/app/post-payment"},
    {"GET", "/staff/post-payment", SMM_STAFF, 0, NULL, queue_get, NULL, 0, NULL},
    {"GET", "/staff/post-payment/:id", SMM_STAFF, 0, NULL, staff_get, NULL, 0, NULL},
    {"POST", "/staff/post-payment/:id", SMM_STAFF, SMM_R_KEY, &form_decide, decide_post, NULL, 0,
     "/staff/post-payment/:id"},
    {NULL}};
