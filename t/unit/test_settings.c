/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets, settings, audit log, idempotency keys, events. */
#include <apr_strings.h>
#include "smm_event.h"
#include "smm_idem.h"
#include "smm_settings.h"
#include "tap.h"
#include "unit_raw.h"
#include "modules/core/db/db_int.h"

static smm_ctx_t ctx;

static const smm_setting_t table[] = {
    {"site.title", "A panel", 0, "Title"},
    {"gateway.test.key", NULL, 1, "Key"},
    {"limits.max", "10", 0, "Most"},
    {"many.a", "a", 0, "A"},
    {"many.b", "b", 0, "B"},
    {"many.c", "c", 0, "C"},
    {"many.d", "d", 0, "D"},
    {"many.e", "e", 0, "E"},
    {"many.secret", NULL, 1, "Secret"},
    {NULL, NULL, 0, NULL},
};

/* Declares a key of the first table once more, and many of its own. */
static smm_setting_t crowd[601];

static void test_declared(void)
{
    crowd[0] = (smm_setting_t){.key = "site.title", .fallback = "usurped"};
    for (int i = 1; i < 600; i++) {
        crowd[i].key = apr_psprintf(tap_pool, "crowd.of.many.%d", i);
    }
    smm_settings_add(crowd);
    ok(smm_setting_find("site.title") == &table[0], "the first who declares a key owns it");
    int found = 0;
    for (int i = 1; i < 600; i++) {
        found += smm_setting_find(apr_pstrdup(tap_pool, crowd[i].key)) == &crowd[i];
    }
    is_int(found, 599, "each of many is found");
    ok(!smm_setting_find("crowd.of.many.600") && !smm_setting_find("crowd.of.many.") &&
           !smm_setting_find("") && !smm_setting_find(NULL),
       "and no other");
}

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
    ok(smm_setting_nth(8) == &table[8] && !smm_setting_nth(9), "all are listed once");
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

/* ---- kept settings -------------------------------------------------------------------------- */

static const smm_source_t *source;
static smm_source_t counted;
static int asked, unreachable;

static smm_conn_t *count_get(smm_db_t *db, int64_t deadline)
{
    asked++;
    return unreachable ? NULL : source->get(db, deadline);
}

/* Each read outside a snapshot takes one connection: from here on they are counted. */
static void count_reads(smm_db_t *db)
{
    source = db->src;
    counted = *source;
    counted.get = count_get;
    db->src = &counted;
}

/* As a request has one: of its own pool, with settings kept. */
static smm_ctx_t fresh(void)
{
    smm_ctx_t c = ctx;
    apr_pool_create(&c.pool, tap_pool);
    smm_settings_keep(&c);
    asked = 0;
    return c;
}

/* The first few are asked for one by one, which a small page does best; then all at once. */
static void warm(smm_ctx_t *c)
{
    for (int i = 0; i <= SMM_SETTINGS_SINGLE; i++) {
        smm_setting(c, "many.a");
    }
    is_int(asked, SMM_SETTINGS_SINGLE + 1, "a few reads of one each, one of all");
    asked = 0;
}

static smm_db_rc_e put_by(smm_ctx_t *c, const char *key, const char *value)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    return smm_setting_step(u, c, key, value) == SMM_OK ? smm_db_write(c->db, u).rc : SMM_DB_BUG;
}

static void test_kept(void)
{
    put("many.a", "A");
    put("many.b", "");
    put("many.secret", "sk_many");
    smm_ctx_t c = fresh();
    warm(&c);
    is(smm_setting(&c, "many.a"), "A", "a kept value");
    is(smm_setting(&c, "many.b"), "", "an empty one is no fallback");
    is(smm_setting(&c, "many.c"), "c", "the fallback of one without a row");
    is(smm_setting(&c, "many.secret"), "sk_many", "a secret opens");
    is(smm_setting(&c, "gateway.test.key"), "sk_live_1", "another one too");
    is_int(smm_setting_stored(&c, "many.a"), 1, "has a row");
    is_int(smm_setting_stored(&c, "many.c"), 0, "has none");
    is(smm_setting(&c, "no.such"), NULL, "an unknown key");
    is_int(asked, 0, "all without asking the database again");
    is_int(put("many.a", "by another"), SMM_DB_OK, "another request writes");
    smm_ctx_t next = fresh();
    is(smm_setting(&next, "many.a"), "by another", "the very next one sees it");
    smm_ctx_t plain = ctx;
    asked = 0;
    for (int i = 0; i < 9; i++) {
        smm_setting(&plain, "many.a");
    }
    is_int(asked, 9, "a context that keeps nothing asks each time");
}

static void test_kept_written(void)
{
    smm_ctx_t c = fresh(), copy = c;
    warm(&c);
    is_int(put_by(&copy, "many.a", "changed"), SMM_DB_OK, "the same request writes");
    is(smm_setting(&c, "many.a"), "changed", "and reads what it wrote");
    is(smm_setting(&copy, "many.a"), "changed", "by a copy too");
    is_int(put_by(&c, "many.a", NULL), SMM_DB_OK, "unset");
    is(smm_setting(&copy, "many.a"), "a", "and read again");
    is_int(smm_setting_stored(&copy, "many.a"), 0, "no row");
    c = fresh();
    warm(&c);
    smm_unit_t *u = smm_unit_make(c.pool);
    is_int(smm_setting_step(u, &c, "many.d", "late"), SMM_OK, "a step that is not written yet");
    for (int i = 0; i < 9; i++) {
        smm_setting(&c, "many.d");
    }
    is(smm_setting(&c, "many.d"), "d", "shows nothing");
    smm_db_write(c.db, u);
    is(smm_setting(&c, "many.d"), "late", "until it is");
    put("many.d", NULL);
}

static void test_kept_apart(void)
{
    static smm_panel_t other;
    smm_unit_t *u = smm_unit_make(tap_pool);
    other = *ctx.panel;
    other.key = "other";
    smm_unit_add(u, SQL_panel_insert, SMM_ARGS(SMM_T("other"), SMM_T("Other"), SMM_I(1000)));
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "another panel");
    other.id = ctx.panel->id + 1;
    put("many.a", "ours");
    smm_ctx_t c = fresh();
    warm(&c);
    smm_ctx_t theirs = c;
    theirs.panel = &other;
    is(smm_setting(&theirs, "many.a"), "a", "a copy for another panel gets nothing of ours");
    is(smm_setting(&theirs, "many.secret"), NULL, "nor a secret");
    is_int(smm_setting_stored(&theirs, "many.a"), 0, "nor that there is one");
    is_int(put_by(&theirs, "many.a", "theirs"), SMM_DB_OK, "writes its own");
    is(smm_setting(&theirs, "many.a"), "theirs", "reads its own");
    is(smm_setting(&c, "many.a"), "ours", "and ours stays ours");
    theirs = fresh();
    theirs.panel = &other;
    warm(&theirs);
    theirs.panel = ctx.panel;
    is(smm_setting(&theirs, "many.a"), "ours", "the other way round too");
}

/* Destroys a pool and fills what it had, so that nobody still reads there unnoticed. */
static void destroy(apr_pool_t *p)
{
    apr_pool_t *fill;
    apr_pool_destroy(p);
    apr_pool_create(&fill, tap_pool);
    for (int i = 0; i < 100; i++) {
        memset(apr_palloc(fill, 4000), 'x', 4000);
    }
    apr_pool_destroy(fill);
}

static void test_kept_pools(void)
{
    smm_ctx_t c = fresh(), sub = c;
    apr_pool_create(&sub.pool, c.pool);
    put("many.a", "stays");
    asked = 0;
    warm(&sub);
    is(smm_setting(&sub, "many.a"), "stays", "read by a copy with a smaller pool");
    destroy(sub.pool);
    is(smm_setting(&c, "many.a"), "stays", "and kept when that is gone");
    is_int(asked, 0, "without asking");
    sub = c;
    sub.pool = tap_pool;
    const char *v = smm_setting(&sub, "many.a"), *stored = smm_setting(&sub, "many.c");
    destroy(c.pool);
    is(v, "stays", "a value for a longer pool outlives the request");
    is(stored, "c", "a fallback as well");
}

static void test_kept_busy(void)
{
    smm_ctx_t c = fresh();
    put("many.a", "there");
    asked = 0;
    warm(&c);
    unreachable = 1;
    is(smm_setting(&c, "many.a"), "there", "what is kept needs no database");
    c = fresh();
    for (int i = 0; i < SMM_SETTINGS_SINGLE + 3; i++) {
        asked = 0;
        if (smm_setting_stored(&c, "many.a") != -1 || asked != 1) {
            ok(0, "busy: said at once, each time");
        }
    }
    is(smm_setting(&c, "many.a"), "a", "a database out of reach: the fallback");
    is_int(smm_setting_stored(&c, "many.a"), -1, "or that it is");
    unreachable = 0;
    is_int(smm_setting_stored(&c, "many.a"), 1, "nothing is concluded from that");
    is(smm_setting(&c, "many.a"), "there", "the value is back with the database");
}

/* More rows than one statement may give: which are missing cannot be known. */
static void test_kept_too_many(void)
{
    for (int i = 0; i < 10; i++) {
        smm_unit_t *u = smm_unit_make(tap_pool);
        for (int j = 0; j < 100; j++) {
            smm_unit_add(u, SQL_setting_put,
                         SMM_ARGS(SMM_I(1), SMM_T(apr_psprintf(tap_pool, "ghost.%d.%d", i, j)),
                                  SMM_T("x"), SMM_I(1000), SMM_I(0)));
        }
        is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "a hundred rows nobody declared");
    }
    put("many.e", "last");
    smm_ctx_t c = fresh();
    for (int i = 0; i < 9; i++) {
        is(smm_setting(&c, "many.e"), "last", "found among them");
    }
}

/* A request that takes long (it asked a payment processor) does not hold to what it read before. */
static void test_kept_old(void)
{
    smm_ctx_t c = fresh();
    put("many.a", "before");
    asked = 0;
    warm(&c);
    put("many.a", "after");
    is(smm_setting(&c, "many.a"), "before", "kept for a moment");
    apr_sleep((SMM_SETTINGS_KEPT_MS + 50) * 1000);
    is(smm_setting(&c, "many.a"), "after", "read again after it");
}

static void test_kept_all(void)
{
    count_reads(ctx.db);
    test_kept();
    test_kept_written();
    test_kept_apart();
    test_kept_pools();
    test_kept_busy();
    test_kept_old();
    test_kept_too_many();
    ctx.db->src = source;
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
        test_kept_all();
        unit_db_drop(&ctx);
    }
    test_declared();
    return tap_done();
}
