/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outbox: a row in the unit of its cause, and the job that sends it. A mail leaves at least
 * once: only when the next system took it and its answer (or our commit) was lost does it leave
 * again, with the same Message-ID. A Maildir takes each mail once.
 */
#include <string.h>
#include <apr_strings.h>
#include "mail_int.h"
#include "smm_job.h"
#include "smm_log.h"
#include "smm_metrics.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "../view/smm_view.h"
#include "../view/vm_int.h"

#define KIND "mail.send"
#define BATCH 10
#define LEASE 900
#define MAX_TRIES 14 /* about nine hours */
#define KEEP_DAYS 30
#define SEAL_LABEL "mail"

typedef struct way_t {
    struct way_t *next;
    const char *panel;
    const smm_view_theme_t *theme;
    smm_transport_t transport;
} way_t;

static way_t *ways; /* filled at start, read-only afterwards */

SMM_DECLARE(const char *)
smm_mail_way(apr_pool_t *pconf, const char *panel_key, const char *transport,
             const struct smm_view_theme_t *theme)
{
    way_t *w = apr_pcalloc(pconf, sizeof(*w));
    const char *error = smm_transport_parse(pconf, transport, &w->transport);
    if (error) {
        return error;
    }
    w->panel = apr_pstrdup(pconf, panel_key);
    w->theme = theme;
    w->next = ways;
    ways = w;
    return NULL;
}

static const way_t *way_of(const smm_panel_t *panel)
{
    const way_t *w = ways;
    while (w && strcmp(w->panel, panel->key) != 0) {
        w = w->next;
    }
    return w;
}

SMM_DECLARE(void)
smm_mail_step(smm_unit_t *u, smm_ctx_t *c, const char *to, const char *lang, const char *view,
              smm_vm_t *vm)
{
    const char *xml = NULL, *stored;
    apr_size_t len = 0;
    int good = smm_mail_address_ok(to);
    smm_vm_write_xml(vm, c->pool, &xml, &len);
    /* Mails hold one-time links: what a stolen backup shows should not open accounts. */
    stored = good && c->panel->secret ? smm_seal(c->pool, c->panel, SEAL_LABEL, xml) : xml;
    int step = smm_unit_add(u, SQL_mail_insert,
                            SMM_ARGS(SMM_I(c->panel->id), SMM_T(to ? to : ""),
                                     SMM_T(lang && *lang ? lang : "en"), SMM_T(view),
                                     SMM_T(good ? stored : NULL), SMM_T(good ? "queued" : "dead"),
                                     SMM_T(good ? NULL : "not a mail address"), SMM_I(c->now)));
    if (good) {
        smm_job_step_slot(u, c, KIND, step, c->now, NULL);
    }
}

SMM_DECLARE(smm_result_t) smm_mail_again(smm_ctx_t *c, int64_t id)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_unit_add(u, SQL_mail_again, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_job_step(u, c, KIND, id, c->now, NULL);
    smm_audit_step(u, c, "mail.again", "mail", id, "dead", "queued", NULL);
    smm_written_t w = smm_db_write(c->db, u);
    smm_rc_e rc = smm_written_rc(&w);
    if (rc == SMM_CONFLICT) {
        return smm_fail(SMM_CONFLICT, NULL,
                        "This mail cannot be sent again: it is not dead any more, or its address "
                        "was refused.");
    }
    return rc == SMM_OK ? smm_ok() : smm_fail(rc, NULL, NULL);
}

/* ---- sending -------------------------------------------------------------------------------- */

typedef struct row_t {
    const char *to, *lang, *view, *model, *state;
    int64_t created;
} row_t;

static void read_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    row_t *m = item;
    m->to = smm_row_dup(row, C_mail_get_recipient, pool);
    m->lang = smm_row_dup(row, C_mail_get_lang, pool);
    m->view = smm_row_dup(row, C_mail_get_view, pool);
    m->model = smm_row_dup(row, C_mail_get_model, pool);
    m->state = smm_row_dup(row, C_mail_get_state, pool);
    m->created = smm_row_int(row, C_mail_get_created);
}

static struct {
    const char *kind;
    smm_mail_file_fn *fn;
} files[8]; /* filled at start, read-only afterwards */

SMM_DECLARE(void) smm_mail_files(const char *kind, smm_mail_file_fn *fn)
{
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        if (!files[i].kind || strcmp(files[i].kind, kind) == 0) {
            files[i].kind = kind;
            files[i].fn = fn;
            return;
        }
    }
}

static smm_rc_e file_of(smm_ctx_t *c, const way_t *w, const char *attach, const char *lang,
                        smm_mail_file_t *out)
{
    const char *colon = attach ? strchr(attach, ':') : NULL;
    for (size_t i = 0; colon && i < sizeof(files) / sizeof(*files) && files[i].kind; i++) {
        if (strncmp(attach, files[i].kind, (size_t)(colon - attach)) == 0 &&
            files[i].kind[colon - attach] == '\0') {
            return files[i].fn(c, w->theme, colon + 1, lang, out);
        }
    }
    return SMM_NOT_FOUND;
}

/* @return the message, or NULL with *error */
static const char *compose(smm_ctx_t *c, const way_t *w, const row_t *m, int64_t id,
                           const char **error)
{
    smm_mime_t mime = {.from = c->panel->mail_from,
                       .from_name = c->panel->name,
                       .to = m->to,
                       .lang = m->lang,
                       .date = m->created};
    const char *xml = m->model, *message;
    smm_mail_file_t file;
    smm_vm_t *vm;
    smm_rc_e rc;
    if (xml && strncmp(xml, "v1:", 3) == 0) {
        xml = smm_unseal(c->pool, c->panel, SEAL_LABEL, xml);
    }
    vm = xml ? smm_vm_read_xml(c->pool, xml, strlen(xml)) : NULL;
    if (!vm) {
        *error = "the stored text cannot be opened; was the secret file changed?";
        return NULL;
    }
    if (!mime.from || !smm_mail_address_ok(mime.from)) {
        *error = "SmmMailFrom is not set";
        return NULL;
    }
    rc = file_of(c, w, smm_vm_root_attr(vm, "attach"), m->lang, &file);
    if (rc == SMM_BUSY) {
        *error = "its file cannot be made now";
        return NULL;
    }
    mime.file = rc == SMM_OK ? &file : NULL;
    if (smm_view_mail(w->theme, vm, m->view, m->lang, c->pool, &mime.subject, &mime.text,
                      &mime.html) != 0) {
        *error = apr_pstrcat(c->pool, "the mail's sheet failed: ", mime.text, NULL);
        return NULL;
    }
    /* The same at each try, so that a mail that came twice is seen as one by mail programs. */
    mime.message_id = apr_psprintf(c->pool, "%" APR_INT64_T_FMT ".%" APR_INT64_T_FMT ".%s%s", id,
                                   m->created, c->panel->key, strchr(mime.from, '@'));
    message = smm_mime_build(c->pool, &mime);
    *error = message ? NULL : "an address or the subject holds a line break";
    return message;
}

static smm_sent_e send_one(smm_ctx_t *c, const row_t *m, int64_t id, CURL **session,
                           const char **error)
{
    const way_t *w = way_of(c->panel);
    if (!w) {
        *error = "SmmMailTransport is not set";
        return SMM_SEND_LATER;
    }
    const char *message = compose(c, w, m, id, error);
    if (!message) {
        return SMM_SEND_LATER; /* a mended theme or setting cures it */
    }
    const char *name = apr_psprintf(c->pool, "%" APR_INT64_T_FMT ".%s-%" APR_INT64_T_FMT ".smm",
                                    m->created, c->panel->key, id);
    return smm_transport_send(&w->transport, c->pool, session, name, c->panel->mail_from, m->to,
                              message, error);
}

static void count(smm_ctx_t *c, const smm_job_t *j, smm_sent_e end, int dead, const char *error)
{
    static const char help[] = "Tries to send a mail by result";
    const char *name = end == SMM_SENT ? "smm_mails_total{result=\"sent\"}"
                       : dead          ? "smm_mails_total{result=\"dead\"}"
                                       : "smm_mails_total{result=\"later\"}";
    smm_metric_add(smm_counter(name, help), 1);
    if (end != SMM_SENT) {
        smm_log(dead ? SMM_LOG_ERROR : SMM_LOG_WARN,
                "SMM0403: panel %s: mail %" APR_INT64_T_FMT " was not sent, %s: %s", c->panel->key,
                j->ref, dead ? "given up" : "it is tried again", error ? error : "no reason given");
    }
}

static void settle(smm_ctx_t *c, smm_job_t *j, smm_sent_e end, const char *error)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int dead = end == SMM_SEND_NEVER || j->attempt >= MAX_TRIES;
    count(c, j, end, dead, error);
    if (end == SMM_SENT) {
        smm_unit_add(u, SQL_mail_sent, SMM_ARGS(SMM_I(c->panel->id), SMM_I(j->ref), SMM_I(c->now)));
    } else {
        smm_unit_add(u, SQL_mail_failed,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(j->ref), SMM_T(dead ? "dead" : "queued"),
                              SMM_T(error), SMM_I(c->now)));
        j->again = !dead;
        j->next = c->now + smm_job_backoff(j->attempt);
        j->error = error;
    }
    if (smm_db_write(c->db, u).rc != SMM_DB_OK) {
        j->again = 1;
        j->next = c->now + smm_job_backoff(j->attempt);
        j->error = "the database did not take the result";
    }
}

static void send_batch(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    CURL *session = NULL;
    for (int i = 0; i < n; i++) {
        smm_ctx_t one = *c;
        const char *error = NULL;
        row_t m;
        smm_rc_e rc;
        if (smm_job_stopping()) {
            jobs[i].again = 1;
            jobs[i].next = c->now;
            continue;
        }
        rc = smm_get(c, SQL_mail_get, SMM_ARGS(SMM_I(c->panel->id), SMM_I(jobs[i].ref)), read_row,
                     &m);
        if (rc == SMM_BUSY) {
            jobs[i].again = 1;
            jobs[i].next = c->now + smm_job_backoff(jobs[i].attempt);
            continue;
        }
        if (rc == SMM_OK && strcmp(m.state, "queued") == 0) {
            smm_sent_e end = send_one(&one, &m, jobs[i].ref, &session, &error);
            settle(&one, &jobs[i], end, error);
        }
    }
    smm_transport_close(&session);
}

/* Old mails and old idempotency keys. A key is kept longer than any client repeats a request. */
static void tidy(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int64_t before = c->now - (int64_t)KEEP_DAYS * 86400;
    smm_unit_add(u, SQL_mail_purge, SMM_ARGS(SMM_I(c->panel->id), SMM_I(before)));
    smm_unit_add(u, SQL_idem_purge, SMM_ARGS(SMM_I(c->panel->id), SMM_I(before)));
    smm_db_write(c->db, u);
}

SMM_DECLARE(void) smm_mail_kinds(void)
{
    smm_job_kind(KIND, send_batch, BATCH, LEASE, 0);
    smm_job_kind("misc.tidy", tidy, 1, 60, 6 * 3600);
}
