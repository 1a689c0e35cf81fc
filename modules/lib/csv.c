/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <strings.h>
#include "smm_csv.h"
#include "smm_time.h"

static int digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

/* ---- rows ------------------------------------------------------------------------------------ */

/** The separator that stands most often outside of quotes in the first lines. */
static char guess(const char *s, const char *end)
{
    static const char marks[] = ",;\t|";
    int n[4] = {0}, quoted = 0, lines = 0, best = 0, i;

    for (; s < end && lines < 20; s++) {
        const char *m = *s ? strchr(marks, *s) : NULL;

        if (*s == '"')
            quoted = !quoted;
        else if (*s == '\n')
            lines++;
        else if (m && !quoted)
            n[m - marks]++;
    }
    /* a decimal comma must not win over a rarer semicolon or tab */
    if (n[1] > 0 || n[2] > 0 || n[3] > 0)
        n[0] = n[0] / 3;
    for (i = 1; i < 4; i++)
        if (n[i] > n[best])
            best = i;
    return marks[best];
}

void smm_csv_begin(smm_csv_t *c, const char *text, size_t len, char separator)
{
    c->s = text;
    c->end = text + len;
    c->row = c->n = 0;
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        c->s += 3;
    c->separator = separator ? separator : guess(c->s, c->end);
}

static void cut(smm_csv_t *c, char *start, char *end)
{
    while (start < end && (*start == ' ' || *start == '\t'))
        start++;
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    *end = '\0';
    if (c->n < SMM_CSV_CELLS)
        c->cell[c->n++] = start;
}

/** One row from c->s into the buffer. @return 0, or -1 for a row that cannot be used. */
static int row(smm_csv_t *c)
{
    char *out = c->buf, *start = out, *last = c->buf + SMM_CSV_LINE;
    int quoted = 0, bad = 0;

    c->n = 0;
    for (; c->s < c->end; c->s++) {
        char ch = *c->s;

        if (quoted && ch == '"' && c->s + 1 < c->end && c->s[1] == '"') {
            c->s++;
        } else if (ch == '"' && (quoted || out == start)) {
            quoted = !quoted;
            continue;
        } else if (!quoted && (ch == '\n' || ch == '\r')) {
            break;
        } else if (!quoted && ch == c->separator) {
            if (c->n < SMM_CSV_CELLS) {
                cut(c, start, out);
                start = ++out;
            }
            continue;
        }
        if (ch == '\0' || out >= last)
            bad = 1;
        else if (c->n < SMM_CSV_CELLS)
            *out++ = ch == '\n' || ch == '\r' ? ' ' : ch;
    }
    if (c->s < c->end)
        c->s += c->s[0] == '\r' && c->s + 1 < c->end && c->s[1] == '\n' ? 2 : 1;
    if (c->n < SMM_CSV_CELLS)
        cut(c, start, out);
    return bad || quoted ? -1 : 0;
}

smm_csv_e smm_csv_next(smm_csv_t *c)
{
    while (c->s < c->end) {
        int i;

        c->row++;
        if (row(c) != 0)
            return SMM_CSV_BAD;
        for (i = 0; i < c->n; i++)
            if (*c->cell[i])
                return SMM_CSV_ROW;
    }
    return SMM_CSV_END;
}

/* ---- amounts --------------------------------------------------------------------------------- */

/** Length of a blank at s: space, tab, no-break space, narrow no-break space. */
static int blank(const char *s)
{
    if (*s == ' ' || *s == '\t')
        return 1;
    if ((unsigned char)s[0] == 0xc2 && (unsigned char)s[1] == 0xa0)
        return 2;
    return (unsigned char)s[0] == 0xe2 && (unsigned char)s[1] == 0x80 && (unsigned char)s[2] == 0xaf
               ? 3
               : 0;
}

static const char *skip(const char *s)
{
    while (blank(s))
        s += blank(s);
    return s;
}

/** A mark of currency or direction at s; "Dr" and "-" set *out. @return its length. */
static int mark(const char *s, int *out)
{
    static const char *const words[] = {"INR", "USD", "EUR", "GBP", "Rs.", "Rs", "Cr.",
                                        "Cr",  "₹",   "$",   "€",   "£",   "+",  NULL};
    int i;

    if (strncasecmp(s, "Dr", 2) == 0) {
        *out = 1;
        return s[2] == '.' ? 3 : 2;
    }
    if (*s == '-') {
        *out = 1;
        return 1;
    }
    if (strncmp(s, "\xe2\x88\x92", 3) == 0) { /* minus sign */
        *out = 1;
        return 3;
    }
    for (i = 0; words[i]; i++)
        if (strncasecmp(s, words[i], strlen(words[i])) == 0)
            return (int)strlen(words[i]);
    return 0;
}

/** Is s a mark between groups of digits? Behind it stand three digits, or two (in India) and a
 * further mark: "826,00" is no group, or a wrong decimal mark would make a hundred times of it. */
static int group(const char *s, char decimal)
{
    int len = *s != decimal && *s && strchr(".,'", *s) ? 1 : blank(s), n = 0;

    while (len && digit(s[len + n]))
        n++;
    return n == 3 || (n == 2 && group(s + len + n, decimal)) ? len : 0;
}

int smm_statement_amount(const char *text, char decimal, int exponent, int64_t *minor)
{
    const char *s = skip(text);
    int out = 0, open = 0, digits = 0, decimals = -1, m;
    int64_t v = 0;

    if (*s == '(') {
        open = out = 1;
        s++;
    }
    while ((s = skip(s)), (m = mark(s, &out)) > 0)
        s += m;
    for (;;) {
        if (digit(*s)) {
            if (decimals >= 0 && ++decimals > exponent && *s != '0')
                return -1;
            if (decimals <= exponent &&
                (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, *s - '0', &v)))
                return -1;
            digits++;
            s++;
        } else if (*s == decimal && decimals < 0 && digits && digit(s[1])) {
            decimals = 0;
            s++;
        } else if (decimals < 0 && digits && group(s, decimal)) {
            s += group(s, decimal);
        } else {
            break;
        }
    }
    for (m = decimals < 0 ? 0 : decimals; m < exponent; m++)
        if (__builtin_mul_overflow(v, 10, &v))
            return -1;
    while ((s = skip(s)), (m = mark(s, &out)) > 0)
        s += m;
    if (open && *s++ != ')')
        return -1;
    if (*skip(s) || digits == 0)
        return -1;
    *minor = out ? -v : v;
    return 0;
}

/* ---- days ------------------------------------------------------------------------------------ */

/** Month by name ("Nov", "November"), 0 when it is none. *len = letters. */
static int month_name(const char *s, int *len)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    int i;

    for (*len = 0; (s[*len] | 32) >= 'a' && (s[*len] | 32) <= 'z';)
        ++*len;
    for (i = 0; *len >= 3 && i < 12; i++)
        if (strncasecmp(s, names + 3 * i, 3) == 0)
            return i + 1;
    return 0;
}

int smm_statement_date(const char *text, const char *order, int64_t *days)
{
    int part[3] = {0}, len[3] = {0}, i, y, m, d, named = 0;
    const char *s = skip(text);

    for (i = 0; i < 3; i++) {
        int letters = 0, name = month_name(s, &letters);

        if (i > 0 && (s[0] == '/' || s[0] == '-' || s[0] == '.' || s[0] == ' ')) {
            s++;
            name = month_name(s, &letters);
        } else if (i > 0) {
            return -1;
        }
        if (name) {
            part[i] = name;
            named = 1;
            s += letters;
            continue;
        }
        for (; digit(*s) && len[i] < 5; s++, len[i]++)
            part[i] = part[i] * 10 + (*s - '0');
        if (len[i] == 0 || len[i] > 4)
            return -1;
    }
    if (*s && *s != ' ' && *s != 'T' && *s != ',')
        return -1; /* a time may follow */
    y = order[0] == 'y' ? 0 : 2;
    m = order[0] == 'm' ? 0 : 1;
    d = 3 - y - m;
    if (len[y] != 4 && len[y] != 2)
        return -1;
    if (named && len[m] != 0) /* the name stands where the day was expected: "Nov 23, 2026" */
        return -1;
    y = len[y] == 2 ? part[y] + 2000 : part[y];
    m = part[m];
    d = part[d];
    if (y < 1990 || y > 2200 || m < 1 || m > 12 || d < 1 || d > smm_days_in_month(y, m))
        return -1;
    *days = smm_days(y, m, d);
    return 0;
}
