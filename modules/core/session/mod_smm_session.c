/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The browser's side of a session: cookies. One cookie carries either a session's token ("s…", its
 * row is in the database) or a visitor's ("v…", no row: it only binds the CSRF token of the sign-in
 * and sign-up forms). Signing in or out always makes a new token.
 */
#include <string.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_log.h>
#include "../core_int.h"
#include "smm_memo.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "token.h"

APLOG_USE_MODULE(smm_core);

#define TOKEN_BYTES 32
#define TOUCH_SECONDS 300

static smm_session_loader_fn *loader;

void smm_session_set_loader(smm_session_loader_fn *fn)
{
    loader = fn;
}

/* ---- cookies -------------------------------------------------------------------------------- */

static int is_tls(const smm_req_t *q)
{
    return strncmp(q->ctx.panel->base_url, "https://", 8) == 0;
}

static const char *session_cookie(const smm_req_t *q)
{
    /* Browsers share cookies between the ports of a host: the panel's key keeps two panels apart.
     */
    return apr_pstrcat(q->ctx.pool, is_tls(q) ? "__Host-smm-" : "smm-", q->ctx.panel->key, NULL);
}

/* Value of a cookie or NULL. Of several with one name none is believed. */
static const char *cookie_get(request_rec *r, const char *name)
{
    const char *c = apr_table_get(r->headers_in, "Cookie"), *found = NULL;
    size_t n = strlen(name);

    while (c && *c) {
        size_t len = strcspn(c, ";");
        if (len > n && c[n] == '=' && memcmp(c, name, n) == 0) {
            if (found) {
                return NULL;
            }
            found = apr_pstrmemdup(r->pool, c + n + 1, len - n - 1);
        }
        c += len;
        c += strspn(c, "; ");
    }
    return found;
}

/* Takes back a cookie that this answer was going to set: the newest value must stand alone. */
static int not_named(void *baton, const char *key, const char *value)
{
    void **b = baton;
    const char *name = b[0];

    if (strncmp(value, name, strlen(name)) != 0 || value[strlen(name)] != '=') {
        apr_table_addn(b[1], key, value);
    }
    return 1;
}

/* max_age: seconds, 0 = until the browser closes, -1 = delete. */
static void cookie_set(smm_req_t *q, const char *name, const char *value, int max_age)
{
    request_rec *r = q->r;
    apr_table_t *kept = apr_table_make(r->pool, 2);
    void *baton[2] = {(void *)name, kept};
    const char *age =
        max_age ? apr_psprintf(r->pool, "; Max-Age=%d", max_age > 0 ? max_age : 0) : "";

    apr_table_do(not_named, baton, r->err_headers_out, "Set-Cookie", NULL);
    apr_table_unset(r->err_headers_out, "Set-Cookie");
    apr_table_addn(kept, "Set-Cookie",
                   apr_pstrcat(r->pool, name, "=", value, "; Path=/; HttpOnly; SameSite=Lax",
                               is_tls(q) ? "; Secure" : "", age, NULL));
    r->err_headers_out = apr_table_overlay(r->pool, r->err_headers_out, kept);
}

static const char *new_token(smm_req_t *q, char kind)
{
    const char *token =
        apr_psprintf(q->r->pool, "%c%s", kind, smm_random_token(q->r->pool, TOKEN_BYTES));

    q->priv->token = token;
    q->priv->csrf = NULL;
    cookie_set(q, session_cookie(q), token, kind == 's' ? smm_cfg_session_max(q->r->server) : 0);
    return token;
}

static const char *hash_of(smm_req_t *q, const char *token)
{
    return smm_sha256_hex(q->r->pool, token, strlen(token));
}

const char *smm_core_token(smm_req_t *q)
{
    return q->priv->token ? q->priv->token : new_token(q, 'v');
}

/* ---- loading -------------------------------------------------------------------------------- */

typedef struct found_t {
    int64_t id, account, created, seen;
} found_t;

static void take(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    found_t *f = item;

    f->id = smm_row_int(row, C_session_by_hash_id);
    f->account = smm_row_int(row, C_session_by_hash_account);
    f->created = smm_row_int(row, C_session_by_hash_created);
    f->seen = smm_row_int(row, C_session_by_hash_seen);
}

/* Best effort: a busy database must not end a session. */
static void touch(smm_req_t *q, const found_t *f)
{
    smm_unit_t *u = smm_unit_make(q->r->pool);

    smm_unit_add(u, SQL_session_touch,
                 SMM_ARGS(SMM_I(f->id), SMM_I(q->ctx.now), SMM_T(q->ctx.addr ? q->ctx.addr : "")));
    smm_db_write(q->ctx.db, u);
}

static void signed_in(smm_req_t *q, const found_t *f, const smm_account_t *account)
{
    q->account = account;
    q->ctx.actor = account->id;
    q->priv->session = f->id;
    q->r->user = apr_pstrdup(q->r->pool, account->username);
    if (account->lang && smm_core_lang_offered(q->r->server, account->lang)) {
        q->lang = account->lang;
    }
}

static smm_rc_e load_account(smm_req_t *q, const found_t *f)
{
    smm_account_t *account = apr_pcalloc(q->r->pool, sizeof(*account));
    smm_rc_e rc = loader(&q->ctx, f->account, account);

    if (rc == SMM_NOT_FOUND) {
        return SMM_OK; /* closed or disabled: as if not signed in */
    }
    if (rc != SMM_OK) {
        return SMM_BUSY;
    }
    signed_in(q, f, account);
    return SMM_OK;
}

/* ---- kept for a moment: smm_memo.h ---------------------------------------------------------- */

typedef struct kept_t {
    found_t f;
    smm_account_t a; /* its texts follow, each with its zero */
} kept_t;

typedef struct kept_key_t {
    const void *what, *server;
    char token[48];
} kept_key_t;

static void key_of(const smm_req_t *q, kept_key_t *k)
{
    memset(k, 0, sizeof(*k));
    k->what = &loader;
    k->server = q->r->server;
    apr_cpystrn(k->token, q->priv->token, sizeof(k->token));
}

static const char **text_of(smm_account_t *a, int i)
{
    const char **const all[] = {&a->username, &a->email, &a->name,    &a->lang,
                                &a->timezone, &a->theme, &a->currency};

    return i < (int)(sizeof(all) / sizeof(all[0])) ? all[i] : NULL;
}

static void keep_session(const smm_req_t *q, const found_t *f)
{
    kept_t k = {*f, *q->account};
    kept_key_t key;
    char *data = apr_pmemdup(q->r->pool, &k, sizeof(k));
    size_t len = sizeof(k);

    for (int i = 0; text_of(&k.a, i); i++) {
        const char *s = *text_of(&k.a, i);
        size_t n = s ? strlen(s) + 1 : 0;
        char *more = apr_palloc(q->r->pool, len + n + 1);

        memcpy(more, data, len);
        if (n) {
            memcpy(more + len, s, n);
        }
        data = more;
        len += n;
    }
    key_of(q, &key);
    smm_memo_put(q->priv->epoch, &key, sizeof(key), data, len);
}

/* @return 1 when this session was read a moment ago and nothing was written since. */
static int recall_session(smm_req_t *q)
{
    kept_key_t key;
    kept_t *k;
    char *s;
    size_t len;

    key_of(q, &key);
    k = smm_memo_get(q->r->pool, &key, sizeof(key), &len);
    if (k == NULL || q->ctx.now - k->f.seen >= TOUCH_SECONDS ||
        q->ctx.now - k->f.seen > smm_cfg_session_idle(q->r->server) ||
        q->ctx.now - k->f.created > smm_cfg_session_max(q->r->server)) {
        return 0;
    }
    s = (char *)k + sizeof(*k);
    for (int i = 0; text_of(&k->a, i); i++) {
        if (*text_of(&k->a, i)) {
            *text_of(&k->a, i) = s;
            s += strlen(s) + 1;
        }
    }
    signed_in(q, &k->f, &k->a);
    return 1;
}

smm_rc_e smm_core_session_load(smm_req_t *q)
{
    const char *token;
    found_t f;

    if (q->priv->account_read) {
        return SMM_OK;
    }
    q->priv->epoch = smm_memo_epoch();
    token = cookie_get(q->r, session_cookie(q));
    q->priv->token = smm_token_ok(token) ? token : NULL;
    if (q->priv->token == NULL || *token == 'v' || loader == NULL) {
        q->priv->account_read = 1;
        return SMM_OK;
    }
    if (recall_session(q)) {
        q->priv->account_read = 1;
        return SMM_OK;
    }
    if (smm_get(&q->ctx, SQL_session_by_hash,
                SMM_ARGS(SMM_I(q->ctx.panel->id), SMM_T(hash_of(q, token))), take,
                &f) == SMM_BUSY) {
        return SMM_BUSY;
    }
    if (f.id == 0 || q->ctx.now - f.seen > smm_cfg_session_idle(q->r->server) ||
        q->ctx.now - f.created > smm_cfg_session_max(q->r->server)) {
        q->priv->token = NULL; /* the next form gets a visitor's cookie */
        q->priv->account_read = 1;
        return SMM_OK;
    }
    if (load_account(q, &f) != SMM_OK) {
        return SMM_BUSY;
    }
    q->priv->account_read = 1;
    if (q->account && q->ctx.now - f.seen >= TOUCH_SECONDS) {
        touch(q, &f);
    } else if (q->account) {
        keep_session(q, &f);
    }
    return SMM_OK;
}

/* ---- start and end -------------------------------------------------------------------------- */

static const char *agent_of(smm_req_t *q)
{
    const char *agent = apr_table_get(q->r->headers_in, "User-Agent");
    char *copy;

    if (agent == NULL) {
        return "";
    }
    copy = apr_pstrndup(q->r->pool, agent, 200);
    for (char *c = copy; *c; c++) {
        *c = *c < 0x20 || *c > 0x7E ? '?' : *c; /* header bytes are of no known encoding */
    }
    return copy;
}

smm_rc_e smm_session_start(struct smm_req_t *q, int64_t account)
{
    smm_unit_t *u = smm_unit_make(q->r->pool);
    const char *token =
        apr_pstrcat(q->r->pool, "s", smm_random_token(q->r->pool, TOKEN_BYTES), NULL);
    smm_written_t w;

    if (q->priv->session) {
        smm_unit_add(u, SQL_session_delete,
                     SMM_ARGS(SMM_I(q->priv->session), SMM_I(q->account->id)));
    }
    smm_unit_add(u, SQL_session_insert,
                 SMM_ARGS(SMM_I(q->ctx.panel->id), SMM_T(hash_of(q, token)), SMM_I(account),
                          SMM_I(q->ctx.now), SMM_T(q->ctx.addr ? q->ctx.addr : ""),
                          SMM_T(agent_of(q))));
    w = smm_db_write(q->ctx.db, u);
    if (w.rc != SMM_DB_OK) {
        return smm_written_rc(&w);
    }
    q->priv->token = token;
    q->priv->csrf = NULL;
    q->priv->session = 0;
    cookie_set(q, session_cookie(q), token, smm_cfg_session_max(q->r->server));
    return SMM_OK;
}

smm_rc_e smm_session_end(struct smm_req_t *q)
{
    smm_rc_e rc = SMM_OK;

    if (q->priv->session) {
        rc = smm_session_revoke(&q->ctx, q->account->id, q->priv->session);
    }
    if (rc == SMM_NOT_FOUND) { /* another request ended it a moment ago */
        rc = SMM_OK;
    }
    if (rc == SMM_OK) {
        q->priv->session = 0;
        new_token(q, 'v');
    }
    return rc;
}

int64_t smm_session_id(struct smm_req_t *q)
{
    return q->priv->session;
}

/* ---- CSRF ----------------------------------------------------------------------------------- */

const char *smm_core_csrf(smm_req_t *q)
{
    if (q->priv->csrf == NULL) {
        q->priv->csrf = smm_csrf_make(q->r->pool, q->ctx.panel, smm_core_token(q));
    }
    return q->priv->csrf;
}

int smm_core_csrf_ok(smm_req_t *q)
{
    const char *sent = smm_pairs_get(&q->priv->pairs, "csrf");
    const char *site = apr_table_get(q->r->headers_in, "Sec-Fetch-Site");

    if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) {
        return 0;
    }
    return smm_csrf_ok(q->r->pool, q->ctx.panel, q->priv->token, sent);
}

/* ---- the currency of a browser --------------------------------------------------------------- */

#define SHOWN_AGE 31536000

static const char *shown_cookie(const smm_req_t *q)
{
    return apr_pstrcat(q->ctx.pool, session_cookie(q), ".currency", NULL);
}

const char *smm_core_shown_sent(smm_req_t *q)
{
    const char *c = apr_table_get(q->r->headers_in, "Cookie");

    c = c && strstr(c, ".currency=") ? cookie_get(q->r, shown_cookie(q)) : NULL;
    return c && strspn(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 && c[3] == '\0' ? c : NULL;
}

void smm_shown_keep(smm_req_t *q, const char *code)
{
    cookie_set(q, shown_cookie(q), code, SHOWN_AGE);
}

/* ---- flash ---------------------------------------------------------------------------------- */

static const char *flash_cookie(const smm_req_t *q)
{
    return apr_pstrcat(q->ctx.pool, session_cookie(q), ".flash", NULL);
}

void smm_core_flash_set(smm_req_t *q, const char *tone, const char *message, const char *a)
{
    smm_flash_t flash = {tone, message, a};
    const char *value =
        smm_flash_pack(q->r->pool, q->ctx.panel, smm_core_token(q), q->ctx.now, &flash);

    if (value) {
        cookie_set(q, flash_cookie(q), value, SMM_FLASH_SECONDS);
    }
}

int smm_core_flash_waits(smm_req_t *q)
{
    const char *c = apr_table_get(q->r->headers_in, "Cookie");

    return c && strstr(c, ".flash=") != NULL;
}

int smm_core_flash_take(smm_req_t *q, const char **tone, const char **message, const char **a)
{
    const char *cookie = cookie_get(q->r, flash_cookie(q));
    smm_flash_t flash;

    if (cookie == NULL) {
        return 0;
    }
    cookie_set(q, flash_cookie(q), "", -1);
    if (!smm_flash_unpack(q->r->pool, q->ctx.panel, q->priv->token, q->ctx.now, cookie, &flash)) {
        return 0;
    }
    *tone = flash.tone;
    *message = flash.message;
    *a = flash.a;
    return 1;
}
