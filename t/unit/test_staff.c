/* SPDX-License-Identifier: Apache-2.0 */
/* What staff do by the panel's pages: settings, suspension, corrections, mails sent again. */
#include "tap.h"
#include "unit_db.h"
#include "smm_account.h"
#include "smm_mail.h"
#include "smm_money.h"
#include "smm_session.h"
#include "smm_settings.h"
#include "smm_wallet.h"
#include "smm_config.h"
#include "smm_people.h"

static smm_ctx_t ctx;

static const smm_setting_t table[] = {
    {"site.title", "A panel", 0, "Title", SMM_SET_TEXT, 1, 20},
    {"site.fee", "10", 0, "Fee", SMM_SET_USD},
    {"site.key", NULL, 1, "Key"},
    {"other.thing.flag", "1", 0, "Flag", SMM_SET_FLAG},
    {NULL},
};

static int64_t person(const char *name, smm_role_e role)
{
    smm_unit_t *u = smm_unit_make(ctx.pool);
    const char *mail = apr_pstrcat(ctx.pool, name, "@unit.example", NULL);
    static const char *const words[] = {"customer", "staff", "owner"};
    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                          SMM_I(ctx.now), SMM_I(ctx.now), SMM_T("DE"), SMM_T("en")));
    smm_unit_add(u, SQL_member_set,
                 SMM_ARGS(SMM_I(ctx.panel->id), SMM_SLOT(0), SMM_T(words[role]), SMM_I(ctx.now)));
    return smm_db_write(ctx.db, u).rc == SMM_DB_OK ? smm_unit_id(u, 0) : 0;
}

/* ---- audit lines: how many of an action, and the text after of the newest -------------------- */

typedef struct {
    int n;
    const char *after;
} lines_t;

static void line(void *baton, const smm_audit_line_t *l)
{
    lines_t *b = baton;
    if (!b->n++) {
        b->after = apr_pstrdup(ctx.pool, l->after ? l->after : "");
    }
}

static lines_t audit(const char *action)
{
    lines_t b = {0, ""};
    smm_audit_list(&ctx, 0, -1, action, 100, line, &b);
    return b;
}

/* ---- settings ---------------------------------------------------------------------------------
 */

static int save(const char *key, const char *value)
{
    smm_config_change_t c = {smm_setting_find(key), value};
    int changed = -1;
    return smm_config_save(&ctx, &c, 1, &changed).code == SMM_OK ? changed : -1;
}

static void test_settings(void)
{
    const smm_config_group_t *g = smm_config_group(ctx.pool, "site");
    ok(g && g->n == 3, "a group of a prefix that nobody named");
    ok(smm_config_group(ctx.pool, "other.thing") != NULL, "the prefix ends at the last point");
    ok(!smm_config_group(ctx.pool, "nothing") && !smm_config_group(ctx.pool, NULL), "no others");
    int lines = audit("setting.set").n;
    is_int(save("site.title", "A panel"), 0, "the fallback is no change");
    is_int(save("site.fee", "10.00"), 0, "nor is the same amount in other digits");
    is_int(save("site.title", NULL), 0, "nor is unsetting what is not set");
    is_int(audit("setting.set").n, lines, "and the log is as it was");
    is_int(save("site.title", "Mine"), 1, "a change");
    is(smm_setting(&ctx, "site.title"), "Mine", "is stored");
    is(audit("setting.set").after, "site.title=Mine", "and written down");
    is_int(save("site.title", NULL), 1, "unset");
    is(smm_setting(&ctx, "site.title"), "A panel", "the fallback counts again");
    is_int(save("site.key", "hush"), 1, "a secret");
    is(smm_setting(&ctx, "site.key"), "hush", "is stored");
    is(audit("setting.set").after, "site.key=(secret)", "and not written down");
    is_int(smm_setting_stored(&ctx, "site.key"), 1, "it is known to be set");
    is_int(save("site.key", NULL), 1, "removed");
    is_int(smm_setting_stored(&ctx, "site.key"), 0, "it is not");
}

/* ---- accounts ---------------------------------------------------------------------------------
 */

static const char *state_of(int64_t id)
{
    smm_person_t x;
    return smm_person(&ctx, id, &x) == SMM_OK ? x.state : "none";
}

static smm_rc_e status_as(int64_t actor, int64_t id, int suspend)
{
    ctx.actor = actor;
    smm_rc_e rc = smm_account_set_status(&ctx, id, suspend, "because").code;
    ctx.actor = 0;
    return rc;
}

static void test_status(void)
{
    int64_t boss = person("boss", SMM_ROLE_OWNER), second = person("second", SMM_ROLE_OWNER);
    int64_t helper = person("helper", SMM_ROLE_STAFF), c = person("cust", SMM_ROLE_CUSTOMER);
    smm_unit_t *u = smm_unit_make(ctx.pool);
    smm_unit_add(u, SQL_session_insert,
                 SMM_ARGS(SMM_I(1), SMM_T("h"), SMM_I(c), SMM_I(ctx.now), SMM_T(""), SMM_T("")));
    smm_db_write(ctx.db, u);
    is_int(status_as(helper, c, 1), SMM_OK, "staff suspend a customer");
    is(state_of(c), "suspended", "who is suspended");
    smm_person_t x;
    smm_person(&ctx, c, &x);
    is_int(x.sessions, 0, "without sessions");
    is_int(status_as(helper, c, 1), SMM_CONFLICT, "not twice");
    is_int(status_as(helper, c, 0), SMM_OK, "reopened");
    is(state_of(c), "active", "and active");
    is_int(status_as(helper, c, 0), SMM_CONFLICT, "not twice either");
    is_int(status_as(helper, boss, 1), SMM_FORBIDDEN, "staff do not suspend an owner");
    is_int(status_as(boss, boss, 1), SMM_FORBIDDEN, "nobody suspends themselves");
    is_int(status_as(boss, second, 1), SMM_OK, "an owner suspends another");
    is_int(status_as(0, boss, 1), SMM_FORBIDDEN, "but the last who can sign in stays");
    is_int(smm_account_set_role(&ctx, boss, SMM_ROLE_STAFF, "no").code, SMM_FORBIDDEN,
           "and stays an owner");
    is_int(status_as(boss, second, 0), SMM_OK, "the other comes back");
    is_int(status_as(boss, 99999, 1), SMM_NOT_FOUND, "nobody is nobody");
    /* an account that works for another panel */
    u = smm_unit_make(ctx.pool);
    smm_unit_add(u, SQL_panel_insert, SMM_ARGS(SMM_T("next"), SMM_T("Next"), SMM_I(1000)));
    smm_db_write(ctx.db, u);
    u = smm_unit_make(ctx.pool);
    smm_unit_add(u, SQL_member_set, SMM_ARGS(SMM_I(2), SMM_I(c), SMM_T("owner"), SMM_I(1000)));
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "the customer owns the panel next door");
    is_int(status_as(boss, c, 1), SMM_FORBIDDEN, "and is not this panel's to suspend");
    is(state_of(c), "active", "so nothing happened");
    is_int(audit("account.suspend").n, 2, "one line a suspension");
}

/* ---- corrections ------------------------------------------------------------------------------
 */

static smm_result_t adjust(int64_t id, int64_t amount, const char *key, int look)
{
    smm_idem_t idem = {"form", key, "print"};
    return smm_wallet_adjust(&ctx, id, amount, "goodwill", &idem, look);
}

static int64_t balance(int64_t id)
{
    smm_balance_t b;
    return smm_wallet_balance(&ctx, id, &b) == SMM_OK ? b.balance : -1;
}

static void test_adjust(void)
{
    int64_t c = person("adjusted", SMM_ROLE_CUSTOMER);
    ctx.actor = person("hand", SMM_ROLE_STAFF);
    is_int(adjust(c, 5 * SMM_USD, "k-look", 1).code, SMM_OK, "it would be done");
    is_int(balance(c), 0, "and is not");
    is_int(adjust(c, 5 * SMM_USD, "k-one-1", 0).code, SMM_OK, "credited");
    is_int(balance(c), 5 * SMM_USD, "exactly");
    is_int(adjust(c, 5 * SMM_USD, "k-one-1", 0).code, SMM_CONFLICT, "the same key");
    is_int(balance(c), 5 * SMM_USD, "does nothing");
    is_int(adjust(c, -2 * SMM_USD, "k-two-1", 0).code, SMM_OK, "taken away");
    is_int(balance(c), 3 * SMM_USD, "exactly");
    is_int(adjust(c, -3 * SMM_USD - 1, "k-three", 0).code, SMM_INVALID, "never below zero");
    is_int(adjust(c, 500 * SMM_USD + 1, "k-four", 0).code, SMM_INVALID, "above the limit");
    is_int(adjust(c, 500 * SMM_USD, "k-five-1", 1).code, SMM_OK, "at the limit");
    is_int(adjust(c, 0, "k-six-11", 0).code, SMM_INVALID, "nothing is no correction");
    is_int(adjust(c, INT64_MIN, "k-seven", 0).code, SMM_INVALID, "no overflow");
    is_int(smm_wallet_adjust(&ctx, c, 1, "", NULL, 0).code, SMM_INVALID, "no reason, no key");
    is_int(balance(c), 3 * SMM_USD, "none of which moved money");
    is_int(audit("wallet.adjust").n, 2, "one line a correction");
    ctx.actor = 0;
}

/* ---- mails ------------------------------------------------------------------------------------
 */

static void test_mail(void)
{
    smm_vm_t *vm = smm_vm_make(ctx.pool);
    smm_unit_t *u = smm_unit_make(ctx.pool);
    smm_vm_el(vm, "mail");
    smm_vm_end(vm);
    smm_mail_step(u, &ctx, "a@unit.example", "en", "auth/verify", vm);
    smm_mail_step(u, &ctx, "not an address", "en", "auth/verify", vm);
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "two mails, one without a good address");
    is_int(smm_mail_again(&ctx, 1).code, SMM_CONFLICT, "one that waits is not sent again");
    u = smm_unit_make(ctx.pool);
    smm_unit_add(u, SQL_mail_failed,
                 SMM_ARGS(SMM_I(1), SMM_I(1), SMM_T("dead"), SMM_T("refused"), SMM_I(ctx.now)));
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "it dies");
    is_int(smm_mail_again(&ctx, 1).code, SMM_OK, "now it is");
    is_int(smm_mail_again(&ctx, 1).code, SMM_CONFLICT, "once");
    is_int(smm_mail_again(&ctx, 2).code, SMM_CONFLICT, "one without an address never is");
    is_int(audit("mail.again").n, 1, "written down");
}

int main(void)
{
    tap_init();
    smm_settings_add(table);
    smm_wallet_init();
    for (int engine = 0; engine < unit_engines(); engine++) {
        if (!unit_db_on(tap_pool, &ctx, engine)) {
            ok(0, "a database");
            continue;
        }
        test_settings();
        test_status();
        test_adjust();
        test_mail();
        unit_db_drop(&ctx);
    }
    return tap_done();
}
