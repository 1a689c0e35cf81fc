/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Simulated fulfilment in this process. The host of the link says what happens (contract of the
 * demo): partial.example stops at 60 %, cancel.example cancels at once, stuck.example never starts,
 * refuse.example refuses the add, slow.example answers it after 20 s, drop.example completes and
 * then loses 20 %. Progress is a function of time, so nothing has to run.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include <apr_time.h>
#include "provider_int.h"
#include "smm_crash.h"
#include "smm_job.h"
#include "smm_sql.h"

/* With SmmFast leases are short, too: a slow answer must come before the claim's lease runs out. */
#define SLOW_S (smm_job_fast() ? 5 : 20)

typedef struct order_t {
    int64_t id, quantity, start_count, created;
    const char *behaviour;
} order_t;

/** Lower-case host of a link without "www."; "" for a bare name. */
static const char *host_of(apr_pool_t *p, const char *link)
{
    const char *s = strstr(link, "://");
    if (!s)
        return "";
    s += 3;
    char *host = apr_pstrmemdup(p, s, strcspn(s, "/?#:"));
    for (char *h = host; *h; h++)
        if (*h >= 'A' && *h <= 'Z')
            *h = (char)(*h + 32);
    return strncmp(host, "www.", 4) ? host : host + 4;
}

static const char *behaviour_of(apr_pool_t *p, const char *link)
{
    static const char *const known[] = {"partial", "cancel", "stuck", "refuse", "slow", "drop"};
    const char *host = host_of(p, link);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const char *name = apr_pstrcat(p, known[i], ".example", NULL);
        size_t hl = strlen(host), nl = strlen(name);
        if (hl >= nl && !strcmp(host + hl - nl, name) && (hl == nl || host[hl - nl - 1] == '.'))
            return known[i];
    }
    return "complete";
}

/* ---- add ------------------------------------------------------------------------------------ */

static int on_order(void *baton, const smm_row_t *row)
{
    order_t *o = baton;
    o->id = smm_row_int(row, C_sandbox_by_request_id);
    return 1;
}

/** The order of a request that was made before; 0 when there is none. */
static int64_t made_before(smm_ctx_t *c, const char *request)
{
    order_t o = {0};
    if (smm_db_read(c->db, SQL_sandbox_by_request, SMM_ARGS(SMM_I(c->panel->id), SMM_T(request)),
                    on_order, &o))
        return -1;
    return o.id;
}

/** A start count that looks alive but is always the same for a link. */
static int64_t start_count_of(const char *link)
{
    uint32_t h = 2166136261u;
    for (; *link; link++)
        h = (h ^ (unsigned char)*link) * 16777619u;
    return (int64_t)(h % 9000u) + 100;
}

static void answer(smm_pv_add_t *x, smm_po_e outcome, const char *order, const char *reason)
{
    x->outcome = outcome;
    x->order = order;
    x->reason = reason;
}

static void make_order(smm_ctx_t *c, const smm_provider_t *pv, smm_pv_add_t *x, const char *request,
                       const char *how)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    int k =
        smm_unit_add(u, SQL_sandbox_insert,
                     SMM_ARGS(SMM_I(c->panel->id), SMM_I(pv->id), SMM_T(request), SMM_T(x->service),
                              SMM_T(x->link), SMM_I(x->quantity > 0 ? x->quantity : 1), SMM_T(how),
                              SMM_I(start_count_of(x->link)), SMM_I(c->now)));
    smm_unit_add(u, SQL_sandbox_log_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now), SMM_SLOT(k), SMM_I(x->campaign),
                          SMM_I(x->attempt), SMM_T(x->link),
                          SMM_I(x->quantity > 0 ? x->quantity : 1)));
    smm_unit_probe(u, SQL_sandbox_by_request, SMM_ARGS(SMM_I(c->panel->id), SMM_T(request)));
    smm_written_t w = smm_db_write(c->db, u);
    int64_t id = w.rc == SMM_DB_OK && !w.replayed ? smm_unit_id(u, k) : 0;
    if (!id && (w.rc == SMM_DB_OK || w.rc == SMM_DB_UNIQUE))
        id = made_before(c, request);
    if (id > 0)
        answer(x, SMM_PO_ACCEPTED, apr_psprintf(c->pool, "%" APR_INT64_T_FMT, (apr_int64_t)id),
               "accepted");
    else if (w.rc == SMM_DB_BUSY)
        answer(x, SMM_PO_NOT_SENT, NULL, "busy");
    else
        answer(x, SMM_PO_UNKNOWN, NULL, "database");
}

static void one_add(smm_ctx_t *c, const smm_provider_t *pv, smm_pv_add_t *x, const char *how)
{
    const char *request = x->request_id
                              ? x->request_id
                              : apr_psprintf(c->pool, "%" APR_INT64_T_FMT ".%" APR_INT64_T_FMT,
                                             (apr_int64_t)x->campaign, (apr_int64_t)x->attempt);
    int64_t old = made_before(c, request);
    if (old > 0)
        answer(x, SMM_PO_ACCEPTED, apr_psprintf(c->pool, "%" APR_INT64_T_FMT, (apr_int64_t)old),
               "accepted");
    else if (old < 0)
        answer(x, SMM_PO_NOT_SENT, NULL, "busy");
    else if (!strcmp(how, "refuse"))
        answer(x, SMM_PO_REJECTED, NULL, "neworder.error.link");
    else
        make_order(c, pv, x, request, how);
}

/** The slow ones come last and wait together, so that they hold up nobody else. */
static void sandbox_add(smm_ctx_t *c, const smm_provider_t *pv, smm_pv_add_t *x, int n,
                        void (*done)(smm_pv_add_t *x))
{
    apr_time_t from = apr_time_now();
    int slept = 0;
    for (int slow = 0; slow < 2; slow++) {
        for (int i = 0; i < n; i++) {
            const char *how = behaviour_of(c->pool, x[i].link);
            if ((strcmp(how, "slow") == 0) != slow)
                continue;
            if (slow && !slept++)
                apr_sleep(apr_time_from_sec(SLOW_S));
            smm_crash_point("sandbox.before-order");
            one_add(c, pv, &x[i], how);
            smm_crash_point("sandbox.after-order");
            x[i].elapsed_ms = apr_time_as_msec(apr_time_now() - from);
            if (done)
                done(&x[i]);
        }
    }
}

/* ---- status --------------------------------------------------------------------------------- */

/** What an order looks like `age` seconds after it was made. */
static void progress(const order_t *o, int64_t age, smm_pv_status_t *x)
{
    /* waits, then delivers evenly: 1 + 4 minutes, or 2 + 6 seconds in fast mode */
    int fast = smm_job_fast();
    int64_t wait = fast ? 2 : 60, run = fast ? 6 : 240, q = o->quantity, done;
    int partial = !strcmp(o->behaviour, "partial");
    x->ok = 1;
    x->start_count = o->start_count;
    x->remains = q;
    x->word = "Pending";
    if (!strcmp(o->behaviour, "cancel")) {
        x->word = "Canceled";
    } else if (age >= wait && strcmp(o->behaviour, "stuck")) {
        int64_t t = age - wait < run ? age - wait : run;
        done = (int64_t)((__int128)q * t / run);
        if (partial && (__int128)done * 100 >= (__int128)q * 60) {
            done = (int64_t)((__int128)q * 60 / 100);
            x->word = "Partial";
        } else {
            x->word = t >= run ? "Completed" : "In progress";
        }
        x->remains = q - done;
    }
    x->raw = x->word;
}

static int on_full(void *baton, const smm_row_t *row)
{
    order_t *o = baton;
    static const char *const words[] = {"partial", "cancel", "stuck", "slow", "drop"};
    const char *how = smm_row_text(row, C_sandbox_get_behaviour);
    o->id = smm_row_int(row, C_sandbox_get_id);
    o->quantity = smm_row_int(row, C_sandbox_get_quantity);
    o->start_count = smm_row_int(row, C_sandbox_get_start_count);
    o->created = smm_row_int(row, C_sandbox_get_created);
    o->behaviour = "complete";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i], how))
            o->behaviour = words[i];
    return 1;
}

static int sandbox_status(smm_ctx_t *c, const smm_provider_t *pv, smm_pv_status_t *x, int n)
{
    for (int i = 0; i < n; i++) {
        order_t o = {0};
        x[i].ok = 0;
        x[i].word = x[i].raw = NULL;
        x[i].start_count = x[i].remains = SMM_PV_NONE;
        if (smm_db_read(c->db, SQL_sandbox_get,
                        SMM_ARGS(SMM_I(c->panel->id), SMM_I(apr_atoi64(x[i].order))), on_full, &o))
            return 0;
        if (o.id)
            progress(&o, c->now - o.created, &x[i]);
        else
            x[i].reason = "Incorrect order ID";
    }
    return 1;
}

static smm_result_t sandbox_services(smm_ctx_t *c, const smm_provider_t *pv, smm_pv_service_fn *fn,
                                     void *baton)
{
    return smm_fail(SMM_INVALID, NULL,
                    "The sandbox fulfils any service and has no price list of its own.");
}

static smm_result_t sandbox_balance(smm_ctx_t *c, const smm_provider_t *pv, int64_t *micro,
                                    const char **currency)
{
    *micro = 0;
    *currency = "USD";
    return smm_ok();
}

const smm_provider_driver_t smm_provider_sandbox = {
    .name = "sandbox",
    .label = "Sandbox (simulated delivery)",
    .caps = SMM_PC_REQUEST_ID | SMM_PC_LOCAL,
    .add = sandbox_add,
    .status = sandbox_status,
    .services = sandbox_services,
    .balance = sandbox_balance,
};
