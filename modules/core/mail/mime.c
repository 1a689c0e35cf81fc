/* SPDX-License-Identifier: Apache-2.0 */
/* MIME: multipart/alternative in UTF-8, encoded words (RFC 2047), quoted-printable (RFC 2045). */
#include <string.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <openssl/evp.h>
#include "mail_int.h"
#include "smm_settings.h"

#define LINE 76
#define WORD_BYTES 42 /* of UTF-8 in one encoded word: 56 of base64 + 12 around it */

SMM_DECLARE(int) smm_mail_address_ok(const char *addr)
{
    const char *at = NULL;
    size_t n = 0;
    if (!addr) {
        return 0;
    }
    for (const char *s = addr; *s; s++, n++) {
        unsigned char ch = (unsigned char)*s;
        if (ch <= ' ' || ch >= 0x7f || strchr("<>()[],;:\\\"", ch)) {
            return 0;
        }
        if (ch == '@') {
            if (at) {
                return 0;
            }
            at = s;
        }
    }
    return at && at > addr && at - addr <= 64 && at[1] && at[1] != '.' && n <= 254;
}

static int one_line(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7f) {
            return 0;
        }
    }
    return 1;
}

static int ascii(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text >= 0x7f) {
            return 0;
        }
    }
    return 1;
}

SMM_DECLARE(const char *) smm_mime_word(apr_pool_t *p, const char *text)
{
    const char *out = "";
    size_t left = strlen(text);
    if (ascii(text) && left <= 60 && !strstr(text, "=?")) {
        return text;
    }
    while (left > 0) {
        char b64[80];
        size_t n = left < WORD_BYTES ? left : WORD_BYTES;
        while (n > 1 && n < left && ((unsigned char)text[n] & 0xc0) == 0x80) {
            n--; /* a character is not cut in two */
        }
        EVP_EncodeBlock((unsigned char *)b64, (const unsigned char *)text, (int)n);
        out = apr_pstrcat(p, out, *out ? "\r\n " : "", "=?UTF-8?B?", b64, "?=", NULL);
        text += n;
        left -= n;
    }
    return out;
}

SMM_DECLARE(const char *) smm_mime_qp(apr_pool_t *p, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    char *out = apr_palloc(p, strlen(text) * 4 + 16), *o = out;
    int col = 0;
    for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
        if (*s == '\r' && s[1] == '\n') {
            continue;
        }
        if (*s == '\n') {
            *o++ = '\r';
            *o++ = '\n';
            col = 0;
            continue;
        }
        int last = s[1] == '\0' || s[1] == '\n' || (s[1] == '\r' && s[2] == '\n');
        /* Blanks at a line's end, a dot or "From " at its start do not survive every mail system.
         */
        int raw =
            *s >= ' ' && *s <= '~' && *s != '=' && !(*s == ' ' && last) &&
            !(col == 0 && (*s == '.' || (*s == 'F' && strncmp((const char *)s, "From ", 5) == 0)));
        int width = raw ? 1 : 3;
        if (col + width > LINE - 1) {
            memcpy(o, "=\r\n", 3);
            o += 3;
            col = 0;
        }
        if (raw) {
            *o++ = (char)*s;
        } else {
            *o++ = '=';
            *o++ = digits[*s >> 4];
            *o++ = digits[*s & 15];
        }
        col += width;
    }
    *o = '\0';
    return out;
}

static const char *name_phrase(apr_pool_t *p, const char *name)
{
    if (!ascii(name) || strlen(name) > 60 || strstr(name, "=?")) {
        return smm_mime_word(p, name);
    }
    char *out = apr_palloc(p, 2 * strlen(name) + 3), *o = out;
    *o++ = '"';
    for (; *name; name++) {
        if (*name == '"' || *name == '\\') {
            *o++ = '\\';
        }
        *o++ = *name;
    }
    *o++ = '"';
    *o = '\0';
    return out;
}

static const char *part(apr_pool_t *p, const char *type, const char *text)
{
    return apr_pstrcat(p, "Content-Type: ", type,
                       "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
                       smm_mime_qp(p, text), "\r\n", NULL);
}

/** The texts, with the type of their part. */
static const char *body(apr_pool_t *p, const smm_mime_t *m)
{
    const char *cut;
    if (!m->html) {
        return part(p, "text/plain", m->text);
    }
    /* "=_" never comes out of our encoder */
    cut = apr_pstrcat(p, "=_", smm_random_token(p, 18), NULL);
    return apr_pstrcat(p, "Content-Type: multipart/alternative; boundary=\"", cut, "\"\r\n\r\n--",
                       cut, "\r\n", part(p, "text/plain", m->text), "--", cut, "\r\n",
                       part(p, "text/html", m->html), "--", cut, "--\r\n", NULL);
}

static const char *file_part(apr_pool_t *p, const smm_mail_file_t *f)
{
    const unsigned char *in = (const unsigned char *)f->data;
    size_t left = f->len, n;
    char *out = apr_palloc(p, (f->len + 2) / 3 * 4 + f->len / 57 * 2 + 8), *o = out;
    for (; left > 0; in += n, left -= n) {
        n = left < 57 ? left : 57; /* 76 characters */
        o += EVP_EncodeBlock((unsigned char *)o, in, (int)n);
        *o++ = '\r';
        *o++ = '\n';
    }
    *o = '\0';
    return apr_pstrcat(p, "Content-Type: ", f->type, "; name=\"", f->name,
                       "\"\r\nContent-Disposition: attachment; filename=\"", f->name,
                       "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n", out, NULL);
}

SMM_DECLARE(const char *) smm_mime_build(apr_pool_t *p, const smm_mime_t *m)
{
    char date[APR_RFC822_DATE_LEN];
    const char *from, *head, *cut;
    if (!smm_mail_address_ok(m->from) || !smm_mail_address_ok(m->to) || !one_line(m->subject) ||
        !one_line(m->message_id) || (m->from_name && !one_line(m->from_name)) ||
        !one_line(m->lang)) {
        return NULL;
    }
    apr_rfc822_date(date, apr_time_from_sec(m->date));
    from = m->from_name && *m->from_name
               ? apr_pstrcat(p, name_phrase(p, m->from_name), " <", m->from, ">", NULL)
               : m->from;
    /* RFC 5322 wants the zone as a number. */
    date[strlen(date) - 3] = '\0';
    head = apr_pstrcat(p, "Date: ", date, "+0000\r\nFrom: ", from, "\r\nTo: ", m->to,
                       "\r\nSubject: ", smm_mime_word(p, m->subject), "\r\nMessage-ID: <",
                       m->message_id, ">\r\nContent-Language: ", m->lang,
                       "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n", NULL);
    if (!m->file) {
        return apr_pstrcat(p, head, body(p, m), NULL);
    }
    cut = apr_pstrcat(p, "=_", smm_random_token(p, 18), NULL);
    return apr_pstrcat(p, head, "Content-Type: multipart/mixed; boundary=\"", cut, "\"\r\n\r\n--",
                       cut, "\r\n", body(p, m), "--", cut, "\r\n", file_part(p, m->file), "--", cut,
                       "--\r\n", NULL);
}
