/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include "smm_campaign_int.h"
#include "smm_money.h"
#include "smm_sql.h"

#define COL(name) C_campaign_get_##name

static int64_t int_or_none(const smm_row_t *row, int col)
{
    return smm_row_null(row, col) ? SMM_C_NONE : smm_row_int(row, col);
}

void smm_campaign_row(void *item, const smm_row_t *row, apr_pool_t *p)
{
    smm_campaign_t *k = item;
    k->id = smm_row_int(row, COL(id));
    k->account = smm_row_int(row, COL(account));
    k->service = smm_row_int(row, COL(service));
    k->service_name = smm_row_dup(row, COL(service_name), p);
    k->origin = smm_row_dup(row, COL(origin), p);
    k->link = smm_row_dup(row, COL(link), p);
    k->quantity = smm_row_int(row, COL(quantity));
    k->fields = smm_row_dup(row, COL(fields), p);
    k->rate = smm_row_int(row, COL(rate));
    k->charge = smm_row_int(row, COL(charge));
    k->cost = smm_row_int(row, COL(cost));
    k->refunded = smm_row_int(row, COL(refunded));
    k->state = smm_cs_parse(smm_row_text(row, COL(state)));
    k->status = smm_row_dup(row, COL(status), p);
    k->start_count = int_or_none(row, COL(start_count));
    k->remains = int_or_none(row, COL(remains));
    k->provider = smm_row_int(row, COL(provider));
    k->provider_service = smm_row_dup(row, COL(provider_service), p);
    k->provider_order = smm_row_dup(row, COL(provider_order), p);
    k->token = smm_row_dup(row, COL(token), p);
    k->grp = smm_row_int(row, COL(grp));
    k->attempt = smm_row_int(row, COL(attempt));
    k->fence = smm_row_int(row, COL(fence));
    k->lease_until = smm_row_int(row, COL(lease_until));
    k->next_try = smm_row_int(row, COL(next_try));
    k->flag = smm_row_dup(row, COL(flag), p);
    k->created = smm_row_int(row, COL(created));
    k->accepted_at = smm_row_int(row, COL(accepted_at));
    k->started_at = smm_row_int(row, COL(started_at));
    k->ended_at = smm_row_int(row, COL(ended_at));
    k->last_sync = smm_row_int(row, COL(last_sync));
}

/* The lists select the same columns in the same order; the compiler proves it. */
#define SAME(name)                                                                                 \
    _Static_assert((int)C_campaign_get_##name == (int)C_campaign_list_##name &&                    \
                       (int)C_campaign_get_##name == (int)C_campaign_open_##name,                  \
                   "campaign_get, campaign_list and campaign_open have the same columns")
SAME(last_sync);
SAME(token);
SAME(remains);
SAME(refunded);

int64_t smm_campaign_refundable(const smm_campaign_t *k)
{
    if (k->state == SMM_CS_CANCELED)
        return smm_refund_due(k->charge, k->quantity, k->quantity, k->refunded,
                              SMM_REFUND_CANCELED);
    if (k->state == SMM_CS_PARTIAL && k->remains != SMM_C_NONE)
        return smm_refund_due(k->charge, k->quantity, k->remains, k->refunded, SMM_REFUND_PARTIAL);
    return 0;
}

int64_t smm_campaign_unspent(const smm_campaign_t *k)
{
    if (k->state == SMM_CS_CANCELED)
        return k->quantity;
    return k->state == SMM_CS_PARTIAL && k->remains != SMM_C_NONE ? k->remains : 0;
}

int64_t smm_campaign_delivered(const smm_campaign_t *k)
{
    if (k->state == SMM_CS_COMPLETED)
        return k->quantity;
    return k->remains == SMM_C_NONE ? 0 : k->quantity - k->remains;
}

/* ---- one ------------------------------------------------------------------------------------ */

smm_rc_e smm_campaign_get(smm_ctx_t *c, int64_t account, int64_t id, smm_campaign_t *out)
{
    return smm_get_strict(c, SQL_campaign_get,
                          SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(id)),
                          smm_campaign_row, out);
}

/* ---- lists ---------------------------------------------------------------------------------- */

/** Search text → number (-1 = none) and LIKE pattern ("" = none). */
static void search_of(smm_ctx_t *c, const char *q, int64_t *number, const char **word)
{
    *number = -1;
    *word = "";
    if (!q)
        return;
    while (*q == ' ' || *q == '#')
        q++;
    if (!*q)
        return;
    if (strspn(q, "0123456789") == strlen(q) && strlen(q) <= 18) {
        *number = apr_atoi64(q);
        return;
    }
    char *w = apr_palloc(c->pool, strlen(q) * 2 + 3), *o = w;
    *o++ = '%';
    for (; *q; q++) {
        if (*q == '%' || *q == '_' || *q == '!')
            *o++ = '!';
        *o++ = (char)(*q >= 'A' && *q <= 'Z' ? *q + 32 : *q);
    }
    *o++ = '%';
    *o = '\0';
    *word = w;
}

static int64_t end_of(const smm_campaign_filter_t *f)
{
    return f->before > 0 ? f->before : INT64_MAX;
}

smm_rc_e smm_campaign_list(smm_ctx_t *c, const smm_campaign_filter_t *f, smm_campaign_fn *fn,
                           void *baton)
{
    smm_campaign_t *rows = apr_palloc(c->pool, sizeof(*rows) * (apr_size_t)f->per);
    int64_t number;
    int n;
    const char *word;
    search_of(c, f->q, &number, &word);
    smm_db_rc_e rc =
        smm_db_list(c->db, f->account ? SQL_campaign_list_of : SQL_campaign_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(f->account), SMM_T(f->tab ? f->tab : ""),
                             SMM_I(number), SMM_T(word), SMM_I(f->since), SMM_I(end_of(f)),
                             SMM_I(f->per), SMM_I((int64_t)(f->page - 1) * f->per)),
                    smm_campaign_row, c->pool, rows, sizeof(*rows), f->per, &n);
    if (rc != SMM_DB_OK)
        return rc == SMM_DB_BUSY ? SMM_BUSY : SMM_BUG;
    /* called after the read: fn may read itself */
    for (int i = 0; i < n; i++)
        fn(baton, &rows[i]);
    return SMM_OK;
}

static int on_tab(void *baton, const smm_row_t *row)
{
    smm_campaign_tabs_t *t = baton;
    const char *s = smm_row_text(row, C_campaign_tabs_status);
    int64_t n = smm_row_int(row, C_campaign_tabs_n);
    t->all += n;
    t->unknown += smm_row_int(row, C_campaign_tabs_doubtful);
    t->flagged += smm_row_int(row, C_campaign_tabs_flagged);
    if (!strcmp(s, "Pending") || !strcmp(s, "Processing"))
        t->pending += n;
    else if (!strcmp(s, "In progress"))
        t->running += n;
    else if (!strcmp(s, "Completed"))
        t->completed += n;
    else if (!strcmp(s, "Partial"))
        t->partial += n;
    else
        t->canceled += n;
    return 0;
}

smm_rc_e smm_campaign_tabs(smm_ctx_t *c, const smm_campaign_filter_t *f, smm_campaign_tabs_t *out)
{
    int64_t number;
    const char *word;
    memset(out, 0, sizeof *out);
    search_of(c, f->q, &number, &word);
    smm_db_rc_e rc = smm_db_read(c->db, f->account ? SQL_campaign_tabs_of : SQL_campaign_tabs,
                                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(f->account), SMM_I(number),
                                          SMM_T(word), SMM_I(f->since), SMM_I(end_of(f))),
                                 on_tab, out);
    return rc == SMM_DB_OK ? SMM_OK : rc == SMM_DB_BUSY ? SMM_BUSY : SMM_BUG;
}

/* ---- history -------------------------------------------------------------------------------- */

typedef struct history_t {
    void (*event)(void *baton, const smm_campaign_event_t *e);
    void (*attempt)(void *baton, const smm_attempt_t *a);
    void *baton;
} history_t;

static int on_event(void *baton, const smm_row_t *row)
{
    history_t *h = baton;
    smm_campaign_event_t e = {.at = smm_row_int(row, C_campaign_events_at),
                              .actor = smm_row_int(row, C_campaign_events_actor),
                              .amount = smm_row_int(row, C_campaign_events_amount),
                              .from = smm_row_text(row, C_campaign_events_from_state),
                              .to = smm_row_text(row, C_campaign_events_to_state),
                              .status = smm_row_text(row, C_campaign_events_status),
                              .why = smm_row_text(row, C_campaign_events_why),
                              .detail = smm_row_text(row, C_campaign_events_detail)};
    h->event(h->baton, &e);
    return 0;
}

void smm_campaign_history(smm_ctx_t *c, int64_t id,
                          void (*fn)(void *baton, const smm_campaign_event_t *e), void *baton)
{
    history_t h = {fn, NULL, baton};
    smm_db_read(c->db, SQL_campaign_events, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)), on_event, &h);
}

static int on_attempt(void *baton, const smm_row_t *row)
{
    history_t *h = baton;
    smm_attempt_t a = {.grp = smm_row_int(row, C_campaign_attempts_grp),
                       .attempt = smm_row_int(row, C_campaign_attempts_attempt),
                       .started = smm_row_int(row, C_campaign_attempts_started),
                       .finished = smm_row_int(row, C_campaign_attempts_finished),
                       .sent_bytes = smm_row_int(row, C_campaign_attempts_sent_bytes),
                       .elapsed_ms = smm_row_int(row, C_campaign_attempts_elapsed_ms),
                       .http_status = smm_row_int(row, C_campaign_attempts_http_status),
                       .expected_cost = smm_row_int(row, C_campaign_attempts_expected_cost),
                       .balance_before = int_or_none(row, C_campaign_attempts_balance_before),
                       .balance_after = int_or_none(row, C_campaign_attempts_balance_after),
                       .outcome = smm_row_text(row, C_campaign_attempts_outcome),
                       .reason = smm_row_text(row, C_campaign_attempts_reason),
                       .answer = smm_row_text(row, C_campaign_attempts_answer)};
    h->attempt(h->baton, &a);
    return 0;
}

void smm_campaign_attempts(smm_ctx_t *c, int64_t id,
                           void (*fn)(void *baton, const smm_attempt_t *a), void *baton)
{
    history_t h = {NULL, fn, baton};
    smm_db_read(c->db, SQL_campaign_attempts, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)), on_attempt,
                &h);
}

typedef struct name_t {
    apr_pool_t *pool;
    const char *name;
} name_t;

static int on_name(void *baton, const smm_row_t *row)
{
    name_t *n = baton;
    n->name = smm_row_dup(row, C_campaign_account_name_username, n->pool);
    return 1;
}

const char *smm_campaign_customer(smm_ctx_t *c, int64_t account)
{
    name_t n = {c->pool, ""};
    smm_db_read(c->db, SQL_campaign_account_name, SMM_ARGS(SMM_I(account)), on_name, &n);
    return n.name;
}

/* ---- for other modules ---------------------------------------------------------------------- */

static void brief_of(const smm_campaign_t *k, smm_campaign_brief_t *out)
{
    out->id = k->id;
    out->account = k->account;
    out->service_name = k->service_name;
    out->link = k->link;
    out->status = k->status;
    out->quantity = k->quantity;
}

smm_rc_e smm_campaign_brief(smm_ctx_t *c, int64_t account, int64_t id, smm_campaign_brief_t *out)
{
    smm_campaign_t k;
    smm_rc_e rc = smm_campaign_get(c, account, id, &k);
    if (rc == SMM_OK)
        brief_of(&k, out);
    return rc;
}

typedef struct recent_t {
    smm_campaign_brief_t *out;
    int n;
} recent_t;

static void on_recent(void *baton, const smm_campaign_t *k)
{
    recent_t *r = baton;
    brief_of(k, &r->out[r->n++]);
}

int smm_campaign_recent(smm_ctx_t *c, int64_t account, smm_campaign_brief_t *out, int max)
{
    recent_t r = {out, 0};
    smm_campaign_filter_t f = {
        .account = account, .tab = "", .per = max > 50 ? 50 : max, .page = 1};
    if (account <= 0 || max <= 0 || smm_campaign_list(c, &f, on_recent, &r) != SMM_OK)
        return 0;
    return r.n;
}
