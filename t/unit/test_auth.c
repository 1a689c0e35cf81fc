/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The account domain on a real database: SQLite in a temporary folder, or the database named by
 * SMM_UNIT_DRIVER and SMM_UNIT_PARAMS. Numbers in names (v5.0.0-x.y.z) are items of OWASP ASVS.
 */
#include <stdlib.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>
#include <apr_strings.h>
#include "tap.h"
#include "smm_gstin.h"
#include "smm_session.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "modules/auth/domain/smm_auth.h"

static smm_db_t *db;
static smm_panel_t shop = {0}, other = {0};
static int64_t now = 1800000000;
static const char *user, *mail, *nobody_name; /* unique in a database that stays */

static smm_ctx_t at(const smm_panel_t *panel)
{
    smm_ctx_t c = {0};
    apr_pool_create(&c.pool, tap_pool);
    c.db = db;
    c.panel = panel;
    c.now = now;
    c.addr = "192.0.2.10";
    return c;
}

static void make_panel(smm_panel_t *p, const char *key)
{
    static const unsigned char secret[32] = "0123456789abcdef0123456789abcdef";
    int found = 0;
    smm_unit_t *u = smm_unit_make(tap_pool);
    smm_unit_add(u, SQL_panel_insert, SMM_ARGS(SMM_T(key), SMM_T("Shop"), SMM_I(now)));
    smm_db_write(db, u);
    smm_db_int(db, SQL_panel_by_key, SMM_ARGS(SMM_T(key)), &p->id, &found);
    p->key = key;
    p->name = "Shop";
    p->base_url = "https://shop.example";
    p->mount = "";
    p->mail_from = "shop@shop.example";
    p->currency = "USD";
    p->secret = secret;
}

typedef struct mail_row_t {
    apr_pool_t *p;
    const char *to, *view, *model;
} mail_row_t;

static int mail_row(void *baton, const smm_row_t *row)
{
    mail_row_t *m = baton;
    m->to = apr_pstrdup(m->p, smm_row_text(row, C_mail_get_recipient));
    m->view = apr_pstrdup(m->p, smm_row_text(row, C_mail_get_view));
    m->model = apr_pstrdup(m->p, smm_row_text(row, C_mail_get_model));
    return 1;
}

/* How many mails of a view went to an address; *last gets the newest one's view model. */
static int mails_to(const char *to, const char *view, const char **last)
{
    int n = 0;
    for (int64_t id = 1; id < 1000; id++) {
        mail_row_t m = {tap_pool, NULL, NULL, NULL};
        smm_db_read(db, SQL_mail_get, SMM_ARGS(SMM_I(shop.id), SMM_I(id)), mail_row, &m);
        if (m.to && !strcmp(m.to, to) && !strcmp(m.view, view)) {
            n++;
            if (last) {
                *last = smm_unseal(tap_pool, &shop, "mail", m.model);
            }
        }
    }
    return n;
}

static const char *after(const char *model, const char *mark, const char *end)
{
    const char *s = model ? strstr(model, mark) : NULL;
    return s ? apr_pstrndup(tap_pool, s + strlen(mark), strcspn(s + strlen(mark), end)) : "none";
}

static smm_result_t sign_up(const char *name, const char *address, const char *password)
{
    smm_ctx_t c = at(&shop);
    int64_t id = 0;
    smm_signup_t f = {name, address, password, "DE", "en", 1};
    return smm_auth_signup(&c, &f, NULL, &id);
}

static smm_result_t sign_in(const char *login, const char *password, smm_account_t *a)
{
    smm_ctx_t c = at(&shop);
    return smm_auth_signin(&c, login, password, "test", a);
}

#define GOOD "correct horse battery"
#define BETTER "another long phrase"

static void test_sign_up(void)
{
    smm_result_t r;
    is_int((r = sign_up("ab", mail, GOOD)).code, SMM_INVALID,
           "a user name of two letters is refused");
    is(r.field, "username", "at its field");
    is_int(sign_up("1abc", mail, GOOD).code, SMM_INVALID, "a user name begins with a letter");
    is_int(sign_up("Support", mail, GOOD).code, SMM_INVALID, "a name of the house is refused");
    is_int((r = sign_up(user, mail, "short")).code, SMM_INVALID, "v5.0.0-6.2.1: short password");
    is(r.field, "password", "at its field");
    is_int(sign_up(user, mail, "Password1").code, SMM_INVALID, "v5.0.0-6.2.4: common password");
    is_int(sign_up(user, mail, user).code, SMM_INVALID, "v5.0.0-6.2.11: the user name as password");
    is_int(sign_up(user, "no-address", GOOD).code, SMM_INVALID, "an address needs an @");
    is_int(sign_up(user, mail, GOOD).code, SMM_OK, "sign-up");
    is_int(mails_to(mail, "auth/verify", NULL), 1, "one mail with the link");
    char *upper = apr_pstrdup(tap_pool, user);
    upper[0] = (char)(upper[0] - 32);
    r = sign_up(upper, "someone@else.example", GOOD);
    is_int(r.code, SMM_INVALID, "the same user name in other letters is taken");
    is(r.field, "username", "and told at its field");
}

static void test_verify(void)
{
    const char *model = NULL, *token;
    smm_ctx_t c = at(&shop), o = at(&other);
    smm_link_e st = SMM_LINK_OPEN;
    smm_account_t a;
    mails_to(mail, "auth/verify", &model);
    token = after(model, "/verify/", "\"");
    is_int(strlen(token), 43, "v5.0.0-6.5.3: the token has 256 bits");
    is_int(sign_in(user, GOOD, &a).code, SMM_OK, "an unconfirmed account may sign in");
    is_int(a.verified, 0, "but is marked");
    smm_auth_verify(&o, token, 0, &st);
    is_int(st, SMM_LINK_UNKNOWN, "v5.0.0-8.4.1: the link is nothing in another panel");
    smm_auth_verify(&c, token, 1, &st);
    is_int(st, SMM_LINK_OPEN, "a look does not use the link up");
    now += SMM_AUTH_VERIFY_TTL;
    c.now = now;
    smm_auth_verify(&c, token, 0, &st);
    is_int(st, SMM_LINK_EXPIRED, "v5.0.0-6.5.5: an old link is dead");
    is_int(smm_auth_resend(&c, mail).code, SMM_OK, "resend");
    smm_auth_verify(&c, token, 0, &st);
    is_int(st, SMM_LINK_EXPIRED, "the older link stays dead");
    is_int(mails_to(mail, "auth/verify", &model), 2, "a second mail");
    token = after(model, "/verify/", "\"");
    smm_auth_verify(&c, token, 0, &st);
    is_int(st, SMM_LINK_DONE, "the new link confirms");
    smm_auth_verify(&c, token, 0, &st);
    is_int(st, SMM_LINK_DONE, "a second click says so again");
    is_int(sign_in(mail, GOOD, &a).code, SMM_OK, "sign-in by address");
    is_int(a.verified, 1, "confirmed");
    is(a.username, user, "it is the account");
    is_int(a.role, SMM_ROLE_CUSTOMER, "a customer");
}

static void test_known_address(void)
{
    const char *twin = apr_pstrcat(tap_pool, user, "2", NULL);
    char *upper = apr_pstrdup(tap_pool, mail);
    smm_account_t a;
    upper[0] = (char)(upper[0] - 32);
    int64_t before = smm_auth_hash_count();
    smm_result_t r = sign_up(twin, upper, BETTER);
    is_int(r.code, SMM_OK, "v5.0.0-6.3.8: sign-up with a known address answers as ever");
    is_int(smm_auth_hash_count() - before, 1, "and does the same work");
    is_int(mails_to(upper, "auth/already", NULL), 1, "the owner of the address gets a note");
    is_int(mails_to(upper, "auth/verify", NULL), 0, "and no link");
    is_int(sign_in(twin, BETTER, &a).code, SMM_OK, "the twin signs in like every new account");
    is_int(a.verified, 0, "and stays unconfirmed");
    is_int(sign_in(mail, GOOD, &a).code, SMM_OK, "the address still belongs to the first account");
    is(a.username, user, "whatever the twin does");
}

static void test_sign_in(void)
{
    smm_account_t a;
    int64_t before = smm_auth_hash_count();
    smm_result_t wrong = sign_in(user, BETTER, &a);
    is_int(wrong.code, SMM_INVALID, "a wrong password");
    is_int(smm_auth_hash_count() - before, 1, "costs one hash");
    before = smm_auth_hash_count();
    smm_result_t nobody = sign_in(nobody_name, BETTER, &a);
    is_int(nobody.code, SMM_INVALID, "v5.0.0-6.3.8: an unknown user gets the same answer");
    is(nobody.message, wrong.message, "in the same words");
    is_int(smm_auth_hash_count() - before, 1, "after the same work");
    for (int i = 0; i < 9; i++) {
        sign_in(user, BETTER, &a);
    }
    smm_result_t locked = sign_in(user, GOOD, &a);
    is_int(locked.code, SMM_TOO_FAST, "v5.0.0-6.3.1: ten wrong ones lock the sign-in");
    ok(locked.a && atoi(locked.a) > 0 && atoi(locked.a) <= 900, "and say how long");
    for (int i = 0; i < 9; i++) {
        sign_in(nobody_name, BETTER, &a);
    }
    is_int(sign_in(nobody_name, GOOD, &a).code, SMM_TOO_FAST, "an unknown user is locked alike");
    smm_ctx_t c = at(&shop);
    c.addr = "198.51.100.7";
    is_int(smm_auth_signin(&c, user, GOOD, "test", &a).code, SMM_OK, "not from another address");
    is_int(mails_to(mail, "auth/new-device", NULL), 1, "v5.0.0-6.3.5: which is told by mail");
    now += 901;
    is_int(sign_in(user, GOOD, &a).code, SMM_OK, "the lock ends");
}

/* Opens n sessions of an account, as sign-ins of n browsers would. */
static void open_sessions(int64_t account, const char *tag, int n)
{
    for (int i = 0; i < n; i++) {
        smm_unit_t *u = smm_unit_make(tap_pool);
        smm_unit_add(u, SQL_session_insert,
                     SMM_ARGS(SMM_I(shop.id), SMM_T(apr_psprintf(tap_pool, "%s%s%d", user, tag, i)),
                              SMM_I(account), SMM_I(now), SMM_T(""), SMM_T("")));
        smm_db_write(db, u);
    }
}

static int sessions(int64_t account)
{
    smm_session_row_t rows[20];
    smm_ctx_t c = at(&shop);
    return smm_session_list(&c, account, rows, 20);
}

static int64_t first_session(int64_t account)
{
    smm_session_row_t rows[20];
    smm_ctx_t c = at(&shop);
    return smm_session_list(&c, account, rows, 20) ? rows[0].id : 0;
}

static void test_reset(void)
{
    const char *model = NULL, *token;
    smm_account_t a;
    smm_ctx_t c = at(&shop);
    is_int(smm_auth_reset_ask(&c, "nobody@nowhere.example").code, SMM_OK,
           "v5.0.0-6.3.8: reset tells nothing");
    is_int(mails_to("nobody@nowhere.example", "auth/reset", NULL), 0, "and mails nobody");
    is_int(smm_auth_reset_ask(&c, mail).code, SMM_OK, "reset of a known address");
    is_int(mails_to(mail, "auth/reset", &model), 1, "mails the link");
    token = after(model, "/password/", "\"");
    is_int(smm_auth_reset_look(&c, token), SMM_OK, "the link works");
    is_int(smm_auth_reset_look(&c, "x"), SMM_NOT_FOUND, "another does not");
    is_int(smm_auth_reset(&c, token, "short").code, SMM_INVALID, "the rules hold");
    sign_in(user, GOOD, &a);
    open_sessions(a.id, "a", 3);
    is_int(sessions(a.id), 3, "three browsers are signed in");
    is_int(smm_auth_reset(&c, token, BETTER).code, SMM_OK, "the password is set");
    is_int(sessions(a.id), 0, "v5.0.0-7.4.3: and every session ended");
    is_int(smm_auth_reset(&c, token, GOOD).code, SMM_CONFLICT, "v5.0.0-6.5.1: once");
    is_int(sign_in(user, GOOD, &a).code, SMM_INVALID, "the old one is gone");
    is_int(sign_in(user, BETTER, &a).code, SMM_OK, "the new one works");
    is_int(mails_to(mail, "auth/password-changed", NULL), 1, "v5.0.0-6.3.7: and a mail says so");
    is_int(smm_auth_reset_ask(&c, mail).code, SMM_OK, "another link");
    mails_to(mail, "auth/reset", &model);
    token = after(model, "/password/", "\"");
    now += SMM_AUTH_RESET_TTL;
    c.now = now;
    is_int(smm_auth_reset(&c, token, GOOD).code, SMM_CONFLICT, "v5.0.0-6.5.5: dead after an hour");
    is_int(smm_auth_password(&c, a.id, GOOD, GOOD, 0).code, SMM_INVALID,
           "a change wants the current password");
    open_sessions(a.id, "b", 3);
    int64_t own = first_session(a.id);
    is_int(smm_auth_password(&c, a.id, BETTER, GOOD, own).code, SMM_OK,
           "with it the password changes");
    is_int(sessions(a.id), 1, "v5.0.0-7.4.3: the other sessions ended");
    is_int(first_session(a.id), own, "the own one stays");
    is_int(sign_in(user, GOOD, &a).code, SMM_OK, "to the new one");
}

static void test_email(void)
{
    const char *model = NULL, *fresh = apr_pstrcat(tap_pool, "new.", mail, NULL), *code;
    const char *foreign = apr_pstrcat(tap_pool, "x.", mail, NULL);
    smm_account_t a;
    smm_ctx_t c = at(&shop);
    sign_in(user, GOOD, &a);
    is_int(smm_auth_email_ask(&c, a.id, mail).code, SMM_INVALID, "the same address is refused");
    is_int(smm_auth_email_ask(&c, a.id, fresh).code, SMM_OK, "a code is asked");
    is_int(mails_to(fresh, "auth/email-code", &model), 1, "and mailed to the new address");
    code = after(model, "code=\"", "\"");
    is_int(strlen(code), 6, "six digits");
    is(smm_auth_email_waiting(&c, a.id), fresh, "it is waited for");
    is_int(smm_auth_email_set(&c, a.id, code, "wrong password", 0).code, SMM_INVALID,
           "a wrong password is refused");
    const char *bad = strcmp(code, "000000") ? "000000" : "000001";
    is_int(smm_auth_email_set(&c, a.id, bad, GOOD, 0).code, SMM_INVALID, "a wrong code is refused");
    is_int(smm_auth_email_set(&c, a.id, code, GOOD, 0).code, SMM_OK, "code and password change it");
    is_int(smm_auth_email_set(&c, a.id, code, GOOD, 0).code, SMM_INVALID, "v5.0.0-6.5.1: once");
    is_int(mails_to(mail, "auth/email-changed", NULL), 1, "v5.0.0-6.3.7: the old address is told");
    is_int(sign_in(fresh, GOOD, &a).code, SMM_OK, "sign-in by the new address");
    smm_auth_email_ask(&c, a.id, foreign);
    mails_to(foreign, "auth/email-code", &model);
    code = after(model, "code=\"", "\"");
    bad = strcmp(code, "000000") ? "000000" : "000001";
    for (int i = 0; i < SMM_AUTH_CODE_TRIES; i++) {
        smm_auth_email_set(&c, a.id, bad, GOOD, 0);
    }
    is_int(smm_auth_email_set(&c, a.id, code, GOOD, 0).code, SMM_INVALID,
           "v5.0.0-6.6.3: five wrong codes kill it");
    mail = fresh;
}

/* Somebody else signed up first with my address and never confirmed it: it is still mine. */
static void test_squatter(void)
{
    const char *model = NULL, *a1 = apr_pstrcat(tap_pool, user, "sq", NULL),
               *a2 = apr_pstrcat(tap_pool, user, "me", NULL);
    const char *address = apr_pstrcat(tap_pool, "sq.", mail, NULL), *t1, *t2;
    smm_ctx_t c = at(&shop);
    smm_link_e st = SMM_LINK_OPEN;
    smm_account_t a;
    sign_up(a1, address, BETTER);
    mails_to(address, "auth/verify", &model);
    t1 = after(model, "/verify/", "\"");
    is_int(sign_up(a2, address, GOOD).code, SMM_OK, "an unconfirmed address is free");
    mails_to(address, "auth/verify", &model);
    t2 = after(model, "/verify/", "\"");
    smm_auth_verify(&c, t2, 0, &st);
    is_int(st, SMM_LINK_DONE, "who opens the link first has it");
    smm_auth_verify(&c, t1, 0, &st);
    is_int(st, SMM_LINK_EXPIRED, "the other link is dead");
    is_int(sign_in(address, GOOD, &a).code, SMM_OK, "the address signs in");
    is(a.username, a2, "to the confirmed account");
    is_int(sign_in(a1, BETTER, &a).code, SMM_OK, "the other account signs in by name");
    is_int(a.verified, 0, "unconfirmed");
    const char *fixed = apr_pstrcat(tap_pool, "fixed.", address, NULL);
    is_int(smm_auth_readdress(&c, a.id, fixed).code, SMM_OK, "S15: and may correct its address");
    mails_to(fixed, "auth/verify", &model);
    smm_auth_verify(&c, after(model, "/verify/", "\""), 0, &st);
    is_int(st, SMM_LINK_DONE, "to one that it can confirm");
    is_int(smm_auth_readdress(&c, a.id, address).code, SMM_CONFLICT, "then only by code");
}

static smm_rc_e crowd[6];

static void *one_of_many(void *slot)
{
    const char *hash;
    apr_pool_t *p;
    apr_pool_create_unmanaged_ex(&p, NULL, NULL);
    *(smm_rc_e *)slot = smm_auth_hash(p, GOOD, &hash);
    apr_pool_destroy(p);
    return NULL;
}

static void test_crowd(void)
{
    pthread_t t[6];
    int good = 0, busy = 0;
    smm_auth_hash_limit(1, 1);
    for (int i = 0; i < 6; i++) {
        pthread_create(&t[i], NULL, one_of_many, &crowd[i]);
    }
    for (int i = 0; i < 6; i++) {
        pthread_join(t[i], NULL);
        good += crowd[i] == SMM_OK;
        busy += crowd[i] == SMM_BUSY;
    }
    ok(good >= 1 && busy >= 1 && good + busy == 6,
       "v5.0.0-2.4.1: beyond the bound hashes are refused");
    smm_auth_hash_limit(4, 2000);
}

static void test_gate(void)
{
    const char *hash;
    smm_auth_hash_limit(1, 2000);
    is_int(smm_auth_hash(tap_pool, GOOD, &hash), SMM_OK, "one hash at once works");
    is_int(smm_auth_check(tap_pool, hash, GOOD), SMM_OK, "and the check of it");
    is_int(smm_auth_check(tap_pool, NULL, GOOD), SMM_FORBIDDEN, "no hash is never right");
    is_int(smm_auth_hash_old(hash), 0, "its parameters are today's");
    is_int(smm_auth_hash_old("$argon2id$v=19$m=4096,t=1,p=1$c2FsdHNhbHQ$x"), 1,
           "weaker ones are not");
    smm_auth_hash_limit(4, 2000);
}

static void test_profile(void)
{
    smm_account_t a;
    smm_ctx_t c = at(&shop);
    sign_in(user, GOOD, &a);
    smm_profile_t p = {"Mina", "Mina Ltd", "Street 1",     "Pune", "",   "411001", "IN",
                       "",     "en",       "Asia/Kolkata", "dark", NULL, NULL,     0};
    is_int(smm_auth_profile_set(&c, a.id, &p).code, SMM_INVALID, "India needs a State");
    p.state = "mh";
    is_int(smm_auth_profile_set(&c, a.id, &p).code, SMM_OK, "by its abbreviation");
    smm_particulars_t out;
    smm_account_particulars(&c, a.id, &out);
    is(out.state, "Maharashtra", "stored by name");
    p.tax_id = "27AAPFU0939F1ZW";
    is_int(smm_auth_profile_set(&c, a.id, &p).code, SMM_INVALID,
           "a GSTIN with a wrong check character");
    p.tax_id = " 29zzzpq1002b1zo ";
    is_int(smm_auth_profile_set(&c, a.id, &p).code, SMM_OK, "a good one in small letters");
    smm_account_particulars(&c, a.id, &out);
    is(out.tax_id, "29ZZZPQ1002B1ZO", "is stored tidy");
    is(out.state, "Karnataka", "and decides the State");
    p.country = "XX";
    is_int(smm_auth_profile_set(&c, a.id, &p).code, SMM_INVALID, "an unknown country");
    p.country = "DE";
    p.timezone = "Moon/Base";
    is_int(smm_auth_profile_set(&c, a.id, &p).code, SMM_INVALID, "an unknown zone");
    p.timezone = NULL;
    p.tax_id = "de 123456789";
    is_int(smm_auth_profile_set(&c, a.id, &p).code, SMM_OK, "what is not sent stays");
    smm_auth_profile(&c, a.id, &p);
    is(p.timezone, "Asia/Kolkata", "the zone");
    is(p.theme, "dark", "the look");
    is(p.username, user, "S17: the user name");
}

static void test_keys(void)
{
    smm_account_t a, found;
    smm_api_key_t list[30];
    smm_ctx_t c = at(&shop), o = at(&other);
    const char *key = NULL, *k2;
    sign_in(user, GOOD, &a);
    is_int(smm_auth_api_create(&c, a.id, "shop bot", NULL, &key).code, SMM_OK, "an API key");
    is_int(strlen(key), 36, "192 bits and a prefix");
    is_int(smm_account_by_api_key(&c, key, &found), SMM_OK, "opens the account");
    is_int(found.id, a.id, "the right one");
    is_int(smm_account_by_api_key(&o, key, &found), SMM_NOT_FOUND,
           "v5.0.0-8.4.1: not in another panel");
    is_int(smm_account_by_api_key(&c, "smm_wrongwrongwrongwrong", &found), SMM_NOT_FOUND,
           "a wrong one opens nothing");
    is_int(smm_auth_api_list(&c, a.id, list, 30), 1, "listed");
    is_int(list[0].last_used, now, "with its last use");
    ok(!strstr(key + 10, list[0].prefix) && strlen(list[0].prefix) == 10, "by its prefix only");
    is_int(smm_auth_api_revoke(&c, a.id + 1, list[0].id).code, SMM_NOT_FOUND,
           "another account cannot revoke it");
    is_int(smm_auth_api_revoke(&c, a.id, list[0].id).code, SMM_OK, "its owner can");
    is_int(smm_account_by_api_key(&c, key, &found), SMM_NOT_FOUND, "and it is dead");
    int made = 0;
    while (made < 25 && smm_auth_api_create(&c, a.id, "many", NULL, &k2).code == SMM_OK) {
        made++;
    }
    is_int(made, SMM_AUTH_MAX_KEYS, "no more than twenty");
}

static void test_roles(void)
{
    int64_t boss = 0, again = 0;
    smm_account_t a;
    smm_ctx_t c = at(&shop), o = at(&other);
    const char *name = apr_pstrcat(tap_pool, user, ".boss", NULL);
    const char *address = apr_pstrcat(tap_pool, "boss.", mail, NULL);
    is_int(smm_account_create_staff(&c, name, address, GOOD, SMM_ROLE_OWNER, &boss).code, SMM_OK,
           "the first owner");
    is_int(smm_account_by_id(&c, boss, &a), SMM_OK, "exists");
    is_int(a.role, SMM_ROLE_OWNER, "as owner");
    is_int(smm_account_by_id(&o, boss, &a), SMM_OK, "in another panel of the network");
    is_int(a.role, SMM_ROLE_CUSTOMER, "v5.0.0-8.4.1: as a customer");
    is_int(smm_account_set_role(&c, boss, SMM_ROLE_CUSTOMER, "test").code, SMM_FORBIDDEN,
           "the last owner stays");
    sign_in(user, GOOD, &a);
    is_int(smm_account_create_staff(&c, user, NULL, NULL, SMM_ROLE_OWNER, &again).code, SMM_OK,
           "a known user gets the role");
    is_int(again, a.id, "on the same account");
    is_int(smm_account_set_role(&c, boss, SMM_ROLE_STAFF, "test").code, SMM_OK,
           "then the first may go");
    smm_auth_load(&c, boss, &a);
    is_int(a.role, SMM_ROLE_STAFF, "to staff");
    is_int(smm_auth_signin(&o, user, GOOD, "test", &a).code, SMM_OK,
           "signed in at the other panel");
    is_int(a.role, SMM_ROLE_CUSTOMER, "as a customer there");
}

int main(void)
{
    char dir[] = "/tmp/smm-auth-XXXXXX";
    const char *driver = getenv("SMM_UNIT_DRIVER"), *params = getenv("SMM_UNIT_PARAMS"),
               *error = NULL;
    tap_init();
    if (!driver) {
        driver = "sqlite3";
        params = apr_pstrcat(tap_pool, mkdtemp(dir), "/panel.db", NULL);
    }
    if (smm_db_open(tap_pool, driver, params, &db, &error) != SMM_OK ||
        smm_db_migrate(db, tap_pool, &error) != SMM_OK) {
        printf("Bail out! %s\n", error ? error : "no database");
        return 1;
    }
    smm_auth_domain_register();
    user = apr_psprintf(tap_pool, "u%ld%d", (long)time(NULL) % 1000000, (int)getpid());
    mail = apr_pstrcat(tap_pool, user, "@people.example", NULL);
    nobody_name = apr_pstrcat(tap_pool, "nobody.", user, NULL);
    make_panel(&shop, apr_pstrcat(tap_pool, "shop-", user, NULL));
    make_panel(&other, apr_pstrcat(tap_pool, "other-", user, NULL));
    test_sign_up();
    test_verify();
    test_known_address();
    test_sign_in();
    test_reset();
    test_email();
    test_squatter();
    test_gate();
    test_crowd();
    test_profile();
    test_keys();
    test_roles();
    smm_db_close(db);
    return tap_done();
}
