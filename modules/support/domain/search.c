/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_search.h"
#include "smm_sql.h"

void smm_search_read(apr_pool_t *p, const char *text, smm_search_t *out)
{
    char *s = apr_pstrdup(p, text ? text : ""), *end;

    while (*s == ' ' || *s == '#') {
        s++;
    }
    end = s + strlen(s);
    while (end > s && end[-1] == ' ') {
        *--end = '\0';
    }
    for (char *c = s; *c; c++) {
        *c = (char)apr_tolower(*c);
    }
    out->word = s;
    out->number =
        *s && strlen(s) <= 15 && strspn(s, "0123456789") == strlen(s) ? strtoll(s, NULL, 10) : -1;
}

/* One word of the text is in `hay`, which is compared without case. */
static int holds(const char *hay, const char *word, size_t n)
{
    for (; *hay; hay++) {
        size_t i = 0;
        while (i < n && apr_tolower(hay[i]) == word[i]) {
            i++;
        }
        if (i == n) {
            return 1;
        }
    }
    return 0;
}

int smm_search_in(const smm_search_t *s, const char *text)
{
    const char *w = s->word + strspn(s->word, " ");

    if (!*w) {
        return 0;
    }
    while (*w) {
        size_t n = strcspn(w, " ");
        if (!holds(text, w, n)) {
            return 0;
        }
        w += n;
        w += strspn(w, " ");
    }
    return 1;
}

/* LIKE pattern of the text; "!" escapes. */
static const char *pattern(apr_pool_t *p, const smm_search_t *s)
{
    char *out = apr_palloc(p, strlen(s->word) * 2 + 3), *o = out;

    *o++ = '%';
    for (const char *c = s->word; *c; c++) {
        if (*c == '%' || *c == '_' || *c == '!') {
            *o++ = '!';
        }
        *o++ = *c;
    }
    *o++ = '%';
    *o = '\0';
    return out;
}

typedef struct {
    smm_hit_fn *fn;
    void *baton;
    const smm_search_t *s;
    apr_pool_t *pool;
} found_t;

static int on_campaign(void *baton, const smm_row_t *r)
{
    found_t *b = baton;
    smm_hit_t h = {.kind = "campaign",
                   .id = smm_row_int(r, C_search_campaigns_id),
                   .label = smm_row_text(r, C_search_campaigns_name),
                   .text = smm_row_text(r, C_search_campaigns_link),
                   .status = smm_row_text(r, C_search_campaigns_status)};
    h.exact = h.id == b->s->number;
    b->fn(b->baton, &h);
    return 0;
}

static int on_ticket(void *baton, const smm_row_t *r)
{
    found_t *b = baton;
    smm_hit_t h = {.kind = "ticket",
                   .id = smm_row_int(r, C_search_tickets_id),
                   .label = smm_row_text(r, C_search_tickets_subject),
                   .status = smm_row_text(r, C_search_tickets_status)};
    h.exact = h.id == b->s->number;
    b->fn(b->baton, &h);
    return 0;
}

static int on_invoice(void *baton, const smm_row_t *r)
{
    found_t *b = baton;
    int64_t id = smm_row_int(r, C_search_invoices_id);
    const char *number = smm_row_text(r, C_search_invoices_number);
    smm_hit_t h = {
        .kind = "invoice", .id = id, .status = smm_row_text(r, C_search_invoices_status)};
    h.label = number ? number : apr_psprintf(b->pool, "PI-%08" APR_INT64_T_FMT, (apr_int64_t)id);
    h.exact = !strcasecmp(h.label, b->s->word);
    b->fn(b->baton, &h);
    return 0;
}

smm_rc_e smm_search(smm_ctx_t *c, int64_t account, const smm_search_t *s, smm_hit_fn *fn,
                    void *baton)
{
    found_t b = {fn, baton, s, c->pool};
    int64_t doc = s->number; /* PI-00000012 has no number in the table: only its id */
    const char *like = pattern(c->pool, s);

    if (!*s->word) {
        return SMM_OK;
    }
    if (!strncmp(s->word, "pi-", 3) && strspn(s->word + 3, "0123456789") == strlen(s->word + 3) &&
        strlen(s->word) <= 15) {
        doc = strtoll(s->word + 3, NULL, 10);
    }
    const smm_arg_t args[] = {SMM_I(c->panel->id), SMM_I(account), SMM_I(s->number), SMM_T(like)};
    const smm_arg_t docs[] = {SMM_I(c->panel->id), SMM_I(account), SMM_I(doc), SMM_T(like)};
    return smm_db_read(c->db, SQL_search_campaigns, args, 4, on_campaign, &b) == SMM_DB_OK &&
                   smm_db_read(c->db, SQL_search_tickets, args, 4, on_ticket, &b) == SMM_DB_OK &&
                   smm_db_read(c->db, SQL_search_invoices, docs, 4, on_invoice, &b) == SMM_DB_OK
               ? SMM_OK
               : SMM_BUSY;
}
