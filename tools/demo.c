/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills a demo instance: people, the upstream panel's catalogue, the provider that joins the two
 * panels. Only ./dev and the tests call it; it uses the same domain functions as the pages do.
 *
 *   demo --driver D --params P --upstream P2 --secret FILE --port N --count N --credentials FILE
 *   demo --driver D --params P --secret FILE --port N --import
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <apr_time.h>
#include "../modules/auth/domain/smm_auth.h"
#include "../modules/campaign/domain/smm_campaign_int.h"
#include "../modules/wallet/domain/smm_ledger.h"
#include "../modules/wallet/domain/smm_membership.h"
#include "smm_catalogue.h"
#include "smm_http.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smmctl_register.h"

#define USD(n) ((int64_t)(n)*1000000)

typedef struct {
    apr_pool_t *pool;
    const char *driver, *params, *upstream, *secret_file, *credentials;
    int port, count, import;
    unsigned char secret[32];
    apr_table_t *cred;
} demo_t;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "demo: %s%s%s\n", what, why ? ": " : "", why ? why : "");
    exit(1);
}

static void must(const char *what, smm_result_t r)
{
    if (r.code != SMM_OK) {
        die(what, r.message ? r.message : apr_itoa(NULL, r.code));
    }
}

/* ---- a panel opened as a tool opens it ---- */

typedef struct {
    smm_ctx_t c;
    smm_panel_t panel;
} open_t;

static void open_panel(demo_t *d, open_t *o, const char *params, const char *key, const char *name,
                       int port)
{
    const char *error = NULL;
    int64_t id = 0;
    int found = 0;
    memset(o, 0, sizeof(*o));
    o->c.pool = d->pool;
    o->c.now = (int64_t)apr_time_sec(apr_time_now());
    o->c.panel = &o->panel;
    o->panel = (smm_panel_t){.key = key,
                             .name = name,
                             .mount = "",
                             .currency = "USD",
                             .mail_from = "panel@brightreach.example",
                             .secret = d->secret,
                             .base_url = apr_psprintf(d->pool, "http://127.0.0.1:%d", port)};
    if (smm_db_open(d->pool, d->driver, params, &o->c.db, &error) != SMM_OK ||
        smm_db_migrate(o->c.db, d->pool, &error) != SMM_OK) {
        die(key, error);
    }
    smm_unit_t *u = smm_unit_make(d->pool);
    smm_unit_add(u, SQL_panel_insert, SMM_ARGS(SMM_T(key), SMM_T(name), SMM_I(o->c.now)));
    if (smm_db_write(o->c.db, u).rc != SMM_DB_OK ||
        smm_db_int(o->c.db, SQL_panel_by_key, SMM_ARGS(SMM_T(key)), &id, &found) != SMM_DB_OK ||
        !found) {
        die(key, "the panel's row cannot be made");
    }
    o->panel.id = id;
}

/* ---- credentials: lines name=value ---- */

static void read_credentials(demo_t *d)
{
    char line[512];
    FILE *f = fopen(d->credentials, "r");
    if (!f) {
        die(d->credentials, "cannot be read");
    }
    d->cred = apr_table_make(d->pool, 8);
    while (fgets(line, sizeof(line), f)) {
        char *eq = strchr(line, '=');
        line[strcspn(line, "\r\n")] = 0;
        if (eq) {
            *eq = 0;
            apr_table_set(d->cred, line, eq + 1);
        }
    }
    fclose(f);
}

static int write_line(void *f, const char *name, const char *value)
{
    return fprintf(f, "%s=%s\n", name, value) > 0;
}

static void write_credentials(demo_t *d)
{
    FILE *f = fopen(d->credentials, "w");
    if (!f) {
        die(d->credentials, "cannot be written");
    }
    apr_table_do(write_line, f, d->cred, NULL);
    fclose(f);
}

static const char *cred(demo_t *d, const char *name)
{
    const char *v = apr_table_get(d->cred, name);
    if (!v) {
        die("credentials lack", name);
    }
    return v;
}

/* ---- people ---- */

static int64_t person(demo_t *d, open_t *o, const char *user, const char *password, smm_role_e role)
{
    int64_t id = 0;
    must(user, smm_account_create_staff(&o->c, user,
                                        apr_psprintf(d->pool, "%s@%s.example", user, o->panel.key),
                                        password, role, &id));
    return id;
}

static void deposit(open_t *o, int64_t account, int64_t amount, const char *key)
{
    smm_unit_t *u = smm_unit_make(o->c.pool);
    smm_ledger_open(u, &o->c, account);
    int t =
        smm_ledger_transfer(u, &o->c, "adjust", key, SMM_I(account), "Opening balance of the demo");
    smm_ledger_move(u, &o->c, t, amount, SMM_BOOK_ADJUST, 0, SMM_BOOK_WALLET, account);
    if (smm_db_write(o->c.db, u).rc != SMM_DB_OK) {
        die("deposit", key);
    }
}

static void set(open_t *o, smm_unit_t *u, const char *key, const char *value)
{
    if (smm_setting_step(u, &o->c, key, value) != SMM_OK) {
        die("unknown setting", key);
    }
}

/* Bank details, the seller on invoices, and the sandbox gateway, which the upstream host serves. */
static void settings(demo_t *d, open_t *shop, smm_unit_t *u, open_t *up, smm_unit_t *v)
{
    static const char *const plain[][2] = {{"gateway.bank.holder", "Brightreach Media Ltd"},
                                           {"gateway.bank.bank", "First Example Bank"},
                                           {"gateway.bank.iban", "DE02 1203 0000 0000 2020 51"},
                                           {"gateway.bank.bic", "BYLADEM1001"},
                                           {"seller.name", "Brightreach Media Ltd"},
                                           {"seller.address", "12 Harbour Street"},
                                           {"seller.city", "Hamburg"},
                                           {"seller.postal_code", "20457"},
                                           {"seller.country", "DE"},
                                           {"seller.email", "billing@brightreach.example"},
                                           {"support.email", "support@brightreach.example"}};
    const char *key = smm_random_token(d->pool, 24), *secret = smm_random_token(d->pool, 24);
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
        set(shop, u, plain[i][0], plain[i][1]);
    }
    set(shop, u, "gateway.sandbox.base_url",
        apr_psprintf(d->pool, "http://127.0.0.1:%d/sandbox", d->port + 1));
    set(shop, u, "gateway.sandbox.key", key);
    set(shop, u, "gateway.sandbox.secret", secret);
    set(up, v, "sandbox.service.key", key);
    set(up, v, "sandbox.service.secret", secret);
}

/* A plan to try memberships with: it promises what every panel has. */
static void plan(open_t *shop)
{
    smm_plan_t p = {.name = "Plus",
                    .price = USD(9),
                    .perks = "A VIP mark on your account, which our staff see\n"
                             "Payment methods for members, where there are any",
                    .active = 1};
    if (smm_plan_put(&shop->c, &p, NULL).code != SMM_OK) {
        die("plan", p.name);
    }
}

static void fill(demo_t *d)
{
    open_t up, shop;
    const char *api_key = NULL;
    int64_t provider = 0;
    read_credentials(d);
    open_panel(d, &up, d->upstream, "upstream", "Northline Supply", d->port + 1);
    open_panel(d, &shop, d->params, "demo", "Brightreach", d->port);
    person(d, &up, cred(d, "upstream_staff_user"), cred(d, "upstream_staff_password"),
           SMM_ROLE_OWNER);
    int64_t reseller =
        person(d, &up, "brightreach", smm_random_token(d->pool, 18), SMM_ROLE_CUSTOMER);
    deposit(&up, reseller, USD(1000000), "demo/deposit");
    must("reseller key", smm_auth_api_create(&up.c, reseller, "Brightreach", NULL, &api_key));
    apr_table_set(d->cred, "reseller_api_key", api_key);
    must("catalogue", smm_catalogue_demo(&up.c, d->count));
    person(d, &shop, cred(d, "staff_user"), cred(d, "staff_password"), SMM_ROLE_OWNER);
    person(d, &shop, cred(d, "customer_user"), cred(d, "customer_password"), SMM_ROLE_CUSTOMER);
    must("provider",
         smm_provider_put(&shop.c, "Northline Supply", "api-v2",
                          apr_psprintf(d->pool, "http://127.0.0.1:%d/api/v2", d->port + 1), api_key,
                          3000, &provider));
    /* both panels run this software, whose add is idempotent by request_id */
    must("provider proof",
         smm_provider_prove(&shop.c, provider, 1, "demo: the upstream panel is this software"));
    smm_unit_t *u = smm_unit_make(d->pool);
    smm_unit_t *v = smm_unit_make(d->pool);
    settings(d, &shop, u, &up, v);
    if (smm_db_write(shop.c.db, u).rc != SMM_DB_OK || smm_db_write(up.c.db, v).rc != SMM_DB_OK) {
        die("settings", "cannot be written");
    }
    plan(&shop);
    write_credentials(d);
}

/* The shop imports from the upstream panel, which must be served by now. */
static void import(demo_t *d)
{
    open_t shop;
    int64_t provider = 0;
    int found = 0;
    smm_import_tally_t tally = {0};
    const char *error = smm_http_allow(apr_psprintf(d->pool, "127.0.0.1:%d", d->port + 1));
    if (error) {
        die("egress", error);
    }
    open_panel(d, &shop, d->params, "demo", "Brightreach", d->port);
    if (smm_db_int(shop.c.db, SQL_provider_id_by_name,
                   SMM_ARGS(SMM_I(shop.panel.id), SMM_T("Northline Supply")), &provider,
                   &found) != SMM_DB_OK ||
        !found) {
        die("provider", "none");
    }
    must("import", smm_import_provider(&shop.c, provider, &tally));
    printf("imported %" APR_INT64_T_FMT " services\n", tally.added + tally.changed + tally.same);
}

static const char *option(int argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (!strcmp(argv[i], name)) {
            return argv[i + 1];
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    demo_t d = {0};
    const char *error = NULL;
    apr_initialize();
    apr_pool_create(&d.pool, NULL);
    d.driver = option(argc, argv, "--driver");
    d.params = option(argc, argv, "--params");
    d.upstream = option(argc, argv, "--upstream");
    d.secret_file = option(argc, argv, "--secret");
    d.credentials = option(argc, argv, "--credentials");
    d.port = (int)apr_atoi64(option(argc, argv, "--port") ? option(argc, argv, "--port") : "8080");
    d.count =
        (int)apr_atoi64(option(argc, argv, "--count") ? option(argc, argv, "--count") : "1200");
    d.import = argc > 1 && !strcmp(argv[argc - 1], "--import");
    if (!d.driver || !d.params || !d.secret_file ||
        (!d.import && (!d.upstream || !d.credentials))) {
        die("see the head of tools/demo.c for the arguments", NULL);
    }
    if (smm_secret_read(d.pool, d.secret_file, d.secret, &error)) {
        die(d.secret_file, error);
    }
    ctl_register_all();
    if (d.import) {
        import(&d);
    } else {
        fill(&d);
    }
    return 0;
}
