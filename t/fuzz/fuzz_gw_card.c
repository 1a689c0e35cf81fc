/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notices and answers of Stripe, PayPal, Razorpay and Tazapay. First byte: which gateway, and
 * whether the rest is a notice (header, line end, body) or what its API answers. A notice that is
 * not signed is never believed; one that is signed is read. What an answer leads to keeps the
 * snapshot's rules.
 */
// clang-format off
// fuzz-sources: modules/lib/currency.c
// fuzz-sources: modules/wallet/gateway/gw_util.c modules/wallet/gateway/stripe.c
// fuzz-sources: modules/wallet/gateway/paypal.c modules/wallet/gateway/paypal_cert.c
// fuzz-sources: modules/wallet/gateway/razorpay.c modules/wallet/gateway/tazapay.c
// fuzz-sources: modules/wallet/domain/gateway.c modules/core/settings/secret.c
// fuzz-sources: modules/lib/money.c modules/lib/time.c
// clang-format on
// fuzz-libs: -lcrypto -ljansson -laprutil-1 -lz
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <zlib.h>
#include "smm_time.h"
#include "../../modules/wallet/domain/smm_bill.h"
#include "../../modules/wallet/domain/smm_payment.h"
#include "../../modules/wallet/gateway/gw_util.h"
#include "../../modules/wallet/gateway/paypal.h"

#define NOW 1700000000
#define CERT_URL "https://api.paypal.com/certs/1"

static const uint8_t *answer;
static size_t answer_len;
static EVP_PKEY *key;
static const char *root; /* the certificate that PayPal's notices are signed under */

void smm_settings_add(const smm_setting_t *table)
{
}

const char *smm_setting(smm_ctx_t *c, const char *name)
{
    if (strstr(name, "trusted_root"))
        return root;
    if (strstr(name, "_old") || strstr(name, "notice_age"))
        return NULL;
    return strstr(name, "base_url") ? "https://api.example" : "the secret";
}

const smm_setting_t *smm_bill_settings(apr_pool_t *p, const smm_gateway_t *g)
{
    return NULL;
}

int smm_quote_make(smm_ctx_t *c, const smm_gateway_t *g, int64_t total, smm_quote_t *out)
{
    return -1;
}

const char *smm_http_form(apr_pool_t *p, const char *name, ...)
{
    return "a=b";
}

void smm_http_run(apr_pool_t *p, smm_http_t *x, int n)
{
    x->rc = SMM_HTTP_DONE;
    x->status = 200;
    x->answer = apr_pstrmemdup(p, (const char *)answer, answer_len);
    x->answer_len = answer_len;
    if (strstr(x->url, "oauth2")) {
        x->answer = "{\"access_token\":\"t\",\"expires_in\":3600}";
        x->answer_len = strlen(x->answer);
    }
}

static void begin(void)
{
    X509 *x = X509_new();
    BIO *out = BIO_new(BIO_s_mem());
    X509_NAME *name;
    char *text;
    long n;

    apr_initialize();
    key = EVP_RSA_gen(1024);
    name = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"x.paypal.com", -1,
                               -1, 0);
    X509_set_issuer_name(x, name);
    ASN1_TIME_set(X509_getm_notBefore(x), NOW - 1000);
    ASN1_TIME_set(X509_getm_notAfter(x), NOW + 1000);
    X509_set_pubkey(x, key);
    X509_sign(x, key, EVP_sha256());
    PEM_write_bio_X509(out, x);
    n = BIO_get_mem_data(out, &text);
    root = strndup(text, (size_t)n);
    BIO_free(out);
    X509_free(x);
    smm_paypal_cert_keep(CERT_URL, root, NOW);
}

static smm_gw_auth_e ask(smm_ctx_t *c, const smm_gateway_t *g, const smm_gw_header_t *h,
                         const char *body, size_t len)
{
    smm_gateway_env_t e = {c, smm_http_run, smm_setting, 1000};
    smm_notice_in_t in = {h, body, len};
    smm_notice_t out = {SMM_GW_AUTH_BAD};

    g->verify_notify(&e, &in, &out);
    if (out.auth == SMM_GW_AUTH_OK && (!out.event_key || strlen(out.event_key) > 200))
        abort();
    return out.auth;
}

/** PayPal's signature over a body, in base64. */
static const char *paypal_signature(apr_pool_t *p, const char *body, size_t len)
{
    const char *text =
        apr_psprintf(p, "i|t|the secret|%lu", crc32(0, (const Bytef *)body, (uInt)len));
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    unsigned char sig[256];
    size_t n = sizeof(sig);

    EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, key);
    EVP_DigestSign(md, sig, &n, (const unsigned char *)text, strlen(text));
    EVP_MD_CTX_free(md);
    return smm_gw_base64(p, sig, n);
}

/** The headers of a genuine notice. @return 1: it must be believed; 0: only if its body is right.
 */
static int sign(apr_pool_t *p, const smm_gateway_t *g, const char *body, size_t len,
                smm_gw_header_t *h)
{
    smm_gw_part_t part[3] = {{"1700000000.", 11}, {body, len}, {"", 0}};
    json_t *o;

    if (g == &smm_gateway_stripe) {
        h[0] = (smm_gw_header_t){
            "Stripe-Signature",
            apr_pstrcat(p, "t=1700000000,v1=", smm_gw_hmac_hex(p, "SHA256", "the secret", part, 2),
                        NULL)};
        return 1;
    }
    if (g == &smm_gateway_razorpay) {
        h[0] = (smm_gw_header_t){"X-Razorpay-Signature",
                                 smm_gw_hmac_hex(p, "SHA256", "the secret", part + 1, 1)};
        return 1;
    }
    if (g == &smm_gateway_paypal) {
        h[0] = (smm_gw_header_t){"PAYPAL-TRANSMISSION-ID", "i"};
        h[1] = (smm_gw_header_t){"PAYPAL-TRANSMISSION-TIME", "t"};
        h[2] = (smm_gw_header_t){"PAYPAL-CERT-URL", CERT_URL};
        h[3] = (smm_gw_header_t){"PAYPAL-AUTH-ALGO", "SHA256withRSA"};
        h[4] = (smm_gw_header_t){"PAYPAL-TRANSMISSION-SIG", paypal_signature(p, body, len)};
        return 1;
    }
    o = smm_gw_json(p, body, len, SMM_GW_NUMBERS);
    part[0].data = smm_gw_text(o, "id") ? smm_gw_text(o, "id") : "";
    part[2].data = smm_gw_text(o, "created_at") ? smm_gw_text(o, "created_at") : "";
    part[0].len = strlen(part[0].data);
    part[2].len = strlen(part[2].data);
    h[0] = (smm_gw_header_t){"signature", smm_gw_hmac_base64(p, "SHA256", "the secret", part, 3)};
    return 0;
}

static void notice(smm_ctx_t *c, const smm_gateway_t *g, const char *data, size_t len)
{
    static const char *const names[] = {"Stripe-Signature", "PAYPAL-CERT-URL",
                                        "X-Razorpay-Signature", "signature"};
    const char *line = memchr(data, '\n', len);
    size_t head = line ? (size_t)(line - data) : len, left = line ? len - head - 1 : 0, i;
    char *body = malloc(left ? left : 1), *text = apr_pstrmemdup(c->pool, data, head);
    smm_gw_header_t h[6] = {{NULL, NULL}}, wrong[6] = {{NULL, NULL}};
    int must;

    memcpy(body, line ? line + 1 : "", left); /* exact, without an end */
    for (i = 0; i < 4; i++)
        wrong[i] = (smm_gw_header_t){names[i], text};
    wrong[4] = (smm_gw_header_t){"PAYPAL-TRANSMISSION-SIG", text};
    if (ask(c, g, wrong, body, left) == SMM_GW_AUTH_OK)
        abort();
    must = sign(c->pool, g, body, left, h);
    if (ask(c, g, h, body, left) != SMM_GW_AUTH_OK && must)
        abort();
    free(body);
}

static void answers(smm_ctx_t *c, const smm_gateway_t *g)
{
    smm_gateway_env_t e = {c, smm_http_run, smm_setting, 1000};
    smm_intent_t in = {1,
                       "demo-P1",
                       "a key of the payment",
                       1000,
                       2,
                       "USD",
                       "Pay",
                       "PI-1",
                       "a@b.example",
                       "A",
                       "DE",
                       "https://p.example/r",
                       "https://p.example/c",
                       "https://p.example/n"};
    const char *text = NULL;
    smm_checkout_t out = {0};
    smm_snapshot_t s = {0}, r = {0};

    if (g->create(&e, &in, &out) == SMM_GW_OK &&
        (!smm_gw_ref_ok(out.gateway_ref) || !smm_gateway_link_ok(out.redirect_url)))
        abort();
    if (g->fetch(&e, "ref_1", &s) == SMM_GW_OK &&
        (!s.state || !s.reference || !s.currency || s.asked_minor <= 0 || s.disputed_minor < 0))
        abort();
    if (g->fetch_refund(&e, "ref_1", &r) == SMM_GW_OK && !r.state)
        abort();
    if (g->refund(&e, "ref_1", 100, "another key here", &text) == SMM_GW_OK && !smm_gw_ref_ok(text))
        abort();
    if (g->capture)
        g->capture(&e, "ref_1");
    g->test(&e, &text);
    if (!text)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const smm_gateway_t *const all[] = {&smm_gateway_stripe, &smm_gateway_paypal,
                                               &smm_gateway_razorpay, &smm_gateway_tazapay};
    smm_panel_t panel = {.id = 1, .key = "demo"};
    smm_ctx_t c = {.panel = &panel, .now = NOW};
    const smm_gateway_t *g;

    if (!key)
        begin();
    if (len < 1)
        return 0;
    apr_pool_create(&c.pool, NULL);
    g = all[data[0] % 4];
    answer = data + 1;
    answer_len = len - 1;
    if (data[0] & 4)
        answers(&c, g);
    else
        notice(&c, g, (const char *)data + 1, len - 1);
    apr_pool_destroy(c.pool);
    return 0;
}
