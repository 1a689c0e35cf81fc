/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept for a moment: whole keys, gone after any write and after SMM_MEMO_MS. */
#include <pthread.h>
#include <string.h>
#include <unistd.h>
#include "tap.h"
#include "smm_memo.h"

static const char *got(const char *key)
{
    size_t len = 0;
    const char *s = smm_memo_get(tap_pool, key, strlen(key), &len);

    return s && len == strlen(s) + 1 ? s : s ? "(wrong length)" : "-";
}

static void keep(uint64_t epoch, const char *key, const char *data)
{
    smm_memo_put(epoch, key, strlen(key), data, strlen(data) + 1);
}

static void life(void)
{
    uint64_t e = smm_memo_epoch();
    char big[SMM_MEMO_DATA_MAX + 1] = "x";

    is(got("a"), "-", "nothing kept");
    keep(e, "a", "mine");
    is(got("a"), "mine", "kept");
    is(got("A"), "-", "another key");
    is(got("aa"), "-", "a longer key");
    is(got(""), "-", "no key");
    keep(e, "a", "newer");
    is(got("a"), "newer", "replaced");
    smm_memo_written();
    is(got("a"), "-", "gone after a write");
    keep(e, "a", "old");
    is(got("a"), "-", "read before the write, kept after it: refused");
    smm_memo_put(smm_memo_epoch(), "b", 1, big, sizeof(big));
    is(got("b"), "-", "too large");
    keep(smm_memo_epoch(), "c", "soon");
    usleep((SMM_MEMO_MS + 50) * 1000);
    is(got("c"), "-", "gone after a while");
}

/* More keys than slots: entries push each other out, and none is mistaken for another. */
static void crowd(void)
{
    char key[32], want[32];
    int wrong = 0, found = 0;

    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof(key), "person-%d", i);
        snprintf(want, sizeof(want), "data-%d", i);
        keep(smm_memo_epoch(), key, want);
    }
    for (int i = 0; i < 5000; i++) {
        const char *s;

        snprintf(key, sizeof(key), "person-%d", i);
        snprintf(want, sizeof(want), "data-%d", i);
        s = got(key);
        found += strcmp(s, "-") != 0;
        wrong += strcmp(s, "-") != 0 && strcmp(s, want) != 0;
    }
    is_int(wrong, 0, "nobody gets another's data");
    ok(found > 100 && found <= 1024, "some are there, not more than slots");
}

static void *writer(void *unused)
{
    for (int i = 0; i < 20000; i++) {
        smm_memo_written();
    }
    return NULL;
}

/* Values are the epoch they were kept in: one that is found must be of now. */
static void race(void)
{
    pthread_t t;
    int stale = 0;

    pthread_create(&t, NULL, writer, NULL);
    for (int i = 0; i < 20000; i++) {
        uint64_t before = smm_memo_epoch(), *v;
        size_t len;

        smm_memo_put(before, "k", 1, &before, sizeof(before));
        before = smm_memo_epoch();
        v = smm_memo_get(tap_pool, "k", 1, &len);
        stale += v && *v < before;
    }
    pthread_join(t, NULL);
    is_int(stale, 0, "nothing of before a write that had ended");
}

int main(void)
{
    tap_init();
    life();
    crowd();
    race();
    return tap_done();
}
