/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <apr_strings.h>
#include "nametag_int.h"

static void finish(const nt_text_t *text, smm_nametag_t *t)
{
    /* a no-entry sign is the cancel button, but beside a stated "No Refill" it only decorates */
    if (t->cancel < 0 && !t->refill_stated && memchr(text->cas, NT_CANCEL_SIGN, text->len))
        t->cancel = 1;
    if (memchr(text->cas, NT_REFILL_SIGN, text->len))
        t->refill_button = 1;
    if (t->refill_kind == SMM_NT_REFILL_NONE)
        t->refill_auto = t->refill_button = 0;
}

void smm_nametag_parse(apr_pool_t *p, const char *name, smm_nametag_t *out)
{
    nt_text_t text;

    memset(out, 0, sizeof(*out));
    out->cancel = out->monetized = out->guaranteed = -1;
    out->speed_lo = out->speed_hi = out->start_min = out->start_max = -1;
    out->qty_min = out->qty_max = -1;
    nt_fold(p, name ? name : "", &text, out);
    nt_rules(p, &text, out);
    finish(&text, out);
    out->clean = nt_clean(p, &text);
    if (!*out->clean) /* nothing but tags: show the name as it is */
        out->clean = name ? apr_pstrdup(p, name) : "";
}

/* ---- JSON ----------------------------------------------------------------------------------- */

typedef struct {
    apr_pool_t *p;
    char *s;
    const char *sep;
} nt_json_t;

static void put(nt_json_t *j, const char *member)
{
    j->s = apr_pstrcat(j->p, j->s, j->sep, member, NULL);
    j->sep = ",";
}

static const char *pair(apr_pool_t *p, const char *name, const char *a, int64_t x, const char *b,
                        int64_t y)
{
    return apr_psprintf(p, "\"%s\":{\"%s\":%" APR_INT64_T_FMT ",\"%s\":%" APR_INT64_T_FMT, name, a,
                        (apr_int64_t)x, b, (apr_int64_t)y);
}

static void put_refill(nt_json_t *j, const smm_nametag_t *t)
{
    static const char *const KIND[] = {"none", "days", "lifetime", "unknown"};

    if (t->refill_kind == SMM_NT_REFILL_NONE) {
        put(j, t->refill_stated ? "\"refill\":{\"kind\":\"none\",\"stated\":true}"
                                : "\"refill\":{\"kind\":\"none\",\"stated\":false}");
        return;
    }
    put(j, apr_pstrcat(
               j->p, "\"refill\":{\"kind\":\"", KIND[t->refill_kind], "\"",
               t->refill_kind == SMM_NT_REFILL_DAYS
                   ? apr_psprintf(j->p, ",\"days\":%" APR_INT64_T_FMT, (apr_int64_t)t->refill_days)
                   : "",
               t->refill_auto ? ",\"auto\":true" : ",\"auto\":false",
               t->refill_button ? ",\"button\":true" : "", "}", NULL));
}

static void put_drop(nt_json_t *j, const smm_nametag_t *t)
{
    switch (t->drop) {
    case SMM_NT_DROP_NON:
        put(j, "\"drop\":{\"non_drop\":true}");
        break;
    case SMM_NT_DROP_LOW:
        put(j, "\"drop\":{\"level\":\"low\"}");
        break;
    case SMM_NT_DROP_HIGH:
        put(j, "\"drop\":{\"level\":\"high\"}");
        break;
    case SMM_NT_DROP_YES:
        put(j, "\"drop\":{\"level\":\"yes\"}");
        break;
    case SMM_NT_DROP_PCT:
        put(j, apr_psprintf(j->p, "\"drop\":{\"min_pct\":%d,\"max_pct\":%d}", t->drop_min,
                            t->drop_max));
        break;
    default:
        break;
    }
}

static void put_qty(nt_json_t *j, const smm_nametag_t *t)
{
    const char *min = "", *max = "";

    if (t->qty_min < 0 && t->qty_max < 0)
        return;
    if (t->qty_min >= 0)
        min = apr_psprintf(j->p, "\"min\":%" APR_INT64_T_FMT, (apr_int64_t)t->qty_min);
    if (t->qty_max == SMM_NT_UNLIMITED)
        max = "\"max\":\"unlimited\"";
    else if (t->qty_max >= 0)
        max = apr_psprintf(j->p, "\"max\":%" APR_INT64_T_FMT, (apr_int64_t)t->qty_max);
    put(j, apr_pstrcat(j->p, "\"qty\":{", min, *min && *max ? "," : "", max, "}", NULL));
}

static void put_words(nt_json_t *j, const smm_nametag_t *t)
{
    static const char *const WORD[] = {"bot",   "female", "hq",      "lq",      "male",
                                       "mixed", "old",    "organic", "premium", "real"};
    const char *list = "", *sep = "";

    if (t->monetized >= 0)
        put(j, t->monetized ? "\"monetized\":true" : "\"monetized\":false");
    if (t->guaranteed >= 0)
        put(j, t->guaranteed ? "\"guaranteed\":true" : "\"guaranteed\":false");
    for (unsigned i = 0; i < sizeof(WORD) / sizeof(WORD[0]); i++) {
        if (!(t->quality & (1u << i)))
            continue;
        list = apr_pstrcat(j->p, list, sep, "\"", WORD[i], "\"", NULL);
        sep = ",";
    }
    if (*list)
        put(j, apr_pstrcat(j->p, "\"quality\":[", list, "]", NULL));
    if (t->fast)
        put(j, "\"fast\":true");
    list = sep = "";
    for (int i = 0; t->symbols[i]; i++) {
        list = apr_pstrcat(j->p, list, sep, "\"", t->symbols[i], "\"", NULL);
        sep = ",";
    }
    if (*list)
        put(j, apr_pstrcat(j->p, "\"symbols\":[", list, "]", NULL));
}

const char *smm_nametag_json(apr_pool_t *p, const char *name)
{
    smm_nametag_t t;
    nt_json_t j = {p, "", ""};

    smm_nametag_parse(p, name, &t);
    put_refill(&j, &t);
    if (t.cancel >= 0)
        put(&j, t.cancel ? "\"cancel\":true" : "\"cancel\":false");
    put_drop(&j, &t);
    if (t.speed_hi >= 0)
        put(&j,
            apr_pstrcat(p, pair(p, "speed", "min_per_day", t.speed_lo, "max_per_day", t.speed_hi),
                        t.speed_open ? ",\"open\":true" : "",
                        t.speed_assumed ? ",\"unit_assumed\":true" : "", "}", NULL));
    if (t.start_min >= 0)
        put(&j, apr_pstrcat(p, pair(p, "start", "min_s", t.start_min, "max_s", t.start_max), "}",
                            NULL));
    put_qty(&j, &t);
    put_words(&j, &t);
    return apr_pstrcat(p, "{", j.s, "}", NULL);
}
