/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents: credit notes against their invoice, numbers without a gap, the GST return from the
 * database. On SQLite, on PostgreSQL too with SMM_TEST_PG.
 */
#include <apr_thread_proc.h>
#include "tap.h"
#include "unit_db.h"
#include "unit_raw.h"
#include "smm_document.h"
#include "smm_settings.h"
#include "smm_time.h"
#include "smm_verify.h"
#include "smm_wallet.h"

#define I64 APR_INT64_T_FMT
#define THREADS 16
#define NO_TAX                                                                                     \
    SMM_T("none"), SMM_T(""), SMM_I(0), SMM_I(0), SMM_T(""), SMM_T(""), SMM_I(0), SMM_T("")

static smm_ctx_t c;
static int64_t who, nr;

static int64_t at(const char *text)
{
    int64_t t = 0;

    smm_time_parse(text, &t);
    return t;
}

static void say(void *baton, const char *line)
{
    (void)baton;
    printf("# %s\n", line);
}

static int breaches(void)
{
    smm_verify_t v = {.pool = c.pool, .db = c.db, .now = c.now, .say = say};

    return smm_verify_run(&v);
}

static int64_t add_account(void)
{
    smm_unit_t *u = smm_unit_make(c.pool);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T("buyer"), SMM_T("b@unit.example"), SMM_T("b@unit.example"),
                          SMM_T("x"), SMM_T("active"), SMM_I(1), SMM_I(1), SMM_T("IN"),
                          SMM_T("en")));
    smm_db_write(c.db, u);
    return smm_unit_id(u, 0);
}

/** A paid invoice in rupees with these figures; tax NULL: without. @return its id. */
static int64_t paid(const char *when, int64_t total, const smm_gst_figures_t *tax)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    int64_t id;
    int inv;

    c.now = at(when);
    inv = smm_unit_add(u, SQL_invoice_insert,
                       SMM_ARGS(SMM_I(1), SMM_I(who), SMM_T("pending"), SMM_T("INR"), SMM_I(2),
                                SMM_I(total), SMM_I(c.now), SMM_I(c.now + 3600), NO_TAX));
    if (tax)
        smm_gst_figures_step(u, SMM_SLOT(inv), tax);
    smm_db_write(c.db, u);
    id = smm_unit_id(u, inv);
    u = smm_unit_make(c.pool);
    smm_invoice_move(u, &c, id, who, "pending", "paid");
    return smm_db_write(c.db, u).rc == SMM_DB_OK ? id : 0;
}

static smm_rc_e issue(int64_t invoice, int64_t total, const char **slug)
{
    return smm_credit_note_issue(&c, invoice, total, apr_psprintf(c.pool, "test:%" I64, ++nr),
                                 "Returned", slug)
        .code;
}

static const smm_gst_figures_t intra = {"intra", "27",  "998365", 1800,    881234,
                                        79311,   79311, 0,        1039856, 0};

static void test_split(void)
{
    int64_t id = paid("2026-10-03T06:00:00Z", 1039856, &intra), left = 0, open;
    smm_credit_note_t a, b, d;
    smm_invoice_t v;
    const char *slug = "", *first;

    c.now = at("2026-12-30T06:00:00Z");
    is_int(issue(id, 519928, &slug), SMM_OK, "half of an invoice is taken back");
    is(slug, "CRN-2627-000001", "by the first note of its own series");
    first = slug;
    smm_credit_note_find(&c, who, 0, slug, &a);
    is_int(a.taxable, 440616, "the value is what the tax leaves");
    is_int(a.cgst, 39656, "half of the tax, half-up");
    is_int(a.sgst, 39656, "both halves alike");
    is_int(a.taxable + a.cgst + a.sgst, 519928, "the parts make the whole");
    is(a.invoice_number, "INV/2627/000001", "it names its invoice");
    is_int(smm_credit_note_find(&c, who + 1, 0, slug, &b), SMM_NOT_FOUND, "and is nobody else's");
    is_int(issue(id, 519929, &slug), SMM_INVALID, "more than is left is refused");
    is_int(issue(id, 0, &slug), SMM_INVALID, "so is nothing");
    is_int(issue(id, -5, &slug), SMM_INVALID, "or less");
    is_int(issue(id, 100000, &slug), SMM_OK, "another part");
    is_int(issue(id, 419928, &slug), SMM_OK, "and the rest");
    smm_credit_note_find(&c, who, 0, slug, &d);
    smm_credit_note_find(&c, who, 0, "CRN-2627-000002", &b);
    is_int(a.taxable + b.taxable + d.taxable, 881234, "together the whole value");
    is_int(a.cgst + b.cgst + d.cgst, 79311, "and the whole tax");
    is_int(a.sgst + b.sgst + d.sgst, 79311, "of the State too");
    is_int(a.total_paise + b.total_paise + d.total_paise, 1039856, "and the whole total");
    is_int(issue(id, 1, &slug), SMM_INVALID, "then nothing more");
    smm_invoice_find(&c, who, smm_proforma_number(c.pool, id), &v);
    smm_credit_note_left(&c, &v, &left);
    is_int(left, 0, "nothing is left");
    is(first, "CRN-2627-000001", "the first note stays");
    open = paid("2026-10-03T06:00:00Z", 1180, NULL);
    is_int(issue(open, 1180, &slug), SMM_OK, "an invoice without tax can be taken back");
    is_int(smm_credit_note_issue(&c, open, 1180, "same", "x", &slug).code, SMM_INVALID,
           "once only");
    is_int(smm_credit_note_issue(&c, 999999, 1, "k", "x", &slug).code, SMM_NOT_FOUND,
           "no such invoice");
}

static void test_states(void)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    const char *slug = "", *again = "";
    int64_t id = paid("2026-10-03T06:00:00Z", 1000, NULL);
    int inv = smm_unit_add(u, SQL_invoice_insert,
                           SMM_ARGS(SMM_I(1), SMM_I(who), SMM_T("pending"), SMM_T("USD"), SMM_I(2),
                                    SMM_I(500), SMM_I(c.now), SMM_I(c.now), NO_TAX));

    smm_db_write(c.db, u);
    is_int(issue(smm_unit_id(u, inv), 500, &slug), SMM_CONFLICT, "a proforma has no credit note");
    is_int(smm_credit_note_issue(&c, id, 400, "form:1", "x", &slug).code, SMM_OK, "a note");
    is_int(smm_credit_note_issue(&c, id, 400, "form:1", "x", &again).code, SMM_OK,
           "the same request again");
    is(again, slug, "is the same note");
    is_int(smm_credit_note_issue(&c, id, 300, "form:1", "x", &again).code, SMM_CONFLICT,
           "with another amount it is refused");
    ok(unit_raw(c.pool, "UPDATE credit_note SET total_minor = 1") != NULL, "a note is fixed");
    ok(unit_raw(c.pool, "DELETE FROM credit_note") != NULL, "and stays");
    is_int(breaches(), 0, "all invariants hold");
}

typedef struct race_t {
    int64_t invoice;
    int n, good, refused;
} race_t;

static void *APR_THREAD_FUNC racer(apr_thread_t *t, void *data)
{
    race_t *r = data;
    smm_ctx_t own = c;
    const char *slug;
    smm_result_t res;

    apr_pool_create(&own.pool, NULL);
    res = smm_credit_note_issue(
        &own, r->invoice, 100,
        apr_psprintf(own.pool, "race:%d", __atomic_add_fetch(&r->n, 1, __ATOMIC_RELAXED)), "race",
        &slug);
    if (res.code == SMM_OK)
        __atomic_add_fetch(&r->good, 1, __ATOMIC_RELAXED);
    else
        __atomic_add_fetch(&r->refused, 1, __ATOMIC_RELAXED);
    apr_pool_destroy(own.pool);
    return NULL;
}

static void test_race(void)
{
    race_t r = {paid("2026-10-03T06:00:00Z", 1000, NULL), 0, 0, 0};
    apr_thread_t *t[THREADS];
    apr_status_t st;
    smm_invoice_t v;
    int64_t left = -1;
    int i;

    for (i = 0; i < THREADS; i++)
        apr_thread_create(&t[i], NULL, racer, &r, c.pool);
    for (i = 0; i < THREADS; i++)
        apr_thread_join(&st, t[i]);
    smm_invoice_find(&c, who, smm_proforma_number(c.pool, r.invoice), &v);
    smm_credit_note_left(&c, &v, &left);
    ok(r.good >= 5 && r.good <= 10, "sixteen at once: no more than the invoice has");
    is_int(left, 1000 - 100 * r.good, "what is left is what was not taken");
    is_int(breaches(), 0, "and numbers without a gap");
}

static void test_return(void)
{
    static const smm_gst_figures_t inter = {"inter", "29", "998365", 1800, 1000,
                                            0,       0,    180,      1180, 0};
    smm_gstr1_check_t check;
    smm_gstr1_in_t in;
    const char *json;
    int64_t without = 0;
    int before;

    smm_gst_return(&c, 2026, 12, 3, &in, &without);
    before = in.n;
    paid("2026-09-30T18:29:59Z", 1180, &inter);
    paid("2026-09-30T18:30:00Z", 1180, &inter);
    paid("2026-12-31T18:29:59Z", 1180, &inter);
    paid("2026-12-31T18:30:00Z", 1180, &inter);
    smm_gst_return(&c, 2026, 12, 3, &in, &without);
    is_int(in.n - before, 2, "a quarter begins and ends by the Indian clock");
    ok(without > 0, "documents without figures are counted");
    is(in.fp, "122026", "its period");
    json = smm_gstr1_json(c.pool, &in);
    ok(strstr(json, "\"pos\":\"29\",\"rt\":18,\"txval\":20.0,\"iamt\":3.6") != NULL,
       "small customers are summed");
    smm_gstr1_check(c.pool, &in, &check);
    is_int(check.documents.taxable, check.hsn.taxable, "the sums agree");
    smm_gst_return(&c, 2027, 3, 3, &in, &without);
    is_int(in.n, 1, "the next quarter has the next");
}

/** A number of the exports' own series, figures in rupees by the rate of the moment. */
static void test_export(void)
{
    smm_unit_t *u = smm_unit_make(c.pool);
    smm_gst_figures_t f;
    smm_invoice_t v;
    int64_t id;
    int inv;

    smm_setting_step(u, &c, "fx.inr", "88.1234");
    inv = smm_unit_add(u, SQL_invoice_insert,
                       SMM_ARGS(SMM_I(1), SMM_I(who), SMM_T("pending"), SMM_T("USD"), SMM_I(2),
                                SMM_I(10000), SMM_I(c.now), SMM_I(c.now), SMM_T("export_lut"),
                                SMM_T("GST"), SMM_I(1800), SMM_I(10000), SMM_T("96"),
                                SMM_T("998365"), SMM_I(0), SMM_T("")));
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, "an export in dollars");
    id = smm_unit_id(u, inv);
    u = smm_unit_make(c.pool);
    smm_invoice_move(u, &c, id, who, "pending", "paid");
    is_int(smm_db_write(c.db, u).rc, SMM_DB_OK, "is paid");
    smm_invoice_find(&c, who, smm_proforma_number(c.pool, id), &v);
    is(v.number, "EXP/2627/000001", "numbered in the exports' series");
    is_int(smm_gst_figures(&c, id, &f), SMM_OK, "with figures for the return");
    is_int(f.taxable, 881234, "in rupees");
    is_int(f.igst + f.cgst + f.sgst, 0, "without tax");
    is_int(f.total, 881234, "and its total");
}

static void run(int engine)
{
    if (!unit_db_on(tap_pool, &c, engine)) {
        ok(0, "a database");
        return;
    }
    smm_wallet_init();
    who = c.actor = add_account();
    nr = 0;
    test_split();
    test_states();
    test_race();
    test_return();
    c.now = at("2026-11-23T06:00:00Z");
    test_export();
    is_int(breaches(), 0, "all invariants hold at the end");
    unit_db_drop(&c);
}

int main(void)
{
    int engine;

    tap_init();
    for (engine = 0; engine < unit_engines(); engine++)
        run(engine);
    return tap_done();
}
