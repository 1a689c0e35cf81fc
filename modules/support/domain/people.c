/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <apr_strings.h>
#include "smm_sql.h"
#include "smm_people.h"

typedef struct {
    union {
        smm_person_fn *person;
        smm_person_item_fn *item;
        smm_audit_fn *line;
        smm_text_fn *text;
    } fn;
    void *baton;
} call_t;

static smm_rc_e rc_of(smm_db_rc_e rc)
{
    return rc == SMM_DB_OK ? SMM_OK : SMM_BUSY;
}

static int on_person(void *baton, const smm_row_t *r)
{
    call_t *b = baton;
    smm_person_t x = {0};
    x.id = smm_row_int(r, C_staff_people_id);
    x.username = smm_row_text(r, C_staff_people_username);
    x.email = smm_row_text(r, C_staff_people_email);
    x.name = smm_row_text(r, C_staff_people_name);
    x.state = smm_row_text(r, C_staff_people_state);
    x.role = smm_row_text(r, C_staff_people_role);
    x.created = smm_row_int(r, C_staff_people_created);
    x.last_signin = smm_row_int(r, C_staff_people_last_signin);
    x.balance = smm_row_int(r, C_staff_people_balance);
    x.held = smm_row_int(r, C_staff_people_held);
    b->fn.person(b->baton, &x);
    return 0;
}

/* The words as a LIKE pattern, folded as keys are (ASCII). */
static const char *pattern(apr_pool_t *p, const char *q)
{
    char *out = apr_palloc(p, strlen(q) * 2 + 3), *o = out;
    *o++ = '%';
    for (; *q; q++) {
        if (*q == '%' || *q == '_' || *q == '\\') {
            *o++ = '\\';
        }
        *o++ = (char)(*q >= 'A' && *q <= 'Z' ? *q + 32 : *q);
    }
    *o++ = '%';
    *o = '\0';
    return out;
}

smm_rc_e smm_people(smm_ctx_t *c, const smm_people_filter_t *f, int rows, smm_person_fn *fn,
                    void *baton)
{
    call_t b = {{.person = fn}, baton};
    const char *digits = *f->q == '#' ? f->q + 1 : f->q;
    int64_t id = *digits && strspn(digits, "0123456789") == strlen(digits) ? apr_atoi64(digits) : 0;
    return rc_of(
        smm_db_read(c->db, SQL_staff_people,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_T(*f->q ? pattern(c->pool, f->q) : ""),
                             SMM_I(id), SMM_T(f->role), SMM_T(f->state),
                             SMM_I(f->before > 0 ? f->before : INT64_MAX), SMM_I(rows)),
                    on_person, &b));
}

static void on_one(void *item, const smm_row_t *r, apr_pool_t *pool)
{
    smm_person_t *x = item;
    x->id = smm_row_int(r, C_staff_person_id);
    x->username = smm_row_dup(r, C_staff_person_username, pool);
    x->email = smm_row_dup(r, C_staff_person_email, pool);
    x->name = smm_row_dup(r, C_staff_person_name, pool);
    x->company = smm_row_dup(r, C_staff_person_company, pool);
    x->country = smm_row_dup(r, C_staff_person_country, pool);
    x->language = smm_row_dup(r, C_staff_person_language, pool);
    x->timezone = smm_row_dup(r, C_staff_person_timezone, pool);
    x->state = smm_row_dup(r, C_staff_person_state, pool);
    x->role = smm_row_dup(r, C_staff_person_role, pool);
    x->created = smm_row_int(r, C_staff_person_created);
    x->joined = smm_row_int(r, C_staff_person_joined);
    x->verified = smm_row_int(r, C_staff_person_verified);
    x->last_signin = smm_row_int(r, C_staff_person_last_signin);
    x->frozen = (int)smm_row_int(r, C_staff_person_frozen);
    x->keys = smm_row_int(r, C_staff_person_keys);
    x->sessions = smm_row_int(r, C_staff_person_sessions);
}

smm_rc_e smm_person(smm_ctx_t *c, int64_t account, smm_person_t *out)
{
    return smm_get(c, SQL_staff_person, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)), on_one, out);
}

static int on_payment(void *baton, const smm_row_t *r)
{
    call_t *b = baton;
    smm_person_item_t x = {0};
    x.id = smm_row_int(r, C_staff_person_payments_id);
    x.kind = smm_row_text(r, C_staff_person_payments_method);
    x.state = smm_row_text(r, C_staff_person_payments_state);
    x.amount = smm_row_int(r, C_staff_person_payments_amount);
    x.created = smm_row_int(r, C_staff_person_payments_created);
    b->fn.item(b->baton, &x);
    return 0;
}

smm_rc_e smm_person_payments(smm_ctx_t *c, int64_t account, int rows, smm_person_item_fn *fn,
                             void *baton)
{
    call_t b = {{.item = fn}, baton};
    return rc_of(smm_db_read(c->db, SQL_staff_person_payments,
                             SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(rows)), on_payment,
                             &b));
}

static int on_entry(void *baton, const smm_row_t *r)
{
    call_t *b = baton;
    smm_person_item_t x = {0};
    x.id = smm_row_int(r, C_staff_person_entries_id);
    x.created = smm_row_int(r, C_staff_person_entries_created);
    x.kind = smm_row_text(r, C_staff_person_entries_kind);
    x.memo = smm_row_text(r, C_staff_person_entries_memo);
    x.amount = smm_row_int(r, C_staff_person_entries_amount);
    x.after = smm_row_int(r, C_staff_person_entries_balance_after);
    b->fn.item(b->baton, &x);
    return 0;
}

smm_rc_e smm_person_entries(smm_ctx_t *c, int64_t account, int rows, smm_person_item_fn *fn,
                            void *baton)
{
    call_t b = {{.item = fn}, baton};
    return rc_of(smm_db_read(c->db, SQL_staff_person_entries,
                             SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(rows)), on_entry,
                             &b));
}

/* ---- audit log ------------------------------------------------------------------------------ */

static int on_line(void *baton, const smm_row_t *r)
{
    call_t *b = baton;
    smm_audit_line_t x = {0};
    x.id = smm_row_int(r, C_staff_audit_id);
    x.created = smm_row_int(r, C_staff_audit_created);
    x.actor = smm_row_int(r, C_staff_audit_actor);
    x.actor_name = smm_row_text(r, C_staff_audit_actor_name);
    x.action = smm_row_text(r, C_staff_audit_action);
    x.kind = smm_row_text(r, C_staff_audit_kind);
    x.ref = smm_row_int(r, C_staff_audit_ref);
    x.before = smm_row_text(r, C_staff_audit_old_text);
    x.after = smm_row_text(r, C_staff_audit_new_text);
    x.why = smm_row_text(r, C_staff_audit_why);
    x.addr = smm_row_text(r, C_staff_audit_addr);
    x.request = smm_row_text(r, C_staff_audit_request);
    b->fn.line(b->baton, &x);
    return 0;
}

smm_rc_e smm_audit_list(smm_ctx_t *c, int64_t before, int64_t actor, const char *action, int rows,
                        smm_audit_fn *fn, void *baton)
{
    call_t b = {{.line = fn}, baton};
    return rc_of(smm_db_read(c->db, SQL_staff_audit,
                             SMM_ARGS(SMM_I(c->panel->id), SMM_I(before > 0 ? before : INT64_MAX),
                                      SMM_I(actor), SMM_T(action), SMM_I(rows)),
                             on_line, &b));
}

static int on_action(void *baton, const smm_row_t *r)
{
    call_t *b = baton;
    b->fn.text(b->baton, smm_row_text(r, C_staff_audit_actions_action));
    return 0;
}

smm_rc_e smm_audit_actions(smm_ctx_t *c, smm_text_fn *fn, void *baton)
{
    call_t b = {{.text = fn}, baton};
    return rc_of(
        smm_db_read(c->db, SQL_staff_audit_actions, SMM_ARGS(SMM_I(c->panel->id)), on_action, &b));
}
