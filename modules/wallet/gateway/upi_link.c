/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include <strings.h>
#include <apr_strings.h>
#include "gw_util.h"
#include "upi_link.h"

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Characters of UTF-8, or -1: broken, or a control character. */
static int count(const char *s)
{
    const unsigned char *u = (const unsigned char *)s;
    int n = 0, more;

    for (; *u; u++, n++) {
        if (*u < 0x20 || *u == 0x7f)
            return -1;
        more = *u < 0x80 ? 0 : *u >= 0xc2 && *u < 0xe0 ? 1 : (*u & 0xf0) == 0xe0 ? 2 : 3;
        if ((*u >= 0x80 && *u < 0xc2) || *u > 0xf4)
            return -1;
        for (; more > 0; more--)
            if ((*++u & 0xc0) != 0x80)
                return -1;
    }
    return n;
}

/** name@handle: exactly one @, both sides of letters, digits, points and dashes. */
static int address_ok(const char *pa)
{
    static const char more[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    size_t a = strspn(pa, more), b;

    if (a == 0 || pa[a] != '@')
        return 0;
    b = strspn(pa + a + 1, more);
    return b > 0 && pa[a + 1 + b] == '\0' && a + b < 255;
}

static const char *wrong(const smm_upi_link_t *l, int64_t cap)
{
    int64_t paise = 0;
    int n;

    if (!l->pa || !address_ok(l->pa))
        return "payee address";
    n = l->pn ? count(l->pn) : 0;
    if (n < 1 || n > 99)
        return "payee name";
    if (l->cu && strcmp(l->cu, "INR") != 0)
        return "currency";
    if (l->am && (strlen(l->am) != strspn(l->am, "0123456789.") ||
                  (strchr(l->am, '.') && strlen(strchr(l->am, '.')) > 3) ||
                  smm_gw_minor(l->am, 2, &paise) != 0 || paise <= 0 || paise > cap))
        return "amount";
    if (l->tr && (!*l->tr || strlen(l->tr) > 35 || strspn(l->tr, letters) != strlen(l->tr)))
        return "reference";
    if (l->tn && (count(l->tn) < 0 || count(l->tn) > 50))
        return "note";
    if (l->mc && (strlen(l->mc) != 4 || strspn(l->mc, "0123456789") != 4))
        return "merchant category";
    return NULL;
}

/* Blanks as %20: apps differ in what they make of "+". The @ of the address stays as it is. */
static const char *escaped(apr_pool_t *p, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = apr_palloc(p, strlen(text) * 3 + 1), *o = out;

    for (; *text; text++) {
        if (strchr(letters, *text) || strchr("-_.~!*'()@", *text)) {
            *o++ = *text;
            continue;
        }
        *o++ = '%';
        *o++ = hex[((unsigned char)*text) >> 4];
        *o++ = hex[*text & 15];
    }
    *o = '\0';
    return out;
}

typedef struct slot_t {
    const char *name;
    size_t at;
} slot_t;

#define SLOT(f)                                                                                    \
    {                                                                                              \
#f, offsetof(smm_upi_link_t, f)                                                            \
    }
static const slot_t slots[] = {SLOT(pa), SLOT(pn), SLOT(tr), SLOT(tn),
                               SLOT(am), SLOT(cu), SLOT(mc)};
#define SLOTS (sizeof(slots) / sizeof(*slots))

static const char **member(smm_upi_link_t *l, size_t i)
{
    return (const char **)((char *)l + slots[i].at);
}

const char *smm_upi_write(apr_pool_t *p, const smm_upi_link_t *in, int64_t cap)
{
    smm_upi_link_t l = *in;
    const char *out = "upi://pay";
    size_t i, n = 0;

    if (wrong(&l, cap))
        return NULL;
    for (i = 0; i < SLOTS; i++)
        if (*member(&l, i))
            out = apr_pstrcat(p, out, n++ ? "&" : "?", slots[i].name, "=",
                              escaped(p, *member(&l, i)), NULL);
    return out;
}

const char *smm_upi_read(apr_pool_t *p, const char *uri, int64_t cap, smm_upi_link_t *out)
{
    const char *s;
    size_t i;

    memset(out, 0, sizeof(*out));
    if (!uri || strlen(uri) > 2000 || strncasecmp(uri, "upi://pay?", 10) != 0)
        return "not a payment link";
    for (s = uri + 10; *s;) {
        size_t len = strcspn(s, "&"), eq = strcspn(s, "=");

        if (eq == 0 || eq >= len)
            return "not a payment link";
        for (i = 0; i < SLOTS; i++) {
            if (strlen(slots[i].name) != eq || strncmp(slots[i].name, s, eq) != 0)
                continue;
            if (*member(out, i))
                return "a name twice";
            *member(out, i) = smm_gw_unescape(p, s + eq + 1, len - eq - 1, 0);
            if (!*member(out, i))
                return "a bad escape";
        }
        s += len + (s[len] == '&');
    }
    return wrong(out, cap);
}
