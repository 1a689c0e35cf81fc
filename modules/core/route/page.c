/* SPDX-License-Identifier: Apache-2.0 */
/* The frame of a page (site, user, navigation, flash) and its rendering. */
#include <ctype.h>
#include <string.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_log.h>
#include "table.h"

APLOG_USE_MODULE(smm_core);

/* Letters beyond ASCII stay as they are. */
const char *smm_initials(apr_pool_t *p, const char *name)
{
    char out[9];
    size_t n = 0;
    int words = 0;

    for (const char *s = name; *s && words < 2; words++) {
        size_t len = (unsigned char)*s < 0x80   ? 1
                     : (unsigned char)*s < 0xE0 ? 2
                     : (unsigned char)*s < 0xF0 ? 3
                                                : 4;
        for (size_t i = 0; i < len && s[i] && n < 8; i++) {
            out[n++] = len == 1 ? (char)toupper((unsigned char)s[i]) : s[i];
        }
        s += strcspn(s, " ");
        s += strspn(s, " ");
    }
    return apr_pstrmemdup(p, out, n);
}

/* Written in post_config by one thread, read-only afterwards. */
static smm_shown_fn *shown_fn;

void smm_shown_by(smm_shown_fn *fn)
{
    shown_fn = fn;
}

const smm_shown_t *smm_req_shown(smm_req_t *q)
{
    smm_shown_t *s = &q->priv->shown;
    const char *code;

    if (!q->priv->shown_read && shown_fn && !q->priv->failing) {
        q->priv->shown_read = 1;
        code = q->account && q->account->currency && *q->account->currency ? q->account->currency
                                                                           : smm_core_shown_sent(q);
        if (code && strcmp(code, "USD") != 0) {
            apr_cpystrn(s->code, code, sizeof(s->code));
            if (!shown_fn(q, s)) {
                s->code[0] = '\0';
            }
        }
    }
    return *s->code ? s : NULL;
}

/* Pages of staff and documents speak of dollars alone. */
static void write_shown(smm_req_t *q, smm_vm_t *vm, const char *area)
{
    const smm_shown_t *s = NULL;

    if (shown_fn && !q->priv->failing && strcmp(area, "staff") != 0 && strcmp(area, "print") != 0) {
        s = smm_req_shown(q);
        smm_vm_attr_flag(vm, "currencies", s || shown_fn(q, NULL));
    }
    smm_vm_attr(vm, "shown", s ? s->code : NULL);
    smm_vm_shown(vm, s);
}

void smm_core_site_write(smm_req_t *q, smm_vm_t *vm, const char *area)
{
    const apr_array_header_t *langs = smm_cfg_languages(q->r->server);

    smm_vm_el(vm, "site");
    smm_vm_attr(vm, "name", q->ctx.panel->name);
    smm_vm_attr(vm, "key", q->ctx.panel->key);
    smm_vm_attr(vm, "base", q->ctx.panel->mount);
    smm_vm_attr(vm, "url", q->ctx.panel->base_url);
    smm_vm_attr(vm, "currency", q->ctx.panel->currency);
    write_shown(q, vm, area);
    for (int i = 0; langs->nelts > 1 && i < langs->nelts; i++) {
        smm_vm_el(vm, "language");
        smm_vm_attr(vm, "code", APR_ARRAY_IDX(langs, i, const char *));
        smm_vm_attr(vm, "name",
                    q->priv->cfg->view ? smm_view_lang_name(q->priv->cfg->view,
                                                            APR_ARRAY_IDX(langs, i, const char *))
                                       : APR_ARRAY_IDX(langs, i, const char *));
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
}

static void write_user(smm_req_t *q, smm_vm_t *vm)
{
    const smm_account_t *a = q->account;

    smm_vm_el(vm, "user");
    if (a) {
        const char *name = a->name && *a->name ? a->name : a->username;
        smm_vm_attr_int(vm, "id", a->id);
        smm_vm_attr(vm, "username", a->username);
        smm_vm_attr(vm, "name", name);
        smm_vm_attr(vm, "initials", smm_initials(q->r->pool, name));
        smm_vm_attr(vm, "email", a->email);
        smm_vm_attr(vm, "timezone", a->timezone);
        smm_vm_attr_flag(vm, "staff", a->role >= SMM_ROLE_STAFF);
        smm_vm_attr_flag(vm, "owner", a->role >= SMM_ROLE_OWNER);
        smm_vm_attr(vm, "csrf", smm_core_csrf(q));
        if (!q->priv->failing) {
            smm_core_frames_run(q, vm);
        }
    }
    smm_vm_end(vm);
}

static void write_flash(smm_req_t *q, smm_vm_t *vm)
{
    const char *tone, *message, *a;

    if (q->htmx || !smm_core_flash_take(q, &tone, &message, &a)) {
        return;
    }
    smm_vm_el(vm, "flash");
    smm_vm_attr(vm, "tone", tone);
    smm_vm_attr(vm, "a", a);
    smm_vm_text(vm, message);
    smm_vm_end(vm);
}

void smm_page_arg(smm_req_t *q, const char *a)
{
    q->priv->title_a = apr_pstrdup(q->r->pool, a);
}

smm_vm_t *smm_page_begin(smm_req_t *q, const char *area, const char *id, const char *title,
                         const char *view)
{
    smm_vm_t *vm = smm_vm_make(q->r->pool);

    q->priv->vm = vm;
    q->priv->view = view;
    smm_vm_el(vm, "page");
    smm_vm_attr(vm, "id", id);
    smm_vm_attr(vm, "area", area);
    smm_vm_attr(vm, "lang", q->lang);
    smm_vm_attr(vm, "dir", q->priv->cfg->view ? smm_view_dir(q->priv->cfg->view, q->lang) : "ltr");
    smm_vm_attr(vm, "theme", q->account && q->account->theme ? q->account->theme : "auto");
    smm_vm_attr(vm, "title", title);
    smm_vm_attr(vm, "title-a", q->priv->title_a);
    q->priv->title_a = NULL;
    smm_vm_attr(vm, "path", q->priv->path);
    if (q->htmx && !q->priv->failing) {
        smm_vm_attr(vm, "fragment", "1");
    }
    smm_core_site_write(q, vm, area);
    write_user(q, vm);
    if (strcmp(area, "print") != 0) {
        smm_core_nav_write(q, vm, area);
    }
    write_flash(q, vm);
    smm_vm_el(vm, "content");
    return vm;
}

int smm_page(smm_req_t *q, int status)
{
    const char *out = NULL;
    const char *xml = NULL;
    apr_size_t len = 0;

    smm_vm_end(q->priv->vm); /* content */
    smm_vm_end(q->priv->vm); /* page */
    apr_table_mergen(q->r->err_headers_out, "Vary", "Accept, Accept-Language, Cookie, HX-Request");
    if (q->wants_xml) {
        smm_vm_write_xml(q->priv->vm, q->r->pool, &xml, &len);
        return smm_core_send(q, status, "application/xml; charset=utf-8", xml, len);
    }
    if (smm_view_render(q->priv->cfg->view, q->priv->vm, q->priv->view, q->lang, q->r->pool, &out,
                        &len) != 0) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, q->r, "SMM0234: view %s: %s", q->priv->view,
                      out ? out : "no output");
        if (q->priv->failing) {
            return smm_core_plain_error(q, status);
        }
        return smm_refuse(q, HTTP_INTERNAL_SERVER_ERROR, NULL);
    }
    return smm_core_send(q, status, "text/html; charset=utf-8", out, len);
}

SMM_DECLARE(const char *) smm_theme_faults(smm_req_t *q)
{
    return q->priv->cfg->view ? smm_view_theme_faults(q->priv->cfg->view, q->ctx.pool) : NULL;
}
