/* SPDX-License-Identifier: Apache-2.0 */
/* Archives after APPNOTE.TXT 6.3.3: stored files, UTF-8 names, no parts, no 64-bit sizes. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include <zlib.h>
#include "smm_time.h"
#include "zip_stream.h"

#define MOST 4000000000u
#define UTF8 0x0800u

typedef struct entry_t {
    const char *name;
    uint32_t crc, len, at;
    uint16_t day, time;
} entry_t;

static unsigned char *u16(unsigned char *p, unsigned v)
{
    *p++ = (unsigned char)v;
    *p++ = (unsigned char)(v >> 8);
    return p;
}

static unsigned char *u32(unsigned char *p, uint32_t v)
{
    return u16(u16(p, v & 0xffffu), v >> 16);
}

static void put(smm_zip_t *z, const void *data, apr_size_t len)
{
    if (!z->failed && z->sink(z->baton, data, len) != 0)
        z->failed = 1;
    z->at += (uint32_t)len;
}

void smm_zip_begin(smm_zip_t *z, apr_pool_t *p, smm_zip_sink *sink, void *baton)
{
    memset(z, 0, sizeof(*z));
    z->pool = p;
    z->sink = sink;
    z->baton = baton;
    z->files = apr_array_make(p, 64, sizeof(entry_t));
}

/** What the local header and the directory have in common. */
static unsigned char *common(unsigned char *p, const entry_t *e)
{
    p = u16(p, 20);   /* version to extract */
    p = u16(p, UTF8); /* flags */
    p = u16(p, 0);    /* stored */
    p = u16(p, e->time);
    p = u16(p, e->day);
    p = u32(p, e->crc);
    p = u32(p, e->len);
    p = u32(p, e->len);
    p = u16(p, (unsigned)strlen(e->name));
    return u16(p, 0); /* no extra field */
}

int smm_zip_add(smm_zip_t *z, const char *name, int64_t when, const char *data, apr_size_t len)
{
    smm_date_t d = smm_date_at(when, 0);
    unsigned second = (unsigned)(((when % 86400) + 86400) % 86400);
    unsigned char head[30], *p;
    entry_t e;

    if (z->failed || len > MOST || z->at > MOST - len || z->files->nelts >= 65000)
        return -1;
    e.name = apr_pstrdup(z->pool, name);
    e.crc = (uint32_t)crc32(0, (const unsigned char *)data, (unsigned)len);
    e.len = (uint32_t)len;
    e.at = z->at;
    e.time = (uint16_t)(second / 3600 << 11 | second / 60 % 60 << 5 | second % 60 / 2);
    e.day = (uint16_t)(d.year < 1980 ? 33
                                     : (unsigned)(d.year - 1980) << 9 | (unsigned)d.month << 5 |
                                           (unsigned)d.day);
    p = u32(head, 0x04034b50);
    p = common(p, &e);
    put(z, head, (apr_size_t)(p - head));
    put(z, name, strlen(name));
    put(z, data, len);
    APR_ARRAY_PUSH(z->files, entry_t) = e;
    return z->failed ? -1 : 0;
}

int smm_zip_end(smm_zip_t *z)
{
    unsigned char b[46], *p;
    uint32_t from = z->at, size;
    int i;

    for (i = 0; i < z->files->nelts; i++) {
        const entry_t *e = &APR_ARRAY_IDX(z->files, i, entry_t);

        p = u32(b, 0x02014b50);
        p = u16(p, 20); /* made by */
        p = common(p, e);
        p = u16(p, 0); /* comment */
        p = u16(p, 0); /* disk */
        p = u16(p, 0); /* attributes */
        p = u32(p, 0);
        p = u32(p, e->at);
        put(z, b, (apr_size_t)(p - b));
        put(z, e->name, strlen(e->name));
    }
    size = z->at - from;
    p = u32(b, 0x06054b50);
    p = u32(p, 0);
    p = u16(p, (unsigned)z->files->nelts);
    p = u16(p, (unsigned)z->files->nelts);
    p = u32(p, size);
    p = u32(p, from);
    p = u16(p, 0);
    put(z, b, (apr_size_t)(p - b));
    return z->failed ? -1 : 0;
}
