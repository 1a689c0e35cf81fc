/* SPDX-License-Identifier: Apache-2.0 */
/* smmctl: staff, settings, names. */
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <jansson.h>
#include "smmctl_int.h"
#include "smm_account.h"
#include "smm_nametag.h"
#include "smm_settings.h"

int ctl_result(ctl_t *t, const smm_result_t *r)
{
    const char *text = r->message ? r->message : "it did not work";
    const char *args[2] = {r->a, r->b};
    for (int i = 0; i < 2; i++) {
        const char *mark = i ? "{1}" : "{0}", *at = strstr(text, mark);
        if (at && args[i]) {
            text = apr_pstrcat(t->pool, apr_pstrmemdup(t->pool, text, (apr_size_t)(at - text)),
                               args[i], at + 3, NULL);
        }
    }
    return r->field ? ctl_fail("%s: %s", r->field, text) : ctl_fail("%s", text);
}

int ctl_staff(ctl_t *t)
{
    const char *email = NULL, *password;
    int64_t id = 0;
    int made = 0;
    smm_role_e role = SMM_ROLE_STAFF;
    if (strcmp(t->argv[0], "add") != 0) {
        return ctl_fail("staff knows only: staff add USER");
    }
    for (int i = 2; i < t->argc; i++) {
        if (strcmp(t->argv[i], "--owner") == 0) {
            role = SMM_ROLE_OWNER;
        } else if (strcmp(t->argv[i], "--email") == 0 && i + 1 < t->argc) {
            email = t->argv[++i];
        } else {
            return ctl_fail("staff add: what is %s?", t->argv[i]);
        }
    }
    smm_account_t known; /* keeps its password: only the role is given */
    int exists = smm_account_by_name(&t->ctx, t->argv[1], &known) == SMM_OK;
    password = exists ? "" : ctl_line(t->pool);
    if (!password) {
        return ctl_fail("the password is too long");
    }
    if (!exists && !*password) {
        password = smm_random_token(t->pool, 15);
        made = 1;
    }
    smm_result_t r = smm_account_create_staff(&t->ctx, t->argv[1], email, password, role, &id);
    if (r.code != SMM_OK) {
        return ctl_result(t, &r);
    }
    printf("account %" APR_INT64_T_FMT ": %s is %s of panel %s\n", id, t->argv[1],
           role == SMM_ROLE_OWNER ? "owner" : "staff", t->panel.key);
    if (made) {
        printf("password: %s\n", password);
    }
    return 0;
}

/* ---- settings ------------------------------------------------------------------------------- */

static int show(ctl_t *t, const smm_setting_t *s, int with_key)
{
    if (s->secret && !t->panel.secret) {
        return ctl_fail("%s is a secret: --secret-file is needed to look at it", s->key);
    }
    const char *value = smm_setting(&t->ctx, s->key);
    const char *text = s->secret ? (value && *value ? "(set)" : "(not set)") : value ? value : "";
    if (with_key) {
        printf("%s=%s\n", s->key, text);
    } else {
        puts(text);
    }
    return 0;
}

static int change(ctl_t *t, const smm_setting_t *s, const char *value)
{
    smm_unit_t *u = smm_unit_make(t->pool);
    const char *before = s->secret ? NULL : smm_setting(&t->ctx, s->key);
    if (s->secret && value && !t->panel.secret) {
        return ctl_fail("%s is a secret: --secret-file is needed to store it", s->key);
    }
    if (smm_setting_step(u, &t->ctx, s->key, value) != SMM_OK) {
        return ctl_fail("the value could not be stored");
    }
    smm_audit_step(u, &t->ctx, "setting.set", "setting", 0,
                   apr_pstrcat(t->pool, s->key, s->secret ? "" : "=", before, NULL),
                   apr_pstrcat(t->pool, s->key, s->secret ? "" : "=", s->secret ? "" : value, NULL),
                   "smmctl");
    smm_written_t w = smm_db_write(t->ctx.db, u);
    return w.rc == SMM_DB_OK ? 0 : ctl_fail("the database did not take it");
}

int ctl_settings(ctl_t *t)
{
    const char *verb = t->argv[0], *value;
    const smm_setting_t *s;
    int bad = 0;
    if (strcmp(verb, "list") == 0) {
        for (int i = 0; (s = smm_setting_nth(i)); i++) {
            if (s->secret && !t->panel.secret) {
                printf("%s=(secret)\n", s->key);
            } else {
                bad |= show(t, s, 1);
            }
        }
        return bad;
    }
    s = t->argc > 1 ? smm_setting_find(t->argv[1]) : NULL;
    if (!s) {
        return ctl_fail("there is no setting \"%s\"; see smmctl … settings list",
                        t->argc > 1 ? t->argv[1] : "");
    }
    if (strcmp(verb, "get") == 0) {
        return show(t, s, 0);
    }
    if (strcmp(verb, "unset") == 0) {
        return change(t, s, NULL);
    }
    if (strcmp(verb, "set") != 0) {
        return ctl_fail("settings knows list, get, set and unset");
    }
    if (t->argc == 3 && s->secret) {
        return ctl_fail("give a secret on standard input: the command line is seen by others");
    }
    value = t->argc == 3 ? t->argv[2] : ctl_line(t->pool);
    return value ? change(t, s, value) : ctl_fail("the value is too long");
}

/* ---- names ---------------------------------------------------------------------------------- */

static void print_name(apr_pool_t *p, const char *name)
{
    const char *rest = smm_nametag_json(p, name);
    json_t *s = json_string(name); /* NULL when it is not UTF-8 */
    char *text = s ? json_dumps(s, JSON_ENCODE_ANY) : NULL;
    if (text && *rest == '{') {
        printf("{\"name\":%s%s%s\n", text, rest[1] == '}' ? "" : ",", rest + 1);
    } else {
        puts(rest);
    }
    free(text);
    json_decref(s);
}

int ctl_parse_name(ctl_t *t)
{
    apr_pool_t *p;
    char buf[8192];
    apr_pool_create(&p, t->pool);
    while (fgets(buf, sizeof(buf), stdin)) {
        buf[strcspn(buf, "\r\n")] = '\0';
        print_name(p, buf);
        apr_pool_clear(p);
    }
    return 0;
}
