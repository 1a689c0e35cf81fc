/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is a notice PayPal's? Its signature covers an id, a time, our webhook's id and the CRC-32 of the
 * body, under a certificate that the notice names. The certificate is fetched in a step of its own,
 * from allowed hosts only, and kept in the process; its chain is checked at every notice. Because
 * the signature binds but 32 bits of the body, nothing in it is believed: a notice only leads to a
 * fetch.
 */
#include "config.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>
#include <apr_strings.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include "paypal.h"

#define CERTS 8
#define MAX_URL 300
#define MAX_PEM 65536
#define KEEP (24 * 3600)

/* ---- which address ----------------------------------------------------------------------------
 */

/** "paypal.com" itself or a name below it. */
static int paypal_name(const char *name, size_t n)
{
    static const char own[] = "paypal.com";
    const size_t k = sizeof(own) - 1;

    if (n < k || strncasecmp(name + n - k, own, k) != 0)
        return 0;
    return n == k || (name[n - k - 1] == '.' && n > k + 1);
}

int smm_paypal_cert_url_ok(const smm_gateway_env_t *e, const smm_gateway_t *g, const char *url)
{
    const char *base = smm_gateway_setting(e, g, "base_url"), *host;
    size_t n;

    if (!url || strlen(url) > MAX_URL || !smm_gateway_link_ok(url) || strchr(url, '\\') ||
        strchr(url, '#') || strstr(url, ".."))
        return 0;
    n = base ? strlen(base) : 0;
    if (n > 0 && strncmp(url, base, n) == 0 && (url[n] == '/' || base[n - 1] == '/'))
        return 1;
    if (strncmp(url, "https://", 8) != 0)
        return 0;
    host = url + 8;
    n = strcspn(host, "/?");
    /* anything but a plain name is refused: no port, no user, no escape */
    if (strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") != n)
        return 0;
    return host[n] == '/' && paypal_name(host, n);
}

/* ---- kept certificates ------------------------------------------------------------------------
 */

typedef struct cert_t {
    char url[MAX_URL + 1];
    char *pem;
    int64_t fetched;
} cert_t;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static cert_t certs[CERTS];

void smm_paypal_cert_keep(const char *url, const char *pem, int64_t now)
{
    int i, at = 0;

    if (strlen(url) > MAX_URL)
        return;
    pthread_mutex_lock(&lock);
    for (i = 0; i < CERTS; i++) {
        if (strcmp(certs[i].url, url) == 0) {
            at = i;
            break;
        }
        if (certs[i].fetched < certs[at].fetched)
            at = i;
    }
    free(certs[at].pem);
    certs[at].pem = strdup(pem);
    certs[at].fetched = now;
    apr_cpystrn(certs[at].url, url, sizeof(certs[at].url));
    pthread_mutex_unlock(&lock);
}

/** The kept text, or NULL; older than `age` seconds does not count. */
static const char *kept(apr_pool_t *p, const char *url, int64_t since)
{
    const char *out = NULL;
    int i;

    pthread_mutex_lock(&lock);
    for (i = 0; i < CERTS; i++)
        if (certs[i].pem && strcmp(certs[i].url, url) == 0 && certs[i].fetched >= since)
            out = apr_pstrdup(p, certs[i].pem);
    pthread_mutex_unlock(&lock);
    return out;
}

smm_gw_rc_e smm_paypal_cert_fetch(const smm_gateway_env_t *e, const smm_gateway_t *g,
                                  const smm_notice_in_t *in)
{
    const char *url = smm_gateway_header(in, "PAYPAL-CERT-URL");
    smm_http_t x = {.method = "GET", .timeout_ms = e->timeout_ms, .max_answer = MAX_PEM};

    if (!smm_paypal_cert_url_ok(e, g, url) || kept(e->c->pool, url, e->c->now - KEEP))
        return SMM_GW_OK;
    x.url = url;
    x.connect_ms = e->timeout_ms < 3000 ? e->timeout_ms : 3000;
    e->http(e->c->pool, &x, 1);
    if (x.rc != SMM_HTTP_DONE)
        return SMM_GW_DOWN;
    if (x.status >= 500 || x.status == 429)
        return SMM_GW_DOWN;
    if (x.status == 200 && strstr(x.answer, "-----BEGIN CERTIFICATE-----"))
        smm_paypal_cert_keep(url, x.answer, e->c->now);
    return SMM_GW_OK;
}

/* ---- the chain --------------------------------------------------------------------------------
 */

static STACK_OF(X509) * read_chain(const char *pem)
{
    STACK_OF(X509) *chain = sk_X509_new_null();
    BIO *bio = BIO_new_mem_buf(pem, -1);
    X509 *x;

    while (sk_X509_num(chain) < 8 && (x = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL)
        sk_X509_push(chain, x);
    BIO_free(bio);
    return chain;
}

/** The names of a certificate: its DNS names, or its common name where it has none. */
static int named_paypal(X509 *leaf)
{
    GENERAL_NAMES *alt = X509_get_ext_d2i(leaf, NID_subject_alt_name, NULL, NULL);
    int i, good = 0, dns = 0;

    for (i = 0; i < sk_GENERAL_NAME_num(alt); i++) {
        const GENERAL_NAME *n = sk_GENERAL_NAME_value(alt, i);

        if (n->type == GEN_DNS) {
            dns = 1;
            good |= paypal_name((const char *)ASN1_STRING_get0_data(n->d.dNSName),
                                (size_t)ASN1_STRING_length(n->d.dNSName));
        }
    }
    GENERAL_NAMES_free(alt);
    if (!dns) {
        X509_NAME *subject = X509_get_subject_name(leaf);
        int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
        ASN1_STRING *cn =
            at < 0 ? NULL : X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));

        good = cn &&
               paypal_name((const char *)ASN1_STRING_get0_data(cn), (size_t)ASN1_STRING_length(cn));
    }
    return good;
}

static X509_STORE *trusted(const char *root)
{
    X509_STORE *store = X509_STORE_new();
    STACK_OF(X509) * roots;
    int i;

    if (!store || !root) {
        if (store)
            X509_STORE_set_default_paths(store);
        return store;
    }
    roots = read_chain(root);
    for (i = 0; i < sk_X509_num(roots); i++)
        X509_STORE_add_cert(store, sk_X509_value(roots, i));
    sk_X509_pop_free(roots, X509_free);
    return store;
}

static int chain_ok(STACK_OF(X509) * chain, const char *root, int64_t now)
{
    X509_STORE *store = trusted(root);
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    int good = 0;

    if (store && ctx && X509_STORE_CTX_init(ctx, store, sk_X509_value(chain, 0), chain) == 1) {
        X509_STORE_CTX_set_time(ctx, 0, (time_t)now);
        good = X509_verify_cert(ctx) == 1;
    }
    X509_STORE_CTX_free(ctx);
    X509_STORE_free(store);
    return good;
}

static int signed_by(X509 *leaf, const char *text, const unsigned char *sig, apr_size_t len)
{
    EVP_PKEY *key = X509_get0_pubkey(leaf);
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    int good = key && md && EVP_PKEY_base_id(key) == EVP_PKEY_RSA &&
               EVP_DigestVerifyInit(md, NULL, EVP_sha256(), NULL, key) == 1 &&
               EVP_DigestVerify(md, sig, len, (const unsigned char *)text, strlen(text)) == 1;

    EVP_MD_CTX_free(md);
    return good;
}

/* ---- the notice -------------------------------------------------------------------------------
 */

/** Does the certificate of the notice belong to PayPal, and has it signed one of the texts? */
static const char *certified(const smm_gateway_env_t *e, const smm_gateway_t *g, const char *pem,
                             const char *const *texts, const char *sig64)
{
    STACK_OF(X509) * chain;
    const unsigned char *sig;
    const char *why = NULL;
    apr_size_t len = 0;
    int fits = 0;

    sig = smm_gw_base64_decode(e->c->pool, sig64, &len);
    if (!sig)
        return "the signature is no base64";
    chain = read_chain(pem);
    if (sk_X509_num(chain) == 0)
        why = "no certificate at its address";
    else if (!named_paypal(sk_X509_value(chain, 0)))
        why = "the certificate is not PayPal's";
    else if (!chain_ok(chain, smm_gateway_setting(e, g, "trusted_root"), e->c->now))
        why = "the certificate is not trusted or not valid now";
    for (; !why && *texts; texts++)
        fits |= signed_by(sk_X509_value(chain, 0), *texts, sig, len);
    sk_X509_pop_free(chain, X509_free);
    return why ? why : fits ? NULL : "signature does not fit";
}

const char *smm_paypal_genuine(const smm_gateway_env_t *e, const smm_gateway_t *g,
                               const smm_notice_in_t *in)
{
    apr_pool_t *p = e->c->pool;
    const char *id = smm_gateway_header(in, "PAYPAL-TRANSMISSION-ID");
    const char *time = smm_gateway_header(in, "PAYPAL-TRANSMISSION-TIME");
    const char *sig = smm_gateway_header(in, "PAYPAL-TRANSMISSION-SIG");
    const char *url = smm_gateway_header(in, "PAYPAL-CERT-URL");
    const char *algo = smm_gateway_header(in, "PAYPAL-AUTH-ALGO");
    const char *hooks[2], *texts[3] = {0}, *pem;
    unsigned long crc = crc32(0, (const Bytef *)in->body, (uInt)in->len);
    int i, n = 0;

    if (!id || !time || !sig || !url || !algo || strlen(id) > 200 || strlen(time) > 100)
        return "no signature";
    if (strcmp(algo, "SHA256withRSA") != 0)
        return "an algorithm that is not taken";
    if (!smm_paypal_cert_url_ok(e, g, url))
        return "the certificate's address is not PayPal's";
    hooks[0] = smm_gateway_setting(e, g, "webhook_id");
    hooks[1] = smm_gateway_setting(e, g, "webhook_id_old");
    for (i = 0; i < 2; i++)
        if (hooks[i])
            texts[n++] = apr_psprintf(p, "%s|%s|%s|%lu", id, time, hooks[i], crc);
    pem = kept(p, url, INT64_MIN);
    if (!pem || !n)
        return n ? "the certificate could not be fetched" : "no webhook id is set";
    return certified(e, g, pem, texts, sig);
}
