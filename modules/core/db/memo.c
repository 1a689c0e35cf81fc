/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct-mapped table in the process: a newer entry takes the place of another one with the same
 * hash. The hash is keyed by chance, so that nobody can tell from times how near a guessed key was,
 * and keys are compared as a whole, so that nobody gets what belongs to another.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <openssl/rand.h>
#include "smm_memo.h"

#define SLOTS 1024
#define LOCKS 64

typedef struct entry_t {
    uint64_t hash, epoch;
    int64_t made;
    size_t key_len, len;
    unsigned char bytes[]; /* key, then data */
} entry_t;

static uint64_t newest;
static uint64_t seed[2];
static pthread_once_t seeded = PTHREAD_ONCE_INIT;
static entry_t *slots[SLOTS];
static pthread_mutex_t locks[LOCKS];

static void start(void)
{
    if (RAND_bytes((unsigned char *)seed, sizeof(seed)) != 1) {
        abort();
    }
    for (int i = 0; i < LOCKS; i++) {
        pthread_mutex_init(&locks[i], NULL);
    }
}

static int64_t now_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static uint64_t hash_of(const unsigned char *key, size_t len)
{
    uint64_t h = seed[0] ^ len, w;

    for (; len > 0; len -= len > 8 ? 8 : len, key += 8) {
        w = 0;
        memcpy(&w, key, len > 8 ? 8 : len);
        h = (h ^ w) * (seed[1] | 1);
        h ^= h >> 32;
    }
    h *= UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

uint64_t smm_memo_epoch(void)
{
    return __atomic_load_n(&newest, __ATOMIC_ACQUIRE);
}

void smm_memo_written(void)
{
    __atomic_add_fetch(&newest, 1, __ATOMIC_ACQ_REL);
}

static int good(const entry_t *e, uint64_t hash, const void *key, size_t key_len)
{
    return e && e->hash == hash && e->key_len == key_len && e->epoch == smm_memo_epoch() &&
           now_ms() - e->made < SMM_MEMO_MS && memcmp(e->bytes, key, key_len) == 0;
}

/* A copy of what is kept into `to` of `room` bytes, or into p when there is none. */
static void *fetch(apr_pool_t *p, const void *key, size_t key_len, void *to, size_t room,
                   size_t *len)
{
    uint64_t hash;
    size_t at;
    void *copy = NULL;

    pthread_once(&seeded, start);
    hash = hash_of(key, key_len);
    at = hash % SLOTS;
    pthread_mutex_lock(&locks[at % LOCKS]);
    if (good(slots[at], hash, key, key_len) && (p || slots[at]->len == room)) {
        *len = slots[at]->len;
        copy = p ? apr_palloc(p, *len) : to;
        memcpy(copy, slots[at]->bytes + key_len, *len);
    }
    pthread_mutex_unlock(&locks[at % LOCKS]);
    return copy;
}

void *smm_memo_get(apr_pool_t *p, const void *key, size_t key_len, size_t *len)
{
    return fetch(p, key, key_len, NULL, 0, len);
}

static int look(const void *key, size_t key_len, void *to, size_t room)
{
    size_t len;

    return fetch(NULL, key, key_len, to, room, &len) != NULL;
}

void smm_memo_put(uint64_t epoch, const void *key, size_t key_len, const void *data, size_t len)
{
    entry_t *e, *old;
    size_t at;

    if (key_len > SMM_MEMO_KEY_MAX || len > SMM_MEMO_DATA_MAX || epoch != smm_memo_epoch()) {
        return;
    }
    pthread_once(&seeded, start);
    e = malloc(sizeof(*e) + key_len + len);
    if (e == NULL) {
        return;
    }
    e->hash = hash_of(key, key_len);
    e->epoch = epoch;
    e->made = now_ms();
    e->key_len = key_len;
    e->len = len;
    memcpy(e->bytes, key, key_len);
    memcpy(e->bytes + key_len, data, len);
    at = e->hash % SLOTS;
    pthread_mutex_lock(&locks[at % LOCKS]);
    old = slots[at];
    slots[at] = e;
    pthread_mutex_unlock(&locks[at % LOCKS]);
    free(old);
}

smm_db_rc_e smm_memo_int(smm_db_t *db, int stmt, const smm_arg_t *args, int nargs, int64_t *value)
{
    struct {
        const void *what, *db;
        int64_t stmt, arg[4];
    } key = {&newest, db, stmt, {0}};
    uint64_t epoch = smm_memo_epoch();
    smm_db_rc_e rc;
    int known = nargs <= 4;

    for (int i = 0; i < nargs && known; i++) {
        known = args[i].type == SMM_A_INT;
        key.arg[i] = args[i].i;
    }
    if (known && look(&key, sizeof(key), value, sizeof(*value))) {
        return SMM_DB_OK;
    }
    rc = smm_db_int(db, stmt, args, nargs, value, NULL);
    if (rc == SMM_DB_OK && known) {
        smm_memo_put(epoch, &key, sizeof(key), value, sizeof(*value));
    }
    return rc;
}
