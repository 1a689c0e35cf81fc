/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <apr_strings.h>
#include "smm_gateway.h"
#include "smm_money.h"
#include "smm_config.h"

#define N_(text) text /* for scripts/gen-docs: a text that a sheet translates */
#define GROUPS_MAX 60

/* One page may show several prefixes. A prefix that nobody named here gets a page of its own. */
static const struct {
    const char *prefixes, *slug, *icon, *title, *sub;
} known[] = {
    {"seller invoice", "invoices", "file-invoice", N_("Seller and invoices"),
     N_("What stands on your invoices: your company, the series of numbers, notes.")},
    {"funds wallet", "funds", "wallet", N_("Adding funds and balances"),
     N_("Limits of top-ups, amounts offered, corrections by staff.")},
    {"coins bonus affiliates", "growth", "gift", N_("Coins, gifts and affiliates"),
     N_("What coins are worth, bonuses, commissions and their pay-outs.")},
    {"tax tds", "tax", "receipt", N_("Taxes"),
     N_("How top-ups are taxed: GST of India with its letter of undertaking, or your own rules.")},
    {"display", "display", "coins", N_("Currencies shown"),
     N_("Where daily rates come from by which amounts are shown in other currencies.")},
    {"gateway.bank", "gateway.bank", "building-bank", N_("Bank transfer"),
     N_("The account that customers pay to, and its handling fee.")},
    {"gateway.stripe", "gateway.stripe", "credit-card", N_("Stripe"),
     N_("Cards and wallets, on the page of Stripe")},
    {"gateway.sandbox", "gateway.sandbox", "credit-card", N_("Sandbox payments"),
     N_("A stand-in for a payment processor, for tests.")},
    {"sandbox.service", "sandbox.service", "plug-connected", N_("Sandbox gateway service"),
     N_("The other side of sandbox payments, where this server provides it.")},
    {"signup signin", "sign-up", "user-plus", N_("Sign-up and sign-in"),
     N_("Who may open an account, and which mails a sign-in sends.")},
    {"support", "contact", "mail", N_("Contact"), N_("How people reach you.")},
    {"campaign", "campaigns", "target-arrow", N_("Campaigns and API"),
     N_("Sites barred, the brake on unclear orders, the reseller API.")},
};

static int in_words(const char *words, const char *word, size_t len)
{
    for (const char *w = words; *w;) {
        size_t n = strcspn(w, " ");
        if (n == len && !strncmp(w, word, len)) {
            return 1;
        }
        w += n + (w[n] == ' ');
    }
    return 0;
}

/* The part before the last point: "gateway.bank" of "gateway.bank.iban". */
static size_t prefix_len(const char *key)
{
    const char *dot = strrchr(key, '.');
    return dot ? (size_t)(dot - key) : strlen(key);
}

static smm_config_group_t *group_of(apr_pool_t *p, smm_config_group_t *g, int *n, const char *key)
{
    size_t len = prefix_len(key);
    for (size_t k = 0; k < sizeof(known) / sizeof(*known); k++) {
        if (in_words(known[k].prefixes, key, len)) {
            return &g[k];
        }
    }
    const char *slug = apr_pstrmemdup(p, key, len);
    for (int i = sizeof(known) / sizeof(*known); i < *n; i++) {
        if (!strcmp(g[i].slug, slug)) {
            return &g[i];
        }
    }
    if (*n == GROUPS_MAX) {
        return NULL;
    }
    const smm_gateway_t *gw = strncmp(slug, "gateway.", 8) ? NULL : smm_gateway_find(slug + 8);
    g[*n] = (smm_config_group_t){.slug = slug, .icon = "settings", .title = slug, .sub = ""};
    if (gw) {
        g[*n].icon = gw->icon;
        g[*n].title = gw->title;
        g[*n].sub = gw->text;
    }
    return &g[(*n)++];
}

int smm_config_groups(apr_pool_t *p, const smm_config_group_t **groups)
{
    smm_config_group_t *g = apr_pcalloc(p, sizeof(*g) * GROUPS_MAX);
    const smm_setting_t *s;
    int n = sizeof(known) / sizeof(*known), used = 0;
    for (int k = 0; k < n; k++) {
        g[k] = (smm_config_group_t){.slug = known[k].slug,
                                    .icon = known[k].icon,
                                    .title = known[k].title,
                                    .sub = known[k].sub};
    }
    for (int i = 0; (s = smm_setting_nth(i)); i++) {
        smm_config_group_t *to = group_of(p, g, &n, s->key);
        if (to && to->n < SMM_CONFIG_MAX) {
            to->settings[to->n++] = s;
        }
    }
    for (int i = 0; i < n; i++) {
        if (g[i].n) {
            g[used++] = g[i];
        }
    }
    *groups = g;
    return used;
}

const smm_config_group_t *smm_config_group(apr_pool_t *p, const char *slug)
{
    const smm_config_group_t *g;
    int n = smm_config_groups(p, &g);
    for (int i = 0; slug && i < n; i++) {
        if (!strcmp(g[i].slug, slug)) {
            return &g[i];
        }
    }
    return NULL;
}

/* "10" and "10.00" are the same amount; elsewhere the text counts. */
static int same(const smm_setting_t *s, const char *a, const char *b)
{
    int64_t x, y;
    if (s->kind == SMM_SET_FLAG && (!a || !*a)) { /* a box that nobody ticked is no change */
        return b && !strcmp(b, "0");
    }
    if (!a || !b) {
        return (!a || !*a) && (!b || !*b);
    }
    if (s->kind == SMM_SET_USD && !smm_usd_parse(a, &x) && !smm_usd_parse(b, &y)) {
        return x == y;
    }
    return !strcmp(a, b);
}

static void audit(smm_unit_t *u, smm_ctx_t *c, const smm_setting_t *s, const char *before,
                  const char *after)
{
    const char *set = after ? after : "(unset)";
    if (s->secret) {
        before = NULL;
        set = after ? "(secret)" : "(removed)";
    }
    smm_audit_step(u, c, "setting.set", "setting", 0,
                   before ? apr_pstrcat(c->pool, s->key, "=", before, NULL) : s->key,
                   apr_pstrcat(c->pool, s->key, "=", set, NULL), NULL);
}

smm_result_t smm_config_save(smm_ctx_t *c, const smm_config_change_t *changes, int n, int *changed)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    *changed = 0;
    for (int i = 0; i < n; i++) {
        const smm_setting_t *s = changes[i].setting;
        const char *value = changes[i].value;
        int stored = smm_setting_stored(c, s->key);
        const char *now = s->secret || stored < 0 ? NULL : smm_setting(c, s->key);
        if (stored < 0) {
            return smm_fail(SMM_BUSY, NULL, NULL);
        }
        if (value ? !s->secret && same(s, now, value) : !stored) {
            continue;
        }
        if (smm_setting_step(u, c, s->key, value) != SMM_OK) {
            return smm_fail(SMM_BUG, NULL, NULL);
        }
        audit(u, c, s, now, value);
        ++*changed;
    }
    if (!*changed) {
        return smm_ok();
    }
    smm_written_t w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK ? smm_ok() : smm_fail(smm_written_rc(&w), NULL, NULL);
}
