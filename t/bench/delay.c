/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A network between a client and a PostgreSQL socket: delay PORT SOCKET MICROSECONDS forwards each
 * byte that many microseconds after it arrived, each way, without holding up the bytes behind it.
 * One thread, epoll; ends with its parent.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

typedef struct chunk_t {
    struct chunk_t *next;
    int64_t due; /* ns */
    size_t len, sent;
    char data[];
} chunk_t;

typedef struct end_t {
    int fd, closed; /* closed: the peer said so; sent on once the queue is empty */
    struct end_t *peer;
    chunk_t *head, *tail; /* waiting to be written to fd */
    struct end_t *next;
} end_t;

static end_t *ends;
static int64_t delay_ns;
static int poller;

static int64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void die(const char *what)
{
    fprintf(stderr, "delay: %s: %s\n", what, strerror(errno));
    exit(1);
}

static end_t *end_add(int fd)
{
    end_t *e = calloc(1, sizeof(*e));
    struct epoll_event ev = {.events = EPOLLIN, .data.ptr = e};

    if (e == NULL) {
        die("memory");
    }
    fcntl(fd, F_SETFL, O_NONBLOCK);
    e->fd = fd;
    e->next = ends;
    ends = e;
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &ev);
    return e;
}

static void join(int fd, const char *path)
{
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    int up = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    end_t *a, *b;

    snprintf(un.sun_path, sizeof(un.sun_path), "%s", path);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    if (connect(up, (struct sockaddr *)&un, sizeof(un)) != 0) {
        close(up);
        close(fd);
        return;
    }
    a = end_add(fd);
    b = end_add(up);
    a->peer = b;
    b->peer = a;
}

static void take(end_t *e)
{
    char buffer[65536];
    ssize_t n = read(e->fd, buffer, sizeof(buffer));
    chunk_t *c;

    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    c = malloc(sizeof(*c) + (n > 0 ? (size_t)n : 0));
    if (c == NULL) {
        die("memory");
    }
    c->next = NULL;
    c->due = now_ns() + delay_ns;
    c->len = n > 0 ? (size_t)n : 0;
    c->sent = 0;
    memcpy(c->data, buffer, c->len);
    *(e->peer->tail ? &e->peer->tail->next : &e->peer->head) = c;
    e->peer->tail = c;
    if (n <= 0) { /* an empty chunk: the end, after all that came before it */
        epoll_ctl(poller, EPOLL_CTL_DEL, e->fd, NULL);
        e->closed = 1;
    }
}

/* Writes what is due. @return when the next chunk of this end is due, or INT64_MAX. */
static int64_t give(end_t *e, int64_t now)
{
    while (e->head && e->head->due <= now) {
        chunk_t *c = e->head;
        ssize_t n = c->len ? write(e->fd, c->data + c->sent, c->len - c->sent) : 0;

        if (n < 0 && errno == EAGAIN) {
            return now + 100000;
        }
        c->sent += n > 0 ? (size_t)n : 0;
        if (n >= 0 && c->len && c->sent < c->len) {
            return now + 100000;
        }
        if (c->len == 0 || n < 0) {
            shutdown(e->fd, SHUT_WR);
        }
        e->head = c->next;
        e->tail = e->head ? e->tail : NULL;
        free(c);
    }
    return e->head ? e->head->due : INT64_MAX;
}

/* Frees pairs of which both sides have ended. */
static void sweep(void)
{
    end_t **at = &ends;

    while (*at) {
        end_t *e = *at, *p = e->peer;

        if (!(e->closed && p->closed && !e->head && !p->head)) {
            at = &e->next;
            continue;
        }
        *at = e->next;
        for (end_t **q = &ends; *q; q = &(*q)->next) {
            if (*q == p) {
                at = at == &p->next ? q : at;
                *q = p->next;
                break;
            }
        }
        close(e->fd);
        close(p->fd);
        free(e);
        free(p);
    }
}

int main(int argc, char **argv)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event ev = {.events = EPOLLIN}, got[64];
    int one = 1, server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (argc != 4) {
        fputs("delay PORT SOCKET MICROSECONDS\n", stderr);
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    prctl(PR_SET_TIMERSLACK, 1000UL);
    signal(SIGPIPE, SIG_IGN);
    delay_ns = strtoll(argv[3], NULL, 10) * 1000;
    in.sin_port = htons((uint16_t)strtol(argv[1], NULL, 10));
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(server, (struct sockaddr *)&in, sizeof(in)) != 0 || listen(server, 256) != 0) {
        die("listen");
    }
    poller = epoll_create1(EPOLL_CLOEXEC);
    epoll_ctl(poller, EPOLL_CTL_ADD, server, &ev);
    for (;;) {
        int64_t now = now_ns(), next = INT64_MAX;
        struct timespec wait;
        int n;

        for (end_t *e = ends; e; e = e->next) {
            int64_t due = give(e, now);
            next = due < next ? due : next;
        }
        sweep();
        next = next == INT64_MAX ? 1000000000 : next > now ? next - now : 0;
        wait.tv_sec = next / 1000000000;
        wait.tv_nsec = next % 1000000000;
        n = epoll_pwait2(poller, got, 64, &wait, NULL);
        for (int i = 0; i < n; i++) {
            if (got[i].data.ptr == NULL) {
                int fd = accept4(server, NULL, NULL, SOCK_CLOEXEC);
                if (fd >= 0) {
                    join(fd, argv[2]);
                }
            } else {
                take(got[i].data.ptr);
            }
        }
    }
}
