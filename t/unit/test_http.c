/* SPDX-License-Identifier: Apache-2.0 */
/* Outbound HTTP against a small server that misbehaves by path. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include <apr_strings.h>
#include <apr_time.h>
#include "../../modules/core/http/egress.h"
#include "smm_http.h"
#include "tap.h"

static int listener, port, seen; /* seen: connections accepted */
static char last_request[8192];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void say(int fd, const char *text)
{
    if (write(fd, text, strlen(text)) < 0) {
        /* the client went away: that is what some cases are about */
    }
}

static void reset(int fd)
{
    struct linger l = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &l, sizeof(l));
}

static void act(int fd, const char *req)
{
    if (strstr(req, " /ok")) {
        say(fd, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n"
                "Connection: close\r\n\r\n{\"order\":17}");
    } else if (strstr(req, " /nap")) {
        usleep(150000);
        say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    } else if (strstr(req, " /redirect")) {
        say(fd, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/x\r\nContent-Length: 0\r\n\r\n");
    } else if (strstr(req, " /error")) {
        say(fd, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
    } else if (strstr(req, " /reset-after")) {
        say(fd, "HTTP/1.1 200 OK\r\nContent-Le");
        usleep(50000);
        reset(fd);
    } else if (strstr(req, " /reset")) {
        reset(fd);
    } else if (strstr(req, " /silent")) {
        usleep(900000);
    } else if (strstr(req, " /slow-head")) {
        for (int i = 0; i < 9; i++) {
            say(fd, &"HTTP/1.1 \0"[i]);
            usleep(100000);
        }
    } else if (strstr(req, " /endless")) {
        char block[4096];
        memset(block, 'x', sizeof(block));
        say(fd, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        for (int i = 0; i < 4096 && send(fd, block, sizeof(block), MSG_NOSIGNAL) > 0; i++) {
        }
    } else if (strstr(req, " /large")) {
        say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\nx");
    } else if (strstr(req, " /chunk")) {
        say(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n10\r\nhalf");
    } else if (strstr(req, " /short")) {
        say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
    } else if (strstr(req, " /garbage")) {
        say(fd, "what do you want?\r\n");
    }
}

static void *serve_one(void *arg)
{
    int fd = (int)(intptr_t)arg, n = 0;
    char req[8192] = "";
    while (n < (int)sizeof(req) - 1 && !strstr(req, "\r\n\r\n")) {
        int got = (int)read(fd, req + n, sizeof(req) - 1 - (size_t)n);
        if (got <= 0) {
            break;
        }
        n += got;
        req[n] = '\0';
        if (req[0] == 0x16) { /* a TLS hello: hang up */
            break;
        }
    }
    usleep(2000); /* the body of a POST comes in the same moment */
    if (recv(fd, req + n, sizeof(req) - 1 - (size_t)n, MSG_DONTWAIT) > 0) {
        /* read, so that closing does not reset the connection */
    }
    pthread_mutex_lock(&lock);
    memcpy(last_request, req, sizeof(req));
    pthread_mutex_unlock(&lock);
    act(fd, req);
    close(fd);
    return NULL;
}

static void *serve(void *unused)
{
    for (;;) {
        pthread_t t;
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) {
            return NULL;
        }
        __atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST);
        if (pthread_create(&t, NULL, serve_one, (void *)(intptr_t)fd) == 0) {
            pthread_detach(t);
        }
    }
}

static void start_server(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(a);
    pthread_t t;
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&a, len) || listen(listener, 64)) {
        exit(1);
    }
    getsockname(listener, (struct sockaddr *)&a, &len);
    port = ntohs(a.sin_port);
    pthread_create(&t, NULL, serve, NULL);
    pthread_detach(t);
}

static smm_http_t get(const char *path)
{
    smm_http_t x = {.method = "GET", .timeout_ms = 500, .max_answer = 20000};
    x.url = *path == '/' ? apr_psprintf(tap_pool, "http://127.0.0.1:%d%s", port, path) : path;
    smm_http_run(tap_pool, &x, 1);
    return x;
}

static void expect(const char *path, smm_http_rc_e rc, const char *what)
{
    smm_http_t x = get(path);
    is_int(x.rc, rc, what);
    if (x.rc != rc) {
        printf("# %s: %s, %d bytes sent\n", path, x.error ? x.error : "-", (int)x.sent_bytes);
    }
}

static int egress(const char *text)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(80)};
    struct sockaddr_in6 b = {.sin6_family = AF_INET6, .sin6_port = htons(80)};
    if (inet_pton(AF_INET, text, &a.sin_addr) == 1) {
        return smm_egress_ok((struct sockaddr *)&a);
    }
    inet_pton(AF_INET6, text, &b.sin6_addr);
    return smm_egress_ok((struct sockaddr *)&b);
}

static void test_egress(void)
{
    static const char *const bad[] = {"127.0.0.1",
                                      "0.0.0.0",
                                      "10.0.0.1",
                                      "172.16.0.1",
                                      "172.31.255.255",
                                      "192.168.1.1",
                                      "169.254.169.254",
                                      "100.64.0.1",
                                      "224.0.0.1",
                                      "255.255.255.255",
                                      "198.18.0.1",
                                      "::1",
                                      "::",
                                      "fe80::1",
                                      "fc00::1",
                                      "fd12::1",
                                      "ff02::1",
                                      "::ffff:127.0.0.1",
                                      "::ffff:10.0.0.1",
                                      "64:ff9b::7f00:1",
                                      "2002:7f00:1::",
                                      "2001:db8::1",
                                      "2001::1",
                                      "::127.0.0.1"};
    static const char *const good[] = {"1.1.1.1",     "172.15.0.1",      "172.32.0.1",
                                       "192.169.0.1", "2606:4700::1111", "::ffff:1.1.1.1"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        ok(!egress(bad[i]), apr_pstrcat(tap_pool, "refused: ", bad[i], NULL));
    }
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        ok(egress(good[i]), apr_pstrcat(tap_pool, "public: ", good[i], NULL));
    }
    ok(!smm_http_allow("10.1.0.0/16"), "a network can be allowed");
    ok(egress("10.1.2.3") && !egress("10.2.0.1"), "and only that");
    ok(egress("::ffff:10.1.2.3"), "also when written as IPv6");
    ok(!smm_http_allow("192.168.0.1:81"), "one address and port");
    ok(!egress("192.168.0.1"), "not on another port");
    ok(!smm_http_allow("[fd00::/8]:80"), "IPv6 with port");
    ok(egress("fd12::1"), "is reached");
    ok(!smm_http_allow("fe80::/10"), "IPv6 without port");
    ok(smm_http_allow("banana") && smm_http_allow("10.0.0.0/33") && smm_http_allow("10.0.0.0/x") &&
           smm_http_allow("10.0.0.1:99999") && smm_http_allow("[fd00::") && smm_http_allow(""),
       "nonsense is refused");
    smm_egress_reset();
}

static char points[64];

static void note(const char *point, smm_http_t *x)
{
    pthread_mutex_lock(&lock);
    strncat(points, point, sizeof(points) - strlen(points) - 2);
    strcat(points, " ");
    pthread_mutex_unlock(&lock);
}

static void test_refusals(void)
{
    int before = seen;
    expect("/ok", SMM_HTTP_NOT_SENT, "a private address is refused");
    expect(apr_psprintf(tap_pool, "http://localhost:%d/ok", port), SMM_HTTP_NOT_SENT, "by name");
    expect(apr_psprintf(tap_pool, "http://2130706433:%d/ok", port), SMM_HTTP_NOT_SENT, "as number");
    expect(apr_psprintf(tap_pool, "http://[::ffff:127.0.0.1]:%d/ok", port), SMM_HTTP_NOT_SENT,
           "as mapped IPv6");
    is_int(seen, before, "and nothing was connected");
    expect("file:///etc/passwd", SMM_HTTP_NOT_SENT, "file: is refused");
    expect("ftp://example.com/", SMM_HTTP_NOT_SENT, "ftp: is refused");
    expect("http://user:pass@example.com/", SMM_HTTP_NOT_SENT, "a password in the URL is refused");
    expect("", SMM_HTTP_NOT_SENT, "an empty URL is refused");
    expect("http://no-such-host.invalid/", SMM_HTTP_NOT_SENT, "an unknown name: not sent");
    smm_http_allow("127.0.0.1");
    expect("http://127.0.0.1:1/", SMM_HTTP_NOT_SENT, "connection refused: not sent");
    expect(apr_psprintf(tap_pool, "https://127.0.0.1:%d/ok", port), SMM_HTTP_NOT_SENT,
           "TLS failed: not sent");
}

static void test_answers(void)
{
    smm_http_t x = get("/ok");
    is_int(x.rc, SMM_HTTP_DONE, "a whole answer");
    is_int(x.status, 200, "its status");
    is(x.answer, "{\"order\":17}", "its body");
    is(x.content_type, "application/json", "its type");
    ok(x.sent_bytes > 20, "bytes were counted");
    x = get("/redirect");
    ok(x.rc == SMM_HTTP_DONE && x.status == 302, "a redirect is not followed");
    x = get("/error");
    ok(x.rc == SMM_HTTP_DONE && x.status == 503, "an error status is an answer");
    expect("/reset", SMM_HTTP_AMBIGUOUS, "reset after the request");
    expect("/reset-after", SMM_HTTP_AMBIGUOUS, "reset in the headers");
    expect("/silent", SMM_HTTP_AMBIGUOUS, "no answer in time");
    expect("/slow-head", SMM_HTTP_AMBIGUOUS, "headers drip");
    expect("/endless", SMM_HTTP_AMBIGUOUS, "endless body");
    expect("/large", SMM_HTTP_AMBIGUOUS, "announced too large");
    expect("/chunk", SMM_HTTP_AMBIGUOUS, "cut chunk");
    expect("/short", SMM_HTTP_AMBIGUOUS, "shorter than announced");
    expect("/garbage", SMM_HTTP_AMBIGUOUS, "not HTTP");
    is(get("/endless").error, "the answer is too large", "the reason is told");
}

static void test_post(void)
{
    static const char *const bad[] = {"X-A: 1\r\nX-B: 2", NULL};
    smm_http_t x = {.method = "POST", .fresh = 1, .timeout_ms = 2000};
    x.url = apr_psprintf(tap_pool, "http://127.0.0.1:%d/ok", port);
    x.body = smm_http_form(tap_pool, "key", "s&cret", "link", "http://x/?a=b c", NULL);
    is(x.body, "key=s%26cret&link=http%3a%2f%2fx%2f%3fa%3db+c", "form encoding");
    x.body_len = strlen(x.body);
    smm_http_set_probe(note);
    smm_http_run(tap_pool, &x, 1);
    smm_http_set_probe(NULL);
    is_int(x.rc, SMM_HTTP_DONE, "POST is answered");
    is(points, "first-byte last-byte answer ", "test points in order");
    pthread_mutex_lock(&lock);
    ok(strstr(last_request, "POST /ok HTTP/1.1") && !strstr(last_request, "Expect:"),
       "a plain POST");
    pthread_mutex_unlock(&lock);
    x.headers = bad;
    smm_http_run(tap_pool, &x, 1);
    is_int(x.rc, SMM_HTTP_NOT_SENT, "a header with a line break is refused");
}

static void test_many(void)
{
    smm_http_t x[32];
    int good = 0;
    apr_time_t start = apr_time_now();
    for (int i = 0; i < 32; i++) {
        x[i] = (smm_http_t){.method = "GET", .timeout_ms = 5000};
        x[i].url = apr_psprintf(tap_pool, "http://127.0.0.1:%d/nap", port);
    }
    smm_http_run(tap_pool, x, 32);
    for (int i = 0; i < 32; i++) {
        good += x[i].rc == SMM_HTTP_DONE && x[i].answer_len == 2;
    }
    is_int(good, 32, "32 transfers in one run");
    ok(apr_time_as_msec(apr_time_now() - start) < 32 * 150 / 2, "many at once");
    smm_http_run(tap_pool, x, 0);
}

int main(void)
{
    tap_init();
    signal(SIGPIPE, SIG_IGN);
    start_server();
    test_egress();
    test_refusals();
    test_answers();
    test_post();
    test_many();
    return tap_done();
}
