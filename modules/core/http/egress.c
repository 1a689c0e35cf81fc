/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The egress check runs on the address that is about to be connected to, after name resolution, so
 * a name that changes its address between check and use gains nothing.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include "egress.h"
#include "smm_http.h"

typedef struct net_t {
    unsigned char addr[16]; /* IPv4 as ::ffff:a.b.c.d */
    int bits;               /* of 128 */
    int port;               /* 0 = any */
} net_t;

#define MAX_ALLOW 64
static net_t allowed[MAX_ALLOW];
static int nallowed;

/* Own machine, private, link-local, documentation, benchmark, multicast, reserved. */
static const struct {
    unsigned char a[4];
    int bits;
} private4[] = {
    {{0, 0, 0, 0}, 8},      {{10, 0, 0, 0}, 8},     {{100, 64, 0, 0}, 10}, {{127, 0, 0, 0}, 8},
    {{169, 254, 0, 0}, 16}, {{172, 16, 0, 0}, 12},  {{192, 0, 0, 0}, 24},  {{192, 0, 2, 0}, 24},
    {{192, 88, 99, 0}, 24}, {{192, 168, 0, 0}, 16}, {{198, 18, 0, 0}, 15}, {{198, 51, 100, 0}, 24},
    {{203, 0, 113, 0}, 24}, {{224, 0, 0, 0}, 4},    {{240, 0, 0, 0}, 4},
};

static int match(const unsigned char *a, const unsigned char *net, int bits)
{
    int whole = bits / 8, rest = bits % 8;
    if (memcmp(a, net, (size_t)whole) != 0) {
        return 0;
    }
    return rest == 0 || ((a[whole] ^ net[whole]) >> (8 - rest)) == 0;
}

static int public4(const unsigned char *a)
{
    for (size_t i = 0; i < sizeof(private4) / sizeof(private4[0]); i++) {
        if (match(a, private4[i].a, private4[i].bits)) {
            return 0;
        }
    }
    return 1;
}

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static int public6(const unsigned char *a)
{
    static const unsigned char nat64[12] = {0, 0x64, 0xff, 0x9b};
    static const unsigned char doc[4] = {0x20, 0x01, 0x0d, 0xb8};
    if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0) {
        return public4(a + 12);
    }
    if (a[0] == 0x20 && a[1] == 0x02) {
        return public4(a + 2); /* 6to4 carries an IPv4 address */
    }
    if ((a[0] & 0xe0) != 0x20) {
        return 0; /* only 2000::/3 is global unicast */
    }
    if (a[0] == 0x20 && a[1] == 0x01 && (a[2] & 0xfe) == 0) {
        return 0; /* 2001::/23: Teredo, ORCHID, benchmarks */
    }
    return memcmp(a, doc, 4) != 0 && !(a[0] == 0x3f && a[1] == 0xff);
}

static int to_bytes(const struct sockaddr *sa, unsigned char out[16], int *port)
{
    if (sa->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)sa;
        memcpy(out, mapped, 12);
        memcpy(out + 12, &in->sin_addr, 4);
        *port = ntohs(in->sin_port);
        return 1;
    }
    if (sa->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)sa;
        memcpy(out, &in->sin6_addr, 16);
        *port = ntohs(in->sin6_port);
        return 1;
    }
    return 0;
}

SMM_DECLARE(int) smm_egress_ok(const struct sockaddr *addr)
{
    unsigned char a[16];
    int port = 0;
    if (!to_bytes(addr, a, &port)) {
        return 0;
    }
    for (int i = 0; i < nallowed; i++) {
        if (match(a, allowed[i].addr, allowed[i].bits) &&
            (allowed[i].port == 0 || allowed[i].port == port)) {
            return 1;
        }
    }
    return public6(a);
}

SMM_DECLARE(void) smm_egress_reset(void)
{
    nallowed = 0;
}

/* A decimal number up to `max` that fills the whole text, or -1. */
static int number(const char *text, int max)
{
    char *end;
    if (*text < '0' || *text > '9') {
        return -1;
    }
    long v = strtol(text, &end, 10);
    return *end || v < 0 || v > max ? -1 : (int)v;
}

/* Cuts "net/bits" and "port" out of the text; IPv6 with a port stands in brackets. */
static const char *split(char *text, char **net, char **port)
{
    char *colon;
    *net = text;
    *port = NULL;
    if (*text == '[') {
        char *close = strchr(text, ']');
        if (!close || (close[1] && close[1] != ':' && close[1] != '/')) {
            return "write an IPv6 network as [fd00::/8]:8081";
        }
        *net = text + 1;
        colon = strchr(close, ':');
        if (close[1] == '/') { /* [fd00::]/8:8081 */
            memmove(close, close + 1, strlen(close));
            colon = strchr(strchr(close, '/'), ':');
        } else {
            *close = '\0';
        }
    } else {
        colon = strchr(text, ':');
        if (colon && strchr(colon + 1, ':')) {
            colon = NULL; /* plain IPv6 */
        }
    }
    if (colon) {
        *colon = '\0';
        *port = colon + 1;
    }
    return NULL;
}

SMM_DECLARE(const char *) smm_http_allow(const char *text)
{
    char buf[80], *net, *port, *slash;
    net_t n = {{0}, 0, 0};
    int v4;
    if (!text || strlen(text) >= sizeof(buf)) {
        return "not a network address";
    }
    memcpy(buf, text, strlen(text) + 1);
    const char *error = split(buf, &net, &port);
    if (error) {
        return error;
    }
    if ((slash = strchr(net, '/'))) {
        *slash++ = '\0';
    }
    memcpy(n.addr, mapped, 12);
    v4 = inet_pton(AF_INET, net, n.addr + 12) == 1;
    if (!v4 && inet_pton(AF_INET6, net, n.addr) != 1) {
        return "not a network address such as 10.1.2.0/24 or 127.0.0.1:8081";
    }
    n.bits = slash ? number(slash, v4 ? 32 : 128) : v4 ? 32 : 128;
    n.port = port ? number(port, 65535) : 0;
    if (n.bits < 0 || n.port < 0) {
        return "the prefix length or the port is not a number in range";
    }
    n.bits += v4 ? 96 : 0;
    for (int i = 0; i < nallowed; i++) {
        if (memcmp(&allowed[i], &n, sizeof(n)) == 0) {
            return NULL;
        }
    }
    if (nallowed == MAX_ALLOW) {
        return "more than 64 networks";
    }
    allowed[nallowed++] = n;
    return NULL;
}
