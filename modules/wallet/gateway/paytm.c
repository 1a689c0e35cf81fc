/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paytm, rupees only. With a merchant account that has the QR service each payment gets a QR code
 * of its own; with a plain one the shop's fixed QR code is shown and the customer sends the order
 * id of the app. Both are settled by the status query alone.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "gw_util.h"
#include "paytm_sign.h"
#include "smm_money.h"
#include "smm_time.h"

#define NO_RECORD "334" /* "invalid order id": nobody has paid under it */

static const smm_setting_t settings[] = {
    {"gateway.paytm.enabled", "1", 0, "Paytm is offered", SMM_SET_FLAG},
    {"gateway.paytm.base_url", "https://secure.paytmpayments.com", 0, "Address of Paytm",
     SMM_SET_URL},
    {"gateway.paytm.mid", NULL, 0, "Merchant id (MID)"},
    {"gateway.paytm.merchant_key", NULL, 1, "Merchant key, 16 characters"},
    {"gateway.paytm.mode", "dynamic", 0,
     "dynamic: a QR code for each payment; static: your fixed QR code and the customer's order id",
     SMM_SET_WORD, 0, 0, "dynamic static"},
    {"gateway.paytm.static_qr", NULL, 0, "Text of your fixed QR code (upi://pay?…)", SMM_SET_TEXT,
     0, 500},
    {"gateway.paytm.client_id", "C11", 0, "Client id that Paytm gave you for QR codes"},
    {"gateway.paytm.pos_id", "PANEL1", 0, "Name of this point of sale at Paytm"},
    {NULL, NULL, 0, NULL},
};

static const char *set(const smm_gateway_env_t *e, const char *key)
{
    return smm_gateway_setting(e, &smm_gateway_paytm, key);
}

static int is_static(const smm_gateway_env_t *e)
{
    const char *mode = set(e, "mode");

    return mode && strcmp(mode, "static") == 0;
}

static int ready(const smm_gateway_env_t *e)
{
    const char *key = set(e, "merchant_key");

    return set(e, "mid") && key && strlen(key) == 16 && (!is_static(e) || set(e, "static_qr"));
}

/** What may be an order id: up to 50 of [A-Za-z0-9_@.-]. */
static int order_ok(const char *s)
{
    size_t n = s ? strlen(s) : 0;

    return n >= 4 && n <= 50 &&
           strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@.-") == n;
}

/** One signed call. `body` is written once: the signature covers exactly this text. */
static smm_gw_rc_e call(const smm_gateway_env_t *e, const char *path, const char *head_more,
                        json_t *body, smm_gw_call_t *x)
{
    apr_pool_t *p = e->c->pool;
    const char *text = smm_gw_dump(p, body), *sum;

    memset(x, 0, sizeof(*x));
    x->error = "settings are missing";
    if (!text || !set(e, "mid"))
        return SMM_GW_NOT_SET;
    sum = smm_paytm_sign(p, set(e, "merchant_key"), text, strlen(text), NULL);
    if (!sum)
        return SMM_GW_NOT_SET;
    x->method = "POST";
    x->base = set(e, "base_url");
    x->path = path;
    x->flags = SMM_GW_NUMBERS;
    x->body = apr_pstrcat(p, "{\"head\":{", head_more, "\"signature\":\"", sum,
                          "\"},\"body\":", text, "}", NULL);
    return smm_gw_call(e, x);
}

/* ---- create ---------------------------------------------------------------------------------- */

static smm_gw_rc_e create_qr(const smm_gateway_env_t *e, const smm_intent_t *in, const char *order,
                             smm_checkout_t *out)
{
    apr_pool_t *p = e->c->pool;
    const char *client = set(e, "client_id"), *pos = set(e, "pos_id"), *status, *qr;
    char amount[SMM_USD_TEXT];
    smm_gw_call_t x;
    smm_gw_rc_e rc;

    smm_minor_text(amount, in->amount_minor, 2);
    rc = call(e, "/paymentservices/qr/create",
              apr_psprintf(p, "\"clientId\":\"%s\",\"version\":\"v1\",", client ? client : "C11"),
              json_pack("{s:s s:s s:s s:s s:s}", "mid", set(e, "mid"), "orderId", order, "amount",
                        amount, "businessType", "UPI_QR_CODE", "posId", pos ? pos : "PANEL1"),
              &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    status = smm_gw_text(x.root, "body.resultInfo.resultStatus");
    qr = smm_gw_text(x.root, "body.qrData");
    if (status && strcmp(status, "SUCCESS") == 0 && qr && strncasecmp(qr, "upi://pay?", 10) == 0) {
        out->gateway_ref = order;
        out->qr = qr;
        return SMM_GW_OK;
    }
    out->error = apr_psprintf(p, "result %s",
                              smm_gw_text(x.root, "body.resultInfo.resultCode")
                                  ? smm_gw_text(x.root, "body.resultInfo.resultCode")
                                  : "without a code");
    return status && strcmp(status, "SUCCESS") != 0 ? SMM_GW_REFUSED : SMM_GW_UNSURE;
}

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    smm_gw_rc_e rc;

    if (strcmp(in->currency, "INR") != 0 || in->exponent != 2)
        return SMM_GW_REFUSED;
    if (is_static(e)) {
        out->qr = set(e, "static_qr");
        out->instructions = "";
        return out->qr ? SMM_GW_OK : SMM_GW_NOT_SET;
    }
    rc = create_qr(e, in, in->reference, out);
    /* An order id can be used once. Refused, because an earlier call made it and its answer was
     * lost: nobody has seen that code, so a second one cannot be paid beside it. */
    if (rc == SMM_GW_REFUSED)
        rc = create_qr(e, in, apr_pstrcat(e->c->pool, in->reference, "-2", NULL), out);
    return rc;
}

/* ---- status ---------------------------------------------------------------------------------- */

/** Raw words to a common state; `asked` and `paid` are 0 when they are not known. */
static const char *state_of(const char *status, int started, int64_t asked, int64_t paid)
{
    if (!status)
        return NULL;
    if (strcmp(status, "TXN_SUCCESS") == 0)
        return asked > paid ? "underpaid" : asked > 0 && paid > asked ? "overpaid" : "paid";
    if (strcmp(status, "PENDING") == 0)
        return started ? "confirming" : "pending";
    return strcmp(status, "TXN_FAILURE") == 0 ? "failed" : NULL;
}

const char *smm_paytm_state(apr_pool_t *p, json_t *row)
{
    int64_t asked = 0, paid = 0;

    (void)p;
    smm_gw_minor(smm_gw_text(row, "asked"), 2, &asked);
    smm_gw_minor(smm_gw_text(row, "txnAmount"), 2, &paid);
    return state_of(smm_gw_text(row, "resultStatus"), 1, asked, paid);
}

/** "2026-11-23 05:30:00.0", Indian time → seconds UTC, 0 when it is not a time. */
static int64_t ist(apr_pool_t *p, const char *text)
{
    int64_t t;

    if (!text || strlen(text) < 19 || text[10] != ' ' ||
        smm_time_parse(apr_psprintf(p, "%.10sT%.8sZ", text, text + 11), &t) != 0)
        return 0;
    return t - SMM_IST_OFFSET;
}

/** Our reference of an order id: a second attempt has "-2" behind it. */
static const char *reference_of(apr_pool_t *p, const char *order)
{
    size_t n = strlen(order);

    return n > 2 && strcmp(order + n - 2, "-2") == 0 ? apr_pstrndup(p, order, n - 2) : order;
}

static smm_gw_rc_e status_query(const smm_gateway_env_t *e, const char *order, smm_snapshot_t *out)
{
    const char *status, *code, *mid, *id, *amount;
    smm_gw_call_t x;
    smm_gw_rc_e rc;

    if (!order_ok(order))
        return SMM_GW_MISSING;
    rc = call(e, "/v3/order/status", "",
              json_pack("{s:s s:s}", "mid", set(e, "mid") ? set(e, "mid") : "", "orderId", order),
              &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    status = smm_gw_text(x.root, "body.resultInfo.resultStatus");
    code = smm_gw_text(x.root, "body.resultInfo.resultCode");
    mid = smm_gw_text(x.root, "body.mid");
    id = smm_gw_text(x.root, "body.txnId");
    amount = smm_gw_text(x.root, "body.txnAmount");
    out->raw_status = code ? apr_psprintf(e->c->pool, "%s %s", status ? status : "", code) : status;
    if (code && strcmp(code, NO_RECORD) == 0)
        return SMM_GW_MISSING;
    out->state = state_of(status, id != NULL, 0, 0);
    /* a refused question (wrong checksum, their own trouble) looks like a failed payment, but names
     * none */
    if (out->state && strcmp(out->state, "failed") == 0 && !id)
        return SMM_GW_UNSURE;
    if (!out->state || !set(e, "mid") || (mid && strcmp(mid, set(e, "mid")) != 0))
        return SMM_GW_UNSURE;
    if (strcmp(out->state, "paid") == 0 &&
        (!mid || !id || !smm_gw_text(x.root, "body.orderId") ||
         smm_gw_minor(amount, 2, &out->paid_minor) != 0 || out->paid_minor <= 0))
        return SMM_GW_UNSURE;
    out->payment_id = id;
    out->reference = smm_gw_text(x.root, "body.orderId");
    if (out->reference && strcmp(out->reference, order) != 0)
        return SMM_GW_UNSURE; /* an answer to another question */
    out->currency = "INR";
    out->paid_at = ist(e->c->pool, smm_gw_text(x.root, "body.txnDate"));
    smm_gw_minor(smm_gw_text(x.root, "body.refundAmt"), 2, &out->refunded_minor);
    return SMM_GW_OK;
}

static smm_gw_rc_e fetch(const smm_gateway_env_t *e, const char *ref, smm_snapshot_t *out)
{
    smm_gw_rc_e rc = status_query(e, ref, out);

    if (rc == SMM_GW_MISSING && order_ok(ref)) { /* nobody has scanned the code yet */
        out->state = "pending";
        rc = SMM_GW_OK;
    }
    if (rc == SMM_GW_OK)
        out->reference = reference_of(e->c->pool, ref);
    return rc;
}

/* ---- the customer's order id ----------------------------------------------------------------- */

static smm_claim_e claim(const smm_gateway_env_t *e, const smm_claim_t *in, const char **key,
                         const char **message)
{
    (void)message;
    if (in->reference && !order_ok(in->reference))
        return SMM_CLAIM_BAD;
    return smm_claim_reference(e->c->pool, in->reference, key);
}

/** Money under an order id that the app or the receipt shows. Case counts at Paytm. */
static smm_gw_rc_e lookup(const smm_gateway_env_t *e, const char *reference, smm_snapshot_t *out)
{
    return status_query(e, reference, out);
}

/* ---- refunds --------------------------------------------------------------------------------- */

static smm_gw_rc_e refund(const smm_gateway_env_t *e, const char *ref, int64_t amount_minor,
                          const char *key, const char **refund_ref)
{
    char amount[SMM_USD_TEXT];
    smm_snapshot_t s = {0};
    const char *status;
    smm_gw_call_t x;
    smm_gw_rc_e rc = status_query(e, ref, &s);

    if (rc != SMM_GW_OK)
        return rc;
    if (!s.payment_id || strcmp(s.state, "paid") != 0 || amount_minor <= 0 ||
        amount_minor > s.paid_minor || !smm_gw_ref_ok(key) || strlen(key) > 50)
        return SMM_GW_REFUSED;
    smm_minor_text(amount, amount_minor, 2);
    rc =
        call(e, "/refund/apply", "",
             json_pack("{s:s s:s s:s s:s s:s s:s}", "mid", set(e, "mid"), "txnType", "REFUND",
                       "orderId", ref, "txnId", s.payment_id, "refId", key, "refundAmount", amount),
             &x);
    if (rc != SMM_GW_OK)
        return rc;
    status = smm_gw_text(x.root, "body.resultInfo.resultStatus");
    if (!status)
        return SMM_GW_UNSURE;
    *refund_ref = apr_pstrcat(e->c->pool, ref, "/", key, NULL);
    return strcmp(status, "TXN_SUCCESS") == 0 || strcmp(status, "PENDING") == 0 ? SMM_GW_OK
                                                                                : SMM_GW_REFUSED;
}

static smm_gw_rc_e fetch_refund(const smm_gateway_env_t *e, const char *refund_ref,
                                smm_snapshot_t *out)
{
    const char *slash = strchr(refund_ref, '/'), *status;
    smm_gw_call_t x;
    smm_gw_rc_e rc;

    if (!slash)
        return SMM_GW_MISSING;
    rc = call(e, "/v2/refund/status", "",
              json_pack("{s:s s:s s:s}", "mid", set(e, "mid") ? set(e, "mid") : "", "orderId",
                        apr_pstrmemdup(e->c->pool, refund_ref, (apr_size_t)(slash - refund_ref)),
                        "refId", slash + 1),
              &x);
    out->error = x.error;
    if (rc != SMM_GW_OK)
        return rc;
    status = smm_gw_text(x.root, "body.resultInfo.resultStatus");
    out->raw_status = status;
    out->currency = "INR";
    smm_gw_minor(smm_gw_text(x.root, "body.refundAmount"), 2, &out->refunded_minor);
    if (!status)
        return SMM_GW_UNSURE;
    out->state = strcmp(status, "TXN_SUCCESS") == 0   ? "refunded"
                 : strcmp(status, "TXN_FAILURE") == 0 ? "failed"
                                                      : "pending";
    return SMM_GW_OK;
}

/* ---- notices --------------------------------------------------------------------------------- */

typedef struct seen_t {
    const char *mid, *order, *txn, *status, *type;
} seen_t;

static const char *read_form(const smm_gateway_env_t *e, const smm_notice_in_t *in, seen_t *s)
{
    apr_pool_t *p = e->c->pool;
    smm_paytm_field_t f[SMM_PAYTM_MAX_FIELDS];
    int n = smm_paytm_form(p, in->body, in->len, f);
    const char *text, *sum;

    if (n < 0)
        return "not the expected form";
    sum = smm_paytm_value(f, n, "CHECKSUMHASH");
    if (!sum || !*sum)
        return "no checksum";
    text = smm_paytm_form_text(p, f, n);
    if (!smm_paytm_check(p, set(e, "merchant_key"), text, strlen(text), sum))
        return "checksum does not fit";
    s->mid = smm_paytm_value(f, n, "MID");
    s->order = smm_paytm_value(f, n, "ORDERID");
    s->txn = smm_paytm_value(f, n, "TXNID");
    s->status = smm_paytm_value(f, n, "STATUS");
    s->type = "payment";
    return NULL;
}

static const char *read_json(const smm_gateway_env_t *e, const smm_notice_in_t *in, seen_t *s)
{
    apr_pool_t *p = e->c->pool;
    json_t *root = smm_gw_json(p, in->body, in->len, SMM_GW_NUMBERS);
    apr_size_t n = 0;
    const char *sum = smm_gw_text(root, "head.signature"), *text;

    if (!json_is_object(root))
        return "not the expected JSON";
    if (!sum)
        return "no checksum";
    text = smm_paytm_member(in->body, in->len, "body", &n);
    if (!text || !smm_paytm_check(p, set(e, "merchant_key"), text, n, sum))
        return "checksum does not fit";
    s->mid = smm_gw_text(root, "body.mid");
    s->order = smm_gw_text(root, "body.orderId");
    s->txn = smm_gw_text(root, "body.txnId");
    s->status = smm_gw_text(root, "body.status");
    s->type = smm_gw_text(root, "body.txnType");
    return NULL;
}

static void verify_notify(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out)
{
    apr_pool_t *p = e->c->pool;
    const char *mid = set(e, "mid");
    apr_size_t blank = 0;
    seen_t s = {0};

    out->auth = SMM_GW_AUTH_BAD;
    while (blank < in->len && strchr(" \t\r\n", in->body[blank]) && in->body[blank])
        blank++;
    out->why =
        blank < in->len && in->body[blank] == '{' ? read_json(e, in, &s) : read_form(e, in, &s);
    if (out->why)
        return;
    if (mid && s.mid && strcmp(mid, s.mid) != 0) {
        out->why = "of another merchant";
        return;
    }
    if (!order_ok(s.order)) {
        out->why = "without an order id";
        return;
    }
    out->auth = SMM_GW_AUTH_OK;
    out->reference = reference_of(p, s.order);
    out->gateway_ref = s.order;
    out->event = s.type ? s.type : "payment";
    /* no date and no event id in the scheme: a repeat is known by what it is about */
    out->event_key = apr_psprintf(p, "%.50s/%.64s/%.24s/%.24s", s.order, s.txn ? s.txn : "",
                                  s.status ? s.status : "", out->event);
}

/* ---- test call ------------------------------------------------------------------------------- */

static smm_gw_rc_e test_call(const smm_gateway_env_t *e, const char **what)
{
    const char *code;
    smm_gw_call_t x;
    smm_gw_rc_e rc = call(
        e, "/v3/order/status", "",
        json_pack("{s:s s:s}", "mid", set(e, "mid") ? set(e, "mid") : "", "orderId", "PANEL-TEST"),
        &x);

    *what = smm_gw_test_text(e->c->pool, rc, &x,
                             "Paytm answers and accepts the merchant id and its key.");
    if (rc != SMM_GW_OK)
        return rc;
    code = smm_gw_text(x.root, "body.resultInfo.resultCode");
    if (code &&
        (strcmp(code, "227") == 0 || strcmp(code, "330") == 0 || strcmp(code, "335") == 0)) {
        *what = "Paytm refuses the checksum: merchant id and merchant key do not belong together, "
                "or belong to the other address (test or live).";
        return SMM_GW_REFUSED;
    }
    if (!code) {
        *what = "Something answers, but not this service. Check the address.";
        return SMM_GW_UNSURE;
    }
    return SMM_GW_OK;
}

const smm_gateway_t smm_gateway_paytm = {
    .name = "paytm",
    .title = "Paytm",
    .text = "Scan a QR code with Paytm or any UPI app; you are asked in rupees",
    .time = "Instant",
    .icon = "qrcode",
    .caps = {.currencies = "INR",
             .flags = SMM_GW_QR | SMM_GW_NOTICE | SMM_GW_SIGNED | SMM_GW_POLL | SMM_GW_REFUND |
                      SMM_GW_PART_REFUND | SMM_GW_CLAIM | SMM_GW_LATE,
             .lifetime = 86400,
             .late = 7 * 86400},
    .settings = settings,
    .ready = ready,
    .create = create,
    .verify_notify = verify_notify,
    .fetch = fetch,
    .refund = refund,
    .fetch_refund = fetch_refund,
    .claim = claim,
    .lookup = lookup,
    .test = test_call,
};
