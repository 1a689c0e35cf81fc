/* SPDX-License-Identifier: Apache-2.0 */
/* The little TAP that the unit programs need. main(): tap_init(); … return tap_done(); */
#ifndef TAP_H
#define TAP_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <apr_general.h>
#include <apr_pools.h>

static int tap_n, tap_failed;
static apr_pool_t *tap_pool;

static inline void tap_ok(int good, const char *what, const char *file, int line)
{
    printf("%sok %d - %s\n", good ? "" : "not ", ++tap_n, what);
    if (!good) {
        tap_failed++;
        printf("# at %s:%d\n", file, line);
    }
}
#define ok(cond, what) tap_ok(!!(cond), (what), __FILE__, __LINE__)

static inline void tap_str(const char *got, const char *want, const char *what, const char *file,
                           int line)
{
    int good = got == want || (got && want && strcmp(got, want) == 0);

    tap_ok(good, what, file, line);
    if (!good) {
        printf("#  got: %s\n# want: %s\n", got ? got : "(null)", want ? want : "(null)");
    }
}
#define is(got, want, what) tap_str((got), (want), (what), __FILE__, __LINE__)

static inline void tap_int(int64_t got, int64_t want, const char *what, const char *file, int line)
{
    tap_ok(got == want, what, file, line);
    if (got != want) {
        printf("#  got: %" PRId64 "\n# want: %" PRId64 "\n", got, want);
    }
}
#define is_int(got, want, what) tap_int((int64_t)(got), (int64_t)(want), (what), __FILE__, __LINE__)

static inline void tap_init(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    apr_initialize();
    apr_pool_create(&tap_pool, NULL);
}

static inline int tap_done(void)
{
    printf("1..%d\n", tap_n);
    apr_pool_destroy(tap_pool);
    apr_terminate();
    return tap_failed || tap_n == 0;
}

#endif
