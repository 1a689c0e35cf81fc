/* SPDX-License-Identifier: Apache-2.0 */
/*
 * multipart/form-data of routes that take files. A text file becomes a field like any other: what
 * is no UTF-8 is read as Windows-1252, as spreadsheets write it. A field of type SMM_F_BYTES keeps
 * its file as it is. Pure.
 */
#include <string.h>
#include <strings.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "parse.h"

static const char *find(const char *s, const char *end, const char *what, size_t n)
{
    return s && s < end ? memmem(s, (size_t)(end - s), what, n) : NULL;
}

/* name="…" in the head of a part, *file = its filename or NULL. NULL when there is none. */
static const char *part_name(apr_pool_t *p, const char *s, const char *end, const char **file)
{
    const char *name = NULL;

    *file = NULL;
    while ((s = find(s, end, "name=\"", 6)) != NULL) {
        const char *stop = memchr(s + 6, '"', (size_t)(end - s - 6));
        int is_file = apr_isalnum(s[-1]);

        if (stop == NULL) {
            return NULL;
        }
        if (is_file) {
            *file = apr_pstrmemdup(p, s + 6, (size_t)(stop - s - 6));
        } else if (name == NULL) {
            name = apr_pstrmemdup(p, s + 6, (size_t)(stop - s - 6));
        }
        s = stop + 1;
    }
    return name && *name ? name : NULL;
}

/* Windows-1252 as UTF-8. Its 0x80..0x9f are signs that no statement needs, but for the euro's. */
static const char *to_utf8(apr_pool_t *p, const char *s, size_t len)
{
    char *out = apr_palloc(p, len * 3 + 1), *o = out;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c < 0x80) {
            *o++ = (char)c;
        } else if (c == 0x80) {
            *o++ = '\xe2';
            *o++ = '\x82';
            *o++ = '\xac';
        } else if (c < 0xa0) {
            *o++ = '?';
        } else {
            *o++ = (char)(0xc0 | c >> 6);
            *o++ = (char)(0x80 | (c & 0x3f));
        }
    }
    *o = '\0';
    return out;
}

/* The sender's name of a file: its last part, at most 100 bytes, one line of UTF-8. */
static const char *file_name(apr_pool_t *p, const char *sent)
{
    const char *cut = strrchr(sent, '/'), *back = strrchr(sent, '\\');
    char *name;

    sent = cut ? cut + 1 : sent;
    sent = back && back >= sent ? back + 1 : sent;
    if (*sent == '\0' || strlen(sent) > 100 || smm_utf8_count(sent, strlen(sent)) < 0) {
        return "file";
    }
    name = apr_pstrdup(p, sent);
    for (char *s = name; *s; s++) {
        if (apr_iscntrl(*s)) {
            *s = '_';
        }
    }
    return name;
}

static int keeps_bytes(const smm_form_t *form, const char *name)
{
    for (int i = 0; form && form->fields[i].name; i++) {
        if (form->fields[i].type == SMM_F_BYTES && strcmp(form->fields[i].name, name) == 0) {
            return 1;
        }
    }
    return 0;
}

static smm_pairs_rc_e add_part(apr_pool_t *p, const smm_form_t *form, const char *head,
                               const char *blank, const char *stop, smm_pairs_t *out,
                               const char **why)
{
    const char *value = blank + 4 <= stop ? blank + 4 : stop;
    size_t len = (size_t)(stop - value);
    const char *file, *name = part_name(p, head, blank, &file);
    smm_pair_t *pair = &out->v[out->n];

    *why = "a part without a name";
    if (name == NULL || smm_utf8_count(name, strlen(name)) < 0) {
        return SMM_PAIRS_BAD;
    }
    *why = "a field was sent twice";
    if (smm_pairs_get(out, name) != NULL) {
        return SMM_PAIRS_BAD;
    }
    if (file && keeps_bytes(form, name)) {
        *pair = (smm_pair_t){name, len ? file_name(p, file) : "", len ? value : NULL, len};
        out->n++;
        return SMM_PAIRS_OK;
    }
    *why = "a NUL byte";
    if (memchr(value, '\0', len) != NULL) {
        return SMM_PAIRS_BAD;
    }
    *why = "not UTF-8";
    if (smm_utf8_count(value, len) < 0) {
        if (!file) {
            return SMM_PAIRS_BAD;
        }
        value = to_utf8(p, value, len);
    } else {
        value = apr_pstrmemdup(p, value, len);
    }
    *pair = (smm_pair_t){name, value, NULL, 0};
    out->n++;
    return SMM_PAIRS_OK;
}

/* "\r\n--boundary" of a content type, or NULL. */
static const char *boundary(apr_pool_t *p, const char *type)
{
    const char *b = strstr(type, "boundary=");
    size_t n;

    if (b == NULL) {
        return NULL;
    }
    b += 9;
    n = *b == '"' ? strcspn(++b, "\"") : strcspn(b, "; \t");
    return n > 0 && n <= 70 ? apr_pstrcat(p, "\r\n--", apr_pstrmemdup(p, b, n), NULL) : NULL;
}

smm_pairs_rc_e smm_pairs_multipart(apr_pool_t *p, const char *type, const char *data, size_t len,
                                   const smm_form_t *form, int max, smm_pairs_t *out,
                                   const char **why)
{
    const char *mark = boundary(p, type), *end = data + len, *s;
    size_t ml = mark ? strlen(mark) : 0;
    smm_pairs_rc_e rc = SMM_PAIRS_OK;

    out->v = apr_palloc(p, sizeof(*out->v) * (size_t)max);
    out->n = 0;
    *why = "no boundary";
    if (mark == NULL || len < ml - 2 || memcmp(data, mark + 2, ml - 2) != 0) {
        return SMM_PAIRS_BAD;
    }
    for (s = data + ml - 2; rc == SMM_PAIRS_OK && end - s >= 2 && memcmp(s, "\r\n", 2) == 0;) {
        const char *blank = find(s, end, "\r\n\r\n", 4), *stop = find(s, end, mark, ml);

        *why = "a broken part";
        if (blank == NULL || stop == NULL || stop < blank + 2) {
            rc = SMM_PAIRS_BAD;
        } else if (out->n == max) {
            *why = "too many fields";
            rc = SMM_PAIRS_TOO_MANY;
        } else {
            rc = add_part(p, form, s, blank, stop, out, why);
            s = stop + ml;
        }
    }
    if (rc == SMM_PAIRS_OK && (end - s < 2 || memcmp(s, "--", 2) != 0)) {
        *why = "no last boundary";
        rc = SMM_PAIRS_BAD;
    }
    if (rc != SMM_PAIRS_OK) {
        out->n = 0;
    }
    return rc;
}
