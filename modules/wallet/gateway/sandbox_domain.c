/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <jansson.h>
#include "smm_http.h"
#include "smm_job.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "gateways.h"
#include "sandbox_domain.h"
#include "wallet_int.h"

#define JOB_NOTICE "sandbox-notice"
#define JOB_LATER "sandbox-later"
#define LIFETIME 3600
#define MAX_TRIES 12

/* ---- reading -------------------------------------------------------------------------------- */

static void get_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_sandbox_t *s = item;

#define INT(f) s->f = smm_row_int(row, C_sandbox_by_token_##f)
#define TXT(f) s->f = smm_row_dup(row, C_sandbox_by_token_##f, pool)
    INT(id);
    INT(amount_minor);
    INT(paid_minor);
    INT(receipts);
    INT(version);
    INT(created);
    INT(expires);
    TXT(token);
    TXT(reference);
    TXT(currency);
    TXT(description);
    TXT(return_url);
    TXT(notify_url);
    TXT(state);
#undef INT
#undef TXT
}

smm_rc_e smm_sandbox_get(smm_ctx_t *c, const char *token, smm_sandbox_t *out)
{
    smm_rc_e rc =
        smm_get(c, SQL_sandbox_by_token, SMM_ARGS(SMM_I(c->panel->id), SMM_T(token)), get_row, out);

    if (rc == SMM_OK && c->now > out->expires && strcmp(out->state, "open") == 0)
        out->state = "expired";
    return rc;
}

/* ---- making --------------------------------------------------------------------------------- */

typedef struct same_t {
    apr_pool_t *pool;
    const smm_sandbox_order_t *in;
    const char *token;
    int found, same;
} same_t;

static int same_row(void *baton, const smm_row_t *row)
{
    same_t *s = baton;

    s->found = 1;
    s->token = smm_row_dup(row, C_sandbox_by_key_token, s->pool);
    s->same = smm_row_int(row, C_sandbox_by_key_amount_minor) == s->in->amount_minor &&
              strcmp(smm_row_text(row, C_sandbox_by_key_currency), s->in->currency) == 0 &&
              strcmp(smm_row_text(row, C_sandbox_by_key_reference), s->in->reference) == 0;
    return 1;
}

static smm_rc_e find_key(smm_ctx_t *c, const smm_sandbox_order_t *in, const char **token)
{
    same_t s = {c->pool, in, NULL, 0, 0};

    if (smm_db_read(c->db, SQL_sandbox_by_key, SMM_ARGS(SMM_I(c->panel->id), SMM_T(in->key)),
                    same_row, &s) != SMM_DB_OK)
        return SMM_BUSY;
    *token = s.token;
    return !s.found ? SMM_NOT_FOUND : s.same ? SMM_OK : SMM_CONFLICT;
}

smm_rc_e smm_sandbox_create(smm_ctx_t *c, const smm_sandbox_order_t *in, const char **token)
{
    smm_rc_e rc = find_key(c, in, token);
    smm_unit_t *u;
    smm_written_t w;

    if (rc != SMM_NOT_FOUND)
        return rc;
    u = smm_unit_make(c->pool);
    *token = apr_pstrcat(c->pool, "sb_", smm_random_token(c->pool, 18), NULL);
    smm_unit_add(u, SQL_sandbox_payment_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(*token), SMM_T(in->key), SMM_T(in->reference),
                          SMM_I(in->amount_minor), SMM_T(in->currency), SMM_T(in->description),
                          SMM_T(in->return_url), SMM_T(in->notify_url), SMM_I(c->now),
                          SMM_I(c->now + LIFETIME)));
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_UNIQUE)
        return find_key(c, in, token);
    return smm_written_rc(&w);
}

/* ---- acting --------------------------------------------------------------------------------- */

static const char *notice_body(smm_ctx_t *c, const smm_sandbox_t *s, const char *state,
                               int64_t paid, int64_t receipts)
{
    json_t *o = json_pack(
        "{s:o s:s s:s s:s s:s s:I s:I s:s}", "event_id",
        json_string(apr_pstrcat(c->pool, "ev_", smm_random_token(c->pool, 15), NULL)), "event",
        apr_pstrcat(c->pool, "payment.", state, NULL), "id", s->token, "reference", s->reference,
        "status", state, "amount", (json_int_t)s->amount_minor, "paid", (json_int_t)paid,
        "payment_id", smm_sandbox_receipt(c->pool, s->token, receipts));
    char *dump = json_dumps(o, JSON_COMPACT);
    const char *body = apr_pstrdup(c->pool, dump ? dump : "{}");

    free(dump);
    json_decref(o);
    return body;
}

const char *smm_sandbox_receipt(apr_pool_t *p, const char *token, int64_t n)
{
    return n > 0 ? apr_psprintf(p, "%s-%" APR_INT64_T_FMT, token, n) : "";
}

static smm_result_t move(smm_ctx_t *c, const smm_sandbox_t *s, const char *state, int64_t paid)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int64_t receipts = s->receipts + (paid != s->paid_minor);
    smm_written_t w;
    int n;

    smm_unit_add(u, SQL_sandbox_move,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(s->id), SMM_I(s->version), SMM_T(state),
                          SMM_I(paid), SMM_I(receipts), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    n = smm_unit_add(u, SQL_sandbox_notice_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(s->id), SMM_T(state),
                              SMM_T(notice_body(c, s, state, paid, receipts)), SMM_I(c->now)));
    smm_job_step_slot(u, c, JOB_NOTICE, n, c->now, NULL);
    if (strcmp(state, "processing") == 0)
        smm_job_step(u, c, JOB_LATER, s->id, c->now + (smm_job_fast() ? 3 : 60), s->token);
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK) {
        smm_job_kick();
        return smm_ok();
    }
    return smm_fail(smm_written_rc(&w), NULL, "The payment has moved on. Open the page again.");
}

smm_result_t smm_sandbox_act(smm_ctx_t *c, const char *token, const char *action)
{
    smm_sandbox_t s;
    smm_rc_e rc = smm_sandbox_get(c, token, &s);
    int64_t missing;

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "There is no such payment.");
    if (strcmp(s.state, "open") != 0 && strcmp(s.state, "partly_paid") != 0)
        return smm_fail(SMM_CONFLICT, NULL, "This payment is finished already.");
    missing = s.amount_minor - s.paid_minor;
    if (strcmp(action, "pay") == 0)
        return move(c, &s, "paid", s.amount_minor);
    if (strcmp(action, "later") == 0)
        return move(c, &s, "processing", s.paid_minor);
    if (strcmp(action, "less") == 0 && missing > 1)
        return move(c, &s, "partly_paid", s.paid_minor + missing * 6 / 10);
    if (strcmp(action, "fail") == 0 && s.paid_minor == 0)
        return move(c, &s, "failed", 0);
    return smm_fail(SMM_INVALID, NULL, "This is not possible for this payment.");
}

/* ---- jobs ----------------------------------------------------------------------------------- */

static void later_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    int i;

    for (i = 0; i < n; i++) {
        smm_sandbox_t s;

        if (jobs[i].arg && smm_sandbox_get(c, jobs[i].arg, &s) == SMM_OK &&
            strcmp(s.state, "processing") == 0)
            move(c, &s, "paid", s.amount_minor);
    }
}

typedef struct send_t {
    const char *body, *url;
    int64_t attempts, sent;
} send_t;

static void send_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    send_t *s = item;

    s->body = smm_row_dup(row, C_sandbox_notice_get_body, pool);
    s->url = smm_row_dup(row, C_sandbox_notice_get_notify_url, pool);
    s->attempts = smm_row_int(row, C_sandbox_notice_get_attempts);
    s->sent = smm_row_int(row, C_sandbox_notice_get_sent);
}

/** Signs and posts one notice. @return 1 when the shop answered 2xx. */
static int send_one(smm_ctx_t *c, const send_t *s)
{
    const char *secret = smm_setting(c, "sandbox.service.secret");
    const char *text, *headers[3] = {"Content-Type: application/json", NULL, NULL};
    smm_http_t x = {
        .method = "POST", .url = s->url, .body = s->body, .timeout_ms = 10000, .headers = headers};

    if (!secret)
        return 0;
    text = apr_psprintf(c->pool, "%" APR_INT64_T_FMT ".%s", c->now, s->body);
    headers[1] = apr_psprintf(c->pool, "X-Sandbox-Signature: t=%" APR_INT64_T_FMT ",v1=%s", c->now,
                              smm_hmac_sha256_hex(c->pool, secret, text, strlen(text)));
    x.body_len = strlen(s->body);
    smm_http_run(c->pool, &x, 1);
    return x.rc == SMM_HTTP_DONE && x.status >= 200 && x.status < 300;
}

static void notice_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    int i;

    for (i = 0; i < n; i++) {
        send_t s;
        smm_unit_t *u = smm_unit_make(c->pool);
        int ok;

        if (smm_get(c, SQL_sandbox_notice_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(jobs[i].ref)),
                    send_row, &s) != SMM_OK ||
            s.sent)
            continue;
        ok = send_one(c, &s);
        smm_unit_add(
            u, SQL_sandbox_notice_tried,
            SMM_ARGS(SMM_I(c->panel->id), SMM_I(jobs[i].ref), ok ? SMM_I(c->now) : SMM_NUL));
        smm_db_write(c->db, u);
        if (!ok && s.attempts + 1 < MAX_TRIES) {
            jobs[i].again = 1;
            jobs[i].next = c->now + smm_job_backoff((int)s.attempts + 1);
            jobs[i].error = "the shop did not take the notice";
        }
    }
}

void smm_sandbox_jobs_init(void)
{
    smm_job_kind(JOB_NOTICE, notice_job, 4, 60, 0);
    smm_job_kind(JOB_LATER, later_job, 8, 60, 0);
}
