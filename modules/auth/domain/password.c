/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords: argon2id, a bound on how many hashes run at once, and the rules for new ones. */
#include <argon2.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "smm_auth.h"
#include "common_passwords.h"

/* OWASP's figures for argon2id; each hash takes 19 MiB and some 15 ms of one core */
#define HASH_T 2
#define HASH_M (19 * 1024)
#define HASH_P 1
#define HASH_PREFIX "$argon2id$v=19$m=19456,t=2,p=1$"

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_free = PTHREAD_COND_INITIALIZER;
static int gate_limit = 4, gate_used, gate_wait = 2000;
static int64_t gate_done;

void smm_auth_hash_limit(int n, int wait_ms)
{
    pthread_mutex_lock(&gate);
    gate_limit = n > 0 ? n : 1;
    gate_wait = wait_ms;
    pthread_mutex_unlock(&gate);
}

int64_t smm_auth_hash_count(void)
{
    pthread_mutex_lock(&gate);
    int64_t n = gate_done;
    pthread_mutex_unlock(&gate);
    return n;
}

/* A crowd of sign-ins must not take all memory and cores: the surplus waits, then is sent away. */
static int gate_enter(void)
{
    struct timespec until;
    int rv = 0;
    clock_gettime(CLOCK_REALTIME, &until);
    pthread_mutex_lock(&gate);
    until.tv_sec += gate_wait / 1000;
    until.tv_nsec += (gate_wait % 1000) * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    while (gate_used >= gate_limit && rv != ETIMEDOUT) {
        rv = pthread_cond_timedwait(&gate_free, &gate, &until);
    }
    int in = gate_used < gate_limit;
    gate_used += in;
    pthread_mutex_unlock(&gate);
    return in;
}

static void gate_leave(void)
{
    pthread_mutex_lock(&gate);
    gate_used--;
    gate_done++;
    pthread_cond_signal(&gate_free);
    pthread_mutex_unlock(&gate);
}

smm_rc_e smm_auth_hash(apr_pool_t *p, const char *password, const char **hash)
{
    unsigned char salt[16];
    size_t cap = argon2_encodedlen(HASH_T, HASH_M, HASH_P, sizeof(salt), 32, Argon2_id);
    char *out = apr_palloc(p, cap);
    if (apr_generate_random_bytes(salt, sizeof(salt)) != APR_SUCCESS) {
        return SMM_BUG;
    }
    if (!gate_enter()) {
        return SMM_BUSY;
    }
    int rv = argon2id_hash_encoded(HASH_T, HASH_M, HASH_P, password, strlen(password), salt,
                                   sizeof(salt), 32, out, cap);
    gate_leave();
    if (rv != ARGON2_OK) {
        return rv == ARGON2_MEMORY_ALLOCATION_ERROR ? SMM_BUSY : SMM_BUG;
    }
    *hash = out;
    return SMM_OK;
}

/* Any valid encoding with today's parameters will do: its digest belongs to no password. */
static const char dummy[] =
    HASH_PREFIX "c21tLW5vLXN1Y2gtdXNlcg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

smm_rc_e smm_auth_check(apr_pool_t *p, const char *hash, const char *password)
{
    if (!gate_enter()) {
        return SMM_BUSY;
    }
    int rv = argon2id_verify(hash ? hash : dummy, password, strlen(password));
    gate_leave();
    if (rv == ARGON2_MEMORY_ALLOCATION_ERROR) {
        return SMM_BUSY;
    }
    return hash && rv == ARGON2_OK ? SMM_OK : SMM_FORBIDDEN;
}

int smm_auth_hash_old(const char *hash)
{
    return strncmp(hash, HASH_PREFIX, sizeof(HASH_PREFIX) - 1) != 0;
}

/* The list is sorted, lower case and has only words of at least the minimum length. */
static int is_common(const char *lower)
{
    size_t lo = 0, hi = sizeof(common_passwords) / sizeof(*common_passwords);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int d = strcmp(lower, common_passwords[mid]);
        if (d == 0) {
            return 1;
        }
        if (d < 0) {
            hi = mid;
        } else {
            lo = mid + 1;
        }
    }
    return 0;
}

static int is_one_character(const char *s)
{
    return strspn(s, (char[]){*s, 0}) == strlen(s);
}

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++) {
        n += ((unsigned char)*s & 0xC0) != 0x80;
    }
    return n;
}

smm_result_t smm_auth_password_rule(smm_ctx_t *c, const char *field, const char *password,
                                    const char *username, const char *email)
{
    const char *lower = smm_auth_key(c->pool, password);
    if (characters(password) < SMM_AUTH_PASSWORD_MIN) {
        return smm_fail(SMM_INVALID, field, "Use at least 8 characters.");
    }
    if (strlen(password) > SMM_AUTH_PASSWORD_MAX) {
        return smm_fail(SMM_INVALID, field, "This password is too long. Use at most 256 bytes.");
    }
    const char *at = email ? strchr(email, '@') : NULL;
    const char *local = at ? apr_pstrmemdup(c->pool, email, (apr_size_t)(at - email)) : NULL;
    if ((username && !strcasecmp(password, username)) || (email && !strcasecmp(password, email)) ||
        (local && !strcasecmp(password, local)) ||
        (c->panel && !strcasecmp(password, c->panel->name))) {
        return smm_fail(SMM_INVALID, field,
                        "Do not use your user name, your address or the name of this panel.");
    }
    if (is_one_character(password) || is_common(lower)) {
        return smm_fail(SMM_INVALID, field,
                        "Many people use this password, so it is guessed first. Choose another.");
    }
    return smm_ok();
}
