/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coins to our own addresses: the customer's transaction id, what staff saw on the chain, and the
 * owner's rates and addresses. Whoever changes an address changes where money goes: owners only.
 */
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "crypto_web.h"

#define I64 APR_INT64_T_FMT
#define RECEIPTS 20
#define ADDRESSES 40    /* shown: free ones, and used ones */
#define MAX_BODY 262144 /* of a list of addresses */

/* ---- forms ----------------------------------------------------------------------------------- */

typedef struct sent_form_t {
    const char *txid, *note;
} sent_form_t;
static const smm_field_t sent_fields[] = {
    {"txid", SMM_F_TEXT, offsetof(sent_form_t, txid), 4, 80, SMM_F_REQUIRED, NULL,
     "Transaction id"},
    {"note", SMM_F_AREA, offsetof(sent_form_t, note), 0, 500, 0, NULL, "Note for us"},
    SMM_FIELDS_END};
const smm_form_t wallet_form_coin_sent = {"coin-sent", sent_fields, sizeof(sent_form_t)};

typedef struct seen_form_t {
    const char *txid, *amount, *reason;
    int64_t output, confirmations;
    int today;
} seen_form_t;
static const smm_field_t seen_fields[] = {
    {"txid", SMM_F_TEXT, offsetof(seen_form_t, txid), 4, 80, SMM_F_REQUIRED, NULL,
     "Transaction id"},
    {"output", SMM_F_INT, offsetof(seen_form_t, output), 0, 1000000, SMM_F_REQUIRED, NULL,
     "Number of the output"},
    {"amount", SMM_F_TEXT, offsetof(seen_form_t, amount), 1, 40, SMM_F_REQUIRED, NULL,
     "Coins that arrived"},
    {"confirmations", SMM_F_INT, offsetof(seen_form_t, confirmations), 0, 100000000, SMM_F_REQUIRED,
     NULL, "Confirmations now"},
    {"today", SMM_F_FLAG, offsetof(seen_form_t, today), 0, 0, 0, NULL,
     "Count it at today’s rate: it was sent after the rate’s end"},
    {"reason", SMM_F_TEXT, offsetof(seen_form_t, reason), 0, 200, 0, NULL, "Note for the history"},
    SMM_FIELDS_END};
const smm_form_t wallet_form_coin_seen = {"coin-seen", seen_fields, sizeof(seen_form_t)};

typedef struct coin_form_t {
    int64_t rate, wanted, low;
    int active;
} coin_form_t;
static const smm_field_t coin_fields[] = {
    {"active", SMM_F_FLAG, offsetof(coin_form_t, active), 0, 0, 0, NULL, "This coin is offered"},
    {"rate", SMM_F_USD, offsetof(coin_form_t, rate), 1, INT64_C(100000000) * SMM_USD,
     SMM_F_REQUIRED, NULL, "USD for one coin"},
    {"wanted", SMM_F_INT, offsetof(coin_form_t, wanted), 1, 1000, SMM_F_REQUIRED, NULL,
     "Confirmations before it is credited"},
    {"low", SMM_F_INT, offsetof(coin_form_t, low), 0, 100000, SMM_F_REQUIRED, NULL,
     "Warn when so many addresses are left"},
    SMM_FIELDS_END};
static const smm_form_t form_coin = {"crypto-coin", coin_fields, sizeof(coin_form_t)};

typedef struct pool_form_t {
    const char *file, *addresses;
} pool_form_t;
static const smm_field_t pool_fields[] = {
    {"addresses", SMM_F_AREA, offsetof(pool_form_t, addresses), 0, 200000, 0, NULL,
     "Addresses, one on each line"},
    {"file", SMM_F_FILE, offsetof(pool_form_t, file), 0, 200000, 0, NULL,
     "or a file (CSV, address in the first column)"},
    SMM_FIELDS_END};
static const smm_form_t form_pool = {"crypto-pool", pool_fields, sizeof(pool_form_t)};

typedef struct retire_form_t {
    int64_t address;
} retire_form_t;
static const smm_field_t retire_fields[] = {{"address", SMM_F_INT, offsetof(retire_form_t, address),
                                             1, INT64_MAX, SMM_F_REQUIRED, NULL, "Address"},
                                            SMM_FIELDS_END};
static const smm_form_t form_retire = {"crypto-retire", retire_fields, sizeof(retire_form_t)};

/* ---- the customer's transaction id ----------------------------------------------------------- */

static int own(smm_req_t *q, smm_payment_t *p)
{
    smm_rc_e rc = smm_payment_get(&q->ctx, q->account->id, smm_req_id(q, 0), p);

    if (rc == SMM_OK && strcmp(p->method, SMM_CRYPTO) != 0)
        rc = SMM_NOT_FOUND;
    return rc == SMM_OK ? 0 : smm_http_status(rc);
}

static int sent_get(smm_req_t *q)
{
    smm_payment_t p;
    int bad = own(q, &p);

    return bad ? smm_refuse(q, bad, NULL) : wallet_payment_page(q, &p, HTTP_OK);
}

static int sent_post(smm_req_t *q)
{
    const sent_form_t *f = q->form;
    smm_claim_say_t say = {.kind = "reference"};
    smm_claim_end_e end;
    const char *done = NULL;
    smm_payment_t p;
    smm_result_t r;
    int bad = own(q, &p);

    if (bad)
        return smm_refuse(q, bad, NULL);
    if (!smm_form_valid(q))
        return wallet_payment_page(q, &p, HTTP_UNPROCESSABLE_ENTITY);
    say.reference = f->txid;
    say.note = f->note;
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_claim_send(&q->ctx, q->account->id, p.id, &say, smm_idem_of(q), &end);
    if (r.code == SMM_INVALID || r.code == SMM_TOO_FAST) {
        if (r.field && strcmp(r.field, "reference") == 0)
            r.field = "txid";
        smm_form_error(q, &r);
        return wallet_payment_page(
            q, &p, r.code == SMM_INVALID ? HTTP_UNPROCESSABLE_ENTITY : HTTP_TOO_MANY_REQUESTS);
    }
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    smm_job_kick();
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/app/payments/%" I64, p.id), "ok",
                         "Thank you. We look at the chain and credit your balance.", NULL);
}

/* ---- what staff saw -------------------------------------------------------------------------- */

void wallet_coin_form(smm_req_t *q, smm_vm_t *vm, const smm_payment_t *p)
{
    smm_crypto_receipt_t r[RECEIPTS];
    seen_form_t values = {0};
    char text[SMM_COIN_TEXT];
    smm_crypto_quote_t c;
    int n, i;

    if (smm_crypto_of(&q->ctx, p->id, &c) != SMM_OK)
        return;
    values.txid = p->claim_ref ? p->claim_ref : "";
    values.amount = ""; /* what was seen, not what was asked */
    values.confirmations = SMM_ABSENT;
    values.reason = "";
    n = smm_crypto_receipts(&q->ctx, p->id, r, RECEIPTS);
    for (i = 0; i < n; i++)
        if (strcmp(r[i].state, "seen") == 0) { /* the one that is waited for */
            values.txid = r[i].txid;
            values.output = r[i].output;
            values.amount = smm_coin_text(text, c.kind, r[i].minor);
            break;
        }
    smm_form_begin(q, vm, &wallet_form_coin_seen,
                   apr_psprintf(q->ctx.pool, "/staff/payments/%" I64 "/coin", p->id), &values);
    smm_vm_attr(vm, "submit", "Enter what arrived");
    smm_vm_end(vm);
}

static int seen_post(smm_req_t *q)
{
    const seen_form_t *f = q->form;
    int64_t id = smm_req_id(q, 0);
    const char *done = NULL;
    smm_crypto_seen_t in;
    smm_result_t r;
    int credited = 0;

    if (!smm_form_valid(q))
        return wallet_staff_payment(q, id, HTTP_UNPROCESSABLE_ENTITY);
    in = (smm_crypto_seen_t){f->txid,          f->amount, f->output,
                             f->confirmations, f->today,  f->reason ? f->reason : ""};
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_crypto_receive(&q->ctx, id, &in, smm_idem_of(q), &credited);
    if (r.code == SMM_INVALID) {
        smm_form_error(q, &r);
        return wallet_staff_payment(q, id, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (r.code != SMM_OK)
        return smm_refuse_result(q, &r);
    smm_job_kick();
    return smm_see_other(q, apr_psprintf(q->ctx.pool, "/staff/payments/%" I64, id), "ok",
                         credited || done
                             ? "Payment {0} was booked."
                             : "Payment {0} waits for more confirmations. Enter them when they are "
                               "there.",
                         smm_payment_name(q->ctx.pool, id));
}

/* ---- rates and addresses ----------------------------------------------------------------------
 */

void wallet_crypto_frame(smm_req_t *q, smm_vm_t *vm)
{
    (void)vm;
    if (q->account && q->account->role >= SMM_ROLE_OWNER &&
        strncmp(q->route->path, "/staff", 6) == 0)
        smm_nav_badge(q, "staff-crypto", smm_crypto_warnings(&q->ctx));
}

static const char *slug_of(apr_pool_t *p, const smm_coin_kind_t *k)
{
    char *out = apr_pstrdup(p, k->code), *s;

    for (s = out; *s; s++)
        *s = (char)apr_tolower(*s);
    return out;
}

static void coin(smm_req_t *q, smm_vm_t *vm, const smm_crypto_coin_t *k)
{
    smm_vm_el(vm, "coin");
    smm_vm_attr(vm, "code", k->kind->code);
    smm_vm_attr(vm, "name", k->kind->name);
    smm_vm_attr(vm, "chain", k->kind->chain);
    smm_vm_attr(vm, "href",
                apr_pstrcat(q->ctx.pool, "/staff/crypto/", slug_of(q->ctx.pool, k->kind), NULL));
    smm_vm_attr(vm, "status", k->active ? "active" : "off");
    if (k->stored) {
        smm_vm_attr_usd(vm, "rate-usd", k->rate);
        smm_vm_attr_time(vm, "rate-at", k->rate_at);
        smm_vm_attr_flag(vm, "old-rate", k->old_rate);
    }
    smm_vm_attr_int(vm, "wanted", k->wanted);
    smm_vm_attr_int(vm, "free", k->free_n);
    smm_vm_attr_int(vm, "used", k->used_n);
    smm_vm_attr_flag(vm, "low", k->active && k->free_n <= k->low);
    smm_vm_attr_flag(vm, "empty", k->active && k->free_n == 0);
    smm_vm_attr_flag(vm, "offered", smm_crypto_offered(k));
    smm_vm_end(vm);
}

static int list_get(smm_req_t *q)
{
    smm_crypto_coin_t all[SMM_CRYPTO_COINS];
    int n = smm_crypto_coins(&q->ctx, all), i;
    smm_vm_t *vm;

    if (n < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    smm_crypto_used(&q->ctx, all);
    vm = smm_page_begin(q, "staff", "staff-crypto", "Crypto addresses", "wallet/staff-crypto");
    wallet_head(vm, "Crypto addresses", NULL,
                "Coins that customers send to your own wallet. Each payment gets an address of its "
                "own.",
                NULL);
    smm_vm_end(vm);
    smm_vm_attr_flag(vm, "enabled", smm_payment_method_on(&q->ctx, smm_gateway_find(SMM_CRYPTO)));
    for (i = 0; i < n; i++)
        coin(q, vm, &all[i]);
    return smm_page(q, HTTP_OK);
}

static void addresses(smm_req_t *q, smm_vm_t *vm, const smm_coin_kind_t *k)
{
    smm_crypto_address_t *a = apr_palloc(q->ctx.pool, sizeof(*a) * 2 * ADDRESSES);
    int n = smm_crypto_addresses(&q->ctx, k, a, ADDRESSES), i;

    for (i = 0; i < n; i++) {
        smm_vm_el(vm, "address");
        smm_vm_attr_int(vm, "id", a[i].id);
        smm_vm_attr(vm, "text", a[i].address);
        smm_vm_attr(vm, "status",
                    a[i].payment                         ? "used"
                    : strcmp(a[i].state, "retired") == 0 ? "retired"
                                                         : "free");
        if (a[i].payment) {
            smm_vm_attr_int(vm, "payment", a[i].payment);
            smm_vm_attr_time(vm, "taken", a[i].taken);
        }
        smm_vm_attr_time(vm, "created", a[i].created);
        smm_vm_end(vm);
    }
}

static const smm_crypto_coin_t *find(smm_req_t *q, smm_crypto_coin_t all[SMM_CRYPTO_COINS])
{
    const smm_coin_kind_t *k = smm_coin_kind(smm_req_slug(q, 0));
    int n = k ? smm_crypto_coins(&q->ctx, all) : 0, i;

    for (i = 0; i < n; i++)
        if (all[i].kind == k)
            return &all[i];
    return NULL;
}

static int coin_page(smm_req_t *q, int status)
{
    smm_crypto_coin_t all[SMM_CRYPTO_COINS];
    const smm_crypto_coin_t *k = find(q, all);
    coin_form_t values;
    const char *base;
    smm_vm_t *vm;

    if (!k)
        return smm_refuse(q, HTTP_NOT_FOUND, NULL);
    smm_crypto_used(&q->ctx, all);
    base = apr_pstrcat(q->ctx.pool, "/staff/crypto/", slug_of(q->ctx.pool, k->kind), NULL);
    values = (coin_form_t){k->stored ? k->rate : SMM_ABSENT, k->wanted, k->low, k->active};
    smm_page_arg(q, k->kind->code);
    vm = smm_page_begin(q, "staff", "staff-crypto", "{0} addresses", "wallet/staff-crypto-coin");
    wallet_head(vm, "{0} addresses", k->kind->code, NULL, NULL);
    wallet_crumb(vm, "/staff/crypto", "Crypto addresses");
    smm_vm_end(vm);
    coin(q, vm, k);
    smm_form_begin(q, vm, &form_coin, base, &values);
    smm_vm_attr(vm, "submit", "Save");
    smm_vm_end(vm);
    smm_form_begin(q, vm, &form_pool, apr_pstrcat(q->ctx.pool, base, "/addresses", NULL), NULL);
    smm_vm_attr(vm, "submit", "Add the addresses");
    smm_vm_end(vm);
    smm_form_begin(q, vm, &form_retire, apr_pstrcat(q->ctx.pool, base, "/retire", NULL), NULL);
    smm_vm_end(vm);
    addresses(q, vm, k->kind);
    return smm_page(q, status);
}

static int coin_get(smm_req_t *q)
{
    return coin_page(q, HTTP_OK);
}

/** The end of each of the owner's forms. */
static int stored(smm_req_t *q, const smm_result_t *r, const char *flash, const char *a)
{
    if (r->code == SMM_INVALID) {
        smm_form_error(q, r);
        return coin_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (r->code != SMM_OK)
        return smm_refuse_result(q, r);
    return smm_see_other(q,
                         apr_pstrcat(q->ctx.pool, "/staff/crypto/",
                                     slug_of(q->ctx.pool, smm_coin_kind(smm_req_slug(q, 0))), NULL),
                         "ok", flash, a);
}

static int coin_post(smm_req_t *q)
{
    const smm_coin_kind_t *k = smm_coin_kind(smm_req_slug(q, 0));
    const coin_form_t *f = q->form;
    smm_crypto_set_t in;
    smm_result_t r;

    if (!k || !smm_form_valid(q))
        return coin_page(q, HTTP_UNPROCESSABLE_ENTITY);
    in = (smm_crypto_set_t){f->active, f->rate, f->wanted, f->low};
    r = smm_crypto_set(&q->ctx, k, &in);
    return stored(q, &r, "Saved. The rate counts from now on.", NULL);
}

static int pool_post(smm_req_t *q)
{
    const smm_coin_kind_t *k = smm_coin_kind(smm_req_slug(q, 0));
    const pool_form_t *f = q->form;
    const char *lines;
    int64_t added = 0;
    smm_result_t r;

    if (!k || !smm_form_valid(q))
        return coin_page(q, HTTP_UNPROCESSABLE_ENTITY);
    lines = f->addresses ? f->addresses : "";
    if (f->file && *f->file) /* the numbers of its lines are its own when it comes alone */
        lines = *lines ? apr_pstrcat(q->ctx.pool, lines, "\n", f->file, NULL) : f->file;
    smm_form_set(q, "file", "");
    r = smm_crypto_pool_add(&q->ctx, k, lines, &added);
    return stored(q, &r, "{0} addresses were added. Those known already were left out.",
                  apr_psprintf(q->ctx.pool, "%" I64, added));
}

static int retire_post(smm_req_t *q)
{
    const retire_form_t *f = q->form;
    smm_result_t r;

    if (!smm_coin_kind(smm_req_slug(q, 0)) || !smm_form_valid(q))
        return coin_page(q, HTTP_UNPROCESSABLE_ENTITY);
    r = smm_crypto_retire(&q->ctx, f->address);
    return stored(q, &r, "The address will not be given to anybody.", NULL);
}

const smm_nav_t wallet_crypto_nav[] = {{"staff", "Money", "staff-crypto", "/staff/crypto",
                                        "currency-bitcoin", "Crypto addresses", 45, 0},
                                       {NULL}};

const smm_route_t wallet_crypto_routes[] = {
    {"GET", "/app/payments/:id/coin", SMM_CUSTOMER, 0, NULL, sent_get, NULL, 0, NULL},
    {"POST", "/app/payments/:id/coin", SMM_CUSTOMER, SMM_R_KEY, &wallet_form_coin_sent, sent_post,
     "claim:300/300", 0, "/app/payments/:id"},
    {"POST", "/staff/payments/:id/coin", SMM_STAFF, SMM_R_KEY, &wallet_form_coin_seen, seen_post,
     NULL, 0, "/staff/payments/:id"},
    {"GET", "/staff/crypto", SMM_OWNER, 0, NULL, list_get, NULL, 0, NULL},
    {"GET", "/staff/crypto/:slug", SMM_OWNER, 0, NULL, coin_get, NULL, 0, NULL},
    {"POST", "/staff/crypto/:slug", SMM_OWNER, 0, &form_coin, coin_post, NULL, 0, NULL},
    {"GET", "/staff/crypto/:slug/addresses", SMM_OWNER, 0, NULL, coin_get, NULL, 0, NULL},
    {"POST", "/staff/crypto/:slug/addresses", SMM_OWNER, SMM_R_UPLOAD, &form_pool, pool_post, NULL,
     MAX_BODY, NULL},
    {"GET", "/staff/crypto/:slug/retire", SMM_OWNER, 0, NULL, coin_get, NULL, 0, NULL},
    {"POST", "/staff/crypto/:slug/retire", SMM_OWNER, 0, &form_retire, retire_post, NULL, 0, NULL},
    {NULL}};
