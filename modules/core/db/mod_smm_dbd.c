/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only place that calls mod_dbd. It owns the connections (directives, pools, acquire, close);
 * we take the native handle of each and never use apr_dbd to run anything.
 *
 * Our record of a connection (prepared statements, backend id) is userdata of the connection's
 * pool. Its cleanup is registered after mod_dbd's own, and cleanups run last-in first-out: so our
 * statements are finalised before the driver closes the handle. It is made when we first get the
 * connection, not in the post_connect hook: pools that others share with us stay as they were until
 * then, and a failure is seen at the place that can refuse.
 */
#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <httpd.h>
#include <http_config.h>
#include <http_log.h>
#include <apr_dbd.h>
#include <apr_strings.h>
#include <mod_dbd.h>
#include <sqlite3.h>
#include <libpq-fe.h>
#include "mod_smm.h"
#include "mod_smm_dbd.h"
#include "db_int.h"

extern module AP_MODULE_DECLARE_DATA smm_core_module;
APLOG_USE_MODULE(smm_core);

#define RECORD_KEY "smm-connection"

/* What one ap_dbd_open needs until its ap_dbd_close; kept for the next. */
typedef struct hold_t {
    apr_pool_t *pool; /* of its own: with DBDPersist Off the connection lives in it */
    ap_dbd_t *rec;
    smm_conn_t *kept; /* with DBDPersist Off: rec stays open until nobody wanted it for a while */
    apr_time_t given; /* back, when */
    struct hold_t *next;
} hold_t;

typedef struct server_db_t {
    smm_db_t db; /* first: the domain side's pointer is ours too */
    server_rec *s;
    pthread_mutex_t mutex;
    hold_t *idle;
    int refused; /* 1: the driver cannot be used; said once in the log */
    struct server_db_t *next;
} server_db_t;

static APR_OPTIONAL_FN_TYPE(ap_dbd_open) * dbd_open;
static APR_OPTIONAL_FN_TYPE(ap_dbd_close) * dbd_close;
static pthread_mutex_t servers_mutex = PTHREAD_MUTEX_INITIALIZER;
static server_db_t *servers;
static apr_pool_t *servers_pool;

/* ---- one copy of the client library --------------------------------------------------------- */

struct copies_t {
    const char *name;
    int n;
};

static int count_copy(struct dl_phdr_info *info, size_t size, void *data)
{
    struct copies_t *c = data;
    const char *base = strrchr(info->dlpi_name, '/');

    base = base != NULL ? base + 1 : info->dlpi_name;
    c->n += strncmp(base, c->name, strlen(c->name)) == 0;
    return 0;
}

/*
 * The handle was made by the driver's library: ours must be the same loaded object. A second copy
 * (a static one in a module, or two versions) breaks POSIX locks and structure layout in silence.
 */
static int same_library(const char *name, const void *fn)
{
    struct copies_t c = {name, 0};
    Dl_info info;
    const char *base;

    dl_iterate_phdr(count_copy, &c);
    if (c.n != 1 || !dladdr(fn, &info) || info.dli_fname == NULL) {
        return 0;
    }
    base = strrchr(info.dli_fname, '/');
    return strncmp(base != NULL ? base + 1 : info.dli_fname, name, strlen(name)) == 0;
}

static const smm_driver_t *driver_of(server_db_t *sd, const ap_dbd_t *rec)
{
    const char *name = apr_dbd_name(rec->driver);
    const smm_driver_t *drv = NULL;
    int same = 0;

    if (strcmp(name, "sqlite3") == 0) {
        drv = &smm_driver_sqlite;
        same = same_library("libsqlite3.so", (const void *)sqlite3_libversion);
    } else if (strcmp(name, "pgsql") == 0) {
        drv = &smm_driver_pgsql;
        same = same_library("libpq.so", (const void *)PQlibVersion);
    }
    if (drv != NULL && same) {
        return drv;
    }
    if (!sd->refused) {
        sd->refused = 1;
        if (drv == NULL) {
            ap_log_error(APLOG_MARK, APLOG_CRIT, 0, sd->s,
                         "SMM0160: DBDriver %s is not supported, use sqlite3 or pgsql", name);
        } else {
            ap_log_error(APLOG_MARK, APLOG_CRIT, 0, sd->s,
                         "SMM0161: the %s client library is loaded twice or linked statically; "
                         "the database is refused",
                         name);
        }
    }
    return NULL;
}

/* ---- our record of a connection ------------------------------------------------------------- */

static apr_status_t record_cleanup(void *data)
{
    smm_conn_t *c = data;

    c->drv->detach(c);
    free(c);
    return APR_SUCCESS;
}

static smm_conn_t *record_make(server_db_t *sd, ap_dbd_t *rec, const smm_driver_t *drv)
{
    void *native = apr_dbd_native_handle(rec->driver, rec->handle);
    smm_conn_t *c = native != NULL ? calloc(1, sizeof(*c)) : NULL;

    if (c == NULL) {
        return NULL;
    }
    c->db = &sd->db;
    c->drv = drv;
    if (drv->attach(c, native) != 0) {
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, sd->s, "SMM0162: database connection refused: %s",
                     c->error);
        drv->detach(c);
        free(c);
        return NULL;
    }
    apr_pool_userdata_setn(c, RECORD_KEY, NULL, rec->pool);
    apr_pool_cleanup_register(rec->pool, c, record_cleanup, apr_pool_cleanup_null);
    return c;
}

/* ---- acquire and release -------------------------------------------------------------------- */

static hold_t *hold_take(server_db_t *sd)
{
    hold_t *h;

    pthread_mutex_lock(&sd->mutex);
    h = sd->idle;
    if (h != NULL) {
        sd->idle = h->next;
    }
    pthread_mutex_unlock(&sd->mutex);
    if (h == NULL) {
        h = calloc(1, sizeof(*h));
        if (h != NULL && apr_pool_create_unmanaged_ex(&h->pool, NULL, NULL) != APR_SUCCESS) {
            free(h);
            h = NULL;
        }
    }
    return h;
}

static void hold_close(server_db_t *sd, hold_t *h)
{
    if (h->rec != NULL) {
        dbd_close(sd->s, h->rec);
        h->rec = NULL;
        h->kept = NULL;
    }
    apr_pool_clear(h->pool);
}

static void hold_give(server_db_t *sd, hold_t *h)
{
    if (h->kept == NULL) {
        hold_close(sd, h);
    }
    h->given = apr_time_now();
    pthread_mutex_lock(&sd->mutex);
    h->next = sd->idle;
    sd->idle = h;
    pthread_mutex_unlock(&sd->mutex);
}

/* The list is a stack: what nobody wanted lies at its end. */
static hold_t *hold_unwanted(server_db_t *sd, apr_time_t before)
{
    hold_t **at = &sd->idle, *old;

    pthread_mutex_lock(&sd->mutex);
    while (*at != NULL && (*at)->given >= before) {
        at = &(*at)->next;
    }
    old = *at;
    *at = NULL;
    pthread_mutex_unlock(&sd->mutex);
    return old;
}

static void close_unwanted(server_db_t *sd, apr_time_t before)
{
    hold_t *h = hold_unwanted(sd, before), *next;

    for (; h != NULL; h = next) {
        next = h->next;
        hold_close(sd, h);
        apr_pool_destroy(h->pool);
        free(h);
    }
}

void smm_db_servers_trim(apr_time_t before)
{
    server_db_t *sd;

    pthread_mutex_lock(&servers_mutex);
    sd = servers; /* new ones are put before it */
    pthread_mutex_unlock(&servers_mutex);
    for (; sd != NULL; sd = sd->next) {
        close_unwanted(sd, before);
    }
}

/* mod_dbd waits without a limit when all DBDMax connections are out: it must be >= the threads. */
static smm_conn_t *server_get(smm_db_t *db, int64_t deadline)
{
    server_db_t *sd = (server_db_t *)db;
    const smm_driver_t *drv;
    smm_conn_t *c = NULL;
    void *data = NULL;
    hold_t *h = dbd_open != NULL ? hold_take(sd) : NULL;

    if (h == NULL) {
        return NULL;
    }
    if (h->kept != NULL && h->kept->drv->check(h->kept) != 0) {
        hold_close(sd, h);
    }
    if (h->rec == NULL) {
        h->rec = dbd_open(h->pool, sd->s);
    }
    if (h->rec == NULL) {
        hold_give(sd, h);
        return NULL;
    }
    apr_pool_userdata_get(&data, RECORD_KEY, h->rec->pool);
    if (data != NULL) {
        c = data;
    } else if ((drv = driver_of(sd, h->rec)) != NULL) {
        c = record_make(sd, h->rec, drv);
    }
    if (c == NULL || (h->kept == NULL && c->drv->check(c) != 0)) {
        if (c != NULL) {
            smm_log(SMM_LOG_ERROR, "SMM0163: database connection unusable: %s", c->error);
        }
        hold_give(sd, h);
        return NULL;
    }
    c->db = db; /* vhosts with equal parameters share mod_dbd's pool */
    c->hold = h;
    /* DBDPersist Off: the connection is ours alone and would end with each use */
    h->kept = apr_pool_parent_get(h->rec->pool) == h->pool ? c : NULL;
    pthread_mutex_lock(&sd->mutex);
    if (sd->db.group == NULL && c->drv == &smm_driver_sqlite) {
        sd->db.group = smm_group_of(sqlite3_db_filename(smm_lite_handle(c), "main"));
    }
    /* Last: who sees the driver must see the queue too. */
    __atomic_store_n(&sd->db.drv, c->drv, __ATOMIC_RELEASE);
    pthread_mutex_unlock(&sd->mutex);
    return c;
}

static void server_put(smm_db_t *db, smm_conn_t *c)
{
    hold_give((server_db_t *)db, c->hold);
}

static void server_close(smm_db_t *db)
{
    /* mod_dbd closes its connections when the child ends. */
}

static void server_rest(smm_db_t *db)
{
    close_unwanted((server_db_t *)db, apr_time_now() + 1);
}

static const smm_source_t server_source = {server_get, server_put, server_close, server_rest};

/* ---- servers -------------------------------------------------------------------------------- */

static server_db_t *server_find(server_rec *s)
{
    server_db_t *sd;

    for (sd = servers; sd != NULL && sd->s != s; sd = sd->next) {
    }
    if (sd == NULL) {
        sd = calloc(1, sizeof(*sd));
        if (sd == NULL) {
            return NULL;
        }
        sd->s = s;
        sd->db.pool = servers_pool;
        sd->db.cat = &smm_catalog;
        sd->db.src = &server_source;
        sd->db.opts = smm_db_defaults;
        pthread_mutex_init(&sd->mutex, NULL);
        sd->next = servers;
        servers = sd;
    }
    return sd;
}

smm_db_t *smm_db_server(server_rec *s)
{
    server_db_t *sd;

    pthread_mutex_lock(&servers_mutex);
    sd = server_find(s);
    pthread_mutex_unlock(&servers_mutex);
    return sd != NULL ? &sd->db : NULL;
}

void smm_db_server_options(server_rec *s, int sync_full, int prepare, int timeout_ms)
{
    smm_db_t *db = smm_db_server(s);

    if (db != NULL) {
        db->opts.sync_full = sync_full != 0;
        db->opts.prepare = prepare != 0;
        db->opts.timeout_ms = timeout_ms < 100 ? 100 : timeout_ms > 120000 ? 120000 : timeout_ms;
    }
}

static void to_error_log(smm_log_e level, const char *line)
{
    static const int levels[] = {APLOG_ERR, APLOG_WARNING, APLOG_INFO, APLOG_DEBUG};

    ap_log_perror(APLOG_MARK, levels[level], 0, servers_pool, "%s", line);
}

/* A graceful restart brings new server_recs; the old list belongs to the old configuration. */
static apr_status_t forget_servers(void *data)
{
    while (servers != NULL) {
        server_db_t *sd = servers;

        servers = sd->next;
        while (sd->idle != NULL) {
            hold_t *h = sd->idle;

            sd->idle = h->next;
            apr_pool_destroy(h->pool);
            free(h);
        }
        free(sd);
    }
    smm_log_to(NULL);
    return APR_SUCCESS;
}

static int pre_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp)
{
    servers_pool = pconf;
    smm_log_to(to_error_log);
    apr_pool_cleanup_register(pconf, NULL, forget_servers, apr_pool_cleanup_null);
    return OK;
}

static void find_functions(void)
{
    dbd_open = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open);
    dbd_close = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_close);
}

void mod_smm_dbd_hooks(apr_pool_t *p)
{
    ap_hook_pre_config(pre_config, NULL, NULL, APR_HOOK_REALLY_FIRST);
    ap_hook_optional_fn_retrieve(find_functions, NULL, NULL, APR_HOOK_MIDDLE);
}
