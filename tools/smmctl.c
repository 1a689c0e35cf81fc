/* SPDX-License-Identifier: Apache-2.0 */
/* smmctl: the panel's command line, on the same domain code as the modules. */
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <openssl/crypto.h>
#include "smmctl_int.h"
#include "smm_http.h"
#include "smm_mail.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_version.h"
#include "smmctl_register.h"

static const ctl_command_t commands[] = {
    {"migrate", "", "Brings the schema of the database up to this release.", ctl_migrate, CTL_ANY,
     0, 0},
    {"verify", "",
     "Checks every invariant. Prints a summary and exits 0 when all hold, else one line a breach\n"
     "and exit 1.",
     ctl_verify, 0, 0, 0},
    {"staff", "add USER [--owner] [--email ADDRESS]",
     "Makes a staff account, or gives an existing account the role. The password is the first "
     "line\n"
     "of standard input; when that is empty one is made up and printed once.",
     ctl_staff, CTL_PANEL | CTL_MAKE, 2, 5},
    {"settings", "list | get KEY | set KEY [VALUE] | unset KEY",
     "Settings of a panel. A secret's value, or one that is not given, is the first line of "
     "standard\n"
     "input. A secret is never printed: \"get\" says only whether it is set.",
     ctl_settings, CTL_PANEL, 1, 3},
    {"parse-name", "",
     "Reads service names from standard input, one a line, and prints what each says as JSON.",
     ctl_parse_name, CTL_NO_DB, 0, 0},
    {"backup", "FILE",
     "Writes a consistent copy of the whole database while the server runs, checks it (SQLite: "
     "also\n"
     "every invariant) and only then gives it the name FILE.",
     ctl_backup, 0, 1, 1},
    {"restore", "FILE",
     "Fills a new database from a backup. What was under way when it was taken is laid to rest:\n"
     "campaigns become unknown, waiting mails are not sent. The server must be stopped.",
     ctl_restore, CTL_NO_DB, 1, 1},
    {"export", "[PANEL]", "Writes what a panel owns to standard output, as JSON without secrets.",
     ctl_export, CTL_PANEL | CTL_ARG, 0, 1},
    {"import-services", "FILE",
     "Imports services from a file that holds the answer of a panel API's \"services\" call.",
     ctl_import, CTL_PANEL, 1, 1},
    {"gateways", "[test NAME [NETWORK...]]",
     "Lists the ways to pay of a panel, whether each is on, and the path to which its processor\n"
     "sends notices. \"test\" makes one harmless call with the stored keys and says what is "
     "wrong;\n"
     "a NETWORK (\"10.1.2.0/24\", \"127.0.0.1:8081\") may be reached although it is private.",
     ctl_gateways, CTL_PANEL | CTL_SECRET, 0, 9},
    {"theme-check", "DIR [ROOT]",
     "Compiles the stylesheets of a theme folder over the installed ones (or those in ROOT) and "
     "says\n"
     "what is wrong with them.",
     ctl_theme, CTL_NO_DB, 1, 2},
};
#define NCOMMANDS (sizeof(commands) / sizeof(commands[0]))

int ctl_fail(const char *fmt, ...)
{
    va_list ap;
    fputs("smmctl: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    return 1;
}

const char *ctl_line(apr_pool_t *p)
{
    static char buf[65536];
    size_t n;
    if (!fgets(buf, sizeof(buf), stdin)) {
        return "";
    }
    n = strlen(buf);
    if (n == sizeof(buf) - 1 && buf[n - 1] != '\n') {
        return NULL;
    }
    buf[strcspn(buf, "\r\n")] = '\0';
    const char *line = apr_pstrdup(p, buf);
    OPENSSL_cleanse(buf, sizeof(buf)); /* it may be a password */
    return line;
}

static int usage(FILE *out, int status)
{
    fputs(
        "Usage: smmctl --dbd DRIVER --params PARAMS [--panel KEY] [--secret-file FILE] COMMAND\n\n"
        "DRIVER and PARAMS are those of DBDriver and DBDParams: sqlite3 or pgsql.\n"
        "--panel is the key given to SmmPanel; it may be left out when there is only one.\n"
        "--secret-file is the file named by SmmSecretFile.\n\nCommands:\n",
        out);
    for (size_t i = 0; i < NCOMMANDS; i++) {
        fprintf(out, "  %-12s %s\n", commands[i].name, commands[i].usage);
    }
    fputs("\nsmmctl COMMAND --help explains a command.\n", out);
    return status;
}

static int explain(const ctl_command_t *c)
{
    printf("Usage: smmctl %s%s %s\n\n%s\n",
           c->needs & CTL_NO_DB ? "" : "--dbd DRIVER --params PARAMS [--panel KEY] ", c->name,
           c->usage, c->help);
    return 0;
}

/* ---- database and panel --------------------------------------------------------------------- */

static int open_db(ctl_t *t, const ctl_command_t *c)
{
    const char *error = NULL;
    int state;
    if (!t->driver || !t->params) {
        return ctl_fail("--dbd and --params say which database; see smmctl --help");
    }
    if (smm_db_open(t->pool, t->driver, t->params, &t->ctx.db, &error) != SMM_OK) {
        return ctl_fail("the database cannot be opened: %s", error ? error : "no reason given");
    }
    if (c->needs & CTL_ANY) {
        return 0;
    }
    state = smm_db_schema_state(t->ctx.db, t->pool, &error);
    if (state == 0) {
        return ctl_fail("the database's schema is older than this program: run smmctl migrate");
    }
    return state == 1 ? 0 : ctl_fail("the database's schema is not known: %s", error ? error : "");
}

typedef struct pick_t {
    ctl_t *t;
    int n;
} pick_t;

static int pick(void *baton, const smm_row_t *row)
{
    pick_t *x = baton;
    const char *key = smm_row_text(row, C_panel_list_key);
    if (!x->t->panel_key || strcmp(key, x->t->panel_key) == 0) {
        x->t->panel.id = smm_row_int(row, C_panel_list_id);
        x->t->panel.key = apr_pstrdup(x->t->pool, key);
        x->t->panel.name = smm_row_dup(row, C_panel_list_name, x->t->pool);
        x->n++;
    }
    return 0;
}

static int key_ok(const char *key)
{
    size_t n = strlen(key);
    return n >= 1 && n <= 32 && strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

static int find_panel(ctl_t *t, const ctl_command_t *c)
{
    pick_t x = {t, 0};
    if (t->panel_key && !key_ok(t->panel_key)) {
        return ctl_fail("a panel's key has 1 to 32 characters a-z 0-9 -");
    }
    for (int i = 0; i < 2; i++) {
        x.n = 0;
        if (smm_db_read(t->ctx.db, SQL_panel_list, SMM_NOARGS, pick, &x) != SMM_DB_OK) {
            return ctl_fail("the database did not answer");
        }
        if (x.n || i || !(c->needs & CTL_MAKE) || !t->panel_key) {
            break;
        }
        smm_unit_t *u = smm_unit_make(t->pool);
        smm_unit_add(u, SQL_panel_insert,
                     SMM_ARGS(SMM_T(t->panel_key), SMM_T(t->panel_key), SMM_I(t->ctx.now)));
        smm_db_write(t->ctx.db, u);
    }
    if (x.n == 0) {
        return ctl_fail(t->panel_key
                            ? "there is no panel \"%s\" in this database"
                            : "there is no panel yet%s: start the server once, or say --panel KEY",
                        t->panel_key ? t->panel_key : "");
    }
    return x.n == 1 ? 0 : ctl_fail("there are %d panels: say which with --panel KEY", x.n);
}

static int read_secret(ctl_t *t, const ctl_command_t *c)
{
    const char *error = NULL;
    if (!t->secret_file) {
        return c->needs & CTL_SECRET ? ctl_fail("--secret-file is needed for this") : 0;
    }
    if (smm_secret_read(t->pool, t->secret_file, t->secret, &error)) {
        return ctl_fail("%s: %s", t->secret_file, error);
    }
    t->panel.secret = t->secret;
    return 0;
}

static int run(ctl_t *t, const ctl_command_t *c)
{
    t->ctx.pool = t->pool;
    t->ctx.now = (int64_t)apr_time_sec(apr_time_now());
    t->ctx.panel = &t->panel;
    t->panel.currency = "USD";
    t->panel.mount = "";
    if (t->argc < c->min || t->argc > c->max) {
        fprintf(stderr, "Usage: smmctl … %s %s\n", c->name, c->usage);
        return 2;
    }
    ctl_register_all();
    if (c->needs & CTL_NO_DB) {
        int status = c->run(t);
        if (t->ctx.db) {
            smm_db_close(t->ctx.db);
        }
        return status;
    }
    if ((c->needs & CTL_ARG) && t->argc > 0) {
        t->panel_key = t->argv[0];
    }
    int bad = read_secret(t, c) || open_db(t, c) || (c->needs & CTL_PANEL && find_panel(t, c));
    int status = bad ? 2 : c->run(t);
    if (t->ctx.db) {
        smm_db_close(t->ctx.db);
    }
    OPENSSL_cleanse(t->secret, sizeof(t->secret));
    return status;
}

/* ---- the command line ----------------------------------------------------------------------- */

/* Takes "--name value" or "--name=value". @return 1 taken, 0 another option, -1 no value */
static int option(char **argv, int argc, int *i, const char *name, const char **value)
{
    size_t n = strlen(name);
    if (strncmp(argv[*i], name, n) != 0) {
        return 0;
    }
    if (argv[*i][n] == '=') {
        *value = argv[*i] + n + 1;
        return 1;
    }
    if (argv[*i][n] != '\0') {
        return 0;
    }
    if (*i + 1 >= argc) {
        return -1;
    }
    *value = argv[++*i];
    return 1;
}

static int main2(ctl_t *t, int argc, char **argv)
{
    int i;
    for (i = 1; i < argc && argv[i][0] == '-'; i++) {
        int got = 0;
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            return usage(stdout, 0);
        }
        if (strcmp(argv[i], "--version") == 0) {
            printf("smmctl %s\n", smm_version());
            return 0;
        }
        if (!(got = option(argv, argc, &i, "--dbd", &t->driver)) &&
            !(got = option(argv, argc, &i, "--params", &t->params)) &&
            !(got = option(argv, argc, &i, "--panel", &t->panel_key))) {
            got = option(argv, argc, &i, "--secret-file", &t->secret_file);
        }
        if (got <= 0) {
            ctl_fail(got ? "%s needs a value" : "unknown option %s; see smmctl --help", argv[i]);
            return 2;
        }
    }
    if (i == argc) {
        return usage(stderr, 2);
    }
    for (size_t k = 0; k < NCOMMANDS; k++) {
        if (strcmp(argv[i], commands[k].name) == 0) {
            t->argc = argc - i - 1;
            t->argv = argv + i + 1;
            for (int j = 0; j < t->argc; j++) {
                if (strcmp(t->argv[j], "--help") == 0) {
                    return explain(&commands[k]);
                }
            }
            return run(t, &commands[k]);
        }
    }
    ctl_fail("there is no command \"%s\"; see smmctl --help", argv[i]);
    return 2;
}

int main(int argc, char **argv)
{
    static ctl_t t;
    int status;
    if (apr_app_initialize(&argc, (const char *const **)&argv, NULL) != APR_SUCCESS) {
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    umask(027); /* a database made here holds what only the server's user may read */
    apr_pool_create(&t.pool, NULL);
    smm_http_start();
    status = main2(&t, argc, argv);
    if (fflush(stdout) != 0) {
        status = status ? status : 1;
    }
    apr_pool_destroy(t.pool);
    apr_terminate();
    return status;
}
