/* SPDX-License-Identifier: Apache-2.0 */
/* Inside smmctl: what a command gets, and the commands. */
#ifndef SMMCTL_INT_H
#define SMMCTL_INT_H

#include <stdio.h>
#include "smm_ctx.h"

typedef struct ctl_t {
    apr_pool_t *pool;
    const char *driver, *params, *panel_key, *secret_file;
    smm_ctx_t ctx; /* db is open; panel is set when the command needs one */
    smm_panel_t panel;
    unsigned char secret[32];
    int argc; /* what follows the command */
    char **argv;
} ctl_t;

#define CTL_PANEL 1u  /* needs a panel */
#define CTL_MAKE 2u   /* makes the panel when it is missing */
#define CTL_SECRET 4u /* needs --secret-file */
#define CTL_NO_DB 8u  /* works without a database */
#define CTL_ANY 16u   /* works on a database of any schema version */

#define CTL_ARG 32u /* the first argument is the panel's key */

typedef struct ctl_command_t {
    const char *name;
    const char *usage; /* what follows the name */
    const char *help;
    int (*run)(ctl_t *t); /* exit status */
    unsigned needs;
    int min, max; /* arguments */
} ctl_command_t;

/** Prints "smmctl: …" to standard error. @return 1 */
int ctl_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/** Prints a result's message with {0} and {1} filled in. @return 1 */
int ctl_result(ctl_t *t, const smm_result_t *r);
/** The first line of standard input without its line end, "" at the end of input. NULL when longer
 * than 64 KB. */
const char *ctl_line(apr_pool_t *p);

int ctl_migrate(ctl_t *t);
int ctl_verify(ctl_t *t);
int ctl_staff(ctl_t *t);
int ctl_settings(ctl_t *t);
int ctl_parse_name(ctl_t *t);
int ctl_backup(ctl_t *t);
int ctl_restore(ctl_t *t);
int ctl_export(ctl_t *t);
int ctl_import(ctl_t *t);
int ctl_theme(ctl_t *t);
int ctl_gateways(ctl_t *t);

#endif
