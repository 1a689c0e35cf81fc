/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rate limits by client address and limit name, shared by all processes of the server. Each slot
 * of the shared table holds one time: when the client's bucket will be empty again (GCRA), so a
 * decision is one compare-and-swap. The key is a keyed hash, so nobody can aim at another's slot.
 */
#include <string.h>
#include <apr_shm.h>
#include <apr_strings.h>
#include <openssl/rand.h>
#include <openssl/evp.h>
#include <httpd.h>
#include <http_log.h>
#include "../core_int.h"
#include "limit.h"

APLOG_USE_MODULE(smm_core);

#define SLOTS 32768
#define WAYS 8

typedef struct slot_t {
    uint64_t key;
    int64_t until; /* microseconds; a slot whose time has passed is free */
} slot_t;

static slot_t *slots; /* shared memory, or of this process when there is none */
static unsigned char seed[16];

int smm_core_limit_start(apr_pool_t *pconf, server_rec *s)
{
    apr_shm_t *shm;
    apr_status_t rv = apr_shm_create(&shm, sizeof(slot_t) * SLOTS, NULL, pconf);

    if (RAND_bytes(seed, sizeof(seed)) != 1) {
        ap_log_error(APLOG_MARK, APLOG_EMERG, 0, s, "SMM0220: no random numbers");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_EMERG, rv, s, "SMM0221: no shared memory for rate limits");
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    slots = apr_shm_baseaddr_get(shm);
    memset(slots, 0, sizeof(slot_t) * SLOTS);
    return OK;
}

/* "name:count/seconds". @return 0 or -1. */
static int read_limit(const char *limit, size_t *name, int64_t *count, int64_t *seconds)
{
    const char *colon = strchr(limit, ':');
    char *end;

    if (colon == NULL || colon == limit) {
        return -1;
    }
    *name = (size_t)(colon - limit);
    *count = apr_strtoi64(colon + 1, &end, 10);
    if (*end != '/' || *count < 1 || *count > 100000) {
        return -1;
    }
    *seconds = apr_strtoi64(end + 1, &end, 10);
    return *end == '\0' && *seconds >= 1 && *seconds <= 86400 ? 0 : -1;
}

const char *smm_core_limit_check(const char *limit)
{
    size_t name;
    int64_t count, seconds;

    return read_limit(limit, &name, &count, &seconds) ? "a limit is \"name:count/seconds\"" : NULL;
}

/* The address that counts: an IPv6 network of 64 bits is one client. */
static uint64_t key_of(smm_req_t *q, const char *limit, size_t name)
{
    const apr_sockaddr_t *a = q->r->useragent_addr;
    size_t len = a->ipaddr_len == 16 ? 8 : a->ipaddr_len == 4 ? 4 : 0;
    unsigned char text[256], sum[EVP_MAX_MD_SIZE];
    size_t n = 0, panel = strlen(q->ctx.panel->key);
    uint64_t key = 0;

    name = name > 64 ? 64 : name;
    memcpy(text, seed, sizeof(seed));
    n += sizeof(seed);
    memcpy(text + n, q->ctx.panel->key, panel + 1); /* at most 32 characters */
    n += panel + 1;
    memcpy(text + n, limit, name);
    n += name;
    memcpy(text + n, a->ipaddr_ptr, len);
    n += len;
    if (EVP_Digest(text, n, sum, NULL, EVP_sha256(), NULL) == 1) {
        memcpy(&key, sum, sizeof(key));
    }
    return key ? key : 1;
}

/* The client's slot; a new client takes the one of its row that has been idle longest. */
static slot_t *slot_of(uint64_t key)
{
    slot_t *row = &slots[(key % (SLOTS / WAYS)) * WAYS], *oldest = row;

    for (int i = 0; i < WAYS; i++) {
        if (__atomic_load_n(&row[i].key, __ATOMIC_RELAXED) == key) {
            return &row[i];
        }
        if (__atomic_load_n(&row[i].until, __ATOMIC_RELAXED) <
            __atomic_load_n(&oldest->until, __ATOMIC_RELAXED)) {
            oldest = &row[i];
        }
    }
    __atomic_store_n(&oldest->until, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&oldest->key, key, __ATOMIC_RELAXED);
    return oldest;
}

int smm_core_limit(smm_req_t *q, const char *limit)
{
    int64_t count, seconds, step, span, now = apr_time_now(), until, next;
    size_t name;
    slot_t *slot;

    if (slots == NULL || !smm_cfg_limits(q->r->server) ||
        read_limit(limit, &name, &count, &seconds) != 0) {
        return 0;
    }
    span = seconds * APR_USEC_PER_SEC;
    step = span / count;
    slot = slot_of(key_of(q, limit, name));
    until = __atomic_load_n(&slot->until, __ATOMIC_RELAXED);
    do {
        next = (until > now ? until : now) + step;
        if (next - now > span) {
            return (int)((next - now - span) / APR_USEC_PER_SEC) + 1;
        }
    } while (!__atomic_compare_exchange_n(&slot->until, &until, next, 0, __ATOMIC_RELAXED,
                                          __ATOMIC_RELAXED));
    return 0;
}
