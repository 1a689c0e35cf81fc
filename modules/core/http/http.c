/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Outbound HTTP. What a lost answer means hangs on one question: did a byte of the request leave?
 * libcurl's debug callback reports each piece after it was written to the connection, so the count
 * is what was really sent, not what was meant to be.
 */
#include <pthread.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>
#include <apr_escape.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <curl/curl.h>
#include "egress.h"
#include "smm_http.h"
#include "smm_metrics.h"
#include "smm_version.h"

#define AT_ONCE 16

typedef struct xfer_t {
    smm_http_t *x;
    apr_pool_t *pool;
    CURL *easy;
    struct curl_slist *headers;
    char *buf;
    apr_size_t len, cap, max;
    int64_t body_sent;
    int refused; /* the egress check said no */
    int too_large;
    int first, last; /* probe points passed */
    apr_time_t start;
} xfer_t;

static void (*probe)(const char *point, smm_http_t *x);
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void init_curl(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

SMM_DECLARE(void) smm_http_start(void)
{
    pthread_once(&once, init_curl);
}

SMM_DECLARE(void) smm_http_set_probe(void (*fn)(const char *point, smm_http_t *x))
{
    probe = fn;
}

static void pass(const char *point, smm_http_t *x)
{
    if (probe) {
        probe(point, x);
    }
}

/* ---- callbacks ------------------------------------------------------------------------------ */

static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *a)
{
    xfer_t *t = data;
    if (purpose != CURLSOCKTYPE_IPCXN || !smm_egress_ok(&a->addr)) {
        t->refused = 1;
        return CURL_SOCKET_BAD;
    }
    return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static int on_debug(CURL *easy, curl_infotype type, char *data, size_t n, void *baton)
{
    xfer_t *t = baton;
    if ((type != CURLINFO_HEADER_OUT && type != CURLINFO_DATA_OUT) || n == 0) {
        return 0;
    }
    t->x->sent_bytes += (int64_t)n;
    if (!t->first) {
        t->first = 1;
        pass("first-byte", t->x);
    }
    int ended = n >= 4 && memcmp(data + n - 4, "\r\n\r\n", 4) == 0;
    if (type == CURLINFO_DATA_OUT) {
        t->body_sent += (int64_t)n;
        ended = 0;
    }
    if (!t->last && ((t->x->body_len == 0 && ended) ||
                     (t->x->body_len > 0 && t->body_sent >= (int64_t)t->x->body_len))) {
        t->last = 1;
        pass("last-byte", t->x);
    }
    return 0;
}

static size_t on_body(char *data, size_t size, size_t n, void *baton)
{
    xfer_t *t = baton;
    n *= size;
    if (n > t->max - t->len) {
        t->too_large = 1;
        return 0; /* ends the transfer */
    }
    if (t->len + n + 1 > t->cap) {
        apr_size_t cap = t->cap ? t->cap : 2048;
        while (cap < t->len + n + 1) {
            cap *= 2;
        }
        char *buf = apr_palloc(t->pool, cap);
        if (t->len) {
            memcpy(buf, t->buf, t->len);
        }
        t->buf = buf;
        t->cap = cap;
    }
    memcpy(t->buf + t->len, data, n);
    t->len += n;
    t->buf[t->len] = '\0';
    return n;
}

/* ---- one transfer --------------------------------------------------------------------------- */

static const char *bad_url(const smm_http_t *x)
{
    const char *error = NULL;
    char *scheme = NULL;
    CURLU *u = curl_url();
    if (!u || curl_url_set(u, CURLUPART_URL, x->url ? x->url : "", CURLU_DISALLOW_USER) ||
        curl_url_get(u, CURLUPART_SCHEME, &scheme, 0)) {
        error = "not a usable address";
    } else if (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0) {
        error = "only http and https are allowed";
    }
    for (const char *const *h = x->headers; !error && h && *h; h++) {
        if (strpbrk(*h, "\r\n")) {
            error = "a header holds a line break";
        }
    }
    curl_free(scheme);
    curl_url_cleanup(u);
    return error;
}

static void set_limits(xfer_t *t)
{
    CURL *e = t->easy;
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(e, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    curl_easy_setopt(e, CURLOPT_PROXY, "");
    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)(t->x->timeout_ms ? t->x->timeout_ms : 15000));
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS,
                     (long)(t->x->connect_ms ? t->x->connect_ms : 5000));
    curl_easy_setopt(e, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->max);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

static int set_request(xfer_t *t)
{
    smm_http_t *x = t->x;
    CURL *e = t->easy;
    int post = strcmp(x->method, "POST") == 0;
    curl_easy_setopt(e, CURLOPT_URL, x->url);
    curl_easy_setopt(e, CURLOPT_USERAGENT, apr_pstrcat(t->pool, "mod_smm/", smm_version(), NULL));
    curl_easy_setopt(e, CURLOPT_PRIVATE, t);
    curl_easy_setopt(e, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(e, CURLOPT_DEBUGFUNCTION, on_debug);
    curl_easy_setopt(e, CURLOPT_DEBUGDATA, t);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
    for (const char *const *h = x->headers; h && *h; h++) {
        t->headers = curl_slist_append(t->headers, *h);
    }
    t->headers = curl_slist_append(t->headers, "Expect:");
    curl_easy_setopt(e, CURLOPT_HTTPHEADER, t->headers);
    if (post) {
        curl_easy_setopt(e, CURLOPT_POST, 1L);
        curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)x->body_len);
        curl_easy_setopt(e, CURLOPT_POSTFIELDS, x->body ? x->body : "");
    } else if (strcmp(x->method, "GET") != 0) {
        return 0;
    }
    /* libcurl repeats a request by itself when a re-used connection was dead: never for a POST. */
    if (x->fresh || post) {
        curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(e, CURLOPT_FORBID_REUSE, 1L);
    }
    return 1;
}

static int begin(xfer_t *t, CURLM *multi)
{
    smm_http_t *x = t->x;
    x->rc = SMM_HTTP_NOT_SENT;
    x->status = 0;
    x->answer = "";
    x->answer_len = 0;
    x->sent_bytes = 0;
    x->content_type = NULL;
    x->error = bad_url(x);
    t->max = x->max_answer ? x->max_answer : 1 << 20;
    t->start = apr_time_now();
    if (x->error) {
        return 0;
    }
    t->easy = curl_easy_init();
    if (!t->easy) {
        x->error = "out of memory";
        return 0;
    }
    set_limits(t);
    if (!set_request(t)) {
        x->error = "only GET and POST are known";
    } else if (curl_multi_add_handle(multi, t->easy) != CURLM_OK) {
        x->error = "out of memory";
    }
    if (x->error) {
        curl_easy_cleanup(t->easy);
        curl_slist_free_all(t->headers);
        return 0;
    }
    return 1;
}

/* With TLS a write may have been cut in the middle: once the channel stood, nothing is proved. */
static int may_have_sent(xfer_t *t)
{
    curl_off_t ready = 0;
    if (t->x->sent_bytes > 0) {
        return 1;
    }
    curl_easy_getinfo(t->easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
    return ready > 0 && strncasecmp(t->x->url, "https", 5) == 0;
}

static void finish(xfer_t *t, CURLM *multi, CURLcode code)
{
    smm_http_t *x = t->x;
    long status = 0;
    char *type = NULL;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
    x->elapsed_ms = (int64_t)apr_time_as_msec(apr_time_now() - t->start);
    x->content_type = type ? apr_pstrdup(t->pool, type) : NULL;
    if (code == CURLE_OK && status >= 200) {
        x->rc = SMM_HTTP_DONE;
        x->status = (int)status;
        x->answer = t->buf ? t->buf : "";
        x->answer_len = t->len;
        pass("answer", x);
    } else {
        x->rc = may_have_sent(t) ? SMM_HTTP_AMBIGUOUS : SMM_HTTP_NOT_SENT;
        x->status = (int)status;
        x->error = t->too_large || code == CURLE_FILESIZE_EXCEEDED ? "the answer is too large"
                   : t->refused && x->rc == SMM_HTTP_NOT_SENT
                       ? "the address is private: not allowed by SmmEgressAllow"
                       : apr_pstrdup(t->pool, code == CURLE_OK ? "no final status"
                                                               : curl_easy_strerror(code));
    }
    curl_multi_remove_handle(multi, t->easy);
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->headers);
}

static void count(const smm_http_t *x)
{
    static const char help[] = "Outbound HTTP transfers by how they ended";
    const char *name = x->rc == SMM_HTTP_DONE       ? "smm_http_total{result=\"done\"}"
                       : x->rc == SMM_HTTP_NOT_SENT ? "smm_http_total{result=\"not_sent\"}"
                                                    : "smm_http_total{result=\"ambiguous\"}";
    smm_metric_add(smm_counter(name, help), 1);
}

/* ---- all of them ---------------------------------------------------------------------------- */

SMM_DECLARE(void) smm_http_run(apr_pool_t *p, smm_http_t *x, int n)
{
    int next = 0, running = 0, left = 0;
    smm_http_start();
    xfer_t *all = apr_pcalloc(p, sizeof(*all) * (apr_size_t)(n ? n : 1));
    CURLM *multi = curl_multi_init();
    for (int i = 0; i < n; i++) {
        all[i].x = &x[i];
        all[i].pool = p;
        x[i].rc = SMM_HTTP_NOT_SENT;
        x[i].error = "out of memory";
    }
    if (!multi) {
        return;
    }
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)AT_ONCE);
    while (next < n || running > 0) {
        CURLMsg *m;
        while (next < n && running < AT_ONCE) {
            running += begin(&all[next], multi);
            next++;
        }
        if (running == 0) {
            continue;
        }
        if (curl_multi_perform(multi, &left) != CURLM_OK) {
            break; /* cannot happen; what runs is settled below */
        }
        while ((m = curl_multi_info_read(multi, &left))) {
            xfer_t *t = NULL;
            if (m->msg == CURLMSG_DONE) {
                CURLcode code = m->data.result;
                curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&t);
                finish(t, multi, code);
                t->easy = NULL;
                running--;
            }
        }
        if (running > 0) {
            curl_multi_poll(multi, NULL, 0, 200, NULL);
        }
    }
    for (int i = 0; i < next && running > 0; i++) {
        if (all[i].easy) {
            finish(&all[i], multi, CURLE_FAILED_INIT);
        }
    }
    curl_multi_cleanup(multi);
    for (int i = 0; i < n; i++) {
        count(&x[i]);
    }
}

SMM_DECLARE(const char *) smm_http_form(apr_pool_t *p, const char *name, ...)
{
    const char *out = "", *n = name;
    va_list ap;
    va_start(ap, name);
    while (n) {
        const char *value = va_arg(ap, const char *);
        out = apr_pstrcat(p, out, *out ? "&" : "", apr_pescape_urlencoded(p, n), "=",
                          apr_pescape_urlencoded(p, value ? value : ""), NULL);
        n = va_arg(ap, const char *);
    }
    va_end(ap);
    return out;
}
