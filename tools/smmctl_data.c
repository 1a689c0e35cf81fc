/* SPDX-License-Identifier: Apache-2.0 */
/* smmctl: the database as a whole. */
#include <string.h>
#include <apr_strings.h>
#include "smmctl_int.h"
#include "smm_catalogue.h"
#include "smm_verify.h"
#include "../modules/core/view/smm_view.h"

int ctl_migrate(ctl_t *t)
{
    const char *error = NULL;
    int before = smm_db_schema_state(t->ctx.db, t->pool, &error);
    if (before < 0) {
        return ctl_fail("nothing was changed: %s", error ? error : "the schema is not known");
    }
    if (before == 0 && smm_db_migrate(t->ctx.db, t->pool, &error) != SMM_OK) {
        return ctl_fail("the migration stopped and can be started again: %s",
                        error ? error : "no reason given");
    }
    puts(before ? "the schema is up to date already" : "the schema is up to date now");
    return 0;
}

static void say(void *baton, const char *line)
{
    puts(line);
}

int ctl_verify(ctl_t *t)
{
    smm_verify_t v = {.pool = t->pool, .db = t->ctx.db, .now = t->ctx.now, .say = say};
    return smm_verify_run(&v) ? 1 : 0;
}

int ctl_import(ctl_t *t)
{
    smm_import_tally_t tally = {0};
    smm_result_t r = smm_import_services_file(&t->ctx, t->argv[0], &tally);
    if (r.code != SMM_OK) {
        return ctl_result(t, &r);
    }
    printf("%" APR_INT64_T_FMT " new, %" APR_INT64_T_FMT " changed, %" APR_INT64_T_FMT " refused\n",
           tally.added, tally.changed, tally.refused);
    if (tally.first_problem) {
        printf("first refused: %s\n", tally.first_problem);
    }
    return 0;
}

int ctl_theme(ctl_t *t)
{
    const char *root = t->argc > 1 ? t->argv[1] : SMM_DATADIR "/htdocs";
    const char *faults = smm_view_check(root, t->argv[0], t->pool);
    if (faults) {
        fputs(faults, stderr);
        return ctl_fail("the theme has faults");
    }
    faults = smm_view_check_slow(root, t->argv[0], t->pool);
    if (faults) {
        printf("the theme is good; these sheets are rendered by libxslt, which is slower:\n%s\n",
               faults);
        return 0;
    }
    puts("the theme is good, all pages compile");
    return 0;
}
