/* SPDX-License-Identifier: Apache-2.0 */
/* Campaign pages of customers. */
#include <string.h>
#include <apr_strings.h>
#include "campaign_mod.h"
#include "smm_coin_book.h"
#include "smm_money.h"

/* ---- new ------------------------------------------------------------------------------------ */

/** The form as the domain wants it; a field that is absent stays absent. */
static smm_place_t place_of(const campaign_form_t *f)
{
    smm_place_t in = {.service = f->service == SMM_ABSENT ? 0 : f->service,
                      .link = f->link,
                      .quantity = f->quantity,
                      .runs = f->runs,
                      .interval = f->interval,
                      .comments = f->comments,
                      .usernames = f->usernames,
                      .hashtags = f->hashtags,
                      .hashtag = f->hashtag,
                      .username = f->username,
                      .media = f->media,
                      .groups = f->groups,
                      .keywords = f->keywords,
                      .answer_number = f->answer_number,
                      .country = f->country,
                      .google_keyword = f->google_keyword,
                      .referring_url = f->referring_url,
                      .device = f->device,
                      .type_of_traffic = f->type_of_traffic,
                      .origin = "form",
                      .seen_rate = SMM_ABSENT,
                      .coins = f->coins,
                      .warn = f->warn,
                      .confirm = f->confirm};
    /* the price counts only for the service that it was shown for */
    const char *colon = f->seen ? strchr(f->seen, ':') : NULL;
    if (colon && apr_atoi64(f->seen) == in.service && colon[1])
        in.seen_rate = apr_atoi64(colon + 1);
    return in;
}

/** A page that offers coins offers as many as can be used: the number sent before was of another
 * quantity. An order takes no more than its page said. */
static smm_place_t shown_of(const campaign_form_t *f)
{
    smm_place_t in = place_of(f);
    if (in.coins != SMM_ABSENT && in.coins > 0)
        in.coins = SMM_COINS_MOST;
    return in;
}

typedef struct pick_t {
    smm_req_t *q;
    int64_t category, service; /* chosen; 0 = not yet */
    int64_t first;             /* first service of the category */
    apr_array_header_t *cats, *options;
} pick_t;

typedef struct choice_t {
    int64_t id;
    const char *name;
} choice_t;

static void add_choice(apr_array_header_t *a, int64_t id, const char *name)
{
    choice_t *ch = &APR_ARRAY_PUSH(a, choice_t);
    ch->id = id;
    ch->name = apr_pstrdup(a->pool, name);
}

static int on_service(void *baton, const smm_service_t *s)
{
    pick_t *p = baton;
    choice_t *last = p->cats->nelts ? &APR_ARRAY_IDX(p->cats, p->cats->nelts - 1, choice_t) : NULL;
    if (!last || last->id != s->category_id)
        add_choice(p->cats, s->category_id, s->category ? s->category : "");
    if (!p->category)
        p->category = s->category_id;
    if (s->category_id == p->category && smm_service_sold(s)) {
        add_choice(p->options, s->id, s->name);
        if (!p->first)
            p->first = s->id;
    }
    return 0;
}

static void choices(smm_vm_t *vm, const char *name, const apr_array_header_t *a, int64_t on)
{
    for (int i = 0; i < a->nelts; i++) {
        const choice_t *ch = &APR_ARRAY_IDX(a, i, choice_t);
        smm_vm_el(vm, name);
        smm_vm_attr_int(vm, "id", ch->id);
        smm_vm_attr_flag(vm, "on", ch->id == on);
        smm_vm_text(vm, ch->name);
        smm_vm_end(vm);
    }
}

/** Which category and service the page shows: the chosen service wins over the chosen category. */
static void pick(smm_req_t *q, campaign_form_t *f, pick_t *p)
{
    smm_service_t s;
    const char *was = smm_req_query(q, "was");
    p->q = q;
    p->cats = apr_array_make(q->ctx.pool, 40, sizeof(choice_t));
    p->options = apr_array_make(q->ctx.pool, 100, sizeof(choice_t));
    p->service = f->service == SMM_ABSENT ? 0 : f->service;
    p->category = f->category == SMM_ABSENT ? 0 : f->category;
    if (p->service && smm_service_get(&q->ctx, p->service, &s) == SMM_OK && smm_service_sold(&s)) {
        /* another category was picked: its first service comes up */
        if (!p->category || p->category == s.category_id || (!f->preview && !was && !q->htmx))
            p->category = s.category_id;
        else
            p->service = 0;
    } else {
        p->service = 0;
    }
    smm_service_each(&q->ctx, on_service, p);
    if (!p->service)
        p->service = p->first;
}

static campaign_form_t *form_of(smm_req_t *q)
{
    campaign_form_t *f = q->form;
    if (f)
        return f;
    f = apr_pcalloc(q->ctx.pool, sizeof *f);
    f->category = f->service = f->quantity = f->runs = f->interval = SMM_ABSENT;
    f->answer_number = f->device = f->type_of_traffic = f->coins = SMM_ABSENT;
    return f;
}

/** The page of a new campaign. `res` = why a POST did not work, or NULL. */
static int new_page(smm_req_t *q, int status, const smm_result_t *res)
{
    campaign_form_t *f = form_of(q), values = *f;
    pick_t p = {0};
    smm_quote_t quote;
    pick(q, f, &p);
    values.service = p.service ? p.service : SMM_ABSENT;
    smm_place_t in = shown_of(&values);
    smm_vm_t *vm = smm_page_begin(q, "customer", "campaign-new", "New campaign", "campaign/new");
    smm_result_t now = p.service
                           ? smm_campaign_quote(&q->ctx, q->account->id, &in, &quote)
                           : smm_fail(SMM_INVALID, "service", "Choose a service from the list.");
    if (!p.service)
        memset(&quote, 0, sizeof quote);
    if (res && res->code == SMM_CONFLICT && res->field && !strcmp(res->field, "confirm"))
        smm_vm_attr_int(vm, "twin", quote.twin);
    smm_form_begin(q, vm, &campaign_form_new, apr_psprintf(q->ctx.pool, "/app/campaigns/new"),
                   &values);
    smm_vm_end(vm);
    choices(vm, "category", p.cats, p.category);
    choices(vm, "service-option", p.options, p.service);
    if (quote.service.id)
        campaign_vm_service(q, vm, &quote.service);
    campaign_vm_quote(q, vm, &quote, &now);
    if (!p.cats->nelts) {
        smm_vm_el(vm, "empty");
        smm_vm_attr(vm, "icon", "rocket");
        smm_vm_attr(vm, "title", "No services yet");
        smm_vm_text(vm, "There is nothing to order here yet. Please come back a little later.");
        smm_vm_end(vm);
    }
    return smm_page(q, status);
}

static int new_get(smm_req_t *q)
{
    return new_page(q, HTTP_OK, NULL);
}

/** Price and time alone: what the page asks for while somebody types. */
static int quote_get(smm_req_t *q)
{
    campaign_form_t *f = form_of(q);
    smm_quote_t quote;
    smm_place_t in = shown_of(f);
    smm_vm_t *vm = smm_page_begin(q, "customer", "campaign-new", "Order summary", "campaign/quote");
    smm_result_t res = smm_campaign_quote(&q->ctx, q->account->id, &in, &quote);
    campaign_vm_quote(q, vm, &quote, &res);
    return smm_page(q, HTTP_OK);
}

static int placed(smm_req_t *q, int64_t id)
{
    return smm_see_other(
        q, apr_psprintf(q->ctx.pool, "/app/campaigns/%" APR_INT64_T_FMT, (apr_int64_t)id), "ok",
        "Campaign {0} was placed. Its progress is shown here.",
        apr_psprintf(q->ctx.pool, "%" APR_INT64_T_FMT, (apr_int64_t)id));
}

static int new_post(smm_req_t *q)
{
    campaign_form_t *f = q->form;
    int64_t id = 0;
    int replay = 0;
    if (f && f->preview)
        return new_page(q, smm_form_valid(q) ? HTTP_OK : HTTP_UNPROCESSABLE_ENTITY, NULL);
    if (!smm_form_valid(q))
        return new_page(q, HTTP_UNPROCESSABLE_ENTITY, NULL);
    smm_place_t in = place_of(f);
    smm_result_t res =
        smm_campaign_place(&q->ctx, q->account->id, &in, smm_idem_of(q), &id, &replay);
    if (res.code == SMM_OK)
        return placed(q, id);
    if (res.code == SMM_INVALID || res.code == SMM_NO_FUNDS ||
        (res.code == SMM_CONFLICT && res.field)) {
        int twin = res.field && !strcmp(res.field, "confirm");
        smm_form_error(q, &res);
        return new_page(q, twin ? HTTP_UNPROCESSABLE_ENTITY : smm_http_status(res.code), &res);
    }
    return smm_refuse_result(q, &res);
}

/* ---- list and one --------------------------------------------------------------------------- */

static int list_get(smm_req_t *q)
{
    smm_vm_t *vm = smm_page_begin(q, "customer", "campaigns", "Campaigns", "campaign/list");
    if (!campaign_vm_list(q, vm, 0))
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    return smm_page(q, HTTP_OK);
}

static void button_form(smm_req_t *q, smm_vm_t *vm, int64_t id, const char *action,
                        const char *label, const char *kind)
{
    smm_form_begin(q, vm, &campaign_form_none,
                   apr_psprintf(q->ctx.pool, "/app/campaigns/%" APR_INT64_T_FMT "/%s",
                                (apr_int64_t)id, action),
                   NULL);
    smm_vm_el(vm, "button");
    smm_vm_attr(vm, "label", label);
    smm_vm_attr(vm, "kind", kind);
    smm_vm_end(vm);
    smm_vm_end(vm);
}

static int one_get(smm_req_t *q)
{
    smm_campaign_t k;
    int64_t fast, slow;
    smm_service_t s;
    smm_rc_e rc = smm_campaign_get(&q->ctx, q->account->id, smm_req_id(q, 0), &k);
    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    smm_page_arg(q, apr_psprintf(q->ctx.pool, "%" APR_INT64_T_FMT, (apr_int64_t)k.id));
    smm_vm_t *vm = smm_page_begin(q, "customer", "campaigns", "Campaign #{0}", "campaign/campaign");
    if (k.state == SMM_CS_PARTIAL || k.state == SMM_CS_CANCELED)
        button_form(q, vm, k.id, "terminate", "Terminate", "danger");
    else if (k.state == SMM_CS_INTENT)
        button_form(q, vm, k.id, "cancel", "Withdraw", "");
    campaign_vm(q, vm, &k, 0);
    campaign_vm_actions(q, vm, &k);
    campaign_vm_timeline(q, vm, k.id, 0);
    if (smm_service_get(&q->ctx, k.service, &s) == SMM_OK) {
        campaign_vm_service(q, vm, &s);
        if (smm_service_eta(&s, k.quantity, &fast, &slow)) {
            smm_vm_el(vm, "estimate");
            smm_vm_attr_time(vm, "fast-at", k.created + fast);
            smm_vm_attr_time(vm, "slow-at", k.created + slow);
            smm_vm_end(vm);
        }
    }
    return smm_page(q, HTTP_OK);
}

/* ---- terminate, withdraw -------------------------------------------------------------------- */

static int confirm_page(smm_req_t *q, const char *what, unsigned ok)
{
    smm_campaign_t k;
    smm_coin_spend_t coins;
    smm_rc_e rc = smm_campaign_get(&q->ctx, q->account->id, smm_req_id(q, 0), &k);
    if (rc != SMM_OK)
        return smm_refuse(q, smm_http_status(rc), NULL);
    if (!(ok & 1u << k.state))
        return smm_refuse(
            q, HTTP_CONFLICT,
            k.state == SMM_CS_TERMINATED
                ? "This campaign was terminated already; its money is back in your balance."
                : "This is not possible for the campaign any more. Its page shows what happened.");
    smm_page_arg(q, apr_psprintf(q->ctx.pool, "%" APR_INT64_T_FMT, (apr_int64_t)k.id));
    smm_vm_t *vm = smm_page_begin(
        q, "customer", "campaigns",
        *what == 't' ? "Terminate campaign #{0}?" : "Withdraw campaign #{0}?", "campaign/confirm");
    button_form(q, vm, k.id, what, *what == 't' ? "Terminate and refund" : "Withdraw", "danger");
    campaign_vm(q, vm, &k, 0);
    smm_vm_el(vm, "effect");
    smm_vm_attr(vm, "what", what);
    smm_vm_attr_usd(vm, "back-usd", *what == 't' ? smm_campaign_refundable(&k) : k.charge);
    if (smm_coins_spent(&q->ctx, k.id, &coins) == SMM_OK)
        smm_vm_attr_int(vm, "back-coins",
                        smm_refund_due(coins.coins, k.quantity,
                                       *what == 't' ? smm_campaign_unspent(&k) : k.quantity,
                                       coins.returned, SMM_REFUND_PARTIAL));
    smm_vm_attr(vm, "back-href",
                apr_psprintf(q->ctx.pool, "/app/campaigns/%" APR_INT64_T_FMT, (apr_int64_t)k.id));
    smm_vm_end(vm);
    return smm_page(q, HTTP_OK);
}

static int terminate_get(smm_req_t *q)
{
    return confirm_page(q, "terminate", 1u << SMM_CS_PARTIAL | 1u << SMM_CS_CANCELED);
}

static int cancel_get(smm_req_t *q)
{
    return confirm_page(q, "cancel", 1u << SMM_CS_INTENT);
}

static int done_page(smm_req_t *q, const smm_result_t *res, const char *message)
{
    if (res->code != SMM_OK)
        return smm_refuse_result(q, res);
    return smm_see_other(q,
                         apr_psprintf(q->ctx.pool, "/app/campaigns/%" APR_INT64_T_FMT,
                                      (apr_int64_t)smm_req_id(q, 0)),
                         "ok", message, NULL);
}

static int terminate_post(smm_req_t *q)
{
    smm_result_t res =
        smm_campaign_terminate(&q->ctx, q->account->id, smm_req_id(q, 0), smm_idem_of(q));
    return done_page(q, &res,
                     "The campaign was terminated. Its unspent money is back in your balance.");
}

static int cancel_post(smm_req_t *q)
{
    smm_result_t res = smm_campaign_void(&q->ctx, q->account->id, smm_req_id(q, 0), smm_idem_of(q));
    return done_page(q, &res, "The campaign was withdrawn. Its money is back in your balance.");
}

const smm_route_t campaign_routes[] = {
    {"GET", "/app/campaigns", SMM_CUSTOMER, 0, NULL, list_get, NULL, 0, NULL},
    {"GET", "/app/campaigns/new", SMM_CUSTOMER, 0, &campaign_form_new, new_get, NULL, 0, NULL},
    {"POST", "/app/campaigns/new", SMM_CUSTOMER, SMM_R_KEY, &campaign_form_new, new_post, NULL, 0,
     "/app/campaigns/:id"},
    {"GET", "/app/campaigns/quote", SMM_CUSTOMER, 0, &campaign_form_new, quote_get, NULL, 0, NULL},
    {"GET", "/app/campaigns/:id", SMM_CUSTOMER, 0, NULL, one_get, NULL, 0, NULL},
    {"GET", "/app/campaigns/:id/terminate", SMM_CUSTOMER, 0, NULL, terminate_get, NULL, 0, NULL},
    {"POST", "/app/campaigns/:id/terminate", SMM_CUSTOMER, SMM_R_KEY, &campaign_form_none,
     terminate_post, NULL, 0, "/app/campaigns/:id"},
    {"GET", "/app/campaigns/:id/cancel", SMM_CUSTOMER, 0, NULL, cancel_get, NULL, 0, NULL},
    {"POST", "/app/campaigns/:id/cancel", SMM_CUSTOMER, SMM_R_KEY, &campaign_form_none, cancel_post,
     NULL, 0, "/app/campaigns/:id"},
    {NULL, NULL, 0, 0, NULL, NULL, NULL, 0, NULL},
};
