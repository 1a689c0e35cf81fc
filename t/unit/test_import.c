/* SPDX-License-Identifier: Apache-2.0 */
/* Price lists into services and back: exact prices, differences, what the operator keeps, services
 * that vanish. */
#include "tap.h"
#include "unit_db.h"
#include "smm_catalogue_int.h"
#include "smm_form.h"
#include "smm_money.h"

static smm_ctx_t c;

/* ---- a provider that answers what the test says --------------------------------------------- */

static const smm_pv_service_t *list;
static int list_n;

static smm_result_t say_services(smm_ctx_t *ctx, const smm_provider_t *p, smm_pv_service_fn *fn,
                                 void *baton)
{
    for (int i = 0; list && i < list_n && !fn(baton, &list[i]); i++)
        ;
    return list ? smm_ok() : smm_fail(SMM_BUSY, NULL, "The provider did not answer: {0}.");
}

static smm_result_t say_balance(smm_ctx_t *ctx, const smm_provider_t *p, int64_t *micro,
                                const char **currency)
{
    *micro = 12345678;
    *currency = "USD";
    return smm_ok();
}

static const smm_provider_driver_t stub = {
    .name = "stub", .label = "Stub", .services = say_services, .balance = say_balance};

#define ROW(id, nm, ty, cat, ra, lo, hi, re, ca)                                                   \
    {                                                                                              \
        .service = id, .name = nm, .type = ty, .category = cat, .rate = ra, .min = lo, .max = hi,  \
        .description = "", .refill = re, .cancel = ca, .dripfeed = 0                               \
    }

static const smm_pv_service_t FIRST[] = {
    ROW("11", "Website visitors [10M] [1H - 50K/D - R30]", "Default", "Website traffic", "0.90",
        "100", "10000000", 1, 0),
    ROW("12", "Q&amp;A comments \xE2\xAD\x90", "custom_comments", "Comments &amp; reviews",
        "1.0E-5", "10.0", "5000", 0, 1),
    ROW("a-13", "Starter package", "Package", "Website traffic", "4.5", "1", "1", 0, 0),
    ROW("14", "Bad price", "Default", "Website traffic", "cheap", "1", "10", 0, 0),
    ROW("15", "Bad limits", "Default", "Website traffic", "1", "100", "10", 0, 0),
    ROW("16", "New kind", "Telepathy", "Website traffic", "1", "1", "10", 0, 0),
    ROW("11", "The same number again", "Default", "Website traffic", "1", "1", "10", 0, 0),
};

static const smm_pv_service_t SECOND[] = {
    ROW("11", "Website visitors [10M] [1H - 50K/D - R30]", "Default", "Website traffic", "0.95",
        "200", "10000000", 1, 0),
    ROW("a-13", "Starter package", "Package", "Website traffic", "4.5", "1", "1", 0, 0),
};

static int find_id(const char *name, smm_service_t *out)
{
    const smm_catalogue_t *cat = smm_catalogue_hold(&c);

    for (int i = 0; cat && i < cat->n; i++)
        if (!strcmp(cat->service[i].clean, name)) {
            *out = cat->service[i];
            return 1;
        }
    return 0;
}

static void first_import(int64_t provider)
{
    smm_import_tally_t t;
    smm_service_t s;
    int64_t before = smm_catalogue_revision(&c);

    list = FIRST;
    list_n = 7;
    is_int(smm_import_provider(&c, provider, &t).code, SMM_OK, "the first import");
    is_int(t.added, 3, "three services are new");
    is_int(t.refused, 4, "four rows are refused");
    is(t.first_problem, "its price cannot be read", "with a reason");
    ok(smm_catalogue_revision(&c) > before, "the revision moved");
    ok(find_id("Website visitors", &s), "found by its clean name");
    is_int(s.cost, 900000, "cost is exact");
    is_int(s.rate, 1035000, "15 % on top");
    is_int(s.speed_hi, 50000, "speed from the name");
    is_int(s.refill_days, 30, "refill from the name");
    is_int(s.tag_max, 10000000, "maximum from the name");
    is(s.provider_service, "11", "the provider's number");
    ok(find_id("Q&A comments", &s), "entities are decoded once");
    is_int(s.type, SMM_ST_COMMENTS, "types in snake case");
    is_int(s.cost, 10, "1.0E-5 is ten micro-dollars");
    is_int(s.rate, 12, "prices round up");
    is(s.category, "Comments & reviews", "category");
    is_int(s.min, 10, "10.0 is ten");
    ok(s.cancel && (s.flags & SMM_TAG_BEST), "flags");
    ok(find_id("Starter package", &s), "package");
    is_int(s.max, 1, "a package is one");
}

static void operator_and_second(int64_t provider)
{
    smm_import_tally_t t;
    smm_service_t s, gone;
    smm_service_edit_t e = {.rate = 5000000, .min = SMM_ABSENT, .max = SMM_ABSENT, .status = -1};
    smm_service_row_t row;
    apr_array_header_t *log;

    ok(find_id("Starter package", &s), "there");
    is_int(smm_service_edit(&c, s.id, &e).code, SMM_OK, "the operator sets a price");
    ok(find_id("Q&A comments", &gone), "there, too");
    list = SECOND;
    list_n = 2;
    is_int(smm_import_provider(&c, provider, &t).code, SMM_OK, "the second import");
    is_int(t.changed, 1, "one changed");
    is_int(t.switched_off, 1, "one switched off");
    is_int(t.added, 0, "none added");
    smm_service_row(&c, s.id, &row);
    is_int(row.s.rate, 5000000, "the operator's price stays");
    smm_service_row(&c, gone.id, &row);
    is_int(row.s.status, SMM_SERVICE_OFF, "the vanished one is off");
    ok(row.absent, "and marked as absent");
    ok(!find_id("Q&A comments", &gone), "and not shown");
    ok(find_id("Website visitors", &s), "still there");
    is_int(s.rate, 1092500, "new price");
    is_int(s.min, 200, "new limit");
    log = smm_service_changes(&c, s.id);
    is_int(log->nelts, 3, "three lines in its log");
    is(APR_ARRAY_IDX(log, 1, smm_service_change_t).new_text, "1.0925",
       "the price line says the new price");
    list = FIRST;
    list_n = 7;
    is_int(smm_import_provider(&c, provider, &t).code, SMM_OK, "the third import");
    ok(find_id("Q&A comments", &gone), "what came back is shown again");
    is_int(smm_import_provider(&c, provider, &t).code, SMM_OK, "the fourth import");
    is_int(t.changed + t.added + t.switched_off, 0, "changes nothing");
}

static void faults(int64_t provider)
{
    smm_import_tally_t t;
    smm_service_t s;
    smm_provider_t p;
    smm_provider_row_t row;

    list = NULL;
    is_int(smm_import_provider(&c, provider, &t).code, SMM_BUSY, "no answer is a fault");
    list = FIRST;
    list_n = 0;
    is_int(smm_import_provider(&c, provider, &t).code, SMM_BUSY, "an empty list, too");
    ok(find_id("Website visitors", &s), "and switches nothing off");
    is_int(smm_provider_test(&c, provider, &row).code, SMM_OK, "test of the connection");
    smm_provider_get(&c, provider, &p);
    is_int(p.balance, 12345678, "the balance is kept");
    is(p.key, "secret-key", "the key opens again");
    for (int i = 0; i < 5; i++)
        smm_provider_report(&c, provider, 0);
    smm_provider_get(&c, provider, &p);
    ok(!smm_provider_ready(&p, c.now), "five failures open the circuit");
    ok(smm_provider_ready(&p, c.now + 60), "for a minute");
    smm_provider_report(&c, provider, 1);
    smm_provider_get(&c, provider, &p);
    ok(smm_provider_ready(&p, c.now), "a success closes it");
}

static void from_file(void)
{
    char path[] = "/tmp/smm-list-XXXXXX";
    static const char body[] =
        "[{\"service\":7,\"name\":\"Newsletter sign-ups [5K] "
        "[R\xE2\x88\x9E]\",\"type\":\"Default\",\"category\":\"Mail\","
        "\"rate\":12.5,\"min\":10,\"max\":5000,\"refill\":true,\"cancel\":\"1\"}]";
    int fd = mkstemp(path);
    smm_import_tally_t t;
    smm_service_t s;

    ok(fd >= 0 && write(fd, body, sizeof(body) - 1) == (ssize_t)sizeof(body) - 1, "a file");
    close(fd);
    is_int(smm_import_services_file(&c, path, &t).code, SMM_OK, "is imported");
    is_int(t.added, 1, "one service");
    ok(find_id("Newsletter sign-ups", &s), "found");
    is_int(s.rate, 12500000, "its rate is the price");
    is_int(s.provider_id, 0, "fulfilled by hand");
    is_int(s.refill_kind, SMM_REFILL_LIFETIME, "lifetime");
    is_int(smm_import_services_file(&c, path, &t).code, SMM_OK, "again");
    is_int(t.same, 1, "the same");
    remove(path);
    is_int(smm_import_services_file(&c, path, &t).code, SMM_NOT_FOUND, "no file");
}

static void demo_and_search(void)
{
    smm_panel_t panel = *c.panel;
    smm_ctx_t d = c;
    smm_filter_t f = {.q = "visitors r30", .page = 1, .per = 20};
    smm_found_t found;
    const smm_catalogue_t *cat;
    smm_unit_t *u = smm_unit_make(tap_pool);

    smm_unit_add(u, SQL_panel_insert, SMM_ARGS(SMM_T("demo"), SMM_T("Demo"), SMM_I(1000)));
    ok(smm_db_write(c.db, u).rc == SMM_DB_OK, "another panel");
    panel.id = 2;
    d.panel = &panel;
    is_int(smm_catalogue_demo(&d, 300).code, SMM_OK, "the demo catalogue");
    is_int(smm_catalogue_demo(&d, 300).code, SMM_OK, "a second time does nothing");
    cat = smm_catalogue_hold(&d);
    is_int(cat->n, 300, "300 services");
    is_int(cat->ncategories, 12, "in 12 categories");
    smm_catalogue_find(cat, &f, tap_pool, &found);
    ok(found.total > 0 && found.total < 100, "search finds some");
    for (int i = 0; i < found.n; i++)
        if (found.service[i]->refill_days != 30)
            ok(0, "all of them R30");
    f = (smm_filter_t){.page = 2, .per = 100, .sort = SMM_SORT_PRICE};
    smm_catalogue_find(cat, &f, tap_pool, &found);
    is_int(found.n, 100, "a page of 100");
    ok(found.service[0]->rate <= found.service[99]->rate, "sorted by price");
    f = (smm_filter_t){
        .features = SMM_FF_FAST, .refill = SMM_FR_R30 | SMM_FR_LIFE, .page = 9, .per = 100};
    smm_catalogue_find(cat, &f, tap_pool, &found);
    is_int(found.n, 0, "a page beyond the last is empty");
    ok(found.total > 0 && found.refill[1] + found.refill[4] == found.total,
       "facets count what they would show");
    for (int64_t i = 1; i < 4; i++) {
        smm_service_t s;
        smm_service_get(&d, cat->service[i].id, &s);
        is(s.name, cat->service[i].name, "the copy equals the row");
        is_int(smm_service_get(&c, cat->service[i].id, &s), SMM_NOT_FOUND,
               "another panel does not see it");
    }
}

static void texts(void)
{
    smm_service_t s = {.name = "X [1.5M] [0-1H - 1.5-3K+/D - AR30]"};
    int64_t fast, slow;

    smm_service_tag(tap_pool, &s);
    is(smm_short_count(tap_pool, s.tag_max), "1.5M", "1.5M");
    is(smm_start_text(tap_pool, &s), "0-1H", "0-1H");
    is(smm_speed_text(tap_pool, &s), "1.5K-3K+/D", "speed");
    is(smm_refill_text(tap_pool, &s), "AR30", "refill");
    ok(smm_service_eta(&s, 9000, &fast, &slow), "an estimate");
    is_int(fast, 259200, "fast");
    is_int(slow, 3600 + 518400, "slow");
    is(smm_service_path(tap_pool, 7, "Q&A \xE2\x80\x93 comments!"), "/services/7-q-a-comments",
       "slug");
    is(smm_service_path(tap_pool, 7, "\xD0\xAF"), "/services/7", "no slug");
    is_int(smm_stype_parse("mentions_custom_list"), SMM_ST_MENTIONS_LIST, "types");
    is_int(smm_stype_parse("x"), SMM_ST_UNKNOWN, "unknown type");
    is(smm_entities_once(tap_pool, "a &amp;amp; &#x2B50; &nope; &"),
       "a &amp; \xE2\xAD\x90 &nope; &", "entities once");
}

static void run(void)
{
    int64_t provider = 0, again = 0;

    is_int(smm_provider_put(&c, "Up", "stub", "https://up.example/api/v2", "secret-key", 1500,
                            &provider)
               .code,
           SMM_OK, "a provider");
    is_int(smm_provider_put(&c, "Up", "stub", "https://up.example/api/v2", NULL, 1500, &again).code,
           SMM_OK, "again");
    is_int(again, provider, "is the same");
    is_int(smm_provider_put(&c, "Bad", "stub", "ftp://x", NULL, 0, &again).code, SMM_INVALID,
           "a bad address is refused");
    is_int(smm_provider_put(&c, "Up", "stub", "https://other.example/", NULL, 0, &again).code,
           SMM_INVALID, "another host needs its own key");
    first_import(provider);
    operator_and_second(provider);
    faults(provider);
    from_file();
    demo_and_search();
}

int main(void)
{
    tap_init();
    smm_catalogue_domain_register();
    smm_provider_driver_add(&stub);
    for (int e = 0; e < unit_engines(); e++) {
        apr_pool_t *p;

        apr_pool_create(&p, tap_pool);
        if (!unit_db_on(p, &c, e)) {
            printf("Bail out! no database\n");
            return 1;
        }
        run();
        unit_db_drop(&c);
    }
    texts();
    return tap_done();
}
