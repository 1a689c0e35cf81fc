/* SPDX-License-Identifier: Apache-2.0 */
/* How a message leaves: into a Maildir, or by SMTP. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <apr_escape.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include "mail_int.h"
#include "smm_http.h"
#include "smm_settings.h"

/* ---- configuration -------------------------------------------------------------------------- */

static const char *read_password(apr_pool_t *p, const char *file, const char **out)
{
    char buf[512];
    apr_size_t n = sizeof(buf) - 1;
    apr_file_t *f;
    apr_finfo_t info;
    if (apr_file_open(&f, file, APR_FOPEN_READ, 0, p) != APR_SUCCESS) {
        return "the password file cannot be opened";
    }
    if (apr_file_info_get(&info, APR_FINFO_PROT, f) != APR_SUCCESS ||
        (info.protection & (APR_FPROT_GREAD | APR_FPROT_WREAD | APR_FPROT_WWRITE))) {
        apr_file_close(f);
        return "others than its owner may read the password file; use chmod 600";
    }
    if (apr_file_read(f, buf, &n) != APR_SUCCESS) {
        n = 0;
    }
    apr_file_close(f);
    buf[n] = '\0';
    buf[strcspn(buf, "\r\n")] = '\0';
    *out = apr_pstrdup(p, buf);
    memset(buf, 0, sizeof(buf));
    return **out ? NULL : "the password file is empty";
}

static const char *option(apr_pool_t *p, const char *opt, smm_transport_t *t)
{
    if (strncmp(opt, "password-file=", 14) == 0) {
        return read_password(p, opt + 14, &t->password);
    }
    if (strcmp(opt, "tls=none") == 0) {
        t->tls = CURLUSESSL_NONE;
    } else if (strcmp(opt, "tls=try") == 0) {
        t->tls = CURLUSESSL_TRY;
    } else if (strcmp(opt, "tls=require") == 0) {
        t->tls = CURLUSESSL_ALL;
    } else {
        return "unknown option; there are password-file=FILE and tls=none|try|require";
    }
    return NULL;
}

static const char *credentials(apr_pool_t *p, char *text, smm_transport_t *t)
{
    char *colon = strchr(text, ':');
    if (colon) {
        *colon++ = '\0';
        t->password = apr_punescape_url(p, colon, NULL, NULL, 0);
    }
    t->user = apr_punescape_url(p, text, NULL, NULL, 0);
    return t->user && (!colon || t->password) ? NULL
                                              : "the user or the password is not URL-encoded";
}

SMM_DECLARE(const char *)
smm_transport_parse(apr_pool_t *p, const char *text, smm_transport_t *out)
{
    const char *error = NULL, *scheme;
    char *rest, *at, *opts;
    memset(out, 0, sizeof(*out));
    if (strncmp(text, "maildir:", 8) == 0) {
        out->maildir = apr_pstrdup(p, text + 8);
        return *out->maildir == '/' ? NULL : "write maildir: and an absolute path";
    }
    if (strncmp(text, "smtp://", 7) != 0 && strncmp(text, "smtps://", 8) != 0) {
        return "write maildir:/PATH, smtp://HOST or smtps://HOST";
    }
    scheme = text[4] == 's' ? "smtps://" : "smtp://";
    rest = apr_pstrdup(p, text + strlen(scheme));
    out->tls = -1;
    if ((opts = strchr(rest, '?'))) {
        char *last = NULL;
        *opts++ = '\0';
        for (opts = apr_strtok(opts, "&", &last); opts && !error;
             opts = apr_strtok(NULL, "&", &last)) {
            error = option(p, opts, out);
        }
    }
    if (!error && (at = strrchr(rest, '@'))) {
        *at = '\0';
        error = credentials(p, rest, out);
        rest = at + 1;
    }
    if (!error && (!*rest || strpbrk(rest, "/ \t\r\n"))) {
        error = "the host is missing or holds a path";
    }
    if (!error && out->user && !out->password) {
        error = "a user needs password-file=FILE";
    }
    if (out->tls < 0) {
        out->tls = out->user ? CURLUSESSL_ALL : CURLUSESSL_TRY; /* a password never goes in clear */
    }
    out->url = apr_pstrcat(p, scheme, rest, "/", NULL);
    return error;
}

/* ---- Maildir -------------------------------------------------------------------------------- */

static int write_all(int fd, const char *data, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, data, n);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return 0;
        }
        data += done;
        n -= (size_t)done;
    }
    return fsync(fd) == 0;
}

static void sync_dir(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

static smm_sent_e to_maildir(const smm_transport_t *t, apr_pool_t *p, const char *name,
                             const char *message, const char **error)
{
    static const char *const subs[] = {"", "/tmp", "/new", "/cur"};
    const char *tmp, *final;
    int fd, good;
    for (int i = 0; i < 4; i++) {
        mkdir(apr_pstrcat(p, t->maildir, subs[i], NULL), 0750);
    }
    tmp = apr_pstrcat(p, t->maildir, "/tmp/", name, ".", smm_random_token(p, 9), NULL);
    final = apr_pstrcat(p, t->maildir, "/new/", name, NULL);
    fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd < 0) {
        *error = "the Maildir cannot be written";
        return SMM_SEND_LATER;
    }
    good = write_all(fd, message, strlen(message));
    close(fd);
    /* link() refuses a name that is there: the same mail is not delivered twice. */
    if (good && link(tmp, final) != 0 && errno != EEXIST) {
        good = 0;
    }
    unlink(tmp);
    sync_dir(apr_pstrcat(p, t->maildir, "/new", NULL));
    if (!good) {
        *error = "the Maildir cannot be written; is the disk full?";
    }
    return good ? SMM_SENT : SMM_SEND_LATER;
}

/* ---- SMTP ----------------------------------------------------------------------------------- */

typedef struct source_t {
    const char *data;
    size_t left;
} source_t;

static size_t on_read(char *buf, size_t size, size_t n, void *baton)
{
    source_t *s = baton;
    n *= size;
    n = n < s->left ? n : s->left;
    memcpy(buf, s->data, n);
    s->data += n;
    s->left -= n;
    return n;
}

static void set_smtp(CURL *e, const smm_transport_t *t, apr_pool_t *p, const char *from)
{
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_PROXY, "");
    /* The path is the name we greet with. */
    curl_easy_setopt(e, CURLOPT_URL, apr_pstrcat(p, t->url, strchr(from, '@') + 1, NULL));
    curl_easy_setopt(e, CURLOPT_USE_SSL, t->tls);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, 15L);
    curl_easy_setopt(e, CURLOPT_TIMEOUT, 60L);
    if (t->user) {
        curl_easy_setopt(e, CURLOPT_USERNAME, t->user);
        curl_easy_setopt(e, CURLOPT_PASSWORD, t->password);
    }
}

static smm_sent_e judge(CURL *e, CURLcode rc, apr_pool_t *p, const char **error)
{
    long code = 0;
    if (rc == CURLE_OK) {
        return SMM_SENT;
    }
    curl_easy_getinfo(e, CURLINFO_RESPONSE_CODE, &code);
    *error = apr_psprintf(p, "%s (SMTP code %ld)", curl_easy_strerror(rc), code);
    /* 550–554: this mail is refused for good. A refused login is the administrator's to mend. */
    return rc != CURLE_LOGIN_DENIED && code >= 550 && code <= 554 ? SMM_SEND_NEVER : SMM_SEND_LATER;
}

SMM_DECLARE(smm_sent_e)
smm_transport_send(const smm_transport_t *t, apr_pool_t *p, CURL **session, const char *name,
                   const char *from, const char *to, const char *message, const char **error)
{
    source_t src = {message, strlen(message)};
    struct curl_slist *rcpt = NULL;
    *error = NULL;
    if (t->maildir) {
        return to_maildir(t, p, name, message, error);
    }
    smm_http_start();
    if (!*session) {
        *session = curl_easy_init();
    } else {
        curl_easy_reset(*session); /* keeps the connection */
    }
    if (!*session) {
        *error = "out of memory";
        return SMM_SEND_LATER;
    }
    set_smtp(*session, t, p, from);
    rcpt = curl_slist_append(NULL, apr_pstrcat(p, "<", to, ">", NULL));
    curl_easy_setopt(*session, CURLOPT_MAIL_FROM, apr_pstrcat(p, "<", from, ">", NULL));
    curl_easy_setopt(*session, CURLOPT_MAIL_RCPT, rcpt);
    curl_easy_setopt(*session, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(*session, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(*session, CURLOPT_READDATA, &src);
    CURLcode rc = curl_easy_perform(*session);
    smm_sent_e end = judge(*session, rc, p, error);
    curl_slist_free_all(rcpt);
    return end;
}

SMM_DECLARE(void) smm_transport_close(CURL **session)
{
    if (*session) {
        curl_easy_cleanup(*session);
        *session = NULL;
    }
}
