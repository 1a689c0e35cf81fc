/* SPDX-License-Identifier: Apache-2.0 */
/* Declared fields: text → typed struct, with a plain message where a value is wrong. */
#include <string.h>
#include <apr_strings.h>
#include "parse.h"
#include "syntax.h"
#include "smm_money.h"

#define AT(data, f, type) (*(type *)((char *)(data) + (f)->offset))

void smm_field_bounds(const smm_field_t *f, int64_t *lo, int64_t *hi)
{
    *lo = f->lo;
    *hi = f->hi;
    if (f->lo != 0 || f->hi != 0) {
        return;
    }
    switch (f->type) {
    case SMM_F_AREA:
        *hi = 10000;
        break;
    case SMM_F_EMAIL:
        *hi = 254;
        break;
    case SMM_F_URL:
        *hi = 2000;
        break;
    case SMM_F_INT:
        *hi = INT64_C(1000000000000);
        break;
    case SMM_F_USD:
        *hi = INT64_C(1000000) * SMM_USD;
        break;
    case SMM_F_FILE:
    case SMM_F_BYTES:
        *hi = 1048576;
        break;
    default:
        *hi = 200;
        break;
    }
}

static int fault(smm_field_state_t *st, const char *message, const char *a, const char *b)
{
    st->message = message;
    st->a = a;
    st->b = b;
    return -1;
}

static int check_length(apr_pool_t *p, const smm_field_t *f, smm_field_state_t *st, int64_t n)
{
    int64_t lo, hi;

    smm_field_bounds(f, &lo, &hi);
    if (n > hi) {
        return fault(st, "Use at most {0} characters.", apr_psprintf(p, "%" APR_INT64_T_FMT, hi),
                     NULL);
    }
    if (n < lo) {
        return fault(st, "Use at least {0} characters.", apr_psprintf(p, "%" APR_INT64_T_FMT, lo),
                     NULL);
    }
    return 0;
}

/* One line or several: trimmed at both ends, line ends made LF, no other control characters. */
static int fill_text(apr_pool_t *p, const smm_field_t *f, smm_field_state_t *st, void *data)
{
    char *text = smm_text_clean(p, st->raw, f->type == SMM_F_AREA);

    if (text == NULL) {
        return fault(st,
                     f->type == SMM_F_AREA ? "This text holds a character that cannot be used here."
                                           : "Use one line without control characters.",
                     NULL, NULL);
    }
    st->raw = text;
    if (check_length(p, f, st, smm_utf8_count(text, strlen(text))) != 0) {
        return -1;
    }
    AT(data, f, const char *) = text;
    return 0;
}

static int fill_email(apr_pool_t *p, const smm_field_t *f, smm_field_state_t *st, void *data)
{
    char *text = smm_text_clean(p, st->raw, 0);
    const char *mail = text ? smm_email_clean(p, text) : NULL;

    if (mail == NULL) {
        return fault(st, "Enter an email address like name@example.com.", NULL, NULL);
    }
    st->raw = mail;
    if (check_length(p, f, st, (int64_t)strlen(mail)) != 0) {
        return -1;
    }
    AT(data, f, const char *) = mail;
    return 0;
}

static int fill_url(apr_pool_t *p, const smm_field_t *f, smm_field_state_t *st, void *data)
{
    char *text = smm_text_clean(p, st->raw, 0);

    if (text != NULL) {
        st->raw = text;
        if (check_length(p, f, st, smm_utf8_count(text, strlen(text))) != 0) {
            return -1;
        }
    }
    if (text == NULL || !smm_url_ok(text)) {
        int bare = (f->flags & SMM_F_BARE_OK) != 0;
        if (!bare || text == NULL || !smm_bare_ok(text)) {
            return fault(
                st,
                bare ? "Enter a link that starts with https://, or a user name without blanks."
                     : "Enter a link that starts with https:// or http://.",
                NULL, NULL);
        }
    }
    AT(data, f, const char *) = text;
    return 0;
}

static int fill_int(apr_pool_t *p, const smm_field_t *f, smm_field_state_t *st, void *data)
{
    int64_t v, lo, hi;

    smm_field_bounds(f, &lo, &hi);
    if (smm_int_parse(st->raw, &v) != 0) {
        return fault(st, "Enter a whole number, digits only.", NULL, NULL);
    }
    if (v < lo || v > hi) {
        return fault(st, "Enter a number from {0} to {1}.",
                     apr_psprintf(p, "%" APR_INT64_T_FMT, lo),
                     apr_psprintf(p, "%" APR_INT64_T_FMT, hi));
    }
    AT(data, f, int64_t) = v;
    return 0;
}

static int fill_usd(apr_pool_t *p, const smm_field_t *f, smm_field_state_t *st, void *data)
{
    char a[SMM_USD_TEXT], b[SMM_USD_TEXT];
    int64_t v, lo, hi;

    smm_field_bounds(f, &lo, &hi);
    if (smm_usd_parse(st->raw, &v) != 0) {
        return fault(st, "Enter an amount in US dollars with a point for cents, for example 25.00.",
                     NULL, NULL);
    }
    if (v < lo || v > hi) {
        return fault(st, "Enter an amount from {0} to {1} US dollars.",
                     apr_pstrdup(p, smm_usd_text(a, lo)), apr_pstrdup(p, smm_usd_text(b, hi)));
    }
    AT(data, f, int64_t) = v;
    return 0;
}

static int fill_secret(apr_pool_t *p, const smm_field_t *f, smm_field_state_t *st, void *data)
{
    if (check_length(p, f, st, (int64_t)strlen(st->raw)) != 0) {
        return -1;
    }
    AT(data, f, const char *) = st->raw;
    return 0;
}

static int fill_word(const smm_field_t *f, smm_field_state_t *st, void *data)
{
    if (!smm_word_in(f->words, st->raw)) {
        return fault(st, "Choose one of the options.", NULL, NULL);
    }
    AT(data, f, const char *) = st->raw;
    return 0;
}

/* Left alone when there is none; a name without a file was typed, not chosen. */
static int fill_bytes(apr_pool_t *p, const smm_field_t *f, smm_field_state_t *st,
                      const smm_pair_t *pair, void *data)
{
    int64_t lo, hi;

    if (pair == NULL || *pair->value == '\0') {
        return (f->flags & SMM_F_REQUIRED) ? fault(st, "Choose a file.", NULL, NULL) : 0;
    }
    if (pair->data == NULL) {
        return fault(st, "Choose a file.", NULL, NULL);
    }
    smm_field_bounds(f, &lo, &hi);
    if ((int64_t)pair->len > hi) {
        return fault(st, "This file is too large: at most {0} kB.",
                     apr_psprintf(p, "%" APR_INT64_T_FMT, hi / 1024), NULL);
    }
    AT(data, f, smm_bytes_t) = (smm_bytes_t){pair->data, pair->len, pair->value};
    return 0;
}

static int fill_field(apr_pool_t *p, const smm_field_t *f, smm_field_state_t *st, void *data)
{
    if (f->type == SMM_F_FLAG) {
        int on = st->raw && (strcmp(st->raw, "1") == 0 || strcmp(st->raw, "on") == 0);
        AT(data, f, int) = on;
        return (f->flags & SMM_F_REQUIRED) && !on
                   ? fault(st, "Please tick this box to go on.", NULL, NULL)
                   : 0;
    }
    if (f->type != SMM_F_SECRET && st->raw) {
        const char *s = st->raw + strspn(st->raw, " \t\r\n");
        st->raw = *s ? st->raw : "";
    }
    if (st->raw == NULL || *st->raw == '\0') {
        return (f->flags & SMM_F_REQUIRED) ? fault(st, "Please fill in this field.", NULL, NULL)
                                           : 0;
    }
    switch (f->type) {
    case SMM_F_TEXT:
    case SMM_F_AREA:
        return fill_text(p, f, st, data);
    case SMM_F_SECRET:
        return fill_secret(p, f, st, data);
    case SMM_F_EMAIL:
        return fill_email(p, f, st, data);
    case SMM_F_URL:
        return fill_url(p, f, st, data);
    case SMM_F_INT:
        return fill_int(p, f, st, data);
    case SMM_F_USD:
        return fill_usd(p, f, st, data);
    case SMM_F_WORD:
        return fill_word(f, st, data);
    case SMM_F_FILE:
        AT(data, f, const char *) = st->raw;
        return check_length(p, f, st, (int64_t)strlen(st->raw));
    default:
        return 0;
    }
}

smm_form_state_t *smm_form_empty(apr_pool_t *p, const smm_form_t *form)
{
    smm_form_state_t *st = apr_pcalloc(p, sizeof(*st));
    size_t n = 0;

    while (form->fields[n].name != NULL) {
        n++;
    }
    st->form = form;
    st->fields = apr_pcalloc(p, sizeof(*st->fields) * (n + 1));
    st->data = apr_pcalloc(p, form->size ? form->size : 1);
    for (size_t i = 0; i < n; i++) {
        const smm_field_t *f = &form->fields[i];
        if (f->type == SMM_F_INT || f->type == SMM_F_USD) {
            AT(st->data, f, int64_t) = SMM_ABSENT;
        }
    }
    return st;
}

smm_form_state_t *smm_form_fill(apr_pool_t *p, const smm_form_t *form, const smm_pairs_t *pairs)
{
    smm_form_state_t *st = smm_form_empty(p, form);

    for (int i = 0; form->fields[i].name != NULL; i++) {
        st->fields[i].raw = smm_pairs_get(pairs, form->fields[i].name);
        const smm_field_t *f = &form->fields[i];
        int bad = f->type == SMM_F_BYTES
                      ? fill_bytes(p, f, &st->fields[i], smm_pairs_find(pairs, f->name), st->data)
                      : fill_field(p, f, &st->fields[i], st->data);
        if (bad != 0) {
            st->faults++;
        }
    }
    return st;
}

const char *smm_field_text(apr_pool_t *p, const smm_field_t *f, const void *data)
{
    char usd[SMM_USD_TEXT];
    int64_t v;

    switch (f->type) {
    case SMM_F_SECRET:
    case SMM_F_FILE:
    case SMM_F_BYTES:
        return NULL;
    case SMM_F_FLAG:
        return AT(data, f, const int) ? "1" : NULL;
    case SMM_F_INT:
        v = AT(data, f, const int64_t);
        return v == SMM_ABSENT ? NULL : apr_psprintf(p, "%" APR_INT64_T_FMT, v);
    case SMM_F_USD:
        v = AT(data, f, const int64_t);
        return v == SMM_ABSENT ? NULL : apr_pstrdup(p, smm_usd_text(usd, v));
    default:
        return AT(data, f, const char *const);
    }
}
