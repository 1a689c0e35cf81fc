/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets, settings, audit log, idempotency keys, events. */
#include <apr_strings.h>
#include "smm_event.h"
#include "smm_idem.h"
#include "smm_settings.h"
#include "tap.h"
#include "unit_raw.h"

static smm_ctx_t ctx;

static const smm_setting_t table[] = {
    {"site.title", "A panel", 0, "Title"},
    {"gateway.test.key", NULL, 1, "Key"},
    {"limits.max", "10", 0, "Most"},
    {NULL, NULL, 0, NULL},
};

static void test_seal(void)
{
    static unsigned char other[32] = "another secret, 32 bytes long...";
    smm_panel_t stranger = *ctx.panel;
    const char *a = smm_seal(tap_pool, ctx.panel, "label", "the secret");
    const char *b = smm_seal(tap_pool, ctx.panel, "label", "the secret");
    char *bent = apr_pstrdup(tap_pool, a);
    stranger.secret = other;
    ok(a && strncmp(a, "v1:", 3) == 0 && !strstr(a, "secret"), "sealed");
    ok(b && strcmp(a, b) != 0, "each time differently");
    is(smm_unseal(tap_pool, ctx.panel, "label", a), "the secret", "opened");
    ok(!smm_unseal(tap_pool, ctx.panel, "other", a), "not for another use");
    ok(!smm_unseal(tap_pool, &stranger, "label", a), "not with another secret");
    bent[strlen(bent) - 6] = bent[strlen(bent) - 6] == 'A' ? 'B' : 'A';
    ok(!smm_unseal(tap_pool, ctx.panel, "label", bent), "not when a bit changed");
    ok(!smm_unseal(tap_pool, ctx.panel, "label", "v1:AAAA"), "not when cut short");
    ok(!smm_unseal(tap_pool, ctx.panel, "label", "v1:!!!!") &&
           !smm_unseal(tap_pool, ctx.panel, "label", "v1:") &&
           !smm_unseal(tap_pool, ctx.panel, "label", "plain") &&
           !smm_unseal(tap_pool, ctx.panel, "label", NULL),
       "nonsense stays closed");
    is(smm_unseal(tap_pool, ctx.panel, "l", smm_seal(tap_pool, ctx.panel, "l", "")), "",
       "an empty text too");
}

static void test_hashes(void)
{
    is(smm_sha256_hex(tap_pool, "abc", 3),
       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "SHA-256");
    ok(strlen(smm_mac(tap_pool, ctx.panel, "a", "text")) == 64, "MAC");
    ok(strcmp(smm_mac(tap_pool, ctx.panel, "a", "text"), smm_mac(tap_pool, ctx.panel, "b", "text")),
       "another key for each label");
    ok(smm_equal_ct("abc", "abc") && !smm_equal_ct("abc", "abd") && !smm_equal_ct("abc", "ab") &&
           !smm_equal_ct("a", NULL),
       "comparison");
    const char *t = smm_random_token(tap_pool, 32);
    is_int(strlen(t), 43, "32 bytes are 43 characters");
    ok(strspn(t, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == 43,
       "that need no escaping");
    ok(strcmp(t, smm_random_token(tap_pool, 32)), "and differ");
}

static smm_db_rc_e put(const char *key, const char *value)
{
    smm_unit_t *u = smm_unit_make(tap_pool);
    if (smm_setting_step(u, &ctx, key, value) != SMM_OK) {
        return SMM_DB_BUG;
    }
    return smm_db_write(ctx.db, u).rc;
}

static const char *raw;

static int read_raw(void *baton, const smm_row_t *row)
{
    raw = smm_row_dup(row, C_setting_get_value, tap_pool);
    return 0;
}

static void test_settings(void)
{
    is(smm_setting(&ctx, "site.title"), "A panel", "fallback");
    is(smm_setting(&ctx, "gateway.test.key"), NULL, "unset secret");
    is_int(put("site.title", "Shop"), SMM_DB_OK, "set");
    is(smm_setting(&ctx, "site.title"), "Shop", "read");
    is_int(put("site.title", "Shop 2"), SMM_DB_OK, "set again");
    is(smm_setting(&ctx, "site.title"), "Shop 2", "read again");
    is_int(put("site.title", NULL), SMM_DB_OK, "unset");
    is(smm_setting(&ctx, "site.title"), "A panel", "fallback again");
    is_int(put("gateway.test.key", "sk_live_1"), SMM_DB_OK, "a secret");
    is(smm_setting(&ctx, "gateway.test.key"), "sk_live_1", "comes back opened");
    smm_db_read(ctx.db, SQL_setting_get, SMM_ARGS(SMM_I(1), SMM_T("gateway.test.key")), read_raw,
                NULL);
    ok(raw && !strstr(raw, "sk_live"), "and is stored sealed");
    is_int(put("no.such", "1"), SMM_DB_BUG, "an unknown key is refused");
    is(smm_setting(&ctx, "no.such"), NULL, "and unknown to readers");
    is_int(smm_setting_int(&ctx, "limits.max", 5), 10, "a number");
    put("limits.max", "12x");
    is_int(smm_setting_int(&ctx, "limits.max", 5), 5, "no number: the caller's fallback");
    is_int(smm_setting_find("site.title") == &table[0], 1, "found");
    ok(smm_setting_nth(2) == &table[2] && !smm_setting_nth(3), "all are listed once");
}

static int lines;

static int count_line(void *baton, const smm_row_t *row)
{
    lines++;
    return 0;
}

static void test_audit(void)
{
    smm_unit_t *u = smm_unit_make(tap_pool);
    smm_audit_step(u, &ctx, "setting.set", "setting", 7, "a", "b", "because");
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "a line in the audit log");
    smm_db_read(ctx.db, SQL_audit_list, SMM_ARGS(SMM_I(1), SMM_I(INT64_MAX), SMM_I(10)), count_line,
                NULL);
    is_int(lines, 1, "is read");
    ok(unit_raw(tap_pool, "UPDATE audit_log SET why = 'changed'") != NULL, "it cannot be changed");
    ok(unit_raw(tap_pool, "DELETE FROM audit_log") != NULL, "nor deleted");
}

static void test_idem(void)
{
    smm_idem_t k = {"form", "key-0001", "print-a"}, other = {"form", "key-0001", "print-b"};
    int64_t id = 0;
    ctx.actor = 5;
    is_int(smm_idem_find(&ctx, &k, &id), SMM_NOT_FOUND, "a new key");
    smm_unit_t *u = smm_unit_make(tap_pool);
    smm_idem_step(u, &ctx, &k, -1, 77);
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "is stored");
    is_int(smm_idem_find(&ctx, &k, &id), SMM_OK, "and found");
    is_int(id, 77, "with its result");
    is_int(smm_idem_find(&ctx, &other, &id), SMM_CONFLICT, "with other fields: conflict");
    u = smm_unit_make(tap_pool);
    smm_idem_step(u, &ctx, &k, -1, 78);
    smm_written_t w = smm_db_write(ctx.db, u);
    is_int(w.rc, SMM_DB_UNIQUE, "a second run is refused");
    is_int(w.outcome, SMM_OUT_REPLAY, "as a replay");
    ctx.actor = 6;
    is_int(smm_idem_find(&ctx, &k, &id), SMM_NOT_FOUND, "another account has its own keys");
    ctx.actor = 0;
    u = smm_unit_make(tap_pool);
    int step = smm_unit_add(u, SQL_mail_insert,
                            SMM_ARGS(SMM_I(1), SMM_T("a@b.example"), SMM_T("en"), SMM_T("x"),
                                     SMM_NUL, SMM_T("dead"), SMM_NUL, SMM_I(1000)));
    k.key = "key-0002";
    smm_idem_step(u, &ctx, &k, step, 0);
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "with the id of a step as result");
    smm_idem_find(&ctx, &k, &id);
    ok(id > 0 && id == smm_unit_id(u, step), "the same id");
}

static int heard, after;

static void on_steps(smm_ctx_t *c, const smm_event_t *e, smm_unit_t *u)
{
    heard++;
    smm_setting_step(u, c, "site.title", "from an event");
}

static void on_after(smm_ctx_t *c, const smm_event_t *e)
{
    after++;
}

static void test_events(void)
{
    smm_event_t e = {"payment.credited", 1, 2, NULL}, o = {"other", 1, 2, NULL};
    smm_event_on("payment.credited", on_steps, on_after);
    smm_event_on("payment.credited", on_steps, on_after);
    smm_event_on(NULL, NULL, on_after);
    smm_unit_t *u = smm_unit_make(tap_pool);
    smm_event_steps(&ctx, &e, u);
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "a subscriber's steps go with the unit");
    smm_event_committed(&ctx, &e);
    smm_event_committed(&ctx, &o);
    is_int(heard, 1, "subscribed twice is told once");
    is_int(after, 3, "one by name, two by all");
    is(smm_setting(&ctx, "site.title"), "from an event", "the step was written");
}

int main(void)
{
    tap_init();
    smm_settings_add(table);
    smm_settings_add(table);
    for (int e = 0; e < unit_engines(); e++) {
        lines = heard = after = 0;
        if (!unit_db_on(tap_pool, &ctx, e)) {
            ok(0, "a database");
            continue;
        }
        test_seal();
        test_hashes();
        test_settings();
        test_audit();
        test_idem();
        test_events();
        unit_db_drop(&ctx);
    }
    return tap_done();
}
