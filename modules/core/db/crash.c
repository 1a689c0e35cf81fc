/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Crash points of test builds. Two ways to arm one: SMM_CRASH_AT in the environment ("name" or
 * "name:3"), or the file named by SMM_CRASH_FILE, whose first line is a name; the file is removed
 * just before the kill, so that a running server can be armed again and again.
 */
#include "smm_crash.h"

#ifdef SMM_CRASH_POINTS
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* True when the file names this point; whoever removes it first is the one that dies. */
static int armed_by_file(const char *name)
{
    const char *path = getenv("SMM_CRASH_FILE");
    char text[128];
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t n;
    if (fd < 0) {
        return 0;
    }
    n = read(fd, text, sizeof(text) - 1);
    close(fd);
    if (n <= 0) {
        return 0;
    }
    text[n] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return strcmp(text, name) == 0 && unlink(path) == 0;
}

void smm_crash_point(const char *name)
{
    static int passes;
    const char *at = getenv("SMM_CRASH_AT");
    if (armed_by_file(name)) {
        raise(SIGKILL);
    }
    if (at) {
        size_t len = strlen(name);
        if (strncmp(at, name, len) == 0 && (at[len] == '\0' || at[len] == ':')) {
            int want = at[len] == ':' ? (int)strtol(at + len + 1, NULL, 10) : 1;
            if (__atomic_add_fetch(&passes, 1, __ATOMIC_SEQ_CST) >= want) {
                raise(SIGKILL);
            }
        }
    }
}
#else
/* An ordinary build has no crash points. */
typedef int smm_no_crash_points;
#endif
