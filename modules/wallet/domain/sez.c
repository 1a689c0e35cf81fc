/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_gstin.h"
#include "smm_mail.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_sez.h"

static void list_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_sez_t *s = item;

#define TXT(f) s->f = smm_row_dup(row, C_sez_list_##f, pool)
    s->id = smm_row_int(row, C_sez_list_id);
    s->account = smm_row_int(row, C_sez_list_account_id);
    TXT(username);
    TXT(company);
    TXT(kind);
    TXT(gstin);
    TXT(gstin_now);
    TXT(approval);
    TXT(state);
    TXT(note);
    s->actor = smm_row_dup(row, C_sez_list_actor_name, pool);
    s->created = smm_row_int(row, C_sez_list_created);
    s->decided = smm_row_int(row, C_sez_list_decided);
#undef TXT
}

static int read_list(smm_ctx_t *c, int64_t account, int64_t id, const char *state, int64_t before,
                     smm_sez_t *out, int max)
{
    return smm_list(c, SQL_sez_list,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_I(id), SMM_T(state),
                             SMM_I(before > 0 ? before : INT64_MAX), SMM_I(max)),
                    list_row, out, max);
}

int smm_sez_list(smm_ctx_t *c, int64_t account, const char *state, int64_t before, smm_sez_t *out,
                 int max)
{
    return read_list(c, account, 0, state, before, out, max);
}

smm_rc_e smm_sez_of(smm_ctx_t *c, int64_t account, smm_sez_t *out)
{
    int n = read_list(c, account, 0, "", 0, out, 1);

    return n < 0 ? SMM_BUSY : n ? SMM_OK : SMM_NOT_FOUND;
}

typedef struct kind_t {
    apr_pool_t *pool;
    const char *kind;
} kind_t;

static int kind_row(void *baton, const smm_row_t *row)
{
    kind_t *k = baton;

    k->kind = smm_row_dup(row, C_sez_confirmed_kind, k->pool);
    return 1;
}

smm_rc_e smm_sez_confirmed(smm_ctx_t *c, int64_t account, const char *gstin, const char **kind)
{
    kind_t k = {c->pool, ""};
    smm_db_rc_e rc =
        smm_db_read(c->db, SQL_sez_confirmed,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(gstin)), kind_row, &k);

    *kind = k.kind;
    return rc == SMM_DB_OK ? SMM_OK : SMM_BUSY;
}

/* ---- changes --------------------------------------------------------------------------------- */

static smm_result_t busy(void)
{
    return smm_fail(SMM_BUSY, NULL,
                    "The panel cannot save this right now. Nothing was changed: try again.");
}

static smm_result_t written(smm_ctx_t *c, smm_unit_t *u, const char *conflict)
{
    smm_written_t w = smm_db_write(c->db, u);

    if (w.rc == SMM_DB_OK)
        return smm_ok();
    return w.rc == SMM_DB_EXPECT || w.rc == SMM_DB_UNIQUE ? smm_fail(SMM_CONFLICT, NULL, conflict)
                                                          : busy();
}

smm_result_t smm_sez_declare(smm_ctx_t *c, int64_t account, const char *kind, const char *approval)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_particulars_t p;
    char gstin[16];

    if (strcmp(kind, "sewop") != 0 && strcmp(kind, "sewp") != 0)
        return smm_fail(SMM_INVALID, "kind", "Choose with or without payment of tax.");
    if (strlen(approval) < 3 || strlen(approval) > 60)
        return smm_fail(SMM_INVALID, "approval", "Enter the number of the letter of approval.");
    if (smm_account_particulars(c, account, &p) != SMM_OK)
        return busy();
    if (strcmp(p.country, "IN") != 0 || smm_gstin_check(p.tax_id, gstin) != SMM_GSTIN_OK)
        return smm_fail(SMM_INVALID, NULL,
                        "Add the GSTIN of the unit to your profile first: the tax invoice needs "
                        "it.");
    smm_unit_add(u, SQL_sez_replace, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)));
    smm_unit_add(u, SQL_sez_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T(kind), SMM_T(p.tax_id),
                          SMM_T(approval), SMM_I(c->now)));
    return written(c, u, "This was already sent.");
}

smm_result_t smm_sez_withdraw(smm_ctx_t *c, int64_t account)
{
    smm_unit_t *u = smm_unit_make(c->pool);

    smm_unit_add(u, SQL_sez_withdraw, SMM_ARGS(SMM_I(c->panel->id), SMM_I(account)));
    return written(c, u, "Nothing is declared: there is nothing to take back.");
}

/** Tells the customer; a panel that cannot read the address decides all the same. */
static void mail(smm_unit_t *u, smm_ctx_t *c, const smm_sez_t *s, const char *what,
                 const char *reason)
{
    const char *base = apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL);
    smm_vm_t *vm = smm_vm_make(c->pool);
    smm_account_t who;

    if (smm_account_by_id(c, s->account, &who) != SMM_OK)
        return;
    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "subject",
                strcmp(what, "confirm") == 0 ? "Your SEZ unit is confirmed"
                                             : "Your SEZ unit is not confirmed");
    smm_vm_attr(vm, "site", c->panel->name);
    smm_vm_attr(vm, "username", who.username);
    smm_vm_attr(vm, "home", apr_pstrcat(c->pool, base, "/", NULL));
    smm_vm_attr(vm, "decision", what);
    smm_vm_attr(vm, "kind", s->kind);
    smm_vm_attr(vm, "gstin", s->gstin);
    smm_vm_attr(vm, "reason", reason);
    smm_vm_attr(vm, "link", apr_pstrcat(c->pool, base, "/app/sez", NULL));
    smm_vm_end(vm);
    smm_mail_step(u, c, who.email, who.lang, "wallet/sez", vm);
}

smm_result_t smm_sez_decide(smm_ctx_t *c, int64_t id, const char *what, const char *reason)
{
    int confirm = strcmp(what, "confirm") == 0, revoke = strcmp(what, "revoke") == 0;
    const char *from = revoke ? "confirmed" : "declared", *to = confirm ? "confirmed" : "rejected";
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_sez_t s;
    int n = read_list(c, 0, id, "", 0, &s, 1);

    if (!confirm && !revoke && strcmp(what, "reject") != 0)
        return smm_fail(SMM_INVALID, "decision", "Confirm, reject or revoke.");
    if (n <= 0)
        return n < 0 ? busy() : smm_fail(SMM_NOT_FOUND, NULL, "There is no such declaration.");
    smm_unit_add(u, SQL_sez_decide,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_T(from), SMM_T(to), SMM_T(reason),
                          SMM_I(c->now), SMM_I(c->actor)));
    smm_audit_step(u, c, apr_pstrcat(c->pool, "sez.", what, NULL), "account", s.account, from,
                   apr_pstrcat(c->pool, to, " ", s.kind, " ", s.gstin, NULL), reason);
    mail(u, c, &s, what, reason);
    return written(c, u,
                   "This declaration has changed meanwhile, or the customer has another GSTIN now. "
                   "Look at it again.");
}
