/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys and secrets. From the panel's 32-byte secret every use derives its own key (HKDF-SHA256 with
 * the label as info), so that a sealed text of one use opens in no other.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include "smm_settings.h"

#define KEY_LEN 32
#define HASH_LEN 32
#define KEYID_LEN 4
#define NONCE_LEN 12
#define TAG_LEN 16

/* ---- hashing -------------------------------------------------------------------------------- */

/*
 * OpenSSL 3 looks an algorithm up by its name in each call of a one-shot function, which takes ten
 * times as long as to hash a short text. Each thread keeps contexts that are only set back.
 */
typedef struct hasher_t {
    EVP_MD_CTX *sha256;
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    EVP_MAC_CTX *hmac;
#endif
} hasher_t;

static pthread_key_t hasher_key;
static pthread_once_t hasher_once = PTHREAD_ONCE_INIT;

static void hasher_free(void *data)
{
    hasher_t *h = data;
    EVP_MD_CTX_free(h->sha256);
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    EVP_MAC_CTX_free(h->hmac);
#endif
    free(h);
}

static void hasher_start(void)
{
    if (pthread_key_create(&hasher_key, hasher_free) != 0) {
        abort();
    }
}

/* Without hashes there are no sessions, no keys and no seals: nothing safe can follow a failure. */
static hasher_t *hasher(void)
{
    hasher_t *h;
    pthread_once(&hasher_once, hasher_start);
    h = pthread_getspecific(hasher_key);
    if (!h) {
        h = calloc(1, sizeof(*h));
        if (!h || !(h->sha256 = EVP_MD_CTX_new()) ||
            EVP_DigestInit_ex(h->sha256, EVP_sha256(), NULL) != 1) {
            abort();
        }
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
        OSSL_PARAM with[] = {OSSL_PARAM_construct_utf8_string("digest", (char *)"SHA256", 0),
                             OSSL_PARAM_construct_end()};
        EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
        h->hmac = mac ? EVP_MAC_CTX_new(mac) : NULL;
        EVP_MAC_free(mac);
        if (!h->hmac || EVP_MAC_CTX_set_params(h->hmac, with) != 1) {
            abort();
        }
#endif
        pthread_setspecific(hasher_key, h);
    }
    return h;
}

static void sha256(const void *data, size_t len, unsigned char md[HASH_LEN])
{
    EVP_MD_CTX *x = hasher()->sha256;
    if (EVP_DigestInit_ex(x, NULL, NULL) != 1 || EVP_DigestUpdate(x, data, len) != 1 ||
        EVP_DigestFinal_ex(x, md, NULL) != 1) {
        abort();
    }
}

static void hmac(const unsigned char *key, size_t key_len, const void *data, size_t len,
                 unsigned char md[HASH_LEN])
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    EVP_MAC_CTX *x = hasher()->hmac;
    size_t n = 0;
    if (EVP_MAC_init(x, key, key_len, NULL) != 1 || EVP_MAC_update(x, data, len) != 1 ||
        EVP_MAC_final(x, md, &n, HASH_LEN) != 1) {
        abort();
    }
#else
    if (!HMAC(EVP_sha256(), key, (int)key_len, data, len, md, NULL)) {
        abort();
    }
#endif
}

/* HKDF (RFC 5869) with one block of output. */
static void derive(const smm_panel_t *panel, const char *use, const char *label,
                   unsigned char key[KEY_LEN])
{
    static const unsigned char salt[] = "mod_smm key v1";
    unsigned char prk[HASH_LEN], info[512];
    size_t used = strlen(use), len = strlen(label);
    if (used + len + 2 > sizeof(info)) { /* labels are short; a long one still gets its own key */
        len = sizeof(info) - used - 2;
    }
    memcpy(info, use, used);
    info[used] = ':';
    memcpy(info + used + 1, label, len);
    info[used + 1 + len] = 1;
    hmac(salt, sizeof(salt) - 1, panel->secret, KEY_LEN, prk);
    hmac(prk, HASH_LEN, info, used + len + 2, key);
    OPENSSL_cleanse(prk, sizeof(prk));
}

static void key_id(const smm_panel_t *panel, unsigned char id[KEYID_LEN])
{
    unsigned char key[KEY_LEN];
    derive(panel, "id", "", key);
    memcpy(id, key, KEYID_LEN);
}

static char *to_base64(apr_pool_t *p, const unsigned char *data, size_t len, int url)
{
    char *out = apr_palloc(p, 4 * ((len + 2) / 3) + 1);
    int n = EVP_EncodeBlock((unsigned char *)out, data, (int)len);
    if (url) {
        while (n > 0 && out[n - 1] == '=') {
            out[--n] = '\0';
        }
        for (char *s = out; *s; s++) {
            *s = *s == '+' ? '-' : *s == '/' ? '_' : *s;
        }
    }
    return out;
}

static unsigned char *from_base64(apr_pool_t *p, const char *text, size_t *len)
{
    size_t n = strlen(text);
    if (n == 0 || n % 4 || n > INT_MAX) {
        return NULL;
    }
    unsigned char *out = apr_palloc(p, n / 4 * 3 + 1);
    int got = EVP_DecodeBlock(out, (const unsigned char *)text, (int)n);
    if (got < 0) {
        return NULL;
    }
    *len = (size_t)got - (text[n - 1] == '=') - (text[n - 2] == '=');
    return out;
}

static int seal_bytes(const unsigned char *key, const char *label, const unsigned char *nonce,
                      const char *plain, size_t len, unsigned char *out)
{
    int n = 0, ok;
    EVP_CIPHER_CTX *x = EVP_CIPHER_CTX_new();
    ok = x && EVP_EncryptInit_ex(x, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
         EVP_EncryptUpdate(x, NULL, &n, (const unsigned char *)label, (int)strlen(label)) == 1 &&
         EVP_EncryptUpdate(x, out, &n, (const unsigned char *)plain, (int)len) == 1 &&
         EVP_EncryptFinal_ex(x, out + n, &n) == 1 &&
         EVP_CIPHER_CTX_ctrl(x, EVP_CTRL_GCM_GET_TAG, TAG_LEN, out + len) == 1;
    EVP_CIPHER_CTX_free(x);
    return ok;
}

static int open_bytes(const unsigned char *key, const char *label, const unsigned char *nonce,
                      unsigned char *sealed, size_t len, unsigned char *out)
{
    int n = 0, ok;
    EVP_CIPHER_CTX *x = EVP_CIPHER_CTX_new();
    ok = x && EVP_DecryptInit_ex(x, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
         EVP_DecryptUpdate(x, NULL, &n, (const unsigned char *)label, (int)strlen(label)) == 1 &&
         EVP_DecryptUpdate(x, out, &n, sealed, (int)len) == 1 &&
         EVP_CIPHER_CTX_ctrl(x, EVP_CTRL_GCM_SET_TAG, TAG_LEN, sealed + len) == 1 &&
         EVP_DecryptFinal_ex(x, out + n, &n) == 1;
    EVP_CIPHER_CTX_free(x);
    return ok;
}

SMM_DECLARE(const char *)
smm_seal(apr_pool_t *p, const smm_panel_t *panel, const char *label, const char *plain)
{
    unsigned char key[KEY_LEN];
    size_t len = strlen(plain);
    if (!panel->secret || len > 1 << 20) {
        return NULL;
    }
    unsigned char *raw = apr_palloc(p, KEYID_LEN + NONCE_LEN + len + TAG_LEN);
    key_id(panel, raw);
    if (RAND_bytes(raw + KEYID_LEN, NONCE_LEN) != 1) {
        return NULL;
    }
    derive(panel, "seal", label, key);
    int ok = seal_bytes(key, label, raw + KEYID_LEN, plain, len, raw + KEYID_LEN + NONCE_LEN);
    OPENSSL_cleanse(key, sizeof(key));
    return ok ? apr_pstrcat(p, "v1:", to_base64(p, raw, KEYID_LEN + NONCE_LEN + len + TAG_LEN, 0),
                            NULL)
              : NULL;
}

SMM_DECLARE(const char *)
smm_unseal(apr_pool_t *p, const smm_panel_t *panel, const char *label, const char *sealed)
{
    unsigned char key[KEY_LEN], id[KEYID_LEN];
    size_t len = 0;
    if (!sealed || !panel->secret || strncmp(sealed, "v1:", 3) != 0) {
        return NULL;
    }
    unsigned char *raw = from_base64(p, sealed + 3, &len);
    if (!raw || len < KEYID_LEN + NONCE_LEN + TAG_LEN) {
        return NULL;
    }
    key_id(panel, id);
    if (memcmp(id, raw, KEYID_LEN) != 0) {
        return NULL; /* sealed with another secret file */
    }
    len -= KEYID_LEN + NONCE_LEN + TAG_LEN;
    unsigned char *out = apr_palloc(p, len + 1);
    derive(panel, "seal", label, key);
    int ok = open_bytes(key, label, raw + KEYID_LEN, raw + KEYID_LEN + NONCE_LEN, len, out);
    OPENSSL_cleanse(key, sizeof(key));
    out[len] = '\0';
    return ok ? (const char *)out : NULL;
}

static const char *hex(apr_pool_t *p, const unsigned char *data, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    char *out = apr_palloc(p, 2 * len + 1);
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[data[i] >> 4];
        out[2 * i + 1] = digits[data[i] & 15];
    }
    out[2 * len] = '\0';
    return out;
}

SMM_DECLARE(const char *)
smm_mac(apr_pool_t *p, const smm_panel_t *panel, const char *label, const char *text)
{
    unsigned char key[KEY_LEN], mac[HASH_LEN];
    derive(panel, "mac", label, key);
    hmac(key, KEY_LEN, text, strlen(text), mac);
    OPENSSL_cleanse(key, sizeof(key));
    return hex(p, mac, HASH_LEN);
}

SMM_DECLARE(const char *) smm_random_token(apr_pool_t *p, int n)
{
    unsigned char *raw = apr_palloc(p, (apr_size_t)n);
    if (RAND_bytes(raw, n) != 1) {
        abort(); /* no randomness, no tokens: nothing safe can follow */
    }
    return to_base64(p, raw, (size_t)n, 1);
}

SMM_DECLARE(const char *) smm_sha256_hex(apr_pool_t *p, const void *data, apr_size_t len)
{
    unsigned char md[HASH_LEN];
    sha256(data, len, md);
    return hex(p, md, HASH_LEN);
}

SMM_DECLARE(int) smm_equal_ct(const char *a, const char *b)
{
    if (!a || !b) {
        return 0;
    }
    size_t n = strlen(a);
    return n == strlen(b) && CRYPTO_memcmp(a, b, n) == 0;
}
