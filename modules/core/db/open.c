/* SPDX-License-Identifier: Apache-2.0 */
/* Tools and unit tests: databases opened natively, with a small list of connections of our own. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "db_int.h"

typedef struct list_t {
    char *params;
    pthread_mutex_t mutex;
    pthread_cond_t freed;
    smm_conn_t *idle;
    int total;
    char error[256];
} list_t;

static void conn_close(smm_conn_t *c)
{
    c->drv->detach(c);
    free(c);
}

static smm_conn_t *conn_open(smm_db_t *db, list_t *l)
{
    smm_conn_t *c = calloc(1, sizeof(*c));

    if (c == NULL) {
        return NULL;
    }
    c->db = db;
    c->drv = db->drv;
    if (c->drv->open(c, l->params) == 0) {
        return c;
    }
    pthread_mutex_lock(&l->mutex);
    apr_cpystrn(l->error, c->error, sizeof(l->error));
    pthread_mutex_unlock(&l->mutex);
    smm_log(SMM_LOG_ERROR, "SMM0150: cannot connect: %s", c->error);
    conn_close(c);
    return NULL;
}

static void forget_one(list_t *l)
{
    pthread_mutex_lock(&l->mutex);
    l->total--;
    pthread_cond_signal(&l->freed);
    pthread_mutex_unlock(&l->mutex);
}

static smm_conn_t *list_get(smm_db_t *db, int64_t deadline)
{
    list_t *l = db->src_data;
    struct timespec ts = {deadline / 1000, (deadline % 1000) * 1000000};
    smm_conn_t *c;

    pthread_mutex_lock(&l->mutex);
    while (l->idle == NULL && l->total >= db->opts.max_conns) {
        if (pthread_cond_clockwait(&l->freed, &l->mutex, CLOCK_MONOTONIC, &ts) == ETIMEDOUT) {
            pthread_mutex_unlock(&l->mutex);
            return NULL;
        }
    }
    c = l->idle;
    if (c != NULL) {
        l->idle = c->next;
    } else {
        l->total++;
    }
    pthread_mutex_unlock(&l->mutex);
    if (c != NULL && c->drv->check(c) != 0) {
        conn_close(c);
        c = NULL;
        /* The place in the list is kept: try once to fill it afresh. */
        c = conn_open(db, l);
    } else if (c == NULL) {
        c = conn_open(db, l);
    }
    if (c == NULL) {
        forget_one(l);
    }
    return c;
}

static void list_put(smm_db_t *db, smm_conn_t *c)
{
    list_t *l = db->src_data;

    pthread_mutex_lock(&l->mutex);
    c->next = l->idle;
    l->idle = c;
    pthread_cond_signal(&l->freed);
    pthread_mutex_unlock(&l->mutex);
}

static void list_close(smm_db_t *db)
{
    list_t *l = db->src_data;

    while (l->idle != NULL) {
        smm_conn_t *c = l->idle;

        l->idle = c->next;
        conn_close(c);
    }
    smm_group_drop(db->group);
    pthread_mutex_destroy(&l->mutex);
    pthread_cond_destroy(&l->freed);
    free(l->params);
    free(l);
}

static const smm_source_t list_source = {list_get, list_put, list_close, NULL};

static apr_status_t db_cleanup(void *data)
{
    smm_db_t *db = data;

    db->src->close(db);
    return APR_SUCCESS;
}

static const smm_driver_t *driver_of(const char *name)
{
    if (strcmp(name, "sqlite3") == 0) {
        return &smm_driver_sqlite;
    }
    return strcmp(name, "pgsql") == 0 ? &smm_driver_pgsql : NULL;
}

smm_rc_e smm_db_open(apr_pool_t *p, const char *driver, const char *params, smm_db_t **out,
                     const char **error)
{
    smm_db_t *db = apr_pcalloc(p, sizeof(*db));
    list_t *l = calloc(1, sizeof(*l));
    smm_conn_t *c;

    *out = NULL;
    db->pool = p;
    db->drv = driver_of(driver);
    db->cat = &smm_catalog;
    db->src = &list_source;
    db->src_data = l;
    db->opts = smm_db_defaults;
    if (db->drv == NULL || l == NULL) {
        free(l);
        *error = apr_psprintf(p, "The database driver \"%s\" is not known: use sqlite3 or pgsql.",
                              driver);
        return SMM_INVALID;
    }
    if (strcmp(params, ":memory:") == 0 || params[0] == '\0') {
        db->opts.max_conns = 1; /* each connection would be a database of its own */
    }
    l->params = strdup(params);
    pthread_mutex_init(&l->mutex, NULL);
    pthread_cond_init(&l->freed, NULL);
    c = smm_conn_get(db, smm_clock_ms() + db->opts.timeout_ms);
    if (c == NULL) {
        *error = apr_psprintf(p, "The database cannot be opened: %s.", l->error);
        list_close(db);
        return SMM_BUSY;
    }
    smm_conn_put(db, c);
    apr_pool_cleanup_register(p, db, db_cleanup, apr_pool_cleanup_null);
    *out = db;
    return SMM_OK;
}

void smm_db_close(smm_db_t *db)
{
    apr_pool_cleanup_run(db->pool, db, db_cleanup);
}

const char *smm_db_driver(const smm_db_t *db)
{
    /* On the httpd side the driver is known with the first connection. */
    return smm_db_resolve((smm_db_t *)db) == 0 ? db->drv->name : "";
}

/* For tests only: before the first statement is run. */
void smm_db_use(smm_db_t *db, const smm_catalog_t *cat)
{
    list_t *l = db->src_data;

    while (l->idle != NULL) { /* they were opened for the other catalogue */
        smm_conn_t *c = l->idle;

        l->idle = c->next;
        l->total--;
        conn_close(c);
    }
    db->cat = cat;
}
