/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys and secrets. From the panel's 32-byte secret every use derives its own key (HKDF-SHA256 with
 * the label as info), so that a sealed text of one use opens in no other.
 */
#include <string.h>
#include <apr_strings.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include "smm_settings.h"

#define KEY_LEN 32
#define KEYID_LEN 4
#define NONCE_LEN 12
#define TAG_LEN 16

/* HKDF (RFC 5869) with one block of output. */
static void derive(const smm_panel_t *panel, const char *use, const char *label,
                   unsigned char key[KEY_LEN])
{
    static const unsigned char salt[] = "mod_smm key v1";
    unsigned char prk[EVP_MAX_MD_SIZE], okm[EVP_MAX_MD_SIZE], info[512];
    unsigned int n = 0;
    size_t used = strlen(use), len = strlen(label);
    if (used + len + 2 > sizeof(info)) { /* labels are short; a long one still gets its own key */
        len = sizeof(info) - used - 2;
    }
    memcpy(info, use, used);
    info[used] = ':';
    memcpy(info + used + 1, label, len);
    info[used + 1 + len] = 1;
    HMAC(EVP_sha256(), salt, sizeof(salt) - 1, panel->secret, KEY_LEN, prk, &n);
    HMAC(EVP_sha256(), prk, (int)n, info, used + len + 2, okm, &n);
    memcpy(key, okm, KEY_LEN);
    OPENSSL_cleanse(prk, sizeof(prk));
    OPENSSL_cleanse(okm, sizeof(okm));
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
    unsigned char key[KEY_LEN], mac[EVP_MAX_MD_SIZE];
    unsigned int n = 0;
    derive(panel, "mac", label, key);
    HMAC(EVP_sha256(), key, KEY_LEN, (const unsigned char *)text, strlen(text), mac, &n);
    OPENSSL_cleanse(key, sizeof(key));
    return hex(p, mac, n);
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
    unsigned char md[EVP_MAX_MD_SIZE];
    unsigned int n = 0;
    EVP_Digest(data, len, md, &n, EVP_sha256(), NULL);
    return hex(p, md, n);
}

SMM_DECLARE(int) smm_equal_ct(const char *a, const char *b)
{
    if (!a || !b) {
        return 0;
    }
    size_t n = strlen(a);
    return n == strlen(b) && CRYPTO_memcmp(a, b, n) == 0;
}
