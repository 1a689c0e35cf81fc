/* SPDX-License-Identifier: Apache-2.0 */
/* The database layer as its callers see it: the same checks on SQLite and on PostgreSQL. */
#include "db_fixture.h"
#include "smm_ctx.h"

static int is_lite(const smm_db_t *db)
{
    return strcmp(smm_db_driver(db), "sqlite3") == 0;
}

/* ---- migrations ----------------------------------------------------------------------------- */

static void migrations(const engine_t *e)
{
    const char *error = NULL;
    smm_migration_t changed[2];
    smm_catalog_t other = smm_test_catalog;
    smm_db_t *db = bank_open(e);

    is_int(smm_db_schema_state(db, tap_pool, &error), 0, "empty database: migrations are missing");
    other.nmigrations = 1;
    smm_db_use(db, &other);
    is_int(smm_db_migrate(db, tap_pool, &error), SMM_OK, "first migration runs");
    is_int(smm_db_schema_state(db, tap_pool, &error), 1, "and the schema is what that build knows");
    smm_db_use(db, &smm_test_catalog);
    is_int(smm_db_schema_state(db, tap_pool, &error), 0, "a newer build sees one missing");
    is_int(smm_db_migrate(db, tap_pool, &error), SMM_OK, "the second one runs");
    is_int(smm_db_migrate(db, tap_pool, &error), SMM_OK, "running again does nothing");
    is_int(smm_db_schema_state(db, tap_pool, &error), 1, "complete");
    smm_db_use(db, &other);
    is_int(smm_db_schema_state(db, tap_pool, &error), -1,
           "an older build refuses the newer schema");
    ok(error != NULL && strstr(error, "0002_more") != NULL, "and names it");
    is_int(smm_db_migrate(db, tap_pool, &error), SMM_BUG, "and does not migrate");
    memcpy(changed, smm_test_catalog.migrations, sizeof(changed));
    changed[0].checksum = "0000";
    other.migrations = changed;
    other.nmigrations = 2;
    is_int(smm_db_schema_state(db, tap_pool, &error), -1, "a changed file is noticed");
    smm_db_close(db);
}

/* A step that fails leaves the ones before it done; the next run goes on from there. */
static void migration_resumes(const engine_t *e)
{
    const char *error = NULL;
    static const smm_mig_step_t bad[] = {
        {"CREATE TABLE one (a INTEGER)", "CREATE TABLE one (a BIGINT)"},
        {"CREATE NONSENSE", "CREATE NONSENSE"},
        {NULL, NULL}};
    static const smm_mig_step_t good[] = {
        {"CREATE TABLE one (a INTEGER)", "CREATE TABLE one (a BIGINT)"},
        {"CREATE TABLE two (a INTEGER)", "CREATE TABLE two (a BIGINT)"},
        {NULL, NULL}};
    smm_migration_t m = {9, "0009_resume", "aa", 2, bad};
    smm_catalog_t cat = smm_test_catalog;
    smm_db_t *db = bank_open(e);

    cat.migrations = &m;
    cat.nmigrations = 1;
    smm_db_use(db, &cat);
    is_int(smm_db_migrate(db, tap_pool, &error), SMM_BUG, "a faulty step stops the migration");
    ok(error != NULL && strstr(error, "step 2") != NULL, "and the message names the step");
    is_int(smm_db_schema_state(db, tap_pool, &error), 0, "half done is missing");
    m.steps = good;
    is_int(smm_db_migrate(db, tap_pool, &error), SMM_OK, "resumed at the failed step");
    is_int(smm_db_schema_state(db, tap_pool, &error), 1, "complete");
    smm_db_close(db);
}

/* ---- reads ---------------------------------------------------------------------------------- */

typedef struct seen_t {
    int rows, stop_after;
    int note_null, data_null;
    char note[64];
    unsigned char data[8];
    size_t data_len;
    smm_db_t *db;
    smm_written_t inner;
    int64_t inner_value;
} seen_t;

static int take_order(void *baton, const smm_row_t *r)
{
    seen_t *s = baton;
    const void *p = smm_row_bytes(r, TC_order_list_data, &s->data_len);

    s->rows++;
    s->note_null = smm_row_null(r, TC_order_list_note);
    s->data_null = smm_row_null(r, TC_order_list_data);
    s->note[0] = '\0';
    if (!s->note_null) {
        apr_cpystrn(s->note, smm_row_text(r, TC_order_list_note), sizeof(s->note));
    }
    if (p != NULL && s->data_len <= sizeof(s->data)) {
        memcpy(s->data, p, s->data_len);
    }
    return s->stop_after > 0 && s->rows >= s->stop_after;
}

static int ask_wrong_type(void *baton, const smm_row_t *r)
{
    smm_row_int(r, TC_order_list_note);
    return 0;
}

static int read_note(void *baton, const smm_row_t *r)
{
    smm_row_text(r, TC_order_notnull_note);
    return 0;
}

static int nested(void *baton, const smm_row_t *r)
{
    seen_t *s = baton;
    smm_unit_t *u = smm_unit_make(tap_pool);

    s->rows++;
    smm_db_int(s->db, TSQL_balance, SMM_ARGS(SMM_I(smm_row_int(r, TC_acct_list_id))),
               &s->inner_value, NULL);
    smm_unit_add(u, TSQL_credit, SMM_ARGS(SMM_I(1), SMM_I(1)));
    s->inner = smm_db_write(s->db, u);
    return 0;
}

static int count_rows(void *baton, const smm_row_t *r)
{
    return ((seen_t *)baton)->stop_after > 0 &&
           ++((seen_t *)baton)->rows >= ((seen_t *)baton)->stop_after;
}

static smm_db_rc_e insert_order(smm_db_t *db, int64_t acct, smm_arg_t note, smm_arg_t data)
{
    smm_unit_t *u = smm_unit_make(tap_pool);

    smm_unit_add(u, TSQL_order_insert, SMM_ARGS(SMM_I(acct), note, data));
    return smm_db_write(db, u).rc;
}

static void values(smm_db_t *db)
{
    int64_t acct = acct_make(db, "values", 100), v;
    static const unsigned char raw[] = {0, 1, 255, '\'', '\\', 0, 7};
    seen_t s = {0};
    int found;

    is_int(insert_order(db, acct, SMM_T(NULL), SMM_B(raw, sizeof(raw))), SMM_DB_OK, "bytes in");
    is_int(smm_db_read(db, TSQL_order_list, SMM_NOARGS, take_order, &s), SMM_DB_OK, "read");
    is_int(s.rows, 1, "one row");
    ok(s.note_null && !s.data_null, "NULL is told from a value");
    ok(s.data_len == sizeof(raw) && memcmp(s.data, raw, sizeof(raw)) == 0,
       "bytes with NUL come back");
    insert_order(db, acct, SMM_T(""), SMM_NUL);
    smm_db_read(db, TSQL_order_list, SMM_NOARGS, take_order, &s);
    ok(!s.note_null && s.note[0] == '\0', "an empty text is not NULL");
    insert_order(db, acct, SMM_T("it's ü % $1 ?1 :x \\"), SMM_B("", 0));
    smm_db_read(db, TSQL_order_list, SMM_NOARGS, take_order, &s);
    is(s.note, "it's ü % $1 ?1 :x \\", "text with every special sign");
    ok(!s.data_null && s.data_len == 0, "empty bytes are not NULL");
    memset(&s, 0, sizeof(s));
    s.stop_after = 2;
    is_int(smm_db_read(db, TSQL_order_list, SMM_NOARGS, take_order, &s), SMM_DB_OK,
           "stopping is no error");
    is_int(s.rows, 2, "stopped after two rows");
    is_int(smm_db_int(db, TSQL_balance, SMM_ARGS(SMM_I(acct)), &v, &found), SMM_DB_OK,
           "one integer");
    ok(found && v == 100, "its value");
    is_int(smm_db_int(db, TSQL_balance, SMM_ARGS(SMM_I(-1)), &v, &found), SMM_DB_OK,
           "no row is OK");
    ok(!found && v == 0, "and not found");
    smm_db_int(db, TSQL_compare, SMM_ARGS(SMM_I(6)), &v, &found);
    is_int(v, 1, "a comparison reads as 1 on both engines");
}

static void faulty_reads(smm_db_t *db)
{
    int64_t v;
    seen_t s = {0};

    is_int(smm_db_int(db, TSQL_real_value, SMM_NOARGS, &v, NULL), SMM_DB_BUG, "1.5 is no integer");
    is_int(smm_db_int(db, TSQL_huge, SMM_NOARGS, &v, NULL), SMM_DB_BUG, "2^63 is no int64");
    is_int(smm_db_int(db, TSQL_two_columns, SMM_NOARGS, &v, NULL), SMM_DB_BUG, "a column too many");
    is_int(smm_db_int(db, TSQL_broken, SMM_ARGS(SMM_I(1)), &v, NULL), SMM_DB_BUG,
           "an unknown table");
    is_int(smm_db_int(db, TSQL_balance, SMM_NOARGS, &v, NULL), SMM_DB_BUG, "an argument missing");
    is_int(smm_db_int(db, TSQL_balance, SMM_ARGS(SMM_T("1")), &v, NULL), SMM_DB_BUG,
           "text for an int");
    is_int(smm_db_int(db, TSQL_balance, SMM_ARGS(SMM_NUL), &v, NULL), SMM_DB_BUG,
           "NULL where it may not be");
    is_int(smm_db_int(db, 9999, SMM_NOARGS, &v, NULL), SMM_DB_BUG, "no such statement");
    is_int(smm_db_int(db, TSQL_debit, SMM_ARGS(SMM_I(1), SMM_I(1)), &v, NULL), SMM_DB_BUG,
           "a write read");
    is_int(smm_db_read(db, TSQL_order_list, SMM_NOARGS, ask_wrong_type, &s), SMM_DB_BUG,
           "wrong getter");
    is_int(smm_db_read(db, TSQL_order_notnull, SMM_NOARGS, read_note, &s), SMM_DB_BUG,
           "a NULL that was declared impossible");
    is_int(smm_db_int(db, TSQL_money, SMM_NOARGS, &v, NULL), SMM_DB_OK, "and the next read works");
}

static void nesting(smm_db_t *db)
{
    seen_t s = {0};

    s.db = db;
    is_int(smm_db_read(db, TSQL_acct_list, SMM_ARGS(SMM_I(0), SMM_I(1)), nested, &s), SMM_DB_OK,
           "a read inside a row callback");
    ok(s.inner_value > 0, "has its value");
    is_int(s.inner.rc, SMM_DB_BUG, "a unit inside a row callback is refused");
}

/* ---- lists ---------------------------------------------------------------------------------- */

typedef struct item_t {
    int64_t id, balance, left;
    const char *name;
} item_t;

static void acct_item(void *item, const smm_row_t *r, apr_pool_t *pool)
{
    item_t *i = item;

    i->id = smm_row_int(r, TC_acct_list_id);
    i->balance = smm_row_int(r, TC_acct_list_balance);
    i->name = smm_row_dup(r, TC_acct_list_name, pool);
}

static void note_item(void *item, const smm_row_t *r, apr_pool_t *pool)
{
    *(char **)item = smm_row_dup(r, TC_order_notnull_note, pool);
}

static void lists(smm_db_t *db)
{
    smm_ctx_t c = {.pool = tap_pool, .db = db};
    int64_t ids[4] = {7, 7, 7, 7};
    item_t k[4];
    char *notes[4];
    int n = -1;

    for (int i = 0; i < 3; i++) {
        acct_make(db, apr_psprintf(tap_pool, "list%d", i), 900000 + i);
    }
    memset(k, 'x', sizeof(k));
    is_int(smm_list(&c, TSQL_acct_list, SMM_ARGS(SMM_I(900000), SMM_I(9)), acct_item, k, 4), 3,
           "a list has all rows");
    ok(k[0].balance == 900000 && k[2].balance == 900002 && k[0].id < k[1].id, "in their order");
    ok(strcmp(k[1].name, "list1") == 0, "with texts that outlive their row");
    ok(k[0].left == 0 && k[2].left == 0, "a field that no column fills is zero");
    is_int(((unsigned char *)&k[3])[0], 'x', "what no row fills is left as it is");
    is_int(smm_list(&c, TSQL_acct_list, SMM_ARGS(SMM_I(900000), SMM_I(9)), smm_item_int, ids, 2), 2,
           "a list stops at the end of its array");
    ok(ids[0] == k[0].id && ids[1] == k[1].id && ids[2] == 7, "and writes nothing behind it");
    is_int(smm_list(&c, TSQL_acct_list, SMM_ARGS(SMM_I(900000), SMM_I(9)), smm_item_int, ids, 0), 0,
           "nor into an array of none");
    is_int(ids[0], k[0].id, "which stays as it was");
    is_int(smm_list(&c, TSQL_acct_list, SMM_ARGS(SMM_I(990000), SMM_I(9)), acct_item, k, 4), 0,
           "no row is an empty list");
    is_int(smm_list(&c, TSQL_broken, SMM_ARGS(SMM_I(1)), smm_item_int, ids, 4), -1,
           "a read that fails is none");
    is_int(smm_db_list(db, TSQL_order_notnull, SMM_NOARGS, note_item, tap_pool, notes,
                       sizeof(*notes), 4, &n),
           SMM_DB_BUG, "nor is one that fails on its way");
    is_int(n, 1, "which says how far it came");
    is_int(smm_get(&c, TSQL_acct_list, SMM_ARGS(SMM_I(900001), SMM_I(9)), acct_item, k), SMM_OK,
           "one row");
    ok(k[0].balance == 900001 && k[1].balance == 900001, "and only one is taken");
    is_int(smm_get(&c, TSQL_acct_list, SMM_ARGS(SMM_I(990000), SMM_I(9)), acct_item, k),
           SMM_NOT_FOUND, "no row is not found");
    ok(k[0].id == 0 && k[0].name == NULL, "and leaves zeros");
    k[0].id = 1;
    is_int(smm_get(&c, TSQL_broken, SMM_ARGS(SMM_I(1)), acct_item, k), SMM_BUSY,
           "a read that fails is not taken for no row");
    is_int(k[0].id, 0, "and leaves zeros as well");
    is_int(smm_get_strict(&c, TSQL_broken, SMM_ARGS(SMM_I(1)), acct_item, k), SMM_BUG,
           "a caller that tells a wrong read from a busy database can");
}

/* ---- units ---------------------------------------------------------------------------------- */

static int ledger_rows(void *baton, const smm_row_t *r)
{
    int64_t *sum = baton;

    sum[0]++;
    sum[1] += smm_row_int(r, TC_ledger_of_amount);
    return 0;
}

static void units(smm_db_t *db)
{
    int64_t acct = acct_make(db, "buyer", 1000), sum[2] = {0, 0};
    books_t before = books(db), after;
    smm_unit_t *u = order_unit(tap_pool, acct, 300, "key-1", "first");
    smm_written_t w = smm_db_write(db, u);

    is_int(w.rc, SMM_DB_OK, "an order is written");
    is_int(w.failed_step, -1, "no step failed");
    ok(smm_unit_id(u, 1) > 0 && smm_unit_id(u, 2) > 0 && smm_unit_id(u, 3) == smm_unit_id(u, 2) + 1,
       "ids of the steps");
    smm_db_read(db, TSQL_ledger_of, SMM_ARGS(SMM_I(smm_unit_id(u, 1))), ledger_rows, sum);
    ok(sum[0] == 2 && sum[1] == 0, "the slots carried the order's id, two lines sum to zero");
    is_int(balance_of(db, acct), 700, "debited");
    w = smm_db_write(db, order_unit(tap_pool, acct, 300, "key-1", "again"));
    is_int(w.rc, SMM_DB_UNIQUE, "the same key again");
    is_int(w.failed_step, 4, "fails at the key's step");
    w = smm_db_write(db, order_unit(tap_pool, acct, 701, "key-2", "too much"));
    is_int(w.rc, SMM_DB_EXPECT, "more than there is");
    ok(w.failed_step == 0 && w.outcome == NO_FUNDS, "broken at the debit, with its outcome");
    is_int(smm_written_rc(&w), SMM_NO_FUNDS, "as a result code");
    w = smm_db_write(db, order_unit(tap_pool, acct, 1, "key-3", "bad"));
    is_int(w.rc, SMM_DB_CONSTRAINT, "a trigger refuses");
    is_int(w.failed_step, 1, "at its step");
    u = smm_unit_make(tap_pool);
    smm_unit_add(u, TSQL_credit, SMM_ARGS(SMM_I(acct), SMM_I(5)));
    smm_unit_add(u, TSQL_later_insert, SMM_ARGS(SMM_I(-77)));
    w = smm_db_write(db, u);
    is_int(w.rc, SMM_DB_CONSTRAINT, "a deferred foreign key fails at the commit");
    is_int(balance_of(db, acct), 700, "and takes the credit back");
    after = books(db);
    is_int(after.idem, before.idem + 1, "one key");
    is_int(after.orders, before.orders + 1, "one order: nothing of the refused units is left");
}

/* Two rows of one table in one unit: each slot means its own step, not the newest id. */
static void slots(smm_db_t *db)
{
    int64_t acct = acct_make(db, "slots", 10), a[2] = {0, 0}, b[2] = {0, 0};
    smm_unit_t *u = smm_unit_make(tap_pool);
    int one = smm_unit_add(u, TSQL_order_insert, SMM_ARGS(SMM_I(acct), SMM_T("one"), SMM_NUL));
    int two = smm_unit_add(u, TSQL_order_insert, SMM_ARGS(SMM_I(acct), SMM_T("two"), SMM_NUL));

    smm_unit_add(u, TSQL_ledger_insert, SMM_ARGS(SMM_SLOT(one), SMM_SLOT(two), SMM_I(1)));
    smm_unit_add(u, TSQL_ledger_insert, SMM_ARGS(SMM_SLOT(two), SMM_SLOT(one), SMM_I(2)));
    smm_unit_add(u, TSQL_ledger_insert, SMM_ARGS(SMM_SLOT(one), SMM_I(acct), SMM_I(-3)));
    smm_unit_add(u, TSQL_idem_insert, SMM_ARGS(SMM_T("slot-1"), SMM_SLOT(one)));
    smm_unit_add(u, TSQL_idem_insert, SMM_ARGS(SMM_T("slot-2"), SMM_SLOT(two)));
    is_int(smm_db_write(db, u).rc, SMM_DB_OK, "a unit with many slots");
    ok(smm_unit_id(u, one) > 0 && smm_unit_id(u, two) == smm_unit_id(u, one) + 1, "two ids");
    smm_db_read(db, TSQL_ledger_of, SMM_ARGS(SMM_I(smm_unit_id(u, one))), ledger_rows, a);
    smm_db_read(db, TSQL_ledger_of, SMM_ARGS(SMM_I(smm_unit_id(u, two))), ledger_rows, b);
    ok(a[0] == 2 && a[1] == -2 && b[0] == 1 && b[1] == 2, "each in its place");
}

static void guards(smm_db_t *db)
{
    int64_t acct = acct_make(db, "guarded", 50);
    smm_unit_t *u = smm_unit_make(tap_pool);
    smm_written_t w;

    smm_unit_add(u, TSQL_guard_balance, SMM_ARGS(SMM_I(acct), SMM_I(50)));
    smm_unit_add(u, TSQL_guard_some, SMM_ARGS(SMM_I(1)));
    smm_unit_add(u, TSQL_acct_delete_none, SMM_NOARGS);
    smm_unit_add(u, TSQL_credit, SMM_ARGS(SMM_I(acct), SMM_I(1)));
    w = smm_db_write(db, u);
    is_int(w.rc, SMM_DB_OK, "guards that hold");
    u = smm_unit_make(tap_pool);
    smm_unit_add(u, TSQL_credit, SMM_ARGS(SMM_I(acct), SMM_I(1)));
    smm_unit_add(u, TSQL_guard_balance, SMM_ARGS(SMM_I(acct), SMM_I(9999)));
    smm_unit_outcome(u, 1234);
    w = smm_db_write(db, u);
    ok(w.rc == SMM_DB_EXPECT && w.failed_step == 1 && w.outcome == 1234, "a guard that breaks");
    is_int(smm_written_rc(&w), SMM_CONFLICT, "an own outcome maps to CONFLICT");
    u = smm_unit_make(tap_pool);
    smm_unit_add(u, TSQL_guard_some, SMM_ARGS(SMM_I(1000000)));
    ok(smm_db_write(db, u).rc == SMM_DB_EXPECT, "expect some with none");
    u = smm_unit_make(tap_pool);
    smm_unit_add(u, TSQL_credit, SMM_ARGS(SMM_I(-5), SMM_I(1)));
    ok(smm_db_write(db, u).rc == SMM_DB_EXPECT, "update of a missing row");
    is_int(balance_of(db, acct), 51, "only the good unit counted");
}

static void misuse(smm_db_t *db)
{
    smm_unit_t *u = smm_unit_make(tap_pool);

    is_int(smm_db_write(db, u).rc, SMM_DB_BUG, "an empty unit");
    smm_unit_add(u, TSQL_balance, SMM_ARGS(SMM_I(1)));
    is_int(smm_db_write(db, u).rc, SMM_DB_BUG, "a read in a unit");
    u = smm_unit_make(tap_pool);
    smm_unit_add(u, TSQL_credit, SMM_ARGS(SMM_SLOT(0), SMM_I(1)));
    is_int(smm_db_write(db, u).rc, SMM_DB_BUG, "a slot of the step itself");
    u = smm_unit_make(tap_pool);
    smm_unit_add(u, TSQL_acct_delete_none, SMM_NOARGS);
    smm_unit_add(u, TSQL_credit, SMM_ARGS(SMM_SLOT(0), SMM_I(1)));
    is_int(smm_db_write(db, u).rc, SMM_DB_BUG, "a slot of a step without id");
    u = smm_unit_make(tap_pool);
    smm_unit_add(u, TSQL_order_insert, SMM_ARGS(SMM_I(1), SMM_T("no such account"), SMM_NUL));
    smm_unit_add(u, TSQL_order_insert, SMM_ARGS(SMM_I(-1), SMM_NUL, SMM_NUL));
    is_int(smm_db_write(db, u).rc, SMM_DB_CONSTRAINT, "a foreign key");
}

static void large_unit(smm_db_t *db)
{
    int64_t acct = acct_make(db, "large", 1000000);
    char *note = apr_palloc(tap_pool, 65536);
    smm_unit_t *u = smm_unit_make(tap_pool);
    books_t before = books(db), after;

    memset(note, 'x', 65535);
    note[65535] = '\0';
    for (int i = 0; i < 150; i++) { /* 10 MB: more than the sockets' buffers */
        smm_unit_add(u, TSQL_order_insert, SMM_ARGS(SMM_I(acct), SMM_T(note), SMM_NUL));
    }
    is_int(smm_db_write(db, u).rc, SMM_DB_OK, "10 MB in one unit");
    after = books(db);
    is_int(after.orders - before.orders, 150, "all of it");
}

/* ---- snapshots ------------------------------------------------------------------------------ */

static int one_int(void *baton, const smm_row_t *r)
{
    *(int64_t *)baton = smm_row_int(r, 0);
    return 1;
}

static void snapshots(smm_db_t *db, smm_db_t *other)
{
    int64_t acct = acct_make(db, "snap", 10), a = 0, b = 0, c = 0;
    smm_snap_t *snap;
    smm_unit_t *u = smm_unit_make(tap_pool);
    apr_pool_t *p;

    apr_pool_create(&p, tap_pool);
    is_int(smm_db_snap_begin(db, p, &snap), SMM_DB_OK, "a snapshot");
    smm_db_snap_read(snap, TSQL_balance, SMM_ARGS(SMM_I(acct)), one_int, &a);
    smm_unit_add(u, TSQL_credit, SMM_ARGS(SMM_I(acct), SMM_I(5)));
    is_int(smm_db_write(db, u).rc, SMM_DB_BUG, "no unit on the thread that holds it");
    is_int(smm_db_write(other, u).rc, SMM_DB_OK, "another connection writes meanwhile");
    smm_db_snap_read(snap, TSQL_balance, SMM_ARGS(SMM_I(acct)), one_int, &b);
    smm_db_read(db, TSQL_balance, SMM_ARGS(SMM_I(acct)), one_int, &c);
    ok(a == 10 && b == 10 && c == 10, "the snapshot stays, plain reads join it");
    smm_db_snap_end(snap);
    is_int(balance_of(db, acct), 15, "after its end the new balance");
    smm_db_snap_begin(db, p, &snap);
    apr_pool_destroy(p);
    is_int(smm_db_write(db, u).rc, SMM_DB_OK, "a forgotten snapshot ends with its pool");
}

/* ---- DDL by another process ----------------------------------------------------------------- */

static void ddl(smm_db_t *db, smm_db_t *other)
{
    int64_t acct = acct_make(db, "ddl", 10);
    smm_unit_t *u = smm_unit_make(tap_pool);

    is_int(balance_of(db, acct), 10, "statement prepared");
    smm_unit_add(u, TSQL_add_column, SMM_NOARGS);
    smm_unit_add(u, TSQL_drop_index, SMM_NOARGS);
    is_int(smm_db_write(other, u).rc, SMM_DB_OK, "another connection changes the tables");
    is_int(balance_of(db, acct), 10, "the prepared read still works");
    is_int(smm_db_write(db, order_unit(tap_pool, acct, 1, "after-ddl", NULL)).rc, SMM_DB_OK,
           "and so does the prepared unit");
}

static void without_prepare(const engine_t *e)
{
    smm_db_t *db = bank_open(e);
    int64_t acct;
    smm_unit_t *u;

    db->opts.prepare = 0;
    acct = acct_make(db, "plain", 100);
    u = order_unit(tap_pool, acct, 10, "plain-1", "unprepared");
    is_int(smm_db_write(db, u).rc, SMM_DB_OK, "a unit without prepared statements");
    ok(smm_unit_id(u, 1) > 0, "with its id");
    is_int(smm_db_write(db, order_unit(tap_pool, acct, 91, "plain-2", NULL)).rc, SMM_DB_EXPECT,
           "and its guards");
    is_int(balance_of(db, acct), 90, "and reads");
    smm_db_close(db);
}

static int any_row(void *baton, const smm_row_t *row)
{
    (void)row;
    ++*(int *)baton;
    return 0;
}

/* A read of whole tables outlasts the limit of a page, and leaves that limit as it was. */
static void whole_reads(const engine_t *e)
{
    smm_db_t *db = bank_open(e);
    smm_db_rc_e page = is_lite(db) ? SMM_DB_OK : SMM_DB_BUSY; /* SQLite has no limit for reads */
    int rows = 0;

    db->opts.timeout_ms = 400;
    is_int(smm_db_read(db, TSQL_nap, SMM_ARGS(SMM_I(700)), any_row, &rows), page, "a page's limit");
    rows = 0;
    is_int(smm_db_read(db, TSQL_nap_whole, SMM_ARGS(SMM_I(700)), any_row, &rows), SMM_DB_OK,
           "a read of whole tables lasts longer");
    is_int(rows, 1, "and has its rows");
    is_int(smm_db_read(db, TSQL_nap, SMM_ARGS(SMM_I(700)), any_row, &rows), page,
           "the limit holds again");
    smm_db_close(db);
}

static void suite(engine_t *e)
{
    smm_db_t *db, *other;
    seen_t s = {0};

    printf("# %s\n", e->driver);
    migrations(e);
    db = bank_open(e);
    other = bank_open(e);
    is_int(smm_db_verify(db), 2, "all statements prepare but the two faulty ones");
    values(db);
    faulty_reads(db);
    lists(db);
    nesting(db);
    units(db);
    slots(db);
    guards(db);
    misuse(db);
    large_unit(db);
    snapshots(db, other);
    ddl(db, other);
    without_prepare(e);
    whole_reads(e);
    s.stop_after = 1000;
    is_int(smm_db_read(db, TSQL_acct_list, SMM_ARGS(SMM_I(0), SMM_I(100)), count_rows, &s),
           SMM_DB_OK, "list");
    ok(is_lite(db) == (strcmp(e->driver, "sqlite3") == 0), "driver name");
    smm_db_close(other);
    smm_db_close(db);
    engine_drop(e);
}

int main(void)
{
    engine_t e;
    smm_db_t *db;
    const char *error = NULL;

    tap_init();
    smm_log_to(quiet);
    if (engine_sqlite(&e) == 0) {
        suite(&e);
    }
    if (engine_sqlite(&e) == 0) {
        migration_resumes(&e);
        engine_drop(&e);
    }
    is_int(smm_db_open(tap_pool, "oracle", "x", &db, &error), SMM_INVALID, "unknown driver");
    is_int(smm_db_open(tap_pool, "sqlite3", "/nonexistent/x.db", &db, &error), SMM_BUSY,
           "no folder");
    is_int(smm_db_open(tap_pool, "sqlite3", ":memory:", &db, &error), SMM_OK, "in memory");
    smm_db_use(db, &smm_test_catalog);
    is_int(smm_db_migrate(db, tap_pool, &error), SMM_OK, "migrates in memory");
    ok(acct_make(db, "m", 1) > 0, "writes in memory");
    smm_db_close(db);
    is_int(smm_db_open(tap_pool, "pgsql", "host=/nonexistent connect_timeout=1", &db, &error),
           SMM_BUSY, "no server");
    if (engine_pgsql(&e) == 0) {
        suite(&e);
        if (engine_pgsql(&e) == 0) {
            migration_resumes(&e);
            engine_drop(&e);
        }
    } else {
        printf("# SMM_TEST_PG is not set: PostgreSQL was not tested\n");
    }
    return tap_done();
}
