/* SPDX-License-Identifier: Apache-2.0 */
/* The panel's settings, one page a group. The form is made from the declarations. */
#include <string.h>
#include <apr_strings.h>
#include "domain/smm_config.h"
#include "smm_gateway.h"
#include "smm_money.h"
#include "smm_time.h"
#include "support_int.h"

#define N_(text) text /* for scripts/gen-docs: a text that a sheet translates */

/* Member i of the form's struct; each kind of value fits. The flags "remove" follow the values. */
typedef union {
    const char *text;
    int64_t number;
    int flag;
} slot_t;

typedef struct {
    const smm_config_group_t *group;
    smm_form_t form;
    smm_field_t fields[2 * SMM_CONFIG_MAX + 1];
    slot_t values[2 * SMM_CONFIG_MAX];
    int stored[SMM_CONFIG_MAX];
} config_page_t;

static int index_get(smm_req_t *q)
{
    const smm_config_group_t *g;
    int n = smm_config_groups(q->ctx.pool, &g);
    smm_vm_t *vm =
        smm_page_begin(q, "staff", "staff-settings", "Settings", "support/staff-settings");
    for (int i = 0; i < n; i++) {
        smm_vm_el(vm, "group");
        smm_vm_attr(vm, "href", apr_pstrcat(q->ctx.pool, "/staff/settings/", g[i].slug, NULL));
        smm_vm_attr(vm, "icon", g[i].icon);
        smm_vm_attr(vm, "title", g[i].title);
        smm_vm_attr(vm, "sub", g[i].sub);
        smm_vm_attr_int(vm, "n", g[i].n);
        smm_vm_end(vm);
    }
    return smm_page(q, HTTP_OK);
}

/* ---- declarations to fields ------------------------------------------------------------- */

static smm_field_t field_of(const smm_setting_t *s, size_t offset)
{
    static const smm_ftype_e types[] = {SMM_F_TEXT, SMM_F_AREA, SMM_F_INT, SMM_F_USD,
                                        SMM_F_FLAG, SMM_F_INT,  SMM_F_URL, SMM_F_EMAIL,
                                        SMM_F_WORD, SMM_F_TEXT};
    smm_field_t f = {
        s->key,  s->secret ? SMM_F_SECRET : types[s->kind], offset, s->lo, s->hi, 0, s->words,
        s->label};
    if (s->secret && !s->hi) {
        f.hi = 500;
    } else if (s->kind == SMM_SET_BPS && !s->hi) {
        f.hi = 10000;
    } else if (s->kind == SMM_SET_DATE) {
        f.hi = 10;
    }
    return f;
}

static slot_t value_of(const smm_setting_t *s, const char *text)
{
    slot_t v = {NULL};
    switch (s->kind) {
    case SMM_SET_FLAG:
        v.flag = text && !strcmp(text, "1");
        break;
    case SMM_SET_INT:
    case SMM_SET_BPS:
        v.number = text && *text && strspn(text, "0123456789") == strlen(text) ? apr_atoi64(text)
                                                                               : SMM_ABSENT;
        break;
    case SMM_SET_USD:
        if (!text || smm_usd_parse(text, &v.number)) {
            v.number = SMM_ABSENT;
        }
        break;
    default:
        v.text = text;
    }
    return v;
}

/* @return NULL when there is no such group; *rc is not OK when the database cannot be read */
static config_page_t *config_page(smm_req_t *q, smm_rc_e *rc)
{
    const smm_config_group_t *g = smm_config_group(q->ctx.pool, smm_req_slug(q, 0));
    *rc = g ? SMM_OK : SMM_NOT_FOUND;
    if (!g) {
        return NULL;
    }
    config_page_t *pg = apr_pcalloc(q->ctx.pool, sizeof(*pg));
    int at = 0;
    pg->group = g;
    for (int i = 0; i < g->n; i++) {
        const smm_setting_t *s = g->settings[i];
        pg->stored[i] = smm_setting_stored(&q->ctx, s->key);
        if (pg->stored[i] < 0) {
            *rc = SMM_BUSY;
            return NULL;
        }
        pg->fields[at++] = field_of(s, sizeof(slot_t) * (size_t)i);
        if (!s->secret) {
            pg->values[i] = value_of(s, smm_setting(&q->ctx, s->key));
        } else if (pg->stored[i]) {
            pg->fields[at++] = (smm_field_t){apr_pstrcat(q->ctx.pool, "remove.", s->key, NULL),
                                             SMM_F_FLAG,
                                             sizeof(slot_t) * (size_t)(SMM_CONFIG_MAX + i),
                                             0,
                                             0,
                                             0,
                                             NULL,
                                             "Remove it"};
        }
    }
    pg->form = (smm_form_t){"settings", pg->fields, sizeof(pg->values)};
    return pg;
}

/* Of a gateway: where its processor sends notices, and the button that tries the stored keys. */
static void gateway(smm_req_t *q, smm_vm_t *vm, const char *slug)
{
    static const smm_field_t fields[] = {SMM_FIELDS_END};
    static const smm_form_t none = {"gateway-test", fields, sizeof(int)};
    const smm_gateway_t *g = strncmp(slug, "gateway.", 8) ? NULL : smm_gateway_find(slug + 8);
    smm_gateway_env_t e = {&q->ctx, NULL, smm_setting, 0};
    if (!g || (!g->verify_notify && !g->test)) {
        return;
    }
    smm_vm_el(vm, "gateway");
    if (g->verify_notify) {
        smm_vm_attr(vm, "notices",
                    apr_pstrcat(q->ctx.pool, q->ctx.panel->base_url, q->ctx.panel->mount,
                                "/pay/notify/", g->name, "/", smm_gateway_token(&q->ctx, g->name),
                                NULL));
    }
    smm_vm_attr(vm, "page", g->page);
    smm_vm_attr(vm, "warn", g->warn ? g->warn(&e) : NULL);
    if (g->test) {
        smm_form_begin(q, vm, &none,
                       apr_pstrcat(q->ctx.pool, "/staff/gateways/", g->name, "/test", NULL), NULL);
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
}

/* Does the key end with this? */
static int ends(const char *key, const char *end)
{
    size_t n = strlen(key), m = strlen(end);
    return n >= m && !strcmp(key + n - m, end);
}

/* What every gateway has stands under headings of its own, a rate beside its fixed part. */
static void gateway_layout(smm_vm_t *vm, const smm_config_group_t *g, int i)
{
    const char *key = g->settings[i]->key;
    const char *next = i + 1 < g->n ? g->settings[i + 1]->key : "";
    const char *before = i > 0 ? g->settings[i - 1]->key : "";
    if (strncmp(key, "gateway.", 8)) {
        return;
    }
    if (ends(key, ".fee_bps")) {
        smm_vm_attr(vm, "section", N_("Fees, each with a line of its own before tax"));
    } else if (ends(key, ".countries")) {
        smm_vm_attr(vm, "section", N_("Customers and tax"));
    }
    if (ends(key, "_bps") && ends(next, "_fixed")) {
        smm_vm_attr(vm, "pair", "first");
    } else if (ends(before, "_bps") && ends(key, "_fixed")) {
        smm_vm_attr(vm, "pair", "second");
    }
}

static int show(smm_req_t *q, config_page_t *pg, int status)
{
    smm_vm_t *vm =
        smm_page_begin(q, "staff", "staff-settings", "Settings", "support/staff-settings");
    smm_vm_attr(vm, "title", pg->group->title);
    smm_vm_attr(vm, "sub", pg->group->sub);
    for (int i = 0; i < pg->group->n; i++) {
        const smm_setting_t *s = pg->group->settings[i];
        smm_vm_el(vm, "setting");
        smm_vm_attr(vm, "key", s->key);
        smm_vm_attr_flag(vm, "secret", s->secret);
        smm_vm_attr_flag(vm, "set", pg->stored[i]);
        if (!s->secret && s->fallback && *s->fallback && s->kind != SMM_SET_FLAG) {
            smm_vm_attr(vm, "fallback", s->fallback);
        }
        gateway_layout(vm, pg->group, i);
        smm_vm_end(vm);
    }
    smm_form_begin(q, vm, &pg->form,
                   apr_pstrcat(q->ctx.pool, "/staff/settings/", pg->group->slug, NULL), pg->values);
    smm_vm_attr(vm, "cancel", "/staff/settings");
    smm_vm_end(vm);
    gateway(q, vm, pg->group->slug);
    return smm_page(q, status);
}

static int group_get(smm_req_t *q)
{
    smm_rc_e rc;
    config_page_t *pg = config_page(q, &rc);
    return pg ? show(q, pg, HTTP_OK) : smm_refuse(q, smm_http_status(rc), NULL);
}

/* ---- saving ----------------------------------------------------------------------------- */

/* What was sent, as the text that is stored; NULL = unset. */
static const char *text_of(apr_pool_t *p, const smm_setting_t *s, const slot_t *v)
{
    switch (s->kind) {
    case SMM_SET_FLAG:
        return v->flag ? "1" : "0";
    case SMM_SET_INT:
    case SMM_SET_BPS:
        return v->number == SMM_ABSENT ? NULL : apr_psprintf(p, "%" APR_INT64_T_FMT, v->number);
    case SMM_SET_USD:
        return v->number == SMM_ABSENT ? NULL
                                       : smm_usd_text(apr_palloc(p, SMM_USD_TEXT), v->number);
    default:
        return v->text && *v->text ? v->text : NULL;
    }
}

/* A day that is one: the form knows texts only. */
static smm_result_t days(const config_page_t *pg, const slot_t *v)
{
    int64_t at;
    for (int i = 0; i < pg->group->n; i++) {
        const smm_setting_t *s = pg->group->settings[i];
        if (s->kind == SMM_SET_DATE && v[i].text && *v[i].text &&
            (strlen(v[i].text) != 10 || smm_time_parse(v[i].text, &at))) {
            return smm_fail(SMM_INVALID, s->key, "Enter a day as 2027-01-31.");
        }
    }
    return smm_ok();
}

static int group_post(smm_req_t *q)
{
    smm_config_change_t change[SMM_CONFIG_MAX];
    smm_rc_e rc;
    int n = 0, changed;
    config_page_t *pg = config_page(q, &rc);
    if (!pg) {
        return smm_refuse(q, smm_http_status(rc), NULL);
    }
    const slot_t *v = smm_form_read(q, &pg->form);
    if (!smm_form_valid(q)) {
        return show(q, pg, HTTP_UNPROCESSABLE_ENTITY);
    }
    smm_result_t bad = days(pg, v);
    if (bad.code != SMM_OK) {
        smm_form_error(q, &bad);
        return show(q, pg, HTTP_UNPROCESSABLE_ENTITY);
    }
    for (int i = 0; i < pg->group->n; i++) {
        const smm_setting_t *s = pg->group->settings[i];
        if (!s->secret) {
            change[n++] = (smm_config_change_t){s, text_of(q->ctx.pool, s, &v[i])};
        } else if (v[i].text && *v[i].text) { /* an empty field keeps the secret */
            change[n++] = (smm_config_change_t){s, v[i].text};
        } else if (v[SMM_CONFIG_MAX + i].flag) {
            change[n++] = (smm_config_change_t){s, NULL};
        }
    }
    smm_result_t r = smm_config_save(&q->ctx, change, n, &changed);
    const char *path = apr_pstrcat(q->ctx.pool, "/staff/settings/", pg->group->slug, NULL);
    if (r.code != SMM_OK) {
        return smm_refuse_result(q, &r);
    }
    if (!changed) {
        return smm_see_other(q, path, "info", "Nothing was changed.", NULL);
    }
    return smm_see_other(q, path, "ok", "Saved. Settings changed: {0}.",
                         apr_itoa(q->ctx.pool, changed));
}

const smm_route_t support_settings_routes[] = {
    {"GET", "/staff/settings", SMM_OWNER, 0, NULL, index_get, NULL, 0, NULL},
    {"GET", "/staff/settings/:slug", SMM_OWNER, 0, NULL, group_get, NULL, 0, NULL},
    {"POST", "/staff/settings/:slug", SMM_OWNER, 0, NULL, group_post, NULL, 0, NULL},
    {NULL}};
