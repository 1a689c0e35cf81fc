/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The threads behind the jobs. Own threads instead of mod_watchdog's: they can be woken at once by
 * a commit that queued work (mod_watchdog ticks), and a slow class cannot delay another. Each child
 * runs them; which one works a row off is decided by the row's lease.
 */
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#include <httpd.h>
#include <http_config.h>
#include <http_log.h>
#include <ap_mpm.h>
#include <mpm_common.h>
#include <apr_strings.h>
#include <apr_time.h>
#include "job_int.h"
#include "mod_smm.h"
#include "../db/mod_smm_dbd.h"
#include "mod_smm_watchdog.h"
#include "smm_cfg.h"
#include "smm_http.h"

APLOG_USE_MODULE(smm_core);

#define DISPATCH_THREADS 2
#define MAX_THREADS (SMM_JOB_MAX_CLASSES + DISPATCH_THREADS)
#define IDLE_SECONDS 30 /* a connection of DBDPersist Off is kept so long */
#define POLL_MS 1000
#define POLL_FAST_MS 250
#define POLL_PREFORK_MS 5000
#define RETRY_MS 5000

typedef struct hall_t {
    apr_pool_t *pool;
    server_rec *main;
    apr_array_header_t *panels; /* server_rec * */
    pthread_mutex_t lock;
    pthread_cond_t wake;
    unsigned kicks; /* counts the wishes, so that none is lost between two looks */
    int stop, poll_ms, n;
    pthread_t threads[MAX_THREADS];
    struct seat_t {
        struct hall_t *hall;
        int class;
        char node[64];
    } seats[MAX_THREADS];
} hall_t;

static hall_t *hall; /* of this child */

static void wake_all(void)
{
    hall_t *h = hall;
    if (h) {
        pthread_mutex_lock(&h->lock);
        h->kicks++;
        pthread_cond_broadcast(&h->wake);
        pthread_mutex_unlock(&h->lock);
    }
}

static int panel_of(void *baton, int n, apr_pool_t *p, smm_ctx_t *c)
{
    hall_t *h = baton;
    server_rec *s = APR_ARRAY_IDX(h->panels, n, server_rec *);
    const char *why = NULL;
    if (smm_panel_ready(s, p, &why) != SMM_OK) {
        return 0; /* the core logs why, and tries again later */
    }
    c->panel = smm_panel_of(s);
    c->db = smm_db_of(s);
    return c->panel && c->db;
}

/* Waits for a wish, the next look, or the end. */
static void rest(hall_t *h, int ms, unsigned seen)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&h->lock);
    while (!h->stop && h->kicks == seen) {
        if (pthread_cond_timedwait(&h->wake, &h->lock, &until) != 0) {
            break;
        }
    }
    pthread_mutex_unlock(&h->lock);
}

static void *run(void *arg)
{
    struct seat_t *seat = arg;
    hall_t *h = seat->hall;
    smm_worker_t w = {seat->class, seat->node, h->panels->nelts, panel_of, h, NULL, NULL, 0, 0};
    apr_pool_t *p;
    apr_allocator_t *own;
    /* An allocator of its own: pools of different threads must not share one without a lock. */
    apr_allocator_create(&own);
    apr_allocator_max_free_set(own, 1 << 20);
    apr_pool_create_ex(&p, NULL, NULL, own);
    apr_allocator_owner_set(own, p);
    while (!h->stop) {
        int state = 0, n;
        unsigned seen;
        if (ap_mpm_query(AP_MPMQ_MPM_STATE, &state) == APR_SUCCESS && state == AP_MPMQ_STOPPING) {
            smm_job_set_stopping(1);
            break;
        }
        pthread_mutex_lock(&h->lock);
        seen = h->kicks;
        pthread_mutex_unlock(&h->lock);
        n = smm_worker_pass(&w, p);
        apr_pool_clear(p);
        if (seat->class == 0) {
            smm_db_servers_trim(apr_time_now() - apr_time_from_sec(IDLE_SECONDS));
        }
        if (n <= 0) {
            rest(h, n < 0 ? RETRY_MS : h->poll_ms, seen);
        }
    }
    smm_worker_end(&w);
    apr_pool_destroy(p);
    return NULL;
}

static apr_status_t stop_all(void *data)
{
    hall_t *h = data;
    smm_job_set_stopping(1);
    smm_job_set_kick(NULL);
    pthread_mutex_lock(&h->lock);
    h->stop = 1;
    pthread_cond_broadcast(&h->wake);
    pthread_mutex_unlock(&h->lock);
    for (int i = 0; i < h->n; i++) {
        pthread_join(h->threads[i], NULL);
    }
    hall = NULL;
    return APR_SUCCESS;
}

/* Signals belong to the MPM's own threads. */
static int start_thread(hall_t *h, int class, int number)
{
    sigset_t all, old;
    struct seat_t *seat = &h->seats[h->n];
    char host[32] = "";
    gethostname(host, sizeof(host) - 1);
    seat->hall = h;
    seat->class = class;
    apr_snprintf(seat->node, sizeof(seat->node), "%s:%ld:%d", host, (long)getpid(), number);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int rc = pthread_create(&h->threads[h->n], NULL, run, seat);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    h->n += rc == 0;
    return rc;
}

static void child_init(apr_pool_t *p, server_rec *s)
{
    int threaded = 0, rc = 0;
    hall_t *h = apr_pcalloc(p, sizeof(*h));
    h->pool = p;
    h->main = s;
    h->panels = apr_array_make(p, 4, sizeof(server_rec *));
    for (server_rec *v = s; v; v = v->next) {
        if (smm_panel_of(v) && smm_cfg_jobs(v)) {
            APR_ARRAY_PUSH(h->panels, server_rec *) = v;
        }
    }
    if (h->panels->nelts == 0 || smm_jclass_count() == 0) {
        return;
    }
    ap_mpm_query(AP_MPMQ_IS_THREADED, &threaded);
    h->poll_ms = threaded == AP_MPMQ_NOT_SUPPORTED ? POLL_PREFORK_MS
                 : smm_job_fast()                  ? POLL_FAST_MS
                                                   : POLL_MS;
    pthread_mutex_init(&h->lock, NULL);
    pthread_cond_init(&h->wake, NULL);
    smm_job_set_stopping(0);
    hall = h;
    smm_job_set_kick(wake_all);
    /* Before the pool's other cleanups: the threads use the database until they are joined. */
    apr_pool_pre_cleanup_register(p, h, stop_all);
    for (int class = 0; class < smm_jclass_count() && rc == 0; class ++) {
        /* A provider that answers slowly holds up one panel's orders, not those of all. */
        int n = strcmp(smm_jclass_name(class), "dispatch") == 0 ? DISPATCH_THREADS : 1;
        for (int t = 0; t < n && rc == 0; t++) {
            rc = start_thread(h, class, t);
        }
    }
    if (rc) {
        ap_log_error(APLOG_MARK, APLOG_ERR, APR_FROM_OS_ERROR(rc), s,
                     "SMM0401: only %d threads for background jobs could be started", h->n);
    }
}

static int allow_nets(server_rec *s)
{
    const apr_array_header_t *nets = smm_cfg_egress_allow(s);
    for (int i = 0; nets && i < nets->nelts; i++) {
        const char *net = APR_ARRAY_IDX(nets, i, const char *), *error = smm_http_allow(net);
        if (error) {
            ap_log_error(APLOG_MARK, APLOG_EMERG, 0, s, "SMM0402: SmmEgressAllow %s: %s", net,
                         error);
            return HTTP_INTERNAL_SERVER_ERROR;
        }
    }
    return OK;
}

/* What may be reached holds for the whole server, wherever the directive stands. */
static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    smm_http_start();
    for (server_rec *v = s; v; v = v->next) {
        if (allow_nets(v) != OK) {
            return HTTP_INTERNAL_SERVER_ERROR;
        }
        if (smm_panel_of(v) && smm_cfg_fast(v)) {
            smm_job_set_fast(1);
        }
    }
    return OK;
}

void smm_watchdog_register(apr_pool_t *p)
{
    ap_hook_post_config(post_config, NULL, NULL, APR_HOOK_LAST);
    ap_hook_child_init(child_init, NULL, NULL, APR_HOOK_REALLY_LAST);
}
