/* SPDX-License-Identifier: Apache-2.0 */
/* From structs to view models: lists and the frame's user. */
#include <string.h>
#include <apr_strings.h>
#include "auth_int.h"
#include "smm_cfg.h"
#include "smm_gstin.h"
#include "smm_session.h"

smm_vm_t *auth_card(smm_req_t *q, const char *id, const char *title, const char *view)
{
    /* what stands on these pages belongs to one person, and some addresses carry a token */
    apr_table_setn(q->r->headers_out, "Cache-Control", "no-store");
    return smm_page_begin(q, "public", id, title, view);
}

void auth_view_countries(smm_vm_t *vm)
{
    for (const smm_country_t *k = smm_auth_countries(); k->code; k++) {
        smm_vm_el(vm, "country");
        smm_vm_attr(vm, "code", k->code);
        smm_vm_attr(vm, "name", k->name);
        smm_vm_end(vm);
    }
}

void auth_view_states(smm_vm_t *vm)
{
    for (const smm_gst_state_t *s = smm_gst_states(); s->code; s++) {
        smm_vm_el(vm, "gst-state");
        smm_vm_attr(vm, "code", s->code);
        smm_vm_attr(vm, "name", s->name);
        smm_vm_end(vm);
    }
}

void auth_view_timezones(smm_vm_t *vm)
{
    for (const char *const *z = smm_auth_timezones(); *z; z++) {
        smm_vm_leaf(vm, "zone", *z);
    }
}

void auth_view_languages(smm_req_t *q, smm_vm_t *vm)
{
    static const char *const names[][2] = {
        {"en", "English"},   {"ar", "العربية"},  {"de", "Deutsch"},
        {"es", "Español"},   {"fr", "Français"}, {"hi", "हिन्दी"},
        {"pt", "Português"}, {"ru", "Русский"},  {NULL, NULL}};
    const apr_array_header_t *langs = smm_cfg_languages(q->r->server);
    for (int i = 0; i < langs->nelts; i++) {
        const char *code = APR_ARRAY_IDX(langs, i, const char *), *name = code;
        for (int k = 0; names[k][0]; k++) {
            if (!strcmp(names[k][0], code)) {
                name = names[k][1];
            }
        }
        smm_vm_el(vm, "language");
        smm_vm_attr(vm, "code", code);
        smm_vm_attr(vm, "name", name);
        smm_vm_end(vm);
    }
}

/* "Firefox on Linux": what a person recognises of a User-Agent. */
static const char *browser_of(apr_pool_t *p, const char *agent)
{
    static const char *const browsers[][2] = {
        {"Edg/", "Edge"},      {"OPR/", "Opera"},     {"Firefox/", "Firefox"},
        {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"},
        {NULL, NULL}};
    static const char *const systems[][2] = {
        {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"},
        {"Mac OS", "macOS"},    {"Linux", "Linux"},   {NULL, NULL}};
    const char *b = NULL, *s = NULL;
    for (int i = 0; browsers[i][0] && !b; i++) {
        b = strstr(agent, browsers[i][0]) ? browsers[i][1] : NULL;
    }
    for (int i = 0; systems[i][0] && !s; i++) {
        s = strstr(agent, systems[i][0]) ? systems[i][1] : NULL;
    }
    return b && s ? apr_pstrcat(p, b, ", ", s, NULL) : b ? b : s ? s : "";
}

void auth_view_sessions(smm_req_t *q, smm_vm_t *vm)
{
    smm_session_row_t *rows = apr_pcalloc(q->r->pool, 50 * sizeof(*rows));
    int n = smm_session_list(&q->ctx, q->account->id, rows, 50);
    int64_t own = smm_session_id(q);
    smm_vm_el(vm, "sessions");
    for (int i = 0; i < n; i++) {
        smm_vm_el(vm, "session");
        smm_vm_attr_int(vm, "id", rows[i].id);
        smm_vm_attr(vm, "addr", rows[i].addr);
        smm_vm_attr(vm, "browser", browser_of(q->r->pool, rows[i].agent ? rows[i].agent : ""));
        smm_vm_attr_time(vm, "created", rows[i].created);
        smm_vm_attr_time(vm, "seen", rows[i].seen);
        smm_vm_attr_flag(vm, "current", rows[i].id == own);
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
}

void auth_view_keys(smm_req_t *q, smm_vm_t *vm)
{
    smm_api_key_t *keys = apr_pcalloc(q->r->pool, 100 * sizeof(*keys));
    int n = smm_auth_api_list(&q->ctx, q->account->id, keys, 100);
    smm_vm_el(vm, "keys");
    for (int i = 0; i < n; i++) {
        smm_vm_el(vm, "api-key");
        smm_vm_attr_int(vm, "id", keys[i].id);
        smm_vm_attr(vm, "name", keys[i].name);
        smm_vm_attr(vm, "prefix", keys[i].prefix);
        smm_vm_attr(vm, "status", keys[i].revoked ? "revoked" : "active");
        smm_vm_attr_time(vm, "created", keys[i].created);
        smm_vm_attr_time(vm, "last-used", keys[i].last_used);
        smm_vm_attr_time(vm, "revoked", keys[i].revoked);
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
}

/* ---- frame ---------------------------------------------------------------------------------- */

void auth_frame(smm_req_t *q, smm_vm_t *vm)
{
    if (q->account) {
        smm_vm_attr(vm, "role", smm_role_word(q->account->role));
        smm_vm_attr_flag(vm, "unverified", !q->account->verified);
    }
}
