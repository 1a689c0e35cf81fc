/* SPDX-License-Identifier: Apache-2.0 */
/* The currency that a customer or visitor sees amounts in, beside USD. */
#include <string.h>
#include <apr_strings.h>
#include "smm_display.h"
#include "smm_memo.h"
#include "smm_sql.h"
#include "currency_web.h"

typedef struct choose_form_t {
    const char *currency, *back;
} choose_form_t;
static const smm_field_t choose_fields[] = {
    {"currency", SMM_F_TEXT, offsetof(choose_form_t, currency), 3, 3, SMM_F_REQUIRED, NULL,
     "Currency"},
    {"back", SMM_F_TEXT, offsetof(choose_form_t, back), 0, 200, 0, NULL, "Page to go back to"},
    SMM_FIELDS_END};
static const smm_form_t form_choose = {"currency", choose_fields, sizeof(choose_form_t)};

/* ---- what pages ask -------------------------------------------------------------------------- */

static const char shown_key;

/* To look at only: kept for a moment (smm_memo.h). */
static int shown(smm_req_t *q, smm_shown_t *out)
{
    struct {
        const void *what, *db;
        int64_t panel;
        char code[8];
    } key;
    uint64_t epoch = smm_memo_epoch();
    const smm_shown_t *kept;
    size_t len;
    int64_t n = 0;
    smm_rc_e rc;

    if (!out)
        return smm_memo_int(q->ctx.db, SQL_display_offered, SMM_ARGS(SMM_I(q->ctx.panel->id)),
                            &n) == SMM_DB_OK &&
               n > 0;
    memset(&key, 0, sizeof(key));
    key.what = &shown_key;
    key.db = q->ctx.db;
    key.panel = q->ctx.panel->id;
    apr_cpystrn(key.code, out->code, sizeof(key.code));
    kept = smm_memo_get(q->ctx.pool, &key, sizeof(key), &len);
    if (kept) {
        *out = *kept;
        return *out->code != '\0';
    }
    rc = smm_display_shown(&q->ctx, out->code, out);
    if (rc != SMM_OK)
        memset(out, 0, sizeof(*out));
    if (rc == SMM_OK || rc == SMM_NOT_FOUND)
        smm_memo_put(epoch, &key, sizeof(key), out, sizeof(*out));
    return rc == SMM_OK;
}

void wallet_currency_init(void)
{
    smm_shown_by(shown);
}

/* ---- the page -------------------------------------------------------------------------------- */

/** A path of this panel, and nothing that could lead elsewhere. */
static const char *back_of(smm_req_t *q, const char *s)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.~";

    if (s && s[0] == '/' && s[1] != '/' && strlen(s) <= 200 && strspn(s, plain) == strlen(s) &&
        !strstr(s, ".."))
        return s;
    return q->account ? "/app" : "/";
}

static void option(smm_req_t *q, smm_vm_t *vm, const smm_currency_t *cur,
                   const smm_display_rate_t *r)
{
    const smm_shown_t *now = smm_req_shown(q);
    char text[SMM_USD_TEXT];

    smm_vm_el(vm, "option");
    smm_vm_attr(vm, "code", cur->code);
    smm_vm_attr(vm, "name", cur->name);
    smm_vm_attr_flag(vm, "on", now ? strcmp(now->code, cur->code) == 0 : r == NULL);
    if (r) {
        smm_vm_attr(vm, "rate", smm_usd_text(text, r->rate_e6));
        smm_vm_attr_time(vm, "at", r->changed);
    }
    smm_vm_end(vm);
}

static int choose_page(smm_req_t *q, int status)
{
    smm_display_rate_t *r = apr_palloc(q->ctx.pool, sizeof(*r) * SMM_DISPLAY_MAX);
    int n = smm_display_rates(&q->ctx, r, SMM_DISPLAY_MAX);
    choose_form_t v = {NULL, back_of(q, smm_req_query(q, "back"))};
    smm_vm_t *vm;

    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, q->account ? "customer" : "public", "currency", "Currency",
                        "wallet/currency");
    wallet_head(vm, "Currency", NULL,
                "Amounts can also be shown in another currency. You always pay in US dollars.",
                NULL);
    smm_vm_end(vm);
    smm_form_begin(q, vm, &form_choose, "/currency", &v);
    smm_vm_end(vm);
    option(q, vm, smm_currency_find("USD"), NULL);
    for (int i = 0; i < n; i++)
        if (r[i].on && smm_currency_find(r[i].currency))
            option(q, vm, smm_currency_find(r[i].currency), &r[i]);
    return smm_page(q, status);
}

static int choose_get(smm_req_t *q)
{
    return choose_page(q, HTTP_OK);
}

static int choose_post(smm_req_t *q)
{
    const choose_form_t *f = q->form;
    smm_result_t r = smm_ok();
    smm_shown_t as;
    int usd;

    if (!smm_form_valid(q))
        return choose_page(q, HTTP_UNPROCESSABLE_ENTITY);
    usd = strcmp(f->currency, "USD") == 0;
    if (!usd) {
        smm_rc_e rc = smm_display_shown(&q->ctx, f->currency, &as);

        if (rc == SMM_NOT_FOUND)
            r = smm_fail(SMM_INVALID, "currency", "Choose a currency from the list.");
        else if (rc != SMM_OK)
            return smm_refuse(q, smm_http_status(rc), NULL);
    }
    if (r.code == SMM_OK && q->account)
        r = smm_account_show_in(&q->ctx, q->account->id, usd ? "USD" : as.code);
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return choose_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    if (!q->account)
        smm_shown_keep(q, usd ? "USD" : as.code);
    return usd ? smm_see_other(q, back_of(q, f->back), "ok", "Amounts are shown in US dollars.",
                               NULL)
               : smm_see_other(q, back_of(q, f->back), "ok",
                               "Amounts are also shown in {0}. You pay in US dollars.",
                               apr_pstrdup(q->ctx.pool, as.code));
}

const smm_route_t wallet_currency_routes[] = {
    {"GET", "/currency", SMM_PUBLIC, SMM_R_NOINDEX, NULL, choose_get, NULL, 0, NULL},
    {"POST", "/currency", SMM_PUBLIC, 0, &form_choose, choose_post, NULL, 0, NULL},
    {NULL}};
