/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <stdarg.h>
#include <string.h>
#include <apr_strings.h>
#include "smm_verify.h"

#define MAX_CHECKS 64

static struct {
    const char *name;
    smm_verify_fn *fn;
} checks[MAX_CHECKS];
static int n_checks;

void smm_verify_add(const char *name, smm_verify_fn *fn)
{
    int i;

    for (i = 0; i < n_checks && strcmp(checks[i].name, name) != 0; i++)
        ;
    if (i == MAX_CHECKS)
        return;
    checks[i].name = name;
    checks[i].fn = fn;
    if (i == n_checks)
        n_checks++;
}

void smm_verify_breach(smm_verify_t *v, const char *fmt, ...)
{
    va_list ap;
    char *line;

    va_start(ap, fmt);
    line = apr_pvsprintf(v->pool, fmt, ap);
    va_end(ap);
    v->breaches++;
    if (v->say)
        v->say(v->baton, line);
}

void smm_verify_note(smm_verify_t *v, const char *fmt, ...)
{
    va_list ap;
    char *line;

    va_start(ap, fmt);
    line = apr_pvsprintf(v->pool, fmt, ap);
    va_end(ap);
    v->notes = v->notes ? apr_pstrcat(v->pool, v->notes, "\n", line, NULL) : line;
}

int smm_verify_db(smm_verify_t *v, const char *what, smm_db_rc_e rc)
{
    if (rc == SMM_DB_OK)
        return 0;
    smm_verify_breach(v, "%s: the database did not answer", what);
    return 1;
}

int smm_verify_run(smm_verify_t *v)
{
    char *notes, *line, *last;
    int i;

    v->breaches = 0;
    v->notes = NULL;
    for (i = 0; i < n_checks; i++)
        checks[i].fn(v);
    if (v->breaches == 0 && v->notes && v->say) {
        notes = apr_pstrdup(v->pool, v->notes);
        for (line = apr_strtok(notes, "\n", &last); line; line = apr_strtok(NULL, "\n", &last))
            v->say(v->baton, line);
    }
    return v->breaches;
}
