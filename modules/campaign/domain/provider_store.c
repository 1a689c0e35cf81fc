/* SPDX-License-Identifier: Apache-2.0 */
/* Providers in the database: settings of the staff page, sealed keys, the circuit breaker. */
#include <string.h>
#include <apr_strings.h>
#include "smm_catalogue_int.h"
#include "smm_settings.h"
#include "smm_sql.h"

#define KEY_LABEL "provider/key"

_Static_assert((int)C_provider_by_id_services == (int)C_provider_list_services,
               "provider reads differ");

typedef struct {
    smm_ctx_t *c;
    apr_array_header_t *rows;
    int with_key;
} read_t;

static int read_provider(void *baton, const smm_row_t *row)
{
    read_t *b = baton;
    apr_pool_t *p = b->c->pool;
    smm_provider_row_t *r = apr_array_push(b->rows);
    const char *sealed = smm_row_text(row, C_provider_list_key_sealed);

    memset(r, 0, sizeof(*r));
    r->p.id = smm_row_int(row, C_provider_list_id);
    r->p.name = smm_row_dup(row, C_provider_list_name, p);
    r->p.kind = smm_row_dup(row, C_provider_list_kind, p);
    r->p.url = smm_row_dup(row, C_provider_list_url, p);
    r->p.currency = smm_row_dup(row, C_provider_list_currency, p);
    r->p.fx = smm_row_int(row, C_provider_list_fx);
    r->p.paused = (int)smm_row_int(row, C_provider_list_paused);
    r->p.timeout_ms = smm_row_int(row, C_provider_list_timeout_ms);
    r->p.errors = smm_row_int(row, C_provider_list_errors);
    r->p.open_until = smm_row_int(row, C_provider_list_open_until);
    r->p.markup_bps = smm_row_int(row, C_provider_list_markup_bps);
    r->p.markup_fixed = smm_row_int(row, C_provider_list_markup_fixed);
    r->p.balance = smm_row_int(row, C_provider_list_balance);
    r->p.balance_at = smm_row_int(row, C_provider_list_balance_at);
    r->p.low_balance = smm_row_int(row, C_provider_list_low_balance);
    r->p.imported_at = smm_row_int(row, C_provider_list_imported_at);
    r->sync = (int)smm_row_int(row, C_provider_list_sync);
    r->round_to = smm_row_int(row, C_provider_list_round_to);
    r->services = smm_row_int(row, C_provider_list_services);
    r->last_error = smm_row_dup(row, C_provider_list_last_error, p);
    r->has_key = sealed != NULL && *sealed;
    if (b->with_key && r->has_key)
        r->p.key = smm_unseal(p, b->c->panel, KEY_LABEL, sealed);
    return 0;
}

apr_array_header_t *smm_providers(smm_ctx_t *c)
{
    read_t b = {c, apr_array_make(c->pool, 4, sizeof(smm_provider_row_t)), 0};

    smm_db_read(c->db, SQL_provider_list, SMM_ARGS(SMM_I(c->panel->id)), read_provider, &b);
    return b.rows;
}

smm_rc_e smm_provider_row(smm_ctx_t *c, int64_t id, smm_provider_row_t *out)
{
    read_t b = {c, apr_array_make(c->pool, 1, sizeof(smm_provider_row_t)), 1};

    if (smm_db_read(c->db, SQL_provider_by_id, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)),
                    read_provider, &b) != SMM_DB_OK)
        return SMM_BUSY;
    if (b.rows->nelts == 0)
        return SMM_NOT_FOUND;
    *out = APR_ARRAY_IDX(b.rows, 0, smm_provider_row_t);
    return SMM_OK;
}

smm_rc_e smm_provider_get(smm_ctx_t *c, int64_t id, smm_provider_t *out)
{
    smm_provider_row_t row;
    smm_rc_e rc = smm_provider_row(c, id, &row);

    if (rc == SMM_OK)
        *out = row.p;
    return rc;
}

int smm_provider_ready(const smm_provider_t *p, int64_t now)
{
    return !p->paused && p->open_until <= now;
}

void smm_provider_report(smm_ctx_t *c, int64_t id, int good)
{
    smm_unit_t *u = smm_unit_make(c->pool);

    if (good)
        smm_unit_add(u, SQL_provider_good, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)));
    else
        smm_unit_add(u, SQL_provider_bad, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(c->now)));
    (void)smm_db_write(c->db, u);
}

/* ---- saving --------------------------------------------------------------------------------- */

static smm_result_t check(const smm_provider_edit_t *e)
{
    if (!e->name || !*e->name)
        return smm_fail(SMM_INVALID, "name", "Give the provider a name.");
    if (!e->kind || !smm_provider_driver(e->kind))
        return smm_fail(SMM_INVALID, "kind", "Choose how this provider is reached.");
    if (strcmp(e->kind, "sandbox") != 0 &&
        (!e->url || (strncmp(e->url, "https://", 8) && strncmp(e->url, "http://", 7))))
        return smm_fail(
            SMM_INVALID, "url",
            "Enter the address of the provider's API, for example https://panel.example/api/v2.");
    if (!e->currency || strlen(e->currency) != 3)
        return smm_fail(SMM_INVALID, "currency",
                        "Enter a currency code of three letters, for example USD.");
    if (e->fx <= 0)
        return smm_fail(SMM_INVALID, "fx",
                        "Enter what one unit of the provider's currency is worth in USD.");
    if (!strcmp(e->currency, "USD") && e->fx != 1000000)
        return smm_fail(SMM_INVALID, "fx",
                        "One US dollar is worth 1 US dollar: enter 1, or the other currency.");
    return smm_ok();
}

/* Host and port of an address, for comparison: "https://a.example:8443/x" →
 * "https://a.example:8443". */
static size_t host_part(const char *url)
{
    const char *s = strstr(url, "://");

    return s ? (size_t)(s - url) + 3 + strcspn(s + 3, "/?#") : strlen(url);
}

/* A stored key is only ever sent to the host that it was entered for: nobody can read it by moving
 * the address. */
static smm_result_t check_key(smm_ctx_t *c, int64_t id, const smm_provider_edit_t *e)
{
    smm_provider_row_t was;
    size_t n;

    if (!id || (e->key && *e->key))
        return smm_ok();
    if (smm_provider_row(c, id, &was) != SMM_OK)
        return smm_fail(SMM_NOT_FOUND, NULL, "This provider does not exist.");
    n = host_part(was.p.url);
    if (was.has_key &&
        (n != host_part(e->url ? e->url : "") || strncasecmp(was.p.url, e->url, n) != 0))
        return smm_fail(SMM_INVALID, "api_key",
                        "The address has another host: enter the API key for it.");
    return smm_ok();
}

static void save_step(smm_unit_t *u, smm_ctx_t *c, int64_t id, const smm_provider_edit_t *e)
{
    const char *sealed = e->key && *e->key ? smm_seal(c->pool, c->panel, KEY_LABEL, e->key) : NULL;

    if (id) {
        smm_unit_add(u, SQL_provider_update,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_T(e->name), SMM_T(e->kind),
                              SMM_T(e->url ? e->url : ""), SMM_T(sealed), SMM_T(e->currency),
                              SMM_I(e->fx), SMM_I(e->paused), SMM_I(e->timeout_ms), SMM_I(e->sync),
                              SMM_I(e->markup_bps), SMM_I(e->markup_fixed), SMM_I(e->round_to),
                              SMM_I(e->low_balance)));
        smm_unit_outcome(u, SMM_NOT_FOUND);
    } else {
        smm_unit_add(u, SQL_provider_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_T(e->name), SMM_T(e->kind),
                              SMM_T(e->url ? e->url : ""), SMM_T(sealed), SMM_T(e->currency),
                              SMM_I(e->fx), SMM_I(e->paused), SMM_I(e->timeout_ms), SMM_I(e->sync),
                              SMM_I(e->markup_bps), SMM_I(e->markup_fixed), SMM_I(e->round_to),
                              SMM_I(e->low_balance), SMM_I(c->now)));
        smm_unit_outcome(u, SMM_CONFLICT);
    }
}

smm_result_t smm_provider_save(smm_ctx_t *c, int64_t id, const smm_provider_edit_t *e,
                               int64_t *out_id)
{
    smm_result_t res = check(e);
    smm_unit_t *u;
    smm_written_t w;
    const char *now;

    if (res.code == SMM_OK)
        res = check_key(c, id, e);
    if (res.code != SMM_OK)
        return res;
    u = smm_unit_make(c->pool);
    save_step(u, c, id, e);
    now = apr_psprintf(c->pool, "%s %s %s markup %" APR_INT64_T_FMT " bps%s%s", e->name, e->kind,
                       e->url ? e->url : "", (apr_int64_t)e->markup_bps, e->paused ? " paused" : "",
                       e->key && *e->key ? " new key" : "");
    smm_audit_step(u, c, id ? "provider.change" : "provider.add", "provider", id, NULL, now, NULL);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_UNIQUE)
        return smm_fail(SMM_INVALID, "name", "Another provider has this name already.");
    if (w.rc != SMM_DB_OK) {
        return smm_fail(smm_written_rc(&w), NULL, "The provider could not be saved. Try again.");
    }
    if (out_id)
        *out_id = id ? id : smm_unit_id(u, 0);
    return smm_ok();
}

smm_result_t smm_provider_put(smm_ctx_t *c, const char *name, const char *kind, const char *url,
                              const char *key, int64_t markup_bps, int64_t *id)
{
    smm_provider_edit_t e = {.name = name,
                             .kind = kind,
                             .url = url,
                             .key = key,
                             .currency = "USD",
                             .fx = 1000000,
                             .timeout_ms = 15000,
                             .markup_bps = markup_bps,
                             .round_to = 1,
                             .sync = 1};
    int64_t found = 0, out = 0;
    int there;
    smm_result_t res;

    smm_provider_register();
    if (smm_db_int(c->db, SQL_provider_id_by_name, SMM_ARGS(SMM_I(c->panel->id), SMM_T(name)),
                   &found, &there) != SMM_DB_OK)
        return smm_fail(SMM_BUSY, NULL, "The database cannot be read now. Try again.");
    res = smm_provider_save(c, there ? found : 0, &e, &out);
    if (id)
        *id = out;
    return res;
}

/* ---- test connection ------------------------------------------------------------------------ */

smm_result_t smm_provider_test(smm_ctx_t *c, int64_t id, smm_provider_row_t *row)
{
    const smm_provider_driver_t *d;
    int64_t balance = 0;
    const char *currency = NULL;
    smm_result_t res;
    smm_unit_t *u;

    if (smm_provider_row(c, id, row) != SMM_OK)
        return smm_fail(SMM_NOT_FOUND, NULL, "This provider does not exist.");
    d = smm_provider_driver(row->p.kind);
    if (!d || !d->balance)
        return smm_fail(SMM_INVALID, NULL, "This kind of provider has no balance to ask for.");
    res = d->balance(c, &row->p, &balance, &currency);
    u = smm_unit_make(c->pool);
    if (res.code != SMM_OK) {
        smm_unit_add(u, SQL_provider_fault,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(id),
                              SMM_T(apr_pstrndup(c->pool, res.a ? res.a : "no answer", 200))));
        (void)smm_db_write(c->db, u);
        return res;
    }
    smm_unit_add(u, SQL_provider_balance,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(balance), SMM_I(c->now)));
    smm_unit_add(u, SQL_provider_good, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)));
    (void)smm_db_write(c->db, u);
    row->p.balance = balance;
    row->p.balance_at = c->now;
    if (currency && strcmp(currency, row->p.currency) != 0) {
        res = smm_fail(SMM_CONFLICT, "currency",
                       "The provider counts in {0}, but {1} is entered here. Correct the currency "
                       "and its value.");
        res.a = currency;
        res.b = row->p.currency;
    }
    return res;
}
