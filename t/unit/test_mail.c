/* SPDX-License-Identifier: Apache-2.0 */
/* Mail: addresses, MIME, Maildir, SMTP against a small server, the outbox and its job. */
#include <arpa/inet.h>
#include <dirent.h>
#include <ftw.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#include <apr_strings.h>
#include "../../modules/core/mail/mail_int.h"
#include "../../modules/core/view/smm_view.h"
#include "smm_job.h"
#include "tap.h"
#include "unit_db.h"

static smm_ctx_t ctx;
static char box[32];
static const char *found; /* the newest message of a folder */

static int count(const char *sub)
{
    const char *dir = apr_pstrcat(tap_pool, box, "/", sub, NULL);
    DIR *d = opendir(dir);
    int n = 0;
    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] != '.') {
            apr_file_t *f;
            apr_size_t len = 65535;
            char *buf = apr_pcalloc(tap_pool, 65536);
            n++;
            if (!apr_file_open(&f, apr_pstrcat(tap_pool, dir, "/", e->d_name, NULL), APR_FOPEN_READ,
                               0, tap_pool)) {
                apr_file_read(f, buf, &len);
                apr_file_close(f);
                found = buf;
            }
        }
    }
    if (d) {
        closedir(d);
    }
    return n;
}

static void test_addresses(void)
{
    static const char *const bad[] = {"",
                                      "a",
                                      "@b.example",
                                      "a@",
                                      "a@b@c",
                                      "a b@c.example",
                                      "a@c.example\r\nBcc: x@y.example",
                                      "a@c.example\n",
                                      "<a@b.example>",
                                      "a@b.example,c@d.example",
                                      "\"a\"@b.example",
                                      "a@.example",
                                      "ä@b.example"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        ok(!smm_mail_address_ok(bad[i]), "refused address");
    }
    ok(!smm_mail_address_ok(NULL), "no address");
    ok(smm_mail_address_ok("a.b+c@d.example") && smm_mail_address_ok("x@localhost"),
       "good addresses");
}

/** A file beside the texts, in lines that every mail system takes. */
static void test_file(void)
{
    char data[200];
    smm_mail_file_t file = {"INV-2627-000001.pdf", "application/pdf", data, sizeof(data)};
    smm_mime_t m = {.from = "panel@unit.example",
                    .to = "a@unit.example",
                    .subject = "s",
                    .text = "plain",
                    .html = "<p>x</p>",
                    .message_id = "1@unit.example",
                    .lang = "en",
                    .file = &file};
    const char *out, *at, *end;

    memset(data, 0xA5, sizeof(data));
    out = smm_mime_build(tap_pool, &m);
    ok(strstr(out, "multipart/mixed") && strstr(out, "multipart/alternative"), "texts and a file");
    ok(strstr(out, "Content-Disposition: attachment; filename=\"INV-2627-000001.pdf\"\r\n") != NULL,
       "with its name");
    at = strstr(out, "base64\r\n\r\n");
    at = at ? at + 10 : "";
    ok(strcspn(at, "\r") == 76 && strncmp(at, "paWlpaWl", 8) == 0, "in lines of 76");
    end = strstr(at, "\r\n--");
    ok(end && strncmp(end - 6, "\r\n", 2) != 0 && strncmp(end - 4, "paU=", 4) == 0,
       "whole to the last byte");
}

static void test_mime(void)
{
    smm_mime_t m = {
        .from = "panel@unit.example",
        .from_name = "Überblick",
        .to = "a@b.example",
        .subject =
            "Grüße – ein sehr langer Betreff, der über mehr als eine Zeile geht, ganz sicher",
        .text = "Hello\n.dot\nFrom me\ntrailing \nä",
        .html = "<p>Hello</p>",
        .message_id = "1.2.unit@unit.example",
        .lang = "en",
        .date = 1700000000};
    const char *out = smm_mime_build(tap_pool, &m);
    ok(out != NULL, "built");
    ok(strstr(out, "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"), "date");
    ok(strstr(out, "From: =?UTF-8?B?w5xiZXJibGljaw==?= <panel@unit.example>\r\n"),
       "name as encoded word");
    ok(strstr(out, "Subject: =?UTF-8?B?") && strstr(out, "?=\r\n =?UTF-8?B?"),
       "long subject folded");
    ok(strstr(out, "=2Edot\r\n") && strstr(out, "=46rom me") && strstr(out, "trailing=20\r\n") &&
           strstr(out, "=C3=A4"),
       "quoted-printable");
    ok(strstr(out, "multipart/alternative") && strstr(out, "text/plain") &&
           strstr(out, "text/html"),
       "both parts");
    int longest = 0, n = 0, bare = 0;
    for (const char *s = out; *s; s++) {
        bare += *s == '\n' && (s == out || s[-1] != '\r');
        n = *s == '\n' ? 0 : n + 1;
        longest = n > longest ? n : longest;
    }
    ok(longest <= 150 && bare == 0, "CRLF line ends, no long lines");
    m.subject = "x\r\nBcc: y@z.example";
    ok(!smm_mime_build(tap_pool, &m), "a line break in the subject is refused");
    m.subject = "ok";
    m.to = "a@b.example\nX: y";
    ok(!smm_mime_build(tap_pool, &m), "and in an address");
    char *wide = apr_palloc(tap_pool, 1001);
    memset(wide, 'w', 1000);
    wide[1000] = '\0';
    ok(strstr(smm_mime_qp(tap_pool, wide), "w=\r\nw"), "soft line breaks");
}

static void test_parse(void)
{
    smm_transport_t t;
    const char *file = apr_pstrcat(tap_pool, box, "/password", NULL), *both;
    FILE *f = fopen(file, "w");
    fputs("hunter2\n", f);
    fclose(f);
    chmod(file, 0644);
    both = apr_pstrcat(tap_pool, "smtp://me@mail.example:587?password-file=", file, NULL);
    ok(smm_transport_parse(tap_pool, both, &t), "a password file that all may read is refused");
    chmod(file, 0600);
    ok(!smm_transport_parse(tap_pool, both, &t), "SMTP with a password file");
    is(t.url, "smtp://mail.example:587/", "its host");
    is(t.password, "hunter2", "its password");
    is_int(t.tls, CURLUSESSL_ALL, "a password needs TLS");
    ok(!smm_transport_parse(tap_pool, "smtps://u%40x:p%3a@h.example", &t), "inline");
    is(t.user, "u@x", "decoded user");
    is(t.password, "p:", "decoded password");
    ok(smm_transport_parse(tap_pool, "smtp://u@h.example", &t), "a user without password");
    ok(smm_transport_parse(tap_pool, "smtp://", &t) &&
           smm_transport_parse(tap_pool, "sendmail:", &t) &&
           smm_transport_parse(tap_pool, "maildir:x", &t) &&
           smm_transport_parse(tap_pool, "smtp://h?x=y", &t),
       "nonsense is refused");
}

/* ---- a small SMTP server ------------------------------------------------------------------- */

static int listener, port, accepted, reject;
static char smtp_data[65536];

static void say(int fd, const char *text)
{
    if (write(fd, text, strlen(text)) < 0) {
        return;
    }
}

static void talk(int fd)
{
    FILE *in = fdopen(fd, "r");
    char line[2048];
    int data = 0;
    say(fd, "220 test\r\n");
    while (in && fgets(line, sizeof(line), in)) {
        if (data) {
            if (strcmp(line, ".\r\n") == 0) {
                data = 0;
                accepted++;
                say(fd, "250 taken\r\n");
            } else if (strlen(smtp_data) + strlen(line) < sizeof(smtp_data)) {
                strcat(smtp_data, line);
            }
        } else if (strncmp(line, "RCPT", 4) == 0 && reject) {
            say(fd, reject == 550 ? "550 no such user\r\n" : "451 later\r\n");
        } else if (strncmp(line, "DATA", 4) == 0) {
            data = 1;
            smtp_data[0] = '\0';
            say(fd, "354 go on\r\n");
        } else if (strncmp(line, "QUIT", 4) == 0) {
            say(fd, "221 bye\r\n");
            break;
        } else {
            say(fd, "250 ok\r\n");
        }
    }
    if (in) {
        fclose(in);
    }
}

static void *serve(void *unused)
{
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) {
            return NULL;
        }
        talk(fd);
    }
}

static void start_smtp(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(a);
    pthread_t t;
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&a, len) || listen(listener, 8)) {
        exit(1);
    }
    getsockname(listener, (struct sockaddr *)&a, &len);
    port = ntohs(a.sin_port);
    pthread_create(&t, NULL, serve, NULL);
    pthread_detach(t);
}

static smm_sent_e smtp(CURL **session, const char **error)
{
    smm_transport_t t;
    smm_transport_parse(tap_pool, apr_psprintf(tap_pool, "smtp://127.0.0.1:%d", port), &t);
    return smm_transport_send(&t, tap_pool, session, "x", "panel@unit.example", "a@b.example",
                              "Subject: x\r\n\r\nbody\r\n.dot\r\n", error);
}

static void test_smtp(void)
{
    CURL *session = NULL;
    const char *error;
    start_smtp();
    is_int(smtp(&session, &error), SMM_SENT, "SMTP takes a mail");
    is_int(smtp(&session, &error), SMM_SENT, "and a second one");
    is_int(accepted, 2, "both arrived");
    ok(strstr(smtp_data, "body\r\n..dot\r\n"), "a leading dot is doubled");
    reject = 550;
    is_int(smtp(&session, &error), SMM_SEND_NEVER, "an unknown user is for good");
    reject = 451;
    is_int(smtp(&session, &error), SMM_SEND_LATER, "a temporary fault is not");
    ok(error && strstr(error, "451"), "the reason is told");
    smm_transport_close(&session);
}

static void test_maildir(void)
{
    smm_transport_t t;
    CURL *session = NULL;
    const char *error;
    is(smm_transport_parse(tap_pool, apr_pstrcat(tap_pool, "maildir:", box, NULL), &t), NULL,
       "Maildir");
    is_int(smm_transport_send(&t, tap_pool, &session, "1.a", "f@x.example", "a@b.example", "one",
                              &error),
           SMM_SENT, "delivered");
    is_int(smm_transport_send(&t, tap_pool, &session, "1.a", "f@x.example", "a@b.example", "one",
                              &error),
           SMM_SENT, "the same mail again");
    is_int(count("new"), 1, "is there once");
    is_int(count("tmp"), 0, "nothing is left in tmp");
    t.maildir = "/proc/no-such";
    is_int(smm_transport_send(&t, tap_pool, &session, "1.a", "f@x.example", "a@b.example", "one",
                              &error),
           SMM_SEND_LATER, "a folder that cannot be written: later");
}

/* ---- outbox --------------------------------------------------------------------------------- */

static int64_t state_count(const char *state);
static const char *wanted_state;
static int64_t wanted_n;

static int on_count(void *baton, const smm_row_t *row)
{
    if (strcmp(smm_row_text(row, C_mail_counts_state), wanted_state) == 0) {
        wanted_n = smm_row_int(row, C_mail_counts_n);
    }
    return 0;
}

static int64_t state_count(const char *state)
{
    wanted_state = state;
    wanted_n = 0;
    smm_db_read(ctx.db, SQL_mail_counts, SMM_NOARGS, on_count, NULL);
    return wanted_n;
}

static void queue(const char *to)
{
    smm_unit_t *u = smm_unit_make(tap_pool);
    smm_vm_t *vm = smm_vm_make(tap_pool);
    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "subject", "Welcome");
    smm_vm_attr(vm, "name", "Ann");
    smm_vm_end(vm);
    smm_mail_step(u, &ctx, to, "en", "unit/hello", vm);
    is_int(smm_db_write(ctx.db, u).rc, SMM_DB_OK, "a mail in the outbox");
}

static void put(const char *dir, const char *name, const char *text)
{
    apr_file_t *f;
    apr_size_t n = strlen(text);
    apr_dir_make_recursive(dir, APR_FPROT_OS_DEFAULT, tap_pool);
    if (!apr_file_open(&f, apr_pstrcat(tap_pool, dir, "/", name, NULL),
                       APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_TRUNCATE,
                       APR_FPROT_OS_DEFAULT, tap_pool)) {
        apr_file_write(f, text, &n);
        apr_file_close(f);
    }
}

static void test_outbox(void)
{
    const char *theme_dir = apr_pstrcat(tap_pool, box, "/theme", NULL), *error = NULL;
    put(apr_pstrcat(tap_pool, theme_dir, "/mail/unit", NULL), "hello.xsl",
        "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
        "<xsl:output method='html' encoding='UTF-8'/><xsl:template match='/mail'>"
        "<html><head><title><xsl:value-of select='@subject'/></title></head>"
        "<body><p>Hello <xsl:value-of "
        "select='@name'/></p></body></html></xsl:template></xsl:stylesheet>");
    smm_view_theme_t *theme = smm_view_theme_open(tap_pool, theme_dir, NULL, 0, &error);
    ok(theme != NULL, "a theme with one mail");
    if (!theme) {
        printf("# %s\n", error);
        return;
    }
    smm_mail_way(tap_pool, "unit", "maildir:/dev/null/no", theme);
    queue("a@b.example");
    queue("nobody");
    is_int(state_count("dead"), 1, "a wrong address is dead at once");
    smm_job_run_due(&ctx, 3);
    is_int(state_count("queued"), 1, "a transport that fails: it waits");
    is(smm_mail_way(tap_pool, "unit", apr_pstrcat(tap_pool, "maildir:", box, "/out", NULL), theme),
       NULL, "a transport");
    ctx.now += 100;
    smm_job_run_due(&ctx, 3);
    is_int(state_count("sent"), 1, "sent");
    is_int(count("out/new"), 1, "one file");
    ok(strstr(found, "Subject: Welcome\r\n") && strstr(found, "To: a@b.example\r\n") &&
           strstr(found, "Hello Ann") && strstr(found, "Message-ID: <"),
       "with headers and text");
    ctx.now += 10000;
    smm_job_run_due(&ctx, 3);
    is_int(count("out/new"), 1, "and not again");
}

static int drop(const char *path, const struct stat *st, int type, struct FTW *where)
{
    return remove(path);
}

int main(void)
{
    tap_init();
    signal(SIGPIPE, SIG_IGN);
    for (int e = 0; e < unit_engines(); e++) {
        snprintf(box, sizeof(box), "/tmp/smm-mail-XXXXXX");
        if (!mkdtemp(box) || !unit_db_on(tap_pool, &ctx, e)) {
            ok(0, "a database");
            continue;
        }
        if (e == 0) {
            test_addresses();
            test_mime();
            test_file();
            test_parse();
            test_maildir();
            test_smtp();
            smm_mail_kinds();
        }
        test_outbox();
        unit_db_drop(&ctx);
        nftw(box, drop, 16, FTW_DEPTH | FTW_PHYS);
    }
    return tap_done();
}
