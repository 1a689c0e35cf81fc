/* SPDX-License-Identifier: Apache-2.0 */
/* A wire between client and PostgreSQL server that loses what comes back, when told. */
#ifndef PG_PROXY_H
#define PG_PROXY_H

#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <libpq-fe.h>

typedef struct proxy_t {
    char dir[64];
    char host[80], port[8]; /* of the server */
    int listener;
    int cuts; /* that many times: deliver to the server, drop its answer, hang up */
    int seen; /* hang-ups done */
} proxy_t;

typedef struct wire_t {
    proxy_t *proxy;
    int client, server;
} wire_t;

static int proxy_dial(const proxy_t *p)
{
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    struct addrinfo *ai = NULL;
    int fd = -1;

    if (p->host[0] == '/') {
        snprintf(un.sun_path, sizeof(un.sun_path), "%s/.s.PGSQL.%s", p->host, p->port);
        fd = socket(AF_UNIX, SOCK_STREAM, 0);
        return connect(fd, (struct sockaddr *)&un, sizeof(un)) == 0 ? fd : -1;
    }
    if (getaddrinfo(p->host, p->port, NULL, &ai) == 0) {
        fd = socket(ai->ai_family, SOCK_STREAM, 0);
        if (connect(fd, ai->ai_addr, ai->ai_addrlen) != 0) {
            fd = -1;
        }
        freeaddrinfo(ai);
    }
    return fd;
}

static int proxy_copy(int from, int to)
{
    char buf[65536];
    ssize_t n = read(from, buf, sizeof(buf));

    return n > 0 && (to < 0 || write(to, buf, (size_t)n) == n) ? 0 : -1;
}

static void *proxy_wire(void *arg)
{
    wire_t w = *(wire_t *)arg;
    struct pollfd f[2] = {{w.client, POLLIN, 0}, {w.server, POLLIN, 0}};

    free(arg);
    while (poll(f, 2, -1) > 0) {
        int cut = __atomic_load_n(&w.proxy->cuts, __ATOMIC_SEQ_CST) > 0;

        if (f[0].revents && proxy_copy(w.client, w.server) != 0) {
            break;
        }
        if (f[1].revents) {
            if (cut) { /* the answer is complete on its way: the commit is done */
                proxy_copy(w.server, -1);
                __atomic_sub_fetch(&w.proxy->cuts, 1, __ATOMIC_SEQ_CST);
                __atomic_add_fetch(&w.proxy->seen, 1, __ATOMIC_SEQ_CST);
                break;
            }
            if (proxy_copy(w.server, w.client) != 0) {
                break;
            }
        }
    }
    close(w.client);
    close(w.server);
    return NULL;
}

static void *proxy_accept(void *arg)
{
    proxy_t *p = arg;

    for (;;) {
        wire_t *w = calloc(1, sizeof(*w));
        pthread_t tid;

        w->proxy = p;
        w->client = accept(p->listener, NULL, NULL);
        w->server = w->client >= 0 ? proxy_dial(p) : -1;
        if (w->server < 0 || pthread_create(&tid, NULL, proxy_wire, w) != 0) {
            close(w->client);
            free(w);
            return NULL;
        }
        pthread_detach(tid);
    }
}

/* Listens in a folder of its own; connect with "host=<dir>" behind the usual conninfo. */
static int proxy_start(proxy_t *p, const char *conninfo)
{
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    PGconn *h = PQconnectdb(conninfo);
    pthread_t tid;

    memset(p, 0, sizeof(*p));
    snprintf(p->host, sizeof(p->host), "%s", PQhost(h) != NULL ? PQhost(h) : "");
    snprintf(p->port, sizeof(p->port), "%s", PQport(h) != NULL ? PQport(h) : "");
    PQfinish(h);
    snprintf(p->dir, sizeof(p->dir), "/tmp/smm-wire-XXXXXX");
    if (mkdtemp(p->dir) == NULL) {
        return -1;
    }
    snprintf(un.sun_path, sizeof(un.sun_path), "%s/.s.PGSQL.%s", p->dir, p->port);
    p->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(p->listener, (struct sockaddr *)&un, sizeof(un)) != 0 ||
        listen(p->listener, 16) != 0) {
        return -1;
    }
    return pthread_create(&tid, NULL, proxy_accept, p) != 0 || pthread_detach(tid) != 0 ? -1 : 0;
}

#endif
