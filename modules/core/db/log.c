/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include "smm_log.h"

static smm_log_fn *sink;

void smm_log_to(smm_log_fn *fn)
{
    sink = fn;
}

void smm_log(smm_log_e level, const char *fmt, ...)
{
    char line[1024];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(line, sizeof(line), fmt, ap);
    va_end(ap);
    for (char *c = line; *c != '\0'; c++) {
        if (*c == '\n' || *c == '\r') {
            *c = ' '; /* one event, one line: database messages may have several */
        }
    }
    if (sink != NULL) {
        sink(level, line);
    } else if (level <= SMM_LOG_WARN) {
        fprintf(stderr, "%s\n", line);
    }
}
