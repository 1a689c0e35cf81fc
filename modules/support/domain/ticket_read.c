/* SPDX-License-Identifier: Apache-2.0 */
/* Reading tickets. */
#include <string.h>
#include "smm_sql.h"
#include "smm_ticket.h"

typedef struct {
    smm_ctx_t *c;
    int64_t account; /* 0 = anybody's */
    smm_ticket_t *out;
    int found;
} one_t;

static int on_one(void *baton, const smm_row_t *r)
{
    one_t *b = baton;
    apr_pool_t *p = b->c->pool;
    smm_ticket_t *t = b->out;
    t->account = smm_row_int(r, C_ticket_by_id_account);
    if (b->account && t->account != b->account) {
        return 1;
    }
    t->id = smm_row_int(r, C_ticket_by_id_id);
    t->username = smm_row_dup(r, C_ticket_by_id_username, p);
    t->email = smm_row_dup(r, C_ticket_by_id_email, p);
    t->lang = smm_row_dup(r, C_ticket_by_id_language, p);
    t->type = smm_row_dup(r, C_ticket_by_id_type, p);
    t->subject = smm_row_dup(r, C_ticket_by_id_subject, p);
    t->status = smm_row_dup(r, C_ticket_by_id_status, p);
    t->messages = smm_row_int(r, C_ticket_by_id_messages);
    t->created = smm_row_int(r, C_ticket_by_id_created);
    t->updated = smm_row_int(r, C_ticket_by_id_updated);
    t->first_reply = smm_row_int(r, C_ticket_by_id_first_reply);
    b->found = 1;
    return 1;
}

smm_rc_e smm_ticket_get(smm_ctx_t *c, int64_t account, int64_t ticket, smm_ticket_t *out)
{
    one_t b = {c, account, out, 0};
    memset(out, 0, sizeof(*out));
    if (smm_db_read(c->db, SQL_ticket_by_id, SMM_ARGS(SMM_I(c->panel->id), SMM_I(ticket)), on_one,
                    &b) != SMM_DB_OK) {
        return SMM_BUSY;
    }
    return b.found ? SMM_OK : SMM_NOT_FOUND;
}

typedef struct {
    smm_ticket_fn *fn;
    void *baton;
} list_t;

static int on_list(void *baton, const smm_row_t *r)
{
    list_t *b = baton;
    smm_ticket_t t = {0};
    t.id = smm_row_int(r, C_ticket_list_id);
    t.account = smm_row_int(r, C_ticket_list_account);
    t.username = smm_row_text(r, C_ticket_list_username);
    t.type = smm_row_text(r, C_ticket_list_type);
    t.subject = smm_row_text(r, C_ticket_list_subject);
    t.status = smm_row_text(r, C_ticket_list_status);
    t.messages = smm_row_int(r, C_ticket_list_messages);
    t.created = smm_row_int(r, C_ticket_list_created);
    t.updated = smm_row_int(r, C_ticket_list_updated);
    b->fn(b->baton, &t);
    return 0;
}

smm_rc_e smm_ticket_list(smm_ctx_t *c, int64_t account, const char *status, int count, int skip,
                         smm_ticket_fn *fn, void *baton)
{
    list_t b = {fn, baton};
    return smm_db_read(c->db, SQL_ticket_list,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(status), SMM_I(count),
                                SMM_I(skip)),
                       on_list, &b) == SMM_DB_OK
               ? SMM_OK
               : SMM_BUSY;
}

static int on_count(void *baton, const smm_row_t *r)
{
    smm_ticket_counts_t *n = baton;
    const char *s = smm_row_text(r, C_ticket_counts_status);
    int64_t *to = !strcmp(s, "open")       ? &n->open
                  : !strcmp(s, "answered") ? &n->answered
                                           : &n->solved;
    *to = smm_row_int(r, C_ticket_counts_n);
    return 0;
}

smm_rc_e smm_ticket_counts(smm_ctx_t *c, int64_t account, smm_ticket_counts_t *out)
{
    memset(out, 0, sizeof(*out));
    return smm_db_read(c->db, account ? SQL_ticket_counts_of : SQL_ticket_counts,
                       SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), on_count, out) == SMM_DB_OK
               ? SMM_OK
               : SMM_BUSY;
}

typedef struct {
    smm_ticket_message_fn *fn;
    void *baton;
} thread_t;

static int on_message(void *baton, const smm_row_t *r)
{
    thread_t *b = baton;
    smm_ticket_message_t m = {0};
    m.id = smm_row_int(r, C_ticket_thread_id);
    m.author = smm_row_int(r, C_ticket_thread_author);
    m.username = smm_row_text(r, C_ticket_thread_username);
    m.name = smm_row_text(r, C_ticket_thread_name);
    m.by_staff = smm_row_int(r, C_ticket_thread_by_staff) != 0;
    m.kind = smm_row_text(r, C_ticket_thread_kind);
    m.body = smm_row_text(r, C_ticket_thread_body);
    m.created = smm_row_int(r, C_ticket_thread_created);
    b->fn(b->baton, &m);
    return 0;
}

smm_rc_e smm_ticket_thread(smm_ctx_t *c, int64_t ticket, int staff, smm_ticket_message_fn *fn,
                           void *baton)
{
    thread_t b = {fn, baton};
    return smm_db_read(c->db, SQL_ticket_thread,
                       SMM_ARGS(SMM_I(ticket), SMM_I(c->panel->id), SMM_I(staff != 0)), on_message,
                       &b) == SMM_DB_OK
               ? SMM_OK
               : SMM_BUSY;
}

int smm_ticket_linked(smm_ctx_t *c, int64_t ticket, int64_t *ids)
{
    int n = smm_list(c, SQL_ticket_campaigns, SMM_ARGS(SMM_I(ticket), SMM_I(c->panel->id)),
                     smm_item_int, ids, SMM_TICKET_CAMPAIGNS);
    return n < 0 ? 0 : n;
}
