/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UPI to the shop's own address: a QR code and a link with the exact amount. Nobody tells us when
 * it was paid: the customer sends the 12-digit reference of the app, a statement confirms it.
 */
#include "config.h"
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "gateways.h"
#include "smm_money.h"
#include "upi_link.h"

static const smm_setting_t settings[] = {
    {"gateway.upi.enabled", "1", 0, "UPI is offered", SMM_SET_FLAG},
    {"gateway.upi.vpa", NULL, 0, "Your UPI address (name@bank)"},
    {"gateway.upi.holder", NULL, 0, "Name behind your UPI address"},
    {"gateway.upi.mc", NULL, 0, "Merchant category code, if your bank gave you one", SMM_SET_TEXT,
     4, 4},
    {"gateway.upi.cap", "100000", 0, "Largest payment over UPI in rupees", SMM_SET_INT, 1,
     10000000},
    {"gateway.upi.note", NULL, 0, "Note under the QR code", SMM_SET_TEXT, 0, 500},
    {NULL, NULL, 0, NULL},
};

static int64_t cap(const smm_gateway_env_t *e)
{
    const char *v = smm_gateway_setting(e, &smm_gateway_upi, "cap");
    int64_t rupees = v ? apr_atoi64(v) : 0;

    return rupees > 0 && rupees <= 10000000 ? rupees * 100 : SMM_UPI_CAP;
}

static int ready(const smm_gateway_env_t *e)
{
    smm_upi_link_t l = {.pa = smm_gateway_setting(e, &smm_gateway_upi, "vpa"),
                        .pn = smm_gateway_setting(e, &smm_gateway_upi, "holder")};

    return smm_upi_write(e->c->pool, &l, SMM_UPI_CAP) != NULL;
}

/** A reference without marks: "main-P12" → "mainP12", at most 35. */
static const char *plain(apr_pool_t *p, const char *text)
{
    char *out = apr_pstrdup(p, text), *o = out;

    for (; *text && o - out < 35; text++)
        if (apr_isalnum(*text))
            *o++ = *text;
    *o = '\0';
    return out;
}

static smm_gw_rc_e create(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out)
{
    apr_pool_t *p = e->c->pool;
    char amount[SMM_USD_TEXT];
    smm_upi_link_t l = {.pa = smm_gateway_setting(e, &smm_gateway_upi, "vpa"),
                        .pn = smm_gateway_setting(e, &smm_gateway_upi, "holder"),
                        .mc = smm_gateway_setting(e, &smm_gateway_upi, "mc"),
                        .cu = "INR"};

    if (strcmp(in->currency, "INR") != 0 || in->exponent != 2)
        return SMM_GW_REFUSED;
    if (!l.pa || !l.pn)
        return SMM_GW_NOT_SET;
    if (in->amount_minor > cap(e)) {
        out->error = "above the limit of one UPI payment";
        return SMM_GW_REFUSED;
    }
    l.am = smm_minor_text(amount, in->amount_minor, 2);
    l.tr = plain(p, in->reference);
    l.tn = apr_psprintf(p, "Payment P%" APR_INT64_T_FMT, in->payment);
    out->qr = smm_upi_write(p, &l, cap(e));
    out->instructions = "";
    return out->qr ? SMM_GW_OK : SMM_GW_NOT_SET;
}

/** The reference of a UPI payment (RRN): twelve digits. */
static smm_claim_e claim(const smm_gateway_env_t *e, const smm_claim_t *in, const char **key,
                         const char **message)
{
    smm_claim_e rc = smm_claim_reference(e->c->pool, in->reference, key);

    if (rc != SMM_CLAIM_BAD && strlen(*key) == 12 && strspn(*key, "0123456789") == 12)
        return rc;
    *message = "Enter the 12 digits that your UPI app shows as UPI reference, UTR or RRN.";
    return SMM_CLAIM_BAD;
}

const smm_gateway_t smm_gateway_upi = {
    .name = "upi",
    .title = "UPI",
    .text = "Scan a QR code with any UPI app and send us its reference; you are asked in rupees",
    .time = "Within a day",
    .icon = "qrcode",
    .caps = {.currencies = "INR",
             .flags = SMM_GW_QR | SMM_GW_INSTRUCTIONS | SMM_GW_CLAIM | SMM_GW_LATE,
             .lifetime = 2 * 86400},
    .settings = settings,
    .ready = ready,
    .create = create,
    .claim = claim,
};
