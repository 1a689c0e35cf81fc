/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Daily reference rates by URL, in the format that the European Central Bank publishes: units for
 * one euro. Off until an address is set. A rate that moves too far waits for a person.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include "smm_http.h"
#include "smm_job.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_display.h"

#define PERIOD 86400
#define AGAIN 3600
#define MOST 262144
#define FOUND 300
#define HELD 400 /* characters that are kept of what was held back */

static const smm_setting_t settings[] = {
    {"display.feed_url", NULL, 0,
     "Address of daily reference rates (XML of the European Central Bank); empty: no feed",
     SMM_SET_URL},
    {NULL, NULL, 0, NULL},
};

typedef struct found_t {
    char code[4];
    const char *rate; /* units for one euro */
} found_t;

typedef struct feed_t {
    apr_pool_t *pool;
    found_t found[FOUND];
    int n;
    const char *day, *usd;
} feed_t;

static const char *attribute(apr_pool_t *p, xmlNode *n, const char *name)
{
    xmlChar *v = xmlGetNoNsProp(n, (const xmlChar *)name);
    const char *s = v ? apr_pstrndup(p, (const char *)v, 40) : NULL;

    xmlFree(v);
    return s;
}

static void cube(feed_t *f, xmlNode *n)
{
    const char *day = attribute(f->pool, n, "time"), *code = attribute(f->pool, n, "currency");
    const char *rate = attribute(f->pool, n, "rate");

    if (day && strlen(day) == 10 && strspn(day, "0123456789-") == 10 && !f->day)
        f->day = day;
    if (!code || !rate || strlen(code) != 3 || f->n == FOUND)
        return;
    apr_cpystrn(f->found[f->n].code, code, 4);
    f->found[f->n++].rate = rate;
    if (strcmp(code, "USD") == 0)
        f->usd = rate;
}

/** The tree is walked without recursion: its depth is the sender's. */
static void walk(feed_t *f, xmlNode *root)
{
    xmlNode *n = root;

    while (n) {
        if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "Cube") == 0)
            cube(f, n);
        if (n->children && n->type == XML_ELEMENT_NODE) {
            n = n->children;
            continue;
        }
        while (n != root && !n->next)
            n = n->parent;
        n = n == root ? NULL : n->next;
    }
}

static smm_result_t read_feed(feed_t *f, const char *xml, size_t len)
{
    xmlDoc *doc = len > 0 && len <= MOST
                      ? xmlReadMemory(xml, (int)len, "feed.xml", NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)
                      : NULL;
    smm_result_t r = smm_ok();

    if (!doc || doc->intSubset)
        r = smm_fail(SMM_INVALID, NULL, "The feed's answer is not plain XML.");
    else
        walk(f, xmlDocGetRootElement(doc));
    if (doc)
        xmlFreeDoc(doc);
    if (r.code == SMM_OK && (!f->day || !f->usd))
        r = smm_fail(SMM_INVALID, NULL, "The feed's answer is no list of rates with a day.");
    return r;
}

/** What the feed says of a currency. @return 0, or -1: nothing usable. */
static int rate_in(const feed_t *f, const char *code, int64_t *rate)
{
    if (strcmp(code, "EUR") == 0)
        return smm_shown_cross("1", f->usd, rate);
    for (int i = 0; i < f->n; i++)
        if (strcmp(f->found[i].code, code) == 0)
            return smm_shown_cross(f->found[i].rate, f->usd, rate);
    return -1;
}

static void outcome_step(smm_unit_t *u, smm_ctx_t *c, const char *day, int taken, const char *held,
                         const char *error)
{
    smm_unit_add(u, SQL_display_feed_set,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now), SMM_T(day), SMM_I(taken), SMM_T(held),
                          SMM_T(error)));
}

static smm_result_t written(smm_ctx_t *c, smm_unit_t *u)
{
    smm_written_t w = smm_db_write(c->db, u);

    return w.rc == SMM_DB_OK
               ? smm_ok()
               : smm_fail(SMM_BUSY, NULL,
                          "The panel cannot save this right now. Nothing was changed: try again.");
}

/** Nothing can be taken: the reason is stored for the page of staff. */
static smm_result_t failed(smm_ctx_t *c, smm_result_t why)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_display_feed_t was;
    int known = smm_display_feed(c, &was) == SMM_OK;

    outcome_step(u, c, known ? was.day : "", 0, known ? was.held : "", why.message);
    (void)written(c, u);
    return why;
}

smm_result_t smm_display_take(smm_ctx_t *c, const char *xml, size_t len)
{
    smm_display_rate_t *all = apr_palloc(c->pool, sizeof(*all) * SMM_DISPLAY_MAX);
    feed_t *f = apr_pcalloc(c->pool, sizeof(*f));
    smm_unit_t *u = smm_unit_make(c->pool);
    const char *held = "";
    int n, taken = 0;
    smm_result_t r;

    f->pool = c->pool;
    r = read_feed(f, xml, len);
    if (r.code != SMM_OK)
        return failed(c, r);
    n = smm_display_rates(c, all, SMM_DISPLAY_MAX);
    if (n < 0)
        return smm_fail(SMM_BUSY, NULL, "The panel cannot read its rates right now. Try again.");
    for (int i = 0; i < n; i++) {
        char text[SMM_USD_TEXT];
        int64_t rate;

        if (!all[i].follow || rate_in(f, all[i].currency, &rate) != 0)
            continue;
        if (smm_shown_jump(all[i].rate_e6, rate)) {
            if (strlen(held) < HELD)
                held = apr_pstrcat(c->pool, held, *held ? ", " : "", all[i].currency, " ",
                                   smm_usd_text(text, rate), NULL);
            continue;
        }
        smm_unit_add(u, SQL_display_rate_file,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_T(all[i].currency), SMM_I(rate),
                              SMM_T("feed"), SMM_I(all[i].version), SMM_I(c->now), SMM_I(0)));
        taken++;
    }
    outcome_step(u, c, f->day, taken, held, "");
    return written(c, u);
}

static void feed_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_display_feed_t *f = item;

    f->looked = smm_row_int(row, C_display_feed_looked);
    f->day = smm_row_dup(row, C_display_feed_day, pool);
    f->taken = smm_row_int(row, C_display_feed_taken);
    f->held = smm_row_dup(row, C_display_feed_held, pool);
    f->error = smm_row_dup(row, C_display_feed_error, pool);
}

smm_rc_e smm_display_feed(smm_ctx_t *c, smm_display_feed_t *out)
{
    smm_rc_e rc = smm_get(c, SQL_display_feed, SMM_ARGS(SMM_I(c->panel->id)), feed_row, out);

    return rc == SMM_OK && !out->looked ? SMM_NOT_FOUND : rc;
}

/* ---- the job --------------------------------------------------------------------------------- */

smm_result_t smm_display_look(smm_ctx_t *c)
{
    const char *url = smm_setting(c, "display.feed_url");
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_result_t r;

    if (!url || !*url)
        return smm_fail(SMM_CONFLICT, NULL, "No address of a feed is set.");
    smm_job_step(u, c, SMM_JOB_DISPLAY_FEED, 0, c->now, NULL);
    r = written(c, u);
    smm_job_kick();
    return r;
}

static smm_result_t fetch(smm_ctx_t *c, const char *url)
{
    smm_http_t x = {.method = "GET", .url = url, .max_answer = MOST};

    smm_http_run(c->pool, &x, 1);
    if (x.rc != SMM_HTTP_DONE)
        return failed(c, smm_fail(SMM_BUSY, NULL, "The feed cannot be reached."));
    if (x.status != 200)
        return failed(c, smm_fail(SMM_BUSY, NULL, "The feed answers with an error."));
    return smm_display_take(c, x.answer, x.answer_len);
}

static void feed_job(smm_ctx_t *c, smm_job_t *jobs, int n)
{
    for (int i = 0; i < n; i++) {
        const char *url = smm_setting(c, "display.feed_url");
        smm_result_t r = url && *url ? fetch(c, url) : smm_ok();

        if (r.code != SMM_OK) {
            jobs[i].error = r.message;
            jobs[i].again = 1;
            jobs[i].next = c->now + AGAIN;
        }
    }
}

void smm_display_init(void)
{
    smm_settings_add(settings);
    smm_job_kind(SMM_JOB_DISPLAY_FEED, feed_job, 1, 60, PERIOD);
}
