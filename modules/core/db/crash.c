/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "smm_crash.h"

#ifdef SMM_CRASH_POINTS
void smm_crash_point(const char *name)
{
    static atomic_long passes;
    const char *at = getenv("SMM_CRASH_AT");
    size_t len = strlen(name);
    long wanted = 1;

    if (at == NULL || strncmp(at, name, len) != 0) {
        return;
    }
    if (at[len] == ':') {
        wanted = strtol(at + len + 1, NULL, 10);
    } else if (at[len] != '\0') {
        return;
    }
    if (atomic_fetch_add(&passes, 1) + 1 == wanted) {
        raise(SIGKILL);
    }
}
#else
typedef int smm_crash_points_are_off; /* ISO C wants at least one declaration */
#endif
