/* SPDX-License-Identifier: Apache-2.0 */
/* Mails of the account module: <mail @subject @username @link …>, laid out by htdocs/mail/auth. */
#include <string.h>
#include <apr_strings.h>
#include "smm_auth.h"
#include "smm_mail.h"
#include "smm_vm.h"

typedef struct mail_t {
    const char *view, *subject;
} mail_t;

/* subjects are source strings of the catalogue; {0} is the panel's name */
static const mail_t mails[] = {
    {"auth/verify", "Confirm your address"},
    {"auth/already", "You already have an account"},
    {"auth/reset", "Set a new password"},
    {"auth/password-changed", "Your password was changed"},
    {"auth/email-code", "Your code for the new address"},
    {"auth/email-changed", "Your e-mail address was changed"},
    {"auth/new-device", "New sign-in to your account"},
    {"auth/api-key", "A new API key was made"},
    {NULL, NULL},
};

static smm_vm_t *mail_begin(smm_ctx_t *c, const char *view, const char *username)
{
    const mail_t *m = mails;
    while (m->view && strcmp(m->view, view)) {
        m++;
    }
    smm_vm_t *vm = smm_vm_make(c->pool);
    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "subject", m->subject);
    smm_vm_attr(vm, "site", c->panel->name);
    smm_vm_attr(vm, "username", username);
    smm_vm_attr(vm, "home", apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, "/", NULL));
    smm_vm_attr_time(vm, "created", c->now);
    return vm;
}

void smm_auth_mail_link(smm_unit_t *u, smm_ctx_t *c, const char *view, const char *to,
                        const char *lang, const char *username, const char *path)
{
    smm_vm_t *vm = mail_begin(c, view, username);
    smm_vm_attr(vm, "link", apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, path, NULL));
    smm_vm_end(vm);
    smm_mail_step(u, c, to, lang, view, vm);
}

void smm_auth_mail_notice(smm_unit_t *u, smm_ctx_t *c, const char *view, const char *to,
                          const char *lang, const char *username, const char *key,
                          const char *value)
{
    const char *base = apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL);
    smm_vm_t *vm = mail_begin(c, view, username);
    smm_vm_attr(vm, "reset", apr_pstrcat(c->pool, base, "/password", NULL));
    smm_vm_attr(vm, "security", apr_pstrcat(c->pool, base, "/app/security", NULL));
    smm_vm_attr(vm, "addr", c->addr);
    if (key) {
        smm_vm_attr(vm, key, value);
    }
    smm_vm_end(vm);
    smm_mail_step(u, c, to, lang, view, vm);
}
