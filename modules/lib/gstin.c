/* SPDX-License-Identifier: Apache-2.0 */
/* GSTIN: 2-digit State, 10-character PAN, entity character, "Z", check character in base 36. */
#include <string.h>
#include <strings.h>
#include "smm_gstin.h"

static const smm_gst_state_t states[] = {
    {"01", "JK", "Jammu and Kashmir", 0},
    {"02", "HP", "Himachal Pradesh", 0},
    {"03", "PB", "Punjab", 0},
    {"04", "CH", "Chandigarh", 1},
    {"05", "UK", "Uttarakhand", 0},
    {"06", "HR", "Haryana", 0},
    {"07", "DL", "Delhi", 0},
    {"08", "RJ", "Rajasthan", 0},
    {"09", "UP", "Uttar Pradesh", 0},
    {"10", "BR", "Bihar", 0},
    {"11", "SK", "Sikkim", 0},
    {"12", "AR", "Arunachal Pradesh", 0},
    {"13", "NL", "Nagaland", 0},
    {"14", "MN", "Manipur", 0},
    {"15", "MZ", "Mizoram", 0},
    {"16", "TR", "Tripura", 0},
    {"17", "ML", "Meghalaya", 0},
    {"18", "AS", "Assam", 0},
    {"19", "WB", "West Bengal", 0},
    {"20", "JH", "Jharkhand", 0},
    {"21", "OD", "Odisha", 0},
    {"22", "CG", "Chhattisgarh", 0},
    {"23", "MP", "Madhya Pradesh", 0},
    {"24", "GJ", "Gujarat", 0},
    {"26", "DN", "Dadra and Nagar Haveli and Daman and Diu", 1},
    {"27", "MH", "Maharashtra", 0},
    {"29", "KA", "Karnataka", 0},
    {"30", "GA", "Goa", 0},
    {"31", "LD", "Lakshadweep", 1},
    {"32", "KL", "Kerala", 0},
    {"33", "TN", "Tamil Nadu", 0},
    {"34", "PY", "Puducherry", 0},
    {"35", "AN", "Andaman and Nicobar Islands", 1},
    {"36", "TG", "Telangana", 0},
    {"37", "AP", "Andhra Pradesh", 0},
    {"38", "LA", "Ladakh", 1},
    {"97", "OT", "Other Territory", 1},
    {NULL, NULL, NULL, 0},
};

static const char digits36[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const smm_gst_state_t *smm_gst_states(void)
{
    return states;
}

const smm_gst_state_t *smm_gst_state_find(const char *text)
{
    for (const smm_gst_state_t *s = states; text && s->code; s++) {
        if (!strcmp(s->code, text) || !strcasecmp(s->abbr, text) || !strcasecmp(s->name, text)) {
            return s;
        }
    }
    return NULL;
}

const char *smm_gstin_word(smm_gstin_e e)
{
    static const char *const words[] = {"ok",    "length",   "format",
                                        "state", "pan_type", "check_digit"};
    return words[e];
}

static int is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* d = digit, a = letter, n = entity character 1-9 A-Z, Z itself, c = any of base 36 */
static int fits(char c, char want)
{
    int digit = c >= '0' && c <= '9', alpha = c >= 'A' && c <= 'Z';
    switch (want) {
    case 'd':
        return digit;
    case 'a':
        return alpha;
    case 'n':
        return alpha || (digit && c != '0');
    case 'Z':
        return c == 'Z';
    default:
        return alpha || digit;
    }
}

static char check_character(const char *s)
{
    int sum = 0;
    for (int i = 0; i < 14; i++) {
        int v = (int)(strchr(digits36, s[i]) - digits36) * (i % 2 ? 2 : 1);
        sum += v / 36 + v % 36;
    }
    return digits36[(36 - sum % 36) % 36];
}

smm_gstin_e smm_gstin_check(const char *text, char normal[16])
{
    static const char shape[] = "ddaaaaaddddanZc";
    char s[16];
    const char *end;
    size_t chars = 0, bytes;

    normal[0] = 0;
    while (is_blank(*text)) {
        text++;
    }
    for (end = text + strlen(text); end > text && is_blank(end[-1]);) {
        end--;
    }
    bytes = (size_t)(end - text);
    for (const char *p = text; p < end; p++) {
        chars += ((unsigned char)*p & 0xC0) != 0x80;
    }
    if (chars != 15) {
        return SMM_GSTIN_LENGTH;
    }
    if (bytes != 15) {
        return SMM_GSTIN_FORMAT; /* characters beyond ASCII */
    }
    for (int i = 0; i < 15; i++) {
        s[i] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 32) : text[i];
        if (!fits(s[i], shape[i])) {
            return SMM_GSTIN_FORMAT;
        }
    }
    s[15] = 0;
    char code[3] = {s[0], s[1], 0};
    if (!smm_gst_state_find(code)) {
        return SMM_GSTIN_STATE;
    }
    if (!strchr("PHCFABGJLTK", s[5])) {
        return SMM_GSTIN_PAN_TYPE;
    }
    if (s[14] != check_character(s)) {
        return SMM_GSTIN_CHECK;
    }
    memcpy(normal, s, 16);
    return SMM_GSTIN_OK;
}
