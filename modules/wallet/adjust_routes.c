/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: corrections that wait for a second person, and corrections of coins. */
#include <string.h>
#include <apr_strings.h>
#include "smm_adjust.h"
#include "smm_coin_book.h"
#include "growth_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 50

typedef struct decide_form_t {
    const char *decision, *note;
} decide_form_t;
static const smm_field_t decide_fields[] = {
    {"decision", SMM_F_WORD, offsetof(decide_form_t, decision), 0, 0, SMM_F_REQUIRED,
     "approve refuse withdraw", "Decision"},
    {"note", SMM_F_TEXT, offsetof(decide_form_t, note), 0, 200, 0, NULL, "Note"},
    SMM_FIELDS_END};
static const smm_form_t form_decide = {"decide", decide_fields, sizeof(decide_form_t)};

typedef struct coins_form_t {
    const char *direction, *reason;
    int64_t coins;
} coins_form_t;
static const smm_field_t coins_fields[] = {{"direction", SMM_F_WORD,
                                            offsetof(coins_form_t, direction), 0, 0, SMM_F_REQUIRED,
                                            "credit debit", "Add or take away"},
                                           {"coins", SMM_F_INT, offsetof(coins_form_t, coins), 1,
                                            SMM_COINS_MOST, SMM_F_REQUIRED, NULL, "Coins"},
                                           {"reason", SMM_F_TEXT, offsetof(coins_form_t, reason), 3,
                                            200, SMM_F_REQUIRED, NULL, "Reason, for the audit log"},
                                           SMM_FIELDS_END};
static const smm_form_t form_coins = {"coins", coins_fields, sizeof(coins_form_t)};

/* ---- the list -------------------------------------------------------------------------------- */

/* Whose balance it is about decides as little as who asked. */
static int concerns(const smm_req_t *q, const smm_adjust_t *a)
{
    return a->account == q->account->id || (a->to && a->ref == q->account->id);
}

static void request_row(smm_req_t *q, smm_vm_t *vm, const smm_adjust_t *a)
{
    int waiting = strcmp(a->state, "waiting") == 0 && a->expires > q->ctx.now;
    int own = a->asked_by == q->account->id, may = !own && !concerns(q, a);

    smm_vm_el(vm, "request");
    smm_vm_attr_int(vm, "id", a->id);
    smm_vm_attr_int(vm, "account", a->account);
    smm_vm_attr(vm, "username", a->username);
    if (a->coins)
        smm_vm_attr_int(vm, "coins", a->amount);
    else
        smm_vm_attr_usd(vm, "amount-usd", a->amount);
    if (strcmp(a->kind, "refund") == 0) {
        smm_vm_attr_int(vm, "payment", a->ref);
        smm_vm_attr(vm, "cause", a->cause);
    }
    if (a->to) {
        smm_vm_attr(vm, "to", a->to);
        smm_vm_attr_int(vm, "to-account", a->ref);
    }
    smm_vm_attr(vm, "reason", a->reason);
    smm_vm_attr(vm, "status", strcmp(a->state, "waiting") == 0 && !waiting ? "expired" : a->state);
    smm_vm_attr(vm, "asker", a->asker);
    smm_vm_attr(vm, "decider", a->decider);
    smm_vm_attr(vm, "note", *a->note ? a->note : NULL);
    smm_vm_attr_time(vm, "created", a->created);
    smm_vm_attr_time(vm, "expires", waiting ? a->expires : 0);
    smm_vm_attr_time(vm, "decided", a->decided);
    smm_vm_attr_flag(vm, "may", waiting && may);
    smm_vm_attr_flag(vm, "own", waiting && own);
    if (waiting && (own || may) &&
        wallet_row_form(q, vm, &form_decide, a->id, "/staff/adjustments"))
        smm_vm_end(vm);
    smm_vm_end(vm);
}

static int list_page(smm_req_t *q, int status)
{
    static const char *const words[] = {"waiting", "approved", "rejected", "expired", "all", NULL};
    static const char *const labels[] = {"Waiting", "Approved", "Refused", "Expired", "All"};
    const char *state = smm_req_query(q, "status");
    smm_adjust_t *a = apr_palloc(q->ctx.pool, sizeof(*a) * (ROWS + 1));
    smm_vm_t *vm;
    int n, i, on;

    for (on = 0; words[on] && (!state || strcmp(words[on], state) != 0); on++)
        ;
    if (!words[on])
        on = 0;
    n = smm_adjust_list(&q->ctx, on == 4 ? "" : words[on], wallet_before(q), a, ROWS + 1);
    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-adjustments", "Corrections", "wallet/staff-adjustments");
    wallet_head(vm, "Corrections", NULL,
                "Above {0} one person asks and another decides. Nobody decides about their own "
                "request or balance.",
                wallet_money(q->ctx.pool, smm_adjust_limit(&q->ctx, 0)));
    smm_vm_end(vm);
    for (i = 0; words[i]; i++) {
        smm_vm_el(vm, "tab");
        smm_vm_attr(vm, "href", apr_pstrcat(q->ctx.pool, "?status=", words[i], NULL));
        smm_vm_attr_flag(vm, "on", i == on);
        smm_vm_text(vm, labels[i]);
        smm_vm_end(vm);
    }
    for (i = 0; i < n && i < ROWS; i++)
        request_row(q, vm, &a[i]);
    wallet_older(vm, apr_pstrcat(q->ctx.pool, "/staff/adjustments?status=", words[on], NULL),
                 n > ROWS ? a[ROWS - 1].id : 0);
    return smm_page(q, status);
}

static int list_get(smm_req_t *q)
{
    return list_page(q, HTTP_OK);
}

static int decide_post(smm_req_t *q)
{
    const decide_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0);
    smm_result_t r;

    if (!smm_form_valid(q))
        return list_page(q, HTTP_UNPROCESSABLE_ENTITY);
    if (strcmp(f->decision, "withdraw") == 0) {
        r = smm_adjust_withdraw(&q->ctx, id);
        return wallet_back(q, &r, "/staff/adjustments", "The request was taken back.");
    }
    r = smm_adjust_decide(&q->ctx, id, strcmp(f->decision, "approve") == 0, f->note ? f->note : "",
                          NULL);
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return list_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    return wallet_back(q, &r, "/staff/adjustments",
                       strcmp(f->decision, "approve") == 0 ? "It was approved and booked."
                                                           : "It was refused. Nothing was booked.");
}

/* ---- coins of a customer --------------------------------------------------------------------- */

static int coins_page(smm_req_t *q, int status)
{
    static const coins_form_t fresh = {.direction = "credit", .coins = SMM_ABSENT};
    int64_t id = smm_req_id(q, 0), balance;
    smm_coin_entry_t e[20];
    smm_account_t who;
    smm_vm_t *vm;
    smm_rc_e rc = smm_account_by_id(&q->ctx, id, &who);
    int n, i;

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    n = smm_coins_page(&q->ctx, id, 0, e, 20);
    if (n < 0 || smm_coins_balance(&q->ctx, id, &balance) != SMM_OK)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    smm_page_arg(q, who.username);
    vm = smm_page_begin(q, "staff", "staff-customers", "Coins of {0}", "wallet/staff-coins");
    wallet_head(vm, "Coins of {0}", who.username,
                "One balance for all sites. Above {0} coins a second person decides.",
                apr_psprintf(q->ctx.pool, "%" I64, smm_adjust_limit(&q->ctx, 1)));
    wallet_crumb(vm, "/staff/customers", "Customers");
    smm_vm_end(vm);
    smm_vm_attr_int(vm, "balance", balance);
    smm_form_begin(q, vm, &form_coins,
                   apr_psprintf(q->ctx.pool, "/staff/customers/%" I64 "/coins", id), &fresh);
    smm_vm_attr(vm, "submit", "Correct the coins");
    smm_vm_attr(vm, "cancel", apr_psprintf(q->ctx.pool, "/staff/customers/%" I64, id));
    smm_vm_end(vm);
    for (i = 0; i < n; i++) {
        smm_vm_el(vm, "entry");
        smm_vm_attr_int(vm, "id", e[i].id);
        smm_vm_attr(vm, "site", e[i].panel_name);
        smm_vm_attr(vm, "label", wallet_coin_label(&e[i]));
        smm_vm_attr(vm, "memo", *e[i].memo ? e[i].memo : NULL);
        smm_vm_attr_int(vm, "change", e[i].change);
        smm_vm_attr_int(vm, "after", e[i].after);
        smm_vm_attr_time(vm, "created", e[i].created);
        smm_vm_end(vm);
    }
    return smm_page(q, status);
}

static int coins_get(smm_req_t *q)
{
    return coins_page(q, HTTP_OK);
}

static int coins_post(smm_req_t *q)
{
    const coins_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0), change;
    const char *done = NULL;
    int two;
    smm_account_t who;
    smm_result_t r;
    smm_rc_e rc = smm_account_by_id(&q->ctx, id, &who);

    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    if (!smm_form_valid(q))
        return coins_page(q, HTTP_UNPROCESSABLE_ENTITY);
    if (id == q->account->id)
        return smm_refuse(q, HTTP_FORBIDDEN, "Somebody else corrects your own balance.");
    change = strcmp(f->direction, "debit") ? f->coins : -f->coins;
    two = f->coins > smm_adjust_limit(&q->ctx, 1);
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = two ? smm_adjust_ask(&q->ctx, id, 1, change, f->reason, smm_idem_of(q), 0)
                : smm_coins_adjust(&q->ctx, id, change, f->reason, smm_idem_of(q));
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return coins_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    return wallet_back(q, &r, apr_psprintf(q->ctx.pool, "/staff/customers/%" I64, id),
                       two ? "A second person decides about this correction."
                           : "The coins were corrected.");
}

const smm_route_t wallet_adjust_routes[] = {
    {"GET", "/staff/adjustments", SMM_STAFF, 0, NULL, list_get, NULL, 0, NULL},
    {"POST", "/staff/adjustments/:id", SMM_STAFF, 0, &form_decide, decide_post, NULL, 0, NULL},
    {"GET", "/staff/customers/:id/coins", SMM_STAFF, 0, NULL, coins_get, NULL, 0, NULL},
    {"POST", "/staff/customers/:id/coins", SMM_STAFF, SMM_R_KEY, &form_coins, coins_post, NULL, 0,
     "/staff/customers/:id"},
    {NULL}};
