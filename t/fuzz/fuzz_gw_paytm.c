/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paytm and UPI. First byte: a notice as it came (never believed), a JSON body or a form that is
 * signed here (believed, and read as it stands), an answer of Paytm, or a payment link.
 */
// clang-format off
// fuzz-sources: modules/lib/currency.c
// fuzz-sources: modules/wallet/gateway/gw_util.c modules/wallet/gateway/paytm.c
// fuzz-sources: modules/wallet/gateway/paytm_sign.c modules/wallet/gateway/upi_link.c
// fuzz-sources: modules/wallet/gateway/bank.c modules/wallet/domain/gateway.c
// fuzz-sources: modules/core/settings/secret.c modules/lib/money.c modules/lib/time.c
// clang-format on
// fuzz-libs: -lcrypto -ljansson -laprutil-1
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "gw_util.h"
#include "paytm_sign.h"
#include "smm_payment.h"
#include "upi_link.h"

#define KEY "test_merchantkey"

static const char *answer;
static size_t answer_len;

void smm_settings_add(const smm_setting_t *table)
{
}
const char *smm_setting(smm_ctx_t *c, const char *key)
{
    const char *word = strrchr(key, '.') + 1;

    return strcmp(word, "merchant_key") == 0 ? KEY
           : strcmp(word, "mid") == 0        ? "MID1"
           : strcmp(word, "base_url") == 0   ? "http://127.0.0.1:9"
                                             : NULL;
}
void smm_http_run(apr_pool_t *p, smm_http_t *x, int n)
{
    x->rc = SMM_HTTP_DONE;
    x->status = 200;
    x->answer = apr_pstrmemdup(p, answer, answer_len);
    x->answer_len = answer_len;
}
const smm_setting_t *smm_bill_settings(apr_pool_t *p, const smm_gateway_t *g)
{
    return NULL;
}

int smm_quote_make(smm_ctx_t *c, const smm_gateway_t *g, int64_t total, smm_quote_t *out)
{
    return -1;
}

static smm_notice_t ask(smm_ctx_t *c, const char *body, size_t len)
{
    smm_gateway_env_t e = {c, smm_http_run, smm_setting, 0};
    smm_gw_header_t h[] = {{NULL, NULL}};
    smm_notice_in_t in = {h, body, len};
    smm_notice_t out = {SMM_GW_AUTH_BAD};

    smm_gateway_paytm.verify_notify(&e, &in, &out);
    if (out.auth == SMM_GW_AUTH_OK &&
        (!out.event_key || strlen(out.event_key) > 200 || !out.reference || !out.gateway_ref))
        abort();
    return out;
}

/** A body that is signed as it stands: what the panel takes for signed is exactly that text. */
static void json_body(smm_ctx_t *c, const char *text, size_t len)
{
    json_t *o = smm_gw_json(c->pool, text, len, 0);
    const char *sum = smm_paytm_sign(c->pool, KEY, text, len, "AbCd"), *all, *got;
    apr_size_t n = 0;

    if (!json_is_object(o) || memchr(text, '\0', len) || *text != '{' || text[len - 1] != '}')
        return;
    all = apr_psprintf(c->pool,
                       "{\"x\":[1,{\"body\":2}], \"head\":{\"signature\":\"%s\"} ,\"body\": %s }",
                       sum, text);
    got = smm_paytm_member(all, strlen(all), "body", &n);
    if (!got || n != len || memcmp(got, text, len) != 0)
        abort();
    ask(c, all, strlen(all));
    if (!smm_paytm_check(c->pool, KEY, text, len, sum) ||
        smm_paytm_check(c->pool, KEY, text, len - 1, sum))
        abort();
}

static void form(smm_ctx_t *c, const char *text, size_t len)
{
    smm_paytm_field_t f[SMM_PAYTM_MAX_FIELDS];
    int n = smm_paytm_form(c->pool, text, len, f), i;

    for (i = 1; i < n; i++)
        if (strcmp(f[i - 1].name, f[i].name) >= 0)
            abort();
    if (n >= 0)
        smm_paytm_form_text(c->pool, f, n);
}

static void pay_link(smm_ctx_t *c, const char *text)
{
    smm_upi_link_t l, again;
    const char *made;

    if (smm_upi_read(c->pool, text, SMM_UPI_CAP, &l) != NULL)
        return;
    made = smm_upi_write(c->pool, &l, SMM_UPI_CAP);
    if (!made || smm_upi_read(c->pool, made, SMM_UPI_CAP, &again) != NULL ||
        strcmp(l.pa, again.pa) || strcmp(l.pn, again.pn) ||
        strcmp(made, smm_upi_write(c->pool, &again, SMM_UPI_CAP)))
        abort();
}

static void answers(smm_ctx_t *c)
{
    smm_gateway_env_t e = {c, smm_http_run, smm_setting, 1000};
    smm_intent_t in = {
        .reference = "demo-P1", .amount_minor = 1000, .exponent = 2, .currency = "INR"};
    const smm_gateway_t *g = &smm_gateway_paytm;
    smm_checkout_t out = {0};
    smm_snapshot_t s = {0}, l = {0}, r = {0};
    const char *text = NULL;

    if (g->create(&e, &in, &out) == SMM_GW_OK && (!out.gateway_ref || !out.qr))
        abort();
    if (g->fetch(&e, "demo-P1", &s) == SMM_GW_OK &&
        (!s.state || (strcmp(s.state, "paid") == 0 && (s.paid_minor <= 0 || !s.payment_id))))
        abort();
    if (g->lookup(&e, "ORDER1", &l) == SMM_GW_OK &&
        (!l.state || (strcmp(l.state, "paid") == 0 &&
                      (l.paid_minor <= 0 || !l.payment_id || strcmp(l.reference, "ORDER1") != 0))))
        abort();
    if (g->fetch_refund(&e, "demo-P1/k", &r) == SMM_GW_OK && !r.state)
        abort();
    g->refund(&e, "demo-P1", 100, "key", &text);
    g->test(&e, &text);
    if (!text)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    smm_panel_t panel = {.id = 1, .key = "demo"};
    smm_ctx_t c = {.panel = &panel, .now = 1700000000};
    const char *text = (const char *)data + 1;
    static int begun;

    if (!begun++)
        apr_initialize();
    if (len < 3)
        return 0;
    apr_pool_create(&c.pool, NULL);
    len--;
    switch (data[0] % 5) {
    case 0:
        if (ask(&c, text, len).auth == SMM_GW_AUTH_OK)
            abort();
        break;
    case 1:
        json_body(&c, apr_pstrmemdup(c.pool, text, len), len);
        break;
    case 2:
        form(&c, text, len);
        break;
    case 3:
        answer = text;
        answer_len = len;
        answers(&c);
        break;
    default:
        pay_link(&c, apr_pstrmemdup(c.pool, text, len));
    }
    apr_pool_destroy(c.pool);
    return 0;
}
