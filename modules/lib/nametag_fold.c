/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding of names: sellers write letters as bold, circled, squared or full-width characters and
 * mix in symbols. Everything becomes plain letters and one-byte marks before the rules look at it.
 */
#include <string.h>
#include <apr_strings.h>
#include "nametag_int.h"

#define NAME_BYTES 2000

/* ---- code points ---------------------------------------------------------------------------- */

/* Next code point; moves *s on. Invalid bytes are skipped and answer 0. */
static uint32_t next_cp(const unsigned char **s, const unsigned char *end)
{
    const unsigned char *p = *s;
    uint32_t cp = *p;
    int more = cp < 0x80             ? 0
               : (cp & 0xE0) == 0xC0 ? 1
               : (cp & 0xF0) == 0xE0 ? 2
               : (cp & 0xF8) == 0xF0 ? 3
                                     : -1;

    *s = p + 1;
    if (more < 0 || p + more >= end)
        return more == 0 ? cp : 0;
    if (more == 0)
        return cp;
    cp &= 0x3Fu >> more;
    for (int i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        cp = (cp << 6) | (p[i] & 0x3F);
    }
    static const uint32_t least[4] = {0, 0x80, 0x800, 0x10000};
    if (cp < least[more] || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        return 0;
    *s = p + more + 1;
    return cp;
}

typedef struct {
    uint32_t first, last;
    char base; /* what `first` stands for; the rest follows */
} nt_run_t;

/* Runs of letters and digits in other dress (compatibility forms and what sellers use beside them).
 */
static const nt_run_t RUNS[] = {
    {0xFF10, 0xFF19, '0'},   {0xFF21, 0xFF3A, 'A'},   {0xFF41, 0xFF5A, 'a'},
    {0x2460, 0x2468, '1'},   {0x2474, 0x247C, '1'},   {0x2776, 0x277E, '1'},
    {0x2780, 0x2788, '1'},   {0x278A, 0x2792, '1'},   {0x249C, 0x24B5, 'a'},
    {0x24B6, 0x24CF, 'A'},   {0x24D0, 0x24E9, 'a'},   {0x1F110, 0x1F129, 'A'},
    {0x1F130, 0x1F149, 'A'}, {0x1F150, 0x1F169, 'A'}, {0x1F170, 0x1F189, 'A'},
    {0x2080, 0x2089, '0'},   {0x2074, 0x2079, '4'},   {0x1FBF0, 0x1FBF9, '0'},
};

typedef struct {
    uint32_t cp;
    char as;
} nt_one_t;

/* Single letters: holes of the mathematical alphabets, superscripts, small capitals, zeros. */
static const nt_one_t ONES[] = {
    {0x2102, 'C'},  {0x210A, 'g'},  {0x210B, 'H'}, {0x210C, 'H'}, {0x210D, 'H'}, {0x210E, 'h'},
    {0x2110, 'I'},  {0x2111, 'I'},  {0x2112, 'L'}, {0x2113, 'l'}, {0x2115, 'N'}, {0x2119, 'P'},
    {0x211A, 'Q'},  {0x211B, 'R'},  {0x211C, 'R'}, {0x211D, 'R'}, {0x2124, 'Z'}, {0x2128, 'Z'},
    {0x212C, 'B'},  {0x212D, 'C'},  {0x212F, 'e'}, {0x2130, 'E'}, {0x2131, 'F'}, {0x2133, 'M'},
    {0x2134, 'o'},  {0x2139, 'i'},  {0x00AA, 'a'}, {0x00B2, '2'}, {0x00B3, '3'}, {0x00B9, '1'},
    {0x00BA, 'o'},  {0x2070, '0'},  {0x2071, 'i'}, {0x207F, 'n'}, {0x24EA, '0'}, {0x24FF, '0'},
    {0x1D6A4, 'i'}, {0x1D6A5, 'j'}, {0x0280, 'R'}, {0x0299, 'B'}, {0x0262, 'G'}, {0x029C, 'H'},
    {0x026A, 'I'},  {0x029F, 'L'},  {0x0274, 'N'}, {0x028F, 'Y'}, {0x1D00, 'A'}, {0x1D04, 'C'},
    {0x1D05, 'D'},  {0x1D07, 'E'},  {0xA730, 'F'}, {0x1D0A, 'J'}, {0x1D0B, 'K'}, {0x1D0D, 'M'},
    {0x1D0F, 'O'},  {0x1D18, 'P'},  {0xA731, 'S'}, {0x1D1B, 'T'}, {0x1D1C, 'U'}, {0x1D20, 'V'},
    {0x1D21, 'W'},  {0x1D22, 'Z'},  {0x1D2C, 'A'}, {0x1D2E, 'B'}, {0x1D30, 'D'}, {0x1D31, 'E'},
    {0x1D33, 'G'},  {0x1D34, 'H'},  {0x1D35, 'I'}, {0x1D36, 'J'}, {0x1D37, 'K'}, {0x1D38, 'L'},
    {0x1D39, 'M'},  {0x1D3A, 'N'},  {0x1D3C, 'O'}, {0x1D3E, 'P'}, {0x1D3F, 'R'}, {0x1D40, 'T'},
    {0x1D41, 'U'},  {0x1D42, 'W'},
};

/* Characters that mean a plain sign: dashes, separators, brackets, blanks. */
static char plain_sign(uint32_t c)
{
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043 || c == 0xFE58 || c == 0xFE63 ||
        c == 0xFF0D || c == 0x2796 || c == 0x30FC || c == 0x2501 || c == 0x2500)
        return '-';
    if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000 ||
        c == '\t' || c == '\n' || c == '\r')
        return ' ';
    if (c == 0x25BA || c == 0x25B6 || c == 0x27A4 || c == 0x279C || c == 0x27A1 || c == 0x2192 ||
        c == 0x2022 || c == 0xB7 || c == 0xBB || c == 0xAB || c == 0x2502 || c == 0x2503 ||
        c == 0x2758 || c == 0x2759 || c == 0x275A || c == 0xFF5C || c == 0xA6 || c == 0x203A ||
        c == 0x276F || c == 0x2016)
        return '|';
    if (c == 0x3010 || c == 0x300C || c == 0x300E || c == 0x3014 || c == 0x300A || c == 0xFF3B ||
        c == 0x2772 || c == 0x27E6)
        return '[';
    if (c == 0x3011 || c == 0x300D || c == 0x300F || c == 0x3015 || c == 0x300B || c == 0xFF3D ||
        c == 0x2773 || c == 0x27E7)
        return ']';
    if (c == 0x223C || c == 0x301C)
        return '~';
    if (c == 0x2044 || c == 0x2215)
        return '/';
    if (c > 0xFF00 && c <= 0xFF5E)
        return (char)(c - 0xFEE0);
    if (c == 0x2795)
        return '+';
    return 0;
}

static char plain_letter(uint32_t c)
{
    if (c >= 0x1D400 && c <= 0x1D6A3) {
        uint32_t i = (c - 0x1D400) % 52;
        return (char)(i < 26 ? 'A' + i : 'a' + i - 26);
    }
    if (c >= 0x1D7CE && c <= 0x1D7FF)
        return (char)('0' + (c - 0x1D7CE) % 10);
    for (size_t i = 0; i < sizeof(RUNS) / sizeof(RUNS[0]); i++)
        if (c >= RUNS[i].first && c <= RUNS[i].last)
            return (char)(RUNS[i].base + (c - RUNS[i].first));
    for (size_t i = 0; i < sizeof(ONES) / sizeof(ONES[0]); i++)
        if (ONES[i].cp == c)
            return ONES[i].as;
    return 0;
}

/* Variation selectors, joiners, marks of direction, keycaps and tag characters say nothing. */
static int silent(uint32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
           c == 0xFEFF || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x00AD || c == 0x034F || (c >= 0x20D0 && c <= 0x20F0) ||
           (c >= 0x0300 && c <= 0x036F) || (c >= 0xE0000 && c <= 0xE0FFF) ||
           (c >= 0x1F3FB && c <= 0x1F3FF) || c < 0x20 || (c >= 0x7F && c < 0xA0);
}

static int pictograph(uint32_t c)
{
    return (c >= 0x2190 && c <= 0x21FF) || (c >= 0x2300 && c <= 0x23FF) ||
           (c >= 0x25A0 && c <= 0x27BF) || (c >= 0x2900 && c <= 0x297F) ||
           (c >= 0x2B00 && c <= 0x2BFF) || c == 0x3030 || c == 0x303D ||
           (c >= 0x1F000 && c <= 0x1F1E5) || (c >= 0x1F200 && c <= 0x1FAFF);
}

/* ---- symbols -------------------------------------------------------------------------------- */

typedef struct {
    uint32_t cp;
    const char *text;
    char mark;
} nt_symbol_t;

static const nt_symbol_t SYMBOLS[] = {
    {0x2B50, "\xE2\xAD\x90", NT_EMOJI},       /* star: best */
    {0x26A1, "\xE2\x9A\xA1", NT_EMOJI},       /* lightning: fast start */
    {0x1F525, "\xF0\x9F\x94\xA5", NT_EMOJI},  /* fire */
    {0x1F680, "\xF0\x9F\x9A\x80", NT_EMOJI},  /* rocket: fast */
    {0x1F4A7, "\xF0\x9F\x92\xA7", NT_EMOJI},  /* droplet: about drops */
    {0x2705, "\xE2\x9C\x85", NT_EMOJI},       /* tick */
    {0x1F6A9, "\xF0\x9F\x9A\xA9", NT_EMOJI},  /* red flag: updating, slow */
    {0x26D4, "\xE2\x9B\x94", NT_CANCEL_SIGN}, /* no entry: cancel button */
    {0x267B, "\xE2\x99\xBB", NT_REFILL_SIGN}, /* recycle: refill button, and its kin */
    {0x1F504, "\xF0\x9F\x94\x84", NT_REFILL_SIGN},
    {0x1F503, "\xF0\x9F\x94\x83", NT_REFILL_SIGN},
    {0x1F502, "\xF0\x9F\x94\x82", NT_REFILL_SIGN},
    {0x1F501, "\xF0\x9F\x94\x81", NT_REFILL_SIGN},
};

/* Notes a known symbol once, in order. @return its mark, or 0. */
static char note_symbol(uint32_t c, smm_nametag_t *tag)
{
    for (size_t i = 0; i < sizeof(SYMBOLS) / sizeof(SYMBOLS[0]); i++) {
        int n = 0;

        if (SYMBOLS[i].cp != c)
            continue;
        while (tag->symbols[n] && tag->symbols[n] != SYMBOLS[i].text)
            n++;
        if (n < SMM_NT_SYMBOLS - 1)
            tag->symbols[n] = SYMBOLS[i].text;
        if (c == 0x26A1 || c == 0x1F680)
            tag->fast = 1;
        else if (c == 0x2B50)
            tag->best = 1;
        else if (c == 0x1F6A9)
            tag->slow = 1;
        return SYMBOLS[i].mark;
    }
    return 0;
}

/* ---- the two passes ------------------------------------------------------------------------- */

void nt_fold(apr_pool_t *p, const char *name, nt_text_t *text, smm_nametag_t *tag)
{
    size_t in = strnlen(name, NAME_BYTES);
    const unsigned char *s = (const unsigned char *)name, *end = s + in;
    char *cas = apr_palloc(p, in + 1), *low = apr_palloc(p, in + 1);
    size_t n = 0;

    while (s < end) {
        const unsigned char *from = s;
        uint32_t c = next_cp(&s, end);
        char as = 0;

        if (c == 0)
            continue;
        if (c >= 0x20 && c < 0x7F)
            as = (char)c;
        else if ((as = plain_sign(c)) == 0 && !silent(c) && (as = plain_letter(c)) == 0) {
            as = c == 0x221E ? NT_INFINITY : note_symbol(c, tag);
            if (!as && pictograph(c))
                as = NT_EMOJI;
        }
        if (as) {
            cas[n] = as;
            low[n++] = (char)(as >= 'A' && as <= 'Z' ? as + 32 : as);
        } else if (!silent(c)) {
            memcpy(cas + n, from, (size_t)(s - from));
            memcpy(low + n, from, (size_t)(s - from));
            n += (size_t)(s - from);
        }
    }
    cas[n] = low[n] = '\0';
    text->cas = cas;
    text->low = low;
    text->len = n;
}

static int is_sep(char c)
{
    return c == '|' || c == '-' || c == '~' || c == ',' || c == '+' || c == ':' || c == '/' ||
           c == '*' || c == '=';
}

/* Brackets that hold nothing but blanks and separators become blanks; inner ones first. */
static void drop_empty_groups(char *s)
{
    for (int changed = 1; changed;) {
        changed = 0;
        for (char *o = s; *o; o++) {
            char *q = o + 1;

            if (*o != '[' && *o != '(' && *o != '{')
                continue;
            while (*q == ' ' || is_sep(*q))
                q++;
            if (*q == ']' || *q == ')' || *q == '}') {
                memset(o, ' ', (size_t)(q - o) + 1);
                changed = 1;
            }
        }
    }
}

static int only_seps(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_sep(s[i]))
            return 0;
    return n > 0;
}

static int opens(char c)
{
    return c == '[' || c == '(' || c == '{';
}

static int closes(char c)
{
    return c == ']' || c == ')' || c == '}';
}

/* Word by word: separators that stand free are kept once, and only between two words. `to` has room
 * for thrice `r`. */
static void tidy(char *to, char *r, const char *dash)
{
    char *w = to;
    char pending = 0;

    drop_empty_groups(r);
    while (*r) {
        size_t n = strcspn(r, " |~");

        if (n == 0 || only_seps(r, n)) {
            char c = n ? *r : *r == ' ' ? 0 : *r;

            if (c && (!pending || c == '|'))
                pending = c;
            r += n ? n : 1;
            continue;
        }
        if (w > to && !closes(*r) && !opens(w[-1])) {
            if (pending && !opens(*r)) { /* a group needs no separator before it */
                *w++ = ' ';
                if (pending == '-') {
                    memcpy(w, dash, strlen(dash));
                    w += strlen(dash);
                } else {
                    *w++ = pending;
                }
            }
            *w++ = ' ';
        }
        pending = 0;
        memcpy(w, r, n);
        w += n;
        r += n;
    }
    while (w > to && is_sep(w[-1]) && w[-1] != '+')
        w--;
    *w = '\0';
}

static const char *clean(apr_pool_t *p, const nt_text_t *text, const char *dash)
{
    char *raw = apr_palloc(p, text->len * 3 + 1), *w = raw, *out;

    for (size_t i = 0; i < text->len; i++) {
        char c = text->cas[i];

        if (text->low[i] == NT_BLANK || c == NT_EMOJI || c == NT_REFILL_SIGN ||
            c == NT_CANCEL_SIGN) {
            *w++ = ' ';
        } else if (c == NT_INFINITY) {
            memcpy(w, "\xE2\x88\x9E", 3);
            w += 3;
        } else {
            *w++ = c;
        }
    }
    *w = '\0';
    while (*raw == ' ' || is_sep(*raw))
        raw++;
    out = apr_palloc(p, strlen(raw) * 3 + 1);
    tidy(out, raw, dash);
    return out;
}

const char *nt_clean(apr_pool_t *p, const nt_text_t *text)
{
    return clean(p, text, "\xE2\x80\x93");
}

const char *smm_nametag_plain(apr_pool_t *p, const char *name)
{
    nt_text_t text;
    smm_nametag_t none;

    memset(&none, 0, sizeof(none));
    nt_fold(p, name ? name : "", &text, &none);
    return clean(p, &text, "-");
}
