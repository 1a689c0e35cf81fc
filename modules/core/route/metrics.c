/* SPDX-License-Identifier: Apache-2.0 */
/* The registry behind /metrics. No httpd in it: jobs and domain code count too. */
#include <pthread.h>
#include <string.h>
#include <errno.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include "metrics.h"

#define MAX_METRICS 256
#define NAME_MAX_LEN 95

struct smm_metric_t {
    int64_t value;
    int gauge;
    char name[NAME_MAX_LEN + 1];
    char help[NAME_MAX_LEN + 1];
};

/* In shared memory once smm_metrics_share() was called. Entries are only ever added. */
typedef struct registry_t {
    int n;
    smm_metric_t v[MAX_METRICS];
} registry_t;

static registry_t own, *reg = &own;
static pthread_mutex_t own_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t *lock = &own_lock;

typedef struct shared_t {
    pthread_mutex_t lock;
    registry_t reg;
} shared_t;

size_t smm_metrics_size(void)
{
    return sizeof(shared_t);
}

void smm_metrics_share(void *memory)
{
    shared_t *s = memory;
    pthread_mutexattr_t attr;

    if (memory == NULL) {
        reg = &own;
        lock = &own_lock;
        return;
    }
    memset(s, 0, sizeof(*s));
    pthread_mutexattr_init(&attr);
    pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&s->lock, &attr);
    pthread_mutexattr_destroy(&attr);
    reg = &s->reg;
    lock = &s->lock;
}

static void take_lock(void)
{
    if (pthread_mutex_lock(lock) ==
        EOWNERDEAD) { /* a child died here: entries are whole or unseen */
        pthread_mutex_consistent(lock);
    }
}

static int find(const char *name)
{
    int n = __atomic_load_n(&reg->n, __ATOMIC_ACQUIRE);

    for (int i = 0; i < n; i++) {
        if (strncmp(reg->v[i].name, name, NAME_MAX_LEN) == 0) {
            return i;
        }
    }
    return -1;
}

static smm_metric_t *metric(const char *name, const char *help, int gauge)
{
    int i = find(name);

    if (i < 0) {
        take_lock();
        i = find(name);
        if (i < 0 && reg->n < MAX_METRICS) {
            i = reg->n;
            apr_cpystrn(reg->v[i].name, name, sizeof(reg->v[i].name));
            apr_cpystrn(reg->v[i].help, help ? help : "", sizeof(reg->v[i].help));
            reg->v[i].gauge = gauge;
            __atomic_store_n(&reg->n, i + 1, __ATOMIC_RELEASE);
        }
        pthread_mutex_unlock(lock);
    }
    return &reg->v[i < 0 ? MAX_METRICS - 1 : i];
}

smm_metric_t *smm_counter(const char *name, const char *help)
{
    return metric(name, help, 0);
}

smm_metric_t *smm_gauge(const char *name, const char *help)
{
    return metric(name, help, 1);
}

void smm_metric_add(smm_metric_t *m, int64_t n)
{
    __atomic_fetch_add(&m->value, n, __ATOMIC_RELAXED);
}

void smm_metric_set(smm_metric_t *m, int64_t value)
{
    __atomic_store_n(&m->value, value, __ATOMIC_RELAXED);
}

int64_t smm_metric_get(const smm_metric_t *m)
{
    return __atomic_load_n(&m->value, __ATOMIC_RELAXED);
}

static int same_family(const char *a, const char *b)
{
    size_t n = strcspn(a, "{");

    return n == strcspn(b, "{") && strncmp(a, b, n) == 0;
}

const char *smm_metrics_text(apr_pool_t *p)
{
    int n = __atomic_load_n(&reg->n, __ATOMIC_ACQUIRE);
    apr_array_header_t *lines = apr_array_make(p, n * 2 + 1, sizeof(const char *));
    char done[MAX_METRICS] = {0};

    for (int i = 0; i < n; i++) {
        if (done[i]) {
            continue;
        }
        APR_ARRAY_PUSH(lines, const char *) =
            apr_psprintf(p, "# HELP %.*s %s\n# TYPE %.*s %s\n", (int)strcspn(reg->v[i].name, "{"),
                         reg->v[i].name, reg->v[i].help, (int)strcspn(reg->v[i].name, "{"),
                         reg->v[i].name, reg->v[i].gauge ? "gauge" : "counter");
        for (int k = i; k < n; k++) {
            if (!done[k] && same_family(reg->v[i].name, reg->v[k].name)) {
                done[k] = 1;
                APR_ARRAY_PUSH(lines, const char *) =
                    apr_psprintf(p, "%s %" APR_INT64_T_FMT "\n", reg->v[k].name,
                                 __atomic_load_n(&reg->v[k].value, __ATOMIC_RELAXED));
            }
        }
    }
    return apr_array_pstrcat(p, lines, '\0');
}
