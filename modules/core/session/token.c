/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <apr_encode.h>
#include <apr_strings.h>
#include "smm_settings.h"
#include "token.h"

#define TOKEN_CHARS 43
#define FLASH_MAX 1500

int smm_token_ok(const char *t)
{
    static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    return t && (*t == 's' || *t == 'v') && strlen(t) == TOKEN_CHARS + 1 &&
           strspn(t + 1, set) == TOKEN_CHARS;
}

const char *smm_csrf_make(apr_pool_t *p, const smm_panel_t *panel, const char *token)
{
    return smm_mac(p, panel, "csrf", token);
}

int smm_csrf_ok(apr_pool_t *p, const smm_panel_t *panel, const char *token, const char *sent)
{
    return token && sent && smm_equal_ct(sent, smm_csrf_make(p, panel, token));
}

/* Signed together with the browser's token: nobody can plant a message in another's browser. */
static const char *flash_mac(apr_pool_t *p, const smm_panel_t *panel, const char *token,
                             const char *data)
{
    return smm_mac(p, panel, "flash", apr_pstrcat(p, token, ".", data, NULL));
}

const char *smm_flash_pack(apr_pool_t *p, const smm_panel_t *panel, const char *token, int64_t now,
                           const smm_flash_t *flash)
{
    const char *text =
        apr_psprintf(p, "%" APR_INT64_T_FMT "\n%s\n%s\n%s", now, flash->tone ? flash->tone : "ok",
                     flash->message, flash->a ? flash->a : "");
    const char *data = apr_pencode_base64(p, text, APR_ENCODE_STRING,
                                          APR_ENCODE_BASE64URL | APR_ENCODE_NOPADDING, NULL);

    if (data == NULL || strlen(data) > FLASH_MAX) {
        return NULL;
    }
    return apr_pstrcat(p, data, ".", flash_mac(p, panel, token, data), NULL);
}

int smm_flash_unpack(apr_pool_t *p, const smm_panel_t *panel, const char *token, int64_t now,
                     const char *cookie, smm_flash_t *flash)
{
    const char *dot = strchr(cookie, '.'), *data, *text;
    char *part[4] = {NULL, NULL, NULL, NULL}, *rest;
    int64_t made;

    if (dot == NULL || token == NULL || strlen(cookie) > FLASH_MAX + 80) {
        return 0;
    }
    data = apr_pstrmemdup(p, cookie, (size_t)(dot - cookie));
    if (!smm_equal_ct(dot + 1, flash_mac(p, panel, token, data))) {
        return 0;
    }
    text = apr_pdecode_base64(p, data, APR_ENCODE_STRING, APR_ENCODE_BASE64URL, NULL);
    rest = text ? apr_pstrdup(p, text) : NULL;
    for (int i = 0; rest && i < 4; i++) {
        part[i] = rest;
        rest = i < 3 ? strchr(rest, '\n') : NULL;
        if (rest) {
            *rest++ = '\0';
        }
    }
    made = part[3] ? apr_atoi64(part[0]) : 0;
    if (part[3] == NULL || now - made > SMM_FLASH_SECONDS || made > now + 5) {
        return 0;
    }
    flash->tone = part[1];
    flash->message = part[2];
    flash->a = *part[3] ? part[3] : NULL;
    return 1;
}
